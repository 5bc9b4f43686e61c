"""What recurs by the schedule keeps to it: the n-th time is due where n times as long would end."""

from datetime import date, timedelta

import pytest

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.counts import Reached
from complaintflow.explanation import explain
from complaintflow.procedure import Procedure
from tests.policies import HEADER, clocks_of, done, people, whole_policy

POLICY = """
roles: {customer: {title: You}, officer: {title: The officer}}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      told: {by: officer, every: PERIOD of came from the schedule, stands_still: {first_day: day of paused, last_day: day of resumed}}
    may:
      paused: {by: officer}
      resumed: {by: officer}
ends: {shut: {title: Shut}}
"""


MISSED = """
roles: {customer: {title: You}, officer: {title: The officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      answered: {by: officer, within: 10 working days of came}
      why: {by: officer, within: PERIOD of missed answered}
ends: {shut: {title: Shut}}
"""


def law_of(period: str, counting: str = "day_one: day after") -> Procedure:
    text = POLICY.replace("PERIOD of", period if " with" in period else f"{period} of")
    return whole_policy(HEADER.replace("day_one: day after", counting) + text)


def came(law: Procedure, at: str) -> Case:
    start = date.fromisoformat(at)
    case = engine.begin(law, at=start, people=people(cy="customer", ola="officer"))
    return done(law, case, "came", start, "cy")


def due(law: Procedure, case: Case) -> list[str]:
    return [str(clock.due) for clock in clocks_of(law, case, "told")]


def kept(law: Procedure, case: Case, times: int) -> Case:
    """The case once each time but the last of so many was done on its day."""
    for _ in range(times - 1):
        last = clocks_of(law, case, "told")[-1].due
        assert isinstance(last, date)
        case = done(law, case, "told", last, "ola")
    return case


@pytest.mark.parametrize(
    ("period", "start", "expected"),
    [
        ("2 weeks", "2026-03-02", "03-16 03-30 04-13 04-27"),
        ("2 weeks beginning with", "2026-03-02", "03-15 03-29 04-12 04-26"),
        ("3 calendar days beginning with", "2026-03-02", "03-04 03-07 03-10 03-13"),
        ("5 working days beginning with", "2026-03-02", "03-06 03-13 03-20 03-27"),
        ("5 working days beginning with", "2026-03-07", "03-13 03-20 03-27 04-07"),
        ("1 month", "2026-01-31", "02-28 03-31 04-30 05-31"),
        ("1 month", "2026-01-30", "02-28 03-30 04-30 05-30"),
        ("1 month", "2026-01-15", "02-15 03-15 04-15 05-15"),
        ("1 month beginning with", "2026-01-31", "02-28 03-30 04-30 05-30"),
        ("1 month beginning with", "2026-01-01", "01-31 02-28 03-31 04-30"),
        ("1 month beginning with", "2026-01-15", "02-14 03-14 04-14 05-14"),
        ("2 clear weeks", "2026-03-02", "03-17 04-01 04-16 05-01"),
        ("1 clear month", "2026-01-31", "03-01 04-02 05-03 06-04"),
    ],
)
def test_the_times_of_a_schedule_neither_drift_nor_lose_their_day(
    period: str, start: str, expected: str
) -> None:
    law = law_of(period)
    case = kept(law, came(law, start), 4)
    assert due(law, case) == [f"2026-{each}" for each in expected.split()]


def test_a_leap_day_comes_back() -> None:
    law = law_of("1 year")
    case = kept(law, came(law, "2024-02-29"), 4)
    assert due(law, case) == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_where_the_rule_begins_with_the_start_no_day_is_used_twice() -> None:
    """By `day_one: same day` as by the words; each time has fourteen days, from the day after."""
    law = law_of("2 weeks", "day_one: same day")
    case = kept(law, came(law, "2026-03-02"), 3)
    first, *further = clocks_of(law, case, "told")
    assert due(law, case) == ["2026-03-15", "2026-03-29", "2026-04-12"]
    days = [line.date for clock in (first, *further) for line in clock.days()]
    assert days == [date(2026, 3, 2) + timedelta(days=n) for n in range(42)]
    assert [clock.days()[-1].n for clock in (first, *further)] == [14, 14, 14]
    assert "2 weeks from Sunday 15 March 2026, when told was due" in explain(further[0])


