"""Time in a case: every clock, read off its events, and when an anchor was reached.

A clock believes the record; whether an event was lawful is the engine's business. Nothing
here is stored: a later bank holiday or a corrected receipt changes every clock at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, zip_longest

from complaintflow.course import Course, Occurrence, Visit
from complaintflow.deadlines import Clock, Grant, Status, Tape
from complaintflow.gates import Reaching, known_in, starts
from complaintflow.moments import Moment, certainly_after, in_zone, is_past, last_instant, local_day
from complaintflow.periods import Reached, Span, earliest_and_latest
from complaintflow.procedure import (
    Anchor,
    Deadline,
    EndOf,
    Extension,
    FirstOf,
    Happened,
    Kind,
    Missed,
    Period,
    Procedure,
    ReceiptOf,
    StartOf,
    Step,
    Which,
)

# --- clocks ---------------------------------------------------------------------------------


def clocks(procedure: Procedure, course: Course) -> tuple[Clock, ...]:
    """Every clock of every visit so far, in the order of the document; waiting ones too.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    return tuple(
        clock
        for deadline in procedure.deadlines
        for clock in clocks_of(procedure, course, deadline)
    )


def clocks_of(procedure: Procedure, course: Course, deadline: Deadline) -> Iterator[Clock]:
    """The clocks of one deadline, visit by visit."""
    for visit in course.visits_of(deadline.place):
        for tape in _tapes(procedure, course, deadline, visit):
            yield _clock(procedure, course, deadline, tape)


@dataclass(frozen=True, slots=True)
class _Run:
    """A start of a clock, and the time that its step was done; None where it was not."""

    start: Reaching
    met: Occurrence | None


def _tapes(procedure: Procedure, course: Course, deadline: Deadline, visit: int) -> Iterator[Tape]:
    """What happened to each clock of one visit.

    What settles its time or gives more of it falls to the clock that then runs, until its step
    is done or its place is left; what happened before it started, and since the last visit was
    left, to the first.
    """
    stay = course.visits[visit]
    earlier = [i for i in course.visits_of(deadline.place) if i < visit]
    since = course.visits[earlier[-1]].left_at if earlier else -1
    renewed = isinstance(deadline.of, Happened) and deadline.of.which is Which.LAST
    runs = list(
        _renewals(course, deadline, visit) if renewed else _runs(procedure, course, deadline, visit)
    )
    if not runs:
        yield _with_grants(procedure, course, deadline, Tape(visit, ended=stay.until), since, stay)
    for run, following in zip_longest(runs, runs[1:]):
        tape = Tape(visit, run.start.at, None if run.met is None else run.met.at, stay.until)
        until = min(_ends_of(run, following), default=None)
        tape = _with_grants(procedure, course, deadline, tape, since, stay, until)
        if following is None:
            yield tape
        elif not renewed or _stands(procedure, course, deadline, tape, run, following):
            yield tape
            since = following.start.position


def _ends_of(run: _Run, following: _Run | None) -> Iterator[int]:
    """The positions at which a clock ends: where its step was done, where the next one starts."""
    if run.met is not None:
        yield run.met.position
    if following is not None:
        yield following.start.position


def _runs(procedure: Procedure, course: Course, deadline: Deadline, visit: int) -> Iterator[_Run]:
    """Each start that runs a clock, and when its step was done.

    A later start counts once the last clock was met; and when the place of the anchor has been
    entered again, whether it was met or not. What starts it again after the visit was left is late
    work, and starts nothing.
    """
    left_at = course.visits[visit].left_at
    done = _done_in(course, deadline.step, visit)
    reached = starts(procedure, course, deadline.of, visit)
    for _, group in groupby(reached, key=lambda start: start.visit):
        free_from = -1  # the position in the course from which a new clock may start
        for start in group:
            again = free_from >= 0
            if start.position < free_from or (again and 0 <= left_at < start.position):
                continue
            met = _first_after(done, start)
            yield _Run(start, met)
            if met is None:
                break
            free_from = met.position


def _renewals(course: Course, deadline: Deadline, visit: int) -> Iterator[_Run]:
    """The clocks of `last NAME`: each time starts it anew."""
    assert isinstance(deadline.of, Happened)  # the caller has seen it
    done = _done_in(course, deadline.step, visit)
    times = known_in(course, deadline.of.name, visit)
    return (_Run(start, _first_after(done, start)) for start in _reachings(times))


def _stands(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    tape: Tape,
    run: _Run,
    following: _Run,
) -> bool:
    """Whether a clock that is started anew was met or missed before that, and so stays."""
    if run.met is not None and run.met.position < following.start.position:
        return True
    return _clock(procedure, course, deadline, tape).missed_at(following.start.at)


