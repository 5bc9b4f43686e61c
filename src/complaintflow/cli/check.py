"""`complaintflow check`: what is wrong in documents and scenario files."""

import click

from complaintflow import files
from complaintflow.cli import calendars, screen
from complaintflow.cli.exits import USAGE
from complaintflow.cli.report import report
from complaintflow.cli.wording import listed
from complaintflow.diagnostics import DefinitionError

EPILOG = """\b
Examples:
  complaintflow check procedures/fusion-care.yaml
  complaintflow check procedures/ --format concise
  complaintflow check . --format sarif > complaintflow.sarif

\b
Exit codes: 0 nothing but remarks, 1 errors or warnings, 2 a file that is missing
or is no UTF-8 text."""


@click.command(epilog=EPILOG, short_help="Check policies and scenario files.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "concise", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="text shows the source line and what to write instead; concise has a line for each.",
)
@calendars.option
def check(paths: tuple[str, ...], format_: str, calendar_files: tuple[str, ...]) -> int:
    """Check policies and scenario files; of a folder, all that it holds.

    Calendar files among them are known to the policies. Files of events in a folder are left
    out; complaintflow case and audit judge them.
    Nothing is printed where nothing is wrong. The word in brackets is a code, which
    complaintflow explain CODE tells more of.
    """
    try:
        with screen.usage_errors(), screen.Progress("checking") as progress:
            known = calendars.read(calendar_files)
            checked = files.check(paths, calendars=known, on_file=progress.on_file)
    except DefinitionError as wrong:
        return report(wrong.diagnostics, len(calendar_files), format_)
    code = report(checked.diagnostics, checked.files, format_)
    if not checked.files and not checked.left_out:
        screen.error(f"there is no YAML file in {listed(paths)}")
        return USAGE
    return code
