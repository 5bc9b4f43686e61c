"""Actions, people and records as values. Letters such as D6 name paragraphs of the language."""

from dataclasses import FrozenInstanceError
from datetime import datetime

import pytest

from complaintflow.case import Action, Case, Event, Person, Tie, standing
from complaintflow.conventions import Span, Unit
from complaintflow.errors import InputError
from tests.policies import day


def event(id: str, name: str = "noted", **words: str) -> Event:  # noqa: A002
    return Event(action=Action(name, at=day(1)), id=id, **words)  # type: ignore[arg-type]


def ids(*events: Event) -> list[str]:
    return [event.id for event in standing(events)]


def test_one_name_stands_for_a_list_of_one_and_order_is_kept() -> None:
    action = Action("sent", at=day(1), to="ann", copies_to=["dee", "bo"], with_=("cy",))
    said = action.particulars
    assert (said.to, said.copies_to, said.with_, said.includes) == (
        ("ann",),
        ("dee", "bo"),
        ("cy",),
        (),
    )


def test_actions_that_say_the_same_are_equal_and_cannot_be_changed() -> None:
    one = Action("sent", at=day(1), by="mo", to=["ann"], parts=["b", "a"])
    assert one == Action("sent", at=day(1), by="mo", to="ann", parts=("a", "b"))
    assert hash(one) == hash(Action("sent", at=day(1), by="mo", to="ann", parts=("a", "b")))
    assert one != Action("sent", at=day(1), by="mo", to="ann")
    with pytest.raises(FrozenInstanceError):
        one.by = "sue"  # type: ignore[misc]


def test_an_action_without_a_zone_names_itself_in_the_error() -> None:
    """Design 4: a naive moment is refused."""
    with pytest.raises(InputError, match=r"^at of 'sent' has no time zone"):
        Action("sent", at=datetime(2026, 6, 1))  # noqa: DTZ001


def test_relations_are_told_as_a_name_a_list_a_mapping_or_ties() -> None:
    """C: `is: relations, or {relation: other}`."""
    assert Person(is_="subject").is_ == (Tie("subject"),)
    assert Person(is_=["subject", "child"]).is_ == (Tie("subject"), Tie("child"))
    assert Person(is_={"parent_of": "pip"}).is_ == (Tie("parent_of", "pip"),)
    assert Person(is_=[Tie("parent_of", "pip")]).is_ == (Tie("parent_of", "pip"),)
    assert Person() == Person(holds=[], is_=None, is_not=())


def test_an_event_is_found_by_its_id() -> None:
    case = Case((event("1"), event("seven")))
    assert case.event("seven") is case.events[1]
    with pytest.raises(InputError, match="no event has the id '2'"):
        case.event("2")


def test_cases_are_equal_when_their_records_are() -> None:
    """Design 6: what is kept beside the record is not compared."""
    assert Case((event("1"),), "kept") == Case((event("1"),))
    assert "kept" not in repr(Case((), "kept"))


def test_a_correction_stands_in_the_place_of_what_it_corrects() -> None:
    """D6."""
    assert ids(event("1"), event("2"), event("3", corrects="1")) == ["3", "2"]


def test_a_correction_is_corrected_by_its_own_id() -> None:
    """D6: also when something was recorded in between."""
    record = [event("1"), event("2"), event("3", corrects="1"), event("4", corrects="3")]
    assert ids(*record) == ["4", "2"]
    assert ids(*record, event("5", corrects="4")) == ["5", "2"]


def test_what_is_taken_back_does_not_stand_and_neither_does_the_taking_back() -> None:
    """D6."""
    assert ids(event("1"), event("2"), event("3", "retracted", retracts="1")) == ["2"]


@pytest.mark.parametrize(("named", "stands"), [("1", []), ("2", ["3"]), ("3", ["2"])])
def test_taking_back_a_correction_leaves_what_it_corrected_and_the_original_nothing(
    named: str, stands: list[str]
) -> None:
    """D6."""
    record = [event("1"), event("2", corrects="1"), event("3", corrects="2")]
    assert ids(*record, event("4", "retracted", retracts=named)) == stands


def test_a_correction_of_what_was_taken_back_puts_it_back_in_its_place() -> None:
    """D6; design 2: a record never silently drops an event."""
    record = [event("1"), event("2"), event("3", "retracted", retracts="1")]
    assert ids(*record, event("4", corrects="1")) == ["4", "2"]
    assert ids(*record, event("4", corrects="1"), event("5", corrects="4")) == ["5", "2"]


def test_what_stands_names_the_event_that_first_stood_in_its_place() -> None:
    """D6: what is added to a correction, or to what was corrected later, is added to one place."""
    record = [
        event("1"),
        event("2", adds_to="1"),
        event("3", corrects="1"),
        event("4", corrects="3"),
        event("5", adds_to="4"),
    ]
    assert [(e.id, e.slot, e.adds_to) for e in standing(record)] == [
        ("4", "1", None),
        ("2", "2", "1"),
        ("5", "5", "1"),
    ]


def test_taking_back_what_took_something_back_brings_it_back() -> None:
    """D6, and so on: what is taken back a second time is gone again."""
    record = [event("1"), event("2", "retracted", retracts="1")]
    record.append(event("3", "retracted", retracts="2"))
    assert ids(*record) == ["1"]
    assert ids(*record, event("4", "retracted", retracts="3")) == []
    assert ids(*record, event("4", "retracted", retracts="1")) == []


def test_what_was_taken_back_twice_stays_away() -> None:
    """D6."""
    record = [event(n, "retracted", retracts="1") for n in ("2", "3")]
    assert ids(event("1"), *record) == []
    assert ids(event("1"), *record, event("4", "retracted", retracts="3")) == []
    corrected = [event("1"), event("2", corrects="1"), event("3", "retracted", retracts="2")]
    assert ids(*corrected, event("4", "retracted", retracts="2")) == ["1"]
    assert ids(event("1"), event("2", "retracted", retracts="9")) == ["1"]


def test_a_time_that_is_settled_is_a_length_or_a_day_and_not_the_text_of_one() -> None:
    assert Action("agreed", at=day(1), settles="15 working days").particulars.settles == Span(
        15, Unit.WORKING_DAYS
    )
    assert Action("agreed", at=day(1), settles=day(9)).particulars.settles == day(9)
    with pytest.raises(InputError, match="'2026-06-09'; give a date or a moment, as parse_when"):
        Action("agreed", at=day(1), settles="2026-06-09")
    with pytest.raises(InputError, match="does not say which days count"):
        Action("agreed", at=day(1), settles="15 days")
