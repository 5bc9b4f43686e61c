"""What a hostile reading of audits tried: breaches of who took back and who told, as known then and as known now."""

from datetime import date

import pytest

from complaintflow import engine
from complaintflow.auditing import Judged, Verdict, audit
from complaintflow.case import Action, Case, Event, Override, Person
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.rulings import ActionRefused
from tests.policies import day, done, policy

BASE = """
relations:
  subject: is complained about
  head_of: {says: is the head of, between: two people}
roles:
  customer: {title: You}
  clerk:    {title: The clerk}
  officer:  {title: An officer}
  panel:    {title: The panel, appointed_by: clerk, cites: C}
clauses: {C: {at: p. 1, says: all of it}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      decided:  {by: officer, counts_as: decide}
      reviewed: {by: officer, counts_as: review}
    may:
      clerk_named: {by: customer, appoints: clerk}
      sat:         {by: panel}
ends: {shut: {title: Shut}}
conflicts:
  aside: {who: subject, may_not: [decide, clerk]}
  above: {who: head_of of whoever did decided, may_not: review}
"""

PEOPLE = {
    "cy": Person(holds="customer"),
    "cl": Person(holds="clerk"),
    "ola": Person(holds="officer"),
    "mo": Person(holds="officer"),
    "gus": Person(),
}


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(BASE)


def begun(law: Procedure) -> Case:
    case = engine.begin(law, at=day(1), people=PEOPLE)
    return done(law, case, "came", day(1), "cy", record={"id": "came"})


def told(person: str, who: Person, at: date, known: date | None = None, by: str = "cy") -> Event:
    action = Action(PERSON_TOLD, at=at, by=by, person=person, who=who)
    return Event(action=action, id=f"of {person}", known_at=known)


def taken_back(of: str, at: date, by: str) -> Event:
    return Event(action=Action(RETRACTED, at=at, by=by), id="back", retracts=of)


def judged(law: Procedure, case: Case, *events: Event, of: str) -> tuple[Verdict, set[str]]:
    found: list[Judged] = [
        each
        for each in audit(law, engine.restore(law, events, onto=case)).judged
        if each.event.id == of
    ]
    (one,) = found
    reasons = one.then.reasons if one.now is None else (*one.then.reasons, *one.now.reasons)
    return one.verdict, {reason.rule for reason in reasons}


@pytest.mark.parametrize(
    ("who", "rule"),
    [(Person(is_="subject"), "aside"), (Person(is_={"head_of": "ola"}), "above")],
)
@pytest.mark.parametrize(
    ("at", "known", "verdict"),
    [
        (2, 8, Verdict.COME_TO_LIGHT),
        (2, 3, Verdict.BREACH),
        (8, None, Verdict.IN_ORDER),  # it was not so before
    ],
)
def test_what_comes_to_light_of_whoever_took_back_is_held_against_that(
    law: Procedure, who: Person, rule: str, at: int, known: int | None, verdict: Verdict
) -> None:
    """Decision 0013: every event is judged by what was known then and by what is known now."""
    case = done(law, begun(law), "decided", day(3), "ola", record={"id": "act"})
    tie = told("mo", who, day(at), None if known is None else day(known))
    back = taken_back("act", day(4), "mo")
    rules = set() if verdict is Verdict.IN_ORDER else {rule}
    assert judged(law, case, back, tie, of="back") == (verdict, rules)
    # whatever the order in which a history is imported
    assert judged(law, case, tie, back, of="back") == (verdict, rules)


def test_what_was_never_so_clears_whoever_took_back(law: Procedure) -> None:
    case = done(law, begun(law), "decided", day(3), "ola", record={"id": "act"})
    tie = told("mo", Person(is_="subject"), day(2))
    wrong = Event(action=Action(RETRACTED, at=day(9), by="cl"), id="never", retracts="of mo")
    back = taken_back("act", day(4), "mo")
    assert judged(law, case, tie, back, wrong, of="back") == (Verdict.CLEARED, {"aside"})


