"""Records of events as they are written: what they come to mean, and what is wrong in them."""

from datetime import date, datetime
from pathlib import Path

import pytest

from complaintflow.case import Override, Person
from complaintflow.diagnostics import DefinitionError
from complaintflow.files import read_record
from complaintflow.language.records import Record
from complaintflow.procedure import RETRACTED
from tests.policies import LONDON, fusion_care

PEOPLE = """\
people:
  ann: {holds: complainant, is: {child: mo}, is_not: [subject]}
  mo: {holds: [manager, management], is: subject}
"""


def record(folder: Path, text: str) -> Record:
    path = folder / "events.yaml"
    path.write_text(PEOPLE + text, "utf-8")
    return read_record(path, fusion_care())


def wrong(folder: Path, text: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        record(folder, text)
    return [each.message for each in caught.value.diagnostics]


def test_people_and_facts_are_told_at_the_date_of_the_first_event(tmp_path: Path) -> None:
    found = record(
        tmp_path,
        "facts: {about: quality, child_concerned: true}\n"
        "events: [{at: 2026-03-02, event: complaint_received, by: ann, how: writing}]\n",
    )
    assert found.at == date(2026, 3, 2)
    assert found.facts == {"about": "quality", "child_concerned": True}
    assert found.people["ann"] == Person(
        holds=["complainant"], is_={"child": "mo"}, is_not=["subject"]
    )
    assert found.people["mo"] == Person(holds=["manager", "management"], is_=["subject"])


def test_a_record_without_events_has_no_date(tmp_path: Path) -> None:
    assert record(tmp_path, "events: []\n").at is None


def test_an_event_says_what_it_says(tmp_path: Path) -> None:
    found = record(
        tmp_path,
        """\
events:
  - at: 2026-03-02T10:30
    event: report_sent
    by: mo
    role: manager
    for: ann
    how: letter
    with: ann
    to: [ann, ofsted]
    copies_to: managing_director
    includes: [advocate]
    recorded_in: complaints_log
    known_at: 2026-03-03
    id: report
    override: {by: ann, why: it was so}
  - {at: 2026-03-04, event: report_sent, by: mo, adds_to: last, to: ann}
  - {at: 2026-03-05, event: report_sent, by: mo, corrects: report}
  - {at: 2026-03-06, retracts: report, by: mo, because: it was not so}
  - {at: 2026-03-07, event: person_told, person: eve, holds: manager, is: agreed_to_serve}
  - {at: 2026-03-07, event: supporter_chosen, by: ann, holder: eve}
""",
    )
    first, added, corrected, retracted, told, chosen = found.events
    said = first.action.particulars
    assert first.action.at == datetime(2026, 3, 2, 10, 30, tzinfo=LONDON)
    assert (first.action.by, first.action.role, first.action.for_) == ("mo", "manager", "ann")
    assert (said.how, said.with_, said.to) == ("letter", ("ann",), ("ann", "ofsted"))
    assert (said.copies_to, said.includes) == (("managing_director",), ("advocate",))
    assert (said.recorded_in, first.known_at, first.id) == (
        ("complaints_log",),
        date(2026, 3, 3),
        "report",
    )
    assert first.override == Override("ann", "it was so")
    assert (added.adds_to, added.id) == ("last", "2")
    assert corrected.corrects == "report"
    assert (retracted.action.name, retracted.retracts) == (RETRACTED, "report")
    assert told.action.particulars.who == Person(holds=["manager"], is_=["agreed_to_serve"])
    assert chosen.action.particulars.holder == "eve"


def test_an_answer_is_true_or_false_or_one_of_those_listed(tmp_path: Path) -> None:
    found = record(
        tmp_path,
        "events:\n"
        "  - {at: 2026-03-02, event: about, by: ann, answer: delivery}\n"
        '  - {at: 2026-03-02, event: in_writing, by: ann, answer: "false"}\n',
    )
    assert [e.action.particulars.answer for e in found.events] == ["delivery", False]


def test_the_contents_of_another_step_may_be_said_and_words_of_none_may_not(
    tmp_path: Path,
) -> None:
    row = "events: [{at: 2026-03-02, event: support_offered, by: mo, includes: WHAT}]\n"
    known = record(tmp_path, row.replace("WHAT", "ofsted"))
    assert known.events[0].action.particulars.includes == ("ofsted",)
    with pytest.raises(DefinitionError, match="is not what is asked for"):
        record(tmp_path, row.replace("WHAT", "a_leaflet"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "facts: {management_allows_subject: true}\nevents: []\n",
            '"management_allows_subject" cannot be told: somebody may be kept from deciding it',
        ),
        ("facts: {about: weather}\nevents: []\n", '"weather" is no answer to "about"'),
        (
            "facts: {abuot: quality}\nevents: []\n",
            'there is no fact "abuot"',
        ),
        (
            "events: [{at: 2026-03-02, event: person_told, person: ann, is: subject, is_not: subject}]\n",
            '"subject" is both told and denied',
        ),
        (
            "events: [{at: 2026-03-02, event: about, answer: qality}]\n",
            '"qality" is no answer to "about"',
        ),
        ("events: [{at: soon, event: about, answer: quality}]\n", '"soon" is no date or moment'),
        (
            "events: [{at: 2026-03-02, known_at: 2026-02-29, event: about, answer: quality}]\n",
            '"2026-02-29" does not exist',
        ),
        ("events: [{at: 2026-03-02}]\n", "the record names no event"),
        (
            (
                "events: [{at: 2026-03-02, event: investigation, by: mo, id: a}, "
                "{at: 2026-03-02, event: investigation, by: mo, id: a}]\n"
            ),
            'an event above has the id "a"',
        ),
        (
            "events: [{at: 2026-03-02, event: investigation, by: mo, adds_to: 2}]\n",
            'there is no event above with the id "2"',
        ),
    ],
)
def test_one_mistake_is_one_report(text: str, message: str, tmp_path: Path) -> None:
    assert wrong(tmp_path, text) == [message]


def test_mistakes_of_shape_and_of_names_are_told_together(tmp_path: Path) -> None:
    rows = (
        "events:\n"
        "  - {at: 2026-03-02, event: complaint_recieved, by: ann}\n"
        "  - {at: 2026-03-02, event: investigation, byy: mo}\n"
        "  - {at: [2026], event: investigation, by: moe}\n"
    )
    assert wrong(tmp_path, rows) == [
        'there is no step or fact "complaint_recieved"',
        '"byy" is no key of an entry of `events`',
        "`at` must be text, not a list",
    ]


def test_a_file_that_cannot_be_read_is_told_alone(tmp_path: Path) -> None:
    assert wrong(tmp_path, "events: [{at: 2026-03-02, event: x\n") == ['"{" is never closed']
    with pytest.raises(DefinitionError, match="unreadable-file"):
        read_record(tmp_path / "none.yaml", fusion_care())
