"""The engine: judge an action, record it, and say what stands open, owed and due.

`decide` judges and `apply` records; nothing else makes a case. Neither reads a clock, a
file or a random number. Order of arguments: the law, the facts, the question.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from complaintflow import conflicts, timing
from complaintflow.amending import (
    against_bringing_back,
    against_correction,
    against_late,
    against_taking_back,
)
from complaintflow.answered import ever_of
from complaintflow.case import (
    Action,
    Case,
    Event,
    Override,
    Person,
    require_text,
)
from complaintflow.course import (
    Course,
    advance,
    as_of,
    before,
    follows,
    read,
)
from complaintflow.dated import as_at
from complaintflow.deadlines import Clock
from complaintflow.entitled import WhoMay, require_somebody_does, who_may_in
from complaintflow.errors import InputError
from complaintflow.freeing import against_freeing_oneself
from complaintflow.judging import judge
from complaintflow.moments import Moment, last_instant, local_day, require_moment
from complaintflow.moving import Move, moves_in, possible_in
from complaintflow.naming import against_naming
from complaintflow.offices import lets_himself
from complaintflow.owing import owed_in
from complaintflow.procedure import (
    PERSON_TOLD,
    RETRACTED,
    Answers,
    Procedure,
)
from complaintflow.recording import for_whom, given_id, require_sent_before, resolved
from complaintflow.rulings import (
    ActionRefused,
    NotRecorded,
    Owed,
    Reason,
    Ruling,
)
from complaintflow.unmaking import against_unmaking
from complaintflow.vocabulary import (
    all_names,
    require_another_name,
    require_known,
    require_person,
    require_told_of,
    unknown,
)


def begin(
    procedure: Procedure,
    *,
    at: Moment,
    people: Mapping[str, Person] | None = None,
    facts: Mapping[str, Answers] | None = None,
) -> Case:
    """A case in which nothing has happened yet but what the application tells of it.

    The events that tell it have the ids `people.NAME` and `facts.NAME`, and of what is answered for
    each of some people `facts.NAME.PERSON`.

    Args:
        procedure: the law.
        at: the day on which all this was known.
        people: who they are, by name.
        facts: answers that are known from the start, told by the application itself; of what is
            answered for each of some people, the answers by name.

    Raises:
        InputError: a role, relation, fact or answer that the procedure does not know; two people whose
            names differ in capitals or in how accents are encoded, and in nothing else.
        ActionRefused: a fact that must be recorded with whoever decides it.
    """
    case = Case(())
    for given, word in ((people, "people"), (facts, "facts")):
        _require_mapping(given, word)
    require_told_of(people or {})
    for name, person in (people or {}).items():
        require_text(name, "the name of a person")
        telling = Action(PERSON_TOLD, at=at, person=name, who=person)
        case = apply(procedure, case, telling, id=f"people.{name}")
    for fact, answer in (facts or {}).items():
        _require_for_whom(procedure, case, fact, answer)
        if isinstance(answer, Mapping):
            for name, each in answer.items():
                told = Action(fact, at=at, answer=each, person=name)
                case = apply(procedure, case, told, id=f"facts.{fact}.{name}")
        else:
            case = apply(procedure, case, Action(fact, at=at, answer=answer), id=f"facts.{fact}")
    return case


def _require_for_whom(procedure: Procedure, case: Case, fact: str, answer: Answers) -> None:
    """Of what is answered for each of some people it is said for whom, where there are several."""
    known = procedure.facts.get(fact)
    if isinstance(answer, Mapping) and not answer:
        raise InputError(f"facts says of nobody what the answer to {fact} is; leave it out")
    if known is None or known.for_each is None:
        return
    course = course_of(procedure, case)
    among = tuple(ever_of(course, known.for_each))
    if isinstance(answer, Mapping):
        for name in answer:
            if name in course.people and name not in among:
                raise InputError(
                    f"{fact} is answered for each {known.for_each}, and {name!r} is none"
                )
    elif len(among) > 1:
        raise InputError(
            f"{fact} is answered for each {known.for_each}; say for whom: {{NAME: {answer!r}}} with "
            + ", ".join(among)
        )


def _require_mapping(given: object, word: str) -> None:
    if given is not None and not isinstance(given, Mapping):
        raise InputError(f"{word} must be a mapping by name, not {type(given).__name__}")


def decide(procedure: Procedure, case: Case, action: Action) -> Ruling:
    """Whether an action may happen: every test, no short cut. It changes nothing.

    Judged on what stands before it: what happened earlier, and on its own day what was
    recorded so far. A missing particular refuses nothing but the form of a step that leads
    on; what would be owed stands in `Ruling.owed`.

    Raises:
        InputError: a name that the procedure or the case does not know, with a suggestion; what is
            received before it happens; what takes back a record, of which it does not say which.
        OutsideCalendar: a window runs past the calendar's data.
    """
    course = course_of(procedure, case)
    action = action.by_the_clocks_of(procedure.zone)
    _require_judged_alone(action)
    require_known(procedure, course, action)
    _require_new_name(course, action)
    require_sent_before(procedure, action, action.at)
    event = for_whom(procedure, case, lambda: course, Event(action=action, id=""))
    return _judged(procedure, course, case.events, event)


def _require_new_name(course: Course, action: Action) -> None:
    """Whoever is told of for the first time is nobody who is known, written otherwise."""
    if action.particulars.person is not None:
        require_another_name(course.people, action.particulars.person)


def _require_judged_alone(action: Action) -> None:
    if action.name == RETRACTED:
        raise InputError(
            f"whether {RETRACTED!r} is permitted depends on which record it takes back; "
            "apply it with retracts=, which raises ActionRefused where it is not"
        )


def apply(
    procedure: Procedure,
    case: Case,
    action: Action,
    *,
    id: str | None = None,  # noqa: A002 - the word of the record
    known_at: Moment | None = None,
    adds_to: str | None = None,
    corrects: str | None = None,
    retracts: str | None = None,
    override: Override | None = None,
) -> Case:
    """The case with the action recorded.

    Args:
        procedure: the law.
        case: what happened so far.
        action: what is to be recorded.
        id: of the new event; else its number from 1, not counting what `begin` told.
        known_at: when it became known, if not at once.
        adds_to: the id of an event that lacks a particular, or `last` for the last one of
            that name; the record supplies it, moves nothing and meets no clock.
        corrects: the id of an event in whose place this one is read from now on.
        retracts: the id of an event that is taken back.
        override: who lets it stand although the rules refuse it, and why.

    Raises:
        ActionRefused: the procedure refuses it, and nobody overrides that.
        InputError: an unknown name or id; somebody told of first by the name of another who is known,
            but for capitals or how accents are encoded.
    """
    event = Event(
        action=action,
        id="" if id is None else given_id(id),
        known_at=known_at,
        adds_to=adds_to,
        corrects=corrects,
        retracts=retracts,
        override=override,
    )
    return _recorded(procedure, case, event)


def _recorded(
    procedure: Procedure, case: Case, event: Event, taken: Set[str] | None = None
) -> Case:
    """The case with an event recorded; what is overridden passes unjudged."""
    course = course_of(procedure, case)
    event = for_whom(procedure, case, lambda: course, event)
    event = resolved(procedure, case, course, event, taken)
    if event.corrects is None:
        _require_new_name(course, event.action)
    if event.override is None:
        ruling = _ruling(procedure, case, course, event)
        if not ruling.permitted:
            raise ActionRefused(ruling)
    if follows(procedure, course, event):
        kept = advance(procedure, course, event)
        same = course.record is case.events  # nothing was corrected: one tuple serves for both
        return Case(kept.record if same else (*case.events, event), (procedure, kept))
    grown = (*case.events, event)
    return Case(grown, (procedure, read(procedure, grown)))


def _ruling(procedure: Procedure, case: Case, course: Course, event: Event) -> Ruling:
    """The ruling on an event: of what corrects or takes back another, on its people alone."""
    if event.retracts is not None:
        reasons = (
            *against_taking_back(procedure, course, case.events, event),
            *against_bringing_back(procedure, course, case.events, event),
            *against_unmaking(procedure, course, case.events, event),
        )
        return Ruling(event.action, reasons)
    if event.corrects is not None:
        reasons = (
            *against_correction(procedure, course, case.events, event),
            *against_unmaking(procedure, course, case.events, event),
        )
        return Ruling(event.action, reasons)
    return _judged(procedure, course, case.events, event)


def _judged(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> Ruling:
    """The ruling on an event that stands by itself; what only adds to another passes fewer tests."""
    stood = before(procedure, course, event.action)
    ruling = judge(procedure, stood, event.action, adds=event.adds_to is not None)
    if event.action.name == PERSON_TOLD:
        later: tuple[Reason, ...] = (
            *against_naming(procedure, course, stood, record, event),
            *against_freeing_oneself(procedure, course, record, event),
            *against_late(procedure, course, stood, event),
        )
    else:
        later = against_late(procedure, course, stood, event)
    if stood is not course:
        later = (*later, *against_unmaking(procedure, course, course.record, event))
    return replace(ruling, reasons=(*ruling.reasons, *later)) if later else ruling


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event of a list that was refused, and its place in the list from 0.

    `own`: of one that was overridden, whoever gave that override and is let act by it.
    """

    index: int
    event: Event
    ruling: Ruling
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """What became of a list of events: the case, what was refused, what was overridden."""

    case: Case
    refused: tuple[Refusal, ...]
    overridden: tuple[Refusal, ...]


