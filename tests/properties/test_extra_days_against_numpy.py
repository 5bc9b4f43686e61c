"""Calendars with extra days, closures and all, against numpy's own counting.

numpy knows no extra day. So it is told a week in which every day counts, and as days off all that do
not: the two have nothing in common but the answer.
"""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintflow.calendars import Calendar, OutsideCalendar

FIRST, DAYS = date(2024, 1, 1), 2 * 366


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A week, days off and extra days, on any day of two years; some of each do no harm."""
    week = draw(st.sets(st.integers(0, 6), min_size=1))
    within = st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n))
    off = draw(st.sets(within, max_size=60))
    extra = draw(st.sets(within, min_size=1, max_size=60)) - off
    return Calendar(
        name="drawn",
        week=tuple(sorted(week)),
        off=tuple((day, "off") for day in sorted(off)),
        first=FIRST,
        last=FIRST + timedelta(days=DAYS - 1),
        projected_from=None,
        source="a test",
        version="1",
        extra=tuple((day, "extra") for day in sorted(extra)),
    )


def of_numpy(calendar: Calendar) -> np.busdaycalendar:
    off, extra = ({day for day, _ in days} for days in (calendar.off, calendar.extra))
    days = [FIRST + timedelta(days=n) for n in range(-400, DAYS + 400)]
    none = [
        np.datetime64(day)
        for day in days
        if not (day in extra or (day.weekday() in calendar.week and day not in off))
    ]
    return np.busdaycalendar(weekmask="1111111", holidays=none)


@settings(max_examples=150, deadline=None)
@given(calendars(), st.integers(0, DAYS - 1), st.integers(-120, 120), st.integers(0, DAYS - 1))
def test_with_extra_days_too_adding_and_counting_agree_with_numpy(
    calendar: Calendar, start: int, n: int, end: int
) -> None:
    """The n-th counted day after a day, and how many lie between two, whatever days count."""
    theirs = of_numpy(calendar)
    day, other = FIRST + timedelta(days=start), FIRST + timedelta(days=end)
    counts = bool(np.is_busday(np.datetime64(day), busdaycal=theirs))
    assert calendar.counts(day) == counts
    # from the last counted day up to `day`, that very day for n = 0
    found = np.busday_offset(np.datetime64(day), n, roll="backward", busdaycal=theirs).astype(date)
    if calendar.first <= found <= calendar.last:
        assert calendar.after(day, n) == found
    else:
        with pytest.raises(OutsideCalendar):
            calendar.after(day, n)
    low, high = sorted((day, other))
    between = np.busday_count(
        np.datetime64(low + timedelta(days=1)),
        np.datetime64(high + timedelta(days=1)),
        busdaycal=theirs,
    )
    assert calendar.between(low, high) == between
    assert calendar.between(high, low) == -between
