"""The command line: one verb is one call of the library and what it prints.

Only here are click and rich imported, is anything printed, and is a clock read. A verb is
imported when it is asked for, and rich only where a person watches.
"""

from collections.abc import Callable

import click

from complaintflow.cli.exits import CLEAN, USAGE
from complaintflow.cli.screen import error
from complaintflow.diagnostics import nearest

EPILOG = """\b
Examples:
  complaintflow check procedures/
  complaintflow count "20 working days" --from 2026-03-23 --calendar england-and-wales
  complaintflow case fusion-care events.yaml --as-of 2026-04-17

\b
Exit codes: 0 clean, 1 something was found, 2 wrong usage or an unreadable file,
3 a fault of ours."""


def _check() -> click.Command:
    from complaintflow.cli.check import check

    return check


def _count() -> click.Command:
    from complaintflow.cli.count import count

    return count


def _case() -> click.Command:
    from complaintflow.cli.case import case

    return case


def _audit() -> click.Command:
    from complaintflow.cli.audit import audit

    return audit


def _test() -> click.Command:
    from complaintflow.cli.test import test

    return test


def _explain() -> click.Command:
    from complaintflow.cli.explain import explain

    return explain


def _schema() -> click.Command:
    from complaintflow.cli.schema import schema

    return schema


def _play() -> click.Command:
    from complaintflow.cli.play import play

    return play


def _show() -> click.Command:
    from complaintflow.cli.show import show

    return show


VERBS: dict[str, Callable[[], click.Command]] = {
    "check": _check,
    "count": _count,
    "case": _case,
    "audit": _audit,
    "test": _test,
    "show": _show,
    "play": _play,
    "explain": _explain,
    "schema": _schema,
}


class Verbs(click.Group):
    """The verbs by name; each is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names, in the order of the help."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of this name; an unknown one is an error that says which was meant."""
        if cmd_name in VERBS:
            return VERBS[cmd_name]()
        near = nearest(cmd_name, VERBS)
        hint = f"did you mean {near!r}?" if near else f"there are {', '.join(VERBS)}"
        raise click.UsageError(f"there is no command {cmd_name!r}; {hint}", ctx)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"complaintflow {version('complaintflow')}")
        ctx.exit()


@click.group(
    cls=Verbs,
    epilog=EPILOG,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version,
    help="Show the version and exit.",
)  # fmt: skip
def complaintflow() -> None:
    """Complaint procedures as rule sets: check them, count their days, judge a case by them."""


def run(words: list[str]) -> int:
    """Run the command line with these words, and give its exit code."""
    try:
        with complaintflow.make_context("complaintflow", list(words)) as context:
            code = complaintflow.invoke(context)
            return code if isinstance(code, int) else CLEAN
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as wrong:
        context = wrong.ctx or click.Context(complaintflow, info_name="complaintflow")
        if not words:
            click.echo(context.get_help(), err=True)
            return USAGE
        error(wrong.format_message())
        click.echo(f"type: {context.command_path} --help", err=True)
        return USAGE
