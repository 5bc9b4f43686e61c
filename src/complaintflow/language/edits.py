"""Changes to a document: one thing put in the place of another in its tree, or taken out.

The tree that is changed stays as it is; what was not touched is shared with the new one, and
keeps its place in the file.
"""

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from complaintflow.language.tree import Entries, Items, Node, Scalar

Path: TypeAlias = tuple[str, ...]
"""The keys that lead from the top of a document to something in it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands at `path` of one of a policy's documents from now on; None takes it out."""

    document: int
    path: Path
    node: Node | None


def edited(tree: Entries, edits: Iterable[Edit]) -> Entries:
    """The tree with the edits made, one after the other."""
    for edit in edits:
        tree = _edited(tree, edit.path, edit.node)
    return tree


def _edited(tree: Entries, path: Path, node: Node | None) -> Entries:
    key, *rest = path
    twin = copy.copy(tree)
    if rest:
        below = twin.get(_key(key), Entries())
        assert isinstance(below, Entries)  # a path leads through mappings
        node = _edited(below, tuple(rest), node)
    if node is None:
        twin.pop(_key(key), None)
    else:
        twin[_key(key)] = node
    return twin


def _key(key: str) -> Scalar:
    return key if isinstance(key, Scalar) else Scalar(key)


def at(tree: Entries, *path: str) -> Node | None:
    """What stands at a path of a tree, if anything does."""
    node: Node = tree
    for key in path:
        if not isinstance(node, Entries) or key not in node:
            return None
        node = node[_key(key)]
    return node


def entries(tree: Entries, *path: str) -> Iterator[tuple[Scalar, Entries]]:
    """The named mappings that stand under a path, in the order of the file."""
    found = at(tree, *path)
    if isinstance(found, Entries):
        for name, node in found.items():
            if isinstance(node, Entries):
                yield name, node


def items(node: Node | None) -> tuple[Scalar, ...]:
    """The values of a list, or the single value that stands for a list of one."""
    match node:
        case Scalar():
            return (node,)
        case Items():
            return tuple(each for each in node if isinstance(each, Scalar))
        case _:
            return ()


def listed(values: Sequence[Scalar]) -> Node:
    """Several values as a list, one alone as it is."""
    return values[0] if len(values) == 1 else Items(values)


def rewritten(scalar: Scalar, text: str) -> Scalar:
    """Another text in the place of a scalar."""
    return Scalar(text, scalar.page, scalar.start, scalar.end)


def as_yaml(node: Node) -> str:
    """A value as it reads in YAML, on one line."""
    match node:
        case Scalar():
            return str(node)
        case Entries():
            inner = ", ".join(f"{key}: {as_yaml(value)}" for key, value in node.items())
            return f"{{{inner}}}"
        case Items():
            return f"[{', '.join(map(as_yaml, node))}]"
