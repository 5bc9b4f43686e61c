"""`complaintflow count`: where a period ends, and which days it counted on the way there."""

from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import click

from complaintflow import bank_holidays, periods
from complaintflow.calendars import EVERY_DAY, Calendar, OutsideCalendar
from complaintflow.cli import screen
from complaintflow.cli.report import CLEAN, FOUND
from complaintflow.cli.screen import Part, Screen, print_json
from complaintflow.cli.wording import iso, listed, short_day, when
from complaintflow.diagnostics import nearest
from complaintflow.errors import InputError
from complaintflow.moments import Moment
from complaintflow.periods import CountedDay, DayOne, Reached, Roll, Span, Unit

DAY_ONES = {"-".join(each.value.split()): each for each in DayOne}
ZONE = "Europe/London"

EPILOG = """\b
Examples:
  complaintflow count 20 working days --from 2026-03-23 --calendar england-and-wales
  complaintflow count "1 month" --from 2026-01-31 --calendar scotland --roll next
  complaintflow count 24 hours --from 2026-10-24T15:00
  complaintflow count 3 working days --before --clear --from 2026-06-01 --calendar uk-any

\b
--day-one says which day is the first that counts:
  day-after         the first counted day after the start, whatever day that is
  same-day          the start, or the first counted day after it
  next-working-day  a start on a day off is deemed to be on the next working day,
                    and day one is the working day after that

\b
Exit codes: 0 counted, 1 a day is needed that the calendar does not cover, 2 wrong usage."""


@click.command(epilog=EPILOG)
@click.argument("period", nargs=-1, required=True, metavar="PERIOD")
@click.option(
    "--from",
    "from_",
    required=True,
    metavar="WHEN",
    help="The start: 2026-03-23, or a local moment 2026-03-23T17:30. T24:00 is the "
    "midnight that ends the day.",
)
@click.option("--before", is_flag=True, help="Count back from the start.")
@click.option(
    "--calendar",
    "calendar_name",
    type=click.Choice([*bank_holidays.NAMES, "none"]),
    help="Which days are working days; with none, every day is. Needed for working "
    "days and for --roll.",
)
@click.option(
    "--day-one",
    type=click.Choice(list(DAY_ONES)),
    help="Which day is the first that counts, see below.  [default: day-after]",
)
@click.option("--clear", is_flag=True, help="Neither the start nor the end is one of the days.")
@click.option(
    "--roll",
    type=click.Choice(list(Roll)),
    help="Where an end moves that is no working day.  [default: none]",
)
@click.option(
    "--zone", metavar="ZONE", help="The time zone of days and moments.  [default: Europe/London]"
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text",
              show_default=True)  # fmt: skip
def count(
    period: tuple[str, ...],
    from_: str,
    before: bool,
    calendar_name: str | None,
    day_one: str | None,
    clear: bool,
    roll: Roll | None,
    zone: str | None,
    format_: str,
) -> int:
    """Count PERIOD from a start, and show every day counted and not counted.

    PERIOD is a number and a unit: working days, calendar days, weeks, months, years or hours.
    """
    try:
        with screen.usage_errors():
            asked = _asked(" ".join(period), from_, calendar_name, day_one, roll, zone)
            earliest, latest = periods.earliest_and_latest(
                asked.start,
                asked.span,
                calendar=asked.calendar,
                day_one=asked.day_one,
                zone=asked.zone,
                backwards=before,
                clear=clear,
                roll=asked.roll,
            )
            answer = as_json(asked, earliest, latest)
    except OutsideCalendar as beyond:
        screen.error(str(beyond))
        return FOUND
    if format_ == "json":
        print_json(answer)
    else:
        _show(Screen(), asked, earliest, latest)
    return CLEAN


class Asked(NamedTuple):
    """The question, its words read, and which of it was assumed."""

    span: Span
    start: Moment
    calendar: Calendar
    day_one: DayOne
    roll: Roll
    zone: ZoneInfo
    assumed: tuple[str, ...]


def _asked(
    period: str,
    from_: str,
    calendar_name: str | None,
    day_one: str | None,
    roll: Roll | None,
    zone: str | None,
) -> Asked:
    span = periods.parse_span(period)
    place = _zone(zone or ZONE)
    start = periods.parse_when(from_, place)
    hours = span.unit is Unit.HOURS
    if calendar_name is None:
        _refuse_without_calendar(span, day_one, roll)
    assumed = {
        "--calendar none": calendar_name is None,
        "--day-one day-after": day_one is None and not hours,
        "--roll none": roll is None,
        f"--zone {ZONE}": zone is None and (hours or isinstance(start, datetime)),
    }
    named = calendar_name not in (None, EVERY_DAY.name)
    return Asked(
        span=span,
        start=start,
        calendar=bank_holidays.uk(calendar_name) if calendar_name and named else EVERY_DAY,
        day_one=DAY_ONES[day_one or "day-after"],
        roll=Roll.NONE if roll is None else Roll(roll),
        zone=place,
        assumed=tuple(option for option, left_out in assumed.items() if left_out),
    )


