"""Every code is explained, and every explanation tells the truth."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from complaintflow import codes, rulings
from complaintflow.__main__ import main
from complaintflow.codes import About, Explanation, words
from complaintflow.deadlines import Status
from complaintflow.errors import InputError
from complaintflow.language import stories
from complaintflow.procedure import Duty, Fact, Place, PlaceKind, Role, Step
from tests.docs.code_examples import admitted, diagnostics, marked, text_of
from tests.docs.pages import ROOT, Page
from tests.language.test_golden import CODES, FOREIGN

ALL = [codes.explanation(code) for code in codes.codes()]
MISTAKES = [each for each in ALL if each.about is About.MISTAKE]
REASONS = [each for each in ALL if each.about is About.REASON]

each_of_all = pytest.mark.parametrize("told", ALL, ids=lambda told: told.code)
each_mistake = pytest.mark.parametrize("told", MISTAKES, ids=lambda told: told.code)
each_reason = pytest.mark.parametrize("told", REASONS, ids=lambda told: told.code)


# -- that all are there --------------------------------------------------------------------

SOURCES = [ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.glob("src/**/*.py"))]
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def makers(trees: list[ast.Module]) -> dict[str, int]:
    """What takes a `code`: the name of a class or a function, and which argument it is."""
    found: dict[str, int] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                position = _of_class(node)
            elif isinstance(node, ast.FunctionDef) and node.name != "__init__":
                position = _of_function(node)
            else:
                continue
            if position is not None:
                found[node.name] = position
    return found


def _of_class(node: ast.ClassDef) -> int | None:
    fields = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
    if fields and isinstance(fields[0], ast.Name) and fields[0].id == "code":
        return 0
    made = [each for each in node.body if isinstance(each, ast.FunctionDef)]
    return next((_of_function(each) for each in made if each.name == "__init__"), None)


def _of_function(node: ast.FunctionDef) -> int | None:
    for position, arg in enumerate(arg for arg in node.args.args if arg.arg != "self"):
        match arg:
            case ast.arg(arg="code", annotation=ast.Name(id="str")):
                return position
            case _:
                pass
    return None


def constants(trees: list[ast.Module]) -> dict[str, set[str]]:
    """Every name that a text is given to somewhere, with the texts."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found.setdefault(node.targets[0].id, set()).update(_texts(node.value))
    return found


def _texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_texts(body), *_texts(orelse))
        case _:
            pass


def produced() -> set[str]:
    """Every code that the source gives to something that takes one."""
    public = {name: n for name, n in makers(SOURCES).items() if not name.startswith("_")}
    assert {"Diagnostic", "Misread", "wrong"} <= set(public)
    anywhere = constants(SOURCES)
    found: set[str] = set()
    for tree in SOURCES:
        known = public | makers([tree])  # a private name is that of its own module
        named = anywhere | {name: texts for name, texts in constants([tree]).items() if texts}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in known:
                given = [k.value for k in node.keywords if k.arg == "code"]
                given += node.args[known[name] : known[name] + 1]
                found |= {text for each in given for text in _said(each, named)}
    return found


