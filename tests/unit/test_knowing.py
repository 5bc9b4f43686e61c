"""Two times: when something happened, and when it became known. Letters name paragraphs of the
language."""

from datetime import date, datetime
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.auditing import Verdict, audit
from complaintflow.case import Case, Person
from complaintflow.changes import Turn, next_change
from complaintflow.deadlines import Status
from complaintflow.explanation import explain
from complaintflow.knowing import as_known_on
from complaintflow.procedure import Procedure
from tests.policies import day, done, policy, refused

LETTERS = """
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair, holders: one}
facts: {urgent: {means: it cannot wait, decided_by: officer}}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      sent:    {by: officer, to: chair, within: 5 working days of came}
      replied: {by: chair, to: customer, within: 4 working days of receipt of sent}
      filed:   {by: officer, after: receipt of sent}
      rushed:  {by: officer, if: urgent}
    may:
      chair_named: {by: officer, appoints: chair}
      pushed:      {by: customer, then: second}
  second:
    title: Second
    must: {looked: {by: officer, within: 3 working days of pushed}}
    may:  {ended: {by: customer, then: shut}}
ends: {shut: {title: Shut}}
"""

PEOPLE = {
    "cy": Person(holds="customer"),
    "ola": Person(holds="officer"),
    "kim": Person(holds="chair"),
    "dee": Person(),
}


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(LETTERS)


@pytest.fixture
def opened(law: Procedure) -> Case:
    case = engine.begin(law, at=day(1), people=PEOPLE)
    return done(law, case, "came", day(1), "cy", record={"id": "came"})


def sent(law: Procedure, case: Case, on: int = 3) -> Case:
    return done(law, case, "sent", day(on), "ola", to="kim", record={"id": "sent"})


def had(law: Procedure, case: Case, on: int, *, told: int, **words: Any) -> Case:
    """That Kim had it in hand on a day, told on another one."""
    record = {"adds_to": "sent", "id": "had", **words}
    return done(law, case, "sent", day(told), "kim", received={"kim": day(on)}, record=record)


def starts(law: Procedure, case: Case, step: str, as_of: date | datetime) -> list[object]:
    found = engine.clocks_as_of(law, case, as_of=as_of)
    return [clock.start for clock in found if clock.step == step]


# --- a receipt that was told later ------------------------------------------------------------


def test_as_of_a_day_a_receipt_of_that_day_counts_though_it_was_told_later(
    law: Procedure, opened: Case
) -> None:
    """D10: what is known today about earlier events is kept; a receipt has a day of its own."""
    case = had(law, sent(law, opened), 5, told=10)
    assert starts(law, case, "replied", day(4)) == [day(5)]  # told for a day that is to come
    [clock] = [c for c in engine.clocks_as_of(law, case, as_of=day(4)) if c.step == "replied"]
    assert clock.status(as_of=day(4)) is Status.WAITING
    assert clock.status(as_of=day(5)) is Status.RUNNING
    assert clock.due == day(11)
    assert starts(law, case, "replied", day(2)) == [None]  # it had not been sent


def test_what_else_such_a_record_says_is_not_said_before_its_own_day(law: Procedure) -> None:
    case = engine.begin(law, at=day(1), people=PEOPLE)
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "sent", day(3), "ola", record={"id": "sent"})
    case = had(law, case, 5, told=10, override=None)
    assert "sent.to chair" not in [str(o) for o in engine.owed(law, case, as_of=day(6))]
    named = done(law, case, "replied", day(9), "kim", record={"id": "replied"})
    named = done(law, named, "replied", day(12), "kim", to="cy", record={"adds_to": "replied"})
    assert "replied.to customer" in [str(o) for o in engine.owed(law, named, as_of=day(11))]


def test_what_had_to_wait_for_a_receipt_may_be_recorded_for_a_day_after_it(
    law: Procedure, opened: Case
) -> None:
    """An action is judged on what stands before it, and the receipt does."""
    case = had(law, sent(law, opened), 5, told=10)
    assert refused(law, case, "filed", day(4), "ola") == ["filed.after"]
    assert refused(law, case, "filed", day(6), "ola") == []
    case = done(law, case, "filed", day(6), "ola")
    assert audit(law, case).breaches == ()
    [judged] = [j for j in audit(law, case).judged if j.event.action.name == "filed"]
    assert judged.verdict is Verdict.CLEARED  # on the 6th nobody knew of the receipt


def test_the_day_of_a_receipt_is_a_day_on_which_an_answer_changes(
    law: Procedure, opened: Case
) -> None:
    case = had(law, sent(law, opened), 5, told=10)
    change = next_change(law, case, after=day(4))
    assert change is not None
    assert change.at.date() == day(5)
    assert {why.turn for why in change.whys} == {Turn.STARTS, Turn.RECEIVED, Turn.OPENS}


def test_as_known_on_a_day_a_receipt_that_was_told_later_is_not_known(
    law: Procedure, opened: Case
) -> None:
    case = had(law, sent(law, opened), 5, told=10)
    known = as_known_on(law, case, day(9))
    assert starts(law, known, "replied", day(9)) == [None]
    known = as_known_on(law, case, day(10))
    assert starts(law, known, "replied", day(10)) == [day(5)]
    assert known == case


# --- corrections ------------------------------------------------------------------------------


def test_a_sending_that_is_corrected_to_after_its_receipt_is_told_in_an_audit(
    law: Procedure, opened: Case
) -> None:
    """D6: a correction is not refused; audit shows what it breaks."""
    case = had(law, sent(law, opened), 5, told=5)
    assert audit(law, case).breaches == ()
    record = {"corrects": "sent", "known_at": day(12)}
    case = done(law, case, "sent", day(8), "ola", to="kim", record=record)
    found = audit(law, case)
    [breach] = found.breaches
    assert breach.event.id == "had"
    assert breach.verdict is Verdict.COME_TO_LIGHT
    assert breach.now is not None
    [reason] = breach.now.reasons
    assert (reason.code, reason.rule) == ("too-early", "sent.received")
    told = "kim cannot have had sent on Friday 5 June 2026: it is of Monday 8 June 2026"
    assert told in explain(found)
    mended = done(
        law, case, "sent", day(12), "kim", received={"kim": day(9)}, record={"corrects": "had"}
    )
    assert audit(law, mended).breaches == ()


def test_a_receipt_on_the_day_of_the_sending_is_no_breach(law: Procedure, opened: Case) -> None:
    case = had(law, sent(law, opened), 5, told=5)
    case = done(law, case, "sent", day(5), "ola", to="kim", record={"corrects": "sent"})
    assert audit(law, case).breaches == ()


def test_what_was_told_at_the_beginning_is_taken_back_when_it_is_whatever_day_it_says(
    law: Procedure,
) -> None:
    """An audit asks what `decide` asked: who people are is known from the start."""
    two = {**PEOPLE, "kit": Person(holds="chair")}
    case = engine.begin(law, at=day(29), people=two)
    case = done(law, case, "retracted", day(2), None, record={"retracts": "people.kit"})
    case = done(law, case, "came", day(3), "cy")
    case = done(law, case, "sent", day(4), "ola", to="kim")
    assert audit(law, case).judged[-1].then == engine.decide(
        law, Case(case.events[:-1]), case.events[-1].action
    )
    assert audit(law, case).judged[-1].then.notes == ()
