"""What a reader who wished the library ill once found in it, and what holds since."""

import os
import pickle
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import complaintflow as cf
from complaintflow import engine, files
from complaintflow.case import Action, Case, Event, Override, Person
from complaintflow.diagnostics import DefinitionError, Diagnostic
from complaintflow.errors import InputError
from complaintflow.language.reader import read_file
from complaintflow.moments import Moment
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.written import parse_when
from tests.policies import (
    HEADER,
    LONDON,
    clocks_of,
    day,
    done,
    fusion_care,
    hour,
    people,
    policy,
    refused,
    ruling,
    statuses,
)

ASIDE = "subject_stands_aside"
ALLOWS = "management_allows_subject"
PEOPLE = {
    "ann": Person(holds="complainant", is_="child"),
    "mo": Person(holds=["manager", "management"], is_="subject"),
    "sue": Person(holds=["senior_staff", "management"], is_not="subject"),
    "dee": Person(holds="managing_director"),
}
FACTS = {"complains_for_another": False}
LAW = fusion_care()
FIRST = day(1)


def begun(at: Moment = FIRST) -> Case:
    """A case of Fusion Care in which Mo, the manager, is complained about."""
    return engine.begin(LAW, at=at, people=PEOPLE, facts=FACTS)


def received(case: Case, at: Moment, **record: str) -> Case:
    """The case with a complaint received in writing."""
    return done(LAW, case, "formal_complaint_received", at, "ann", how="writing", record=record)


def informal(at: Moment = FIRST) -> Case:
    """The same, opened by word of mouth on that day; the complaint has the id `came`."""
    came = {"id": "came"}
    return done(LAW, begun(), "complaint_received", at, "ann", how="speech", record=came)


def formal(at: Moment = FIRST) -> Case:
    """The same, opened in writing at the first formal stage; the complaint has the id `came`."""
    return received(begun(), at, id="came")


def allowed(case: Case, by: str | None = "sue", **record: Any) -> Case:
    """Somebody lets the subject take part; the answer has the id `allows`."""
    return done(LAW, case, ALLOWS, day(2), by, answer=True, record={"id": "allows", **record})


def taken_back(case: Case, what: str, **record: str) -> Case:
    """The event of the id `what` taken back."""
    return done(LAW, case, RETRACTED, day(20), record={"retracts": what, **record})


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# --- the order of a day -----------------------------------------------------------------


def test_a_record_of_midnight_does_not_undo_a_withdrawal_of_that_day() -> None:
    """A record never changes the order of two others: an early hour moves only itself."""
    case = formal(hour(3, 11))
    case = done(LAW, case, "withdrawn", day(3), "ann")
    case = done(LAW, case, "about", hour(3, 0), "ann", answer="quality")
    assert engine.stage_of(LAW, case, as_of=day(3)) == "withdrawn_by_complainant"


def test_a_record_of_midnight_does_not_bring_back_an_answer_that_was_changed() -> None:
    """The last answer given stays the last, whatever is recorded of an earlier hour."""
    case = informal(day(1))
    case = done(LAW, case, ALLOWS, hour(3, 11), "sue", answer=True)
    case = done(LAW, case, ALLOWS, day(3), "sue", answer=False)
    case = done(LAW, case, "about", hour(3, 0), "ann", answer="quality")
    assert refused(LAW, case, "reply_sent", day(4), "mo") == [ASIDE]


# --- what was known before the first day --------------------------------------------------


def test_a_receipt_corrected_to_an_earlier_day_leaves_people_and_facts_known() -> None:
    """What is told at the beginning says who people are, not when."""
    case = received(begun(day(5)), day(5), id="came")
    case = received(case, day(2), corrects="came")
    assert refused(LAW, case, "acting_manager_named", day(3), "dee", holder="sue") == []
    assert refused(LAW, case, "investigation", day(3), "mo") == [ASIDE]  # nothing else is missing


