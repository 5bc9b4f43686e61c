"""Who holds an office by one version of a record and not by another: what a change of the record does to offices."""

from typing import Any

import pytest

from complaintflow import engine
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Event, Person
from complaintflow.comparing import Offices, offices_changed
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.rulings import (
    ActionRefused,
    Barred,
    LaterBarred,
    LaterUnmade,
    Unnamed,
    WrongRole,
)
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


# --- held again by what is taken back, and judged by what was done since --------------------------------

NO_SELF = policy("""
roles:
  parent: {title: You}
  dean: {title: The dean}
  checker: {title: The checker, appointed_by: dean}
  investigator: {title: The investigator, holders: one, appointed_by: dean}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      looked: {by: investigator}
      checked: {by: checker}
    may: {investigator_named: {by: dean, appoints: investigator}}
ends: {over: {title: Over}}
conflicts:
  no_self: {who: investigator, may_not: checked}
""")


@pytest.fixture
def ivy_investigates() -> Case:
    people = {"ann": Person(holds="parent"), "dee": Person(holds="dean"), "gus": Person()}
    case = done(NO_SELF, engine.begin(NO_SELF, at=day(1), people=people), "came", day(1), "ann")
    return engine.apply(NO_SELF, case, telling("dee", 2, "ivy", "investigator"), id="told")


def checked_by_ivy(case: Case) -> Case:
    """Ivy, who investigates no more, is told to check, and checks on the fifth."""
    case = engine.apply(NO_SELF, case, telling("dee", 4, "ivy", "checker"), id="checker")
    return done(NO_SELF, case, "checked", day(5), "ivy")


def assert_late(case: Case, retracts: str) -> None:
    """That it is not taken back by which Ivy, who checked on the fifth, is the investigator again."""
    with pytest.raises(ActionRefused) as raised:
        done(NO_SELF, case, RETRACTED, day(6), "dee", record={"retracts": retracts})
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, LaterBarred)
    assert (reason.rule, reason.bar.person, reason.at) == ("no_self", "ivy", day(5))


def test_whoever_is_told_of_again_is_judged_by_what_was_done_since(ivy_investigates: Case) -> None:
    """0049: whoever holds an office again by what is taken back is judged as after a late telling."""
    back = {"id": "back", "retracts": "told"}
    case = done(NO_SELF, ivy_investigates, RETRACTED, day(3), "dee", record=back)
    assert_late(checked_by_ivy(case), "back")


def test_so_is_whoever_was_corrected_out_of_an_office(ivy_investigates: Case) -> None:
    nothing = telling("dee", 2, "ivy")
    case = engine.apply(NO_SELF, ivy_investigates, nothing, corrects="told", id="none")
    assert_late(checked_by_ivy(case), "none")


def test_so_is_whoever_was_replaced(ivy_investigates: Case) -> None:
    case = done(
        NO_SELF,
        ivy_investigates,
        "investigator_named",
        day(3),
        "dee",
        holder="gus",
        record={"id": "named"},
    )
    assert_late(checked_by_ivy(case), "named")


def test_whoever_acted_lawfully_in_what_stood_before_holds_an_office_again(
    ivy_investigates: Case,
) -> None:
    """What there was against Ivy before is nothing new, nor is that she lost an office at the same time."""
    case = engine.apply(NO_SELF, ivy_investigates, telling("dee", 2, "gus", "checker"), id="gus")
    case = done(NO_SELF, case, "looked", day(3), "ivy")
    case = done(NO_SELF, case, "checked", day(3), "gus")
    case = engine.apply(NO_SELF, case, telling("dee", 2, "gus"), corrects="gus", id="wrong")
    case = done(NO_SELF, case, RETRACTED, day(6), "dee", record={"retracts": "wrong"})
    swapped = telling("dee", 2, "ivy", "checker")
    case = engine.apply(NO_SELF, case, swapped, corrects="told", id="swapped")
    case = done(NO_SELF, case, RETRACTED, day(6), "dee", record={"retracts": "swapped"})
    course = engine.course_of(NO_SELF, case)
    assert (course.holders("investigator"), course.holders("checker")) == (("ivy",), ("gus",))
    assert not audit(NO_SELF, case).breaches


# --- held again, once an appointment is corrected ------------------------------------------------------

