"""Recording: an event as it will stand in the record, its names known and its ids resolved.

Nothing is judged here; a name or an id that means nothing is told at once.
"""

from collections.abc import Callable, Set
from dataclasses import replace
from itertools import count

from complaintflow.answered import each_of
from complaintflow.case import (
    Action,
    Case,
    Event,
    Override,
    require_text,
    require_words,
    standing,
    stands_in,
)
from complaintflow.course import TOLD_AT_THE_BEGINNING, Course, before, told_first
from complaintflow.errors import InputError
from complaintflow.moments import Moment, certainly_after, require_moment
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.vocabulary import require_known


def resolved(
    procedure: Procedure, case: Case, course: Course, event: Event, taken: Set[str] | None = None
) -> Event:
    """An event as it will stand in the record: every name and id in it means something, and its moments
    are those of the clocks by which the policy counts.

    `taken` are the ids of the case, for who records many events and need not look them up each time.
    """
    event = by_the_clocks_of_the_policy(procedure, event)
    action = event.action
    beginning = event.id.startswith(TOLD_AT_THE_BEGINNING)
    require_known(procedure, course, action, beginning=beginning)
    if (action.name == RETRACTED) is (event.retracts is None) or (
        event.retracts and (event.adds_to or event.corrects)
    ):
        raise InputError(
            f"an action called {RETRACTED!r} takes back an earlier record, and nothing else does; "
            "say which with retracts="
        )
    if event.known_at is not None:
        require_moment(event.known_at, "known_at")
    if event.override is not None:
        _require_override(event.override)
    _require_no_reserved_id(procedure, event)
    event = replace(
        event,
        id=_new_id(case, event.id, taken),
        adds_to=_target(case, action.name, event.adds_to),
        corrects=_known_id(case, event.corrects),
        retracts=_known_id(case, event.retracts),
    )
    if event.corrects is not None:
        _require_correctable(procedure, case, event)
        _require_same_kind(case, event)
    if event.adds_to is not None and action.name in procedure.facts:
        raise InputError(f"{action.name} is a fact: an answer is given anew, nothing adds to it")
    if event.adds_to is not None and action.name in procedure.happenings:
        raise InputError(f"{action.name} is a happening: it lacks nothing, so nothing adds to it")
    added_to = _added_to(case, event)
    if added_to is not None and action.particulars.settles is not None:
        raise InputError(f"a time is settled anew: record {action.name} again, without adds_to")
    if added_to is not None and (action.particulars.sat or action.particulars.chair):
        raise InputError(f"who sat is said of {action.name} itself: correct that record")
    if event.adds_to is not None or event.corrects is not None or event.retracts is not None:
        _require_named_once(case, event)
    require_sent_before(procedure, action, action.at if added_to is None else added_to.action.at)
    return event


def by_the_clocks_of_the_policy(procedure: Procedure, event: Event) -> Event:
    """An event whose moments are told as the clocks of the policy's zone show them, in which its days are counted."""
    action = event.action.by_the_clocks_of(procedure.zone)
    return event if action is event.action else replace(event, action=action)


def for_whom(procedure: Procedure, case: Case, course: Callable[[], Course], event: Event) -> Event:
    """An answer that says for whom it is, where the question is answered for each of some people.

    One that names nobody is for the only one there is when it is given, and a correction for whoever the
    corrected one is for. That is written down: who is told of later changes nothing about it. Where
    there are several, or nobody, it is for nobody in particular.
    """
    fact = procedure.facts.get(event.action.name)
    if fact is None or fact.for_each is None or event.action.particulars.person is not None:
        return event
    if event.corrects is not None:
        wrong = (each for each in case.events if each.id == event.corrects)
        named = tuple(each.action.particulars.person for each in wrong)
    else:
        stood = before(procedure, course(), event.action)
        named = each_of(procedure, stood, fact.for_each, event.action.at)
    if len(named) != 1 or named[0] is None:
        return event
    return replace(event, action=event.action.saying(person=named[0]))


def _added_to(case: Case, event: Event) -> Event | None:
    """What a record adds to, as it stands now; a correction adds to what the corrected one did."""
    if event.adds_to is None and event.corrects is None:
        return None
    record, adds_to = standing(case.events), event.adds_to
    if adds_to is None and event.corrects is not None:
        wrong = stands_in(case.events, event.corrects)
        adds_to = next((each.adds_to for each in record if each.slot == wrong), None)
    slot = None if adds_to is None else stands_in(case.events, adds_to)
    return next((each for each in record if each.slot == slot), None)


def _require_named_once(case: Case, event: Event) -> None:
    """An appointment and what adds to it name one person, so that nobody is appointed on top."""
    had = {slot for slot, named in _named(case.events).items() if len(named) > 1}
    for slot, named in _named((*case.events, event)).items():
        if len(named) > 1 and slot not in had:
            ids = " and ".join(repr(each.id) for each in named if each.id != event.id)
            raise InputError(
                f"{named[0].action.name} would name its holder twice: it does in {ids} already; "
                "correct that record with corrects=, or record a new appointment without adds_to"
            )