def test_people_of_a_file_are_known_though_its_second_row_is_of_an_earlier_day(
    tmp_path: Path,
) -> None:
    """People and facts of a file are told before the earliest of its events."""
    rows = (
        "people: {ann: {holds: complainant}}\n"
        "events:\n"
        "  - {at: 2026-06-10T11:00, event: complaint_received, by: ann, how: speech}\n"
        "  - {at: 2026-06-02, event: about, by: ann, answer: quality}\n"
    )
    record = files.read_record(write(tmp_path / "events.yaml", rows), LAW)
    assert record.at == date(2026, 6, 2)
    case = engine.begin(LAW, at=record.at, people=record.people, facts=record.facts)
    assert engine.admit(LAW, case, record.events).refused == ()


# --- who may decide -----------------------------------------------------------------------


def _corrected_to_nobody(case: Case) -> Case:
    case = allowed(case)
    words = {"corrects": "allows", "override": Override("dee", "nobody knows who it was")}
    return done(LAW, case, ALLOWS, day(2), answer=True, record=words)


def _by_the_complainant(case: Case) -> Case:
    return allowed(case, "ann", override=Override("dee", "it happened"))


def _by_nobody_let_stand_by_the_subject(case: Case) -> Case:
    return allowed(case, None, override=Override("mo", "it happened"))


@pytest.mark.parametrize(
    "tell", [_corrected_to_nobody, _by_the_complainant, _by_nobody_let_stand_by_the_subject]
)
def test_an_exception_that_nobody_entitled_decided_does_not_hold(tell: Any) -> None:
    """However an answer came into the record, it excuses only if somebody decided who may."""
    assert refused(LAW, allowed(informal()), "reply_sent", day(4), "mo") == []
    assert refused(LAW, tell(informal()), "reply_sent", day(4), "mo") == [ASIDE]


def test_who_is_barred_from_an_office_decides_nothing_in_it() -> None:
    """A conflict that points at a role keeps from its facts as well as from its steps."""
    law = policy(
        "relations: {subject: is complained about}\n"
        "roles: {customer: {title: You}, chair: {title: The chair}}\n"
        "facts: {waived: {means: it is waived, decided_by: chair}}\n"
        "begins: {came: {by: customer, then: first}}\n"
        "stages: {first: {title: First, must: {heard: {by: chair, if: waived}}}}\n"
        "conflicts: {aside: {who: subject, may_not: chair}}\n"
    )
    chairs = {"di": Person(holds="chair", is_="subject"), "bo": Person(holds="chair")}
    case = engine.begin(law, at=day(1), people=chairs)
    assert refused(law, case, "waived", day(2), "di", answer=True) == ["aside"]
    assert refused(law, case, "waived", day(2), "bo", answer=True) == []


def test_the_subject_is_not_named_acting_manager() -> None:
    """Who is complained about does not stand in either."""
    assert refused(LAW, formal(), "acting_manager_named", day(2), "dee", holder="mo") == [
        "subject_is_no_stand_in"
    ]


# --- corrections and retractions ------------------------------------------------------------


def test_a_correction_is_of_the_same_event() -> None:
    """One event does not turn into another; it is taken back and the other recorded."""
    with pytest.raises(InputError, match="came"):
        done(LAW, formal(), "investigation", day(2), "mo", record={"corrects": "came"})


def test_a_correction_of_who_somebody_is_speaks_of_the_same_person() -> None:
    """What was told of one person is not corrected by what is told of another."""
    who = Person(holds="supporter")
    of_mo = {"corrects": "people.mo"}
    with pytest.raises(InputError, match=r"people\.mo"):
        done(LAW, formal(), PERSON_TOLD, day(2), person="sue", who=who, record=of_mo)
    done(LAW, formal(), PERSON_TOLD, day(2), person="mo", who=who, record=of_mo)


def due(case: Case) -> list[Moment | None]:
    """The due day of the report of the first formal stage."""
    return [clock.due for clock in clocks_of(LAW, case, "report_sent")]


