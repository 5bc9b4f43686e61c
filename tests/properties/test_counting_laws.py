"""Laws that every count obeys, whatever the calendar; each is named for what it proves."""

import os
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from complaintflow.bank_holidays import uk
from complaintflow.calendars import Calendar
from complaintflow.conventions import DayOne, Roll, Span, Unit
from complaintflow.counts import Reached
from complaintflow.moments import last_instant, local_day
from complaintflow.periods import counted_between, reach
from complaintflow.testing import (
    Convention,
    Question,
    calendars,
    conventions,
    days,
    kinds_of_day,
    moments,
    questions,
    spans,
    starts,
)
from complaintflow.written import parse_span, parse_when

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)

WORKING_DAYS = spans([Unit.WORKING_DAYS])
OF_DAYS = spans([unit for unit in Unit if unit is not Unit.HOURS])
OF_SCHOOL_DAYS = kinds_of_day().flatmap(lambda kind: spans([kind]))
AMOUNTS = WORKING_DAYS.map(lambda span: span.amount)
LONG = settings(max_examples=600, deadline=None)


def count(
    start: date | datetime,
    span: Span,
    calendar: Calendar,
    day_one: DayOne = DayOne.DAY_AFTER,
    **more: Any,
) -> Reached:
    return reach(start, span, calendar=calendar, day_one=day_one, zone=LONDON, **more)


def asked(question: Question, **instead: Any) -> Reached:
    """The answer to a question, some of whose words are others."""
    whole: dict[str, Any] = {**question, **instead}
    return reach(**whole)


def without(calendar: Calendar, closed: date) -> Calendar:
    """The calendar with one more day off."""
    off = dict(calendar.off) | {closed: "closed"}
    extra = tuple((day, why) for day, why in calendar.extra if day != closed)
    return replace(calendar, off=tuple(sorted(off.items())), extra=extra)


def end(reached: Reached) -> int | datetime:
    """The end as a number of days; for hours as an instant in UTC."""
    due = reached.due
    if reached.span.unit is Unit.HOURS:
        assert isinstance(due, datetime)
        return due.astimezone(UTC)
    return due.toordinal()


def least_and_most(one: Reached, other: Reached, *, backwards: bool) -> tuple[Any, Any]:
    """The nearer end of two that should be in order, then the farther; back in time turned round."""
    return (end(other), end(one)) if backwards else (end(one), end(other))


def when_it_comes(start: date | datetime) -> tuple[datetime, bool]:
    """By which of two starts is the later: a bare date is its end, just before the midnight."""
    return last_instant(start, LONDON), isinstance(start, datetime)


def due_day(
    start: date, span: Span, calendar: Calendar, day_one: DayOne = DayOne.DAY_AFTER, **more: Any
) -> date:
    due = count(start, span, calendar, day_one, **more).due
    assert not isinstance(due, datetime)
    return due


@LONG
@given(calendars(), days(), WORKING_DAYS)
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
@given(calendars(), days(), days())
def test_counting_is_inverse_to_adding(calendar: Calendar, start: date, end: date) -> None:
    """As many working days on as lie between leads to the end, or to the last that counts before."""
    start, end = sorted((start, end))
    n = counted_between(start, end, unit=Unit.WORKING_DAYS, calendar=calendar)
    assert counted_between(end, start, unit=Unit.WORKING_DAYS, calendar=calendar) == -n
    assume(n > 0)
    due = due_day(start, Span(n, Unit.WORKING_DAYS), calendar)
    assert due <= end
    assert (due == end) is calendar.counts(end)
    assert not any(
        calendar.counts(date.fromordinal(day))
        for day in range(due.toordinal() + 1, end.toordinal() + 1)
    )


@LONG
@given(calendars(), days())
def test_a_day_is_found_by_its_rank(calendar: Calendar, day: date) -> None:
    rank = calendar.rank(day)
    assert calendar.day(rank) <= day < calendar.day(rank + 1)
    assert (calendar.day(rank) == day) is calendar.counts(day)


