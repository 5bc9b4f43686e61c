"""What the laws found stays mended: each as small as it could be made."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from complaintflow import engine, scenarios
from complaintflow.case import Action, Override, Person
from complaintflow.diagnostics import DefinitionError, Diagnostic, Place, Related, in_order
from tests.policies import (
    HEADER,
    day,
    done,
    fusion_care,
    owed,
    people,
    policy,
    statuses,
    whole_policy,
)

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


AGREED_HOURS = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: 100 hours of called
        stands_still: [{first_day: day of paused, last_day: day of resumed}]
        may_extend: {longer: {by: officer}}
    may:
      called: {by: customer}
      paused: {by: officer}
      resumed: {by: officer}
"""


def test_an_agreed_moment_moves_by_a_range_where_the_hour_of_the_start_is_not_known() -> None:
    """A5: a day stands still on which the time began, at an hour that nobody told."""
    law = policy(AGREED_HOURS)
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    agreed = datetime(2026, 6, 26, 0, tzinfo=law.zone)
    longer = Action("longer", at=day(2), by="ola", settles=agreed)
    case = engine.apply(law, case, longer, override=Override("dee", "it was agreed beforehand"))
    for name, by in (("paused", "ola"), ("called", "cy"), ("resumed", "ola")):
        case = done(law, case, name, day(8), by)
    (clock,) = engine.clocks(law, case)
    assert clock.earliest is not None
    assert clock.latest is not None
    assert (clock.earliest.due, clock.latest.due) == (agreed, agreed + timedelta(days=1))


BEFORE_DAY_ZERO = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first: {title: First, must: {answered: {by: officer, within: 10 calendar days of came}}}
"""


def test_no_day_before_day_zero_is_left() -> None:
    """Received on a Saturday it counts as received on Monday: on Sunday there are ten days left."""
    text = HEADER.replace("day_one: day after", "day_one: next working day") + BEFORE_DAY_ZERO
    law = whole_policy(text)
    case = engine.begin(law, at=day(6), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(6), "cy")
    (clock,) = engine.clocks(law, case)
    left = [clock.remaining(as_of=day(n)) for n in (6, 7, 8, 9)]
    assert [None if each is None else each.n for each in left] == [10, 10, 10, 9]


ROLLED_BACK = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: 5 calendar days of came
        stands_still: [{first_day: day of paused, last_day: day of resumed}]
    may: {paused: {by: officer}, resumed: {by: officer}}
"""


def test_what_stood_still_before_an_end_that_was_rolled_back_is_late_all_the_same() -> None:
    """Due on Sunday but for the roll, and so on Friday; Saturday stood still, and is late none the less."""
    text = HEADER.replace("day_one: day after", "day_one: day after, roll: previous") + ROLLED_BACK
    law = whole_policy(text)
    case = engine.begin(law, at=day(8), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(8), "cy")
    for name in ("paused", "resumed"):
        case = done(law, case, name, day(13), "ola")
    case = done(law, case, "answered", day(17), "ola")
    (clock,) = engine.clocks(law, case)
    assert clock.due == day(12)
    assert str(clock.late(as_of=day(30))) == "5 calendar days"


WHAT_ENDS_IT_PAUSES_IT = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: 5 working days of came
        stands_still: [{first_day: day after answered, last_day: day of resumed}]
    may: {resumed: {by: officer}}
"""


def test_what_meets_a_clock_does_not_stop_it() -> None:
    """A5: what stands still once all is over moves nothing; its due date stays known."""
    law = policy(WHAT_ENDS_IT_PAUSES_IT)
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "answered", day(4), "ola")
    (clock,) = engine.clocks(law, case)
    assert (clock.due, clock.stops) == (day(8), ())


ANSWERED_BEFORE = """
roles: {customer: {title: You}, officer: {title: An officer}}
facts: {allowed: {means: it is allowed, decided_by: officer, within: 2 working days of asked}}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, may: {asked: {by: customer}}}}
"""


def test_a_question_that_was_answered_before_its_time_starts_does_not_wait_for_it() -> None:
    """D4: as of that day and in retrospect it is met."""
    law = policy(ANSWERED_BEFORE)
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "allowed", day(2), "ola", answer=True)
    assert statuses(law, case, "allowed", day(3)) == ["met"]
    later = done(law, case, "asked", day(5), "cy")
    assert statuses(law, later, "allowed", day(3)) == ["met"]
