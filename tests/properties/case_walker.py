"""Whole clocks by walking from day to day: an oracle that knows only the prose of the language.

It shares nothing with the library: no ranks, no ordinals, no tapes, no dateutil. A `Rule` is what a
policy says of the time of one step, a `Told` one event of a case; `walk_clock` says when the step is
due and how its clock stands. What the library is asked is in the test beside it.
"""

import calendar as months_of_the_year
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
FAR = date(2034, 1, 1)

When = date | datetime
Length = tuple[int, str]
"""So many of a unit, as a policy writes it: `(20, "working days")`."""


@cache
def _bank_holidays() -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2019, 2036)))


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays()


@dataclass(frozen=True)
class Pause:
    """Days that stand still: the events that begin and end it, and the day beside each that is meant."""

    begins: str
    begins_next_to: int
    ends: str
    ends_next_to: int
    ceiling_runs_on: bool


@dataclass(frozen=True)
class Limit:
    """So long from an event; `how` is `of`, `after` or `beginning with`."""

    length: Length
    how: str
    event: str


@dataclass(frozen=True)
class Rule:
    """What a policy says of the time of one step, and how it counts."""

    within: Limit
    least: int | None
    at_latest: Limit | None
    up_to: dict[str, Limit | None]  # by the name of each way to more time
    pauses: tuple[Pause, ...]
    day_one: str
    roll: str
    cut_off: time | None
    day_ends: time | None


@dataclass(frozen=True)
class Told:
    """One event: its name, when it was, and which time it settled."""

    name: str
    at: When
    settles: Length | When | None = None


@dataclass(frozen=True)
class End:
    """Where a time ends: the due day or moment, the days that were counted on the way, and the day after
    which they were."""

    due: When
    counted: frozenset[date] = frozenset()
    since: date = date.min


Ends = tuple[End | None, End | None]
"""The earliest and the latest end; None where nobody knows it, and so later than any that is known."""


class StandsStill(Exception):  # noqa: N818 - it is a finding
    """The walk met a day that stands still and has no end."""


def local(moment: When) -> date:
    return moment.astimezone(LONDON).date() if isinstance(moment, datetime) else moment


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON).astimezone(UTC)


def begins(moment: When) -> datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else midnight(moment)


def over(moment: When) -> datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else midnight(moment + ONE_DAY)


# --- counting -----------------------------------------------------------------------------------


