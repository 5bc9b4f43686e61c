"""Where the time of a clock ends: counted, settled, extended, stood still for, capped and rolled.

In this order: the period is counted from its start; what was settled or gave more time moves the
end, never to an earlier one; a ceiling caps it. Each of these ends leaves out the days that stand
still, and is then rolled, once, to a working day: so they are compared as the days that would be
due. A date that was settled is due on that very day, and is not rolled.

A clock believes the record; whether an event was lawful is the engine's business.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from complaintflow.conventions import DayOne, Roll, Span, Unit
from complaintflow.counts import Reached, Still
from complaintflow.deadlines import Clock, Grant, Since, Tape
from complaintflow.gates import named_in
from complaintflow.moments import Moment, first_instant, in_zone, last_instant, local_day
from complaintflow.periods import earliest_and_latest, reach, rolled
from complaintflow.procedure import (
    Deadline,
    Extension,
    Happened,
    Period,
    Procedure,
    Soon,
)
from complaintflow.stillness import held

Ends = tuple[Reached, Reached]
"""The earliest and the latest end of a period."""

Known = tuple[Reached | None, Reached | None]
"""The same as far as they are known: one that stands still without an end comes last, and is None."""


def certain(known: Known) -> Ends | None:
    """Both ends; None where one of them stands still without an end."""
    first, last = known
    return None if first is None or last is None else (first, last)


def clock_of(procedure: Procedure, deadline: Deadline, tape: Tape) -> Clock:
    """The clock of which this happened.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    ended, by_ceiling = _ended(procedure, deadline, tape), False
    paused, at_most, own = None, None, ended.own
    if ended.still:
        known = replace(tape, stops=tuple(stop for stop in tape.stops if not stop.is_open))
        meanwhile = _ended(procedure, deadline, known)
        (paused, at_most), own = meanwhile.ends, meanwhile.own
        most = at_latest(procedure, deadline, known)
        if paused is not None and most is not None and most[0] is not None:
            by_ceiling = not is_after(procedure, most[0], paused)
    first, last = ended.ends
    return Clock(
        deadline=deadline,
        tape=tape,
        earliest=None if last is None else first,
        latest=last,
        readings=tuple(dict.fromkeys(_readings(procedure, deadline, tape))),
        calendar=procedure.calendar,
        zone=procedure.zone,
        paused=paused,
        paused_at_most=at_most,
        paused_by_ceiling=by_ceiling,
        shorter=first if last is None else None,
        cut_off=procedure.cut_off,
        capped=ended.capped,
        own=own,
    )


def _readings(procedure: Procedure, deadline: Deadline, tape: Tape) -> Iterator[str]:
    """What bears on the step, on what settled its time or gave more of it, and on the moments and
    happenings from which it counts."""
    granted = (() if tape.settled is None else (tape.settled,)) + tape.extensions
    counted = (each.name for each in named_in(procedure, deadline.of))
    for name in (deadline.step, *(grant.step for grant in granted), *counted):
        yield from procedure.readings_on.get(name, ())


class _Ended(NamedTuple):
    """Where a clock ends, as far as that is known; nowhere where nothing of it has started, or it has no
    last day. `capped`: its ceiling comes before all else; `still`: it stands still without an end. `own` is the
    count of its own time from its start, before anything gave more of it."""

    ends: Known = (None, None)
    capped: bool = False
    still: bool = False
    own: Reached | None = None


def before_ceiling(procedure: Procedure, deadline: Deadline, tape: Tape) -> Known:
    """Where a clock ends but for its ceiling, each end rolled; nowhere before its own time has started."""
    period, start = deadline.period, tape.since
    if isinstance(period, Soon) or start is None:
        return None, None
    return _extended(procedure, deadline, tape, _own(procedure, tape, start, period))


def _ended(procedure: Procedure, deadline: Deadline, tape: Tape) -> _Ended:
    """The end of a clock: of its time and its ceiling whichever comes first, each rolled.

    What stands still without an end comes last, so that the other one ends the clock, if that has one.
    """
    period, start = deadline.period, tape.since
    if isinstance(period, Soon):
        return _Ended()
    cap = at_latest(procedure, deadline, tape)
    if start is None:  # its ceiling stands alone
        return _Ended() if cap is None else _Ended(cap, capped=True, still=cap[1] is None)
    own = _own(procedure, tape, start, period)
    ends = _extended(procedure, deadline, tape, own)
    still = ends[1] is None
    if cap is None:
        return _Ended(ends, still=still, own=own[0])
    last, most = ends[1], cap[1]
    capped = most is not None and (last is None or is_after(procedure, last, most))
    return _Ended(both(procedure, ends, cap, later=False), capped, still, own[0])


