"""Skeletons: what must be done on a route and in which order, before anybody is chosen to do it.

A route is supposed under the procedure without its rules about people, by somebody in every office
that it takes. What is left of that history without those people is the skeleton: its acts, and a slot for
each person who is to be chosen: who does an act, and whom it appoints.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

from complaintflow.case import Event
from complaintflow.course import Course, advance
from complaintflow.moments import Moment
from complaintflow.procedure import (
    PERSON_TOLD,
    Body,
    Condition,
    Conflict,
    Duty,
    Fact,
    Holds,
    Number,
    Procedure,
    Role,
    Step,
)
from complaintflow.rulings import Reason
from complaintflow.supposed import Besides, Mood
from complaintflow.supposing import suppose
from complaintflow.vocabulary import bodies_of, offices_of, with_stand_ins

MOST_BESIDES = 6
"""Of how many things that nobody must do, but that could let somebody act, all choices are tried."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of a skeleton, and the numbers of the slots of those who are to be chosen for it.

    `stage` is the one that is open before it. `seats` are those of a body that sits, the first of which
    is for whoever does it and is in the chair. What only adds to an event has no slots.
    """

    event: Event
    stage: str | None
    doer: int | None = None
    holder: int | None = None
    seats: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The step or question."""
        return self.event.action.name

    @property
    def slots(self) -> tuple[int, ...]:
        """Its slots, in order."""
        doers = self.doers
        return doers if self.holder is None else (*doers, self.holder)

    @property
    def doers(self) -> tuple[int, ...]:
        """The slots of all who did it, as the rules about people mean that."""
        return self.seats or (() if self.doer is None else (self.doer,))

    def done_by(self, chosen: Sequence[str]) -> Event:
        """The event, once people are chosen."""
        action, said = self.event.action, dict[str, Any]()
        if self.holder is not None:
            said["holder"] = chosen[self.holder]
        if self.seats:
            said["sat"] = tuple(chosen[seat] for seat in self.seats)
            said["chair"] = action.particulars.chair and said["sat"][0]
        by = action.by if self.doer is None else chosen[self.doer]
        return replace(self.event, action=action.saying(by=by, **said))


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The acts of a route. `shut` and `broken_off` as in `Supposition`: no people can help that."""

    acts: tuple[Act, ...]
    slots: int
    shut: tuple[str, tuple[Reason, ...]] | None = None
    broken_off: bool = False


def _any(role: Role) -> Body | None:
    """A body as one of whose members nothing is asked but that enough of them sit."""
    if role.body is None:
        return None
    return replace(role.body, members=Number(role.body.members.least), of_whom=())


@lru_cache(maxsize=16)
def without_people(procedure: Procedure) -> Procedure:
    """The procedure without its rules about people; who agrees is one of them."""
    roles = {
        name: replace(
            role,
            one=False,
            may_be=(),
            must_be=(),
            holders=None,
            appointed_by=(),
            body=_any(role),
        )
        for name, role in procedure.roles.items()
    }
    steps = {name: replace(step, agreed_by=()) for name, step in procedure.steps.items()}
    return replace(procedure, roles=roles, steps=steps, conflicts={}, conflicts_on={}, kept_from={})


def skeleton(
    procedure: Procedure, course: Course, route: Sequence[str], now: Moment, besides: Besides
) -> Skeleton:
    """What is to be done on a route, and `besides`.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    free = without_people(procedure)
    found = suppose(free, course, route, now=now, mood=Mood.EARLIEST, besides=besides)
    acts: list[Act] = []
    slots = 0
    for event in (told.event for told in found.told):
        stage, course = course.stage, advance(free, course, event)
        if event.action.name == PERSON_TOLD:
            continue
        if event.action.particulars.person is not None:  # for whom is said once people are there
            event = replace(event, action=event.action.saying(person=None))
            if acts and acts[-1].name == event.action.name:
                continue
        agreeing = agreeing_in(procedure, _called(procedure, event.action.name))
        if agreeing and event.adds_to is None:
            event = replace(event, action=event.action.saying(agreed_by=agreeing))
        doer = holder = None
        seats: tuple[int, ...] = ()
        if event.action.particulars.sat:
            seats = tuple(range(slots, slots + _seats(procedure, event, besides)))
            doer, slots = slots, slots + len(seats)
        elif event.adds_to is None and event.action.by is not None:
            doer, slots = slots, slots + 1
        if event.action.particulars.holder is not None:
            holder, slots = slots, slots + 1
        acts.append(Act(event, stage, doer, holder, seats))
    return Skeleton(tuple(acts), slots, found.shut, found.broken_off)


def _seats(procedure: Procedure, event: Event, besides: Besides) -> int:
    """How many sit: as many as must, and so many more where more may."""
    sat = event.action.particulars.sat
    for office in bodies_of(procedure, _called(procedure, event.action.name)):
        body = procedure.roles[office].body
        if body is not None and event.action.name not in body.without_quorum:
            most = body.members.most
            return len(sat) + (
                besides.seats if most is None else min(besides.seats, most - len(sat))
            )
    return len(sat)


