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
from complaintflow.render.lines import of_role
from complaintflow.render.mermaid import mermaid
from complaintflow.render.rules import conflict_text, fact_text, role_rules
from complaintflow.render.steps import step_asked, step_text
from complaintflow.render.times import once
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
            for keeping in conflict.barring
            for each in keeping.who
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
    # what a role must be stands with the role
    rules = [name for name, rule in law.conflicts.items() if not rule.of_a_role]
    assert {*law.steps, *law.facts, *rules, *law.standing_duties} <= named


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
    assert f"\n{number}. Unclear in the policy: when the first formal stage" in leaflet(law)


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
    "to": (("customer",), "must hear your complaint and tell you."),
    "with_": (("friend",), "with your friend"),
    "copies_to": (("body",), "A copy goes to an outside body."),
    "open_to": (("friend",), "Your friend may attend."),
    "how": ((Form.TELEPHONE, Form.LETTER), "by telephone or by letter"),
    "must_include": (("next_steps", "body"), "This must include: next steps, an outside body."),
    "recorded_in": (("case_file",), "This must be written down in the case file."),
    "after": ((Happened("seen"),), ", once they have seen your complaint"),
    "if_": ((Condition("urgent"),), ", if it is urgent"),
    "unless": ((Condition("urgent", False),), ", unless it is not so that it is urgent"),
    "appoints": ("friend", "This appoints your friend."),
    "agreed_by": (("customer",), "The Officer must, with your agreement, hear your complaint."),
    "signed_by": (("customer",), "You are asked to sign it."),
    "sets_time_of": (("seen",), "This settles the day for the Officer to see your complaint."),
    "extends": ("seen", "take more time to see your complaint"),
    "repeats": (True, "again and again. How often is not said."),
    "met_by": (("seen",), "This is done once the Officer has seen your complaint."),
    "from_": (("officer", "body"), "This may be the Officer or an outside body."),
    "then": ("second", "Your complaint then goes on to the stage “Second”."),
    "duty": (Duty.MAY, "The Officer may hear your complaint."),
}
"""A value for each key of a step, and what is said of it."""

