"""Ways that no case can take: what is told of them, and what is none."""

from pathlib import Path

import pytest

from complaintflow import files
from complaintflow.diagnostics import DefinitionError, Severity
from complaintflow.language.dead_ends import told_of
from tests.policies import HEADER, policy

TOP = """
clauses: {c: {at: x, says: it}}
roles: {a: {title: A}}
begins: {came: {by: a, then: one, cites: c}}
"""

TWO_STAGES = """
stages:
  one:
    title: One
    must: {looked: {by: a, to: a, within: 5 weeks of start of one, cites: c}}
    may: {moved: {by: a, then: two, cites: c}}
  two:
    title: Two
    must: {heard: {by: a, to: a, within: 5 weeks of start of two, cites: c}}
    may: {over: {by: a, then: shut, cites: c}}
ends: {shut: {title: Shut, must: {filed: {by: a, cites: c}}}}
"""


def told(text: str) -> list[tuple[str, str]]:
    found = told_of(policy(text if TOP in text or "begins:" in text else TOP + text))
    return [(code, name) for code, names in found.items() for name in names]


def waiting(step: str, for_: str, text: str = TWO_STAGES) -> list[tuple[str, str]]:
    """What is told where one step waits for something."""
    old, text = f"{step}: {{by: a, ", TOP + text
    assert old in text
    return told(text.replace(old, f"{old}after: {for_}, "))


@pytest.mark.parametrize(
    ("step", "for_"),
    [
        ("looked", "looked"),
        ("looked", "last looked"),
        ("looked", "moved"),
        ("looked", "heard"),
        ("looked", "[came, filed]"),
        ("looked", "start of two"),
        ("looked", "end of one"),
        ("heard", "filed"),
        ("heard", "over"),
        ("came", "looked"),
        ("filed", "end of shut"),
        ("looked", "looked or last looked"),
        ("looked", "heard or filed"),
        ("looked", "end of one or start of two"),
        ("looked", "receipt of heard"),
        ("looked", "missed heard"),
        ("looked", "missed heard or receipt of heard"),
        ("looked", "[came or heard, filed]"),
    ],
)
def test_what_cannot_have_happened_is_told(step: str, for_: str) -> None:
    assert waiting(step, for_) == [("cannot-happen", step)]


@pytest.mark.parametrize(
    ("step", "for_"),
    [
        ("looked", "came"),
        ("looked", "start of one"),
        ("moved", "looked"),
        ("heard", "looked"),
        ("heard", "moved"),
        ("heard", "end of one"),
        ("filed", "[last looked, heard, over, start of shut, end of two]"),
        ("looked", "looked or came"),
        ("looked", "missed looked"),
        ("looked", "heard or start of one"),
        ("heard", "receipt of looked"),
        ("heard", "missed looked"),
        ("heard", "looked or missed looked"),
        ("filed", "missed heard"),
        ("over", "heard or missed heard"),
    ],
)
def test_what_can_have_happened_is_not_told(step: str, for_: str) -> None:
    assert waiting(step, for_) == []


BACK = TWO_STAGES.replace("over: {", "back: {by: a, then: one, cites: c}, over: {")


@pytest.mark.parametrize("for_", ["heard", "start of two", "back", "end of two"])
def test_a_way_back_makes_a_later_stage_an_earlier_one(for_: str) -> None:
    assert waiting("looked", for_, BACK) == []


@pytest.mark.parametrize(
    ("for_", "silent"), [("moved", False), ("first moved", True), ("last moved", True)]
)
def test_a_place_entered_again_has_nothing_done_in_it_yet(for_: str, silent: bool) -> None:
    assert (waiting("looked", for_, BACK) == []) is silent


def test_an_end_that_is_left_again_is_on_a_way() -> None:
    reopened = TWO_STAGES.replace(
        "ends: {shut: {title: Shut,",
        "ends: {shut: {title: Shut, may: {reopened: {by: a, then: one, cites: c}},",
    )
    assert waiting("looked", "filed", reopened) == []
    assert waiting("looked", "reopened", reopened) == []
    assert waiting("looked", "heard", reopened) == []


def test_what_stands_throughout_waits_for_anything_and_leads_from_every_stage() -> None:
    throughout = "throughout: {must: {logged: {by: a, cites: c}}, may: {gone: {by: a, then: shut, cites: c}}}\n"
    for for_ in ("filed", "end of two", "came", "gone"):
        assert waiting("logged", for_, TWO_STAGES + throughout) == []
    assert waiting("gone", "filed", TWO_STAGES + throughout) == [("cannot-happen", "gone")]
    stuck = TWO_STAGES.replace("may: {over: {by: a, then: shut, cites: c}}", "")
    assert told(stuck) == [("unreachable", "shut"), ("no-way-out", "two")]
    assert told(stuck + throughout) == []


