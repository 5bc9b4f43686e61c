"""Which days count: calendars as plain values, and the line of counted days that they draw.

A calendar is a week, a list of days off, and the years that it covers. It is asked by *rank*:
the number of counted days up to and including a day. Adding working days is then going along
the line of ranks, with no walk from day to day and no table of days.

For weekdays the rank is arithmetic; each day off that falls on a counted weekday takes one
away. So the *weekday index* of the n-th such day off, less n, says behind which rank it lies,
and the way back from a rank to a day is a look-up in those numbers.

Outside the days that it covers a calendar never guesses: it raises `OutsideCalendar`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import pairwise
from typing import Any, TypeAlias

from complaintflow.errors import ComplaintflowError, InputError

__all__ = ["EVERY_DAY", "Calendar", "OutsideCalendar", "union"]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_BEYOND_ANY_DAY = 1 << 60
_DAYS_OFF_SHOWN = 40
_STEPS_WALKED = 64  # further on, a bisection is quicker than walking over the days off
_from_ordinal = date.fromordinal
_LAST_ORDINAL = date.max.toordinal()


class OutsideCalendar(ComplaintflowError):  # noqa: N818  it is said of a day, as in prose
    """A day was needed that the calendar does not cover; nothing was guessed.

    Attributes:
        calendar: name of the calendar.
        day: the day that was needed; None where it lies outside the years 1 to 9999.
        first: first day that the calendar covers.
        last: last day that it covers.
    """

    def __init__(self, calendar: str, day: date | None, first: date, last: date) -> None:
        super().__init__(calendar, day, first, last)
        self.calendar = calendar
        self.day = day
        self.first = first
        self.last = last

    def __str__(self) -> str:
        if self.first == date.min and self.last == date.max:
            return (
                "the count leaves the years 1 to 9999, outside which there is no date; "
                "give a shorter period or another start"
            )
        needed = "a day outside the years 1 to 9999" if self.day is None else self.day.isoformat()
        return (
            f"{needed} is needed, but calendar {self.calendar!r} covers only {self.first} to "
            f"{self.last}; give a calendar that covers it, or a shorter period"
        )


_Line: TypeAlias = tuple[
    int,  # first: the first day covered; all days here are ordinals (1 is 1 January of year 1)
    int,  # last: the last day covered
    int,  # per_week: counted weekdays in a week
    tuple[int, ...],  # upto: by ordinal % 7, counted weekdays since Monday, inclusive
    tuple[int, ...],  # nth: by place among the counted weekdays, days after the Sunday before
    tuple[int, ...],  # off: days off on counted weekdays inside the coverage; then a sentinel
    tuple[int, ...],  # keys: weekday index of off[i], less i; then a sentinel
    int,  # shift: a bucket is 2 ** shift days; the first begins at `first`
    tuple[int, ...],  # buckets: how many of `off` lie before each bucket
]
"""What the arithmetic looks at; a plain tuple, because that is what unpacks fastest."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that count, between a first and a last day, and why the others do not.

    Args:
        name: what documents and answers call it.
        week: the weekdays that count, Monday = 0, in order.
        off: days that do not count, in order, each with its name ("Good Friday"). Those on a
            weekday that does not count anyway, or outside the coverage, do no harm.
        first: first day covered.
        last: last day covered.
        projected_from: first day for which nobody has announced the days off yet, so that they
            are worked out by rule; None where nothing is projected.
        source: where the days come from, for the reader of an answer.
        version: which edition of the source.

    Raises:
        InputError: for a week or a coverage that cannot be, or a day off given twice or out
            of order.
    """

    name: str
    week: tuple[int, ...]
    off: tuple[tuple[date, str], ...] = field(repr=False)
    first: date
    last: date
    projected_from: date | None
    source: str
    version: str
    _line: _Line = field(init=False, repr=False, compare=False)
    _base: int = field(init=False, repr=False, compare=False)  # weekday index before `first`
    _names: dict[int, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _refuse_what_cannot_be(self)
        _, _, per_week, upto, *_ = line = _line(self)
        before = self.first.toordinal() - 1
        object.__setattr__(self, "_line", line)
        object.__setattr__(self, "_base", before // 7 * per_week + upto[before % 7])
        object.__setattr__(self, "_names", {day.toordinal(): name for day, name in self.off})

    def __hash__(self) -> int:
        # Equal calendars agree in these; hashing a thousand days off each time would be slow.
        return hash((self.name, self.version, self.first, self.last, len(self.off)))

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """How IPython and Hypothesis print it: with the days off, unless they would fill pages."""
        off = self.off if len(self.off) <= _DAYS_OFF_SHOWN else f"<{len(self.off)} days>"
        said = ((each.name, getattr(self, each.name)) for each in fields(self) if each.init)
        words = (f"{name}={off if name == 'off' else repr(value)}" for name, value in said)
        printer.text(f"Calendar({', '.join(words)})")

    def counts(self, day: date) -> bool:
        """Whether the day counts.

        Raises:
            OutsideCalendar: for a day that is not covered.
        """
        return self.why_not(day) is None

    def why_not(self, day: date) -> str | None:
        """Why the day does not count ("Saturday", "Good Friday"); None where it counts.

        A day off on a weekend is told by its weekday: it is the weekend that takes it away,
        and its substitute day carries the name.

        Raises:
            OutsideCalendar: for a day that is not covered.
        """
        ordinal = day.toordinal()
        if not self._line[0] <= ordinal <= self._line[1]:
            raise self._outside(ordinal)
        weekday = (ordinal - 1) % 7
        if weekday not in self.week:
            return WEEKDAYS[weekday]
        return self._names.get(ordinal)

    def is_projected(self, day: date) -> bool:
        """Whether the day lies where the days off have not been announced yet."""
        return (
            self.projected_from is not None and day.toordinal() >= self.projected_from.toordinal()
        )

    def rank(self, day: date) -> int:
        """The number of counted days up to and including the day, from the first day covered.

        Raises:
            OutsideCalendar: for a day that is not covered.
        """
        first, last, per_week, upto, _, off, _, shift, buckets = self._line
        ordinal = day.toordinal()
        if not first <= ordinal <= last:
            raise self._outside(ordinal)
        passed = buckets[(ordinal - first) >> shift]
        while off[passed] <= ordinal:
            passed += 1
        return ordinal // 7 * per_week + upto[ordinal % 7] - passed - self._base

    def day(self, rank: int) -> date:
        """The counted day that has this rank; the first counted day has rank 1.

        Raises:
            OutsideCalendar: where there is no such day among those covered.
        """
        first, last, per_week, _, nth, _, keys, _, _ = self._line
        rank += self._base
        weeks, place = divmod(rank + bisect_right(keys, rank) - 1, per_week)
        found = weeks * 7 + nth[place]
        if not first <= found <= last:
            raise self._outside(found)
        return _from_ordinal(found)

    def between(self, start: date, end: date) -> int:
        """How many counted days lie after `start`, up to and including `end`.

        Negative, counting the days after `end` up to `start`, where `end` is the earlier.

        Raises:
            OutsideCalendar: where either is not covered.
        """
        first, last, per_week, upto, _, off, _, shift, buckets = self._line
        since, until = start.toordinal(), end.toordinal()
        if not first <= since <= last:
            raise self._outside(since)
        if not first <= until <= last:
            raise self._outside(until)
        before = buckets[(since - first) >> shift]
        while off[before] <= since:
            before += 1
        passed = buckets[(until - first) >> shift]
        while off[passed] <= until:
            passed += 1
        weeks = until // 7 - since // 7
        return weeks * per_week + upto[until % 7] - upto[since % 7] - passed + before

    def after(self, day: date, n: int) -> date:
        """The n-th counted day after the day: the one whose rank is greater by n.

        Zero gives the day itself if it counts, else the last counted day before it; a negative
        n goes further back along the same line.

        Raises:
            OutsideCalendar: where the day or the answer is not covered.
        """
        first, last, per_week, upto, nth, off, keys, shift, buckets = self._line
        ordinal = day.toordinal()
        if not first <= ordinal <= last:
            raise self._outside(ordinal)
        passed = buckets[(ordinal - first) >> shift]
        while off[passed] <= ordinal:
            passed += 1
        rank = ordinal // 7 * per_week + upto[ordinal % 7] - passed + n
        if 0 < n <= _STEPS_WALKED:
            while keys[passed] <= rank:
                passed += 1
        else:
            passed = bisect_right(keys, rank)
        place = rank + passed - 1
        found = place // per_week * 7 + nth[place % per_week]
        if not first <= found <= last:
            raise self._outside(found)
        return _from_ordinal(found)

    def before(self, day: date, n: int) -> date:
        """The n-th counted day before the day, which is itself not among the n.

        Raises:
            OutsideCalendar: where the day or the answer is not covered.
        """
        return self.after(day, 1 - n - self.counts(day))

    def _outside(self, ordinal: int) -> OutsideCalendar:
        day = _from_ordinal(ordinal) if 1 <= ordinal <= _LAST_ORDINAL else None
        return OutsideCalendar(self.name, day, self.first, self.last)


def union(name: str, *calendars: Calendar) -> Calendar:
    """A calendar in which a day counts only if it counts in every one of those given.

    It covers what all of them cover, and is projected from where the first of them is. A day
    off that only some of them have is named with them: "Easter Monday (england-and-wales)".

    Raises:
        InputError: where nothing is given, no weekday counts in all, or no day is covered by all.

    Source: Freedom of Information Act 2000 s10(6), where a bank holiday in any part of the
    United Kingdom is no working day.
    """
    if not calendars:
        raise InputError(f"the union {name!r} has no calendars; give at least one")
    off: dict[date, dict[str, list[str]]] = {}
    for calendar in calendars:
        for day, why in calendar.off:
            off.setdefault(day, {}).setdefault(why, []).append(calendar.name)
    projections = [c.projected_from for c in calendars if c.projected_from is not None]
    return Calendar(
        name=name,
        week=tuple(day for day in range(7) if all(day in c.week for c in calendars)),
        off=tuple((day, _named(off[day], len(calendars))) for day in sorted(off)),
        first=max(c.first for c in calendars),
        last=min(c.last for c in calendars),
        projected_from=min(projections, default=None),
        source=", ".join(dict.fromkeys(c.source for c in calendars)),
        version=", ".join(dict.fromkeys(c.version for c in calendars)),
    )


def _named(reasons: dict[str, list[str]], calendars: int) -> str:
    return "; ".join(
        why if len(where) == calendars else f"{why} ({', '.join(where)})"
        for why, where in reasons.items()
    )


def _refuse_what_cannot_be(calendar: Calendar) -> None:
    week = calendar.week
    if not week or list(week) != sorted(set(week)) or not 0 <= week[0] <= week[-1] <= 6:
        raise InputError(
            f"the week {week!r} of calendar {calendar.name!r} is no list of weekdays; "
            "give those that count, in order, from 0 (Monday) to 6 (Sunday), at least one"
        )
    if calendar.first > calendar.last:
        raise InputError(
            f"calendar {calendar.name!r} covers no day: its first, {calendar.first}, lies after "
            f"its last, {calendar.last}"
        )
    try:
        days = [day for day, _ in calendar.off]
    except (TypeError, ValueError):
        raise InputError(
            f"the days off of calendar {calendar.name!r} are pairs of a date and a name, in order; "
            "of a mapping give tuple(sorted(off.items()))"
        ) from None
    for day, following in pairwise(days):
        if day >= following:
            raise InputError(
                f"the day off {following} of calendar {calendar.name!r} comes twice or out of "
                "order; give each day once, the earliest first"
            )


def _line(calendar: Calendar) -> _Line:
    first, last = calendar.first.toordinal(), calendar.last.toordinal()
    week = calendar.week
    upto = (0, *(sum(weekday < until for weekday in week) for until in range(1, 7)))
    ordinals = (day.toordinal() for day, _ in calendar.off)
    off = [o for o in ordinals if (o - 1) % 7 in week and first <= o <= last]
    keys = [o // 7 * len(week) + upto[o % 7] - i for i, o in enumerate(off)]
    shift = 6
    while (last - first) >> shift > len(off):  # no more buckets than days off, but for one
        shift += 1
    return (
        first,
        last,
        len(week),
        upto,
        tuple(weekday + 1 for weekday in week),
        (*off, _BEYOND_ANY_DAY),
        (*keys, _BEYOND_ANY_DAY),
        shift,
        tuple(bisect_left(off, start) for start in range(first, last + 1, 1 << shift)),
    )


EVERY_DAY = Calendar(
    name="none",
    week=(0, 1, 2, 3, 4, 5, 6),
    off=(),
    first=date.min,
    last=date.max,
    projected_from=None,
    source="every day counts",
    version="1",
)
"""The calendar `none`: every day counts, from year 1 to year 9999."""
