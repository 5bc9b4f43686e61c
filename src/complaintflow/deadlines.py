"""Clocks as values: when one is due, how it stands as of a moment, and the way it was counted.

They are read off the history of a case in `timing`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from complaintflow.calendars import Calendar
from complaintflow.conventions import KindOfDay, Span, Unit
from complaintflow.counts import CountedDay, Reached, Still, day_zero
from complaintflow.midnights import ends_on
from complaintflow.moments import (
    Moment,
    first_instant,
    is_past,
    last_instant,
    local_day,
    require_moment,
)
from complaintflow.periods import counted_between
from complaintflow.procedure import Clause, Deadline, Kind, StandStill
from complaintflow.stillness import apart, begins_in_time, counted_still, opens


class Status(StrEnum):
    """How a clock stands as of a moment; one word in YAML, on the command line and in JSON."""

    WAITING = "waiting"
    RUNNING = "running"
    STANDING_STILL = "standing still"
    PERHAPS_OVERDUE = "perhaps overdue"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met late"
    DISCHARGED = "discharged"
    OPEN = "open"
    USED = "used"
    CLOSED = "closed"
    USED_LATE = "used late"


_OF_A_WINDOW = {
    Status.RUNNING: Status.OPEN,
    Status.PERHAPS_OVERDUE: Status.OPEN,
    Status.OVERDUE: Status.CLOSED,
    Status.MET: Status.USED,
    Status.MET_LATE: Status.USED_LATE,
}


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of a clock's own unit: working days, school days, calendar days, hours."""

    n: int
    unit: str

    def __str__(self) -> str:
        return f"{self.n} {self.unit if self.n != 1 else self.unit.removesuffix('s')}"


class Since(NamedTuple):
    """From when a time is counted.

    `by_time`: no event came in then, to which a cut-off could apply; it is when another time ran
    out, or a day that was set. `planned`: it is so only if something is not done before. `projected`: it is
    when another time ran out, and that hangs on days off that nobody has announced yet. `before`: from when it is
    counted until then, of what is planned or comes on a day that was set. `ran_out`: it is when another time did.
    """

    at: Moment
    by_time: bool = False
    planned: bool = False
    projected: bool = False
    before: "Since | None" = None
    ran_out: bool = False

    def is_open(self, as_of: Moment, zone: ZoneInfo) -> bool:
        """Whether it may still turn out otherwise as of a moment."""
        is_to_come = self.planned or self.before is not None
        return is_to_come and not is_past(self.at, as_of, zone)

    def as_of(self, moment: Moment, zone: ZoneInfo) -> "Since | None":
        """From when it is counted as of a moment, without what may still turn out otherwise."""
        if not self.is_open(moment, zone):
            return self
        return None if self.before is None else self.before.as_of(moment, zone)


