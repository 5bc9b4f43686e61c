"""When an anchor was reached: by an event, by time that ran out; one of several, or one alone.

An anchor is looked at from a visit of a place, or from now. A time that runs out hangs on a clock,
and clocks hang on anchors: whoever asks here says how to tell when a step was missed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from complaintflow.course import Course, Occurrence
from complaintflow.deadlines import Since
from complaintflow.gates import (
    NOT,
    Reaching,
    Truth,
    alternatives,
    falls_to,
    first_of_a_day,
    known_in,
    left_before,
    meant,
    plain,
    seen_from,
    starts,
    times_of,
    truth,
    unanswered,
)
from complaintflow.moments import Moment, certainly_after, in_zone, is_past, last_instant, local_day
from complaintflow.procedure import (
    Anchor,
    DateSetBy,
    EndOf,
    Fact,
    FirstOf,
    Happened,
    Missed,
    MomentNamed,
    NamedMoment,
    Procedure,
    ReceiptOf,
    Row,
    StartOf,
    Which,
)

TimesUp = Callable[[Procedure, Course, str, int | None], Iterator[Reaching]]
"""The due times of a step that were missed, as seen from a visit; see `Reaching.planned`."""


@dataclass(frozen=True, slots=True)
class View:
    """From where anchors are looked at.

    `visit` is that of a place, None for the present. With `now`, what comes later is left out; with
    `until`, what is known only by an event that stands later in the course, and of what time or the post
    brings after that event what comes later than `until_at`. Of what comes several times that counts which does not come
    before the event at position `since`.
    """

    procedure: Procedure
    course: Course
    visit: int | None
    times_up: TimesUp
    now: Moment | None = None
    until: int | None = None
    until_at: Moment | None = None
    since: int = -1


def reachings(view: View, anchor: Anchor) -> Iterator[Reaching]:
    """Every time that an anchor was reached, in the order in which it was.

    Those of one visit of a place have one `visit`; of several anchors, those that come while none
    of their places is entered again.
    """
    match anchor:
        case Happened() | StartOf() | EndOf():
            yield from _started(view, anchor)
        case FirstOf(anchors):
            yield from _merged(view, anchors)
        case MomentNamed(name):
            yield from _of_moment(view, view.procedure.moments[name])
        case Missed(step):
            yield from _missed(view, step)
        case DateSetBy(step, which):
            yield from _dates(view, step, which)
        case ReceiptOf():
            had = (each for each in _started(view, anchor) if _is_there(view, each))
            yield from sorted(had, key=lambda each: (each.visit, order(view.procedure, each)))


def reached(view: View, anchor: Anchor) -> Reaching | None:
    """When an anchor was first reached, of those times that count from there."""
    found = (each for each in reachings(view, anchor) if each.met_from >= view.since)
    if isinstance(anchor, ReceiptOf):  # what was sent first may be in hand last
        zone = view.procedure.zone
        return min(found, key=lambda each: first_of_a_day(each.at, zone), default=None)
    return next(found, None)


def _started(view: View, anchor: Happened | StartOf | EndOf | ReceiptOf) -> Iterator[Reaching]:
    return starts(view.procedure, view.course, anchor, view.visit, until=view.until)


def _is_there(view: View, found: Reaching) -> bool:
    now = view.now is None or is_past(found.at, view.now, view.procedure.zone)
    return now and _is_known(view, found)


def _is_known(view: View, found: Reaching) -> bool:
    """Whether something was known once the event had come up to which the course is read."""
    if view.until is None or found.next_event <= view.until:
        return True
    if found.timed is None or found.known > view.until or view.until_at is None:
        return False
    return not certainly_after(found.timed, view.until_at, view.procedure.zone)


def since_of(found: Reaching) -> Since:
    """From when a time is counted that counts from an anchor, once that was reached."""
    return Since(found.at, found.by_time, found.planned, found.projected, ran_out=found.ran_out)


# --- by time alone --------------------------------------------------------------------------


def _missed(view: View, step: str) -> Iterator[Reaching]:
    """The instants at which the time of a step had run out.

    As a start, of a due day that is the midnight which ends it: the day that then begins is
    the first that counts (Matthew v Sedman [2021] UKSC 19).
    """
    zone = view.procedure.zone
    anywhere = view.procedure.steps[step].place == "throughout"
    stay = view.visit if anywhere else None
    for found in view.times_up(view.procedure, view.course, step, view.visit):
        up = last_instant(found.at, zone)
        if view.now is None:
            at: Moment = in_zone(up, zone)
        elif last_instant(view.now, zone) > up:
            at = _after(found.at)
        else:
            continue
        position = last_before(view.procedure, view.course, _after(found.at))
        missed = replace(
            found, at=at, position=position, by_time=True, ran_out=True, timed=_after(found.at)
        )
        if stay is not None and not falls_to(view.course, missed, stay, since_left=True):
            continue
        if _is_known(view, missed):
            yield missed


def _after(due: Moment) -> Moment:
    """The first moment after a due one: the next day, the next instant."""
    return due + (timedelta(microseconds=1) if isinstance(due, datetime) else timedelta(days=1))


def last_before(procedure: Procedure, course: Course, moment: Moment) -> int:
    """The position of the last event that had certainly happened before a moment."""
    zone = procedure.zone
    return sum(certainly_after(moment, each.action.at, zone) for each in course.events) - 1


def _dates(view: View, step: str, which: Which) -> Iterator[Reaching]:
    """The date that a step set for another: in this stay, or in the whole case, the last one.

    A step that settled so long a time, and no date, set none.
    """
    if which is Which.THIS_TIME:
        times = meant(view.procedure, view.course, step, which, view.visit, until=view.until)
    else:
        times = known_in(view.procedure, view.course, step, view.visit)
    days = [each for each in times if isinstance(each.event.action.particulars.settles, date)]
    days = [each for each in days if view.until is None or each.position <= view.until]
    for each in days[:1] if which is Which.FIRST else days[-1:]:
        at = each.event.action.particulars.settles
        assert isinstance(at, date)  # seen above
        position = max(each.position, last_before(view.procedure, view.course, at))
        date_set = Reaching(at, position, each.visit, made=each.position, by_time=True)
        if _is_there(view, date_set):
            yield date_set


# --- of several, and by name ------------------------------------------------------------------


def _merged(view: View, several: Iterable[Anchor]) -> Iterator[Reaching]:
    """What several anchors come to, of which any one will do, in the order in which they come.

    A place that is entered again begins anew for all of them.
    """
    marked = [(each, number) for number, a in enumerate(several) for each in reachings(view, a)]
    latest: dict[int, int] = {}  # by anchor, the visit in which it was last reached
    group = None
    for found, number in sorted(marked, key=lambda each: order(view.procedure, each[0])):
        if group is None or latest.get(number, found.visit) != found.visit:
            group, latest = found.visit, {}
        latest[number] = found.visit
        yield replace(found, visit=group)


def order(procedure: Procedure, found: Reaching) -> tuple[date, int, datetime]:
    """By which of two anchors the later is known: a time that runs out needs no event."""
    zone = procedure.zone
    return local_day(found.at, zone), found.position, last_instant(found.at, zone)


def _of_moment(view: View, moment: NamedMoment) -> Iterator[Reaching]:
    """When a moment was reached; of `last_of` the last of those that were."""
    if moment.first_of:
        yield from _merged(view, moment.first_of)
    elif moment.last_of:
        all_ = [found for each in moment.last_of if (found := _come(view, each)) is not None]
        last = max(all_, key=lambda each: order(view.procedure, each), default=None)
        if last is not None:
            yield last
    else:
        row = _row(view, moment)
        if row is not None:
            yield from reachings(view, row.of)


def _come(view: View, anchor: Anchor) -> Reaching | None:
    """When an anchor was first reached, once it was: a day that was set has come on that day and no sooner."""
    found = reached(view, anchor)
    if found is None or view.until is None:
        return found
    by = view.course.events[view.until].action.at if view.until_at is None else view.until_at
    return None if certainly_after(found.at, by, view.procedure.zone) else found


def _row(view: View, moment: NamedMoment) -> Row | None:
    """The first row that applies; None while a question must be answered before that can be told."""
    for row in moment.rows:
        match _applies(view, row):
            case Truth.HOLDS:
                return row
            case Truth.OPEN:
                return None
            case Truth.FAILS:
                pass
    return None


def _applies(view: View, row: Row) -> Truth:
    """Whether a row applies: one thing that is not so is enough that it does not."""
    found = [truth(view.procedure, view.course, each) for each in row.if_]
    found += [NOT[truth(view.procedure, view.course, each)] for each in row.unless]
    whenever = replace(view, since=-1)
    come = [Truth.FAILS if _come(whenever, each) is None else Truth.HOLDS for each in row.after]
    for worst in (Truth.FAILS, Truth.OPEN):
        if worst in (*found, *come):
            return worst
    return Truth.HOLDS


def questions(view: View, anchor: Anchor) -> Iterator[Fact]:
    """The questions that must be answered before it can be told from when an anchor counts."""
    for name in _moments_in(anchor):
        moment = view.procedure.moments[name]
        for each in (*moment.first_of, *moment.last_of):
            yield from questions(view, each)
        for row in moment.rows:
            applies = _applies(view, row)
            if applies is Truth.OPEN:
                for condition in (*row.if_, *row.unless):
                    if truth(view.procedure, view.course, condition) is Truth.OPEN:
                        yield unanswered(view.procedure, view.course, condition.fact)
            if applies is Truth.HOLDS:
                yield from questions(view, row.of)
            if applies is not Truth.FAILS:
                break


def _moments_in(anchor: Anchor) -> Iterator[str]:
    return (each.name for each in alternatives([anchor]) if isinstance(each, MomentNamed))


# --- what moves, and what is planned ------------------------------------------------------------


def is_renewed(procedure: Procedure, anchor: Anchor) -> bool:
    """Whether an anchor moves with each further event, so that a clock which runs starts anew."""
    for single in alternatives([anchor]):
        match single:
            case Happened(which=Which.LAST) | DateSetBy(which=Which.THIS_TIME | Which.LAST):
                return True
            case MomentNamed(name):
                moment = procedure.moments[name]
                inside = any(is_renewed(procedure, each) for each in moment.anchors)
                if moment.last_of or inside or any(row.after for row in moment.rows):
                    return True
            case Happened() | DateSetBy() | StartOf() | EndOf() | ReceiptOf() | Missed():
                pass
    return False


def renewals(view: View, anchor: Anchor) -> Iterator[Reaching]:
    """From when an anchor that moves counted, as each event of those that move it came, and each day that was set."""
    if isinstance(anchor, Happened):  # `last NAME`, each time of which moves it
        for each in known_in(view.procedure, view.course, anchor.name, view.visit):
            yield Reaching(each.at, each.position, each.visit)
        return
    before = None
    for position, timed in _moving(view, anchor):
        found = reached(replace(view, until=position, until_at=timed), anchor)
        if found is not None and (found.at, found.position) != before:
            before = found.at, found.position
            yield replace(found, made=position, timed=timed)


def _moving(view: View, anchor: Anchor) -> Iterable[tuple[int, Moment | None]]:
    """The positions in the course at which an anchor may move, and by time alone when after that."""
    steps: dict[tuple[int, Moment | None], None] = {}
    for each in plain(view.procedure, [anchor]):
        match each:
            case Happened(name) | DateSetBy(name):
                times = times_of(view.procedure, view.course, name)
                steps |= {(time.position, None): None for time in times}
                if isinstance(each, DateSetBy):
                    steps |= dict.fromkeys(_days_set(view, times))
            case StartOf() | EndOf() | Missed() | ReceiptOf():
                found = reachings(replace(view, until=None), each)
                steps |= {(one.known, one.timed): None for one in found}

    def in_order(step: tuple[int, Moment | None]) -> tuple[int, float]:
        position, timed = step
        zone = view.procedure.zone
        return position, -1 if timed is None else last_instant(timed, zone).timestamp()

    return sorted((each for each in steps if each[0] >= view.since), key=in_order)


def _days_set(view: View, times: Iterable[Occurrence]) -> Iterator[tuple[int, Moment]]:
    """The days that were set, each after the last event that comes before it."""
    for each in times:
        said = each.event.action.particulars.settles
        if isinstance(said, date):
            yield max(each.position, last_before(view.procedure, view.course, said)), said


def planned(view: View, anchor: Anchor) -> Reaching | None:
    """When an anchor was reached, or for when it is planned: for what is counted back from it.

    A step or a moment that has not come is planned for the date that was last set for it; what
    comes of several, for the first or the last of those that have come or are planned.
    """
    match anchor:
        case FirstOf(anchors):
            return _edge(view, anchors, first=True)
        case MomentNamed(name):
            moment = view.procedure.moments[name]
            row = _row(view, moment) if moment.rows else None
            come = reached(view, anchor)
            if moment.first_of:
                come = _edge(view, moment.first_of, first=True)
            elif moment.last_of:
                come = _edge(view, moment.last_of, first=False)
            elif row is not None:
                come = planned(view, row.of)
            return come or _set_for(view, name, -1)
        case Happened(name):
            come = reached(view, anchor)
            return come or _set_for(view, name, _left_before(view, name))
        case StartOf() | EndOf() | ReceiptOf() | Missed() | DateSetBy():
            return reached(view, anchor)


def _edge(view: View, anchors: Iterable[Anchor], *, first: bool) -> Reaching | None:
    found = [each for a in anchors if (each := planned(view, a)) is not None]
    edge = min if first else max
    return edge(found, key=lambda each: order(view.procedure, each), default=None)


def _left_before(view: View, name: str) -> int:
    """The position of the event that last left the place of a step before this stay in it."""
    step = view.procedure.steps.get(name)
    if step is None:
        return -1
    seen = seen_from(view.course, step.place, view.visit)
    return left_before(view.course, step.place, seen[-1]) if seen else -1


def planned_since(view: View, anchor: Anchor) -> Iterator[int]:
    """The positions of the events by which it was known from when something is counted back."""
    match anchor:
        case FirstOf(anchors):
            for one in anchors:
                yield from planned_since(view, one)
        case MomentNamed(name):
            yield from (position for position, _ in _dates_set(view, name, -1))
            for inner in view.procedure.moments[name].anchors:
                yield from planned_since(view, inner)
        case Happened(name):
            found = _dates_set(view, name, _left_before(view, name))
            yield from (position for position, _ in found)
            yield from (found.known for found in reachings(view, anchor))
        case StartOf() | EndOf() | ReceiptOf() | Missed() | DateSetBy():
            yield from (found.known for found in reachings(view, anchor))


def _dates_set(view: View, name: str, since: int) -> Iterator[tuple[int, Moment]]:
    """The dates that were set for a step or moment, after a position in the course, and at which."""
    for step in view.procedure.steps.values():
        for each in view.course.times(step.name) if name in step.sets_time_of else ():
            said = each.event.action.particulars.settles
            is_there = view.until is None or each.position <= view.until
            if each.position > since and is_there and isinstance(said, date):
                yield each.position, said


def _set_for(view: View, name: str, since: int) -> Reaching | None:
    """The date that was last set for a step or moment, after a position in the course."""
    dated = list(_dates_set(view, name, since))
    if not dated:
        return None
    position, at = max(dated, key=lambda each: each[0])
    return Reaching(
        at,
        max(position, last_before(view.procedure, view.course, at)),
        -1,
        planned=True,
        made=position,
    )
