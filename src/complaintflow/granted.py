"""What settled the time of a clock and gave more of it, read off a course."""

from collections.abc import Iterator
from dataclasses import replace

from complaintflow.course import Occurrence, between
from complaintflow.deadlines import Clock, Grant, Since, Tape
from complaintflow.gates import Reaching
from complaintflow.moments import Moment
from complaintflow.procedure import Extension, Happened, Procedure
from complaintflow.reaching import since_of
from complaintflow.successive import bearing, values
from complaintflow.watches import Watch


def with_grants(watch: Watch, tape: Tape, since: int, until: int | None = None) -> Tape:
    """A tape with what settled its time, and what gave more of it, between two positions.

    Once its place is left nothing moves it any more: what comes then is for the next stay.
    """
    deadline, left_at = watch.deadline, watch.left_at
    ends = [] if until is None else [until - 1]
    ends += [] if left_at is None else [left_at]
    last = min(ends, default=None)
    over = min((e for e in (until, watch.stay.left_at) if e is not None and e >= 0), default=None)

    def given(name: str) -> Iterator[Grant]:
        times = watch.course.times(name)
        return (_grant(watch.procedure, each) for each in between(times, since, last))

    settled = [g for name in deadline.settled_by for g in given(name) if g.settles is not None]
    extensions = [
        replace(g, since=most_since(watch, tape, extension, g.at, grant=g, end=last, over=over))
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
    watch: Watch,
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
    if up_to.of == watch.deadline.of:
        return tape.since
    begun = len(watch.course.events) if grant is None else grant.position

    def extended(value: Reaching) -> Clock:
        assert grant is not None  # nothing lies beyond the end of the record
        longer = replace(tape, extensions=(replace(grant, since=since_of(value)),))
        return watch.clock(longer)

    several = values(watch.view, up_to.of)
    return bearing(watch.view, several, begun=begun, end=end, over=over, with_it=extended)
