"""What is left of a time, and by how much it is late: of days and hours, while it runs and stands still.

The first of June 2026 is a Monday, and England has no bank holiday in that month.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case
from complaintflow.deadlines import Clock
from complaintflow.explanation import explain
from complaintflow.moments import Moment
from complaintflow.procedure import Procedure
from tests.policies import HEADER, day, done, people, whole_policy

TEXT = """
roles: {{customer: {{title: You}}, officer: {{title: An officer}}}}
begins: {{came: {{by: customer, then: first}}}}
stages:
  first:
    title: First
    must: {{answered: {{by: officer, {answered}}}}}
    may:
      noted: {{by: officer}}
      heard: {{by: officer}}
      heard_on: {{by: officer, sets_time_of: heard}}
      paused: {{by: officer}}
      resumed: {{by: officer}}
"""
STANDS_STILL = "stands_still: [{first_day: day of paused, last_day: day before resumed}]"
LONDON = ZoneInfo("Europe/London")


def law_of(answered: str, counting: str = "") -> Procedure:
    header = HEADER.replace("time_zone", f"{counting}, time_zone") if counting else HEADER
    return whole_policy(header + TEXT.format(answered=answered))


def told(law: Procedure, *events: tuple[str, Moment]) -> Case:
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    for name, at in events:
        case = done(law, case, name, at, "cy" if name == "came" else "ola")
    return case


def clock(law: Procedure, case: Case) -> Clock:
    [found] = [each for each in engine.clocks(law, case) if each.step == "answered"]
    return found


def left(law: Procedure, case: Case, as_of: Moment) -> str | None:
    amount = clock(law, case).remaining(as_of=as_of)
    return None if amount is None else str(amount)


def at(number: int, hour: int) -> datetime:
    return datetime(2026, 6, number, hour, tzinfo=LONDON)


def test_while_hours_stand_still_what_was_left_then_is_left() -> None:
    law = law_of(f"within: 100 hours of came, {STANDS_STILL}")
    case = told(law, ("came", at(1, 12)), ("paused", at(2, 9)))
    assert [left(law, case, each) for each in (at(1, 18), at(2, 0), at(2, 18), at(9, 1))] == [
        "94 hours",
        "88 hours",
        "88 hours",
        "88 hours",
    ]


def test_of_hours_that_stand_still_from_their_first_day_all_are_left() -> None:
    law = law_of(f"within: 100 hours of came, {STANDS_STILL}")
    case = told(law, ("came", at(1, 12)), ("paused", at(1, 15)))
    assert left(law, case, at(4, 9)) == "100 hours"


def test_what_is_left_of_hours_up_to_a_ceiling_in_days() -> None:
    """Nine days of the 5th, and so the 14th as a whole: on the 13th at noon 36 hours."""
    law = law_of("within: 1000 hours of came, at_latest: 9 calendar days of noted")
    case = told(law, ("came", at(1, 12)), ("noted", day(5)))
    assert left(law, case, at(13, 12)) == "36 hours"


def test_the_day_within_which_hours_begin_is_told_where_the_rest_of_it_was_left_out() -> None:
    """100 hours from the noon of the first; the afternoon and the second day are left out."""
    law = law_of(f"within: 100 hours of came, {STANDS_STILL}")
    case = told(law, ("came", at(1, 12)), ("paused", at(1, 15)), ("resumed", at(3, 9)))
    found = clock(law, case)
    assert found.due == at(7, 4)
    assert [(stop.still.first, stop.still.last) for stop in found.stops] == [(day(1), day(2))]


def test_the_hours_of_the_day_on_which_a_time_starts_go_also_where_a_ceiling_is_in_days() -> None:
    """Up to the end of the 14th: thirteen days and a half from the noon of the first."""
    law = law_of("within: 1000 hours of came, at_latest: 9 calendar days of noted")
    case = told(law, ("came", at(1, 12)), ("noted", day(5)))
    assert [left(law, case, each) for each in (at(1, 12), at(1, 18), at(2, 0), at(2, 6))] == [
        "324 hours",
        "318 hours",
        "312 hours",
        "306 hours",
    ]


def test_a_ceiling_that_waits_with_a_stand_still_has_all_of_its_days_left_in_hours() -> None:
    """Nine days of the 5th, whatever its hour: the days from the 6th to the 14th."""
    law = law_of(f"within: 1000 hours of came, at_latest: 9 calendar days of noted, {STANDS_STILL}")
    case = told(law, ("came", at(1, 12)), ("paused", at(2, 9)), ("noted", at(5, 12)))
    assert left(law, case, at(7, 9)) == "216 hours"


def test_a_ceiling_in_hours_that_waits_from_midnight_leaves_the_day_that_then_begins() -> None:
    """Matthew v Sedman [2021] UKSC 19. 100 hours from the midnight before Friday the 5th: up to Tuesday."""
    law = law_of(f"within: 30 calendar days of came, at_latest: 100 hours of noted, {STANDS_STILL}")
    case = told(law, ("came", day(1)), ("paused", day(2)), ("noted", at(5, 0)))
    assert left(law, case, day(7)) == "5 calendar days"


def test_on_the_night_on_which_an_hour_comes_twice_what_started_first_runs_first() -> None:
    """48 hours from 01:50 by summer time; the time that they cap starts at 01:10, twenty minutes later."""
    law = law_of("within: 100 hours of noted, at_latest: 48 hours of came")
    first = datetime(2026, 10, 25, 1, 50, tzinfo=LONDON)
    later = datetime(2026, 10, 25, 1, 10, tzinfo=LONDON, fold=1)
    case = told(law, ("came", first), ("noted", later))
    assert [left(law, case, each) for each in (first, later)] == ["48 hours", "47 hours"]


def test_what_is_left_of_days_up_to_a_ceiling_in_hours() -> None:
    """100 hours from the 5th at noon: the 9th at four. No day before the ceiling began is left."""
    law = law_of("within: 30 calendar days of came, at_latest: 100 hours of noted")
    case = told(law, ("came", day(1)), ("noted", at(5, 12)))
    assert [left(law, case, day(n)) for n in (5, 6, 9)] == [
        "4 calendar days",
        "3 calendar days",
        None,
    ]


def test_what_is_left_before_a_day_from_which_is_counted_back() -> None:
    """Three days before the 20th: the 17th."""
    law = law_of("at_latest: 3 calendar days before heard")
    case = told(law, ("came", day(1)))
    planned = engine.apply(law, case, Action("heard_on", at=day(2), by="ola", settles=day(20)))
    assert clock(law, planned).due == day(17)
    assert [left(law, planned, day(n)) for n in (10, 17)] == ["7 calendar days", "0 calendar days"]


@pytest.mark.parametrize("roll", ["none", "next", "previous"])
def test_while_it_stands_still_what_is_left_knows_of_no_roll(roll: str) -> None:
    """No day is told to which its end would be moved. Six days of the 1st end on Sunday the 7th, from which on it stands
    still; twelve end on Saturday the 13th, and from the 3rd on it stands still."""
    law = law_of(f"within: 6 calendar days of came, {STANDS_STILL}", f"roll: {roll}")
    case = told(law, ("came", day(1)), ("paused", day(7)))
    assert left(law, case, day(10)) == "1 calendar day"
    law = law_of(f"within: 12 calendar days of came, {STANDS_STILL}", f"roll: {roll}")
    case = told(law, ("came", day(1)), ("paused", day(3)))
    assert left(law, case, day(10)) == "11 calendar days"
    assert "11 calendar days are left of its time, and they run on" in explain(clock(law, case))


def test_where_nobody_knows_the_hour_at_least_so_much_is_left() -> None:
    """After 17:00 the 1st counts as the 2nd: 10 working days end on the 15th or the 16th."""
    law = law_of(f"within: 10 working days of came, {STANDS_STILL}", 'cut_off: "17:00"')
    for came, least in ((day(1), "at least 9 working days"), (at(1, 9), "9 working days")):
        case = told(law, ("came", came), ("paused", day(3)))
        assert f"still; {least} are left of its time" in explain(clock(law, case))
    law = law_of(f"within: 48 hours of came, {STANDS_STILL}")
    case = told(law, ("came", day(1)), ("paused", day(2)))
    assert "at least 24 hours are left of its time" in explain(clock(law, case))


LONGER = "may_extend: {longer: {by: officer, up_to: 65 working days of came}}"


def test_a_date_that_was_given_while_it_stands_still_has_run_until_then() -> None:
    """How to say that time stands still: a date that was agreed moves only by the days that stand still after the
    agreement. Three weeks from the 8th to the 30th, and none of them stood still before."""
    law = law_of(f"within: 10 working days of came, {STANDS_STILL}, {LONGER}")
    case = told(law, ("came", day(1)), ("paused", day(3)))
    case = done(law, case, "longer", day(8), "ola", settles=day(30))
    assert [left(law, case, day(n)) for n in (8, 9, 20)] == ["16 working days"] * 3
    assert "16 working days are left of its time, and they run on" in explain(clock(law, case))
    case = done(law, case, "resumed", day(15), "ola")
    assert (clock(law, case).due, left(law, case, day(14))) == (date(2026, 7, 6), "16 working days")


def test_what_was_added_in_another_unit_is_told_as_it_would_have_run_on() -> None:
    """Ten working days of the 1st end on the 15th, two weeks after that on the 29th: 19 working days from the 2nd on;
    but the weeks begin only when the working days are over."""
    law = law_of(
        f"within: 10 working days of came, {STANDS_STILL}, "
        "may_extend: {longer: {by: officer, adds: 2 weeks}}"
    )
    case = told(law, ("came", day(1)), ("longer", day(2)), ("paused", day(3)))
    said = "had it run on, 19 working days would be left of its time"
    assert said in explain(clock(law, case))
    assert left(law, case, day(9)) == "19 working days"


def test_of_what_is_counted_back_in_hours_a_moment_is_open_and_the_hour_of_the_hearing() -> None:
    law = whole_policy(
        (HEADER + TEXT.format(answered="within: 1 working day of came")).replace(
            "noted: {by: officer}", "noted: {by: officer, at_latest: 48 hours before heard}"
        )
    )
    case = done(law, told(law, ("came", day(1))), "heard_on", day(2), "ola", settles=day(29))
    [found] = [each for each in engine.clocks(law, case) if each.step == "noted"]
    assert (
        "open until a moment between Saturday 27 June 2026 at 00:00 and Sunday 28 June 2026 at 00:00: "
        "the hour from which it is counted back is not known"
    ) in explain(found)


def test_what_stood_still_is_not_left_but_what_is_late_is_counted_on() -> None:
    law = law_of(f"within: 5 working days of came, {STANDS_STILL}")
    case = told(law, ("came", day(1)), ("paused", day(3)), ("resumed", day(5)))
    assert clock(law, case).due == day(10)
    assert [left(law, case, day(n)) for n in (2, 4, 5)] == [
        "4 working days",
        "4 working days",
        "3 working days",
    ]
    assert str(clock(law, case).late(as_of=day(12))) == "2 working days"


def test_what_is_left_of_a_ceiling_is_what_it_had_when_it_stopped_not_when_the_rest_did() -> None:
    """10 working days of 1 June 2026 at the latest end on the 15th. From the 3rd on all but the ceiling stands
    still, from the 10th on the ceiling too: the 10th to the 12th and the 15th are left."""
    runs_on = "{first_day: day of noted, last_day: day before heard, ceiling: runs on}, {"
    stands_still = STANDS_STILL.replace("[{", f"[{runs_on}")
    law = law_of(
        f"within: 20 working days of came, at_latest: 10 working days of came, {stands_still}"
    )
    events = [("came", day(1)), ("noted", day(3)), ("paused", day(10))]
    running, stopped = told(law, *events[:2]), told(law, *events)
    assert left(law, running, day(9)) == "4 working days"
    assert clock(law, stopped).latest is None
    assert [left(law, stopped, each) for each in (day(12), day(30))] == ["4 working days"] * 2
