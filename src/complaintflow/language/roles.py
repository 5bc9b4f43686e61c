"""Roles linked to what they mean: how many hold one, of whom a body is made up, who names them."""

from collections.abc import Iterator, Mapping

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, quoted
from complaintflow.language import numbers
from complaintflow.language.clauses import Clauses
from complaintflow.language.document import RoleDoc
from complaintflow.language.names import Sort
from complaintflow.language.phrases import Phrases
from complaintflow.language.tree import Scalar

OF_A_BODY = ("of_whom", "quorum", "chair", "without_quorum")
"""The keys of a role that mean something only where it has `members`."""


class Roles:
    """Links the roles of a policy."""

    def __init__(self, phrases: Phrases, clauses: Clauses) -> None:
        self.phrases = phrases
        self.clauses = clauses

    def role(self, name: Scalar, doc: RoleDoc, steps: Mapping[str, law.Step]) -> law.Role:
        """One role, with the steps that name who holds it."""
        stand_in = self.phrases.roles_named([doc.stand_in]) if doc.stand_in is not None else ()
        if doc.stand_in is not None and doc.stand_in == name:
            self._wrong(
                doc.stand_in,
                f"{quoted(name)} stands in for itself, and so nobody does",
                "name the role that acts when nobody in this one may, or leave `stand_in` out",
            )
        appointed_by = self.phrases.roles_named(doc.appointed_by)
        naming = tuple(step for step in steps.values() if step.appoints == name)
        for step in naming if doc.appointed_by else ():
            if not {*step.by} <= {*appointed_by}:
                self._named_by_others(name, doc, step, appointed_by)
        return law.Role(
            name=str(name),
            title=str(doc.title),
            one=doc.holders == "one",
            holders=self._holders(name, doc),
            body=self._body(name, doc),
            appointed_by=appointed_by,
            stand_in=stand_in[0] if stand_in else None,
            may_be=self.phrases.relations_alone(doc.may_be),
            must_be=tuple(who for scalar in doc.must_be for who in self.phrases.who(scalar)),
            reach=None if doc.reach is None else str(doc.reach),
            appointed_by_steps=tuple(step.name for step in naming),
            cites=self.clauses.cites(name, doc.cites, doc.written()),
        )

    def _holders(self, name: Scalar, doc: RoleDoc) -> law.Number | None:
        if doc.holders is None:
            return None
        if doc.members is not None:
            self._wrong(
                doc.holders,
                f"{quoted(name)} has `holders` and `members`",
                "leave `holders` out: those who hold a body are its members",
            )
        if doc.holders == "one":
            return None
        return self.phrases.read(doc.holders, numbers.number)

    def _body(self, name: Scalar, doc: RoleDoc) -> law.Body | None:
        if doc.members is None:
            for key in OF_A_BODY:
                if key in doc.written():
                    self._wrong(
                        name,
                        f"{quoted(name)} has `{key}` and no `members`, so it is no body",
                        "add `members: exactly 3`, or `at least 3`",
                    )
                    break
            return None
        acts = self.phrases.named(doc.without_quorum, Sort.STEP, Sort.FACT)
        members = self.phrases.read(doc.members, numbers.number)
        shares = tuple(share for scalar in doc.of_whom for share in self._share(scalar))
        if members is None:
            return None
        return law.Body(
            members=members,
            quorum=members.least if doc.quorum is None else int(doc.quorum),
            of_whom=shares,
            chaired=doc.chair is not None,
            without_quorum=frozenset(acts),
        )

    def _share(self, scalar: Scalar) -> Iterator[law.Share]:
        phrase = self.phrases.read(scalar, numbers.share)
        if phrase is not None:
            for who in self.phrases.who_of(scalar, phrase.who):
                yield law.Share(phrase.number, who)

    def _named_by_others(
        self, name: Scalar, doc: RoleDoc, step: law.Step, appointed_by: tuple[str, ...]
    ) -> None:
        others = [role for role in step.by if role not in appointed_by]
        self._wrong(
            doc.appointed_by[0],
            f"{quoted(step.name)} appoints {quoted(name)} and is for {quoted(others[0])}, who is not "
            "named here",
            f"add `{others[0]}` to `appointed_by`, or change `by` of `{step.name}`",
        )

    def _wrong(self, at: Scalar, message: str, help_: str) -> None:
        self.phrases.problems.append(Diagnostic("wrong-shape", message, at.place, help=help_))
