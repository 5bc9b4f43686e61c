"""Laws of two times: what was recorded in which order, taken back, corrected, and known when.

The letters in the docstrings name paragraphs of the language, `design` those of the design.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Event, standing
from complaintflow.course import told_first
from complaintflow.deadlines import Clock
from complaintflow.errors import InputError
from complaintflow.knowing import as_known_on
from complaintflow.moments import local_day
from complaintflow.procedure import RETRACTED, Procedure
from tests.properties.lives import LAW, TIMES, course, examples, lives, timed_lives
from tests.properties.rows import CHAIR
from tests.properties.test_audit_laws import some_moments, told_late
from tests.strategies import CAST, FIRST_DAY, TIMES_CAST, Walk, walk

OFTEN = examples(40)
LIVES = lives() | timed_lives()


def views(law: Procedure, case: Case, day: date) -> tuple[object, ...] | None:
    """What a page about a case would show; None where the calendar does not reach."""
    try:
        return (
            engine.clocks(law, case),
            engine.stage_of(law, case, as_of=day),
            engine.owed(law, case, as_of=day),
            engine.moves(law, case, as_of=day),
        )
    except OutsideCalendar:
        return None


def names(event: Event) -> list[str]:
    """The ids of the records that a record bears on."""
    return [each for each in (event.corrects, event.retracts, event.adds_to) if each is not None]


def bearing_on(record: Sequence[Event], wrong: str) -> set[str]:
    """An event, and whatever bears on it or on what does."""
    found = {wrong}
    for event in record:
        if found.intersection(names(event)):
            found.add(event.id)
    return found


# --- taken back -------------------------------------------------------------------------------


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_what_is_taken_back_is_as_if_it_had_never_been_recorded(lived: Walk, seed: int) -> None:
    """D6: an event of any kind: a step, an answer, a person told, an appointment, more time, what
    opened a stage; with all that was recorded of it."""
    law, case = lived.law, lived.case
    record = [e for e in case.events if e.corrects is None and e.retracts is None]
    if not record:
        return
    for wrong in Random(seed).sample(record, min(4, len(record))):
        back = Action(RETRACTED, at=lived.today)
        grown = engine.apply(law, case, back, id="back", retracts=wrong.id, override=CHAIR)
        gone = bearing_on(case.events, wrong.id)
        never = Case(tuple(e for e in case.events if e.id not in gone))
        assert views(law, grown, lived.today) == views(law, never, lived.today), wrong.id


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_a_correction_that_is_taken_back_is_as_if_it_had_never_been_made(
    lived: Walk, seed: int
) -> None:
    """D6: it brings back what it corrected, as it was."""
    law, case, random = lived.law, lived.case, Random(seed)
    right = [e for e in standing(case.events) if e.action.name not in ("", RETRACTED)]
    if not right:
        return
    wrong = random.choice(right)
    moved = moved_to(wrong.action, lived.today - timedelta(days=random.randrange(20)))
    try:
        corrected = engine.apply(law, case, moved, id="right", corrects=wrong.id)
    except InputError:
        return  # it names somebody of whom all was taken back
    back = Action(RETRACTED, at=lived.today)
    mended = engine.apply(law, corrected, back, id="back", retracts="right", override=CHAIR)
    assert views(law, mended, lived.today) == views(law, case, lived.today)


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_what_is_corrected_is_as_if_it_had_been_recorded_so_at_first(
    lived: Walk, seed: int
) -> None:
    """D6: a correction is a whole record in the place of the one that it names."""
    law, case, random = lived.law, lived.case, Random(seed)
    untouched = [e for e in case.events if bearing_on(case.events, e.id) == {e.id} and not names(e)]
    if not untouched:
        return
    wrong = random.choice(untouched)
    moved = moved_to(wrong.action, lived.today - timedelta(days=random.randrange(20)))
    try:
        corrected = engine.apply(law, case, moved, id="right", corrects=wrong.id)
    except InputError:
        return  # it names somebody of whom all was taken back
    told = case.events[: told_first(case.events)]
    id_ = wrong.id if wrong in told else "right"
    record = [replace(e, action=moved, id=id_) if e is wrong else e for e in case.events]
    assert views(law, corrected, lived.today) == views(law, Case(tuple(record)), lived.today)


# --- in any order -----------------------------------------------------------------------------


def moved_to(action: Action, day: date) -> Action:
    """The same action on another day, with what is received on it or later."""
    moved = copy(action)
    object.__setattr__(moved, "at", day)
    said = action.particulars
    received = tuple((who, day + timedelta(days=len(who))) for who, _ in said.received)
    object.__setattr__(moved, "particulars", replace(said, received=received))
    return moved


def on_days_of_their_own(lived: Walk, random: Random) -> list[Event]:
    """The record, each event of it on a day on which nothing else happens, mostly in its order."""
    told = told_first(lived.case.events)
    later = lived.case.events[told:]
    days = sorted(range(len(later)), key=lambda i: i + random.choice((0, 0, 0, 0, -2.5, 3.5)))
    start = FIRST_DAY + timedelta(days=random.randrange(60))
    gap = random.choice((1, 2, 5))
    moved = [
        replace(event, action=moved_to(event.action, start + timedelta(days=gap * days[i])))
        for i, event in enumerate(later)
    ]
    return [*lived.case.events[:told], *moved]


def shuffled(record: Sequence[Event], told: int, random: Random) -> list[Event]:
    """A record in another order: what bears on one and the same event stays in its own order."""
    meant: dict[str, str] = {}  # of each record, the event on which it bears in the end
    for event in record:
        meant[event.id] = next((meant.get(each, each) for each in names(event)), event.id)
    rest, placed = list(record[told:]), list(record[:told])
    while rest:
        first: dict[str, Event] = {}
        for event in rest:
            first.setdefault(meant[event.id], event)
        chosen = random.choice(list(first.values()))
        rest.remove(chosen)
        placed.append(chosen)
    return placed


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_the_order_of_recording_changes_no_clock_where_each_event_has_a_day_of_its_own(
    lived: Walk, seed: int
) -> None:
    """Design 2.5: grants, corrections and all else; the order of happening counts alone."""
    law, random = lived.law, Random(seed)
    record = on_days_of_their_own(lived, random)
    told = told_first(tuple(record))
    plain = views(law, Case(tuple(record)), lived.today)
    for _ in range(2):
        other = shuffled(record, told, random)
        assert {e.id for e in other} == {e.id for e in record}
        assert views(law, Case(tuple(other)), lived.today) == plain


# --- known when -------------------------------------------------------------------------------


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_what_becomes_known_later_changes_nothing_of_what_was_known(lived: Walk, seed: int) -> None:
    """Design 4: as known on a day, whatever is recorded later of any day, of any kind."""
    law, case, random = lived.law, told_late(lived, seed), Random(seed)
    when = lived.today + timedelta(days=random.randrange(9))
    known = as_known_on(law, case, when)
    lived.today = when
    for _ in range(6):
        before = lived.case.events
        lived.step()
        new = lived.case.events[len(before) :]
        told = tuple(replace(e, id=f"late {e.id}", known_at=when + timedelta(days=1)) for e in new)
        case = Case((*case.events, *told))
    assert as_known_on(law, case, when) == known
    assert as_known_on(law, case, date(2100, 1, 1)) == case


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_what_was_known_is_asked_twice_as_well_as_once(lived: Walk, seed: int) -> None:
    """Design 4: of two days the earlier one counts."""
    law, case = lived.law, told_late(lived, seed)
    moments = list(some_moments(lived, case))
    random = Random(seed)
    early, late = sorted(random.sample(range(len(moments)), 2))
    then = as_known_on(law, case, moments[early])
    assert as_known_on(law, as_known_on(law, case, moments[late]), moments[early]) == then
    assert as_known_on(law, then, moments[late]) == then


@OFTEN
@given(lives(plain=True) | timed_lives(plain=True), st.integers(0, 30))
def test_where_all_is_known_at_once_the_two_times_are_one(lived: Walk, back: int) -> None:
    """Design 4, D10: then as of a day and as known on it give the same clocks."""
    law, day = lived.law, lived.today - timedelta(days=back)
    happened = tuple(
        e
        for i, e in enumerate(lived.case.events)
        if i < told_first(lived.case.events) or local_day(e.action.at, law.zone) <= day
    )
    known = as_known_on(law, lived.case, day)
    assert known == Case(happened)
    assert as_of(lived, lived.case, day) == as_of(lived, known, day)


def as_of(lived: Walk, case: Case, day: date) -> tuple[Clock, ...]:
    return engine.clocks_as_of(lived.law, case, as_of=day)


def test_these_laws_speak_of_every_kind_of_event() -> None:
    """A law that no life ever tries would hold of anything."""
    tried: set[str] = set()
    for law, cast in ((LAW, CAST), (TIMES, TIMES_CAST)):
        for seed in range(20):
            lived = walk(law, seed, 16, cast=cast)
            for event in lived.case.events:
                step = law.steps.get(event.action.name)
                tried |= {
                    word for word in ("adds_to", "corrects", "retracts") if getattr(event, word)
                }
                tried.add("fact" if event.action.name in law.facts else "")
                tried.add("told" if event.action.particulars.who else "")
                if step is not None:
                    tried |= {"opens"} if step.then else set()
                    tried |= {"extends"} if step.extends else set()
                    tried |= {"settles"} if step.sets_time_of else set()
                    tried |= {"received"} if event.action.particulars.received else set()
            assert course(lived).events
    wanted = {"adds_to", "corrects", "retracts", "fact", "told", "opens", "extends", "settles"}
    assert tried >= {*wanted, "received"}
