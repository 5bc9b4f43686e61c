"""What lies near a rule: the steps and facts on which a change to it could show."""

from collections.abc import Iterator

from complaintflow.gates import alternatives
from complaintflow.language.alterations import Mutant
from complaintflow.procedure import (
    ActedIn,
    Anchor,
    Conflict,
    DateSetBy,
    Deadline,
    Did,
    EndOf,
    Happened,
    Held,
    Holds,
    Is,
    Missed,
    MomentNamed,
    Procedure,
    ReceiptOf,
    StartOf,
    Step,
    Who,
)
from complaintflow.vocabulary import events_named

TIMES = frozenset({"within", "aim_within", "up_to", "sets_time_of"})
"""The keys that say how long something has."""


def acts_near(procedure: Procedure, mutant: Mutant) -> tuple[str, ...]:
    """The steps and facts on which a change to a rule could show, its own first."""
    rule = mutant.rule
    if mutant.key == "counts_as":
        return (rule,)  # it says only who is kept from this one
    near = {*_near(procedure, rule), *_in_time(procedure, mutant)}
    acts = (*procedure.steps, *procedure.facts)
    return tuple(sorted((a for a in acts if a in near), key=lambda act: act != rule))


def leading_to(procedure: Procedure, mutant: Mutant) -> tuple[str, ...]:
    """The steps, facts and happenings without which nothing could show.

    What makes a tie; what starts a clock, or comes first; what was done before where it may be
    done once; what brings the case to rest where something is done again and again.
    """
    found = set(_leading_to(procedure, mutant))
    return tuple(act for act in events_named(procedure) if act in found)


def _leading_to(procedure: Procedure, mutant: Mutant) -> Iterator[str]:
    rule, key = mutant.rule, mutant.key
    step = procedure.steps.get(rule)
    if rule in procedure.conflicts:
        for who in procedure.conflicts[rule].who:
            yield from _making(procedure, who)
    elif key in TIMES or rule in procedure.moments:
        yield from _starts(procedure, rule)
    elif key == "once":
        yield rule
    elif key == "every":
        ends = {place.name for place in procedure.ends}
        yield from (each.name for each in procedure.steps.values() if each.then in ends)
    elif step is not None and key in ("after", None):
        for anchor in step.after:
            yield from _names_in(procedure, anchor)


def _near(procedure: Procedure, rule: str) -> Iterator[str]:
    yield rule
    for step in procedure.steps.values():
        if rule in _named_by(procedure, step):
            yield step.name
    for fact in procedure.facts.values():
        if rule in fact.decided_by or (fact.asked_if is not None and fact.asked_if.fact == rule):
            yield fact.name
    for conflict in procedure.conflicts.values():
        if rule in _named_in(procedure, conflict):
            yield from conflict.bars
            for step in procedure.steps.values():
                if conflict.bars_roles & {*step.by, step.appoints}:
                    yield step.name


def _named_by(procedure: Procedure, step: Step) -> Iterator[str | None]:
    """All that a step speaks of: who, where, whether and after what."""
    yield from (*step.by, *step.from_, step.appoints, *step.agreed_by)
    place = procedure.place_of(step)
    yield place.name
    yield from (c.fact for c in (*step.if_, *step.unless, *place.if_, *place.unless))
    yield from (name for anchor in step.after for name in _names_in(procedure, anchor))
    yield step.extends


def _names_in(procedure: Procedure, anchor: Anchor) -> Iterator[str]:
    """The step, fact, happening, moment or place of which an anchor speaks."""
    for single in alternatives([anchor]):
        match single:
            case MomentNamed(name):
                yield name
                for each in procedure.moments[name].anchors:
                    yield from _names_in(procedure, each)
            case (
                Happened(name)
                | StartOf(name)
                | EndOf(name)
                | ReceiptOf(name)
                | Missed(name)
                | DateSetBy(name)
            ):
                yield name


def _named_in(procedure: Procedure, conflict: Conflict) -> Iterator[str]:
    yield conflict.name
    yield from (condition.fact for condition in conflict.except_if)
    for who in conflict.who:
        match who:
            case Holds(name) | Held(name):
                yield name
            case Did() | ActedIn() | Is():
                pass
        yield from _making(procedure, who)


def _making(procedure: Procedure, who: Who) -> Iterator[str]:
    """The acts that give somebody a tie that is read from the history."""
    match who:
        case Did(act):
            yield act
        case ActedIn(stage):
            yield from (step.name for step in procedure.steps.values() if step.place == stage)
        case Held(role) | Holds(role):
            yield from procedure.roles[role].appointed_by_steps
        case Is():
            pass


def _in_time(procedure: Procedure, mutant: Mutant) -> Iterator[str]:
    """Whose clock a change moves, what settles its time, and what gives more of it."""
    for deadline in _clocks(procedure, mutant.rule):
        yield deadline.step
        yield from (extension.step for extension in deadline.extensions)
        if mutant.key in TIMES:
            yield from deadline.settled_by


def _starts(procedure: Procedure, rule: str) -> Iterator[str]:
    """The acts from which the clocks are counted that a rule moves."""
    for deadline in _clocks(procedure, rule):
        yield from _names_in(procedure, deadline.of)
        for extension in deadline.extensions:
            yield extension.step
            if extension.up_to is not None:
                yield from _names_in(procedure, extension.up_to.of)


def _clocks(procedure: Procedure, rule: str) -> Iterator[Deadline]:
    for deadline in procedure.deadlines:
        extensions = (extension.step for extension in deadline.extensions)
        ceilings = [each.up_to.of for each in deadline.extensions if each.up_to is not None]
        counted = [n for of in (deadline.of, *ceilings) for n in _names_in(procedure, of)]
        moment = rule in procedure.moments and rule in counted
        if moment or rule in (deadline.step, *deadline.settled_by, *extensions):
            yield deadline
