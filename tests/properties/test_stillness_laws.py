"""Days that stand still: the laws that they keep, and a walk from day to day that knows only the prose.

A stand-still takes whole days out of a count, from a first to a last one. The walk below shares
nothing with the library: it goes from day to day and asks of each whether it counts.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from complaintflow.calendars import EVERY_DAY, Calendar
from complaintflow.conventions import DayOne, Span, Unit
from complaintflow.counts import Reached, Still
from complaintflow.periods import earliest_and_latest, reach
from complaintflow.stillness import apart, held

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
DAY_ONES = st.sampled_from([DayOne.DAY_AFTER, DayOne.SAME_DAY])
SPANS = st.builds(
    Span,
    st.integers(1, 40),
    st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS]),
)
SPANS_OF_DAYS = st.builds(
    Span, st.integers(1, 60), st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS])
)

SOMETIMES = settings(max_examples=200, deadline=None)
OFTEN = settings(max_examples=800, deadline=None)


@st.composite
def stills(draw: st.DrawFn, since: date, at_most: int = 4) -> tuple[Still, ...]:
    """Some times that stand still, about the time that is counted; they may overlap."""
    found = []
    for _ in range(draw(st.integers(0, at_most))):
        first = since + timedelta(days=draw(st.integers(-20, 60)))
        last = first + timedelta(days=draw(st.integers(0, 25)))
        found.append(Still(first, last, "stands still"))
    return tuple(found)


OFFICES = st.builds(
    lambda off: Calendar(
        name="office",
        week=(0, 1, 2, 3, 4),
        off=tuple((day, "closed") for day in sorted(off)),
        first=date(2020, 1, 1),
        last=date(2035, 12, 31),
        projected_from=None,
        source="",
        version="",
    ),
    st.sets(DAYS, max_size=20),
)


def counted(start: date, span: Span, calendar: Calendar, day_one: DayOne) -> Reached:
    return reach(start, span, calendar=calendar, day_one=day_one, zone=LONDON)


def ended(reached: Reached | None) -> Reached:
    assert reached is not None
    return reached


# --- against a walk -------------------------------------------------------------------------


def walked(
    start: date, span: Span, calendar: Calendar, day_one: DayOne, still: set[date]
) -> tuple[date, list[date]]:
    """The end, and the days that were counted."""
    amount = span.amount * (7 if span.unit is Unit.WEEKS else 1)
    day = start if day_one is DayOne.SAME_DAY else start + ONE_DAY
    found: list[date] = []
    while True:
        works = day.weekday() < 5 and day not in dict(calendar.off)
        if (works or span.unit is not Unit.WORKING_DAYS) and day not in still:
            found.append(day)
        if len(found) == amount:
            return day, found
        day += ONE_DAY


def days_of(some: tuple[Still, ...]) -> set[date]:
    found: set[date] = set()
    for each in some:
        assert each.last is not None
        day = each.first
        while day <= each.last:
            found.add(day)
            day += ONE_DAY
    return found


@OFTEN
@given(DAYS, SPANS, OFFICES, DAY_ONES, st.data())
def test_a_count_that_stands_still_ends_where_a_walk_over_the_other_days_ends(
    start: date, span: Span, calendar: Calendar, day_one: DayOne, data: st.DataObject
) -> None:
    some = data.draw(stills(start))
    found = ended(held(counted(start, span, calendar, day_one), some))
    due, days = walked(start, span, calendar, day_one, days_of(some))
    assert found.due == due
    assert [line.date for line in found.days() if line.counted] == days


@SOMETIMES
@given(DAYS, st.integers(0, 23), st.integers(1, 200), st.data())
def test_hours_stand_still_for_whole_days_and_run_on_in_the_very_hour(
    day: date, hour: int, hours: int, data: st.DataObject
) -> None:
    """As much time passes outside the days that stand still as the span is long."""
    start = datetime.combine(day, time(hour), UTC).astimezone(LONDON)
    some = data.draw(stills(start.date(), at_most=2))
    plain = reach(
        start, Span(hours, Unit.HOURS), calendar=EVERY_DAY, day_one=DayOne.DAY_AFTER, zone=LONDON
    )
    found = ended(held(plain, some))
    assert isinstance(found.due, datetime)
    still, passed, now = days_of(some), 0, start.astimezone(UTC)
    while passed < hours:
        passed += now.astimezone(LONDON).date() not in still
        now += timedelta(hours=1)
    assert found.due.astimezone(UTC) == now


# --- laws -----------------------------------------------------------------------------------


@SOMETIMES
@given(DAYS, SPANS_OF_DAYS, OFFICES, DAY_ONES, st.data())
def test_a_stand_still_of_k_counted_days_while_it_runs_moves_the_end_by_k_counted_days(
    start: date, span: Span, calendar: Calendar, day_one: DayOne, data: st.DataObject
) -> None:
    """One that begins while the clock runs and overlaps no other."""
    plain = counted(start, span, calendar, day_one)
    assert isinstance(plain.due, date)
    running = (plain.due - start).days
    assume(running > 0)
    first = start + timedelta(days=data.draw(st.integers(1, running)))
    still = Still(first, first + timedelta(days=data.draw(st.integers(0, 30))), "stands still")
    line = calendar if span.unit is Unit.WORKING_DAYS else EVERY_DAY
    days = sum(line.counts(day) for day in days_of((still,)))
    assert ended(held(plain, (still,))).due == line.after(plain.due, days)


@SOMETIMES
@given(DAYS, SPANS, OFFICES, DAY_ONES, st.data())
def test_stand_stills_are_a_union_in_whatever_order_and_pieces_they_are_told(
    start: date, span: Span, calendar: Calendar, day_one: DayOne, data: st.DataObject
) -> None:
    plain = counted(start, span, calendar, day_one)
    some = data.draw(stills(start))
    shuffled = data.draw(st.permutations(some))
    single = tuple(Still(day, day, "stands still") for day in sorted(days_of(some)))
    ends = {ended(held(plain, each)).due for each in (some, shuffled, some + some, single)}
    assert len(ends) == 1


@SOMETIMES
@given(DAYS, SPANS, OFFICES, DAY_ONES, st.data())
def test_one_more_day_that_stands_still_never_makes_the_end_earlier(
    start: date, span: Span, calendar: Calendar, day_one: DayOne, data: st.DataObject
) -> None:
    plain = counted(start, span, calendar, day_one)
    some = data.draw(stills(start))
    more = start + timedelta(days=data.draw(st.integers(-5, 90)))
    one_more = (*some, Still(more, more, "stands still"))
    assert ended(held(plain, one_more)).due >= ended(held(plain, some)).due


@SOMETIMES
@given(DAYS, SPANS, OFFICES, DAY_ONES, st.data())
def test_the_pieces_of_a_ledger_add_up_to_the_span_and_tile_the_days_to_its_end(
    start: date, span: Span, calendar: Calendar, day_one: DayOne, data: st.DataObject
) -> None:
    found = ended(held(counted(start, span, calendar, day_one), data.draw(stills(start))))
    lines = found.days()
    amount = span.amount * (7 if span.unit is Unit.WEEKS else 1)
    assert [line.n for line in lines if line.counted] == list(range(1, amount + 1))
    assert all(line.why for line in lines if not line.counted)
    assert [line.date for line in lines] == [
        lines[0].date + timedelta(days=n) for n in range(len(lines))
    ]
    assert lines[-1].date == found.due


@SOMETIMES
@given(DAYS, SPANS, OFFICES, DAY_ONES, st.data())
def test_a_day_that_is_left_out_says_each_ground_on_which_it_stands_still_and_no_other(
    start: date, span: Span, calendar: Calendar, day_one: DayOne, data: st.DataObject
) -> None:
    some = tuple(each._replace(why=f"{n}") for n, each in enumerate(data.draw(stills(start))))
    works = span.unit is Unit.WORKING_DAYS
    for line in ended(held(counted(start, span, calendar, day_one), some)).days():
        if works and not calendar.counts(line.date):
            continue
        grounds = [each.why for each in some if each.covers(line.date)]
        assert line.counted is not bool(grounds)
        assert line.counted or line.why == "; ".join(grounds)


@SOMETIMES
@given(DAYS, SPANS, OFFICES, DAY_ONES, st.data())
def test_one_without_an_end_leaves_no_date_if_it_begins_by_the_end_and_moves_nothing_later(
    start: date, span: Span, calendar: Calendar, day_one: DayOne, data: st.DataObject
) -> None:
    some = data.draw(stills(start))
    before = ended(held(counted(start, span, calendar, day_one), some))
    assert isinstance(before.due, date)
    first = start + timedelta(days=data.draw(st.integers(-5, 120)))
    after = held(
        counted(start, span, calendar, day_one), (*some, Still(first, None, "stands still"))
    )
    assert (after is None) is (first <= before.due)
    assert after is None or after.due == before.due


@given(DAYS, st.data())
def test_joined_stand_stills_are_in_order_and_share_no_day(
    start: date, data: st.DataObject
) -> None:
    some = data.draw(stills(start))
    joined = apart(some)
    assert days_of(joined) == days_of(some)
    assert all(one.last is not None and one.last < two.first for one, two in pairwise(joined))


@given(DAYS, SPANS, OFFICES, DAY_ONES)
def test_without_a_stand_still_nothing_moves(
    start: date, span: Span, calendar: Calendar, day_one: DayOne
) -> None:
    plain = counted(start, span, calendar, day_one)
    assert held(plain, ()) == plain
    both = earliest_and_latest(start, span, calendar=calendar, day_one=day_one, zone=LONDON)
    assert both == (plain, plain)


def test_the_hour_that_is_left_out_at_a_change_of_the_clocks_is_no_hour_that_passes() -> None:
    """29 March 2026 has 23 hours in London; while it stands still none of them passes."""
    start = datetime.combine(date(2026, 3, 28), time(12), LONDON)
    plain = reach(
        start, Span(24, Unit.HOURS), calendar=EVERY_DAY, day_one=DayOne.DAY_AFTER, zone=LONDON
    )
    found = ended(held(plain, (Still(date(2026, 3, 29), date(2026, 3, 29), "stands still"),)))
    assert found.due == datetime.combine(date(2026, 3, 30), time(12), LONDON)


def test_a_stand_still_of_which_no_day_counts_up_to_an_agreed_day_moves_nothing() -> None:
    """Agreed for a Sunday, from which on it stands still: no working day of that lies in the count."""
    week = Calendar(
        "office", (0, 1, 2, 3, 4), (), date(2020, 1, 1), date(2035, 12, 31), None, "", ""
    )
    sunday, monday = date(2026, 9, 20), date(2026, 9, 21)
    agreed = counted(
        date(2026, 9, 14), Span(9, Unit.WORKING_DAYS), week, DayOne.DAY_AFTER
    )._replace(due=sunday, unrolled=sunday)
    for last in (date(2026, 10, 2), None):
        assert held(agreed, [Still(sunday, last, "stands still")]) == agreed
    until_friday = Still(monday - 3 * ONE_DAY, date(2026, 10, 2), "stands still")
    assert ended(held(agreed, [until_friday])).due == date(2026, 10, 5)
