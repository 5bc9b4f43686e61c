"""The files of a tutorial grow as a reader would make them grow."""

import pytest

from tests.docs.pieces import with_piece


@pytest.mark.parametrize(
    ("held", "piece", "grown"),
    [
        ("", "a: 1\n\n\nb: 2\n", "a: 1\nb: 2\n"),
        ("a: 1\nb: 2\n", "b: 3\n", "a: 1\nb: 3\n"),
        ("a:\n  b: 1\n", "a:\n  c: 2\n", "a:\n  b: 1\n  c: 2\n"),
        ("a:\n  b: {c: 1}\n  d: 2\n", "a:\n  b: {e: 1}\n", "a:\n  b: {e: 1}\n  d: 2\n"),
        ("a:\n  - b\n  - c\n", "a:\n  - d\n", "a:\n  - d\n"),
        ("a:\n  b: 1\n", "a: {c: 1}\n", "a: {c: 1}\n"),
        ("a:\n  b: 1\n  c: 2\n", "a:\n  b: 1  # take this line out\n", "a:\n  c: 2\n"),
    ],
)
def test_a_piece_is_put_in(held: str, piece: str, grown: str) -> None:
    assert with_piece(held, piece) == grown


def test_a_piece_with_every_key_of_an_entry_orders_them() -> None:
    assert with_piece("a: 1\nb: 1\n", "b: 2\nc: 2\na: 2\n") == "b: 2\nc: 2\na: 2\n"


def test_long_entries_stand_apart() -> None:
    text = "a: 1\nb:\n  c:\n    d: 1\n  e: 2\n  f: 3\ng: {h: 1}\n"
    assert with_piece("", text) == ("a: 1\n\nb:\n  c:\n    d: 1\n\n  e: 2\n  f: 3\n\ng: {h: 1}\n")
