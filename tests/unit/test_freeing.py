"""What somebody says or takes back in his own name, and would be free or would count by."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Event, Override, Person, Tie
from complaintflow.explanation import explain, message
from complaintflow.freeing import makes_exceptions
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.rulings import ActionRefused, Barred, Unnamed
from tests.policies import day, done, policy, refused

HANDS = """
relations:
  partner: {says: is the partner of, between: two people, both_ways: true}
  head_of: {says: is the head of, between: two people}
roles:
  parent:       {title: You}
  officer:      {title: Officer}
  clerk:        {title: Clerk}
  head:         {title: Head, stand_in: deputy}
  deputy:       {title: Deputy head}
  investigator: {title: Investigator}
  adviser:      {title: Adviser}
facts:
  urgent: {means: it cannot wait, decided_by: officer}
  mild:   {means: it can wait, decided_by: head}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      report:     {by: officer}
      noted:      {by: officer, counts_as: consider}
      named:      {by: clerk, appoints: investigator}
      advised_by: {by: clerk, appoints: adviser}
      heard:      {by: officer, then: second}
  second:
    title: Second
    must:
      check:    {by: officer}
      read:     {by: officer}
      signed:   {by: officer}
      weighed:  {by: head}
      reviewed: {by: officer}
      closed:   {by: officer, then: over}
ends: {over: {title: Over}}
conflicts:
  own:      {who: did report, may_not: check}
  partners: {who: partner of whoever did report, may_not: read}
  fresh:    {who: held investigator, may_not: signed}
  calm:     {who: did urgent, may_not: signed}
  in_it:    {who: considered in first, may_not: closed}
  same:     {only: did heard, may: [weighed, mild, clerk]}
  above:    {only: head_of of whoever did check, may: reviewed}
