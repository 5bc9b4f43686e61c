"""The history of a case read under a procedure: where it stands, what was done, who is who.

A course is derived from the record and never stored with it. It believes the record:
whether an event was lawful is for the engine to judge, before it is recorded.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from operator import attrgetter
from typing import Any

from complaintflow.case import Action, Event, Person, Tie, doers, standing
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
from complaintflow.telling import goes_both_ways, mirrored, told_of, union


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay in a place, from the event that led in to the event that led out.

    The positions are those of the two events in the course; `left_at` is -1 while the stay lasts.
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
    def of(self) -> str | None:
        """The person for whom a question was answered that is answered for each of some."""
        return self.event.action.particulars.person

    @property
    def at(self) -> Moment:
        """When it happened."""
        return self.event.action.at


Times = tuple[Occurrence, ...]
"""What happened again and again, in the order of happening."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where a case stands after its events, all read in the order in which they happened."""

    events: tuple[Event, ...] = ()
    record: tuple[Event, ...] = ()  # the same, in the order in which they were recorded
    visits: tuple[Visit, ...] = ()
    stays: Mapping[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    """The indexes of the visits of each place, by its name."""
    stage: str | None = None
    done: Mapping[str, tuple[Occurrence, ...]] = field(default_factory=dict)
    did: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    """Who has done a step or answered a fact."""
    people: Mapping[str, Person] = field(default_factory=dict)
    offices: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Who holds each role: the people once more, by their offices."""
    mirrors: Mapping[str, tuple[Tie, ...]] = field(default_factory=dict, repr=False)
    """By person, the relations that go both ways and were told of the other person."""
    answers: Mapping[str, Mapping[str | None, Event]] = field(default_factory=dict)
    """By question the answers that hold, the last given last: by the person for whom it was answered,
    or under None."""
    supplied: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    left: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Who held an office (role, person) and lost it, and at which position in the course."""
    terms: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict, repr=False)
    """The positions in the course at which somebody (role, person) gained an office, lost it, gained
    it again, and so on in turn."""
    denied: Mapping[tuple[str, Tie], tuple[str, str]] = field(default_factory=dict, repr=False)
    """The ties (person, tie) that were told of and denied later: the ids of both events."""
    kinds: list[tuple[str, ...]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )
    """The people once more, by kind: empty until somebody asks `relating.kinds`, then kept."""

    dated: bool = field(default=False, repr=False)
    """Whether anybody was told of with a tie that has dates."""
    seen_at: Moment | None = field(default=None, repr=False)
    """In a view (see `dated`), the moment at which people are seen."""
    whole: "Course | None" = field(default=None, repr=False)
    """In a view, the course of which it is one."""

    def holders(self, role: str) -> tuple[str, ...]:
        """Who holds a role, in the order in which people were first told of."""
        return self.offices.get(role, ())

    def stage_at(self, position: int) -> str | None:
        """The stage or the end in which the case stood before its event at a position."""
        of_the_whole_case = ("begins", "throughout")
        for visit in reversed(self.visits):
            if visit.position < position and visit.place not in of_the_whole_case:
                return visit.place
        return None

    def has_held(self, role: str, person: str, *, since: int = -1) -> bool:
        """Whether a person holds a role, or did at that position in the course or later."""
        known = self.people.get(person)
        lost = self.left.get((role, person))
        return (known is not None and role in known.holds) or (lost is not None and lost >= since)

    def held_at(self, role: str, person: str, position: int) -> bool:
        """Whether a person held a role by that position in the course, and had not lost it."""
        return bisect_right(self.terms.get((role, person), ()), position) % 2 == 1

    def times(self, name: str) -> tuple[Occurrence, ...]:
        """Every time a step was done, a fact answered, or something happened."""
        return self.done.get(name, ())

    def answer(self, fact: str) -> Value | None:
        """The answer that holds, or None while there is none: the last one given."""
        given = self.answers_to(fact)
        return given[-1] if given else None

    def answers_to(self, fact: str) -> tuple[Value, ...]:
        """The answers that hold, the last given last: several only of what is answered for each."""
        given = (e.action.particulars.answer for e in self.answers.get(fact, {}).values())
        return tuple(each for each in given if each is not None)

    def visit_of(self, place: str) -> int:
        """The index of the latest visit of a place, -1 if it was never entered."""
        stays = self.stays.get(place)
        return stays[-1] if stays else -1

    def visit_at(self, place: str, position: int) -> int:
        """The index of the visit of a place that had last begun by a position; -1 before any."""
        stays = self.visits_of(place)
        begun = bisect_right(stays, position, key=lambda index: self.visits[index].position)
        return stays[begun - 1] if begun else -1

    def visits_of(self, place: str) -> tuple[int, ...]:
        """The indexes of all visits of a place."""
        return self.stays.get(place, ())


