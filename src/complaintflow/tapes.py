"""What happened to each clock: when it started and was met, what stopped it, settled its time and
gave it more.

Here clocks and anchors meet: a clock may count from when the time of another step ran out, and what was
missed is told by clocks. All that a clock takes from an anchor is read when its tape is made, and where it
ends is plain arithmetic (`ends`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from complaintflow.course import Course
from complaintflow.deadlines import Clock, Lapse, Since, Tape
from complaintflow.gates import Reaching, Truth, seen_from, unanswered, whether_to_do
from complaintflow.granted import most_since as granted_since
from complaintflow.granted import with_grants
from complaintflow.lapses import Lapsed, needed
from complaintflow.moments import Moment, is_past
from complaintflow.procedure import Anchor, Deadline, Extension, Fact, Kind, Procedure
from complaintflow.reaching import View, planned, questions, reached
from complaintflow.rounds import clock_of
from complaintflow.runs import moves, runs
from complaintflow.watches import Run, Watch, tape_of


def reached_in(
    procedure: Procedure,
    course: Course,
    anchor: Anchor,
    visit: int | None,
    *,
    now: Moment | None = None,
) -> Reaching | None:
    """When an anchor was first reached, as seen from a visit of a place, or from now (None).

    With `now` what comes later is left out; without, a time that will run out counts as reached then,
    and is `planned`.
    """
    return reached(View(procedure, course, visit, times_up, now), anchor)


def planned_in(
    procedure: Procedure,
    course: Course,
    anchor: Anchor,
    visit: int | None,
    *,
    until: int | None = None,
) -> Reaching | None:
    """When an anchor was reached, or for when it is planned (and then `planned`), as seen from a visit.

    For what is counted back from it, `5 working days before NAME`: it has not happened, and its time
    was settled. With `until` what comes after the event at that position is left out.
    """
    return planned(View(procedure, course, visit, times_up, until=until), anchor)


def asked_first(procedure: Procedure, course: Course, anchor: Anchor) -> tuple[Fact, ...]:
    """The questions that must be answered before it can be told from when an anchor counts."""
    return tuple(dict.fromkeys(questions(View(procedure, course, None, times_up), anchor)))


def times_up(
    procedure: Procedure, course: Course, step: str, visit: int | None
) -> Iterator[Reaching]:
    """The due times of a step by which it was not done in time, as seen from a visit.

    Of a step with an aim and a promise, the promise is meant. Until the step is done late, or its
    place is left after the time, it may still turn out to be in time: so long it is `planned`.
    """
    deadlines = [each for each in procedure.deadlines if each.step == step]
    promised = [each for each in deadlines if each.kind is not Kind.AIM] or deadlines
    for seen in seen_from(course, procedure.steps[step].place, visit):
        for deadline in promised:
            for tape in tapes(procedure, course, deadline, seen):
                clock = clock_of(procedure, deadline, tape)
                if clock.latest is not None and not _in_time(clock):
                    open_ = tape.met is None and tape.ended is None
                    due, projected = clock.latest.due, clock.projected
                    yield Reaching(due, -1, seen, planned=open_, projected=projected)


def _in_time(clock: Clock) -> bool:
    """Whether its step was done in time, or its place left before the time was up."""
    met, ended = clock.tape.met, clock.tape.ended
    return (met is not None and not clock.missed_at(met)) or (
        ended is not None and not clock.missed_at(ended)
    )


def tapes(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    visit: int,
    *,
    now: Moment | None = None,
) -> Iterator[Tape]:
    """What happened to each clock of one visit.

    What settles its time or gives more of it falls to the clock that then runs, until its step
    is done or its place is left; what happened before it started, and since the last visit was
    left, to the first. Of a step that never had to be done, as a condition fails, and of a question that was
    never asked no clock runs, but what met one stands; while nobody has answered, that of a step runs, and that of
    a question waits, unless it was asked before. Where it had to be done until an answer was changed, its clocks are
    over then. With `now` a clock that will start anew by time alone, on a day that was set, has not yet.
    """
    act = procedure.steps.get(deadline.step) or procedure.facts[deadline.step]
    ever, times = needed(procedure, course, act)
    watch = Watch.of(procedure, course, deadline, visit, times_up=times_up)
    found = _tapes(watch, times, now)
    if times and times[-1].until is None:
        return found
    match whether_to_do(procedure, course, act):
        case Truth.FAILS:
            return (tape for tape in found if tape.met is not None)
        case Truth.OPEN if isinstance(act, Fact) and not ever:
            first = unanswered(procedure, course, act.name)
            waiting = Tape(visit, ended=watch.stay.until, asked=(first.name,))
            return iter([tape for tape in found if tape.met is not None] or [waiting])
        case _:
            return found


def _tapes(watch: Watch, times: Sequence[Lapsed], now: Moment | None) -> Iterator[Tape]:
    """What happened to each clock, whether or not its step need be done; `times` when it had to no more."""
    events = watch.course.events
    here = [time for time in times if time.until is None or time.until > watch.stay.position]
    since = [events[time.since].action.at for time in here]
    until = [None if t.until is None else events[t.until].action.at for t in here]
    lapsed = tuple(map(Lapse, since, until))
    for tape in _within(watch, times, now):
        yield replace(tape, lapses=lapsed) if lapsed else tape


def _within(watch: Watch, times: Sequence[Lapsed], now: Moment | None) -> Iterator[Tape]:
    """The same, but for those times themselves; the one that lasts ends each clock."""
    over = _over_at(watch, times)
    if over is not None and over.position < watch.stay.position:
        return  # what starts after that has no clock
    since, moving = watch.since, moves(watch)
    found = runs(watch)
    if over is not None:
        found = [run.until(over) for run in found if run.start.known < over.position]
    if not found:
        yield _unstarted(watch, over)
    for run, following in zip_longest(found, found[1:]):
        if following is not None and _is_to_come(watch.procedure, following, now):
            following = None
        ends = [*run.ends(), *(() if following is None else (following.start.next_event,))]
        until = min(ends, default=None)
        tape = with_grants(watch, tape_of(watch, run, until), since, until)
        if following is None:
            yield tape
        elif not moving or _stands(watch, tape, run, following):
            yield tape
            since = following.start.known


def _is_to_come(procedure: Procedure, run: Run, now: Moment | None) -> bool:
    """Whether a clock starts by time alone, and has not as of a moment."""
    at = run.start.timed
    return now is not None and at is not None and not is_past(at, now, procedure.zone)


def _over_at(watch: Watch, times: Sequence[Lapsed]) -> Reaching | None:
    """When a step had not to be done any more, and has not until its place was left, or to this day."""
    left_at = watch.left_at
    for since, until in times:
        over_then = until is None or (left_at is not None and left_at < until)
        if over_then and (left_at is None or since < left_at):
            return Reaching(watch.course.events[since].action.at, since, watch.visit)
    return None


def _unstarted(watch: Watch, over: Reaching | None) -> Tape:
    """What happened to a clock that nothing has started yet: its ceiling may run, and be met.

    An aim is met by what meets the promise beside it. `over` is when its step had not to be done any more.
    """
    stay, begun = watch.stay, watch.begun
    if begun is None or (over is not None and over.position <= begun):
        answered = watch.done[:1] if watch.asks else ()
        ended = stay.until if over is None else over.at
        tape = Tape(watch.visit, met=answered[0].at if answered else None, ended=ended)
    else:
        run = Run(Reaching(stay.since, begun, watch.visit), watch.first_since(begun))
        run = run if over is None else run.until(over)
        if watch.deadline.at_latest is None:
            ended = stay.until if run.ended is None else run.ended.at
            tape = Tape(watch.visit, met=None if run.met is None else run.met.at, ended=ended)
        else:
            tape = tape_of(watch, run, min(run.ends(), default=None), is_started=False)
    first_asked = dict.fromkeys(fact.name for fact in questions(watch.view, watch.deadline.of))
    return with_grants(watch, replace(tape, asked=tuple(first_asked)), watch.since)


def _stands(watch: Watch, tape: Tape, run: Run, following: Run) -> bool:
    """Whether a clock that is started anew was met or missed before that, and so stays."""
    if run.met is not None and run.met.position < following.start.next_event:
        return True
    return watch.clock(tape).missed_at(following.start.known_at(watch.course))


def most_since(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    tape: Tape,
    extension: Extension,
    given: Moment,
) -> Since | None:
    """From when it is counted how far more time may reach that is given at a moment."""
    watch = Watch.of(procedure, course, deadline, tape.visit, times_up=times_up)
    return granted_since(watch, tape, extension, given)
