"""A longest time runs from its own start, be the time that it caps started or not.

The first of June 2026 is a Monday, and England has no bank holiday in that month. `asked` starts the
time and `came` its ceiling, eight working days: Thursday the eleventh.
"""

from datetime import date

import pytest

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.changes import Turn, next_change
from complaintflow.deadlines import Clock
from complaintflow.explanation import explain
from complaintflow.forecasting import forecast
from complaintflow.procedure import Procedure
from tests.policies import HEADER, clocks_of, day, done, people, refused, statuses, whole_policy

TEXT = """
roles: {{customer: {{title: You}}, officer: {{title: An officer}}}}
begins:
  came: {{by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked_at: {{by: officer}}
      heard: {{by: officer}}
      answered: {{by: officer, {answered}}}
    may:
      heard_on: {{by: officer, sets_time_of: heard}}
      asked: {{by: customer}}
      paused: {{by: officer}}
      resumed: {{by: officer}}
      pushed: {{by: customer, then: second}}
  second:
    title: Second
    must: {{told: {{by: officer, then: shut}}}}
    may: {{sent_back: {{by: officer, then: first}}}}
ends: {{shut: {{title: Shut}}}}
"""
CAPPED = "within: 3 working days of asked, at_latest: 8 working days of came"


def law_of(answered: str = CAPPED) -> Procedure:
    return whole_policy(HEADER + TEXT.format(answered=answered))


def came(law: Procedure) -> Case:
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    return done(law, case, "came", day(1), "cy")


def clock(law: Procedure, case: Case) -> Clock:
    [found] = clocks_of(law, case, "answered")
    return found


def status(law: Procedure, case: Case, on: int) -> str:
    [found] = statuses(law, case, "answered", day(on))
    return found


def test_a_ceiling_ends_a_clock_whose_own_time_nothing_has_started() -> None:
    law = law_of()
    case = came(law)
    found = clock(law, case)
    assert (found.start, found.due, found.capped, found.waits) == (None, day(11), True, False)
    assert [status(law, case, on) for on in (1, 11, 12)] == ["running", "running", "overdue"]
    late = done(law, case, "answered", day(12), "ola")
    assert status(law, late, 12) == "met late"


def test_what_is_left_of_a_time_that_nothing_has_started_is_what_is_left_of_its_ceiling() -> None:
    law = law_of()
    found = clock(law, came(law))
    left = [str(found.remaining(as_of=day(on))) for on in (1, 2, 11)]
    assert left == ["8 working days", "7 working days", "0 working days"]


def test_what_starts_the_time_later_moves_only_its_end() -> None:
    law = law_of()
    asked = done(law, came(law), "asked", day(3), "cy")
    assert (clock(law, asked).due, clock(law, asked).capped) == (day(8), False)
    assert [status(law, asked, on) for on in (2, 8, 9)] == ["running", "running", "overdue"]
    near = done(law, came(law), "asked", day(10), "cy")
    assert (clock(law, near).due, clock(law, near).capped) == (day(11), True)
    after = done(law, came(law), "asked", day(12), "cy")
    assert clock(law, after).due == day(11)
    assert [status(law, after, on) for on in (11, 12)] == ["running", "overdue"]


def test_what_was_done_before_its_time_started_stays_done_when_that_starts() -> None:
    law = law_of()
    met = done(law, came(law), "answered", day(4), "ola")
    assert [status(law, met, on) for on in (3, 4)] == ["running", "met"]
    asked = done(law, met, "asked", day(5), "cy")
    assert [status(law, asked, on) for on in (3, 4, 5, 30)] == ["running", "met", "met", "met"]


def test_without_its_ceiling_what_was_done_before_the_start_meets_nothing() -> None:
    law = law_of("within: 3 working days of asked")
    early = done(law, came(law), "answered", day(4), "ola")
    assert (clock(law, early).waits, status(law, early, 5)) == (True, "waiting")
    asked = done(law, early, "asked", day(5), "cy")
    assert clock(law, asked).due == day(10)


def test_a_place_that_was_left_in_time_discharges_what_only_its_ceiling_ended() -> None:
    law = law_of()
    left = done(law, came(law), "pushed", day(4), "cy")
    assert [status(law, left, on) for on in (3, 4, 20)] == ["running", "discharged", "discharged"]
    late = done(law, came(law), "pushed", day(12), "cy")
    assert [status(law, late, on) for on in (11, 12)] == ["running", "overdue"]


