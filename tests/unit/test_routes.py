"""The steps by which a case could be led to an end."""

from complaintflow.procedure import Procedure
from complaintflow.routes import routes
from tests.policies import policy

LAW = """
roles: {customer: {title: You}, officer: {title: An officer}}
facts: {serious: {means: it is serious, decided_by: officer}}
begins: {came: {by: customer, then: first}, noted: {by: customer}}
stages:
  first:
    title: First
    must: {looked: {by: officer}}
    may:
      passed_on: {by: officer, then: second}
      settled:   {by: officer, then: shut}
  second:
    title: Second
    may:
      sent_back: {by: officer, then: first}
      raised:    {by: officer, then: third}
      decided:   {by: officer, then: shut}
  third:
    title: Third
    must: {asked: {by: officer}}
throughout: {may: {gave_up: {by: customer, then: dropped}}}
ends:
  shut:    {title: Shut, may: {reopened: {by: customer, then: second}}}
  dropped: {title: Dropped}
"""


def all_from(law: Procedure, stage: str | None, via: str | None = None) -> list[list[str]]:
    """The routes that begin with each step, each as words."""
    return [[" ".join(route) for route in beginning] for beginning in routes(law, stage, via)]


def test_each_step_that_leads_on_begins_its_routes_the_shortest_first() -> None:
    assert all_from(policy(LAW), "first") == [
        ["passed_on decided", "passed_on sent_back settled", "passed_on raised gave_up"],
        ["settled"],
    ]


def test_before_anything_has_come_in_it_begins_with_what_opens_the_case() -> None:
    [came] = all_from(policy(LAW), None)
    assert came == ["came settled", "came passed_on decided", "came passed_on raised gave_up"]


def test_no_place_is_come_to_twice() -> None:
    sent_back, raised, decided = all_from(policy(LAW), "second")
    assert sent_back[0] == "sent_back settled"
    assert (raised, decided) == (["raised gave_up"], ["decided"])


def test_what_may_always_be_done_leads_out_of_a_stage_only_where_nothing_else_does() -> None:
    assert all_from(policy(LAW), "third") == [["gave_up"]]


def test_where_a_case_rests_nothing_leads_on_unless_it_is_asked_through_a_place() -> None:
    law = policy(LAW)
    assert all_from(law, "shut") == all_from(law, "shut", "shut") == [[""]]
    assert all_from(law, "shut", "third") == [["reopened raised gave_up"]]
    assert all_from(law, "dropped", "first") == []


def test_a_place_is_come_to_on_the_way_and_the_present_one_is_no_detour() -> None:
    law = policy(LAW)
    assert all_from(law, "first", "third") == [["passed_on raised gave_up"], []]
    assert all_from(law, "first", "first") == all_from(law, "first")
    assert all_from(law, "first", "dropped")[0] == ["passed_on raised gave_up"]


def test_what_is_never_done_leads_nowhere() -> None:
    law = policy(
        LAW.replace("must: {asked: {by: officer}}", "never: {lost: {by: officer, then: shut}}")
    )
    assert all_from(law, "third") == [["gave_up"]]
