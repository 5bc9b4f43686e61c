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

The ledger stands here beside the count, longer than a module should be: each convention is one
choice in the count and one in the ledger, and the two are changed together or not at all.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, cast

from complaintflow.calendars import EVERY_DAY, Calendar, OutsideCalendar
from complaintflow.errors import InputError
from complaintflow.moments import first_instant, local_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = [
    "CountedDay",
    "DayOne",
    "KindOfDay",
    "Reached",
    "Roll",
    "Span",
    "Still",
    "Unit",
    "counted_between",
    "day_zero",
    "earliest_and_latest",
    "hours_between",
    "reach",
    "rolled",
]

LONGEST = 99_999_999
"""The greatest amount of a span: more hours than there are from year 1 to year 9999."""

_LAST_ORDINAL = date.max.toordinal()
_Day = date  # for the field of that name


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working days"
    CALENDAR_DAYS = "calendar days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


_NAME_OF_DAYS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?: [^\W\d_]+(?:-[^\W\d_]+)*){0,2} days")
_WORDS_OF_A_PERIOD = {"of", "after", "before", "beginning", "with", "clear", "to", "from"}


def names_days(name: str) -> bool:
    """Whether a text can name a kind of day: one to three words, then `days`, as in `school days`.

    Those that are a `Unit` cannot, nor those with a word of the sentence of a period.
    """
    return (
        _NAME_OF_DAYS.fullmatch(name) is not None
        and name not in tuple(Unit)
        and not _WORDS_OF_A_PERIOD.intersection(name.split())
    )


@dataclass(frozen=True, slots=True)
class KindOfDay:
    """A kind of day of the organisation's own, as a unit: `10 school days`.

    A span of it counts the days of its calendar and no others. What is said of working days stays
    said of those: where a roll may end, and when a start on a day off is deemed to be.

    Args:
        name: what it is called, in the plural: up to three words and then `days`.
        calendar: which days are of this kind.

    Raises:
        InputError: for a name that ends otherwise, is that of a `Unit`, or has in it a word of
            the sentence of a period, such as `clear`.
    """

    name: str
    calendar: Calendar

    def __post_init__(self) -> None:
        if not names_days(self.name):
            raise InputError(
                f"{self.name!r} cannot name a kind of day; write one to three words and then `days`, "
                "as in 'school days', other than those that the language has"
            )

    def __str__(self) -> str:
        return self.name


class DayOne(StrEnum):
    """Which day is the first that counts, after a start on a day (not at midnight).

    DAY_AFTER: the first counted day after the start, whatever day the start is. "Within N days
    of", "after", "following" (Marren v Dawson Bentley [1961]; Radcliffe v Bartholomew [1892];
    for a receipt on a Saturday also the Information Commissioner and the Ministry of Justice).

    SAME_DAY: the start, or the first counted day after it. "Beginning with" (Trow v Ind Coope
    [1967]; Zaporozhchenko v City of Westminster Magistrates' Court [2011] EWHC 34 (Admin); the
    Scottish ombudsman's model procedures). Weeks, months and years then end the day before the
    corresponding date, months and years on the last day of a month that has no such date: three
    months beginning with 30 November end with February (SI 2018/1082, rule 1.4(2)(a)).

    NEXT_WORKING_DAY: as DAY_AFTER, but a start on a day that is no working day is deemed to be
    on the next one, so that day one is the day after that (Newcastle-under-Lyme's procedure).
    """

    DAY_AFTER = "day after"
    SAME_DAY = "same day"
    NEXT_WORKING_DAY = "next working day"


class Roll(StrEnum):
    """Where an end moves that falls on a day that is no working day: later, earlier, or nowhere.

    `NEXT` and `PREVIOUS` are directions in time, also where the count goes backwards. No end moves
    back past the day of its start, since nothing is due before it came: such an end stays.
    """

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


