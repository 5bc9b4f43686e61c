"""How many people, and how many of whom, as sentences of the language."""

import pytest

from complaintflow.bodies import Number, Share
from complaintflow.language.numbers import number, share
from complaintflow.language.sentences import Misread, WhoForm
from complaintflow.ties import Is


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("exactly 3", 3, 3),
        ("at least 3", 3, None),
        ("3 to 5", 3, 5),
        ("  at   least  99 ", 99, None),
    ],
)
def test_a_number_of_people(text: str, least: int, most: int | None) -> None:
    assert number(text) == Number(least, most)


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("3", "did you mean `exactly 3`, or `at least 3`?"),
        ("three", "did you mean `exactly 3`, or `at least 3`?"),
        ("at least", "write `at least 3`"),
        ("at least two", "did you mean `at least 2`?"),
        ("at most 2", "write `1 to 2`"),
        ("min 2", "did you mean `at least 2`?"),
        ("exactly two", "did you mean `exactly 2`?"),
        ("about 2", "write `exactly 3`, `at least 3` or `3 to 5`"),
        ("some people", "write `exactly 3`, `at least 3` or `3 to 5`"),
        ("", "write `exactly 3`, `at least 3` or `3 to 5`"),
        ("exactly 100", "write a number from 1 to 99"),
        ("exactly 0", "write a number from 1 to 99"),
        ("at least 3 people", "write `at least 3`"),
        ("5 to 3", "write `3 to 5`"),
        ("5 to 5", "write `exactly 5`"),
    ],
)
def test_any_other_spelling_says_what_to_write(text: str, help_: str) -> None:
    with pytest.raises(Misread) as wrong:
        number(text)
    assert wrong.value.help == help_


def test_how_many_of_whom() -> None:
    found = share("at most 1 did heard")
    assert found.number == Number(0, 1)
    assert (found.who.form, found.who.name.text, found.who.name.start) == (WhoForm.DID, "heard", 14)
    assert share("2 to 3 partner of governor").who.relation is not None


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("at least 1", "write how many and who, as in `at least 1 WHO`"),
        ("governor", "write how many and who, as in `at least 1 WHO`"),
        ("one governor", "did you mean `at least 1 governor`?"),
        ("at most two governor", "did you mean `at most 2 governor`?"),
        ("at most some governor", "write how many and who, as in `at least 1 WHO`"),
        ("max 1 governor", "did you mean `at most 1 governor`?"),
        ("exactly one governor", "did you mean `exactly 1 governor`?"),
    ],
)
def test_a_share_says_how_many_and_who(text: str, help_: str) -> None:
    with pytest.raises(Misread) as wrong:
        share(text)
    assert wrong.value.help == help_


def test_a_who_that_does_not_read_is_told_where_it_stands() -> None:
    with pytest.raises(Misread) as wrong:
        share("at least 1 whoever did heard twice")
    assert wrong.value.start == 11


def test_numbers_read_as_they_are_written() -> None:
    assert [str(Number(3, 3)), str(Number(3)), str(Number(3, 5)), str(Number(0, 2))] == [
        "exactly 3",
        "at least 3",
        "3 to 5",
        "at most 2",
    ]
    assert str(Share(Number(1), Is("outside"))) == "at least 1 outside"
    assert [n for n in range(7) if Number(3, 5).fits(n)] == [3, 4, 5]
    assert Number(3).fits(99)
