"""Periods and how they are counted: from a start, a length and a convention to a due date.

Three choices are never left to chance, because each moves the answer by a day: which day is day
one (`DayOne`), whether both ends are left out (`clear`), and what happens to an end that falls on
a day that does not count (`Roll`). Each is an argument; none is read from the words of a period.

A start *at the stroke of midnight* is no start "on" a day: the whole of the day that then begins
lies after it, and is counted (Matthew v Sedman [2021] UKSC 19). `T24:00` is the midnight that
ends its day, and so the same moment as `T00:00` of the next.

Working days are counted on the calendar, and an organisation's own kind of day, such as school
days, on the calendar of its own that it brings along (`KindOfDay`). Calendar days, weeks, months
and years count every day. For all but working days the calendar of working days says only on which
day a start is deemed to be (`DayOne.NEXT_WORKING_DAY`) and where a roll may end. Hours are time that really passes, also across a change of the clocks.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from complaintflow.calendars import OutsideCalendar
from complaintflow.conventions import DayOne, KindOfDay, Roll, Span, Unit
from complaintflow.counts import Opening, Reached, opening_of
from complaintflow.errors import InputError
from complaintflow.midnights import (
    begins_at,
    by_the_clock,
    date_at,
    day_begun,
    in_utc,
    past_all_dates,
)
from complaintflow.moments import first_instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from complaintflow.calendars import Calendar

__all__ = ["counted_between", "earliest_and_latest", "hours_between", "reach", "rolled"]

_WORKING_DAYS, _DAY_AFTER = Unit.WORKING_DAYS, DayOne.DAY_AFTER  # quicker to look up


def reach(
    start: date | datetime,
    span: Span,
    *,
    calendar: Calendar,
    day_one: DayOne,
    zone: ZoneInfo,
    backwards: bool = False,
    clear: bool = False,
    roll: Roll = Roll.NONE,
) -> Reached:
    """Count a period from a start and tell where it ends.

    Where the unit is days or longer, a moment counts as its date in `zone`, but for the stroke of
    midnight (see the top of this module). A month or year ends on the corresponding date, in a
    month too short for that on its last day (Dodds v Walker [1981] 1 WLR 1027). One that begins with
    a day ends on the date that corresponds to the day before; with the first of a month, at the
    end of one. Backwards everything is mirrored, but not the roll.

    Args:
        start: a date, or a moment with an offset; for hours a moment.
        span: how long.
        calendar: which days are working days; for an organisation's own kind of day used only to
            roll, and to deem a start; for hours not used.
        day_one: see `DayOne`; hours run from the moment itself.
        zone: whose days and midnights are meant; the zone of a due moment.
        backwards: count back from the start ("at least N days before").
        clear: neither the start nor the end is among the N days, so the end is the counted day
            next beyond them (Civil Procedure Rules r2.8(3)).
        roll: see `Roll`. Hours stay where they end, as in Regulation (EEC, Euratom) No 1182/71,
            article 3(4), which moves the end of a period "expressed otherwise than in hours".

    Raises:
        InputError: for a moment without an offset, hours from a bare date (see
            `earliest_and_latest`), hours that are to be rolled, and clear days that begin with the
            start, or of hours.
        OutsideCalendar: where a day is needed that the calendar does not cover.

    >>> from complaintflow.bank_holidays import uk
    >>> from zoneinfo import ZoneInfo
    >>> str(reach(date(2026, 3, 23), Span(20, Unit.WORKING_DAYS), calendar=uk("uk-any"),
    ...           day_one=DayOne.DAY_AFTER, zone=ZoneInfo("Europe/London")).due)
    '2026-04-22'
    """
    due: date | datetime
    unrolled: date | datetime
    if span.unit is _WORKING_DAYS and day_one is _DAY_AFTER and type(start) is date:
        # what is asked nearly always, the quick way; the rest would give the same
        n = span.amount + clear
        due = unrolled = calendar.before(start, n) if backwards else calendar.after(start, n)
    elif span.unit is Unit.HOURS:
        if clear:
            raise InputError("hours have no clear days; leave out `clear`, or count days")
        if roll is not Roll.NONE:
            raise InputError(_HOURS_STAY)
        due = unrolled = _hours_on(start, -span.amount if backwards else span.amount, zone)
    else:
        if clear and day_one is DayOne.SAME_DAY:
            raise InputError(
                "clear days leave out the start, 'same day' counts it; "
                "use 'day after' with clear days, or leave out `clear`"
            )
        opening = opening_of(start, calendar, day_one, zone, backwards)
        counted_on = span.calendar(calendar)
        if counted_on is not None:
            unrolled = _counted_day(opening, span.amount + clear, counted_on, backwards)
        else:
            unrolled = _date_on(opening, span, backwards, clear)
        due = unrolled
        if roll is not Roll.NONE:
            due = _roll_date(unrolled, roll, calendar, _no_further(start, zone, backwards, roll))
    return Reached(start, span, calendar, day_one, zone, backwards, clear, roll, due, unrolled)


def earliest_and_latest(
    start: date | datetime,
    span: Span,
    *,
    calendar: Calendar,
    day_one: DayOne,
    zone: ZoneInfo,
    backwards: bool = False,
    clear: bool = False,
    roll: Roll = Roll.NONE,
) -> tuple[Reached, Reached]:
    """As `reach`, but hours from a bare date are a range, since the hour of the start is unknown.

    The range runs from a start at the first instant of that day in `zone` to one at the instant
    that ends it. In every other case both are the same object.

    Raises:
        InputError, OutsideCalendar: as `reach`.
    """

    def reached(moment: date | datetime) -> Reached:
        return reach(
            moment,
            span,
            calendar=calendar,
            day_one=day_one,
            zone=zone,
            backwards=backwards,
            clear=clear,
            roll=roll,
        )

    if span.unit is not Unit.HOURS or isinstance(start, datetime):
        both = reached(start)
        return both, both
    if start == date.max:
        raise past_all_dates()
    return (
        reached(begins_at(start, zone)),
        reached(begins_at(start + timedelta(days=1), zone)),
    )


def counted_between(start: date, end: date, *, unit: Unit | KindOfDay, calendar: Calendar) -> int:
    """How many days that the unit counts lie after `start`, up to and including `end`.

    Working days are counted on the calendar, an organisation's own kind of day on the calendar
    that it brings along; every other unit of days or longer counts each day,
    so the answer is then in calendar days. Negative where `end` is the earlier. With `end` the
    due date and `start` the day of asking this is what remains; with `start` the due date and
    `end` the day that it was done, how late it was.

    Raises:
        InputError: for hours, which lie between moments: see `hours_between`.
        OutsideCalendar: where the calendar is asked about a day that it does not cover.
    """
    if unit is Unit.WORKING_DAYS:
        return calendar.between(start, end)
    if isinstance(unit, KindOfDay):
        return unit.calendar.between(start, end)
    if unit is Unit.HOURS:
        raise InputError("hours lie between moments, not dates; use hours_between")
    return end.toordinal() - start.toordinal()


def hours_between(start: datetime, end: datetime) -> int:
    """How many whole hours really pass from `start` to `end`; a part of an hour is left out.

    Negative where `end` is the earlier.

    Raises:
        InputError: for a moment without an offset.
    """
    passed = in_utc(end) - in_utc(start)
    hours = abs(passed) // timedelta(hours=1)
    return hours if passed >= timedelta() else -hours


# Counting


def _counted_day(opening: Opening, n: int, calendar: Calendar, backwards: bool) -> date:
    """The n-th day that the calendar counts, on from the opening."""
    day, inclusive = opening.day, opening.inclusive
    if not backwards:
        return calendar.after(day, n - 1 if inclusive and calendar.counts(day) else n)
    # the last counted day up to `day` is the first of those counted back
    return calendar.after(day, 1 - n) if inclusive else calendar.before(day, n)


def _date_on(opening: Opening, span: Span, backwards: bool, clear: bool) -> date:
    """The end of a period that counts every day."""
    day, inclusive = opening.day, opening.inclusive
    step = -1 if backwards else 1
    if span.unit in (Unit.MONTHS, Unit.YEARS):
        months = span.amount * (12 if span.unit is Unit.YEARS else 1)
        if inclusive:
            end = _last_of(day, months, backwards).toordinal()
        else:
            end = _corresponding(day, step * months).toordinal()
    else:
        days = span.amount * (7 if span.unit is Unit.WEEKS else 1)
        end = day.toordinal() + step * (days - inclusive)
    return date_at(end + step * clear)


def _last_of(day: date, months: int, backwards: bool) -> date:
    """The last day of so many months that begin with a day; counted back, the first of those that
    end with it.

    It corresponds to the day before (backwards: after), so that a month too short for it costs no
    day; whole months follow the first of a month, and go before the last of one.
    """
    if backwards:
        if day.day == monthrange(day.year, day.month)[1]:
            return _corresponding(day.replace(day=1), 1 - months)
        return _corresponding(day + timedelta(days=1), -months)
    if day.day == 1:
        first = _corresponding(day, months - 1)
        return first.replace(day=monthrange(first.year, first.month)[1])
    return _corresponding(day - timedelta(days=1), months)


def _corresponding(day: date, months: int) -> date:
    """The date so many months on, or the last of that month where it has no such date."""
    from dateutil.relativedelta import relativedelta

    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        raise past_all_dates() from None


def _no_further(start: date | datetime, zone: ZoneInfo, backwards: bool, roll: Roll) -> date | None:
    """The last day to which an end may roll back: that of the start, after or before a midnight the one
    that lies in the count. None where it rolls away from the start."""
    if roll is not (Roll.NEXT if backwards else Roll.PREVIOUS):
        return None
    if not isinstance(start, datetime):
        return start
    day, midnight = day_begun(start, zone)
    return date_at(day.toordinal() - 1) if midnight and backwards else day


def _roll_date(day: date, roll: Roll, calendar: Calendar, no_further: date | None) -> date:
    if calendar.counts(day):
        return day
    try:
        moved = calendar.after(day, 1) if roll is Roll.NEXT else calendar.before(day, 1)
    except OutsideCalendar:
        if no_further is None or not calendar.first <= no_further <= calendar.last:
            raise
        return day  # no working day lies between it and the start, whatever lies beyond
    if no_further is None:
        return moved
    passes = moved > no_further if roll is Roll.NEXT else moved < no_further
    return day if passes else moved


def _roll_moment(
    moment: datetime, roll: Roll, calendar: Calendar, zone: ZoneInfo, no_further: date | None
) -> datetime:
    day, midnight = day_begun(moment, zone)
    if midnight:
        day = date_at(day.toordinal() - 1)
    moved = _roll_date(day, roll, calendar, no_further)
    if moved == day:
        return moment
    if midnight:
        return first_instant(date_at(moved.toordinal() + 1), zone).astimezone(zone)
    return by_the_clock(datetime.combine(moved, moment.time(), tzinfo=zone), zone)


_HOURS_STAY = "hours are not rolled to a working day; leave out `roll`, or count days"


def _hours_on(start: date | datetime, hours: int, zone: ZoneInfo) -> datetime:
    if not isinstance(start, datetime):
        raise InputError(
            f"hours from {start} need the hour of the start; give a moment such as "
            f"{start}T09:00, or ask for the earliest and the latest"
        )
    try:
        return (in_utc(start) + timedelta(hours=hours)).astimezone(zone)
    except OverflowError:
        raise past_all_dates() from None


def rolled(reached: Reached, roll: Roll) -> Reached:
    """A count with its end moved from a day that is no working day; see `Roll`.

    An end that was agreed as a moment keeps its time of day; one at midnight belongs to the day that
    it ends. It is never rolled back past the start of the first of its `legs`.

    Raises:
        InputError: for hours, which stay where they end.
        OutsideCalendar: where the calendar does not cover the days that it is asked about.
    """
    if roll is Roll.NONE:
        return reached
    if reached.span.unit is Unit.HOURS:
        raise InputError(_HOURS_STAY)
    end, calendar, zone = reached.unrolled, reached.calendar, reached.zone
    start = reached.legs[0].start  # what was added to it began with it
    no_further = _no_further(start, zone, reached.backwards, roll)
    due = (
        _roll_moment(end, roll, calendar, zone, no_further)
        if isinstance(end, datetime)
        else _roll_date(end, roll, calendar, no_further)
    )
    return reached._replace(due=due, roll=roll)
