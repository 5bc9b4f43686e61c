"""YAML or JSON text as a tree of text in which every piece knows its place.

The language uses a small part of YAML: mappings, lists and text. This reader takes the
parser's events one by one and builds the tree without recursion and within limits, so that
no file can crash, hang or fill the memory. A scalar stays text: what it becomes is for the
document to say. So `no`, `12:30` and `010` never turn into something else here; since other
YAML tools would turn them, they are mistakes until they are put in quotes.

It goes on after a mistake where it can. After one that leaves the structure unknown it goes
on at the next key that begins a line, only to find more mistakes, and gives no tree.

This is the only module that imports PyYAML.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from complaintflow.diagnostics import Diagnostic, Place, in_order
from complaintflow.language import mistakes
from complaintflow.language.faults import CLOSING, what_stopped
from complaintflow.language.limits import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_MISTAKES,
    MOST_NODES,
    MOST_RESTARTS,
)
from complaintflow.language.masks import Mask, masked
from complaintflow.language.traps import turned
from complaintflow.language.tree import Entries, Items, Node, Page, Scalar, is_empty

COMPILED: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser written in C where PyYAML was built with it, else the one written in Python."""


def read_file(path: str | os.PathLike[str]) -> tuple[Entries | None, list[Diagnostic]]:
    """Read a file as `read` does.

    One that is missing, is a directory, may not be read or is not UTF-8 text gives one
    diagnostic with the code `unreadable-file`, which concerns no line.
    """
    file = os.fspath(path)
    try:
        with Path(file).open("rb") as stream:
            octets = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        return None, [_unreadable(file, error)]
    if len(octets) > MOST_BYTES:
        return None, [mistakes.too_long_file(file)]
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        if octets[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message = "this file is not UTF-8 text but UTF-16"
        else:
            line = len(re.findall(rb"\r\n?|\n", octets[: error.start])) + 1
            message = f"this file is not UTF-8 text: byte {octets[error.start]:#04x} on line {line}"
        help_ = "save it again with the encoding UTF-8"
        return None, [Diagnostic("unreadable-file", message, Place(file), help=help_)]
    return read(text, file)


def _unreadable(file: str, error: OSError | ValueError) -> Diagnostic:
    # not Path.is_dir, which raises where the name is too long for the system
    if os.path.isdir(file):  # noqa: PTH112
        message, help_ = "this is a directory, not a file", "name a file in it"
    elif isinstance(error, FileNotFoundError):
        message, help_ = "there is no such file", "check the name and the directory"
    else:
        message, help_ = "this file cannot be read", "check the name, and that you may read it"
    return Diagnostic("unreadable-file", message, Place(file), help=help_)


def read(text: str, file: str, *, compiled: bool = True) -> tuple[Entries | None, list[Diagnostic]]:
    """Read a document as a tree of text, and tell every mistake that can be seen by its form.

    No tree is given where the text is not a mapping or its structure cannot be known. A tree
    that comes with mistakes is a guess: of a key written twice the first holds, where
    nothing is written stands an empty scalar, and text that is too long is cut. Whoever looks
    further may drop what it finds at the place of a mistake that is told here.

    Args:
        text: the whole text of the file.
        file: the name that places carry.
        compiled: use the parser written in C where there is one. The one written in Python
            reads the same, but that it refuses a tab wherever a space may stand.

    Returns:
        The tree, or None, and the mistakes in the order of the file.

    >>> tree, mistakes = read("by: [ann, mo]", "policy.yaml")
    >>> tree["by"][1].place
    Place(file='policy.yaml', line=1, column=11, end_line=1, end_column=13)
    """
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return None, [mistakes.too_long_file(file)]
    page = Page(file, text.removeprefix("\ufeff"))
    found: list[Diagnostic] = []
    loader = COMPILED if compiled else yaml.SafeLoader
    mask = masked(page, found, compiled=loader is not yaml.SafeLoader)
    reading = _Reading(page, mask, found, loader, 0)
    root = reading.tree()
    whole = not reading.broken
    for _ in range(MOST_RESTARTS):
        begin = _next_section(page, reading) if reading.broken else None
        if begin is None:
            break
        reading = _Reading(page, mask, found, loader, begin)
        reading.tree()
    if whole and not isinstance(root, Entries):
        found.append(mistakes.no_mapping(page, root))
    return root if whole and isinstance(root, Entries) else None, list(in_order(found))


SECTION = re.compile(r"(?<![^\r\n])[A-Za-z_][\w-]*:(?=[ \r\n]|\Z)", re.ASCII)


def _next_section(page: Page, reading: _Reading) -> int | None:
    """Find the next key that begins a line, after the place where the structure was lost."""
    after = page.begins[page.line(reading.lost)] + 1
    section = SECTION.search(reading.mask.text, max(after, reading.base + 1))
    return section.start() if section else None


def _poured(first: Node, second: Node) -> None:
    """Add what stands below a key that is written again to what the first one has.

    Only to look for more mistakes in: where both have a name, the first one holds.
    """
    if isinstance(first, Entries) and isinstance(second, Entries):
        for key, value in second.items():
            if key in first:
                _poured(first[key], value)
            else:
                first[key] = value


# -- the parser's events -------------------------------------------------------------------

PROPERTIES = re.compile(r"(?:[&!][^ \t\r\n,\[\]{}]*[ \t\r\n]+){1,2}")
QUESTION = re.compile(r"(?:^|[\s{\[,])\?[ \t]+\Z")


class _Open:
    """A list or a mapping whose end has not come yet."""

    __slots__ = ("flow", "key", "node", "twice", "waiting")

    def __init__(self, node: Entries | Items, flow: bool) -> None:
        self.node = node
        self.flow = flow
        self.key: Scalar | None = None
        self.twice: Scalar | None = None
        self.waiting = False


class _Reading:
    """One pass over the events of a text, from a given place on."""

    def __init__(
        self, page: Page, mask: Mask, found: list[Diagnostic], loader: Any, base: int
    ) -> None:
        self.page = page
        self.mask = mask
        self.found = found
        self.loader = loader
        self.base = base
        self.masked = bool(mask.stand_ins or mask.halves)
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.broken = False
        self.lost = base
        self.newest = base

    def tree(self) -> Node | None:
        """Build the tree; `broken` tells that the structure was lost, `lost` where."""
        nodes = documents = 0
        found, stack = self.found, self.open
        for event in self.events():
            kind = type(event)
            if kind is ScalarEvent:
                self.attach(self.scalar(event))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.attach(self.end(event))
                continue
            elif kind is MappingStartEvent:
                self.begin(Entries(), event)
            elif kind is SequenceStartEvent:
                self.begin(Items(), event)
            elif kind is AliasEvent:
                self.attach(self.alias(event))
            elif kind is DocumentStartEvent:
                documents += 1
                if documents == 2:
                    found.append(mistakes.second_document(self.page, self.span(event)[0]))
                    return self.root
                continue
            else:
                continue
            nodes += 1
            if len(stack) > MOST_DEPTH or nodes > MOST_NODES or len(found) >= MOST_MISTAKES:
                found.append(self.refusal(nodes))
                self.broken, self.lost = True, len(self.page.text)
                return None
        return self.root

    def events(self) -> Iterator[yaml.Event]:
        """Give the parser's events, and tell where it stops, should it stop."""
        try:
            text = self.mask.text[self.base :]
            yield from yaml.parse(text, Loader=self.loader)
        # the parser in Python lets some of its own accidents through
        except (yaml.YAMLError, ValueError, ArithmeticError, LookupError) as error:
            # a pair in a list, [a: b], is a mapping without a bracket of its own
            begins = [each.node.start for each in self.open if each.flow]
            bracket = next((at for at in reversed(begins) if self.page.text[at] in CLOSING), None)
            fault = what_stopped(self.page, self.mask.text, error, self.base, bracket, self.newest)
            self.broken, self.lost = True, fault.start
            self.found.append(fault.diagnostic(self.page))

    def refusal(self, nodes: int) -> Diagnostic:
        """Tell which limit is passed."""
        if len(self.open) > MOST_DEPTH:
            return mistakes.too_deep(self.innermost())
        if nodes > MOST_NODES:
            return mistakes.too_many_nodes(self.innermost())
        return mistakes.too_many_mistakes(self.innermost())

    def innermost(self) -> Place:
        """Where the innermost list or mapping that is being read stands."""
        return self.open[-1].node.place if self.open else self.page.place(self.base, self.base)

    def span(self, event: Any) -> tuple[int, int]:
        """Where in the text of the file an event begins and ends."""
        return self.base + event.start_mark.index, self.base + event.end_mark.index

    def begin(self, node: Entries | Items, event: Any) -> None:
        start, end = self.span(event)
        if event.anchor or event.tag:
            start = self.properties(event, start, end)
        node.page, node.start, node.end = self.page, start, max(start, end)
        self.open.append(_Open(node, bool(event.flow_style)))

    def end(self, event: Any) -> Entries | Items:
        closed = self.open.pop()
        if closed.flow:  # a block's own end is where the next thing begins
            closed.node.end = self.span(event)[1]
        return closed.node

    def scalar(self, event: Any) -> Scalar:
        start, end = self.span(event)
        value, style, self.newest = event.value, event.style, start
        if event.anchor or event.tag:
            written = self.page.text[start:end]
            start = self.properties(event, start, end)
            value = value or written
        if style == "|" or style == ">":
            end = start + len(self.page.text[start:end].rstrip(" \t\r\n"))
        if len(value) > MOST_CHARACTERS:
            value = value[:MOST_CHARACTERS]
            self.found.append(mistakes.too_long_text(self.page.place(start, start + 1)))
        elif self.masked:
            value = self.mask.restore(value, self.page.text[start:end], style)
        scalar = Scalar(value, self.page, start, end, not style)
        if not style:
            trap = turned(value)
            if trap is not None:
                above = self.open[-1] if self.open else None
                key = above.key if above is not None and above.waiting else None
                self.found.append(mistakes.trap_word(scalar, trap, key))
            if value[:1] in mistakes.TYPOGRAPHIC and mistakes.in_typographic_quotes(value):
                self.found.append(mistakes.typographic_quotes(scalar.place, scalar))
        if not value.isascii():
            self.look_for_odd_characters(scalar)
        return scalar

    def look_for_odd_characters(self, scalar: Scalar) -> None:
        half = re.search("[\ud800-\udfff]", scalar)
        if half:
            place = scalar.part(*half.span())
            self.found.append(mistakes.half_character(half.group(), place))
        if scalar.plain and unicodedata.category(scalar[0]) in ("Zs", "Cf"):
            self.found.append(mistakes.invisible_character(scalar[0], scalar.part(0, 1)))

    def properties(self, event: Any, start: int, end: int) -> int:
        """Refuse an anchor or a tag; give where what it stands before begins."""
        text = self.page.text
        for sign, there in (("&", event.anchor), ("!", event.tag)):
            sign_at = text.find(sign, start) if there else -1
            word = mistakes.WORD.match(text, sign_at) if sign_at >= 0 else None
            if word:
                place = self.page.place(*word.span())
                self.found.append(mistakes.borrowed_word(word.group(), place))
        first = PROPERTIES.match(text, start)
        return min(first.end(), end) if first and first.end() < end else start

    def alias(self, event: Any) -> Scalar:
        start, end = self.span(event)
        written = self.page.text[start:end]
        self.found.append(mistakes.borrowed_word(written, self.page.place(start, end)))
        return Scalar(written, self.page, start, end)

    def attach(self, node: Node) -> None:
        if not self.open:
            self.root = None if isinstance(node, Scalar) and node.plain and not node else node
            return
        parent = self.open[-1]
        parent.node.end = node.end
        if isinstance(parent.node, Items):
            if is_empty(node):
                self.found.append(mistakes.empty_item(self.page, node))
            parent.node.append(node)
        elif not parent.waiting:
            parent.waiting, parent.key = True, self.key(node, parent.node)
            again = parent.key is None and isinstance(node, Scalar) and node in parent.node
            parent.twice = node if again and isinstance(node, Scalar) else None
        else:
            parent.waiting = False
            if parent.key is not None:
                if is_empty(node):
                    self.found.append(self.empty_value(parent, parent.key, node))
                parent.node[parent.key] = node
            elif parent.twice is not None:
                _poured(parent.node[parent.twice], node)

    def empty_value(self, parent: _Open, key: Scalar, node: Node) -> Diagnostic:
        """Tell of a key without a value, or of the marks between which a comma cut a text in two."""
        assert isinstance(parent.node, Entries)  # it has that key
        before = next(reversed(parent.node.values()), None)
        if isinstance(before, Scalar) and before.plain and before[:1] in mistakes.TYPOGRAPHIC:
            text = self.page.text[before.start : key.end]
            if mistakes.in_typographic_quotes(text):
                place = self.page.place(before.start, key.end)
                return mistakes.typographic_quotes(place, text)
        return mistakes.empty_value(key, node, parent.node, parent.flow)

    def key(self, node: Node, among: Entries) -> Scalar | None:
        """Judge a key; None where what follows it is to be left out."""
        if not isinstance(node, Scalar):
            self.found.append(mistakes.no_key(node))
            return None
        if node.plain and node == "<<":
            self.found.append(mistakes.merged_keys(node))
            return None
        if is_empty(node):
            self.found.append(mistakes.empty_key(self.page, node))
            return None
        before = self.page.text[max(0, node.start - 9) : node.start]
        if "?" in before and QUESTION.search(before):
            at = self.page.text.rindex("?", 0, node.start)
            self.found.append(mistakes.key_of_several_lines(self.page.place(at, at + 1)))
        if node in among:
            self.found.append(mistakes.duplicate_key(node, among))
            return None
        return node
