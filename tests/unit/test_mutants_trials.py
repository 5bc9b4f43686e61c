"""Mutants on trial: who catches them, which row is missing, and what is wrongly called equivalent."""

import re
from pathlib import Path

import pytest

from complaintflow import files, scenarios
from complaintflow.scenarios import Fate, Trial, Trials
from tests.policies import HEADER

POLICY = (
    HEADER
    + """\
clauses:
  C1: {at: p. 1, says: how it comes in}
  C2: {at: p. 2, says: who answers and when}
  C3: {at: p. 3, says: who stands aside}
  C4: {at: p. 4, says: a poster hangs in the hall}
  C5: {at: p. 5, says: what a complaint is}
  C6: {at: p. 6, says: how old the policy is}
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  director: {title: The director}
begins: {came: {by: customer, then: first, cites: C1}}
stages:
  first:
    title: First
    must:
      answered: {by: officer, to: [customer, director], counts_as: decide, within: 5 working days of came, cites: C2}
    may:
      dropped: {by: customer, after: answered, then: shut, cites: C1}
ends: {shut: {title: Shut}}
conflicts: {aside: {who: subject, may_not: decide, cites: C3}}
standing_duties: {poster: {by: director, says: a poster hangs, cites: C4}}
information: {what: {says: what it is, cites: C5}}
left_out: {C6: it is no rule}
readings: {alone: {bears_on: aside, unclear: who, taken_as: anybody}}
"""
)

TOP = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people:
  cy:  {holds: customer}
  ola: {holds: officer}
  dan: {holds: director}
  sub: {holds: officer, is: subject}
scenarios:
"""

ONE = """\
  one:
    proves: [C1, C2]
    story:
      - {at: 2026-06-01, by: cy, event: came}
      - {at: 2026-06-02, by: ola, event: answered, to: [cy, dan]}
      - {at: 2026-06-03, by: cy, event: dropped}
