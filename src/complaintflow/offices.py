"""Offices: in which of them somebody may act, and when a substitute steps in."""

from complaintflow.case import Action, Event, alike
from complaintflow.conflicts import nobody_left
from complaintflow.course import Course
from complaintflow.procedure import PERSON_TOLD, Fact, Procedure, Step


def holds(course: Course, person: str | None) -> tuple[str, ...]:
    """The offices that a person holds in the case; none for nobody."""
    known = course.people.get(person) if person is not None else None
    return () if known is None else known.holds


def offices(
    procedure: Procedure, course: Course, roles: tuple[str, ...], action: Action, act: Step | Fact
) -> tuple[str, ...]:
    """The offices in which the actor may act: held, or as the substitute where nobody is left."""
    held = holds(course, action.by)
    fitting = []
    for role in roles:
        stand_in = procedure.roles[role].stand_in
        holder = role in held
        if holder and action.role in (None, role):
            fitting.append(role)
        if (
            stand_in is not None
            and stand_in in held
            and not (holder and action.role == role)
            and action.role in (None, role, stand_in)
            and nobody_left(procedure, course, role, act)
        ):
            fitting.append(stand_in)
    return tuple(fitting)


def lets_himself(course: Course, event: Event) -> str | None:
    """Who gave an override that lets himself or herself act: do it, sit, be appointed by it, be told of as
    one who holds an office, or agree.

    Who gave it is named, in whatever letters, or by an office that nobody holds but those who take part in
    the event.
    """
    override, said = event.override, event.action.particulars
    if override is None:
        return None
    told = said.person if event.action.name == PERSON_TOLD else None
    named = (event.action.by, said.holder, told, *said.agreed_by, *said.sat)
    parties = [name for name in named if name is not None]
    by = override.by.strip()
    if by in parties:
        return by
    another = alike(by, parties)
    if another is not None and by not in course.people:
        return another
    office = by if by in course.offices else alike(by, course.offices) or by
    holders = course.holders(office)
    return holders[0] if holders and {*holders} <= {*parties} else None
