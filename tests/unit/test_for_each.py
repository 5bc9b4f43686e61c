"""Questions that are answered for each of some people: leave for one is no leave for another."""

from datetime import date

import pytest

from complaintflow import engine, explain
from complaintflow.asking import Need, asks
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Event, Override, Person, Tie
from complaintflow.errors import InputError
from complaintflow.explanation import mend, message
from complaintflow.gates import Truth, truth
from complaintflow.procedure import Condition, Holds, Is, Procedure
from complaintflow.rulings import Barred, ForWhom
from tests.policies import day, done, policy, ruling

BASE = """
relations:
  subject: is complained about
  spouse: {says: is married to, between: two people, both_ways: true}
roles:
  customer: {title: You}
  friend:   {title: A friend}
  officer:  {title: An officer}
facts:
  leave: {means: they may take part, decided_by: officer, for_each: subject, counts_as: advise}
  trusted: {means: the friend is trusted, decided_by: customer, for_each: friend}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      heard: {by: officer, counts_as: consider}
      helped: {by: friend, if: trusted}
    may:
      asked: {by: friend, within: 5 working days of came, late_if: trusted}
      ended: {by: customer, then: shut}
ends: {shut: {title: Shut}}
conflicts:
  aside: {who: subject, may_not: consider, except: {if: leave}}
  married: {who: spouse of subject, may_not: consider, except: {if: leave}}
  none_for_oneself: {who: subject, may_not: leave}
"""

PEOPLE = {
    "cy": Person(holds="customer"),
    "ola": Person(holds="officer"),
    "mo": Person(holds="officer", is_="subject"),
    "sid": Person(holds="officer", is_="subject"),
}


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(BASE)


def begun(law: Procedure, **people: Person) -> Case:
    return done(
        law, engine.begin(law, at=day(1), people={**PEOPLE, **people}), "came", day(1), "cy"
    )


def leave(law: Procedure, case: Case, person: str | None, answer: bool = True) -> Case:
    return done(law, case, "leave", day(2), "ola", person=person, answer=answer)


def may(law: Procedure, case: Case, person: str, act: str = "heard") -> bool:
    return ruling(law, case, act, day(3), person).permitted


# --- what is read -----------------------------------------------------------------------------


def test_it_names_a_relation_or_a_role(law: Procedure) -> None:
    assert law.facts["leave"].for_each == Is("subject")
    assert law.facts["trusted"].for_each == Holds("friend")


# --- for whom it is -----------------------------------------------------------------------------


def test_leave_for_one_is_no_leave_for_another(law: Procedure) -> None:
    case = leave(law, begun(law), "mo")
    assert may(law, case, "mo")
    assert not may(law, case, "sid")
    (bar,) = ruling(law, case, "heard", day(3), "sid").reasons
    assert isinstance(bar, Barred)
    assert (bar.except_if, bar.for_, bar.deciders) == ((Condition("leave"),), ("sid",), ("ola",))
    assert mend(bar) == "allowed here once ola records leave: true for sid"


def test_among_several_an_answer_says_for_whom(law: Procedure) -> None:
    case = begun(law)
    (reason,) = ruling(law, case, "leave", day(2), "ola", answer=True).reasons
    assert reason == ForWhom(
        rule="leave.for_each",
        fact="leave",
        says="is complained about",
        among=("mo", "sid"),
        cites=law.facts["leave"].cites.of("for_each"),
    )
    assert message(reason) == (
        "leave is answered for each who is complained about, and it does not say for whom: mo and sid"
    )
    assert mend(reason) == "say under person for whom: mo or sid"


def test_somebody_of_whom_it_is_not_known_is_refused(law: Procedure) -> None:
    (reason,) = ruling(law, begun(law), "leave", day(2), "ola", person="cy", answer=True).reasons
    assert message(reason) == (
        "leave is answered for each who is complained about, and that is not known of cy"
    )
    nobody = begun(law, mo=Person(holds="officer"), sid=Person(holds="officer"))
    (reason,) = ruling(law, nobody, "leave", day(2), "ola", person="mo", answer=True).reasons
    assert mend(reason) == "leave person out, or tell first of whom it is true"


def test_where_there_is_one_it_is_for_that_one_whoever_comes_later(law: Procedure) -> None:
    case = leave(law, begun(law, sid=Person(holds="officer")), None)
    assert may(law, case, "mo")
    telling = Action("person_told", at=day(2), person="sid", who=Person(is_="subject"))
    case = engine.apply(law, case, telling)
    assert (may(law, case, "mo"), may(law, case, "sid")) == (True, False)


