"""An office that a conflict empties, an exception that nobody grants, and readings that accept them."""

import json
from pathlib import Path

import pytest

from complaintflow import reports
from complaintflow.diagnostics import Diagnostic, Severity, Witness, render
from complaintflow.files import check, shipped
from complaintflow.language.holes import dead_exceptions, empty_offices
from tests.policies import HEADER, policy

# --- Fusion Care ----------------------------------------------------------------------------

POLICY = (shipped() / "fusion-care.yaml").read_text("utf-8")
WITH = "{title: The Manager, holders: one, stand_in: acting_manager, cites: FC-07}"
WITHOUT = "{title: The Manager, holders: one}"


def fusion(folder: Path, *changes: tuple[str, str]) -> tuple[Diagnostic, ...]:
    """What `check` finds in the shipped policy of Fusion Care with some of its text changed."""
    text = POLICY
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / "fusion-care.yaml"
    path.write_text(text, "utf-8")
    return check([path]).diagnostics


def test_fusion_care_without_its_stand_in_names_nobody_for_a_complaint_about_its_manager(
    tmp_path: Path,
) -> None:
    (found,) = fusion(tmp_path, (WITH, WITHOUT))
    line = next(n for n, text in enumerate(POLICY.splitlines(), 1) if text.startswith("  manager:"))
    assert (found.code, found.severity) == ("nobody-left", Severity.WARNING)
    assert (found.place.line, found.place.column, found.place.end_column) == (line, 3, 10)
    assert found.message == (
        'where the one "manager" is complained about in this case, nobody may do "investigation", '
        '"report_sent", "report_talked_through" or 2 more'
    )
    assert found.witness == Witness(("manager",), ("subject",), (), "first_formal", "investigation")
    assert found.help is not None
    assert found.help.startswith("add `stand_in: ROLE` to `manager`, or add a step with `appoints")
    rule, step = found.related
    assert Path(rule.place.file).name == "provider.yaml"
    assert rule.place.source.strip() == "subject_stands_aside:"
    assert rule.message == ("this keeps that person from it; its exception is for `informal` alone")
    assert step.place.source.strip().startswith("investigation:")
    assert step.message == "only `manager` may do it"
    assert "witness: {holds: manager, is: subject}, at investigation in first_formal" in render(
        found
    )


READINGS = "readings:                                 # in the order of the procedure"
LEFT_SO = (
    "{bears_on: manager, unclear: who acts when the manager is complained about, "
    "taken_as: Nobody under this policy., accepts: nobody-left}"
)
ACCEPTED = READINGS, f"readings:\n  about_the_manager: {LEFT_SO}"


def test_a_reading_that_accepts_it_by_name_silences_it(tmp_path: Path) -> None:
    assert fusion(tmp_path, (WITH, WITHOUT), ACCEPTED) == ()


@pytest.mark.parametrize("bears_on", ["subject_stands_aside", "[ofsted, subject_stands_aside]"])
def test_one_that_bears_on_the_rule_does_so_too(bears_on: str, tmp_path: Path) -> None:
    old, new = ACCEPTED
    reading = new.replace("bears_on: manager", f"bears_on: {bears_on}")
    assert fusion(tmp_path, (WITH, WITHOUT), (old, reading)) == ()


@pytest.mark.parametrize("bears_on", ["managing_director", "investigation", "subject"])
def test_one_that_bears_on_something_else_does_not(bears_on: str, tmp_path: Path) -> None:
    old, new = ACCEPTED
    reading = new.replace("bears_on: manager", f"bears_on: {bears_on}")
    found = fusion(tmp_path, (WITH, WITHOUT), (old, reading))
    assert [each.code for each in found] == ["nobody-left", "idle-acceptance"]
    assert found[1].help == "name `manager` under `bears_on`, or take it out of `accepts`"