SAID_ELSEWHERE = {"name", "place", "cites", "counts_as", "late_if"}
"""By the verb, by the section, behind the statement, in what a conflict reaches, and of a window."""


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
    assert says(law, "heard") == f"The Officer must hear your complaint, {told}."


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
        ("sent_to_body", "to: body", "The Officer must send your complaint to an outside body."),
        ("told", "", "The Officer must take the step “told”."),
        ("not_sent", "", "The Officer must take the step “not sent”."),
        ("complaint_logged", "to: customer", "The Officer must log your complaint and tell you."),
        ("text_requested", "to: customer", "The Officer must request a text from you."),
        ("replied", "to: customer", "The Officer must reply to you."),
        ("investigation", "", "The Officer must carry out the investigation."),
        ("stage_two_review", "to: customer", "The Officer must carry out the stage two review and tell you."),
        ("looked_into", "", "The Officer must look into your complaint."),
        ("decision_made", "to: customer", "The Officer must make the decision and tell you."),
        ("offer_made", "to: customer", "The Officer must make the offer to you."),
        ("complaint_acknowledged", "to: customer, how: writing", "The Officer must acknowledge your complaint to you in writing."),
        ("phoned_back", "to: customer", "The Officer must phone you back."),
        ("result_phoned", "to: customer", "The Officer must phone the result to you."),
        ("late_review_agreed", "to: customer", "The Officer must agree to the late review and tell you."),
        ("plan_agreed", "with: customer", "The Officer must agree the plan with you."),
        ("plan_agreed", "agreed_by: customer", "The Officer must agree the plan with you."),
        ("agreed", "agreed_by: [customer, body]", "The Officer must agree with you and an outside body."),
        ("more_time_agreed", "agreed_by: customer", "The Officer must agree on more time with you."),
        ("asked", "", "The Officer must ask."),
        ("asked_why", "to: customer", "The Officer must ask you why."),
        ("friend_asked", "to: friend", "The Officer must ask your friend about your complaint."),
        ("body_asked", "", "The Officer must ask an outside body about your complaint."),
        ("ombudsman_asked", "", "The Officer must ask the ombudsman about your complaint."),
        ("hearing_asked", "", "The Officer must ask for a hearing."),
        ("support_asked", "to: body", "The Officer must ask an outside body for support."),
        ("problem_asked_about", "to: body", "The Officer must ask about the problem and tell an outside body."),
        ("progress_told", "to: customer", "The Officer must tell you about the progress."),
        ("friends_told", "to: friend", "The Officer must tell your friend."),
        ("details_withheld", "to: customer", "The Officer must withhold the details from you."),
        ("details_withheld", "", "The Officer must withhold the details."),
        ("meeting_offered", "to: customer, with: friend", "The Officer must offer a meeting to you with your friend."),
        ("resolution_offered", "with: customer", "The Officer must offer a resolution to you."),
        ("consent_sought", "to: customer", "The Officer must seek consent from you."),
        ("wishes_heard", "with: customer", "The Officer must hear your wishes."),
        ("wishes_discussed", "with: customer", "The Officer must discuss your wishes with you."),
        ("updates_given", "to: customer, every: unstated", "The Officer must give updates to you again and again. How often is not said."),
        ("updates_given", "to: customer", "The Officer must give the updates to you."),
        ("wishes_heard", "with: [customer, friend]", "The Officer must hear the wishes of you and your friend."),
        ("taken_as_complaint", "", "The Officer must take it as a complaint."),
        ("request_treated_as_urgent", "", "The Officer must take the step “request treated as urgent”."),
        ("letter_accepted_as_late_appeal", "", "The Officer must accept the letter as a late appeal."),
        ("sent_elsewhere", "to: customer", "The Officer must send your complaint elsewhere and tell you."),
        ("further_action_decided", "", "The Officer must decide on further action."),
        ("request_decided", "to: customer", "The Officer must decide on the request and tell you."),
        ("officer_decided", "", "The Officer must decide."),
        ("officer_reports", "to: customer", "The Officer must report to you."),
        ("officer_recalls", "", "The Officer must take the step “officer recalls”."),
        ("officer_meeting_held", "", "The Officer must hold the officer meeting."),
        ("kept_posted", "to: customer", "The Officer must take the step “kept posted” and tell you."),
        ("not_a_complaint", "to: customer", "The Officer must tell you that it is not a complaint."),
        ("not_a_complaint", "", "The Officer must say that it is not a complaint."),
        ("not_looked_into", "to: customer", "The Officer must tell you that your complaint will not be looked into."),
        ("not_settled_early", "", "The Officer must say that your complaint is not settled early."),
        ("not_told", "to: customer", "The Officer must take the step “not told” and tell you."),
        ("not", "", "The Officer must take the step “not”."),
        ("not_so_soon", "", "The Officer must take the step “not so soon”."),
        ("response_two", "to: customer", "The Officer must give the second response to you."),
        ("review_two", "", "The Officer must carry out the second review."),
        ("unhappy_two", "to: customer", "The Officer must tell you that they are unhappy."),
        ("xyz_two", "", "The Officer must take the step “xyz two”."),
        ("stage_two_requested", "to: body", "The Officer must request stage two from an outside body."),
        ("stage_two_opened", "", "The Officer must open stage two."),
        ("suggestions_made", "to: body", "The Officer must make the suggestions to an outside body."),
        ("support_given", "to: customer", "The Officer must give support to you."),
        ("challenged", "", "The Officer must challenge the decision."),
        ("friend_allocated", "appoints: friend", "The Officer must allocate your friend."),
        ("agreed", "with: customer", "The Officer must agree with you."),
        ("documents_requested", "", "The Officer must request documents."),
        ("more_time_requested", "", "The Officer must request more time."),
        ("reply", "to: customer", "The Officer must give the reply to you."),
        ("meeting", "with: customer", "The Officer must hold the meeting with you."),
        ("met", "with: customer", "The Officer must meet with you."),
        ("unhappy", "to: customer", "The Officer must tell you that they are unhappy."),
        ("xyz", "to: customer", "The Officer must take the step “xyz” and tell you."),
        ("friend_chosen", "appoints: friend", "The Officer must choose your friend."),
        ("dealt_with_by_letter", "how: letter", "The Officer must deal with your complaint by letter."),
        ("taken_further_by_letter", "how: letter", "The Officer must take your complaint further by letter."),
    ],
)  # fmt: skip
def test_a_name_becomes_a_sentence(name: str, keys: str, sentence_: str) -> None:
    step = f"{{by: officer{', ' if keys else ''}{keys}}}"
    law = policy(MADE.replace("      heard: {by: officer}\n", f"      {name}: {step}\n"))
    assert says(law, name) == sentence_


