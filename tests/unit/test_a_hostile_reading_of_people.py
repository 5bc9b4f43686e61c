"""What somebody tried who wished to act where the rules keep him away, and what came of it.

Each is refused, or needs an override, which stays visible; or it is let through and said.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.__main__ import main
from complaintflow.asking import Need, asks
from complaintflow.auditing import Verdict, audit
from complaintflow.case import Action, Case, Event, Override, Person, standing
from complaintflow.explanation import explain
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.rulings import (
    ActionRefused,
    Barred,
    LaterBarred,
    NotAgreed,
    TieDenied,
    TieNotKnown,
    Unnamed,
)
from tests.policies import HEADER, day, done, policy, refused, ruling

POLICY = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: Officer}
  director: {title: Director, stand_in: deputy}
  deputy:   {title: Deputy}
  checker:  {title: Checker}
  adviser:  {title: Adviser}
facts:
  excused: {means: the subject may act, decided_by: director, counts_as: administer}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked:  {by: officer, counts_as: consider}
      checked: {by: [officer, checker]}
      agreed:  {by: officer, agreed_by: adviser}
    may:
      longer:        {by: officer, agreed_by: director, counts_as: decide}
      checker_named: {by: director, appoints: checker}
      settled:       {by: director, counts_as: decide, then: shut}
ends: {shut: {title: Shut}}
conflicts:
  aside: {who: subject, may_not: [decide, consider], except: {in: first, if: excused}}
  own:   {who: subject, may_not: [excused, checker]}
  apart: {different_people: [looked, checked]}
"""

LET = Override("the chair", "there was nobody else")


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(POLICY)


def opened(law: Procedure, **others: Person) -> Case:
    """A complaint that came in on the first; in it Ola is an officer and Di the director."""
    people = {
        "cy": Person(holds="customer"),
        "ola": Person(holds="officer"),
        "bo": Person(holds="officer", is_not="subject"),
        "di": Person(holds="director"),
        **others,
    }
    case = engine.begin(law, at=day(1), people=people)
    return done(law, case, "came", day(1), "cy", record={"id": "came"})


def against(tell: Callable[[], Case]) -> list[str]:
    """The names of the reasons with which something is refused to be recorded."""
    with pytest.raises(ActionRefused) as raised:
        tell()
    assert all(reason.code for reason in raised.value.ruling.reasons)
    assert explain(raised.value.ruling)
    return [reason.rule for reason in raised.value.ruling.reasons]


SUBJECT_DIRECTOR = {"di": Person(holds="director", is_="subject")}
SUBJECT_OFFICER = {"ola": Person(holds="officer", is_="subject")}


# --- what was refused already -------------------------------------------------------------------


def test_the_subject_neither_acts_nor_excuses_himself_nor_takes_an_office(law: Procedure) -> None:
    case = opened(law, **SUBJECT_DIRECTOR, ola=Person(holds=["officer", "deputy"], is_="subject"))
    assert refused(law, case, "looked", day(2), "ola") == ["aside"]
    assert refused(law, case, "settled", day(2), "di") == ["aside"]
    assert refused(law, case, "settled", day(2), "ola") == ["aside"]
    assert refused(law, case, "excused", day(2), "di", answer=True) == ["own"]
    assert refused(law, case, "checker_named", day(2), "di", holder="di") == ["own"]


def test_who_looked_into_it_does_not_check_it_in_whichever_office(law: Procedure) -> None:
    case = opened(law, ola=Person(holds=["officer", "checker"]))
    case = done(law, case, "looked", day(2), "ola")
    assert refused(law, case, "checked", day(3), "ola") == ["apart"]
    assert refused(law, case, "checked", day(3), "ola", role="checker") == ["apart"]
    assert refused(law, case, "checked", day(3), "bo") == []


# --- the subject agrees -------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["di", "director"])
def test_the_subject_does_not_agree_by_name_or_by_office(law: Procedure, said: str) -> None:
    assert refused(law, opened(law), "longer", day(2), "ola", agreed_by=said) == []
    case = opened(law, **SUBJECT_DIRECTOR)
    found = ruling(law, case, "longer", day(2), "ola", agreed_by=said)
    (reason,) = found.reasons
    assert isinstance(reason, NotAgreed)
    assert (reason.rule, reason.needs, reason.could) == (
        "longer.agreed_by",
        ("director",),
        (),
    )
    assert [(bar.rule, bar.person) for bar in reason.kept] == [("aside", "di")]
    told = explain(found)
    assert "di is complained about and does not count [aside]" in told
    assert "once director has agreed; nobody else in the case could" in told


