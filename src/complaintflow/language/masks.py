"""What the parser is not shown.

Some characters would stop a parser, and some the compiled one and the one in Python read
differently. They are hidden behind others, one for one, so that every index stays what it
is, and put back into the values that the parser gives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from complaintflow.diagnostics import Diagnostic
from complaintflow.language import mistakes
from complaintflow.language.limits import MOST_MISTAKES
from complaintflow.language.tree import LINE_BREAK, Page, spans

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
class Mask:
    """The text that the parser is shown, as long as the file's, and what is hidden in it."""

    text: str
    stand_ins: dict[int, str]
    halves: bool

    def restore(self, value: str, raw: str, style: str | None) -> str:
        """Give a scalar's value as it would be had nothing been hidden."""
        if style == '"':
            return "".join(text for text, _, _ in spans(_readable(raw)))
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


def masked(page: Page, found: list[Diagnostic], *, compiled: bool) -> Mask:
    """Hide what would stop a parser, or what the two parsers would read differently.

    Args:
        page: the text.
        found: the mistakes so far; what is hidden because it may not stand there is added.
        compiled: whether the parser written in C is going to read it.
    """
    text = page.text
    for bad in UNREADABLE.finditer(text):
        found.append(mistakes.unreadable_character(page, bad.start(), bad.end()))
        if len(found) == MOST_MISTAKES:
            break
    text = _readable(text)
    head = HEAD.match(text)
    bracket = bool(head and head["bracket"])
    if head and "%" in head.group():
        for directive in DIRECTIVE.finditer(text, 0, head.end()):
            if not KNOWN_DIRECTIVE.fullmatch(directive.group()) and len(found) < MOST_MISTAKES:
                found.append(mistakes.directive(page, *directive.span()))
        text = DIRECTIVE.sub(_blanks, head.group()) + text[head.end() :]
    if "\t" in text:
        # JSON may be indented by tabs; elsewhere only a line without text may hold them
        text = (INDENTATION if bracket else BLANK_LINE).sub(_blanks, text)
    stand_ins: dict[int, str] = {}
    if SEPARATORS.search(text) or (not compiled and "?" in text):
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
    return Mask(text, stand_ins, halves)
