"""Coverage on a page: how much of each sort the stories touch, and what they do not, by line."""

from collections.abc import Iterator

from complaintflow.cli.screen import Cell, Screen
from complaintflow.cli.wording import listed
from complaintflow.scenarios import Coverage, Sort


def show_coverage(page: Screen, coverage: Coverage) -> None:
    """The numbers, then every rule and clause that no story touches."""
    page.line(("what the scenarios touch", "bold"))
    page.table(_counts(coverage))
    if coverage.missed:
        page.line()
        page.line(("not touched", "bold yellow"), indent=2)
        page.table(
            (
                [
                    item.name,
                    (_one(item.sort), "dim"),
                    (f"{item.place.file}:{item.place.line}", "dim"),
                ]
                for item in coverage.missed
            ),
            indent=4,
        )
    bare = [clause.id for clause, otherwise in coverage.clauses if otherwise is None]
    if bare:
        page.line()
        page.line(("clauses not touched: ", "bold yellow"), listed(bare), indent=2)
    if coverage.claims:
        page.line()
        page.line(
            ("said to be proved by a scenario that touches nothing of it", "bold yellow"), indent=2
        )
        page.table(
            (
                [claim.scenario, listed(_clause(id_, what) for id_, what in claim.clauses)]
                for claim in coverage.claims
            ),
            indent=4,
        )
    page.line()


def _clause(id_: str, what: str | None) -> str:
    return id_ if what is None else f"{id_} ({what})"


def _one(sort: Sort) -> str:
    return sort.value.removesuffix("s")


def _counts(coverage: Coverage) -> Iterator[list[Cell]]:
    for sort in Sort:
        items = coverage.of(sort)
        if items:
            yield _count(sort.value, sum(1 for item in items if item.touched), len(items), "")
    touched = len(coverage.touched_clauses)
    told = [otherwise for _, otherwise in coverage.clauses if otherwise is not None]
    total = touched + len(coverage.clauses) - len(told)
    besides = [f"{told.count(what)} {words}" for what, words in _TOLD if what in told]
    yield _count("clauses", touched, total, f"and {listed(besides)}" if besides else "")


_TOLD = (
    ("standing duty", "under `standing_duties`"),
    ("information", "under `information`"),
    ("left out", "under `left_out`"),
)


def _count(what: str, touched: int, of: int, more: str) -> list[Cell]:
    style = "green" if touched == of else "yellow"
    return [what, (f"{touched} of {of}", style), (more, "dim")]
