"""`reach` against an oracle that walks from day to day and knows only the prose of the contract.

The oracle shares nothing with the library but the question: no ranks, no ordinals, no dateutil.
"""

import calendar as months_of_the_year
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from complaintflow.calendars import Calendar, OutsideCalendar
from complaintflow.periods import DayOne, Roll, Span, Unit, reach

ONE_DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
FIRST, LAST = date(2019, 1, 1), date(2032, 12, 31)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


class Office:
    """Which days are worked, asked one day at a time."""

    def __init__(self, week: set[int], off: set[date]) -> None:
        self.week, self.off = week, off

    def works(self, day: date) -> bool:
        return day.weekday() in self.week and day not in self.off

    def calendar(self) -> Calendar:
        off = tuple((day, "closed") for day in sorted(self.off))
        return Calendar("office", tuple(sorted(self.week)), off, FIRST, LAST, None, "", "")


OFFICES = st.builds(
    Office,
    week=st.sets(st.integers(0, 6), min_size=1),
    off=st.sets(DAYS, max_size=60) | st.sets(st.dates(date(2026, 3, 1), date(2026, 5, 1))),
)
STARTS = DAYS | st.dates(date(2026, 2, 20), date(2026, 5, 10))
SPANS = st.builds(
    Span,
    st.integers(1, 30) | st.integers(1, 150),
    st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS]),
) | st.builds(Span, st.integers(1, 14), st.sampled_from([Unit.MONTHS, Unit.WEEKS]))


