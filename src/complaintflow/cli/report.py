"""Diagnostics in every format, and the exit code that they mean."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import click

from complaintflow import diagnostics, reports
from complaintflow.cli.exits import CLEAN, FOUND, USAGE
from complaintflow.cli.screen import Part, Screen, print_json
from complaintflow.cli.wording import counted, listed
from complaintflow.diagnostics import Diagnostic, Severity
from complaintflow.files import UNREADABLE

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}


def exit_code(found: Iterable[Diagnostic]) -> int:
    """What diagnostics mean for the exit code; an unreadable file outweighs all else."""
    codes = {_code_of(each) for each in found}
    return max(codes, default=CLEAN)


def _code_of(diagnostic: Diagnostic) -> int:
    if diagnostic.code == UNREADABLE:
        return USAGE
    return CLEAN if diagnostic.severity is Severity.INFO else FOUND


def report(found: Sequence[Diagnostic], files: int, format_: str) -> int:
    """Print diagnostics in a format, and give the exit code that they mean."""
    match format_:
        case "json":
            print_json(reports.as_json(found, files))
        case "sarif":
            print_json(reports.sarif(found))
        case "github":
            for each in found:
                click.echo(reports.github(each))
        case "concise":
            for each in found:
                click.echo(diagnostics.concise(each))
        case _:
            screen = Screen()
            show(screen, found)
            if screen.watched and found:
                screen.line()
            if screen.watched:
                screen.line(*_closing(found, files))
    return exit_code(found)


def show(screen: Screen, found: Iterable[Diagnostic]) -> None:
    """Show diagnostics with their source lines, an empty line between them."""
    for index, each in enumerate(found):
        if index:
            screen.line()
        if screen.watched:
            for line in _styled(each):
                screen.line(*line, whole=True)
        else:
            click.echo(diagnostics.render(each))


def _styled(diagnostic: Diagnostic) -> Iterator[list[Part]]:
    """The lines of a diagnostic with their styles; `render` has escaped its text already."""
    style = STYLES[diagnostic.severity]
    first, *rest = diagnostics.render(diagnostic).split("\n")
    place, what = str(diagnostic.place), f"{diagnostic.severity}[{diagnostic.code}]"
    yield [(place, "bold"), ": ", (what, style), first.removeprefix(f"{place}: {what}")]
    for line in rest:
        if source := re.match(r"(\d+ \| )(.*)", line):
            yield [(source[1], "dim"), source[2]]
        elif carets := re.fullmatch(r"( +\| +)(\^+)", line):
            yield [(carets[1], "dim"), (carets[2], style)]
        else:
            label, colon, text = line.partition(": ")
            yield [(label + colon, "bold cyan"), text]


def _closing(found: Sequence[Diagnostic], files: int) -> Sequence[Part]:
    if not found:
        return ((f"{counted(files, 'file')}, nothing to report", "green"),)
    numbers = Counter(each.severity for each in found)
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    said = (counted(numbers[s], noun) for s, noun in nouns.items() if numbers[s])
    codes = {each.code for each in found}
    which = codes.pop() if len(codes) == 1 else "CODE"
    what = f"{listed(said)} in {counted(files, 'file')}"
    return ((what, "bold"), f"; complaintflow explain {which} tells more")
