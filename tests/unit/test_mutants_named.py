"""What is named as changing nothing: when that is believed, and when somebody must look again."""

from pathlib import Path

import pytest

from complaintflow import scenarios
from complaintflow.language.operators import mutants
from complaintflow.scenarios import Fate, Report, Trials
from complaintflow.scenarios.reached import reached
from tests.policies import HEADER

POLICY = (
    HEADER
    + """\
clauses: {C1: {at: p. 1, says: it}}
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer, stand_in: deputy, cites: C1}
  deputy:   {title: A deputy}
  friend:   {title: A friend}
facts:
  urgent:   {means: it is urgent, decided_by: [officer, deputy], counts_as: consider, cites: C1}
  allowed:  {means: it is allowed, decided_by: deputy, cites: C1}
begins: {came: {by: customer, then: first, cites: C1}}
stages:
  first:
    title: First
    must: {answered: {by: officer, counts_as: [decide, consider], within: 5 working days of came, cites: C1}}
    may:
      named: {by: customer, appoints: friend, from: [deputy, friend], cites: C1}
      hurried: {by: officer, if: urgent, then: shut, cites: C1}
      shut_down: {by: customer, after: answered, then: shut, cites: C1}
ends:
  shut:
    title: Shut
    if: allowed
    cites: C1
    may: {asked: {by: customer, counts_as: review, cites: C1}}
conflicts: {aside: {who: subject, may_not: [decide, named], except: {in: first, if: allowed}, cites: C1}}
"""
)

TOP = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people: {cy: {holds: customer}, ola: {holds: officer}}
scenarios:
  one:
    proves: C1
    story:
      - {at: 2026-06-01, by: cy, event: came}
