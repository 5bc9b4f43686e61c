"""Stories so far, told under a policy and under a mutant side by side, and the rows they lack."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from complaintflow.diagnostics import Place
from complaintflow.language.reader import read
from complaintflow.language.scenario import ExpectedRow, ScenarioDoc, ScenarioFile, ToldRow
from complaintflow.language.tree import Scalar
from complaintflow.language.validation import validate
from complaintflow.moments import Moment
from complaintflow.procedure import Procedure
from complaintflow.scenarios.teller import Teller

Row: TypeAlias = ToldRow | ExpectedRow
Rows: TypeAlias = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """The rows that a story lacks, as YAML, and where they belong.

    `after` is the place of the row above them, None where they begin the story. `ends` says
    that the rest of the story does not go on from them: they end one that goes so far.
    `counts_from` is the day of the last event of such a story, where that is what matters.
    `shut` says that a step is tried in them while it is not open, which proves little of it.
    """

    story: str
    after: Place | None
    rows: tuple[str, ...]
    ends: bool = False
    counts_from: date | None = None
    shut: bool = False

    @property
    def where(self) -> str:
        """Where the rows belong, as in "in `one`, after the row at line 7"."""
        at = None if self.after is None else f"the row at line {self.after.line}"
        if self.ends:
            so_far = f"up to {at}" if at is not None else "but for its rows"
            return f"in a story of its own, like `{self.story}` {so_far}"
        return f"in `{self.story}`, " + (f"after {at}" if at is not None else "at its beginning")


@dataclass(frozen=True, slots=True)
class State:
    """A story after one of its rows, under the policy and under the mutant, and its other rows.

    `lead` are rows that were added to come here, as YAML. `moved` is False where the row
    above recorded nothing, `again` True where it did not even speak of another moment.
    """

    story: str
    after: Place | None
    at: Moment
    one: Teller
    other: Teller
    moved: bool
    rest: Rows
    again: bool = False
    lead: tuple[str, ...] = ()

    def led(self, row: str, one: Teller, other: Teller, at: Moment) -> "State":
        """The state at a time after one more row, told under both already."""
        lead = (*self.lead, row)
        return State(self.story, self.after, at, one, other, moved=True, rest=self.rest, lead=lead)


def states(
    procedure: Procedure, changed: Procedure, doc: ScenarioFile, story: tuple[Scalar, ScenarioDoc]
) -> Iterator[State]:
    """A story before its first row and after each, every one of which holds under both."""
    name, told = story
    one = Teller(procedure, doc, told, readings=False)
    other = Teller(changed, doc, told, readings=False)
    rows = tuple(told.story)
    at = one.moment_of(rows[0])
    yield State(str(name), None, at, copy(one), copy(other), moved=True, rest=rows)
    for number, row in enumerate(rows, start=1):
        before, earlier = one.case, at
        assert [*one.row(row), *other.row(row)] == []  # a survivor passes every row
        after = (row.as_of if isinstance(row, ExpectedRow) else row.at).place
        at, moved = one.moment_of(row), one.case is not before
        again = not moved and at == earlier
        yield State(
            str(name), after, at, copy(one), copy(other), moved, rest=rows[number:], again=again
        )


def holds(teller: Teller, rows: Sequence[Row]) -> bool:
    """Whether a story so far goes on with these rows as they say; the teller stays as it is."""
    teller = copy(teller)
    return not any(failure for row in rows for failure in teller.row(row))


def parsed(rows: Sequence[str]) -> Rows:
    """Rows of a story from their YAML."""
    text = "proves: it\nstory:\n" + "".join(f"  - {row}\n" for row in rows)
    tree, problems = read(text, "")
    assert tree is not None and not problems  # noqa: PT018 - they were written here
    doc, wrong = validate(tree, ScenarioDoc)
    assert doc is not None and not wrong  # noqa: PT018
    return tuple(doc.story)
