"""Counts on calendars whose data end, against a walk from day to day: see `day_walker`.

An organisation knows its closures for a year or two, and its terms up to the last of them. A count that
would have to look at a day beyond is refused, and no other is. The walk looks at one day after the other,
and says when it looks at one of which nobody knows whether it is worked.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from random import Random

import pytest

from complaintflow.bank_holidays import NAMES, uk
from complaintflow.calendars import Calendar, OutsideCalendar
from complaintflow.conventions import DayOne, KindOfDay, Roll, Span, Unit
from complaintflow.deadlines import Tape
from complaintflow.derived import from_terms, with_days
from complaintflow.ends import clock_of
from complaintflow.periods import reach
from complaintflow.procedure import Deadline, Period, Procedure
from complaintflow.testing import Question
from tests.policies import times
from tests.properties.day_walker import LONDON, ONE_DAY, NobodyKnows, Walked, walked
from tests.properties.sizes import SIZES
from tests.properties.test_counts_against_a_day_walker import lists_the_same_days
from tests.properties.test_whole_clocks_against_a_day_walker import (
    before_the_cap,
    due,
    rule_at_random,
    tape_at_random,
)

LAW = times()
COUNTED = ("working days", "school days", "school days", "calendar days", "weeks", "months")
HOURS = (None, None, None, time(0), time(0), time(12), time(16, 30), time(17))


# --- calendars at random ----------------------------------------------------------------------


def closures(random: Random) -> Calendar:
    """That of an office which closes, and opens, on days of its own, told for some weeks or months."""
    first = date(2026, 1, 1) + random.randrange(400) * ONE_DAY
    days = [first + n * ONE_DAY for n in range(random.randrange(10, 200))]
    closed: dict[str, tuple[date, date]] = {}
    for number in range(random.randrange(4)):
        place = random.randrange(len(days))
        closed[f"closure {number}"] = (days[place], days[place:][:12][-1])
    office = with_days(
        "office",
        uk(random.choice(NAMES)),
        closed=closed,
        source="told",
        first=first,
        last=days[-1],
    )
    shut = [each for each in days if not office.counts(each)]
    free = [day for day in shut if not any(one <= day <= two for one, two in closed.values())]
    extra = random.sample(free, min(len(free), random.randrange(3)))
    if not extra:
        return office
    return with_days("busy office", office, open={"open day": extra}, source="told")


def terms(random: Random) -> Calendar:
    """That of a school: the days in its terms, now and then known some days before and after these."""
    day = date(2026, 1, 1) + random.randrange(400) * ONE_DAY
    found: list[tuple[date, date]] = []
    for _ in range(random.randint(1, 4)):
        last = day + random.randrange(1, 60) * ONE_DAY
        found.append((day, last))
        day = last + random.randrange(1, 30) * ONE_DAY
    around = random.choice((0, 0, 20))
    return from_terms(
        "school",
        uk(random.choice(NAMES)),
        found,
        off={"training day": random.choice(found)[0]} if random.random() < 0.5 else None,
        source="told",
        version="1",
        first=found[0][0] - random.randrange(around + 1) * ONE_DAY,
        last=found[-1][1] + random.randrange(around + 1) * ONE_DAY,
    )


def calendar_that_ends(random: Random) -> Calendar:
    return closures(random) if random.random() < 0.4 else terms(random)


def near(random: Random, calendar: Calendar) -> date | datetime:
    """A day or moment within what is covered, more often near one of its ends."""
    first, last = calendar.first, calendar.last
    day = first + random.randrange((last - first).days + 1) * ONE_DAY
    if random.random() < 0.6:
        day = random.choice((first, last)) + random.randint(-12, 12) * ONE_DAY
    hour = random.choice(HOURS)
    return day if hour is None else datetime.combine(day, hour, tzinfo=LONDON)


# --- counts -----------------------------------------------------------------------------------


def question_near_an_end(random: Random, calendars: list[Calendar]) -> Question:
    own = random.choice(calendars)
    working = random.choice([own, random.choice(calendars), uk("england-and-wales")])
    said = random.choice(COUNTED)
    unit: Unit | KindOfDay = KindOfDay(said, own) if said == "school days" else Unit(said)
    most = {Unit.WEEKS: 6, Unit.MONTHS: 6}.get(unit, 65) if isinstance(unit, Unit) else 65
    amount = random.randint(1, random.choice((min(5, most), most)))
    day_one = random.choice(list(DayOne))
    return Question(
        start=near(random, own),
        span=Span(amount, unit),
        calendar=own if unit is Unit.WORKING_DAYS else working,
        zone=LONDON,
        day_one=day_one,
        backwards=random.random() < 0.4,
        clear=day_one is not DayOne.SAME_DAY and random.random() < 0.25,
        roll=random.choice(list(Roll)),
    )


def walk_or_none(question: Question) -> Walked | None:
    """Where the walk ends; None where it looks at a day of which nobody knows."""
    try:
        return walked(question)
    except NobodyKnows:
        return None


@pytest.mark.parametrize("seed", range(5))
def test_a_count_is_refused_just_where_a_day_beyond_the_data_must_be_looked_at(
    seed: int, record_property: Callable[[str, object], None]
) -> None:
    """How dates are counted, "Outside the data", and 0030, "Terms need a base": a count that needs such a day
    is refused, never guessed; forwards and back, clear or not, rolled or not, on closures and on terms.

    The day from which it counts is needed as well, whatever it is.
    """
    random, refused = Random(seed), 0
    calendars: list[Calendar] = []
    for number in range(SIZES.walks // 25):
        if number % 2_000 == 0:
            calendars = [calendar_that_ends(random) for _ in range(60)]
        question = question_near_an_end(random, calendars)
        walk = walk_or_none(question)
        if walk is None:
            with pytest.raises(OutsideCalendar) as told:
                reach(**question)
            assert told.value.day is not None, question
            assert not told.value.first <= told.value.day <= told.value.last, question
            refused += 1
            continue
        reached = reach(**question)
        assert (reached.due, reached.unrolled) == (walk.due, walk.unrolled), question
        if number % 20 == 0:
            lists_the_same_days(reached, walk)
    assert refused > SIZES.walks // 100
    record_property("counts where the data end", SIZES.walks // 25)


# --- clocks -----------------------------------------------------------------------------------


def laws_near_an_end(random: Random) -> Iterator[Procedure]:
    for _ in range(40):
        cut_off = random.choice((None, None, time(16, 30)))
        roll = random.choice(list(Roll))
        yield replace(
            LAW,
            calendar=calendar_that_ends(random),
            roll=roll,
            cut_off=cut_off,
            day_ends=None,
        )


def tape_near_an_end(random: Random, law: Procedure, rule: Deadline) -> Tape:
    """What happened to a clock from a day near an end on.

    Nothing stands still before a working day that was agreed: how far that moves it is asked beyond it.
    """
    tape = tape_at_random(random, rule, near(random, law.calendar))
    assert isinstance(rule.period, Period)
    days = (tape.settled, *tape.extensions)
    agreed = any(each is not None and isinstance(each.settles, date) for each in days)
    in_days = rule.period.span.unit is Unit.WORKING_DAYS
    return replace(tape, stops=()) if agreed and in_days else tape


def walk_of_clock(law: Procedure, rule: Deadline, tape: Tape) -> tuple[date | None, ...] | None:
    """Its earliest and latest end; None where a day must be looked at of which nobody knows.

    Each count is asked whether it stands still before it is over. And of what stands still without an end it
    is asked where it would end if that had not begun, since so much of its time is left.
    """
    closed = tuple(each for each in tape.stops if not each.is_open)
    try:
        found = due(law, rule, tape)
        due(replace(law, roll=Roll.NONE), rule, replace(tape, stops=()))
        if before_the_cap(law, rule, tape)[1] is None:
            due(law, rule, replace(tape, stops=closed))
    except NobodyKnows:
        return None
    return tuple(found)


@pytest.mark.parametrize("seed", range(5))
def test_a_clock_is_refused_just_where_one_of_its_counts_needs_a_day_beyond_the_data(
    seed: int, record_property: Callable[[str, object], None]
) -> None:
    """How dates are counted, "Outside the data": also with a cut-off, a band, what was settled, more time, days
    that stand still and a ceiling; the date of a clock is never one for which somebody guessed."""
    random, refused = Random(seed), 0
    laws: list[Procedure] = []
    for number in range(SIZES.clocks // 25):
        if number % 1_000 == 0:
            laws = list(laws_near_an_end(random))
        law, rule = random.choice(laws), rule_at_random(random)
        tape = tape_near_an_end(random, law, rule)
        walk = walk_of_clock(law, rule, tape)
        if walk is None:
            refused += 1
            with pytest.raises(OutsideCalendar):
                pytest.fail(f"not refused: {clock_of(law, rule, tape)}")
            continue
        clock = clock_of(law, rule, tape)
        ends = tuple(each and each.due for each in (clock.earliest, clock.latest))
        assert ends == (walk if walk[1] is not None else (None, None)), (law, rule, tape)
    assert refused > SIZES.clocks // 100
    record_property("clocks where the data end", SIZES.clocks // 25)
