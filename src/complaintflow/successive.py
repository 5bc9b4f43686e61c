"""The values that an anchor takes, one after the other, and which of them bears on a clock.

A date is set anew, a place is entered again, `last NAME` happens once more: what is counted from there
moves with it, for as long as the clock was neither met nor missed nor left. What happens afterwards
makes nothing late that was in time, and nothing in time that was late.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

from complaintflow.deadlines import Clock, Since
from complaintflow.gates import Reaching
from complaintflow.procedure import Anchor, ReceiptOf
from complaintflow.reaching import View, is_renewed, reached, reachings, renewals, since_of


def values(view: View, anchor: Anchor, *, since: int = -1) -> list[Reaching]:
    """From when an anchor counts, and from when it does once it has moved, in that order.

    Of what happens several times in one stay in its place it is the first time; `since` a position, the
    first after that, or else the last before it; that one too where the first after it is not certain.
    """
    if is_renewed(view.procedure, anchor):
        return list(renewals(view, anchor))
    if isinstance(anchor, ReceiptOf):
        had = reached(view, anchor)
        return [] if had is None else [had]
    found = list(reachings(view, anchor))
    earlier = [each for each in found if each.position < since]
    later = found[len(earlier) :]
    firsts = [next(stay) for _, stay in groupby(later, key=lambda each: each.visit)]
    return [*(earlier[-1:] if not firsts or firsts[0].planned else []), *firsts]


def bearing(
    view: View,
    several: Iterable[Reaching],
    *,
    begun: int,
    end: int | None,
    over: int | None,
    with_it: Callable[[Reaching], Clock],
) -> Since | None:
    """Which of the values of an anchor bears on a clock: the last one before it was over.

    Args:
        view: from where the anchor is looked at.
        several: its values, in order.
        begun: the position at which the clock began; it had not been missed before.
        end: the position of the last event that may still move it; None where all may.
        over: the position at which it was met or left; None while it was not. What time or the post
            brings after that moves it no more.
        with_it: the clock as it is with one of the values.
    """
    current: Reaching | None = None
    since: Since | None = None
    for value in several:
        last, position = (end, value.known) if value.timed is None else (over, value.next_event)
        if last is not None and position > last:
            break
        if current is not None and value.next_event > begun:
            moved = value.known_at(view.course)
            if with_it(current).missed_at(moved):
                break
        current = value
        before = since if value.planned or value.timed is not None else None
        since = since_of(value)._replace(before=before)
    return since
