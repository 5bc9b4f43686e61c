"""Who alone may act: the second sign of a conflict rule. Letters name paragraphs of the language."""

from typing import Any

import pytest

from complaintflow import engine, explain
from complaintflow.asking import asks
from complaintflow.auditing import audit
from complaintflow.case import Case, Override, Person
from complaintflow.conflicts import barred, barred_from_role, bars_of, vacuous
from complaintflow.explanation import mend, message, note
from complaintflow.procedure import ActedIn, Did, Held, Is, Keeping, Of, Procedure
from complaintflow.rulings import ActionRefused, Barred, StandsIn, TieNotKnown, Vacuous
from tests.policies import day, done, policy, refused, ruling

BASE = """
relations:
  subject: is complained about
  senior: is a senior officer
  boss: {says: is the boss of, between: two people}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair, stand_in: deputy}
  deputy:   {title: The deputy}
facts:
  let: {means: another may, decided_by: customer, counts_as: advise}
  fair: {means: it is fair, decided_by: officer, counts_as: review}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      heard: {by: [officer, chair], counts_as: consider}
      noted: {by: officer}
      judged: {by: [officer, chair], to: customer, counts_as: decide, agreed_by: customer}
    may:
      chair_named: {by: customer, appoints: chair}
      ended: {by: customer, then: shut}
ends: {shut: {title: Shut}}
"""

PEOPLE = {
    "cy": Person(holds="customer"),
    "ola": Person(holds="officer"),
    "ben": Person(holds="officer", is_={"boss": "ola"}),
}
AGREED: dict[str, Any] = {"agreed_by": "cy"}


def of(rule: str, roles: str = "") -> Procedure:
    text = BASE.replace("chair:    {title: The chair,", f"chair:    {{title: The chair, {roles}")
    return policy(f"{text}conflicts: {{rule: {{{rule}}}}}\n" if rule else text)


def begun(law: Procedure, **people: Person) -> Case:
    case = engine.begin(law, at=day(1), people={**PEOPLE, **people})
    return done(law, case, "came", day(1), "cy")


def the_bar(law: Procedure, case: Case, name: str, by: str, **said: object) -> Barred:
    (reason,) = ruling(law, case, name, day(3), by, **said).reasons
    assert isinstance(reason, Barred)
    return reason


# --- what is read -----------------------------------------------------------------------------


def test_a_rule_links_who_alone_may_what() -> None:
    law = of("only: [senior, did heard], may: [decide, chair, let]")
    rule = law.conflicts["rule"]
    assert (rule.key, rule.words) == ("only", ("decide", "chair", "let"))
    assert rule.keeps == (
        Keeping(
            (Is("senior"), Did("heard")), frozenset({"judged", "let"}), frozenset({"chair"}), True
        ),
    )
    assert rule.barring == ()
    assert rule.who == (Is("senior"), Did("heard"))


def test_the_same_person_is_an_only_for_each_of_them() -> None:
    rule = of("same_person: [heard, judged, chair]").conflicts["rule"]
    assert (rule.key, rule.among_themselves) == ("same_person", True)
    assert rule.keeps == (
        Keeping((Did("judged"), Held("chair")), frozenset({"heard"}), frozenset(), True),
        Keeping((Did("heard"), Held("chair")), frozenset({"judged"}), frozenset(), True),
        Keeping((Did("heard"), Did("judged")), frozenset(), frozenset({"chair"}), True),
    )


def test_what_a_role_must_be_is_an_only_for_each_of_them() -> None:
    law = of("", "must_be: [senior, boss of whoever considered in first],")
    rule = law.conflicts["chair.must_be"]
    assert (rule.key, rule.of_a_role, rule.words) == ("must_be", True, ("chair",))
    assert [each.who for each in rule.keeps] == [(tie,) for tie in law.roles["chair"].must_be]
    assert all(each.only and each.bars_roles == {"chair"} for each in rule.keeps)


# --- yes, no, and not known ---------------------------------------------------------------------


