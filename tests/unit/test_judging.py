"""Every reason against an action. Letters such as A6 or D11 name paragraphs of the language."""

import pytest

from complaintflow import engine
from complaintflow.case import Case, Override, Person
from complaintflow.procedure import Condition, Form, Happened, Procedure
from complaintflow.rulings import (
    Barred,
    ConditionNotMet,
    Forbidden,
    NotEligible,
    NotOpen,
    RestsOn,
    TooEarly,
    TooLate,
    Unanswered,
    WrongForm,
    WrongRole,
)
from tests.policies import day, done, fusion_care, hour, people, policy, refused, ruling

ANYHOW = {"override": Override("the chair", "it happened")}

SMALL = """
clauses:
  C1: {at: p. 1, says: one}
  C2: {at: p. 2, says: two}
  C3: {at: p. 3, says: three}
relations: {subject: is complained about, child: is a child}
roles:
  customer: {title: You, may_be: child, cites: C3}
  officer:  {title: The officer}
  chair:    {title: The chair}
facts:
  agreed: {means: it is agreed, decided_by: chair}
  kind:   {means: of what kind, answers: [loud, quiet], decided_by: [chair, officer]}
  barred_fact: {means: it is allowed, decided_by: officer, counts_as: decide, cites: {decided_by: C2}}
begins:
  came:  {by: customer, how: [speech, email], then: first}
  wrote: {by: customer, how: writing, then: first}
stages:
  first:
    title: First
    if: agreed
    cites: C3
    must:
      looked: {by: officer, counts_as: consider, cites: C1}
      sent:
        by: officer
        after: [looked, agreed]
        if: kind is loud
        unless: [kind is quiet, barred_fact]
        within: 2 working days of came
        counts_as: consider
        cites: {by: C1, after: C2, if: C3, unless: C2, within: C1}
    may:
      asked:    {by: customer, within: 2 working days of came, cites: {by: C1, within: C2}}
      rang:     {by: customer, how: telephone, then: second, cites: {how: C2, by: C1}}
      chair_named: {by: officer, appoints: chair, from: [officer, customer], cites: {by: C1, from: C2}}
    never:
      mocked: {by: officer, if: agreed, cites: C3}
  second: {title: Second, must: {heard: {by: officer}}}
conflicts: {aside: {who: subject, may_not: [consider, decide], cites: C2}}
readings: {what_is_loud: {bears_on: [kind, sent], unclear: what is loud, taken_as: shouting}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(SMALL)


PEOPLE = {
    "cy": Person(holds="customer", is_="child"),
    "ola": Person(holds="officer", is_not="subject"),
    "sub": Person(holds="officer", is_="subject"),
    "di": Person(holds="chair", is_not="subject"),
    "ed": Person(holds="customer", is_not="child"),
}


@pytest.fixture
def begun(law: Procedure) -> Case:
    return engine.begin(law, at=day(1), people=PEOPLE)


@pytest.fixture
def opened(law: Procedure, begun: Case) -> Case:
    return done(law, begun, "came", day(1), "cy", how="telephone")


# --- place ----------------------------------------------------------------------------


def test_a_step_of_a_place_that_is_not_open_is_refused_and_told_where_the_case_is(
    law: Procedure, begun: Case, opened: Case
) -> None:
    """A6, D11: STEP.place, not-open."""
    (reason, *_) = ruling(law, begun, "looked", day(1), "ola").reasons
    assert reason == NotOpen(
        rule="looked.place",
        cites=law.steps["looked"].cites.clauses,
        step="looked",
        place="first",
        stage=None,
    )
    assert (reason.code, reason.clauses) == ("not-open", ("C1",))
    (reason,) = ruling(law, opened, "heard", day(1), "ola").reasons
    assert isinstance(reason, NotOpen)
    assert (reason.place, reason.stage) == ("second", "first")


# --- actor ----------------------------------------------------------------------------


def test_a_reason_against_the_actor_tells_what_is_held_and_needed_and_who_else(
    law: Procedure, opened: Case
) -> None:
    """D11: wrong-role."""
    case = done(law, opened, "agreed", day(1), answer=True)
    (reason,) = ruling(law, case, "looked", day(2), "di").reasons
    assert isinstance(reason, WrongRole)
    assert (reason.person, reason.holds, reason.needs) == ("di", ("chair",), ("officer",))
    assert (reason.rule, reason.code, reason.clauses) == ("looked.by", "wrong-role", ("C1",))
    assert reason.who_else == ("ola",)
    assert not reason.appointed


def test_who_else_leaves_out_whoever_is_barred_or_not_eligible(
    law: Procedure, begun: Case, opened: Case
) -> None:
    """Design 2: who else could."""
    case = done(law, opened, "agreed", day(1), answer=True)
    (reason,) = ruling(law, case, "looked", day(2), "sub").reasons
    assert isinstance(reason, Barred)
    assert reason.who_else == ("ola",)
    (reason,) = ruling(law, begun, "came", day(1), "di", how="speech").reasons
    assert reason.who_else == ("cy",)


def test_who_else_may_still_be_kept_by_what_concerns_everybody(
    law: Procedure, opened: Case
) -> None:
    """Design 2: personal reasons are held apart from those that concern the case."""
    found = ruling(law, opened, "looked", day(2), "di")
    assert [r.rule for r in found.reasons] == ["looked.by", "first.if"]
    assert [r.who_else for r in found.reasons] == [("ola",), ()]


def test_an_office_for_which_somebody_is_known_not_to_be_eligible_is_refused(
    law: Procedure, begun: Case
) -> None:
    """D9, D11: ROLE.may_be, not-eligible."""
    (reason,) = ruling(law, begun, "came", day(1), "ed", how="speech").reasons
    assert reason == NotEligible(
        rule="customer.may_be",
        cites=(law.clauses["C3"],),
        who_else=("cy",),
        person="ed",
        role="customer",
        may_be=("child",),
    )
    assert reason.code == "not-eligible"


# --- order and conditions -------------------------------------------------------------


def test_every_reason_is_listed_each_on_its_own_clause(law: Procedure, opened: Case) -> None:
    """Design 2: a refusal lists every reason; B, cites: only its own key's."""
    found = ruling(law, opened, "sent", day(10), "sub")
    assert [(r.rule, r.code, r.clauses) for r in found.reasons] == [
        ("sent.after", "too-early", ("C2",)),
        ("first.if", "unanswered", ("C3",)),
        ("sent.if", "unanswered", ("C3",)),
        ("sent.unless", "unanswered", ("C2",)),
        ("sent.unless", "unanswered", ("C2",)),
        ("aside", "barred", ("C2",)),
    ]
    assert found.clauses == ("C2", "C3")


