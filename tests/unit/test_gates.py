"""Anchors and conditions. Letters such as A3 or A6 name paragraphs of the language."""

import pytest

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.diagnostics import DefinitionError
from complaintflow.gates import (
    Truth,
    asked,
    conditions_hold,
    done_here,
    open_places,
    open_steps,
    satisfied,
    starts,
    truth,
    unanswered,
)
from complaintflow.procedure import (
    Condition,
    Duty,
    Happened,
    Procedure,
    Value,
)
from complaintflow.rulings import Unanswered
from tests.policies import (
    FORTH_AND_BACK,
    day,
    done,
    lived,
    owed,
    people,
    policy,
    refused,
    ruling,
)


@pytest.fixture(scope="module")
def loop() -> Procedure:
    return policy(FORTH_AND_BACK)


@pytest.fixture
def opened(loop: Procedure) -> Case:
    case = engine.begin(loop, at=day(1), people=people(cy="customer", ola="officer"))
    return done(loop, done(loop, case, "noted", day(1), "cy"), "came", day(2), "cy")


# --- anchors --------------------------------------------------------------------------


def test_every_start_is_given_with_its_position(loop: Procedure, opened: Case) -> None:
    """A3: a clock must know which event came first on one day."""
    case = lived(loop, opened, (3, "seen"), (3, "seen"))
    now = engine.course_of(loop, case)
    reached = list(starts(loop, now, Happened("seen"), None))
    assert [(r.at, r.position) for r in reached] == [(day(3), 4), (day(3), 5)]


# --- conditions -----------------------------------------------------------------------

QUESTIONS = """
roles: {customer: {title: You}, officer: {title: An officer}}
facts:
  another:  {means: it is for somebody else, decided_by: customer}
  interest: {means: the interest is sufficient, decided_by: officer, asked_if: another}
  form:     {means: how it is put, decided_by: officer, answers: [short, long], asked_if: interest}
  plain:    {means: it is plain, decided_by: officer, asked_if: another is false}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    if: interest
    unless: form is long
    must: {worked: {by: officer}}
    may:
      if_interest:     {by: officer, if: interest}
      if_not:          {by: officer, if: interest is false}
      unless_interest: {by: officer, unless: interest}
      if_short:        {by: officer, if: form is short}
      both:            {by: officer, if: [another, interest]}
      neither:         {by: officer, unless: [another, plain]}
  second: {title: Second}
"""


def asked_case(**answers: Value) -> tuple[Procedure, Case]:
    law = policy(QUESTIONS)
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"), facts=answers)
    return law, done(law, case, "came", day(1), "cy")


@pytest.mark.parametrize(
    ("answers", "whether", "holds"),
    [
        ({}, Truth.OPEN, Truth.OPEN),
        ({"another": False}, Truth.FAILS, Truth.HOLDS),
        ({"another": True}, Truth.HOLDS, Truth.OPEN),
        ({"another": True, "interest": True}, Truth.HOLDS, Truth.HOLDS),
        ({"another": True, "interest": False}, Truth.HOLDS, Truth.FAILS),
        ({"interest": True}, Truth.OPEN, Truth.HOLDS),
        ({"interest": False}, Truth.OPEN, Truth.OPEN),
        ({"another": False, "interest": False}, Truth.FAILS, Truth.HOLDS),
    ],
)
def test_a_question_is_asked_or_not_or_that_is_open(
    answers: dict[str, Value], whether: Truth, holds: Truth
) -> None:
    """A6: an asked fact without an answer is open; one not asked counts as the answer named."""
    law, case = asked_case(**answers)
    now = engine.course_of(law, case)
    assert asked(law, now, "interest") is whether
    assert truth(law, now, Condition("interest")) is holds


def test_an_unanswered_question_shuts_if_and_unless_alike() -> None:
    """A6."""
    law, case = asked_case(another=True)
    assert refused(law, case, "if_interest", day(2), "ola") == ["if_interest.if"]
    assert refused(law, case, "unless_interest", day(2), "ola") == ["unless_interest.unless"]


def test_a_question_that_is_not_asked_opens_if_and_shuts_unless() -> None:
    """A6: whatever answer the condition names."""
    law, case = asked_case(another=False)
    assert refused(law, case, "if_interest", day(2), "ola") == []
    assert refused(law, case, "if_not", day(2), "ola") == []
    assert refused(law, case, "unless_interest", day(2), "ola") == ["unless_interest.unless"]


@pytest.mark.parametrize(
    ("answer", "open_to"), [(True, {"if_interest"}), (False, {"if_not", "unless_interest"})]
)
def test_an_answer_opens_what_names_it(answer: bool, open_to: set[str]) -> None:
    """A6."""
    law, case = asked_case(another=True, interest=answer)
    names = ("if_interest", "if_not", "unless_interest")
    assert {n for n in names if not refused(law, case, n, day(2), "ola")} == open_to