def corrected() -> Case:
    """Received on the first of June, corrected to the second by the record `fix`."""
    return received(formal(), day(2), corrects="came", id="fix")


def test_taking_back_a_correction_brings_back_what_it_corrected() -> None:
    """What is taken back never was: the record under it is read again."""
    assert due(formal()) == [day(29)]
    assert due(corrected()) == [day(30)]
    assert due(taken_back(corrected(), "fix")) == [day(29)]


def test_taking_back_a_retraction_brings_back_what_it_took() -> None:
    """A retraction that never was has taken nothing."""
    case = taken_back(formal(), "came", id="gone")
    assert due(case) == []
    assert due(taken_back(case, "gone")) == [day(29)]


def test_taking_back_the_original_takes_its_corrections_along() -> None:
    """What never happened did not happen on another day either."""
    case = taken_back(corrected(), "came", id="gone")
    assert due(case) == []
    assert due(taken_back(case, "gone")) == [day(30)]


def test_what_adds_to_a_refused_event_of_a_list_is_reported_and_the_rest_go_on() -> None:
    """A list is never broken off by a refusal in it."""
    events = [
        Event(action=Action("meeting_held", at=day(2), by="ann"), id="met"),
        Event(
            action=Action("meeting_held", at=day(3), by="sue", with_="ann"), id="", adds_to="met"
        ),
        Event(action=Action("withdrawn", at=day(4), by="ann"), id=""),
    ]
    admitted = engine.admit(LAW, informal(), events)
    codes = [(r.index, [reason.code for reason in r.ruling.reasons]) for r in admitted.refused]
    assert codes == [(0, ["wrong-role"]), (1, ["not-recorded"])]
    assert [e.action.name for e in admitted.case.events][-1] == "withdrawn"


# --- clocks ---------------------------------------------------------------------------------


def test_the_midnight_that_ends_the_due_day_is_still_in_time() -> None:
    """Due on a day is due until that day has ended: T24:00 is in time, a minute later is not."""
    case = allowed(informal())
    (clock,) = clocks_of(LAW, case, "reply_sent")
    assert clock.due == day(8)
    end, later = parse_when("2026-06-08T24:00", LONDON), hour(9, 0, 1)
    assert statuses(LAW, case, "reply_sent", end) == ["running"]
    assert statuses(LAW, case, "reply_sent", later) == ["overdue"]

    def sent(at: datetime | date) -> list[str]:
        answered = done(LAW, case, "reply_sent", at, "mo", to="ann", how="writing")
        return statuses(LAW, answered, "reply_sent", day(10))

    assert sent(end) == ["met"]
    assert sent(later) == ["met late"]


TO_AND_FRO = """
roles: {customer: {title: You}, officer: {title: The officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {answered: {by: officer, within: 2 working days of asked}}
    may: {sent_on: {by: officer, then: second}}
  second:
    title: Second
    may: {sent_back: {by: officer, then: first}}
throughout:
  must: {logged: {by: officer, within: 1 working day of start of first}}
  may: {asked: {by: customer}}
"""


def to_and_fro(*steps: str) -> tuple[Procedure, Case]:
    """A case that came on the first of June and took one step on each day after it."""
    law = policy(TO_AND_FRO)
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    for number, step in enumerate(steps, start=2):
        case = done(law, case, step, day(number), "cy" if step == "asked" else "ola")
    return law, case


def started(law: Procedure, case: Case, step: str) -> list[Moment | None]:
    return [clock.start for clock in clocks_of(law, case, step)]


def test_a_second_visit_does_not_count_from_what_happened_in_the_first() -> None:
    """What happens throughout starts the clocks of the visit in whose time it falls."""
    law, case = to_and_fro("asked", "sent_on", "sent_back")
    assert started(law, case, "answered") == [day(2), None]
    law, case = to_and_fro("asked", "sent_on", "sent_back", "asked")
    assert started(law, case, "answered") == [day(2), day(5)]


