"""Changes to what a role says of its holders: one more, one fewer, no share, no chair, anybody names them."""

from pathlib import Path

import pytest

from complaintflow import scenarios
from complaintflow.language.alterations import Operator
from complaintflow.language.operators import mutants
from complaintflow.language.reader import read
from complaintflow.scenarios import Fate
from tests.language.golden import GOOD
from tests.policies import HEADER

STORIES = Path(__file__).parent.parent / "stories"

OF_BODIES = (
    Operator.MORE_PEOPLE,
    Operator.FEWER_PEOPLE,
    Operator.DROP_QUORUM,
    Operator.DROP_MAKE_UP,
    Operator.DROP_CHAIR,
    Operator.DROP_LENIENCE,
    Operator.DROP_APPOINTER,
)


def changes(text: str) -> dict[str, str | None]:
    found, problems = read(text, "text.yaml")
    assert found is not None
    assert problems == []
    return {m.name: m.becomes for m in mutants([found]) if m.operator in OF_BODIES}


@pytest.mark.parametrize("name", ["review", "academy"])
def test_every_change_to_a_panel_is_seen_by_its_stories(name: str) -> None:
    report = scenarios.run(STORIES / f"{name}.scenarios.yaml")
    assert report.passed
    tried = scenarios.try_mutants(report, on_mutant=lambda *_: None)
    survived = [each.mutant for each in tried.of(Fate.SURVIVED)]
    assert [m.name for m in survived if m.operator in OF_BODIES] == []
    caught = {each.mutant.operator for each in tried.of(Fate.CAUGHT)}
    assert {Operator.MORE_PEOPLE, Operator.FEWER_PEOPLE, Operator.DROP_APPOINTER} <= caught


def test_the_changes_to_bodies_are_these() -> None:
    text = (GOOD / "bodies.yaml").read_text("utf-8")
    found = changes(text)
    of_panel = {name: said for name, said in found.items() if name.startswith("panel.")}
    shares = "at least 1 independent_of_school", "at most 1 governor"
    assert of_panel == {
        "panel.members -> 4 to 5": "members: 4 to 5",
        "panel.members -> 2 to 5": "members: 2 to 5",
        "panel.members -> 3 to 6": "members: 3 to 6",
        "panel.members -> 3 to 4": "members: 3 to 4",
        "panel.quorum -> 4": "quorum: 4",
        "panel.quorum -> 2": "quorum: 2",
        "panel.quorum drop": None,
        f"panel.of_whom drop {shares[0]}": f"of_whom: {shares[1]}",
        f"panel.of_whom drop {shares[1]}": f"of_whom: {shares[0]}",
        f"panel.of_whom {shares[0]} -> at least 2 independent_of_school": (
            f"of_whom: [at least 2 independent_of_school, {shares[1]}]"
        ),
        f"panel.of_whom {shares[1]} -> at most 2 governor": (
            f"of_whom: [{shares[0]}, at most 2 governor]"
        ),
        "panel.chair drop": None,
        "panel.without_quorum drop adjourned": None,
        "panel.appointed_by drop": None,
        "panel.appointed_by drop clerk": "appointed_by: trust",
        "panel.appointed_by drop trust": "appointed_by: clerk",
    }
    assert {name for name in found if name.startswith("governor.")} == {
        "governor.holders -> exactly 3",
        "governor.holders -> exactly 1",
    }


def test_a_range_never_becomes_empty() -> None:
    text = f"{HEADER}roles: {{panel: {{title: P, members: 3 to 4}}}}\n"
    assert list(changes(text)) == ["panel.members -> 3 to 5", "panel.members -> 2 to 4"]
