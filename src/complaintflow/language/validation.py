"""A tree held against a document model: every mistake in its shape, each under its place."""

import copy
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import Tag, ValidationError
from pydantic_core import ErrorDetails

from complaintflow.diagnostics import Diagnostic, Place, nearest, quoted
from complaintflow.language import later
from complaintflow.language.document import Doc
from complaintflow.language.tree import EMPTY, Entries, Items, Node, Scalar
from complaintflow.language.values import NAME

_M = TypeVar("_M", bound=Doc)


def validate(tree: Entries, model: type[_M]) -> tuple[_M | None, list[Diagnostic]]:
    """The tree as a model, or every mistake in its shape, each under its place."""
    try:
        return model.model_validate(tree), []
    except ValidationError as wrong:
        spots = _spots(tree, model, wrong)
        found = [_diagnostic(spot) for spot in spots if not _is_told(spot)]
        return None, found


def mended(tree: Entries, model: type[_M]) -> tuple[_M | None, frozenset[str]]:
    """A guess at the model, to look for more mistakes in: what is wrong in its shape left out.

    A key that is misspelt is taken for the one that was probably meant.

    Returns:
        The model, None where nothing can be made of the tree, and every word that was left
        out: what is said elsewhere of one of them may be no mistake.
    """
    lost: set[str] = set()
    tree = _twin(tree)
    while True:
        try:
            return model.model_validate(tree), frozenset(lost)
        except ValidationError as wrong:
            for spot in _spots(tree, model, wrong):
                if not _mend(spot, lost):
                    return None, frozenset(lost)


def without_echoes(found: Iterable[Diagnostic], lost: frozenset[str]) -> list[Diagnostic]:
    """Leave out what may only follow from words that a mended document lacks."""
    return [
        each
        for each in found
        if not any(quoted(word) in each.message for word in lost)
        and not (each.code == "unknown-calendar" and "counting" in lost)
    ]


# --- where pydantic's mistakes stand ------------------------------------------------------


@dataclass(slots=True)
class _Spot:
    """One mistake of shape: where it stands, in what, and which keys are told there."""

    error: ErrorDetails
    keys: tuple[str, ...]
    nodes: tuple[Node, ...]
    place: Place
    owner: type[Doc]
    wanted: Any = None
    near: str | None = None
    sure: bool = True
    in_list: bool = False
    beside: bool = False

    @property
    def node(self) -> Node:
        return self.nodes[-1]

    @property
    def kind(self) -> str:
        return self.error["type"]

    @property
    def where(self) -> str:
        """The thing that is wrong, in the reader's words."""
        if not self.keys:
            return "the file"
        return f"an entry of `{self.keys[-1]}`" if self.in_list else f"`{self.keys[-1]}`"


def _spots(tree: Entries, model: type[Doc], wrong: ValidationError) -> list[_Spot]:
    """Every mistake with its place; a key that is misspelt is matched with one that is missing."""
    errors = wrong.errors(include_url=False, include_input=False)
    spots = [_spot(tree, model, error) for error in errors]
    for spot in spots:
        if spot.kind == "extra_forbidden":
            _guess_the_key(spot, [s for s in spots if s.kind == "missing" and not s.beside])
    return spots


def _guess_the_key(spot: _Spot, missing: Sequence[_Spot]) -> None:
    """Which key was probably meant by one that is not known; one that is missing goes first."""
    among, key = spot.nodes[-2], spot.keys[-1]
    assert isinstance(among, Entries)  # only a mapping has a key too many
    lacks = {str(s.error["loc"][-1]): s for s in missing if s.node is among}
    instead = re.findall(r"`([a-z_]+):", spot.owner.elsewhere.get(key, ""))
    if instead:  # the help says which to write
        for each in instead:
            if each in lacks:
                lacks[each].beside = True
        return
    known = _keys_of(spot.owner)
    if len(key) < SURE:
        known = [each for each in known if each not in among]
    spot.near = nearest(key, lacks) or nearest(key, (*known, *sorted(spot.owner.later)))
    strange = [each for each in among if each not in _keys_of(spot.owner)]
    if spot.near is None and len(lacks) == len(strange) == 1:
        (spot.near,) = lacks
    if spot.near in lacks:
        lacks[spot.near].beside = True
    elif len(key) < SURE:
        spot.sure = False


