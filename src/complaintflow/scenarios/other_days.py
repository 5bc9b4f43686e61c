"""The little story that shows how days are counted: one that counts from a day off.

Often a rule of counting shows only where the count begins on a day off. So what a story records
is told again of other days, so that it counts from a Saturday, then from a Sunday. From which event
a period is counted needs no such story: between the two events only one of them has happened.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from complaintflow.calendars import OutsideCalendar
from complaintflow.deadlines import Clock
from complaintflow.engine import course_of
from complaintflow.language.alterations import Mutant, Operator
from complaintflow.language.scenario import ScenarioDoc, ScenarioFile, ToldRow
from complaintflow.language.tree import Scalar
from complaintflow.language.writing import flow
from complaintflow.procedure import Procedure
from complaintflow.scenarios.differences import difference
from complaintflow.scenarios.states import Missing, Row, parsed
from complaintflow.scenarios.teller import Teller
from complaintflow.timing import clocks

COUNTING = frozenset(
    {Operator.LONGER, Operator.SHORTER, Operator.OTHER_DAYS, Operator.OTHER_DAY_ONE}
)
"""What is done to a rule that says how days are counted."""

MOST_STORIES = 40
"""How many stories on other days are told for one mutant."""

SATURDAY, SUNDAY = 5, 6


def on_other_days(
    procedure: Procedure,
    changed: Procedure,
    doc: ScenarioFile,
    stories: Mapping[Scalar, ScenarioDoc],
    mutant: Mutant,
) -> Missing | None:
    """A story of its own that holds under the policy and not under the mutant, if one is found."""
    if mutant.operator not in COUNTING:
        return None
    for name, story, dates in islice(
        _told_otherwise(procedure, doc, stories, mutant), MOST_STORIES
    ):
        told = [_on(row, day) for row, day in zip(story.story, dates, strict=True)]
        row = _row_apart(procedure, changed, doc, story, told)
        if row is not None:
            return Missing(str(name), None, (*told, row), ends=True, counts_from=dates[-1])
    return None


def _told_otherwise(
    procedure: Procedure,
    doc: ScenarioFile,
    stories: Mapping[Scalar, ScenarioDoc],
    mutant: Mutant,
) -> Iterator[tuple[Scalar, ScenarioDoc, tuple[date, ...]]]:
    """Each story up to where the count begins, with other days for its rows."""
    beginnings = [
        (name, begun)
        for name, story in stories.items()
        if (begun := _until_it_counts(procedure, doc, story, mutant)) is not None
    ]
    beginnings.sort(key=lambda named: len(named[1].story))  # the shortest shows it best
    for name, story in beginnings:
        days = tuple(date.fromisoformat(str(row.at)[:10]) for row in _rows(story))
        for off in (SATURDAY, SUNDAY):
            later = timedelta(days=(off - days[-1].weekday()) % 7)
            yield name, story, tuple(day + later for day in days)


def _until_it_counts(
    procedure: Procedure, doc: ScenarioFile, story: ScenarioDoc, mutant: Mutant
) -> ScenarioDoc | None:
    """What the story records, up to the event from which the mutant's rule counts."""
    teller = Teller(procedure, doc, story, readings=False)
    told: list[Row] = []
    for row in story.story:
        before = teller.case
        assert not [*teller.row(row)]  # a survivor passes every row
        if teller.case is before:
            continue
        told.append(row)
        try:
            running = clocks(procedure, course_of(procedure, teller.case))
        except OutsideCalendar:
            return None
        if any(_counts(clock, mutant.rule) for clock in running):
            return story.model_copy(update={"story": told})
    return None


def _counts(clock: Clock, rule: str) -> bool:
    """Whether a clock counts by this rule: its own step's, one that gave it more time, or any."""
    extensions = (each.step for each in clock.tape.extensions)
    return clock.start is not None and rule in (clock.step, "counting", *extensions)


def _rows(story: ScenarioDoc) -> Iterator[ToldRow]:
    for row in story.story:
        assert isinstance(row, ToldRow)  # a row that only describes records nothing
        yield row


def _on(row: Row, day: date) -> str:
    """A row that happens, as YAML, on another day at the same hour."""
    said = row.model_dump(by_alias=True, exclude_unset=True)
    at = f"{day}{said['at'][10:]}"
    first = {key: said[key] for key in ("by", "event") if key in said}
    return flow({"at": at, **first, **{k: v for k, v in said.items() if k != "at"}})


def _row_apart(
    procedure: Procedure,
    changed: Procedure,
    doc: ScenarioFile,
    story: ScenarioDoc,
    told: Sequence[str],
) -> str | None:
    """The row after these that holds under the policy alone."""
    rows = parsed(told)
    moved = story.model_copy(update={"story": list(rows)})
    one, other = (Teller(p, doc, moved, readings=False) for p in (procedure, changed))
    if any(failure for teller in (one, other) for row in rows for failure in teller.row(row)):
        return None
    at = one.moment_of(rows[-1])
    said = difference(one, other, at, (), most_reasons=0, later=False)
    if said is None:
        return None
    (row,) = parsed((said,))
    return said if not any(one.row(row)) and any(other.row(row)) else None
