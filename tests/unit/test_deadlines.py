"""Clocks of a case. Letters such as A5 or D4 name paragraphs of the language.

How days are counted is the business of `test_periods`; here is which clocks there are, from
when they run, and how they stand.
"""

from datetime import date, datetime

import pytest

from complaintflow import engine
from complaintflow.calendars import EVERY_DAY, OutsideCalendar
from complaintflow.case import Case, Override
from complaintflow.deadlines import Amount, Clock, Status, Tape
from complaintflow.errors import InputError
from complaintflow.procedure import Kind, Procedure
from tests.policies import (
    LONDON,
    clocks_of,
    day,
    done,
    hour,
    people,
    policy,
    refused,
    statuses,
)

ANYHOW = {"override": Override("the chair", "it happened")}

SMALL = """
roles: {customer: {title: You}, officer: {title: An officer}}
facts: {agreed: {means: it is agreed, decided_by: customer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      answered: {by: officer, within: 5 working days of came}
      asked:    {by: officer}
      replied:  {by: officer, within: 2 working days of asked}
      later:    {by: officer, within: 3 working days of agreed}
      weeks:    {by: officer, within: 2 weeks after came}
      with_day: {by: officer, within: 3 calendar days beginning with came}
      phoned:   {by: officer, within: 24 hours of asked}
    may:
      pushed:   {by: customer, then: second}
      objected: {by: customer, within: 4 working days of start of first}
      appealed: {by: customer, within: 2 working days of asked}
      rang:     {by: customer, within: 24 hours of asked}
  second:
    title: Second
    must: {heard: {by: officer, within: 3 working days of end of first}}
    may: {sent_back: {by: officer, then: first}}
throughout:
  must: {logged: {by: officer, within: 1 working day of came}}
  may:  {gave_up: {by: customer, then: shut}}
ends: {shut: {title: Shut, must: {filed: {by: officer, within: 2 working days of gave_up}}}}
readings: {counting_days: {bears_on: answered, unclear: which days, taken_as: all}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(SMALL)


@pytest.fixture
def opened(law: Procedure) -> Case:
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    return done(law, case, "came", day(1), "cy")


def only(law: Procedure, case: Case, step: str) -> Clock:
    (clock,) = clocks_of(law, case, step)
    return clock


# --- statuses of a promise ------------------------------------------------------------


def test_a_promise_runs_to_the_end_of_its_due_day_and_is_overdue_the_day_after(
    law: Procedure, opened: Case
) -> None:
    """D10: due on D: overdue from D+1."""
    clock = only(law, opened, "answered")
    assert (clock.start, clock.due, clock.kind) == (day(1), day(8), Kind.PROMISE)
    assert [clock.status(as_of=day(n)) for n in (1, 7, 8, 9)] == [
        Status.RUNNING,
        Status.RUNNING,
        Status.RUNNING,
        Status.OVERDUE,
    ]
    assert clock.status(as_of=hour(8, 23, 59)) is Status.RUNNING
    assert clock.status(as_of=hour(9, 0)) is Status.RUNNING  # the midnight that ends the day
    assert clock.status(as_of=hour(9, 0, 1)) is Status.OVERDUE


@pytest.mark.parametrize(("number", "status"), [(7, "met"), (8, "met"), (9, "met late")])
def test_a_promise_is_met_the_day_before_and_on_the_day_and_met_late_after(
    law: Procedure, opened: Case, number: int, status: str
) -> None:
    """A5; design 2: late work is recorded and shown as late."""
    case = done(law, opened, "answered", day(number), "ola")
    assert statuses(law, case, "answered", day(20)) == [status]


def test_before_it_was_met_a_clock_stood_as_it_stood(law: Procedure, opened: Case) -> None:
    """D10: events after it are left out."""
    case = done(law, opened, "answered", day(10), "ola")
    clock = only(law, case, "answered")
    assert [clock.status(as_of=day(n)) for n in (5, 9, 10)] == [
        Status.RUNNING,
        Status.OVERDUE,
        Status.MET_LATE,
    ]
    assert clock.status(as_of=date(2026, 5, 31)) is Status.WAITING


def test_a_clock_waits_for_its_start(law: Procedure, opened: Case) -> None:
    """A5: waiting; A3: not yet."""
    clock = only(law, opened, "replied")
    assert (clock.start, clock.due, clock.earliest, clock.days()) == (None, None, None, ())
    assert clock.status(as_of=day(30)) is Status.WAITING
    assert (clock.remaining(as_of=day(30)), clock.late(as_of=day(30))) == (None, None)
    assert clock.waits
    case = done(law, opened, "asked", day(3), "ola")
    assert (only(law, case, "replied").due, only(law, case, "replied").waits) == (day(5), False)


def test_a_fact_starts_a_clock(law: Procedure, opened: Case) -> None:
    """A3: NAME may be a fact."""
    case = done(law, opened, "agreed", day(3), answer=True)
    assert only(law, case, "later").due == day(8)


def test_the_preposition_says_which_day_is_day_one(law: Procedure, opened: Case) -> None:
    """A4."""
    assert only(law, opened, "weeks").due == day(15)
    assert only(law, opened, "with_day").due == day(3)


def test_what_was_done_before_the_start_meets_nothing(law: Procedure, opened: Case) -> None:
    """A5: met = the first since s."""
    case = done(law, opened, "replied", day(2), "ola")
    case = done(law, case, "asked", day(3), "ola")
    assert statuses(law, case, "replied", day(3)) == ["running"]
    case = done(law, case, "replied", day(3), "ola")
    assert statuses(law, case, "replied", day(3)) == ["met"]


def test_the_first_work_meets_the_clock_and_the_next_does_not_make_it_late(
    law: Procedure, opened: Case
) -> None:
    """Design 3: a step may happen again: the first meets the clock."""
    case = done(law, opened, "answered", day(3), "ola")
    case = done(law, case, "answered", day(20), "ola")
    assert statuses(law, case, "answered", day(20)) == ["met"]


def test_while_a_clock_runs_its_anchor_does_not_restart_it(law: Procedure, opened: Case) -> None:
    """A3."""
    case = done(law, opened, "asked", day(1), "ola")
    case = done(law, case, "asked", day(10), "ola")
    assert [c.due for c in clocks_of(law, case, "replied")] == [day(3)]
    assert statuses(law, case, "replied", day(10)) == ["overdue"]


def test_once_a_clock_is_met_its_anchor_starts_a_new_one(law: Procedure, opened: Case) -> None:
    """A3: once a clock is met, a later NAME in the same visit starts a new clock."""
    case = done(law, opened, "asked", day(1), "ola")
    case = done(law, case, "asked", day(2), "ola")
    case = done(law, case, "replied", day(3), "ola")
    case = done(law, case, "asked", day(10), "ola")
    assert [(c.start, c.due) for c in clocks_of(law, case, "replied")] == [
        (day(1), day(3)),
        (day(10), day(12)),
    ]
    assert statuses(law, case, "replied", day(15)) == ["met", "overdue"]
    case = done(law, case, "replied", day(16), "ola")
    assert statuses(law, case, "replied", day(16)) == ["met", "met late"]


# --- hours ----------------------------------------------------------------------------


def test_hours_run_from_the_moment(law: Procedure, opened: Case) -> None:
    """Design 4: clock hours, elapsed."""
    case = done(law, opened, "asked", hour(3, 15), "ola")
    clock = only(law, case, "phoned")
    assert clock.due == hour(4, 15)
    assert clock.status(as_of=hour(4, 15)) is Status.RUNNING
    assert clock.status(as_of=hour(4, 15, 1)) is Status.OVERDUE
    assert clock.status(as_of=day(3)) is Status.RUNNING
    assert clock.status(as_of=day(4)) is Status.OVERDUE


def test_hours_from_a_bare_date_are_a_range_and_perhaps_overdue_within_it(
    law: Procedure, opened: Case
) -> None:
    """A5: perhaps overdue: past the earliest, not the latest; design 4."""
    case = done(law, opened, "asked", day(3), "ola")
    clock = only(law, case, "phoned")
    assert clock.due is None
    assert clock.earliest is not None
    assert clock.latest is not None
    assert (clock.earliest.due, clock.latest.due) == (hour(4, 0), hour(5, 0))
    assert clock.days() == ()
    assert [clock.status(as_of=at) for at in (hour(4, 0), hour(4, 1), hour(5, 0), hour(5, 1))] == [
        Status.RUNNING,
        Status.PERHAPS_OVERDUE,
        Status.PERHAPS_OVERDUE,
        Status.OVERDUE,
    ]
    assert clock.status(as_of=day(4)) is Status.PERHAPS_OVERDUE
    assert clock.status(as_of=day(5)) is Status.OVERDUE
    assert clock.remaining(as_of=day(4)) is None


@pytest.mark.parametrize(
    ("start", "met", "status"),
    [
        (hour(3, 15), hour(4, 15), "met"),
        (hour(3, 15), hour(4, 15, 1), "met late"),
        (hour(3, 15), day(4), "met"),  # perhaps at nine, perhaps at eleven at night
        (hour(3, 15), day(5), "met late"),
        (day(3), hour(5, 0), "met"),
        (day(3), hour(5, 0, 1), "met late"),
        (day(3), day(4), "met"),
        (day(3), day(5), "met"),  # at midnight it was in time
        (day(3), day(6), "met late"),
    ],
)
def test_met_late_is_said_only_where_it_is_certain(
    law: Procedure, opened: Case, start: date, met: date, status: str
) -> None:
    """D10."""
    case = done(law, opened, "asked", start, "ola")
    case = done(law, case, "phoned", met, "ola")
    assert statuses(law, case, "phoned", day(20)) == [status]


@pytest.mark.parametrize(
    ("at", "status"),
    [(hour(8, 23, 59), "met"), (hour(9, 0), "met"), (hour(9, 0, 1), "met late")],
)
def test_a_day_is_met_at_any_hour_of_it_up_to_the_midnight_that_ends_it(
    law: Procedure, opened: Case, at: datetime, status: str
) -> None:
    """D10; design 7: `T24:00` is the midnight that ends the day."""
    case = done(law, opened, "answered", at, "ola")
    assert statuses(law, case, "answered", day(20)) == [status]


# --- leaving a place --------------------------------------------------------------------


@pytest.mark.parametrize(("left", "status"), [(5, "discharged"), (8, "discharged"), (9, "overdue")])
def test_a_place_left_before_the_due_time_discharges_and_left_later_stays_overdue(
    law: Procedure, opened: Case, left: int, status: str
) -> None:
    """D4: left before its due time: discharged; left later: a breach never vanishes."""
    case = done(law, opened, "pushed", day(left), "cy")
    assert statuses(law, case, "answered", day(28)) == [status]
    assert only(law, case, "answered").status(as_of=day(left - 1)) is Status.RUNNING


def test_late_work_of_a_place_left_meets_its_clock_late(law: Procedure, opened: Case) -> None:
    """D4: overdue, then met late."""
    case = done(law, opened, "pushed", day(9), "cy")
    case = done(law, case, "answered", day(11), "ola")
    clock = only(law, case, "answered")
    assert [clock.status(as_of=day(n)) for n in (10, 11)] == [Status.OVERDUE, Status.MET_LATE]


def test_late_work_in_time_still_meets_a_discharged_clock(law: Procedure, opened: Case) -> None:
    """D4: late work counts for clocks."""
    case = done(law, opened, "pushed", day(3), "cy")
    case = done(law, case, "answered", day(5), "ola")
    clock = only(law, case, "answered")
    assert [clock.status(as_of=day(n)) for n in (4, 5)] == [Status.DISCHARGED, Status.MET]


def test_a_clock_that_never_started_is_discharged_once_its_place_is_left(
    law: Procedure, opened: Case
) -> None:
    """A3: never (the place has been left): the clock is discharged."""
    case = done(law, opened, "pushed", day(3), "cy")
    clock = only(law, case, "replied")
    assert [clock.status(as_of=day(n)) for n in (2, 3)] == [Status.WAITING, Status.DISCHARGED]


def test_a_place_left_within_the_range_discharges(law: Procedure, opened: Case) -> None:
    """D4, D10: left before its due time, as far as is certain."""
    case = done(law, opened, "asked", day(3), "ola")
    assert statuses(law, done(law, case, "pushed", hour(4, 12), "cy"), "phoned", day(20)) == [
        "discharged"
    ]
    assert statuses(law, done(law, case, "pushed", hour(5, 0, 1), "cy"), "phoned", day(20)) == [
        "overdue"
    ]


def test_a_clock_of_throughout_is_not_discharged_by_an_end(law: Procedure, opened: Case) -> None:
    """A6: in an end, throughout stays open."""
    case = done(law, opened, "gave_up", day(1), "cy")
    assert statuses(law, case, "logged", day(2)) == ["running"]
    assert statuses(law, case, "logged", day(3)) == ["overdue"]
    assert only(law, case, "filed").due == day(3)


def test_each_visit_has_its_own_clocks(law: Procedure, opened: Case) -> None:
    """A2, A5."""
    case = done(law, opened, "pushed", day(9), "cy")
    case = done(law, case, "sent_back", day(10), "ola")
    objected = clocks_of(law, case, "objected")
    assert [(c.start, c.due) for c in objected] == [(day(1), day(5)), (day(10), day(16))]
    assert statuses(law, case, "objected", day(15)) == ["closed", "open"]
    case = done(law, case, "pushed", day(22), "cy")
    assert [(c.start, c.due) for c in clocks_of(law, case, "heard")][-1] == (day(22), day(25))
    assert statuses(law, case, "heard", day(26)) == ["discharged", "overdue"]


RETURN = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {asked: {by: officer}}
    may: {pushed: {by: customer, then: second}}
  second:
    title: Second
    must:
      replied: {by: officer, within: 3 working days of asked}
      written: {by: officer, within: 3 working days of start of first}
    may: {sent_back: {by: officer, then: first}}
throughout:
  must: {noted: {by: officer, within: 2 working days of asked}}
"""


