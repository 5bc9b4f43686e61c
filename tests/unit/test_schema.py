"""The JSON Schema of the language: what it accepts, what it refuses, what it says."""

import json
import pkgutil
import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import complaintflow as cf
from complaintflow import language
from complaintflow.__main__ import main
from complaintflow.errors import InputError
from complaintflow.files import check
from complaintflow.language.document import ActDoc, Doc
from complaintflow.language.keys import SHAPES
from complaintflow.language.reader import read
from complaintflow.language.schema import FileKind, fields, schema
from complaintflow.language.validation import validate
from tests.docs.pages import ROOT, pages_that_run
from tests.policies import whole_policy
from tests.properties.written_policies import written

BAD, GOOD = ROOT / "tests" / "language" / "bad", ROOT / "tests" / "language" / "good"

KEYS = [(model, key) for model, shape in SHAPES.items() for key in shape.keys]


class CoreLoader(yaml.SafeLoader):
    """YAML as an editor reads it: version 1.2, in which a date is text and `yes` is a word."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for tag, spelling, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{spelling})$"), list(first)
    )


def loaded(text: str) -> Any:
    """A document as the validator of an editor sees it, where every key is text."""

    def with_text_keys(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): with_text_keys(each) for key, each in value.items()}
        return [with_text_keys(each) for each in value] if isinstance(value, list) else value

    return with_text_keys(yaml.load(text, CoreLoader))


@cache
def validator(kind: FileKind) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(kind))


def complaints(text: str, kind: FileKind = FileKind.POLICY) -> list[str]:
    """Where the schema refuses a text, as paths from its top."""
    return ["/".join(map(str, e.absolute_path)) for e in validator(kind).iter_errors(loaded(text))]


def kind_of(path: Path) -> FileKind:
    if path.name.endswith(".calendar.yaml") or path.parent.name == "calendars":
        return FileKind.CALENDAR
    if path.name.endswith(".mutants.yaml"):
        return FileKind.MUTANTS
    if path.name.endswith(".scenarios.yaml") or path.parent.name == "scenarios":
        return FileKind.SCENARIOS
    return FileKind.EVENTS if path.parent.name in ("events", "examples") else FileKind.POLICY


def right_files() -> list[Path]:
    return [
        path
        for folder in (ROOT / "procedures", ROOT / "examples", GOOD)
        for path in sorted(folder.rglob("*.yaml"))
    ]


# -- the descriptions ----------------------------------------------------------------------


def test_every_key_of_every_model_is_described_and_no_other_one_is() -> None:
    for model, shape in SHAPES.items():
        assert set(shape.keys) == {key for key, _, _ in fields(model)}, shape.name


def test_every_model_of_the_language_is_described() -> None:
    for module in pkgutil.iter_modules(language.__path__, "complaintflow.language."):
        import_module(module.name)
    models = {Doc}
    while more := {heir for model in models for heir in model.__subclasses__()} - models:
        models |= more
    assert models - {Doc, ActDoc} == set(SHAPES)  # an act is a step, or a way to more time


def test_every_model_of_the_language_has_a_name_of_its_own() -> None:
    names = [shape.name for shape in SHAPES.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("model", "key"), KEYS, ids=[f"{SHAPES[model].name}.{key}" for model, key in KEYS]
)
def test_the_description_of_a_key_is_a_sentence_with_an_example_that_reads(
    model: Any, key: str
) -> None:
    said = SHAPES[model].keys[key]
    assert re.fullmatch(r"[A-Z`](.|\n)*\.", said.says)
    tree, problems = read(f"{key}: {said.example}\n", "example")
    assert problems == []
    assert tree is not None
    _, found = validate(tree, model)
    assert [each for each in found if "has no `" not in each.message] == []


# -- what it accepts -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", FileKind)
def test_it_is_a_schema_of_its_draft(kind: FileKind) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("path", right_files(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_is_right_is_accepted(path: Path) -> None:
    assert complaints(path.read_text("utf-8"), kind_of(path)) == []


def test_the_whole_policies_of_the_pages_are_accepted() -> None:
    whole = [
        block.text
        for page in pages_that_run()
        for block in page.to_run("yaml")
        if re.match(r"(\s|#.*)*complaintflow: 1\b", block.text)
    ]
    policies = [text for text in whole if isinstance(loaded(text).get("policy"), dict)]
    assert policies
    assert [complaints(text) for text in policies] == [[]] * len(policies)


def test_a_date_a_number_and_true_are_text_where_any_text_may_stand() -> None:
    """Clauses 3.1 and 3.10 are two, though other programs read one number twice."""
    text = (GOOD / "small.yaml").read_text("utf-8")
    text = text.replace("S-1", "3.1").replace("S-2", "3.10").replace('version: "1"', "version: 1")
    text = text.replace("cites: 3.1}", "cites: [3.1, 3.10]}")
    text = text.replace("decided_by: director,", "decided_by: director, answers: [true, maybe],")
    assert "answers" in text
    assert complaints(text) == []


@pytest.mark.parametrize("seed", range(60))
def test_a_policy_that_loads_is_accepted(seed: int) -> None:
    """The schema is never stricter than `check`."""
    text = written(seed)
    whole_policy(text)
    assert complaints(text) == []


# -- what it refuses -----------------------------------------------------------------------

LEFT_TO_CHECK = re.compile(
    "unknown-key-cites|wrong-shape-date-none-such|wrong-shape-band-(order|equal)"
    "|wrong-shape-receipt-(nobody|by-nobody|other-role|several)"
    "|wrong-shape-(missed|may-extend|period-missed)-no-deadline|wrong-shape-(moment|date-set)-"
    "|wrong-shape-(who-between-alone|who-of-not-between|may-be-between|must-be-between)"
    "|wrong-shape-for-each-(between|others-too)|wrong-shape-(met-by|stand-in-itself)|wrong-shape-anchor-twice|wrong-shape-period-unit|wrong-shape-own-days-(misspelt|not-told)"
    "|wrong-shape-(appointed-by|no-members|members-(and-holders|other-way|same))"
)
"""What only `check` sees: names, also of units, dates that do not exist, which of two numbers is
greater."""


@pytest.mark.parametrize(
    "path",
    [
        path
        for pattern in ("unknown-key*.yaml", "wrong-shape*.yaml", "bare-days*.yaml")
        for path in sorted(BAD.glob(pattern))
        if not LEFT_TO_CHECK.match(path.name)
    ],
    ids=lambda path: path.stem,
)
def test_an_unknown_key_or_a_wrong_shape_is_refused(path: Path) -> None:
    assert complaints(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "path",
    [
        path
        for folder in ("events", "scenarios")
        for path in sorted((BAD / folder).glob("unknown-key*.yaml"))
    ],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_an_unknown_key_of_a_record_or_a_story_is_refused(path: Path) -> None:
    assert complaints(path.read_text("utf-8"), kind_of(path))


def test_the_place_of_a_mistake_is_told() -> None:
    text = (GOOD / "small.yaml").read_text("utf-8")
    text = text.replace("counts_as: decide", "counts_as: decision")
    assert complaints(text) == ["stages/first_stage/must/report_sent/counts_as"]


def test_days_of_no_kind_are_refused() -> None:
    text = (GOOD / "small.yaml").read_text("utf-8").replace("20 working days", "20 days")
    assert complaints(text) == ["stages/first_stage/must/report_sent/within"]


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("by: manager,", "by: manger,", "unknown-name"),
        (", cites: S-3}", "}", "no-clause"),
        ("after: investigation", "after: investigations", "unknown-name"),
        ("in_force_from: 2026-01-01", "in_force_from: 2026-02-30", "wrong-shape"),
        ("then: closed, cites: S-2", "then: closed, cites: {until: S-2}", "unknown-key"),
    ],
)
def test_what_the_schema_leaves_to_check(right: str, wrong: str, code: str, tmp_path: Path) -> None:
    """Names and clauses have their meaning elsewhere in the file; a pattern knows no calendar."""
    text = (GOOD / "small.yaml").read_text("utf-8")
    assert right in text
    path = tmp_path / "small.yaml"
    path.write_text(text.replace(right, wrong), "utf-8")
    assert complaints(path.read_text("utf-8")) == []
    assert code in {each.code for each in check([path]).diagnostics}


# -- the function and the command ----------------------------------------------------------


def test_another_kind_of_file_is_an_error_that_says_which_was_meant() -> None:
    with pytest.raises(InputError, match="no kind of file 'scenario'; did you mean 'scenarios'"):
        cf.schema("scenario")
    with pytest.raises(InputError, match="there are policy, scenarios, events, mutants, calendar"):
        cf.schema("letters")


def test_the_command_prints_what_the_library_gives(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == cf.schema()
    assert main(["schema", "--for", "letters"]) == 2
    assert "'letters' is not one of" in capsys.readouterr().err


def test_what_is_printed_is_the_same_in_every_process() -> None:
    def printed(seed: str) -> str:
        command = [sys.executable, "-m", "complaintflow", "schema", "--for", "scenarios"]
        env = {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout

    first, second = printed("1"), printed("2")
    assert first == second
    assert json.loads(first) == cf.schema("scenarios")
    assert json.loads(first)["$id"] == "urn:complaintflow:language:1:scenarios"
