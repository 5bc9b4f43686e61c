"""Days and moments as a person types them in `play`: `26/03/2026`, `26 Mar`, `+3w`, `17:30`."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from complaintflow.calendars import WEEKDAYS
from complaintflow.cli.play.game import Game
from complaintflow.conventions import DayOne, Span, Unit
from complaintflow.errors import InputError
from complaintflow.moments import Moment, local_day
from complaintflow.periods import reach
from complaintflow.phrasing import MONTHS
from complaintflow.written import parse_span, parse_when

_LATER = re.compile(r"\+\s*([0-9]{1,4})\s*([a-z ]*)")
_HOUR = re.compile(r"[0-9]{1,2}:[0-9]{2}")
_UNITS = {
    Unit.CALENDAR_DAYS: ("", "d", "day", "days", "calendar day", "calendar days"),
    Unit.WORKING_DAYS: ("wd", "working day", "working days"),
    Unit.WEEKS: ("w", "week", "weeks"),
    Unit.MONTHS: ("m", "month", "months"),
    Unit.YEARS: ("y", "year", "years"),
}
_LENGTH = re.compile(r"([0-9]{1,8})\s*([^\W\d_](?:[^\W\d_]| |-)*)")
_ISO_WITH_HOUR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:,\s*|\s+)([0-9]{1,2}:[0-9]{2})")
_AS_SPOKEN = re.compile(
    r"(?:(?P<weekday>[a-z]{3,9})\.?,?\s+)?"
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    r"(?:\s*[/.-]\s*(?P<number>[0-9]{1,2})|\s+(?:of\s+)?(?P<month>[a-z]{3,9})\.?,?)"
    r"(?:(?:\s*[/.-]\s*|\s+)(?P<year>[0-9]{4}))?"
    r"(?:(?:,\s*|\s+|t)(?P<hour>[0-9]{1,2}:[0-9]{2}))?",
    re.IGNORECASE,
)

WHEN_HELP = (
    "write 26 March 2026, 26/03/2026, 26 Mar or 2026-03-26, with an hour as in 26 Mar 17:30, "
    "17:30 for today, +5 (days), +3w (weeks), +4wd (working days), today or tomorrow"
)


TIME_HELP = (
    "write a period as 15 working days or 15wd, counted from where the time starts, or the day "
    "itself: 26 March 2026, 26/03/2026 or 26 Mar"
)


def time_meant(game: Game, text: str) -> Span | Moment:
    """A time that is settled, as a person types it: a period, or a day or moment.

    Raises:
        InputError: it is neither, or days of which nobody says which count.
        OutsideCalendar: working days run past the calendar's data.
    """
    said = " ".join(text.split())
    length = _LENGTH.fullmatch(said.lower())
    if length is not None:
        unit = next((each for each, words in _UNITS.items() if length[2] in words), None)
        for kind in game.law.kinds_of_day:
            if length[2] in (str(kind).lower(), str(kind).lower().removesuffix("s")):
                return Span(int(length[1]), kind)
        if length[2] in ("d", "day", "days") or length[2].startswith(("hour", "working", "cal")):
            return parse_span(f"{length[1]} {'days' if length[2] == 'd' else length[2]}")
        if unit is not None:
            return Span(int(length[1]), unit)
    try:
        return when_meant(game, said)
    except InputError as wrong:
        if "is no day" in str(wrong):
            raise InputError(f"{said!r} is no time; {TIME_HELP}") from None
        raise


def when_meant(game: Game, text: str) -> Moment:
    """A day or a moment as a person types it, counted from the day of the game.

    A day without a year is the nearest one of that name.

    Raises:
        InputError: it is none; the message says what to write.
        OutsideCalendar: working days run past the calendar's data.
    """
    zone = game.law.zone
    today = local_day(game.day, zone)
    said = " ".join(text.split())
    if said.lower() == "today":
        return today
    if said.lower() == "tomorrow":
        return today + timedelta(days=1)
    later = _LATER.fullmatch(said.lower())
    if later is not None:
        return _later(game, today, int(later[1]), later[2].strip())
    if _HOUR.fullmatch(said):
        return parse_when(f"{today.isoformat()}T{said:0>5}", zone)
    if (iso := _ISO_WITH_HOUR.fullmatch(said)) is not None:
        return parse_when(f"{iso[1]}T{iso[2]:0>5}", zone)
    spoken = _AS_SPOKEN.fullmatch(said)
    if spoken is not None:
        day = _spoken_day(spoken, today).isoformat()
        return parse_when(f"{day}T{spoken['hour']:0>5}" if spoken["hour"] else day, zone)
    try:
        return parse_when(said, zone)
    except InputError as wrong:
        if "is no date or moment" in str(wrong):
            raise _no_day(said) from None
        raise


def _no_day(said: str) -> InputError:
    return InputError(f"{said!r} is no day; {WHEN_HELP}")


def _spoken_day(said: re.Match[str], today: date) -> date:
    """The day of a match, with its weekday held against it."""
    number = int(said["number"]) if said["number"] else _index(said["month"], MONTHS) + 1
    if not 1 <= number <= len(MONTHS):
        if said["number"] is None:
            raise _no_day(said[0])
        raise InputError(
            f"{said[0]!r} has no month {number}; the day comes first, as in 26/03/2026"
        )
    day = int(said["day"])
    if said["year"]:
        years = [int(said["year"])]
    else:
        near = range(today.year - 4, today.year + 5)
        years = [year for year in near if date.min.year <= year <= date.max.year]
    found = [date(y, number, day) for y in years if y and 0 < day <= monthrange(y, number)[1]]
    if not found:
        month = " ".join((MONTHS[number - 1], said["year"] or "")).rstrip()
        raise InputError(f"{said[0]!r} does not exist: {month} has no day {day}")
    meant = min(found, key=lambda each: abs(each - today))
    weekday = WEEKDAYS[meant.weekday()]
    if said["weekday"] and _index(said["weekday"], WEEKDAYS) != meant.weekday():
        if _index(said["weekday"], WEEKDAYS) < 0:
            raise _no_day(said[0])
        raise InputError(f"{meant.day} {MONTHS[number - 1]} {meant.year} is a {weekday}")
    return meant


def _index(word: str, names: tuple[str, ...]) -> int:
    """Which name begins with a word of three letters or more; -1 for none."""
    matching = (n for n, name in enumerate(names) if name.lower().startswith(word.lower()))
    return next(matching, -1)


def _later(game: Game, today: date, amount: int, unit: str) -> date:
    meant = next((each for each, words in _UNITS.items() if unit in words), None)
    if meant is None:
        raise InputError(f"{unit!r} is no unit; {WHEN_HELP}")
    if amount == 0:
        return today
    law = game.law
    span = Span(amount, meant)
    due = reach(today, span, calendar=law.calendar, day_one=DayOne.DAY_AFTER, zone=law.zone).due
    return due.date() if isinstance(due, datetime) else due
