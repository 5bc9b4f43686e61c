"""Plain values as YAML that reads well, and that the reader reads as the same values.

A row of a list, and an entry of a mapping, stands on one line while it fits. A text is put in
quotes only where it must be: where it could be taken for something else, or would end
too early. Whatever a terminal or an editor would hide is escaped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from complaintflow.language.traps import turned

WIDTH = 120
"""Columns of a row, beyond which it takes a line for each of its keys."""

PLAIN = re.compile(
    r"[A-Za-z_][A-Za-z0-9_./()+-]*(?: [A-Za-z0-9_./()+-]+)*"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.+-]+)?(?: to [0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.+-]+)?)?"
    r"|[0-9]+(?: [a-z]+){0,2}",
    re.ASCII,
)
NOTHING = frozenset({"null", "Null", "NULL"})
"""Words that stand for no value at all."""


def as_yaml(document: Mapping[str, Any]) -> str:
    """A document as text: its keys from the margin, an empty line before each block.

    Args:
        document: mappings, lists and text; a list of one is written as that one.
    """
    return "".join(_sections(document))


def _sections(document: Mapping[str, Any]) -> Iterator[str]:
    for index, (key, value) in enumerate(document.items()):
        lines = entry(key, value, 0)
        if index and (len(lines) > 1 or key in ("facts", "events", "scenarios")):
            yield "\n"
        yield from (line + "\n" for line in lines)


def entry(key: str, value: Any, indent: int, pad: int = 0) -> list[str]:
    """The lines of a key and its value, `indent` columns in.

    A list of mappings takes a line each, a mapping of mappings too; the rest stays on the
    line of its key while it fits.
    """
    lead = " " * indent + f"{scalar(key)}:".ljust(pad)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [lead.rstrip(), *(line for item in value for line in _item(item, indent + 2))]
    flat = f"{lead} {flow(value)}"
    nested = isinstance(value, dict) and any(isinstance(v, dict | list) for v in value.values())
    if isinstance(value, dict) and value and (len(flat) > WIDTH or (nested and not indent)):
        widest = max(len(scalar(k)) for k in value) + 1
        same = widest if widest <= 14 and all(isinstance(v, dict) for v in value.values()) else 0
        inner = (entry(k, v, indent + 2, same) for k, v in value.items())
        return [lead.rstrip(), *(line for lines in inner for line in lines)]
    return [flat]


def _item(item: Any, indent: int) -> list[str]:
    """An item of a list: on one line, or a mapping that is too long for one a key a line."""
    flat = f"{' ' * indent}- {flow(item)}"
    if len(flat) <= WIDTH or not isinstance(item, dict) or not item:
        return [flat]
    lines = [line for key, value in item.items() for line in entry(key, value, indent + 2)]
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    assert isinstance(value, Sequence)
    if len(value) == 1 and isinstance(value[0], str):
        return scalar(value[0])
    return "[" + ", ".join(map(flow, value)) + "]"


def scalar(text: str) -> str:
    """A text, in quotes where it needs them.

    >>> print(scalar("ann"), scalar("no"), scalar("2026-04-22T16:30"), scalar("well: she asked"))
    ann "no" 2026-04-22T16:30 "well: she asked"
    """
    if PLAIN.fullmatch(text) and text not in NOTHING and turned(text) is None:
        return text
    return '"' + "".join(map(_in_quotes, text)) + '"'


def _in_quotes(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return {"\n": "\\n", "\t": "\\t"}.get(
        character, f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    )
