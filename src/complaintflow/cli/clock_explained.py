"""Clocks in full: what bore on each date, on which clause, and the days that were counted.

For a person the days stand in runs, as `count` shows them; a program gets each with its reason.
"""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from complaintflow.cli.count_view import rows_of
from complaintflow.cli.screen import Screen
from complaintflow.cli.wording import iso
from complaintflow.clock_text import (
    clock_readings,
    clock_said,
    legs_said,
    projected_line,
)
from complaintflow.deadlines import Clock
from complaintflow.explanation import explain
from complaintflow.moments import Moment


def show_explained(page: Screen, clocks: Iterable[Clock], as_of: Moment) -> None:
    """Write each clock in full, as it is told at a moment."""
    for clock in clocks:
        page.line()
        for number, line in enumerate(clock_said(clock, as_of)):
            page.line(line.strip(), indent=2 if number == 0 else 4 + len(line) - len(line.lstrip()))
        for said, leg in legs_said(clock, as_of):
            for line in said:
                page.line(line, indent=4)
            page.table(rows_of(leg), indent=6)
        for line in projected_line(clock):
            page.line((line, "yellow"), indent=4)
        for line in clock_readings(clock):
            page.line(line, indent=4)


def explained_as_json(clock: Clock, zone: ZoneInfo, as_of: Moment) -> dict[str, Any]:
    """How the date of a clock comes about: as text, and each day counted or not and why."""
    latest = clock.latest
    return {
        "rule": clock.deadline.rule,
        "text": explain(clock, as_of=as_of).splitlines(),
        "calendars": [
            {"name": each.name, "source": each.source, "version": each.version}
            for each in dict.fromkeys(one for leg in clock.legs for one in leg.calendars)
        ],
        "projected": clock.projected,
        "unrolled": None if latest is None else iso(latest.unrolled, zone),
        "days": [
            {"date": day.isoformat(), "counted": is_counted, "n": n, "why": why}
            for day, is_counted, n, why in clock.days()
        ],
    }
