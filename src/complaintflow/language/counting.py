"""How a document counts: its time zone and its calendar, as values."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from complaintflow.calendars import EVERY_DAY, Calendar
from complaintflow.conventions import KindOfDay
from complaintflow.diagnostics import Diagnostic, nearest, quoted
from complaintflow.errors import InputError
from complaintflow.language.document import CountingDoc, Document
from complaintflow.language.tree import Scalar
from complaintflow.procedure import OwnDays


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars that a document may name.

    `find` gives the one of a name, or None; it raises an `InputError` where the name is near enough
    to know what is wrong with it. `names` are those that are listed, `meant` tells which was
    probably meant by another name. `own` are those that were given by hand.
    """

    names: tuple[str, ...]
    find: Callable[[str], Calendar | None]
    meant: Callable[[str], str | None]
    own: Mapping[str, Calendar]


def own_days_of(
    documents: Sequence[Document], calendars: Calendars
) -> tuple[dict[str, OwnDays], list[Diagnostic]]:
    """The kinds of day of a policy and its bases, and which of them nobody gave a calendar for.

    One that lacks its calendar can be read and checked, and not counted: in its place stands a
    calendar in which every day counts. What the policy says of a kind goes before what a base does.
    """
    written = {
        str(name): (name, says)
        for document in documents
        if document.counting is not None
        for name, says in document.counting.own_days.items()
    }
    lacking = [
        Diagnostic(
            "unknown-calendar",
            f"no calendar says which days are {quoted(name)}",
            name.place,
            help="give one when the policy is loaded: write `--calendars FILE` on the command "
            f'line, `calendars={{"{name}": ...}}` in a program',
        )
        for name, _ in written.values()
        if name not in calendars.own
    ]
    found = {
        text: OwnDays(
            KindOfDay(text, calendars.own.get(text, EVERY_DAY)),
            str(says),
        )
        for text, (_, says) in written.items()
    }
    return found, lacking


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
    return (None if name is None else find_calendar(name, calendars, problems)) or EVERY_DAY


def find_calendar(
    name: Scalar, calendars: Calendars, problems: list[Diagnostic]
) -> Calendar | None:
    """The calendar that a document names; None where there is none, and `problems` says so."""
    message, help_ = f"there is no calendar {quoted(name)}", None
    try:
        found = calendars.find(name)
        if found is not None:
            return found
    except InputError as wrong:
        said, _, help_ = str(wrong).partition("; ")
        message = said.replace(repr(str(name)), quoted(name))
        help_ = re.sub(r"'(\S+)'", r"`\1`", help_)
    if help_ is None:
        near = calendars.meant(name)
        known = (
            f"there are {', '.join(calendars.names)}, countries, as IE or ireland, US-NY, and those "
            "that are given by `--calendars FILE`"
        )
        help_ = f"did you mean `{near}`?" if near else known
    problems.append(Diagnostic("unknown-calendar", message, name.place, help=help_))
    return None


def hour_of(written: str | None) -> time | None:
    """An hour of the day that has been checked, such as `17:00`."""
    return None if written is None else time.fromisoformat(written)