def test_of_two_who_hold_an_office_the_one_who_is_free_agrees(law: Procedure) -> None:
    case = opened(law, **SUBJECT_DIRECTOR, dee=Person(holds="director"))
    assert refused(law, case, "longer", day(2), "ola", agreed_by="dee") == []
    assert refused(law, case, "longer", day(2), "ola", agreed_by="director") == []
    found = ruling(law, case, "longer", day(2), "ola", agreed_by="di")
    (reason,) = found.reasons
    assert isinstance(reason, NotAgreed)
    assert (reason.could, reason.who_else) == (("dee",), ())
    assert "once director has agreed; dee could" in explain(found)
    none = ruling(law, case, "longer", day(2), "ola")
    assert [r.rule for r in none.reasons] == ["longer.agreed_by"]
    assert "the record does not say so" in explain(none)


def test_the_substitute_agrees_where_nobody_is_left_in_the_office(law: Procedure) -> None:
    case = opened(law, **SUBJECT_DIRECTOR, dot=Person(holds="deputy"))
    assert refused(law, case, "longer", day(2), "ola", agreed_by="dot") == []
    assert refused(law, case, "longer", day(2), "ola", agreed_by="deputy") == []
    for said in ("di", "director"):
        (reason,) = ruling(law, case, "longer", day(2), "ola", agreed_by=said).reasons
        assert isinstance(reason, NotAgreed)
        assert reason.needs == ("deputy",)
    free = opened(law, dot=Person(holds="deputy"))
    assert refused(law, free, "longer", day(2), "ola", agreed_by="dot") == ["longer.agreed_by"]


def test_a_substitute_who_is_kept_away_as_well_does_not_agree(law: Procedure) -> None:
    case = opened(law, **SUBJECT_DIRECTOR, dot=Person(holds="deputy", is_="subject"))
    for said in ("di", "dot", "director", "deputy"):
        assert refused(law, case, "longer", day(2), "ola", agreed_by=said) == ["longer.agreed_by"]


def test_an_office_that_nobody_holds_agrees_by_its_name(law: Procedure) -> None:
    """Nothing is known against it; who is kept from an office that a rule names does not count."""
    assert refused(law, opened(law), "agreed", day(2), "ola", agreed_by="adviser") == []
    one = POLICY.replace("[excused, checker]", "[excused, adviser]")
    other = policy(one)
    case = opened(other, al=Person(holds="adviser", is_="subject"))
    for said in ("al", "adviser"):
        assert refused(other, case, "agreed", day(2), "ola", agreed_by=said) == ["agreed.agreed_by"]


def test_where_nobody_holds_the_office_its_substitute_agrees(law: Procedure) -> None:
    case = opened(law, di=Person(), dot=Person(holds="deputy"))
    for said in ("deputy", "dot"):
        assert refused(law, case, "longer", day(2), "ola", agreed_by=said) == []
    for said in ("director", "di"):
        assert refused(law, case, "longer", day(2), "ola", agreed_by=said) == ["longer.agreed_by"]


def test_a_subject_who_was_excused_agrees(law: Procedure) -> None:
    case = opened(law, **SUBJECT_DIRECTOR, dee=Person(holds="director"))
    case = done(law, case, "excused", day(2), "dee", answer=True)
    assert refused(law, case, "longer", day(3), "ola", agreed_by="di") == []


def test_a_form_offers_for_agreement_whoever_is_free(law: Procedure) -> None:
    case = opened(law, **SUBJECT_DIRECTOR, dee=Person(holds="director"))
    (field,) = asks(law, case, "longer").field("agreed_by")
    assert (field.need, [c.value for c in field.choices]) == (Need.GATE, ["dee"])
    (nobody,) = asks(law, opened(law, **SUBJECT_DIRECTOR), "longer").field("agreed_by")
    assert (nobody.need, nobody.wants, nobody.choices) == (Need.GATE, "director", ())
    (outside,) = asks(law, opened(law), "agreed").field("agreed_by")
    assert [c.value for c in outside.choices] == ["adviser"]