def test_where_there_is_nobody_it_frees_nobody_who_comes_later(law: Procedure) -> None:
    nobody = begun(law, mo=Person(holds="officer"), sid=Person(holds="officer"))
    case = leave(law, nobody, None)
    telling = Action("person_told", at=day(2), person="mo", who=Person(is_="subject"))
    assert not may(law, engine.apply(law, case, telling), "mo")


def test_a_no_for_nobody_in_particular_is_a_no_for_all(law: Procedure) -> None:
    """It got into the record by an override, or in a time in which there was nobody."""
    case = leave(law, begun(law), "mo")
    told = Action("leave", at=day(2), by="ola", answer=False)
    over = engine.apply(law, case, told, override=Override(by="dir", why="said so"))
    assert not may(law, over, "mo")
    told = Action("leave", at=day(2), by="ola", answer=True)
    over = engine.apply(law, case, told, override=Override(by="dir", why="said so"))
    assert (may(law, over, "mo"), may(law, over, "sid")) == (True, False)


def test_the_last_answer_for_somebody_holds_for_that_one(law: Procedure) -> None:
    case = leave(law, leave(law, begun(law), "mo"), "sid")
    case = leave(law, case, "mo", answer=False)
    assert (may(law, case, "mo"), may(law, case, "sid")) == (False, True)


def test_a_tie_with_dates_counts_on_the_day_of_the_answer(law: Procedure) -> None:
    until = Person(holds="officer", is_=Tie("subject", until=date(2026, 3, 1)))
    case = leave(law, begun(law, sid=until), None)
    assert may(law, case, "mo")


def test_a_tie_that_turns_out_later_leaves_an_answer_for_nobody(law: Procedure) -> None:
    """Two were complained about when it was given, and it says of neither."""
    case = leave(law, begun(law, sid=Person(holds="officer")), None)
    assert may(law, case, "mo")
    telling = Action(
        "person_told", at=day(1), person="sid", who=Person(holds="officer", is_="subject")
    )
    case = engine.apply(law, case, telling, corrects="people.sid")
    assert (may(law, case, "mo"), may(law, case, "sid")) == (False, False)


def test_somebody_tied_to_two_needs_leave_for_both(law: Procedure) -> None:
    case = begun(law, amy=Person(holds="officer", is_={"spouse": ["mo", "sid"]}))
    one = leave(law, case, "mo")
    (bar,) = ruling(law, one, "heard", day(3), "amy").reasons
    assert isinstance(bar, Barred)
    assert bar.for_ == ("sid",)
    assert may(law, leave(law, one, "sid"), "amy")


def test_who_lacks_what_alone_lets_through_needs_leave_for_himself_or_herself() -> None:
    """Not for whoever the tie that is wanted would lead to."""
    law = policy(
        BASE.replace("for_each: subject", "for_each: officer").split("conflicts:")[0]
        + "conflicts: {known: {only: spouse of subject, may: heard, except: {if: leave}}}\n"
    )
    case = begun(law, amy=Person(holds="officer", is_={"spouse": "mo"}))
    case = leave(law, case, "ola")
    assert [may(law, case, name) for name in ("amy", "ola", "sid")] == [True, True, False]
    (bar,) = ruling(law, case, "heard", day(3), "sid").reasons
    assert isinstance(bar, Barred)
    assert bar.for_ == ("sid",)


def test_nobody_has_leave_for_himself_by_his_own_word(law: Procedure) -> None:
    case = begun(law)
    told = Action("leave", at=day(2), by="mo", person="mo", answer=True)
    over = engine.apply(law, case, told, override=Override(by="dir", why="said so"))
    (bar,) = ruling(law, over, "heard", day(3), "mo").reasons
    assert isinstance(bar, Barred)
    assert (bar.spoilt, bar.for_) == (("mo",), ("mo",))


def test_a_correction_names_the_same_person(law: Procedure) -> None:
    case = leave(law, begun(law), "mo")
    other = Action("leave", at=day(2), by="ola", person="sid", answer=True)
    with pytest.raises(InputError, match="retracts"):
        engine.apply(law, case, other, corrects=case.events[-1].id)


# --- a condition --------------------------------------------------------------------------------


