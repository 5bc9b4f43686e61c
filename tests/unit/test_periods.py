import pickle
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaintflow.bank_holidays import uk
from complaintflow.calendars import EVERY_DAY, Calendar, OutsideCalendar
from complaintflow.conventions import DayOne, Roll, Span, Unit
from complaintflow.counts import CountedDay, Reached, Still, day_zero
from complaintflow.errors import InputError
from complaintflow.periods import counted_between, earliest_and_latest, hours_between, reach, rolled
from complaintflow.written import parse_span, parse_when

LONDON = ZoneInfo("Europe/London")
ENGLAND = "england-and-wales"
DAY_AFTER, SAME_DAY, NEXT_WORKING_DAY = DayOne


def count(
    period: str,
    start: str | date | datetime,
    *,
    calendar: Calendar | str = ENGLAND,
    day_one: DayOne = DAY_AFTER,
    zone: ZoneInfo = LONDON,
    backwards: bool = False,
    clear: bool = False,
    roll: Roll = Roll.NONE,
) -> Reached:
    return reach(
        parse_when(start, zone) if isinstance(start, str) else start,
        parse_span(period),
        calendar=uk(calendar) if isinstance(calendar, str) else calendar,
        day_one=day_one,
        zone=zone,
        backwards=backwards,
        clear=clear,
        roll=roll,
    )


def day(text: str) -> date:
    return date.fromisoformat(text)


def lines(reached: Reached) -> list[str]:
    """The ledger as text: the day, then its place in the count or why it has none."""
    return [f"{line.date:%a %d %b} {line.n or line.why}" for line in reached.days()]


# Working days


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-23", "2026-04-22"),  # Monday; Good Friday and Easter Monday inside
        ("2026-03-27", "2026-04-28"),  # Friday
        ("2026-03-28", "2026-04-28"),  # Saturday
        ("2026-03-29", "2026-04-28"),  # Sunday
        ("2026-04-03", "2026-05-05"),  # Good Friday; 4 May is off
        ("2026-12-24", "2027-01-26"),  # across the year end: 25 and 28 December, 1 January
    ],
)
def test_day_after_begins_with_the_first_counted_day_after_the_start(start: str, due: str) -> None:
    assert count("20 working days", start).due == day(due)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-23", "2026-04-21"),
        ("2026-03-27", "2026-04-27"),
        ("2026-03-28", "2026-04-28"),
        ("2026-03-29", "2026-04-28"),
        ("2026-04-03", "2026-05-05"),
    ],
)
def test_same_day_begins_with_the_start_or_the_first_counted_day_after_it(
    start: str, due: str
) -> None:
    assert count("20 working days", start, day_one=SAME_DAY).due == day(due)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-23", "2026-04-22"),
        ("2026-03-27", "2026-04-28"),
        ("2026-03-28", "2026-04-29"),
        ("2026-03-29", "2026-04-29"),
        ("2026-03-30", "2026-04-29"),
        ("2026-04-03", "2026-05-06"),  # deemed Tuesday 7 April
    ],
)
def test_next_working_day_deems_a_start_at_the_weekend_to_be_on_monday(
    start: str, due: str
) -> None:
    assert count("20 working days", start, day_one=NEXT_WORKING_DAY).due == day(due)


def test_two_government_rules_differ_by_a_day_for_the_same_saturday_receipt() -> None:
    ministry = count("20 working days", "2021-07-03")
    newcastle = count("20 working days", "2021-07-03", day_one=NEXT_WORKING_DAY)
    assert (ministry.due, newcastle.due) == (day("2021-07-30"), day("2021-08-02"))


@pytest.mark.parametrize(
    ("day_one", "start", "due"),
    [
        (DAY_AFTER, "2026-04-08", "2026-04-02"),
        (DAY_AFTER, "2026-04-05", "2026-04-01"),
        (SAME_DAY, "2026-04-08", "2026-04-07"),
        (SAME_DAY, "2026-04-05", "2026-04-01"),
        (NEXT_WORKING_DAY, "2026-04-08", "2026-04-02"),
        (NEXT_WORKING_DAY, "2026-04-05", "2026-03-31"),  # deemed Thursday 2 April
    ],
)
def test_counting_back_mirrors_every_convention(day_one: DayOne, start: str, due: str) -> None:
    assert count("2 working days", start, day_one=day_one, backwards=True).due == day(due)


def test_the_length_of_a_day_does_not_matter_to_working_days() -> None:
    for clock in ("00:01", "16:30", "23:59:59"):
        reached = count("20 working days", f"2026-03-23T{clock}")
        assert reached.due == day("2026-04-22")
        assert reached.days() == count("20 working days", "2026-03-23").days()


def test_a_moment_counts_as_its_date_in_the_zone_that_is_meant() -> None:
    late = datetime(2026, 3, 23, 23, 30, tzinfo=UTC)
    tokyo = ZoneInfo("Asia/Tokyo")
    assert count("1 working days", late).due == day("2026-03-24")
    assert count("1 working days", late, zone=tokyo).due == day("2026-03-25")


# Midnight


def test_after_a_moment_at_midnight_the_day_that_begins_is_day_one() -> None:
    """Matthew v Sedman [2021] UKSC 19."""
    reached = count("2 working days", "2026-03-24T00:00")
    assert reached.due == day("2026-03-25")
    assert lines(reached) == ["Tue 24 Mar 1", "Wed 25 Mar 2"]
    assert count("6 years", "2011-06-03T00:00").due == day("2017-06-02")


def test_t24_is_the_midnight_that_ends_the_day() -> None:
    ended, begun = "2026-03-23T24:00", "2026-03-24T00:00"
    assert parse_when(ended, LONDON) == parse_when(begun, LONDON)
    assert count("2 working days", ended).due == count("2 working days", "2026-03-23").due


def test_after_midnight_before_a_weekend_the_weekend_is_listed() -> None:
    assert lines(count("1 working day", "2026-03-20T24:00")) == [
        "Sat 21 Mar Saturday",
        "Sun 22 Mar Sunday",
        "Mon 23 Mar 1",
    ]


