"""Who could lead a case to an end, and what leaves nobody."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from complaintflow import engine, explain
from complaintflow.case import Action, Case, Person, Tie
from complaintflow.errors import InputError
from complaintflow.planning import staffing, withstands
from complaintflow.plans import Blocked, Plan, Undecided
from complaintflow.procedure import Procedure
from tests.policies import day, done, fusion_care, policy, whole_policy

MANAGER = Person(holds=["manager", "management", "organisation"])
STAFF = {"mo": MANAGER, "dee": Person(holds="managing_director")}


def about_the_manager(law: Procedure) -> Case:
    """A formal complaint by Ann about Mo."""
    people = {"ann": Person(holds="complainant", is_="child"), "mo": Person(is_="subject")}
    case = engine.begin(law, at=day(1), people=people, facts={"complains_for_another": False})
    letter = Action("formal_complaint_received", at=day(1), by="ann", how="letter")
    return engine.apply(law, case, letter)


def without_a_stand_in() -> Procedure:
    """Fusion Care's policy, but that nobody acts in the manager's place."""
    path = Path(__file__).parents[2] / "procedures" / "fusion-care.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(", stand_in: acting_manager") == 1
    return whole_policy(text.replace(", stand_in: acting_manager", ""))


def recorded(law: Procedure, case: Case, plan: Plan) -> Case:
    """The case in which a plan has happened."""
    for event in plan.events:
        case = engine.apply(law, case, event.action, id=event.id, adds_to=event.adds_to)
    return case


def planned(plan: Plan) -> dict[str, tuple[str | None, str | None]]:
    """By step or question, who does it and whom it appoints."""
    return {each.name: (each.person, each.holder) for each in plan.assigned}


def planned_for(law: Procedure, case: Case, people: Mapping[str, Person]) -> Plan:
    """The plan, which there is; and all of it is permitted."""
    found = staffing(law, case, people, as_of=day(2))
    assert isinstance(found, Plan)
    after = recorded(law, case, found)
    assert engine.stage_of(law, after, as_of=day(30)) == found.end
    return found


# --- the manager is complained about ----------------------------------------------------------------


def test_a_complaint_about_the_manager_is_led_to_an_end_by_whom_the_director_names() -> None:
    law = fusion_care()
    found = planned_for(law, about_the_manager(law), STAFF)
    assert found.leads == ("resolution_accepted",)
    assert found.end == "closed"
    assert planned(found) == {
        "acting_manager_named": ("dee", "dee"),
        "complaint_logged": ("mo", None),
        "support_offered": ("mo", None),
        "investigation": ("dee", None),
        "report_sent": ("dee", None),
        "report_talked_through": ("dee", None),
        "resolution_accepted": ("ann", None),
    }
    assert found.people == ("dee", "mo", "ann")
    assert found.irreplaceable == ("dee", "mo", "ann")


def test_without_a_stand_in_the_rule_and_the_office_that_nobody_else_holds_block_it() -> None:
    law = without_a_stand_in()
    found = staffing(law, about_the_manager(law), STAFF, as_of=day(2))
    assert isinstance(found, Blocked)
    [rule], [vacant] = found.rules, found.vacant
    assert (rule.rule, rule.clauses, rule.people) == ("subject_stands_aside", ("FC-07",), ("mo",))
    assert (vacant.role, vacant.holders) == ("manager", ("mo",))
    assert explain(found).splitlines() == [
        "By resolution_accepted it cannot be done without breaking a rule about people:",
        "- subject_stands_aside [FC-07] keeps away mo",
        "- nobody but mo holds the office of manager (The Manager)",
        "Nor by any of 2 other ways.",
    ]


def test_another_manager_is_enough_without_a_stand_in() -> None:
    law = without_a_stand_in()
    found = planned_for(law, about_the_manager(law), {**STAFF, "una": Person(holds="manager")})
    assert planned(found)["investigation"] == ("una", None)


def test_what_nobody_can_be_spared_for_is_found() -> None:
    law, more = fusion_care(), {"una": MANAGER}
    case = about_the_manager(law)
    assert withstands(law, case, STAFF, as_of=day(2)) == ("mo",)
    assert withstands(law, case, {**STAFF, **more}, as_of=day(2)) is None
    assert withstands(law, case, {**STAFF, **more}, as_of=day(2), absences=2) == ("mo", "una")
    assert withstands(law, case, {}, as_of=day(2)) == ()


def test_the_hearing_needs_a_panel() -> None:
    law = fusion_care()
    found = staffing(law, about_the_manager(law), STAFF, as_of=day(2), via="second_formal")
    assert isinstance(found, Blocked)
    assert not found.rules
    assert [vacant.role for vacant in found.vacant] == ["complaints_panel"]
    assert "nobody holds the office of complaints_panel" in explain(found)


def test_an_exception_is_decided_where_that_lets_somebody_act() -> None:
    law = fusion_care()
    people = {
        "ann": Person(holds="complainant", is_="child"),
        "mo": Person(holds=["manager", "organisation"], is_="subject"),
        "sue": Person(holds=["senior_staff", "management"]),
    }
    case = engine.begin(law, at=day(1), people=people, facts={"complains_for_another": False})
    case = engine.apply(law, case, Action("complaint_received", at=day(1), by="ann", how="letter"))
    found = planned_for(law, case, {})
    assert found.leads == ("issue_resolved",)
    assert planned(found)["management_allows_subject"] == ("sue", None)
    assert planned(found)["reply_sent"] == ("mo", None)


# --- small policies -----------------------------------------------------------------------------------

SMALL = """
relations: {subject: is complained about, outsider: is from outside}
clauses: {C1: {at: p. 1, says: all of it}}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  clerk:    {title: The clerk}
  panel:    {title: The panel, members: exactly 3, of_whom: at least 1 outsider, chair: one, appointed_by: clerk, cites: C1}
