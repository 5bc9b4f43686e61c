"""Whole clocks by walking from day to day: an oracle that knows only the prose of the language.

It shares nothing with the library: no ranks, no ordinals, no tapes, no dateutil. A `Rule` is what a
policy says of the time of one step, a `Told` one event of a case; `walk_clock` says when the step is
due and how its clock stands. What the library is asked is in the test beside it.
"""

import calendar as months_of_the_year
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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


@cache
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
    adds: Mapping[str, Length] = field(default_factory=dict)
    """By the name of each way to more time that adds so much, each time."""
    once: frozenset[str] = frozenset()
    in_time: frozenset[str] = frozenset()
    """The ways to more time that are to be given before the time is up."""
    only_if: bool | None = None
    """The answer to `serious` with which alone the step is to be done; None where it always is."""


@dataclass(frozen=True)
class Told:
    """One event: its name, when it was, and which time it settled or what it answered."""

    name: str
    at: When
    settles: Length | When | None = None
    answer: bool | None = None


@dataclass(frozen=True)
class End:
    """Where a time ends: the due day or moment, the days that were counted on the way and those that were
    left out, and the day after which they were.

    `unrolled` is where it ended before it was moved to a working day; `of` what was counted, from when and
    in which of the ways to count, None where no count ends then, since the day was agreed, on `agreed_on`.
    `before` is the end from which it was counted on.
    """

    due: When
    counted: frozenset[date] = frozenset()
    left_out: frozenset[date] = frozenset()
    since: date = date.min
    unrolled: When = date.min
    of: tuple[When, Length, str] | None = None
    before: "End | None" = None
    agreed_on: date | None = None

    @property
    def counts(self) -> tuple["End", ...]:
        """The counts that lead to it, one after the other."""
        return (*(() if self.before is None else self.before.counts), self)


Ends = tuple[End | None, End | None]
"""The earliest and the latest end; None where nobody knows it, and so later than any that is known."""


class StandsStill(Exception):  # noqa: N818 - it is a finding
    """The walk met a day that stands still and has no end."""


def local(moment: When) -> date:
    return moment.astimezone(LONDON).date() if isinstance(moment, datetime) else moment


@cache
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
    return End(day, frozenset(found), still.between(zero, day), zero, day)


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
        self.runs = tuple(runs)
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

    def between(self, zero: date, last: date) -> frozenset[date]:
        return frozenset(day for day in self.days if zero < day <= last)

    def is_still(self, day: date) -> bool:
        return any(first <= day and (last is None or day <= last) for first, last in self.runs)

    def in_time(self, end: End, unit: str) -> "Stillness":
        """The pauses that began before a time was used up: a day that would have counted was left for each."""
        unit = unit if end.of is None else end.of[1][1]
        counts, used_up = _counts(unit), _last_day(end.unrolled)
        opens = end.since + ONE_DAY
        if unit == "hours" and isinstance(end.unrolled, datetime):  # a part of a day is enough
            opens = date.min if end.of is None else local(end.of[0])

        def begins(first: date) -> date:
            day = max(first, opens)
            while day <= used_up and not counts(day):
                day += ONE_DAY
            return day

        return Stillness([run for run in self.runs if begins(run[0]) <= used_up])

    def after(self, day: date) -> "Stillness":
        return Stillness([(max(first, day + ONE_DAY), last) for first, last in self.runs])


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
        return replace(_hours(start, n, still), of=(start, length, how))
    zero = _zero(start, _convention(rule, how))
    walked = _walk(zero, _days_in(rule, start, length, how), _counts(unit), still)
    return _rolled(rule, replace(walked, of=(start, length, how)), start)


def _hours(start: datetime, n: int, still: "Stillness") -> End:
    stroke = ONE_DAY if start.astimezone(LONDON).time() == time(0) else timedelta()
    end, zero = _elapse(start, timedelta(hours=n), still), local(start) - stroke
    return End(end, left_out=still.between(zero, local(end)), since=zero, unrolled=end)


def _counts(unit: str) -> Callable[[date], bool]:
    return works if unit == "working days" else (lambda _: True)


