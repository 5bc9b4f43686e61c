"""Audit: each event of a history judged twice, by what was known then and by what is known now.

Nothing is refused here: what happened against the rules is told. What was lawful when it was
recorded can turn out a breach once more is known (a receipt is corrected, a tie comes to light),
and the other way round; both judgements stand side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import accumulate, takewhile

from complaintflow import course as reading
from complaintflow import deadlines
from complaintflow.case import Case, Event, stands_in, taken_back
from complaintflow.course import Course
from complaintflow.deadlines import Clock, Status
from complaintflow.engine import course_of
from complaintflow.judging import judge
from complaintflow.moments import (
    Moment,
    certainly_after,
    first_instant,
    is_past,
    last_instant,
    require_moment,
)
from complaintflow.owing import owed_in
from complaintflow.procedure import Kind, Procedure
from complaintflow.rulings import Owed, Ruling


class Verdict(StrEnum):
    """How an event stands against the rules, as known then and as known now."""

    IN_ORDER = "in order"
    BREACH = "breach"  # against the rules then, and still
    COME_TO_LIGHT = "come to light"  # in order as known then, a breach as known now
    CLEARED = "cleared"  # a breach as known then, in order as known now
    REPLACED = "replaced"  # corrected or taken back since: it no longer stands


@dataclass(frozen=True, slots=True)
class Judged:
    """One event of the record, and the two rulings on it; `now` is None once it was replaced."""

    event: Event
    then: Ruling
    now: Ruling | None

    @property
    def verdict(self) -> Verdict:
        """Both rulings in a word."""
        if self.now is None:
            return Verdict.REPLACED
        if self.now.permitted:
            return Verdict.IN_ORDER if self.then.permitted else Verdict.CLEARED
        return Verdict.COME_TO_LIGHT if self.then.permitted else Verdict.BREACH


@dataclass(frozen=True, slots=True)
class Audit:
    """What a whole history comes to, as of a moment.

    `judged` has every event in the order of recording; `missed` the clocks of promises whose
    due date was missed, also those met late; `owed` what was not done or not said. These two
    are as known now: what a correction made late was perhaps in time as known then.
    """

    as_of: Moment | None
    judged: tuple[Judged, ...]
    missed: tuple[Clock, ...]
    owed: tuple[Owed, ...]

    @property
    def breaches(self) -> tuple[Judged, ...]:
        """The events that are against the rules as far as is known now."""
        return tuple(j for j in self.judged if j.now is not None and not j.now.permitted)

    @property
    def overridden(self) -> tuple[Judged, ...]:
        """The events that somebody let stand with an override, needed or not, replaced or not."""
        return tuple(j for j in self.judged if j.event.override is not None)


def audit(procedure: Procedure, case: Case, *, as_of: Moment | None = None) -> Audit:
    """Judge every event of a case, whether it was judged when it was recorded or not.

    *Then* is what was known when the event became known (its `known_at`, else its own date),
    of what had happened before it; *now* is the record as it stands today, corrections in their
    places. A tie holds from the `at` of its telling on: one that was there before it was told
    is told with the earlier day as `at` and the later one as `known_at`. A case may come from
    `restore`, which records without judging.

    Args:
        procedure: the law; another version than the case was kept under will do, if it knows
            the same names.
        case: the history.
        as_of: what happens later is left out; a date means its end. Without it nothing is left
            out, and what is missed or owed is so as of the last that happened.

    Raises:
        InputError: an event that the procedure does not know.
        OutsideCalendar: a count runs past the calendar's data.
    """
    known, undone = course_of(procedure, case), taken_back(case.events)
    retractions = [e for e in case.events if e.retracts is not None and e.id not in undone]
    if as_of is None:
        moment = _last(procedure, known, retractions)
        told_of = {event.id for event in case.events}
    else:
        moment = require_moment(as_of, "as_of")
        told_of = _until(procedure, known, case.events, moment)
    if moment is None:
        return Audit(None, (), (), ())
    course = reading.as_of(procedure, known, moment)
    now = dict(_as_known_now(procedure, course))
    # What corrects or takes back bears on what is told of, though it may say a later day itself.
    record = tuple(e for e in case.events if e.id in told_of or e.corrects or e.retracts)
    judged = tuple(
        Judged(event, then, then if event in retractions else now.get(event.id))
        for event, then in _as_known_then(procedure, record)
        if event.id in told_of
    )
    missed = tuple(
        clock
        for clock in deadlines.clocks(procedure, course)
        if clock.kind is Kind.PROMISE
        and clock.status(as_of=moment) in (Status.OVERDUE, Status.MET_LATE)
    )
    return Audit(moment, judged, missed, owed_in(procedure, course))


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


def _as_known_now(procedure: Procedure, course: Course) -> Iterator[tuple[str, Ruling]]:
    """The ruling on each event that stands, on all that stands before it."""
    stood = Course()
    for event in course.events:
        yield event.id, judge(procedure, stood, event.action, adds=event.adds_to is not None)
        stood = reading.advance(procedure, stood, event)


def _as_known_then(
    procedure: Procedure, record: tuple[Event, ...]
) -> Iterator[tuple[Event, Ruling]]:
    """The ruling on each event of the record, on what was known when it became known.

    Mostly that is just what was recorded before it, and the course read so far will do.
    """
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
        yield event, judge(procedure, stood, event.action, adds=event.id in adding)
        latest_before = max(latest_before, begins[index])
        if reading.follows(procedure, kept, event):
            kept = reading.advance(procedure, kept, event)
        else:
            kept = reading.read(procedure, record[: index + 1])


_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _learnt(procedure: Procedure, record: tuple[Event, ...]) -> list[Moment]:
    """When each record can first have been known: what names another, not before that one."""
    learnt: dict[str, Moment] = {}
    for event in record:
        moment = known_at(event)
        for other in _named(event):
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
    ends = [last_instant(moment, zone) for moment in learnt[told:]]
    return [_EVER] * told + begins, [_NEVER] * told + ends


def _known_then(
    procedure: Procedure, record: tuple[Event, ...], learnt: list[Moment], index: int
) -> tuple[Event, ...]:
    """What was known when an event of the record became known, and that event itself.

    Of what became known on the same day, it is what had been recorded.
    """
    told, moment, zone = _told(record), learnt[index], procedure.zone
    return tuple(
        event
        for i, event in enumerate(record)
        if i == index
        or i < told
        or (i < index and not certainly_after(learnt[i], moment, zone))
        or (i > index and certainly_after(moment, learnt[i], zone))
    )


def _told(record: tuple[Event, ...]) -> int:
    """How many records stand first that tell who people are; known from the start, as written."""
    beginning = record[: reading.told_first(record)]
    return sum(1 for _ in takewhile(lambda event: event.corrects is None, beginning))


def _named(event: Event) -> tuple[str, ...]:
    """The ids of the records on which an event bears."""
    named = (event.corrects, event.retracts, event.adds_to)
    return tuple(other for other in named if other is not None)


def _until(
    procedure: Procedure, known: Course, record: tuple[Event, ...], moment: Moment
) -> set[str]:
    """The ids of what had happened by a moment, and of what is replaced by such an event."""
    later = {event.id for event in reading.happens_later(procedure, known, moment)}
    standing = {event.id for event in known.record}
    places = {event.slot for event in known.record if event.id not in later}
    return {
        event.id
        for event in record
        if event.id not in later
        and (
            event.id in standing
            or is_past(event.action.at, moment, procedure.zone)
            or stands_in(record, event.id) in places
        )
    }


def _last(procedure: Procedure, course: Course, retractions: list[Event]) -> Moment | None:
    """The moment of the event that happened last; when people were told of, if that is all."""
    told = reading.told_first(course.record)
    events = (*course.record[told:], *retractions) or course.record
    return max(
        (event.action.at for event in events),
        key=lambda moment: last_instant(moment, procedure.zone),
        default=None,
    )
