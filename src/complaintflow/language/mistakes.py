"""Mistakes that leave the structure of a text known: one function each."""

from __future__ import annotations

import re
import unicodedata

from complaintflow.diagnostics import Diagnostic, Place, Related, quoted
from complaintflow.language.limits import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_MISTAKES,
    MOST_NODES,
)
from complaintflow.language.lines import NO_GAP, write_with_gap
from complaintflow.language.tree import LINE_BREAK, Entries, Items, Node, Page, Scalar


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


def put_in_quotes(key: str, text: str) -> str:
    """Advise to put a text in quotes, showing how where it is short."""
    written = _in_quotes(text)
    return f"put the text in quotes: {key}{written}" if written else "put the text in quotes"


# -- of the whole --------------------------------------------------------------------------


def too_long_file(file: str) -> Diagnostic:
    """A file beyond the limit, of which nothing is read."""
    message = f"this file is longer than {MOST_BYTES} bytes, the most that is read"
    return Diagnostic("too-large", message, Place(file), help="split it into several files")


def too_deep(place: Place) -> Diagnostic:
    """A list or a mapping inside too many others."""
    message = f"lists and mappings stand more than {MOST_DEPTH} deep in one another"
    return Diagnostic("too-large", message, place, help="lift the inner ones out")


def too_many_nodes(place: Place) -> Diagnostic:
    """More keys and values than a file may hold."""
    message = f"this file holds more than {MOST_NODES} keys and values"
    return Diagnostic("too-large", message, place, help="split it into several files")


def too_many_mistakes(place: Place) -> Diagnostic:
    """Mistakes enough that the rest is not worth reading."""
    message = f"there are {MOST_MISTAKES} mistakes or more; the rest is not read"
    return Diagnostic("too-large", message, place, help="mend the first ones and try again")


def no_mapping(page: Page, root: Node | None) -> Diagnostic:
    """A file that is empty, a list or a text."""
    what, place = "nothing is written in this file", page.place(0, 0)
    help_ = 'write it as lines of the form "key: value"'
    if isinstance(root, Items):
        what, place = "this file is a list, not a document of keys and values", root.place
    elif isinstance(root, Scalar):
        what, place = "this file is text, not a document of keys and values", root.place
        colon = NO_GAP.match(root) if root.plain else None
        if colon:
            help_ = write_with_gap(root, colon.end())
    return Diagnostic("not-a-document", what, place, help=help_)


def directive(page: Page, start: int, end: int) -> Diagnostic:
    """An instruction to YAML that is not known."""
    message = 'a line that begins with "%" is an instruction to YAML, and only "%YAML 1.2" is known'
    help_ = "take the line out"
    return Diagnostic("syntax", message, page.place(start, end), help=help_)


def second_document(page: Page, start: int) -> Diagnostic:
    """A document after the first one."""
    message = "a second document begins here, and a file holds one"
    help_ = 'take the "---" out, or put what follows into a file of its own'
    end = start + len("---") if page.text.startswith("---", start) else start
    return Diagnostic("syntax", message, page.place(start, end), help=help_)


# -- characters and text -------------------------------------------------------------------


def unreadable_character(page: Page, start: int, end: int) -> Diagnostic:
    """Characters that stand in no text."""
    message = f"a character that is not text stands here ({_named(page.text[start])})"
    return Diagnostic("syntax", message, page.place(start, end), help="delete it")


def half_character(half: str, place: Place) -> Diagnostic:
    """One of the two halves that JSON writes an astral character with."""
    message = f"half a character stands here ({_named(half)})"
    return Diagnostic("syntax", message, place, help="write the character itself")


def invisible_character(character: str, place: Place) -> Diagnostic:
    """A space that is none, before a key or a value."""
    message = f"an invisible character stands here ({_named(character)})"
    help_ = "delete it; only ordinary spaces may stand before a key or a value"
    return Diagnostic("syntax", message, place, help=help_)


def too_long_text(place: Place) -> Diagnostic:
    """A key or a value beyond the limit."""
    message = f"this text is longer than {MOST_CHARACTERS} characters"
    return Diagnostic("too-large", message, place, help="shorten it, or split it")


PERIODS = frozenset({"within", "aim_within", "up_to"})
TRUTHS = frozenset({"answer", "once", "before_time_is_up"})
"""Keys of which it is known what stands after them."""


def trap_word(scalar: Scalar, turned: str, key: str | None) -> Diagnostic:
    """A word that other tools turn into something else; `key` is what it is the value of."""
    message = f"many YAML tools read {quoted(scalar)} as {turned}"
    help_ = f'put it in quotes, "{scalar}", or choose another word'
    if key in PERIODS:
        help_ = "a period is needed here, as in `20 working days of NAME`"
    elif key in TRUTHS and turned in ("true", "false"):
        help_ = f"write `{turned}`"
    return Diagnostic("trap-word", message, scalar.place, help=help_)


TYPOGRAPHIC = {"\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u201d": "\u201d", "\u2018": "\u2019"}
"""The opening quotation marks of a word processor, and what may close a text after each."""


