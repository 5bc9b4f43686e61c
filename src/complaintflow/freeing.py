"""Freeing: what somebody would be free of, or would count for, by his or her own word.

Who tells, corrects or takes back in his own name is refused where a bar of his own is gone by it, and where
he would count by it as one of those who alone may, or of whom a body needs some; where somebody else could excuse
him by it, and where he has an office by it. Not at the end alone: not at any moment at
which somebody could record that he or she acted. All of it is found in a time that grows with the record and no faster.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from complaintflow import conflicts
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import NOBODY, Event
from complaintflow.comparing import side_by_side
from complaintflow.conflicts import Bar
from complaintflow.course import Course, begun
from complaintflow.offices import holds
from complaintflow.procedure import (
    ActedIn,
    Clause,
    Conflict,
    Did,
    Fact,
    Held,
    Holds,
    Is,
    Of,
    Procedure,
    Step,
    Who,
)
from complaintflow.relating import acts_in, certain, eligible, has_anybody, held_to, says
from complaintflow.rulings import Barred


def against_freeing_oneself(
    procedure: Procedure, course: Course, record: tuple[Event, ...], event: Event
) -> tuple[Barred, ...]:
    """The reasons against whoever records an event in his or her own name and is free of a bar by it, may be
    excused by somebody else by it, holds an office by it, or counts by it for what a rule asks."""
    by = event.action.by
    return () if by is None else freed_by(procedure, course, record, event, (by,)).get(by, ())


def against_having_freed_oneself(
    procedure: Procedure,
    course: Course,
    known: tuple[Event, ...],
    record: tuple[Event, ...],
    event: Event,
) -> tuple[Barred, ...]:
    """The same reasons against whoever recorded an event of a record, in which more may come after it: of that more,
    what he or she is free of; by whom he or she may be excused, and which office he or she holds, as was `known` then.
    """
    by = event.action.by
    if by is None:
        return ()

    def against(events: tuple[Event, ...], change: _Change) -> tuple[Barred, ...]:
        without = tuple(each for each in events if each.id != event.id)
        return _freed(procedure, course, without, events, event, (by,), change).get(by, ())

    leads = against(known, _leads_to_it if begun(known) else _may_be_excused)
    return tuple(dict.fromkeys((*against(record, _changes), *leads)))


def freed_by(
    procedure: Procedure,
    course: Course,
    record: tuple[Event, ...],
    event: Event,
    people: Iterable[str],
) -> Mapping[str, tuple[Barred, ...]]:
    """What would change for each of some people who must not record an event themselves. Which offices staff hold at the
    beginning anybody may tell of himself."""
    change = _all if begun(record) else _without_own_office
    return _freed(procedure, course, record, (*record, event), event, people, change)


def _freed(
    procedure: Procedure,
    course: Course,
    record: tuple[Event, ...],
    changed: tuple[Event, ...],
    event: Event,
    people: Iterable[str],
    change: "_Change",
) -> Mapping[str, tuple[Barred, ...]]:
    """What an event changes for some people, by which one record becomes another."""
    found: dict[str, dict[tuple[str, str], _Stake]] = {name: {} for name in people}
    sides = side_by_side(procedure, record, changed)
    for stood, after in sides if found else ():
        for name, stakes in found.items():
            for stake in change(procedure, stood, after, name):
                stakes.setdefault((stake.rule, stake.says), stake)
    return {
        name: tuple(
            Barred(
                rule=stake.rule,
                cites=stake.cites,
                who_else=tuple(each for each in course.people if each != name),
                act=event.action.name,
                person=name,
                tie=stake.tie,
                through=stake.through,
                says=stake.says,
            )
            for stake in stakes.values()
        )
        for name, stakes in found.items()
        if stakes
    }


def makes_ties(procedure: Procedure, act: Step | Fact) -> bool:
    """Whether a rule about people asks of somebody what is so by that act: that he or she did it, or
    holds the office to which it appoints."""
    whos = (
        *(who for rule in procedure.conflicts.values() for part in rule.keeps for who in part.who),
        *(s.who for r in procedure.roles.values() if r.body is not None for s in r.body.of_whom),
    )
    appoints = act.appoints if isinstance(act, Step) else None
    for who in whos:
        match who.whom if isinstance(who, Of) else who:
            case Did(name) if name == act.name:
                return True
            case ActedIn() as acted if act.name in acts_in(procedure, acted):
                return True
            case Held(role) | Holds(role) if role == appoints:
                return True
    return False


def makes_exceptions(procedure: Procedure, act: Step | Fact) -> bool:
    """Whether an exception hangs on an act: on the answer, on whether its question is asked, on who
    holds an office in which it is answered, or on the stage to which it leads."""
    by_stage = any(rule.except_in for rule in procedure.conflicts.values())
    if by_stage and isinstance(act, Step) and act.then is not None:
        return True
    facts: list[str] = []
    ahead = [c.fact for rule in procedure.conflicts.values() for c in rule.except_if]
    while ahead:
        fact = procedure.facts[ahead.pop()]
        facts.append(fact.name)
        if fact.asked_if is not None and fact.asked_if.fact not in facts:
            ahead.append(fact.asked_if.fact)
    if isinstance(act, Fact):
        return act.name in facts
    deciding = {role for name in facts for role in procedure.facts[name].decided_by}
    deciding |= {s for role in deciding if (s := procedure.roles[role].stand_in) is not None}
    return act.appoints in deciding


@dataclass(frozen=True, slots=True)
class _Stake:
    """Something that a person must not change by his or her own word, as it was before."""

    rule: str
    cites: tuple[Clause, ...]
    tie: Who
    says: str
    through: str | None = None


_Change = Callable[[Procedure, Course, Course, str], Iterator[_Stake]]
"""What a change of the record comes to for a person: what stood before, and what stands after it."""


def _all(procedure: Procedure, stood: Course, after: Course, person: str) -> Iterator[_Stake]:
    yield from _changes(procedure, stood, after, person)
    yield from _leads_to_it(procedure, stood, after, person)


def _without_own_office(
    procedure: Procedure, stood: Course, after: Course, person: str
) -> Iterator[_Stake]:
    yield from _changes(procedure, stood, after, person)
    yield from _may_be_excused(procedure, stood, after, person)


def _changes(procedure: Procedure, stood: Course, after: Course, person: str) -> Iterator[_Stake]:
    """The bars of a person that are gone, the offices for which he or she is eligible again, and the ties by
    which he or she newly counts for a rule."""
    for bar in _bars_gone(procedure, stood, after, person):
        if _concerns(procedure, stood, after, bar):
            yield _Stake(bar.rule, bar.cites, bar.tie, bar.says, bar.through)
    for role in procedure.roles.values():
        if not eligible(stood, person, role) and eligible(after, person, role):
            tie = Is(role.may_be[0])
            unlike = f"is none of those who may act as {role.title}"
            yield _Stake(f"{role.name}.may_be", role.cites.of("may_be"), tie, unlike)
    had = {key for key, _ in _counts(procedure, stood, person)}
    yield from (stake for key, stake in _counts(procedure, after, person) if key not in had)


def _bars_gone(procedure: Procedure, stood: Course, after: Course, person: str) -> Iterator[Bar]:
    """The bars of a person that are gone. A rule that looks back further than there are days, or than its calendar
    covers, keeps nobody from anything on that day: nothing of which it speaks can be recorded of it."""
    for conflict in procedure.conflicts.values():
        for keeping in conflict.keeps:
            try:
                bar = conflicts.bar_by(procedure, stood, conflict, keeping, person)
                if bar is None:
                    continue
                left = conflicts.bar_by(procedure, after, conflict, keeping, person)
            except OutsideCalendar:
                continue
            if _frees(bar, stood.stage, left, after.stage):
                yield bar


def _frees(bar: Bar, place: str | None, then: Bar | None, place_then: str | None) -> bool:
    """Whether a bar is gone, or its exception holds where it did not, or is of the stage that is open then."""
    return (
        then is None
        or not {*then.excepted_in} <= {*bar.excepted_in}
        or (place not in bar.excepted_in and place_then in then.excepted_in)
    )


def _leads_to_it(
    procedure: Procedure, stood: Course, after: Course, person: str
) -> Iterator[_Stake]:
    """What lets a person act by the next thing that is recorded: an office that he or she has by it, where nobody
    names its holders, and somebody by it who may excuse him or her from a bar."""
    had = stood.people.get(person, NOBODY).holds
    for role in (procedure.roles[name] for name in after.people.get(person, NOBODY).holds):
        if role.name not in had and not role.appointed_by:
            unlike = f"does not hold the office of {role.title}"
            yield _Stake(role.name, role.cites.clauses, Holds(role.name), unlike)
    yield from _may_be_excused(procedure, stood, after, person)


def _may_be_excused(
    procedure: Procedure, stood: Course, after: Course, person: str
) -> Iterator[_Stake]:
    """The bars of a person from which somebody may excuse him or her who may not otherwise."""
    for rule in (each for each in procedure.conflicts.values() if each.has_exception):
        try:
            if _more_may_excuse(procedure, stood, after, rule):
                for bar in conflicts.bars_by(procedure, stood, rule, person):
                    yield _Stake(bar.rule, bar.cites, bar.tie, bar.says, bar.through)
        except OutsideCalendar:
            continue


def _more_may_excuse(procedure: Procedure, stood: Course, after: Course, rule: Conflict) -> bool:
    """Whether somebody may decide an exception who may not decide it otherwise."""
    for fact in (procedure.facts[condition.fact] for condition in rule.except_if):
        before = frozenset(conflicts.deciders(procedure, stood, fact))
        if not before.issuperset(conflicts.deciders(procedure, after, fact)):
            return True
    return False


def _concerns(procedure: Procedure, stood: Course, after: Course, bar: Bar) -> bool:
    """Whether it is a person's own that a bar is gone. A rule that says who alone may, and means nobody any
    more, lets through everybody: it is the business of those who hold an office in which they could act."""
    parts = [part for part in procedure.conflicts[bar.rule].keeps if part.only]
    if not parts or any(has_anybody(procedure, after, w) for part in parts for w in part.who):
        return True
    offices = {name for name in bar.kept_from if name in procedure.roles}
    for name in bar.kept_from:
        if name in procedure.steps:
            offices |= {*procedure.steps[name].by}
        elif name in procedure.facts:
            offices |= {*procedure.facts[name].decided_by}
    offices |= {s for name in offices if (s := procedure.roles[name].stand_in) is not None}
    return not offices.isdisjoint(holds(stood, bar.person))


def _counts(procedure: Procedure, course: Course, person: str) -> Iterator[tuple[Hashable, _Stake]]:
    """The ties by which a person counts where only some may, and among those who sit as a body."""
    for rule in procedure.conflicts.values():
        cites = rule.cites.of(rule.key)
        for who in (w for keeping in rule.keeps if keeping.only for w in keeping.who):
            yield from _held(procedure, course, person, who, rule.name, cites)
    for role in procedure.roles.values():
        name, cites = f"{role.name}.of_whom", role.cites.of("of_whom")
        for share in () if role.body is None else role.body.of_whom:
            what = f"somebody who {says(procedure, share.who)}"
            true = bool(certain(procedure, course, share.who, (person,)))
            if true and share.number.least:
                unknown = f"is not known to be {what}"
                yield (name, share, true), _Stake(name, cites, share.who, unknown)
            if not true and share.number.most is not None:
                yield (name, share, true), _Stake(name, cites, share.who, f"is {what}")
            if share.number.least:
                yield from _held(procedure, course, person, share.who, name, cites)


def _held(
    procedure: Procedure,
    course: Course,
    person: str,
    who: Who,
    rule: str,
    cites: tuple[Clause, ...],
) -> Iterator[tuple[Hashable, _Stake]]:
    """The ties to others of which a rule speaks, whoever these are now: what nobody has done yet one of
    them may do later."""
    if not isinstance(who, Of):
        return
    unknown = f"is not known to be somebody who {says(procedure, who)}"
    for other in held_to(course, who.relation, person):
        yield (rule, who, other), _Stake(rule, cites, who, unknown, other)