def test_what_it_waits_for_is_told(law: Procedure, opened: Case) -> None:
    """D11: STEP.after, too-early."""
    case = done(law, opened, "agreed", day(1), answer=True)
    reason = ruling(law, case, "sent", day(2), "ola").reasons[0]
    assert isinstance(reason, TooEarly)
    assert reason.waits_for == (Happened("looked"),)


def test_an_answer_that_shuts_is_told_with_what_was_wanted(law: Procedure, opened: Case) -> None:
    """D11: STEP.if, STEP.unless, STAGE.if: condition."""
    case = done(law, opened, "agreed", day(1), answer=False)
    case = done(law, case, "kind", day(1), answer="quiet")
    case = done(law, case, "barred_fact", day(1), "ola", answer=True)
    found = [
        r for r in ruling(law, case, "sent", day(2), "ola").reasons if not isinstance(r, TooEarly)
    ]
    assert all(isinstance(r, ConditionNotMet) and r.code == "condition" for r in found)
    assert [(r.rule, r.condition, r.answer, r.negated) for r in found] == [  # type: ignore[union-attr]
        ("first.if", Condition("agreed"), False, False),
        ("sent.if", Condition("kind", "loud"), "quiet", False),
        ("sent.unless", Condition("kind", "quiet"), "quiet", True),
        ("sent.unless", Condition("barred_fact"), True, True),
    ]


def test_an_unanswered_question_is_told_with_whoever_must_answer(
    law: Procedure, opened: Case
) -> None:
    """A6: the refusal names who must answer."""
    reason = ruling(law, opened, "looked", day(2), "ola").reasons[0]
    assert isinstance(reason, Unanswered)
    assert (reason.fact.name, reason.fact.decided_by) == ("agreed", ("chair",))


