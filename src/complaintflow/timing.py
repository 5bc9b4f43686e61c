"""Time in a case: every clock, read off its events, and when an anchor was reached.

A clock believes the record; whether an event was lawful is the engine's business. Nothing
here is stored: a later bank holiday or a corrected receipt changes every clock at once.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from complaintflow.course import Course
from complaintflow.deadlines import Clock, Since, Tape
from complaintflow.gates import Reaching, meant, starts
from complaintflow.moments import Moment
from complaintflow.procedure import (
    Anchor,
    Deadline,
    Happened,
    Procedure,
    Step,
)
from complaintflow.reaching import order
from complaintflow.rounds import clock_of
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
        for clock in clocks_of(procedure, course, deadline, now=as_of)
        for clock in (clock if as_of is None else as_it_stands(procedure, clock, as_of),)
    )


def as_it_stands(procedure: Procedure, clock: Clock, moment: Moment) -> Clock:
    """A clock as of a moment without what is only to come of it if something is not done in time."""
    tape = _certain(clock, moment)
    return clock if tape is clock.tape else clock_of(procedure, clock.deadline, tape)


def _certain(clock: Clock, moment: Moment) -> Tape:
    """What happened to a clock as of a moment: what counts from a time that may yet be kept has not
    begun. What is counted back from a planned day is counted all the same."""
    tape, deadline = clock.tape, clock.deadline

    def is_open(since: Since | None) -> bool:
        return since is not None and since.is_open(moment, clock.zone)

    changed: dict[str, Any] = {}
    if is_open(tape.since) and not deadline.backwards:
        changed |= {"start": None, "planned": False}
    cap, capped = deadline.at_latest, tape.capped_since
    if capped is not None and is_open(capped) and cap is not None and not cap.backwards:
        changed["capped_since"] = capped.as_of(moment, clock.zone)
    if any(is_open(grant.since) for grant in tape.extensions):
        changed["extensions"] = tuple(
            replace(
                each, since=None if each.since is None else each.since.as_of(moment, clock.zone)
            )
            for each in tape.extensions
        )
    if any(is_open(stop.since) or is_open(stop.until) for stop in tape.stops):
        changed["stops"] = tuple(
            replace(stop, still=stop.still._replace(last=None)) if is_open(stop.until) else stop
            for stop in tape.stops
            if not is_open(stop.since)
        )
    return replace(tape, **changed) if changed else tape


def clocks_of(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    *,
    visit: int | None = None,
    now: Moment | None = None,
) -> Iterator[Clock]:
    """The clocks of one deadline, visit by visit; or those of one visit. With `now` also one that will only then start
    anew on a day that was set."""
    for each in course.visits_of(deadline.place) if visit is None else (visit,):
        for tape in tapes(procedure, course, deadline, each, now=now):
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
    """When an anchor was reached, None if it had not been by `now`.

    A date given as `now` means its end.
    """
    if isinstance(anchor, Happened):  # mostly, and nothing is to be looked at but the record
        return next(starts(procedure, course, anchor, None), None)
    return reached_in(procedure, course, anchor, None, now=now)


def has_happened(procedure: Procedure, course: Course, anchor: Anchor, *, now: Moment) -> bool:
    """Whether an anchor was reached by `now`: what `after` asks for. A date given as `now` means its end."""
    if isinstance(anchor, Happened):
        return bool(meant(procedure, course, anchor.name, anchor.which, None))
    return reached_in(procedure, course, anchor, None, now=now) is not None


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
