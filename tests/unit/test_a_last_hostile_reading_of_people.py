"""What a last hostile reading of who may act tried: taking back, telling, leave for each, and what is said of it."""

from datetime import date

import pytest

from complaintflow import engine, explain
from complaintflow.asking import asks
from complaintflow.auditing import Audit, Verdict, audit
from complaintflow.case import Action, Case, Event, Override, Person, Tie
from complaintflow.forecasting import forecast
from complaintflow.planning import staffing
from complaintflow.plans import Blocked, Plan
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.resting import what_rests_on
from complaintflow.rulings import ActionRefused, Barred
from tests.policies import day, done, policy, ruling

BASE = """
relations:
  subject: is complained about
  spouse: {says: is married to, between: two people, both_ways: true}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  boss:     {title: The boss, stand_in: deputy}
  deputy:   {title: The deputy, may_be: spare, cites: C}
  helper:   {title: A helper, appointed_by: boss, cites: C}
clauses: {C: {at: p. 1, says: all of it}}
facts:
  several: {means: several are complained about, decided_by: customer}
  leave: {means: they may take part, decided_by: boss, asked_if: several, for_each: subject, counts_as: advise}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      heard:   {by: officer, counts_as: consider}
      decided: {by: officer, counts_as: decide}
    may:
      boss_named:   {by: customer, appoints: boss}
      helper_named: {by: boss, appoints: helper}
      helped:       {by: helper}
      ended:        {by: customer, then: shut}
ends: {shut: {title: Shut}}
conflicts:
  aside: {who: [subject, spouse of subject], may_not: [consider, decide], except: {if: leave}}
"""
BASE = BASE.replace("relations:", "relations:\n  spare: is one of the spare ones")

PEOPLE = {
    "cy": Person(holds="customer"),
    "ola": Person(holds="officer"),
    "bo": Person(holds="boss"),
    "mo": Person(holds="officer", is_="subject"),
    "amy": Person(holds="officer", is_={"spouse": "mo"}),
}


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(BASE)


def begun(law: Procedure, **people: Person) -> Case:
    case = engine.begin(law, at=day(1), people={**PEOPLE, **people}, facts={"several": True})
    return done(law, case, "came", day(1), "cy")


def rules(law: Procedure, case: Case, of: str, by: str | None, at: date) -> list[str]:
    """The rules that taking back an event is refused by; none where it was taken back."""
    try:
        engine.apply(law, case, Action(RETRACTED, at=at, by=by), retracts=of)
    except ActionRefused as refusal:
        return [reason.rule for reason in refusal.ruling.reasons]
    return []


def may(law: Procedure, case: Case, person: str, act: str = "heard") -> bool:
    return ruling(law, case, act, day(9), person).permitted


# --- taking back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [5, 11, 13])
def test_nobody_takes_back_on_a_day_before_the_tie_what_was_done_after(
    law: Procedure, at: int
) -> None:
    """What was done on the twelfth is not taken back on the fifth, before Mo was complained about."""
    mo = Person(holds="officer", is_=Tie("subject", since=day(10)))
    case = done(law, begun(law, mo=mo), "decided", day(12), "ola", record={"id": "it"})
    assert rules(law, case, "it", "mo", day(at)) == ["aside"]
    assert rules(law, case, "it", None, day(at)) == ["decided.by"]
    assert rules(law, case, "it", "cy", day(at)) == []


def test_what_was_done_before_the_tie_is_taken_back_before_it(law: Procedure) -> None:
    mo = Person(holds="officer", is_=Tie("subject", since=day(10)))
    case = done(law, begun(law, mo=mo), "decided", day(3), "ola", record={"id": "it"})
    assert rules(law, case, "it", "mo", day(5)) == []
    assert rules(law, case, "it", "mo", day(10)) == ["aside"]


@pytest.fixture(scope="module")
def no_more(law: Procedure) -> Case:
    """Leave is given for Mo on the second, and withdrawn on the third."""
    case = done(law, begun(law), "leave", day(2), "bo", person="mo", answer=True)
    return done(law, case, "leave", day(3), "bo", person="mo", answer=False, record={"id": "no"})


def test_nobody_takes_back_in_his_own_name_the_no_that_keeps_him_away(
    law: Procedure, no_more: Case
) -> None:
    """Decision 0049: nobody frees himself, be it of the bar or by its exception."""
    assert not may(law, no_more, "mo")
    assert rules(law, no_more, "no", "mo", day(4)) == ["aside"]
    assert rules(law, no_more, "no", "amy", day(4)) == ["aside"]  # through Mo
    assert rules(law, no_more, "no", None, day(4)) == ["leave.decided_by"]
    assert rules(law, no_more, "no", "cy", day(4)) == []
    freed = engine.apply(law, no_more, Action(RETRACTED, at=day(4), by="cy"), retracts="no")
    assert may(law, freed, "mo")


