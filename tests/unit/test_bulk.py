"""Many dates at once: what may be given, what comes back, which row is named.

That the dates are the right ones is proved in tests/properties/test_bulk_laws.py.
"""

import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pytest

import complaintflow as cf
from complaintflow import bulk
from complaintflow.calendars import EVERY_DAY

LONDON = ZoneInfo("Europe/London")
ENGLAND = cf.uk("england-and-wales")
TWENTY = cf.Span(20, cf.Unit.WORKING_DAYS)
DAYS = [date(2026, 3, 23), date(2026, 12, 24)]
DUE = [date(2026, 4, 22), date(2027, 1, 26)]
BEYOND = date(2099, 12, 30)


def numbered(days: list[Any], unit: str = "D") -> npt.NDArray[np.datetime64]:
    return np.array(days, dtype=f"datetime64[{unit}]")


def due(starts: Any, span: cf.Span = TWENTY, calendar: cf.Calendar = ENGLAND, **how: Any) -> Any:
    how.setdefault("day_one", cf.DayOne.DAY_AFTER)
    return bulk.due(starts, span, calendar=calendar, **how)


class Column:
    """As a column of pandas or polars: it becomes an array of NumPy when it is asked."""

    def __init__(self, rows: npt.NDArray[Any]) -> None:
        self.rows = rows

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return self.rows


# --- what may be given ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "starts",
    [
        numbered(DAYS),
        numbered(DAYS, "s"),
        numbered(DAYS, "ns"),
        numbered(DAYS).astype(">M8[D]"),
        numbered([DAYS[0], date(2000, 1, 1), DAYS[1]])[::2],
        DAYS,
        tuple(DAYS),
        np.array(DAYS, dtype=object),
        Column(numbered(DAYS, "us")),
        Column(np.array(DAYS, dtype=object)),
    ],
    ids=["days", "s", "ns", "big endian", "every other", "list", "tuple", "object", "us", "column"],
)
def test_dates_may_be_given_in_any_of_these_ways(starts: Any) -> None:
    for _ in range(3):  # by arithmetic, then from a table made for it, then from the one at hand
        found = due(starts)
        assert found.dtype == "datetime64[D]"
        assert found.tolist() == DUE
    assert bulk.between(starts, numbered(DUE), calendar=ENGLAND).tolist() == [20, 20]
    assert bulk.between(numbered(DUE), starts, calendar=ENGLAND).tolist() == [-20, -20]


@pytest.mark.parametrize("starts", [numbered([]), [], (), np.array([], dtype=object)])
def test_no_rows_give_no_rows(starts: Any) -> None:
    due(numbered(DAYS))
    for _ in range(3):
        assert due(starts).dtype == "datetime64[D]"
        assert due(starts).shape == (0,)
        assert bulk.between(starts, starts, calendar=ENGLAND).shape == (0,)


def test_the_shape_stays_as_it_was() -> None:
    for _ in range(3):
        assert due(numbered(DAYS * 3).reshape(3, 2)).tolist() == [DUE] * 3
        grid = numbered(DAYS * 3).reshape(3, 2)
        assert bulk.between(grid, grid[:, ::-1], calendar=ENGLAND).shape == (3, 2)


def test_what_was_given_is_left_as_it_was() -> None:
    starts = numbered(DAYS)
    starts.flags.writeable = False
    for _ in range(3):
        found = due(starts)
        found[0] = np.datetime64("NaT")
        found = bulk.between(starts, starts, calendar=ENGLAND)
        found[0] = 99
    assert starts.tolist() == DAYS
    assert due(starts).tolist() == DUE


def test_one_date_may_stand_for_all_ends_or_starts() -> None:
    today = date(2026, 3, 31)
    asked: list[Any] = [today, np.datetime64(today)]
    for other in asked:
        remaining = bulk.between(other, DUE, calendar=ENGLAND)
        assert remaining.tolist() == [14, ENGLAND.between(today, DUE[1])]
        assert (bulk.between(DUE, other, calendar=ENGLAND) == -remaining).all()


# --- rules beside one another --------------------------------------------------------------


def test_each_rule_keeps_its_own_table() -> None:
    """Whichever word differs from those of the rule that was asked just before."""
    starts = numbered(DAYS)
    scotland = cf.uk("scotland")
    plain: dict[str, Any] = {"span": TWENTY, "calendar": ENGLAND, "day_one": cf.DayOne.DAY_AFTER}
    rules = [
        plain,
        plain | {"span": cf.Span(20, cf.Unit.CALENDAR_DAYS)},
        plain | {"span": cf.Span(21, cf.Unit.WORKING_DAYS)},
        plain | {"calendar": scotland},
        plain | {"day_one": cf.DayOne.SAME_DAY},
        plain | {"backwards": True},
        plain | {"clear": True},
        plain | {"span": cf.Span(20, cf.Unit.CALENDAR_DAYS), "roll": cf.Roll.NEXT},
        plain | {"span": cf.Span(20, cf.Unit.CALENDAR_DAYS), "roll": cf.Roll.PREVIOUS},
    ]
    for _ in range(3):
        for one in rules:
            for other in rules:
                for rule in (one, other):
                    expected = [cf.reach(day, **rule, zone=LONDON).due for day in DAYS]
                    assert due(starts, **rule).tolist() == expected


