"""Which days count: calendars as plain values, and the line of counted days that they draw.

A calendar is a week, a list of days off, and the years that it covers. It is asked by *rank*:
the number of counted days up to and including a day. Adding working days is then going along
the line of ranks, with no walk from day to day and no table of days.

For weekdays the rank is arithmetic; each day off that falls on a counted weekday takes one
away. So the *weekday index* of the n-th such day off, less n, says behind which rank it lies,
and the way back from a rank to a day is a look-up in those numbers.

Extra days, such as a Saturday that is worked in the place of another day, do not lie on that line.
A calendar that has some keeps an empty line and beside it a calendar without them, so that a
question that finds no place on the line is asked there, and the extra days are added. The others
pay nothing for it.

Outside the days that it covers a calendar never guesses: it raises `OutsideCalendar`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from complaintflow.errors import ComplaintflowError, InputError

__all__ = ["EVERY_DAY", "Calendar", "OutsideCalendar"]

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


_NO_LINE: _Line = (1, 0, 1, (0,) * 7, (0,), (), (), 0, ())
"""That of a calendar with extra days: no day has a place on it."""


class _Beside(NamedTuple):
    """What a calendar with extra days is asked in the place of its line."""

    names: dict[int, str]  # of the extra days, by their ordinals
    plain: Calendar  # the same without the extra days
    days: tuple[int, ...]  # the ordinals of the extra days
    ranks: tuple[int, ...]  # their ranks


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
        extra: days that count though their weekday does not, in order, each with its name
            ("worked in the place of Friday 2 October"). Those that count anyway, or lie outside
            the coverage, do no harm.

    Raises:
        InputError: for a week or a coverage that cannot be, a day given twice or out of order,
            or one that is both off and extra.
    """

    name: str
    week: tuple[int, ...]
    off: tuple[tuple[date, str], ...] = field(repr=False)
    first: date
    last: date
    projected_from: date | None
    source: str
    version: str
    extra: tuple[tuple[date, str], ...] = field(default=(), repr=False)
    _line: _Line = field(init=False, repr=False, compare=False)
    _base: int = field(init=False, repr=False, compare=False)  # weekday index before `first`
    _names: dict[int, str] = field(init=False, repr=False, compare=False)
    _beside: _Beside | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _refuse_what_cannot_be(self)
        beside = _beside(self)
        _, _, per_week, upto, *_ = line = _line(self) if beside is None else _NO_LINE
        before = self.first.toordinal() - 1
        object.__setattr__(self, "_beside", beside)
        object.__setattr__(self, "_line", line)
        weekday_index = before // 7 * per_week + upto[before % 7]
        object.__setattr__(self, "_base", weekday_index if beside is None else 0)
        object.__setattr__(self, "_names", {day.toordinal(): name for day, name in self.off})

    def __hash__(self) -> int:
        # Equal calendars agree in these; hashing a thousand days off each time would be slow.
        return hash(
            (self.name, self.version, self.first, self.last, len(self.off), len(self.extra))
        )

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
            beside = self._with_extra(day)
            return None if ordinal in beside.names else beside.plain.why_not(day)
        weekday = (ordinal - 1) % 7
        if weekday not in self.week:
            return WEEKDAYS[weekday]
        return self._names.get(ordinal)

    def why_extra(self, day: date) -> str | None:
        """The name of an extra day, which counts though its weekday does not; None for others."""
        return None if self._beside is None else self._beside.names.get(day.toordinal())

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
            return self._rank_beside(day)
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
            if self._beside is not None:
                return self._day_beside(rank)
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
            behind = self._rank_beside(start)
            return self._rank_beside(end) - behind
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
            return self._day_beside(self._rank_beside(day) + n)
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

    def to_json(self) -> dict[str, Any]:
        """The calendar as plain values, ready for `json.dumps`; `from_json` makes it of them again.

        Days are texts as in `2026-04-03`, the week is a list of numbers from 0 (Monday).
        """
        return {
            "name": self.name,
            "week": list(self.week),
            "off": {day.isoformat(): name for day, name in self.off},
            "extra": {day.isoformat(): name for day, name in self.extra},
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "projected_from": _text_of(self.projected_from),
            "source": self.source,
            "version": self.version,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Calendar:
        """The calendar that `to_json` wrote.

        Raises:
            InputError: for what it would not have written: another key, a day that does not exist.

        >>> Calendar.from_json(EVERY_DAY.to_json()) == EVERY_DAY
        True
        """
        try:
            since = values["projected_from"]
            calendar = cls(
                name=values["name"],
                week=tuple(values["week"]),
                off=_days_of(values["off"]),
                first=date.fromisoformat(values["first"]),
                last=date.fromisoformat(values["last"]),
                projected_from=None if since is None else date.fromisoformat(since),
                source=values["source"],
                version=values["version"],
                extra=_days_of(values["extra"]),
            )
            names = (name for _, name in (*calendar.off, *calendar.extra))
            texts = (calendar.name, calendar.source, calendar.version, *names)
            if calendar.to_json() == values and all(isinstance(text, str) for text in texts):
                return calendar
        except (TypeError, ValueError, KeyError, AttributeError):
            pass
        raise InputError(
            "these are not the values of a calendar; give what `to_json` wrote, with no key more "
            "and none less"
        )

    @property
    def digest(self) -> str:
        """A short text that is the same for equal calendars alone: "sha256:" and 64 digits.

        It is that of the values of `to_json`, written by `json.dumps` with its keys in order and no
        blanks. It stays the same from one version of this library to the next, and so tells years
        later whether a date was counted on the same days.

        >>> EVERY_DAY.digest[:19]
        'sha256:dbc09d97100e'
        """
        import json
        from hashlib import sha256

        written = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        return f"sha256:{sha256(written.encode()).hexdigest()}"

    def _rank_beside(self, day: date) -> int:
        """The rank of a day that has no place on the line: the extra days are added to the others."""
        beside = self._with_extra(day)
        return beside.plain.rank(day) + bisect_right(beside.days, day.toordinal())

    def _day_beside(self, rank: int) -> date:
        """The day that has a rank, where some days are extra."""
        assert self._beside is not None  # a rank was found
        _, plain, days, ranks = self._beside
        passed = bisect_left(ranks, rank)
        if passed < len(ranks) and ranks[passed] == rank:
            return _from_ordinal(days[passed])
        return plain.day(rank - passed)

    def _with_extra(self, day: date) -> _Beside:
        """What is asked of a day that has no place on the line: none where it is not covered."""
        if self._beside is None:
            raise self._outside(day.toordinal())
        return self._beside

    def _outside(self, ordinal: int) -> OutsideCalendar:
        day = _from_ordinal(ordinal) if 1 <= ordinal <= _LAST_ORDINAL else None
        return OutsideCalendar(self.name, day, self.first, self.last)


def _days_of(written: Mapping[str, str]) -> tuple[tuple[date, str], ...]:
    return tuple(sorted((date.fromisoformat(day), name) for day, name in written.items()))


def _text_of(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


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
    off = _days_in_order(calendar, calendar.off, "off")
    extra = _days_in_order(calendar, calendar.extra, "extra")
    for day in sorted(set(off).intersection(extra)):
        raise InputError(
            f"{day} is both off and an extra day of calendar {calendar.name!r}; give it as one of "
            "them"
        )


def _days_in_order(
    calendar: Calendar, pairs: tuple[tuple[date, str], ...], what: str
) -> list[date]:
    try:
        days = [day for day, _ in pairs]
    except (TypeError, ValueError):
        raise InputError(
            f"the {'days off' if what == 'off' else 'extra days'} of calendar {calendar.name!r} are "
            "pairs of a date and a name, in order; of a mapping give "
            f"tuple(sorted({what}.items()))"
        ) from None
    for day, following in pairwise(days):
        if day >= following:
            raise InputError(
                f"the {'day off' if what == 'off' else 'extra day'} {following} of calendar "
                f"{calendar.name!r} comes twice or out of order; give each day once, the earliest "
                "first"
            )
    return days


def _beside(calendar: Calendar) -> _Beside | None:
    """The extra days of a calendar that do not count anyway, beside those that do."""
    first, last = calendar.first, calendar.last
    names = {
        day.toordinal(): name
        for day, name in calendar.extra
        if day.weekday() not in calendar.week and first <= day <= last
    }
    if not names:
        return None
    plain = replace(calendar, extra=())
    days = tuple(names)
    ranks = (plain.rank(_from_ordinal(day)) + nth for nth, day in enumerate(days, start=1))
    return _Beside(names, plain, days, tuple(ranks))


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