def test_what_nobody_can_agree_to_is_not_possible(law: Procedure) -> None:
    (lacking,) = (
        move
        for move in engine.moves(law, opened(law, **SUBJECT_DIRECTOR), as_of=day(2))
        if move.event == "longer"
    )
    assert (lacking.who, lacking.lacks) == ((), ("longer.agreed_by",))
    case = opened(law, **SUBJECT_DIRECTOR, dee=Person(holds="director"))
    (move,) = (m for m in engine.moves(law, case, as_of=day(2)) if m.event == "longer")
    assert (move.who, move.lacks) == (("ola", "bo"), ())


def test_whether_who_agrees_has_the_tie_is_said_where_it_is_not_known(law: Procedure) -> None:
    found = ruling(law, opened(law), "longer", day(2), "bo", agreed_by="di")
    assert TieNotKnown("di", "subject", "aside") in found.notes
    by_office = ruling(law, opened(law), "longer", day(2), "bo", agreed_by="director")
    assert by_office.notes == ()


# --- a correction -------------------------------------------------------------------------------


def test_a_correction_does_not_put_the_subject_in_the_place_of_whoever_acted(
    law: Procedure,
) -> None:
    case = opened(law, **SUBJECT_OFFICER)
    case = done(law, case, "looked", day(2), "bo", record={"id": "look"})
    right: dict[str, Any] = {"corrects": "look", "known_at": day(4)}

    def corrected(by: str | None, **more: Any) -> Case:
        return done(law, case, "looked", day(2), by, record={**right, **more})

    assert against(lambda: corrected("ola")) == ["aside"]
    assert against(lambda: corrected("cy")) == ["looked.by"]
    assert against(lambda: corrected(None)) == ["looked.by"]
    let = corrected("ola", override=LET)
    assert let.events[-1].override == LET
    (breach,) = audit(law, let).breaches
    assert (breach.event.action.by, breach.verdict) == ("ola", Verdict.BREACH)
    assert engine.replay(law, let.events) == let
    with pytest.raises(ActionRefused):
        engine.replay(law, [*case.events, Event(action=let.events[-1].action, id="x", **right)])


def test_a_correction_of_anything_else_is_refused_by_nothing(law: Procedure) -> None:
    """A date is put right whatever comes of it; an audit shows that."""
    case = opened(law)
    case = done(law, case, "looked", day(2), "bo", record={"id": "look"})
    case = done(law, case, "settled", day(3), "di", record={"id": "end"})
    for at in (day(1), day(2), day(9)):
        moved = done(law, case, "looked", at, "bo", record={"corrects": "look"})
        assert moved.events[-1].corrects == "look"
    other = done(law, case, "looked", day(2), "ola", record={"corrects": "look"})
    assert other.events[-1].action.by == "ola"
    told = engine.begin(law, at=day(1), people={"al": Person(is_="subject")})
    mended = done(
        law, told, PERSON_TOLD, day(2), person="al", who=Person(), record={"corrects": "people.al"}
    )
    assert engine.conflicts_of(law, mended, "al") == ()


def test_a_correction_names_nobody_who_could_not_be_appointed(law: Procedure) -> None:
    case = opened(law, **SUBJECT_OFFICER)
    named = {"id": "named"}
    case = done(law, case, "checker_named", day(2), "di", holder="bo", record=named)
    right = {"corrects": "named"}
    assert against(
        lambda: done(law, case, "checker_named", day(2), "di", holder="ola", record=right)
    ) == ["own"]
    other = done(law, case, "checker_named", day(2), "di", holder="cy", record=right)
    assert engine.course_of(law, other).holders("checker") == ("cy",)


@pytest.mark.parametrize("agreed", ["di", None])
def test_a_correction_makes_nobody_agree_who_may_not(law: Procedure, agreed: str | None) -> None:
    case = opened(law, **SUBJECT_DIRECTOR, dee=Person(holds="director"))
    more = {"id": "more"}
    case = done(law, case, "longer", day(2), "ola", agreed_by="dee", record=more)

    def corrected(to: str | None) -> Case:
        right = {"corrects": "more"}
        return done(law, case, "longer", day(2), "ola", agreed_by=to, record=right)

    assert against(lambda: corrected(agreed)) == ["longer.agreed_by"]
    assert corrected("director").events[-1].corrects == "more"