@LONG
@given(calendars(), days(), AMOUNTS, AMOUNTS, st.booleans())
def test_a_days_and_then_b_days_are_a_and_b_days(
    calendar: Calendar, start: date, a: int, b: int, backwards: bool
) -> None:
    """With day one the day after, a chained clock loses no day and counts none twice."""

    def on(day: date, n: int) -> date:
        return due_day(day, Span(n, Unit.WORKING_DAYS), calendar, backwards=backwards)

    assert on(on(start, a), b) == on(start, a + b)


@pytest.mark.parametrize(
    ("start", "a", "b", "chained", "whole", "how"),
    [
        # beginning with a day, the last day of the first is day one of the second
        ("2026-06-08", "5 working days", "5 working days", "2026-06-18", "2026-06-19", "same day"),
        # each of the two leaves out an end of its own
        ("2026-06-08", "3 working days", "3 working days", "2026-06-18", "2026-06-17", "clear"),
        # the last of February has lost the 31st
        ("2026-01-31", "1 month", "1 month", "2026-03-28", "2026-03-31", "day after"),
        # a leap day comes once in four years
        ("2024-02-29", "1 year", "3 years", "2028-02-28", "2028-02-29", "day after"),
    ],
)
def test_a_and_then_b_is_not_a_and_b_for_same_day_clear_days_and_months(
    start: str, a: str, b: str, chained: str, whole: str, how: str
) -> None:
    """So a policy that counts so must say whether it chains two periods or gives one."""
    day_one = DayOne.SAME_DAY if how == "same day" else DayOne.DAY_AFTER
    one, other = parse_span(a), parse_span(b)

    def on(day: date, span: Span) -> date:
        return due_day(day, span, uk("england-and-wales"), day_one, clear=how == "clear")

    begun = date.fromisoformat(start)
    assert on(on(begun, one), other).isoformat() == chained
    together = Span(one.amount + other.amount, one.unit)
    assert on(begun, together).isoformat() == whole


OF_MONTHS = spans([Unit.MONTHS, Unit.YEARS])


@LONG
@given(calendars(), days(), OF_MONTHS)
@example(uk("scotland"), date(2025, 11, 30), Span(3, Unit.MONTHS))
@example(uk("scotland"), date(2025, 3, 1), Span(1, Unit.MONTHS))
@example(uk("scotland"), date(2024, 2, 29), Span(1, Unit.YEARS))
def test_months_that_begin_with_a_day_are_those_after_the_day_before(
    calendar: Calendar, day: date, span: Span
) -> None:
    """But for the first of a month, after which they end with a month.

    So the Insolvency (Scotland) (Company Voluntary Arrangements and Administration) Rules 2018,
    rule 1.4(2)(a), say it.
    """
    due = due_day(day, span, calendar, DayOne.SAME_DAY)
    if day.day == 1:
        assert (due + ONE_DAY).day == 1
        assert due == due_day(day, span, calendar) - ONE_DAY
    else:
        assert due == due_day(day - ONE_DAY, span, calendar)


@LONG
@given(calendars(), days(), OF_MONTHS)
@example(uk("scotland"), date(2026, 3, 28), Span(1, Unit.MONTHS))
@example(uk("scotland"), date(2026, 3, 31), Span(1, Unit.MONTHS))
def test_months_back_that_begin_with_a_day_are_those_before_the_day_after(
    calendar: Calendar, day: date, span: Span
) -> None:
    """Also at the end of a month, since every month has a first."""
    due = due_day(day, span, calendar, DayOne.SAME_DAY, backwards=True)
    assert due == due_day(day + ONE_DAY, span, calendar, backwards=True)