begins:
  came: {by: customer, cites: C1, then: first}
stages:
  first:
    title: First
    must:
      looked:  {by: officer, counts_as: investigate, cites: C1}
      decided: {by: panel, after: looked, counts_as: decide, cites: C1, then: done}
    may:
      named:   {by: clerk, appoints: panel, cites: C1}
ends: {done: {title: Done}}
conflicts:
  fresh: {who: [did looked, subject], may_not: decide, cites: C1}
"""


def small() -> tuple[Procedure, Case]:
    """A case of Cy, with Ola and Kit."""
    law = policy(SMALL)
    people = {
        "cy": Person(holds="customer"),
        "ola": Person(holds="officer"),
        "kit": Person(holds="clerk"),
    }
    case = engine.begin(law, at=day(1), people=people)
    return law, engine.apply(law, case, Action("came", at=day(1), by="cy"))


def test_the_members_of_a_panel_are_named_one_after_the_other_and_sit() -> None:
    law, case = small()
    panel = {"pa": Person(), "pe": Person(is_="outsider"), "pi": Person()}
    found = planned_for(law, case, panel)
    named = [each.holder for each in found.assigned if each.name == "named"]
    assert {*named} == {"pa", "pe", "pi"}
    assert {*found.assigned[-1].sat} == {*named}
    assert "decided, pa with pe and pi" in explain(found)


def test_whoever_looked_does_not_sit() -> None:
    law, case = small()
    panel = {"pa": Person(is_="subject"), "pe": Person(is_="outsider")}
    found = planned_for(law, case, panel)
    assert {*found.assigned[-1].sat} == {"pe", "cy", "kit"}


def test_who_would_be_the_panel_may_be_asked() -> None:
    law, case = small()
    panel = {"pa": Person(), "pe": Person(is_="outsider"), "pi": Person()}
    three = {"decided": ["pe", "pi", "kit"]}
    found = staffing(law, case, panel, as_of=day(2), given=three)
    assert isinstance(found, Plan)
    assert {*found.assigned[-1].sat} == {*three["decided"]}
    other = staffing(law, case, panel, as_of=day(2), given={"decided": ["pe", "pi", "ola"]})
    assert isinstance(other, Blocked)
    assert [each.rule for each in other.rules] == ["fresh"]


def test_one_from_outside_is_needed() -> None:
    law, case = small()
    found = staffing(law, case, {"pa": Person(), "pi": Person()}, as_of=day(2))
    assert isinstance(found, Blocked)
    assert [each.rule for each in found.rules] == ["panel.of_whom"]
    assert [each.role for each in found.vacant] == ["panel"]


def test_a_member_is_not_told_of_once_a_case_has_begun() -> None:
    """Then only whoever may name the members makes one of them."""
    law, case = small()
    panel = {name: Person(holds="panel", is_="outsider") for name in ("pa", "pe", "pi")}
    found = planned_for(law, case, panel)
    assert sum(each.name == "named" for each in found.assigned) == 3
    assert "named, kit, who names" in explain(found)


def test_who_is_given_does_it() -> None:
    law, case = small()
    panel = {"pa": Person(), "pe": Person(is_="outsider"), "pi": Person(), "po": Person()}
    found = staffing(law, case, panel, as_of=day(2), given={"decided": "po"})
    assert isinstance(found, Plan)
    assert planned(found)["decided"] == ("po", None)


def test_many_who_are_alike_are_told_of_as_far_as_they_could_be_needed() -> None:
    law, case = small()
    panel = {f"p{n}": Person(is_="outsider") for n in range(200)}
    found = planned_for(law, case, panel)
    assert len(found.events) < 30
    assert withstands(law, case, panel, as_of=day(2)) is None


TIED = """
relations:
  boss: {says: is the boss of, between: two people}
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: officer}, heard: {by: chair, after: looked, then: done}}
ends: {done: {title: Done}}
conflicts: {above: {only: boss of did looked, may: heard}}
"""


def test_who_must_be_above_somebody_decides_who_goes_first() -> None:
    law = policy(TIED)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    people = {
        "al": Person(holds="officer"),
        "bo": Person(holds="chair", is_={"boss": "di"}),
        "di": Person(holds="officer", is_not={"boss": "bo"}),
    }
    found = planned_for(law, case, people)
    assert planned(found)["looked"] == ("di", None)
    assert withstands(law, case, people, as_of=day(2)) == ("bo",)
    alone = {name: people[name] for name in ("al", "di")} | {"bo": Person(holds="chair")}
    alone["di"] = Person(holds="officer")
    found_none = staffing(law, case, alone, as_of=day(2))
    assert isinstance(found_none, Blocked)
    assert [each.rule for each in found_none.rules] == ["above"]


def test_where_a_case_rests_nothing_is_left() -> None:
    law = policy(TIED)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    people = {"bo": Person(holds="chair", is_={"boss": "di"}), "di": Person(holds="officer")}
    done = recorded(law, case, planned_for(law, case, people))
    found = staffing(law, done, {}, as_of=day(20))
    assert isinstance(found, Plan)
    assert (found.leads, found.end, found.assigned) == ((), "done", ())
    assert "nothing is left to be done" in explain(found)


def test_what_is_shut_for_everybody_is_said() -> None:
    law = policy(
        TIED.replace(
            "begins: {came: {by: customer,",
            "facts: {open: {means: it is open, decided_by: officer}}\nbegins: {came: {by: customer, if: open,",
        )
    )
    people = {"cy": Person(holds="customer")}
    case = engine.begin(law, at=day(1), people=people, facts={"open": False})
    found = staffing(law, case, {}, as_of=day(2))
    assert isinstance(found, Blocked)
    [(leads, step, reasons)] = found.shut
    assert (found.leads, leads, step) == ((), ("came", "heard"), "came")
    assert [reason.rule for reason in reasons] == ["came.if"]
    assert "it is shut for everybody: came cannot be done (came.if)" in explain(found)


def test_what_nobody_does_is_not_foreseen() -> None:
    law = policy(
        TIED.replace("after: looked", "after: storm")
        + "happenings: {storm: {says: a storm came}}\n"
    )
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    found = staffing(law, case, {}, as_of=day(2))
    assert found == Undecided(5_000, ((("came", "heard"), "storm"),))
    assert "it cannot be foreseen: storm" in explain(found)
    assert withstands(law, case, {}, as_of=day(2)) == found


def test_a_search_is_given_up_at_its_bound() -> None:
    law, case = small()
    panel = {"pa": Person(), "pe": Person(is_="outsider"), "pi": Person()}
    found = staffing(law, case, panel, as_of=day(2), bound=2)
    assert found == Undecided(2)
    assert "The search was given up; its bound was 2." in explain(found)


def test_no_way_leads_to_an_end() -> None:
    law = policy(TIED.replace(", then: done", ""))
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    found = staffing(law, case, {}, as_of=day(2))
    assert found == Blocked((), (), (), (), ())
    assert explain(found) == "No way leads to an end from there."


@pytest.mark.parametrize(
    ("people", "more", "message"),
    [
        ({"x": Person(holds="ofcer")}, {}, "did you mean 'officer'"),
        ({"x": Person(is_={"boss": "y"})}, {}, "'y', who is not told of"),
        ({}, {"via": "frist"}, "no stage or end is called 'frist'; did you mean 'first'"),
        ({}, {"given": {"lookd": "cy"}}, "no step, question or role is called 'lookd'"),
        ({}, {"given": {"looked": "zoe"}}, "given for 'looked' is 'zoe'; there are cy"),
    ],
)
def test_a_name_that_nobody_has_is_an_error(
    people: Mapping[str, Person], more: dict[str, object], message: str
) -> None:
    law = policy(TIED)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    with pytest.raises(InputError, match=message):
        staffing(law, case, people, as_of=date(2026, 6, 2), **more)  # type: ignore[arg-type]


def test_no_way_leads_through_a_place() -> None:
    law = policy(TIED)
    people = {"bo": Person(holds="chair", is_={"boss": "di"}), "di": Person(holds="officer")}
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    case = recorded(law, case, planned_for(law, case, people))
    with pytest.raises(InputError, match="no way leads from done through 'first'"):
        staffing(law, case, {}, as_of=day(20), via="first")


# --- what hangs on the day of an act ------------------------------------------------------------------

LOOKS_BACK = """
relations: {employed: has been employed by us}
roles: {customer: {title: You}, reviewer: {title: A reviewer}}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, must: {reviewed: {by: reviewer, then: shut}}}}
ends: {shut: {title: Shut}}
conflicts: {independent: {who: employed, within_last: 2 months, may_not: reviewed}}
"""


@pytest.mark.parametrize(
    ("until", "expected"),
    [(date(2026, 5, 29), Blocked), (date(2026, 3, 29), Plan), (date(2026, 12, 31), Blocked)],
)
def test_what_was_true_within_so_long_blocks_and_what_is_longer_ago_does_not(
    until: date, expected: type
) -> None:
    law = policy(LOOKS_BACK)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    case = engine.apply(law, case, Action("came", at=day(1), by="cy"))
    once = Person(holds="reviewer", is_=[Tie("employed", until=until)])
    found = staffing(law, case, {"ray": once}, as_of=day(2))
    assert isinstance(found, expected)
    if isinstance(found, Blocked):
        assert [each.rule for each in found.rules] == ["independent"]


def test_a_tie_that_is_over_blocks_nobody() -> None:
    law = policy(LOOKS_BACK.replace(", within_last: 2 months", ""))
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    case = engine.apply(law, case, Action("came", at=day(1), by="cy"))
    over = Person(holds="reviewer", is_=[Tie("employed", until=date(2026, 5, 31))])
    still = Person(holds="reviewer", is_="employed")
    assert isinstance(staffing(law, case, {"ray": over}, as_of=day(2)), Plan)
    assert isinstance(staffing(law, case, {"ray": still}, as_of=day(2)), Blocked)


AGREED = """
relations: {subject: is complained about}
roles: {customer: {title: You}, officer: {title: An officer}, clerk: {title: The clerk}, chair: {title: The chair}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: officer, agreed_by: chair, then: done}}
    may: {named: {by: clerk, appoints: chair}}
