"""Changes to what happens to a clock that no story sees: the rows that would, and what is looked at."""

from pathlib import Path

import pytest

from complaintflow import scenarios
from complaintflow.language.alterations import Mutant
from complaintflow.language.edits import edited
from complaintflow.language.operators import mutants
from complaintflow.procedure import Procedure
from complaintflow.scenarios import Report, Sort
from complaintflow.scenarios.reached import reached
from complaintflow.scenarios.rows import missing_row
from complaintflow.scenarios.states import Missing
from tests.policies import HEADER

POLICY = (
    HEADER.replace("time_zone", 'cut_off: "16:00", day_ends: "17:00", roll: next, time_zone')
    + """\
clauses: {C1: {at: p. 1, says: it}}
roles: {customer: {title: You}, officer: {title: An officer}}
facts:
  hard:   {means: it is hard, decided_by: officer, cites: C1}
  at_sea: {means: a witness is at sea, decided_by: officer, cites: C1}
  ours:   {means: it is one for us, decided_by: officer, within: 2 weeks of came, cites: C1}
happenings:
  hurt:    {says: you were hurt, cites: C1}
  stopped: {says: a court took it up, cites: C1}
  resumed: {says: the court was done, cites: C1}
begins: {came: {by: customer, within: 3 weeks of hurt, late_if: [hard, at_sea], then: first, cites: C1}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        met_by: [written, called]
        within: 5 working days of came
        at_latest: 12 working days of came
        stands_still: {first_day: day after stopped, last_day: day of resumed, cites: C1}
        may_extend: {longer: {by: officer, because: [hard, at_sea], cites: C1}}
        cites: C1
      told: {by: officer, every: 4 working days of came, until: written, cites: C1}
      paid: {by: officer, within: as soon as possible after came, cites: C1}
      set:  {by: officer, sets_time_of: meeting, cites: C1}
      meeting: {by: officer, cites: C1}
      papers: {by: officer, at_latest: 2 clear working days before meeting, cites: C1}
      noted:  {by: officer, if: ours, within: 2 working days of date set by set, cites: C1}
    may:
      written: {by: officer, cites: C1}
      called:  {by: officer, cites: C1}
      done:    {by: customer, then: shut, cites: C1}
ends: {shut: {title: Shut}}
"""
)

HEAD = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people: {cy: {holds: customer}, ola: {holds: officer}}
scenarios:
  one:
    proves: C1
    story:
