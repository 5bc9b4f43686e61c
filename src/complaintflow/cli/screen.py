"""Where answers are written: coloured and laid out where a person watches, else plain text.

Everything that is shown passes through `Screen`, which shows as escapes what a terminal
would obey. Nothing is ever read as markup.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from complaintflow.diagnostics import visible
from complaintflow.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status
    from rich.text import Text

__all__ = ["Part", "Screen", "print_json", "progress", "usage", "usage_errors", "visible"]

Part = str | tuple[str, str]
"""A piece of text, alone or with its style on a terminal."""

Cell = Part | Sequence[Part]
"""What stands in one cell of a table."""

PATIENCE = 0.7
"""Seconds after which somebody who watches is told what goes on."""


class Screen:
    """Where a verb writes: a terminal if standard output is one, else plain text."""

    def __init__(self) -> None:
        self.watched = sys.stdout is not None and sys.stdout.isatty()
        self._console: Console | None = None
        if self.watched:
            from rich.console import Console

            self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)

    def line(self, *parts: Part, indent: int = 0, whole: bool = False) -> None:
        """One line. On a terminal it is wrapped within its indent, unless it must stay whole."""
        if self._console is None:
            print((" " * indent + _plain(parts)).rstrip())
        elif whole or not indent:
            self._console.print(_rich(parts), soft_wrap=whole)
        else:
            from rich.padding import Padding

            self._console.print(Padding(_rich(parts), (0, 0, 0, indent)))

    def heading(self, text: str) -> None:
        """The title of what follows, after an empty line."""
        self.line()
        self.line((text, "bold"))

    def table(self, rows: Iterable[Sequence[Cell]], *, indent: int = 2, gap: int = 3) -> None:
        """Rows of cells in columns; on a terminal a long cell is wrapped within its column."""
        listed = [[_cell(cell) for cell in row] for row in rows]
        if self._console is None:
            widths = [max(map(len, column)) for column in zip(*_texts(listed), strict=True)]
            for row in _texts(listed):
                cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
                print((" " * indent + (" " * gap).join(cells)).rstrip())
            return
        from rich.padding import Padding
        from rich.table import Table

        grid = Table.grid(padding=(0, gap, 0, 0))
        for row in listed:
            grid.add_row(*map(_rich, row))
        self._console.print(Padding(grid, (0, 0, 0, indent)))


def _cell(cell: Cell) -> Sequence[Part]:
    if isinstance(cell, str):
        return (cell,)
    match cell:
        case (str(text), str(style)):
            return ((text, style),)
        case _:
            return cell  # type: ignore[return-value]


def _texts(rows: list[list[Sequence[Part]]]) -> list[list[str]]:
    return [[_plain(cell) for cell in row] for row in rows]


def _plain(parts: Sequence[Part]) -> str:
    return "".join(visible(part if isinstance(part, str) else part[0]) for part in parts)


def _rich(parts: Sequence[Part]) -> "Text":
    from rich.text import Text

    text = Text()
    for part in parts:
        piece, style = (part, "") if isinstance(part, str) else part
        text.append(visible(piece), style)
    return text
