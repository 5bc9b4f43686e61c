"""What somebody tried with answers of later days, leave for one another, and tellings that are told or stand again."""

import pytest

from complaintflow import engine
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Event, Override, Person, Tie
from complaintflow.procedure import RETRACTED, Procedure
from complaintflow.rulings import ActionRefused, LaterBarred
from tests.policies import day, done, policy, refused, ruling

LET = Override("the trust", "there was no time")

# --- an answer of a later day -------------------------------------------------------------------

ASKED_OF_SEVERAL = """
relations: {subject: is complained about}
roles: {parent: {title: You}, head: {title: The head}, governor: {title: A governor}}
facts:
  several: {means: several are complained about, decided_by: governor}
  ok:      {means: the head may decide of himself, decided_by: parent, asked_if: several}
  leave:   {means: the subject may take part, decided_by: head}
begins: {came: {by: parent, then: first}}
stages:
  first: {title: First, must: {looked: {by: head, counts_as: investigate, then: over}}}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: investigate, except: {if: leave}}
  own: {who: subject, may_not: leave, except: {if: ok}}
"""


@pytest.mark.parametrize("first", [False, True])
def test_a_leave_is_as_good_as_the_answers_were_on_its_day(first: bool) -> None:
    """0009: neither what is answered afterwards makes it better or worse."""
    law = policy(ASKED_OF_SEVERAL)
    people = {"ann": Person(holds="parent"), "gov": Person(holds="governor")}
    people |= {name: Person(holds="head", is_="subject") for name in ("hed", "tim")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "several", day(2), "gov", answer=first)
    case = done(law, case, "ok", day(2), "ann", answer=True)
    override = {} if first else {"override": LET}
    case = done(law, case, "leave", day(3), "hed", answer=True, record=override)
    rules = [] if first else ["aside"]
    assert refused(law, case, "looked", day(4), "tim") == rules
    case = done(law, case, "several", day(4), "gov", answer=not first)
    assert refused(law, case, "looked", day(5), "tim") == rules
    if not first:
        assert refused(law, case, "looked", day(5), "hed") == ["aside"]


# --- leave for one another ----------------------------------------------------------------------

FOR_EACH = """
relations: {subject: is complained about}
roles: {parent: {title: You}, officer: {title: An officer}}
facts: {leave: {means: may take part, decided_by: officer, for_each: subject, counts_as: decide}}
begins: {came: {by: parent, then: first}}
stages:
  first: {title: First, must: {looked: {by: officer, counts_as: investigate, then: over}}}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: investigate, except: {if: leave}}
"""


@pytest.mark.parametrize("order", [("xi", "yo"), ("yo", "xi")])
def test_who_got_leave_is_told_from_who_gave_it(order: tuple[str, str]) -> None:
    law = policy(FOR_EACH)
    subject = Person(holds="officer", is_="subject")
    people = {"ann": Person(holds="parent"), **dict.fromkeys(order, subject)}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "leave", day(2), "yo", answer=True, person="xi")
    case = done(law, case, "leave", day(3), "xi", answer=False, person="yo")
    assert engine.who_may(law, case, "looked", as_of=day(4)).may == ("xi",)
    (wrong,) = ruling(law, case, "looked", day(4), "ann").reasons
    assert wrong.who_else == ("xi",)


# --- tellings that are told again ---------------------------------------------------------------

NAMED = """
relations: {subject: is complained about}
roles:
  parent: {title: You}
  head: {title: The head}
  deputy: {title: The deputy}
  panel: {title: The panel, appointed_by: [head, deputy]}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must: {heard: {by: panel, counts_as: decide, then: over}}
    may: {named: {by: [head, deputy], appoints: panel, counts_as: decide}}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: [decide, head]}
"""


@pytest.fixture
def naming() -> tuple[Procedure, Case]:
    """A complaint about the head; the deputy names the panel."""
    law = policy(NAMED)
    people = {"ann": Person(holds="parent"), "dee": Person(holds="deputy"), "gus": Person()}
    people["hed"] = Person(holds="head", is_="subject")
    return law, done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")


def telling(by: str | None, number: int, *holds: str) -> Action:
    who = Person(holds=list(holds))
    return Action("person_told", at=day(number), by=by, person="gus", who=who)


