"""The fixed sentences of the language: an anchor, a period, a condition, who.

They are read word by word, so that a mistake is shown under the very word that is wrong.
Nothing in them is ever evaluated. What the names mean is the linker's business.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from complaintflow.diagnostics import nearest, quoted
from complaintflow.language import later
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
    RECEIPT_OF = "receipt of"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class AnchorPhrase:
    """`NAME`, `first NAME`, `last NAME`, `start of STAGE`, `end of STAGE`, `receipt of STEP [by
    ROLE]` or `missed STEP`."""

    form: AnchorForm
    name: Word
    by: Word | None = None


class Preposition(StrEnum):
    """What stands between a period and its anchor, and says which day is day one."""

    OF = "of"  # as the document counts
    AFTER = "after"  # day one is the day after
    BEGINNING_WITH = "beginning with"  # day one is that day


@dataclass(frozen=True, slots=True)
class PeriodPhrase:
    """`N UNIT of ANCHOR`, or with `after` or `beginning with` in place of `of`.

    `least` is the shorter end of a band: `N to M UNIT of ANCHOR`.
    """

    span: Span
    least: Span | None
    preposition: Preposition
    anchor: AnchorPhrase
    unit_at: Word


@dataclass(frozen=True, slots=True)
class ConditionPhrase:
    """`FACT` or `FACT is ANSWER`."""

    fact: Word
    answer: Word | None


_ANCHOR_HELP = (
    "write a name, `first NAME`, `last NAME`, `start of STAGE`, `end of STAGE` or `receipt of STEP`"
)
_LEADS = ("first", "last", "start of", "end of", "receipt of", "missed")


def words(text: str) -> list[Word]:
    """The words of a sentence with their places."""
    return [Word(found.group(), found.start(), found.end()) for found in re.finditer(r"\S+", text)]


def anchors(text: str) -> tuple[AnchorPhrase, ...]:
    """Read an anchor, or several with `or` between them.

    Raises:
        Misread: it is none.
    """
    given = words(text)
    edges = [-1, *(i for i, word in enumerate(given) if word.text == "or"), len(given)]
    parts = [given[i + 1 : j] for i, j in pairwise(edges)]
    if len(parts) > 1 and not all(parts):
        message = f"{quoted(text)} has an `or` with nothing on one side"
        at = given[-1] if parts[-1] == [] else given[0]
        raise Misread("wrong-shape", message, "write `A or B`", at.start, at.end)
    return tuple(_anchor(part, text) for part in parts)


def _anchor(given: Sequence[Word], text: str) -> AnchorPhrase:
    match [word.text for word in given]:
        case ["start" | "end" as edge, "of", _]:
            form = AnchorForm.START_OF if edge == "start" else AnchorForm.END_OF
            return AnchorPhrase(form, given[2])
        case ["receipt", "of", _]:
            return AnchorPhrase(AnchorForm.RECEIPT_OF, given[2])
        case ["receipt", "of", _, "by", _]:
            return AnchorPhrase(AnchorForm.RECEIPT_OF, given[2], given[4])
        case ["first" | "last" | "missed" as which, _]:
            return AnchorPhrase(AnchorForm(which), given[1])
        case [_]:
            return AnchorPhrase(AnchorForm.NAME, given[0])
        case spelled:
            raise _no_anchor(given, " ".join(spelled[:-1]), text)


def _start(given: Sequence[Word], text: str) -> AnchorPhrase:
    """The anchor of a period: what can start a clock."""
    if any(word.text == "or" for word in given):
        what, start, help_ = "a period from `A or B`", given[0].start, later.IN_A_PERIOD["or"]
        raise Misread("not-read-yet", later.message(what), help_, start, given[-1].end)
    phrase = _anchor(given, text)
    if phrase.form is AnchorForm.MISSED:
        what, help_ = "a period from `missed ...`", later.IN_A_PERIOD["missed"]
        end = phrase.name.end
        raise Misread("not-read-yet", later.message(what), help_, given[0].start, end)
    return phrase


def _no_anchor(given: Sequence[Word], lead: str, text: str) -> Misread:
    """What is wrong with an anchor; `lead` is all of it but the name."""
    start, end = (given[0].start, given[-1].end) if given else (0, len(text))
    if lead in later.ANCHORS:
        message = later.message(f"`{lead} ...`")
        return Misread("not-read-yet", message, later.ANCHORS[lead], start, end)
    message = f"{quoted(text[start:end])} names no moment"
    near = nearest(lead, (*_LEADS, *later.ANCHORS))
    if near is None:
        return Misread("wrong-shape", message, _ANCHOR_HELP, start, end)
    help_ = f"did you mean `{near} {given[-1].text}`?"
    return Misread("wrong-shape", message, help_, start, given[-2].end)


def anchor_of(text: str) -> AnchorPhrase | None:
    """The anchor of a period that itself does not read; None where it has none.

    Raises:
        Misread: what stands there is no anchor.
    """
    given = words(text)
    for position, word in enumerate(given[:-1]):
        if word.text in (Preposition.OF, Preposition.AFTER):
            return _start(given[position + 1 :], text)
    return None


def period(text: str) -> PeriodPhrase:
    """Read a period with its anchor; a band has its shorter end too.

    Raises:
        Misread: it is none; a bare `days` has the code `bare-days`.
    """
    given = words(text)
    least = _least(given, text)
    if least is not None:
        given = given[2:]
    number = _number(given, text)
    rest = given[1:]
    unit, unit_words = _unit(rest, number, text)
    after_unit = rest[unit_words:]
    lead = f"{number} {' '.join(word.text for word in rest[:unit_words])}"
    if least is not None:
        lead = f"{least} to {lead}"
    preposition, used = _preposition(after_unit, given[unit_words], lead)
    if not after_unit[used:]:
        raise _of_nothing(lead, given[-1])
    if least is not None and least >= number:
        low = words(text)[0]
        raise Misread(
            "wrong-shape",
            f"a band runs from less to more, and {least} is not less than {number}",
            f"write the shorter time first: `{number} to {least} ...`"
            if least > number
            else f"write `{number} {unit}` alone, or a longer time after `to`",
            low.start,
            given[0].end,
        )
    unit_at = Word(unit.value, rest[0].start, rest[unit_words - 1].end)
    return PeriodPhrase(
        Span(number, unit),
        None if least is None else Span(least, unit),
        preposition,
        _start(after_unit[used:], text),
        unit_at,
    )


def _least(given: Sequence[Word], text: str) -> int | None:
    """The shorter end of a band, where it is one."""
    if len(given) < 2 or given[1].text != "to":
        return None
    return _number(given, text)


def plain_period(text: str) -> PeriodPhrase:
    """Read a period that is no band.

    Raises:
        Misread: it is none.
    """
    phrase = period(text)
    if phrase.least is not None:
        given = words(text)
        message = "a ceiling is one time, not a band"
        help_ = f"write `{phrase.span} ...`, the longest"
        raise Misread("wrong-shape", message, help_, given[0].start, given[2].end)
    return phrase


def _of_nothing(lead: str, last: Word) -> Misread:
    message = f"{quoted(lead)} does not say from when it is counted"
    help_ = f"write `{lead} of NAME`, where NAME is what starts the time, or `of start of STAGE`"
    return Misread("wrong-shape", message, help_, last.start, last.end)


def _number(given: Sequence[Word], text: str) -> int:
    first = given[0] if given else Word("", 0, len(text))
    if [w.text for w in given[:3]] == ["as", "soon", "as"]:
        what = later.message("`as soon as possible`")
        raise Misread("not-read-yet", what, later.SOON, 0, given[-1].end)
    match [word.text for word in given if word.text != "the"]:
        case ["same", "day", *rest]:
            of = " ".join(rest[1:]) or "NAME"
            help_ = f"for the same day write `1 calendar day beginning with {of}`"
            message = f"{quoted(text)} is no period"
            raise Misread("wrong-shape", message, help_, 0, given[-1].end)
        case _:
            pass
    if not re.fullmatch(r"[1-9][0-9]{0,3}", first.text):
        joined = re.fullmatch(r"([1-9][0-9]{0,3})([a-z]+)", first.text)
        raise Misread(
            "wrong-shape",
            f"{quoted(first.text)} is no whole number from 1 to 9999",
            f"put a space between: {joined[1]} {joined[2]}"
            if joined
            else "begin with a number in figures, as in `20 working days`",
            first.start,
            first.end,
        )
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
    days = "day" if number == 1 else "days"
    both = f"write `{number} working {days}` or `{number} calendar {days}`"
    if not rest:
        message = f"{quoted(text)} does not say in which unit it is counted"
        raise Misread("wrong-shape", message, both, 0, len(text))
    if rest[0].text in ("day", "days"):
        raise Misread(
            "bare-days",
            f"`{rest[0].text}` alone does not say which days count",
            both,
            rest[0].start,
            rest[0].end,
        )
    near = nearest(rest[0].text, _MANY)
    end = rest[0].end
    if near is None and len(rest) > 1:
        near = nearest(f"{rest[0].text} {rest[1].text}", _MANY)
        end = rest[1].end if near is not None else end
    if near is not None:
        help_ = f"did you mean `{near}`?"
    else:
        is_day = nearest(rest[0].text, ("day", "days"))
        help_ = both if is_day else "the units are " + ", ".join(_MANY)
    message = f"{quoted(text[rest[0].start : end])} is no unit of time"
    raise Misread("wrong-shape", message, help_, rest[0].start, end)


_PREPOSITIONS = tuple(Preposition)


def _preposition(rest: Sequence[Word], before: Word, lead: str) -> tuple[Preposition, int]:
    """The preposition, and of how many words it is."""
    if not rest:
        raise _of_nothing(lead, before)
    if rest[0].text in (Preposition.OF, Preposition.AFTER):
        return Preposition(rest[0].text), 1
    if [word.text for word in rest[:2]] == ["beginning", "with"]:
        return Preposition.BEGINNING_WITH, 2
    at = rest[0]
    message = f"{quoted(at.text)} stands where `of`, `after` or `beginning with` belongs"
    wide = " ".join(word.text for word in rest[:2])
    anchored = at.text in ("start", "end", "first", "last") or len(rest) == 1
    if anchored:
        near = None
    elif rest[1].text in ("with", "of"):
        near = nearest(wide, _PREPOSITIONS)
    else:
        near = nearest(at.text, _PREPOSITIONS)
    of = " ".join(word.text for word in (rest if anchored else rest[1:]))
    help_ = f"did you mean `{near}`?" if near else f"write `{lead} of {of}`"
    raise Misread("wrong-shape", message, help_, at.start, at.end)


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
        case spelled:
            start, end = (given[0].start, given[-1].end) if given else (0, len(text))
            message = f"{quoted(text[start:end])} is no condition"
            raise Misread("wrong-shape", message, _condition_help(spelled), start, end)


def _condition_help(spelled: Sequence[str]) -> str:
    match spelled:
        case [first, "and", second]:
            return f"write a list, all of which must hold: [{first}, {second}]"
        case ["not", fact] | [fact, "is", "not", "true"]:
            return f"write `{fact} is false`"
        case [_, "or", _]:
            return "a condition cannot be joined by `or`; ask a question of its own under `facts`"
        case [fact, _, answer]:
            return f"did you mean `{fact} is {answer}`?"
        case _:
            return "write `FACT`, or `FACT is ANSWER`"


class WhoForm(StrEnum):
    """How somebody is told from others: by a name, or by what he or she has done here."""

    NAME = "NAME"
    DID = "did"
    HELD = "held"
    ACTED_IN = "acted in"


@dataclass(frozen=True, slots=True)
class WhoPhrase:
    """A relation or a role; `did STEP`, `held ROLE` or `acted in STAGE`."""

    form: WhoForm
    name: Word


def who(text: str) -> WhoPhrase:
    """Read who: a relation or a role, or what somebody has done in this case.

    Raises:
        Misread: it is neither.
    """
    given = words(text)
    match [word.text for word in given]:
        case [_]:
            return WhoPhrase(WhoForm.NAME, given[0])
        case ["did" | "held" as form, _]:
            return WhoPhrase(WhoForm(form), given[1])
        case ["acted", "in", _]:
            return WhoPhrase(WhoForm.ACTED_IN, given[2])
        case _:
            pass
    start, end = (given[0].start, given[-1].end) if given else (0, len(text))
    if "of whoever" in text:
        raise Misread("not-read-yet", later.message(quoted(text)), later.WHO, start, end)
    help_ = "write the name of one relation or role; or `did STEP`, `held ROLE`, `acted in STAGE`"
    raise Misread("wrong-shape", f"{quoted(text)} is no name", help_, start, end)