ends: {done: {title: Done}}
conflicts: {aside: {who: subject, may_not: chair}}
"""


def agreed() -> tuple[Procedure, Case]:
    """A case of Cy, in which the chair must agree and nobody has the chair."""
    law = policy(AGREED)
    return law, engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})


def test_who_must_agree_may_be_called_in() -> None:
    law, case = agreed()
    people = {"ola": Person(holds="officer"), "una": Person(holds="chair")}
    found = planned_for(law, case, people)
    assert planned(found) == {"came": ("cy", None), "looked": ("ola", None)}
    assert withstands(law, case, people, as_of=day(2)) == ("ola",)
    one = {"ola": people["ola"]}
    assert withstands(law, case, {**people, "kit": Person(holds="clerk")}, as_of=day(2)) == ("ola",)
    assert isinstance(staffing(law, case, one, as_of=day(2)), Blocked)


def test_who_must_agree_is_appointed_where_nobody_holds_that_office() -> None:
    law, case = agreed()
    people = {"ola": Person(holds="officer"), "kit": Person(holds="clerk")}
    found = planned_for(law, case, people)
    assert planned(found)["named"][0] == "kit"


def test_nobody_to_agree_blocks_as_nobody_to_act_does() -> None:
    law, case = agreed()
    found = staffing(law, case, {"ola": Person(holds="officer")}, as_of=day(2))
    assert isinstance(found, Blocked)
    assert [each.role for each in found.vacant] == ["chair", "clerk"]
    assert not found.rules


def test_whoever_may_not_agree_blocks_with_the_rule_that_says_so() -> None:
    law, case = agreed()
    people = {"ola": Person(holds="officer"), "una": Person(holds="chair", is_="subject")}
    found = staffing(law, case, people, as_of=day(2))
    assert isinstance(found, Blocked)
    assert [(each.rule, each.people) for each in found.rules] == [("aside", ("una",))]
    assert [each.role for each in found.vacant] == ["chair", "clerk"]


LOOKED = """
roles:
  customer: {title: You}
  officer:  {title: An officer}
  panel:    {title: The panel, members: at least 1, of_whom: at least 1 did looked}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: officer}, heard: {by: panel, after: looked, then: done}}
