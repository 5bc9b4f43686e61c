"""The option `--calendars`: calendar files that the documents of a command may name."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from complaintflow.calendars import Calendar
from complaintflow.diagnostics import DefinitionError

_Command = TypeVar("_Command", bound=Callable[..., Any])


def option(command: _Command) -> _Command:
    """The option, which may be given several times."""
    return click.option(
        "--calendars",
        "calendar_files",
        multiple=True,
        metavar="FILE",
        help="A calendar file, or a folder of them, whose calendars the policy may name. May be "
        "given several times.",
    )(command)


def read(paths: tuple[str, ...]) -> Mapping[str, Calendar]:
    """The calendars of the files, by name.

    Raises:
        DefinitionError: one of them cannot be used.
    """
    if not paths:
        return {}
    from complaintflow import files  # it brings the reader of YAML along

    found = files.read_calendars(paths)
    if found.problems:
        raise DefinitionError(found.problems)
    return found.calendars
