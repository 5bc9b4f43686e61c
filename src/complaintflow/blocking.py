"""Blocking: the rules about people and the vacancies that together leave nobody on a route.

They are found by leaving out one after the other and proving anew that nobody is left.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from complaintflow.plans import Blocked, Blocking, Vacant
from complaintflow.procedure import Clause, KeptFrom, Procedure, Role
from complaintflow.routes import Route
from complaintflow.seeking import Asked, Shut, crew_of, holders_of, is_impossible, offices_taken
from complaintflow.skeletons import Skeleton, act_of, agreeing_in, all_besides, rules_on
from complaintflow.slots import keeps_away, problem_of
from complaintflow.supposed import Besides


def blocked(asked: Asked, found: Shut) -> Blocked:
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
        otherwise = replace(asked, procedure=_without(asked.procedure, left_out), filled=filled)
        return is_impossible(otherwise, route)

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


def _skeletons(asked: Asked, route: Route) -> list[Skeleton]:
    choices = all_besides(asked.procedure, asked.skeleton(route, Besides()))
    return [asked.skeleton(route, besides) for besides in choices or (Besides(),)]


def _roles(procedure: Procedure, bare: Skeleton) -> Iterator[Role]:
    """The offices in which acts of a skeleton are done or agreed to, and those to which they appoint."""
    found: dict[str, None] = {}
    for act in bare.acts:
        found |= dict.fromkeys(offices_taken(procedure, act))
        found |= dict.fromkeys(agreeing_in(procedure, act_of(procedure, act)))
        step = procedure.steps.get(act.name)
        if step is not None and act.holder is not None and step.appoints is not None:
            found[step.appoints] = None
    return (procedure.roles[name] for name in found)


def _blocking(asked: Asked, bares: list[Skeleton], rule: str) -> Blocking:
    """A rule that blocks, with whom it takes away from something on the way."""
    people: dict[str, None] = {}
    for bare in bares:
        there = crew_of(asked, bare)
        problem, _ = problem_of(asked.procedure, there.course, bare, there.names, asked.given)
        people |= dict.fromkeys(there.names[number] for number in keeps_away(problem, rule))
    return Blocking(rule, tuple(c.id for c in _clauses(asked.procedure, rule)), tuple(people))


def _clauses(procedure: Procedure, rule: str) -> tuple[Clause, ...]:
    conflict = procedure.conflicts.get(rule)
    if conflict is not None:
        return conflict.cites.of(conflict.key)
    role, _, key = rule.partition(".")
    return procedure.roles[role].cites.of(key)


def _vacant(asked: Asked, role: Role) -> Vacant:
    return Vacant(role.name, role.title, holders_of(asked, role))


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
