"""Ties with dates: a case as its people stood at a moment, and on the days before it.

Everybody who asks what is true of a person asks it of a course. A *view* is the course as it stood at
a moment: a tie that has ended by then, or has not begun, is untrue there, and those that are true
have no dates any more. Where nobody told any dates and no rule looks back, the view is the course itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Person, Tie
from complaintflow.conventions import DayOne, Span
from complaintflow.course import (
    Course,
    Occurrence,
    answers_of,
    between,
    by_office,
    did_in,
    told_first,
)
from complaintflow.errors import InputError
from complaintflow.moments import Moment, local_day
from complaintflow.periods import reach
from complaintflow.procedure import Procedure
from complaintflow.telling import mirrored, union


def as_at(procedure: Procedure, course: Course, at: Moment) -> Course:
    """The view of a course at a moment: what was told of people, as far as it is true then.

    A day is enough to tell, since ties begin and end with days. A view of a view is one of the whole.
    """
    whole = course.whole or course
    if not (whole.dated or procedure.looks_back):
        return course
    if course.seen_at == at:
        return course
    return _seen(procedure, whole, at, local_day(at, procedure.zone))


def when_given(procedure: Procedure, course: Course, given: Occurrence) -> Course:
    """The view of a course at something that was done: what was done, answered and held before it, in the stage of
    then, and who people are by all that is known now, on the day of it."""
    whole, position = course.whole or course, given.position
    left: dict[tuple[str, str], int] = {}
    people = dict(whole.people)
    for (role, name), terms in whole.terms.items():
        held, who = whole.held_at(role, name, position), people[name]
        if held is not (role in who.holds):
            others = [each for each in who.holds if each != role]
            holds = (*others, role) if held else others
            people[name] = Person(holds=holds, is_=who.is_, is_not=who.is_not)
        lost = [each for each in terms[1::2] if each < position]
        if lost:
            left[role, name] = lost[-1]
    later = {n for n, times in whole.done.items() if times and times[-1].position >= position}
    done = {name: between(whole.times(name), -1, position - 1) for name in later}
    did = {name: did_in(times) for name, times in done.items()}
    then = replace(
        whole,
        people=people,
        offices=whole.offices if people == whole.people else by_office(people),
        left=left,
        done={**whole.done, **done},
        did={**whole.did, **did},
        answers={
            name: answers_of(done[name]) if name in later else given
            for name, given in whole.answers.items()
        },
        stage=whole.stage_at(position),
    )
    return as_at(procedure, then, given.at)


def earliest(procedure: Procedure, at: Moment, span: Span) -> date:
    """The first day that counts as within so long before a moment, counted back from its day.

    Day one is the day before, as in every period that is counted back.

    Raises:
        OutsideCalendar: the count runs past the calendar's data.
    """
    day = local_day(at, procedure.zone)
    return local_day(_reached(procedure, day, span, backwards=True), procedure.zone)


def lately(procedure: Procedure, view: Course, span: Span) -> Iterator[tuple[date | None, Course]]:
    """The views on all those days within a time before a view's moment that could differ, the last first.

    None stands for the moment itself. What was done, or held, counts from then on, if it is not
    longer ago than that. What is true on several days is true on one of these: the last on which any
    tie was true.
    """
    whole, at = view.whole, view.seen_at
    assert whole is not None  # a rule that looks back has every view made
    assert at is not None
    first, today = earliest(procedure, at, span), local_day(at, procedure.zone)
    left, terms = _last_held(procedure, whole), _terms_of(procedure, whole)
    denied = _denied(procedure, whole)
    days = {
        *(tie.until for who in whole.people.values() for tie in who.is_ if tie.until is not None),
        *(tie.until for tie in denied.values() if tie.until is not None),
        *(last for spells in terms.values() for _, last in spells),
    }
    for day in (today, *sorted((d for d in days if first <= d < today), reverse=True)):
        then = (
            view if day == today else _seen(procedure, _as_was(whole, denied, terms, day), at, day)
        )
        done = _done(procedure, whole, first, day)
        held = {key: position for key, position in whole.left.items() if first <= left[key]}
        yield (None if day == today else day), replace(then, did=done, left=held, whole=None)


def turns(procedure: Procedure, course: Course) -> Iterator[date]:
    """The days on which, by their dates alone, ties begin to be true, or are so no longer."""
    for who in course.people.values():
        for tie in who.is_:
            if tie.since is not None:
                yield tie.since
            if tie.until is not None and tie.until < date.max:
                yield date.fromordinal(tie.until.toordinal() + 1)
    for span in _spans(procedure) if procedure.looks_back else ():
        for day in _ends(procedure, course):
            yield from _let_go(procedure, day, span)


def _seen(procedure: Procedure, whole: Course, at: Moment, day: date) -> Course:
    """A course as its people stood on a day, for an act at a moment."""
    if not whole.dated:
        return replace(whole, seen_at=at, whole=whole)
    people = {name: _on(who, day) for name, who in whole.people.items()}
    mirrors = mirrored(procedure, people)
    return replace(whole, people=people, mirrors=mirrors, seen_at=at, whole=whole)


def _on(who: Person, day: date) -> Person:
    """Who somebody is on a day: what is not true then is known to be absent."""
    if not any(tie.dated for tie in who.is_):
        return who
    true = tuple(dict.fromkeys(tie.bare for tie in who.is_ if tie.true_on(day)))
    not_then = (tie.bare for tie in who.is_ if tie.bare not in true)
    return Person(holds=who.holds, is_=true, is_not=union(who.is_not, not_then))


def _as_was(
    whole: Course, denied: Mapping[tuple[str, Tie], Tie], terms: "_Terms", day: date
) -> Course:
    """A course with the ties that were denied on that day or later, and the offices that were held on it."""
    people = dict(whole.people)
    for (name, _), tie in denied.items():
        if tie.until is not None and day <= tie.until:
            who = people[name]
            is_not = (each for each in who.is_not if not each.denies(tie))
            people[name] = Person(holds=who.holds, is_=(*who.is_, tie), is_not=is_not)
    for (role, name), spells in terms.items():
        who = people[name]
        held = any(first <= day <= last for first, last in spells)
        if held is not (role in who.holds):
            holds = union((each for each in who.holds if each != role), (role,) if held else ())
            people[name] = Person(holds=holds, is_=who.is_, is_not=who.is_not)
    return replace(whole, people=people, dated=whole.dated or bool(denied))


_Terms = Mapping[tuple[str, str], tuple[tuple[date, date], ...]]
"""From when to when somebody (role, person) held an office, both days included."""


def _terms_of(procedure: Procedure, whole: Course) -> _Terms:
    """What was told at the beginning is so from the first; what nobody lost, to the last of all days."""
    told = told_first(whole.record)

    def day(position: int) -> date:
        at = whole.events[position].action.at
        return date.min if position < told else local_day(at, procedure.zone)

    return {
        key: tuple(
            (day(gained), day(lost[0]) if (lost := turns_[i + 1 : i + 2]) else date.max)
            for i, gained in enumerate(turns_)
            if i % 2 == 0
        )
        for key, turns_ in whole.terms.items()
    }


def _denied(procedure: Procedure, whole: Course) -> Mapping[tuple[str, Tie], Tie]:
    """The ties that were told and denied later, each as one that lasted until the day of its denial."""
    days = {event.id: local_day(event.action.at, procedure.zone) for event in whole.events}
    found = {}
    for (name, tie), (_, by) in whole.denied.items():
        last = days[by] if tie.until is None else min(tie.until, days[by])
        if tie.since is None or tie.since <= last:
            found[name, tie] = Tie(tie.relation, tie.to, tie.since, last)
    return found


def _last_held(procedure: Procedure, whole: Course) -> Mapping[tuple[str, str], date]:
    """The day on which each office was lost that somebody held and lost."""
    return {
        key: local_day(whole.events[position].action.at, procedure.zone)
        for key, position in whole.left.items()
    }


def _done(
    procedure: Procedure, whole: Course, first: date, day: date
) -> Mapping[str, frozenset[str]]:
    """Who did what from one day to another."""
    return {
        name: did_in(tuple(o for o in times if first <= local_day(o.at, procedure.zone) <= day))
        for name, times in whole.done.items()
    }


def _ends(procedure: Procedure, course: Course) -> frozenset[date]:
    """The last days of whatever a rule that looks back can mean."""
    untils = (tie.until for who in course.people.values() for tie in who.is_)
    denied = (tie.until for tie in _denied(procedure, course).values())
    done = (local_day(o.at, procedure.zone) for times in course.done.values() for o in times)
    terms = _terms_of(procedure, course).values()
    lost = (last for spells in terms for _, last in spells)
    days = (*untils, *denied, *done, *lost)
    return frozenset(day for day in days if day is not None and day < date.max)


def _spans(procedure: Procedure) -> frozenset[Span]:
    keeps = (each for rule in procedure.conflicts.values() for each in rule.keeps)
    return frozenset(each.within_last for each in keeps if each.within_last is not None)


def _let_go(procedure: Procedure, day: date, span: Span) -> Iterator[date]:
    """The first day on which another is longer ago than a time; none past all dates."""
    try:
        then = local_day(_reached(procedure, day, span, backwards=False), procedure.zone)
        while earliest(procedure, then, span) <= day:
            then = date.fromordinal(then.toordinal() + 1)
        while earliest(procedure, date.fromordinal(then.toordinal() - 1), span) > day:
            then = date.fromordinal(then.toordinal() - 1)
    except (InputError, OutsideCalendar, ValueError):
        return  # beyond what any calendar tells
    yield then


def _reached(procedure: Procedure, day: date, span: Span, *, backwards: bool) -> Moment:
    return reach(
        day,
        span,
        calendar=procedure.calendar,
        day_one=DayOne.DAY_AFTER,
        zone=procedure.zone,
        backwards=backwards,
    ).due
