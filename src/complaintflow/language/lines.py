"""The lines around the place where the parser stopped, looked at without it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from complaintflow.language.tree import Page

KEY_AND_COLON = re.compile(
    r"""(?P<lead>[ \t]*(?:-[ \t]+)*)
    (?P<key>"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'|[^ \t"'\#\[{].*?)
    [ \t]*:(?P<gap>[ \t]+|\Z)""",
    re.VERBOSE,
)
"""The beginning of a line up to its value, where it has a key."""

NO_GAP = re.compile(r"[ \t]*(?:-[ \t]+)*[\"']?[\w-]+[\"']?(?P<colon>:)(?=[^\s:/])")
"""The same where the space after the colon is missing."""

COMMENT_TAIL = re.compile(r"(?<![ \t])[ \t]++(?:#.*|\Z)")
"""The end of a line that says nothing: spaces, and a comment."""

LEAD = re.compile(r"[ \t]*(?:-[ \t]+)*")

LONG = 1000
"""Characters of a line within which its parts are looked for; a key is shorter anyway."""

FAR = 200
"""Lines that are looked at above a mistake."""


@dataclass(frozen=True, slots=True)
class Around:
    """A line, the one on which the parser stopped, say, seen from a place on it."""

    index: int
    begin: int
    line: str

    @classmethod
    def at(cls, page: Page, index: int) -> Around:
        """Look from a place, or from the end of the text where only spaces follow."""
        index = min(index, len(page.text.rstrip(" \t\r\n")))
        line = page.line(index)
        return cls(index, page.begins[line], page.source(line))

    @property
    def indentation(self) -> str:
        """The spaces that the line begins with."""
        return self.line[: len(self.line) - len(self.line.lstrip(" \t"))]

    @property
    def first(self) -> int:
        """Where the line begins, but for its indentation."""
        return self.begin + len(self.indentation)

    @property
    def length(self) -> int:
        """How many characters of the line are neither spaces around it nor a comment."""
        return max(len(COMMENT_TAIL.sub("", self.line.lstrip(" \t"), count=1)), 1)

    @property
    def here(self) -> str:
        """The character at the place; empty at the end of the line."""
        return self.line[self.index - self.begin :][:1]

    @property
    def before(self) -> str:
        """What stands before on the line, without the spaces at its end."""
        return self.line[: self.index - self.begin].rstrip(" \t")


def line_above(page: Page, begin: int) -> Around | None:
    """The nearest line above on which something other than a comment is written."""
    for line in range(page.line(begin) - 1, -1, -1):
        source = page.source(line)
        if source.strip(" \t") and not source.lstrip(" \t").startswith("#"):
            start = page.begins[line]
            return Around(start, start, source)
    return None


def indentations(page: Page, around: Around) -> tuple[range | None, range | None]:
    """Find the indentations above that are next to a line's: one not greater, one greater.

    Each is a range from the line's first character, which may be a hyphen, to its key.
    """
    wanted = len(around.indentation)
    greater: range | None = None
    line = line_above(page, around.begin)
    for _ in range(FAR):
        if line is None:
            break
        lead = LEAD.match(line.line)
        width = range(len(line.indentation), lead.end() if lead else 0)
        if width.start <= wanted:
            return width, greater
        if greater is None or width.stop < greater.stop:
            greater = width
        line = line_above(page, line.begin)
    return None, greater


def write_with_gap(line: str, colon: int) -> str:
    """Show a line with the space that is missing after its colon."""
    before, after = line[:colon].strip(" \t"), line[colon : colon + 40].strip(" \t")
    return f"write it as {before} {after}"


QUOTED_OR_COMMENT = re.compile(
    r"""(?<![^ \t,\[{:])(?:"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+')|(?<=[ \t])(?P<comment>\#.*)"""
)


def closed_in_a_comment(page: Page, bracket: int, at: int, closing: str) -> int | None:
    """Where what would close a bracket stands, if it stands in a comment."""
    first, last = page.line(bracket), page.line(at)
    for line in range(first, min(last + 1, first + FAR)):
        begin = page.begins[line]
        start = bracket - begin if line == first else 0
        for found in QUOTED_OR_COMMENT.finditer(page.source(line)[:LONG], start):
            if found["comment"] and closing in found["comment"] and begin + found.start() < at:
                return begin + found.start() + found["comment"].index(closing)
    return None


IN_QUOTES = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*+'", re.DOTALL),
}


def left_open(page: Page, newest: int, at: int) -> int | None:
    """Where a text in quotes ends that goes on over its line, up to the one that cannot be read."""
    quoted_ = IN_QUOTES.get(page.text[newest : newest + 1])
    found = quoted_.match(page.text, newest) if quoted_ is not None else None
    if found is None or page.line(found.end()) == page.line(newest):
        return None
    return found.end() - 1 if page.line(found.end() - 1) == page.line(at) else None


KEYS = re.compile(
    "accepts|adds|adds_to|adopts|after|agreed_by|aim_within|answer|answers|appointed_by|"
    "appoints|as_of|asked_if|at|at_latest|bears_on|because|before_time_is_up|begins|"
    "between|both_ways|builds_on|by|calendar|ceiling|chair|cites|clauses|closed|"
    "complaintflow|conflicts|copies_to|corrects|counting|counts_as|covers|cut_off|"
    "day_ends|day_one|decided_by|different_people|due|ended|ends|equivalent|event|events|"
    "every|except|expects|facts|first_day|first_of|for|for_each|from|happenings|holder|holders|"
    "holds|how|id|if|in|in_force_from|in_place_of|includes|information|is|is_not|"
    "known_at|last_day|last_of|late_if|left_out|may|may_be|may_extend|may_not|means|"
    "members|met_by|moments|must|must_be|must_include|name|never|nobody_can|of|of_whom|once|"
    "only|open|open_to|otherwise|override|owed|own_days|parts|people|person|policy|"
    "proves|quorum|reach|readings|received|recorded_in|refused|refuses|relations|"
    "rests_on|retracts|role|roles|roll|rows|same_person|sat|says|scenarios|sets_time_of|"
    "settles|signed_by|since|source|stages|stand_in|standing_duties|stands_still|status|story|"
    "taken_as|terms|then|throughout|time_zone|title|to|unclear|unless|until|up_to|"
    "version|week|who|why|with|within|within_last|without_quorum|working_days"
)
"""Every key that is read: a word that may begin an entry. A test holds it equal to the models."""
