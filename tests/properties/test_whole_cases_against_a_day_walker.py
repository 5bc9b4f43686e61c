"""Whole cases against a walk from day to day: bands, settled times, more time up to a day or by so much,
stand-stills, ceilings, cut-off, hours at which a day ends, rolling, answers that rule the step out.

Policies are written at random, and so is what happens under them, also what the rules would refuse: a
clock believes the record. `walk_clock` knows only the prose; nothing of the library is in it. What the rules
say of each way to more time, `refused` says from the prose as well.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Event
from complaintflow.conventions import Unit
from complaintflow.deadlines import Clock
from complaintflow.procedure import Procedure
from tests.policies import people, whole_policy
from tests.properties.case_walker import (
    LONDON,
    ONE_DAY,
    Length,
    Limit,
    Pause,
    Rule,
    Told,
    Walked,
    When,
    amount,
    begins,
    local,
    refused,
    status,
    walk_clock,
    works,
)
from tests.properties.sizes import SIZES

POLICIES = max(250, SIZES.cases // 200)
BLOCKS = 10
UNITS = ("working days", "working days", "calendar days", "weeks", "months", "hours")
DAYS_IN = {"working days": 1.4, "calendar days": 1, "weeks": 7, "months": 30, "hours": 1 / 24}

TEXT = """\
complaintflow: 1
policy: {{id: small, title: A small policy, version: "1", in_force_from: 2020-01-01}}
counting: {{working_days: england-and-wales, day_one: {day_one}, time_zone: Europe/London{more}}}
roles: {{customer: {{title: You}}, officer: {{title: An officer}}}}
facts: {{serious: {{means: it is serious, decided_by: officer}}}}
begins:
  came: {{by: customer, then: first}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: {within}
{keys}
    may:
      noted: {{by: officer}}
      called: {{by: customer}}
      agreed: {{by: officer, sets_time_of: answered}}
      paused: {{by: officer}}
      resumed: {{by: officer}}
      held: {{by: officer}}
      released: {{by: officer}}
      pushed: {{by: customer, then: shut}}
ends: {{shut: {{title: Shut}}}}
"""


# --- policies -------------------------------------------------------------------------------


def _length(random: Random, unit: str | None = None, most: int = 40) -> Length:
    unit = random.choice(UNITS) if unit is None else unit
    n = random.randint(1, max(2, int(most / DAYS_IN[unit])))
    return (n, unit)


def _limit(random: Random, event: str, unit: str | None = None, most: int = 40) -> Limit:
    how = random.choice(("of", "of", "after", "beginning with"))
    return Limit(_length(random, unit, most), how, event)


def written_rule(random: Random) -> Rule:
    """What a policy may say of the time of a step."""
    within = _limit(random, random.choice(("came", "came", "came", "called")))
    n = within.length[0]
    least = random.randint(1, n - 1) if n > 1 and random.random() < 0.35 else None
    up_to: dict[str, Limit | None] = {}
    if random.random() < 0.6:
        for name in random.sample(("longer", "longest", "later"), random.randint(1, 3)):
            up_to[name] = {
                "longer": None,
                "longest": _limit(random, "came", None, 60),
                "later": _limit(random, "later", None, 30),
            }[name]
    adds: dict[str, Length] = {}
    if random.random() < 0.6:
        for name in random.sample(("further", "again"), random.randint(1, 2)):
            adds[name] = _added_to(random, within.length[1])
            reach = random.choice((None, None, None, "came", name))
            up_to[name] = None if reach is None else _limit(random, reach, None, 60)
    cap = None
    if random.random() < 0.5:
        cap = _limit(random, random.choice(("came", "noted")), None, 60)
    pauses = tuple(
        Pause(
            *(begin, random.choice((-1, 0, 0, 1)), end, random.choice((-1, -1, 0, 1))),
            ceiling_runs_on=random.random() < 0.4,
        )
        for begin, end in (("paused", "resumed"), ("held", "released"))
        if random.random() < 0.45
    )
    return Rule(
        within=within,
        least=least,
        at_latest=cap,
        up_to=up_to,
        pauses=pauses,
        day_one=random.choice(("day after", "day after", "same day", "next working day")),
        roll=random.choice(("none", "none", "next", "previous")),
        cut_off=random.choice((None, None, time(16, 30))),
        day_ends=random.choice((None, None, None, time(17))),
        adds=adds,
        once=frozenset(name for name in up_to if random.random() < 0.25),
        in_time=frozenset(name for name in up_to if random.random() < 0.25),
        only_if=random.choice((None, None, None, True, False)),
    )


def _added_to(random: Random, unit: str, most: int = 20) -> Length:
    """A length that may be added to a time of that unit: hours to hours, days to days."""
    others = [each for each in UNITS if each != "hours"]
    one = unit if unit == "hours" or random.random() < 0.5 else random.choice(others)
    return (1, one) if random.random() < 0.25 else _length(random, one, most)


def _said(limit: Limit, least: int | None = None) -> str:
    band = "" if least is None else f"{least} to "
    return f"{band}{_as_text(limit.length)} {limit.how} {limit.event}"


_NEXT_TO = {-1: "day before", 0: "day of", 1: "day after"}


def _keys(rule: Rule) -> Iterator[str]:
    if rule.only_if is not None:
        yield f"{'if' if rule.only_if else 'unless'}: serious"
    if rule.at_latest is not None:
        yield f"at_latest: {_said(rule.at_latest)}"
    if rule.pauses:
        yield "stands_still:"
    for pause in rule.pauses:
        edges = (
            f"first_day: {_NEXT_TO[pause.begins_next_to]} {pause.begins}, "
            f"last_day: {_NEXT_TO[pause.ends_next_to]} {pause.ends}"
        )
        yield f"  - {{{edges}{', ceiling: runs on' if pause.ceiling_runs_on else ''}}}"
    if rule.up_to:
        yield "may_extend:"
    for name, up_to in rule.up_to.items():
        keys = "" if up_to is None else f", up_to: {_said(up_to)}"
        keys += f", adds: {_as_text(rule.adds[name])}" if name in rule.adds else ""
        keys += ", once: true" if name in rule.once else ""
        keys += ", before_time_is_up: true" if name in rule.in_time else ""
        yield f"  {name}: {{by: officer{keys}}}"


def text_of(rule: Rule) -> str:
    """The policy that says so."""
    more = f", roll: {rule.roll}" if rule.roll != "none" else ""
    more += "" if rule.cut_off is None else f', cut_off: "{rule.cut_off:%H:%M}"'
    more += "" if rule.day_ends is None else f', day_ends: "{rule.day_ends:%H:%M}"'
    return TEXT.format(
        day_one=rule.day_one,
        more=more,
        within=_said(rule.within, rule.least),
        keys="\n".join(f"        {line}" for line in _keys(rule)),
    )


@cache
def written(number: int) -> tuple[Rule, Procedure, Case]:
    """The policy of that number, and a case under it in which nothing has happened."""
    rule = written_rule(Random(number))
    law = whole_policy(text_of(rule))
    told = people(cy="customer", ola="officer")
    return rule, law, engine.begin(law, at=date(2020, 1, 1), people=told)


# --- what happens -----------------------------------------------------------------------------

HOURS = (time(0), time(0, 1), time(9), time(12), time(16, 30), time(16, 31), time(23, 59))
AROUND = (date(2026, 3, 27), date(2026, 12, 21), date(2025, 10, 24), date(2022, 5, 30))
"""About Easter and the change of the clocks, Christmas, the end of October, two bank holidays of June."""


def _settles(random: Random, rule: Rule, at: When) -> Length | When:
    if random.random() < 0.5:
        unit = rule.within.length[1] if random.random() < 0.7 else None
        return _length(random, unit, 60)
    day = local(at) + timedelta(days=random.randint(0, 50))
    return day if random.random() < 0.7 else datetime.combine(day, random.choice(HOURS), LONDON)


def lived(random: Random, rule: Rule) -> tuple[Told, ...]:
    """Some events in the order in which they happen, `came` the first of them."""
    day = random.choice(AROUND) + timedelta(days=random.randint(-12, 30))
    if random.random() < 0.3:
        day = date(2021, 1, 1) + timedelta(days=random.randint(0, 3000))
    names = ["came"]
    for name, often in (("noted", 0.5), ("agreed", 0.5 if rule.least else 0.1)):
        names += [name] * random.choice((0, 1, 1, 2) if random.random() < often else (0,))
    for name in rule.up_to:
        names += [name] * random.choice((0, 1, 1, 2))
    rest = names[1:]
    for pause in rule.pauses:
        rest += [pause.begins, pause.ends] * random.choice((0, 1, 1, 2))
        rest += random.choice(([], [], [pause.begins], [pause.ends]))
    if rule.within.event == "called" and random.random() < 0.8:
        rest.append("called")
    if rule.only_if is not None:
        rest += ["serious"] * random.choice((0, 1, 2, 2, 3))
    random.shuffle(rest)
    if random.random() < 0.5:
        rest.insert(random.randint(0, len(rest)), random.choice(("answered", "pushed")))
    found: list[Told] = []
    hourly = random.random() < 0.5
    for name in ("came", *rest):
        if found:
            day += timedelta(days=random.choice((0, 1, 1, 2, 3, 5, 9)))
        at: When = day
        if hourly or (
            name == "came" and rule.within.length[1] == "hours" and random.random() < 0.8
        ):
            at = datetime.combine(day, random.choice(HOURS), LONDON)
        if found and not _follows(at, found[-1].at):
            day += ONE_DAY
            at = datetime.combine(day, at.timetz()) if isinstance(at, datetime) else day
        settles = _given_at_random(random, rule, name, at)
        answer = random.random() < 0.5 if name == "serious" else None
        found.append(Told(name, at, settles, answer))
    return tuple(found)


def _given_at_random(random: Random, rule: Rule, name: str, at: When) -> Length | When | None:
    """The time that an event settles, if it settles one."""
    if name in rule.adds:
        if random.random() < 0.6:
            return None
        settled = _settles(random, rule, at)
        if not isinstance(settled, tuple) or random.random() < 0.1:
            return settled  # a length of the other kind now and then
        return _added_to(random, rule.within.length[1])
    if name != "agreed" and name not in rule.up_to:
        return None
    may_leave_open = name != "agreed" and rule.up_to[name] is not None
    return None if may_leave_open and random.random() < 0.3 else _settles(random, rule, at)


def _follows(at: When, last: When) -> bool:
    """Whether it is certain that one came after the other, or neither has an hour."""
    if isinstance(at, datetime) and isinstance(last, datetime):
        return begins(at) > begins(last)
    if not isinstance(at, datetime) and not isinstance(last, datetime):
        return at >= last
    return local(at) > local(last)


def recorded(law: Procedure, begun: Case, told: Sequence[Told]) -> Case:
    """The case in which all this was recorded, whatever the rules say to it."""
    events = [Event(action=action_of(each), id=str(n)) for n, each in enumerate(told, 1)]
    return engine.restore(law, events, onto=begun)


def action_of(told: Told) -> Action:
    by = "cy" if told.name in ("came", "pushed") else "ola"
    settles = _as_text(told.settles) if isinstance(told.settles, tuple) else told.settles
    return Action(told.name, at=told.at, by=by, settles=settles, answer=told.answer)


def mended(random: Random, number: int, told: Sequence[Told]) -> Case:
    """The same case, recorded in another order, with mistakes that were corrected or taken back.

    What is in no certain order is recorded in that in which it stands. A mistake may be in the day or in the
    time that was settled.
    """
    rule, law, begun = written(number)
    events: list[Event] = []
    mending: list[Event] = []
    late = max(local(each.at) for each in told) + timedelta(days=9)
    for number, each in enumerate(told, 1):
        action = action_of(each)
        if random.random() < 0.2 and number > 1:
            wrong = action_of(mistaken(random, rule, each, late, told[0].at))
            mending.append(
                Event(action=action, id=f"right {number}", corrects=str(number), known_at=late)
            )
            action = wrong
        events.append(Event(action=action, id=str(number)))
        if random.random() < 0.2:
            extra = action_of(replace(random.choice(told), at=each.at))
            events.append(Event(action=extra, id=f"wrong {number}"))
            taken_back = Action("retracted", at=late, by="ola", because="a slip")
            mending.append(
                Event(
                    action=taken_back,
                    id=f"back {number}",
                    retracts=f"wrong {number}",
                    known_at=late,
                )
            )
    if all(_is_certain(a.at, b.at) for a, b in pairwise(told)):
        random.shuffle(events)
    random.shuffle(mending)
    return engine.restore(law, [*events, *mending], onto=begun)


def mistaken(random: Random, rule: Rule, told: Told, late: date, early: When) -> Told:
    if told.name in rule.up_to and random.random() < 0.5:
        settles = _given_at_random(random, rule, told.name, told.at)
        return replace(told, settles=settles)
    if told.answer is not None and random.random() < 0.5:
        return replace(told, answer=not told.answer)
    return replace(told, at=late if random.random() < 0.5 else early)


def _is_certain(one: When, other: When) -> bool:
    both_hours = isinstance(one, datetime) and isinstance(other, datetime)
    return begins(one) < begins(other) if both_hours else local(one) < local(other)


def _as_text(length: Length) -> str:
    n, unit = length
    return f"{n} {unit.removesuffix('s') if n == 1 else unit}"


# --- compared ----------------------------------------------------------------------------------


def the_clock(law: Procedure, case: Case, as_of: When) -> Clock | None:
    found = [c for c in engine.clocks_as_of(law, case, as_of=as_of) if c.step == "answered"]
    assert len(found) <= 1
    return found[0] if found else None


def ends_of(clock: Clock | None) -> tuple[When, When] | None:
    if clock is None or clock.earliest is None or clock.latest is None:
        return None
    return clock.earliest.due, clock.latest.due


def walked_ends(walked: Walked) -> tuple[When, When] | None:
    first, last = walked.ends
    return None if first is None or last is None else (first.due, last.due)


def known_until(told: tuple[Told, ...], as_of: When) -> tuple[Told, ...]:
    end = begins(as_of) if isinstance(as_of, datetime) else begins(as_of + ONE_DAY)
    if isinstance(as_of, datetime):
        # a day without an hour has been by a moment after it began
        return tuple(
            e
            for e in told
            if (begins(e.at) <= end if isinstance(e.at, datetime) else begins(e.at) < end)
        )
    return tuple(e for e in told if local(e.at) <= as_of)


def differences(number: int, random: Random) -> Iterator[str]:
    """In what the library and the walk differ about one case of a policy, as of the end and before."""
    rule, law, begun = written(number)
    told = lived(random, rule)
    case = recorded(law, begun, told)
    if random.random() < 0.4:  # each way is judged on a case of its own, which takes its time
        yield from _refusals(number, told)
    last = local(told[-1].at)
    for as_of in (
        last + timedelta(days=random.choice((0, 1, 5, 20, 60))),
        local(told[0].at) + timedelta(days=random.randint(0, 70)),
        datetime.combine(
            local(told[0].at) + timedelta(days=random.randint(0, 50)), random.choice(HOURS), LONDON
        ),
    ):
        yield from otherwise(rule, the_clock(law, case, as_of), known_until(told, as_of), as_of)


def otherwise(
    rule: Rule, clock: Clock | None, known: tuple[Told, ...], as_of: When
) -> Iterator[str]:
    """In what a clock differs from that of a walk."""
    walked = walk_clock(rule, known)
    if clock is None or walked.none:
        if clock is not None or walked.started:
            yield f"{as_of}: {clock and clock.status(as_of=as_of)}, walked {walked}"
        return
    if ends_of(clock) != walked_ends(walked):
        yield f"{as_of}: due {ends_of(clock)}, walked {walked_ends(walked)}"
    elif str(clock.status(as_of=as_of)) != status(walked, as_of):
        yield f"{as_of}: {clock.status(as_of=as_of)}, walked {status(walked, as_of)}"
    else:
        yield from _ledger(clock, walked)
        yield from _amounts(rule, clock, walked, as_of)


KEYS = frozenset({"may_extend", "before_time_is_up", "once", "adds", "up_to", "at_latest"})


def _refusals(number: int, told: tuple[Told, ...]) -> Iterator[str]:
    """Whether each way to more time is refused, or not, where the walk says so."""
    rule, law, begun = written(number)
    for index, way in enumerate(told):
        if way.name not in rule.up_to:
            continue
        case = recorded(law, begun, told[:index])
        reasons = engine.decide(law, case, action_of(way)).reasons
        keys = KEYS.intersection(each.rule.partition(".")[2] for each in reasons)
        walked = refused(rule, told[:index], way)
        if keys != walked:
            yield f"{way}: refused by {set(keys)}, walked {set(walked)}"


def _amounts(rule: Rule, clock: Clock, walked: Walked, as_of: When) -> Iterator[str]:
    """Whether as many days are left, or late, as a walk counts; of a day as a whole."""
    if isinstance(as_of, datetime) or rule.within.length[1] == "hours":
        return
    left, late = clock.remaining(as_of=as_of), clock.late(as_of=as_of)
    said = left if late is None else late
    if (None if said is None else said.n) != amount(rule, walked, as_of):
        yield f"{as_of}: {left} left, {late} late, walked {amount(rule, walked, as_of)}"


def _ledger(clock: Clock, walked: Walked) -> Iterator[str]:
    """Whether the days that are listed are those that the walk counted, and no day lacks a reason."""
    last = walked.ends[1]
    if clock.latest is None or last is None or clock.latest.span.unit is Unit.HOURS:
        return
    lines, counted = clock.days(), last.counted
    whole = all(each.counted for each in last.counts)
    days = [line.date for line in lines]
    hours = any(each.of is not None and each.of[1][1] == "hours" for each in last.counts)
    if not hours and any(b - a != ONE_DAY for a, b in pairwise(days)):  # of hours none are listed
        yield f"the days listed have gaps: {days}"
    if any(line.why is None for line in lines if not line.counted):
        yield "a day has no reason"
    numbers = [line.n for line in lines if line.n is not None]
    if any(b not in (a + 1, 1) for a, b in pairwise([0, *numbers])):
        yield "the numbers of the days have gaps"
    if counted:
        first = local(last.counts[-1].since)
        shown = {line.date for line in lines if line.counted and (whole or line.date > first)}
        counts = last.counts if whole else last.counts[-1:]
        all_counted = frozenset[date]().union(*(each.counted for each in counts))
        over = {day for day in all_counted if day > local(last.due)}  # rolled back
        if shown != all_counted - over:
            yield f"counted {sorted(shown ^ (all_counted - over))} otherwise"
        if whole and numbers.count(1) != sum(bool(each.counted - over) for each in counts):
            yield f"numbered from one {numbers.count(1)} times"


def story(number: int, told: tuple[Told, ...]) -> str:
    said = ((e, e.answer if e.settles is None else e.settles) for e in told)
    lines = (f"  {e.name} {e.at} {'' if given is None else given}" for e, given in said)
    return "\n".join((text_of(written(number)[0]), *lines))


@pytest.mark.parametrize("block", range(BLOCKS))
def test_whole_clocks_are_those_of_a_walk_from_day_to_day(
    block: int, record_property: Callable[[str, object], None]
) -> None:
    """A5: counted, settled, extended, stood still for, capped, rolled; how the clock stands; and which way to
    more time is refused."""
    cases = range(block, SIZES.cases, BLOCKS)
    for case in cases:
        number = case % POLICIES
        found = list(differences(number, Random(case)))
        if found:
            told = lived(Random(case), written(number)[0])
            pytest.fail("\n".join((f"case {case}", story(number, told), *found)))
    record_property("whole cases against the day-walker", len(cases))


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_case_has_the_same_clock_in_whatever_order_it_was_recorded_and_mended(block: int) -> None:
    """A2: a correction stands in the place of what it corrects, what was taken back in none."""
    for case in range(block, SIZES.cases // 4, BLOCKS):
        number, random = case % POLICIES, Random(case)
        rule, law, begun = written(number)
        told = lived(random, rule)
        as_of = local(told[-1].at) + timedelta(days=10)
        plain = the_clock(law, recorded(law, begun, told), as_of)
        after = the_clock(law, mended(random, number, told), as_of)
        if plain is None or after is None:
            assert plain is after, story(number, told)
            continue
        assert ends_of(after) == ends_of(plain), story(number, told)
        assert after.status(as_of=as_of) == plain.status(as_of=as_of), story(number, told)
        assert list(otherwise(rule, after, told, as_of)) == [], story(number, told)


def test_the_walk_knows_the_bank_holidays_of_england() -> None:
    assert not works(date(2026, 4, 3))
    assert not works(date(2022, 9, 19))
    assert works(date(2026, 6, 1))