def test_between_keeps_calendars_apart() -> None:
    one, other = numbered([date(2026, 1, 1)]), numbered([date(2026, 1, 5)])
    for _ in range(3):
        for name, days in (("england-and-wales", 2), ("scotland", 1)):
            assert bulk.between(one, other, calendar=cf.uk(name)).tolist() == [days]


def test_an_equal_calendar_and_span_are_the_same_rule() -> None:
    for _ in range(3):
        same = replace(ENGLAND)
        assert due(numbered(DAYS), cf.Span(20, cf.Unit.WORKING_DAYS), same).tolist() == DUE


# --- rows that cannot be counted -----------------------------------------------------------


@pytest.mark.parametrize("known", [False, True], ids=["a new rule", "a rule at hand"])
def test_the_first_row_that_the_calendar_does_not_cover_is_named(known: bool) -> None:
    calendar = replace(ENGLAND, version=f"for this test: {known}")
    if known:
        for _ in range(2):
            due(numbered(DAYS), calendar=calendar)
    starts = numbered([*DAYS, BEYOND, date(1980, 1, 1)])
    with pytest.raises(cf.OutsideCalendar) as told:
        due(starts, calendar=calendar)
    error = told.value
    assert isinstance(error, bulk.RowOutsideCalendar)
    assert (error.row, error.start) == (2, BEYOND)
    with pytest.raises(cf.OutsideCalendar) as scalar:
        cf.reach(BEYOND, TWENTY, calendar=calendar, day_one=cf.DayOne.DAY_AFTER, zone=LONDON)
    assert (error.calendar, error.day, error.first, error.last) == (
        scalar.value.calendar,
        scalar.value.day,
        scalar.value.first,
        scalar.value.last,
    )
    assert str(error) == f"row 2 (2099-12-30): {scalar.value}"
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.row, again.start) == (str(error), 2, BEYOND)


@pytest.mark.parametrize("far", ["0000-06-01", "10000-01-01", "200000-01-01", "-9000-01-01"])
def test_a_day_without_a_date_in_any_calendar_is_refused_too(far: str) -> None:
    starts = numbered([DAYS[0], far])
    for calendar in (ENGLAND, EVERY_DAY):
        for _ in range(3):
            with pytest.raises(bulk.RowOutsideCalendar, match=r"^row 1: .* years 1 to 9999"):
                due(starts, calendar=calendar)
            with pytest.raises(bulk.RowOutsideCalendar, match=r"^row 1: "):
                bulk.between(starts, numbered(DAYS), calendar=calendar)


def test_a_pair_outside_the_calendar_is_named_by_its_row() -> None:
    ends = numbered([DUE[0], date(2150, 1, 1)])
    for _ in range(3):
        bulk.between(numbered(DAYS), numbered(DUE), calendar=ENGLAND)
        for starts in (numbered(DAYS), DAYS):
            with pytest.raises(bulk.RowOutsideCalendar) as told:
                bulk.between(starts, ends, calendar=ENGLAND)
            assert told.value.row == 1
            assert told.value.day == date(2150, 1, 1)
            with pytest.raises(
                bulk.RowOutsideCalendar, match=r"^row 1 \(2150-01-01\): 2150-01-01 "
            ):
                bulk.between(ends, starts, calendar=ENGLAND)
            with pytest.raises(bulk.RowOutsideCalendar, match=r"^row 1 "):
                bulk.between(ends, ends, calendar=ENGLAND)


@pytest.mark.parametrize(
    ("starts", "told"),
    [
        (numbered([DAYS[0], None]), r"row 1 has no date; leave such rows out, as in starts\["),
        (numbered([DAYS[0], None], "ns"), "row 1 has no date"),
        ([DAYS[0], None], "row 1 has no date"),
        ([DAYS[0], datetime(2026, 1, 1, tzinfo=UTC)], r"row 1 \(datetime.*\) is no date"),
        ([DAYS[0], "2026-01-01"], r"row 0 \(.*\) is no date|row 1 \('2026-01-01'\) is no date"),
        (["2026-01-01"], r"row 0 \(.*2026-01-01.*\) is no date; give dates, or datetime64"),
        ([20260101], "row 0 .*20260101.* is no date"),
        (numbered([DAYS[0], "2026-01-01T09:00"], "m"), r"row 1 \(2026-01-01T09:00\) is a moment"),
        (numbered(["2026-01"], "M"), r"datetime64\[M\] is no array of dates"),
        (np.array(["NaT"], dtype="datetime64"), "no array of dates|row 0 has no date"),
        (date(2026, 1, 1), "is one date, or none; give a list of dates, or use `reach`"),
        (numbered([DAYS[0]])[0], "is one date"),
        (np.array(DAYS[0], dtype="datetime64[D]"), "is one date"),
        (None, "is one date, or none"),
    ],
)
def test_what_is_no_date_is_refused_and_the_row_named(starts: Any, told: str) -> None:
    for _ in range(2):
        due(numbered(DAYS))
        with pytest.raises(cf.InputError, match=told):
            due(starts)


