"""The language as JSON Schema, for editors: which keys stand where, and what each means.

It is read off the models, so that it can never know other keys than they. It is looser than
`check` on purpose: it sees one place at a time, and a schema that refused what `check` accepts
would be worse than none. Where a text without quotes looks like a number or like true, a
program that reads YAML makes one of it; so wherever any text may stand, those may stand too.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

from pydantic import AfterValidator, BeforeValidator

from complaintflow.diagnostics import nearest
from complaintflow.errors import InputError
from complaintflow.language import document, scenario, values
from complaintflow.language.calendar_file import CalendarFile
from complaintflow.language.document import Doc
from complaintflow.language.keys import SHAPES
from complaintflow.language.mutants import MutantFile
from complaintflow.language.records import RecordDoc
from complaintflow.language.tree import Scalar
from complaintflow.language.values import (
    OneOf,
    Written,
)

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LANGUAGE = 1
"""The version of the language that the schema describes."""


class FileKind(StrEnum):
    """The kinds of file that the language has."""

    POLICY = "policy"
    SCENARIOS = "scenarios"
    EVENTS = "events"
    MUTANTS = "mutants"
    CALENDAR = "calendar"


FILES: dict[FileKind, type[Doc]] = {
    FileKind.POLICY: document.Document,
    FileKind.SCENARIOS: scenario.ScenarioFile,
    FileKind.EVENTS: RecordDoc,
    FileKind.MUTANTS: MutantFile,
    FileKind.CALENDAR: CalendarFile,
}
"""What a whole file of each kind is."""

_TITLES = {
    FileKind.POLICY: "A complaint procedure",
    FileKind.SCENARIOS: "Scenarios of a complaint procedure",
    FileKind.EVENTS: "The events of a case",
    FileKind.MUTANTS: "Rule mutants that are named as equivalent",
    FileKind.CALENDAR: "Which days count for an organisation",
}


def schema(kind: str = FileKind.POLICY) -> Schema:
    """The JSON Schema (draft 2020-12) of a kind of file, fit for `json.dumps`.

    Args:
        kind: `policy`, `scenarios`, `events`, `mutants` or `calendar`.

    Raises:
        InputError: there is no such kind of file.

    >>> schema("events")["required"]
    ['events']
    """
    if kind not in list(FileKind):
        near = nearest(kind, list(FileKind))
        known = f"did you mean {str(near)!r}?" if near else f"there are {', '.join(FileKind)}"
        raise InputError(f"there is no kind of file {str(kind)!r}; {known}")
    chosen = FileKind(kind)
    model = FILES[chosen]
    return {
        "$schema": DIALECT,
        "$id": f"urn:complaintflow:language:{LANGUAGE}:{chosen}",
        "title": _TITLES[chosen],
        **mapping(model),
        "$defs": {
            SHAPES[each].name: mapping(each) for each in mentioned(model) if each is not model
        },
    }


def mapping(model: type[Doc]) -> Schema:
    """A mapping with the keys of a model."""
    shape = SHAPES[model]
    properties = {}
    for key, kind, needed in fields(model):
        said = shape.keys[key]
        text = f"{said.says}{' Needed.' if needed else ''}\nExample: {key}: {said.example}"
        properties[key] = {"description": text, **of(kind)}
    return {
        "description": shape.says,
        "type": "object",
        "properties": properties,
        "required": [key for key, _, needed in fields(model) if needed],
        "additionalProperties": False,
    }


def fields(model: type[Doc]) -> Iterator[tuple[str, Any, bool]]:
    """The keys of a model as they are written, the type of each, and whether it is needed."""
    for name, field in model.model_fields.items():
        kind: Any = field.annotation
        if field.metadata:
            kind = Annotated[(kind, *field.metadata)]
        yield field.alias or name, kind, field.is_required()


def of(kind: Any) -> Schema:
    """The schema of a type of the models."""
    base, marks = unwrapped(kind)
    inner = get_args(base)
    if base in (Scalar, date):
        return _text(marks)
    if isinstance(base, type) and issubclass(base, Doc):
        return {"$ref": f"#/$defs/{SHAPES[base].name}"}
    if get_origin(base) is list:
        return _list(of(inner[0]), marks)
    if get_origin(base) is dict:
        names = {k: v for k, v in of(inner[0]).items() if k.startswith("pattern")}
        return {"type": "object", "propertyNames": names, "additionalProperties": of(inner[1])}
    return any_of(*(of(each) for each in inner if each is not type(None)))


def unwrapped(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without what is noted beside it, and that."""
    if get_origin(kind) is Annotated:
        base, *marks = get_args(kind)
        return base, tuple(marks)
    return kind, ()


def any_of(*choices: Schema) -> Schema:
    """One of several; a choice among choices is one choice."""
    flat = [each for choice in choices for each in choice.get("anyOf", [choice])]
    return flat[0] if len(flat) == 1 else {"anyOf": flat}


def written(marks: tuple[Any, ...]) -> tuple[Written, tuple[str, ...]]:
    """How a text is written, and the words that it must be one of, if it must."""
    told = [mark for mark in marks if isinstance(mark, Written)][-1]
    checks = [mark.func for mark in marks if isinstance(mark, AfterValidator)]
    words = [check.choices for check in checks if isinstance(check, OneOf)]
    return told, words[-1] if words else told.choices


def _text(marks: tuple[Any, ...]) -> Schema:
    told, words = written(marks)
    if words:
        meant: list[int | bool] = [int(word) for word in words if word.isdecimal()]
        return {"enum": [*meant, *([True] if told.bare and "true" in words else []), *words]}
    types: Schema = {"type": ["string", "number", "boolean"] if told.bare else "string"}
    if told.pattern is None:
        return types
    # an editor that does not know the last of these shows the pattern instead
    return {**types, "pattern": told.pattern, "patternErrorMessage": told.mend}


def _list(item: Schema, marks: tuple[Any, ...]) -> Schema:
    checks = {mark.func for mark in marks if isinstance(mark, AfterValidator | BeforeValidator)}
    found: Schema = {"type": "array", "items": item}
    if checks & {values.not_empty, values.not_empty_list, scenario.told_at_all}:
        found["minItems"] = 1
    if checks & {values.not_empty, values.no_doubles} and item.get("type") in (None, "string"):
        # not where numbers may stand: clauses 3.1 and 3.10 are two texts and one number
        found["uniqueItems"] = True
    if checks & {values.two_or_more, values.two_or_more_alike}:
        return {**found, "minItems": 2}
    return any_of(item, found) if {values.listed, values.listed_mapping} & checks else found


def mentioned(model: type[Doc]) -> Iterator[type[Doc]]:
    """The models of a file in the order in which a reader comes upon them."""
    seen: list[type[Doc]] = [model]
    for each in seen:  # grows while it is walked
        yield each
        found = (m for _, kind, _ in fields(each) for m in models_in(kind))
        seen += dict.fromkeys(m for m in found if m not in seen)


def models_in(kind: Any) -> Iterator[type[Doc]]:
    """The models that a type speaks of."""
    base, _ = unwrapped(kind)
    if isinstance(base, type) and issubclass(base, Doc):
        yield base
    else:
        for each in get_args(base):
            yield from models_in(each)
