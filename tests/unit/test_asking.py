"""What a form for an event needs. All of it happens in June 2026."""

from typing import Any

import pytest

from complaintflow import engine
from complaintflow.asking import Asked, Choice, Field, Need, asks, spoken
from complaintflow.case import Action, Case, Override, Person
from complaintflow.errors import InputError
from complaintflow.procedure import Procedure
from tests.policies import day, done, fusion_care, people, policy, refused, ruling

LAW = """
relations: {subject: is complained about, kin: is of the family}
roles:
  customer: {title: You}
  officer:  {title: An officer, stand_in: deputy}
  deputy:   {title: The deputy}
  chair:    {title: The chair, holders: one}
  friend:   {title: A friend, may_be: kin, cites: P-2}
facts:
  agreed: {means: the customer agrees, decided_by: customer}
  waived: {means: it is waived, decided_by: [chair, officer], counts_as: decide, cites: P-1}
  size:   {means: how big it is, decided_by: officer, answers: [small, very_big]}
clauses:
  P-1: {at: line 1, says: one}
  P-2: {at: line 2, says: two}
  P-3: {at: line 3, says: three}
begins:
  came: {by: customer, how: [speech, letter], then: open, cites: {by: P-1, how: P-2}}
stages:
  open:
    title: Open
    must:
      looked_at: {by: officer, to: chair, counts_as: consider}
      answered:
        by: officer
        to: [customer, friend]
        with: chair
        open_to: friend
        copies_to: chair
        how: writing
        must_include: [reasons, next_steps]
        recorded_in: [case_log]
        counts_as: consider
        cites: {to: P-1, must_include: P-3, with: P-2}
      told: {by: chair, to: officer}
      met:  {by: [customer, friend]}
    may:
      friend_chosen: {by: customer, appoints: friend, from: customer, to: friend, cites: P-2}
      chair_named:   {by: officer, appoints: chair}
      closed:        {by: customer, then: shut}
throughout:
  never: {lost: {by: officer, recorded_in: case_log}}
ends: {shut: {title: Shut}}
conflicts:
  aside: {who: subject, may_not: [consider, chair], cites: P-3}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(LAW)


WHO = {
    "cy": Person(holds="customer"),
    "ola": Person(holds=["officer", "chair"]),
    "bo": Person(holds="officer", is_="subject"),
    "di": Person(holds="deputy"),
    "fay": Person(is_not="kin"),
}


@pytest.fixture
def opened(law: Procedure) -> Case:
    case = engine.begin(law, at=day(1), people=WHO)
    return done(law, case, "came", day(1), "cy", how="letter")


def line(field: Field) -> str:
    """A field as one line: what it is, what without it, what it says, its choices, its clauses."""
    chosen = "any" if field.free else "|".join(choice.label for choice in field.choices)
    wants = "" if field.wants is None else f" {field.wants}"
    clauses = "".join(f" {clause}" for clause in field.clauses)
    return f"{field.key}{wants} {field.need}: {field.label}: {chosen}{clauses}"


def lines(asked: Asked) -> list[str]:
    return [line(field) for field in asked.fields]


def by(asked: Asked) -> list[object]:
    """Whom a form would let sign."""
    return [choice.value for field in asked.field("by") for choice in field.choices]


def test_a_form_asks_everything_that_a_step_says_in_the_order_of_filling_in(
    law: Procedure, opened: Case
) -> None:
    asked = asks(law, opened, "answered")
    assert (asked.event, asked.label) == ("answered", "answered")
    assert lines(asked) == [
        "at gate: when it happened: any",
        "by gate: who does it: ola (officer) P-1 P-3 P-2",
        "how owed: in what form: writing|letter|email P-1 P-3 P-2",
        "to customer owed: to the customer: cy (customer) P-1",
        "to friend open: to the friend: friend P-1",
        "with_ chair owed: with the chair: ola (chair) P-2",
        "copies_to chair owed: copy to the chair: ola (chair) P-1 P-3 P-2",
        "with_ friend open: with the friend: friend P-1 P-3 P-2",
        "includes reasons owed: includes reasons: reasons P-3",
        "includes next_steps owed: includes next steps: next steps P-3",
        "recorded_in case_log owed: recorded in case log: case log P-1 P-3 P-2",
    ]


def test_a_form_leads_on_only_in_the_right_form(law: Procedure, opened: Case) -> None:
    """Decision 0005: where a step leads on its form is a gate; each kind of a form will do."""
    (how,) = asks(law, opened, "came").field("how")
    assert (how.need, how.clauses) == (Need.GATE, ("P-2",))
    assert [choice.value for choice in how.choices] == [
        "speech",
        "in_person",
        "telephone",
        "video",
        "letter",
    ]
    assert how.choices[1].label == "in person"
    (how,) = asks(law, opened, "answered").field("how")
    assert how.need is Need.OWED


def test_only_those_may_sign_whom_nothing_of_their_own_keeps_from_it(
    law: Procedure, opened: Case
) -> None:
    """Bo is an officer and complained about; di is the deputy of officers who are not all barred."""
    assert by(asks(law, opened, "looked_at")) == ["ola"]
    assert by(asks(law, opened, "told")) == ["ola"]
    assert by(asks(law, opened, "waived")) == ["ola", "bo"]


def test_what_only_holds_up_the_event_keeps_nobody_from_signing(
    law: Procedure, opened: Case
) -> None:
    """Whether the event may happen at all is for `decide`."""
    shut = done(law, opened, "closed", day(2), "cy")
    assert by(asks(law, shut, "closed")) == ["cy"]
    assert not ruling(law, shut, "closed", day(3), "cy").permitted


def test_the_substitute_signs_and_is_told_where_the_office_stands_aside(law: Procedure) -> None:
    """Decision 0006."""
    case = engine.begin(
        law,
        at=day(1),
        people={
            "cy": Person(holds="customer"),
            "bo": Person(holds="officer", is_="subject"),
            "di": Person(holds="deputy"),
            "chi": Person(holds="chair"),
        },
    )
    case = done(law, case, "came", day(1), "cy", how="letter")
    asked = asks(law, case, "looked_at")
    assert [line(field) for field in asked.field("by")] == ["by gate: who does it: di (deputy)"]
    (to,) = asks(law, case, "told").field("to")
    assert (to.wants, to.label, to.need) == ("deputy", "to the deputy", Need.OWED)
    assert to.choices == (Choice("di", "di (deputy)"),)
    assert ruling(law, case, "told", day(2), "chi", to="di").owed == ()
    assert [str(o) for o in ruling(law, case, "told", day(2), "chi", to="bo").owed] == [
        "told.to deputy"
    ]


def test_one_substitute_of_two_offices_is_asked_for_once() -> None:
    """Two identical questions would be one too many."""
    law = policy("""
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer, stand_in: deputy}
  deputy:   {title: The deputy}
