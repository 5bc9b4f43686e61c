"""The people of a game: one for each office that somebody must hold, with a name easy to type."""

from collections.abc import Iterable, Iterator, Mapping

from complaintflow.case import Person, Tie
from complaintflow.procedure import Is, Procedure

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
        taken = (*people, *procedure.roles, *procedure.steps, *procedure.facts)
        people[_named(role, taken)] = Person(holds=role, is_=may_be[:1])
    return people


def _needed(procedure: Procedure) -> Iterator[str]:
    """Offices that act or decide and that no step fills; one of those from which somebody is
    chosen for an office."""
    acting = {role for step in procedure.steps.values() for role in step.by}
    acting |= {role for fact in procedure.facts.values() for role in fact.decided_by}
    chosen = [step.from_ for step in procedure.steps.values() if step.from_]
    acting |= {roles[0] for roles in chosen if not acting & set(roles)}
    yield from (
        name
        for name, role in procedure.roles.items()
        if name in acting and not role.appointed_by_steps
    )


def _named(role: str, taken: Iterable[str]) -> str:
    known = set(taken)
    free = (name for name in NAMES.get(role[:1], "").split() if name not in known)
    name = next(free, f"{role}_1")
    while name in known:
        name += "_1"
    return name


def ties_that_bar(procedure: Procedure) -> tuple[str, ...]:
    """The relations of which a conflict of interest speaks."""
    return tuple(
        dict.fromkeys(
            who.relation
            for conflict in procedure.conflicts.values()
            for who in conflict.who
            if isinstance(who, Is)
        )
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
            is_not=who.is_not if name in having else (*who.is_not, relation),
        )
        for name, who in people.items()
    }
