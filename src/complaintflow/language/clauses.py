"""Clauses: what the documents give, what their rules cite, and what a policy adopts of a base."""

from collections.abc import Iterable, Iterator, Sequence

from complaintflow.diagnostics import Diagnostic, Related, nearest, quoted
from complaintflow.language.document import Document
from complaintflow.language.names import Names, Sort, Unknown, at_home, told_once
from complaintflow.language.tree import Scalar
from complaintflow.language.values import (
    Citation,
)
from complaintflow.procedure import Cites, Clause


class Clauses:
    """The clauses of a policy and its bases; notes which of them some rule claims."""

    def __init__(self, documents: Sequence[Document], names: Names) -> None:
        self.documents = documents
        self.names = names
        self.problems = names.problems
        self.claimed: set[str] = set()
        self._unknown: list[Scalar] = []
        self.known = dict(self._given())
        self._adopted = dict(self._adoptions())

    def _given(self) -> Iterator[tuple[str, Clause]]:
        first: dict[str, Scalar] = {}
        for document in self.documents:
            for id_, clause in document.clauses.items():
                if id_ in first:
                    self.problems.append(
                        Diagnostic(
                            "name-clash",
                            f"clause {quoted(id_)} is given in a base already",
                            id_.place,
                            help="choose another id",
                            related=(Related(first[id_].place, "first given here"),),
                        )
                    )
                first.setdefault(str(id_), id_)
                yield (
                    str(id_),
                    Clause(str(id_), str(clause.at), str(clause.says), str(document.policy.id)),
                )

    def _clause(self, id_: Scalar) -> Iterator[Clause]:
        found = self.known.get(id_)
        if found is not None:
            self.claimed.add(found.id)
            yield found
            return
        self._unknown.append(id_)

    def settle(self) -> None:
        """Add what is wrong with the clauses that were looked for in vain, each id once.

        A clause that no rule claims is more likely the one that was meant.
        """
        given = {str(id_): id_ for document in self.documents for id_ in document.clauses}
        unclaimed = tuple(id_ for id_ in given if id_ not in self.claimed)
        unknown = [
            Unknown(
                str(id_),
                id_.place,
                f"there is no clause {quoted(id_)}",
                unclaimed if nearest(id_, unclaimed) else tuple(given),
                "give it under `clauses`",
                doubt="" if nearest(id_, unclaimed) else " if not, give it under `clauses`",
            )
            for id_ in self._unknown
        ]
        if unknown:
            familiar = at_home(self.documents)
            self.problems += told_once(unknown, given, self.claimed, familiar)

    def cites(self, name: str, citation: Citation | None, keys: Iterable[str] = ()) -> Cites:
        """The clauses of a rule; those of the policy on top where it adopts a base's rule."""
        own = self._own_cites(name, citation, tuple(keys))
        adopted = self._adopted.get(name)
        return own if adopted is None else self._own_cites(name, adopted, tuple(keys))

    def _own_cites(self, name: str, citation: Citation | None, keys: tuple[str, ...]) -> Cites:
        if citation is None:
            return Cites()
        if isinstance(citation, list):
            return Cites(tuple(c for id_ in citation for c in self._clause(id_)))
        by_key: dict[str, tuple[Clause, ...]] = {}
        for key, ids in citation.items():
            if key not in keys:
                self.problems.append(_no_such_key(name, key, ids, keys))
            by_key[str(key)] = tuple(c for id_ in ids for c in self._clause(id_))
        return Cites(tuple(dict.fromkeys(c for cs in by_key.values() for c in cs)), by_key)

    def left_out(self) -> Iterator[tuple[str, str]]:
        """The clauses that no rule models, and why."""
        for document in self.documents:
            for id_, why in document.left_out.items():
                for clause in self._clause(id_):
                    yield clause.id, str(why)

    def _adoptions(self) -> Iterator[tuple[str, Citation]]:
        for position, document in enumerate(self.documents):
            below = Names(self.documents[:position]).of(*Sort)
            for name, citation in document.policy.adopts.items():
                if name in below:
                    self.names.use(name)
                    yield str(name), citation
                    continue
                message = f"{quoted(name)} is no rule of a base that this policy builds on"
                help_ = "adopt rules of a base only"
                self.names.unknown.append(
                    Unknown(str(name), name.place, message, tuple(below), help_)
                )


def _no_such_key(name: str, key: Scalar, ids: Sequence[Scalar], keys: Sequence[str]) -> Diagnostic:
    near = nearest(key, keys)
    if near is not None:
        help_ = f"did you mean `{near}`?"
    elif keys:
        help_ = f"the keys of `{name}` are " + ", ".join(keys)
    else:
        help_ = f"name the clauses alone: `cites: {', '.join(ids)}`"
    message = f"`{name}` has no {quoted(key)} that could rest on a clause"
    return Diagnostic("unknown-key", message, key.place, help=help_)
