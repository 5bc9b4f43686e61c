"""The examples run, and tell what their readers are promised."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def told() -> str:
    """What the complaint about the manager prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", EXAMPLES / "complaint_about_the_manager.py"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_manager_is_refused_with_the_clause(told: str) -> None:
    [refused] = [block for block in told.split("\n\n") if "is refused" in block]
    assert "investigation by mo" in refused
    assert "FC-07" in refused


def test_the_report_is_due_after_twenty_working_days_across_easter(told: str) -> None:
    [started] = [block for block in told.split("\n\n") if "report_sent is due" in block]
    assert "report_sent is due Wed 22 Apr 2026 (FC-17)" in started
    assert "20 days, Tue 24 Mar 2026 to Wed 22 Apr 2026" in started
    assert "Good Friday, Easter Monday" in started


def test_the_panel_answers_within_24_hours(told: str) -> None:
    assert "panel_held is due Tue 26 May 2026 (FC-21)" in told
    assert "panel_outcome_given is due Fri 15 May 2026, 15:00 (FC-23)" in told


def test_the_complaint_ends_with_every_clock_met(told: str) -> None:
    end = told.split("\n\n")[-1]
    assert "closed" in end.splitlines()[0]
    assert end.count(": met\n") == 3
    assert "still owed: complaint_logged (FC-27)" in end


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_an_example_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 90
