"""Days and moments on which something may happen, awkward ones more often.

Each strategy here draws as many numbers for what is awkward as for what is plain, and the plain
first: what takes fewer numbers to draw would be the plainer one to Hypothesis.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from complaintflow.bank_holidays import uk
from complaintflow.calendars import Calendar
from complaintflow.errors import InputError
from complaintflow.moments import in_zone

LONDON = ZoneInfo("Europe/London")
FIRST, LAST = date(2023, 7, 1), date(2029, 6, 30)  # two leap days, six Easters, twelve changes
HOURS = (
    time(12),
    time(9),
    time(16, 30),
    time(0),
    time(0, 0, 1),
    time(23, 59, 59),
    time(23, 59, 59, 999_999),
)

_MONDAY = date(2026, 9, 14)
_ONE_DAY = timedelta(days=1)
_FROM_0_TO_1, _FROM_0_TO_2 = st.integers(0, 1), st.integers(0, 2)


def days(
    calendar: Calendar | None = None, *, first: date = FIRST, last: date = LAST
) -> st.SearchStrategy[date]:
    """Dates: any, and more often those on which counts go wrong.

    Those are the ends of months and years, leap days, and the days off of a calendar with the days
    before and after; without one, those of the bank holidays of the whole United Kingdom.

    Args:
        calendar: whose days off are meant.
        first: the earliest date; 1 July 2023 if it is not said.
        last: the latest date; 30 June 2029 if it is not said.

    >>> from hypothesis import find
    >>> find(days(), lambda day: True)
    datetime.date(2026, 9, 14)
    >>> find(days(), lambda day: day.month == 2 and day.day > 28).day
    29
    """
    return _days(calendar, *_in_order(first, last))


def moments(
    calendar: Calendar | None = None,
    *,
    zone: ZoneInfo = LONDON,
    first: date = FIRST,
    last: date = LAST,
) -> st.SearchStrategy[datetime]:
    """Moments with an offset: at noon, at and beside midnight, around changes of the clocks.

    The hour that comes twice comes both times; a time that the clocks skip comes too, since a form
    lets people type it. Some moments are told in UTC, where they may have another date than in
    `zone`.

    Args:
        calendar: as for `days`.
        zone: in which they are told, and whose clocks change.
        first: the earliest date in `zone`.
        last: the latest date in `zone`.

    >>> from hypothesis import find
    >>> str(find(moments(), lambda moment: True))
    '2026-09-14 12:00:00+01:00'
    >>> find(moments(), lambda moment: moment.fold == 1).hour
    1
    """
    return _moments(calendar, zone, *_in_order(first, last))


def starts(
    calendar: Calendar | None = None,
    *,
    zone: ZoneInfo = LONDON,
    first: date = FIRST,
    last: date = LAST,
) -> st.SearchStrategy[date | datetime]:
    """When something happened: `days`, where the hour is not known, and `moments`.

    >>> from hypothesis import find
    >>> find(starts(), lambda start: True)
    datetime.date(2026, 9, 14)
    >>> str(find(starts(), lambda start: isinstance(start, datetime)))
    '2026-09-14 12:00:00+01:00'
    """
    return _starts(calendar, zone, *_in_order(first, last))


def _in_order(first: date, last: date) -> tuple[date, date]:
    if first > last:
        raise InputError(f"no day lies between {first} and {last}; give the earlier one as first")
    return first, last


@st.composite
def _days(draw: st.DrawFn, calendar: Calendar | None, first: date, last: date) -> date:
    awkward = _awkward_days(uk("uk-any") if calendar is None else calendar, first, last)
    if draw(_FROM_0_TO_1) and awkward:
        return awkward[draw(st.integers(0, len(awkward) - 1))]
    return _any_day(draw, first, last)


def _any_day(draw: st.DrawFn, first: date, last: date) -> date:
    origin = _plainest(first, last).toordinal()
    steps = draw(st.integers(first.toordinal() - origin, last.toordinal() - origin))
    return date.fromordinal(origin + steps)


@st.composite
def _moments(
    draw: st.DrawFn, calendar: Calendar | None, zone: ZoneInfo, first: date, last: date
) -> datetime:
    awkward = _awkward_days(uk("uk-any") if calendar is None else calendar, first, last)
    changes = _changes(zone, first, last)
    among = (None, awkward, tuple(changes))[draw(_FROM_0_TO_2)]
    day = among[draw(st.integers(0, len(among) - 1))] if among else _any_day(draw, first, last)
    beside = changes.get(day, ())
    at = draw(st.integers(0, len(HOURS) + len(beside) - 1))
    moment = (
        datetime.combine(day, HOURS[at], tzinfo=zone)
        if at < len(HOURS)
        else beside[at - len(HOURS)]
    )
    return in_zone(moment, UTC) if draw(_FROM_0_TO_2) == 1 else moment


@st.composite
def _starts(
    draw: st.DrawFn, calendar: Calendar | None, zone: ZoneInfo, first: date, last: date
) -> date | datetime:
    if draw(st.booleans()):
        return draw(_moments(calendar, zone, first, last))
    return draw(_days(calendar, first, last))


def _plainest(first: date, last: date) -> date:
    """The ordinary Monday; where it lies outside, the first Monday inside, or the first day."""
    if first <= _MONDAY <= last:
        return _MONDAY
    monday = first.toordinal() + -first.weekday() % 7
    return date.fromordinal(monday) if monday <= last.toordinal() else first


@lru_cache(maxsize=256)
def _awkward_days(calendar: Calendar, first: date, last: date) -> tuple[date, ...]:
    """The ends of months, leap days, days off and their neighbours; the nearest to our Monday first."""
    found = {
        day
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        for day in _around_the_first(year, month)
    }
    found |= {
        date.fromordinal(off.toordinal() + step)
        for off, _ in calendar.off
        if first < off < last
        for step in (-1, 0, 1)
    }
    origin = _plainest(first, last)
    return tuple(sorted((d for d in found if first <= d <= last), key=lambda d: abs(d - origin)))


def _around_the_first(year: int, month: int) -> Iterator[date]:
    begins = date(year, month, 1)
    yield begins
    if begins > date.min + 3 * _ONE_DAY:
        yield from (begins - _ONE_DAY, begins - 2 * _ONE_DAY)


@lru_cache(maxsize=64)
def _changes(zone: ZoneInfo, first: date, last: date) -> Mapping[date, tuple[datetime, ...]]:
    """The days on which the clocks of a zone change, the nearest to our Monday first, and moments
    beside the change, in the zone.
    """
    found: dict[date, tuple[datetime, ...]] = {}
    hour, second = timedelta(hours=1), timedelta(seconds=1)
    for change in _instants_of_change(zone, first, last):
        beside = [change + step for step in (timedelta(), -second, -hour, hour)]
        moments = [moment.astimezone(zone) for moment in beside]
        # half way, by the wall, through the time that is skipped or comes twice
        half = (_offset(change - second, zone) + _offset(change, zone)) / 2
        moments += [(change + half).replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
        found[moments[-1].date()] = tuple(m for m in moments if first <= m.date() <= last)
    origin = _plainest(first, last)
    inside = [day for day in found if first <= day <= last]
    return {day: found[day] for day in sorted(inside, key=lambda day: abs(day - origin))}


def _instants_of_change(zone: ZoneInfo, first: date, last: date) -> Iterator[datetime]:
    """The instants, in UTC, from which the clocks of a zone show another time."""
    ordinals = range(max(first.toordinal(), 2), min(last.toordinal(), date.max.toordinal() - 1))
    for ordinal in ordinals:
        since = datetime.combine(date.fromordinal(ordinal), time(), tzinfo=UTC)
        until = since + _ONE_DAY
        before = _offset(since, zone)
        if before == _offset(until, zone):
            continue
        while until - since > timedelta(seconds=1):
            half = since + (until - since) // timedelta(seconds=2) * timedelta(seconds=1)
            since, until = (half, until) if _offset(half, zone) == before else (since, half)
        yield until


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None  # a zone has one
    return offset
