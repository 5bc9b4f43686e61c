"""A clock as text: when it is due, what settled its time, and how its days were counted."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from complaintflow.calendars import WEEKDAYS, Calendar
from complaintflow.conventions import DayOne, Roll, Span, Unit
from complaintflow.counts import CountedDay, Reached
from complaintflow.deadlines import Clock, Grant, Since, Stop, Tape
from complaintflow.moments import Moment, first_instant, in_zone, is_past, last_instant, local_day
from complaintflow.phrasing import MONTHS, all_of, any_of, clause_text, day_text
from complaintflow.procedure import (
    Again,
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
    Soon,
    StartOf,
)
from complaintflow.rounds import Round


def clock_lines(clock: Clock, as_of: Moment | None = None) -> Iterator[str]:
    """A clock in full: when its step is due, on which clauses, and the days that were counted.

    `as_of` is when it is told; without it what is planned is told as it was before it came.
    """
    yield from clock_said(clock, as_of)
    for said, leg in legs_said(clock, as_of):
        yield from said
        yield from ledger(leg.days())
    yield from projected_line(clock)
    yield from clock_readings(clock)


def legs_said(
    clock: Clock, as_of: Moment | None = None
) -> Iterator[tuple[tuple[str, ...], Reached]]:
    """What was counted, one count after the other, with what is said of each before its days: each calendar
    once."""
    legs = clock.legs
    for number, leg in enumerate(legs):
        said, ends = [_counted(clock, leg, as_of)], [leg]
        if number == len(legs) - 1:
            said += _moved(leg)
            if clock.earliest is not None and clock.due is None:
                said += _moved_earlier(clock.earliest)
                ends.append(clock.earliest)
        told = {line for before in legs[:number] for line in calendar_lines(before)}
        lines = dict.fromkeys(line for end in ends for line in calendar_lines(end))
        said += [line for line in lines if line not in told]
        yield tuple(said), leg


def _counted(clock: Clock, leg: Reached, as_of: Moment | None) -> str:
    """What was counted from where; of what was added, after which day."""
    if leg.after is None:
        return f"Counted: {_rule(clock, leg, as_of)}."
    return f"Added: {leg.span} after {day_text(leg.after.due)}."


def _moved(leg: Reached) -> Iterator[str]:
    """What became of the end of a count: it is no working day, or the day is over before midnight."""
    if leg.rolled:
        would, passed = day_text(leg.unrolled), passed_over(leg, day_text)
        yield f"It would be {would}{off(leg)}, and is moved to {day_text(leg.due)}{passed}."
    elif leg.days_off:
        yield f"{day_text(leg.unrolled)}{off(leg)} is {STAYS}."
    if isinstance(leg.due, datetime) and not isinstance(leg.unrolled, datetime):
        yield f"That day is over at {leg.due:%H:%M}."


def _moved_earlier(first: Reached) -> Iterator[str]:
    """What became of the earlier of two ends, of which the days are not told."""
    if first.rolled:
        would, passed = day_text(first.unrolled), passed_over(first, day_text)
        at = f"would be {would}{off(first)}, and is moved to {day_text(first.due)}{passed}"
        yield f"At the earliest it {at}."
    elif first.days_off:
        yield f"At the earliest it is {day_text(first.unrolled)}{off(first)}, {STAYS}."


STAYS = "no working day, and stays, since none lies between it and the start"


def off(leg: Reached) -> str:
    """Why the day on which a count would end is no working day, where its weekday does not tell."""
    day, why = leg.days_off[0]
    return "" if why == WEEKDAYS[day.weekday()] else f" ({why})"


def passed_over(leg: Reached, said: Callable[[date], str]) -> str:
    """The days off beside that one which an end passed over back towards its start, which are no lines of
    its ledger."""
    back = (local_day(leg.due, leg.zone) < local_day(leg.unrolled, leg.zone)) != leg.backwards
    passed = [f"{said(day)} ({why})" for day, why in leg.days_off[1:]] if back else []
    are = "is no working day" if len(passed) == 1 else "are no working days"
    return f", since {all_of(passed)} {are}" if passed else ""


def clock_said(clock: Clock, as_of: Moment | None = None) -> Iterator[str]:
    """A clock but for what was counted: when its step is due, and what bore on that."""
    yield _when(clock, as_of)
    for clause in clock.deadline.cites:
        yield clause_text(clause)
    yield from _recurs(clock)
    for grant in clock.grants:
        yield f"{_granted(clock, grant)}."
        for clause in grant.cites:
            yield f"  {clause_text(clause)}"
    for stop in clock.stops:
        yield f"{_stood_still(stop)}."
        for clause in stop.rule.cites:
            yield f"  {clause_text(clause)}"
    if clock.capped:
        yield _capped(clock)
    yield from _not_capped_yet(clock)
    for leg in clock.legs[:1]:
        yield from _cut_off(clock, leg)
        yield from _first_after(clock, leg)


def clock_readings(clock: Clock) -> Iterator[str]:
    """The readings on which a clock rests, if any."""
    if clock.readings:
        noun = "reading" if len(clock.readings) == 1 else "readings"
        yield f"It rests on the {noun} {all_of(clock.readings)}."


def _capped(clock: Clock) -> str:
    """That a ceiling ends it: before its own time does, or while that has not started."""
    if clock.start is None:
        return f"{_not_begun(clock)}; at the latest it ends {clock.deadline.at_latest}."
    return f"It would be later, but it ends {clock.deadline.at_latest} at the latest."


def _not_capped_yet(clock: Clock) -> Iterator[str]:
    """That it has a ceiling, and why that does not run yet."""
    cap, tape = clock.deadline.at_latest, clock.tape
    if cap is not None and tape.capped_since is None and tape.met is None and tape.ended is None:
        yield f"No longest time runs yet: {cap}, {_waits(cap.of)}."


def _not_begun(clock: Clock) -> str:
    """Its time, and why that does not run yet."""
    waits = _asked(clock.tape.asked) if clock.tape.asked else _waits(clock.deadline.of)
    return f"{clock.deadline.rule}, {waits}"


def _recurs(clock: Clock) -> Iterator[str]:
    """That it comes again and again, and from which day each time."""
    again = clock.deadline.again
    if again is not None:
        until = "" if again.until is None else f", until {again.until}"
        yield f"It recurs every {clock.deadline.period.length}, {_counted_on(clock, again)}{until}."


def _counted_on(clock: Clock, again: Again) -> str:
    """From when what recurs is counted each time."""
    if not again.by_schedule:
        period = clock.deadline.period
        in_hours = isinstance(period, Period) and period.span.unit is Unit.HOURS
        return f"counted from {'when' if in_hours else 'the day on which'} it was last done"
    if clock.latest is None or clock.latest.roll is Roll.NONE:
        return "counted from the day on which it was due the time before"
    return "counted on from where the time before ended, before that was moved to a working day"


def _stood_still(stop: Stop) -> str:
    """Which days are left out, and by which rule."""
    still, rule = stop.still, stop.rule
    ceiling = "; its ceiling runs on" if rule.ceiling_runs_on else ""
    if still.last is None:
        since = f"{day_text(stop.began or still.first)}, the {rule.first_day}"
        return f"It stands still from {since}, on; the {rule.last_day} is not known yet{ceiling}"
    before = f"; it stood still already from {day_text(stop.began)} on" if stop.began else ""
    if still.first == still.last:
        return f"Left out is {day_text(still.first)}: {rule}{before}{ceiling}"
    days = f"from {day_text(still.first)} to {day_text(still.last)}"
    return f"Left out are the days {days}: {rule}{before}{ceiling}"


def _cut_off(clock: Clock, leg: Reached) -> Iterator[str]:
    """What the hour after which a day counts as the next one did to the start."""
    came, deemed = leg.came, leg.start
    if clock.cut_off is None or came is None:
        return
    hour, came_in = f"{clock.cut_off:%H:%M}", day_text(came)
    counts = f"counts as {day_text(deemed)}{_between(clock, came, deemed)}"
    if not isinstance(came, datetime):
        yield f"After {hour} {came_in} {counts}, and the hour is not known."
    elif first_instant(day := local_day(came, clock.zone), clock.zone) == came:
        over = day_text(day - timedelta(days=1))
        yield f"{came_in} ends {over}, so it is after {hour}, and {counts}."
    else:
        yield f"{came_in} is after {hour}, so it {counts}."


def _first_after(clock: Clock, leg: Reached) -> Iterator[str]:
    """That the day on which a time ran out is none of those that are counted from there."""
    period = clock.deadline.period
    if not clock.tape.ran_out or clock.capped or not isinstance(period, Period):
        return
    is_other = period.day_one is DayOne.SAME_DAY and leg.day_one is DayOne.DAY_AFTER
    if is_other and leg.span.unit is not Unit.HOURS:
        was = day_text(local_day(leg.start, leg.zone))
        yield f"{was} was the last day in time; the first after it is the first that may count."


def _between(clock: Clock, came: Moment, deemed: Moment) -> str:
    """The days between that on which something came in and that as which it counts, and why they do not."""
    found = _days_off(clock.calendar, local_day(came, clock.zone), local_day(deemed, clock.zone))
    off = [f"{day_text(day)} ({why})" for day, why in found]
    return f", since {all_of(off)} {'is' if len(off) == 1 else 'are'} none" if off else ""


def _days_off_before(leg: Reached) -> bool:
    """Whether a cut-off moved the start of a count past a day off."""
    if leg.came is None:
        return False
    days = local_day(leg.came, leg.zone), local_day(leg.start, leg.zone)
    return any(_days_off(leg.calendar, *days))


def _days_off(calendar: Calendar, after: date, before: date) -> Iterator[tuple[date, str]]:
    """The days off between two days, each with why it is one."""
    day = after + timedelta(days=1)
    while day < before:
        why = calendar.why_not(day)
        if why is not None:
            yield day, why
        day += timedelta(days=1)


def _when(clock: Clock, as_of: Moment | None) -> str:
    """When it is due: a day, a range and why it is one, or for what it waits."""
    is_aim = clock.kind is Kind.AIM
    if isinstance(clock.deadline.period, Soon):
        return f"{_soon(clock)}."
    if clock.latest is None and clock.paused is not None:
        return f"{_without_end(clock)}."
    if clock.earliest is None or clock.latest is None:
        return f"{clock.step} has no {_date_of(clock)} yet: {_not_begun(clock)}."
    due = "open until" if clock.kind is Kind.WINDOW else "aimed at for" if is_aim else "due on"
    later = "; later is no breach" if is_aim else ""
    if clock.tape.planned and clock.start is not None and clock.deadline.backwards:
        later = f": {clock.deadline.of} is planned for {day_text(clock.start)}{later}"
    elif (
        clock.tape.planned
        and clock.start is not None
        and not clock.capped
        and (as_of is None or not is_past(clock.start, as_of, clock.zone))
    ):
        up = _up(clock.start, clock.zone)
        later = f", if {clock.deadline.of} comes: that time is up {up}{later}"
    if clock.due is not None:
        return f"{clock.step} is {due} {day_text(clock.due)}{later}."
    earliest, latest = day_text(clock.earliest.due), day_text(clock.latest.due)
    due = "aimed at for a time" if is_aim else "due"
    end = "moment" if isinstance(clock.latest.due, datetime) else "day"
    due = f"open until a {end}" if clock.kind is Kind.WINDOW else due
    return f"{clock.step} is {due} between {earliest} and {latest}: {_open(clock)}{later}."


def _date_of(clock: Clock) -> str:
    """What the date of a clock is called."""
    match clock.kind:
        case Kind.AIM:
            return "date to aim at"
        case Kind.WINDOW:
            return "last day"
        case Kind.PROMISE:  # pragma: no branch
            return "due date"


def _soon(clock: Clock) -> str:
    """What has no last day: since when it is asked for."""
    since = _waits(clock.deadline.of)
    if clock.start is not None:
        since = f"which was {day_text(clock.start)}; no day is set, so it is never overdue"
    aimed = "is aimed at" if clock.kind is Kind.AIM else "is to be done"
    return f"{clock.step} {aimed} {clock.deadline.rule}, {since}"


def _over(tape: Tape) -> str:
    """When a step was done, or had not to be done any more, or its place was left without it."""
    if tape.met is not None:
        return f"it was done on {day_text(tape.met)}"
    assert tape.ended is not None  # the caller has seen it
    if any(each.until is None and each.since == tape.ended for each in tape.lapses):
        return f"it no longer had to be done, from {day_text(tape.ended)} on"
    return f"its place was left on {day_text(tape.ended)}"


def _without_end(clock: Clock) -> str:
    """That it has no date while it stands still, and what is left of its time."""
    if clock.tape.met is not None or clock.tape.ended is not None:
        over = _over(clock.tape)
        return f"{clock.step} had no {_date_of(clock)} when {over}, for it stood still"
    said = f"{clock.step} has no {_date_of(clock)} while it stands still"
    if clock.shorter is not None:
        return f"{said}; at the earliest it is {day_text(clock.shorter.due)}"
    left = clock.remaining(as_of=max(*clock.stopped_from, _begun_on(clock)))
    if left is None or clock.paused is None:
        return said
    time = "shorter time" if clock.unsettled else "time"
    if len({each.span.unit for each in clock.paused.legs}) > 1:
        return f"{said}; had it run on, {left} would be left of its {time}"
    least = "at least " if _is_a_range(clock) and not clock.unsettled else ""
    are = "is" if left.n == 1 else "are"
    return f"{said}; {least}{left} {are} left of its {time}, and they run on after that"


def _is_a_range(clock: Clock) -> bool:
    """Whether nobody could tell its end, had it not stood still."""
    first, last = clock.paused, clock.paused_at_most
    return first is not None and last is not None and first.unrolled != last.unrolled


def _begun_on(clock: Clock) -> date:
    """The day on which it began."""
    since = [each for each in (clock.tape.since, clock.tape.capped_since) if each is not None]
    return min(local_day(each.at, clock.zone) for each in since)


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
    band = clock.deadline.least is not None and clock.tape.settled is None
    if not band or clock.start is None:
        first = "first " if isinstance(clock.tape, Round) else ""
        hour = f"the hour of the {first}start is not known"
        if clock.deadline.backwards:
            hour = "the hour from which it is counted back is not known"
        ends = clock.latest
        if clock.cut_off is None or ends is None or ends.span.unit is Unit.HOURS:
            return hour
        return f"{hour}, and after {clock.cut_off:%H:%M} it counts as the next working day"
    by = clock.deadline.settled_by
    return f"its time is not settled yet{f'; {any_of(by)} is to settle it' if by else ''}"


def _granted(clock: Clock, grant: Grant) -> str:
    """What settled the time of a clock, planned its day, or gave it more."""
    band = clock.deadline.least is not None
    word = "Extended" if grant in clock.tape.extensions else "Settled" if band else "Planned"
    time = "" if grant.settles is None else f": {time_text(grant.settles)}"
    with_whom = f", agreed by {all_of(grant.agreed_by)}" if grant.agreed_by else ""
    return f"{word} by {grant.step} on {day_text(grant.at)}{time}{with_whom}"


def _rule(clock: Clock, reached: Reached, as_of: Moment | None) -> str:
    """What was counted, and from which day: the rule, or the time that was settled or given."""
    period, cap, again = clock.deadline.period, clock.deadline.at_latest, clock.deadline.again
    if clock.capped and cap is not None and (begun := clock.tape.capped_since) is not None:
        if begun.planned and not cap.backwards:
            return f"{cap}, if that comes: the time is up {_up(begun.at, clock.zone)}"
        return f"{cap}, which {_was(clock, cap, begun, as_of)} {day_text(begun.at)}"
    start = clock.start
    assert start is not None  # what has an end is counted from one of the two
    if clock.tape.renewed and again is not None:
        done = "was due" if again.by_schedule else "was last done"
        if isinstance(clock.tape, Round):
            return _by_schedule(clock, clock.tape, start, as_of)
        begins = " beginning with " in str(period) and not again.by_schedule
        way = "beginning with" if begins else "from"
        return f"{period.length} {way} {day_text(start)}, when {clock.step} {done}"
    if clock.tape.resumed:
        way = "beginning with" if " beginning with " in str(period) else "from"
        return f"{period.length} {way} {day_text(start)}, when the case was open again"
    since = clock.tape.since
    assert since is not None  # it has a start
    was = _was(clock, period, since, as_of)
    if clock.unsettled or not clock.grants:
        return f"{period}, which {was} {day_text(start)}"
    if reached.agreed is not None:
        return f"the days from {period.of}, which {was} {day_text(start)}"
    ceiling = _ceiling(clock, reached)
    most, begun = (period, since) if ceiling is None else ceiling
    counted = Period(most.of, reached.span, reached.day_one, clear=reached.clear)
    return f"{counted}, which {_was(clock, most, begun, as_of)} {day_text(begun.at)}"


def _by_schedule(clock: Clock, tape: Round, since: Moment, as_of: Moment | None) -> str:
    """What was counted for a further time by a schedule: of months, how many in all, since they keep their day."""
    at, period, start = tape.schedule, clock.deadline.period, day_text(since)
    was = "was" if as_of is None or is_past(since, as_of, clock.zone) else "is"
    due = f"when {clock.step} {was} due{'' if tape.soonest is None else ' at the latest'}"
    if tape.was_due is not None and local_day(tape.was_due, clock.zone) != local_day(
        since, clock.zone
    ):
        due = f"where the time before ended, which {was} moved to {day_text(tape.was_due)}"
    if at is None or (at.n == 1 and at.day_one is not DayOne.SAME_DAY):
        return f"{period.length} from {start}, {due}"
    assert isinstance(period, Period)  # months have a number
    way = "beginning with" if at.day_one is DayOne.SAME_DAY else "from"
    months = Span(at.n * period.span.amount, period.span.unit)
    return f"{months} {way} {day_text(at.base)}, on from {start}, {due}"


def _was(clock: Clock, period: Period | Soon, since: Since, as_of: Moment | None) -> str:
    """Whether the start of a period has been; what is counted back may have a start to come."""
    if isinstance(period, Period) and period.backwards and since.planned:
        return "is planned for"
    return "was" if as_of is None or is_past(since.at, as_of, clock.zone) else "is"


def _ceiling(clock: Clock, reached: Reached) -> tuple[Period, Since] | None:
    """How far more time may reach and since when, where that is what was counted."""
    up_to = {each.step: each.up_to for each in clock.deadline.extensions}
    for grant in clock.tape.extensions:
        most, since = up_to[grant.step], grant.since
        if most is not None and since is not None and reached.given == (grant.step, since.at):
            return most, since
    return None


def time_text(settles: Span | Moment) -> str:
    """A time that was settled: a period, or a day as a letter gives it."""
    return str(settles) if isinstance(settles, Span) else day_text(settles)


def count_lines(reached: Reached) -> Iterator[str]:
    """A count in full."""
    way = "before" if reached.backwards else "from"
    since = reached.start
    start = in_zone(since, reached.zone) if isinstance(since, datetime) else since
    yield f"{reached.span} {way} {day_text(start)}: {day_text(reached.due)}."
    yield from _days(reached)


def _days(reached: Reached) -> Iterator[str]:
    yield from calendar_lines(reached)
    yield from ledger(reached.days())
    yield from projected_line(reached)


def calendar_lines(reached: Reached) -> Iterator[str]:
    """The calendars by which some day was left out, each with its source and version."""
    off = any(day.why for day in reached.days()) or reached.days_off or _days_off_before(reached)
    for calendar in reached.calendars if off else ():
        source = f" ({calendar.source}, version {calendar.version})" if calendar.version else ""
        yield f"Calendar: {calendar.name}{source}."


def projected_line(reached: Reached | Clock) -> Iterator[str]:
    """That the days off which it met are not announced yet, where that is so."""
    if reached.projected:
        yield "The bank holidays of these days have not been announced yet; they are projected."


def ledger(days: Iterable[CountedDay]) -> Iterator[str]:
    """One line a day: its number, or why it does not count."""
    for day in days:
        number = "  -" if day.n is None else f"{day.n:>3}"
        why = "" if day.why is None else f"  {day.why}"
        weekday, month = WEEKDAYS[day.date.weekday()][:3], MONTHS[day.date.month - 1][:3]
        yield f"{number}  {weekday} {day.date.day:>2} {month} {day.date.year}{why}"