def test_a_refusal_names_who_must_answer_first() -> None:
    """A6: the refusal names who must answer."""
    law, case = asked_case()
    now = engine.course_of(law, case)
    assert unanswered(law, now, "interest").name == "another"
    assert unanswered(law, now, "form").name == "another"
    reason = ruling(law, case, "if_interest", day(2), "ola").reasons[0]
    assert isinstance(reason, Unanswered)
    assert (reason.fact.name, reason.fact.decided_by) == ("another", ("customer",))
    law, case = asked_case(another=True)
    assert unanswered(law, engine.course_of(law, case), "form").name == "interest"
    law, case = asked_case(another=True, interest=True)
    assert unanswered(law, engine.course_of(law, case), "form").name == "form"


def test_all_of_if_and_none_of_unless_must_hold() -> None:
    """D8."""
    law, case = asked_case(another=True, interest=False)
    assert refused(law, case, "both", day(2), "ola") == ["both.if"]
    found = ruling(law, case, "neither", day(2), "ola").reasons
    assert [(r.rule, r.condition.fact) for r in found] == [  # type: ignore[union-attr]
        ("neither.unless", "another"),
        ("neither.unless", "plain"),
    ]
    now = engine.course_of(law, case)
    assert satisfied(law, now, (), ())
    assert satisfied(law, now, [Condition("another")], [Condition("interest")])
    assert not satisfied(law, now, [Condition("another")], [Condition("another")])
    assert not satisfied(law, now, [Condition("interest")])


def test_the_conditions_of_a_stage_gate_its_musts_and_not_its_mays() -> None:
    """A6: `if` and `unless` on a stage gate its `must`, not its `may`."""
    law, case = asked_case(another=True, interest=False)
    assert refused(law, case, "worked", day(2), "ola") == ["first.if", "first.unless"]
    assert refused(law, case, "if_not", day(2), "ola") == []
    assert owed(law, case, day(2)) == []
    law, case = asked_case(another=True, interest=True)
    assert refused(law, case, "worked", day(2), "ola") == ["first.unless"]  # form is asked, open
    case = done(law, case, "form", day(2), answer="short")
    assert refused(law, case, "worked", day(2), "ola") == []
    assert owed(law, case, day(2)) == ["worked"]
    case = done(law, case, "form", day(2), answer="long")
    assert refused(law, case, "worked", day(2), "ola") == ["first.unless"]
    now = engine.course_of(law, case)
    assert conditions_hold(law, now, law.steps["both"]) is False
    assert conditions_hold(law, now, law.steps["worked"]) is False


def test_a_question_that_hangs_on_itself_is_a_mistake_of_the_document() -> None:
    """A6: whether it is asked could never be told."""
    with pytest.raises(DefinitionError):
        policy("""
roles: {customer: {title: You}}
facts:
  egg: {means: there is an egg, decided_by: customer, asked_if: hen}
  hen: {means: there is a hen, decided_by: customer, asked_if: egg}
begins: {came: {by: customer, if: egg, then: first}}
stages: {first: {title: First}}
""")


# --- open places ----------------------------------------------------------------------


def test_two_places_are_open_once_a_case_has_begun(loop: Procedure, opened: Case) -> None:
    """A2: one part of a case is in exactly one stage or end, and always in throughout."""
    begun = engine.begin(loop, at=day(1), people=people(cy="customer"))
    assert open_places(engine.course_of(loop, begun)) == ("begins",)
    assert open_places(engine.course_of(loop, opened)) == ("throughout", "first")


def test_open_steps_come_place_by_place_in_the_order_of_the_document(
    loop: Procedure, opened: Case
) -> None:
    now = engine.course_of(loop, opened)
    assert [s.name for s in open_steps(loop, now, Duty.MUST)] == ["seen", "told"]
    assert [s.name for s in open_steps(loop, now, Duty.MAY)] == ["pushed"]
    assert [s.name for s in open_steps(loop, now, *Duty)] == ["seen", "told", "pushed"]


def test_what_was_done_here_is_what_was_done_in_this_visit(loop: Procedure, opened: Case) -> None:
    """A2."""
    case = lived(loop, opened, (3, "seen"), (3, "agreed"), (4, "pushed"), (5, "sent_back"))
    now = engine.course_of(loop, case)
    assert done_here(loop, now, loop.steps["seen"]) == ()
    assert [o.at for o in done_here(loop, now, loop.facts["agreed"])] == [day(3)]
    assert [o.at for o in done_here(loop, now, loop.steps["pushed"])] == []
    assert [o.at for o in done_here(loop, now, loop.steps["sent_back"])] == [day(5)]


def test_what_hangs_on_a_question_that_is_not_asked_is_not_asked_either() -> None:
    """A6: else a follow-up to a question that nobody asks would hold everything back."""
    law = policy("""
roles: {customer: {title: You}}
facts:
  hurt:    {means: somebody was hurt, decided_by: customer}
  badly:   {means: badly, decided_by: customer, asked_if: hurt}
  doctor:  {means: a doctor came, decided_by: customer, asked_if: badly}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, must: {went_on: {by: customer, if: doctor}}}}
""")
    case = engine.begin(law, at=day(1), people=people(cy="customer"), facts={"hurt": False})
    case = done(law, case, "came", day(1), "cy")
    assert "doctor" not in [move.event for move in engine.moves(law, case, as_of=day(1))]
    assert refused(law, case, "went_on", day(1), "cy") == []
