"""Sitting: whether those who act as a body are enough of its members, and those whom it needs.

Whoever a conflict of interest keeps away counts for nothing, and that he or she sat is a reason of its own.
What is not certain of somebody does not count either, and is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from itertools import product

from complaintflow import conflicts
from complaintflow.case import Action, doers
from complaintflow.course import Course, giving_up
from complaintflow.procedure import (
    PERSON_TOLD,
    Body,
    Clause,
    Duty,
    Fact,
    Procedure,
    Role,
    Share,
    Step,
)
from complaintflow.relating import certain, eligible, says, untold
from complaintflow.rulings import (
    Barred,
    NoChair,
    NoQuorum,
    NotEligible,
    Reason,
    TieNotKnown,
    WrongMembers,
    WrongShare,
)


class Seats(Enum):
    """Which members are looked at."""

    SAID = "said"  # those who are said to have sat, else whoever did it alone
    COULD = "could"  # everybody who could sit: whether the body can act at all
    LEFT_OUT = "left out"  # nobody but whoever does it


def against_sitting(
    procedure: Procedure,
    course: Course,
    act: Step | Fact,
    action: Action,
    office: str,
    seats: Seats = Seats.SAID,
) -> Iterator[Reason]:
    """The reasons against those who sit; of an office of several, that too few hold it."""
    role = procedure.roles[office]
    if role.holders is not None and len(course.holders(office)) < role.holders.least:
        yield NoQuorum(
            rule=f"{office}.holders",
            cites=role.cites.of("holders"),
            role=office,
            needs=role.holders.least,
            counted=course.holders(office),
            names=role.appointed_by_steps,
        )
    if role.body is None or seats is Seats.LEFT_OUT:
        return
    if seats is Seats.COULD and not action.particulars.sat:
        yield from _against_any(procedure, course, act, action, role, role.body)
        return
    free = free_to_sit(procedure, course, act, office)
    sat = tuple(dict.fromkeys(doers(action)))
    counted = tuple(name for name in sat if name in free)
    yield from _against_people(procedure, course, act, action, role, sat)
    most = role.body.members.most
    if most is not None and len(counted) > most:
        yield WrongMembers(
            rule=f"{office}.members",
            cites=role.cites.of("members"),
            role=office,
            sat=counted,
            number=role.body.members,
        )
    if act.name in role.body.without_quorum:
        return
    yield from _too_few(procedure, course, role, role.body, counted, free)
    for share in role.body.of_whom:
        yield from _against_share(procedure, course, role, share, counted)
    chair = action.particulars.chair
    if role.body.chaired and chair not in counted:
        yield NoChair(
            rule=f"{office}.chair",
            cites=role.cites.of("chair"),
            role=office,
            chair=chair,
            could=counted,
        )


def free_to_sit(
    procedure: Procedure, course: Course, act: Step | Fact, office: str
) -> tuple[str, ...]:
    """The members of a body who may sit for an act: whom nothing keeps from it, or from the body."""
    return tuple(
        name
        for name in course.holders(office)
        if not any(kept_away(procedure, course, act, office, name))
    )


def kept_away(
    procedure: Procedure, course: Course, act: Step | Fact, office: str, name: str
) -> Iterator[Barred | NotEligible]:
    """What keeps a person from an act, or from the office in which he or she would do it."""
    yield from conflicts.barred(procedure, course, name, act)
    yield from conflicts.barred_from_role(procedure, course, name, office, act)
    yield from against_eligibility(course, name, procedure.roles[office])


def against_eligibility(course: Course, person: str, role: Role) -> Iterator[NotEligible]:
    """`may_be` refuses only where every relation is known to be absent."""
    if not eligible(course, person, role):
        yield NotEligible(
            rule=f"{role.name}.may_be",
            cites=role.cites.of("may_be"),
            person=person,
            role=role.name,
            may_be=role.may_be,
        )


def _against_people(
    procedure: Procedure,
    course: Course,
    act: Step | Fact,
    action: Action,
    role: Role,
    sat: tuple[str, ...],
) -> Iterator[Reason]:
    """What is against each of those who sat; of whoever did it, that he or she did not sit."""
    strangers = tuple(name for name in sat if name not in course.holders(role.name))
    away = action.by if action.by not in sat else None
    if strangers or away is not None:
        yield WrongMembers(
            rule=f"{role.name}.members",
            cites=role.cites.of("members"),
            role=role.name,
            strangers=strangers,
            away=away,
        )
    others = tuple(
        name for name in free_to_sit(procedure, course, act, role.name) if name not in sat
    )
    for name in sat:
        if name != action.by:  # whoever did it is judged as anybody who acts
            for reason in kept_away(procedure, course, act, role.name, name):
                yield replace(reason, who_else=others, by_appointment=role.appointed_by_steps)


def _too_few(
    procedure: Procedure,
    course: Course,
    role: Role,
    body: Body,
    counted: tuple[str, ...],
    free: tuple[str, ...],
) -> Iterator[NoQuorum]:
    if len(counted) < body.quorum:
        absent = tuple(name for name in free if name not in counted)
        seated = seated_in(procedure, course, role)
        newcomers = body.quorum - len(counted) - len(absent)
        most = body.members.most
        over = 0 if most is None else min(newcomers, len(seated) + newcomers - most)
        away = tuple(name for name in seated if name not in free)
        yield NoQuorum(
            rule=f"{role.name}.members",
            cites=_of_quorum(role),
            role=role.name,
            needs=body.quorum,
            counted=counted,
            absent=absent,
            barred=tuple(name for name in course.holders(role.name) if name not in free),
            names=role.appointed_by_steps,
            in_place_of=away[: max(over, 0)],
        )


def _of_quorum(role: Role) -> tuple[Clause, ...]:
    return role.cites.of("quorum" if "quorum" in role.cites.by_key else "members")


def _against_share(
    procedure: Procedure, course: Course, role: Role, share: Share, sat: Sequence[str]
) -> Iterator[WrongShare]:
    counted = certain(procedure, course, share.who, sat)
    if not share.number.fits(len(counted)):
        yield WrongShare(
            rule=f"{role.name}.of_whom",
            cites=role.cites.of("of_whom"),
            role=role.name,
            share=share,
            says=says(procedure, share.who),
            counted=counted,
            full=role.most is not None and len(sat) >= role.most,
        )


def companies(
    procedure: Procedure,
    course: Course,
    act: Step | Fact,
    office: str,
    *,
    including: str | None = None,
) -> Iterator[tuple[str, ...]]:
    """Those members who could sit together for an act, one company of each make-up, the fewest first.

    Members are alike who count for the same of what the body needs: any one can sit for another.
    `including`: who must be one of them.
    """
    body = procedure.roles[office].body
    free = free_to_sit(procedure, course, act, office)
    if body is None or (including is not None and including not in free):
        return
    alone = act.name in body.without_quorum
    shares = () if alone else body.of_whom
    sure = [{*certain(procedure, course, share.who, free)} for share in shares]
    alike: dict[tuple[bool, ...], list[str]] = {}
    for name in sorted(free, key=lambda name: name != including):  # that one is the first to sit
        alike.setdefault(tuple(name in each for each in sure), []).append(name)
    numbers = product(*(range(len(names) + 1) for names in alike.values()))
    for many in sorted(numbers, key=sum):
        sat = {name for names, n in zip(alike.values(), many, strict=True) for name in names[:n]}
        if not sat or (including is not None and including not in sat):
            continue
        most = body.members.most
        if (
            most is None or len(sat) <= most
            if alone
            else body.fits(len(sat), (len(sat & each) for each in sure))
        ):
            yield tuple(name for name in free if name in sat)


def _against_any(
    procedure: Procedure, course: Course, act: Step | Fact, action: Action, role: Role, body: Body
) -> Iterator[Reason]:
    """What keeps every company of free members from being the body, with whoever is to do it."""
    free, by = free_to_sit(procedure, course, act, role.name), action.by
    if not any(companies(procedure, course, act, role.name)):
        for few in _too_few(procedure, course, role, body, free, free):
            yield replace(few, could=True)
        if act.name not in body.without_quorum:
            for share in body.of_whom:
                yield from _against_share(procedure, course, role, share, free)
    elif by in free and not any(companies(procedure, course, act, role.name, including=by)):
        yield WrongMembers(
            rule=f"{role.name}.of_whom",
            cites=role.cites.of("of_whom"),
            role=role.name,
            unfit=by,
        )


def not_known_of(
    procedure: Procedure, course: Course, action: Action, office: str
) -> Iterator[TieNotKnown]:
    """The ties of those who sit that would make a difference to what a body needs, and are not known."""
    body = procedure.roles[office].body
    sat = tuple(dict.fromkeys(doers(action)))
    for share in () if body is None else body.of_whom:
        sure = certain(procedure, course, share.who, sat)
        if len(sure) >= share.number.least and share.number.most is None:
            continue
        for name in sat:
            for each in untold(procedure, course, share.who, name):
                rule = f"{office}.of_whom"
                yield TieNotKnown(each.person, each.relation, rule, each.to, each.to_anybody)


def against_number(
    procedure: Procedure, course: Course, role: Role, action: Action
) -> Iterator[WrongMembers]:
    """Whether an appointment would leave more people in an office than may hold it, or empty a seat: nobody
    leaves an office of several for whom nobody comes.

    Whoever a conflict keeps from the office, or from everything that it does, holds a seat no more.
    """
    holder, leaver = action.particulars.holder, action.particulars.in_place_of
    holders = course.holders(role.name)
    key = role.counted_by
    leaving = giving_up(procedure, course, role.name, action)
    stay = [name for name in seated_in(procedure, course, role) if name not in leaving]
    most = role.most
    full = most is not None and len(stay) >= most
    if leaver is not None and leaver not in holders:
        yield WrongMembers(
            rule=f"{role.name}.{key}",
            cites=role.cites.of(key),
            role=role.name,
            leaver=leaver,
            full=full,
            appointed=True,
        )
    elif leaver is not None and holder in holders and role.number is not None:
        yield WrongMembers(
            rule=f"{role.name}.{key}",
            cites=role.cites.of(key),
            role=role.name,
            leaver=leaver,
            seated=holder,
            appointed=True,
        )
    if full and holder is not None and holder not in holders and not role.one:
        told = action.name == PERSON_TOLD
        yield WrongMembers(
            rule=f"{role.name}.{key}",
            cites=role.cites.of(key),
            role=role.name,
            sat=(*stay, holder),
            number=role.number,
            appointed=True,
            told=told,
            steps=role.appointed_by_steps if told else (),
        )


def seated_in(procedure: Procedure, course: Course, role: Role) -> tuple[str, ...]:
    """Who holds an office, but for whoever is kept from it altogether: he or she holds no seat."""
    holders = course.holders(role.name)
    return tuple(name for name in holders if not _recused(procedure, course, role, name))


def _recused(procedure: Procedure, course: Course, role: Role, name: str) -> bool:
    """Whether a conflict keeps a holder from the office itself, or from every act of it."""
    acts: list[Step | Fact] = [
        *(s for s in procedure.steps.values() if role.name in s.by and s.duty is not Duty.NEVER),
        *(f for f in procedure.facts.values() if role.name in f.decided_by),
    ]
    return bool(acts) and all(
        conflicts.barred(procedure, course, name, act, doing=False)
        or conflicts.barred_from_role(procedure, course, name, role.name, act, doing=False)
        for act in acts
    )
