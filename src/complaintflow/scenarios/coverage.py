"""Coverage: which rules of a policy its stories touch, and which they never come near.

Touched is a step that a row records or that refuses one; a fact that is answered or refuses; a
happening that a row records; a condition, a conflict or a rule about an office that refuses; an exception without which a row would be refused; a
deadline whose due time or status a row tells, or that refuses; a stage or end that is entered. What refuses is
also what keeps everybody from an act of which a row says that nobody can do it. A clause
is touched where one of these rests on it. To touch a rule is not to prove it: that is what the
mutants are for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaintflow.diagnostics import Place
from complaintflow.language.document import (
    ActDoc,
    ConflictDoc,
    Document,
    OnlyDoc,
    PlaceDoc,
    RoleDoc,
    StepDoc,
)
from complaintflow.language.tree import Scalar
from complaintflow.language.values import UNSTATED
from complaintflow.procedure import Clause, Procedure
from complaintflow.scenarios.clauses import clauses_of, only_told
from complaintflow.scenarios.runner import Report, Told


class Sort(StrEnum):
    """What can be touched."""

    STEP = "steps"
    FACT = "facts"
    HAPPENING = "happenings"
    OFFICE = "offices"
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
class Claim:
    """A scenario that says it proves clauses on which nothing rests that it touches.

    Each clause with what it is: `information`, `standing duty`, `left out`, or None where a rule
    rests on it that the scenario could touch.
    """

    scenario: str
    clauses: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the scenarios of one file touch of their policy, in the order of the documents.

    `clauses` are those of the policy itself that no touched rule rests on, each with what it is
    instead: `information`, `standing duty`, `left out`, or None where a story should touch it.
    `claims` are scenarios that touch less than they say to prove.
    """

    items: tuple[Item, ...]
    touched_clauses: tuple[Clause, ...]
    clauses: tuple[tuple[Clause, str | None], ...]
    claims: tuple[Claim, ...] = ()

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
    rest_on = _clauses(found.procedure, (item.name for item in items if item.touched))
    only = dict(only_told(found.procedure))
    claims = (_claim(found.procedure, told, only) for told in report.scenarios)
    own = [c for c in found.procedure.clauses.values() if c.document == found.procedure.id]
    return Coverage(
        items,
        tuple(clause for clause in own if clause.id in rest_on),
        tuple((clause, only.get(clause.id)) for clause in own if clause.id not in rest_on),
        tuple(claim for claim in claims if claim.clauses),
    )


def _clauses(procedure: Procedure, touched: Iterable[str]) -> set[str]:
    """The clauses that the rules, and keys of rules, of these names rest on."""
    found: set[str] = set()
    for name in touched:
        rule, _, key = name.partition(".")
        keys = (key, "quorum") if rule in procedure.roles and key == "members" else (key or None,)
        found.update(c.id for each in keys for c in clauses_of(procedure, rule, each))
    return found


def _claim(procedure: Procedure, told: Told, only: Mapping[str, str]) -> Claim:
    acts = [procedure.steps[name] for name in told.touched if name in procedure.steps]
    # whoever acts in a role shows who may be in it
    roles = {role for step in acts for role in (*step.by, *step.from_)}
    rest_on = _clauses(procedure, told.touched | roles)
    return Claim(
        told.name, tuple((id_, only.get(id_)) for id_ in told.proves if id_ not in rest_on)
    )


def _written(document: Document) -> Iterator[tuple[Sort, str, Place]]:
    """Everything in a document that a story can touch."""
    for name, act in document.all_acts():
        yield Sort.STEP, str(name), name.place
        yield from _conditions(name, act)
        if isinstance(act, StepDoc):
            yield from _deadlines(name, act)
    for name, fact in document.facts.items():
        yield Sort.FACT, str(name), name.place
        if fact.within is not None:
            yield Sort.DEADLINE, f"{name}.within", fact.within.place
    for name in document.happenings:
        yield Sort.HAPPENING, str(name), name.place
    for name, role in document.roles.items():
        yield from _of_office(name, role)
        if role.may_be:
            yield Sort.CONDITION, f"{name}.may_be", role.may_be[0].place
        if role.must_be:
            yield Sort.CONFLICT, f"{name}.must_be", role.must_be[0].place
    for name, conflict in document.conflicts.items():
        yield Sort.CONFLICT, str(name), name.place
        if isinstance(conflict, ConflictDoc | OnlyDoc) and conflict.except_ is not None:
            yield Sort.EXCEPTION, f"{name}.except", conflict.except_.if_[0].place
    for sort, places in ((Sort.STAGE, document.stages), (Sort.END, document.ends)):
        for name, place in places.items():
            yield sort, str(name), name.place
            yield from _conditions(name, place)


def _of_office(name: Scalar, role: RoleDoc) -> Iterator[tuple[Sort, str, Place]]:
    """Of how many people an office or a body is made up, of whom, and who names them."""
    several = None if role.holders is None or role.holders.strip() == "one" else role.holders
    appointed_by = role.appointed_by[0] if role.appointed_by else None
    of_whom = role.of_whom[0] if role.of_whom else None
    for key, written in (
        ("holders", several),
        ("members", role.members),
        ("of_whom", of_whom),
        ("chair", role.chair),
        ("appointed_by", appointed_by),
    ):
        if written is not None:
            yield Sort.OFFICE, f"{name}.{key}", written.place


def _deadlines(name: Scalar, act: StepDoc) -> Iterator[tuple[Sort, str, Place]]:
    """The times of a step; `at_latest` beside `within` only caps that."""
    alone = act.at_latest if act.within is None else None
    every = None if act.every == UNSTATED else act.every
    for key, written in (
        ("within", act.within),
        ("aim_within", act.aim_within),
        ("at_latest", alone),
        ("every", every),
    ):
        if written is not None:
            yield Sort.DEADLINE, f"{name}.{key}", written.place


def _conditions(name: Scalar, rule: ActDoc | PlaceDoc) -> Iterator[tuple[Sort, str, Place]]:
    for key, written in (("if", rule.if_), ("unless", rule.unless)):
        if written:
            yield Sort.CONDITION, f"{name}.{key}", written[0].place
