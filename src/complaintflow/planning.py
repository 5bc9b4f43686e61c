"""Staffing: whether a case can be led to an end by certain people so that no rule about people is broken.

A plan is sought along each route to an end, the shortest first (`seeking`); where none has one, what blocks the
shortest is said (`blocking`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from complaintflow.assigning import OutOfBound
from complaintflow.blocking import blocked
from complaintflow.case import Case, Names, Person, names
from complaintflow.course import Course, begun
from complaintflow.course import as_of as course_as_of
from complaintflow.diagnostics import nearest
from complaintflow.engine import course_of
from complaintflow.errors import InputError
from complaintflow.moments import Moment, require_moment
from complaintflow.plans import Blocked, Plan, Undecided
from complaintflow.procedure import Procedure
from complaintflow.routes import Route, require_place, routes
from complaintflow.seeking import Asked, Shut, others_who_matter, seek
from complaintflow.vocabulary import require_another_name, require_person_told, require_told_of

BOUND = 5_000
"""How many acts are judged, and how many choices tried at once, before a search is given up."""

MOST_ROUTES = 24
"""How many routes to an end are tried."""


def staffing(
    procedure: Procedure,
    case: Case,
    people: Mapping[str, Person],
    *,
    as_of: Moment,
    via: str | None = None,
    given: Mapping[str, Names] | None = None,
    bound: int = BOUND,
) -> Plan | Blocked | Undecided:
    """Whether with these people a case can be led to an end so that no rule about people is broken.

    Everybody of the case is there, and so is everybody of `people`. On a route every duty is done as soon
    as it may; appointments to offices that are needed, and answers that are exceptions, are made where that
    helps. Every event of a plan is permitted when recorded after the one before. What may be done in any stage, as
    a withdrawal, is a way to an end only where a stage has none of its own.

    Args:
        procedure: the law.
        case: what happened so far.
        people: who could be called in, by name. What is told of somebody of the case adds to it. An
            office that has `appointed_by` they hold only where the case has not begun; after that they
            must be appointed.
        as_of: from when on; what happens later is left out. A date means its end.
        via: a stage or an end through which the way is to lead.
        given: who is to do a step or to answer a question, or whom an office is to go to, by its name; of
            several people one of them, and of a body that sits nobody else.
        bound: how many acts are judged, and choices tried at once, in a search.

    Returns:
        A plan for the shortest route that has one where all is done once and in the order of the document, else
        for one that has one otherwise; what blocks, only where that is proven for every order, repetition and
        answer; else that it was not decided. What was told when the case began is not answered anew.

    Raises:
        InputError: a name that nobody and nothing has; no way leads through `via`.
        OutsideCalendar: a count runs past the calendar's data.
    """
    wanted = {name: names(who) for name, who in (given or {}).items()}
    asked = _asked(procedure, case, people, as_of, via, wanted, bound)
    found = seek(asked)
    if not isinstance(found, Shut):
        return found
    try:
        return blocked(asked, found)
    except OutOfBound as out:
        return Undecided(out.bound)


def withstands(
    procedure: Procedure,
    case: Case,
    people: Mapping[str, Person],
    *,
    as_of: Moment,
    absences: int = 1,
    via: str | None = None,
    bound: int = BOUND,
) -> tuple[str, ...] | Undecided | None:
    """The fewest of these people, and at most so many, in whose absence there is no plan.

    Who of them is absent is as if nobody had told of him or her; of those of the case it stays known
    who they are, but they do nothing. Only those of `people` are thought absent.

    Returns:
        Their names; none where there is no plan anyway; None where each absence of so many leaves a
        plan.

    Raises:
        InputError: as `staffing`.
        OutsideCalendar: a count runs past the calendar's data.
    """
    asked = _asked(procedure, case, people, as_of, via, {}, bound)
    matter = others_who_matter(asked)
    absent: list[frozenset[str]] = [frozenset()]
    seen = {*absent}
    for away in absent:  # which grows meanwhile; the fewest come first
        found = seek(replace(asked, away=away))
        if isinstance(found, Undecided):
            return found
        if isinstance(found, Shut):
            return tuple(name for name in people if name in away)
        if len(away) < absences:
            for name in people:
                more = away | {name}
                if more not in seen and (name in found.people or name in matter):
                    seen.add(more)
                    absent.append(more)
    return None


def _asked(
    procedure: Procedure,
    case: Case,
    people: Mapping[str, Person],
    as_of: Moment,
    via: str | None,
    given: Mapping[str, tuple[str, ...]],
    bound: int,
) -> Asked:
    course = course_as_of(procedure, course_of(procedure, case), require_moment(as_of, "as_of"))
    for name, who in people.items():
        require_person_told(procedure, name, who)
        require_another_name(course.people, name)
    require_told_of({**dict.fromkeys(course.people), **people})
    _require_given(procedure, {**course.people, **people}, given)
    if begun(case.events):
        people = {name: _not_named(procedure, course, name, who) for name, who in people.items()}
    if via is not None:
        require_place(procedure, via)
    found = [r for beginning in routes(procedure, course.stage, via) for r in _some(beginning)]
    if via is not None and not found:
        raise InputError(f"no way leads from {course.stage or 'the beginning'} through {via!r}")
    found.sort(key=len)
    more = len(found) > MOST_ROUTES
    return Asked(procedure, course, people, as_of, tuple(found[:MOST_ROUTES]), more, given, bound)


def _not_named(procedure: Procedure, course: Course, name: str, who: Person) -> Person:
    """Somebody without the offices whose holders only somebody else may name, once a case has begun."""
    had = course.people[name].holds if name in course.people else ()
    left = [role for role in who.holds if role in had or not procedure.roles[role].appointed_by]
    return (
        who if len(left) == len(who.holds) else Person(holds=left, is_=who.is_, is_not=who.is_not)
    )


def _some(beginning: Iterator[Route]) -> Iterator[Route]:
    return islice(beginning, MOST_ROUTES + 1)


def _require_given(
    procedure: Procedure, people: Mapping[str, Person], given: Mapping[str, tuple[str, ...]]
) -> None:
    known = [*procedure.steps, *procedure.facts, *procedure.roles]
    for name, wanted in given.items():
        if name not in known:
            raise InputError(f"no step, question or role is called {name!r}{_hint(name, known)}")
        for person in wanted:
            if person not in people:
                raise InputError(f"given for {name!r} is {person!r}{_hint(person, people)}")


def _hint(name: str, among: Mapping[str, object] | list[str]) -> str:
    near = nearest(name, among)
    return f"; did you mean {near!r}?" if near else f"; there are {', '.join(among)}"
