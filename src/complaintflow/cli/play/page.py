"""What a game of `play` says and asks, as values: no terminal is needed to play one."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from complaintflow.cli.screen import Cell, Part, Screen
from complaintflow.diagnostics import nearest

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Line:
    """One line."""

    parts: tuple[Part, ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of cells in columns."""

    rows: tuple[Sequence[Cell], ...]
    indent: int = 2


@dataclass(slots=True)
class Page:
    """What is to be said before the next question."""

    said: list[Line | Rows] = field(default_factory=list)

    def line(self, *parts: Part, indent: int = 0) -> None:
        """One line."""
        self.said.append(Line(parts, indent))

    def heading(self, text: str) -> None:
        """The title of what follows, after an empty line."""
        self.line()
        self.line((text, "bold"))

    def table(self, rows: Iterable[Sequence[Cell]], *, indent: int = 2) -> None:
        """Rows in columns; nothing where there is none."""
        listed = tuple(rows)
        if listed:
            self.said.append(Rows(listed, indent))

    def taken(self) -> tuple[Line | Rows, ...]:
        """All that was said since it was last taken."""
        said, self.said = tuple(self.said), []
        return said


def show(screen: Screen, said: Iterable[Line | Rows]) -> None:
    """Write it where answers are written."""
    for each in said:
        match each:
            case Line(parts=parts, indent=indent):
                screen.line(*parts, indent=indent)
            case Rows(rows=rows, indent=indent):
                screen.table(rows, indent=indent)


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said, and then asked. The answer is a line of text."""

    said: tuple[Line | Rows, ...]
    question: str


Talk = Generator[Turn, str, _T]
"""A conversation: it gives turns, takes lines, and ends with a value."""


class Back(Exception):  # noqa: N818 - somebody says it
    """The person goes back to the list, and what was half said is dropped."""


class Quit(Exception):  # noqa: N818 - somebody says it
    """The person has had enough."""


NARROW = 76
"""Columns that a narrow terminal has for one line."""

MOST_NAMED = 9
"""Names that a hint lists; more would hide the question."""

NOBODY = "-"
"""What is typed where nothing is to be said."""


def ask(page: Page, question: str, default: str | None = None, *, about: str = "") -> Talk[str]:
    """A line of text; ENTER stands for the default.

    Args:
        page: where it is asked.
        question: what is asked.
        default: what ENTER stands for.
        about: what `help` and `?` tell; where it is empty, they are answers like any other.
    """
    mark = "" if question.endswith((">", ":")) else ":"
    shown = f"{question} [{default}]{mark} " if default else f"{question}{mark} "
    while True:
        said = (yield Turn(page.taken(), shown)).strip()
        if said in ("back", "b"):
            raise Back
        if said in ("quit", "q", "exit"):
            raise Quit
        if said.lower() not in ("help", "?") or not about:
            return said or default or ""
        enter = f"ENTER takes {default}; " if default else ""
        page.line((about, "bold"), indent=2)
        page.line((f"{enter}`back` drops the question, `quit` ends", "dim"), indent=2)


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that may be chosen, and how it is shown."""

    value: str
    label: str


def choose(
    page: Page,
    question: str,
    offers: Sequence[Offer],
    *,
    default: str | None = None,
    besides: Iterable[str] = (),
    optional: bool = False,
) -> Talk[str | None]:
    """One of some values, by its number or its name; None where nothing is to be said.

    Args:
        page: where it is offered.
        question: what is asked.
        offers: what may be chosen; shown with numbers where there are several.
        default: what ENTER stands for.
        besides: what may be typed too, and is not offered.
        optional: whether nothing may be said.
    """
    known = [*(offer.value for offer in offers), *besides]
    if len(offers) > 1 or (offers and default is None):
        _show_offers(page, offers)
    while True:
        about = "" if "help" in known else _about(offers, known, optional=optional)
        said = yield from ask(
            page, question, default or (NOBODY if optional else None), about=about
        )
        if said == NOBODY and optional:
            return None
        if said.isdecimal() and 0 < int(said) <= len(offers):
            return offers[int(said) - 1].value
        if said in known:
            return said
        page.line((_not_known(said, known, optional=optional), "yellow"), indent=2)


def _show_offers(page: Page, offers: Sequence[Offer]) -> None:
    """Numbered: on one line where they are short, else a line for each."""
    if sum(len(offer.label) + 6 for offer in offers) <= NARROW:
        parts: list[Part] = []
        for n, offer in enumerate(offers, start=1):
            parts += [(f"{n}", "cyan"), f" {offer.label}   "]
        page.line(*parts, indent=2)
    else:
        page.table([(f"{n}", "cyan"), offer.label] for n, offer in enumerate(offers, start=1))


def _about(offers: Sequence[Offer], known: Sequence[str], *, optional: bool) -> str:
    """What may be typed where something is chosen."""
    number = "a number of the list, or " if len(offers) > 1 else ""
    rest = f"; {NOBODY} for nothing" if optional else ""
    few = list(dict.fromkeys(known))
    more = " ..." if len(few) > MOST_NAMED else ""
    return f"type {number}one of: {', '.join(few[:MOST_NAMED])}{more}{rest}"


def _not_known(said: str, known: Sequence[str], *, optional: bool) -> str:
    near = nearest(said, known)
    if not said:
        return "type one of them, or `back`"
    if near is not None:
        return f"there is no {said!r} here; did you mean {near!r}?"
    rest = f", or {NOBODY} for nothing" if optional else ""
    few = list(dict.fromkeys(known))[:MOST_NAMED]
    return f"there is no {said!r} here; type {', '.join(few)}{rest}, or `back`"


def agree(page: Page, question: str, *, default: bool) -> Talk[bool]:
    """Yes or no."""
    while True:
        enter = "yes" if default else "no"
        said = (yield from ask(page, question, enter, about="type yes or no")).lower()
        if said in ("yes", "y", "no", "n"):
            return said.startswith("y")
        page.line(("type yes or no, or `back`", "yellow"), indent=2)