@LONG
@given(questions(), st.data())
def test_who_starts_later_is_never_due_earlier(question: Question, data: st.DataObject) -> None:
    """By every convention; also across midnight (Matthew v Sedman [2021] UKSC 19) and the ends of
    months. A bare date stands for its end: what comes at some hour of the day is not after it, and
    the stroke of midnight that ends the day is. With a cut-off it is not so everywhere: see
    `test_cut_off_laws`.
    """
    hours = question["span"].unit is Unit.HOURS
    calendar = question["calendar"]
    other = data.draw(moments(calendar) if hours else starts(calendar), label="other start")
    earlier, later = sorted((question["start"], other), key=when_it_comes)
    ends = [end(asked(question, start=start)) for start in (earlier, later)]
    assert ends == sorted(ends)


@LONG
@given(calendars(), days(), OF_DAYS | OF_SCHOOL_DAYS, st.sampled_from(DayOne))
@example(uk("scotland"), date(2026, 9, 15), Span(1, Unit.WORKING_DAYS), DayOne.SAME_DAY)
def test_the_stroke_that_ends_a_day_is_never_due_before_a_start_on_that_day(
    calendar: Calendar, day: date, span: Span, day_one: DayOne
) -> None:
    midnight = datetime.combine(day + ONE_DAY, time(), tzinfo=LONDON)
    ends = [end(count(start, span, calendar, day_one)) for start in (day, midnight)]
    assert ends == sorted(ends)
    assert when_it_comes(day) < when_it_comes(midnight)


@LONG
@given(
    calendars(),
    days(),
    spans([Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS], at_most=14),
    st.sampled_from(DayOne),
)
@example(uk("scotland"), date(2026, 3, 1), Span(1, Unit.MONTHS), DayOne.DAY_AFTER)
def test_midnight_lies_between_its_two_days(
    calendar: Calendar, day: date, span: Span, day_one: DayOne
) -> None:
    """The stroke of midnight is no later than any moment of the day that it begins."""
    midnight = datetime.combine(day, time(), tzinfo=LONDON)
    ends = [count(s, span, calendar, day_one).due for s in (day - ONE_DAY, midnight, day)]
    assert ends == sorted(ends)


@LONG
@given(questions())
def test_a_longer_period_never_ends_nearer(question: Question) -> None:
    """By every convention, on and back."""
    longer = replace(question["span"], amount=question["span"].amount + 1)
    near, far = least_and_most(
        reach(**question),
        asked(question, span=longer),
        backwards=question["backwards"],
    )
    assert near <= far


@LONG
@given(questions(span=OF_DAYS | OF_SCHOOL_DAYS))
def test_nothing_is_due_before_it_came(question: Question) -> None:
    """By every convention and roll; counted back, after what it is to come before."""
    came = local_day(question["start"], LONDON).toordinal()
    due = end(reach(**question))
    assert isinstance(due, int)
    assert due <= came if question["backwards"] else due >= came


@LONG
@given(questions(), days())
@example(
    Question(
        start=date(2026, 6, 4),
        span=Span(1, Unit.WEEKS),
        calendar=uk("scotland"),
        zone=LONDON,
        day_one=DayOne.DAY_AFTER,
        backwards=False,
        clear=False,
        roll=Roll.NEXT,
    ),
    date(2026, 6, 11),
)
def test_one_more_day_off_never_shortens_a_period(question: Question, closed: date) -> None:
    """A bank holiday proclaimed while clocks run (19 September 2022) can only give more time.

    An end that rolls back towards the start is left out: there a day off may take time away.
    """
    back = question["backwards"]
    assume(question["roll"] is not (Roll.NEXT if back else Roll.PREVIOUS))
    calendar = question["calendar"]
    fewer = without(calendar, closed)
    before, after = least_and_most(asked(question), asked(question, calendar=fewer), backwards=back)
    assert before <= after


def test_one_more_day_off_may_shorten_a_period_that_rolls_back_towards_its_start() -> None:
    """Why that roll is left out above: a week from Thursday ends on Thursday, or on Wednesday."""
    calendar = uk("england-and-wales")
    closed = without(calendar, date(2026, 6, 11))
    week = Span(1, Unit.WEEKS)
    for days_, due in ((calendar, date(2026, 6, 11)), (closed, date(2026, 6, 10))):
        assert due_day(date(2026, 6, 4), week, days_, roll=Roll.PREVIOUS) == due


