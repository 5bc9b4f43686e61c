"""Due dates that courts, an ombudsman and government teams published, and that must come out.

Nobody here chose the answers. `uk-any` counts as in the Freedom of Information Act 2000 s10(6).
"""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaintflow import engine
from complaintflow.__main__ import main
from complaintflow.bank_holidays import uk
from complaintflow.calendars import EVERY_DAY
from complaintflow.case import Action, Person
from complaintflow.conventions import DayOne, Roll
from complaintflow.periods import reach
from complaintflow.written import parse_span, parse_when
from tests.policies import whole_policy

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


FLAGS = {
    "day-after": (),
    "same-day": ("--day-one", "same-day"),
    "clear days": ("--clear",),
    "corresponding date": (),
    "month end clamps": (),
    "roll to next working day": ("--roll", "next"),
}


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in rows()])
def test_the_command_counts_to_the_published_due_date(
    row: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    flags = [flag for words in row["convention"].split("; ") for flag in FLAGS[words]]
    flags += ["--before"] if row["direction"] == "before" else []
    asked = ["count", row["period"], "--from", row["start"], "--calendar", row["calendar"]]
    assert main([*asked, *flags, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["due"], told["days"][-1]["date"]) == (row["due"], row["due"])


IN_WORDS = {
    "day-after": ("day after", "none"),
    "same-day": ("same day", "none"),
    "day-after; roll to next working day": ("day after", "next"),
    "corresponding date; month end clamps; roll to next working day": ("day after", "next"),
}


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in rows()])
def test_the_clock_of_a_policy_is_due_on_the_published_date(row: dict[str, str]) -> None:
    """The same convention in a document, and the start or the hearing as an event of a case."""
    convention = row["convention"]
    day_one, roll = IN_WORDS.get(convention, ("day after", "none"))
    number, unit = row["period"].split(" ", 1)
    clear = "clear " if "clear days" in convention else ""
    before = row["direction"] == "before"
    key, word = ("at_latest", "before") if before else ("within", "of")
    days = "" if row["calendar"] == "none" else f"working_days: {row['calendar']}, "
    law = whole_policy(f"""
complaintflow: 1
policy: {{id: small, title: Small, version: "1", in_force_from: 1950-01-01}}
counting: {{{days}day_one: {day_one}, time_zone: Europe/London{"" if roll == "none" else f", roll: {roll}"}}}
clauses: {{C-1: {{at: "1", says: when}}}}
roles: {{anybody: {{title: Anybody}}}}
begins:
  came: {{by: anybody, then: open_, cites: C-1}}
stages:
  open_:
    title: Open
    must:
      answered: {{by: anybody, {key}: {number} {clear}{unit} {word} came, cites: C-1}}
    may:
      ended: {{by: anybody, then: over, cites: C-1}}
ends:
  over: {{title: Over}}
""")
    start = date.fromisoformat(row["start"])
    case = engine.begin(law, at=start, people={"ann": Person(holds="anybody")})
    case = engine.apply(law, case, Action("came", at=start, by="ann"))
    [clock] = engine.clocks(law, case)
    assert clock.due == date.fromisoformat(row["due"])


def test_every_row_is_read() -> None:
    assert len(list(rows())) == 31
