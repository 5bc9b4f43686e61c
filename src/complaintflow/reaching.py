"""When an anchor was reached: by an event, or by time that ran out; one of several, or one alone.

An anchor is looked at from a visit of a place, or from now. A time that runs out hangs on a clock,
and clocks hang on anchors: whoever asks here says how to tell when a step was missed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from complaintflow.course import Course
from complaintflow.gates import Reaching, starts
from complaintflow.moments import Moment, certainly_after, in_zone, is_past, last_instant, local_day
from complaintflow.procedure import (
    Anchor,
    EndOf,
    FirstOf,
    Happened,
    Missed,
    Procedure,
    ReceiptOf,
    StartOf,
    Which,
)

TimesUp = Callable[[Procedure, Course, str, int | None], Iterator[Reaching]]
"""The due times of a step that were missed, as seen from a visit; see `Reaching.planned`."""


@dataclass(frozen=True, slots=True)
class View:
    """From where anchors are looked at.

    `visit` is that of a place, None for the present. With `now`, what comes later is left out.
    """

    procedure: Procedure
    course: Course
    visit: int | None
    times_up: TimesUp
    now: Moment | None = None


def reachings(view: View, anchor: Anchor) -> Iterator[Reaching]:
    """Every time that an anchor was reached, in the order in which it was.

    Those of one visit of a place have one `visit`; of several anchors, those that come while none
    of their places is entered again.
    """
    match anchor:
        case FirstOf(anchors):
            yield from _merged(view.procedure, [[*reachings(view, each)] for each in anchors])
        case Missed(step):
            yield from _missed(view, step)
        case ReceiptOf():
            found = starts(view.procedure, view.course, anchor, view.visit)
            yield from (each for each in found if _is_there(view, each))
        case Happened() | StartOf() | EndOf():
            yield from starts(view.procedure, view.course, anchor, view.visit)


def reached(view: View, anchor: Anchor) -> Reaching | None:
    """When an anchor was first reached, of those times that count from there."""
    found = reachings(view, anchor)
    if isinstance(anchor, ReceiptOf):  # what was sent first may be in hand last
        zone = view.procedure.zone
        return min(found, key=lambda each: last_instant(each.at, zone), default=None)
    return next(found, None)


def _is_there(view: View, found: Reaching) -> bool:
    return view.now is None or is_past(found.at, view.now, view.procedure.zone)


def _missed(view: View, step: str) -> Iterator[Reaching]:
    """The instants at which the time of a step had run out.

    As a start, of a due day that is the midnight which ends it: the day that then begins is
    the first that counts (Matthew v Sedman [2021] UKSC 19).
    """
    zone = view.procedure.zone
    for found in view.times_up(view.procedure, view.course, step, view.visit):
        up = last_instant(found.at, zone)
        if view.now is None:
            at: Moment = in_zone(up, zone)
        elif last_instant(view.now, zone) > up:
            at = _after(found.at)
        else:
            continue
        position = last_before(view.procedure, view.course, _after(found.at))
        yield replace(found, at=at, position=position)


def _after(due: Moment) -> Moment:
    """The first moment after a due one: the next day, the next instant."""
    return due + (timedelta(microseconds=1) if isinstance(due, datetime) else timedelta(days=1))


def last_before(procedure: Procedure, course: Course, moment: Moment) -> int:
    """The position of the last event that had certainly happened before a moment."""
    zone = procedure.zone
    return sum(certainly_after(moment, each.action.at, zone) for each in course.events) - 1


def _merged(procedure: Procedure, several: Iterable[list[Reaching]]) -> Iterator[Reaching]:
    """What several anchors come to, of which any one will do, in the order in which they come.

    A place that is entered again begins anew for all of them.
    """
    marked = [(each, number) for number, some in enumerate(several) for each in some]
    latest: dict[int, int] = {}  # by anchor, the visit in which it was last reached
    group = None
    for found, number in sorted(marked, key=lambda each: order(procedure, each[0])):
        if group is None or latest.get(number, found.visit) != found.visit:
            group, latest = found.visit, {}
        latest[number] = found.visit
        yield replace(found, visit=group)


def order(procedure: Procedure, found: Reaching) -> tuple[date, int, datetime]:
    """By which of two anchors the later is known: a time that runs out needs no event."""
    zone = procedure.zone
    return local_day(found.at, zone), found.position, last_instant(found.at, zone)


def is_renewed(anchor: Anchor) -> bool:
    """Whether an anchor moves with each further event, so that a clock which runs starts anew."""
    return isinstance(anchor, Happened) and anchor.which is Which.LAST
