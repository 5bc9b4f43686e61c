"""Coverage: what the stories touch of their policy, and what they never come near."""

from pathlib import Path

import pytest

from complaintflow import scenarios
from complaintflow.scenarios import Coverage, Sort
from tests.policies import HEADER

POLICY = (
    HEADER
    + """\
clauses: {C1: {at: p. 1, says: it}, C2: {at: p. 2, says: it}, C3: {at: p. 3, says: it}, C4: {at: p. 4, says: it}}
relations: {subject: is complained about, member: is a member}
roles:
  customer: {title: You, may_be: member, cites: C1}
  officer:  {title: An officer}
  chief:    {title: The chief}
facts:
  agreed:  {means: it is agreed, decided_by: customer, cites: C1}
  allowed: {means: it is allowed, decided_by: chief, counts_as: decide, cites: C2}
begins: {came: {by: customer, then: first, cites: C1}}
stages:
  first:
    title: First
    must: {answered: {by: officer, counts_as: consider, within: 5 working days of came, cites: {by: C1, within: C3}}}
    may:
      pushed: {by: customer, if: agreed, within: 2 weeks of answered, then: shut, cites: C1}
      closed: {by: officer, after: answered, unless: agreed, then: shut, cites: C1}
throughout: {never: {reprisal: {by: officer, cites: C1}}}
ends: {shut: {title: Shut}}
conflicts: {aside: {who: subject, may_not: consider, except: {if: allowed}, cites: {may_not: C1, except: C2}}}
information: {what: {says: it, cites: C4}}
"""
)

TOP = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people: {cy: {holds: customer}, ola: {holds: officer}, sub: {holds: officer, is: subject}, che: {holds: chief}, non: {holds: customer, is_not: member}}
scenarios:
  one:
    proves: [C1]
    story:
"""

CAME = "{at: 2026-06-01, by: cy, event: came}"
ANSWERED = "{at: 2026-06-02, by: ola, event: answered}"


def covered(folder: Path, *rows: str) -> Coverage:
    (folder / "small.yaml").write_text(POLICY, encoding="utf-8")
    path = folder / "small.scenarios.yaml"
    path.write_text(TOP + "".join(f"      - {row}\n" for row in rows), encoding="utf-8")
    report = scenarios.run(path)
    assert report.problems == ()
    found = scenarios.coverage(report)
    assert found is not None
    return found


def touched(coverage: Coverage) -> set[str]:
    return {item.name for item in coverage.items if item.touched}


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        ([ANSWERED], {"answered"}),
        (["{at: 2026-06-02, by: cy, event: answered, refused: answered.by}"], {"answered"}),
        (["{as_of: 2026-06-02, refuses: {answered by cy: answered.by}}"], {"answered"}),
        (["{as_of: 2026-06-02, refuses: {answered by ola: []}}"], set()),
        (["{as_of: 2026-06-02, owed: [answered]}"], set()),
        (["{as_of: 2026-06-02, due: {answered: 2026-06-08}}"], {"answered.within"}),
        (["{as_of: 2026-06-02, status: {answered: running}}"], {"answered.within"}),
        (["{at: 2026-06-02, by: cy, event: agreed, answer: true}"], {"agreed"}),
        (["{as_of: 2026-06-02, refuses: {agreed by ola: agreed.decided_by}}"], {"agreed"}),
        (["{as_of: 2026-06-02, refuses: {pushed by cy: pushed.if}}"], {"pushed", "pushed.if"}),
        (["{as_of: 2026-06-02, refuses: {came by non: [came.place, customer.may_be]}}"], {"customer.may_be"}),
        (["{as_of: 2026-06-02, refuses: {answered by sub: aside}}"], {"aside"}),
        (["{at: 2026-06-02, by: ola, event: reprisal, refused: reprisal}"], {"reprisal"}),
        (
            [
                ANSWERED,
                "{at: 2026-06-02, by: cy, event: agreed, answer: false}",
                "{at: 2026-06-02, by: ola, event: closed}",
            ],
            {"answered", "agreed", "closed", "shut"},
        ),
        (
            [
                ANSWERED,
                "{at: 2026-06-02, by: cy, event: agreed, answer: true}",
                "{at: 2026-06-30, by: cy, event: pushed, refused: pushed.within}",
            ],
            {"answered", "agreed", "pushed", "pushed.within"},
        ),
    ],
)  # fmt: skip
def test_to_touch_is_more_than_to_name(tmp_path: Path, rows: list[str], more: set[str]) -> None:
    assert touched(covered(tmp_path, CAME, *rows)) == {"came", "first"} | more


PANEL = (
    HEADER
    + """\
