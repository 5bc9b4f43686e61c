"""Clause by clause: how many changes to the rules that rest on it were caught by a story."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from complaintflow.language.alterations import Mutant
from complaintflow.language.other_stills import STILL
from complaintflow.procedure import Clause, Procedure


@dataclass(frozen=True, slots=True)
class Proved:
    """A clause of the policy: how many mutants of its rules were caught, else what it is.

    `otherwise` is `standing duty`, `information` or `left out` where the clause has no rule that
    refuses, owes or dates; None where it has mutants, or nothing at all.
    """

    clause: Clause
    caught: int
    otherwise: str | None


def proved(procedure: Procedure, caught: Iterable[Mutant]) -> tuple[Proved, ...]:
    """Every clause of the policy itself, in the order of the document."""
    counts: dict[str, int] = {}
    for mutant in caught:
        for clause in clauses_of(procedure, mutant.rule, mutant.key):
            counts[clause.id] = counts.get(clause.id, 0) + 1
    only = dict(only_told(procedure))
    return tuple(
        Proved(
            clause,
            counts.get(clause.id, 0),
            None if counts.get(clause.id) else only.get(clause.id),
        )
        for clause in procedure.clauses.values()
        if clause.document == procedure.id
    )


def clauses_of(procedure: Procedure, name: str, key: str | None) -> tuple[Clause, ...]:
    """The clauses that a rule rests on; of a rule that cites key by key, those of the key.

    What stands still cites for itself.
    """
    groups = (
        procedure.steps,
        procedure.facts,
        procedure.happenings,
        procedure.moments,
        procedure.roles,
        procedure.places,
        procedure.conflicts,
    )
    rule = next((group[name] for group in groups if name in group), None)
    if rule is None:
        return ()
    if key == STILL:
        stills = (each for d in procedure.deadlines if d.step == name for each in d.stills)
        own = tuple(clause for still in stills for clause in still.cites)
        return tuple(dict.fromkeys(own or rule.cites.of(key)))
    return rule.cites.clauses if key is None else rule.cites.of(key)


def only_told(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """The clauses that some notice rests on, or that are left out, each with which of these."""
    yield from ((id_, "left out") for id_ in procedure.left_out)
    for notices, what in (
        (procedure.information, "information"),
        (procedure.standing_duties, "standing duty"),
    ):
        for notice in notices.values():
            yield from ((clause.id, what) for clause in notice.cites.clauses)