def test_the_clock_of_a_visit_does_not_start_after_that_visit_was_left(
    law: Procedure, opened: Case
) -> None:
    """A2, A5: `end of first` is, for the first visit of second, the end that led into it."""
    case = done(law, opened, "pushed", day(9), "cy")
    case = done(law, case, "sent_back", day(10), "ola")
    case = done(law, case, "pushed", day(22), "cy")
    heard = clocks_of(law, case, "heard")
    assert [(c.start, c.due) for c in heard] == [(day(9), day(12)), (day(22), day(25))]


@pytest.mark.parametrize("step", ["replied", "written", "noted"])
def test_a_breach_does_not_vanish_when_the_place_of_its_anchor_is_entered_again(
    step: str,
) -> None:
    """D4: a breach never vanishes; A5: a clock of a visit belongs to that visit."""
    law = policy(RETURN)
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "asked", day(1), "ola")
    case = done(law, case, "pushed", day(2), "cy")
    before = [(c.start, c.due, c.status(as_of=day(15))) for c in clocks_of(law, case, step)]
    assert [status for _, _, status in before] == ["overdue"]
    case = done(law, case, "sent_back", day(16), "ola")
    after = [(c.start, c.due, c.status(as_of=day(15))) for c in clocks_of(law, case, step)]
    assert after[:1] == before


