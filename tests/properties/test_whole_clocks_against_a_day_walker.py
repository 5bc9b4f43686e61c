"""Whole clocks against an oracle that walks from day to day: see `day_walker`.

A clock is a rule and what happened to it: a start, which may be deemed to be the next working day
after a cut-off; a band whose time is settled, or not; more time, up to a ceiling or by what it
settles; days that stand still, for ceilings too or not; what caps it all; and each of these ends
rolled. The oracle says in its own words where that ends, and shares with the library only the
values in which the question is put.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from complaintflow.anchors import Edge, Happened, Period
from complaintflow.conventions import DayOne, Roll, Span, Unit
from complaintflow.counts import Still
from complaintflow.deadlines import Grant, Since, Stop, Tape
from complaintflow.ends import clock_of
from complaintflow.procedure import Deadline, Extension, Kind, Procedure, StandStill
from complaintflow.testing import Question
from tests.policies import times
from tests.properties.day_walker import (
    LONDON,
    ONE_DAY,
    calendar_at_random,
    office,
    rolled_from,
    start_at_random,
    walked,
)
from tests.properties.sizes import SIZES

LAW = times()
CAME = Happened("came")


# --- the oracle ------------------------------------------------------------------------------


Day = date | None
"""A day; None where it stands still and nobody knows until when, so that it comes after all others."""


def local(moment: date | datetime) -> date:
    return moment.astimezone(LONDON).date() if isinstance(moment, datetime) else moment


def still_days(stops: tuple[Stop, ...], *, of_ceilings: bool) -> tuple[set[date], date | None]:
    """The days that stand still, and the first from which nobody knows until when."""
    days: set[date] = set()
    open_from: date | None = None
    for stop in stops:
        if of_ceilings and stop.rule.ceiling_runs_on:
            continue
        first, last, _ = stop.still
        if last is None:
            open_from = first if open_from is None else min(open_from, first)
            continue
        while first <= last:
            days.add(first)
            first += ONE_DAY
    return days, open_from


def starts_of(law: Procedure, start: date | datetime, backwards: bool) -> list[date | datetime]:
    """The earliest and the latest: what comes after the cut-off counts as come the next working day.

    At the stroke of midnight a working day is over, and so past its cut-off.
    """
    day, hour = local(start), None
    if isinstance(start, datetime):
        hour = start.astimezone(LONDON).time()
        if hour == time():
            day, hour = day - ONE_DAY, time.max
    working = office(law.calendar)
    in_time = hour is not None and law.cut_off is not None and hour <= law.cut_off
    if law.cut_off is None or backwards or in_time or not working.works(day):
        return [start, start]
    following = day + ONE_DAY
    while not working.works(following):
        following += ONE_DAY
    return [start if hour is None else following, following]


def rolled(law: Procedure, end: date, start: date | datetime, *, backwards: bool = False) -> date:
    """What was counted back rolls the other way."""
    if law.roll is Roll.NONE:
        return end
    on = ONE_DAY if (law.roll is Roll.NEXT) is not backwards else -ONE_DAY
    came = local(start)
    if backwards and isinstance(start, datetime) and start.astimezone(LONDON).time() == time():
        came -= ONE_DAY
    return rolled_from(came, end, on, office(law.calendar), backwards)


def question_of(law: Procedure, period: Period, span: Span, start: date | datetime) -> Question:
    return Question(
        start=start,
        span=span,
        calendar=law.calendar,
        zone=LONDON,
        day_one=period.day_one,
        backwards=period.backwards,
        clear=period.clear,
        roll=Roll.NONE,
    )


def ends_of(
    law: Procedure,
    period: Period,
    span: Span,
    start: date | datetime,
    tape: Tape,
    *,
    ceiling: bool = False,
) -> list[Day]:
    """The earliest and the latest end of a count."""
    days, open_from = still_days(tape.stops, of_ceilings=ceiling)
    found: list[Day] = []
    for each in starts_of(law, start, period.backwards):
        question = question_of(law, period, span, each)
        walk = walked(question) if period.backwards else walked(question, days, open_from)
        end = None if walk is None else rolled(law, walk.due, each, backwards=period.backwards)
        found.append(end)
    return found


def settled(law: Procedure, period: Period, given: Grant, tape: Tape) -> list[Day]:
    """What was settled: a length is counted as the period is; a date stands, but for what stands
    still after the day on which it was settled, once the clock runs."""
    assert given.settles is not None
    assert tape.start is not None
    if isinstance(given.settles, Span):
        return ends_of(law, period, given.settles, tape.start, tape)
    ends_of(law, period, period.span, tape.start, replace(tape, stops=()))  # it is to lie within
    both = [agreed(law, period, given, tape, start) for start in starts_of(law, tape.start, False)]
    return sorted(both, key=lambda end: end or date.max)  # None: it has no end yet


def agreed(law: Procedure, period: Period, given: Grant, tape: Tape, start: date | datetime) -> Day:
    """A date that was settled, so much later as days stand still between its settling and it."""
    assert isinstance(given.settles, date)
    days, open_from = still_days(tape.stops, of_ceilings=False)
    working = office(law.calendar)
    in_days = period.span.unit is Unit.WORKING_DAYS
    end, day = given.settles, max(local(given.at) + ONE_DAY, first_of(law, period, start))
    while day <= end:
        stays = open_from is not None and day >= open_from
        if (stays or day in days) and (not in_days or working.works(day)):
            if stays:
                return None
            end += ONE_DAY
            while in_days and not working.works(end):
                end += ONE_DAY
        day += ONE_DAY
    return end if end == given.settles else rolled(law, end, start)


def first_of(law: Procedure, period: Period, start: date | datetime) -> date:
    """The first day that could be counted."""
    first = walked(question_of(law, period, Span(1, Unit.CALENDAR_DAYS), start))
    assert first is not None
    return first.first


def before_the_cap(law: Procedure, rule: Deadline, tape: Tape) -> list[Day]:
    period, start = rule.period, tape.start
    assert isinstance(period, Period)
    assert start is not None
    if period.least is not None and tape.settled is not None:
        ends = settled(law, period, tape.settled, tape)
    else:
        ends = ends_of(law, period, period.span, start, tape)
        if period.least is not None:
            ends[0] = ends_of(law, period, period.least, start, tape)[0]
    for given in tape.extensions:
        way = next(each for each in rule.extensions if each.step == given.step)
        most = None
        if way.up_to is not None and given.since is not None:
            most = ends_of(law, way.up_to, way.up_to.span, given.since.at, tape, ceiling=True)
        longer = most
        if given.settles is not None:
            longer = settled(law, period, given, tape)
            if most is not None:
                longer = [sooner(*pair) for pair in zip(longer, most, strict=True)]
        if longer is not None:
            ends = [later(*pair) for pair in zip(ends, longer, strict=True)]
    return ends


def sooner(one: Day, other: Day) -> Day:
    return min(filter(None, (one, other)), default=None)


def later(one: Day, other: Day) -> Day:
    return None if one is None or other is None else max(one, other)


def due(law: Procedure, rule: Deadline, tape: Tape) -> list[Day]:
    """The earliest and the latest due day of a clock."""
    ends, cap, since = before_the_cap(law, rule, tape), rule.at_latest, tape.capped_since
    if cap is None or since is None:
        return ends
    most = ends_of(law, cap, cap.span, since.at, tape, ceiling=True)
    return [sooner(*pair) for pair in zip(ends, most, strict=True)]


# --- rules and tapes at random ---------------------------------------------------------------


def span_at_random(random: Random, unit: Unit) -> Span:
    return Span(random.randint(1, {Unit.WEEKS: 9, Unit.MONTHS: 4}.get(unit, 40)), unit)


def period_at_random(random: Random, unit: Unit, *, backwards: bool = False) -> Period:
    day_one = random.choice([DayOne.DAY_AFTER, DayOne.DAY_AFTER, *DayOne])
    clear = day_one is not DayOne.SAME_DAY and random.random() < 0.1
    span = span_at_random(random, unit)
    return Period(CAME, span, day_one, backwards=backwards, clear=clear)


def rule_at_random(random: Random) -> Deadline:
    """In one unit: a rule that mixes units for one clock is one of two periods."""
    unit = random.choice([Unit.WORKING_DAYS] * 3 + [Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS])
    period = period_at_random(random, unit, backwards=random.random() < 0.1)
    if period.backwards:
        return Deadline("answered", "first", Kind.PROMISE, period)
    if random.random() < 0.3 and period.span.amount > 1:
        least = Span(random.randint(1, period.span.amount - 1), unit)
        period = replace(period, least=least)
    ways = [
        Extension(f"extended_{n}", random.choice([None, period_at_random(random, unit)]))
        for n in range(random.choice([0, 0, 1, 2]))
    ]
    stills = [StandStill(Edge(CAME), Edge(CAME), ceiling_runs_on=each) for each in (False, True)]
    return Deadline(
        "answered",
        "first",
        Kind.PROMISE,
        period,
        settled_by=("agreed",),
        extensions=tuple(ways),
        at_latest=period_at_random(random, unit) if random.random() < 0.25 else None,
        stills=tuple(stills),
    )


def tape_at_random(random: Random, rule: Deadline, start: date | datetime | None = None) -> Tape:
    start = start_at_random(random) if start is None else start
    day = local(start)
    stops: list[Stop] = []
    grants: list[Grant] = []

    def settles() -> Span | date:
        if random.random() < 0.5:
            unit = rule.period.span.unit  # type: ignore[union-attr]
            assert isinstance(unit, Unit)
            return span_at_random(random, unit)
        return day + timedelta(days=random.randint(1, 90))

    if not rule.backwards:
        for _ in range(random.choice([0, 0, 1, 1, 2, 3])):
            first = day + timedelta(days=random.randint(-5, 60))
            last = first + timedelta(days=random.randint(0, 20))
            still = Still(first, None if random.random() < 0.06 else last, "stands still")
            stops.append(Stop(still, random.choice(rule.stills)))
        for number in range(random.choice([0, 1, 2]) if rule.extensions else 0):
            way = random.choice(rule.extensions)
            at = day + timedelta(days=number * 7 + random.randint(0, 6))
            since = None
            if way.up_to is not None and random.random() < 0.7:
                since = Since(random.choice([start, at]))
            said = None if since is not None and random.random() < 0.5 else settles()
            grants.append(Grant(way.step, at, said, position=number + 1, since=since))
    agreed = None
    if rule.settled_by and random.random() < 0.5:
        agreed = Grant("agreed", day + timedelta(days=random.randint(0, 9)), settles(), position=0)
    return Tape(
        0,
        start,
        settled=agreed,
        extensions=tuple(grants),
        stops=tuple(stops),
        capped_since=Since(start) if rule.at_latest and random.random() < 0.6 else None,
    )


def laws_at_random(random: Random) -> Iterator[Procedure]:
    for _ in range(40):
        cut_off = random.choice([None, None, time(16, 30)])
        calendar = calendar_at_random(random)
        roll = random.choice(list(Roll))
        yield replace(LAW, calendar=calendar, roll=roll, cut_off=cut_off, day_ends=None)


@pytest.mark.parametrize("seed", range(10))
def test_a_whole_clock_is_due_where_the_walk_ends(
    seed: int, record_property: Callable[[str, object], None]
) -> None:
    random = Random(seed)
    laws: list[Procedure] = []
    without_end = 0
    for number in range(SIZES.clocks // 10):
        if number % 4_000 == 0:
            laws = list(laws_at_random(random))
        law, rule = random.choice(laws), rule_at_random(random)
        tape = tape_at_random(random, rule)
        clock = clock_of(law, rule, tape)
        first, last = due(law, rule, tape)
        if last is None:
            assert (clock.earliest, clock.latest) == (None, None), (law, rule, tape)
            assert (clock.shorter and clock.shorter.due) == first, (law, rule, tape)
            without_end += 1
            continue
        assert clock.earliest is not None, (law, rule, tape)
        assert clock.latest is not None
        assert (clock.earliest.due, clock.latest.due) == (first, last), (law, rule, tape)
    assert 0 < without_end < SIZES.clocks // 100
    record_property("whole clocks against the day-walker", SIZES.clocks // 10)
