"""`complaintflow audit` as its users meet it: what is printed, and what is exited with."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from complaintflow.__main__ import main

POLICY = """\
complaintflow: 1
policy: {id: small, title: A small policy, version: "3", in_force_from: 2024-01-01}
counting: {working_days: england-and-wales, day_one: day after, time_zone: Europe/London}
clauses:
  P-1: {at: line 1, says: an answer in five working days}
  P-2: {at: line 2, says: whoever is complained about stands aside}
relations: {subject: is complained about}
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: open}}
stages:
  open:
    title: Open
    must:
      looked_at: {by: officer, counts_as: consider, recorded_in: log, cites: P-2}
      answered:  {by: officer, counts_as: consider, within: 5 working days of came, cites: P-1}
conflicts: {aside: {who: subject, may_not: consider, cites: P-2}}
"""

PEOPLE = "people: {cy: {holds: customer}, ola: {holds: officer}, bo: {holds: officer}}\n"

HISTORY = (
    PEOPLE
    + """\
events:
  - {at: 2026-06-01, event: came, by: cy, id: receipt}
  - {at: 2026-06-02, event: looked_at, by: ola}
  - {at: 2026-06-03, event: answered, by: cy, override: {by: the board, why: nobody was there}}
  - {at: 2026-06-04, event: looked_at, by: cy, id: slip}
  - {at: 2026-06-05, retracts: slip, by: cy, because: a slip}
  - {at: 2026-06-01, event: person_told, person: ola, is: subject, known_at: 2026-06-09}
  - {at: 2026-05-21, event: came, by: cy, corrects: receipt, known_at: 2026-06-10}
"""
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Audit = Callable[..., Answer]


@pytest.fixture
def audit(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Audit:
    """Audit a history under the small policy, both written to files."""

    def audit(events: str, *words: str, policy: str = POLICY) -> Answer:
        law, history = tmp_path / "small.yaml", tmp_path / "events.yaml"
        law.write_text(policy, encoding="utf-8")
        history.write_text(events, encoding="utf-8")
        code = main(["audit", str(law), str(history), *words])
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return audit


def test_a_history_is_told_by_what_was_known_then_and_is_known_now(audit: Audit) -> None:
    said = audit(HISTORY, "--as-of", "2026-06-12")
    assert (said.code, said.err) == (1, "")
    assert (
        said.out
        == """\
A small policy (small, version 3)
On Fri 12 Jun 2026: 7 events judged, 2 against the rules, 1 deadline missed

Against the rules
  events[2] answered by cy, Wed 3 Jun 2026
    allowed by the board: nobody was there
    P-1   cy holds customer; it is for officer

Come to light: in order as known then, against the rules as known now
  events[1] looked_at by ola, Tue 2 Jun 2026
    P-2   ola is complained about, and is kept from looked_at

Replaced: corrected or taken back since
  events[0] came by cy, Mon 1 Jun 2026
    corrected by events[6], known on Wed 10 Jun 2026
  events[3] looked_at by cy, Thu 4 Jun 2026
    taken back by events[4]: a slip
    P-2   cy holds customer; it is for officer

Deadlines missed, as known now
  answered   Fri 29 May 2026   met late, by 3 working days, in time as known then   P-1

Still owed
  looked_at.recorded_in   log   by officer   P-2
"""
    )


def test_the_same_as_json(audit: Audit) -> None:
    said = audit(HISTORY, "--as-of", "2026-06-12", "--format", "json")
    assert said.code == 1
    told: dict[str, Any] = json.loads(said.out)
    assert (told["procedure"], told["as_of"], told["judged"]) == ("small", "2026-06-12", 7)
    assert [(e["index"], e["event"], e["verdict"], e["replaced_by"]) for e in told["events"]] == [
        (0, "came", "replaced", 6),
        (1, "looked_at", "come to light", None),
        (2, "answered", "breach", None),
        (3, "looked_at", "replaced", 4),
    ]
    light = told["events"][1]
    assert (light["at"], light["by"], light["override"]) == ("2026-06-02", "ola", None)
    assert light["then"] == []
    assert [(r["code"], r["rule"], r["clauses"]) for r in light["now"]] == [
        ("barred", "aside", ["P-2"])
    ]
    let_stand = {"by": "the board", "why": "nobody was there", "own": False}
    assert told["events"][2]["override"] == let_stand
    assert told["events"][3]["now"] is None
    assert [(c["step"], c["status"], c["late"]) for c in told["missed"]] == [
        ("answered", "met late", {"n": 3, "unit": "working days"})
    ]
    assert [(o["duty"], o["what"]) for o in told["owed"]] == [("looked_at.recorded_in", "log")]


def test_a_lawful_history_is_clean_though_something_is_late_and_owed(audit: Audit) -> None:
    lawful = PEOPLE + "events: [{at: 2026-06-01, event: came, by: cy}]"
    said = audit(lawful, "--as-of", "2026-06-30")
    assert said.code == 0
    assert "1 event judged, none against the rules" in said.out
    assert "answered   Mon 8 Jun 2026   overdue, by 16 working days   P-1" in said.out


def test_an_aim_that_was_missed_is_no_breach_and_not_told_of(audit: Audit) -> None:
    """Only what was promised can be broken; `case` shows aims, and an audit passes them over."""
    aims = POLICY.replace(
        "within: 5 working", "aim_within: 1 working day of came, within: 5 working"
    )
    events = HISTORY[: HISTORY.index("  - {at: 2026-06-03")]
    answer = audit(events, "--as-of", "2026-06-08", policy=aims)
    assert (answer.code, answer.err) == (0, "")
    assert "missed" not in answer.out
    found = json.loads(audit(events, "--as-of", "2026-06-09", "--format", "json", policy=aims).out)
    assert [(each["step"], each["kind"]) for each in found["missed"]] == [("answered", "promise")]


def test_what_was_cleared_is_told_and_clean(audit: Audit) -> None:
    cleared = (
        PEOPLE
        + """\
