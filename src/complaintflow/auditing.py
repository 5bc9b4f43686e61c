"""Audit: each event of a history judged twice, by what was known then and by what is known now.

Nothing is refused here: what happened against the rules is told. What was lawful when it was
recorded can turn out a breach once more is known (a receipt is corrected, a tie comes to light),
and the other way round; both judgements stand side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import accumulate

from complaintflow import course as reading
from complaintflow import deadlines
from complaintflow.case import Case, Event
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
    due date was missed, also those met late; `owed` what was not done or not said.
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
    places. A case may come from `restore`, which records without judging.

    Args:
        procedure: the law; another version than the case was kept under will do, if it knows
            the same names.
        case: the history.
        as_of: what happens later is left out; a date means its end. Without it, the moment of
            the event that happened last.

    Raises:
        InputError: an event that the procedure does not know.
        OutsideCalendar: a count runs past the calendar's data.
    """
    known = course_of(procedure, case)
    moment = _last(procedure, known) if as_of is None else require_moment(as_of, "as_of")
    if moment is None:
        return Audit(None, (), (), ())
    course = reading.as_of(procedure, known, moment)
    now = dict(_as_known_now(procedure, course))
    judged = tuple(
        Judged(event, then, _still(event, then, now))
        for event, then in _as_known_then(procedure, case.events)
        if is_past(event.action.at, moment, procedure.zone) or event.id in now
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
    adds to another, never before that one. A date means the end of that day.

    Raises:
        InputError: `moment` has no time zone.
    """
    require_moment(moment, "moment")
    known: dict[str, bool] = {}
    for event in case.events:
        named = (event.corrects, event.retracts, event.adds_to)
        known[event.id] = is_past(known_at(event), moment, procedure.zone) and all(
            known.get(other, True) for other in named if other is not None
        )
    return Case(tuple(event for event in case.events if known[event.id]))


def known_at(event: Event) -> Moment:
    """When an event became known: at once, if nothing else is said."""
    return event.action.at if event.known_at is None else event.known_at


def _as_known_now(procedure: Procedure, course: Course) -> Iterator[tuple[str, Ruling]]:
    """The ruling on each event that stands, on all that stands before it."""
    stood = Course()
    for event in course.events:
        yield event.id, _ruling(procedure, stood, event)
        stood = reading.advance(procedure, stood, event)


def _as_known_then(
    procedure: Procedure, record: tuple[Event, ...]
) -> Iterator[tuple[Event, Ruling]]:
    """The ruling on each event of the record, on what was known when it became known.

    Mostly that is just what was recorded before it, and the course read so far will do.
    """
    begins, ends = _known_instants(procedure, record)
    soonest_later = [*accumulate(reversed((*ends[1:], _NEVER)), min)][::-1]
    latest_before = _EVER
    kept = Course()
    for index, event in enumerate(record):
        in_turn = latest_before < ends[index] and soonest_later[index] > begins[index]
        if event.retracts is not None:
            stood = kept  # taking back asks nothing
        elif in_turn and event.corrects is None:
            stood = reading.before(procedure, kept, event.action)
        else:
            known = _known_then(procedure, record, index)
            stood = reading.before_event(procedure, known, event.id)
        yield event, _ruling(procedure, stood, event)
        latest_before = max(latest_before, begins[index])
        if reading.follows(procedure, kept, event):
            kept = reading.advance(procedure, kept, event)
        else:
            kept = reading.read(procedure, record[: index + 1])


_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _known_instants(
    procedure: Procedure, record: tuple[Event, ...]
) -> tuple[list[datetime], list[datetime]]:
    """The first and the last instant at which each event can have become known.

    Who people are was known from the start, whatever its date.
    """
    told = reading.told_first(record)
    moments = [known_at(event) for event in record[told:]]
    begins = [first_instant(moment, procedure.zone) for moment in moments]
    ends = [last_instant(moment, procedure.zone) for moment in moments]
    return [_EVER] * told + begins, [_NEVER] * told + ends


def _known_then(procedure: Procedure, record: tuple[Event, ...], index: int) -> tuple[Event, ...]:
    """What was known when an event of the record became known, and that event itself.

    Of what became known on the same day, it is what had been recorded.
    """
    told, moment, zone = reading.told_first(record), known_at(record[index]), procedure.zone
    return tuple(
        event
        for i, event in enumerate(record)
        if i == index
        or i < told
        or (i < index and not certainly_after(known_at(event), moment, zone))
        or (i > index and certainly_after(moment, known_at(event), zone))
    )


def _ruling(procedure: Procedure, course: Course, event: Event) -> Ruling:
    return judge(procedure, course, event.action, adds=event.adds_to is not None)


def _still(event: Event, then: Ruling, now: dict[str, Ruling]) -> Ruling | None:
    """The ruling as known now; a retraction is judged once, and was never against a rule."""
    return then if event.retracts is not None else now.get(event.id)


def _last(procedure: Procedure, course: Course) -> Moment | None:
    """The moment of the event that happened last."""
    told = reading.told_first(course.record)
    moments = [event.action.at for event in course.record[told:] or course.record]
    return max(moments, key=lambda m: last_instant(m, procedure.zone), default=None)