def _spot(tree: Entries, model: type[Doc], error: ErrorDetails) -> _Spot:
    """Follow pydantic's path through the tree and through the models; tags are no part of it."""
    nodes: list[Node] = [tree]
    keys: list[str] = []
    place = next(iter(tree)).place if tree else tree.place
    kind: Any = model
    owner = model
    in_list = False
    for piece in error["loc"]:
        node = nodes[-1]
        owner = _model_in(kind) or owner
        kind, is_tag = _behind(kind, piece)
        if is_tag:
            continue
        if isinstance(node, Entries) and piece in node:
            key = node.key(str(piece))
            keys.append(str(key))
            nodes.append(node[key])
            unknown = error["type"] == "extra_forbidden" or isinstance(node[key], Entries)
            place, in_list = key.place if unknown else node[key].place, False
        elif isinstance(node, Items) and isinstance(piece, int):
            nodes.append(node[piece])
            place, in_list = node[piece].place, True
        elif piece == "[key]":
            above = nodes[-2]
            assert isinstance(above, Entries)  # it has that key
            place = above.key(keys[-1]).place
    return _Spot(error, tuple(keys), tuple(nodes), place, owner, kind, in_list=in_list)


def _behind(kind: Any, piece: int | str) -> tuple[Any, bool]:
    """What type stands behind one piece of pydantic's path, and whether the piece is a tag."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        if any(isinstance(each, Tag) and each.tag == piece for each in inner[1:]):
            return inner[0], True
        return _behind(inner[0], piece)
    if isinstance(kind, type) and issubclass(kind, Doc):
        fields = kind.model_fields.items()
        return next((f.annotation for n, f in fields if (f.alias or n) == piece), None), False
    if origin in (dict, list):
        return (inner[-1] if isinstance(piece, str) is (origin is dict) else None), False
    found = ((*_behind(each, piece),) for each in inner)
    return next((each for each in found if each[0] is not None), (None, False))


def _model_in(kind: Any) -> type[Doc] | None:
    """The model that a type is, wherever it may also be something else or nothing."""
    if isinstance(kind, type) and issubclass(kind, Doc):
        return kind
    inner = () if get_origin(kind) in (dict, list) else get_args(kind)
    return next((found for each in inner if (found := _model_in(each)) is not None), None)


def _keys_of(model: type[Doc]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _is_told(spot: _Spot) -> bool:
    """Whether the mistake is told already: by the reader, or as the key that was misspelt."""
    nothing = isinstance(spot.node, Scalar) and spot.node.plain and spot.node in EMPTY
    return spot.beside or nothing


# --- what is said of them -----------------------------------------------------------------

_LINES = 'write lines of the form "name: value" below it, indented'
_WANTED = {
    "is_instance_of": ("text", "write it on the same line, in quotes if it has a comma or colon"),
    "dict_type": ("names with values", _LINES),
    "model_type": ("keys with values", _LINES),
    "list_type": ("a name or a list", "write one name, or several as [first, second]"),
    "date_type": ("a date", "write it as 2026-03-23"),
}
_HAVE = {Scalar: "text", Items: "a list", Entries: "keys with values"}


def _diagnostic(spot: _Spot) -> Diagnostic:
    error = spot.error
    match spot.kind:
        case "extra_forbidden":
            return _unknown_key(spot)
        case "missing":
            wanted = str(error["loc"][-1])
            return Diagnostic(
                "wrong-shape",
                f"{spot.where} has no `{wanted}`",
                spot.place,
                help=f"add `{wanted}: {_example(spot.owner, wanted)}`",
            )
        case "wrong-shape" | "not-read-yet" as code:
            said = error["ctx"]
            help_ = _two_names(spot) or said["help"]
            return Diagnostic(code, said["said"], spot.place, help=help_)
        case kind:
            want, usual = _WANTED[kind]
            if kind == "list_type" and _model_wanted(spot) is not None:
                want, usual = "a list", 'begin each entry below it with "- "'
            message = f"{spot.where} must be {want}, not {_HAVE[type(spot.node)]}"
            return Diagnostic("wrong-shape", message, spot.place, help=_help(spot, usual))


def _help(spot: _Spot, usual: str) -> str:
    """What to write in the place of what has the wrong shape."""
    match spot.node:
        case Items() | Entries() if spot.in_list:
            return "write a name alone, without brackets or a colon"
        case Items() if spot.kind in ("dict_type", "model_type"):
            return usual + ", without hyphens or brackets"
        case Scalar() if _model_wanted(spot) is not None:
            return _as_keys(spot) or usual
        case Scalar() if (example := _example(spot.owner, spot.keys[-1])) != ANY:
            return f"write it as `{example}`"
        case _:
            return usual


def _two_names(spot: _Spot) -> str | None:
    """What to write where two names stand in a list without a comma between them."""
    names = str(spot.node).split(" ") if isinstance(spot.error["loc"][-1], int) else []
    if len(names) < 2 or not all(re.fullmatch(NAME, name) for name in names):
        return None
    either = [name for name in names if name not in ("or", "and")]
    if len(either) < len(names) and len(either) > 1:
        together = ", ".join(either)
        return f"write a list: `{together if spot.in_list else f'[{together}]'}`"
    apart = ", ".join(names)
    return (
        f"is a comma missing? write `{apart if spot.in_list else f'[{apart}]'}`; "
        f"if it is one name, `{'_'.join(names)}`"
    )


def _model_wanted(spot: _Spot) -> type[Doc] | None:
    """Of what the value must have the keys, or each entry of it."""
    wanted = get_args(spot.wanted)[-1] if spot.kind == "list_type" else spot.wanted
    return _model_in(wanted) if spot.kind in ("list_type", "model_type") else None


def _as_keys(spot: _Spot) -> str | None:
    """How to write a text as the keys that must stand in its place."""
    model = _model_wanted(spot)
    assert model is not None  # the caller has seen it
    needed = [f.alias or n for n, f in model.model_fields.items() if f.is_required()]
    shown = [_example(model, key) for key in needed]
    if len(needed) < 2:
        timed = [key for key in ("up_to", "within") if key in model.model_fields]
        if timed and re.match("[0-9]", str(spot.node)):
            lead = "by: ROLE, " if needed else ""
            return f"write `{{{lead}{timed[0]}: {spot.node}}}`"
        if shown != [ANY]:
            return None
        shown = [str(spot.node)]
    return f"write `{{{', '.join(f'{k}: {e}' for k, e in zip(needed, shown, strict=True))}}}`"


ANY = "..."
"""What an example shows where any text may stand."""


def _example(owner: type[Doc], key: str) -> str:
    fields = owner.model_fields.items()
    examples = next((f.examples for n, f in fields if (f.alias or n) == key), None)
    return str(examples[0]) if examples else ANY


def _unknown_key(spot: _Spot) -> Diagnostic:
    owner, key = spot.owner, spot.keys[-1]
    if key in owner.later:
        message = later.message(f"`{key}`")
        return Diagnostic("not-read-yet", message, spot.place, help=owner.instead(key))
    among = spot.nodes[-2]
    entry = "an entry of " if len(spot.nodes) > 2 and isinstance(spot.nodes[-3], Items) else ""
    within = f"of {entry}`{spot.keys[-2]}`" if len(spot.keys) > 1 else "at the top of a file"
    if key in owner.elsewhere:
        help_ = owner.elsewhere[key]
    elif spot.near is None:
        help_ = "the keys here are " + ", ".join(_keys_of(owner))
    elif spot.near in owner.later:
        help_ = f"did you mean `{spot.near}`? this version does not read it yet"
    elif spot.near in among:
        help_ = f"did you mean `{spot.near}`? it is written here already"
    else:
        help_ = f"did you mean `{spot.near}`?"
    return Diagnostic("unknown-key", f"{quoted(key)} is no key {within}", spot.place, help=help_)


# --- a guess at what was meant ------------------------------------------------------------


def _twin(node: Any) -> Any:
    """A copy of a tree down to its scalars, which stay the same and keep their places."""
    twin = copy.copy(node)
    if isinstance(twin, Entries):
        for key in twin:
            twin[key] = _twin(twin[key])
    elif isinstance(twin, Items):
        twin[:] = [_twin(each) for each in twin]
    return twin


SURE = 4
"""Letters of a key from which on the nearest one is surely the one that was meant."""


def _mend(spot: _Spot, lost: set[str]) -> bool:
    """Put one mistake right or leave it out; False where that leaves nothing."""
    if spot.beside:
        return True  # the misspelt key beside it is put right
    if len(spot.nodes) < 2:
        return False
    above, node = spot.nodes[-2], spot.node
    if isinstance(above, Items):
        above[:] = [each for each in above if each is not node]
    elif isinstance(above, Entries) and spot.keys[-1] in above:
        key = above.key(spot.keys[-1])
        value = above.pop(key)
        if spot.near in _keys_of(spot.owner) and spot.sure and spot.near not in above:
            above[Scalar(spot.near)] = value
            return True
        lost.update((str(key), spot.near or str(key)))
    lost.update(_words(node))
    return True


def _words(node: Node) -> Iterable[str]:
    match node:
        case Scalar():
            yield str(node)
        case Entries():
            for key, value in node.items():
                yield str(key)
                yield from _words(value)
        case Items():
            for value in node:
                yield from _words(value)
