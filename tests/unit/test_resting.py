"""What rests on an event: what would have been refused without it, and what rests on that."""

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Event
from complaintflow.errors import InputError
from complaintflow.procedure import PERSON_TOLD, Procedure
from complaintflow.resting import what_rests_on
from tests.policies import day, people, policy

LAW = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  panel:    {title: The panel}
facts:
  agreed: {means: it is agreed, decided_by: customer}
clauses: {P-1: {at: line 1, says: an answer}}
begins: {came: {by: customer, then: open}}
stages:
  open:
    title: Open
    must:
      looked_at: {by: officer, recorded_in: log}
      answered:  {by: officer, after: looked_at, if: agreed}
      told:      {by: officer, after: answered}
    may:
      named:  {by: officer, appoints: panel}
      pushed: {by: customer, then: second}
  second:
    title: Review
    must: {met: {by: panel}}
    may: {closed: {by: officer, then: shut}}
ends: {shut: {title: Shut}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(LAW)


def happened(law: Procedure, *rows: tuple[int, str, str] | Event) -> Case:
    begun = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer", pia=[]))
    events = [
        row
        if isinstance(row, Event)
        else Event(action=Action(row[1], at=day(row[0]), by=row[2]), id=row[1])
        for row in rows
    ]
    return engine.restore(law, events, onto=begun)


def resting(law: Procedure, case: Case, name: str) -> list[str]:
    """The events that rest on another, each with the rules that it would have been against."""
    found = what_rests_on(law, case, name)
    return [f"{each.event.action.name}: {', '.join(each.rules)}" for each in found]


def test_what_must_come_after_an_event_rests_on_it_and_so_does_what_comes_after_that(
    law: Procedure,
) -> None:
    agreed = Event(action=Action("agreed", at=day(2), by="cy", answer=True), id="agreed")
    case = happened(
        law,
        (1, "came", "cy"),
        agreed,
        (3, "looked_at", "ola"),
        (4, "answered", "ola"),
        (5, "told", "ola"),
    )
    assert resting(law, case, "looked_at") == ["answered: answered.after", "told: told.after"]
    assert resting(law, case, "answered") == ["told: told.after"]
    assert resting(law, case, "told") == []
    assert resting(law, case, "agreed") == ["answered: answered.if", "told: told.after"]


def test_all_of_a_stage_rests_on_what_led_into_it_and_an_act_on_the_appointment(
    law: Procedure,
) -> None:
    named = Event(action=Action("named", at=day(2), by="ola", holder="pia"), id="named")
    case = happened(
        law, (1, "came", "cy"), named, (3, "pushed", "cy"), (4, "met", "pia"), (5, "closed", "ola")
    )
    assert resting(law, case, "named") == ["met: met.by"]
    assert resting(law, case, "pushed") == ["met: met.place", "closed: closed.place"]
    assert resting(law, case, "came") == [
        "named: named.place",
        "pushed: pushed.place",
        "met: met.place",
        "closed: closed.place",
    ]


def test_a_second_time_carries_what_the_first_one_did(law: Procedure) -> None:
    agreed = Event(action=Action("agreed", at=day(1), by="cy", answer=True), id="agreed")
    again = Event(action=Action("looked_at", at=day(3), by="ola"), id="again")
    case = happened(
        law, (1, "came", "cy"), agreed, (2, "looked_at", "ola"), again, (4, "answered", "ola")
    )
    assert resting(law, case, "looked_at") == []
    assert resting(law, case, "again") == []


def test_what_only_adds_to_an_event_goes_with_it(law: Procedure) -> None:
    added = Event(
        action=Action("looked_at", at=day(3), by="ola", recorded_in="log"),
        id="added",
        adds_to="looked_at",
    )
    case = happened(law, (1, "came", "cy"), (2, "looked_at", "ola"), added)
    assert resting(law, case, "looked_at") == []


def test_what_is_against_the_rules_anyway_rests_on_nothing(law: Procedure) -> None:
    """Nobody agreed: the answer is against the rules with the look and without, and lacks it too."""
    case = happened(law, (1, "came", "cy"), (2, "looked_at", "ola"), (3, "answered", "cy"))
    assert resting(law, case, "looked_at") == ["answered: answered.after"]
    told = Event(
        action=Action(PERSON_TOLD, at=day(1), person="pia", who=people(pia="officer")["pia"]),
        id="told of pia",
    )
    case = happened(law, (1, "came", "cy"), told, (2, "looked_at", "pia"))
    assert resting(law, case, "told of pia") == ["looked_at: looked_at.by"]


def test_what_was_corrected_is_read_in_its_place_and_what_was_taken_back_carries_nothing(
    law: Procedure,
) -> None:
    agreed = Event(action=Action("agreed", at=day(1), by="cy", answer=True), id="agreed")
    right = Event(action=Action("looked_at", at=day(3), by="ola"), id="right", corrects="looked_at")
    case = happened(
        law, (1, "came", "cy"), agreed, (2, "looked_at", "ola"), (4, "answered", "ola"), right
    )
    assert resting(law, case, "right") == ["answered: answered.after"]
    assert resting(law, case, "looked_at") == []  # it no longer stands
    back = Event(
        action=Action("retracted", at=day(5), by="ola", because="a slip"),
        id="back",
        retracts="looked_at",
    )
    taken_back = happened(
        law, (1, "came", "cy"), agreed, (2, "looked_at", "ola"), (4, "answered", "ola"), back
    )
    assert resting(law, taken_back, "looked_at") == []


def test_what_happens_later_than_the_day_that_is_asked_about_is_left_out(law: Procedure) -> None:
    case = happened(law, (1, "came", "cy"), (3, "pushed", "cy"), (4, "closed", "ola"))
    assert [r.event.id for r in what_rests_on(law, case, "came", as_of=day(3))] == ["pushed"]
    assert what_rests_on(law, case, "closed", as_of=day(3)) == ()


def test_an_event_that_the_case_does_not_have_is_told(law: Procedure) -> None:
    with pytest.raises(InputError, match="nowhere"):
        what_rests_on(law, happened(law, (1, "came", "cy")), "nowhere")
