"""Mistakes that leave the structure of a text unknown, in our words.

The parser says where it stopped; what is told of it rests on the text around that place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from complaintflow.diagnostics import Diagnostic, Related, quoted
from complaintflow.language.lines import (
    COMMENT_TAIL,
    KEY_AND_COLON,
    KEYS,
    LONG,
    NO_GAP,
    Around,
    closed_in_a_comment,
    indentations,
    left_open,
    line_above,
    write_with_gap,
)
from complaintflow.language.mistakes import WORD, borrowed, put_in_quotes
from complaintflow.language.tree import Page


@dataclass(frozen=True, slots=True)
class Fault:
    """What stopped the parser, in our words, and where: an index and how many characters."""

    message: str
    help: str
    start: int
    length: int = 1
    related: tuple[int, str] | None = None

    def diagnostic(self, page: Page) -> Diagnostic:
        """The same with places."""
        place = page.place(self.start, min(self.start + self.length, len(page.text)))
        related: tuple[Related, ...] = ()
        if self.related is not None:
            at, message = self.related
            related = (Related(page.place(at, min(at + 1, len(page.text))), message),)
        return Diagnostic("syntax", self.message, place, help=self.help, related=related)


def what_stopped(
    page: Page, shown: str, error: Exception, base: int, bracket: int | None, newest: int
) -> Fault:
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
    around = Around.at(page, at)
    tab = shown.find("\t", around.begin, around.first)
    if tab >= 0 and at <= around.first:
        return _tab_fault(text, tab)
    if shown[at : at + 1] == "\t":
        return _tab_fault(text, at)
    if "quoted scalar" in problem:
        if "unexpected" in problem:
            help_ = f"put another {text[since]} where the text ends"
            return Fault("this quotation mark is never closed", help_, since)
        return _escape_fault(text, text.rindex("\\", since, at + 1))
    if "mapping values" in problem:
        return _colon_fault(page, around)
    if "could not find expected ':'" in problem:
        return _no_colon_fault(Around.at(page, since))
    if "block scalar" in problem:
        sign = text[since]
        message = f'text without quotes cannot begin with "{sign}"'
        return Fault(message, _put_in_quotes_on_line(page, since), since)
    if "sequence entries" in problem or (around.here == "-" and "node" in problem):
        message = "an item of a list cannot begin here"
        help_ = 'begin each item on a line of its own; if the "-" belongs to a text, put the text in quotes'
        return Fault(message, help_, at)
    word = WORD.match(text, since)
    if word and ("anchor" in problem or "alias" in problem or "tag" in problem):
        return Fault(*borrowed(word.group()), since, len(word.group()))
    if "cannot start any token" in problem or "directive" in problem or "mapping keys" in problem:
        message = f'text without quotes cannot begin with "{text[since : since + 1]}"'
        return Fault(message, _put_in_quotes_on_line(page, since), since)
    if bracket is not None:
        end = left_open(page, newest, at)
        if end is not None:
            message = "this quotation mark is not closed on its line"
            help_ = f"put another {text[newest]} where the text ends"
            related = (end, "so the text was read up to here")
            return Fault(message, help_, newest, related=related)
        return _bracket_fault(page, around, bracket)
    return _place_fault(page, around, newest, "block collection" in problem)


def _tab_fault(text: str, at: int) -> Fault:
    lines = len(re.findall(r"(?<![^\r\n]) *+\t", text))
    message = "a tab stands where only spaces may"
    help_ = "put two spaces in the place of each tab"
    if lines > 1:
        help_ += f"; {lines} lines of this file begin with one"
    return Fault(message, help_, at)


ESCAPE = re.compile(r"\\(?:x[^\"]{0,2}|u[^\"]{0,4}|U[^\"]{0,8}|.)?", re.DOTALL)
ESCAPE_BEYOND = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")


def _escape_fault(text: str, at: int) -> Fault:
    beyond = ESCAPE_BEYOND.search(text, at)
    found = beyond or ESCAPE.match(text, at)
    written = found.group() if found else text[at : at + 1]
    begin = found.start() if found else at
    message = f"{quoted(written)} is not a way to write a character"
    help_ = r"in double quotes a backslash is written twice (\\); in single quotes it is written as it is"
    return Fault(message, help_, begin, len(written))


NAME = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)


def _put_in_quotes_on_line(page: Page, start: int) -> str:
    """Advise to put what stands from here to the end of the line in quotes."""
    around = Around.at(page, start)
    value = COMMENT_TAIL.sub("", around.line[start - around.begin :], count=1)
    return put_in_quotes(around.line[: start - around.begin].lstrip(" -"), value)


def _colon_fault(page: Page, around: Around) -> Fault:
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
        return Fault(message, help_, around.index)
    above = line_above(page, around.begin)
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
            return Fault(message, help_, around.first, around.length)
    if around.index - around.begin > LONG:
        message = f"this key is too long; it may have {LONG} characters"
        return Fault(message, "shorten it", around.first, around.length)
    return _unknown_fault(around)


def _no_colon_fault(around: Around) -> Fault:
    """A line that has no key, as far as the parser can see."""
    gap = NO_GAP.match(around.line)
    if gap:
        message = "a space is missing after the colon"
        at = around.begin + gap.start("colon")
        return Fault(message, write_with_gap(around.line, gap.end()), at)
    content = around.line.lstrip(" \t")
    if content[:1] == "{":
        message = "an entry in braces stands where a key should begin"
        help_ = (
            'if it is a row of the list above, begin it with "- "; if not, write a key before it'
        )
        return Fault(message, help_, around.first)
    if content[:1] == "-" and content[1:2].strip(" \t"):
        message = "a space is missing after the hyphen"
        return Fault(message, f"write it as - {content[1:40]}", around.first)
    message = "this line is neither a key with a colon nor part of the text above"
    help_ = 'write it as "key: value"; if it goes on with the text above, put all of it in quotes'
    return Fault(message, help_, around.first, around.length)


def _after_quotes_fault(page: Page, around: Around, begun: int) -> Fault:
    """Text after a closing quotation mark; `begun` is where the text in quotes begins."""
    message = "the text goes on after its closing quotation mark"
    if page.line(begun) != page.line(around.index):
        help_ = "if a quotation mark is missing where that text ends, put it there"
        return Fault(message, help_, around.index, related=(begun, "the text begins here"))
    if around.before.endswith("'"):
        help_ = "write an apostrophe twice ('') in single quotes, or put the text in double quotes"
    else:
        help_ = r"write \" for a quotation mark in double quotes, or put the text in single quotes"
    return Fault(message, help_, around.index)


CLOSING = {"[": "]", "{": "}"}
"""What opens a list or a mapping, and what closes it."""

BETWEEN = re.compile(r"[,\[\]{}]")


def _bracket_fault(page: Page, around: Around, bracket: int) -> Fault:
    """Something in a list or a mapping in brackets that cannot stand there."""
    at, sign = around.index, page.text[bracket]
    closing = CLOSING[sign]
    if around.here == ",":
        return _stray_fault(at, ",")
    if around.here in ("]", "}"):
        message = f'"{sign}" is closed by "{around.here}"'
        help_ = f'close it with "{closing}"; if the brackets belong to a text, put it in quotes'
        return Fault(message, help_, at, related=(bracket, "it is opened here"))
    entry = BETWEEN.split(around.before)[-1]
    first = KEY_AND_COLON.match(entry[:LONG])
    if around.here == ":" and not entry.strip(" \t"):
        return Fault("nothing is written before the colon", "write the key before the colon", at)
    if around.here == ":" and first:
        message = "a colon and a space stand inside a text without quotes"
        rest = BETWEEN.split(around.line[at - around.begin :])[0]
        value = (entry[first.end() :] + rest).strip(" \t")
        help_ = put_in_quotes(f"{first['key']}: ", value)
        before, _, word = entry[first.end() :].strip(" \t").rpartition(" ")
        if before and KEYS.fullmatch(word):
            help_ = f"is a comma missing before `{word}`? if not, {help_}"
        return Fault(message, help_, at)
    above = page.line(bracket) < page.line(at)
    commented = closed_in_a_comment(page, bracket, at, closing)
    if commented is not None:
        message = f'what follows " #" is a comment, so this "{closing}" closes nothing'
        help_ = "put the text in quotes if the # belongs to it, else the comment at the very end"
        return Fault(message, help_, commented, related=(bracket, f'"{sign}" is opened here'))
    if around.here and not above:
        if around.before[-1:] in ("'", '"'):
            message = "a comma is missing, or the text goes on after its closing quotation mark"
            help_ = "put a comma between two entries, or the whole text in quotes"
        else:
            message, help_ = "a comma is missing before this", "put a comma between two entries"
        return Fault(message, help_, at)
    opening = Around.at(page, bracket)
    if around.here and len(around.indentation) > len(opening.indentation):
        message = "a comma is missing at the end of the line above"
        help_ = f'put a comma between two entries, or "{closing}" where they end'
        related = (bracket, f'"{sign}" is opened here')
        return Fault(message, help_, around.first, around.length, related)
    message = f'"{sign}" is never closed'
    seen = (at, "this was read as part of it") if around.here else None
    return Fault(message, f'put "{closing}" where it ends', bracket, related=seen)


def _place_fault(page: Page, around: Around, newest: int, in_list: bool) -> Fault:
    """Something that cannot stand where it stands, outside of brackets."""
    at, before = around.index, around.before
    if not before:
        return _line_fault(page, around, in_list)
    if around.here in ("]", "}"):
        return _stray_fault(at, around.here)
    if around.here == ":":
        message = "a space is missing after the colon"
        return Fault(message, write_with_gap(around.line, at - around.begin + 1), at)
    if before[-1] in ("'", '"'):
        return _after_quotes_fault(page, around, newest)
    if before[-1] in ("]", "}"):
        message = "the text goes on after its closing bracket"
        return Fault(message, "put the whole text in quotes, or begin a new line", at)
    if around.here == ",":
        message = 'text without quotes cannot begin with ","'
        return Fault(message, _put_in_quotes_on_line(page, at), at)
    return _unknown_fault(around)


def _stray_fault(at: int, sign: str) -> Fault:
    """A comma or a closing bracket without what should stand before it."""
    message = f'nothing is {"written" if sign == "," else "open"} before this "{sign}"'
    return Fault(message, "take it out; if it belongs to a text, put the text in quotes", at)


def _line_fault(page: Page, around: Around, in_list: bool) -> Fault:
    """A line that cannot stand where it stands."""
    at, length, content = around.index, around.length, around.line.lstrip(" \t")
    if content.startswith(("]", "}", ",")):
        return _stray_fault(at, content[0])
    if content.startswith(":"):
        return Fault("nothing is written before the colon", "write the key before the colon", at)
    if content.startswith("- ") or content == "-":
        message = "an item of a list stands among keys"
        return Fault(message, "indent all items of one list alike, below their key", at, length)
    wanted = len(around.indentation)
    smaller, greater = indentations(page, around)
    if in_list and smaller is not None and wanted == smaller.start:
        message = "a key stands among the items of a list"
        help_ = 'begin it with "- ", or indent it as the key that the list belongs to'
        return Fault(message, help_, at, length)
    widths = sorted({each.stop for each in (smaller, greater) if each is not None})
    if not widths or wanted in widths:
        return _unknown_fault(around)
    message = "this line is indented unlike the lines above that it could belong to"
    width = " or ".join(map(str, widths)) + (" space" if widths[-1] == 1 else " spaces")
    help_ = f"indent it by {width}, not by {wanted}"
    return Fault(message, help_, at, length)


def _unknown_fault(around: Around) -> Fault:
    message = "this line cannot be read"
    help_ = "look at the quotation marks, brackets and indentation here and on the line above"
    return Fault(message, help_, min(around.first, around.index), around.length)
