"""What a row says of clocks: under which name, when they are due, in which words."""

from collections.abc import Iterable
from datetime import datetime

from complaintflow import public_holidays
from complaintflow.conventions import DayOne, KindOfDay, Unit
from complaintflow.deadlines import Clock
from complaintflow.moments import Moment
from complaintflow.procedure import Deadline, Kind, Procedure


def deadlines_by_name(procedure: Procedure) -> dict[str, Deadline]:
    """The deadlines by each name that a row may give them: `STEP` or `STEP.KEY`.

    Of a step with an aim and a promise, `STEP` alone is the promise.
    """
    plain: dict[str, Deadline] = {}
    for deadline in procedure.deadlines:
        if deadline.step not in plain or deadline.kind is not Kind.AIM:
            plain[deadline.step] = deadline
    return {**plain, **{f"{d.step}.{d.key}": d for d in procedure.deadlines}}


def clocks_by_name(procedure: Procedure, clocks: Iterable[Clock]) -> dict[str, Clock]:
    """The latest clock of each deadline that has one, by each name that a row may give it."""
    latest = {(clock.step, clock.deadline.key): clock for clock in clocks}
    named = ((name, (d.step, d.key)) for name, d in deadlines_by_name(procedure).items())
    return {name: latest[deadline] for name, deadline in named if deadline in latest}


def due_text(clock: Clock) -> str:
    """When a clock is due, as a scenario writes it: a date, a local moment, or a range."""
    if clock.earliest is None or clock.latest is None:
        return "not yet known"
    ends = [local_text(reached.due) for reached in (clock.earliest, clock.latest)]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def count_command(clock: Clock) -> str | None:
    """The command that counts a clock day by day; None while it waits, where a date was settled,
    or by other calendars."""
    if clock.latest is None or clock.planned is not None:
        return None
    span, day_one = clock.latest.span, clock.latest.day_one
    words = [f'complaintflow count "{span}"', f"--from {local_text(clock.latest.start)}"]
    if isinstance(span.unit, KindOfDay):
        return None
    if span.unit is Unit.WORKING_DAYS or day_one is DayOne.NEXT_WORKING_DAY:
        if not public_holidays.is_known(clock.calendar):
            return None
        words.append(f"--calendar {clock.calendar.name}")
    if span.unit is not Unit.HOURS and day_one is not DayOne.DAY_AFTER:
        words.append(f"--day-one {day_one.value.replace(' ', '-')}")
    if clock.zone.key != "Europe/London":
        words.append(f"--zone {clock.zone.key}")
    return " ".join(words)


def local_text(moment: Moment) -> str:
    """A date, or a moment by the clocks of its zone, as a file writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M") if isinstance(moment, datetime) else str(moment)
