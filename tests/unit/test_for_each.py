"""Questions that are answered for each of some people: leave for one is no leave for another."""

from datetime import date

import pytest

from complaintflow import engine, explain, ledger
from complaintflow.asking import Need, asks
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Event, Override, Person, Tie
from complaintflow.errors import InputError
from complaintflow.explanation import mend, message
from complaintflow.gates import Truth, truth
from complaintflow.language.stored import case_of
from complaintflow.planning import staffing
from complaintflow.plans import Plan
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
    assert (bar.except_if, bar.deciders) == ((Condition("leave"),), ("ola",))
    assert bar.for_ == ((Condition("leave"), "sid"),)
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
    assert mend(reason) == "tell first of mo, if it is so, that this person is complained about"


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


def test_an_answer_stays_with_whom_it_was_given_for(law: Procedure) -> None:
    """Whoever was the only one then is written down; no later record hands it on."""
    case = leave(law, begun(law, sid=Person(holds="officer")), None)
    assert case.events[-1].action.particulars.person == "mo"
    officer, subject = Person(holds="officer"), Person(holds="officer", is_="subject")
    for name, who in (("mo", officer), ("sid", subject)):
        telling = Action("person_told", at=day(1), person=name, who=who)
        case = engine.apply(law, case, telling, corrects=f"people.{name}")
    assert not may(law, case, "sid")
    assert engine.replay(law, case.events) == case
    assert engine.restore(law, case.events) == case


def test_a_correction_stays_with_whom_the_corrected_answer_was_for(law: Procedure) -> None:
    before = Person(holds="officer", is_=Tie("subject", until=day(2)))
    after = Person(holds="officer", is_=Tie("subject", since=day(4)))
    case = leave(law, begun(law, mo=before, sid=after), None)
    wrong = case.events[-1].id
    case = done(law, case, "leave", day(5), "ola", answer=True, record={"corrects": wrong})
    assert case.events[-1].action.particulars.person == "mo"
    assert not ruling(law, case, "heard", day(8), "sid").permitted


def test_a_late_record_of_another_does_not_take_over_leave() -> None:
    law = policy(
        """
roles:
  customer: {title: You}
  officer:  {title: An officer}
  helper:   {title: A helper, holders: one}
facts:
  ok: {means: the helper may be told, decided_by: officer, for_each: helper, counts_as: advise}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      told: {by: helper, counts_as: support}
    may:
      named: {by: officer, appoints: helper}
      ended: {by: customer, then: shut}
ends: {shut: {title: Shut}}
conflicts:
  with_leave: {who: helper, may_not: support, except: {if: ok}}
"""
    )
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer"), "ben": Person()}
    people["hal"] = Person(holds="helper")
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    case = done(law, case, "ok", day(2), "ola", answer=True)
    case = done(law, case, "named", day(3), "ola", holder="ben")
    assert not may(law, case, "ben", "told")
    late = done(law, case, "named", day(1), "ola", holder="ben")
    assert not may(law, late, "ben", "told")


def test_nobody_makes_an_exception_hold_for_himself_by_telling_who_others_are(
    law: Procedure,
) -> None:
    """Ola, who gave it, was complained about herself, so that it did not count."""
    ola = Person(holds="officer", is_="subject")
    told = Action("leave", at=day(2), by="ola", person="mo", answer=True)
    case = engine.apply(law, begun(law, ola=ola), told, override=Override(by="dir", why="so"))
    assert not may(law, case, "mo")
    telling = Action("person_told", at=day(2), by="mo", person="ola", who=Person(is_not="subject"))
    ruling_ = engine.decide(law, case, telling)
    assert [reason.rule for reason in ruling_.reasons] == ["aside"]
    by_another = Action(
        "person_told", at=day(2), by="cy", person="ola", who=Person(is_not="subject")
    )
    assert engine.decide(law, case, by_another).permitted


def test_somebody_tied_to_two_needs_leave_for_both(law: Procedure) -> None:
    case = begun(law, amy=Person(holds="officer", is_={"spouse": ["mo", "sid"]}))
    one = leave(law, case, "mo")
    (bar,) = ruling(law, one, "heard", day(3), "amy").reasons
    assert isinstance(bar, Barred)
    assert bar.for_ == ((Condition("leave"), "sid"),)
    assert bar.spoilt == ()
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
    assert bar.for_ == ((Condition("leave"), "sid"),)


def test_nobody_has_leave_for_himself_by_his_own_word(law: Procedure) -> None:
    case = begun(law)
    told = Action("leave", at=day(2), by="mo", person="mo", answer=True)
    over = engine.apply(law, case, told, override=Override(by="dir", why="said so"))
    (bar,) = ruling(law, over, "heard", day(3), "mo").reasons
    assert isinstance(bar, Barred)
    assert (bar.spoilt, bar.for_) == (("mo",), ((Condition("leave"), "mo"),))


def test_a_correction_names_the_same_person(law: Procedure) -> None:
    case = leave(law, begun(law), "mo")
    other = Action("leave", at=day(2), by="ola", person="sid", answer=True)
    with pytest.raises(InputError, match="answers leave for mo, and so does what corrects it"):
        engine.apply(law, case, other, corrects=case.events[-1].id)


