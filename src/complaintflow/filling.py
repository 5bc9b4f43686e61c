"""Filling: people for the slots of a skeleton, each act judged as it would be if it happened.

`assigning` proposes, on what the rules come to as sets of people; the engine's own judging decides. Where
it refuses a choice the next one is looked for; where none is left, the choice that had to do with it is taken
back. So what is found is permitted act by act, and where nothing is found there is nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from complaintflow.answered import to_be_answered_for
from complaintflow.assigning import Cut, OutOfBound, People, Problem, solve
from complaintflow.case import Event
from complaintflow.course import Course, advance
from complaintflow.judging import reasons_against
from complaintflow.procedure import Procedure
from complaintflow.skeletons import Act, Skeleton
from complaintflow.slots import problem_of

Chosen = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """Who was chosen for each slot, and of each act the events as they could be recorded: one, but for
    an answer that is given for each of several people."""

    people: tuple[str, ...]
    events: tuple[tuple[Event, ...], ...]


def fill(
    procedure: Procedure,
    course: Course,
    bare: Skeleton,
    people: Sequence[str],
    *,
    given: Mapping[str, Collection[str]],
    alike: Mapping[str, int],
    bound: int,
    rather: Collection[str] = (),
) -> Filled | None:
    """People for a skeleton, so that nothing is refused; None where there are none.

    Args:
        procedure: the law.
        course: how things stand, everybody being told of.
        bare: what is to be done.
        people: who is there.
        given: who is to do a step, or to hold an office.
        alike: people of whom the same is told, with a number that says with whom.
        bound: how many acts are judged, and how many choices tried at once.
        rather: whom to appoint, if that will do, rather than anybody else.

    Raises:
        OutOfBound: neither was found within the bound.
    """
    twins: dict[int, People] = {}
    numbers = {name: number for number, name in enumerate(people)}
    for name, kind in alike.items():
        if name in numbers:
            twins[kind] = twins.get(kind, 0) | 1 << numbers[name]
    like = [twins.get(alike.get(name, -1), 0) for name in people]
    for chosen_from in (
        (rather, None) if any(act.holder is not None for act in bare.acts) else (None,)
    ):
        problem, depends = problem_of(procedure, course, bare, people, given, chosen_from)
        search = _Search(procedure, bare.acts, tuple(people), problem, depends, like, bound)
        found = search.found(course)
        if found is not None:
            return found
    return None


@dataclass(slots=True)
class _Search:
    procedure: Procedure
    acts: tuple[Act, ...]
    people: tuple[str, ...]
    problem: Problem
    depends: tuple[frozenset[int], ...]
    like: list[People]
    bound: int
    judged: int = 0
    events: list[tuple[Event, ...]] = field(default_factory=list)

    def found(self, course: Course) -> Filled | None:
        done = self._act(0, course, (), None)
        if isinstance(done, frozenset):
            return None
        return Filled(tuple(self.people[number] for number in done), tuple(self.events))

    def _act(
        self, index: int, course: Course, chosen: Chosen, hint: Chosen | None
    ) -> Chosen | frozenset[int]:
        """The acts from one on; the slots that had to do with it, where they cannot be done."""
        if index == len(self.acts):
            return chosen
        return self._slot(index, course, chosen, hint)

    def _slot(
        self, index: int, course: Course, chosen: Chosen, hint: Chosen | None
    ) -> Chosen | frozenset[int]:
        """The next slot of an act, or where all are chosen the act itself."""
        level = len(chosen)
        act = self.acts[index]
        if level not in act.slots:
            return self._judged(index, course, chosen, hint)
        cut: People = 0
        against: frozenset[int] = frozenset()
        while True:
            if hint is None or cut >> hint[level] & 1:
                hint = solve(self._left(level, cut, chosen), bound=self.bound)
            if hint is None:
                return self._why(level, cut, chosen, against) - {level}
            person = hint[level]
            done = self._slot(index, course, (*chosen, person), hint)
            if isinstance(done, tuple):
                return done
            if level not in done:
                return done
            against |= done
            cut |= 1 << person
            if person not in chosen:  # nor would it help to choose whoever is like that one
                used = sum(1 << each for each in {*chosen})
                cut |= self.like[person] & ~used

    def _why(
        self, level: int, cut: People, chosen: Chosen, against: frozenset[int]
    ) -> frozenset[int]:
        """The choices that leave nobody for a slot, those that it was found to hang on among them."""
        for number in range(level):
            fewer = against | frozenset(range(number + 1, level))
            if number in against or self._leaves_somebody(level, cut, chosen, fewer):
                against |= {number}
        return against

    def _leaves_somebody(
        self, level: int, cut: People, chosen: Chosen, kept: frozenset[int]
    ) -> bool:
        """Whether somebody may be left where only some choices stand."""
        try:
            return solve(self._left(level, cut, chosen, kept), bound=self.bound) is not None
        except OutOfBound:
            return True

    def _left(
        self, level: int, cut: People, chosen: Chosen, kept: frozenset[int] | None = None
    ) -> Problem:
        """The problem once some are chosen, and some are out of the question for the next slot.

        `kept`: the slots whose choice stands; all if not said.
        """
        slots = [*self.problem.slots]
        for number, person in enumerate(chosen):
            if kept is not None and number not in kept:
                continue
            slots[number] = replace(slots[number], people=slots[number].people & 1 << person)
        slots[level] = replace(slots[level], cuts=(*slots[level].cuts, Cut("", cut)))
        return replace(self.problem, slots=tuple(slots))

    def _judged(
        self, index: int, course: Course, chosen: Chosen, hint: Chosen | None
    ) -> Chosen | frozenset[int]:
        act = self.acts[index]
        self.judged += 1
        if self.judged > self.bound:
            raise OutOfBound(self.bound)
        event = act.done_by([self.people[number] for number in chosen])
        events = self._for_each(course, event)
        for each in events:
            if each.adds_to is None and reasons_against(self.procedure, course, each.action):
                return self.depends[index] | frozenset(act.slots)
            course = advance(self.procedure, course, each)
        del self.events[index:]
        self.events.append(events)
        return self._act(index + 1, course, chosen, hint)

    def _for_each(self, course: Course, event: Event) -> tuple[Event, ...]:
        """An answer that is given for each of some people, for everybody there is; any other event as it is."""
        fact = self.procedure.facts.get(event.action.name)
        if fact is None or fact.for_each is None:
            return (event,)
        there = to_be_answered_for(self.procedure, course, fact.for_each)
        return tuple(
            replace(event, id=f"{event.id} for {name}", action=event.action.saying(person=name))
            for name in there
        ) or (event,)
