"""Where answers are written: coloured and laid out where a person watches, else plain text.

Everything that is shown passes through `Screen`, which shows as escapes what a terminal
would obey. Nothing is ever read as markup.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from complaintflow.diagnostics import visible
from complaintflow.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status
    from rich.text import Text

Part = str | tuple[str, str]
"""A piece of text, alone or with its style on a terminal."""

Cell = Part | list[Part]
"""What stands in one cell of a table."""

WIDTH = 100
"""Columns of a line of JSON, about."""

PATIENCE = 0.7
"""Seconds after which a person who watches is told what goes on."""


class Screen:
    """Where a verb writes: a terminal if standard output is one, else plain text."""

    def __init__(self) -> None:
        self.watched = _is_terminal(sys.stdout)
        self._console: Console | None = None
        if self.watched:
            from rich.console import Console

            self._console = Console(highlight=False, markup=False, emoji=False)

    def line(self, *parts: Part, indent: int = 0, whole: bool = False) -> None:
        """One line; a terminal wraps it within its indent, unless it must stay `whole`."""
        if self._console is None:
            print((" " * indent + _plain(parts)).rstrip())
        elif whole or not parts:  # an empty text within padding is no line at all
            self._console.print(_rich((" " * indent, *parts)), soft_wrap=True)
        else:
            from rich.padding import Padding

            self._console.print(Padding(_rich(parts), (0, 0, 0, indent), expand=False))

    def heading(self, text: str) -> None:
        """The title of what follows, after an empty line."""
        self.line()
        self.line((text, "bold"))

    def table(self, rows: Iterable[Sequence[Cell]], *, indent: int = 2, gap: int = 3) -> None:
        """Rows of cells in columns; a terminal wraps a long cell within its column."""
        listed = [[cell if isinstance(cell, list) else [cell] for cell in row] for row in rows]
        if not listed:
            return
        filled = [i for i in range(len(listed[0])) if any(_plain(row[i]) for row in listed)]
        listed = [[row[i] for i in filled] for row in listed]
        if self._console is None:
            texts = [[_plain(cell) for cell in row] for row in listed]
            widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
            for row in texts:
                cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
                print((" " * indent + (" " * gap).join(cells)).rstrip())
            return
        from rich.padding import Padding
        from rich.table import Table

        grid = Table.grid(padding=(0, gap, 0, 0))
        for index in range(len(listed[0])):
            grid.add_column(no_wrap=index == 0, overflow="fold")  # names stay whole
        for cells_of_row in listed:
            grid.add_row(*map(_rich, cells_of_row))
        self._console.print(Padding(grid, (0, 0, 0, indent), expand=False))


def print_json(value: Any) -> None:
    """Write JSON, readable as text; what a terminal would obey or hide is escaped in it."""
    print(re.sub(r"[^\n -~]", lambda found: _escaped(found[0]), _laid_out(value, "")))


def _laid_out(value: Any, indent: str) -> str:
    """What fits on one line stands on one; else an entry a line."""
    flat = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, dict | list) or len(indent + flat) <= WIDTH:
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [f"{json.dumps(key)}: {_laid_out(each, inner)}" for key, each in value.items()]
    else:
        lines = [_laid_out(each, inner) for each in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(lines) + f"\n{indent}{closing}"


def _escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]


def error(message: str) -> None:
    """Say on standard error why there is no answer."""
    text = "\n".join(visible(line) for line in message.splitlines())
    click.echo(f"complaintflow: {text}", err=True)


@contextmanager
def usage_errors() -> Iterator[None]:
    """Turn what the library could not read in the words of a command into a usage error."""
    try:
        yield
    except InputError as wrong:
        raise click.UsageError(str(wrong), click.get_current_context()) from None


class Progress:
    """Tells a person who watches which file is being read, once it takes long."""

    def __init__(self, doing: str, *, patience: float = PATIENCE) -> None:
        self._doing = doing
        self._patience = patience
        self._wanted = _is_terminal(sys.stderr)
        self._since = time.monotonic()
        self._status: Status | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()

    def on_file(self, path: Path) -> None:
        """Say that this file comes next."""
        self.on(str(path))

    def on(self, what: str) -> None:
        """Say what comes next."""
        if not self._wanted or time.monotonic() - self._since < self._patience:
            return
        from rich.console import Console
        from rich.status import Status
        from rich.text import Text

        said = Text(f"{self._doing} {visible(what)}")
        if self._status is None:
            self._status = Status(said, console=Console(stderr=True, highlight=False))
            self._status.start()
        else:
            self._status.update(said)


def _is_terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()


def _plain(parts: Iterable[Part]) -> str:
    return "".join(visible(part if isinstance(part, str) else part[0]) for part in parts)


def _rich(parts: Iterable[Part]) -> Text:
    from rich.text import Text

    text = Text()
    for part in parts:
        piece, style = (part, "") if isinstance(part, str) else part
        text.append(visible(piece), style)
    return text