"""


def tried(
    folder: Path,
    stories: str = ONE,
    *,
    equivalent: str = "",
    policy: str = POLICY,
    people: str = "",
) -> Trials:
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    path = folder / "small.scenarios.yaml"
    top = re.sub(r"people:\n(?:  .*\n)*", f"people: {people}\n", TOP) if people else TOP
    path.write_text(top + stories, encoding="utf-8")
    if equivalent:
        text = f"complaintflow: 1\npolicy: small\nequivalent:\n{equivalent}"
        (folder / "small.mutants.yaml").write_text(text, encoding="utf-8")
    return scenarios.try_mutants(scenarios.run(path), on_mutant=lambda *_: None)


def trial(trials: Trials, name: str) -> Trial:
    (found,) = (each for each in trials.trials if each.mutant.name == name)
    return found


def test_a_mutant_is_caught_by_the_first_row_that_comes_out_otherwise(tmp_path: Path) -> None:
    caught = trial(tried(tmp_path), "answered.to drop director")
    assert caught.fate is Fate.CAUGHT
    assert caught.caught_by is not None
    assert caught.caught_by.place.source.strip() == ONE.splitlines()[4].strip()
    assert caught.missing is None


def test_a_change_that_no_row_sees_survives(tmp_path: Path) -> None:
    trials = tried(tmp_path)
    assert trial(trials, "answered.within +1").fate is Fate.SURVIVED
    assert trial(trials, "aside drop").fate is Fate.SURVIVED
    assert not trials.passed


def test_a_change_that_does_not_load_is_no_mutant(tmp_path: Path) -> None:
    policy = POLICY.replace("5 working days of came", "1 working day of came")
    trials = tried(tmp_path, policy=policy)
    lost = trial(trials, "answered.within -1")
    assert lost.fate is Fate.NOT_LOADED
    assert lost not in trials.made
    assert len(trials.made) == len(trials.trials) - len(trials.of(Fate.NOT_LOADED))


def test_only_a_scenario_file_that_passes_is_tried(tmp_path: Path) -> None:
    trials = tried(tmp_path, ONE.replace("by: ola", "by: cy"))
    assert trials.trials == ()
    assert not trials.passed


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("answered.within +1", ["{as_of: 2026-06-01, due: {answered: 2026-06-08}}"]),
        ("answered.within drop", ["{as_of: 2026-06-01, due: {answered: 2026-06-08}}"]),
        ("answered.by anybody", ["{as_of: 2026-06-01, refuses: {answered by cy: answered.by}}"]),
        ("answered.counts_as drop decide", ["{as_of: 2026-06-01, refuses: {answered by sub: aside}}"]),
        ("aside drop", ["{as_of: 2026-06-01, refuses: {answered by sub: aside}}"]),
        ("answered must -> may", ["{as_of: 2026-06-01, status: {answered: running}}"]),
        ("dropped.then -> first", ["{as_of: 2026-06-03, ended: shut}"]),
        ("dropped may -> must", ["{as_of: 2026-06-02, owed: []}"]),
        ("dropped.after drop answered", ["{as_of: 2026-06-01, may: []}"]),
    ],
)  # fmt: skip
def test_a_survivor_comes_with_the_row_that_would_catch_it(
    tmp_path: Path, name: str, rows: list[str]
) -> None:
    survivor = trial(tried(tmp_path), name)
    assert survivor.fate is Fate.SURVIVED
    assert survivor.missing is not None
    assert list(survivor.missing.rows) == rows
    assert survivor.missing.story == "one"


def pasted(survivor: Trial, stories: str) -> str:
    """The stories with the missing rows where they are said to belong."""
    assert survivor.missing is not None
    lines = (TOP + stories).splitlines()
    begins = lines.index(f"  {survivor.missing.story}:") + 3
    after = survivor.missing.after
    at = begins if after is None else after.line or 0
    lines[at:at] = [f"      - {row}" for row in survivor.missing.rows]
    return "\n".join(lines).removeprefix(TOP) + "\n"


def test_every_row_that_is_offered_passes_and_catches_its_mutant(tmp_path: Path) -> None:
    trials = tried(tmp_path)
    offered = [each for each in trials.of(Fate.SURVIVED) if each.missing is not None]
    assert len(offered) > 9
    for survivor in offered:
        again = tried(tmp_path, pasted(survivor, ONE))
        assert again.report.passed
        assert trial(again, survivor.mutant.name).fate is Fate.CAUGHT


def test_where_the_stories_leave_no_trace_one_more_event_is_tried(tmp_path: Path) -> None:
    short = "\n".join(ONE.splitlines()[:-1]) + "\n"
    redirected = trial(tried(tmp_path, short), "dropped.then -> first")
    assert redirected.missing is not None
    assert list(redirected.missing.rows) == [
        "{at: 2026-06-02, by: cy, event: dropped}",
        "{as_of: 2026-06-02, ended: shut}",
    ]
    recipient = trial(
        tried(tmp_path, short.replace(", to: [cy, dan]", "")), "answered.to drop director"
    )
    assert recipient.missing is not None
    assert recipient.missing.rows == (
        "{as_of: 2026-06-02, owed: [answered.to customer, answered.to director]}",
    )


ASKING = (
    HEADER
    + """\
clauses: {C1: {at: p. 1, says: it}}
relations: {child: is a child, parent: is a parent}
roles:
  customer: {title: You, may_be: [child, parent], cites: C1}
  friend:   {title: Your friend}
  aunt:     {title: An aunt}
facts:
  about: {means: what it is about, answers: [money, manners], decided_by: customer, cites: C1}
  near:  {means: it is near, decided_by: customer, cites: C1}
begins: {came: {by: customer, how: [speech, writing], then: first, cites: C1}}
stages:
  first:
    title: First
    may:
      named: {by: customer, appoints: friend, from: [aunt, friend], cites: C1}
      never_done: {by: friend, if: near, then: shut, cites: C1}
ends: {shut: {title: Shut}}
"""
)

ASKED = """\
  one:
    proves: [C1]
    people: {cy: {holds: customer}, "no": {holds: aunt}}
    facts: {about: money}
    story:
      - {at: 2026-06-01, by: cy, event: came, how: speech}
