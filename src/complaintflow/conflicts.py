"""Who may not act: conflicts of interest, from ties that were told and from the history.

A rule speaks of named people, not of offices: whoever holds the office of manager and is
complained about in this case is kept away from it in every office that he or she holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from complaintflow.course import Course
from complaintflow.procedure import (
    Clause,
    Condition,
    Conflict,
    Fact,
    PlaceKind,
    Procedure,
    Step,
    Who,
)
from complaintflow.relating import denials, first_related, says, untold
from complaintflow.rulings import Barred, TieDenied, TieNotKnown


@dataclass(frozen=True, slots=True)
class Bar:
    """One conflict rule as it touches one person: the tie, and what it keeps the person from.

    `through` is the other person, where the tie leads through one. `excepted_in` names the stages in which an exception has been decided and holds.
    """

    rule: str
    person: str
    tie: Who
    says: str
    may_not: tuple[str, ...]
    kept_from: tuple[str, ...]
    excepted_in: tuple[str, ...]
    cites: tuple[Clause, ...]
    through: str | None = None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that the rule rests on."""
        return tuple(clause.id for clause in self.cites)


def bars_of(procedure: Procedure, course: Course, person: str) -> tuple[Bar, ...]:
    """Every conflict rule that touches a person, whatever he or she is about to do."""
    return tuple(
        Bar(
            rule=conflict.name,
            person=person,
            tie=found.who,
            through=found.through,
            says=says(procedure, found.who, found.through),
            may_not=tuple(t for t in conflict.may_not if t in keeping.targets)
            if conflict.different_people
            else conflict.may_not,
            kept_from=tuple(
                name
                for name in (*procedure.steps, *procedure.facts, *procedure.roles)
                if name in keeping.targets
            ),
            excepted_in=_excepted_in(procedure, course, conflict),
            cites=conflict.cites.of(conflict.key),
        )
        for conflict in procedure.conflicts.values()
        for keeping in conflict.keeps
        if (found := first_related(procedure, course, keeping.who, person)) is not None
    )


def barred(
    procedure: Procedure, course: Course, person: str, act: Step | Fact
) -> tuple[Barred, ...]:
    """The rules that keep a person from a step or from deciding a fact, as things stand."""
    return tuple(_barred(procedure, course, person, act, act.name))


def barred_from_role(
    procedure: Procedure, course: Course, person: str, role: str, act: Step | Fact
) -> tuple[Barred, ...]:
    """The rules that keep a person from an office: to be appointed to it, or to act in it."""
    return tuple(_barred(procedure, course, person, act, role))


def not_known(
    procedure: Procedure, course: Course, person: str, target: str
) -> tuple[TieNotKnown, ...]:
    """The ties that would keep a person from an act or office, and of which nobody has told."""
    return tuple(
        TieNotKnown(each.person, each.relation, conflict.name, each.to, each.to_anybody)
        for conflict in procedure.conflicts_on.get(target, ())
        for keeping in conflict.keeps
        for who in (keeping.who if target in keeping.targets else ())
        for each in untold(procedure, course, who, person)
    )


def denied(procedure: Procedure, course: Course, person: str, target: str) -> tuple[TieDenied, ...]:
    """The ties that would keep a person from an act or office, told of once and denied later."""
    if not course.denied:
        return ()
    return tuple(
        TieDenied(
            each.person, each.tie.relation, conflict.name, each.told, each.denied, each.tie.to
        )
        for conflict in procedure.conflicts_on.get(target, ())
        for keeping in conflict.keeps
        for who in (keeping.who if target in keeping.targets else ())
        for each in denials(procedure, course, who, person)
    )


def _barred(
    procedure: Procedure, course: Course, person: str, act: Step | Fact, target: str
) -> Iterator[Barred]:
    for conflict in procedure.conflicts_on.get(target, ()):
        ties = (
            first_related(procedure, course, keeping.who, person)
            for keeping in conflict.keeps
            if target in keeping.targets
        )
        found = next((each for each in ties if each is not None), None)
        if found is None:
            continue
        could_be_excepted = conflict.has_exception and _in_scope(procedure, course, conflict, act)
        if could_be_excepted and not _lacking(procedure, course, conflict):
            continue
        lacking = _lacking(procedure, course, conflict) if could_be_excepted else ()
        exception = conflict.cites.of("except") if could_be_excepted else ()
        yield Barred(
            rule=conflict.name,
            act=target,
            cites=tuple(dict.fromkeys((*conflict.cites.of(conflict.key), *exception))),
            person=person,
            tie=found.who,
            through=found.through,
            says=says(procedure, found.who, found.through),
            except_if=lacking,
            deciders=tuple(
                name
                for condition in lacking[:1]
                for role in procedure.facts[condition.fact].decided_by
                for name in course.holders(role)
                if not barred(procedure, course, name, procedure.facts[condition.fact])
            ),
            spoilt=tuple(
                by for condition in lacking if (by := _spoilt_by(course, condition)) is not None
            ),
        )


def _in_scope(procedure: Procedure, course: Course, conflict: Conflict, act: Step | Fact) -> bool:
    """Whether the exception speaks of the stage of the act: its own, or else the one open now."""
    if not conflict.except_in:
        return True
    kind = procedure.places[act.place].kind if isinstance(act, Step) else None
    own = isinstance(act, Step) and kind in (PlaceKind.STAGE, PlaceKind.END)
    stage = act.place if own and isinstance(act, Step) else course.stage
    return stage in conflict.except_in


def _lacking(procedure: Procedure, course: Course, conflict: Conflict) -> tuple[Condition, ...]:
    """The conditions of an exception that nobody entitled and unbarred decided in its favour."""
    return tuple(
        condition
        for condition in conflict.except_if
        if not _decided_well(procedure, course, condition)
    )


def _decided_well(procedure: Procedure, course: Course, condition: Condition) -> bool:
    """Whether the last answer that was given by somebody who may give it is in favour.

    An answer of anybody else counts for nothing, however it got into the record. What nobody
    could be kept from deciding the application may also tell by itself.
    """
    fact = procedure.facts[condition.fact]
    for occurrence in reversed(course.times(condition.fact)):
        action = occurrence.event.action
        at = occurrence.position
        if fact.told if action.by is None else _entitled(procedure, course, action.by, fact, at):
            return action.particulars.answer == condition.answer
    return False


def _entitled(
    procedure: Procedure, course: Course, person: str, fact: Fact, position: int
) -> tuple[str, ...]:
    """The offices in which a person then held the right to decide a fact, free of any conflict."""
    if barred(procedure, course, person, fact):
        return ()
    offices = (
        office
        for role in fact.decided_by
        for office in (role, procedure.roles[role].stand_in)
        if office is not None
    )
    return tuple(
        office
        for office in offices
        if course.held_at(office, person, position)
        and not barred_from_role(procedure, course, person, office, fact)
    )


def _spoilt_by(course: Course, condition: Condition) -> str | None:
    """Who decided an exception without the right to, if somebody did."""
    event = course.answers.get(condition.fact)
    if event is None or event.action.particulars.answer != condition.answer:
        return None
    return event.action.by


def _excepted_in(procedure: Procedure, course: Course, conflict: Conflict) -> tuple[str, ...]:
    if not conflict.has_exception or _lacking(procedure, course, conflict):
        return ()
    return conflict.except_in or tuple(place.name for place in procedure.stages)
