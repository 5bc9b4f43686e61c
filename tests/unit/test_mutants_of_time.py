"""Changes to what is agreed about time, and to ties read from the history: the row that is missing.

Of each also when a person may name it as changing nothing, and what a story touches of it.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from complaintflow import scenarios
from complaintflow.diagnostics import Diagnostic
from complaintflow.language.alterations import Mutant
from complaintflow.language.edits import edited
from complaintflow.language.operators import mutants
from complaintflow.language.tree import Scalar
from complaintflow.scenarios import Fate, Report, Trial
from complaintflow.scenarios.reached import reached
from complaintflow.scenarios.runner import tell
from tests.policies import HEADER

POLICY = (
    HEADER
    + """\
clauses: {C1: {at: p. 1, says: it}, C2: {at: p. 2, says: more time}, C3: {at: p. 3, says: an aim}}
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}, expert: {title: An expert}}
begins: {came: {by: customer, then: first, cites: C1}}
stages:
  first:
    title: First
    must:
      seen:        {by: officer, to: chair, signed_by: customer, cites: C1}
      time_agreed: {by: officer, agreed_by: customer, sets_time_of: answered, cites: C1}
      answered:
        by: officer
        aim_within: 2 working days of came
        within: 3 to 5 working days of time_agreed
        may_extend:
          more_agreed: {by: officer, agreed_by: customer, up_to: 9 working days of time_agreed, before_time_is_up: true, once: true, cites: C2}
        cites: {by: C1, within: C1, aim_within: C3}
    may:
      pressed: {by: customer, after: answered or missed answered, then: second, cites: C1}
      thanked: {by: customer, after: receipt of seen, cites: C1}
  second:
    title: Second
    must:
      expert_named: {by: officer, appoints: expert, cites: C1}
      met:          {by: chair, cites: C1}
      meeting_set:  {by: officer, sets_time_of: meeting, cites: C1}
      meeting:      {by: chair, within: 9 working days of pressed, cites: C1}
      judged:       {by: expert, within: 3 working days of receipt of seen, cites: C1}
      closed:       {by: [officer, chair], then: shut, cites: C1}
throughout: {must: {updated: {by: officer, every: unstated, cites: C1}}}
ends: {shut: {title: Shut}}
conflicts:
  apart: {different_people: [met, closed], cites: C1}
  fresh: {who: did seen, may_not: expert, cites: C1}
"""
)

HEAD = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people: {cy: {holds: customer}, ola: {holds: officer}, che: {holds: chair}}
scenarios:
  one:
    proves: C1
    story:
"""

CAME = "{at: 2026-06-01, by: cy, event: came}"

SEEN = "{at: 2026-06-01, by: ola, event: seen, to: che, signed_by: cy}"
AGREED = "{at: 2026-06-01, by: ola, event: time_agreed, agreed_by: cy, settles: 4 working days}"
EARLY = "{at: 2026-06-02, by: cy, event: pressed, refused: pressed.after}"
ANSWERED = "{at: 2026-06-02, by: ola, event: answered}"
PRESSED = "{at: 2026-06-02, by: cy, event: pressed}"
STORY = (CAME, SEEN, AGREED, EARLY, ANSWERED, PRESSED)
MORE = "{at: 2026-06-02, by: ola, event: more_agreed, agreed_by: cy}"


def told(folder: Path, *rows: str) -> Report:
    """A story, and what came of it."""
    (folder / "small.yaml").write_text(POLICY, encoding="utf-8")
    path = folder / "small.scenarios.yaml"
    path.write_text(HEAD + "".join(f"      - {row}\n" for row in rows), encoding="utf-8")
    return scenarios.run(path)


@cache
def tried() -> dict[str, Trial]:
    """The mutants on trial before a story that looks at little, by name."""
    with TemporaryDirectory() as folder:
        report = told(Path(folder), *STORY)
        trials = scenarios.try_mutants(report, on_mutant=lambda *_: None).trials
    return {trial.mutant.name: trial for trial in trials}


