"""Laws of the record: it loses nothing, a refusal leaves no trace, and the order of recording
matters only where the order of happening is not certain.

The letters in the docstrings name paragraphs of the language, `promise` those of the design.
"""

import copy
import pickle
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Event, Override, Person, Tie, standing
from complaintflow.course import TOLD_AT_THE_BEGINNING, Course, read
from complaintflow.errors import InputError
from complaintflow.moments import certainly_after
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.rulings import ActionRefused
from tests.properties.lives import course, examples, lives, ruled
from tests.strategies import Walk

OFTEN, SOMETIMES = examples(50), examples(30)
CHAIR = Override("the chair", "it happened")


def views(law: Procedure, case: Case, day: Any) -> dict[str, object]:
    """Every view of a case as of a day, by name."""
    people = engine.course_of(law, case).people
    return {
        "stage": engine.stage_of(law, case, as_of=day),
        "clocks": engine.clocks(law, case),
        "clocks then": engine.clocks_as_of(law, case, as_of=day),
        "owed": engine.owed(law, case, as_of=day),
        "moves": engine.moves(law, case, as_of=day),
        "conflicts": {p: engine.conflicts_of(law, case, p, as_of=day) for p in people},
    }


# --- live, stored, read anew ------------------------------------------------------------


@OFTEN
@given(lives())
def test_a_stored_case_is_the_case_that_was_lived(lived: Walk) -> None:
    """Promise 10: a record of events never silently drops, reorders or changes one."""
    stored = pickle.loads(pickle.dumps(lived.case))
    assert stored == lived.case
    assert hash(stored) == hash(lived.case)
    assert repr(stored) == repr(lived.case)
    assert course(lived, stored) == course(lived)
    assert views(lived.law, stored, lived.today) == views(lived.law, lived.case, lived.today)
    for action in (lived.lawful(), lived.noise()):
        assert ruled(lived, stored, action) == ruled(lived, lived.case, action)


@OFTEN
@given(lives(), st.data())
def test_a_record_admitted_in_two_halves_is_the_record_admitted_whole(
    lived: Walk, data: st.DataObject
) -> None:
    """D1, D5, D6: a case is only its events, whichever call recorded them."""
    events = lived.case.events
    cut = data.draw(st.integers(0, len(events)))
    first = engine.admit(lived.law, Case(()), events[:cut])
    second = engine.admit(lived.law, first.case, events[cut:])
    assert (first.refused, second.refused) == ((), ())
    assert second.case == lived.case
    assert course(lived, second.case) == course(lived)
    overridden = [e for e in events if e.override is not None]
    assert [r.event for r in (*first.overridden, *second.overridden)] == overridden


@OFTEN
@given(lives())
def test_the_record_stands_for_ever_and_only_grows_at_its_end(lived: Walk) -> None:
    """Promise 10, D1: `case.events` keeps the order of recording for ever."""
    for action, words in lived.tried:
        try:
            grown = engine.apply(lived.law, lived.case, action, **words)
        except (ActionRefused, InputError, OutsideCalendar):
            continue
        assert grown.events[:-1] == lived.case.events
        last = grown.events[-1]
        named = last.action.particulars.person  # filled in where there is only one (decision 0056)
        assert last.action == (action if named is None else action.saying(person=named))
        assert last.override == words.get("override")
        assert len({event.id for event in grown.events}) == len(grown.events)


# --- what is refused leaves no trace ----------------------------------------------------


@OFTEN
@given(lives())
def test_a_refused_action_changes_nothing_that_was_given(lived: Walk) -> None:
    """Promise 1: nothing but `apply` makes a case, and nothing given is changed by any answer."""
    law, case = lived.law, lived.case
    kept = course(lived)
    holding = (law.steps, law.facts, law.roles, law.conflicts, law.deadlines, law.readings_on)
    before = (copy.deepcopy(holding), copy.deepcopy(case.events), repr(kept), hash(case))
    for action in (lived.noise(), lived.noise(), lived.lawful(), lived.telling()):
        as_given = copy.deepcopy(action)
        words: dict[str, Any] = {"known_at": lived.today, "override": None}
        try:
            engine.apply(law, case, action, **words)
        except (ActionRefused, InputError, OutsideCalendar):
            assert course(lived) is kept
        assert action == as_given
        assert words == {"known_at": lived.today, "override": None}
        listed = [Event(action=action, id="anew")]
        with suppress(InputError, OutsideCalendar):
            engine.admit(law, case, listed)
        assert listed == [Event(action=as_given, id="anew")]
    assert (holding, case.events, repr(course(lived)), hash(case)) == before
    assert read(law, case.events) == kept


