"""More time that is added each time: so many days on from where the time ended.

Barnsley's stage one is ten working days "and a further ten" (regulation 14(5) of the 2006
regulations); other procedures add a fixed time again and again.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Person
from complaintflow.diagnostics import DefinitionError
from complaintflow.procedure import Procedure
from tests.policies import whole_policy

TEXT = """
complaintflow: 1
policy: {{id: small, title: Small, version: "1", in_force_from: 2020-01-01}}
counting: {{working_days: england-and-wales, day_one: day after, time_zone: Europe/London{counting}}}
clauses: {{C-1: {{at: "1", says: when}}}}
roles: {{customer: {{title: You}}, officer: {{title: An officer}}}}
begins:
  came: {{by: customer, then: looking, cites: C-1}}
stages:
  looking:
    title: Looking
    must:
      answered:
        by: officer
        within: {within} of came
        may_extend:
          longer: {{by: officer, {way}, cites: C-1}}
        stands_still: {{first_day: day of paused, last_day: day of resumed}}
        cites: C-1
    may:
      paused: {{by: officer, cites: C-1}}
      resumed: {{by: officer, cites: C-1}}
      over: {{by: customer, then: done, cites: C-1}}
ends:
  done: {{title: Done}}
"""


def law(
    within: str = "10 working days", way: str = "adds: 10 working days", counting: str = ""
) -> Procedure:
    return whole_policy(TEXT.format(within=within, way=way, counting=counting))


Row = tuple[date, str, dict[str, Any]]


def lived(policy: Procedure, start: date, *rows: Row) -> Case:
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    case = engine.begin(policy, at=start, people=people)
    case = engine.apply(policy, case, Action("came", at=start, by="cy"))
    for at, name, words in rows:
        case = engine.apply(policy, case, Action(name, at=at, by="ola", **words))
    return case


def due(policy: Procedure, case: Case) -> object:
    [clock] = engine.clocks(policy, case)
    return clock.due


def test_ten_and_a_further_ten_working_days_are_twenty_across_easter() -> None:
    """From 23 March 2026: 10 end on 8 April (Good Friday and Easter Monday are off), 20 on 22 April."""
    policy, start = law(), date(2026, 3, 23)
    assert due(policy, lived(policy, start)) == date(2026, 4, 8)
    case = lived(policy, start, (date(2026, 4, 1), "longer", {}))
    assert due(policy, case) == date(2026, 4, 22)
    [clock] = engine.clocks(policy, case)
    assert [day.n for day in clock.days() if day.counted] == list(range(1, 21))


def test_it_is_added_each_time_it_is_given() -> None:
    policy = law(way="adds: 3 working days")
    twice: list[Row] = [(date(2026, 6, 2), "longer", {}), (date(2026, 6, 3), "longer", {})]
    case = lived(policy, date(2026, 6, 1), *twice)
    assert due(policy, case) == date(2026, 6, 23)  # 10 + 3 + 3


def test_two_months_are_not_a_month_after_a_month() -> None:
    """Like units add: from 31 January a month ends on 28 February, and two on 31 March."""
    policy = law("1 month", "adds: 1 month")
    case = lived(policy, date(2026, 1, 31), (date(2026, 2, 2), "longer", {}))
    assert due(policy, case) == date(2026, 3, 31)


def test_unlike_units_are_counted_on_from_the_end_before_it_was_rolled() -> None:
    """A month from Wednesday 6 May 2026 ends on Saturday 6 June; five calendar days on is the 11th,
    where from Monday 8 June it would be the 13th, rolled to the 15th."""
    policy = law("1 month", "adds: 5 calendar days", ", roll: next")
    assert due(policy, lived(policy, date(2026, 5, 6))) == date(2026, 6, 8)
    case = lived(policy, date(2026, 5, 6), (date(2026, 5, 7), "longer", {}))
    assert due(policy, case) == date(2026, 6, 11)


def test_days_that_stand_still_are_left_out_of_what_is_added_too() -> None:
    """10 working days of 1 June end on the 15th, 20 on the 29th; 16 to 18 June stand still."""
    policy = law()
    paused: list[Row] = [(date(2026, 6, 16), "paused", {}), (date(2026, 6, 18), "resumed", {})]
    assert due(policy, lived(policy, date(2026, 6, 1), *paused)) == date(2026, 6, 15)
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 2), "longer", {}), *paused)
    assert due(policy, case) == date(2026, 7, 2)


def test_less_may_be_settled_and_more_is_refused() -> None:
    policy, start = law(), date(2026, 6, 1)
    less = (date(2026, 6, 2), "longer", {"settles": date(2026, 6, 20)})
    assert due(policy, lived(policy, start, less)) == date(2026, 6, 20)
    case = lived(policy, start)
    more = Action("longer", at=date(2026, 6, 2), by="ola", settles=date(2026, 6, 30))
    [reason] = engine.decide(policy, case, more).reasons
    assert (reason.rule, reason.code) == ("longer.adds", "wrong-time")


def test_it_reaches_no_further_than_it_may() -> None:
    policy = law(way="adds: 10 working days, up_to: 15 working days of came")
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 2), "longer", {}))
    assert due(policy, case) == date(2026, 6, 22)


def test_after_a_day_that_was_settled_it_counts_on_from_that_day() -> None:
    policy = law(way="adds: 5 working days")
    settled = (date(2026, 6, 2), "longer", {"settles": date(2026, 6, 17)})
    case = lived(policy, date(2026, 6, 1), settled, (date(2026, 6, 3), "longer", {}))
    assert due(policy, case) == date(2026, 6, 24)


def test_a_way_to_more_time_without_by_is_of_whoever_does_the_step() -> None:
    policy = whole_policy(
        TEXT.format(within="2 weeks", way="adds: 1 week", counting="").replace(
            "longer: {by: officer, ", "longer: {agreed_by: customer, "
        )
    )
    assert policy.steps["longer"].by == ("officer",)
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 2), "longer", {"agreed_by": "cy"}))
    assert due(policy, case) == date(2026, 6, 22)


@pytest.mark.parametrize(
    ("within", "way"), [("48 hours", "adds: 2 calendar days"), ("2 weeks", "adds: 24 hours")]
)
def test_hours_and_days_do_not_add_up(within: str, way: str) -> None:
    with pytest.raises(DefinitionError, match="are added to a time that is counted in"):
        law(within, way)


def test_hours_add_to_hours() -> None:
    policy = law("48 hours", "adds: 24 hours")
    nine = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Europe/London"))
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    case = engine.begin(policy, at=nine, people=people)
    case = engine.apply(policy, case, Action("came", at=nine, by="cy"))
    case = engine.apply(policy, case, Action("longer", at=date(2026, 6, 2), by="ola"))
    assert due(policy, case) == datetime(2026, 6, 4, 9, tzinfo=ZoneInfo("Europe/London"))