@LONG
@given(questions(span=OF_DAYS | OF_SCHOOL_DAYS))
def test_the_ledger_tiles_the_days_from_start_to_due_and_adds_up_to_the_period(
    question: Question,
) -> None:
    """Every answer explains itself: each day once, counted, or not counted and why.

    An end that rolls back towards the start is left out: there the ledger ends before the count.
    """
    back, span = question["backwards"], question["span"]
    assume(question["roll"] is not (Roll.NEXT if back else Roll.PREVIOUS))
    reached = reach(**question)
    lines = reached.days()
    step = -1 if back else 1
    first, last = lines[0].date.toordinal(), reached.due.toordinal()
    assert [line.date.toordinal() for line in lines] == list(range(first, last + step, step))
    assert abs(first - local_day(question["start"], LONDON).toordinal()) <= 1
    counted = [line.n for line in lines if line.counted]
    assert counted == list(range(1, len(counted) + 1))
    if span.unit not in (Unit.MONTHS, Unit.YEARS):
        assert len(counted) == span.amount * (7 if span.unit is Unit.WEEKS else 1)
    calendar = span.calendar(question["calendar"])
    for line in lines:
        extra = None if calendar is None else calendar.why_extra(line.date)
        assert (line.n is None) is not line.counted
        assert (line.why is None or line.why == extra) if line.counted else line.why is not None


@LONG
@given(
    calendars(),
    days(),
    spans([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS]),
    conventions(backwards=[False], roll=[Roll.NONE]),
)
def test_counting_back_is_counting_on_in_a_mirror(
    calendar: Calendar, start: date, span: Span, how: Convention
) -> None:
    """Backward counting mirrors the line of days (Civil Procedure Rules r2.8)."""
    axis = calendar.first.toordinal() + calendar.last.toordinal()

    def mirrored(day: date) -> date:
        return date.fromordinal(axis - day.toordinal())

    monday = mirrored(date(2026, 1, 5)).weekday()  # the weekday that a Monday becomes
    inside = [(day, why) for day, why in calendar.off if calendar.first <= day <= calendar.last]
    mirror = replace(
        calendar,
        week=tuple(sorted((monday - weekday) % 7 for weekday in calendar.week)),
        off=tuple(sorted((mirrored(day), why) for day, why in inside)),
        extra=tuple(sorted((mirrored(day), why) for day, why in calendar.extra)),
    )
    on = reach(mirrored(start), span, calendar=mirror, zone=LONDON, **how)
    turned = Convention(**{**how, "backwards": True})
    back = reach(start, span, calendar=calendar, zone=LONDON, **turned)
    assert not isinstance(on.due, datetime)
    assert back.due == mirrored(on.due)


@LONG
@given(calendars(), starts(), OF_DAYS, st.booleans())
def test_the_conventions_differ_by_the_day_that_they_say(
    calendar: Calendar, start: date | datetime, span: Span, backwards: bool
) -> None:
    """Same day is never further on than day after, and that never than next working day."""
    in_order = (DayOne.SAME_DAY, DayOne.DAY_AFTER, DayOne.NEXT_WORKING_DAY)
    ends = [count(start, span, calendar, day_one, backwards=backwards).due for day_one in in_order]
    assert ends == sorted(ends, reverse=backwards)


@LONG
@given(spans())
def test_a_printed_period_reads_back(span: Span) -> None:
    assert parse_span(str(span)) == span


@LONG
@given(moments(first=date(1990, 1, 1), last=date(2099, 1, 1)))
def test_a_printed_moment_reads_back(moment: datetime) -> None:
    shown = moment.astimezone(UTC).astimezone(LONDON)
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
@given(question=questions())
def test_the_answer_does_not_depend_on_where_the_machine_stands(
    zone: str, question: Question
) -> None:
    here = reach(**question)
    with living_in(zone):
        there = reach(**question)
        assert here == there
        assert here.due.isoformat() == there.due.isoformat()
        assert here.days() == there.days()
