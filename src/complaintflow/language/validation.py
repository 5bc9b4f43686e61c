"""A tree held against a document model: every mistake in its shape, each under its place."""

from collections.abc import Iterable
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from complaintflow.diagnostics import Diagnostic, Place, nearest, quoted
from complaintflow.language.document import Doc
from complaintflow.language.reader import Entries, Items, Node, Scalar

_M = TypeVar("_M", bound=Doc)


def validate(tree: Entries, model: type[_M]) -> tuple[_M | None, list[Diagnostic]]:
    """The tree as a model, or every mistake in its shape, each under its place."""
    try:
        return model.model_validate(tree), []
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False)
        found = [_diagnostic(tree, model, error) for error in errors]
        return None, [diagnostic for diagnostic in found if diagnostic is not None]


_WANTED = {
    "is_instance_of": ("text", "write it on the same line, in quotes if it has a comma or colon"),
    "dict_type": ("a mapping", "write `key: value` lines below it, indented"),
    "model_type": ("a mapping", "write `key: value` lines below it, indented"),
    "list_type": ("a list or a single name", "write one name, or several as [first, second]"),
}


def _diagnostic(tree: Entries, model: type[Doc], error: ErrorDetails) -> Diagnostic | None:
    keys, node, place = _walk(tree, error["loc"])
    where = f"`{keys[-1]}`" if keys else "the document"
    match error["type"]:
        case "extra_forbidden":
            return _unknown_key(model, keys, place)
        case "missing":
            wanted = error["loc"][-1]
            return Diagnostic(
                "wrong-shape", f"{where} has no `{wanted}`", place, help=f"add `{wanted}: ...`"
            )
        case "wrong-shape":
            said = error["ctx"]
            return Diagnostic("wrong-shape", said["said"], place, help=said["help"])
        case kind:
            if isinstance(node, Scalar) and not node:
                return None  # nothing is written there, and the reader has said so
            want, help_ = _WANTED[kind]
            have = {Scalar: "text", Items: "a list", Entries: "a mapping"}[type(node)]
            message = f"{where} must be {want}, not {have}"
            return Diagnostic("wrong-shape", message, place, help=help_)


def _walk(tree: Entries, loc: Iterable[int | str]) -> tuple[list[str], Node, Place]:
    """Follow pydantic's path as far as the tree goes; tags of unions are no part of it."""
    node: Node = tree
    place = tree.place
    parent = tree
    keys: list[str] = []
    for piece in loc:
        if isinstance(node, Entries) and piece in node:
            key = node.key(str(piece))
            keys.append(str(key))
            parent, node = node, node[key]
            place = key.place if isinstance(node, Entries) else node.place
        elif isinstance(node, Items) and isinstance(piece, int) and piece < len(node):
            node = node[piece]
            place = node.place
        elif piece == "[key]":
            place = parent.key(keys[-1]).place
    return keys, node, place


def _unknown_key(model: type[Doc], keys: list[str], place: Place) -> Diagnostic:
    owner = _model_at(model, keys[:-1])
    known = [field.alias or name for name, field in owner.model_fields.items()]
    key = keys[-1]
    if key in owner.later:
        message = f"`{key}` is in the language, but this version does not read it yet"
        return Diagnostic("unknown-key", message, place, help="leave it out for now")
    near = nearest(key, known)
    within = f"of `{keys[-2]}`" if len(keys) > 1 else "of a document"
    return Diagnostic(
        "unknown-key",
        f"{quoted(key)} is no key {within}",
        place,
        help=f"did you mean `{near}`?" if near else "the keys here are " + ", ".join(known),
    )


def _model_at(model: type[Doc], keys: list[str]) -> type[Doc]:
    """The model of the mapping that stands at the end of a path of keys."""
    named = False  # inside a mapping from names that the document chose
    for key in keys:
        if named:
            named = False
            continue
        field = next(f for n, f in model.model_fields.items() if (f.alias or n) == key)
        found = _doc_in(field.annotation)
        assert found is not None  # only a mapping with a model can have a key too many
        model, named = found
    return model


def _doc_in(annotation: Any, *, named: bool = False) -> tuple[type[Doc], bool] | None:
    """The model in a type, and whether it is the value of a mapping from names."""
    if isinstance(annotation, type) and issubclass(annotation, Doc):
        return annotation, named
    named = named or get_origin(annotation) is dict
    for inner in get_args(annotation):
        found = _doc_in(inner, named=named)
        if found is not None:
            return found
    return None