@pytest.mark.parametrize(
    ("name", "sentence_"),
    [
        ("taken_further", "You may take your complaint further."),
        ("still_dissatisfied", "You may say that you are still dissatisfied."),
        ("issues_resolved", "You may say that the issues are resolved."),
        ("resolution_rejected", "You may reject the resolution."),
        ("appealed", "You may appeal."),
        ("review_requested", "You may request a review."),
        ("extension_requested", "You may request an extension."),
        ("late_request_received", "You may make a late request."),
        ("answer_received", "You may receive the answer."),
        ("resolved_early", "You may say that your complaint is resolved early."),
        ("stage_one_wanted", "You may say that you want stage one."),
        ("contested", "You may contest the decision."),
        ("withdrawn", "You may withdraw your complaint."),
    ],
)
def test_what_the_complainant_may_do_is_said_to_the_complainant(name: str, sentence_: str) -> None:
    law = policy(MADE.replace("dropped:", f"{name}:"))
    assert says(law, name) == f"{sentence_} Your complaint then ends as “Shut”."
    assert says(law, name, you=False).startswith("The customer may ")


@pytest.mark.parametrize(
    ("name", "sentence_"),
    [
        ("complaint_received", "You may make a complaint. This starts the stage “First”."),
        ("appeal_received", "You may make an appeal. This starts the stage “First”."),
        ("complaint", "You may make a complaint. This starts the stage “First”."),
        ("form_received", "You may send in the form. This starts the stage “First”."),
    ],
)
def test_what_is_received_is_what_somebody_makes(name: str, sentence_: str) -> None:
    law = policy(MADE.replace("complaint_received:", f"{name}:"))
    assert says(law, name) == sentence_


@pytest.mark.parametrize(
    ("within", "said"),
    [
        ("5 working days of complaint_received", "within 5 working days of the day on which your complaint was received"),
        ("1 month beginning with start of first", "within 1 month beginning with the day on which the stage “First” started"),
        ("24 hours of seen", "within 24 hours of the time at which they saw your complaint"),
        ("2 weeks after last dropped", "within 2 weeks of the last day on which you dropped your complaint"),
        ("2 weeks of end of shut", "within 2 weeks of the day on which your complaint was taken up again after the end “Shut”"),
        ("2 weeks of start of shut", "within 2 weeks of the day on which your complaint came to rest at the end “Shut”"),
        ("3 calendar days of urgent", "within 3 calendar days of the day on which the Officer said whether it is urgent"),
    ],
)  # fmt: skip
def test_a_period_is_told_with_the_day_on_which_it_starts(within: str, said: str) -> None:
    text = MADE.replace("heard: {by: officer}", f"heard: {{by: officer, within: {within}}}")
    assert says(policy(text), "heard") == f"The Officer must hear your complaint {said}."


def test_a_period_from_what_must_come_first_names_it_once() -> None:
    text = MADE.replace("{by: officer}", "{by: officer, after: seen, within: 24 hours of seen}", 1)
    wanted = "The Officer must hear your complaint, once they have seen your complaint, and within 24 hours of that time."
    assert says(policy(text), "heard") == wanted


