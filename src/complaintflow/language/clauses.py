"""Clauses: what the documents give, what their rules cite, and what a policy adopts of a base."""

from collections.abc import Iterable, Iterator, Sequence

from complaintflow.diagnostics import Diagnostic, Related, nearest, quoted
from complaintflow.language.document import Citation, Document
from complaintflow.language.names import Names, Sort
from complaintflow.language.reader import Scalar
from complaintflow.procedure import Cites, Clause


class Clauses:
    """The clauses of a policy and its bases; notes which of them some rule claims."""

    def __init__(self, documents: Sequence[Document], problems: list[Diagnostic]) -> None:
        self.documents = documents
        self.problems = problems
        self.claimed: set[str] = set()
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
        near = nearest(id_, self.known)
        self.problems.append(
            Diagnostic(
                "unknown-name",
                f"there is no clause {quoted(id_)}",
                id_.place,
                help=f"did you mean `{near}`?" if near else "give it under `clauses`",
            )
        )

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
                near = nearest(key, keys)
                self.problems.append(
                    Diagnostic(
                        "unknown-key",
                        f"`{name}` has no {quoted(key)} that could rest on a clause",
                        key.place,
                        help=f"did you mean `{near}`?"
                        if near
                        else "its keys are " + ", ".join(keys),
                    )
                )
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
            below = {
                str(name) for base in self.documents[:position] for name in Names([base]).of(*Sort)
            }
            for name, citation in document.policy.adopts.items():
                if name in below:
                    yield str(name), citation
                    continue
                near = nearest(name, below)
                self.problems.append(
                    Diagnostic(
                        "unknown-name",
                        f"{quoted(name)} is no rule of a base that this policy builds on",
                        name.place,
                        help=f"did you mean `{near}`?" if near else "adopt rules of a base only",
                    )
                )
