"""Seeking a plan: each route to an end has a skeleton (`skeletons`), whose slots are filled (`filling`)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product

from complaintflow import alone
from complaintflow.assigning import OutOfBound
from complaintflow.case import Person, Tie
from complaintflow.course import Course
from complaintflow.crew import Crew, crew
from complaintflow.filling import Filled, fill
from complaintflow.gates import plain
from complaintflow.moments import Moment
from complaintflow.plans import Assigned, Plan, Undecided
from complaintflow.procedure import Duty, Happened, Is, Kind, Procedure, Role, Step, Value
from complaintflow.proving import impossible
from complaintflow.routes import Route, reachable
from complaintflow.rulings import Reason, TooLate
from complaintflow.skeletons import (
    Act,
    Skeleton,
    act_of,
    agreeing_in,
    all_besides,
    needed_in,
    only_way,
    skeleton,
)
from complaintflow.supposed import Besides
from complaintflow.supposing import stands
from complaintflow.vocabulary import offices_of

NOTHING_BESIDES = Besides()

MOST_OTHERS = 3
"""How many others hold an office besides, where it is asked whether that would help; of a body, all it needs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what is thought otherwise: people who are away, offices that others hold besides."""

    procedure: Procedure
    course: Course
    people: Mapping[str, Person]
    as_of: Moment
    routes: tuple[Route, ...]
    more_routes: bool
    given: Mapping[str, tuple[str, ...]]
    bound: int
    away: frozenset[str] = frozenset()
    filled: tuple[str, ...] = ()
    _skeletons: dict[tuple[Route, Besides], Skeleton] = field(default_factory=dict)

    def skeleton(self, route: Route, besides: Besides) -> Skeleton:
        """What is to be done; it is the same whoever is there, and without rules about people."""
        key = (route, besides)
        if key not in self._skeletons:
            bare = skeleton(self.procedure, self.course, route, self.as_of, besides)
            self._skeletons[key] = bare
        return self._skeletons[key]


@dataclass(frozen=True, slots=True)
class Shut:
    """There is no plan: which routes people block, and which are shut for whoever acts."""

    blocked: tuple[Route, ...]
    shut: tuple[tuple[Route, str, tuple[Reason, ...]], ...]


def seek(asked: Asked) -> Plan | Shut | Undecided:
    """The first route that can be staffed."""
    blocked: list[Route] = []
    shut: list[tuple[Route, str, tuple[Reason, ...]]] = []
    unforeseen: list[tuple[Route, str]] = []
    unproven: list[Route] = []
    undecided = asked.more_routes
    for route in asked.routes:
        bare = asked.skeleton(route, Besides())
        if bare.shut is not None and bare.shut[1]:
            shut.append((route, *bare.shut))
            if not shut_for_good(asked, route, *bare.shut):
                unproven.append(route)
            continue
        if bare.shut is not None or bare.broken_off:
            unforeseen.append((route, bare.shut[0] if bare.shut else bare.acts[-1].name))
            continue
        try:
            plan = seek_along(asked, route)
        except OutOfBound:
            if is_impossible(asked, route):
                blocked.append(route)
            else:
                undecided = True
            continue
        if plan is not None:
            return plan
        blocked.append(route)
        if not is_impossible(asked, route):
            unproven.append(route)
    for route in unproven:
        plan = _otherwise(asked, route)
        if plan is not None:
            return plan
    if undecided or unforeseen or unproven:
        return Undecided(asked.bound, tuple(unforeseen), tuple(unproven))
    return Shut(tuple(blocked), tuple(shut))


def shut_for_good(asked: Asked, route: Route, step: str, reasons: tuple[Reason, ...]) -> bool:
    """Whether a step that leads on is shut by what will not change: how the case is, or that it is too late."""
    return step in route and any(
        stands(asked.course, reason)
        or (isinstance(reason, TooLate) and not reason.late_if and _is_over(asked, step))
        for reason in reasons
    )


def _is_over(asked: Asked, name: str) -> bool:
    """Whether a window that has closed cannot begin anew, since what begins it cannot be done again."""
    ahead = reachable(asked.procedure, asked.course.stage or "begins")
    begin = plain(
        asked.procedure,
        (d.of for d in asked.procedure.deadlines if d.step == name and d.kind is Kind.WINDOW),
    )
    steps = [
        asked.procedure.steps.get(each.name) if isinstance(each, Happened) else None
        for each in begin
    ]
    return all(
        step is not None
        and not step.met_by
        and step.place not in (*ahead, "throughout")
        and (step.place == "begins" or step.duty is not Duty.MUST)  # what was owed may be done late
        for step in steps
    )


def is_impossible(asked: Asked, route: Route) -> bool:
    """Whether it is proven that nobody could lead the case along a route."""
    bare = asked.skeleton(route, Besides())
    choices = all_besides(asked.procedure, bare) or (Besides(),)
    # who is called in is wanted for all that could be done besides, answers that are exceptions too
    choices = tuple(sorted(choices, key=_much, reverse=True))
    bares = (asked.skeleton(route, choice) for choice in choices)
    most = next((each for each in bares if each.shut is None and not each.broken_off), bare)
    there = crew_of(asked, most)
    return impossible(
        asked.procedure,
        there.course,
        bare,
        route,
        there.names,
        at=asked.as_of,
        given=asked.given,
        bound=asked.bound,
    )


def _much(besides: Besides) -> int:
    """How much is done besides."""
    return len(besides.steps) + len(besides.answers) + besides.seats


def _otherwise(asked: Asked, route: Route) -> Plan | None:
    """A plan along a route, where something is answered anew, or done in another order."""
    for anew, other_order in product((False, True), repeat=2):
        way = Besides(anew=anew, other_order=other_order)
        with suppress(OutOfBound):
            plan = seek_along(asked, route, way, again=True)
            if plan is not None:
                return plan
    return None


def seek_along(
    asked: Asked, route: Route, way: Besides = NOTHING_BESIDES, *, again: bool = False
) -> Plan | None:
    """A plan along a route, with as little done besides as need be; `way` is in which order, and how answered.

    `again`: people are appointed more often, if need be, and whoever appoints.

    Raises:
        OutOfBound: it was not decided.
    """
    first = asked.skeleton(route, way)
    choices = all_besides(asked.procedure, first)
    if again:
        choices = all_besides(asked.procedure, first, again=True) or choices
    sure = choices is not None and only_way(asked.procedure, first)
    out: OutOfBound | None = None if sure else OutOfBound(asked.bound)
    tried: list[tuple[tuple[str, int, Value | None], ...]] = []
    for choice in choices or (Besides(),):
        besides = replace(choice, anew=way.anew, other_order=way.other_order)
        bare = asked.skeleton(route, besides)
        done = tuple(
            (act.name, len(act.slots), act.event.action.particulars.answer) for act in bare.acts
        )
        if bare.shut is not None or bare.broken_off or done in tried:
            continue
        tried.append(done)
        there = crew_of(asked, bare)
        try:
            filled = _filled(asked, bare, there)
        except OutOfBound as found:
            out = found
            continue
        if filled is not None:
            return _plan(asked, route, bare, there, filled)
    if out is not None:
        raise out
    return None


def crew_of(asked: Asked, bare: Skeleton) -> Crew:
    """Who is there, with newcomers in the offices that are taken to be filled."""
    people = dict(asked.people)
    for role in asked.filled:
        acts = [act.name for act in bare.acts if role in offices_taken(asked.procedure, act)]
        ties = (
            *alone.ties_wanted(
                asked.procedure, asked.course, *_out_of(asked.procedure, bare, role), *acts
            ),
            *_of_whom(asked.procedure, asked.procedure.roles[role]),
        )
        wanted = _wanted(asked.procedure, bare, role)
        for number in range(_room(asked, asked.procedure.roles[role], acts, wanted)):
            people[f"somebody_in_{role}_{number + 1}"] = Person(holds=role, is_=ties)
    return crew(
        asked.procedure,
        asked.course,
        people,
        at=asked.as_of,
        away=asked.away,
        named={name for wanted in asked.given.values() for name in wanted},
        slots=bare.slots,
    )


def _out_of(procedure: Procedure, bare: Skeleton, role: str) -> tuple[str, ...]:
    """An office, and those to which somebody may be appointed out of it."""
    found = {role: None}
    for act in bare.acts:
        step = procedure.steps.get(act.name)
        if step is not None and step.appoints is not None and role in step.from_:
            found[step.appoints] = None
    return tuple(found)


def _wanted(procedure: Procedure, bare: Skeleton, role: str) -> int:
    """How many others could be needed in an office: to act in it, to be appointed to it; and to agree in it, since
    a rule may keep from that whoever acted."""
    slots = agreeing = 0
    for act in bare.acts:
        called = act_of(procedure, act)
        named = called.appoints if isinstance(called, Step) and act.holder is not None else None
        if role == named or role in offices_taken(procedure, act):
            slots += len(act.slots)
        if role in agreeing_in(procedure, called):
            agreeing = needed_in(procedure.roles[role])
    return min(slots, max(MOST_OTHERS, *(len(act.slots) for act in bare.acts))) + agreeing


def _room(asked: Asked, role: Role, acts: list[str], wanted: int) -> int:
    """How many of the others wanted may hold an office besides; none where it is given who acts in it."""
    if not asked.given.keys().isdisjoint((role.name, *acts)):
        return 0
    if role.most is None or role.one:
        return wanted
    return min(wanted, max(0, role.most - len(holders_of(asked, role))))


def _of_whom(procedure: Procedure, role: Role) -> Iterator[Tie]:
    """What must be told of somebody so that he or she is one of those of whom a body needs some."""
    for share in role.body.of_whom if role.body is not None else ():
        who = share.who
        of_one = isinstance(who, Is) and not procedure.relations[who.relation].between_people
        if isinstance(who, Is) and of_one and share.number.least:
            yield Tie(who.relation)


def _filled(asked: Asked, bare: Skeleton, there: Crew) -> Filled | None:
    return fill(
        asked.procedure,
        there.course,
        bare,
        there.names,
        given=asked.given,
        alike=there.alike,
        bound=asked.bound,
        rather=asked.people,
    )


def _plan(asked: Asked, route: Route, bare: Skeleton, there: Crew, filled: Filled) -> Plan:
    assigned = []
    for act, event in (
        (a, e) for a, each in zip(bare.acts, filled.events, strict=True) for e in each
    ):
        step = asked.procedure.steps.get(act.name)
        holder = event.action.particulars.holder
        office = step.appoints if step is not None and holder is not None else None
        action = event.action
        sat = action.particulars.sat
        of = action.particulars.person
        assigned.append(Assigned(act.name, action.at, action.by, holder, office, sat, of))
    last = asked.procedure.steps[route[-1]].then if route else asked.course.stage
    return Plan(
        leads=route,
        end=last or "",
        assigned=tuple(assigned),
        events=(*there.tellings, *(event for each in filled.events for event in each)),
        _is_needed=partial(_is_needed, asked),
        _others=tuple(filter(others_who_matter(asked).__contains__, asked.people)),
    )


def others_who_matter(asked: Asked) -> frozenset[str]:
    """Whose absence may matter though no plan needs them: others are tied to them, agreement is theirs to give, or they
    are of so many as must hold an office before one of them acts."""
    known = (*asked.course.people.values(), *asked.people.values())
    tied = {tie.to for who in known for tie in (*who.is_, *who.is_not) if tie.to is not None}
    agreeing = {role for step in asked.procedure.steps.values() for role in step.agreed_by}
    counted = {name for name, role in asked.procedure.roles.items() if role.holders is not None}
    needed = agreeing | counted
    holders = {name for name, who in asked.people.items() if not needed.isdisjoint(who.holds)}
    return frozenset(tied | holders)


def _is_needed(asked: Asked, name: str) -> bool:
    """Whether it can be proven that there is no plan without somebody."""
    return isinstance(seek(replace(asked, away=asked.away | {name})), Shut)


def offices_taken(procedure: Procedure, act: Act) -> tuple[str, ...]:
    """The offices in which an act is done, and those out of which it may appoint somebody."""
    if act.doer is None:
        return ()
    step = procedure.steps.get(act.name)
    chosen = step.from_ if step is not None and act.holder is not None else ()
    return tuple(dict.fromkeys((*offices_of(procedure, act_of(procedure, act)), *chosen)))


def holders_of(asked: Asked, role: Role) -> tuple[str, ...]:
    """Who of those who are there holds an office."""
    holders = [*asked.course.holders(role.name)]
    holders += [name for name, who in asked.people.items() if role.name in who.holds]
    return tuple(name for name in dict.fromkeys(holders) if name not in asked.away)
