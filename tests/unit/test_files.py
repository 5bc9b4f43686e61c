"""Finding, reading and checking files. Letters such as C name paragraphs of the language."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from complaintflow import engine, files
from complaintflow.bank_holidays import uk
from complaintflow.calendars import Calendar
from complaintflow.case import Override, Person
from complaintflow.diagnostics import DefinitionError, Severity
from complaintflow.errors import InputError
from complaintflow.files import (
    check,
    link_file,
    load,
    read_record,
    read_scenarios,
    scenario_files,
    write_record,
)
from tests.policies import HEADER, LONDON, day, done, fusion_care, people, policy

BODY = """
clauses: {C1: {at: p. 1, says: it}}
roles: {customer: {title: You}}
begins: {came: {by: customer, then: first, cites: C1}}
stages: {first: {title: First, must: {looked: {by: customer, within: 2 working days of came, cites: C1}}, may: {ended: {by: customer, then: shut, cites: C1}}}}
ends: {shut: {title: Shut}}
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def header(name: str, more: str = "") -> str:
    return HEADER.replace("id: small", f"id: {name}{more}")


def base(name: str, more: str = "", body: str = "") -> str:
    return (
        f'complaintflow: 1\npolicy: {{id: {name}, title: A base, version: "1", '
        f"in_force_from: 2024-01-01{more}}}\n{body}"
    )


# --- loading --------------------------------------------------------------------------


@pytest.mark.parametrize("as_text", [True, False])
def test_a_policy_is_loaded_from_a_path(tmp_path: Path, as_text: bool) -> None:
    path = write(tmp_path / "small.yaml", HEADER + BODY)
    assert load(str(path) if as_text else path).id == "small"


def test_a_name_ending_in_yaml_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "small.yaml", HEADER + BODY)
    write(tmp_path / "fusion-care", HEADER + BODY)
    monkeypatch.chdir(tmp_path)
    assert load("small.yaml").id == "small"
    assert load("fusion-care").id == "fusion-care"  # the shipped one, not the file beside us
    assert load(Path("fusion-care")).id == "small"


