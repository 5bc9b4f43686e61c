"""What the verbs that judge a file of events have in common: its reading, their options and errors."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from complaintflow import engine, files
from complaintflow.calendars import Calendar, OutsideCalendar
from complaintflow.case import Case
from complaintflow.cli import calendars, screen
from complaintflow.cli.exits import FOUND
from complaintflow.cli.report import report
from complaintflow.cli.screen import Screen, print_json
from complaintflow.diagnostics import DefinitionError, Diagnostic, Place
from complaintflow.errors import InputError
from complaintflow.language.reader import read_file
from complaintflow.language.records import Record
from complaintflow.moments import Moment
from complaintflow.procedure import Procedure
from complaintflow.written import parse_when

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class History:
    """A file of events, the law that it is judged by, and the moment at which it is looked at.

    `known_on` leaves out what became known later; None leaves nothing out.
    """

    procedure: Procedure
    record: Record
    file: str
    as_of: Moment
    known_on: Moment | None = None

    def begun(self) -> Case:
        """The case at its beginning: people and facts as told, dated as the first event."""
        at = self.as_of if self.record.at is None else self.record.at
        people, facts = self.record.people, self.record.facts
        return engine.begin(self.procedure, at=at, people=people, facts=facts)

    @contextmanager
    def misnamed(self) -> Iterator[None]:
        """Turn what the file names, and the case does not know, into a diagnostic of the file."""
        try:
            yield
        except InputError as wrong:
            raise DefinitionError(
                [Diagnostic("wrong-shape", str(wrong), Place(self.file))]
            ) from None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb found: for a program, for a person, and the exit code that it means."""

    as_json: Callable[[], Any]
    show: Callable[[Screen], None]
    code: int


def options(as_of: str) -> Callable[[_Command], _Command]:
    """The arguments and options of such a verb; `as_of` is the help of that option."""

    def with_options(command: _Command) -> _Command:
        for option in (
            click.option(
                "--format",
                "format_",
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
            ),
            calendars.option,
            click.option("--as-of", metavar="WHEN", help=as_of),
            click.argument("events", metavar="EVENTS"),
            click.argument("procedure", metavar="PROCEDURE"),
        ):
            command = option(command)
        return command

    return with_options


def told(
    procedure: str,
    events: str,
    calendar_files: tuple[str, ...],
    as_of: str | None,
    format_: str,
    answer: Callable[[History], Answer],
    *,
    known_on: str | None = None,
) -> int:
    """Read the files, ask, and print what was found; give the exit code.

    Where it is said as known on which day and not as of which, that day is meant for both.
    """
    asked = known_on if as_of is None else as_of
    with screen.usage_errors():
        for each in (asked, known_on):
            if each is not None:
                parse_when(each, ZoneInfo("UTC"))  # a mistake of usage, whatever the files hold
    try:
        law, record = _loaded(procedure, events, calendars.read(calendar_files))
        with screen.usage_errors():
            moment = _today(law.zone) if asked is None else parse_when(asked, law.zone)
            known = None if known_on is None else parse_when(known_on, law.zone)
        found = answer(History(law, record, events, moment, known))
    except DefinitionError as wrong:
        return report(wrong.diagnostics, 2, format_)
    except (OutsideCalendar, InputError) as beyond:
        screen.error(str(beyond))
        return FOUND
    if format_ == "json":
        print_json(found.as_json())
    else:
        found.show(Screen())
    return found.code


def _loaded(procedure: str, events: str, known: Mapping[str, Calendar]) -> tuple[Procedure, Record]:
    """Read a procedure and a file of events for it.

    Raises:
        DefinitionError: one of them does not read, or both.
    """
    try:
        law = files.load(procedure, calendars=known)
    except DefinitionError as wrong:
        _, problems = read_file(events)
        raise DefinitionError({*wrong.diagnostics, *problems}) from None
    except InputError as wrong:
        code = "not-a-document" if Path(procedure).is_file() else files.UNREADABLE
        _, problems = read_file(events)
        raise DefinitionError([Diagnostic(code, str(wrong), Place(procedure)), *problems]) from None
    return law, files.read_record(events, law)


def _today(zone: ZoneInfo) -> Moment:
    return datetime.now(UTC).astimezone(zone).date()
