"""Casting: by whom a supposed act is done, who sits, whom it appoints; a newcomer where nobody may.

Who may is judged by the engine; a newcomer is somebody of whom nobody has told, and of whom that is supposed
to be told which lets him or her do it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from complaintflow import alone
from complaintflow.case import Action, Event, Person, Tie
from complaintflow.conflicts import barred_from_role
from complaintflow.dated import as_at
from complaintflow.judging import reasons_against
from complaintflow.moments import Moment
from complaintflow.procedure import PERSON_TOLD, Fact, Is, Procedure, Step
from complaintflow.rulings import Reason, WrongRole
from complaintflow.sitting import companies
from complaintflow.supposed import Shut, Supposed, Supposition
from complaintflow.vocabulary import bodies_of


def _how_far(reasons: tuple[Reason, ...]) -> tuple[bool, int]:
    """How far somebody is from what he or she may not do: those least who hold an office for it."""
    return any(isinstance(reason, WrongRole) for reason in reasons), len(reasons)


def acted(
    procedure: Procedure, so_far: Supposition, act: Step | Fact, at: Moment, said: Mapping[str, Any]
) -> tuple[Supposition, Action]:
    """The act by somebody who may; where nobody may, by a newcomer in the office.

    An office of one that somebody holds has no room for a newcomer; then one stands in, where
    the office has a stand-in. A newcomer is supposed for an office that the act fills, too.
    Of those who may, one goes first who can do as well what is only for whoever did this.
    """
    against, second = [], None
    later = alone.wanted_for(procedure, act)
    for known, by in _actors(procedure, so_far, act, at):
        there, sits = _seated(procedure, known, act, by, at)
        action = Action(act.name, at=at, by=by, **said, **sits)
        reasons = reasons_against(procedure, there.course, action)
        if reasons:
            against.append(reasons)
            continue
        held = there.course.people[by].holds if by is not None else ()
        if all(not {*roles}.isdisjoint(held) for roles in later):
            return there, action
        second = second or (there, action)
    if second is not None:
        return second
    raise Shut(act.name, min(against, key=_how_far, default=()))


def _actors(
    procedure: Procedure, so_far: Supposition, act: Step | Fact, at: Moment
) -> Iterator[tuple[Supposition, str | None]]:
    """Who might act: everybody in the case, then a newcomer in each office that may; and whoever
    alone may, once in such an office.

    What the application tells is nobody's act.
    """
    if isinstance(act, Fact) and act.told:
        yield so_far, None
        return
    for name in so_far.course.people:
        yield so_far, name
    roles = act.by if isinstance(act, Step) else act.decided_by
    stand_ins = (procedure.roles[role].stand_in for role in roles)
    offices = [
        role
        for role in (*roles, *(each for each in stand_ins if each))
        if (most := procedure.roles[role].most) is None or len(so_far.course.holders(role)) < most
    ]
    for role in offices:
        yield _newcomer(procedure, so_far, role, at, act=act)
    for name in alone.meant(procedure, as_at(procedure, so_far.course, at), act):
        for role in offices:
            yield _told(procedure, so_far, name, Person(holds=role), role, at), name


def _seated(
    procedure: Procedure, so_far: Supposition, act: Step | Fact, by: str | None, at: Moment
) -> tuple[Supposition, dict[str, Any]]:
    """Who sits with a member of a body, newcomers where too few may; nothing for anybody else."""
    for office in bodies_of(procedure, act):
        body = procedure.roles[office].body
        if body is None or by not in so_far.course.holders(office):
            continue
        wanted = [s.who.relation for s in body.of_whom if isinstance(s.who, Is) and s.number.least]
        for _ in range(body.quorum + 1):
            seen = as_at(procedure, so_far.course, at)
            found = companies(procedure, seen, act, office, including=by)
            company = next(found, None)
            if company is not None:
                chair = {"chair": company[0]} if body.chaired else {}
                return so_far, {"sat": company, **chair}
            told = [name for name in wanted if not procedure.relations[name].between_people]
            so_far, _name = _newcomer(procedure, so_far, office, at, is_=told)
    return so_far, {}


def appointed(
    procedure: Procedure, so_far: Supposition, step: Step, at: Moment
) -> tuple[Supposition, str]:
    """Whom an act appoints: who holds the office already, who may be chosen, or a newcomer."""
    assert step.appoints is not None  # the caller has seen it
    chosen = [name for role in step.from_ for name in so_far.course.holders(role)]
    role, course = step.appoints, as_at(procedure, so_far.course, at)
    already = course.holders(role)
    known = [*(n for n in already if not step.from_ or n in chosen), *chosen]
    free = [n for n in known if not barred_from_role(procedure, course, n, role, step)]
    if free or (known and not alone.ties_wanted(procedure, course, role)):
        return so_far, (free or known)[0]
    return _newcomer(procedure, so_far, step.from_[0] if step.from_ else None, at, role)


def _newcomer(
    procedure: Procedure,
    so_far: Supposition,
    role: str | None,
    at: Moment,
    called: str | None = None,
    is_: Sequence[str] = (),
    act: Step | Fact | None = None,
) -> tuple[Supposition, str]:
    """Somebody of whom nobody has told, in an office; `called` after the one to be held.

    It is somebody who may hold it, and do `act`, as far as that is told of people. `is_` are the
    relations that must be true besides.
    """
    office = role or called or ""
    name, n = f"somebody_in_{office}", 1
    while name in so_far.course.people or name in procedure.roles:
        n += 1
        name = f"somebody_in_{office}_{n}"
    targets = [each for each in (role, called, act.name if act is not None else None) if each]
    seen = as_at(procedure, so_far.course, at)
    wanted = alone.ties_wanted(procedure, seen, *targets)
    ties = (*wanted, *(Tie(each) for each in is_))
    return _told(procedure, so_far, name, Person(holds=role, is_=ties), office, at), name


def _told(
    procedure: Procedure, so_far: Supposition, name: str, who: Person, office: str, at: Moment
) -> Supposition:
    """Somebody is supposed to be told of, as the holder of an office."""
    telling = Action(PERSON_TOLD, at=at, person=name, who=who)
    told = Supposed(Event(action=telling, id=so_far.next_id), None)
    holders = dict.fromkeys((*so_far.holders, office))
    return replace(so_far.with_(procedure, told), holders=tuple(holders))