def test_an_acceptance_goes_when_the_hole_goes(tmp_path: Path) -> None:
    (found,) = fusion(tmp_path, ACCEPTED)
    assert (found.code, found.severity) == ("idle-acceptance", Severity.WARNING)
    assert found.message == (
        '"about_the_manager" accepts "nobody-left", and there is none in what it bears on'
    )
    assert found.help == "take it out of `accepts`"


def test_the_shipped_policies_are_silent() -> None:
    assert check([shipped()]).diagnostics == ()


# --- a small policy -------------------------------------------------------------------------

SMALL = """\
relations: {tied: is tied, kin: is kin, near: {says: is near, between: two people}}
roles:
  a: {title: A}
  head: {title: Head, holders: one}
  chair: {title: Chair, holders: one}
  staff: {title: Staff}
facts:
  let: {means: it, decided_by: chair}
begins: {came: {by: a, then: one}}
stages:
  one:
    title: One
    must:
      looked: {by: head, counts_as: investigate}
      sent: {by: head, counts_as: decide, after: looked}
    may:
      moved: {by: a, then: two}
  two:
    title: Two
    must:
      again: {by: chair, counts_as: review}
    may:
      over: {by: a, then: shut}
ends: {shut: {title: Shut}}
conflicts:
  rule: {who: tied, may_not: [investigate, decide]}
"""
RULE = "  rule: {who: tied, may_not: [investigate, decide]}\n"
HEAD = "{title: Head, holders: one}"
STAFF = "  staff: {title: Staff}\n"
MOVED = "      moved: {by: a, then: two}\n"


def changed(*changes: tuple[str, str]) -> str:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def holes(*changes: tuple[str, str]) -> list[str]:
    """Of each hole the role, the tie, and the steps."""
    return [
        f"{hole.role}, {hole.tie}: {' '.join(hole.steps)}"
        for hole in empty_offices(policy(changed(*changes)))
    ]


def rule(text: str) -> tuple[str, str]:
    return RULE, f"  rule: {{{text}}}\n"


def test_the_one_holder_of_an_office_with_a_tie_leaves_nobody() -> None:
    assert holes() == ["head, tied: looked sent"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("who: tied, may_not: sent", ["head, tied: sent"]),
        ("who: tied, may_not: head", ["head, tied: looked sent"]),
        ("who: [tied, kin], may_not: sent", ["head, tied: sent", "head, kin: sent"]),
        ("who: tied, may_not: review", ["chair, tied: again"]),
        ("who: head, may_not: sent", ["head, head: sent"]),
        ("who: held head, may_not: sent", ["head, held head: sent"]),
        ("who: did looked, may_not: sent", ["head, did looked: sent"]),
        ("who: did sent, may_not: looked", []),  # it comes after
        ("who: investigated in one, may_not: decide", ["head, investigated in one: sent"]),
        ("who: decided in one, may_not: sent", []),
        ("who: near of tied, may_not: sent", ["head, near of tied: sent"]),
        ("who: near of chair, may_not: sent", ["head, near of chair: sent"]),
        ("who: near of head, may_not: sent", []),  # to oneself
        ("who: near of whoever did looked, may_not: sent", []),
        (
            "who: near of whoever did moved, may_not: again",
            ["chair, near of whoever did moved: again"],
        ),
        ("who: near of whoever did again, may_not: sent", []),  # it comes after
        ("who: acted in one, may_not: decide", ["head, acted in one: sent"]),
        ("who: acted in two, may_not: decide", []),
        ("different_people: [looked, sent]", ["head, did looked: sent"]),
        ("different_people: [looked, again]", []),
        ("different_people: [head, chair]", []),  # two unlucky things at once
        ("who: chair, may_not: [looked, sent]", []),
        ("who: tied, may_not: [support, moved, came]", []),
        ("who: staff, may_not: decide", []),
    ],
)
def test_a_rule_empties_an_office(text: str, found: list[str]) -> None:
    assert holes(rule(text)) == found


