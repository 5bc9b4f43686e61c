"""How a document counts: its time zone and its calendar, as values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from complaintflow.calendars import EVERY_DAY, Calendar
from complaintflow.diagnostics import Diagnostic, nearest, quoted
from complaintflow.language.document import CountingDoc, Document


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars that a document may name."""

    names: tuple[str, ...]
    find: Callable[[str], Calendar]


def counting_of(
    document: Document, calendars: Calendars, problems: list[Diagnostic]
) -> tuple[ZoneInfo, Calendar]:
    """The zone and the calendar of a document; what is wrong is added to `problems`."""
    counting = document.counting
    if counting is None:
        if not document.is_base:
            problems.append(
                Diagnostic(
                    "unknown-calendar",
                    "the document does not say how days are counted",
                    document.policy.id.place,
                    help="add `counting: {working_days: england-and-wales, "
                    "day_one: day after, time_zone: Europe/London}`",
                )
            )
        return ZoneInfo("UTC"), EVERY_DAY
    return _zone(counting, problems), _calendar(counting, calendars, problems)


def _zone(counting: CountingDoc, problems: list[Diagnostic]) -> ZoneInfo:
    name = counting.time_zone
    zone = _zone_called(name)
    if zone is not None:
        return zone
    near = nearest(name, available_timezones())
    problems.append(
        Diagnostic(
            "unknown-name",
            f"there is no time zone {quoted(name)}",
            name.place,
            help=f"did you mean `{near}`?" if near else "write it as Europe/London",
        )
    )
    return ZoneInfo("UTC")


def _zone_called(name: str) -> ZoneInfo | None:
    # to list all that there are would take longer than all the rest of the reading
    if name in ("localtime", "posixrules") or name.startswith(("posix/", "right/")):
        return None  # what these mean differs from machine to machine
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None


def _calendar(counting: CountingDoc, calendars: Calendars, problems: list[Diagnostic]) -> Calendar:
    name = counting.working_days
    if name is None:
        return EVERY_DAY
    if name in calendars.names:
        return calendars.find(name)
    near = nearest(name, calendars.names)
    problems.append(
        Diagnostic(
            "unknown-calendar",
            f"there is no calendar {quoted(name)}",
            name.place,
            help=f"did you mean `{near}`?" if near else "there are " + ", ".join(calendars.names),
        )
    )
    return EVERY_DAY


def hour_of(written: str | None) -> time | None:
    """An hour of the day that has been checked, such as `17:00`."""
    return None if written is None else time.fromisoformat(written)
