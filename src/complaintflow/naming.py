"""Naming: who may tell, once a case has begun, that somebody holds an office.

Telling passes nothing that the step asks by which holders are named.
"""

from collections.abc import Iterator
from dataclasses import replace

from complaintflow import conflicts
from complaintflow import course as reading
from complaintflow.case import Action, Event
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.judging import against_becoming, against_holder
from complaintflow.offices import holds
from complaintflow.procedure import PERSON_TOLD, Procedure, Role, Step
from complaintflow.rulings import Reason, WrongRole
from complaintflow.settling import against_agreement
from complaintflow.sitting import against_number, against_sitting


def against_naming(
    procedure: Procedure, course: Course, stood: Course, record: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """Once a case has begun, only whoever may name the holders of an office tells of a new one.

    What is told at the beginning is what the application knows of its own staff. `stood` is what stands
    before the day of the telling, which is none to go behind what was recorded since: new is whoever did
    not hold the office then, though he or she holds it now.
    """
    said = event.action.particulars
    if said.person is None or said.who is None or not begun(record):
        return ()
    new = [r for r in said.who.holds if r not in holds(stood, said.person)]
    found: dict[Reason, None] = {}
    for role in (procedure.roles[name] for name in new):
        for each in (course, stood) if role.appointed_by else ():
            found |= dict.fromkeys(_against_naming(procedure, each, role, event.action))
    return tuple(found)


def _against_naming(
    procedure: Procedure, course: Course, role: Role, action: Action
) -> Iterator[Reason]:
    by = action.by
    course = as_at(procedure, course, action.at)
    held = [office for office in role.appointed_by if by in course.holders(office)]
    wrong = WrongRole(
        rule=f"{role.name}.appointed_by",
        cites=role.cites.of("appointed_by"),
        person=by,
        holds=holds(course, by),
        needs=role.appointed_by,
    )
    if by is None or not held:
        could = tuple(n for office in role.appointed_by for n in course.holders(office))
        yield replace(wrong, who_else=could, vacant=not could)
        return
    naming = [procedure.steps[name] for name in role.appointed_by_steps]
    own = [step for step in procedure.steps.values() if role.name in step.by]
    for step in naming:
        yield from conflicts.barred(procedure, course, by, step)
    for act in naming or own[:1]:
        by_office = [
            [
                *conflicts.barred_from_role(procedure, course, by, office, act),
                *(() if naming else against_sitting(procedure, course, act, action, office)),
            ]
            for office in held
        ]
        if all(by_office):
            yield from by_office[0]
    asks_more = tuple(s.name for s in naming if _asks_more(procedure, course, s, held, action))
    if asks_more:
        yield replace(wrong, steps=asks_more)
    holder = action.particulars.person
    assert holder is not None  # the caller asked
    for act in [*naming, *own][:1]:
        yield from against_becoming(procedure, course, role, act, holder)
    told = Action(PERSON_TOLD, at=action.at, holder=holder)
    yield from against_number(procedure, course, role, told)


def _asks_more(
    procedure: Procedure, course: Course, step: Step, held: list[str], told: Action
) -> bool:
    """Whether a step by which somebody names holders asks what telling of one would pass: that a body
    sits, from whom the holder is chosen, or who agrees."""
    fitting = [office for office in held if office in step.by]
    named = Action(step.name, at=told.at, by=told.by, holder=told.particulars.person)
    return bool(fitting) and (
        all(any(against_sitting(procedure, course, step, named, o)) for o in fitting)
        or any(isinstance(r, WrongRole) for r in against_holder(procedure, course, step, named))
        or any(against_agreement(procedure, course, step, named))
    )


def begun(record: tuple[Event, ...]) -> bool:
    """Whether anything was ever recorded, taken back or not, but who people are."""
    told = reading.told_first(record)
    return any(event.action.name != PERSON_TOLD for event in record[told:])
