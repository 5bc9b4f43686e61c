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
    Of,
    Procedure,
    ReceiptOf,
    StartOf,
    Step,
    Who,
)
from complaintflow.relating import acts_in
from complaintflow.vocabulary import events_named

TIMES = frozenset(
    {
        "within",
        "aim_within",
        "at_latest",
        "every",
        "until",
        "stands_still",
        "met_by",
        "late_if",
        "up_to",
        "because",
        "sets_time_of",
    }
)
"""The keys that say how long something has, and what becomes of that."""


def acts_near(procedure: Procedure, mutant: Mutant) -> tuple[str, ...]:
    """The steps, facts and happenings on which a change to a rule could show, its own first."""
    rule = mutant.rule
    if mutant.key == "counts_as":
        return (rule,)  # it says only who is kept from this one
    near = {*_near(procedure, rule), *_in_time(procedure, mutant)}
    acts = events_named(procedure)
    return tuple(sorted((a for a in acts if a in near), key=lambda act: act != rule))


def leading_to(procedure: Procedure, mutant: Mutant) -> tuple[str, ...]:
    """The steps, facts and happenings without which nothing could show.

    What makes a tie; what starts a clock, stops it or comes first; what was done before where it
    may be done once, or more than once; what must be answered; what brings the case to rest where
    something is done again and again.
    """
    found = {each for name in _leading_to(procedure, mutant) for each in _recorded(procedure, name)}
    return tuple(act for act in events_named(procedure) if act in found)


def _leading_to(procedure: Procedure, mutant: Mutant) -> Iterator[str]:
    rule, key = mutant.rule, mutant.key
    step = procedure.steps.get(rule)
    if rule in procedure.conflicts:
        for who in procedure.conflicts[rule].who:
            yield from _making(procedure, who)
    elif key in TIMES or rule in procedure.moments:
        yield from _starts(procedure, rule)
        yield from moved_by(procedure, rule, key)
    elif key == "once":
        yield rule
    elif step is not None and key in ("after", None):
        for anchor in step.after:
            yield from _names_in(procedure, anchor)


def moved_by(procedure: Procedure, rule: str, key: str | None) -> tuple[str, ...]:
    """The events that bear on the clocks of a step, or of what gives it more time, under a key."""
    named = (_recorded(procedure, name) for name in _moved_by(procedure, rule, key))
    return tuple(dict.fromkeys(name for names in named for name in names))


def _moved_by(procedure: Procedure, rule: str, key: str | None) -> Iterator[str]:
    step = procedure.steps.get(rule)
    deadlines = [each for each in procedure.deadlines if each.step == rule]
    match key:
        case "every":
            ends = {place.name for place in procedure.ends}
            yield from (each.name for each in procedure.steps.values() if each.then in ends)
        case "until":
            for each in deadlines:
                if each.again is not None and each.again.until is not None:
                    yield from _names_in(procedure, each.again.until)
        case "stands_still" | "at_latest":  # what stands still may run against a ceiling
            for edge in (e for d in deadlines for s in d.stills for e in (s.first_day, s.last_day)):
                yield from _names_in(procedure, edge.of)
        case "late_if" if step is not None:
            yield from (condition.fact for condition in step.late_if)
        case "because":
            extensions = (e for d in procedure.deadlines for e in d.extensions if e.step == rule)
            yield from (fact for extension in extensions for fact in extension.because)
        case "met_by" if step is not None:
            yield from step.met_by
        case _:
            pass


def _recorded(procedure: Procedure, name: str) -> tuple[str, ...]:
    """The events by which a step comes to be done: itself, or what meets it."""
    step = procedure.steps.get(name)
    return (name,) if step is None or not step.met_by else step.met_by


def _near(procedure: Procedure, rule: str) -> Iterator[str]:
    yield from _recorded(procedure, rule)
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
            case Holds(name) | Held(name) | Of(_, Holds(name) | Held(name)):
                yield name
            case _:
                pass
        yield from _making(procedure, who)


def _making(procedure: Procedure, who: Who) -> Iterator[str]:
    """The acts that give somebody a tie that is read from the history."""
    match who:
        case Did(act):
            yield act
        case ActedIn():
            yield from acts_in(procedure, who)
        case Held(role) | Holds(role):
            yield from procedure.roles[role].appointed_by_steps
        case Of(_, whom):
            yield from _making(procedure, whom)
        case Is():
            pass


def _in_time(procedure: Procedure, mutant: Mutant) -> Iterator[str]:
    """Whose clock a change moves, what settles its time, and what gives more of it."""
    for deadline in _clocks(procedure, mutant.rule):
        yield deadline.step
        yield from (extension.step for extension in deadline.extensions)
        if mutant.key in TIMES:
            yield from deadline.settled_by
    yield from moved_by(procedure, mutant.rule, mutant.key)


def _starts(procedure: Procedure, rule: str) -> Iterator[str]:
    """The acts from which the clocks are counted that a rule moves."""
    for deadline in _clocks(procedure, rule):
        counted = (
            [deadline.of] if deadline.at_latest is None else [deadline.of, deadline.at_latest.of]
        )
        names = {name for anchor in counted for name in _names_in(procedure, anchor)}
        yield from names
        if deadline.backwards:  # it may be counted back from what is planned
            steps = procedure.steps.values()
            yield from (each.name for each in steps if names & {*each.sets_time_of})
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
