"""What `check` says can never be is never seen, whatever is tried under policies written at random.

On walks in order of time, on each of which every step is tried every day: no step that is said to
wait in vain is permitted while its place is open, no place that is said not to be reached is
entered, and no stage without a way out is left.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintflow import course as course_module
from complaintflow import engine
from complaintflow.case import Action, Case, Person
from complaintflow.course import Course, is_open
from complaintflow.language.dead_ends import told_of
from complaintflow.procedure import Procedure
from tests.policies import fusion_care, policy, round_and_round
from tests.properties.lives import examples, written_walk


@lru_cache(maxsize=256)
def said_of(law: Procedure) -> Mapping[str, frozenset[str]]:
    return {code: frozenset(names) for code, names in told_of(law).items()}


def in_order_only(seed: int) -> str:
    """A policy in which only the order of things is a rule: `then` and `after`, at random."""
    chance = Random(seed)
    stages = [f"stage_{n}" for n in range(1 + chance.randrange(3))]
    ends = [f"end_{n}" for n in range(1 + chance.randrange(2))]
    sizes = {"begins": {"may": 2}, **{name: {"must": 2, "may": 2} for name in stages}}
    sizes |= {name: {"must": 1, "may": 1} for name in ends}
    sizes["throughout"] = {"must": 1, "may": 1, "never": 1}
    acts = [f"{p}_{d}_{n}" for p, many in sizes.items() for d in many for n in range(many[d])]
    acts += ["asked"]

    def anchor() -> str:
        return chance.choice(
            (
                f"start of {chance.choice((*stages, *ends))}",
                f"end of {chance.choice((*stages, *ends))}",
                f"{chance.choice(('first', 'last'))} {chance.choice(acts)}",
                *[chance.choice(acts) for _ in range(4)],
            )
        )

    def steps(place: str, duty: str, indent: str) -> Iterator[str]:
        for n in range(sizes[place][duty]):
            keys = ["by: a", "cites: c"]
            if place == "begins" and n == 0:
                keys.append(f"then: {stages[0]}")
            elif duty != "never" and chance.randrange(5) < 2:
                keys.append(f"then: {chance.choice((*stages, *ends))}")
            if not (place == "begins" and n == 0) and chance.randrange(2):
                keys.append(f"after: [{', '.join({anchor(): 0, anchor(): 0})}]")
            yield f"{indent}{place}_{duty}_{n}: {{{', '.join(keys)}}}"

    lines = ["clauses: {c: {at: x, says: it}}", "roles: {a: {title: A}}"]
    lines += ["facts: {asked: {means: it, decided_by: a, cites: c}}"]
    lines += ["begins:", *steps("begins", "may", "  ")]
    for kind, places in (("stages", stages), ("ends", ends), (None, ["throughout"])):
        lines += [f"{kind}:"] if kind else []
        for place in places:
            lines += [f"  {place}:", f"    title: {place}"] if kind else ["throughout:"]
            for duty in sizes[place]:
                indent = "    " if kind else "  "
                lines += [f"{indent}{duty}:", *steps(place, duty, indent + "  ")]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=64)
def ordered_policy(seed: int) -> Procedure:
    return policy(in_order_only(seed))


def permitted(law: Procedure, case: Case, today: date) -> list[Action]:
    """All that may be done today by the one person that there is."""
    acts = [Action(name, at=today, by="ann") for name in law.steps]
    acts += [Action("asked", at=today, by="ann", answer=True)]
    return [action for action in acts if engine.decide(law, case, action).permitted]


def seen_on_a_walk(law: Procedure, chance: Random, steps: int) -> tuple[set[str], Course]:
    """What was permitted while its place was open somewhere on a walk, and where it went."""
    today = date(2026, 1, 1)
    case = engine.begin(law, at=today, people={"ann": Person(holds="a")})
    seen: set[str] = set()
    for _ in range(steps):
        today += timedelta(days=1)
        course = engine.course_of(law, case)
        may = permitted(law, case, today)
        seen |= {
            a.name for a in may if a.name == "asked" or is_open(law, course, law.steps[a.name])
        }
        new = [a for a in may if not course.times(a.name)]
        if not may:
            break
        case = engine.apply(law, case, chance.choice(new if new and chance.randrange(3) else may))
    return seen, engine.course_of(law, case)


def told_rightly(law: Procedure, seen: set[str], course: Course) -> None:
    said = said_of(law)
    assert not seen & said["cannot-happen"]
    for visit in course.visits:
        assert visit.place not in said["unreachable"]
        assert visit.place not in said["no-way-out"] or course.stage == visit.place


@examples(250)
@given(st.integers(0, 2**20), st.integers(0, 2**32 - 1))
def test_what_is_said_to_be_impossible_never_happens(seed: int, walk: int) -> None:
    law = ordered_policy(seed)
    told_rightly(law, *seen_on_a_walk(law, Random(walk), 16))


@examples(150)
@given(st.integers(0, 2**20), st.integers(0, 2**32 - 1), st.integers(0, 14))
def test_nor_does_it_where_more_is_a_rule(seed: int, walk: int, steps: int) -> None:
    lived = written_walk(seed, walk, steps, plain=True)
    events = engine.course_of(lived.law, lived.case).events
    seen: set[str] = set()
    for position, event in enumerate(events):
        step = lived.law.steps.get(event.action.name)
        before = course_module.read(lived.law, events[:position])
        if step is not None and is_open(lived.law, before, step):
            seen.add(step.name)
    told_rightly(lived.law, seen, engine.course_of(lived.law, lived.case))


@pytest.mark.parametrize("law", [fusion_care(), round_and_round()], ids=["fusion-care", "round"])
def test_nothing_is_said_of_policies_in_which_all_can_happen(law: Procedure) -> None:
    assert not any(said_of(law).values())


def test_something_is_said_of_policies_written_at_random() -> None:
    said = [said_of(ordered_policy(seed)) for seed in range(60)]
    for code in ("cannot-happen", "unreachable", "no-way-out"):
        assert sum(bool(each[code]) for each in said) > 5
