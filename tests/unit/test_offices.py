"""In which office somebody acts, and who steps in. Letters such as A6 name paragraphs of the language."""

import pytest

from complaintflow import engine
from complaintflow.asking import asks
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Override, Person
from complaintflow.conflicts import nobody_left
from complaintflow.explanation import mend, message
from complaintflow.offices import holds, offices
from complaintflow.procedure import Procedure
from complaintflow.rulings import NotAgreed, SharedOffice, StandsIn
from tests.policies import day, done, policy, refused, ruling

SMALL = """
relations: {subject: is complained about, fit: is fit for it, trusted: is trusted}
roles:
  customer: {title: You}
  boss:     {title: The boss, stand_in: deputy}
  deputy:   {title: The deputy, stand_in: third, may_be: [fit, trusted]}
  third:    {title: The third}
  head:     {title: The head, holders: one}
facts: {weighed: {means: it is weighed, decided_by: boss, counts_as: consider}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked:  {by: boss, counts_as: consider}
      carried: {by: [boss, head]}
    may:
      sent_up: {by: head, appoints: third, from: [boss, deputy]}
conflicts: {aside: {who: subject, may_not: consider}}
"""


def small(**who: Person) -> tuple[Procedure, Case]:
    law = policy(SMALL)
    everybody = {"cy": Person(holds="customer"), "hal": Person(holds="head"), **who}
    return law, done(law, engine.begin(law, at=day(1), people=everybody), "came", day(1), "cy")


FREE = Person(holds="boss", is_not="subject")
BARRED = Person(holds="boss", is_="subject")
DEPUTY = Person(holds="deputy", is_="fit", is_not="subject")


def test_who_holds_any_of_the_offices_may_act() -> None:
    """A6, D8: `by`: any of."""
    law, case = small(bo=FREE)
    assert refused(law, case, "carried", day(2), "bo") == []
    assert refused(law, case, "carried", day(2), "hal") == []
    assert refused(law, case, "carried", day(2), "cy") == ["carried.by"]


def test_an_act_of_which_it_is_not_said_who_did_it_is_refused_and_says_who_could() -> None:
    """A6: its actor fits `by`."""
    law, case = small(bo=FREE)
    reason = ruling(law, case, "carried", day(2)).reasons[0]
    assert (reason.rule, reason.who_else) == ("carried.by", ("hal", "bo"))


def test_a_stand_in_acts_where_nobody_holds_the_office() -> None:
    """A6: where nobody holds it, its `stand_in` fits `by`."""
    law, case = small(di=DEPUTY)
    found = ruling(law, case, "looked", day(2), "di")
    assert found.permitted
    assert StandsIn("di", "deputy") in found.notes


def test_a_stand_in_acts_where_every_holder_is_barred() -> None:
    """A6: where every holder of a role is barred from the step."""
    law, case = small(bo=BARRED, di=DEPUTY)
    assert refused(law, case, "looked", day(2), "di") == []
    assert refused(law, case, "looked", day(2), "bo") == ["aside"]


def test_a_stand_in_waits_while_one_of_two_holders_is_free() -> None:
    """A6: every holder."""
    law, case = small(bo=BARRED, bea=FREE, di=DEPUTY)
    assert refused(law, case, "looked", day(2), "di") == ["looked.by"]
    assert refused(law, case, "looked", day(2), "bea") == []
    assert ruling(law, case, "looked", day(2), "bo").reasons[0].who_else == ("bea",)


def test_a_stand_in_steps_in_for_the_barred_step_alone() -> None:
    """A6: barred from the step."""
    law, case = small(bo=BARRED, di=DEPUTY)
    assert refused(law, case, "carried", day(2), "di") == ["carried.by"]
    assert refused(law, case, "carried", day(2), "bo") == []


def test_a_stand_in_of_a_stand_in_does_not_step_in() -> None:
    """A6: its `stand_in` fits `by`, and nobody beyond."""
    law, case = small(bo=BARRED, ti=Person(holds="third"))
    assert refused(law, case, "looked", day(2), "ti") == ["looked.by"]


def test_a_stand_in_answers_the_question_of_a_barred_office() -> None:
    """A6, and a fact is an event of whoever decides it."""
    law, case = small(bo=BARRED, di=DEPUTY)
    found = ruling(law, case, "weighed", day(2), "di", answer=True)
    assert found.permitted
    assert StandsIn("di", "deputy") in found.notes
    assert refused(law, case, "weighed", day(2), "bo", answer=True) == ["aside"]


def test_a_stand_in_must_be_eligible_for_its_own_office() -> None:
    """D9."""
    unfit = Person(holds="deputy", is_not=["fit", "trusted"])
    law, case = small(bo=BARRED, di=unfit)
    assert refused(law, case, "looked", day(2), "di") == ["deputy.may_be"]


