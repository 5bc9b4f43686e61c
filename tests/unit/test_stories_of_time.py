"""Whole procedures with dates worked out by hand, told as stories: what a time counts from.

After rules that are in force: who may turn to an ombudsman and when, complaints about adult social
care in England and about a health service in Ireland, a staff grievance. `tests/stories` holds them.
"""

from pathlib import Path

import pytest

from complaintflow import files, scenarios
from complaintflow.language.alterations import Operator
from complaintflow.scenarios import Fate

FOLDER = Path(__file__).parent.parent / "stories"

STORIES = sorted(FOLDER.glob("*.scenarios.yaml"))

OF_ANCHORS = (
    Operator.DROP_ALTERNATIVE,
    Operator.FIRST_OR_LAST,
    Operator.DROP_ROW,
)


def name_of(path: Path) -> str:
    return path.name.partition(".")[0]


@pytest.mark.parametrize("path", STORIES, ids=name_of)
def test_the_policy_is_silent_and_every_story_comes_true(path: Path) -> None:
    assert files.check([FOLDER / f"{name_of(path)}.yaml", path]).diagnostics == ()
    report = scenarios.run(path)
    assert report.problems == ()
    assert report.passed


@pytest.mark.parametrize(
    "path", [each for each in STORIES if name_of(each) != "health"], ids=name_of
)
def test_a_change_to_what_a_time_counts_from_is_caught(path: Path) -> None:
    trials = scenarios.try_mutants(scenarios.run(path), on_mutant=lambda *_: None)
    of_anchors = [each for each in trials.trials if each.mutant.operator in OF_ANCHORS]
    assert of_anchors
    assert [each.mutant.name for each in of_anchors if each.fate is not Fate.CAUGHT] == []
