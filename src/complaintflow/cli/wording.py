"""Dates, moments and lists as a person reads them; the same in every locale."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from complaintflow.moments import Moment

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_day(day: date) -> str:
    """A day without its year: `Wed 22 Apr`."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day:2} {_MONTHS[day.month - 1]}"


def when(moment: Moment, zone: ZoneInfo) -> str:
    """A day, or a moment with its hour in the zone: `Sun 25 Oct 2026, 14:00 GMT`."""
    if not isinstance(moment, datetime):
        return f"{short_day(moment).replace('  ', ' ')} {moment.year}"
    local = moment.astimezone(zone)
    seconds = ":%S" if local.second or local.microsecond else ""
    return f"{when(local.date(), zone)}, {local.strftime(f'%H:%M{seconds} %Z')}"


def iso(moment: Moment | None, zone: ZoneInfo) -> str | None:
    """A day as `2026-04-22`; a moment with its offset in the zone."""
    if isinstance(moment, datetime):
        return moment.astimezone(zone).isoformat()
    return None if moment is None else moment.isoformat()


def listed(names: Iterable[str]) -> str:
    """Names with commas between them."""
    return ", ".join(names)


def counted(n: int, noun: str) -> str:
    """So many of something: `1 file`, `3 files`."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
