"""The policies written at random are valid, and reach every kind of answer there is.

The laws would say little of policies that never get on, or that never refuse anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.conventions import DayOne, Unit
from complaintflow.deadlines import Clock, Status
from complaintflow.procedure import (
    DateSetBy,
    FirstOf,
    Kind,
    Missed,
    MomentNamed,
    ReceiptOf,
    Soon,
    Who,
)
from complaintflow.rulings import (
    Barred,
    HadTooEarly,
    LaterUnmade,
    Note,
    NotRecorded,
    Reason,
    Unnamed,
    UsedUp,
    WrongMembers,
)
from complaintflow.timing import happened
from tests.properties.lives import LAWS, course, examples, ruled, written_walk
from tests.properties.test_ruling_laws import attempts
from tests.properties.written_policies import written, written_policy


@examples(100)
@given(st.integers(0, 2**32 - 1))
def test_every_written_policy_reads_without_a_mistake(number: int) -> None:
    """Promise 4: an error is told of what is wrong; nothing is wrong here."""
    assert written_policy(number).id == f"written-{number}"
    assert written(number) == written(number)


@dataclass(slots=True)
class Reached:
    """What has come up so far."""

    reasons: set[type] = field(default_factory=set)
    notes: set[type] = field(default_factory=set)
    statuses: set[Status] = field(default_factory=set)
    units: set[Unit] = field(default_factory=set)
    day_ones: set[DayOne] = field(default_factory=set)
    owed: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    ties: set[type] = field(default_factory=set)
    times: set[str] = field(default_factory=set)
    excepted: int = 0


SELDOM = {LaterUnmade, WrongMembers, UsedUp}
"""Reasons that a walk seldom meets; the lives of a panel in `test_sitting_laws` do, and the whole cases that are
compared with a day-walker."""


def test_the_walks_under_written_policies_reach_every_kind_of_answer() -> None:
    reached = Reached()
    for seed in range(200 + LAWS):
        lived = written_walk(seed, seed, 14)
        for action in attempts(lived):
            ruling = ruled(lived, lived.case, action)
            if ruling is not None:
                reached.reasons |= {type(reason) for reason in ruling.reasons}
                reached.notes |= {type(note) for note in ruling.notes}
                barred = (r for r in ruling.reasons if isinstance(r, Barred))
                reached.ties |= {type(reason.tie) for reason in barred}
        for clock in engine.clocks(lived.law, lived.case):
            reached.statuses.add(clock.status(as_of=lived.today))
            period = clock.deadline.period
            if isinstance(period, Soon):
                reached.times.add("soon")
            else:
                reached.units.add(Unit(str(period.span.unit)))
                reached.day_ones.add(period.day_one)
            reached.times |= {*_said_of(clock)}
        for owed in engine.owed(lived.law, lived.case, as_of=lived.today):
            reached.owed.add(owed.duty.partition(".")[2])
        for person in course(lived).people:
            bars = engine.conflicts_of(lived.law, lived.case, person)
            reached.excepted += any(bar.excepted_in for bar in bars)
        for event in lived.case.events:
            named = ("adds_to", "corrects", "retracts", "override")
            reached.words |= {word for word in named if getattr(event, word) is not None}
    never = {NotRecorded, HadTooEarly, Unnamed}
    assert reached.reasons - SELDOM == {*get_args(Reason)} - never - SELDOM
    assert reached.notes == {*get_args(Note)}
    assert reached.statuses >= {*Status} - {Status.PERHAPS_OVERDUE, Status.USED_LATE}
    assert reached.units == {*Unit}
    assert reached.day_ones == {*DayOne}
    assert reached.owed >= {"", "to", "with", "copies_to", "how", "must_include", "recorded_in"}
    assert reached.words == {"adds_to", "corrects", "retracts", "override"}
    assert reached.ties == {*get_args(Who)}
    assert reached.times >= {"aim", "band", "settled", "planned", "extended", "from a receipt"}
    assert reached.times >= {"stood still", "stopped without an end", "again", "capped", "soon"}
    assert "counted back" in reached.times
    assert reached.times >= {"from a moment", "from a date set", "from what is missed"}
    assert reached.excepted >= 10


def _said_of(clock: Clock) -> Iterator[str]:
    """What bears on the time of a clock that has started."""
    if clock.start is None:
        return
    told = {
        "aim": clock.kind is Kind.AIM,
        "band": clock.unsettled,
        "settled": clock.tape.settled is not None and clock.deadline.least is not None,
        "planned": clock.planned is not None,
        "extended": bool(clock.tape.extensions),
        "stood still": clock.latest is not None and bool(clock.latest.stills),
        "stopped without an end": clock.paused is not None,
        "again": clock.deadline.again is not None,
        "capped": clock.deadline.at_latest is not None,
        "counted back": not isinstance(clock.deadline.period, Soon)
        and clock.deadline.period.backwards,
        "from a receipt": isinstance(clock.deadline.of, ReceiptOf),
        "from a moment": isinstance(clock.deadline.of, MomentNamed),
        "from a date set": isinstance(clock.deadline.of, DateSetBy),
        "from what is missed": isinstance(clock.deadline.of, Missed | FirstOf),
    }
    yield from (word for word, holds in told.items() if holds)


def test_what_is_missed_and_either_of_two_opens_a_step() -> None:
    opened: set[str] = set()
    for seed in range(120 + LAWS):
        lived = written_walk(seed, seed, 14)
        now = course(lived)
        for step in lived.law.steps.values():
            for anchor in step.after:
                if happened(lived.law, now, anchor, now=lived.today) is not None:
                    opened.add(type(anchor).__name__)
    assert opened >= {"Missed", "FirstOf", "ReceiptOf"}
