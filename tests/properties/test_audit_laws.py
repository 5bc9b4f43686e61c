"""Laws of `audit`, `as_known_on` and `restore`: a whole history judged, and what was known of it.

The letters in the docstrings name paragraphs of the language, `promise` those of the design.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.amending import (
    against_having_corrected,
    against_naming_anew,
    against_taking_back,
    against_taking_office,
)
from complaintflow.auditing import Verdict, audit
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Event, Override, standing
from complaintflow.comparing import offices_changed
from complaintflow.course import TOLD_AT_THE_BEGINNING, Course, advance, in_order, read
from complaintflow.errors import InputError
from complaintflow.explanation import explain
from complaintflow.judging import judge
from complaintflow.knowing import as_known_on
from complaintflow.moments import certainly_after, is_past
from complaintflow.naming import against_naming
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.rulings import (
    ActionRefused,
    Barred,
    LaterBarred,
    LaterUnmade,
    NotAgreed,
    Reason,
    Ruling,
)
from complaintflow.unmaking import against_too_many
from tests.properties.lives import course, examples, lives, written_walk
from tests.strategies import Walk, somebody

OFTEN = examples(60)

When = date | datetime


def told_first(record: tuple[Event, ...]) -> int:
    """How many records `begin` wrote."""
    return sum(1 for _ in takewhile(lambda e: e.id.startswith(TOLD_AT_THE_BEGINNING), record))


def known_at(event: Event) -> When:
    return event.action.at if event.known_at is None else event.known_at


def told_late(lived: Walk, seed: int) -> Case:
    """The case that was lived, some of whose records became known only later, or at an hour."""
    random, record = Random(seed), []
    told = told_first(lived.case.events)
    for index, event in enumerate(lived.case.events):
        if index >= told and random.randrange(3) == 0:
            day = lived.today - timedelta(days=random.choice((0, 0, 1, 2, 5, 9, 30, -3)))
            hour = random.choice((None, None, time(0), time(9), time(15)))
            when = day if hour is None else datetime.combine(day, hour, tzinfo=lived.law.zone)
            event = replace(event, known_at=random.choice((when, when, None)))
        record.append(event)
    return engine.restore(lived.law, record)


def learnt(law: Procedure, record: tuple[Event, ...], event: Event) -> When:
    """When a record can have been known: one that names another, not before that one, unless that was told at
    the beginning, and known from the start."""
    moment = known_at(event)
    for other in record[told_first(record) :]:
        if other.id in (event.corrects, event.retracts, event.adds_to):
            before = learnt(law, record, other)
            moment = before if certainly_after(before, moment, law.zone) else moment
    return moment


def known_when(law: Procedure, record: tuple[Event, ...], index: int) -> list[Event]:
    """What was known when a record became known, in the plainest words.

    What was told at the beginning; what became known on an earlier day, or at an earlier hour;
    and of what became known in no certain order with it, what was recorded before.
    """
    found: list[Event] = []
    told, now = told_first(record), learnt(law, record, record[index])
    for i, event in enumerate(record):
        when = learnt(law, record, event)
        # nothing was known before what was told at the beginning, whatever day that says
        earlier = index >= told and certainly_after(now, when, law.zone)
        later = certainly_after(when, now, law.zone)
        if i < told or i == index or earlier or (i < index and not later):
            found.append(event)
    return found


def original(record: tuple[Event, ...], event: Event) -> str:
    """The record that a correction or a retraction speaks of, also through others; else itself."""
    named = event.corrects or event.retracts
    return event.id if named is None else original(record, next(e for e in record if e.id == named))


def judged_plainly(law: Procedure, record: tuple[Event, ...], index: int) -> Ruling:
    """The ruling on a record as known when it became known, from nothing but that definition."""
    event, of_then = record[index], known_when(law, record, index)
    without = tuple(each for each in of_then if each.id != event.id)
    all_of_it = read(law, without)
    if event.action.name == RETRACTED:
        ruling = judge(law, read(law, record[:index]), event.action)
        # of the very record that is taken back, what had been recorded
        its_own = [e for e in record[:index] if original(record, e) == original(record, event)]
        without = tuple(e for e in record if e in without or e in its_own)
        stood = read(law, without)
        taking_back = (
            *against_taking_back(law, stood, without, event),
            *against_too_many(law, stood, without, event),
        )
        return replace(ruling, reasons=tuple(dict.fromkeys((*ruling.reasons, *taking_back))))
    order = in_order(law, standing(of_then))
    stands = next((i for i, e in enumerate(order) if e.id == event.id), len(order))
    known = Course()
    for earlier in order[:stands]:
        known = advance(law, known, earlier)
    for later in order[stands + 1 :]:  # a receipt has a day of its own
        said = later.action.particulars.received
        if said and later.adds_to in {each.slot for each in known.events}:
            told = Action(later.action.name, at=later.action.at, received=dict(said))
            known = advance(law, known, replace(later, action=told))
    as_read = order[stands] if stands < len(order) else event
    ruling = judge(law, known, event.action, adds=as_read.adds_to is not None)
    naming: tuple[Reason, ...] = ()  # who names a holder by it
    if event.action.name == PERSON_TOLD and event.corrects is None:
        naming = against_naming(law, all_of_it, known, without, event)
    elif event.action.name == PERSON_TOLD:
        offices = offices_changed(law, without, (*without, event))
        naming = (
            *against_naming_anew(law, all_of_it, without, event),
            *against_taking_office(law, all_of_it, without, event, offices),
            *against_too_many(law, all_of_it, without, event),
        )
    elif event.corrects is not None:
        naming = against_having_corrected(law, tuple(of_then), event)
    return replace(ruling, reasons=tuple(dict.fromkeys((*ruling.reasons, *naming))))


@OFTEN
@given(lives(), st.integers(0, 2**32 - 1))
def test_then_is_what_was_known_when_the_event_became_known(lived: Walk, seed: int) -> None:
    """Promise 8; the short way over the course read so far gives what the definition gives."""
    law, case = lived.law, told_late(lived, seed)
    try:
        found = audit(law, case)
    except OutsideCalendar:
        return
    for index, judged in enumerate(found.judged):
        plain = judged_plainly(law, case.events, index)
        assert judged.then.reasons == plain.reasons
        assert judged.then.notes == plain.notes


@OFTEN
@given(lives(), st.integers(0, 2**32 - 1))
def test_every_event_is_judged_once_in_the_order_of_recording(lived: Walk, seed: int) -> None:
    """Promise 8 and 10: nothing is lost, and nothing is refused or raised."""
    law, case = lived.law, told_late(lived, seed)
    try:
        found = audit(law, case)
    except OutsideCalendar:
        return
    assert [judged.event for judged in found.judged] == list(case.events)
    text = explain(found)
    assert "{" not in text
    stands = {e.id for e in course(lived, case).record}
    for judged in found.judged:
        if judged.event.retracts is None:
            assert (judged.verdict is Verdict.REPLACED) == (judged.event.id not in stands)


@OFTEN
@given(lives(plain=True))
def test_what_was_recorded_lawfully_and_in_order_is_in_order(lived: Walk) -> None:
    """Promise 8: where nothing is mended, then and now are one."""
    found = audit(lived.law, lived.case)
    assert {judged.verdict for judged in found.judged} <= {Verdict.IN_ORDER}
    assert found.breaches == ()
    for judged in found.judged:
        assert judged.now is not None
        assert judged.now.reasons == judged.then.reasons == ()


@OFTEN
@given(lives())
def test_the_last_event_is_judged_then_as_it_was_decided(lived: Walk) -> None:
    """Design 6: an audit asks what `decide` asked."""
    law, record = lived.law, lived.case.events
    if not record or record[-1].corrects or record[-1].retracts or record[-1].adds_to:
        return
    last = record[-1]
    if last.known_at is not None or any(
        certainly_after(known_at(e), last.action.at, law.zone) for e in record[told_first(record) :]
    ):
        return
    found = audit(law, lived.case)
    assert found.judged[-1].then == engine.decide(law, Case(record[:-1]), last.action)


@OFTEN
@given(lives(), st.integers(-40, 5), st.none() | st.sampled_from([0, 9, 12, 15]))
def test_an_audit_as_of_a_moment_is_the_audit_of_the_history_until_then(
    lived: Walk, back: int, hours: int | None
) -> None:
    """D10: what happens later is left out, where no correction moves an event across."""
    law, when = lived.law, lived.today + timedelta(days=back)
    moment: When = when if hours is None else datetime.combine(when, time(hours), tzinfo=law.zone)
    record, told = lived.case.events, told_first(lived.case.events)
    cut = tuple(
        e for i, e in enumerate(record) if i < told or is_past(e.action.at, moment, law.zone)
    )
    there = {e.id for e in cut}
    at = {e.id: e.id in there for e in record}
    for event in record:
        for named in (event.corrects, event.retracts, event.adds_to):
            if named is not None and at[named] is not at[event.id]:
                return
    whole, until = audit(law, lived.case, as_of=moment), audit(law, Case(cut), as_of=moment)
    assert whole == until


@OFTEN
@given(lives())
def test_a_restored_case_is_the_case(lived: Walk) -> None:
    """Promise 10: a record never silently drops, reorders or changes an event."""
    restored = engine.restore(lived.law, lived.case.events)
    assert restored == lived.case
    assert course(lived, restored) == course(lived, lived.case)
    assert course(lived, restored) == read(lived.law, lived.case.events)


def some_moments(lived: Walk, case: Case) -> Iterator[When]:
    """Days and moments at which something became known, and others, in order."""
    days = {lived.today + timedelta(days=n) for n in (-40, -9, -3, 0, 1, 30)}
    for event in case.events:
        when = known_at(event)
        days.add(when.astimezone(lived.law.zone).date() if isinstance(when, datetime) else when)
    for day in sorted(days):
        yield datetime.combine(day, time(0), tzinfo=lived.law.zone)
        yield datetime.combine(day, time(12), tzinfo=lived.law.zone)
        yield day


@OFTEN
@given(lives(), st.integers(0, 2**32 - 1))
def test_more_and_more_is_known_and_no_answer_on_it_raises(lived: Walk, seed: int) -> None:
    """Design 4, two times: what is known as of a moment stays known."""
    law, case = lived.law, told_late(lived, seed)
    known: list[str] = []
    for moment in some_moments(lived, case):
        then = as_known_on(law, case, moment)
        ids = [event.id for event in then.events]
        assert ids == [e.id for e in case.events if e.id in ids]
        assert set(known) <= set(ids)
        known = ids
        if Random(seed).randrange(4):
            continue
        try:
            engine.moves(law, then, as_of=moment)
            engine.owed(law, then, as_of=moment)
            audit(law, then, as_of=moment)
            for person in course(lived, then).people:
                engine.conflicts_of(law, then, person, as_of=moment)
        except OutsideCalendar:
            return
    assert as_known_on(law, case, date(2100, 1, 1)) == case


@OFTEN
@given(lives(), st.integers(0, 2**32 - 1))
def test_what_was_known_is_not_changed_by_what_becomes_known_later(lived: Walk, seed: int) -> None:
    """Design 4: only what was known by then counts, whenever it is asked."""
    law, case = lived.law, told_late(lived, seed)
    for moment in some_moments(lived, case):
        then = as_known_on(law, case, moment)
        for grown in range(told_first(case.events), len(case.events)):
            if any(is_past(known_at(e), moment, law.zone) for e in case.events[grown:]):
                continue
            assert as_known_on(law, Case(case.events[:grown]), moment) == then


def against_an_act(law: Procedure, case: Case, act: str, rule: str) -> bool:
    """Whether an audit tells now of one of the times that something was done that a rule is against it."""
    return any(
        judged.now is not None and rule in {reason.rule for reason in judged.now.reasons}
        for judged in audit(law, case).judged
        if judged.event.action.name == act
    )


def barred_at(law: Procedure, case: Case, later: LaterBarred) -> bool:
    """Whether an audit tells now of something that was done at a moment that a bar is against it."""
    return any(
        later.bar.person == bar.person and later.rule == bar.rule
        for judged in audit(law, case).judged
        if judged.now is not None and judged.event.action.at == later.at
        for reason in judged.now.reasons
        for bar in (reason.kept if isinstance(reason, NotAgreed) else (reason,))
        if isinstance(bar, Barred)
    )


@examples(40)
@given(st.integers(0, 2**20), st.integers(0, 2**20))
def test_of_a_telling_it_says_what_was_said_when_it_was_told(policy: int, seed: int) -> None:
    """C3 and decision 0049: who freed himself by it, and who told of an office, refused or overridden."""
    lived, random = written_walk(policy, seed, 8, plain=True), Random(seed)
    said: dict[str, set[str]] = {}
    for later in range(6):
        by = random.choice(lived.people())
        told = [e for e in lived.case.events if e.action.name == PERSON_TOLD]
        wrong = random.choice(told) if random.random() < 0.3 else None
        at = lived.today + timedelta(days=later)
        person = random.choice((by, by, *lived.people()))
        words: dict[str, Any] = {}
        if wrong is not None:
            words = {"corrects": wrong.id, "known_at": at}
            person, at = wrong.action.particulars.person or person, wrong.action.at
        action = Action(PERSON_TOLD, at=at, by=by, person=person, who=somebody(lived, person))
        rules: set[str] = set()
        try:
            case = engine.apply(lived.law, lived.case, action, **words)
        except ActionRefused as refusal:
            # what a body would have done without its people, and what somebody would have done barred, is told
            # of that, and not of the telling
            of_acts = (LaterUnmade, LaterBarred)
            against = [r for r in refusal.ruling.reasons if not isinstance(r, of_acts)]
            rules = {reason.rule for reason in against}
            over = Override("the chair", "it was so")
            case = engine.apply(lived.law, lived.case, action, override=over, **words)
            for each in refusal.ruling.reasons:
                if isinstance(each, LaterUnmade):
                    assert against_an_act(lived.law, case, each.act, each.rule)
                elif isinstance(each, LaterBarred):
                    assert barred_at(lived.law, case, each)
        except (InputError, OutsideCalendar):
            continue
        lived.case = case
        said[case.events[-1].id] = rules
    try:
        found = audit(lived.law, lived.case)
    except OutsideCalendar:
        assume(False)
        raise
    judged = {each.event.id: each for each in found.judged}
    for told_in, rules in said.items():
        assert {reason.rule for reason in judged[told_in].then.reasons} == rules