@pytest.mark.parametrize(
    "changes",
    [
        [(HEAD, "{title: Head, holders: one, stand_in: staff}")],
        [(HEAD, "{title: Head}")],
        [("by: head", "by: [head, chair]")],
        [("by: head", "by: [staff, head]")],
        [(MOVED, f"{MOVED}      named: {{by: chair, appoints: head}}\n")],
        [(MOVED, f"{MOVED}      named: {{by: head, appoints: head}}\n")],
        [(MOVED, f"{MOVED}      named: {{by: chair, appoints: head, from: staff}}\n")],
        [("begins: {", "begins: {named: {by: chair, appoints: head}, ")],
        [("ends:", "throughout: {may: {named: {by: chair, appoints: head}}}\nends:")],
        # whoever looks into it names somebody else for the letter
        [
            rule("different_people: [looked, sent]"),
            ("investigate}", "investigate, appoints: head}"),
        ],
        [rule("who: tied, may_not: [investigate, decide], except: {if: let}")],
        [rule("who: tied, may_not: [investigate, decide], except: {in: one, if: let}")],
        [
            rule("who: tied, may_not: [investigate, decide], except: {if: let}"),
            ("by: chair", "by: head"),
        ],
        [("must:\n      looked", "may:\n      looked"), ("    may:\n      moved", "      moved")],
        [("then: one", "then: two")],  # and the stage is not reached
    ],
)
def test_an_office_that_is_filled_anew_is_none(changes: list[tuple[str, str]]) -> None:
    assert holes(*changes) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        # the substitute is kept away by the same rule, or by another
        ([(HEAD, "{title: Head, holders: one, stand_in: staff}"), rule("who: [tied, staff], may_not: sent")], "sent"),
        ([(HEAD, "{title: Head, holders: one, stand_in: staff}"), rule("who: tied, may_not: sent}\n  other: {who: held staff, may_not: decide")], "sent"),
        # whoever is named comes too late, may not be, or could only be the same person
        ([("looked: {", "named: {by: chair, appoints: head, after: looked}\n      looked: {")], "looked sent"),
        ([("again: {", "named: {by: chair, appoints: head}\n      again: {")], "looked sent"),
        ([(MOVED, f"{MOVED}      named: {{by: chair, appoints: head, from: head}}\n")], "looked sent"),
        ([(MOVED, f"{MOVED}      named: {{by: chair, appoints: head, from: staff}}\n"), rule("who: tied, may_not: [investigate, decide]}\n  other: {who: staff, may_not: head")], "looked sent"),
        ([(MOVED, f"{MOVED}      named: {{by: head, appoints: head, counts_as: decide}}\n")], "looked sent"),
        # the exception is for elsewhere, or hangs on an answer that is the same person's
        ([rule("who: tied, may_not: [investigate, decide], except: {in: two, if: let}")], "looked sent"),
        ([rule("who: tied, may_not: [investigate, decide], except: {if: let}}\n  other: {who: tied, may_not: let"), ("decided_by: chair", "decided_by: head")], "looked sent"),
        ([rule("who: tied, may_not: [investigate, decide], except: {if: let}}\n  other: {who: chair, may_not: let")], "looked sent"),
    ],
)  # fmt: skip
def test_what_does_not_fill_it_leaves_the_hole(changes: list[tuple[str, str]], found: str) -> None:
    assert holes(*changes) == [f"head, tied: {found}"]


def test_the_one_substitute_of_an_office_that_is_always_kept_away_is_missed() -> None:
    vice = HEAD, "{title: Head, holders: one, stand_in: vice}\n  vice: {title: Vice, holders: one}"
    kept = rule("who: head, may_not: sent}\n  other: {who: tied, may_not: vice")
    assert holes(vice, kept) == ["vice, tied: sent"]


def test_an_exception_lets_through_what_is_open_everywhere_where_the_case_may_be() -> None:
    throughout = ("ends:", "throughout: {must: {told: {by: head, counts_as: decide}}}\nends:")
    in_two = rule("who: tied, may_not: decide, except: {in: two, if: let}")
    assert holes(in_two, throughout) == ["head, tied: sent"]
    in_one = (throughout[0], throughout[1].replace("decide}", "decide, after: again}"))
    assert holes(rule("who: tied, may_not: decide, except: {in: one, if: let}"), in_one) == [
        "head, tied: told"
    ]