def in_visit(times: Times, visit: int) -> Times:
    """Those of some times that were in one visit; in the order of happening they stand together."""
    first = bisect_left(times, visit, key=_visit)
    return times[first : bisect_right(times, visit, lo=first, key=_visit)]


def between(times: Times, after: int, until: int | None = None) -> Times:
    """Those of some times that come after a position in the course, and not after another."""
    last = None if until is None else bisect_right(times, until, key=_position)
    return times[bisect_right(times, after, key=_position) : last]


_visit, _position = attrgetter("visit"), attrgetter("position")


def read(procedure: Procedure, events: Iterable[Event]) -> Course:
    """The course of a record, read in the order in which things happened."""
    record = tuple(events)
    stands = standing(record)
    return _fold(procedure, record if stands == record else stands)


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
    place = order.index(proposed)
    stood = _ordered(procedure, course.record, order[:place])
    return with_receipts(procedure, stood, order[place + 1 :])


def begun(record: tuple[Event, ...]) -> bool:
    """Whether anything was ever recorded, taken back or not, but who people are."""
    return begun_at(record) < len(record)


def begun_at(record: tuple[Event, ...]) -> int:
    """The place in a record of the first event that says something else than who people are; past its end while
    there is none."""
    told = told_first(record)
    rest = enumerate(record[told:], start=told)
    return next((i for i, e in rest if e.action.name != PERSON_TOLD), len(record))


def before_event(procedure: Procedure, record: Iterable[Event], id: str) -> Course:  # noqa: A002
    """The course that stands before the event of that id; all of it where it does not stand."""
    kept = standing(record)
    order = in_order(procedure, kept)
    place = next((i for i, event in enumerate(order) if event.id == id), len(order))
    stood = _ordered(procedure, kept, order[:place])
    return with_receipts(procedure, stood, order[place + 1 :])


def before_position(procedure: Procedure, course: Course, position: int) -> Course:
    """The course that stands before its event at a position."""
    stood = _ordered(procedure, course.record, course.events[:position])
    return with_receipts(procedure, stood, course.events[position + 1 :])


def as_of(procedure: Procedure, course: Course, moment: Moment) -> Course:
    """The course without what happened after `moment`; a date means the end of that day.

    What was received by then, or will be, is kept though somebody told of it later.
    """
    later = happens_later(procedure, course, moment)
    if not later:
        return course
    left_out = {event.id for event in later}
    stood = _fold(procedure, tuple(e for e in course.record if e.id not in left_out))
    return with_receipts(procedure, stood, later)


def with_receipts(procedure: Procedure, course: Course, later: Iterable[Event]) -> Course:
    """The course, and of what is only told later when its letters were received, and ties with dates.

    A receipt is no event, and has a day of its own: not that of the record that adds it. Nor is a tie
    that says itself when it is true.
    """
    for event in later:
        if tells_dates(event):
            told = event.action.particulars
            assert told.who is not None
            ties = Person(is_=(tie for tie in told.who.is_ if tie.dated))
            alone = Action(PERSON_TOLD, at=event.action.at, person=told.person, who=ties)
            course = advance(procedure, course, replace(event, action=alone))
        elif _adds_a_receipt(event) and any(each.slot == event.adds_to for each in course.events):
            sent = event.action
            received = dict(sent.particulars.received)
            alone = Action(sent.name, at=sent.at, by=sent.by, received=received)
            course = advance(procedure, course, replace(event, action=alone))
    return course


def _adds_a_receipt(event: Event) -> bool:
    return event.adds_to is not None and bool(event.action.particulars.received)


def tells_dates(event: Event) -> bool:
    """Whether somebody is told of with ties that say themselves when they are true."""
    who = event.action.particulars.who
    return who is not None and any(tie.dated for tie in who.is_)