def test_a_same_day_start_at_midnight_begins_with_the_day_that_begins() -> None:
    reached = count("2 working days", "2026-03-24T00:00", day_one=SAME_DAY)
    assert reached.due == day("2026-03-25")
    assert lines(reached) == ["Tue 24 Mar 1", "Wed 25 Mar 2"]


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-20T23:59", "2026-03-23"),
        ("2026-03-20T24:00", "2026-03-23"),  # ends a Friday
        ("2026-03-21T24:00", "2026-03-24"),  # ends a Saturday
        ("2026-03-22T24:00", "2026-03-24"),  # ends a Sunday
        ("2026-03-23T24:00", "2026-03-24"),
    ],
)
def test_midnight_at_the_end_of_a_weekend_is_deemed_to_be_on_the_working_day(
    start: str, due: str
) -> None:
    assert count("1 working day", start, day_one=NEXT_WORKING_DAY).due == day(due)


@pytest.mark.parametrize("day_one", DayOne)
def test_counted_back_from_midnight_the_day_that_ended_is_day_one(day_one: DayOne) -> None:
    reached = count("2 working days", "2026-03-25T24:00", day_one=day_one, backwards=True)
    assert lines(reached) == ["Wed 25 Mar 1", "Tue 24 Mar 2"]


def test_months_from_midnight_end_with_the_month_where_they_begin_with_one() -> None:
    assert count("1 month", "2026-03-01T00:00").due == day("2026-03-31")
    assert count("1 month", "2026-02-28T23:59").due == day("2026-03-28")
    assert count("1 month", "2026-03-31T00:00").due == day("2026-04-30")
    assert count("1 month", "2026-03-30T23:59").due == day("2026-04-30")
    assert count("2 weeks", "2026-03-01T00:00").due == day("2026-03-14")
    assert count("2 calendar days", "2026-03-01T00:00").due == day("2026-03-02")


def test_where_the_clocks_skip_midnight_the_day_begins_when_they_go_on() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    begins = datetime(2022, 3, 27, 1, 0, tzinfo=beirut)
    assert count("1 calendar day", begins, zone=beirut).due == day("2022-03-27")
    later = datetime(2022, 3, 27, 1, 1, tzinfo=beirut)
    assert count("1 calendar day", later, zone=beirut).due == day("2022-03-28")


def test_where_the_clocks_show_midnight_twice_only_the_first_begins_the_day() -> None:
    havana = ZoneInfo("America/Havana")
    first = datetime(2022, 11, 6, 0, 0, tzinfo=havana)
    assert count("1 calendar day", first, zone=havana).due == day("2022-11-06")
    again = first.replace(fold=1)
    assert count("1 calendar day", again, zone=havana).due == day("2022-11-07")


# Calendar days, weeks, months, years


@pytest.mark.parametrize(
    ("period", "start", "due"),
    [
        ("14 calendar days", "2017-10-02", "2017-10-16"),
        ("13 weeks", "2026-03-17", "2026-06-16"),
        ("65 working days", "2026-03-17", "2026-06-22"),
        ("1 month", "2026-01-31", "2026-02-28"),
        ("1 month", "2024-01-30", "2024-02-29"),
        ("1 month", "2026-02-28", "2026-03-28"),
        ("12 months", "2024-02-29", "2025-02-28"),
        ("1 year", "2024-02-29", "2025-02-28"),
        ("3 years", "1954-11-08", "1957-11-08"),
    ],
)
def test_other_periods_count_every_day(period: str, start: str, due: str) -> None:
    assert count(period, start).due == day(due)


@pytest.mark.parametrize(
    ("period", "start", "due"),
    [
        ("1 calendar day", "2026-03-21", "2026-03-21"),
        ("14 calendar days", "2026-03-21", "2026-04-03"),
        ("1 week", "2026-03-21", "2026-03-27"),
        ("1 month", "2026-03-01", "2026-03-31"),
        ("1 year", "2026-03-21", "2027-03-20"),
    ],
)
def test_same_day_ends_the_day_before_the_corresponding_date(
    period: str, start: str, due: str
) -> None:
    assert count(period, start, day_one=SAME_DAY).due == day(due)


@pytest.mark.parametrize(
    ("period", "start", "due"),
    [
        ("1 month", "2026-01-28", "2026-02-27"),
        ("1 month", "2026-01-29", "2026-02-28"),
        ("1 month", "2026-01-30", "2026-02-28"),
        ("1 month", "2026-01-31", "2026-02-28"),
        ("1 month", "2026-02-01", "2026-02-28"),
        ("1 month", "2026-02-02", "2026-03-01"),
        ("3 months", "2025-11-30", "2026-02-28"),
        ("3 months", "2023-11-30", "2024-02-29"),
        ("6 months", "2025-10-31", "2026-04-30"),
        ("1 year", "2024-02-29", "2025-02-28"),
        ("1 year", "2023-03-01", "2024-02-29"),
        ("3 months", "1991-04-30", "1991-07-29"),  # University of Cambridge v Murray
    ],
)
def test_months_that_begin_with_their_start_lose_no_day_where_a_month_is_too_short(
    period: str, start: str, due: str
) -> None:
    """Until the day before the corresponding date, or the last day of a month that has no such date:
    Insolvency (Scotland) (Company Voluntary Arrangements and Administration) Rules 2018, rule
    1.4(2)(a); Regulation (EEC, Euratom) No 1182/71, article 3(2)(c)."""
    reached = count(period, start, day_one=SAME_DAY)
    assert reached.due == day(due)
    assert reached.days()[0] == (day(start), True, 1, None)
    assert count(period, f"{start}T00:00", day_one=SAME_DAY).due == day(due)
    assert count(period, f"{start}T00:00", day_one=DAY_AFTER).due == day(due)


@pytest.mark.parametrize(
    ("day_one", "due"),
    [(DAY_AFTER, "2026-02-28"), (SAME_DAY, "2026-03-01"), (NEXT_WORKING_DAY, "2026-02-28")],
)
def test_months_are_counted_back_to_the_corresponding_date(day_one: DayOne, due: str) -> None:
    assert count("1 month", "2026-03-31", day_one=day_one, backwards=True).due == day(due)


