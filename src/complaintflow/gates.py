"""Anchors and conditions: what has been reached, what holds, and which steps stand open."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from complaintflow.answered import unanswered_for
from complaintflow.course import (
    Course,
    Occurrence,
    Times,
    between,
    in_visit,
    is_open,
)
from complaintflow.moments import Moment, certainly_after, last_instant, local_day
from complaintflow.procedure import (
    Anchor,
    Condition,
    DateSetBy,
    Duty,
    EndOf,
    Fact,
    FirstOf,
    Happened,
    Happening,
    Missed,
    MomentNamed,
    NamedMoment,
    Plain,
    Procedure,
    ReceiptOf,
    Single,
    Start,
    StartOf,
    Step,
    Which,
)


@dataclass(frozen=True, slots=True)
class Reaching:
    """When an anchor was reached, by the event at which position, in which visit of its place.

    What time alone reaches, or the post, comes after the event at that position; `timed` is then when that
    is. `sent` is the position of a letter that was received: what is done from then on meets what counts from
    the receipt. It is `planned` while nothing
    is recorded that makes it certain: a step whose time runs out may still be done before, and what
    a date was set for may happen on another. `made` is the position of the event that made it so,
    where that is another than the one after which it comes.
    `scheduled`: a day or moment that no event reaches, after which everything comes later.
    `by_time`: it is when another time ran out (`ran_out`), or a day that was set: nothing came in then; `projected`,
    where that time hangs on days off that nobody has announced yet.
    """

    at: Moment
    position: int
    visit: int
    planned: bool = False
    scheduled: Moment | None = None
    made: int | None = None
    by_time: bool = False
    projected: bool = False
    timed: Moment | None = None
    sent: int | None = None
    ran_out: bool = False

    @property
    def known(self) -> int:
        """The position of the event by which it is known, or after which."""
        return self.position if self.made is None else self.made

    @property
    def next_event(self) -> int:
        """The position of the first event that did not come before it was known."""
        return self.known if self.timed is None else self.known + 1

    @property
    def next_position(self) -> int:
        """The position of the first event that does not come before it: the event by which it comes, or the next one
        where it comes by none, as a day that was set, time that ran out and the post do."""
        return self.position + 1 if self.by_time or self.sent is not None else self.position

    @property
    def met_from(self) -> int:
        """The position of the event after which what is done meets what counts from it."""
        return self.position if self.sent is None else self.sent

    def known_at(self, course: Course) -> Moment:
        """When it was known."""
        return course.events[self.known].action.at if self.timed is None else self.timed


def starts(
    procedure: Procedure,
    course: Course,
    anchor: Start,
    visit: int | None,
    *,
    until: int | None = None,
) -> Iterator[Reaching]:
    """Every time that an anchor was reached, as seen from one visit of a place.

    `visit` None means now; `until` is the position of the event up to which the course is read. A name counts since the place that declares it was last entered;
    for a visit, no later than that visit began. What stands in `throughout`, which is left
    only once, sees every visit of the other place in turn.
    """
    match anchor:
        case StartOf(stage):
            for seen in seen_from(course, stage, visit, until=until):
                yield Reaching(course.visits[seen].since, course.visits[seen].position, seen)
        case EndOf(stage):
            for seen in seen_from(course, stage, visit, until=until):
                left, left_at = course.visits[seen].until, course.visits[seen].left_at
                if left is not None and (until is None or left_at <= until):
                    yield Reaching(left, left_at, seen)
        case Happened(name, which):
            for occurrence in meant(procedure, course, name, which, visit, until=until):
                yield Reaching(occurrence.at, occurrence.position, occurrence.visit)
        case ReceiptOf():
            yield from _receipts(procedure, course, anchor, visit, until)


def _receipts(
    procedure: Procedure, course: Course, receipt: ReceiptOf, visit: int | None, until: int | None
) -> Iterator[Reaching]:
    """Every receipt of what was sent, as seen from a visit: of what was sent at any time those that fall to it."""
    anywhere = procedure.steps[receipt.step].place == "throughout"
    seen = None if anywhere else visit
    sent = meant(procedure, course, receipt.step, Which.THIS_TIME, seen, until=until)
    for each in sent:
        at = _received(procedure, course, each, receipt.by)
        if at is None:
            continue
        position = _last_before(procedure, course, at, since=each.position)
        had = Reaching(at, position, each.visit, timed=at, sent=each.position)
        if visit is None or falls_to(course, had, visit, since_left=anywhere):
            yield had


def falls_to(course: Course, had: Reaching, visit: int, *, since_left: bool) -> bool:
    """Whether a receipt came, or a time ran out, before a visit was left, and where it is asked, since
    the one before was."""
    stay = course.visits[visit]
    if stay.until is not None and had.next_position > stay.left_at:
        return False
    return not since_left or had.next_position > left_before(course, stay.place, visit)


def _last_before(procedure: Procedure, course: Course, moment: Moment, *, since: int) -> int:
    """The position of the last event, from one on, that had certainly happened before a moment."""
    later = islice(course.events, since + 1, None)
    before = takewhile(lambda e: certainly_after(moment, e.action.at, procedure.zone), later)
    return since + sum(1 for _ in before)


def _received(
    procedure: Procedure, course: Course, occurrence: Occurrence, office: str
) -> Moment | None:
    """When an office had a step in hand: once the first of those who held it had. Never presumed.

    A substitute has it in hand for the office, where the step does not go to both.
    """
    event = occurrence.event
    stand_in = procedure.roles[office].stand_in
    step = procedure.steps[event.action.name]
    for_it = {office} if stand_in is None or stand_in in step.to else {office, stand_in}
    told = [event.action.particulars]
    told += [each.action.particulars for each in course.supplied.get(event.slot, ())]
    days = [
        at
        for said in told
        for who, at in said.received
        if who in for_it
        or any(course.has_held(each, who, since=occurrence.position) for each in for_it)
    ]
    return min(days, key=lambda at: first_of_a_day(at, procedure.zone), default=None)


def first_of_a_day(moment: Moment, zone: ZoneInfo) -> tuple[date, bool, datetime]:
    """By which of several the first is known: of one day, that of which nobody knows the hour."""
    return local_day(moment, zone), isinstance(moment, datetime), last_instant(moment, zone)


def meant(
    procedure: Procedure,
    course: Course,
    name: str,
    which: Which,
    visit: int | None,
    *,
    until: int | None = None,
) -> tuple[Occurrence, ...]:
    """The times that an anchor by name means: the first or last of all, or those of this stay."""
    match which:
        case Which.FIRST:
            return between(known_in(procedure, course, name, visit), -1, until)[:1]
        case Which.LAST:
            return between(known_in(procedure, course, name, visit), -1, until)[-1:]
        case Which.THIS_TIME:
            times = between(times_of(procedure, course, name), -1, until)
            step = procedure.steps.get(name)
            seen = (
                (-1,)
                if step is None
                else seen_from(course, step.place, visit, until=until) or (-1,)
            )
            times = tuple(each for one in seen for each in in_visit(times, one))
            if visit is None or step is None or step.place != "throughout":
                return times
            return _belonging(course, times, visit)


def times_of(procedure: Procedure, course: Course, name: str) -> tuple[Occurrence, ...]:
    """Every time that a step was done or a fact answered; of a step that others meet, these.

    What meets it then counts as done in the visit of its own place that had last begun.
    """
    step = procedure.steps.get(name)
    if step is None or not step.met_by:
        return course.times(name)
    found = sorted(
        (o for each in step.met_by for o in course.times(each)), key=lambda o: o.position
    )
    return tuple(replace(o, visit=course.visit_at(step.place, o.position)) for o in found)


def known_in(
    procedure: Procedure, course: Course, name: str, visit: int | None
) -> tuple[Occurrence, ...]:
    """Every time that a step was done or a fact answered, but for what came after a visit was left."""
    left = course.visits[visit].left_at if visit is not None else -1
    times = times_of(procedure, course, name)
    return times if left < 0 else between(times, -1, left)


def _belonging(course: Course, times: Times, visit: int) -> Times:
    """What of all that happened in `throughout` falls to this visit: since the last one was left."""
    stay = course.visits[visit]
    until = None if stay.until is None else stay.left_at
    return between(times, left_before(course, stay.place, visit), until)


def left_before(course: Course, place: str, visit: int) -> int:
    """The position at which the visit of a place before this one was left; -1 for the first."""
    earlier = bisect_left(course.visits_of(place), visit)
    return course.visits[course.visits_of(place)[earlier - 1]].left_at if earlier else -1


def seen_from(
    course: Course, place: str, visit: int | None, *, until: int | None = None
) -> tuple[int, ...]:
    """The visits of a place that are seen from a visit of a place, or now (None); up to a position those
    of them that had begun, and none in their stead."""
    visits = course.visits_of(place)
    if visit is not None and course.visits[visit].place != "throughout":
        begun = bisect_right(visits, visit)
        visits = visits[begun - 1 : begun] if begun else ()
    if until is not None:
        visits = tuple(i for i in visits if course.visits[i].position <= until)
    return visits[-1:] if visit is None else visits


def alternatives(anchors: Iterable[Anchor]) -> Iterator[Single]:
    """Every anchor of a list, those too of which any one will do."""
    for anchor in anchors:
        match anchor:
            case FirstOf(some):
                yield from some
            case (
                Happened()
                | StartOf()
                | EndOf()
                | ReceiptOf()
                | Missed()
                | DateSetBy()
                | MomentNamed() as single
            ):
                yield single


def plain(procedure: Procedure, anchors: Iterable[Anchor]) -> Iterator[Plain]:
    """Every anchor that stands behind some: of several each, of a moment all of which it speaks."""
    for single in alternatives(anchors):
        if isinstance(single, MomentNamed):
            moment = procedure.moments.get(single.name)
            yield from plain(procedure, () if moment is None else moment.anchors)
        else:
            yield single


def named_in(procedure: Procedure, anchor: Anchor) -> Iterator[NamedMoment | Happening]:
    """The moments and happenings of which an anchor speaks, each before those behind it."""
    for single in alternatives([anchor]):
        match single:
            case MomentNamed(name):
                moment = procedure.moments[name]
                yield moment
                for each in moment.anchors:
                    yield from named_in(procedure, each)
            case Happened(name) if name in procedure.happenings:
                yield procedure.happenings[name]
            case Happened() | StartOf() | EndOf() | ReceiptOf() | Missed() | DateSetBy():
                pass


class Truth(Enum):
    """Whether a condition holds; open where a question was asked and not answered."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


