"""The hours of a day: after which what happens has come on the next one, and at which it is over.

Only what happens can come after an hour. The first of June 2026 is a Monday, and England has no bank
holiday in that month.
"""

from datetime import date, datetime

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case
from complaintflow.deadlines import Status
from complaintflow.procedure import Procedure
from complaintflow.rulings import WrongTime
from tests.policies import HEADER, clocks_of, day, done, hour, people, whole_policy

POLICY = (
    HEADER.replace("time_zone", 'cut_off: "16:00", day_ends: "17:00", roll: next, time_zone')
    + """
roles: {customer: {title: You}, officer: {title: The officer}}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      answered:  {by: officer, within: 5 working days of came}
      explained: {by: officer, within: 3 working days of missed answered}
      seen:      {by: officer, every: 10 calendar days of came from the schedule}
      visit_set: {by: officer, sets_time_of: visited}
      visited:   {by: officer}
      reported:
        by: officer
        within: 3 working days of date set by visit_set
        at_latest: 8 working days of missed answered
        may_extend: {longer: {by: officer, up_to: 6 working days of date set by visit_set}}
ends: {shut: {title: Shut}}
"""
)


@pytest.fixture(scope="module")
def law() -> Procedure:
    return whole_policy(POLICY)


def came(law: Procedure, at: date | datetime) -> Case:
    case = engine.begin(law, at=at, people=people(cy="customer", ola="officer"))
    return done(law, case, "came", at, "cy")


def ends(law: Procedure, case: Case, step: str) -> list[object]:
    """Both ends of each clock of a step; an end that is sure is told once."""
    found = [
        (clock.earliest.due, clock.latest.due)
        for clock in clocks_of(law, case, step)
        if clock.earliest is not None and clock.latest is not None
    ]
    return [one if one == other else (one, other) for one, other in found]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (hour(1, 15, 59), hour(8, 17)),
        (hour(1, 16), hour(8, 17)),  # at the stroke it is in time
        (hour(1, 16, 1), hour(9, 17)),
        (hour(5, 16, 1), hour(15, 17)),  # a Friday evening is a Monday
        (hour(6, 16, 1), hour(12, 17)),  # a Saturday is one at any hour
        (day(1), (hour(8, 17), hour(9, 17))),  # nobody says at what hour
        (day(6), hour(12, 17)),
    ],
)
def test_what_comes_after_the_hour_has_come_on_the_next_working_day(
    law: Procedure, at: date | datetime, due: object
) -> None:
    assert ends(law, came(law, at), "answered") == [due]


def test_the_end_of_a_time_does_not_come_after_an_hour(law: Procedure) -> None:
    """A time is up at five, and the day after is the first that counts: it did not come in too late."""
    assert ends(law, came(law, hour(1, 10)), "explained") == [hour(11, 17)]


def test_a_date_that_was_set_has_no_hour_that_could_be_too_late(law: Procedure) -> None:
    case = done(law, came(law, hour(1, 10)), "visit_set", hour(2, 10), "ola", settles=day(10))
    assert ends(law, case, "reported") == [hour(15, 17)]
    case = done(law, case, "longer", hour(11, 10), "ola")
    assert ends(law, case, "reported") == [hour(18, 17)]  # what gives more counts from it as well


def test_what_caps_a_time_counts_from_the_end_of_another(law: Procedure) -> None:
    """Eight working days after the eighth; three after the 29th would be later."""
    case = done(law, came(law, hour(1, 10)), "visit_set", hour(2, 10), "ola", settles=day(29))
    assert ends(law, case, "reported") == [hour(18, 17)]


def test_a_schedule_goes_on_from_the_day_itself_where_that_was_rolled(law: Procedure) -> None:
    """The 11th, the 21st and the first of July; the 21st is a Sunday, and Monday will do for it."""
    case = came(law, hour(1, 10))
    assert ends(law, case, "seen") == [hour(11, 17)]
    case = done(law, case, "seen", hour(9, 10), "ola")
    assert ends(law, case, "seen") == [hour(11, 17), hour(22, 17)]
    case = done(law, case, "seen", hour(22, 10), "ola")
    assert ends(law, case, "seen")[2:] == [datetime(2026, 7, 1, 17, tzinfo=law.zone)]


def test_what_came_late_for_one_time_is_not_in_time_for_the_next(law: Procedure) -> None:
    """What was due on the 11th and came on the 12th is not that of the 22nd as well."""

    def stands(case: Case, as_of: date) -> list[Status]:
        return [clock.status(as_of=as_of) for clock in clocks_of(law, case, "seen")]

    case = done(law, came(law, hour(1, 10)), "seen", hour(12, 10), "ola")
    assert stands(case, day(12)) == [Status.MET_LATE, Status.RUNNING]
    assert stands(case, day(23)) == [Status.MET_LATE, Status.OVERDUE]
    case = done(law, case, "seen", hour(22, 10), "ola")
    assert stands(case, day(22)) == [Status.MET_LATE, Status.MET, Status.RUNNING]


DEEMED = """
roles: {customer: {title: You}, officer: {title: The officer}}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      answered:  {by: officer, within: 5 calendar days of came}
      explained: {by: officer, within: 3 calendar days of missed answered}
      visit_set: {by: officer, sets_time_of: visited}
      visited:   {by: officer}
      reported:
        by: officer
        within: 3 working days of date set by visit_set
        may_extend: {longer: {by: officer, up_to: 6 working days of date set by visit_set}}
      billed:
        by: officer
        within: 9 working days of came
        at_latest: 4 working days of missed answered
      agreed: {by: officer, sets_time_of: weighed}
      weighed: {by: officer, within: 2 to 4 working days of date set by visit_set}
ends: {shut: {title: Shut}}
"""


def test_no_start_by_time_is_deemed_to_be_on_the_next_working_day() -> None:
    """Nothing came in on Saturday the 6th, when a time was up, nor on the 13th, which was set."""
    law = whole_policy(HEADER.replace("day_one: day after", "day_one: next working day") + DEEMED)
    case = came(law, day(1))
    assert ends(law, case, "answered") == [day(6)]
    assert ends(law, case, "explained") == [day(9)]
    assert ends(law, case, "billed") == [day(11)]  # the Monday is day one
    assert ends(law, came(law, day(6)), "answered") == [day(13)]  # what came in on it still is
    case = done(law, case, "visit_set", day(2), "ola", settles=day(13))
    assert ends(law, case, "reported") == [day(17)]
    assert ends(law, case, "weighed") == [(day(16), day(18))]
    longer = done(law, case, "longer", day(15), "ola")
    assert ends(law, longer, "reported") == [day(22)]
    for step, settles, latest in (("longer", day(23), day(22)), ("agreed", day(19), day(18))):
        action = Action(step, at=day(15), by="ola", settles=settles)
        [reason] = engine.decide(law, case, action).reasons
        assert isinstance(reason, WrongTime)
        assert reason.latest == latest
