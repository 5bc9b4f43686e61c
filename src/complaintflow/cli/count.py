"""`complaintflow count`: where a period ends, and which days it counted on the way there."""

import shlex
from collections.abc import Mapping
from typing import Any

import click

from complaintflow import bank_holidays, periods
from complaintflow.calendars import OutsideCalendar
from complaintflow.cli import calendars, count_asked, screen
from complaintflow.cli.count_asked import DAY_ONES, Asked
from complaintflow.cli.count_view import show
from complaintflow.cli.exits import CLEAN, FOUND
from complaintflow.cli.screen import Screen, print_json
from complaintflow.cli.wording import iso
from complaintflow.conventions import Roll, Unit
from complaintflow.counts import Reached
from complaintflow.diagnostics import DefinitionError
from complaintflow.errors import InputError

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


@click.command(epilog=EPILOG, short_help="Count a period, and show every day.")
@click.argument("period", nargs=-1, required=True, metavar="PERIOD")
@click.option(
    "--from",
    "from_",
    metavar="WHEN",
    help="The start: 2026-03-23, or a local moment 2026-03-23T17:30. T24:00 is the "
    "midnight that ends the day.  [required]",
)
@click.option("--before", is_flag=True, help="Count back from the start.")
@click.option(
    "--calendar",
    "calendar_name",
    metavar="NAME",
    help=f"Which days are working days: {', '.join(bank_holidays.NAMES)}; a country or a part of "
    "one, as ireland, IE or US-NY; with none, every day is. Needed for working days and for --roll.",
)
@click.option(
    "--day-one",
    type=click.Choice(list(DAY_ONES)),
    help="Which day is the first that counts, see below.  [default: day-after]",
)
@calendars.option
@click.option("--clear", is_flag=True, help="Neither the start nor the end is one of the days.")
@click.option(
    "--roll",
    type=click.Choice([each.value for each in Roll]),
    help="Where an end moves that is no working day.  [default: none]",
)
@click.option(
    "--zone", metavar="ZONE", help="The time zone of days and moments.  [default: Europe/London]"
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text",
              show_default=True)  # fmt: skip
def count(
    period: tuple[str, ...],
    from_: str | None,
    before: bool,
    calendar_name: str | None,
    day_one: str | None,
    calendar_files: tuple[str, ...],
    clear: bool,
    roll: str | None,
    zone: str | None,
    format_: str,
) -> int:
    """Count PERIOD from a start, and show every day counted and not counted.

    PERIOD is a number and a unit: working days, calendar days, weeks, months, years or hours; or
    a kind of day that is the name of a calendar under --calendars, such as school days.
    """
    try:
        with screen.usage_errors():
            asked = count_asked.read(
                " ".join(period),
                from_,
                calendar_name,
                day_one,
                roll,
                zone,
                calendars.read(calendar_files),
                _typed(
                    {
                        "--before": before,
                        "--calendar": calendar_name,
                        "--calendars": calendar_files,
                        "--clear": clear,
                        "--day-one": day_one,
                        "--roll": roll,
                        "--zone": zone,
                    }
                ),
            )
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
            _require_listable(latest)
            answer = as_json(asked, earliest, latest)
    except DefinitionError as wrong:
        from complaintflow.cli.report import report  # it brings the reader of YAML along

        return report(wrong.diagnostics, len(calendar_files), format_)
    except OutsideCalendar as beyond:
        screen.error(str(beyond))
        return FOUND
    if format_ == "json":
        print_json(answer)
    else:
        show(Screen(), asked, earliest, latest)
    return CLEAN


def _typed(options: Mapping[str, bool | str | tuple[str, ...] | None]) -> tuple[str, ...]:
    """The options that were given, as they are typed."""
    found: list[str] = []
    for name, value in options.items():
        match value:
            case True:
                found.append(name)
            case str():
                found.append(f"{name} {shlex.quote(value)}")
            case tuple():
                found += [f"{name} {shlex.quote(each)}" for each in value]
            case _:
                pass
    return tuple(found)


MOST_DAYS = 100_000
"""How many days are listed at most: some 270 years."""


def _require_listable(reached: Reached) -> None:
    if reached.span.unit is Unit.HOURS:
        return
    days = abs(reached.due.toordinal() - reached.start.toordinal())
    if days > MOST_DAYS:
        raise InputError(
            f"{reached.span} are {days} days, and every day is listed, "
            f"{MOST_DAYS} at most; count a shorter period"
        )


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
            "name": asked.counted_on.name,
            "source": asked.counted_on.source,
            "version": asked.counted_on.version,
            "digest": asked.counted_on.digest,
            "projected": earliest.projected or latest.projected,
        },
        "assumed": list(asked.assumed),
        "days": [
            {"date": day.isoformat(), "counted": is_counted, "n": n, "why": why}
            for day, is_counted, n, why in latest.days()
        ],
    }
