"""`complaintflow schema`: the language as JSON Schema, for editors."""

import click

from complaintflow.cli.exits import CLEAN
from complaintflow.cli.screen import print_json
from complaintflow.language import schema as language
from complaintflow.language.schema import FileKind

EPILOG = """\b
Examples:
  complaintflow schema > policy.schema.json
  complaintflow schema --for scenarios > scenarios.schema.json

\b
An editor with a YAML language server completes keys and shows what they mean
where this is the first line of a policy:
  # yaml-language-server: $schema=policy.schema.json

\b
It sees one place at a time. Names that mean nothing, clauses that nothing rests on
and sentences that do not read are for complaintflow check to find.

\b
Exit codes: 0 printed, 2 wrong usage."""


@click.command(epilog=EPILOG, short_help="Print a JSON Schema, for editors.")
@click.option(
    "--for",
    "kind",
    type=click.Choice([str(kind) for kind in FileKind]),
    default=str(FileKind.POLICY),
    show_default=True,
    help="The kind of file that is written with it.",
)
def schema(kind: str) -> int:
    """Print the JSON Schema (draft 2020-12) of a policy or of a file that goes with one."""
    print_json(language.schema(kind))
    return CLEAN