def test_a_breach_does_not_vanish_when_the_last_of_its_anchor_comes_after_the_visit() -> None:
    """D4: a breach never vanishes; A3: `last` looks over the whole history up to then."""
    law = policy(
        RETURN.replace("days of asked}\n      written", "days of last asked}\n      written")
    )
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "asked", day(1), "ola")
    case = done(law, case, "pushed", day(2), "cy")
    assert statuses(law, case, "replied", day(9)) == ["overdue"]
    case = done(law, case, "sent_back", day(10), "ola")
    case = done(law, case, "asked", day(11), "ola")
    assert statuses(law, case, "replied", day(12)) == ["overdue"]


# --- windows ----------------------------------------------------------------------------


def test_a_window_is_open_through_its_last_day_and_then_closed(
    law: Procedure, opened: Case
) -> None:
    """A5: for a window: open, used, closed, used late; D7: only a closed one refuses."""
    clock = only(law, opened, "objected")
    assert (clock.kind, clock.due) == (Kind.WINDOW, day(5))
    assert [clock.status(as_of=day(n)) for n in (1, 5, 6)] == [
        Status.OPEN,
        Status.OPEN,
        Status.CLOSED,
    ]
    assert refused(law, opened, "objected", day(5), "cy") == []
    assert refused(law, opened, "objected", hour(5, 23, 59), "cy") == []
    assert refused(law, opened, "objected", day(6), "cy") == ["objected.within"]


