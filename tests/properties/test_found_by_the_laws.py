"""What the laws found stays mended: each as small as it could be made."""

from pathlib import Path

import pytest

from complaintflow import engine, scenarios
from complaintflow.case import Action, Override, Person
from complaintflow.diagnostics import DefinitionError, Diagnostic, Place, Related, in_order
from tests.policies import HEADER, day, done, fusion_care, owed, people, policy, statuses

OFFICES = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer, stand_in: deputy}
  deputy:   {title: The deputy}
facts: {allowed: {means: it is allowed, decided_by: officer}}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First}}
conflicts:
  aside: {who: subject, may_not: OFFICE, except: {if: allowed}}
"""


@pytest.mark.parametrize("office", ["officer", "deputy"])
def test_an_exception_decided_in_the_office_that_it_is_about_is_circular(office: str) -> None:
    """Whether an officer may decide it hangs on the exception: a ruling would go round for ever."""
    with pytest.raises(DefinitionError) as raised:
        policy(OFFICES.replace("OFFICE", office))
    assert [d.code for d in raised.value.diagnostics] == ["circular-exception"]


def test_an_exception_from_another_office_is_not_circular() -> None:
    assert policy(OFFICES.replace("OFFICE", "customer")).conflicts["aside"].has_exception
    assert fusion_care().conflicts["subject_stands_aside"].has_exception


END_WITH_A_CONDITION = """
roles: {customer: {title: You}}
facts: {agreed: {means: it is agreed, decided_by: customer}}
begins: {came: {by: customer, then: shut}}
stages: {first: {title: First}}
ends: {shut: {title: Shut, if: agreed, must: {filed: {by: customer, cites: S-1}}, cites: S-1}}
clauses: {S-1: {at: page 1, says: all}}
"""

STORY = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people: {cy: {holds: customer}}
scenarios:
  not_agreed:
    proves: S-1
    story:
      - {at: 2026-06-01, event: came, by: cy}
      - {at: 2026-06-02, event: filed, by: cy, refused: shut.if}
"""


def test_a_story_may_name_the_condition_of_an_end_as_a_reason(tmp_path: Path) -> None:
    """D11 names `STAGE.if`, and an end has `if` as a stage has."""
    (tmp_path / "small.yaml").write_text(HEADER + END_WITH_A_CONDITION, encoding="utf-8")
    story = tmp_path / "small.scenarios.yaml"
    story.write_text(STORY, encoding="utf-8")
    report = scenarios.run(story)
    assert (report.problems, report.scenarios[0].failures) == ((), ())


def test_diagnostics_that_differ_only_in_their_help_stand_in_one_order() -> None:
    """A mistake in a base is told with another suggestion where another policy builds on it."""
    here = Place("base.yaml", 8, 29)
    told = [
        Diagnostic("unknown-name", "no such role", here, help="none is given yet"),
        Diagnostic("unknown-name", "no such role", here, help="did you mean `officer`?"),
        Diagnostic("unknown-name", "no such role", here),
        Diagnostic("unknown-name", "no such role", here, related=(Related(here, "here"),)),
    ]
    assert in_order(told) == in_order(reversed(told))


LAST_ASKED = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {replied: {by: officer, within: 2 working days of last asked}}
    may: {asked: {by: customer}}
"""


def test_a_breach_does_not_vanish_when_the_last_event_happens_again() -> None:
    """D4: left later than due, the clock stays overdue, then met late; a breach never vanishes."""
    law = policy(LAST_ASKED)
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "asked", day(1), "cy")
    assert statuses(law, case, "replied", day(10)) == ["overdue"]
    again = done(law, case, "asked", day(15), "cy")
    assert "overdue" in statuses(law, again, "replied", day(15))


TOLD_TO_BOTH = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer, stand_in: deputy}
  deputy:   {title: The deputy}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked: {by: officer, counts_as: consider}
      told:   {by: customer, to: [officer, deputy]}
conflicts: {aside: {who: subject, may_not: consider}}
"""


def test_a_substitute_who_is_addressed_too_is_owed_one_letter() -> None:
    """A6: missing particulars are owed, each until a record that `adds_to` its event supplies it."""
    law = policy(TOLD_TO_BOTH)
    cast = {"cy": Person(holds="customer"), "ed": Person(holds="deputy")}
    cast["ola"] = Person(holds="officer", is_="subject")
    case = engine.begin(law, at=day(1), people=cast)
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "told", day(2), "cy")
    assert owed(law, case, day(2)) == ["looked", "told.to deputy"]


def test_every_ruling_can_stand_in_a_set() -> None:
    """Values are hashable, the fact that nobody has answered among them."""
    law = fusion_care()
    case = engine.begin(law, at=day(1), people=people(ann="complainant", mo="manager"))
    case = done(law, case, "formal_complaint_received", day(1), "ann", how="letter")
    ruling = engine.could(law, case, "investigation", "mo", as_of=day(2))
    assert [reason.code for reason in ruling.reasons] == ["unanswered"]
    assert hash(ruling) == hash(engine.could(law, case, "investigation", "mo", as_of=day(2)))


def test_the_correction_of_an_overridden_event_keeps_the_override() -> None:
    """D6: a typo that is mended does not undo the move that somebody let stand."""
    law = fusion_care()
    cast = {"ann": Person(holds="complainant"), "mo": Person(holds="manager")}
    case = engine.begin(law, at=day(1), people=cast)
    allowed = Override("dee", "she asked by telephone")
    spoken = Action("formal_complaint_received", at=day(1), by="ann", how="telephone")
    case = engine.apply(law, case, spoken, id="in", override=allowed)
    right = Action("formal_complaint_received", at=day(2), by="ann", how="telephone")
    case = engine.apply(law, case, right, corrects="in", known_at=day(5))
    assert engine.stage_of(law, case, as_of=day(5)) == "first_formal"
    late = Action("formal_complaint_received", at=day(3), by="ann", how="telephone")
    case = engine.apply(law, case, late, corrects="in", known_at=day(6))
    assert engine.stage_of(law, case, as_of=day(6)) == "first_formal"


TWO_CONDITIONS = """
roles: {customer: {title: You}, officer: {title: An officer}}
facts:
  needed: {means: others must be told, decided_by: officer}
  agreed: {means: it is agreed that they are, asked_if: needed, decided_by: customer}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, may: {told: {by: officer, if: [needed, agreed]}}}}
"""


def test_a_refusal_that_waits_for_one_answer_says_so_once() -> None:
    """A6: the refusal names who must answer; of a question that hangs on another, the other."""
    law = policy(TWO_CONDITIONS)
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    found = engine.could(law, case, "told", "ola", as_of=day(2)).reasons
    assert [(reason.rule, reason.code) for reason in found] == [("told.if", "unanswered")]
    case = done(law, case, "needed", day(2), "ola", answer=True)
    found = engine.could(law, case, "told", "ola", as_of=day(2)).reasons
    assert [(reason.rule, reason.code) for reason in found] == [("told.if", "unanswered")]
