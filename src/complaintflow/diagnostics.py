"""What is wrong in a file, where it stands, and what to write instead.

A diagnostic is a value: whoever finds a mistake makes one and goes on, and the mistakes of
a file are told together, in the order of the file. Showing one as text is here too, since the
error that a file is refused with shows them all; `reports` writes them for programs. Text from
a file is escaped where it is shown, for the medium.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate

from complaintflow.errors import ComplaintflowError


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops a document from being used."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file, as an editor counts it.

    Lines and columns count from 1, in characters; the end is the first column that no
    longer belongs to it. `line` is None where the file as a whole is meant, one that is
    missing, say. `source` is the text of the first line, kept for underlining.
    """

    file: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    source: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        """Write it as `file:line:column`, with nothing that a terminal would obey."""
        numbers = (f":{number}" for number in (self.line, self.column) if number is not None)
        return visible(self.file) + "".join(numbers)


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a diagnostic speaks of: where a key was first written, say."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Witness:
    """The smallest case in which something shows: one person, and what he or she comes to.

    The person alone holds the offices in `holds`, stands in the relations in `is_` and did what
    is in `did`; `event` is what nobody may do then, `stage` where it stands, if in one. All are
    names of the document.
    """

    holds: tuple[str, ...]
    is_: tuple[str, ...]
    did: tuple[str, ...]
    stage: str | None
    event: str

    def __str__(self) -> str:
        """One line, the person as a record tells of one."""
        ties = (("holds", self.holds), ("is", self.is_))
        person = ", ".join(
            f"{key}: {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}"
            for key, names in ties
            if names
        )
        did = f" who did {', '.join(self.did)}" if self.did else ""
        stage = f" in {self.stage}" if self.stage else ""
        return f"{{{person}}}{did}, at {self.event}{stage}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake or remark: what it is, where, and what to write instead.

    `code` is stable and is what programs compare. `message` and `help` are for people; they
    may quote the file as it is, since every way of showing them escapes them. `about` are the
    names of the document that it speaks of; a reading that bears on one of them may accept it.
    """

    code: str
    message: str
    place: Place
    severity: Severity = Severity.ERROR
    help: str | None = None
    related: tuple[Related, ...] = ()
    about: tuple[str, ...] = ()
    witness: Witness | None = None


class DefinitionError(ComplaintflowError):
    """A document that cannot be used, with every mistake that was found in it.

    `diagnostics` holds them in the order of the file; as text the error shows them all.
    """

    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n\n".join(render(diagnostic) for diagnostic in self.diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file, then by place; what concerns a whole file comes before its lines."""

    def key(diagnostic: Diagnostic) -> tuple[str, int, int, int, int, str, str, str, str]:
        at = diagnostic.place
        numbers = (at.line or 0, at.column or 0, at.end_line or 0, at.end_column or 0)
        # a base may be read under several policies, and each suggest something else
        rest = (diagnostic.help or "", repr(diagnostic.related))
        return (at.file, *numbers, diagnostic.code, diagnostic.message, *rest)

    return tuple(sorted(diagnostics, key=key))


# -- as text -------------------------------------------------------------------------------

WIDTH = 100
"""Columns of a source line that are shown; of a longer one the part around the mistake is."""

LEAD = 30
"""Columns that stay to the left of the mistake when a long line is cut."""

NEAR = 500
"""Characters on either side of a mistake that are looked at, of which some are shown."""

TAB = 4
"""Columns from one tab stop to the next."""

