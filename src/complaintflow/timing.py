"""Time in a case: every clock, read off its events, and when an anchor was reached.

A clock believes the record; whether an event was lawful is the engine's business. Nothing
here is stored: a later bank holiday or a corrected receipt changes every clock at once.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from complaintflow.course import Course
from complaintflow.deadlines import Clock
from complaintflow.ends import clock_of
from complaintflow.gates import Reaching
from complaintflow.moments import Moment, is_past
from complaintflow.procedure import (
    Anchor,
    Deadline,
    Procedure,
    Step,
)
from complaintflow.reaching import order
from complaintflow.tapes import reached_in, tapes

# --- clocks ---------------------------------------------------------------------------------


def clocks(
    procedure: Procedure, course: Course, *, as_of: Moment | None = None
) -> tuple[Clock, ...]:
    """Every clock of every visit so far, in the order of the document; waiting ones too.

    A clock of `missed STEP` is counted from when that time will have run out; as of a moment before,
    it waits, and has no dates.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    return tuple(
        clock
        for deadline in procedure.deadlines
        for clock in clocks_of(procedure, course, deadline)
        for clock in (clock if as_of is None else _as_of(clock, as_of),)
    )


def _as_of(clock: Clock, moment: Moment) -> Clock:
    """A clock without what is only to come of it if something is not done in time."""
    start = clock.start
    is_certain = not clock.tape.planned or clock.deadline.backwards
    if is_certain or start is None or is_past(start, moment, clock.zone):
        return clock
    tape = replace(clock.tape, start=None, planned=False)
    return replace(clock, tape=tape, earliest=None, latest=None)


def clocks_of(procedure: Procedure, course: Course, deadline: Deadline) -> Iterator[Clock]:
    """The clocks of one deadline, visit by visit."""
    for visit in course.visits_of(deadline.place):
        for tape in tapes(procedure, course, deadline, visit):
            yield clock_of(procedure, deadline, tape)


def last_clock(
    procedure: Procedure, course: Course, deadline: Deadline, visit: int
) -> Clock | None:
    """The last clock of one deadline in one visit; None where it has none yet."""
    last = deque(tapes(procedure, course, deadline, visit), maxlen=1)
    return clock_of(procedure, deadline, last[0]) if last else None


# --- anchors --------------------------------------------------------------------------------


def happened(
    procedure: Procedure, course: Course, anchor: Anchor, *, now: Moment
) -> Reaching | None:
    """When an anchor was reached, None if it had not been by `now`: what `after` asks for.

    A date given as `now` means its end.
    """
    return reached_in(procedure, course, anchor, None, now=now)


def open_since(procedure: Procedure, course: Course, step: Step, *, now: Moment) -> Moment | None:
    """When a step's place had been entered and all its `after` reached; None before that."""
    visit = course.visit_of(step.place)
    if visit < 0:
        return None
    latest = Reaching(course.visits[visit].since, course.visits[visit].position, visit)
    for anchor in step.after:
        reached = happened(procedure, course, anchor, now=now)
        if reached is None:
            return None
        latest = max(latest, reached, key=lambda each: order(procedure, each))
    return latest.at