def test_what_is_due_on_the_day_itself_is_due_on_the_same_day() -> None:
    same = "within: 1 calendar day beginning with seen"
    law = policy(MADE.replace("heard: {by: officer}", f"heard: {{by: officer, {same}}}"))
    assert says(law, "heard") == (
        "The Officer must hear your complaint on the same day as they saw your complaint."
    )
    assert "beginning with" not in leaflet(law)
    law = policy(MADE.replace("heard: {by", f"heard: {{after: seen, {same}, by"))
    assert says(law, "heard").endswith("once they have seen your complaint, and on the same day.")
    law = policy(
        MADE.replace("heard: {by", "heard: {within: 1 calendar day beginning with last seen, by")
    )
    assert says(law, "heard").endswith("on the last day on which they saw your complaint.")
    law = policy(
        MADE.replace("heard: {by", "heard: {within: 2 calendar days beginning with seen, by")
    )
    assert "within 2 calendar days beginning with the day on which" in says(law, "heard")


def test_two_ways_of_counting_are_told_apart() -> None:
    law = loaded(GOOD / "everything.yaml")
    assert "within 1 working day after the day on which your complaint was received" in says(
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
        "once the Officer has said whether it is urgent, the stage “First” has started, your "
        "complaint has been taken up again after the end “Shut” and your complaint has come to rest "
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


def test_a_title_that_is_a_pronoun_has_the_form_that_its_place_asks_for() -> None:
    text = MADE.replace("The Officer", "We").replace("An outside body", "They")
    text = text.replace(
        "heard: {by: officer}",
        "heard: {by: body, to: officer, copies_to: officer, must_include: officer}",
    )
    text = text.replace("dropped: {by: customer", "dropped: {by: customer, with: officer")
    text = text.replace("seen:  {by: officer}", "seen: {by: officer, after: heard, to: body}")
    law = policy(text + "conflicts: {c: {who: officer, may_not: body}}\n")
    assert (
        says(law, "heard")
        == "They must hear your complaint and tell us. A copy goes to us. This must include: us."
    )
    assert says(law, "seen") == (
        "We must see your complaint and tell them, once they have heard your complaint."
    )
    assert says(law, "dropped").startswith("You may drop your complaint with us.")
    voice = Voice(law, to_complainant=True)
    assert fact_text(voice, law.facts["urgent"]) == "It is for us to say whether it is urgent."
    told = conflict_text(voice, law.conflicts["c"])
    assert told == "We must not act as or be appointed as them."


def test_a_reprisal_is_by_us_and_towards_you() -> None:
    never = "    never: {reprisal: {by: officer, to: customer}}\n"
    text = MADE.replace("    title: First\n", "    title: First\n" + never)
    law = policy(text.replace("The Officer", "We"))
    assert says(law, "reprisal") == "There must never be any reprisal by us towards you."


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


def test_several_say_what_is_wanted_and_not_who_wants_it() -> None:
    law = policy(MADE.replace("dropped: {by: customer", "review_wanted: {by: [customer, friend]"))
    said = "You or your friend may say that a review is wanted."
    assert says(law, "review_wanted").startswith(said)


def test_whoever_brings_it_for_you_makes_a_complaint_too() -> None:
    law = policy(MADE.replace("received: {by: customer", "received: {by: [customer, friend]"))
    assert says(law, "complaint_received").startswith("You or your friend may make a complaint.")
    assert "You or your friend may make a complaint." in leaflet(law)


# Conflicts and the rest


def test_a_conflict_says_whom_it_keeps_from_what_and_its_exception() -> None:
    law = fusion_care()
    told = conflict_text(Voice(law, to_complainant=True), law.conflicts["subject_stands_aside"])
    assert told == (
        "Anybody who is complained about in this case must not consider or investigate your "
        "complaint. That is allowed all the same in the stage “Informal resolution”, if management "
        "thinks it appropriate that the person complained about takes part informally; what is "
        "said for one of them holds for nobody else."
    )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("only: did panel_held, may: letter_sent", "Only somebody who sat when the panel met may, once there is one, send the letter."),
        ("who: did panel_held, may_not: letter_sent", "Anybody who sat when the panel met must not send the letter."),
        ("who: did parties_met, may_not: letter_sent", "Anybody who met the parties must not send the letter."),
        ("who: did interest_declared, may_not: panel", "Anybody who declared the interest must not sit on or be appointed to the panel."),
    ],
)  # fmt: skip
def test_whoever_acted_when_a_body_met_sat_then(rule: str, said: str) -> None:
    law = policy(f"""
roles:
  customer: {{title: You}}
  officer: {{title: The officer}}
  panel: {{title: The panel, members: exactly 2}}
begins: {{came: {{by: customer, then: first}}}}
stages:
  first:
    title: First
    must:
      parties_met: {{by: officer}}
      panel_held: {{by: panel}}
      letter_sent: {{by: [panel, officer], then: over}}
    may: {{interest_declared: {{by: panel}}}}
ends: {{over: {{title: Over}}}}
conflicts: {{c: {{{rule}}}}}
""")
    assert conflict_text(Voice(law, True), law.conflicts["c"]) == said


