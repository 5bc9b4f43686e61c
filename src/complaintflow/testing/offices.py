"""Calendars of offices: their weeks, their closures, and the shipped ones."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from complaintflow.bank_holidays import NAMES, uk
from complaintflow.calendars import Calendar
from complaintflow.conventions import KindOfDay
from complaintflow.testing.dates import days


def calendars() -> st.SearchStrategy[Calendar]:
    """Calendars from 2000 to 2060: any week, closures, days off and extra days; the shipped ones.

    Days off lie where `days` lie; some are on a weekend, where they do no harm. One day a week is
    the shortest week. Some calendars are projected from a day on.

    >>> from hypothesis import find
    >>> plain = find(calendars(), lambda calendar: True)
    >>> plain.week, plain.off, plain.extra, plain.projected_from
    ((0, 1, 2, 3, 4), (), (), None)
    >>> find(calendars(), lambda calendar: len(calendar.off) == 1).off
    ((datetime.date(2026, 9, 14), 'closed'),)
    """
    return _CALENDARS


def kinds_of_day() -> st.SearchStrategy[KindOfDay]:
    """School days, each with a calendar from `calendars`: units for `spans`.

    >>> from hypothesis import find
    >>> str(find(kinds_of_day(), lambda kind: True))
    'school days'
    """
    return st.builds(KindOfDay, st.just("school days"), calendars())


_PLAIN = Calendar(
    name="office",
    week=(0, 1, 2, 3, 4),
    off=(),
    first=date(2000, 1, 1),
    last=date(2060, 12, 31),
    projected_from=None,
    source="made for a test",
    version="1",
)


def _shipped() -> st.SearchStrategy[Calendar]:
    return st.sampled_from([_PLAIN, *map(uk, NAMES)])


_WEEKS = st.just(_PLAIN.week) | st.sets(st.integers(0, 6), min_size=1).map(
    lambda week: tuple(sorted(week))
)
_RUNS = st.lists(st.tuples(days(), st.integers(1, 1) | st.integers(2, 14)), max_size=12)
_SOME_DAYS = st.lists(days(), max_size=3)
_PERHAPS_A_DAY = st.none() | days()


@st.composite
def _made(draw: st.DrawFn) -> Calendar:
    week = draw(_WEEKS)
    off = {
        date.fromordinal(first.toordinal() + n) for first, long in draw(_RUNS) for n in range(long)
    }
    extra = set(draw(_SOME_DAYS)) - off
    return replace(
        _PLAIN,
        week=week,
        off=tuple((day, "closed") for day in sorted(off)),
        extra=tuple((day, "open") for day in sorted(extra)),
        projected_from=draw(_PERHAPS_A_DAY),
    )


_CALENDARS = st.deferred(lambda: _shipped()) | _made()