def test_no_date_is_refused_between_two_too() -> None:
    known = numbered(DAYS)
    bulk.between(known, known, calendar=ENGLAND)
    lacking: list[Any] = [numbered([None, DAYS[0]]), [None, DAYS[0]]]
    for missing in lacking:
        for pair in ((known, missing), (missing, known), (missing, missing)):
            with pytest.raises(cf.InputError, match="row 0 has no date"):
                bulk.between(*pair, calendar=ENGLAND)


def test_rows_that_do_not_pair_are_refused() -> None:
    with pytest.raises(cf.InputError, match="2 starts and 3 ends do not pair; give as many"):
        bulk.between(DAYS, [*DAYS, BEYOND], calendar=ENGLAND)


def test_what_cannot_be_counted_from_dates_is_refused_as_by_the_scalar_path() -> None:
    with pytest.raises(cf.InputError, match="24 hours cannot be counted from dates"):
        due(DAYS, cf.Span(24, cf.Unit.HOURS))
    for unit in (cf.Unit.WORKING_DAYS, cf.Unit.WEEKS):
        with pytest.raises(cf.InputError, match="clear days leave out the start"):
            due(DAYS, cf.Span(2, unit), day_one=cf.DayOne.SAME_DAY, clear=True)


# --- calendars that are out of the ordinary ------------------------------------------------


def test_a_calendar_from_before_1970_has_a_table_too() -> None:
    """There the numbers of the days are negative."""
    days = [date(1951, 12, 20) + timedelta(days=n) for n in range(7300)]
    week = (0, 1, 2, 3, 4)
    old = cf.Calendar(
        "old", week, ((date(1952, 2, 15), "funeral"),), days[0], days[-1], None, "", ""
    )
    starts = numbered(days[:-60])
    for _ in range(3):
        assert due(starts, calendar=old).tolist() == [old.after(day, 20) for day in days[:-60]]
        between = bulk.between(starts, starts[::-1], calendar=old).tolist()
        pairs = zip(days[:-60], days[:-60][::-1], strict=True)
        assert between == [old.between(*pair) for pair in pairs]
        for outside in (
            days[0] - timedelta(days=1),
            days[-1] + timedelta(days=1),
            date(2026, 1, 1),
        ):
            with pytest.raises(bulk.RowOutsideCalendar):
                due(numbered([outside]), calendar=old)
            with pytest.raises(bulk.RowOutsideCalendar):
                bulk.between(numbered([outside]), numbered([outside]), calendar=old)


def test_where_every_day_counts_all_dates_can_be_counted() -> None:
    starts = numbered([date.min, DAYS[0]])
    for _ in range(3):
        assert due(starts, calendar=EVERY_DAY).tolist() == [date(1, 1, 21), date(2026, 4, 12)]
        assert bulk.between(starts, date.max, calendar=EVERY_DAY).tolist() == [
            EVERY_DAY.between(day, date.max) for day in (date.min, DAYS[0])
        ]
        with pytest.raises(bulk.RowOutsideCalendar, match="row 0"):
            due(starts, calendar=EVERY_DAY, backwards=True)


def test_weeks_are_counted_beyond_a_calendar_that_is_not_asked() -> None:
    """As by `reach`: without a roll the calendar has no say in weeks, months and years."""
    starts = numbered([DAYS[0], date(2150, 1, 1)])
    for _ in range(3):
        found = due(starts, cf.Span(1, cf.Unit.WEEKS))
        assert found.tolist() == [date(2026, 3, 30), date(2150, 1, 8)]
        with pytest.raises(bulk.RowOutsideCalendar, match=r"row 1 \(2150-01-01\)"):
            due(starts, cf.Span(1, cf.Unit.WEEKS), roll=cf.Roll.NEXT)


# --- packaging -----------------------------------------------------------------------------


def test_without_numpy_it_says_what_to_install() -> None:
    program = "import sys; sys.modules['numpy'] = None; import complaintflow.bulk"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: complaintflow.bulk needs numpy; "
        "type: pip install 'complaintflow[bulk]'"
    )
