"""The public holidays of every country and subdivision that the package `holidays` knows.

The package gives whatever it is asked for, and where it has no data it gives too few days and says
nothing. So what it has is looked at before any of it is used, and a calendar covers only years of
which it is known:

* years between those that the package names for the country, and in which it has some day;
* years in which no yearly day is missing. Many days follow a table of another calendar, and the
  tables end: Diwali in 2035. Where a day that came every year comes no more, the table has ended;
* years in which the week was as it is now, and in which no day is an estimate, but for those of
  the years to come. (The package has the days of the Islamic calendar as they were announced in some
  years, and as they are worked out in others.)

Days are *projected* after the last year that was published when this was written, from the first
year of estimates, and after the last year for which a country has decided that which it decides from
year to year, such as the Saturdays that are worked in China.

Without a subdivision only those days are off that are off in the whole country. For the United
Kingdom that would be nobody's calendar, and it is refused: its nations are in `bank_holidays`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from complaintflow.bank_holidays import NAMES, uk
from complaintflow.calendars import EVERY_DAY, Calendar
from complaintflow.diagnostics import nearest
from complaintflow.errors import InputError

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = ["country", "find", "is_known", "meant", "names"]

_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_PUBLISHED_TO = 2026
"""The last year whose days most countries had published when this was written."""

_UNITED_KINGDOM = {"ENG": "england-and-wales", "WLS": "england-and-wales"} | {
    "SCT": "scotland",
    "NIR": "northern-ireland",
}
_YEARLY = 3
"""For so many years on end a day comes that comes every year."""


def country(place: str, *, categories: str | Iterable[str] = "public") -> Calendar:
    """The working days of a country, or of a part of one, but its public holidays.

    Its week is the one that is worked there. Days at a weekend that are worked in the place of
    others count. The same calendar is given each time.

    Args:
        place: a country by its code or its name in small letters, `IE` or `ireland`, and a part of
            one by its code after a hyphen, `US-NY`: as the package `holidays` has them. A nation
            of the United Kingdom is `GB-SCT`, or as `uk` has it.
        categories: which of the package's categories of days are days off.

    Raises:
        InputError: for a place or a category that the package does not know, for one of which it
            has no day, and for the United Kingdom as a whole.

    >>> country("ireland").why_not(date(2026, 3, 17)), country("US-NY").why_not(date(2026, 11, 26))
    ("Saint Patrick's Day", 'Thanksgiving Day')
    """
    wanted = (categories,) if isinstance(categories, str) else tuple(sorted(set(categories)))
    return _country(place, wanted)


def find(name: str) -> Calendar | None:
    """The calendar that documents and the command line call by a name; None where there is none.

    It is one of `uk`, `none`, or a `country`.

    Raises:
        InputError: a country is meant, and which calendar is not said.
    """
    if name in NAMES:
        return uk(name)
    if name == EVERY_DAY.name:
        return EVERY_DAY
    code, _, part = name.partition("-")
    if name in _codes() or (part and code in _codes()):
        return country(name)
    if _codes().get(name.upper()) == "GB":
        return country(name.upper())  # tells what to write
    return None


def is_known(calendar: Calendar) -> bool:
    """Whether `find` gives this very calendar by its name."""
    try:
        return find(calendar.name) == calendar
    except InputError:
        return False


def meant(name: str, *besides: str) -> str | None:
    """The name that was probably meant by one that `find` does not know, or is one of some others."""
    if name.upper() in _codes():
        return name.upper()
    # two letters are near to too many others
    return nearest(name, (*besides, *(each for each in names() if len(each) > 3)))


def names() -> tuple[str, ...]:
    """The names that `find` knows, but for the parts of countries."""
    return (*NAMES, EVERY_DAY.name, *sorted(n for n, code in _codes().items() if code != "GB"))


@cache
def _codes() -> dict[str, str]:
    """By each name of a country the code that the package has for it."""
    from holidays.registry import COUNTRIES

    found: dict[str, str] = {}
    for name, (_, *codes) in COUNTRIES.items():
        short = [code for code in codes if re.fullmatch("[A-Z]{2,3}", code)]
        found |= dict.fromkeys((name.replace("_", "-"), *short), short[0])
    return found


@cache
def _country(place: str, categories: tuple[str, ...]) -> Calendar:
    code, part = _place(place)
    if code == "GB":
        if part in _UNITED_KINGDOM and categories == ("public",):
            return uk(_UNITED_KINGDOM[part])
        raise InputError(
            f"{place!r} is no calendar: each nation of the United Kingdom has bank holidays of its "
            f"own; write {', '.join(NAMES[:-1])} or {NAMES[-1]}"
        )
    given = _asked(place, code, part, categories)
    first, last, projected_from = _known(given)
    if first > last:
        raise InputError(
            f"the package holidays has no days of {place!r}; make a calendar of your own, or take "
            f"{EVERY_DAY.name!r}"
        )
    days = f"{' and '.join(categories).replace('_', ' ')} holidays of {_title(code)}"
    first = max(first, given.week_since)
    return Calendar(
        name=place if categories == ("public",) else f"{place} ({', '.join(categories)})",
        week=tuple(day for day in range(7) if day not in given.weekend),
        off=tuple(sorted((d, n) for d, n in given.off.items() if first <= d <= last)),
        first=first,
        last=last,
        projected_from=max(projected_from, first) if projected_from <= last else None,
        source=f"{days}{f', {part}' if part else ''}, from the Python package holidays",
        version=given.version,
        extra=tuple(
            (day, "worked in the place of another day")
            for day in sorted(given.worked)
            if first <= day <= last
        ),
    )


def _title(code: str) -> str:
    from holidays.registry import COUNTRIES

    name = next(name for name, (_, *codes) in COUNTRIES.items() if code in codes)
    return name.replace("_", " ").title()


def _place(place: str) -> tuple[str, str]:
    """The code of a country, and that of its part or nothing."""
    if place in _codes():
        return _codes()[place], ""
    code, _, part = place.partition("-")
    if part and code in _codes():
        return _codes()[code], part
    near = meant(place)
    hint = f"did you mean {near!r}?" if near else "write its code, as in 'IE', or 'US-NY'"
    raise InputError(f"there is no country {place!r} in the package holidays; {hint}")


# --- what the package has -----------------------------------------------------------------


class _Given(NamedTuple):
    """What the package gives for the years that it names."""

    off: dict[date, str]
    worked: frozenset[date]  # days at a weekend that count
    decided: frozenset[date]  # days that stand in a list of their year, and follow no rule
    weekend: frozenset[int]
    week_since: date  # the first day of the week as it is now
    first: int
    last: int
    version: str


def _asked(place: str, code: str, part: str, categories: tuple[str, ...]) -> _Given:
    from importlib.metadata import version

    import holidays

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is missing we take care ourselves
        kind = holidays.country_holidays(code)
        if part:
            code_and = place.removesuffix(part)
            _require(place, "part", place, [code_and + each for each in kind.subdivisions])
        for category in categories:
            _require(place, "category", category, kind.supported_categories)
        first = max(_FIRST_YEAR, kind.start_year)
        last = min(_LAST_YEAR, kind.end_year)
        asked = holidays.country_holidays(
            code,
            part or None,
            years=range(first, last + 1),
            language="en_US" if "en_US" in kind.supported_languages else None,
            categories=categories,
            expand=False,
        )
    worked = frozenset(day for day in asked.weekend_workdays if first <= day.year <= last)
    weekend = frozenset(asked._get_weekend(date(last, 12, 31)))
    return _Given(
        off={d: n for d, n in asked.items() if d not in worked and first <= d.year <= last},
        worked=worked,
        decided=frozenset(_decided(asked)),
        weekend=weekend,
        week_since=_week_since(asked, weekend, date(first, 1, 1), date(last, 12, 31)),
        first=first,
        last=last,
        version=version("holidays"),
    )


def _require(place: str, what: str, given: str, known: Iterable[str]) -> None:
    known = sorted(known)
    if given in known:
        return
    near = nearest(given, known)
    several = f"there are {', '.join(known)}" if known else f"it has none, leave out the {what}"
    hint = f"did you mean {near!r}?" if near else several
    raise InputError(f"{place!r} names no calendar: there is no {what} {given}; {hint}")


def _week_since(asked: HolidayBase, weekend: frozenset[int], first: date, last: date) -> date:
    """Since when the week has been as it is on the last day."""
    days = (date.fromordinal(o) for o in range(last.toordinal(), first.toordinal() - 1, -1))
    other = next((day for day in days if asked._get_weekend(day) != weekend), None)
    return first if other is None else other + timedelta(days=1)


def _decided(asked: HolidayBase) -> Iterator[date]:
    """The days that stand in the lists of single years."""
    lists = [getattr(asked, name) for name in dir(asked) if name.startswith("special_")]
    for years in [each for each in lists if isinstance(each, dict)]:
        for year, days in years.items():
            for month, day, *_ in days if days and isinstance(days[0], tuple) else (days,):
                yield date(year, month, day)


# --- of what it can be known --------------------------------------------------------------


def _known(given: _Given) -> tuple[date, date, date]:
    """The first and the last day of which all is known, and the first that is projected."""
    first, last = _with_every_yearly_day(given, *_with_some_day(given))
    estimates = {day.year for day, name in given.off.items() if "estimated" in name}
    sure = [year for year in range(first, min(last, _PUBLISHED_TO) + 1) if year not in estimates]
    projected_from = sure[-1] + 1 if sure else first
    while sure and sure[-1] - 1 in sure:
        sure.pop()
    first = sure[-1] if sure else first
    projected_from = max(first, min(projected_from, *_decided_to(given)))
    return date(first, 1, 1), date(last, 12, 31), date(projected_from, 1, 1)


def _with_some_day(given: _Given) -> tuple[int, int]:
    """The run of years with some day in which the last published year lies, or the one before."""
    years = {day.year for day in given.off}
    last = first = max((year for year in years if year <= _PUBLISHED_TO), default=None)
    if first is None or last is None:
        return given.last + 1, given.last
    while first - 1 in years:
        first -= 1
    while last + 1 in years:
        last += 1
    return first, last


def _with_every_yearly_day(given: _Given, first: int, last: int) -> tuple[int, int]:
    """The years for which there are tables of all days that come every year by some rule."""
    years: dict[str, set[int]] = {}
    for day, name in given.off.items():
        if day not in given.decided:
            for each in name.split("; "):
                years.setdefault(re.sub(r"\s*\(.*?\)", "", each), set()).add(day.year)
    for came in years.values():
        end = max(came)
        is_yearly = all(end - before in came for before in range(_YEARLY))
        # a day that has come to its end already was abolished, and that is known
        if is_yearly and _PUBLISHED_TO <= end <= given.last - _YEARLY:
            first, last = max(first, min(came)), min(last, end)
    return first, last


def _decided_to(given: _Given) -> Iterator[int]:
    """The years after the last for which the lists were made that are still made every year."""
    yield _PUBLISHED_TO + 1
    for days in (given.decided, given.worked):
        years = {day.year for day in days}
        last = max(years, default=0)
        if last + 1 >= _PUBLISHED_TO and all(last - n in years for n in range(_YEARLY)):
            yield last + 1
