"""Names in a file of scenarios that mean nothing under its policy."""

import pytest

from complaintflow.diagnostics import Diagnostic
from complaintflow.language.reader import read
from complaintflow.language.scenario import ScenarioFile
from complaintflow.language.stories import check_names
from complaintflow.language.validation import validate
from tests.policies import fusion_care

HEAD = """\
complaintflow: 1
policy: fusion-care
calendar: england-and-wales
people: {ann: {holds: complainant}, mo: {holds: manager}}
scenarios:
  a:
    proves: FC-01
    story:
"""


def found(row: str) -> list[Diagnostic]:
    tree, problems = read(HEAD + f"      - {row}\n", "a.scenarios.yaml")
    assert tree is not None
    doc, wrong = validate(tree, ScenarioFile)
    assert doc is not None, wrong
    assert not problems
    return check_names(fusion_care(), doc)


@pytest.mark.parametrize(
    "row",
    [
        "{as_of: 2026-03-02, owed: [reply_sent, reply_sent.how, report_sent.copies_to managing_director]}",
        "{as_of: 2026-03-02, owed: [meeting_reported.to acting_manager]}",
        "{as_of: 2026-03-02, owed: [supporter_chosen.appoints supporter]}",
        "{as_of: 2026-03-02, due: {reply_sent: not running, panel_held: not yet known}}",
        "{as_of: 2026-03-02T10:00, due: {reply_sent: 2026-03-02T10:00 to 2026-03-03T10:00}}",
        "{as_of: 2026-03-02, refuses: {about by ann: [informal.if, complainant.may_be, about.decided_by]}}",
        "{as_of: 2026-03-02, refuses: {reprisal by mo: reprisal, reply_sent by mo: subject_stands_aside}}",
        "{at: 2026-03-02, event: reply_sent, by: mo, adds_to: last}",
        "{at: 2026-03-02, event: reply_sent, by: mo, corrects: 12}",
    ],
)
def test_what_means_something_is_silent(row: str) -> None:
    assert found(row) == []


@pytest.mark.parametrize(
    ("row", "underlined", "message"),
    [
        (
            "{as_of: 2026-03-02, owed: [reply_sent ann]}",
            "reply_sent",
            'there is no particular of `reply_sent` called "reply_sent"',
        ),
        (
            "{as_of: 2026-03-02, owed: [reply_sent.to manager]}",
            "manager",
            'there is no `to` of `reply_sent` called "manager"',
        ),
        (
            "{as_of: 2026-03-02, owed: [reply_sent.copies_to complainant]}",
            "copies_to",
            'there is no particular of `reply_sent` called "copies_to"',
        ),
        (
            "{as_of: 2026-03-02, due: {reply_sent: 2026-03-02 to soon}}",
            "soon",
            '"soon" is no date or moment',
        ),
        (
            "{as_of: 2026-03-02, refuses: {mo by mo: []}}",
            "mo",
            'there is no step or fact "mo"',
        ),
        (
            "{as_of: 2026-03-02, refuses: {about by by: []}}",
            "by",
            'there is no person "by"',
        ),
        (
            "{as_of: 2026-03-02, refuses: {about: []}}",
            "about",
            "`about` does not read as STEP by PERSON",
        ),
        (
            "{at: 2026-03-02, event: about, answer: quality, refused: about.by}",
            "by",
            'there is no reason of `about` called "by"',
        ),
        (
            "{at: 2026-03-02, event: about, answer: quality, refused: reprisal.by}",
            ".by",
            "`reprisal` refuses as a whole",
        ),
        (
            "{at: 2026-03-02, event: reply_sent, by: mo, corrects: last}",
            "last",
            'there is no event above with the id "last"',
        ),
    ],
)
def test_the_word_that_means_nothing_is_underlined(row: str, underlined: str, message: str) -> None:
    (wrong,) = found(row)
    at = wrong.place
    assert at.column is not None
    assert at.end_column is not None
    assert at.source[at.column - 1 : at.end_column - 1] == underlined
    assert wrong.message == message


def test_people_of_one_scenario_are_unknown_in_the_next() -> None:
    text = HEAD.replace(
        "story:",
        "people: {sue: {holds: manager}}\n    story: [{as_of: 2026-03-02}]\n  b:\n    proves: FC-01\n    story:",
    )
    tree, _ = read(text + "      - {at: 2026-03-02, event: reply_sent, by: sue}\n", "a")
    assert tree is not None
    doc, _ = validate(tree, ScenarioFile)
    assert doc is not None
    assert [each.message for each in check_names(fusion_care(), doc)] == [
        'there is no person "sue"'
    ]
