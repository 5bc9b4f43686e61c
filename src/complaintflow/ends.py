"""Where the time of a clock ends: counted, settled, extended, stood still for, capped and rolled.

In this order: the period is counted from its start; what was settled or gave more time moves the
end, never to an earlier one; a ceiling caps it. Each of these ends leaves out the days that stand
still, and is then rolled, once, to a working day: so they are compared as the days that would be
due. A date that was settled is due on that very day, and is not rolled.

A clock believes the record; whether an event was lawful is the engine's business.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from complaintflow.deadlines import Clock, Grant, Since, Tape
from complaintflow.gates import named_in
from complaintflow.moments import Moment, first_instant, in_zone, last_instant, local_day
from complaintflow.periods import Reached, Roll, Span, Still, Unit, earliest_and_latest, rolled
from complaintflow.procedure import (
    Deadline,
    Extension,
    Period,
    Procedure,
    Soon,
)
from complaintflow.stillness import held

Ends = tuple[Reached, Reached]
"""The earliest and the latest end of a period."""


class NoDate(Exception):  # noqa: N818 - it is a finding, caught next door
    """A count has no end, since it stands still without one."""


def clock_of(procedure: Procedure, deadline: Deadline, tape: Tape) -> Clock:
    """The clock of which this happened.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    ended, paused = _ended(procedure, deadline, tape), None
    if ended.still:
        known = replace(tape, stops=tuple(stop for stop in tape.stops if not stop.is_open))
        paused = _ended(procedure, deadline, known).ends
    ends = ended.ends
    return Clock(
        deadline=deadline,
        tape=tape,
        earliest=None if ends is None else ends[0],
        latest=None if ends is None else ends[1],
        readings=tuple(dict.fromkeys(_readings(procedure, deadline, tape))),
        calendar=procedure.calendar,
        zone=procedure.zone,
        paused=None if paused is None else paused[0],
        cut_off=procedure.cut_off,
        capped=ended.capped,
    )


def _readings(procedure: Procedure, deadline: Deadline, tape: Tape) -> Iterator[str]:
    """What bears on the step, on what settled its time or gave more of it, and on the moments and
    happenings from which it counts."""
    granted = (() if tape.settled is None else (tape.settled,)) + tape.extensions
    counted = (each.name for each in named_in(procedure, deadline.of))
    for name in (deadline.step, *(grant.step for grant in granted), *counted):
        yield from procedure.readings_on.get(name, ())


class _Ended(NamedTuple):
    """Where a clock ends, None where it has not started, has no last day, or stands still without
    an end. `capped`: its ceiling comes before all else; `still`: it stands still without an end."""

    ends: Ends | None
    capped: bool = False
    still: bool = False


def _ended(procedure: Procedure, deadline: Deadline, tape: Tape) -> _Ended:
    """The end of a clock: of its time and its ceiling whichever comes first, and rolled then.

    What stands still without an end comes last, so that the other one ends the clock, if that has one.
    """
    period, start = deadline.period, tape.since
    if start is None or isinstance(period, Soon):
        return _Ended(None)
    ends = _or_none(lambda: _uncapped(procedure, deadline, tape, start, period))
    cap = _or_none(lambda: at_latest(procedure, deadline, tape))
    still = ends is None
    capped = cap is not None and (ends is None or is_after(procedure, ends[1], cap[1]))
    if cap is not None:
        ends = cap if ends is None else both(procedure, ends, cap, later=False)
    if ends is None:
        return _Ended(None, still=True)
    return _Ended(ends, capped, still)


def _or_none(count: Callable[[], Ends | None]) -> Ends | None:
    """A count, None where it stands still without an end."""
    try:
        return count()
    except NoDate:
        return None


def _uncapped(
    procedure: Procedure, deadline: Deadline, tape: Tape, start: Since, period: Period
) -> Ends:
    """The ends of a clock before its ceiling: counted, settled, with the more time that was given.

    Raises:
        NoDate: it stands still without an end.
    """
    settled = tape.settled
    ends = reach_ends(procedure, start, period.span, period, tape.stills)
    if period.least is not None:
        least = reach_ends(procedure, start, period.least, period, tape.stills)
        ends = (least[0], ends[1])
        if settled is not None and settled.settles is not None:
            ends = settled_ends(procedure, start, period, settled, tape.stills)
    for given in tape.extensions:
        extension = next(each for each in deadline.extensions if each.step == given.step)
        longer = extended_ends(procedure, deadline, tape, extension, given)
        if longer is not None:
            ends = both(procedure, ends, longer, later=True)
    return ends


def _at_last(procedure: Procedure, reached: Reached) -> Reached:
    """An end, rolled as the document says; one that was counted back rolls further back."""
    if reached.span.unit is Unit.HOURS:
        return reached
    mirrored = {Roll.NEXT: Roll.PREVIOUS, Roll.PREVIOUS: Roll.NEXT, Roll.NONE: Roll.NONE}
    roll = mirrored[procedure.roll] if reached.backwards else procedure.roll
    return _at_its_hour(procedure, rolled(reached, roll))


def _at_its_hour(procedure: Procedure, reached: Reached) -> Reached:
    """A due day with the hour at which it is over, where it is over before midnight."""
    if procedure.day_ends is None or isinstance(reached.due, datetime):
        return reached
    return reached._replace(due=datetime.combine(reached.due, procedure.day_ends, procedure.zone))


