"""Time that is left out of a count: the days on which a clock stands still.

Whole days stand still, from a first to a last one, both included. Of those that lie in the count,
each that would have counted moves the end by one; so time that stands still twice is left out
once, and a stand-still that begins after the end moves nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from complaintflow.calendars import EVERY_DAY, Calendar
from complaintflow.conventions import KindOfDay, Span, Unit
from complaintflow.counts import Reached, Still, day_zero
from complaintflow.moments import first_instant, local_day

__all__ = ["apart", "begins_in_time", "counted_still", "held", "opens"]

ONE_DAY = timedelta(days=1)


def held(reached: Reached, stills: Iterable[Still]) -> Reached | None:
    """A count with the days left out on which it stood still, before any roll.

    Returns:
        The count that ends so much later, None where it stands still without an end, so that
        it has no date.

    Raises:
        InputError: for a period that is counted back: nothing stands still before a hearing.
        OutsideCalendar: where a day is needed that the calendar does not cover.
    """
    start, end = reached.start, reached.unrolled
    is_moment = isinstance(start, datetime) and isinstance(end, datetime)
    if is_moment and not reached.backwards and end <= start:
        return reached  # a moment that was agreed, and had passed before it began
    told, taken = tuple(dict.fromkeys(stills)), list[Still]()
    for still in apart(told):
        if still.last is not None and still.last < opens(reached):
            continue
        if not begins_in_time(reached, still):
            break
        if still.last is None:
            return None
        taken += (each for each in told if still.covers(each.first))
        reached = _later(reached, still)
    return reached._replace(due=reached.unrolled, stills=tuple(taken)) if taken else reached


def apart(stills: Iterable[Still]) -> tuple[Still, ...]:
    """The days of stand-stills, in order: those that share a day are joined into one, and say why of all."""
    joined: list[Still] = []
    for still in sorted(stills, key=lambda each: (each.first, each.last or date.max)):
        before = joined[-1] if joined else None
        if still.last is not None and still.last < still.first:
            continue
        if before is None or (before.last is not None and before.last < still.first):
            joined.append(still)
            continue
        lasts = (before.last, still.last)
        last = None if None in lasts else max(each for each in lasts if each is not None)
        joined[-1] = Still(before.first, last, f"{before.why}; {still.why}")
    return tuple(joined)


def counted_still(
    stills: Iterable[Still], after: date, until: date, *, unit: Unit | KindOfDay, calendar: Calendar
) -> int:
    """How many days that the unit counts, after one day and up to another, stand still.

    Raises:
        OutsideCalendar: where the calendar is asked about a day that it does not cover.
    """
    line = Span(1, unit).calendar(calendar) or EVERY_DAY
    return sum(
        line.between(max(first, after), min(last, until))
        for first, last in _gaps(stills, until)
        if max(first, after) < min(last, until)
    )


def _gaps(stills: Iterable[Still], until: date) -> Iterator[tuple[date, date]]:
    """Each stand-still as the day before it and its last day; one without an end reaches on."""
    for still in apart(stills):
        yield still.first - ONE_DAY, until if still.last is None else still.last


def begins_in_time(reached: Reached, still: Still) -> bool:
    """Whether a stand-still begins before a count is over: before any roll, since a day to which an end is
    moved uses up no time."""
    return _begins(reached, still) <= _last_day(reached)


def _last_day(reached: Reached) -> date:
    """The day that ends it; a moment at the stroke of midnight ends the day before."""
    end, day = reached.unrolled, local_day(reached.unrolled, reached.zone)
    is_stroke = isinstance(end, datetime) and first_instant(day, reached.zone) == end
    return day - ONE_DAY if is_stroke else day


def opens(reached: Reached) -> date:
    """The first day that could count. A part of a day does where hours end at an hour; where they end
    with a day that was agreed, whole days alone."""
    if reached.span.unit is Unit.HOURS and isinstance(reached.unrolled, datetime):
        return local_day(reached.start, reached.zone)
    return day_zero(reached) + ONE_DAY


def _begins(reached: Reached, still: Still) -> date:
    """The first day of a stand-still that would have counted: none before day one would."""
    first = max(still.first, opens(reached))
    if reached.span.unit is Unit.HOURS:
        return first
    line = reached.span.calendar(reached.calendar) or EVERY_DAY
    return first if first > _last_day(reached) or line.counts(first) else line.after(first, 1)


def _later(reached: Reached, still: Still) -> Reached:
    """A count that ends as much later as the days of one stand-still count.

    A day that was agreed for what is counted in hours moves by whole days.
    """
    assert still.last is not None  # the caller has seen it
    if reached.span.unit is Unit.HOURS and isinstance(reached.unrolled, datetime):
        return reached._replace(unrolled=_later_moment(reached, still))
    first = _begins(reached, still)
    if still.last < first:
        return reached
    line = reached.span.calendar(reached.calendar) or EVERY_DAY
    days = 1 + line.between(first, still.last)  # it counts itself
    day, end = line.after(_last_day(reached), days), reached.unrolled
    if isinstance(end, datetime):  # a moment that was agreed keeps its hour
        hour = end.astimezone(reached.zone).time()
        if _last_day(reached) < local_day(end, reached.zone):
            day += ONE_DAY
        return reached._replace(unrolled=datetime.combine(day, hour, reached.zone))
    return reached._replace(unrolled=day)


def _later_moment(reached: Reached, still: Still) -> datetime:
    """Hours stand still from the first instant of the first day to the last of the last."""
    start, goal, zone = reached.start, reached.unrolled, reached.zone
    assert isinstance(start, datetime) and isinstance(goal, datetime)  # noqa: PT018 - of hours
    assert still.last is not None
    begins = max(first_instant(still.first, zone), start)
    ends = first_instant(still.last + ONE_DAY, zone)
    if begins >= min(goal, ends):
        return goal
    return (goal.astimezone(UTC) + (ends - begins)).astimezone(zone)
