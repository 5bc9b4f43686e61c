"""Time in a case: every clock, read off its events, and when an anchor was reached.

A clock believes the record; whether an event was lawful is the engine's business. Nothing
here is stored: a later bank holiday or a corrected receipt changes every clock at once.
"""

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from complaintflow.course import Course
from complaintflow.deadlines import Clock, Status
from complaintflow.ends import clock_of
from complaintflow.gates import Reaching, starts
from complaintflow.moments import Moment, certainly_after, is_past, last_instant, local_day
from complaintflow.procedure import (
    Anchor,
    Deadline,
    EndOf,
    FirstOf,
    Happened,
    Kind,
    Missed,
    Procedure,
    ReceiptOf,
    StartOf,
    Step,
)
from complaintflow.tapes import tapes

# --- clocks ---------------------------------------------------------------------------------


def clocks(procedure: Procedure, course: Course) -> tuple[Clock, ...]:
    """Every clock of every visit so far, in the order of the document; waiting ones too.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    return tuple(
        clock
        for deadline in procedure.deadlines
        for clock in clocks_of(procedure, course, deadline)
    )


def clocks_of(procedure: Procedure, course: Course, deadline: Deadline) -> Iterator[Clock]:
    """The clocks of one deadline, visit by visit."""
    for visit in course.visits_of(deadline.place):
        for tape in tapes(procedure, course, deadline, visit):
            yield clock_of(procedure, course, deadline, tape)


def last_clock(
    procedure: Procedure, course: Course, deadline: Deadline, visit: int
) -> Clock | None:
    """The last clock of one deadline in one visit; None where it has none yet."""
    last = deque(tapes(procedure, course, deadline, visit), maxlen=1)
    return clock_of(procedure, course, deadline, last[0]) if last else None


# --- anchors --------------------------------------------------------------------------------


def happened(
    procedure: Procedure, course: Course, anchor: Anchor, *, now: Moment
) -> Reaching | None:
    """When an anchor was reached, None if it had not been by `now`: what `after` asks for.

    A date given as `now` means its end.
    """
    match anchor:
        case FirstOf(anchors):
            found = [happened(procedure, course, each, now=now) for each in anchors]
            reached = [each for each in found if each is not None]
            return min(reached, key=lambda each: _order(procedure, each), default=None)
        case Missed(step):
            return _missed(procedure, course, procedure.steps[step], now)
        case ReceiptOf():
            zone = procedure.zone
            received = starts(procedure, course, anchor, None)
            there = [each for each in received if is_past(each.at, now, zone)]
            return min(there, key=lambda each: last_instant(each.at, zone), default=None)
        case Happened() | StartOf() | EndOf():
            return next(starts(procedure, course, anchor, None), None)


def _missed(procedure: Procedure, course: Course, step: Step, now: Moment) -> Reaching | None:
    """The first instant after a step was due in this stay, where it was not done in time.

    Of a step with an aim and a promise, the promise is meant. It stays though the step comes late.
    """
    deadlines = [each for each in procedure.deadlines if each.step == step.name]
    visit = course.visit_of(step.place)
    promised = [each for each in deadlines if each.kind is not Kind.AIM] or deadlines
    for deadline in promised:
        for tape in tapes(procedure, course, deadline, visit) if visit >= 0 else ():
            clock = clock_of(procedure, course, deadline, tape)
            if clock.latest is None:
                continue
            status = clock.status(as_of=now)
            if status in (Status.OVERDUE, Status.MET_LATE, Status.CLOSED, Status.USED_LATE):
                at = _after(clock.latest.due)
                return Reaching(at, _position(procedure, course, at), visit)
    return None


def _after(due: Moment) -> Moment:
    """The first moment after a due one: the next day, the next instant."""
    return due + (timedelta(microseconds=1) if isinstance(due, datetime) else timedelta(days=1))


def _position(procedure: Procedure, course: Course, moment: Moment) -> int:
    """The position of the last event that had certainly happened before a moment."""
    zone = procedure.zone
    return sum(certainly_after(moment, each.action.at, zone) for each in course.events) - 1


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
        latest = max(latest, reached, key=lambda each: _order(procedure, each))
    return latest.at


def _order(procedure: Procedure, reached: Reaching) -> tuple[date, int, datetime]:
    """By which of two anchors the later is known: a time that runs out needs no event."""
    zone = procedure.zone
    return local_day(reached.at, zone), reached.position, last_instant(reached.at, zone)