@pytest.mark.parametrize(
    ("period", "start", "due"),
    [
        ("1 month", "2026-03-27", "2026-02-28"),
        ("1 month", "2026-03-28", "2026-02-28"),
        ("1 month", "2026-03-30", "2026-02-28"),
        ("1 month", "2026-03-31", "2026-03-01"),
        ("1 month", "2026-04-30", "2026-04-01"),
        ("1 year", "2024-02-28", "2023-02-28"),
        ("1 year", "2024-02-29", "2023-03-01"),
        ("1 month", "9999-12-31", "9999-12-01"),
    ],
)
def test_months_back_that_begin_with_their_start_go_from_the_day_after_it(
    period: str, start: str, due: str
) -> None:
    """In the mirror: whole months where the start is the last day of one."""
    reached = count(period, start, day_one=SAME_DAY, backwards=True)
    assert reached.due == day(due)
    assert reached.days()[0] == (day(start), True, 1, None)
    if start < "9999":
        following = day(start) + timedelta(days=1)
        assert count(period, str(following), backwards=True).due == day(due)


def test_months_that_begin_with_a_month_may_end_with_the_last_of_all() -> None:
    assert count("1 month", "9999-12-01", day_one=SAME_DAY).due == day("9999-12-31")
    with pytest.raises(OutsideCalendar):
        count("1 month", "9999-12-02", day_one=DAY_AFTER)


def test_months_run_from_the_working_day_on_which_the_start_is_deemed_to_be() -> None:
    reached = count("1 month", "2026-03-21", day_one=NEXT_WORKING_DAY)
    assert reached.due == day("2026-04-23")
    assert lines(reached)[:3] == [
        "Sun 22 Mar Sunday",
        "Mon 23 Mar the start is deemed to be on this day",
        "Tue 24 Mar 1",
    ]
    assert reached.days()[-1].n == 31
    every = count("1 month", "2026-03-21", day_one=NEXT_WORKING_DAY, calendar=EVERY_DAY)
    assert every.due == day("2026-04-21")


def test_weeks_do_not_ask_the_calendar() -> None:
    assert count("2 weeks", "1900-01-01").due == day("1900-01-15")
    assert count("2 weeks", "2150-01-01").days()[-1] == (day("2150-01-15"), True, 14, None)


# Clear days


def test_clear_days_leave_out_both_ends() -> None:
    """The example of the Civil Procedure Rules r2.8(3)."""
    reached = count("3 calendar days", "2017-10-20", backwards=True, clear=True)
    assert reached.due == day("2017-10-16")
    assert lines(reached) == [
        "Thu 19 Oct 1",
        "Wed 18 Oct 2",
        "Tue 17 Oct 3",
        "Mon 16 Oct the end of clear days is not one of them",
    ]


def test_clear_working_days_end_on_the_working_day_beyond_them() -> None:
    reached = count("2 working days", "2026-04-01", clear=True)
    assert reached.due == day("2026-04-08")
    assert lines(reached) == [
        "Thu 02 Apr 1",
        "Fri 03 Apr Good Friday",
        "Sat 04 Apr Saturday",
        "Sun 05 Apr Sunday",
        "Mon 06 Apr Easter Monday",
        "Tue 07 Apr 2",
        "Wed 08 Apr the end of clear days is not one of them",
    ]


def test_clear_working_days_are_the_same_by_date_and_by_moment() -> None:
    for back in (False, True):
        by_date = count("5 working days", "2026-04-08", clear=True, backwards=back)
        by_moment = count("5 working days", "2026-04-08T12:00", clear=True, backwards=back)
        assert by_date.due == by_moment.due == day("2026-03-27" if back else "2026-04-16")


@pytest.mark.parametrize(
    ("period", "due", "back"),
    [
        ("2 weeks", "2026-04-07", "2026-03-08"),
        ("1 month", "2026-04-24", "2026-02-22"),
        ("1 year", "2027-03-24", "2025-03-22"),
    ],
)
def test_longer_clear_periods_end_a_day_further_on(period: str, due: str, back: str) -> None:
    assert count(period, "2026-03-23", clear=True).due == day(due)
    assert count(period, "2026-03-23", clear=True, backwards=True).due == day(back)


def test_clear_days_that_begin_with_the_start_are_a_contradiction() -> None:
    with pytest.raises(InputError, match="clear days leave out the start, 'same day' counts it"):
        count("3 working days", "2026-03-23", day_one=SAME_DAY, clear=True)


# Rolling


@pytest.mark.parametrize(
    ("roll", "due"),
    [(Roll.NONE, "2026-04-04"), (Roll.NEXT, "2026-04-07"), (Roll.PREVIOUS, "2026-04-02")],
)
@pytest.mark.parametrize(("start", "backwards"), [("2026-03-21", False), ("2026-04-18", True)])
def test_an_end_at_the_weekend_rolls_later_or_earlier(
    roll: Roll, due: str, start: str, backwards: bool
) -> None:
    reached = count("2 weeks", start, roll=roll, backwards=backwards)
    assert reached.due == day(due)
    assert reached.unrolled == day("2026-04-04")
    assert reached.rolled is (roll is not Roll.NONE)


