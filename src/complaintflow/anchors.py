"""Anchors: the moments of a case that a rule can name, and the periods that are counted from them.

What they mean in a history is read in `gates` and `reaching`.
"""

from dataclasses import dataclass
from enum import StrEnum

from complaintflow.conventions import DayOne, Span, Unit


class Which(StrEnum):
    """Which happening of a name an anchor means."""

    THIS_TIME = "this time"  # the first since the place that declares the name was last entered
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Happened:
    """The anchor `NAME`, `first NAME` or `last NAME`: when a step, fact or happening was recorded."""

    name: str
    which: Which = Which.THIS_TIME

    def __str__(self) -> str:
        return self.name if self.which is Which.THIS_TIME else f"{self.which} {self.name}"


@dataclass(frozen=True, slots=True)
class StartOf:
    """The anchor `start of STAGE`: the moment of the event that opened its latest visit."""

    stage: str

    def __str__(self) -> str:
        return f"start of {self.stage}"


@dataclass(frozen=True, slots=True)
class EndOf:
    """The anchor `end of STAGE`: the moment of the event that left its latest visit."""

    stage: str

    def __str__(self) -> str:
        return f"end of {self.stage}"


@dataclass(frozen=True, slots=True)
class ReceiptOf:
    """The anchor `receipt of STEP`: when an office to which a step goes had it in hand.

    It is what the record says was received, and never presumed. `by` is the office; `said`
    whether the document names it, as it must where the step goes to several.
    """

    step: str
    by: str
    said: bool = False

    def __str__(self) -> str:
        return f"receipt of {self.step}" + (f" by {self.by}" if self.said else "")


@dataclass(frozen=True, slots=True)
class Missed:
    """The anchor `missed STEP`: the first instant after a step was due, where it was not in time."""

    step: str

    def __str__(self) -> str:
        return f"missed {self.step}"


@dataclass(frozen=True, slots=True)
class DateSetBy:
    """The anchor `date set by STEP`: the date that a step settled for another; the last one holds.

    `first` and `last` are those of the whole case.
    """

    step: str
    which: Which = Which.THIS_TIME

    def __str__(self) -> str:
        lead = "" if self.which is Which.THIS_TIME else f"{self.which} "
        return f"{lead}date set by {self.step}"


@dataclass(frozen=True, slots=True)
class MomentNamed:
    """The anchor `NAME` of a moment, which the document defines by other anchors."""

    name: str

    def __str__(self) -> str:
        return self.name


Start = Happened | StartOf | EndOf | ReceiptOf
"""An anchor that some event reaches by itself."""

Plain = Start | Missed | DateSetBy
"""An anchor that no other stands behind."""

Single = Plain | MomentNamed
"""An anchor that is not one of several."""


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The anchor `A or B`: whichever of some is reached first."""

    anchors: tuple[Single, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.anchors))


Anchor = Single | FirstOf


@dataclass(frozen=True, slots=True)
class Period:
    """So long a span from an anchor; with `least`, a band of which somebody settles the time.

    `backwards`: counted back from the anchor, which may be still to come. `clear`: neither the
    day of the anchor nor the day on which it ends is one of its days.
    """

    of: Anchor
    span: Span
    day_one: DayOne
    least: Span | None = None
    backwards: bool = False
    clear: bool = False

    @property
    def length(self) -> str:
        """How long in words: `20 working days`, `10 to 20 working days`, `5 clear working days`."""
        amount, unit = str(self.span).split(" ", 1)
        least = "" if self.least is None else f"{self.least.amount} to "
        return f"{least}{amount} {'clear ' if self.clear else ''}{unit}"

    def __str__(self) -> str:
        """The length and its start; a start that is itself day one is said to be so."""
        if self.backwards:
            return f"{self.length} before {self.of}"
        day_one = self.day_one is DayOne.SAME_DAY and self.span.unit is not Unit.HOURS
        return f"{self.length} {'beginning with' if day_one else 'from'} {self.of}"


@dataclass(frozen=True, slots=True)
class Soon:
    """As soon as possible after an anchor: a time without a last day, never over and always owed."""

    of: Anchor

    @property
    def length(self) -> str:
        """In words."""
        return "as soon as possible"

    def __str__(self) -> str:
        return f"{self.length} after {self.of}"


@dataclass(frozen=True, slots=True)
class Edge:
    """An end day of a stand-still: the day of an anchor, or the day next to it.

    `next_to` is -1 for the day before, 1 for the day after, 0 for the very day.
    """

    of: Anchor
    next_to: int = 0

    def __str__(self) -> str:
        return f"{('day of', 'day after', 'day before')[self.next_to]} {self.of}"
