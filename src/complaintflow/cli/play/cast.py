"""The people of a game: one for each office that somebody must hold, with a name easy to type."""

from collections.abc import Iterable, Iterator, Mapping

from complaintflow.case import Person, Tie
from complaintflow.procedure import Direct, Is, Of, PlaceKind, Procedure, Role, Who
from complaintflow.vocabulary import events_named

NAMES = {
    "a": "amy abe",
    "b": "ben bea",
    "c": "cat col cy",
    "d": "dan dee",
    "e": "eve eli",
    "f": "fay fin",
    "g": "gus gil",
    "h": "hal hana",
    "i": "ivy ian",
    "j": "jo jim",
    "k": "kim kit",
    "l": "lou lea",
    "m": "mo max mia meg",
    "n": "nia ned",
    "o": "olu ora oz",
    "p": "pat pip",
    "q": "quin",
    "r": "ray rose",
    "s": "sue sam sol",
    "t": "tim tess",
    "u": "una uri",
    "v": "val vic",
    "w": "wyn will",
    "x": "xan",
    "y": "yan",
    "z": "zoe",
}
"""Names by the letter with which an office begins, so that one helps to remember the other."""


def cast(procedure: Procedure) -> dict[str, Person]:
    """Who takes part unless the person says otherwise.

    Whoever is to be eligible for an office has the first relation that makes eligible.
    """
    people: dict[str, Person] = {}
    for role in _needed(procedure):
        may_be = procedure.roles[role].may_be
        for member in range(_how_many(procedure.roles[role])):
            taken = (*people, *procedure.roles, *events_named(procedure))
            ties = (*may_be[:1], *_of_member(procedure, role, member))
            people[_named(role, taken)] = Person(holds=role, is_=tuple(dict.fromkeys(ties)))
    return people


def _how_many(role: Role) -> int:
    """How many people an office needs: of a body its quorum."""
    if role.body is not None:
        return role.body.quorum
    return 1 if role.holders is None else role.holders.least


def _of_member(procedure: Procedure, role: str, member: int) -> Iterator[str]:
    """The relations that so many members of a body must have, and this one among them."""
    body = procedure.roles[role].body
    for share in () if body is None else body.of_whom:
        if isinstance(share.who, Is) and member < share.number.least:
            yield share.who.relation


def _needed(procedure: Procedure) -> Iterator[str]:
    """Offices that act, decide, agree, sign, are told, or from which somebody is chosen, and that
    no step fills."""
    steps = procedure.steps.values()
    needed = {role for step in steps for role in (*step.by, *step.to, *step.from_)}
    needed |= {role for step in steps for role in (*step.agreed_by, *step.signed_by)}
    needed |= {role for fact in procedure.facts.values() for role in fact.decided_by}
    yield from (
        name
        for name, role in procedure.roles.items()
        if name in needed and not role.appointed_by_steps
    )


def _named(role: str, taken: Iterable[str]) -> str:
    known = set(taken)
    free = (name for name in NAMES.get(role[:1], "").split() if name not in known)
    name = next(free, f"{role}_1")
    while name in known:
        name += "_1"
    return name


def ties_at_once(procedure: Procedure) -> tuple[str, ...]:
    """The relations that are asked about before the case begins: those that can bar at once.

    What is told before the case begins is true then. A relation that bars nothing but acts of
    later stages may speak of what happens until then (`took part in stage 1`); it is asked
    about when it first matters.
    """
    return tuple(
        dict.fromkeys(
            who.relation
            for conflict in procedure.conflicts.values()
            for who in map(_meant, conflict.who)
            if isinstance(who, Is) and _bars_at_once(procedure, who.relation)
        )
    )


def _meant(who: Who) -> Direct:
    """Of a tie through another person, who that one is."""
    return who.whom if isinstance(who, Of) else who


def _bars_at_once(procedure: Procedure, relation: str) -> bool:
    """Whether a relation bars an act of a place that is open from the first; or no step at all."""
    conflicts = [
        each for each in procedure.conflicts.values() if Is(relation) in map(_meant, each.who)
    ]
    barred = [
        step
        for step in procedure.steps.values()
        if any(step.name in each.bars or step.appoints in each.bars_roles for each in conflicts)
    ]
    opened = {
        step.then
        for step in procedure.steps.values()
        if procedure.place_of(step).kind is PlaceKind.BEGINS
    }
    later = (PlaceKind.STAGE, PlaceKind.END)
    return not barred or any(
        step.place in opened or procedure.place_of(step).kind not in later for step in barred
    )


def with_tie(
    people: Mapping[str, Person], relation: str, named: Iterable[str]
) -> dict[str, Person]:
    """People of whom some have a relation, and of whom it is known that the others do not."""
    having = set(named)
    return {
        name: Person(
            holds=who.holds,
            is_=(*who.is_, Tie(relation)) if name in having else who.is_,
            is_not=who.is_not if name in having else (*who.is_not, Tie(relation)),
        )
        for name, who in people.items()
    }