ends: {done: {title: Done}}
"""


def test_who_must_sit_decides_who_acts_before() -> None:
    """Of two officers the one who can sit looks, though the other one comes first."""
    law = policy(LOOKED)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    people = {"al": Person(holds="officer"), "bo": Person(holds=["officer", "panel"])}
    for staff in (people, dict(reversed(people.items()))):
        found = planned_for(law, case, staff)
        assert planned(found)["looked"] == planned(found)["heard"] == ("bo", None)
        assert "heard, bo\n" in explain(found)


# --- in another order, again, otherwise answered -----------------------------------------------------

ASKED = """
roles: {customer: {title: You}, officer: {title: An officer}, boss: {title: The boss}}
facts: {well: {means: all is well, decided_by: officer}}
begins: {came: {by: customer, then: first}}
"""
ENDS = "\nends: {done: {title: Done}}\n"
BO = {"bo": Person(holds="officer")}


def found_for(text: str, people: Mapping[str, Person]) -> Plan | Blocked | Undecided:
    """The answer for a case that has begun with nothing; a plan is recorded, and comes to the end."""
    law = policy(ASKED + text + ENDS)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    found = staffing(law, case, people, as_of=day(2))
    if isinstance(found, Plan):
        assert engine.stage_of(law, recorded(law, case, found), as_of=day(2)) == "done"
    return found


def acts_of(found: Plan | Blocked | Undecided) -> list[str]:
    assert isinstance(found, Plan)
    return [each.name for each in found.assigned]


TWICE = """
stages:
  first: {title: First, may: {passed: {by: officer, unless: well, then: second}}}
  second: {title: Second, may: {closed: {by: officer, if: well, then: done}}}