def test_an_exception_is_not_corrected_into_one_by_the_subject(law: Procedure) -> None:
    case = opened(law, **SUBJECT_DIRECTOR, dee=Person(holds="director"))
    case = done(law, case, "excused", day(2), "dee", answer=False, record={"id": "no"})
    right = {"corrects": "no"}
    for by, rules in (("di", ["own"]), (None, ["excused.decided_by"])):
        assert (
            against(lambda by=by: done(law, case, "excused", day(2), by, answer=True, record=right))  # type: ignore[misc]
            == rules
        )


def test_an_override_of_one_is_none_of_the_other_who_is_written_in_his_place(
    law: Procedure,
) -> None:
    """A typo mended undoes no override; another person needs one of his own."""
    case = opened(law, **SUBJECT_OFFICER, bo=Person(holds="officer", is_="subject"))
    words = {"id": "look", "override": LET}
    case = done(law, case, "looked", day(2), "bo", record=words)
    right = {"corrects": "look"}
    later = done(law, case, "looked", day(3), "bo", record=right)
    assert standing(later.events)[-1].override == LET
    assert against(lambda: done(law, case, "looked", day(2), "ola", record=right)) == ["aside"]


def test_a_correction_does_not_make_the_investigator_his_own_check(law: Procedure) -> None:
    case = opened(law)
    case = done(law, case, "looked", day(2), "bo", record={"id": "look"})
    case = done(law, case, "checked", day(5), "ola")

    def corrected(**more: Any) -> Case:
        right = {"corrects": "look", **more}
        return done(law, case, "looked", day(2), "ola", record=right)

    with pytest.raises(ActionRefused) as raised:
        corrected()
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, LaterBarred)
    assert (reason.rule, reason.bar.act, reason.at) == ("apart", "checked", day(5))
    told = "ola took part in checked on Friday 5 June 2026, and could not have"
    assert told in explain(raised.value.ruling)
    assert "ola did looked in this case" in explain(raised.value.ruling)
    assert [j.event.action.name for j in audit(law, corrected(override=LET)).breaches] == [
        "checked"
    ]


def test_who_agreed_is_not_written_in_as_who_did_it() -> None:
    """She stands in the record already, and is judged anew in another place in it."""
    other = policy(POLICY.replace("[looked, checked]", "[longer, checked]"))
    case = opened(other, ola=Person(holds=["officer", "director"]), bo=Person(holds="officer"))
    more = {"id": "more"}
    case = done(other, case, "longer", day(2), "bo", agreed_by="ola", record=more)
    case = done(other, case, "checked", day(5), "ola")
    right = {"corrects": "more"}
    assert against(
        lambda: done(other, case, "longer", day(2), "ola", agreed_by="di", record=right)
    ) == ["apart"]


def test_a_late_record_does_not_make_the_investigator_his_own_check(law: Procedure) -> None:
    case = done(law, opened(law), "checked", day(5), "ola")
    assert refused(law, case, "looked", day(2), "ola") == ["apart"]
    assert refused(law, case, "looked", day(2), "bo") == []
    assert against(lambda: done(law, case, "looked", day(2), "ola")) == ["apart"]
    let = done(law, case, "looked", day(2), "ola", record={"override": LET})
    # what was a breach already is none that a later record makes
    assert refused(law, let, "looked", day(3), "ola") == []
    assert [j.verdict for j in audit(law, let).breaches] == [Verdict.BREACH]


def test_a_late_appointment_is_held_against_what_was_done_since() -> None:
    other = policy(POLICY.replace("[looked, checked]", "[looked, checker]"))
    case = done(other, opened(other), "looked", day(5), "ola")
    assert refused(other, case, "checker_named", day(2), "di", holder="ola") == ["apart"]
    assert refused(other, case, "checker_named", day(2), "di", holder="bo") == []
    unsaid = done(other, case, "checker_named", day(2), "di", record={"id": "named"})
    more = {"adds_to": "named"}
    assert against(
        lambda: done(other, unsaid, "checker_named", day(3), "di", holder="ola", record=more)
    ) == ["apart"]
    overridden = done(
        other, opened(other), "looked", day(5), "ola", record={"override": LET}
    )  # it was let stand already
    assert refused(other, overridden, "checker_named", day(2), "di", holder="ola") == []


