"""Amending: whom a correction names, who takes a record back, and what a late record makes of later acts.

Whoever could not have done a thing cannot be written into it afterwards, nor take it back. Only
people are asked about: a day that was wrong is put right whatever comes of it, and an audit shows that.
"""

from collections.abc import Collection, Iterator, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from complaintflow import conflicts
from complaintflow import course as reading
from complaintflow.case import Action, Event, standing
from complaintflow.conflicts import Bar
from complaintflow.course import Course
from complaintflow.dated import as_at, turns
from complaintflow.judging import (
    against_becoming,
    against_holder,
    judge,
    judge_people,
    who_did,
)
from complaintflow.moments import Moment
from complaintflow.offices import holds
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Fact, Procedure, Role, Step
from complaintflow.rulings import (
    Barred,
    LaterBarred,
    LaterUnmade,
    NoChair,
    NoQuorum,
    NotAgreed,
    Reason,
    Unnamed,
    WrongMembers,
    WrongRole,
    WrongShare,
)
from complaintflow.settling import against_agreement
from complaintflow.sitting import against_number, against_sitting, seated_in
from complaintflow.vocabulary import bodies_of


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
        stood = _before_telling(procedure, course, new)
        naming = against_naming(procedure, course, stood, record, event)
        return (*naming, *against_freeing_oneself(procedure, course, record, event))
    stood = reading.before_event(procedure, grown, event.id)
    adds = new.adds_to is not None
    found = judge_people(procedure, stood, action, was=old.action, adds=adds)
    named = _named_anew(action, old.action)
    if not named:
        return found
    after = reading.read(procedure, grown)
    return (*found, *_against_others(procedure, course, after, named, but=event.id))


def _before_telling(procedure: Procedure, course: Course, event: Event) -> Course:
    """What stands before a telling as it is corrected; of what was told at the beginning, all that was
    told there, since it is read first of all whatever day is said of it."""
    told = course.record[: reading.told_first(course.record)]
    if any(each.slot == event.slot for each in told):
        return reading.read(procedure, told)
    return reading.before(procedure, course, event.action)


