"""The check of what a cut-off does on the last working day before days off.

What comes late on it counts as coming on the next working day; what comes on the day off after it
counts as coming then, and may so be due earlier. Whether it is depends on the unit, on which day is
day one, on where ends roll and on the calendars, so the check counts, by the arithmetic of a case,
and shows the first days of which it is so.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from complaintflow import procedure as law
from complaintflow.calendars import EVERY_DAY, WEEKDAYS, OutsideCalendar
from complaintflow.conventions import DayOne, KindOfDay, Span, Unit
from complaintflow.deadlines import Since
from complaintflow.diagnostics import Diagnostic, Related, Severity, quoted
from complaintflow.ends import is_after, reach_ends
from complaintflow.gates import plain
from complaintflow.language.dead_ends import time_written, up_to_written
from complaintflow.language.linker import Linked
from complaintflow.language.sentences import words
from complaintflow.language.tree import Scalar
from complaintflow.moments import Moment
from complaintflow.phrasing import day_text

LOOKED_AT = 370
"""Working days that are looked at, from the day on which the policy is in force: more than a year."""


class Overtaking(NamedTuple):
    """What comes late on a day, and is due after what comes on the day off that follows it.

    `counts_as` is the working day on which it is deemed to come.
    """

    day: date
    counts_as: date
    due: Moment
    due_of_next: Moment


def due_out_of_order(linked: Linked) -> Iterator[Diagnostic]:
    """A cut-off by which what comes on a day off is due before what came late the day before."""
    procedure, counting = linked.procedure, linked.documents[-1].counting
    if procedure is None or counting is None or counting.cut_off is None:
        return
    found = [
        (name, what, written, period, seen)
        for name, what, written, period in _periods(linked, procedure)
        if (seen := overtaking(procedure, period)) is not None
    ]
    if not found:
        return
    _, what, written, period, seen = found[0]
    others = len(found) - 1
    more = f"; so it is with {others} more time{'s' * (others > 1)}" if others else ""
    next_day, deemed = (WEEKDAYS[d.weekday()] for d in (seen.day + ONE_DAY, seen.counts_as))
    one = ", with day one the day after" if period.day_one is DayOne.SAME_DAY else ""
    yield Diagnostic(
        "due-out-of-order",
        f"{what} {day_text(seen.due)} for what comes on {day_text(seen.day)} after "
        f"{counting.cut_off}, and already on {day_text(seen.due_of_next)} for what comes on the "
        f"{next_day}{more}",
        counting.cut_off.place,
        severity=Severity.INFO,
        help=f"write {_instead(written, counting.day_one)}, and both count as coming on the "
        f"{deemed}{one}; if the source means the {next_day} itself, leave it, and say so in a "
        "reading that bears on this time, with `accepts: due-out-of-order`: this is a remark, and nothing fails",
        related=(Related(written.place, "this time is counted so"),),
        about=tuple(dict.fromkeys(name for name, *_ in found)),
    )


ONE_DAY = timedelta(days=1)


def overtaking(procedure: law.Procedure, period: law.Period) -> Overtaking | None:
    """The first days on which what comes later is due earlier; None where there are none.

    A cut-off bears on no hours, on no time that is counted back, and on none that starts by time
    alone; a start that is deemed to be on the next working day is in order. A kind of day that lacks its
    calendar cannot be counted.
    """
    if period.backwards or period.span.unit is Unit.HOURS:
        return None
    if period.day_one is DayOne.NEXT_WORKING_DAY or not _starts_by_event(procedure, period.of):
        return None
    spans = [period.span] if period.least is None else [period.span, period.least]
    for span in spans:
        if not (isinstance(span.unit, KindOfDay) and span.unit.calendar is EVERY_DAY):
            found = _overtaking(procedure, period, span)
            if found is not None:
                return found
    return None


def _starts_by_event(procedure: law.Procedure, of: law.Anchor) -> bool:
    return any(isinstance(each, law.Start) for each in plain(procedure, [of]))


def _overtaking(procedure: law.Procedure, period: law.Period, span: Span) -> Overtaking | None:
    calendar, counted_on = procedure.calendar, span.calendar(procedure.calendar)
    covered = max(each.first for each in (calendar, counted_on) if each is not None)
    try:
        day = calendar.after(max(procedure.in_force_from, covered), 1)
        for _ in range(LOOKED_AT):
            following = calendar.after(day, 1)
            if following - day > ONE_DAY:
                late = Since(datetime.combine(day, time.max, procedure.zone))
                first, then = (
                    reach_ends(procedure, since, span, period)[1]
                    for since in (late, Since(day + ONE_DAY))
                )
                assert first is not None  # nothing stands still
                assert then is not None
                if is_after(procedure, first, then):
                    return Overtaking(day, following, first.due, then.due)
            day = following
    except OutsideCalendar:
        pass  # of days that nobody knows nothing is said
    return None


def _periods(
    linked: Linked, procedure: law.Procedure
) -> Iterator[tuple[str, str, Scalar, law.Period]]:
    """Every time of a policy: of what, what ends then, and the text in which it stands."""
    for deadline in procedure.deadlines:
        due = f"{quoted(deadline.step)} is due on"
        if isinstance(deadline.period, law.Period):
            yield deadline.step, due, time_written(linked, deadline), deadline.period
        if deadline.at_latest is not None:
            cap = replace(deadline, key="at_latest")
            yield deadline.step, due, time_written(linked, cap), deadline.at_latest
        for way in deadline.extensions:
            if way.up_to is not None:
                until = f"{quoted(way.step)} gives time until"
                yield way.step, until, up_to_written(linked, way.step), way.up_to


def _instead(written: Scalar, day_one: str) -> str:
    """What to write so that both count as coming on the next working day."""
    deemed = f"`day_one: {DayOne.NEXT_WORKING_DAY}`"
    match next(word.text for word in words(written) if word.text in ("of", "after", "beginning")):
        case "of":
            return deemed
        case "after":
            of = "`of` in the place of `after`"
        case _:
            of = "`of` in the place of `beginning with`"
    return of if day_one == DayOne.NEXT_WORKING_DAY else f"{of}, with {deemed}"
