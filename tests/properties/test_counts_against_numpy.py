"""Working days against numpy's business days, over the same days off: ten million counts, and a
hundred million for `make thorough`.

numpy rolls a start that does not count before it goes on, so the conventions are rolls:
backwards to the last counted day for `day after` (the first one counted is then the next), on to
the next counted day for `next working day`, and for `same day` on to the next with one day less
to go. Counting back, each roll is turned round.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice, repeat
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from complaintflow import bulk
from complaintflow.bank_holidays import NAMES, uk
from complaintflow.calendars import Calendar, OutsideCalendar
from complaintflow.conventions import DayOne, Span, Unit
from complaintflow.periods import reach
from tests.properties.sizes import SIZES

LONDON = ZoneInfo("Europe/London")
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
STARTS = [date.fromordinal(n) for n in range(FIRST.toordinal(), LAST.toordinal() + 1)]

Record = Callable[[str, object], None]

ROLLS: dict[DayOne, tuple[Literal["preceding", "following"], int]] = {
    DayOne.DAY_AFTER: ("preceding", 0),
    DayOne.SAME_DAY: ("following", -1),
    DayOne.NEXT_WORKING_DAY: ("following", 0),
}
TURNED: dict[str, Literal["preceding", "following"]] = {
    "preceding": "following",
    "following": "preceding",
}


def oracle(calendar: Calendar) -> np.busdaycalendar:
    return np.busdaycalendar(
        weekmask=[weekday in calendar.week for weekday in range(7)],
        holidays=np.array([day for day, _ in calendar.off], dtype="datetime64[D]"),
    )


def as_numpy(days: Sequence[date]) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    return np.array(days, dtype="datetime64[D]")


@pytest.mark.parametrize("backwards", [False, True], ids=["after", "before"])
@pytest.mark.parametrize("name", NAMES)
def test_every_day_of_a_century_plus_n_working_days_is_numpys(
    name: str, backwards: bool, record_property: Record
) -> None:
    """Counted one by one, and all at once."""
    calendar = uk(name)
    theirs = oracle(calendar)
    starts = as_numpy(STARTS)
    go = calendar.before if backwards else calendar.after
    compared = 0
    for n in SIZES.amounts:
        expected = np.busday_offset(
            starts,
            -n if backwards else n,
            roll="following" if backwards else "preceding",
            busdaycal=theirs,
        )
        inside = int(np.searchsorted(expected, np.datetime64(LAST), side="right"))
        found = as_numpy(list(map(go, STARTS[:inside], repeat(n))))
        assert np.array_equal(found, expected[:inside])
        at_once = bulk.due(
            starts[:inside],
            Span(n, Unit.WORKING_DAYS),
            calendar=calendar,
            day_one=DayOne.DAY_AFTER,
            backwards=backwards,
        )
        assert np.array_equal(at_once, expected[:inside])
        compared += inside
        for day in STARTS[inside:]:
            with pytest.raises(OutsideCalendar):
                go(day, n)
    assert compared > 36_000 * len(SIZES.amounts)
    record_property("working days added, against numpy", compared)


@pytest.mark.parametrize("name", NAMES)
def test_working_days_between_two_days_of_a_century_are_numpys(
    name: str, record_property: Record
) -> None:
    calendar = uk(name)
    starts = as_numpy(STARTS)
    compared = 0
    for step in SIZES.steps:
        ends = np.roll(starts, step)
        lengths = np.busday_count(
            np.minimum(starts, ends) + 1, np.maximum(starts, ends) + 1, busdaycal=oracle(calendar)
        )
        expected = np.where(starts <= ends, lengths, -lengths)
        found = list(map(calendar.between, STARTS, ends.astype("O").tolist()))
        assert np.array_equal(np.array(found), expected)
        assert np.array_equal(bulk.between(starts, ends, calendar=calendar), expected)
        compared += len(found)
    record_property("working days between, against numpy", compared)


@pytest.mark.parametrize("backwards", [False, True], ids=["after", "before"])
@pytest.mark.parametrize("day_one", DayOne)
def test_every_convention_is_one_of_numpys_rolls(
    day_one: DayOne, backwards: bool, record_property: Record
) -> None:
    calendar = uk("uk-any")
    roll, less = ROLLS[day_one]
    some = list(islice(STARTS, 0, 30_000, 2))
    for n in (1, 2, 5, 10, 20, 65):
        expected = np.busday_offset(
            as_numpy(some),
            -(n + less) if backwards else n + less,
            roll=TURNED[roll] if backwards else roll,
            busdaycal=oracle(calendar),
        )
        span = Span(n, Unit.WORKING_DAYS)
        found = [
            reach(
                day, span, calendar=calendar, day_one=day_one, zone=LONDON, backwards=backwards
            ).due
            for day in some
        ]
        assert np.array_equal(as_numpy(found), expected)
    record_property("conventions against numpy's rolls", 6 * len(some))
