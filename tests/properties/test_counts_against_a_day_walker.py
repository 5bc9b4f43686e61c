"""`reach` against an oracle that walks from day to day: see `day_walker`."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from complaintflow.calendars import EVERY_DAY, Calendar, OutsideCalendar
from complaintflow.conventions import DayOne, Roll, Span, Unit
from complaintflow.counts import Reached
from complaintflow.periods import reach
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
)
from tests.properties.day_walker import (
    LONDON,
    ONE_DAY,
    Walked,
    calendar_at_random,
    question_at_random,
    walked,
)
from tests.properties.sizes import SIZES

IN_DAYS = [unit for unit in Unit if unit is not Unit.HOURS]
SPANS = spans(IN_DAYS, at_most=90) | kinds_of_day().flatmap(lambda kind: spans([kind], at_most=90))


def lists_the_same_days(reached: Reached, walk: Walked) -> None:
    lines = reached.days()
    counted_on = reached.span.calendar(reached.calendar)
    on = -ONE_DAY if reached.backwards else ONE_DAY
    assert all(later.date - line.date == on for line, later in pairwise(lines))
    for line in lines:
        extra = None if counted_on is None else counted_on.why_extra(line.date)
        assert line.counted is (line.date in walk.places)
        assert line.n == walk.places.get(line.date)
        assert line.why == extra if line.counted else line.why is not None
    due, backwards = walk.due, reached.backwards
    to_due = {day for day in walk.places if (day >= due if backwards else day <= due)}
    assert to_due <= {line.date for line in lines}
    if lines:
        assert lines[-1].date == due
        at_midnight = walk.midnight and not backwards
        begun = walk.begun
        expected = begun if begun in walk.places or at_midnight else begun + on
        assert lines[0].date == expected


@settings(max_examples=800, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions(span=SPANS))
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
    walk = walked(question)
    assert walk is not None
    reached = reach(**question)
    assert (reached.due, reached.unrolled) == (walk.due, walk.unrolled)
    lists_the_same_days(reached, walk)


@pytest.mark.parametrize("seed", range(10))
def test_so_many_counts_end_where_the_walk_ends(
    seed: int, record_property: Callable[[str, object], None]
) -> None:
    """One in twenty lists the same days, too."""
    random = Random(seed)
    offices: list[Calendar] = []
    for number in range(SIZES.walks // 10):
        if number % 5_000 == 0:
            offices = [calendar_at_random(random) for _ in range(60)]
        question = question_at_random(random, offices)
        walk = walked(question)
        assert walk is not None
        reached = reach(**question)
        assert (reached.due, reached.unrolled) == (walk.due, walk.unrolled), question
        if number % 20 == 0:
            lists_the_same_days(reached, walk)
    record_property("counts against the day-walker", SIZES.walks // 10)


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
    conventions(clear=[False], roll=[Roll.NONE]),
    st.integers(1, 40),
)
def test_a_calendar_that_ends_in_between_gives_the_same_answer_or_none(
    whole: Calendar, start: date, span: Span, how: Convention, covered: int
) -> None:
    window = (start - timedelta(days=covered), start + timedelta(days=covered))
    part = replace(whole, first=window[0], last=window[1])
    question = Question(start=start, span=span, calendar=whole, zone=LONDON, **how)
    walk = walked(question)
    assert walk is not None
    due = walk.due
    inside = window[0] <= due <= window[1]
    with nullcontext() if inside else pytest.raises(OutsideCalendar):
        assert reach(start, span, calendar=part, zone=LONDON, **how).due == due
