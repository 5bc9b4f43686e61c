"""The fixed sentences of the language: an anchor, a period, a condition, who.

They are read word by word, so that a mistake is shown under the very word that is wrong.
Nothing in them is ever evaluated. What the names mean is the linker's business.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaintflow.diagnostics import nearest
from complaintflow.periods import Span, Unit


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, and where it stands in the sentence's text."""

    text: str
    start: int
    end: int


class Misread(Exception):  # noqa: N818 - it is a finding, caught next door
    """A sentence that does not read; never leaves the language package."""

    def __init__(self, code: str, message: str, help: str, start: int, end: int) -> None:  # noqa: A002
        super().__init__(message)
        self.code, self.message, self.help = code, message, help
        self.start, self.end = start, end


class AnchorForm(StrEnum):
    """How an anchor is put."""

    NAME = "NAME"
    FIRST = "first"
    LAST = "last"
    START_OF = "start of"
    END_OF = "end of"


@dataclass(frozen=True, slots=True)
class AnchorPhrase:
    """`NAME`, `first NAME`, `last NAME`, `start of STAGE` or `end of STAGE`."""

    form: AnchorForm
    name: Word


class Preposition(StrEnum):
    """What stands between a period and its anchor, and says which day is day one."""

    OF = "of"  # as the document counts
    AFTER = "after"  # day one is the day after
    BEGINNING_WITH = "beginning with"  # day one is that day


@dataclass(frozen=True, slots=True)
class PeriodPhrase:
    """`N UNIT of ANCHOR`, or with `after` or `beginning with` in place of `of`."""

    span: Span
    preposition: Preposition
    anchor: AnchorPhrase
    unit_at: Word


@dataclass(frozen=True, slots=True)
class ConditionPhrase:
    """`FACT` or `FACT is ANSWER`."""

    fact: Word
    answer: Word | None


_ANCHOR_HELP = "write a name, `first NAME`, `last NAME`, `start of STAGE` or `end of STAGE`"
_PERIOD_HELP = "write it like `20 working days of start of first_formal`"
_LATER_ANCHORS = ("receipt of", "missed", "date set by")


def words(text: str) -> list[Word]:
    """The words of a sentence with their places."""
    return [Word(found.group(), found.start(), found.end()) for found in re.finditer(r"\S+", text)]


def anchor(text: str) -> AnchorPhrase:
    """Read an anchor.

    Raises:
        Misread: it is none.
    """
    return _anchor(words(text), text)


def _anchor(given: Sequence[Word], text: str) -> AnchorPhrase:
    match [word.text for word in given]:
        case ["start" | "end" as edge, "of", _]:
            form = AnchorForm.START_OF if edge == "start" else AnchorForm.END_OF
            return AnchorPhrase(form, given[2])
        case ["first" | "last" as which, _]:
            return AnchorPhrase(AnchorForm(which), given[1])
        case [_]:
            return AnchorPhrase(AnchorForm.NAME, given[0])
        case []:
            raise Misread("wrong-shape", "an anchor is missing", _ANCHOR_HELP, 0, len(text))
        case spelled:
            start, end = given[0].start, given[-1].end
            later = next((a for a in _LATER_ANCHORS if " ".join(spelled).startswith(a)), None)
            if later is not None:
                raise Misread(
                    "wrong-shape",
                    f"`{later} ...` is in the language, but this version does not read it yet",
                    _ANCHOR_HELP,
                    start,
                    end,
                )
            raise Misread(
                "wrong-shape", f"{text[start:end]!r} is no anchor", _ANCHOR_HELP, start, end
            )


def period(text: str) -> PeriodPhrase:
    """Read a period with its anchor.

    Raises:
        Misread: it is none; a bare `days` has the code `bare-days`.
    """
    given = words(text)
    number = _number(given, text)
    rest = given[1:]
    unit, unit_words = _unit(rest, number, text)
    after_unit = rest[unit_words:]
    preposition, used = _preposition(after_unit, given[unit_words], text)
    if not after_unit[used:]:
        last = given[-1]
        raise Misread(
            "wrong-shape", f"{text!r} does not say of what", _PERIOD_HELP, last.start, last.end
        )
    unit_at = Word(unit.value, rest[0].start, rest[unit_words - 1].end)
    return PeriodPhrase(Span(number, unit), preposition, _anchor(after_unit[used:], text), unit_at)