@pytest.mark.parametrize(
    ("period", "start", "due", "more"),
    [
        ("1 calendar day", "2026-04-04", "2026-04-05", {}),  # Easter
        ("2 calendar days", "2026-04-03", "2026-04-05", {}),
        ("2 calendar days", "2026-04-02", "2026-04-02", {}),  # the day on which it came
        ("3 calendar days", "2026-04-01", "2026-04-02", {}),
        ("1 calendar day", "2026-04-04", "2026-04-04", {"day_one": SAME_DAY}),
        ("1 calendar day", "2026-04-03T00:00", "2026-04-03", {}),
        ("1 calendar day", "2026-04-02T23:59", "2026-04-02", {}),
        ("1 calendar day", "2026-04-05", "2026-04-04", {"backwards": True}),
        ("1 calendar day", "2026-04-07", "2026-04-07", {"backwards": True}),
        ("1 calendar day", "2026-04-07T00:00", "2026-04-06", {"backwards": True}),
        ("2 calendar days", "2026-04-08T00:00", "2026-04-07", {"backwards": True}),
        ("1 calendar day", "2026-04-07T00:01", "2026-04-07", {"backwards": True}),
    ],
)
def test_no_end_rolls_back_past_the_day_from_which_it_is_counted(
    period: str, start: str, due: str, more: dict[str, Any]
) -> None:
    """Nothing is due before it came; then the end stays on the day off."""
    roll = Roll.NEXT if more.get("backwards") else Roll.PREVIOUS
    reached = count(period, start, roll=roll, **more)
    assert reached.due == day(due)
    again = rolled(count(period, start, **more), roll)
    assert (again.due, again.unrolled) == (reached.due, reached.unrolled)


def test_a_moment_that_was_agreed_stays_where_it_would_roll_before_the_start() -> None:
    agreed = parse_when("2026-04-05T12:00", LONDON)
    week = count("1 week", "2026-04-04")._replace(due=agreed, unrolled=agreed)
    assert rolled(week, Roll.PREVIOUS).due == agreed


def test_a_roll_may_leave_the_month() -> None:
    assert count("1 month", "2026-04-30", roll=Roll.NEXT).due == day("2026-06-01")
    assert count("1 month", "2026-02-01", roll=Roll.PREVIOUS).due == day("2026-02-27")


def test_days_that_the_end_rolled_over_are_in_the_ledger() -> None:
    assert lines(count("2 calendar days", "2026-04-02", roll=Roll.NEXT)) == [
        "Fri 03 Apr 1",
        "Sat 04 Apr 2",
        "Sun 05 Apr Sunday",
        "Mon 06 Apr Easter Monday",
        "Tue 07 Apr the end is moved to this working day",
    ]


def test_the_ledger_of_an_end_that_rolled_back_stops_at_the_end() -> None:
    reached = count("4 calendar days", "2026-04-01", roll=Roll.PREVIOUS)
    assert lines(reached) == ["Thu 02 Apr 1"]
    assert reached.unrolled == day("2026-04-05")


def test_an_end_on_a_working_day_stays() -> None:
    for roll in Roll:
        for period in ("1 week", "1 working day"):
            assert not count(period, "2026-03-24", roll=roll).rolled


def test_clear_days_roll_from_the_day_beyond_them() -> None:
    reached = count("1 calendar day", "2026-04-02", clear=True, roll=Roll.NEXT)
    assert lines(reached) == [
        "Fri 03 Apr 1",
        "Sat 04 Apr the end of clear days is not one of them",
        "Sun 05 Apr Sunday",
        "Mon 06 Apr Easter Monday",
        "Tue 07 Apr the end is moved to this working day",
    ]


# The ledger


def test_the_ledger_begins_with_a_start_that_is_counted() -> None:
    assert lines(count("2 working days", "2026-03-20", day_one=SAME_DAY)) == [
        "Fri 20 Mar 1",
        "Sat 21 Mar Saturday",
        "Sun 22 Mar Sunday",
        "Mon 23 Mar 2",
    ]


def test_the_ledger_begins_after_a_start_that_is_not_counted() -> None:
    for day_one in (SAME_DAY, DAY_AFTER):
        reached = count("1 working day", "2026-03-21", day_one=day_one)
        assert lines(reached) == ["Sun 22 Mar Sunday", "Mon 23 Mar 1"]


def test_the_ledger_shows_the_day_on_which_the_start_is_deemed_to_be() -> None:
    reached = count("1 working day", "2026-03-21", day_one=NEXT_WORKING_DAY)
    assert lines(reached) == [
        "Sun 22 Mar Sunday",
        "Mon 23 Mar the start is deemed to be on this day",
        "Tue 24 Mar 1",
    ]
    at_midnight = count("1 working day", "2026-03-22T00:00", day_one=NEXT_WORKING_DAY)
    assert at_midnight.days() == reached.days()


def test_the_ledger_of_a_count_back_begins_with_the_nearest_day() -> None:
    assert lines(count("2 working days", "2026-03-24", backwards=True)) == [
        "Mon 23 Mar 1",
        "Sun 22 Mar Sunday",
        "Sat 21 Mar Saturday",
        "Fri 20 Mar 2",
    ]
    deemed = count("1 working day", "2026-03-22", backwards=True, day_one=NEXT_WORKING_DAY)
    assert lines(deemed) == [
        "Sat 21 Mar Saturday",
        "Fri 20 Mar the start is deemed to be on this day",
        "Thu 19 Mar 1",
    ]
    same = count("1 working day", "2026-03-22", backwards=True, day_one=SAME_DAY)
    assert lines(same) == ["Sat 21 Mar Saturday", "Fri 20 Mar 1"]


def test_a_day_is_counted_where_it_has_a_place_in_the_count() -> None:
    lines = count("3 working days", "2026-04-02").days()
    assert [line.counted for line in lines] == [False] * 4 + [True] * 3
    assert all(line.counted is (line.n is not None) for line in lines)


@pytest.mark.parametrize(
    ("period", "start", "more", "zero"),
    [
        ("5 working days", "2026-03-23", {}, "2026-03-23"),
        ("5 working days", "2026-03-23", {"day_one": SAME_DAY}, "2026-03-22"),
        ("5 working days", "2026-03-23", {"backwards": True}, "2026-03-23"),
        ("5 working days", "2026-03-23", {"backwards": True, "day_one": SAME_DAY}, "2026-03-24"),
        ("5 working days", "2026-03-21", {"day_one": NEXT_WORKING_DAY}, "2026-03-23"),
        ("5 working days", "2026-03-23T00:00", {}, "2026-03-22"),
        ("5 weeks", "2026-03-23T09:00", {}, "2026-03-23"),
        ("5 hours", "2026-03-23T00:00", {}, "2026-03-22"),
        ("5 hours", "2026-03-23T00:00", {"backwards": True}, "2026-03-23"),
        ("5 hours", "2026-03-23T00:01", {}, "2026-03-23"),
        ("5 hours", "2026-06-30T23:30+00:00", {}, "2026-07-01"),  # half past midnight in London
    ],
)
def test_day_zero_is_the_one_after_which_days_are_counted(
    period: str, start: str, more: dict[str, DayOne], zero: str
) -> None:
    assert day_zero(count(period, start, **more)) == day(zero)  # type: ignore[arg-type]


