"""The strategies for users' own tests: what they give, how plain it gets, and that it fits together.

`given` looks for anything that should not come, `find` for what must come, made as plain as it gets.
"""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import complaintflow as cf
from complaintflow.anchors import Period, StartOf
from complaintflow.conventions import Span, Unit
from complaintflow.deadlines import Grant, Tape
from complaintflow.moments import certainly_after, in_zone, local_day
from complaintflow.periods import reach
from complaintflow.testing import (
    Question,
    calendars,
    conventions,
    days,
    moments,
    periods,
    questions,
    spans,
    starts,
    tapes,
)
from tests.policies import times

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 9, 14)
FIRST, LAST = date(2023, 7, 1), date(2029, 6, 30)
LAW = times()
ONCE = settings(max_examples=2000, derandomize=True, database=None, deadline=None)


def anything(_: object) -> bool:
    return True


def plainest(strategy: st.SearchStrategy[Any], such: Callable[[Any], object]) -> Any:
    return find(strategy, lambda value: bool(such(value)), settings=ONCE)


# --- what must come, and how plain it gets -------------------------------------------------


def test_the_plainest_of_all_is_a_working_day_from_an_ordinary_monday() -> None:
    question = plainest(questions(), anything)
    assert question.pop("calendar").week == (0, 1, 2, 3, 4)
    assert question == {
        "start": MONDAY,
        "span": Span(1, Unit.WORKING_DAYS),
        "zone": LONDON,
        "day_one": cf.DayOne.DAY_AFTER,
        "backwards": False,
        "clear": False,
        "roll": cf.Roll.NONE,
    }


def test_monday_is_ordinary() -> None:
    """No bank holiday, month's end or change of the clocks lies within ten days of it."""
    near = [MONDAY + timedelta(days=n) for n in range(-10, 11)]
    calendar = cf.uk("uk-any")
    assert [day for day in near if not calendar.counts(day) and day.weekday() < 5] == []
    assert {day.month for day in near} == {9}
    assert len({datetime.combine(d, time(), tzinfo=LONDON).utcoffset() for d in near}) == 1


@pytest.mark.parametrize(
    "awkward",
    [
        lambda day: (day.month, day.day) == (2, 29),
        lambda day: day.month == 2 and day.day == 28 and day.year % 4,
        lambda day: day.day == 1,
        lambda day: day.day == 31,
        lambda day: (day.month, day.day) == (12, 31),
        lambda day: day.weekday() == 6,
        lambda day: day == date(2026, 4, 2),  # before Good Friday
        lambda day: day == date(2026, 4, 7),  # after Easter Monday
    ],
)
def test_awkward_days_come(awkward: Callable[[date], object]) -> None:
    assert awkward(plainest(days(), awkward))


@pytest.mark.parametrize("step", [-1, 0, 1], ids=["the day before", "the day off", "the day after"])
def test_days_off_of_ones_own_come_with_their_neighbours(step: int) -> None:
    off = date(2026, 10, 14)
    office = cf.Calendar(
        "office", (0, 1, 2, 3, 4), ((off, "inset day"),), FIRST, LAST, None, "", ""
    )
    wanted = off + timedelta(days=step)
    assert plainest(days(office), lambda day: day == wanted) == wanted


@pytest.mark.parametrize(
    "awkward",
    [
        lambda moment: moment.time() == time(0),
        lambda moment: moment.time() == time(23, 59, 59, 999_999),
        # the hour that comes twice, for the first and for the second time
        lambda moment: (moment.month, moment.hour, moment.minute, moment.fold) == (10, 1, 30, 0),
        lambda moment: (moment.month, moment.hour, moment.minute, moment.fold) == (10, 1, 30, 1),
        # what the clocks skip, as a form lets people type it
        lambda moment: (
            moment.astimezone(UTC).astimezone(moment.tzinfo).time() != moment.time()
            and moment.hour == 1
        ),
        # the last second before a change
        lambda moment: (moment.month, moment.time()) == (3, time(0, 59, 59)),
        # told in UTC, where it has another date than in London
        lambda moment: moment.tzinfo is UTC and moment.date() != in_zone(moment, LONDON).date(),
    ],
)
def test_awkward_moments_come(awkward: Callable[[datetime], object]) -> None:
    assert awkward(plainest(moments(), awkward))
    assert awkward(plainest(starts(), lambda when: isinstance(when, datetime) and awkward(when)))