@pytest.mark.parametrize(
    "name",
    [
        "time_agreed.agreed_by drop customer",
        "time_agreed.sets_time_of drop answered",
        "seen.signed_by drop customer",
        "pressed.after drop answered",
        "pressed.after drop answered or missed answered",
    ],
)
def test_what_an_event_says_is_missed_when_its_rule_goes(name: str) -> None:
    assert tried()[name].fate is Fate.CAUGHT


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("answered.within +1", ["{at: 2026-06-01, by: ola, event: time_agreed, agreed_by: customer, settles: 6 working days, refused: time_agreed.sets_time_of}"]),
        ("answered.within -1", ["{at: 2026-06-01, by: ola, event: time_agreed, agreed_by: customer, settles: 5 working days}"]),
        ("answered.within least +1", ["{at: 2026-06-01, by: ola, event: time_agreed, agreed_by: customer, settles: 3 working days}"]),
        ("answered.within least -1", ["{at: 2026-06-01, by: ola, event: time_agreed, agreed_by: customer, settles: 2 working days, refused: time_agreed.sets_time_of}"]),
        ("answered.within drop", ["{as_of: 2026-06-01, due: {answered: not yet known}}"]),
        ("answered.aim_within +1", ["{as_of: 2026-06-01, due: {answered.aim_within: 2026-06-03}}"]),
        ("answered.aim_within drop", ["{as_of: 2026-06-01, due: {answered.aim_within: 2026-06-03}}"]),
        ("more_agreed drop", ["{as_of: 2026-06-01, nobody_can: more_agreed}"]),
        ("more_agreed.up_to +1", ["{at: 2026-06-01, by: ola, event: more_agreed, agreed_by: customer}", "{as_of: 2026-06-01, due: {answered: 2026-06-12}}"]),
        ("more_agreed.agreed_by drop customer", ["{at: 2026-06-01, by: ola, event: more_agreed, agreed_by: customer}"]),
        ("more_agreed.before_time_is_up drop", ["{as_of: 2026-06-06, may: [pressed]}"]),
        ("more_agreed.once drop", ["{at: 2026-06-01, by: ola, event: more_agreed, agreed_by: customer}", "{as_of: 2026-06-01, may: []}"]),
        ("pressed.after drop missed answered", ["{as_of: 2026-06-06, may: [pressed]}"]),
        ("thanked.after receipt of seen -> seen", ["{as_of: 2026-06-01, may: []}"]),
        ("thanked may -> must", ["{at: 2026-06-01, by: ola, event: seen, to: chair, signed_by: customer, received: {chair: 2026-06-01}}", "{as_of: 2026-06-01, owed: [answered, time_agreed, updated]}"]),
        ("meeting_set.sets_time_of drop meeting", ["{at: 2026-06-02, by: ola, event: meeting_set, settles: 2026-06-09}"]),
        ("judged.within of seen", ["{as_of: 2026-06-02, due: {judged: not yet known}}"]),
        ("judged.within +1", ["{at: 2026-06-02, by: ola, event: seen, to: chair, signed_by: customer, received: {chair: 2026-06-02}}", "{as_of: 2026-06-02, due: {judged: 2026-06-05}}"]),
        ("updated.every drop", ["{at: 2026-06-02, by: ola, event: closed}", "{as_of: 2026-06-02, owed: []}"]),
        ("apart drop", ["{at: 2026-06-02, by: che, event: met}", "{as_of: 2026-06-02, refuses: {closed by che: apart}}"]),
        ("fresh drop", ["{at: 2026-06-02, by: ola, event: expert_named, holder: ola, refused: fresh}"]),
        ("answered.by + customer", ["{as_of: 2026-06-01, refuses: {answered by cy: answered.by}}"]),
    ],
)  # fmt: skip
def test_a_survivor_comes_with_the_rows_that_would_catch_it(name: str, rows: list[str]) -> None:
    missing = tried()[name].missing
    assert missing is not None
    assert list(missing.rows) == rows
    assert not missing.shut


