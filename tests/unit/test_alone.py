"""What a supposed history makes of people where a rule says who alone may."""

import pytest

from complaintflow import engine
from complaintflow.alone import meant, ties_wanted, wanted_for
from complaintflow.case import Case, Person, Tie
from complaintflow.course import Course
from complaintflow.forecasting import Way, forecast
from complaintflow.procedure import Procedure
from complaintflow.rulings import Barred
from tests.policies import day, done, policy

LAW = """
relations: {senior: is a senior officer, boss: {says: is the boss of, between: two people}}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair, holders: one}
  judge:    {title: The judge}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      heard:  {by: [officer, chair], counts_as: consider}
      judged: {by: judge, to: customer, counts_as: decide, after: heard, then: shut}
ends: {shut: {title: Shut}}
"""


def of(rule: str, judge: str = "", by: str = "judge") -> Procedure:
    text = LAW.replace("{title: The judge}", f"{{title: The judge{judge}}}")
    text = text.replace("{by: judge,", f"{{by: {by},")
    return policy(text + (f"conflicts: {{rule: {{{rule}}}}}\n" if rule else ""))


def begun(law: Procedure, **people: Person) -> Case:
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer"), **people})
    return done(law, case, "came", day(1), "cy")


def course_of(law: Procedure, case: Case) -> Course:
    return engine.course_of(law, case)


def the_way(law: Procedure, case: Case) -> Way:
    (way,) = forecast(law, case, as_of=day(1)).ways
    return way


OLA = {"ola": Person(holds="officer")}


def test_a_newcomer_is_one_of_those_who_alone_may() -> None:
    law = of("", ", must_be: senior")
    way = the_way(law, begun(law, **OLA))
    assert way.shut is None
    assert way.holders == ("judge",)


def test_what_must_be_told_of_a_newcomer() -> None:
    law = of("only: [did heard, boss of whoever did heard, senior], may: judged")
    case = begun(law, **OLA)
    assert ties_wanted(law, course_of(law, case), "judged") == (Tie("senior"),)
    case = done(law, case, "heard", day(1), "ola")
    assert ties_wanted(law, course_of(law, case), "judged") == (Tie("boss", "ola"),)
    assert ties_wanted(law, course_of(law, case), "heard", "judge") == ()


def test_whoever_alone_may_is_put_into_the_office() -> None:
    """The judge must be whoever heard it: nobody else would do, newcomer or not."""
    law = of("only: did heard, may: judged")
    case = begun(law, **OLA, jo=Person(holds="judge"))
    way = the_way(law, done(law, case, "heard", day(1), "ola"))
    assert way.shut is None
    assert way.holders == ("judge",)
    found = course_of(law, done(law, case, "heard", day(1), "ola"))
    assert meant(law, found, "judged") == ("ola",)
    assert meant(law, found, "heard") == ()
    assert meant(law, course_of(law, case), "judged") == ()


@pytest.mark.parametrize("tie", ["did heard", "considered in first"])
def test_of_those_who_may_one_goes_first_who_may_go_on(tie: str) -> None:
    """Ola could hear it, but only the chair could decide it then, and there is one chair."""
    law = of(f"only: {tie}, may: judged", by="chair")
    case = begun(law, **OLA, kim=Person(holds="chair"))
    assert wanted_for(law, law.steps["heard"]) == (("chair",),)
    assert wanted_for(law, law.steps["judged"]) == ()
    way = the_way(law, case)
    assert (way.shut, way.holders) == (None, ())


def test_an_answer_may_be_for_whoever_did_it() -> None:
    law = policy(
        LAW
        + "facts: {fair: {means: it is fair, decided_by: judge, counts_as: review}}\n"
        + "conflicts: {rule: {only: did heard, may: [fair, consider]}}\n"
    )
    assert wanted_for(law, law.steps["heard"]) == (("judge",),)


def test_what_nobody_in_the_case_can_do_any_more_is_said() -> None:
    """Ola heard it, and there is one chair, who is another."""
    law = of("only: did heard, may: judged", by="chair")
    case = done(law, begun(law, **OLA, kim=Person(holds="chair")), "heard", day(1), "ola")
    way = the_way(law, case)
    assert way.shut is not None
    step, reasons = way.shut
    assert step == "judged"
    assert [type(reason) for reason in reasons] == [Barred]


def test_who_is_appointed_is_one_of_those_who_may_be() -> None:
    law = policy(
        LAW.replace("{title: The judge}", "{title: The judge, must_be: senior}")
        .replace("    must:", "    must:\n      named: {by: customer, appoints: judge}")
        .replace("after: heard", "after: named")
    )
    case = begun(law, **OLA, jo=Person(holds="judge"))
    way = the_way(law, case)
    assert (way.shut, way.holders) == (None, ("judge",))
    sue = begun(law, **OLA, sue=Person(holds="judge", is_="senior"))
    assert the_way(law, sue).holders == ()