def test_what_the_history_makes_binds_once_somebody_did_it() -> None:
    """A7: nobody is yet whoever heard it, so nobody is kept away, and the ruling says so."""
    law = of("only: did heard, may: judged")
    case = begun(law)
    found = ruling(law, case, "judged", day(2), "ben", **AGREED)
    assert found.permitted
    (remark,) = found.notes
    assert remark == Vacuous("rule", "judged", "did heard in this case")
    assert note(remark) == "nobody did heard in this case yet, so rule keeps nobody from judged"
    case = done(law, case, "heard", day(2), "ola")
    assert ruling(law, case, "judged", day(2), "ola", **AGREED).notes == ()
    bar = the_bar(law, case, "judged", "ben", **AGREED)
    assert (bar.tie, bar.untold, bar.who_else) == (Did("heard"), (), ("ola",))
    assert bar.says == "is not somebody who did heard in this case"
    assert message(bar) == (
        "only somebody who did heard in this case may do judged; ben is not such a person"
    )
    assert mend(bar) == "somebody else must do it; ola could"


def test_a_relation_that_nobody_told_of_anybody_refuses_everybody() -> None:
    """A7: what is told of people is never vacuous."""
    law = of("only: senior, may: judged")
    case = begun(law)
    bar = the_bar(law, case, "judged", "ola", **AGREED)
    assert bar.untold == (TieNotKnown("ola", "senior", "rule"),)
    assert message(bar) == (
        "only somebody who is a senior officer may do judged; nobody has told whether ola is senior"
    )
    assert mend(bar) == (
        "if it is so, tell it of ola, `is: senior`; or somebody else must do it; "
        "nobody else in the case could until chair_named names somebody"
    )
    told = done(law, case, "person_told", day(2), person="ola", who=Person(is_="senior"))
    assert refused(law, told, "judged", day(3), "ola", **AGREED) == []
    denied = done(law, told, "person_told", day(2), person="ola", who=Person(is_not="senior"))
    bar = the_bar(law, denied, "judged", "ola", **AGREED)
    assert bar.untold == ()
    assert message(bar).endswith("; ola is not such a person")


def test_an_office_that_nobody_holds_lets_nobody_through() -> None:
    law = of("only: deputy, may: judged")
    case = begun(law)
    assert refused(law, case, "judged", day(2), "ola", **AGREED) == ["rule"]
    case = begun(law, ola=Person(holds=["officer", "deputy"]))
    assert refused(law, case, "judged", day(2), "ola", **AGREED) == []


def test_a_tie_through_another_is_asked_of_whoever_did_it() -> None:
    """The line manager of whoever decided: nobody before, then the boss told of that one alone."""
    law = of("only: boss of whoever did heard, may: judged")
    case = begun(law, max=Person(holds="officer"), dee=Person(holds="officer", is_not="boss"))
    (remark,) = ruling(law, case, "judged", day(2), "max", **AGREED).notes
    assert remark == Vacuous("rule", "judged", "did heard in this case")
    case = done(law, case, "heard", day(2), "ola")
    assert refused(law, case, "judged", day(3), "ben", **AGREED) == []
    assert the_bar(law, case, "judged", "dee", **AGREED).untold == ()
    assert the_bar(law, case, "judged", "ola", **AGREED).untold == ()
    bar = the_bar(law, case, "judged", "max", **AGREED)
    assert bar.untold == (TieNotKnown("max", "boss", "rule", "ola"),)
    assert message(bar).endswith("nobody has told whether max is boss of ola")
    assert mend(bar).startswith("if it is so, tell it of max, `is: {boss: ola}`; or ")


def test_of_a_tie_to_anybody_it_is_said_so() -> None:
    law = of("only: boss of subject, may: judged")
    case = begun(law, cy=Person(holds="customer", is_not="subject"))
    bar = the_bar(law, case, "judged", "ola", **AGREED)
    assert bar.untold == (TieNotKnown("ola", "boss", "rule", None, to_anybody=True),)
    assert "tell it of ola, `is: {boss: NAME}`" in mend(bar)


@pytest.mark.parametrize(
    ("tie", "act"),
    [("acted in first", "noted"), ("considered in first", "heard"), ("did fair", "fair")],
)
def test_ties_of_the_history_bind_from_the_first_act(tie: str, act: str) -> None:
    law = of(f"only: {tie}, may: judged")
    case = begun(law)
    assert refused(law, case, "judged", day(2), "ben", **AGREED) == []
    answer: dict[str, Any] = {"answer": True} if act == "fair" else {}
    case = done(law, case, act, day(2), "ola", **answer)
    assert refused(law, case, "judged", day(2), "ben", **AGREED) == ["rule"]
    assert refused(law, case, "judged", day(2), "ola", **AGREED) == []


