"""A story made of a random walk and of the engine's own answers passes when it is told.

So the language of scenarios can say whatever can happen, and says it back unchanged.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from complaintflow import scenarios
from complaintflow.procedure import Duty, Procedure
from complaintflow.scenarios import Report
from tests.properties.lives import examples, lives
from tests.properties.rows import story, text_of
from tests.strategies import Walk

OFTEN = examples(40)


def reported(law: Procedure, text: str) -> Report:
    """What comes of telling the stories of a file beside its policy."""
    with TemporaryDirectory() as folder:
        policy = Path(folder) / f"{law.id}.yaml"
        policy.write_text(text_of(law), encoding="utf-8")
        told_in = policy.with_suffix(".scenarios.yaml")
        told_in.write_text(text, encoding="utf-8")
        return scenarios.run(told_in)


@OFTEN
@given(lives())
def test_a_story_made_of_a_walk_and_its_own_answers_passes(lived: Walk) -> None:
    """Grammar B, scenarios: a row is an event, or refused for *every* reason, or an `as_of`."""
    text = story(lived)
    report = reported(lived.law, text)
    wrong = [*report.problems, *(f for told in report.scenarios for f in told.failures)]
    assert not wrong, "\n".join([*map(str, wrong), text])
    assert report.passed
    assert report.scenarios[0].rows >= 3


@OFTEN
@given(lives())
def test_a_story_with_one_duty_too_many_fails(lived: Walk) -> None:
    """Grammar B: `owed` is the exact list, so a wrong one does not pass by chance."""
    right = next(step.name for step in lived.law.steps.values() if step.duty is not Duty.MUST)
    text = story(lived)
    wrong = text.replace("owed: []", "owed: [ ]").replace("owed: [", f"owed: [{right}, ", 1)
    assert wrong != text
    report = reported(lived.law, wrong)
    assert not report.problems
    assert [failure.code for failure in report.scenarios[0].failures] == [scenarios.FAILS]
