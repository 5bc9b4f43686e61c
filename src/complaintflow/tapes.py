"""What happened to each clock: when it started and was met, what stopped it, settled its time and
gave it more.

Here clocks and anchors meet: a clock may count from when the time of another step ran out. All that
a clock takes from an anchor is read here, and where it ends is plain arithmetic (`ends`). It is one
module, since what was missed is told by tapes, and tapes start at what was missed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import groupby, zip_longest

from complaintflow.course import Course, Occurrence, Times, Visit, between, in_visit
from complaintflow.deadlines import Clock, Grant, Lapse, Since, Tape
from complaintflow.gates import (
    Reaching,
    Truth,
    left_before,
    plain,
    seen_from,
    times_of,
    unanswered,
    whether_to_do,
)
from complaintflow.lapses import Lapsed, needed
from complaintflow.moments import Moment, certainly_after, is_past
from complaintflow.procedure import (
    Anchor,
    Deadline,
    Extension,
    Fact,
    Happened,
    Kind,
    Missed,
    Period,
    PlaceKind,
    Procedure,
    ReceiptOf,
)
from complaintflow.reaching import (
    View,
    is_renewed,
    last_before,
    order,
    planned,
    planned_since,
    questions,
    reached,
    reachings,
    renewals,
)
from complaintflow.rounds import Round, Schedule, Start, clock_of, length, next_time, soonest
from complaintflow.standstills import stops
from complaintflow.successive import bearing, values


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


def _reached(
    procedure: Procedure, course: Course, anchor: Anchor, visit: int
) -> Iterator[Reaching]:
    """Every time that an anchor was reached, as seen from a visit."""
    return reachings(View(procedure, course, visit, times_up), anchor)


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


@dataclass(frozen=True, slots=True)
class _Run:
    """A start of a clock, and the time that its step was done; None where it was not.

    `ended` is what ended it before its place was left, if anything did. `renewed`: it is not the
    first of what is done again and again; `resumed`: it is the first since the case was open again. `since` is the position at which the one before was over.
    `schedule`: of further times in months, where that is counted; None where it is as long as the first.
    `soonest`: of further times, from when they are counted at the earliest, where nobody knows the hour.
    """

    start: Reaching
    met: Occurrence | None
    ended: Reaching | None = None
    renewed: bool = False
    resumed: bool = False
    since: int = -1
    schedule: Schedule | None = None
    soonest: Start | None = None


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
    found = _tapes(procedure, course, deadline, visit, times, now)
    if times and times[-1].until is None:
        return found
    match whether_to_do(procedure, course, act):
        case Truth.FAILS:
            return (tape for tape in found if tape.met is not None)
        case Truth.OPEN if isinstance(act, Fact) and not ever:
            first = unanswered(procedure, course, act.name)
            waiting = Tape(visit, ended=course.visits[visit].until, asked=(first.name,))
            return iter([tape for tape in found if tape.met is not None] or [waiting])
        case _:
            return found


def _tapes(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    visit: int,
    times: Sequence[Lapsed],
    now: Moment | None,
) -> Iterator[Tape]:
    """What happened to each clock, whether or not its step need be done; `times` when it had to no more."""
    begun = course.visits[visit].position
    here = [time for time in times if time.until is None or time.until > begun]
    since = [course.events[time.since].action.at for time in here]
    until = [None if t.until is None else course.events[t.until].action.at for t in here]
    lapsed = tuple(map(Lapse, since, until))
    for tape in _within(procedure, course, deadline, visit, times, now):
        yield replace(tape, lapses=lapsed) if lapsed else tape


def _within(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    visit: int,
    times: Sequence[Lapsed],
    now: Moment | None,
) -> Iterator[Tape]:
    """The same, but for those times themselves; the one that lasts ends each clock."""
    stay = course.visits[visit]
    over = _over_at(course, visit, times)
    if over is not None and over.position < stay.position:
        return  # what starts after that has no clock
    since = left_before(course, deadline.place, visit)
    renewed = deadline.again is None and is_renewed(procedure, deadline.of)
    if deadline.again is not None:
        runs = list(_again(procedure, course, deadline, visit))
    elif renewed:
        runs = list(_renewals(procedure, course, deadline, visit))
    else:
        runs = list(_runs(procedure, course, deadline, visit))
    runs = runs or list(_planned_run(procedure, course, deadline, visit))
    if over is not None:
        runs = [_until(run, over) for run in runs if run.start.known < over.position]
    if not runs:
        yield _unstarted(procedure, course, deadline, visit, over)
    for run, following in zip_longest(runs, runs[1:]):
        is_to_come = following is not None and _is_to_come(procedure, following, now)
        until = min(_ends_of(run, None if is_to_come else following), default=None)
        tape = _tape_of(procedure, course, deadline, visit, run, until)
        tape = _with_grants(procedure, course, deadline, tape, since, stay, until)
        if following is None or is_to_come:
            yield tape
        elif not renewed or _stands(procedure, course, deadline, tape, run, following):
            yield tape
            since = following.start.known


def _is_to_come(procedure: Procedure, run: _Run, now: Moment | None) -> bool:
    """Whether a clock starts by time alone, and has not as of a moment."""
    at = run.start.timed
    return now is not None and at is not None and not is_past(at, now, procedure.zone)


def _over_at(course: Course, visit: int, times: Sequence[Lapsed]) -> Reaching | None:
    """When a step had not to be done any more, and has not until its place was left, or to this day."""
    left_at = _left_at(course, visit)
    for since, until in times:
        over_then = until is None or (left_at is not None and left_at < until)
        if over_then and (left_at is None or since < left_at):
            return Reaching(course.events[since].action.at, since, visit)
    return None


def _until(run: _Run, over: Reaching) -> _Run:
    """A run that ends when its step had not to be done any more, if nothing ended it before."""
    ended = [each.position for each in (run.met, run.ended) if each is not None]
    is_over = any(each < over.position for each in ended)
    return run if is_over else replace(run, ended=over)


def _unstarted(
    procedure: Procedure, course: Course, deadline: Deadline, visit: int, over: Reaching | None
) -> Tape:
    """What happened to a clock that nothing has started yet: its ceiling may run, and be met.

    An aim is met by what meets the promise beside it. `over` is when its step had not to be done any more.
    """
    stay = course.visits[visit]
    begun = _begun(procedure, course, deadline, visit)
    if begun is None or (over is not None and over.position <= begun):
        answered = deadline.step in procedure.facts and _done_in(
            procedure, course, deadline.step, visit
        )
        ended = stay.until if over is None else over.at
        tape = Tape(visit, met=answered[0].at if answered else None, ended=ended)
    else:
        run = _Run(
            Reaching(stay.since, begun, visit),
            _first_since(procedure, course, deadline, visit, begun),
        )
        run = run if over is None else _until(run, over)
        if deadline.at_latest is None:
            ended = stay.until if run.ended is None else run.ended.at
            tape = Tape(visit, met=None if run.met is None else run.met.at, ended=ended)
        else:
            until = min(_ends_of(run, None), default=None)
            tape = _tape_of(procedure, course, deadline, visit, run, until, is_started=False)
    view = View(procedure, course, visit, times_up)
    first_asked = dict.fromkeys(fact.name for fact in questions(view, deadline.of))
    tape = replace(tape, asked=tuple(first_asked))
    since = left_before(course, deadline.place, visit)
    return _with_grants(procedure, course, deadline, tape, since, stay)


def _begun(procedure: Procedure, course: Course, deadline: Deadline, visit: int) -> int | None:
    """The position at which a ceiling began to run that has a start of its own: that of the step's
    promise or window, so that its aim is not asked for once that is met."""
    left_at = course.visits[visit].left_at
    of_step = [each for each in procedure.deadlines if each.step == deadline.step]
    found: list[int] = []
    for each in of_step:
        cap = each.at_latest
        if cap is None or cap.of == each.of:
            continue
        view = View(procedure, course, visit, times_up)
        if cap.backwards:
            found += planned_since(view, cap.of)
        else:
            found += [min(value.known, value.met_from) for value in values(view, cap.of)[:1]]
    return min((each for each in found if not 0 <= left_at < each), default=None)


def _first_since(
    procedure: Procedure, course: Course, deadline: Deadline, visit: int, position: int
) -> Occurrence | None:
    """The first time that a step was done in a visit, after a position in the course."""
    done = _done_in(procedure, course, deadline.step, visit)
    return next(iter(between(done, position)), None)


def _first_met(
    procedure: Procedure, course: Course, deadline: Deadline, visit: int, start: Reaching
) -> Occurrence | None:
    """When the first clock of a visit was met: since its start, or since its ceiling runs.

    A question that has its answer already is not asked by the first start.
    """
    begun = _begun(procedure, course, deadline, visit)
    if begun is not None and begun < start.met_from and not deadline.backwards:
        return _first_since(procedure, course, deadline, visit, begun)
    done = _done_in(procedure, course, deadline.step, visit)
    return _first_after(done, start, deadline, or_before=deadline.step in procedure.facts)


def _ends_of(run: _Run, following: _Run | None) -> Iterator[int]:
    """The positions at which a clock ends: where its step was done, where the next one starts."""
    if run.met is not None:
        yield run.met.position
    if run.ended is not None:
        yield run.ended.next_position
    if following is not None:
        yield following.start.next_event


def _runs(procedure: Procedure, course: Course, deadline: Deadline, visit: int) -> Iterator[_Run]:
    """Each start that runs a clock, and when its step was done.

    A later start counts once the last clock was met; and when the place of the anchor has been
    entered again, whether it was met or not. What starts it again after the visit was left is late
    work, and starts nothing; nor does what came late and started it when it was missed. A question that has
    its answer already is not asked by the first start.
    """
    left_at = course.visits[visit].left_at
    done = _done_in(procedure, course, deadline.step, visit)
    came_late = _came_late(procedure, course, deadline.of, visit)
    is_first = True
    found = _reached(procedure, course, deadline.of, visit)
    for _, group in groupby(found, key=lambda start: start.visit):
        free_from = -1  # the position in the course from which a new clock may start
        for start in group:
            again = free_from >= 0 or deadline.backwards
            if start.met_from < free_from or (again and 0 <= left_at < start.next_position):
                continue
            if again and not start.by_time and start.met_from in came_late:
                continue
            if is_first:
                met = _first_met(procedure, course, deadline, visit, start)
            else:
                met = _first_after(done, start, deadline)
            is_first = False
            yield _Run(start, met, since=free_from)
            if met is None:
                break
            free_from = max(met.position, start.position)


def _came_late(procedure: Procedure, course: Course, anchor: Anchor, visit: int) -> frozenset[int]:
    """The positions of what came once it had been missed, where either starts a clock: `A or missed A`."""
    several = list(plain(procedure, [anchor]))
    up = {each.step for each in several if isinstance(each, Missed)}
    names = {each.name for each in several if isinstance(each, Happened)}
    names |= {each.step for each in several if isinstance(each, ReceiptOf)}
    found = set()
    for step in names & up:
        times = times_of(procedure, course, step)
        for missed in _reached(procedure, course, Missed(step), visit):
            late = next(iter(between(in_visit(times, missed.visit), missed.position)), None)
            found |= set() if late is None else {late.position}
    return frozenset(found)


def _renewals(
    procedure: Procedure, course: Course, deadline: Deadline, visit: int
) -> Iterator[_Run]:
    """The clocks of an anchor that moves, as `last NAME` does: each time starts it anew, and before the visit
    began the last of them alone. Once it was met, what comes again starts another, as of any anchor.

    What moves it after the visit was left is late work, and starts nothing.
    """
    stay = course.visits[visit]
    view = View(procedure, course, visit, times_up)
    done = _done_in(procedure, course, deadline.step, visit)
    found = list(renewals(view, deadline.of))
    before = sum(start.next_event <= stay.position for start in found)
    found = found[max(before - 1, 0) :]
    is_first = True
    while found:
        start, *found = found
        if not is_first and 0 <= stay.left_at < start.next_event:
            return
        if is_first:
            met = _first_met(procedure, course, deadline, visit, start)
        else:
            met = _first_after(done, start, deadline)
        is_first = False
        yield _Run(start, met)
        if met is None or deadline.backwards:
            continue
        if all(met.position < each.next_event for each in found[:1]):
            again = renewals(replace(view, since=max(met.position, start.position)), deadline.of)
            found = [each for each in again if each.next_event > met.position]
            found = [each for each in found if order(procedure, each) > order(procedure, start)]


def _planned_run(
    procedure: Procedure, course: Course, deadline: Deadline, visit: int
) -> Iterator[_Run]:
    """The clock that is counted back from what has not come, and whose time was settled."""
    if deadline.backwards:
        found = planned_in(procedure, course, deadline.of, visit, until=_left_at(course, visit))
        if found is not None:
            done = _done_in(procedure, course, deadline.step, visit)
            yield _Run(found, _first_after(done, found, deadline))


# --- again and again ------------------------------------------------------------------------


def _again(procedure: Procedure, course: Course, deadline: Deadline, visit: int) -> Iterator[_Run]:
    """The clocks of what is done again and again: the next one starts where the last one was met,
    or by schedule where it was due. What rested while the case did begins anew once that is open again."""
    done = _done_in(procedure, course, deadline.step, visit)
    left_at = course.visits[visit].left_at
    until = None if deadline.again is None else deadline.again.until
    over = () if until is None else tuple(_reached(procedure, course, until, visit))
    when = partial(order, procedure)
    free_from: Reaching | None = None
    rests = False
    starts = [(each, False) for each in _reached(procedure, course, deadline.of, visit)]
    starts += [(each, True) for each in _opened_again(procedure, course, deadline)]
    for first, resumed in sorted(starts, key=lambda each: when(each[0])):
        if 0 <= left_at < first.next_position:
            continue
        if free_from is not None and when(first) < when(free_from):
            continue
        since = None if free_from is None else when(free_from)
        ended_since = (each for each in over if since is None or since < when(each))
        if resumed and (not rests or any(when(each) <= when(first) for each in ended_since)):
            continue
        ended = _ending(procedure, course, deadline, over, first)
        if ended is not None and 0 <= left_at < ended.next_position:
            ended = None  # its place was left before
        rests = ended is not None and ended.visit in _rests(procedure, course, deadline)
        run: _Run | None = _Run(first, None, ended, resumed=resumed)
        last: Occurrence | None = None
        while run is not None:
            met = _next_done(procedure, done, run.start, first)
            if met is not None and met is last:
                run = replace(run, met=met)
                if not _is_late(procedure, course, deadline, visit, run):
                    met = next((each for each in done if each.position > met.position), None)
            last = met
            if ended is not None and met is not None and met.position > ended.position:
                met = None  # what is done after the end is no longer asked for
            run = replace(run, met=met)
            yield run
            run = _next_run(procedure, course, deadline, visit, run)
        if ended is None:
            return
        free_from = ended


def _is_late(
    procedure: Procedure, course: Course, deadline: Deadline, visit: int, run: _Run
) -> bool:
    """Whether what meets a clock comes too late for it.

    What was late for one date by schedule meets the next ones that it is late for too, and no other:
    a letter that was due on Monday and goes out on Tuesday is not the next one as well.
    """
    clock = clock_of(procedure, deadline, _tape_of(procedure, course, deadline, visit, run))
    return run.met is not None and clock.missed_at(run.met.at)


def _next_done(
    procedure: Procedure, done: Sequence[Occurrence], start: Reaching, first: Reaching
) -> Occurrence | None:
    """The first time since a start: an event starts the first clock, a day each by schedule."""
    for each in done:
        by_event = each.position > start.met_from
        if each.position > first.met_from and (
            by_event
            if start.scheduled is None
            else certainly_after(each.at, start.scheduled, procedure.zone)
        ):
            return each
    return None


def _next_run(
    procedure: Procedure, course: Course, deadline: Deadline, visit: int, run: _Run
) -> _Run | None:
    """Where the next clock starts, and by which schedule; None while the last one is not met."""
    if run.met is None or deadline.again is None:
        return None
    if not deadline.again.by_schedule:
        start = Reaching(run.met.at, run.met.position, visit)
        return _Run(start, None, run.ended, renewed=True)
    due = clock_of(procedure, deadline, _tape_of(procedure, course, deadline, visit, run))
    if due.latest is None:
        return None
    end = due.latest.due
    position = last_before(procedure, course, end)
    # where the day was rolled the schedule goes on from the day itself
    start = Reaching(due.latest.unrolled, position, visit, scheduled=end, by_time=True)
    assert isinstance(deadline.period, Period)  # what recurs has one
    at = next_time(procedure, deadline.period, run.schedule, due.latest)
    first = soonest(procedure, deadline.period, run.soonest, due, Start(start.at, at))
    return _Run(start, None, run.ended, renewed=True, schedule=at, soonest=first)


def _tape_of(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    visit: int,
    run: _Run,
    until: int | None = None,
    *,
    is_started: bool = True,
) -> Tape:
    """A tape but for what settled its time and gave more of it; `until` the position at which it was
    over, None where it was not, or its place was left before."""
    left_at = _left_at(course, visit)
    over = min((each for each in (until, left_at) if each is not None), default=None)
    view = View(procedure, course, visit, times_up)
    ends = [] if run.met is None else [run.met.position]
    ends += [] if run.ended is None else [run.ended.next_position]
    ends += [] if left_at is None else [left_at]
    tape = Tape(
        visit,
        run.start.at,
        None if run.met is None else run.met.at,
        course.visits[visit].until if run.ended is None else run.ended.at,
        stops=tuple(stops(view, deadline, until=min(ends, default=len(course.events)))),
        planned=run.start.planned,
        by_time=run.start.by_time,
        renewed=run.renewed,
        resumed=run.resumed,
        projected=run.start.projected,
    )
    if run.start.scheduled is not None and isinstance(deadline.period, Period):
        tape = _round(procedure, deadline.period, tape, run)
    if not is_started:
        tape = replace(tape, start=None, planned=False, by_time=False)
    cap = deadline.at_latest
    if cap is None:
        return tape
    if cap.of == deadline.of:
        return replace(tape, capped_since=tape.since)
    if cap.backwards:
        found = planned_in(procedure, course, cap.of, visit, until=left_at)
        return replace(tape, capped_since=None if found is None else _since(found))

    def capped(value: Reaching) -> Clock:
        return clock_of(procedure, deadline, replace(tape, capped_since=_since(value)))

    several = values(view, cap.of, since=run.since)
    begun = max(run.start.position, course.visits[visit].position)  # in its stay, and not before
    since = bearing(view, several, begun=begun, end=over, over=over, with_it=capped)
    return replace(tape, capped_since=since)


def _round(procedure: Procedure, period: Period, tape: Tape, run: _Run) -> Round:
    """The tape of a further time by a schedule."""
    told = {each.name: getattr(tape, each.name) for each in fields(tape)}

    def of(start: Start, first: Round | None) -> Round:
        days = length(procedure, period, start.schedule, start.at)
        from_then = told | {"start": start.at}
        return Round(**from_then, length=days, schedule=start.schedule, soonest=first)

    first = None if run.soonest is None else of(run.soonest, None)
    return of(Start(run.start.at, run.schedule), first)


def _left_at(course: Course, visit: int) -> int | None:
    """The position at which a visit was left; None where it was not."""
    stay = course.visits[visit]
    return None if stay.until is None else stay.left_at


def _since(reached: Reaching) -> Since:
    return Since(reached.at, reached.by_time, reached.planned, reached.projected)


def _ending(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    over: Iterable[Reaching],
    first: Reaching,
) -> Reaching | None:
    """What ends the repetition that began with a start: one of the times at which it is over, by its `until`,
    also where that event ends the case; or that the case rests, with the visit of its end."""
    ends = [replace(each, visit=-1) for each in over]
    ends += [
        Reaching(course.visits[index].since, course.visits[index].position, index)
        for index in _rests(procedure, course, deadline)
    ]
    when = partial(order, procedure)
    return min((each for each in ends if when(each) > when(first)), key=when, default=None)


def _rests(procedure: Procedure, course: Course, deadline: Deadline) -> tuple[int, ...]:
    """The visits of ends in which the case rested, and what is done again and again with it."""
    return tuple(
        index
        for index, stay in enumerate(course.visits)
        if procedure.places[stay.place].kind is PlaceKind.END and deadline.place != stay.place
    )


def _opened_again(procedure: Procedure, course: Course, deadline: Deadline) -> Iterator[Reaching]:
    """Each time that a stage was entered once the case had rested."""
    rests = _rests(procedure, course, deadline)
    for index, stay in enumerate(course.visits):
        is_stage = procedure.places[stay.place].kind is PlaceKind.STAGE
        if is_stage and any(course.visits[rest].left_at == stay.position for rest in rests):
            yield Reaching(stay.since, stay.position, index)


# --- what happened to a clock ---------------------------------------------------------------


def _stands(
    procedure: Procedure,
    course: Course,
    deadline: Deadline,
    tape: Tape,
    run: _Run,
    following: _Run,
) -> bool:
    """Whether a clock that is started anew was met or missed before that, and so stays."""
    if run.met is not None and run.met.position < following.start.next_event:
        return True
    return clock_of(procedure, deadline, tape).missed_at(following.start.known_at(course))


def _done_in(procedure: Procedure, course: Course, step: str, visit: int) -> Times:
    """The times that a step was done in a visit; a question is answered in the case as a whole."""
    times = times_of(procedure, course, step)
    return times if step in procedure.facts else in_visit(times, visit)


def _first_after(
    done: Times, start: Reaching, deadline: Deadline, *, or_before: bool = False
) -> Occurrence | None:
    """The first time since a start; of what is counted back, and with `or_before`, the first of all."""
    if deadline.backwards or or_before:
        return done[0] if done else None
    return next(iter(between(done, start.met_from)), None)


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
    ends = [] if until is None else [until - 1]
    ends += [] if stay.until is None else [stay.left_at]
    last = min(ends, default=None)
    over = min((e for e in (until, stay.left_at) if e is not None and e >= 0), default=None)

    def given(name: str) -> Iterator[Grant]:
        return (_grant(procedure, each) for each in between(course.times(name), since, last))

    settled = [g for name in deadline.settled_by for g in given(name) if g.settles is not None]
    extensions = [
        replace(
            g,
            since=most_since(
                procedure, course, deadline, tape, extension, g.at, grant=g, end=last, over=over
            ),
        )
        for extension in deadline.extensions
        for g in given(extension.step)
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
    keys = ("up_to", "adds") if step.extends is not None else ("sets_time_of",)
    key = next((each for each in keys if each in step.cites.by_key), keys[0])
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
    *,
    grant: Grant | None = None,
    end: int | None = None,
    over: int | None = None,
) -> Since | None:
    """From when it is counted how far more time may reach; `given` is when it is given.

    It may be that very event. None where there is no end to it, or nothing has started it yet. `grant` is
    the one that was recorded, `end` the position of the last event that may still move it, `over` that at which its
    clock was over.
    """
    up_to = extension.up_to
    if up_to is None:
        return None
    if up_to.of == Happened(extension.step):
        return Since(given)
    if up_to.of == deadline.of:
        return tape.since
    view = View(procedure, course, tape.visit, times_up)
    begun = len(course.events) if grant is None else grant.position

    def extended(value: Reaching) -> Clock:
        assert grant is not None  # nothing lies beyond the end of the record
        longer = replace(tape, extensions=(replace(grant, since=_since(value)),))
        return clock_of(procedure, deadline, longer)

    several = values(view, up_to.of)
    return bearing(view, several, begun=begun, end=end, over=over, with_it=extended)
