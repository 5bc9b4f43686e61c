"""The history of a case read under a procedure: where it stands, what was done, who is who.

A course is derived from the record and never stored with it. It believes the record:
whether an event was lawful is for the engine to judge, before it is recorded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from typing import TypeVar

from complaintflow.case import Action, Event, Person, standing
from complaintflow.moments import (
    Moment,
    certainly_after,
    has_hour,
    is_past,
    local_day,
)
from complaintflow.procedure import (
    PERSON_TOLD,
    Duty,
    Fact,
    PlaceKind,
    Procedure,
    Step,
    Value,
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay in a place, from the event that led in to the event that led out.

    The positions are those of the two events in the course.
    """

    place: str
    since: Moment
    position: int
    until: Moment | None = None
    left_at: int = -1


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A step done, a fact answered, a happening, and the visit of its place in which that was.

    `visit` is the index in `Course.visits`; -1 for facts and happenings, which belong to the whole
    case, and for steps of places that were never entered. `position` is that in `Course.events`.
    """

    event: Event
    visit: int
    position: int

    @property
    def at(self) -> Moment:
        """When it happened."""
        return self.event.action.at


@dataclass(frozen=True, slots=True)
class Course:
    """Where a case stands after its events, all read in the order in which they happened."""

    events: tuple[Event, ...] = ()
    record: tuple[Event, ...] = ()  # the same, in the order in which they were recorded
    visits: tuple[Visit, ...] = ()
    stage: str | None = None
    done: Mapping[str, tuple[Occurrence, ...]] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    answers: Mapping[str, Event] = field(default_factory=dict)
    supplied: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    left: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Who held an office (role, person) and lost it, and at which position in the course."""
    gained: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """At which position in the course somebody was first told or appointed to hold an office."""

    def holders(self, role: str) -> tuple[str, ...]:
        """Who holds a role, in the order in which people were first told of."""
        return tuple(name for name, person in self.people.items() if role in person.holds)

    def has_held(self, role: str, person: str, *, since: int = -1) -> bool:
        """Whether a person holds a role, or did at that position in the course or later."""
        known = self.people.get(person)
        lost = self.left.get((role, person))
        return (known is not None and role in known.holds) or (lost is not None and lost >= since)

    def held_at(self, role: str, person: str, position: int) -> bool:
        """Whether a person held a role by that position in the course, and had not lost it."""
        since = self.gained.get((role, person))
        return (
            since is not None and since <= position and self.has_held(role, person, since=position)
        )

    def times(self, name: str) -> tuple[Occurrence, ...]:
        """Every time a step was done, a fact answered, or something happened."""
        return self.done.get(name, ())

    def answer(self, fact: str) -> Value | None:
        """The answer that holds, or None while there is none: the last one given."""
        event = self.answers.get(fact)
        return None if event is None else event.action.particulars.answer

    def visit_of(self, place: str) -> int:
        """The index of the latest visit of a place, -1 if it was never entered."""
        for index in range(len(self.visits) - 1, -1, -1):
            if self.visits[index].place == place:
                return index
        return -1

    def visits_of(self, place: str) -> tuple[int, ...]:
        """The indexes of all visits of a place."""
        return tuple(i for i, visit in enumerate(self.visits) if visit.place == place)


def read(procedure: Procedure, events: Iterable[Event]) -> Course:
    """The course of a record, read in the order in which things happened."""
    return _fold(procedure, standing(events))


def in_order(procedure: Procedure, events: Iterable[Event]) -> tuple[Event, ...]:
    """Events in the order in which they happened, as far as that is certain.

    Each stands directly before the first one, of those recorded earlier, that is certainly
    later; else last. So no record ever changes the order of two others. What was told before
    anything happened stands first, whatever its date: it says who people are, not when.
    """
    record = tuple(events)
    told = told_first(record)
    days: dict[date, list[Event]] = {}
    for event in record[told:]:
        of_day = days.setdefault(local_day(event.action.at, procedure.zone), [])
        later = (
            index
            for index, other in enumerate(of_day)
            if certainly_after(other.action.at, event.action.at, procedure.zone)
        )
        of_day.insert(next(later, len(of_day)), event)
    return (*record[:told], *(event for day in sorted(days) for event in days[day]))


