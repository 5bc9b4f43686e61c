"""The question of `complaintflow count`: its words read, and what they leave open assumed."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from complaintflow import bank_holidays, public_holidays, written
from complaintflow.calendars import EVERY_DAY, Calendar
from complaintflow.cli.wording import listed
from complaintflow.conventions import DayOne, KindOfDay, Roll, Span, Unit, names_days
from complaintflow.diagnostics import nearest
from complaintflow.errors import InputError
from complaintflow.moments import Moment

DAY_ONES = {"-".join(each.value.split()): each for each in DayOne}
ZONE = "Europe/London"


class Asked(NamedTuple):
    """The question, its words read, and which of it was assumed."""

    span: Span
    start: Moment
    calendar: Calendar
    day_one: DayOne
    roll: Roll
    zone: ZoneInfo
    assumed: tuple[str, ...]

    @property
    def counted_on(self) -> Calendar:
        """The calendar by which the days are counted; where every day counts, that of working days."""
        return self.span.calendar(self.calendar) or self.calendar


def read(
    period: str,
    from_: str | None,
    calendar_name: str | None,
    day_one: str | None,
    roll: str | None,
    zone: str | None,
    known: Mapping[str, Calendar],
) -> Asked:
    """Read the words of the command; `known` are the calendars of files.

    Raises:
        InputError: one of them does not read, or there is no start, or a calendar is needed and none is given.
    """
    if from_ is None:
        raise InputError(f"from when? Type complaintflow count {_with_start(period)}")
    kinds = [KindOfDay(name, known[name]) for name in known if names_days(name)]
    span = written.parse_span(period, own_days=kinds)
    place = _zone(ZONE if zone is None else zone)
    start = written.parse_when(from_, place)
    hours = span.unit is Unit.HOURS
    if calendar_name is None:
        _refuse_without_calendar(span, day_one, roll)
    assumed = {
        "--calendar none": calendar_name is None,
        "--day-one day-after": day_one is None and not hours,
        "--roll none": roll is None,
        f"--zone {ZONE}": zone is None and (hours or isinstance(start, datetime)),
    }
    return Asked(
        span=span,
        start=start,
        calendar=EVERY_DAY if calendar_name is None else _calendar(calendar_name, known),
        day_one=DAY_ONES[day_one or "day-after"],
        roll=Roll.NONE if roll is None else Roll(roll),
        zone=place,
        assumed=tuple(option for option, left_out in assumed.items() if left_out),
    )


WORDS_BEFORE_A_START = {"of": "", "from": "", "after": "", "since": "", "before": "--before "}
"""How a start may follow the period as in a policy, and what else the command then needs."""


def _with_start(period: str) -> str:
    """The period as it is typed with a start: the one that is said in its words, or an example."""
    words = period.split()
    for number, word in enumerate(words[:-1]):
        if word in WORDS_BEFORE_A_START:
            span, start = " ".join(words[:number]), "T".join(words[number + 1 :])
            return f"{span} {WORDS_BEFORE_A_START[word]}--from {start}"
    return f"{period} --from 2026-03-23"


def _refuse_without_calendar(span: Span, day_one: str | None, roll: str | None) -> None:
    if span.unit is Unit.WORKING_DAYS:
        what = "working days"
    elif roll not in (None, Roll.NONE.value):
        what = f"--roll {roll}"
    elif day_one == "next-working-day" and span.unit is not Unit.HOURS:
        what = f"--day-one {day_one}"
    else:
        return
    names = listed((*bank_holidays.NAMES, EVERY_DAY.name))
    raise InputError(f"{what} needs a calendar; add --calendar with one of {names}")


def _calendar(name: str, known: Mapping[str, Calendar]) -> Calendar:
    found = known.get(name) or public_holidays.find(name)
    if found is not None:
        return found
    near = public_holidays.meant(name, *known)
    names = listed((*known, *bank_holidays.NAMES, EVERY_DAY.name))
    hint = (
        f"did you mean {near!r}?" if near else f"there are {names}, and countries, as IE or US-NY"
    )
    raise InputError(f"there is no calendar {name!r}; {hint}")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        near = nearest(name, available_timezones())
        hint = f"did you mean {near!r}?" if near else f"write it as {ZONE}"
        raise InputError(f"there is no time zone {name!r}; {hint}") from None
