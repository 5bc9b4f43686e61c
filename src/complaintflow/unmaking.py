"""Unmaking: what a body did, or an appointment, that a change of the record would leave without its people.

Nobody who sat is unseated afterwards but by an override.
"""

from collections.abc import Collection, Iterator, Set

from complaintflow import course as reading
from complaintflow.case import Action, Event
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.judging import reasons_against, who_did
from complaintflow.moments import Moment
from complaintflow.procedure import PERSON_TOLD, Procedure, Step
from complaintflow.rulings import (
    LaterUnmade,
    NoChair,
    NoQuorum,
    Reason,
    WrongMembers,
    WrongRole,
    WrongShare,
)
from complaintflow.sitting import seated_in
from complaintflow.vocabulary import bodies_of


def against_unmaking(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[LaterUnmade | WrongMembers, ...]:
    """What a body did that would be left without the members it needs, once a record is changed; and
    appointments by which more people would then hold an office than may.

    So nobody who sat is unseated afterwards, and no member who was named is named no more: what was so
    an override records. Who people are is told whatever comes of it, but for that somebody is no member, and
    that an office of several is held by too few.
    What is corrected is judged itself where it says anew who sat.
    """
    numbered = _numbered(procedure)
    if not numbered:
        return ()
    after = reading.read(procedure, (*record, event))
    return (
        *_unmade(procedure, course, after, record, event, numbered),
        *_too_many(procedure, course, after, numbered, event.action.at),
    )


def against_too_many(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[WrongMembers, ...]:
    """The offices that more people would hold than may, once a record is changed, and did not before."""
    numbered = _numbered(procedure)
    if not numbered:
        return ()
    after = reading.read(procedure, (*record, event))
    return tuple(_too_many(procedure, course, after, numbered, event.action.at))


def _numbered(procedure: Procedure) -> Set[str]:
    """The offices of which so many may or must be held."""
    return {n for n, r in procedure.roles.items() if r.body is not None or r.holders is not None}


def _too_many(
    procedure: Procedure, course: Course, after: Course, numbered: Set[str], at: Moment
) -> Iterator[WrongMembers]:
    """The offices that more people would hold at last than may, and did not before."""
    for role in (r for name, r in procedure.roles.items() if name in numbered):
        most = role.most
        if most is None:
            continue
        had, seated = (
            seated_in(procedure, as_at(procedure, each, at), role) for each in (course, after)
        )
        if len(seated) > max(most, len(had)):
            yield WrongMembers(
                rule=f"{role.name}.{role.counted_by}",
                cites=role.cites.of(role.counted_by),
                role=role.name,
                sat=seated,
                number=role.number,
                appointed=True,
                told=True,
            )


def _unmade(
    procedure: Procedure,
    course: Course,
    after: Course,
    record: tuple[Event, ...],
    event: Event,
    numbered: Set[str],
) -> tuple[LaterUnmade, ...]:
    acts = {
        each.slot: each.action
        for each in (*after.events, *course.events)
        if each.override is None and each.adds_to is None and _counts(procedure, each, numbered)
        if each.id != event.id or event.corrects is not None
    }
    tells = what_is_meant(record, event).action.name == PERSON_TOLD
    alone = _as_members(procedure, course, acts)
    had = {(slot, lack.rule) for slot, lack in _lacks(procedure, course, acts, alone)}
    return tuple(
        LaterUnmade(
            rule=lack.rule, cites=lack.cites, act=acts[slot].name, at=acts[slot].at, lack=lack
        )
        for slot, lack in _lacks(procedure, after, acts, alone)
        if (slot, lack.rule) not in had
        and (not tells or _of_offices_alone(procedure, lack))
        and not _sat_anew(acts[slot], slot, after, event)
    )


def _of_offices_alone(procedure: Procedure, lack: Reason) -> bool:
    """Whether what an act lacks hangs on who holds an office, whatever else is true of anybody."""
    few = isinstance(lack, NoQuorum) and procedure.roles[lack.role].body is None
    return few or isinstance(lack, WrongMembers | WrongRole)


def _sat_anew(was: Action, slot: str, after: Course, event: Event) -> bool:
    """Whether an event is corrected that says anew who sat, which is judged by itself."""
    corrected = any(each.slot == slot and each.id == event.id for each in after.events)
    return corrected and who_did(event.action) != who_did(was)


def what_is_meant(record: tuple[Event, ...], event: Event) -> Event:
    """The event of which a retraction speaks, also through other retractions; any other itself."""
    while event.retracts is not None:
        event = next(each for each in record if each.id == event.retracts)
    return event


def _counts(procedure: Procedure, event: Event, numbered: Set[str]) -> bool:
    """Whether people are counted for an event: a body did it, or it appoints to an office of so many."""
    act = procedure.steps.get(event.action.name) or procedure.facts.get(event.action.name)
    if act is None:
        return False
    roles = act.by if isinstance(act, Step) else act.decided_by
    appoints = isinstance(act, Step) and act.appoints in numbered
    return appoints or not numbered.isdisjoint(roles) or bool(bodies_of(procedure, act))


def _as_members(procedure: Procedure, course: Course, acts: Collection[str]) -> Set[str]:
    """Those of some acts that a member of a body did alone, and does not say who sat, by their slots."""
    found = set()
    for event, stood in reading.one_by_one(procedure, course):
        action = event.action
        if event.slot in acts and not action.particulars.sat:
            act = procedure.steps.get(action.name) or procedure.facts[action.name]
            if any(action.by in stood.holders(body) for body in bodies_of(procedure, act)):
                found.add(event.slot)
    return found


def _lacks(
    procedure: Procedure, course: Course, acts: Collection[str], alone: Set[str]
) -> Iterator[tuple[str, Reason]]:
    """What some acts of bodies lack of the members that they need, each by the slot of its event.

    `alone`: those in which one member was the body, and must be one still.
    """
    for event, stood in reading.one_by_one(procedure, course):
        if event.slot not in acts or event.override is not None:
            continue
        for reason in reasons_against(procedure, stood, event.action):
            as_body = event.slot in alone or bool(event.action.particulars.sat)
            done_by = isinstance(reason, WrongRole) and as_body
            if done_by or isinstance(reason, NoQuorum | WrongMembers | WrongShare | NoChair):
                yield event.slot, reason
