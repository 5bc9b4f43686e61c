"""The sentence of a period: what it means, and which word is wrong where it does not read."""

from collections.abc import Callable

import pytest

from complaintflow.conventions import Span, Unit
from complaintflow.language.sentences import AnchorForm, Misread
from complaintflow.language.spans import Preposition, anchors_of, length, period, plain_period


@pytest.mark.parametrize(
    ("text", "span", "preposition", "name"),
    [
        ("5 working days of a", Span(5, Unit.WORKING_DAYS), Preposition.OF, "a"),
        ("1 working day after a", Span(1, Unit.WORKING_DAYS), Preposition.AFTER, "a"),
        ("1 calendar days of a", Span(1, Unit.CALENDAR_DAYS), Preposition.OF, "a"),
        ("2 weeks beginning with a", Span(2, Unit.WEEKS), Preposition.BEGINNING_WITH, "a"),
        ("1 month of end of b", Span(1, Unit.MONTHS), Preposition.OF, "b"),
        ("9999 years of last b", Span(9999, Unit.YEARS), Preposition.OF, "b"),
        ("24 hours after first b", Span(24, Unit.HOURS), Preposition.AFTER, "b"),
    ],
)
def test_a_period_is_a_number_a_unit_a_preposition_and_an_anchor(
    text: str, span: Span, preposition: Preposition, name: str
) -> None:
    read = period(text)
    assert (read.span, read.preposition, read.anchors[0].name.text) == (span, preposition, name)
    assert text[read.unit_at.start : read.unit_at.end].rstrip("s") == read.unit_at.text.rstrip("s")


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("10 to 20 working days of a", 10, 20),
        ("1 to 2 weeks after start of a", 1, 2),
        (" 25  to 65   working days beginning with receipt of a by b", 25, 65),
    ],
)
def test_a_band_has_two_ends_and_one_unit(text: str, least: int, most: int) -> None:
    read = period(text)
    assert read.least is not None
    assert (read.least.amount, read.span.amount) == (least, most)
    assert read.least.unit is read.span.unit
    assert text[read.unit_at.start : read.unit_at.end].split() == read.unit_at.text.split()
    assert period("20 working days of a").least is None


def test_a_ceiling_is_a_period_that_is_no_band() -> None:
    assert plain_period("20 working days of a") == period("20 working days of a")


def test_a_length_is_a_period_without_from_when() -> None:
    assert length(" 15  working days ") == Span(15, Unit.WORKING_DAYS)
    assert length("1 month") == Span(1, Unit.MONTHS)


