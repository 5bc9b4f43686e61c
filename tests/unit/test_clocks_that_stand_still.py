"""Clocks that stand still, that nobody can date, that are settled and extended; and what is left of them.

June 2026 begins with a Monday. Ten working days of the first end on Monday the fifteenth.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.changes import Turn, next_change
from complaintflow.conventions import Roll
from complaintflow.counts import Still
from complaintflow.deadlines import Clock, Grant, Since, Status, Stop, Tape
from complaintflow.errors import InputError
from complaintflow.explanation import explain
from complaintflow.procedure import Procedure
from tests.policies import (
    HEADER,
    clocks_of,
    day,
    done,
    hour,
    people,
    policy,
    statuses,
    whole_policy,
)

TEXT = """
clauses: {S-1: {at: "1", says: ten days}, S-2: {at: "2", says: not while we wait for you}}
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first, cites: S-1}}
stages:
  first:
    title: First
    must:
      answered: {by: officer, within: 10 working days of came, stands_still: {first_day: day after asked, last_day: day of told, cites: S-2}, cites: S-1}
      capped: {by: officer, within: 10 working days of came, at_latest: 12 working days of came, stands_still: {first_day: day after asked, last_day: day of told, ceiling: runs on, cites: S-2}, cites: S-1}
      moved: {by: officer, within: 10 working days of came, at_latest: 12 working days of came, stands_still: {first_day: day after asked, last_day: day of told, cites: S-2}, cites: S-1}
      phoned: {by: officer, within: 48 hours of came, stands_still: {first_day: day of asked, last_day: day before told, cites: S-2}, cites: S-1}
      counted: {by: officer, within: 5000 hours of came, cites: S-1}
      heard: {by: officer, within: 2 working days of told, cites: S-1}
      met: {by: officer, cites: S-1}
      papers_sent: {by: officer, at_latest: 2 working days before met, cites: S-1}
      thanked: {by: officer, within: as soon as possible after came, cites: S-1}
      banded:
        by: officer
        within: 5 to 10 working days of came
        may_extend: {longer: {by: officer, up_to: 20 working days of came, cites: S-1}}
        cites: S-1
    may:
      asked: {by: officer, to: customer, cites: S-2}
      told: {by: customer, cites: S-2}
      time_agreed: {by: officer, sets_time_of: [banded, answered], cites: S-1}
      meeting_set: {by: officer, sets_time_of: met, cites: S-1}
      left: {by: customer, then: shut, cites: S-1}