def test_acts_that_have_an_or_of_their_own_are_told_apart() -> None:
    law = policy(
        MADE
        + "conflicts: {c: {who: subject, may_not: [seen, body]}, d: {who: subject, may_not: [heard, seen]}}\n"
    )
    told = [conflict_text(Voice(law, True), each) for each in law.conflicts.values()]
    assert told == [
        "Anybody who is complained about must not see your complaint, or act as or be appointed as an outside body.",
        "Anybody who is complained about must not hear your complaint or see your complaint.",
    ]


@pytest.mark.parametrize(
    ("who_", "said"),
    [
        ("did heard", "Anybody who heard your complaint must not see your complaint."),
        ("did urgent", "Anybody who said whether it is urgent must not see your complaint."),
        ("held friend", "Anybody who is or was your friend must not see your complaint."),
        ("acted in second", "Anybody who acted in the stage “Second” must not see your complaint."),
        ("[acted in second, officer, did heard]", "The Officer or anybody who acted in the stage “Second” or heard your complaint must not see your complaint."),
        ("[subject, married, did heard]", "Anybody who is complained about, is or was married to the Officer, or heard your complaint must not see your complaint."),
    ],
)  # fmt: skip
def test_a_conflict_says_what_somebody_has_done_or_held(who_: str, said: str) -> None:
    text = MADE.replace(
        "complained about}", "complained about, married: is or was married to the Officer}"
    )
    law = policy(f"{text}conflicts: {{c: {{who: {who_}, may_not: seen}}}}\n")
    assert conflict_text(Voice(law, True), law.conflicts["c"]) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("officer, body", "The Officer and an outside body must be different people."),
        ("heard, seen", "Nobody may both hear your complaint and see your complaint."),
        ("heard, body", "Nobody may both hear your complaint and act as an outside body."),
        ("heard, seen, body", "Nobody may do more than one of these: hear your complaint; see your complaint; act as an outside body."),
    ],
)  # fmt: skip
def test_different_people_are_said_to_be_different(names: str, said: str) -> None:
    law = policy(f"{MADE}conflicts: {{c: {{different_people: [{names}]}}}}\n")
    assert conflict_text(Voice(law, True), law.conflicts["c"]) == said
    [task] = duties(law).everybody
    assert task.says == said.replace("your complaint", "the complaint")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("same_person: [officer, body]", "The Officer and an outside body must be the same person."),
        ("same_person: [heard, seen]", "The same person must hear your complaint and see your complaint."),
        ("same_person: [heard, body]", "The same person must hear your complaint and act as an outside body."),
        ("only: subject, may: seen", "Only somebody who is complained about may see your complaint."),
        ("only: officer, may: seen", "Only the Officer may see your complaint."),
        ("only: did heard, may: seen", "Only somebody who heard your complaint may, once there is one, see your complaint."),
        ("only: [officer, held body], may: seen", "Only the Officer or somebody who is or was an outside body may see your complaint."),
    ],
)  # fmt: skip
def test_a_rule_says_who_alone_may(rule: str, said: str) -> None:
    law = policy(f"{MADE}conflicts: {{c: {{{rule}}}}}\n")
    assert conflict_text(Voice(law, True), law.conflicts["c"]) == said
    [task] = duties(law).everybody
    assert task.says == said.replace("your complaint", "the complaint")
    page = as_read(leaflet(law))
    assert "Some things only certain people may do:" in page
    assert "must stand aside" not in page


