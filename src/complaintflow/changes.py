"""When an answer changes though nothing is recorded: one timer a case, and no polling.

Time moves no case. It makes a clock miss its due date and shuts a window, also one that was
used; and what was recorded for a later day happens when that day comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaintflow import timing
from complaintflow.case import Case, Event
from complaintflow.course import as_of, happens_later
from complaintflow.deadlines import Clock, Status
from complaintflow.engine import course_of
from complaintflow.moments import Moment, first_instant, has_hour, last_instant, require_moment
from complaintflow.procedure import Kind, Procedure


class Turn(StrEnum):
    """What the instant brings."""

    DUE = "due"  # the due day begins; a due moment brings nothing before it has passed
    PERHAPS_MISSED = "perhaps missed"  # past the earliest due moment of a range, not the latest
    MISSED = "missed"
    SHUT = "shut"  # a window has closed
    STARTS = "starts"  # a clock, counted from what was told at the beginning for a later day
    HAPPENS = "happens"  # an event that was recorded for a later day


@dataclass(frozen=True, slots=True)
class Why:
    """One thing that changes: the clock that turns, or the event that happens."""

    turn: Turn
    name: str
    clock: Clock | None = None
    event: Event | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The next instant at which an answer changes, in the procedure's zone, and why."""

    at: datetime
    whys: tuple[Why, ...]


SHORTEST = timedelta(microseconds=1)
"""What is missed is missed at the first instant after its due moment."""


def next_change(procedure: Procedure, case: Case, *, after: Moment) -> Change | None:
    """The first instant after `after` at which an answer about the case changes by itself.

    Until then `moves`, `owed` and the status of every clock are what they are at `after`;
    at that instant one of them is not, or the last day of a clock begins, or an event that
    was recorded for then happens. (How many days remain changes daily and is left to the
    caller.) A date given as `after` means its end. Ask again whenever an event was recorded.

    Returns:
        The change, its instant in the procedure's zone; None if nothing will change.

    Raises:
        InputError: `after` is a moment without a time zone.
        OutsideCalendar: a count runs past the calendar's data.
    """
    known = course_of(procedure, case)
    stood = as_of(procedure, known, require_moment(after, "after"))
    clocks = timing.clocks(procedure, stood)
    last = {clock.step: clock for clock in clocks}  # of several windows the last one refuses
    turns = [
        turn for clock in clocks for turn in _turns(clock, after, last=last[clock.step] is clock)
    ]
    turns += (
        (
            _happens(event.action.at, procedure.zone),
            Why(Turn.HAPPENS, event.action.name, event=event),
        )
        for event in happens_later(procedure, known, after)
    )
    now = last_instant(after, procedure.zone)
    # The midnight that ends a day is not yet part of it.
    turns = [(t, why) for t, why in turns if t > now or (t == now and not has_hour(after))]
    if not turns:
        return None
    first = min(instant for instant, _ in turns)
    whys = tuple(why for instant, why in turns if instant == first)
    return Change(first.astimezone(procedure.zone), whys)


def _turns(clock: Clock, after: Moment, *, last: bool) -> Iterator[tuple[datetime, Why]]:
    """The instants at which a clock turns if nothing more happens; `last`: of its step."""
    if clock.start is None or clock.earliest is None or clock.latest is None:
        return
    zone, window = clock.zone, clock.kind is Kind.WINDOW
    first, latest = clock.earliest.due, clock.latest.due
    gone = last_instant(latest, zone) + SHORTEST
    status = clock.status(as_of=after)

    def why(turn: Turn) -> Why:
        return Why(turn, clock.step, clock=clock, clauses=clock.clauses)

    if status is Status.WAITING:
        yield _happens(clock.start, zone), why(Turn.STARTS)
    elif status in (Status.RUNNING, Status.OPEN, Status.PERHAPS_OVERDUE):
        if not has_hour(first):
            yield first_instant(first, zone), why(Turn.DUE)
        if first != latest and not window:
            yield last_instant(first, zone) + SHORTEST, why(Turn.PERHAPS_MISSED)
        yield gone, why(Turn.SHUT if window else Turn.MISSED)
    elif window and last and clock.tape.ended is None and not clock.missed_at(after):
        # The step may be done once more; and on a day without an hour, in time for an hour of it.
        yield max(gone, last_instant(after, zone)), why(Turn.SHUT)


def _happens(moment: Moment, zone: ZoneInfo) -> datetime:
    """The first instant as of which an event is past; a day's midnight still ends the day before."""
    return first_instant(moment, zone) + (timedelta() if has_hour(moment) else SHORTEST)
