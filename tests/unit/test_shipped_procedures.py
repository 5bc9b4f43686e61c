"""The procedures that come with the library: they check clean, and their scenarios come true."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from complaintflow import files, scenarios
from complaintflow.procedure import Cites, Procedure
from complaintflow.scenarios import tell
from tests.policies import fusion_care

PROCEDURES = Path(__file__).parents[2] / "procedures"
FILES = tuple(files.scenario_files([PROCEDURES]))


def stories() -> Iterator[tuple[Path, str]]:
    for path in FILES:
        doc = files.read_scenarios(path).doc
        for name in doc.scenarios if doc is not None else ():
            yield path, str(name)


@pytest.mark.parametrize(
    ("path", "name"),
    [pytest.param(*story, id=f"{story[0].stem}-{story[1]}") for story in stories()],
)
def test_a_shipped_scenario_comes_true(path: Path, name: str) -> None:
    found = files.read_scenarios(path)
    assert found.doc is not None
    assert found.procedure is not None
    scenario = next(s for n, s in found.doc.scenarios.items() if n == name)
    told = tell(found.procedure, found.doc, name, scenario)
    assert told.failures == ()
    assert told.rows > 1
    assert told.proves


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_scenario_file_passes_as_a_whole(path: Path) -> None:
    report = scenarios.run(path)
    assert report.problems == ()
    assert report.passed
    assert report.policy == path.name.removesuffix(files.SCENARIOS)
    assert report.scenarios


def test_every_shipped_policy_has_its_scenarios() -> None:
    policies = {p.stem for p in PROCEDURES.glob("*.yaml") if not p.name.endswith(files.BESIDE)}
    assert policies == {path.name.removesuffix(files.SCENARIOS) for path in FILES}
    assert files.shipped().resolve() == PROCEDURES.resolve()


def test_checking_the_shipped_procedures_finds_nothing() -> None:
    """Design 2: every rule cites a clause; every clause is accounted for."""
    checked = files.check([PROCEDURES])
    assert checked.diagnostics == ()
    assert checked.files == len(list(PROCEDURES.rglob("*.yaml")))


# --- clause by clause ---------------------------------------------------------------------

FUSION, BARNSLEY = "fusion-care", "barnsley-childrens-social-care"
CLAUSES = {
    FUSION: {f"FC-{number:02}" for number in range(1, 38)},
    BARNSLEY: {f"BC-{number:02}" for number in range(1, 44)},
}
ONLY_LISTED = {
    FUSION: [*(f"FC-{n}" for n in range(29, 35)), "FC-36", "FC-37"],
    BARNSLEY: ["BC-01", "BC-34"],
}
"""What is only said, as a standing duty or as information, and proved by no story."""

each_policy = pytest.mark.parametrize("name", CLAUSES)


@cache
def law_of(name: str) -> Procedure:
    return files.load(name)


def cited(law: Procedure) -> Iterator[tuple[str, str]]:
    """Every rule of a procedure with each clause that it rests on."""
    rules: list[tuple[str, Cites]] = [
        (rule.name, rule.cites)
        for group in (
            law.steps,
            law.facts,
            law.roles,
            law.places,
            law.conflicts,
            law.standing_duties,
            law.information,
        )
        for rule in group.values()
    ]
    for name, cites in rules:
        for clause in {*cites.clauses, *(c for cs in cites.by_key.values() for c in cs)}:
            yield clause.id, name


@each_policy
def test_every_clause_of_the_source_is_in_the_procedure_and_none_besides(name: str) -> None:
    law = law_of(name)
    own = {clause.id for clause in law.clauses.values() if clause.document == name}
    assert own == CLAUSES[name]
    assert law.left_out == {}


@each_policy
def test_every_clause_is_claimed_by_some_rule(name: str) -> None:
    by_clause: dict[str, set[str]] = {}
    for clause, rule in cited(law_of(name)):
        by_clause.setdefault(clause, set()).add(rule)
    assert sorted(CLAUSES[name] - set(by_clause)) == []


@each_policy
def test_every_rule_that_refuses_owes_or_dates_rests_on_a_clause(name: str) -> None:
    law = law_of(name)
    assert [name for name, step in law.steps.items() if not step.cites.clauses] == []
    assert [name for name, fact in law.facts.items() if not fact.cites.clauses] == []
    assert [name for name, rule in law.conflicts.items() if not rule.cites.clauses] == []
    assert [d.step for d in law.deadlines if not d.cites] == []


@each_policy
def test_every_clause_is_proved_by_a_scenario_or_only_listed(name: str) -> None:
    """A rule counts as done when a scenario fails once it is taken out; a standing duty and a piece
    of information refuse, owe and date nothing, so no story can prove them."""
    law = law_of(name)
    report = scenarios.run(PROCEDURES / f"{name}{files.SCENARIOS}")
    proved = {clause for told in report.scenarios for clause in told.proves}
    notices = (*law.standing_duties.values(), *law.information.values())
    listed = {clause.id for notice in notices for clause in notice.cites.clauses}
    assert sorted(CLAUSES[name] - proved - listed) == []
    assert sorted(listed - proved) == ONLY_LISTED[name]


def test_the_rules_of_the_base_answer_with_the_policys_own_clauses() -> None:
    """A8: adopted from a base."""
    law = fusion_care()
    aside = law.conflicts["subject_stands_aside"].cites
    assert [c.id for c in aside.of("may_not")] == ["FC-07"]
    assert [c.id for c in aside.of("except")] == ["FC-08"]
    assert [c.id for c in law.steps["complaint_logged"].cites.clauses] == ["FC-27"]
    assert [c.id for c in law.steps["reprisal"].cites.clauses] == ["FC-28"]
    assert not [c for c, _ in cited(law) if c.startswith("CH-")]


def test_every_deadline_of_fusion_care_is_the_leaflets_own() -> None:
    assert [(d.step, str(d.span), str(d.of), d.kind) for d in fusion_care().deadlines] == [
        ("reply_sent", "5 working days", "complaint_received", "promise"),
        ("report_sent", "20 working days", "start of first_formal", "promise"),
        ("panel_held", "20 working days", "resolution_rejected", "promise"),
        ("panel_outcome_given", "24 hours", "panel_held", "promise"),
    ]


def test_a_page_answers_with_its_clause_for_what_it_states_and_with_the_base_for_the_rest() -> None:
    """BC-22 speaks of employees and of two people; the regulation of members and partners too."""
    conflicts = law_of(BARNSLEY).conflicts
    cites = {name: [c.id for c in rule.cites.clauses] for name, rule in conflicts.items()}
    assert cites == {
        "independent_person_is_outside": ["BC-22"],
        "independent_person_is_no_councillor": ["REG-2-independent"],
        "independent_person_is_no_partner": ["REG-2-independent"],
        "two_people_at_stage_two": ["BC-22"],
        "friend_needs_permission": ["BC-33"],
    }
    steps = law_of(BARNSLEY).steps
    assert [c.id for c in steps["withdrawn"].cites.clauses] == ["REG-7"]


def test_every_deadline_of_barnsley_is_the_pages_own() -> None:
    assert [(d.step, d.rule, d.kind) for d in law_of(BARNSLEY).deadlines] == [
        ("resolution_offered", "2 working days from complaint_received", "aim"),
        ("stage_one_response_sent", "10 to 20 working days from complaint_received", "promise"),
        (
            "stage_two_response_sent",
            "25 to 65 working days from formal_investigation_requested",
            "promise",
        ),
        ("panel_held", "30 working days from review_panel_requested", "promise"),
        ("final_response_sent", "15 working days from receipt of suggestions_made", "promise"),
        ("acknowledged", "3 working days from complaint_received", "aim"),
    ]