def test_what_is_forbidden_happens_all_the_same() -> None:
    never = TWO_STAGES.replace("title: Two", "title: Two\n    never: {harmed: {by: a, cites: c}}")
    assert waiting("looked", "harmed", never) == []


def test_late_work_can_be_waited_for() -> None:
    """`looked` waits for what comes later, and can still be recorded late; then `heard` may follow."""
    text = TWO_STAGES.replace("looked: {by: a, ", "looked: {by: a, after: moved, then: shut, ")
    assert waiting("heard", "looked", text) == [("cannot-happen", "looked")]


def test_a_question_can_always_have_been_answered() -> None:
    asked = "facts: {urgent: {means: it, decided_by: a, cites: c}}\n"
    assert waiting("came", "urgent", TWO_STAGES + asked) == []


def test_one_mistake_is_told_once_whatever_follows_from_it() -> None:
    text = TWO_STAGES.replace("moved: {by: a, ", "moved: {by: a, after: looked, ")
    assert waiting("looked", "looked", text) == [("cannot-happen", "looked")]
    assert told(TWO_STAGES.replace("then: two", "then: one")) == [
        ("unreachable", "two"),
        ("no-way-out", "one"),
    ]


def test_three_steps_that_wait_for_one_another_are_told_together(tmp_path: Path) -> None:
    text = TWO_STAGES.replace(
        "must: {looked: {by: a, to: a, within: 5 weeks of start of one, cites: c}}",
        "must: {looked: {by: a, after: b, cites: c}, b: {by: a, after: d, cites: c}, "
        "d: {by: a, after: looked, cites: c}, after_all: {by: a, after: b, cites: c}}",
    )
    path = tmp_path / "small.yaml"
    path.write_text(HEADER + TOP + text, "utf-8")
    (found,) = files.check([path]).diagnostics
    assert found.message == '"looked" and "b", "d" wait for one another'
    assert len(found.related) == 2


def test_a_policy_in_which_nothing_begins_cannot_be_loaded_nor_its_stories_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(HEADER + TOP.replace(", then: one", "") + TWO_STAGES, "utf-8")
    (found,) = files.check([path]).diagnostics
    assert (found.code, found.severity) == ("nothing-begins", Severity.ERROR)
    with pytest.raises(DefinitionError, match="nothing under `begins` has a `then`"):
        files.load(path)
    stories = tmp_path / "small.scenarios.yaml"
    stories.write_text(
        "complaintflow: 1\npolicy: small\ncalendar: england-and-wales\npeople: {ann: {holds: a}}\n"
        "scenarios: {one: {proves: c, story: [{at: 2026-06-01, event: came, by: ann}]}}\n",
        "utf-8",
    )
    assert [d.code for d in files.read_scenarios(stories).problems] == ["nothing-begins"]


def test_a_base_is_not_asked_where_its_ways_lead(tmp_path: Path) -> None:
    path = tmp_path / "base.yaml"
    path.write_text(
        HEADER + "clauses: {c: {at: x, says: it}}\nroles: {a: {title: A}, b: {title: B}}\n"
        "relations: {kin: is family}\nfacts: {f: {means: f, decided_by: a, cites: c}}\n"
        "ends: {e: {title: E}}\n",
        "utf-8",
    )
    assert files.check([path]).diagnostics == ()


def test_a_time_counted_from_the_last_time_says_so(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    codes = []
    for of in ("looked", "first looked", "receipt of looked", "last looked", "came"):
        for key in ("within", "aim_within"):
            text = TWO_STAGES.replace("within: 5 weeks of start of one", f"{key}: 5 weeks of {of}")
            path.write_text(HEADER + TOP + text, "utf-8")
            codes.append([d.code for d in files.check([path]).diagnostics])
    assert codes == [["counted-from-itself"]] * 6 + [[]] * 4


def test_more_time_may_count_from_the_event_that_gives_it() -> None:
    """Said of a way to more time it is no circle: that event has happened when it is counted."""
    text = TWO_STAGES.replace(
        "within: 5 weeks of start of one",
        "within: 5 weeks of start of one, "
        "may_extend: {longer: {by: a, up_to: 2 weeks of longer, cites: c}}",
    )
    assert told(text) == []


@pytest.mark.parametrize(("for_", "silent"), [("came", True), ("heard", False), ("longer", False)])
def test_a_way_to_more_time_waits_as_a_step_does(for_: str, silent: bool) -> None:
    text = TWO_STAGES.replace(
        "within: 5 weeks of start of one",
        f"within: 5 weeks of start of one, may_extend: {{longer: {{by: a, after: {for_}, cites: c}}}}",
    )
    assert told(text) == ([] if silent else [("cannot-happen", "longer")])
