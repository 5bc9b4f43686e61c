"""A deadline in one stay in its place: what starts a clock of it, what meets that, and what happened meanwhile.

What was missed is told by whoever asks (`View.times_up`), since that hangs on clocks, and clocks on what is told here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from complaintflow.course import Course, Occurrence, Times, Visit, between, in_visit
from complaintflow.deadlines import Clock, Since, Tape
from complaintflow.gates import Reaching, left_before, times_of
from complaintflow.procedure import Anchor, Deadline, Period, Procedure
from complaintflow.reaching import TimesUp, View, planned, planned_since, reachings, since_of
from complaintflow.rounds import Round, Schedule, Start, clock_of, length
from complaintflow.standstills import stops
from complaintflow.successive import bearing, values


@dataclass(frozen=True, slots=True)
class Watch:
    """A deadline, looked at from one stay in its place; `visit` is the index of that in the course."""

    view: View
    deadline: Deadline
    visit: int

    @classmethod
    def of(
        cls,
        procedure: Procedure,
        course: Course,
        deadline: Deadline,
        visit: int,
        *,
        times_up: TimesUp,
    ) -> "Watch":
        """A deadline in one stay; `times_up` tells what was missed."""
        return cls(View(procedure, course, visit, times_up), deadline, visit)

    @property
    def procedure(self) -> Procedure:
        """The law."""
        return self.view.procedure

    @property
    def course(self) -> Course:
        """What happened."""
        return self.view.course

    @property
    def stay(self) -> Visit:
        """The stay in its place."""
        return self.course.visits[self.visit]

    @property
    def left_at(self) -> int | None:
        """The position of the event by which the stay ended; None while it lasts."""
        return None if self.stay.until is None else self.stay.left_at

    def is_left_before(self, position: int) -> bool:
        """Whether the stay ended before the event at a position."""
        return 0 <= self.stay.left_at < position

    @property
    def since(self) -> int:
        """The position of the event by which the stay before it ended; what came since falls to this one."""
        return left_before(self.course, self.deadline.place, self.visit)

    def reached(self, anchor: Anchor) -> Iterator[Reaching]:
        """Every time that an anchor was reached, as seen from here."""
        return reachings(self.view, anchor)

    def planned(self, anchor: Anchor, *, until: int | None = None) -> Reaching | None:
        """When an anchor was reached, or for when it is planned; what comes after a position is left out."""
        return planned(replace(self.view, until=until), anchor)

    def clock(self, tape: Tape) -> Clock:
        """The clock of which this happened.

        Raises:
            OutsideCalendar: a count runs past the calendar's data.
        """
        return clock_of(self.procedure, self.deadline, tape)

    # --- what meets a clock -------------------------------------------------------------------

    @property
    def asks(self) -> bool:
        """Whether it is for the answer to a question, which is given in the case as a whole."""
        return self.deadline.step in self.procedure.facts

    @property
    def done(self) -> Times:
        """The times that its step was done in the stay, or its question answered."""
        times = times_of(self.procedure, self.course, self.deadline.step)
        return times if self.asks else in_visit(times, self.visit)

    def first_since(self, position: int) -> Occurrence | None:
        """The first time that its step was done after a position."""
        return next(iter(between(self.done, position)), None)

    def first_after(self, start: Reaching) -> Occurrence | None:
        """The first time since a start; of what is counted back, the first of all."""
        if self.deadline.backwards:
            return next(iter(self.done), None)
        return self.first_since(start.met_from)

    def first_met(self, start: Reaching) -> Occurrence | None:
        """When the first clock of the stay was met: since its start, or since its ceiling runs.

        A question that has its answer already is not asked by the first start.
        """
        begun = self.begun
        if begun is not None and begun < start.met_from and not self.deadline.backwards:
            return self.first_since(begun)
        return next(iter(self.done), None) if self.asks else self.first_after(start)

    @property
    def begun(self) -> int | None:
        """The position at which a ceiling began to run that has a start of its own: that of the step's
        promise or window, so that its aim is not asked for once that is met."""
        of_step = [each for each in self.procedure.deadlines if each.step == self.deadline.step]
        found: list[int] = []
        for each in of_step:
            cap = each.at_latest
            if cap is None or cap.of == each.of:
                continue
            if cap.backwards:
                found += planned_since(self.view, cap.of)
            else:
                found += [
                    min(value.known, value.met_from) for value in values(self.view, cap.of)[:1]
                ]
        return min((each for each in found if not self.is_left_before(each)), default=None)


@dataclass(frozen=True, slots=True)
class Run:
    """A start of a clock, and the time that its step was done; None where it was not.

    `ended` is what ended it before its place was left, if anything did. `renewed`: it is not the
    first of what is done again and again; `resumed`: it is the first since the case was open again. `since` is the position at which the one before was over.
    `schedule`: of further times in months, where that is counted; None where it is as long as the first.
    `soonest`: of further times, from when they are counted at the earliest, where nobody knows the hour.
    """

    start: Reaching
    met: Occurrence | None
    ended: Reaching | None = None
    renewed: bool = False
    resumed: bool = False
    since: int = -1
    schedule: Schedule | None = None
    soonest: Start | None = None

    def until(self, over: Reaching) -> "Run":
        """A run that ends when its step had not to be done any more, if nothing ended it before."""
        ended = [each.position for each in (self.met, self.ended) if each is not None]
        is_over = any(each < over.position for each in ended)
        return self if is_over else replace(self, ended=over)

    def ends(self) -> Iterator[int]:
        """The positions at which it ends: where its step was done, or what ended it came."""
        if self.met is not None:
            yield self.met.position
        if self.ended is not None:
            yield self.ended.next_position


def tape_of(watch: Watch, run: Run, until: int | None = None, *, is_started: bool = True) -> Tape:
    """A tape but for what settled its time and gave more of it; `until` the position at which it was
    over, None where it was not, or its place was left before."""
    deadline, left_at = watch.deadline, watch.left_at
    over = min((each for each in (until, left_at) if each is not None), default=None)
    ends = [*run.ends(), *(() if left_at is None else (left_at,))]
    tape = Tape(
        watch.visit,
        run.start.at,
        None if run.met is None else run.met.at,
        watch.stay.until if run.ended is None else run.ended.at,
        stops=tuple(stops(watch.view, deadline, until=min(ends, default=len(watch.course.events)))),
        planned=run.start.planned,
        by_time=run.start.by_time,
        renewed=run.renewed,
        resumed=run.resumed,
        projected=run.start.projected,
        ran_out=run.start.ran_out,
    )
    if run.start.scheduled is not None and isinstance(deadline.period, Period):
        tape = _round(watch.procedure, deadline.period, tape, run)
    if not is_started:
        tape = replace(tape, start=None, planned=False, by_time=False, ran_out=False)
    if deadline.at_latest is None:
        return tape
    return replace(tape, capped_since=_capped_since(watch, run, tape, over))


def _round(procedure: Procedure, period: Period, tape: Tape, run: Run) -> Round:
    """The tape of a further time by a schedule."""
    told = {each.name: getattr(tape, each.name) for each in fields(tape)}

    def of(start: Start, first: Round | None) -> Round:
        days = length(procedure, period, start.schedule, start.at)
        from_then = told | {"start": start.at}
        return Round(**from_then, length=days, schedule=start.schedule, soonest=first)

    first = None if run.soonest is None else of(run.soonest, None)
    last = of(Start(run.start.at, run.schedule), first)
    return replace(last, was_due=run.start.scheduled)


def _capped_since(watch: Watch, run: Run, tape: Tape, over: int | None) -> Since | None:
    """From when its ceiling is counted; `over` the position at which the clock was."""
    cap = watch.deadline.at_latest
    assert cap is not None  # the caller has seen it
    if cap.of == watch.deadline.of:
        return tape.since
    if cap.backwards:
        found = watch.planned(cap.of, until=watch.left_at)
        return None if found is None else since_of(found)

    def capped(value: Reaching) -> Clock:
        return watch.clock(replace(tape, capped_since=since_of(value)))

    several = values(watch.view, cap.of, since=run.since)
    begun = max(run.start.position, watch.stay.position)  # in its stay, and not before
    return bearing(watch.view, several, begun=begun, end=over, over=over, with_it=capped)
