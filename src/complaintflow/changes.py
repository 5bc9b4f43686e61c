"""When an answer changes though nothing is recorded: one timer a case, and no polling.

Time moves no case. It makes a clock miss its due date and shuts a window, also one that was
used, or a way to more time; it opens what may follow once another step is missed. And what was
recorded for a later day, an event or a receipt, is there when that day comes. So do ties with dates begin
and end, and a rule that looks back lets go of somebody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaintflow import timing
from complaintflow.case import Case, Event
from complaintflow.conflicts import Bar, bars_of
from complaintflow.course import Course, as_of, happens_later, is_open
from complaintflow.dated import as_at
from complaintflow.dated import turns as days_of_turns
from complaintflow.deadlines import Clock, Status
from complaintflow.engine import course_of
from complaintflow.gates import plain, starts
from complaintflow.moments import (
    Moment,
    first_instant,
    has_hour,
    last_instant,
    local_day,
    require_moment,
)
from complaintflow.procedure import (
    Anchor,
    DateSetBy,
    Duty,
    EndOf,
    Happened,
    Kind,
    Missed,
    Procedure,
    ReceiptOf,
    StartOf,
)
from complaintflow.relating import Known, related
from complaintflow.sitting import against_eligibility
from complaintflow.stillness import apart
from complaintflow.tapes import reached_in


class Turn(StrEnum):
    """What the instant brings."""

    DUE = "due"  # the due day begins; of a range each; a due moment brings nothing before it passed
    PERHAPS_MISSED = "perhaps missed"  # past the earliest due moment of a range, not the latest
    MISSED = "missed"  # a promise or an aim: `why.clock.kind` says which
    SHUT = "shut"  # a window has closed, or a way to more time that is open while time runs
    OPENS = "opens"  # a step: all that had to come before it has, the last of it by itself
    STANDS_STILL = "stands still"  # a clock, on the first of the days that it leaves out
    RUNS_ON = "runs on"  # a clock that stood still
    STARTS = "starts"  # a clock, counted from what was told before for a later day
    RECEIVED = "received"  # what was sent, and was told to be received on a later day
    HAPPENS = "happens"  # an event that was recorded for a later day
    BARRED = "barred"  # a person, by the rule that is named, or by another tie of it than before
    FREE = "free"  # a person, of that rule: its ties have ended, and for long enough


@dataclass(frozen=True, slots=True)
class Why:
    """One thing that changes: the clock that turns, the event that happens, the step that opens.

    `clock` is the one that turns, or that was missed so that a step opens; `event` what happens
    or is received; `person` who is kept away, or no longer, by the dates of ties alone.
    """

    turn: Turn
    name: str
    clock: Clock | None = None
    event: Event | None = None
    clauses: tuple[str, ...] = ()
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The next instant at which an answer changes, in the procedure's zone, and why."""

    at: datetime
    whys: tuple[Why, ...]


_RUNS = (Status.RUNNING, Status.STANDING_STILL, Status.OPEN)
_NOT_OVER = (
    *(*_RUNS, Status.WAITING),
    *(Status.PERHAPS_OVERDUE, Status.OVERDUE, Status.CLOSED),
)

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
    clocks = tuple(
        clock
        for deadline in procedure.deadlines
        for clock in timing.clocks_of(procedure, stood, deadline, now=after)
    )
    last = {clock.deadline: clock for clock in clocks}  # of several windows the last one refuses
    turns = [
        turn
        for clock in clocks
        for turn in _turns(procedure, clock, after, last=last[clock.deadline] is clock)
    ]
    turns += _openings(procedure, stood, clocks, after)
    turns += _people_turn(procedure, stood, after)
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
    whys: list[Why] = []
    for instant, why in turns:
        if instant == first and why not in whys:  # several steps may wait for one receipt
            whys.append(why)
    return Change(first.astimezone(procedure.zone), tuple(whys))