def test_the_ledger_of_what_counts_every_day_begins_with_a_start_that_is_day_one() -> None:
    week = count("1 week", "2026-03-21", day_one=SAME_DAY).days()
    assert [week[0].date, week[0].n, week[-1].date] == [day("2026-03-21"), 1, day("2026-03-27")]


def test_counted_back_from_midnight_on_a_weekend_the_ledger_begins_the_day_before() -> None:
    """The midnight with which Sunday begins is deemed to be on Friday, and Thursday is day one."""
    more = {"day_one": NEXT_WORKING_DAY, "backwards": True}
    back = count("1 working day", "2026-03-22T00:00", **more)  # type: ignore[arg-type]
    assert lines(back) == [
        "Sat 21 Mar Saturday",
        "Fri 20 Mar the start is deemed to be on this day",
        "Thu 19 Mar 1",
    ]


def test_an_end_can_be_rolled_afterwards() -> None:
    saturday = count("1 week", "2026-03-21")
    assert rolled(saturday, Roll.NONE) is saturday
    later, earlier = rolled(saturday, Roll.NEXT), rolled(saturday, Roll.PREVIOUS)
    assert (later.due, later.unrolled, later.roll) == (
        day("2026-03-30"),
        day("2026-03-28"),
        Roll.NEXT,
    )
    assert (earlier.due, earlier.roll) == (day("2026-03-27"), Roll.PREVIOUS)
    assert later == count("1 week", "2026-03-21", roll=Roll.NEXT)


def test_a_line_of_the_ledger_has_names() -> None:
    line = count("1 working day", "2026-03-23").days()[0]
    assert line == CountedDay(date=day("2026-03-24"), counted=True, n=1, why=None)


# Hours


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-23T17:30", "2026-03-24T17:30:00+00:00"),
        ("2026-03-28T12:00", "2026-03-29T13:00:00+01:00"),
        ("2026-10-24T12:00", "2026-10-25T11:00:00+00:00"),
        ("2026-10-25T01:30+01:00", "2026-10-26T00:30:00+00:00"),
        ("2026-10-24T00:30", "2026-10-25T00:30:00+01:00"),
        ("2026-10-24T01:30", "2026-10-25T01:30:00+01:00"),
        ("2026-10-24T02:30", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_hours_are_time_that_passes_also_when_the_clocks_change(start: str, due: str) -> None:
    reached = count("24 hours", start)
    assert isinstance(reached.due, datetime)
    assert reached.due.isoformat() == due
    assert reached.due.tzinfo is LONDON
    assert reached.days() == ()


def test_hours_are_counted_back() -> None:
    reached = count("48 hours", "2026-03-30T12:00", backwards=True)
    assert reached.due == datetime(2026, 3, 28, 11, 0, tzinfo=LONDON)


def test_hours_need_a_moment() -> None:
    with pytest.raises(InputError, match="give a moment such as 2026-03-23T09:00"):
        count("24 hours", "2026-03-23")


def test_hours_have_no_clear_days() -> None:
    with pytest.raises(InputError, match="no clear days"):
        count("24 hours", "2026-03-23T12:00", clear=True)


@pytest.mark.parametrize("period", ["24 hours", "1 working day", "1 month"])
def test_a_moment_without_an_offset_is_refused(period: str) -> None:
    with pytest.raises(InputError, match="carries no offset"):
        count(period, datetime(2026, 3, 23, 12, 0))  # noqa: DTZ001  naive on purpose


@pytest.mark.parametrize("roll", [Roll.NEXT, Roll.PREVIOUS])
def test_hours_stay_where_they_end(roll: Roll) -> None:
    """Regulation (EEC, Euratom) No 1182/71, article 3(4)."""
    with pytest.raises(InputError, match="not rolled to a working day; leave out `roll`, or"):
        count("24 hours", "2026-03-27T09:00", roll=roll)
    with pytest.raises(InputError, match="hours are not rolled"):
        rolled(count("24 hours", "2026-03-27T09:00"), roll)


@pytest.mark.parametrize(
    ("agreed", "roll", "due"),
    [
        ("2026-04-03T12:00", Roll.NEXT, "2026-04-07T12:00:00+01:00"),
        ("2026-04-03T12:00", Roll.PREVIOUS, "2026-04-02T12:00:00+01:00"),
        ("2026-04-02T12:00", Roll.NEXT, "2026-04-02T12:00:00+01:00"),
        ("2026-03-28T12:00", Roll.NEXT, "2026-03-30T12:00:00+01:00"),
        ("2026-04-02T24:00", Roll.NEXT, "2026-04-03T00:00:00+01:00"),  # ends Thursday
        ("2026-04-03T24:00", Roll.NEXT, "2026-04-08T00:00:00+01:00"),  # ends Good Friday
        ("2026-04-03T24:00", Roll.PREVIOUS, "2026-04-03T00:00:00+01:00"),
    ],
)
def test_a_moment_that_was_agreed_rolls_to_the_same_time_of_a_working_day(
    agreed: str, roll: Roll, due: str
) -> None:
    end = parse_when(agreed, LONDON)
    reached = rolled(count("1 week", "2026-03-21")._replace(due=end, unrolled=end), roll)
    assert isinstance(reached.due, datetime)
    assert reached.due.isoformat() == due
    assert reached.unrolled == end


def test_a_moment_that_rolls_into_a_gap_of_the_clocks_is_one_that_exists() -> None:
    sundays = Calendar("s", (6,), (), day("2026-01-01"), day("2026-12-31"), None, "", "")
    end = parse_when("2026-03-28T01:30", LONDON)
    saturday = count("1 week", "2026-03-21", calendar=sundays)._replace(due=end, unrolled=end)
    assert rolled(saturday, Roll.NEXT).due == datetime(2026, 3, 29, 2, 30, tzinfo=LONDON)


def test_hours_from_a_bare_date_are_a_range() -> None:
    earliest, latest = earliest_and_latest(
        day("2026-03-28"),
        Span(24, Unit.HOURS),
        calendar=EVERY_DAY,
        day_one=DAY_AFTER,
        zone=LONDON,
    )
    assert earliest.due == datetime(2026, 3, 29, 0, 0, tzinfo=LONDON)
    assert latest.due == datetime(2026, 3, 30, 1, 0, tzinfo=LONDON)
    assert earliest.start == datetime(2026, 3, 28, 0, 0, tzinfo=LONDON)


def test_hours_back_from_a_bare_date_are_a_range_too() -> None:
    earliest, latest = earliest_and_latest(
        day("2026-03-23"),
        Span(24, Unit.HOURS),
        calendar=uk(ENGLAND),
        day_one=DAY_AFTER,
        zone=LONDON,
        backwards=True,
    )
    assert earliest.due == datetime(2026, 3, 22, 0, 0, tzinfo=LONDON)
    assert latest.due == datetime(2026, 3, 23, 0, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "span"),
    [
        (date(2026, 3, 28), Span(1, Unit.WORKING_DAYS)),
        (datetime(2026, 3, 28, 12, tzinfo=LONDON), Span(24, Unit.HOURS)),
    ],
)
def test_in_every_other_case_earliest_and_latest_are_one(
    start: date | datetime, span: Span
) -> None:
    earliest, latest = earliest_and_latest(
        start, span, calendar=uk(ENGLAND), day_one=DAY_AFTER, zone=LONDON
    )
    assert earliest is latest