def test_a_window_that_was_used_in_time_is_used(law: Procedure, opened: Case) -> None:
    """A5."""
    case = done(law, opened, "objected", day(4), "cy")
    assert statuses(law, case, "objected", day(20)) == ["used"]


def test_a_window_used_after_it_closed_by_an_override_is_used_late(
    law: Procedure, opened: Case
) -> None:
    """A5, A1."""
    case = done(law, opened, "objected", day(10), "cy", record=ANYHOW)
    assert statuses(law, case, "objected", day(10)) == ["used late"]


def test_a_window_that_has_not_begun_refuses_nothing(law: Procedure, opened: Case) -> None:
    """D7: an unknown receipt keeps the door open."""
    assert refused(law, opened, "appealed", day(20), "cy") == []
    assert statuses(law, opened, "appealed", day(20)) == ["waiting"]


def test_a_window_in_hours_from_a_bare_date_is_closed_only_when_that_is_certain(
    law: Procedure, opened: Case
) -> None:
    """D7, D10."""
    case = done(law, opened, "asked", day(3), "ola")
    assert refused(law, case, "rang", hour(5, 0), "cy") == []
    assert refused(law, case, "rang", hour(5, 0, 1), "cy") == ["rang.within"]
    assert refused(law, case, "rang", day(4), "cy") == []
    assert statuses(law, case, "rang", day(4)) == ["open"]
    assert statuses(law, case, "rang", day(5)) == ["closed"]


