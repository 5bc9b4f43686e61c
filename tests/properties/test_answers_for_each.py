"""Questions that are answered for each of some people, against a plain reading of 0056.

The plain definition reads the answers one after the other, as prose says them; it knows nothing of courses,
gates and ties. Who is complained about, on which days, and what was answered for whom is drawn at random.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Override, Person, Tie
from complaintflow.gates import Truth, truth
from complaintflow.procedure import Condition, Procedure
from tests.policies import clocks_of, day, policy
from tests.properties.sizes import SIZES

POLICY = """
relations:
  subject: is complained about
  spouse: {says: is married to, between: two people, both_ways: true}
roles:
  customer: {title: You}
  friend:   {title: A friend}
  officer:  {title: An officer}
facts:
  leave: {means: they may take part, decided_by: officer, for_each: subject, within: 3 calendar days of came, counts_as: advise}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      heard: {by: officer, counts_as: consider}
      told: {by: customer, if: leave}
      untold: {by: customer, if: leave is false}
    may:
      named: {by: customer, unless: leave}
      ended: {by: customer, then: shut}
ends: {shut: {title: Shut}}
conflicts:
  aside: {who: subject, may_not: consider, except: {if: leave}}
  married: {who: spouse of subject, may_not: consider, except: {if: leave}}
"""
NAMES = ("mo", "sid", "tom", "amy")


@cache
def law() -> Procedure:
    return policy(POLICY)


@dataclass
class Plain:
    """What was told and answered, in the order of time, as one reads it.

    `since` and `until` are, by the person, the days from which and up to which that person is complained about.
    `answers` are those that were given, each with the person for whom it is.
    """

    since: dict[str, date] = field(default_factory=dict)
    until: dict[str, date] = field(default_factory=dict)
    married: list[tuple[str, str]] = field(default_factory=list)
    answers: list[tuple[str | None, bool, date]] = field(default_factory=list)

    def is_subject(self, name: str, on: date) -> bool:
        return name in self.since and self.since[name] <= on <= self.until[name]

    def subjects(self, on: date) -> list[str]:
        return [name for name in NAMES if self.is_subject(name, on)]

    def answer(self, named: str | None, yes: bool, on: date) -> bool:
        """Write an answer down, for the only one if it names nobody; whether it is one to be refused."""
        there = self.subjects(on)
        if named is None and len(there) == 1:
            self.answers.append((there[0], yes, on))
            return False
        self.answers.append((named, yes, on))
        return len(there) > 1 if named is None else named not in self.since

    def frees(self, name: str) -> bool:
        """The last that was said of that person; a no for nobody in particular is one for all, a yes for none."""
        said = [yes for of, yes, _ in self.answers if of == name or (of is None and not yes)]
        return bool(said) and said[-1]

    def given(self) -> dict[str | None, bool]:
        """The answers that hold: the last for each. One for nobody in particular takes the place of all before it,
        and the next one that names somebody its place."""
        found: dict[str | None, bool] = {}
        for of, yes, _ in self.answers:
            found = {of: yes} if of is None or None in found else {**found, of: yes}
        return found

    def whether(self, wanted: bool) -> Truth:
        """It holds where it was answered so for anybody; else it is open while one of them has no answer."""
        given = self.given()
        if wanted in given.values():
            return Truth.HOLDS
        whole = None in given or (given and self.since.keys() <= given.keys())
        return Truth.FAILS if whole else Truth.OPEN

    def may_hear(self, name: str, on: date) -> bool:
        """Who is complained about needs leave; who is married to somebody who is, leave for each of these."""
        tied = [other for pair in self.married if name in pair for other in pair if other != name]
        for_whom = [other for other in (name, *tied) if self.is_subject(other, on)]
        return all(self.frees(other) for other in for_whom)


def lived(random: Random) -> tuple[Plain, Case]:
    """A case in order of time, and the same in plain words."""
    plain, people = Plain(), {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    for name in NAMES:
        ties: list[Tie | str] = []
        if random.random() < 0.5:
            plain.since[name], plain.until[name] = date.min, date.max
            ties.append(_tie(random, plain, name))
        if name == "amy":
            for other in random.sample(NAMES[:3], random.choice((0, 1, 2))):
                plain.married.append((name, other))
                ties.append(Tie("spouse", other))
        people[name] = Person(holds="officer", is_=ties)
    case = engine.begin(law(), at=day(1), people=people)
    case = engine.apply(law(), case, Action("came", at=day(1), by="cy"))
    for number in range(random.randint(0, 7)):
        on = day(2 + number)
        untold = [name for name in NAMES if name not in plain.since]
        if random.random() < 0.25 and untold:
            name = random.choice(untold)
            plain.since[name], plain.until[name] = date.min, date.max
            who = Person(is_=[_tie(random, plain, name)])
            said = Action("person_told", at=on, by="cy", person=name, who=who)
            case = engine.apply(law(), case, said)
            continue
        named, yes = random.choice((None, *NAMES)), random.random() < 0.6
        said = Action("leave", at=on, by="ola", person=named, answer=yes)
        is_refused = plain.answer(named, yes, on)
        rules = [reason.rule for reason in engine.decide(law(), case, said).reasons]
        assert rules == (["leave.for_each"] if is_refused else []), (plain, named)
        if is_refused and random.random() < 0.5:
            plain.answers.pop()
            continue
        case = engine.apply(law(), case, said, override=Override(by="dir", why="said so"))
    return plain, case


def _tie(random: Random, plain: Plain, name: str) -> Tie:
    since = day(random.randint(1, 12)) if random.random() < 0.3 else None
    until = day(random.randint(1, 12)) if random.random() < 0.3 else None
    if since is not None and until is not None and until < since:
        since, until = until, since
    plain.since[name], plain.until[name] = since or date.min, until or date.max
    return Tie("subject", since=since, until=until)


@pytest.mark.parametrize("block", range(4))
def test_leave_is_for_whom_it_was_given_and_a_condition_holds_where_it_was_given_to_anybody(
    block: int, record_property: Callable[[str, object], None]
) -> None:
    """0056: who is freed, also of a tie through somebody else; what holds, fails and is open; which answer is
    refused since it does not say for whom; and the time within which it is to be answered, which the first
    answer meets."""
    numbers = range(block, SIZES.cases // 5, 4)
    for number in numbers:
        plain, case = lived(Random(number))
        course = engine.course_of(law(), case)
        for wanted in (True, False):
            found = truth(law(), course, Condition("leave", answer=wanted))
            assert found is plain.whether(wanted), (number, wanted, plain)
        on = day(9) + timedelta(days=number % 6)
        for name in NAMES:
            ruled = engine.decide(law(), case, Action("heard", at=on, by=name))
            assert ruled.permitted is plain.may_hear(name, on), (number, name, plain)
        gates = {"told": True, "untold": False}
        for step, wanted in gates.items():
            ruled = engine.decide(law(), case, Action(step, at=on, by="cy"))
            assert ruled.permitted is (plain.whether(wanted) is Truth.HOLDS), (number, plain)
        ruled = engine.decide(law(), case, Action("named", at=on, by="cy"))
        assert ruled.permitted is (plain.whether(True) is Truth.FAILS), (number, plain)
        (clock,) = clocks_of(law(), case, "leave")
        first = plain.answers[0][2] if plain.answers else None
        assert clock.tape.met == first, (number, plain)
        stands = "overdue" if first is None else "met late" if first > day(4) else "met"
        assert str(clock.status(as_of=on)) == stands, (number, plain)
    record_property("questions for each of some people", len(numbers))
