"""Audit: each event of a history judged twice, by what was known then and by what is known now.

Nothing is refused here: what happened against the rules is told. What was lawful when it was
recorded can turn out a breach once more is known (a receipt is corrected, a tie comes to light),
and the other way round; both judgements stand side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from complaintflow import course as reading
from complaintflow import timing
from complaintflow.amending import (
    against_having_corrected,
    against_having_taken_back,
    against_having_told,
)
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Case, Event, stands_in, taken_back
from complaintflow.course import Course
from complaintflow.deadlines import Clock, Status
from complaintflow.engine import course_of
from complaintflow.judging import judge
from complaintflow.knowing import Then, as_known_then, known_of_then, known_with
from complaintflow.moments import (
    Moment,
    certainly_after,
    has_hour,
    is_past,
    last_instant,
    require_moment,
)
from complaintflow.naming import names_a_holder
from complaintflow.offices import lets_himself
from complaintflow.owing import owed_in, undone
from complaintflow.procedure import PERSON_TOLD, Kind, Procedure
from complaintflow.rulings import HadTooEarly, Owed, Reason, Ruling, TieDenied


class Verdict(StrEnum):
    """How an event stands against the rules, as known then and as known now."""

    IN_ORDER = "in order"
    BREACH = "breach"  # against the rules then, and still
    COME_TO_LIGHT = "come to light"  # in order as known then, a breach as known now
    CLEARED = "cleared"  # a breach as known then, in order as known now
    REPLACED = "replaced"  # corrected or taken back since: it no longer stands


@dataclass(frozen=True, slots=True)
class Judged:
    """One event of the record, and the two rulings on it; `now` is None once it was replaced.

    `own`: who gave the override of an event and is let act by it, None where nobody did so.
    """

    event: Event
    then: Ruling
    now: Ruling | None
    own: str | None = None

    @property
    def verdict(self) -> Verdict:
        """Both rulings in a word."""
        if self.now is None:
            return Verdict.REPLACED
        if self.now.permitted:
            return Verdict.IN_ORDER if self.then.permitted else Verdict.CLEARED
        return Verdict.COME_TO_LIGHT if self.then.permitted else Verdict.BREACH


@dataclass(frozen=True, slots=True)
class Audit:
    """What a whole history comes to, as of a moment.

    `judged` has every event in the order of recording; `missed` the clocks of promises whose
    due date was missed as known now, also those met late; `late_since` those among them that were
    met in time as was known then; `in_time_since` those that were met late as was known then, and
    in time as known now; `owed` what is still to be done or said; `left_undone` what had to be
    done in a stage, was not when the stage was left, nor afterwards: nobody owes it any more. The
    last two are as known now.
    """

    as_of: Moment | None
    judged: tuple[Judged, ...]
    missed: tuple[Clock, ...]
    late_since: tuple[Clock, ...]
    in_time_since: tuple[Clock, ...]
    owed: tuple[Owed, ...]
    left_undone: tuple[Owed, ...]

    @property
    def breaches(self) -> tuple[Judged, ...]:
        """The events that are against the rules as far as is known now."""
        return tuple(j for j in self.judged if j.now is not None and not j.now.permitted)

    @property
    def overridden(self) -> tuple[Judged, ...]:
        """The events that somebody let stand with an override, needed or not, replaced or not."""
        return tuple(j for j in self.judged if j.event.override is not None)

    @property
    def denied(self) -> tuple[TieDenied, ...]:
        """The ties that were told of and denied later, where somebody acted whom they would bar."""
        notes = (note for j in self.judged for note in (j.then if j.now is None else j.now).notes)
        return tuple(dict.fromkeys(note for note in notes if isinstance(note, TieDenied)))


def audit(procedure: Procedure, case: Case, *, as_of: Moment | None = None) -> Audit:
    """Judge every event of a case, whether it was judged when it was recorded or not.

    *Then* is what was known when the event became known (its `known_at`, else its own date),
    of what had happened before it; *now* is the record as it stands today, corrections in their
    places. A tie without dates holds from the `at` of its telling on: one that was there before it was told
    is told with the earlier day as `at` and the later one as `known_at`. A case may come from
    `restore`, which records without judging.

    Args:
        procedure: the law; another version than the case was kept under will do, if it knows
            the same names.
        case: the history.
        as_of: what happens later is left out; a date means its end. Without it nothing is left
            out, and what is missed or owed is so as of the last that happened.

    Raises:
        InputError: an event that the procedure does not know.
        OutsideCalendar: a count runs past the calendar's data.
    """
    known, undone = course_of(procedure, case), taken_back(case.events)
    retractions = [e for e in case.events if e.retracts is not None and e.id not in undone]
    if as_of is None:
        moment = _last(procedure, known, retractions)
        told_of = {event.id for event in case.events}
    else:
        moment = require_moment(as_of, "as_of")
        told_of = _until(procedure, known, case.events, moment)
    if moment is None:
        return Audit(None, (), (), (), (), (), ())
    course = reading.as_of(procedure, known, moment)
    now = dict(as_known_now(procedure, course))
    # What corrects or takes back bears on what is told of, though it may say a later day itself.
    record = tuple(e for e in case.events if e.id in told_of or e.corrects or e.retracts)
    judged: list[Judged] = []
    late_then: dict[str, tuple[Clock, ...]] = {}  # by the id under which the event still stands
    for then in as_known_then(procedure, record):
        event = then.event
        if event.id not in told_of:
            continue
        ruling = judge(procedure, then.stood, event.action, adds=then.adds)
        ruled_now = ruling if event in retractions else now.get(event.id)
        if event.action.name == PERSON_TOLD or event.retracts or event.corrects:
            # what a retraction speaks of may be told of on a later day
            told_in = record if event.retracts is None else case.events
            ruling, ruled_now = _as_told(procedure, told_in, event, ruling, ruled_now)
        judged.append(Judged(event, ruling, ruled_now, lets_himself(then.stood, event)))
        if event.corrects is None:
            late_then[event.id] = _met_late(procedure, then)
    missed = tuple(
        clock
        for clock in timing.clocks(procedure, course)
        if clock.kind is Kind.PROMISE
        and clock.status(as_of=moment) in (Status.OVERDUE, Status.MET_LATE)
    )
    met = _met_by(procedure, course)
    return Audit(
        moment,
        tuple(judged),
        missed,
        tuple(c for c in missed if _key(c) in met and not late_then.get(met[_key(c)])),
        tuple(_in_time_since(late_then, met, missed)),
        owed_in(procedure, course, now=moment),
        tuple(_left_undone(procedure, course)),
    )


def _key(clock: Clock) -> tuple[str, Moment | None]:
    """What a met clock is known by: its step, and when it was met."""
    return clock.step, clock.tape.met


def _met_by(procedure: Procedure, course: Course) -> dict[tuple[str, Moment | None], str]:
    """By which event each step was done, by the id of the first record of it."""
    timed = {deadline.step for deadline in procedure.deadlines}
    return {
        (name, each.at): each.event.slot for name in timed for each in reversed(course.times(name))
    }


def _in_time_since(
    late_then: dict[str, tuple[Clock, ...]],
    met: dict[tuple[str, Moment | None], str],
    missed: tuple[Clock, ...],
) -> Iterator[Clock]:
    """What was met late as known then, by an event that still stands and is in time now."""
    late_now = {met[_key(clock)] for clock in missed if _key(clock) in met}
    for record in met.values():
        if record not in late_now:
            yield from late_then.get(record, ())


def _met_late(procedure: Procedure, then: Then) -> tuple[Clock, ...]:
    """The promises that an event met late, as was known when it became known."""
    action = then.event.action
    timed = any(d.step == action.name and d.kind is Kind.PROMISE for d in procedure.deadlines)
    if then.adds or not timed:
        return ()
    course = reading.advance(procedure, then.stood, then.event)
    try:
        clocks = timing.clocks(procedure, course)
    except OutsideCalendar:
        return ()  # a date was mistyped, and nobody could have counted from it
    return tuple(
        clock
        for clock in clocks
        if clock.step == action.name
        and clock.kind is Kind.PROMISE
        and clock.tape.met == action.at
        and clock.status(as_of=action.at) is Status.MET_LATE
    )


def _left_undone(procedure: Procedure, course: Course) -> Iterator[Owed]:
    """What was owed in a place when an event left it, and was not recorded later either."""
    for event, stood in reading.one_by_one(procedure, course):
        grown = reading.advance(procedure, stood, event)
        left = [
            index
            for index, visit in enumerate(stood.visits)
            if visit.until is None and grown.visits[index].until is not None
        ]
        for owed in undone(procedure, stood, now=event.action.at) if left else ():
            place = procedure.steps[owed.duty].place
            visit = next((i for i in left if stood.visits[i].place == place), None)
            if visit is not None and all(o.visit != visit for o in course.times(owed.duty)):
                yield owed


def as_known_now(procedure: Procedure, course: Course) -> Iterator[tuple[str, Ruling]]:
    """The ruling on each event that stands, on all that stands before it."""
    for event, stood in reading.one_by_one(procedure, course):
        ruling = judge(procedure, stood, event.action, adds=event.adds_to is not None)
        impossible = tuple(_had_before_it_was_sent(procedure, course, event))
        yield event.id, replace(ruling, reasons=(*ruling.reasons, *impossible))


def _as_told(
    procedure: Procedure,
    record: tuple[Event, ...],
    event: Event,
    then: Ruling,
    now: Ruling | None,
) -> tuple[Ruling, Ruling | None]:
    """Both rulings on a telling, a correction or a retraction, with what is against whoever told it, or took the record
    back, and against whom it seats again."""
    says_who = event.action.by is not None or names_a_holder(procedure, event)
    if not says_who and event.corrects is None and event.retracts is None:
        return then, now

    def against(known: tuple[Event, ...], whole: tuple[Event, ...]) -> tuple[Reason, ...]:
        if event.retracts is not None:
            return against_having_taken_back(procedure, known, event)
        if event.action.name != PERSON_TOLD:
            return against_having_corrected(procedure, known, event)
        return against_having_told(procedure, known, whole, event)

    known = known_with(procedure, record, event)
    then = _with(then, against(known, known))
    if now is not None:
        now = _with(now, against(known_of_then(procedure, record, event), record))
    return then, now


def _with(ruling: Ruling, more: tuple[Reason, ...]) -> Ruling:
    """The ruling with more reasons, each once."""
    reasons = tuple(dict.fromkeys((*ruling.reasons, *more)))
    return replace(ruling, reasons=reasons) if more else ruling


def _had_before_it_was_sent(
    procedure: Procedure, course: Course, event: Event
) -> Iterator[HadTooEarly]:
    """What a record says was received before it was sent, as that stands since it was corrected."""
    said = event.action.particulars.received if event.adds_to is not None else ()
    sent = next((each for each in course.events if each.slot == event.adds_to), event)
    for person, had in said:
        if certainly_after(sent.action.at, had, procedure.zone):
            yield HadTooEarly(
                rule=f"{sent.action.name}.received",
                step=sent.action.name,
                person=person,
                had=had,
                sent=sent.action.at,
            )


def _until(
    procedure: Procedure, known: Course, record: tuple[Event, ...], moment: Moment
) -> set[str]:
    """The ids of what had happened by a moment, and of what is replaced by such an event."""
    later = {event.id for event in reading.happens_later(procedure, known, moment)}
    standing = {event.id for event in known.record}
    places = {event.slot for event in known.record if event.id not in later}
    return {
        event.id
        for event in record
        if event.id not in later
        and (
            event.id in standing
            or is_past(event.action.at, moment, procedure.zone)
            or stands_in(record, event.id) in places
        )
    }


def _last(procedure: Procedure, course: Course, retractions: list[Event]) -> Moment | None:
    """The moment of the event that happened last; when people were told of, if that is all."""
    told = reading.told_first(course.record)
    events = (*course.record[told:], *retractions) or course.record
    return max(
        (event.action.at for event in events),
        # the midnight that ends a day is later than that day
        key=lambda moment: (last_instant(moment, procedure.zone), has_hour(moment)),
        default=None,
    )
