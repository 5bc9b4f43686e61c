"""Periods and moments as people write them: `20 working days`, `2026-03-23T17:30`.

What could be read in two ways is refused with what to write instead: days of which nobody says
whether they are working days, an hour that the clocks skip or show twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from complaintflow.conventions import LONGEST, KindOfDay, Span, Unit
from complaintflow.errors import InputError
from complaintflow.moments import first_instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_SPAN = re.compile(r"(\S+)\s+(\S.*)")
_AMOUNT = re.compile(r"[1-9][0-9]*")
_WHEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:T(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_ENDS_DAY = re.compile(r"24:00(?::00(?:\.0+)?)?")


def parse_span(text: str, *, own_days: Iterable[KindOfDay] = ()) -> Span:
    """Read `N working days|calendar days|weeks|months|years|hours`; the singular is read too.

    Args:
        text: the number and the unit.
        own_days: kinds of day of the organisation's own that may stand there besides.

    Raises:
        InputError: for anything else, above all for bare `days`, which may mean two things.

    >>> parse_span("20 working days")
    Span(amount=20, unit=<Unit.WORKING_DAYS: 'working days'>)
    """
    known: dict[str, Unit | KindOfDay] = {str(unit): unit for unit in (*own_days, *Unit)}
    *most, last = known
    units = f"{', '.join(most)} or {last}"
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{text!r} is no period; write a number and a unit: {units}")
    number, words = match[1], " ".join(match[2].split())
    if number.startswith("-"):
        raise InputError(
            f"{text!r} is no period: a length is not negative; to count back, count before"
        )
    if not _AMOUNT.fullmatch(number):
        raise InputError(
            f"{number!r} in {text!r} is no whole number from 1; write it in the digits 0 to 9, "
            "without sign, point or leading zero"
        )
    if words in ("day", "days"):
        kinds = [f"'{number} {name}'" for name in known if name.endswith(" days")]
        raise InputError(
            f"{text!r} does not say which days count; write {', '.join(kinds[:-1])} or {kinds[-1]}"
        )
    unit = known.get(words) or known.get(f"{words}s")
    if unit is None:
        if words in ("business day", "business days"):
            near: list[str] = [Unit.WORKING_DAYS.value]
        else:
            near = get_close_matches(words.lower(), list(known), n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise InputError(f"{words!r} in {text!r} is no unit; {hint}the units are {units}")
    # a number of thousands of digits is not even converted
    return Span(int(number) if len(number) <= len(str(LONGEST)) else LONGEST + 1, unit)


def parse_when(text: str, zone: ZoneInfo) -> date | datetime:
    """Read a date, or a moment that is local to `zone` unless it carries an offset.

    `2026-03-23`, `2026-03-23T17:30`, with seconds or without, `2026-10-25T01:30+01:00`,
    `2026-03-23T17:30Z`. `T24:00` is the midnight that ends the day. No other spelling is read.

    Returns:
        A date, or a moment in `zone`.

    Raises:
        InputError: for another spelling, a date that does not exist, and a local moment that the
            clocks skip or show twice: the message says what to type.
    """
    match = _WHEN.fullmatch(text)
    if match is None:
        raise InputError(
            f"{text!r} is no date or moment; write 2026-03-23, or 2026-03-23T17:30 for a moment"
        )
    ends_day = _ENDS_DAY.fullmatch(match["time"] or "") is not None
    try:
        if match["time"] is None:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text.replace("T24:", "T00:") if ends_day else text)
        if ends_day:
            moment += timedelta(days=1)
        if match["offset"] is not None:
            return moment.astimezone(zone)
        if ends_day:
            return first_instant(moment.date(), zone).astimezone(zone)
        return _shown_once(text, moment, zone)
    except (ValueError, OverflowError) as problem:
        raise InputError(f"{text!r} does not exist: {problem}") from None


def _shown_once(text: str, naive: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clocks of the zone show this; refused where not exactly one."""
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    shown = [moment.astimezone(UTC).astimezone(zone) for moment in (first, second)]
    if shown[0].replace(tzinfo=None, fold=0) == naive:
        raise InputError(
            f"{text!r} happens twice in {zone}, where the clocks go back; write "
            f"{first.isoformat()} for the first time or {second.isoformat()} for the second"
        )
    later, earlier = (moment.replace(tzinfo=None).isoformat() for moment in shown)
    raise InputError(
        f"{text!r} does not exist in {zone}, where the clocks go forward over it; write "
        f"{earlier} or {later}, whichever is meant"
    )
