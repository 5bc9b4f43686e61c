"""`--calendars FILE` as its users meet it: commands that count by a calendar of the organisation's own."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from complaintflow.__main__ import main

GOOD = Path("tests/language/good")
POLICY, LARKFIELD, SCHOOL = (
    GOOD / name for name in ("own-days.yaml", "larkfield.calendar.yaml", "school.calendar.yaml")
)
EVENTS = """\
people: {ann: {holds: complainant}, mo: {holds: manager}}
events:
  - {at: 2026-10-20, by: ann, event: complaint_received, how: email}
  - {at: 2026-10-20, by: mo, event: timescale_agreed, agreed_by: ann, settles: 12 school days}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*words: str | Path) -> Answer:
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return run


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_text(EVENTS, "utf-8")
    return path


def test_working_days_are_counted_by_the_calendar_of_a_file(run: Run) -> None:
    words = ("count", "3 working days", "--from", "2026-10-01", "--calendar", "larkfield")
    answer = run(*words, "--calendars", LARKFIELD, "--format", "json")
    told = json.loads(answer.out)
    assert answer.code == 0
    assert told["due"] == "2026-10-08"
    assert told["calendar"]["name"] == "larkfield"
    assert {"date": "2026-10-02", "counted": False, "n": None, "why": "moving house"} in told[
        "days"
    ]
    text = run("count", "6 working days", *words[2:], "--calendars", LARKFIELD).out
    assert "Sat 10 Oct: open day" in text


def test_a_kind_of_day_is_counted_by_the_calendar_of_its_name(run: Run) -> None:
    words = ("count", "5 school days", "--from", "2026-10-22", "--format", "json")
    told = json.loads(run(*words, "--calendars", GOOD).out)
    assert told["due"] == "2026-11-05"
    assert told["calendar"]["name"] == "school days"
    beyond = run("count", "50 school days", *words[2:], "--calendars", SCHOOL, "--calendars", GOOD)
    assert (beyond.code, beyond.out) == (0, beyond.out)
    beyond = run("count", "150 school days", *words[2:], "--calendars", GOOD)
    assert beyond.code == 1
    assert "calendar 'school days' covers only 2026-09-02 to 2027-03-25" in beyond.err
    assert "is no unit" in run(*words).err


def test_a_case_is_judged_by_the_calendars_of_files(run: Run, events: Path) -> None:
    words = ("case", POLICY, events, "--as-of", "2026-10-23", "--calendars", SCHOOL)
    answer = run(*words, "--format", "json")
    (clock,) = [c for c in json.loads(answer.out)["clocks"] if c["step"] == "report_sent"]
    assert answer.code == 0
    assert clock["due"] == "2026-11-12"
    assert clock["remaining"] == {"n": 9, "unit": "school days"}
    assert "9 school days left" in run(*words).out
    audited = run("audit", POLICY, events, "--as-of", "2026-10-23", "--calendars", SCHOOL)
    assert audited.code == 0


def test_without_its_calendar_nothing_can_be_judged_and_all_can_be_checked(
    run: Run, events: Path
) -> None:
    for words in (("case", POLICY, events), ("test", POLICY), ("show", POLICY), ("play", POLICY)):
        answer = run(*words)
        assert answer.code == 1, words
        assert "no calendar says which days are" in answer.out
        assert "--calendars FILE" in answer.out
    assert run("check", POLICY) == Answer(0, "", "")


def test_scenarios_and_mutants_are_told_by_the_calendars_of_files(run: Run) -> None:
    told = run("test", POLICY, "--calendars", SCHOOL)
    assert (told.code, "1 scenario in 1 file" in told.out) == (0, True)
    tried = run("test", POLICY, "--mutate", "--calendars", SCHOOL)
    assert "caught" in tried.out
    assert "report_sent.within in working days" not in tried.out  # a row catches it


def test_a_policy_is_shown_with_the_calendars_of_files(run: Run) -> None:
    shown = run("show", POLICY, "--as", "markdown", "--calendars", SCHOOL)
    assert "School days are weekdays in term but training days." in shown.out


def test_check_takes_calendar_files_and_tells_what_is_wrong_in_them(
    run: Run, tmp_path: Path
) -> None:
    assert run("check", LARKFIELD, SCHOOL) == Answer(0, "", "")
    wrong = tmp_path / "wrong.calendar.yaml"
    wrong.write_text(LARKFIELD.read_text("utf-8").replace("closed:", "closd:"), "utf-8")
    for words in (
        ("check", wrong),
        ("check", POLICY, "--calendars", wrong),
        ("show", POLICY, "--calendars", wrong),
        ("test", POLICY, "--calendars", wrong),
        ("count", "1 week", "--from", "2026-10-01", "--calendars", wrong),
    ):
        answer = run(*words)
        assert answer.code == 1, words
        assert "unknown-key" in answer.out


def test_a_calendar_file_that_is_missing_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    answer = run("check", POLICY, "--calendars", tmp_path / "none.yaml", "--format", "json")
    assert answer.code == 2
    (found,) = json.loads(answer.out)["diagnostics"]
    assert (found["code"], found["line"]) == ("unreadable-file", None)


def test_what_play_saves_is_tried_with_the_same_calendars(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "own-days.scenarios.yaml"
    (tmp_path / "own-days.yaml").write_text(POLICY.read_text("utf-8"), "utf-8")
    came = ("2026-10-20", "", "", "", "complaint_received", "", "", "")
    agreed = ("timescale_agreed", "", "", "12 School days", "")
    typed = "\n".join((*came, *agreed, f"save {saved}", "", "quit", ""))
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    answer = run("play", tmp_path / "own-days.yaml", "--calendars", SCHOOL)
    assert answer.code == 0
    assert "Saved, and it passes." in answer.out
    assert f"complaintflow test {saved} --calendars FILE" in answer.out
    assert "settles: 12 school days" in saved.read_text("utf-8")