def test_considered_does_not_bind_by_other_work() -> None:
    law = of("only: considered in first, may: judged")
    case = done(law, begun(law), "noted", day(2), "ola")
    assert refused(law, case, "judged", day(2), "ben", **AGREED) == []


def test_whoever_held_an_office_goes_on_being_one_of_those() -> None:
    law = of("only: held chair, may: judged", "holders: one,")
    case = begun(law)
    assert vacuous(law, engine.course_of(law, case), "judged")
    case = done(law, case, "chair_named", day(2), "cy", holder="ola")
    case = done(law, case, "chair_named", day(2), "cy", holder="ben")
    assert refused(law, case, "judged", day(3), "ola", **AGREED) == []
    case = done(law, case, "person_told", day(3), person="max", who=Person(holds="officer"))
    assert refused(law, case, "judged", day(3), "max", **AGREED) == ["rule"]


def test_any_of_several_ties_lets_through_and_what_is_not_yet_asks_for_nothing() -> None:
    law = of("only: [did heard, senior], may: judged")
    case = begun(law)
    bar = the_bar(law, case, "judged", "ben", **AGREED)
    assert "somebody who is a senior officer may" in message(bar)
    case = done(law, case, "heard", day(2), "ola")
    assert refused(law, case, "judged", day(3), "ola", **AGREED) == []
    bar = the_bar(law, case, "judged", "ben", **AGREED)
    assert "somebody who did heard in this case or is a senior officer may" in message(bar)


def test_what_was_done_and_nobody_is_named_for_lets_nobody_through() -> None:
    """It binds: somebody heard it, and it is not known who."""
    law = of("only: did heard, may: judged")
    anyhow = {"override": Override("the chair", "the name is lost")}
    case = done(law, begun(law), "heard", day(2), record=anyhow)
    assert refused(law, case, "judged", day(3), "ola", **AGREED) == ["rule"]


def test_what_nobody_told_of_one_who_may_anyway_is_not_said() -> None:
    """One tie is enough: that the others are not known, or were denied, changes nothing."""
    law = of("only: [senior, subject], may: judged")
    case = begun(law, ola=Person(holds="officer", is_="senior"))
    found = ruling(law, case, "judged", day(2), "ola", **AGREED)
    assert (found.permitted, found.notes) == (True, ())
    case = done(law, case, "person_told", day(2), person="ola", who=Person(is_="subject"))
    case = done(law, case, "person_told", day(2), person="ola", who=Person(is_not="subject"))
    found = ruling(law, case, "judged", day(3), "ola", **AGREED)
    assert (found.permitted, found.notes) == (True, ())


def test_who_is_no_longer_one_of_those_is_refused_and_no_note_says_it_again() -> None:
    """A note on what was denied says that it bars nobody now; here its want keeps away."""
    law = of("only: senior, may: judged")
    case = begun(law, ola=Person(holds="officer", is_="senior"))
    case = done(law, case, "person_told", day(2), person="ola", who=Person(is_not="senior"))
    found = ruling(law, case, "judged", day(3), "ola", **AGREED)
    assert [reason.rule for reason in found.reasons] == ["rule"]
    assert found.notes == ()


# --- offices, appointments, substitutes -------------------------------------------------------------


def test_a_requirement_refuses_who_acts_and_who_is_appointed() -> None:
    law = of("", "must_be: senior,")
    case = begun(law, kim=Person(holds="chair"), sue=Person(is_="senior"))
    assert refused(law, case, "heard", day(2), "kim") == ["chair.must_be"]
    found = ruling(law, case, "chair_named", day(2), "cy", holder="ben")
    (bar,) = found.reasons
    assert isinstance(bar, Barred)
    assert (bar.rule, bar.act, bar.appointed) == ("chair.must_be", "chair", True)
    assert "may be chair; nobody has told whether ben is senior" in message(bar)
    assert mend(bar) == "if it is so, tell it of ben, `is: senior`; or name somebody else"
    assert refused(law, case, "chair_named", day(2), "cy", holder="sue") == []


