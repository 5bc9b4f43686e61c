"""The row that would catch a mutant which no story catches.

Every story is told under the policy and under the mutant side by side. The first row that
could say something of the one that does not hold of the other is the row that is missing; where
the stories as they are leave no trace of the change, one more event is tried after each of
their rows. What is found is read and told under both before it is offered.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from complaintflow.diagnostics import Place
from complaintflow.language.alterations import Mutant
from complaintflow.language.reader import read
from complaintflow.language.scenario import ExpectedRow, ScenarioDoc, ScenarioFile, ToldRow
from complaintflow.language.tree import Scalar
from complaintflow.language.validation import validate
from complaintflow.moments import Moment
from complaintflow.procedure import Holds, Procedure
from complaintflow.scenarios.differences import MANY, difference
from complaintflow.scenarios.events import events, with_reasons
from complaintflow.scenarios.teller import Teller

Rows: TypeAlias = tuple[ToldRow | ExpectedRow, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """The rows that a story lacks, as YAML, and where they belong.

    `after` is the place of the row above them, None where they begin the story. `ends` says
    that the rest of the story does not go on from them: they end one that goes so far.
    """

    story: str
    after: Place | None
    rows: tuple[str, ...]
    ends: bool = False


def missing_row(
    procedure: Procedure,
    changed: Procedure,
    doc: ScenarioFile,
    stories: Mapping[Scalar, ScenarioDoc],
    mutant: Mutant,
) -> Missing | None:
    """The rows that hold under the policy and not under the mutant; None where none was found.

    Args:
        procedure: the policy.
        changed: the mutant, under which every row of every story holds as well.
        doc: the scenario file.
        stories: its scenarios, those that touch the rule first.
        mutant: what was changed.
    """
    acts = _acts_near(procedure, mutant.rule)
    states = [
        state for story in stories.items() for state in _states(procedure, changed, doc, story)
    ]
    for most_reasons in (1, 2, MANY):  # one reason proves more than a heap of them
        spare = None
        for search in (_as_they_are, _one_event_more):
            for state in states:
                for rows in search(state, acts, most_reasons):
                    if not state.tells_apart(rows):
                        continue
                    if state.goes_on(rows):
                        return Missing(state.story, state.after, rows)
                    spare = spare or Missing(state.story, state.after, rows, ends=True)
        if spare is not None:
            return spare
    return None


MOST_EVENTS = 60
"""How many events of one name are tried after one row."""


@dataclass(frozen=True, slots=True)
class _State:
    """A story after one of its rows, under the policy and under the mutant, and its other rows."""

    story: str
    after: Place | None
    at: Moment
    one: Teller
    other: Teller
    moved: bool
    rest: Rows

    def tells_apart(self, rows: tuple[str, ...]) -> bool:
        """Whether the rows, read as they would be pasted, hold under the policy alone."""
        told = _read(rows)
        return _holds(self.one, told) and not _holds(self.other, told)

    def goes_on(self, rows: tuple[str, ...]) -> bool:
        """Whether the rest of the story still comes out with these rows in it."""
        return _holds(self.one, (*_read(rows), *self.rest))


def _holds(teller: Teller, rows: Rows) -> bool:
    teller = copy(teller)
    return not any(failure for row in rows for failure in teller.row(row))


def _as_they_are(
    state: _State, acts: tuple[str, ...], most_reasons: int
) -> Iterator[tuple[str, ...]]:
    said = difference(state.one, state.other, state.at, acts, most_reasons=most_reasons)
    if said is not None:
        yield (said,)


def _one_event_more(
    state: _State, acts: tuple[str, ...], most_reasons: int
) -> Iterator[tuple[str, ...]]:
    """Rows that record one more event, with what then tells the two apart."""
    if not state.moved:
        return
    for act in acts:
        for event in islice(events(state.one, act, state.at), MOST_EVENTS):
            row = with_reasons(state.one, event, most_reasons)
            if row is None:
                continue
            one, other = copy(state.one), copy(state.other)
            told = _read((row,))
            if any(one.row(told[0])):
                continue  # it says what no rule asks for
            if any(other.row(told[0])):
                yield (row,)
            elif one.case is not state.one.case:
                said = difference(
                    one, other, state.at, acts, most_reasons=most_reasons, later=False
                )
                if said is not None:
                    yield (row, said)


def _states(
    procedure: Procedure, changed: Procedure, doc: ScenarioFile, story: tuple[Scalar, ScenarioDoc]
) -> Iterator[_State]:
    name, told = story
    one = Teller(procedure, doc, told, readings=False)
    other = Teller(changed, doc, told, readings=False)
    rows = tuple(told.story)
    at = one.moment_of(rows[0])
    yield _State(str(name), None, at, copy(one), copy(other), moved=True, rest=rows)
    for number, row in enumerate(rows, start=1):
        before = one.case
        assert [*one.row(row), *other.row(row)] == []  # a survivor passes every row
        after = (row.as_of if isinstance(row, ExpectedRow) else row.at).place
        moved, rest = one.case is not before, rows[number:]
        yield _State(
            str(name), after, one.moment_of(row), copy(one), copy(other), moved=moved, rest=rest
        )


def _read(rows: tuple[str, ...]) -> Rows:
    """Rows of a story from their YAML."""
    text = "proves: it\nstory:\n" + "".join(f"  - {row}\n" for row in rows)
    tree, problems = read(text, "")
    assert tree is not None and not problems  # noqa: PT018 - they were written here
    doc, wrong = validate(tree, ScenarioDoc)
    assert doc is not None and not wrong  # noqa: PT018
    return tuple(doc.story)


def _acts_near(procedure: Procedure, rule: str) -> tuple[str, ...]:
    """The steps and facts on which a change to a rule could show, its own first."""
    near = set(_near(procedure, rule))
    acts = (*procedure.steps, *procedure.facts)
    return tuple(sorted((a for a in acts if a in near), key=lambda act: act != rule))


def _near(procedure: Procedure, rule: str) -> Iterator[str]:
    steps, facts = procedure.steps.values(), procedure.facts.values()
    yield rule
    for step in steps:
        roles = (*step.by, *step.from_, step.appoints)
        place = procedure.place_of(step)
        asks = (c.fact for c in (*step.if_, *step.unless, *place.if_, *place.unless))
        waits = (str(anchor).split()[-1] for anchor in step.after)
        if rule in (*roles, place.name, *asks, *waits):
            yield step.name
    for fact in facts:
        if rule in fact.decided_by or (fact.asked_if is not None and fact.asked_if.fact == rule):
            yield fact.name
    for conflict in procedure.conflicts.values():
        who = (w.role for w in conflict.who if isinstance(w, Holds))
        if rule in (conflict.name, *who, *(c.fact for c in conflict.except_if)):
            yield from conflict.bars
            for step in steps:
                if conflict.bars_roles & {*step.by, step.appoints}:
                    yield step.name
