"""The tree that the reader gives: text, mappings and lists in which every piece has its place.

A scalar is a piece of a page. Where the parts of its value stand is found by reading its
writing again, with the quotes, escapes and folded lines that the parser has resolved.

Line breaks are those that editors show (`\\n`, `\\r\\n`, `\\r`). The separators that YAML 1.1
also breaks lines at (U+0085, U+2028, U+2029) are ordinary characters, as YAML 1.2 has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TypeAlias

from complaintflow.diagnostics import Place
from complaintflow.language.limits import LONGEST_WRITING

LINE_BREAK = re.compile(r"\r\n?|\n")
"""A break that editors show as one."""


class Page:
    """The text of a file, and where its lines begin."""

    __slots__ = ("_begins", "file", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._begins: list[int] | None = None

    @property
    def begins(self) -> list[int]:
        """The index of the first character of each line."""
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
        """The stretch from the character at `start` to before the one at `end`."""
        first, last = self.line(start), self.line(end)
        return Place(
            self.file,
            first + 1,
            start - self.begins[first] + 1,
            last + 1,
            end - self.begins[last] + 1,
            self.source(first),
        )


NOWHERE = Page("", "")
"""The page of a scalar that was made by hand."""


class Scalar(str):
    """A key or a value, as text, whatever it looks like.

    It is a `str` and compares as one. `plain` says whether it was written without quotes
    (and not as a block of text after `|` or `>`); `start` and `end` are the places of its
    first character on the page and of the one after its last, its quotes among them.
    """

    __slots__ = ("end", "page", "plain", "start")

    page: Page
    start: int
    end: int
    plain: bool

    def __new__(
        cls,
        text: str,
        page: Page = NOWHERE,
        start: int = 0,
        end: int = 0,
        plain: bool = True,
    ) -> Scalar:
        """Make one; only the reader gives more than its text."""
        self = super().__new__(cls, text)
        self.page = page
        self.start = start
        self.end = end
        self.plain = plain
        return self

    @property
    def place(self) -> Place:
        """Where it stands, with its quotes."""
        return self.page.place(self.start, self.end)

    def part(self, start: int, end: int) -> Place:
        """Where `self[start:end]` stands.

        Exact for text on one line or several, with quotes and escapes or without; in a block
        of text (after `|` or `>`) exact where those words occur in it only once, else the
        place of the whole. Positions count from 0 and from the beginning.
        """
        if self.end - self.start > LONGEST_WRITING:
            return self.place
        raw = self.page.text[self.start : self.end]
        if self.plain or raw[:1] in ("'", '"'):
            found = list(spans(raw))
            if len(found) == len(self) and "".join(text for text, _, _ in found) == self:
                first = found[start][1] if start < len(found) else len(raw)
                last = found[end - 1][2] if start < end <= len(found) else first
                return self.page.place(self.start + first, self.start + last)
        elif start < end and raw.count(self[start:end]) == 1:
            first = self.start + raw.index(self[start:end])
            return self.page.place(first, first + end - start)
        return self.place


class Entries(dict[Scalar, "Node"]):
    """A mapping, in the order of the file; its keys are scalars, so that they keep their places."""

    __slots__ = ("end", "page", "start")

    page: Page
    start: int
    end: int

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

    __slots__ = ("end", "page", "start")

    page: Page
    start: int
    end: int

    @property
    def place(self) -> Place:
        """Where it stands, from its first hyphen, or its bracket, on."""
        return _place_of(self)


Node: TypeAlias = Scalar | Entries | Items

EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
"""What stands, without quotes, where nothing is written."""


def is_empty(node: Node) -> bool:
    """Whether nothing is written there."""
    return isinstance(node, Scalar) and node.plain and node in EMPTY


def _place_of(node: Entries | Items) -> Place:
    page: Page = getattr(node, "page", NOWHERE)
    return page.place(getattr(node, "start", 0), getattr(node, "end", 0))


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


def spans(raw: str) -> Iterator[tuple[str, int, int]]:
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