def test_the_clocks_of_another_zone_change_on_other_days() -> None:
    york = ZoneInfo("America/New_York")
    twice = plainest(moments(zone=york), lambda moment: (moment.month, moment.fold) == (11, 1))
    assert twice.hour == 1
    assert twice.weekday() == 6
    still = ZoneInfo("Asia/Tokyo")
    noon = datetime.combine(MONDAY, time(12), tzinfo=still)
    assert plainest(moments(zone=still), anything) == noon


@pytest.mark.parametrize(
    "such",
    [
        lambda calendar: 0 not in calendar.week,
        lambda calendar: len(calendar.off) > 10 and calendar.name == "office",
        lambda calendar: calendar.is_projected(MONDAY),
        lambda calendar: calendar == cf.uk("scotland"),
    ],
)
def test_calendars_of_every_kind_come(such: Callable[[cf.Calendar], object]) -> None:
    assert such(plainest(calendars(), such))


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_comes_and_long_spans_too(unit: Unit) -> None:
    assert plainest(spans(), lambda span: span.unit is unit) == Span(1, unit)
    assert plainest(spans([unit]), lambda span: span.amount > 5).unit is unit
    assert plainest(spans([unit], at_most=1), anything) == Span(1, unit)


def test_bands_come_and_periods_without() -> None:
    of = StartOf("first")
    plain = plainest(periods(of), anything)
    assert plain == Period(of, Span(1, Unit.WORKING_DAYS), cf.DayOne.DAY_AFTER)
    assert plainest(periods(), lambda period: period.least is not None).length.startswith("1 to ")


@pytest.mark.parametrize("way", cf.DayOne)
def test_every_way_to_count_comes(way: cf.DayOne) -> None:
    for clear in (False, True):
        for backwards in (False, True):
            if clear and way is cf.DayOne.SAME_DAY:
                continue

            def such(found: Any, clear: bool = clear, backwards: bool = backwards) -> bool:
                said = (found["day_one"], found["clear"], found["backwards"])
                return bool(said == (way, clear, backwards))

            assert plainest(conventions(), such)["roll"] is cf.Roll.NONE


# --- what never comes ----------------------------------------------------------------------


@given(starts(), days(), moments())
def test_starts_lie_in_the_years_that_they_say(
    start: date | datetime, day: date, moment: datetime
) -> None:
    assert all(FIRST <= local_day(when, LONDON) <= LAST for when in (start, day, moment))
    assert moment.utcoffset() is not None


@given(st.data())
def test_the_years_are_what_one_asks_for(data: st.DataObject) -> None:
    first, last = sorted((data.draw(days()), data.draw(days())))
    strategy = starts(first=first, last=last)
    assert first <= local_day(data.draw(strategy), LONDON) <= last


def test_the_ends_of_time_are_days_too() -> None:
    for edge in (date.min, date.max):
        assert plainest(days(first=edge, last=edge), anything) == edge
        noon = plainest(moments(first=edge, last=edge), lambda moment: moment.tzinfo is LONDON)
        assert noon == datetime.combine(edge, time(12), tzinfo=LONDON)


@settings(deadline=None)
@given(calendars(), days())
def test_a_calendar_covers_every_start(calendar: cf.Calendar, day: date) -> None:
    assert calendar.first <= day <= calendar.last
    assert calendar.week


@settings(max_examples=400, deadline=None)
@given(questions())
def test_every_question_has_an_answer(question: Question) -> None:
    reached = reach(**question)
    assert reached.calendar.first <= local_day(reached.due, LONDON) <= reached.calendar.last


