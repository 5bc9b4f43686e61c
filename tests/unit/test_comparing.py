"""Who holds an office by one version of a record and not by another: what a change of the record does to offices."""

import pytest

from complaintflow import engine
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Event, Person
from complaintflow.comparing import Offices, offices_changed
from complaintflow.procedure import PERSON_TOLD, RETRACTED
from complaintflow.rulings import ActionRefused, Barred, LaterBarred, Unnamed, WrongRole
from tests.policies import day, done, policy

LAW = policy("""
relations: {subject: is complained about}
roles:
  parent: {title: You}
  clerk: {title: The clerk}
  dean: {title: The dean}
  checker: {title: The checker, appointed_by: dean}
  investigator: {title: The investigator, holders: one, appointed_by: dean}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      looked: {by: investigator, counts_as: investigate}
      checked: {by: checker, counts_as: review, then: over}
    may:
      investigator_named: {by: dean, appoints: investigator}
      checker_named: {by: dean, appoints: checker}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: [dean, investigator_named, checker_named]}
  apart: {different_people: [investigator, checker]}
""")


@pytest.fixture
def case() -> Case:
    """Dan is complained about; Dee is a dean; Cy is a clerk; Ivy investigates, as was told on the second."""
    people = {
        "ann": Person(holds="parent"),
        "dan": Person(holds="dean", is_="subject"),
        "dee": Person(holds="dean"),
        "cy": Person(holds="clerk"),
        "gus": Person(),
    }
    case = done(LAW, engine.begin(LAW, at=day(1), people=people), "came", day(1), "ann")
    return engine.apply(LAW, case, telling("dee", 2, "ivy", "investigator"), id="told")


def telling(by: str | None, at: int, person: str, *roles: str) -> Action:
    return Action(PERSON_TOLD, at=day(at), by=by, person=person, who=Person(holds=roles))


# --- taken away by a correction -------------------------------------------------------------------


def test_whoever_is_complained_about_takes_no_office_away_by_a_correction(case: Case) -> None:
    """0049: whom a conflict keeps from naming undoes no naming, by a correction as little as by a retraction."""
    with pytest.raises(ActionRefused) as raised:
        engine.apply(LAW, case, telling("dan", 2, "ivy"), corrects="told")
    for reason in raised.value.ruling.reasons:
        assert isinstance(reason, Barred)
        assert (reason.rule, reason.person) == ("aside", "dan")
        assert reason.who_else == ("ann", "dee", "cy", "gus", "ivy")


def test_it_must_be_said_who_takes_an_office_away_by_a_correction(case: Case) -> None:
    with pytest.raises(ActionRefused) as raised:
        engine.apply(LAW, case, telling(None, 2, "ivy"), corrects="told")
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, Unnamed)
    assert (reason.rule, reason.kept) == ("investigator.appointed_by", ("dan",))


def test_no_office_is_asked_of_whoever_takes_one_away(case: Case) -> None:
    """0019: who finds that it was another complaint is not the one who told it."""
    case = engine.apply(LAW, case, telling("cy", 2, "ivy"), corrects="told")
    assert engine.course_of(LAW, case).holders("investigator") == ()


def test_whoever_moves_a_telling_to_a_later_day_takes_the_office_away_for_the_days_between(
    case: Case,
) -> None:
    rules = refused_rules(case, telling("dan", 4, "ivy", "investigator"))
    assert set(rules) == {"aside"}
    case = engine.apply(LAW, case, telling("dee", 4, "ivy", "investigator"), corrects="told")
    assert engine.course_of(LAW, case).holders("investigator") == ("ivy",)


def test_an_audit_tells_an_office_that_was_taken_away(case: Case) -> None:
    taken = Event(action=telling("dan", 2, "ivy"), id="c", corrects="told")
    (breach,) = audit(LAW, engine.restore(LAW, [taken], onto=case)).breaches
    assert breach.event.id == "c"


# --- given by a correction, of a day on which something was done -----------------------------------


@pytest.mark.parametrize("by", ["dee", "dan", None])
def test_who_checked_is_not_corrected_into_the_investigator_of_before(
    case: Case, by: str | None
) -> None:
    """0049: as a late telling is, so a correction of a telling is judged by what its holder did since."""
    case = engine.apply(LAW, case, telling("dee", 2, "gus"), id="gus")
    case = done(LAW, case, "checker_named", day(3), "dee", holder="gus")
    case = done(LAW, case, "looked", day(3), "ivy")
    case = done(LAW, case, "checked", day(4), "gus")
    action = telling(by, 2, "gus", "investigator")
    with pytest.raises(ActionRefused) as raised:
        engine.apply(LAW, case, action, corrects="gus")
    late = [each for each in raised.value.ruling.reasons if isinstance(each, LaterBarred)]
    assert [(each.rule, each.at) for each in late] == [("apart", day(3)), ("apart", day(4))]


# --- held again, once an appointment is taken back --------------------------------------------------


@pytest.mark.parametrize("by", ["ivy", "cy"])
def test_who_lost_an_office_does_not_take_back_the_appointment_that_followed(
    case: Case, by: str
) -> None:
    """0049: whoever would hold an office again is named by whoever takes back."""
    case = done(
        LAW, case, "investigator_named", day(3), "dee", holder="gus", record={"id": "named"}
    )
    with pytest.raises(ActionRefused) as raised:
        done(LAW, case, RETRACTED, day(4), by, record={"retracts": "named"})
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, WrongRole)
    assert (reason.rule, reason.who_else) == ("investigator.appointed_by", ("dee",))
    event = Event(action=Action(RETRACTED, at=day(4), by=by), id="back", retracts="named")
    assert [
        each.event.id for each in audit(LAW, engine.restore(LAW, [event], onto=case)).breaches
    ] == ["back"]
    case = done(LAW, case, RETRACTED, day(4), "dee", record={"retracts": "named"})
    assert engine.course_of(LAW, case).holders("investigator") == ("ivy",)


def test_an_appointment_of_somebody_after_nobody_is_taken_back_by_anybody_free(case: Case) -> None:
    case = done(LAW, case, "checker_named", day(3), "dee", holder="gus", record={"id": "named"})
    case = done(LAW, case, RETRACTED, day(4), "cy", record={"retracts": "named"})
    assert engine.course_of(LAW, case).holders("checker") == ()


# --- the comparison itself ---------------------------------------------------------------------------


def test_a_term_that_is_over_by_now_is_told(case: Case) -> None:
    case = done(LAW, case, "investigator_named", day(5), "dee", holder="gus")
    without = tuple(each for each in case.events if each.id != "told")
    ivy = (("ivy", "investigator"),)
    assert offices_changed(LAW, without, case.events) == Offices(gained=ivy, lost=())
    assert offices_changed(LAW, case.events, without) == Offices(gained=(), lost=ivy)
    assert offices_changed(LAW, case.events, case.events) == Offices(gained=(), lost=())


def refused_rules(case: Case, action: Action) -> list[str]:
    with pytest.raises(ActionRefused) as raised:
        engine.apply(LAW, case, action, corrects="told")
    return [each.rule for each in raised.value.ruling.reasons]
