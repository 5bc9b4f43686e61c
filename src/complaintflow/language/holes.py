"""Checks of people: an office that a conflict of interest empties, an exception that nobody grants.

Each is found in small worlds, in which one person has one unlucky tie. A warning here is certain: where the
people are these, nobody may do it, and nothing in the document puts anybody in their place. What
two unlucky people do together is not looked for, nor whether there is anybody who alone may do
something: that is for those who are in a case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, Related, Severity, Witness, quoted
from complaintflow.language.document import ConflictDoc
from complaintflow.language.linker import Linked
from complaintflow.language.small_worlds import World, for_good, in_scope, roles_of
from complaintflow.language.tree import Scalar
from complaintflow.language.ways import Ways, ways

MOST_NAMED = 3
"""Steps that one message names."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Steps that must be done and that nobody may do, where one person alone holds a role and has a tie.

    `rule` keeps that person away; `did` is the step from which the tie comes, if it comes from
    one: that person's, or of somebody to whom the tie leads. `unheard` names the questions of its exception that nobody could answer.
    """

    role: str
    rule: str
    tie: law.Who
    did: str | None
    steps: tuple[str, ...]
    unheard: tuple[str, ...]


def empty_offices(procedure: law.Procedure) -> tuple[Hole, ...]:
    """Every hole that one unlucky tie tears, in the order of the roles and of the rules."""
    usual = ways(procedure)
    return tuple(
        hole for role in procedure.roles.values() for hole in _holes_of(procedure, usual, role.name)
    )


def _holes_of(procedure: law.Procedure, usual: Ways, role: str) -> Iterator[Hole]:
    musts = [
        step
        for step in procedure.steps.values()
        if step.duty is law.Duty.MUST
        and role in _offices(procedure, step)
        and usual.done.get(step.name)
    ]
    always: World | None = None
    for conflict in procedure.conflicts.values():
        near = [s for s in musts if not conflict.bars.isdisjoint({s.name})]
        if role in conflict.bars_roles:
            near = musts
        if not near:
            continue
        always = always or World(procedure, usual, frozenset({role}), frozenset())
        for tie, did, ties in _ties(procedure, conflict, role, always):
            world = World(procedure, usual, frozenset({role}), ties, did) if ties else always
            empty = [
                step
                for step in near
                if step.name != did
                and not world.can(step)
                and world.keeps(conflict, step, role)
                and (not ties or always.can(step))
            ]
            steps = _comes_to(world, empty)
            if steps:
                unheard = (
                    c.fact
                    for c in conflict.except_if
                    if any(in_scope(usual, conflict, step) for step in empty)
                    and not world.decides(procedure.facts[c.fact])
                )
                yield Hole(role, conflict.name, tie, did, steps, tuple(dict.fromkeys(unheard)))


def _comes_to(world: World, empty: Sequence[law.Step]) -> tuple[str, ...]:
    """Some steps, those first to which a case comes; none if it comes to none of them."""
    found = world.ways
    first = [step for step in empty if world.owed(step)]
    if world.did is not None:
        after = found.holds_in(law.Happened(world.did))
        first = [
            step
            for step in first
            if not after.isdisjoint(found.possible_in(step, found.open_in(step)))
        ]
    if not first:
        return ()
    return tuple(step.name for step in (*first, *(s for s in empty if s not in first)))


def _ties(
    procedure: law.Procedure, conflict: law.Conflict, role: str, always: World
) -> Iterator[tuple[law.Who, str | None, frozenset[law.Who]]]:
    """The ties by which a rule can touch the one holder of a role, each with what else it brings.

    With no more ties than the office itself it touches every holder, of offices of several too. What
    the holder did counts only if nobody but the holder of this office does it; what somebody else
    did, to whom the holder is tied, if others may do it.
    """
    one = procedure.roles[role].one
    for tie in _kept_away(conflict):
        match tie:
            case law.Holds(name) | law.Held(name):
                if name == role:
                    yield tie, None, frozenset()
            case law.Is() | law.Of(whom=law.Is()):
                if one:
                    yield tie, None, frozenset({tie})
            case law.Of(whom=law.Holds(name) | law.Held(name)):
                if one and name != role:
                    yield tie, None, frozenset({tie})
            case law.Of(whom=whom):
                for act in _deeds(procedure, whom) if one else ():
                    if {*roles_of(act)} - {role} and always.does(act):
                        yield tie, act.name, frozenset({tie})
            case law.Did() | law.ActedIn():  # pragma: no branch
                for act in _deeds(procedure, tie) if one else ():
                    if roles_of(act) == (role,) and always.does(act):
                        yield tie, act.name, _by_doing(act)


def _kept_away(conflict: law.Conflict) -> tuple[law.Who, ...]:
    """The ties by which a rule keeps somebody away; where it says who alone may, it has none."""
    return tuple(dict.fromkeys(who for keeping in conflict.barring for who in for_good(keeping)))


def _deeds(procedure: law.Procedure, tie: law.Who) -> list[law.Step | law.Fact]:
    """What makes a tie true of whoever does it; an answer that the application may tell is nobody's."""
    match tie:
        case law.Did(name):
            act = procedure.steps.get(name) or procedure.facts[name]
            return [] if isinstance(act, law.Fact) and act.told else [act]
        case law.ActedIn(stage, work):
            steps = procedure.steps.values()
            there = [step for step in steps if step.place == stage]
            return [step for step in there if work is None or work in step.counts_as]
        case _:
            return []