def test_a_question_not_asked_is_told_as_such_though_somebody_answered_it() -> None:
    """A6: one not asked counts as the answer named, so the reason is that it is not asked."""
    law = fusion_care()
    case = engine.begin(
        law,
        at=day(1),
        people=people(ann="complainant", mo="management"),
        facts={"complains_for_another": False},
    )
    case = done(law, case, "complaint_received", day(1), "ann", how="speech")
    case = done(law, case, "sufficient_interest", day(1), "mo", answer=False)
    (reason,) = ruling(law, case, "interest_refused", day(2), "mo").reasons
    assert isinstance(reason, ConditionNotMet)
    assert reason.answer is None


# --- form, window ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "permitted"),
    [("telephone", True), ("speech", True), ("email", True), ("letter", False), ("writing", False)],
)
def test_only_the_forms_that_are_named_and_their_kinds_lead_on(
    law: Procedure, begun: Case, how: str, permitted: bool
) -> None:
    """A6, D8: `how`: any of."""
    assert ruling(law, begun, "came", day(1), "cy", how=how).permitted is permitted


def test_a_form_that_does_not_lead_on_is_told_with_what_does(
    law: Procedure, begun: Case, opened: Case
) -> None:
    """D11: STEP.how, wrong-form."""
    (reason,) = ruling(law, begun, "came", day(1), "cy", how="letter").reasons
    assert isinstance(reason, WrongForm)
    assert (reason.needs, reason.given) == ((Form.SPEECH, Form.EMAIL), "letter")
    assert (reason.rule, reason.code) == ("came.how", "wrong-form")
    (reason,) = ruling(law, opened, "rang", day(1), "cy").reasons
    assert isinstance(reason, WrongForm)
    assert (reason.given, reason.clauses) == (None, ("C2",))
    assert refused(law, opened, "rang", day(1), "cy", how="speech") == ["rang.how"]
    assert refused(law, opened, "rang", day(1), "cy", how="telephone") == []


def test_a_window_that_has_closed_is_told_with_its_last_day(law: Procedure, opened: Case) -> None:
    """D11: STEP.within, too-late."""
    assert refused(law, opened, "asked", day(3), "cy") == []
    (reason,) = ruling(law, opened, "asked", day(4), "cy").reasons
    assert reason == TooLate(rule="asked.within", cites=(law.clauses["C2"],), due=day(3))
    assert reason.code == "too-late"


def test_a_promise_that_is_late_is_never_refused(law: Procedure, opened: Case) -> None:
    """Design 2: late work is never refused."""
    case = done(law, opened, "agreed", day(1), answer=True)
    case = done(law, case, "looked", day(2), "ola")
    case = done(law, case, "kind", day(2), answer="loud")
    case = done(law, case, "barred_fact", day(2), "ola", answer=False)
    assert refused(law, case, "sent", day(28), "ola") == []


def test_another_visit_has_another_window() -> None:
    """A2, A5."""
    law = policy("""
roles: {customer: {title: You}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    may:
      asked: {by: customer, within: 2 working days of start of first}
      again: {by: customer, then: first}
""")
    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    case = done(law, case, "came", day(1), "cy")
    assert refused(law, case, "asked", day(10), "cy") == ["asked.within"]
    case = done(law, case, "again", day(10), "cy")
    assert refused(law, case, "asked", day(12), "cy") == []
    assert refused(law, case, "asked", day(15), "cy") == ["asked.within"]


# --- appointments, prohibitions, facts ------------------------------------------------


def test_whom_an_appointment_names_is_judged_apart_from_who_appoints(
    law: Procedure, opened: Case
) -> None:
    """D11: STEP.from."""
    (reason,) = ruling(law, opened, "chair_named", day(2), "ola", holder="di").reasons
    assert isinstance(reason, WrongRole)
    assert (reason.rule, reason.person, reason.needs, reason.appointed) == (
        "chair_named.from",
        "di",
        ("officer", "customer"),
        True,
    )
    assert reason.clauses == ("C2",)
    assert refused(law, opened, "chair_named", day(2), "di", holder="di") == [
        "chair_named.by",
        "chair_named.from",
    ]
    assert refused(law, opened, "chair_named", day(2), "ola", holder="cy") == []


@pytest.mark.parametrize("by", ["ola", "cy", None])
def test_what_is_forbidden_is_refused_whoever_does_it_and_that_is_all(
    law: Procedure, begun: Case, opened: Case, by: str | None
) -> None:
    """A, Reductions: prohibition = gate that is always shut."""
    for case in (begun, opened):
        found = ruling(law, case, "mocked", day(2), by)
        assert found.reasons == (
            Forbidden(rule="mocked", cites=(law.clauses["C3"],), step="mocked"),
        )
        assert found.reasons[0].code == "forbidden"


