"""The sentence of a number of people: `exactly 3`, `at least 3`, `3 to 5`; and with whom they are of.

It is read word by word, as the other sentences are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from complaintflow.bodies import Number
from complaintflow.diagnostics import quoted
from complaintflow.language.sentences import Misread, WhoPhrase, Word, who_in, words

MOST = 99
"""The greatest number of people that a sentence can say."""

_SPELT = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MENDED = {
    "atleast": "at least",
    "minimum": "at least",
    "min": "at least",
    "exact": "exactly",
    "just": "exactly",
    "atmost": "at most",
    "maximum": "at most",
    "max": "at most",
}


@dataclass(frozen=True, slots=True)
class SharePhrase:
    """`at least N WHO`, `exactly N WHO` or `at most N WHO`."""

    number: Number
    who: WhoPhrase


def number(text: str) -> Number:
    """Read a number of people: `exactly N`, `at least N` or `N to M`.

    Raises:
        Misread: it is none.
    """
    given = words(text)
    found = _number(given, text)
    if found is None or len(found[1]) != len(given) or found[0].least == 0:
        raise _no_number(given, text)
    return found[0]


def share(text: str) -> SharePhrase:
    """Read how many must be whom.

    Raises:
        Misread: it does not say both.
    """
    given = words(text)
    found = _number(given, text)
    rest = given[len(found[1]) :] if found is not None else []
    if found is None or not rest:
        help_ = _share_meant([word.text for word in given]) if found is None else None
        raise Misread(
            "wrong-shape",
            f"{quoted(text)} does not say how many are whom",
            f"did you mean `{help_}`?"
            if help_
            else "write how many and who, as in `at least 1 WHO`",
            0,
            len(text),
        )
    return SharePhrase(found[0], who_in(rest, text))


def _number(given: Sequence[Word], text: str) -> tuple[Number, Sequence[Word]] | None:
    """The number with which some words begin, and the words that say it."""
    match [word.text for word in given[:3]]:
        case ["at", "least", n] if n.isdecimal():
            return Number(_count(given[2])), given[:3]
        case ["at", "most", n] if n.isdecimal():
            return Number(0, _count(given[2])), given[:3]
        case ["exactly", n, *_] if n.isdecimal():
            exact = _count(given[1])
            return Number(exact, exact), given[:2]
        case [n, "to", m] if n.isdecimal() and m.isdecimal():
            least, most = _count(given[0]), _count(given[2])
            if least >= most:
                said = text[given[0].start : given[2].end]
                other = f"{most} to {least}" if most < least else f"exactly {least}"
                raise Misread(
                    "wrong-shape",
                    f"{quoted(said)} does not go from less to more",
                    f"write `{other}`",
                    given[0].start,
                    given[2].end,
                )
            return Number(least, most), given[:3]
        case _:
            return None


def _count(word: Word) -> int:
    if not 1 <= int(word.text) <= MOST:
        message = f"{quoted(word.text)} is no number of people"
        help_ = f"write a number from 1 to {MOST}"
        raise Misread("wrong-shape", message, help_, word.start, word.end)
    return int(word.text)


def _no_number(given: Sequence[Word], text: str) -> Misread:
    """What is wrong with a number, and what was probably meant."""
    start, end = (given[0].start, given[-1].end) if given else (0, len(text))
    said = text[start:end]
    help_ = "write `exactly 3`, `at least 3` or `3 to 5`"
    amount = _digits(given[-1].text) if given else None
    if len(given) == 1 and amount is not None:
        help_ = f"did you mean `exactly {amount}`, or `at least {amount}`?"
    elif len(given) > 1 and amount is not None and (meant := _meant(given[0].text)):
        help_ = f"did you mean `{meant} {amount}`?"
    elif [word.text for word in given[:2]] == ["at", "most"]:
        help_ = f"write `1 to {amount or 3}`"
    elif [word.text for word in given[:2]] == ["at", "least"]:
        help_ = f"did you mean `at least {amount}`?" if amount is not None else "write `at least 3`"
    return Misread("wrong-shape", f"{quoted(said)} is no number of people", help_, start, end)


def _share_meant(spelled: Sequence[str]) -> str | None:
    """A share of which the number is put otherwise."""
    match spelled:
        case ["at", "least" | "most" as end, n, _, *_] if amount := _digits(n):
            return " ".join(("at", end, amount, *spelled[3:]))
        case [lead, n, _, *_] if (meant := _meant(lead)) and (amount := _digits(n)):
            return " ".join((meant, amount, *spelled[2:]))
        case [n, _, *_] if amount := _digits(n):
            return " ".join(("at least", amount, *spelled[1:]))
        case _:
            return None


def _meant(word: str) -> str | None:
    return "exactly" if word == "exactly" else _MENDED.get(word)


def _digits(word: str) -> str | None:
    """A number as it is written here, of one in digits or in letters."""
    if word.isdecimal():
        return word
    return str(_SPELT.index(word)) if word in _SPELT[1:] else None
