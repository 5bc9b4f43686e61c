"""Due dates that courts, an ombudsman and government teams published, and that must come out.

Nobody here chose the answers. `uk-any` counts as in the Freedom of Information Act 2000 s10(6).
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaintflow.bank_holidays import uk
from complaintflow.calendars import EVERY_DAY
from complaintflow.periods import DayOne, Roll, reach
from complaintflow.written import parse_span, parse_when

CASES = Path(__file__).parent.parent / "data" / "dated_cases.csv"
WORDS: dict[str, dict[str, Any]] = {
    "day-after": {"day_one": DayOne.DAY_AFTER},
    "same-day": {"day_one": DayOne.SAME_DAY},
    "clear days": {"day_one": DayOne.DAY_AFTER, "clear": True},
    "corresponding date": {"day_one": DayOne.DAY_AFTER},
    "month end clamps": {},
    "roll to next working day": {"roll": Roll.NEXT},
}


def rows() -> Iterator[dict[str, str]]:
    with CASES.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in rows()])
def test_the_published_due_date_comes_out(row: dict[str, str]) -> None:
    london = ZoneInfo("Europe/London")
    asked: dict[str, Any] = {}
    for words in row["convention"].split("; "):
        asked |= WORDS[words]

    reached = reach(
        parse_when(row["start"], london),
        parse_span(row["period"]),
        calendar=EVERY_DAY if row["calendar"] == "none" else uk(row["calendar"]),
        zone=london,
        backwards={"after": False, "before": True}[row["direction"]],
        **asked,
    )

    assert reached.due == date.fromisoformat(row["due"])
    assert reached.days()[-1].date == reached.due


def test_every_row_is_read() -> None:
    assert len(list(rows())) == 27