def test_a_shipped_policy_is_loaded_by_its_name() -> None:
    law = fusion_care()
    assert (law.id, law.builds_on, law.zone) == ("fusion-care", ("provider",), LONDON)
    assert law.calendar == uk("england-and-wales")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fusion-cares", "did you mean 'fusion-care'?"),
        ("qwertyuiop", "there are barnsley-childrens-social-care, fusion-care"),
    ],
)
def test_a_name_that_does_not_come_with_the_library_is_an_error(name: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        load(name)
    assert said in str(raised.value)
    assert "no procedure called" in str(raised.value)


def test_a_base_is_loaded_only_beneath_a_policy() -> None:
    with pytest.raises(InputError, match="is a base, which other policies build on"):
        load(files.shipped() / "bases" / "provider.yaml")


def test_every_mistake_of_a_document_is_raised_at_once(tmp_path: Path) -> None:
    body = BODY.replace("by: customer, then: first", "by: customr, then: frist")
    path = write(tmp_path / "small.yaml", HEADER + body)
    with pytest.raises(DefinitionError) as raised:
        load(path)
    assert [d.code for d in raised.value.diagnostics] == ["unknown-name", "unknown-name"]


def test_a_warning_does_not_keep_a_policy_from_being_loaded(tmp_path: Path) -> None:
    path = write(tmp_path / "small.yaml", HEADER + BODY.replace("came, cites: C1", "came"))
    assert [d.code for d in link_file(path).problems] == ["no-clause"]
    assert load(path).steps["looked"].cites.clauses == ()


def test_a_missing_file_is_a_mistake_with_a_code_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as raised:
        load(tmp_path / "none.yaml")
    assert [d.code for d in raised.value.diagnostics] == [files.UNREADABLE]
    assert files.unreadable("a.yaml", "it is not there").code == files.UNREADABLE


def test_calendars_that_are_given_are_used_before_the_shipped_ones(tmp_path: Path) -> None:
    """Design 6: `load` resolves `counting` from what is given, then from the shipped."""
    ours = Calendar(
        name="ours",
        week=(0, 1, 2, 3, 4),
        off=((day(2), "our day"),),
        first=date(2020, 1, 1),
        last=date(2030, 12, 31),
        projected_from=None,
        source="us",
        version="1",
    )
    path = write(tmp_path / "small.yaml", HEADER.replace("england-and-wales", "ours") + BODY)
    assert load(path, calendars={"ours": ours}).calendar is ours
    with pytest.raises(DefinitionError):
        load(path)
    path = write(tmp_path / "small.yaml", HEADER + BODY)
    assert load(path, calendars={"england-and-wales": ours}).calendar is ours
    assert policy(BODY, calendars={"other": ours}).calendar == uk("england-and-wales")


# --- bases ----------------------------------------------------------------------------


def test_a_base_is_found_beside_then_in_bases_then_among_the_shipped(tmp_path: Path) -> None:
    """Design 8: never elsewhere, never by URL."""
    path = write(tmp_path / "small.yaml", header("small", ", builds_on: provider") + BODY)
    provider = "roles: {ours: {title: Ours}}\n"
    (found,) = [d for d in link_file(path).problems if "informal" in d.message]
    assert found.code == "unknown-name"  # the shipped base expects a stage of this policy
    write(tmp_path / "bases" / "provider.yaml", base("provider", body=provider))
    assert "ours" in load(path).roles
    beside = provider.replace("ours", "nearer")
    write(tmp_path / "provider.yaml", base("provider", body=beside))
    assert "nearer" in load(path).roles


def test_a_base_upon_a_base_is_taken_once(tmp_path: Path) -> None:
    path = write(tmp_path / "small.yaml", header("small", ", builds_on: [one, two]") + BODY)
    write(tmp_path / "one.yaml", base("one", ", builds_on: deep", "roles: {ra: {title: A}}\n"))
    write(tmp_path / "two.yaml", base("two", ", builds_on: deep", "roles: {rb: {title: B}}\n"))
    write(tmp_path / "deep.yaml", base("deep", "", "roles: {rc: {title: C}}\n"))
    law = load(path)
    assert law.builds_on == ("deep", "one", "two")
    assert list(law.roles) == ["rc", "ra", "rb", "customer"]


@pytest.mark.parametrize(
    ("more", "said", "help_"),
    [
        (", builds_on: providr", 'no base "providr"', "did you mean `provider`?"),
        (", builds_on: qwertyuiop", 'no base "qwertyuiop"', "there are "),
        (", builds_on: small", '"small" builds on this document in its turn', "stands below"),
        (", builds_on: round", '"small" builds on this document in its turn', "stands below"),
    ],
)
def test_a_base_that_is_not_there_or_goes_in_a_circle_is_a_mistake(
    tmp_path: Path, more: str, said: str, help_: str
) -> None:
    write(tmp_path / "round.yaml", base("round", ", builds_on: small"))
    path = write(tmp_path / "small.yaml", header("small", more) + BODY)
    problems = link_file(path).problems
    assert [d.code for d in problems] == ["unknown-name"]
    assert said in problems[0].message
    assert help_ in (problems[0].help or "")


def test_bases_do_not_stand_on_one_another_without_end(tmp_path: Path) -> None:
    for number in range(files.DEEPEST_BASE + 2):
        write(tmp_path / f"b{number}.yaml", base(f"b{number}", f", builds_on: b{number + 1}"))
    path = write(tmp_path / "small.yaml", header("small", ", builds_on: b0") + BODY)
    (problem,) = link_file(path).problems
    assert problem.message == f"more than {files.DEEPEST_BASE} bases stand on one another here"


def test_an_empty_path_is_an_error() -> None:
    with pytest.raises(InputError, match="a path is empty"):
        check([""])


def test_of_a_folder_only_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "broken.yaml").symlink_to(tmp_path / "nowhere.yaml")
    checked = check([tmp_path])
    assert [d.code for d in checked.diagnostics] == [files.UNREADABLE]
    assert checked.files == 1


def test_a_broken_base_is_told_with_its_own_file(tmp_path: Path) -> None:
    path = write(tmp_path / "small.yaml", header("small", ", builds_on: broken") + BODY)
    write(tmp_path / "broken.yaml", base("broken", "", "rolls: {}\n"))
    (found, *_) = link_file(path).problems
    assert found.place.file.endswith("broken.yaml")
    write(tmp_path / "broken.yaml", "[")
    assert link_file(path).linked is None


# --- checking -------------------------------------------------------------------------


def test_a_folder_is_checked_with_all_that_it_holds(tmp_path: Path) -> None:
    good = write(tmp_path / "deep" / "small.yaml", HEADER + BODY)
    write(tmp_path / "other.yml", HEADER.replace("id: small", "id: other") + BODY)
    write(tmp_path / "notes.txt", "nothing")
    seen: list[Path] = []
    checked = check([tmp_path], on_file=seen.append)
    assert (checked.diagnostics, checked.files) == ((), 2)
    assert seen == [good, tmp_path / "other.yml"]
    assert check([good]).files == 1
    assert check([]).files == 0


