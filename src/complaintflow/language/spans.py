"""The sentence of a period: `20 working days of NAME`, `10 to 20 working days of NAME`.

It is read word by word, as the other sentences are, and every other spelling of it is told
with the one that was probably meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from complaintflow.conventions import KindOfDay, Span, Unit, names_days
from complaintflow.diagnostics import nearest, quoted
from complaintflow.language.meant import in_figures
from complaintflow.language.sentences import (
    AnchorPhrase,
    Misread,
    Word,
    anchors_in,
    words,
)


class Preposition(StrEnum):
    """What stands between a period and its anchor, and says which day is day one."""

    OF = "of"  # as the document counts
    AFTER = "after"  # day one is the day after
    BEFORE = "before"  # counted back
    BEGINNING_WITH = "beginning with"  # day one is that day


@dataclass(frozen=True, slots=True)
class PeriodPhrase:
    """`N UNIT of ANCHOR`, or with `after` or `beginning with` in place of `of`; `or` joins anchors.

    `least` is the shorter end of a band: `N to M UNIT of ANCHOR`; `clear` that neither end is
    one of the days: `N clear UNIT before ANCHOR`. `by_schedule` stands under `every` alone.
    """

    span: Span
    least: Span | None
    preposition: Preposition
    anchors: tuple[AnchorPhrase, ...]
    unit_at: Word
    clear: bool = False
    by_schedule: bool = False


@dataclass(frozen=True, slots=True)
class SoonPhrase:
    """`as soon as possible after ANCHOR`."""

    anchors: tuple[AnchorPhrase, ...]


def time_limit(text: str, own_days: Sequence[KindOfDay] = ()) -> PeriodPhrase | SoonPhrase:
    """Read what may stand under `within`: a period, a band, or `as soon as possible after`.

    Raises:
        Misread: it is none.
    """
    given = words(text)
    spelled = [word.text for word in given]
    if spelled[:1] == ["asap"]:
        of = " ".join(spelled[1:]).removeprefix("after ") or "NAME"
        raise Misread("wrong-shape", "`asap` is not said", _SOON_AFTER.format(of), 0, given[0].end)
    if spelled[:3] != ["as", "soon", "as"]:
        return _forwards(period(text, own_days), text)
    if len(given) > 3 and spelled[3] != "possible":
        of = " ".join(spelled[spelled.index("after") + 1 :]) if "after" in spelled else ""
        message = f"{quoted(' '.join(spelled[:4]))} is not said"
        help_ = _SOON_AFTER.format(of or "NAME")
        raise Misread("wrong-shape", message, help_, 0, given[3].end)
    if spelled[:5] != [*_SOON, "after"] or len(given) < 6:
        message = f"{quoted(text)} does not say after what"
        help_ = "write `as soon as possible after NAME`"
        raise Misread("wrong-shape", message, help_, 0, given[-1].end)
    return SoonPhrase(anchors_in(given[5:], text))


_SOON = ("as", "soon", "as", "possible")
_SOON_AFTER = "write `as soon as possible after {}`"


def _forwards(phrase: PeriodPhrase, text: str) -> PeriodPhrase:
    """Refuse what is counted back where only a time that runs makes sense."""
    if phrase.preposition is Preposition.BEFORE:
        given = words(text)
        message = "a time that is counted back is no time within which to act"
        help_ = f"write it under `at_latest`: `at_latest: {text.strip()}`"
        raise Misread("wrong-shape", message, help_, 0, given[-1].end)
    return phrase


def recurring(text: str, own_days: Sequence[KindOfDay] = ()) -> PeriodPhrase:
    """Read what may stand under `every`: a period, `from the schedule` where it is so counted.

    Raises:
        Misread: it is none.
    """
    given = words(text)
    by_schedule = [word.text for word in given[-3:]] == ["from", "the", "schedule"]
    if by_schedule:
        text = text[: given[-4].end] if len(given) > 3 else ""
    elif given and given[-1].text in ("schedule", "schedules", "scheduled"):
        lead = [word.text for word in given[:-1]]
        while lead and lead[-1] in ("by", "from", "on", "the", "as", "to", "in"):
            lead.pop()
        message = f"{quoted(' '.join(word.text for word in given[len(lead) :]))} is not said"
        help_ = f"write `{' '.join(lead)} from the schedule`"
        raise Misread("wrong-shape", message, help_, given[len(lead)].start, given[-1].end)
    return replace(_forwards(plain_period(text, own_days), text), by_schedule=by_schedule)


def period(text: str, own_days: Sequence[KindOfDay] = ()) -> PeriodPhrase:
    """Read a period with its anchor; a band has its shorter end too.

    Raises:
        Misread: it is none; a bare `days` has the code `bare-days`.
    """
    units = _Units(own_days)
    _refuse_other_spellings(text, units)
    given = words(text)
    least = _least(given, text)
    if least is not None:
        given = given[2:]
    number = _number(given, text)
    amount = str(number) if least is None else f"{least} to {number}"
    clear = len(given) > 1 and given[1].text == "clear"
    rest = given[2:] if clear else given[1:]
    lead = f"{amount} clear" if clear else amount
    unit, unit_words = _unit(rest, number, lead, text, units)
    if clear and unit is Unit.HOURS:
        message = "hours have no clear days"
        raise Misread("wrong-shape", message, "leave out `clear`", given[1].start, given[1].end)
    after_unit = rest[unit_words:]
    of_unit = " ".join(word.text for word in rest[:unit_words])
    lead = f"{amount} {'clear ' if clear else ''}{of_unit}"
    preposition, used = _preposition(after_unit, rest[unit_words - 1], lead)
    if clear and preposition is Preposition.BEGINNING_WITH:
        message = "clear days leave out the day with which this period begins"
        help_ = "write `after`, or leave out `clear`"
        raise Misread("wrong-shape", message, help_, given[1].start, given[1].end)
    if not after_unit[used:]:
        raise _of_nothing(lead, given[-1])
    if least is not None and least >= number:
        raise _no_band(words(text)[0], given[0], least, number, unit)
    return PeriodPhrase(
        Span(number, unit),
        None if least is None else Span(least, unit),
        preposition,
        anchors_in(after_unit[used:], text),
        Word(str(unit), rest[0].start, rest[unit_words - 1].end),
        clear,
    )


def up_to(text: str, own_days: Sequence[KindOfDay] = ()) -> PeriodPhrase:
    """Read how far more time may reach: a period that is no band and runs forwards.

    Raises:
        Misread: it is none.
    """
    return _forwards(plain_period(text, own_days), text)


def ceiling(text: str, own_days: Sequence[KindOfDay] = ()) -> PeriodPhrase:
    """Read what may stand under `at_latest`: a period that is no band, counted on or back.

    Raises:
        Misread: it is none.
    """
    return plain_period(text, own_days)


def plain_period(text: str, own_days: Sequence[KindOfDay] = ()) -> PeriodPhrase:
    """Read a period that is no band.

    Raises:
        Misread: it is none.
    """
    phrase = period(text, own_days)
    if phrase.least is not None:
        given = words(text)
        message = "one time belongs here, not a band"
        help_ = f"write `{text[given[2].start :].strip()}`, the longest"
        raise Misread("wrong-shape", message, help_, given[0].start, given[2].end)
    return phrase


@dataclass(frozen=True, slots=True)
class EdgePhrase:
    """`day of ANCHOR`, `day after ANCHOR` or `day before ANCHOR`; `next_to` is 0, 1 or -1."""

    anchors: tuple[AnchorPhrase, ...]
    next_to: int


_NEXT_TO = {"before": -1, "of": 0, "after": 1}


def edge(text: str) -> EdgePhrase:
    """Read which is the first, or the last, of the days that stand still.

    Raises:
        Misread: it is none.
    """
    given = words(text)
    if len(given) < 3 or given[0].text != "day" or given[1].text not in _NEXT_TO:
        name = given[-1].text if given else "NAME"
        message = f"{quoted(text)} does not say which day it is"
        help_ = f"write `day before {name}`, `day of {name}` or `day after {name}`"
        raise Misread("wrong-shape", message, help_, 0, len(text))
    return EdgePhrase(anchors_in(given[2:], text), _NEXT_TO[given[1].text])


def length(text: str, own_days: Sequence[KindOfDay] = ()) -> Span:
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
    unit, unit_words = _unit(given[1:], number, str(number), text, _Units(own_days))
    rest = given[1 + unit_words :]
    if rest:
        message = f"{quoted(text)} says more than how long it is"
        help_ = f"write `{Span(number, unit)}`: it is counted as the time of the step itself is"
        raise Misread("wrong-shape", message, help_, rest[0].start, rest[-1].end)
    return Span(number, unit)


def looking_back(text: str, own_days: Sequence[KindOfDay] = ()) -> Span:
    """Read for how long before an act a rule about people looks back: `12 months`.

    Raises:
        Misread: it is no length of time in days or longer.
    """
    given = words(text)
    if not re.search("[0-9]", text):
        message = f"{quoted(text)} is no length of time"
        raise Misread("wrong-shape", message, "write `12 months`", 0, len(text))
    number = _number(given, text)
    unit, unit_words = _unit(given[1:], number, str(number), text, _Units(own_days))
    rest = given[1 + unit_words :]
    if rest:
        message = f"{quoted(text)} says more than how long it is"
        help_ = f"write `{Span(number, unit)}`: it is counted back from the act that is judged"
        raise Misread("wrong-shape", message, help_, rest[0].start, rest[-1].end)
    if unit is Unit.HOURS:
        message = "ties between people begin and end with days, not with hours"
        days = Span(max(1, number // 24), Unit.CALENDAR_DAYS)
        raise Misread("wrong-shape", message, f"write `{days}`", 0, len(text))
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


class _Units:
    """The units of a document: those of the language, and the kinds of day of its own."""

    def __init__(self, own_days: Sequence[KindOfDay]) -> None:
        self.many: dict[str, Unit | KindOfDay] = {str(unit): unit for unit in (*Unit, *own_days)}
        self.one = {name.removesuffix("s"): unit for name, unit in self.many.items()}
        self.longest = max(len(name.split()) for name in self.many)

    def spelt_band(self, text: str) -> re.Match[str] | None:
        """A band as people spell it, at the beginning of a text."""
        units = "|".join(rf"{re.escape(one)}s?".replace(r"\ ", r"\s+") for one in self.one)
        return re.match(
            rf"\s*(?:(?:between|from)\s+)?([1-9][0-9]{{0,3}})(?:\s+(?:{units}))?\s*"
            r"(?:\bto\b|\band\b|\bor\b|-|–|—)\s*([1-9][0-9]{0,3})(?=\s+\S)",
            text,
        )

    def either(self, amount: str, number: int) -> str:
        """Which kinds of day may be meant where only `days` is said."""
        kinds = [unit for unit in self.many if unit.endswith(" days")]
        spelt = [f"`{amount} {k.removesuffix('s') if number == 1 else k}`" for k in kinds]
        return f"write {', '.join(spelt[:-1])} or {spelt[-1]}"


_READ_BAND = re.compile(r"\s*[0-9]+\s+to\s+[0-9]+")
_AT_MOST = re.compile(
    r"\s*(up\s+to|at\s+most|no\s+more\s+than|not\s+more\s+than|no\s+later\s+than|within)(?=\s+[0-9])"
)


def _refuse_other_spellings(text: str, units: _Units) -> None:
    """A band as people spell it, and words that say that a time is a longest one."""
    _refuse_two_units(text, units)
    band = units.spelt_band(text)
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


def _refuse_two_units(text: str, units: _Units) -> None:
    """Two times in units that differ, with `or` between them: no band, and which is meant is open."""
    kinds = "|".join(rf"{re.escape(one)}s?".replace(r"\ ", r"\s+") for one in units.one)
    found = re.match(
        rf"\s*(?P<one>[0-9]+\s+(?P<its>{kinds}))(?:\s+(?:of|after)\s+\S+)?\s+or\s+"
        rf"(?P<other>[0-9]+\s+(?P<others>{kinds}))\s+(?=(?:of|after|beginning)\b)",
        text,
    )
    if found is None or found["its"].removesuffix("s") == found["others"].removesuffix("s"):
        return
    anchor = text[found.end() :].strip()
    message = f"{quoted(found[0].strip())} is two times, and a period is one"
    help_ = (
        f"if whichever ends first is meant, write `within: {found['one']} {anchor}` and beside it "
        f"`at_latest: {found['other']} {anchor}`; if the other, write the longer one alone"
    )
    start = len(text) - len(text.lstrip())
    raise Misread("wrong-shape", message, help_, start, start + len(found[0].strip()))


def _least(given: Sequence[Word], text: str) -> int | None:
    """The shorter end of a band, where it is one."""
    if len(given) < 2 or given[1].text != "to":
        return None
    if len(given) == 2:
        message = f"{quoted(text)} lacks its longer time"
        help_ = f"write `{given[0].text} to N UNIT of NAME`, or one time"
        raise Misread("wrong-shape", message, help_, given[1].start, given[1].end)
    return _number(given, text)


def _no_band(low: Word, high: Word, least: int, most: int, unit: Unit | KindOfDay) -> Misread:
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
        message = "`as soon as possible` has no last day, and so limits nothing"
        help_ = "write it under `within`; here a time is counted: `20 working days of NAME`"
        raise Misread("wrong-shape", message, help_, 0, given[-1].end)
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
            f"put a space between: {joined[1]} {joined[2]}" if joined else _figures_help(text),
            first.start,
            first.end,
        )
    return int(first.text)


_AIMS = r"\s*(?:ideally|normally|usually|wherever\s+possible)\s+(?:within\s+)?(?=[0-9])"
_AT_ONCE = r"\s*(?:immediately|promptly|at\s+once|without\s+delay)\s+(?:after|of|on)\s+(?=\S)"


def _figures_help(text: str) -> str:
    """What to write for a time that does not begin with a number."""
    aim, soon = re.match(_AIMS, text), re.match(_AT_ONCE, text)
    meant = in_figures(text)
    if aim is not None:
        return f"an aim has a key of its own: `aim_within: {text[aim.end() :].strip()}`"
    if soon is not None:
        return f"did you mean `within: as soon as possible after {text[soon.end() :].strip()}`?"
    if meant is not None:
        return f"did you mean `{meant}`?"
    return "begin with a number in figures, as in `20 working days`"


def _unit(
    rest: Sequence[Word], number: int, amount: str, text: str, units: _Units
) -> tuple[Unit | KindOfDay, int]:
    """The unit, and of how many words it is."""
    for count in range(units.longest, 0, -1):
        spelled = " ".join(word.text for word in rest[:count])
        found = units.many.get(spelled) or (units.one.get(spelled) if number == 1 else None)
        if found is not None and len(rest) >= count:
            return found, count
    both = units.either(amount, number)
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
    near = nearest(rest[0].text, units.many)
    end = rest[0].end
    for count in range(2, min(units.longest, len(rest)) + 1):
        if near is None:
            near = nearest(" ".join(word.text for word in rest[:count]), units.many)
            end = rest[count - 1].end if near is not None else end
    if near is not None:
        help_ = f"did you mean `{near}`?"
    else:
        is_day = nearest(rest[0].text, ("day", "days"))
        help_ = both if is_day else "the units are " + ", ".join(units.many)
        own = _own_days(rest)
        if own is not None:
            end = rest[len(own.split()) - 1].end
            help_ += (
                f"; for a kind of day of your own write `own_days: {{{own}: ...}}` under `counting`"
            )
    message = f"{quoted(text[rest[0].start : end])} is no unit of time"
    raise Misread("wrong-shape", message, help_, rest[0].start, end)


def _own_days(rest: Sequence[Word]) -> str | None:
    """A kind of day that is not declared: the words up to `day` or `days`."""
    for count in range(2, min(4, len(rest)) + 1):
        spelled = " ".join(word.text for word in rest[:count])
        many = spelled if spelled.endswith("s") else f"{spelled}s"
        if rest[count - 1].text in ("day", "days") and names_days(many):
            return many
    return None


# --- from when --------------------------------------------------------------------------------

_PREPOSITIONS = tuple(Preposition)


def _preposition(rest: Sequence[Word], before: Word, lead: str) -> tuple[Preposition, int]:
    """The preposition, and of how many words it is."""
    if not rest:
        raise _of_nothing(lead, before)
    if rest[0].text in (Preposition.OF, Preposition.AFTER, Preposition.BEFORE):
        return Preposition(rest[0].text), 1
    if [word.text for word in rest[:2]] == ["beginning", "with"]:
        return Preposition.BEGINNING_WITH, 2
    at = rest[0]
    message = f"{quoted(at.text)} stands where `of`, `after` or `beginning with` belongs"
    wide = " ".join(word.text for word in rest[:2])
    if wide == "prior to":
        of = " ".join(word.text for word in rest[2:]) or "NAME"
        help_ = f"write `{lead} before {of}`"
        raise Misread("wrong-shape", f"{quoted(wide)} is not said", help_, at.start, rest[1].end)
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