DEANS = """
relations: {subject: is complained about}
roles:
  parent: {title: You}
  governor: {title: A governor}
  dean: {title: The dean, HOLDERSappointed_by: governor}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      looked: {by: dean}
      checked: {by: governor, then: over}
    may: {dean_named: {by: governor, appoints: dean}}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: [dean, dean_named]}
  apart: {who: dean, may_not: checked}
"""
ONE_DEAN = policy(DEANS.replace("HOLDERS", "holders: one, "))
MANY_DEANS = policy(DEANS.replace("HOLDERS", ""))


def deans(law: Procedure, *, subject: bool = True) -> Case:
    """Dan is the dean, and complained about if it is said; Gov is a governor."""
    people = {
        "ann": Person(holds="parent"),
        "gov": Person(holds="governor"),
        "dan": Person(holds=["dean", "governor"], is_="subject" if subject else ()),
        "gus": Person(),
        "ivy": Person(),
    }
    return done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")


def assert_seats_nobody_again(law: Procedure, case: Case, wrong: str, **said: Any) -> None:
    """That a correction, of the second, by which Dan is dean again is refused, and told by an audit."""
    action = Action("dean_named", at=day(2), by="gov", **said)
    with pytest.raises(ActionRefused) as raised:
        engine.apply(law, case, action, corrects=wrong)
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, Barred)
    assert (reason.rule, reason.act, reason.person) == ("aside", "dean", "dan")
    event = Event(action=action, id="c", corrects=wrong)
    restored = engine.restore(law, [event], onto=case)
    assert engine.course_of(law, restored).people["dan"].holds[:1] == ("dean",)
    (judged,) = (each for each in audit(law, restored).judged if each.event.id == "c")
    assert judged.now is not None
    assert reason in judged.then.reasons
    assert reason in judged.now.reasons


@pytest.mark.parametrize("law", [ONE_DEAN, MANY_DEANS], ids=["one", "many"])
def test_who_is_kept_from_an_office_does_not_hold_it_again_once_its_holder_is_corrected_away(
    law: Procedure,
) -> None:
    """0049: whoever holds an office again by the correction of an appointment is named by it."""
    case = done(
        law,
        deans(law),
        "dean_named",
        day(2),
        "gov",
        holder="gus",
        in_place_of="dan",
        record={"id": "n"},
    )
    case = done(law, case, "looked", day(3), "gus")
    assert_seats_nobody_again(law, case, "n")


def test_nor_once_it_is_corrected_who_makes_way() -> None:
    named = {"holder": "gus", "in_place_of": "dan"}
    case = done(
        MANY_DEANS, deans(MANY_DEANS), "dean_named", day(2), "gov", record={"id": "n"}, **named
    )
    assert_seats_nobody_again(MANY_DEANS, case, "n", holder="gus")


def test_nor_once_a_supplement_is_corrected_that_named_the_holder() -> None:
    case = done(ONE_DEAN, deans(ONE_DEAN), "dean_named", day(2), "gov", record={"id": "n"})
    case = done(
        ONE_DEAN,
        case,
        "dean_named",
        day(2),
        "gov",
        holder="gus",
        record={"id": "s", "adds_to": "n"},
    )
    assert_seats_nobody_again(ONE_DEAN, case, "s")


def test_nor_for_a_term_that_is_over_by_now() -> None:
    case = done(
        ONE_DEAN, deans(ONE_DEAN), "dean_named", day(2), "gov", holder="gus", record={"id": "n"}
    )
    case = done(ONE_DEAN, case, "dean_named", day(4), "gov", holder="ivy")
    with pytest.raises(ActionRefused) as raised:
        done(ONE_DEAN, case, "dean_named", day(2), "gov", record={"corrects": "n"})
    assert [each.rule for each in raised.value.ruling.reasons] == ["aside"]


def test_whoever_holds_an_office_again_by_a_correction_is_judged_by_what_was_done_since() -> None:
    case = deans(ONE_DEAN, subject=False)
    case = done(ONE_DEAN, case, "dean_named", day(2), "gov", holder="gus", record={"id": "n"})
    case = done(ONE_DEAN, case, "checked", day(3), "dan")
    with pytest.raises(ActionRefused) as raised:
        done(ONE_DEAN, case, "dean_named", day(2), "gov", record={"corrects": "n"})
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, LaterBarred)
    assert (reason.rule, reason.at) == ("apart", day(3))


