"""What is agreed about time: whose agreement it needs, which time may be settled, how much more given."""

from collections.abc import Iterator
from dataclasses import dataclass

from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action
from complaintflow.course import Course
from complaintflow.deadlines import Clock, Grant
from complaintflow.ends import Ends, ceiling, is_after, settled_ends
from complaintflow.errors import InputError
from complaintflow.moments import Moment, is_past, last_instant, local_day
from complaintflow.owing import not_told
from complaintflow.periods import Reached, Span, Unit
from complaintflow.procedure import Deadline, Procedure, Step
from complaintflow.rulings import (
    NotAgreed,
    NothingToExtend,
    Reason,
    TooEarly,
    TooLate,
    UsedUp,
    WrongTime,
)
from complaintflow.tapes import most_since
from complaintflow.timing import clocks_of


def against_agreement(
    procedure: Procedure, course: Course, step: Step, action: Action
) -> Iterator[Reason]:
    """Everybody whose agreement it needs must have agreed; one holder speaks for an office."""
    lacking = tuple(not_told(procedure, course, step, step.agreed_by, action.particulars.agreed_by))
    if lacking:
        yield NotAgreed(
            rule=f"{step.name}.agreed_by", cites=step.cites.of("agreed_by"), needs=lacking
        )


def against_settled_time(
    procedure: Procedure, course: Course, step: Step, action: Action
) -> Iterator[Reason]:
    """What settles a time must say it; and the time of a band lies within the band."""
    said = action.particulars.settles
    rule, cites = f"{step.name}.sets_time_of", step.cites.of("sets_time_of")
    if step.sets_time_of and said is None:
        of = step.sets_time_of[0]
        yield WrongTime(rule=rule, cites=cites, of=of, settles=None, allowed="a period or a date")
        return
    for deadline in procedure.deadlines if said is not None else ():
        if step.name not in deadline.settled_by or deadline.period.least is None:
            continue
        ends = _band(procedure, course, deadline)
        if _is_outside(procedure, deadline, ends, said):
            yield WrongTime(
                rule=rule,
                cites=tuple(dict.fromkeys((*cites, *deadline.cites))),
                of=deadline.step,
                settles=said,
                allowed=deadline.period.length,
                earliest=None if ends is None else ends.earliest.due,
                latest=None if ends is None else ends.latest.due,
            )


@dataclass(frozen=True, slots=True)
class _Band:
    """A band that runs: where it starts, and its two ends."""

    start: Moment
    earliest: Reached
    latest: Reached


def _band(procedure: Procedure, course: Course, deadline: Deadline) -> _Band | None:
    """The band of a deadline on its present clock; None before that has started."""
    clock = _present_clock(procedure, course, deadline)
    period = deadline.period
    if clock is None or clock.start is None or period.least is None:
        return None
    least, most = (
        settled_ends(procedure, clock.start, period, span) for span in (period.least, period.span)
    )
    return _Band(clock.start, least[0], most[1])


def _present_clock(procedure: Procedure, course: Course, deadline: Deadline) -> Clock | None:
    """The clock of a deadline in the present stay in its place, of several the last; none once that
    was left."""
    visit = course.visit_of(deadline.place)
    if visit >= 0 and course.visits[visit].until is not None:
        return None
    found = [each for each in clocks_of(procedure, course, deadline) if each.tape.visit == visit]
    return found[-1] if found else None


def _is_outside(
    procedure: Procedure, deadline: Deadline, band: _Band | None, said: Span | Moment | None
) -> bool:
    """Whether a time that is settled lies outside a band; what cannot be told yet does."""
    period, least = deadline.period, deadline.period.least
    assert said is not None  # the caller has seen both
    assert least is not None
    if isinstance(said, Span) and said.unit is period.span.unit:
        return not least.amount <= said.amount <= period.span.amount
    if band is None:
        return True
    ends = _counted(procedure, deadline, band.start, said)
    return (
        ends is None
        or is_after(procedure, band.earliest, ends[0])
        or is_after(procedure, ends[1], band.latest)
    )


def against_extension(
    procedure: Procedure, course: Course, step: Step, action: Action, *, supposed: bool
) -> Iterator[Reason]:
    """More time is given while time runs, once if it says so, and no further than it may reach."""
    if step.extends is None:
        return
    deadline, extension = next(
        (d, e) for d in procedure.deadlines for e in d.extensions if e.step == step.name
    )
    cites = step.cites
    clock = _present_clock(procedure, course, deadline)
    if (
        clock is None
        or clock.start is None
        or clock.latest is None
        or clock.tape.met is not None
        or not is_past(clock.start, action.at, procedure.zone)
    ):
        done = None if clock is None else clock.tape.met
        rule = f"{step.name}.may_extend"
        yield NothingToExtend(rule=rule, cites=cites.clauses, of=deadline.step, done=done)
        return
    if extension.before_time_is_up and clock.missed_at(action.at):
        yield TooLate(
            rule=f"{step.name}.before_time_is_up",
            cites=cites.of("before_time_is_up"),
            due=clock.latest.due,
        )
    used = [each for each in clock.tape.extensions if each.step == step.name]
    if extension.once and used:
        yield UsedUp(
            rule=f"{step.name}.once", cites=cites.of("once"), step=step.name, used=used[-1].at
        )
    said = action.particulars.settles
    if extension.up_to is None:
        if said is None and not supposed:
            yield WrongTime(
                rule=f"{step.name}.settles",
                cites=cites.clauses,
                of=deadline.step,
                settles=None,
                allowed="a period or a date",
            )
        elif said is not None and _counted(procedure, deadline, clock.start, said) is None:
            yield WrongTime(
                rule=f"{step.name}.settles",
                cites=cites.clauses,
                of=deadline.step,
                settles=said,
                allowed="the dates that can be counted",
            )
        return
    since = most_since(procedure, course, deadline, clock.tape, extension, action.at)
    most = ceiling(procedure, extension, Grant(step.name, action.at, said, since=since))
    if most is None:
        waits_for = (extension.up_to.of,)
        yield TooEarly(rule=f"{step.name}.up_to", cites=cites.of("up_to"), waits_for=waits_for)
    elif said is not None and (
        (ends := _counted(procedure, deadline, clock.start, said)) is None
        or is_after(procedure, ends[1], most[1])
    ):
        yield WrongTime(
            rule=f"{step.name}.up_to",
            cites=cites.of("up_to"),
            of=deadline.step,
            settles=said,
            allowed=extension.up_to.length,
            latest=most[1].due,
        )


def _counted(
    procedure: Procedure, deadline: Deadline, start: Moment, said: Span | Moment
) -> Ends | None:
    """Where a time ends that is to be settled; None where it lies further than anybody can count."""
    try:
        ends = settled_ends(procedure, start, deadline.period, said)
        last_instant(ends[1].due, procedure.zone)
        if deadline.span.unit is Unit.WORKING_DAYS:
            procedure.calendar.counts(local_day(ends[1].due, procedure.zone))
    except (InputError, OutsideCalendar):
        return None
    return ends