def test_what_was_forbidden_and_happened_is_recorded_by_an_override(
    law: Procedure, opened: Case
) -> None:
    """A, Reductions: an override of it is a breach; design 2: reality wins."""
    case = done(law, opened, "mocked", day(2), "ola", record=ANYHOW)
    assert case.events[-1].override == Override("the chair", "it happened")
    assert [o.at for o in engine.course_of(law, case).times("mocked")] == [day(2)]
    assert engine.stage_of(law, case, as_of=day(2)) == "first"


def test_an_answer_is_given_by_whoever_decides_it_or_told_by_the_application(
    law: Procedure, begun: Case
) -> None:
    """D2."""
    assert refused(law, begun, "agreed", day(1), answer=True) == []
    assert refused(law, begun, "agreed", day(1), "di", answer=True) == []
    (reason,) = ruling(law, begun, "agreed", day(1), "ola", answer=True).reasons
    assert isinstance(reason, WrongRole)
    assert (reason.rule, reason.needs) == ("agreed.decided_by", ("chair",))
    assert reason.who_else == ("di",)
    assert refused(law, begun, "kind", day(1), "ola", answer="loud") == []
    assert refused(law, begun, "kind", day(1), "cy", answer="loud") == ["kind.decided_by"]


def test_an_answer_that_a_conflict_can_bar_cannot_be_told(law: Procedure, begun: Case) -> None:
    """D2: it is recorded with its decider."""
    assert not law.facts["barred_fact"].told
    (reason,) = ruling(law, begun, "barred_fact", day(1), answer=True).reasons
    assert isinstance(reason, WrongRole)
    assert (reason.rule, reason.person, reason.clauses) == (
        "barred_fact.decided_by",
        None,
        ("C2",),
    )
    assert reason.who_else == ("ola",)
    assert refused(law, begun, "barred_fact", day(1), "sub", answer=True) == ["aside"]
    assert refused(law, begun, "barred_fact", day(1), "di", answer=True) == [
        "barred_fact.decided_by"
    ]
    assert refused(law, begun, "barred_fact", day(1), "ola", answer=True) == []


def test_a_fact_may_be_answered_wherever_the_case_stands(law: Procedure, opened: Case) -> None:
    """D2: may be recorded at any time."""
    case = done(law, opened, "rang", day(2), "cy", how="telephone")
    assert refused(law, case, "kind", day(3), "ola", answer="quiet") == []


# --- notes and what would be owed ------------------------------------------------------


def test_an_answer_carries_the_readings_that_bear_on_it(law: Procedure, opened: Case) -> None:
    """A8."""
    assert RestsOn("what_is_loud") in ruling(law, opened, "sent", day(2), "ola").notes
    assert RestsOn("what_is_loud") in ruling(law, opened, "kind", day(2), answer="loud").notes
    assert ruling(law, opened, "asked", day(2), "cy").notes == ()


def test_a_refusal_carries_the_readings_of_the_rule_that_refuses() -> None:
    """A8, design 2: every answer that rests on a reading says so."""
    law = fusion_care()
    who = people(ann="complainant", mel=["manager", "senior_staff"])
    case = engine.begin(law, at=day(1), people=who)
    case = done(law, case, "complaint_received", day(1), "ann", how="speech")
    found = ruling(law, case, "meeting_held", day(2), "mel")
    assert "meeting_is_by_another" in [r.rule for r in found.reasons]
    assert RestsOn("meeter") in found.notes


def test_a_ruling_on_a_refused_step_still_says_what_it_would_owe(
    law: Procedure, opened: Case
) -> None:
    found = ruling(law, opened, "rang", day(2), "di")
    assert [str(o) for o in found.owed] == ["rang.how"]
    assert ruling(law, opened, "kind", day(2), answer="loud").owed == ()


def test_hours_do_not_matter_to_a_window_of_days(law: Procedure, opened: Case) -> None:
    """D10."""
    assert refused(law, opened, "asked", hour(3, 23, 59), "cy") == []
    assert refused(law, opened, "asked", hour(4, 0), "cy") == []
    assert refused(law, opened, "asked", hour(4, 0, 1), "cy") == ["asked.within"]
