"""Amending: whom a correction names, who takes a record back, and what a late record makes of later acts.

Whoever could not have done a thing cannot be written into it afterwards, nor take it back. Only
people are asked about: a day that was wrong is put right whatever comes of it, and an audit shows that.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from complaintflow import conflicts
from complaintflow import course as reading
from complaintflow.case import Action, Event, Person, standing, stands_in
from complaintflow.comparing import Offices, offices_changed
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.freeing import (
    against_freeing_oneself,
    against_having_freed_oneself,
    freed_by,
    makes_exceptions,
    makes_ties,
)
from complaintflow.judging import (
    against_becoming,
    judge_people,
    reasons_against,
)
from complaintflow.moments import Moment, certainly_after
from complaintflow.naming import against_naming, kept_from_naming
from complaintflow.offices import holds
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Fact, Procedure, Step
from complaintflow.rulings import (
    Barred,
    LaterBarred,
    NotAgreed,
    Reason,
    Unnamed,
)
from complaintflow.unmaking import against_too_many, what_is_meant


def against_correction(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """The reasons against the people whom a correction names in the place of others.

    They are judged on what stands before the event as it is corrected, and by what they did later.
    """
    action = event.action
    grown = (*record, event)
    new = next((each for each in standing(grown) if each.id == event.id), None)
    old = None if new is None else next((e for e in standing(record) if e.slot == new.slot), None)
    if new is None or old is None or action.name == RETRACTED:
        return ()
    if action.name == PERSON_TOLD:
        offices = offices_changed(procedure, record, grown)
        return (
            *against_naming_anew(procedure, course, record, event),
            *against_taking_office(procedure, course, record, event, offices),
            *against_freeing_oneself(procedure, course, record, event),
            *_against_given_late(procedure, course, record, event, offices),
        )
    stood = reading.before_event(procedure, grown, event.id)
    adds = new.adds_to is not None
    again = _seated_again(procedure, record, event)
    found = (
        *judge_people(procedure, stood, action, was=old.action, adds=adds),
        *_against_seating(procedure, course, stood, action, again),
    )
    named = _named_anew(action, old.action).union(name for name, _ in again)
    if not named:
        return found
    after = reading.read(procedure, grown)
    return (*found, *_against_others(procedure, course, after, named, but=event.id))


def _seated_again(
    procedure: Procedure, record: tuple[Event, ...], event: Event
) -> tuple[tuple[str, str], ...]:
    """Who holds an office (person, role) once the correction of an appointment says of another, or of nobody, that he or
    she is appointed or makes way, but for whom it appoints itself.

    So it is found beside a correction that leaves those as they were: whatever its day alone does is let be.
    """
    slot = stands_in(record, event.corrects or event.id)
    old = next((each.action for each in standing(record) if each.slot == slot), event.action)
    step, was = procedure.steps.get(old.name), old.particulars
    as_seated = event.action.saying(holder=was.holder, in_place_of=was.in_place_of)
    if step is None or step.appoints is None or event.action == as_seated:
        return ()
    before = (*record, replace(event, action=as_seated))
    gained = offices_changed(procedure, before, (*record, event)).gained
    return tuple(each for each in gained if each[0] != event.action.particulars.holder)


def _against_seating(
    procedure: Procedure,
    course: Course,
    stood: Course,
    action: Action,
    again: Collection[tuple[str, str]],
) -> Iterator[Reason]:
    """What keeps those from an office who hold it again by the correction of an appointment: they are named by that,
    and no office is asked of whoever writes it."""
    found: dict[Reason, None] = {}
    for name, role in again:
        for each in (course, stood):
            seen = as_at(procedure, each, action.at)
            named = against_becoming(
                procedure, seen, procedure.roles[role], procedure.steps[action.name], name
            )
            found |= dict.fromkeys(named)
    yield from found


def against_having_corrected(
    procedure: Procedure, known: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """The reasons against the correction of an act that is recorded already, but for those against the act itself as it
    stands: whom it seats again. What is known is the same as of a telling."""
    without = tuple(each for each in known if each.id != event.id)
    again = _seated_again(procedure, without, event)
    if not again:
        return ()
    course = reading.read(procedure, without)
    stood = reading.before_event(procedure, known, event.id)
    return tuple(_against_seating(procedure, course, stood, event.action, again))


def against_naming_anew(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """What is against whoever tells, by the correction of a telling, that somebody holds an office.

    What stands before that telling counts, without the version that is corrected; of what was told at the
    beginning, all that was told there, since it is read first of all whatever day is said of it. What was told so of
    that day before the case had begun, and stands, is told anew and names nobody.
    """
    grown = (*record, event)
    new = next((each for each in standing(grown) if each.id == event.id), event)
    old = next((each for each in standing(record) if each.slot == new.slot), new)
    before = standing(record[: reading.begun_at(record)])
    as_begun = next((each for each in before if each.slot == new.slot), None)
    told = course.record[: reading.told_first(course.record)]
    at_first = any(each.slot == new.slot for each in told)
    kept: set[str] = set()
    if as_begun is not None:
        versions = (as_begun.action, old.action)
        if at_first or all(each.at == new.action.at for each in versions):
            kept = set.intersection(*({*who.holds} for who in map(_told, versions)))
    if at_first:
        stood = reading.read(procedure, tuple(each for each in told if each.slot != new.slot))
    else:
        stood = reading.before_event(procedure, grown, event.id)
    return against_naming(procedure, course, stood, record, event, kept=kept)


def _against_given_late(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event, offices: Offices
) -> Iterator[LaterBarred]:
    """What was done since by somebody whom a correction of a telling gives an office, and would be barred by that."""
    named = frozenset(name for name, _ in offices.gained)
    if named:
        after = reading.read(procedure, (*record, event))
        yield from _against_others(procedure, course, after, named, but=event.id)


def _told(action: Action) -> Person:
    return action.particulars.who or Person()


def against_having_told(
    procedure: Procedure, known: tuple[Event, ...], record: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """The reasons against a telling, or the correction of one, that is recorded already: against whoever tells by it
    that somebody holds an office, whoever is free of a bar by it, and of a correction that too many hold an office
    by it.

    `known` is what of a record had happened when it was told, the telling with it; in `record` more may come after.
    """
    without = tuple(each for each in known if each.id != event.id)
    course = reading.read(procedure, without)
    if event.corrects is not None:
        offices = offices_changed(procedure, without, (*without, event))
        naming = (
            *against_naming_anew(procedure, course, without, event),
            *against_taking_office(procedure, course, without, event, offices),
            *against_too_many(procedure, course, without, event),
        )
    else:
        stood = reading.before_event(procedure, known, event.id)
        naming = against_naming(procedure, course, stood, without, event)
    return (*naming, *against_having_freed_oneself(procedure, course, known, record, event))


def against_having_taken_back(
    procedure: Procedure, known: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """The reasons against whoever took a record back, of which the same is known as of a telling."""
    without = tuple(each for each in known if each.id != event.id)
    course = reading.read(procedure, without)
    return (
        *against_taking_back(procedure, course, without, event),
        *against_too_many(procedure, course, without, event),
    )


def against_taking_back(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """The conflicts that keep whoever takes a record back from the act that it records, or of which he or
    she would be free by that.

    To take back asks for no office: anybody keeps the files. Where somebody of the case may not take
    it back, it must be said who does. What takes back a retraction is judged as that one was.
    """
    target = what_is_meant(record, event)
    name, by = target.action.name, event.action.by
    naming: tuple[Reason, ...] = ()
    if reading.begun(record) and _says_who_holds(procedure, target.action):
        offices = offices_changed(procedure, record, (*record, event))
        naming = tuple(_against_giving(procedure, course, record, event, offices))
        if name == PERSON_TOLD:
            lost = against_taking_office(procedure, course, record, event, offices)
            naming = (*naming, *lost)
    if name == PERSON_TOLD:
        return (*naming, *against_freeing_oneself(procedure, course, record, event))
    act = procedure.steps.get(name) or procedure.facts.get(name)
    if act is None:
        return ()
    seen = as_at(procedure, course, _not_before_what_is_meant(procedure, record, event))
    found = {each: _kept_from(procedure, seen, act, each) for each in course.people}
    if makes_ties(procedure, act) or makes_exceptions(procedure, act):
        for each, freed in freed_by(procedure, course, record, event, course.people).items():
            found[each] = (*found[each], *freed)
    key = "by" if isinstance(act, Step) else "decided_by"
    return (*naming, *_unless_free(found, by, f"{act.name}.{key}", act.name))


def _says_who_holds(procedure: Procedure, action: Action) -> bool:
    """Whether somebody holds an office by an act or a telling."""
    step = procedure.steps.get(action.name)
    return action.name == PERSON_TOLD or (step is not None and step.appoints is not None)


def _against_giving(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event, offices: Offices
) -> Iterator[Reason]:
    """What is against whoever takes a record back by which others hold an office again: they are named by that, as
    by a telling, also for a term that is over by now."""
    at, by = _not_before_what_is_meant(procedure, record, event), event.action.by
    for person in dict.fromkeys(name for name, _ in offices.gained):
        roles = tuple(role for name, role in offices.gained if name == person)
        told = Action(PERSON_TOLD, at=at, by=by, person=person, who=Person(holds=roles))
        named = Event(action=told, id=event.id)
        yield from against_naming(procedure, course, course, record, named, again=roles)


def against_taking_office(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event, offices: Offices
) -> Iterator[Reason]:
    """What is against whoever takes a telling back, or corrects it, by which others hold an office no more.

    No office is asked for that, but nobody undoes a naming whom a conflict keeps from naming."""
    if not reading.begun(record):
        return
    at, by = _not_before_what_is_meant(procedure, record, event), event.action.by
    seen = as_at(procedure, course, at)
    for role in dict.fromkeys(role for _, role in offices.lost):
        office = procedure.roles[role]
        if by is None and not office.appointed_by:
            continue  # the application tells of holders, and of that they are none
        found = {each: kept_from_naming(procedure, seen, office, each) for each in course.people}
        yield from _unless_free(found, by, f"{role}.appointed_by", role)


def _not_before_what_is_meant(
    procedure: Procedure, record: tuple[Event, ...], event: Event
) -> Moment:
    """When an event happened, or what it takes back, whichever is later: nothing is undone before it was done."""
    done, said = what_is_meant(record, event).action.at, event.action.at
    return done if certainly_after(done, said, procedure.zone) else said


def _unless_free(
    found: Mapping[str, Collection[Barred]], by: str | None, rule: str, act: str
) -> Iterator[Reason]:
    """The bars of whoever takes something back; where somebody is barred, that it must be said who does."""
    kept = tuple(each for each, bars in found.items() if bars)
    could = tuple(each for each, bars in found.items() if not bars)
    if by is not None:
        yield from (replace(bar, who_else=could) for bar in found.get(by, ()))
    elif kept:
        cites = dict.fromkeys(
            clause for each in kept for bar in found[each] for clause in bar.cites
        )
        yield Unnamed(rule=rule, cites=tuple(cites), who_else=could, act=act, kept=kept)


def against_bringing_back(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """The bars that come of what stands again, once a correction or a retraction is taken back, and against
    whoever holds an office again by it."""
    grown = (*record, event)
    target = next(each for each in record if each.id == event.retracts)
    again: frozenset[str] = frozenset()
    if reading.begun(record) and _says_who_holds(procedure, what_is_meant(record, event).action):
        gained = offices_changed(procedure, record, grown).gained
        again = frozenset(name for name, _ in gained)
    if not again and target.corrects is None and target.retracts is None:
        return ()
    after = reading.read(procedure, grown)
    stood = {each.id for each in course.events}
    named = (people_of(each.action) for each in after.events if each.id not in stood)
    return tuple(_against_others(procedure, course, after, again.union(*named), but=None))


def _kept_from(
    procedure: Procedure, course: Course, act: Step | Fact, person: str
) -> tuple[Barred, ...]:
    """The conflicts that keep a person from an act, or from every office in which he could do it."""
    bars = conflicts.barred(procedure, course, person, act, doing=False)
    roles = act.by if isinstance(act, Step) else act.decided_by
    held = tuple(role for role in roles if person in course.holders(role)) or roles
    by_office = [
        conflicts.barred_from_role(procedure, course, person, role, act, doing=False)
        for role in held
    ]
    return (*bars, *by_office[0]) if by_office and all(by_office) else bars


def against_late(
    procedure: Procedure, course: Course, stood: Course, event: Event
) -> tuple[Reason, ...]:
    """What a record of an earlier day makes of later acts: of those who took part in it, the bars
    that they were free of when they acted. Of a telling, of whoever holds an office by it; a tie comes to light."""
    if stood is course:
        return ()
    named = people_of(event.action)
    if event.action.name == PERSON_TOLD:
        person, who = event.action.particulars.person, _told(event.action)
        new = [role for role in who.holds if role not in holds(stood, person)]
        if person is None or not new:
            return ()
        named = frozenset({person})
        event = replace(event, action=event.action.saying(who=Person(holds=new)))
    earlier = {each.id for each in stood.events}
    if not any(people_of(e.action) & named for e in course.events if e.id not in earlier):
        return ()
    after = reading.read(procedure, (*course.record, event))
    return tuple(_against_others(procedure, course, after, named, but=event.id))


def people_of(action: Action) -> frozenset[str]:
    """Those who take part in an act: who does it, who sat, who is appointed, who agrees."""
    said = action.particulars
    named = (action.by, said.holder, *said.agreed_by, *said.sat)
    return frozenset(name for name in named if name is not None)


def _named_anew(action: Action, was: Action) -> frozenset[str]:
    """Those who take part in an act otherwise than before: whoever agreed may now have done it."""
    said, before = action.particulars, was.particulars
    pairs = ((action.by, was.by), (said.holder, before.holder))
    other = {name for name, had in pairs if name is not None and name != had}
    other |= {*said.agreed_by} - {*before.agreed_by}
    return frozenset(other | ({*said.sat} - {*before.sat}))


def _against_others(
    procedure: Procedure, before: Course, after: Course, named: frozenset[str], *, but: str | None
) -> Iterator[LaterBarred]:
    """The bars against acts of those named, `but` one, that there are only in the course `after`."""
    acts = {
        each.id: each.action.at
        for each in after.events
        if each.override is None and each.id != but and people_of(each.action) & named
    }
    if not acts:
        return
    had = dict(_bars(procedure, before, acts, named))
    # two acts of one day that are alike are barred alike
    yield from dict.fromkeys(
        LaterBarred(rule=bar.rule, cites=bar.cites, bar=bar, at=acts[key[0]])
        for key, bar in _bars(procedure, after, acts, named)
        if key not in had
    )


def _bars(
    procedure: Procedure, course: Course, acts: Collection[str], named: frozenset[str]
) -> Iterator[tuple[tuple[str, str, str, str], Barred]]:
    """The bars against some acts of some people, by the id of the act, rule, target and person."""
    for event, stood in reading.one_by_one(procedure, course):
        if event.id not in acts:
            continue
        for reason in reasons_against(
            procedure, stood, event.action, adds=event.adds_to is not None
        ):
            bars = reason.kept if isinstance(reason, NotAgreed) else (reason,)
            for bar in bars:
                if isinstance(bar, Barred) and bar.person in named:
                    yield (event.id, bar.rule, bar.act, bar.person), bar
