"""A day-walker: counts by going from day to day, and knows only the prose of the contract.

It shares nothing with the library but the question: no ranks, no ordinals, no dateutil.
"""

import calendar as months_of_the_year
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from complaintflow.bank_holidays import NAMES, uk
from complaintflow.calendars import Calendar
from complaintflow.conventions import DayOne, KindOfDay, Roll, Span, Unit
from complaintflow.testing import Question

ONE_DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")


class NobodyKnows(Exception):  # noqa: N818 - it is a finding
    """A day was looked at of which a calendar does not say whether it is worked."""


class Office:
    """Which days are worked, asked one day at a time."""

    def __init__(self, calendar: Calendar) -> None:
        self.week, self.off = set(calendar.week), {day for day, _ in calendar.off}
        self.extra = {day for day, _ in calendar.extra}
        self.known = (calendar.first, calendar.last)

    def works(self, day: date) -> bool:
        if not self.known[0] <= day <= self.known[1]:
            raise NobodyKnows(day)
        return (day.weekday() in self.week or day in self.extra) and day not in self.off


office = lru_cache(maxsize=256)(Office)


class Walked(NamedTuple):
    """Where a walk ended, where before any roll, and the place in the count of each counted day.

    `begun` is the day from which it went, `midnight` whether the start was its first instant, and
    `first` the first day that could be counted.
    """

    due: date
    unrolled: date
    places: dict[date, int]
    first: date
    begun: date
    midnight: bool


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


def _has(year: int, month: int, day: int) -> bool:
    return day <= months_of_the_year.monthrange(year, month)[1]


def last_of_months_that_begin_with(day: date, months: int) -> date:
    """The days until the day before the corresponding date; until the last of a month without it."""
    end = months_on(day, months)
    return end - ONE_DAY if _has(end.year, end.month, day.day) else end


def first_of_months_that_end_with(day: date, months: int) -> date:
    """In the mirror, where a month is never too short at its first: months that end with one are whole."""
    if not _has(day.year, day.month, day.day + 1):
        return months_on(day, 1 - months).replace(day=1)
    target = months_on(day, -months)
    following = day.day + 1
    return target.replace(day=following) if _has(target.year, target.month, following) else target


def rolled_from(came: date, end: date, on: timedelta, working: Office, backwards: bool) -> date:
    """Day by day to one that is worked; where that leads past the day from which it was counted, the
    end stays, and nobody asks about the days beyond."""
    towards_it = (on > timedelta()) is backwards
    due = end
    while not working.works(due):
        if towards_it and (due >= came if backwards else due <= came):
            return end
        due += on
    return due


def walked(
    question: Question, still: Collection[date] = (), open_from: date | None = None
) -> Walked | None:
    """Walk from the start of a question, which is not one of hours, to its end.

    Days that are `still` are gone over and not counted; the walk that reaches a day from which
    nobody knows until when it stands still has no end.
    """
    start, span, day_one = question["start"], question["span"], question["day_one"]
    backwards, roll = question["backwards"], question["roll"]
    on = -ONE_DAY if backwards else ONE_DAY
    working = office(question["calendar"])
    own = office(span.unit.calendar) if isinstance(span.unit, KindOfDay) else working

    in_counted_days = span.unit is Unit.WORKING_DAYS or isinstance(span.unit, KindOfDay)

    def counts(day: date) -> bool:
        return own.works(day) if in_counted_days else True

    begun, midnight, deemed = start, False, None
    if isinstance(start, datetime):
        local = start.astimezone(UTC).astimezone(question["zone"])
        begun, midnight = local.date(), local.time() == time()

    # A start at midnight lies between two days: the one that it ends and the one that it begins.
    ends, begins = (begun - ONE_DAY, begun) if midnight else (begun, begun)
    behind, ahead = (begins, ends) if backwards else (ends, begins)
    between_days = midnight
    anchor = behind  # the day to which the corresponding date corresponds
    if day_one is DayOne.SAME_DAY:
        first = ahead
        anchor = ahead
    elif day_one is DayOne.NEXT_WORKING_DAY and not working.works(behind):
        deemed = behind
        while not working.works(deemed):
            deemed += on
        anchor = deemed
        first = deemed + on
        between_days = False
    else:
        first = behind + on
    if in_counted_days:  # the day from which it counts is looked at as well
        own.works(deemed or begun)

    places: dict[date, int] = {}
    if span.unit in (Unit.MONTHS, Unit.YEARS):
        months = span.amount * (12 if span.unit is Unit.YEARS else 1)
        if day_one is DayOne.SAME_DAY and not backwards:
            last = last_of_months_that_begin_with(anchor, months)
        elif day_one is DayOne.SAME_DAY and not between_days:
            last = first_of_months_that_end_with(anchor, months)
        elif day_one is DayOne.SAME_DAY:
            last = months_on(begins, -months)
        elif between_days and not backwards and begins.day == 1:
            last = months_on(begins, months) - ONE_DAY
        else:
            last = months_on(anchor, -months if backwards else months)
        amount = abs((last - first).days) + 1
    else:
        amount = span.amount * (7 if span.unit is Unit.WEEKS else 1)
    day = first
    while True:
        if open_from is not None and day >= open_from:
            return None
        if counts(day) and day not in still:
            places[day] = len(places) + 1
        if len(places) == amount:
            break
        day += on
    end = day
    if question["clear"]:
        end += on
        while not counts(end) or end in still:
            if open_from is not None and end >= open_from:
                return None
            end += on
        if open_from is not None and end >= open_from:
            return None
    due = end
    if roll is not Roll.NONE:
        came = begun - ONE_DAY if midnight and backwards else begun
        due = rolled_from(came, end, ONE_DAY if roll is Roll.NEXT else -ONE_DAY, working, backwards)
    return Walked(due, end, places, first, begun, midnight)