def test_earliest_and_latest_keep_every_choice() -> None:
    """Clear days back from a Monday: Friday and Thursday are the two, Wednesday is beyond them."""
    ends = earliest_and_latest(
        date(2026, 3, 23),
        Span(2, Unit.WORKING_DAYS),
        calendar=uk(ENGLAND),
        day_one=DAY_AFTER,
        zone=LONDON,
        backwards=True,
        clear=True,
    )
    assert [end.due for end in ends] == [date(2026, 3, 18)] * 2


# The edges of the calendar and of time


@pytest.mark.parametrize("start", ["1989-12-31", "2100-01-01"])
@pytest.mark.parametrize("day_one", DayOne)
@pytest.mark.parametrize("backwards", [False, True])
def test_working_days_from_outside_the_calendar_are_refused(
    start: str, day_one: DayOne, backwards: bool
) -> None:
    with pytest.raises(OutsideCalendar):
        count("5 working days", start, day_one=day_one, backwards=backwards)


def test_working_days_to_outside_the_calendar_are_refused() -> None:
    assert count("1 working day", "2099-12-30").due == day("2099-12-31")
    assert count("1 working day", "1990-01-03", backwards=True).due == day("1990-01-02")
    with pytest.raises(OutsideCalendar):
        count("1 working day", "2099-12-31")
    with pytest.raises(OutsideCalendar):
        count("1 working day", "1990-01-02", backwards=True)


def test_at_the_midnight_that_begins_the_calendar_its_first_days_are_counted() -> None:
    assert count("1 working day", "1990-01-01T00:00").due == day("1990-01-02")
    with pytest.raises(OutsideCalendar):  # whether 1989-12-31 counts is not known
        count("1 working day", "1990-01-01T00:00", day_one=NEXT_WORKING_DAY)


@pytest.mark.parametrize(
    ("start", "backwards", "roll"),
    [
        ("2099-12-31", False, Roll.NEXT),
        ("2099-12-31", False, Roll.PREVIOUS),
        ("1990-01-02", True, Roll.PREVIOUS),
        ("1990-01-08", True, Roll.PREVIOUS),
    ],
)
def test_a_roll_outside_the_calendar_is_refused(start: str, backwards: bool, roll: Roll) -> None:
    assert not count("1 week", start, backwards=backwards).rolled
    with pytest.raises(OutsideCalendar):
        count("1 week", start, backwards=backwards, roll=roll)


@pytest.mark.parametrize("unit", list(Unit)[:-1])
@pytest.mark.parametrize("day_one", DayOne)
@pytest.mark.parametrize(
    ("start", "backwards"),
    [
        (date.max, False),
        (date.min, True),
        (datetime.max.replace(tzinfo=UTC), False),
        (datetime.min.replace(tzinfo=UTC), True),
    ],
)
@pytest.mark.parametrize("amount", [2, 40_000, 99_999_999])
def test_past_the_last_and_the_first_date_a_count_is_refused(
    unit: Unit, day_one: DayOne, start: date, backwards: bool, amount: int
) -> None:
    with pytest.raises(OutsideCalendar):
        reach(
            start,
            Span(amount, unit),
            calendar=EVERY_DAY,
            day_one=day_one,
            zone=ZoneInfo("UTC"),
            backwards=backwards,
        )


@pytest.mark.parametrize("day_one", [DAY_AFTER, SAME_DAY])
@pytest.mark.parametrize("unit", list(Unit)[:-1])
def test_midnight_at_the_beginning_of_time_is_counted_from(day_one: DayOne, unit: Unit) -> None:
    start = datetime.min.replace(tzinfo=UTC)
    reached = reach(start, Span(1, unit), calendar=EVERY_DAY, day_one=day_one, zone=ZoneInfo("UTC"))
    assert reached.days()[0] == (date.min, True, 1, None)
    with pytest.raises(OutsideCalendar):
        reach(
            start,
            Span(1, unit),
            calendar=EVERY_DAY,
            day_one=NEXT_WORKING_DAY,
            zone=ZoneInfo("UTC"),
        )