def test_nor_that_the_question_is_not_asked(law: Procedure) -> None:
    case = done(law, begun(law), "leave", day(2), "bo", person="mo", answer=True)
    case = done(law, case, "several", day(3), "cy", answer=False, record={"id": "one"})
    assert not may(law, case, "mo")
    assert rules(law, case, "one", "mo", day(4)) == ["aside"]
    assert rules(law, case, "one", "ola", day(4)) == []


def test_nor_the_appointment_by_which_whoever_decided_it_held_no_office() -> None:
    """Ann is named to the one office of boss, so that what Bo says afterwards excepts nobody."""
    law = policy(BASE.replace("{title: The boss, ", "{title: The boss, holders: one, "))
    case = done(law, begun(law, ann=Person()), "boss_named", day(2), "cy", holder="ann")
    appointed = case.events[-1].id
    told = Action("leave", at=day(3), by="bo", person="mo", answer=True)
    case = engine.apply(law, case, told, override=Override(by="cy", why="it was so"))
    assert not may(law, case, "mo")
    assert rules(law, case, appointed, "mo", day(4)) == ["aside"]
    assert rules(law, case, appointed, "ola", day(4)) == []


# --- audits, and what rests on what ----------------------------------------------------------------


def imported(law: Procedure, case: Case, *events: Event) -> Audit:
    return audit(law, engine.restore(law, events, onto=case))


def told(by: str | None, at: int, who: Person, **record: str) -> Event:
    action = Action(PERSON_TOLD, at=day(at), by=by, person="mo", who=who)
    return Event(action=action, id="told", **record)  # type: ignore[arg-type]


def verdicts(found: Audit) -> dict[str, Verdict]:
    return {judged.event.id: judged.verdict for judged in found.judged}


@pytest.mark.parametrize(("by", "verdict"), [("mo", Verdict.BREACH), ("cy", Verdict.IN_ORDER)])
def test_an_audit_finds_who_told_himself_free(law: Procedure, by: str, verdict: Verdict) -> None:
    """In a history that was not judged when it was recorded."""
    acted = Event(action=Action("heard", at=day(4), by="mo"), id="it")
    denied = told(by, 3, Person(is_not="subject"))
    assert verdicts(imported(law, begun(law), denied, acted))["told"] is verdict
    corrected = told(by, 1, Person(holds="officer"), corrects="people.mo")
    found = imported(law, begun(law), corrected, acted)
    assert verdicts(found)["told"] is verdict
    reasons = {r.rule for j in found.breaches for r in j.then.reasons}
    assert reasons == ({"aside"} if by == "mo" else set())


def test_an_audit_finds_who_corrects_into_an_office_what_was_told_at_the_beginning(
    law: Procedure,
) -> None:
    """The boss names helpers: once the case has begun, nobody else writes one into its beginning."""
    helper = Person(holds=["officer", "helper"], is_="subject")
    for by, verdict in (("cy", Verdict.BREACH), ("bo", Verdict.IN_ORDER)):
        found = imported(law, begun(law), told(by, 1, helper, corrects="people.mo"))
        assert verdicts(found)["told"] is verdict
    early = engine.begin(law, at=day(1), people=PEOPLE)
    found = imported(law, early, told("cy", 1, helper, corrects="people.mo"))
    assert verdicts(found)["told"] is Verdict.IN_ORDER


def test_the_version_that_is_corrected_gives_nobody_an_office_to_correct_it_by(
    law: Procedure,
) -> None:
    """Only the boss tells of a helper; who is the boss by the very telling that goes, is not the boss."""
    case = begun(law)
    boss, more = Person(holds=["officer", "boss"]), Person(holds=["officer", "boss", "helper"])
    case = engine.apply(law, case, Action(PERSON_TOLD, at=day(3), by="cy", person="ola", who=boss))
    wrong = case.events[-1].id
    anew = Action(PERSON_TOLD, at=day(3), by="ola", person="ola", who=more)
    assert not ruling(law, case, PERSON_TOLD, day(4), "ola", person="ola", who=more).reasons
    with pytest.raises(ActionRefused, match=r"helper\.appointed_by"):
        engine.apply(law, case, anew, corrects=wrong)
    over = Override("the chair", "it was so")
    case = engine.apply(law, case, anew, corrects=wrong, override=over)
    [judged] = [each for each in audit(law, case).judged if each.event.corrects == wrong]
    assert {reason.rule for reason in judged.then.reasons} == {"helper.appointed_by"}


