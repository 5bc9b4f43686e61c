"""Whole procedures with dates worked out by hand, told as stories: what a time counts from.

After rules that are in force: who may turn to an ombudsman and when, complaints about adult social
care in England and about a health service in Ireland, a staff grievance. `tests/stories` holds them.
"""

from pathlib import Path

import pytest

from complaintflow import files, scenarios

FOLDER = Path(__file__).parent.parent / "stories"

STORIES = sorted(FOLDER.glob("*.scenarios.yaml"))


def name_of(path: Path) -> str:
    return path.name.partition(".")[0]


@pytest.mark.parametrize("path", STORIES, ids=name_of)
def test_the_policy_is_silent_and_every_story_comes_true(path: Path) -> None:
    assert files.check([FOLDER / f"{name_of(path)}.yaml", path]).diagnostics == ()
    report = scenarios.run(path)
    assert report.problems == ()
    assert report.passed


@pytest.mark.parametrize(
    ("name", "written", "changed"),
    [
        ("firm", "holding_letter_sent, final_answer_sent,", "final_answer_sent,"),
        ("firm", "final_answer_sent, missed final_answer_sent]", "final_answer_sent]"),
        ("firm", "2 weeks of missed final_answer_sent", "2 weeks of complaint_received"),
        ("care", "last_of: [complaint_received, ", "first_of: [complaint_received, "),
        ("care", "[complaint_received, forwarding_notified]", "[complaint_received]"),
        ("care", "beginning with period_begins", "of period_begins"),
        ("grievance", "      - {if: meeting_wanted, from: formal_meeting}\n", ""),
        ("grievance", "of first date set by meeting_fixed", "of date set by meeting_fixed"),
        ("grievance", "3 months of last incident", "3 months of incident"),
        ("grievance", "answer_sent or missed answer_sent, then", "answer_sent, then"),
        (
            "health",
            "every: 20 working days of missed report_sent",
            "every: 20 working days of acknowledged",
        ),
        (
            "health",
            "5 clear working days before meeting_held",
            "5 clear working days before meeting_fixed",
        ),
    ],
)
def test_a_change_to_what_a_time_counts_from_makes_a_story_fail(
    name: str, written: str, changed: str, tmp_path: Path
) -> None:
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    assert written in text
    (tmp_path / f"{name}.yaml").write_text(text.replace(written, changed), "utf-8")
    stories = tmp_path / f"{name}.scenarios.yaml"
    stories.write_text((FOLDER / stories.name).read_text("utf-8"), "utf-8")
    assert not scenarios.run(stories).passed