def test_the_duty_list_says_which_acts_are_for_nobody_else() -> None:
    text = MADE.replace("seen:  {", "seen:  {counts_as: decide, ")
    law = policy(f"{text}conflicts: {{c: {{only: did heard, may: decide}}}}\n")
    [task] = duties(law).everybody
    assert task.says.endswith("So nobody else may: see the complaint.")


def test_what_a_role_must_be_is_said_with_the_role_and_once() -> None:
    role = "officer:  {title: The Officer"
    law = policy(MADE.replace(role, f"{role}, must_be: [subject, did heard]"))
    for page in (as_read(leaflet(law)), str(duties(law))):
        assert page.count("The Officer must be somebody who is complained about.") == 1
        assert page.count("The Officer must be somebody who heard ") == 1
        assert "certain people" not in page
    both = conflict_text(Voice(law, True), law.conflicts["officer.must_be"])
    assert both == (
        "The Officer must be somebody who is complained about. "
        "The Officer must be somebody who heard your complaint."
    )


def test_an_act_without_an_object_says_whose_it_is_where_it_is_forbidden() -> None:
    text = MADE.replace("heard:", "officer_decided:")
    law = policy(f"{text}conflicts: {{c: {{who: subject, may_not: officer_decided}}}}\n")
    assert conflict_text(Voice(law, True), law.conflicts["c"]).endswith(
        "must not decide as the Officer."
    )
    assert "The Officer must decide" in mermaid(law)


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
    assert says(law, "put_off") == "The Officer must never put your complaint off."
    assert says(law, "report_sent") == (
        "The Officer must never send the report to your friend within 2 weeks of the day on which "
        "the Officer saw your complaint."
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
    wanted = "The Officer must hear your complaint, once your complaint has been received."
    assert says(policy(text), "heard") == wanted


def test_the_end_of_a_stage_may_be_waited_for() -> None:
    text = MADE.replace("heard: {by", "heard: {after: end of first, by")
    wanted = "The Officer must hear your complaint, once the stage “First” has ended."
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


# Where it leads, and what stands where

ROUND = """
roles: {customer: {title: You}, officer: {title: The Officer}}
facts:
  good:   {means: there is a good reason, decided_by: officer}
  late:   {means: it is late, decided_by: officer}
  why:    {means: it was on purpose, decided_by: officer, asked_if: late}
begins: {complaint_received: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {answer_sent: {by: officer, then: answered}}
    may:  {skipped: {by: customer, then: third}}
  second:
    title: Second
    must: {outcome_sent: {by: officer, then: shut}}
    may:
      returned: {by: officer, then: first}
      sent_on: {by: officer, if: late, unless: why, then: third}
      repeated: {by: officer, then: second}
  third:
    title: Third
    may: {handed_back: {by: officer, then: second}, closed: {by: officer, then: shut}}
throughout: {may: {begun_again: {by: officer, then: first}, dropped: {by: customer, then: shut}}}
ends:
  answered:
    title: Answered
    may:
      review_requested: {by: customer, then: second}
      review_offered: {by: officer, if: good, then: second}
  shut: {title: Shut, must: {filed: {by: officer}}}
"""


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("returned", "then goes back to the stage “First”."),
        ("handed_back", "then goes on to the stage “Second”."),
        ("sent_on", "then goes on to the stage “Third”."),
        ("skipped", "then goes on to the stage “Third”."),
        ("review_requested", "then goes on to the stage “Second”."),
        ("repeated", "complaint. The stage “Second” then starts again."),
        ("begun_again", "then goes back to the stage “First”."),
        ("outcome_sent", "then ends as “Shut”."),
        ("answer_sent", "then rests as “Answered”; you may still request a review."),
    ],
)
def test_only_what_every_way_has_passed_is_gone_back_to(step: str, said: str) -> None:
    assert says(policy(ROUND), step).endswith(said)


