"""How a case stands as of a day: everything that `complaintflow case` shows, asked once."""

from dataclasses import dataclass, replace

from complaintflow import engine
from complaintflow.auditing import as_known_now
from complaintflow.cli.history import History
from complaintflow.course import Course, Visit
from complaintflow.course import as_of as course_as_of
from complaintflow.deadlines import Clock
from complaintflow.engine import Admitted, Refusal
from complaintflow.entitled import WhoMay
from complaintflow.forecasting import Forecast, forecast
from complaintflow.knowing import as_known_on, known_at
from complaintflow.moments import Moment, is_past
from complaintflow.moving import Move
from complaintflow.procedure import Procedure
from complaintflow.rulings import Owed, TieNotKnown


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as of a moment; `visit` is the stage or end that it is in, None before it begins.

    `known_on`: as it could be known then; None, as it is known now.
    """

    procedure: Procedure
    as_of: Moment
    known_on: Moment | None
    visit: Visit | None
    clocks: tuple[Clock, ...]
    admitted: Admitted
    moves: tuple[Move, ...]
    owed: tuple[Owed, ...]
    not_known: tuple[TieNotKnown, ...]
    forecast: Forecast | None = None
    who_may: WhoMay | None = None


def judged(history: History) -> Standing:
    """Judge the events in order, and look at what came of them.

    Raises:
        DefinitionError: an event names an id that the record does not have.
        OutsideCalendar: a count runs past the calendar's data.
    """
    procedure, as_of = history.procedure, history.as_of
    with history.misnamed():
        admitted = engine.admit(procedure, history.begun(), history.record.events)
    if history.known_on is not None:
        admitted = _as_known(procedure, admitted, history.known_on)
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
        known_on=history.known_on,
        visit=visit,
        clocks=clocks,
        admitted=admitted,
        moves=engine.moves(procedure, case, as_of=as_of),
        owed=engine.owed(procedure, case, as_of=as_of),
        not_known=_not_known(procedure, course),
    )


def with_forecast(standing: Standing, via: str | None) -> Standing:
    """The same with what is to come, through a stage or an end.

    Raises:
        InputError: no way leads through it.
        OutsideCalendar: a count runs past the calendar's data.
    """
    law, case = standing.procedure, standing.admitted.case
    return replace(standing, forecast=forecast(law, case, as_of=standing.as_of, via=via))


def with_who_may(standing: Standing, act: str) -> Standing:
    """The same with who may do a step, or answer a fact.

    Raises:
        InputError: there is no such step or fact.
    """
    law, case = standing.procedure, standing.admitted.case
    return replace(standing, who_may=engine.who_may(law, case, act, as_of=standing.as_of))


def _as_known(procedure: Procedure, admitted: Admitted, moment: Moment) -> Admitted:
    """What became of the events, without those that became known later."""

    def by_then(refusals: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
        known = ((is_past(known_at(r.event), moment, procedure.zone), r) for r in refusals)
        return tuple(refusal for is_known, refusal in known if is_known)

    return Admitted(
        as_known_on(procedure, admitted.case, moment),
        by_then(admitted.refused),
        by_then(admitted.overridden),
    )


def _not_known(procedure: Procedure, course: Course) -> tuple[TieNotKnown, ...]:
    """The ties of those who acted that would bar them, and of which nobody has told."""
    notes = (note for _, ruling in as_known_now(procedure, course) for note in ruling.notes)
    ties = {
        (note.person, note.tie): note
        for note in notes
        if isinstance(note, TieNotKnown) and note.rule in procedure.conflicts
    }
    return tuple(ties.values())
