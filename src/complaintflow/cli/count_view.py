"""A count for a person: where it ends, and each run of days counted or not counted."""

from collections.abc import Iterator
from datetime import date

from complaintflow.calendars import EVERY_DAY
from complaintflow.cli.count_asked import Asked
from complaintflow.cli.screen import Cell, Part, Screen
from complaintflow.cli.wording import listed, short_day, when
from complaintflow.clock_text import STAYS, off, passed_over
from complaintflow.conventions import DayOne, Unit
from complaintflow.counts import CountedDay, Reached


def show(page: Screen, asked: Asked, earliest: Reached, latest: Reached) -> None:
    """Write the whole of it."""
    zone = asked.zone
    if earliest.due == latest.due:
        page.line((when(latest.due, zone), "bold green"))
    else:
        page.line(
            (when(earliest.due, zone), "bold green"), " to ", (when(latest.due, zone), "bold green")
        )
    page.line(_question(asked, latest))
    if earliest.due != latest.due:
        page.line("It is a range, since the hour of the start is not known.")
    if latest.rolled:
        passed = passed_over(latest, lambda day: when(day, zone))
        would = f"{when(latest.unrolled, zone)}{off(latest)}"
        page.line(f"It would be {would}, and is moved to a working day{passed}.")
    elif latest.days_off:
        page.line(f"{when(latest.unrolled, zone)}{off(latest)} is {STAYS}.")
    rows = rows_of(latest)
    if rows:
        page.line()
        page.table(rows)
    footing = _footing(asked, earliest.projected or latest.projected)
    if footing:
        page.line()
        page.table(footing, indent=0)


def _question(asked: Asked, reached: Reached) -> str:
    amount, _, unit = str(asked.span).partition(" ")
    clear = " clear" if reached.clear else ""
    direction = "before" if reached.backwards else "from"
    said = f"{amount}{clear} {unit} {direction} {when(asked.start, asked.zone)}"
    if reached.span.unit is Unit.HOURS:
        return said
    match asked.day_one:
        case DayOne.DAY_AFTER:
            return said
        case DayOne.SAME_DAY:
            return f"{said}, beginning with that day"
        case DayOne.NEXT_WORKING_DAY:
            day = "working day before" if reached.backwards else "next working day"
            return f"{said}, or the {day} if that is none"


def rows_of(reached: Reached) -> list[list[Cell]]:
    """One row for each run of days counted or not counted, told from its first to its last."""
    rows: list[list[Cell]] = []
    year: int | None = None
    for run in _runs(reached):
        days_of_run = _ends(min(run).date, max(run).date, year)
        year = run[-1].date.year
        if run[0].counted:
            numbers = f"{run[0].n}" if len(run) == 1 else f"{run[0].n} to {run[-1].n}"
            rows.append([(numbers, "bold"), days_of_run, (_extra(run), "yellow")])
        else:
            why = listed(dict.fromkeys(day.why or "" for day in sorted(run)))
            rows.append([("not counted", "dim"), (days_of_run, "dim"), (why, "yellow")])
    return rows


def _extra(run: list[CountedDay]) -> str:
    """The days of a run that count though their weekday does not, with their names."""
    return listed(f"{short_day(day.date)}: {day.why}" for day in sorted(run) if day.why is not None)


def _ends(first: date, last: date, year: int | None) -> str:
    """From the first to the last day, with the year where it is not the one told before."""
    if first.year != last.year:
        return f"{short_day(first)} {first.year} to {short_day(last)} {last.year}"
    said = short_day(first) if first == last else f"{short_day(first)} to {short_day(last)}"
    return said if last.year == year else f"{said} {last.year}"


def _runs(reached: Reached) -> Iterator[list[CountedDay]]:
    """Days that are counted or not, as long as they do not stand still on other grounds than before."""
    run: list[CountedDay] = []
    grounds: str | None = None
    for day in reached.days():
        still = None if day.counted else reached.why_still(day.date)
        other = grounds is not None and still is not None and still != grounds
        if run and (run[-1].counted != day.counted or other):
            yield run
            run, grounds = [], None
        run.append(day)
        grounds = still or grounds
    if run:
        yield run


def _footing(asked: Asked, projected: bool) -> list[list[Cell]]:
    calendar = asked.counted_on
    said: list[Part] = [f"{calendar.name}: {calendar.source}, version {calendar.version}"]
    if projected and calendar.projected_from is not None:
        since = when(calendar.projected_from, asked.zone)
        said.append((f"; projected: days off from {since} on are not announced yet", "yellow"))
    rows: list[list[Cell]] = []
    if calendar is not EVERY_DAY:
        rows.append([("calendar", "dim"), said])
    if asked.assumed:
        rows.append([("assumed", "dim"), listed(asked.assumed)])
    return rows
