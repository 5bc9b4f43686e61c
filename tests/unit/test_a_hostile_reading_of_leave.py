"""What a hostile reading of exceptions tried: who gave leave, and whether he or she could when it was given.

An exception holds only if somebody who was free to decide it did (docs/language.md, decision 0009).
"""

from datetime import date
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Override, Person, Tie
from complaintflow.procedure import Procedure
from complaintflow.rulings import Barred
from tests.policies import day, done, policy, ruling

BASE = """
relations:
  subject: is complained about
  spare: is one of the spare ones
  trusted: is trusted by both sides
roles:
  customer: {title: You}
  clerk:    {title: The clerk}
  officer:  {title: An officer}
  boss:     {title: The boss, stand_in: deputy, may_be: spare, cites: C}
  deputy:   {title: The deputy}
  pair:     {title: The pair, holders: exactly 2}
  panel:    {title: The panel, members: at least 2, of_whom: at least 1 trusted, cites: C}
clauses: {C: {at: p. 1, says: all of it}}
facts:
  leave:   {means: they may take part, decided_by: boss, counts_as: advise}
  nod:     {means: they may take part, decided_by: pair, counts_as: advise}
  grant:   {means: they may take part, decided_by: panel}
  consent: {means: the boss may decide it, decided_by: clerk, counts_as: advise}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      heard: {by: officer, counts_as: consider}
    may:
      moved: {by: customer, then: second}
  second:
    title: Second
    must:
      judged: {by: officer, counts_as: consider}
    may:
      back:     {by: customer, then: first}
      reported: {by: boss}
      ended:    {by: customer, then: shut}
throughout:
  may:
    noted:   {by: officer, counts_as: investigate}
    checked: {by: officer, counts_as: review}
ends: {shut: {title: Shut}}
conflicts:
  aside:    {who: subject, may_not: consider, except: {if: leave}}
  away:     {who: subject, may_not: investigate, except: {if: grant}}
  out:      {who: subject, may_not: review, except: {if: nod}}
  not_mine: {who: subject, may_not: leave, except: {in: first, if: consent}}
  no_more:  {who: did reported, may_not: leave}
"""

PEOPLE = {
    "cy": Person(holds="customer"),
    "cl": Person(holds="clerk"),
    "mo": Person(holds="officer", is_="subject"),
    "bo": Person(holds="boss"),
    "del": Person(holds="deputy"),
    "pat": Person(holds=["pair", "panel"]),
    "sam": Person(holds=["pair", "panel"], is_="trusted"),
}
OVER = Override(by="the chair", why="it was so")


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(BASE)


def begun(law: Procedure, **people: Person) -> Case:
    return done(
        law, engine.begin(law, at=day(1), people={**PEOPLE, **people}), "came", day(1), "cy"
    )


def given(
    law: Procedure, case: Case, at: date, by: str, fact: str = "leave", **said: Any
) -> tuple[bool, Case]:
    """Whether an answer was permitted, and the case with it, let stand where it was not."""
    action = Action(fact, at=at, by=by, answer=True, **said)
    permitted = engine.decide(law, case, action).permitted
    return permitted, engine.apply(law, case, action, override=None if permitted else OVER)


def may(law: Procedure, case: Case, at: date, act: str = "heard") -> bool:
    """Whether the subject may act; all the answers that there are to that agree."""
    free = ruling(law, case, act, at, "mo").permitted
    rule = {"heard": "aside", "judged": "aside", "noted": "away", "checked": "out"}[act]
    bar = next(b for b in engine.conflicts_of(law, case, "mo", as_of=at) if b.rule == rule)
    assert free is ("mo" in engine.who_may(law, case, act, as_of=at).may)
    assert free is bool(bar.excepted_in)
    return free


@pytest.mark.parametrize(
    ("tie", "permitted"),
    [
        (Tie("subject", until=day(5)), False),
        (Tie("subject", since=day(5)), True),
        (Tie("subject", since=day(4), until=day(6)), True),
        (Tie("subject", until=day(2)), True),
    ],
)
def test_leave_is_as_good_as_whoever_gave_it_was_free_on_that_day(
    law: Procedure, tie: Tie, permitted: bool
) -> None:
    """Neither does a tie that is over since make it good, nor one that began since make it bad."""
    free, case = given(law, begun(law, bo=Person(holds="boss", is_=[tie])), day(3), "bo")
    assert free is permitted
    for later in (3, 4, 5, 6, 9):
        assert may(law, case, day(later)) is permitted


def test_a_tie_without_dates_that_becomes_known_later_still_spoils_it(law: Procedure) -> None:
    free, case = given(law, begun(law), day(3), "bo")
    told = Action("person_told", at=day(2), person="bo", who=Person(is_="subject"))
    assert free
    assert not may(law, engine.apply(law, case, told, known_at=day(5)), day(6))