def _reachings(times: tuple[Occurrence, ...]) -> Iterator[Reaching]:
    return (Reaching(each.at, each.position, each.visit) for each in times)


def _done_in(course: Course, step: str, visit: int) -> list[Occurrence]:
    return [o for o in course.times(step) if o.visit == visit]


def _first_after(done: list[Occurrence], start: Reaching) -> Occurrence | None:
    return next((o for o in done if o.position > start.position), None)


def _with_grants(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    tape: Tape,
    since: int,
    stay: Visit,
    until: int | None = None,
) -> Tape:
    """A tape with what settled its time, and what gave more of it, between two positions.

    Once its place is left nothing moves it any more: what comes then is for the next stay.
    """
    left = stay.until is not None

    def between(name: str) -> Iterator[Grant]:
        for each in course.times(name):
            late = left and each.position > stay.left_at
            if since < each.position and not late and (until is None or each.position < until):
                yield _grant(procedure, each)

    settled = [g for name in deadline.settled_by for g in between(name) if g.settles is not None]
    extensions = [g for extension in deadline.extensions for g in between(extension.step)]
    if not settled and not extensions:
        return tape
    return replace(
        tape,
        settled=max(settled, key=lambda grant: grant.position, default=None),
        extensions=tuple(sorted(extensions, key=lambda grant: grant.position)),
    )


def _grant(procedure: Procedure, occurrence: Occurrence) -> Grant:
    action = occurrence.event.action
    step, said = procedure.steps[action.name], action.particulars
    key = "up_to" if step.extends is not None else "sets_time_of"
    cites = step.cites.of(key)
    return Grant(step.name, action.at, said.settles, said.agreed_by, cites, occurrence.position)


def _clock(procedure: Procedure, course: Course, deadline: Deadline, tape: Tape) -> Clock:
    ends = None if tape.start is None else _ends(procedure, course, deadline, tape)
    return Clock(
        deadline=deadline,
        tape=tape,
        earliest=None if ends is None else ends[0],
        latest=None if ends is None else ends[1],
        readings=tuple(dict.fromkeys(_readings(procedure, deadline, tape))),
        calendar=procedure.calendar,
        zone=procedure.zone,
    )


def _readings(procedure: Procedure, deadline: Deadline, tape: Tape) -> Iterator[str]:
    """What bears on the step, and on what settled its time or gave more of it."""
    granted = (() if tape.settled is None else (tape.settled,)) + tape.extensions
    for name in (deadline.step, *(grant.step for grant in granted)):
        yield from procedure.readings_on.get(name, ())


# --- where a count ends ------------------------------------------------------------------------

Ends = tuple[Reached, Reached]
"""The earliest and the latest end of a period."""


def _ends(procedure: Procedure, course: Course, deadline: Deadline, tape: Tape) -> Ends:
    """The ends of a clock that has started: its period, as settled, and as extended since."""
    period, start = deadline.period, tape.start
    assert start is not None  # the caller asked
    ends = _reach(procedure, start, period.span, period)
    if period.least is not None:
        ends = (_reach(procedure, start, period.least, period)[0], ends[1])
        if tape.settled is not None and tape.settled.settles is not None:
            ends = settled_ends(procedure, start, period, tape.settled.settles)
    for given in tape.extensions:
        extension = next(each for each in deadline.extensions if each.step == given.step)
        longer = extended_ends(procedure, course, deadline, tape, extension, given)
        if longer is not None:
            ends = (_later(procedure, ends[0], longer[0]), _later(procedure, ends[1], longer[1]))
    return ends


def _reach(procedure: Procedure, start: Moment, span: Span, period: Period) -> Ends:
    return earliest_and_latest(
        start,
        span,
        calendar=procedure.calendar,
        day_one=period.day_one,
        zone=procedure.zone,
    )


def settled_ends(procedure: Procedure, start: Moment, period: Period, said: Span | Moment) -> Ends:
    """Where a time ends that was settled: a period is counted as the clock's own is."""
    if isinstance(said, Span):
        return _reach(procedure, start, said, period)
    latest = _reach(procedure, start, period.span, period)[1]
    due = in_zone(said, procedure.zone) if isinstance(said, datetime) else said
    fixed = latest._replace(due=due, unrolled=due)
    return fixed, fixed


