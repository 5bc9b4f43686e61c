"""`complaintflow play`: try a policy by living a case under it, line by line."""

import sys
from collections.abc import Generator
from contextlib import suppress
from datetime import UTC, datetime

import click

from complaintflow import files
from complaintflow.cli import calendars, screen
from complaintflow.cli.exits import CLEAN
from complaintflow.cli.play.page import Quit, Turn, show
from complaintflow.cli.play.talk import played
from complaintflow.cli.report import report
from complaintflow.cli.screen import Screen
from complaintflow.diagnostics import DefinitionError, visible

EPILOG = """\b
Examples:
  complaintflow play fusion-care
  complaintflow play procedures/ours.yaml
  complaintflow play fusion-care < lines-to-type.txt

\b
Exit codes: 0 always, once the policy has been read; 1 it has mistakes;
2 wrong usage, or a file that is missing or is no UTF-8 text."""


@click.command(epilog=EPILOG, short_help="Try a policy, line by line.")
@click.argument("procedure", metavar="PROCEDURE")
@calendars.option
def play(procedure: str, calendar_files: tuple[str, ...]) -> int:
    """Try a PROCEDURE by living a case under it: no YAML is needed.

    PROCEDURE is a path, or the name of one that comes with the library. The program shows
    where the case stands, what may happen next and by whom, asks what a form would ask, and
    tells what is permitted, due and owed, or refused and why. Nothing is kept unless you
    `save` it. Lines may come from a file or a pipe.
    """
    try:
        with screen.usage_errors():
            law = files.load(procedure, calendars=calendars.read(calendar_files))
    except DefinitionError as wrong:
        return report(wrong.diagnostics, 1, "text")
    today = datetime.now(UTC).astimezone(law.zone).date()
    return _live(played(law, procedure, today))


def _live(talk: Generator[Turn, str, None]) -> int:
    """Show each turn and send in what is typed, until one of the two has had enough."""
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:  # whatever stands in a file that is piped in
        reconfigure(encoding="utf-8", errors="replace")
    page = Screen()
    line: str | None = None
    try:
        while True:
            turn = next(talk) if line is None else talk.send(line)
            show(page, turn.said)
            if not turn.question:
                return CLEAN
            line = _typed(turn.question)
    except (EOFError, KeyboardInterrupt):
        click.echo()
        show(page, talk.throw(Quit()).said)
    except StopIteration:
        pass
    return CLEAN


def _typed(question: str) -> str:
    """A line of the person; of a file or pipe it is shown as if it had been typed."""
    if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
        with suppress(ImportError):  # where there is none, lines are typed without arrow keys
            import readline  # noqa: F401

        return input(visible(question))
    click.echo(visible(question), nl=False)
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise EOFError
    click.echo(visible(line.rstrip("\r\n")))
    return line
