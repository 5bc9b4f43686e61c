"""What recurs by the schedule against a walk from day to day: see `case_walker`.

By a schedule the n-th time is due where a period of n times the length would end that is counted once,
from the first start; days that stand still are gone over. When the letters went out does not matter.
"""

from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.procedure import Procedure
from tests.policies import clocks_of, done, people, whole_policy
from tests.properties.case_walker import (
    LONDON,
    ONE_DAY,
    Limit,
    Rule,
    Stillness,
    When,
    count,
    local,
)
from tests.properties.sizes import SIZES

BLOCKS = 5
MOST = {
    "working days": (1, 25),
    "calendar days": (
        5,
        40,
    ),  # longer than any row of days off, so that no roll passes the one before
    "weeks": (1, 6),
    "months": (1, 4),
    "years": (1, 1),
    "hours": (6, 200),
}

TEXT = """\
complaintflow: 1
policy: {{id: small, title: A small policy, version: "1", in_force_from: 2020-01-01}}
counting: {{working_days: england-and-wales, day_one: {day_one}, time_zone: Europe/London{more}}}
roles: {{customer: {{title: You}}, officer: {{title: An officer}}}}
begins:
  came: {{by: customer, then: first}}
stages:
  first:
    title: First
    must:
      told:
        by: officer
        every: {every} came from the schedule
        stands_still: {{first_day: day of paused, last_day: day of resumed}}
    may:
      paused: {{by: officer}}
      resumed: {{by: officer}}
ends: {{shut: {{title: Shut}}}}
"""


def written(random: Random) -> tuple[Rule, Procedure]:
    unit = random.choice([*MOST, "months", "months"])
    n = random.randint(*MOST[unit])
    rule = Rule(
        within=Limit((n, unit), random.choice(("of", "of", "after", "beginning with")), "came"),
        least=None,
        at_latest=None,
        up_to={},
        pauses=(),
        day_one=random.choice(("day after", "same day", "next working day")),
        roll=random.choice(("none", "next", "previous")),
        cut_off=random.choice((None, None, time(16, 30))),
        day_ends=random.choice((None, None, time(17))),
    )
    more = f", roll: {rule.roll}" if rule.roll != "none" else ""
    more += "" if rule.cut_off is None else ', cut_off: "16:30"'
    more += "" if rule.day_ends is None else ', day_ends: "17:00"'
    units = unit.removesuffix("s") if n == 1 else unit
    every = f"{n} {units} {rule.within.how}"
    return rule, whole_policy(TEXT.format(day_one=rule.day_one, more=more, every=every))


def start_at_random(random: Random) -> When:
    day = date(2024, 1, 1) + timedelta(days=random.randint(0, 900))
    if random.random() < 0.5:  # about the end of a month
        day = day.replace(day=1) + timedelta(days=random.randint(-4, 2))
    hour = random.choice((None, None, time(9), time(0), time(16, 45)))
    return day if hour is None else datetime.combine(day, hour, LONDON)


def told_again_and_again(random: Random, law: Procedure, case: Case, last_at: When) -> Case:
    """Some letters, each about when it is due."""
    for _ in range(random.randint(1, 5)):
        latest = clocks_of(law, case, "told")[-1].latest
        assert latest is not None
        at = local(latest.due) + random.choice((-2, -1, 0, 0, 0, 1, 3)) * ONE_DAY
        last_at = max(at, local(last_at) + ONE_DAY)
        case = done(law, case, "told", last_at, "ola")
    return case


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_nth_time_is_due_where_n_times_the_period_ends(block: int) -> None:
    further = 0
    for number in range(block, SIZES.cases // 10, BLOCKS):
        random = Random(number)
        rule, law = written(random)
        start = start_at_random(random)
        case = engine.begin(law, at=date(2020, 1, 1), people=people(cy="customer", ola="officer"))
        case = done(law, case, "came", start, "cy")
        still = Stillness([])
        n, unit = rule.within.length
        if unit not in ("months", "years") and random.random() < 0.4:
            first = local(start) + random.randint(1, 20) * ONE_DAY
            last = first + random.randint(0, 12) * ONE_DAY
            case = done(law, case, "paused", first, "ola")
            case = done(law, case, "resumed", last, "ola")
            still = Stillness([(first, last)])
            case = told_again_and_again(random, law, case, last)
        else:
            case = told_again_and_again(random, law, case, start)
        for times, clock in enumerate(clocks_of(law, case, "told"), start=1):
            first_end, last_end = count(rule, start, (times * n, unit), rule.within.how, still)
            assert clock.earliest is not None
            assert clock.latest is not None
            assert first_end is not None
            assert last_end is not None
            seen = (clock.earliest.due, clock.latest.due)
            # where nobody knows the hour of the first start, each time is a range
            assert seen == (first_end.due, last_end.due), (number, times, start, law.roll, rule)
            further += times > 1
    assert further > SIZES.cases // 50