def test_an_audit_says_so_of_what_was_overridden(law: Procedure) -> None:
    denied = Action(PERSON_TOLD, at=day(3), by="mo", person="mo", who=Person(is_not="subject"))
    over = Override(by="cy", why="let it be")
    case = engine.apply(law, begun(law), denied, id="told", override=over)
    assert verdicts(audit(law, case))["told"] is Verdict.BREACH


def test_what_came_to_light_of_him_was_not_his_to_deny(law: Procedure) -> None:
    """He said that he was not before anybody told that he was; the other way round it is cleared."""
    free = Person(holds="officer")
    late = Event(
        action=Action(PERSON_TOLD, at=day(2), by="cy", person="mo", who=Person(is_="subject")),
        id="late",
        known_at=day(8),
    )
    found = imported(law, begun(law, mo=free), told("mo", 3, Person(is_not="subject")), late)
    assert verdicts(found)["told"] is Verdict.COME_TO_LIGHT
    never = Event(
        action=Action(PERSON_TOLD, at=day(1), by="cy", person="mo", who=free),
        id="never",
        known_at=day(8),
        corrects="people.mo",
    )
    found = imported(law, begun(law), told("mo", 3, Person(is_not="subject")), never)
    assert verdicts(found)["told"] is Verdict.CLEARED


def test_who_is_told_of_by_somebody_rests_on_that_ones_office(law: Procedure) -> None:
    """Bea tells that Hal is a helper, as the boss whom Cy named; what Hal does rests on both."""
    case = begun(law, bo=Person(), bea=Person(), hal=Person())
    case = done(law, case, "boss_named", day(2), "cy", holder="bea", record={"id": "named"})
    telling = Action(PERSON_TOLD, at=day(3), by="bea", person="hal", who=Person(holds="helper"))
    case = engine.apply(law, case, telling, id="told")
    case = done(law, case, "helped", day(4), "hal", record={"id": "helped"})
    resting = [(each.event.id, each.rules) for each in what_rests_on(law, case, "named")]
    assert resting == [("told", ("helper.appointed_by",)), ("helped", ("helped.by",))]


def test_whoever_overrides_that_he_is_told_to_hold_an_office_is_marked(law: Procedure) -> None:
    for by, own in (("mo", "mo"), ("cy", None)):
        telling = told(None, 3, Person(holds="helper"))
        event = Event(
            action=telling.action, id=telling.id, override=Override(by=by, why="let it be")
        )
        admitted = engine.admit(law, begun(law), [event])
        assert [each.own for each in admitted.overridden] == [own]
        (judged,) = audit(law, admitted.case).overridden
        assert judged.own == own
        text = explain(audit(law, admitted.case))
        assert ("recorded all the same by mo, who holds an office by it: let it be" in text) is (
            own == "mo"
        )


# --- who could decide ------------------------------------------------------------------------------


def bar(law: Procedure, case: Case) -> Barred:
    (reason,) = ruling(law, case, "heard", day(3), "mo").reasons
    assert isinstance(reason, Barred)
    return reason


def test_who_is_kept_from_the_office_is_not_said_to_be_able_to_give_leave() -> None:
    law = policy(BASE + "  not_ones_own: {who: subject, may_not: boss}\n")
    bo, dee = Person(holds="boss", is_="subject"), Person(holds="deputy")
    assert bar(law, begun(law, bo=bo)).deciders == ()
    case = begun(law, bo=bo, dee=dee)
    assert bar(law, case).deciders == ("dee",)  # who stands in
    assert engine.who_may(law, case, "leave", as_of=day(3)).may == ("dee",)
    assert "once dee records leave: true for mo" in explain(
        ruling(law, case, "heard", day(3), "mo")
    )
    assert bar(law, begun(law, dee=dee)).deciders == ("bo",)
    none_of_those = Person(holds="deputy", is_not="spare")
    assert bar(law, begun(law, bo=bo, dee=none_of_those)).deciders == ()


# --- leave for each ---------------------------------------------------------------------------------

GATES = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer}
facts:
  leave: {means: they may take part, decided_by: customer, for_each: subject}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {heard: {by: officer, unless: leave, within: 3 working days of came}}
    may:  {ended: {by: customer, unless: leave, then: shut}}
