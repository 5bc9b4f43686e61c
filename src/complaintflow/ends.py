"""Where the time of a clock ends: its period counted, as it was settled, and as it was extended.

A clock believes the record; whether an event was lawful is the engine's business.
"""

from collections.abc import Iterator
from datetime import datetime

from complaintflow.deadlines import Clock, Grant, Tape
from complaintflow.gates import named_in
from complaintflow.moments import Moment, in_zone, last_instant
from complaintflow.periods import Reached, Span, earliest_and_latest
from complaintflow.procedure import Deadline, Extension, Period, Procedure

Ends = tuple[Reached, Reached]
"""The earliest and the latest end of a period."""


def clock_of(procedure: Procedure, deadline: Deadline, tape: Tape) -> Clock:
    """The clock of which this happened.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    ends = None if tape.start is None else _ends(procedure, deadline, tape)
    return Clock(
        deadline=deadline,
        tape=tape,
        earliest=None if ends is None else ends[0],
        latest=None if ends is None else ends[1],
        readings=tuple(dict.fromkeys(_readings(procedure, deadline, tape))),
        calendar=procedure.calendar,
        zone=procedure.zone,
    )


def _readings(procedure: Procedure, deadline: Deadline, tape: Tape) -> Iterator[str]:
    """What bears on the step, on what settled its time or gave more of it, and on the moments and
    happenings from which it counts."""
    granted = (() if tape.settled is None else (tape.settled,)) + tape.extensions
    counted = (each.name for each in named_in(procedure, deadline.of))
    for name in (deadline.step, *(grant.step for grant in granted), *counted):
        yield from procedure.readings_on.get(name, ())


def _ends(procedure: Procedure, deadline: Deadline, tape: Tape) -> Ends:
    """The ends of a clock that has started: its period, as settled, and as extended since."""
    period, start = deadline.period, tape.start
    assert start is not None  # the caller asked
    ends = _reach(procedure, start, period.span, period)
    if period.least is not None:
        ends = (_reach(procedure, start, period.least, period)[0], ends[1])
        if tape.settled is not None and tape.settled.settles is not None:
            ends = settled_ends(procedure, start, period, tape.settled.settles)
    for given in tape.extensions:
        extension = next(each for each in deadline.extensions if each.step == given.step)
        longer = extended_ends(procedure, deadline, tape, extension, given)
        if longer is not None:
            ends = (_later(procedure, ends[0], longer[0]), _later(procedure, ends[1], longer[1]))
    return ends


def _reach(procedure: Procedure, start: Moment, span: Span, period: Period) -> Ends:
    return earliest_and_latest(
        start,
        span,
        calendar=procedure.calendar,
        day_one=period.day_one,
        zone=procedure.zone,
    )


def settled_ends(procedure: Procedure, start: Moment, period: Period, said: Span | Moment) -> Ends:
    """Where a time ends that was settled: a period is counted as the clock's own is."""
    if isinstance(said, Span):
        return _reach(procedure, start, said, period)
    latest = _reach(procedure, start, period.span, period)[1]
    due = in_zone(said, procedure.zone) if isinstance(said, datetime) else said
    fixed = latest._replace(due=due, unrolled=due)
    return fixed, fixed


def ceiling(procedure: Procedure, extension: Extension, given: Grant) -> Ends | None:
    """Where an extension ends at the latest; None where it has no end, or none that is known yet."""
    if extension.up_to is None or given.since is None:
        return None
    return _reach(procedure, given.since, extension.up_to.span, extension.up_to)


def extended_ends(
    procedure: Procedure, deadline: Deadline, tape: Tape, extension: Extension, given: Grant
) -> Ends | None:
    """Where an extension moves a clock: to the time that it settles, else as far as it may."""
    most = ceiling(procedure, extension, given)
    if given.settles is None or tape.start is None:
        return most
    ends = settled_ends(procedure, tape.start, deadline.period, given.settles)
    if most is None:
        return ends
    return (_sooner(procedure, ends[0], most[0]), _sooner(procedure, ends[1], most[1]))


def _later(procedure: Procedure, one: Reached, other: Reached) -> Reached:
    """The later of two ends: more time never shortens a clock."""
    return other if is_after(procedure, other, one) else one


def _sooner(procedure: Procedure, one: Reached, other: Reached) -> Reached:
    return one if is_after(procedure, other, one) else other


def is_after(procedure: Procedure, one: Reached, other: Reached) -> bool:
    """Whether one end lies after another; a day ends with its last instant."""
    return last_instant(one.due, procedure.zone) > last_instant(other.due, procedure.zone)