@dataclass(frozen=True, slots=True)
class Grant:
    """What settled the time of a clock, or gave it more: the step, when, which time, by agreement with
    whom.

    `settles` is the time that was said; None where more time was given as far as it may reach.
    `since` is from when that is counted how far it may, None where nothing has started that yet.
    """

    step: str
    at: Moment
    settles: Span | Moment | None
    agreed_by: tuple[str, ...] = ()
    since: Since | None = field(default=None, compare=False, repr=False)
    cites: tuple[Clause, ...] = field(default=(), repr=False)
    position: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Stop:
    """A time for which a clock stood still, and the rule by which it did.

    `since` and `until` are what made its end days; `until` is None while nothing has ended it. `began` is its
    first day, where `still` has only those after the clock began, or a day was agreed for it.
    """

    still: Still
    rule: StandStill
    since: Since | None = field(default=None, repr=False)
    until: Since | None = field(default=None, repr=False)
    began: date | None = field(default=None, compare=False, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether nobody knows yet when it ends."""
        return self.still.last is None


class Lapse(NamedTuple):
    """A time in which a step that had to be done had not to be done any more, as an answer was changed; `until`
    is None while that holds."""

    since: Moment
    until: Moment | None


@dataclass(frozen=True, slots=True)
class Tape:
    """What happened to one clock: when it started, stood still, was met, and its place was left.

    `visit` is the index in the course of the stay in its place to which the clock belongs.
    `planned`: nothing has started it yet. It starts then unless something is done before, where it is
    counted from when the time of another step runs out; or it is counted back from a day for which
    something is planned. `by_time`, `projected` and `ran_out`: see `Since`. `asked` are the questions that must be
    answered before it can be told from when it counts.
    `settled` is what last settled its time, `extensions` what gave it more; `capped_since` from when
    its ceiling is counted, None where it has none, or nothing has started that yet. A ceiling may run
    before the time that it caps has started. `renewed`: of what
    is done again and again it is not the first, and started where the one before was met, or was due; `resumed`:
    it is the first since the case, which had rested in an end, was open again.
    `lapses`: when its step had not to be done any more; of one without an end, `ended` is when it began.
    """

    visit: int
    start: Moment | None = None
    met: Moment | None = None
    ended: Moment | None = None
    settled: Grant | None = None
    extensions: tuple[Grant, ...] = ()
    stops: tuple[Stop, ...] = ()
    planned: bool = False
    asked: tuple[str, ...] = ()
    capped_since: Since | None = None
    by_time: bool = False
    renewed: bool = False
    resumed: bool = False
    projected: bool = False
    lapses: tuple[Lapse, ...] = ()
    ran_out: bool = False

    @property
    def since(self) -> Since | None:
        """From when it is counted; None while it waits."""
        if self.start is None:
            return None
        return Since(self.start, self.by_time, self.planned, self.projected, ran_out=self.ran_out)

    @property
    def stills(self) -> tuple[Still, ...]:
        """The days that stand still for the clock."""
        return tuple(stop.still for stop in self.stops)

    @property
    def stills_of_ceilings(self) -> tuple[Still, ...]:
        """The days that stand still for what caps it: all but those in which ceilings run on."""
        return tuple(stop.still for stop in self.stops if not stop.rule.ceiling_runs_on)


@dataclass(frozen=True, slots=True)
class Clock:
    """One running instance of a deadline.

    `earliest` and `latest` differ where a rule needs the hour and only the day is known, and
    where the time of a band has not been settled. Both are None while the clock waits for its
    start, where it is no more than `Soon`, and while it stands still and nobody knows until when; unless
    its ceiling ends it meanwhile.
    """

    deadline: Deadline
    tape: Tape
    earliest: Reached | None
    latest: Reached | None
    readings: tuple[str, ...]
    calendar: Calendar = field(repr=False)
    zone: ZoneInfo = field(repr=False)
    shorter: Reached | None = None
    """While its latest end stands still without one: the earliest, where that came before."""
    paused: Reached | None = None
    """While it stands still without an end: the earliest end that it would have, had it not."""
    paused_at_most: Reached | None = None
    """The latest of them, which is another where the hour is not known or a band is not settled."""
    paused_by_ceiling: bool = False
    """Whether that is the end of its ceiling, which may have run on while the rest stood still."""
    cut_off: time | None = None
    """The hour, in `zone`, after which what comes on a working day starts it as on the next one."""
    capped: bool = False
    """Whether it would end later, or nothing would end it yet, but for `at_latest`."""
    own: Reached | None = field(default=None, repr=False)
    """The count of its own time from its start, before anything gave more of it; of a band the shorter one.
    None before its start."""

    @property
    def step(self) -> str:
        """The step that meets it."""
        return self.deadline.step

    @property
    def kind(self) -> Kind:
        """Promise, aim or window."""
        return self.deadline.kind

    @property
    def start(self) -> Moment | None:
        """When its own time started, or None while that waits; its ceiling may run all the same."""
        return self.tape.start

    @property
    def waits(self) -> bool:
        """Whether nothing has started it yet, neither its own time nor its ceiling."""
        return self.tape.start is None and self.tape.capped_since is None

    @property
    def due(self) -> Moment | None:
        """The due day, or the due moment in the procedure's zone; None for a range or no start."""
        if self.earliest is None or self.latest is None or self.earliest.due != self.latest.due:
            return None
        return self.latest.due

    @property
    def _ends(self) -> tuple[Reached, ...]:
        """Its ends as far as they are known."""
        return tuple(each for each in (self.earliest, self.latest) if each is not None)

    @property
    def unsettled(self) -> bool:
        """Whether it has a band, and nobody has settled the time yet or given more of it."""
        band = self.deadline.least is not None
        return band and self.tape.settled is None and not self.tape.extensions

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The times for which it stood still, as far as they moved its end, in order.

        All that began in time where it stands still and nobody knows until when. An agreed day is moved only by
        what stands still after it was agreed, and no count by what stood still before it began.
        """
        end = self.latest or self.paused
        agreed = None if end is None else end.legs[0].agreed
        since = date.min if agreed is None else agreed + timedelta(days=1)
        stops = tuple(_from(since, self.tape.stops))
        if self.latest is None or self.paused is not None:
            return tuple(stop for stop in stops if self.is_open_to(stop.still))
        left_out = [still for each in self._ends for leg in each.legs for still in leg.stills]
        moved = (stop for stop in stops if any(_overlap(each, stop.still) for each in left_out))
        return tuple(_from(min(opens(each.legs[0]) for each in self._ends), moved))

    @property
    def legs(self) -> tuple[Reached, ...]:
        """The counts that lead to its latest end, one after the other: its own time, then what was added
        in another unit, or after a day that was agreed. None before its start."""
        return () if self.latest is None else self.latest.legs

    @property
    def grants(self) -> tuple[Grant, ...]:
        """What settled its time, and what gave it more, in the order of happening."""
        settled = () if self.tape.settled is None else (self.tape.settled,)
        return tuple(sorted((*settled, *self.tape.extensions), key=lambda grant: grant.position))

    @property
    def planned(self) -> Moment | None:
        """For when its step is planned: a date that was settled, and binds where the time is a band."""
        settled = self.tape.settled
        said = None if settled is None else settled.settles
        return said if isinstance(said, date) else None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that set the time, then of those by which it was settled or extended."""
        granted = [clause for grant in self.grants for clause in grant.cites]
        stopped = [clause for stop in self.stops for clause in stop.rule.cites]
        found = (*self.deadline.cites, *granted, *stopped)
        return tuple(dict.fromkeys(clause.id for clause in found))

    @property
    def projected(self) -> bool:
        """Whether its ends hang on days off that nobody has announced yet."""
        given = (grant.since for grant in self.tape.extensions)
        stopped = (each for stop in self.stops for each in (stop.since, stop.until))
        since = (self.tape.since, self.tape.capped_since, *given, *stopped)
        return any(leg.projected for end in self._ends for leg in end.legs) or any(
            each is not None and each.projected for each in since
        )

    def days(self) -> tuple[CountedDay, ...]:
        """The ledger: each day counted or not and why, of each of its `legs` in turn. Empty for hours and
        before the start."""
        return tuple(day for leg in self.legs for day in leg.days())

    def status(self, *, as_of: Moment) -> Status:
        """How it stands at the end of the day `as_of`, or at that moment.

        Due on a day, it is overdue from the next. `met late` is said only where it is certain.

        Raises:
            InputError: `as_of` is a moment without a time zone; so with the two methods below.
        """
        plain = self._status(as_of)
        return _OF_A_WINDOW.get(plain, plain) if self.kind is Kind.WINDOW else plain

    def missed_at(self, moment: Moment) -> bool:
        """Whether something done then comes too late, whatever its hour was."""
        return self.latest is not None and _certainly_past(self.latest.due, moment, self.zone)

    def has_started(self, *, as_of: Moment) -> bool:
        """Whether its own time has started as of a moment; what is counted back has once it is planned.

        Raises:
            InputError: `as_of` is a moment without a time zone.
        """
        require_moment(as_of, "as_of")
        start = self.tape.start
        return start is not None and (self.deadline.backwards or is_past(start, as_of, self.zone))

    def _is_capped(self, as_of: Moment) -> bool:
        """Whether its ceiling runs as of a moment, be its own time started or not."""
        cap, since = self.deadline.at_latest, self.tape.capped_since
        if cap is None or since is None:
            return False
        return cap.backwards or is_past(since.at, as_of, self.zone)

    def _status(self, as_of: Moment) -> Status:
        has_begun = self.has_started(as_of=as_of) or self._is_capped(as_of)
        met, ended = self.tape.met, self._over_since(as_of)
        left = ended is not None
        done = met is not None and is_past(met, as_of, self.zone)
        if not has_begun:
            return Status.MET if done else Status.DISCHARGED if left else Status.WAITING
        if self.earliest is None or self.latest is None:  # nobody knows when it ends
            if done or left:
                return Status.MET if done else Status.DISCHARGED
            if self.shorter is not None and _passed(self.shorter.due, as_of, self.zone):
                return Status.PERHAPS_OVERDUE
            return Status.STANDING_STILL if self._is_still(as_of) else Status.RUNNING
        if met is not None and done and not self.missed_at(met):
            return Status.MET
        if ended is not None and not self.missed_at(ended):
            return Status.DISCHARGED  # it was over in time; late work makes no breach of it
        if done:
            return Status.MET_LATE
        if _passed(self.latest.due, as_of, self.zone):
            return Status.OVERDUE
        if _passed(self.earliest.due, as_of, self.zone):
            return Status.PERHAPS_OVERDUE
        return Status.STANDING_STILL if self._is_still(as_of) else Status.RUNNING

    def _over_since(self, as_of: Moment) -> Moment | None:
        """When its place was left, as of a moment, or its step had not to be done any more; None while it has."""
        ended = () if self.tape.ended is None else (Lapse(self.tape.ended, None),)
        over = (
            each.since
            for each in (*ended, *self.tape.lapses)
            if is_past(each.since, as_of, self.zone)
            and (each.until is None or not is_past(each.until, as_of, self.zone))
        )
        return next(over, None)

    def _is_still(self, as_of: Moment) -> bool:
        """Whether a day stands still: for its own time, or while that has not started for its ceiling. None does
        once the time is used up, though the last day be moved on."""
        day, is_capped = local_day(as_of, self.zone), not self.has_started(as_of=as_of)
        stills = self.tape.stills_of_ceilings if is_capped else self.tape.stills
        return any(still.covers(day) and self.is_open_to(still) for still in stills)

    def is_open_to(self, still: Still) -> bool:
        """Whether its time was not used up before a stand-still began; one that begins later changes nothing."""
        end = self.latest
        return end is None or end.backwards or begins_in_time(end, still)

    def remaining(self, *, as_of: Moment) -> Amount | None:
        """What is left while it runs, in its own unit; on the due day itself 0.

        Of a range, up to its earliest end; begun hours are left out. While it stands still without an end, what is
        left of its time before that would be moved to a working day; and as many of its own unit as it would
        have, had it not stood still, where more was added in another.
        """
        status, ends = self._status(as_of), self.earliest or self.paused
        if status not in (Status.RUNNING, Status.STANDING_STILL) or ends is None:
            return None
        stills = tuple(still for leg in ends.legs for still in leg.stills)
        due = self._day_of(ends.due if self.latest is not None else ends.unrolled)
        left = self._amount(self._ran_until(as_of, ends), due, stills, up=False)
        # nothing is left where its end lies before the day until which it has run
        return replace(left, n=max(left.n, 0))

    def _ran_until(self, as_of: Moment, ends: Reached) -> Moment:
        """Until when the count that ends it has run as of a moment: where it stands still without an end,
        the last day before that. Nothing was counted before its own time began; nor, while it stands
        still without an end, before the count that ends it did, which waits with it."""
        stopped = self._stopped_on(as_of)
        ran = stopped or as_of
        if ends.backwards:
            return ran
        own = () if self.own is None or stopped is not None else (self.own,)
        counts = (ends.legs[0], *own)
        if self._unit is Unit.HOURS:
            return max(self._instant(ran), min(map(self._began, counts)))
        return max(local_day(ran, self.zone), min(map(day_zero, counts)))

    def _began(self, count: Reached) -> datetime:
        """When a count began: of days it is the end of their day zero."""
        return self._instant(count.start if count.span.unit is Unit.HOURS else day_zero(count))

    def _instant(self, moment: Moment) -> datetime:
        return last_instant(moment, self.zone)

    @property
    def _unit(self) -> Unit | KindOfDay:
        return Unit.CALENDAR_DAYS if self.deadline.span is None else self.deadline.span.unit

    def _stopped_on(self, as_of: Moment) -> date | None:
        """The last day on which it ran, where as of a moment it stands still without an end."""
        if self.latest is not None:
            return None
        day = local_day(as_of, self.zone)
        begun = [first for first in self.stopped_from if first <= day]
        return min(begun) - timedelta(days=1) if begun else None

    @property
    def stopped_from(self) -> tuple[date, ...]:
        """While it stands still without an end: the first days of what keeps it from one."""
        return tuple(
            stop.still.first
            for stop in self.stops
            if stop.is_open
            if not (self.paused_by_ceiling and stop.rule.ceiling_runs_on)
        )

    def late(self, *, as_of: Moment) -> Amount | None:
        """How late it is or was, in its own unit: the counted days after the due day.

        Nothing stands still once it is due, not even before an end that was rolled back. Of a range, after its latest end; a begun hour counts.
        """
        if self.latest is None:
            return None
        match self._status(as_of):
            case Status.OVERDUE:
                return self._amount(self._day_of(self.latest.due), as_of, (), up=True)
            case Status.MET_LATE if self.tape.met is not None:
                return self._amount(self._day_of(self.latest.due), self.tape.met, (), up=True)
            case _:
                return None

    def _day_of(self, due: Moment) -> Moment:
        """A due moment, where days are counted as the day that it belongs to: that which a midnight ends."""
        if self._unit is Unit.HOURS or not isinstance(due, datetime):
            return due
        return ends_on(due, self.zone)

    def _amount(self, begin: Moment, end: Moment, stills: tuple[Still, ...], *, up: bool) -> Amount:
        """How much time lies between, but for the days that stood still."""
        unit = self._unit
        if unit is Unit.HOURS:
            # A range is measured at its kinder side: a day given as begin or end at its end.
            since, until = last_instant(begin, self.zone), last_instant(end, self.zone)
            still = sum((each for each in _still_in(stills, since, until, self.zone)), timedelta())
            seconds = (until - since - still).total_seconds()
            return Amount(int(-(-seconds // 3600) if up else seconds // 3600), unit.value)
        first, last = local_day(begin, self.zone), local_day(end, self.zone)
        n = counted_between(first, last, unit=unit, calendar=self.calendar)
        n -= counted_still(stills, first, last, unit=unit, calendar=self.calendar)
        is_kind = unit is Unit.WORKING_DAYS or isinstance(unit, KindOfDay)
        return Amount(n, str(unit if is_kind else Unit.CALENDAR_DAYS))


def _from(day: date, stops: Iterable[Stop]) -> Iterator[Stop]:
    """What stands still from a day on, as far as it does so for a day at least."""
    for stop in stops:
        first, still = max(stop.still.first, day), stop.still
        if still.last is None or still.last >= first:
            later = replace(
                stop, still=still._replace(first=first), began=stop.began or still.first
            )
            yield stop if first == still.first else later


def _overlap(one: Still, other: Still) -> bool:
    """Whether two stand-stills share a day."""
    return one.covers(other.first) or other.covers(one.first)


def _still_in(
    stills: tuple[Still, ...], since: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[timedelta]:
    """How long each stand-still lasts between two moments."""
    for still in apart(stills):
        assert still.last is not None  # what ends has left out nothing without an end
        begins, ends = first_instant(still.first, zone), last_instant(still.last, zone)
        yield max(min(ends, until) - max(begins, since), timedelta())


def _certainly_past(due: Moment, when: Moment, zone: ZoneInfo) -> bool:
    """Whether something done `when` came too late whatever its hour was."""
    if isinstance(due, datetime) or isinstance(when, datetime):
        return first_instant(when, zone) > last_instant(due, zone)
    return when > due


def _passed(due: Moment, as_of: Moment, zone: ZoneInfo) -> bool:
    """Whether the due day or moment has gone by as of the end of a day, or a moment."""
    return last_instant(as_of, zone) > last_instant(due, zone)