OBEYED_OR_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of character that a terminal obeys or does not show: controls, formats (the ones
that turn the direction of writing among them), lone surrogates, line separators."""


def render(diagnostic: Diagnostic) -> str:
    r"""Show a diagnostic with its source line, the exact place underlined.

    Nothing that a terminal would obey or hide comes through: control characters, escape
    sequences, marks that turn the direction of writing are shown as `\x1b`, `\u202e`. Long
    lines are cut to the part around the mistake; wide and combining characters are counted
    as the columns that they take.

    >>> line = "  copys_to: ann"
    >>> place = Place("policy.yaml", 7, 3, 7, 11, source=line)
    >>> print(render(Diagnostic("unknown-key", "there is no key \"copys_to\"", place, help="write copies_to")))
    policy.yaml:7:3: error[unknown-key]: there is no key "copys_to"
    7 |   copys_to: ann
      |   ^^^^^^^^
    help: write copies_to
    """
    lines = [concise(diagnostic), *_underlined(diagnostic.place)]
    if diagnostic.help is not None:
        lines.append(f"help: {visible(diagnostic.help)}")
    if diagnostic.witness is not None:
        lines.append(f"witness: {visible(str(diagnostic.witness))}")
    for related in diagnostic.related:
        lines.append(f"note: {related.place}: {visible(related.message)}")
        lines.extend(_underlined(related.place))
    return "\n".join(lines)


def concise(diagnostic: Diagnostic) -> str:
    """Show a diagnostic on one line, without source and help."""
    what = f"{diagnostic.severity}[{diagnostic.code}]"
    return f"{diagnostic.place}: {what}: {visible(diagnostic.message)}"


def visible(text: str) -> str:
    r"""Show as escapes what a terminal would obey or hide; line breaks and tabs too.

    >>> print(visible("red\x1b[31m, turned\u202e"))
    red\x1b[31m, turned\u202e
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def quoted(text: str, limit: int = 60) -> str:
    r"""Put text from a file in quotation marks for a message, long text cut short.

    >>> print(quoted("copys_to"), quoted("Dear Sir or Madam", limit=8))
    "copys_to" "Dear Si…"
    """
    return f'"{text}"' if len(text) <= limit else f'"{text[: limit - 1]}…"'


def _shown(character: str) -> str:
    if unicodedata.category(character) not in OBEYED_OR_HIDDEN:
        return character
    return character.encode("unicode_escape").decode("ascii")


def _underlined(place: Place) -> Iterator[str]:
    """Give the source line and the line of carets below it; nothing where there is no line."""
    if place.line is None or not place.source:
        return
    # of a very long line only what is near the mistake is looked at
    first = min((place.column or 1) - 1, len(place.source))
    skipped = max(first - NEAR, 0)
    source = place.source[skipped : first + NEAR]
    one_line = place.end_line in (None, place.line) and place.end_column is not None
    end = place.end_column - 1 if one_line and place.end_column else len(place.source.rstrip())
    shown, edges = _columns(source)
    first, last = first - skipped, min(max(end, first) - skipped, len(source))
    low, high = _window(edges, first)
    before = "…" if skipped or low else ""
    after = "…" if high < len(source) or skipped + high < len(place.source) else ""
    indent = edges[first] - edges[low] + len(before)
    carets = max(edges[min(last, high)] - edges[first], 1)
    number = str(place.line)
    yield f"{number} | {before}{''.join(shown[low:high])}{after}".rstrip()
    yield f"{' ' * len(number)} | {' ' * indent}{'^' * carets}"


def _columns(source: str) -> tuple[list[str], list[int]]:
    """Give each character as it is shown, and the columns at which they begin and end."""
    shown: list[str] = []
    at = 0
    for character in source:
        piece = " " * (TAB - at % TAB) if character == "\t" else _shown(character)
        shown.append(piece)
        at += _width(piece)
    return shown, [0, *accumulate(_width(piece) for piece in shown)]


def _width(piece: str) -> int:
    if len(piece) > 1 or piece.isascii():
        return len(piece)
    if unicodedata.combining(piece) or unicodedata.category(piece) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(piece) in "WF" else 1


def _window(edges: list[int], first: int) -> tuple[int, int]:
    """Choose which characters of a line are shown, `first` among them."""
    if edges[-1] <= WIDTH:
        return 0, len(edges) - 1
    left = min(edges[first] - LEAD, edges[-1] - WIDTH)
    low = next(index for index, edge in enumerate(edges) if edge >= left)
    high = max(index for index, edge in enumerate(edges) if edge <= edges[low] + WIDTH)
    return low, high


# -- did you mean --------------------------------------------------------------------------

LONGEST_WORD = 60
"""Letters beyond which a word is taken for text, and no other word is offered for it."""


def nearest(word: str, among: Iterable[str]) -> str | None:
    """Find the word that was probably meant; None where nothing is near.

    Forgiven are capitals, hyphens and blanks for underscores, singular for plural, parts
    in another order, and slips of the keyboard: a letter dropped, doubled, wrong, or two
    changed round; one in a short word, three in a long one. Then a word of which only some
    parts were written. The word itself is never offered.

    >>> nearest("copys-to", ["copies_to", "cites"]), nearest("wihtin", ["within", "with"])
    ('copies_to', 'within')
    >>> nearest("colour", ["copies_to", "cites"]) is None
    True
    """
    if len(word) > LONGEST_WORD:
        return None
    wanted = _plain(word)
    ranked: list[tuple[float, bool, bool, int, int, str]] = []
    for candidate in dict.fromkeys(among):
        plain = _plain(candidate)
        distance = None if candidate == word else _distance(wanted, plain)
        if distance is not None:
            first, last = plain[:1] != wanted[:1], plain[-1:] != wanted[-1:]
            length = abs(len(plain) - len(wanted))
            # letters are dropped more often than added, so the longer word goes first
            ranked.append((distance, first, last, length, -len(plain), candidate))
    return min(ranked)[-1] if ranked else None


def _plain(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")


def _distance(wanted: str, other: str) -> float | None:
    """Tell how far apart two words are; None where one would not be offered for the other."""
    if wanted == other:
        return 0
    parts, others = wanted.split("_"), other.split("_")
    singulars, others = [_singular(part) for part in parts], [_singular(part) for part in others]
    if singulars == others:
        return 0.25
    if sorted(singulars) == sorted(others):
        return 0.5
    limit = min((len(wanted) + 1) // 3, 3)
    edits = _edits(wanted, other, limit)
    if edits <= limit:
        return edits
    if len(wanted) > 2 and (set(singulars) < set(others) or set(others) < set(singulars)):
        return limit + 1
    return None


def _singular(part: str) -> str:
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("e", "")):
        if part.endswith(ending) and len(part) > len(ending) + 1:
            return part.removesuffix(ending) + instead
    return part


def _edits(one: str, other: str, limit: int) -> int:
    """Count letters dropped, added, changed, or changed round; `limit + 1` if more than that."""
    # every edit changes at most two letters of the set, so this bound is safe, and quick
    if abs(len(one) - len(other)) > limit or len(set(one) ^ set(other)) > 2 * limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        above, row = row, [i + 1]
        for j, letter_of_other in enumerate(other):
            edits = min(above[j + 1] + 1, row[j] + 1, above[j] + (letter != letter_of_other))
            if i and j and letter == other[j - 1] and one[i - 1] == letter_of_other:
                edits = min(edits, before[j - 1] + 1)
            row.append(edits)
        before = above
    return min(row[-1], limit + 1)
