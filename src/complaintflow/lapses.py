"""When what had to be done need not be done any more, since an answer was changed.

The first answer to a question is about the complaint, and not about the day on which it is given: what it
rules out was never to be done. An answer that is changed later holds from then on: what had to be done
until then, and was missed by then, stays missed. An answer that was wrong from the start is corrected.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from complaintflow.course import Course, answers_with, one_by_one
from complaintflow.gates import Truth, whether_to_do
from complaintflow.procedure import Fact, Procedure, Step


class Lapsed(NamedTuple):
    """From which event in the course an act need not be done, and until which; None while that holds."""

    since: int
    until: int | None = None


def lapses(procedure: Procedure, course: Course, act: Step | Fact) -> tuple[Lapsed, ...]:
    """The times in which a step that had to be done, or a question that was asked, is so no more, in order."""
    questions = tuple(dict.fromkeys(_questions(procedure, act)))
    if not any(len(course.times(name)) > 1 for name in questions):
        return ()
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
    return tuple(found)


def _as_answered(
    procedure: Procedure, course: Course, questions: Collection[str]
) -> Iterator[tuple[int, Course]]:
    """The course as some questions were answered one after the other, each time with the position of the event.

    For whom a question is to be answered that is answered for each of some hangs on more than answers, so
    that the whole course is read again.
    """
    if any(procedure.facts[name].for_each is not None for name in questions):
        stood = (before for _, before in one_by_one(procedure, course))
        yield from enumerate(chain(stood, [course]), start=-1)
        return
    then = replace(course, answers={n: a for n, a in course.answers.items() if n not in questions})
    yield -1, then
    given = (each for name in questions for each in course.times(name))
    for each in sorted(given, key=lambda each: each.position):
        name = each.event.action.name
        then = replace(then, answers={**then.answers, name: answers_with(then, each.event)})
        yield each.position, then


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