begins: {came: {by: customer, then: open}}
stages:
  open:
    title: Open
    must:
      looked_at: {by: officer, counts_as: consider}
      told:      {by: customer, to: [officer, deputy]}
conflicts: {aside: {who: subject, may_not: consider}}
""")
    who = {
        "cy": Person(holds="customer"),
        "bo": Person(holds="officer", is_="subject"),
        "di": Person(holds="deputy"),
    }
    case = done(law, engine.begin(law, at=day(1), people=who), "came", day(1), "cy")
    assert [field.wants for field in asks(law, case, "told").field("to")] == ["deputy"]


def test_an_office_that_nobody_holds_is_told_by_its_own_name(law: Procedure) -> None:
    """Decision 0011."""
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy", how="letter")
    (to,) = asks(law, case, "looked_at").field("to")
    assert (to.need, to.choices) == (Need.OPEN, (Choice("chair", "chair"),))
    assert ruling(law, case, "looked_at", day(2), "ola", to="chair").owed == ()


def test_where_nobody_may_there_is_nobody_to_choose_and_not_anybody(law: Procedure) -> None:
    """No choices on a field that is not free: nobody could, as the case stands."""
    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    (signer,) = asks(law, case, "chair_named").field("by")
    assert (signer.choices, signer.free) == ((), False)
    (holder,) = asks(law, case, "friend_chosen").field("holder")
    assert ([choice.value for choice in holder.choices], holder.free) == (["cy"], False)
    (when,) = asks(law, case, "chair_named").field("at")
    assert (when.choices, when.free) == ((), True)


def test_whom_an_appointment_may_name(law: Procedure, opened: Case) -> None:
    """From the offices that the step says, eligible, and not kept from the office."""
    (holder,) = asks(law, opened, "friend_chosen").field("holder")
    assert line(holder) == "holder friend owed: who is to be friend: cy (customer) P-2"
    (holder,) = asks(law, opened, "chair_named").field("holder")
    assert [choice.value for choice in holder.choices] == ["cy", "ola", "di", "fay"]


def test_whoever_is_appointed_by_a_step_that_tells_the_office_must_be_told(
    law: Procedure, opened: Case
) -> None:
    """Before the event nobody holds it; once it is recorded somebody does, and is owed it."""
    (to,) = asks(law, opened, "friend_chosen").field("to")
    assert (to.need, to.choices) == (Need.OWED, (Choice("friend", "friend"),))
    chosen = Action("friend_chosen", at=day(2), by="cy", holder="cy", to="friend")
    assert owed_for(law, opened, chosen) == []
    silent = Action("friend_chosen", at=day(2), by="cy", holder="cy")
    assert owed_for(law, opened, silent) == ["friend_chosen.to friend"]
    assert [str(o) for o in engine.decide(law, opened, silent).owed] == ["friend_chosen.to friend"]


def owed_for(law: Procedure, case: Case, action: Action) -> list[str]:
    """What an event lacks once it is recorded."""
    grown = engine.apply(law, case, action, id="new")
    return [str(o) for o in engine.owed(law, grown, as_of=action.at) if o.event == "new"]


def test_who_is_named_anew_is_told_and_not_who_held_the_office_before(
    law: Procedure, opened: Case
) -> None:
    """An office is told by its own name, whoever holds it."""
    friend = done(law, opened, "friend_chosen", day(2), "cy", holder="cy", to="friend")
    (to,) = asks(law, friend, "friend_chosen").field("to")
    assert (to.need, to.choices) == (Need.OWED, (Choice("friend", "friend"),))


def test_in_which_office_is_asked_where_somebody_could_act_in_two(
    law: Procedure, opened: Case
) -> None:
    """Ola is officer and chair; cy is a friend too once that is so."""
    (office,) = asks(law, opened, "waived").field("role")
    assert line(office) == "role open: in which office: chair|officer P-1"
    assert asks(law, opened, "answered").field("role") == ()
    assert asks(law, opened, "met").field("role") == ()
    friend = done(law, opened, "friend_chosen", day(2), "cy", holder="cy")
    (office,) = asks(law, friend, "met").field("role")
    assert [choice.value for choice in office.choices] == ["customer", "friend"]


def test_a_substitute_who_need_not_step_in_is_asked_for_no_office(law: Procedure) -> None:
    """Ed is an officer and the deputy; while officers may act, nobody acts as their deputy."""
    case = engine.begin(
        law, at=day(1), people=people(cy="customer", ed=["officer", "deputy"], chi="chair")
    )
    assert asks(law, case, "chair_named").field("role") == ()
    action = Action("chair_named", at=day(2), by="ed", role="deputy")
    assert "chair_named.by" in [reason.rule for reason in engine.decide(law, case, action).reasons]


def test_a_fact_asks_for_its_answer_and_who_decides_it(law: Procedure, opened: Case) -> None:
    assert lines(asks(law, opened, "agreed")) == [
        "answer gate: the customer agrees: yes|no",
        "at gate: when it was answered: any",
        "by open: who decides it: cy (customer)",
    ]
    asked = asks(law, opened, "size")
    assert asked.label == "how big it is"
    assert [(c.value, c.label) for c in asked.field("answer")[0].choices] == [
        ("small", "small"),
        ("very_big", "very big"),
    ]


def test_who_decides_is_a_gate_where_the_application_may_not_tell_it(
    law: Procedure, opened: Case
) -> None:
    """Grammar D2: what a conflict of interest can keep somebody from is recorded with its decider."""
    (signer,) = asks(law, opened, "waived").field("by")
    assert (signer.need, signer.clauses) == (Need.GATE, ("P-1",))
    unsigned = ruling(law, opened, "waived", day(2), None, answer=True)
    assert [reason.rule for reason in unsigned.reasons] == ["waived.decided_by"]


def test_a_form_for_what_is_forbidden_asks_what_is_recorded_of_it(
    law: Procedure, opened: Case
) -> None:
    """It is a breach, whoever does it; an override records it."""
    asked = asks(law, opened, "lost")
    assert by(asked) == ["cy", "ola", "bo", "di", "fay"]
    assert [field.key for field in asked.fields] == ["at", "by", "recorded_in"]


def test_a_form_before_anything_happened_has_nobody_to_choose(law: Procedure) -> None:
    assert by(asks(law, Case(()), "came")) == []
    assert by(asks(law, Case(()), "agreed")) == []
    (holder,) = asks(law, Case(()), "chair_named").field("holder")
    assert holder.choices == ()


def test_a_form_knows_what_was_recorded_for_later(law: Procedure, opened: Case) -> None:
    """As the case stands after its last event, whatever the day is."""
    named = done(law, opened, "chair_named", day(20), "ola", holder="di")
    (to,) = asks(law, named, "looked_at").field("to")
    assert to.choices == (Choice("di", "di (chair)"),)


def test_a_record_against_the_rules_counts_for_a_form_as_well(law: Procedure, opened: Case) -> None:
    anyhow = Override("the board", "it happened")
    case = done(law, opened, "chair_named", day(2), "cy", holder="fay", record={"override": anyhow})
    assert by(asks(law, case, "told")) == ["fay"]


@pytest.mark.parametrize("name", ["ansewred", "person_told", "retracted", "open", "officer"])
def test_a_name_that_is_no_step_or_fact_has_no_form(
    law: Procedure, opened: Case, name: str
) -> None:
    with pytest.raises(InputError, match=f"no step or fact is called '{name}'"):
        asks(law, opened, name)


def test_a_form_of_the_shipped_policy_reads_well() -> None:
    """Those who may be appointed are told with the offices from which they are chosen."""
    law = fusion_care()
    case = engine.begin(
        law,
        at=day(1),
        people={
            "ann": Person(holds="complainant", is_="child"),
            "pa": Person(holds=["parent", "social_worker"]),
            "mo": Person(holds="manager"),
        },
    )
    (holder,) = asks(law, case, "supporter_chosen").field("holder")
    assert [line(holder)] == [
        "holder supporter owed: who is to be supporter: pa (parent, social worker) FC-06"
    ]


# --- time: agreements, settled times, receipts ---------------------------------------------

AGREEING = """
clauses: {P-1: {at: 1, says: one}, P-2: {at: 2, says: two}, P-3: {at: 3, says: three}}
roles:
  customer: {title: You}
  officer:  {title: An officer, stand_in: deputy}
  deputy:   {title: The deputy}
  chair:    {title: The chair, holders: one}
  adviser:  {title: An adviser}
