"""For which days a clock stood still, read off a course."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest

from complaintflow.counts import Still
from complaintflow.deadlines import Stop
from complaintflow.gates import Reaching
from complaintflow.moments import certainly_after, is_past, local_day
from complaintflow.procedure import Anchor, Deadline, Edge, Procedure, StandStill
from complaintflow.reaching import View, is_renewed, order, reachings, renewals, since_of


def stops(view: View, deadline: Deadline, *, until: int) -> Iterator[Stop]:
    """The times for which a clock stood still that began before the event at a position ended it.

    What ends it begins no stand-still of it, nor does a day that this sets.

    A day that was set for it and had not come when another one was set, or when that was over with which
    it was to end, never stood still; what stood still by then has stood still.
    """
    for rule in deadline.stills:
        lasts = sorted(_times(view, rule.last_day.of), key=lambda each: order(view.procedure, each))
        taken: list[Reaching] = []
        for first in _times(view, rule.first_day.of):
            if first.next_position > until or first.known >= until:
                continue
            last = next((each for each in lasts if _is_later(view, each, first)), None)
            if rule.last_day.of == rule.first_day.of:
                last = first  # the days about one event: from the day of it to the day after
            elif any(_given_up(view, first, each) for each in lasts if each not in taken):
                continue
            if last is not None:
                taken.append(last)
            yield _stop(view.procedure, rule, first, last)


def _times(view: View, anchor: Anchor) -> Iterator[Reaching]:
    """Each time that an edge came; of a date that was set, each that was not set anew before it came."""
    if not is_renewed(view.procedure, anchor):
        yield from reachings(view, anchor)
        return
    found = list(renewals(view, anchor))
    for value, following in zip_longest(found, found[1:]):
        moved = None if following is None else following.known_at(view.course)
        if moved is None or is_past(value.at, moved, view.procedure.zone):
            yield value


def _is_later(view: View, each: Reaching, first: Reaching) -> bool:
    """Whether what ends a stand-still came after what began it: on the same day, too, where that day was set, or
    a letter came in on it, and nobody can tell which came first."""
    if order(view.procedure, each) > order(view.procedure, first):
        return True
    zone = view.procedure.zone
    set_before = first.by_time and first.known < each.known
    by_post = each.sent is not None and not certainly_after(first.at, each.at, zone)
    same_day = local_day(each.at, zone) == local_day(first.at, zone)
    return same_day and (set_before or by_post)


def _given_up(view: View, first: Reaching, over: Reaching) -> bool:
    """Whether it was over before the day that was set for it, and after that was set."""
    zone = view.procedure.zone
    before = local_day(over.at, zone) < local_day(first.at, zone)
    return before and first.known < over.next_event


def _stop(procedure: Procedure, rule: StandStill, first: Reaching, last: Reaching | None) -> Stop:
    still = Still(
        _edge(procedure, rule.first_day, first),
        None if last is None else _edge(procedure, rule.last_day, last),
        f"stands still {rule}",
    )
    return Stop(still, rule, since_of(first), None if last is None else since_of(last))


def _edge(procedure: Procedure, edge: Edge, reached: Reaching) -> date:
    return local_day(reached.at, procedure.zone) + timedelta(days=edge.next_to)
