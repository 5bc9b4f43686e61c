"""Changes to ties between people: the joint taken out, any work for one kind, one way for both.

`tests/language/good/ties.yaml` uses every word of them, and its stories see every change to it.
"""

import pytest

from complaintflow import scenarios
from complaintflow.files import SCENARIOS
from complaintflow.language.alterations import Operator
from complaintflow.language.edits import as_yaml, at, edited
from complaintflow.language.operators import mutants
from complaintflow.language.reader import read
from complaintflow.scenarios import Fate
from tests.language.golden import GOOD
from tests.policies import HEADER

TIES = GOOD / "ties.yaml"


def changes(text: str, *operators: Operator) -> dict[str, str | None]:
    """The mutants of some operators, by name, each with what becomes of the rule."""
    found, problems = read(text, "text.yaml")
    assert found is not None
    assert problems == []
    return {m.name: m.becomes for m in mutants([found]) if m.operator in operators}


@pytest.mark.parametrize("name", ["ties", "only", "dated"])
def test_every_change_to_a_policy_of_ties_is_seen(name: str) -> None:
    """Design 9: 100 %."""
    report = scenarios.run(TIES.with_name(f"{name}{SCENARIOS}"))
    assert report.passed
    tried = scenarios.try_mutants(report, on_mutant=lambda *_: None)
    assert [each.mutant.name for each in tried.of(Fate.SURVIVED)] == []
    assert tried.of(Fate.NOT_LOADED) == ()


def test_the_changes_to_ties_are_these() -> None:
    operators = (Operator.DROP_JOINT, Operator.ANY_WORK, Operator.DROP_BOTH_WAYS)
    assert changes(TIES.read_text("utf-8"), *operators) == {
        "managers_of_the_subject.who line_manager of subject -> subject": "who: subject",
        "fresh_eyes.who line_manager of whoever did answered -> did answered": "who: [considered in first_stage, did answered]",
        "own_manager_names_nobody.who line_manager of complainant -> complainant": "who: complainant",
        "fresh_eyes.who considered in first_stage -> acted in first_stage": "who: [acted in first_stage, line_manager of whoever did answered]",
        "partner.both_ways drop": None,
    }  # fmt: skip


def test_the_changes_to_who_alone_may_are_these() -> None:
    operators = (
        Operator.DROP_CONFLICT,
        Operator.DROP_BAR,
        Operator.ADD_BAR,
        Operator.OTHER_SIGN,
        Operator.DROP_REQUIREMENT,
        Operator.DROP_JOINT,
        Operator.ANY_WORK,
        Operator.DROP_EXCEPTION,
    )
    text = TIES.with_name("only.yaml").read_text("utf-8")
    assert changes(text, *operators) == {
        "one_officer drop": None,
        "papers_checked_by_somebody_above drop": None,
        "papers_checked_by_somebody_above.only drop above of whoever did answered": "only: director",
        "papers_checked_by_somebody_above.only drop director": "only: above of whoever did answered",
        "papers_checked_by_somebody_above.may + consider": "may: [advise, consider]",
        "one_officer.same_person -> different_people": "different_people: [looked_into, answered]",
        "papers_checked_by_somebody_above.only -> who": "who: [above of whoever did answered, director]",
        "papers_checked_by_somebody_above.only above of whoever did answered -> did answered": "only: [did answered, director]",
        "reviewer.must_be above of whoever considered in first_stage -> considered in first_stage": "must_be: [outside, considered in first_stage]",
        "reviewer.must_be above of whoever considered in first_stage -> above of whoever acted in first_stage": "must_be: [outside, above of whoever acted in first_stage]",
        "papers_checked_by_somebody_above.except drop": None,
        "reviewer.must_be drop": None,
        "reviewer.must_be drop outside": "must_be: above of whoever considered in first_stage",
        "reviewer.must_be drop above of whoever considered in first_stage": "must_be: outside",
    }  # fmt: skip


def test_the_other_sign_takes_along_what_is_cited_for_this_one() -> None:
    rule = "{only: did looked, may: [review, panel], cites: {only: C-1, may: C-2}}"
    found, _ = read(f"{HEADER}conflicts: {{apart: {rule}}}\n", "text.yaml")
    assert found is not None
    (other,) = (m for m in mutants([found]) if m.operator is Operator.OTHER_SIGN)
    changed = edited(found, other.edits)
    rules = at(changed, "conflicts")
    assert rules is not None
    assert as_yaml(rules) == (
        "{apart: {cites: {who: C-1, may_not: C-2}, who: did looked, may_not: [review, panel]}}"
    )
    (left,) = (m for m in mutants([found]) if m.name == "apart.may drop panel")
    assert left.becomes == "may: review"


@pytest.mark.parametrize(
    ("who", "becomes"),
    [
        ("boss of whoever considered in first", {"who: considered in first", "who: boss of whoever acted in first"}),
        ("boss  of subject", {"who: subject"}),
        ("acted in first", set()),
        ("did looked", set()),
        ("[considered in first, acted in first]", set()),
    ],
)  # fmt: skip
def test_a_tie_is_changed_where_that_leaves_another(who: str, becomes: set[str]) -> None:
    text = f"{HEADER}conflicts: {{apart: {{who: {who}, may_not: review}}}}\n"
    found = changes(text, Operator.DROP_JOINT, Operator.ANY_WORK)
    assert {*found.values()} == becomes
