"""Who does what: ten slots over two hundred people, beside solvers that know nothing of offices.

The problems are like those of a policy: an office for each slot, some people who stand aside, slots
that must differ, relatives, the manager of whoever decided, a panel of three with one from outside.
"""

from collections.abc import Callable
from functools import cache, partial
from random import Random
from typing import Any

from benchmarks.days import OURS, installed
from benchmarks.measuring import Peer, Row, Timed
from complaintflow.assigning import (
    Bar,
    Body,
    Cut,
    Only,
    People,
    Problem,
    Slot,
    Table,
    breaking,
    irreducible,
    solve,
)

PEOPLE, SLOTS, PROBLEMS = 200, 10, 20
EVERYBODY: People = (1 << PEOPLE) - 1
DECIDED, APPEAL, PANEL = 3, 6, (7, 8, 9)
"""The slot that decides, the one that the manager of whoever decided fills, the seats of the panel."""

Solves = Callable[[], bool]
"""Whether there is a plan."""


def some(random: Random, many: int) -> People:
    """So many people."""
    return sum(1 << person for person in random.sample(range(PEOPLE), many))


def problem(seed: int, *, blocked: bool = False) -> Problem:
    """One of the problems; blocked, all who could decide stand aside."""
    random = Random(seed)
    kin = {a: 1 << b for a, b in (random.sample(range(PEOPLE), 2) for _ in range(30))}
    managers: Table = {person: 1 << person // 8 for person in range(PEOPLE)}
    aside = some(random, 8)
    office = [some(random, random.randrange(6, 60)) for _ in range(SLOTS)]
    office[APPEAL] = (1 << PEOPLE // 8) - 1  # all the managers
    if blocked:
        office[DECIDED] = aside

    def slot(number: int) -> Slot:
        cuts = [Cut(f"step_{number}.by", EVERYBODY & ~office[number])]
        bars = [Bar("different_people", n) for n in range(number) if random.random() < 0.4]
        if number in (DECIDED, APPEAL, *PANEL):
            cuts.append(Cut("aside", aside))
            bars.append(Bar("relatives", 0, kin))
        if number in PANEL:
            bars += [Bar("panel.members", n) for n in PANEL if n < number]
        managed = Only("manager", EVERYBODY, ((DECIDED, managers),))
        return Slot(EVERYBODY, tuple(cuts), tuple(bars), (managed,) if number == APPEAL else ())

    outside = Body("panel.of_whom", PANEL, some(random, 60), 1)
    return Problem(tuple(map(slot, range(SLOTS))), (outside,))


@cache
def problems(*, blocked: bool = False) -> tuple[Problem, ...]:
    """All of them."""
    return tuple(problem(seed, blocked=blocked) for seed in range(PROBLEMS))


def ours(problem: Problem) -> bool:
    """By `solve`."""
    return solve(problem) is not None


def tied(table: Table | People | None, chosen: int, person: int) -> bool:
    """Whether somebody is tied to the one chosen, or is the one."""
    if isinstance(table, int):
        return person == chosen and bool(table >> person & 1)
    return person == chosen if table is None else bool(table.get(chosen, 0) >> person & 1)


def able(slot: Slot) -> list[int]:
    """Whom no cut keeps from a slot."""
    cut = 0
    for each in slot.cuts:
        cut |= each.people
    return [person for person in range(PEOPLE) if slot.people & ~cut & 1 << person]


def by_constraint(problem: Problem) -> bool:
    """By python-constraint2, with the solver that it takes by itself."""
    from constraint import Problem as Theirs

    theirs = Theirs()
    for number, slot in enumerate(problem.slots):
        people = able(slot)
        if not people:
            return False
        theirs.addVariable(number, people)
    for number, slot in enumerate(problem.slots):
        for bar in slot.bars:
            differ = partial(
                lambda table, chosen, person: not tied(table, chosen, person), bar.table
            )
            theirs.addConstraint(differ, (bar.slot, number))
        for only in slot.onlys:
            [(other, table)] = only.through
            theirs.addConstraint(partial(tied, table), (other, number))
    for body in problem.bodies:

        def counted(*chosen: int, body: Body = body) -> bool:
            return sum(body.people >> person & 1 for person in chosen) >= body.least

        theirs.addConstraint(counted, body.slots)
    return theirs.getSolution() is not None


def by_ortools(problem: Problem) -> bool:
    """By CP-SAT of OR-Tools, in one thread."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    does: list[dict[int, Any]] = [
        {person: model.new_bool_var("") for person in able(slot)} for slot in problem.slots
    ]
    for choice in does:
        model.add_exactly_one(choice.values())
    for number, slot in enumerate(problem.slots):
        for bar in slot.bars:
            for chosen, first in does[bar.slot].items():
                for person, then in does[number].items():
                    if tied(bar.table, chosen, person):
                        model.add_at_most_one(first, then)
        for only in slot.onlys:
            [(other, table)] = only.through
            for person, then in does[number].items():
                lets = [first for p, first in does[other].items() if tied(table, p, person)]
                model.add_bool_or([*lets, ~then])
    for body in problem.bodies:
        inside = [v for n in body.slots for p, v in does[n].items() if body.people >> p & 1]
        model.add(sum(inside) >= body.least)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


PEERS: tuple[tuple[str, Callable[[Problem], bool]], ...] = (
    ("python-constraint2", by_constraint),
    ("ortools CP-SAT", by_ortools),
)


def crowded() -> Problem:
    """Eight slots that must differ, and seven people."""
    slots = (Slot(0b111_1111, bars=tuple(Bar("differ", n) for n in range(m))) for m in range(8))
    return Problem(tuple(slots))


def over(name: str, ask: Callable[[Problem], object], asked: tuple[Problem, ...]) -> Timed:
    """One question about every problem."""

    def run() -> None:
        for each in asked:
            ask(each)

    return Timed(name, run, len(asked))


def each_of(asked: tuple[Problem, ...], ask: Callable[[Problem], bool]) -> list[bool]:
    """Its answer to every problem."""
    return [ask(each) for each in asked]


def beside(work: str, target: float, asked: tuple[Problem, ...]) -> Row:
    """Whether there is a plan, asked of everybody."""
    peers = []
    for name, ask in PEERS:
        answers = installed(partial(each_of, asked, ask))
        if answers is not None:
            otherwise = sum(answer != ours(p) for answer, p in zip(answers, asked, strict=True))
            peers.append(Peer(over(name, ask, asked), None, len(asked), otherwise))
    return Row(work, over(OURS, ours, asked), "ms", target, tuple(peers))


def filled(work: str) -> Row:
    """A plan for each of the problems."""
    return beside(work, 5e-3, problems())


def blocked(work: str) -> Row:
    """The rules that block each of the problems in which nobody may decide."""
    return Row(work, over(OURS, irreducible, problems(blocked=True)), "ms", 15e-3)


def absences(work: str) -> Row:
    """Whether each of the problems withstands any absence of two."""
    return Row(work, over(OURS, partial(breaking, absent=2), problems()), "ms")


def too_few(work: str) -> Row:
    """One person too few, which shows only when all are counted."""
    return beside(work, 1e-3, (crowded(),))


ROWS: tuple[tuple[str, Callable[[str], Row]], ...] = (
    ("ten slots filled from 200 people", filled),
    ("  which rules block it, where some do", blocked),
    ("  whether it withstands two absences", absences),
    ("eight slots that differ, seven people", too_few),
)