def _people_turn(procedure: Procedure, course: Course, after: Moment) -> list[tuple[datetime, Why]]:
    """The first day on which somebody is kept away, or is no longer, by the dates of ties alone."""
    if not (course.dated or procedure.looks_back):
        return []
    today = local_day(after, procedure.zone)
    seen = as_at(procedure, course, after)
    now = {name: _kept(procedure, seen, name) for name in course.people}
    for day in sorted({day for day in days_of_turns(procedure, course) if day > today}):
        seen = as_at(procedure, course, day)
        whys = []
        for name, had in now.items():
            then = _kept(procedure, seen, name)
            whys += [
                Why(Turn.BARRED, key[0], clauses=each.clauses, person=name)
                for key, each in then.items()
                if each != had.get(key)
            ]
            whys += [
                Why(Turn.FREE, key[0], clauses=each.clauses, person=name)
                for key, each in had.items()
                if key not in then
            ]
        if whys:
            return [(first_instant(day, procedure.zone), why) for why in whys]
    return []


@dataclass(frozen=True, slots=True)
class _Kept:
    """How a rule keeps a person away, and the clauses behind it."""

    how: Bar | None
    clauses: tuple[str, ...]


def _kept(
    procedure: Procedure, view: Course, person: str
) -> dict[tuple[str, tuple[str, ...]], _Kept]:
    """The rules that keep a person from what; and those of the offices that he or she holds by which he
    or she does not count in them."""
    bars = bars_of(procedure, view, person)
    kept = {(bar.rule, bar.kept_from): _Kept(bar, bar.clauses) for bar in bars}
    for role in procedure.roles.values():
        for reason in against_eligibility(view, person, role):
            kept[reason.rule, (role.name,)] = _Kept(None, reason.clauses)
        for share in () if role.body is None else role.body.of_whom:
            counts = related(procedure, view, share.who, person).known is Known.YES
            if person in view.holders(role.name) and not counts:
                clauses = tuple(clause.id for clause in role.cites.of("of_whom"))
                kept[f"{role.name}.of_whom", (str(share.who),)] = _Kept(None, clauses)
    return kept


def _turns(
    procedure: Procedure, clock: Clock, after: Moment, *, last: bool
) -> Iterator[tuple[datetime, Why]]:
    """The instants at which a clock turns if nothing more happens; `last`: of its deadline."""
    yield from _beginnings(clock, after)
    if clock.waits or clock.status(as_of=after) is Status.WAITING:
        return
    yield from _standings(clock, after)
    if clock.earliest is None or clock.latest is None:
        return
    zone, window = clock.zone, clock.kind is Kind.WINDOW
    first, latest = clock.earliest.due, clock.latest.due
    gone = last_instant(latest, zone) + SHORTEST
    status = clock.status(as_of=after)
    stays = last and clock.tape.ended is None and not clock.missed_at(after)

    def why(turn: Turn) -> Why:
        return Why(turn, clock.step, clock=clock, clauses=clock.clauses)

    if status in (Status.RUNNING, Status.STANDING_STILL, Status.OPEN, Status.PERHAPS_OVERDUE):
        for due in (first,) if first == latest else (first, latest):
            if not has_hour(due):
                yield first_instant(due, zone), why(Turn.DUE)
        if first != latest and not window:
            yield last_instant(first, zone) + SHORTEST, why(Turn.PERHAPS_MISSED)
        yield gone, why(Turn.SHUT if window else Turn.MISSED)
    elif window and stays:
        # The step may be done once more; and on a day without an hour, in time for an hour of it.
        yield max(gone, last_instant(after, zone)), why(Turn.SHUT)
    if stays and clock.tape.met is None:
        for extension in clock.deadline.extensions:
            if extension.before_time_is_up:
                cites = procedure.steps[extension.step].cites.of("before_time_is_up")
                clauses = tuple(clause.id for clause in cites)
                shut = Why(Turn.SHUT, extension.step, clock=clock, clauses=clauses)
                yield max(gone, last_instant(after, zone)), shut


