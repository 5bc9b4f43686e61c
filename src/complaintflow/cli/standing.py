"""How a case stands as of a day: everything that `complaintflow case` shows, asked once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from complaintflow import engine, files
from complaintflow.auditing import audit
from complaintflow.case import Case
from complaintflow.course import Visit
from complaintflow.course import as_of as course_as_of
from complaintflow.deadlines import Clock
from complaintflow.diagnostics import DefinitionError, Diagnostic, Place
from complaintflow.engine import Admitted
from complaintflow.errors import InputError
from complaintflow.language.reader import read_file
from complaintflow.language.records import Record
from complaintflow.moments import Moment
from complaintflow.moving import Move
from complaintflow.procedure import Procedure
from complaintflow.rulings import Owed, TieNotKnown


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as of a moment; `visit` is the stage or end that it is in, None before it begins."""

    procedure: Procedure
    as_of: Moment
    visit: Visit | None
    clocks: tuple[Clock, ...]
    admitted: Admitted
    moves: tuple[Move, ...]
    owed: tuple[Owed, ...]
    not_known: tuple[TieNotKnown, ...]


def loaded(procedure: str, events: str) -> tuple[Procedure, Record]:
    """Read a procedure and a file of events for it.

    Raises:
        DefinitionError: one of them does not read, or both.
    """
    try:
        law = files.load(procedure)
    except DefinitionError as wrong:
        _, problems = read_file(events)
        raise DefinitionError({*wrong.diagnostics, *problems}) from None
    except InputError as wrong:
        code = "not-a-document" if Path(procedure).is_file() else files.UNREADABLE
        _, problems = read_file(events)
        raise DefinitionError([Diagnostic(code, str(wrong), Place(procedure)), *problems]) from None
    return law, files.read_record(events, law)


def begun(procedure: Procedure, record: Record, as_of: Moment) -> Case:
    """The case at its beginning: the people and the facts of a record, dated as its first event."""
    at = as_of if record.at is None else record.at
    return engine.begin(procedure, at=at, people=record.people, facts=record.facts)


@contextmanager
def misnamed(events: str) -> Iterator[None]:
    """Turn what a file of events names, and the case does not know, into a diagnostic of the file."""
    try:
        yield
    except InputError as wrong:
        raise DefinitionError([Diagnostic("wrong-shape", str(wrong), Place(events))]) from None


def judged(procedure: Procedure, record: Record, events: str, as_of: Moment) -> Standing:
    """Judge the events in order, and look at what came of them.

    Raises:
        DefinitionError: an event names an id that the record does not have.
        OutsideCalendar: a count runs past the calendar's data.
    """
    with misnamed(events):
        admitted = engine.admit(procedure, begun(procedure, record, as_of), record.events)
    case = admitted.case
    clocks = engine.clocks_as_of(procedure, case, as_of=as_of)
    for clock in clocks:  # here, and not halfway through a page
        clock.remaining(as_of=as_of)
        clock.late(as_of=as_of)
    course = course_as_of(procedure, engine.course_of(procedure, case), as_of)
    visit = None if course.stage is None else course.visits[course.visit_of(course.stage)]
    return Standing(
        procedure=procedure,
        as_of=as_of,
        visit=visit,
        clocks=clocks,
        admitted=admitted,
        moves=engine.moves(procedure, case, as_of=as_of),
        owed=engine.owed(procedure, case, as_of=as_of),
        not_known=_not_known(procedure, case, as_of),
    )


def _not_known(procedure: Procedure, case: Case, as_of: Moment) -> tuple[TieNotKnown, ...]:
    """The ties of those who acted that would bar them, and of which nobody has told."""
    rulings = (each.now for each in audit(procedure, case, as_of=as_of).judged)
    notes = (note for ruling in rulings if ruling is not None for note in ruling.notes)
    ties = {
        (note.person, note.relation): note
        for note in notes
        if isinstance(note, TieNotKnown) and note.rule in procedure.conflicts
    }
    return tuple(ties.values())


def today(zone: ZoneInfo) -> Moment:
    """Today's date in a time zone."""
    return datetime.now(UTC).astimezone(zone).date()
