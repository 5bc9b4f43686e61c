"""Staffing: whether a case can be led to an end by certain people so that no rule about people is broken.

Each route to an end has a skeleton (`skeletons`), whose slots are filled (`filling`). What blocks a route is
found by leaving out one rule after the other and searching anew: so the search and what blocks it are one module,
each calls the other.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from complaintflow import alone
from complaintflow.assigning import OutOfBound
from complaintflow.case import Case, Event, Names, Person, Tie, names
from complaintflow.course import Course
from complaintflow.course import as_of as course_as_of
from complaintflow.crew import Crew, crew
from complaintflow.diagnostics import nearest
from complaintflow.engine import course_of
from complaintflow.errors import InputError
from complaintflow.filling import Filled, fill
from complaintflow.moments import Moment, require_moment
from complaintflow.naming import begun
from complaintflow.procedure import Clause, Is, KeptFrom, Procedure, Role
from complaintflow.routes import Route, require_place, routes
from complaintflow.rulings import Reason
from complaintflow.skeletons import (
    Act,
    Skeleton,
    act_of,
    agreeing_to,
    all_besides,
    offices_of,
    only_way,
    rules_on,
    skeleton,
)
from complaintflow.slots import keeps_away, problem_of
from complaintflow.supposed import Besides
from complaintflow.vocabulary import require_another_name, require_person_told, require_told_of

BOUND = 5_000
"""How many acts are judged, and how many choices tried at once, before a search is given up."""

MOST_OTHERS = 3
"""How many others hold an office besides, where it is asked whether that would help; of a body, all it needs."""

MOST_ROUTES = 24
"""How many routes to an end are tried."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """One act of a plan: who does it, who of a body sits, and whom it appoints to which office.

    `person` is None for what the application tells by itself, or what is only received. `for_` is the
    person for whom a question is answered that is answered for each of some.
    """

    name: str
    at: Moment
    person: str | None
    holder: str | None = None
    office: str | None = None
    sat: tuple[str, ...] = ()
    for_: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who does what, in order, so that nothing is refused.

    `leads` are the steps that lead on, `end` is where they come to. `events` are what could be
    recorded, with those told of who were not known in the case: of people of whom the same is told,
    only as many as could be needed.
    """

    leads: Route
    end: str
    assigned: tuple[Assigned, ...]
    events: tuple[Event, ...]
    _asked: "_Asked" = field(repr=False, compare=False)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has something to do in it, each once."""
        named = (n for each in self.assigned for n in (each.person, *each.sat, each.holder))
        return tuple(dict.fromkeys(n for n in named if n is not None))

    @property
    def irreplaceable(self) -> tuple[str, ...]:
        """Those without whom there is no plan at all, as far as that can be proven. A search for each."""
        return tuple(
            name for name in self.people if isinstance(_led(self._asked.without(name)), _Shut)
        )


@dataclass(frozen=True, slots=True)
class Blocking:
    """A rule about people that blocks, its clauses, and whom it takes away from something."""

    rule: str
    clauses: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vacant:
    """An office that blocks because too few hold it, and those who do."""

    role: str
    title: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """There is no plan on any route. For the shortest one that people can help, why.

    `rules` and `vacant` together leave nobody; without any one of them there would be a plan on this
    route: without a rule, or with others in an office besides. `routes` are all that were tried; `shut`
    those that no people can help, each with the step that cannot be done and what stands against it.
    """

    leads: Route
    rules: tuple[Blocking, ...]
    vacant: tuple[Vacant, ...]
    routes: tuple[Route, ...]
    shut: tuple[tuple[Route, str, tuple[Reason, ...]], ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither a plan was found nor that there is none.

    `unforeseen` are the routes that cannot be foreseen, each with the step at which it breaks off: it waits
    for what nobody does or is done no more, or is too long. Where there are none, a search was
    given up after `bound`, or there are more routes, or more that could be done besides, than are tried.
    """

    bound: int
    unforeseen: tuple[tuple[Route, str], ...] = ()