def test_a_promise_throughout_has_a_clock_for_each_entry_of_a_stage() -> None:
    """A stage that starts again starts what counts from its start again, met or not."""
    law, case = to_and_fro("sent_on", "sent_back")
    assert started(law, case, "logged") == [day(1), day(3)]


def test_a_clock_discharged_in_time_stays_discharged_though_the_step_is_done_later() -> None:
    """Its place was left before it was due: late work breaks no promise."""
    case = allowed(informal())
    case = done(LAW, case, "issue_resolved", day(5), "ann")
    assert statuses(LAW, case, "reply_sent", day(20)) == ["discharged"]
    anyhow = {"override": Override("dee", "it happened")}
    case = done(LAW, case, "reply_sent", day(19), "mo", record=anyhow)
    assert statuses(LAW, case, "reply_sent", day(20)) == ["discharged"]


# --- values ---------------------------------------------------------------------------------


def test_a_refusal_is_false() -> None:
    """`if decide(...)` means what it says."""
    assert not ruling(LAW, formal(), "investigation", day(2), "mo")
    assert ruling(LAW, formal(), "withdrawn", day(2), "ann")


def test_a_case_is_stored_without_its_procedure_and_comes_back_equal() -> None:
    """A case is its events alone; the law is kept by whoever loads it."""
    case = formal()
    stored = pickle.dumps(case)
    assert stored == pickle.dumps(Case(case.events))
    assert b"complaintflow.procedure" not in stored
    again = pickle.loads(stored)
    assert again == case
    assert engine.stage_of(LAW, again, as_of=day(1)) == "first_formal"


def test_only_an_answer_can_be_explained() -> None:
    """Anything else is a mistake of the program, told at once."""
    with pytest.raises(TypeError, match="int"):
        cf.explain(3)  # type: ignore[arg-type]


# --- names that would be ignored ----------------------------------------------------------

IGNORED: dict[str, Mapping[str, Any]] = {
    "holder": {"holder": "sue"},
    "person": {"person": "sue"},
    "who": {"who": Person(holds="supporter")},
}


@pytest.mark.parametrize("said", IGNORED.values(), ids=IGNORED)
@pytest.mark.parametrize("name", ["withdrawn", "about"])
def test_a_name_that_would_be_ignored_is_a_mistake(name: str, said: Mapping[str, Any]) -> None:
    """Only a step that appoints takes a holder, and only person_told says who somebody is."""
    answer = {"answer": "quality"} if name == "about" else {}
    with pytest.raises(InputError, match=name):
        ruling(LAW, formal(), name, day(2), "ann", **answer, **said)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("holder: ann", '"withdrawn" appoints nobody'),
        ("person: ann", '"withdrawn" does not say who somebody is'),
        ("holds: supporter", '"withdrawn" does not say who somebody is'),
    ],
)
def test_a_name_that_would_be_ignored_is_a_mistake_in_a_file(
    tmp_path: Path, said: str, message: str
) -> None:
    """The same, told with its place."""
    rows = (
        "people: {ann: {holds: complainant}}\n"
        f"events: [{{at: 2026-06-02, event: withdrawn, by: ann, {said}}}]\n"
    )
    with pytest.raises(DefinitionError) as wrong:
        files.read_record(write(tmp_path / "events.yaml", rows), LAW)
    (found,) = wrong.value.diagnostics
    assert (found.message, found.place.line) == (message, 2)


# --- files ----------------------------------------------------------------------------------


def standing_on(folder: Path, name: str, *bases: str) -> Path:
    """A base that stands on others; `top` is the policy on all of them."""
    below = f", builds_on: [{', '.join(bases)}]" if bases else ""
    head = f'policy: {{id: {name}, title: One, version: "1", in_force_from: 2024-01-01{below}}}\n'
    text = f"complaintflow: 1\n{head}"
    if name == "top":
        text += "\n".join(HEADER.splitlines()[2:]) + "\n" + TO_AND_FRO
    return write(folder / f"{name}.yaml", text)


