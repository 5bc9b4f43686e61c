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
    [refused] = [block for block in told.split("\n\n") if "refused" in block]
    assert "investigation by mo" in refused
    assert "FC-07" in refused
    assert "until acting_manager_named names somebody" in refused


def test_the_report_is_due_after_twenty_working_days_across_easter(told: str) -> None:
    [started] = [block for block in told.split("\n\n") if "due      report_sent" in block]
    assert "report_sent: Wed 22 Apr 2026 (FC-17)" in started
    assert "S■■■■ ■■■■○ ○■■■■ ■■■■■ ■■▲··" in started
    assert "not counted: Good Friday, Easter Monday, weekends" in started
    assert "not yet  investigation: mo is complained about" in started


def test_the_panel_answers_within_24_hours(told: str) -> None:
    assert "panel_held: Tue 26 May 2026 (FC-21)" in told
    assert "panel_outcome_given: Fri 15 May 2026, 15:00 (FC-23)" in told


def test_the_complaint_ends_with_every_clock_met(told: str) -> None:
    end = told.split("\n\n")[-1]
    assert "closed" in end.splitlines()[0]
    assert end.count(": met\n") == 3
    assert "still owed: complaint_logged (FC-27)" in end


@pytest.fixture(scope="module")
def council() -> list[str]:
    """What the complaint to the council prints, event by event."""
    return told_by("first_contact_to_the_ombudsman.py").strip("\n").split("\n\n")


def block(council: list[str], head: str) -> str:
    """What is told of the last event that begins so."""
    return [each for each in council if each.partition(": ")[2].startswith(head)][-1]


def test_the_council_needs_permission_and_loses_it(council: list[str]) -> None:
    refused = [each for each in council if "refused" in each]
    assert "permission_given has not been answered" in refused[0]
    assert "early_resolution_declined by fay" in refused[2]
    assert "(BC-33)" in refused[2]


def test_the_council_extends_no_time_that_is_over(council: list[str]) -> None:
    late = block(council, "more_time_agreed by tia")
    assert "the time that it would extend was up on Thursday 3 December 2026 (BC-09)" in late


def test_the_council_has_a_band_until_a_time_within_it_is_agreed(council: list[str]) -> None:
    band = block(council, "early_resolution_declined by cat")
    assert "stage_one_response_sent: Tue 15 Dec 2026 to Thu 31 Dec 2026 (BC-14)" in band
    assert "·S■■■ ■■■■■ ■△■■■ ■■■■○ ○■■▲·" in band
    too_long, agreed = [each for each in council if ": timescale_agreed by tia" in each]
    assert (
        "21 working days for stage_one_response_sent is outside 10 to 20 working days" in too_long
    )
    assert "(BC-14)" in too_long
    assert "due      stage_one_response_sent: Thu 31 Dec 2026 (BC-14)" in agreed


def test_the_independent_person_of_the_council_is_tied_to_nobody(council: list[str]) -> None:
    named = [each for each in council if "independent_person_appointed by tia" in each][-3:]
    assert named[0].count("BC-22") == 2
    assert "is the spouse or civil partner" in named[1]
    assert "REG-2-independent" in named[1]
    assert "refused" not in named[2]


def test_the_complaint_to_the_council_ends_at_the_ombudsman(council: list[str]) -> None:
    assert "final_response_sent: Thu 24 Jun 2027 (BC-31)" in block(
        council, "suggestions_made by pan"
    )
    assert "stage    Answered after the panel" in block(council, "final_response_sent by eva")
    end = council[-1]
    assert "resolution_offered, Thu 3 Dec 2026: aim overdue" in end
    assert "stage_two_response_sent, Mon 12 Apr 2027: promise met late" in end
    assert "still owed: stage_two_response_sent.must_include investigators_report (BC-26)" in end


def test_what_belongs_elsewhere_still_owes_its_reply() -> None:
    told = told_by("belongs_elsewhere.py").strip("\n").split("\n\n")
    assert "stage    Not taken as a complaint" in block(told, "contact_set_aside by tia")
    assert "stage    Goes to another procedure" in block(told, "complaint_redirected by tia")
    assert "refusal_contested belongs to not_taken" in block(told, "refusal_contested by cat")
    assert "owed: contact_set_aside.to complainant (BC-36)" in told[-1]
    assert "acknowledged: overdue, by 2 working days" in told[-1]


def test_a_withdrawal_by_word_of_mouth_is_confirmed_to_both() -> None:
    told = told_by("withdrawal.py").strip("\n").split("\n\n")
    assert next(each for each in told if "withdrawn by ada" in each).count("REG-7") == 1
    assert "must     withdrawal_confirmed by meg" in block(told, "withdrawn by ada")
    assert "still owed: withdrawal_confirmed.to advocate (REG-7)" in told[-1]
    assert "left undone: plan_written (BC-16)" in told[-1]


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