@pytest.mark.parametrize(
    ("start", "zone", "backwards"),
    [
        (datetime.max.replace(tzinfo=UTC), "UTC", False),
        (datetime.max.replace(tzinfo=UTC), "Asia/Tokyo", False),
        (datetime.min.replace(tzinfo=UTC), "UTC", True),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=9))), "UTC", False),
        (datetime.max.replace(tzinfo=UTC) - timedelta(hours=3), "Asia/Tokyo", True),
    ],
)
def test_hours_at_the_ends_of_time_are_refused(start: datetime, zone: str, backwards: bool) -> None:
    with pytest.raises(OutsideCalendar):
        count("2 hours", start, zone=ZoneInfo(zone), backwards=backwards)
    with pytest.raises(OutsideCalendar):
        count("1 hours", datetime(9999, 12, 31, 23, 30, tzinfo=UTC), zone=ZoneInfo("UTC"))


def test_a_moment_that_has_no_date_in_the_zone_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        count("1 week", datetime.max.replace(tzinfo=UTC), zone=ZoneInfo("Asia/Tokyo"))


def test_the_last_date_has_no_end_from_which_hours_could_run() -> None:
    with pytest.raises(OutsideCalendar):
        earliest_and_latest(
            date.max,
            Span(1, Unit.HOURS),
            calendar=EVERY_DAY,
            day_one=DAY_AFTER,
            zone=LONDON,
            backwards=True,
        )


def test_the_first_date_has_no_beginning_in_the_east_from_which_hours_could_run() -> None:
    with pytest.raises(OutsideCalendar):
        earliest_and_latest(
            date.min,
            Span(1, Unit.HOURS),
            calendar=EVERY_DAY,
            day_one=DAY_AFTER,
            zone=ZoneInfo("Asia/Kolkata"),
        )


def test_rolling_moments_at_the_ends_of_time_is_refused() -> None:
    utc = ZoneInfo("UTC")
    fridays = Calendar("f", (4,), (), date.min, date.max, None, "", "")
    week = count("1 week", "2026-03-21", zone=utc, calendar=fridays)
    back = count("1 week", "2026-03-21", zone=utc, calendar=fridays, backwards=True)
    first = datetime(1, 1, 1, 1, 0, tzinfo=UTC)
    assert rolled(week._replace(due=first, unrolled=first), Roll.PREVIOUS).due == first
    with pytest.raises(OutsideCalendar):
        rolled(back._replace(due=first, unrolled=first), Roll.PREVIOUS)
    end = datetime(
        9999, 12, 31, 0, 0, tzinfo=UTC
    )  # the end of Thursday; Friday ends beyond all dates
    with pytest.raises(OutsideCalendar):
        rolled(week._replace(due=end, unrolled=end), Roll.NEXT)


def test_the_last_and_the_first_date_are_reached() -> None:
    assert count("1 week", "9999-12-24").due == date.max
    assert count("1 week", "0001-01-08", backwards=True).due == date.min
    assert count("1 year", "9998-12-31").days()[-1].date == date.max


EASTER = {
    "2026-04-03": "Good Friday",
    "2026-04-04": "Saturday",
    "2026-04-05": "Sunday",
    "2026-04-06": "Easter Monday",
}


@pytest.mark.parametrize(
    ("period", "start", "roll", "met"),
    [
        ("2 weeks", "2026-03-21", Roll.NEXT, ["2026-04-04", "2026-04-05", "2026-04-06"]),
        ("2 weeks", "2026-03-22", Roll.PREVIOUS, ["2026-04-05", "2026-04-04", "2026-04-03"]),
        ("2 weeks", "2026-03-21", Roll.NONE, []),
        ("2 weeks", "2026-03-24", Roll.NEXT, []),  # a Tuesday
        ("1 calendar day", "2026-04-04", Roll.PREVIOUS, ["2026-04-05"]),  # it stays
        ("24 hours", "2026-04-03T12:00", Roll.NONE, []),
    ],
)
def test_the_days_off_that_an_end_met_are_told_from_where_it_would_be_to_where_it_is(
    period: str, start: str, roll: Roll, met: list[str]
) -> None:
    reached = count(period, start, roll=roll)
    assert reached.days_off == tuple((day(each), EASTER[each]) for each in met)


def test_an_agreed_midnight_met_the_day_off_that_it_ends() -> None:
    """It ends Easter Monday, though a clock shows Tuesday; at noon of Monday it is on that day as well."""
    for agreed in ("2026-04-07T00:00", "2026-04-06T12:00"):
        end = parse_when(agreed, LONDON)
        week = count("1 week", "2026-03-30")._replace(due=end, unrolled=end)
        assert rolled(week, Roll.NEXT).days_off == ((day("2026-04-06"), "Easter Monday"),)


# What rests on days that nobody has announced yet


@pytest.mark.parametrize(
    ("period", "start", "more", "projected"),
    [
        ("1 working day", "2028-12-28", {}, False),
        ("1 working day", "2028-12-29", {}, True),
        ("1 working day", "2029-01-02", {"backwards": True}, True),
        ("1 week", "2030-01-01", {}, False),
        ("1 week", "2030-01-01", {"roll": Roll.NEXT}, True),
        ("1 week", "2028-12-24", {"roll": Roll.PREVIOUS}, False),
        ("1 week", "2028-12-25", {"roll": Roll.PREVIOUS}, True),
        ("1 week", "2030-01-01", {"day_one": NEXT_WORKING_DAY}, True),
        ("1 week", "2028-12-27", {"day_one": NEXT_WORKING_DAY}, False),
        ("1 hour", "2030-01-01T12:00", {"day_one": NEXT_WORKING_DAY}, False),
    ],
)
def test_an_answer_is_projected_where_it_asked_about_days_not_announced(
    period: str, start: str, more: dict[str, DayOne], projected: bool
) -> None:
    assert count(period, start, **more).projected is projected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("came", "start", "projected"),
    [
        ("2028-12-28T17:00", "2028-12-29", False),
        ("2028-12-29T17:00", "2029-01-02", True),
        ("2029-01-02T17:00", "2029-01-03", True),
    ],
)
def test_a_start_that_a_cut_off_moved_past_the_announced_days_is_projected(
    came: str, start: str, projected: bool
) -> None:
    """Decision 0038: after the hour it is the next working day, and which one that is asks the calendar."""
    late = count("1 week", start)._replace(came=parse_when(came, LONDON))
    assert late.projected is projected


