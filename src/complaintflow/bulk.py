"""Many dates at once, with NumPy: the answers of `reach` and `Calendar.between`, a million at a time.

`due` counts one period from every date of an array, `between` the working days between two arrays.
Each answer is the one that counting the dates one by one would give, by every convention; and so is
each error, which says the row besides.

What is given are dates: arrays of `datetime64[D]`, lists and columns of dates. A row without a date
(NaT, None) is refused, since nobody knows when it would be due; so is a moment, whose day depends on
a time zone. `datetime64` of a finer unit will do where every row is a whole day, as it is in a column
of dates of pandas.

How it goes: one way to count has one table, from each day that the calendar covers to the day that is
due; a million due dates are a million look-ups in it. The table is made by arithmetic on the line of
counted days (see `calendars`), and so are the answers for which no table is worth while.

It needs the extra `bulk`: `pip install "complaintflow[bulk]"`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

try:
    import numpy as np
except ModuleNotFoundError as missing:
    if missing.name != "numpy":
        raise
    raise ModuleNotFoundError(
        "complaintflow.bulk needs numpy; type: pip install 'complaintflow[bulk]'", name="numpy"
    ) from None

from complaintflow.calendars import EVERY_DAY, Calendar, OutsideCalendar
from complaintflow.conventions import DayOne, Roll, Span, Unit
from complaintflow.errors import InputError
from complaintflow.periods import reach

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["RowOutsideCalendar", "between", "due"]

Days: TypeAlias = "npt.NDArray[np.datetime64]"
Dates: TypeAlias = "npt.NDArray[Any] | Sequence[date]"
Numbers: TypeAlias = "npt.NDArray[np.int64]"

# Days are numbered as in datetime64: 0 is 1 January 1970.
_ARRAY, _DAY, _INT = np.ndarray, np.dtype("M8[D]"), np.dtype(np.int64)
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST, _LAST = date.min.toordinal() - _EPOCH, date.max.toordinal() - _EPOCH
_NONE = np.iinfo(np.int64).min
"""The number that datetime64 has for no date (NaT): here, of an answer that does not exist."""

_LONGEST_TABLE = 100_000  # days: some 270 years, 800 kB
_FEW = 1_000  # rows for which no table is made when a rule is asked for the first time
_KEPT = 32  # rules, and calendars
_FAR = 1 << 60  # farther than any two ranks are from one another


class RowOutsideCalendar(OutsideCalendar):
    """A row needs a day that the calendar does not cover; nothing was guessed, nothing is given.

    Attributes:
        row: which row it is, from 0; the first one, where there are several.
        start: the date in that row; None where it lies outside the years 1 to 9999.
    """

    def __init__(self, row: int, start: date | None, outside: OutsideCalendar) -> None:
        super().__init__(outside.calendar, outside.day, outside.first, outside.last)
        self.args = (row, start, outside)
        self.row = row
        self.start = start

    def __str__(self) -> str:
        where = f"row {self.row}" if self.start is None else f"row {self.row} ({self.start})"
        return f"{where}: {super().__str__()}"


def due(
    starts: Dates,
    span: Span,
    *,
    calendar: Calendar,
    day_one: DayOne,
    backwards: bool = False,
    clear: bool = False,
    roll: Roll = Roll.NONE,
) -> Days:
    """Where a period ends that is counted from each of many dates.

    The arguments are those of `reach`, but for the zone, which dates do without. Hours are not
    counted here, since they begin at a moment.

    Returns:
        The due dates as `datetime64[D]`, in the shape of `starts`.

    Raises:
        RowOutsideCalendar: where a row needs a day that the calendar does not cover.
        InputError: for hours, for clear days that begin with the start, and for a row that is no
            date.

    >>> from complaintflow.bank_holidays import uk
    >>> starts = np.array(["2026-03-23", "2026-12-24"], dtype="datetime64[D]")
    >>> due(starts, Span(20, Unit.WORKING_DAYS), calendar=uk("uk-any"), day_one=DayOne.DAY_AFTER)
    array(['2026-04-22', '2027-01-27'], dtype='datetime64[D]')
    """
    table, shift, known, length, first, back, leaves_out, moves = _last
    if (
        calendar is known
        and (span is length or span == length)
        and day_one is first
        and backwards is back
        and clear is leaves_out
        and roll is moves
        and type(starts) is _ARRAY
        and starts.dtype == _DAY
        and starts.size
        and starts.ndim
    ):
        days = starts.view(_INT)
        found = table.take(days + shift if shift else days, None, None, "clip")
        if found.item(found.argmin()) is not None:  # argmin finds NaT, if there is one
            return found
    return _due(_days(starts), _rule(calendar, span, day_one, backwards, clear, roll))


def between(starts: Dates | date, ends: Dates | date, *, calendar: Calendar) -> Numbers:
    """How many working days lie after each start, up to and including its end.

    Negative where the end is the earlier. One date may stand for every row: against the day of
    asking, many due dates give what remains of each, or how late it is.

    Returns:
        Whole numbers, in the shape of the rows.

    Raises:
        RowOutsideCalendar: where a date lies outside the calendar.
        InputError: for a row that is no date, and where starts and ends do not pair.

    >>> from complaintflow.bank_holidays import uk
    >>> ends = np.array(["2026-04-22", "2026-03-27"], dtype="datetime64[D]")
    >>> between(date(2026, 3, 31), ends, calendar=uk("uk-any"))
    array([14, -2])
    """
    since, until, shift, known = _last_ranks
    if (
        calendar is known
        and type(starts) is type(ends) is _ARRAY
        and starts.dtype == ends.dtype == _DAY
        and starts.shape == ends.shape
        and starts.size
        and starts.ndim
    ):
        before, after = starts.view(_INT), ends.view(_INT)
        if shift:
            before, after = before + shift, after + shift
        found: Numbers = until.take(after, None, None, "clip")
        found -= since.take(before, None, None, "clip")
        if found.item(found.argmax()) < _FAR:
            return found
    return _between(_days(starts, one=True), _days(ends, one=True), calendar)


# Rules and their tables


class _Table(NamedTuple):
    """The answers of a rule by day: `days[day + shift]`, NaT where there is none.

    The first and the last are NaT too, so that whatever lies outside can be taken for them.
    """

    days: Days
    shift: int
    calendar: Calendar | None
    span: Span | None
    day_one: DayOne
    backwards: bool
    clear: bool
    roll: Roll


class _Ranks(NamedTuple):
    """The ranks of a calendar by day, as in `_Table`; outside, far too low and far too high."""

    since: Numbers
    until: Numbers
    shift: int
    calendar: Calendar | None


_NOWHERE: Numbers = np.zeros(1, _INT)
_last = _Table(_NOWHERE.view(_DAY), 0, None, None, DayOne.DAY_AFTER, False, False, Roll.NONE)
"""The table that was used last, looked at before all others."""
_last_ranks = _Ranks(_NOWHERE, _NOWHERE, 0, None)


class _Rule:
    """A way to count from a date, and the table of its answers once that is worth while."""

    def __init__(
        self,
        calendar: Calendar,
        span: Span,
        day_one: DayOne,
        backwards: bool,
        clear: bool,
        roll: Roll,
    ) -> None:
        if span.unit is Unit.HOURS:
            raise InputError(
                f"{span} cannot be counted from dates, since hours begin at a moment; "
                "use `reach` for each"
            )
        self.calendar, self.span, self.day_one = calendar, span, day_one
        self.backwards, self.clear, self.roll = bool(backwards), bool(clear), roll
        if clear and day_one is DayOne.SAME_DAY:
            self.of(date.min)  # which says why not
        self.asked = False
        self.table: _Table | None = None

    def of(self, day: date) -> Any:
        """The answer for one date."""
        return reach(
            day,
            self.span,
            calendar=self.calendar,
            day_one=self.day_one,
            zone=ZoneInfo("UTC"),  # dates are counted alike in every zone
            backwards=self.backwards,
            clear=self.clear,
            roll=self.roll,
        )

    def table_for(self, rows: int) -> _Table | None:
        """Its table, which is made for many rows, or where it was asked before."""
        line = _line(self.calendar)
        worth_while = rows > _FEW or self.asked
        self.asked = True
        if self.table is None and worth_while and line.last - line.first < _LONGEST_TABLE:
            shift = max(0, 1 - line.first)
            days = np.full(line.last + shift + 2, _NONE)
            days[line.first + shift : -1] = _ends(np.arange(line.first, line.last + 1), self)
            self.table = _Table(
                days.view(_DAY),
                shift,
                self.calendar,
                self.span,
                self.day_one,
                self.backwards,
                self.clear,
                self.roll,
            )
        return self.table


@lru_cache(maxsize=_KEPT)
def _rule(
    calendar: Calendar, span: Span, day_one: DayOne, backwards: bool, clear: bool, roll: Roll
) -> _Rule:
    return _Rule(calendar, span, day_one, backwards, clear, roll)


def _due(starts: Numbers, rule: _Rule) -> Days:
    global _last  # a note of where to look first; whatever it holds is right
    table = rule.table_for(starts.size)
    if table is None:
        found = _ends(starts, rule)
    else:
        _last = table
        found = table.days.view(_INT).take(starts + table.shift, mode="clip")
        if not found.size or found.min() != _NONE:
            return found.view(_DAY)
        rest = found == _NONE  # the calendar need not cover them, where its days are not asked for
        found[rest] = _ends(starts[rest], rule)
    missing = np.flatnonzero(found == _NONE)
    if missing.size:
        row = int(missing[0])
        raise _outside(row, starts, rule)
    return found.view(_DAY)


def _outside(row: int, starts: Numbers, rule: _Rule) -> RowOutsideCalendar:
    start = _date(int(starts.flat[row]))
    if start is None:
        return RowOutsideCalendar(row, None, _past_all_dates())
    try:
        answer = rule.of(start)
    except OutsideCalendar as outside:
        return RowOutsideCalendar(row, start, outside)
    raise AssertionError(f"{start} has an answer, {answer.due}")  # pragma: no cover


def _between(since: Numbers, until: Numbers, calendar: Calendar) -> Numbers:
    global _last_ranks  # as above
    try:
        since, until = np.broadcast_arrays(since, until)
    except ValueError:
        raise InputError(
            f"{since.size} starts and {until.size} ends do not pair; give as many of each, "
            "or one date for all"
        ) from None
    line = _line(calendar)
    outside = np.flatnonzero(~(line.covers(since) & line.covers(until)))
    if outside.size:
        row = int(outside[0])
        _refuse_pair(row, int(since.flat[row]), int(until.flat[row]), calendar)
    if line.last - line.first < _LONGEST_TABLE:
        _last_ranks = _ranks_of(calendar)
    return line.rank(until) - line.rank(since)


def _refuse_pair(row: int, since: int, until: int, calendar: Calendar) -> None:
    start, end = _date(since), _date(until)
    if start is None or end is None:
        raise RowOutsideCalendar(row, start, _past_all_dates())
    try:
        calendar.between(start, end)
    except OutsideCalendar as outside:
        raise RowOutsideCalendar(row, start, outside) from None


@lru_cache(maxsize=_KEPT)
def _ranks_of(calendar: Calendar) -> _Ranks:
    line = _line(calendar)
    shift = max(0, 1 - line.first)
    ranks = line.rank(np.arange(line.first, line.last + 1))
    since, until = np.full((2, line.last + shift + 2), 2 * _FAR)
    since *= -1
    since[line.first + shift : -1] = until[line.first + shift : -1] = ranks
    return _Ranks(since, until, shift, calendar)


# The count itself: as in `periods` and `calendars`, for many days at once


class _Line(NamedTuple):
    """The counted days of a calendar: see `calendars`, whose arithmetic this is."""

    first: int
    last: int
    per_week: int
    upto: Numbers
    nth: Numbers
    off: Numbers
    keys: Numbers
    extra: Numbers
    ranks_of_extra: Numbers

    def covers(self, days: Numbers) -> npt.NDArray[np.bool_]:
        return (days >= self.first) & (days <= self.last)

    def rank(self, days: Numbers) -> Numbers:
        """The counted days up to and including each, from some day on."""
        rank = self._rank(days)
        return rank + np.searchsorted(self.extra, days, side="right") if self.extra.size else rank

    def counts(self, days: Numbers) -> Numbers:
        """1 for each day that counts, else 0."""
        return self.rank(days) - self.rank(days - 1)

    def after(self, days: Numbers, n: Numbers | int) -> Numbers:
        """The day whose rank is greater by n than that of each, as `Calendar.after` has it."""
        rank = self.rank(days) + n
        if not self.extra.size:
            return self._day(rank)
        passed = np.searchsorted(self.ranks_of_extra, rank, side="left")
        at = np.minimum(passed, self.extra.size - 1)
        is_extra = self.ranks_of_extra[at] == rank
        return np.where(is_extra, self.extra[at], self._day(rank - passed))

    def on(self, days: Numbers, n: int, back: bool) -> Numbers:
        """The n-th counted day on from each, or back, which is itself not among the n."""
        return self.after(days, 1 - n - self.counts(days) if back else n)

    def _rank(self, days: Numbers) -> Numbers:
        """The same without the extra days."""
        ordinals = days + _EPOCH
        weeks, weekday = np.divmod(ordinals, 7)
        passed = np.searchsorted(self.off, ordinals, side="right")
        return weeks * self.per_week + self.upto[weekday] - passed

    def _day(self, rank: Numbers) -> Numbers:
        passed = np.searchsorted(self.keys, rank, side="right")
        weeks, place = np.divmod(rank + passed - 1, self.per_week)
        return weeks * 7 + self.nth[place] - _EPOCH


@lru_cache(maxsize=_KEPT)
def _line(calendar: Calendar) -> _Line:
    first, last, week = calendar.first, calendar.last, calendar.week

    def inside(days: tuple[tuple[date, str], ...], *, in_week: bool) -> Numbers:
        """The days given that make a difference."""
        found = [d for d, _ in days if first <= d <= last and (d.weekday() in week) is in_week]
        return np.array([day.toordinal() for day in found], _INT)

    upto = np.array([0, *(sum(day < until for day in week) for until in range(1, 7))], _INT)
    off = inside(calendar.off, in_week=True)
    line = _Line(
        first=first.toordinal() - _EPOCH,
        last=last.toordinal() - _EPOCH,
        per_week=len(week),
        upto=upto,
        nth=np.array(week, _INT) + 1,
        off=off,
        keys=off // 7 * len(week) + upto[off % 7] - np.arange(off.size),
        extra=inside(calendar.extra, in_week=False) - _EPOCH,
        ranks_of_extra=np.empty(0, _INT),
    )
    return line._replace(ranks_of_extra=line.rank(line.extra))


def _ends(starts: Numbers, rule: _Rule) -> Numbers:
    """The end of a rule's period from each start, by arithmetic; `_NONE` where there is none."""
    line, span, back = _line(rule.calendar), rule.span, rule.backwards
    exists = (starts >= _FIRST) & (starts <= _LAST)
    days = np.where(exists, starts, 0)
    if rule.day_one is DayOne.NEXT_WORKING_DAY:
        exists &= line.covers(days)
        days = np.where(line.counts(days), days, line.on(days, 1, back))
        exists &= line.covers(days)
    inclusive = rule.day_one is DayOne.SAME_DAY
    counted_on = span.calendar(rule.calendar)
    if counted_on is not None:
        own = _line(counted_on)
        exists &= own.covers(days)
        if inclusive:
            ends = own.after(days, 1 - span.amount if back else span.amount - own.counts(days))
        else:
            ends = own.on(days, span.amount + rule.clear, back)
        exists &= own.covers(ends)
    else:
        step = -1 if back else 1
        if span.unit in (Unit.MONTHS, Unit.YEARS):
            months = span.amount * (12 if span.unit is Unit.YEARS else 1)
            ends = _months_on(days, step * months, inclusive)
            exists &= (ends >= _FIRST) & (ends <= _LAST)
        else:
            ends = days + step * (span.amount * (7 if span.unit is Unit.WEEKS else 1) - inclusive)
        ends = ends + step * rule.clear
        exists &= (ends >= _FIRST) & (ends <= _LAST)
    if rule.roll is not Roll.NONE:
        exists &= line.covers(ends)
        moved = line.after(ends, 1 if rule.roll is Roll.NEXT else 0)
        moved = np.where(line.counts(ends), ends, moved)
        if rule.roll is (Roll.NEXT if back else Roll.PREVIOUS):  # not back past the start
            within = line.covers(moved)  # what lies beyond the data passes the start
            exists &= within | line.covers(starts)
            passes = moved > starts if back else moved < starts
            ends = np.where(passes | ~within, ends, moved)
        else:
            exists &= line.covers(moved)
            ends = moved
    return np.where(exists, ends, _NONE)


