"""Where the time of a clock ends: counted, settled, extended, stood still for, capped and rolled.

In this order: the period is counted from its start; what was settled or gave more time moves the
end, never to an earlier one; each of these ends leaves out the days that stand still; a ceiling
caps it; and at the very last it is rolled, once, to a working day.

A clock believes the record; whether an event was lawful is the engine's business.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from complaintflow.deadlines import Clock, Grant, Since, Tape
from complaintflow.gates import named_in
from complaintflow.moments import Moment, in_zone, last_instant, local_day
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
    paused = None
    try:
        ends = _ends(procedure, deadline, tape)
    except NoDate:
        ends = None
        known = replace(tape, stops=tuple(stop for stop in tape.stops if not stop.is_open))
        paused = _ends(procedure, deadline, known)
    return Clock(
        deadline=deadline,
        tape=tape,
        earliest=None if ends is None else ends[0],
        latest=None if ends is None else ends[1],
        readings=tuple(dict.fromkeys(_readings(procedure, deadline, tape))),
        calendar=procedure.calendar,
        zone=procedure.zone,
        paused=None if paused is None else paused[0],
    )


def _readings(procedure: Procedure, deadline: Deadline, tape: Tape) -> Iterator[str]:
    """What bears on the step, on what settled its time or gave more of it, and on the moments and
    happenings from which it counts."""
    granted = (() if tape.settled is None else (tape.settled,)) + tape.extensions
    counted = (each.name for each in named_in(procedure, deadline.of))
    for name in (deadline.step, *(grant.step for grant in granted), *counted):
        yield from procedure.readings_on.get(name, ())


def _ends(procedure: Procedure, deadline: Deadline, tape: Tape) -> Ends | None:
    """The ends of a clock, None where it has not started, or has no last day.

    Raises:
        NoDate: it stands still without an end.
    """
    period, since, settled = deadline.period, tape.since, tape.settled
    if since is None or isinstance(period, Soon):
        return None
    ends = reach_ends(procedure, since, period.span, period, tape.stills)
    if period.least is not None:
        least = reach_ends(procedure, since, period.least, period, tape.stills)
        ends = (least[0], ends[1])
        if settled is not None and settled.settles is not None:
            ends = settled_ends(procedure, since, period, settled, tape.stills)
    for given in tape.extensions:
        extension = next(each for each in deadline.extensions if each.step == given.step)
        longer = extended_ends(procedure, deadline, tape, extension, given)
        if longer is not None:
            ends = both(procedure, ends, longer, later=True)
    cap = at_latest(procedure, deadline, tape)
    if cap is not None:
        ends = both(procedure, ends, cap, later=False)
    agreed = {grant.settles for grant in (settled, *tape.extensions) if grant is not None}
    first, last = (each if each.unrolled in agreed else _at_last(procedure, each) for each in ends)
    return first, last


def _at_last(procedure: Procedure, reached: Reached) -> Reached:
    """An end, rolled as the document says; one that was counted back rolls further back."""
    if reached.span.unit is Unit.HOURS:
        return reached
    mirrored = {Roll.NEXT: Roll.PREVIOUS, Roll.PREVIOUS: Roll.NEXT, Roll.NONE: Roll.NONE}
    reached = rolled(reached, mirrored[procedure.roll] if reached.backwards else procedure.roll)
    if procedure.day_ends is None or isinstance(reached.due, datetime):
        return reached
    return reached._replace(due=datetime.combine(reached.due, procedure.day_ends, procedure.zone))


def reach_ends(
    procedure: Procedure, since: Since, span: Span, period: Period, stills: Iterable[Still] = ()
) -> Ends:
    """Where a span ends that is counted as a period is, but for the days that stand still.

    Raises:
        NoDate: it stands still without an end.
    """
    earliest, latest = _deemed(procedure, since, span, period)
    first, last = _counted(procedure, earliest, span, period)
    if latest is not earliest:
        last = _counted(procedure, latest, span, period)[1]
    if period.backwards:
        return first, last
    held_first = _held(first, stills)
    return held_first, held_first if last is first else _held(last, stills)


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

    Where the hour is not known it may be either. Hours run from the moment itself, what is counted
    back is counted from what is still to come, and only what happens can come after an hour: not
    the end of a time, nor a date that was set.
    """
    start, cut_off, calendar = since.at, procedure.cut_off, procedure.calendar
    if cut_off is None or since.by_time or span.unit is Unit.HOURS or period.backwards:
        return start, start
    day = local_day(start, procedure.zone)
    if not calendar.counts(day):
        return start, start
    following = calendar.after(day, 1)
    if not isinstance(start, datetime):
        return start, following
    deemed = following if in_zone(start, procedure.zone).time() > cut_off else start
    return deemed, deemed


def _held(reached: Reached, stills: Iterable[Still]) -> Reached:
    found = held(reached, stills)
    if found is None:
        raise NoDate
    return found


def settled_ends(
    procedure: Procedure,
    since: Since,
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
        return reach_ends(procedure, since, said, period, stills)
    latest = reach_ends(procedure, since, period.span, period)[1]
    due = in_zone(said, procedure.zone) if isinstance(said, datetime) else said
    fixed = latest._replace(due=due, unrolled=due)
    next_day = local_day(given.at, procedure.zone) + timedelta(days=1)
    after = (still._replace(first=max(still.first, next_day)) for still in stills)
    fixed = _held(fixed, after)
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
    most = ceiling(procedure, tape, extension, given)
    period = deadline.period
    if given.settles is None or tape.since is None or isinstance(period, Soon):
        return most
    ends = settled_ends(procedure, tape.since, period, given, tape.stills)
    return ends if most is None else both(procedure, ends, most, later=False)


def both(procedure: Procedure, one: Ends, other: Ends, *, later: bool) -> Ends:
    """The later, or else the sooner, of two ends: of the earliest and of the latest of them."""
    first, last = (
        b if is_after(procedure, b, a) is later else a for a, b in zip(one, other, strict=True)
    )
    return first, last


def is_after(procedure: Procedure, one: Reached, other: Reached) -> bool:
    """Whether one end lies after another; a day ends with its last instant."""
    if not isinstance(one.due, datetime) and not isinstance(other.due, datetime):
        return one.due > other.due
    return last_instant(one.due, procedure.zone) > last_instant(other.due, procedure.zone)