def test_whoever_is_free_holds_an_office_again_whoever_writes_the_correction() -> None:
    """0049: a correction of an act says who did it and not who writes."""
    case = deans(ONE_DEAN, subject=False)
    case = done(ONE_DEAN, case, "dean_named", day(2), "gov", holder="gus", record={"id": "n"})
    case = done(ONE_DEAN, case, "dean_named", day(2), "gov", record={"corrects": "n"})
    assert engine.course_of(ONE_DEAN, case).holders("dean") == ("dan",)


def test_the_day_of_an_appointment_is_put_right_whoever_holds_the_office_till_then() -> None:
    """0049: a day that was wrong is put right whatever comes of it; so it is beside another holder, too."""
    case = done(
        ONE_DEAN, deans(ONE_DEAN), "dean_named", day(2), "gov", holder="gus", record={"id": "n"}
    )
    for holder in ("gus", "ivy"):
        moved = done(
            ONE_DEAN, case, "dean_named", day(4), "gov", holder=holder, record={"corrects": "n"}
        )
        assert engine.course_of(ONE_DEAN, moved).holders("dean") == (holder,)
        assert not audit(ONE_DEAN, moved).breaches


# --- an office of several, held by too few afterwards ---------------------------------------------------

OFFICERS = policy("""
roles:
  parent: {title: You}
  dean: {title: The dean}
  officer: {title: The officers, holders: exactly 2, appointed_by: dean}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: officer, then: over}}
    may: {officer_named: {by: dean, appoints: officer}}
ends: {over: {title: Over}}
""")


def looked_by_one_of_two(second: Action) -> Case:
    """Of two officers, one told and one told or appointed, the first looked on the third."""
    people = {"ann": Person(holds="parent"), "dee": Person(holds="dean"), "two": Person()}
    case = done(OFFICERS, engine.begin(OFFICERS, at=day(1), people=people), "came", day(1), "ann")
    case = engine.apply(OFFICERS, case, telling("dee", 2, "one", "officer"))
    case = engine.apply(OFFICERS, case, second, id="second")
    return done(OFFICERS, case, "looked", day(3), "one")


SECONDS = {
    "told": telling("dee", 2, "two", "officer"),
    "appointed": Action("officer_named", at=day(2), by="dee", holder="two"),
}
CHANGED = {
    "taken back": (Action(RETRACTED, at=day(4), by="dee"), {"retracts": "second"}),
    "told of no office": (telling("dee", 2, "two"), {"corrects": "second"}),
    "told of a later day": (telling("dee", 4, "two", "officer"), {"corrects": "second"}),
}


@pytest.mark.parametrize(
    ("second", "changed"),
    [*(("told", each) for each in CHANGED), ("appointed", "taken back")],
)
def test_an_office_of_several_that_acted_is_not_left_with_too_few(
    second: str, changed: str
) -> None:
    """0055: each acts alone, but not before two hold it; by a telling as little as by an appointment."""
    case = looked_by_one_of_two(SECONDS[second])
    action, record = CHANGED[changed]
    with pytest.raises(ActionRefused) as raised:
        engine.apply(OFFICERS, case, action, **record)  # type: ignore[arg-type]
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, LaterUnmade)
    assert (reason.rule, reason.act, reason.at) == ("officer.holders", "looked", day(3))


def test_an_office_of_several_loses_one_who_was_not_needed_yet() -> None:
    case = looked_by_one_of_two(SECONDS["told"])
    moved = engine.apply(OFFICERS, case, telling("dee", 3, "two", "officer"), corrects="second")
    assert {*engine.course_of(OFFICERS, moved).holders("officer")} == {"one", "two"}
    case = Case(case.events[:-1])  # before anybody looked
    case = done(OFFICERS, case, RETRACTED, day(4), "dee", record={"retracts": "second"})
    assert engine.course_of(OFFICERS, case).holders("officer") == ("one",)


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


def test_two_acts_of_one_day_that_are_alike_are_told_once(case: Case) -> None:
    for _ in range(2):
        case = done(LAW, case, "looked", day(3), "ivy")
    reasons = engine.decide(LAW, case, telling("dee", 2, "ivy", "checker")).reasons
    late = [each for each in reasons if isinstance(each, LaterBarred)]
    assert [(each.rule, each.at) for each in late] == [("apart", day(3))]
