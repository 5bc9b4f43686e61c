"""The fixed sentences: what they mean, and which word is wrong where they do not read."""

from collections.abc import Callable

import pytest

from complaintflow.language.sentences import (
    AnchorForm,
    Misread,
    WhoForm,
    anchors,
    condition,
    who,
    words,
)
from complaintflow.ties import DONE, Work


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("report_sent", AnchorForm.NAME, "report_sent"),
        ("first report_sent", AnchorForm.FIRST, "report_sent"),
        ("last report_sent", AnchorForm.LAST, "report_sent"),
        ("start of informal", AnchorForm.START_OF, "informal"),
        ("  end   of informal ", AnchorForm.END_OF, "informal"),
        ("missed report_sent", AnchorForm.MISSED, "report_sent"),
        ("receipt of report_sent", AnchorForm.RECEIPT_OF, "report_sent"),
        ("first", AnchorForm.NAME, "first"),
    ],
)
def test_an_anchor_is_a_name_or_says_which_moment_of_it(
    text: str, form: AnchorForm, name: str
) -> None:
    (read,) = anchors(text)
    assert (read.form, read.name.text) == (form, name)
    assert text[read.name.start : read.name.end] == name


def test_a_receipt_may_say_whose_it_is() -> None:
    (read,) = anchors("receipt of report by director")
    assert read.form is AnchorForm.RECEIPT_OF
    assert read.by is not None
    assert (read.name.text, read.by.text, read.by.start) == ("report", "director", 21)
    (silent,) = anchors("receipt of report")
    assert (silent.name.text, silent.by) == ("report", None)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("a or b", [AnchorForm.NAME, AnchorForm.NAME]),
        ("a  or   missed a", [AnchorForm.NAME, AnchorForm.MISSED]),
        ("first a or end of b or c", [AnchorForm.FIRST, AnchorForm.END_OF, AnchorForm.NAME]),
        ("receipt of a by b or c", [AnchorForm.RECEIPT_OF, AnchorForm.NAME]),
    ],
)
def test_anchors_may_stand_side_by_side_with_or_between_them(
    text: str, forms: list[AnchorForm]
) -> None:
    read = anchors(text)
    assert [each.form for each in read] == forms
    assert all(text[a.name.start : a.name.end] == a.name.text for a in read)


def test_a_condition_is_a_fact_or_a_fact_and_its_answer() -> None:
    assert condition("urgent").answer is None
    read = condition("about is noise")
    assert read.answer is not None
    assert (read.fact.text, read.answer.text, read.answer.start) == ("about", "noise", 9)


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        (" subject ", WhoForm.NAME, "subject"),
        ("did report_sent", WhoForm.DID, "report_sent"),
        ("held  panel", WhoForm.HELD, "panel"),
        ("acted in informal", WhoForm.ACTED_IN, "informal"),
        ("did", WhoForm.NAME, "did"),
        ("considered in informal", WhoForm.ACTED_IN, "informal"),
    ],
)
@pytest.mark.parametrize("relation", ["", "boss of ", "boss  of  whoever "])
def test_who_is_a_name_or_what_somebody_has_done_or_a_relation_of_that(
    text: str, form: WhoForm, name: str, relation: str
) -> None:
    said = f"{relation}{text}"
    read = who(said)
    assert (read.form, read.name.text) == (form, name)
    assert said[read.name.start : read.name.end] == name
    assert (read.relation is not None and read.relation.text == "boss") is bool(relation)
    assert (read.work is Work.CONSIDER) is ("considered" in text)


def test_each_kind_of_work_has_a_word_for_who_did_it() -> None:
    works = [who(f"{done} in informal").work for done in DONE.values()]
    assert works == [*Work]
    assert who("acted in informal").work is None


def test_words_keep_their_places() -> None:
    assert [(w.text, w.start, w.end) for w in words(" a  bc")] == [("a", 1, 2), ("bc", 4, 6)]


