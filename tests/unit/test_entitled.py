"""Who may do one thing, of everybody. Letters such as A6 or D10 name paragraphs of the language."""

import pytest

import complaintflow as cf
from complaintflow import engine
from complaintflow.case import Case, Person
from complaintflow.errors import InputError
from complaintflow.procedure import Procedure
from complaintflow.rulings import (
    Barred,
    Forbidden,
    NotOpen,
    Reason,
    StandsIn,
    TieNotKnown,
    TooEarly,
    WrongRole,
)
from tests.policies import day, done, fusion_care, policy

SMALL = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: The officer, stand_in: deputy}
  deputy:   {title: The deputy}
happenings: {flood: {says: the archive was flooded}}
facts: {right: {means: the complaint is right, decided_by: officer, counts_as: decide}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked:   {by: officer, counts_as: consider}
      answered: {by: officer, counts_as: decide, after: looked}
    may:
      deputy_named: {by: customer, appoints: deputy}
    never: {mocked: {by: officer}}
ends: {shut: {title: Shut}}
conflicts:
  aside: {who: subject, may_not: [consider, decide]}
  apart: {different_people: [looked, answered]}
readings: {who_looks: {bears_on: looked, unclear: who, taken_as: any officer}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(SMALL)


def case_of(law: Procedure, **people: Person) -> Case:
    told = {"cy": Person(holds="customer"), **people}
    return done(law, engine.begin(law, at=day(1), people=told), "came", day(1), "cy")


OLA = Person(holds="officer", is_not="subject")
BEN = Person(holds="officer", is_="subject")


def kinds(reasons: tuple[Reason, ...]) -> list[type]:
    return [type(reason) for reason in reasons]


def test_each_of_the_case_may_or_may_not_in_the_order_of_telling(law: Procedure) -> None:
    found = engine.who_may(law, case_of(law, ben=BEN, ola=OLA), "looked", as_of=day(1))
    assert (found.act, found.as_of, found.may, found.now) == (
        "looked",
        day(1),
        ("ola",),
        ("ola",),
    )
    assert list(found.may_not) == ["cy", "ben"]
    assert kinds(found.may_not["cy"]) == [WrongRole]
    assert kinds(found.may_not["ben"]) == [Barred]
    assert found.shut == ()


def test_a_reason_of_ones_own_says_who_could(law: Procedure) -> None:
    found = engine.who_may(law, case_of(law, ben=BEN, ola=OLA), "looked", as_of=day(1))
    assert [reason.who_else for reason in found.may_not["ben"]] == [("ola",)]


def test_what_stands_against_everybody_is_said_once_and_apart(law: Procedure) -> None:
    case = engine.begin(law, at=day(1), people={"ben": BEN, "ola": OLA})
    found = engine.who_may(law, case, "answered", as_of=day(1))
    assert kinds(found.shut) == [NotOpen, TooEarly]
    assert (found.may, found.now) == (("ola",), ())
    assert kinds(found.may_not["ben"]) == [Barred]


def test_whoever_did_one_of_two_may_not_do_the_other(law: Procedure) -> None:
    case = done(law, case_of(law, ola=OLA, max=OLA), "looked", day(1), "ola")
    found = engine.who_may(law, case, "answered", as_of=day(1))
    assert found.now == ("max",)
    assert [reason.rule for reason in found.may_not["ola"]] == ["apart"]


def test_as_of_a_day_what_happened_later_is_left_out(law: Procedure) -> None:
    case = done(law, case_of(law, ola=OLA), "looked", day(3), "ola")
    assert engine.who_may(law, case, "answered", as_of=day(2)).may == ("ola",)
    assert engine.who_may(law, case, "answered", as_of=day(3)).may == ()


def test_ties_not_told_are_told_of_those_who_may_alone(law: Procedure) -> None:
    case = case_of(law, ola=Person(holds="officer"), ben=BEN)
    found = engine.who_may(law, case, "looked", as_of=day(1))
    assert found.not_known == (TieNotKnown("ola", "subject", "aside"),)
    assert len(found.notes) == 2  # and the reading


def test_a_substitute_is_noted(law: Procedure) -> None:
    case = case_of(law, ben=BEN, dep=Person(holds="deputy", is_not="subject"))
    found = engine.who_may(law, case, "looked", as_of=day(1))
    assert found.may == ("dep",)
    assert StandsIn("dep", "deputy") in found.notes


def test_where_nobody_may_it_is_said_who_would_name_somebody(law: Procedure) -> None:
    found = engine.who_may(law, case_of(law, ben=BEN), "looked", as_of=day(1))
    assert found.may == ()
    assert found.may_not["ben"][0].by_appointment == ("deputy_named",)


def test_what_is_forbidden_is_nobodys(law: Procedure) -> None:
    found = engine.who_may(law, case_of(law, ola=OLA), "mocked", as_of=day(1))
    assert (found.may, found.may_not) == ((), {})
    assert kinds(found.shut) == [Forbidden]


def test_without_anybody_only_what_is_shut_is_said(law: Procedure) -> None:
    found = engine.who_may(law, engine.begin(law, at=day(1)), "looked", as_of=day(1))
    assert (found.may, found.may_not, kinds(found.shut)) == ((), {}, [NotOpen])


def test_an_answer_has_those_who_may_give_it(law: Procedure) -> None:
    found = engine.who_may(law, case_of(law, ben=BEN, ola=OLA), "right", as_of=day(1))
    assert found.now == ("ola",)


@pytest.mark.parametrize("name", ["flood", "person_told"])
def test_what_nobody_does_is_an_error(law: Procedure, name: str) -> None:
    with pytest.raises(InputError, match=f"{name} is nobody's act"):
        engine.who_may(law, case_of(law), name, as_of=day(1))


def test_a_name_that_means_nothing_is_an_error(law: Procedure) -> None:
    with pytest.raises(InputError, match="did you mean 'looked'"):
        engine.who_may(law, case_of(law), "loked", as_of=day(1))


def test_in_words(law: Procedure) -> None:
    case = case_of(law, ben=BEN, ola=Person(holds="officer"))
    assert cf.explain(engine.who_may(law, case, "answered", as_of=day(1))) == (
        "answered on Monday 1 June 2026: ola may.\n"
        "Against everybody:\n"
        "- looked must come first [answered.after]\n"
        "cy and ben may not:\n"
        "- cy holds customer; it is for officer [answered.by]\n"
        "- ben is complained about, and is kept from answered [aside]\n"
        "Taken for granted:\n"
        "- nobody has told whether ola is subject (aside)"
    )


def test_in_words_with_the_clauses_each_once() -> None:
    law = fusion_care()
    people = {"mo": Person(holds="manager", is_="subject"), "max": Person(holds="manager")}
    case = engine.begin(law, at=day(1), people=people)
    told = cf.explain(engine.who_may(law, case, "investigation", as_of=day(1))).splitlines()
    assert [line.split()[1] for line in told[told.index("Clauses:") + 1 :]] == [
        "FC-16",
        "FC-02",
        "FC-07",
    ]


def test_in_words_where_there_is_no_more_to_say(law: Procedure) -> None:
    found = engine.who_may(law, case_of(law), "came", as_of=day(1))
    assert cf.explain(found).splitlines()[:2] == [
        "came on Monday 1 June 2026: cy may.",
        "Against everybody:",
    ]