def _months_on(days: Numbers, months: int, inclusive: bool) -> Numbers:
    """The end of so many months on from each day, or back; `inclusive`, each begins with its day."""
    if not inclusive:
        return _corresponding(days, months)
    if months < 0:
        return _corresponding(days + 1, months)  # from the first of a month to the first of one
    begun = days.view(_DAY).astype("M8[M]")
    first = begun.astype(_DAY).view(_INT) == days
    ends: Numbers = _corresponding(days - 1, months)
    whole: Numbers = (begun + months).astype(_DAY).view(_INT) - 1
    return np.where(first, whole, ends)


def _corresponding(days: Numbers, months: int) -> Numbers:
    """The date so many months on from each, or the last of that month where it has no such date."""
    begun = days.view(_DAY).astype("M8[M]")
    day_of_month = days - begun.astype(_DAY).view(_INT)
    first: Numbers = (begun + months).astype(_DAY).view(_INT)
    following: Numbers = (begun + (months + 1)).astype(_DAY).view(_INT)
    ends: Numbers = np.minimum(first + day_of_month, following - 1)
    return ends


# What is given


def _days(given: Any, *, one: bool = False) -> Numbers:
    """The numbers of the days in an array, a list or a column of dates."""
    rows: npt.NDArray[Any] = np.asarray(given)
    if rows.ndim == 0 and not one:
        raise InputError(f"{given!r} is one date, or none; give a list of dates, or use `reach`")
    if rows.dtype.kind == "M":
        days = _whole_days(rows)
    elif rows.dtype.kind == "O":
        days = np.array([_number(row, each) for row, each in enumerate(rows.flat)], _INT)
    elif rows.size == 0:
        days = np.empty(0, _INT)
    else:
        raise _no_date(0, rows.flat[0])
    missing = np.flatnonzero(days == _NONE)
    if missing.size:
        raise InputError(
            f"row {missing[0]} has no date; leave such rows out, as in starts[~np.isnat(starts)]"
        )
    return days.reshape(rows.shape)


def _whole_days(rows: npt.NDArray[Any]) -> Numbers:
    unit = np.datetime_data(rows.dtype)[0]
    if unit in ("Y", "M", "W"):
        raise InputError(f"{rows.dtype} is no array of dates; give datetime64[D]")
    days = rows.astype(_DAY)
    if unit != "D":
        odd = np.flatnonzero((days != rows) & ~np.isnat(rows))
        if odd.size:
            raise InputError(
                f"row {odd[0]} ({rows.flat[odd[0]]}) is a moment; give the date that it has in the "
                "zone of the procedure"
            )
    return days.view(_INT).reshape(-1)


def _number(row: int, value: object) -> int:
    if value is None:
        return _NONE
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.toordinal() - _EPOCH
    raise _no_date(row, value)


def _no_date(row: int, value: object) -> InputError:
    return InputError(f"row {row} ({value!r}) is no date; give dates, or datetime64[D]")


def _date(number: int) -> date | None:
    if not _FIRST <= number <= _LAST:
        return None
    return date.fromordinal(number + _EPOCH)


def _past_all_dates() -> OutsideCalendar:
    return OutsideCalendar(EVERY_DAY.name, None, EVERY_DAY.first, EVERY_DAY.last)