def staffing(
    procedure: Procedure,
    case: Case,
    people: Mapping[str, Person],
    *,
    as_of: Moment,
    via: str | None = None,
    given: Mapping[str, Names] | None = None,
    bound: int = BOUND,
) -> Plan | Blocked | Undecided:
    """Whether with these people a case can be led to an end so that no rule about people is broken.

    Everybody of the case is there, and so is everybody of `people`. On a route every duty is done as soon
    as it may; appointments to offices that are needed, and answers that are exceptions, are made where that
    helps. Every event of a plan is permitted when recorded after the one before.

    Args:
        procedure: the law.
        case: what happened so far.
        people: who could be called in, by name. What is told of somebody of the case adds to it. An
            office that has `appointed_by` they hold only where the case has not begun; after that they
            must be appointed.
        as_of: from when on; what happens later is left out. A date means its end.
        via: a stage or an end through which the way is to lead.
        given: who is to do a step or to answer a question, or whom an office is to go to, by its name; of
            several people one of them, and of a body that sits nobody else.
        bound: how many acts are judged, and choices tried at once, in a search.

    Returns:
        A plan for the shortest route that has one; what blocks, only where that is proven; else
        that it was not decided.

    Raises:
        InputError: a name that nobody and nothing has; no way leads through `via`.
        OutsideCalendar: a count runs past the calendar's data.
    """
    wanted = {name: names(who) for name, who in (given or {}).items()}
    asked = _asked(procedure, case, people, as_of, via, wanted, bound)
    found = _led(asked)
    if not isinstance(found, _Shut):
        return found
    try:
        return _blocked(asked, found)
    except OutOfBound as out:
        return Undecided(out.bound)


def withstands(
    procedure: Procedure,
    case: Case,
    people: Mapping[str, Person],
    *,
    as_of: Moment,
    absences: int = 1,
    via: str | None = None,
    bound: int = BOUND,
) -> tuple[str, ...] | Undecided | None:
    """The fewest of these people, and at most so many, in whose absence there is no plan.

    Who of them is absent is as if nobody had told of him or her; of those of the case it stays known
    who they are, but they do nothing. Only those of `people` are thought absent.

    Returns:
        Their names; none where there is no plan anyway; None where each absence of so many leaves a
        plan.

    Raises:
        InputError: as `staffing`.
        OutsideCalendar: a count runs past the calendar's data.
    """
    asked = _asked(procedure, case, people, as_of, via, {}, bound)
    matter = _matter(asked)
    absent: list[frozenset[str]] = [frozenset()]
    seen = {*absent}
    for away in absent:  # which grows meanwhile; the fewest come first
        found = _led(replace(asked, away=away))
        if isinstance(found, Undecided):
            return found
        if isinstance(found, _Shut):
            return tuple(name for name in people if name in away)
        if len(away) < absences:
            for name in people:
                more = away | {name}
                if more not in seen and (name in found.people or name in matter):
                    seen.add(more)
                    absent.append(more)
    return None


# --- what is asked --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and what was left out of it: people who are away, offices that are filled."""

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

    def without(self, name: str) -> "_Asked":
        """The same without somebody."""
        return replace(self, away=self.away | {name})

    def leaving_out(self, rules: set[str], offices: tuple[str, ...]) -> "_Asked":
        """The same without some rules, and with others in some offices."""
        return replace(self, procedure=_without(self.procedure, rules), filled=offices)

    def skeleton(self, route: Route, besides: Besides) -> Skeleton:
        """What is to be done; it is the same whoever is there, and without rules about people."""
        key = (route, besides)
        if key not in self._skeletons:
            bare = skeleton(self.procedure, self.course, route, self.as_of, besides)
            self._skeletons[key] = bare
        return self._skeletons[key]