ends: {shut: {title: Shut}}
"""


@pytest.fixture(scope="module")
def gates() -> Procedure:
    return policy(GATES)


def complained_about(gates: Procedure, *ties: Tie) -> Case:
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    people |= {f"s{number}": Person(is_=tie) for number, tie in enumerate(ties)}
    return done(gates, engine.begin(gates, at=day(1), people=people), "came", day(1), "cy")


@pytest.mark.parametrize("over", [False, True])
def test_what_is_owed_and_what_may_be_done_wait_for_the_same_answers(
    gates: Procedure, over: bool
) -> None:
    """Also for that of somebody of whom the tie is over: no gate opens by time alone."""
    first = Tie("subject", until=date(2026, 5, 1)) if over else Tie("subject")
    case = complained_about(gates, first, Tie("subject"))
    case = done(gates, case, "leave", day(2), "cy", person="s1", answer=False)

    def stands(case: Case) -> tuple[bool, list[str], list[str]]:
        (move,) = [m for m in engine.moves(gates, case, as_of=day(3)) if m.event == "heard"]
        owed = [each.duty for each in engine.owed(gates, case, as_of=day(3))]
        return ruling(gates, case, "heard", day(3), "ola").permitted, owed, [*move.who]

    assert stands(case) == (False, [], [])
    (move,) = [m for m in engine.moves(gates, case, as_of=day(3)) if m.event == "leave"]
    assert move.for_ == ("s0",)
    (field,) = asks(gates, case, "leave", at=day(3)).field("person")
    assert "s0" in [choice.value for choice in field.choices]
    case = done(gates, case, "leave", day(2), "cy", person="s0", answer=False)
    assert stands(case) == (True, ["heard"], ["ola"])


@pytest.mark.parametrize("many", [1, 2, 3])
def test_what_waits_for_an_answer_for_everybody_is_planned_and_foreseen(
    gates: Procedure, many: int
) -> None:
    case = complained_about(gates, *[Tie("subject")] * many)
    (way,) = forecast(gates, case, as_of=day(2)).ways
    assert way.shut is None
    assert [foreseen.step for foreseen in way.foreseen][-1] == "ended"
    plan = staffing(gates, case, {}, as_of=day(2))
    assert isinstance(plan, Plan)
    for event in plan.events:
        case = engine.apply(gates, case, event.action)
    assert engine.stage_of(gates, case, as_of=day(9)) == "shut"


def test_leave_is_planned_for_whom_a_rule_keeps_away_that_looks_back() -> None:
    """Mo is complained about no more, and kept away still; leave can be given for him."""
    law = policy(BASE.replace("may_not: [consider", "within_last: 2 months, may_not: [consider"))
    mo = Person(holds="officer", is_=Tie("subject", until=date(2026, 5, 20)))
    case = begun(law, ola=Person(), amy=Person(), mo=mo)
    assert not may(law, case, "mo")
    plan = staffing(law, case, {}, as_of=day(2))
    assert isinstance(plan, Plan)
    assert [each.for_ for each in plan.assigned if each.name == "leave"] == ["mo"]
    for event in plan.events:
        case = engine.apply(law, case, event.action)
    assert engine.stage_of(law, case, as_of=day(9)) == "shut"


# --- who agrees -------------------------------------------------------------------------------------

AGREED = """
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair, KIND}
clauses: {C: {at: p. 1, says: all of it}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {heard: {by: officer, agreed_by: chair}}
    may:
      named: {by: officer, appoints: chair}
      ended: {by: customer, after: heard, then: shut}
ends: {shut: {title: Shut}}
"""


@pytest.mark.parametrize(
    ("kind", "there", "called", "named"),
    [
        ("holders: one", 0, 1, 0),  # who is called in holds the office
        ("holders: one", 0, 0, 1),  # an officer is named to it
        ("members: exactly 2, cites: C", 1, 1, 0),
        ("members: exactly 2, cites: C", 1, 0, 1),
    ],
)
def test_who_agrees_is_called_in_or_named(kind: str, there: int, called: int, named: int) -> None:
    """An office that a step fills agrees once somebody holds it, who need not be there at the beginning."""
    law = policy(AGREED.replace("KIND", kind))
    chairs = [f"di{number}" for number in range(there + called)]
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    people |= {name: Person(holds="chair") for name in chairs[:there]}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    crew = {name: Person(holds="chair") for name in chairs[there:]}
    plan = staffing(law, case, crew, as_of=day(2))
    assert isinstance(plan, Plan)
    assert sum(each.name == "named" for each in plan.assigned) == named
    for event in plan.events:
        case = engine.apply(law, case, event.action)
    assert engine.stage_of(law, case, as_of=day(9)) == "shut"


def test_of_an_office_that_nobody_can_fill_it_is_said_that_it_blocks() -> None:
    """The step that names a holder is done by nobody who is there."""
    law = policy(
        AGREED.replace("KIND", "holders: one").replace("named: {by: officer", "named: {by: chair")
    )
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    found = staffing(law, case, {}, as_of=day(2))
    assert isinstance(found, Blocked)
    assert ([each.role for each in found.vacant], found.rules) == (["chair"], ())
    assert found.shut == ()