def test_what_was_told_without_the_right_is_not_made_good_by_telling_it_again(
    naming: tuple[Procedure, Case],
) -> None:
    law, case = naming
    tell = telling("gus", 2, "panel")
    events = [Event(action=tell, id="t"), Event(action=tell, id="c", corrects="t")]
    found = audit(law, engine.restore(law, events, onto=case))
    assert [each.event.id for each in found.breaches] == ["c"]
    case = engine.apply(law, case, tell, id="t", override=Override("gus", "why not"))
    with pytest.raises(ActionRefused):
        engine.apply(law, case, tell, corrects="t")
    by_dee = engine.apply(law, case, telling("dee", 2, "panel"), corrects="t")
    assert engine.course_of(law, by_dee).holders("panel") == ("gus",)


@pytest.mark.parametrize("by", ["hed", "gus", "ann", None])
@pytest.mark.parametrize("how", ["corrects", "retracts"])
def test_who_may_not_name_a_holder_names_none_by_taking_back(
    naming: tuple[Procedure, Case], by: str | None, how: str
) -> None:
    """Gus was named, and is no member any more: taken back, he would be one again."""
    law, case = naming
    case = engine.apply(law, case, telling("dee", 2, "panel"), id="t")
    if how == "corrects":
        case = engine.apply(law, case, telling("dee", 2), corrects="t", id="c")
    else:
        retraction = Action(RETRACTED, at=day(2), by="dee", because="a slip")
        case = engine.apply(law, case, retraction, retracts="t", id="c")
    assert engine.course_of(law, case).holders("panel") == ()
    back = Action(RETRACTED, at=day(3), by=by, because="it was right")
    with pytest.raises(ActionRefused):
        engine.apply(law, case, back, retracts="c")
    by_dee = Action(RETRACTED, at=day(3), by="dee", because="it was right")
    again = engine.apply(law, case, by_dee, retracts="c")
    assert engine.course_of(law, again).holders("panel") == ("gus",)


@pytest.mark.parametrize(
    ("by", "may"), [("hed", False), (None, False), ("dee", True), ("ann", True)]
)
def test_whom_a_conflict_keeps_from_naming_does_not_take_a_naming_back(
    naming: tuple[Procedure, Case], by: str | None, may: bool
) -> None:
    """language.md: to take back asks for no office; whom a conflict keeps from what was done does not."""
    law, case = naming
    case = engine.apply(law, case, telling("dee", 2, "panel"), id="t")
    back = Action(RETRACTED, at=day(3), by=by, because="a slip")
    if may:
        after = engine.apply(law, case, back, retracts="t")
        assert engine.course_of(law, after).holders("panel") == ()
    else:
        with pytest.raises(ActionRefused):
            engine.apply(law, case, back, retracts="t")


@pytest.mark.parametrize("day_told", [4, 1])
def test_a_naming_is_not_taken_back_before_it_was_made(day_told: int) -> None:
    """0049: on the day of the retraction or on that of the telling, whichever is later."""
    law = policy(NAMED)
    people = {"ann": Person(holds="parent"), "dee": Person(holds="deputy"), "gus": Person()}
    people["hed"] = Person(holds="head", is_=[Tie("subject", since=day(2))])
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = engine.apply(law, case, telling("dee", 3, "panel"), id="t")
    back = Action(RETRACTED, at=day(day_told), by="hed", because="x")
    with pytest.raises(ActionRefused):
        engine.apply(law, case, back, retracts="t")
    by_dee = Action(RETRACTED, at=day(3), by="dee", because="x")
    case = engine.apply(law, case, by_dee, retracts="t", id="r")
    with pytest.raises(ActionRefused):
        engine.apply(law, case, back, retracts="r")


def test_a_term_that_is_over_is_given_and_taken_by_nobody_who_may_not_name(
    naming: tuple[Procedure, Case],
) -> None:
    """Pat holds the office now; that Gus held it before is for whoever may name a holder."""
    _, case = naming
    law = policy(NAMED.replace("panel: {title: The panel,", "panel: {title: P, holders: one,"))
    case = engine.restore(law, case.events)
    case = engine.apply(law, case, Action("person_told", at=day(1), person="pat", who=Person()))
    case = engine.apply(law, case, telling("dee", 2, "panel"), id="t")
    kept = done(law, case, "heard", day(3), "gus")
    by_dee = Action(RETRACTED, at=day(2), by="dee", because="x")
    case = engine.apply(law, case, by_dee, retracts="t", id="r")
    by_hed = Action(RETRACTED, at=day(6), by="hed", because="x")
    for stood, what in ((case, "r"), (kept, "t")):
        named = done(law, stood, "named", day(5), "dee", holder="pat") if what == "r" else stood
        with pytest.raises(ActionRefused):
            engine.apply(law, named, by_hed, retracts=what)