def _asked(
    procedure: Procedure,
    case: Case,
    people: Mapping[str, Person],
    as_of: Moment,
    via: str | None,
    given: Mapping[str, tuple[str, ...]],
    bound: int,
) -> _Asked:
    course = course_as_of(procedure, course_of(procedure, case), require_moment(as_of, "as_of"))
    for name, who in people.items():
        require_person_told(procedure, name, who)
        require_another_name(course.people, name)
    require_told_of({**dict.fromkeys(course.people), **people})
    _require_given(procedure, {**course.people, **people}, given)
    if begun(case.events):
        people = {name: _not_named(procedure, course, name, who) for name, who in people.items()}
    if via is not None:
        require_place(procedure, via)
    found = [r for beginning in routes(procedure, course.stage, via) for r in _some(beginning)]
    if via is not None and not found:
        raise InputError(f"no way leads from {course.stage or 'the beginning'} through {via!r}")
    found.sort(key=len)
    more = len(found) > MOST_ROUTES
    return _Asked(procedure, course, people, as_of, tuple(found[:MOST_ROUTES]), more, given, bound)


def _not_named(procedure: Procedure, course: Course, name: str, who: Person) -> Person:
    """Somebody without the offices whose holders only somebody else may name, once a case has begun."""
    had = course.people[name].holds if name in course.people else ()
    left = [role for role in who.holds if role in had or not procedure.roles[role].appointed_by]
    return (
        who if len(left) == len(who.holds) else Person(holds=left, is_=who.is_, is_not=who.is_not)
    )


def _some(beginning: Iterator[Route]) -> Iterator[Route]:
    return islice(beginning, MOST_ROUTES + 1)


def _require_given(
    procedure: Procedure, people: Mapping[str, Person], given: Mapping[str, tuple[str, ...]]
) -> None:
    known = [*procedure.steps, *procedure.facts, *procedure.roles]
    for name, wanted in given.items():
        if name not in known:
            raise InputError(f"no step, question or role is called {name!r}{_hint(name, known)}")
        for person in wanted:
            if person not in people:
                raise InputError(f"given for {name!r} is {person!r}{_hint(person, people)}")


def _hint(name: str, among: Mapping[str, object] | list[str]) -> str:
    near = nearest(name, among)
    return f"; did you mean {near!r}?" if near else f"; there are {', '.join(among)}"


def _without(procedure: Procedure, rules: set[str]) -> Procedure:
    """The procedure without some rules about people: conflict rules, and what a role may be."""
    conflicts = {name: each for name, each in procedure.conflicts.items() if name not in rules}
    on = {
        target: tuple(each for each in found if each.name not in rules)
        for target, found in procedure.conflicts_on.items()
    }
    roles = {name: _role_without(role, rules) for name, role in procedure.roles.items()}
    kept = {
        target: KeptFrom(tuple(part for part in each.parts if part[0].name not in rules))
        for target, each in procedure.kept_from.items()
    }
    return replace(procedure, conflicts=conflicts, conflicts_on=on, kept_from=kept, roles=roles)


def _role_without(role: Role, rules: set[str]) -> Role:
    if f"{role.name}.may_be" in rules:
        role = replace(role, may_be=())
    if f"{role.name}.of_whom" in rules and role.body is not None:
        role = replace(role, body=replace(role.body, of_whom=()))
    return role


# --- the search -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shut:
    """There is no plan: which routes people block, and which are shut for whoever acts."""

    blocked: tuple[Route, ...]
    shut: tuple[tuple[Route, str, tuple[Reason, ...]], ...]


def _led(asked: _Asked) -> Plan | _Shut | Undecided:
    """The first route that can be staffed."""
    blocked: list[Route] = []
    shut: list[tuple[Route, str, tuple[Reason, ...]]] = []
    unforeseen: list[tuple[Route, str]] = []
    undecided = asked.more_routes
    for route in asked.routes:
        bare = asked.skeleton(route, Besides())
        if bare.shut is not None and bare.shut[1]:
            shut.append((route, *bare.shut))
            continue
        if bare.shut is not None or bare.broken_off:
            unforeseen.append((route, bare.shut[0] if bare.shut else bare.acts[-1].name))
            continue
        try:
            plan = _along(asked, route)
        except OutOfBound:
            undecided = True
            continue
        if plan is not None:
            return plan
        blocked.append(route)
    if undecided or unforeseen:
        return Undecided(asked.bound, tuple(unforeseen))
    return _Shut(tuple(blocked), tuple(shut))


