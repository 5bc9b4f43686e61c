"""The table: for a terminal, for a page, for a program."""

import json
import platform
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from benchmarks.measuring import Figure, Missing, Peer

HEAD = ("work, and who else does it", "takes", "to reach", "reached", "as ours", "answers")
PACKAGES = (
    "complaintflow",
    "numpy",
    "pandas",
    "polars",
    "holidays",
    "workalendar",
    "bizdays",
    "business-python",
    "sismic",
    "python-statemachine",
    "python-constraint2",
    "ortools",
    "PyYAML",
)

Line = tuple[str, str, str, str, str, str]


def versions() -> dict[str, str]:
    """What was measured, by package; what is not installed is left out."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def machine() -> str:
    """The Python and the kind of machine, in a line."""
    return f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}"


def lines(figures: Iterable[Figure | Missing]) -> Iterator[Line]:
    """A line for each work, and below it one for each that does it too."""
    for figure in figures:
        if isinstance(figure, Missing):
            yield figure.work, figure.why, "", "", "", ""
            continue
        row = figure.row
        target = "" if row.target is None else amount(row.target, row.unit)
        yield row.work, amount(figure.ours, row.unit), target, _yes(figure.reached), "", ""
        for index, peer in enumerate(row.peers):
            yield (
                f"    {peer.timed.name}",
                amount(figure.peers[index], row.unit),
                "" if peer.beat is None else f"{peer.beat:g} x",
                _yes(figure.beaten(index)),
                _times(figure.ratio(index)),
                answers(peer),
            )


def answers(peer: Peer) -> str:
    """Whether somebody else answers as we do."""
    if peer.note:
        return peer.note
    if not peer.otherwise:
        return "the same"
    return f"{peer.otherwise} of {peer.asked} differ"


def amount(figure: float, unit: str) -> str:
    """A time, a rate or a ratio, with two or three digits that matter."""
    if unit == "times":
        return _times(figure)
    if unit == "events/s":
        return f"{round(1 / figure, -2):,.0f} /s".replace(",", " ")
    factor = {"us": 1e6, "ms": 1e3}[unit]
    return f"{_digits(figure * factor)} {unit}"


def text(figures: Sequence[Figure | Missing], *, rounds: int) -> str:
    """The table in columns."""
    table = [HEAD, *lines(figures)]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEAD))]
    written = [
        "  ".join(
            cell.ljust(width) if column in (0, 5) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in table
    ]
    written.insert(1, "-" * max(map(len, written)))
    return "\n".join([*written, "", *footing(rounds)])


def footing(rounds: int) -> list[str]:
    """What the figures are, and what was measured."""
    named = ", ".join(f"{name} {found}" for name, found in versions().items())
    return [
        f"processor time, the median of {rounds} rounds, all in one run; {machine()}",
        "as ours: how many times as long as complaintflow; to reach, of others: how many it should be",
        named,
    ]


BEGINNING, END = "<!-- the table -->\n", "<!-- the end of the table -->\n"


def in_page(
    page: str, figures: Sequence[Figure | Missing], *, rounds: int, measured_on: date
) -> str:
    """The page with its table written anew."""
    before, _, rest = page.partition(BEGINNING)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"the page has no place for the table: {BEGINNING.strip()}, {END.strip()}")
    written = [_cells(HEAD), _cells(("---", "--:", "--:", "---", "--:", "---"))]
    written += [_cells(line) for line in lines(figures)]
    first, _, named = footing(rounds)
    day = f"{measured_on.day} {measured_on:%B %Y}"
    written += ["", f"Measured on {day}: {first}.", f"Versions: {named}.", ""]
    return before + BEGINNING + "\n" + "\n".join(written) + END + after


def as_json(figures: Sequence[Figure | Missing], *, rounds: int) -> str:
    """The same for a program; times in seconds a piece."""
    measured = {
        "measured_on": date.today().isoformat(),  # noqa: DTZ011 - of the machine that measures
        "python": machine(),
        "rounds": rounds,
        "versions": versions(),
        "rows": [_row(figure) for figure in figures],
    }
    return json.dumps(measured, indent=2)


def _row(figure: Figure | Missing) -> dict[str, Any]:
    if isinstance(figure, Missing):
        return {"work": figure.work.strip(), "missing": figure.why}
    row = figure.row
    return {
        "work": row.work.strip(),
        "seconds" if row.unit != "times" else "times": figure.ours,
        "target": row.target,
        "reached": figure.reached,
        "peers": [
            {
                "name": peer.timed.name,
                "seconds": figure.peers[index],
                "ratio": figure.ratio(index),
                "target": peer.beat,
                "reached": figure.beaten(index),
                "asked": peer.asked,
                "differ": peer.otherwise,
                "note": peer.note,
            }
            for index, peer in enumerate(row.peers)
        ],
    }


def _cells(line: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("    ", "&emsp;") for cell in line) + " |"


def _times(ratio: float) -> str:
    return f"{_digits(ratio)} x"


def _digits(figure: float) -> str:
    return f"{figure:.2f}" if figure < 3 else f"{figure:.1f}" if figure < 30 else f"{figure:.0f}"


def _yes(reached: bool | None) -> str:
    return "" if reached is None else "yes" if reached else "no"
