"""Moves: what the open places know, who could do it now, and what stands against it."""

from collections.abc import Iterator
from dataclasses import dataclass

from complaintflow import deadlines
from complaintflow.case import Action
from complaintflow.course import Course
from complaintflow.deadlines import Status
from complaintflow.gates import Truth, asked, done_here, open_since, open_steps
from complaintflow.judging import judge
from complaintflow.moments import Moment
from complaintflow.procedure import Duty, Fact, Procedure, Step
from complaintflow.rulings import WrongRole
from complaintflow.vocabulary import act_called


@dataclass(frozen=True, slots=True)
class Move:
    """Something that an open place knows: who may do it and could, until when, what it lacks.

    `who` names those who could do it now; `lacks` names the reasons that stand against it,
    and is empty exactly when somebody could. `from_` is when its place had been entered and
    all that must come first had happened; None before that, and for facts.
    """

    event: str
    duty: Duty | None
    by: tuple[str, ...]
    who: tuple[str, ...]
    from_: Moment | None
    due: Moment | None
    lacks: tuple[str, ...]
    done: int


def moves_in(procedure: Procedure, course: Course, as_of: Moment) -> tuple[Move, ...]:
    """Every step and asked fact of the open places."""
    running = {
        clock.step: clock.due
        for clock in deadlines.clocks(procedure, course)
        if clock.tape.visit == course.visit_of(clock.deadline.place)
        and clock.status(as_of=as_of) in (Status.RUNNING, Status.OVERDUE, Status.OPEN)
    }
    found = []
    for name in _open_acts(procedure, course):
        act = act_called(procedure, name)
        who, lacks = _who_could(procedure, course, act, as_of)
        found.append(
            Move(
                event=name,
                duty=act.duty if isinstance(act, Step) else None,
                by=act.by if isinstance(act, Step) else act.decided_by,
                who=who,
                from_=open_since(procedure, course, act) if isinstance(act, Step) else None,
                due=running.get(name),
                lacks=lacks,
                done=len(done_here(course, act)),
            )
        )
    return tuple(found)


def _open_acts(procedure: Procedure, course: Course) -> Iterator[str]:
    yield from (step.name for step in open_steps(procedure, course, Duty.MUST, Duty.MAY))
    for fact in procedure.facts:
        if asked(procedure, course, fact) is not Truth.FAILS:
            yield fact


def _who_could(
    procedure: Procedure, course: Course, act: Step | Fact, moment: Moment
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who could do it now; where nobody could, the reasons against those nearest to it."""
    rulings = {
        name: judge(
            procedure, course, Action(act.name, at=moment, by=name), supposed=True, alone=True
        )
        for name in course.people
    }
    who = tuple(name for name, ruling in rulings.items() if ruling.permitted)
    if who:
        return who, ()
    fitting = [
        ruling.reasons
        for ruling in rulings.values()
        if not any(isinstance(r, WrongRole) for r in ruling.reasons)
    ] or [judge(procedure, course, Action(act.name, at=moment), supposed=True, alone=True).reasons]
    if isinstance(act, Fact) and not any(fitting):
        return (), (f"{act.name}.decided_by",)  # only the application could tell it
    fewest = min(len(reasons) for reasons in fitting)
    return (), tuple(
        dict.fromkeys(r.rule for reasons in fitting if len(reasons) == fewest for r in reasons)
    )
