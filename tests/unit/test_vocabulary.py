"""The names that an action may use: unknown ones are errors with a suggestion, not refusals."""

import re
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Event, Person
from complaintflow.errors import InputError
from complaintflow.planning import staffing
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.vocabulary import act_called, all_names
from tests.policies import day, done, fusion_care, people


@pytest.fixture(scope="module")
def law() -> Procedure:
    return fusion_care()


@pytest.fixture
def case(law: Procedure) -> Case:
    who = people(ann="complainant", mo=["manager", "management"], dee="managing_director")
    begun = engine.begin(law, at=day(1), people=who)
    return done(law, begun, "formal_complaint_received", day(1), "ann", how="writing")


def error(law: Procedure, case: Case, name: str, **said: Any) -> str:
    with pytest.raises(InputError) as raised:
        engine.decide(law, case, Action(name, at=day(2), **said))
    with pytest.raises(InputError) as again:
        engine.apply(law, case, Action(name, at=day(2), **said))
    assert str(raised.value) == str(again.value)
    return str(raised.value)


@pytest.mark.parametrize(
    ("name", "said", "message"),
    [
        ("report_snet", {}, "no event is called 'report_snet'; did you mean 'report_sent'?"),
        ("qwertyuiop", {}, "no event is called 'qwertyuiop'"),
        ("first_formal", {}, "no event is called 'first_formal'"),
        (
            "investigation",
            {"by": "mo", "role": "manger"},
            "no role is called 'manger'; did you mean 'manager'?",
        ),
        (
            "investigation",
            {"by": "mmo"},
            "by: nobody called 'mmo' has been told of; did you mean 'mo'?",
        ),
        (
            "investigation",
            {"by": "barnaby"},
            "by: nobody called 'barnaby' has been told of; tell who it is first, with person_told",
        ),
        (
            "investigation",
            {"by": "managr"},
            "by: nobody called 'managr' has been told of; did you mean 'manager'?",
        ),
        (
            "report_sent",
            {"by": "mo", "to": "annn"},
            "to: nobody called 'annn' has been told of; did you mean 'ann'?",
        ),
        (
            "report_sent",
            {"by": "mo", "copies_to": ["ann", "managing_directr"]},
            (
                "copies_to: nobody called 'managing_directr' has been told of; "
                "did you mean 'managing_director'?"
            ),
        ),
        (
            "report_talked_through",
            {"by": "mo", "with_": "complainnt"},
            "with_: nobody called 'complainnt' has been told of; did you mean 'complainant'?",
        ),
        (
            "acting_manager_named",
            {"by": "dee", "holder": "annn"},
            "holder: nobody called 'annn' has been told of; did you mean 'ann'?",
        ),
        (
            "report_sent",
            {"by": "mo", "how": "wrting"},
            "no form is called 'wrting'; did you mean 'writing'?",
        ),
        (
            "investigation",
            {"by": "mo", "person": "ann"},
            "only person_told says who a person is, not investigation",
        ),
        (
            "investigation",
            {"by": "mo", "who": Person()},
            "only person_told says who a person is, not investigation",
        ),
        (
            "investigation",
            {"by": "mo", "holder": "ann"},
            "investigation appoints nobody, and takes no holder",
        ),
        (
            "child_concerned",
            {"answer": True, "holder": "ann"},
            "child_concerned appoints nobody, and takes no holder",
        ),
        (
            "investigation",
            {"by": "mo", "parts": "noise"},
            "fusion-care has no issues, so its complaints have no parts",
        ),
    ],
)
def test_a_name_that_means_nothing_is_an_error_that_says_what_was_meant(
    law: Procedure, case: Case, name: str, said: dict[str, Any], message: str
) -> None:
    """Design 6: an unknown name is an error with a suggestion."""
    assert error(law, case, name, **said) == message


@pytest.mark.parametrize(
    ("fact", "answer", "message"),
    [
        (
            "child_concerned",
            None,
            "child_concerned is answered with one of true, false, not nothing",
        ),
        (
            "child_concerned",
            "yes",
            "child_concerned is answered with one of true, false, not 'yes'",
        ),
        ("child_concerned", 1, "child_concerned is answered with one of true, false, not 1"),
        (
            "about",
            "qualty",
            (
                "about is answered with one of problem, quality, delivery, practice, plan_change, "
                "not 'qualty'"
            ),
        ),
        (
            "about",
            True,
            (
                "about is answered with one of problem, quality, delivery, practice, plan_change, "
                "not True"
            ),
        ),
    ],
)
def test_an_answer_that_the_question_does_not_have_is_an_error(
    law: Procedure, case: Case, fact: str, answer: Any, message: str
) -> None:
    """B, facts: `answers`: names (default true/false)."""
    assert error(law, case, fact, answer=answer) == message


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "person_told needs the person's name and who he or she is"),
        ({"person": "pip"}, "person_told needs the person's name and who he or she is"),
        ({"who": Person()}, "person_told needs the person's name and who he or she is"),
        (
            {"person": "manager", "who": Person()},
            "a person cannot be called 'manager': that is a role of fusion-care",
        ),
        (
            {"person": "pip", "who": Person(holds="manger")},
            "no role is called 'manger'; did you mean 'manager'?",
        ),
        (
            {"person": "pip", "who": Person(is_="subjct")},
            "no relation is called 'subjct'; did you mean 'subject'?",
        ),
        (
            {"person": "pip", "who": Person(is_not="chlid")},
            "no relation is called 'chlid'; did you mean 'child'?",
        ),
        (
            {"person": "pip", "who": Person(is_="subject", is_not="subject")},
            "'pip' cannot both be and not be 'subject'",
        ),
    ],
)
def test_who_somebody_is_uses_names_of_the_policy_and_is_not_both(
    law: Procedure, case: Case, said: dict[str, Any], message: str
) -> None:
    """D2, D12: one name for a role and a person is an error."""
    assert error(law, case, PERSON_TOLD, **said) == message


