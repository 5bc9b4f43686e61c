"""`python -m benchmarks`: measure everything and print the table; `make bench` runs it."""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks import assigning, bulk, cases, days, documents, staffing, table
from benchmarks.measuring import Figure, Missing, Row, measure

PAGE = Path(__file__).parents[1] / "docs" / "how-fast.md"


def rows(word: str = "") -> Iterator[Row | Missing]:
    """Every work, or those whose words hold `word`."""
    for work, make in (
        *days.ROWS,
        *bulk.ROWS,
        *cases.ROWS,
        *assigning.ROWS,
        *staffing.ROWS,
        *documents.ROWS,
    ):
        if word in work:
            yield make(work)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print; 0 whatever was reached, since a slow machine is no fault."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--rounds", type=int, default=31, help="rounds of each; 31 if not said")
    options.add_argument(
        "--only", default="", metavar="WORD", help="only works that hold this word"
    )
    form = options.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for a program")
    form.add_argument("--page", action="store_true", help="write the table into docs/how-fast.md")
    said = options.parse_args(arguments)
    asked = list(rows(said.only))
    found = iter(
        measure([row for row in asked if isinstance(row, Row)], rounds=said.rounds, told=_progress)
    )
    figures: list[Figure | Missing] = [
        next(found) if isinstance(row, Row) else row for row in asked
    ]
    write = table.as_json if said.json else table.text
    print(write(figures, rounds=said.rounds))
    if said.page:
        page = PAGE.read_text(encoding="utf-8")
        today = date.today()  # noqa: DTZ011 - of the machine that measures
        written = table.in_page(page, figures, rounds=said.rounds, measured_on=today)
        PAGE.write_text(written, encoding="utf-8")
    return 0


def _progress(number: int) -> None:
    if sys.stderr.isatty():
        print(f"\rround {number}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