def admit(procedure: Procedure, case: Case, events: Iterable[Event]) -> Admitted:
    """Judge events in order; record what is permitted or overridden, report what is refused.

    Raises:
        InputError: an unknown name or id.
    """
    refused: list[Refusal] = []
    overridden: list[Refusal] = []
    taken = {event.id for event in case.events}
    latest: dict[str, int] = {}  # of each name, which event of the list was recorded last
    for index, event in enumerate(events):
        reason = _rests_on_refused(event, refused, latest)
        if reason is not None:
            refused.append(Refusal(index, event, Ruling(event.action, (reason,))))
            continue
        try:
            course = course_of(procedure, case)
            case = _recorded(procedure, case, event, taken)
            taken.add(case.events[-1].id)
            if event.adds_to is None:
                latest[event.action.name] = index
            if event.override is not None:
                recorded = case.events[-1]
                ruling = _ruling(procedure, Case(case.events[:-1]), course, recorded)
                overridden.append(Refusal(index, event, ruling, lets_himself(course, event)))
        except ActionRefused as refusal:
            refused.append(Refusal(index, event, refusal.ruling))
        except InputError as wrong:
            raise InputError(f"events[{index}]: {wrong}") from wrong
    return Admitted(case, tuple(refused), tuple(overridden))


def _rests_on_refused(
    event: Event, refused: list[Refusal], latest: Mapping[str, int]
) -> NotRecorded | None:
    """The reason against an event that names one of the same list which was refused.

    `last` means the last of that name in the list, also where that one was refused.
    """
    name = event.action.name
    for key, named in (
        ("adds_to", event.adds_to),
        ("corrects", event.corrects),
        ("retracts", event.retracts),
    ):
        for refusal in refused if named is not None else ():
            other = refusal.event
            is_last = other.action.name == name and other.adds_to is None
            meant = named == "last" and is_last and refusal.index > latest.get(name, -1)
            if meant or other.id == named:
                which = f"{other.action.name} (events[{refusal.index}])"
                return NotRecorded(rule=f"{name}.{key}", other=which)
    return None


