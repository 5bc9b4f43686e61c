"""`reach` against an oracle that walks from day to day and knows only the prose of the contract.

The oracle shares nothing with the library but the question: no ranks, no ordinals, no dateutil.
"""

import calendar as months_of_the_year
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from complaintflow.calendars import EVERY_DAY, Calendar, OutsideCalendar
from complaintflow.periods import DayOne, Roll, Span, Unit, reach
from complaintflow.testing import Question, calendars, days, moments, questions, spans

ONE_DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
IN_DAYS = [unit for unit in Unit if unit is not Unit.HOURS]


class Office:
    """Which days are worked, asked one day at a time."""

    def __init__(self, calendar: Calendar) -> None:
        self.week, self.off = set(calendar.week), {day for day, _ in calendar.off}

    def works(self, day: date) -> bool:
        return day.weekday() in self.week and day not in self.off


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
    if span.unit in (Unit.MONTHS, Unit.YEARS):
        months = span.amount * (12 if span.unit is Unit.YEARS else 1)
        if day_one is DayOne.SAME_DAY and not (midnight and backwards):
            last = months_on(anchor, -months if backwards else months) - on
        elif day_one is DayOne.SAME_DAY:
            last = months_on(begins, -months)
        elif midnight and not backwards and begins.day == 1:
            last = months_on(begins, months) - ONE_DAY
        else:
            last = months_on(anchor, -months if backwards else months)
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
@given(questions(span=spans(IN_DAYS, at_most=90)))
@example(
    Question(
        start=datetime(2026, 3, 1, tzinfo=LONDON),
        span=Span(1, Unit.MONTHS),
        calendar=replace(EVERY_DAY, week=(0, 1, 2, 3, 4), off=((date(2026, 4, 3), "closed"),)),
        zone=LONDON,
        day_one=DayOne.DAY_AFTER,
        backwards=False,
        clear=False,
        roll=Roll.NEXT,
    )
)
def test_a_count_ends_where_a_walk_from_day_to_day_ends_and_lists_the_same_days(
    question: Question,
) -> None:
    start, backwards = question["start"], question["backwards"]
    midnight = False
    day = start
    if isinstance(start, datetime):
        local = start.astimezone(UTC).astimezone(LONDON)  # what is typed into a skipped hour, told
        day, midnight = local.date(), local.time() == time()
    due, unrolled, places = walked(
        Office(question["calendar"]),
        day,
        midnight,
        question["span"],
        question["day_one"],
        backwards,
        question["clear"],
        question["roll"],
    )

    reached = reach(**question)

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
        at_midnight = midnight and not backwards
        expected = day if day in places or at_midnight else day + on
        assert lines[0].date == expected


@settings(max_examples=1000, deadline=None)
@given(
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"]).flatmap(
        lambda name: st.tuples(st.just(ZoneInfo(name)), moments(zone=ZoneInfo(name)))
    ),
    spans([Unit.HOURS]),
    st.booleans(),
    st.sampled_from(DayOne),
)
def test_hours_are_seconds_on_one_line_in_every_zone(
    there: tuple[ZoneInfo, datetime], span: Span, backwards: bool, day_one: DayOne
) -> None:
    zone, start = there
    due = reach(
        start, span, calendar=EVERY_DAY, day_one=day_one, zone=zone, backwards=backwards
    ).due
    assert isinstance(due, datetime)
    assert due.tzinfo == zone
    seconds = due.timestamp() - start.timestamp()
    assert seconds == (-3600 if backwards else 3600) * span.amount


@settings(max_examples=500, deadline=None)
@given(
    calendars(),
    days(),
    spans([Unit.WORKING_DAYS], at_most=90),
    st.booleans(),
    st.sampled_from(DayOne),
    st.integers(1, 40),
)
def test_a_calendar_that_ends_in_between_gives_the_same_answer_or_none(
    whole: Calendar, start: date, span: Span, backwards: bool, day_one: DayOne, covered: int
) -> None:
    window = (start - covered * ONE_DAY, start + covered * ONE_DAY)
    part = replace(whole, first=window[0], last=window[1])
    office = Office(whole)
    due = walked(office, start, False, span, day_one, backwards, False, Roll.NONE)[0]
    inside = window[0] <= due <= window[1]
    with nullcontext() if inside else pytest.raises(OutsideCalendar):
        reached = reach(
            start, span, calendar=part, day_one=day_one, zone=LONDON, backwards=backwards
        )
        assert reached.due == due
