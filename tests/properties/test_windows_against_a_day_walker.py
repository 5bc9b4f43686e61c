"""Windows against a walk from day to day: when one shuts, how it stands, what it refuses, what lets in late.

The time of a window is counted as that of a promise is, so `case_walker` walks it; what follows from its end is
said here once more, from the prose. Policies are written at random, and so is what happens under them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Event
from complaintflow.procedure import Procedure
from tests.policies import people, whole_policy
from tests.properties.case_walker import (
    LONDON,
    ONE_DAY,
    Rule,
    Told,
    When,
    begins,
    local,
    over,
    status,
    walk_clock,
)
from tests.properties.sizes import SIZES
from tests.properties.test_whole_cases_against_a_day_walker import (
    HOURS,
    ends_of,
    lived,
    recorded,
    text_of,
    the_clock,
    walked_ends,
    written_rule,
)

POLICIES = max(250, SIZES.cases // 200)
BLOCKS = 5
QUESTIONS = ("reason", "fair", "excused")

FACTS = """\
facts:
  reason: {means: there was a reason, decided_by: officer}
  fair: {means: it is fair, decided_by: officer, asked_if: reason}
  excused: {means: one of them is excused, decided_by: officer, for_each: customer}
"""
OF_A_WINDOW = {
    "running": "open",
    "perhaps overdue": "open",
    "overdue": "closed",
    "met": "used",
    "met late": "used late",
}


@cache
def written(number: int) -> tuple[Rule, tuple[str, ...], Procedure, Case]:
    """The policy of that number, what lets in late under it, and a case in which nothing has happened."""
    random = Random(number)
    rule = replace(written_rule(random), only_if=None)
    late_if = tuple(random.sample(QUESTIONS, random.choice((0, 1, 1, 2, 3))))
    text = text_of(rule)
    place, window = text.index("      answered:"), text.index("    may:")
    facts = text.index("facts:"), text.index("begins:")
    door = f"        late_if: [{', '.join(late_if)}]\n" if late_if else ""
    law = whole_policy(
        text[: facts[0]]
        + FACTS
        + text[facts[1] : place].removesuffix("    must:\n")
        + "    may:\n"
        + text[place:window]
        + door
        + text[window:].removeprefix("    may:\n")
    )
    told = people(cy="customer", di="customer", ola="officer")
    return rule, late_if, law, engine.begin(law, at=date(2020, 1, 1), people=told)


Answered = dict[str, dict[str | None, bool]]
"""By each question the answers that hold, by the person for whom each was given."""


def is_let_in(late_if: Sequence[str], answers: Answered) -> bool:
    """Whether all the questions were answered with yes, of one that is for each of some for anybody; one that
    is not asked, since what it hangs on was answered with no, lets nothing in."""
    if answers["reason"].get(None) is False and "fair" in late_if:
        return False
    return bool(late_if) and all(any(answers[each].values()) for each in late_if)


def answered_at_random(random: Random, events: Sequence[Event]) -> tuple[list[Event], Answered]:
    """The record with answers between its events, and what they come to in the end."""
    found: list[Event] = []
    answers: Answered = {name: {} for name in QUESTIONS}
    for event in events:
        found.append(event)
        for _ in range(random.choice((0, 0, 1, 1, 2))):
            name, yes = random.choice(QUESTIONS), random.random() < 0.65
            person = random.choice(("cy", "di")) if name == "excused" else None
            said = Action(name, at=event.action.at, by="ola", answer=yes, person=person)
            found.append(Event(action=said, id=f"answer {len(found)}"))
            answers[name][person] = yes
    return found, answers


def differences(number: int, random: Random) -> Iterator[str]:
    """In what the library and the walk differ about one case of a policy."""
    rule, late_if, law, begun = written(number)
    told = lived(random, rule)
    events, answers = answered_at_random(
        random, recorded(law, begun, told).events[len(begun.events) :]
    )
    case = engine.restore(law, events, onto=begun)
    last = local(told[-1].at)
    for passed in (0, 1, 3, 10, 40, 100):
        day = last + timedelta(days=passed + random.randint(0, passed))
        as_of: When = day
        if random.random() < 0.4:
            as_of = datetime.combine(day + ONE_DAY, random.choice(HOURS), LONDON)
        yield from _otherwise(law, case, rule, told, late_if, answers, as_of)


def _otherwise(
    law: Procedure,
    case: Case,
    rule: Rule,
    told: tuple[Told, ...],
    late_if: Sequence[str],
    answers: Answered,
    as_of: When,
) -> Iterator[str]:
    walked, clock = walk_clock(rule, told), the_clock(law, case, as_of)
    if ends_of(clock) != walked_ends(walked):
        yield f"{as_of}: due {ends_of(clock)}, walked {walked_ends(walked)}"
        return
    stands = status(walked, as_of)
    expected = OF_A_WINDOW.get(stands, stands)
    if clock is None or str(clock.status(as_of=as_of)) != expected:
        yield f"{as_of}: {clock and clock.status(as_of=as_of)}, walked {expected}"
        return
    if any(each.name == "pushed" for each in told):
        return  # the stage was left, and what is refused is the place
    end = walked.ends[1]
    shut = end is not None and begins(as_of) > over(end.due)
    if not isinstance(as_of, datetime) and end is not None and not isinstance(end.due, datetime):
        shut = as_of > end.due
    expected_refusal = shut and not is_let_in(late_if, answers)
    reasons = engine.decide(law, case, Action("answered", at=as_of, by="ola")).reasons
    keys = {each.rule for each in reasons}
    if keys != ({"answered.within"} if expected_refusal else set()):
        yield f"{as_of}: refused by {keys}, walked {expected_refusal}, {late_if} {answers}"


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_window_refuses_what_is_certainly_after_its_end_and_has_no_waiver(
    block: int, record_property: Callable[[str, object], None]
) -> None:
    """How to let in what comes late: a window refuses after its end; once all of `late_if` are answered with yes
    it lets through, and moves no date. 0056: a question that is for each of some waives where it was answered so
    for anybody. Language, Facts: one that is not asked lets nothing in late."""
    cases = range(block, SIZES.cases // 4, BLOCKS)
    for case in cases:
        number = case % POLICIES
        found = list(differences(number, Random(case)))
        if found:
            rule, late_if, _, _ = written(number)
            told = lived(Random(case), rule)
            pytest.fail(
                "\n".join((f"case {case} {late_if}", text_of(rule), *map(str, told), *found))
            )
    record_property("windows against the day-walker", len(cases))
