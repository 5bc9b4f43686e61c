"""Dates and moments side by side: what is known to the day, and what is known to the hour.

A `date` says that something happened somewhere in that day; an aware `datetime` says
when. The two do not compare in Python, and `datetime` is a subclass of `date`; two moments of
one zone are compared by the wall, so that the hour that comes twice in autumn is lost. Every
comparison in the library therefore goes through this file, and is made in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from complaintflow.errors import InputError

Moment = date | datetime
"""A date, or a moment with an offset."""


def require_moment(value: object, word: str) -> Moment:
    """Give back a date or an aware datetime; refuse anything else, naming `word`.

    Raises:
        InputError: `value` is no date, or is a datetime without an offset.
    """
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise InputError(
                f"{word} has no time zone: {value.isoformat()}; "
                "give it one, as in datetime(..., tzinfo=ZoneInfo('Europe/London'))"
            )
        return value
    if isinstance(value, date):
        return value
    raise InputError(
        f"{word} must be a date or a datetime with a time zone, not {type(value).__name__}"
    )


def has_hour(moment: Moment) -> bool:
    """Whether the hour is known."""
    return isinstance(moment, datetime)


def local_day(moment: Moment, zone: ZoneInfo) -> date:
    """The day in `zone` on which it falls.

    Raises:
        InputError: it lies at the very edge of the calendar, where the zone has no such day.
    """
    return in_zone(moment, zone).date() if isinstance(moment, datetime) else moment


def first_instant(moment: Moment, zone: ZoneInfo) -> datetime:
    """The earliest instant, in UTC, that it can have been: a day begins at its midnight.

    Raises:
        InputError: as `local_day`.
    """
    if isinstance(moment, datetime):
        return in_zone(moment, UTC)
    return in_zone(datetime.combine(moment, time.min, zone), UTC)


def last_instant(moment: Moment, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, by which it has been: for a day, the midnight that ends it.

    Raises:
        InputError: as `local_day`.
    """
    if isinstance(moment, datetime):
        return in_zone(moment, UTC)
    if moment == date.max:
        raise _past_all_dates(moment)
    return first_instant(moment + timedelta(days=1), zone)


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """The same moment by the clocks of a zone.

    Raises:
        InputError: as `local_day`.
    """
    try:
        return moment.astimezone(zone)
    except OverflowError:
        raise _past_all_dates(moment) from None


def _past_all_dates(moment: Moment) -> InputError:
    return InputError(f"{moment.isoformat()} lies past the dates that can be counted")


def certainly_after(moment: Moment, other: Moment, zone: ZoneInfo) -> bool:
    """Whether `moment` came after `other` whatever the hours were.

    Two events of one day, of which one has no hour, are in no certain order.
    """
    if isinstance(moment, datetime) and isinstance(other, datetime):
        return first_instant(moment, zone) > first_instant(other, zone)
    return local_day(moment, zone) > local_day(other, zone)


def is_past(moment: Moment, as_of: Moment, zone: ZoneInfo) -> bool:
    """Whether `moment` lies at or before `as_of`; a date given as `as_of` means its end."""
    if isinstance(moment, datetime) and isinstance(as_of, datetime):
        return first_instant(moment, zone) <= first_instant(as_of, zone)
    if isinstance(as_of, datetime):
        return first_instant(moment, zone) < first_instant(as_of, zone)
    return local_day(moment, zone) <= local_day(as_of, zone)