"""


def test_a_question_is_answered_again_where_a_later_step_needs_another_answer() -> None:
    assert acts_of(found_for(TWICE, BO)) == ["came", "well", "passed", "well", "closed"]


def test_what_was_really_answered_is_answered_again_too() -> None:
    """As it is in the middle of that very plan."""
    law = policy(ASKED + TWICE + ENDS)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer"), **BO})
    for action in (
        Action("came", at=day(1), by="cy"),
        Action("well", at=day(1), by="bo", answer=False),
        Action("passed", at=day(1), by="bo"),
    ):
        case = engine.apply(law, case, action)
    assert acts_of(staffing(law, case, {}, as_of=day(2))) == ["well", "closed"]


def test_of_several_answers_that_let_a_step_go_on_another_one_is_found() -> None:
    text = """
stages:
  first: {title: First, may: {passed: {by: officer, unless: how is badly, then: second}}}
  second: {title: Second, may: {closed: {by: officer, if: how is finely, then: done}}}
"""
    named = (
        "facts: {how: {means: how it is, answers: [badly, middling, finely], decided_by: officer}}"
    )
    law = policy(
        ASKED.replace("facts: {well: {means: all is well, decided_by: officer}}", named)
        + text
        + ENDS
    )
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    assert isinstance(staffing(law, case, BO, as_of=day(2)), Plan)


def test_what_a_stage_asks_may_be_answered_so_that_nothing_is_owed() -> None:
    text = "stages: {first: {title: First, if: well, must: {seen: {by: boss}}, may: {closed: {by: officer, then: done}}}}"
    assert acts_of(found_for(text, BO)) == ["came", "well", "closed"]


def test_what_comes_to_be_owed_by_an_answer_is_done_before_it_is_left() -> None:
    """`closed` needs the answer by which `seen` is owed, so that nothing may be left undone."""
    text = "stages: {first: {title: First, must: {seen: {by: boss, if: well}}, may: {closed: {by: officer, if: well, then: done}}}}"
    boss = {**BO, "una": Person(holds="boss")}
    assert acts_of(found_for(text, boss)) == ["came", "well", "seen", "closed"]
    assert not isinstance(found_for(text, BO), Plan)


def test_of_two_duties_the_second_may_come_first() -> None:
    text = """