def _said(node: ast.expr, named: dict[str, set[str]]) -> set[str]:
    """The codes that an argument can be; one that is passed on was given somewhere else."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            texts = named.get(name, set())
            assert texts or name == "code", f"where does {ast.unparse(node)} come from?"
            return texts
        case _:
            texts = set(_texts(node))
            assert texts, ast.unparse(node)
            return texts


def test_every_code_of_a_diagnostic_is_explained_and_no_other_one() -> None:
    assert {each.code for each in MISTAKES} == produced()


def test_the_codes_of_the_golden_files_are_among_them() -> None:
    assert {each.code for each in MISTAKES} >= CODES


def test_every_code_of_a_reason_is_explained_and_no_other_one() -> None:
    assert {each.code for each in REASONS} == {kind.code for kind in get_args(rulings.Reason)}


# -- that their examples do what they say --------------------------------------------------


@each_mistake
def test_the_wrong_example_gets_that_code_where_it_is_marked(told: Explanation) -> None:
    [found] = diagnostics(told.wrong)
    assert found.code == told.code
    place = found.place
    if told.wrong.words == ("sh",):
        assert place.line is None
        return
    mark = marked(text_of(told.wrong))
    assert mark is not None
    assert (place.line, place.column) == mark[:2]
    if place.end_line == place.line:
        assert place.end_column == mark[2]


@each_mistake
def test_the_right_example_gets_none(told: Explanation) -> None:
    assert diagnostics(told.right) == ()


@each_reason
def test_the_last_event_of_the_wrong_example_is_refused_for_that_reason_alone(
    told: Explanation,
) -> None:
    outcome = admitted(told, told.wrong)
    last = outcome.refused[-1]
    assert [reason.code for reason in last.ruling.reasons] == [told.code]
    assert last.index == told.wrong.text.count("- {at:") - 1
    assert len(outcome.refused) == (2 if told.code == "not-recorded" else 1)


@each_reason
def test_the_right_example_passes(told: Explanation) -> None:
    assert admitted(told, told.right).refused == ()


@each_of_all
def test_an_explanation_is_written_for_its_readers(told: Explanation) -> None:
    assert CODE.fullmatch(told.code)
    assert re.fullmatch(r"[A-Z].{10,98}\.", told.short)
    assert told.why
    assert told.mend
    assert not FOREIGN.search(" ".join((told.short, *told.why, *told.mend)))


def test_the_small_policy_is_the_one_of_the_language_page() -> None:
    page = Page(ROOT / "docs" / "language.md")
    assert codes.small_policy() == page.to_run("yaml")[0].text


def test_a_code_that_is_not_there_is_an_error_that_says_which_was_meant() -> None:
    with pytest.raises(InputError, match="no code 'bare-day'; did you mean 'bare-days'"):
        codes.explanation("bare-day")
    with pytest.raises(InputError, match="no code 'x'; complaintflow explain lists them all"):
        codes.explanation("x")


def test_no_file_stands_among_the_explanations_by_mistake() -> None:
    names = {path.name for path in Path(codes.__file__).parent.iterdir() if path.is_file()}
    assert names == {f"{code}.md" for code in codes.codes()} | {
        "__init__.py",
        "library.yaml",
        "words.py",
    }


# -- the command ---------------------------------------------------------------------------

Printed = pytest.CaptureFixture[str]


def test_explain_lists_every_code_with_a_line(capsys: Printed) -> None:
    assert main(["explain"]) == 0
    shown = capsys.readouterr().out
    assert re.findall(r"^  (\S+)   ", shown, re.MULTILINE) == [
        each.code for each in (*MISTAKES, *REASONS)
    ]


@each_of_all
def test_explain_shows_all_that_is_told_of_a_code(told: Explanation, capsys: Printed) -> None:
    assert main(["explain", told.code]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{told.code}, {told.about}\n\n")
    plain = " ".join(shown.split())
    for text in (told.short, *told.why, *told.mend):
        assert text in plain
    for example in (told.wrong, told.right):
        assert "".join(f"  {line}\n" for line in example.text.splitlines()) in shown
    prose = [line for line in shown.splitlines() if not line.startswith("  ")]
    assert max(map(len, prose)) <= 88


def test_explain_prints_the_policy_that_its_examples_change(capsys: Printed) -> None:
    assert main(["explain", "--policy"]) == 0
    assert capsys.readouterr().out == codes.small_policy()


def test_explain_of_an_unknown_code_is_wrong_usage(capsys: Printed) -> None:
    assert main(["explain", "bare_days"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "there is no code 'bare_days'; did you mean 'bare-days'?" in printed.err
    assert main(["explain", "bare-days", "--policy"]) == 2
    assert "ask one at a time" in capsys.readouterr().err


# -- what else stands on the screen --------------------------------------------------------


def test_every_reason_that_a_scenario_can_name_is_explained() -> None:
    rules = (
        Step("s", "begins", Duty.MAY),
        Step("x", "begins", Duty.MAY, extends="s"),
        Place("p", PlaceKind.STAGE, "P"),
        Fact("f", "it", ("r",)),
        Role("r", "R"),
    )
    assert {key for rule in rules for key in stories.keys_of(rule)} == set(words.REASONS)
    for key, of in words.REASONS.items():
        told = codes.answer(f"answer_sent.{key}")
        assert told.codes == of == codes.answer(key).codes
        assert all(codes.explanation(code).about is About.REASON for code in of)


def test_what_only_an_audit_gives_is_explained() -> None:
    told = codes.answer("answer_sent.received")
    assert told.codes == ("too-early",)
    assert told.says == ("The name of a reason that only an audit gives.",)


def test_every_status_is_a_word_that_is_explained() -> None:
    assert set(Status) <= set(words.WORDS)


def test_a_word_may_be_written_otherwise() -> None:
    met_late = codes.answer("met late").says
    assert met_late == (words.WORDS["met late"],)
    assert codes.answer("met_late").says == codes.answer("Met-Late").says == met_late
    assert codes.answer("readings").says == (words.WORDS["reading"],)


def test_what_is_owed_of_a_step_is_explained() -> None:
    assert codes.answer("answer_sent.must_include").says[0].startswith("Owed: under `must_include`")


def test_the_name_of_a_rule_is_pointed_to_what_explains_it() -> None:
    with pytest.raises(InputError, match="explained by `barred`"):
        codes.answer("not_ones_own_judge")
    with pytest.raises(InputError, match="did you mean 'overdue'"):
        codes.answer("overdu")


def test_words_are_written_for_their_readers() -> None:
    for word, says in words.WORDS.items():
        assert says[0].isupper(), word
        assert says.endswith("."), word
        assert not FOREIGN.search(says), word


def test_explain_shows_the_pages_of_a_reason(capsys: Printed) -> None:
    assert main(["explain", "answer_sent.if"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("answer_sent.if\n\nThe name of a reason of refusal: `if` of ")
    assert "\ncondition, a reason of refusal\n" in shown
    assert "\nunanswered, a reason of refusal\n" in shown
    assert main(["explain", "overdue"]) == 0
    assert capsys.readouterr().out.startswith("overdue\n\nThe time is up")
