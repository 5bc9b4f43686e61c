"""A clock for a person: its step, when it is due, how it stands, and who settled or extended it."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from complaintflow.cli.screen import Part
from complaintflow.cli.wording import listed, when
from complaintflow.conventions import Span, Unit
from complaintflow.deadlines import Clock, Grant, Status, Stop
from complaintflow.moments import Moment
from complaintflow.phrasing import any_of
from complaintflow.procedure import Kind, Procedure, Step

_STYLES = {
    Status.WAITING: "dim",
    Status.RUNNING: "cyan",
    Status.STANDING_STILL: "yellow",
    Status.PERHAPS_OVERDUE: "yellow",
    Status.OVERDUE: "bold red",
    Status.MET: "green",
    Status.MET_LATE: "red",
    Status.DISCHARGED: "dim",
    Status.OPEN: "cyan",
    Status.USED: "green",
    Status.CLOSED: "dim",
    Status.USED_LATE: "yellow",
}

_RUNNING = (Status.RUNNING, Status.STANDING_STILL, Status.OPEN, Status.PERHAPS_OVERDUE)
_TO_COME = (*_RUNNING, Status.WAITING, Status.OVERDUE)
"""How a clock stands while its step is still to be done."""


def style_of(clock: Clock, as_of: Moment) -> str:
    """In which style its status is shown: an aim that was missed is no alarm."""
    status = clock.status(as_of=as_of)
    missed = status in (Status.OVERDUE, Status.MET_LATE)
    return "yellow" if missed and clock.kind is Kind.AIM else _STYLES[status]


def name_of(clock: Clock) -> str:
    """Its step, and that it is aimed at where nothing is promised."""
    return f"{clock.step} (aim)" if clock.kind is Kind.AIM else clock.step


def due_of(clock: Clock, zone: ZoneInfo, rule: str) -> str:
    """When it is due, in the zone; its rule while it waits for its start."""
    if clock.shorter is not None:
        return f"{when(clock.shorter.due, zone)} at the earliest"
    if clock.latest is None and clock.paused is not None:
        over = clock.tape.met is not None or clock.tape.ended is not None
        return f"no date while it {'stood' if over else 'stands'} still"
    if clock.earliest is None or clock.latest is None:
        return rule
    earliest, latest = when(clock.earliest.due, zone), when(clock.latest.due, zone)
    return latest if earliest == latest else f"{earliest} to {latest}"


def standing_of(clock: Clock, as_of: Moment) -> list[Part]:
    """How it stands, how much is left or over, and for when its step is planned."""
    status = clock.status(as_of=as_of)
    return [
        (status.value, style_of(clock, as_of)),
        *_amount(clock, as_of),
        *(_plan(clock) if status in _TO_COME else ()),
    ]


def _amount(clock: Clock, as_of: Moment) -> Iterator[Part]:
    """What is left, of a band that is not settled up to its nearer end; or by how much it is late."""
    remaining, late = clock.remaining(as_of=as_of), clock.late(as_of=as_of)
    if late is not None and late.n:  # on a day off after the last day none has passed that counts
        closed = clock.status(as_of=as_of) is Status.CLOSED
        yield f", {late} ago" if closed else f", by {late}"
    if remaining is not None:
        hours = remaining.unit == Unit.HOURS
        last = ", its last hour" if hours else ", the last day"
        left = f", {remaining} left" if remaining.n else last
        yield f"{left} of the shorter time" if clock.unsettled else left


def _has_plan(clock: Clock) -> bool:
    """Whether it is planned for a day: one that settles a band is what is due, and no plan."""
    return clock.planned is not None and clock.deadline.least is None


def _plan(clock: Clock) -> Iterator[Part]:
    """For when it is planned, and whether that is too late."""
    if clock.planned is not None and _has_plan(clock):
        planned = f", planned for {when(clock.planned, clock.zone)}"
        yield (f"{planned}, too late", "yellow") if clock.missed_at(clock.planned) else planned


def remarks_on(clocks: Iterable[Clock], as_of: Moment) -> tuple[Part, ...]:
    """What else is to be known of some clocks, a line each: a time that nobody has settled yet,
    what settled one, what gave more of it, for which days it stood still, that its ceiling ends it."""
    found: list[Part] = []
    for clock in clocks:
        is_open = clock.unsettled and clock.has_started(as_of=as_of)
        if is_open and clock.status(as_of=as_of) in _RUNNING:
            by = any_of(clock.deadline.settled_by)
            line = f"Nobody has settled the time for {clock.step} yet ({clock.deadline.rule})"
            found.append((f"{line}; {by} settles it." if by else f"{line}.", "yellow"))
        shown = clock.tape.settled if _has_plan(clock) else None
        grants = (grant for grant in clock.grants if grant is not shown)
        found += [(f"{_granted(clock, grant)}.", "dim") for grant in grants]
        found += [_stood_still(clock, stop) for stop in clock.stops]
        if clock.capped:
            found.append((f"{clock.step}: {clock.deadline.at_latest} at the latest.", "dim"))
    return tuple(dict.fromkeys(found))


def _granted(clock: Clock, grant: Grant) -> str:
    """What an event did to the time of a clock."""
    if grant in clock.tape.extensions:
        did = "gave more time for"
    else:
        did = "planned" if clock.deadline.least is None else "settled the time for"
    said = grant.settles
    time = said if said is None or isinstance(said, Span) else when(said, clock.zone)
    return (
        f"{grant.step} on {when(grant.at, clock.zone)} {did} {clock.step}"
        + (f": {time}" if time is not None else "")
        + (f", agreed by {listed(grant.agreed_by)}" if grant.agreed_by else "")
    )


def _stood_still(clock: Clock, stop: Stop) -> Part:
    """Which days were left out of the time of a clock; or that it stands still on."""
    still, rule = stop.still, stop.rule
    by = listed(clause.id for clause in rule.cites)
    clauses = f" ({by})" if by else ""
    first = when(still.first, clock.zone)
    began = first if stop.began is None else when(stop.began, clock.zone)
    if still.last is None:
        over = clock.tape.met is not None or clock.tape.ended is not None
        stands, style = ("stood", "dim") if over else ("stands", "yellow")
        line = f"{clock.step} {stands} still from {began} on, up to the {rule.last_day}{clauses}."
        return line, style
    days = f"{first} to {when(still.last, clock.zone)}"
    before = "" if stop.began is None else f", which stood still already from {began} on"
    return f"{days}, {rule}, are left out of the time for {clock.step}{before}{clauses}.", "dim"


def more_time_of(law: Procedure, step: Step) -> str:
    """What a way to more time gives: `more time for answer_sent, up to 20 working days from came`."""
    for deadline in law.deadlines:
        for extension in deadline.extensions:
            if extension.step == step.name:
                more = "" if extension.adds is None else f", {extension.adds} each time"
                most = more + ("" if extension.up_to is None else f", up to {extension.up_to}")
                return f"more time for {deadline.step}{most}"
    return ""