def one_by_one(procedure: Procedure, course: Course) -> Iterator[tuple[Event, Course]]:
    """Each event of a course, and the course that stands before it."""
    stood = Course()
    adding = [
        (i, event)
        for i, event in enumerate(course.events)
        if _adds_a_receipt(event) or tells_dates(event)
    ]
    for position, event in enumerate(course.events):
        later = (each for i, each in adding if i > position)
        yield event, with_receipts(procedure, stood, later)
        stood = advance(procedure, stood, event)


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
    if record == course.events:
        return replace(course, events=record, record=record)
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
    if not course.visits:
        course = replace(course, visits=(Visit("begins", action.at, 0),), stays={"begins": (0,)})
    record = course.record + (event,)  # noqa: RUF005 - one copy; unpacking makes two
    in_turn = course.events is course.record  # mostly, and then one tuple serves for both
    events = record if in_turn else (*course.events, event)
    grown: dict[str, Any] = {"events": events, "record": record}
    if action.name == PERSON_TOLD:
        grown |= _told(procedure, course, event)
        return replace(course, **grown)
    act = procedure.steps.get(action.name) or procedure.facts.get(action.name)
    if act is None:  # a happening, which belongs to the whole case as facts do
        return replace(course, **grown, **_done(course, event, -1))
    if event.adds_to is not None:
        more = (*course.supplied.get(event.adds_to, ()), event)
        grown["supplied"] = {**course.supplied, event.adds_to: more}
    elif isinstance(act, Fact):
        grown |= _done(course, event, -1)
        grown["answers"] = {**course.answers, action.name: answers_with(course, event)}
    else:
        grown |= _done(course, event, course.visit_of(act.place))
        if act.then is not None and leads_on(procedure, course, act, event):
            grown |= _led_on(course, act.then, action.at)
    if not isinstance(act, Fact):
        grown |= _appointed(procedure, course, act, action)
    return replace(course, **grown)


def _led_on(course: Course, to: str, at: Moment) -> dict[str, Any]:
    """The visits once a step has led to a stage or an end; the first one opens `throughout` too."""
    position = len(course.events)
    visits, stays = list(course.visits), dict(course.stays)
    left = stays[course.stage if course.stage is not None else "begins"][-1]
    visits[left] = replace(visits[left], until=at, left_at=position)
    for place in (to,) if course.stage is not None else ("throughout", to):
        stays[place] = (*stays.get(place, ()), len(visits))
        visits.append(Visit(place, at, position))
    return {"visits": tuple(visits), "stays": stays, "stage": to}


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


def answers_with(course: Course, event: Event) -> Mapping[str | None, Event]:
    """The answers to a question that hold once it was answered again, for somebody or for nobody in
    particular. That takes the place of all others."""
    return _answered_again(course.answers.get(event.action.name, {}), event)


def answers_of(times: Times) -> Mapping[str | None, Event]:
    """The answers to a question that hold after so many times that it was answered."""
    given: Mapping[str | None, Event] = {}
    for each in times:
        given = _answered_again(given, each.event)
    return given


def _answered_again(given: Mapping[str | None, Event], event: Event) -> Mapping[str | None, Event]:
    of = event.action.particulars.person
    if of is None:
        return {None: event}
    return {**{name: e for name, e in given.items() if name not in (None, of)}, of: event}


def _done(course: Course, event: Event, visit: int) -> dict[str, Any]:
    """What was done, once something was done again."""
    name = event.action.name
    by = _took_part(event.action)
    times = (*course.times(name), Occurrence(event, visit, len(course.events)))
    done: dict[str, Any] = {"done": {**course.done, name: times}}
    before = course.did.get(name, frozenset())
    if not by <= before:
        done["did"] = {**course.did, name: before | by}
    return done


def did_in(times: Times) -> frozenset[str]:
    """Everybody who did something at some times: those who sat, and who is said to have done it."""
    return frozenset().union(*(_took_part(each.event.action) for each in times))


def _took_part(action: Action) -> frozenset[str]:
    return frozenset(name for name in (*doers(action), action.by) if name is not None)


