"""What could be done now. Letters such as A6 or D10 name paragraphs of the language."""

from datetime import date

import pytest

from complaintflow import engine
from complaintflow.case import Case, Override, Person
from complaintflow.moving import Move
from complaintflow.procedure import Duty, Procedure
from tests.policies import day, done, fusion_care, hour, people, policy

SMALL = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: The officer}
  chair:    {title: The chair}
facts:
  another:  {means: it is for somebody else, decided_by: customer}
  interest: {means: the interest is sufficient, decided_by: chair, counts_as: decide, asked_if: another}
begins: {came: {by: customer, how: writing, then: first}}
stages:
  first:
    title: First
    must:
      looked:   {by: officer, counts_as: consider, within: 5 working days of came}
      answered: {by: [officer, chair], after: looked, within: 2 working days of looked}
      phoned:   {by: officer, within: 24 hours of came}
    may:
      objected: {by: customer, within: 3 working days of came}
      pushed:   {by: customer, how: writing, if: another, then: second}
    never: {mocked: {by: officer}}
  second: {title: Second, may: {sent_back: {by: officer, then: first}}}
throughout:
  may: {gave_up: {by: customer, then: shut}, remarked: {by: customer}}
ends: {shut: {title: Shut}}
conflicts: {aside: {who: subject, may_not: consider}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(SMALL)


@pytest.fixture
def opened(law: Procedure) -> Case:
    case = engine.begin(
        law, at=day(1), people=people(cy="customer", ola="officer", bo="officer", di="chair")
    )
    return done(law, case, "came", day(1), "cy", how="letter")


def moves(law: Procedure, case: Case, at: date) -> dict[str, Move]:
    return {move.event: move for move in engine.moves(law, case, as_of=at)}


def test_moves_are_the_acts_of_the_open_places_and_the_questions_that_are_asked(
    law: Procedure, opened: Case
) -> None:
    """Design 6: every step, extension and asked fact of an open place."""
    assert list(moves(law, opened, day(1))) == [
        "gave_up",
        "remarked",
        "looked",
        "answered",
        "phoned",
        "objected",
        "pushed",
        "another",
        "interest",
    ]
    case = done(law, opened, "another", day(1), answer=False)
    assert "interest" not in moves(law, case, day(1))
    case = done(law, opened, "gave_up", day(2), "cy")
    assert list(moves(law, case, day(2))) == ["remarked", "another", "interest"]
    begun = engine.begin(law, at=day(1), people=people(cy="customer"))
    assert list(moves(law, begun, day(1))) == ["came", "another", "interest"]


def test_a_move_says_whose_it_is_who_could_and_until_when(law: Procedure, opened: Case) -> None:
    assert moves(law, opened, day(1))["looked"] == Move(
        event="looked",
        duty=Duty.MUST,
        by=("officer",),
        who=("ola", "bo"),
        from_=day(1),
        due=day(8),
        lacks=(),
        done=0,
    )
    fact = moves(law, opened, day(1))["interest"]
    assert (fact.duty, fact.by, fact.who, fact.due) == (None, ("chair",), ("di",), None)


def test_what_nobody_could_do_lacks_something_and_nothing_else_does(
    law: Procedure, opened: Case
) -> None:
    """D11: names of reasons."""
    found = moves(law, opened, day(1))
    assert (found["answered"].who, found["answered"].lacks) == ((), ("answered.after",))
    assert found["pushed"].lacks == ("pushed.if",)
    assert all(bool(move.who) is not bool(move.lacks) for move in found.values())


def test_a_form_that_must_be_said_does_not_stand_against_a_move(
    law: Procedure, opened: Case
) -> None:
    """Design 6: supposing that all it must say would be said."""
    case = done(law, opened, "another", day(1), answer=True)
    assert moves(law, case, day(1))["pushed"].who == ("cy",)


def test_a_bar_takes_one_person_away_and_where_it_takes_all_it_is_named(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "person_told", day(2), person="ola", who=Person(is_="subject"))
    assert moves(law, case, day(2))["looked"].who == ("bo",)
    case = done(law, case, "person_told", day(3), person="bo", who=Person(is_="subject"))
    found = moves(law, case, day(3))["looked"]
    assert (found.who, found.lacks) == ((), ("aside",))
    assert moves(law, case, day(2))["looked"].who == ("bo",)  # as things stood


def test_an_office_that_nobody_holds_is_named(law: Procedure) -> None:
    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    case = done(law, case, "came", day(1), "cy", how="letter")
    assert moves(law, case, day(1))["looked"].lacks == ("looked.by",)
    bare = engine.begin(law, at=day(1))
    assert moves(law, bare, day(1))["came"].lacks == ("came.by",)


def test_a_due_day_stays_when_it_is_overdue_and_goes_when_it_is_met(
    law: Procedure, opened: Case
) -> None:
    assert moves(law, opened, day(20))["looked"].due == day(8)
    case = done(law, opened, "looked", day(3), "ola")
    found = moves(law, case, day(3))
    assert (found["looked"].due, found["looked"].done) == (None, 1)
    assert (found["answered"].due, found["answered"].who) == (day(5), ("ola", "bo", "di"))
    assert found["phoned"].due is None  # a range is no day


def test_a_window_shows_its_last_day_while_it_is_open_and_what_shuts_it_after(
    law: Procedure, opened: Case
) -> None:
    """A5: open, closed."""
    found = moves(law, opened, day(4))["objected"]
    assert (found.who, found.due) == (("cy",), day(4))
    found = moves(law, opened, day(5))["objected"]
    assert (found.who, found.due, found.lacks) == ((), None, ("objected.within",))


def test_a_move_says_from_when_it_stood_open(law: Procedure, opened: Case) -> None:
    """When its place had been entered and all that must come first had happened."""
    assert moves(law, opened, day(5))["answered"].from_ is None
    assert moves(law, opened, day(5))["another"].from_ is None
    case = done(law, opened, "looked", day(3), "ola")
    case = done(law, case, "looked", day(4), "ola")
    assert moves(law, case, day(5))["answered"].from_ == day(3)
    assert moves(law, case, day(5))["looked"].from_ == day(1)
    case = done(law, case, "gave_up", day(6), "cy")
    assert moves(law, case, day(6))["remarked"].from_ == day(1)
    begun = engine.begin(law, at=day(1), people=people(cy="customer"))
    assert moves(law, begun, day(1))["came"].from_ == day(1)
    assert moves(law, engine.begin(law, at=day(1)), day(1))["came"].from_ is None


def test_what_was_done_counts_in_this_visit_alone(law: Procedure, opened: Case) -> None:
    """A2."""
    case = done(law, opened, "another", day(1), answer=True)
    case = done(law, case, "looked", day(2), "ola")
    case = done(law, case, "pushed", day(3), "cy", how="email")
    case = done(law, case, "sent_back", day(4), "ola")
    assert moves(law, case, day(4))["looked"].done == 0
    assert moves(law, case, day(4))["another"].done == 1


def test_every_mover_could_indeed_in_the_real_policy() -> None:
    law = fusion_care()
    who = people(
        ann="complainant",
        mo=["manager", "management"],
        dee="managing_director",
        org="organisation",
        pat="complaints_panel",
    )
    case = engine.begin(law, at=day(1), people=who, facts={"complains_for_another": False})
    case = done(law, case, "formal_complaint_received", day(1), "ann", how="writing")
    for move in engine.moves(law, case, as_of=day(2)):
        for person in who:
            could = engine.could(law, case, move.event, person, as_of=day(2))
            assert could.permitted is (person in move.who), (move.event, person)


def test_the_due_day_of_an_earlier_visit_is_not_that_of_this_one(
    law: Procedure, opened: Case
) -> None:
    """A2: a visit has its own clocks."""
    case = done(law, opened, "looked", day(1), "ola")
    case = done(
        law, case, "pushed", day(10), "cy", how="email", record={"override": Override("x", "y")}
    )
    case = done(law, case, "sent_back", day(11), "ola")
    assert moves(law, case, day(11))["answered"].due is None


def test_a_question_that_nobody_in_the_case_may_answer_says_what_it_lacks(law: Procedure) -> None:
    """`lacks` is empty exactly when somebody could."""
    bare = engine.begin(law, at=day(1))
    found = moves(law, bare, day(1))["another"]
    assert (found.who, found.lacks) == ((), ("another.decided_by",))


TIMED = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: open}}
stages:
  open:
    title: Open
    must:
      answered: {by: officer, to: customer, within: 3 working days of came}
      phoned:   {by: officer, within: 2 working days of came}
      noted:    {by: officer}
      told:     {by: officer, every: unstated}
    may:
      asked_on: {by: customer, after: answered or missed answered}
      asked_up: {by: customer, after: missed phoned or answered}
      thanked:  {by: customer, after: [receipt of answered, noted]}