def test_a_supplement_is_corrected_by_whoever_could_have_made_it() -> None:
    other = policy(
        POLICY.replace("looked:  {by: officer,", "looked:  {by: officer, recorded_in: log,")
    )
    case = opened(other, al=Person(is_="subject"), **SUBJECT_OFFICER)
    case = done(other, case, "looked", day(2), "bo", record={"id": "look"})
    more = {"adds_to": "look", "id": "log"}
    case = done(other, case, "looked", day(3), "cy", recorded_in="log", record=more)

    def corrected(by: str) -> Case:
        right = {"corrects": "log"}
        return done(other, case, "looked", day(3), by, recorded_in="log", record=right)

    assert against(lambda: corrected("al")) == ["aside"]
    assert corrected("di").events[-1].action.by == "di"


# --- a retraction -------------------------------------------------------------------------------


def test_the_subject_does_not_take_back_what_was_decided_by_another(law: Procedure) -> None:
    case = opened(law, **SUBJECT_DIRECTOR, dee=Person(holds="director"))
    case = done(law, case, "excused", day(2), "dee", answer=False, record={"id": "no"})

    def taken_back(by: str | None, **more: Any) -> Case:
        return done(law, case, RETRACTED, day(3), by, record={"retracts": "no", **more})

    assert against(lambda: taken_back("di")) == ["own"]
    assert against(lambda: taken_back(None)) == ["excused.decided_by"]
    assert taken_back("cy").events[-1].retracts == "no"  # anybody keeps the files
    let = taken_back("di", override=LET)
    (breach,) = audit(law, let).breaches
    assert [reason.rule for reason in breach.then.reasons] == ["own"]


def test_it_must_be_said_who_takes_back_what_somebody_may_not(law: Procedure) -> None:
    case = done(law, opened(law, **SUBJECT_OFFICER), "looked", day(2), "bo", record={"id": "look"})
    back = {"retracts": "look"}
    with pytest.raises(ActionRefused) as raised:
        done(law, case, RETRACTED, day(3), record=back)
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, Unnamed)
    assert (reason.rule, reason.act, reason.kept) == ("looked.by", "looked", ("ola", "bo"))
    told = explain(raised.value.ruling)
    assert "it is not said who takes looked back, and ola or bo may not" in told
    assert "say under by who takes it back; cy or di could" in told
    with pytest.raises(ActionRefused) as raised:
        done(law, case, RETRACTED, day(3), "ola", record=back)
    assert raised.value.ruling.reasons[0].who_else == ("cy", "di")
    assert "allowed here once di records excused: true" in explain(raised.value.ruling)
    free = done(
        law, opened(law), "agreed", day(2), "bo", agreed_by="adviser", record={"id": "look"}
    )
    assert done(law, free, RETRACTED, day(3), record=back).events[-1].retracts == "look"


def test_who_is_kept_from_the_office_does_not_take_back_what_was_done_in_it(law: Procedure) -> None:
    case = opened(law, al=Person(holds="checker"), ed=Person(holds="checker", is_="subject"))
    case = done(law, case, "checked", day(2), "al", record={"id": "check"})
    back = {"retracts": "check"}
    assert against(lambda: done(law, case, RETRACTED, day(3), "ed", record=back)) == ["own"]
    # somebody who could do it in another office is free
    assert done(law, case, RETRACTED, day(3), "di", record=back).events[-1].retracts == "check"


def test_the_subject_does_not_take_back_a_taking_back(law: Procedure) -> None:
    case = opened(law, **SUBJECT_OFFICER)
    case = done(law, case, "looked", day(2), "bo", record={"id": "look"})
    case = done(law, case, RETRACTED, day(3), "cy", record={"retracts": "look", "id": "back"})
    again = {"retracts": "back"}
    assert against(lambda: done(law, case, RETRACTED, day(4), "ola", record=again)) == ["aside"]
    assert done(law, case, RETRACTED, day(4), "bo", record=again).events[-1].retracts == "back"


