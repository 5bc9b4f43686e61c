"""The fixed sentences of the language: an anchor, a condition, who. A period is in `spans`.

They are read word by word, so that a mistake is shown under the very word that is wrong.
Nothing in them is ever evaluated. What the names mean is the linker's business.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from complaintflow.diagnostics import nearest, quoted
from complaintflow.ties import DONE, Work


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
    DATE_SET_BY = "date set by"
    FIRST_DATE = "first date set by"
    LAST_DATE = "last date set by"


@dataclass(frozen=True, slots=True)
class AnchorPhrase:
    """`NAME`, `first NAME`, `last NAME`, `start of STAGE`, `end of STAGE`, `receipt of STEP [by
    ROLE]`, `missed STEP`, or `date set by STEP` alone or after `first` or `last`."""

    form: AnchorForm
    name: Word
    by: Word | None = None


@dataclass(frozen=True, slots=True)
class ConditionPhrase:
    """`FACT` or `FACT is ANSWER`."""

    fact: Word
    answer: Word | None


_ANCHOR_HELP = (
    "write a name, `first NAME`, `last NAME`, `start of STAGE`, `end of STAGE`, `receipt of STEP`, "
    "`missed STEP` or `date set by STEP`"
)
_LEADS = tuple(form for form in AnchorForm if form is not AnchorForm.NAME)


def words(text: str) -> list[Word]:
    """The words of a sentence with their places."""
    return [Word(found.group(), found.start(), found.end()) for found in re.finditer(r"\S+", text)]


def anchors(text: str) -> tuple[AnchorPhrase, ...]:
    """Read an anchor, or several with `or` between them.

    Raises:
        Misread: it is none.
    """
    return anchors_in(words(text), text)


def anchors_in(given: Sequence[Word], text: str) -> tuple[AnchorPhrase, ...]:
    """An anchor of some words of a text, or several with `or` between them.

    Raises:
        Misread: they are none.
    """
    if len(given) > 1 and given[0].text == "either" and given[1].text != "or":
        message = f"{quoted(text[given[0].start : given[-1].end])} is no anchor"
        help_ = f"write `{' '.join(word.text for word in given[1:])}`"
        raise Misread("wrong-shape", message, help_, given[0].start, given[0].end)
    edges = [-1, *(i for i, word in enumerate(given) if word.text == "or"), len(given)]
    parts = [given[i + 1 : j] for i, j in pairwise(edges)]
    if len(parts) > 1 and not all(parts):
        said = text[given[0].start : given[-1].end]
        message = f"{quoted(said)} has an `or` with nothing on one side"
        at = given[edges[parts.index([]) + 1 if parts[-1] else -2]]
        raise Misread("wrong-shape", message, "write `A or B`", at.start, at.end)
    said_before: set[str] = set()
    for part in parts:
        said = " ".join(word.text for word in part)
        if said in said_before:
            message = f"{quoted(said)} stands twice among what may come first"
            raise Misread("wrong-shape", message, "take one out", part[0].start, part[-1].end)
        said_before.add(said)
    return tuple(one_anchor(part, text) for part in parts)


def one_anchor(given: Sequence[Word], text: str) -> AnchorPhrase:
    """An anchor of some words of a text.

    Raises:
        Misread: they are none.
    """
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
        case ["date", "set", "by", _]:
            return AnchorPhrase(AnchorForm.DATE_SET_BY, given[3])
        case ["first" | "last" as which, "date", "set", "by", _]:
            return AnchorPhrase(AnchorForm(f"{which} date set by"), given[4])
        case [_]:
            return AnchorPhrase(AnchorForm.NAME, given[0])
        case spelled:
            raise _no_anchor(given, spelled, text)


_TIME_HELP = (
    "it is a length of time; what comes once a time has run out waits for `missed STEP`, a step "
    "that must be done within it"
)


def _no_anchor(given: Sequence[Word], spelled: Sequence[str], text: str) -> Misread:
    """What is wrong with an anchor, and what was probably meant."""
    start, end = (given[0].start, given[-1].end) if given else (0, len(text))
    lead = " ".join(spelled[:-1])
    message = f"{quoted(text[start:end])} names no moment"
    if re.match("[1-9][0-9]*$", spelled[0] if spelled else ""):
        return Misread("wrong-shape", message, _TIME_HELP, start, end)
    meant = _receipt_meant(spelled) or _alternative_meant(spelled)
    if meant is not None:
        return Misread("wrong-shape", message, f"did you mean `{meant}`?", start, end)
    near = nearest(lead, _LEADS)
    if near is None:
        return Misread("wrong-shape", message, _several(spelled) or _ANCHOR_HELP, start, end)
    help_ = f"did you mean `{near} {given[-1].text}`?"
    return Misread("wrong-shape", message, help_, start, given[-2].end)


def _receipt_meant(spelled: Sequence[str]) -> str | None:
    """A receipt that is put otherwise, where more than one word of it is wrong or missing."""
    if len(spelled) < 2 or "receipt" not in (spelled[0], nearest(spelled[0], ("receipt",))):
        return None
    match spelled[1:]:
        case ["of"]:
            return "receipt of STEP"
        case ["of", step, "by"]:
            return f"receipt of {step} by ROLE"
        case ["by", role, "of", step] | [_, step, _, role]:
            return f"receipt of {step} by {role}"
        case _:
            return None


def _alternative_meant(spelled: Sequence[str]) -> str | None:
    """Two anchors of which the `or` between them is misspelt."""
    for at in range(1, len(spelled) - 1):
        if spelled[at] != "of" and nearest(spelled[at], ("or",)) is not None:
            first, other = " ".join(spelled[:at]), " ".join(spelled[at + 1 :])
            with suppress(Misread):
                anchors(f"{first} or {other}")
                return f"{first} or {other}"
    return None


def _several(spelled: Sequence[str]) -> str | None:
    """How to write several anchors, each of which must have come."""
    names = [word.strip(",") for word in spelled if word not in ("and", ",")]
    if len(names) < 2 or not any(word == "and" or word.endswith(",") for word in spelled):
        return None
    return f"write a list, each of which must have come: [{', '.join(names)}]"


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
    """A relation or a role; `did STEP`, `held ROLE`, `acted in STAGE` or `considered in STAGE`.

    `relation` is that of `RELATION of WHO`, in which the others say who. `work` is what somebody
    did in a stage, where not everything counts.
    """

    form: WhoForm
    name: Word
    work: Work | None = None
    relation: Word | None = None


def who(text: str) -> WhoPhrase:
    """Read who: a relation or a role, or what somebody has done in this case; or `RELATION of` that.

    Raises:
        Misread: it is neither.
    """
    return who_in(words(text), text)


def who_in(given: Sequence[Word], text: str) -> WhoPhrase:
    """Who some words of a text mean.

    Raises:
        Misread: they mean nobody.
    """
    start, end = (given[0].start, given[-1].end) if given else (0, len(text))
    relation: Word | None = None
    said = given
    if len(given) > 2 and given[1].text == "of":
        relation = given[0]
        said = given[3:] if given[2].text == "whoever" and len(given) > 3 else given[2:]
    found = _direct(said)
    if found is not None:
        return replace(found, relation=relation)
    message = f"{quoted(text[start:end])} is no name"
    raise Misread("wrong-shape", message, _who_help(given, relation, said), start, end)


def _direct(given: Sequence[Word]) -> WhoPhrase | None:
    """A who that leads through nobody else; None where the words are none."""
    match [word.text for word in given]:
        case [_]:
            return WhoPhrase(WhoForm.NAME, given[0])
        case ["did" | "held" as form, _]:
            return WhoPhrase(WhoForm(form), given[1])
        case ["acted", "in", _]:
            return WhoPhrase(WhoForm.ACTED_IN, given[2])
        case [done, "in", _] if done in _WORKS:
            return WhoPhrase(WhoForm.ACTED_IN, given[2], _WORKS[done])
        case _:
            return None


_WORKS = {done: work for work, done in DONE.items()}
_WHO_LEADS = (
    *(form for form in WhoForm if form is not WhoForm.NAME),
    *(f"{done} in" for done in _WORKS),
)


def _who_help(
    given: Sequence[Word], relation: Word | None = None, said: Sequence[Word] = ()
) -> str:
    """What was probably meant by a who that does not read."""
    if relation is not None:
        if "of" in [word.text for word in said]:
            return (
                "a tie leads through one other person, so one `of` is all: give the two of them "
                "a relation of their own, and name that"
            )
        meant = _who_help(said)
        through = f"{relation.text} of" + (" whoever" if " in " in meant or "did " in meant else "")
        return meant.replace("did you mean `", f"did you mean `{through} ")
    spelled = [word.text for word in given]
    match spelled:
        case ["not", *rest] if rest:
            name = " ".join(rest)
            return (
                f"there is no `not`: for `who: not {name}` with `may_not` write `only: {name}` with "
                f"`may`, and for `only: not {name}` write `who: {name}` with `may_not`"
            )
        case [first, "or", other]:
            return f"write a list, any of which will do: [{first}, {other}]"
        case ["did", step, "in", stage]:
            return f"write `did {step}`, or `acted in {stage}`"
        case _:
            pass
    if "of" in spelled[2:-1] and "whoever" not in spelled[:2]:
        at = spelled.index("of")
        return f"did you mean `{'_'.join(spelled[:at])} {' '.join(spelled[at:])}`?"
    while spelled and spelled[0] in ("who", "whoever", "anybody", "has", "have"):
        del spelled[0]
    lead = " ".join(spelled[:-1])
    near = lead if lead in _WHO_LEADS else nearest(lead, _WHO_LEADS)
    if spelled in (["acted", "in"], *([done, "in"] for done in _WORKS)):
        return f"write `{' '.join(spelled)} STAGE`"
    if near is not None and "or" in spelled:
        names = [word for word in spelled if word not in ("or", *near.split())]
        each = ", ".join(f"{near} {name}" for name in names)
        return f"write a list, any of which will do: [{each}]"
    if near is not None:
        return f"did you mean `{near} {spelled[-1]}`?"
    return (
        "write the name of one relation or role; or `did STEP`, `held ROLE`, `acted in STAGE`, "
        "`considered in STAGE`; or `RELATION of` one of these"
    )