# --- exceptions ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dead:
    """An exception whose question nobody may answer for anybody whom the rule keeps away.

    `roles` are whose it is to answer, `kept_by` the rules that keep them from it. `offices` and
    `tie` are those of one whom it should let through, `did` that from which the tie comes.
    """

    rule: str
    fact: str
    roles: tuple[str, ...]
    kept_by: tuple[str, ...]
    offices: tuple[str, ...]
    tie: law.Who
    did: str | None


def dead_exceptions(procedure: law.Procedure) -> tuple[Dead, ...]:
    """Every exception that can never be granted to anybody whom it should let through."""
    usual = ways(procedure)
    found = (
        _dead(procedure, usual, conflict, procedure.facts[name])
        for conflict in procedure.conflicts.values()
        for name in dict.fromkeys(c.fact for c in conflict.except_if)
    )
    return tuple(dead for dead in found if dead is not None)


def _dead(
    procedure: law.Procedure, usual: Ways, conflict: law.Conflict, fact: law.Fact
) -> Dead | None:
    if fact.told:
        return None
    dead = []
    for offices, tie, did, ties in dict.fromkeys(_let_through(procedure, usual, conflict)):
        world = World(procedure, usual, offices, ties)
        if world.decides(fact) or world.decided_before(fact):
            return None
        kept_by = (
            rule.name
            for rule in procedure.conflicts.values()
            if any(world.keeps_holder(rule, fact, role) for role in fact.decided_by)
        )
        held = tuple(name for name in procedure.roles if name in offices)
        dead.append(Dead(conflict.name, fact.name, fact.decided_by, tuple(kept_by), held, tie, did))
    return min(dead, key=lambda each: len(each.offices), default=None)


def _let_through(
    procedure: law.Procedure, usual: Ways, conflict: law.Conflict
) -> Iterator[tuple[frozenset[str], law.Who, str | None, frozenset[law.Who]]]:
    """Those whom an exception should let through: their offices, the tie, what they did, all their ties.

    They act in some office, and the tie may come from another one.
    """
    every: Iterable[law.Step | law.Fact] = (*procedure.steps.values(), *procedure.facts.values())
    acts = [
        act
        for act in every
        if act.name in conflict.bars
        and not (isinstance(act, law.Step) and act.duty is law.Duty.NEVER)
        and in_scope(usual, conflict, act)
    ]
    offices = dict.fromkeys(office for act in acts for office in _offices(procedure, act))
    offices |= dict.fromkeys(conflict.bars_roles)
    for office, tie in product(offices, _kept_away(conflict)):
        for of_tie, did, ties in _from_where(procedure, tie):
            yield of_tie | {office}, tie, did, ties


