"""Laws of the record's back doors: whatever is recorded late, corrected or taken back, in any order.

What only the history bars, and nobody let stand, is nowhere in the record. Decision 0049.
"""

from contextlib import suppress
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Event, Person
from complaintflow.errors import InputError
from complaintflow.procedure import PERSON_TOLD, RETRACTED
from complaintflow.rulings import ActionRefused, Barred, LaterBarred, Reason
from tests.policies import day, policy
from tests.properties.lives import examples

LAW = policy("""
roles:
  customer: {title: You}
  officer:  {title: Officer}
  helper:   {title: Helper}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked:  {by: officer}
      checked: {by: [officer, helper]}
    may:
      helper_named: {by: officer, appoints: helper}
      longer:       {by: officer, agreed_by: officer}
ends: {shut: {title: Shut}}
conflicts:
  apart:  {different_people: [looked, checked, longer]}
  helped: {different_people: [helper, looked]}
""")
OFFICERS = ("ola", "bo", "di")


def some_event(random: Random, case: Case) -> Event:
    """Something done, done late, written anew or taken back, by one officer or another."""
    by, kind = random.choice(OFFICERS), random.randrange(3)
    recorded = [event for event in case.events if event.action.name not in ("person_told", "came")]
    at = day(random.randrange(1, 20))
    if kind == 1 and recorded:
        wrong = random.choice(recorded)
        return Event(action=Action(RETRACTED, at=at, by=by), id="", retracts=wrong.id)
    steps = ("looked", "checked", "helper_named", "longer")
    named = [event for event in recorded if event.action.name in steps] if kind == 2 else []
    corrects = random.choice(named) if named else None
    name = random.choice(steps) if corrects is None else corrects.action.name
    said = {
        "holder": random.choice(OFFICERS) if name == "helper_named" else None,
        "agreed_by": random.choice(OFFICERS) if name == "longer" else None,
    }
    action = Action(name, at=at, by=by, **said)  # type: ignore[arg-type]
    return Event(action=action, id="", corrects=None if corrects is None else corrects.id)


def lived(seed: int, tries: int) -> tuple[Case, list[Reason]]:
    """What came of so many tries, and why others were refused."""
    random = Random(seed)
    reasons: list[Reason] = []
    people = {"cy": Person(holds="customer")} | {name: Person(holds="officer") for name in OFFICERS}
    case = engine.begin(LAW, at=day(1), people=people)
    case = engine.apply(LAW, case, Action("came", at=day(1), by="cy"))
    for number in range(tries):
        event = some_event(random, case)
        with suppress(InputError):
            try:
                case = engine.apply(
                    LAW,
                    case,
                    event.action,
                    corrects=event.corrects,
                    retracts=event.retracts,
                    known_at=date(2026, 7, 1) + timedelta(days=number),
                )
            except ActionRefused as refusal:
                reasons += refusal.ruling.reasons
    return case, reasons


@examples(150)
@given(st.integers(0, 2**32 - 1), st.integers(3, 20))
def test_nobody_is_his_own_check_unless_somebody_let_it_stand(seed: int, tries: int) -> None:
    """The issue's own words: the investigator is not his own independent check."""
    case, _ = lived(seed, tries)
    for index, judged in enumerate(audit(LAW, case).judged):
        if judged.event.retracts is not None:
            # a later record may say that whoever took it back had done something before
            judged = audit(LAW, Case(case.events[: index + 1])).judged[index]
            assert judged.then.permitted
        assert judged.now is None or not [r for r in judged.now.reasons if isinstance(r, Barred)]


@examples(60)
@given(st.integers(0, 2**32 - 1), st.integers(3, 20))
def test_what_was_recorded_so_is_recorded_so_again(seed: int, tries: int) -> None:
    """Design 6: replay gives the same case, corrections and retractions too."""
    case, _ = lived(seed, tries)
    assert engine.replay(LAW, case.events) == case


def test_the_tries_meet_each_of_the_doors() -> None:
    """The laws above would say little of records in which nobody tries."""
    met: set[str] = set()
    for seed in range(60):
        case, reasons = lived(seed, 16)
        met |= {reason.code for reason in reasons}
        met |= {type(reason).__name__ for reason in reasons if isinstance(reason, LaterBarred)}
        for event in case.events:
            met |= {word for word in ("corrects", "retracts") if getattr(event, word)}
    assert met >= {"barred", "LaterBarred", "not-agreed", "corrects", "retracts"}