events:
  - {at: 2026-06-02, event: looked_at, by: ola, recorded_in: log}
  - {at: 2026-06-01, event: came, by: cy, known_at: 2026-06-03}
"""
    )
    said = audit(cleared, "--as-of", "2026-06-03")
    assert said.code == 0
    assert "2 events judged, none against the rules" in said.out
    assert "Cleared: against the rules as known then, in order as known now" in said.out
    assert "looked_at belongs to open, and nothing has opened a case yet" in said.out


def test_an_override_that_was_not_needed_is_told(audit: Audit) -> None:
    needless = (
        PEOPLE
        + """\
events: [{at: 2026-06-01, event: came, by: cy, override: {by: the board, why: to be sure}}]
"""
    )
    said = audit(needless, "--as-of", "2026-06-02")
    assert said.code == 0
    assert "Overridden, and no rule was against it" in said.out
    assert "allowed by the board: to be sure" in said.out


def test_a_retraction_that_was_itself_taken_back_is_told_as_replaced(audit: Audit) -> None:
    history = (
        PEOPLE
        + """\
events:
  - {at: 2026-06-01, event: came, by: cy, id: receipt}
  - {at: 2026-06-02, retracts: receipt, id: slip}
  - {at: 2026-06-03, retracts: slip}
"""
    )
    said = audit(history, "--as-of", "2026-06-04")
    assert said.code == 0
    assert "  events[1] retracted, Tue 2 Jun 2026\n    taken back by events[2]\n" in said.out
    assert "events[0]" not in said.out


def test_who_somebody_is_has_no_place_in_the_file_and_is_told_by_name(audit: Audit) -> None:
    history = (
        PEOPLE
        + """\
events:
  - {at: 2026-06-01, event: came, by: cy}
  - {at: 2026-06-01, event: person_told, person: ola, is: subject, id: rumour}
  - {at: 2026-06-03, retracts: rumour}
"""
    )
    said = audit(history, "--as-of", "2026-06-04")
    assert "events[1] person_told of ola, Mon 1 Jun 2026" in said.out
    assert "3 events judged" in said.out


def test_what_happened_after_the_day_asked_is_left_out(audit: Audit) -> None:
    said = audit(HISTORY, "--as-of", "2026-06-02")
    assert "answered by cy" not in said.out
    assert "looked_at by ola" in said.out
    assert "4 events judged, 1 against the rules" in said.out


def test_a_moment_is_told_with_its_hour(audit: Audit) -> None:
    said = audit(HISTORY, "--as-of", "2026-06-12T09:30", "--format", "json")
    assert json.loads(said.out)["as_of"] == "2026-06-12T09:30:00+01:00"


def test_a_history_without_events_has_nothing_to_tell(audit: Audit) -> None:
    said = audit("events: []", "--as-of", "2026-06-12")
    assert said.code == 0
    assert "0 events judged, none against the rules" in said.out


def test_today_is_the_day_that_is_not_given(audit: Audit) -> None:
    said = audit(PEOPLE + "events: []", "--format", "json")
    assert said.code == 0
    assert len(json.loads(said.out)["as_of"]) == len("2026-06-12")


@pytest.mark.parametrize("words", [(), ("--format", "json")])
def test_a_day_past_the_calendar_is_told_and_not_a_fault_of_ours(
    audit: Audit, words: tuple[str, ...]
) -> None:
    """The lateness of a missed deadline is counted too, and nothing is printed halfway."""
    overdue = PEOPLE + "events: [{at: 2026-06-01, event: came, by: cy}]"
    said = audit(overdue, "--as-of", "2150-06-01", *words)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("complaintflow: 2150-06-01 is needed, but calendar")


@pytest.mark.parametrize(
    ("events", "wrong"),
    [
        (PEOPLE + "events: [{at: 2026-06-01, event: come, by: cy}]", "unknown-name"),
        (PEOPLE + "events: [{at: 2026-06-01, event: came, by: zoe}]", "unknown-name"),
        (PEOPLE + "events: [{at: 2026-06-01, retracts: nothing}]", "unknown-name"),
        ("nonsense", "not-a-document"),
    ],
)
def test_a_file_with_mistakes_is_told_with_their_places(
    audit: Audit, events: str, wrong: str
) -> None:
    said = audit(events, "--as-of", "2026-06-12")
    assert (said.code, said.err) == (1, "")
    assert f"error[{wrong}]" in said.out


def test_a_record_that_bears_on_one_of_another_sort_is_told_with_its_place(audit: Audit) -> None:
    """Positions count from 0 in `events`, without the people who were told of before."""
    history = (
        PEOPLE
        + """\
events:
  - {at: 2026-06-01, event: came, by: cy, id: receipt}
  - {at: 2026-06-02, event: looked_at, by: ola, corrects: receipt}
"""
    )
    said = audit(history, "--as-of", "2026-06-12")
    assert said.code == 1
    assert "error[wrong-shape]: events[1]: event 'receipt' is 'came'" in said.out


def test_a_policy_with_mistakes_is_told_as_check_does(audit: Audit) -> None:
    said = audit(HISTORY, policy=POLICY.replace("officer,", "oficer,"))
    assert said.code == 1
    assert "error[unknown-name]" in said.out


def test_a_missing_file_or_a_bad_day_is_wrong_usage(
    audit: Audit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(HISTORY, "--as-of", "tomorrow").code == 2
    assert main(["audit", "fusion-care", "nowhere.yaml"]) == 2
    capsys.readouterr()