def _from_where(
    procedure: law.Procedure, tie: law.Who
) -> Iterator[tuple[frozenset[str], str | None, frozenset[law.Who]]]:
    """The office and the deed from which somebody may have a tie, and what else comes with it."""
    match tie:
        case law.Is() | law.Of():
            yield frozenset(), None, frozenset({tie})
        case law.Holds(name) | law.Held(name):
            yield frozenset({name}), None, frozenset()
        case law.Did() | law.ActedIn():  # pragma: no branch
            for act in _deeds(procedure, tie):
                for office in _offices(procedure, act):
                    yield frozenset({office}), act.name, _by_doing(act)


def _offices(procedure: law.Procedure, act: law.Step | law.Fact) -> Iterator[str]:
    """The offices in which somebody may act, those of substitutes among them."""
    for role in roles_of(act):
        yield role
        stand_in = procedure.roles[role].stand_in
        if stand_in is not None:
            yield stand_in


def _by_doing(act: law.Step | law.Fact) -> frozenset[law.Who]:
    """The ties that whoever did something has from it."""
    did: set[law.Who] = {law.Did(act.name)}
    if isinstance(act, law.Step):
        did |= {law.ActedIn(act.place), *(law.ActedIn(act.place, work) for work in act.counts_as)}
    return frozenset(did)


# --- as warnings --------------------------------------------------------------------------


def nobody_left(linked: Linked) -> Iterator[Diagnostic]:
    """An office of one that a conflict of interest empties, while a step of it must be done."""
    if linked.procedure is None:
        return
    found: dict[tuple[str, str], Hole] = {}
    for hole in empty_offices(linked.procedure):
        found.setdefault((hole.role, hole.rule), hole)
    for hole in found.values():
        yield _told_of_hole(linked, linked.procedure, hole)


def _told_of_hole(linked: Linked, procedure: law.Procedure, hole: Hole) -> Diagnostic:
    step = procedure.steps[hole.steps[0]]
    related = [
        Related(
            _given(linked, hole.rule).place,
            f"this keeps that person from it{_but_in(procedure, hole)}",
        ),
        Related(
            _given(linked, step.name).place,
            f"only {_any_of([*_offices(procedure, step)])} may do it",
        ),
        *(
            Related(
                _given(linked, name).place,
                f"only {_any_of(procedure.facts[name].decided_by)} may grant the exception",
            )
            for name in hole.unheard
        ),
    ]
    return Diagnostic(
        "nobody-left",
        f"{_where(procedure, hole)} nobody may do {_some(hole.steps)}",
        _given(linked, hole.role).place,
        severity=Severity.WARNING,
        help=f"{_filled(procedure, hole)}; if it is left so, say in a reading with `bears_on: "
        f"{hole.role}` who acts then, and add `accepts: nobody-left` to it",
        related=tuple(related),
        about=(hole.role, hole.rule),
        witness=_witness(procedure, (hole.role,), hole.tie, hole.did, step),
    )


def _filled(procedure: law.Procedure, hole: Hole) -> str:
    """What puts somebody in that person's place."""
    role = procedure.roles[hole.role]
    if role.stand_in is not None:
        substitute = f"let its substitute `{role.stand_in}` do it"
    else:
        substitute = f"add `stand_in: ROLE` to `{role.name}`"
    if role.appointed_by_steps:
        named = f"let `{role.appointed_by_steps[0]}` come before it, by somebody else"
    else:
        named = f"add a step with `appoints: {role.name}`"
    return f"{substitute}, or {named}"


def _but_in(procedure: law.Procedure, hole: Hole) -> str:
    """Where the exception of the rule holds, if that is elsewhere."""
    conflict = procedure.conflicts[hole.rule]
    if hole.unheard or not conflict.except_in:
        return ""
    return (
        f"; its exception is for {' and '.join(f'`{name}`' for name in conflict.except_in)} alone"
    )