TOLD_AT_THE_BEGINNING = ("people.", "facts.")
"""How the ids of the events begin with which a case begins."""


def told_first(record: tuple[Event, ...]) -> int:
    """How many records stand first that `begin` wrote, or that correct one of those."""
    return sum(1 for _ in takewhile(lambda e: e.slot.startswith(TOLD_AT_THE_BEGINNING), record))


def before(procedure: Procedure, course: Course, action: Action) -> Course:
    """The course that stands before `action`, as it would be read once recorded."""
    if not course.events or not _may_precede(action, course.events[-1].action, procedure):
        return course
    proposed = Event(action=action, id="")
    order = in_order(procedure, (*course.record, proposed))
    return _ordered(procedure, course.record, order[: order.index(proposed)])


def before_event(procedure: Procedure, record: Iterable[Event], id: str) -> Course:  # noqa: A002
    """The course that stands before the event of that id; all of it where it does not stand."""
    kept = standing(record)
    order = in_order(procedure, kept)
    place = next((i for i, event in enumerate(order) if event.id == id), len(order))
    return _ordered(procedure, kept, order[:place])


def as_of(procedure: Procedure, course: Course, moment: Moment) -> Course:
    """The course without what happened after `moment`; a date means the end of that day."""
    later = {event.id for event in happens_later(procedure, course, moment)}
    if not later:
        return course
    return _fold(procedure, tuple(event for event in course.record if event.id not in later))


def happens_later(procedure: Procedure, course: Course, moment: Moment) -> tuple[Event, ...]:
    """The events of a course that happen after `moment`; a date means the end of that day."""
    told = told_first(course.record)
    return tuple(
        event
        for event in course.record[told:]
        if not is_past(event.action.at, moment, procedure.zone)
    )


def _fold(procedure: Procedure, record: tuple[Event, ...]) -> Course:
    return _ordered(procedure, record, in_order(procedure, record))


def _ordered(procedure: Procedure, record: tuple[Event, ...], ordered: Iterable[Event]) -> Course:
    """The course of events in the order of happening; of the record it keeps those among them."""
    course = Course()
    for event in ordered:
        course = advance(procedure, course, event)
    read_ = {event.id for event in course.events}
    return replace(course, record=tuple(event for event in record if event.id in read_))


def _may_precede(action: Action, last: Action, procedure: Procedure) -> bool:
    """Whether an action recorded now is read before the last one of the course."""
    if certainly_after(last.at, action.at, procedure.zone):
        return True
    # On one day an earlier hour may stand before an event that has none.
    same_day = local_day(last.at, procedure.zone) == local_day(action.at, procedure.zone)
    return same_day and has_hour(action.at) and not has_hour(last.at)


def follows(procedure: Procedure, course: Course, event: Event) -> bool:
    """Whether `event` is read after all of the course, so that it may simply be added."""
    if event.corrects is not None or event.retracts is not None or event.adds_to is not None:
        return False
    return not course.events or not _may_precede(event.action, course.events[-1].action, procedure)


def advance(procedure: Procedure, course: Course, event: Event) -> Course:
    """The course one event later."""
    action = event.action
    grown = replace(
        course,
        events=(*course.events, event),
        record=(*course.record, event),
        visits=course.visits or (Visit("begins", action.at, 0),),
    )
    if action.name == PERSON_TOLD:
        told, name = _told(grown, action), action.particulars.person or ""
        return replace(grown, people=told, gained=_gained(grown, name, told[name].holds))
    act = procedure.steps.get(action.name) or procedure.facts.get(action.name)
    if act is None:  # a happening, which belongs to the whole case as facts do
        return replace(grown, done=_with(grown, Occurrence(event, -1, len(course.events))))
    if event.adds_to is not None:
        more = (*grown.supplied.get(event.adds_to, ()), event)
        grown = replace(grown, supplied={**grown.supplied, event.adds_to: more})
        return grown if isinstance(act, Fact) else _appointed(procedure, grown, act, action)
    if isinstance(act, Fact):
        return replace(
            grown,
            done=_with(grown, Occurrence(event, -1, len(course.events))),
            answers={**grown.answers, action.name: event},
        )
    return _step_done(procedure, course, grown, act, event)


