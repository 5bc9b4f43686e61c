"""On which day a moment is: one at the stroke of midnight ends a day and begins the next.

Here the dates end, too: what would lie past the last of them is `OutsideCalendar`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from complaintflow.calendars import EVERY_DAY, OutsideCalendar
from complaintflow.errors import InputError
from complaintflow.moments import first_instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = [
    "begins_at",
    "by_the_clock",
    "date_at",
    "day_begun",
    "ends_on",
    "in_utc",
    "past_all_dates",
]

_LAST_ORDINAL = date.max.toordinal()


def day_begun(moment: datetime, zone: ZoneInfo) -> tuple[date, bool]:
    """The date of a moment in the zone, and whether it is the stroke that begins that date."""
    local = by_the_clock(moment, zone)
    # where the clocks skip midnight, the day begins at one or so
    if local.hour > 1:
        return local.date(), False
    day = local.date()
    return day, in_utc(begins_at(day, zone)) == in_utc(moment)


def ends_on(end: date | datetime, zone: ZoneInfo) -> date:
    """The day on which an end is; one at the stroke of midnight is on the day that it ends."""
    if not isinstance(end, datetime):
        return end
    day, midnight = day_begun(end, zone)
    return date_at(day.toordinal() - 1) if midnight else day


def begins_at(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which the date begins in the zone: midnight, or later where that is skipped."""
    try:
        return first_instant(day, zone).astimezone(zone)
    except InputError:
        raise past_all_dates() from None


def by_the_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same moment as the clocks of a zone show it."""
    try:
        return in_utc(moment).astimezone(zone)
    except OverflowError:
        raise past_all_dates() from None


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; a moment without an offset is an `InputError`."""
    if moment.utcoffset() is None:
        raise InputError(
            f"the moment {moment.isoformat()} carries no offset; give it a zone, such as "
            "tzinfo=ZoneInfo('Europe/London')"
        )
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise past_all_dates() from None


def date_at(ordinal: int) -> date:
    """The date with that ordinal, if there is one."""
    if not 1 <= ordinal <= _LAST_ORDINAL:
        raise past_all_dates()
    return date.fromordinal(ordinal)


def past_all_dates() -> OutsideCalendar:
    """The error for what would lie past the last of all dates, or before the first."""
    return OutsideCalendar(EVERY_DAY.name, None, EVERY_DAY.first, EVERY_DAY.last)
