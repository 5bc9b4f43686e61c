"""Laws that the engine keeps on any history; each is named for what it proves.

The letters in the docstrings name paragraphs of the language, `design` those of the design.
"""

import re
from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.case import Action, Case, Event
from complaintflow.course import as_of, before, read
from complaintflow.deadlines import Clock
from complaintflow.errors import InputError
from complaintflow.explanation import explain
from complaintflow.gates import Truth, whether_to_do
from complaintflow.moments import is_past, local_day
from complaintflow.procedure import DateSetBy, Duty, Kind, Procedure
from complaintflow.reaching import is_renewed
from complaintflow.rulings import ActionRefused
from tests.properties.lives import LAW, course, examples, lives, ruled
from tests.strategies import FIRST_DAY, Walk, walk

WALKS, PLAIN_WALKS = lives(), lives(plain=True)
OFTEN, SOMETIMES = examples(70), examples(50)


def anew(case: Case) -> Case:
    """The same record without what was kept beside it."""
    return Case(case.events)


def everything(lived: Walk, case: Case, day: Any) -> tuple[object, ...]:
    """Every view of a case as of a day."""
    return (
        course(lived, case),
        list(course(lived, case).people),
        engine.clocks(lived.law, case),
        [str(clock.status(as_of=day)) for clock in engine.clocks(lived.law, case)],
        engine.clocks_as_of(lived.law, case, as_of=day),
        engine.owed(lived.law, case, as_of=day),
        engine.moves(lived.law, case, as_of=day),
        engine.stage_of(lived.law, case, as_of=day),
        [engine.conflicts_of(lived.law, case, person) for person in course(lived, case).people],
    )


@OFTEN
@given(WALKS)
def test_the_kept_course_is_the_course_read_anew(lived: Walk) -> None:
    """D1, D6 and design 6: whatever the order of dates, corrections, additions, overrides."""
    assert (
        course(lived, lived.case)
        == course(lived, anew(lived.case))
        == read(lived.law, lived.case.events)
    )
    assert everything(lived, lived.case, lived.today) == everything(
        lived, anew(lived.case), lived.today
    )


@OFTEN
@given(WALKS)
def test_a_replay_is_the_case_that_was_lived(lived: Walk) -> None:
    """Design 6: `assert case == cf.replay(policy, case.events)`; equal records, equal cases."""
    replayed = engine.replay(lived.law, lived.case.events)
    assert replayed == lived.case
    assert course(lived, replayed) == course(lived, lived.case)
    assert hash(replayed) == hash(lived.case)


@OFTEN
@given(WALKS)
def test_what_was_tried_makes_the_same_case_again(lived: Walk) -> None:
    """Design 2: pure; the same actions in the same order are the same case."""
    start = [e for e in lived.case.events if e.id.startswith(("people.", "facts."))]
    case = engine.replay(lived.law, start)
    for action, words in lived.tried:
        try:
            case = engine.apply(lived.law, case, action, **words)
        except (ActionRefused, InputError):
            continue
    assert case == lived.case


@OFTEN
@given(WALKS)
def test_permitted_and_refused_part_every_action(lived: Walk) -> None:
    """Design 6: what `decide` permits `apply` records; what it refuses `apply` raises. For whom an answer
    is, where there is one such person alone, is written down (decision 0056)."""
    for action in (lived.lawful(), lived.noise(), lived.telling()):
        ruling = ruled(lived, lived.case, action)
        if ruling is None:
            with pytest.raises(InputError):
                engine.apply(lived.law, lived.case, action)
        elif ruling.permitted:
            grown = engine.apply(lived.law, lived.case, action)
            assert grown.events[:-1] == lived.case.events
            recorded = grown.events[-1].action
            assert recorded == ruling.action
            if recorded != action:
                assert lived.law.facts[action.name].for_each is not None
                assert action.particulars.person is None
                assert recorded.saying(person=None) == action
        else:
            with pytest.raises(ActionRefused) as raised:
                engine.apply(lived.law, lived.case, action)
            assert raised.value.ruling == ruling
            assert all(reason.rule and reason.code for reason in ruling.reasons)


@OFTEN
@given(WALKS)
def test_asking_and_being_refused_change_nothing(lived: Walk) -> None:
    """Design 2: `decide` judges, `apply` records; nothing else makes a case."""
    case = lived.case
    events, shown = case.events, repr(course(lived, case))
    for action in (lived.lawful(), lived.noise()):
        if (ruling := ruled(lived, case, action)) is not None and not ruling.permitted:
            with pytest.raises(ActionRefused):
                engine.apply(lived.law, case, action)
    everything(lived, case, lived.today)
    assert case.events is events
    assert repr(course(lived, case)) == shown
    assert course(lived, case) == read(lived.law, events)