def _step_done(
    procedure: Procedure, course: Course, grown: Course, step: Step, event: Event
) -> Course:
    """`grown` with a step done; `course` is what stood before the event."""
    at, position = event.action.at, len(course.events)
    visit = grown.visit_of(step.place)
    grown = replace(grown, done=_with(grown, Occurrence(event, visit, position)))
    grown = _appointed(procedure, grown, step, event.action)
    if step.then is None or not leads_on(procedure, course, step, event):
        return grown
    left = course.stage if course.stage is not None else "begins"
    visits = [
        replace(v, until=at, left_at=position) if v.until is None and v.place == left else v
        for v in grown.visits
    ]
    if course.stage is None:
        visits.append(Visit("throughout", at, position))
    visits.append(Visit(step.then, at, position))
    return replace(grown, visits=tuple(visits), stage=step.then)


def leads_on(procedure: Procedure, course: Course, step: Step, event: Event | None = None) -> bool:
    """Whether the `then` of a step takes effect: not for late work of a place already left."""
    if is_open(procedure, course, step):
        return True
    late_work = step.duty is Duty.MUST and course.visit_of(step.place) >= 0
    return event is not None and event.override is not None and not late_work


def is_open(procedure: Procedure, course: Course, step: Step) -> bool:
    """Whether the place of a step is open for it now.

    `begins` is open until the first `then`; `throughout` from then on, and in an end still,
    but for its steps with a `then` and for what is done again and again.
    """
    match procedure.places[step.place].kind:
        case PlaceKind.BEGINS:
            return course.stage is None
        case PlaceKind.THROUGHOUT:
            if course.stage is None:
                return False
            rests = step.then is not None or step.repeats
            return not rests or procedure.places[course.stage].kind is PlaceKind.STAGE
        case PlaceKind.STAGE | PlaceKind.END:
            return course.stage == step.place


def _with(course: Course, new: Occurrence) -> Mapping[str, tuple[Occurrence, ...]]:
    name = new.event.action.name
    return {**course.done, name: (*course.times(name), new)}


def _told(course: Course, action: Action) -> Mapping[str, Person]:
    """Offices and relations add up; a relation told now replaces its opposite told before."""
    name, new = action.particulars.person, action.particulars.who
    assert name is not None and new is not None  # noqa: PT018 - no telling without them
    old = course.people.get(name, Person())
    known = {tie.relation for tie in new.is_}
    return {
        **course.people,
        name: Person(
            holds=_union(old.holds, new.holds),
            is_=_union((t for t in old.is_ if t.relation not in new.is_not), new.is_),
            is_not=_union((r for r in old.is_not if r not in known), new.is_not),
        ),
    }


def _appointed(procedure: Procedure, course: Course, step: Step, action: Action) -> Course:
    """An appointment to an office of one takes it from whoever held it."""
    role, holder = step.appoints, action.particulars.holder
    if role is None or holder is None:
        return course
    people, left = dict(course.people), dict(course.left)
    if procedure.roles[role].one:
        for name in course.holders(role):
            had = people[name]
            rest = (r for r in had.holds if r != role)
            people[name] = Person(holds=rest, is_=had.is_, is_not=had.is_not)
            left[role, name] = len(course.events) - 1
    old = people.get(holder, Person())
    people[holder] = Person(holds=_union(old.holds, (role,)), is_=old.is_, is_not=old.is_not)
    return replace(course, people=people, left=left, gained=_gained(course, holder, (role,)))


def _gained(course: Course, person: str, roles: Iterable[str]) -> Mapping[tuple[str, str], int]:
    """Since which position somebody holds offices; the first counts."""
    position = len(course.events) - 1
    new = {(role, person): position for role in roles if (role, person) not in course.gained}
    return {**course.gained, **new} if new else course.gained


def _union(first: Iterable[_T], second: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