EVENTS = """\
people: {ann: {holds: customer}}
events:
  - {at: 2026-06-01, event: came, by: ann}
"""


def test_a_file_of_events_is_left_out_of_a_folder_and_told_of_where_it_is_named(
    tmp_path: Path,
) -> None:
    write(tmp_path / "small.yaml", HEADER + BODY)
    events = write(tmp_path / "events.yaml", EVENTS)
    checked = check([tmp_path])
    assert (checked.diagnostics, checked.files, checked.left_out) == ((), 1, 1)
    for named in (events, tmp_path / "." / "events.yaml", str(events)):
        checked = check([named, tmp_path])
        (told,) = checked.diagnostics
        assert (told.code, told.severity) == ("not-a-document", Severity.INFO)
        assert told.message == "this is a file of events, which is judged under a policy"
        assert f"complaintflow case POLICY {events}" in (told.help or "")
        assert (checked.files, checked.left_out) == (2, 0)


def test_what_a_case_is_written_to_is_left_out_too(tmp_path: Path) -> None:
    law = load(write(tmp_path / "small.yaml", HEADER + BODY))
    case = done(
        law, engine.begin(law, at=day(1), people=people(ann="customer")), "came", day(1), "ann"
    )
    write_record(tmp_path / "played.yaml", law, case)
    checked = check([tmp_path])
    assert (checked.diagnostics, checked.left_out) == ((), 1)


def test_a_policy_with_strange_keys_is_no_file_of_events(tmp_path: Path) -> None:
    path = write(tmp_path / "small.yaml", HEADER + BODY + EVENTS)
    assert [d.code for d in check([tmp_path]).diagnostics] == ["unknown-key", "unknown-key"]
    write(path, "evnts: []\n")
    assert "unknown-key" in [d.code for d in check([tmp_path]).diagnostics]


def test_every_finding_is_told_once_and_in_order(tmp_path: Path) -> None:
    bad = write(
        tmp_path / "b.yaml", header("b", ", builds_on: a") + BODY.replace("customer}", "x}")
    )
    write(tmp_path / "a.yaml", "complaintflow: 2\n")
    found = check([bad, tmp_path]).diagnostics
    assert len(set(found)) == len(found)
    assert [d.place.file for d in found] == sorted(d.place.file for d in found)


SCENARIOS = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people: {cy: {holds: customer}}
scenarios:
  one:
    proves: C1
    story: [{at: 2026-06-01, by: cy, event: came}]
"""


def test_a_scenario_file_is_checked_against_the_policy_beside_it(tmp_path: Path) -> None:
    """Design 8: a scenario file's policy is the one beside it, never the shipped one."""
    told = write(tmp_path / "small.scenarios.yaml", SCENARIOS)
    assert [d.code for d in check([told]).diagnostics] == [files.UNREADABLE]
    write(tmp_path / "small.yaml", HEADER + BODY)
    assert check([told]).diagnostics == ()
    assert check([tmp_path]).files == 2
    found = read_scenarios(told)
    assert found.procedure is not None
    assert found.procedure.id == "small"
    write(told, SCENARIOS.replace("event: came", "event: caem"))
    assert [d.code for d in check([told]).diagnostics] == ["unknown-name"]
    write(told, SCENARIOS.replace("policy: small", "policy: smal"))
    assert "is" in check([told]).diagnostics[0].message
    write(told, "scenarios: [")
    assert check([told]).diagnostics != ()
    found = read_scenarios(told)
    assert (found.procedure, found.doc) == (None, None)


def test_scenarios_of_a_shipped_name_are_not_told_under_the_shipped_policy(tmp_path: Path) -> None:
    """Design 8."""
    told = write(tmp_path / "fusion-care.scenarios.yaml", SCENARIOS.replace("small", "fusion-care"))
    assert [d.code for d in check([told]).diagnostics] == [files.UNREADABLE]


def test_a_policy_stands_for_the_scenarios_beside_it(tmp_path: Path) -> None:
    small = write(tmp_path / "small.yaml", HEADER + BODY)
    told = write(tmp_path / "small.scenarios.yaml", SCENARIOS)
    assert list(scenario_files([small])) == [told]
    assert list(scenario_files([told])) == [told]
    assert list(scenario_files([tmp_path])) == [told]