@OFTEN
@given(WALKS)
def test_who_could_is_who_may(lived: Walk) -> None:
    """Design 6: `moves` lists exactly those whom `decide` would let, all said that must be; what
    happens is nobody's."""
    day = lived.today
    then = as_of(lived.law, course(lived, lived.case), day)
    for move in engine.moves(lived.law, lived.case, as_of=day):
        could = {
            p
            for p in (() if move.event in lived.law.happenings else then.people)
            if engine.could(lived.law, lived.case, move.event, p, as_of=day).permitted
        }
        assert could == set(move.who)
        assert not (move.who and move.lacks)
        if move.event in lived.law.steps:
            assert bool(move.who) is not bool(move.lacks)


@OFTEN
@given(WALKS)
def test_nothing_is_owed_that_nobody_asks_for_and_no_right_is_owed(lived: Walk) -> None:
    """A6: owed are undone musts of open places and missing particulars, and nothing else."""
    case = lived.case
    open_musts = {
        m.event for m in engine.moves(lived.law, case, as_of=lived.today) if m.duty is Duty.MUST
    }
    recorded = {event.id: event.action.name for event in case.events}
    for owed in engine.owed(lived.law, case, as_of=lived.today):
        step, _, key = owed.duty.partition(".")
        assert owed.cites or not lived.law.clauses
        if key:
            assert recorded[owed.event or ""] == step
        else:
            assert step in open_musts


@OFTEN
@given(WALKS, st.integers(-40, 5), st.none() | st.sampled_from([0, 9, 12, 15]))
def test_an_answer_as_of_a_day_or_an_hour_knows_nothing_of_later_events(
    lived: Walk, back: int, hours: int | None
) -> None:
    """D10: events after it are left out."""
    when: date | datetime = lived.today + timedelta(days=back)
    if hours is not None:
        when = datetime.combine(when, time(hours), tzinfo=lived.law.zone)
    then = as_of(lived.law, course(lived, lived.case), when)
    told = _told_first(course(lived, lived.case).record)
    assert {event.id for event in then.events} == {
        event.id
        for event in course(lived, lived.case).events
        if event.id in told or is_past(event.action.at, when, lived.law.zone)
    }
    there = {event.slot for event in then.record}
    assume(all(event.adds_to is None or event.adds_to in there for event in then.record))
    shorter = _on_their_own(then.record)
    assert course(lived, shorter).visits == then.visits
    assert engine.clocks_as_of(lived.law, lived.case, as_of=when) == engine.clocks_as_of(
        lived.law, shorter, as_of=when
    )
    assert engine.moves(lived.law, lived.case, as_of=when) == engine.moves(
        lived.law, shorter, as_of=when
    )
    assert sorted(map(str, engine.owed(lived.law, lived.case, as_of=when))) == sorted(
        map(str, engine.owed(lived.law, shorter, as_of=when))
    )


@OFTEN
@given(WALKS)
def test_a_corrected_record_is_the_record_that_would_have_been_right_from_the_start(
    lived: Walk,
) -> None:
    """D6: a correction stands in the place of the one that it names."""
    right = _on_their_own(course(lived, lived.case).record)
    assert course(lived, right).visits == course(lived, lived.case).visits
    assert course(lived, right).people == course(lived, lived.case).people
    assert engine.clocks(lived.law, right) == engine.clocks(lived.law, lived.case)
    assert [str(o) for o in engine.owed(lived.law, right, as_of=lived.today)] == [
        str(o) for o in engine.owed(lived.law, lived.case, as_of=lived.today)
    ]


def _told_first(record: Iterable[Event]) -> list[str]:
    """What `begin` wrote; it is read first, whatever its date."""
    told = takewhile(lambda event: event.slot.startswith(("people.", "facts.")), record)
    return [event.id for event in told]


def _on_their_own(record: tuple[Event, ...]) -> Case:
    """What stands, as if nothing had ever been corrected or taken back."""
    return Case(tuple(replace(event, id=event.slot, corrects=None) for event in record))


def _standings(
    law: Procedure, clocks: tuple[Clock, ...], day: date, undecided: Set[str]
) -> dict[tuple[str, Kind, int, int], object]:
    """How each clock stands, by its step, its kind, its visit and its number in that.

    But for those from `last NAME`, or a moment that moves so: their start moves with it; for what is
    counted back, which is about the day on which that happens from which it is; for a question that is
    asked only if another one was answered so, since answers are read as they stand; and for what nobody had
    answered whether it is to be done, since the first answer is about the complaint. A time that
    is settled or extended later is left out, of the clock that it falls to.
    """
    found: dict[tuple[str, Kind, int, int], object] = {}
    for clock in clocks:
        of = clock.deadline.of
        if is_renewed(law, of) and not isinstance(of, DateSetBy):
            continue
        cap = clock.deadline.at_latest
        if clock.deadline.backwards or (cap is not None and cap.backwards):
            continue
        if clock.step in law.facts and law.facts[clock.step].asked_if is not None:
            continue
        if clock.step in undecided:
            continue
        own = (clock.step, clock.kind, clock.tape.visit)
        n = sum(key[:3] == own for key in found)
        has_begun = clock.start is not None and is_past(clock.start, day, clock.zone)
        due = (clock.earliest, clock.latest) if has_begun else None
        granted = any(not is_past(grant.at, day, clock.zone) for grant in clock.grants)
        found[(*own, n)] = None if granted else (clock.status(as_of=day), due)
    return found


