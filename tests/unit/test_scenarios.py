"""Scenarios: what comes true passes, and what does not is told under its row."""

import json
import shlex
from datetime import date, datetime
from pathlib import Path
from textwrap import dedent, indent

import pytest
from click.testing import CliRunner

from complaintflow import engine, scenarios
from complaintflow.cli import complaintflow as complaintflow_command
from complaintflow.conventions import DayOne
from complaintflow.diagnostics import Diagnostic
from complaintflow.scenarios import FAILS, Report, due_text
from complaintflow.scenarios.times import count_command
from tests.policies import HEADER, clocks_of, day, done, hour, people, policy, whole_policy

POLICY = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: The officer, stand_in: deputy}
  deputy:   {title: The deputy}
  friend:   {title: Your friend}
facts: {agreed: {means: it is agreed, decided_by: customer}}
begins: {came: {by: customer, how: writing, then: first}}
stages:
  first:
    title: First
    must:
      looked:   {by: officer, counts_as: consider, within: 5 working days of came}
      answered: {by: officer, to: customer, with: customer, copies_to: officer, open_to: friend, how: writing, must_include: findings, recorded_in: book, after: looked, within: 2 working days of looked}
      rang:     {by: officer, within: 24 hours of came}
    may:
      pushed: {by: customer, if: agreed, then: second}
      friend_named: {by: customer, appoints: friend}
  second: {title: Second, may: {closed: {by: customer, must_include: advice, recorded_in: file, then: shut}}}
ends: {shut: {title: Shut}}
conflicts: {aside: {who: subject, may_not: consider}}
readings:
  counting_days: {bears_on: [looked, answered], unclear: which days, taken_as: all}
  what_now:      {bears_on: pushed, unclear: what, taken_as: that}
