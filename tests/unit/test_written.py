from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from complaintflow.conventions import Span, Unit
from complaintflow.errors import InputError
from complaintflow.written import parse_span, parse_when

LONDON = ZoneInfo("Europe/London")


# Reading periods


@pytest.mark.parametrize(
    ("text", "span", "printed"),
    [
        ("20 working days", Span(20, Unit.WORKING_DAYS), "20 working days"),
        ("1 working day", Span(1, Unit.WORKING_DAYS), "1 working day"),
        ("1 working days", Span(1, Unit.WORKING_DAYS), "1 working day"),
        ("3 calendar days", Span(3, Unit.CALENDAR_DAYS), "3 calendar days"),
        ("6 weeks", Span(6, Unit.WEEKS), "6 weeks"),
        ("1 month", Span(1, Unit.MONTHS), "1 month"),
        ("1 year", Span(1, Unit.YEARS), "1 year"),
        ("  24   hours ", Span(24, Unit.HOURS), "24 hours"),
        ("5  working \t days", Span(5, Unit.WORKING_DAYS), "5 working days"),
        ("99999999 hours", Span(99_999_999, Unit.HOURS), "99999999 hours"),
    ],
)
def test_a_period_is_read_and_printed(text: str, span: Span, printed: str) -> None:
    assert parse_span(text) == span
    assert str(span) == printed
    assert parse_span(printed) == span


@pytest.mark.parametrize("text", ["10 days", "1 day", "10  days"])
def test_bare_days_are_refused_and_both_spellings_offered(text: str) -> None:
    number = text.split()[0]
    with pytest.raises(InputError) as raised:
        parse_span(text)
    assert f"'{number} working days' or '{number} calendar days'" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "write a number and a unit: working days, calendar days, weeks"),
        ("twenty", "write a number and a unit"),
        ("20", "write a number and a unit"),
        ("20days", "write a number and a unit"),
        ("days", "write a number and a unit"),
        ("-5 working days", "to count back, count before"),
        ("0 working days", "no whole number from 1"),
        ("+5 weeks", "no whole number from 1"),
        ("05 weeks", "no whole number from 1"),
        ("1.5 weeks", "no whole number from 1"),
        ("1_0 weeks", "no whole number from 1"),
        ("ten weeks", "no whole number from 1"),
        ("٢٠ weeks", "no whole number from 1"),
        ("２０ weeks", "no whole number from 1"),
        ("² weeks", "no whole number from 1"),
        ("20 business days", "did you mean 'working days'"),
        ("1 business day", "did you mean 'working days'"),
        ("20 Working Days", "did you mean 'working days'"),
        ("20 wroking days", "did you mean 'working days'"),
        ("20 fortnights", "the units are working days, calendar days, weeks, months, years or"),
        ("100000000 weeks", "from 1 to 99999999"),
        ("1" + "0" * 5000 + " weeks", "so many weeks cannot be counted"),
    ],
)
def test_what_is_no_period_is_refused_with_what_to_write(text: str, hint: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_span(text)
    assert hint in str(raised.value)


# Reading dates and moments


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-03-23", "2026-03-23"),
        ("2026-03-23T17:30", "2026-03-23T17:30:00+00:00"),
        ("2026-06-23T17:30:15", "2026-06-23T17:30:15+01:00"),
        ("2026-06-23T17:30:15.25", "2026-06-23T17:30:15.250000+01:00"),
        ("2026-03-23T24:00", "2026-03-24T00:00:00+00:00"),
        ("2026-12-31T24:00:00", "2027-01-01T00:00:00+00:00"),
        ("2026-06-23T24:00:00.000", "2026-06-24T00:00:00+01:00"),
        ("2026-06-23T24:00Z", "2026-06-24T01:00:00+01:00"),
        ("2026-06-23T24:00+02:00", "2026-06-23T23:00:00+01:00"),
        ("2026-10-25T01:30+01:00", "2026-10-25T01:30:00+01:00"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00"),
        ("2026-06-23T17:30Z", "2026-06-23T18:30:00+01:00"),
        ("2026-06-23T17:30-05:00", "2026-06-23T23:30:00+01:00"),
    ],
)
def test_a_date_or_a_moment_is_read(text: str, iso: str) -> None:
    when = parse_when(text, LONDON)
    assert when.isoformat() == iso
    assert isinstance(when, datetime) is ("T" in text)
    if isinstance(when, datetime):
        assert when.tzinfo is LONDON


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "23/03/2026",
        "20260323",
        "2026-W13-1",
        "2026W131",
        "2026-082",
        "2026-3-23",
        "26-03-23",
        " 2026-03-23",
        "2026-03-23\n",
        "2026-03-23 17:30",
        "2026-03-23t17:30",
        "2026-03-23T17",
        "2026-03-23T1730",
        "2026-03-23T17:30z",
        "2026-03-23T17:30+01",
        "2026-03-23T17:30+0100",
        "2026-03-23T17:30:15,5",
        "2026-03-23T17:30:15.1234567",
        "2026-03-23+01:00",
        "２０２６-03-23",
        "-2026-03-23",
    ],
)
def test_no_other_spelling_of_a_date_is_read(text: str) -> None:
    with pytest.raises(InputError, match="write 2026-03-23, or 2026-03-23T17:30 for a moment"):
        parse_when(text, LONDON)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "2026-13-01",
        "0000-01-01",
        "2026-03-23T25:00",
        "2026-03-23T24:01",
        "2026-03-23T23:60",
        "2026-03-23T23:59:60",
        "2026-02-29T24:00",
        "2026-03-23T12:00+24:00",
        "9999-12-31T24:00",
        "9999-12-31T23:00-05:00",
        "0001-01-01T00:00+05:00",
    ],
)
def test_a_date_or_time_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="does not exist: "):
        parse_when(text, LONDON)


def test_a_local_moment_that_the_clocks_skip_is_refused_with_what_to_write() -> None:
    with pytest.raises(InputError) as raised:
        parse_when("2026-03-29T01:30", LONDON)
    assert str(raised.value) == (
        "'2026-03-29T01:30' does not exist in Europe/London, where the clocks go forward over "
        "it; write 2026-03-29T00:30:00 or 2026-03-29T02:30:00, whichever is meant"
    )


def test_a_local_moment_that_happens_twice_is_refused_with_what_to_write() -> None:
    with pytest.raises(InputError) as raised:
        parse_when("2026-10-25T01:30", LONDON)
    assert str(raised.value) == (
        "'2026-10-25T01:30' happens twice in Europe/London, where the clocks go back; write "
        "2026-10-25T01:30:00+01:00 for the first time or 2026-10-25T01:30:00+00:00 for the second"
    )


def test_the_end_of_a_day_is_one_moment_even_where_the_clocks_change_at_midnight() -> None:
    beirut, havana = ZoneInfo("Asia/Beirut"), ZoneInfo("America/Havana")
    with pytest.raises(InputError, match="clocks go forward"):
        parse_when("2022-03-27T00:00", beirut)
    with pytest.raises(InputError, match="happens twice"):
        parse_when("2022-11-06T00:00", havana)
    skipped = parse_when("2022-03-26T24:00", beirut)
    twice = parse_when("2022-11-05T24:00", havana)
    assert skipped.isoformat() == "2022-03-27T01:00:00+03:00"
    assert twice.isoformat() == "2022-11-06T00:00:00-04:00"


def test_times_of_day_alone_are_no_moments() -> None:
    with pytest.raises(InputError):
        parse_when(time(12, 0).isoformat(), LONDON)
