"""A case as rows, as a file of events and as a scenario: how they read, and what cannot be written."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import complaintflow as cf
from complaintflow import ledger, scenarios
from complaintflow.case import Event
from complaintflow.diagnostics import DefinitionError
from complaintflow.errors import InputError
from complaintflow.language.writing import as_yaml, scalar
from complaintflow.procedure import Procedure
from complaintflow.scenarios import retelling
from tests.policies import LONDON, TIMES, barnsley, fusion_care, policy
from tests.strategies import BARNSLEY_CAST, CAST, TIMES_CAST, Walk, walk

LAW = fusion_care()
CLAIMED = policy("clauses: {R-1: {at: page 1, says: all of it}}\n" + TIMES)
"""A scenario says which clause it proves, so there is one."""
FIRST = date(2026, 3, 23)


def begun(at: date = FIRST) -> cf.Case:
    people = {
        "ann": cf.Person(holds="complainant", is_="child", is_not="subject"),
        "mo": cf.Person(holds=["manager", "management"]),
        "org": cf.Person(holds="organisation"),
    }
    return cf.begin(LAW, at=at, people=people, facts={"complains_for_another": False})


def lived() -> cf.Case:
    """A case in which there is one of everything that a record can say."""
    case = begun()
    action = cf.Action
    came = action("formal_complaint_received", at=FIRST, by="ann", how="writing")
    case = cf.apply(LAW, case, came, id="1")
    offer = action("support_offered", at=FIRST, by="org", to="ann", includes="advocate")
    case = cf.apply(LAW, case, offer, id="offer")
    more = action("support_offered", at=FIRST, by="org", includes="independent_supporter")
    case = cf.apply(LAW, case, more, id="3", adds_to="offer")
    looked = action("investigation", at=datetime(2026, 4, 1, 15, 30, tzinfo=UTC), by="mo")
    case = cf.apply(LAW, case, looked, id="4", known_at=date(2026, 4, 2))
    why = cf.Override("the trustees", "it happened: she was away, and told nobody")
    late = action("panel_held", at=date(2026, 4, 3), by="mo")
    case = cf.apply(LAW, case, late, id="5", override=why)
    back = action("retracted", at=date(2026, 4, 7), by="mo", because="it was another case")
    return cf.apply(LAW, case, back, id="6", retracts="5")


def test_a_case_reads_as_a_file_of_events_would_be_written_by_hand() -> None:
    assert (
        as_yaml(ledger.record(LAW, lived()))
        == """\
people:
  ann: {holds: complainant, is: child, is_not: subject}
  mo:  {holds: [manager, management]}
  org: {holds: organisation}

facts: {complains_for_another: false}

events:
  - {at: 2026-03-23, event: formal_complaint_received, by: ann, how: writing}
  - {at: 2026-03-23, event: support_offered, by: org, to: ann, includes: advocate, id: offer}
  - {at: 2026-03-23, event: support_offered, by: org, includes: independent_supporter, adds_to: offer}
  - {at: 2026-04-01T16:30, event: investigation, by: mo, known_at: 2026-04-02}
  - at: 2026-04-03
    event: panel_held
    by: mo
    override: {by: the trustees, why: "it happened: she was away, and told nobody"}
  - {at: 2026-04-07, by: mo, retracts: 5, because: it was another case}
