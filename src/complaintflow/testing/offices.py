"""Calendars of offices: their weeks, their closures, and the shipped ones."""

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from complaintflow.bank_holidays import NAMES, uk
from complaintflow.calendars import Calendar
from complaintflow.testing.dates import days

_COVERED = date(2000, 1, 1), date(2060, 12, 31)
_MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


def calendars() -> st.SearchStrategy[Calendar]:
    """Calendars from 2000 to 2060: any week, closures, single days off, and the shipped ones.

    Days off lie where `days` lie; some are on a weekend, where they do no harm. One day a week is
    the shortest week. Some calendars are projected from a day on.

    >>> from hypothesis import find
    >>> plain = find(calendars(), lambda calendar: True)
    >>> plain.week, plain.off, plain.projected_from
    ((0, 1, 2, 3, 4), (), None)
    >>> find(calendars(), lambda calendar: len(calendar.off) == 1).off
    ((datetime.date(2026, 9, 14), 'closed'),)
    """
    return _calendars()


@cache
def _calendars() -> st.SearchStrategy[Calendar]:
    whole: dict[str, Any] = {
        "first": _COVERED[0],
        "last": _COVERED[1],
        "source": "made for a test",
        "version": "1",
    }
    plain = Calendar("office", _MONDAY_TO_FRIDAY, (), projected_from=None, **whole)
    runs = st.tuples(days(), st.integers(1, 1) | st.integers(2, 14))
    weeks = st.sets(st.integers(0, 6), min_size=1).map(lambda week: tuple(sorted(week)))
    made = st.builds(
        Calendar,
        name=st.just("office"),
        week=st.just(_MONDAY_TO_FRIDAY) | weeks,
        off=st.lists(runs, max_size=12).map(_closed),
        projected_from=st.none() | days(),
        **{word: st.just(value) for word, value in whole.items()},
    )
    return st.sampled_from([plain, *map(uk, NAMES)]) | made


def _closed(runs: list[tuple[date, int]]) -> tuple[tuple[date, str], ...]:
    """The days off that runs of so many days make, in order and each once."""
    days_off = {date.fromordinal(day.toordinal() + n) for day, long in runs for n in range(long)}
    return tuple((day, "closed") for day in sorted(days_off))
