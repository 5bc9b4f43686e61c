"""The fixed sentences: what they mean, and which word is wrong where they do not read."""

from collections.abc import Callable

import pytest

from complaintflow.language import sentences
from complaintflow.language.sentences import (
    AnchorForm,
    Misread,
    Preposition,
    anchor,
    condition,
    period,
    who,
    words,
)
from complaintflow.periods import Span, Unit


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("report_sent", AnchorForm.NAME, "report_sent"),
        ("first report_sent", AnchorForm.FIRST, "report_sent"),
        ("last report_sent", AnchorForm.LAST, "report_sent"),
        ("start of informal", AnchorForm.START_OF, "informal"),
        ("  end   of informal ", AnchorForm.END_OF, "informal"),
        ("first", AnchorForm.NAME, "first"),
    ],
)
def test_an_anchor_is_a_name_or_says_which_moment_of_it(
    text: str, form: AnchorForm, name: str
) -> None:
    read = anchor(text)
    assert (read.form, read.name.text) == (form, name)
    assert text[read.name.start : read.name.end] == name


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
    assert (read.span, read.preposition, read.anchor.name.text) == (span, preposition, name)
    assert text[read.unit_at.start : read.unit_at.end].rstrip("s") == read.unit_at.text.rstrip("s")


def test_a_condition_is_a_fact_or_a_fact_and_its_answer() -> None:
    assert condition("urgent").answer is None
    read = condition("about is noise")
    assert read.answer is not None
    assert (read.fact.text, read.answer.text, read.answer.start) == ("about", "noise", 9)


def test_who_is_one_word() -> None:
    assert who(" subject ").text == "subject"


def test_words_keep_their_places() -> None:
    assert [(w.text, w.start, w.end) for w in words(" a  bc")] == [("a", 1, 2), ("bc", 4, 6)]


@pytest.mark.parametrize(
    ("read", "text", "underlined", "help_"),
    [
        (anchor, "strat of informal", "strat of", "did you mean `start of informal`?"),
        (anchor, "start informal", "start", "did you mean `start of informal`?"),
        (anchor, "fist informal", "fist", "did you mean `first informal`?"),
        (anchor, "reciept of letter", "reciept of", "did you mean `receipt of letter`?"),
        (anchor, "the day it came", "the day it came", "write a name, `first NAME`, "),
        (anchor, "missed report", "missed report", "name a step by which"),
        (anchor, "", "", "write a name, `first NAME`, "),
        (period, "", "", "begin with a number in figures"),
        (period, "five weeks of a", "five", "begin with a number in figures"),
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
        (period, "5 to 6 weeks of a", "5 to 6 weeks of a", "write the longer"),
        (period, "as soon as possible", "as soon as possible", "leave `within` out"),
        (condition, "a and b", "a and b", "write a list, all of which must hold: [a, b]"),
        (condition, "a or b", "a or b", "a condition cannot be joined by `or`"),
        (condition, "not a", "not a", "write `a is false`"),
        (condition, "a is not true", "a is not true", "write `a is false`"),
        (condition, "a = b", "a = b", "did you mean `a is b`?"),
        (condition, "it is so or not", "it is so or not", "write `FACT`, or `FACT is ANSWER`"),
        (condition, "", "", "write `FACT`, or `FACT is ANSWER`"),
        (who, "did investigation", "did investigation", "give it as a relation"),
        (who, "a of whoever b", "a of whoever b", "give it as a relation"),
        (who, "the subject", "the subject", "write the name of one relation"),
        (who, "", "", "write the name of one relation"),
    ],
)
def test_the_wrong_word_is_underlined_and_put_right(
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
    found = sentences.anchor_of("20 days of start of first_formal")
    assert found is not None
    assert (found.form, found.name.text, found.name.start) == ("start of", "first_formal", 20)
    assert sentences.anchor_of("20 days") is None
    with pytest.raises(sentences.Misread):
        sentences.anchor_of("20 days of the day that it came")
