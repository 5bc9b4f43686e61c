"""A forecast: when what remains of a case happens, at the earliest, as expected and at the latest.

It supposes a history for each way on, and lets the engine judge and count it (`supposing`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from complaintflow.case import Case, Event
from complaintflow.course import Course
from complaintflow.course import as_of as course_as_of
from complaintflow.engine import course_of
from complaintflow.errors import InputError
from complaintflow.moments import Moment, require_moment
from complaintflow.procedure import Condition, Duty, Procedure
from complaintflow.routes import Route, require_place, routes
from complaintflow.rulings import Reason
from complaintflow.supposed import Mood, Supposed, Supposition
from complaintflow.supposing import suppose


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A step that is still to come, and when: days, or moments in the procedure's zone.

    `latest` is None where it has no last day; `rests_on` then names what has no time: the step
    itself, or what its time is counted from. `still_until` are the days, not known yet, until which the time that
    it has stands still. `late`: at the latest its time is up before this way comes
    to it, or was up already; then `latest` is when it comes to it. `clauses` are those that set its time, else those of the step.
    """

    step: str
    place: str
    duty: Duty
    earliest: Moment
    expected: Moment
    latest: Moment | None
    rests_on: tuple[str, ...]
    late: bool
    clauses: tuple[str, ...]
    still_until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A step that leads elsewhere from a place on a way."""

    place: str
    step: str
    then: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way from where a case stands to an end.

    `leads` are the steps that lead on, `places` those that they lead to; none of either where
    the case rests already. `foreseen` stands in the order of what is expected. What nobody has
    said was supposed: `holders` of offices that nobody holds, `answers` to questions, `receipts`
    of letters on the day of sending. `shut` is the step that cannot be done and what stands against
    it, None where all can; `broken_off` tells that the way is too long to be foreseen whole.
    `supposed` holds the events of each mood, as they could be recorded. `projected`: some day on it hangs
    on days off that nobody has announced yet. `again` names what recurs while it lasts, of which the next
    time alone was supposed.
    """

    leads: tuple[str, ...]
    places: tuple[str, ...]
    foreseen: tuple[Foreseen, ...]
    holders: tuple[str, ...]
    answers: tuple[Condition, ...]
    receipts: tuple[str, ...]
    branches: tuple[Branch, ...]
    shut: tuple[str, tuple[Reason, ...]] | None
    broken_off: bool
    supposed: dict[Mood, tuple[Event, ...]]
    projected: bool = False
    again: tuple[str, ...] = ()

    @property
    def end(self) -> Foreseen | None:
        """What leads to its end; None where the case rests already, or the way is shut."""
        if not self.leads:
            return None
        return next((each for each in reversed(self.foreseen) if each.step == self.leads[-1]), None)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Every way on from where a case stood, the shortest first; those that are shut, last."""

    as_of: Moment
    place: str | None
    ways: tuple[Way, ...]


def forecast(
    procedure: Procedure, case: Case, *, as_of: Moment, via: str | None = None
) -> Forecast:
    """When what remains of a case happens, on each way on from where it stands.

    A way begins with a step that leads on from the present place, and takes the fewest stages to an
    end. On it every duty is done, promises are kept, and no more time is given than has been. At the
    earliest all happens on the first day on which it may; at the latest, on its last day; as expected,
    where it is aimed at or planned, else on its last day. What has no time is supposed at once,
    and has no last day. Of what recurs the next time alone is supposed in each stage.

    Args:
        procedure: the law.
        case: what happened so far.
        as_of: from when on; what happens later is left out. A date means its end.
        via: a stage or an end through which the ways are to lead.

    Raises:
        InputError: there is no such place, or no way leads through it.
        OutsideCalendar: a count runs past the calendar's data.
    """
    course = course_as_of(procedure, course_of(procedure, case), require_moment(as_of, "as_of"))
    if via is not None:
        require_place(procedure, via)
    ways = []
    for beginning in routes(procedure, course.stage, via):
        tried: list[tuple[tuple[str, ...], Supposition]] = []
        for route in islice(beginning, MOST_TRIED):
            found = suppose(procedure, course, route, now=as_of, mood=Mood.EXPECTED)
            tried.append((route, found))
            if found.shut is None:
                break
        if tried:
            open_ = (each for each in tried if each[1].shut is None)
            ways.append(_way(procedure, course, as_of, *next(open_, tried[0])))
    if via is not None and not ways:
        raise InputError(f"no way leads from {course.stage or 'the beginning'} through {via!r}")
    ways.sort(key=lambda way: (way.shut is not None, len(way.leads)))
    return Forecast(as_of, course.stage, tuple(ways))


MOST_TRIED = 12
"""How many ways on from one step are tried where the rules shut the shortest."""


# --- what leads elsewhere --------------------------------------------------------------------------


def _branches(procedure: Procedure, stage: str | None, route: Route) -> Iterator[Branch]:
    """What leads elsewhere from the places on a way; from the first one, what has no way of its own."""
    here = stage or "begins"
    for number, name in enumerate(route):
        for step in procedure.steps.values():
            anywhere = step.place == "throughout" and here != "begins"
            elsewhere = step.name != name and step.then is not None and step.duty is not Duty.NEVER
            if elsewhere and (anywhere or (step.place == here and number > 0)):
                yield Branch(here, step.name, step.then or "")
        here = procedure.steps[name].then or here


# --- what is foreseen on them -----------------------------------------------------------------


def _way(
    procedure: Procedure, course: Course, now: Moment, route: Route, intended: Supposition
) -> Way:
    moods = {Mood.EXPECTED: intended}
    for mood in (Mood.EARLIEST, Mood.LATEST):
        moods[mood] = suppose(procedure, course, route, now=now, mood=mood)
    foreseen = tuple(_foreseen(procedure, moods))
    recurring = {each.step for each in procedure.deadlines if each.again is not None}
    return Way(
        leads=route,
        places=tuple(procedure.steps[name].then or "" for name in route),
        foreseen=foreseen,
        holders=intended.holders,
        answers=intended.answers,
        receipts=intended.receipts,
        branches=tuple(dict.fromkeys(_branches(procedure, course.stage, route))),
        shut=intended.shut,
        broken_off=intended.broken_off,
        supposed={mood: tuple(each.event for each in moods[mood].told) for mood in Mood},
        projected=any(
            told.clock is not None and told.clock.projected
            for found in moods.values()
            for told in found.told
        ),
        again=tuple(dict.fromkeys(each.step for each in foreseen if each.step in recurring)),
    )


def _foreseen(procedure: Procedure, moods: dict[Mood, Supposition]) -> Iterator[Foreseen]:
    """The steps of a way, each with its day in each mood."""
    earliest, latest = (_by_number(moods[mood]) for mood in (Mood.EARLIEST, Mood.LATEST))
    for number, told in _by_number(moods[Mood.EXPECTED]).items():
        first, last = earliest.get(number), latest.get(number)
        step = procedure.steps.get(number[0])
        if step is None or first is None or last is None:
            continue  # a question, or what only one of the moods came to
        cites = step.cites.clauses if last.clock is None else last.clock.deadline.cites
        yield Foreseen(
            step=step.name,
            place=step.place,
            duty=step.duty,
            earliest=first.event.action.at,
            expected=told.event.action.at,
            latest=last.last,
            rests_on=last.rests_on,
            late=last.late,
            clauses=tuple(clause.id for clause in cites),
            still_until=last.still_until,
        )


def _by_number(supposition: Supposition) -> dict[tuple[str, int], Supposed]:
    """The events, by name and by how often that had happened; not what only adds to one."""
    found: dict[tuple[str, int], Supposed] = {}
    for told in supposition.told:
        if told.event.adds_to is None:
            name = told.event.action.name
            found[name, sum(other == name for other, _ in found)] = told
    return found
