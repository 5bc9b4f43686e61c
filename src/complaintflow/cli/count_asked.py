"""The question of `complaintflow count`: its words read, and what they leave open assumed."""

import re
from collections.abc import Mapping, Sequence
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
    options: Sequence[str] = (),
) -> Asked:
    """Read the words of the command; `known` are the calendars of files, `options` those given as typed.

    Raises:
        InputError: one of them does not read, or there is no start, or a calendar is needed and none is given.
    """
    kinds = [KindOfDay(name, known[name]) for name in known if names_days(name)]
    place = _zone(ZONE if zone is None else zone)
    said = None if from_ is not None else IN_WORDS.fullmatch(period)
    span = written.parse_span(
        period if said is None else said["span"].replace("clear ", ""), own_days=kinds
    )
    if from_ is None:
        raise _without_start(period, options, place)
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


IN_WORDS = re.compile(
    r"(?P<span>.+?) (?P<word>of|from|after|since|before|beginning with) (?P<start>.+)"
)
"""A period with its start, as a policy says it."""

ALSO = {"before": "--before", "beginning with": "--day-one same-day"}
"""What else the command needs for such a word."""


def _without_start(period: str, options: Sequence[str], zone: ZoneInfo) -> InputError:
    """That the start is missing, and what to type where the words of the period have one."""
    found = IN_WORDS.fullmatch(period)
    if found is not None:
        span, word = found["span"].replace("clear ", ""), found["word"]
        start = found["start"].replace(" ", "T")
        given = {option.split()[0] for option in options}
        more = [ALSO[word]] if word in ALSO and ALSO[word].split()[0] not in given else []
        more += ["--clear"] if "clear " in found["span"] and "--clear" not in given else []
        try:
            written.parse_when(start, zone)
        except InputError:
            pass
        else:
            needs = span.endswith(("working days", "working day")) and "--calendar" not in given
            more += ["--calendar england-and-wales"] if needs else []
            typed = " ".join(("complaintflow count", span, f"--from {start}", *more, *options))
            return InputError(f"from when? Type: {typed}")
    return InputError(
        "from when? Add the day to the command, as --from 2026-03-23, or a moment, as "
        "--from 2026-03-23T17:30"
    )


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