"""
    )


def test_a_row_is_complete_and_everything_in_it_is_text() -> None:
    rows = cf.rows(LAW, lived())
    assert rows[0] == {
        "at": "2026-03-23",
        "event": "person_told",
        "person": "ann",
        "holds": ["complainant"],
        "is": ["child"],
        "is_not": ["subject"],
        "id": "people.ann",
    }
    assert rows[3] == {
        "at": "2026-03-23",
        "event": "complains_for_another",
        "answer": "false",
        "id": "facts.complains_for_another",
    }
    assert all("id" in row for row in rows)
    assert json.loads(json.dumps(rows)) == rows


def test_rows_stored_one_by_one_make_the_case_again() -> None:
    stored: list[str] = []
    case = begun()
    for action in (
        cf.Action("formal_complaint_received", at=FIRST, by="ann", how="writing"),
        cf.Action("investigation", at=date(2026, 3, 25), by="mo"),
    ):
        case = cf.apply(LAW, case, action)
        stored += map(json.dumps, cf.rows(LAW, case)[len(stored) :])
    assert cf.case_of(LAW, map(json.loads, stored)) == case


def test_a_file_that_was_written_is_read_as_the_same_case(tmp_path: Path) -> None:
    case = lived()
    for name in ("case.yaml", "case.json"):
        cf.write_record(tmp_path / name, LAW, case)
        assert cf.case_of(LAW, cf.read_record(tmp_path / name, LAW)) == case


def test_a_file_that_is_there_is_not_written_over_unless_that_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        cf.write_record(path, LAW, lived())
    assert path.read_text() == "mine"
    cf.write_record(path, LAW, lived(), overwrite=True)
    assert path.read_text().startswith("people:")


COUNCIL = barnsley()


def agreed_upon() -> cf.Case:
    """A case of the council in which a time was settled, signed, planned for and extended."""
    people = {
        "cat": cf.Person(holds="complainant"),
        "tia": cf.Person(holds=["team", "review_panel"]),
        "eva": cf.Person(holds="executive_director"),
    }
    told = begun_on(FIRST, people)
    one = cf.Action(
        "timescale_agreed", at=FIRST, by="tia", settles="15 working days", agreed_by="cat"
    )
    plan = cf.Action("plan_written", at=FIRST, by="tia", signed_by="cat")
    two = cf.Action("panel_arranged", at=FIRST, by="tia", settles=date(2026, 5, 4))
    hour = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1)
    three = cf.Action("more_time_agreed", at=FIRST, by="tia", settles=hour, agreed_by=["cat"])
    made = cf.Action(
        "suggestions_made", at=FIRST, by="tia", received={"eva": date(2026, 3, 24), "cat": hour}
    )
    events = [Event(action=each, id="") for each in (one, plan, two, three, made)]
    return cf.restore(COUNCIL, events, onto=told)


def begun_on(at: date, people: dict[str, cf.Person]) -> cf.Case:
    return cf.begin(COUNCIL, at=at, people=people)


def test_agreements_times_and_receipts_are_written_in_the_words_of_a_record() -> None:
    assert (
        as_yaml({"events": ledger.record(COUNCIL, agreed_upon())["events"]})
        == """\
events:
  - {at: 2026-03-23, event: timescale_agreed, by: tia, agreed_by: cat, settles: 15 working days}
  - {at: 2026-03-23, event: plan_written, by: tia, signed_by: cat}
  - {at: 2026-03-23, event: panel_arranged, by: tia, settles: 2026-05-04}
  - {at: 2026-03-23, event: more_time_agreed, by: tia, agreed_by: cat, settles: 2026-10-25T01:30+00:00}
  - {at: 2026-03-23, event: suggestions_made, by: tia, received: {eva: 2026-03-24, cat: 2026-10-25T01:30+00:00}}