def _days_in(rule: Rule, start: When, length: Length, how: str) -> int:
    """How many days that count there are in a length of time from a start."""
    n, unit = length
    if unit in ("months", "years"):
        convention = _convention(rule, how)
        zero = _zero(start, convention)
        months = n * (12 if unit == "years" else 1)
        return (_last_of_months(start, zero, months, convention) - zero).days
    return n * 7 if unit == "weeks" else n


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
    agreed_on = local(told.at)
    later = still.after(agreed_on)
    one, other = (
        None if end is None else replace(end, agreed_on=agreed_on)
        for each in _possible_starts(rule, start)
        for end in (_known(lambda each=each: _agreed(rule, each, said, later)),)  # type: ignore[misc]
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
        moved_on = _moved_moment(said, later, start)
        return End(moved_on, unrolled=moved_on)
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
        before = datetime.combine(moved + stroke, wall.time(), LONDON)
        end = End(moment if rolled != day else wall, unrolled=before)
    elif moved == day:
        end = _at_its_hour(rule, End(moved, unrolled=moved))
    else:
        end = End(moved, unrolled=moved)
        end = end if unit == "hours" else _rolled(rule, end, start)
    return replace(end, since=zero, left_out=later.between(zero, moved))


def _longer(rule: Rule, start: When, ends: Ends, more: Length, still: Stillness) -> Ends:
    """Both ends, so much later as was added to each."""
    first, last = (
        None if end is None else _known(lambda end=end: _added(rule, start, end, more, still))  # type: ignore[misc]
        for end in ends
    )
    return first, last


def _added(rule: Rule, start: When, end: End, more: Length, still: Stillness) -> End:
    """Where a time ends that ended then, and to which so much was added.

    Like units add: what is counted on are the days that both together have more than the first. Any other
    length is counted from the end before that was moved to a working day, and so is what follows a day
    that was agreed; the first day of it is the day after.
    """
    m, unit = more
    if unit == "hours":
        begun = over(end.unrolled)
        return replace(_hours(begun, m, still), of=(begun, more, "of"), before=end)
    if end.of is not None and end.of[1][1] == unit:
        first, (n, _), how = end.of
        together = (n + m, unit)
        days = _days_in(rule, first, together, how) - _days_in(rule, first, (n, unit), how)
        on = _walk(_last_day(end.unrolled), days, _counts(unit), still)
        whole = replace(
            end,
            due=on.due,
            counted=end.counted | on.counted,
            left_out=end.left_out | on.left_out,
            unrolled=on.unrolled,
            of=(first, together, how),
        )
        return _rolled(rule, whole, start)
    zero = _zero(end.unrolled, "day after")
    days = _days_in(rule, end.unrolled, more, "after")
    on = _walk(zero, days, _counts(unit), still)
    return _rolled(rule, replace(on, of=(end.unrolled, more, "after"), before=end), start)


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
    stopped: Stillness | None = None
    """What then stands still for the count that would end it: its ceiling, or all the rest."""
    since: date | None = None
    """The day after which its own time runs, None before that has started."""
    unit: str = "days"
    """What its own time counts."""
    none: bool = False
    """There is no clock, since the step never had to be done."""


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
    over_since = _not_to_do_since(
        rule, events[:left]
    )  # what is answered once it was left is for the next stay
    if over_since is not None and (left is None or over_since < left):
        left = over_since  # what would start its time after that starts nothing
        own = None if own is None or own > left else own
    if own is None and cap is not None and left is not None and left < cap:
        cap = None
    begun = min((i for i in (own, cap) if i is not None), default=None)
    never = _is_never_to_do(rule, events)
    if begun is None:
        at = None if left is None else events[left].at
        return Walked((None, None), None, at, Stillness([]), started=False, none=never)
    met = _first(events, "answered", begun + 1)
    if never and met is None:
        return Walked((None, None), None, None, Stillness([]), started=False, none=True)
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
    paused, stopped = None, still
    if ends[1] is None:  # where it would end if each pause that has no end had not begun
        known = [(p, run) for p, told in pauses for run in _runs(p, told) if run[1] is not None]
        closed = Stillness([run for _, run in known])
        of_caps = Stillness([run for pause, run in known if not pause.ceiling_runs_on])
        paused = _capped(rule, events, own, cap, given, closed, of_caps)
        first = paused[0]
        if first is not None and limit is not None and cap is not None:
            most = count(rule, events[cap].at, limit.length, limit.how, of_caps)[0]
            if most is not None and over(most.due) <= over(first.due):
                stopped = capped_still
    return Walked(
        ends,
        None if met is None else events[met].at,
        None if left is None else events[left].at,
        capped_still if own is None else still,
        paused=paused,
        stopped=stopped,
        since=None if own is None else _day_zero(rule, _possible_starts(rule, events[own].at)[0]),
        unit=rule.within.length[1],
    )


def _answers(rule: Rule, events: Sequence[Told]) -> list[tuple[int, bool]]:
    """By each answer, whether the step is to be done."""
    given = ((i, each) for i, each in enumerate(events) if each.name == "serious")
    return [] if rule.only_if is None else [(i, e.answer is rule.only_if) for i, e in given]


def _is_never_to_do(rule: Rule, events: Sequence[Told]) -> bool:
    """It was answered, and never so that the step is to be done."""
    answers = _answers(rule, events)
    return bool(answers) and not any(is_to_do for _, is_to_do in answers)


def _not_to_do_since(rule: Rule, events: Sequence[Told]) -> int | None:
    """The answer from which on the step is not to be done any more; None where it still is, or never was."""
    answers = _answers(rule, events)
    last = max((i for i, is_to_do in answers if is_to_do), default=None)
    return None if last is None else min((i for i, _ in answers if i > last), default=None)


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
        if each.name in rule.adds:
            longest = _longer(rule, start, ends, rule.adds[each.name], still)
            most = longest if most is None else _sooner(longest, most)
        longer = most
        if each.settles is not None:
            longer = _given(rule, start, ends, each, still)
            longer = longer if most is None else _sooner(longer, most)
        if longer is not None:
            ends = _later(ends, longer)
    return ends


def _given(rule: Rule, start: When, ends: Ends, told: Told, still: Stillness) -> Ends:
    """Where the time ends that a way to more time settles: of one that adds, a length is so much more."""
    if told.name in rule.adds and isinstance(told.settles, tuple):
        return _longer(rule, start, ends, told.settles, still)
    return _settled(rule, start, told, still)


# --- what is refused --------------------------------------------------------------------------


def refused(rule: Rule, events: Sequence[Told], way: Told) -> frozenset[str]:
    """The keys by which a way to more time is refused after some events.

    `may_extend`: no time runs that it would extend.
    """
    walked = walk_clock(rule, events)
    own = _first(events, rule.within.event)
    if own is None or walked.met is not None or walked.left is not None or not walked.started:
        return frozenset({"may_extend"})
    keys: set[str] = set()
    last = walked.ends[1]
    if way.name in rule.in_time and last is not None and _certainly_late(way.at, last.due):
        keys.add("before_time_is_up")
    came = next(i for i, each in enumerate(events) if each.name == "came")
    if way.name in rule.once and any(each.name == way.name for each in events[came + 1 :]):
        keys.add("once")
    return frozenset((*keys, *_too_much(rule, events, events[own].at, way)))


def _too_much(rule: Rule, events: Sequence[Told], start: When, way: Told) -> Iterator[str]:
    """The keys beyond which the time lies that a way to more time settles.

    A pause that has no end may be over at once, so the time that is settled is taken to be as short as it
    can be; of a ceiling that waits with such a pause nobody can tell how far it reaches.
    """
    if way.settles is None:
        return
    runs = [(each, run) for each in rule.pauses for run in _runs(each, events)]
    every = Stillness([run for _, run in runs])
    of_caps = Stillness([run for pause, run in runs if not pause.ceiling_runs_on])
    ended = [(pause, run) for pause, run in runs if run[1] is not None]
    known = Stillness([run for _, run in ended])
    known_of_caps = Stillness([run for pause, run in ended if not pause.ceiling_runs_on])
    given = events[next(i for i, each in enumerate(events) if each.name == "came") + 1 :]
    ends = _uncapped(rule, events, start, given, known, known_of_caps)
    said = _given(rule, start, ends, way, known)[1]
    assert said is not None  # no pause is without an end

    def is_beyond(most: Ends) -> bool:
        assert said is not None
        return most[1] is not None and over(said.due) > over(most[1].due)

    if way.name in rule.adds:
        more = rule.adds[way.name]
        length = way.settles if isinstance(way.settles, tuple) else None
        if length is not None and length[1] == more[1]:
            too_long = length[0] > more[0]
        elif length is not None and "hours" in (length[1], more[1]):
            too_long = True  # nobody could say where days end that are added to hours
        else:
            by_now = _uncapped(rule, events, start, given, every, of_caps)
            too_long = is_beyond(_longer(rule, start, by_now, more, every))
        if too_long:
            yield "adds"
    for key, limit in (("up_to", rule.up_to[way.name]), ("at_latest", rule.at_latest)):
        anchor = None if limit is None else _first((*events, way), limit.event)
        if limit is not None and anchor is not None:
            at = way.at if limit.event == way.name else events[anchor].at
            if is_beyond(count(rule, at, limit.length, limit.how, of_caps)):
                yield key


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
    in_time = walked.still.in_time(last, walked.unit)
    return "standing still" if in_time.is_still(local(as_of)) else "running"


def _certainly_late(when: When, due: When) -> bool:
    if isinstance(when, datetime) or isinstance(due, datetime):
        return begins(when) > over(due)
    return when > due


def amount(rule: Rule, walked: Walked, as_of: date) -> int | None:
    """How many days of its unit are left of what runs, or by how many it is late; not of hours."""
    counts = _counts(rule.within.length[1])
    match status(walked, as_of):
        case "running" | "standing still":
            end, since = walked.ends[0], walked.since
            if walked.ends[1] is None and walked.paused is not None:
                assert walked.stopped is not None
                assert walked.stopped.open_from is not None
                end, ran = walked.paused[0], walked.stopped.open_from - ONE_DAY
                assert end is not None
                # what was agreed while it stood still has run until then
                ran = max(ran, end.counts[0].agreed_on or ran)
                if as_of > ran:  # it stands still by now, has run until then, and what counts
                    as_of, since = ran, None  # from later on waits with it
            assert end is not None
            # while it has no date no day is told to which it would be moved
            due, n = _last_day(end.due if walked.ends[1] is not None else end.unrolled), 0
            first = end.counts[0].since
            begun = first if since is None else min(since, first)
            left_out = frozenset[date]().union(*(each.left_out for each in end.counts))
            as_of = max(as_of, begun)
            while as_of < due:  # days that only the roll jumps over stand still for nothing
                as_of += ONE_DAY
                n += counts(as_of) and as_of not in left_out
            return n
        case "overdue" | "met late":
            assert walked.ends[1] is not None
            day, n = _last_day(walked.ends[1].due), 0
            until = as_of if walked.met is None else local(walked.met)
            while day < until:
                day += ONE_DAY
                n += counts(day)
            return n
        case _:
            return None