def in_typographic_quotes(text: str) -> bool:
    """Whether a text as a whole stands in such marks."""
    return len(text) > 1 and text[-1] in TYPOGRAPHIC.get(text[0], "")


def typographic_quotes(place: Place, text: str) -> Diagnostic:
    """A text that stands in the quotation marks of a word processor."""
    message = "these quotation marks are of a word processor, and would be part of the text"
    written = _in_quotes(text[1:-1])
    help_ = "use the straight ones of the keyboard" + (f": {written}" if written else "")
    return Diagnostic("typographic-quotes", message, place, help=help_)


# -- what the language has not -------------------------------------------------------------

WORD = re.compile(r"[&!*][^ \t\r\n,\[\]{}]*")
"""An anchor, an alias or a tag."""


def borrowed(word: str) -> tuple[str, str]:
    """Refuse an anchor, an alias or a tag, which are mostly signs of a text without quotes.

    Returns:
        The message and the help.
    """
    sign = word[:1]
    what = {
        "&": "names what follows, to be repeated elsewhere (an anchor)",
        "*": "repeats what has that name (an alias)",
        "!": "says of what kind the next thing is (a tag)",
    }[sign]
    mend = "take it out" if sign == "!" else "write out what is meant"
    message = f"{quoted(word)} {what}, which this language does not have"
    return message, f'{mend}; if the "{sign}" belongs to a text, put the text in quotes'


def borrowed_word(word: str, place: Place) -> Diagnostic:
    """An anchor, an alias or a tag that the parser understood."""
    message, help_ = borrowed(word)
    return Diagnostic("syntax", message, place, help=help_)


def merged_keys(key: Scalar) -> Diagnostic:
    """The key that takes over another mapping."""
    message = '"<<" takes over the keys of another mapping, which this language does not have'
    return Diagnostic("syntax", message, key.place, help="write the keys out")


def key_of_several_lines(place: Place) -> Diagnostic:
    """A question mark before a key."""
    message = '"?" begins a key of several lines, which this language does not have'
    help_ = (
        'write the key and its colon on one line; if the "?" belongs to a text, put it in quotes'
    )
    return Diagnostic("syntax", message, place, help=help_)


# -- keys and values -----------------------------------------------------------------------


def no_key(node: Entries | Items) -> Diagnostic:
    """A list or a mapping where a key should stand."""
    message = "a key must be a word or a short text, not a list or a mapping"
    help_ = "write a word before the colon; if the brackets belong to a text, put it in quotes"
    return Diagnostic("syntax", message, node.place, help=help_)


def empty_key(page: Page, key: Scalar) -> Diagnostic:
    """A colon without a key before it."""
    message = f"{quoted(key)} is not a name" if key else "nothing is written before the colon"
    place = page.place(key.start, max(key.end, key.start + 1))
    return Diagnostic("empty-value", message, place, help="write the key before the colon")


NOTHING_BESIDE = re.compile(r"[ \t]*:[ \t]*(?:#.*)?(?=[\r\n])")


def duplicate_key(key: Scalar, among: Entries) -> Diagnostic:
    """A key that the mapping has already."""
    first = Related(among.key(key).place, "it is first written here")
    message = f"the key {quoted(key)} is written twice"
    help_ = "keep one of the two; the first one holds until then"
    if isinstance(among[key], Entries) and NOTHING_BESIDE.match(key.page.text, key.end):
        help_ = f"move what stands below it to the first `{key}:`, and take this line out"
    return Diagnostic("duplicate-key", message, key.place, help=help_, related=(first,))


def empty_item(page: Page, node: Node) -> Diagnostic:
    """A hyphen or a comma without anything that belongs to it."""
    start, end = node.start, node.end
    if start == end:
        start = max(start - 1, 0)  # the hyphen
    message = "nothing is written in this item of the list"
    help_ = "write it, or take the item out"
    return Diagnostic("empty-value", message, page.place(start, end), help=help_)


COLON = re.compile(r"[ \t\r\n]*:")
COMMENT = re.compile(r"[ \t]*:[ \t]+#")


def empty_value(key: Scalar, node: Node, among: Entries, in_braces: bool) -> Diagnostic:
    """A key without a value, or with a word that says nothing."""
    if isinstance(node, Scalar) and node:
        message = f"{quoted(node)} says nothing"
        help_ = (
            f'write the value, or take the key out; if the word is meant, write "{node}" in quotes'
        )
        return Diagnostic("empty-value", message, node.place, help=help_)
    help_ = "write its value, or take the key out"
    text = key.page.text
    if in_braces and not COLON.match(text, key.end):
        before = next(reversed(among), None)
        name, colon, rest = key.partition(":")
        if key.plain and colon:
            help_ = f"put a space after the colon: {name}: {rest}".rstrip(" \t")
        elif before is not None:
            written = text[among[before].start : key.end]
            help_ = "did a comma slip in? " + put_in_quotes(f"{before}: ", written)
    elif COMMENT.match(text, key.end):
        help_ = 'what follows "#" is a comment; if it is meant, put it in quotes'
    return Diagnostic(
        "empty-value", f"nothing is written after {quoted(key)}", key.place, help=help_
    )
