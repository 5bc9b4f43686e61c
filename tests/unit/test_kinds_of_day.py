"""An organisation's own kind of day as a unit: dated by hand, and against numpy's own counting."""

import pickle
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from complaintflow.bank_holidays import uk
from complaintflow.calendars import Calendar, OutsideCalendar
from complaintflow.conventions import DayOne, KindOfDay, Roll, Span, Unit
from complaintflow.counts import Reached, Still
from complaintflow.derived import with_days
from complaintflow.errors import InputError
from complaintflow.explanation import explain
from complaintflow.periods import counted_between, reach
from complaintflow.stillness import counted_still, held
from complaintflow.written import parse_span

LONDON = ZoneInfo("Europe/London")


def term() -> Calendar:
    """An autumn term from Wednesday 2 September to Friday 18 December 2026, with a half-term."""
    half_term = [date(2026, 10, day) for day in range(26, 31)]
    return Calendar(
        name="autumn term",
        week=(0, 1, 2, 3, 4),
        off=(
            (date(2026, 9, 2), "training day"),
            *((day, "half-term") for day in half_term),
        ),
        first=date(2026, 9, 2),
        last=date(2026, 12, 18),
        projected_from=None,
        source="term dates 2026/27",
        version="1",
    )


def school_days(n: int) -> Span:
    return Span(n, KindOfDay("school days", term()))


def count(
    n: int,
    start: date | datetime,
    *,
    day_one: DayOne = DayOne.DAY_AFTER,
    backwards: bool = False,
    clear: bool = False,
    roll: Roll = Roll.NONE,
) -> Reached:
    return reach(
        start,
        school_days(n),
        calendar=uk("england-and-wales"),
        day_one=day_one,
        zone=LONDON,
        backwards=backwards,
        clear=clear,
        roll=roll,
    )


def test_a_span_of_an_own_kind_is_written_as_people_write_it() -> None:
    assert str(school_days(10)) == "10 school days"
    assert str(school_days(1)) == "1 school day"


def test_ten_school_days_run_over_half_term_where_ten_working_days_do_not() -> None:
    start = date(2026, 10, 20)
    assert count(10, start).due == date(2026, 11, 10)
    working = reach(
        start,
        Span(10, Unit.WORKING_DAYS),
        calendar=uk("england-and-wales"),
        day_one=DayOne.DAY_AFTER,
        zone=LONDON,
    )
    assert working.due == date(2026, 11, 3)


def test_the_ledger_names_the_day_that_is_none_of_that_kind() -> None:
    lines = count(4, date(2026, 10, 22)).days()
    assert [(line.date.day, line.n, line.why) for line in lines] == [
        (23, 1, None),
        (24, None, "Saturday"),
        (25, None, "Sunday"),
        (26, None, "half-term"),
        (27, None, "half-term"),
        (28, None, "half-term"),
        (29, None, "half-term"),
        (30, None, "half-term"),
        (31, None, "Saturday"),
        (1, None, "Sunday"),
        (2, 2, None),
        (3, 3, None),
        (4, 4, None),
    ]


def test_beyond_the_terms_nothing_is_guessed() -> None:
    with pytest.raises(OutsideCalendar) as raised:
        count(10, date(2026, 12, 15))
    assert raised.value.calendar == "autumn term"


def test_a_start_is_deemed_by_working_days_and_counted_by_school_days() -> None:
    """Wednesday in half-term is a working day: the start stays there, and is not moved to term."""
    on = DayOne.NEXT_WORKING_DAY
    assert count(1, date(2026, 10, 28), day_one=on).due == date(2026, 11, 2)
    saturday = count(1, date(2026, 10, 31), day_one=on)  # deemed to be on Monday 2 November
    assert saturday.due == date(2026, 11, 3)
    assert [line.why for line in saturday.days()] == [
        "Sunday",
        "the start is deemed to be on this day",
        None,
    ]