NOT = {Truth.HOLDS: Truth.FAILS, Truth.FAILS: Truth.HOLDS, Truth.OPEN: Truth.OPEN}
"""Whether what must not be so is as it must be."""


def asked(procedure: Procedure, course: Course, fact: str) -> Truth:
    """Whether a question is asked: always, unless it has an `asked_if`.

    What hangs on a question that is not asked is not asked either.
    """
    condition = procedure.facts[fact].asked_if
    if condition is None:
        return Truth.HOLDS
    if asked(procedure, course, condition.fact) is Truth.FAILS:
        return Truth.FAILS
    return truth(procedure, course, condition)


def truth(procedure: Procedure, course: Course, condition: Condition) -> Truth:
    """Whether a condition holds.

    A question that is not asked counts as given the answer that the condition names; one
    that is asked and not answered leaves it open, and shuts `if` and `unless` alike. One that is
    answered for each of several holds where it was answered so for any of them, and is open while one
    of them has no answer.
    """
    whether = asked(procedure, course, condition.fact)
    if whether is Truth.FAILS:
        return Truth.HOLDS
    answers = course.answers_to(condition.fact)
    if not answers:
        return Truth.OPEN
    if condition.answer in answers:
        return Truth.HOLDS
    if unanswered_for(course, procedure.facts[condition.fact]):
        return Truth.OPEN
    return Truth.FAILS if whether is Truth.HOLDS else Truth.OPEN


