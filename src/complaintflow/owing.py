"""What is owed: steps that must be done, and what past events do not say."""

from collections.abc import Collection, Iterable, Iterator

from complaintflow.case import Event, Particulars
from complaintflow.conflicts import nobody_left
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.deadlines import Status
from complaintflow.gates import conditions_hold, done_here, open_steps
from complaintflow.moments import Moment, is_past
from complaintflow.procedure import FORMS, Duty, Procedure, Step
from complaintflow.rulings import Owed
from complaintflow.timing import clocks_of, has_happened


def owed_in(procedure: Procedure, course: Course, *, now: Moment) -> tuple[Owed, ...]:
    """What must still be done in the open places, and what past events lack, as of `now`."""
    lacking = [
        lack
        for name, step in procedure.steps.items()
        for occurrence in course.times(name)
        for lack in missing(procedure, course, step, occurrence.event, occurrence.position)
    ]
    return (*undone(procedure, course, now=now), *lacking)


def undone(procedure: Procedure, course: Course, *, now: Moment) -> tuple[Owed, ...]:
    """What must still be done in the open places."""
    return tuple(
        Owed(duty=step.name, by=step.by, to=(*step.to, *step.with_), cites=step.cites.clauses)
        for step in open_steps(procedure, course, Duty.MUST)
        if not _is_done(procedure, course, step, now)
        and all(has_happened(procedure, course, each, now=now) for each in step.after)
        and conditions_hold(procedure, course, step)
    )


def _is_done(procedure: Procedure, course: Course, step: Step, now: Moment) -> bool:
    """Whether a step was done since its place was entered, and no clock of it has started anew that was
    not met; what recurs is owed while one runs, and by the schedule not before the next one starts."""
    timed = [d for d in procedure.deadlines if d.step == step.name and not d.backwards]
    again = [d for d in timed if d.again is not None]
    if not again and not done_here(procedure, course, step):
        return False
    visit = course.visit_of(step.place)
    return visit < 0 or not any(
        clock.tape.met is None
        and (clock.tape.ended is None or not is_past(clock.tape.ended, now, procedure.zone))
        and clock.status(as_of=now) is not Status.WAITING
        for deadline in again or timed
        for clock in clocks_of(procedure, course, deadline, visit=visit, now=now)
    )


def right_form(step: Step, given: str | None) -> bool:
    """Whether something was said in a form that the step asks for."""
    if given is None:
        return False
    form = FORMS[given]
    return any(form.is_a(each) for each in step.how)


def missing(
    procedure: Procedure, course: Course, step: Step, event: Event, position: int
) -> Iterator[Owed]:
    """What an event of this step does not say, nor any record that adds to it.

    `position` is where the event stands in the course: who held an office then was told in it.
    """
    course = as_at(procedure, course, event.action.at)
    said = [event.action.particulars]
    said += [e.action.particulars for e in course.supplied.get(event.slot, ())]

    def lacks(key: str, *, to: tuple[str, ...] = (), what: str | None = None) -> Owed:
        return Owed(
            duty=f"{step.name}.{key}",
            by=step.by,
            to=to,
            what=what,
            event=event.id or None,
            cites=step.cites.of(key),
        )

    for key, roles in (
        ("to", step.to),
        ("with", step.with_),
        ("copies_to", step.copies_to),
        ("signed_by", step.signed_by),
    ):
        if roles:
            told = [name for p in said for name in _named(p, key)]
            for office in not_told(procedure, course, step, roles, told, position):
                yield lacks(key, to=(office,))
    if step.how and not any(right_form(step, p.how) for p in said):
        yield lacks("how")
    for what in step.must_include:
        if not any(what in p.includes for p in said):
            yield lacks("must_include", what=what)
    for what in step.recorded_in:
        if not any(what in p.recorded_in for p in said):
            yield lacks("recorded_in", what=what)
    if step.appoints is not None and not any(p.holder for p in said):
        yield lacks("appoints", what=step.appoints)


def _named(said: Particulars, key: str) -> tuple[str, ...]:
    """Whom an event names under a key; whoever received it was sent it."""
    match key:
        case "to":
            return (*said.to, *(who for who, _ in said.received))
        case "with":
            return said.with_
        case "copies_to":
            return said.copies_to
        case _:
            return said.signed_by


def not_told(
    procedure: Procedure,
    course: Course,
    step: Step,
    roles: Iterable[str],
    told: Collection[str],
    position: int = -1,
) -> Iterator[str]:
    """The offices among some that a record does not name; a substitute named as well counts once.

    `position` is where the event stands in the course, -1 for one that is not recorded yet.
    """
    since = position if position >= 0 else len(course.events)
    for office in dict.fromkeys(addressee(procedure, course, role, step) for role in roles):
        if office is not None and not _reached(course, office, told, since):
            yield office


def addressee(procedure: Procedure, course: Course, role: str, step: Step) -> str | None:
    """The office that must be told: the substitute where the office stands aside in this place.

    None where nobody holds an office that a step of this procedure appoints.
    """
    office = procedure.roles[role]
    if office.appointed_by_steps and not course.holders(role):
        return None
    if office.stand_in is not None and course.holders(office.stand_in):
        acts = [
            s
            for s in procedure.steps.values()
            if s.place == step.place and role in s.by and procedure.conflicts_on.get(s.name)
        ]
        if any(nobody_left(procedure, course, role, s) for s in acts):
            return office.stand_in
    return role


def _reached(course: Course, role: str, told: Collection[str], position: int) -> bool:
    """Whether an office was told: by its own name, or by that of somebody who held it."""
    return role in told or any(course.has_held(role, name, since=position) for name in told)
