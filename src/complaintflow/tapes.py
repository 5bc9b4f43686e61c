"""What happened to each clock: when it started and was met, what settled its time and gave it more.

Here clocks and anchors meet: a clock may count from when the time of another step ran out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from complaintflow.course import Course, Occurrence, Visit
from complaintflow.deadlines import Clock, Grant, Tape
from complaintflow.ends import clock_of
from complaintflow.gates import Reaching, seen_from
from complaintflow.moments import Moment
from complaintflow.procedure import (
    Anchor,
    Deadline,
    Extension,
    Fact,
    Happened,
    Kind,
    Procedure,
)
from complaintflow.reaching import (
    View,
    is_renewed,
    planned,
    questions,
    reached,
    reachings,
    renewals,
)


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
    procedure: Procedure, course: Course, anchor: Anchor, visit: int | None
) -> Reaching | None:
    """When an anchor was reached, or for when it is planned (and then `planned`), as seen from a visit.

    For what is counted back from it, `5 working days before NAME`: it has not happened, and its time
    was settled.
    """
    return planned(View(procedure, course, visit, times_up), anchor)


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
                    yield Reaching(clock.latest.due, -1, seen, planned=open_)


def _in_time(clock: Clock) -> bool:
    """Whether its step was done in time, or its place left before the time was up."""
    met, ended = clock.tape.met, clock.tape.ended
    return (met is not None and not clock.missed_at(met)) or (
        ended is not None and not clock.missed_at(ended)
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """A start of a clock, and the time that its step was done; None where it was not."""

    start: Reaching
    met: Occurrence | None


def tapes(procedure: Procedure, course: Course, deadline: Deadline, visit: int) -> Iterator[Tape]:
    """What happened to each clock of one visit.

    What settles its time or gives more of it falls to the clock that then runs, until its step
    is done or its place is left; what happened before it started, and since the last visit was
    left, to the first.
    """
    stay = course.visits[visit]
    earlier = [i for i in course.visits_of(deadline.place) if i < visit]
    since = course.visits[earlier[-1]].left_at if earlier else -1
    view = View(procedure, course, visit, times_up)
    renewed = is_renewed(procedure, deadline.of)
    runs = list(_renewals(view, deadline) if renewed else _runs(view, deadline))
    if not runs:
        asked = tuple(dict.fromkeys(fact.name for fact in questions(view, deadline.of)))
        tape = Tape(visit, ended=stay.until, asked=asked)
        yield _with_grants(procedure, course, deadline, tape, since, stay)
    for run, following in zip_longest(runs, runs[1:]):
        met = None if run.met is None else run.met.at
        tape = Tape(visit, run.start.at, met, stay.until, planned=run.start.planned)
        until = min(_ends_of(run, following), default=None)
        tape = _with_grants(procedure, course, deadline, tape, since, stay, until)
        if following is None:
            yield tape
        elif not renewed or _stands(view, deadline, tape, run, following):
            yield tape
            since = following.start.known


def _ends_of(run: _Run, following: _Run | None) -> Iterator[int]:
    """The positions at which a clock ends: where its step was done, where the next one starts."""
    if run.met is not None:
        yield run.met.position
    if following is not None:
        yield following.start.known


def _runs(view: View, deadline: Deadline) -> Iterator[_Run]:
    """Each start that runs a clock, and when its step was done.

    A later start counts once the last clock was met; and when the place of the anchor has been
    entered again, whether it was met or not. What starts it again after the visit was left is late
    work, and starts nothing.
    """
    left_at, done = _left_at(view), _done_in(view, deadline.step)
    for _, group in groupby(reachings(view, deadline.of), key=lambda start: start.visit):
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


def _renewals(view: View, deadline: Deadline) -> Iterator[_Run]:
    """The clocks of an anchor that moves, as `last NAME` does: each time starts it anew.

    What moves it after the visit was left is late work, and starts nothing.
    """
    left_at, done = _left_at(view), _done_in(view, deadline.step)
    for number, start in enumerate(renewals(view, deadline.of)):
        if number == 0 or not 0 <= left_at < start.known:
            yield _Run(start, _first_after(done, start))


def _stands(view: View, deadline: Deadline, tape: Tape, run: _Run, following: _Run) -> bool:
    """Whether a clock that is started anew was met or missed before that, and so stays."""
    moved = following.start.known
    if run.met is not None and run.met.position < moved:
        return True
    clock = clock_of(view.procedure, deadline, tape)
    return clock.missed_at(view.course.events[moved].action.at)


def _left_at(view: View) -> int:
    """The position of the event that left the visit, -1 while it lasts."""
    assert view.visit is not None  # a clock is of a visit
    return view.course.visits[view.visit].left_at


def _done_in(view: View, step: str) -> list[Occurrence]:
    return [o for o in view.course.times(step) if o.visit == view.visit]


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
    extensions = [
        replace(g, since=most_since(procedure, course, deadline, tape, extension, g.at))
        for extension in deadline.extensions
        for g in between(extension.step)
    ]
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
    return Grant(
        step.name,
        action.at,
        said.settles,
        said.agreed_by,
        cites=cites,
        position=occurrence.position,
    )


def most_since(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    tape: Tape,
    extension: Extension,
    given: Moment,
) -> Moment | None:
    """From when it is counted how far more time may reach; `given` is when it is given.

    It may be that very event. None where there is no end to it, or nothing has started it yet.
    """
    if extension.up_to is None:
        return None
    if extension.up_to.of == Happened(extension.step):
        return given
    if extension.up_to.of == deadline.of:
        return tape.start
    found = reached_in(procedure, course, extension.up_to.of, tape.visit)
    return None if found is None else found.at
