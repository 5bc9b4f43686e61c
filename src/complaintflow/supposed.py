"""What is supposed: events that have not happened, the history that they make, and what was presumed for it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from complaintflow.case import Event
from complaintflow.course import Course, advance
from complaintflow.deadlines import Clock
from complaintflow.moments import Moment
from complaintflow.procedure import Condition, Procedure
from complaintflow.rulings import Reason


class Mood(StrEnum):
    """When a supposed event happens: at once, as intended, or on its last day."""

    EARLIEST = "earliest"
    EXPECTED = "expected"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Supposed:
    """A supposed event.

    `last` is the last day that it has, None where it has none; `rests_on` names what has no time,
    itself or what it is counted from. `still_until` are the days, not known yet, until which the time that it has
    stands still. `late`: its time was up before.
    """

    event: Event
    last: Moment | None
    rests_on: tuple[str, ...] = ()
    late: bool = False
    clock: Clock | None = None
    still_until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Supposition:
    """A history that is supposed, as far as it goes, and what was presumed for it.

    `shut` are the step that cannot be done and the reasons against it; `broken_off`: too long.
    """

    course: Course
    now: Moment
    told: tuple[Supposed, ...] = ()
    holders: tuple[str, ...] = ()
    answers: tuple[Condition, ...] = ()
    receipts: tuple[str, ...] = ()
    shut: tuple[str, tuple[Reason, ...]] | None = None
    broken_off: bool = False

    @property
    def next_id(self) -> str:
        """The id of the event that is supposed next."""
        return f"supposed {len(self.told) + 1}"

    def with_(self, procedure: Procedure, told: Supposed) -> "Supposition":
        """The supposition once more is supposed."""
        course = advance(procedure, self.course, told.event)
        return replace(self, course=course, now=told.event.action.at, told=(*self.told, told))


@dataclass(frozen=True, slots=True)
class Besides:
    """What is to be done on a way although nobody must: steps, each as often as it stands here, and
    answers. `seats` is how many more of a body sit than must.

    `anew`: what was answered is answered again where a step needs another answer. `other_order`: of what
    could be done in any order the last comes first, of several ways the last is taken, and what a stage asks is
    answered so that its duties are not owed.
    """

    steps: tuple[str, ...] = ()
    answers: tuple[Condition, ...] = ()
    seats: int = 0
    anew: bool = False
    other_order: bool = False


class Shut(Exception):  # noqa: N818 - never leaves the supposing of a history
    """A step that cannot be done on this way."""

    def __init__(self, step: str, reasons: tuple[Reason, ...] = ()) -> None:
        super().__init__(step)
        self.step, self.reasons = step, reasons