def reach_ends(
    procedure: Procedure, start: Since, span: Span, period: Period, stills: Iterable[Still] = ()
) -> Ends:
    """Where a span ends that is counted as a period is, but for the days that stand still; rolled.

    Raises:
        NoDate: it stands still without an end.
    """
    earliest, latest = _deemed(procedure, start, span, period)
    first, last = _counted(procedure, earliest, span, period)
    certain = latest is earliest and last is first
    if latest is not earliest:
        last = _counted(procedure, latest, span, period)[1]
    if not period.backwards:
        first = _held(first, stills)
        last = first if certain else _held(last, stills)
    first = _at_last(procedure, first)
    return first, first if certain else _at_last(procedure, last)


def _counted(procedure: Procedure, start: Moment, span: Span, period: Period) -> Ends:
    return earliest_and_latest(
        start,
        span,
        calendar=procedure.calendar,
        day_one=period.day_one,
        zone=procedure.zone,
        backwards=period.backwards,
        clear=period.clear,
    )


def _deemed(
    procedure: Procedure, since: Since, span: Span, period: Period
) -> tuple[Moment, Moment]:
    """The earliest and the latest start: after the cut-off of a working day it is the next one.

    Where the hour is not known it may be either. At the stroke of midnight a working day is over,
    and so past its cut-off. Hours run from the moment itself; what is counted back is counted from
    what is still to come; and where a time ran out, nothing came in after the hour.
    """
    cut_off, calendar, zone = procedure.cut_off, procedure.calendar, procedure.zone
    start = since.at
    if cut_off is None or since.by_time or span.unit is Unit.HOURS or period.backwards:
        return start, start
    day = local_day(start, zone)
    midnight = isinstance(start, datetime) and first_instant(day, zone) == start
    if midnight:
        day -= timedelta(days=1)
    if not calendar.counts(day):
        return start, start
    following = calendar.after(day, 1)
    if not isinstance(start, datetime):
        return start, following
    late = midnight or in_zone(start, zone).time() > cut_off
    return (following, following) if late else (start, start)


def _held(reached: Reached, stills: Iterable[Still]) -> Reached:
    found = held(reached, stills)
    if found is None:
        raise NoDate
    return found


def settled_ends(
    procedure: Procedure,
    start: Since,
    period: Period,
    given: Grant,
    stills: Iterable[Still] = (),
) -> Ends:
    """Where a time ends that was settled: a period is counted as the clock's own is.

    A date that was settled has taken into account what stood still until then; only what stands
    still afterwards moves it.

    Raises:
        NoDate: it stands still without an end.
    """
    said = given.settles
    assert said is not None  # the caller has seen it
    if isinstance(said, Span):
        return reach_ends(procedure, start, said, period, stills)
    latest = reach_ends(procedure, start, period.span, period)[1]
    due = in_zone(said, procedure.zone) if isinstance(said, datetime) else said
    fixed = latest._replace(due=due, unrolled=due, roll=Roll.NONE, clear=False)
    since = local_day(given.at, procedure.zone) + timedelta(days=1)
    after = (still._replace(first=max(still.first, since)) for still in stills)
    fixed = _held(fixed, after)
    fixed = (_at_its_hour if fixed.unrolled == due else _at_last)(procedure, fixed)
    return fixed, fixed


def at_latest(procedure: Procedure, deadline: Deadline, tape: Tape) -> Ends | None:
    """Where a clock ends at the latest whatever gives it more time; None while that is not known.

    Raises:
        NoDate: it stands still without an end.
    """
    cap, since = deadline.at_latest, tape.capped_since
    if cap is None or since is None:
        return None
    return reach_ends(procedure, since, cap.span, cap, tape.stills_of_ceilings)


def ceiling(procedure: Procedure, tape: Tape, extension: Extension, given: Grant) -> Ends | None:
    """Where an extension ends at the latest; None where it has no end, or none that is known yet.

    Raises:
        NoDate: it stands still without an end.
    """
    up_to, since = extension.up_to, given.since
    if up_to is None or since is None:
        return None
    return reach_ends(procedure, since, up_to.span, up_to, tape.stills_of_ceilings)


def extended_ends(
    procedure: Procedure, deadline: Deadline, tape: Tape, extension: Extension, given: Grant
) -> Ends | None:
    """Where an extension moves a clock: to the time that it settles, else as far as it may.

    Raises:
        NoDate: it stands still without an end.
    """
    period = deadline.period
    if given.settles is None or tape.since is None or isinstance(period, Soon):
        return ceiling(procedure, tape, extension, given)
    most = _or_none(lambda: ceiling(procedure, tape, extension, given))
    ends = settled_ends(procedure, tape.since, period, given, tape.stills)
    return ends if most is None else both(procedure, ends, most, later=False)


def both(procedure: Procedure, one: Ends, other: Ends, *, later: bool) -> Ends:
    """The later, or else the sooner, of two ends: of the earliest and of the latest of them."""
    first, last = (
        b if (is_after(procedure, b, a) if later else is_after(procedure, a, b)) else a
        for a, b in zip(one, other, strict=True)
    )
    return first, last


def is_after(procedure: Procedure, one: Reached, other: Reached) -> bool:
    """Whether one end lies after another; a day ends with its last instant."""
    if not isinstance(one.due, datetime) and not isinstance(other.due, datetime):
        return one.due > other.due
    return last_instant(one.due, procedure.zone) > last_instant(other.due, procedure.zone)