def replay(procedure: Procedure, events: Iterable[Event]) -> Case:
    """The case that a record makes, every rule checked again.

    Raises:
        ActionRefused: an event that the procedure refuses and nobody overrode.
        InputError: an unknown name or id.
    """
    admitted = admit(procedure, Case(()), events)
    for refusal in admitted.refused:
        raise ActionRefused(refusal.ruling)
    return admitted.case


def restore(procedure: Procedure, events: Iterable[Event], *, onto: Case | None = None) -> Case:
    """The case of a record as it stands, lawful or not: nothing is judged.

    For records that were judged before, as those of a database, and for the history of
    another system, which `audit` then judges. An event whose id is empty gets its position.
    The events come after those of `onto`, as of a case that `begin` made.

    Raises:
        InputError: an unknown name or id.
    """
    case = Case(()) if onto is None else onto
    people = dict(course_of(procedure, case).people)
    for index, event in enumerate(events):
        try:
            said = for_whom(procedure, case, partial(read, procedure, case.events), event)
            found = resolved(procedure, case, Course(people=people), said)
        except InputError as wrong:
            raise InputError(f"events[{index}]: {wrong}") from wrong
        told = found.action.particulars
        if told.person is not None:  # that there is such a person; the course knows the rest
            people.setdefault(told.person, Person())
        case = Case((*case.events, found))
    return replace(case, _kept=(procedure, read(procedure, case.events)))


def course_of(procedure: Procedure, case: Case) -> Course:
    """The course of a case, kept with the case where `apply` has just made it.

    Raises:
        InputError: an event that the procedure does not know; the arguments in another order.
    """
    _require_order(procedure, case)
    if case._kept is not None and case._kept[0] is procedure:
        kept: Course = case._kept[1]
        return kept
    for event in case.events:
        if event.action.name not in all_names(procedure):
            raise unknown("event", event.action.name, all_names(procedure))
    return read(procedure, case.events)


