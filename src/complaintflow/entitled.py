"""Who may do one thing now, of everybody told of in a case; who may not and why; what keeps it shut."""

from collections.abc import Mapping
from dataclasses import dataclass

from complaintflow.case import Action
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.errors import InputError
from complaintflow.judging import appointments, judge, with_others
from complaintflow.moments import Moment
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Fact, Procedure, Step
from complaintflow.rulings import Forbidden, Note, Reason, TieNotKnown, WrongRole


@dataclass(frozen=True, slots=True)
class WhoMay:
    """Of everybody told of in a case: who may do a step, or answer a fact, and who may not and why.

    `may_not` has, by person, the reasons that are his or her own. `shut` are those that stand whoever
    does it: its place is not open, something must come first. `may` names those against whom nothing
    of their own speaks, also while it is shut. Each person of the case is in one of the two, in the
    order in which people were told of; of what is forbidden, nobody is. `notes` is what the answer
    takes for granted of those who may: ties that nobody has told, substitutes, readings.
    """

    act: str
    as_of: Moment
    may: tuple[str, ...]
    may_not: Mapping[str, tuple[Reason, ...]]
    shut: tuple[Reason, ...]
    notes: tuple[Note, ...]

    @property
    def now(self) -> tuple[str, ...]:
        """Who may do it at once: `may`, once nothing is shut."""
        return () if self.shut else self.may

    @property
    def not_known(self) -> tuple[TieNotKnown, ...]:
        """The ties that nobody has told, and that would keep one of those who may from it."""
        return tuple(note for note in self.notes if isinstance(note, TieNotKnown))


def who_may_in(procedure: Procedure, course: Course, act: Step | Fact, as_of: Moment) -> WhoMay:
    """Everybody of a course judged, each supposed to say all that must be said."""
    course = as_at(procedure, course, as_of)

    def ruled(person: str | None) -> tuple[tuple[Reason, ...], tuple[Note, ...]]:
        action = Action(act.name, at=as_of, by=person)
        ruling = judge(procedure, course, action, supposed=True, alone=True)
        return ruling.reasons, ruling.notes

    nobody, of_the_act = ruled(None)
    # Nobody holds no office; whatever else stands against nobody stands against everybody.
    shut = tuple(reason for reason in nobody if not isinstance(reason, WrongRole))
    forbidden = any(isinstance(reason, Forbidden) for reason in shut)
    rulings = {name: ruled(name) for name in (() if forbidden else course.people)}
    own = {
        name: tuple(reason for reason in reasons if reason not in shut)
        for name, (reasons, _) in rulings.items()
    }
    may = tuple(name for name, reasons in own.items() if not reasons)
    namings = () if may else appointments(procedure, act)
    notes = (*of_the_act, *(note for name in may for note in rulings[name][1]))
    return WhoMay(
        act=act.name,
        as_of=as_of,
        may=may,
        may_not={
            name: tuple(with_others(reasons, name, may, namings))
            for name, reasons in own.items()
            if reasons
        },
        shut=shut,
        notes=tuple(dict.fromkeys(notes)),
    )


def require_somebody_does(procedure: Procedure, name: str) -> None:
    """What nobody does, nobody may or may not do.

    Raises:
        InputError: the application tells of it.
    """
    if name in (*procedure.happenings, PERSON_TOLD, RETRACTED):
        raise InputError(
            f"{name} is nobody's act, the application tells of it; name a step or a fact"
        )