def _named(events: tuple[Event, ...]) -> dict[str, list[Event]]:
    """What names a holder, of each event and of all that adds to it, by the slot of the event."""
    found: dict[str, list[Event]] = {}
    for event in standing(events):
        if event.action.particulars.holder is not None:
            found.setdefault(event.adds_to or event.slot, []).append(event)
    return found


def require_sent_before(procedure: Procedure, action: Action, sent: Moment) -> None:
    """Nobody has in hand what has not happened yet; `sent` is when that was.

    Raises:
        InputError: somebody has.
    """
    for who, when in action.particulars.received:
        if certainly_after(sent, when, procedure.zone):
            raise InputError(
                f"received: {who!r} cannot have had {action.name} on {when}: it is of {sent}"
            )


def _target(case: Case, name: str, adds_to: str | None) -> str | None:
    """The id of the event that a record adds to; what only adds is followed to its target."""
    if adds_to is None:
        return None
    record = standing(case.events)
    if adds_to == "last":
        for event in reversed(record):
            if event.action.name == name and event.adds_to is None:
                return event.id
        raise InputError(f"adds_to: last needs an earlier {name!r}, and there is none")
    named = case.event(adds_to)
    target = case.event(named.adds_to) if named.adds_to is not None else named
    if target.action.name != name:
        raise InputError(f"adds_to: event {adds_to!r} is {target.action.name!r}, not {name!r}")
    if stands_in(case.events, target.id) is None:
        raise InputError(f"adds_to: event {adds_to!r} was taken back")
    return target.id


def _require_correctable(procedure: Procedure, case: Case, event: Event) -> None:
    """A correction is of the same event, about the same person, and of one that still stands."""
    assert event.corrects is not None  # the caller asked
    wrong = case.event(event.corrects)
    person = wrong.action.particulars.person
    same = wrong.action.name == event.action.name
    if same and event.action.name in procedure.facts and person != event.action.particulars.person:
        whose = "nobody in particular" if person is None else person
        raise InputError(
            f"event {wrong.id!r} answers {wrong.action.name} for {whose}, and so does what corrects it; "
            "take it back with retracts= and answer anew"
        )
    if not same or person != event.action.particulars.person:
        what = person or wrong.action.name
        raise InputError(
            f"event {wrong.id!r} is {wrong.action.name!r} ({what}), and is corrected by one of "
            "that name; take it back with retracts= if it never happened"
        )
    if stands_in(case.events, wrong.id) is None:
        raise InputError(f"event {wrong.id!r} was taken back; record it anew instead")


def _require_same_kind(case: Case, event: Event) -> None:
    """An act stays an act once it is corrected, and what adds to another adds to that one."""
    assert event.corrects is not None  # the caller asked
    if event.adds_to is None:
        return
    slot = stands_in(case.events, event.corrects)
    had = next((each.adds_to for each in standing(case.events) if each.slot == slot), None)
    if had == stands_in(case.events, event.adds_to):
        return
    what = "adds to no other" if had is None else f"adds to {had!r}"
    raise InputError(
        f"event {event.corrects!r} {what}, and so does what corrects it: leave adds_to out; "
        "if it never happened, take it back with retracts= and record anew what did"
    )


def _known_id(case: Case, id: str | None) -> str | None:  # noqa: A002
    return None if id is None else case.event(id).id


def _new_id(case: Case, id: str, taken: Set[str] | None) -> str:  # noqa: A002
    """The id of a new event: the one that was given, else its number from 1, as in a file."""
    if taken is None:
        taken = {event.id for event in case.events}
    if not id:
        told = told_first(case.events)
        return next(str(n) for n in count(len(case.events) - told + 1) if str(n) not in taken)
    if id in taken:
        raise InputError(f"the record already has an event with the id {id!r}")
    return id


def given_id(id: str) -> str:  # noqa: A002
    """An id that the application gives an event.

    Raises:
        InputError: it is no text, or one that no record can say.
    """
    if not require_text(id, "an id"):
        raise InputError("an id cannot be empty; leave it out to have one given")
    return require_words(id, "an id")


RESERVED = {"people.": "who a person is", "facts.": "a fact"}
"""Beginnings of ids that `begin` gives, and of what: those events are read first of all."""


def _require_no_reserved_id(procedure: Procedure, event: Event) -> None:
    telling = event.action.name == PERSON_TOLD, event.action.name in procedure.facts
    for (beginning, what), fits in zip(RESERVED.items(), telling, strict=True):
        if event.id.startswith(beginning) and not fits:
            raise InputError(
                f"an id that begins with {beginning!r} is for an event that tells {what}, "
                f"not for {event.action.name}"
            )


def _require_override(override: object) -> None:
    if not isinstance(override, Override):
        raise InputError(
            f"override must be an Override(by=..., why=...), not {type(override).__name__}"
        )
