"""The duty list: who must, may and must not do what, by when, in which stage, on which clause.

It is for staff: grouped by role, so that each finds what is his or hers, and every reader is
told who stands aside.
"""

from collections.abc import Iterator

from complaintflow.procedure import (
    Cites,
    Conflict,
    Deadline,
    Duty,
    Holds,
    Kind,
    Place,
    PlaceKind,
    Procedure,
    Role,
    Step,
)
from complaintflow.render.duty_list import Charge, DutyList, RoleDuties, Task
from complaintflow.render.lines import cites_of, clause_ids, of_role
from complaintflow.render.rules import (
    barred_from,
    conflict_text,
    fact_asked,
    place_condition,
    stand_in_text,
)
from complaintflow.render.steps import step_asked, step_text
from complaintflow.render.times import deadlines_of, limit, ways_to_more_time
from complaintflow.render.words import Voice, all_whom, any_who, bare, sentence, title


def duties(procedure: Procedure) -> DutyList:
    """The duties of a procedure, grouped by role in the order of the document."""
    voice = Voice(procedure, to_complainant=False)
    conflicts = procedure.conflicts.values()
    return DutyList(
        title=procedure.title,
        version=procedure.version,
        roles=tuple(_role(voice, role) for role in procedure.roles.values()),
        everybody=tuple(
            _conflict(voice, each)
            for each in conflicts
            if not each.of_a_role
            if not each.barring or not all(isinstance(who, Holds) for who in each.who)
        ),
        conditions=tuple(
            _task(voice, Charge.MUST, place.name, says, place.cites, place=bare(place.title))
            for place in procedure.places.values()
            if (says := place_condition(voice, place)) is not None
        ),
    )


def _role(voice: Voice, role: Role) -> RoleDuties:
    tasks = sorted(_tasks(voice, role), key=lambda task: list(Charge).index(task.charge))
    rules = [
        Task(Charge.OFFICE, role.name, each.says, "", (), each.clauses, each.readings)
        for each in of_role(voice, role)
    ]
    for other in voice.procedure.roles.values():
        if other.stand_in == role.name:
            says = stand_in_text(voice, other.name, role.name)
            cites = Cites(other.cites.of("stand_in"))
            rules.append(_task(voice, Charge.OFFICE, other.name, says, cites))
    return RoleDuties(role.name, title(voice, role.name), tuple(rules), tuple(tasks), role.reach)


def _tasks(voice: Voice, role: Role) -> Iterator[Task]:
    law = voice.procedure
    for step in law.steps.values():
        extended = None if step.extends is None else law.steps[step.extends]
        if extended is not None and role.name in extended.by:
            continue  # told with the step that it gives more time
        if role.name in step.by:
            yield _step(voice, step, role)
            for way in ways_to_more_time(law, step):
                yield _more_time(voice, way, step)
    for fact in law.facts.values():
        if role.name in fact.decided_by:
            says = fact_asked(voice, fact) + _others(voice, fact.decided_by, role)
            yield _task(voice, Charge.ANSWERS, fact.name, says, fact.cites)
    for notice in law.standing_duties.values():
        if role.name in notice.by:
            says = sentence(" ".join(notice.says.split())) + _with_others(voice, notice.by, role)
            yield _task(voice, Charge.STANDING, notice.name, says, notice.cites)
    for conflict in law.conflicts.values():
        if any(Holds(role.name) in keeping.who for keeping in conflict.barring):
            yield _conflict(voice, conflict)


def _step(voice: Voice, step: Step, role: Role) -> Task:
    called = _called(voice.procedure.place_of(step))
    by_when = tuple(_by_when(voice, each) for each in deadlines_of(voice.procedure, step))
    others = "" if step.duty is Duty.NEVER else _others(voice, step.by, role)
    says = step_asked(voice, step) + others
    charge = _CHARGES[step.duty]
    return _task(
        voice, charge, step.name, says, cites_of(voice, step), place=called, by_when=by_when
    )


_CHARGES = {Duty.MUST: Charge.MUST, Duty.MAY: Charge.MAY, Duty.NEVER: Charge.NEVER}


def _more_time(voice: Voice, way: Step, step: Step) -> Task:
    """A way to more time, under the step for which it gives more, in a sentence that says whose it is."""
    called = _called(voice.procedure.place_of(step))
    says = step_text(voice, way)
    return _task(voice, _CHARGES[step.duty], way.name, says, way.cites, place=called)


def _by_when(voice: Voice, deadline: Deadline) -> str:
    aim = "aim: " if deadline.kind is Kind.AIM else ""
    if deadline.again is not None:
        return f"every {deadline.period.length}"
    return f"{aim}{limit(voice, deadline)}"


def _called(place: Place) -> str:
    match place.kind:
        case PlaceKind.BEGINS:
            return "To begin"
        case PlaceKind.THROUGHOUT:
            return "At any time"
        case PlaceKind.STAGE | PlaceKind.END:  # pragma: no branch
            return bare(place.title)


def _others(voice: Voice, by: tuple[str, ...], role: Role) -> str:
    """Who else may do what a task asks for."""
    others = tuple(each for each in by if each != role.name)
    return f" {sentence(f'{any_who(voice, others)} may do it instead')}" if others else ""


def _with_others(voice: Voice, by: tuple[str, ...], role: Role) -> str:
    """Whose duty it is as well."""
    others = tuple(each for each in by if each != role.name)
    return f" {sentence(f'this is for {all_whom(voice, others)} too')}" if others else ""


def _conflict(voice: Voice, conflict: Conflict) -> Task:
    says = conflict_text(voice, conflict)
    if reached := barred_from(voice, conflict):
        such = "such a person must not" if conflict.barring else "nobody else may"
        says += f" So {such}: {'; '.join(reached)}."
    return _task(voice, Charge.STANDS_ASIDE, conflict.name, says, conflict.cites)


def _task(
    voice: Voice,
    charge: Charge,
    name: str,
    says: str,
    cites: Cites,
    *,
    place: str = "",
    by_when: tuple[str, ...] = (),
) -> Task:
    readings = tuple(voice.procedure.readings_on.get(name, ()))
    return Task(charge, name, says, place, by_when, clause_ids(cites), readings)
