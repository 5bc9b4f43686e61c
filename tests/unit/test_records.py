"""Records of events as they are written: what they come to mean, and what is wrong in them."""

from datetime import date, datetime
from pathlib import Path

import pytest

from complaintflow.case import Override, Person
from complaintflow.conventions import Span, Unit
from complaintflow.diagnostics import DefinitionError
from complaintflow.files import read_record
from complaintflow.language.records import Record
from complaintflow.procedure import RETRACTED
from tests.policies import LONDON, barnsley, fusion_care

PEOPLE = """\
people:
  ann: {holds: complainant, is: [child], is_not: [subject]}
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
    assert found.people["ann"] == Person(holds=["complainant"], is_="child", is_not=["subject"])
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


# --- times that are settled, agreements, receipts -----------------------------------------

COUNCIL = """\
people:
  cat: {holds: complainant}
  tia: {holds: team}
  eva: {holds: executive_director}
events:
  - {at: 2026-03-02, by: tia, ROW}
"""


def council(folder: Path, row: str) -> Record:
    path = folder / "events.yaml"
    path.write_text(COUNCIL.replace("ROW", row), "utf-8")
    return read_record(path, barnsley())


@pytest.mark.parametrize(
    ("written", "settles"),
    [
        ("15 working days", Span(15, Unit.WORKING_DAYS)),
        ("1 week", Span(1, Unit.WEEKS)),
        ('"36  hours"', Span(36, Unit.HOURS)),
        ("2026-03-23", date(2026, 3, 23)),
        ("2026-03-23T17:30", datetime(2026, 3, 23, 17, 30, tzinfo=LONDON)),
        ("2026-03-23T16:30Z", datetime(2026, 3, 23, 16, 30, tzinfo=LONDON)),
    ],
)
def test_a_time_is_settled_as_a_period_a_date_or_a_local_moment(
    written: str, settles: object, tmp_path: Path
) -> None:
    row = f"event: timescale_agreed, settles: {written}, agreed_by: cat"
    [event] = council(tmp_path, row).events
    said = event.action.particulars
    assert (said.settles, said.agreed_by) == (settles, ("cat",))


def test_each_who_received_something_did_on_a_day_of_his_own(tmp_path: Path) -> None:
    row = "event: suggestions_made, signed_by: [tia, eva], received: {eva: 2026-03-04, complainant: 2026-03-05T09:00}"
    [event] = council(tmp_path, row).events
    said = event.action.particulars
    assert said.received == (
        ("eva", date(2026, 3, 4)),
        ("complainant", datetime(2026, 3, 5, 9, tzinfo=LONDON)),
    )
    assert said.signed_by == ("tia", "eva")


@pytest.mark.parametrize(
    ("row", "message", "help_"),
    [
        ("settles: 15 days", "`days` alone does not say which days count", "`15 working days`"),
        ("settles: 23/03/2026", '"23/03/2026" is no date and no period', "write 2026-03-23"),
        ("settles: soon", '"soon" is no date and no period', "write `15 working days`, or 2"),
        ("settles: 0 weeks", '"0" is no whole number from 1 to 9999', "a number in figures"),
        ("settles: 2026-02-30", '"2026-02-30" does not exist', "look at the day and the month"),
        ("agreed_by: [cat, cta]", 'there is no person or role "cta"', "did you mean `cat`?"),
        ("signed_by: cta", 'there is no person or role "cta"', "did you mean `cat`?"),
        ("received: {evaa: 2026-03-04}", 'there is no person or role "evaa"', "`eva`"),
        ("received: {eva: 2026-02-30}", '"2026-02-30" does not exist', "look at the day"),
        ("received: 2026-03-04", "`received` must be names with values, not text", "{ann: 20"),
    ],
)
def test_a_time_that_does_not_read_is_told_with_what_to_write(
    row: str, message: str, help_: str, tmp_path: Path
) -> None:
    with pytest.raises(DefinitionError) as caught:
        council(tmp_path, f"event: timescale_agreed, {row}")
    [wrong] = caught.value.diagnostics
    assert message in wrong.message
    assert help_ in str(wrong.help)


@pytest.mark.parametrize("event", ["acknowledged", "others_needed, answer: true"])
def test_only_what_settles_a_time_says_one(event: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="settles no time"):
        council(tmp_path, f"event: {event}, settles: 3 weeks")


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
