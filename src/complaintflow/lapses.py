"""When what had to be done need not be done any more, since an answer was changed.

The first answer to a question is about the complaint, and not about the day on which it is given: what it
rules out was never to be done. An answer that is changed later holds from then on: what had to be done
until then, and was missed by then, stays missed. An answer that was wrong from the start is corrected.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from complaintflow.case import Event
from complaintflow.course import Course, Occurrence, answers_with, one_by_one
from complaintflow.gates import Truth, whether_to_do
from complaintflow.procedure import Fact, Procedure, Step


class Lapsed(NamedTuple):
    """From which event in the course an act need not be done, and until which; None while that holds."""

    since: int
    until: int | None = None


class Needed(NamedTuple):
    """Whether an act ever had to be done, by the answers that were changed since, and when it had to no more."""

    ever: bool
    lapses: tuple[Lapsed, ...]


NO_CHANGE = Needed(False, ())


def needed(procedure: Procedure, course: Course, act: Step | Fact) -> Needed:
    """The times in which a step that had to be done, or a question that was asked, is so no more, in order.

    Nothing where no answer was changed: then the answers as they stand have been so from the start.
    """
    questions = tuple(dict.fromkeys(_questions(procedure, act)))
    if not any(len(course.times(name)) > 1 for name in questions):
        return NO_CHANGE
    found: list[Lapsed] = []
    had_to = False
    for position, then in _as_answered(procedure, course, questions):
        match whether_to_do(procedure, then, act):
            case Truth.HOLDS:
                had_to = True
                if found and found[-1].until is None:
                    found[-1] = found[-1]._replace(until=position)
            case Truth.FAILS if had_to and (not found or found[-1].until is not None):
                found.append(Lapsed(position))
            case _:
                pass
    return Needed(had_to, tuple(found))


def _as_answered(
    procedure: Procedure, course: Course, questions: Collection[str]
) -> Iterator[tuple[int, Course]]:
    """The course as answers were changed one after the other, each time with the position of the event.

    What was answered first is so from the start. For whom a question is to be answered that is answered for each of
    some hangs on more than answers, so that the whole course is read again.
    """
    given = [(name, each) for name in questions for each in course.times(name)]
    firsts: dict[tuple[str, str | None], Occurrence] = {}
    for name, each in given:
        firsts.setdefault((name, each.of), each)
    if any(procedure.facts[name].for_each is not None for name in questions):
        stood = (before for _, before in one_by_one(procedure, course))
        for position, then in enumerate(chain(stood, [course]), start=-1):
            yield position, _with_firsts(then, firsts, since=position)
        return
    then = _with_firsts(replace(course, answers={}), firsts)
    yield -1, then
    changes = (each for each in given if each[1] not in firsts.values())
    for name, each in sorted(changes, key=lambda change: change[1].position):
        then = replace(then, answers={**then.answers, name: answers_with(then, each.event)})
        yield each.position, then


def _with_firsts(
    then: Course, firsts: Mapping[tuple[str, str | None], Occurrence], *, since: int = -1
) -> Course:
    """A course in which the first answers that come after a position were given already."""
    answers: dict[str, Mapping[str | None, Event]] = {**then.answers}
    for (name, of), first in firsts.items():
        if first.position > since:
            answers[name] = {of: first.event, **answers.get(name, {})}
    return replace(then, answers=answers)


def _questions(procedure: Procedure, act: Step | Fact) -> Iterator[str]:
    """The questions on which it hangs whether a step is to be done, or a question is asked."""
    if isinstance(act, Fact):
        conditions = [act.asked_if] if act.asked_if is not None else []
    else:
        place = procedure.place_of(act)
        conditions = [*act.if_, *act.unless, *place.if_, *place.unless]
    for condition in conditions:
        yield condition.fact
        behind = procedure.facts[condition.fact].asked_if
        if behind is not None:
            conditions.append(behind)