# Questions at random: quicker to make than those of the strategies, and never made plainer

_DAYS = [date(2024, 1, 1) + n * ONE_DAY for n in range(1826)]
_EDGES = [
    day
    for day in _DAYS
    if day.day > 27 or day.day == 1 or day.month in (3, 4, 12) or not uk("uk-any").counts(day)
]
_HOURS = [None, None, None, time(12), time(0), time(0), time(23, 59, 59)]
_LONGEST = {
    Unit.WORKING_DAYS: 65,
    Unit.CALENDAR_DAYS: 90,
    Unit.WEEKS: 13,
    Unit.MONTHS: 6,
    Unit.YEARS: 1,
}


def calendar_at_random(random: Random) -> Calendar:
    """A week and days off, near those of _DAYS, or a shipped calendar."""
    if random.random() < 0.3:
        return uk(random.choice(NAMES))
    week: tuple[int, ...] = (0, 1, 2, 3, 4)
    if random.random() < 0.4:
        week = tuple(sorted(random.sample(range(7), random.randint(1, 7))))
    off = set(random.sample(_DAYS, random.randint(0, 60)))
    for first in random.sample(_DAYS, random.randint(0, 6)):
        off |= {first + n * ONE_DAY for n in range(random.randint(1, 14))}
    extra = set(random.sample(_DAYS, random.randint(0, 4))) - off
    return Calendar(
        name="office",
        week=week,
        off=tuple((day, "closed") for day in sorted(off)),
        first=date(2000, 1, 1),
        last=date(2060, 12, 31),
        projected_from=None,
        source="",
        version="",
        extra=tuple((day, "open") for day in sorted(extra)),
    )


def start_at_random(random: Random) -> date | datetime:
    """A date or a moment, more often at a month's end, in spring or in December."""
    day = random.choice(_EDGES if random.random() < 0.7 else _DAYS)
    hour = random.choice(_HOURS)
    return day if hour is None else datetime.combine(day, hour, tzinfo=LONDON)


def question_at_random(random: Random, calendars: list[Calendar]) -> Question:
    """A question about days, weeks, months or years, from a date or a moment."""
    unit: Unit | KindOfDay = random.choice(list(_LONGEST))
    most = _LONGEST.get(unit, 65) if isinstance(unit, Unit) else 65
    if unit is Unit.WORKING_DAYS and random.random() < 0.2:
        unit = KindOfDay("school days", random.choice(calendars))
    amount = random.randint(1, min(most, 12) if random.random() < 0.7 else most)
    day_one = random.choice(list(DayOne))
    return Question(
        start=start_at_random(random),
        span=Span(amount, unit),
        calendar=random.choice(calendars),
        zone=LONDON,
        day_one=day_one,
        backwards=random.random() < 0.4,
        clear=day_one is not DayOne.SAME_DAY and random.random() < 0.2,
        roll=random.choice(list(Roll)),
    )