def test_beginning_with_a_day_off_counts_from_the_next_of_that_kind() -> None:
    same = DayOne.SAME_DAY
    assert count(1, date(2026, 10, 28), day_one=same).due == date(2026, 11, 2)
    assert count(1, date(2026, 10, 23), day_one=same).due == date(2026, 10, 23)
    assert count(1, date(2026, 10, 28), day_one=same).days()[0].why == "half-term"


def test_after_midnight_the_day_that_begins_is_counted_if_it_is_of_that_kind() -> None:
    assert count(1, datetime(2026, 10, 23, tzinfo=LONDON)).due == date(2026, 10, 23)
    assert count(1, datetime(2026, 10, 26, tzinfo=LONDON)).due == date(2026, 11, 2)


def test_backwards_and_clear_go_by_that_kind_too() -> None:
    assert count(3, date(2026, 11, 4), backwards=True).due == date(2026, 10, 23)
    assert count(2, date(2026, 11, 4), backwards=True, clear=True).due == date(2026, 10, 23)
    assert count(2, date(2026, 10, 23), clear=True).due == date(2026, 11, 4)


def test_an_end_rolls_to_a_working_day_and_the_ledger_says_so() -> None:
    """A school that meets on Saturdays: the last school day is no working day."""
    saturdays = Calendar(
        "saturdays", (5,), (), date(2026, 1, 1), date(2026, 12, 31), None, "a test", "1"
    )
    rolled = reach(
        date(2026, 10, 22),
        Span(1, KindOfDay("Saturday school days", saturdays)),
        calendar=uk("england-and-wales"),
        day_one=DayOne.DAY_AFTER,
        zone=LONDON,
        roll=Roll.NEXT,
    )
    assert (rolled.unrolled, rolled.due) == (date(2026, 10, 24), date(2026, 10, 26))
    assert [(line.n, line.why) for line in rolled.days()] == [
        (None, "Friday"),
        (1, None),
        (None, "Sunday"),
        (None, "the end is moved to this working day"),
    ]


def test_what_is_left_and_how_late_are_counted_in_that_kind() -> None:
    unit = KindOfDay("school days", term())
    between = counted_between(
        date(2026, 10, 22), date(2026, 11, 4), unit=unit, calendar=uk("scotland")
    )
    assert between == 4


def test_a_count_is_projected_where_its_own_calendar_is() -> None:
    guessed = Calendar(
        "guessed", (0, 1), (), date(2026, 1, 1), date(2027, 1, 1), date(2026, 11, 1), "x", "1"
    )

    def projected(start: date, *, roll: Roll = Roll.NONE) -> bool:
        span = Span(2, KindOfDay("club days", guessed))
        return reach(
            start,
            span,
            calendar=uk("england-and-wales"),
            day_one=DayOne.DAY_AFTER,
            zone=LONDON,
            roll=roll,
        ).projected

    assert not projected(date(2026, 10, 1))
    assert projected(date(2026, 10, 28))


@pytest.mark.parametrize("day_one", [DayOne.DAY_AFTER, DayOne.SAME_DAY])
def test_every_start_and_length_agrees_with_numpy(day_one: DayOne) -> None:
    calendar = term()
    off = [day for day, _ in calendar.off]
    theirs = np.busdaycalendar(weekmask="1111100", holidays=[np.datetime64(day) for day in off])
    for behind in range((date(2026, 11, 1) - calendar.first).days):
        start = calendar.first + timedelta(days=behind)
        for n in range(1, 30):
            # the first counted day after the start, or from it on, then n - 1 more
            since = np.datetime64(start) + np.timedelta64(int(day_one is DayOne.DAY_AFTER), "D")
            expected = np.busday_offset(since, n - 1, roll="forward", busdaycal=theirs)
            assert count(n, start, day_one=day_one).due == expected.astype(date), (start, n)


@pytest.mark.parametrize(
    "name",
    [
        "days",
        "school",
        "school day",
        "working days",
        "calendar days",
        "clear school days",
        "school  days",
        "2 school days",
        "one two three four days",
        "days of school",
        "",
    ],
)
def test_a_name_that_a_period_could_not_say_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="one to three words and then `days`"):
        KindOfDay(name, term())