"""

TOP = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people:
  cy:  {holds: customer}
  ola: {holds: officer}
  sub: {holds: officer, is: subject}
  ed:  {holds: friend}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(HEADER + POLICY, encoding="utf-8")
    return tmp_path


def told(folder: Path, text: str) -> Report:
    path = folder / "small.scenarios.yaml"
    path.write_text(text, encoding="utf-8")
    return scenarios.run(path)


def story(folder: Path, *rows: str, more: str = "", law: str = POLICY) -> Report:
    lines = "\n".join(f"- {row}" for row in rows)
    text = (
        f"{TOP}scenarios:\n  one:\n    proves: [C1]\n{indent(dedent(more), '    ')}"
        f"    story:\n{indent(lines, '      ')}\n"
    )
    (folder / "small.yaml").write_text(
        HEADER + "clauses: {C1: {at: p. 1, says: it}}\n" + law, encoding="utf-8"
    )
    return told(folder, text)


CAME = "{at: 2026-06-01, by: cy, event: came, how: writing}"
LOOKED = "{at: 2026-06-02, by: ola, event: looked}"


def failures(report: Report) -> list[Diagnostic]:
    assert report.problems == ()
    return [failure for told_ in report.scenarios for failure in told_.failures]


def messages(report: Report) -> list[str]:
    assert all(failure.code == FAILS for failure in failures(report))
    return [failure.message for failure in failures(report)]


def test_a_story_that_comes_true_passes(folder: Path) -> None:
    """B, Scenarios."""
    report = story(
        folder,
        "{at: 2026-06-01, by: cy, event: came, how: speech, refused: came.how}",
        CAME,
        "{at: 2026-06-01, by: sub, event: looked, refused: [aside]}",
        "{as_of: 2026-06-01, open: first, due: {looked: 2026-06-08, rang: 2026-06-02T00:00 to 2026-06-03T00:00}, status: {looked: running, answered: waiting}, owed: [looked, rang], may: friend_named, refuses: {looked by sub: aside, looked by ola: []}, nobody_can: [answered, pushed], rests_on: [counting_days, what_now]}",
        LOOKED,
        "{at: 2026-06-02, by: ola, event: answered, to: [cy, ed], with: [cy, ed], copies_to: ola, how: writing, includes: findings, recorded_in: book}",
        "{at: 2026-06-03, event: agreed, answer: true}",
        "{at: 2026-06-03, by: cy, event: pushed}",
        "{at: 2026-06-03, by: cy, event: closed, includes: advice, recorded_in: file}",
        "{as_of: 2026-06-03, ended: shut, owed: []}",
    )
    assert messages(report) == []
    assert report.passed
    assert report.policy == "small"
    (one,) = report.scenarios
    assert (one.name, one.rows, one.proves) == ("one", 10, ("C1",))


@pytest.mark.parametrize(
    ("row", "said", "help_"),
    [
        (
            "{at: 2026-06-02, by: ola, event: looked, refused: looked.by}",
            '"looked" is permitted, and the row says it is refused',
            None,
        ),
        (
            "{at: 2026-06-02, by: sub, event: looked}",
            '"looked" is refused: aside',
            "write `refused: [aside]` if that is right",
        ),
        (
            "{at: 2026-06-02, by: sub, event: looked, refused: [looked.by, aside]}",
            '"looked" is refused: aside; the row says aside, looked.by',
            "write `refused: [aside]` if that is right",
        ),
        (
            "{at: 2026-06-02, by: cy, event: looked, refused: looked.by, id: a}",
            None,
            None,
        ),
    ],
)
def test_a_row_that_happens_is_permitted_or_refused_for_exactly_its_reasons(
    folder: Path, row: str, said: str | None, help_: str | None
) -> None:
    """B: if it must be refused, `refused` gives *every* reason."""
    report = story(folder, CAME, row)
    assert messages(report) == ([] if said is None else [said])
    if help_ is not None:
        assert failures(report)[0].help == help_


def test_a_row_that_cannot_be_recorded_at_all_fails_too(folder: Path) -> None:
    report = story(folder, CAME, "{at: 2026-06-02, by: cy, event: pushed, adds_to: last}")
    assert messages(report) == ["adds_to: last needs an earlier 'pushed', and there is none"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("to: ed", []),
        ("to: ola", ["to: ola"]),
        ("with: [cy, ola]", ["with: ola"]),
        ("copies_to: [ola, cy]", ["copies_to: cy"]),
        ("includes: [findings, advice]", ["includes: advice"]),
        ("recorded_in: [file, book]", ["recorded_in: file"]),
        ("includes: [findings], recorded_in: book", []),
    ],
)
def test_a_particular_that_no_rule_asks_for_is_flagged(
    folder: Path, words: str, said: list[str]
) -> None:
    """B: whose particulars must be ones that a rule asks for or allows (`open_to`)."""
    row = f"{{at: 2026-06-02, by: ola, event: answered, how: writing, {words}}}"
    report = story(folder, CAME, LOOKED, row)
    assert messages(report) == [f'no rule of "answered" asks for `{word}`' for word in said]


def test_a_form_that_no_rule_asks_for_is_flagged(folder: Path) -> None:
    """B."""
    row = "{at: 2026-06-02, by: ola, event: looked, how: speech, to: ed}"
    assert messages(story(folder, CAME, row)) == [
        'no rule of "looked" asks for `to: ed`',
        'no rule of "looked" asks for `how: speech`',
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "may: {closed: {by: customer, after: receipt of answered, then: shut",
        "may: {closed: {by: customer, after: pushed or receipt of answered, then: shut",
        "may: {closed: {by: customer, within: 2 weeks after receipt of answered, then: shut",
        (
            "may: {closed: {by: customer, within: 2 weeks of pushed, may_extend: {more: {by: customer, "
            "up_to: 3 weeks of receipt of answered}}, then: shut"
        ),
    ],
)
def test_a_receipt_may_be_told_where_something_counts_from_it_or_waits_for_it(
    rule: str, folder: Path
) -> None:
    row = "{at: 2026-06-02, by: ola, event: answered, how: writing, received: {cy: 2026-06-03}}"
    assert messages(story(folder, CAME, LOOKED, row)) == [
        'no rule of "answered" asks for `received: cy`'
    ]
    old = "may: {closed: {by: customer, must_include: advice, recorded_in: file, then: shut"
    assert old in POLICY
    law = POLICY.replace(old, rule)
    assert messages(story(folder, CAME, LOOKED, row, law=law)) == []


def test_a_holder_where_nobody_is_appointed_is_a_mistake_of_the_file(folder: Path) -> None:
    """B, holder: whom it `appoints`."""
    row = "{at: 2026-06-02, by: ola, event: looked, holder: ed}"
    (problem,) = story(folder, CAME, row).problems
    assert problem.message == '"looked" appoints nobody'
    appoints = "{at: 2026-06-02, by: cy, event: friend_named, holder: ed}"
    assert messages(story(folder, CAME, appoints)) == []


def test_a_substitute_may_be_told_in_the_place_of_an_office(folder: Path) -> None:
    """A6: its `stand_in` is told in its place."""
    row = "{at: 2026-06-02, by: ola, event: answered, how: writing, copies_to: [officer, deputy]}"
    assert messages(story(folder, CAME, LOOKED, row)) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("open: second", ['the case is in "first"']),
        ("ended: shut", ['the case is in "first"']),
        ("due: {looked: 2026-06-09}", ['"looked" is due 2026-06-08']),
        ("due: {answered: 2026-06-09}", ['"answered" has no due date: it is not yet known']),
        ("due: {rang: 2026-06-02}", ['"rang" is due 2026-06-02T00:00 to 2026-06-03T00:00']),
        ("status: {looked: met}", ['"looked" is running']),
        ("owed: [looked]", ["`owed` has rang besides"]),
        ("owed: [looked, rang, answered]", ['"answered" does not stand in `owed`']),
        ("owed: []", ["`owed` has looked, rang besides"]),
        ("may: [pushed, friend_named]", ['"pushed" does not stand in `may`']),
        ("may: []", ["`may` has friend_named besides"]),
        ("refuses: {looked by ola: aside}", ['"looked by ola" is permitted']),
        ("refuses: {looked by sub: []}", ['"looked by sub" is refused: aside']),
        ("nobody_can: [looked]", ['"looked" can be done by ola']),
        ("nobody_can: [closed]", ['"closed" is not open']),
        ("due: {looked: 2026-06-08}, rests_on: counting_days", []),
        ("rests_on: counting_days", ['nothing in this row rests on "counting_days"']),
        (
            "owed: [looked, rang], rests_on: what_now",
            ['nothing in this row rests on "what_now"'],
        ),
    ],
)
def test_a_row_as_of_a_day_describes_the_case_exactly(
    folder: Path, row: str, said: list[str]
) -> None:
    """B: owed (exact list), may (exact list), refuses, nobody_can, rests_on."""
    report = story(folder, CAME, f"{{as_of: 2026-06-01, {row}}}")
    assert messages(report) == said


def test_a_failure_stands_under_its_row_with_what_would_be_right(folder: Path) -> None:
    report = story(
        folder,
        CAME,
        "{as_of: 2026-06-01, owed: [], refuses: {looked by sub: []}, rests_on: what_now}",
    )
    owed, attempt, rests = failures(report)
    assert [f.place.line for f in (owed, attempt, rests)] == [owed.place.line] * 3
    assert owed.help == "write `owed: [looked, rang]` if that is right"
    assert attempt.help == "write `[aside]` if that is right"
    assert rests.help == "the row rests on no reading"
    report = story(
        folder, CAME, "{as_of: 2026-06-01, due: {looked: 2026-06-08}, rests_on: what_now}"
    )
    (rests,) = failures(report)
    assert rests.help == "the row rests on counting_days"


def test_before_it_has_begun_a_case_is_nowhere_and_nothing_runs(folder: Path) -> None:
    report = story(
        folder,
        "{as_of: 2026-06-01, open: first, due: {looked: 2026-06-08}, status: {looked: running}}",
    )
    assert messages(report) == [
        "no complaint has come in yet, so no stage is open",
        '"looked" has no due date: it is not running',
        '"looked" is not running',
    ]
    nowhere, due, _ = failures(report)
    assert nowhere.help == "begin the story with a row of the event came"
    assert due.help is None


def test_a_row_dated_before_the_one_that_opened_its_place_is_told_so(folder: Path) -> None:
    report = story(folder, CAME, LOOKED.replace("06-02", "05-20"))
    (early,) = failures(report)
    assert early.message == (
        '"looked" is refused: looked.place; '
        "it is dated 2026-05-20, and a row above opens first on 2026-06-01"
    )
    assert early.help == "look at the date; write `refused: [looked.place]` if that is right"
    report = story(folder, CAME, "{at: 2026-06-02, by: cy, event: closed}")
    (shut,) = failures(report)
    assert shut.message == '"closed" is refused: closed.place'


GONE = "{at: 2026-06-03, by: cy, event: pushed}"


def test_what_is_owed_no_more_since_its_place_was_left_is_told_so(folder: Path) -> None:
    agreed = "{at: 2026-06-02, event: agreed, answer: true}"
    report = story(folder, CAME, LOOKED, agreed, GONE, "{as_of: 2026-06-04, owed: [rang, looked]}")
    assert messages(report) == [
        (
            '"rang" does not stand in `owed`: first was left on 2026-06-03 by "pushed", '
            "and what is not done then is owed no more"
        ),
        '"looked" does not stand in `owed`',
    ]


def test_a_wrong_due_date_is_told_with_the_command_that_counts_it(folder: Path) -> None:
    report = story(
        folder,
        CAME.replace("06-01", "05-20"),
        LOOKED.replace("06-02", "05-27"),
        "{as_of: 2026-05-27, due: {looked: 2026-05-27, answered: 2026-05-28, rang: 2026-05-21}}",
    )
    commands = [each.help or "" for each in failures(report)]
    assert commands[0] == (
        'see each day of it with `complaintflow count "5 working days" --from 2026-05-20 '
        "--calendar england-and-wales`"
    )
    assert [f.message for f in failures(report)] == [
        '"looked" is due 2026-05-28',
        '"answered" is due 2026-05-29',
        '"rang" is due 2026-05-21T00:00 to 2026-05-22T00:00',
    ]
    for command, due in zip(commands[:2], ("2026-05-28", "2026-05-29"), strict=True):
        words = shlex.split(command.split("`")[1])
        counted = CliRunner().invoke(complaintflow_command, [*words[1:], "--format", "json"])
        assert json.loads(counted.output)["due"] == due


@pytest.mark.parametrize("day_one", list(DayOne))
@pytest.mark.parametrize("zone", ["Europe/London", "America/St_Johns"])
def test_the_command_counts_as_the_clock_does(day_one: DayOne, zone: str) -> None:
    header = HEADER.replace("day after", day_one).replace("Europe/London", zone)
    for period in ("5 working days", "2 weeks", "1 month", "30 calendar days", "24 hours"):
        text = POLICY.replace("5 working days of came", f"{period} of came")
        law = whole_policy(header + text)
        opened = engine.begin(law, at=day(19), people=people(cy="customer"))
        for at in (date(2026, 5, 23), datetime(2026, 5, 22, 17, 30, tzinfo=law.zone)):
            case = done(law, opened, "came", at, "cy", how="writing")
            (clock,) = [c for c in engine.clocks(law, case) if c.step == "looked"]
            words = shlex.split(count_command(clock) or "")
            counted = CliRunner().invoke(complaintflow_command, [*words[1:], "--format", "json"])
            told = json.loads(counted.output)
            assert clock.latest is not None
            ours = clock.latest.due
            latest = told["due"] or told["latest"]
            assert latest == (ours.isoformat() if isinstance(ours, datetime) else str(ours))


def test_people_and_facts_of_a_scenario_change_those_of_the_file(folder: Path) -> None:
    """B: `people`, `facts` instead of those above."""
    more = "people: {sub: {holds: officer}}\nfacts: {agreed: true}\n"
    report = story(
        folder,
        CAME,
        "{as_of: 2026-06-01, refuses: {looked by sub: [], pushed by cy: []}}",
        more=more,
    )
    assert messages(report) == []


def test_somebody_may_be_told_of_on_the_way(folder: Path) -> None:
    """D2."""
    report = story(
        folder,
        CAME,
        "{at: 2026-06-02, event: person_told, person: pip, holds: officer}",
        "{at: 2026-06-02, by: pip, event: looked}",
    )
    assert messages(report) == []


def test_a_moment_is_local_and_a_due_moment_is_told_so(folder: Path) -> None:
    """Design 4: in files they are local to the procedure's zone."""
    report = story(
        folder,
        "{at: 2026-06-01T15:00, by: cy, event: came, how: writing}",
        "{as_of: 2026-06-02T15:00, due: {rang: 2026-06-02T15:00}, status: {rang: running}}",
        "{as_of: 2026-06-02T15:01, status: {rang: overdue}}",
    )
    assert messages(report) == []
    law = policy(POLICY)
    from complaintflow import engine

    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    case = done(law, case, "came", hour(1, 15), "cy", how="writing")
    (clock,) = clocks_of(law, case, "rang")
    assert due_text(clock) == "2026-06-02T15:00"


