"""The leaflet and the duty list: nothing is lost, and sentences are English under any policy."""

from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from complaintflow import files
from complaintflow.procedure import (
    Condition,
    Duty,
    EndOf,
    Form,
    Happened,
    Holds,
    Kind,
    Place,
    Procedure,
    StartOf,
    Step,
    Which,
)
from complaintflow.render.acts import do
from complaintflow.render.duties import duties
from complaintflow.render.duty_list import Charge
from complaintflow.render.escape import flat
from complaintflow.render.leaflet import leaflet
from complaintflow.render.mermaid import mermaid
from complaintflow.render.rules import conflict_text, fact_text
from complaintflow.render.steps import once, step_asked, step_text
from complaintflow.render.words import Voice, is_many, sentence, who
from tests.policies import fusion_care, policy, round_and_round
from tests.properties.written_policies import written_policy

SHIPPED = sorted(path for path in files.shipped().glob("*.yaml") if "." not in path.stem)
GOOD = Path(__file__).parents[1] / "language" / "good"
PATHS = [*SHIPPED, GOOD / "everything.yaml", GOOD / "small.yaml"]


@cache
def loaded(path: Path) -> Procedure:
    return files.load(path)


def every_policy() -> list[Procedure]:
    return [*map(loaded, PATHS), round_and_round()]


def as_read(text: str) -> str:
    """What somebody reads of a page of Markdown: its text, without marks."""
    parts: list[str] = []
    for token in MarkdownIt("commonmark").parse(text):
        parts += [child.content or " " for child in token.children or ()]
        parts.append("\n" if token.type == "inline" else "")
    return "".join(parts)


def says(law: Procedure, step: str, *, you: bool = True) -> str:
    return step_text(Voice(law, you), law.steps[step])


# Nothing is lost


@pytest.mark.parametrize("law", every_policy(), ids=repr)
def test_every_rule_of_a_procedure_is_in_its_leaflet(law: Procedure) -> None:
    page, voice = as_read(leaflet(law)), Voice(law, to_complainant=True)
    expected = [
        *(step_text(voice, each) for each in law.steps.values()),
        *(conflict_text(voice, each) for each in law.conflicts.values()),
        *(fact_text(voice, each) for each in law.facts.values()),
        *(sentence(each.says) for each in law.information.values()),
        *(sentence(each.says) for each in law.standing_duties.values()),
        *(each.title[1:] for each in (*law.stages, *law.ends)),
        *(part for each in law.readings.values() for part in (each.unclear, each.taken_as[1:])),
        *(part for each in law.clauses.values() for part in (each.id, each.at, each.says[1:])),
        *law.left_out.values(),
        *(each.reach for each in law.roles.values() if each.reach is not None),
        *(law.relations[name].says for role in law.roles.values() for name in role.may_be),
        law.title,
        law.version,
    ]
    assert [text for text in expected if flat(text) not in page] == []


@pytest.mark.parametrize("law", every_policy(), ids=repr)
def test_everybody_finds_every_rule_of_ones_own_in_the_duty_list(law: Procedure) -> None:
    listed = {role.role: role for role in duties(law).roles}
    found = {name: {task.name for task in role.tasks} for name, role in listed.items()}
    ours = [
        *((by, step.name) for step in law.steps.values() for by in step.by),
        *((by, fact.name) for fact in law.facts.values() for by in fact.decided_by),
        *((by, duty.name) for duty in law.standing_duties.values() for by in duty.by),
        *(
            (each.role, conflict.name)
            for conflict in law.conflicts.values()
            for each in conflict.who
            if isinstance(each, Holds)
        ),
    ]
    assert [(role, name) for role, name in ours if name not in found[role]] == []
    text = " ".join(str(duties(law)).split())
    tasks = [task for role in listed.values() for task in (*role.tasks, *role.rules)]
    everything = [*tasks, *duties(law).everybody, *duties(law).conditions]
    assert [task for task in everything if flat(task.says) not in text] == []
    assert [role for role in listed.values() if role.reach and flat(role.reach) not in text] == []
    named = {task.name for task in everything}
    assert {*law.steps, *law.facts, *law.conflicts, *law.standing_duties} <= named


