"""What is owed. Letters such as A6 or D5 name paragraphs of the language."""

from typing import Any

import pytest

from complaintflow import engine
from complaintflow.case import Case, Override, Person
from complaintflow.errors import InputError
from complaintflow.procedure import Procedure
from complaintflow.rulings import ActionRefused, Owed
from tests.policies import (
    clocks_of,
    day,
    done,
    fusion_care,
    owed,
    policy,
    refused,
    ruling,
    statuses,
)

LAST = {"adds_to": "last"}

SMALL = """
relations: {subject: is complained about}
clauses:
  C1: {at: p. 1, says: sending}
  C2: {at: p. 2, says: copies}
roles:
  customer: {title: You}
  officer:  {title: The officer, stand_in: deputy}
  deputy:   {title: The deputy}
  chair:    {title: The chair, holders: one}
  friend:   {title: Your friend}
facts: {agreed: {means: it is agreed, decided_by: customer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked: {by: officer, counts_as: consider}
      sent:
        by: officer
        to: [customer, chair]
        with: customer
        copies_to: [chair, friend]
        how: writing
        must_include: [findings, advice]
        recorded_in: [book, file]
        within: 3 working days of came
        cites: {by: C1, to: C1, with: C1, how: C1, must_include: C1, recorded_in: C1, within: C1, copies_to: C2}
      told_officer: {by: chair, to: officer, after: sent}
      settled:      {by: officer, if: agreed}
      kept:         {by: officer, unless: agreed}
    may:
      pushed:       {by: customer, then: second}
      friend_named: {by: customer, appoints: friend}
  second:
    title: Second
    must: {told_again: {by: chair, to: officer}}
    may:  {wrote: {by: customer, how: writing, to: chair, then: shut}}
throughout:
  must: {logged: {by: chair, recorded_in: log}}
  may:  {gave_up: {by: customer, then: shut}}
ends: {shut: {title: Shut, must: {filed: {by: chair, recorded_in: cabinet}}}}
conflicts: {aside: {who: subject, may_not: consider}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(SMALL)


PEOPLE = {
    "cy": Person(holds="customer"),
    "ola": Person(holds="officer"),
    "di": Person(holds="chair"),
    "ed": Person(),
}


@pytest.fixture
def opened(law: Procedure) -> Case:
    return done(law, engine.begin(law, at=day(1), people=PEOPLE), "came", day(1), "cy")


ALL = [
    "sent.to customer",
    "sent.to chair",
    "sent.with customer",
    "sent.copies_to chair",
    "sent.how",
    "sent.must_include findings",
    "sent.must_include advice",
    "sent.recorded_in book",
    "sent.recorded_in file",
]


def lacks(law: Procedure, case: Case, at: int = 28) -> list[str]:
    return [text for text in owed(law, case, day(at)) if text.startswith("sent.")]


def sent(law: Procedure, case: Case, at: int = 2, **said: Any) -> Case:
    return done(law, case, "sent", day(at), "ola", **said)


def adding(law: Procedure, case: Case, at: int = 5, by: str = "ola", **said: Any) -> Case:
    return done(law, case, "sent", day(at), by, record=LAST, **said)


OFFICE = """
roles: {customer: {title: You}, chair: {title: Chair, holders: one}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {sent: {by: customer, to: chair}}
    may: {chair_named: {by: customer, appoints: chair}}
"""


# --- steps --------------------------------------------------------------------------


def test_every_must_of_an_open_place_is_owed_once_it_can_be_done(
    law: Procedure, opened: Case
) -> None:
    """A6: whose `after`, `if` and `unless` hold; an unanswered question owes neither way."""
    assert owed(law, opened, day(1)) == ["logged", "looked", "sent"]
    case = done(law, opened, "agreed", day(1), answer=True)
    assert owed(law, case, day(1)) == ["logged", "looked", "sent", "settled"]
    case = done(law, opened, "agreed", day(1), answer=False)
    assert owed(law, case, day(1)) == ["logged", "looked", "sent", "kept"]
    assert "told_officer" in owed(law, sent(law, opened), day(2))


def test_nothing_is_owed_before_the_case_has_begun(law: Procedure) -> None:
    """D3."""
    assert owed(law, engine.begin(law, at=day(1), people=PEOPLE), day(1)) == []


def test_the_musts_of_a_place_left_are_owed_no_more_and_those_of_an_end_are(
    law: Procedure, opened: Case
) -> None:
    """A6, B: an end may still owe."""
    case = done(law, opened, "gave_up", day(2), "cy")
    assert owed(law, case, day(2)) == ["logged", "filed"]


def test_what_is_owed_says_by_whom_to_whom_and_on_which_clauses(
    law: Procedure, opened: Case
) -> None:
    found = {o.duty: o for o in engine.owed(law, opened, as_of=day(1))}
    assert found["sent"] == Owed(
        "sent",
        ("officer",),
        to=("customer", "chair", "customer"),
        cites=law.steps["sent"].cites.clauses,
    )
    case = sent(law, opened)
    found = {str(o): o for o in engine.owed(law, case, as_of=day(2))}
    copies = found["sent.copies_to chair"]
    assert (copies.by, copies.to, copies.what) == (("officer",), ("chair",), None)
    assert (copies.clauses, copies.event) == (("C2",), case.events[-1].id)
    assert found["sent.must_include advice"].what == "advice"


# --- particulars ----------------------------------------------------------------------


def test_what_an_event_does_not_say_is_owed_and_refuses_nothing(
    law: Procedure, opened: Case
) -> None:
    """A6: missing particulars are no refusal; nothing is filled in."""
    found = ruling(law, opened, "sent", day(2), "ola")
    assert found.permitted
    assert [str(o) for o in found.owed] == ALL
    assert all(o.event is None for o in found.owed)
    assert lacks(law, sent(law, opened)) == ALL


def test_what_an_event_says_is_not_owed(law: Procedure, opened: Case) -> None:
    case = sent(
        law,
        opened,
        to=["cy", "di"],
        with_="cy",
        copies_to="di",
        how="email",
        includes=["findings", "advice"],
        recorded_in=["book", "file"],
    )
    assert lacks(law, case) == []


def test_each_of_the_addressees_is_owed_and_the_role_will_do_where_nobody_holds_it(
    law: Procedure, opened: Case
) -> None:
    """D8: each of; C: people, or roles that nobody in the case holds."""
    assert "sent.to chair" in lacks(law, sent(law, opened, to="cy"))
    assert "sent.to customer" not in lacks(law, sent(law, opened, to="cy"))
    assert "sent.to chair" in lacks(law, sent(law, opened, to="ola"))
    assert "sent.copies_to chair" in lacks(law, sent(law, opened, to="di"))
    without = {name: who for name, who in PEOPLE.items() if name != "di"}
    case = done(law, engine.begin(law, at=day(1), people=without), "came", day(1), "cy")
    assert "sent.to chair" in lacks(law, sent(law, case, to="cy"))
    assert "sent.to chair" not in lacks(law, sent(law, case, to="chair"))


def test_any_of_the_forms_will_do_and_the_wrong_one_is_owed(law: Procedure, opened: Case) -> None:
    """A6: `how` on a step without `then` is owed, not a gate."""
    assert "sent.how" in lacks(law, sent(law, opened, how="telephone"))
    assert "sent.how" not in lacks(law, sent(law, opened, how="letter"))


def test_a_role_that_is_appointed_is_owed_to_only_once_it_is_held(
    law: Procedure, opened: Case
) -> None:
    """D8."""
    case = sent(law, opened)
    assert "sent.copies_to friend" not in lacks(law, case)
    case = done(law, case, "friend_named", day(3), "cy", holder="ed")
    assert "sent.copies_to friend" in lacks(law, case)
    assert "sent.copies_to friend" not in lacks(law, case, at=2)
    assert "sent.copies_to friend" not in lacks(law, adding(law, case, copies_to="ed"))


def test_who_held_the_office_when_told_still_counts_after_somebody_else_took_it() -> None:
    """A7: what was read from the history does not change with the office."""
    law = policy(OFFICE)
    who = {"cy": Person(holds="customer"), "di": Person(holds="chair"), "ed": Person()}
    case = done(law, engine.begin(law, at=day(1), people=who), "came", day(1), "cy")
    case = done(law, case, "sent", day(2), "cy", to="di")
    case = done(law, case, "chair_named", day(3), "cy", holder="ed")
    assert owed(law, case, day(3)) == []


def test_a_stand_in_is_told_in_the_place_of_an_office_that_stands_aside(
    law: Procedure, opened: Case
) -> None:
    """A6: its `stand_in` fits `by`, and is told in its place."""
    case = done(law, opened, "sent", day(2), "ola")
    case = done(law, case, "told_officer", day(2), "di")
    assert "told_officer.to officer" in owed(law, case, day(2))
    case = done(law, case, "person_told", day(3), person="ola", who=Person(is_="subject"))
    assert "told_officer.to officer" in owed(law, case, day(3))  # nobody stands in yet
    case = done(law, case, "person_told", day(4), person="ed", who=Person(holds="deputy"))
    assert "told_officer.to deputy" in owed(law, case, day(4))
    case = done(law, case, "told_officer", day(5), "di", record=LAST, to="ed")
    assert "told_officer.to deputy" not in owed(law, case, day(5))


def test_an_office_that_stands_aside_in_one_place_is_told_in_another(
    law: Procedure, opened: Case
) -> None:
    """A6: barred from the step: in a place where it has nothing to stand aside from."""
    case = done(law, opened, "person_told", day(1), person="ola", who=Person(is_="subject"))
    case = done(law, case, "person_told", day(1), person="ed", who=Person(holds="deputy"))
    case = done(law, case, "pushed", day(2), "cy")
    case = done(law, case, "told_again", day(3), "di")
    assert "told_again.to officer" in owed(law, case, day(3))


def test_the_form_of_a_step_that_leads_on_is_a_gate(law: Procedure, opened: Case) -> None:
    """A6: `how` on a step with `then` is a gate."""
    case = done(law, opened, "pushed", day(2), "cy")
    assert refused(law, case, "wrote", day(3), "cy", how="speech") == ["wrote.how"]
    assert refused(law, case, "wrote", day(3), "cy") == ["wrote.how"]
    case = done(law, case, "wrote", day(3), "cy", how="letter")
    assert owed(law, case, day(3)) == ["logged", "filed", "wrote.to chair"]


def test_each_record_of_a_step_owes_its_own_particulars(law: Procedure, opened: Case) -> None:
    case = done(law, done(law, opened, "logged", day(1), "di"), "logged", day(2), "di")
    assert [t for t in owed(law, case, day(2)) if "log" in t] == ["logged.recorded_in log"] * 2


# --- supplying ------------------------------------------------------------------------


def test_a_record_that_adds_supplies_and_several_may(law: Procedure, opened: Case) -> None:
    """D5."""
    case = adding(law, sent(law, opened), to="cy", how="writing", includes="advice")
    assert lacks(law, case) == [
        text
        for text in ALL
        if text not in ("sent.to customer", "sent.how", "sent.must_include advice")
    ]
    case = adding(law, case, 6, to="di", with_="cy", copies_to="di", includes="findings")
    case = adding(law, case, 7, recorded_in=["book", "file"])
    assert lacks(law, case) == []
    assert lacks(law, case, at=6) == ["sent.recorded_in book", "sent.recorded_in file"]


def test_a_record_that_adds_moves_nothing_and_meets_no_clock(law: Procedure, opened: Case) -> None:
    """D5: moves nothing, starts and meets no clock."""
    case = adding(law, sent(law, opened, at=10), 11, to="cy")
    assert statuses(law, case, "sent", day(20)) == ["met late"]
    assert len(engine.course_of(law, case).times("sent")) == 1
    case = done(law, opened, "pushed", day(2), "cy", record={"id": "push"})
    case = done(law, case, "wrote", day(3), "cy", how="letter")
    case = done(law, case, "wrote", day(4), "cy", record=LAST, to="di")
    assert engine.stage_of(law, case, as_of=day(4)) == "shut"
    assert [v.place for v in engine.course_of(law, case).visits].count("shut") == 1
    assert owed(law, case, day(4)) == ["logged", "filed"]


def test_a_record_that_adds_works_also_after_the_place_was_left(
    law: Procedure, opened: Case
) -> None:
    """D5."""
    case = done(law, sent(law, opened), "gave_up", day(3), "cy")
    assert "sent.to customer" in lacks(law, case)
    assert "sent.to customer" not in lacks(law, adding(law, case, to="cy"))


def test_a_record_that_adds_passes_by_and_ties_alone(law: Procedure, opened: Case) -> None:
    """D5."""
    case = sent(law, opened)
    with pytest.raises(ActionRefused, match=r"sent\.by"):
        adding(law, case, by="di", to="cy")
    case = done(law, case, "looked", day(2), "ola")
    case = done(law, case, "person_told", day(3), person="ola", who=Person(is_="subject"))
    with pytest.raises(ActionRefused, match="aside"):
        done(law, case, "looked", day(4), "ola", record=LAST)
    case = done(law, case, "gave_up", day(4), "cy")
    case = done(law, case, "person_told", day(4), person="ola", who=Person(is_not="subject"))
    case = done(law, case, "friend_named", day(4), "cy", record={"override": Override("x", "y")})
    case = done(
        law, case, "friend_named", day(5), "cy", record=LAST, holder="ed"
    )  # its place is shut
    assert "friend_named.appoints friend" not in owed(law, case, day(5))


def test_a_record_that_adds_refuses_no_window_and_no_condition() -> None:
    """D5."""
    law = policy("""
roles: {customer: {title: You}}
facts: {agreed: {means: it is agreed, decided_by: customer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    may: {asked: {by: customer, if: agreed, within: 2 working days of came, recorded_in: book}}
""")
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    case = done(law, done(law, case, "came", day(1), "cy"), "agreed", day(1), answer=True)
    case = done(law, case, "asked", day(2), "cy")
    case = done(law, case, "agreed", day(3), answer=False)
    case = done(law, case, "asked", day(20), "cy", record=LAST, recorded_in="book")
    assert owed(law, case, day(20)) == []
    assert [str(c.status(as_of=day(20))) for c in clocks_of(law, case, "asked")] == ["used"]


def test_anybody_unbarred_may_write_down_where_it_is_recorded(law: Procedure, opened: Case) -> None:
    """D5: the files are kept by the staff, also of what the complainant did (decision 0019)."""
    case = sent(law, opened)
    case = done(law, case, "sent", day(3), "cy", record=LAST, recorded_in=["book", "file"])
    assert "sent.recorded_in book" not in lacks(law, case)
    for said in ({"how": "letter", "recorded_in": "book"}, {}):
        with pytest.raises(ActionRefused, match=r"sent\.by"):
            done(law, case, "sent", day(3), "cy", record=LAST, **said)


def test_who_stands_aside_does_not_write_it_down_either() -> None:
    """A tie that bars the act bars the record of it."""
    law = policy("""
relations: {subject: is complained about}
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {judged: {by: officer, counts_as: consider, recorded_in: book}}
conflicts: {aside: {who: subject, may_not: consider}}
""")
    people_ = {"cy": Person(holds="customer"), "mo": Person(is_="subject"), "bo": Person()}
    case = engine.begin(law, at=day(1), people={**people_, "di": Person(holds="officer")})
    case = done(law, done(law, case, "came", day(1), "cy"), "judged", day(2), "di")
    with pytest.raises(ActionRefused, match=r"refused: aside"):
        done(law, case, "judged", day(3), "mo", record=LAST, recorded_in="book")
    case = done(law, case, "judged", day(3), "bo", record=LAST, recorded_in="book")
    assert owed(law, case, day(3)) == []


def test_the_correction_of_what_only_adds_only_adds(law: Procedure, opened: Case) -> None:
    """D5, D6: a correction stands in the place of the one that it names."""
    case = adding(law, sent(law, opened), to="di")
    case = done(law, case, "sent", day(6), "ola", to="cy", record={"corrects": case.events[-1].id})
    assert len(engine.course_of(law, case).times("sent")) == 1
    assert "sent.to customer" not in lacks(law, case)


def test_a_record_adds_to_the_event_that_it_names_and_last_is_the_last_of_that_name(
    law: Procedure, opened: Case
) -> None:
    """C: adds_to: an id, or `last`."""
    case = done(law, opened, "logged", day(1), "di", record={"id": "one"})
    case = done(law, case, "logged", day(2), "di", record={"id": "two"})
    case = done(law, case, "logged", day(3), "di", record=LAST, recorded_in="log")
    assert case.events[-1].adds_to == "two"
    case = done(law, case, "logged", day(3), "di", record=LAST, recorded_in="log")
    assert case.events[-1].adds_to == "two"  # not to what itself only adds
    open_ones = [o.event for o in engine.owed(law, case, as_of=day(3)) if "log" in str(o)]
    assert open_ones == ["one"]
    case = done(law, case, "logged", day(3), "di", record={"adds_to": "one"}, recorded_in="log")
    assert "logged.recorded_in log" not in owed(law, case, day(3))


def test_a_record_can_only_add_to_an_event_of_its_own_name_that_is_there(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "logged", day(1), "di", record={"id": "one"})
    with pytest.raises(InputError, match="adds_to: event 'one' is 'logged', not 'sent'"):
        done(law, case, "sent", day(2), "ola", record={"adds_to": "one"})
    with pytest.raises(InputError, match="no event has the id 'none'"):
        done(law, case, "logged", day(2), "di", record={"adds_to": "none"})
    with pytest.raises(
        InputError, match="adds_to: last needs an earlier 'sent', and there is none"
    ):
        done(law, case, "sent", day(2), "ola", record=LAST)


def test_nothing_is_added_to_what_was_taken_back(law: Procedure, opened: Case) -> None:
    """Design 2: nothing is lost."""
    case = done(law, opened, "logged", day(2), "di", record={"id": "one"})
    case = done(law, case, "logged", day(2), "di", record={"id": "two", "corrects": "one"})
    case = done(law, case, "retracted", day(4), record={"retracts": "one"})
    for target in ("one", "two"):
        with pytest.raises(InputError, match=f"adds_to: event '{target}' was taken back"):
            done(law, case, "logged", day(5), "di", record={"adds_to": target})
    with pytest.raises(InputError, match="adds_to: last needs an earlier 'logged'"):
        done(law, case, "logged", day(5), "di", record=LAST)


def test_nothing_adds_to_an_answer(law: Procedure, opened: Case) -> None:
    """D5: a fact owes nothing; the last answer holds."""
    case = done(law, opened, "agreed", day(1), answer=False)
    with pytest.raises(InputError, match="an answer is given anew, nothing adds to it"):
        done(law, case, "agreed", day(2), answer=True, record=LAST)


# --- the real policy --------------------------------------------------------------------


def test_the_acting_manager_is_told_of_the_meeting_once_the_manager_stands_aside() -> None:
    """FC-12: a report of the meeting goes to the manager; A6: the stand-in is told."""
    law = fusion_care()
    who = {
        "ann": Person(holds="complainant", is_="child"),
        "mo": Person(holds="manager", is_="subject"),
        "sue": Person(holds=["senior_staff", "management"]),
        "dee": Person(holds="managing_director"),
        "amy": Person(is_not="subject"),
    }
    case = engine.begin(law, at=day(1), people=who, facts={"complains_for_another": False})
    case = done(law, case, "complaint_received", day(1), "ann", how="speech")
    case = done(law, case, "meeting_held", day(2), "sue", with_="ann")
    case = done(law, case, "acting_manager_named", day(2), "dee", holder="amy")
    case = done(law, case, "meeting_reported", day(3), "sue", to="mo")
    assert "meeting_reported.to acting_manager" in owed(law, case, day(3))
    case = done(law, case, "meeting_reported", day(4), "sue", record=LAST, to="amy")
    assert "meeting_reported.to acting_manager" not in owed(law, case, day(4))


def test_what_was_supplied_stays_supplied_when_the_date_is_corrected(
    law: Procedure, opened: Case
) -> None:
    """D6: a correction stands in the place of the one that it names; design 2: nothing is lost."""
    case = done(law, opened, "logged", day(3), "di", record={"id": "one"})
    case = done(law, case, "logged", day(4), "di", record=LAST, recorded_in="log")
    case = done(law, case, "logged", day(2), "di", record={"corrects": "one"})
    assert "logged.recorded_in log" not in owed(law, case, day(5))


def test_last_is_the_last_event_that_still_stands(law: Procedure, opened: Case) -> None:
    """C: adds_to; design 2: nothing is lost."""
    case = done(law, opened, "logged", day(2), "di", record={"id": "one"})
    case = done(law, case, "logged", day(3), "di", record={"id": "two"})
    case = done(law, case, "retracted", day(4), record={"retracts": "two"})
    case = done(law, case, "logged", day(4), "di", record=LAST, recorded_in="log")
    assert owed(law, case, day(5)) == ["looked", "sent"]


@pytest.mark.parametrize("target", ["corrected", "adding"])
def test_what_is_added_to_an_event_that_no_longer_stands_is_not_lost(
    law: Procedure, opened: Case, target: str
) -> None:
    """Design 2: nothing is lost; an error would do as well."""
    case = done(law, opened, "logged", day(2), "di", record={"id": "corrected"})
    case = done(law, case, "logged", day(1), "di", record={"id": "new", "corrects": "corrected"})
    case = done(law, case, "logged", day(2), "di", record={"id": "adding", "adds_to": "new"})
    record = {"adds_to": target}
    try:
        case = done(law, case, "logged", day(3), "di", record=record, recorded_in="log")
    except InputError:
        return
    assert owed(law, case, day(5)) == ["looked", "sent"]


def test_a_holder_who_was_supplied_goes_when_the_appointment_is_taken_back(
    law: Procedure, opened: Case
) -> None:
    """D5, D6: what adds to nothing supplies nothing."""
    case = done(law, opened, "friend_named", day(2), "cy", record={"id": "named"})
    case = done(law, case, "friend_named", day(3), "cy", record=LAST, holder="ed")
    case = done(law, case, "retracted", day(4), record={"retracts": "named"})
    assert engine.course_of(law, case).holders("friend") == ()


def test_an_office_may_be_told_by_its_name_whoever_holds_it(law: Procedure, opened: Case) -> None:
    """Decision 0011: to name the office is to tell whoever holds it."""
    case = sent(law, opened, to="chair")
    assert "sent.to chair" not in lacks(law, case)


def test_who_lost_an_office_before_is_not_told_in_it() -> None:
    """A6: the addressee is who holds the office."""
    small = policy(OFFICE)
    who = {"cy": Person(holds="customer"), "di": Person(holds="chair"), "ed": Person()}
    case = done(small, engine.begin(small, at=day(1), people=who), "came", day(1), "cy")
    case = done(small, case, "chair_named", day(2), "cy", holder="ed")
    case = done(small, case, "sent", day(3), "cy", to="di")
    assert owed(small, case, day(3)) == ["sent.to chair"]


def test_a_holder_who_is_supplied_later_holds_the_office(law: Procedure, opened: Case) -> None:
    """D5, B: appoints."""
    case = done(law, opened, "friend_named", day(2), "cy")
    assert "friend_named.appoints friend" in owed(law, case, day(2))
    case = done(law, case, "friend_named", day(3), "cy", record=LAST, holder="ed")
    assert "friend_named.appoints friend" not in owed(law, case, day(3))
    assert engine.course_of(law, case).holders("friend") == ("ed",)