def test_a_count_past_the_calendars_data_fails_the_row(folder: Path) -> None:
    """Design 2: an error, never a guess."""
    report = story(
        folder,
        "{at: 2099-12-30, by: cy, event: came, how: writing}",
        "{as_of: 2099-12-30, due: {looked: 2100-01-06}}",
    )
    (failure,) = failures(report)
    assert "covers only" in failure.message
    assert failure.place.line == failures(report)[0].place.line


def test_mistakes_keep_a_file_from_being_told(folder: Path) -> None:
    report = story(folder, "{at: 2026-06-01, by: cy, event: caem, how: writing}")
    assert (report.policy, report.scenarios, report.passed) == (None, (), False)
    assert [p.code for p in report.problems] == ["unknown-name"]
    report = told(folder, "complaintflow: 1\n")
    assert not report.passed
    (folder / "small.yaml").write_text("complaintflow: 1\n", encoding="utf-8")
    assert not story(folder, CAME).problems
    (folder / "small.yaml").unlink()
    assert not told(folder, TOP + "scenarios: {}\n").passed


def test_a_story_without_rows_is_a_mistake_of_the_file(folder: Path) -> None:
    """Design 7: never a traceback for bad input."""
    text = f"{TOP}scenarios: {{one: {{proves: C1, story: []}}}}\n"
    (folder / "small.yaml").write_text(
        HEADER + "clauses: {C1: {at: p. 1, says: it}}\n" + POLICY, encoding="utf-8"
    )
    assert not told(folder, text).passed


def test_a_report_passes_only_where_no_row_failed(folder: Path) -> None:
    assert story(folder, CAME).passed
    assert not story(folder, CAME, "{as_of: 2026-06-01, open: second}").passed