stages: {first: {title: First, must: {seen: {by: officer}, told: {by: officer}}, may: {closed: {by: officer, then: done}}}}
conflicts: {apart: {who: did seen, may_not: told}}
"""
    assert acts_of(found_for(text, BO)) == ["came", "told", "seen", "closed"]


def test_of_two_that_would_do_the_other_one_is_done() -> None:
    text = "stages: {first: {title: First, may: {seen: {by: boss}, told: {by: officer}, closed: {by: officer, after: seen or told, then: done}}}}"
    assert acts_of(found_for(text, BO)) == ["came", "told", "closed"]


def test_two_are_named_for_an_office_where_one_may_not_do_both() -> None:
    text = """
stages: {first: {title: First, must: {seen: {by: officer}, told: {by: officer}}, may: {named: {by: boss, appoints: officer}, closed: {by: boss, then: done}}}}
conflicts: {apart: {different_people: [seen, told]}}
"""
    acts = acts_of(found_for(text, {"una": Person(holds="boss"), "kit": Person()}))
    assert sorted(acts) == ["came", "closed", "named", "named", "seen", "told"]


def test_whoever_names_may_have_to_be_named_first() -> None:
    text = """
stages: {first: {title: First, must: {seen: {by: clerk}}, may: {named: {by: officer, appoints: clerk}, chosen: {by: boss, appoints: officer}, closed: {by: boss, then: done}}}}
"""
    law = policy(ASKED.replace("roles: {", "roles: {clerk: {title: A clerk}, ") + text + ENDS)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    found = staffing(law, case, {"una": Person(holds="boss")}, as_of=day(2))
    assert acts_of(found) == ["came", "chosen", "named", "seen", "closed"]


REPEATED = """
stages:
  first:
    title: First
    must: {seen: {by: [officer, boss]}, told: {by: officer, after: seen}, said: {by: boss, after: seen}}
    may: {closed: {by: officer, then: done}}
