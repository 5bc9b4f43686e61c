"""A letter that comes in is as much a moment of a case as anything that is done.

Every policy here is written twice. In the one, rules speak of `receipt of told`, and what was received stands
in the record of the sending; in the other they speak of `had`, and somebody records that on the day. Both must give the same
dates, or post that takes time would move them (0023).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.case import Action, Case, Event, Person
from complaintflow.deadlines import Clock
from complaintflow.procedure import Procedure
from tests.policies import LONDON, policy
from tests.properties.lives import examples

FRAME = """
roles: {reader: {title: You}, staff: {title: Staff}}
begins: {came: {by: reader, then: open_}}
moments:
  last_come:  {last_of: [came, shown, HAD]}
  first_come: {first_of: [shown, HAD]}
  by_row:
    rows:
      - {after: HAD, from: HAD}
      - {otherwise: came}
throughout:
  must:
    told: {by: reader, to: staff}
    all_:  {by: staff, within: 5 working days of HAD}
    tells: {by: staff, every: 3 calendar days of asked, until: HAD}
  may:
    asked: {by: staff}
    shown: {by: reader}
    had:   {by: staff}
stages:
  open_:
    title: Open
    must:
      plain:   {by: staff, within: 5 working days of HAD}
      either:  {by: staff, within: 30 hours of HAD or shown}
      moved:   {by: staff, within: 5 working days of last_come}
      sooner:  {by: staff, within: 4 working days of first_come}
      rowed:   {by: staff, within: 6 calendar days of by_row}
      capped:  {by: staff, within: 9 working days of came, at_latest: 8 calendar days of last_come}
      paused:
        by: staff
        within: 6 working days of came
        stands_still: {first_day: day after asked, last_day: day of HAD}
      rested:
        by: staff
        within: 6 working days of came
        stands_still: {first_day: day of HAD, last_day: day of shown}
      news:    {by: staff, every: 3 calendar days of came, until: HAD}
      asks:    {by: staff, every: 3 calendar days of asked, until: HAD}
      waits:
        by: staff
        every: 3 calendar days of came
        until: HAD
        stands_still: {first_day: day after asked, last_day: day of shown}
      reports: {by: staff, every: 4 calendar days of HAD from the schedule, until: shown}
      chain:   {by: staff, within: 3 working days of missed plain}
      goes_on: {by: staff, every: 4 calendar days of came, until: missed plain}
      before:  {by: staff, at_latest: 3 working days before HAD}
      longest: {by: staff, within: 4 working days of came, may_extend: {longer: {by: staff, up_to: 7 working days of last_come}}}
    may:
      pressed: {by: reader, after: HAD, within: 5 calendar days of HAD}
      left:    {by: reader, then: rest_}
      closed:  {by: reader, then: over}
  rest_:
    title: Resting
    must: {there: {by: staff, within: 3 working days of HAD}}
    may: {back: {by: reader, then: open_}}
ends: {over: {title: Over}}
"""
POSTED = policy(FRAME.replace("HAD", "receipt of told"))
HANDED = policy(FRAME.replace("HAD", "had"))
MEETS = tuple(
    step.name for step in HANDED.steps.values() if step.name in {d.step for d in HANDED.deadlines}
)
PEOPLE = {"ann": Person(holds="reader"), "bob": Person(holds="staff")}
BEGUN = datetime(2026, 3, 2, 9, tzinfo=LONDON)


def lived(seed: int) -> tuple[Case, Case, datetime]:
    """The same life under both, whether it is lawful or not, and when its last event happened."""
    random = Random(seed)
    hours = sorted(random.sample(range(1, 24 * 24), 17))
    letter, had = sorted(random.sample(range(14), 2))
    names = {letter: "told", had: "had"}
    for number in range(16):
        # what is done between the sending and the receipt meets what counts from the receipt
        between = letter < number < had
        some = ("asked", "shown", "longer", *(() if between else (*MEETS, "news", "waits")))
        names.setdefault(number, random.choice(some))
    if random.random() < 0.5:
        away = sorted(random.sample([n for n in range(16) if n not in (letter, had)], 2))
        names |= dict(zip(away, ("left", "back"), strict=True))
    if random.random() < 0.3:
        names.setdefault(16, "closed")
    by_post: list[Event] = []
    by_hand: list[Event] = []
    moments = [BEGUN + timedelta(hours=hour) for hour in hours]
    came = moments[had]
    events = [("came", BEGUN), *((names[n], at) for n, at in enumerate(moments) if n in names)]
    for name, at in events:
        by = "ann" if name in ("came", "told", "shown", "left", "back", "closed") else "bob"
        to: dict[str, Any] = {"to": "bob"} if name == "told" else {}
        sent: dict[str, Any] = to | ({"received": {"bob": came}} if name == "told" else {})
        if name != "had":
            by_post.append(Event(action=Action(name, at=at, by=by, **sent), id=f"{name} {at}"))
        by_hand.append(Event(action=Action(name, at=at, by=by, **to), id=f"{name} {at}"))
    posted = engine.begin(POSTED, at=BEGUN, people=PEOPLE)
    handed = engine.begin(HANDED, at=BEGUN, people=PEOPLE)
    posted = engine.restore(POSTED, by_post, onto=posted)
    return posted, engine.restore(HANDED, by_hand, onto=handed), moments[-1]


def told(law: Procedure, case: Case, at: datetime) -> Iterator[str]:
    for clock in engine.clocks_as_of(law, case, as_of=at):
        yield " ".join(map(str, said(clock, at)))


def said(clock: Clock, at: datetime) -> tuple[object, ...]:
    return (
        clock.step,
        clock.kind,
        None if clock.latest is None else clock.latest.due,
        clock.status(as_of=at),
        clock.tape.start,
        clock.tape.met,
    )


@examples(60)
@given(st.integers(0, 2**32 - 1))
def test_post_that_takes_time_moves_no_date(seed: int) -> None:
    posted, handed, last = lived(seed)
    for days in (0, 1, 4, 9, 30):
        at = last + timedelta(days=days)
        assert sorted(told(POSTED, posted, at)) == sorted(told(HANDED, handed, at))