def _own(procedure: Procedure, tape: Tape, start: Since, period: Period) -> Known:
    """The ends of a clock's own time: counted from its start, or as it was settled."""
    settled = tape.settled
    if period.least is not None and settled is not None and settled.settles is not None:
        return settled_ends(procedure, start, period, settled, tape.stills)
    ends = reach_ends(procedure, start, period.span, period, tape.stills)
    if period.least is None:
        return ends
    return reach_ends(procedure, start, period.least, period, tape.stills)[0], ends[1]


def _extended(procedure: Procedure, deadline: Deadline, tape: Tape, ends: Known) -> Known:
    """The ends of a clock before its ceiling: those of its own time, with the more time that was given."""
    for given in tape.extensions:
        extension = next(each for each in deadline.extensions if each.step == given.step)
        longer = extended_ends(procedure, deadline, tape, extension, given, ends)
        if longer is not None:
            ends = both(procedure, ends, longer, later=True)
    return ends


def _at_last(procedure: Procedure, reached: Reached | None) -> Reached | None:
    """An end, rolled as the document says; one that was counted back rolls further back."""
    if reached is None or reached.span.unit is Unit.HOURS:
        return reached
    if procedure.roll is not Roll.NONE:
        roll = _MIRRORED[procedure.roll] if reached.backwards else procedure.roll
        reached = rolled(reached, roll)
    return _at_its_hour(procedure, reached)


_MIRRORED = {Roll.NEXT: Roll.PREVIOUS, Roll.PREVIOUS: Roll.NEXT}


def _at_its_hour(procedure: Procedure, reached: Reached) -> Reached:
    """A due day with the hour at which it is over, where it is over before midnight."""
    if procedure.day_ends is None or isinstance(reached.due, datetime):
        return reached
    return reached._replace(due=datetime.combine(reached.due, procedure.day_ends, procedure.zone))


def reach_ends(
    procedure: Procedure, start: Since, span: Span, period: Period, stills: Iterable[Still] = ()
) -> Known:
    """Where a span ends that is counted as a period is, but for the days that stand still; rolled."""
    earliest, latest = _deemed(procedure, start, span, period)
    one, other = _counted(procedure, earliest, span, period)
    is_range = latest is not earliest or other is not one
    if earliest is not start.at:
        one, other = one._replace(came=start.at), other._replace(came=start.at)
    if latest is not earliest:
        other = _counted(procedure, latest, span, period)[1]._replace(came=start.at)
    first = _at_last(procedure, _held(one, stills, period))
    return first, _at_last(procedure, _held(other, stills, period)) if is_range else first


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
    elif isinstance(start, datetime) and in_zone(start, zone).time() <= cut_off:
        return start, start  # in time, be it a working day or not
    if not calendar.counts(day):
        return start, start
    following = calendar.after(day, 1)
    return (following if isinstance(start, datetime) else start), following


def _held(reached: Reached, stills: Iterable[Still], period: Period) -> Reached | None:
    """An end so much later as it stood still; nothing does before what is counted back from."""
    return reached if period.backwards or stills == () else held(reached, stills)


def settled_ends(
    procedure: Procedure,
    start: Since,
    period: Period,
    given: Grant,
    stills: Iterable[Still] = (),
) -> Known:
    """Where a time ends that was settled: a period is counted as the clock's own is.

    A date that was settled has taken into account what stood still until then; only what stands
    still afterwards moves it. How much of that fell into the time may hang on the hour of the start,
    and is a range where nobody knows it.
    """
    said = given.settles
    assert said is not None  # the caller has seen it
    if isinstance(said, Span):
        return reach_ends(procedure, start, said, period, stills)
    fixed = (
        _agreed(procedure, each, said, given, stills)
        for each in reach_ends(procedure, start, period.span, period)
        if each is not None  # nothing stands still
    )
    one, other = fixed
    if one is None or other is None:
        return (one or other), None
    return (other, one) if is_after(procedure, one, other) else (one, other)


def _agreed(
    procedure: Procedure, reached: Reached, said: Moment, given: Grant, stills: Iterable[Still]
) -> Reached | None:
    """Where a count ends for which a day or moment was agreed, but for what stands still since."""
    due = in_zone(said, procedure.zone) if isinstance(said, datetime) else said
    agreed = local_day(given.at, procedure.zone)
    fixed = reached._replace(due=due, unrolled=due, roll=Roll.NONE, clear=False, agreed=agreed)
    since = agreed + timedelta(days=1)
    moved = held(fixed, (each._replace(first=max(each.first, since)) for each in stills))
    is_that_day = moved is not None and moved.unrolled == due
    return _at_its_hour(procedure, fixed) if is_that_day else _at_last(procedure, moved)


def at_latest(procedure: Procedure, deadline: Deadline, tape: Tape) -> Known | None:
    """Where a clock ends at the latest whatever gives it more time; None while nothing has started
    that."""
    cap, since = deadline.at_latest, tape.capped_since
    if cap is None or since is None:
        return None
    return reach_ends(procedure, since, cap.span, cap, tape.stills_of_ceilings)


