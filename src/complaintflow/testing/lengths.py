"""Lengths of time, and the ways to count them."""

from collections.abc import Collection
from typing import TypedDict

from hypothesis import strategies as st

from complaintflow.anchors import Happened, Period, Start
from complaintflow.conventions import DayOne, KindOfDay, Roll, Span, Unit
from complaintflow.errors import InputError

_DAYS_AT_MOST = 400
_AT_MOST: dict[Unit | KindOfDay, int] = {
    Unit.WORKING_DAYS: _DAYS_AT_MOST,
    Unit.CALENDAR_DAYS: _DAYS_AT_MOST,
    Unit.WEEKS: 90,
    Unit.MONTHS: 90,
    Unit.YEARS: 8,
    Unit.HOURS: 9_000,
}


class Convention(TypedDict):
    """How a period is counted: the arguments of that name of `reach`."""

    day_one: DayOne
    backwards: bool
    clear: bool
    roll: Roll


def spans(
    units: Collection[Unit | KindOfDay] = tuple(Unit), *, at_most: int | None = None
) -> st.SearchStrategy[Span]:
    """Lengths of time, short ones more often.

    Args:
        units: of which each is in one; the first is the plainest. A kind of day of one's own may
            be among them; `kinds_of_day` gives such.
        at_most: the greatest amount in any unit. In any case none is so great that a count from
            `starts` leaves a calendar from `calendars`: 400 days, 90 weeks or months, 8 years.

    >>> from hypothesis import find
    >>> str(find(spans(), lambda span: True))
    '1 working day'
    >>> str(find(spans([Unit.MONTHS]), lambda span: span.amount > 3))
    '4 months'
    """
    if not units:
        raise InputError("no unit is given; give at least one, such as [Unit.WORKING_DAYS]")

    return _spans(tuple(units), at_most)


@st.composite
def _spans(draw: st.DrawFn, units: tuple[Unit | KindOfDay, ...], at_most: int | None) -> Span:
    unit = draw(st.sampled_from(units))
    most = _AT_MOST.get(unit, _DAYS_AT_MOST)
    if at_most is not None:
        most = min(most, at_most)
    return Span(draw(st.integers(1, min(40, (most + 1) // 2)) | st.integers(1, most)), unit)


def periods(
    of: Start | None = None,
    *,
    units: Collection[Unit | KindOfDay] = tuple(Unit),
    at_most: int | None = None,
) -> st.SearchStrategy[Period]:
    """Periods as a rule has them: a span from an anchor, day one, and often a band.

    Args:
        of: the anchor; a step called `received` if it is not said.
        units: as for `spans`.
        at_most: as for `spans`.

    >>> from hypothesis import find
    >>> str(find(periods(), lambda period: True))
    '1 working day from received'
    >>> str(find(periods(), lambda period: period.least is not None))
    '1 to 2 working days from received'
    """
    return _periods(Happened("received") if of is None else of, spans(units, at_most=at_most))


@st.composite
def _periods(draw: st.DrawFn, of: Start, lengths: st.SearchStrategy[Span]) -> Period:
    span, day_one = draw(lengths), draw(st.sampled_from(DayOne))
    more = draw(st.none() | st.integers(0, 400))
    if more is None or span.amount == 1:
        return Period(of, span, day_one)
    return Period(of, span, day_one, Span(1 + more % (span.amount - 1), span.unit))


def conventions(
    *,
    day_one: Collection[DayOne] = tuple(DayOne),
    backwards: Collection[bool] = (False, True),
    clear: Collection[bool] = (False, True),
    roll: Collection[Roll] = tuple(Roll),
) -> st.SearchStrategy[Convention]:
    """Every way to count that there is: arguments for `reach`.

    Each argument is what that one may be, the first the plainest. Clear days that begin with the
    start are left out, since there are none.

    >>> from hypothesis import find
    >>> convention = find(conventions(), lambda convention: True)
    >>> " ".join(f"{word}={value}" for word, value in convention.items())
    'day_one=day after backwards=False clear=False roll=none'
    """
    firsts = [
        (first, leaves_out)
        for leaves_out in clear
        for first in day_one
        if not (leaves_out and first is DayOne.SAME_DAY)
    ]
    if not (firsts and backwards and roll):
        raise InputError(
            "nothing can be counted so: each word needs one value at least, and clear days leave out "
            "the start, which 'same day' counts; allow another day_one, or clear=[False]"
        )
    return _conventions(firsts, list(backwards), list(roll))


@st.composite
def _conventions(
    draw: st.DrawFn, firsts: list[tuple[DayOne, bool]], backwards: list[bool], roll: list[Roll]
) -> Convention:
    day_one, clear = draw(st.sampled_from(firsts))
    back, to = draw(st.sampled_from(backwards)), draw(st.sampled_from(roll))
    return Convention(day_one=day_one, backwards=back, clear=clear, roll=to)