conflicts: {same: {only: did seen, may: [told, said]}}
"""


def test_what_may_be_done_again_by_somebody_else_is_not_said_to_be_blocked() -> None:
    """Both may look, one after the other, and each then does what only whoever looked may do."""
    two = {**BO, "una": Person(holds="boss")}
    found = found_for(REPEATED, two)
    way = ("came", "closed")
    assert found == Undecided(5_000, unproven=(way,))
    assert "it is not proven that nobody could in another order" in explain(found)
    law = policy(ASKED + REPEATED + ENDS)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer"), **two})
    for name, by in (
        ("came", "cy"),
        ("seen", "bo"),
        ("seen", "una"),
        ("told", "bo"),
        ("said", "una"),
        ("closed", "bo"),
    ):
        case = engine.apply(law, case, Action(name, at=day(2), by=by))
    assert engine.stage_of(law, case, as_of=day(2)) == "done"
    assert withstands(law, case, {}, as_of=day(2)) is None


def test_nobody_who_could_do_it_in_any_order_is_blocked() -> None:
    """Who could never have looked can never do what only whoever looked may do."""
    only = "conflicts: {same: {only: did seen, may: told}}"
    text = f"stages: {{first: {{title: First, must: {{seen: {{by: officer}}, told: {{by: boss, after: seen}}}}, may: {{closed: {{by: officer, then: done}}}}}}}}\n{only}"
    found = found_for(text, {**BO, "una": Person(holds="boss")})
    assert isinstance(found, Blocked)
    assert [each.rule for each in found.rules] == ["same"]


SENT = """
stages:
  first:
    title: First
    may: {sent: {by: officer}, closed: {by: customer, within: 5 working days of last WHAT, then: done}}
