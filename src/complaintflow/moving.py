"""Moves: what the open places know, who could do it now, and what stands against it."""

from collections.abc import Iterator
from dataclasses import dataclass

from complaintflow import timing
from complaintflow.answered import unanswered_for
from complaintflow.case import Action
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.deadlines import Status
from complaintflow.gates import Truth, asked, done_here, open_steps
from complaintflow.judging import reasons_against
from complaintflow.moments import Moment
from complaintflow.procedure import Duty, Fact, Happening, Procedure, Step
from complaintflow.rulings import Reason, WrongRole
from complaintflow.vocabulary import act_called

_DUE = (Status.RUNNING, Status.STANDING_STILL, Status.OVERDUE, Status.OPEN)
"""How a clock stands whose due day, if it has one, is that of the move."""


@dataclass(frozen=True, slots=True)
class Move:
    """Something that an open place knows: who may do it and could, until when, what it lacks.

    `who` names those who could do it now. Where nobody could, `reasons` stand against whoever
    comes nearest, and `lacks` names their rules; it is empty exactly when somebody could, or nobody need do it.
    `from_` is when its place had been entered and all that must come first had happened; None
    before that, and for facts and happenings. `done` is how often it was done in this stay, a fact or
    a happening in this case, and `last` when it last was. A happening, which nobody does, has no
    `duty` and nobody in `by` and `who`: the application tells of it. `for_` are those for whom
    a question has no answer yet that is answered for each of some people.
    """

    event: str
    duty: Duty | None
    by: tuple[str, ...]
    who: tuple[str, ...]
    from_: Moment | None
    due: Moment | None
    lacks: tuple[str, ...]
    done: int
    reasons: tuple[Reason, ...] = ()
    last: Moment | None = None
    for_: tuple[str, ...] = ()


def possible_in(procedure: Procedure, course: Course, as_of: Moment) -> tuple[str, ...]:
    """The steps that may be done now, and that somebody could do: of `moves_in` those of that duty with a `who`."""
    course = as_at(procedure, course, as_of)
    return tuple(
        step.name
        for step in open_steps(procedure, course, Duty.MAY)
        if not step.met_by and _somebody_could(procedure, course, step, as_of)
    )


def _somebody_could(procedure: Procedure, course: Course, step: Step, moment: Moment) -> bool:
    """Whether anybody could do a step now; whoever holds one of its offices is asked first."""
    holders = dict.fromkeys(name for role in step.by for name in course.holders(role))
    return any(
        not _supposed(procedure, course, step, moment, name)
        for name in dict.fromkeys((*holders, *course.people))
    )


def moves_in(procedure: Procedure, course: Course, as_of: Moment) -> tuple[Move, ...]:
    """Every step and asked fact of the open places, and every happening."""
    course = as_at(procedure, course, as_of)
    running = {
        clock.step: clock.due
        for clock in timing.clocks(procedure, course, as_of=as_of)
        if clock.tape.visit == course.visit_of(clock.deadline.place)
        and clock.status(as_of=as_of) in _DUE
    }
    found = []
    for name in _open_acts(procedure, course):
        act = act_called(procedure, name)
        who, reasons = _who_could(procedure, course, act, as_of)
        times = done_here(procedure, course, act)
        found.append(
            Move(
                event=name,
                duty=act.duty if isinstance(act, Step) else None,
                by=_whose(act),
                who=who,
                from_=timing.open_since(procedure, course, act, now=as_of)
                if isinstance(act, Step)
                else None,
                due=running.get(name),
                lacks=_lacks(act, who, reasons),
                done=len(times),
                reasons=reasons,
                last=times[-1].at if times else None,
                for_=unanswered_for(course, act) if isinstance(act, Fact) else (),
            )
        )
    return tuple(found)


def _open_acts(procedure: Procedure, course: Course) -> Iterator[str]:
    for step in open_steps(procedure, course, Duty.MUST, Duty.MAY):
        if not step.met_by:  # a name for others, which are listed
            yield step.name
    for fact in procedure.facts:
        if asked(procedure, course, fact) is not Truth.FAILS:
            yield fact
    yield from procedure.happenings


def _whose(act: Step | Fact | Happening) -> tuple[str, ...]:
    match act:
        case Step(by=by):
            return by
        case Fact(decided_by=by):
            return by
        case Happening():
            return ()


def _who_could(
    procedure: Procedure, course: Course, act: Step | Fact | Happening, moment: Moment
) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """Who could do it now; where nobody could, the reasons against those nearest to it."""
    if isinstance(act, Happening):
        return (), ()
    rulings = {name: _supposed(procedure, course, act, moment, name) for name in course.people}
    who = tuple(name for name, reasons in rulings.items() if not reasons)
    if who:
        return who, ()
    fitting = [
        reasons
        for reasons in rulings.values()
        if not any(isinstance(r, WrongRole) for r in reasons)
    ] or [_supposed(procedure, course, act, moment, None)]
    fewest = min(len(reasons) for reasons in fitting)
    nearest = [r for reasons in fitting if len(reasons) == fewest for r in reasons]
    return (), tuple({reason.rule: reason for reason in reversed(nearest)}.values())[::-1]


def _supposed(
    procedure: Procedure, course: Course, act: Step | Fact, moment: Moment, name: str | None
) -> tuple[Reason, ...]:
    """The reasons against one person, supposing that all that must be said would be."""
    return reasons_against(procedure, course, Action(act.name, at=moment, by=name), supposed=True)


def _lacks(
    act: Step | Fact | Happening, who: tuple[str, ...], reasons: tuple[Reason, ...]
) -> tuple[str, ...]:
    if isinstance(act, Fact) and not who and not reasons:
        return (f"{act.name}.decided_by",)  # only the application could tell it
    return tuple(reason.rule for reason in reasons)
