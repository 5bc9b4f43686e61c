"""Days: adding and counting working days of England and Wales, one date and a million.

Everybody is asked in dates and must answer in dates or whole numbers. Who takes a list of days off
is given ours; `holidays` and `workalendar` bring their own. What others answer otherwise is
counted over every day of five years, and told.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from benchmarks.measuring import Peer, Row, Timed
from complaintflow.bank_holidays import uk
from complaintflow.conventions import DayOne, Span, Unit
from complaintflow.periods import reach

N = 20
"""Working days that are added."""

STRETCH = timedelta(days=28)
"""From the first to the last day of the counts."""

TIMED = tuple(date(2026, 1, 1) + timedelta(days=number) for number in range(0, 365, 5))
"""The starts that are timed: days of one year, on every weekday."""

FIVE_YEARS = tuple(date(2024, 1, 1) + timedelta(days=number) for number in range(5 * 365 + 2))
"""The starts for which the answers are compared."""

CALENDAR = uk("england-and-wales")
OFF = [day for day, _ in CALENDAR.off if 2023 <= day.year <= 2030]

OURS = "complaintflow"

_ONE = timedelta(days=1)
_T = TypeVar("_T")

Add = Callable[[date], date]
Count = Callable[[date, date], int]
"""How many working days lie after the first date, up to and including the second."""


def installed(make: Callable[[], _T]) -> _T | None:
    """What `make` makes; None where its package is not installed, as outside `make bench`."""
    try:
        return make()
    except ImportError:
        return None


def over_days(name: str, add: Add) -> Timed:
    """Adding from every start that is timed."""

    def run() -> None:
        for day in TIMED:
            add(day)

    return Timed(name, run, len(TIMED))


def _over_days_at_once() -> Timed:
    """The same by the calendar's own method, with no function of this file around it."""
    after = CALENDAR.after

    def run() -> None:
        for day in TIMED:
            after(day, N)

    return Timed(OURS, run, len(TIMED))


def over_pairs(name: str, count: Count) -> Timed:
    """Counting from every start that is timed."""
    pairs = [(day, day + STRETCH) for day in TIMED]

    def run() -> None:
        for start, end in pairs:
            count(start, end)

    return Timed(name, run, len(TIMED))


def _otherwise_added(add: Add) -> int:
    return sum(add(day) != core_adds(day) for day in FIVE_YEARS)


def _otherwise_counted(count: Count) -> int:
    return sum(count(day, day + STRETCH) != core_counts(day, day + STRETCH) for day in FIVE_YEARS)


# --- others ---------------------------------------------------------------------------------------


def numpy_calendar() -> Any:
    """Our days off as numpy wants them."""
    import numpy as np

    return np.busdaycalendar(holidays=np.array(OFF, dtype="datetime64[D]"))


def numpy_adds() -> Add:
    """By numpy; from a day off it first goes back to the last working day, as day one asks."""
    from numpy import busday_offset

    days = numpy_calendar()

    def add(day: date) -> date:
        found: date = busday_offset(day, N, roll="preceding", busdaycal=days).item()  # type: ignore[assignment]
        return found

    return add


def numpy_counts() -> Count:
    """By numpy, which counts the first day and not the last."""
    from numpy import busday_count

    days = numpy_calendar()
    return lambda start, end: int(busday_count(start + _ONE, end + _ONE, busdaycal=days))


def pandas_adds() -> Add:
    """By pandas' offset of custom business days."""
    from pandas.tseries.offsets import CustomBusinessDay

    offset = CustomBusinessDay(N, calendar=numpy_calendar())
    return lambda day: (day + offset).date()


def pandas_counts() -> Count:
    """By pandas, which has no count but that of a range of business days."""
    from pandas import date_range
    from pandas.tseries.offsets import CustomBusinessDay

    each = CustomBusinessDay(calendar=numpy_calendar())
    return lambda start, end: len(date_range(start + _ONE, end, freq=each))


def polars_adds() -> Add:
    """By an expression of polars over one date."""
    import polars as pl

    days = pl.Series(OFF)

    def add(day: date) -> date:
        expression = pl.lit(day).dt.add_business_days(N, holidays=days, roll="backward")
        due: date = pl.select(expression).item()
        return due

    return add


def polars_counts() -> Count:
    """By an expression of polars over two dates; the first day is counted, the last not."""
    import polars as pl

    days = pl.Series(OFF)

    def count(start: date, end: date) -> int:
        counted = pl.business_day_count(start + _ONE, end + _ONE, holidays=days)
        days_counted: int = pl.select(counted).item()
        return days_counted

    return count


def holidays_adds() -> Add:
    """By the package from which our days come."""
    import holidays

    days = holidays.country_holidays("GB", subdiv="ENG", years=range(2023, 2031))
    return lambda day: days.get_nth_working_day(day, N)


