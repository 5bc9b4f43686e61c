"""Laws of `next_change`: until then nothing changes by itself, and at that instant something does.

The letters in the docstrings name paragraphs of the language, `design` those of the design.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Case, Event
from complaintflow.changes import SHORTEST, Change, Turn, Why, next_change
from complaintflow.course import as_of, happens_later
from complaintflow.deadlines import Clock, Status
from complaintflow.moments import first_instant, last_instant, local_day
from complaintflow.procedure import Procedure
from tests.properties.lives import course, examples, lives, timed_lives
from tests.strategies import Walk

OFTEN = examples(40)
LIVES = lives() | timed_lives()
"""Every second one under a policy in which times are settled, agreed and received."""

TEN_YEARS = timedelta(days=3653)

When = date | datetime


def answers(law: Procedure, case: Case, when: When) -> tuple[object, ...]:
    """What a page about the case would show, but for the days that remain."""
    clocks = engine.clocks_as_of(law, case, as_of=when)
    return (
        engine.stage_of(law, case, as_of=when),
        [(c.deadline, c.start, c.due, str(c.status(as_of=when))) for c in clocks],
        engine.moves(law, case, as_of=when),
        engine.owed(law, case, as_of=when),
    )


def all_changes(law: Procedure, case: Case, after: When) -> list[Change]:
    """Every change that is still to come, one after the other."""
    found: list[Change] = []
    while (change := next_change(law, case, after=found[-1].at if found else after)) is not None:
        found.append(change)
        assert len(found) < 200
    return found


def asked_at(lived: Walk, random: Random) -> When:
    """A day or a moment about the time of the walk, now and then long before or after it."""
    day = lived.today + timedelta(days=random.choice((0, 0, 0, 1, -1, -3, -9, -40, 5, 30)))
    if random.randrange(3) == 0:
        return day
    hour = random.choice((time(0), time(0), time(9), time(14, 30), time(23, 59, 59, 999999)))
    return datetime.combine(day, hour, tzinfo=random.choice((lived.law.zone, UTC)))


def until(first: datetime, last: datetime, law: Procedure, random: Random) -> Iterator[datetime]:
    """Some of the instants after the first, up to the last: midnights, hours, any, and the last."""
    day, gap = first.astimezone(law.zone).date(), last - first
    midnights = [first_instant(day + timedelta(days=n), law.zone) for n in range(1, 12)]
    changing = [_clocks_change(law, day.year, month) for month in (3, 4, 10, 11)]
    hours = [
        at + timedelta(hours=n) for at in (first, random.choice(changing)) for n in range(-3, 28)
    ]
    anywhere = [first + gap * random.random() for _ in range(4)]
    near = [midnight + random.choice((-SHORTEST, SHORTEST)) for midnight in midnights]
    some = [*random.sample(midnights, 4), *random.sample(hours, 5), *random.sample(near, 3)]
    for instant in (*some, *anywhere, last):
        if first < instant <= last:
            yield instant


def _clocks_change(law: Procedure, year: int, month: int) -> datetime:
    """The first instant of the day in a month after which the zone has another offset."""
    days = [first_instant(date(year, month, n), law.zone) for n in range(1, 29)]
    offsets = [day.astimezone(law.zone).utcoffset() for day in days]
    return days[offsets.index(offsets[-1]) - 1]


def plain_answers(law: Procedure, case: Case, when: When) -> tuple[object, ...] | None:
    try:
        return answers(law, case, when)
    except OutsideCalendar:
        return None


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_until_the_next_change_no_answer_changes(lived: Walk, seed: int) -> None:
    """Design 6: one timer a case, no polling; and none at all means that nothing will change."""
    law, case, random = lived.law, lived.case, Random(seed)
    after = asked_at(lived, random)
    for _ in range(3):
        try:
            change = next_change(law, case, after=after)
        except OutsideCalendar:
            return
        start, known = last_instant(after, law.zone), plain_answers(law, case, after)
        ends = start + TEN_YEARS if change is None else change.at.astimezone(UTC) - SHORTEST
        for instant in until(start, ends, law, random):
            assert plain_answers(law, case, instant) in (known, None), instant
        if change is None:
            return
        after = change.at


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_at_a_change_comes_what_it_names(lived: Walk, seed: int) -> None:
    """A5: the statuses of the clocks that are named; and something is not what it was."""
    law, case = lived.law, lived.case
    after = asked_at(lived, Random(seed))
    try:
        changes = all_changes(law, case, after)
        for change in changes:
            assert change.at.tzinfo == law.zone
            before = change.at.astimezone(UTC) - SHORTEST
            same = answers(law, case, before) == answers(law, case, change.at)
            happens = any(why.turn is Turn.HAPPENS for why in change.whys)
            for why in change.whys:
                if happens and why.turn is not Turn.HAPPENS:
                    continue  # what happens at that very instant may have moved the clock
                assert (why.clock is None) is (why.event is not None or why.person is not None)
                if why.turn is Turn.OPENS:
                    _opened(law, case, why.name, before, change.at)
                elif why.clock is not None and why.name == why.clock.step:
                    _clock_turned(law, case, why.turn, why.clock, before, change.at)
                elif why.clock is not None:
                    _shut(law, case, why, change.at)
            assert not same or {why.turn for why in change.whys} <= {
                Turn.DUE,
                Turn.HAPPENS,
                Turn.SHUT,
                Turn.BARRED,  # from what nobody could do anyway
                Turn.FREE,
            }
    except OutsideCalendar:
        return


def _opened(law: Procedure, case: Case, step: str, before: datetime, at: datetime) -> None:
    """That all that had to come before a step has come now, and had not an instant before."""
    moves = [
        next(move for move in engine.moves(law, case, as_of=when) if move.event == step)
        for when in (before, at)
    ]
    assert [move.from_ is None for move in moves] == [True, False]
    assert not [r for r in moves[1].reasons if r.rule == f"{step}.after"]


def _shut(law: Procedure, case: Case, why: Why, at: datetime) -> None:
    """That a way to more time is refused from now on."""
    assert why.turn is Turn.SHUT
    assert why.clock is not None
    assert law.steps[why.name].extends == why.clock.step
    assert why.clock.missed_at(at)
    [move] = [move for move in engine.moves(law, case, as_of=at) if move.event == why.name]
    assert not move.who


RUNNING = (Status.RUNNING, Status.STANDING_STILL)
"""How a clock stands whose time is not up."""


def _clock_turned(
    law: Procedure, case: Case, turn: Turn, clock: Clock, before: datetime, at: datetime
) -> None:
    """What a clock said an instant before, and what it says now."""
    was, is_ = clock.status(as_of=before), clock.status(as_of=at)
    assert clock in engine.clocks_as_of(law, case, as_of=at) or turn is not Turn.DUE
    match turn:
        case Turn.DUE:
            assert clock.earliest is not None
            assert clock.latest is not None
            assert was is is_
            left = clock.remaining(as_of=at)
            if is_ is Status.PERHAPS_OVERDUE or at > first_instant(clock.earliest.due, law.zone):
                assert local_day(at, law.zone) == clock.latest.due
            else:
                assert left is not None
                # the day on which it is due begins, and is counted by the hour where all is
                over = last_instant(clock.earliest.due, law.zone) - at.astimezone(UTC)
                assert left.n == (over // timedelta(hours=1) if left.unit == "hours" else 0)
        case Turn.PERHAPS_MISSED:
            assert was in RUNNING
            assert is_ is Status.PERHAPS_OVERDUE
        case Turn.MISSED:
            assert was in (*RUNNING, Status.PERHAPS_OVERDUE)
            assert is_ is Status.OVERDUE
        case Turn.SHUT:
            assert clock.missed_at(at)
            assert not clock.missed_at(before) or at == first_instant(at.date(), law.zone)
            assert is_ in (Status.CLOSED, Status.USED)
            refused = [m for m in engine.moves(law, case, as_of=at) if m.event == clock.step]
            assert all(not m.who for m in refused) or was is Status.OPEN
        case Turn.STANDS_STILL:
            assert was in (Status.RUNNING, Status.OPEN)
            assert is_ is Status.STANDING_STILL
        case Turn.RUNS_ON:
            assert was is Status.STANDING_STILL
            assert is_ in (Status.RUNNING, Status.OPEN)
        case Turn.STARTS:
            assert was is Status.WAITING
            assert is_ is not Status.WAITING
        case Turn.OPENS | Turn.RECEIVED | Turn.HAPPENS | Turn.BARRED | Turn.FREE:
            raise AssertionError("a step opens, an event happens, somebody is barred, and no clock")


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_changes_come_one_after_the_other_and_end(lived: Walk, seed: int) -> None:
    """Design 6: ask again at the change; a timer that repeats itself would never rest."""
    law, case, random = lived.law, lived.case, Random(seed)
    after = asked_at(lived, random)
    try:
        changes = all_changes(law, case, after)
    except OutsideCalendar:
        return
    instants = [last_instant(after, law.zone), *(c.at.astimezone(UTC) for c in changes)]
    assert all(one < two for one, two in pairwise(instants[1:]))
    assert instants[0] <= instants[min(1, len(changes))]
    named = [
        (why, change.at if why.turn is Turn.DUE else None)  # a range is due at both of its ends
        for change in changes
        for why in change.whys
    ]
    assert all(why not in named[:i] for i, why in enumerate(named))
    for one, two in pairwise(changes):
        between = one.at.astimezone(UTC) + (two.at - one.at.astimezone(UTC)) * random.random()
        if one.at.astimezone(UTC) < between < two.at.astimezone(UTC):
            assert next_change(law, case, after=between) == two


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_what_happens_later_is_the_whole_of_it_once_it_has_happened(lived: Walk, seed: int) -> None:
    """D10: a question as of a moment leaves out what happens later, and so does this one."""
    law, case = lived.law, lived.case
    after = asked_at(lived, Random(seed))
    known = as_of(law, course(lived), after)
    later = happens_later(law, course(lived), after)
    try:
        change = next_change(law, case, after=after)
        until_then = next_change(law, Case(known.record), after=after)
    except OutsideCalendar:
        return
    happen = [_first_as_of(law, event) for event in later]
    if change is None:
        assert (until_then, happen) == (None, [])
    else:
        alone = [until_then.at] if until_then is not None else []
        assert change.at == min(happen + alone)


def _first_as_of(law: Procedure, event: Event) -> datetime:
    """The first instant as of which an event has happened: a day has once it has begun."""
    at = event.action.at
    return at if isinstance(at, datetime) else first_instant(at, law.zone) + SHORTEST