"""

PEOPLE = {
    "ann": Person(holds="parent"),
    "cal": Person(),
    "mo": Person(holds="officer", is_={"partner": "bo"}),
    "bo": Person(holds="officer"),
    "hal": Person(holds="head"),
    "dee": Person(holds="deputy"),
}


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(HANDS)


@pytest.fixture(scope="module")
def case(law: Procedure) -> Case:
    """On the second Mo reports, and Bo notes it; on the third Bo says that it is urgent, and hears it."""
    case = engine.begin(law, at=day(1), people={**PEOPLE, "cal": Person(holds="clerk")})
    case = done(law, case, "came", day(1), "ann", record={"id": "came"})
    for at, name, by, said in (
        (2, "report", "mo", {}),
        (2, "noted", "bo", {}),
        (2, "named", "cal", {"holder": "bo"}),
        (2, "advised_by", "cal", {"holder": "bo"}),
        (3, "urgent", "bo", {"answer": True}),
        (3, "heard", "bo", {}),
    ):
        case = done(law, case, name, day(at), by, record={"id": name}, **said)
    return case


def against(attempt: Callable[[], Case]) -> list[str]:
    """The rules that an attempt was refused by; none where it was recorded."""
    try:
        attempt()
    except ActionRefused as refusal:
        return [reason.rule for reason in refusal.ruling.reasons]
    return []


def back(law: Procedure, case: Case, what: str, by: str | None) -> Callable[[], Case]:
    """Taking back what was recorded, on the fourth."""
    return lambda: done(law, case, RETRACTED, day(4), by, record={"retracts": what})


# --- taking back ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "by", "rules"),
    [
        ("report", "mo", ["own"]),
        ("report", "bo", ["partners"]),  # Mo's partner
        ("report", "hal", []),
        ("named", "bo", ["fresh"]),
        ("named", "mo", []),
        ("advised_by", "bo", []),  # no rule asks who advises
        ("urgent", "bo", ["calm"]),
        ("heard", "hal", ["same"]),  # to weigh it is for whoever heard it, while somebody did
        ("heard", "dee", ["same"]),  # or for the substitute
        ("heard", "mo", []),  # who holds no office in which he could
        ("heard", "bo", []),
        ("noted", "bo", ["in_it"]),
        ("noted", "mo", []),
        ("came", "ann", []),
    ],
)
def test_nobody_takes_back_in_his_own_name_what_keeps_him_away(
    law: Procedure, case: Case, what: str, by: str, rules: list[str]
) -> None:
    """Decision 0049: what never happened frees, and somebody else records it."""
    assert against(back(law, case, what, by)) == rules


def test_taken_back_by_somebody_else_it_frees(law: Procedure, case: Case) -> None:
    assert refused(law, case, "check", day(5), "mo") == ["own"]
    assert refused(law, back(law, case, "report", "hal")(), "check", day(5), "mo") == []


def test_it_must_be_said_who_takes_back_what_would_free_somebody(
    law: Procedure, case: Case
) -> None:
    with pytest.raises(ActionRefused) as raised:
        back(law, case, "report", None)()
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, Unnamed)
    assert (reason.rule, reason.kept) == ("report.by", ("mo", "bo"))
    assert message(reason) == "it is not said who takes report back, and mo or bo may not"
    for what in ("advised_by", "came"):
        assert against(back(law, case, what, None)) == []


def test_the_refusal_says_what_would_change_and_who_could(law: Procedure, case: Case) -> None:
    with pytest.raises(ActionRefused) as raised:
        back(law, case, "named", "bo")()
    told = explain(raised.value.ruling)
    assert (
        "bo holds, or has held, the office of Investigator, and what would change that is for "
        "somebody else to record [fresh]"
    ) in told
    assert "somebody else must do it; ann, cal, mo, hal or dee could" in told


def test_an_act_that_is_recorded_twice_is_taken_back_once(law: Procedure, case: Case) -> None:
    """Where the same day is recorded once more, nothing is gone; a later day leaves days free."""
    for at, rules in ((2, []), (3, ["own"])):
        twice = done(law, case, "report", day(at), "mo", record={"id": "again"})
        assert against(back(law, twice, "report", "mo")) == rules
        assert against(back(law, twice, "again", "mo")) == []


def test_nobody_takes_back_what_brought_his_act_back(law: Procedure, case: Case) -> None:
    gone = done(law, case, RETRACTED, day(4), "hal", record={"retracts": "report", "id": "gone"})
    there = done(law, gone, RETRACTED, day(4), "mo", record={"retracts": "gone", "id": "there"})
    assert refused(law, there, "check", day(5), "mo") == ["own"]
    again = {"retracts": "there"}
    assert against(lambda: done(law, there, RETRACTED, day(4), "mo", record=again)) == ["own"]
    assert against(lambda: done(law, there, RETRACTED, day(4), "hal", record=again)) == []


def test_an_audit_finds_who_freed_himself(law: Procedure, case: Case) -> None:
    let = Override("mo", "it was nothing")
    freed = done(law, case, RETRACTED, day(4), "mo", record={"retracts": "report", "override": let})
    freed = done(law, freed, "check", day(5), "mo")
    (breach,) = audit(law, freed).breaches
    assert breach.event.action.name == RETRACTED
    assert [reason.rule for reason in breach.then.reasons] == ["own"]
    other = Event(action=Action(RETRACTED, at=day(4), by="hal"), id="x", retracts="report")
    lawful = engine.restore(law, [*case.events, other])
    assert audit(law, done(law, lawful, "check", day(5), "mo")).breaches == ()


# --- telling -------------------------------------------------------------------------------------

BODY = policy("""
relations:
  outside: is independent of the school
  staff: works for the school
  parent_of: {says: is the parent of, between: two people}
  pupil: is a pupil
roles:
  customer: {title: You, may_be: outside}
  panel:
    title: Panel
    members: exactly 2
    of_whom: [at least 1 outside, at most 1 staff, at least 1 parent_of of pupil, at most 1 did noted]
  clerk: {title: Clerk}
begins: {came: {by: customer, then: first}}
stages:
  first: {title: First, must: {met: {by: panel}, noted: {by: panel}}}
