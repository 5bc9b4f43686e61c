"""Times that count from when another ran out, and from whichever of some comes first.

The first of June 2026 is a Monday, and England has no bank holiday in that month.
"""

from datetime import date, datetime

import pytest

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.changes import Turn, next_change
from complaintflow.explanation import explain
from complaintflow.procedure import Procedure
from complaintflow.render.leaflet import leaflet
from complaintflow.render.mermaid import mermaid
from tests.policies import LONDON, clocks_of, day, done, hour, people, policy, refused, statuses

LATE = """
roles: {customer: {title: You}, officer: {title: The officer}}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        to: customer
        within: 5 working days of start of first
        may_extend: {longer: {by: officer, up_to: 8 working days of came}}
      explained:    {by: officer, to: customer, after: missed answered, within: 3 working days of missed answered}
      called:       {by: officer, within: 24 hours of came}
      apologised:   {by: officer, within: 24 hours of missed called}
      told:         {by: officer, within: 2 working days beginning with missed answered}
      closed_after: {by: officer, within: 4 working days of answered or missed answered}
    may:
      pushed: {by: customer, then: second}
  second:
    title: Second
    must:
      looked_at: {by: officer, within: 10 working days of missed answered or pushed}
    may:
      sent_back: {by: officer, then: first}
ends: {shut: {title: Shut}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(LATE)


@pytest.fixture
def came(law: Procedure) -> Case:
    """It came on Monday the first; the answer is due on Monday the eighth."""
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    return done(law, case, "came", day(1), "cy")


def dues(law: Procedure, case: Case, step: str, as_of: date | datetime) -> list[object]:
    clocks = engine.clocks_as_of(law, case, as_of=as_of)
    return [clock.due for clock in clocks if clock.step == step]


# --- missed -----------------------------------------------------------------------------------


def test_the_day_after_a_missed_day_is_the_first_that_counts(law: Procedure, came: Case) -> None:
    """A time that is up with the end of the eighth is up at the stroke of midnight, and the whole of
    the ninth lies after it: Matthew v Sedman [2021] UKSC 19."""
    assert dues(law, came, "explained", day(8)) == [None]
    assert dues(law, came, "explained", day(9)) == [day(11)]
    assert statuses(law, came, "explained", day(8)) == ["waiting"]
    assert statuses(law, came, "explained", day(9)) == ["running"]
    assert statuses(law, came, "explained", day(11)) == ["running"]
    assert statuses(law, came, "explained", day(12)) == ["overdue"]
    assert dues(law, came, "told", day(9)) == [day(10)]  # the ninth is the first day


def test_what_is_done_in_time_starts_no_time(law: Procedure, came: Case) -> None:
    case = done(law, came, "answered", day(8), "ola", to="cy")
    assert dues(law, case, "explained", day(30)) == [None]
    assert statuses(law, case, "explained", day(30)) == ["waiting"]
    assert "explained" not in [str(each) for each in engine.owed(law, case, as_of=day(30))]


def test_what_is_missed_stays_missed_though_it_comes_late(law: Procedure, came: Case) -> None:
    """A3: it stays even if the step comes late."""
    case = done(law, came, "answered", day(9), "ola", to="cy")
    assert dues(law, case, "explained", day(9)) == [day(11)]
    [clock] = clocks_of(law, case, "explained")
    assert (clock.start, clock.tape.planned) == (hour(9, 0), False)


def test_more_time_for_the_one_moves_the_other(law: Procedure, came: Case) -> None:
    """Eight working days end on Thursday the eleventh; three more on Tuesday the sixteenth."""
    case = done(law, came, "longer", day(8), "ola")
    assert dues(law, case, "explained", day(9)) == [None]
    assert dues(law, case, "explained", day(12)) == [day(16)]


def test_it_counts_from_the_very_hour_at_which_a_time_was_up(law: Procedure) -> None:
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", hour(1, 10, 30), "cy")
    assert dues(law, case, "apologised", hour(2, 10, 29)) == [None]
    [clock] = clocks_of(law, case, "apologised")
    assert (clock.start, clock.due) == (hour(2, 10, 30), hour(3, 10, 30))
    called = done(law, case, "called", hour(2, 10, 30), "ola")
    assert clocks_of(law, called, "apologised")[0].start is None


def test_an_explanation_given_before_does_not_meet_it(law: Procedure, came: Case) -> None:
    """The clock is met by what is done since it started."""
    assert refused(law, came, "explained", day(8), "ola", to="cy") == ["explained.after"]
    early = done(law, came, "told", day(8), "ola")
    assert statuses(law, early, "told", day(9)) == ["running"]
    case = done(law, early, "told", day(9), "ola")
    assert statuses(law, case, "told", day(9)) == ["met"]


def test_a_place_that_is_left_in_time_starts_nothing(law: Procedure, came: Case) -> None:
    in_time = done(law, came, "pushed", day(8), "cy")
    assert [clock.start for clock in clocks_of(law, in_time, "explained")] == [None]
    assert statuses(law, in_time, "explained", day(20)) == ["discharged"]
    late = done(law, came, "pushed", day(10), "cy")
    assert [clock.start for clock in clocks_of(law, late, "explained")] == [hour(9, 0)]
    assert statuses(law, late, "explained", day(20)) == ["discharged"]  # it was left in time


def test_each_visit_has_its_own(law: Procedure, came: Case) -> None:
    case = done(law, came, "pushed", day(10), "cy")
    case = done(law, case, "sent_back", day(11), "ola")
    assert [clock.start for clock in clocks_of(law, case, "explained")] == [hour(9, 0), hour(19, 0)]


def test_without_a_date_it_is_told_for_when_it_will_be_missed(law: Procedure, came: Case) -> None:
    """`clocks` needs no date: so it says from when the time will count, and that this is not certain."""
    [clock] = clocks_of(law, came, "explained")
    assert (clock.start, clock.due, clock.tape.planned) == (hour(9, 0), day(11), True)
    assert explain(clock).splitlines()[0] == (
        "explained is due on Thursday 11 June 2026, if missed answered comes: that time is up "
        "with the end of Monday 8 June 2026."
    )
    answered = done(law, came, "answered", day(2), "ola", to="cy")
    assert explain(clocks_of(law, answered, "explained")[0]).splitlines()[0] == (
        "explained has no due date yet: 3 working days from missed answered, and it was not missed."
    )


def test_the_ledger_begins_with_the_day_after(law: Procedure, came: Case) -> None:
    [clock] = clocks_of(law, came, "explained")
    assert [(each.date, each.n) for each in clock.days()] == [
        (day(9), 1),
        (day(10), 2),
        (day(11), 3),
    ]


def test_the_next_change_is_that_the_one_is_missed_and_the_other_starts(
    law: Procedure, came: Case
) -> None:
    case = done(law, came, "called", day(1), "ola")
    change = next_change(law, case, after=day(7))
    assert change is not None
    assert [(each.turn, each.name) for each in change.whys] == [(Turn.DUE, "answered")]
    change = next_change(law, case, after=day(8))
    assert change is not None
    assert change.at.astimezone(LONDON).date() == day(9)
    turns = {(each.turn, each.name) for each in change.whys}
    assert (Turn.STARTS, "explained") in turns or (Turn.MISSED, "answered") in turns


# --- whichever comes first ------------------------------------------------------------------


def test_the_first_of_two_starts_it(law: Procedure, came: Case) -> None:
    """Four working days of Tuesday the second end on Monday the eighth."""
    assert dues(law, came, "closed_after", day(8)) == [None]
    answered = done(law, came, "answered", day(2), "ola", to="cy")
    assert dues(law, answered, "closed_after", day(3)) == [day(8)]
    assert dues(law, came, "closed_after", day(9)) == [day(12)]
    late = done(law, came, "answered", day(10), "ola", to="cy")
    assert dues(law, late, "closed_after", day(20)) == [day(12)]  # the later one starts nothing


def test_a_later_one_starts_it_anew_once_it_was_met(law: Procedure, came: Case) -> None:
    """A3: once a clock is met, a later NAME in the same visit starts a new one."""
    case = done(law, came, "answered", day(2), "ola", to="cy")
    case = done(law, case, "closed_after", day(3), "ola")
    case = done(law, case, "answered", day(4), "ola", to="cy")
    assert [clock.start for clock in clocks_of(law, case, "closed_after")] == [day(2), day(4)]


EITHER = """
roles: {customer: {title: You}, officer: {title: The officer}}
moments: {over: {first_of: [answered, missed answered]}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      answered: {by: officer, to: customer, within: 5 working days of came}
      reviewed: {by: officer, within: 4 working days of answered or missed answered}
      filed:    {by: officer, within: 4 working days of over}
      rung_up:  {by: officer, within: 4 working days of receipt of answered or missed answered}
    may: {gave_up: {by: customer, then: shut}}
ends: {shut: {title: Shut}}
"""


@pytest.mark.parametrize("step", ["reviewed", "filed", "rung_up"])
def test_it_never_runs_twice_for_one_answer_that_was_missed_and_comes_late(step: str) -> None:
    """Decision 0026. A second answer is another one, and starts it anew."""
    law = policy(EITHER)
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, step, day(10), "ola")
    assert statuses(law, case, step, day(10)) == ["met"]
    case = done(law, case, "answered", day(11), "ola", to="cy", received={"cy": day(12)})
    assert [clock.start for clock in clocks_of(law, case, step)] == [hour(9, 0)]
    assert step not in [each.duty for each in engine.owed(law, case, as_of=day(15))]
    case = done(law, case, "answered", day(16), "ola", to="cy", received={"cy": day(16)})
    assert [clock.start for clock in clocks_of(law, case, step)] == [hour(9, 0), day(16)]
    assert step in [each.duty for each in engine.owed(law, case, as_of=day(16))]


def test_what_was_missed_in_the_place_before_counts_in_the_next(law: Procedure, came: Case) -> None:
    """Ten working days of the midnight after Monday the eighth end on Monday the 22nd."""
    late = done(law, came, "pushed", day(10), "cy")
    assert dues(law, late, "looked_at", day(10)) == [day(22)]
    in_time = done(law, came, "pushed", day(5), "cy")
    assert dues(law, in_time, "looked_at", day(5)) == [day(19)]


# --- said -----------------------------------------------------------------------------------


def test_the_leaflet_and_the_picture_say_it(law: Procedure) -> None:
    text = " ".join(leaflet(law).split())
    assert (
        "and within 3 working days of the day on which the time ran out for them to answer" in text
    )
    assert "whichever comes first" in text
    assert "the day after the one on which the time ran out" in text
    drawn = " ".join(mermaid(law).replace("<br>", " ").split())
    assert "within 3 working days of the end of the time to answer the complaint" in drawn