def ceiling(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    tape: Tape,
    extension: Extension,
    given: Grant,
) -> Ends | None:
    """Where an extension ends at the latest; None where it has no end, or none that is known yet.

    It may count from the very event that gives it.
    """
    if extension.up_to is None:
        return None
    start = tape.start
    if extension.up_to.of == Happened(extension.step):
        start = given.at
    elif extension.up_to.of != deadline.of:
        reached = next(starts(procedure, course, extension.up_to.of, tape.visit), None)
        start = None if reached is None else reached.at
    return (
        None if start is None else _reach(procedure, start, extension.up_to.span, extension.up_to)
    )


def extended_ends(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    tape: Tape,
    extension: Extension,
    given: Grant,
) -> Ends | None:
    """Where an extension moves a clock: to the time that it settles, else as far as it may."""
    most = ceiling(procedure, course, deadline, tape, extension, given)
    if given.settles is None or tape.start is None:
        return most
    ends = settled_ends(procedure, tape.start, deadline.period, given.settles)
    if most is None:
        return ends
    return (_sooner(procedure, ends[0], most[0]), _sooner(procedure, ends[1], most[1]))


def _later(procedure: Procedure, one: Reached, other: Reached) -> Reached:
    """The later of two ends: more time never shortens a clock."""
    return other if is_after(procedure, other, one) else one


def _sooner(procedure: Procedure, one: Reached, other: Reached) -> Reached:
    return one if is_after(procedure, other, one) else other


def is_after(procedure: Procedure, one: Reached, other: Reached) -> bool:
    """Whether one end lies after another; a day ends with its last instant."""
    return last_instant(one.due, procedure.zone) > last_instant(other.due, procedure.zone)


# --- anchors --------------------------------------------------------------------------------


def happened(
    procedure: Procedure, course: Course, anchor: Anchor, *, now: Moment
) -> Reaching | None:
    """When an anchor was reached, None if it had not been by `now`: what `after` asks for.

    A date given as `now` means its end.
    """
    match anchor:
        case FirstOf(anchors):
            found = [happened(procedure, course, each, now=now) for each in anchors]
            reached = [each for each in found if each is not None]
            return min(reached, key=lambda each: _order(procedure, each), default=None)
        case Missed(step):
            return _missed(procedure, course, procedure.steps[step], now)
        case ReceiptOf():
            zone = procedure.zone
            received = starts(procedure, course, anchor, None)
            there = [each for each in received if is_past(each.at, now, zone)]
            return min(there, key=lambda each: last_instant(each.at, zone), default=None)
        case Happened() | StartOf() | EndOf():
            return next(starts(procedure, course, anchor, None), None)


def _missed(procedure: Procedure, course: Course, step: Step, now: Moment) -> Reaching | None:
    """The first instant after a step was due in this stay, where it was not done in time.

    Of a step with an aim and a promise, the promise is meant. It stays though the step comes late.
    """
    deadlines = [each for each in procedure.deadlines if each.step == step.name]
    visit = course.visit_of(step.place)
    promised = [each for each in deadlines if each.kind is not Kind.AIM] or deadlines
    for deadline in promised:
        for tape in _tapes(procedure, course, deadline, visit) if visit >= 0 else ():
            clock = _clock(procedure, course, deadline, tape)
            if clock.latest is None:
                continue
            status = clock.status(as_of=now)
            if status in (Status.OVERDUE, Status.MET_LATE, Status.CLOSED, Status.USED_LATE):
                at = _after(clock.latest.due)
                return Reaching(at, _position(procedure, course, at), visit)
    return None


def _after(due: Moment) -> Moment:
    """The first moment after a due one: the next day, the next instant."""
    return due + (timedelta(microseconds=1) if isinstance(due, datetime) else timedelta(days=1))


def _position(procedure: Procedure, course: Course, moment: Moment) -> int:
    """The position of the last event that had certainly happened before a moment."""
    zone = procedure.zone
    return sum(certainly_after(moment, each.action.at, zone) for each in course.events) - 1


def open_since(procedure: Procedure, course: Course, step: Step, *, now: Moment) -> Moment | None:
    """When a step's place had been entered and all its `after` reached; None before that."""
    visit = course.visit_of(step.place)
    if visit < 0:
        return None
    latest = Reaching(course.visits[visit].since, course.visits[visit].position, visit)
    for anchor in step.after:
        reached = happened(procedure, course, anchor, now=now)
        if reached is None:
            return None
        latest = max(latest, reached, key=lambda each: _order(procedure, each))
    return latest.at


def _order(procedure: Procedure, reached: Reaching) -> tuple[date, int, datetime]:
    """By which of two anchors the later is known: a time that runs out needs no event."""
    zone = procedure.zone
    return local_day(reached.at, zone), reached.position, last_instant(reached.at, zone)
