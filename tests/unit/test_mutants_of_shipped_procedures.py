"""The stories of the shipped procedures prove their rules: every change to one of them is noticed."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from complaintflow import files, scenarios
from complaintflow.scenarios import Fate, Trials

PROCEDURES = Path(__file__).parents[2] / "procedures"
FUSION, BARNSLEY = "fusion-care", "barnsley-childrens-social-care"
BASES = {FUSION: "provider", BARNSLEY: "council"}


@cache
def trials(name: str) -> Trials:
    report = scenarios.run(PROCEDURES / f"{name}{files.SCENARIOS}")
    return scenarios.try_mutants(report, on_mutant=lambda *_: None)


@pytest.mark.parametrize(("name", "caught"), [(FUSION, 250), (BARNSLEY, 400)])
def test_every_mutant_is_caught_or_is_equivalent_for_a_reason(name: str, caught: int) -> None:
    """Design 9: rule mutants of shipped procedures caught by their scenarios, 100 %."""
    tried = trials(name)
    assert [trial.mutant.name for trial in tried.of(Fate.SURVIVED)] == []
    assert tried.problems == ()
    assert tried.passed
    assert len(tried.of(Fate.CAUGHT)) > caught


def unproved(name: str) -> dict[str, str | None]:
    """The clauses of a policy of whose rules no change was caught, each with what it is instead."""
    return {each.clause.id: each.otherwise for each in trials(name).clauses if not each.caught}


def test_every_clause_has_a_rule_whose_change_is_caught_or_is_no_rule() -> None:
    assert [each.clause.id for each in trials(FUSION).clauses] == [
        f"FC-{n:02}" for n in range(1, 38)
    ]
    assert unproved(FUSION) == {
        "FC-29": "information",
        "FC-30": "information",
        "FC-31": "standing duty",
        "FC-32": "standing duty",
        "FC-33": "standing duty",
        "FC-34": "standing duty",
        "FC-36": "information",
        "FC-37": "information",
    }
    assert [each.clause.id for each in trials(BARNSLEY).clauses] == [
        f"BC-{n:02}" for n in range(1, 44)
    ]
    assert unproved(BARNSLEY) == {"BC-01": "information", "BC-34": "information"}


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


def documents(name: str) -> tuple[Path, Path]:
    return PROCEDURES / f"{name}.yaml", PROCEDURES / "bases" / f"{BASES[name]}.yaml"


EVERY_NUMBER = [
    pytest.param(
        name, path, start, end, id=f"{path.stem}-{path.read_text('utf-8')[start - 9 : end]}"
    )
    for name in BASES
    for path in documents(name)
    for start, end in numbers(path)
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (FUSION, "5 20 20 24"),
        (BARNSLEY, "2 5 10 20 25 65 30 15 3"),
    ],
)
def test_the_numbers_of_the_leaflet_are_all_found(name: str, expected: str) -> None:
    found = [
        path.read_text("utf-8")[start:end]
        for path in documents(name)
        for start, end in numbers(path)
    ]
    assert found == expected.split()


@pytest.mark.parametrize(("name", "path", "start", "end"), EVERY_NUMBER)
@pytest.mark.parametrize("more", [1, -1])
def test_a_number_changed_in_the_text_makes_the_stories_fail(
    tmp_path: Path, name: str, path: Path, start: int, end: int, more: int
) -> None:
    folder = copytree(PROCEDURES, tmp_path / "procedures")
    text = path.read_text("utf-8")
    other = f"{text[:start]}{int(text[start:end]) + more}{text[end:]}"
    (folder / path.relative_to(PROCEDURES)).write_text(other, encoding="utf-8")
    report = scenarios.run(folder / f"{name}{files.SCENARIOS}")
    assert report.problems == ()
    assert not report.passed