def test_what_waits_for_an_answer_that_nobody_gives_is_not_owed() -> None:
    gate = ("sent: {", "sent: {if: let, ")
    told = rule("who: tied, may_not: [decide, let]")
    assert holes(gate, told) == ["head, tied: sent"]
    assert holes(gate, told, ("decided_by: chair", "decided_by: head")) == []
    asked = (
        "decided_by: chair",
        "decided_by: head, asked_if: other}\n  other: {means: it, decided_by: a",
    )
    assert holes(gate, told, asked) == ["head, tied: sent"]


def test_what_the_one_holder_decided_is_a_tie_too() -> None:
    decided = ("decided_by: chair}", "decided_by: head, counts_as: advise}")
    assert holes(rule("who: did let, may_not: sent"), decided) == ["head, did let: sent"]
    several = ("decided_by: chair}", "decided_by: [head, staff], counts_as: advise}")
    assert holes(rule("who: did let, may_not: sent"), several) == []
    told = rule("who: did let, may_not: sent")
    assert holes(told, ("decided_by: chair}", "decided_by: head}")) == []  # it may be told


def test_a_step_that_others_are_is_nobodys_where_they_all_are() -> None:
    met_by = (
        "again: {by: chair, counts_as: review}",
        "again: {by: chair, met_by: [this, that]}\n      this: {by: head, counts_as: decide}\n      that: {by: WHO}",
    )
    both = (met_by[0], met_by[1].replace("WHO", "head, counts_as: decide"))
    other = (met_by[0], met_by[1].replace("WHO", "chair"))
    told = rule("who: tied, may_not: decide")
    assert holes(told, both) == ["head, tied: sent this that"]
    assert holes(told, other) == ["head, tied: sent this"]


def test_one_hole_is_told_for_each_office_and_rule(tmp_path: Path) -> None:
    text = changed(
        rule("who: [kin, tied], may_not: [review, decide]}\n  other: {who: kin, may_not: decide")
    )
    (tmp_path / "small.yaml").write_text(HEADER + text, "utf-8")
    told = [d for d in check([tmp_path / "small.yaml"]).diagnostics if d.code == "nobody-left"]
    assert {(each.place.line, each.about, each.witness and each.witness.is_) for each in told} == {
        (7, ("head", "other"), ("kin",)),
        (7, ("head", "rule"), ("kin",)),
        (8, ("chair", "rule"), ("kin",)),
    }
    assert len(told) == 3


def test_a_relation_that_says_much_is_named(tmp_path: Path) -> None:
    text = changed(("tied: is tied", f"tied: is {'very ' * 20}tied"))
    (tmp_path / "small.yaml").write_text(HEADER + text, "utf-8")
    told = [
        d.message for d in check([tmp_path / "small.yaml"]).diagnostics if d.code == "nobody-left"
    ]
    assert told == ['where the one "head" is "tied", nobody may do "looked" or "sent"']


# --- exceptions -----------------------------------------------------------------------------

LEAVE = "who: {}, may_not: {}, except: {{if: let}}"


