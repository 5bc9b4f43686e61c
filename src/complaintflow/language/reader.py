"""YAML or JSON text as a tree of text in which every piece knows its place.

The language uses a small part of YAML: mappings, lists and text. This reader takes the
parser's events one by one and builds the tree without recursion and within limits, so that
no file can crash, hang or fill the memory. A scalar stays text: what it becomes is for the
document to say. So `no`, `12:30` and `010` never turn into something else here; since other
YAML tools would turn them, they are mistakes until they are put in quotes.

It goes on after a mistake where it can. After one that leaves the structure unknown it goes
on at the next key that begins a line, only to find more mistakes, and gives no tree.

Line breaks are those that editors show (`\\n`, `\\r\\n`, `\\r`). The separators that YAML 1.1
also breaks lines at (U+0085, U+2028, U+2029) are ordinary characters, as YAML 1.2 has it.

This is the only module that imports PyYAML.
"""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

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

from complaintflow.diagnostics import Diagnostic, Place, Related, in_order, quoted

MOST_BYTES = 1024 * 1024
"""Bytes, as UTF-8, of the longest file that is read."""

MOST_DEPTH = 50
"""Lists and mappings that may stand inside one another."""

MOST_NODES = 50_000
"""Keys, values, lists and mappings of one file."""

MOST_CHARACTERS = 20_000
"""Characters of one key or value."""

LONGEST_WRITING = 12 * MOST_CHARACTERS
"""Characters that one key or value can take in a file, each written as two escapes."""

MOST_MISTAKES = 100
"""Mistakes after which reading stops."""

MOST_RESTARTS = 20
"""Times that reading goes on after a mistake that leaves the structure unknown."""

# -- the tree ------------------------------------------------------------------------------

LINE_BREAK = re.compile(r"\r\n?|\n")