begins: {came: {by: customer, then: open}}
stages:
  open:
    title: Open
    must:
      time_agreed:
        by: chair
        agreed_by: [customer, officer, adviser]
        sets_time_of: [answered, met_up, called]
        cites: {by: P-1, agreed_by: P-2, sets_time_of: P-3}
      answered:
        by: chair
        to: [customer, officer]
        within: 10 to 21 working days of came
        signed_by: [customer, adviser]
        may_extend:
          longer: {by: chair, agreed_by: customer, cites: P-1}
          a_week: {by: chair, up_to: 5 weeks of a_week, cites: {by: P-1, up_to: P-2}}
        cites: P-3
      met_up:  {by: chair, within: 10 working days of came}
      called:  {by: chair, aim_within: 2 to 4 hours of came, within: 1 to 2 working days beginning with came}
      replied: {by: officer, to: customer, within: 5 working days of receipt of answered by officer, cites: P-1}
      adviser_named: {by: customer, appoints: adviser}
    may:
      asked_on: {by: customer, after: receipt of replied or missed replied, cites: P-2}
"""


@pytest.fixture(scope="module")
def agreeing() -> Procedure:
    return policy(AGREEING)


@pytest.fixture
def agreed(agreeing: Procedure) -> Case:
    who = people(cy="customer", ola="officer", bo="officer", di="chair")
    case = engine.begin(agreeing, at=day(1), people={**who, "al": Person()})
    return done(agreeing, case, "came", day(1), "cy")


def test_a_form_asks_who_agrees_each_office_by_itself(agreeing: Procedure, agreed: Case) -> None:
    """An office that another step fills, and that nobody holds yet, offers nobody to agree."""
    asked = asks(agreeing, agreed, "time_agreed")
    assert [line(field) for field in asked.field("agreed_by")] == [
        "agreed_by customer gate: agreed by the customer: cy (customer) P-2",
        "agreed_by officer gate: agreed by the officer: ola (officer)|bo (officer) P-2",
        "agreed_by adviser gate: agreed by the adviser:  P-2",
    ]
    named = done(agreeing, agreed, "adviser_named", day(1), "cy", holder="al")
    (*_, adviser) = asks(agreeing, named, "time_agreed").field("agreed_by")
    assert line(adviser) == "agreed_by adviser gate: agreed by the adviser: al (adviser) P-2"


def test_a_form_says_which_time_may_be_settled(agreeing: Procedure, agreed: Case) -> None:
    """Of a band what lies within it, of anything else a day for which it is planned."""
    (settles,) = asks(agreeing, agreed, "time_agreed").field("settles")
    assert line(settles) == (
        "settles gate: time for answered, 10 to 21 working days from came: 15 working days, say, "
        "or a date; the day for which met up is planned; "
        "time for called, 1 to 2 working days beginning with came: 1 working day, say, or a date: "
        "any P-3"
    )


def test_more_time_must_be_named_only_where_it_has_no_end_of_its_own(
    agreeing: Procedure, agreed: Case
) -> None:
    (longer,) = asks(agreeing, agreed, "longer").field("settles")
    assert line(longer) == (
        "settles gate: new time for answered in place of 10 to 21 working days from came: "
        "a period from the same start, or a date: any P-1"
    )
    (a_week,) = asks(agreeing, agreed, "a_week").field("settles")
    assert line(a_week) == (
        "settles open: new time for answered, if less than 5 weeks from a week: "
        "a period or a date: any P-2"
    )


def test_a_signature_is_asked_for_and_owed(agreeing: Procedure, agreed: Case) -> None:
    signing = [line(field) for field in asks(agreeing, agreed, "answered").field("signed_by")]
    assert signing == [
        "signed_by customer owed: signed by the customer: cy (customer) P-3",
        "signed_by adviser open: signed by the adviser: adviser P-3",
    ]


def test_a_receipt_is_asked_for_only_where_something_counts_from_it(
    agreeing: Procedure, agreed: Case
) -> None:
    """One field for each addressee; the clauses are those of what counts from the receipt."""
    received = [line(field) for field in asks(agreeing, agreed, "answered").field("received")]
    assert received == [
        "received customer open: when the customer received it: any",
        "received officer open: when the officer received it: any P-1",
    ]
    (reply,) = asks(agreeing, agreed, "replied").field("received")
    assert line(reply) == "received customer open: when the customer received it: any P-2"
    assert asks(agreeing, agreed, "met_up").field("received") == ()


def test_the_receipt_from_which_more_time_may_reach_is_asked_for() -> None:
    law = policy(
        AGREEING.replace("up_to: 5 weeks of a_week", "up_to: 9 weeks of receipt of replied")
    )
    (reply,) = asks(law, Case(()), "replied").field("received")
    assert reply.clauses == ("P-2",)


def test_a_name_is_spoken_without_its_underscores() -> None:
    assert spoken("very_big") == "very big"


# --- a body and its substitute ---------------------------------------------------------------------

STAND_INS = """
relations: {subject: is complained about}
roles:
  parent:  {title: You}
  panel:   {title: The panel, members: exactly 2, chair: one, stand_in: judge}
  judge:   {title: A judge}
  board:   {title: The board, members: exactly 2, stand_in: other}
  other:   {title: Another board, members: exactly 2, chair: one}
  officer: {title: An officer, stand_in: board}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must: {met: {by: panel}, sat_on: {by: board}, seen: {by: officer}}
