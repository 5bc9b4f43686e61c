"""`complaintflow show`: a procedure as a duty list, a leaflet or a picture."""

from collections.abc import Mapping
from pathlib import Path

import click

from complaintflow import files
from complaintflow.calendars import Calendar
from complaintflow.cli import calendars
from complaintflow.cli.exits import CLEAN
from complaintflow.cli.report import report
from complaintflow.cli.screen import Part, Screen
from complaintflow.diagnostics import DefinitionError, Diagnostic, Place
from complaintflow.errors import InputError
from complaintflow.procedure import Procedure
from complaintflow.render.dot import dot
from complaintflow.render.duties import duties
from complaintflow.render.duty_list import DutyList, TextLine, Tone, text_lines
from complaintflow.render.leaflet import leaflet
from complaintflow.render.mermaid import mermaid

EPILOG = """\b
Examples:
  complaintflow show fusion-care
  complaintflow show procedures/ours.yaml --as markdown > leaflet.md
  complaintflow show fusion-care --as dot | dot -Tsvg > course.svg

\b
  duties     who must do what, by when and on which clause, by role
  markdown   the leaflet, for those who complain
  mermaid    the course of a complaint, for a wiki or GitHub
  dot        the same, for Graphviz

\b
Exit codes: 0 shown, 1 the procedure has mistakes,
2 wrong usage, or a file that is missing or is no UTF-8 text."""

STYLES = {
    Tone.TITLE: "bold",
    Tone.ROLE: "bold cyan",
    Tone.CHARGE: "bold",
    Tone.PLACE: "italic",
    Tone.TASK: "",
    Tone.EMPTY: "",
}


@click.command(epilog=EPILOG, short_help="Show a procedure as a list, a leaflet or a picture.")
@click.argument("procedure", metavar="PROCEDURE")
@click.option(
    "--as",
    "as_",
    type=click.Choice(["duties", "markdown", "mermaid", "dot"]),
    default="duties",
    show_default=True,
    help="What to show it as.",
)
@calendars.option
def show(procedure: str, as_: str, calendar_files: tuple[str, ...]) -> int:
    """Show a PROCEDURE in words or as a picture.

    PROCEDURE is a path, or the name of one that comes with the library.
    """
    try:
        law = _loaded(procedure, calendars.read(calendar_files))
    except DefinitionError as wrong:
        return report(wrong.diagnostics, 1, "text")
    match as_:
        case "markdown":
            click.echo(leaflet(law), nl=False)
        case "mermaid":
            click.echo(mermaid(law), nl=False)
        case "dot":
            click.echo(dot(law), nl=False)
        case _:
            _show(Screen(), duties(law))
    return CLEAN


def _loaded(procedure: str, known: Mapping[str, Calendar]) -> Procedure:
    try:
        return files.load(procedure, calendars=known)
    except DefinitionError:
        raise
    except InputError as wrong:
        code = "not-a-document" if Path(procedure).is_file() else files.UNREADABLE
        raise DefinitionError([Diagnostic(code, str(wrong), Place(procedure))]) from None


def _show(page: Screen, listed: DutyList) -> None:
    if not page.watched:
        for line in str(listed).splitlines():
            page.line(line)
        return
    for each in text_lines(listed):
        page.line(*_parts(each), indent=each.indent)


def _parts(line: TextLine) -> list[Part]:
    if line.tone is Tone.EMPTY:
        return []
    quiet: list[Part] = [(f"  {line.quiet}", "dim")] if line.quiet else []
    return [(line.text, STYLES[line.tone]), *quiet]
