"""Casting: by whom a supposed act is done, who sits, whom it appoints; a newcomer where nobody may.

Who may is judged by the engine; a newcomer is somebody of whom nobody has told, and of whom that is supposed
to be told which lets him or her do it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from complaintflow import alone
from complaintflow.case import Action, Event, Person, Tie
from complaintflow.conflicts import barred_from_role
from complaintflow.course import before, begun
from complaintflow.dated import as_at
from complaintflow.freeing import against_freeing_oneself
from complaintflow.judging import reasons_against
from complaintflow.moments import Moment
from complaintflow.naming import against_naming
from complaintflow.procedure import PERSON_TOLD, Body, Fact, Is, Procedure, Step
from complaintflow.rulings import Reason, WrongRole
from complaintflow.sitting import companies
from complaintflow.supposed import Shut, Supposed, Supposition
from complaintflow.vocabulary import bodies_of, offices_of, with_stand_ins


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
    so_far = _agreeing(procedure, so_far, act, at)
    against, second = [], None
    later = alone.wanted_for(procedure, act)
    for known, by in _actors(procedure, so_far, act, at):
        try:
            there, sits = _seated(procedure, known, act, by, at)
        except Shut as shut:
            against.append(shut.reasons)
            continue
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


def _agreeing(
    procedure: Procedure, so_far: Supposition, act: Step | Fact, at: Moment
) -> Supposition:
    """With a newcomer in each office that must agree and that somebody has to hold for that, where nobody does."""
    for role in act.agreed_by if isinstance(act, Step) else ():
        fills = procedure.roles[role].appointed_by_steps
        if fills and not any(map(so_far.course.holders, with_stand_ins(procedure, (role,)))):
            with suppress(Shut):
                so_far, _ = _newcomer(procedure, so_far, role, at)
    return so_far


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
    offices = [r for r in offices_of(procedure, act) if has_room(procedure, so_far, r)]
    for role in offices:
        with suppress(Shut):
            yield _newcomer(procedure, so_far, role, at, act=act)
    seen = as_at(procedure, so_far.course, at)
    for role in offices:
        for name in alone.meant(procedure, seen, act.name, role):
            with suppress(Shut):
                yield _told(procedure, so_far, name, Person(holds=role), role, at), name


def has_room(procedure: Procedure, so_far: Supposition, role: str) -> bool:
    """Whether an office may have a holder more."""
    most = procedure.roles[role].most
    return most is None or len(so_far.course.holders(role)) < most


def _seated(
    procedure: Procedure, so_far: Supposition, act: Step | Fact, by: str | None, at: Moment
) -> tuple[Supposition, dict[str, Any]]:
    """Who sits with a member of a body, newcomers where too few may; nothing for anybody else."""
    for office in bodies_of(procedure, act):
        body = procedure.roles[office].body
        if body is None or by not in so_far.course.holders(office):
            continue
        for _ in range(body.quorum + 1):
            seen = as_at(procedure, so_far.course, at)
            found = companies(procedure, seen, act, office, including=by)
            company = next(found, None)
            if company is not None:
                chair = {"chair": company[0]} if body.chaired else {}
                return so_far, {"sat": company, **chair}
            so_far, _name = _newcomer(procedure, so_far, office, at, is_=_of_whom(procedure, body))
    return so_far, {}


def _of_whom(procedure: Procedure, body: Body) -> list[str]:
    """What must be true of some who sit, as far as that is told of a person."""
    wanted = [s.who.relation for s in body.of_whom if isinstance(s.who, Is) and s.number.least]
    return [name for name in wanted if not procedure.relations[name].between_people]


def appointed(
    procedure: Procedure,
    so_far: Supposition,
    step: Step,
    at: Moment,
    *,
    for_: Step | Fact | None = None,
) -> tuple[Supposition, str]:
    """Whom a step appoints: who holds the office already, who may be chosen, or a newcomer.

    `for_` is what somebody more is needed for, of whom what rules about it ask is true where that can be.
    """
    assert step.appoints is not None  # the caller has seen it
    chosen = [name for role in step.from_ for name in so_far.course.holders(role)]
    role, course = step.appoints, as_at(procedure, so_far.course, at)
    already, body = course.holders(role), procedure.roles[role].body
    if for_ is not None:
        alone_may = () if step.from_ else alone.meant(procedure, course, for_.name, role)
        known = [n for n in (*alone_may, *chosen) if n not in already]
    else:
        known = [*(n for n in already if not step.from_ or n in chosen), *chosen]
    free = [n for n in known if not barred_from_role(procedure, course, n, role, step)]
    if free or (known and for_ is None and not alone.ties_wanted(procedure, course, role)):
        return so_far, (free or known)[0]
    try:
        is_ = [] if for_ is None or body is None else _of_whom(procedure, body)
        first = step.from_[0] if step.from_ else None
        return _newcomer(procedure, so_far, first, at, role, is_, for_)
    except Shut as shut:
        raise Shut(step.name, shut.reasons) from None


def _newcomer(
    procedure: Procedure,
    so_far: Supposition,
    role: str | None,
    at: Moment,
    called: str | None = None,
    is_: Sequence[str] = (),
    act: Step | Fact | None = None,
    tried: set[str] | None = None,
) -> tuple[Supposition, str]:
    """Somebody of whom nobody has told, in an office; `called` after the one to be held.

    It is somebody who may hold it, and do `act`, as far as that is told of people. `is_` are the
    relations that must be true besides, `tried` the offices that are being filled so that their holder names another.

    Raises:
        Shut: nobody may tell of one.
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
    return _told(procedure, so_far, name, Person(holds=role, is_=ties), office, at, tried), name