def test_every_requirement_must_be_met() -> None:
    law = of("", "must_be: [senior, boss of whoever did heard],")
    case = done(law, begun(law, sue=Person(is_="senior")), "heard", day(2), "ola")
    assert refused(law, case, "chair_named", day(2), "cy", holder="sue") == ["chair.must_be"]
    assert refused(law, case, "chair_named", day(2), "cy", holder="ben") == ["chair.must_be"]
    # whoever lacks both is refused once, by the first
    bar = ruling(law, case, "chair_named", day(2), "cy", holder="ola").reasons
    assert [getattr(reason, "tie", None) for reason in bar] == [Is("senior")]
    case = done(law, case, "person_told", day(2), person="ben", who=Person(is_="senior"))
    assert refused(law, case, "chair_named", day(2), "cy", holder="ben") == []


def test_a_substitute_steps_in_where_no_holder_is_one_of_those() -> None:
    """A6: *only* counts as a bar there; what nobody told of a holder is said with it."""
    law = of("", "must_be: senior,")
    case = begun(law, kim=Person(holds="chair"), dep=Person(holds="deputy"))
    found = ruling(law, case, "heard", day(2), "dep")
    assert found.permitted
    assert found.notes == (
        StandsIn("dep", "deputy"),
        TieNotKnown("kim", "senior", "chair.must_be"),
    )
    case = done(law, case, "person_told", day(2), person="kim", who=Person(is_="senior"))
    assert refused(law, case, "heard", day(3), "dep") == ["heard.by"]
    assert refused(law, case, "heard", day(3), "kim") == []


def test_a_substitute_must_be_one_of_those_too() -> None:
    law = of("only: senior, may: [fair, heard]")
    case = begun(law, kim=Person(holds="chair"), dep=Person(holds="deputy"))
    assert refused(law, case, "heard", day(2), "dep") == ["rule"]
    assert refused(law, case, "fair", day(2), "ola", answer=True) == ["rule"]
    assert not law.facts["fair"].told  # it must be said who answered


# --- who need not be one of those ---------------------------------------------------------------------


def test_who_agrees_need_not_be_one_of_those_who_may_do_it() -> None:
    """Only whoever heard it decides; that you agree to it is another thing."""
    law = of("only: did heard, may: judged")
    case = done(law, begun(law), "heard", day(2), "ola")
    assert refused(law, case, "judged", day(3), "ola", **AGREED) == []


@pytest.mark.parametrize("rule", ["only: senior, may: chair", "only: senior, may: shown", ""])
def test_who_agrees_in_an_office_need_not_be_what_is_asked_of_who_acts_in_it(rule: str) -> None:
    """Neither of the step nor of the office; so the holder agrees, and no substitute."""
    text = BASE.replace(
        "      ended:", "      shown: {by: officer, agreed_by: chair}\n      ended:"
    )
    if rule:
        law = policy(f"{text}conflicts: {{rule: {{{rule}}}}}\n")
    else:
        law = policy(text.replace("{title: The chair,", "{title: The chair, must_be: senior,"))
    senior = {n: Person(holds=r, is_="senior") for n, r in (("ola", "officer"), ("dep", "deputy"))}
    case = begun(law, kim=Person(holds="chair"), **senior)
    assert refused(law, case, "shown", day(2), "ola", agreed_by="kim") == []
    assert refused(law, case, "shown", day(2), "ola", agreed_by="chair") == []
    assert refused(law, case, "shown", day(2), "ola", agreed_by="dep") == ["shown.agreed_by"]
    (field,) = asks(law, case, "shown").field("agreed_by")
    assert [choice.value for choice in field.choices] == ["kim"]


def test_who_takes_back_or_writes_down_need_not_be_one_of_those() -> None:
    law = of("only: did heard, may: judged")
    case = done(law, begun(law), "heard", day(2), "ola")
    case = done(law, case, "judged", day(3), "ola", **AGREED)
    event = case.events[-1].id
    supplied: dict[str, Any] = {"record": {"adds_to": event}, "received": {"cy": day(4)}}
    case = done(law, case, "judged", day(4), "ben", **supplied)
    back: dict[str, Any] = {"record": {"retracts": event}, "because": "it was another's"}
    assert done(law, case, "retracted", day(5), "ben", **back).events[-1].retracts == event
    assert done(law, case, "retracted", day(5), **back).events[-1].retracts == event


