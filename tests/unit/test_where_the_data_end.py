"""A count is refused where it needs a day beyond the data, and answered where it needs none.

The office has told its closures from Saturday the sixth of June 2026 to Monday the fifteenth.
"""

from dataclasses import replace
from datetime import date, datetime

import pytest

from complaintflow import engine
from complaintflow.bank_holidays import uk
from complaintflow.calendars import Calendar, OutsideCalendar
from complaintflow.conventions import DayOne, Roll, Span, Unit
from complaintflow.deadlines import Clock
from complaintflow.derived import with_days
from complaintflow.periods import reach
from tests.policies import HEADER, LONDON, clocks_of, day, done, hour, people, whole_policy

OFFICE = with_days("office", uk("england-and-wales"), source="told", first=day(6), last=day(15))

POLICY = """
roles: {customer: {title: You}, officer: {title: The officer}}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: 1 working day beginning with came
        stands_still: {first_day: day of asked, last_day: day of told}
    may: {asked: {by: officer}, told: {by: customer}}
ends: {shut: {title: Shut}}
"""


def answered(calendar: Calendar, *events: tuple[str, date | datetime], more: str = "") -> Clock:
    """The clock of an answer."""
    header = HEADER.replace("england-and-wales", f"office{more}")
    law = whole_policy(header + POLICY, calendars={"office": calendar})
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    for name, at in events:
        case = done(law, case, name, at, "ola" if name == "asked" else "cy")
    (clock,) = clocks_of(law, case, "answered")
    return clock


def rolled(
    start: date, roll: Roll, *, backwards: bool = False, days: int = 1, told: Calendar = OFFICE
) -> date | datetime:
    """Where some calendar days end that begin with their start; the last of them is a day off."""
    return reach(
        start,
        Span(days, Unit.CALENDAR_DAYS),
        calendar=told,
        day_one=DayOne.SAME_DAY,
        zone=LONDON,
        backwards=backwards,
        roll=roll,
    ).due


def test_an_end_stays_on_the_first_day_that_is_covered_as_no_working_day_lies_before_it() -> None:
    """It is that of its start, past which no end rolls, whatever lies before it."""
    assert rolled(day(6), Roll.PREVIOUS) == day(6)
    assert rolled(day(6), Roll.NEXT) == day(8)


def test_what_is_counted_back_stays_on_the_last_day_that_is_covered_if_that_is_its_start() -> None:
    """A start beyond the data may be a working day, to which the end would roll."""
    until_sunday = with_days(
        "office", uk("england-and-wales"), source="told", first=day(6), last=day(14)
    )
    assert rolled(day(14), Roll.NEXT, backwards=True, told=until_sunday) == day(14)
    with pytest.raises(OutsideCalendar, match="2026-06-15 is needed"):
        rolled(day(15), Roll.NEXT, backwards=True, days=2, told=until_sunday)


def test_an_end_that_may_roll_past_what_is_covered_is_refused() -> None:
    with pytest.raises(OutsideCalendar, match="2026-06-05 is needed"):
        rolled(day(6), Roll.PREVIOUS, backwards=True)
    with pytest.raises(OutsideCalendar, match="2026-06-05 is needed"):
        rolled(day(5), Roll.PREVIOUS)


def test_what_comes_before_the_cut_off_of_the_last_day_asks_of_no_day_after_it() -> None:
    cut_off = ', cut_off: "16:00"'
    assert answered(OFFICE, ("came", hour(15, 16)), more=cut_off).due == day(15)
    with pytest.raises(OutsideCalendar, match="2026-06-16 is needed"):
        answered(OFFICE, ("came", hour(15, 16, 1)), more=cut_off)


def test_a_stand_still_from_the_first_day_that_is_covered_asks_of_no_day_before_it() -> None:
    """It leaves out that Monday, and the Tuesday with it."""
    from_monday = replace(OFFICE, first=day(8))
    clock = answered(from_monday, ("came", day(8)), ("asked", day(8)), ("told", day(9)))
    assert clock.due == day(10)