ends: {shut: {title: Shut}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(TEXT)


def came(law: Procedure, on: int = 1) -> Case:
    case = engine.begin(law, at=day(on), people=people(cy="customer", ola="officer"))
    return done(law, case, "came", day(on), "cy")


def waiting(law: Procedure) -> Case:
    return done(law, came(law), "asked", day(3), "ola", to="cy")


def told(law: Procedure) -> Case:
    return done(law, waiting(law), "told", day(9), "cy")


def only(law: Procedure, case: Case, step: str) -> Clock:
    (clock,) = clocks_of(law, case, step)
    return clock


def left_of(clock: Clock, *numbers: int) -> list[int | None]:
    found = [clock.remaining(as_of=day(number)) for number in numbers]
    return [None if each is None else each.n for each in found]


# --- a stand-still that has ended -----------------------------------------------------


def test_four_working_days_that_stand_still_move_the_end_by_four(law: Procedure) -> None:
    clock = only(law, told(law), "answered")
    assert (only(law, came(law), "answered").due, clock.due) == (day(15), day(19))
    (stop,) = clock.stops
    assert (stop.still.first, stop.still.last, stop.is_open) == (day(4), day(9), False)
    assert clock.clauses == ("S-1", "S-2")


def test_while_it_stands_still_it_says_so_and_nothing_of_it_goes(law: Procedure) -> None:
    clock = only(law, told(law), "answered")
    words = [str(clock.status(as_of=day(n))) for n in (3, 4, 9, 10, 19, 20)]
    still = "standing still"
    assert words == ["running", still, still, "running", "running", "overdue"]
    assert left_of(clock, 3, 4, 5, 8, 9, 10, 19, 20) == [8, 8, 8, 8, 8, 7, 0, None]


def test_a_stand_still_after_the_end_moves_nothing_and_is_not_told(law: Procedure) -> None:
    case = done(law, came(law), "asked", day(16), "ola", to="cy")
    case = done(law, case, "told", day(18), "cy")
    clock = only(law, case, "answered")
    assert (clock.due, clock.stops, len(clock.tape.stops)) == (day(15), (), 1)
    assert clock.clauses == ("S-1",)
    late = clock.late(as_of=day(22))
    assert late is not None
    assert late.n == 5


def test_a_ceiling_stands_still_with_its_clock_unless_it_runs_on(law: Procedure) -> None:
    """Twelve working days of the first end on the seventeenth, and four later on the 23rd."""
    assert only(law, told(law), "capped").due == day(17)
    assert only(law, told(law), "moved").due == day(19)
    assert only(law, told(law), "capped").tape.stills_of_ceilings == ()
    assert len(only(law, told(law), "moved").tape.stills_of_ceilings) == 1


def test_a_ceiling_that_runs_on_does_so_where_it_is_the_only_promise(law: Procedure) -> None:
    """The aim of ten days stands still for four; the twelve days are those of a wall calendar."""
    text = TEXT.replace("capped: {by: officer, within:", "capped: {by: officer, aim_within:")
    law = policy(
        text.replace(
            "moved: {by: officer, within: 10 working days of came, ", "moved: {by: officer, "
        )
    )
    aim, promise = clocks_of(law, told(law), "capped")
    assert (aim.deadline.key, aim.due) == ("aim_within", day(19))
    assert (promise.deadline.key, promise.due, promise.stops) == ("at_latest", day(17), ())
    assert only(law, told(law), "moved").due == day(23)


def test_hours_stand_still_too(law: Procedure) -> None:
    """Two days: from the midnight before the third to the one that ends the fourth."""
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", hour(2, 9), "cy")
    case = done(law, case, "asked", hour(3, 14), "ola", to="cy")
    case = done(law, case, "told", hour(5, 14), "cy")
    clock = only(law, case, "phoned")
    assert clock.due == hour(6, 9)
    for moment, n in ((hour(2, 10), 47), (hour(3, 0), 33), (hour(4, 12), 33), (hour(5, 0, 1), 32)):
        left = clock.remaining(as_of=moment)
        assert left is not None
        assert (left.n, left.unit) == (n, "hours")
    case = done(law, case, "phoned", hour(6, 10, 30), "ola")
    late = only(law, case, "phoned").late(as_of=day(20))
    assert late is not None
    assert late.n == 2  # a begun hour counts


# --- one that has not -----------------------------------------------------------------


def test_nobody_knows_when_a_clock_ends_that_stands_still_without_an_end(law: Procedure) -> None:
    clock = only(law, waiting(law), "answered")
    assert (clock.due, clock.earliest, clock.latest) == (None, None, None)
    assert clock.stops == clock.tape.stops
    assert clock.stops[0].is_open
    assert clock.late(as_of=day(30)) is None
    words = [str(clock.status(as_of=day(n))) for n in (3, 4, 30)]
    assert words == ["running", "standing still", "standing still"]


def test_what_was_left_when_it_stopped_stays_left(law: Procedure) -> None:
    """Eight of ten on the third, the last day on which it ran; then no day goes."""
    clock = only(law, waiting(law), "answered")
    assert left_of(clock, 2, 3, 4, 5, 30) == [9, 8, 8, 8, 8]


def test_what_is_left_is_counted_from_the_stand_still_that_has_no_end(law: Procedure) -> None:
    """Of ten it ran on the second, third, tenth and eleventh."""
    case = done(law, told(law), "asked", day(11), "ola", to="cy")
    clock = only(law, case, "answered")
    assert [stop.is_open for stop in clock.stops] == [False, True]
    assert left_of(clock, 5, 10, 11, 12, 30) == [8, 7, 6, 6, 6]


def test_while_it_stands_still_it_can_be_met_and_its_place_left(law: Procedure) -> None:
    met = done(law, waiting(law), "answered", day(10), "ola")
    assert [*statuses(law, met, "answered", day(9)), *statuses(law, met, "answered", day(10))] == [
        "standing still",
        "met",
    ]
    gone = done(law, waiting(law), "left", day(10), "cy")
    assert [
        *statuses(law, gone, "answered", day(9)),
        *statuses(law, gone, "answered", day(10)),
    ] == ["standing still", "discharged"]


def test_what_is_done_before_its_place_is_left_is_met(law: Procedure) -> None:
    case = done(law, done(law, waiting(law), "answered", day(8), "ola"), "left", day(10), "cy")
    assert statuses(law, case, "answered", day(12)) == ["met"]


def test_where_a_ceiling_ends_it_meanwhile_what_stands_still_is_told_all_the_same(
    law: Procedure,
) -> None:
    clock = only(law, waiting(law), "capped")
    assert (clock.due, clock.capped, len(clock.stops)) == (day(17), True, 1)
    assert clock.paused is not None
    assert left_of(clock, 3, 8, 17) == [10, 7, 0]  # its ceiling runs on
    assert only(law, came(law), "capped").capped is False


def test_a_clock_that_waits_has_stood_still_for_nothing(law: Procedure) -> None:
    clock = only(law, came(law), "heard")
    assert (clock.stops, clock.due, clock.clauses) == ((), None, ("S-1",))
    assert clock.status(as_of=day(30)) is Status.WAITING


def test_what_is_counted_back_runs_before_what_it_is_counted_from(law: Procedure) -> None:
    case = done(law, came(law), "meeting_set", day(2), "ola", settles=day(15))
    clock = only(law, case, "papers_sent")
    assert clock.due == day(11)
    words = [str(clock.status(as_of=day(n))) for n in (5, 11, 12)]
    assert words == ["running", "running", "overdue"]


# --- no date, no hour -----------------------------------------------------------------


def test_as_soon_as_possible_has_no_date_and_nothing_left_of_it(law: Procedure) -> None:
    case = came(law)
    clock = only(law, case, "thanked")
    assert (clock.due, clock.remaining(as_of=day(2)), clock.late(as_of=day(30))) == (None,) * 3
    assert clock.status(as_of=day(30)) is Status.RUNNING
    thanked = done(law, case, "thanked", day(4), "ola")
    assert statuses(law, thanked, "thanked", day(3)) == ["running"]
    assert statuses(law, thanked, "thanked", day(4)) == ["met"]


def test_of_thousands_of_hours_none_is_lost(law: Procedure) -> None:
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", hour(1, 9), "cy")
    clock = only(law, case, "counted")
    left = clock.remaining(as_of=hour(1, 9))
    assert left is not None
    assert left.n == 5000
    due = clock.due
    assert isinstance(due, datetime)
    late = clock.late(as_of=due.astimezone(UTC) + timedelta(hours=4800))
    assert late is not None
    assert late.n == 4800


def test_what_is_met_at_the_midnight_of_the_day_of_its_start_is_met(law: Procedure) -> None:
    case = done(law, came(law, 5), "answered", hour(5, 0), "ola")
    assert statuses(law, case, "answered", hour(5, 0)) == ["met"]


def test_a_moment_without_a_zone_is_named(law: Procedure) -> None:
    clock = only(law, came(law), "answered")
    with pytest.raises(InputError, match=r"^as_of has no time zone"):
        clock.status(as_of=hour(3, 9).replace(tzinfo=None))


# --- settled and extended -------------------------------------------------------------


def test_a_band_is_unsettled_until_it_is_settled_or_extended(law: Procedure) -> None:
    case = came(law)
    assert only(law, case, "banded").unsettled is True
    assert only(law, case, "answered").unsettled is False
    settled = done(law, case, "time_agreed", day(2), "ola", settles="7 working days")
    extended = done(law, case, "longer", day(2), "ola")
    assert only(law, settled, "banded").unsettled is False
    assert only(law, extended, "banded").unsettled is False


def test_perhaps_overdue_is_said_between_the_ends_of_a_band(law: Procedure) -> None:
    clock = only(law, came(law), "banded")
    words = [str(clock.status(as_of=day(n))) for n in (8, 9, 15, 16)]
    assert words == ["running", "perhaps overdue", "perhaps overdue", "overdue"]


def test_what_settled_and_what_extended_stand_in_the_order_of_happening(law: Procedure) -> None:
    case = done(law, came(law), "longer", day(2), "ola", settles="12 working days")
    case = done(law, case, "time_agreed", day(3), "ola", settles="7 working days")
    case = done(law, case, "longer", day(4), "ola", settles="13 working days")
    clock = only(law, case, "banded")
    assert [grant.step for grant in clock.grants] == ["longer", "time_agreed", "longer"]


def test_a_date_that_was_settled_is_a_plan_and_a_period_is_none(law: Procedure) -> None:
    case = came(law)
    assert only(law, case, "answered").planned is None
    period = done(law, case, "time_agreed", day(2), "ola", settles="7 working days")
    assert only(law, period, "answered").planned is None
    fixed = done(law, case, "time_agreed", day(2), "ola", settles=day(10))
    assert only(law, fixed, "answered").planned == day(10)


def test_grants_are_equal_wherever_they_stand_in_the_record() -> None:
    first, other = (Grant("longer", date(2026, 6, 2), None, position=n) for n in (3, 4))
    assert first == other
    assert replace(first, since=Since(day(2))) == first


def test_what_nobody_says_of_a_clock_is_not_so() -> None:
    tape, since = Tape(0), Since(day(2))
    assert (tape.stills, tape.stills_of_ceilings) == ((), ())
    assert (tape.planned, tape.by_time, tape.renewed) == (False, False, False)
    assert (since.by_time, since.planned) == (False, False)
    assert (tape.projected, since.projected) == (False, False)


def test_of_days_that_are_only_given_nobody_says_from_when_to_when(law: Procedure) -> None:
    """What an application makes itself, as for a day that is supposed."""
    [rule] = only(law, came(law), "answered").deadline.stills
    stop = Stop(Still(day(4), day(9), "on leave"), rule)
    assert (stop.since, stop.until, stop.is_open) == (None, None, False)


def test_what_is_left_is_of_the_time_itself_where_its_end_would_be_rolled_back_before_it_stopped() -> (
    None
):
    """Thirteen calendar days of 1 June end on Sunday the 14th, which is rolled to Friday the 12th; of what
    stops on the 14th that day itself has not run."""
    law = policy(
        """
clauses: {S-1: {at: "1", says: thirteen days}}
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first, cites: S-1}}
stages:
  first:
    title: First
    must:
      answered: {by: officer, within: 13 calendar days of came, stands_still: {first_day: day of asked, last_day: day of told}, cites: S-1}
    may:
      asked: {by: officer, cites: S-1}
      told: {by: customer, cites: S-1}
      left: {by: customer, then: shut, cites: S-1}
ends: {shut: {title: Shut}}
"""
    )
    law = replace(law, roll=Roll.PREVIOUS)
    case = done(law, came(law), "asked", day(14), "ola")
    [clock] = engine.clocks(law, case)
    assert (clock.due, clock.status(as_of=day(20))) == (None, Status.STANDING_STILL)
    assert str(clock.remaining(as_of=day(20))) == "1 calendar day"


SET = """
clauses: {S-1: {at: "1", says: ten days}}
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first, cites: S-1}}
stages:
  first:
    title: First
    must:
      answered: {by: officer, within: 10 working days of called, stands_still: {first_day: day of date set by leave_told, last_day: day before returned}, cites: S-1}
      leave: {by: officer, cites: S-1}
    may:
      called: {by: customer, cites: S-1}
      leave_told: {by: officer, sets_time_of: leave, cites: S-1}
      returned: {by: officer, cites: S-1}
      left: {by: customer, then: shut, cites: S-1}
ends: {shut: {title: Shut}}
"""


def test_what_is_over_before_the_day_that_was_set_for_it_leaves_out_nothing() -> None:
    """Ten working days from Monday 1 June end on the 15th. Leave is told for the ninth."""
    law = policy(SET)
    case = done(
        law,
        done(law, came(law), "called", day(1), "cy"),
        "leave_told",
        day(3),
        "ola",
        settles=day(9),
    )
    assert clocks_of(law, case, "answered")[0].due is None
    given_up = done(law, case, "returned", day(5), "ola")
    [clock] = clocks_of(law, given_up, "answered")
    assert (clock.due, clock.stops) == (day(15), ())
    taken = done(law, case, "returned", day(11), "ola")
    assert clocks_of(law, taken, "answered")[0].due == day(17)  # the ninth and tenth are left out
    before = done(law, came(law), "called", day(1), "cy")
    before = done(
        law,
        done(law, before, "returned", day(2), "ola"),
        "leave_told",
        day(3),
        "ola",
        settles=day(9),
    )
    assert (
        clocks_of(law, before, "answered")[0].due is None
    )  # another return, before leave was told


def test_days_that_were_over_before_the_time_started_are_not_told_to_be_left_out() -> None:
    """Leave from the third to the fifth; the time starts on Monday the eighth."""
    law = policy(SET)
    case = done(law, came(law), "leave_told", day(2), "ola", settles=day(3))
    case = done(law, done(law, case, "returned", day(5), "ola"), "called", day(8), "cy")
    [clock] = clocks_of(law, case, "answered")
    assert (clock.due, clock.stops) == (day(22), ())


def test_what_stands_still_from_before_its_start_has_all_of_its_time_left() -> None:
    """Still from Wednesday the third without an end; the time starts on Monday the eighth."""
    law = policy(SET)
    case = done(law, came(law), "leave_told", day(2), "ola", settles=day(3))
    case = done(law, case, "called", day(8), "cy")
    [clock] = clocks_of(law, case, "answered")
    assert (clock.due, str(clock.remaining(as_of=day(12)))) == (None, "10 working days")


def test_what_is_to_be_done_keeps_its_day_while_its_clock_stands_still(law: Procedure) -> None:
    """Asked on the third and told on the fifth: the fourth and the fifth are left out."""
    case = done(law, done(law, came(law), "asked", day(3), "ola"), "told", day(5), "cy")
    [clock] = clocks_of(law, case, "answered")
    assert clock.status(as_of=day(5)) is Status.STANDING_STILL
    [move] = [each for each in engine.moves(law, case, as_of=day(5)) if each.event == "answered"]
    assert move.due == clock.due == day(17)


# --- which days are told --------------------------------------------------------------


def told_to_be_left_out(clock: Clock) -> list[tuple[date, date | None]]:
    return [(stop.still.first, stop.still.last) for stop in clock.stops]


def history(law: Procedure, *events: tuple[str, int], **settles: date) -> Case:
    """Those events of June, and what each of them settles."""
    case = came(law)
    for name, number in events:
        by = "cy" if name == "told" else "ola"
        case = done(law, case, name, day(number), by, settles=settles.get(name))
    return case


def test_what_has_no_last_day_stands_still_as_well_and_says_for_which_days() -> None:
    """Decision 0035: whole days stand still, whatever is counted; nothing is owed meanwhile."""
    soon = "as soon as possible after came, "
    still = "stands_still: {first_day: day after asked, last_day: day of told, cites: S-2}, "
    law = policy(TEXT.replace(soon, soon + still))
    clock = only(law, waiting(law), "thanked")
    words = [str(clock.status(as_of=day(n))) for n in (3, 4, 30)]
    assert words == ["running", "standing still", "standing still"]
    assert told_to_be_left_out(clock) == [(day(4), None)]
    assert told_to_be_left_out(only(law, told(law), "thanked")) == [(day(4), day(9))]
    assert only(law, told(law), "thanked").clauses == ("S-1", "S-2")


def test_a_band_that_stands_still_is_perhaps_overdue_only_once_its_shorter_time_is_up() -> None:
    """Five working days of the first end on the eighth; then it stands still before ten are over."""
    still = "stands_still: {first_day: day after asked, last_day: day of told, cites: S-2}"
    band = "within: 5 to 10 working days of came"
    law = policy(TEXT.replace(f"{band}\n", f"{band}\n        {still}\n"))
    clock = only(law, done(law, came(law), "asked", day(9), "ola", to="cy"), "banded")
    assert clock.due is None
    words = [str(clock.status(as_of=day(n))) for n in (7, 8, 9, 30)]
    assert words == ["running", "running", "perhaps overdue", "perhaps overdue"]


AGREED = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: 10 working days of came
        may_extend:
          agreed: {by: officer}
          lengthened: {by: officer, adds: 5 working days}
        stands_still:
          - {first_day: day after asked, last_day: day before told}
          - {first_day: day of absent, last_day: day of back}
    may:
      asked: {by: officer}
      told: {by: customer}
      absent: {by: officer}
      back: {by: officer}
"""


@pytest.mark.parametrize(
    ("absent", "back", "left_out", "due"),
    [
        (3, 9, [], date(2026, 6, 30)),
        (3, 10, [], date(2026, 6, 30)),
        (3, 11, [(day(11), day(11))], date(2026, 7, 1)),
        (10, 12, [(day(11), day(12))], date(2026, 7, 2)),
        (11, 12, [(day(11), day(12))], date(2026, 7, 2)),
        (12, 15, [(day(12), day(15))], date(2026, 7, 2)),
    ],
)
def test_a_day_that_was_agreed_is_moved_only_by_the_days_that_stand_still_afterwards(
    absent: int, back: int, left_out: list[tuple[date, date]], due: date
) -> None:
    """Docs: a date that was agreed moves only by the days that stand still after the agreement.

    Agreed on Wednesday the tenth for Tuesday the thirtieth.
    """
    law = policy(AGREED)
    events = sorted((("agreed", 10), ("absent", absent), ("back", back)), key=lambda each: each[1])
    clock = only(law, history(law, *events, agreed=day(30)), "answered")
    assert (clock.due, told_to_be_left_out(clock)) == (due, left_out)


def test_what_was_over_before_a_day_was_agreed_is_not_told_while_it_stands_still_anew() -> None:
    law = policy(AGREED)
    events = (("absent", 3), ("back", 5), ("agreed", 10), ("absent", 12))
    clock = only(law, history(law, *events, agreed=day(30)), "answered")
    assert (clock.due, told_to_be_left_out(clock)) == (None, [(day(12), None)])


def test_what_ends_on_the_day_on_which_it_began_leaves_out_no_day_and_is_not_told() -> None:
    """From the day after it was asked for to the day before it came: asked and told on one day, none."""
    law = policy(AGREED)
    once = only(law, history(law, ("asked", 3), ("told", 3)), "answered")
    assert (once.due, told_to_be_left_out(once)) == (day(15), [])
    again = only(law, history(law, ("asked", 3), ("told", 3), ("asked", 8)), "answered")
    assert (again.due, told_to_be_left_out(again)) == (None, [(day(9), None)])
    on_leave = history(law, ("asked", 3), ("told", 3), ("absent", 4), ("back", 4))
    assert told_to_be_left_out(only(law, on_leave, "answered")) == [(day(4), day(4))]


def test_days_that_are_left_out_on_two_grounds_are_told_on_both() -> None:
    """Docs: they are left out once. From the fourth to the ninth, and from the eighth to the eleventh."""
    law = policy(AGREED)
    case = history(law, ("asked", 3), ("absent", 8), ("told", 10), ("back", 11))
    clock = only(law, case, "answered")
    assert clock.due == day(23)
    assert told_to_be_left_out(clock) == [(day(4), day(9)), (day(8), day(11))]


def test_each_day_that_is_left_out_says_the_grounds_of_that_day_and_no_others() -> None:
    """The same: asked until the ninth, absent from the eighth; on the two days between it is both."""
    law = policy(AGREED)
    case = history(law, ("asked", 3), ("absent", 8), ("told", 10), ("back", 11))
    clock = only(law, case, "answered")
    asked, absent = (f"stands still {rule}" for rule in clock.deadline.stills)
    whys = {line.date.day: line.why for line in clock.days() if not line.counted}
    assert {number: why for number, why in whys.items() if number < 13} == {
        **dict.fromkeys((4, 5), asked),
        6: "Saturday",
        7: "Sunday",
        **dict.fromkeys((8, 9), f"{asked}; {absent}"),
        **dict.fromkeys((10, 11), absent),
    }


def test_hours_that_stand_still_on_two_grounds_are_taken_off_once_from_what_is_left() -> None:
    text = AGREED.replace("10 working days of came", "480 hours of came")
    law = policy(text.replace("adds: 5 working days", "adds: 5 hours"))
    case = history(law, ("asked", 3), ("absent", 8), ("told", 10), ("back", 11))
    clock = only(law, case, "answered")
    assert clock.latest is not None
    assert clock.latest.due == hour(30, 0)  # twenty days from the second, and eight are left out
    assert left_of(clock, 7, 12) == [17 * 24, 16 * 24]  # from the first instant of the first


def test_of_several_times_only_those_are_told_that_moved_the_end() -> None:
    """Leave from the third to the fourth, the tenth, and from the 25th on; ten working days from the 8th."""
    law = policy(SET)
    case = history(law, ("leave_told", 2), ("returned", 5), leave_told=day(3))
    case = done(law, case, "called", day(8), "cy")
    for told_on, first, back in ((9, 10, 11), (23, 25, None)):
        case = done(law, case, "leave_told", day(told_on), "ola", settles=day(first))
        if back is not None:
            case = done(law, case, "returned", day(back), "ola")
    clock = only(law, case, "answered")
    assert (clock.due, told_to_be_left_out(clock)) == (day(23), [(day(10), day(10))])


def test_what_began_before_a_day_that_was_agreed_and_reaches_into_what_was_added_is_told() -> None:
    """Agreed for Sunday the 28th, and five working days more; absent from that Saturday to Tuesday."""
    law = policy(AGREED)
    events = (("agreed", 10), ("lengthened", 11), ("absent", 27), ("back", 30))
    clock = only(law, history(law, *events, agreed=day(28)), "answered")
    assert clock.due == date(2026, 7, 7)
    assert told_to_be_left_out(clock) == [(day(27), day(30))]


@pytest.mark.parametrize(
    ("edges", "on", "projected"),
    [
        ("first_day: day of missed phoned, last_day: day of told", date(2031, 12, 18), True),
        ("first_day: day of asked, last_day: day of missed phoned", date(2031, 12, 18), True),
        ("first_day: day of missed phoned, last_day: day of told", date(2026, 6, 4), False),
        ("first_day: day of asked, last_day: day of missed phoned", date(2026, 6, 4), False),
    ],
)
def test_an_end_hangs_on_projected_days_off_also_by_what_begins_or_ends_a_stand_still(
    edges: str, on: date, projected: bool
) -> None:
    """Three weeks ask no calendar; but when the five working days of the call are up, one was asked."""
    law = policy(
        AGREED.replace(
            "    must:\n",
            "    must:\n"
            "      phoned: {by: officer, within: 5 working days of came}\n"
            f"      reported: {{by: officer, within: 3 weeks of came, stands_still: {{{edges}}}}}\n",
        )
    )
    case = engine.begin(law, at=on, people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", on, "cy")
    case = done(law, case, "asked", on + timedelta(days=1), "ola")
    case = done(law, case, "told", on + timedelta(days=12), "cy")
    clock = only(law, case, "reported")
    assert clock.due is not None
    assert clock.due > on + timedelta(days=21)
    assert clock.projected is projected


# --- a last day that is moved, and a stand-still after it would have been -------------------------

ROLLED = """
clauses: {S-1: {at: "1", says: two weeks}, S-2: {at: "2", says: not while we wait for you}}
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first, cites: S-1}}
stages:
  first:
    title: First
    must:
      answered: {by: officer, TIME, stands_still: {first_day: day after asked, last_day: day of told, cites: S-2}, cites: S-1}
    may:
      asked: {by: officer, cites: S-2}
      told: {by: customer, cites: S-2}
