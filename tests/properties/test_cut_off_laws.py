"""Laws of a cut-off: whom it makes wait, and where alone it lets a later one be due earlier.

`test_counting_laws` has that who starts later is never due earlier, of counts that know no cut-off.
Here it is said of clocks with one, and held beside what `check` remarks (`due-out-of-order`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from complaintflow.anchors import Happened, Period
from complaintflow.bank_holidays import uk
from complaintflow.calendars import Calendar
from complaintflow.conventions import DayOne, KindOfDay, Roll, Span, Unit
from complaintflow.deadlines import Since
from complaintflow.ends import reach_ends
from complaintflow.language.out_of_order import overtaking
from complaintflow.moments import last_instant, local_day
from complaintflow.procedure import Procedure
from complaintflow.testing import (
    Question,
    calendars,
    conventions,
    days,
    kinds_of_day,
    questions,
    spans,
    starts,
)
from tests.policies import LONDON, times

LAW = times()
CAME = Happened("came")
ONE_DAY = timedelta(days=1)
LONG = settings(max_examples=600, deadline=None)

CUT_OFFS = st.sampled_from([time(0), time(9), time(16), time(23, 59)])
OF_DAYS = [unit for unit in Unit if unit is not Unit.HOURS]


def asked(question: Question, cut_off: time) -> tuple[Procedure, Period]:
    """A policy, and one time of it."""
    law = replace(LAW, calendar=question["calendar"], roll=question["roll"], cut_off=cut_off)
    period = Period(CAME, question["span"], question["day_one"], clear=question["clear"])
    return law, period


def due(law: Procedure, period: Period, start: date | datetime) -> datetime:
    """When it is due at the latest, as an instant: a day ends with its last."""
    last = reach_ends(law, Since(start), period.span, period)[1]
    assert last is not None
    return last_instant(last.due, LONDON)


def comes_on(start: date | datetime) -> tuple[date, time]:
    """The day on which it comes, and how late; the stroke of midnight ends the day before, and where
    no hour is known it may be the last."""
    day = local_day(start, LONDON)
    if not isinstance(start, datetime):
        return day, time.max
    hour = start.astimezone(LONDON).time()
    return (day - ONE_DAY, time.max) if hour == time() else (day, hour)


def counts_working_days_alone(span: Span, calendar: Calendar) -> bool:
    return span.unit is Unit.WORKING_DAYS or (
        isinstance(span.unit, KindOfDay) and span.unit.calendar == calendar
    )


FORWARDS = questions(convention=conventions(backwards=[False]))


def near(start: date | datetime) -> st.SearchStrategy[datetime]:
    """Moments of the days around a start."""
    day = local_day(start, LONDON)
    around = st.integers(-4, 4).map(lambda n: day + n * ONE_DAY)
    hours = st.sampled_from([time(0), time(12), time(16), time(23, 59, 59)])
    return st.builds(datetime.combine, around, hours, st.just(LONDON))


@LONG
@given(FORWARDS, st.data(), CUT_OFFS)
@example(
    Question(
        start=date(2026, 2, 27),
        span=Span(10, Unit.WORKING_DAYS),
        calendar=uk("england-and-wales"),
        zone=LONDON,
        day_one=DayOne.DAY_AFTER,
        backwards=False,
        clear=False,
        roll=Roll.NONE,
    ),
    None,
    time(16),
).via("the ferry's leaflet")
def test_who_comes_later_is_due_earlier_only_on_the_day_off_after_one_who_came_late(
    question: Question, data: st.DataObject | None, cut_off: time
) -> None:
    """And never where a start on a day off is deemed to be on the next working day, nor where working
    days are counted beginning with the day itself; hours know no cut-off."""
    law, period = asked(question, cut_off)
    hours = question["span"].unit is Unit.HOURS
    other: date | datetime = date(2026, 2, 28)
    if data is not None:
        anywhere = starts(question["calendar"])
        other = data.draw(anywhere | near(question["start"]), label="other start")
    assume(not hours or isinstance(other, datetime))
    earlier, later = sorted(
        (question["start"], other),
        key=lambda start: (last_instant(start, LONDON), isinstance(start, datetime)),
    )
    if due(law, period, earlier) <= due(law, period, later):
        return
    event("out of order")
    assert not hours
    assert question["day_one"] is not DayOne.NEXT_WORKING_DAY
    if question["day_one"] is DayOne.SAME_DAY:
        assert not counts_working_days_alone(question["span"], law.calendar)
    late, hour = comes_on(earlier)
    assert law.calendar.counts(late)
    assert hour > cut_off
    assert late < comes_on(later)[0] < law.calendar.after(late, 1)


@LONG
@given(FORWARDS, days(), CUT_OFFS)
def test_what_comes_late_is_due_with_what_comes_on_the_next_working_day(
    question: Question, day: date, cut_off: time
) -> None:
    assume(question["span"].unit is not Unit.HOURS)
    law, period = asked(question, cut_off)
    working = law.calendar.after(day, 1)
    late = datetime.combine(working, time.max, LONDON)
    in_time = datetime.combine(law.calendar.after(working, 1), time(0, 0, 1), LONDON)
    assume(in_time.time() <= cut_off)
    assert due(law, period, late) == due(law, period, in_time)


@st.composite
def policies(draw: st.DrawFn) -> tuple[Procedure, Period]:
    """A policy with a cut-off that is in force from a day on, and one time of it, not of hours."""
    kind = draw(kinds_of_day())
    span = draw(spans([*OF_DAYS, kind], at_most=30))
    day_one = draw(st.sampled_from(DayOne))
    clear = day_one is not DayOne.SAME_DAY and draw(st.booleans())
    law = replace(
        LAW,
        in_force_from=draw(days(first=date(2020, 1, 1), last=date(2027, 1, 1))),
        calendar=draw(calendars()),
        roll=draw(st.sampled_from(Roll)),
        cut_off=draw(CUT_OFFS),
    )
    return law, Period(CAME, span, day_one, clear=clear)


def starts_of_a_day(law: Procedure, day: date) -> Iterator[datetime]:
    """What comes in time, and what comes late; the stroke of midnight before is of the day before."""
    assert law.cut_off is not None
    if law.cut_off > time(0):
        yield datetime.combine(day, law.cut_off, LONDON)
    yield datetime.combine(day, time(23, 59, 59, 999_999), LONDON)
    yield datetime.combine(day + ONE_DAY, time(0), LONDON)


@settings(max_examples=150, deadline=None)
@given(policies())
def test_nothing_is_out_of_order_before_what_check_shows_and_nothing_for_a_year_if_it_shows_none(
    told: tuple[Procedure, Period],
) -> None:
    """What it shows is out of order: so the check finds all of it, and nothing else."""
    law, period = told
    found = overtaking(law, period)
    begun = law.calendar.after(law.in_force_from, 1)
    last = begun + 366 * ONE_DAY if found is None else found.day
    event("in order" if found is None else "out of order")
    if found is not None:
        late = datetime.combine(found.day, time.max, LONDON)
        assert due(law, period, late) == last_instant(found.due, LONDON)
        assert due(law, period, found.day + ONE_DAY) == last_instant(found.due_of_next, LONDON)
        assert found.due > found.due_of_next
        assert found.day < found.day + ONE_DAY < found.counts_as
    ends = [
        due(law, period, start)
        for n in range((last - begun).days + 1)
        for start in starts_of_a_day(law, begun + n * ONE_DAY)
    ]
    assert ends == sorted(ends)
