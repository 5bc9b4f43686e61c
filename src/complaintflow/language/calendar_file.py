"""A calendar as a file: which days count for an organisation, on top of calendars that are known."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import BeforeValidator, Field

from complaintflow.calendars import EVERY_DAY, WEEKDAYS, Calendar
from complaintflow.derived import from_terms, union, with_days
from complaintflow.diagnostics import Diagnostic, Place, quoted
from complaintflow.language.counting import Calendars, find_calendar
from complaintflow.language.document import Doc
from complaintflow.language.tree import Scalar
from complaintflow.language.values import (
    Run,
    Text,
    Texts,
    Version,
    Weekdays,
    listed,
    run_of,
)

MOST_DAYS = 73_000
"""Of how many days a file may speak at most: some 200 years."""

Runs = Annotated[list[Run], BeforeValidator(listed)]
"""Days and runs of days, or one alone."""


class CalendarDoc(Doc):
    """What the calendar is called, on which it builds, and where its days come from."""

    name: Text
    builds_on: Texts
    source: Text
    version: Text


class CalendarFile(Doc):
    """A whole file: a calendar that differs from others by days, terms or its week."""

    complaintflow: Version
    calendar: CalendarDoc
    covers: Run | None = None
    week: Weekdays | None = None
    terms: dict[Text, Run] = Field(default_factory=dict)
    closed: dict[Text, Runs] = Field(default_factory=dict)
    open: dict[Text, Runs] = Field(default_factory=dict)


def calendars_of(
    docs: Sequence[CalendarFile],
    knowing: Callable[[Mapping[str, Calendar]], Calendars],
    *,
    broken: Iterable[str] = (),
) -> tuple[dict[str, Calendar], list[Diagnostic]]:
    """The calendars of some files by name, those below first; and all that is wrong in them.

    Args:
        docs: the files that read, in any order.
        knowing: all calendars that are known, once these have been made.
        broken: names of calendars whose files do not read: nothing is told of what builds on one.
    """
    waiting: dict[str, CalendarFile] = {}
    problems: list[Diagnostic] = []
    made: dict[str, Calendar] = {}
    wrong = set(broken)
    for doc in docs:
        name = doc.calendar.name
        if name in waiting:
            message = f"there is another calendar {quoted(name)} among these files"
            help_ = "give each a name of its own"
            problems.append(Diagnostic("name-clash", message, name.place, help=help_))
        waiting.setdefault(str(name), doc)
    while waiting:
        below = next((n for n, doc in waiting.items() if not _waits_for(doc, waiting)), None)
        if below is None:
            problems += (_circular(doc, waiting) for doc in waiting.values())
            break
        doc = waiting.pop(below)
        making = _Making(doc, knowing(made))
        calendar = None if wrong.intersection(doc.calendar.builds_on) else making.made()
        problems += making.problems
        if calendar is None:
            wrong.add(below)
        else:
            made[below] = calendar
    return made, problems


def _waits_for(doc: CalendarFile, waiting: Container[str]) -> Scalar | None:
    """A calendar on which this one builds and that is not made yet."""
    return next((base for base in doc.calendar.builds_on if base in waiting), None)


def _circular(doc: CalendarFile, waiting: Container[str]) -> Diagnostic:
    base = _waits_for(doc, waiting)
    assert base is not None  # each of those that are left waits
    message = f"{quoted(doc.calendar.name)} builds on a calendar that builds on it"
    help_ = "build on one that stands below"
    return Diagnostic("unknown-calendar", message, base.place, help=help_)


class _Making:
    """A calendar in the making, and what is wrong with it so far."""

    def __init__(self, doc: CalendarFile, known: Calendars) -> None:
        self.doc = doc
        self.known = known
        self.problems: list[Diagnostic] = []
        self.name = str(doc.calendar.name)
        self.bases: list[Calendar] = []

    def made(self) -> Calendar | None:
        """The calendar, if nothing is wrong."""
        self._name_of_its_own()
        base = self._base()
        terms = self._terms(base)
        first, last = self._covered(base, terms)
        if self.problems:
            return None
        self._of_this_age(first, last)
        for days in (*self.doc.closed.values(), *self.doc.open.values()):
            self._within(days, first, last)
        self._not_both()
        if self.problems:
            return None
        closed = self._closed(base, terms, first, last)
        self._not_open_anyway(closed)
        if self.problems:
            return None
        return self._signed(with_days(self.name, closed, open=_days(self.doc.open), source=""))

    def _closed(
        self, base: Calendar, terms: Sequence[tuple[date, date]], first: date, last: date
    ) -> Calendar:
        """The calendar but for its extra days."""
        name, closed = self.name, _days(self.doc.closed)
        if not terms:
            return with_days(name, base, closed=closed, source="", first=first, last=last)
        return from_terms(
            name, base, terms, off=closed, source="", version="", first=first, last=last
        )

    def _signed(self, whole: Calendar) -> Calendar:
        """The calendar with where its days come from."""
        said, known = self.doc.calendar, [each for each in self.bases if each is not EVERY_DAY]
        return replace(
            whole,
            source="; ".join((*dict.fromkeys(each.source for each in known), said.source)),
            version=", ".join((*dict.fromkeys(each.version for each in known), said.version)),
        )

    def _wrong(self, message: str, place: Place, help_: str, code: str = "wrong-shape") -> None:
        self.problems.append(Diagnostic(code, message, place, help=help_))

    def _name_of_its_own(self) -> None:
        name = self.doc.calendar.name
        known = {*self.known.names, EVERY_DAY.name}.difference(self.known.own)
        if name in known:
            message = f"there is a calendar {quoted(name)} already"
            self._wrong(message, name.place, "give this one a name of its own", "name-clash")

    def _base(self) -> Calendar:
        names = self.doc.calendar.builds_on
        found = [find_calendar(name, self.known, self.problems) for name in names]
        self.bases = bases = [each for each in found if each is not None]
        week = self.doc.week
        if not bases:
            return EVERY_DAY
        if len(bases) > 1 and not any(all(d in b.week for b in bases) for d in range(7)):
            message = "no day of the week counts in all of these"
            self._wrong(message, names[-1].place, "build on one of them")
            return bases[0]
        base = bases[0] if len(bases) == 1 else union(self.name, *bases)
        return base if week is None else replace(base, week=_numbers(week))

    def _terms(self, base: Calendar) -> list[tuple[date, date]]:
        terms = list(self.doc.terms.items())
        for _, term in terms:
            self._known(base, term)
        for (above, before), (name, term) in pairwise(terms):
            if run_of(term)[0] <= run_of(before)[1]:
                message = f"the term {quoted(name)} begins before {quoted(above)} ends"
                self._wrong(message, term.place, "give the terms in order, each after the other")
        return [run_of(term) for _, term in terms]

    def _covered(self, base: Calendar, terms: Sequence[tuple[date, date]]) -> tuple[date, date]:
        """The first and the last day that are known."""
        covers = self.doc.covers
        if covers is not None:
            first, last = run_of(covers)
            self._known(base, covers)
            for name, term in self.doc.terms.items():
                begins, ends = run_of(term)
                if begins < first or last < ends:
                    message = f"the term {quoted(name)} lies outside {quoted(covers)}"
                    self._wrong(message, covers.place, "say under `covers` all days that are known")
        elif terms:
            first, last = terms[0][0], terms[-1][1]
        else:
            first, last = base.first, base.last
            if self.doc.closed or self.doc.open:
                name = self.doc.calendar.name
                message = f"{quoted(name)} does not say for which days all closures are known"
                help_ = "add `covers: 2026-09-01 to 2027-08-31`, the first and the last of them"
                self._wrong(message, name.place, help_)
        return first, last

    def _known(self, base: Calendar, run: Scalar) -> None:
        """A run of days must be one of which the calendar below knows."""
        first, last = run_of(run)
        if first < base.first or base.last < last:
            message = f"the calendar below covers only {base.first} to {base.last}"
            self._wrong(message, run.place, "look at the years, or build on another calendar")

    def _of_this_age(self, first: date, last: date) -> None:
        """Days are written out one by one; no more than a few generations of them."""
        doc = self.doc
        runs = [run for days in (*doc.closed.values(), *doc.open.values()) for run in days]
        ends = [run_of(run) for run in (*doc.terms.values(), *runs)]
        days = sum((until - since).days + 1 for since, until in ends)
        if ends and max(days, (last - first).days) > MOST_DAYS:
            message = f"{quoted(doc.calendar.name)} speaks of more than {MOST_DAYS} days"
            self._wrong(message, doc.calendar.name.place, "look at the years")

    def _within(self, days: Sequence[Scalar], first: date, last: date) -> None:
        for each in days:
            begins, ends = run_of(each)
            if begins < first or last < ends:
                message = f"{quoted(each)} lies outside the days that are covered"
                self._wrong(message, each.place, f"these are {first} to {last}; look at the year")

    def _not_both(self) -> None:
        closed = {day for day, _ in _each(self.doc.closed)}
        for day, scalar in _each(self.doc.open):
            if day in closed:
                message = f"{day} is both open and closed"
                self._wrong(message, scalar.place, "take it out of one of them")

    def _not_open_anyway(self, closed: Calendar) -> None:
        for day, scalar in _each(self.doc.open):
            if closed.counts(day):
                message = f"{day} counts anyway: it is a {WEEKDAYS[day.weekday()]} and no day off"
                self._wrong(message, scalar.place, "look at the date, or take it out")


def _numbers(week: Sequence[Scalar]) -> tuple[int, ...]:
    names = [day.lower() for day in WEEKDAYS]
    return tuple(sorted(names.index(day) for day in week))


def _days(named: Mapping[Text, Runs]) -> dict[str, list[date | tuple[date, date]]]:
    return {str(name): [run_of(each) for each in days] for name, days in named.items()}


def _each(named: Mapping[Text, Runs]) -> Iterator[tuple[date, Scalar]]:
    """Day by day, each with where it is written."""
    for days in named.values():
        for scalar in days:
            first, last = run_of(scalar)
            for ordinal in range(first.toordinal(), last.toordinal() + 1):
                yield date.fromordinal(ordinal), scalar
