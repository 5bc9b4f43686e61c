"""Many dates at once are counted as they are one by one, by every convention there is.

The laws that hold for one date hold for many because the answers are the same. So are the errors.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintflow import bulk
from complaintflow.bank_holidays import NAMES, uk
from complaintflow.calendars import Calendar, OutsideCalendar
from complaintflow.conventions import DayOne, Roll, Span, Unit
from complaintflow.periods import reach
from complaintflow.testing import (
    Convention,
    calendars,
    conventions,
    days,
    kinds_of_day,
    spans,
)
from tests.properties.sizes import SIZES

LONDON = ZoneInfo("Europe/London")
IN_DAYS = [unit for unit in Unit if unit is not Unit.HOURS]
SPANS = spans(IN_DAYS) | kinds_of_day().flatmap(lambda kind: spans([kind]))
LONG = settings(max_examples=300 * SIZES.laws, deadline=None)
FIRST, LAST = date(1990, 1, 1), date(2099, 12, 31)


@st.composite
def narrow(draw: st.DrawFn) -> Calendar:
    """Calendars, of which some cover a few weeks only, so that counts run out of them."""
    calendar = draw(calendars())
    if draw(st.booleans()):
        return calendar
    first = draw(days())
    return replace(calendar, first=first, last=first + timedelta(days=draw(st.integers(0, 99))))


Answer = date | OutsideCalendar


def one_by_one(
    starts: Sequence[date], span: Span, calendar: Calendar, how: Convention
) -> list[Answer]:
    """What the scalar path says of each, the errors too."""
    found: list[Answer] = []
    for start in starts:
        try:
            found.append(reach(start, span, calendar=calendar, zone=LONDON, **how).due)
        except OutsideCalendar as outside:
            found.append(outside)
    return found


def agree(
    expected: list[Answer],
    starts: Sequence[date],
    span: Span,
    calendar: Calendar,
    how: Convention,
    given: Any = None,
) -> None:
    """That the answer for all is the answers for each, or the first error of those."""
    rows = np.array(starts, dtype="datetime64[D]") if given is None else given
    outside = next((row for row, each in enumerate(expected) if not isinstance(each, date)), None)
    if outside is None:
        assert bulk.due(rows, span, calendar=calendar, **how).tolist() == expected
        return
    with pytest.raises(bulk.RowOutsideCalendar) as told:
        bulk.due(rows, span, calendar=calendar, **how)
    assert (told.value.row, told.value.start) == (outside, starts[outside])
    assert str(told.value) == f"row {outside} ({starts[outside]}): {expected[outside]}"


@LONG
@given(narrow(), st.lists(days(), min_size=1, max_size=30), SPANS, conventions())
def test_many_due_dates_are_those_of_each_start(
    calendar: Calendar, starts: list[date], span: Span, how: Convention
) -> None:
    expected = one_by_one(starts, span, calendar, how)
    agree(expected, starts, span, calendar, how, given=starts)
    for _ in range(3):  # by arithmetic, from a table made for it, from the table at hand
        agree(expected, starts, span, calendar, how)


@LONG
@given(narrow(), st.lists(st.tuples(days(), days()), min_size=1, max_size=30))
def test_many_counts_between_are_those_of_each_pair(
    calendar: Calendar, pairs: list[tuple[date, date]]
) -> None:
    starts, ends = zip(*pairs, strict=True)
    first_error: tuple[int, OutsideCalendar] | None = None
    expected = []
    for row, pair in enumerate(pairs):
        try:
            expected.append(calendar.between(*pair))
        except OutsideCalendar as outside:
            first_error = first_error or (row, outside)
    one, other = (np.array(each, dtype="datetime64[D]") for each in (starts, ends))
    for given_ in ((starts, ends), (one, other), (one, other)):
        if first_error is None:
            assert bulk.between(*given_, calendar=calendar).tolist() == expected
            continue
        with pytest.raises(bulk.RowOutsideCalendar) as told:
            bulk.between(*given_, calendar=calendar)
        assert told.value.row == first_error[0]
        assert told.value.day == first_error[1].day


WAYS = [
    (day_one, backwards, clear)
    for day_one in DayOne
    for backwards in (False, True)
    for clear in (False, True)
    if not (clear and day_one is DayOne.SAME_DAY)
]


@pytest.mark.parametrize("unit", IN_DAYS, ids=lambda unit: unit.replace(" ", "-"))
@pytest.mark.parametrize("name", NAMES)
def test_every_day_of_all_years_by_every_convention(
    name: str, unit: Unit, record_property: Callable[[str, object], None]
) -> None:
    """Each day that the shipped calendars cover; as usual, one day in so many.

    Where an answer lies past the calendar the rest of them is asked, and the error is the same.
    """
    calendar = uk(name)
    starts = [
        date.fromordinal(day)
        for day in range(FIRST.toordinal(), LAST.toordinal() + 1, SIZES.stride)
    ]
    compared = 0
    for amount in (1, 2, 13):
        span = Span(amount, unit)
        for day_one, backwards, clear in WAYS:
            for roll in Roll:
                if unit is Unit.WORKING_DAYS and roll is not Roll.NONE:
                    continue
                how = Convention(day_one=day_one, backwards=backwards, clear=clear, roll=roll)
                expected = one_by_one(starts, span, calendar, how)
                agree(expected, starts, span, calendar, how)
                inside = [row for row, each in enumerate(expected) if isinstance(each, date)]
                low, high = inside[0], inside[-1] + 1
                assert high - low == len(inside)
                agree(expected[low:high], starts[low:high], span, calendar, how)
                compared += len(starts)
    record_property("bulk against the scalar path", compared)