def test_all_rows_that_are_offered_pass_and_catch_the_change(tmp_path: Path) -> None:
    offered = [trial for trial in tried().values() if trial.missing is not None]
    assert len(offered) > 70
    for trial in offered:
        missing = trial.missing
        assert missing is not None
        rows = [*STORY]
        if missing.counts_from is not None:
            continue  # a story of its own
        above = 0 if missing.after is None else (missing.after.line or 0) - len(HEAD.splitlines())
        rows[above:above] = missing.rows
        report = told(tmp_path, *rows[: above + len(missing.rows)] if missing.ends else rows)
        assert [story.failures for story in report.scenarios] == [()], trial.mutant.name
        assert failures_under(trial.mutant, report), trial.mutant.name


def failures_under(mutant: Mutant, report: Report) -> tuple[Diagnostic, ...]:
    """What fails of a story that passes, under the policy with one rule changed."""
    assert report.found is not None
    assert report.found.doc is not None
    assert report.found.sources is not None
    sources, doc = report.found.sources, report.found.doc
    linked = sources.relinked({0: edited(sources.trees[0], mutant.edits)})
    assert linked is not None
    assert linked.procedure is not None
    return tell(linked.procedure, doc, "one", doc.scenarios[Scalar("one")]).failures


# --- when a name is believed ----------------------------------------------------------------


def lacks(report: Report, name: str) -> str | None:
    """What the stories lack that would show the rule of a mutant at work."""
    assert report.passed, [each.failures for each in report.scenarios]
    assert report.found is not None
    assert report.found.sources is not None
    (mutant,) = (each for each in mutants(report.found.sources.trees) if each.name == name)
    return reached(report).lacks(mutant)


NO_DATE = "no story tells when `answered` is due"


@pytest.mark.parametrize(
    ("name", "row", "lacking"),
    [
        ("answered.within +1", "{as_of: 2026-06-02, due: {answered: 2026-06-05}}", NO_DATE),
        ("answered.within +1", "{as_of: 2026-06-02, status: {answered.within: running}}", NO_DATE),
        ("answered.aim_within +1", "{as_of: 2026-06-02, due: {answered.aim_within: 2026-06-03}}", NO_DATE),
        ("counting.day_one -> same day", "{as_of: 2026-06-02, due: {answered.aim_within: 2026-06-03}}", "no story tells when anything is due"),
    ],
)  # fmt: skip
def test_an_aim_and_a_promise_are_each_shown_by_their_own_date(
    tmp_path: Path, name: str, row: str, lacking: str
) -> None:
    assert lacks(told(tmp_path, CAME, AGREED, ANSWERED), name) == lacking
    assert lacks(told(tmp_path, CAME, AGREED, row, ANSWERED), name) is None
    if name.startswith("answered.within"):
        assert (
            lacks(told(tmp_path, CAME, AGREED, row, ANSWERED), "answered.aim_within +1") == NO_DATE
        )


def test_a_limit_of_more_time_is_shown_by_a_date_after_more_was_given(tmp_path: Path) -> None:
    name, before = "more_agreed.up_to +1", "{as_of: 2026-06-02, due: {answered: 2026-06-05}}"
    after = "{as_of: 2026-06-02, due: {answered: 2026-06-12}}"
    assert lacks(told(tmp_path, CAME, AGREED, before), name) == "no story comes to `more_agreed`"
    in_silence = lacks(told(tmp_path, CAME, AGREED, before, MORE), name)
    assert in_silence == "no story tells when `answered` is due after `more_agreed`"
    assert lacks(told(tmp_path, CAME, AGREED, MORE, after), name) is None


def test_whoever_is_appointed_in_a_story_holds_the_office(tmp_path: Path) -> None:
    name = "closed.by + expert"
    named = "{at: 2026-06-02, by: ola, event: expert_named, holder: che}"
    shown = "{as_of: 2026-06-02, owed: [closed, judged, meeting, meeting_set, met, updated]}"
    nobody = "nobody in the stories holds `expert` and none of the others"
    assert lacks(told(tmp_path, *STORY, named, shown), name) == nobody
    assert lacks(told(tmp_path, *STORY, named.replace("che", "cy"), shown), name) is None