def _along(asked: _Asked, route: Route) -> Plan | None:
    """A plan along a route, with as little done besides as need be.

    Raises:
        OutOfBound: it was not decided.
    """
    choices = all_besides(asked.procedure, asked.skeleton(route, Besides()))
    first = asked.skeleton(route, Besides())
    sure = choices is not None and only_way(asked.procedure, first)
    out: OutOfBound | None = None if sure else OutOfBound(asked.bound)
    tried: list[tuple[tuple[str, int], ...]] = []
    for besides in choices or (Besides(),):
        bare = asked.skeleton(route, besides)
        done = tuple((act.name, len(act.slots)) for act in bare.acts)
        if bare.shut is not None or bare.broken_off or done in tried:
            continue
        tried.append(done)
        there = _crew(asked, bare)
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


def _crew(asked: _Asked, bare: Skeleton) -> Crew:
    """Who is there, with newcomers in the offices that are taken to be filled."""
    people = dict(asked.people)
    for role in asked.filled:
        acts = [act.name for act in bare.acts if role in _offices(asked.procedure, act)]
        ties = (
            *alone.ties_wanted(asked.procedure, asked.course, role, *acts),
            *_of_whom(asked.procedure, asked.procedure.roles[role]),
        )
        body = asked.procedure.roles[role].body
        slots = sum(len(act.slots) for act in bare.acts if act.name in acts)
        slots = slots if body is None else max(slots, body.quorum)
        most = max(MOST_OTHERS, body.quorum if body is not None else 0)
        many = min(slots, max(most, *(len(act.slots) for act in bare.acts)))
        for number in range(_room(asked, asked.procedure.roles[role], acts, many)):
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


def _room(asked: _Asked, role: Role, acts: list[str], wanted: int) -> int:
    """How many of the others wanted may hold an office besides; none where it is given who acts in it."""
    if not asked.given.keys().isdisjoint((role.name, *acts)):
        return 0
    if role.most is None or role.one:
        return wanted
    return min(wanted, max(0, role.most - len(_holders(asked, role))))


def _of_whom(procedure: Procedure, role: Role) -> Iterator[Tie]:
    """What must be told of somebody so that he or she is one of those of whom a body needs some."""
    for share in role.body.of_whom if role.body is not None else ():
        who = share.who
        of_one = isinstance(who, Is) and not procedure.relations[who.relation].between_people
        if isinstance(who, Is) and of_one and share.number.least:
            yield Tie(who.relation)


def _filled(asked: _Asked, bare: Skeleton, there: Crew) -> Filled | None:
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


def _plan(asked: _Asked, route: Route, bare: Skeleton, there: Crew, filled: Filled) -> Plan:
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
        _asked=asked,
    )


def _matter(asked: _Asked) -> frozenset[str]:
    """Whose absence may matter though no plan needs them: others are tied to them, or agreement is
    theirs to give."""
    known = (*asked.course.people.values(), *asked.people.values())
    tied = {tie.to for who in known for tie in (*who.is_, *who.is_not) if tie.to is not None}
    agreeing = {role for step in asked.procedure.steps.values() for role in step.agreed_by}
    holders = {name for name, who in asked.people.items() if not agreeing.isdisjoint(who.holds)}
    return frozenset(tied | holders)


# --- what blocks ----------------------------------------------------------------------------------


def _blocked(asked: _Asked, found: _Shut) -> Blocked:
    """What blocks the shortest route that people can help.

    Raises:
        OutOfBound: a search was given up.
    """
    if not found.blocked:
        return Blocked((), (), (), asked.routes, found.shut)
    route = found.blocked[0]
    bares = _skeletons(asked, route)
    rules = list(
        dict.fromkeys(
            name
            for bare in bares
            for name in (
                *(conflict.name for conflict in rules_on(asked.procedure, bare)),
                *(rule for role in _roles(asked.procedure, bare) for rule in _rules_of(role)),
            )
        )
    )
    offices = list(
        dict.fromkeys(role.name for bare in bares for role in _roles(asked.procedure, bare))
    )

    def blocks(kept: set[str], vacant: set[str]) -> bool:
        left_out = {rule for rule in rules if rule not in kept}
        filled = tuple(office for office in offices if office not in vacant)
        return _along(asked.leaving_out(left_out, filled), route) is None

    kept, vacant = _irreducible(rules, offices, blocks)
    return Blocked(
        leads=route,
        rules=tuple(_blocking(asked, bares, rule) for rule in rules if rule in kept),
        vacant=tuple(
            _vacant(asked, asked.procedure.roles[office]) for office in offices if office in vacant
        ),
        routes=asked.routes,
        shut=found.shut,
    )