"""


@pytest.mark.parametrize(
    ("name", "rows", "ends"),
    [
        ("about.answers drop manners", ["{at: 2026-06-01, by: cy, event: about, answer: manners}"], False),
        ("named.from drop aunt", ['{at: 2026-06-01, by: cy, event: named, holder: "no"}'], False),
        ("named.from drop", ["{at: 2026-06-01, by: cy, event: named, holder: cy, refused: named.from}"], False),
        ("came.how drop writing", ["{at: 2026-06-01, by: cy, event: came, how: writing}"], True),
        ("about.decided_by anybody", ["{as_of: 2026-06-01, refuses: {about by no: about.decided_by}}"], False),
    ],
)  # fmt: skip
def test_one_more_event_says_all_that_its_rule_asks_for(
    tmp_path: Path, name: str, rows: list[str], ends: bool
) -> None:
    trials = tried(
        tmp_path, ASKED, policy=ASKING, people='{cy: {holds: customer}, "no": {holds: aunt}}'
    )
    survivor = trial(trials, name)
    assert survivor.missing is not None
    assert (list(survivor.missing.rows), survivor.missing.ends) == (rows, ends)


def test_where_the_step_is_not_open_the_event_that_opens_its_stage_is_tried_first(
    tmp_path: Path,
) -> None:
    policy = POLICY.replace(
        "ends: {shut: {title: Shut}}\n",
        "ends: {shut: {title: Shut, must: {told: {by: officer, counts_as: decide, cites: C1}}}}\n",
    )
    story = "\n".join(ONE.splitlines()[:-1]) + "\n"
    missing = trial(tried(tmp_path, story, policy=policy), "told.counts_as drop decide").missing
    assert missing is not None
    assert missing.rows == (
        "{at: 2026-06-02, by: cy, event: dropped}",
        "{as_of: 2026-06-02, refuses: {told by sub: aside}}",
    )
    assert not missing.shut


def test_a_step_is_tried_while_it_is_not_open_only_where_nothing_better_is_found(
    tmp_path: Path,
) -> None:
    policy = POLICY.replace(
        "ends: {shut: {title: Shut}}\n",
        "ends: {shut: {title: Shut, must: {told: {by: officer, counts_as: decide, cites: C1}}}}\n",
    )
    story = "\n".join(ONE.splitlines()[:-2]) + "\n"  # two more events away
    missing = trial(tried(tmp_path, story, policy=policy), "told.counts_as drop decide").missing
    assert missing is not None
    assert missing.rows == ("{as_of: 2026-06-01, refuses: {told by sub: [aside, told.place]}}",)
    assert missing.shut


def test_an_answer_that_is_told_at_the_beginning_is_missed_when_it_goes(tmp_path: Path) -> None:
    trials = tried(tmp_path, ASKED, policy=ASKING, people="{cy: {holds: customer}}")
    assert trial(trials, "about.answers drop money").fate is Fate.CAUGHT


def test_where_a_kind_of_person_or_an_act_is_missing_that_is_said(tmp_path: Path) -> None:
    trials = tried(tmp_path, ASKED, policy=ASKING, people="{cy: {holds: customer}}")
    survivors = {each.mutant.name: each for each in trials.of(Fate.SURVIVED)}
    child, lost = survivors["customer.may_be drop child"], survivors["never_done.then drop"]
    assert (child.lacks, child.advice) == (
        None,
        "no story tells of somebody who is `child` and is known to be none of the others",
    )
    assert (lost.lacks, lost.advice) == ("no story comes to `never_done`", None)
    assert lost in trials.unseen
    assert child in trials.offered


def test_where_no_row_is_found_that_is_said(tmp_path: Path) -> None:
    policy = POLICY.replace("title: The director", "title: The director, may_be: [subject]")
    survivor = trial(tried(tmp_path, policy=policy), "director.may_be drop")
    assert (survivor.lacks, survivor.advice) == (
        None,
        "no row was found that would catch it; tell a story in which it matters",
    )


def test_days_that_the_calendar_does_not_cover_are_left_alone(tmp_path: Path) -> None:
    stories = ONE.replace("2026-06-01", "2099-12-30").replace("2026-06-02", "2099-12-31")
    stories = "\n".join(stories.splitlines()[:-1]) + "\n"
    survivor = trial(tried(tmp_path, stories), "answered.within +1")
    assert (survivor.fate, survivor.missing) == (Fate.SURVIVED, None)


def test_an_act_that_nobody_could_do_any_more_is_told(tmp_path: Path) -> None:
    policy = POLICY.replace(
        "director: {title: The director}", "director: {title: The director, stand_in: deputy}"
    )
    policy = policy.replace(
        "relations:",
        "facts: {clear: {means: it is clear, decided_by: director, cites: C1}}\nrelations:",
    )
    policy = policy.replace(
        "  officer:  {title: An officer}",
        "  officer:  {title: An officer, stand_in: deputy}\n  deputy: {title: A deputy}",
    )
    stories = ONE.replace("by: ola", "by: dep")
    people = "{cy: {holds: customer}, dep: {holds: deputy}, sub: {holds: officer, is: subject}}"
    trials = tried(
        tmp_path,
        stories.replace("to: [cy, dan]", "to: [cy, director]"),
        policy=policy,
        people=people,
    )
    assert trials.report.passed
    assert trial(trials, "officer.stand_in drop").fate is Fate.CAUGHT
    lost = trial(trials, "director.stand_in drop")
    assert lost.missing is not None
    assert lost.missing.rows == ("{as_of: 2026-06-01, refuses: {clear by dep: []}}",)


def test_what_nobody_can_do_is_told_so(tmp_path: Path) -> None:
    people = "{cy: {holds: customer}, sub: {holds: officer, is: subject}}"
    stories = "\n".join(ONE.splitlines()[:-2]) + "\n"
    survivor = trial(tried(tmp_path, stories, people=people), "aside drop")
    assert survivor.missing is not None
    assert survivor.missing.rows == ("{as_of: 2026-06-01, nobody_can: answered}",)


def test_what_is_forbidden_is_tried(tmp_path: Path) -> None:
    never = "throughout: {never: {reprisal: {by: officer, cites: C3}}}\n"
    survivor = trial(tried(tmp_path, policy=POLICY + never), "reprisal drop")
    assert survivor.missing is not None
    assert survivor.missing.rows == ("{as_of: 2026-06-01, refuses: {reprisal by cy: reprisal}}",)


def test_a_reading_that_goes_with_its_rule_catches_nothing(tmp_path: Path) -> None:
    """What a row rests on is no rule."""
    row = "      - {as_of: 2026-06-01, nobody_can: [], due: {answered: 2026-06-08}, rests_on: alone}\n"
    policy = POLICY.replace("bears_on: aside", "bears_on: [aside, answered]")
    lines = ONE.splitlines(keepends=True)
    lines.insert(4, row.replace("nobody_can: [], ", ""))
    trials = tried(tmp_path, "".join(lines), policy=policy)
    assert trials.report.passed
    assert trial(trials, "aside drop").fate is Fate.SURVIVED


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("answered.to drop director: so", "stale-equivalent", "a story catches it: "),
        ("answered.within -1: so", "stale-equivalent", "does not load, so it is no mutant"),
        ("aside dorp: so", "unknown-name", 'no mutant of this policy is called "aside dorp"'),
    ],
)
def test_a_name_that_is_no_equivalent_is_an_error(
    tmp_path: Path, line: str, code: str, said: str
) -> None:
    policy = POLICY.replace("5 working days of came", "1 working day of came")
    trials = tried(tmp_path, policy=policy, equivalent=f"  {line}\n")
    (problem,) = trials.problems
    assert problem.code == code
    assert said in problem.message
    assert problem.place.line == 4
    assert not trials.passed


def test_the_rules_of_a_base_are_changed_too(tmp_path: Path) -> None:
    base = "complaintflow: 1\npolicy: {id: under, title: A base, version: '1', in_force_from: 2024-01-01}\n"
    base += "clauses: {B1: {at: p. 1, says: it}}\nexpects: {customer: who complains}\n"
    base += "throughout: {may: {withdrawn: {by: customer, then: shut, cites: B1}}}\n"
    base += "ends: {shut: {title: Shut}}\n"
    (tmp_path / "under.yaml").write_text(base, encoding="utf-8")
    policy = POLICY.replace(
        "in_force_from: 2024-01-01}", "in_force_from: 2024-01-01, builds_on: under}"
    )
    policy = policy.replace("ends: {shut: {title: Shut}}\n", "")
    trials = tried(tmp_path, policy=policy)
    found = trial(trials, "withdrawn may -> must")
    assert found.fate is Fate.SURVIVED
    assert found.mutant.place.file.endswith("under.yaml")


def test_each_clause_is_proved_or_is_no_rule(tmp_path: Path) -> None:
    clauses = {each.clause.id: each for each in tried(tmp_path).clauses}
    assert {id_: each.otherwise for id_, each in clauses.items()} == {
        "C1": None,
        "C2": None,
        "C3": None,
        "C4": "standing duty",
        "C5": "information",
        "C6": "left out",
    }
    assert clauses["C1"].caught > 0
    assert clauses["C2"].caught > 0
    assert [clauses[id_].caught for id_ in ("C3", "C4", "C5", "C6")] == [0, 0, 0, 0]


def test_the_same_policy_is_tried_the_same_way_twice(tmp_path: Path) -> None:
    first, second = tried(tmp_path), tried(tmp_path)
    assert first.trials == second.trials


def test_progress_is_told_mutant_by_mutant(tmp_path: Path) -> None:
    trials = tried(tmp_path)
    seen: list[tuple[int, int]] = []
    scenarios.try_mutants(trials.report, on_mutant=lambda n, of: seen.append((n, of)))
    assert seen == [(n, len(trials.trials)) for n in range(len(trials.trials))]


# --- the file beside the scenarios --------------------------------------------------------


def check(folder: Path, text: str) -> list[tuple[str, int | None, str | None]]:
    (folder / "small.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "small.mutants.yaml").write_text(text, encoding="utf-8")
    found = files.check([folder]).diagnostics
    assert all(each.place.file.endswith("small.mutants.yaml") for each in found)
    return [(each.code, each.place.line, each.help) for each in found]


def test_check_reads_the_equivalents_beside_a_policy(tmp_path: Path) -> None:
    assert check(tmp_path, "complaintflow: 1\npolicy: small\nequivalent: {aside drop: so}\n") == []
    assert files.check([tmp_path]).files == 2


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("aside dorp", "did you mean `aside drop`?"),
        ("asid drop", "did you mean `aside drop`?"),
        ("answred.within +1", "did you mean `answered.within +1`?"),
        ("came.then anywhere", "the mutants of `came.then` are `came.then drop`, `came.then -> shut`"),
        ("nothing.like it", "`complaintflow test --mutate` lists the mutants that survive"),
    ],
)  # fmt: skip
def test_a_name_that_no_mutant_bears_is_told_with_what_was_meant(
    tmp_path: Path, name: str, help_: str
) -> None:
    text = f"complaintflow: 1\npolicy: small\nequivalent:\n  {name}: so\n"
    assert check(tmp_path, text) == [("unknown-name", 4, help_)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("complaintflow: 1\npolicy: big\nequivalent: {aside drop: so}\n", "unknown-name", 2),
        ("complaintflow: 1\npolicy: small\nequivalents: {aside drop: so}\n", "unknown-key", 3),
        ("complaintflow: 1\npolicy: small\nequivalent:\n  aside drop:\n", "empty-value", 4),
        ("complaintflow: 1\npolicy: small\nequivalent: [aside drop]\n", "wrong-shape", 3),
    ],
)
def test_a_mistake_of_shape_is_told_in_its_place(
    tmp_path: Path, text: str, code: str, line: int
) -> None:
    assert [found[:2] for found in check(tmp_path, text)] == [(code, line)]


def test_equivalents_without_their_policy_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "alone.mutants.yaml"
    path.write_text("complaintflow: 1\npolicy: alone\nequivalent: {a drop: so}\n", encoding="utf-8")
    assert [each.code for each in files.check([path]).diagnostics] == ["unreadable-file"]


def test_no_file_of_equivalents_is_taken_for_a_policy(tmp_path: Path) -> None:
    (tmp_path / "small.mutants.yaml").write_text("complaintflow: 1\n", encoding="utf-8")
    policy = tmp_path / "small.yaml"
    policy.write_text(HEADER.replace("title:", "builds_on: nothing, title:"), encoding="utf-8")
    told = [each.help or "" for each in files.check([policy]).diagnostics]
    assert told
    assert not any("mutants" in each for each in told)
    assert list(files.scenario_files([tmp_path])) == []


def test_what_stands_still_is_counted_for_the_clause_that_it_cites(tmp_path: Path) -> None:
    """It may rest on another clause than the time that it interrupts."""
    within, may = "within: 5 working days of came, cites: C2", "    may:\n"
    still = "stands_still: {first_day: day of paused, last_day: day of resumed, cites: C7}"
    policy = POLICY.replace(within, f"within: 5 working days of came, {still}, cites: C2")
    policy = policy.replace("clauses:\n", "clauses:\n  C7: {at: p. 7, says: when nothing counts}\n")
    policy = policy.replace(
        may,
        f"{may}      paused: {{by: officer, cites: C2}}\n      resumed: {{by: officer, cites: C2}}\n",
    )
    story = """\
  one:
    proves: C7
    story:
      - {at: 2026-06-01, by: cy, event: came}
      - {at: 2026-06-02, by: ola, event: paused}
      - {at: 2026-06-03, by: ola, event: resumed}
      - {as_of: 2026-06-03, due: {answered: 2026-06-10}}
"""
    clauses = tried(tmp_path, story, policy=policy).clauses
    assert {each.clause.id: each.caught for each in clauses}["C7"] > 2