def test_every_event_has_a_name_of_the_policy_or_a_reserved_one(law: Procedure) -> None:
    names = all_names(law)
    assert {PERSON_TOLD, RETRACTED, "report_sent", "about"} <= set(names)
    assert act_called(law, "about") is law.facts["about"]
    assert act_called(law, "report_sent") is law.steps["report_sent"]


def test_asking_whether_somebody_could_needs_no_answer(law: Procedure, case: Case) -> None:
    could = engine.could(law, case, "sufficient_interest", "mo", as_of=day(2))
    assert could.permitted
    with pytest.raises(InputError, match="nobody called 'mmo'"):
        engine.could(law, case, "sufficient_interest", "mmo", as_of=day(2))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("support_offered", {"includes": "advocat"}),
        ("complaint_logged", {"recorded_in": "complaint_log"}),
        ("investigation", {"by": "mo", "for_": "annn"}),
        ("investigation", {"by": "mo", "answer": True}),
    ],
)
def test_every_word_of_an_action_must_mean_something(
    law: Procedure, case: Case, name: str, said: dict[str, Any]
) -> None:
    """Design 2: nothing is silently chosen; a typing error would stay owed for ever."""
    case = done(law, case, "person_told", day(1), person="org", who=Person(holds="organisation"))
    error(law, case, name, **{"by": "org", **said})


# --- names that are alike ------------------------------------------------------------------------

JOSE = ("jos\u00e9", "jose\u0301")
"""One name, its accent as a letter of its own and as a mark after the letter."""


@pytest.mark.parametrize(
    ("known", "told"), [("mo", "Mo"), ("MO", "mo"), ("stra\u00dfe", "STRASSE"), JOSE, JOSE[::-1]]
)
def test_who_is_told_of_by_the_name_of_another_in_other_letters_is_a_slip(
    known: str, told: str
) -> None:
    law = fusion_care()
    case = engine.begin(law, at=day(1), people={known: Person(holds="manager")})
    says = re.escape(f"{told!r} has not been told of, and {known!r} has: write {known!r}")
    subject: dict[str, Any] = {"person": told, "who": Person(is_="subject")}
    with pytest.raises(InputError, match=says):
        engine.decide(law, case, Action("person_told", at=day(2), **subject))
    with pytest.raises(InputError, match=says):
        engine.apply(law, case, Action("person_told", at=day(2), **subject))
    with pytest.raises(InputError, match=says):
        engine.begin(law, at=day(1), people={known: Person(), told: Person()})
    with pytest.raises(InputError, match=says):
        staffing(law, case, people={told: Person()}, as_of=day(2))
    same = engine.apply(law, case, Action("person_told", at=day(2), **subject | {"person": known}))
    assert engine.course_of(law, same).people[known].relations == {"subject"}


def test_other_names_are_compared_as_they_are_given() -> None:
    law = fusion_care()
    people = {"mo": Person(holds="manager"), "moe": Person(), "m\u00f6": Person()}
    case = engine.begin(law, at=day(1), people=people)
    assert {*engine.course_of(law, case).people} == {*people}
    with pytest.raises(
        InputError, match="by: nobody called 'Mo' has been told of; did you mean 'mo'"
    ):
        engine.decide(law, case, Action("investigation", at=day(2), by="Mo"))


def test_a_record_that_has_both_is_restored_and_a_name_is_corrected() -> None:
    """What was recorded before is read as it is; who was misspelt from the first is put right."""
    law = fusion_care()
    case = engine.begin(law, at=day(1), people={"mo": Person(holds="manager")})
    told = Action("person_told", at=day(2), person="Mo", who=Person(is_="subject"))
    both = engine.restore(law, [*case.events, Event(action=told, id="told")])
    assert {*engine.course_of(law, both).people} == {"mo", "Mo"}
    again = engine.apply(law, both, told)  # who is known is told of again
    assert again.events[-1].action == told