def _beginnings(clock: Clock, after: Moment) -> Iterator[tuple[datetime, Why]]:
    """When the time of a clock that is not over begins to run, and its ceiling before that."""
    if clock.status(as_of=after) not in _NOT_OVER:
        return
    since = clock.tape.capped_since
    for start in (clock.start, None if since is None else since.at):
        if start is not None and not clock.has_started(as_of=after):
            why = Why(Turn.STARTS, clock.step, clock, None, clock.clauses)
            yield _happens(start, clock.zone), why


def _standings(clock: Clock, after: Moment) -> Iterator[tuple[datetime, Why]]:
    """The days on which a clock that is not over begins to stand still, and runs again."""
    if clock.status(as_of=after) not in _RUNS:
        return
    for still in apart(each for each in clock.tape.stills if clock.is_open_to(each)):
        cites = [stop.rule.cites for stop in clock.tape.stops if still.covers(stop.still.first)]
        clauses = tuple(dict.fromkeys(clause.id for some in cites for clause in some))
        yield (
            _happens(still.first, clock.zone),
            Why(Turn.STANDS_STILL, clock.step, clock, clauses=clauses),
        )
        if still.last is not None:
            again = still.last + timedelta(days=1)
            yield _happens(again, clock.zone), Why(Turn.RUNS_ON, clock.step, clock, clauses=clauses)


def _openings(
    procedure: Procedure, course: Course, clocks: Iterable[Clock], after: Moment
) -> Iterator[tuple[datetime, Why]]:
    """What the steps of the open places wait for that comes by itself, and when one of them opens."""
    for step in procedure.steps.values():
        if not is_open(procedure, course, step) or step.duty is Duty.NEVER:
            continue
        waits_for = [
            anchor
            for anchor in step.after
            if not timing.has_happened(procedure, course, anchor, now=after)
        ]
        for instant, why in _coming(procedure, course, clocks, waits_for):
            if why.turn is Turn.RECEIVED:
                yield instant, why
            if all(timing.has_happened(procedure, course, a, now=instant) for a in waits_for):
                clauses = tuple(clause.id for clause in step.cites.of("after"))
                yield instant, replace(why, turn=Turn.OPENS, name=step.name, clauses=clauses)
                break


def _coming(
    procedure: Procedure, course: Course, clocks: Iterable[Clock], anchors: Iterable[Anchor]
) -> list[tuple[datetime, Why]]:
    """The instants at which one of some anchors may be reached though nothing happens, in order."""
    zone, found = procedure.zone, []
    for anchor in plain(procedure, anchors):
        match anchor:
            case Missed(name):
                own = [clock for clock in clocks if clock.step == name]
                promised = [clock for clock in own if clock.kind is not Kind.AIM] or own
                found += [
                    (last_instant(clock.latest.due, zone) + SHORTEST, Why(Turn.MISSED, name, clock))
                    for clock in promised
                    if clock.latest is not None
                ]
            case ReceiptOf() as receipt:
                for reached in starts(procedure, course, receipt, None):
                    sent = course.events[reached.met_from]
                    why = Why(Turn.RECEIVED, receipt.step, event=sent)
                    found.append((_happens(reached.at, zone), why))
            case DateSetBy() as date_set:
                set_for = reached_in(procedure, course, date_set, None)
                if set_for is not None:
                    why = Why(Turn.OPENS, date_set.step, event=course.events[set_for.known])
                    found.append((_happens(set_for.at, zone), why))
            case Happened() | StartOf() | EndOf():  # pragma: no branch
                pass  # an event reaches it
    return sorted(found, key=lambda each: each[0])


def _happens(moment: Moment, zone: ZoneInfo) -> datetime:
    """The first instant as of which an event is past; a day's midnight still ends the day before."""
    return first_instant(moment, zone) + (timedelta() if has_hour(moment) else SHORTEST)
