"""`complaintflow test`: tell the scenarios of policies, and show the rows that came out wrong."""

import click

from complaintflow import files, scenarios
from complaintflow.cli import calendars, report, screen
from complaintflow.cli.coverage_view import show_coverage
from complaintflow.cli.exits import CLEAN, FOUND, USAGE
from complaintflow.cli.mutants_view import show_mutants
from complaintflow.cli.screen import Screen
from complaintflow.cli.wording import counted, listed
from complaintflow.diagnostics import DefinitionError, Diagnostic
from complaintflow.scenarios import Report, Told, Trials

EPILOG = """\b
Examples:
  complaintflow test procedures/
  complaintflow test procedures/fusion-care.yaml
  complaintflow test procedures/fusion-care.scenarios.yaml --coverage
  complaintflow test procedures/ --mutate

\b
A mutant is the policy with one rule changed. One under which every scenario still comes out
survives, and is shown with the row that would catch it. What changes nothing stands, with
the reason, under `equivalent` in NAME.mutants.yaml beside NAME.yaml. It is believed if some
scenario shows the rule at work and no row is found that would tell the change apart.

\b
Exit codes: 0 every scenario came out as it says, 1 some did not or do not read, or a mutant
survived or is wrongly named as equivalent, 2 a file that is missing or is no UTF-8 text, or no scenarios at all."""


@click.command(epilog=EPILOG, short_help="Run the scenarios of policies.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--coverage", is_flag=True, help="Show which rules and clauses no scenario touches.")
@click.option("--mutate", is_flag=True, help="Change every rule in turn, and see who notices.")
@calendars.option
def test(
    paths: tuple[str, ...], coverage: bool, mutate: bool, calendar_files: tuple[str, ...]
) -> int:
    """Run scenario files; of a folder all, of a policy the ones beside it."""
    reports: list[Report] = []
    try:
        with screen.usage_errors(), screen.Progress("telling") as progress:
            known = calendars.read(calendar_files)
            for path in files.scenario_files(paths):
                progress.on_file(path)
                reports.append(scenarios.run(path, calendars=known))
    except DefinitionError as wrong:
        return report.report(wrong.diagnostics, len(calendar_files), "text")
    page = Screen()
    for each in reports:
        _show(page, each)
        covered = scenarios.coverage(each) if coverage else None
        if covered is not None:
            show_coverage(page, covered)
    if not any(each.scenarios or each.problems for each in reports):
        screen.error(f"there are no scenarios in {listed(paths)}")
        return USAGE
    code = _close(page, reports)
    return max(code, _mutate(page, reports)) if mutate else code


def _mutate(page: Screen, reports: list[Report]) -> int:
    """Try the mutants of every policy whose scenarios come out; give the exit code of it."""
    codes = [CLEAN]
    for each in reports:
        page.line()
        if not each.passed:
            page.line(f"{each.path}: mutants are tried once every scenario comes out")
            continue
        tried = _tried(each)
        show_mutants(page, tried)
        codes += [report.exit_code(tried.problems), CLEAN if tried.passed else FOUND]
    return max(codes)


def _tried(told: Report) -> Trials:
    with screen.Progress("trying", patience=0) as progress:
        return scenarios.try_mutants(
            told,
            on_mutant=lambda n, of: progress.on(f"mutant {n + 1} of {of} of {told.policy}"),
        )


def _show(page: Screen, told: Report) -> None:
    """The scenarios of a file, a line for each, and then every row that came out wrong."""
    if not told.problems:
        page.line((str(told.path), "bold"), whole=True)
        page.table(
            [_result(each), each.name, (counted(each.rows, "row"), "dim")]
            for each in told.scenarios
        )
    wrong = (*told.problems, *_failures(told))
    if wrong and not told.problems:
        page.line()
    report.show(page, wrong)
    page.line()


def _result(told: Told) -> screen.Cell:
    return ("FAILS", "bold red") if told.failures else ("ok", "green")


def _close(page: Screen, reports: list[Report]) -> int:
    told = [each for one in reports for each in one.scenarios]
    failing = sum(1 for each in told if each.failures)
    unread = sum(1 for one in reports if one.problems)
    said = [counted(len(told), "scenario") + f" in {counted(len(reports), 'file')}"]
    said += [f"{failing} failing"] if failing else []
    said += [f"{counted(unread, 'file')} that cannot be used"] if unread else []
    page.line((", ".join(said), "bold red" if failing or unread else "bold green"))
    codes = [report.exit_code((*one.problems, *_failures(one))) for one in reports]
    return max(codes)


def _failures(told: Report) -> list[Diagnostic]:
    return [failure for each in told.scenarios for failure in each.failures]
