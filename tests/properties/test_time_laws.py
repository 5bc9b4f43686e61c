"""Laws of time: what happens later changes no earlier answer, a clock only goes forward, and
what is owed goes away when it is supplied.

The letters in the docstrings name paragraphs of the language, `promise` those of the design.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Override
from complaintflow.deadlines import Clock, Status
from complaintflow.errors import InputError
from complaintflow.gates import plain
from complaintflow.moments import is_past, last_instant, local_day
from complaintflow.procedure import Duty, Procedure
from complaintflow.rulings import ActionRefused, LaterBarred, Owed, Ruling
from tests.properties.lives import course, examples, lives, ruled
from tests.properties.test_ruling_laws import all_said
from tests.strategies import Walk

OFTEN = examples(40)
CHAIR = Override("the chair", "it happened")


def answers(law: Procedure, case: Case, when: date | datetime, people: Any) -> tuple[object, ...]:
    """Every view of a case as of then."""
    clocks = engine.clocks_as_of(law, case, as_of=when)
    return (
        engine.stage_of(law, case, as_of=when),
        clocks,
        [(str(c.status(as_of=when)), c.remaining(as_of=when), c.late(as_of=when)) for c in clocks],
        engine.owed(law, case, as_of=when),
        engine.moves(law, case, as_of=when),
        [engine.conflicts_of(law, case, person, as_of=when) for person in people],
    )


@OFTEN
@given(lives(), st.integers(1, 8))
def test_what_is_recorded_of_later_days_changes_no_answer_as_of_an_earlier_one(
    lived: Walk, more: int
) -> None:
    """D10, promise 6: events after `as_of` are left out; only a correction changes the past.

    What is recorded late is besides refused for the sake of what was done since, should it bar that.
    """
    law, case, people = lived.law, lived.case, lived.people()
    asked = [lived.today, datetime.combine(lived.today, time(18), tzinfo=law.zone)]
    then = [answers(law, case, when, people) for when in asked]
    actions = [lived.noise() for _ in range(3)]
    actions = [a for a in actions if local_day(a.at, law.zone) <= lived.today]
    rulings = [_by_then(ruled(lived, case, action)) for action in actions]
    lived.plain = True  # from here on each event has a later day
    lived.case = case
    for _ in range(more):
        lived.step()
    assert lived.case.events[: len(case.events)] == case.events
    assert [answers(law, lived.case, when, people) for when in asked] == then
    assert [_by_then(ruled(lived, lived.case, action)) for action in actions] == rulings


def _by_then(ruling: Ruling | None) -> tuple[object, ...]:
    """What a ruling says, but for what it says of acts that were recorded of later days."""
    if ruling is None:
        return ()
    reasons = tuple(each for each in ruling.reasons if not isinstance(each, LaterBarred))
    return reasons, ruling.notes


# --- clocks go forward ------------------------------------------------------------------

BROKEN = {Status.PERHAPS_OVERDUE, Status.OVERDUE, Status.CLOSED}
TIME_ALONE = {
    Status.WAITING: set[Status](),
    Status.RUNNING: {Status.STANDING_STILL, Status.PERHAPS_OVERDUE, Status.OVERDUE},
    Status.STANDING_STILL: {Status.RUNNING, Status.OPEN, *BROKEN},
    Status.PERHAPS_OVERDUE: {Status.OVERDUE},
    Status.OPEN: {Status.STANDING_STILL, Status.CLOSED},
    Status.OVERDUE: set(),
    Status.CLOSED: set(),
    Status.MET: set(),
    Status.USED: set(),
    Status.MET_LATE: set(),
    Status.USED_LATE: set(),
    Status.DISCHARGED: set(),
}
"""What time alone makes of a clock; from overdue on only an event changes it."""

BY_EVENT = {
    Status.WAITING: set(Status),
    Status.RUNNING: set(Status) - {Status.WAITING},
    Status.STANDING_STILL: set(Status) - {Status.WAITING},
    Status.PERHAPS_OVERDUE: set(Status) - {Status.WAITING, Status.RUNNING},
    Status.OPEN: {Status.CLOSED, Status.USED, Status.USED_LATE, Status.DISCHARGED},
    Status.OVERDUE: {Status.MET_LATE},
    Status.CLOSED: {Status.USED_LATE},
    Status.DISCHARGED: {Status.MET, Status.USED},
    Status.MET: set(),
    Status.USED: set(),
    Status.MET_LATE: set(),
    Status.USED_LATE: set(),
}
"""What an event may make of it besides; what is met stays met, and a breach never vanishes."""


def instants(lived: Walk) -> Iterator[date | datetime]:
    """Days and hours from before the case until long after it, in order."""
    first = min(local_day(e.action.at, lived.law.zone) for e in lived.case.events)
    day = first - timedelta(days=2)
    while day <= lived.today + timedelta(days=70):
        if lived.random.randrange(3) == 0:
            for hours in (0, 9, 12, 15, 23):
                yield datetime.combine(day, time(hours), tzinfo=lived.law.zone)
        yield day
        day += timedelta(days=1 + lived.random.randrange(3))


def turns(clock: Clock) -> tuple[date | datetime, ...]:
    """The moments at which an event bears on a clock."""
    tape = clock.tape
    capped = None if tape.capped_since is None else tape.capped_since.at
    lapsed = (moment for each in tape.lapses for moment in each)
    return tuple(m for m in (tape.start, capped, tape.met, tape.ended, *lapsed) if m is not None)


@OFTEN
@given(lives())
def test_a_clock_only_goes_forward_and_by_time_alone_only_towards_overdue(lived: Walk) -> None:
    """Grammar 5, D4: waiting, running, perhaps overdue, overdue; a breach never vanishes."""
    law = lived.law
    asked = list(instants(lived))
    assert asked == sorted(asked, key=lambda when: (last_instant(when, law.zone), str(when)))
    for clock in engine.clocks(law, lived.case):
        last, seen, answered = clock.status(as_of=asked[0]), 0, 0
        for when in asked:
            now = clock.status(as_of=when)
            past = sum(is_past(turn, when, law.zone) for turn in turns(clock))
            lawful = BY_EVENT[last] | TIME_ALONE[last] if past > seen else TIME_ALONE[last]
            again = sum(
                each.until is not None and is_past(each.until, when, law.zone)
                for each in clock.tape.lapses
            )
            if again > answered and last is Status.DISCHARGED:
                lawful = set(Status)  # an answer was given again as before
            assert now == last or now in lawful, (clock.step, last, now, when)
            last, seen, answered = now, past, again


@OFTEN
@given(lives())
def test_what_remains_shrinks_and_what_is_late_grows(lived: Walk) -> None:
    """Promise 5, D10: due on D it is overdue from D+1; what remains is told while it runs."""
    asked = [when for when in instants(lived) if not isinstance(when, datetime)]
    for clock in engine.clocks(lived.law, lived.case):
        remaining, late = None, None
        for day in asked:
            now, over = clock.remaining(as_of=day), clock.late(as_of=day)
            status = clock.status(as_of=day)
            begun = status in (Status.RUNNING, Status.STANDING_STILL, Status.OPEN)
            assert now is None or (begun and now.n >= 0)
            assert over is None or over.n >= 0
            assert over is None or now is None
            if status in (Status.OVERDUE, Status.MET_LATE):
                assert over is not None
            if now is not None and remaining is not None:
                assert now.n <= remaining.n
            if over is not None and late is not None:
                assert over.n >= late.n
            remaining, late = now, over


@OFTEN
@given(lives())
def test_the_due_day_lies_between_the_last_running_and_the_first_overdue_day(lived: Walk) -> None:
    """D10: `as_of` a date means its end; due on D, overdue from D+1 and not a day sooner."""
    for clock in engine.clocks(lived.law, lived.case):
        if clock.latest is None or clock.earliest is None or clock.tape.met or clock.tape.ended:
            continue
        due = local_day(clock.latest.due, lived.law.zone)
        over = {Status.OVERDUE, Status.CLOSED}
        on_time = isinstance(clock.latest.due, datetime)
        assert clock.status(as_of=due + timedelta(days=1)) in over
        assert on_time or clock.status(as_of=due) not in over
        assert clock.status(as_of=due - timedelta(days=1)) not in over


# --- what is owed -----------------------------------------------------------------------


def supply(owed: Owed) -> dict[str, Any]:
    """The particulars that supply what is owed."""
    key = owed.duty.partition(".")[2]
    known: dict[str, dict[str, Any]] = {
        "to": {"to": owed.to},
        "with": {"with_": owed.to},
        "copies_to": {"copies_to": owed.to},
        "signed_by": {"signed_by": owed.to},
        "must_include": {"includes": owed.what},
        "recorded_in": {"recorded_in": owed.what},
    }
    return known.get(key, {})


@OFTEN
@given(lives())
def test_what_is_supplied_is_owed_no_more_and_all_else_still_is(lived: Walk) -> None:
    """D5: a record with `adds_to` supplies what that event owes, moves nothing, starts no clock."""
    law, case, day = lived.law, lived.case, lived.today
    before = engine.owed(law, case, as_of=day)
    for owed in before:
        name, _, key = owed.duty.partition(".")
        said = supply(owed)
        if key == "how":
            said = {"how": law.steps[name].how[0].value}
        if not said:
            continue
        action = Action(name, at=day, by=next(iter(lived.people())), **said)
        assert owed.event is not None
        more = engine.apply(law, case, action, adds_to=owed.event, override=CHAIR)
        after = engine.owed(law, more, as_of=day)
        assert after == tuple(other for other in before if other != owed)
        assert course(lived, more).visits == course(lived).visits
        assert engine.clocks(law, more) == engine.clocks(law, case)
        moves = engine.moves(law, case, as_of=day)
        assert engine.moves(law, more, as_of=day) == moves


@OFTEN
@given(lives())
def test_a_duty_that_was_done_is_not_owed_while_the_case_stays_where_it_is(lived: Walk) -> None:
    """A6: owed is every `must` of an open place not done since the place was entered. One whose time is
    counted from itself is to be done again, so long after the last time (`counted-from-itself`)."""
    law, case, day = lived.law, lived.case, lived.today
    for move in engine.moves(law, case, as_of=day):
        recurs = any(d.again is not None for d in law.deadlines if d.step == move.event)
        if move.duty is not Duty.MUST or recurs:  # what recurs is owed once more
            continue
        action = Action(move.event, at=day, by=lived.people()[0], **all_said(law, move.event))
        try:
            done = engine.apply(law, case, action, override=CHAIR)
        except (ActionRefused, InputError, OutsideCalendar):
            continue
        if course(lived, done).visits == course(lived).visits:
            owed = move.event in {o.duty for o in engine.owed(law, done, as_of=day)}
            clocks = [c for c in engine.clocks_as_of(law, done, as_of=day) if c.step == move.event]
            starts_itself = any(counts_from(law, c, move.event) for c in clocks)
            assert not owed or starts_itself, move


def counts_from(law: Procedure, clock: Clock, step: str) -> bool:
    """Whether the time of a step runs since that step itself was done, so that it is to be done again."""
    several = list(plain(law, [clock.deadline.of]))
    named = {getattr(each, key, None) for each in several for key in ("name", "step")}
    return step in named and clock.start is not None and clock.tape.met is None


@OFTEN
@given(lives())
def test_what_a_ruling_says_will_be_owed_is_owed_once_it_is_recorded(lived: Walk) -> None:
    """Promise 8: missing copies, forms, contents refuse nothing: they are owed."""
    law, case = lived.law, lived.case
    for action in (lived.lawful(), lived.lawful(), lived.noise()):
        ruling = ruled(lived, case, action)
        if ruling is None or not ruling.permitted:
            continue
        grown = engine.apply(law, case, action, id="new")
        day = max(lived.today, local_day(action.at, law.zone))
        later = [o for o in engine.owed(law, grown, as_of=day) if o.event == "new"]
        # whom an office is told by may come out later: somebody told of who gets it only then
        is_last = engine.course_of(law, grown).events[-1].id == "new"
        if action.particulars.holder is None and is_last:
            assert [str(o) for o in later] == [str(o) for o in ruling.owed]