def test_may_be_refuses_only_where_every_relation_is_denied() -> None:
    """D9."""
    law, case = small(di=Person(holds="deputy", is_not="fit"), du=Person(holds="deputy"))
    assert refused(law, case, "looked", day(2), "di") == []
    assert refused(law, case, "looked", day(2), "du") == []


def test_a_role_that_is_named_must_be_held_and_fit() -> None:
    """D12: `role` is needed only where two of the person's roles fit."""
    law, case = small(bo=BARRED, di=Person(holds=["deputy", "head"], is_not="subject"))
    assert refused(law, case, "looked", day(2), "di") == []
    assert refused(law, case, "looked", day(2), "di", role="deputy") == []
    assert refused(law, case, "looked", day(2), "di", role="boss") == []  # whom it stands in for
    assert refused(law, case, "looked", day(2), "di", role="head") == ["looked.by"]
    assert refused(law, case, "carried", day(2), "di", role="head") == []
    assert refused(law, case, "carried", day(2), "di", role="deputy") == ["carried.by"]
    assert refused(law, case, "carried", day(2), "bo", role="head") == ["carried.by"]


def test_offices_are_told_as_values() -> None:
    law, case = small(bo=BARRED, di=DEPUTY)
    now = engine.course_of(law, case)
    looked = law.steps["looked"]
    assert holds(now, "di") == ("deputy",)
    assert holds(now, None) == holds(now, "stranger") == ()
    act = Action("looked", at=day(2), by="di")
    assert offices(law, now, looked.by, act, looked) == ("deputy",)
    assert nobody_left(law, now, "boss", looked)
    assert nobody_left(law, now, "third", looked)
    assert not nobody_left(law, now, "boss", law.steps["carried"])


def test_an_office_of_one_that_two_hold_is_said_in_every_answer() -> None:
    """B, holders: one."""
    law, case = small(hank=Person(holds="head"))
    assert ruling(law, case, "carried", day(2), "hal").notes == (
        SharedOffice("head", ("hal", "hank")),
    )
    told = ruling(law, case, "person_told", day(2), person="x", who=Person())
    assert told.permitted
    assert told.notes == (SharedOffice("head", ("hal", "hank")),)


def test_an_appointment_is_made_from_among_holders_of_some_offices() -> None:
    """B, from: roles, of which the person holds one."""
    law, case = small(bo=BARRED, di=DEPUTY)
    assert refused(law, case, "sent_up", day(2), "hal", holder="bo") == []
    assert refused(law, case, "sent_up", day(2), "hal", holder="di") == []
    (reason,) = ruling(law, case, "sent_up", day(2), "hal", holder="cy").reasons
    assert reason.rule == "sent_up.from"
    assert refused(law, case, "sent_up", day(2), "hal") == []  # the name is owed


def test_whom_an_appointment_names_must_be_eligible() -> None:
    """D9, B: may_be."""
    law = policy("""
relations: {child: is a child}
roles: {customer: {title: You}, friend: {title: Your friend, may_be: child}}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, may: {friend_named: {by: customer, appoints: friend}}}}
""")
    who = {"cy": Person(holds="customer"), "ed": Person(is_not="child"), "al": Person()}
    case = done(law, engine.begin(law, at=day(1), people=who), "came", day(1), "cy")
    assert refused(law, case, "friend_named", day(2), "cy", holder="ed") == ["friend.may_be"]
    assert refused(law, case, "friend_named", day(2), "cy", holder="al") == []


GUARDED = """
relations: {child: is a child, guardian: is a guardian}
roles:
  clerk: {title: The clerk}
  parent: {title: The parent, may_be: guardian, stand_in: carer, cites: {may_be: P-1}}
  carer: {title: The carer}
  board: {title: The board, members: exactly 2, may_be: [child, guardian]}
clauses: {P-1: {at: p. 1, says: the parent is a guardian}}
begins: {came: {by: clerk, then: first}}
stages:
  first:
    title: First
    must: {longer: {by: clerk, agreed_by: parent}, moved: {by: clerk, agreed_by: board}}
    may: {ended: {by: parent}}
"""
NO_GUARDIAN = Person(holds="parent", is_not="guardian")


def guarded(**others: Person) -> tuple[Procedure, Case]:
    law = policy(GUARDED)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="clerk"), **others})
    return law, done(law, case, "came", day(1), "cy")


@pytest.mark.parametrize("agreed", ["pat", "parent"])
def test_who_is_not_eligible_for_an_office_does_not_agree_in_it(agreed: str) -> None:
    law, case = guarded(pat=NO_GUARDIAN)
    found = ruling(law, case, "longer", day(2), "cy", agreed_by=agreed)
    (reason,) = found.reasons
    assert isinstance(reason, NotAgreed)
    assert [(each.rule, each.person) for each in reason.kept] == [("parent.may_be", "pat")]
    assert "P-1" in [clause.id for clause in reason.cites]
    assert message(reason) == (
        "parent must agree to it; none of guardian is true of pat, who does not count [parent.may_be]"
    )
    assert asks(law, case, "longer").field("agreed_by")[0].choices == ()
    (move,) = [each for each in engine.moves(law, case, as_of=day(2)) if each.event == "longer"]
    assert move.lacks == ("longer.agreed_by",)
    anyhow = Override("the trust", "it happened")
    more = {"id": "longer", "override": anyhow}
    case = done(law, case, "longer", day(2), "cy", agreed_by=agreed, record=more)
    assert [each.event.id for each in audit(law, case).breaches] == ["longer"]