def _irreducible(
    rules: list[str], offices: list[str], blocks: Callable[[set[str], set[str]], bool]
) -> tuple[set[str], set[str]]:
    """The rules and vacancies without any one of which nothing blocks, while together they do.

    A rule that is left out may take a substitute away, and so block: hence all over again, until
    nothing can be left out any more.
    """
    kept, vacant = {*rules}, {*offices}
    again = True
    while again:
        again = False
        for office in [each for each in offices if each in vacant]:
            if blocks(kept, vacant - {office}):
                vacant.discard(office)
                again = True
        for rule in [each for each in rules if each in kept]:
            if blocks(kept - {rule}, vacant):
                kept.discard(rule)
                again = True
    return kept, vacant


def _rules_of(role: Role) -> Iterator[str]:
    """The rules about people that stand under a role, and are no conflict rules."""
    if role.may_be:
        yield f"{role.name}.may_be"
    if role.body is not None and role.body.of_whom:
        yield f"{role.name}.of_whom"


def _skeletons(asked: _Asked, route: Route) -> list[Skeleton]:
    choices = all_besides(asked.procedure, asked.skeleton(route, Besides()))
    return [asked.skeleton(route, besides) for besides in choices or (Besides(),)]


def _offices(procedure: Procedure, act: Act) -> tuple[str, ...]:
    """The offices that an act takes: of whoever does it, of whom it may appoint, and of who agrees."""
    if act.doer is None:
        return ()
    step = procedure.steps.get(act.name)
    chosen = step.from_ if step is not None and act.holder is not None else ()
    called = act_of(procedure, act)
    agreeing = agreeing_to(procedure, called)
    return tuple(dict.fromkeys((*offices_of(procedure, called), *chosen, *agreeing)))


def _roles(procedure: Procedure, bare: Skeleton) -> Iterator[Role]:
    """The offices that acts of a skeleton take, or to which they appoint."""
    found: dict[str, None] = {}
    for act in bare.acts:
        found |= dict.fromkeys(_offices(procedure, act))
        step = procedure.steps.get(act.name)
        if step is not None and act.holder is not None and step.appoints is not None:
            found[step.appoints] = None
    return (procedure.roles[name] for name in found)


def _blocking(asked: _Asked, bares: list[Skeleton], rule: str) -> Blocking:
    """A rule that blocks, with whom it takes away from something on the way."""
    people: dict[str, None] = {}
    for bare in bares:
        there = _crew(asked, bare)
        problem, _ = problem_of(asked.procedure, there.course, bare, there.names, asked.given)
        people |= dict.fromkeys(there.names[number] for number in keeps_away(problem, rule))
    return Blocking(rule, tuple(c.id for c in _clauses(asked.procedure, rule)), tuple(people))


def _clauses(procedure: Procedure, rule: str) -> tuple[Clause, ...]:
    conflict = procedure.conflicts.get(rule)
    if conflict is not None:
        return conflict.cites.of(conflict.key)
    role, _, key = rule.partition(".")
    return procedure.roles[role].cites.of(key)


def _vacant(asked: _Asked, role: Role) -> Vacant:
    return Vacant(role.name, role.title, _holders(asked, role))


def _holders(asked: _Asked, role: Role) -> tuple[str, ...]:
    """Who of those who are there holds an office."""
    holders = [*asked.course.holders(role.name)]
    holders += [name for name, who in asked.people.items() if role.name in who.holds]
    return tuple(name for name in dict.fromkeys(holders) if name not in asked.away)
