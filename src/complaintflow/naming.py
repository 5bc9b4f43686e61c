"""Naming: who may tell, once a case has begun, that somebody holds an office.

Telling passes nothing that the step asks by which holders are named.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from complaintflow import conflicts
from complaintflow import course as reading
from complaintflow.case import Action, Event, Person
from complaintflow.conflicts import nobody_left
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.judging import against_becoming, against_holder, with_others
from complaintflow.offices import holds, offices
from complaintflow.procedure import PERSON_TOLD, Procedure, Role, Step
from complaintflow.rulings import Barred, Reason, WrongRole
from complaintflow.settling import against_agreement
from complaintflow.sitting import against_number, against_sitting


def against_naming(
    procedure: Procedure,
    course: Course,
    stood: Course,
    record: tuple[Event, ...],
    event: Event,
    *,
    kept: Collection[str] = (),
    again: Collection[str] | None = None,
) -> tuple[Reason, ...]:
    """Once a case has begun, only whoever may name the holders of an office tells of a new one.

    What is told at the beginning is what the application knows of its own staff; but whom a conflict keeps from naming
    a holder, or from naming one whom a new holder could name, tells of none in his or her own name, at no time. `stood` is what stands
    before the day of the telling, which is none to go behind what was recorded since: new is whoever did
    not hold the office then, though he or she holds it now; `kept` are offices of which it is told anyway,
    `again` those that are held again by what is taken back, whose places it leaves free. Of several new offices whoever is
    told of may hold each beside the others.
    """
    said = event.action.particulars
    if said.person is None or said.who is None:
        return ()
    begun, new = reading.begun(record), again
    if new is None:
        new = [r for r in said.who.holds if r not in (*holds(stood, said.person), *kept)]
    found: dict[Reason, None] = {}
    for role in (procedure.roles[name] for name in new):
        beside = tuple(name for name in new if name != role.name)
        for each in (course, stood):
            named_so = tuple(_named_by(procedure, role))
            if role.appointed_by and begun:
                named = _against_naming(
                    procedure, each, role, event.action, beside=beside, counted=again is None
                )
                found |= dict.fromkeys(named)
            else:
                named_so = (role, *named_so)
            found |= dict.fromkeys(_kept_from_telling(procedure, each, named_so, event.action))
    return tuple(found)


def _kept_from_telling(
    procedure: Procedure, course: Course, roles: Collection[Role], action: Action
) -> Iterator[Reason]:
    """The conflicts that keep whoever tells of a holder in his or her own name from naming those of some offices."""
    if action.by is None:
        return
    seen = as_at(procedure, course, action.at)
    for named in roles:
        kept = _kept_from(procedure, seen, named, action.by)
        if kept:
            by_step = (office for step in _naming(procedure, named) for office in step.by)
            namers = (n for o in (*named.appointed_by, *by_step) for n in seen.holders(o))
            could = tuple(
                n for n in dict.fromkeys(namers) if not _kept_from(procedure, seen, named, n)
            )
            yield from with_others(kept, action.by, could, ())


def _named_by(procedure: Procedure, role: Role) -> Iterator[Role]:
    """The offices whose holders those of an office name, by a step or without one."""
    for other in procedure.roles.values():
        by_step = (office for step in _naming(procedure, other) for office in step.by)
        if other is not role and role.name in (*other.appointed_by, *by_step):
            yield other


def _kept_from(procedure: Procedure, course: Course, role: Role, person: str) -> tuple[Barred, ...]:
    """The conflicts that keep a person from naming the holders of an office, where the document says who does."""
    if role.appointed_by:
        return kept_from_naming(procedure, course, role, person)
    naming = _naming(procedure, role)
    return _kept_from_each(procedure, course, naming, person) if naming else ()


def _kept_from_each(
    procedure: Procedure, course: Course, naming: list[Step], person: str
) -> tuple[Barred, ...]:
    """The conflicts that keep a person from each of the steps that appoint somebody: those of his or her own office,
    where he or she holds one."""
    held = holds(course, person)
    own = [step for step in naming if not {*held}.isdisjoint(step.by)] or naming
    by_step = []
    for step in own:
        by_office = [
            conflicts.barred_from_role(procedure, course, person, office, step)
            for office in step.by
            if office in held
        ]
        from_office = by_office[0] if by_office and all(by_office) else ()
        by_step.append((*conflicts.barred(procedure, course, person, step), *from_office))
    return tuple(dict.fromkeys(bar for bars in by_step for bar in bars)) if all(by_step) else ()


def kept_from_naming(
    procedure: Procedure, course: Course, role: Role, person: str
) -> tuple[Barred, ...]:
    """The conflicts that keep a person from naming the holders of an office, if somebody names them."""
    naming = _naming(procedure, role)
    found = [
        bar
        for step in naming
        for bar in conflicts.barred(procedure, course, person, step, doing=False)
    ]
    for act in naming or _own(procedure, role):
        by_office = [
            conflicts.barred_from_role(procedure, course, person, office, act, doing=False)
            for office in _offices(procedure, course, role, person) or role.appointed_by
        ]
        found += by_office[0] if by_office and all(by_office) else ()
    return tuple(dict.fromkeys(found))


def names_a_holder(procedure: Procedure, event: Event) -> bool:
    """Whether a telling is one of somebody who holds an office whose holders somebody names."""
    who = event.action.particulars.who
    roles = (procedure.roles.get(name) for name in (() if who is None else who.holds))
    return any(role is not None and role.appointed_by for role in roles)


def _against_naming(
    procedure: Procedure,
    course: Course,
    role: Role,
    action: Action,
    *,
    beside: tuple[str, ...],
    counted: bool,
) -> Iterator[Reason]:
    whole, course = course, as_at(procedure, course, action.at)
    against = [*_against_teller(procedure, course, role, action)]
    could = _could(procedure, course, role, action) if against else ()
    yield from with_others(against, action.by, could, () if could else _namings(procedure, role))
    if not _offices(procedure, course, role, action.by):
        return
    yield from _asking_more(procedure, course, role, action)
    holder = action.particulars.person
    assert holder is not None  # the caller asked
    held = course
    if beside:
        others = Event(action=action.saying(who=Person(holds=beside)), id="")
        held = as_at(procedure, reading.advance(procedure, whole, others), action.at)
    for act in [*_naming(procedure, role), *_own(procedure, role)][:1]:
        yield from against_becoming(procedure, held, role, act, holder)
    if counted:
        told = Action(PERSON_TOLD, at=action.at, holder=holder)
        yield from against_number(procedure, course, role, told)


def _could(procedure: Procedure, course: Course, role: Role, action: Action) -> tuple[str, ...]:
    """Who else could tell it."""
    at, said = action.at, action.particulars
    found = []
    for name in course.people:
        told = Action(PERSON_TOLD, at=at, by=name, person=said.person, who=said.who)
        against = _against_teller(procedure, course, role, told, seats=False)
        if name != action.by and not any(against):
            found.append(name)
    return tuple(found)


def _against_teller(
    procedure: Procedure, course: Course, role: Role, action: Action, *, seats: bool = True
) -> Iterator[Reason]:
    """What speaks against whoever tells of a holder, as it would against whoever names one.

    `seats`: whether those are looked at, too, with whom he or she sits, where a body names holders.
    """
    by = action.by
    held = _offices(procedure, course, role, by)
    if by is None or not held:
        yield replace(
            _wrong(course, role, by), vacant=not any(map(course.holders, role.appointed_by))
        )
        return
    naming = _naming(procedure, role)
    for step in naming:
        yield from conflicts.barred(procedure, course, by, step)
    for act in naming or _own(procedure, role):
        sitting = seats and not naming
        by_office = [
            [
                *conflicts.barred_from_role(procedure, course, by, office, act),
                *(against_sitting(procedure, course, act, action, office) if sitting else ()),
            ]
            for office in held
        ]
        if all(by_office):
            yield from by_office[0]
    if not seats:
        yield from _asking_more(procedure, course, role, action)


def _wrong(course: Course, role: Role, by: str | None) -> WrongRole:
    return WrongRole(
        rule=f"{role.name}.appointed_by",
        cites=role.cites.of("appointed_by"),
        person=by,
        holds=holds(course, by),
        needs=role.appointed_by,
    )


def _naming(procedure: Procedure, role: Role) -> list[Step]:
    """The steps by which a holder is named."""
    return [procedure.steps[name] for name in role.appointed_by_steps]


def _own(procedure: Procedure, role: Role) -> list[Step]:
    """A step of the office itself, if it has one: where no step names a holder, rules are asked of it."""
    return [step for step in procedure.steps.values() if role.name in step.by][:1]


def _namings(procedure: Procedure, role: Role) -> tuple[str, ...]:
    """The steps that appoint somebody who may tell of a holder."""
    roles = [procedure.roles[office] for office in role.appointed_by]
    roles += [procedure.roles[each.stand_in] for each in roles if each.stand_in is not None]
    return tuple(dict.fromkeys(step for each in roles for step in each.appointed_by_steps))


def _offices(procedure: Procedure, course: Course, role: Role, by: str | None) -> tuple[str, ...]:
    """The offices in which somebody tells of a holder: that of whoever names one, or as its substitute."""
    held = holds(course, by)
    found = []
    for office in role.appointed_by:
        stand_in = procedure.roles[office].stand_in
        if office in held:
            found.append(office)
        if (
            stand_in is not None
            and stand_in in held
            and _nobody_names(procedure, course, role, office)
        ):
            found.append(stand_in)
    return tuple(found)


def _nobody_names(procedure: Procedure, course: Course, role: Role, office: str) -> bool:
    """Whether nobody is left in an office to name a holder, so that its substitute steps in."""
    naming = _naming(procedure, role)
    if naming:
        steps = [step for step in naming if office in step.by] or naming
        return any(nobody_left(procedure, course, office, step) for step in steps)
    return all(
        any(
            conflicts.barred_from_role(procedure, course, name, office, act)
            for act in _own(procedure, role)
        )
        for name in course.holders(office)
    )


def _asking_more(
    procedure: Procedure, course: Course, role: Role, action: Action
) -> Iterator[WrongRole]:
    """That a step by which a holder is named asks what telling of one would pass."""
    naming = _naming(procedure, role)
    steps = tuple(s.name for s in naming if _asks_more(procedure, course, s, action))
    if steps:
        yield replace(_wrong(course, role, action.by), steps=steps)


def _asks_more(procedure: Procedure, course: Course, step: Step, told: Action) -> bool:
    """Whether a step by which somebody names holders asks what telling of one would pass: that a body
    sits, from whom the holder is chosen, or who agrees."""
    named = Action(step.name, at=told.at, by=told.by, holder=told.particulars.person)
    fitting = offices(procedure, course, step.by, named, step)
    return bool(fitting) and (
        all(any(against_sitting(procedure, course, step, named, o)) for o in fitting)
        or any(isinstance(r, WrongRole) for r in against_holder(procedure, course, step, named))
        or any(against_agreement(procedure, course, step, named))
    )
