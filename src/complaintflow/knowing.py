"""What was known when: a case as it could be known at a moment, and each event of a record then.

Two times stand beside one another: when something happened (`at`), and when it became known
(`known_at`; at once, if nothing else is said).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import accumulate, takewhile
from zoneinfo import ZoneInfo

from complaintflow import course as reading
from complaintflow.case import Case, Event
from complaintflow.course import Course
from complaintflow.moments import (
    Moment,
    certainly_after,
    first_instant,
    is_past,
    last_instant,
    local_day,
    require_moment,
)
from complaintflow.procedure import Procedure


def as_known_on(procedure: Procedure, case: Case, moment: Moment) -> Case:
    """The case as it could be known at `moment`: without what became known later.

    A record became known at its `known_at`, else when it happened; what corrects, retracts or
    adds to another, never before that one; what was told at the beginning, from the start. A
    date means the end of that day.

    Raises:
        InputError: `moment` has no time zone.
    """
    require_moment(moment, "moment")
    told = _told(case.events)
    known: dict[str, bool] = {}
    for index, event in enumerate(case.events):
        by_then = index < told or is_past(known_at(event), moment, procedure.zone)
        known[event.id] = by_then and all(known.get(other, True) for other in _named(event))
    return Case(tuple(event for event in case.events if known[event.id]))


def known_at(event: Event) -> Moment:
    """When an event became known: at once, if nothing else is said."""
    return event.action.at if event.known_at is None else event.known_at


@dataclass(frozen=True, slots=True)
class Then:
    """An event of a record, and the course that was known to stand before it.

    `adds` tells that it only adds to another event, or corrects what only adds.
    """

    event: Event
    stood: Course
    adds: bool


def as_known_then(procedure: Procedure, record: tuple[Event, ...]) -> Iterator[Then]:
    """Each event of a record, and what was known to stand before it when it became known.

    Where every event became known when it happened, and none bears on another, a record that is
    not in the order of happening is read in that order: each is told by the same course.
    """
    if any(event.known_at is not None or _named(event) for event in record):
        yield from _one_by_one(procedure, record)
        return
    told = _told(record)
    happened = sorted(record[told:], key=lambda e: local_day(e.action.at, procedure.zone))
    in_order = (*record[:told], *happened)
    found = {then.event.id: then for then in _one_by_one(procedure, in_order)}
    yield from (found[event.id] for event in record)


def _one_by_one(procedure: Procedure, record: tuple[Event, ...]) -> Iterator[Then]:
    """Mostly what was known is just what was recorded before, and the course read so far will do."""
    learnt = _learnt(procedure, record)
    begins, ends = _instants(procedure, record, learnt)
    soonest_later = [*accumulate(reversed((*ends[1:], _NEVER)), min)][::-1]
    latest_before = _EVER
    kept = Course()
    adding: set[str] = set()  # what adds to another, and what corrects that
    for index, event in enumerate(record):
        if event.adds_to is not None or event.corrects in adding:
            adding.add(event.id)
        in_turn = latest_before < ends[index] and soonest_later[index] > begins[index]
        if event.retracts is not None:
            stood = kept  # taking back asks nothing
        elif in_turn and event.corrects is None:
            stood = reading.before(procedure, kept, event.action)
        else:
            known = _known_then(procedure, record, learnt, index)
            stood = reading.before_event(procedure, known, event.id)
        yield Then(event, stood, event.id in adding)
        latest_before = max(latest_before, begins[index])
        if reading.follows(procedure, kept, event):
            kept = reading.advance(procedure, kept, event)
        else:
            kept = reading.read(procedure, record[: index + 1])


def known_with(procedure: Procedure, record: tuple[Event, ...], event: Event) -> tuple[Event, ...]:
    """What was known of a record when one of its events became known, and that event itself.

    Of the very record that it corrects or takes back that is what had been recorded, whatever day was said of it.
    """
    learnt, by_id = _learnt(procedure, record), {each.id: each for each in record}
    index, its_own = record.index(event), _original(by_id, event)
    found = {each.id for each in _known_then(procedure, record, learnt, index)}
    found |= {each.id for each in record[:index] if _original(by_id, each) == its_own}
    return tuple(each for each in record if each.id in found)


def known_of_then(
    procedure: Procedure, record: tuple[Event, ...], event: Event
) -> tuple[Event, ...]:
    """What is known now of what had happened when one of a record's events became known, and that event itself.

    What became since of the very record that it corrects or takes back, or of itself, is left out.
    """
    learnt, by_id = _learnt(procedure, record), {each.id: each for each in record}
    index, its_own = record.index(event), _original(by_id, event)
    found = {each.id for each in known_with(procedure, record, event)}
    first = index < _told(record)
    for each in record:
        bears_on = _named(each)
        if bears_on:
            had = found.issuperset(bears_on) and _original(by_id, each) != its_own
        else:
            had = not first and certainly_after(learnt[index], each.action.at, procedure.zone)
        if had:
            found.add(each.id)
    return tuple(each for each in record if each.id in found)


def _original(by_id: Mapping[str, Event], event: Event) -> str:
    """The id of the record that an event corrects or takes back, also through others; else its own."""
    while (other := event.corrects or event.retracts) is not None and other in by_id:
        event = by_id[other]
    return event.id


_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _learnt(procedure: Procedure, record: tuple[Event, ...]) -> list[Moment]:
    """When each record can first have been known: what names another, not before that one, unless that was told at
    the beginning and known from the start."""
    from_the_start = {event.id for event in record[: _told(record)]}
    learnt: dict[str, Moment] = {}
    for event in record:
        moment = known_at(event)
        for other in (each for each in _named(event) if each not in from_the_start):
            if other in learnt and certainly_after(learnt[other], moment, procedure.zone):
                moment = learnt[other]
        learnt[event.id] = moment
    return list(learnt.values())


def _instants(
    procedure: Procedure, record: tuple[Event, ...], learnt: list[Moment]
) -> tuple[list[datetime], list[datetime]]:
    """The first and the last instant at which each event can have become known."""
    told, zone = _told(record), procedure.zone
    begins = [first_instant(moment, zone) for moment in learnt[told:]]
    ends = [_end(moment, zone) for moment in learnt[told:]]
    return [_EVER] * told + begins, [_NEVER] * told + ends


def _known_then(
    procedure: Procedure, record: tuple[Event, ...], learnt: list[Moment], index: int
) -> tuple[Event, ...]:
    """What was known when an event of the record became known, and that event itself.

    Of what became known on the same day, it is what had been recorded; and nothing was known before what was told
    at the beginning.
    """
    told, moment, zone = _told(record), learnt[index], procedure.zone
    return tuple(
        event
        for i, event in enumerate(record)
        if i == index
        or i < told
        or (i < index and not certainly_after(learnt[i], moment, zone))
        or (i > index >= told and certainly_after(moment, learnt[i], zone))
    )


def _told(record: tuple[Event, ...]) -> int:
    """How many records stand first that tell who people are; known from the start, as written."""
    beginning = record[: reading.told_first(record)]
    return sum(1 for _ in takewhile(lambda event: event.corrects is None, beginning))


def _named(event: Event) -> tuple[str, ...]:
    """The ids of the records on which an event bears."""
    named = (event.corrects, event.retracts, event.adds_to)
    return tuple(other for other in named if other is not None)


def _end(moment: Moment, zone: ZoneInfo) -> datetime:
    """The last instant of a moment; that of the last day of all dates is never over."""
    return _NEVER if local_day(moment, zone) == date.max else last_instant(moment, zone)
