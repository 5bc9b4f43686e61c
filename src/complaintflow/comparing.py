"""Comparing: what two versions of a record say of one moment, side by side.

A record that is changed says something else of the past, too: not at its end alone, but of each day of which
something could still be recorded. Here both versions are read as they stood at each moment at which they may differ, in a
time that grows with the record and no faster.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from complaintflow import course as reading
from complaintflow.case import Event, standing
from complaintflow.course import Course
from complaintflow.dated import as_at, turns
from complaintflow.moments import Moment, certainly_after, local_day
from complaintflow.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Offices:
    """Who holds an office at any moment by one record, and does not by another then: (person, role)."""

    gained: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]


def offices_changed(
    procedure: Procedure, record: tuple[Event, ...], changed: tuple[Event, ...]
) -> Offices:
    """Who is given an office, and from whom one is taken, for however short a time, once a record is changed."""
    gained: dict[tuple[str, str], None] = {}
    lost: dict[tuple[str, str], None] = {}
    for stood, after in side_by_side(procedure, record, changed):
        had, has = _held(stood), _held(after)
        gained |= {each: None for each in has if each not in had}
        lost |= {each: None for each in had if each not in has}
    return Offices(tuple(gained), tuple(lost))


def _held(course: Course) -> Mapping[tuple[str, str], None]:
    """Whoever holds an office, in the order in which they were told of."""
    return dict.fromkeys((name, role) for name, who in course.people.items() for role in who.holds)


def side_by_side(
    procedure: Procedure, record: tuple[Event, ...], changed: tuple[Event, ...]
) -> Iterator[tuple[Course, Course]]:
    """What stands before an act at each moment at which a record and a changed one may differ.

    They do not as long as both begin alike, unless a tie is told later that says itself when it is true: that
    part is read once, and but for such ties nothing is asked of it.
    """
    orders = [_Order(procedure, standing(each)) for each in (record, changed)]
    pairs = enumerate(zip(orders[0].events, orders[1].events, strict=False))
    shorter = min(len(order.events) for order in orders)
    alike = next((i for i, (a, b) in pairs if a is not b and a != b), shorter)
    shared = _by_places(procedure, Course(), orders[0].events[:alike])
    both = [
        (*shared[:-1], *_by_places(procedure, shared[-1], order.events[alike:])) for order in orders
    ]
    days = (day for courses in both for day in turns(procedure, courses[-1]))
    dated = [order.dated() for order in orders]
    same_dates = [e for _, e in dated[0]] == [e for _, e in dated[1]]
    seen: set[tuple[object, ...]] = set()
    for moment in dict.fromkeys((*_moments(*record, *changed), *days)):
        places = tuple(order.place_of(moment) for order in orders)
        if max(places) <= alike and same_dates:
            continue
        stood, after = (
            reading.with_receipts(procedure, courses[i], (e for place, e in told if place >= i))
            for courses, i, told in zip(both, places, dated, strict=True)
        )
        views = as_at(procedure, stood, moment), as_at(procedure, after, moment)
        by_dates = views[0] is not stood or views[1] is not after
        key = (*places, moment) if by_dates else places
        if key not in seen:
            seen.add(key)
            yield views


class _Order:
    """A record in the order of happening, and where in it an act of any moment would stand."""

    def __init__(self, procedure: Procedure, record: tuple[Event, ...]) -> None:
        self.events = reading.in_order(procedure, record)
        self._zone = procedure.zone
        self._told = reading.told_first(record)
        self._days = [local_day(e.action.at, procedure.zone) for e in self.events[self._told :]]

    def dated(self) -> list[tuple[int, Event]]:
        """Each telling of somebody with ties that say themselves when they are true, with its place."""
        return [(i, event) for i, event in enumerate(self.events) if reading.tells_dates(event)]

    def place_of(self, moment: Moment) -> int:
        """As `in_order` would put an event that is recorded last."""
        day = local_day(moment, self._zone)
        first = self._told + bisect_left(self._days, day)
        last = self._told + bisect_right(self._days, day)
        later = (
            place
            for place in range(first, last)
            if certainly_after(self.events[place].action.at, moment, self._zone)
        )
        return next(later, last)


def _by_places(procedure: Procedure, course: Course, events: tuple[Event, ...]) -> list[Course]:
    """What stands before each of some events that come after a course; last, with all of them."""
    courses = [course]
    for event in events:
        courses.append(reading.advance(procedure, courses[-1], event))
    return courses


def _moments(*events: Event) -> Iterator[Moment]:
    """When something happened, and the last moment before it on a day whose hours are known."""
    for at in dict.fromkeys(event.action.at for event in events):
        yield at
        if isinstance(at, datetime):
            yield at.astimezone(UTC) - timedelta(microseconds=1)