def months_on(day: date, months: int) -> date:
    """The corresponding date, month by month; the last of a month that is too short for it."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, months_of_the_year.monthrange(year, month)[1]))


def walked(
    office: Office,
    start: date,
    midnight: bool,
    span: Span,
    day_one: DayOne,
    backwards: bool,
    clear: bool,
    roll: Roll,
) -> tuple[date, date, dict[date, int]]:
    """The end, where it was before any roll, and the place in the count of each counted day."""
    on = -ONE_DAY if backwards else ONE_DAY
    working = span.unit is Unit.WORKING_DAYS

    def counts(day: date) -> bool:
        return office.works(day) if working else True

    # A start at midnight lies between two days: the one that it ends and the one that it begins.
    ends, begins = (start - ONE_DAY, start) if midnight else (start, start)
    behind, ahead = (begins, ends) if backwards else (ends, begins)
    anchor = behind  # the day to which the corresponding date corresponds
    if day_one is DayOne.SAME_DAY:
        first = ahead
        anchor = ahead
    elif day_one is DayOne.NEXT_WORKING_DAY and not office.works(behind):
        deemed = behind
        while not office.works(deemed):
            deemed += on
        anchor = deemed
        first = deemed + on
        midnight = False
    else:
        first = behind + on

    places: dict[date, int] = {}
    if span.unit is Unit.MONTHS:
        if day_one is DayOne.SAME_DAY and not (midnight and backwards):
            last = months_on(anchor, -span.amount if backwards else span.amount) - on
        elif day_one is DayOne.SAME_DAY:
            last = months_on(begins, -span.amount)
        elif midnight and not backwards and begins.day == 1:
            last = months_on(begins, span.amount) - ONE_DAY
        else:
            last = months_on(anchor, -span.amount if backwards else span.amount)
        amount = abs((last - first).days) + 1
    else:
        amount = span.amount * (7 if span.unit is Unit.WEEKS else 1)
    day = first
    while True:
        if counts(day):
            places[day] = len(places) + 1
        if len(places) == amount:
            break
        day += on
    end = day
    if clear:
        end += on
        while not counts(end):
            end += on
    due = end
    if roll is not Roll.NONE:
        while not office.works(due):
            due += ONE_DAY if roll is Roll.NEXT else -ONE_DAY
    return due, end, places


@settings(max_examples=4000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    OFFICES,
    STARTS,
    st.sampled_from(["date", "noon", "midnight"]),
    SPANS,
    st.sampled_from(DayOne),
    st.booleans(),
    st.booleans(),
    st.sampled_from(Roll),
)
@example(
    Office({0, 1, 2, 3, 4}, {date(2026, 4, 3)}),
    date(2026, 3, 1),
    "midnight",
    Span(1, Unit.MONTHS),
    DayOne.DAY_AFTER,
    False,
    False,
    Roll.NEXT,
)
def test_a_count_ends_where_a_walk_from_day_to_day_ends_and_lists_the_same_days(
    office: Office,
    start: date,
    hour: str,
    span: Span,
    day_one: DayOne,
    backwards: bool,
    clear: bool,
    roll: Roll,
) -> None:
    clear = clear and day_one is not DayOne.SAME_DAY
    due, unrolled, places = walked(
        office, start, hour == "midnight", span, day_one, backwards, clear, roll
    )
    clock = time(12) if hour == "noon" else time()
    asked = start if hour == "date" else datetime.combine(start, clock, tzinfo=LONDON)
    assume(all(FIRST <= day <= LAST for day in (due, unrolled)))

    reached = reach(
        asked,
        span,
        calendar=office.calendar(),
        day_one=day_one,
        zone=LONDON,
        backwards=backwards,
        clear=clear,
        roll=roll,
    )

    assert (reached.due, reached.unrolled) == (due, unrolled)
    lines = reached.days()
    on = -ONE_DAY if backwards else ONE_DAY
    assert all(later.date - line.date == on for line, later in pairwise(lines))
    for line in lines:
        assert line.counted is (line.date in places)
        assert line.n == places.get(line.date)
        assert (line.why is None) is line.counted
    to_due = {day for day in places if (day >= due if backwards else day <= due)}
    assert to_due <= {line.date for line in lines}
    if lines:
        assert lines[-1].date == due
        at_midnight = hour == "midnight" and not backwards
        expected = start if start in places or at_midnight else start + on
        assert lines[0].date == expected


@settings(max_examples=1000, deadline=None)
@given(
    st.datetimes(
        datetime.fromisoformat("2026-01-01"),
        datetime.fromisoformat("2027-01-01"),
        timezones=st.just(UTC),
    ),
    st.integers(1, 5000),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.booleans(),
    st.sampled_from(DayOne),
)
def test_hours_are_seconds_on_one_line_in_every_zone(
    start: datetime, amount: int, zone: str, backwards: bool, day_one: DayOne
) -> None:
    everyday = Office(set(range(7)), set()).calendar()
    local = start.astimezone(ZoneInfo(zone))
    due = reach(
        local,
        Span(amount, Unit.HOURS),
        calendar=everyday,
        day_one=day_one,
        zone=ZoneInfo(zone),
        backwards=backwards,
    ).due
    assert isinstance(due, datetime)
    assert due.tzinfo == ZoneInfo(zone)
    seconds = due.timestamp() - start.timestamp()
    assert seconds == (-3600 if backwards else 3600) * amount


@settings(max_examples=500, deadline=None)
@given(STARTS, st.integers(1, 300), st.booleans(), st.sampled_from(DayOne), st.integers(1, 40))
def test_a_calendar_that_ends_in_between_gives_the_same_answer_or_none(
    start: date, amount: int, backwards: bool, day_one: DayOne, covered: int
) -> None:
    office = Office({0, 1, 2, 3, 4}, {date(2026, 4, 3), date(2026, 4, 6)})
    whole = office.calendar()
    off = whole.off
    window = (start - covered * ONE_DAY, start + covered * ONE_DAY)
    part = Calendar("part", whole.week, off, *window, None, "", "")
    span = Span(amount, Unit.WORKING_DAYS)
    due = walked(office, start, False, span, day_one, backwards, False, Roll.NONE)[0]
    inside = window[0] <= due <= window[1]
    with nullcontext() if inside else pytest.raises(OutsideCalendar):
        reached = reach(
            start, span, calendar=part, day_one=day_one, zone=LONDON, backwards=backwards
        )
        assert reached.due == due