def test_the_days_of_a_month_by_the_schedule_are_those_since_the_last_was_due() -> None:
    law = law_of("1 month")
    case = kept(law, came(law, "2026-01-31"), 2)
    clock = clocks_of(law, case, "told")[1]
    lines = clock.days()
    assert (lines[0].date, lines[0].n) == (date(2026, 3, 1), 1)
    assert (lines[-1].date, lines[-1].n) == (date(2026, 3, 31), 31)
    left = clock.remaining(as_of=date(2026, 3, 1))
    assert left is not None
    assert str(left) == "30 calendar days"
    assert str(clock.deadline.span) == "1 month"
    counted = "2 months from Saturday 31 January 2026, on from Saturday 28 February 2026"
    assert f"{counted}, when told was due" in explain(clock)


def test_a_month_that_was_rolled_goes_on_from_the_day_itself() -> None:
    law = law_of("1 month", "day_one: day after, roll: next")
    case = kept(law, came(law, "2026-01-31"), 4)
    assert due(law, case) == ["2026-03-02", "2026-03-31", "2026-04-30", "2026-06-01"]
    first, second, third, last = map(explain, clocks_of(law, case, "told"))
    for each in (first, second, third, last):
        assert "counted on from where the time before ended, before that was moved" in each
    moved = "where the time before ended, which was moved to Monday 2 March 2026"
    assert f"on from Saturday 28 February 2026, {moved}" in second
    assert "on from Tuesday 31 March 2026, when told was due" in third


def test_what_stood_still_moves_all_the_times_after_it() -> None:
    law = law_of("1 month")
    case = came(law, "2026-01-31")
    case = done(law, case, "paused", date(2026, 2, 10), "ola")
    case = done(law, case, "resumed", date(2026, 2, 14), "ola")
    case = kept(law, case, 4)
    assert due(law, case) == ["2026-03-05", "2026-04-05", "2026-05-05", "2026-06-05"]


def test_what_stood_still_moves_a_month_that_begins_with_a_day_to_the_day_after() -> None:
    law = law_of("1 month beginning with")
    case = came(law, "2026-02-01")
    case = done(law, case, "paused", date(2026, 2, 10), "ola")
    case = done(law, case, "resumed", date(2026, 2, 14), "ola")
    case = kept(law, case, 3)
    assert due(law, case) == ["2026-03-05", "2026-04-05", "2026-05-05"]


def test_what_stood_still_in_a_later_month_moves_the_times_after_that() -> None:
    """What was met early before it stood still keeps its day, and so does the next count begin."""
    law = law_of("1 month")
    case = done(law, came(law, "2026-01-31"), "told", date(2026, 2, 3), "ola")
    case = done(law, case, "paused", date(2026, 2, 27), "ola")
    case = done(law, case, "resumed", date(2026, 3, 2), "ola")
    case = kept(law, case, 3)
    assert due(law, case) == ["2026-02-28", "2026-04-02", "2026-05-02", "2026-06-02"]


def test_a_start_by_time_is_not_deemed_to_be_on_a_working_day() -> None:
    """Nothing came in on Sunday the 22nd, when the time before was due."""
    law = law_of("10 calendar days", "day_one: next working day")
    assert due(law, kept(law, came(law, "2026-03-02"), 4)) == [
        *("2026-03-12", "2026-03-22", "2026-04-01", "2026-04-11")
    ]
    assert due(law, kept(law, came(law, "2026-03-07"), 2)) == ["2026-03-19", "2026-03-29"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("3 working days of", "2026-04-01"),
        ("3 working days beginning with", "2026-04-01"),
        ("1 month beginning with", "2026-04-27"),
        ("2 weeks beginning with", "2026-04-10"),
        ("1 working day beginning with", "2026-03-30"),
    ],
)
def test_what_is_missed_comes_with_the_first_day_after_the_last_in_time_whenever_that_is_over(
    period: str, expected: str
) -> None:
    """How dates are counted: a day that is over at 17:00 has been used, like one that is over at midnight. Ten working
    days beginning with Monday 16 March 2026 end on Friday the 27th."""
    dues: list[str] = []
    for day_ends in ('day_ends: "17:00"', "roll: none"):
        law = whole_policy(
            HEADER.replace("day_one: day after", f"day_one: same day, {day_ends}")
            + MISSED.replace("PERIOD of", period)
        )
        case = came(law, "2026-03-16")
        [clock] = clocks_of(law, case, "why")
        assert isinstance(clock.latest, Reached)
        dues.append(str(clock.latest.unrolled))
        said = "Friday 27 March 2026 was the last day in time; the first after it is the first"
        assert (said in explain(clock)) is ("17:00" in day_ends)
    assert dues == [expected, expected]