clauses: {C1: {at: p. 1, says: it}, C2: {at: p. 2, says: it}, C3: {at: p. 3, says: it}, C4: {at: p. 4, says: it}, C5: {at: p. 5, says: it}, C6: {at: p. 6, says: it}, C7: {at: p. 7, says: it}, C8: {at: p. 8, says: it}}
relations: {outside: is from outside, senior: is senior, junior: is junior}
roles:
  customer: {title: You}
  clerk: {title: The clerk, holders: one}
  pair: {title: The two, holders: exactly 2, cites: C7}
  writer: {title: The writer, must_be: senior, may_be: [senior, junior], cites: {must_be: C8, may_be: C6}}
  panel:
    title: The panel
    members: 2 to 3
    quorum: 2
    of_whom: at least 1 outside
    chair: one
    appointed_by: clerk
    cites: {members: C2, quorum: C3, of_whom: C4, chair: C5, appointed_by: C6}
begins: {came: {by: customer, then: first, cites: C1}}
stages:
  first:
    title: First
    must: {heard: {by: panel, cites: C1}, written: {by: writer, cites: C1}}
    may: {signed: {by: pair, cites: C1}, done: {by: clerk, then: shut, cites: C1}}
ends: {shut: {title: Shut}}
"""
)
PANEL_PEOPLE = "{cy: {holds: customer}, ada: {holds: panel}, ben: {holds: panel}, out: {holds: panel, is: outside}, one: {holds: pair}, wes: {holds: writer, is: junior}, nan: {holds: writer, is_not: [senior, junior]}, cal: {holds: clerk}}"
OFFICES = {"pair.holders", "panel.members", "panel.of_whom", "panel.chair", "panel.appointed_by"}


@pytest.mark.parametrize(
    ("row", "more", "clauses"),
    [
        ("{at: 2026-06-02, by: out, event: heard, chair: out, refused: panel.members}", {"panel.members"}, {"C2", "C3"}),
        ("{at: 2026-06-02, by: ada, event: heard, sat: [ada, ben], chair: ada, refused: panel.of_whom}", {"panel.of_whom"}, {"C4"}),
        ("{at: 2026-06-02, by: ada, event: heard, sat: [ada, out], refused: panel.chair}", {"panel.chair"}, {"C5"}),
        ("{at: 2026-06-02, by: cy, event: person_told, person: cy, holds: panel, refused: panel.appointed_by}", {"panel.appointed_by"}, {"C6"}),
        ("{as_of: 2026-06-02, refuses: {signed by one: pair.holders}}", {"pair.holders"}, {"C7"}),
        ("{as_of: 2026-06-02, nobody_can: [signed]}", {"pair.holders"}, {"C7"}),
        ("{as_of: 2026-06-02, refuses: {written by wes: writer.must_be}}", {"writer.must_be"}, {"C8"}),
        ("{as_of: 2026-06-02, nobody_can: [written]}", {"writer.must_be"}, {"C8"}),
        ("{as_of: 2026-06-02, refuses: {written by nan: [writer.may_be, writer.must_be]}}", {"writer.may_be", "writer.must_be"}, {"C6", "C8"}),
    ],
)  # fmt: skip
def test_what_refuses_because_of_an_office_touches_its_clause(
    tmp_path: Path, row: str, more: set[str], clauses: set[str]
) -> None:
    (tmp_path / "small.yaml").write_text(PANEL, encoding="utf-8")
    path = tmp_path / "small.scenarios.yaml"
    top = "".join(
        f"people: {PANEL_PEOPLE}\n" if line.startswith("people") else line
        for line in TOP.splitlines(keepends=True)
    )
    path.write_text(f"{top}      - {CAME}\n      - {row}\n", encoding="utf-8")
    report = scenarios.run(path)
    assert report.problems == ()
    assert [told.failures for told in report.scenarios] == [()]
    found = scenarios.coverage(report)
    assert found is not None
    assert {item.name for item in found.items if item.touched} == {"came", "first"} | more
    assert {clause.id for clause in found.touched_clauses} - {"C1"} == clauses
    assert {item.name for item in found.of(Sort.OFFICE)} == OFFICES


def test_an_exception_is_touched_where_it_lets_pass(tmp_path: Path) -> None:
    allowed = "{at: 2026-06-01, by: che, event: allowed, answer: true}"
    by_another = covered(tmp_path, CAME, allowed, ANSWERED)
    assert "aside.except" not in touched(by_another)
    by_the_subject = covered(tmp_path, CAME, allowed, ANSWERED.replace("ola", "sub"))
    assert "aside.except" in touched(by_the_subject)
    could = "{as_of: 2026-06-02, refuses: {answered by sub: []}}"
    assert "aside.except" in touched(covered(tmp_path, CAME, allowed, could))
    assert "aside.except" not in touched(covered(tmp_path, CAME, could.replace("[]", "aside")))


def test_what_is_told_at_the_beginning_is_answered(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(POLICY, encoding="utf-8")
    path = tmp_path / "small.scenarios.yaml"
    text = TOP.replace("scenarios:", "facts: {agreed: true}\nscenarios:")
    path.write_text(f"{text}      - {CAME}\n", encoding="utf-8")
    found = scenarios.coverage(scenarios.run(path))
    assert found is not None
    assert "agreed" in touched(found)


def test_what_is_not_touched_has_its_line(tmp_path: Path) -> None:
    coverage = covered(tmp_path, CAME)
    lines = POLICY.splitlines()
    missed = {item.name: item for item in coverage.missed}
    assert missed["aside.except"].sort is Sort.EXCEPTION
    assert missed["shut"].sort is Sort.END
    assert missed["closed.unless"].sort is Sort.CONDITION
    for name, begins in (("answered", "must:"), ("aside", "conflicts:"), ("shut", "ends:")):
        assert begins in lines[(missed[name].place.line or 0) - 1]


def test_every_rule_stands_in_one_sort(tmp_path: Path) -> None:
    coverage = covered(tmp_path, CAME)
    assert {sort.value: [item.name for item in coverage.of(sort)] for sort in Sort} == {
        "steps": ["came", "answered", "pushed", "closed", "reprisal"],
        "facts": ["agreed", "allowed"],
        "happenings": [],
        "offices": [],
        "conditions": ["pushed.if", "closed.unless", "customer.may_be"],
        "deadlines": ["answered.within", "pushed.within"],
        "conflicts": ["aside"],
        "exceptions": ["aside.except"],
        "stages": ["first"],
        "ends": ["shut"],
    }


def test_a_clause_is_touched_with_the_rule_that_rests_on_it(tmp_path: Path) -> None:
    coverage = covered(tmp_path, CAME)
    assert [clause.id for clause in coverage.touched_clauses] == ["C1"]
    assert [(clause.id, what) for clause, what in coverage.clauses] == [
        ("C2", None),
        ("C3", None),
        ("C4", "information"),
    ]
    timed = covered(tmp_path, CAME, "{as_of: 2026-06-01, due: {answered: 2026-06-08}}")
    assert [clause.id for clause in timed.touched_clauses] == ["C1", "C3"]


def test_a_clause_is_claimed_in_vain_where_nothing_that_is_touched_rests_on_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "small.yaml").write_text(POLICY, encoding="utf-8")
    path = tmp_path / "small.scenarios.yaml"
    text = TOP.replace("proves: [C1]", "proves: [C1, C3, C4]")
    due = "{as_of: 2026-06-01, due: {answered: 2026-06-08}}"
    claims = []
    for rows in ([CAME], [CAME, due]):
        path.write_text(text + "".join(f"      - {row}\n" for row in rows), encoding="utf-8")
        found = scenarios.coverage(scenarios.run(path))
        assert found is not None
        claims.append([(claim.scenario, claim.clauses) for claim in found.claims])
    assert claims == [
        [("one", (("C3", None), ("C4", "information")))],
        [("one", (("C4", "information"),))],
    ]


def test_whoever_acts_in_a_role_touches_what_it_rests_on(tmp_path: Path) -> None:
    policy = POLICY.replace("may_be: member, cites: C1", "may_be: member, cites: C2")
    (tmp_path / "small.yaml").write_text(policy, encoding="utf-8")
    path = tmp_path / "small.scenarios.yaml"
    path.write_text(TOP.replace("[C1]", "[C1, C2]") + f"      - {CAME}\n", encoding="utf-8")
    found = scenarios.coverage(scenarios.run(path))
    assert found is not None
    assert found.claims == ()


def test_a_file_that_does_not_read_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "small.scenarios.yaml"
    path.write_text("complaintflow: 1\n", encoding="utf-8")
    assert scenarios.coverage(scenarios.run(path)) is None