@pytest.mark.parametrize(
    ("read", "text", "underlined", "help_"),
    [
        (anchors, "strat of informal", "strat of", "did you mean `start of informal`?"),
        (anchors, "start informal", "start", "did you mean `start of informal`?"),
        (anchors, "fist informal", "fist", "did you mean `first informal`?"),
        (anchors, "reciept of letter", "reciept of", "did you mean `receipt of letter`?"),
        (anchors, "the day it came", "the day it came", "write a name, `first NAME`, "),
        (anchors, "reciept of a by b", "reciept of a by b", "did you mean `receipt of a by b`?"),
        (anchors, "receipt by b of a", "receipt by b of a", "did you mean `receipt of a by b`?"),
        (
            anchors,
            "receipt of a from b",
            "receipt of a from b",
            "did you mean `receipt of a by b`?",
        ),
        (anchors, "receipt of a by", "receipt of a by", "did you mean `receipt of a by ROLE`?"),
        (anchors, "receipt of", "receipt of", "did you mean `receipt of STEP`?"),
        (anchors, "receipt a", "receipt", "did you mean `receipt of a`?"),
        (anchors, "misssed a", "misssed", "did you mean `missed a`?"),
        (anchors, "a or misssed b", "misssed", "did you mean `missed b`?"),
        (anchors, "a or", "or", "write `A or B`"),
        (anchors, "or a", "or", "write `A or B`"),
        (anchors, "or", "or", "write `A or B`"),
        (anchors, "a or or b", "or", "write `A or B`"),
        (anchors, "a ro missed b", "a ro missed b", "did you mean `a or missed b`?"),
        (anchors, "a OR b", "a OR b", "did you mean `a or b`?"),
        (anchors, "the ro day it", "the ro day it", "write a name, `first NAME`, "),
        (anchors, "either a or b", "either", "write `a or b`"),
        (anchors, "a and b", "a and b", "write a list, each of which must have come: [a, b]"),
        (anchors, "a, b", "a, b", "write a list, each of which must have come: [a, b]"),
        (anchors, "date sett by a", "date sett by", "did you mean `date set by a`?"),
        (anchors, "", "", "write a name, `first NAME`, "),
        (condition, "a and b", "a and b", "write a list, all of which must hold: [a, b]"),
        (condition, "a or b", "a or b", "a condition cannot be joined by `or`"),
        (condition, "not a", "not a", "write `a is false`"),
        (condition, "a is not true", "a is not true", "write `a is false`"),
        (condition, "a = b", "a = b", "did you mean `a is b`?"),
        (condition, "it is so or not", "it is so or not", "write `FACT`, or `FACT is ANSWER`"),
        (condition, "", "", "write `FACT`, or `FACT is ANSWER`"),
        (who, "a of b of c", "a of b of c", "a tie leads through one other person"),
        (who, "a of whoever b of c", "a of whoever b of c", "a tie leads through one"),
        (who, "a b of c", "a b of c", "did you mean `a_b of c`?"),
        (who, "a of who did b", "a of who did b", "did you mean `a of whoever did b`?"),
        (who, "a of acted on b", "a of acted on b", "did you mean `a of whoever acted in b`?"),
        (who, "a of the b", "a of the b", "write the name of one relation"),
        (who, "considered on a", "considered on a", "did you mean `considered in a`?"),
        (who, "considred in a", "considred in a", "did you mean `considered in a`?"),
        (who, "considered in", "considered in", "write `considered in STAGE`"),
        (who, "acted on a", "acted on a", "did you mean `acted in a`?"),
        (who, "acted in", "acted in", "write `acted in STAGE`"),
        (who, "who did a", "who did a", "did you mean `did a`?"),
        (who, "has held a", "has held a", "did you mean `held a`?"),
        (who, "did a or b", "did a or b", "write a list, any of which will do: [did a, did b]"),
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
    later = "not read it yet" in wrong.message
    assert wrong.code == ("not-read-yet" if later else "wrong-shape")