def test_a_folder_beside_a_policy_does_not_take_its_scenarios_away(tmp_path: Path) -> None:
    small = write(tmp_path / "small.yaml", HEADER + BODY)
    told = write(tmp_path / "small.scenarios.yaml", SCENARIOS)
    other = tmp_path / "other"
    other.mkdir()
    assert list(scenario_files([other, small])) == [told]
    assert list(scenario_files([small, tmp_path, told])) == [told]


def test_the_name_of_scenarios_is_no_name_of_a_policy() -> None:
    """Design 6: `cf.load("fusion-care")` finds a shipped one."""
    with pytest.raises(InputError, match="no procedure called"):
        load("fusion-care.scenarios")


# --- records --------------------------------------------------------------------------

RECORD = """\
people:
  cy: {holds: complainant, is: child, is_not: member_of_public}
  mo: {holds: [manager, management], is: [subject]}
facts: {complains_for_another: false}
events:
  - {at: 2026-06-01, by: cy, event: formal_complaint_received, how: writing, id: first}
  - {at: 2026-06-02T15:30, by: mo, event: investigation, known_at: 2026-06-03, override: {by: dee, why: nobody else}}
  - {at: 2026-06-04, event: person_told, person: pip, holds: organisation}
  - {at: 2026-06-05, by: pip, for: cy, event: support_offered, to: cy, includes: [advocate], adds_to: last}
  - {at: 2026-06-06, retracts: first, by: mo, because: not theirs}
  - {at: 2026-06-07, by: cy, event: about, answer: quality}
"""


def test_a_record_is_read_with_the_words_of_the_step(tmp_path: Path) -> None:
    """C."""
    record = read_record(write(tmp_path / "case.yaml", RECORD), fusion_care())
    assert record.at == date(2026, 6, 1)
    assert record.people["cy"] == Person(
        holds="complainant", is_="child", is_not="member_of_public"
    )
    assert record.facts == {"complains_for_another": False}
    names = [e.action.name for e in record.events]
    assert names == [
        "formal_complaint_received",
        "investigation",
        "person_told",
        "support_offered",
        "retracted",
        "about",
    ]
    first, second, told, offered, back, about = record.events
    assert (first.id, second.id, second.known_at) == ("first", "2", date(2026, 6, 3))
    assert second.action.at.isoformat() == "2026-06-02T15:30:00+01:00"
    assert second.override == Override("dee", "nobody else")
    assert told.action.particulars.who == Person(holds="organisation")
    assert (offered.adds_to, offered.action.for_, offered.action.particulars.includes) == (
        "last",
        "cy",
        ("advocate",),
    )
    assert (back.retracts, back.action.particulars.because) == ("first", "not theirs")
    assert about.action.particulars.answer == "quality"


def test_a_record_in_json_is_the_same(tmp_path: Path) -> None:
    """C: YAML or JSON."""
    law = fusion_care()
    rows = [{"at": "2026-06-01", "by": "cy", "event": "complaint_received", "how": "speech"}]
    text = json.dumps({"people": {"cy": {"holds": "complainant"}}, "events": rows}, indent=1)
    record = read_record(write(tmp_path / "case.json", text), law)
    assert record.at is not None
    begun = engine.begin(law, at=record.at, people=record.people, facts=record.facts)
    case = engine.admit(law, begun, record.events).case
    assert engine.stage_of(law, case, as_of=day(1)) == "informal"


def test_a_content_that_no_rule_knows_is_told_when_the_record_is_read(tmp_path: Path) -> None:
    """Design 7: a mistake of a file has its place in it; or it is none at all."""
    law = fusion_care()
    path = write(
        tmp_path / "case.yaml",
        RECORD.replace("how: writing", "how: writing, includes: photograph"),
    )
    try:
        record = read_record(path, law)
    except DefinitionError:
        return
    begun = engine.begin(law, at=day(1), people=record.people, facts=record.facts)
    assert engine.admit(law, begun, record.events[:1]).refused == ()


def test_a_record_of_nothing_is_empty(tmp_path: Path) -> None:
    record = read_record(write(tmp_path / "case.yaml", "events: []\n"), fusion_care())
    assert (record.at, record.people, record.events) == (None, {}, ())


@pytest.mark.parametrize(
    "text",
    [
        "events: [",
        "event: []\n",
        RECORD.replace("event: investigation", "event: investigatoin"),
        RECORD.replace("by: cy", "by: cyy"),
    ],
)
def test_a_record_with_mistakes_is_raised_with_them(tmp_path: Path, text: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        read_record(write(tmp_path / "case.yaml", text), fusion_care())
    assert raised.value.diagnostics
    with pytest.raises(DefinitionError):
        read_record(tmp_path / "none.yaml", fusion_care())
