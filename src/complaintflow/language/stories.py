"""The names in a scenario file, checked against its policy before any story is told."""

from collections.abc import Iterable, Iterator

from complaintflow.deadlines import Status
from complaintflow.diagnostics import Diagnostic, nearest, quoted
from complaintflow.language.reader import Scalar
from complaintflow.language.records import (
    ExpectedRow,
    Reading,
    ScenarioDoc,
    ScenarioFile,
)
from complaintflow.language.sentences import words
from complaintflow.procedure import Procedure


def check_names(procedure: Procedure, doc: ScenarioFile) -> list[Diagnostic]:
    """Every name in a scenario file that means nothing under its policy."""
    found = list(_header(procedure, doc))
    reading = Reading(procedure)
    reading.told(doc.people)
    reading.facts(doc.facts)
    found += reading.problems
    for scenario in doc.scenarios.values():
        found += _scenario(procedure, doc, scenario)
    return found


def people_of(doc: ScenarioFile, scenario: ScenarioDoc) -> dict[Scalar, object]:
    """Who is in a scenario: the people of the file, with those that it adds or changes."""
    return {**doc.people, **scenario.people}


def _header(procedure: Procedure, doc: ScenarioFile) -> Iterator[Diagnostic]:
    if doc.policy != procedure.id:
        yield Diagnostic(
            "unknown-name",
            f"the policy beside this file is {quoted(procedure.id)}, not {quoted(doc.policy)}",
            doc.policy.place,
            help=f"write `policy: {procedure.id}`",
        )
    if doc.calendar != procedure.calendar.name:
        yield Diagnostic(
            "unknown-calendar",
            f"the policy counts by {quoted(procedure.calendar.name)}, not {quoted(doc.calendar)}",
            doc.calendar.place,
            help=f"write `calendar: {procedure.calendar.name}`",
        )


def _scenario(
    procedure: Procedure, doc: ScenarioFile, scenario: ScenarioDoc
) -> Iterator[Diagnostic]:
    people = [str(name) for name in people_of(doc, scenario)]
    people += [
        str(row.person) for row in scenario.story if not isinstance(row, ExpectedRow) and row.person
    ]
    reading = Reading(procedure, people)
    reading.told(scenario.people)
    reading.facts(scenario.facts or {})
    for clause in scenario.proves:
        yield from _known(clause, procedure.clauses, "clause")
    for row in scenario.story:
        if isinstance(row, ExpectedRow):
            reading.moment(row.as_of)
            yield from _expected(procedure, row, people)
        else:
            reading.event(row)
            for reason in row.refused or ():
                yield from _reason(procedure, reason)
    yield from reading.problems


def _expected(procedure: Procedure, row: ExpectedRow, people: list[str]) -> Iterator[Diagnostic]:
    stages = [place.name for place in procedure.stages]
    ends = [place.name for place in procedure.ends]
    timed = [deadline.step for deadline in procedure.deadlines]
    if row.open is not None:
        yield from _known(row.open, stages, "stage")
    if row.ended is not None:
        yield from _known(row.ended, ends, "end")
    for step, status in row.status.items():
        yield from _known(step, timed, "step with a deadline")
        yield from _known(status, list(Status), "status")
    for step in row.due:
        yield from _known(step, timed, "step with a deadline")
    for name in (*(row.owed or ()), *(row.may or ()), *row.nobody_can):
        yield from _first_word(name, procedure.steps, "step")
    for reading in row.rests_on:
        yield from _known(reading, procedure.readings, "reading")
    for attempt, reasons in row.refuses.items():
        yield from _attempt(procedure, attempt, people)
        for reason in reasons:
            yield from _reason(procedure, reason)


def _attempt(procedure: Procedure, attempt: Scalar, people: list[str]) -> Iterator[Diagnostic]:
    given = words(attempt)
    if len(given) != 3 or given[1].text != "by":
        yield Diagnostic(
            "wrong-shape",
            f"{quoted(attempt)} does not read as STEP by PERSON",
            attempt.place,
            help="write it like `report_sent by mo`",
        )
        return
    yield from _first_word(attempt, (*procedure.steps, *procedure.facts), "step or fact")
    if given[2].text not in people:
        yield _unknown(attempt, given[2].text, people, "person", given[2].start, given[2].end)


def _reason(procedure: Procedure, reason: Scalar) -> Iterator[Diagnostic]:
    """`RULE` or `RULE.KEY`."""
    rule = reason.split(".")[0]
    rules = (
        *procedure.steps,
        *procedure.facts,
        *procedure.conflicts,
        *procedure.roles,
        *(place.name for place in procedure.stages),
    )
    if rule not in rules:
        yield _unknown(reason, rule, rules, "rule", 0, len(rule))


def _first_word(scalar: Scalar, among: Iterable[str], sort: str) -> Iterator[Diagnostic]:
    name = scalar.split()[0].split(".")[0] if scalar.split() else str(scalar)
    choices = tuple(among)
    if name not in choices:
        yield _unknown(scalar, name, choices, sort, 0, len(name))


def _known(scalar: Scalar, among: Iterable[str], sort: str) -> Iterator[Diagnostic]:
    choices = tuple(among)
    if scalar not in choices:
        yield _unknown(scalar, str(scalar), choices, sort, 0, len(scalar))


def _unknown(
    scalar: Scalar, name: str, among: Iterable[str], sort: str, start: int, end: int
) -> Diagnostic:
    choices = tuple(among)
    near = nearest(name, choices)
    return Diagnostic(
        "unknown-name",
        f"there is no {sort} {quoted(name)}",
        scalar.part(start, end),
        help=f"did you mean `{near}`?" if near else "there are " + ", ".join(choices[:12]),
    )