def test_a_window_whose_place_is_left_is_discharged(law: Procedure, opened: Case) -> None:
    """D4."""
    case = done(law, opened, "pushed", day(2), "cy")
    assert statuses(law, case, "objected", day(20)) == ["discharged"]


def test_a_window_of_throughout_opens_again_when_its_stage_is_entered_again() -> None:
    """A3: `start of S`: the moment of the event that opened S's latest visit."""
    law = policy(
        RETURN.replace(
            "throughout:",
            "throughout:\n  may: {appealed: {by: customer, "
            "within: 2 working days of start of first}}",
        )
    )
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "pushed", day(2), "cy")
    assert refused(law, case, "appealed", day(4), "cy") == ["appealed.within"]
    case = done(law, case, "sent_back", day(10), "ola")
    assert refused(law, case, "appealed", day(11), "cy") == []


@pytest.mark.parametrize("first", [3, 10])
def test_a_second_use_after_the_window_closed_is_refused_too(
    law: Procedure, opened: Case, first: int
) -> None:
    """Design 3: `within` under `may`: after it the step is refused unless waived."""
    case = done(law, opened, "objected", day(first), "cy", record=ANYHOW)
    assert refused(law, case, "objected", day(11), "cy") == ["objected.within"]


def test_within_under_begins_is_a_window() -> None:
    """D7."""
    law = policy("""
roles: {customer: {title: You}}
begins:
  noted: {by: customer}
  came:  {by: customer, within: 5 working days of noted, then: first}
stages: {first: {title: First}}
""")
    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    case = done(law, case, "noted", day(1), "cy")
    assert refused(law, case, "came", day(8), "cy") == []
    assert statuses(law, case, "came", day(8)) == ["open"]
    assert refused(law, case, "came", day(9), "cy") == ["came.within"]


# --- amounts ----------------------------------------------------------------------------


def test_what_remains_is_in_the_clocks_own_unit_and_0_on_the_due_day(
    law: Procedure, opened: Case
) -> None:
    """Design 6: remaining(as_of=)."""
    clock = only(law, opened, "answered")
    assert [clock.remaining(as_of=day(n)) for n in (1, 5, 6, 8, 9)] == [
        Amount(5, "working days"),
        Amount(1, "working days"),
        Amount(1, "working days"),
        Amount(0, "working days"),
        None,
    ]
    weeks = only(law, opened, "weeks")
    assert weeks.remaining(as_of=day(5)) == Amount(10, "calendar days")


def test_how_late_it_is_counts_the_units_after_the_due_day(law: Procedure, opened: Case) -> None:
    clock = only(law, opened, "answered")
    assert [clock.late(as_of=day(n)) for n in (8, 9, 13, 15)] == [
        None,
        Amount(1, "working days"),
        Amount(4, "working days"),
        Amount(5, "working days"),
    ]
    case = done(law, opened, "answered", day(10), "ola")
    clock = only(law, case, "answered")
    assert clock.late(as_of=day(30)) == Amount(2, "working days")
    assert only(law, opened, "weeks").late(as_of=day(18)) == Amount(3, "calendar days")
    assert clock.remaining(as_of=day(30)) is None