@SOMETIMES
@given(lives())
def test_a_refused_action_is_refused_again_for_the_same_reasons(lived: Walk) -> None:
    """Promise 1: pure; asking leaves nothing behind that the next answer could rest on."""
    for action in (lived.noise(), lived.lawful(), lived.noise()):
        first = ruled(lived, lived.case, action)
        views(lived.law, lived.case, lived.today)
        assert ruled(lived, lived.case, action) == first
        if first is not None and not first.permitted:
            admitted = engine.admit(lived.law, lived.case, [Event(action=action, id="anew")])
            assert admitted.case is lived.case
            assert [refusal.ruling for refusal in admitted.refused] == [first]


@SOMETIMES
@given(lives())
def test_what_the_application_changes_afterwards_is_not_in_the_record(lived: Walk) -> None:
    """Promise 10: lists and mappings that were handed in are taken over, not kept."""
    holds = [next(iter(lived.law.roles))]
    relations = [name for name, r in lived.law.relations.items() if not r.between_people]
    ties = [Tie(relation) for relation in relations]
    telling = Action(PERSON_TOLD, at=lived.today, person="pip", who=Person(holds=holds, is_=ties))
    case = engine.apply(lived.law, lived.case, telling)
    shown = repr(case)
    holds.clear()
    ties.clear()
    assert repr(case) == shown


# --- the order of recording -------------------------------------------------------------


def told_first(record: Sequence[Event]) -> int:
    """How many records `begin` wrote; what they say has no place in time."""
    return sum(event.id.startswith(TOLD_AT_THE_BEGINNING) for event in record)


def allowed_anyhow(record: Iterable[Event]) -> tuple[Event, ...]:
    """The same record, each event let stand whatever the rules say of it."""
    return tuple(replace(event, override=CHAIR) for event in record)


def families(record: Iterable[Event]) -> dict[str, str]:
    """For each event the first of those that speak of one another."""
    first: dict[str, str] = {}
    for event in record:
        named = event.corrects or event.retracts or event.adds_to
        first[event.id] = event.id if named is None else first.get(named, named)
    return first


def may_change_places(law: Procedure, record: Sequence[Event], one: Event, two: Event) -> bool:
    """Whether the order of two neighbours in a record says nothing.

    So it is where one stands certainly later than the other, in what is read of the record, and
    where neither speaks of the other.
    """
    family = families(record)
    if family[one.id] == family[two.id]:
        return False
    stand = {event.slot: event.action.at for event in standing(record)}
    at = [stand.get(e.corrects or e.id) for e in (one, two)]
    slots = [e for e in (one, two) if e.corrects is None and e.retracts is None]
    if len(slots) < 2 or None in at:
        return True  # it stands in the place of another, or nowhere: its own says nothing
    return _certain(law, at[0], at[1])


def _certain(law: Procedure, one: Any, two: Any) -> bool:
    return certainly_after(one, two, law.zone) or certainly_after(two, one, law.zone)


def shuffled(law: Procedure, record: tuple[Event, ...], random: Random) -> tuple[Event, ...]:
    """Another order of recording, made by changing places where that says nothing."""
    told = told_first(record)
    order = list(record)
    for _ in range(3 * len(order)):
        if len(order) - told < 2:
            break
        i = told + random.randrange(len(order) - told - 1)
        if may_change_places(law, record, order[i], order[i + 1]):
            order[i], order[i + 1] = order[i + 1], order[i]
    return tuple(order)


def without_record(known: Course) -> Course:
    return replace(known, record=())