def only_way(procedure: Procedure, bare: Skeleton) -> bool:
    """Whether no act could also be done otherwise: by a body that sits, or by one person alone; or
    for somebody who is appointed on the way."""
    named = {
        step.appoints
        for each in bare.acts
        if each.holder is not None and (step := procedure.steps.get(each.name)) is not None
    }
    for each in bare.acts:
        fact = procedure.facts.get(each.name)
        if fact is not None and isinstance(fact.for_each, Holds) and fact.for_each.role in named:
            return False  # for whom it must be answered is perhaps not there yet
        offices = offices_of(procedure, act_of(procedure, each)) if each.doer is not None else ()
        if len(offices) > 1 and any(procedure.roles[o].body is not None for o in offices):
            return False
    return True


def act_of(procedure: Procedure, act: Act) -> Step | Fact:
    """The step or question that an act is."""
    return _called(procedure, act.name)


def _called(procedure: Procedure, name: str) -> Step | Fact:
    return procedure.steps.get(name) or procedure.facts[name]


def agreeing_in(procedure: Procedure, act: Step | Fact) -> tuple[str, ...]:
    """The offices that must agree to an act, those that stand in included."""
    roles = act.agreed_by if isinstance(act, Step) else ()
    return with_stand_ins(procedure, roles)


def targets_of(procedure: Procedure, act: Step | Fact) -> tuple[str, ...]:
    """What a rule about people may keep somebody from, so that it bears on an act."""
    named = (act.appoints,) if isinstance(act, Step) and act.appoints is not None else ()
    offices = (*offices_of(procedure, act), *agreeing_in(procedure, act))
    return tuple(dict.fromkeys((act.name, *offices, *named)))


def rules_on(procedure: Procedure, bare: Skeleton) -> tuple[Conflict, ...]:
    """The rules about people that bear on what is done."""
    targets = {
        target for act in bare.acts for target in targets_of(procedure, act_of(procedure, act))
    }
    return tuple(
        conflict
        for conflict in procedure.conflicts.values()
        if any(not targets.isdisjoint(keeping.targets) for keeping in conflict.keeps)
    )


def all_besides(
    procedure: Procedure, bare: Skeleton, *, again: bool = False
) -> tuple[Besides, ...] | None:
    """Every choice of what could be done besides so that somebody may act, the least first.

    That are appointments to offices in which something is done or agreed to, answers that are exceptions,
    and more seats taken of a body. `again`: also one appointment more to an office in which several things
    are done, and those to the offices of whoever appoints. None where there are too many.
    """
    acts = [act_of(procedure, act) for act in bare.acts if act.doer is not None]
    doing = {office for act in acts for office in offices_of(procedure, act)}
    offices = doing.union(*(agreeing_in(procedure, act) for act in acts))
    if again:
        offices = _with_those_who_appoint(procedure, offices)
    done = Counter(act.name for act in bare.acts)
    used = Counter(office for act in acts for office in offices_of(procedure, act))
    steps: list[str] = []
    for step in procedure.steps.values():
        if step.appoints in offices and step.duty is not Duty.NEVER and step.then is None:
            needed = needed_in(procedure.roles[step.appoints])
            needed += again and used[step.appoints] > needed
            more = needed - done[step.name]
            # What is done besides, a duty need not be done once more.
            steps += [step.name] * (needed if again and more > 0 else more)
    answers = dict.fromkeys(
        condition for conflict in rules_on(procedure, bare) for condition in conflict.except_if
    )
    seats = max((_more_seats(procedure.roles[office]) for office in doing), default=0)
    if len(steps) + len(answers) + seats > MOST_BESIDES:
        return None
    return tuple(
        replace(chosen, seats=more)
        for more in range(seats + 1)
        for chosen in _choices(steps, tuple(answers))
    )


def _with_those_who_appoint(procedure: Procedure, offices: set[str]) -> set[str]:
    """Some offices, those of whoever appoints to them, and so on."""
    found = {*offices}
    for _ in procedure.roles:
        for step in procedure.steps.values():
            if step.appoints in found:
                found |= {*offices_of(procedure, step)}
    return found


def needed_in(role: Role) -> int:
    """How many people an office may need before anything is done in it, or agreed to."""
    return role.body.quorum if role.body is not None else role.number.least if role.number else 1


def _more_seats(role: Role) -> int:
    """How many more than must sit could be needed, so that everybody is there of whom a body needs one."""
    if role.body is None:
        return 0
    wanted = sum(share.number.least for share in role.body.of_whom)
    most = role.body.members.most
    return max(0, (wanted if most is None else min(wanted, most)) - role.body.quorum)


def _choices(steps: Sequence[str], answers: Sequence[Condition]) -> Iterator[Besides]:
    both: tuple[str | Condition, ...] = (*steps, *answers)
    found: dict[Besides, None] = {}
    for many in range(len(both) + 1):
        for chosen in combinations(both, many):
            said = [each for each in chosen if isinstance(each, Condition)]
            if len({condition.fact for condition in said}) == len(said):
                named = [each for each in chosen if isinstance(each, str)]
                found[Besides(tuple(named), tuple(said))] = None
    yield from found