ends: {over: {title: Over}}
""")


def sitting() -> Case:
    people = {
        "ann": Person(holds="customer"),
        "mo": Person(holds="panel", is_="staff"),
        "bo": Person(holds="panel"),
        "kit": Person(),
        "sam": Person(is_="pupil"),
    }
    case = engine.begin(BODY, at=day(1), people=people)
    return done(BODY, case, "came", day(1), "ann")


@pytest.mark.parametrize(
    ("person", "who", "wanted"),
    [
        ("mo", Person(is_="outside"), 1),
        ("mo", Person(is_=Tie("outside", since=day(9))), 1),
        ("mo", Person(is_not="staff"), 1),
        ("mo", Person(is_="outside", is_not="staff"), 2),
        ("mo", Person(is_={"parent_of": "sam"}), 1),
        ("mo", Person(is_={"parent_of": "kit"}), 1),  # who may be told to be a pupil later
        ("mo", Person(is_not="outside"), 0),
        ("bo", Person(is_="outside"), 0),
    ],
)
def test_nobody_vouches_for_himself_that_a_body_needs_him(
    person: str, who: Person, wanted: int
) -> None:
    said: dict[str, Any] = {"person": person, "who": who}
    assert refused(BODY, sitting(), PERSON_TOLD, day(2), "mo", **said) == wanted * ["panel.of_whom"]
    for other in (None, "ann"):
        assert refused(BODY, sitting(), PERSON_TOLD, day(2), other, **said) == []


def test_nobody_seats_himself_once_the_case_has_begun() -> None:
    """0049: in an office whose holders somebody names that is asked of a telling anyway."""
    clerk = Person(holds="clerk")
    said: dict[str, Any] = {"person": "mo", "who": clerk}
    assert refused(BODY, sitting(), PERSON_TOLD, day(2), "mo", **said) == ["clerk"]
    for other in (None, "ann"):
        assert refused(BODY, sitting(), PERSON_TOLD, day(2), other, **said) == []
    holds_it = engine.apply(BODY, sitting(), Action(PERSON_TOLD, at=day(2), by="ann", **said))
    assert refused(BODY, holds_it, PERSON_TOLD, day(3), "mo", **said) == []


def test_nor_through_another_whose_parent_he_is() -> None:
    said: dict[str, Any] = {"person": "mo", "who": Person(is_={"parent_of": "kit"})}
    case = done(BODY, sitting(), PERSON_TOLD, day(2), None, **said)
    pupil: dict[str, Any] = {"person": "kit", "who": Person(is_="pupil")}
    assert refused(BODY, case, PERSON_TOLD, day(2), "mo", **pupil) == ["panel.of_whom"]
    assert refused(BODY, case, PERSON_TOLD, day(2), "bo", **pupil) == []


def test_the_refusal_says_what_he_is_not_known_to_be() -> None:
    action = Action(PERSON_TOLD, at=day(2), by="mo", person="mo", who=Person(is_="outside"))
    found = engine.decide(BODY, sitting(), action)
    assert message(found.reasons[0]) == (
        "mo is not known to be somebody who is independent of the school, "
        "and what would change that is for somebody else to record"
    )


def test_nobody_takes_back_what_makes_one_too_many_of_him() -> None:
    both: dict[str, Any] = {"sat": ["bo", "mo"]}
    let = Override("the school", "there was no time")
    case = done(
        BODY, sitting(), "noted", day(2), "bo", record={"id": "noted", "override": let}, **both
    )
    assert against(back(BODY, case, "noted", "mo")) == ["panel.of_whom"]
    assert against(back(BODY, case, "noted", "ann")) == []


def test_who_is_told_already_tells_it_again() -> None:
    told: dict[str, Any] = {"person": "mo", "who": Person(is_="outside")}
    case = done(BODY, sitting(), PERSON_TOLD, day(2), None, **told)
    assert refused(BODY, case, PERSON_TOLD, day(3), "mo", **told) == []
    assert refused(BODY, case, PERSON_TOLD, day(1), "mo", **told) == ["panel.of_whom"]


def test_who_complains_is_believed_of_himself() -> None:
    """`may_be` lets through whoever is not known to be none of them, so nobody is free by a word."""
    told: dict[str, Any] = {"person": "ann", "who": Person(is_not="staff")}
    assert refused(BODY, sitting(), PERSON_TOLD, day(2), "ann", **told) == []


def test_nobody_tells_before_the_act_that_he_is_one_who_may_after_it(law: Procedure) -> None:
    """Decision 0053: the head of whoever checked reviews; Mo is Bo's by his own word."""
    case = engine.begin(law, at=day(1), people={**PEOPLE, "cal": Person(holds="clerk")})
    case = done(law, case, "came", day(1), "ann")
    head: dict[str, Any] = {"person": "mo", "who": Person(is_={"head_of": "bo"})}
    assert refused(law, case, PERSON_TOLD, day(2), "mo", **head) == ["above"]
    assert refused(law, case, PERSON_TOLD, day(2), "bo", **head) == []
    case = done(law, case, "report", day(2), "hal", record={"override": Override("x", "y")})
    case = done(law, case, "heard", day(2), "bo")
    case = done(law, case, "check", day(3), "bo")
    assert refused(law, case, PERSON_TOLD, day(4), "mo", **head) == ["above"]  # said once