@pytest.mark.parametrize(
    ("read", "text", "underlined", "help_"),
    [
        (period, "", "", "begin with a number in figures"),
        (period, "five weeks of a", "five", "did you mean `5 weeks of a`?"),
        (period, "a month of b", "a", "did you mean `1 month of b`?"),
        (period, "some weeks of a", "some", "begin with a number in figures"),
        (
            period,
            "ideally within 5 weeks of a",
            "ideally",
            "an aim has a key of its own: `aim_within: 5 weeks of a`",
        ),
        (period, "at once after a", "at", "did you mean `within: as soon as possible after a`?"),
        (
            period,
            "2 weeks or 9 hours of a",
            "2 weeks or 9 hours",
            "if whichever ends first is meant, write `within: 2 weeks of a` and beside it `at_latest: 9 hours of a`",
        ),
        (period, "2 weeks or 3 weeks of a", "2 weeks or 3", "did you mean `2 to 3 weeks of a`?"),
        (period, "05 weeks of a", "05", "begin with a number in figures"),
        (period, "10000 weeks of a", "10000", "begin with a number in figures"),
        (period, "5weeks of a", "5weeks", "put a space between: 5 weeks"),
        (period, "5", "5", "write `5 working days` or `5 calendar days`"),
        (period, "5 days of a", "days", "write `5 working days` or `5 calendar days`"),
        (period, "1 day of a", "day", "write `1 working day` or `1 calendar day`"),
        (period, "5 dys of a", "dys", "write `5 working days` or `5 calendar days`"),
        (period, "5 weks of a", "weks", "did you mean `weeks`?"),
        (period, "5 week of a", "week", "did you mean `weeks`?"),
        (period, "5 wroking days of a", "wroking days", "did you mean `working days`?"),
        (period, "5 working day of a", "working", "did you mean `working days`?"),
        (period, "5 moons of a", "moons", "the units are working days, "),
        (period, "5 moons", "moons", "the units are working days, "),
        (period, "5 weeks", "weeks", "write `5 weeks of NAME`"),
        (period, "5 weeks of", "of", "write `5 weeks of NAME`"),
        (period, "5 weeks from a", "from", "write `5 weeks of a`"),
        (period, "5 weeks a", "a", "write `5 weeks of a`"),
        (period, "5 weeks start of a", "start", "write `5 weeks of start of a`"),
        (period, "5 weeks aftr a", "aftr", "did you mean `after`?"),
        (period, "5 weeks begining with a", "begining", "did you mean `beginning with`?"),
        (period, "5 weeks beginning a", "beginning", "did you mean `beginning with`?"),
        (period, "5 weeks of strat of a", "strat of", "did you mean `start of a`?"),
        (period, "as soon as possible", "as soon as possible", "write it under `within`"),
        (period, "5 weeks receipt of a", "receipt", "write `5 weeks of receipt of a`"),
        (period, "the same day", "the same day", "for the same day write `1 calendar day "),
        (period, "20 to 10 weeks of a", "20 to 10", "write the shorter time first: `10 to 20 ...`"),
        (period, "10 to 10 weeks of a", "10 to 10", "write `10 weeks ...` alone, or a longer"),
        (period, "10-20 weeks of a", "10-20", "did you mean `10 to 20 weeks of a`?"),
        (period, "20 – 10 weeks of a", "20 – 10", "did you mean `10 to 20 weeks of a`?"),
        (period, "10 or 20 weeks of a", "10 or 20", "did you mean `10 to 20 weeks of a`?"),
        (period, "10 weeks to 20 weeks of a", "10 weeks to 20", "did you mean `10 to 20 weeks of"),
        (period, "between 10 and 20 weeks", "between 10 and 20", "did you mean `10 to 20 weeks`?"),
        (
            period,
            "from 10 to 20 weeks of a",
            "from 10 to 20",
            "did you mean `10 to 20 weeks of a`?",
        ),
        (period, "10 to", "to", "write `10 to N UNIT of NAME`"),
        (period, "10 to 20", "10 to 20", "write `10 to 20 working days` or `10 to 20 calendar"),
        (period, "10 to 20 days of a", "days", "write `10 to 20 working days` or `10 to 20 cal"),
        (period, "10 to 20 weeks", "weeks", "write `10 to 20 weeks of NAME`"),
        (period, "10 to many weeks of a", "many", "begin with a number in figures"),
        (period, "0 to 20 weeks of a", "0", "begin with a number in figures"),
        (period, "at most 5 weeks of a", "at most", "did you mean `5 weeks of a`?"),
        (period, "up to 5 weeks of a", "up to", "did you mean `5 weeks of a`?"),
        (plain_period, "10 to 20 weeks of a", "10 to 20", "write `20 weeks of a`, the longest"),
        (length, "soon", "soon", "write `15 working days`, or 2026-03-23"),
        (length, "15 days", "days", "write `15 working days` or `15 calendar days`"),
        (length, "15 weeks of a", "of a", "write `15 weeks`: it is counted as"),
    ],
)
def test_the_wrong_word_of_a_period_is_underlined_and_put_right(
    read: Callable[[str], object], text: str, underlined: str, help_: str
) -> None:
    with pytest.raises(Misread) as caught:
        read(text)
    wrong = caught.value
    assert text[wrong.start : wrong.end] == underlined
    assert wrong.help.startswith(help_)
    if "not read it yet" in wrong.message:
        assert wrong.code == "not-read-yet"
    else:
        assert wrong.code == ("bare-days" if underlined in ("day", "days") else "wrong-shape")


def test_the_anchor_of_a_period_is_found_though_the_period_does_not_read() -> None:
    [found] = anchors_of("20 days of start of first_formal")
    assert (found.form, found.name.text, found.name.start) == (
        AnchorForm.START_OF,
        "first_formal",
        20,
    )
    assert anchors_of("20 days") == ()
    assert [each.name.text for each in anchors_of("20 days of a or missed b")] == ["a", "b"]
    with pytest.raises(Misread):
        anchors_of("20 days of the day that it came")
