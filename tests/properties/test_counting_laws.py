"""Laws that every count obeys, whatever the calendar; each is named for what it proves."""

import os
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from complaintflow.bank_holidays import NAMES, uk
from complaintflow.calendars import Calendar
from complaintflow.periods import DayOne, Reached, Roll, Span, Unit, counted_between, reach
from complaintflow.written import parse_span, parse_when

FIRST, LAST = date(2000, 1, 1), date(2060, 12, 31)
LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
AMOUNTS = st.integers(1, 40) | st.integers(1, 400)
WORKING_DAYS = st.builds(Span, AMOUNTS, st.just(Unit.WORKING_DAYS))
SPANS = WORKING_DAYS | st.builds(
    Span, st.integers(1, 90), st.sampled_from([Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS])
)
CONVENTIONS = st.sampled_from(DayOne)
LONG = settings(max_examples=600, deadline=None)


def office(week: set[int], off: set[date]) -> Calendar:
    named = tuple((day, "closed") for day in sorted(off))
    return Calendar("office", tuple(sorted(week)), named, FIRST, LAST, None, "", "")


CALENDARS = st.builds(
    office,
    st.sets(st.integers(0, 6), min_size=1) | st.just({0, 1, 2, 3, 4}),
    st.sets(DAYS, max_size=80),
) | st.sampled_from(NAMES).map(uk)


@st.composite
def starts(draw: st.DrawFn) -> date | datetime:
    day = draw(DAYS)
    times = st.sampled_from([time(0, 0), time(0, 0, 1), time(12), time(23, 59, 59)])
    hour = draw(st.none() | times)
    return day if hour is None else datetime.combine(day, hour, tzinfo=LONDON)


def in_order(start: date | datetime) -> datetime:
    """A bare date stands for its end: what comes at some hour of the day is not after it."""
    return (
        start
        if isinstance(start, datetime)
        else datetime.combine(start, time(23, 59, 59, 999999), tzinfo=LONDON)
    )


def count(
    start: date | datetime,
    span: Span,
    calendar: Calendar,
    day_one: DayOne = DayOne.DAY_AFTER,
    **more: Any,
) -> Reached:
    return reach(start, span, calendar=calendar, day_one=day_one, zone=LONDON, **more)


def days(reached: Reached) -> int:
    return reached.due.toordinal()


@LONG
@given(CALENDARS, DAYS, WORKING_DAYS)
def test_adding_is_inverse_to_counting(calendar: Calendar, start: date, span: Span) -> None:
    """N working days after a day, N working days lie between (Marren v Dawson Bentley [1961])."""
    due = count(start, span, calendar).due
    assert calendar.counts(due)
    assert counted_between(start, due, unit=span.unit, calendar=calendar) == span.amount
    back = count(start, span, calendar, backwards=True).due
    assert calendar.counts(back)
    # forward to the last of them the start itself may be counted, and `back` is not
    assert calendar.between(back, start) == span.amount - 1 + calendar.counts(start)


@LONG
@given(CALENDARS, DAYS)
def test_a_day_is_found_by_its_rank(calendar: Calendar, day: date) -> None:
    rank = calendar.rank(day)
    assert calendar.day(rank) <= day < calendar.day(rank + 1)
    assert (calendar.day(rank) == day) is calendar.counts(day)


@LONG
@given(CALENDARS, DAYS, AMOUNTS, AMOUNTS, st.booleans())
def test_a_days_and_then_b_days_are_a_and_b_days(
    calendar: Calendar, start: date, a: int, b: int, backwards: bool
) -> None:
    """With day one the day after, a chained clock loses no day and counts none twice."""

    def on(day: date, n: int) -> date:
        due = count(day, Span(n, Unit.WORKING_DAYS), calendar, backwards=backwards).due
        assert not isinstance(due, datetime)
        return due

    assert on(on(start, a), b) == on(start, a + b)


@LONG
@given(CALENDARS, starts(), starts(), SPANS, CONVENTIONS, st.booleans(), st.sampled_from(Roll))
def test_who_starts_later_is_never_due_earlier(
    calendar: Calendar,
    one: date | datetime,
    other: date | datetime,
    span: Span,
    day_one: DayOne,
    backwards: bool,
    roll: Roll,
) -> None:
    """Also across midnight (Matthew v Sedman [2021] UKSC 19) and the ends of months."""
    earlier, later = sorted((one, other), key=in_order)
    first, second = (
        count(start, span, calendar, day_one, backwards=backwards, roll=roll)
        for start in (earlier, later)
    )
    assert days(first) <= days(second)


@LONG
@given(
    CALENDARS,
    st.dates(date(2026, 1, 25), date(2026, 3, 5)),
    st.sampled_from([Unit.MONTHS, Unit.YEARS, Unit.WEEKS, Unit.CALENDAR_DAYS]),
    st.integers(1, 14),
    CONVENTIONS,
)
def test_midnight_lies_between_its_two_days(
    calendar: Calendar, day: date, unit: Unit, amount: int, day_one: DayOne
) -> None:
    """The stroke of midnight is no later than any moment of the day that it begins."""
    midnight = datetime.combine(day, time(), tzinfo=LONDON)
    eve, stroke, next_day = (
        days(count(start, Span(amount, unit), calendar, day_one))
        for start in (day - ONE_DAY, midnight, day)
    )
    assert eve <= stroke <= next_day


@LONG
@given(CALENDARS, starts(), SPANS, CONVENTIONS, st.booleans(), st.sampled_from(Roll))
def test_a_longer_period_never_ends_nearer(
    calendar: Calendar,
    start: date | datetime,
    span: Span,
    day_one: DayOne,
    backwards: bool,
    roll: Roll,
) -> None:
    longer = replace(span, amount=span.amount + 1)
    near, far = (
        days(count(start, length, calendar, day_one, backwards=backwards, roll=roll))
        for length in (span, longer)
    )
    assert far <= near if backwards else near <= far