class _Page:
    """The text of a file, and where its lines begin."""

    __slots__ = ("_begins", "file", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._begins: list[int] | None = None

    @property
    def begins(self) -> list[int]:
        if self._begins is None:
            self._begins = [0, *(each.end() for each in LINE_BREAK.finditer(self.text))]
        return self._begins

    def line(self, index: int) -> int:
        """The line that a character stands on, from 0."""
        return bisect_right(self.begins, index) - 1

    def source(self, line: int) -> str:
        """The text of a line, from 0, without its break."""
        begins = self.begins
        end = begins[line + 1] if line + 1 < len(begins) else len(self.text)
        return self.text[begins[line] : end].rstrip("\r\n")

    def place(self, start: int, end: int) -> Place:
        first, last = self.line(start), self.line(end)
        return Place(
            self.file,
            first + 1,
            start - self.begins[first] + 1,
            last + 1,
            end - self.begins[last] + 1,
            self.source(first),
        )


_NOWHERE = _Page("", "")


class Scalar(str):
    """A key or a value, as text, whatever it looks like.

    It is a `str` and compares as one. `plain` says whether it was written without quotes
    (and not as a block of text after `|` or `>`).
    """

    __slots__ = ("_end", "_page", "_start", "plain")

    _page: _Page
    _start: int
    _end: int
    plain: bool

    def __new__(
        cls,
        text: str,
        page: _Page = _NOWHERE,
        start: int = 0,
        end: int = 0,
        plain: bool = True,
    ) -> Scalar:
        """Make one; only the reader gives more than its text."""
        self = super().__new__(cls, text)
        self._page = page
        self._start = start
        self._end = end
        self.plain = plain
        return self

    @property
    def place(self) -> Place:
        """Where it stands, with its quotes."""
        return self._page.place(self._start, self._end)

    def part(self, start: int, end: int) -> Place:
        """Where `self[start:end]` stands.

        Exact for text on one line or several, with quotes and escapes or without; in a block
        of text (after `|` or `>`) exact where those words occur in it only once, else the
        place of the whole. Positions count from 0 and from the beginning.
        """
        if self._end - self._start > LONGEST_WRITING:
            return self.place
        raw = self._page.text[self._start : self._end]
        if self.plain or raw[:1] in ("'", '"'):
            spans = list(_spans(raw))
            if len(spans) == len(self) and "".join(text for text, _, _ in spans) == self:
                first = spans[start][1] if start < len(spans) else len(raw)
                last = spans[end - 1][2] if start < end <= len(spans) else first
                return self._page.place(self._start + first, self._start + last)
        elif start < end and raw.count(self[start:end]) == 1:
            first = self._start + raw.index(self[start:end])
            return self._page.place(first, first + end - start)
        return self.place


class Entries(dict[Scalar, "Node"]):
    """A mapping, in the order of the file; its keys are scalars, so that they keep their places."""

    __slots__ = ("_end", "_page", "_start")

    _page: _Page
    _start: int
    _end: int

    @property
    def place(self) -> Place:
        """Where it stands, from its first key, or its brace, on."""
        return _place_of(self)

    def key(self, name: str) -> Scalar:
        """Give the key as it stands in the file, with its place.

        Raises:
            KeyError: there is no such key.
        """
        for key in self:
            if key == name:
                return key
        raise KeyError(name)


class Items(list["Node"]):
    """A list, in the order of the file."""

    __slots__ = ("_end", "_page", "_start")

    _page: _Page
    _start: int
    _end: int

    @property
    def place(self) -> Place:
        """Where it stands, from its first hyphen, or its bracket, on."""
        return _place_of(self)


Node: TypeAlias = Scalar | Entries | Items


def _place_of(node: Entries | Items) -> Place:
    page: _Page = getattr(node, "_page", _NOWHERE)
    return page.place(getattr(node, "_start", 0), getattr(node, "_end", 0))


PIECES = {
    "'": re.compile(r"(?P<fold>[ \t]*(?:(?:\r\n?|\n)[ \t]*)+)|[ \t]+|(?P<twice>'')|.", re.DOTALL),
    '"': re.compile(
        r"(?P<fold>[ \t]*(?:(?:\r\n?|\n)[ \t]*)+)|[ \t]+"
        r"|\\u(?P<pair>[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
        r"|\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8}))"
        r"|(?P<joint>\\(?:\r\n?|\n)[ \t]*(?:(?:\r\n?|\n)[ \t]*)*)|\\(?P<one>.)|.",
        re.DOTALL,
    ),
    "": re.compile(r"(?P<fold>[ \t]*(?:(?:\r\n?|\n)[ \t]*)+)|[ \t]+|.", re.DOTALL),
}

ESCAPES = str.maketrans("0abtnvfre_NLP", "\0\a\b\t\n\v\f\r\x1b\xa0\x85\u2028\u2029")


def _spans(raw: str) -> Iterator[tuple[str, int, int]]:
    """Tell for each character of a scalar's value where its writing begins and ends."""
    quote = raw[:1] if raw[:1] in ("'", '"') else ""
    for piece in PIECES[quote].finditer(raw, len(quote), len(raw) - len(quote)):
        text, kind = piece.group(), piece.lastgroup
        if kind is None:
            yield from (
                (text[i], piece.start() + i, piece.start() + i + 1) for i in range(len(text))
            )
            continue
        written = piece.group(kind)
        match kind:
            case "fold":
                breaks = len(LINE_BREAK.findall(written))
                text = " " if breaks == 1 else "\n" * (breaks - 1)
            case "twice":
                text = "'"
            case "pair":
                text = _joined(chr(int(written[:4], 16)) + chr(int(written[6:], 16)))
            case "joint":
                text = "\n" * (len(LINE_BREAK.findall(written)) - 1)
            case "one":
                text = written.translate(ESCAPES)
            case _:
                text = chr(int(written, 16))
        yield from ((character, piece.start(), piece.end()) for character in text)


def _joined(text: str) -> str:
    """Put the two halves of an astral character together; a half by itself stays."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


# -- reading -------------------------------------------------------------------------------

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
        return None, [_too_long(file)]
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


def _too_long(file: str) -> Diagnostic:
    message = f"this file is longer than {MOST_BYTES} bytes, the most that is read"
    return Diagnostic("too-large", message, Place(file), help="split it into several files")


def read(text: str, file: str, *, compiled: bool = True) -> tuple[Entries | None, list[Diagnostic]]:
    """Read a document as a tree of text, and tell every mistake that can be seen by its form.

    No tree is given where the text is not a mapping or its structure cannot be known. A tree
    that comes with mistakes is a guess: of a key written twice the first holds, where
    nothing is written stands an empty scalar, and text that is too long is cut. Whoever looks further may drop what it finds
    at the place of a mistake that is told here.

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
        return None, [_too_long(file)]
    page = _Page(file, text.removeprefix("\ufeff"))
    found: list[Diagnostic] = []
    loader = COMPILED if compiled else yaml.SafeLoader
    mask = _mask(page, found, loader)
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
        found.append(_no_mapping(page, root))
    return root if whole and isinstance(root, Entries) else None, list(in_order(found))


SECTION = re.compile(r"(?<![^\r\n])[A-Za-z_][\w-]*:(?=[ \r\n]|\Z)", re.ASCII)


def _next_section(page: _Page, reading: _Reading) -> int | None:
    """Find the next key that begins a line, after the place where the structure was lost."""
    after = page.begins[page.line(reading.lost)] + 1
    section = SECTION.search(reading.mask.text, max(after, reading.base + 1))
    return section.start() if section else None


def _no_mapping(page: _Page, root: Node | None) -> Diagnostic:
    what, place = "nothing is written in this file", page.place(0, 0)
    help_ = 'write it as lines of the form "key: value"'
    if isinstance(root, Items):
        what, place = "this file is a list, not a document of keys and values", root.place
    elif isinstance(root, Scalar):
        what, place = "this file is text, not a document of keys and values", root.place
        colon = NO_GAP.match(root) if root.plain else None
        if colon:
            help_ = _write_with_gap(root, colon.end())
    return Diagnostic("not-a-document", what, place, help=help_)


# -- what the parser is not shown ----------------------------------------------------------

UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]+"
)
SEPARATORS = re.compile("[\x85\u2028\u2029]")
QUESTION_MARKS = re.compile(r"(?:(?<=[^ \t\r\n\[\]{},?-])|(?<=[^ \t\r\n\[\]{},?:-][ ]))\?+")
HALVES = re.compile(r"(?<!\\)((?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
HALF_OR_ITS_MASK = re.compile(r"\\u(?:0041|[dD][89a-fA-F][0-9a-fA-F]{2})")
HEAD = re.compile(
    r"(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n?|\n)|%[^\r\n]*+(?:\r\n?|\n|\Z))*+[ \t]*+(?P<bracket>[\[{])?"
)
DIRECTIVE = re.compile(r"(?<![^\r\n])%[^\r\n]*")
KNOWN_DIRECTIVE = re.compile(r"%YAML[ \t]+1\.[12][ \t]*(#.*)?")
BLANK_LINE = re.compile(r"(?<![^\r\n])[ \t]++(?=[\r\n]|\Z)")
INDENTATION = re.compile(r"(?<![^\r\n])[ \t]++")


@dataclass(frozen=True, slots=True)
class _Mask:
    """The text that the parser is shown, as long as the file's, and what is hidden in it."""

    text: str
    stand_ins: dict[int, str]
    halves: bool

    def restore(self, value: str, raw: str, style: str | None) -> str:
        """Give a scalar's value as it would be had nothing been hidden."""
        if style == '"':
            return "".join(text for text, _, _ in _spans(_readable(raw)))
        value = value.translate(self.stand_ins)
        if self.halves:
            if style in ("|", ">"):  # the line of the sign itself may carry a comment
                raw = LINE_BREAK.split(raw, 1)[-1]
            written = iter(HALF_OR_ITS_MASK.findall(raw))
            value = re.sub(r"\\u0041", lambda _: next(written), value)
        return value


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _readable(text: str) -> str:
    return UNREADABLE.sub(lambda bad: "\ufffd" * len(bad.group()), text)


def _mask(page: _Page, found: list[Diagnostic], loader: Any) -> _Mask:
    """Hide what would stop a parser, or what the two parsers would read differently."""
    text = page.text
    for bad in UNREADABLE.finditer(text):
        found.append(_unreadable_character(page, bad.start(), bad.end()))
        if len(found) == MOST_MISTAKES:
            break
    text = _readable(text)
    head = HEAD.match(text)
    bracket = bool(head and head["bracket"])
    if head and "%" in head.group():
        for directive in DIRECTIVE.finditer(text, 0, head.end()):
            if not KNOWN_DIRECTIVE.fullmatch(directive.group()) and len(found) < MOST_MISTAKES:
                found.append(_directive(page, *directive.span()))
        text = DIRECTIVE.sub(_blanks, head.group()) + text[head.end() :]
    if "\t" in text:
        # JSON may be indented by tabs; elsewhere only a line without text may hold them
        text = (INDENTATION if bracket else BLANK_LINE).sub(_blanks, text)
    stand_ins: dict[int, str] = {}
    if SEPARATORS.search(text) or (loader is yaml.SafeLoader and "?" in text):
        # a file within the limit cannot hold every character there is, so four are free
        used = set(text)
        used.update("\ufeff\ufffe\uffff")
        spare = (code for code in range(0xE000, 0x110000) if chr(code) not in used)
        stand_ins = {next(spare): old for old in "\x85\u2028\u2029?"}
        separators = {old: chr(code) for code, old in stand_ins.items()}
        # in brackets the parser in Python ends a text before its question mark
        text = QUESTION_MARKS.sub(lambda run: separators["?"] * len(run.group()), text)
        text = SEPARATORS.sub(lambda separator: separators[separator.group()], text)
    halves = HALVES.search(text) is not None
    if halves:
        # the compiled parser refuses half an astral character, which JSON writes two of
        text = HALVES.sub(lambda half: half[1] + r"\u0041", text)
    return _Mask(text, stand_ins, halves)


# -- the parser's events -------------------------------------------------------------------


class _Open:
    """A list or a mapping whose end has not come yet."""

    __slots__ = ("flow", "key", "node", "waiting")

    def __init__(self, node: Entries | Items, flow: bool) -> None:
        self.node = node
        self.flow = flow
        self.key: Scalar | None = None
        self.waiting = False


class _Reading:
    """One pass over the events of a text, from a given place on."""

    def __init__(
        self, page: _Page, mask: _Mask, found: list[Diagnostic], loader: Any, base: int
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
                    found.append(_second_document(self.page, self.span(event)[0]))
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
            begins = [each.node._start for each in self.open if each.flow]
            bracket = next((at for at in reversed(begins) if self.page.text[at] in CLOSING), None)
            fault = _fault(self.page, self.mask.text, error, self.base, bracket, self.newest)
            self.broken, self.lost = True, fault.start
            self.found.append(fault.diagnostic(self.page))

    def refusal(self, nodes: int) -> Diagnostic:
        """Tell which limit is passed."""
        if len(self.open) > MOST_DEPTH:
            message = f"lists and mappings stand more than {MOST_DEPTH} deep in one another"
            help_ = "lift the inner ones out"
        elif nodes > MOST_NODES:
            message = f"this file holds more than {MOST_NODES} keys and values"
            help_ = "split it into several files"
        else:
            message = f"there are {MOST_MISTAKES} mistakes or more; the rest is not read"
            help_ = "mend the first ones and try again"
        return Diagnostic("too-large", message, self.innermost(), help=help_)

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
        node._page, node._start, node._end = self.page, start, max(start, end)
        self.open.append(_Open(node, bool(event.flow_style)))

    def end(self, event: Any) -> Entries | Items:
        closed = self.open.pop()
        if closed.flow:  # a block's own end is where the next thing begins
            closed.node._end = self.span(event)[1]
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
            message = f"this text is longer than {MOST_CHARACTERS} characters"
            at = self.page.place(start, start + 1)
            self.tell("too-large", message, at, "shorten it, or split it")
        elif self.masked:
            value = self.mask.restore(value, self.page.text[start:end], style)
        scalar = Scalar(value, self.page, start, end, not style)
        if not style:
            turned = _turned(value)
            if turned is not None:
                message = f"many YAML tools read {quoted(value)} as {turned}"
                help_ = f'put it in quotes, "{value}", or choose another word'
                self.tell("trap-word", message, scalar.place, help_)
        if not value.isascii():
            self.look_for_odd_characters(scalar)
        return scalar

    def look_for_odd_characters(self, scalar: Scalar) -> None:
        half = re.search("[\ud800-\udfff]", scalar)
        if half:
            message = f"half a character stands here ({_named(half.group())})"
            help_ = "write the character itself"
            self.tell("syntax", message, scalar.part(*half.span()), help_)
        if scalar.plain and unicodedata.category(scalar[0]) in ("Zs", "Cf"):
            message = f"an invisible character stands here ({_named(scalar[0])})"
            help_ = "delete it; only ordinary spaces may stand before a key or a value"
            self.tell("syntax", message, scalar.part(0, 1), help_)

    def tell(
        self, code: str, message: str, place: Place, help_: str, related: Iterable[Related] = ()
    ) -> None:
        self.found.append(Diagnostic(code, message, place, help=help_, related=tuple(related)))

    def properties(self, event: Any, start: int, end: int) -> int:
        """Refuse an anchor or a tag; give where what it stands before begins."""
        text = self.page.text
        for sign, there in (("&", event.anchor), ("!", event.tag)):
            sign_at = text.find(sign, start) if there else -1
            word = WORD.match(text, sign_at) if sign_at >= 0 else None
            if word:
                message, help_ = _borrowed(word.group())
                self.tell("syntax", message, self.page.place(*word.span()), help_)
        first = PROPERTIES.match(text, start)
        return min(first.end(), end) if first and first.end() < end else start

    def alias(self, event: Any) -> Scalar:
        start, end = self.span(event)
        written = self.page.text[start:end]
        message, help_ = _borrowed(written)
        self.tell("syntax", message, self.page.place(start, end), help_)
        return Scalar(written, self.page, start, end)

    def attach(self, node: Node) -> None:
        if not self.open:
            self.root = None if isinstance(node, Scalar) and node.plain and not node else node
            return
        parent = self.open[-1]
        parent.node._end = node._end
        if isinstance(parent.node, Items):
            if _empty(node):
                self.tell(*_empty_item(self.page, node))
            parent.node.append(node)
        elif not parent.waiting:
            parent.waiting, parent.key = True, self.key(node, parent.node)
        else:
            parent.waiting = False
            if parent.key is not None:
                if _empty(node):
                    self.tell(*_empty_value(parent.key, node, parent.node, parent.flow))
                parent.node[parent.key] = node

    def key(self, node: Node, among: Entries) -> Scalar | None:
        """Judge a key; None where what follows it is to be left out."""
        if not isinstance(node, Scalar):
            message = "a key must be a word or a short text, not a list or a mapping"
            help_ = (
                "write a word before the colon; if the brackets belong to a text, put it in quotes"
            )
            self.tell("syntax", message, node.place, help_)
            return None
        if node.plain and node == "<<":
            message = (
                '"<<" takes over the keys of another mapping, which this language does not have'
            )
            self.tell("syntax", message, node.place, "write the keys out")
            return None
        if _empty(node):
            what = (
                f"{quoted(node)} is not a name" if node else "nothing is written before the colon"
            )
            help_ = "write the key before the colon"
            end = max(node._end, node._start + 1)
            self.tell("empty-value", what, self.page.place(node._start, end), help_)
            return None
        before = self.page.text[max(0, node._start - 9) : node._start]
        if "?" in before and QUESTION.search(before):
            message = '"?" begins a key of several lines, which this language does not have'
            help_ = 'write the key and its colon on one line; if the "?" belongs to a text, put it in quotes'
            at = self.page.text.rindex("?", 0, node._start)
            self.tell("syntax", message, self.page.place(at, at + 1), help_)
        if node in among:
            first = Related(among.key(node).place, "it is first written here")
            message = f"the key {quoted(node)} is written twice"
            help_ = "keep one of the two; the first one holds until then"
            self.tell("duplicate-key", message, node.place, help_, [first])
            return None
        return node


WORD = re.compile(r"[&!*][^ \t\r\n,\[\]{}]*")
PROPERTIES = re.compile(r"(?:[&!][^ \t\r\n,\[\]{}]*[ \t\r\n]+){1,2}")
QUESTION = re.compile(r"(?:^|[\s{\[,])\?[ \t]+\Z")
EMPTY = frozenset({"", "~", "null", "Null", "NULL"})


def _empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node in EMPTY


# -- scalars that other tools turn into something else -------------------------------------

TURNED_WORDS = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"], "true"),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "off", "Off", "OFF"], "false"),
    "=": "a sign of its own",
}
TURNED_NUMBER = re.compile(
    r"""[-+]?(?:
        (?P<binary>0b_*[01][01_]*)
      | (?P<octal>0o[0-7]+)
      | (?P<hexadecimal>0x_*[0-9a-fA-F][0-9a-fA-F_]*)
      | (?P<sixty>[1-9][0-9_]*(?::[0-5]?[0-9])+)
      | (?P<zero>0[0-9_]+)
      | (?P<grouped>[1-9][0-9]*_[0-9_]*)
      | (?P<signed>(?<=\+)[0-9]+)
      | [0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
      | (?:[0-9]*\.)?[0-9]+[eE][-+]?[0-9]+ | [0-9]+\.[eE][-+]?[0-9]+
      | [0-9][0-9_]*_[0-9_]*\.[0-9_]* | [0-9]+\.[0-9]*_[0-9_]* | (?<=\+)[0-9]*\.[0-9]+
      | \.(?:inf|Inf|INF)
    )|\.(?:nan|NaN|NAN)""",
    re.VERBOSE | re.ASCII,
)
LONGEST_NUMBER = 15


def _turned(value: str) -> str | None:
    """Tell what YAML 1.1 makes of a plain scalar that we read as text; None where it stays.

    Dates and moments, whole and decimal numbers, `true` and `false` are not traps: the
    language has them, or asks for quotes itself. Of numbers only those are that would come
    out looking different: in base sixty, eight or two, with signs, underscores, exponents.
    """
    if value in TURNED_WORDS:
        return TURNED_WORDS[value]
    if value[:1] not in FIRST_OF_NUMBER:
        return None
    number = TURNED_NUMBER.fullmatch(value)
    if number is None:
        return None
    kind = number.lastgroup
    if kind is None or len(value) > LONGEST_NUMBER:
        return "a number"
    digits = value.replace("_", "").lstrip("+-")
    if kind == "sixty":
        amount = 0
        for part in digits.split(":"):
            amount = amount * 60 + int(part)
    elif kind == "zero":
        amount = int(digits, 8) if set(digits) <= set("01234567") else int(digits)
    else:
        amount = int(digits, BASES[kind])
    return f"the number {-amount if value[0] == '-' else amount}"


FIRST_OF_NUMBER = frozenset("+-.0123456789")
BASES = {"binary": 2, "octal": 8, "hexadecimal": 16, "grouped": 10, "signed": 10}


# -- mistakes that leave the structure known -----------------------------------------------


def _named(character: str) -> str:
    """Name a character that cannot be shown: U+00A0 NO-BREAK SPACE."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _in_quotes(text: str) -> str | None:
    """Write a text in quotes, to be shown as what to type; None where it is too long."""
    if len(text) > 60 or LINE_BREAK.search(text):
        return None
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _put_in_quotes(key: str, text: str) -> str:
    """Advise to put a text in quotes, showing how where it is short."""
    written = _in_quotes(text)
    return f"put the text in quotes: {key}{written}" if written else "put the text in quotes"


def _unreadable_character(page: _Page, start: int, end: int) -> Diagnostic:
    message = f"a character that is not text stands here ({_named(page.text[start])})"
    return Diagnostic("syntax", message, page.place(start, end), help="delete it")


def _directive(page: _Page, start: int, end: int) -> Diagnostic:
    message = 'a line that begins with "%" is an instruction to YAML, and only "%YAML 1.2" is known'
    help_ = "take the line out"
    return Diagnostic("syntax", message, page.place(start, end), help=help_)


def _second_document(page: _Page, start: int) -> Diagnostic:
    message = "a second document begins here, and a file holds one"
    help_ = 'take the "---" out, or put what follows into a file of its own'
    end = start + len("---") if page.text.startswith("---", start) else start
    return Diagnostic("syntax", message, page.place(start, end), help=help_)


def _borrowed(word: str) -> tuple[str, str]:
    """Refuse an anchor, an alias or a tag, which are mostly signs of a text without quotes."""
    sign = word[:1]
    what = {
        "&": "names what follows, to be repeated elsewhere (an anchor)",
        "*": "repeats what has that name (an alias)",
        "!": "says of what kind the next thing is (a tag)",
    }[sign]
    mend = "take it out" if sign == "!" else "write out what is meant"
    message = f"{quoted(word)} {what}, which this language does not have"
    return message, f'{mend}; if the "{sign}" belongs to a text, put the text in quotes'


def _empty_item(page: _Page, node: Node) -> tuple[str, str, Place, str]:
    start, end = node._start, node._end
    if start == end:
        start = max(start - 1, 0)  # the hyphen
    message = "nothing is written in this item of the list"
    return "empty-value", message, page.place(start, end), "write it, or take the item out"


COLON = re.compile(r"[ \t\r\n]*:")
COMMENT = re.compile(r"[ \t]*:[ \t]+#")


def _empty_value(
    key: Scalar, node: Node, among: Entries, in_braces: bool
) -> tuple[str, str, Place, str]:
    if isinstance(node, Scalar) and node:
        help_ = (
            f'write the value, or take the key out; if the word is meant, write "{node}" in quotes'
        )
        return "empty-value", f"{quoted(node)} says nothing", node.place, help_
    help_ = "write its value, or take the key out"
    text = key._page.text
    if in_braces and not COLON.match(text, key._end):
        before = next(reversed(among), None)
        name, colon, rest = key.partition(":")
        if key.plain and colon:
            help_ = f"put a space after the colon: {name}: {rest}".rstrip(" \t")
        elif before is not None:
            written = text[among[before]._start : key._end]
            help_ = "did a comma slip in? " + _put_in_quotes(f"{before}: ", written)
    elif COMMENT.match(text, key._end):
        help_ = 'what follows "#" is a comment; if it is meant, put it in quotes'
    return "empty-value", f"nothing is written after {quoted(key)}", key.place, help_


# -- mistakes that leave the structure unknown ---------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fault:
    """What stopped the parser, in our words, and where: an index and how many characters."""

    message: str
    help: str
    start: int
    length: int = 1
    related: tuple[int, str] | None = None

    def diagnostic(self, page: _Page) -> Diagnostic:
        place = page.place(self.start, min(self.start + self.length, len(page.text)))
        related: tuple[Related, ...] = ()
        if self.related is not None:
            at, message = self.related
            related = (Related(page.place(at, min(at + 1, len(page.text))), message),)
        return Diagnostic("syntax", self.message, place, help=self.help, related=related)


def _fault(
    page: _Page, shown: str, error: Exception, base: int, bracket: int | None, newest: int
) -> _Fault:
    """Say in our words what stopped the parser.

    The two parsers agree on where they stop, and mostly on the words that are looked for
    here; so most of this rests on the text around that place.

    Args:
        page: the text.
        shown: the text as the parser was shown it, where JSON has no tabs.
        error: what the parser said.
        base: where in the text the parser was set to begin.
        bracket: where the innermost bracket that is still open stands.
        newest: where the scalar that was read last begins.
    """
    text = page.text
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    problem = f"{getattr(error, 'context', None)}: {getattr(error, 'problem', None)}"
    if mark is None:  # the parser in Python, at an escape for a character that is none
        return _escape_fault(text, base)
    at = min(base + mark.index, len(text))
    since = at if begun is None else min(base + begun.index, len(text))
    around = _Around.at(page, at)
    tab = shown.find("\t", around.begin, _first(around))
    if tab >= 0 and at <= _first(around):
        return _tab_fault(text, tab)
    if shown[at : at + 1] == "\t":
        return _tab_fault(text, at)
    if "quoted scalar" in problem:
        if "unexpected" in problem:
            help_ = f"put another {text[since]} where the text ends"
            return _Fault("this quotation mark is never closed", help_, since)
        return _escape_fault(text, text.rindex("\\", since, at + 1))
    if "mapping values" in problem:
        return _colon_fault(page, around)
    if "could not find expected ':'" in problem:
        return _no_colon_fault(_Around.at(page, since))
    if "block scalar" in problem:
        sign = text[since]
        message = f'text without quotes cannot begin with "{sign}"'
        return _Fault(message, _put_in_quotes_on_line(page, since), since)
    if "sequence entries" in problem or (around.here == "-" and "node" in problem):
        message = "an item of a list cannot begin here"
        help_ = 'begin each item on a line of its own; if the "-" belongs to a text, put the text in quotes'
        return _Fault(message, help_, at)
    word = WORD.match(text, since)
    if word and ("anchor" in problem or "alias" in problem or "tag" in problem):
        return _Fault(*_borrowed(word.group()), since, len(word.group()))
    if "cannot start any token" in problem or "directive" in problem or "mapping keys" in problem:
        message = f'text without quotes cannot begin with "{text[since : since + 1]}"'
        return _Fault(message, _put_in_quotes_on_line(page, since), since)
    if bracket is not None:
        return _bracket_fault(page, around, bracket)
    return _place_fault(page, around, newest, "block collection" in problem)


@dataclass(frozen=True, slots=True)
class _Around:
    """The line on which the parser stopped, seen from where it stopped."""

    index: int
    begin: int
    line: str

    @classmethod
    def at(cls, page: _Page, index: int) -> _Around:
        """Look from a place, or from the end of the text where only spaces follow."""
        index = min(index, len(page.text.rstrip(" \t\r\n")))
        line = page.line(index)
        return cls(index, page.begins[line], page.source(line))

    @property
    def indentation(self) -> str:
        return self.line[: len(self.line) - len(self.line.lstrip(" \t"))]

    @property
    def here(self) -> str:
        return self.line[self.index - self.begin :][:1]

    @property
    def before(self) -> str:
        """What stands before on the line, without the spaces at its end."""
        return self.line[: self.index - self.begin].rstrip(" \t")


def _tab_fault(text: str, at: int) -> _Fault:
    lines = len(re.findall(r"(?<![^\r\n]) *+\t", text))
    message = "a tab stands where only spaces may"
    help_ = "put two spaces in the place of each tab"
    if lines > 1:
        help_ += f"; {lines} lines of this file begin with one"
    return _Fault(message, help_, at)


ESCAPE = re.compile(r"\\(?:x[^\"]{0,2}|u[^\"]{0,4}|U[^\"]{0,8}|.)?", re.DOTALL)
ESCAPE_BEYOND = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")


def _escape_fault(text: str, at: int) -> _Fault:
    beyond = ESCAPE_BEYOND.search(text, at)
    found = beyond or ESCAPE.match(text, at)
    written = found.group() if found else text[at : at + 1]
    begin = found.start() if found else at
    message = f"{quoted(written)} is not a way to write a character"
    help_ = r"in double quotes a backslash is written twice (\\); in single quotes it is written as it is"
    return _Fault(message, help_, begin, len(written))


KEY_AND_COLON = re.compile(
    r"""(?P<lead>[ \t]*(?:-[ \t]+)*)
    (?P<key>"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'|[^ \t"'\#\[{].*?)
    [ \t]*:(?P<gap>[ \t]+|\Z)""",
    re.VERBOSE,
)
NO_GAP = re.compile(r"[ \t]*(?:-[ \t]+)*[\"']?[\w-]+[\"']?(?P<colon>:)(?=[^\s:/])")
NAME = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)
COMMENT_TAIL = re.compile(r"(?<![ \t])[ \t]++(?:#.*|\Z)")
LONG = 1000
"""Characters of a line within which its parts are looked for; a key is shorter anyway."""


def _put_in_quotes_on_line(page: _Page, start: int) -> str:
    """Advise to put what stands from here to the end of the line in quotes."""
    around = _Around.at(page, start)
    value = COMMENT_TAIL.sub("", around.line[start - around.begin :], count=1)
    return _put_in_quotes(around.line[: start - around.begin].lstrip(" -"), value)


def _colon_fault(page: _Page, around: _Around) -> _Fault:
    """A colon and a space where no key can end."""
    first = KEY_AND_COLON.match(around.line[:LONG])
    value = around.begin + first.end() if first else around.index
    if first and value <= around.index:
        start = around.line[first.end() : first.end() + 1]
        if start in ("'", '"'):
            return _after_quotes_fault(page, around, value)
        message = "a colon and a space stand inside a text without quotes"
        help_ = _put_in_quotes_on_line(page, value)
        inner = around.line[first.end() : around.index - around.begin]
        if NAME.fullmatch(inner):
            help_ += f"; or begin a new line with {inner}, if that is a key"
        return _Fault(message, help_, around.index)
    above = _line_above(page, around.begin)
    if above is not None:
        key = KEY_AND_COLON.match(above.line[:LONG])
        if key is None:
            return _no_colon_fault(above)
        if len(around.indentation) > len(above.indentation):
            message = (
                "this line is indented further than the line above, which has its value already"
            )
            help_ = (
                "begin a new key below the key above; "
                "if the line goes on with the text above, put the whole text in quotes"
            )
            return _Fault(message, help_, _first(around), _content(around))
    if around.index - around.begin > LONG:
        message = f"this key is too long; it may have {LONG} characters"
        return _Fault(message, "shorten it", _first(around), _content(around))
    return _unknown_fault(around)


def _first(around: _Around) -> int:
    return around.begin + len(around.indentation)


def _content(around: _Around) -> int:
    """How many characters of a line are neither spaces around it nor a comment."""
    return max(len(COMMENT_TAIL.sub("", around.line.lstrip(" \t"), count=1)), 1)


def _line_above(page: _Page, begin: int) -> _Around | None:
    """The nearest line above on which something other than a comment is written."""
    for line in range(page.line(begin) - 1, -1, -1):
        source = page.source(line)
        if source.strip(" \t") and not source.lstrip(" \t").startswith("#"):
            start = page.begins[line]
            return _Around(start, start, source)
    return None


def _no_colon_fault(around: _Around) -> _Fault:
    """A line that has no key, as far as the parser can see."""
    gap = NO_GAP.match(around.line)
    if gap:
        message = "a space is missing after the colon"
        at = around.begin + gap.start("colon")
        return _Fault(message, _write_with_gap(around.line, gap.end()), at)
    content = around.line.lstrip(" \t")
    if content[:1] == "-" and content[1:2].strip(" \t"):
        message = "a space is missing after the hyphen"
        return _Fault(message, f"write it as - {content[1:40]}", _first(around))
    message = "this line is neither a key with a colon nor part of the text above"
    help_ = 'write it as "key: value"; if it goes on with the text above, put all of it in quotes'
    return _Fault(message, help_, _first(around), _content(around))


def _write_with_gap(line: str, colon: int) -> str:
    """Show a line with the space that is missing after its colon."""
    before, after = line[:colon].strip(" \t"), line[colon : colon + 40].strip(" \t")
    return f"write it as {before} {after}"


def _after_quotes_fault(page: _Page, around: _Around, begun: int) -> _Fault:
    """Text after a closing quotation mark; `begun` is where the text in quotes begins."""
    message = "the text goes on after its closing quotation mark"
    if page.line(begun) != page.line(around.index):
        help_ = "if a quotation mark is missing where that text ends, put it there"
        return _Fault(message, help_, around.index, related=(begun, "the text begins here"))
    if around.before.endswith("'"):
        help_ = "write an apostrophe twice ('') in single quotes, or put the text in double quotes"
    else:
        help_ = r"write \" for a quotation mark in double quotes, or put the text in single quotes"
    return _Fault(message, help_, around.index)


CLOSING = {"[": "]", "{": "}"}
BETWEEN = re.compile(r"[,\[\]{}]")


def _bracket_fault(page: _Page, around: _Around, bracket: int) -> _Fault:
    """Something in a list or a mapping in brackets that cannot stand there."""
    at, sign = around.index, page.text[bracket]
    closing = CLOSING[sign]
    if around.here == ",":
        return _stray_fault(at, ",")
    if around.here in ("]", "}"):
        message = f'"{sign}" is closed by "{around.here}"'
        help_ = f'close it with "{closing}"; if the brackets belong to a text, put it in quotes'
        return _Fault(message, help_, at, related=(bracket, "it is opened here"))
    entry = BETWEEN.split(around.before)[-1]
    first = KEY_AND_COLON.match(entry[:LONG])
    if around.here == ":" and not entry.strip(" \t"):
        return _Fault("nothing is written before the colon", "write the key before the colon", at)
    if around.here == ":" and first:
        message = "a colon and a space stand inside a text without quotes"
        rest = BETWEEN.split(around.line[at - around.begin :])[0]
        value = (entry[first.end() :] + rest).strip(" \t")
        return _Fault(message, _put_in_quotes(f"{first['key']}: ", value), at)
    above = page.line(bracket) < page.line(at)
    if around.here and not above:
        if around.before[-1:] in ("'", '"'):
            message = "a comma is missing, or the text goes on after its closing quotation mark"
            help_ = "put a comma between two entries, or the whole text in quotes"
        else:
            message, help_ = "a comma is missing before this", "put a comma between two entries"
        return _Fault(message, help_, at)
    opening = _Around.at(page, bracket)
    if around.here and len(around.indentation) > len(opening.indentation):
        message = "a comma is missing at the end of the line above"
        help_ = f'put a comma between two entries, or "{closing}" where they end'
        related = (bracket, f'"{sign}" is opened here')
        return _Fault(message, help_, _first(around), _content(around), related)
    message = f'"{sign}" is never closed'
    seen = (at, "this was read as part of it") if around.here else None
    return _Fault(message, f'put "{closing}" where it ends', bracket, related=seen)


def _place_fault(page: _Page, around: _Around, newest: int, in_list: bool) -> _Fault:
    """Something that cannot stand where it stands, outside of brackets."""
    at, before = around.index, around.before
    if not before:
        return _line_fault(page, around, in_list)
    if around.here in ("]", "}"):
        return _stray_fault(at, around.here)
    if around.here == ":":
        message = "a space is missing after the colon"
        return _Fault(message, _write_with_gap(around.line, at - around.begin + 1), at)
    if before[-1] in ("'", '"'):
        return _after_quotes_fault(page, around, newest)
    if before[-1] in ("]", "}"):
        message = "the text goes on after its closing bracket"
        return _Fault(message, "put the whole text in quotes, or begin a new line", at)
    if around.here == ",":
        message = 'text without quotes cannot begin with ","'
        return _Fault(message, _put_in_quotes_on_line(page, at), at)
    return _unknown_fault(around)


def _stray_fault(at: int, sign: str) -> _Fault:
    """A comma or a closing bracket without what should stand before it."""
    message = f'nothing is {"written" if sign == "," else "open"} before this "{sign}"'
    return _Fault(message, "take it out; if it belongs to a text, put the text in quotes", at)


def _line_fault(page: _Page, around: _Around, in_list: bool) -> _Fault:
    """A line that cannot stand where it stands."""
    at, length, content = around.index, _content(around), around.line.lstrip(" \t")
    if content.startswith(("]", "}", ",")):
        return _stray_fault(at, content[0])
    if content.startswith(":"):
        return _Fault("nothing is written before the colon", "write the key before the colon", at)
    if content.startswith("- ") or content == "-":
        message = "an item of a list stands among keys"
        return _Fault(message, "indent all items of one list alike, below their key", at, length)
    wanted = len(around.indentation)
    smaller, greater = _indentations(page, around)
    if in_list and smaller is not None and wanted == smaller.start:
        message = "a key stands among the items of a list"
        help_ = 'begin it with "- ", or indent it as the key that the list belongs to'
        return _Fault(message, help_, at, length)
    widths = sorted({each.stop for each in (smaller, greater) if each is not None})
    if not widths or wanted in widths:
        return _unknown_fault(around)
    message = "this line is indented unlike the lines above that it could belong to"
    width = " or ".join(map(str, widths)) + (" space" if widths[-1] == 1 else " spaces")
    help_ = f"indent it by {width}, not by {wanted}"
    return _Fault(message, help_, at, length)


LEAD = re.compile(r"[ \t]*(?:-[ \t]+)*")
FAR = 200
"""Lines that are looked at above a mistake."""


def _indentations(page: _Page, around: _Around) -> tuple[range | None, range | None]:
    """Find the indentations above that are next to a line's: one not greater, one greater.

    Each is a range from the line's first character, which may be a hyphen, to its key.
    """
    wanted = len(around.indentation)
    greater: range | None = None
    line = _line_above(page, around.begin)
    for _ in range(FAR):
        if line is None:
            break
        lead = LEAD.match(line.line)
        width = range(len(line.indentation), lead.end() if lead else 0)
        if width.start <= wanted:
            return width, greater
        if greater is None or width.stop < greater.stop:
            greater = width
        line = _line_above(page, line.begin)
    return None, greater


def _unknown_fault(around: _Around) -> _Fault:
    message = "this line cannot be read"
    help_ = "look at the quotation marks, brackets and indentation here and on the line above"
    return _Fault(message, help_, min(_first(around), around.index), _content(around))
