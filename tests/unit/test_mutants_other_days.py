"""Rules of counting that no story of its days shows: the little story of other days that would."""

from datetime import date
from pathlib import Path

import pytest

from complaintflow import scenarios
from complaintflow.scenarios import Fate, Trial
from tests.policies import HEADER

POLICY = (
    HEADER
    + """\
clauses: {C1: {at: p. 1, says: it}}
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first, cites: C1}}
stages:
  first:
    title: First
    must:
      logged: {by: officer, after: seen, within: WITHIN, cites: C1}
      heard: {by: officer, with: customer, cites: C1}
      seen: {by: officer, cites: C1}
    may: {shut_down: {by: customer, then: shut, cites: C1}}
ends: {shut: {title: Shut}}
"""
)

TOP = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people: {cy: {holds: customer}, ola: {holds: officer}}
scenarios:
  long_one:
    proves: C1
    story:
      - {at: 2026-06-02, by: ola, event: came, refused: came.by}
      - {at: 2026-06-02, by: cy, event: came}
      - {at: 2026-06-02T10:00, by: ola, event: seen}
      - {at: 2026-06-02T11:00, by: ola, event: heard, with: cy}
      - {as_of: 2026-06-02, due: {logged: DUE}}
"""


def survivor(folder: Path, name: str, within: str, due: str, top: str = TOP) -> Trial:
    """A mutant that the story does not catch."""
    (folder / "small.yaml").write_text(POLICY.replace("WITHIN", within), encoding="utf-8")
    path = folder / "small.scenarios.yaml"
    path.write_text(top.replace("DUE", due), encoding="utf-8")
    report = scenarios.run(path)
    assert report.passed, [told.failures for told in report.scenarios]
    trials = scenarios.try_mutants(report, on_mutant=lambda *_: None)
    (found,) = (each for each in trials.trials if each.mutant.name == name)
    assert found.fate is Fate.SURVIVED
    return found


@pytest.mark.parametrize(
    ("name", "within", "due", "day", "shown"),
    [
        ("counting.day_one -> next working day", "3 working days of came", "2026-06-05", "2026-06-06", "2026-06-10"),
        ("logged.within in working days", "3 calendar days of came", "2026-06-05", "2026-06-06", "2026-06-09"),
        ("logged.within in calendar days", "3 working days of came", "2026-06-05", "2026-06-06", "2026-06-10"),
    ],
)  # fmt: skip
def test_how_days_are_counted_shows_from_a_saturday_on(
    tmp_path: Path, name: str, within: str, due: str, day: str, shown: str
) -> None:
    missing = survivor(tmp_path, name, within, due).missing
    assert missing is not None
    assert missing.rows == (
        f"{{at: {day}, by: cy, event: came}}",
        f"{{as_of: {day}, due: {{logged: {shown}}}}}",
    )
    assert (missing.ends, missing.after) == (True, None)
    assert missing.counts_from == date.fromisoformat(day)
    assert missing.where == "in a story of its own, like `long_one` but for its rows"


def test_it_is_the_event_from_which_it_counts_that_falls_on_a_saturday(tmp_path: Path) -> None:
    name = "counting.day_one -> next working day"
    top = TOP.replace("2026-06-02T10:00, by: ola, event: seen", "2026-06-01, by: ola, event: seen")
    top = top.replace("2026-06-02, by", "2026-06-01, by").replace("T11:00", "")
    missing = survivor(tmp_path, name, "3 working days of heard", "2026-06-05", top).missing
    assert missing is not None
    assert missing.rows == (
        "{at: 2026-06-05, by: cy, event: came}",
        "{at: 2026-06-05, by: ola, event: seen}",
        "{at: 2026-06-06, by: ola, event: heard, with: cy}",
        "{as_of: 2026-06-06, due: {logged: 2026-06-10}}",
    )


def test_from_which_of_two_events_it_counts_shows_between_them(tmp_path: Path) -> None:
    name, within = "logged.within of seen", "3 working days of heard"
    missing = survivor(tmp_path, name, within, "2026-06-05").missing
    assert missing is not None
    assert missing.rows == ("{as_of: 2026-06-02T10:00, due: {logged: not yet known}}",)
    assert missing.counts_from is None


def test_a_little_story_passes_and_catches_its_mutant(tmp_path: Path) -> None:
    name, within = "counting.day_one -> next working day", "3 working days of came"
    missing = survivor(tmp_path, name, within, "2026-06-05").missing
    assert missing is not None
    more = "".join(f"      - {row}\n" for row in missing.rows)
    text = (
        TOP.replace("DUE", "2026-06-05") + "  on_a_saturday:\n    proves: C1\n    story:\n" + more
    )
    (tmp_path / "small.scenarios.yaml").write_text(text, encoding="utf-8")
    report = scenarios.run(tmp_path / "small.scenarios.yaml")
    assert report.passed
    trials = scenarios.try_mutants(report, on_mutant=lambda *_: None)
    (found,) = (each for each in trials.trials if each.mutant.name == name)
    assert found.fate is Fate.CAUGHT