_WORKING_DAYS, _DAY_AFTER = Unit.WORKING_DAYS, DayOne.DAY_AFTER  # quicker to look up


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: an amount of at least one, and its unit.

    Raises:
        InputError: for an amount below one or no whole number, or longer than there are dates;
            for a text in the place of a `Unit` or `KindOfDay`.

    >>> str(Span(20, Unit.WORKING_DAYS)), str(Span(1, Unit.MONTHS))
    ('20 working days', '1 month')
    """

    amount: int
    unit: Unit | KindOfDay

    def __post_init__(self) -> None:
        unit, amount = cast("tuple[object, object]", (self.unit, self.amount))
        if not isinstance(unit, Unit | KindOfDay) or not isinstance(amount, int):
            # a text equals its unit, and would yet be counted as another
            raise InputError(
                f"a span is a whole number and a Unit, not {self.amount!r} and {self.unit!r}; "
                "write Span(20, Unit.WORKING_DAYS)"
            )
        if not 1 <= self.amount <= LONGEST:
            raise InputError(
                f"{'so many' if self.amount > LONGEST else self.amount} {self.unit} cannot be "
                f"counted; give a whole number from 1 to {LONGEST}"
            )

    def __str__(self) -> str:
        unit = str(self.unit)
        return f"{self.amount} {unit[:-1] if self.amount == 1 else unit}"

    def calendar(self, working_days: Calendar) -> Calendar | None:
        """The calendar whose days it counts; None where every day counts, or hours do."""
        match self.unit:
            case KindOfDay(calendar=own):
                return own
            case Unit.WORKING_DAYS:
                return working_days
            case _:
                return None


class CountedDay(NamedTuple):
    """One line of the ledger.

    `n` is the place of the day in the count, from 1; it is None, and `why` says the reason,
    where the day is not counted. Of an extra day, which counts though its weekday does not, `why`
    is the name.
    """

    date: _Day
    counted: bool
    n: int | None
    why: str | None


class Still(NamedTuple):
    """Days that a count leaves out, the first and the last of them included.

    `last` is None while nobody knows which is the last; `why` is said of each in the ledger.
    """

    first: _Day
    last: _Day | None
    why: str

    def covers(self, day: _Day) -> bool:
        """Whether the day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