"""
OF_TWO_WEEKS = (
    "within: 2 weeks of came",
    "within: 30 working days of came, at_latest: 2 weeks of came",
)


def rolled(time: str, asked: int) -> tuple[Procedure, Case]:
    """What came on Saturday the sixth; two weeks end on Saturday the 20th, moved to Monday the 22nd."""
    header = HEADER.replace("Europe/London", "Europe/London, roll: next")
    law = whole_policy(header + ROLLED.replace("TIME", time))
    return law, done(law, came(law, 6), "asked", day(asked), "ola")


@pytest.mark.parametrize("time", OF_TWO_WEEKS)
def test_what_was_used_up_before_it_would_stand_still_runs_to_the_day_to_which_it_was_moved(
    time: str,
) -> None:
    law, case = rolled(time, asked=20)
    clock = only(law, case, "answered")
    assert (clock.due, clock.stops, clock.clauses) == (day(22), (), ("S-1",))
    assert [clock.status(as_of=day(n)) for n in (20, 21, 22, 23)] == [
        *[Status.RUNNING] * 3,
        Status.OVERDUE,
    ]
    assert "stand" not in explain(clock)
    change = next_change(law, case, after=day(20))
    assert change is not None
    assert (change.at, [why.turn for why in change.whys]) == (hour(22, 0), [Turn.DUE])
    over = done(law, case, "told", day(22), "cy")
    assert only(law, over, "answered").status(as_of=day(22)) is Status.RUNNING


@pytest.mark.parametrize("time", OF_TWO_WEEKS)
def test_what_has_its_last_day_left_stands_still_though_that_is_a_day_off(time: str) -> None:
    law, case = rolled(time, asked=19)
    clock = only(law, case, "answered")
    assert (clock.due, len(clock.stops), clock.clauses) == (None, 1, ("S-1", "S-2"))
    assert {clock.status(as_of=day(n)) for n in (20, 23, 30)} == {Status.STANDING_STILL}
    assert only(law, done(law, case, "told", day(23), "cy"), "answered").due == day(24)


def test_a_ceiling_that_runs_on_and_is_moved_ends_what_stands_still_until_then() -> None:
    """Asked while both ran: its own time stands still, to the day to which the ceiling was moved."""
    runs_on = ROLLED.replace("told, cites", "told, ceiling: runs on, cites")
    header = HEADER.replace("Europe/London", "Europe/London, roll: next")
    law = whole_policy(header + runs_on.replace("TIME", OF_TWO_WEEKS[1]))
    clock = only(law, done(law, came(law, 6), "asked", day(10), "ola"), "answered")
    assert (clock.due, len(clock.stops)) == (day(22), 1)
    assert {clock.status(as_of=day(n)) for n in (11, 20, 21, 22)} == {Status.STANDING_STILL}
    assert clock.status(as_of=day(23)) is Status.OVERDUE