@pytest.mark.parametrize("law", every_policy(), ids=repr)
def test_every_statement_names_the_clauses_behind_it(law: Procedure) -> None:
    page = as_read(leaflet(law)).splitlines()
    voice = Voice(law, to_complainant=True)
    for step in law.steps.values():
        told = flat(step_text(voice, step))
        ends = [line.removeprefix(told) for line in page if line.startswith(told)]
        assert ends, step.name
        assert all(clause.id in ends[0] for clause in step.cites.clauses)


def test_a_note_stands_behind_what_it_bears_on() -> None:
    law = fusion_care()
    number = list(law.readings).index("start_of_stage") + 1
    [line] = [line for line in leaflet(law).splitlines() if "must send the report" in line]
    assert f", {number})*" in line
    assert f"\n{number}. The policy does not make clear when the first formal stage" in leaflet(law)


MADE = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: The Officer}
  friend:   {title: Your friend}
  body:     {title: An outside body}
facts:
  urgent: {means: it is urgent, decided_by: officer}
begins:
  complaint_received: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      heard: {by: officer}
      seen:  {by: officer}
  second: {title: Second, may: {dropped: {by: customer, then: shut}}}
ends: {shut: {title: Shut}}
"""

SAMPLES: dict[str, tuple[Any, str]] = {
    "by": (("officer", "body"), "The Officer or an outside body must"),
    "to": (("customer",), "You must be told."),
    "with_": (("friend",), "with your friend"),
    "copies_to": (("body",), "A copy goes to an outside body."),
    "open_to": (("friend",), "Your friend may attend."),
    "how": ((Form.TELEPHONE, Form.LETTER), "by telephone or by letter"),
    "must_include": (("next_steps", "body"), "This must include: next steps, an outside body."),
    "recorded_in": (("case_file",), "This must be written down in the case file."),
    "after": ((Happened("seen"),), ", once they have seen the complaint"),
    "if_": ((Condition("urgent"),), ", if it is urgent"),
    "unless": ((Condition("urgent", False),), ", unless it is not so that it is urgent"),
    "appoints": ("friend", "This appoints your friend."),
    "from_": (("officer", "body"), "The choice is from: the Officer, an outside body."),
    "then": ("second", "The complaint then goes on to the stage “Second”."),
    "duty": (Duty.MAY, "The Officer may hear the complaint."),
}
"""A value for each key of a step, and what is said of it."""

SAID_ELSEWHERE = {"name", "place", "cites", "counts_as"}
"""By the verb, by the section, behind the statement, and in what a conflict reaches."""


def test_every_key_of_a_step_has_a_sample_here() -> None:
    """A new key of the language must be said in words; give it a sample when it is."""
    assert {each.name for each in fields(Step)} == {*SAMPLES, *SAID_ELSEWHERE}


@pytest.mark.parametrize("key", SAMPLES)
def test_every_key_of_a_step_is_said(key: str) -> None:
    law = policy(MADE)
    value, wanted = SAMPLES[key]
    assert wanted not in says(law, "heard")
    step = replace(law.steps["heard"], **{key: value})
    assert wanted in step_text(Voice(law, to_complainant=True), step)
    asked = step_asked(Voice(law, to_complainant=False), step)
    assert (asked != step_asked(Voice(law, to_complainant=False), law.steps["heard"])) is (
        key not in ("by", "duty")
    )


def test_a_condition_of_a_stage_is_said_once_at_its_top() -> None:
    page = as_read(leaflet(loaded(GOOD / "everything.yaml")))
    assert "\nThe duties listed here hold only if the answer to “what it is about” is" in page


@pytest.mark.parametrize(
    ("means", "answer", "told"),
    [
        ("there is a child", "", "if there is a child"),
        ("whether there is a child", "", "if there is a child"),
        ("there is a child.", " is false", "if it is not so that there is a child"),
        ("what the panel says", "", "if the answer to “what the panel says” is yes"),
        ("what the panel says", " is false", "if the answer to “what the panel says” is no"),
    ],
)
def test_a_condition_is_a_clause(means: str, answer: str, told: str) -> None:
    text = MADE.replace("it is urgent", means)
    law = policy(text.replace("heard: {by", f"heard: {{if: urgent{answer}, by"))
    assert says(law, "heard") == f"The Officer must hear the complaint, {told}."


def test_a_section_without_anything_to_say_is_left_out() -> None:
    page = leaflet(policy(MADE))
    assert "## Going outside" not in page
    assert "## The clauses" not in page
    assert "## What the policy leaves open" not in page
    assert "\n\n\n" not in page


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost_of_a_policy_that_makes_no_sense(seed: int) -> None:
    law = written_policy(seed)
    test_every_rule_of_a_procedure_is_in_its_leaflet(law)
    test_everybody_finds_every_rule_of_ones_own_in_the_duty_list(law)


# Sentences


@pytest.mark.parametrize(
    ("name", "keys", "sentence_"),
    [
        ("report_sent", "to: customer, how: writing", "The Officer must send the report to you in writing."),
        ("reply_given", "to: [customer, friend]", "The Officer must give the reply to you and your friend."),
        ("meeting_held", "with: customer", "The Officer must hold the meeting with you."),
        ("report_talked_through", "with: customer", "The Officer must talk the report through with you."),
        ("change_discussed", "to: body", "The Officer must discuss the change with an outside body."),
        ("body_told", "to: body", "The Officer must tell an outside body."),
        ("body_copied", "to: body", "The Officer must send a copy to an outside body."),
        ("referred_outside", "to: customer", "The Officer must refer you outside."),
        ("sent_to_body", "to: body", "The Officer must send the complaint to an outside body."),
        ("told", "", "The Officer must take the step “told”."),
        ("not_sent", "", "The Officer must take the step “not sent”."),
        ("complaint_logged", "to: customer", "The Officer must log the complaint. You must be told."),
        ("text_requested", "to: customer", "The Officer must request the text from you."),
        ("replied", "to: customer", "The Officer must reply to you."),
        ("investigation", "", "The Officer must carry out the investigation."),
        ("stage_two_review", "to: customer", "The Officer must carry out the stage two review. You must be told."),
        ("looked_into", "", "The Officer must look into the complaint."),
        ("xyz", "to: customer", "The Officer must take the step “xyz”. You must be told."),
        ("friend_chosen", "appoints: friend", "The Officer must choose your friend."),
        ("dealt_with_by_letter", "how: letter", "The Officer must deal with the complaint by letter."),
        ("taken_further_by_letter", "how: letter", "The Officer must take the complaint further by letter."),
    ],
)  # fmt: skip
def test_a_name_becomes_a_sentence(name: str, keys: str, sentence_: str) -> None:
    step = f"{{by: officer{', ' if keys else ''}{keys}}}"
    law = policy(MADE.replace("      heard: {by: officer}\n", f"      {name}: {step}\n"))
    assert says(law, name) == sentence_


@pytest.mark.parametrize(
    ("name", "sentence_"),
    [
        ("taken_further", "You may take the complaint further."),
        ("still_dissatisfied", "You may say that you are still dissatisfied."),
        ("issues_resolved", "You may say that the issues are resolved."),
        ("resolution_rejected", "You may reject the resolution."),
        ("appealed", "You may appeal."),
        ("withdrawn", "You may withdraw the complaint."),
    ],
)
def test_what_the_complainant_may_do_is_said_to_the_complainant(name: str, sentence_: str) -> None:
    law = policy(MADE.replace("dropped:", f"{name}:"))
    assert says(law, name) == f"{sentence_} The complaint then ends as “Shut”."
    assert says(law, name, you=False).startswith("The customer may ")


@pytest.mark.parametrize(
    ("name", "sentence_"),
    [
        ("complaint_received", "You may make a complaint. This starts the stage “First”."),
        ("appeal_received", "You may make an appeal. This starts the stage “First”."),
        ("form_received", "You may send in the form. This starts the stage “First”."),
    ],
)
def test_what_is_received_is_what_somebody_makes(name: str, sentence_: str) -> None:
    law = policy(MADE.replace("complaint_received:", f"{name}:"))
    assert says(law, name) == sentence_


@pytest.mark.parametrize(
    ("within", "said"),
    [
        ("5 working days of complaint_received", "within 5 working days of the day on which the complaint was received"),
        ("1 month beginning with start of first", "within 1 month beginning with the day on which the stage “First” started"),
        ("24 hours of seen", "within 24 hours of the time at which they saw the complaint"),
        ("2 weeks after last dropped", "within 2 weeks of the last day on which you dropped the complaint"),
        ("2 weeks of end of shut", "within 2 weeks of the day on which the complaint was taken up again after the end “Shut”"),
        ("2 weeks of start of shut", "within 2 weeks of the day on which the complaint came to rest at the end “Shut”"),
        ("3 calendar days of urgent", "within 3 calendar days of the day on which the Officer said whether it is urgent"),
    ],
)  # fmt: skip
def test_a_period_is_told_with_the_day_on_which_it_starts(within: str, said: str) -> None:
    text = MADE.replace("heard: {by: officer}", f"heard: {{by: officer, within: {within}}}")
    assert says(policy(text), "heard") == f"The Officer must hear the complaint {said}."


def test_a_period_from_what_must_come_first_names_it_once() -> None:
    text = MADE.replace("{by: officer}", "{by: officer, after: seen, within: 24 hours of seen}", 1)
    wanted = "The Officer must hear the complaint, once they have seen the complaint, and within 24 hours of that time."
    assert says(policy(text), "heard") == wanted


def test_two_ways_of_counting_are_told_apart() -> None:
    law = loaded(GOOD / "everything.yaml")
    assert "within 1 working day after the day on which the complaint was received" in says(
        law, "acknowledged"
    )
    page = as_read(leaflet(law))
    assert "“Within so many days after a day”" in page
    assert "“Within so many days of a day”" in page
    assert "“Within so many days beginning with a day”" in page


def test_a_window_says_that_it_shuts() -> None:
    text = MADE.replace("dropped: {by", "dropped: {within: 9 weeks of seen, by")
    assert "After that it is too late." in says(policy(text), "dropped")
    assert "(the policy sets no time limit for it)" not in leaflet(policy(text))
    assert "(the policy sets no time limit for it)" in leaflet(policy(MADE))


def test_what_waits_is_told_in_the_perfect() -> None:
    law = policy(MADE)
    anchors = (Happened("urgent", Which.LAST), StartOf("first"), EndOf("shut"), StartOf("shut"))
    assert once(Voice(law, to_complainant=True), anchors) == (
        "once the Officer has said whether it is urgent, the stage “First” has started, the "
        "complaint has been taken up again after the end “Shut” and the complaint has come to rest "
        "at the end “Shut”"
    )


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("The Manager", "the Manager"),
        ("A senior member of staff", "a senior member of staff"),
        ("Social worker", "the Social worker"),
        ("Children's Commissioner for England", "the Children's Commissioner for England"),
        ("Leeds City Council", "Leeds City Council"),
        ("Somebody of your choice", "somebody of your choice"),
        ("Ombudsman", "the Ombudsman"),
        ("Ofsted", "Ofsted"),
        ("Who acts as chair", "whoever acts as chair"),
        ("Members of the panel", "Members of the panel"),
        ("You", "you"),
        ("YOUR friend", "yOUR friend"),
    ],
)
def test_a_title_fits_into_a_sentence(title: str, said: str) -> None:
    law = policy(MADE.replace("An outside body", title))
    assert who(Voice(law, to_complainant=True), "body") == said


def test_staff_read_of_the_complainant_by_name() -> None:
    law = fusion_care()
    text = str(duties(law))
    assert "Send the reply to the complainant in writing" in text
    assert "Choose the supporter." in text
    assert " you " not in " ".join(task.says for role in duties(law).roles for task in role.tasks)


@pytest.mark.parametrize(
    ("noun", "many"),
    [("documents", True), ("process", False), ("members of staff", True), ("status", False),
     ("parties", True), ("people", True), ("analysis", False), ("the director's reply", False)],
)  # fmt: skip
def test_a_plural_is_seen_from_its_ending(noun: str, many: bool) -> None:
    assert is_many(noun) is many


# Conflicts and the rest


def test_a_conflict_says_whom_it_keeps_from_what_and_its_exception() -> None:
    law = fusion_care()
    told = conflict_text(Voice(law, to_complainant=True), law.conflicts["subject_stands_aside"])
    assert told == (
        "Anybody who is complained about in this case must not consider or investigate the "
        "complaint. That is allowed all the same in the stage “Informal resolution”, if management "
        "thinks it appropriate that the person complained about takes part informally."
    )


def test_the_duty_list_says_which_acts_a_kind_of_work_reaches() -> None:
    law = fusion_care()
    [task] = [each for each in duties(law).everybody if each.name == "subject_stands_aside"]
    for name in law.conflicts["subject_stands_aside"].bars & law.steps.keys():
        assert do(Voice(law, to_complainant=False), law.steps[name]) in task.says
    assert task.charge is Charge.STANDS_ASIDE
    assert task.clauses == ("FC-07", "FC-08")


def test_by_when_and_where_are_values_of_their_own() -> None:
    [manager] = [role for role in duties(fusion_care()).roles if role.role == "manager"]
    [task] = [each for each in manager.tasks if each.name == "report_sent"]
    assert task.by_when == (
        "within 20 working days of the day on which the first formal stage started",
    )
    assert (task.place, task.charge) == ("First formal stage", Charge.MUST)
    assert set(task.readings) == {"which_days", "start_of_stage"}


def test_an_act_is_forbidden_in_words_that_fit_it() -> None:
    never = "    never: {reprisal: {by: officer, to: customer}, put_off: {by: officer}, report_sent: {by: officer, to: friend, within: 2 weeks of seen}}\n"
    law = policy(MADE.replace("    title: First\n", "    title: First\n" + never))
    assert says(law, "reprisal") == "There must never be any reprisal by the Officer towards you."
    assert says(law, "put_off") == "The Officer must never put the complaint off."
    assert says(law, "report_sent") == (
        "The Officer must never send the report to your friend within 2 weeks of the day on which "
        "the Officer saw the complaint."
    )


def test_nobody_is_addressed_where_no_role_is_you() -> None:
    law = policy(MADE.replace("title: You}", "title: The customer}"))
    page = leaflet(law)
    assert "## How to complain" in page
    assert "The customer may make a complaint." in page
    assert "**What may be done:**" in page


def test_places_keep_their_order() -> None:
    def at(place: Place) -> int:
        return leaflet(law).index(f"## {place.title}\n")

    law = fusion_care()
    assert [at(place) for place in law.stages] == sorted(at(place) for place in law.stages)


def test_what_was_received_has_no_doer() -> None:
    text = MADE.replace("heard: {by", "heard: {after: complaint_received, by")
    wanted = "The Officer must hear the complaint, once the complaint has been received."
    assert says(policy(text), "heard") == wanted


def test_an_aim_is_what_should_be_done() -> None:
    text = MADE.replace("heard: {by: officer}", "heard: {by: officer, within: 2 weeks of seen}")
    law = policy(text)
    [deadline] = law.deadlines
    aimed = replace(law, deadlines=(replace(deadline, kind=Kind.AIM),))
    assert says(aimed, "heard").startswith("The Officer should hear the complaint within 2 weeks")
    assert "aim: within 2 weeks" in mermaid(aimed)


def test_the_end_of_a_stage_may_be_waited_for() -> None:
    text = MADE.replace("heard: {by", "heard: {after: end of first, by")
    wanted = "The Officer must hear the complaint, once the stage “First” has ended."
    assert says(policy(text), "heard") == wanted


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("{means: it is urgent", "whether it is urgent"),
        ("{means: What it is about, answers: [noise, late_repair]", "what it is about: noise or late repair"),
        ("{means: the weight of it, answers: [small, great]", "the answer to “the weight of it”: small or great"),
    ],
)  # fmt: skip
def test_a_question_says_what_is_asked_and_the_answers(fact: str, told: str) -> None:
    law = policy(MADE.replace("{means: it is urgent", fact))
    said = fact_text(Voice(law, to_complainant=True), law.facts["urgent"])
    assert said == f"It is for the Officer to say {told}."