# --- an office that asks for several things, and one from which all is known to be untrue -----------

OFFICES = policy("""
relations:
  trained: is trained
  outside: is independent of the school
  child: is the child
  parent: is a parent
roles:
  customer: {title: You, may_be: [child, parent], cites: C}
  checker:  {title: The checker, must_be: [trained, outside], cites: C}
clauses: {C: {at: p. 1, says: all of it}}
begins: {came: {by: customer, then: first}}
stages:
  first: {title: First, must: {checked: {by: checker}}, may: {pushed: {by: customer}}}
ends: {over: {title: Over}}
""")


def offices_filled(**people: Person) -> Case:
    named = {
        "ann": Person(holds="customer"),
        "che": Person(holds="checker"),
        "pat": Person(holds="customer", is_not=["child", "parent"]),
    }
    case = engine.begin(OFFICES, at=day(1), people={**named, **people})
    return done(OFFICES, case, "came", day(1), "ann")


@pytest.mark.parametrize("tie", ["trained", "outside"])
def test_nobody_vouches_for_himself_of_one_of_the_things_that_an_office_asks(tie: str) -> None:
    """Decision 0053: nobody says of himself, in his own name, that he is one of those."""
    case = offices_filled()
    told: dict[str, Any] = {"person": "che", "who": Person(is_=tie)}
    assert refused(OFFICES, case, PERSON_TOLD, day(2), "che", **told) == ["checker.must_be"]
    assert refused(OFFICES, case, PERSON_TOLD, day(2), "ann", **told) == []
    restored = engine.restore(
        OFFICES,
        [*case.events, Event(action=Action(PERSON_TOLD, at=day(2), by="che", **told), id="x")],
    )
    assert [each.event.id for each in audit(OFFICES, restored).breaches] == ["x"]


def test_whoever_is_said_to_be_none_of_them_is_not_believed_any_more() -> None:
    """An office is not regained by one's own word, though whoever complains is believed at first."""
    case = offices_filled()
    told: dict[str, Any] = {"person": "pat", "who": Person(is_="parent")}
    assert refused(OFFICES, case, "pushed", day(2), "pat") == ["customer.may_be"]
    assert refused(OFFICES, case, PERSON_TOLD, day(2), "pat", **told) == ["customer.may_be"]
    assert refused(OFFICES, case, PERSON_TOLD, day(2), "ann", **told) == []
    told_again: dict[str, Any] = {"person": "ann", "who": Person(is_="parent", is_not="child")}
    assert refused(OFFICES, case, PERSON_TOLD, day(2), "ann", **told_again) == []
    action = Action(PERSON_TOLD, at=day(2), by="pat", **told)
    assert "pat is none of those who may act as You" in explain(
        engine.decide(OFFICES, case, action)
    )


DATED = policy("""
relations:
  subject: is complained about
  partner: {says: is the partner of, between: two people, both_ways: true}
roles:
  customer: {title: You}
  officer:  {title: Officer}
begins: {came: {by: customer, then: first}}
stages:
  first: {title: First, must: {heard: {by: officer}, noted: {by: officer}}}
ends: {over: {title: Over}}
conflicts: {aside: {who: [subject, partner of subject], may_not: heard}}
""")


@pytest.mark.parametrize("since", [(), (5,)])
@pytest.mark.parametrize("by", ["bo", "ola"])
def test_nobody_moves_in_his_own_name_the_days_of_a_tie_that_is_over(
    by: str, since: tuple[int, ...]
) -> None:
    """Decision 0049: by no date either, on no day on which somebody could record that he acted; whatever was
    recorded since."""

    def partner(until: int) -> Person:
        return Person(holds="officer", is_=[Tie("partner", "mo", until=day(until))])

    people = {
        "ann": Person(holds="customer"),
        "mo": Person(is_="subject"),
        "ola": Person(holds="officer"),
    }
    case = engine.begin(DATED, at=day(1), people={**people, "bo": partner(5)})
    case = done(DATED, case, "came", day(1), "ann")
    for at in since:
        case = done(DATED, case, "noted", day(at), "ola")
    assert refused(DATED, case, "heard", day(4), "bo") == ["aside"]
    told: dict[str, Any] = {"person": "bo", "who": partner(3)}
    assert refused(DATED, case, PERSON_TOLD, day(7), by, **told) == (
        ["aside"] if by == "bo" else []
    )
    over: dict[str, Any] = {"person": "bo", "who": partner(6)}
    assert refused(DATED, case, PERSON_TOLD, day(7), by, **over) == []


