"""A clock as text: when it is due, what settled its time, and how its days were counted."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from complaintflow.calendars import WEEKDAYS
from complaintflow.deadlines import Clock, Grant
from complaintflow.moments import Moment, last_instant, local_day
from complaintflow.periods import CountedDay, Reached, Span
from complaintflow.phrasing import MONTHS, all_of, any_of, clause_text, day_text
from complaintflow.procedure import (
    Anchor,
    DateSetBy,
    EndOf,
    FirstOf,
    Happened,
    Kind,
    Missed,
    MomentNamed,
    Period,
    ReceiptOf,
    StartOf,
)


def clock_lines(clock: Clock) -> Iterator[str]:
    """A clock in full: when its step is due, on which clauses, and the days that were counted."""
    yield _when(clock)
    for clause in clock.deadline.cites:
        yield clause_text(clause)
    for grant in clock.grants:
        yield f"{_granted(clock, grant)}."
        for clause in grant.cites:
            yield f"  {clause_text(clause)}"
    if clock.latest is not None and clock.start is not None:
        yield f"Counted: {_rule(clock, clock.latest, clock.start)}."
        yield from _days(clock.latest)
    if clock.readings:
        noun = "reading" if len(clock.readings) == 1 else "readings"
        yield f"It rests on the {noun} {all_of(clock.readings)}."


def _when(clock: Clock) -> str:
    """When it is due: a day, a range and why it is one, or for what it waits."""
    is_aim = clock.kind is Kind.AIM
    if clock.earliest is None or clock.latest is None:
        no_date = f"{clock.step} has no {'date to aim at' if is_aim else 'due date'} yet"
        waits = _asked(clock.tape.asked) if clock.tape.asked else _waits(clock.deadline.of)
        return f"{no_date}: {clock.deadline.rule}, {waits}."
    due = "aimed at for" if is_aim else "due on"
    later = "; later is no breach" if is_aim else ""
    if clock.tape.planned and clock.start is not None and clock.deadline.backwards:
        later = f": {clock.deadline.of} is planned for {day_text(clock.start)}{later}"
    elif clock.tape.planned and clock.start is not None:
        up = _up(clock.start, clock.zone)
        later = f", if {clock.deadline.of} comes: that time is up {up}{later}"
    if clock.due is not None:
        return f"{clock.step} is {due} {day_text(clock.due)}{later}."
    earliest, latest = day_text(clock.earliest.due), day_text(clock.latest.due)
    due = "aimed at for a time" if is_aim else "due"
    return f"{clock.step} is {due} between {earliest} and {latest}: {_open(clock)}{later}."


def _up(start: Moment, zone: ZoneInfo) -> str:
    """When a time is up that a clock counts from: with the end of a day, or at an hour."""
    before = local_day(start, zone) - timedelta(days=1)
    if last_instant(before, zone) == last_instant(start, zone):
        return f"with the end of {day_text(before)}"
    return f"on {day_text(start)}"


def _asked(questions: tuple[str, ...]) -> str:
    """Why it cannot be told from when a clock counts."""
    must = "must be answered first"
    return f"and {all_of(questions)} {must}"


def _waits(start: Anchor) -> str:
    """Why a period does not run yet; that something was received is never presumed."""
    match start:
        case ReceiptOf(by=by):
            return f"and the record does not say when {by} received it"
        case Missed():
            return "and it was not missed"
        case FirstOf():
            return "and neither has come" if len(start.anchors) == 2 else "and none has come"
        case DateSetBy():
            return "and none is set"
        case MomentNamed():
            return "which has not come"
        case Happened() | StartOf() | EndOf():
            return "which has not happened"


def _open(clock: Clock) -> str:
    """Why a clock has no single end."""
    if not clock.unsettled:
        return "the hour of the start is not known"
    by = clock.deadline.settled_by
    return f"its time is not settled yet{f'; {any_of(by)} is to settle it' if by else ''}"


def _granted(clock: Clock, grant: Grant) -> str:
    """What settled the time of a clock, planned its day, or gave it more."""
    band = clock.deadline.least is not None
    word = "Extended" if grant in clock.tape.extensions else "Settled" if band else "Planned"
    time = "" if grant.settles is None else f": {time_text(grant.settles)}"
    with_whom = f", agreed by {all_of(grant.agreed_by)}" if grant.agreed_by else ""
    return f"{word} by {grant.step} on {day_text(grant.at)}{time}{with_whom}"


def _rule(clock: Clock, reached: Reached, start: Moment) -> str:
    """What was counted, and from which day: the rule, or the time that was settled or given."""
    period = clock.deadline.period
    if clock.unsettled or not clock.grants:
        return f"{period}, which was {day_text(start)}"
    ceiling = _ceiling(clock, reached)
    of, since = (period.of, start) if ceiling is None else (ceiling.of, reached.start)
    if any(grant.settles == reached.unrolled for grant in clock.grants):
        return f"the days from {of}, which was {day_text(since)}"
    return f"{Period(of, reached.span, reached.day_one)}, which was {day_text(since)}"


def _ceiling(clock: Clock, reached: Reached) -> Period | None:
    """How far more time reached, where that was counted from another day than the clock runs from."""
    given = {grant.step for grant in clock.tape.extensions}
    for extension in clock.deadline.extensions:
        up_to = extension.up_to
        if (
            extension.step in given
            and up_to is not None
            and up_to.of != clock.deadline.of
            and up_to.span == reached.span
            and reached.start != clock.start
        ):
            return up_to
    return None


def time_text(settles: Span | Moment) -> str:
    """A time that was settled: a period, or a day as a letter gives it."""
    return str(settles) if isinstance(settles, Span) else day_text(settles)


def count_lines(reached: Reached) -> Iterator[str]:
    """A count in full."""
    way = "before" if reached.backwards else "from"
    yield f"{reached.span} {way} {day_text(reached.start)}: {day_text(reached.due)}."
    yield from _days(reached)


def _days(reached: Reached) -> Iterator[str]:
    days = reached.days()
    for calendar in reached.calendars if any(day.why for day in days) else ():
        source = f" ({calendar.source}, version {calendar.version})" if calendar.version else ""
        yield f"Calendar: {calendar.name}{source}."
    yield from ledger(days)
    if reached.projected:
        yield "The bank holidays of these days have not been announced yet; they are projected."


def ledger(days: Iterable[CountedDay]) -> Iterator[str]:
    """One line a day: its number, or why it does not count."""
    for day in days:
        number = "  -" if day.n is None else f"{day.n:>3}"
        why = "" if day.why is None else f"  {day.why}"
        weekday, month = WEEKDAYS[day.date.weekday()][:3], MONTHS[day.date.month - 1][:3]
        yield f"{number}  {weekday} {day.date.day:>2} {month} {day.date.year}{why}"