"""

ANSWERED = "{at: 2026-06-02, by: ola, event: answered}"
SHUT_DOWN = "{at: 2026-06-02, by: cy, event: shut_down}"


def told(folder: Path, *rows: str, people: str = "", top: str = TOP) -> Report:
    """A story that begins with a complaint, and what came of it."""
    (folder / "small.yaml").write_text(POLICY, encoding="utf-8")
    path = folder / "small.scenarios.yaml"
    text = top.replace("people: {", f"people: {{{people}")
    path.write_text(text + "".join(f"      - {row}\n" for row in rows), encoding="utf-8")
    report = scenarios.run(path)
    assert report.passed, [each.failures for each in report.scenarios]
    return report


def tried(folder: Path, name: str, *rows: str) -> Trials:
    """The mutants of the policy, one of which is named as changing nothing."""
    (folder / "small.mutants.yaml").write_text(
        f"complaintflow: 1\npolicy: small\nequivalent: {{{name}: nobody would mind}}\n", "utf-8"
    )
    return scenarios.try_mutants(told(folder, *rows), on_mutant=lambda *_: None)


def lacks(report: Report, name: str) -> str | None:
    """What the stories lack that would show the rule of a mutant at work."""
    assert report.found is not None
    assert report.found.sources is not None
    (mutant,) = (each for each in mutants(report.found.sources.trees) if each.name == name)
    return reached(report).lacks(mutant)


CONSIDER = "answered.counts_as drop consider"


def test_what_changes_nothing_where_a_story_shows_it_is_believed(tmp_path: Path) -> None:
    trials = tried(tmp_path, CONSIDER, ANSWERED)
    assert trials.problems == ()
    (named,) = trials.of(Fate.EQUIVALENT)
    assert (named.mutant.name, named.reason) == (CONSIDER, "nobody would mind")
    assert (named.missing, named.lacks) == (None, None)


def test_what_no_story_comes_to_is_not_believed(tmp_path: Path) -> None:
    trials = tried(tmp_path, CONSIDER)
    (problem,) = trials.problems
    assert problem.code == scenarios.NOT_EQUIVALENT
    assert problem.message == (
        f'"{CONSIDER}" is named as changing nothing, and no story comes to `answered`'
    )
    assert problem.help == "tell such a story, or take it out"
    assert problem.place.line == 3
    assert trials.of(Fate.EQUIVALENT) == ()
    assert not trials.passed


def test_what_a_row_would_catch_is_not_believed_and_the_row_is_shown(tmp_path: Path) -> None:
    trials = tried(tmp_path, "shut_down.then drop", ANSWERED, SHUT_DOWN)
    (problem,) = trials.problems
    assert problem.code == scenarios.NOT_EQUIVALENT
    assert problem.message == (
        '"shut_down.then drop" is named as changing nothing, and a row would catch it'
    )
    assert problem.help == (
        "take it out; in `one`, after the row at line 11, put `{as_of: 2026-06-02, ended: shut}`"
    )


def test_a_row_is_shown_rather_than_that_no_story_comes_there(tmp_path: Path) -> None:
    (problem,) = tried(tmp_path, "answered must -> may").problems
    assert problem.help is not None
    assert problem.help.endswith("put `{as_of: 2026-06-01, status: {answered: running}}`")


def test_many_names_that_one_row_would_settle_are_one_mistake(tmp_path: Path) -> None:
    more = "shut_down.then drop: so, shut_down.then -> first: so, hurried.then drop: so, hurried.then -> first"
    first, second = tried(tmp_path, more, ANSWERED, SHUT_DOWN).problems
    assert first.message.startswith('"shut_down.then drop", "shut_down.then -> first" are named')
    assert first.help is not None
    assert first.help.startswith("take them out; in `one`, ")
    assert second.message.startswith('"hurried.then drop", "hurried.then -> first" are named')


DUE = "{as_of: 2026-06-01, due: {answered: 2026-06-08}}"


@pytest.mark.parametrize(
    ("name", "row", "lacking"),
    [
        ("answered.within of start of first", DUE, "no story comes to `answered`"),
        ("answered.within of start of first", "{as_of: 2026-06-01, status: {answered: running}}", "no story comes to `answered`"),
        (CONSIDER, "{as_of: 2026-06-01, owed: answered}", "no story comes to `answered`"),
        (CONSIDER, "{as_of: 2026-06-01, refuses: {answered by cy: answered.by}}", "no story comes to `answered`"),
        (CONSIDER, "{at: 2026-06-01, by: cy, event: answered, refused: answered.by}", "no story comes to `answered`"),
        ("named.from drop", "{as_of: 2026-06-01, may: named}", "no story comes to `named`"),
        ("urgent.counts_as drop consider", "{at: 2026-06-01, by: ola, event: urgent, answer: true}", "no story comes to `urgent`"),
        ("aside.may_not drop decide", "{as_of: 2026-06-01, refuses: {answered by sub: aside}}", "`aside` keeps nobody from anything in any story"),
        ("aside.except.in drop", "{as_of: 2026-06-01, refuses: {answered by sub: aside}}", "the exception of `aside` lets nobody act in any story"),
    ],
)  # fmt: skip
def test_each_kind_of_rule_is_shown_at_work_by_a_row_of_its_own_kind(
    tmp_path: Path, name: str, row: str, lacking: str
) -> None:
    people = "sub: {holds: officer, is: subject}, "
    assert lacks(told(tmp_path, people=people), name) == lacking
    shown = lacks(told(tmp_path, row, people=people), name)
    assert shown == (lacking if "except" in name else None)


def test_an_exception_is_shown_where_it_lets_somebody_act(tmp_path: Path) -> None:
    rows = [
        "{at: 2026-06-01, by: dep, event: allowed, answer: true}",
        "{at: 2026-06-01, by: sub, event: answered}",
    ]
    people = "sub: {holds: officer, is: subject}, dep: {holds: deputy}, "
    report = told(tmp_path, *rows, people=people)
    assert lacks(report, "aside.except.in drop") is None
    assert lacks(report, "aside.may_not drop named") is None


def test_a_refusal_while_a_step_is_not_open_shows_nothing_of_it(tmp_path: Path) -> None:
    name = "asked.counts_as drop review"
    row = "{as_of: 2026-06-01, refuses: {asked by ola: [asked.by, asked.place]}}"
    report = told(tmp_path, row)
    assert lacks(report, name) == "no story comes to `asked`"


def test_a_deadline_that_was_met_in_silence_is_not_shown(tmp_path: Path) -> None:
    report = told(tmp_path, ANSWERED)
    name = "answered.within of start of first"
    assert lacks(report, name) == "no story tells when `answered` is due"
    assert lacks(report, "counting.day_one -> same day") == "no story tells when anything is due"


def test_a_condition_of_a_place_is_shown_where_the_place_is_entered(tmp_path: Path) -> None:
    name = "shut.if drop allowed"
    assert lacks(told(tmp_path, ANSWERED), name) == "no story comes to `shut`"
    assert lacks(told(tmp_path, ANSWERED, SHUT_DOWN), name) is None


def test_a_stand_in_is_shown_where_somebody_holds_one_of_the_two_roles(tmp_path: Path) -> None:
    report = told(tmp_path)
    assert lacks(report, "officer.stand_in drop") is None
    report = told(tmp_path, top=TOP.replace(", ola: {holds: officer}", ""))
    assert lacks(report, "officer.stand_in drop") == "nobody in the stories holds `officer`"


@pytest.mark.parametrize(
    ("name", "lacking", "who"),
    [
        ("urgent.decided_by drop deputy", "nobody in the stories holds `deputy` and none of the others", "dep: {holds: deputy}, "),
        ("named.from drop friend", "nobody in the stories holds `friend` and none of the others", "fay: {holds: friend}, "),
    ],
)  # fmt: skip
def test_who_may_act_is_shown_by_somebody_who_holds_that_role_alone(
    tmp_path: Path, name: str, lacking: str, who: str
) -> None:
    rows = (
        "{at: 2026-06-01, by: ola, event: urgent, answer: true}",
        "{as_of: 2026-06-01, may: [named, hurried]}",
    )
    assert lacks(told(tmp_path, *rows), name) == lacking
    assert lacks(told(tmp_path, *rows, people=who), name) is None


def test_where_everybody_may_act_anyway_nothing_is_shown(tmp_path: Path) -> None:
    alone = TOP.replace(", ola: {holds: officer}", "")
    assert lacks(told(tmp_path, top=alone), "came.by anybody") == (
        "the stories have nobody who could be kept from `came`"
    )
    both = alone.replace("holds: customer", "holds: [customer, officer]")
    assert lacks(told(tmp_path, top=both), "came.by -> officer") == (
        "everybody in the stories who holds `officer` may do `came` anyway"
    )