@settings(max_examples=200, deadline=None)
@given(
    questions(
        calendar=st.just(cf.uk("scotland")),
        span=spans([Unit.HOURS], at_most=72),
        convention=conventions(backwards=[True], roll=[cf.Roll.NEXT, cf.Roll.PREVIOUS]),
        zone=ZoneInfo("America/New_York"),
    )
)
def test_a_question_is_made_of_what_one_asks_for(question: Question) -> None:
    assert isinstance(question["start"], datetime)
    assert not question["clear"]
    assert question["backwards"]
    assert question["roll"] is cf.Roll.NONE  # hours are not rolled
    assert question["calendar"] is cf.uk("scotland")
    assert question["span"].amount <= 72
    reach(**question)


@given(periods())
def test_a_band_is_shorter_than_its_span_and_in_its_unit(period: Period) -> None:
    if period.least is not None:
        assert period.least.unit is period.span.unit
        assert 1 <= period.least.amount < period.span.amount


# --- tapes ---------------------------------------------------------------------------------

SETTLED = next(d for d in LAW.deadlines if d.settled_by)
EXTENDED = next(d for d in LAW.deadlines if d.extensions)


def all_of(tape: Tape) -> list[Grant]:
    return ([] if tape.settled is None else [tape.settled]) + list(tape.extensions)


@settings(max_examples=200, deadline=None)
@given(tapes(SETTLED) | tapes(EXTENDED) | tapes())
def test_nothing_on_a_tape_stands_before_what_it_follows(tape: Tape) -> None:
    """Where the hours are known, that is; two on one day, one without its hour, are in no order."""
    if tape.start is None:
        assert (tape.met, tape.settled, tape.extensions) == (None, None, ())
        return
    grants = all_of(tape)
    row = [tape.start, *(grant.at for grant in grants)]
    for following in (tape.met, tape.ended):
        if following is not None:
            assert not certainly_after(row[-1], following, LONDON)
    assert not any(certainly_after(a, b, LONDON) for a, b in pairwise(row))
    assert [grant.position for grant in grants] == sorted({grant.position for grant in grants})


def test_what_is_on_a_tape_is_what_the_rule_knows() -> None:
    assert plainest(tapes(), lambda tape: tape.ended and not tape.start) == Tape(0, ended=MONDAY)
    assert plainest(tapes(), lambda tape: tape.met) == Tape(0, MONDAY, met=MONDAY)
    settled = plainest(tapes(SETTLED), lambda tape: tape.settled).settled
    assert settled.step in SETTLED.settled_by
    given_ = plainest(tapes(EXTENDED), lambda tape: tape.extensions).extensions
    assert {grant.step for grant in given_} <= {each.step for each in EXTENDED.extensions}
    for rule in (SETTLED, EXTENDED):
        for kind in (Span, date):

            def says(tape: Tape, kind: type = kind) -> bool:
                return any(isinstance(grant.settles, kind) for grant in all_of(tape))

            assert len(all_of(plainest(tapes(rule), says))) == 1


# --- what cannot be asked ------------------------------------------------------------------


def test_what_nothing_can_come_of_is_refused_with_what_to_write() -> None:
    for ask in (days, moments, starts):
        with pytest.raises(cf.InputError, match="give the earlier one as first"):
            ask(first=date(2026, 1, 2), last=date(2026, 1, 1))
    with pytest.raises(cf.InputError, match=r"at least one, such as \[Unit.WORKING_DAYS\]"):
        spans([])
    with pytest.raises(cf.InputError, match=r"allow another day_one, or clear=\[False\]"):
        conventions(day_one=[cf.DayOne.SAME_DAY], clear=[True])
    with pytest.raises(cf.InputError, match="nothing can be counted so"):
        conventions(roll=[])


def test_without_hypothesis_it_says_what_to_install() -> None:
    program = "import sys; sys.modules['hypothesis'] = None; import complaintflow.testing"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: complaintflow.testing needs hypothesis; "
        "type: pip install 'complaintflow[testing]'"
    )