def against_taking_back(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """The conflicts that keep whoever takes a record back from the act that it records.

    To take back asks for no office: anybody keeps the files. Where somebody of the case may not take
    it back, it must be said who does. What takes back a retraction is judged as that one was.
    """
    target = _what(record, event)
    name, by = target.action.name, event.action.by
    if name == PERSON_TOLD:
        return against_freeing_oneself(procedure, course, record, event)
    act = procedure.steps.get(name) or procedure.facts.get(name)
    if act is None:
        return ()
    seen = as_at(procedure, course, event.action.at)
    found = {each: _kept_from(procedure, seen, act, each) for each in course.people}
    kept = tuple(each for each, bars in found.items() if bars)
    could = tuple(each for each, bars in found.items() if not bars)
    if by is not None:
        return tuple(replace(bar, who_else=could) for bar in found.get(by, ()))
    if not kept:
        return ()
    key = "by" if isinstance(act, Step) else "decided_by"
    cites = dict.fromkeys(clause for each in kept for bar in found[each] for clause in bar.cites)
    rule = f"{act.name}.{key}"
    return (Unnamed(rule=rule, cites=tuple(cites), who_else=could, act=act.name, kept=kept),)


def against_bringing_back(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """The bars that come of what stands again, once a correction or a retraction is taken back."""
    target = next(each for each in record if each.id == event.retracts)
    if target.corrects is None and target.retracts is None:
        return ()
    after = reading.read(procedure, (*record, event))
    stood = {each.id for each in course.events}
    named = [people_of(each.action) for each in after.events if each.id not in stood]
    return tuple(_against_others(procedure, course, after, frozenset().union(*named), but=None))


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


def against_freeing_oneself(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[Barred, ...]:
    """Nobody tells, corrects or takes back in his own name who people are, and is free of a bar then.

    Not at the end alone: not at any moment at which somebody could record that he or she acted.
    """
    by = event.action.by
    if by is None:
        return ()
    freed: dict[tuple[str, tuple[str, ...]], Bar] = {}
    for stood, after in _side_by_side(procedure, course.record, standing((*record, event))):
        had = {(bar.rule, bar.kept_from): bar for bar in conflicts.bars_of(procedure, stood, by)}
        left = {(bar.rule, bar.kept_from) for bar in conflicts.bars_of(procedure, after, by)}
        freed = {key: bar for key, bar in had.items() if key not in left} | freed
    return tuple(
        Barred(
            rule=bar.rule,
            cites=bar.cites,
            who_else=tuple(name for name in course.people if name != by),
            act=PERSON_TOLD,
            person=by,
            tie=bar.tie,
            through=bar.through,
            says=bar.says,
        )
        for bar in freed.values()
    )


def _side_by_side(
    procedure: Procedure, record: tuple[Event, ...], changed: tuple[Event, ...]
) -> Iterator[tuple[Course, Course]]:
    """What stands before an act at each moment at which a record and a changed one may differ."""
    both = [_by_places(procedure, each) for each in (record, changed)]
    days = (day for courses in both for day in turns(procedure, courses[-1]))
    seen: set[tuple[object, ...]] = set()
    for moment in dict.fromkeys((*_moments(*record, *changed), *days)):
        probe = Event(action=Action(RETRACTED, at=moment), id="")
        orders = (reading.in_order(procedure, (*each, probe)) for each in (record, changed))
        places = tuple(next(i for i, e in enumerate(order) if e is probe) for order in orders)
        stood, after = (courses[i] for courses, i in zip(both, places, strict=True))
        views = as_at(procedure, stood, moment), as_at(procedure, after, moment)
        by_dates = views[0] is not stood or views[1] is not after
        key = (*places, moment) if by_dates else places
        if key not in seen:
            seen.add(key)
            yield views


def _by_places(procedure: Procedure, record: tuple[Event, ...]) -> list[Course]:
    """What stands before each place of a record, in the order of happening; last, all of it."""
    courses = [Course()]
    for event in reading.in_order(procedure, record):
        courses.append(reading.advance(procedure, courses[-1], event))
    return courses


def _moments(*events: Event) -> Iterator[Moment]:
    """When something happened, and the last moment before it on a day whose hours are known."""
    for at in dict.fromkeys(event.action.at for event in events):
        yield at
        if isinstance(at, datetime):
            yield at.astimezone(UTC) - timedelta(microseconds=1)


def against_late(
    procedure: Procedure, course: Course, stood: Course, event: Event
) -> tuple[Reason, ...]:
    """What a record of an earlier day makes of later acts: of those who took part in it, the bars
    that they were free of when they acted."""
    if stood is course:
        return ()
    named = people_of(event.action)
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


def against_unmaking(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[LaterUnmade | WrongMembers, ...]:
    """What a body did that would be left without the members it needs, once a record is changed; and
    appointments by which more people would then hold an office than may.

    So nobody who sat is unseated afterwards, and no member who was named is named no more: what was so
    an override records. Who people are is told whatever comes of it, but for that somebody is no member.
    What is corrected is judged itself where it says anew who sat.
    """
    numbered = {
        n for n, r in procedure.roles.items() if r.body is not None or r.holders is not None
    }
    if not numbered:
        return ()
    after = reading.read(procedure, (*record, event))
    return (
        *_unmade(procedure, course, after, record, event, numbered),
        *_too_many(procedure, course, after, numbered, event.action.at),
    )


def _too_many(
    procedure: Procedure, course: Course, after: Course, numbered: Set[str], at: Moment
) -> Iterator[WrongMembers]:
    """The offices that more people would hold at last than may, and did not before."""
    for role in (r for name, r in procedure.roles.items() if name in numbered):
        most = role.most
        if most is None:
            continue
        had, seated = (
            seated_in(procedure, as_at(procedure, each, at), role) for each in (course, after)
        )
        if len(seated) > max(most, len(had)):
            yield WrongMembers(
                rule=f"{role.name}.{role.counted_by}",
                cites=role.cites.of(role.counted_by),
                role=role.name,
                sat=seated,
                number=role.number,
                appointed=True,
            )


def _unmade(
    procedure: Procedure,
    course: Course,
    after: Course,
    record: tuple[Event, ...],
    event: Event,
    numbered: Set[str],
) -> tuple[LaterUnmade, ...]:
    acts = {
        each.slot: each.action
        for each in (*after.events, *course.events)
        if each.override is None and each.adds_to is None and _counts(procedure, each, numbered)
        if each.id != event.id or event.corrects is not None
    }
    tells = _what(record, event).action.name == PERSON_TOLD
    had = {(slot, lack.rule) for slot, lack in _lacks(procedure, course, acts)}
    return tuple(
        LaterUnmade(
            rule=lack.rule, cites=lack.cites, act=acts[slot].name, at=acts[slot].at, lack=lack
        )
        for slot, lack in _lacks(procedure, after, acts)
        if (slot, lack.rule) not in had
        and (not tells or isinstance(lack, WrongMembers | WrongRole))
        and not _sat_anew(acts[slot], slot, after, event)
    )


def _sat_anew(was: Action, slot: str, after: Course, event: Event) -> bool:
    """Whether an event is corrected that says anew who sat, which is judged by itself."""
    corrected = any(each.slot == slot and each.id == event.id for each in after.events)
    return corrected and who_did(event.action) != who_did(was)


def _what(record: tuple[Event, ...], event: Event) -> Event:
    """The event of which a retraction speaks, also through other retractions; any other itself."""
    while event.retracts is not None:
        event = next(each for each in record if each.id == event.retracts)
    return event


def _counts(procedure: Procedure, event: Event, numbered: Set[str]) -> bool:
    """Whether people are counted for an event: a body did it, or it appoints to an office of so many."""
    act = procedure.steps.get(event.action.name) or procedure.facts.get(event.action.name)
    if act is None:
        return False
    roles = act.by if isinstance(act, Step) else act.decided_by
    appoints = isinstance(act, Step) and act.appoints in numbered
    return appoints or not numbered.isdisjoint(roles) or bool(bodies_of(procedure, act))


def _lacks(
    procedure: Procedure, course: Course, acts: Collection[str]
) -> Iterator[tuple[str, Reason]]:
    """What some acts of bodies lack of the members that they need, each by the slot of its event."""
    for event, stood in reading.one_by_one(procedure, course):
        if event.slot not in acts or event.override is not None:
            continue
        for reason in judge(procedure, stood, event.action, alone=True).reasons:
            done_by = isinstance(reason, WrongRole) and event.action.particulars.sat
            if done_by or isinstance(reason, NoQuorum | WrongMembers | WrongShare | NoChair):
                yield event.slot, reason


def against_naming(
    procedure: Procedure, course: Course, stood: Course, record: tuple[Event, ...], event: Event
) -> tuple[Reason, ...]:
    """Once a case has begun, only whoever may name the holders of an office tells of a new one.

    What is told at the beginning is what the application knows of its own staff. `stood` is what stands
    before the day of the telling, which is none to go behind what was recorded since: new is whoever did
    not hold the office then, though he or she holds it now.
    """
    said = event.action.particulars
    if said.person is None or said.who is None or not begun(record):
        return ()
    new = [r for r in said.who.holds if r not in holds(stood, said.person)]
    found: dict[Reason, None] = {}
    for role in (procedure.roles[name] for name in new):
        for each in (course, stood) if role.appointed_by else ():
            found |= dict.fromkeys(_against_naming(procedure, each, role, event.action))
    return tuple(found)


def _against_naming(
    procedure: Procedure, course: Course, role: Role, action: Action
) -> Iterator[Reason]:
    by, cites = action.by, role.cites.of("appointed_by")
    course = as_at(procedure, course, action.at)
    held = [office for office in role.appointed_by if by in course.holders(office)]
    if by is None or not held:
        yield WrongRole(
            rule=f"{role.name}.appointed_by",
            cites=cites,
            person=by,
            holds=holds(course, by),
            needs=role.appointed_by,
            who_else=tuple(n for office in role.appointed_by for n in course.holders(office)),
            vacant=not any(course.holders(office) for office in role.appointed_by),
        )
        return
    naming = [procedure.steps[name] for name in role.appointed_by_steps]
    own = [step for step in procedure.steps.values() if role.name in step.by]
    for step in naming:
        yield from conflicts.barred(procedure, course, by, step)
    for act in naming or own[:1]:
        by_office = [
            [
                *conflicts.barred_from_role(procedure, course, by, office, act),
                *(() if naming else against_sitting(procedure, course, act, action, office)),
            ]
            for office in held
        ]
        if all(by_office):
            yield from by_office[0]
    asks_more = tuple(s.name for s in naming if _asks_more(procedure, course, s, held, action))
    if asks_more:
        yield WrongRole(
            rule=f"{role.name}.appointed_by",
            cites=cites,
            person=by,
            holds=holds(course, by),
            needs=role.appointed_by,
            steps=asks_more,
        )
    holder = action.particulars.person
    assert holder is not None  # the caller asked
    for act in [*naming, *own][:1]:
        yield from against_becoming(procedure, course, role, act, holder)
    told = Action(PERSON_TOLD, at=action.at, holder=holder)
    yield from against_number(procedure, course, role, told)


def _asks_more(
    procedure: Procedure, course: Course, step: Step, held: list[str], told: Action
) -> bool:
    """Whether a step by which somebody names holders asks what telling of one would pass: that a body
    sits, from whom the holder is chosen, or who agrees."""
    fitting = [office for office in held if office in step.by]
    named = Action(step.name, at=told.at, by=told.by, holder=told.particulars.person)
    return bool(fitting) and (
        all(any(against_sitting(procedure, course, step, named, o)) for o in fitting)
        or any(isinstance(r, WrongRole) for r in against_holder(procedure, course, step, named))
        or any(against_agreement(procedure, course, step, named))
    )


def begun(record: tuple[Event, ...]) -> bool:
    """Whether anything was ever recorded, taken back or not, but who people are."""
    told = reading.told_first(record)
    return any(event.action.name != PERSON_TOLD for event in record[told:])


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
    for key, bar in _bars(procedure, after, acts, named):
        if key not in had:
            yield LaterBarred(rule=bar.rule, cites=bar.cites, bar=bar, at=acts[key[0]])


def _bars(
    procedure: Procedure, course: Course, acts: Collection[str], named: frozenset[str]
) -> Iterator[tuple[tuple[str, str, str, str], Barred]]:
    """The bars against some acts of some people, by the id of the act, rule, target and person."""
    for event, stood in reading.one_by_one(procedure, course):
        if event.id not in acts:
            continue
        ruling = judge(procedure, stood, event.action, alone=True, adds=event.adds_to is not None)
        for reason in ruling.reasons:
            bars = reason.kept if isinstance(reason, NotAgreed) else (reason,)
            for bar in bars:
                if isinstance(bar, Barred) and bar.person in named:
                    yield (event.id, bar.rule, bar.act, bar.person), bar
