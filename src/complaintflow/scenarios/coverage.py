"""Coverage: which rules of a policy its stories touch, and which they never come near.

Touched is a step that a row records or that refuses one; a fact that is answered or refuses; a
condition or a conflict that refuses; an exception without which a row would be refused; a
deadline whose due time or status a row tells, or that refuses; a stage or end that is entered. A clause
is touched where one of these rests on it. To touch a rule is not to prove it: that is what the
mutants are for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from complaintflow.diagnostics import Place
from complaintflow.language.document import Document, PlaceDoc, StepDoc
from complaintflow.language.tree import Scalar
from complaintflow.procedure import Clause, Procedure
from complaintflow.scenarios.clauses import clauses_of, only_told
from complaintflow.scenarios.runner import Report


class Sort(StrEnum):
    """What can be touched."""

    STEP = "steps"
    FACT = "facts"
    CONDITION = "conditions"
    DEADLINE = "deadlines"
    CONFLICT = "conflicts"
    EXCEPTION = "exceptions"
    STAGE = "stages"
    END = "ends"


@dataclass(frozen=True, slots=True)
class Item:
    """A rule, or a key of one, or a place, as it stands in the document."""

    sort: Sort
    name: str
    place: Place
    touched: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the scenarios of one file touch of their policy, in the order of the documents.

    `clauses` are those of the policy itself that no touched rule rests on, each with what it is
    instead: `information`, `standing duty`, `left out`, or None where a story should touch it.
    """

    items: tuple[Item, ...]
    touched_clauses: tuple[Clause, ...]
    clauses: tuple[tuple[Clause, str | None], ...]

    def of(self, sort: Sort) -> tuple[Item, ...]:
        """All of one sort."""
        return tuple(item for item in self.items if item.sort is sort)

    @property
    def missed(self) -> tuple[Item, ...]:
        """What no story touches."""
        return tuple(item for item in self.items if not item.touched)


def coverage(report: Report) -> Coverage | None:
    """What the scenarios of a report touch; None where the file could not be told."""
    found = report.found
    if found is None or found.procedure is None or found.sources is None:
        return None
    touched = {name for told in report.scenarios for name in told.touched}
    items = tuple(
        Item(sort, name, place, name in touched)
        for document in found.sources.documents
        for sort, name, place in _written(document)
    )
    rest_on = _clauses(found.procedure, items)
    only = dict(only_told(found.procedure))
    own = [c for c in found.procedure.clauses.values() if c.document == found.procedure.id]
    return Coverage(
        items,
        tuple(clause for clause in own if clause.id in rest_on),
        tuple((clause, only.get(clause.id)) for clause in own if clause.id not in rest_on),
    )


def _clauses(procedure: Procedure, items: tuple[Item, ...]) -> set[str]:
    found: set[str] = set()
    for item in items:
        if item.touched:
            rule, _, key = item.name.partition(".")
            found.update(clause.id for clause in clauses_of(procedure, rule, key or None))
    return found


def _written(document: Document) -> Iterator[tuple[Sort, str, Place]]:
    """Everything in a document that a story can touch."""
    for steps in document.all_steps():
        for name, step in steps.items():
            yield Sort.STEP, str(name), name.place
            yield from _conditions(name, step)
            if step.within is not None:
                yield Sort.DEADLINE, f"{name}.within", step.within.place
    for name in document.facts:
        yield Sort.FACT, str(name), name.place
    for name, role in document.roles.items():
        if role.may_be:
            yield Sort.CONDITION, f"{name}.may_be", role.may_be[0].place
    for name, conflict in document.conflicts.items():
        yield Sort.CONFLICT, str(name), name.place
        if conflict.except_ is not None:
            yield Sort.EXCEPTION, f"{name}.except", conflict.except_.if_[0].place
    for sort, places in ((Sort.STAGE, document.stages), (Sort.END, document.ends)):
        for name, place in places.items():
            yield sort, str(name), name.place
            yield from _conditions(name, place)


def _conditions(name: Scalar, rule: StepDoc | PlaceDoc) -> Iterator[tuple[Sort, str, Place]]:
    for key, written in (("if", rule.if_), ("unless", rule.unless)):
        if written:
            yield Sort.CONDITION, f"{name}.{key}", written[0].place