def _told(
    procedure: Procedure,
    so_far: Supposition,
    name: str,
    who: Person,
    office: str,
    at: Moment,
    tried: set[str] | None = None,
) -> Supposition:
    """Somebody is supposed to be told of, as the holder of an office, by whoever may name one.

    Raises:
        Shut: nobody may.
    """
    refused: tuple[Reason, ...] = ()
    for known, by in _tellers(procedure, so_far, who, at, tried or set()):
        telling = Action(PERSON_TOLD, at=at, by=by, person=name, who=who)
        event = Event(action=telling, id=known.next_id)
        against = _against_telling(procedure, known, event)
        if not against:
            holders = tuple(dict.fromkeys((*known.holders, office)))
            return replace(known.with_(procedure, Supposed(event, None)), holders=holders)
        refused = refused or against
    raise Shut(PERSON_TOLD, refused)


def _tellers(
    procedure: Procedure,
    so_far: Supposition,
    who: Person,
    at: Moment,
    tried: set[str],
) -> Iterator[tuple[Supposition, str | None]]:
    """Who might tell of a holder: the application; where somebody names holders those who do,
    then a newcomer among them."""
    roles = [procedure.roles[name] for name in who.holds]
    offices = with_stand_ins(procedure, (office for role in roles for office in role.appointed_by))
    if not offices or not begun(so_far.course.record):
        yield so_far, None
        return
    for name in dict.fromkeys(name for office in offices for name in so_far.course.holders(office)):
        yield so_far, name
    tried.update(who.holds)
    for office in offices:
        if office not in tried and has_room(procedure, so_far, office):
            tried.add(office)
            with suppress(Shut):
                yield _newcomer(procedure, so_far, office, at, tried=tried)


def _against_telling(procedure: Procedure, so_far: Supposition, event: Event) -> tuple[Reason, ...]:
    """What speaks against it that somebody tells of a holder."""
    course = so_far.course
    stood = before(procedure, course, event.action)
    return (
        *against_naming(procedure, course, stood, course.record, event),
        *against_freeing_oneself(procedure, course, course.record, event),
    )
