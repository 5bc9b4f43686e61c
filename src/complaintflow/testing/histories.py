"""What may have happened to one clock."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from complaintflow.anchors import Period
from complaintflow.conventions import Span
from complaintflow.counts import Still
from complaintflow.deadlines import Grant, Stop, Tape
from complaintflow.moments import Moment, in_zone, local_day
from complaintflow.procedure import Deadline, Soon, StandStill
from complaintflow.testing.dates import HOURS, LONDON, starts


def tapes(deadline: Deadline | None = None, *, zone: ZoneInfo = LONDON) -> st.SearchStrategy[Tape]:
    """What may have happened to one clock: its start, what moved it, and its end.

    It may wait for its start, be met or not, and its place may have been left, before or after
    that. Nothing stands before what it follows, as far as the hours are known. Grants have the
    names of the steps that may give them.

    Args:
        deadline: the rule, whose settling steps and ways to more time may come on the tape;
            without one, none does.
        zone: in which moments are told.

    >>> from hypothesis import find
    >>> find(tapes(), lambda tape: True) == Tape(visit=0)  # it waits for its start
    True
    >>> met = find(tapes(), lambda tape: tape.met is not None)
    >>> met.start, met.met, met.ended
    (datetime.date(2026, 9, 14), datetime.date(2026, 9, 14), None)
    """
    return _tapes(deadline, zone)


@st.composite
def _tapes(draw: st.DrawFn, deadline: Deadline | None, zone: ZoneInfo) -> Tape:
    if not draw(st.booleans()):
        return Tape(0, ended=draw(st.none() | starts(zone=zone)))
    start = now = draw(starts(zone=zone))

    def later() -> Moment:
        nonlocal now
        now = _later(draw, now, zone)
        return now

    settled: Grant | None = None
    given: list[Grant] = []
    stops: list[Stop] = []
    if deadline is not None and not isinstance(deadline.period, Soon):
        if draw(st.booleans()) and deadline.settled_by:
            settled = _grant(draw, deadline.settled_by, deadline.period, later(), 0)
        ways = [extension.step for extension in deadline.extensions]
        while ways and len(given) < 3 and draw(st.booleans()):
            given.append(_grant(draw, ways, deadline.period, later(), len(given) + 1))
    if deadline is not None:
        while deadline.stills and len(stops) < 3 and draw(st.booleans()):
            stops.append(_stop(draw, deadline.stills, local_day(start, zone)))
    ends = draw(st.sampled_from([(), ("met",), ("ended",), ("met", "ended"), ("ended", "met")]))
    at = {end: later() for end in ends}
    return Tape(0, start, at.get("met"), at.get("ended"), settled, tuple(given), stops=tuple(stops))


def _stop(draw: st.DrawFn, rules: Collection[StandStill], start: date) -> Stop:
    """Some days that stand still, before the start or after it; of one in eight nobody knows the last."""
    first = date.fromordinal(start.toordinal() + draw(st.integers(-3, 40)))
    last = None if not draw(st.integers(0, 7)) else first.toordinal() + draw(st.integers(0, 30))
    still = Still(first, None if last is None else date.fromordinal(last), "stands still")
    return Stop(still, draw(st.sampled_from(list(rules))))


def _later(draw: st.DrawFn, now: Moment, zone: ZoneInfo) -> Moment:
    """A moment after one, or a date on the same day: its hour may then be later."""
    local = in_zone(now, zone) if isinstance(now, datetime) else now
    day = date.fromordinal(local.toordinal() + draw(st.integers(0, 90)))
    hour = draw(st.none() | st.sampled_from(HOURS))
    if hour is None:
        return day
    at = datetime.combine(day, hour, tzinfo=zone)
    too_early = isinstance(local, datetime) and in_zone(at, UTC) < in_zone(local, UTC)
    return local if too_early else at


def _grant(
    draw: st.DrawFn, steps: Collection[str], period: Period, at: Moment, position: int
) -> Grant:
    """What settles the time of a clock, or gives it more: a length in the period's unit, or a date."""
    step = draw(st.sampled_from(sorted(steps)))
    if draw(st.booleans()):
        on = date.fromordinal(at.toordinal() + draw(st.integers(0, 90)))
        return Grant(step, at, on, position=position)
    least = period.span if period.least is None else period.least
    amount = draw(st.integers(least.amount, 3 * period.span.amount))
    return Grant(step, at, Span(amount, period.span.unit), position=position)
