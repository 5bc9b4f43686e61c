"""A recorded case as a scenario: its events as rows, and a last row that says how it stands.

A scenario written from a case passes at once, and fails as soon as a change of the policy
makes the same events come out otherwise.
"""

from collections.abc import Iterator
from typing import Any

from complaintflow import ledger
from complaintflow.case import Case, Event, standing
from complaintflow.course import Course, read
from complaintflow.deadlines import Clock
from complaintflow.diagnostics import Diagnostic
from complaintflow.engine import clocks_as_of, owed, possible, stage_of
from complaintflow.errors import InputError
from complaintflow.language import reader
from complaintflow.language.scenario import ScenarioFile
from complaintflow.language.stories import check_names
from complaintflow.language.validation import validate
from complaintflow.language.writing import as_yaml, entry
from complaintflow.moments import Moment
from complaintflow.procedure import PlaceKind, Procedure, Step
from complaintflow.scenarios.runner import tell
from complaintflow.scenarios.times import clocks_by_name, due_text
from complaintflow.vocabulary import act_called, events_named, received_by


def retold(procedure: Procedure, case: Case, *, as_of: Moment) -> dict[str, Any]:
    """One scenario that tells the whole record, and how the case stands as of a moment.

    It says that it proves the clauses of everything that happened: take out those that it
    does not. What no rule asks for is left out, as a scenario must. An id stands only where a
    later row speaks of it.

    Raises:
        InputError: as for `rows`; or the policy has no clauses that could be proved.
        OutsideCalendar: a count runs past the calendar's data.
    """
    told = ledger.told_by_begin(procedure, case)
    spoken_of = {i for e in case.events for i in (e.adds_to, e.corrects, e.retracts) if i}
    if any(event.id in spoken_of for event in told):
        told = ()  # a row can be spoken of, what stands under `people` cannot
    later = case.events[len(told) :]
    story: list[dict[str, Any]] = []
    at = ledger.when_text(told[0].action.at, procedure.zone) if told else None
    if told and at != (ledger.when_text(later[0].action.at, procedure.zone) if later else at):
        due = owed(procedure, Case(told), as_of=told[0].action.at)
        story.append({"as_of": at, "owed": [str(each) for each in due]})
    labels = _labels(case, spoken_of)
    positions = range(len(told), len(case.events))
    story += (_row(procedure, case.events[: n + 1], labels) for n in positions)
    story.append(_standing(procedure, case, as_of))
    people = ledger.people_of(told)
    return {
        "proves": _proved(procedure, later),
        **({"people": people} if people else {}),
        "facts": ledger.facts_of(told),
        "story": story,
    }


def _labels(case: Case, spoken_of: set[str]) -> dict[str, str]:
    """What rows call the events that others speak of: a number means another in a scenario."""
    taken = {event.id for event in case.events}
    labels = {}
    for event in case.events:
        if event.id in spoken_of or event.id.startswith(("people.", "facts.")):
            label = event.id
            while label.isdecimal() or (label != event.id and label in taken):
                label = f"{event.action.name}_{label}"
            labels[event.id] = label
    return labels


def _row(procedure: Procedure, events: tuple[Event, ...], labels: dict[str, str]) -> dict[str, Any]:
    """The last of these events as a row of a story."""
    *before, event = events
    row: dict[str, Any] = ledger.row_of(procedure, event)
    del row["id"]
    if event.id in labels:
        row["id"] = labels[event.id]
    for key in ("corrects", "retracts"):
        if key in row:
            row[key] = labels[row[key]]
    if event.adds_to is not None:
        same = [
            e.id for e in standing(before) if e.action.name == event.action.name and not e.adds_to
        ]
        row["adds_to"] = "last" if same[-1:] == [event.adds_to] else labels[event.adds_to]
    step = procedure.steps.get(event.action.name)
    return row if step is None else dict(_asked_for(procedure, read(procedure, events), step, row))