def test_where_only_others_lead_on_it_is_said_what_they_may_do() -> None:
    text = ROUND.replace("      review_requested: {by: customer, then: second}\n", "")
    assert says(policy(text), "answer_sent").endswith(
        "rests as “Answered”; the Officer may still offer a review."
    )
    must = text.replace(
        "    may:\n      review_offered: {by: officer, if: good",
        "    must:\n      review_offered: {by: officer",
    )
    assert says(policy(must), "answer_sent").endswith("the Officer must still offer a review.")


def test_an_end_that_leads_on_stands_where_it_is_come_to_and_is_pointed_to() -> None:
    page = leaflet(policy(ROUND))
    headings = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]
    assert headings[1:5] == ["First", "Answered", "Second", "Third"]
    assert (
        "Your complaint rests here once the Officer has sent the answer. It can be taken up again."
        in page
    )
    assert "**Answered.** Your complaint stays here unless it is taken further: see" in page
    assert "**Shut.** Your complaint ends here once" in page
    assert page.count("You may request a review.") == 1


def test_a_door_that_waits_for_another_way_in_is_not_promised() -> None:
    text = ROUND.replace(
        "    must: {answer_sent: {by: officer, then: answered}}",
        "    must: {answer_sent: {by: officer, then: answered}, letter_sent: {by: officer, then: answered}}",
    ).replace("review_requested: {by", "review_requested: {after: answer_sent, by")
    law = policy(text.replace("      review_offered: {by: officer, if: good, then: second}\n", ""))
    assert says(law, "letter_sent").endswith("Your complaint then ends as “Answered”.")
    assert says(law, "answer_sent").endswith("“Answered”; you may still request a review.")


def test_what_you_may_do_with_others_is_yours() -> None:
    law = policy(
        ROUND.replace(
            "review_requested: {by: customer", "review_requested: {by: [officer, customer]"
        )
    )
    _, _, rest = leaflet(law).partition("## Answered\n")
    mine, _, theirs = rest.partition("**What others may do:**")
    assert "The Officer or you may request a review." in mine
    assert "may offer a review" in theirs
    assert says(law, "answer_sent").endswith("the Officer or you may still request a review.")


def test_one_who_may_complain_for_another_does_not_limit_who_may_complain() -> None:
    text = MADE.replace("{title: You}", "{title: The customer}").replace(
        "{title: Your friend}", "{title: Your friend, may_be: subject}"
    )
    law = policy(text.replace("received: {by: customer", "received: {by: [customer, friend]"))
    page = leaflet(law)
    assert "## Who can complain" not in page
    assert "must be somebody who is complained about." in page
    law = policy(text.replace("received: {by: customer", "received: {by: friend"))
    assert "This procedure is for anybody who …" in leaflet(law)
    assert "must be somebody who" not in leaflet(law)


def test_who_deals_with_it_and_may_attend_is_no_help() -> None:
    open_ = MADE.replace("heard: {by: officer}", "heard: {by: officer, open_to: ROLE}")
    assert "Help is spoken of" not in leaflet(policy(open_.replace("ROLE", "body")))
    assert "Help is spoken of" in leaflet(policy(open_.replace("ROLE", "friend")))
    chosen = open_.replace("ROLE", "body").replace(
        "dropped: {by", "body_named: {by: customer, appoints: body}, dropped: {by"
    )
    assert "“First” and “Second”" in leaflet(policy(chosen))
    advises = MADE.replace(
        "heard: {by: officer}", "heard: {by: officer, to: body, counts_as: advise}"
    )
    assert "Help is spoken of" not in leaflet(policy(advises))


def test_a_question_stands_beside_the_first_step_for_which_it_matters() -> None:
    page = leaflet(policy(ROUND))
    good, late, why = (
        f"- It is for the Officer to say {said}"
        for said in (
            "whether there is a good reason.",
            "whether it is late.",
            "whether it was on purpose",
        )
    )
    beginning, _, rest = page.partition("## First\n")
    assert late in beginning
    assert good not in beginning
    answered, _, second = rest.partition("## Second\n")
    assert f"\n  {good}" in answered
    assert f"\n  {why}, if it is late." in second
    assert page.count("whether it is late.") == page.count("whether it was on purpose") == 1


