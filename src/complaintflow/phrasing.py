"""Phrases of which answers are made: names in a row, days, and what is waited for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from complaintflow.calendars import WEEKDAYS
from complaintflow.gates import alternatives
from complaintflow.moments import Moment
from complaintflow.procedure import (
    Anchor,
    Clause,
    DateSetBy,
    EndOf,
    FirstOf,
    Happened,
    Missed,
    MomentNamed,
    ReceiptOf,
    StartOf,
)


def all_of(names: Iterable[str]) -> str:
    """Names with commas between them, and `and` before the last."""
    return _joined(tuple(names), "and")


def any_of(names: Iterable[str]) -> str:
    """Names with commas between them, and `or` before the last."""
    return _joined(tuple(names), "or")


def _joined(names: tuple[str, ...], word: str) -> str:
    return ", ".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} {word} {names[-1]}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Names of the months; strftime would give those of the machine's locale."""


def day_text(moment: Moment) -> str:
    """A day or a moment as a letter gives it: `Wednesday 22 April 2026`, with the hour if known.

    An hour that comes twice, when clocks go back, is told with its time zone.
    """
    weekday, month = WEEKDAYS[moment.weekday()], MONTHS[moment.month - 1]
    day = f"{weekday} {moment.day} {month} {moment.year}"
    if not isinstance(moment, datetime):
        return day
    twice = moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()
    return f"{day} at {moment:%H:%M}{f' {moment:%Z}' if twice else ''}"


def clause_text(clause: Clause) -> str:
    """A clause with its place and what it says."""
    return f"{clause.id} ({clause.at}): {clause.says}"


@dataclass(frozen=True, slots=True)
class _Awaited:
    """Some anchors, sorted by how each is reached: by an event, by time, by being told or set."""

    events: tuple[str, ...]
    missed: tuple[str, ...]
    receipts: tuple[ReceiptOf, ...]
    dates: tuple[str, ...]
    moments: tuple[str, ...]


def _awaited(anchors: Iterable[Anchor]) -> _Awaited:
    singles = tuple(alternatives(anchors))
    return _Awaited(
        tuple(str(a) for a in singles if isinstance(a, Happened | StartOf | EndOf)),
        tuple(a.step for a in singles if isinstance(a, Missed)),
        tuple(a for a in singles if isinstance(a, ReceiptOf)),
        tuple(a.step for a in singles if isinstance(a, DateSetBy)),
        tuple(a.name for a in singles if isinstance(a, MomentNamed)),
    )


def must_come(anchors: tuple[Anchor, ...]) -> Iterator[str]:
    """What has not been reached, and must be."""
    for awaited, names, word in _sorted(anchors):
        said = [f"{names(awaited.events)} must come first"] if awaited.events else []
        said += [f"{r.by} must have received {r.step}" for r in awaited.receipts]
        if awaited.missed:
            said.append(f"the time for {names(awaited.missed)} must have run out")
        said += [f"the date set by {step} must have come" for step in awaited.dates]
        said += [f"{name} must have come" for name in awaited.moments]
        yield f", {word} ".join(said)


def may_bring(anchors: tuple[Anchor, ...]) -> Iterator[str]:
    """How what has not been reached still may be."""
    for awaited, names, word in _sorted(anchors):
        said = []
        if awaited.events:
            said.append(f"record {names(awaited.events)} first, if it has happened")
        said += [
            f"record {r.step}, and under received when {r.by} had it" for r in awaited.receipts
        ]
        if awaited.missed:
            said.append(f"wait until the time for {names(awaited.missed)} has run out")
        said += [f"record {step} with its date, and wait for that" for step in awaited.dates]
        said += [f"record what brings {name}, if it has happened" for name in awaited.moments]
        yield f", {word} ".join(said)


def _sorted(
    anchors: tuple[Anchor, ...],
) -> Iterator[tuple[_Awaited, Callable[[Iterable[str]], str], str]]:
    """The anchors of which each is needed, and those of which any one will do."""
    each = [anchor for anchor in anchors if not isinstance(anchor, FirstOf)]
    if each:
        yield _awaited(each), all_of, "and"
    for anchor in anchors:
        if isinstance(anchor, FirstOf):
            yield _awaited((anchor,)), any_of, "or"
