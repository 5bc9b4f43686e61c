"""Laws of bodies: whatever is recorded without an override, no sitting is left without its members.

A case is lived at random: members are named, told of, replaced and written in afterwards; sittings
are recorded on any day, corrected, taken back. What is refused is not recorded. Nobody frees or binds
anybody by a tie here, since who people are is told whatever comes of it.
"""

from contextlib import suppress
from functools import cache
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import course as reading
from complaintflow import engine, ledger
from complaintflow.auditing import as_known_now
from complaintflow.case import Action, Case, Person, doers
from complaintflow.course import Course
from complaintflow.errors import InputError
from complaintflow.procedure import Procedure
from complaintflow.rulings import ActionRefused, NoChair, NoQuorum, Reason, WrongMembers, WrongShare
from tests.policies import day, policy
from tests.properties.lives import examples

PANEL = """
relations: {outside: is from outside, involved: was involved}
roles:
  parent: {title: You}
  clerk: {title: The clerk}
  panel:
    title: The panel
    members: NUMBER
    of_whom: at least 1 outside
    chair: one
    appointed_by: clerk
    without_quorum: adjourned
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must: {heard: {by: panel, counts_as: decide}}
    may:
      named: {by: clerk, appoints: panel}
      adjourned: {by: panel}
      noted: {by: [clerk, panel]}
conflicts:
  nobody_involved: {who: involved, may_not: panel}
  nobody_noted: {who: did noted, may_not: decide}
"""

NUMBERS = ("exactly 2", "at least 2", "2 to 3", "exactly 3")

PEOPLE = {
    "ann": Person(holds="parent"),
    "cal": Person(holds="clerk"),
    "bob": Person(holds="panel"),
    "cy": Person(holds="panel", is_="outside"),
    "dee": Person(is_="outside"),
    "eve": Person(is_="involved"),
    "gus": Person(),
}

LACKS = (NoQuorum, WrongMembers, WrongShare, NoChair)


@cache
def law(number: str) -> Procedure:
    return policy(PANEL.replace("NUMBER", number))


def some_action(random: Random, course: Course, name: str) -> Action:
    """Mostly what may be, by whoever holds the panel then; now and then anything."""
    at, held = day(random.randrange(2, 8)), [*course.holders("panel")] or ["bob"]
    anybody = [*PEOPLE]

    def somebody() -> str:
        return random.choice(held if random.random() < 0.85 else anybody)

    if name == "named":
        gone = somebody() if random.random() < 0.5 else None
        return Action(name, at=at, by="cal", holder=random.choice(anybody), in_place_of=gone)
    if name == "person_told":
        by = random.choice(["cal", "cal", "ann", None])
        who = Person(holds="panel")
        return Action(name, at=at, by=by, person=random.choice(anybody), who=who)
    if name == "noted":
        return Action(name, at=at, by=random.choice(["cal", somebody()]))
    sat = list(dict.fromkeys(somebody() for _ in range(random.randrange(1, 7))))
    by = random.choice(sat) if random.random() < 0.95 else somebody()
    chair = random.choice(sat) if random.random() < 0.9 else None
    return Action(name, at=at, by=by, sat=sat if random.random() < 0.95 else None, chair=chair)


TIED = ("people.cy", "people.dee", "people.eve")

STEPS = ("heard", "heard", "heard", "named", "named", "person_told", "adjourned", "noted")


def lived(seed: int, tries: int) -> tuple[Procedure, Case, list[Reason]]:
    """What came of so many tries, and why others were refused; corrections and retractions among them."""
    random = Random(seed)
    procedure = law(random.choice(NUMBERS))
    reasons: list[Reason] = []
    case = engine.begin(procedure, at=day(1), people=PEOPLE)
    case = engine.apply(procedure, case, Action("came", at=day(1), by="ann"))
    for _ in range(tries):
        # what says who somebody is in ties stays: that is told whatever comes of it
        target = random.choice([each for each in case.events if each.id not in TIED])
        course = engine.course_of(procedure, case)
        more: dict[str, Any] = {}
        action = some_action(random, course, random.choice(STEPS))
        kind = random.randrange(6)
        if kind == 0:
            action, more = Action("retracted", at=day(8), by="cal"), {"retracts": target.id}
        elif kind == 1 and target.action.name in STEPS:
            action = some_action(random, course, target.action.name)
            more = {"corrects": target.id}
        with suppress(InputError):
            try:
                case = engine.apply(procedure, case, action, **more)
            except ActionRefused as refusal:
                reasons += refusal.ruling.reasons
    return procedure, case, reasons