ends: {over: {title: Over}}
conflicts: {own: {who: subject, may_not: [met, sat_on, seen]}}
"""


@pytest.mark.parametrize(
    ("subjects", "step", "by", "sat", "chair"),
    [
        ((), "met", ["pa", "pb"], ["pa", "pb"], ["pa", "pb"]),
        (("pa",), "met", ["pb"], ["pb"], ["pb"]),
        (("pa", "pb"), "met", ["jo"], [], None),
        ((), "sat_on", ["ba", "bb"], ["ba", "bb"], None),
        (("ba", "bb"), "sat_on", ["oa", "ob"], ["oa", "ob"], ["oa", "ob"]),
        ((), "seen", ["ola"], [], None),
        (("ola",), "seen", ["ba", "bb"], ["ba", "bb"], None),
    ],
)
def test_those_sit_who_act_as_things_stand(
    subjects: tuple[str, ...], step: str, by: list[str], sat: list[str], chair: list[str] | None
) -> None:
    law = policy(STAND_INS)
    held = {"ann": "parent", "pa": "panel", "pb": "panel", "jo": "judge", "ba": "board"}
    held |= {"bb": "board", "oa": "other", "ob": "other", "ola": "officer"}
    told = {n: Person(holds=r, is_=["subject"] if n in subjects else []) for n, r in held.items()}
    case = done(law, engine.begin(law, at=day(1), people=told), "came", day(1), "ann")
    form = asks(law, case, step)
    (asked,) = form.field("by")
    assert [choice.value for choice in asked.choices] == by
    assert [field.choices[0].value for field in form.field("sat")] == sat
    assert {field.need for field in form.field("sat")} <= {Need.GATE}
    chairs = [[choice.value for choice in field.choices] for field in form.field("chair")]
    assert chairs == ([] if chair is None else [chair])
    said: dict[str, Any] = {"sat": sat, "chair": chair[0] if chair else None}
    wanted = ["panel.members"] if subjects == ("pa",) else []
    assert refused(law, case, step, day(2), by[0], **said) == wanted


def test_where_one_of_several_acts_alone_nobody_needs_to_sit() -> None:
    law = policy(STAND_INS.replace("met: {by: panel}", "met: {by: [panel, judge]}"))
    told = {"ann": Person(holds="parent"), "pa": Person(holds="panel"), "jo": Person(holds="judge")}
    case = done(law, engine.begin(law, at=day(1), people=told), "came", day(1), "ann")
    assert [field.need for field in asks(law, case, "met").field("sat")] == [Need.OPEN]
