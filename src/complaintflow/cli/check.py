"""`complaintflow check`: what is wrong in documents and scenario files."""

import click

from complaintflow import files
from complaintflow.cli import screen
from complaintflow.cli.exits import USAGE
from complaintflow.cli.report import report
from complaintflow.cli.wording import listed

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
def check(paths: tuple[str, ...], format_: str) -> int:
    """Check policies and scenario files; of a folder, all that it holds.

    Files of events in a folder are left out; complaintflow case and audit judge them.
    Nothing is printed where nothing is wrong. The word in brackets is a code, which
    complaintflow explain CODE tells more of.
    """
    with screen.usage_errors(), screen.Progress("checking") as progress:
        checked = files.check(paths, on_file=progress.on_file)
    code = report(checked.diagnostics, checked.files, format_)
    if not checked.files and not checked.left_out:
        screen.error(f"there is no YAML file in {listed(paths)}")
        return USAGE
    return code