def _asked_for(
    procedure: Procedure, course: Course, step: Step, row: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    """The entries of a row without the particulars that no rule asks for or allows."""
    roles = {
        "to": (*step.to, *step.open_to),
        "with": (*step.with_, *step.open_to),
        "copies_to": step.copies_to,
        "signed_by": step.signed_by,
        "agreed_by": step.agreed_by,
        "received": received_by(procedure, step.name),
    }
    contents = {"includes": step.must_include, "recorded_in": step.recorded_in}
    for key, value in row.items():
        kept = value
        if key in roles:
            offices = [
                o for role in roles[key] for o in (role, procedure.roles[role].stand_in) if o
            ]
            some = [n for n in value if any(n == o or course.has_held(o, n) for o in offices)]
            kept = {n: value[n] for n in some} if isinstance(value, dict) else some
        elif key in contents:
            kept = [what for what in value if what in contents[key]]
        elif key == "how" and not step.how:
            kept = None
        if kept:
            yield key, kept


def _standing(procedure: Procedure, case: Case, as_of: Moment) -> dict[str, Any]:
    """How the case stands: the stage, started clocks, what is owed and what somebody may do."""
    row: dict[str, Any] = {"as_of": ledger.when_text(as_of, procedure.zone)}
    place = stage_of(procedure, case, as_of=as_of)
    if place is not None:
        ended = procedure.places[place].kind is PlaceKind.END
        row["ended" if ended else "open"] = place
    named = clocks_by_name(procedure, clocks_as_of(procedure, case, as_of=as_of))
    started: dict[str, Clock] = {}
    for name, clock in named.items():
        if not clock.waits and clock not in started.values():
            started[name] = clock  # each once, by its shortest name
    if started:
        row["due"] = {name: due_text(clock) for name, clock in started.items()}
        row["status"] = {name: clock.status(as_of=as_of).value for name, clock in started.items()}
    due = dict.fromkeys(str(each) for each in owed(procedure, case, as_of=as_of))
    row["owed"] = list(due)
    row["may"] = [*possible(procedure, case, as_of=as_of)]
    return row


def _proved(procedure: Procedure, events: tuple[Event, ...]) -> list[str]:
    """The clauses behind all that happened, in the order of the policy."""
    cited = set()
    for event in events:
        name = event.action.name
        if name in events_named(procedure):
            act = act_called(procedure, name)
            cited |= {c.id for c in act.cites.clauses}
            cited |= {c.id for clauses in act.cites.by_key.values() for c in clauses}
    found = [clause for clause in procedure.clauses if clause in cited] or [*procedure.clauses][:1]
    if not found:
        raise InputError(f"{procedure.id} has no clauses, and a scenario says which it proves")
    return found


def as_file(procedure: Procedure, name: str, scenario: dict[str, Any]) -> str:
    """The text of a scenario file that holds this one scenario."""
    return as_yaml(
        {
            "complaintflow": "1",
            "policy": procedure.id,
            "calendar": procedure.calendar.name,
            "scenarios": {name: scenario},
        }
    )


def added_to(text: str, name: str, scenario: dict[str, Any]) -> str:
    """The text of a scenario file with one more scenario at its end; all else stays as it is.

    Raises:
        InputError: the name is taken, or the scenarios do not stand last, each on lines of its own.
    """
    tree, _ = reader.read(text, "")
    last = None if tree is None or not tree else [*tree][-1]
    stories = None if tree is None or last != "scenarios" else tree[last]
    if last is None or not isinstance(stories, dict) or not stories:
        raise InputError("this file does not end with its scenarios, so none can be added to it")
    if name in stories:
        raise InputError(f"there is a scenario {name!r} already")
    first = next(iter(stories)).place
    if first.line == last.place.line:
        raise InputError("the scenarios of this file stand on one line, so none can be added")
    assert first.column is not None  # it was read from this text
    lines = entry(name, scenario, first.column - 1)
    return text.rstrip() + "\n\n" + "".join(line + "\n" for line in lines)


def wrong_in(procedure: Procedure, text: str, name: str, *, file: str) -> tuple[Diagnostic, ...]:
    """What would fail if this text of a scenario file were kept and the scenario told."""
    tree, problems = reader.read(text, file)
    if tree is None or problems:
        return tuple(problems)
    doc, problems = validate(tree, ScenarioFile)
    if doc is None or problems or (problems := check_names(procedure, doc)):
        return tuple(problems)
    story = next(each for key, each in doc.scenarios.items() if key == name)
    return tell(procedure, doc, name, story).failures
