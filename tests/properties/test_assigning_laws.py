"""Laws of `assigning`: it agrees with trying everything.

What is tried here reads the rules as their docstrings say them, and shares no code with the search.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from complaintflow.assigning import (
    Bar,
    Body,
    Cut,
    Only,
    OutOfBound,
    People,
    Problem,
    Slot,
    Table,
    breaking,
    irreducible,
    irreplaceable,
    solve,
)
from tests.properties.lives import examples

OFTEN = examples(150)

Choice = tuple[int, ...]


# --- problems at random ---------------------------------------------------------------------------


def some(random: Random, people: int, share: float) -> int:
    """A set of people, each of them in it with that chance."""
    return sum(1 << person for person in range(people) if random.random() < share)


def table(random: Random, people: int) -> Table | None:
    """Ties between people, few or many; or none, as often."""
    if random.random() < 0.5:
        return None
    share = random.choice((0.1, 0.4))
    return {p: some(random, people, share) for p in range(people) if random.random() < 0.8}


def slot(random: Random, number: int, slots: int, people: int) -> Slot:
    """A slot of as many, with rules of a few names, about slots before it and after it."""
    others = [other for other in range(slots) if other != number]

    def rule() -> str:
        return random.choice("uvwxyz")

    def only() -> Only:
        chosen = random.sample(others, min(len(others), random.randrange(1, 4)))
        ways = tuple((other, table(random, people)) for other in chosen)
        return Only(rule(), some(random, people, random.choice((0.4, 1))), ways)

    return Slot(
        some(random, people, random.choice((0.7, 1, 1))),
        tuple(Cut(rule(), some(random, people, 0.2)) for _ in range(random.randrange(3))),
        tuple(
            Bar(
                rule(),
                other,
                table(random, people) if random.random() < 0.8 else some(random, people, 0.5),
            )
            for other in others
            if random.random() < 0.3
        ),
        tuple(only() for _ in range(random.choice((0, 0, 0, 1, 1, 2)))),
    )


def body(random: Random, slots: int, people: int) -> Body:
    """So many of some slots to some people."""
    members = random.sample(range(slots), random.randrange(1, slots + 1))
    least = random.randrange(len(members) + 1)
    return Body(random.choice("uvwxyz"), tuple(members), some(random, people, 0.5), least)


def problem(seed: int) -> Problem:
    """A small problem: at most five slots, and five people."""
    random = Random(seed)
    people = random.randrange(1, 6)
    slots = random.randrange(1, 6 if people < 5 else 5)
    bodies = tuple(body(random, slots, people) for _ in range(random.choice((0, 0, 1, 2))))
    return Problem(tuple(slot(random, n, slots, people) for n in range(slots)), bodies)


PROBLEMS = st.integers(0, 2**32 - 1).map(problem)


# --- everything is tried --------------------------------------------------------------------------


def tied(table: Table | People | None, chosen: int, person: int) -> bool:
    """Whether somebody is tied to the one chosen, or is the one."""
    if isinstance(table, int):
        return person == chosen and bool(table >> person & 1)
    return person == chosen if table is None else bool(table.get(chosen, 0) & 1 << person)


def broken(problem: Problem, choice: Choice) -> Iterator[str]:
    """The rules that a choice breaks."""
    for person, slot in zip(choice, problem.slots, strict=True):
        yield from (cut.rule for cut in slot.cuts if cut.people & 1 << person)
        for bar in slot.bars:
            if tied(bar.table, choice[bar.slot], person):
                yield bar.rule
        for only in slot.onlys:
            ways = (tied(table, choice[other], person) for other, table in only.through)
            if only.binds & 1 << person and not any(ways):
                yield only.rule
    for body in problem.bodies:
        if sum(bool(body.people & 1 << choice[slot]) for slot in body.slots) < body.least:
            yield body.rule


def choices(problem: Problem) -> list[tuple[Choice, frozenset[str]]]:
    """Every choice of those who could at all, with the rules that it breaks."""
    able = ([p for p in range(5) if slot.people & 1 << p] for slot in problem.slots)
    return [(choice, frozenset(broken(problem, choice))) for choice in product(*able)]


def solved(tried: list[tuple[Choice, frozenset[str]]], rules: set[str], away: set[int]) -> bool:
    """Whether a choice breaks none of these rules, without anybody who is away."""
    return any(not rules & broken and away.isdisjoint(choice) for choice, broken in tried)


# --- the laws -------------------------------------------------------------------------------------


@OFTEN
@given(PROBLEMS)
def test_a_solution_breaks_no_rule_and_there_is_one_wherever_one_can_be(problem: Problem) -> None:
    found = solve(problem)
    unbroken = [choice for choice, broken in choices(problem) if not broken]
    assert found in unbroken if unbroken else found is None


@OFTEN
@given(PROBLEMS, st.permutations("uvwxyz"))
def test_what_blocks_cannot_do_without_any_one_of_its_rules(
    problem: Problem, order: list[str]
) -> None:
    """Each proper subset can be met; and where that is so of no rules at all, somebody is left."""
    tried = choices(problem)
    if solved(tried, {*"uvwxyz"}, set()):
        return
    told = irreducible(problem, order)
    assert list(told) == [rule for rule in order if rule in told]
    assert not solved(tried, {*told}, set())
    for fewer in range(len(told)):
        assert all(solved(tried, {*part}, set()) for part in combinations(told, fewer))


@OFTEN
@given(PROBLEMS, st.sets(st.sampled_from("uvwxyz")))
def test_rules_that_are_not_asked_about_hold(problem: Problem, asked: set[str]) -> None:
    tried = choices(problem)
    if solved(tried, {*"uvwxyz"}, set()):
        return
    told = {*irreducible(problem, sorted(asked))}
    others = {*"uvwxyz"} - asked
    assert told <= asked
    assert not solved(tried, others | told, set())
    assert all(solved(tried, (others | told) - {rule}, set()) for rule in told)


@OFTEN
@given(PROBLEMS, st.sets(st.sampled_from("uvwxyz")), st.sets(st.integers(0, 4)))
def test_a_rule_less_and_a_person_more_never_take_a_solution_away(
    problem: Problem, rules: set[str], away: set[int]
) -> None:
    fewer = problem.leaving_out(rules).in_absence_of(sum(1 << person for person in away))
    there_is = solved(choices(problem), {*"uvwxyz"} - rules, away)
    assert (solve(fewer) is not None) is there_is


@OFTEN
@given(PROBLEMS)
def test_whoever_is_irreplaceable_is_in_every_solution(problem: Problem) -> None:
    plan = solve(problem)
    if plan is None:
        return
    solutions = [{*choice} for choice, broken in choices(problem) if not broken]
    assert irreplaceable(problem, plan) == tuple(sorted(set.intersection(*solutions)))


@OFTEN
@given(PROBLEMS, st.integers(0, 4))
def test_the_absences_that_break_it_are_the_fewest(problem: Problem, absent: int) -> None:
    tried = choices(problem)
    rules = {*"uvwxyz"}
    breaks = [
        away
        for many in range(absent + 1)
        for away in combinations(range(5), many)
        if not solved(tried, rules, {*away})
    ]
    found = breaking(problem, absent)
    assert found is None if not breaks else found in breaks
    assert found is None or len(found) == len(breaks[0])


@OFTEN
@given(PROBLEMS, st.integers(0, 12))
def test_within_a_bound_the_answer_is_right_or_not_given(problem: Problem, bound: int) -> None:
    try:
        found = solve(problem, bound=bound)
    except OutOfBound:
        return
    assert found == solve(problem)


def test_these_laws_speak_of_every_kind_of_problem() -> None:
    """A law that no problem ever tries would hold of anything."""
    seen: Counter[str] = Counter()
    for seed in range(300):
        made = problem(seed)
        found = solve(made)
        seen["solved" if found is not None else "blocked"] += 1
        if found is None:
            seen[f"blocked by {min(len(irreducible(made)), 3)}"] += 1
        elif irreplaceable(made, found):
            seen["somebody is irreplaceable"] += 1
        elif breaking(made, 2) is None:
            seen["withstands two absences"] += 1
    assert {what for what, times in seen.items() if times >= 5} == {
        *("solved", "blocked", "blocked by 0", "blocked by 1", "blocked by 2", "blocked by 3"),
        *("somebody is irreplaceable", "withstands two absences"),
    }, seen