"""


@pytest.mark.parametrize(("what", "expected"), [("came", Blocked), ("sent", Undecided)])
def test_too_late_blocks_where_the_time_cannot_begin_anew(what: str, expected: type) -> None:
    """What is sent once more is answered in a time of its own."""
    law = policy(ASKED + SENT.replace("WHAT", what) + ENDS)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer"), **BO})
    case = engine.apply(law, case, Action("came", at=day(1), by="cy"))
    case = engine.apply(law, case, Action("sent", at=day(1), by="bo"))
    found = staffing(law, case, {}, as_of=day(30))
    assert isinstance(found, expected)
    case = engine.apply(law, case, Action("sent", at=day(30), by="bo"))
    ruling = engine.decide(law, case, Action("closed", at=day(30), by="cy"))
    assert ruling.permitted is (expected is Undecided)


def lacking(found: Plan | Blocked | Undecided) -> tuple[list[str], list[str]]:
    """The rules and the offices that together block."""
    assert isinstance(found, Blocked)
    return [each.rule for each in found.rules], [each.role for each in found.vacant]


def test_who_agreed_to_a_step_has_not_done_it() -> None:
    """Una may agree that it is looked into, and close it; what is missing is an officer."""
    steps = "looked: {by: officer, agreed_by: boss}"
    ends = "closed: {by: boss, after: looked, then: done}"
    text = f"stages: {{first: {{title: First, must: {{{steps}}}, may: {{{ends}}}}}}}\n"
    apart = "conflicts: {apart: {different_people: [looked, closed]}}"
    una = {"una": Person(holds="boss")}
    assert lacking(found_for(text + apart, una)) == ([], ["officer"])
    assert isinstance(found_for(text + apart, {**una, **BO}), Plan)


def test_those_who_sit_together_do_not_keep_one_another_away() -> None:
    """Whoever considered it may not do so again; one of the two who do is kin, whichever."""
    panel = "panel: {title: The panel, members: exactly 2, of_whom: at least 1 kin}"
    law = policy(
        ASKED.replace("boss: {title: The boss}", panel)
        + "relations: {kin: is kin}\n"
        + "stages: {first: {title: First, must: {looked: {by: panel, counts_as: consider}}, "
        + "may: {closed: {by: officer, after: looked, then: done}}}}\n"
        + "conflicts: {again: {who: considered in first, may_not: consider}}"
        + ENDS
    )
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer"), **BO})
    assert lacking(staffing(law, case, {}, as_of=day(2))) == ([], ["panel"])
    two = {"ann": Person(holds="panel", is_="kin"), "una": Person(holds="panel")}
    found = staffing(law, case, two, as_of=day(2))
    assert isinstance(found, Plan)
    assert engine.stage_of(law, recorded(law, case, found), as_of=day(2)) == "done"


def test_two_are_missed_where_one_may_not_agree_to_what_he_did() -> None:
    """Of the officers one looks into it, and another agrees to the decision."""
    steps = "looked: {by: officer}, decided: {by: boss, after: looked, agreed_by: officer}"
    ends = "closed: {by: boss, after: decided, then: done}"
    text = f"stages: {{first: {{title: First, must: {{{steps}}}, may: {{{ends}}}}}}}\n"
    apart = "conflicts: {apart: {different_people: [looked, decided]}}"
    assert lacking(found_for(text + apart, {"una": Person(holds="boss")})) == ([], ["officer"])
    rules, offices = lacking(found_for(text + apart, {"una": Person(holds="boss"), **BO}))
    assert (rules, offices) == (["apart"], ["officer"])


def test_who_is_appointed_out_of_an_office_is_taken_to_be_what_the_new_one_asks() -> None:
    text = (
        "relations: {kin: is kin}\n"
        "stages: {first: {title: First, must: {named: {by: officer, appoints: deputy, from: boss}}, "
        "may: {closed: {by: officer, after: named, then: done}}}}\n"
        "conflicts: {alone: {only: kin, may: deputy}}"
    )
    roles = ASKED.replace("boss: {title: The boss}", "boss: {title: The boss}, deputy: {title: D}")
    law = policy(roles + text + ENDS)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer"), **BO})
    assert lacking(staffing(law, case, {}, as_of=day(2))) == ([], ["boss"])
    una = {"una": Person(holds="boss")}
    assert lacking(staffing(law, case, una, as_of=day(2))) == (["alone"], ["boss"])


def test_whoever_is_one_of_so_many_in_an_office_may_be_missed_though_no_plan_names_him() -> None:
    """Of an office of exactly two neither acts before two hold it, so both count among those who may be away."""
    law = policy("""
roles:
  customer: {title: You}
  officer: {title: Officer}
  deputy: {title: Deputy, holders: exactly 2}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, may: {heard: {by: [deputy, officer], then: over}}}}
ends: {over: {title: Over}}
""")
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    case = done(law, case, "came", day(1), "cy")
    staff = {"di": Person(holds="deputy"), "fay": Person(holds=["deputy", "officer"])}
    assert withstands(law, case, staff, as_of=day(2)) == ("fay",)
    without = staffing(law, case, {"di": staff["di"]}, as_of=day(2))
    assert isinstance(without, Blocked)
    found = staffing(law, case, staff, as_of=day(2))
    assert isinstance(found, Plan)
    assert found.irreplaceable == ("fay",)
