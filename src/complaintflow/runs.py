"""What starts the clocks of a deadline in one stay, one after the other, and when each was met."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby

from complaintflow.course import Occurrence, Times, between, in_visit
from complaintflow.gates import Reaching, plain, times_of
from complaintflow.moments import certainly_after
from complaintflow.procedure import Happened, Missed, Period, PlaceKind, Procedure, ReceiptOf
from complaintflow.reaching import is_renewed, last_before, order, renewals
from complaintflow.rounds import Start, next_time, soonest
from complaintflow.watches import Run, Watch, tape_of


def runs(watch: Watch) -> list[Run]:
    """Each start that runs a clock, in order; of what is counted back also one that is only planned."""
    if watch.deadline.again is not None:
        found = list(_again(watch))
    elif moves(watch):
        found = list(_renewals(watch))
    else:
        found = list(_runs(watch))
    return found or list(_planned_run(watch))


def moves(watch: Watch) -> bool:
    """Whether each further event, while a clock runs, starts it anew."""
    return watch.deadline.again is None and is_renewed(watch.procedure, watch.deadline.of)


def _runs(watch: Watch) -> Iterator[Run]:
    """Each start that runs a clock, and when its step was done.

    A later start counts once the last clock was met; and when the place of the anchor has been
    entered again, whether it was met or not. What starts it again after the stay was left is late
    work, and starts nothing; nor does what came late and started it when it was missed. A question that has
    its answer already is not asked by the first start.
    """
    came_late = _came_late(watch)
    is_first = True
    found = watch.reached(watch.deadline.of)
    for _, group in groupby(found, key=lambda start: start.visit):
        free_from = -1  # the position in the course from which a new clock may start
        for start in group:
            again = free_from >= 0 or watch.deadline.backwards
            late = again and watch.is_left_before(start.next_position)
            if start.met_from < free_from or late:
                continue
            if again and not start.by_time and start.met_from in came_late:
                continue
            met = watch.first_met(start) if is_first else watch.first_after(start)
            is_first = False
            yield Run(start, met, since=free_from)
            if met is None:
                break
            free_from = max(met.position, start.position)


def _came_late(watch: Watch) -> frozenset[int]:
    """The positions of what came once it had been missed, where either starts a clock: `A or missed A`."""
    several = list(plain(watch.procedure, [watch.deadline.of]))
    up = {each.step for each in several if isinstance(each, Missed)}
    names = {each.name for each in several if isinstance(each, Happened)}
    names |= {each.step for each in several if isinstance(each, ReceiptOf)}
    found = set()
    for step in names & up:
        times = times_of(watch.procedure, watch.course, step)
        for missed in watch.reached(Missed(step)):
            late = next(iter(between(in_visit(times, missed.visit), missed.position)), None)
            found |= set() if late is None else {late.position}
    return frozenset(found)


def _renewals(watch: Watch) -> Iterator[Run]:
    """The clocks of an anchor that moves, as `last NAME` does: each time starts it anew, and before the stay
    began the last of them alone. Once it was met, what comes again starts another, as of any anchor.

    What moves it after the stay was left is late work, and starts nothing.
    """
    of, when = watch.deadline.of, partial(order, watch.procedure)
    found = list(renewals(watch.view, of))
    before = sum(start.next_event <= watch.stay.position for start in found)
    found = found[max(before - 1, 0) :]
    is_first = True
    while found:
        start, *found = found
        if not is_first and watch.is_left_before(start.next_event):
            return
        met = watch.first_met(start) if is_first else watch.first_after(start)
        is_first = False
        yield Run(start, met)
        if met is None or watch.deadline.backwards:
            continue
        if all(met.position < each.next_event for each in found[:1]):
            again = renewals(replace(watch.view, since=max(met.position, start.position)), of)
            found = [each for each in again if each.next_event > met.position]
            found = [each for each in found if when(each) > when(start)]


def _planned_run(watch: Watch) -> Iterator[Run]:
    """The clock that is counted back from what has not come, and whose time was settled."""
    if watch.deadline.backwards:
        found = watch.planned(watch.deadline.of, until=watch.left_at)
        if found is not None:
            yield Run(found, watch.first_after(found))


# --- again and again ------------------------------------------------------------------------


def _again(watch: Watch) -> Iterator[Run]:
    """The clocks of what is done again and again: the next one starts where the last one was met,
    or by schedule where it was due. What rested while the case did begins anew once that is open again."""
    until = None if watch.deadline.again is None else watch.deadline.again.until
    over = () if until is None else tuple(watch.reached(until))
    when = partial(order, watch.procedure)
    free_from: Reaching | None = None
    rests = False
    starts = [(each, False) for each in watch.reached(watch.deadline.of)]
    starts += [(each, True) for each in _opened_again(watch)]
    for first, resumed in sorted(starts, key=lambda each: when(each[0])):
        if watch.is_left_before(first.next_position):
            continue
        if free_from is not None and when(first) < when(free_from):
            continue
        since = None if free_from is None else when(free_from)
        ended_since = (each for each in over if since is None or since < when(each))
        if resumed and (not rests or any(when(each) <= when(first) for each in ended_since)):
            continue
        ended = _ending(watch, over, first)
        if ended is not None and watch.is_left_before(ended.next_position):
            ended = None  # its place was left before
        rests = ended is not None and ended.visit in _rests(watch)
        yield from _rounds(watch, Run(first, None, ended, resumed=resumed))
        if ended is None:
            return
        free_from = ended


def _rounds(watch: Watch, run: Run) -> Iterator[Run]:
    """The clocks that begin with one, each when it was met, until they end."""
    first, ended, done = run.start, run.ended, watch.done
    following: Run | None = run
    last: Occurrence | None = None
    while following is not None:
        met = _next_done(watch.procedure, done, following.start, first)
        if met is not None and met is last and not _is_late(watch, replace(following, met=met)):
            met = next((each for each in done if each.position > met.position), None)
        last = met
        if ended is not None and met is not None and met.position > ended.position:
            met = None  # what is done after the end is no longer asked for
        following = replace(following, met=met)
        yield following
        following = _next_run(watch, following)


def _is_late(watch: Watch, run: Run) -> bool:
    """Whether what meets a clock comes too late for it.

    What was late for one date by schedule meets the next ones that it is late for too, and no other:
    a letter that was due on Monday and goes out on Tuesday is not the next one as well.
    """
    return run.met is not None and watch.clock(tape_of(watch, run)).missed_at(run.met.at)


def _next_done(
    procedure: Procedure, done: Times, start: Reaching, first: Reaching
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


def _next_run(watch: Watch, run: Run) -> Run | None:
    """Where the next clock starts, and by which schedule; None while the last one is not met."""
    again, period, procedure = watch.deadline.again, watch.deadline.period, watch.procedure
    if run.met is None or again is None:
        return None
    if not again.by_schedule:
        start = Reaching(run.met.at, run.met.position, watch.visit)
        return Run(start, None, run.ended, renewed=True)
    due = watch.clock(tape_of(watch, run))
    if due.latest is None:
        return None
    end = due.latest.due
    position = last_before(procedure, watch.course, end)
    # where the day was rolled the schedule goes on from the day itself
    start = Reaching(due.latest.unrolled, position, watch.visit, scheduled=end, by_time=True)
    assert isinstance(period, Period)  # what recurs has one
    at = next_time(procedure, period, run.schedule, due.latest)
    first = soonest(procedure, period, run.soonest, due, Start(start.at, at))
    return Run(start, None, run.ended, renewed=True, schedule=at, soonest=first)


def _ending(watch: Watch, over: Iterable[Reaching], first: Reaching) -> Reaching | None:
    """What ends the repetition that began with a start: one of the times at which it is over, by its `until`,
    also where that event ends the case; or that the case rests, with the visit of its end."""
    visits, when = watch.course.visits, partial(order, watch.procedure)
    ends = [replace(each, visit=-1) for each in over]
    ends += [
        Reaching(visits[index].since, visits[index].position, index) for index in _rests(watch)
    ]
    return min((each for each in ends if when(each) > when(first)), key=when, default=None)


def _rests(watch: Watch) -> tuple[int, ...]:
    """The visits of ends in which the case rested, and what is done again and again with it."""
    places = watch.procedure.places
    return tuple(
        index
        for index, stay in enumerate(watch.course.visits)
        if places[stay.place].kind is PlaceKind.END and watch.deadline.place != stay.place
    )


def _opened_again(watch: Watch) -> Iterator[Reaching]:
    """Each time that a stage was entered once the case had rested."""
    rests, visits = _rests(watch), watch.course.visits
    for index, stay in enumerate(visits):
        is_stage = watch.procedure.places[stay.place].kind is PlaceKind.STAGE
        if is_stage and any(visits[rest].left_at == stay.position for rest in rests):
            yield Reaching(stay.since, stay.position, index)
