"""The pages of docs/reference, made from the places that the program itself speaks from.

`make pages` writes them; a test fails where one is stale.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args, get_origin

import click

from complaintflow import codes
from complaintflow.cli import VERBS, complaintflow
from complaintflow.codes import About, Example, Explanation
from complaintflow.diagnostics import render
from complaintflow.explanation import explain
from complaintflow.language.document import Doc
from complaintflow.language.keys import SHAPES
from complaintflow.language.keys.shape import Shape
from complaintflow.language.schema import FILES, FileKind, fields, mentioned, unwrapped, written
from complaintflow.language.tree import Scalar
from complaintflow.language.values import (
    listed,
)
from tests.docs.code_examples import admitted, as_on_the_page, diagnostics
from tests.docs.pages import ROOT

FOLDER = ROOT / "docs" / "reference"

COLUMNS = 100


def block(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(row)} |".replace("  ", " ") for row in lines)


# -- every key -----------------------------------------------------------------------------

KINDS = {
    FileKind.POLICY: ("A policy", "`NAME.yaml`, and the bases below it."),
    FileKind.EVENTS: ("A file of events", "What `complaintflow case` reads, YAML or JSON."),
    FileKind.SCENARIOS: (
        "A file of scenarios",
        "`NAME.scenarios.yaml` beside `NAME.yaml`; `complaintflow test` tells them.",
    ),
    FileKind.MUTANTS: (
        "A file of equivalent mutants",
        "`NAME.mutants.yaml` beside `NAME.yaml`, for `complaintflow test --mutate`.",
    ),
    FileKind.CALENDAR: (
        "A calendar",
        "`NAME.calendar.yaml`. [Use your own calendar](../how-to/use-your-own-calendar.md).",
    ),
}

WORDS = {
    "a period": "[a period](../language.md#a-period)",
    "a period or band": "[a period](../language.md#a-period) or [a band](../language.md#a-band)",
    "a relation or role": "[a relation or role, or what somebody did](../language.md#who)",
    "an anchor": "[an anchor](../language.md#an-anchor)",
    "a condition": "[a condition](../language.md#a-condition)",
}
"""How a text is written, with where the page on the language tells more."""


def language() -> str:
    """Every key, model by model."""
    return "\n\n".join(
        [
            "# Every key",
            (
                "Which key may stand where, what it does, and how its value is written. "
                "[The language](../language.md) explains them in their order and with whole examples; "
                "`complaintflow schema` gives an editor the same as a JSON Schema."
            ),
            (
                "Several values stand in brackets, `[first, second]`; a single one needs none. "
                "A key that is not here is an error."
            ),
            *_models(),
        ]
    )


def _models() -> Iterator[str]:
    told: set[type[Doc]] = set()
    for kind, (title, says) in KINDS.items():
        yield f"## {title}"
        yield says
        for model in mentioned(FILES[kind]):
            if model not in told:
                told.add(model)
                yield from _model(SHAPES[model])


def _model(shape: Shape) -> Iterator[str]:
    yield f"### {called(shape)}"
    above = [SHAPES[base] for base in shape.model.__mro__[1:] if base in SHAPES]
    more = f" It has the keys of {_link(above[0])}, and these:" if above else ""
    yield shape.says + more
    inherited = above[0].keys if above else {}
    rows = [
        (
            f"`{key}`",
            in_words(kind) + ("; needed" if needed else ""),
            shape.keys[key].says,
            f"`{shape.keys[key].example}`",
        )
        for key, kind, needed in fields(shape.model)
        if key not in inherited
    ]
    yield table(("key", "value", "meaning", "for example"), rows)


def called(shape: Shape) -> str:
    return shape.name.replace("_", " ")


def _link(shape: Shape) -> str:
    return f"[{called(shape)}](#{shape.name.replace('_', '-')})"


def in_words(kind: Any) -> str:
    """How a value of a type is written."""
    base, marks = unwrapped(kind)
    inner = [each for each in get_args(base) if each is not type(None)]
    if isinstance(base, type) and issubclass(base, Doc):
        return _link(SHAPES[base])
    if get_origin(base) is list:
        one = in_words(inner[0])
        checks = {getattr(mark, "func", None) for mark in marks}
        several = f"{one}; or several of these" if "; or " in one else f"{one} or several"
        return several if listed in checks else f"a list, each {one}"
    if get_origin(base) is dict:
        keys = {
            "a name": "names",
            "a name of days": "names of days",
            "a person": "people",
            "a step": "steps",
            "text": "texts",
        }[in_words(inner[0])]
        return f"{keys}, each with {in_words(inner[1])}"
    if inner and base is not Scalar:
        return "; or ".join(dict.fromkeys(in_words(each) for each in inner))
    how, words = written(marks)
    if words:
        return (
            "one of " + ", ".join(f"`{word}`" for word in words) if words[1:] else f"`{words[0]}`"
        )
    return WORDS.get(how.words, how.words)


# -- every code ----------------------------------------------------------------------------


def every_code() -> str:
    """Every code with its examples, and what is said of them."""
    told = [codes.explanation(code) for code in codes.codes()]
    parts = [
        "# Every code",
        (
            "The words in brackets, `error[bare-days]`, are codes, and so are the words by which a "
            "program knows why an event was refused. `complaintflow explain CODE` shows what stands "
            "here. Codes stay as they are from version to version."
        ),
        (
            "Most examples change one or more sections of this small policy, which "
            "`complaintflow explain --policy` prints:"
        ),
        block("yaml", codes.small_policy()),
    ]
    for title, about in (
        ("Mistakes in a file", About.MISTAKE),
        ("Reasons of refusal", About.REASON),
    ):
        rows = [(f"[`{e.code}`](#{e.code})", e.short) for e in told if e.about is about]
        parts += [f"**{title}**", table(("code", "what it means"), rows)]
    parts += _words()
    for each in told:
        parts += _code(each)
    return "\n\n".join(parts)


def _words() -> Iterator[str]:
    """The names of reasons and the words on the screen, which `explain` knows too."""
    yield "**The names of reasons**"
    yield (
        "A scenario names a reason `RULE.KEY`, by the key of the rule that refuses; a conflict rule "
        "(`barred`) and a step under `never` (`forbidden`) by the rule alone."
    )
    rows = [
        (f"`RULE.{key}`", ", ".join(f"[`{code}`](#{code})" for code in of))
        for key, of in codes.words.REASONS.items()
    ]
    yield table(("name", "code"), rows)
    yield "**Words on the screen**"
    yield table(
        ("word", "what it means"), [(f"`{w}`", says) for w, says in codes.words.WORDS.items()]
    )


def _code(told: Explanation) -> Iterator[str]:
    yield f"## {told.code}"
    yield f"*{told.about.capitalize()}.* {told.short}"
    yield from told.why
    if told.about is About.MISTAKE:
        yield "Wrong:"
        yield block(_language(told.wrong, sound=False), told.wrong.text)
        yield "What is said of it:"
        found = [as_on_the_page(each, told.wrong) for each in diagnostics(told.wrong)]
        yield block("text", "\n\n".join(map(render, found)))
        yield "Right:"
        yield block(_language(told.right, sound=True), told.right.text)
    else:
        if told.policy is not None:
            yield "The policy has these sections:"
            yield block("yaml", told.policy.text)
        yield "The last event is refused:"
        yield block("yaml", told.wrong.text)
        yield "What is said of it:"
        yield block("text", explain(admitted(told, told.wrong).refused[-1].ruling))
        yield "Permitted:"
        yield block("yaml", told.right.text)
    yield "**What to type.** " + told.mend[0]
    yield from told.mend[1:]


def _language(example: Example, *, sound: bool) -> str:
    """The info string; `not-run` where a test of pages would read it as a sound policy."""
    language, *words = example.words
    beside = {"scenarios", "mutants"}.intersection(words)
    return language if language == "sh" or (sound and not beside) else "yaml not-run"


# -- every command -------------------------------------------------------------------------


def command_line() -> str:
    """The help of every verb, as it is printed."""
    parts = [
        "# The command line",
        (
            "What `complaintflow --help` and the help of each verb print. It needs the extra `cli`: "
            '`pip install "complaintflow[cli]"`.'
        ),
        block("text", _help(complaintflow, "complaintflow")),
    ]
    for name, verb in VERBS.items():
        parts += [f"## {name}", block("text", _help(verb(), f"complaintflow {name}"))]
    return "\n\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    options = ["-h", "--help"]
    context = click.Context(
        command, info_name=name, terminal_width=COLUMNS, help_option_names=options
    )
    with context:
        return command.get_help(context)


PAGES: dict[str, Callable[[], str]] = {
    "language.md": language,
    "codes.md": every_code,
    "command-line.md": command_line,
}
"""The file of each page, and what makes it."""


def write() -> None:
    """Write all pages anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, made in PAGES.items():
        (FOLDER / name).write_text(made() + "\n", "utf-8")
