"""What rests on an event: what would have been against the rules, had it not happened.

An audit names what somebody did who should not have: this tells what was done on the strength of it.
The case is read without that event, and what then has a reason against it that it has not in truth rests
on it; and so does what rests on that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from complaintflow import course as reading
from complaintflow.case import Case, Event
from complaintflow.course import Course
from complaintflow.engine import course_of
from complaintflow.judging import reasons_against
from complaintflow.moments import Moment, require_moment
from complaintflow.naming import against_naming
from complaintflow.procedure import Procedure
from complaintflow.rulings import Reason


@dataclass(frozen=True, slots=True)
class Resting:
    """An event that rests on another, and the reasons that would stand against it without that one."""

    event: Event
    reasons: tuple[Reason, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the rules, each once."""
        return tuple(dict.fromkeys(reason.rule for reason in self.reasons))


def what_rests_on(
    procedure: Procedure, case: Case, event: str, *, as_of: Moment | None = None
) -> tuple[Resting, ...]:
    """The events that rest on another one, as known now, in the order in which they happened.

    What only supplies a particular of that event is part of it, and goes with it. Nothing rests on what
    was corrected or taken back; on a correction rests what rests on the record in whose place it stands.

    Args:
        procedure: the law.
        case: the history.
        event: the id of the event.
        as_of: what happens later is left out; a date means its end.

    Raises:
        InputError: the case has no such event; `as_of` has no time zone.
        OutsideCalendar: a count runs past the calendar's data.
    """
    case.event(event)
    course = course_of(procedure, case)
    if as_of is not None:
        course = reading.as_of(procedure, course, require_moment(as_of, "as_of"))
    slot = next((each.slot for each in course.record if each.id == event), None)
    if slot is None:
        return ()
    stands = {each.slot: _keys(reasons) for each, reasons in _judged(procedure, course)}
    gone, found = {slot}, dict[str, Resting]()
    while True:
        without = _without(procedure, course.record, gone)
        gained = {
            each.slot: Resting(each, new)
            for each, reasons in _judged(procedure, without)
            if (new := tuple(r for r in reasons if _key(r) not in stands[each.slot]))
        }
        if not gained:
            break
        gone |= gained.keys()
        found |= gained
    return tuple(found[each.slot] for each in course.events if each.slot in found)


def _judged(procedure: Procedure, course: Course) -> Iterator[tuple[Event, tuple[Reason, ...]]]:
    """The reasons against each event, on what stands before it; of a telling, those against whoever tells
    that somebody holds an office."""
    for event, stood in reading.one_by_one(procedure, course):
        adds = event.adds_to is not None
        reasons = reasons_against(procedure, stood, event.action, adds=adds)
        yield event, (*reasons, *against_naming(procedure, stood, stood, stood.record, event))


def _without(procedure: Procedure, record: Iterable[Event], gone: set[str]) -> Course:
    """The course of what stands but for some events, and what adds to them."""
    left = (each for each in record if each.slot not in gone and each.adds_to not in gone)
    return reading.read(procedure, (replace(each, id=each.slot, corrects=None) for each in left))


def _keys(reasons: Iterable[Reason]) -> set[tuple[type[Reason], str]]:
    return {_key(reason) for reason in reasons}


def _key(reason: Reason) -> tuple[type[Reason], str]:
    """What makes a reason another one: its kind and its rule, and not the day or the people that it names."""
    return type(reason), reason.rule
