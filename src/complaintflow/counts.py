"""A count as a value: where it ended, the question that was asked, and each of its days.

Each convention is one choice in the count (`periods`) and one in the ledger, and the two are changed
together or not at all. From where days are counted is chosen once, here, for both (`opening_of`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from complaintflow.conventions import DayOne, Roll, Unit
from complaintflow.midnights import date_at, day_begun, ends_on
from complaintflow.moments import first_instant, local_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from complaintflow.calendars import Calendar
    from complaintflow.conventions import Span

__all__ = ["CountedDay", "Opening", "Reached", "Still", "day_zero", "opening_of"]

_Day = date  # for the field of that name


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
        stills: the stand-stills whose days were left out, which may share some; see `stillness.held`.
        came: when what starts it came in, where that was after the hour at which a working day is over,
            so that the start is the next one.
        agreed: the day on which the end was agreed, where it is a day that was agreed and no count.
        after: the count from whose end this one goes on, before any roll.
        given: the way to more time and since when, where this is how far that may reach: it has not the start
            of the clock.
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
    given: tuple[str, date | datetime] | None = None

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

    def why_still(self, day: _Day) -> str | None:
        """Why a day is left out though it is no day off: each ground on which it stands still."""
        whys = dict.fromkeys(each.why for each in self.stills if each.covers(day))
        return "; ".join(whys) or None

    def days(self) -> tuple[CountedDay, ...]:
        """Every day from the start to `due`, counted or not and why, each once.

        The list begins with the start where that is itself counted, else with the day after it
        (backwards: the day before it, and so on back). After a start at midnight it begins with
        the day that then begins. Days that the end rolled over are in it, and `due`, so that it
        may end before the last counted day where the end rolled back towards the start. For
        hours it is empty.
        """
        return () if self.span.unit is Unit.HOURS else _ledger(self)


class Opening(NamedTuple):
    """From where days are counted: on from `day`, and `day` itself if `inclusive`."""

    day: date
    inclusive: bool
    midnight: bool = False
    deemed: bool = False


def opening_of(
    start: date | datetime, calendar: Calendar, day_one: DayOne, zone: ZoneInfo, backwards: bool
) -> Opening:
    """From where a count begins, by the convention for its day one."""
    if isinstance(start, datetime):
        day, midnight = day_begun(start, zone)
    else:
        day, midnight = start, False
    match day_one:
        case DayOne.DAY_AFTER:
            return Opening(day, midnight and not backwards, midnight)
        case DayOne.SAME_DAY:
            return Opening(day, not (midnight and backwards), midnight)
        case DayOne.NEXT_WORKING_DAY:  # pragma: no branch
            ends_before = midnight and not backwards
            started_on = date_at(day.toordinal() - 1) if ends_before else day
            if calendar.counts(started_on):
                return Opening(day, ends_before, midnight)
            deemed = calendar.before(started_on, 1) if backwards else calendar.after(started_on, 1)
            return Opening(deemed, False, midnight, deemed=True)


def day_zero(reached: Reached) -> date:
    """The day after which days were counted; backwards, before which.

    Of hours it is the date of the start in the zone, since these are counted from within a day; at the
    stroke of midnight the day that it ends, forwards, and the one that it begins, backwards.
    """
    if reached.span.unit is Unit.HOURS:
        day = local_day(reached.start, reached.zone)
        is_stroke = reached.start == first_instant(day, reached.zone)
        return day - timedelta(days=1) if is_stroke and not reached.backwards else day
    opening = opening_of(
        reached.start, reached.calendar, reached.day_one, reached.zone, reached.backwards
    )
    return date_at(_zero(opening, -1 if reached.backwards else 1))


# The ledger


def _ledger(reached: Reached) -> tuple[CountedDay, ...]:
    calendar, step = reached.calendar, -1 if reached.backwards else 1
    opening = opening_of(reached.start, calendar, reached.day_one, reached.zone, reached.backwards)
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
            why = (None if counted_on is None else counted_on.why_not(day)) or reached.why_still(
                day
            )
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


def _zero(opening: Opening, step: int) -> int:
    """The ordinal of the day after which days are counted, backwards before which."""
    return opening.day.toordinal() - (step if opening.inclusive else 0)


def _listed_from(reached: Reached, opening: Opening) -> int:
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