def holidays_counts() -> Count:
    """By the same; it counts both ends."""
    import holidays

    days = holidays.country_holidays("GB", subdiv="ENG", years=range(2023, 2031))
    return lambda start, end: days.get_working_days_count(start + _ONE, end)


def workalendar_adds() -> Add:
    """By workalendar and its own days of the United Kingdom, which end with its last release."""
    from workalendar.europe import UnitedKingdom

    days = UnitedKingdom()
    return lambda day: days.add_working_days(day, N)


def workalendar_counts() -> Count:
    """By the same; the first day is left out."""
    from workalendar.europe import UnitedKingdom

    days = UnitedKingdom()
    return lambda start, end: days.get_working_days_delta(start, end)


def _bizdays() -> Any:
    from bizdays import Calendar

    return Calendar(
        holidays=OFF, weekdays=["Saturday", "Sunday"], startdate="2023-01-01", enddate="2030-12-31"
    )


def bizdays_adds() -> Add:
    """By bizdays."""
    days = _bizdays()
    return lambda day: days.offset(day, N)


def bizdays_counts() -> Count:
    """By bizdays, which moves both ends to working days and counts one of them."""
    days = _bizdays()
    return lambda start, end: days.bizdays(start, end)


def business_adds() -> Add:
    """By business-python."""
    from business.calendar import Calendar

    days = Calendar(holidays=OFF)
    return lambda day: days.add_business_days(day, N)


def business_counts() -> Count:
    """By the same; the first day is counted, the last not."""
    from business.calendar import Calendar

    days = Calendar(holidays=OFF)
    return lambda start, end: days.business_days_between(start + _ONE, end + _ONE)


ADDING: tuple[tuple[str, float | None, Callable[[], Add]], ...] = (
    ("numpy.busday_offset", 17, numpy_adds),
    ("pandas CustomBusinessDay", None, pandas_adds),
    ("polars add_business_days", None, polars_adds),
    ("holidays get_nth_working_day", 118, holidays_adds),
    ("workalendar add_working_days", 136, workalendar_adds),
    ("bizdays offset", None, bizdays_adds),
    ("business-python add_business_days", None, business_adds),
)

COUNTING: tuple[tuple[str, float | None, Callable[[], Count]], ...] = (
    ("numpy.busday_count", 30, numpy_counts),
    ("pandas date_range", None, pandas_counts),
    ("polars business_day_count", None, polars_counts),
    ("holidays get_working_days_count", None, holidays_counts),
    ("workalendar get_working_days_delta", None, workalendar_counts),
    ("bizdays bizdays", None, bizdays_counts),
    ("business-python business_days_between", None, business_counts),
)


# --- ours -----------------------------------------------------------------------------------------

TWENTY = Span(N, Unit.WORKING_DAYS)
LONDON = ZoneInfo("Europe/London")


def core_adds(day: date) -> date:
    """By the calendar alone."""
    return CALENDAR.after(day, N)


def checked_adds(day: date) -> date:
    """By `reach`, with every question about day one, the zone and the roll answered."""
    found = reach(day, TWENTY, calendar=CALENDAR, day_one=DayOne.DAY_AFTER, zone=LONDON).due
    assert not isinstance(found, datetime)
    return found


def listed_adds(day: date) -> date:
    """By `reach`, with the list of the days, each counted or not and why."""
    reached = reach(day, TWENTY, calendar=CALENDAR, day_one=DayOne.DAY_AFTER, zone=LONDON)
    return reached.days()[-1].date


def core_counts(start: date, end: date) -> int:
    """By the calendar alone."""
    return CALENDAR.between(start, end)


def adding(work: str) -> Row:
    """Adding one at a time."""
    peers = tuple(
        Peer(over_days(name, adds), beat, len(FIVE_YEARS), _otherwise_added(adds))
        for name, beat, make in ADDING
        if (adds := installed(make)) is not None
    )
    return Row(work, _over_days_at_once(), "us", 0.35e-6, peers)


def counting(work: str) -> Row:
    """Counting one at a time."""
    peers = tuple(
        Peer(over_pairs(name, counts), beat, len(FIVE_YEARS), _otherwise_counted(counts))
        for name, beat, make in COUNTING
        if (counts := installed(make)) is not None
    )
    return Row(work, over_pairs(OURS, CALENDAR.between), "us", 0.2e-6, peers)


ROWS: tuple[tuple[str, Callable[[str], Row]], ...] = (
    ("add 20 working days to a date", adding),
    (
        "  by reach, with all its checks",
        lambda work: Row(work, over_days(OURS, checked_adds), "us", 1e-6),
    ),
    (
        "  with each day and why it counts",
        lambda work: Row(work, over_days(OURS, listed_adds), "us"),
    ),
    ("count working days between dates", counting),
)