def test_what_is_brought_back_does_not_make_the_investigator_his_own_check(
    law: Procedure,
) -> None:
    """Written out, then the check made, and written in again: each by somebody whom nothing bars."""
    case = done(law, opened(law), "looked", day(2), "bo", record={"id": "look"})
    out = done(law, case, RETRACTED, day(3), "cy", record={"retracts": "look", "id": "out"})
    other = done(law, case, "looked", day(2), "ola", record={"corrects": "look", "id": "out"})
    for left in (out, other):
        checked = done(law, left, "checked", day(4), "bo")
        again = {"retracts": "out"}
        assert against(lambda: done(law, checked, RETRACTED, day(5), "cy", record=again)) == [  # noqa: B023
            "apart"
        ]
        let = done(law, checked, RETRACTED, day(5), "cy", record={**again, "override": LET})
        assert [j.event.action.name for j in audit(law, let).breaches] == ["checked"]
        assert done(law, left, RETRACTED, day(5), "cy", record=again).events[-1].retracts == "out"


def test_nobody_takes_back_or_corrects_in_his_own_name_what_bars_him(law: Procedure) -> None:
    case = opened(law, **SUBJECT_OFFICER)
    back, right = {"retracts": "people.ola"}, {"corrects": "people.ola"}
    told: dict[str, Any] = {"person": "ola", "who": Person(holds="officer")}
    rules = ["aside", "own"]
    assert against(lambda: done(law, case, RETRACTED, day(2), "ola", record=back)) == rules
    assert (
        against(lambda: done(law, case, PERSON_TOLD, day(2), "ola", record=right, **told)) == rules
    )
    denial = {"person": "ola", "who": Person(is_not="subject")}
    assert refused(law, case, PERSON_TOLD, day(2), "ola", **denial) == rules
    assert refused(law, case, PERSON_TOLD, day(2), "bo", **denial) == []
    for by in ("bo", None):
        assert done(law, case, RETRACTED, day(2), by, record=back).events[-1].action.by == by
        mended = done(law, case, PERSON_TOLD, day(2), by, record=right, **told)
        assert refused(law, mended, "looked", day(2), "ola") == []
    free = opened(law)  # nothing in it bars her
    assert done(law, free, RETRACTED, day(2), "ola", record=back).events[-1].action.by == "ola"


def test_the_receipt_of_what_comes_from_outside_is_taken_back_by_anybody(law: Procedure) -> None:
    case = opened(law, **SUBJECT_OFFICER)
    for by in ("ola", None):
        undone = done(law, case, RETRACTED, day(2), by, record={"retracts": "came"})
        assert engine.stage_of(law, undone, as_of=day(2)) is None


# --- a denial -----------------------------------------------------------------------------------


def test_a_denial_that_lifts_a_bar_is_said_in_each_ruling(law: Procedure) -> None:
    case = opened(law, **SUBJECT_OFFICER)
    denial = {"id": "denial"}
    case = done(
        law, case, PERSON_TOLD, day(2), person="ola", who=Person(is_not="subject"), record=denial
    )
    found = ruling(law, case, "looked", day(3), "ola")
    note = TieDenied("ola", "subject", "aside", "people.ola", "denial")
    assert found.permitted
    assert note in found.notes
    said = "ola was said to be subject in event people.ola, and not to be in denial, later (aside)"
    assert said in explain(found)
    assert note not in ruling(law, case, "looked", day(3), "bo").notes
    case = done(law, case, "looked", day(3), "ola")
    assert audit(law, case).denied == (note,)
    assert said in explain(audit(law, case))
    named = ruling(law, case, "checker_named", day(3), "di", holder="ola")
    assert TieDenied("ola", "subject", "own", "people.ola", "denial") in named.notes


def test_who_agrees_after_a_denial_is_said_to(law: Procedure) -> None:
    case = opened(law, **SUBJECT_DIRECTOR)
    case = done(law, case, PERSON_TOLD, day(2), person="di", who=Person(is_not="subject"))
    found = ruling(law, case, "longer", day(3), "ola", agreed_by="di")
    assert found.permitted
    assert any(isinstance(note, TieDenied) and note.person == "di" for note in found.notes)


