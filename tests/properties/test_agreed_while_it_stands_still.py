"""A day that is agreed for the time of a band while that stands still, against every day on which it may be over.

0046: refused is what is surely outside. Nobody knows yet until when it stands still; what moves the band from the
day of the agreement on moves the agreed day as well.
"""

from datetime import date, timedelta
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.case import Action, Case, Event
from complaintflow.deadlines import Clock
from complaintflow.procedure import Procedure
from tests.policies import HEADER, people, whole_policy
from tests.properties.lives import examples

POLICY = """
roles: {{customer: {{title: You}}, officer: {{title: An officer}}}}
begins: {{came: {{by: customer, then: first}}}}
stages:
  first:
    title: First
    must:
      agreed: {{by: officer, sets_time_of: answered}}
      answered:
        by: officer
        within: {least} to {most} {unit} of came
        stands_still: {{first_day: {first} asked, last_day: {last} told}}
    may: {{asked: {{by: officer}}, told: {{by: customer}}}}
ends: {{shut: {{title: Shut}}}}
"""
CAME = date(2026, 3, 2)
UNITS = ("working days", "calendar days", "weeks")


@cache
def law_of(least: int, most: int, unit: str, first: str, last: str) -> Procedure:
    text = POLICY.format(least=least, most=most, unit=unit, first=first, last=last)
    return whole_policy(HEADER + text)


def lived(law: Procedure, *events: tuple[str, date, date | None]) -> Case:
    """A history as it was recorded; nothing of it is judged."""
    begun = engine.begin(law, at=CAME, people=people(cy="customer", ola="officer"))
    acts = [
        Action(name, at=at, by="cy" if name in ("came", "told") else "ola", settles=settles)
        for name, at, settles in events
    ]
    told = [Event(action=act, id=f"e{n}") for n, act in enumerate(acts)]
    return engine.restore(law, told, onto=begun)


def answer(law: Procedure, case: Case) -> Clock:
    [clock] = [each for each in engine.clocks(law, case) if each.step == "answered"]
    return clock


def ends(law: Procedure, case: Case) -> tuple[date, date]:
    clock = answer(law, case)
    assert clock.earliest is not None
    assert clock.latest is not None
    assert isinstance(clock.earliest.due, date)
    assert isinstance(clock.latest.due, date)
    return clock.earliest.due, clock.latest.due


@examples(60)
@given(
    least=st.integers(1, 8),
    longer=st.integers(1, 12),
    unit=st.sampled_from(UNITS),
    first=st.sampled_from(["day of", "day after"]),
    last=st.sampled_from(["day before", "day of", "day after"]),
    asked=st.integers(0, 6),
    agreed=st.integers(0, 12),
    said=st.integers(1, 90),
)
def test_a_day_that_is_agreed_is_refused_where_it_is_outside_whenever_that_is_over(
    least: int, longer: int, unit: str, first: str, last: str, asked: int, agreed: int, said: int
) -> None:
    law = law_of(least, least + longer, unit, first, last)
    asked_on = CAME + timedelta(days=asked)
    agreed_on = asked_on + timedelta(days=agreed)
    day = agreed_on + timedelta(days=said)
    before = [("came", CAME, None), ("asked", asked_on, None)]
    act = Action("agreed", at=agreed_on, by="ola", settles=day)
    case = lived(law, *before)
    if answer(law, case).latest is not None:
        return  # what would stand still began when the time was up
    if unit == "working days" and not law.calendar.counts(day):
        return  # of days off after the last day nobody asks whether they would be in time if that moves
    permitted = engine.decide(law, case, act).permitted
    inside: list[bool] = []
    for more in range(8):
        over = ("told", agreed_on + timedelta(days=more), None)
        earliest, latest = ends(law, lived(law, *before, over))
        due = ends(law, lived(law, *before, ("agreed", agreed_on, day), over))[0]
        inside.append(earliest <= due <= latest)
    assert permitted is any(inside)
