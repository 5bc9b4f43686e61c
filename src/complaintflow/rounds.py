"""The times of a schedule, and how a rule counts from a start at which nothing came in.

By a schedule the first time is counted as the rule says, and each further one on from the day on which
the one before it was due. That day has been used, so day one is the day after. Months and years keep
their day: the n-th time is due where n times as long from the first start ends, so that what is due on
28 February may be due on 31 March next. What stands still moves all the times that come after it. Where
nobody knows the hour of the first start, each time is a range as the first one is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from operator import is_
from typing import NamedTuple

from complaintflow import ends
from complaintflow.conventions import DayOne, Span, Unit
from complaintflow.counts import Reached, day_zero
from complaintflow.deadlines import Clock, Grant, Since, Tape
from complaintflow.moments import Moment, local_day
from complaintflow.periods import reach
from complaintflow.procedure import Deadline, Extension, Period, Procedure


class Schedule(NamedTuple):
    """From when months or years are counted, and how, to the end of which time; the first is 1."""

    base: Moment
    day_one: DayOne
    n: int = 1


@dataclass(frozen=True, slots=True)
class Round(Tape):
    """What happened to the clock of a further time by a schedule, which starts on the day on which the
    one before was due.

    `schedule`: from when its months are counted, `length`: how many days it has by that; both None where it is
    as long as the rule says. `soonest` is the same of the earliest day on which the one before may have been
    due, where the hour of the first start is not known. `was_due`: when the one before was, which may have been
    moved from that day to a working day.
    """

    length: Span | None = None
    schedule: Schedule | None = None
    soonest: "Round | None" = None
    was_due: Moment | None = None


class Start(NamedTuple):
    """From which day a further time is counted, and by which schedule of months."""

    at: Moment
    schedule: Schedule | None = None


def clock_of(procedure: Procedure, deadline: Deadline, tape: Tape) -> Clock:
    """The clock of which this happened.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    ruled = as_it_counts(deadline, tape)
    clock = ends.clock_of(procedure, ruled, tape)
    if isinstance(tape, Round) and tape.soonest is not None:
        clock = _as_a_range(clock, clock_of(procedure, deadline, tape.soonest))
    return clock if ruled is deadline else replace(clock, deadline=deadline)


def _as_a_range(clock: Clock, sooner: Clock) -> Clock:
    """A clock with the ends of two: of its latest start, and of its earliest."""
    return replace(
        clock,
        earliest=None if clock.latest is None else sooner.earliest,
        shorter=clock.shorter if clock.latest is not None else sooner.latest,
        paused=sooner.paused,
        own=sooner.own,
    )


def as_it_counts(deadline: Deadline, tape: Tape) -> Deadline:
    """A rule as it counts for one clock: further times of a schedule have a length of their own, and
    no start is deemed to be on a working day where time alone starts it, since nothing came in."""
    period, cap = deadline.period, deadline.at_latest
    if isinstance(tape, Round) and isinstance(period, Period):
        counted = replace(period, span=tape.length or period.span, day_one=DayOne.DAY_AFTER)
        return replace(deadline, period=counted)
    if isinstance(period, Period):
        period = _as_it_starts(period, tape.since)
    if cap is not None:
        cap = _as_it_starts(cap, tape.capped_since)
    reaching = tuple(as_it_reaches(each, tape.extensions) for each in deadline.extensions)
    same = all(map(is_, reaching, deadline.extensions))
    if same and period is deadline.period and cap is deadline.at_latest:
        return deadline
    return replace(deadline, period=period, at_latest=cap, extensions=reaching)


def as_it_reaches(extension: Extension, given: Iterable[Grant]) -> Extension:
    """A way to more time, the same of the start from which it is counted how far it may reach."""
    most = extension.up_to
    if most is None:
        return extension
    for each in given:
        if each.step == extension.step:
            most = _as_it_starts(most, each.since)
    return extension if most is extension.up_to else replace(extension, up_to=most)


def _as_it_starts(period: Period, since: Since | None) -> Period:
    """A period as it counts from a start. Where time alone brought that, nothing came in on another day; and
    what is missed comes with the first day after the last in time, also where that is over before midnight."""
    if since is None or not since.by_time or period.backwards:
        return period
    day_one, at = period.day_one, since.at
    within_a_day = isinstance(at, datetime) and at.time() != time(0)
    is_used = since.ran_out and within_a_day and day_one is DayOne.SAME_DAY
    if day_one is DayOne.NEXT_WORKING_DAY or is_used:
        return replace(period, day_one=DayOne.DAY_AFTER)
    return period


def next_time(
    procedure: Procedure, period: Period, at: Schedule | None, end: Reached
) -> Schedule | None:
    """The schedule to the end of the time after one that ended so; `at` is that of the one, None for the
    first.

    Where the one did not end where its months do, it stood still, and they are counted anew from there.

    Returns:
        None where each time is as long as the rule says: for all but months and years, and for clear
        ones, of which each leaves out an end of its own.
    """
    if period.span.unit not in (Unit.MONTHS, Unit.YEARS) or period.clear:
        return None
    at = _begun(end) if at is None else at
    last = _day(end.unrolled)
    if _last_day(procedure, period, at) == last:
        return at._replace(n=at.n + 1)
    if at.day_one is DayOne.SAME_DAY:
        return Schedule(last + timedelta(days=1), DayOne.SAME_DAY)
    return Schedule(last, DayOne.DAY_AFTER)


def _begun(first: Reached) -> Schedule:
    """The schedule that the first time begins; a start that is deemed to be on another day is on that."""
    zero = day_zero(first)
    is_deemed = first.day_one is DayOne.NEXT_WORKING_DAY and zero > local_day(
        first.start, first.zone
    )
    return Schedule(zero, DayOne.DAY_AFTER) if is_deemed else Schedule(first.start, first.day_one)


def length(procedure: Procedure, period: Period, at: Schedule | None, start: Moment) -> Span | None:
    """How long a further time is, from the day on which the one before was due; see `Round`."""
    if at is None:
        return None
    return Span((_last_day(procedure, period, at) - _day(start)).days, Unit.CALENDAR_DAYS)


def soonest(
    procedure: Procedure, period: Period, before: Start | None, clock: Clock, latest: Start
) -> Start | None:
    """The earliest start of the time after one whose clock this is, and whose latest that is; `before` is the
    earliest of the one itself, where that is another than its latest.

    Returns:
        None where there is one start.
    """
    if clock.earliest is None or (before is None and clock.earliest is clock.latest):
        return None
    at = next_time(procedure, period, None if before is None else before.schedule, clock.earliest)
    found = Start(clock.earliest.unrolled, at)
    return None if found == latest else found


def _last_day(procedure: Procedure, period: Period, at: Schedule) -> date:
    reached = reach(
        at.base,
        Span(at.n * period.span.amount, period.span.unit),
        calendar=procedure.calendar,
        day_one=at.day_one,
        zone=procedure.zone,
    )
    return _day(reached.unrolled)


def _day(end: Moment) -> date:
    assert not isinstance(end, datetime)  # of months and years
    return end