def test_hours_left_are_whole_and_hours_late_are_begun(law: Procedure, opened: Case) -> None:
    case = done(law, opened, "asked", hour(3, 15), "ola")
    clock = only(law, case, "phoned")
    assert clock.remaining(as_of=hour(3, 15, 30)) == Amount(23, "hours")
    assert clock.remaining(as_of=hour(4, 15)) == Amount(0, "hours")
    assert clock.late(as_of=hour(4, 15, 1)) == Amount(1, "hours")
    assert clock.late(as_of=hour(4, 16)) == Amount(1, "hours")
    assert clock.late(as_of=hour(4, 16, 1)) == Amount(2, "hours")
    assert clock.remaining(as_of=day(3)) == Amount(15, "hours")  # as of the midnight that ends it
    case = done(law, case, "phoned", hour(4, 17), "ola")
    assert only(law, case, "phoned").late(as_of=day(20)) == Amount(2, "hours")


def test_an_amount_reads_with_its_unit() -> None:
    assert [str(Amount(n, "working days")) for n in (0, 1, 2)] == [
        "0 working days",
        "1 working day",
        "2 working days",
    ]


# --- the rest -------------------------------------------------------------------------


def test_clocks_stand_in_the_order_of_the_document(law: Procedure, opened: Case) -> None:
    names = [clock.step for clock in engine.clocks(law, opened)]
    assert names == [
        "answered",
        "replied",
        "later",
        "weeks",
        "with_day",
        "phoned",
        "objected",
        "appealed",
        "rang",
        "logged",
    ]


def test_a_clock_says_on_which_readings_and_clauses_it_rests(law: Procedure, opened: Case) -> None:
    """A8."""
    clock = only(law, opened, "answered")
    assert (clock.readings, clock.clauses) == (("counting_days",), ())
    assert [d.date for d in clock.days()] == [day(n) for n in range(2, 9)]
    assert [d.n for d in clock.days()] == [1, 2, 3, 4, None, None, 5]


def test_a_count_past_the_calendars_data_is_an_error_and_not_a_guess(law: Procedure) -> None:
    """Design 2: a date outside the calendar's data is an error, never a guess."""
    late = date(2099, 12, 29)
    case = engine.begin(law, at=late, people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", late, "cy")
    with pytest.raises(OutsideCalendar):
        engine.clocks(law, case)
    with pytest.raises(OutsideCalendar):
        engine.moves(law, case, as_of=late)
    with pytest.raises(OutsideCalendar):
        refused(law, case, "objected", late, "cy")
    assert engine.stage_of(law, case, as_of=late) == "first"


def test_clocks_as_of_a_day_know_nothing_of_what_came_later(law: Procedure, opened: Case) -> None:
    """D10."""
    case = done(law, opened, "asked", day(9), "ola")
    then = {c.step: c for c in engine.clocks_as_of(law, case, as_of=day(8))}
    assert then["replied"].start is None
    assert {c.step: c for c in engine.clocks(law, case)}["replied"].start == day(9)


def test_a_clock_without_a_day_to_count_to_has_no_ledger(law: Procedure, opened: Case) -> None:
    clock = only(law, opened, "answered")
    bare = Clock(clock.deadline, Tape(0), None, None, (), EVERY_DAY, LONDON)
    assert (bare.due, bare.days(), bare.late(as_of=day(1))) == (None, (), None)
    assert not bare.missed_at(day(1))
    assert not bare.paused_by_ceiling
    said = (bare.tape.planned, bare.tape.by_time, bare.tape.renewed, bare.tape.resumed)
    assert not any((*said, bare.tape.projected))


@pytest.mark.parametrize("ask", ["status", "remaining", "late"])
def test_a_clock_is_not_asked_about_a_moment_without_a_zone(
    law: Procedure, opened: Case, ask: str
) -> None:
    """Design 4: a naive moment is refused."""
    clock = only(law, opened, "answered")
    with pytest.raises(InputError):
        getattr(clock, ask)(as_of=datetime(2026, 6, 4, 12))  # noqa: DTZ001


def test_late_work_starts_no_clock_again_in_a_place_that_was_left() -> None:
    """A3, D4: what comes after the stage was left moves nothing in it."""
    law = policy("""
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      acknowledged: {by: officer}
      answered: {by: officer, within: 5 working days of acknowledged}
    may: {pushed: {by: customer, then: shut}}
ends: {shut: {title: Shut}}
""")
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    for number, (name, by) in enumerate(
        [("came", "cy"), ("acknowledged", "ola"), ("answered", "ola"), ("pushed", "cy")], start=1
    ):
        case = done(law, case, name, day(number), by)
    case = done(law, case, "acknowledged", day(9), "ola")
    assert statuses(law, case, "answered", day(9)) == ["met"]