def ceiling(procedure: Procedure, tape: Tape, extension: Extension, given: Grant) -> Known | None:
    """Where an extension ends at the latest; None where nothing caps it, or has started that yet."""
    up_to, since = extension.up_to, given.since
    if up_to is None or since is None:
        return None
    by = given.step, since.at
    ends = reach_ends(procedure, since, up_to.span, up_to, tape.stills_of_ceilings)
    first, last = (None if each is None else each._replace(given=by) for each in ends)
    return first, last


def extended_ends(
    procedure: Procedure,
    deadline: Deadline,
    tape: Tape,
    extension: Extension,
    given: Grant,
    now: Known,
) -> Known | None:
    """Where an extension moves a clock that now ends so: to the time that it settles, else as far as
    it may."""
    most, period = ceiling(procedure, tape, extension, given), deadline.period
    if extension.adds is not None:
        more = added_ends(procedure, tape, extension.adds, now)
        most = more if most is None else both(procedure, more, most, later=False)
    if given.settles is None or tape.since is None or isinstance(period, Soon):
        return most
    ends = given_ends(procedure, tape, tape.since, period, extension, given, now)
    return ends if most is None else both(procedure, ends, most, later=False)


def given_ends(
    procedure: Procedure,
    tape: Tape,
    start: Since,
    period: Period,
    extension: Extension,
    given: Grant,
    now: Known,
) -> Known:
    """Where the time that an extension settles ends: a length, where it `adds` one, is so much more, and
    anything else is settled as the time of the clock itself is."""
    if extension.adds is not None and isinstance(given.settles, Span):
        return added_ends(procedure, tape, given.settles, now)
    return settled_ends(procedure, start, period, given, tape.stills)


def added_ends(procedure: Procedure, tape: Tape, adds: Span, now: Known) -> Known:
    """Where a clock ends that now ends so and is given so much more.

    Like units add, so that two months are not a month after a month; unlike ones are counted on from
    the end, before it was rolled, and so is what follows a day that was agreed.
    """
    first, last = (None if each is None else _added(procedure, tape, adds, each) for each in now)
    return first, last


def _added(procedure: Procedure, tape: Tape, adds: Span, reached: Reached) -> Reached | None:
    """Where a count ends to which so much is added; None where that stands still without an end.

    What stood still for the count is left out of it as before, and of what is added all that does: a
    ceiling by which it ended may have run on.
    """
    end, is_hours = last_instant(reached.unrolled, procedure.zone), adds.unit is Unit.HOURS
    after = local_day(end, procedure.zone)
    within_a_day = end != first_instant(after, procedure.zone)
    if within_a_day and not is_hours:
        after += timedelta(days=1)
    later = [
        still._replace(first=max(still.first, after))
        for still in tape.stills
        if still.last is None or still.last >= after
    ]
    # hours that end within a day that stands still: the rest of that day alone does
    splits_a_day = is_hours and within_a_day and any(still.covers(after) for still in later)
    if adds.unit == reached.span.unit and reached.agreed is None and not splits_a_day:
        longer = Span(reached.span.amount + adds.amount, adds.unit)
        return _at_last(procedure, held(_recounted(reached, longer), (*reached.stills, *later)))
    counted = Period(Happened(""), adds, DayOne.DAY_AFTER)
    more = _counted(procedure, reached.unrolled, adds, counted)[1]
    before = reached._replace(due=reached.unrolled, roll=Roll.NONE)
    return _at_last(procedure, held(more._replace(after=before), later))


def _recounted(reached: Reached, span: Span) -> Reached:
    """A count with another length, before it stood still or was rolled."""
    again = reach(
        reached.start,
        span,
        calendar=reached.calendar,
        day_one=reached.day_one,
        zone=reached.zone,
        clear=reached.clear,
    )
    return again._replace(came=reached.came, after=reached.after, given=reached.given)


def both(procedure: Procedure, one: Known, other: Known, *, later: bool) -> Known:
    """The later, or else the sooner, of two ends: of the earliest and of the latest of them."""
    which = _later if later else _sooner
    return which(procedure, one[0], other[0]), which(procedure, one[1], other[1])


def _later(procedure: Procedure, one: Reached | None, other: Reached | None) -> Reached | None:
    if one is None or other is None:
        return None
    return other if is_after(procedure, other, one) else one


def _sooner(procedure: Procedure, one: Reached | None, other: Reached | None) -> Reached | None:
    if one is None or other is None:
        return one or other
    return other if is_after(procedure, one, other) else one


def is_after(procedure: Procedure, one: Reached, other: Reached) -> bool:
    """Whether one end lies after another; a day ends with its last instant."""
    if not isinstance(one.due, datetime) and not isinstance(other.due, datetime):
        return one.due > other.due
    return last_instant(one.due, procedure.zone) > last_instant(other.due, procedure.zone)
