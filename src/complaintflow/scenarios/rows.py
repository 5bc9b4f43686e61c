"""The row that would catch a mutant which no story catches.

Every story is told under the policy and under the mutant side by side. The first row that
could say something of the one that does not hold of the other is the row that is missing; where
the stories as they are leave no trace of the change, one more event is tried after each of
their rows, then one more after another that opens the stage of the rule or leads to it, and for a
rule of counting the same on other days. What is found is read and told under both before it is offered.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from datetime import timedelta
from itertools import islice

from complaintflow.engine import course_of
from complaintflow.language.alterations import Mutant
from complaintflow.language.scenario import ScenarioDoc, ScenarioFile
from complaintflow.language.tree import Scalar
from complaintflow.moments import Moment
from complaintflow.procedure import Procedure
from complaintflow.scenarios.differences import MANY, difference
from complaintflow.scenarios.events import events, with_reasons
from complaintflow.scenarios.nearby import acts_near, leading_to
from complaintflow.scenarios.other_days import on_other_days
from complaintflow.scenarios.states import Missing, State, holds, parsed, states
from complaintflow.scenarios.teller import Teller

FEW = (1, 2, 4)
"""How much may speak against an attempt: one reason proves more than a heap of them. An event that
is refused for more, or because its place is not open, is worth no row; to describe it is."""

AT_ONCE = ((0, 0),)
"""How many days after a row something leads on, and after that what is tried."""

STOPPED = ((1, 7), (3, 7), (1, 70), (3, 70))
"""The same where time stands still: from the next working day for a week, or as long as a ceiling."""

MOST_EVENTS = 60
"""How many events of one name are tried after one row."""


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
    acts, leads = acts_near(procedure, mutant), leading_to(procedure, mutant)
    told = [state for story in stories.items() for state in states(procedure, changed, doc, story)]
    at_all = _first(told, acts, MANY)
    best = _best(told, acts) if at_all is not None else None
    if best is not None:
        return best
    ahead = STOPPED if mutant.key == "stands_still" else AT_ONCE
    opened = [each for state in told for each in _led(state, acts, leads, ahead)]
    if _first(opened, acts, MANY) is not None:
        best = _best(opened, acts)
    return best or on_other_days(procedure, changed, doc, stories, mutant) or at_all


def _best(told: Sequence[State], acts: Sequence[str]) -> Missing | None:
    """The rows that prove most: those against which least else speaks."""
    found = (_first(told, acts, most_reasons) for most_reasons in FEW)
    return next((missing for missing in found if missing is not None), None)


def _first(told: Sequence[State], acts: Sequence[str], most_reasons: int) -> Missing | None:
    """The first rows with which a story goes on as it is, else those that end one of its own."""
    spare = None
    for search in (_as_they_are, _one_event_more):
        for state in told:
            for more in search(state, acts, most_reasons):
                rows = (*state.lead, *more)
                read = parsed(more)
                if not holds(state.one, read) or holds(state.other, read):
                    continue
                shut = any(".place" in row for row in more)
                if holds(state.one, (*read, *state.rest)):
                    return Missing(state.story, state.after, rows, shut=shut)
                spare = spare or Missing(state.story, state.after, rows, ends=True, shut=shut)
    return spare


def _as_they_are(state: State, acts: Sequence[str], most_reasons: int) -> Iterator[tuple[str, ...]]:
    """A row that describes the story where it is."""
    if state.again:
        return
    said = difference(state.one, state.other, state.at, acts, most_reasons=most_reasons)
    if said is not None:
        yield (said,)


def _one_event_more(
    state: State, acts: Sequence[str], most_reasons: int
) -> Iterator[tuple[str, ...]]:
    """Rows that record one more event, with what then tells the two apart."""
    at_its_end = not state.rest and most_reasons < MANY  # where a story goes on most easily
    if not (state.moved or at_its_end):
        return
    for act in acts:
        for event in islice(events(state.one, act, state.at), MOST_EVENTS):
            row = with_reasons(state.one, event, min(most_reasons, FEW[-1]))
            if row is None:
                continue
            one, other = copy(state.one), copy(state.other)
            told = parsed((row,))
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


def _led(
    state: State, acts: Sequence[str], leads: Sequence[str], ahead: Sequence[tuple[int, int]]
) -> Iterator[State]:
    """The story after one more event that opens the place of one of the acts, or leads to one."""
    if state.rest and not state.moved:
        return
    procedure = state.one.procedure
    here = course_of(procedure, state.one.case).stage
    wanted = {procedure.steps[act].place for act in acts if act in procedure.steps} - {here}
    for step in procedure.steps.values():
        if step.then in wanted:
            for row, one, other in _permitted(state, step.name, state.at):
                yield state.led(row, one, other, state.at)
                break  # whoever does it, the place is open
    for lead in leads:
        for days, more in ahead:
            at = state.at + timedelta(days=days)
            for row, one, other in _permitted(state, lead, at):
                yield state.led(row, one, other, at + timedelta(days=more))


def _permitted(state: State, act: str, at: Moment) -> Iterator[tuple[str, Teller, Teller]]:
    """The events of a name that neither the policy nor the mutant refuses, and what follows."""
    for event in islice(events(state.one, act, at), MOST_EVENTS):
        row = with_reasons(state.one, event, 0)
        if row is None:
            continue
        one, other = copy(state.one), copy(state.other)
        told = parsed((row,))
        if not any(one.row(told[0])) and not any(other.row(told[0])):
            yield row, one, other
