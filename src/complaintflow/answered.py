"""For whom a question is answered that is answered for each of some people, and for whom not yet."""

from collections.abc import Iterator

from complaintflow.course import Course
from complaintflow.moments import Moment, local_day
from complaintflow.procedure import Fact, Holds, Procedure, Told
from complaintflow.telling import told_to_be


def each_of(procedure: Procedure, course: Course, who: Told, at: Moment) -> tuple[str, ...]:
    """Everybody of whom a tie is true at a moment, as far as it has been told."""
    if isinstance(who, Holds):
        return course.holders(who.role)
    day = local_day(at, procedure.zone)
    return tuple(
        name
        for name, known in course.people.items()
        if any(tie.relation == who.relation and tie.true_on(day) for tie in known.is_)
    )


def ever_of(course: Course, who: Told) -> Iterator[str]:
    """Everybody of whom a tie was told to be true at any time, whatever was said of it since."""
    if isinstance(who, Holds):
        yield from (name for name in course.people if course.has_held(who.role, name))
        return
    denied = {name for name, tie in course.denied if tie.relation == who.relation}
    for name, known in course.people.items():
        if told_to_be(known, who) or name in denied:
            yield name


def to_be_answered_for(procedure: Procedure, course: Course, who: Told) -> tuple[str, ...]:
    """Everybody for whom an answer may matter: of whom a tie is told, on whatever days it is true; where a
    rule looks back, also of whom it was told once."""
    whole = course.whole or course
    if procedure.looks_back:
        return tuple(ever_of(whole, who))
    return tuple(name for name, known in whole.people.items() if told_to_be(known, who))


def unanswered_for(course: Course, fact: Fact) -> tuple[str, ...]:
    """For whom a question that is answered for each has no answer; nobody once it was answered for
    nobody in particular. It is the same on whatever day the course is seen."""
    given = course.answers.get(fact.name, {})
    who = fact.for_each
    if who is None or None in given:
        return ()
    return tuple(
        name
        for name, known in (course.whole or course).people.items()
        if name not in given and told_to_be(known, who)
    )