def _told(procedure: Procedure, course: Course, event: Event) -> dict[str, Any]:
    """Offices and relations add up; a relation told now replaces its opposite told before."""
    action = event.action
    name, new = action.particulars.person, action.particulars.who
    assert name is not None and new is not None  # noqa: PT018 - no telling without them
    people = told_of(procedure, course.people, name, new)
    if name in course.people:
        offices = by_office(people)
    else:
        new_to = {role: (*course.holders(role), name) for role in people[name].holds}
        offices = {**course.offices, **new_to}
    grown = {
        "people": people,
        "offices": offices,
        "terms": _terms(course, gained=[(role, name) for role in people[name].holds]),
        "denied": _denied(course, event, people),
    }
    if any(tie.dated for tie in new.is_):
        grown["dated"] = True
    if goes_both_ways(procedure, new):
        grown["mirrors"] = mirrored(procedure, people)
    return grown


def _denied(
    course: Course, event: Event, people: Mapping[str, Person]
) -> Mapping[tuple[str, Tie], tuple[str, str]]:
    """The ties that were denied after they had been told of, once people are who they are now."""
    denied = dict(course.denied)
    for name, old in course.people.items():
        now = people[name]
        if now is old:
            continue
        told = {tie.bare for tie in now.is_}
        if denied:
            denied = {
                key: ids for key, ids in denied.items() if key[0] != name or key[1].bare not in told
            }
        for tie in old.is_:
            if tie.bare not in told and not _told_of_the_other(people, name, tie):
                denied[name, tie] = (_told_in(course, name, tie), event.id)
    return denied if denied != course.denied else course.denied


def _told_of_the_other(people: Mapping[str, Person], name: str, tie: Tie) -> bool:
    """Whether a tie is told of the other of two people now, and goes both ways."""
    other = people.get(tie.to or "", Person())
    return any(each.bare == Tie(tie.relation, name) for each in other.is_)


def _told_in(course: Course, name: str, tie: Tie) -> str:
    """The id of the event that told a tie of a person last."""
    tellings = ((event.id, event.action.particulars) for event in reversed(course.events))
    return next(
        id_
        for id_, said in tellings
        if said.person == name and said.who is not None and tie in said.who.is_
    )


def by_office(people: Mapping[str, Person]) -> Mapping[str, tuple[str, ...]]:
    """Who holds each role: the people once more, by their offices."""
    offices: dict[str, tuple[str, ...]] = {}
    for name, person in people.items():
        for role in person.holds:
            offices[role] = (*offices.get(role, ()), name)
    return offices


def _appointed(procedure: Procedure, course: Course, step: Step, action: Action) -> dict[str, Any]:
    """An appointment takes an office of one from whoever held it, others from whom it says."""
    role, holder = step.appoints, action.particulars.holder
    if role is None or holder is None:
        return {}
    people, left = dict(course.people), dict(course.left)
    lost: list[tuple[str, str]] = []
    for name in giving_up(procedure, course, role, action):
        had = people[name]
        rest = (r for r in had.holds if r != role)
        people[name] = Person(holds=rest, is_=had.is_, is_not=had.is_not)
        left[role, name] = len(course.events)
        lost.append((role, name))
    old = people.get(holder, Person())
    people[holder] = Person(holds=union(old.holds, (role,)), is_=old.is_, is_not=old.is_not)
    return {
        "people": people,
        "offices": by_office(people),
        "left": left,
        "terms": _terms(course, lost=lost, gained=[(role, holder)]),
    }


def giving_up(procedure: Procedure, course: Course, role: str, action: Action) -> tuple[str, ...]:
    """Who holds an office until an appointment to it: in an office of one whoever does."""
    holders = course.holders(role)
    if procedure.roles[role].one:
        return holders
    return tuple(name for name in holders if name == action.particulars.in_place_of)


def _terms(
    course: Course,
    *,
    lost: Iterable[tuple[str, str]] = (),
    gained: Iterable[tuple[str, str]],
) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """Who held an office when, once some (role, person) lost one, and then some have gained one; who
    holds it already gains nothing. The new event is the next."""
    position, terms = len(course.events), dict(course.terms)
    for key in lost:
        terms[key] = (*terms.get(key, ()), position)
    for key in gained:
        held = terms.get(key, ())
        if len(held) % 2 == 0:
            terms[key] = (*held, position)
    return terms if terms != course.terms else course.terms