"""
    )


def test_agreements_times_and_receipts_come_back_as_they_were(tmp_path: Path) -> None:
    case = agreed_upon()
    assert cf.case_of(COUNCIL, json.loads(json.dumps(cf.rows(COUNCIL, case)))) == case
    for name in ("case.yaml", "case.json"):
        cf.write_record(tmp_path / name, COUNCIL, case)
        assert cf.case_of(COUNCIL, cf.read_record(tmp_path / name, COUNCIL)) == case


def test_what_was_told_on_another_day_than_the_first_event_stands_in_rows() -> None:
    """A file says what was told on the day of its earliest event, and this was told before."""
    case = begun(date(2026, 3, 20))
    case = cf.apply(
        LAW, case, cf.Action("formal_complaint_received", at=FIRST, by="ann", how="letter")
    )
    written = ledger.record(LAW, case)
    assert list(written) == ["events"]
    events = written["events"]
    assert isinstance(events, list)
    assert events[:-1] == cf.rows(LAW, case)[:-1]
    assert events[-1] == {
        "at": "2026-03-23",
        "event": "formal_complaint_received",
        "by": "ann",
        "how": "letter",
        "id": "1",
    }


def test_what_begin_could_not_tell_again_stands_in_rows_as_well(tmp_path: Path) -> None:
    """Somebody told of after a fact, or at another moment, under an id of the beginning."""
    came = cf.Action("formal_complaint_received", at=FIRST, by="ann", how="letter")
    case = cf.apply(LAW, begun(), came)
    for n, at in enumerate((FIRST, date(2026, 3, 20))):
        telling = Event(
            action=cf.Action("person_told", at=at, person="pat", who=cf.Person()), id="people.pat"
        )
        late = cf.case_of(LAW, cf.rows(LAW, cf.Case((*case.events[:4], telling, case.events[4]))))
        path = tmp_path / f"{n}.yaml"
        cf.write_record(path, LAW, late)
        assert cf.case_of(LAW, cf.read_record(path, LAW)) == late
        assert "event: person_told, person: pat" in path.read_text()


def test_the_hour_that_comes_twice_is_written_with_its_offset() -> None:
    twice = [datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=fold) for fold in (0, 1)]
    assert [ledger.when_text(moment, LONDON) for moment in twice] == [
        "2026-10-25T01:30+01:00",
        "2026-10-25T01:30+00:00",
    ]
    assert ledger.when_text(datetime(2026, 10, 25, 2, 30, 5, tzinfo=LONDON), LONDON) == (
        "2026-10-25T02:30:05"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("support_offered.must_include advocate", "support_offered.must_include advocate"),
        ("2026-04-22", "2026-04-22"),
        ("2026-10-25T01:30+01:00", "2026-10-25T01:30+01:00"),
        ("perhaps overdue", "perhaps overdue"),
        ("7", "7"),
        ("07", '"07"'),
        ("15 working days", "15 working days"),
        ("1 working day", "1 working day"),
        ("15 working days of it", '"15 working days of it"'),
        ("12:30", '"12:30"'),
        ("no", '"no"'),
        ("null", '"null"'),
        ("well, yes", '"well, yes"'),
        ('she said "no"', '"she said \\"no\\""'),
        (" led by a blank", '" led by a blank"'),
        ("two\nlines\t\x1b", '"two\\nlines\\t\\u001b"'),
        ("é", '"é"'),
    ],
)
def test_quotes_stand_where_the_reader_needs_them(text: str, written: str) -> None:
    assert scalar(text) == written


def test_rows_that_do_not_read_are_told_with_their_number() -> None:
    rows = cf.rows(LAW, lived())
    with pytest.raises(DefinitionError) as wrong:
        cf.case_of(LAW, [*rows[:4], {"at": "2026-03-24", "event": "investigaton", "by": "mo"}, {}])
    assert [(d.place.file, d.code) for d in wrong.value.diagnostics] == [
        ("rows[4]", "unknown-name"),
        ("rows[5]", "wrong-shape"),
    ]


def test_rows_are_not_judged_and_ids_are_still_looked_at() -> None:
    rows = cf.rows(LAW, begun())
    rows.append({"at": "2026-03-23", "event": "panel_held", "by": "mo"})
    assert cf.case_of(LAW, rows).events[-1].action.name == "panel_held"
    with pytest.raises(InputError, match=r"already has an event with the id 'people\.ann'"):
        cf.case_of(LAW, [rows[0], rows[0]])


def test_a_record_in_which_nothing_happened_makes_no_case_of_its_people(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("people: {ann: {holds: complainant}}\nevents: []\n")
    with pytest.raises(InputError, match="nobody knows since when"):
        cf.case_of(LAW, cf.read_record(path, LAW))
    path.write_text("events: []\n")
    assert cf.case_of(LAW, cf.read_record(path, LAW)) == cf.Case(())


def told(name: str = "ann", **who: object) -> cf.Case:
    return cf.begin(LAW, at=FIRST, people={name: cf.Person(**who)})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (told(holds=["manager", "manager"]), "lists something twice: manager, manager"),
        (
            cf.Case(
                (Event(action=cf.Action("about", at=FIRST, received={"Ann S": FIRST}), id="1"),)
            ),
            "'Ann S' cannot stand in a record",
        ),
        (
            cf.Case((Event(action=cf.Action("about", at=FIRST, signed_by=["a", "a"]), id="1"),)),
            "'signed_by' of about lists something twice",
        ),
        (cf.Case((Event(action=cf.Action("about", at=FIRST), id=" "),)), "is empty"),
    ],
)
def test_what_cannot_be_read_again_is_not_written(case: cf.Case, message: str) -> None:
    with pytest.raises(InputError, match=message):
        cf.rows(LAW, case)


@pytest.mark.parametrize(
    "name", ["u-4711", "42", "Ann", "ann@example.org", "no", "8:30", "ñ", "#1"]
)
def test_a_person_may_be_called_by_the_id_of_the_application(name: str, tmp_path: Path) -> None:
    """A case system has ids of its own; its case is stored and read again under them."""
    case = told(name, holds="complainant", is_="child")
    spoken = cf.Action("complaint_received", at=FIRST, by=name, how="speech")
    case = cf.apply(LAW, case, spoken)
    assert cf.case_of(LAW, cf.rows(LAW, case)) == case
    for file in (tmp_path / "case.yaml", tmp_path / "case.json"):
        cf.write_record(file, LAW, case)
        assert cf.case_of(LAW, cf.read_record(file, LAW)) == case


@pytest.mark.parametrize("name", ["Ann Smith", "ann,bo", "ann\n", "\x07"])
def test_nobody_is_called_what_no_record_can_say(name: str) -> None:
    with pytest.raises(InputError, match="a person cannot be called"):
        told(name)


def test_a_file_longer_than_those_that_are_read_is_not_written(tmp_path: Path) -> None:
    action = cf.Action("complains_for_another", at=FIRST, answer=True)
    events = tuple(Event(action=action, id=str(n)) for n in range(1, 9_001))
    with pytest.raises(DefinitionError):
        cf.write_record(tmp_path / "case.yaml", LAW, cf.Case(events))
    assert not (tmp_path / "case.yaml").exists()


# --- a case as a scenario ---------------------------------------------------------------


def passes(lived: Walk, law: Procedure = LAW) -> tuple[cf.Diagnostic, ...]:
    scenario = retelling.retold(law, lived.case, as_of=lived.today)
    text = retelling.as_file(law, "lived", scenario)
    return retelling.wrong_in(law, text, "lived", file="lived.scenarios.yaml")


@pytest.mark.parametrize("seed", range(25))
def test_any_case_told_as_a_scenario_passes(seed: int) -> None:
    assert passes(walk(LAW, seed, 12, plain=seed % 2 == 0, cast=CAST)) == ()


@pytest.mark.parametrize("seed", range(30))
def test_a_case_in_which_times_are_settled_told_as_a_scenario_passes(seed: int) -> None:
    law, people = ((COUNCIL, BARNSLEY_CAST), (CLAIMED, TIMES_CAST))[seed % 3 > 0]
    assert passes(walk(law, seed, 14, cast=people), law) == ()


def test_a_scenario_tells_an_aim_beside_the_promise_by_its_key() -> None:
    people = {"cy": cf.Person(holds="customer"), "ola": cf.Person(holds="officer")}
    case = cf.begin(CLAIMED, at=FIRST, people=people)
    case = cf.apply(CLAIMED, case, cf.Action("came", at=FIRST, by="cy"))
    last = retelling.retold(CLAIMED, case, as_of=FIRST)["story"][-1]
    assert last["due"] == {
        "looked_at": "2026-03-25",
        "answered.aim_within": "2026-03-25",
        "answered": "2026-03-26 to 2026-04-02",
        "called": "2026-03-24T00:00 to 2026-03-26T00:00",
    }


def test_a_scenario_fails_once_the_policy_says_otherwise() -> None:
    scenario = retelling.retold(LAW, lived(), as_of=date(2026, 4, 30))
    text = retelling.as_file(LAW, "lived", scenario)
    assert "status: {report_sent: overdue}" in text
    changed = text.replace("report_sent: 2026-04-22", "report_sent: 2026-04-23")
    [failure] = retelling.wrong_in(LAW, changed, "lived", file="x")
    assert failure.message == '"report_sent" is due 2026-04-22'


def test_a_scenario_says_what_rules_ask_for_and_names_what_rows_speak_of() -> None:
    case = lived()
    surplus = cf.Action("investigation", at=date(2026, 4, 8), by="mo", to="ann", how="letter")
    case = cf.apply(LAW, case, surplus)
    story = retelling.retold(LAW, case, as_of=date(2026, 4, 8))["story"]
    assert story[2]["adds_to"] == "last"
    assert story[4]["id"] == story[5]["retracts"] == "panel_held_5"
    assert story[6] == {"at": "2026-04-08", "event": "investigation", "by": "mo"}


def test_a_scenario_leaves_out_a_receipt_on_which_nothing_waits() -> None:
    day = date(2026, 4, 8)
    case = cf.apply(
        LAW, lived(), cf.Action("investigation", at=day, by="mo", received={"ann": day})
    )
    (*_, row, _) = retelling.retold(LAW, case, as_of=day)["story"]
    assert row == {"at": "2026-04-08", "event": "investigation", "by": "mo"}


def test_a_policy_without_clauses_has_no_scenario() -> None:
    bare = policy("roles: {you: {title: You}}\nbegins:\n  came: {by: you, then: here}\nstages: {here: {title: Here}}\n")  # fmt: skip
    with pytest.raises(InputError, match="has no clauses"):
        retelling.retold(bare, cf.Case(()), as_of=FIRST)


def scenario_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "fusion-care.scenarios.yaml"
    path.write_text(text, encoding="utf-8")
    policy_ = (cf_procedures() / "fusion-care.yaml").read_text(encoding="utf-8")
    (tmp_path / "fusion-care.yaml").write_text(policy_, encoding="utf-8")
    return path


def cf_procedures() -> Path:
    return Path(__file__).resolve().parents[2] / "procedures"


def test_a_scenario_is_added_at_the_end_and_nothing_else_changes(tmp_path: Path) -> None:
    old = (cf_procedures() / "fusion-care.scenarios.yaml").read_text(encoding="utf-8")
    scenario = retelling.retold(LAW, lived(), as_of=date(2026, 4, 8))
    new = retelling.added_to(old, "lived", scenario)
    assert new.startswith(old.rstrip())
    assert "\n\n  lived:\n    proves: [" in new
    with pytest.raises(InputError, match="there is a scenario 'lived' already"):
        retelling.added_to(new, "lived", scenario)
    report = scenarios.run(scenario_file(tmp_path, retelling.as_file(LAW, "lived", scenario)))
    assert report.passed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("scenarios: {}\npolicy: x\n", "does not end with its scenarios"),
        ("scenarios: {one: {proves: A}}\n", "stand on one line"),
        ("- one\n", "does not end"),
        ("scenarios: none\n", "does not end"),
        ("policy: x\nscenarios: {}\n", "does not end"),
    ],
)
def test_a_scenario_is_added_only_where_it_is_clear_where(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        retelling.added_to(text, "lived", {})


def test_text_that_is_no_scenario_file_is_told_as_such() -> None:
    for text in ("- a\n", "policy: x\n", "scenarios: [\n"):
        assert retelling.wrong_in(LAW, text, "lived", file="x")
