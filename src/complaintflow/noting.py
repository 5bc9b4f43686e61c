"""Noting: what a ruling takes for granted. Ties that are not known, substitutes, readings, offices held too often.

A note refuses nothing. It says what the ruling would hang on, had somebody told it otherwise.
"""

from collections.abc import Iterable, Iterator

from complaintflow import conflicts
from complaintflow.case import NOBODY, Action, doers
from complaintflow.course import Course
from complaintflow.offices import offices
from complaintflow.procedure import Fact, Procedure, Step
from complaintflow.rulings import Note, Reason, RestsOn, SharedOffice, StandsIn, TieNotKnown
from complaintflow.sitting import not_known_of


def notes(
    procedure: Procedure,
    course: Course,
    act: Step | Fact,
    action: Action,
    reasons: Iterable[Reason],
) -> Iterator[Note]:
    """What the ruling takes for granted: ties not known, substitutes, readings."""
    if action.by is not None:
        roles = act.by if isinstance(act, Step) else act.decided_by
        yield from conflicts.taken_for_granted(procedure, course, action.by, act.name)
        yield from conflicts.vacuous(procedure, course, act.name)
        for office in offices(procedure, course, roles, action, act):
            yield from _not_known_in(procedure, course, action.by, office)
            if office not in roles:
                yield StandsIn(action.by, office)
                yield from _not_known_of_holders(procedure, course, act, office)
            yield from _of_sitters(procedure, course, act, action, office)
    holder = action.particulars.holder
    if isinstance(act, Step) and act.appoints is not None and holder is not None:
        yield from _not_known_in(procedure, course, holder, act.appoints)
    agreed = action.particulars.agreed_by if isinstance(act, Step) and act.agreed_by else ()
    for name in (each for each in agreed if each in course.people):
        yield from conflicts.taken_for_granted(procedure, course, name, act.name)
    yield from shared_offices(procedure, course)
    for name in (act.name, *(reason.rule.split(".")[0] for reason in reasons)):
        for reading in procedure.readings_on.get(name, ()):
            yield RestsOn(reading)


def _of_sitters(
    procedure: Procedure, course: Course, act: Step | Fact, action: Action, office: str
) -> Iterator[Note]:
    """What is not known of those who sat, or was denied of them, and would keep them away."""
    body = procedure.roles[office].body
    if body is None:
        return
    for name in doers(action):
        if name != action.by:
            yield from conflicts.taken_for_granted(procedure, course, name, act.name)
            yield from _not_known_in(procedure, course, name, office)
    if act.name not in body.without_quorum:
        yield from not_known_of(procedure, course, action, office)


def _not_known_in(procedure: Procedure, course: Course, person: str, office: str) -> Iterator[Note]:
    """The ties that would keep a person from an office, or make nobody eligible, and are not known."""
    yield from conflicts.taken_for_granted(procedure, course, person, office)
    yield from conflicts.vacuous(procedure, course, office)
    may_be = procedure.roles[office].may_be
    known = course.people.get(person, NOBODY)
    if known.relations.isdisjoint(may_be):
        for relation in may_be:
            if relation not in known.denied:
                yield TieNotKnown(person, relation, f"{office}.may_be")


def _not_known_of_holders(
    procedure: Procedure, course: Course, act: Step | Fact, substitute: str
) -> Iterator[Note]:
    """What would let a holder act, and the substitute not, had somebody told it."""
    for role in act.by if isinstance(act, Step) else act.decided_by:
        if procedure.roles[role].stand_in == substitute:
            for name in course.holders(role):
                for bar in (
                    *conflicts.barred(procedure, course, name, act),
                    *conflicts.barred_from_role(procedure, course, name, role, act),
                ):
                    yield from bar.untold


def shared_offices(procedure: Procedure, course: Course) -> Iterator[Note]:
    """The offices that more people hold than may."""
    for role in procedure.roles.values():
        most = role.most
        if most is not None and len(holders := course.holders(role.name)) > most:
            yield SharedOffice(role.name, holders, most)
