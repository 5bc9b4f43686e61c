"""The stories of Fusion Care prove its rules: every change to one of them is noticed."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from complaintflow import files, scenarios
from complaintflow.scenarios import Fate, Trials

PROCEDURES = Path(__file__).parents[2] / "procedures"
NAME = "fusion-care"


@pytest.fixture(scope="module")
def trials() -> Trials:
    report = scenarios.run(PROCEDURES / f"{NAME}{files.SCENARIOS}")
    return scenarios.try_mutants(report, on_mutant=lambda *_: None)


def test_every_mutant_is_caught_or_is_equivalent_for_a_reason(trials: Trials) -> None:
    """Design 9: rule mutants of shipped procedures caught by their scenarios, 100 %."""
    assert [trial.mutant.name for trial in trials.of(Fate.SURVIVED)] == []
    assert trials.problems == ()
    assert trials.passed
    assert len(trials.of(Fate.CAUGHT)) > 250


def test_every_clause_has_a_rule_whose_change_is_caught_or_is_no_rule(trials: Trials) -> None:
    assert [each.clause.id for each in trials.clauses] == [f"FC-{n:02}" for n in range(1, 38)]
    unproved = {each.clause.id: each.otherwise for each in trials.clauses if not each.caught}
    assert unproved == {
        "FC-29": "information",
        "FC-30": "information",
        "FC-31": "standing duty",
        "FC-32": "standing duty",
        "FC-33": "standing duty",
        "FC-34": "standing duty",
        "FC-36": "information",
        "FC-37": "information",
    }


# --- every number, in the text itself -------------------------------------------------------

RULES = re.compile(
    r"^(?:begins|stages|throughout|ends|conflicts):\n(?:(?:[ #].*)?\n)*", re.MULTILINE
)
ASIDE = re.compile(r"\bcites: ?(?:\{[^}]*\}|\[[^\]]*\]|\S+)|#.*|\"[^\"]*\"")
"""What stands among the rules and is none: clauses, comments, texts."""


def numbers(path: Path) -> Iterator[tuple[int, int]]:
    """Where each number of a rule begins and ends in the text of a policy."""
    text = path.read_text("utf-8")
    for part in RULES.finditer(text):
        rules = ASIDE.sub(lambda found: "." * len(found[0]), part[0])
        for number in re.finditer(r"\b\d+\b", rules):
            yield part.start() + number.start(), part.start() + number.end()


EVERY_NUMBER = [
    pytest.param(path, start, end, id=f"{path.stem}-{path.read_text('utf-8')[start - 9 : end]}")
    for path in (PROCEDURES / f"{NAME}.yaml", PROCEDURES / "bases" / "provider.yaml")
    for start, end in numbers(path)
]


def test_the_numbers_of_the_leaflet_are_all_found() -> None:
    found = [
        path.read_text("utf-8")[start:end]
        for path in (PROCEDURES / f"{NAME}.yaml", PROCEDURES / "bases" / "provider.yaml")
        for start, end in numbers(path)
    ]
    assert found == ["5", "20", "20", "24"]


@pytest.mark.parametrize(("path", "start", "end"), EVERY_NUMBER)
@pytest.mark.parametrize("more", [1, -1])
def test_a_number_changed_in_the_text_makes_the_stories_fail(
    tmp_path: Path, path: Path, start: int, end: int, more: int
) -> None:
    folder = copytree(PROCEDURES, tmp_path / "procedures")
    text = path.read_text("utf-8")
    other = f"{text[:start]}{int(text[start:end]) + more}{text[end:]}"
    (folder / path.relative_to(PROCEDURES)).write_text(other, encoding="utf-8")
    report = scenarios.run(folder / f"{NAME}{files.SCENARIOS}")
    assert report.problems == ()
    assert not report.passed