def unanswered(procedure: Procedure, course: Course, fact: str) -> Fact:
    """The question that must be answered first: this one, or the one that decides if it is asked."""
    condition = procedure.facts[fact].asked_if
    if condition is not None and asked(procedure, course, fact) is Truth.OPEN:
        return unanswered(procedure, course, condition.fact)
    return procedure.facts[fact]


def satisfied(
    procedure: Procedure,
    course: Course,
    if_: Iterable[Condition],
    unless: Iterable[Condition] = (),
) -> bool:
    """Whether all of `if` hold and none of `unless`."""
    return all(truth(procedure, course, c) is Truth.HOLDS for c in if_) and all(
        truth(procedure, course, c) is Truth.FAILS for c in unless
    )


def open_places(course: Course) -> tuple[str, ...]:
    """The places that are open: `begins` until something opens the case, two from then on."""
    return ("begins",) if course.stage is None else ("throughout", course.stage)


def open_steps(procedure: Procedure, course: Course, *duties: Duty) -> Iterator[Step]:
    """The steps of the open places that are of these duties, in the order of the document."""
    for place in open_places(course):
        for step in procedure.steps.values():
            if step.place == place and step.duty in duties and is_open(procedure, course, step):
                yield step


def done_here(
    procedure: Procedure, course: Course, act: Step | Fact | Happening
) -> tuple[Occurrence, ...]:
    """The times that it was done in the present visit of its place; a fact or happening, in the case."""
    if not isinstance(act, Step):
        return course.times(act.name)
    visit = course.visit_of(act.place)
    return tuple(o for o in times_of(procedure, course, act.name) if o.visit == visit)


def conditions_hold(procedure: Procedure, course: Course, step: Step) -> bool:
    """Whether the `if` and `unless` of a step and of its stage let it be owed."""
    place = procedure.place_of(step)
    return satisfied(procedure, course, step.if_, step.unless) and satisfied(
        procedure, course, place.if_, place.unless
    )


def whether_to_do(procedure: Procedure, course: Course, act: Step | Fact) -> Truth:
    """Whether a step is to be done by the answers there are: it is not as soon as one of its conditions fails,
    or of what must be done in a stage one of the stage's. What nobody has answered rules nothing out.
    A question is to be answered if it is asked."""
    if isinstance(act, Fact):
        return asked(procedure, course, act.name)
    place = procedure.place_of(act)
    of_place = (place.if_, place.unless) if act.duty is Duty.MUST else ((), ())
    found = {truth(procedure, course, c) for c in (*act.if_, *of_place[0])}
    found |= {NOT[truth(procedure, course, c)] for c in (*act.unless, *of_place[1])}
    return next((worst for worst in (Truth.FAILS, Truth.OPEN) if worst in found), Truth.HOLDS)
