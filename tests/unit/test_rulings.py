"""Rulings and what is owed, as values."""

from complaintflow.case import Action
from complaintflow.procedure import Clause
from complaintflow.rulings import ActionRefused, Forbidden, NotOpen, Owed, Ruling
from tests.policies import day

C1, C2 = (Clause(name, "p. 1", "says", "small") for name in ("C1", "C2"))


def two_reasons() -> Ruling:
    return Ruling(
        Action("sent", at=day(1)),
        (
            Forbidden(rule="sent", cites=(C1,), step="sent"),
            NotOpen(rule="sent.place", cites=(C2, C1), step="sent", place="a", stage=None),
        ),
    )


def test_a_ruling_is_permitted_where_there_is_no_reason_against_it() -> None:
    assert Ruling(Action("sent", at=day(1)), ()).permitted
    assert not two_reasons().permitted
    assert [bool(r) for r in (Ruling(Action("sent", at=day(1)), ()), two_reasons())] == [
        True,
        False,
    ]


def test_a_ruling_gives_its_reasons_one_by_one_and_each_clause_once() -> None:
    assert [reason.code for reason in two_reasons().reasons] == ["forbidden", "not-open"]
    assert two_reasons().clauses == ("C1", "C2")


def test_a_refusal_says_on_which_rules_and_clauses_it_rests() -> None:
    refusal = ActionRefused(two_reasons())
    assert str(refusal) == "'sent' is refused: sent (C1), sent.place (C2, C1)"
    assert refusal.ruling == two_reasons()
    bare = Ruling(Action("sent", at=day(1)), (Forbidden(rule="sent", step="sent"),))
    assert str(ActionRefused(bare)) == "'sent' is refused: sent"


def test_what_is_owed_reads_as_a_scenario_writes_it() -> None:
    """B, Scenarios: `STEP`, or `STEP.KEY WHAT` for a particular."""
    assert str(Owed("sent", ("m",), to=("c",))) == "sent"
    assert str(Owed("sent.to", ("m",), to=("c",))) == "sent.to c"
    assert str(Owed("sent.must_include", ("m",), what="advocate")) == "sent.must_include advocate"
    assert str(Owed("sent.how", ("m",))) == "sent.how"
    assert Owed("sent", ("m",), cites=(C1, C2)).clauses == ("C1", "C2")
