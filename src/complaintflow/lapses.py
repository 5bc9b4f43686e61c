"""When what had to be done need not be done any more, since an answer was changed.

The first answer to a question is about the complaint, and not about the day on which it is given: what it
rules out was never to be done. An answer that is changed later holds from then on: what had to be done
until then, and was missed by then, stays missed. An answer that was wrong from the start is corrected.
"""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from complaintflow.course import Course, one_by_one
from complaintflow.gates import Truth, whether_to_do
from complaintflow.procedure import Procedure, Step


class Lapsed(NamedTuple):
    """From which event in the course a step need not be done, and until which; None while that holds."""

    since: int
    until: int | None = None


def lapses(procedure: Procedure, course: Course, step: Step) -> tuple[Lapsed, ...]:
    """The times in which a step that had to be done need not be done any more, in order."""
    if not any(len(course.times(name)) > 1 for name in _questions(procedure, step)):
        return ()
    stood = (before for _, before in one_by_one(procedure, course))
    found: list[Lapsed] = []
    had_to = False
    for position, then in enumerate(chain(stood, [course])):
        match whether_to_do(procedure, then, step):
            case Truth.HOLDS:
                had_to = True
                if found and found[-1].until is None:
                    found[-1] = found[-1]._replace(until=position - 1)
            case Truth.FAILS if had_to and (not found or found[-1].until is not None):
                found.append(Lapsed(position - 1))
            case _:
                pass
    return tuple(found)


def _questions(procedure: Procedure, step: Step) -> Iterator[str]:
    """The questions on which it hangs whether a step is to be done."""
    place = procedure.place_of(step)
    names = [each.fact for each in (*step.if_, *step.unless, *place.if_, *place.unless)]
    for name in names:
        yield name
        condition = procedure.facts[name].asked_if
        if condition is not None:
            names.append(condition.fact)
