"""`python -m benchmarks`: measure everything and print the table; `make bench` runs it."""

import argparse
import sys
from collections.abc import Iterator

from benchmarks import bulk, cases, days, documents, table
from benchmarks.measuring import Figure, Missing, Row, measure


def rows(word: str = "") -> Iterator[Row | Missing]:
    """Every work, or those whose words hold `word`."""
    for work, make in (*days.ROWS, *bulk.ROWS, *cases.ROWS, *documents.ROWS):
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
    form.add_argument("--markdown", action="store_true", help="for a page")
    said = options.parse_args(arguments)
    asked = list(rows(said.only))
    found = iter(
        measure([row for row in asked if isinstance(row, Row)], rounds=said.rounds, told=_progress)
    )
    figures: list[Figure | Missing] = [
        next(found) if isinstance(row, Row) else row for row in asked
    ]
    write = table.as_json if said.json else table.markdown if said.markdown else table.text
    print(write(figures, rounds=said.rounds))
    return 0


def _progress(number: int) -> None:
    if sys.stderr.isatty():
        print(f"\rround {number}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