@OFTEN
@given(lives(), st.integers(0, 2**32 - 1))
def test_only_an_uncertain_order_of_happening_is_told_by_the_order_of_recording(
    lived: Walk, seed: int
) -> None:
    """D1: the course reads events by date, and within a date by hour where both have one.

    So two neighbours in the record may change places wherever it is certain which of them
    happened first: the course is the same, and with it every answer.
    """
    law, record = lived.law, allowed_anyhow(lived.case.events)
    other = shuffled(law, record, Random(seed))
    assert without_record(read(law, other)) == without_record(read(law, record))
    assert views(law, Case(other), lived.today) == views(law, Case(record), lived.today)
    for action in (lived.lawful(), lived.noise()):
        assert ruled(lived, Case(other), action) == ruled(lived, Case(record), action)


@OFTEN
@given(lives(plain=True), st.integers(0, 2**32 - 1))
def test_events_of_different_days_may_be_recorded_in_any_order(lived: Walk, seed: int) -> None:
    """D1: each on its own day, the record may come in any order at all."""
    told = told_first(lived.case.events)
    record = allowed_anyhow(lived.case.events)
    rest = list(record[told:])
    Random(seed).shuffle(rest)
    other = (*record[:told], *rest)
    assert without_record(read(lived.law, other)) == without_record(read(lived.law, record))
    day = lived.today
    assert views(lived.law, Case(other), day) == views(lived.law, Case(record), day)


@OFTEN
@given(lives(), st.data())
def test_two_events_recorded_in_either_order_give_the_same_answers_where_both_are_lawful(
    lived: Walk, data: st.DataObject
) -> None:
    """D1: an action is judged on what stands before it, so the later one changes nothing of it."""
    one, two = lived.lawful(), data.draw(st.sampled_from([lived.lawful, lived.noise]))()
    assume(_certain(lived.law, one.at, two.at))
    events = [Event(action=one, id="one"), Event(action=two, id="two")]
    try:
        there = engine.admit(lived.law, lived.case, events)
        back = engine.admit(lived.law, lived.case, reversed(events))
    except (InputError, OutsideCalendar):
        return
    if not there.refused and not back.refused:
        for after in (0, 3, 40):
            day = lived.today.fromordinal(lived.today.toordinal() + after)
            assert views(lived.law, there.case, day) == views(lived.law, back.case, day)


@OFTEN
@given(lives())
def test_taking_back_what_was_just_recorded_gives_the_old_answers(lived: Walk) -> None:
    """D6: a retraction takes its event out of what is read, as if it had never been recorded."""
    try:
        grown = engine.apply(lived.law, lived.case, lived.lawful(), id="slip", override=CHAIR)
    except (InputError, OutsideCalendar):
        return
    back = Action(RETRACTED, at=lived.today)
    undone = engine.apply(lived.law, grown, back, retracts="slip", override=CHAIR)
    assert course(lived, undone) == course(lived)
    assert views(lived.law, undone, lived.today) == views(lived.law, lived.case, lived.today)


@OFTEN
@given(lives())
def test_a_correction_that_says_the_same_changes_no_answer(lived: Walk) -> None:
    """D6: a correction is a whole new record in the place of the one that it names."""
    for event in lived.case.events:
        if event.action.name == RETRACTED:
            continue
        words: dict[str, Any] = {"corrects": event.id, "override": event.override}
        try:
            same = engine.apply(lived.law, lived.case, event.action, **words)
        except InputError:  # it was taken back, or corrected already
            continue
        except ActionRefused:  # another version stands, and this one would change what is so
            assert event not in course(lived).record
            continue
        if event in course(lived).record:
            assert course(lived, same).visits == course(lived).visits
            assert course(lived, same).people == course(lived).people
            assert engine.clocks(lived.law, same) == engine.clocks(lived.law, lived.case)
            told = [str(o) for o in engine.owed(lived.law, same, as_of=lived.today)]
            assert told == [str(o) for o in engine.owed(lived.law, lived.case, as_of=lived.today)]


@SOMETIMES
@given(lives())
def test_a_record_of_the_wrong_sort_is_an_error_and_no_case(lived: Walk) -> None:
    """Promise 10: bad input gets a clear error."""
    for words in ({"corrects": "none"}, {"adds_to": "none"}, {"retracts": "none"}, {"id": ""}):
        action = lived.lawful()
        given_words: dict[str, Any] = dict(words)
        if "retracts" in words:
            action = Action(RETRACTED, at=lived.today)
        with pytest.raises(InputError):
            engine.apply(lived.law, lived.case, action, **given_words)