TIES = policy("""
relations: {subject: is complained about, head_of: {says: is the head of, between: two people}}
roles:
  customer: {title: You}
  officer:  {title: Officer}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: officer}, reviewed: {by: officer}}
ends: {shut: {title: Shut}}
conflicts:
  aside: {who: [subject, head_of of subject], may_not: looked}
  own: {who: [did looked, head_of of whoever did looked], may_not: reviewed}
  above: {only: head_of of whoever did looked, may: reviewed}
""")
LAST = 9


def some_telling(random: Random, case: Case) -> Event:
    """Who somebody is, told on some day, corrected or taken back, in somebody's name."""
    by, kind = random.choice(OFFICERS), random.randrange(3)
    at = day(random.randrange(1, LAST))
    recorded = [event for event in case.events if event.action.name != "came"]
    if kind == 1:
        done = [event for event in recorded if event.action.by == by] or recorded
        wrong = random.choice(random.choice((recorded, done)))
        return Event(action=Action(RETRACTED, at=at, by=by), id="", retracts=wrong.id)
    told = [event for event in recorded if event.action.name == PERSON_TOLD]
    corrects = random.choice(told) if kind == 2 else None
    person = random.choice((by, by, *OFFICERS))
    if corrects is not None:
        person = corrects.action.particulars.person or person
    elif not random.randrange(3):
        return Event(action=Action("looked", at=at, by=by), id="")
    ties = ("subject", {"head_of": random.choice(OFFICERS)})
    is_, is_not = ((random.choice(ties), ()), ((), random.choice(ties)))[random.randrange(2)]
    who = Person(holds="officer", is_=is_, is_not=is_not)
    action = Action(PERSON_TOLD, at=at, by=by, person=person, who=who)
    return Event(action=action, id="", corrects=None if corrects is None else corrects.id)


def kept_from(case: Case, person: str, at: int) -> set[tuple[str, tuple[str, ...]]]:
    """What keeps a person away from what, at the end of a day."""
    bars = engine.conflicts_of(TIES, case, person, as_of=day(at))
    return {(bar.rule, bar.kept_from) for bar in bars}


def told(seed: int, tries: int) -> int:
    """How many of so many tries were refused; by what was not, nobody freed himself on any day."""
    random = Random(seed)
    people = {"cy": Person(holds="customer")} | {name: Person(holds="officer") for name in OFFICERS}
    case = engine.begin(TIES, at=day(1), people=people)
    case = engine.apply(TIES, case, Action("came", at=day(1), by="cy"))
    case = engine.apply(TIES, case, Action("looked", at=day(2), by="di"))
    for person, tie in (("ola", "subject"), ("bo", {"head_of": "di"}), ("di", "subject")):
        at, who = day(random.randrange(2, LAST)), Person(is_=tie)
        case = engine.apply(TIES, case, Action(PERSON_TOLD, at=at, person=person, who=who))
    refused = 0
    for _ in range(tries):
        event = some_telling(random, case)
        in_his_name = event.retracts is not None or event.action.name == PERSON_TOLD
        try:
            grown = engine.apply(
                TIES, case, event.action, corrects=event.corrects, retracts=event.retracts
            )
        except InputError:
            continue
        except ActionRefused:
            refused += 1
            continue
        by = event.action.by
        assert by is not None
        known = [by in engine.course_of(TIES, each).people for each in (case, grown)]
        if in_his_name and all(known):
            for number in range(1, LAST + 1):
                assert kept_from(case, by, number) <= kept_from(grown, by, number)
        case = grown
    return refused


@examples(60)
@given(st.integers(0, 2**32 - 1), st.integers(3, 15))
def test_nobody_frees_himself_on_any_day(seed: int, tries: int) -> None:
    """Decision 0049: whoever tells or corrects in his own name who people are, or takes anything back."""
    told(seed, tries)


def test_somebody_tries_to_free_himself() -> None:
    assert sum(told(seed, 12) for seed in range(20)) > 20
