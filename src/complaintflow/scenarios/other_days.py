"""The little story that shows how days are counted: one that counts from a day off, or ends on one.

Often a rule of counting shows only where the count begins on a day off. So what a story records
is told again of other days, so that it counts from a Saturday, then from a Sunday; of a rule by
which ends are rolled, from each day of a week, so that some end is a day off; of an hour after which
it is too late for a day, at that hour and a minute later. From which event
a period is counted needs no such story: between the two events only one of them has happened.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
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
    {
        Operator.LONGER,
        Operator.SHORTER,
        Operator.OTHER_DAYS,
        Operator.OTHER_DAY_ONE,
        Operator.OTHER_ROLL,
        Operator.OTHER_HOUR,
    }
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
    for name, story, when in islice(_told_otherwise(procedure, doc, stories, mutant), MOST_STORIES):
        told = [_on(row, at) for row, at in zip(story.story, when, strict=True)]
        row = _row_apart(procedure, changed, doc, story, told)
        if row is not None:
            day = date.fromisoformat(when[-1][:10])
            return Missing(str(name), None, (*told, row), ends=True, counts_from=day)
    return None


def _told_otherwise(
    procedure: Procedure,
    doc: ScenarioFile,
    stories: Mapping[Scalar, ScenarioDoc],
    mutant: Mutant,
) -> Iterator[tuple[Scalar, ScenarioDoc, tuple[str, ...]]]:
    """Each story up to where the count begins, with other times for its rows."""
    beginnings = [
        (name, begun)
        for name, story in stories.items()
        if (begun := _until_it_counts(procedure, doc, story, mutant)) is not None
    ]
    beginnings.sort(key=lambda named: len(named[1].story))  # the shortest shows it best
    for name, story in beginnings:
        when = [str(row.at) for row in _rows(story)]
        begins = date.fromisoformat(when[-1][:10])
        if mutant.operator is Operator.OTHER_HOUR:
            ahead = _to_a_working_day(procedure, begins)
            for hour in _around(procedure.cut_off):
                *before, last = (_later(each, ahead) for each in when)
                yield name, story, (*before, f"{last[:10]}T{hour:%H:%M}")
            continue
        week = [(off - begins.weekday()) % 7 for off in (SATURDAY, SUNDAY)]
        if mutant.operator is Operator.OTHER_ROLL:
            week = [*range(1, 7)]
        for ahead in week:
            yield name, story, tuple(_later(each, ahead) for each in when)


def _later(at: str, days: int) -> str:
    """A date or moment so many days later, at the same hour."""
    return f"{date.fromisoformat(at[:10]) + timedelta(days=days)}{at[10:]}"


def _to_a_working_day(procedure: Procedure, day: date) -> int:
    """How many days it is from a day to a working day."""
    try:
        return (procedure.calendar.after(day - timedelta(days=1), 1) - day).days
    except OutsideCalendar:
        return 0


def _around(hour: time | None) -> Iterator[time]:
    """An hour after which a day is too late, and a minute later."""
    if hour is not None:
        at = datetime.combine(date.min, hour)
        yield from (hour, (at + timedelta(minutes=1)).time())


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


def _on(row: Row, at: str) -> str:
    """A row that happens, as YAML, at another time."""
    said = row.model_dump(by_alias=True, exclude_unset=True)
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