def test_what_is_told_once_more_bars_again_and_what_is_corrected_was_never_so(
    law: Procedure,
) -> None:
    case = opened(law, **SUBJECT_OFFICER)
    case = done(law, case, PERSON_TOLD, day(2), person="ola", who=Person(is_not="subject"))
    again = done(law, case, PERSON_TOLD, day(3), person="ola", who=Person(is_="subject"))
    found = ruling(law, again, "looked", day(4), "ola")
    assert [reason.rule for reason in found.reasons] == ["aside"]
    assert not [note for note in found.notes if isinstance(note, TieDenied)]
    last = done(law, again, PERSON_TOLD, day(4), person="ola", who=Person(is_not="subject"))
    (note,) = ruling(law, last, "looked", day(5), "ola").notes
    assert note == TieDenied("ola", "subject", "aside", again.events[-1].id, last.events[-1].id)
    right = {"corrects": "people.ola"}
    who = Person(holds="officer", is_not="subject")
    never = done(
        law,
        opened(law, **SUBJECT_OFFICER),
        PERSON_TOLD,
        day(2),
        person="ola",
        who=who,
        record=right,
    )
    assert ruling(law, never, "looked", day(3), "ola").notes == ()


PARTNERS = policy(
    POLICY.replace(
        "relations: {subject: is complained about}",
        "relations: {subject: is complained about, "
        "partner: {says: is the partner of, between: two people, both_ways: true}, "
        "cousin: {says: is a cousin of, between: two people}}",
    ).replace(
        "who: subject, may_not: [decide",
        "who: [subject, partner of subject, cousin of subject], may_not: [decide",
    )
)


@pytest.mark.parametrize(
    ("ola", "who", "denial", "told", "to"),
    [
        ({"partner": "io"}, "ola", {"partner": "io"}, "ola", "io"),
        ({"partner": "io"}, "io", {"partner": "ola"}, "ola", "io"),
        ({"partner": "io"}, "io", "subject", "io", None),
        ({"cousin": "io"}, "ola", "cousin", "ola", "io"),
        ({"cousin": "io"}, "io", "subject", "io", None),
    ],
)
def test_a_denial_of_a_tie_through_another_is_said(
    ola: Any, who: str, denial: Any, told: str, to: str | None
) -> None:
    law = PARTNERS
    case = opened(law, io=Person(is_="subject"), ola=Person(holds="officer", is_=ola))
    assert refused(law, case, "looked", day(2), "ola") == ["aside"]
    words = {"id": "denial"}
    case = done(law, case, PERSON_TOLD, day(2), person=who, who=Person(is_not=denial), record=words)
    found = ruling(law, case, "looked", day(3), "ola")
    (note,) = [each for each in found.notes if isinstance(each, TieDenied)]
    assert (note.person, note.to, note.told, note.denied) == (told, to, f"people.{told}", "denial")
    assert f"{told} was said to be {note.tie} in event people.{told}" in explain(found)
    assert not [
        n for n in ruling(law, case, "looked", day(3), "bo").notes if isinstance(n, TieDenied)
    ]


def test_a_denial_that_lifts_nothing_is_not_said() -> None:
    law = PARTNERS
    ties: Any = {"partner": ["io", "al"], "cousin": "cy"}
    subject = Person(is_="subject")
    case = opened(law, io=subject, al=subject, ola=Person(holds="officer", is_=ties))
    for denial in ({"partner": "io"}, "cousin"):
        case = done(law, case, PERSON_TOLD, day(2), person="ola", who=Person(is_not=denial))
    found = ruling(law, case, "looked", day(3), "ola")
    assert [reason.rule for reason in found.reasons] == ["aside"]  # through the other
    assert not [note for note in found.notes if isinstance(note, TieDenied) and note.to == "io"]
    assert not [note for note in found.notes if isinstance(note, TieDenied) and note.to == "cy"]