def test_an_unlawful_naming_in_a_telling_of_the_beginning_stays_one(
    naming: tuple[Procedure, Case],
) -> None:
    law, case = naming
    events = [
        Event(action=telling("hed", 2, "panel"), id="c1", corrects="people.gus"),
        Event(action=telling("hed", 2, "panel"), id="c2", corrects="c1"),
    ]
    for many, wrong in ((1, "c1"), (2, "c2")):
        found = audit(law, engine.restore(law, events[:many], onto=case))
        assert [each.event.id for each in found.breaches] == [wrong]


def test_a_telling_of_before_the_beginning_may_be_mended_more_than_once() -> None:
    law = policy(NAMED)
    people = {"ann": Person(holds="parent"), "gus": Person()}
    case = engine.begin(law, at=day(1), people=people)
    case = engine.apply(law, case, telling(None, 1, "panel"), id="t")
    case = done(law, case, "came", day(1), "ann")
    who = Person(holds="panel", is_not="subject")
    more = Action("person_told", at=day(1), person="gus", who=who)
    case = engine.apply(law, case, more, corrects="t", id="c1")
    case = engine.apply(law, case, telling(None, 1, "panel"), corrects="t", id="c2")
    assert engine.course_of(law, case).holders("panel") == ("gus",)


def test_what_a_correction_told_before_the_beginning_may_be_told_once_more() -> None:
    law = policy(NAMED)
    people = {"ann": Person(holds="parent"), "gus": Person()}
    case = engine.begin(law, at=day(1), people=people)
    case = engine.apply(law, case, telling(None, 1, "panel"), corrects="people.gus", id="c1")
    case = done(law, case, "came", day(1), "ann")
    case = engine.apply(law, case, telling(None, 1, "panel"), corrects="people.gus", id="c2")
    assert engine.course_of(law, case).holders("panel") == ("gus",)
    assert audit(law, case).breaches == ()


def test_whom_a_rule_keeps_from_every_office_that_names_takes_no_naming_back() -> None:
    law = policy(NAMED.replace("may_not: [decide, head]", "may_not: [head, deputy]"))
    people = {"ann": Person(holds="parent"), "dee": Person(holds="deputy"), "gus": Person()}
    people["sub"] = Person(is_="subject")
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = engine.apply(law, case, telling("dee", 2, "panel"), id="t")
    for by, may in (("sub", False), ("ann", True)):
        back = Action(RETRACTED, at=day(3), by=by, because="x")
        if may:
            engine.apply(law, case, back, retracts="t")
        else:
            with pytest.raises(ActionRefused):
                engine.apply(law, case, back, retracts="t")


# --- an office that is told of late -------------------------------------------------------------

APART = """
relations: {subject: is complained about}
roles:
  parent: {title: You}
  dean: {title: The dean}
  investigator: {title: The investigator}
  checker: {title: The checker}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: investigator, counts_as: investigate}, checked: {by: checker, counts_as: review}}
    may: {checker_named: {by: dean, appoints: checker}, shut: {by: parent, then: over}}
ends: {over: {title: Over}}
conflicts:
  apart: {different_people: [investigator, checker]}
"""


@pytest.mark.parametrize("by", ["dee", None])
def test_who_checked_is_not_told_to_have_been_the_investigator(by: str | None) -> None:
    """0049: whoever checked on the fifth and is then written in as the investigator has checked himself."""
    law = policy(APART)
    people = {"ann": Person(holds="parent"), "dee": Person(holds="dean"), "gus": Person()}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "checker_named", day(3), "dee", holder="gus")
    case = done(law, case, "checked", day(4), "gus")
    told = Action("person_told", at=day(2), by=by, person="gus", who=Person(holds="investigator"))
    found = engine.decide(law, case, told)
    assert {type(each) for each in found.reasons} == {LaterBarred}
    tie = Action("person_told", at=day(2), by=by, person="gus", who=Person(is_="subject"))
    assert engine.decide(law, case, tie).permitted
