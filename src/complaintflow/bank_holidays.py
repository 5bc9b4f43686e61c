"""The bank holidays of the United Kingdom, nation by nation, as calendars.

The days come from the package `holidays`. Importing its United Kingdom takes a few hundred
milliseconds, so a snapshot is shipped beside this module that records which version it was made
from; only where a newer version is installed is that one asked.

Three things a reader may trip over. The package's United Kingdom *without* a subdivision is what
all nations have in common; it is never used here. `uk-any` is the opposite: a day is off if it is
a bank holiday in any nation, as in the Freedom of Information Act 2000 s10(6). And the days are
those of the package, also where it errs: it has Saint Andrew's Day from 2006, while the Act that
made it a bank holiday came into force on 16 January 2007 (St Andrew's Day Bank Holiday (Scotland)
Act 2007).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TypedDict

from complaintflow.calendars import Calendar
from complaintflow.derived import union
from complaintflow.errors import InputError

__all__ = ["NAMES", "snapshot_from_holidays", "uk"]

NAMES = ("england-and-wales", "scotland", "northern-ireland", "uk-any")

_NATIONS: Mapping[str, str] = {
    "england-and-wales": "ENG",  # Wales has the same days; a test holds them equal
    "scotland": "SCT",
    "northern-ireland": "NIR",
}
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_ANNOUNCED_TO = date(2028, 12, 31)
"""The last day of the last year whose bank holidays gov.uk has announced for every nation."""

_SNAPSHOT = Path(__file__).with_name("bank_holidays.json")


class Snapshot(TypedDict):
    """The shipped file: for each nation the name of each holiday with its dates."""

    made_from: str
    first: str
    last: str
    announced_to: str
    nations: dict[str, dict[str, list[str]]]


def uk(name: str) -> Calendar:
    """The working days of a nation of the United Kingdom: Monday to Friday but bank holidays.

    `uk-any` leaves out what is a bank holiday in any of the nations. The same calendar is given
    each time. From its `projected_from` on the days are worked out by rule: none that is moved
    or added by proclamation can be among them yet.

    Raises:
        InputError: for a name that is not in `NAMES`.

    Source: Banking and Financial Dealings Act 1971 s1 and schedule 1, and the yearly
    proclamations under it, as the package `holidays` has them.

    >>> uk("scotland").why_not(date(2026, 11, 30))
    "Saint Andrew's Day"
    """
    if name not in NAMES:
        near = get_close_matches(name, NAMES, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise InputError(
            f"there is no calendar {name!r} of UK bank holidays; {hint}"
            f"the names are {', '.join(NAMES)}"
        )
    return _uk(name)


@cache
def _uk(name: str) -> Calendar:
    return calendar_from(_newest(_shipped(), _installed()), name)


def calendar_from(snapshot: Snapshot, name: str) -> Calendar:
    """The calendar of this name (one of `NAMES`) as a snapshot has it."""
    if name == "uk-any":
        return union(name, *(calendar_from(snapshot, nation) for nation in _NATIONS))
    days: dict[date, str] = {}
    for holiday, dates in snapshot["nations"][name].items():
        for day in dates:
            days[date.fromisoformat(day)] = holiday
    announced_to = date.fromisoformat(snapshot["announced_to"])
    return Calendar(
        name=name,
        week=(0, 1, 2, 3, 4),
        off=tuple(sorted(days.items())),
        first=date.fromisoformat(snapshot["first"]),
        last=date.fromisoformat(snapshot["last"]),
        projected_from=date.fromordinal(announced_to.toordinal() + 1),
        source="UK bank holidays from the Python package holidays",
        version=snapshot["made_from"],
    )


def snapshot_from_holidays() -> Snapshot:
    """Ask the installed package `holidays` for every nation and year; takes about a second.

    This is how the shipped file is made anew:
    `write_snapshot(snapshot_from_holidays(), path)`.
    """
    from importlib.metadata import version

    import holidays

    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    nations: dict[str, dict[str, list[str]]] = {}
    for nation, subdivision in _NATIONS.items():
        days = holidays.country_holidays("GB", subdivision, years=years, language="en_GB")
        by_name: dict[str, list[str]] = {}
        for day in sorted(days):
            name = days[day].replace("(observed)", "(substitute day)")
            by_name.setdefault(name, []).append(day.isoformat())
        nations[nation] = dict(sorted(by_name.items()))
    return Snapshot(
        made_from=version("holidays"),
        first=date(_FIRST_YEAR, 1, 1).isoformat(),
        last=date(_LAST_YEAR, 12, 31).isoformat(),
        announced_to=_ANNOUNCED_TO.isoformat(),
        nations=nations,
    )


def write_snapshot(snapshot: Snapshot, path: Path = _SNAPSHOT) -> None:
    """Write a snapshot as the shipped file is: one line for each holiday of each nation."""
    text = json.dumps(snapshot, indent=1, ensure_ascii=False)
    text = re.sub(r'\n {4,}(?="\d{4}-)|\n {3}(?=\])', " ", text)
    path.write_text(text + "\n", encoding="utf-8")


def _shipped() -> Snapshot:
    snapshot: Snapshot = json.loads(_SNAPSHOT.read_text(encoding="utf-8"))
    return snapshot


def _newest(shipped: Snapshot, installed: str | None) -> Snapshot:
    if installed is not None and _release(installed) > _release(shipped["made_from"]):
        return snapshot_from_holidays()
    return shipped


def _installed(package: str = "holidays") -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _release(version: str) -> tuple[int, ...]:
    """The leading numbers of a version, which order releases; "0.110.dev1" is 0.110."""
    numbers = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(number) for number in numbers[0].split(".")) if numbers else ()