def _where(procedure: law.Procedure, hole: Hole) -> str:
    match hole.tie:
        case law.Is(relation):
            says = procedure.relations[relation].says
            known = says if len(says) <= LONGEST_SAYS else f"is {quoted(relation)}"
            return f"where the one {quoted(hole.role)} {known},"
        case law.Holds() | law.Held():
            return f"{quoted(hole.rule)} keeps the one {quoted(hole.role)} away, and"
        case law.Of():
            return f"where the one {quoted(hole.role)} is `{hole.tie}`,"
        case law.Did() | law.ActedIn():  # pragma: no branch
            return f"once the one {quoted(hole.role)} has done {quoted(hole.did or '')},"


LONGEST_SAYS = 60
"""Letters of what a relation says that stand in a message; of a longer one its name does."""


def _some(names: Sequence[str]) -> str:
    """Names with `or`, of many the first ones."""
    shown = [quoted(name) for name in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} or {more} more"
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _relations(tie: law.Who) -> tuple[str, ...]:
    return (str(tie),) if isinstance(tie, law.Is | law.Of) else ()


def _witness(
    procedure: law.Procedure,
    offices: tuple[str, ...],
    tie: law.Who,
    did: str | None,
    act: law.Step | law.Fact,
) -> Witness:
    resting = (law.PlaceKind.STAGE, law.PlaceKind.END)
    place = procedure.places[act.place] if isinstance(act, law.Step) else None
    stage = place.name if place is not None and place.kind in resting else None
    own = () if did is None or isinstance(tie, law.Of) else (did,)
    return Witness(offices, _relations(tie), own, stage, act.name)


def nobody_grants(linked: Linked) -> Iterator[Diagnostic]:
    """An exception that nobody may grant; a hole that comes of it tells of it already."""
    procedure = linked.procedure
    if procedure is None:
        return
    found = dead_exceptions(procedure)
    told = {hole.rule for hole in empty_offices(procedure)} if found else set()
    for dead in found:
        if dead.rule in told:
            continue
        fact = procedure.facts[dead.fact]
        yield Diagnostic(
            "nobody-grants",
            f"nobody may answer {quoted(dead.fact)} for anybody whom {quoted(dead.rule)} keeps away, "
            "so its exception never holds",
            _condition(linked, dead).place,
            severity=Severity.WARNING,
            help=f"name under `decided_by` of `{dead.fact}` a role that no rule keeps from it, or "
            "take `except` out; if it is left so, say so in a reading with `bears_on: "
            f"{dead.rule}`, and add `accepts: nobody-grants` to it",
            related=tuple(
                Related(
                    _given(linked, name).place,
                    f"this keeps {_any_of(dead.roles)} from answering it",
                )
                for name in dead.kept_by
            ),
            about=(dead.rule, dead.fact),
            witness=_witness(procedure, dead.offices, dead.tie, dead.did, fact),
        )


def _any_of(roles: Sequence[str]) -> str:
    return " or ".join(f"`{role}`" for role in roles)


def _condition(linked: Linked, dead: Dead) -> Scalar:
    """The text that names the question of an exception."""
    for document in linked.documents:
        for name, rule in document.conflicts.items():
            if name == dead.rule and isinstance(rule, ConflictDoc) and rule.except_ is not None:
                for text in rule.except_.if_:
                    if text.split()[0] == dead.fact:
                        return text
    raise AssertionError(dead.rule)  # pragma: no cover


def _given(linked: Linked, name: str) -> Scalar:
    """Where a role, a rule, a question or a step is given its name."""
    for document in linked.documents:
        acts: Iterable[Scalar] = (act for act, _ in document.all_acts())
        for given in (*document.roles, *document.conflicts, *document.facts, *acts):
            if given == name:
                return given
    raise AssertionError(name)  # pragma: no cover