@LONG
@given(CALENDARS, DAYS, starts(), SPANS, CONVENTIONS, st.booleans(), st.booleans(), st.booleans())
def test_one_more_day_off_never_shortens_a_period(
    calendar: Calendar,
    closed: date,
    start: date | datetime,
    span: Span,
    day_one: DayOne,
    backwards: bool,
    clear: bool,
    rolls: bool,
) -> None:
    """A bank holiday proclaimed while clocks run (19 September 2022) can only give more time.

    An end that rolls back towards the start is left out: there a day off may take time away.
    """
    roll = (Roll.PREVIOUS if backwards else Roll.NEXT) if rolls else Roll.NONE
    clear = clear and day_one is not DayOne.SAME_DAY
    off = dict(calendar.off) | {closed: "closed"}
    fewer = replace(calendar, off=tuple(sorted(off.items())))
    before, after = (
        days(count(start, span, days_, day_one, backwards=backwards, clear=clear, roll=roll))
        for days_ in (calendar, fewer)
    )
    assert after <= before if backwards else before <= after


@LONG
@given(
    CALENDARS,
    starts(),
    st.builds(Span, AMOUNTS, st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS])),
    CONVENTIONS,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_the_ledger_shows_each_day_to_the_end_once_and_its_last_number_is_the_amount(
    calendar: Calendar,
    start: date | datetime,
    span: Span,
    day_one: DayOne,
    backwards: bool,
    clear: bool,
    rolls: bool,
) -> None:
    """Every answer explains itself: each day counted, or not counted and why."""
    roll = (Roll.PREVIOUS if backwards else Roll.NEXT) if rolls else Roll.NONE
    clear = clear and day_one is not DayOne.SAME_DAY
    reached = count(start, span, calendar, day_one, backwards=backwards, clear=clear, roll=roll)
    lines = reached.days()
    step = -1 if backwards else 1
    first, last = lines[0].date.toordinal(), reached.due.toordinal()
    assert [line.date.toordinal() for line in lines] == list(range(first, last + step, step))
    assert abs(first - start.toordinal()) <= 1
    assert [line.n for line in lines if line.counted] == list(range(1, span.amount + 1))
    assert all((line.n is None) is (line.why is not None) is not line.counted for line in lines)


@LONG
@given(CALENDARS, DAYS, AMOUNTS, CONVENTIONS, st.booleans())
def test_counting_back_is_counting_on_in_a_mirror(
    calendar: Calendar, start: date, amount: int, day_one: DayOne, clear: bool
) -> None:
    """Backward counting mirrors the line of days (Civil Procedure Rules r2.8)."""
    assume(not (clear and day_one is DayOne.SAME_DAY))
    axis = FIRST.toordinal() + LAST.toordinal()

    def mirrored(day: date) -> date:
        return date.fromordinal(axis - day.toordinal())

    monday = mirrored(date(2026, 1, 5)).weekday()  # the weekday that a Monday becomes
    week = {(monday - weekday) % 7 for weekday in calendar.week}
    inside = {day for day, _ in calendar.off if FIRST <= day <= LAST}
    mirror = office(week, {mirrored(day) for day in inside})
    for unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS):
        span = Span(amount, unit)
        back = count(start, span, calendar, day_one, backwards=True, clear=clear)
        on = count(mirrored(start), span, mirror, day_one, clear=clear)
        assert not isinstance(on.due, datetime)
        assert back.due == mirrored(on.due)


@LONG
@given(CALENDARS, starts(), SPANS, st.booleans())
def test_the_conventions_differ_by_the_day_that_they_say(
    calendar: Calendar, start: date | datetime, span: Span, backwards: bool
) -> None:
    """Same day is never further on than day after, and that never than next working day."""
    same, after, deemed = (
        days(count(start, span, calendar, day_one, backwards=backwards))
        for day_one in (DayOne.SAME_DAY, DayOne.DAY_AFTER, DayOne.NEXT_WORKING_DAY)
    )
    assert same >= after >= deemed if backwards else same <= after <= deemed


@LONG
@given(SPANS)
def test_a_printed_period_reads_back(span: Span) -> None:
    assert parse_span(str(span)) == span


@LONG
@given(
    st.datetimes(
        datetime.fromisoformat("1990-01-01"),
        datetime.fromisoformat("2099-01-01"),
        timezones=st.just(LONDON),
    )
)
def test_a_printed_moment_reads_back(moment: datetime) -> None:
    shown = moment.astimezone(ZoneInfo("UTC")).astimezone(LONDON)
    read = parse_when(shown.isoformat(), LONDON)
    assert isinstance(read, datetime)
    assert read.timestamp() == shown.timestamp()


@contextmanager
def living_in(zone: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    clock.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        clock.tzset()


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
@settings(max_examples=100, deadline=None)
@given(
    start=st.datetimes(
        datetime.fromisoformat("2025-01-01"),
        datetime.fromisoformat("2027-12-31"),
        timezones=st.just(LONDON),
    ),
    span=SPANS | st.builds(Span, st.integers(1, 100), st.just(Unit.HOURS)),
    day_one=CONVENTIONS,
)
def test_the_answer_does_not_depend_on_where_the_machine_stands(
    zone: str, start: datetime, span: Span, day_one: DayOne
) -> None:
    here = count(start, span, uk("scotland"), day_one, roll=Roll.NEXT)
    with living_in(zone):
        there = count(start, span, uk("scotland"), day_one, roll=Roll.NEXT)
        assert here == there
        assert here.due.isoformat() == there.due.isoformat()
        assert here.days() == there.days()
