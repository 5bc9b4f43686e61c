"""Phrases of which answers are made."""

import pytest

from complaintflow.phrasing import all_of, any_of, may_bring, must_come
from complaintflow.procedure import Anchor, EndOf, FirstOf, Happened, Missed, ReceiptOf, StartOf


def test_names_have_commas_between_them_and_a_word_before_the_last() -> None:
    assert (all_of([]), all_of(["a"]), all_of(["a", "b"])) == ("", "a", "a and b")
    assert any_of(["a", "b", "c"]) == "a, b or c"


@pytest.mark.parametrize(
    ("anchors", "lacking", "mending"),
    [
        (
            (Happened("a"), StartOf("s"), EndOf("t")),
            ["a, start of s and end of t must come first"],
            ["record a, start of s and end of t first, if it has happened"],
        ),
        (
            (Missed("a"), Missed("b")),
            ["the time for a and b must have run out"],
            ["wait until the time for a and b has run out"],
        ),
        (
            (ReceiptOf("a", "chair"),),
            ["chair must have received a"],
            ["record a, and under received when chair had it"],
        ),
        (
            (FirstOf((Happened("a"), Missed("a"), Missed("b"))), Happened("c")),
            [
                "c must come first",
                "a must come first, or the time for a or b must have run out",
            ],
            [
                "record c first, if it has happened",
                "record a first, if it has happened, or wait until the time for a or b has run out",
            ],
        ),
    ],
)
def test_what_comes_by_itself_or_is_only_told_is_not_said_to_be_recorded(
    anchors: tuple[Anchor, ...], lacking: list[str], mending: list[str]
) -> None:
    assert list(must_come(anchors)) == lacking
    assert list(may_bring(anchors)) == mending