def test_who_was_kept_away_once_can_be_given_leave() -> None:
    """The rule looks back, and so the answer is not refused for being about a tie that is over."""
    law = policy(
        BASE.replace("aside: {who: subject,", "aside: {who: subject, within_last: 2 months,")
    )
    over = Person(holds="officer", is_=Tie("subject", until=date(2026, 5, 20)))
    case = begun(law, mo=over)
    assert not may(law, case, "mo")
    assert may(law, done(law, case, "leave", day(2), "ola", person="mo", answer=True), "mo")


def test_where_only_some_may_leave_is_for_those_of_whom_it_is_asked() -> None:
    """Ola is not complained about, so nobody can give her leave, and none is advised."""
    rule = "  trained_alone: {only: trained, may: consider, except: {if: leave}}\n"
    law = policy(BASE.replace("relations:", "relations:\n  trained: is trained") + rule)
    case = begun(law)
    (bar,) = ruling(law, case, "heard", day(3), "ola").reasons
    assert isinstance(bar, Barred)
    assert (bar.rule, bar.except_if, bar.for_) == ("trained_alone", (), ())
    assert may(law, leave(law, case, "mo"), "mo")


# --- a condition --------------------------------------------------------------------------------


def test_a_condition_holds_where_it_was_answered_so_for_anybody(law: Procedure) -> None:
    case = begun(law, fay=Person(holds="friend"), pal=Person(holds="friend"))
    yes, no = Condition("trusted"), Condition("trusted", answer=False)

    def truths(case: Case) -> tuple[Truth, Truth]:
        course = engine.course_of(law, case)
        return truth(law, course, yes), truth(law, course, no)

    assert truths(case) == (Truth.OPEN, Truth.OPEN)
    case = done(law, case, "trusted", day(2), "cy", person="fay", answer=False)
    assert truths(case) == (Truth.OPEN, Truth.HOLDS)  # of Pal nothing was said yet
    no_for_both = done(law, case, "trusted", day(2), "cy", person="pal", answer=False)
    assert truths(no_for_both) == (Truth.FAILS, Truth.HOLDS)
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
    for facts, wrong in (
        ({"trusted": {"nob": True}}, "nobody called 'nob' has been told of"),
        ({"nope": True}, "no event is called 'nope'"),
        ({"trusted": {"cy": True}}, "trusted is answered for each friend, and 'cy' is none"),
        ({"trusted": True}, "say for whom: {NAME: True} with fay, pal"),
        ({"trusted": {}}, "facts says of nobody what the answer to trusted is"),
    ):
        with pytest.raises(InputError, match=wrong):
            engine.begin(law, at=day(1), people=people, facts=facts)


def test_what_was_told_at_the_beginning_is_written_and_read_again(law: Procedure) -> None:
    people = {**PEOPLE, "fay": Person(holds="friend")}
    one = engine.begin(law, at=day(1), people=people, facts={"trusted": True})
    assert one.events[-1].action.particulars.person == "fay"
    assert ledger.record(law, done(law, one, "came", day(1), "cy"))["facts"] == {"trusted": "true"}
    named = engine.begin(law, at=day(1), people=people, facts={"trusted": {"fay": True}})
    written = ledger.record(law, done(law, named, "came", day(1), "cy"))
    assert written["facts"] == {"trusted": {"fay": "true"}}
    both = done(
        law, one, "trusted", day(1), person="fay", answer=False, record={"id": "facts.trusted.fay"}
    )
    both = done(law, both, "came", day(1), "cy")
    for case in (one, named, both):
        assert case_of(law, ledger.rows(law, case)) == case


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


def test_what_is_not_answered_for_everybody_is_not_answered_yet(law: Procedure) -> None:
    case = begun(law, fay=Person(holds="friend"), pal=Person(holds="friend"))
    case = done(law, case, "trusted", day(2), "cy", person="fay", answer=True)
    (move,) = [m for m in engine.moves(law, case, as_of=day(3)) if m.event == "trusted"]
    assert (move.done, move.for_) == (1, ("pal",))


# --- staffing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "called"),
    [
        ({}, {"zed": "subject"}),
        ({}, {"zed": "subject", "yan": "subject"}),
        ({"mo": "subject"}, {"zed": "subject"}),
        ({}, {"zed": "subject", "quin": "subject alone"}),
    ],
)
def test_leave_is_planned_for_everybody_for_whom_it_is_answered(
    there: dict[str, str], called: dict[str, str]
) -> None:
    text = BASE.replace("decided_by: officer, for_each", "decided_by: boss, for_each")
    law = policy(text.replace("  officer: ", "  boss: {title: The boss}\n  officer: "))
    kinds = {
        "subject": Person(holds="officer", is_="subject"),
        "subject alone": Person(is_="subject"),
    }
    people = {"cy": Person(holds="customer"), "bo": Person(holds="boss")}
    people |= {name: kinds[kind] for name, kind in there.items()}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    crew = {name: kinds[kind] for name, kind in called.items()}
    plan = staffing(law, case, crew, as_of=day(3))
    assert isinstance(plan, Plan)
    for event in plan.events:
        case = engine.apply(law, case, event.action)
    assert engine.stage_of(law, case, as_of=day(9)) == "shut"