def dead(text: str, *changes: tuple[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    found = dead_exceptions(policy(changed(rule(text), *changes)))
    return [(each.rule, each.fact, each.kept_by) for each in found]


def other(text: str) -> tuple[str, str]:
    return "\nconflicts:\n", f"\nconflicts:\n  other: {{{text}}}\n"


@pytest.mark.parametrize(
    ("keeps", "leave", "changes"),
    [
        ("who: chair, may_not: let", LEAVE.format("tied", "decide"), []),
        ("who: held chair, may_not: let", LEAVE.format("tied", "decide"), []),
        ("who: chair, may_not: chair", LEAVE.format("tied", "decide"), [("chair}\nbegins", "chair, counts_as: advise}\nbegins")]),
        # whom the rule keeps away is always the one who answers
        ("who: tied, may_not: let", LEAVE.format("tied", "review"), []),
        ("who: head, may_not: let", LEAVE.format("head", "review"), []),
        ("who: did again, may_not: let", LEAVE.format("did again", "decide"), []),
        ("who: acted in two, may_not: let", LEAVE.format("acted in two", "decide"), [("over: {by: a", "over: {by: chair")]),
    ],
)  # fmt: skip
def test_an_exception_that_nobody_grants(
    keeps: str, leave: str, changes: list[tuple[str, str]]
) -> None:
    assert dead(leave, other(keeps), *changes) == [("rule", "let", ("other",))]


@pytest.mark.parametrize(
    ("keeps", "leave", "changes"),
    [
        ("who: tied, may_not: let", LEAVE.format("tied", "decide"), []),  # the head is let by the chair
        ("who: staff, may_not: let", LEAVE.format("tied", "decide"), []),
        ("who: did looked, may_not: let", LEAVE.format("did looked", "decide"), []),
        ("who: chair, may_not: let", LEAVE.format("tied", "decide"), [("decided_by: chair", "decided_by: [chair, staff]")]),
        ("who: chair, may_not: let", LEAVE.format("tied", "decide"), [("Chair, holders: one", "Chair, holders: one, stand_in: staff")]),
        ("who: tied, may_not: let", LEAVE.format("tied", "review"), [("Chair, holders: one", "Chair, holders: one, stand_in: staff")]),
        ("who: tied, may_not: let", LEAVE.format("tied", "review"), [(MOVED, f"{MOVED}      named: {{by: head, appoints: chair}}\n")]),
        ("who: tied, may_not: let", LEAVE.format("tied", "[head, review]"), [(MOVED, f"{MOVED}      named: {{by: head, appoints: chair}}\n")]),
        # the chair before lets the one who comes after
        ("who: tied, may_not: let", LEAVE.format("tied", "review"), [(MOVED, f"{MOVED}      named: {{by: head, if: let, appoints: chair}}\n")]),
        ("who: tied, may_not: support", LEAVE.format("tied", "review"), []),  # the application tells it
        ("who: chair, may_not: let", LEAVE.format("tied", "support"), []),  # it keeps nobody from anything
    ],
)  # fmt: skip
def test_one_that_somebody_grants(keeps: str, leave: str, changes: list[tuple[str, str]]) -> None:
    assert dead(leave, other(keeps), *changes) == []


def test_where_a_hole_tells_of_an_exception_it_is_not_told_again(tmp_path: Path) -> None:
    text = changed(rule(LEAVE.format("tied", "review")), other("who: tied, may_not: let"))
    (tmp_path / "small.yaml").write_text(HEADER + text, "utf-8")
    found = [d for d in check([tmp_path / "small.yaml"]).diagnostics if d.code.startswith("nobody")]
    assert [each.code for each in found] == ["nobody-left"]
    assert [each.message for each in found[0].related] == [
        "this keeps that person from it",
        "only `chair` may do it",
        "only `chair` may grant the exception",
    ]


# --- for programs ---------------------------------------------------------------------------


def test_the_witness_is_there_for_programs(tmp_path: Path) -> None:
    (found,) = fusion(tmp_path, (WITH, WITHOUT))
    as_json = json.loads(json.dumps(reports.as_json([found], 1)))
    assert as_json["diagnostics"][0]["witness"] == {
        "holds": ["manager"],
        "is": ["subject"],
        "did": [],
        "stage": "first_formal",
        "event": "investigation",
    }
    line = "witness: {holds: manager, is: subject}, at investigation in first_formal"
    assert reports.github(found).endswith(f"%0A{line}")
    assert reports.sarif([found])["runs"][0]["results"][0]["message"]["text"].endswith(line)


def test_a_witness_says_what_was_done_and_leaves_out_what_was_not() -> None:
    assert str(Witness(("head", "chair"), (), ("looked",), None, "let")) == (
        "{holds: [head, chair]} who did looked, at let"
    )
