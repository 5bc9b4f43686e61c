"""Supposed histories: what would be recorded if a case went a certain way.

Every event of it is judged as one that happens, and read by the same course; a clock is asked, and
never counted here. What has no time is supposed at once, and is said to have none.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from complaintflow import casting, timing
from complaintflow.answered import to_be_answered_for, unanswered_for
from complaintflow.case import Action, Event
from complaintflow.conventions import Span
from complaintflow.course import TOLD_AT_THE_BEGINNING, Course, is_open
from complaintflow.deadlines import Clock
from complaintflow.gates import done_here, plain
from complaintflow.judging import reasons_against
from complaintflow.moments import Moment, last_instant
from complaintflow.owing import undone
from complaintflow.procedure import (
    Anchor,
    Condition,
    DateSetBy,
    Duty,
    EndOf,
    Fact,
    FirstOf,
    Happened,
    Kind,
    Missed,
    MomentNamed,
    Procedure,
    ReceiptOf,
    Soon,
    StartOf,
    Step,
)
from complaintflow.reaching import View, reachings
from complaintflow.rulings import ConditionNotMet, Reason, TooEarly, Unanswered
from complaintflow.supposed import Besides, Mood, Shut, Supposed, Supposition
from complaintflow.tapes import planned_in, reached_in, times_up
from complaintflow.vocabulary import offices_of, received_by, with_stand_ins

MOST_EVENTS = 100
"""How many events are supposed on one way before it breaks off."""


def suppose(
    procedure: Procedure,
    course: Course,
    leads: Sequence[str],
    *,
    now: Moment,
    mood: Mood,
    besides: Besides | None = None,
) -> Supposition:
    """The history in which these steps lead on, one after the other, and every duty is done.

    With `besides`, the questions on which a whole stage hangs are answered as soon as it is come to, too,
    and what is to be done besides is done as soon as it can be.

    Raises:
        OutsideCalendar: a count runs past the calendar's data.
    """
    way = _Way(procedure, mood, len(course.events), besides)
    so_far = Supposition(course, now)
    for lead in (*(procedure.steps[name] for name in leads), None):
        so_far = way.stay(so_far, lead)
        if so_far.shut is not None or so_far.broken_off:
            break
    return so_far


def stands(course: Course, reason: Reason) -> bool:
    """Whether what shuts a step is an answer that was told when the case began, and so is how the case is."""
    if not isinstance(reason, ConditionNotMet):
        return False
    given = course.times(reason.condition.fact)
    return bool(given) and all(each.event.id.startswith(TOLD_AT_THE_BEGINNING) for each in given)


@dataclass(frozen=True, slots=True)
class _Plan:
    """When a step is supposed; `last` its last day, `clock` the one that says so. `still_until`: see `Supposed`."""

    at: Moment
    last: Moment | None = None
    clock: Clock | None = None
    late: bool = False
    still_until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """How one way is supposed. `base` is how many events really happened. `naming` are the steps by which
    somebody is being named so that another act can be done, or in vain; `named_by` is the last of them, and
    `needed_for` that act."""

    procedure: Procedure
    mood: Mood
    base: int
    besides: Besides | None = None
    naming: set[str] | None = None
    named_by: str | None = None
    needed_for: Step | Fact | None = None

    @property
    def _other_order(self) -> bool:
        return self.besides is not None and self.besides.other_order

    # --- a stay in a place --------------------------------------------------------------------

    def stay(self, so_far: Supposition, lead: Step | None) -> Supposition:
        """Every duty of the present place, each on its day, and then what leads on."""
        tried: set[str] = set()
        failed: set[str] = set()
        if self.besides is not None:
            so_far = self._done_besides(self._asked_first(so_far), self.besides)
        while (chosen := self._next(so_far, lead, tried)) is not None:
            if len(so_far.told) >= MOST_EVENTS:
                return replace(so_far, broken_off=True)
            step, plan = chosen
            tried.add(step.name)
            if step is lead and self.besides is not None and self.besides.other_order:
                so_far = self._done_besides(so_far, self.besides, leaving=True)
            try:
                if step is lead and self.besides is not None:
                    so_far, _ = self._ready(so_far, step, plan.at, ())
                    here = self._here(so_far, lead)
                    if here - tried:
                        continue  # by what it waited for, something came to be owed
                    for name in sorted(here & failed):
                        raise Shut(name)
                so_far = self._done(so_far, step, plan, ())
            except Shut as shut:
                if step is lead:
                    return replace(so_far, shut=(shut.step, shut.reasons))
                failed.add(step.name)
            else:
                if step is lead:
                    return so_far
        if lead is None and self.besides is not None:
            for name in sorted(self._here(so_far, lead) & failed):
                return replace(so_far, shut=(name, ()))
        return so_far

    def _here(self, so_far: Supposition, lead: Step | None) -> set[str]:
        """What is owed in the present place and does not lead on."""
        owed = (self.procedure.steps[each.duty] for each in self._undone(so_far))
        return {
            step.name
            for step in owed
            if step.then is None and step != lead and step.place == so_far.course.stage
        }

    def _asked_first(self, so_far: Supposition) -> Supposition:
        """The questions on which the duties of the present place hang, each of them answered."""
        place = self.procedure.places.get(so_far.course.stage or "")
        steps = [self.procedure.steps[name] for name in place.must] if place is not None else []
        gates = () if place is None else (f"{place.name}.if", f"{place.name}.unless")
        for step in steps:
            for _ in self.procedure.facts:
                against = self._against(so_far, step, so_far.now)
                asked = (r for r in against if isinstance(r, Unanswered) and r.rule in gates)
                first = next(asked, None)
                if first is None:
                    break
                try:
                    so_far = self._answer(
                        so_far, first.fact, so_far.now, step, against_it=self._other_order
                    )
                except Shut:
                    break
        return so_far

    def _done_besides(
        self, so_far: Supposition, besides: Besides, *, leaving: bool = False
    ) -> Supposition:
        """What is to be done besides, as far as it can be in the present place; in the other order once at
        first, and what is left of it on leaving."""
        steps = besides.steps[::-1] if besides.other_order else besides.steps
        for number, name in enumerate(steps):
            step = self.procedure.steps[name]
            done = sum(told.event.action.name == name for told in so_far.told)
            before = steps[:number].count(name)
            later = besides.other_order and before > 0 and not leaving
            if done <= before and not later and is_open(self.procedure, so_far.course, step):
                with suppress(Shut):
                    so_far = self._done(so_far, step, self._plan(so_far, step), ())
        for condition in besides.answers if so_far.course.stage is not None else ():
            if any(told.event.action.name == condition.fact for told in so_far.told):
                continue
            fact = self.procedure.facts[condition.fact]
            for person in self._for_each(so_far, fact):
                said = {"answer": condition.answer, "person": person}
                with suppress(Shut):
                    known, action = self._acted(so_far, fact, so_far.now, **said)
                    told = Supposed(Event(action=action, id=known.next_id), None, (fact.name,))
                    so_far = replace(
                        known.with_(self.procedure, told), answers=(*known.answers, condition)
                    )
        return so_far

    def _next(
        self, so_far: Supposition, lead: Step | None, tried: set[str]
    ) -> tuple[Step, _Plan] | None:
        """What is done next: of what can be, that which has the first day."""
        owed = (self.procedure.steps[each.duty] for each in self._undone(so_far))
        duties = [
            step for step in owed if step.name not in tried and step.then is None and step != lead
        ]
        if self._other_order:
            duties.reverse()
        here = [step for step in duties if step.place == so_far.course.stage]
        left = {step.name for step in duties}
        first = [s for s in duties if left.isdisjoint(self._counts_from(so_far, s) - {s.name})]
        found = [
            (step, self._in_time(so_far, step, lead if step in here else None))
            for step in first or duties
        ]
        if lead is not None and not here:
            found.append((lead, self._plan(so_far, lead)))
        return min(found, key=lambda each: self._instant(each[1].at), default=None)

    def _counts_from(self, so_far: Supposition, step: Step) -> set[str]:
        """The steps from which the time of a step counts that has not begun: what is counted from is done first."""
        if any(clock.tape.start is not None for clock in self._running(so_far, step)):
            return set()
        own = (each for each in self.procedure.deadlines if each.step == step.name)
        anchors = plain(self.procedure, [each.of for each in own if not each.backwards])
        return {
            each.name if isinstance(each, Happened) else each.step
            for each in anchors
            if isinstance(each, Happened | ReceiptOf | DateSetBy)
        }

    def _undone(self, so_far: Supposition) -> Iterator[Any]:
        return iter(undone(self.procedure, so_far.course, now=so_far.now))

    def _in_time(
        self, so_far: Supposition, step: Step, lead: Step | None, waiting: tuple[str, ...] = ()
    ) -> _Plan:
        """The plan for a duty: the last day of what must come after it counts for it too.

        After it come the step that leads on, and the duties of its place that wait for it.
        """
        plan = self._plan(so_far, step)
        later = [
            each
            for each in self.procedure.steps.values()
            if each.place == step.place
            and each.duty is Duty.MUST
            and any(isinstance(a, Happened) and a.name == step.name for a in each.after)
            and each.name not in waiting
            and not done_here(self.procedure, so_far.course, each)
        ]
        plans = [self._in_time(so_far, each, None, (*waiting, step.name)) for each in later]
        plans += [] if lead is None else [self._plan(so_far, lead)]
        for other in plans:
            plan = self._before(plan, other)
        return plan

    def _before(self, plan: _Plan, other: _Plan) -> _Plan:
        """The plan for what comes before something else, which has a last day or has none."""
        if other.last is None or other.late:
            return plan
        sooner = plan.at if self._instant(plan.at) <= self._instant(other.at) else other.at
        if plan.last is None or self._instant(other.last) < self._instant(plan.last):
            return replace(plan, at=sooner, last=other.last, clock=other.clock)
        return replace(plan, at=sooner)

    # --- when ---------------------------------------------------------------------------------

    def _plan(self, so_far: Supposition, step: Step) -> _Plan:
        """The day of a step: now, or where it has a time, the last of it or what is aimed at; or the day
        that was set for it."""
        now, clocks = so_far.now, self._running(so_far, step)
        bound = self._soonest(c for c in clocks if c.kind is not Kind.AIM)
        aimed = self._soonest(c for c in clocks if c.kind is Kind.AIM)
        last = None if bound is None or bound.latest is None else bound.latest.due
        late = last is not None and self._instant(last) < self._instant(now)
        aim = None if aimed is None or aimed.latest is None else aimed.latest.due
        plan = self._planned(so_far, step, bound or aimed)
        later = max((each for each in (plan, aim) if each), key=self._instant, default=None)
        wished = {
            Mood.EARLIEST: [],
            Mood.EXPECTED: [plan or aim, last],
            Mood.LATEST: [later if last is None else last],
        }
        days = [each for each in wished[self.mood] if each is not None] or [now]
        at = max(now, min(days, key=self._instant), key=self._instant)
        return _Plan(at, now if late else last, bound, late, _still_until(clocks))

    def _planned(self, so_far: Supposition, step: Step, own: Clock | None) -> Moment | None:
        """The day that was set for a step, by its clock or, where none of it runs, by the record."""
        if own is not None:
            return own.planned
        found = planned_in(self.procedure, so_far.course, Happened(step.name), None)
        return found.at if found is not None and found.planned else None

    def _running(self, so_far: Supposition, step: Step) -> list[Clock]:
        """The clocks of a step in the present stay that are not met; one that stands still may have no end."""
        return [
            clock
            for deadline in self.procedure.deadlines
            if deadline.step == step.name and (visit := so_far.course.visit_of(deadline.place)) >= 0
            for found in timing.clocks_of(
                self.procedure, so_far.course, deadline, visit=visit, now=so_far.now
            )
            for clock in (timing.as_it_stands(self.procedure, found, so_far.now),)
            if clock.tape.met is None
            and clock.tape.ended is None
            and (not clock.tape.planned or deadline.backwards)
        ]

    def _soonest(self, clocks: Iterator[Clock]) -> Clock | None:
        """The one that ends first, of those that have an end."""
        due = [(self._instant(c.latest.due), i, c) for i, c in enumerate(clocks) if c.latest]
        return min(due, default=(None, None, None))[2]

    def _instant(self, moment: Moment) -> datetime:
        return last_instant(moment, self.procedure.zone)

    # --- what -----------------------------------------------------------------------------------

    def _ready(
        self, so_far: Supposition, step: Step, at: Moment, waiting: tuple[str, ...]
    ) -> tuple[Supposition, Moment]:
        """What a step waits for is done and answered; and when the step may follow."""
        for anchor in step.after:
            if not timing.has_happened(self.procedure, so_far.course, anchor, now=at):
                so_far, at = self._reached(so_far, anchor, at, (*waiting, step.name))
        return self._answered(so_far, step, at), at

    def _done(
        self, so_far: Supposition, step: Step, plan: _Plan, waiting: tuple[str, ...]
    ) -> Supposition:
        """A step is done, once what it waits for is; `waiting` are those that wait for it."""
        if step.name in waiting:
            raise Shut(step.name)
        if step.met_by:
            return self._met_by(so_far, step, plan, waiting)
        so_far, at = self._ready(so_far, step, plan.at, waiting)
        at = at if self._instant(so_far.now) <= self._instant(at) else so_far.now
        so_far, action = self._acted(so_far, step, at)
        rests_on = self._rests_on(so_far, step, plan)
        offices = dict(action.particulars.received)
        receipts = dict.fromkeys((*so_far.receipts, *([step.name] if offices else [])))
        told = Supposed(
            Event(action=action, id=so_far.next_id),
            last=plan.last if not rests_on else None,
            rests_on=rests_on,
            late=plan.late,
            clock=plan.clock,
            still_until=plan.still_until if plan.clock is None else (),
        )
        return replace(so_far.with_(self.procedure, told), receipts=tuple(receipts))

    def _met_by(
        self, so_far: Supposition, step: Step, plan: _Plan, waiting: tuple[str, ...]
    ) -> Supposition:
        """Of the steps that are another one, the first that can be done."""
        shut = Shut(step.name)
        for name in reversed(step.met_by) if self._other_order else step.met_by:
            try:
                return self._done(so_far, self.procedure.steps[name], plan, (*waiting, step.name))
            except Shut as found:
                shut = found
        raise shut

    def _reached(
        self, so_far: Supposition, anchor: Anchor, at: Moment, waiting: tuple[str, ...]
    ) -> tuple[Supposition, Moment]:
        """What a step waits for comes: done, received, or missed; and when the step may follow."""
        match anchor:
            case FirstOf(anchors):
                return self._first_of(so_far, anchors, at, waiting)
            case Happened(name) if name in self.procedure.facts:
                so_far = self._answer(so_far, self.procedure.facts[name], at, None)
            case Happened(name) if name not in self.procedure.steps:
                raise Shut(name)  # what nobody does, nobody can foresee
            case Happened(name):
                step = self.procedure.steps[name]
                if not is_open(self.procedure, so_far.course, step):
                    raise Shut(name)
                so_far = self._done(so_far, step, self._plan(so_far, step), waiting)
            case ReceiptOf():
                so_far, at = self._received(so_far, anchor, at, waiting)
            case Missed(name):
                at = self._after_missed(so_far, self.procedure.steps[name], at, waiting)
            case DateSetBy(name):
                so_far, at = self._on_the_date(so_far, self.procedure.steps[name], at, waiting)
            case MomentNamed(name):
                of = self.procedure.moments[name].anchors
                so_far, at = self._first_of(so_far, of, at, waiting)
            case StartOf() | EndOf():  # pragma: no branch
                raise Shut(waiting[-1])
        if not timing.has_happened(self.procedure, so_far.course, anchor, now=at):
            raise Shut(waiting[-1])
        later = self._instant(so_far.now) > self._instant(at)
        return so_far, so_far.now if later else at

    def _first_of(
        self,
        so_far: Supposition,
        anchors: Sequence[Anchor],
        at: Moment,
        waiting: tuple[str, ...],
    ) -> tuple[Supposition, Moment]:
        """Of several, what is done sooner than what is missed."""
        shut = Shut(waiting[-1])
        ways = anchors[::-1] if self._other_order else anchors
        for each in sorted(ways, key=lambda anchor: isinstance(anchor, Missed)):
            try:
                return self._reached(so_far, each, at, waiting)
            except Shut as found:
                shut = found
        raise shut

    def _on_the_date(
        self, so_far: Supposition, step: Step, at: Moment, waiting: tuple[str, ...]
    ) -> tuple[Supposition, Moment]:
        """A date is set, and comes."""
        if not done_here(self.procedure, so_far.course, step):
            if not is_open(self.procedure, so_far.course, step):
                raise Shut(step.name)
            so_far = self._done(so_far, step, self._plan(so_far, step), waiting)
        said = [each.event.action.particulars.settles for each in so_far.course.times(step.name)]
        dates = [each for each in said if isinstance(each, date)]
        if not dates:
            raise Shut(step.name)
        return so_far, max(dates[-1], at, key=self._instant)

    def _received(
        self, so_far: Supposition, anchor: ReceiptOf, at: Moment, waiting: tuple[str, ...]
    ) -> tuple[Supposition, Moment]:
        """A letter is received on the day of sending; one that was sent before, on the day that is recorded, else now."""
        step = self.procedure.steps[anchor.step]
        sent = done_here(self.procedure, so_far.course, step)
        if not sent:
            if not is_open(self.procedure, so_far.course, step):
                raise Shut(step.name)
            return self._done(so_far, step, self._plan(so_far, step), waiting), at
        coming = reached_in(self.procedure, so_far.course, anchor, None)
        if coming is not None:
            return so_far, max(coming.at, at, key=self._instant)
        had = Action(step.name, at=at, received={anchor.by: at})
        name = f"receipt of {step.name}"
        event = Event(action=had, id=so_far.next_id, adds_to=sent[-1].event.slot)
        so_far = so_far.with_(self.procedure, Supposed(event, None, (name,)))
        return replace(so_far, receipts=tuple(dict.fromkeys((*so_far.receipts, step.name)))), at

    def _after_missed(
        self, so_far: Supposition, step: Step, at: Moment, waiting: tuple[str, ...]
    ) -> Moment:
        """The first day on which a step is missed, if nobody does it."""
        clock = self._soonest(c for c in self._running(so_far, step) if c.kind is not Kind.AIM)
        if clock is None or clock.latest is None:
            # what waits for it is what cannot be done: the other is done on this way, or has no time
            waits = self.procedure.steps[waiting[-1]]
            against = self._against(so_far, waits, at)
            raise Shut(waits.name, tuple(each for each in against if isinstance(each, TooEarly)))
        due = clock.latest.due
        over = due + (timedelta(microseconds=1) if isinstance(due, datetime) else timedelta(days=1))
        return over if self._instant(over) > self._instant(at) else at

    # --- who, and what is said ------------------------------------------------------------------

    def _acted(
        self, so_far: Supposition, act: Step | Fact, at: Moment, **answer: Any
    ) -> tuple[Supposition, Action]:
        """The act with all that it says, by somebody who may."""
        if isinstance(act, Step) and act.appoints is not None:
            for_ = self.needed_for if act.name == self.named_by else None
            so_far, holder = casting.appointed(self.procedure, so_far, act, at, for_=for_)
            answer = {**answer, "holder": holder}
        said = self._said(so_far, act, at) | answer
        for _ in range(self._most_needed(act)):
            try:
                return casting.acted(self.procedure, so_far, act, at, said)
            except Shut:
                named = self._somebody_named(so_far, act)
                if named is None:
                    raise
                so_far = named
        return casting.acted(self.procedure, so_far, act, at, said)

    def _most_needed(self, act: Step | Fact) -> int:
        """How many people an act may need in one of the offices in which it is done or agreed to."""
        roles = [self.procedure.roles[name] for name in self._offices_needed(act)]
        quorums = [role.body.quorum for role in roles if role.body is not None]
        numbers = [role.holders.least for role in roles if role.holders is not None]
        return max([1, *quorums, *numbers])

    def _offices_needed(self, act: Step | Fact) -> tuple[str, ...]:
        """The offices in which an act is done, then those that agree to it."""
        agreeing = act.agreed_by if isinstance(act, Step) else ()
        return (*offices_of(self.procedure, act), *with_stand_ins(self.procedure, agreeing))

    def _somebody_named(self, so_far: Supposition, act: Step | Fact) -> Supposition | None:
        """Somebody more is named, by a step, who holds an office in which the act is done or agreed to. What was tried
        in vain so that another could be named is not tried again for that."""
        naming = set[str]() if self.naming is None else self.naming
        for role in self._offices_needed(act):
            for name in self.procedure.roles[role].appointed_by_steps:
                step = self.procedure.steps[name]
                if (
                    name in naming
                    or not casting.has_room(self.procedure, so_far, role)
                    or not is_open(self.procedure, so_far.course, step)
                ):
                    continue
                naming.add(name)
                with suppress(Shut):
                    way = replace(self, naming=naming, named_by=name, needed_for=act)
                    so_far = way._done(so_far, step, self._plan(so_far, step), ())
                    naming.discard(name)
                    return so_far
        return None

    def _said(self, so_far: Supposition, act: Step | Fact, at: Moment) -> dict[str, Any]:
        """All that a rule asks an event to say."""
        if isinstance(act, Fact):
            return {}

        def named(roles: Sequence[str]) -> list[str]:
            return [*with_stand_ins(self.procedure, roles)]

        return {
            "how": act.how[0].value if act.how else None,
            "to": named(act.to),
            "with_": named(act.with_),
            "copies_to": named(act.copies_to),
            "signed_by": named(act.signed_by),
            "agreed_by": named(act.agreed_by),
            "includes": act.must_include,
            "recorded_in": act.recorded_in,
            "settles": self._settled(so_far, act, at),
            "received": dict.fromkeys(received_by(self.procedure, act.name), at),
        }

    def _settled(self, so_far: Supposition, act: Step, at: Moment) -> Span | Moment | None:
        """The time that an act settles: of a band its shortest or longest, else a plan."""
        for deadline in self.procedure.deadlines:
            if act.name in deadline.settled_by and not isinstance(deadline.period, Soon):
                least, most = deadline.period.least, deadline.period.span
                if least is not None:
                    return least if self.mood is Mood.EARLIEST else most
        if act.sets_time_of:
            target = self.procedure.steps.get(act.sets_time_of[0])
            return at if target is None else self._plan(so_far, target).at
        return None

    # --- questions --------------------------------------------------------------------------------

    def _answered(self, so_far: Supposition, step: Step, at: Moment) -> Supposition:
        """The questions that hold a step back, each with the answer that lets it go on furthest."""
        for _ in self.procedure.facts:
            against = self._against(so_far, step, at)
            asked = next((r.fact for r in against if isinstance(r, Unanswered)), None)
            if asked is None and self.besides is not None and self.besides.anew:
                asked = self._asked_anew(so_far, against)
            if asked is None:
                break
            so_far = self._answer(so_far, asked, at, step)
        return so_far

    def _asked_anew(self, so_far: Supposition, against: Sequence[Reason]) -> Fact | None:
        """The question whose answer shuts a step, and which can be answered again."""
        for reason in against:
            if isinstance(reason, ConditionNotMet) and not stands(so_far.course, reason):
                return self.procedure.facts[reason.condition.fact]
        return None

    def _answer(
        self,
        so_far: Supposition,
        fact: Fact,
        at: Moment,
        step: Step | None,
        *,
        against_it: bool = False,
    ) -> Supposition:
        """A question is answered so that a step can go on furthest, or, `against_it`, least."""
        best: Supposition | None = None
        fewest = 0
        # What is asked of each of some people may be open though it was answered for others.
        people = unanswered_for(so_far.course, fact) or (None,)
        for answer in fact.answers:
            found = so_far
            for person in people:
                known, action = self._acted(found, fact, at, answer=answer, person=person)
                told = Supposed(Event(action=action, id=known.next_id), None, (fact.name,))
                found = known.with_(self.procedure, told)
            found = replace(found, answers=(*found.answers, Condition(fact.name, answer)))
            against = 0 if step is None else len(self._against(found, step, at))
            against = -against if against_it else against
            if best is None or against < fewest:
                best, fewest = found, against
        assert best is not None  # a question has answers
        return best

    def _for_each(self, so_far: Supposition, fact: Fact) -> tuple[str, ...] | tuple[None]:
        """For whom a question is answered: for nobody in particular, unless it is for each of some."""
        if fact.for_each is None:
            return (None,)
        return to_be_answered_for(self.procedure, so_far.course, fact.for_each) or (None,)

    def _against(self, so_far: Supposition, step: Step, at: Moment) -> tuple[Reason, ...]:
        """What stands against a step but who does it, and what it says."""
        action = Action(step.name, at=at)
        return reasons_against(self.procedure, so_far.course, action, supposed=True)

    # --- what has no time -------------------------------------------------------------------------

    def _rests_on(self, so_far: Supposition, step: Step, plan: _Plan) -> tuple[str, ...]:
        """What has no time, and would move the last day of a step with it."""
        if plan.clock is not None:
            return self._started_by(so_far, plan.clock)
        return (step.name,)

    def _started_by(self, so_far: Supposition, clock: Clock) -> tuple[str, ...]:
        """What has no time among what started a clock, or its ceiling where that ends it."""
        anchor, since = clock.deadline.of, clock.tape.since
        if clock.capped and clock.deadline.at_latest is not None:
            anchor, since = clock.deadline.at_latest.of, clock.tape.capped_since
        view = View(self.procedure, so_far.course, clock.tape.visit, times_up, so_far.now)
        found = list(reachings(view, anchor))
        started = [each.met_from for each in found if since is not None and each.at == since.at]
        started = started or [each.met_from for each in found]
        names = [name for position in started[-1:] for name in self._of(so_far, position)]
        names += [
            f"receipt of {each.step}"
            for each in plain(self.procedure, (anchor,))
            if isinstance(each, ReceiptOf) and each.step in so_far.receipts
        ]
        return tuple(dict.fromkeys(names))

    def _of(self, so_far: Supposition, position: int) -> tuple[str, ...]:
        """On what the supposed event at a position rests; nothing where it really happened."""
        index = position - self.base
        return so_far.told[index].rests_on if 0 <= index < len(so_far.told) else ()


def _still_until(clocks: Iterable[Clock]) -> tuple[str, ...]:
    """The days, not known yet, until which clocks stand still that promise something."""
    days = (
        str(stop.rule.last_day)
        for clock in clocks
        if clock.kind is not Kind.AIM and clock.latest is None and clock.paused is not None
        for stop in clock.stops
        if stop.is_open
    )
    return tuple(dict.fromkeys(days))