def test_the_days_that_stand_still_move_a_ceiling_that_stands_alone() -> None:
    still = "stands_still: {first_day: day of paused, last_day: day before resumed"
    law = law_of(f"{CAPPED}, {still}}}")
    paused = done(law, came(law), "paused", day(3), "ola")
    assert clock(law, paused).due is None
    assert status(law, paused, 4) == "standing still"
    resumed = done(law, paused, "resumed", day(5), "ola")
    assert clock(law, resumed).due == day(15)  # Wednesday and Thursday were left out
    runs_on = law_of(f"{CAPPED}, {still}, ceiling: runs on}}")
    assert clock(runs_on, done(runs_on, came(runs_on), "paused", day(3), "ola")).due == day(11)


def test_what_is_planned_caps_a_time_that_nothing_has_started() -> None:
    """Two working days before Monday the 22nd are Thursday the 18th."""
    law = law_of("within: 3 working days of asked, at_latest: 2 working days before heard")
    assert (clock(law, came(law)).waits, status(law, came(law), 2)) == (True, "waiting")
    planned = done(law, came(law), "heard_on", day(3), "ola", settles=day(22))
    assert (clock(law, planned).due, status(law, planned, 4)) == (day(18), "running")
    met = done(law, planned, "answered", day(4), "ola")
    assert status(law, done(law, met, "asked", day(5), "cy"), 5) == "met"


def test_what_a_time_that_ran_out_would_start_is_capped_before() -> None:
    """The look is never due, so nothing is missed until the ceiling of the answer is."""
    text = "within: 3 working days of missed looked_at, at_latest: 8 working days of came"
    law = whole_policy(
        HEADER
        + TEXT.format(answered=text).replace(
            "looked_at: {by: officer}", "looked_at: {by: officer, within: 2 working days of came}"
        )
    )
    case = came(law)
    as_of = {
        on: found.due
        for on in (1, 3, 4)
        for found in engine.clocks_as_of(law, case, as_of=day(on))
        if found.step == "answered"
    }
    assert as_of == {1: day(11), 3: day(11), 4: day(8)}  # from Thursday the fourth on


def test_more_time_is_for_a_time_that_runs() -> None:
    law = law_of(f"{CAPPED}, may_extend: {{longer: {{by: officer}}}}")
    assert refused(law, came(law), "longer", day(2), "ola", settles=day(10)) == [
        "longer.may_extend"
    ]


def test_a_ceiling_that_stands_alone_says_why_and_what_was_counted() -> None:
    law = law_of()
    lines = explain(clock(law, came(law))).splitlines()
    assert lines[0] == "answered is due on Thursday 11 June 2026."
    assert "3 working days of asked" in lines[1] or "3 working days from asked" in lines[1]
    assert lines[1].endswith(
        "which has not happened; at the latest it ends 8 working days from came."
    )
    assert lines[2] == "Counted: 8 working days from came, which was Monday 1 June 2026."


def test_the_next_change_of_a_ceiling_alone_is_its_last_day() -> None:
    law = law_of()
    case = came(law)
    change = next_change(law, case, after=day(2))
    assert change is not None
    assert (change.at.date(), [why.turn for why in change.whys]) == (day(11), [Turn.DUE])


def test_a_forecast_reckons_with_a_ceiling_that_stands_alone() -> None:
    law = law_of()
    ways = forecast(law, came(law), as_of=day(2)).ways
    dates = {each.step: each.latest for way in ways for each in way.foreseen}
    assert dates["answered"] == day(11)


@pytest.mark.parametrize("again", [day(15), day(30)])
def test_a_place_that_is_entered_again_has_its_own_ceiling(again: date) -> None:
    """`came` is the same event for both stays, so that the second stay is late from its beginning."""
    law = law_of()
    left = done(law, came(law), "pushed", day(4), "cy")
    back = done(law, left, "sent_back", again, "ola")
    first, second = clocks_of(law, back, "answered")
    assert first.status(as_of=again).value == "discharged"
    assert (second.due, second.status(as_of=again).value) == (day(11), "overdue")