"""

HURT = "{at: 2026-06-01T09:00, event: hurt}"
CAME = "{at: 2026-06-02T09:00, by: cy, event: came}"


def told(folder: Path, *rows: str, policy: str = POLICY) -> Report:
    """A story, and what came of it."""
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    path = folder / "small.scenarios.yaml"
    path.write_text(HEAD + "".join(f"      - {row}\n" for row in rows), encoding="utf-8")
    report = scenarios.run(path)
    assert report.passed, [*report.problems, *(each.failures for each in report.scenarios)]
    return report


def changed(report: Report, name: str) -> tuple[Mutant, Procedure]:
    """The mutant of a name, and what the policy means under it."""
    assert report.found is not None
    assert report.found.sources is not None
    trees = report.found.sources.trees
    (mutant,) = (each for each in mutants(trees) if each.name == name)
    linked = report.found.sources.relinked({0: edited(trees[0], mutant.edits)})
    assert linked is not None
    assert linked.procedure is not None
    return mutant, linked.procedure


def missing(report: Report, name: str) -> Missing:
    """The row that would catch a mutant."""
    mutant, law = changed(report, name)
    found = report.found
    assert found is not None
    assert found.procedure is not None
    assert found.doc is not None
    row = missing_row(found.procedure, law, found.doc, found.doc.scenarios, mutant)
    assert row is not None
    return row


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return told(tmp_path_factory.mktemp("clocks"), HURT, CAME)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("came.late_if drop hard", ["{at: 2026-06-01T09:00, by: ola, event: at_sea, answer: true}", "{as_of: 2026-06-22T17:01, may: []}"]),
        ("answered.at_latest drop", ["{at: 2026-06-02T09:00, by: ola, event: longer, settles: 13 working days, refused: [answered.at_latest, longer.because]}"]),
        ("answered.at_latest +1", ["{at: 2026-06-02T09:00, by: ola, event: longer, settles: 13 working days, refused: [answered.at_latest, longer.because]}"]),
        ("answered.stands_still drop", ["{at: 2026-06-02T09:00, event: stopped}", "{as_of: 2026-06-02T09:00, due: {answered: not yet known}}"]),
        ("answered.stands_still first_day -> day of stopped", ["{at: 2026-06-02T09:00, event: stopped}", "{as_of: 2026-06-02T09:00, status: {answered: running}}"]),
        ("answered.stands_still last_day -> day before resumed", ["{at: 2026-06-03T09:00, event: stopped}", "{at: 2026-06-10T09:00, event: resumed}", "{as_of: 2026-06-10T09:00, due: {answered: 2026-06-16T17:00}}"]),
        ("answered.stands_still + ceiling", ["{at: 2026-06-02T09:00, event: stopped}", "{as_of: 2026-06-02T09:00, due: {answered: not yet known}}"]),
        ("answered.met_by drop called", ["{at: 2026-06-02T09:00, by: ola, event: called}", "{as_of: 2026-06-02T09:00, status: {answered: met}}"]),
        ("longer.because drop at_sea", ["{at: 2026-06-02T09:00, by: ola, event: hard, answer: true}", "{as_of: 2026-06-02T09:00, may: [written, called, done]}"]),
        ("told.every +1", ["{as_of: 2026-06-02T09:00, due: {told: 2026-06-08T17:00}}"]),
        ("told.every drop", ["{as_of: 2026-06-02T09:00, due: {told: 2026-06-08T17:00}}"]),
        ("told.every from the schedule", ["{at: 2026-06-02T09:00, by: ola, event: told}", "{as_of: 2026-06-02T09:00, due: {told: 2026-06-08T17:00}}"]),
        ("told.until drop", ["{at: 2026-06-02T09:00, by: ola, event: written}", "{as_of: 2026-06-02T09:00, status: {told: discharged}}"]),
        ("paid.within drop", ["{as_of: 2026-06-02T09:00, due: {paid: not yet known}}"]),
        ("papers.at_latest +1", ["{at: 2026-06-02T09:00, by: ola, event: set, settles: 2026-06-09}", "{as_of: 2026-06-02T09:00, due: {papers: 2026-06-04T17:00}}"]),
        ("papers.at_latest drop clear", ["{at: 2026-06-02T09:00, by: ola, event: set, settles: 2026-06-09}", "{as_of: 2026-06-02T09:00, due: {papers: 2026-06-04T17:00}}"]),
        ("papers.at_latest after meeting", ["{at: 2026-06-02T09:00, by: ola, event: set, settles: 2026-06-09}", "{as_of: 2026-06-02T09:00, due: {papers: 2026-06-04T17:00}}"]),
        ("noted.within of set", ["{at: 2026-06-02T09:00, by: ola, event: set, settles: 2026-06-09}", "{as_of: 2026-06-02T09:00, due: {noted: 2026-06-11T17:00}}"]),
        ("ours.within +1", ["{as_of: 2026-06-02T09:00, due: {ours: 2026-06-16T17:00}}"]),
        ("counting.roll drop", ["{at: 2026-06-06T09:00, event: hurt}", "{as_of: 2026-06-06T09:00, due: {came: 2026-06-29T17:00}}"]),
        ("counting.roll -> previous", ["{at: 2026-06-06T09:00, event: hurt}", "{as_of: 2026-06-06T09:00, due: {came: 2026-06-29T17:00}}"]),
        ("counting.cut_off drop", ["{at: 2026-06-01T16:01, event: hurt}", "{as_of: 2026-06-01T16:01, due: {came: 2026-06-23T17:00}}"]),
        ("counting.cut_off -> 15:59", ["{at: 2026-06-01T16:00, event: hurt}", "{as_of: 2026-06-01T16:00, due: {came: 2026-06-22T17:00}}"]),
        ("counting.cut_off -> 16:01", ["{at: 2026-06-01T16:01, event: hurt}", "{as_of: 2026-06-01T16:01, due: {came: 2026-06-23T17:00}}"]),
        ("counting.day_ends -> 17:01", ["{as_of: 2026-06-01T09:00, due: {came: 2026-06-22T17:00}}"]),
    ],
)  # fmt: skip
def test_a_survivor_comes_with_the_rows_that_would_catch_it(
    report: Report, name: str, rows: list[str]
) -> None:
    found = missing(report, name)
    assert list(found.rows) == rows
    assert not found.shut


def test_a_ceiling_shows_where_time_stands_still_below_it(tmp_path: Path) -> None:
    policy = POLICY.replace("        may_extend: {longer: {by: officer, because: [hard, at_sea], cites: C1}}\n", "")  # fmt: skip
    policy = policy.replace("last_day: day of resumed, ", "last_day: day of resumed, ceiling: runs on, ")  # fmt: skip
    found = missing(told(tmp_path, HURT, CAME, policy=policy), "answered.at_latest drop")
    assert found.rows == (
        "{at: 2026-06-02T09:00, event: stopped}",
        "{as_of: 2026-06-02T09:00, due: {answered: 2026-06-18T17:00}}",
    )


# --- what a story must show before a person may say that a change changes nothing ---------------


def lacks(report: Report, name: str) -> str | None:
    """What the stories lack that would show the rule of a mutant at work."""
    return reached(report).lacks(changed(report, name)[0])


DUE = "{as_of: 2026-06-02, due: {answered: 2026-06-09T17:00}}"
STOPPED = "{at: 2026-06-03T09:00, event: stopped}"
RESUMED = "{at: 2026-06-04T09:00, event: resumed}"
STILL_DUE = "{as_of: 2026-06-04, due: {answered: 2026-06-10T17:00}}"
CALLED = "{at: 2026-06-02T10:00, by: ola, event: called}"
ANSWERED = "{at: 2026-06-03T10:00, by: ola, event: ours, answer: true}"


@pytest.mark.parametrize(
    ("name", "rows", "lacking"),
    [
        ("answered.at_latest +1", [], "no story comes to `answered`"),
        ("answered.at_latest +1", [CALLED], "no story tells when `answered` is due"),
        ("answered.at_latest +1", [DUE], None),
        ("answered.stands_still drop", [CALLED], "no story tells when `answered` is due after `stopped`"),
        ("answered.stands_still drop", [DUE, CALLED, STOPPED], "no story tells when `answered` is due after `stopped`"),
        ("answered.stands_still drop", [STOPPED, RESUMED, STILL_DUE], None),
        ("answered.met_by drop called", [DUE, CALLED], "no story tells when `answered` is due after `written`"),
        ("answered.met_by drop called", [CALLED, "{as_of: 2026-06-02, status: {answered: met}}"], None),
        ("told.until drop", ["{as_of: 2026-06-02, owed: [answered, told, paid, set, meeting, papers]}"], "no story tells when `told` is due after `written`"),
        ("told.until drop", ["{at: 2026-06-02T10:00, by: ola, event: written}", "{as_of: 2026-06-02, status: {told: discharged}}"], None),
        ("told.every +1", ["{as_of: 2026-06-02, due: {told: 2026-06-08T17:00}}"], None),
        ("papers.at_latest +1", ["{as_of: 2026-06-02, status: {papers: waiting}}"], "no story comes to `papers`"),
        ("ours.within +1", [DUE], "no story comes to `ours`"),
        ("ours.within +1", [DUE, ANSWERED], "no story tells when `ours` is due"),
        ("ours.within +1", ["{as_of: 2026-06-02, due: {ours: 2026-06-16T17:00}}"], None),
        ("counting.roll drop", [], "no story tells when anything is due"),
        ("counting.roll drop", ["{as_of: 2026-06-02, due: {told: 2026-06-08T17:00}}"], None),
    ],
)  # fmt: skip
def test_a_time_is_shown_at_work_by_a_date_told_once_it_matters(
    tmp_path: Path, name: str, rows: list[str], lacking: str | None
) -> None:
    assert lacks(told(tmp_path, HURT, CAME, *rows), name) == lacking


def test_every_time_can_be_touched_but_not_what_only_caps_one(tmp_path: Path) -> None:
    due = "{as_of: 2026-06-02, due: {told: 2026-06-08T17:00, ours: 2026-06-16T17:00}}"
    found = scenarios.coverage(told(tmp_path, HURT, CAME, due, CALLED))
    assert found is not None
    assert {item.name: item.touched for item in found.of(Sort.DEADLINE)} == {
        "came.within": False,
        "answered.within": False,
        "told.every": True,
        "paid.within": False,
        "papers.at_latest": False,
        "noted.within": False,
        "ours.within": True,
    }