class Reached(NamedTuple):
    """Where a count ended, with the question that was asked; `days()` shows the way there.

    A named tuple, because every clock makes several and a frozen dataclass takes four times as
    long to make.

    Attributes:
        due: the end, rolled: a date; for hours a moment in `zone`.
        unrolled: the end before any roll.
        stills: the days that were left out, in order and apart; see `stillness.held`.
        came: when what starts it came in, where that was after the hour at which a working day is over,
            so that the start is the next one.
        agreed: the day on which the end was agreed, where it is a day that was agreed and no count.
        after: the count from whose end this one goes on, before any roll.
    """

    start: date | datetime
    span: Span
    calendar: Calendar
    day_one: DayOne
    zone: ZoneInfo
    backwards: bool
    clear: bool
    roll: Roll
    due: date | datetime
    unrolled: date | datetime
    stills: tuple[Still, ...] = ()
    came: date | datetime | None = None
    agreed: date | None = None
    after: Reached | None = None

    @property
    def legs(self) -> tuple[Reached, ...]:
        """This count, after those from whose ends it goes on; mostly it is the only one."""
        return (self,) if self.after is None else (*self.after.legs, self)

    @property
    def rolled(self) -> bool:
        """Whether the end was moved."""
        return local_day(self.due, self.zone) != local_day(self.unrolled, self.zone)

    @property
    def days_off(self) -> tuple[tuple[_Day, str], ...]:
        """The days off that its end met, each with why it is one, from the day on which it would be to the one
        to which it was moved. Where it was not moved though it may roll: the day on which it stays, as no working day
        lies between that and the start. None where it ends on a working day, or does not roll.
        """
        if self.roll is Roll.NONE:
            return ()
        first, last = (ends_on(each, self.zone) for each in (self.unrolled, self.due))
        step = -1 if last < first else 1
        found = [(first, self.calendar.why_not(first))]
        for ordinal in range(first.toordinal() + step, last.toordinal(), step):
            day = date.fromordinal(ordinal)
            found.append((day, self.calendar.why_not(day)))
        return tuple((day, why) for day, why in found if why is not None)

    @property
    def projected(self) -> bool:
        """Whether a calendar was asked about days whose days off nobody has announced yet."""
        asked: list[tuple[Calendar, date | datetime]] = []
        counted_on = self.span.calendar(self.calendar)
        if counted_on is not None:
            asked += [(counted_on, self.start), (counted_on, self.unrolled)]
        if self.roll is not Roll.NONE:
            asked += [(self.calendar, self.due), (self.calendar, self.unrolled)]
        if self._deemed:
            asked.append((self.calendar, self.start))
        if self.came is not None:
            asked += [(self.calendar, self.came), (self.calendar, self.start)]
        return any(each.is_projected(local_day(when, self.zone)) for each, when in asked)

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        """The calendars that had a say: the one that was counted on, then the one of working days.

        The latter alone where every day counts or hours do, and an end may roll or a start be
        deemed; none where no calendar had a say.
        """
        counted_on = self.span.calendar(self.calendar)
        own = () if counted_on is None else (counted_on,)
        asked = self.roll is not Roll.NONE or self._deemed or self.came is not None
        working = (self.calendar,) if asked else ()
        return tuple(dict.fromkeys((*own, *working)))

    @property
    def _deemed(self) -> bool:
        return self.day_one is DayOne.NEXT_WORKING_DAY and self.span.unit is not Unit.HOURS

    def days(self) -> tuple[CountedDay, ...]:
        """Every day from the start to `due`, counted or not and why, each once.

        The list begins with the start where that is itself counted, else with the day after it
        (backwards: the day before it, and so on back). After a start at midnight it begins with
        the day that then begins. Days that the end rolled over are in it, and `due`, so that it
        may end before the last counted day where the end rolled back towards the start. For
        hours it is empty.
        """
        return () if self.span.unit is Unit.HOURS else _ledger(self)


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
        opening = _opening(start, calendar, day_one, zone, backwards)
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
        raise _past_all_dates()
    return (
        reached(_first_instant(start, zone)),
        reached(_first_instant(start + timedelta(days=1), zone)),
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
    passed = _in_utc(end) - _in_utc(start)
    hours = abs(passed) // timedelta(hours=1)
    return hours if passed >= timedelta() else -hours


# Counting


class _Opening(NamedTuple):
    """From where days are counted: on from `day`, and `day` itself if `inclusive`."""

    day: date
    inclusive: bool
    midnight: bool = False
    deemed: bool = False


def _opening(
    start: date | datetime, calendar: Calendar, day_one: DayOne, zone: ZoneInfo, backwards: bool
) -> _Opening:
    if isinstance(start, datetime):
        day, midnight = _day_begun(start, zone)
    else:
        day, midnight = start, False
    match day_one:
        case DayOne.DAY_AFTER:
            return _Opening(day, midnight and not backwards, midnight)
        case DayOne.SAME_DAY:
            return _Opening(day, not (midnight and backwards), midnight)
        case DayOne.NEXT_WORKING_DAY:  # pragma: no branch
            ends_before = midnight and not backwards
            started_on = _date_at(day.toordinal() - 1) if ends_before else day
            if calendar.counts(started_on):
                return _Opening(day, ends_before, midnight)
            deemed = calendar.before(started_on, 1) if backwards else calendar.after(started_on, 1)
            return _Opening(deemed, False, midnight, deemed=True)


def _counted_day(opening: _Opening, n: int, calendar: Calendar, backwards: bool) -> date:
    """The n-th day that the calendar counts, on from the opening."""
    day, inclusive = opening.day, opening.inclusive
    if not backwards:
        return calendar.after(day, n - 1 if inclusive and calendar.counts(day) else n)
    # the last counted day up to `day` is the first of those counted back
    return calendar.after(day, 1 - n) if inclusive else calendar.before(day, n)


def _date_on(opening: _Opening, span: Span, backwards: bool, clear: bool) -> date:
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
    return _date_at(end + step * clear)


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
        raise _past_all_dates() from None


def _no_further(start: date | datetime, zone: ZoneInfo, backwards: bool, roll: Roll) -> date | None:
    """The last day to which an end may roll back: that of the start, after or before a midnight the one
    that lies in the count. None where it rolls away from the start."""
    if roll is not (Roll.NEXT if backwards else Roll.PREVIOUS):
        return None
    if not isinstance(start, datetime):
        return start
    day, midnight = _day_begun(start, zone)
    return _date_at(day.toordinal() - 1) if midnight and backwards else day


def _roll_date(day: date, roll: Roll, calendar: Calendar, no_further: date | None) -> date:
    if calendar.counts(day):
        return day
    moved = calendar.after(day, 1) if roll is Roll.NEXT else calendar.before(day, 1)
    if no_further is None:
        return moved
    passes = moved > no_further if roll is Roll.NEXT else moved < no_further
    return day if passes else moved


def _roll_moment(
    moment: datetime, roll: Roll, calendar: Calendar, zone: ZoneInfo, no_further: date | None
) -> datetime:
    day, midnight = _day_begun(moment, zone)
    if midnight:
        day = _date_at(day.toordinal() - 1)
    moved = _roll_date(day, roll, calendar, no_further)
    if moved == day:
        return moment
    if midnight:
        return first_instant(_date_at(moved.toordinal() + 1), zone).astimezone(zone)
    return _in_zone(datetime.combine(moved, moment.time(), tzinfo=zone), zone)


_HOURS_STAY = "hours are not rolled to a working day; leave out `roll`, or count days"


def _hours_on(start: date | datetime, hours: int, zone: ZoneInfo) -> datetime:
    if not isinstance(start, datetime):
        raise InputError(
            f"hours from {start} need the hour of the start; give a moment such as "
            f"{start}T09:00, or ask for the earliest and the latest"
        )
    try:
        return (_in_utc(start) + timedelta(hours=hours)).astimezone(zone)
    except OverflowError:
        raise _past_all_dates() from None


def _ledger(reached: Reached) -> tuple[CountedDay, ...]:
    calendar, step = reached.calendar, -1 if reached.backwards else 1
    opening = _opening(reached.start, calendar, reached.day_one, reached.zone, reached.backwards)
    counted_on = reached.span.calendar(calendar)
    zero = _zero(opening, step)
    unrolled = ends_on(reached.unrolled, reached.zone).toordinal()
    end = unrolled - step if reached.clear else unrolled
    until = ends_on(reached.due, reached.zone).toordinal() + step
    lines: list[CountedDay] = []
    n = 0
    for ordinal in range(_listed_from(reached, opening), until, step):
        day = date.fromordinal(ordinal)
        why: str | None
        if step * zero < step * ordinal <= step * end:
            still = next((each.why for each in reached.stills if each.covers(day)), None)
            why = (None if counted_on is None else counted_on.why_not(day)) or still
        elif opening.deemed and ordinal == zero:
            why = "the start is deemed to be on this day"
        elif reached.clear and ordinal == unrolled:
            why = "the end of clear days is not one of them"
        else:
            why = calendar.why_not(day) or "the end is moved to this working day"
        if why is not None:
            lines.append(CountedDay(day, False, None, why))
            continue
        n += 1
        extra = None if counted_on is None else counted_on.why_extra(day)
        lines.append(CountedDay(day, True, n, extra))
    return tuple(lines)


def _zero(opening: _Opening, step: int) -> int:
    """The ordinal of the day after which days are counted, backwards before which."""
    return opening.day.toordinal() - (step if opening.inclusive else 0)


def day_zero(reached: Reached) -> date:
    """The day after which days were counted; backwards, before which.

    Of hours it is the date of the start in the zone, since these are counted from within a day; at the
    stroke of midnight the day that it ends, forwards, and the one that it begins, backwards.
    """
    if reached.span.unit is Unit.HOURS:
        day = local_day(reached.start, reached.zone)
        is_stroke = reached.start == first_instant(day, reached.zone)
        return day - timedelta(days=1) if is_stroke and not reached.backwards else day
    opening = _opening(
        reached.start, reached.calendar, reached.day_one, reached.zone, reached.backwards
    )
    return _date_at(_zero(opening, -1 if reached.backwards else 1))


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


def _listed_from(reached: Reached, opening: _Opening) -> int:
    """The ordinal with which the ledger begins: see `Reached.days`."""
    step = -1 if reached.backwards else 1
    if opening.deemed:
        day, midnight = local_day(reached.start, reached.zone), opening.midnight
        return day.toordinal() + (0 if midnight and not reached.backwards else step)
    if not opening.inclusive:
        return opening.day.toordinal() + step
    counted_on = reached.span.calendar(reached.calendar)
    if opening.midnight or counted_on is None or counted_on.counts(opening.day):
        return opening.day.toordinal()
    return opening.day.toordinal() + step


# Moments, dates and the ends of time


def _day_begun(moment: datetime, zone: ZoneInfo) -> tuple[date, bool]:
    """The date of a moment in the zone, and whether it is the stroke that begins that date."""
    local = _in_zone(moment, zone)
    # where the clocks skip midnight, the day begins at one or so
    if local.hour > 1:
        return local.date(), False
    day = local.date()
    return day, _in_utc(_first_instant(day, zone)) == _in_utc(moment)


def ends_on(end: date | datetime, zone: ZoneInfo) -> date:
    """The day on which an end is; one at the stroke of midnight is on the day that it ends."""
    if not isinstance(end, datetime):
        return end
    day, midnight = _day_begun(end, zone)
    return _date_at(day.toordinal() - 1) if midnight else day


def _first_instant(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which the date begins in the zone: midnight, or later where that is skipped."""
    try:
        return first_instant(day, zone).astimezone(zone)
    except InputError:
        raise _past_all_dates() from None


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    try:
        return _in_utc(moment).astimezone(zone)
    except OverflowError:
        raise _past_all_dates() from None


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise InputError(
            f"the moment {moment.isoformat()} carries no offset; give it a zone, such as "
            "tzinfo=ZoneInfo('Europe/London')"
        )
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise _past_all_dates() from None


def _date_at(ordinal: int) -> date:
    if not 1 <= ordinal <= _LAST_ORDINAL:
        raise _past_all_dates()
    return date.fromordinal(ordinal)


def _past_all_dates() -> OutsideCalendar:
    return OutsideCalendar(EVERY_DAY.name, None, EVERY_DAY.first, EVERY_DAY.last)