def test_nobody_frees_himself_through_another() -> None:
    """That Io is not the subject is for somebody else to say than Io's partner."""
    case = opened(
        PARTNERS, io=Person(is_="subject"), ola=Person(holds="officer", is_={"partner": "io"})
    )
    denial = {"person": "io", "who": Person(is_not="subject")}
    back = {"retracts": "people.io"}
    assert refused(PARTNERS, case, PERSON_TOLD, day(2), "ola", **denial) == ["aside"]
    assert against(lambda: done(PARTNERS, case, RETRACTED, day(2), "ola", record=back)) == ["aside"]
    assert refused(PARTNERS, case, PERSON_TOLD, day(2), "bo", **denial) == []
    # what frees nobody, anybody tells
    more = {"person": "io", "who": Person(holds="adviser")}
    assert refused(PARTNERS, case, PERSON_TOLD, day(2), "ola", **more) == []


# --- an override by whoever it lets act ---------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "by", "said", "giver", "own"),
    [
        ("looked", "ola", {}, "ola", "ola, who did it"),
        ("looked", "ola", {}, "the chair", "the chair"),
        ("looked", "ola", {}, "di", "di"),
        ("looked", "ola", {}, "officer", "officer"),
        ("settled", "di", {}, "director", "director, held by di, who did it"),
        ("checker_named", "di", {"holder": "ola"}, "ola", "ola, who is named by it"),
        ("longer", "bo", {"agreed_by": ["di"]}, "di", "di, who agreed to it"),
        ("looked", "ola", {}, "OLA", "OLA, who did it"),
        ("looked", "ola", {}, "Ola ", "Ola , who did it"),
        ("settled", "di", {}, "Director", "Director, held by di, who did it"),
    ],
)
def test_an_override_says_where_it_lets_whoever_gave_it_act(
    law: Procedure, name: str, by: str, said: dict[str, Any], giver: str, own: str
) -> None:
    case = opened(law, **SUBJECT_OFFICER, **SUBJECT_DIRECTOR)
    let = Event(
        action=Action(name, at=day(2), by=by, **said),
        id="let",
        override=Override(giver, "it had to be"),
    )
    (refusal,) = engine.admit(law, case, [let]).overridden
    assert not refusal.ruling.permitted
    grown = engine.admit(law, case, [let]).case
    (judged,) = audit(law, grown).overridden
    assert judged.own == refusal.own
    assert (judged.own is not None) is ("who" in own)
    assert f"recorded all the same by {own}: it had to be" in explain(audit(law, grown))


def test_the_command_line_marks_it(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(HEADER + POLICY, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        """\
people:
  cy: {holds: customer}
  ola: {holds: officer, is: subject}
  bo: {holds: officer}
events:
  - {at: 2026-06-01, event: came, by: cy}
  - {at: 2026-06-02, event: looked, by: ola, override: {by: ola, why: I was there}}
  - {at: 2026-06-02, event: person_told, person: ola, is_not: subject}
  - {at: 2026-06-03, event: looked, by: ola}
""",
        encoding="utf-8",
    )
    told: dict[tuple[str, str], str] = {}
    for verb in ("case", "audit"):
        for form in ("text", "json"):
            main([verb, "small.yaml", "case.yaml", "--as-of", "2026-06-04", "--format", form])
            told[verb, form] = capsys.readouterr().out
    assert "allowed by ola, who did it: I was there" in told["case", "text"]
    assert "allowed by ola, who did it: I was there" in told["audit", "text"]
    assert json.loads(told["case", "json"])["overridden"][0]["own"] is True
    audited = json.loads(told["audit", "json"])
    assert audited["events"][0]["override"]["own"] is True
    assert audited["denied"] == [
        {
            "person": "ola",
            "relation": "subject",
            "to": None,
            "rule": "aside",
            "told": None,
            "denied": 2,
        }
    ]
    assert "ola was said to be subject in event people.ola" in told["audit", "text"]


def test_a_bar_is_a_reason_with_the_person_and_the_tie(law: Procedure) -> None:
    case = done(law, opened(law, **SUBJECT_OFFICER), "looked", day(2), "bo", record={"id": "look"})
    with pytest.raises(ActionRefused) as raised:
        done(law, case, "looked", day(2), "ola", record={"corrects": "look"})
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, Barred)
    assert (reason.person, reason.says, reason.who_else) == (
        "ola",
        "is complained about",
        ("bo",),
    )
