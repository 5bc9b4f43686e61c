"""Calendars made of others: of several together, with an organisation's own days, of its terms.

A calendar is a set of days that count; what is combined by name are its *days off*. In a `union`
a day is off as soon as it is off in one of them, in an `intersection` only if it is off in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from complaintflow.calendars import Calendar
from complaintflow.errors import InputError

__all__ = ["Days", "NamedDays", "from_terms", "intersection", "union", "with_days"]

Days: TypeAlias = date | tuple[date, date]
"""A day, or the first and the last of a run of days."""

NamedDays: TypeAlias = Mapping[str, Days | Sequence[Days]]
"""By name: a day, a run of days, or a list of either. A tuple of two is a run, from first to last."""


def union(name: str, *calendars: Calendar) -> Calendar:
    """All days off of several calendars: a day counts only if it counts in every one.

    It covers what all of them cover, and is projected from where the first of them is. A day
    off that only some of them have is named with them: "Easter Monday (england-and-wales)".

    Raises:
        InputError: where nothing is given, no weekday counts in all, or no day is covered by all.

    Source: Freedom of Information Act 2000 s10(6), where a bank holiday in any part of the
    United Kingdom is no working day.
    """
    _require_some(calendars, "union", name)
    week = tuple(day for day in range(7) if all(day in c.week for c in calendars))
    off = _by_day((c.name, c.off) for c in calendars)
    extra = _by_day((c.name, c.extra) for c in calendars)
    return _together(
        name,
        calendars,
        week=week,
        off={day: _named(why, len(calendars)) for day, why in off.items()},
        extra={
            day: _named(why, len(calendars))
            for day, why in extra.items()
            if all(counts(day) for counts in map(_asked, calendars))
        },
    )


def intersection(name: str, *calendars: Calendar) -> Calendar:
    """The days off that several calendars share: a day counts if it counts in any one.

    It covers what all of them cover, and is projected from where the first of them is. It is no
    answer to which days are working days in the United Kingdom: for that see `union`.

    Raises:
        InputError: where nothing is given, or no day is covered by all.

    >>> from complaintflow.bank_holidays import uk
    >>> either = intersection("either side of the border", uk("england-and-wales"), uk("scotland"))
    >>> either.why_not(date(2026, 4, 6)), either.why_not(date(2026, 4, 3))
    (None, 'Good Friday')
    """
    _require_some(calendars, "intersection", name)
    week = tuple(day for day in range(7) if any(day in c.week for c in calendars))
    off = _by_day((c.name, c.off) for c in calendars)
    extra = _by_day((c.name, c.extra) for c in calendars)
    asked = [_asked(calendar) for calendar in calendars]
    return _together(
        name,
        calendars,
        week=week,
        off={
            day: _named(why, sum(map(len, why.values())))
            for day, why in off.items()
            if not any(counts(day) for counts in asked)
        },
        extra={
            day: _named(why, len(calendars))
            for day, why in extra.items()
            if day.weekday() not in week
        },
    )


def with_days(
    name: str,
    base: Calendar,
    *,
    closed: NamedDays | None = None,
    open: NamedDays | None = None,  # noqa: A002
    source: str,
    version: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Calendar:
    """A calendar with days of the organisation's own: some on which it is closed, some extra.

    Args:
        name: what the new calendar is called.
        base: the calendar that it is like on all other days.
        closed: days that do not count, by the name of what closes it. A day that does not count
            anyway keeps the name that it has.
        open: days that count though the base leaves them out, be it for their weekday or as days
            off; by the reason for which they count.
        source: where these days come from; it is added to the source of the base.
        version: which edition of that; it is added to the version of the base.
        first: the first day for which it is known on which days the organisation is closed; by
            default the first that the base covers.
        last: the last such day. Beyond it nothing is counted.

    Raises:
        InputError: for a day that is not covered, or that is both closed and open.

    >>> from complaintflow.bank_holidays import uk
    >>> larkfield = with_days(
    ...     "larkfield",
    ...     uk("england-and-wales"),
    ...     closed={"winter closure": (date(2026, 12, 29), date(2026, 12, 31))},
    ...     open={"open day": date(2026, 10, 10)},
    ...     source="the head's letter of 1 September 2026",
    ... )
    >>> larkfield.why_not(date(2026, 12, 29)), larkfield.counts(date(2026, 10, 10))
    ('winter closure', True)
    """
    for edge in (first, last):
        if edge is not None:
            _require_covered(name, base, edge)
    base = replace(base, first=first or base.first, last=last or base.last)
    closures, openings = (_each_day(name, base, days or {}) for days in (closed, open))
    for day in sorted(closures.keys() & openings):
        raise InputError(f"{day} is both closed and open in calendar {name!r}; leave one of them")
    off = {day: why for day, why in base.off if day not in openings}
    extra = {day: why for day, why in base.extra if day not in closures}
    return replace(
        base,
        name=name,
        off=_sorted({**closures, **off}),
        extra=_sorted({**extra, **openings}),
        source=f"{base.source}; {source}",
        version=base.version if version is None else f"{base.version}, {version}",
    )


def from_terms(
    name: str,
    base: Calendar,
    terms: Iterable[tuple[date, date]],
    *,
    off: NamedDays | None = None,
    source: str,
    version: str,
    first: date | None = None,
    last: date | None = None,
) -> Calendar:
    """The days of a school, court or council that sits in terms: those of the base in one of them.

    It covers the days from the first term to the last, since of others nobody has said whether
    they are in a term; a count that needs one is refused.

    Args:
        name: what the calendar is called.
        base: of which the days in a term are taken, most often those of a nation of the United
            Kingdom, so that a bank holiday in a term does not count.
        terms: the first and the last day of each, both in the term; in order.
        off: days in or between the terms that do not count, by name: training days, a
            half-term. Days between terms that have no name here are "not in term".
        source: where the term dates come from.
        version: which edition of that.
        first: an earlier first day covered, known to be in no term before the first.
        last: a later last day covered, known to be in no term after the last.

    Raises:
        InputError: for terms that overlap or come out of order, and days that the base or the
            calendar does not cover.

    >>> from complaintflow.bank_holidays import uk
    >>> terms = [(date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18))]
    >>> school = from_terms(
    ...     "school days",
    ...     uk("england-and-wales"),
    ...     terms,
    ...     off={"training day": date(2026, 9, 2)},
    ...     source="term dates 2026/27",
    ...     version="1",
    ... )
    >>> str(school.after(date(2026, 10, 22), 2)), school.why_not(date(2026, 10, 28))
    ('2026-11-02', 'not in term')
    """
    known = list(terms)
    _refuse_terms_that_cannot_be(name, base, known)
    start, end = first or known[0][0], last or known[-1][1]
    if start > known[0][0] or end < known[-1][1]:
        raise InputError(
            f"calendar {name!r} covers {start} to {end}, which is less than its terms; leave "
            "`first` and `last` out, or give days outside the terms"
        )
    for day in (start, end):
        _require_covered(name, base, day)
    whole = replace(base, name=name, first=start, last=end)
    in_term = {o for one, other in known for o in _ordinals(one, other)}
    days = (date.fromordinal(o) for o in _ordinals(start, end) if o not in in_term)
    between = {day: "not in term" for day in days if base.counts(day)}
    closed = {**between, **_each_day(name, whole, off or {})}
    kept = {day: why for day, why in base.off if start <= day <= end}
    return replace(
        whole,
        off=_sorted({**closed, **kept}),
        extra=tuple((d, why) for d, why in base.extra if d not in closed and start <= d <= end),
        source=f"{base.source}; {source}",
        version=f"{base.version}, {version}",
    )


def _refuse_terms_that_cannot_be(name: str, base: Calendar, terms: list[tuple[date, date]]) -> None:
    if not terms:
        raise InputError(f"calendar {name!r} has no terms; give the first and last day of each")
    for first, last in terms:
        if first > last:
            raise InputError(
                f"a term of calendar {name!r} begins on {first} and ends before that, on {last}"
            )
        for day in (first, last):
            _require_covered(name, base, day)
    for (_, last), (first, _) in pairwise(terms):
        if first <= last:
            raise InputError(
                f"the term of calendar {name!r} from {first} begins before the one above ends, on "
                f"{last}; give the terms in order"
            )


def _require_covered(name: str, base: Calendar, day: date) -> None:
    if not base.first <= day <= base.last:
        raise InputError(
            f"{day} in calendar {name!r} lies outside what is covered, {base.first} to "
            f"{base.last}; look at the year"
        )


def _each_day(name: str, base: Calendar, days: NamedDays) -> dict[date, str]:
    """Day by day, in order of the names; of two names for one day the one that is given first."""
    found: dict[date, str] = {}
    for why, run in ((why, run) for why, given in days.items() for run in _runs(given)):
        first, last = run if isinstance(run, tuple) else (run, run)
        if first > last:
            raise InputError(
                f"{why!r} in calendar {name!r} begins on {first} and ends before that, on {last}"
            )
        _require_covered(name, base, first)
        _require_covered(name, base, last)
        for ordinal in _ordinals(first, last):
            found.setdefault(date.fromordinal(ordinal), why)
    return found


def _runs(given: Days | Sequence[Days]) -> Sequence[Days]:
    return (given,) if isinstance(given, date | tuple) else given


def _ordinals(first: date, last: date) -> range:
    return range(first.toordinal(), last.toordinal() + 1)


def _require_some(calendars: tuple[Calendar, ...], what: str, name: str) -> None:
    if not calendars:
        raise InputError(f"the {what} {name!r} has no calendars; give at least one")


def _together(
    name: str,
    calendars: tuple[Calendar, ...],
    *,
    week: tuple[int, ...],
    off: dict[date, str],
    extra: dict[date, str],
) -> Calendar:
    projections = [c.projected_from for c in calendars if c.projected_from is not None]
    return Calendar(
        name=name,
        week=week,
        off=_sorted(off),
        first=max(c.first for c in calendars),
        last=min(c.last for c in calendars),
        projected_from=min(projections, default=None),
        source=", ".join(dict.fromkeys(c.source for c in calendars)),
        version=", ".join(dict.fromkeys(c.version for c in calendars)),
        extra=_sorted(extra),
    )


def _by_day(
    calendars: Iterable[tuple[str, tuple[tuple[date, str], ...]]],
) -> dict[date, dict[str, list[str]]]:
    """For each day its names, and for each name the calendars that give it."""
    found: dict[date, dict[str, list[str]]] = {}
    for calendar, days in calendars:
        for day, why in days:
            found.setdefault(day, {}).setdefault(why, []).append(calendar)
    return found


def _named(reasons: dict[str, list[str]], calendars: int) -> str:
    return "; ".join(
        why if len(where) == calendars else f"{why} ({', '.join(where)})"
        for why, where in reasons.items()
    )


def _asked(calendar: Calendar) -> Callable[[date], bool]:
    """Whether a day counts by the week and the lists of a calendar, also where it is not covered."""
    off, extra = ({day for day, _ in days} for days in (calendar.off, calendar.extra))
    return lambda day: day in extra or (day.weekday() in calendar.week and day not in off)


def _sorted(days: Mapping[date, str]) -> tuple[tuple[date, str], ...]:
    return tuple(sorted(days.items()))