def test_where_hours_count_what_is_missed_comes_with_the_first_instant_after() -> None:
    law = whole_policy(
        HEADER.replace("day_one: day after", 'day_one: same day, day_ends: "17:00"')
        + MISSED.replace("PERIOD of", "24 hours of")
    )
    [clock] = clocks_of(law, came(law, "2026-03-16"), "why")
    assert str(clock.due) == "2026-03-28 17:00:00+00:00"
    assert "last day in time" not in explain(clock)


# --- while the case rests in an end ---------------------------------------------------------------

RESTS = """
roles: {customer: {title: You}, officer: {title: The officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    may:
      ended: {by: officer, then: shut}
      called: {by: officer}
throughout:
  must: {told: {by: officer, every: EVERY, until: over}}
  may: {over: {by: officer}}
ends: {shut: {title: Shut, may: {reopened: {by: customer, then: first}}}}
"""


def reopened(every: str, *more: tuple[str, str]) -> tuple[Procedure, Case]:
    law = whole_policy(HEADER + RESTS.replace("EVERY", every))
    case = came(law, "2026-03-02")
    rows = [("told", "2026-03-13"), ("ended", "2026-03-20"), *more, ("reopened", "2026-05-04")]
    for name, at in rows:
        by = "cy" if name == "reopened" else "ola"
        case = done(law, case, name, date.fromisoformat(at), by)
    return law, case


def is_owed(law: Procedure, case: Case, at: str) -> bool:
    owed = engine.owed(law, case, as_of=date.fromisoformat(at))
    return "told" in [each.duty for each in owed]


@pytest.mark.parametrize("way", ["", " from the schedule"])
@pytest.mark.parametrize("since", ["came", "start of first", "last came"])
def test_what_rested_with_the_case_counts_anew_once_a_stage_is_open_again(
    since: str, way: str
) -> None:
    """Decision 0037: nothing falls due while the case rests, and it comes back with the case."""
    law, case = reopened(f"2 weeks of {since}{way}")
    last = "2026-03-30" if way else "2026-03-27"
    assert due(law, case) == ["2026-03-16", last, "2026-05-18"]
    assert not is_owed(law, case, "2026-04-20")
    assert is_owed(law, case, "2026-05-04")
    told = done(law, case, "told", date(2026, 5, 15), "ola")
    assert due(law, told)[2:] == ["2026-05-18", "2026-06-01" if way else "2026-05-29"]
    said = explain(clocks_of(law, case, "told")[2])
    begun = (
        "start of first, which was Monday 4 May 2026."
        if since == "start of first"
        else "Monday 4 May 2026, when the case was open again."
    )
    assert f"Counted: 2 weeks from {begun}" in said


def test_what_was_over_while_the_case_rested_does_not_come_back() -> None:
    law, case = reopened("2 weeks of came", ("over", "2026-04-01"))
    assert due(law, case) == ["2026-03-16", "2026-03-27"]
    assert not is_owed(law, case, "2026-05-20")


def test_what_has_not_begun_when_the_case_rests_does_not_begin_with_its_being_open_again() -> None:
    law, case = reopened("2 weeks of called")
    assert due(law, case) == ["None"]
    called = done(law, case, "called", date(2026, 5, 6), "ola")
    assert due(law, called) == ["2026-05-20"]