def _corresponding(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = months_of_the_year.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _next_that_works(day: date) -> date:
    day += ONE_DAY
    while not works(day):
        day += ONE_DAY
    return day


def _convention(rule: Rule, how: str) -> str:
    return {"of": rule.day_one, "after": "day after", "beginning with": "same day"}[how]


def _deemed(rule: Rule, start: When) -> tuple[When, When]:
    """A start as if on the next working day, where it came after the cut-off of one."""
    if rule.cut_off is None:
        return start, start
    if not isinstance(start, datetime):
        return start, _next_that_works(start) if works(start) else start
    wall = start.astimezone(LONDON)
    ended = wall.time() == time(0)
    day = wall.date() - ONE_DAY if ended else wall.date()
    late = works(day) and (ended or wall.time() > rule.cut_off)
    deemed: When = _next_that_works(day) if late else start
    return deemed, deemed


def _zero(start: When, convention: str) -> date:
    """The last day that is not yet one of those that may count."""
    day = local(start)
    stroke = isinstance(start, datetime) and start.astimezone(LONDON).time() == time(0)
    if convention == "same day" or (convention == "day after" and stroke):
        return day - ONE_DAY
    if convention == "day after":
        return day
    came = day - ONE_DAY if stroke else day
    return came if works(came) else _next_that_works(came)


def _last_of_months(start: When, zero: date, months: int, convention: str) -> date:
    day = zero + ONE_DAY
    if convention == "same day":  # until the day before it comes again, or the last of the month
        comes_again = _corresponding(day, months)
        return comes_again - ONE_DAY if comes_again.day == day.day else comes_again
    whole_months = isinstance(start, datetime) and day == local(start) and day.day == 1
    return _corresponding(day, months) - ONE_DAY if whole_months else _corresponding(zero, months)


def _walk(zero: date, n: int, counts: Callable[[date], bool], still: "Stillness") -> End:
    """The day on which the n-th day was counted after day zero."""
    found: list[date] = []
    day = zero
    while len(found) < n:
        day += ONE_DAY
        if counts(day) and not still.on(day):
            found.append(day)
    return End(day, frozenset(found), zero)


def _elapse(start: datetime, passes: timedelta, still: "Stillness") -> datetime:
    """The moment by which so much time has passed, but for the days that stand still."""
    now = start.astimezone(UTC)
    while passes:
        day = local(now)
        tomorrow = midnight(day + ONE_DAY)
        if still.on(day):
            now = tomorrow
            continue
        step = min(passes, tomorrow - now)
        now, passes = now + step, passes - step
    return now.astimezone(LONDON)


class Stillness:
    """Which days stand still; asked of a day after which one has no end, it cannot tell."""

    def __init__(self, runs: Sequence[tuple[date, date | None]]) -> None:
        self.days: set[date] = set()
        self.open_from = min((first for first, last in runs if last is None), default=None)
        for first, last in runs:
            day = first
            while last is not None and day <= last:
                self.days.add(day)
                day += ONE_DAY

    def on(self, day: date) -> bool:
        if self.open_from is not None and day >= self.open_from:
            raise StandsStill
        if day > FAR:
            raise AssertionError("walked too far")
        return day in self.days

    def is_still(self, day: date) -> bool:
        return day in self.days or (self.open_from is not None and day >= self.open_from)

    def after(self, day: date) -> "Stillness":
        later = Stillness([])
        later.days = {each for each in self.days if each > day}
        if self.open_from is not None:
            later.open_from = max(self.open_from, day + ONE_DAY)
        return later


def _roll(rule: Rule, day: date, start: When) -> date:
    """The day, or the next or the last one before that works; nothing is due before it came."""
    step = {"none": None, "next": ONE_DAY, "previous": -ONE_DAY}[rule.roll]
    moved = day
    while step is not None and not works(moved):
        moved += step
    return day if moved < day and moved < local(start) else moved


def _rolled(rule: Rule, end: End, start: When) -> End:
    """The due day, on a working day, and at the hour at which it is over."""
    return _at_its_hour(rule, replace(end, due=_roll(rule, local(end.due), start)))


def _at_its_hour(rule: Rule, end: End) -> End:
    if rule.day_ends is None or isinstance(end.due, datetime):
        return end
    return replace(end, due=datetime.combine(end.due, rule.day_ends, LONDON))


def _one(rule: Rule, start: When, length: Length, how: str, still: Stillness) -> End:
    n, unit = length
    if unit == "hours":
        assert isinstance(start, datetime)
        stroke = ONE_DAY if start.astimezone(LONDON).time() == time(0) else timedelta()
        return End(_elapse(start, timedelta(hours=n), still), since=local(start) - stroke)
    convention = _convention(rule, how)
    zero = _zero(start, convention)
    if unit == "working days":
        return _rolled(rule, _walk(zero, n, works, still), start)
    if unit in ("months", "years"):
        last = _last_of_months(start, zero, n * (12 if unit == "years" else 1), convention)
        n = (last - zero).days
    days = n * 7 if unit == "weeks" else n
    return _rolled(rule, _walk(zero, days, lambda _: True, still), start)


def count(rule: Rule, start: When, length: Length, how: str, still: Stillness) -> Ends:
    """The earliest and the latest end of a length from a start."""
    if length[1] == "hours":
        both = (start, start)
        if not isinstance(start, datetime):
            both = (midnight(start), midnight(start + ONE_DAY))
    else:
        both = _deemed(rule, start)
    first, last = both
    return (
        _known(lambda: _one(rule, first, length, how, still)),
        _known(lambda: _one(rule, last, length, how, still)),
    )


def _known(walk: Callable[[], End]) -> End | None:
    try:
        return walk()
    except StandsStill:
        return None


# --- a clock ------------------------------------------------------------------------------------


def _settled(rule: Rule, start: When, told: Told, still: Stillness) -> Ends:
    """Where a time ends that was settled."""
    said = told.settles
    assert said is not None
    if isinstance(said, tuple):
        return count(rule, start, said, rule.within.how, still)
    later = still.after(local(told.at))
    one, other = (
        _known(lambda each=each: _agreed(rule, each, said, later))  # type: ignore[misc]
        for each in _possible_starts(rule, start)
    )
    if one is None or other is None:
        return one or other, None
    return (other, one) if over(one.due) > over(other.due) else (one, other)


def _possible_starts(rule: Rule, start: When) -> tuple[When, When]:
    """The first and the last moment at which it may have started, where the hour is not known."""
    if rule.within.length[1] != "hours":
        return _deemed(rule, start)
    if isinstance(start, datetime):
        return start, start
    return midnight(start), midnight(start + ONE_DAY)


def _agreed(rule: Rule, start: When, said: When, later: Stillness) -> End:
    """Where a time ends that ends on a day or at a moment, but for what stands still since then."""
    unit = rule.within.length[1]
    if isinstance(said, datetime) and unit == "hours":
        return End(_moved_moment(said, later, start))
    zero = _day_zero(rule, start)
    counts = works if unit == "working days" else (lambda _: True)
    day = _last_day(said)
    moved = _moved_day(day, zero, counts, later)
    if isinstance(said, datetime):
        wall = said.astimezone(LONDON)
        stroke = ONE_DAY if wall.time() == time(0) else timedelta()
        # one that has moved is no longer that which was agreed, and is rolled
        rolled = moved if moved == day or unit == "hours" else _roll(rule, moved, start)
        moment = datetime.combine(rolled + stroke, wall.time(), LONDON)
        end = End(moment if rolled != day else wall)
    elif moved == day:
        end = _at_its_hour(rule, End(moved))
    else:
        end = End(moved) if unit == "hours" else _rolled(rule, End(moved), start)
    return replace(end, since=zero)


def _last_day(moment: When) -> date:
    """The day that a due moment ends; the stroke of midnight ends the day before."""
    if isinstance(moment, datetime) and moment.astimezone(LONDON).time() == time(0):
        return local(moment) - ONE_DAY
    return local(moment)


def _day_zero(rule: Rule, start: When) -> date:
    if rule.within.length[1] == "hours":
        is_whole = isinstance(start, datetime) and start.astimezone(LONDON).time() == time(0)
        return local(start) - ONE_DAY if is_whole else local(start)
    return _zero(start, _convention(rule, rule.within.how))


def _moved_day(day: date, zero: date, counts: Callable[[date], bool], still: Stillness) -> date:
    """A day that was agreed, so much later as days before it stood still."""
    owed, seen = 0, zero
    while seen < day:
        seen += ONE_DAY
        owed += counts(seen) and still.on(seen)
    while owed:
        day += ONE_DAY
        owed -= counts(day) and not still.on(day)
    return day


def _moved_moment(moment: datetime, still: Stillness, start: When) -> datetime:
    """A moment that was agreed, so much later as time before it stood still."""
    owed, now, end = timedelta(), begins(start), moment.astimezone(UTC)
    while now < end:
        tomorrow = min(midnight(local(now) + ONE_DAY), end)
        owed += tomorrow - now if still.on(local(now)) else timedelta()
        now = tomorrow
    return _elapse(end, owed, still)


def _later(one: Ends, other: Ends) -> Ends:
    first, last = (
        None if a is None or b is None else b if over(b.due) > over(a.due) else a
        for a, b in zip(one, other, strict=True)
    )
    return first, last


def _sooner(one: Ends, other: Ends) -> Ends:
    first, last = (
        (a or b) if a is None or b is None else b if over(b.due) < over(a.due) else a
        for a, b in zip(one, other, strict=True)
    )
    return first, last


@dataclass(frozen=True)
class Walked:
    """A clock: its two ends, none before it has started; what met or left it; stillness."""

    ends: Ends
    met: When | None
    left: When | None
    still: Stillness
    started: bool = True
    paused: Ends | None = None
    """While a pause without an end leaves it no date: where it would end without that pause."""
    since: date | None = None
    """The day after which its own time runs, None before that has started."""


def _runs(pause: Pause, told: Sequence[Told]) -> list[tuple[date, date | None]]:
    runs: list[tuple[date, date | None]] = []
    for index, each in enumerate(told):
        if each.name != pause.begins:
            continue
        first = local(each.at) + pause.begins_next_to * ONE_DAY
        ended = next((e for e in told[index + 1 :] if e.name == pause.ends), None)
        runs.append(
            (first, None if ended is None else local(ended.at) + pause.ends_next_to * ONE_DAY)
        )
    return runs


def walk_clock(rule: Rule, events: Sequence[Told]) -> Walked:
    """The clock of `answered`, after some events in the order in which they happened.

    Its stage begins with `came`; its time with an event that may be another, or may not have come, and
    then its longest time alone ends it.
    """
    came = next((i for i, each in enumerate(events) if each.name == "came"), None)
    if came is None:
        return Walked((None, None), None, None, Stillness([]), started=False)
    own, limit = _first(events, rule.within.event), rule.at_latest
    cap = None if limit is None else _first(events, limit.event)
    left = _first(events, "pushed", came + 1)
    if own is None and cap is not None and left is not None and left < cap:
        cap = None
    begun = min((i for i in (own, cap) if i is not None), default=None)
    if begun is None:
        at = None if left is None else events[left].at
        return Walked((None, None), None, at, Stillness([]), started=False)
    met = _first(events, "answered", begun + 1)
    until = min((i for i in (met, left) if i is not None), default=len(events))
    if cap is not None and cap > until:
        cap = None  # what comes once all is over caps nothing
    # a pause that begins once all is over is none; one that began before ends whenever it does
    pauses = [
        (pause, [e for i, e in enumerate(events) if e.name != pause.begins or i <= until])
        for pause in rule.pauses
    ]
    still = Stillness([run for pause, told in pauses for run in _runs(pause, told)])
    capped_still = Stillness(
        [run for p, told in pauses if not p.ceiling_runs_on for run in _runs(p, told)]
    )
    given = events[came + 1 : until]
    ends = _capped(rule, events, own, cap, given, still, capped_still)
    paused = None
    if ends[1] is None:  # where it would end if each pause that has no end had not begun
        known = [(p, run) for p, told in pauses for run in _runs(p, told) if run[1] is not None]
        closed = Stillness([run for _, run in known])
        of_caps = Stillness([run for pause, run in known if not pause.ceiling_runs_on])
        paused = _capped(rule, events, own, cap, given, closed, of_caps)
    return Walked(
        ends,
        None if met is None else events[met].at,
        None if left is None else events[left].at,
        capped_still if own is None else still,
        paused=paused,
        since=None if own is None else _day_zero(rule, _possible_starts(rule, events[own].at)[0]),
    )


def _first(events: Sequence[Told], name: str, since: int = 0) -> int | None:
    return next((i for i, e in enumerate(events) if i >= since and e.name == name), None)


def _capped(
    rule: Rule,
    events: Sequence[Told],
    own: int | None,
    cap: int | None,
    given: Sequence[Told],
    still: Stillness,
    capped_still: Stillness,
) -> Ends:
    """The end and the ceiling, whichever comes first; the ceiling alone while nothing starts the other."""
    limit = rule.at_latest
    most: Ends | None = None
    if limit is not None and cap is not None:
        most = count(rule, events[cap].at, limit.length, limit.how, capped_still)
    if own is None:
        assert most is not None  # the caller has seen that one of them has begun
        return most
    ends = _uncapped(rule, events, events[own].at, given, still, capped_still)
    return ends if most is None else _sooner(ends, most)


def _uncapped(
    rule: Rule,
    events: Sequence[Told],
    start: When,
    given: Sequence[Told],
    still: Stillness,
    capped_still: Stillness,
) -> Ends:
    n, unit = rule.within.length
    how = rule.within.how
    agreed = [each for each in given if each.name == "agreed"]
    if rule.least is not None and agreed:
        ends = _settled(rule, start, agreed[-1], still)
    else:
        shortest = (n if rule.least is None else rule.least, unit)
        last = count(rule, start, (n, unit), how, still)[1]
        ends = (count(rule, start, shortest, how, still)[0], last)
    for each in given:
        if each.name not in rule.up_to:
            continue
        up_to, most = rule.up_to[each.name], None
        if up_to is not None:
            anchor = next(e.at for e in events if e.name == up_to.event)
            anchor = each.at if up_to.event == each.name else anchor
            most = count(rule, anchor, up_to.length, up_to.how, capped_still)
        longer = most
        if each.settles is not None:
            longer = _settled(rule, start, each, still)
            longer = longer if most is None else _sooner(longer, most)
        if longer is not None:
            ends = _later(ends, longer)
    return ends


# --- how it stands ------------------------------------------------------------------------------


def status(walked: Walked, as_of: When) -> str:
    """How a clock stands as of a day or moment; nothing later than that is among its events."""
    if not walked.started:
        return "waiting" if walked.left is None else "discharged"
    met, left, (first, last) = walked.met, walked.left, walked.ends
    if last is None:
        if met is not None:
            return "met"
        if left is not None:
            return "discharged"
        if first is not None and over(as_of) > over(first.due):
            return "perhaps overdue"
        return "standing still" if walked.still.is_still(local(as_of)) else "running"
    assert first is not None  # an end that comes sooner is known too
    earliest, latest = first.due, last.due
    if met is not None:
        if left is not None and begins(left) <= begins(met) and not _certainly_late(left, latest):
            return "met" if not _certainly_late(met, latest) else "discharged"
        return "met late" if _certainly_late(met, latest) else "met"
    if left is not None and not _certainly_late(left, latest):
        return "discharged"
    if over(as_of) > over(latest):
        return "overdue"
    if over(as_of) > over(earliest):
        return "perhaps overdue"
    return "standing still" if walked.still.is_still(local(as_of)) else "running"


def _certainly_late(when: When, due: When) -> bool:
    if isinstance(when, datetime) or isinstance(due, datetime):
        return begins(when) > over(due)
    return when > due


def amount(rule: Rule, walked: Walked, as_of: date) -> int | None:
    """How many days of its unit are left of what runs, or by how many it is late; not of hours."""
    counts = works if rule.within.length[1] == "working days" else (lambda _: True)
    match status(walked, as_of):
        case "running" | "standing still":
            end, still = walked.ends[0], walked.still
            since = walked.since
            if walked.ends[1] is None and walked.paused is not None:
                assert still.open_from is not None
                end, ran = walked.paused[0], still.open_from - ONE_DAY
                assert end is not None
                as_of = min(as_of, ran)  # it may stand still by now, and has run until then
                since = None  # what counts from later on waits with it
            assert end is not None
            due, n = local(end.due), 0
            begun = end.since if since is None else min(since, end.since)
            as_of, unrolled = max(as_of, begun), max(end.counted, default=due)
            while as_of < due:  # days that only the roll jumps over stand still for nothing
                as_of += ONE_DAY
                n += counts(as_of) and (as_of > unrolled or as_of not in still.days)
            return n
        case "overdue" | "met late":
            assert walked.ends[1] is not None
            day, n = local(walked.ends[1].due), 0
            until = as_of if walked.met is None else local(walked.met)
            while day < until:
                day += ONE_DAY
                n += counts(day)
            return n
        case _:
            return None