def test_a_condition_holds_where_it_was_answered_so_for_anybody(law: Procedure) -> None:
    case = begun(law, fay=Person(holds="friend"), pal=Person(holds="friend"))
    yes, no = Condition("trusted"), Condition("trusted", answer=False)

    def truths(case: Case) -> tuple[Truth, Truth]:
        course = engine.course_of(law, case)
        return truth(law, course, yes), truth(law, course, no)

    assert truths(case) == (Truth.OPEN, Truth.OPEN)
    case = done(law, case, "trusted", day(2), "cy", person="fay", answer=False)
    assert truths(case) == (Truth.FAILS, Truth.HOLDS)
    case = done(law, case, "trusted", day(2), "cy", person="pal", answer=True)
    assert truths(case) == (Truth.HOLDS, Truth.HOLDS)
    case = done(law, case, "trusted", day(2), "cy", person="fay", answer=True)
    assert truths(case) == (Truth.HOLDS, Truth.FAILS)
    assert may(law, case, "fay", "helped")


def test_a_waiver_for_anybody_waives(law: Procedure) -> None:
    case = begun(law, fay=Person(holds="friend"), pal=Person(holds="friend"))
    case = done(law, case, "trusted", day(2), "cy", person="fay", answer=False)
    late = day(20)
    assert not ruling(law, case, "asked", late, "pal").permitted
    case = done(law, case, "trusted", day(3), "cy", person="pal", answer=True)
    assert ruling(law, case, "asked", late, "pal").permitted


def test_an_answer_for_whoever_there_is_takes_the_place_of_the_others(law: Procedure) -> None:
    case = begun(law)
    case = done(law, case, "trusted", day(2), "cy", answer=True)
    assert engine.course_of(law, case).answers_to("trusted") == (True,)
    telling = Action("person_told", at=day(2), person="fay", who=Person(holds="friend"))
    case = engine.apply(law, case, telling)
    case = done(law, case, "trusted", day(3), "cy", answer=False)
    assert engine.course_of(law, case).answers_to("trusted") == (False,)


# --- beside -------------------------------------------------------------------------------------


def test_answers_told_at_the_beginning_stand_by_name(law: Procedure) -> None:
    people = {**PEOPLE, "fay": Person(holds="friend"), "pal": Person(holds="friend")}
    case = engine.begin(
        law, at=day(1), people=people, facts={"trusted": {"fay": True, "pal": False}}
    )
    assert [event.id for event in case.events[-2:]] == ["facts.trusted.fay", "facts.trusted.pal"]
    assert engine.course_of(law, case).answers_to("trusted") == (True, False)
    with pytest.raises(InputError, match="nob"):
        engine.begin(law, at=day(1), people=people, facts={"trusted": {"nob": True}})


def test_only_such_a_question_takes_a_person() -> None:
    plain = policy(BASE.replace("for_each: friend", "within: 9 working days of came"))
    case = begun(plain, fay=Person(holds="friend"))
    with pytest.raises(InputError, match="trusted is answered for the case, not for 'fay'"):
        engine.decide(plain, case, Action("trusted", at=day(2), by="cy", person="fay", answer=True))
    with pytest.raises(InputError, match="only person_told says who a person is"):
        engine.decide(plain, case, Action("heard", at=day(2), by="ola", person="fay"))


def test_a_form_asks_for_whom_where_there_are_several(law: Procedure) -> None:
    (field,) = asks(law, begun(law), "leave").field("person")
    assert field.need is Need.GATE
    assert [choice.value for choice in field.choices] == ["mo", "sid"]
    one = begun(law, sid=Person(holds="officer"))
    (field,) = asks(law, one, "leave").field("person")
    assert field.need is Need.OPEN
    assert not asks(law, begun(law, mo=Person(), sid=Person()), "leave").field("person")


def test_who_may_and_bars_tell_people_apart_by_their_leave(law: Procedure) -> None:
    case = leave(law, begun(law), "mo")
    who = engine.who_may(law, case, "heard", as_of=day(3))
    assert who.may == ("ola", "mo")
    (bar,) = who.may_not["sid"]
    assert bar.who_else == ("ola", "mo")
    excepted = {
        name: [
            bar.excepted_in for bar in engine.conflicts_of(law, case, name) if bar.rule == "aside"
        ]
        for name in ("mo", "sid")
    }
    assert excepted == {"mo": [("first",)], "sid": [()]}


def test_an_audit_tells_who_acted_on_the_leave_of_another(law: Procedure) -> None:
    case = leave(law, begun(law), "mo")
    events = [*case.events, Event(action=Action("heard", at=day(3), by="sid"), id="9")]
    found = audit(law, engine.restore(law, events), as_of=day(4))
    (judged,) = found.breaches
    assert "records leave: true for sid" in explain(judged.then)