"""


@pytest.fixture(scope="module")
def timed() -> Procedure:
    return policy(TIMED)


@pytest.fixture
def came(timed: Procedure) -> Case:
    """Came on Monday the first: to be phoned by Wednesday, answered by Thursday the fourth."""
    case = engine.begin(timed, at=day(1), people=people(cy="customer", ola="officer"))
    return done(timed, case, "came", day(1), "cy")


def test_what_may_follow_a_time_that_ran_out_is_open_from_the_day_after(
    timed: Procedure, came: Case
) -> None:
    """Though no event marks that day."""
    assert moves(timed, came, day(4))["asked_on"].from_ is None
    asked_on = moves(timed, came, day(5))["asked_on"]
    assert (asked_on.from_, asked_on.who) == (day(5), ("cy",))


def test_of_what_may_come_first_the_earliest_counts_and_stays(timed: Procedure, came: Case) -> None:
    case = done(timed, came, "answered", day(2), "ola", to="cy")
    for number in (2, 3, 4, 9):
        assert moves(timed, case, day(number))["asked_up"].from_ == day(2)
    assert moves(timed, came, day(9))["asked_up"].from_ == day(4)


def test_what_follows_a_receipt_is_open_from_the_day_of_it(timed: Procedure, came: Case) -> None:
    """Also where something else, that must come first too, happened between sending and receipt."""
    case = done(timed, came, "answered", day(2), "ola", to="cy", received={"cy": day(5)})
    case = done(timed, case, "noted", day(3), "ola")
    assert moves(timed, case, day(4))["thanked"].from_ is None
    assert moves(timed, case, day(5))["thanked"].from_ == day(5)


def test_a_move_says_when_it_was_last_done_in_this_stay(timed: Procedure, came: Case) -> None:
    assert (moves(timed, came, day(1))["told"].done, moves(timed, came, day(1))["told"].last) == (
        0,
        None,
    )
    case = done(timed, came, "told", day(2), "ola")
    case = done(timed, case, "told", hour(4, 9), "ola")
    told = moves(timed, case, day(3))["told"]
    assert (told.done, told.last) == (1, day(2))
    told = moves(timed, case, day(4))["told"]
    assert (told.done, told.last, told.who) == (2, hour(4, 9), ("ola",))


def test_what_was_done_in_an_earlier_stay_is_not_the_last_of_this_one(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "looked", day(2), "ola")
    case = done(law, case, "another", day(2), answer=True)
    case = done(law, case, "pushed", day(3), "cy", how="letter")
    case = done(law, case, "sent_back", day(4), "ola")
    assert moves(law, case, day(4))["looked"].last is None
    assert moves(law, case, day(4))["another"].last == day(2)
