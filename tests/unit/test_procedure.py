"""The values of a linked policy. Letters such as B name paragraphs of the language."""

import pytest

from complaintflow.procedure import (
    Cites,
    Clause,
    Condition,
    EndOf,
    Form,
    Happened,
    Holds,
    Is,
    StartOf,
    Which,
)
from tests.policies import fusion_care


@pytest.mark.parametrize("kind", ["in_person", "telephone", "video", "speech"])
def test_every_way_of_speaking_is_speech_and_none_is_writing(kind: str) -> None:
    """B, how: speech (so are in_person, telephone, video)."""
    assert Form(kind).is_a(Form.SPEECH)
    assert not Form(kind).is_a(Form.WRITING)


@pytest.mark.parametrize("kind", ["letter", "email", "writing"])
def test_every_way_of_writing_is_writing_and_none_is_speech(kind: str) -> None:
    """B, how: writing (so is email)."""
    assert Form(kind).is_a(Form.WRITING)
    assert not Form(kind).is_a(Form.SPEECH)


def test_speech_is_not_yet_a_telephone_call_nor_one_kind_another() -> None:
    """B, how."""
    assert not Form.SPEECH.is_a(Form.TELEPHONE)
    assert not Form.VIDEO.is_a(Form.TELEPHONE)


def test_a_rule_that_cites_by_key_answers_for_a_key_and_falls_back_on_the_whole() -> None:
    """B, cites: a reason or a clock cites only its own key's."""
    one, two = (Clause(name, "p. 1", "says", "small") for name in ("C1", "C2"))
    cites = Cites((one, two), {"within": (two,)})
    assert cites.of("within") == (two,)
    assert cites.of("by") == (one, two)


def test_sentences_are_told_as_they_are_written() -> None:
    """A3, B."""
    anchors = [
        Happened("report_sent"),
        Happened("report_sent", Which.FIRST),
        Happened("report_sent", Which.LAST),
        StartOf("informal"),
        EndOf("informal"),
    ]
    assert [str(anchor) for anchor in anchors] == [
        "report_sent",
        "first report_sent",
        "last report_sent",
        "start of informal",
        "end of informal",
    ]
    conditions = [Condition("told"), Condition("told", False), Condition("about", "quality")]
    assert [str(c) for c in conditions] == ["told", "told is false", "about is quality"]
    assert [str(Is("subject")), str(Holds("manager"))] == ["subject", "manager"]


def test_a_procedure_shows_its_id_and_version_and_gives_its_stages_and_ends_in_order() -> None:
    law = fusion_care()
    assert repr(law) == "<Procedure fusion-care version 2>"
    assert [place.name for place in law.stages] == ["informal", "first_formal", "second_formal"]
    assert [place.name for place in law.ends] == [
        "resolved_informally",
        "closed",
        "withdrawn_by_complainant",
        "not_entitled",
        "unresolved",
    ]
    assert law.place_of(law.steps["report_sent"]).title == "First formal stage"
