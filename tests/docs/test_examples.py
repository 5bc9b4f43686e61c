"""The examples run, and tell what their readers are promised."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def told_by(name: str) -> str:
    """What an example prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", EXAMPLES / name],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def told() -> str:
    """What the complaint about the manager prints."""
    return told_by("complaint_about_the_manager.py")


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


def test_an_informal_resolution_shows_the_tasks_of_each_day() -> None:
    first, *later = told_by("informal_resolution.py").split("\n\n")
    assert "must: reply_sent by mo, until Mon 04 Jan 2027" in first
    assert any("meeting_held by mo" in each and "(FC-12)" in each for each in later)
    assert "still to be said of 6: issue_resolved.recorded_in complaint_form" in later[-3]
    assert later[-2] == "The case is in resolved_informally."
    assert "Mon 28 Dec 2026  Boxing Day (substitute day)" in later[-1]


def test_the_panel_and_outside_is_audited_as_known_then_and_now() -> None:
    left_out, audited, known = told_by("panel_and_outside.py").split("\n\n")
    assert left_out.count("\n") == 1
    assert "report_sent: investigation must come first" in left_out
    assert "report_sent by mo, 18 Sep: breach" in audited
    assert "panel_held by pip, 24 Oct: come to light" in audited
    assert "still owed: advocacy_service_told (FC-26)" in audited
    assert "As known on 1 November: 1 against the rules;\nas known now: 3." in known
    assert "020 7783 8330" in known


def test_a_form_is_shown_filled_in_and_the_timer_set() -> None:
    form, *told = told_by("driven_by_a_form.py").split("\n\n")
    posts, timers = told[:5], told[5:]
    assert '"label": "copy to the managing director"' in form
    assert [post.splitlines()[1][:3] for post in posts] == ["201", "409", "201", "400", "201"]
    assert "did you mean 'mo'?" in posts[3]
    assert '"owed": ["report_sent.copies_to managing_director"], "timer": null' in posts[4]
    assert [timer.split(": ", 1)[1].strip() for timer in timers] == [
        '{"at": "2026-04-22T00:00:00+01:00", "why": ["report_sent due"]}',
        '{"at": "2026-04-23T00:00:00.000001+01:00", "why": ["report_sent missed"]}',
        "null",
    ]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_an_example_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 90
