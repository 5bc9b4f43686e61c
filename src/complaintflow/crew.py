"""Crew: the people of a case together with those who could be called in, told of so that they can act."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from complaintflow.case import Action, Event, Person, Tie
from complaintflow.course import Course, advance
from complaintflow.moments import Moment
from complaintflow.procedure import PERSON_TOLD, Procedure
from complaintflow.telling import told_of


@dataclass(frozen=True, slots=True)
class Crew:
    """Everybody who is there: the course in which they are told of, and how they were.

    `alike` numbers people of whom the same is told and to whom nothing else is tied, so that one could
    stand for the other.
    """

    course: Course
    tellings: tuple[Event, ...]
    names: tuple[str, ...]
    alike: Mapping[str, int] = field(default_factory=dict)


def crew(
    procedure: Procedure,
    course: Course,
    people: Mapping[str, Person],
    *,
    at: Moment,
    away: Collection[str] = (),
    named: Collection[str] = (),
    slots: int,
) -> Crew:
    """The people of a case, and with them those who could be called in.

    Of people who are alike one more is told of than there are slots: the others could do no more.

    Args:
        procedure: the law.
        course: how things stand.
        people: who could be called in; what is told of somebody of the case comes to what is known.
        at: when they are told of.
        away: who is not there. Of those of the case it stays known who they are.
        named: who must not be left out.
        slots: how many people can be needed at most.
    """
    here = {name: _without(who, away) for name, who in people.items() if name not in away}
    alike = _alike(course, here, {*named})
    seen: Counter[int] = Counter()
    wanted: dict[str, Person] = {}
    for name, who in here.items():
        kind = alike.get(name)
        if kind is not None:
            seen[kind] += 1
            if seen[kind] > slots + 1:
                continue
        wanted[name] = who
    tellings: list[Event] = []
    for name, who in _first_those_named(wanted, course):
        if told_of(procedure, course.people, name, who) != course.people:
            action = Action(PERSON_TOLD, at=at, person=name, who=who)
            tellings.append(Event(action=action, id=f"supposed person {len(tellings) + 1}"))
            course = advance(procedure, course, tellings[-1])
    names = tuple(name for name in course.people if name not in away)
    return Crew(course, tuple(tellings), names, alike)


def _without(who: Person, away: Collection[str]) -> Person:
    """Somebody as told, but for ties to people who are not there."""
    if not away:
        return who

    def kept(ties: tuple[Tie, ...]) -> list[Tie]:
        return [tie for tie in ties if tie.to not in away]

    return Person(holds=who.holds, is_=kept(who.is_), is_not=kept(who.is_not))


def _alike(course: Course, people: Mapping[str, Person], named: set[str]) -> dict[str, int]:
    """People who could stand for one another, by what is told of them."""
    everybody = (*course.people.values(), *people.values())
    tied_to = {tie.to for who in everybody for tie in (*who.is_, *who.is_not)}
    kinds: dict[Person, int] = {}
    return {
        name: kinds.setdefault(who, len(kinds))
        for name, who in people.items()
        if name not in course.people and name not in named and name not in tied_to
        if all(tie.to is None for tie in (*who.is_, *who.is_not))
    }


def _first_those_named(
    people: Mapping[str, Person], course: Course
) -> Iterator[tuple[str, Person]]:
    """In an order in which whoever somebody is tied to is told of before; the ties of a circle last."""
    later: dict[str, Person] = {}
    told = {*course.people}
    for name, who in people.items():
        ties = (*who.is_, *who.is_not)
        if all(tie.to is None or tie.to in told for tie in ties):
            yield name, who
        else:
            yield name, Person(holds=who.holds)
            later[name] = who
        told.add(name)
    yield from later.items()