def _refuse_without_calendar(span: Span, day_one: str | None, roll: Roll | None) -> None:
    if span.unit is Unit.WORKING_DAYS:
        what = "working days"
    elif roll not in (None, Roll.NONE):
        what = f"--roll {roll}"
    elif day_one == "next-working-day" and span.unit is not Unit.HOURS:
        what = f"--day-one {day_one}"
    else:
        return
    names = listed((*bank_holidays.NAMES, EVERY_DAY.name))
    raise InputError(f"{what} needs a calendar; add --calendar with one of {names}")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        near = nearest(name, available_timezones())
        hint = f"did you mean {near!r}?" if near else f"write it as {ZONE}"
        raise InputError(f"there is no time zone {name!r}; {hint}") from None


# -- as JSON -------------------------------------------------------------------------------


def as_json(asked: Asked, earliest: Reached, latest: Reached) -> dict[str, Any]:
    """What `--format json` prints; the keys and their order are a fixed contract."""
    certain = earliest.due == latest.due
    zone = asked.zone
    return {
        "period": str(asked.span),
        "from": iso(asked.start, zone),
        "due": iso(latest.due, zone) if certain else None,
        "unrolled": iso(latest.unrolled, zone) if certain else None,
        "earliest": iso(earliest.due, zone),
        "latest": iso(latest.due, zone),
        "calendar": {
            "name": asked.calendar.name,
            "source": asked.calendar.source,
            "version": asked.calendar.version,
            "projected": earliest.projected or latest.projected,
        },
        "assumed": list(asked.assumed),
        "days": [
            {"date": day.isoformat(), "counted": is_counted, "n": n, "why": why}
            for day, is_counted, n, why in latest.days()
        ],
    }


# -- for a person --------------------------------------------------------------------------


def _show(page: Screen, asked: Asked, earliest: Reached, latest: Reached) -> None:
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
        page.line(f"It would be {when(latest.unrolled, zone)}, and is moved to a working day.")
    days = latest.days()
    if days:
        page.line()
        page.table(_rows(days))
    page.line()
    page.table(_footing(asked, earliest.projected or latest.projected), indent=0)


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
            return f"{said}, or the next working day if that is none"


def _rows(days: tuple[CountedDay, ...]) -> list[list[screen.Cell]]:
    """One row for each run of days counted or not counted, told from its first to its last."""
    rows: list[list[screen.Cell]] = []
    shown: int | None = None
    for run in _runs(days):
        first, last = sorted((run[0].date, run[-1].date))
        ends = [short_day(first), short_day(last)] if first != last else [short_day(first)]
        year = f" {run[-1].date.year}" if run[-1].date.year != shown else ""
        shown = run[-1].date.year
        days_of_run = f"{' to '.join(ends)}{year}"
        if run[0].counted:
            numbers = f"{run[0].n}" if len(run) == 1 else f"{run[0].n} to {run[-1].n}"
            rows.append([(numbers, "bold"), days_of_run, ""])
        else:
            why = listed(dict.fromkeys(day.why or "" for day in run))
            rows.append([("not counted", "dim"), (days_of_run, "dim"), (why, "yellow")])
    return rows


def _runs(days: tuple[CountedDay, ...]) -> list[list[CountedDay]]:
    runs: list[list[CountedDay]] = []
    for day in days:
        if runs and runs[-1][-1].counted == day.counted:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _footing(asked: Asked, projected: bool) -> list[list[screen.Cell]]:
    calendar = asked.calendar
    said: list[Part] = [f"{calendar.name}: {calendar.source}, version {calendar.version}"]
    if calendar is EVERY_DAY:
        said = [f"{calendar.name}: {calendar.source}"]
    if projected and calendar.projected_from is not None:
        said.append(
            (
                f"; projected: from {when(calendar.projected_from, asked.zone)} on the days off "
                "are worked out by rule, nobody has announced them yet",
                "yellow",
            )
        )
    rows: list[list[screen.Cell]] = [[("calendar", "dim"), said]]
    if asked.assumed:
        rows.append([("assumed", "dim"), listed(asked.assumed)])
    return rows