@pytest.mark.parametrize(
    "word", ["of", "after", "before", "beginning", "with", "clear", "to", "from"]
)
def test_no_word_of_a_period_can_be_in_a_name(word: str) -> None:
    with pytest.raises(InputError, match="one to three words and then `days`"):
        KindOfDay(f"{word} school days", term())


@pytest.mark.parametrize("name", ["school days", "term-time days", "Supreme Court sitting days"])
def test_other_names_stand(name: str) -> None:
    assert str(KindOfDay(name, term())) == name


def test_kinds_of_day_are_values() -> None:
    assert school_days(3) == school_days(3)
    assert hash(school_days(3)) == hash(school_days(3))
    assert pickle.loads(pickle.dumps(school_days(3))) == school_days(3)
    assert school_days(3) != Span(3, KindOfDay("term days", term()))
    with pytest.raises(InputError, match=r"Span\(20, Unit.WORKING_DAYS\)"):
        Span(3, "school days")  # type: ignore[arg-type]


def test_an_explanation_names_every_calendar_that_had_a_say() -> None:
    on = DayOne.NEXT_WORKING_DAY
    assert "Calendar: autumn term (term dates 2026/27, version 1)." in explain(
        count(1, date(2026, 10, 28))
    )
    told = explain(count(1, date(2026, 10, 31), day_one=on)).splitlines()
    named = [line.partition(" (")[0] for line in told if line.startswith("Calendar")]
    assert named == ["Calendar: autumn term", "Calendar: england-and-wales"]


def test_text_is_read_with_the_kinds_that_are_given() -> None:
    kind = KindOfDay("school days", term())
    assert parse_span("10 school days", own_days=[kind]) == Span(10, kind)
    assert parse_span("1 school  day", own_days=[kind]) == Span(1, kind)
    with pytest.raises(InputError, match="did you mean 'school days'"):
        parse_span("10 schooldays", own_days=[kind])
    with pytest.raises(InputError, match="write '10 school days', '10 working days' or '10 cal"):
        parse_span("10 days", own_days=[kind])
    with pytest.raises(InputError, match="'school days' in '10 school days' is no unit"):
        parse_span("10 school days")


def test_the_ledger_names_an_extra_day_where_it_is_counted() -> None:
    open_day = with_days(
        "larkfield", uk("england-and-wales"), open={"open day": date(2026, 10, 10)}, source="x"
    )
    reached = reach(
        date(2026, 10, 8),
        Span(3, Unit.WORKING_DAYS),
        calendar=open_day,
        day_one=DayOne.DAY_AFTER,
        zone=LONDON,
    )
    assert reached.due == date(2026, 10, 12)
    assert [(line.n, line.why) for line in reached.days()] == [
        (1, None),
        (2, "open day"),
        (None, "Sunday"),
        (3, None),
    ]
    assert "  2  Sat 10 Oct 2026  open day" in explain(reached)


def test_of_days_that_stand_still_those_of_that_kind_move_the_end() -> None:
    """From Thursday 22 October to Monday 2 November only three are school days."""
    plain = count(5, date(2026, 10, 20))
    assert plain.due == date(2026, 11, 3)
    stop = Still(date(2026, 10, 22), date(2026, 11, 2), "waiting for papers")
    stopped = held(plain, [stop])
    assert stopped is not None
    assert stopped.due == date(2026, 11, 6)
    assert [line.n for line in stopped.days() if line.n] == [1, 2, 3, 4, 5]
    reasons = {line.date.day: line.why for line in stopped.days() if line.date.month == 10}
    assert (reasons[23], reasons[26]) == ("waiting for papers", "half-term")
    kind = KindOfDay("school days", term())
    n = counted_still(
        [stop], date(2026, 10, 20), date(2026, 11, 30), unit=kind, calendar=uk("scotland")
    )
    assert n == 3