seeds = given(st.integers(0, 2**32 - 1), st.integers(3, 25))


def ties_of(course: Course, name: str) -> set[str]:
    return {tie.relation for tie in course.people[name].is_}


@examples(150)
@seeds
def test_no_sitting_is_left_without_its_members(seed: int, tries: int) -> None:
    """Decision 0055, behind the back of the quorum; nor are more people named than may be."""
    procedure, case, _ = lived(seed, tries)
    for id_, ruling in as_known_now(procedure, engine.course_of(procedure, case)):
        if ruling.action.name in ("noted", "person_told"):
            continue  # the clerk's own note, who was no clerk by a later correction; and who people are
        assert not [r for r in ruling.reasons if isinstance(r, LACKS)], (id_, ruling)
        assert ruling.action.name != "heard" or "heard.by" not in [r.rule for r in ruling.reasons]


@examples(100)
@seeds
def test_those_who_heard_it_were_enough_free_members_with_a_chair(seed: int, tries: int) -> None:
    """The same, counted by hand: of the holders then, without who was involved or noted something."""
    procedure, case, _ = lived(seed, tries)
    body = procedure.roles["panel"].body
    assert body is not None
    # a day is put right whatever comes of it, of an act by the same person (decision 0049)
    by = {e.id: e.action.by for e in case.events if e.action.name == "noted"}
    moved = {e.id for e in case.events if e.id in by and by.get(e.corrects or "") == e.action.by}
    for each, stood in reading.one_by_one(procedure, engine.course_of(procedure, case)):
        if each.action.name != "heard":
            continue
        held, sat = {*stood.holders("panel")}, {*doers(each.action)}
        free = {name for name in held if "involved" not in ties_of(stood, name)}
        noted = [o.event for o in stood.times("noted") if o.event.id not in moved]
        free -= {name for each_ in noted for name in doers(each_.action)}
        assert sat <= held
        assert sat <= free
        assert body.members.fits(len(sat)) or len(sat) >= body.members.least
        assert body.members.most is None or len(sat) <= body.members.most
        assert any("outside" in ties_of(stood, name) for name in sat)
        assert each.action.particulars.chair in sat


@examples(60)
@seeds
def test_no_more_people_hold_an_office_at_last_than_may(seed: int, tries: int) -> None:
    procedure, case, _ = lived(seed, tries)
    role, course = procedure.roles["panel"], engine.course_of(procedure, case)
    free = [n for n in course.holders("panel") if "involved" not in ties_of(course, n)]
    assert role.most is None or len(free) <= role.most


@examples(60)
@seeds
def test_everybody_who_sat_did_it_and_the_record_keeps_it(seed: int, tries: int) -> None:
    procedure, case, _ = lived(seed, tries)
    course = engine.course_of(procedure, case)
    for each in course.events:
        assert {*each.action.particulars.sat} <= course.did.get(each.action.name, frozenset())
    for row, each in zip(ledger.rows(procedure, case), case.events, strict=True):
        assert row.get("sat", []) == [*each.action.particulars.sat]
    assert engine.replay(procedure, case.events) == case


def test_the_tries_meet_each_of_the_doors() -> None:
    """The laws above would say little of records in which nobody sits or tries."""
    met: set[str] = set()
    for seed in range(80):
        _, case, reasons = lived(seed, 20)
        met |= {type(reason).__name__ for reason in reasons}
        for each in case.events:
            met |= {word for word in ("corrects", "retracts") if getattr(each, word)}
            met.add(each.action.name)
    assert met >= {each.__name__ for each in LACKS}
    assert met >= {"LaterUnmade", "Barred", "WrongRole", "corrects", "retracts", "heard", "named"}