@SOMETIMES
@given(PLAIN_WALKS, st.data())
def test_what_a_clock_said_of_a_day_is_not_changed_by_what_happens_later(
    lived: Walk, data: st.DataObject
) -> None:
    """D4: a breach never vanishes; only a correction changes the past."""
    first = local_day(lived.case.events[0].action.at, lived.law.zone)
    back = data.draw(st.integers(0, (lived.today - first).days))
    day = lived.today - timedelta(days=back)
    law, stood = lived.law, as_of(lived.law, engine.course_of(lived.law, lived.case), day)
    steps = law.steps.values()
    undecided = {s.name for s in steps if whether_to_do(law, stood, s) is Truth.OPEN}
    then = _standings(law, engine.clocks_as_of(law, lived.case, as_of=day), day, undecided)
    now = _standings(law, engine.clocks(law, lived.case), day, undecided)
    assert {key: now.get(key) or then[key] for key in then} == then
    assert now.keys() >= then.keys()


@OFTEN
@given(WALKS)
def test_an_action_of_the_last_hour_is_judged_on_the_whole_course(lived: Walk) -> None:
    """D1."""
    tomorrow = lived.today + timedelta(days=40)
    assert before(
        lived.law, course(lived, lived.case), Action(next(iter(lived.law.steps)), at=tomorrow)
    ) is course(lived, lived.case)


@SOMETIMES
@given(PLAIN_WALKS)
def test_the_order_of_recording_does_not_matter_where_nothing_is_refused(lived: Walk) -> None:
    """D1: the course reads events by date, so one that is recorded late gives the same case."""
    straight = course(lived, lived.case)
    told = [e for e in lived.case.events if e.id.startswith(("people.", "facts."))]
    begun = engine.replay(lived.law, told)
    rest = lived.case.events[len(told) :]
    for index, late in enumerate(rest):
        try:
            admitted = engine.admit(lived.law, begun, [*rest[:index], *rest[index + 1 :], late])
        except InputError:  # who was told of last is named before
            continue
        if not admitted.refused:
            assert replace(course(lived, admitted.case), record=()) == replace(straight, record=())
            assert engine.clocks(lived.law, admitted.case) == engine.clocks(lived.law, lived.case)
            assert engine.owed(lived.law, admitted.case, as_of=lived.today) == engine.owed(
                lived.law, lived.case, as_of=lived.today
            )


@SOMETIMES
@given(PLAIN_WALKS)
def test_a_case_is_in_exactly_one_stage_and_its_visits_follow_one_another(lived: Walk) -> None:
    """A2: from the event that leads in until the next `then` runs one visit."""
    visits = course(lived, lived.case).visits
    if course(lived, lived.case).stage is None:
        assert [(v.place, v.until) for v in visits] in ([], [("begins", None)])
        return
    assert [v.place for v in visits[:2]] == ["begins", "throughout"]
    assert visits[1].until is None
    stays = visits[2:]
    assert [v.until for v in stays[:-1]] == [v.since for v in stays[1:]]
    assert (stays[-1].until, stays[-1].place) == (None, course(lived, lived.case).stage)


@SOMETIMES
@given(WALKS)
def test_every_answer_can_be_told(lived: Walk) -> None:
    """Design 2: every answer explains itself."""
    for clock in engine.clocks(lived.law, lived.case):
        assert explain(clock).startswith(clock.step)
    for action in (lived.lawful(), lived.noise()):
        ruling = ruled(lived, lived.case, action)
        if ruling is not None:
            text = explain(ruling)
            assert all(f"[{reason.rule}]" in text for reason in ruling.reasons)
            assert "{" not in re.sub("`[^`]*`", "", text)  # but in what is to be typed
            assert "None" not in text.replace(str(action.by), "")
    for person in course(lived, lived.case).people:
        for bar in engine.conflicts_of(lived.law, lived.case, person):
            assert explain(bar).startswith(person)


def test_the_walks_reach_every_stage_and_most_ends() -> None:
    """The laws above would say little of cases that never get on."""
    reached: set[str | None] = set()
    done: set[str] = set()
    kinds: set[str] = set()
    for seed in range(60):
        lived = walk(LAW, seed, 18)
        reached |= {visit.place for visit in course(lived, lived.case).visits}
        done |= set(course(lived, lived.case).done)
        for event in lived.case.events:
            kinds |= {
                word
                for word in ("adds_to", "corrects", "retracts", "override")
                if getattr(event, word) is not None
            }
    assert {place.name for place in LAW.stages} <= reached
    assert len({place.name for place in LAW.ends} & reached) >= 3
    assert kinds == {"adds_to", "corrects", "retracts", "override"}
    assert len(done) > len(LAW.steps)
    assert FIRST_DAY.year == 2026