def test_people_kept_apart_are_shown_where_one_of_them_is_kept_away(tmp_path: Path) -> None:
    nothing = "`apart` keeps nobody from anything in any story"
    met = "{at: 2026-06-02, by: che, event: met}"
    assert lacks(told(tmp_path, *STORY, met), "apart drop") == nothing
    kept = "{as_of: 2026-06-02, refuses: {closed by che: apart}}"
    assert lacks(told(tmp_path, *STORY, met, kept), "apart drop") is None


# --- what is touched, and what no rule asks for -----------------------------------------------


def touched(report: Report) -> set[str]:
    assert report.problems == ()
    found = scenarios.coverage(report)
    assert found is not None
    return {item.name for item in found.items if item.touched}


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("{as_of: 2026-06-01, due: {answered: not yet known}}", {"answered.within"}),
        ("{as_of: 2026-06-01, due: {answered.within: not yet known}}", {"answered.within"}),
        ("{as_of: 2026-06-01, due: {answered.aim_within: 2026-06-03}}", {"answered.aim_within"}),
        ("{as_of: 2026-06-01, due: {judged: not running}}", {"judged.within"}),
        ("{at: 2026-06-01, by: ola, event: time_agreed, agreed_by: cy, settles: 9 working days, refused: time_agreed.sets_time_of}", {"time_agreed", "answered.within"}),
        ("{at: 2026-06-01, by: ola, event: time_agreed, agreed_by: cy, refused: time_agreed.sets_time_of}", {"time_agreed"}),
        ("{as_of: 2026-06-01, refuses: {more_agreed by ola: more_agreed.may_extend}}", {"more_agreed"}),
    ],
)  # fmt: skip
def test_each_clock_is_touched_by_its_own_name(tmp_path: Path, row: str, names: set[str]) -> None:
    assert touched(told(tmp_path, CAME, row)) == {"came", "first"} | names


def test_a_way_to_more_time_and_people_kept_apart_are_touched(tmp_path: Path) -> None:
    kept = "{as_of: 2026-06-02, refuses: {closed by che: apart}}"
    met = "{at: 2026-06-02, by: che, event: met}"
    report = told(tmp_path, CAME, AGREED, MORE, ANSWERED, PRESSED, met, kept)
    assert touched(report) >= {"more_agreed", "apart"}
    found = scenarios.coverage(report)
    assert found is not None
    assert "C2" in {clause.id for clause in found.touched_clauses}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{at: 2026-06-01, by: ola, event: time_agreed, agreed_by: [cy, che], settles: 4 working days}", 'no rule of "time_agreed" asks for `agreed_by: che`'),
        ("{at: 2026-06-01, by: ola, event: seen, to: che, signed_by: [cy, che]}", 'no rule of "seen" asks for `signed_by: che`'),
        ("{at: 2026-06-01, by: ola, event: time_agreed, agreed_by: cy, settles: 4 working days, received: {cy: 2026-06-02}}", 'no rule of "time_agreed" asks for `received: cy`'),
        ("{at: 2026-06-01, by: ola, event: seen, to: che, received: {cy: 2026-06-02}}", 'no rule of "seen" asks for `received: cy`'),
    ],
)  # fmt: skip
def test_what_no_rule_asks_for_is_told(tmp_path: Path, row: str, message: str) -> None:
    (one,) = told(tmp_path, CAME, row).scenarios
    assert [failure.message for failure in one.failures] == [message]


def test_a_receipt_on_which_a_step_alone_waits_is_asked_for(tmp_path: Path) -> None:
    received = "{at: 2026-06-01, by: ola, event: seen, to: che, received: {che: 2026-06-02}}"
    thanked = "{at: 2026-06-02, by: cy, event: thanked}"
    assert told(tmp_path, CAME, received, thanked).passed