def test_nobody_makes_himself_one_of_those() -> None:
    """0049: nobody frees himself; somebody else tells it, or the application."""
    law = of("only: senior, may: judged")
    case = begun(law)
    said = {"person": "ola", "who": Person(is_="senior")}
    (bar,) = ruling(law, case, "person_told", day(2), "ola", **said).reasons
    assert (bar.rule, message(bar)) == (
        "rule",
        (
            "ola is not known to be somebody who is a senior officer, and what would change that is "
            "for somebody else to record"
        ),
    )
    assert refused(law, case, "person_told", day(2), "ben", **said) == []


def test_a_correction_cannot_make_whoever_decided_another_than_whoever_heard() -> None:
    law = of("only: did heard, may: judged")
    case = done(law, begun(law), "heard", day(2), "ola")
    hearing = case.events[-1].id
    case = done(law, case, "judged", day(3), "ola", **AGREED)
    corrects: dict[str, Any] = {"record": {"corrects": case.events[-1].id}}
    with pytest.raises(ActionRefused) as refusal:
        done(law, case, "judged", day(3), "ben", **corrects, **AGREED)
    assert [reason.rule for reason in refusal.value.ruling.reasons] == ["rule"]
    # of the hearing it may be corrected: ben decided nothing, and an audit shows what ola then did
    case = done(law, case, "heard", day(2), "ben", record={"corrects": hearing})
    (found,) = audit(law, case, as_of=day(4)).breaches
    assert found.now is not None
    assert [reason.rule for reason in found.now.reasons] == ["rule"]


# --- exceptions, and what else is asked ------------------------------------------------------------------


def test_an_exception_lets_others_through_where_somebody_else_granted_it() -> None:
    law = of("only: senior, may: judged, except: {if: let, in: first}")
    case = begun(law)
    bar = the_bar(law, case, "judged", "ola", **AGREED)
    assert bar.deciders == ("cy",)
    assert mend(bar) == (
        "if it is so, tell it of ola, `is: senior`; or allowed here once cy records let: true"
    )
    case = done(law, case, "let", day(2), "cy", answer=True)
    assert refused(law, case, "judged", day(3), "ola", **AGREED) == []
    (found,) = bars_of(law, engine.course_of(law, case), "ola")
    assert found.excepted_in == ("first",)


def test_what_touches_somebody_is_told_in_full() -> None:
    law = of("only: boss of whoever did heard, may: decide")
    case = done(law, begun(law), "heard", day(2), "ola")
    assert [engine.conflicts_of(law, case, n) for n in ("ben",)] == [()]
    (bar,) = engine.conflicts_of(law, case, "ola")
    assert (bar.tie, bar.through, bar.kept_from) == (Of("boss", Did("heard")), None, ("judged",))
    assert explain(bar).splitlines()[0] == (
        "ola is not somebody who is the boss of whoever did heard in this case, "
        "and may not decide [rule]"
    )


def test_an_act_is_done_with_its_word_and_an_answer_with_its_own() -> None:
    law = of("only: senior, may: [let, judged]")
    case = begun(law)
    bar = the_bar(law, case, "let", "cy", answer=True)
    assert "may answer let; " in message(bar)


def test_both_signs_hold_side_by_side() -> None:
    law = policy(
        f"{BASE}conflicts:\n"
        "  these: {only: considered in first, may: judged}\n"
        "  not_these: {who: did noted, may_not: judged}\n"
    )
    case = done(law, begun(law), "heard", day(2), "ola")
    case = done(law, case, "noted", day(2), "ben")
    assert refused(law, case, "judged", day(3), "ben", **AGREED) == ["these", "not_these"]
    assert refused(law, case, "judged", day(3), "ola", **AGREED) == []
    act = law.steps["judged"]
    course = engine.course_of(law, case)
    assert [b.rule for b in barred(law, course, "ben", act, doing=False)] == ["not_these"]
    assert barred_from_role(law, course, "ben", "chair", act) == ()


def test_a_role_must_be_whatever_a_rule_may_name() -> None:
    law = of("", "must_be: acted in first,")
    assert law.roles["chair"].must_be == (ActedIn("first"),)
