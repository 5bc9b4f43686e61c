"""Conflicts of interest linked to what they mean, and the circles in which questions can wait.

What waits for itself could never be judged, so a circle is a mistake of the document.
"""

from collections.abc import Iterable, Mapping, Sequence

from complaintflow import procedure as law
from complaintflow.conventions import KindOfDay, Span, Unit
from complaintflow.diagnostics import Diagnostic, Related, quoted
from complaintflow.language import spans
from complaintflow.language.circles import circles
from complaintflow.language.clauses import Clauses
from complaintflow.language.document import (
    CountingDoc,
    DifferentDoc,
    OnlyDoc,
    RoleDoc,
    RuleDoc,
    SameDoc,
)
from complaintflow.language.names import Names, Sort
from complaintflow.language.phrases import Phrases
from complaintflow.language.tree import Scalar


class Interests:
    """Links the conflict rules of a policy, and tells of what waits for itself."""

    def __init__(
        self,
        names: Names,
        phrases: Phrases,
        clauses: Clauses,
        own_days: Sequence[KindOfDay] = (),
        counting: CountingDoc | None = None,
    ) -> None:
        self.names = names
        self.problems = names.problems
        self.phrases = phrases
        self.clauses = clauses
        self.own_days = own_days
        self.counting = counting

    def conflict(
        self,
        name: Scalar,
        doc: RuleDoc,
        steps: Mapping[str, law.Step],
        facts: Mapping[str, law.Fact],
    ) -> law.Conflict:
        """One rule: whom it keeps from what, with its exception."""
        if isinstance(doc, DifferentDoc | SameDoc):
            return self._among_themselves(name, doc)
        only = isinstance(doc, OnlyDoc)
        whos, words = (doc.only, doc.may) if isinstance(doc, OnlyDoc) else (doc.who, doc.may_not)
        works = {str(target) for target in words} & set(law.Work)
        targets = self.phrases.named(
            [t for t in words if t not in works],
            Sort.STEP,
            Sort.FACT,
            Sort.ROLE,
            words=tuple(law.Work),
        )
        for target in words:
            self.phrases.done_itself(target, target.place)
        acts: dict[str, law.Step | law.Fact] = {**steps, **facts}
        bars = {
            n
            for n, act in acts.items()
            if n in targets or any(work in works for work in act.counts_as)
        }
        meant = [(scalar, who) for scalar in whos for who in self.phrases.who(scalar)]
        exception = doc.except_
        excepted = self.phrases.conditions(exception.if_) if exception is not None else ()
        keeping = law.Keeping(
            who=tuple(who for _, who in meant),
            bars=frozenset(bars),
            bars_roles=frozenset(t for t in targets if t in self.names.of(Sort.ROLE)),
            only=only,
            within_last=None if doc.within_last is None else self._within_last(doc.within_last),
        )
        if not only:
            self._answered_for_whom(meant, excepted, facts)
        return law.Conflict(
            name=str(name),
            key="only" if only else "may_not",
            keeps=(keeping,),
            words=tuple(str(target) for target in words),
            has_exception=exception is not None,
            except_in=self.phrases.named(exception.in_, Sort.STAGE)
            if exception is not None
            else (),
            except_if=excepted,
            cites=self.clauses.cites(name, doc.cites, doc.written()),
        )

    def _answered_for_whom(
        self,
        meant: Iterable[tuple[Scalar, law.Who]],
        excepted: Iterable[law.Condition],
        facts: Mapping[str, law.Fact],
    ) -> None:
        """What is answered for each of some people excepts these, and whoever is kept away through them."""
        for condition in excepted:
            fact = facts.get(condition.fact)
            each = None if fact is None else fact.for_each
            for scalar, who in meant if each is not None else ():
                if each in (who, who.whom if isinstance(who, law.Of) else who):
                    continue
                self.problems.append(
                    Diagnostic(
                        "wrong-shape",
                        f"{quoted(condition.fact)} is answered for each {quoted(str(each))}, and "
                        f"this rule keeps {quoted(scalar)} away: it never frees these",
                        scalar.place,
                        help=f"give {quoted(scalar)} a rule of its own, without that exception",
                    )
                )

    def _within_last(self, scalar: Scalar) -> Span | None:
        """For how long before the act a rule looks back."""
        span = self.phrases.read(scalar, lambda text: spans.looking_back(text, self.own_days))
        counting = self.counting
        in_working_days = span is not None and span.unit is Unit.WORKING_DAYS
        if in_working_days and counting is not None and counting.working_days is None:
            self.problems.append(
                Diagnostic(
                    "unknown-calendar",
                    "the document does not say which working days these are",
                    scalar.place,
                    help="add `working_days: england-and-wales` under `counting`",
                )
            )
        return span

    def of_role(self, name: Scalar, doc: RoleDoc, role: law.Role) -> law.Conflict | None:
        """What all must be true of whoever acts in a role or is appointed to it, if it says so."""
        if not doc.must_be:
            return None
        only = (
            law.Keeping((who,), frozenset(), frozenset({role.name}), True) for who in role.must_be
        )
        return law.Conflict(
            name=f"{name}.must_be",
            key="must_be",
            keeps=tuple(only),
            words=(role.name,),
            has_exception=False,
            except_in=(),
            except_if=(),
            cites=role.cites,
        )

    def _among_themselves(self, name: Scalar, doc: DifferentDoc | SameDoc) -> law.Conflict:
        """Each of some steps, or roles, is kept from whoever has to do with another of them; or, of
        `same_person`, from everybody else."""
        same = isinstance(doc, SameDoc)
        names = doc.same_person if isinstance(doc, SameDoc) else doc.different_people
        given = self.phrases.named(names, Sort.STEP, Sort.ROLE)
        for each in names:
            self.phrases.done_itself(each, each.place)
        roles = {one for one in given if one in self.names.of(Sort.ROLE)}

        def ties(one: str) -> tuple[law.Who, ...]:
            return tuple(
                law.Held(other) if other in roles else law.Did(other)
                for other in given
                if other != one
            )

        return law.Conflict(
            name=str(name),
            key="same_person" if same else "different_people",
            keeps=tuple(
                law.Keeping(ties(one), frozenset({one} - roles), frozenset({one} & roles), same)
                for one in given
            ),
            words=given,
            has_exception=False,
            except_in=(),
            except_if=(),
            cites=self.clauses.cites(name, doc.cites, doc.written()),
        )

    def circular_questions(self, facts: Mapping[str, law.Fact]) -> None:
        """Whether a question is asked can not hang on that question itself."""
        waits_for = {
            name: [] if fact.asked_if is None else [fact.asked_if.fact]
            for name, fact in facts.items()
        }
        for first, *others in circles(waits_for):
            self._circle(
                "circular-question",
                f"whether {quoted(first)} is asked hangs on {quoted(first)} itself",
                "take out one `asked_if` of the circle",
                first,
                others,
            )

    def circular(
        self,
        conflicts: Mapping[str, law.Conflict],
        facts: Mapping[str, law.Fact],
        roles: Mapping[str, law.Role],
    ) -> None:
        """An exception whose own decision waits for that exception could never be judged.

        It waits for a rule that keeps people from the decision, or from an office in which they
        would take it.
        """

        def decided_by(conflict: law.Conflict) -> set[str]:
            named = {c.fact for c in conflict.except_if}
            held = {role for fact in named & facts.keys() for role in facts[fact].decided_by}
            stand_ins = {roles[role].stand_in or role for role in held & roles.keys()}
            return named | held | stand_ins

        waits_for = {
            c.name: [
                d.name
                for d in conflicts.values()
                if d.has_exception and not decided_by(c).isdisjoint(d.bars | d.bars_roles)
            ]
            for c in conflicts.values()
            if c.has_exception
        }
        for first, *others in circles(waits_for):
            self._circle(
                "circular-exception",
                f"{quoted(first)} waits for itself: the people it touches are "
                "kept from deciding its exception, unless that exception holds already",
                "let that decision count as other work than `may_not` names, "
                "or keep people from it by a rule without `except`",
                first,
                others,
            )

    def _circle(self, code: str, message: str, help_: str, first: str, others: list[str]) -> None:
        related = tuple(
            Related(self.names[name].name.place, "this is part of the circle") for name in others
        )
        place = self.names[first].name.place
        self.problems.append(Diagnostic(code, message, place, help=help_, related=related))