@pytest.mark.parametrize(
    ("period", "more", "asked"),
    [
        ("1 working day", {}, 1),
        ("1 week", {}, 0),
        ("1 week", {"roll": Roll.NEXT}, 1),
        ("1 week", {"day_one": NEXT_WORKING_DAY}, 1),
        ("1 working day", {"roll": Roll.NEXT}, 1),
    ],
)
def test_the_calendars_that_had_a_say_are_named_once(
    period: str, more: dict[str, DayOne], asked: int
) -> None:
    names = [each.name for each in count(period, "2026-03-23", **more).calendars]  # type: ignore[arg-type]
    assert names == ["england-and-wales"] * asked


def test_the_calendar_by_which_a_cut_off_moved_the_start_had_a_say() -> None:
    """Decision 0038; a week itself asks none."""
    late = count("1 week", "2026-03-23")._replace(came=parse_when("2026-03-20T17:00", LONDON))
    assert [each.name for each in late.calendars] == ["england-and-wales"]


def test_a_count_that_goes_on_from_the_end_of_others_comes_after_them() -> None:
    """Decision 0036: an end is reached in counts, one after the other."""
    month = count("1 month", "2026-03-02")
    days = count("10 working days", month.due)._replace(after=month)
    week = count("1 week", days.due)._replace(after=days)
    assert (month.legs, week.legs) == ((month,), (month, days, week))


# Between


@pytest.mark.parametrize(
    ("unit", "n"),
    [(Unit.WORKING_DAYS, 3), (Unit.CALENDAR_DAYS, 7), (Unit.WEEKS, 7), (Unit.MONTHS, 7)],
)
def test_what_lies_between_leaves_out_the_first_day_and_counts_the_last(unit: Unit, n: int) -> None:
    early, late = day("2026-04-01"), day("2026-04-08")
    assert counted_between(early, late, unit=unit, calendar=uk(ENGLAND)) == n
    assert counted_between(late, early, unit=unit, calendar=uk(ENGLAND)) == -n
    assert counted_between(late, late, unit=unit, calendar=uk(ENGLAND)) == 0


def test_hours_do_not_lie_between_dates() -> None:
    with pytest.raises(InputError, match="use hours_between"):
        counted_between(date.min, date.max, unit=Unit.HOURS, calendar=EVERY_DAY)


@pytest.mark.parametrize(
    ("end", "n"),
    [
        (datetime(2026, 3, 29, 12, tzinfo=LONDON), 23),
        (datetime(2026, 3, 28, 13, 59, tzinfo=LONDON), 1),
        (datetime(2026, 3, 28, 12, 59, tzinfo=LONDON), 0),
        (datetime(2026, 3, 28, 11, 1, tzinfo=LONDON), 0),
        (datetime(2026, 3, 28, 10, 1, tzinfo=LONDON), -1),
        (datetime(2026, 3, 28, 10, 0, tzinfo=LONDON), -2),
    ],
)
def test_hours_between_are_whole_hours_that_passed(end: datetime, n: int) -> None:
    assert hours_between(datetime(2026, 3, 28, 12, tzinfo=LONDON), end) == n


def test_hours_between_moments_without_an_offset_are_refused() -> None:
    with pytest.raises(InputError, match="carries no offset"):
        hours_between(datetime(2026, 3, 23), datetime.max.replace(tzinfo=UTC))  # noqa: DTZ001


# Values


@pytest.mark.parametrize("amount", [0, -1, 100_000_000, pytest.param(10**5000, id="long")])
def test_a_span_below_one_or_beyond_all_dates_cannot_be_made(amount: int) -> None:
    with pytest.raises(InputError, match="from 1 to 99999999"):
        Span(amount, Unit.WEEKS)


def test_spans_are_values() -> None:
    span = Span(20, Unit.WORKING_DAYS)
    assert {span: 1}[Span(20, Unit.WORKING_DAYS)] == 1
    with pytest.raises(FrozenInstanceError):
        span.amount = 10  # type: ignore[misc]
    reached = count("20 working days", "2026-03-23")
    assert pickle.loads(pickle.dumps(reached)) == reached
    assert hash(reached) == hash(count("20 working days", "2026-03-23"))


def test_the_words_of_the_choices_are_those_of_a_policy() -> None:
    assert [str(each) for each in DayOne] == ["day after", "same day", "next working day"]
    assert [str(each) for each in Roll] == ["none", "next", "previous"]
    assert [str(each) for each in Unit] == [
        "working days", "calendar days", "weeks", "months", "years", "hours",
    ]  # fmt: skip


@pytest.mark.parametrize(("amount", "unit"), [("20", Unit.WEEKS), (2.5, Unit.WEEKS), (20, "weeks")])
def test_a_span_of_what_is_no_number_or_no_unit_is_refused(amount: Any, unit: Any) -> None:
    with pytest.raises(
        InputError, match=r"^a span is a whole number and a Unit, not .* write Span"
    ):
        Span(amount, unit)


def test_the_longest_span_can_be_made_and_a_longer_one_is_told_with_the_limit() -> None:
    longest = 99_999_999
    assert Span(longest, Unit.HOURS).amount == longest
    with pytest.raises(InputError, match=r"^so many hours cannot be counted; .* 1 to 99999999$"):
        Span(longest + 1, Unit.HOURS)
    with pytest.raises(InputError, match=r"^0 weeks cannot be counted"):
        Span(0, Unit.WEEKS)


def test_a_stand_still_covers_its_first_and_its_last_day_and_without_one_all_that_follow() -> None:
    still = Still(date(2026, 6, 3), date(2026, 6, 5), "it waits")
    covered = [still.covers(date(2026, 6, day)) for day in range(2, 7)]
    assert covered == [False, True, True, True, False]
    assert still._replace(last=None).covers(date(2030, 1, 1))
