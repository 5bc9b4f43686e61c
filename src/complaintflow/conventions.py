"""What a period is said in: its unit and length, and the conventions by which it is counted.

Which day is day one (`DayOne`) and what happens to an end that falls on a day that does not count
(`Roll`) move the answer by a day, and so are arguments of every count; see `periods`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from complaintflow.errors import InputError

if TYPE_CHECKING:
    from complaintflow.calendars import Calendar

__all__ = ["LONGEST", "DayOne", "KindOfDay", "Roll", "Span", "Unit", "names_days"]

LONGEST = 99_999_999
"""The greatest amount of a span: more hours than there are from year 1 to year 9999."""


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working days"
    CALENDAR_DAYS = "calendar days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


_NAME_OF_DAYS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?: [^\W\d_]+(?:-[^\W\d_]+)*){0,2} days")
_WORDS_OF_A_PERIOD = {"of", "after", "before", "beginning", "with", "clear", "to", "from"}


def names_days(name: str) -> bool:
    """Whether a text can name a kind of day: one to three words, then `days`, as in `school days`.

    Those that are a `Unit` cannot, nor those with a word of the sentence of a period.
    """
    return (
        _NAME_OF_DAYS.fullmatch(name) is not None
        and name not in tuple(Unit)
        and not _WORDS_OF_A_PERIOD.intersection(name.split())
    )


@dataclass(frozen=True, slots=True)
class KindOfDay:
    """A kind of day of the organisation's own, as a unit: `10 school days`.

    A span of it counts the days of its calendar and no others. What is said of working days stays
    said of those: where a roll may end, and when a start on a day off is deemed to be.

    Args:
        name: what it is called, in the plural: up to three words and then `days`.
        calendar: which days are of this kind.

    Raises:
        InputError: for a name that ends otherwise, is that of a `Unit`, or has in it a word of
            the sentence of a period, such as `clear`.
    """

    name: str
    calendar: Calendar

    def __post_init__(self) -> None:
        if not names_days(self.name):
            raise InputError(
                f"{self.name!r} cannot name a kind of day; write one to three words and then `days`, "
                "as in 'school days', other than those that the language has"
            )

    def __str__(self) -> str:
        return self.name


class DayOne(StrEnum):
    """Which day is the first that counts, after a start on a day (not at midnight).

    DAY_AFTER: the first counted day after the start, whatever day the start is. "Within N days
    of", "after", "following" (Marren v Dawson Bentley [1961]; Radcliffe v Bartholomew [1892];
    for a receipt on a Saturday also the Information Commissioner and the Ministry of Justice).

    SAME_DAY: the start, or the first counted day after it. "Beginning with" (Trow v Ind Coope
    [1967]; Zaporozhchenko v City of Westminster Magistrates' Court [2011] EWHC 34 (Admin); the
    Scottish ombudsman's model procedures). Weeks, months and years then end the day before the
    corresponding date, months and years on the last day of a month that has no such date: three
    months beginning with 30 November end with February (SI 2018/1082, rule 1.4(2)(a)).

    NEXT_WORKING_DAY: as DAY_AFTER, but a start on a day that is no working day is deemed to be
    on the next one, so that day one is the day after that (Newcastle-under-Lyme's procedure).
    """

    DAY_AFTER = "day after"
    SAME_DAY = "same day"
    NEXT_WORKING_DAY = "next working day"


class Roll(StrEnum):
    """Where an end moves that falls on a day that is no working day: later, earlier, or nowhere.

    `NEXT` and `PREVIOUS` are directions in time, also where the count goes backwards. No end moves
    back past the day of its start, since nothing is due before it came: such an end stays.
    """

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: an amount of at least one, and its unit.

    Raises:
        InputError: for an amount below one or no whole number, or longer than there are dates;
            for a text in the place of a `Unit` or `KindOfDay`.

    >>> str(Span(20, Unit.WORKING_DAYS)), str(Span(1, Unit.MONTHS))
    ('20 working days', '1 month')
    """

    amount: int
    unit: Unit | KindOfDay

    def __post_init__(self) -> None:
        unit, amount = cast("tuple[object, object]", (self.unit, self.amount))
        if not isinstance(unit, Unit | KindOfDay) or not isinstance(amount, int):
            # a text equals its unit, and would yet be counted as another
            raise InputError(
                f"a span is a whole number and a Unit, not {self.amount!r} and {self.unit!r}; "
                "write Span(20, Unit.WORKING_DAYS)"
            )
        if not 1 <= self.amount <= LONGEST:
            raise InputError(
                f"{'so many' if self.amount > LONGEST else self.amount} {self.unit} cannot be "
                f"counted; give a whole number from 1 to {LONGEST}"
            )

    def __str__(self) -> str:
        unit = str(self.unit)
        return f"{self.amount} {unit[:-1] if self.amount == 1 else unit}"

    def calendar(self, working_days: Calendar) -> Calendar | None:
        """The calendar whose days it counts; None where every day counts, or hours do."""
        match self.unit:
            case KindOfDay(calendar=own):
                return own
            case Unit.WORKING_DAYS:
                return working_days
            case _:
                return None
