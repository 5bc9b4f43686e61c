"""What is agreed about time: whose agreement it needs, which time may be settled, how much more given."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from complaintflow import conflicts
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action
from complaintflow.conflicts import nobody_left
from complaintflow.conventions import Span, Unit
from complaintflow.counts import Reached
from complaintflow.course import Course
from complaintflow.deadlines import Clock, Grant, Stop, Tape
from complaintflow.ends import (
    Ends,
    Known,
    added_ends,
    at_latest,
    before_ceiling,
    ceiling,
    certain,
    given_ends,
    is_after,
    reach_ends,
    settled_ends,
)
from complaintflow.errors import InputError
from complaintflow.gates import Truth, asked, whether_to_do
from complaintflow.moments import Moment, is_past, last_instant, local_day
from complaintflow.owing import addressee
from complaintflow.procedure import (
    Clause,
    Condition,
    DateSetBy,
    Deadline,
    Extension,
    Happened,
    Procedure,
    Soon,
    Step,
)
from complaintflow.rounds import as_it_counts, as_it_reaches
from complaintflow.rulings import (
    Barred,
    ConditionNotMet,
    NotAgreed,
    NotEligible,
    NothingToExtend,
    Reason,
    TooEarly,
    TooLate,
    Unanswered,
    UsedUp,
    WrongTime,
)
from complaintflow.sitting import against_eligibility
from complaintflow.tapes import most_since
from complaintflow.timing import last_clock


def against_agreement(
    procedure: Procedure, course: Course, step: Step, action: Action, *, supposed: bool = False
) -> Iterator[Reason]:
    """Everybody whose agreement it needs must have agreed; one holder speaks for an office, and for a
    body as many members as must sit.

    Whoever agrees is a party to it: who is kept from the step, or from the office, or is not eligible for
    that, does not count.
    `supposed`: whoever can agree would; what nobody can agree to is refused all the same.
    """
    told = action.particulars.agreed_by
    lacking: list[str] = []
    kept: list[Barred | NotEligible] = []
    could: list[str] = []
    namings: list[str] = []
    vacant = False
    for office in dict.fromkeys(agreeing(procedure, course, step, role) for role in step.agreed_by):
        free = free_to_agree(procedure, course, step, office)
        body = procedure.roles[office].body
        needs = 1 if body is None else body.quorum
        if len({*free}.intersection(told)) >= needs:
            continue
        holders = course.holders(office)
        # What nobody of the case holds agrees by its name: nothing is known against it. But what a
        # step fills waits until it is filled.
        named_by = procedure.roles[office].appointed_by_steps
        by_name = not holders and not named_by
        if (supposed or office in told) and (len(free) >= needs or by_name):
            continue
        lacking.append(office)
        could += free
        namings += () if len(free) >= needs else named_by
        vacant = vacant or not holders
        for name in holders:
            if name in told or not free:
                kept += _kept_from(procedure, course, step, office, name)
    if lacking:
        of_bars = (clause for bar in kept for clause in bar.cites)
        yield NotAgreed(
            rule=f"{step.name}.agreed_by",
            cites=tuple(dict.fromkeys((*step.cites.of("agreed_by"), *of_bars))),
            needs=tuple(lacking),
            kept=tuple(dict.fromkeys(kept)),
            could=tuple(dict.fromkeys(could)) if kept else (),
            by_appointment=tuple(namings) if vacant or (kept and not could) else (),
        )


def agreeing(procedure: Procedure, course: Course, step: Step, role: str) -> str:
    """The office that must agree: the substitute speaks for one in which nobody is left.

    An office that a step appoints and nobody holds must agree all the same, unlike a letter to it.
    """
    office = addressee(procedure, course, role, step) or role
    stand_in = procedure.roles[role].stand_in
    if office != role or stand_in is None or not course.holders(stand_in):
        return office
    return stand_in if nobody_left(procedure, course, role, step, doing=False) else role


def free_to_agree(procedure: Procedure, course: Course, step: Step, office: str) -> tuple[str, ...]:
    """Who holds an office and may speak for it: eligible for it, and kept neither from it nor from the step."""
    return tuple(
        name
        for name in course.holders(office)
        if not _kept_from(procedure, course, step, office, name)
    )


def _kept_from(
    procedure: Procedure, course: Course, step: Step, office: str, name: str
) -> tuple[Barred | NotEligible, ...]:
    return (
        *conflicts.barred(procedure, course, name, step, doing=False),
        *conflicts.barred_from_role(procedure, course, name, office, step, doing=False),
        *against_eligibility(course, name, procedure.roles[office]),
    )


def against_settled_time(
    procedure: Procedure, course: Course, step: Step, action: Action
) -> Iterator[Reason]:
    """What settles a time must say it; and the time of a band lies within the band."""
    said = action.particulars.settles
    rule, cites = f"{step.name}.sets_time_of", step.cites.of("sets_time_of")
    if step.sets_time_of and said is None:
        of = step.sets_time_of[0]
        yield WrongTime(rule=rule, cites=cites, of=of, settles=None, allowed="a period or a date")
        return
    for deadline in procedure.deadlines if said is not None else ():
        if step.name not in deadline.settled_by or deadline.least is None:
            continue
        given = Grant(step.name, action.at, said)
        bands = _bands(procedure, course, deadline, action.at)
        if _is_outside(procedure, deadline, bands, given):
            yield WrongTime(
                rule=rule,
                cites=tuple(dict.fromkeys((*cites, *deadline.cites))),
                of=deadline.step,
                settles=said,
                allowed=deadline.period.length,
                earliest=None if bands is None else bands[0].earliest.due,
                latest=None if bands is None else bands[1].latest.due,
            )


@dataclass(frozen=True, slots=True)
class _Band:
    """A band that runs: its clock, and its two ends."""

    clock: Clock
    earliest: Reached
    latest: Reached


def _bands(
    procedure: Procedure, course: Course, deadline: Deadline, at: Moment
) -> tuple[_Band, _Band] | None:
    """The band of a deadline on its present clock, as it is for what is settled at a moment; None before that has
    started.

    What stands still then without an end is over with that day at the soonest, or with the day before or after if
    its last day is that. The first of the two is the band as it is then, the second if the day itself stood still: what
    stands still from then on moves the band and what is settled alike.
    """
    clock = _present_clock(procedure, course, deadline)
    if clock is None or not any(stop.is_open for stop in clock.tape.stops):
        band = None if clock is None else _band(procedure, clock)
        return None if band is None else (band, band)
    day = local_day(at, procedure.zone)
    one, other = (
        _band(procedure, replace(clock, tape=_still_until(clock.tape, day, least)))
        for least in (date.min, day)
    )
    return None if one is None or other is None else (one, other)


def _still_until(tape: Tape, day: date, least: date) -> Tape:
    """A tape of which what stands still without an end is over by what happens on a day, but not before another."""

    def over(stop: Stop) -> Stop:
        last = max(day + timedelta(days=stop.rule.last_day.next_to), least)
        return replace(stop, still=stop.still._replace(last=last)) if stop.is_open else stop

    stops = (over(stop) for stop in tape.stops)
    return replace(tape, stops=tuple(s for s in stops if s.still.first <= (s.still.last or day)))


def _band(procedure: Procedure, clock: Clock) -> _Band | None:
    """The band of a clock that stands still for no time without an end; None before it has started."""
    period, since = as_it_counts(clock.deadline, clock.tape).period, clock.tape.since
    if since is None or isinstance(period, Soon) or period.least is None:
        return None
    earliest, latest = (
        reach_ends(procedure, since, span, period, clock.tape.stills)[which]
        for which, span in enumerate((period.least, period.span))
    )
    assert earliest is not None and latest is not None  # noqa: PT018 - nothing stands still without an end
    return _Band(clock, earliest, latest)


def _present_clock(procedure: Procedure, course: Course, deadline: Deadline) -> Clock | None:
    """The clock of a deadline in the present stay in its place, of several the last; none once that
    was left."""
    visit = course.visit_of(deadline.place)
    if visit < 0 or course.visits[visit].until is not None:
        return None
    return last_clock(procedure, course, deadline, visit)


def _is_outside(
    procedure: Procedure, deadline: Deadline, bands: tuple[_Band, _Band] | None, given: Grant
) -> bool:
    """Whether a time that is settled certainly lies outside a band; before that has begun it does."""
    least, most, said = deadline.least, deadline.span, given.settles
    assert least is not None and most is not None  # noqa: PT018 - the caller has seen it
    if isinstance(said, Span) and said.unit == most.unit:
        return not least.amount <= said.amount <= most.amount
    if bands is None:
        return True
    soonest, latest = bands
    at_first, at_last = (_counted(procedure, deadline, each.clock, given) for each in bands)
    return (
        at_first is None
        or at_last is None
        or is_after(procedure, soonest.earliest, at_first[0])
        or is_after(procedure, at_last[1], latest.latest)
    )


def against_extension(
    procedure: Procedure, course: Course, step: Step, action: Action, *, supposed: bool
) -> Iterator[Reason]:
    """More time is given while time runs, once if it says so, for the reasons that it lists, and no
    further than it may reach."""
    if step.extends is None:
        return
    deadline, extension = next(
        (d, e) for d in procedure.deadlines for e in d.extensions if e.step == step.name
    )
    cites = step.cites
    yield from _without_reason(procedure, course, step, extension)
    clock = _present_clock(procedure, course, deadline)
    if (
        clock is None
        or clock.start is None
        or clock.tape.met is not None
        or clock.tape.ended is not None
        or not is_past(clock.start, action.at, procedure.zone)
    ):
        yield NothingToExtend(
            rule=f"{step.name}.may_extend",
            cites=cites.clauses,
            of=deadline.step,
            done=None if clock is None else clock.tape.met,
            ended=None if clock is None else clock.tape.ended,
            never=clock is None and not _is_needed(procedure, course, deadline),
        )
        return
    if extension.before_time_is_up and clock.latest is not None and clock.missed_at(action.at):
        yield TooLate(
            rule=f"{step.name}.before_time_is_up",
            cites=cites.of("before_time_is_up"),
            due=clock.latest.due,
        )
    used = [each for each in clock.tape.extensions if each.step == step.name]
    if extension.once and used:
        yield UsedUp(
            rule=f"{step.name}.once", cites=cites.of("once"), step=step.name, used=used[-1].at
        )
    since = most_since(procedure, course, deadline, clock.tape, extension, action.at)
    if since is not None:  # a time that may yet be kept does not count
        since = since.as_of(action.at, procedure.zone)
    given = Grant(step.name, action.at, action.particulars.settles, since=since)
    yield from _against_its_time(procedure, clock, extension, given, supposed=supposed)


def _is_needed(procedure: Procedure, course: Course, deadline: Deadline) -> bool:
    """Whether no answer says that what a time is for need not be done."""
    act = procedure.steps.get(deadline.step) or procedure.facts[deadline.step]
    return whether_to_do(procedure, course, act) is not Truth.FAILS


def _without_reason(
    procedure: Procedure, course: Course, step: Step, extension: Extension
) -> Iterator[Reason]:
    """Each question that says why more time is needed must be answered, and not with no; one that is
    not asked holds nothing back."""
    rule, cites = f"{step.name}.because", step.cites.of("because")
    for name in extension.because:
        if asked(procedure, course, name) is Truth.FAILS:
            continue
        answers = course.answers_to(name)
        if not answers:
            yield Unanswered(rule=rule, cites=cites, fact=procedure.facts[name])
        elif not any(answers):
            yield ConditionNotMet(
                rule=rule, cites=cites, condition=Condition(name), answer=False, negated=False
            )


def _against_its_time(
    procedure: Procedure,
    clock: Clock,
    extension: Extension,
    given: Grant,
    *,
    supposed: bool,
) -> Iterator[Reason]:
    """Whether the time that an extension settles can be counted, and is no longer than it may be."""
    deadline, step, said = clock.deadline, procedure.steps[extension.step], given.settles
    caps = list(_caps(procedure, clock, extension, given))
    if extension.settles and said is None:
        if not supposed:
            yield WrongTime(
                rule=f"{step.name}.settles",
                cites=step.cites.clauses,
                of=deadline.step,
                settles=None,
                allowed="a period or a date",
            )
        return
    if extension.up_to is not None and not any(cap.key == "up_to" for cap in caps):
        of = extension.up_to.of
        waits_for = (Happened(of.step),) if isinstance(of, DateSetBy) else (of,)
        cites = step.cites.of("up_to")
        yield TooEarly(rule=f"{step.name}.up_to", cites=cites, waits_for=waits_for)
        return
    if said is None:
        return
    if _adds_too_much(extension, said):
        alike = isinstance(said, Span) and (said.unit is Unit.HOURS) == _adds_hours(extension)
        most = next((cap.ends[1].due for cap in caps if cap.key == "adds" and cap.ends), None)
        yield WrongTime(
            rule=f"{step.name}.adds",
            cites=step.cites.of("adds"),
            of=deadline.step,
            settles=said,
            allowed=f"{extension.adds} more",
            latest=most if alike else None,
        )
        caps = [cap for cap in caps if cap.key != "adds"]
    ends = _counted(procedure, deadline, clock, given, extension)
    if ends is None and extension.settles:
        yield WrongTime(
            rule=f"{step.name}.settles",
            cites=step.cites.clauses,
            of=deadline.step,
            settles=said,
            allowed="the dates that can be counted",
        )
        return
    for cap in caps:
        if cap.ends is None:
            continue
        if ends is None or is_after(procedure, ends[1], cap.ends[1]):
            yield WrongTime(
                rule=cap.rule,
                cites=cap.cites,
                of=deadline.step,
                settles=said,
                allowed=cap.allowed,
                latest=cap.ends[1].due,
            )


@dataclass(frozen=True, slots=True)
class _Cap:
    """How far more time may reach at the most, and the rule that says so."""

    key: str
    rule: str
    cites: tuple[Clause, ...]
    allowed: str
    ends: Ends | None
    """None where it stands still without an end."""


def _caps(procedure: Procedure, clock: Clock, extension: Extension, given: Grant) -> Iterator[_Cap]:
    """What caps an extension: how far it may itself reach, and what nothing moves."""
    deadline, tape = clock.deadline, clock.tape
    step, extended = procedure.steps[extension.step], procedure.steps[deadline.step]

    def reaches(key: str) -> Known | None:
        if key == "at_latest":
            return at_latest(procedure, as_it_counts(deadline, tape), tape)
        return ceiling(procedure, tape, as_it_reaches(extension, (given,)), given)

    for key, period, owner in (
        ("up_to", extension.up_to, step),
        ("at_latest", deadline.at_latest, extended),
    ):
        if period is None:
            continue
        rule, cites = f"{owner.name}.{key}", owner.cites.of(key)
        reached = reaches(key)
        if reached is not None:
            yield _Cap(key, rule, cites, period.length, certain(reached))
    if extension.adds is not None:
        now = before_ceiling(procedure, as_it_counts(deadline, tape), tape)
        more = added_ends(procedure, tape, extension.adds, now)
        cites, allowed = step.cites.of("adds"), f"{extension.adds} more"
        yield _Cap("adds", f"{step.name}.adds", cites, allowed, certain(more))


def _adds_too_much(extension: Extension, said: Span | Moment) -> bool:
    """Whether a length that is settled is more than is added each time, or of the other kind: nobody
    could say where days end that are added to hours."""
    most = extension.adds
    if most is None or not isinstance(said, Span):
        return False
    if said.unit == most.unit:
        return said.amount > most.amount
    return (said.unit is Unit.HOURS) != _adds_hours(extension)


def _adds_hours(extension: Extension) -> bool:
    return extension.adds is not None and extension.adds.unit is Unit.HOURS


def _counted(
    procedure: Procedure,
    deadline: Deadline,
    clock: Clock,
    given: Grant,
    extension: Extension | None = None,
) -> Ends | None:
    """Where a time ends that is to be settled; None where it lies further than anybody can count.

    More time is as short as it can be: what stands still without an end may be over at once.
    """
    tape = clock.tape
    counting = as_it_counts(deadline, tape)
    period, start = counting.period, tape.since
    if isinstance(period, Soon) or start is None:
        return None
    try:
        if extension is None:
            known = settled_ends(procedure, start, period, given, tape.stills)
        else:
            tape = replace(tape, stops=tuple(stop for stop in tape.stops if not stop.is_open))
            now = before_ceiling(procedure, counting, tape)
            known = given_ends(procedure, tape, start, period, extension, given, now)
        ends = certain(known)
        if ends is None:
            return None
        last_instant(ends[1].due, procedure.zone)
        counted_on = period.span.calendar(procedure.calendar)
        if counted_on is not None:
            counted_on.counts(local_day(ends[1].due, procedure.zone))
    except (InputError, OutsideCalendar):
        return None
    return ends