def _require_order(procedure: object, case: object) -> None:
    """The law stands before the facts in every call; whoever swaps them is told so."""
    if not isinstance(procedure, Procedure) or not isinstance(case, Case):
        raise InputError(
            "the procedure comes first, then the case, not "
            f"{type(procedure).__name__} and {type(case).__name__}"
        )


def clocks(procedure: Procedure, case: Case) -> tuple[Clock, ...]:
    """Every clock of the case, waiting ones of entered places too; it needs no date.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    return timing.clocks(procedure, course_of(procedure, case))


def clocks_as_of(procedure: Procedure, case: Case, *, as_of: Moment) -> tuple[Clock, ...]:
    """The clocks as they stood at the end of the day `as_of`: later events left out."""
    return timing.clocks(procedure, _course_as_of(procedure, case, as_of), as_of=as_of)


def conflicts_of(
    procedure: Procedure, case: Case, person: str, *, as_of: Moment | None = None
) -> tuple[conflicts.Bar, ...]:
    """Every conflict rule that touches a person: the tie, and what it keeps him or her from.

    Ties with dates are seen as of `as_of`, without it as of the last that happened.

    Raises:
        InputError: nobody of that name has been told of.
    """
    course = course_of(procedure, case)
    require_person(procedure, course, person, "person")
    if as_of is None:  # somebody was told of, so something is in the record
        as_of = max((e.action.at for e in course.events), key=partial(_ends_with, procedure))
    else:
        course = _course_as_of(procedure, case, as_of)
    return conflicts.bars_of(procedure, as_at(procedure, course, as_of), person)


def _ends_with(procedure: Procedure, at: Moment) -> tuple[datetime, date]:
    """Where a moment ends; of a day and the midnight that ends it, that midnight comes later."""
    return last_instant(at, procedure.zone), local_day(at, procedure.zone)


def moves(procedure: Procedure, case: Case, *, as_of: Moment) -> tuple[Move, ...]:
    """Every step and asked fact of the open places, whether somebody could do it now or not."""
    course = _course_as_of(procedure, case, as_of)
    return moves_in(procedure, course, as_of)


def possible(procedure: Procedure, case: Case, *, as_of: Moment) -> tuple[str, ...]:
    """The steps that may be done now, and that somebody could do, in the order of the open places.

    They are those of `moves` whose duty is `may` and whose `who` is not empty, found sooner.
    """
    return possible_in(procedure, _course_as_of(procedure, case, as_of), as_of)


def stage_of(procedure: Procedure, case: Case, *, as_of: Moment) -> str | None:
    """Where a case stands: the name of a stage or an end, None while nothing has opened it."""
    return _course_as_of(procedure, case, as_of).stage


def could(
    procedure: Procedure, case: Case, name: str, person: str | None, *, as_of: Moment
) -> Ruling:
    """Whether a person could do a step now, supposing that all it must say would be said.

    Raises:
        InputError: an unknown step or person; what takes back a record.
    """
    action = Action(name, at=as_of, by=person)
    _require_judged_alone(action)
    require_known(procedure, course_of(procedure, case), action, supposed=True)
    return judge(procedure, _course_as_of(procedure, case, as_of), action, supposed=True)


def who_may(procedure: Procedure, case: Case, name: str, *, as_of: Moment) -> WhoMay:
    """Who may do a step or answer a fact now, of everybody told of, and who may not and why.

    Each is judged as by `could`, supposing that all that must be said would be.

    Raises:
        InputError: an unknown step or fact, or what nobody does.
    """
    course = course_of(procedure, case)
    require_somebody_does(procedure, name)
    require_known(procedure, course, Action(name, at=as_of), supposed=True)
    act = procedure.steps.get(name) or procedure.facts[name]
    return who_may_in(procedure, _course_as_of(procedure, case, as_of), act, as_of)


def owed(procedure: Procedure, case: Case, *, as_of: Moment) -> tuple[Owed, ...]:
    """What must still be done in the open places, and what past events lack.

    A step is owed once what it waits for has happened and its conditions hold. A missing
    particular is owed until a record that `adds_to` its event supplies it.
    """
    course = _course_as_of(procedure, case, as_of)
    return owed_in(procedure, course, now=as_of)


def _course_as_of(procedure: Procedure, case: Case, moment: Moment) -> Course:
    return as_of(procedure, course_of(procedure, case), require_moment(moment, "as_of"))
