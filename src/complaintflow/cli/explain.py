"""`complaintflow explain`: what a code means, with an example that has it and one that has not."""

import re
from collections.abc import Iterable
from textwrap import wrap

import click

from complaintflow import codes
from complaintflow.cli import screen
from complaintflow.cli.exits import CLEAN
from complaintflow.cli.screen import Screen
from complaintflow.codes import About, Example, Explanation, words

EPILOG = """\b
Examples:
  complaintflow explain
  complaintflow explain bare-days
  complaintflow explain answer_sent.after
  complaintflow explain overdue
  complaintflow explain --policy > library.yaml

\b
Exit codes: 0 explained, 2 wrong usage: there is no such code."""

TITLES = {About.MISTAKE: "Mistakes in a file", About.REASON: "Reasons of refusal"}

COLUMNS = 88
"""Columns of a paragraph where no terminal says how wide it is."""


@click.command(epilog=EPILOG, short_help="Tell what a code means.")
@click.argument("code", required=False, metavar="[CODE]")
@click.option(
    "--policy", is_flag=True, help="Print the small policy that the examples change, to try them."
)
def explain(code: str | None, policy: bool) -> int:
    """Tell what a CODE of check, test or case means, why it matters and what to type.

    The name of a reason, such as answer_sent.after, and the words of a status are explained too.
    Without a code, all of them are listed.
    """
    if policy and code is not None:
        raise click.UsageError("a code and --policy are two questions; ask one at a time")
    page = Screen()
    if policy:
        click.echo(codes.small_policy(), nl=False)
    elif code is None:
        _list(page)
    else:
        with screen.usage_errors():
            told = codes.answer(code)
        if told.says:
            page.line((told.asked, "bold cyan"))
            page.line()
            _paragraphs(page, told.says)
        pages = [codes.explanation(code) for code in told.codes]
        for index, each in enumerate(pages):
            if index or told.says:
                page.line()
            _show(page, each)
    return CLEAN


def _list(page: Screen) -> None:
    told = [codes.explanation(code) for code in codes.codes()]
    for index, (about, title) in enumerate(TITLES.items()):
        if index:
            page.line()
        page.line((title, "bold"))
        page.table([(each.code, "cyan"), each.short] for each in told if each.about is about)
    page.line()
    page.line("complaintflow explain CODE shows an example of each, wrong and right.")
    page.line("It explains the names of reasons too, RULE.KEY, and these words:")
    _paragraphs(page, [", ".join(words.WORDS) + "."])


def _show(page: Screen, told: Explanation) -> None:
    page.line((told.code, "bold cyan"), f", {told.about}")
    page.line()
    _paragraphs(page, (told.short, *told.why))
    wrong, right = ("Wrong", "Right") if told.about is About.MISTAKE else ("Refused", "Permitted")
    if told.policy is not None:
        _example(page, "The policy", "bold", told.policy)
    _example(page, wrong, "bold red", told.wrong)
    _example(page, right, "bold green", told.right)
    page.heading("What to type")
    _paragraphs(page, told.mend)
    if "whole" not in told.wrong.words:
        page.line()
        page.line(("The rest of the policy: complaintflow explain --policy", "dim"))


def _example(page: Screen, title: str, style: str, example: Example) -> None:
    page.line()
    page.line((title, style))
    for line in example.text.splitlines():
        carets = re.fullmatch("(# *)(\\^+)", line)
        parts = [(carets[1], "dim"), (carets[2], "red")] if carets else [line]
        page.line(*parts, indent=2, whole=True)


def _paragraphs(page: Screen, paragraphs: Iterable[str]) -> None:
    for index, text in enumerate(paragraphs):
        if index:
            page.line()
        for line in [text] if page.watched else wrap(text, COLUMNS, break_on_hyphens=False):
            page.line(line)