def test_a_question_of_a_way_to_more_time_stands_below_the_step_that_it_extends() -> None:
    more = "may_extend: {longer: {by: officer, if: urgent}}"
    timed = MADE.replace(
        "seen:  {by: officer}", "seen: {by: officer, within: 5 weeks of heard, MORE}"
    )
    page = leaflet(policy(timed.replace("MORE", more)))
    assert "\n  - It is for the Officer to say whether it is urgent." in page


def test_a_question_for_help_at_any_time_stands_beside_it() -> None:
    text = ROUND.replace(
        "begun_again: {by: officer, then: first},",
        "support_given: {by: officer, to: customer, if: why}, begun_again: {by: officer, then: first},",
    ).replace("unless: why, ", "")
    _, _, helping = leaflet(policy(text)).partition("## Who can help you\n")
    assert "may give support to you, if it was on purpose (needed only where" in helping
    assert "\n  - It is for the Officer to say whether it was on purpose, if it is late." in helping


def test_a_question_that_is_not_asked_is_said_with_what_becomes_of_it() -> None:
    law = policy(ROUND.replace("if: late, unless", "if: good, unless"))
    assert ", if there is a good reason, unless it was on purpose (and only where it is late)." in (
        says(law, "sent_on")
    )
    assert ", if it is late, unless it was on purpose." in says(policy(ROUND), "sent_on")
    law = policy(ROUND.replace("unless: why", "if: [why]").replace("if: late, if", "if"))
    assert ", if it was on purpose (needed only where it is late)." in says(law, "sent_on")
    law = policy(ROUND.replace("title: Second\n", "title: Second\n    if: why\n"))
    assert "\nWhere it is late, the duties listed here hold only if it was on purpose." in leaflet(
        law
    )


def test_help_is_told_once_and_pointed_to() -> None:
    page = leaflet(fusion_care())
    assert page.count("You may choose your supporter.") == 1
    assert page.count("hold the meeting with you") == 1
    assert "More about help stands under “Informal resolution”, “First formal stage” and" in page
    law = policy(
        MADE.replace("seen:  {by: officer}", "support_offered: {by: officer, to: customer}")
    )
    assert "Help is spoken of under “First”." in leaflet(law)
    begun = MADE.replace("then: first}", "then: first, open_to: friend}")
    assert "Help is spoken of under “How you can complain”." in leaflet(policy(begun))


@pytest.mark.parametrize(
    ("role", "cited"),
    [
        ("{title: A, holders: one, cites: C}", {"holders": ("C",)}),
        (
            "{title: A, holders: one, stand_in: friend, cites: C}",
            {"holders": (), "stand_in": ("C",)},
        ),
        (
            "{title: A, holders: one, stand_in: friend, cites: {holders: C, stand_in: D}}",
            {"holders": ("C",), "stand_in": ("D",)},
        ),
    ],
)
def test_an_office_of_one_cites_only_a_clause_that_says_so(
    role: str, cited: dict[str, tuple[str, ...]]
) -> None:
    text = MADE.replace("{title: An outside body}", role)
    law = policy(text + "clauses: {C: {at: x, says: c}, D: {at: x, says: d}}\n")
    rules = [key for key, _ in role_rules(Voice(law, True), law.roles["body"])]
    lines = list(of_role(Voice(law, True), law.roles["body"]))
    assert dict(zip(rules, (line.clauses for line in lines), strict=True)) == cited
    [listed] = [each for each in duties(law).roles if each.role == "body"]
    assert [task.clauses for task in listed.rules] == [line.clauses for line in lines]


@pytest.mark.parametrize(
    ("unclear", "said"),
    [
        ("whose days count", "Unclear in the policy: whose days count. Taken as: ours."),
        ("Who decides?", "Unclear in the policy: Who decides? Taken as: ours."),
        ("Nothing, but no quarter is counted.", "Unclear in the policy: Nothing, but no quarter is counted. Taken as: ours."),
    ],
)  # fmt: skip
def test_a_reading_of_any_words_fits_its_frame(unclear: str, said: str) -> None:
    read = f'readings: {{r: {{bears_on: first, unclear: "{unclear}", taken_as: ours}}}}\n'
    assert f"\n1. {said}\n" in leaflet(policy(MADE + read))