def _number(given: Sequence[Word], text: str) -> int:
    first = given[0] if given else Word("", 0, len(text))
    if [w.text for w in given[:3]] == ["as", "soon", "as"] or (
        len(given) > 1 and given[1].text == "to"
    ):
        what = "`as soon as possible`" if first.text == "as" else "`N to M`"
        raise Misread(
            "wrong-shape",
            f"{what} is in the language, but this version does not read it yet",
            _PERIOD_HELP,
            first.start,
            given[-1].end,
        )
    if not re.fullmatch(r"[1-9][0-9]{0,3}", first.text):
        message = f"{first.text!r} is no whole number from 1 to 9999"
        raise Misread("wrong-shape", message, _PERIOD_HELP, first.start, first.end)
    return int(first.text)


_ONE = {unit.value.removesuffix("s"): unit for unit in Unit}
_MANY = {unit.value: unit for unit in Unit}


def _unit(rest: Sequence[Word], number: int, text: str) -> tuple[Unit, int]:
    """The unit, and of how many words it is."""
    for count in (2, 1):
        spelled = " ".join(word.text for word in rest[:count])
        found = _MANY.get(spelled) or (_ONE.get(spelled) if number == 1 else None)
        if found is not None and len(rest) >= count:
            return found, count
    if not rest:
        raise Misread(
            "wrong-shape", f"{text!r} does not say of which unit", _PERIOD_HELP, 0, len(text)
        )
    if rest[0].text in ("day", "days"):
        raise Misread(
            "bare-days",
            f"`{rest[0].text}` alone does not say which days count",
            f"write `{number} working days` or `{number} calendar days`",
            rest[0].start,
            rest[0].end,
        )
    wide = " ".join(word.text for word in rest[:2])
    near = nearest(wide, _MANY) or nearest(rest[0].text, _MANY)
    end = rest[min(1, len(rest) - 1)].end if near is not None and " " in near else rest[0].end
    raise Misread(
        "wrong-shape",
        f"{text[rest[0].start : end]!r} is no unit of time",
        f"did you mean `{near}`?" if near else "the units are " + ", ".join(_MANY),
        rest[0].start,
        end,
    )


def _preposition(rest: Sequence[Word], before: Word, text: str) -> tuple[Preposition, int]:
    """The preposition, and of how many words it is."""
    at, message = before, f"{text!r} does not say of what"
    if rest:
        if rest[0].text in (Preposition.OF, Preposition.AFTER):
            return Preposition(rest[0].text), 1
        if [word.text for word in rest[:2]] == ["beginning", "with"]:
            return Preposition.BEGINNING_WITH, 2
        at = rest[0]
        message = f"{at.text!r} stands where `of`, `after` or `beginning with` belongs"
    raise Misread("wrong-shape", message, _PERIOD_HELP, at.start, at.end)


def condition(text: str) -> ConditionPhrase:
    """Read a condition.

    Raises:
        Misread: it is none.
    """
    given = words(text)
    match [word.text for word in given]:
        case [_]:
            return ConditionPhrase(given[0], None)
        case [_, "is", _]:
            return ConditionPhrase(given[0], given[2])
        case _:
            start, end = (given[0].start, given[-1].end) if given else (0, len(text))
            raise Misread(
                "wrong-shape",
                f"{text!r} is no condition",
                "write `FACT`, or `FACT is ANSWER`",
                start,
                end,
            )


_WHO_LATER = ("did", "held", "acted")


def who(text: str) -> Word:
    """Read who: a relation or a role.

    Raises:
        Misread: it is neither.
    """
    given = words(text)
    if len(given) == 1:
        return given[0]
    start, end = (given[0].start, given[-1].end) if given else (0, len(text))
    later = (given and given[0].text in _WHO_LATER) or "of whoever" in text
    raise Misread(
        "wrong-shape",
        f"{text!r} is in the language, but this version does not read it yet"
        if later
        else f"{text!r} names nobody",
        "write the name of a relation or of a role",
        start,
        end,
    )
