"""A million due dates at once, beside numpy's and polars' arrays."""

from collections.abc import Iterator

from benchmarks.measuring import Missing, Row


def rows() -> Iterator[Row | Missing]:
    """Adding 20 working days to a million starts."""
    yield Missing("a million due dates", "not installed")