def test_whoever_took_back_is_not_held_to_what_happened_afterwards(law: Procedure) -> None:
    case = done(law, begun(law), "decided", day(3), "ola", record={"id": "act"})
    back = taken_back("act", day(4), "mo")
    again = Event(action=Action("decided", at=day(6), by="mo"), id="again")
    assert judged(law, case, back, again, of="back") == (Verdict.IN_ORDER, set())


PANEL = Person(holds="panel")


def test_a_case_has_begun_though_what_began_it_was_taken_back(law: Procedure) -> None:
    """C3: once a case has begun, only whoever may name the holders of an office tells of one."""
    late = told("gus", PANEL, day(3), by="gus")
    back = taken_back("came", day(2), "cl")
    assert judged(law, begun(law), back, late, of="of gus") == (
        Verdict.BREACH,
        {"panel.appointed_by"},
    )


def test_who_is_told_afterwards_to_have_held_it_before_it_began_is_told_after_it_began(
    law: Procedure,
) -> None:
    late = told("gus", PANEL, date(2026, 5, 20), day(6), by="gus")
    assert judged(law, begun(law), late, of="of gus") == (Verdict.BREACH, {"panel.appointed_by"})
    clerk = told("gus", PANEL, date(2026, 5, 20), day(6), by="cl")
    assert judged(law, begun(law), clerk, of="of gus") == (Verdict.IN_ORDER, set())


def test_whoever_tells_of_a_holder_is_judged_by_all_that_is_known_now(law: Procedure) -> None:
    """The clerk is complained about, as is found out after he put somebody on the panel."""
    named = told("gus", PANEL, day(3), by="cl")
    tie = told("cl", Person(is_="subject"), day(2), day(8))
    assert judged(law, begun(law), named, tie, of="of gus") == (Verdict.COME_TO_LIGHT, {"aside"})


@pytest.mark.parametrize("at", [3, 5])
def test_so_is_whoever_corrects_somebody_into_an_office(law: Procedure, at: int) -> None:
    correction = Action(PERSON_TOLD, at=day(1), by="cl", person="gus", who=PANEL)
    right = Event(action=correction, id="right", known_at=day(at), corrects="people.gus")
    tie = told("cl", Person(is_="subject"), day(2), day(8))
    assert judged(law, begun(law), right, tie, of="right") == (Verdict.COME_TO_LIGHT, {"aside"})
    assert judged(law, begun(law), right, of="right") == (Verdict.IN_ORDER, set())


def test_who_names_holders_no_more_did_when_they_were_told_of(law: Procedure) -> None:
    """Nothing is held against a telling that changed since: who was the clerk then."""
    named = told("gus", PANEL, day(3), by="cl")
    other = Event(
        action=Action("clerk_named", at=day(5), by="cy", holder="ola", in_place_of="cl"), id="new"
    )
    assert judged(law, begun(law), named, other, of="of gus") == (Verdict.IN_ORDER, set())


def test_a_correction_by_which_too_many_hold_an_office_is_told_in_an_audit() -> None:
    """What `apply` refuses an audit calls a breach, whoever recorded it."""
    law = policy("""
roles: {you: {title: You}, chair: {title: The chair, holders: exactly 1}, officer: {title: An officer}}
begins: {came: {by: you, then: first}}
stages: {first: {title: First, must: {answered: {by: chair, then: closed}}, may: {noted: {by: officer}}}}
ends: {closed: {title: Closed}}
""")
    people = {
        "ann": Person(holds="you"),
        "cy": Person(holds="chair"),
        "bo": Person(holds="officer"),
    }
    case = engine.begin(law, at=day(1), people=people)
    second = Action(PERSON_TOLD, at=day(1), person="bo", who=Person(holds="chair"))
    with pytest.raises(ActionRefused) as refused:
        engine.apply(law, case, second, corrects="people.bo", known_at=day(3))
    case = engine.apply(
        law, case, second, corrects="people.bo", known_at=day(3), override=Override("kim", "known")
    )
    judged = audit(law, case).judged[-1]
    assert judged.now is not None
    for ruling in (refused.value.ruling, judged.then, judged.now):
        assert [reason.rule for reason in ruling.reasons] == ["chair.holders"]
    assert judged.verdict is Verdict.BREACH
