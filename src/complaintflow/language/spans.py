"""The sentence of a period: `20 working days of NAME`, `10 to 20 working days of NAME`.

It is read word by word, as the other sentences are, and every other spelling of it is told
with the one that was probably meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaintflow.diagnostics import nearest, quoted
from complaintflow.language import later
from complaintflow.language.sentences import (
    AnchorPhrase,
    Misread,
    Word,
    anchors_in,
    words,
)
from complaintflow.periods import Span, Unit


class Preposition(StrEnum):
    """What stands between a period and its anchor, and says which day is day one."""

    OF = "of"  # as the document counts
    AFTER = "after"  # day one is the day after
    BEGINNING_WITH = "beginning with"  # day one is that day


@dataclass(frozen=True, slots=True)
class PeriodPhrase:
    """`N UNIT of ANCHOR`, or with `after` or `beginning with` in place of `of`; `or` joins anchors.

    `least` is the shorter end of a band: `N to M UNIT of ANCHOR`.
    """

    span: Span
    least: Span | None
    preposition: Preposition
    anchors: tuple[AnchorPhrase, ...]
    unit_at: Word


def period(text: str) -> PeriodPhrase:
    """Read a period with its anchor; a band has its shorter end too.

    Raises:
        Misread: it is none; a bare `days` has the code `bare-days`.
    """
    _refuse_other_spellings(text)
    given = words(text)
    least = _least(given, text)
    if least is not None:
        given = given[2:]
    number = _number(given, text)
    amount = str(number) if least is None else f"{least} to {number}"
    rest = given[1:]
    unit, unit_words = _unit(rest, number, amount, text)
    after_unit = rest[unit_words:]
    lead = f"{amount} {' '.join(word.text for word in rest[:unit_words])}"
    preposition, used = _preposition(after_unit, given[unit_words], lead)
    if not after_unit[used:]:
        raise _of_nothing(lead, given[-1])
    if least is not None and least >= number:
        raise _no_band(words(text)[0], given[0], least, number, unit)
    return PeriodPhrase(
        Span(number, unit),
        None if least is None else Span(least, unit),
        preposition,
        anchors_in(after_unit[used:], text),
        Word(unit.value, rest[0].start, rest[unit_words - 1].end),
    )


def plain_period(text: str) -> PeriodPhrase:
    """Read a period that is no band.

    Raises:
        Misread: it is none.
    """
    phrase = period(text)
    if phrase.least is not None:
        given = words(text)
        message = "a ceiling is one time, not a band"
        help_ = f"write `{text[given[2].start :].strip()}`, the longest"
        raise Misread("wrong-shape", message, help_, given[0].start, given[2].end)
    return phrase


def length(text: str) -> Span:
    """Read how long a time is, without from when: `15 working days`.

    Raises:
        Misread: it is none.
    """
    given = words(text)
    if not re.search("[0-9]", text):
        message = f"{quoted(text)} is no date and no period"
        help_ = "write `15 working days`, or 2026-03-23"
        raise Misread("wrong-shape", message, help_, 0, len(text))
    large = re.fullmatch(r"[1-9][0-9]{4,7}", given[0].text)  # a program may settle any time
    number = int(large[0]) if large is not None else _number(given, text)
    unit, unit_words = _unit(given[1:], number, str(number), text)
    rest = given[1 + unit_words :]
    if rest:
        message = f"{quoted(text)} says more than how long it is"
        help_ = f"write `{Span(number, unit)}`: it is counted as the time of the step itself is"
        raise Misread("wrong-shape", message, help_, rest[0].start, rest[-1].end)
    return Span(number, unit)


def anchors_of(text: str) -> tuple[AnchorPhrase, ...]:
    """The anchors of a period that itself does not read; none where it has none.

    Raises:
        Misread: what stands there is no anchor.
    """
    given = words(text)
    for position, word in enumerate(given[:-1]):
        if word.text in (Preposition.OF, Preposition.AFTER):
            return anchors_in(given[position + 1 :], text)
    return ()


def _of_nothing(lead: str, last: Word) -> Misread:
    message = f"{quoted(lead)} does not say from when it is counted"
    help_ = f"write `{lead} of NAME`, where NAME is what starts the time, or `of start of STAGE`"
    return Misread("wrong-shape", message, help_, last.start, last.end)


# --- how long ---------------------------------------------------------------------------------

_UNIT = "(?:" + "|".join(unit.value.rstrip("s").replace(" ", r"\s+") + "s?" for unit in Unit) + ")"
_SPELT_BAND = re.compile(
    rf"\s*(?:(?:between|from)\s+)?([1-9][0-9]{{0,3}})(?:\s+{_UNIT})?\s*"
    r"(?:\bto\b|\band\b|\bor\b|-|–|—)\s*([1-9][0-9]{0,3})(?=\s+\S)"
)
_READ_BAND = re.compile(r"\s*[0-9]+\s+to\s+[0-9]+")
_AT_MOST = re.compile(
    r"\s*(up\s+to|at\s+most|no\s+more\s+than|not\s+more\s+than|no\s+later\s+than|within)(?=\s+[0-9])"
)


def _refuse_other_spellings(text: str) -> None:
    """A band as people spell it, and words that say that a time is a longest one."""
    band = _SPELT_BAND.match(text)
    if band is not None and not _READ_BAND.match(text):
        start = len(text) - len(text.lstrip())
        least, most = sorted((int(band[1]), int(band[2])))
        meant = f"{least} to {most} {text[band.end() :].strip()}"
        message = f"{quoted(text[start : band.end()])} is no band"
        raise Misread("wrong-shape", message, f"did you mean `{meant}`?", start, band.end())
    most_of_all = _AT_MOST.match(text)
    if most_of_all is not None:
        message = f"{quoted(most_of_all[1])} is not said: a period is the longest time"
        help_ = f"did you mean `{text[most_of_all.end() :].strip()}`?"
        raise Misread("wrong-shape", message, help_, *most_of_all.span(1))


def _least(given: Sequence[Word], text: str) -> int | None:
    """The shorter end of a band, where it is one."""
    if len(given) < 2 or given[1].text != "to":
        return None
    if len(given) == 2:
        message = f"{quoted(text)} lacks its longer time"
        help_ = f"write `{given[0].text} to N UNIT of NAME`, or one time"
        raise Misread("wrong-shape", message, help_, given[1].start, given[1].end)
    return _number(given, text)


def _no_band(low: Word, high: Word, least: int, most: int, unit: Unit) -> Misread:
    message = f"a band runs from less to more, and {least} is not less than {most}"
    help_ = (
        f"write the shorter time first: `{most} to {least} ...`"
        if least > most
        else f"write `{most} {unit} ...` alone, or a longer time after `to`"
    )
    return Misread("wrong-shape", message, help_, low.start, high.end)


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


def _unit(rest: Sequence[Word], number: int, amount: str, text: str) -> tuple[Unit, int]:
    """The unit, and of how many words it is."""
    for count in (2, 1):
        spelled = " ".join(word.text for word in rest[:count])
        found = _MANY.get(spelled) or (_ONE.get(spelled) if number == 1 else None)
        if found is not None and len(rest) >= count:
            return found, count
    days = "day" if number == 1 else "days"
    both = f"write `{amount} working {days}` or `{amount} calendar {days}`"
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


# --- from when --------------------------------------------------------------------------------

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
    if at.text == "before":
        what = later.message(f"`{lead} before ...`")
        raise Misread("not-read-yet", what, later.BEFORE, at.start, at.end)
    message = f"{quoted(at.text)} stands where `of`, `after` or `beginning with` belongs"
    wide = " ".join(word.text for word in rest[:2])
    anchored = at.text in _ANCHORED or len(rest) == 1
    if anchored:
        near = None
    elif rest[1].text in ("with", "of"):
        near = nearest(wide, _PREPOSITIONS)
    else:
        near = nearest(at.text, _PREPOSITIONS)
    of = " ".join(word.text for word in (rest if anchored else rest[1:]))
    help_ = f"did you mean `{near}`?" if near else f"write `{lead} of {of}`"
    raise Misread("wrong-shape", message, help_, at.start, at.end)


_ANCHORED = ("start", "end", "first", "last", "receipt", "missed", "date")
"""Words with which an anchor may begin."""