def test_each_base_is_read_once_however_many_stand_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve layers of two bases, each on both of the layer below, are twenty-five files."""
    for layer in range(12):
        below = (f"left{layer + 1}", f"right{layer + 1}") if layer < 11 else ()
        for side in ("left", "right"):
            standing_on(tmp_path, f"{side}{layer}", *below)
    top = standing_on(tmp_path, "top", "left0", "right0")
    read: list[Path] = []

    def counted(path: Path) -> Any:
        read.append(path)
        return read_file(path)

    monkeypatch.setattr("complaintflow.files.read_file", counted)
    assert files.load(top).id == "top"
    assert len(read) == len(set(read)) == 25


def told_of(*paths: Path) -> tuple[Diagnostic, ...]:
    return files.check(paths).diagnostics


def test_a_chain_of_too_many_bases_is_told(tmp_path: Path) -> None:
    """Thirty bases on one another are a mistake of the document, with its place."""
    for layer in range(30):
        standing_on(tmp_path, f"base{layer}", *([f"base{layer + 1}"] if layer < 29 else []))
    found = told_of(standing_on(tmp_path, "top", "base0"))
    assert ["more than 20 bases" in each.message for each in found] == [True]


def test_links_that_lead_in_a_circle_are_told_and_not_followed(tmp_path: Path) -> None:
    """A link to itself is a file that cannot be read; a folder in itself is read once."""
    (tmp_path / "one.yaml").symlink_to(tmp_path / "two.yaml")
    (tmp_path / "two.yaml").symlink_to(tmp_path / "one.yaml")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    for given in (tmp_path, tmp_path / "one.yaml"):
        assert {each.code for each in told_of(given)} == {"unreadable-file"}
    assert "unknown-name" in {each.code for each in told_of(standing_on(tmp_path, "top", "one"))}


def test_names_that_no_file_can_have_are_told(tmp_path: Path) -> None:
    """A name of four hundred letters, given or built on, is the name of no file."""
    long = "n" * 400
    for given in (tmp_path / long, tmp_path / f"{long}.yaml"):
        assert [each.code for each in told_of(given)] == ["unreadable-file"]
    assert "unknown-name" in {each.code for each in told_of(standing_on(tmp_path, "top", long))}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    """Of a folder only files are read: nobody waits for what a pipe may say."""
    os.mkfifo(tmp_path / "pipe.yaml")
    assert files.check([tmp_path]) == files.Checked((), 0)


def test_a_decision_that_counts_for_nothing_does_not_hide_the_one_before_it() -> None:
    """Design 5: an exception that somebody entitled decided holds until such a one decides anew."""
    case = informal()
    fact = "management_allows_subject"
    case = done(LAW, case, fact, day(2), "sue", answer=True)
    anyhow = {"override": Override("mo", "I say so")}
    case = done(LAW, case, fact, day(3), "mo", answer=False, record=anyhow)
    assert refused(LAW, case, "reply_sent", day(4), "mo") == []
    case = done(LAW, case, fact, day(5), "sue", answer=False)
    assert refused(LAW, case, "reply_sent", day(6), "mo") == ["subject_stands_aside"]


@pytest.mark.parametrize("key", ["adds_to", "corrects", "retracts"])
def test_what_rests_on_a_refused_event_names_the_word_that_says_so(key: str) -> None:
    """C: a refused event is reported and not applied; so is what names it, under its own word."""
    case = formal()
    refused_one = cf.Event(action=cf.Action("investigation", at=day(2), by="mo"), id="inv")
    name = RETRACTED if key == "retracts" else "investigation"
    resting = cf.Event(action=cf.Action(name, at=day(3), by="mo"), id="next", **{key: "inv"})  # type: ignore[arg-type]
    found = engine.admit(LAW, case, [refused_one, resting]).refused
    assert [r.rule for r in found[1].ruling.reasons] == [f"{name}.{key}"]
    assert found[1].ruling.reasons[0].code == "not-recorded"