def test_what_whoever_gave_it_did_afterwards_does_not_spoil_it(law: Procedure) -> None:
    """Nor what is done in another stage, in which he or she could not give it any more."""
    _, case = given(law, begun(law), day(2), "bo")
    case = done(law, done(law, case, "moved", day(3), "cy"), "reported", day(4), "bo")
    assert not ruling(law, case, "leave", day(5), "bo", answer=True).permitted
    assert may(law, case, day(5), "judged")


def test_what_whoever_gave_it_had_done_before_spoils_it(law: Procedure) -> None:
    case = done(law, done(law, begun(law), "moved", day(3), "cy"), "reported", day(4), "bo")
    free, case = given(law, case, day(5), "bo")
    assert not free
    assert not may(law, case, day(6), "judged")


def test_an_exception_to_give_it_counts_in_the_stage_in_which_it_was_given(law: Procedure) -> None:
    subject = begun(law, bo=Person(holds="boss", is_="subject"))
    subject = done(law, subject, "consent", day(2), "cl", answer=True)
    free, case = given(law, subject, day(2), "bo")
    assert free
    assert may(law, case, day(2))
    assert may(law, done(law, case, "moved", day(3), "cy"), day(4), "judged")
    late, case = given(law, done(law, subject, "moved", day(3), "cy"), day(3), "bo")
    assert not late
    assert not may(law, done(law, case, "back", day(4), "cy"), day(5))


def test_consent_that_comes_after_it_makes_it_no_better(law: Procedure) -> None:
    subject = begun(law, bo=Person(holds="boss", is_="subject"))
    _, case = given(law, subject, day(2), "bo")
    case = done(law, case, "consent", day(3), "cl", answer=True)
    assert not may(law, case, day(4))


def test_a_substitute_gives_none_while_somebody_is_left(law: Procedure) -> None:
    """An answer of anybody else than those who may give it counts for nothing."""
    free, case = given(law, begun(law), day(3), "del")
    assert not free
    assert not may(law, case, day(4))
    # nor does it count once nobody is left, of whom it is told from then on
    told = Action("person_told", at=day(5), person="bo", who=Person(is_="subject"))
    assert not may(law, engine.apply(law, case, told), day(6))


def test_what_a_substitute_gave_where_nobody_was_left_stays(law: Procedure) -> None:
    """Whatever becomes of the office, or is known of whoever held it."""
    case = begun(law, bo=Person(holds="boss", is_="subject"))
    free, case = given(law, case, day(3), "del")
    assert free
    assert may(law, case, day(4))
    freed = Action("person_told", at=day(5), person="bo", who=Person(is_not="subject"))
    assert may(law, engine.apply(law, case, freed), day(6))
    new = Action("person_told", at=day(5), person="pat", who=Person(holds="boss"))
    assert may(law, engine.apply(law, case, new), day(6))


def test_whoever_is_not_eligible_for_the_office_gives_none(law: Procedure) -> None:
    free, case = given(law, begun(law, bo=Person(holds="boss", is_not="spare")), day(3), "bo")
    assert not free
    assert not may(law, case, day(4))


def test_of_an_office_of_two_one_alone_gives_none(law: Procedure) -> None:
    free, case = given(law, begun(law, sam=Person(holds="panel")), day(3), "pat", "nod")
    assert not free
    assert not may(law, case, day(4), "checked")
    told = Action("person_told", at=day(5), person="sam", who=Person(holds="pair"))
    assert not may(law, engine.apply(law, case, told), day(6), "checked")
    free, case = given(law, begun(law), day(3), "pat", "nod")
    assert free
    assert may(law, case, day(4), "checked")


@pytest.mark.parametrize(
    ("tie", "permitted"),
    [(Tie("trusted", until=day(5)), True), (Tie("trusted", since=day(5)), False)],
)
def test_a_body_gave_it_that_was_made_up_as_it_must_be_on_that_day(
    law: Procedure, tie: Tie, permitted: bool
) -> None:
    case = begun(law, sam=Person(holds="panel", is_=[tie]))
    free, case = given(law, case, day(3), "pat", "grant", sat=["pat", "sam"])
    assert free is permitted
    for later in (4, 9):
        assert may(law, case, day(later), "noted") is permitted


def test_the_refusal_says_who_had_no_right_to_give_it_then(law: Procedure) -> None:
    bo = Person(holds="boss", is_=[Tie("subject", until=day(5))])
    _, case = given(law, begun(law, bo=bo), day(3), "bo")
    reason = ruling(law, case, "heard", day(9), "mo").reasons[0]
    assert isinstance(reason, Barred)
    assert (reason.rule, reason.spoilt, reason.deciders) == ("aside", ("bo",), ("bo",))