def test_of_two_parents_the_one_who_is_eligible_agrees() -> None:
    """Of whom nobody has told it is eligible, as he or she acts."""
    law, case = guarded(pat=NO_GUARDIAN, pam=Person(holds="parent"))
    assert refused(law, case, "longer", day(2), "cy", agreed_by="pam") == []
    assert refused(law, case, "longer", day(2), "cy", agreed_by="parent") == []
    (reason,) = ruling(law, case, "longer", day(2), "cy", agreed_by="pat").reasons
    assert mend(reason) == "record it with agreed_by, once parent has agreed; pam could"
    (field,) = asks(law, case, "longer").field("agreed_by")
    assert [choice.value for choice in field.choices] == ["pam"]


def test_for_who_is_not_eligible_the_substitute_agrees_no_more_than_it_acts() -> None:
    law, case = guarded(pat=NO_GUARDIAN, cal=Person(holds="carer"))
    assert refused(law, case, "ended", day(2), "cal") == ["ended.by"]
    assert refused(law, case, "ended", day(2), "pat") == ["parent.may_be"]
    for name in ("cal", "carer", "pat", "parent"):
        assert refused(law, case, "longer", day(2), "cy", agreed_by=name) == ["longer.agreed_by"]


def test_a_member_who_is_not_eligible_does_not_agree_for_the_body() -> None:
    unfit = Person(holds="board", is_not=["child", "guardian"])
    law, case = guarded(bo=Person(holds="board", is_not="child"), ben=unfit)
    for agreed in ("board", ["bo", "ben"]):
        assert refused(law, case, "moved", day(2), "cy", agreed_by=agreed) == ["moved.agreed_by"]


def test_a_stand_in_acts_where_every_holder_is_barred_from_the_office_itself() -> None:
    """A6, A7: a conflict on a role bars the actor who acts in it, so nobody is left."""
    law = policy(SMALL.replace("may_not: consider", "may_not: boss"))
    everybody = {"cy": Person(holds="customer"), "bo": BARRED, "di": DEPUTY}
    case = done(law, engine.begin(law, at=day(1), people=everybody), "came", day(1), "cy")
    assert refused(law, case, "looked", day(2), "bo") == ["aside"]
    assert refused(law, case, "looked", day(2), "di") == []


def test_who_held_an_office_and_lost_it_is_no_longer_appointed_from_it() -> None:
    """B, from: of which the person holds one."""
    law = policy("""
roles:
  customer: {title: You}
  chair:    {title: The chair, holders: one}
  judge:    {title: The judge}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    may:
      chair_named: {by: customer, appoints: chair}
      judge_named: {by: customer, appoints: judge, from: chair}
""")
    who = {"cy": Person(holds="customer"), "ed": Person(holds="chair"), "al": Person()}
    case = done(law, engine.begin(law, at=day(1), people=who), "came", day(1), "cy")
    case = done(law, case, "chair_named", day(2), "cy", holder="al")
    assert refused(law, case, "judge_named", day(3), "cy", holder="ed") == ["judge_named.from"]


def test_an_office_held_by_somebody_of_whom_nothing_is_known_is_noted() -> None:
    """D9: otherwise it permits and notes what is not known."""
    law, case = small(di=Person(holds="deputy", is_not="subject"))
    found = ruling(law, case, "looked", day(2), "di")
    assert [note for note in found.notes if not isinstance(note, StandsIn)]


def test_who_holds_the_office_and_stands_in_for_it_acts_in_the_one_that_is_left() -> None:
    """A6: whether or not it is said in which; the stand-in is an office of its own."""
    law = policy(SMALL.replace("may_not: consider", "may_not: boss"))
    people = {"cy": Person(holds="customer"), "bo": Person(holds=["boss", "deputy"], is_="subject")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    assert refused(law, case, "looked", day(2), "bo", role="boss") == ["aside"]
    assert refused(law, case, "looked", day(2), "bo", role="deputy") == []
    assert refused(law, case, "looked", day(2), "bo") == []
    assert engine.who_may(law, case, "looked", as_of=day(2)).may == ("bo",)
    also = {**people, "di": Person(holds="boss")}
    left = done(law, engine.begin(law, at=day(1), people=also), "came", day(1), "cy")
    assert refused(law, left, "looked", day(2), "bo") == ["aside"]