STAFF = """
relations: {staff: is employed by us, subject: is complained about}
roles: {customer: {title: You}, officer: {title: Officer}}
begins: {came: {by: customer, then: first}}
stages:
  first: {title: First, must: {heard: {by: officer}, noted: {by: officer}}}
ends: {over: {title: Over}}
conflicts:
  lately: {who: staff, may_not: heard, within_last: TIME}
  aside: {who: subject, may_not: noted}
"""


@pytest.mark.parametrize("year", [1, 1950])
@pytest.mark.parametrize("time", ["12 months", "10 working days"])
@pytest.mark.parametrize("word", ["since", "until"])
def test_days_from_which_no_time_is_counted_back_are_no_error(
    word: str, time: str, year: int
) -> None:
    """Before there are days, or days that the calendar covers, nothing can be recorded of which such a rule speaks."""
    law = policy(STAFF.replace("TIME", time))
    people = {"ann": Person(holds="customer"), "bo": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    dates: dict[str, Any] = {word: date(year, 1, 1)}
    ties = [Tie("staff", **dates), Tie("subject", **dates)]
    case = done(
        law,
        case,
        PERSON_TOLD,
        day(2),
        "ann",
        person="bo",
        who=Person(is_=ties),
        record={"id": "told"},
    )
    assert not audit(law, case).breaches
    counted = (time, year) == ("12 months", 1950)
    rules = {"since": ["aside", "lately"], "until": ["lately"] if counted else []}
    assert sorted({*against(back(law, case, "told", "bo"))}) == rules[word]
    assert against(back(law, case, "told", "ann")) == []


# --- what lets somebody act by the next thing that is recorded ---------------------------------------

EXCUSED_TEXT = """
relations: {subject: is complained about}
roles:
  parent: {title: You}
  head: {title: The head}
  boss: {title: The boss, stand_in: vice}
  vice: {title: The vice}
facts: {leave: {means: the head may act, decided_by: boss}}
begins: {came: {by: parent, then: informal}}
stages:
  informal:
    title: Informal
    must: {looked: {by: head}}
    may: {taken_further: {by: parent, then: formal}}
  formal: {title: Formal, must: {heard: {by: boss, then: over}}}
throughout: {may: {spoke: {by: head, counts_as: decide}, boss_named: {by: vice, appoints: boss}}}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: decide, except: {in: informal, if: leave}}
  none_for_himself: {who: subject, may_not: leave}
"""
EXCUSED = policy(EXCUSED_TEXT)


def excused(*, leave: bool | None) -> Case:
    people = {
        "ann": Person(holds="parent"),
        "mo": Person(holds="head", is_="subject"),
        "bo": Person(holds="boss"),
        "vi": Person(holds="vice"),
        "gus": Person(),
    }
    case = done(EXCUSED, engine.begin(EXCUSED, at=day(1), people=people), "came", day(1), "ann")
    return case if leave is None else done(EXCUSED, case, "leave", day(2), "bo", answer=leave)


def test_a_step_that_names_who_may_excuse_somebody_and_leads_on_is_asked_of_both() -> None:
    text = EXCUSED_TEXT.replace("{in: informal, if: leave}", "{if: leave}")
    law = policy(text.replace("appoints: boss}", "appoints: boss, then: formal}"))
    assert makes_exceptions(law, law.steps["boss_named"])
    assert not makes_exceptions(law, law.steps["taken_further"])


@pytest.mark.parametrize("by", ["mo", None])
def test_nobody_takes_the_case_back_to_a_stage_in_which_he_is_excused(by: str | None) -> None:
    """0049: an exception hangs on the stage that is open, too."""
    case = excused(leave=True)
    assert refused(EXCUSED, case, "spoke", day(3), "mo") == []
    case = done(EXCUSED, case, "taken_further", day(3), "ann", record={"id": "further"})
    assert refused(EXCUSED, case, "spoke", day(4), "mo") == ["aside"]
    with pytest.raises(ActionRefused) as raised:
        done(EXCUSED, case, RETRACTED, day(4), by, record={"retracts": "further"})
    (reason,) = raised.value.ruling.reasons
    assert isinstance(reason, Unnamed if by is None else Barred)
    back = done(EXCUSED, case, RETRACTED, day(4), "ann", record={"retracts": "further"})
    assert refused(EXCUSED, back, "spoke", day(4), "mo") == []


@pytest.mark.parametrize(
    ("person", "who"),
    [("gus", Person(holds="boss")), ("bo", Person(is_="subject"))],
    ids=["another boss", "the boss aside, so that the vice decides"],
)
def test_nobody_tells_of_whoever_may_excuse_him(person: str, who: Person) -> None:
    """0009: nobody excuses himself; nor does he choose who does."""
    case = excused(leave=False)
    said: dict[str, Any] = {"person": person, "who": who}
    assert refused(EXCUSED, case, PERSON_TOLD, day(3), "mo", **said) == ["aside"]
    for other in (None, "ann"):
        assert refused(EXCUSED, case, PERSON_TOLD, day(3), other, **said) == []
    told = Event(action=Action(PERSON_TOLD, at=day(3), by="mo", **said), id="told")
    found = audit(EXCUSED, engine.restore(EXCUSED, [told], onto=case))
    assert [each.event.id for each in found.breaches] == ["told"]


def test_staff_whom_somebody_told_of_before_he_was_complained_about_are_no_breach() -> None:
    people = {"ann": Person(holds="parent"), "mo": Person(holds="head"), "vi": Person(holds="vice")}
    case = done(EXCUSED, engine.begin(EXCUSED, at=day(1), people=people), "came", day(1), "ann")
    staff = Action(PERSON_TOLD, at=day(1), by="mo", person="gus", who=Person(holds="boss"))
    case = engine.apply(EXCUSED, case, staff)
    tie = Action(PERSON_TOLD, at=day(2), by="ann", person="mo", who=Person(is_="subject"))
    case = engine.apply(EXCUSED, case, tie)
    assert audit(EXCUSED, case).breaches == ()


# --- once a case has begun, though no stage is open ------------------------------------------------

NOT_YET_OPEN = """
relations: {subject: is complained about}
roles: {parent: {title: You}, officer: {title: An officer}, boss: {title: The boss}}
facts:
  allowed: {means: it is allowed, decided_by: boss, for_each: subject}
  urgent: {means: it cannot wait, decided_by: parent}
begins:
  handed_in: {by: parent}
  came: {by: parent, then: first}
stages:
  first: {title: First, must: {looked: {by: officer, counts_as: consider, then: over}}}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: consider, except: {in: first, if: allowed}}
"""


def taken_back(law: Procedure, case: Case) -> Case:
    case = done(law, case, "came", day(1), "ann", record={"id": "came"})
    return engine.apply(law, case, Action(RETRACTED, at=day(1), by="ann"), retracts="came")


@pytest.mark.parametrize(
    "first",
    [
        lambda law, case: done(law, case, "handed_in", day(1), "ann"),
        lambda law, case: done(law, case, "urgent", day(1), "ann", answer=True),
        taken_back,
    ],
    ids=["what opens nothing", "an answer", "what was taken back"],
)
def test_once_anything_has_happened_nobody_seats_himself_or_whoever_may_excuse_him(
    first: Callable[[Procedure, Case], Case],
) -> None:
    """0049 and 0055: a case has begun once anything has happened, whether or not that opened a stage. Until then
    Gil enters himself, but whom the boss may excuse enters no boss."""
    law = policy(NOT_YET_OPEN)
    people = {
        "ann": Person(holds="parent"),
        "mo": Person(holds="officer", is_="subject"),
        "gil": Person(),
    }
    case = engine.begin(law, at=day(1), people=people)
    boss = Person(holds="boss")

    def told(case: Case, by: str) -> list[str]:
        return refused(law, case, PERSON_TOLD, day(2), by, person="gil", who=boss)

    assert (told(case, "mo"), told(case, "gil")) == (["aside"], [])
    case = first(law, case)
    assert (told(case, "mo"), told(case, "gil")) == (["aside"], ["boss"])
    over = Override(by="the chair", why="it was so")
    case = done(
        law, case, PERSON_TOLD, day(2), "gil", person="gil", who=boss, record={"override": over}
    )
    (told_late,) = (each for each in audit(law, case).judged if each.event.override is not None)
    assert [reason.rule for reason in told_late.then.reasons] == ["boss"]
