"""What is said of time: aims, bands and who settles them, more time, receipts, what was missed."""

import pytest

from complaintflow import files
from complaintflow.procedure import Procedure
from complaintflow.render.duties import duties
from complaintflow.render.duty_list import Charge
from complaintflow.render.leaflet import leaflet
from complaintflow.render.mermaid import mermaid
from complaintflow.render.steps import step_asked, step_text
from complaintflow.render.words import Voice
from tests.policies import policy
from tests.render.golden import FORMS

MADE = """
roles:
  customer: {title: You}
  officer:  {title: The Officer}
  chair:    {title: The Chair}
  friend:   {title: Your friend}
facts:
  urgent: {means: it is urgent, decided_by: officer}
  rare:   {means: the case is rare, decided_by: chair}
begins: {complaint_received: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      time_agreed: {by: officer, SETTLES}
      report_sent: {by: officer, to: customer, TIMES}
    may:
      moved_on: {by: customer, MOVED then: shut}
  second: {title: Second, must: {noted: {by: chair}}, may: {ended: {by: chair, then: shut}}}
ends: {shut: {title: Shut}}
"""
BAND = "within: 10 to 20 working days of complaint_received"


def made(times: str = "", settles: str = "", moved: str = "") -> Procedure:
    text = MADE.replace("SETTLES", settles or "to: chair").replace("TIMES", times or "how: writing")
    return policy(text.replace("MOVED", f"{moved}," if moved else ""))


def says(law: Procedure, step: str, *, you: bool = True) -> str:
    return step_text(Voice(law, you), law.steps[step])


# An aim is no promise


def test_an_aim_is_told_apart_from_what_must_be_done() -> None:
    law = made("aim_within: 2 weeks of complaint_received")
    assert says(law, "report_sent") == (
        "The Officer must send the report to you. The aim, which is no promise, is to do so within 2 "
        "weeks of the day on which your complaint was received."
    )
    assert "aim: within 2 weeks" in mermaid(law)
    [officer] = [each for each in duties(law).roles if each.role == "officer"]
    [task] = [each for each in officer.tasks if each.name == "report_sent"]
    assert task.by_when == ("aim: within 2 weeks of the day on which the complaint was received",)


def test_a_promise_stands_beside_its_aim() -> None:
    law = made("aim_within: 5 working days of time_agreed, within: 24 hours of complaint_received")
    assert says(law, "report_sent") == (
        "The Officer must send the report to you within 24 hours of the time at which your complaint "
        "was received. The aim, which is no promise, is to do so within 5 working days of the day on "
        "which they agreed to the time."
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_is_aimed_at_is_nowhere_owed_within_a_time(form: str) -> None:
    law = files.load("barnsley-childrens-social-care")
    page = " ".join(FORMS[form](law).replace("<br>", " ").replace("\\n", " ").split())
    days = page.count("within 3 working days")
    assert days == page.count("is to do so within 3 working days") + page.count("aim: within 3 w")
    assert days == 1


# A band is no single date


@pytest.mark.parametrize(
    ("settles", "who"),
    [
        ("agreed_by: customer, sets_time_of: report_sent", "agreed between the Officer and you"),
        ("agreed_by: [customer, chair], sets_time_of: report_sent", "agreed between the Officer, you and the Chair"),
        ("sets_time_of: report_sent", "settled by the Officer"),
    ],
)  # fmt: skip
def test_the_time_of_a_band_is_one_that_somebody_settles(settles: str, who: str) -> None:
    assert says(made(BAND, settles), "report_sent") == (
        f"The Officer must send the report to you within a time that is {who}, from 10 to 20 working "
        "days after the day on which your complaint was received."
    )


def test_any_of_several_may_agree_the_time() -> None:
    text = MADE.replace(
        "by: officer, SETTLES",
        "by: [officer, chair], agreed_by: customer, sets_time_of: report_sent",
    )
    law = policy(text.replace("TIMES", BAND).replace("MOVED", ""))
    assert "a time that is agreed between the Officer or the Chair and you, from" in says(
        law, "report_sent"
    )


def test_a_band_that_nobody_settles_says_so() -> None:
    assert says(made(BAND), "report_sent") == (
        "The Officer must send the report to you within a time that is settled, from 10 to 20 working "
        "days after the day on which your complaint was received. Who settles the time is not said."
    )


@pytest.mark.parametrize(
    ("within", "said"),
    [
        ("1 to 2 weeks beginning with complaint_received", "from 1 to 2 weeks beginning with the day on which"),
        ("24 to 48 hours of complaint_received", "from 24 to 48 hours after the time at which"),
    ],
)  # fmt: skip
def test_a_band_tells_with_which_day_it_begins(within: str, said: str) -> None:
    assert f", {said} your complaint was received." in says(
        made(f"within: {within}"), "report_sent"
    )


def test_a_band_stands_after_what_must_come_first() -> None:
    settles = "agreed_by: customer, sets_time_of: report_sent"
    law = made(f"after: urgent, {BAND}", settles)
    assert says(law, "report_sent") == (
        "The Officer must send the report to you, once the Officer has said whether it is urgent, and "
        "within a time that is agreed between the Officer and you, from 10 to 20 working days after "
        "the day on which your complaint was received."
    )
    law = made("after: time_agreed, within: 1 to 2 weeks of time_agreed", settles)
    assert says(law, "report_sent") == (
        "The Officer must send the report to you, once they have agreed the time with you, and within "
        "a time that is agreed between the Officer and you, from 1 to 2 weeks after that day."
    )


def test_how_the_days_of_a_band_are_counted_is_said_in_its_own_word() -> None:
    assert "“Within so many days of a day” or after it: that day does not count" in leaflet(
        made(BAND)
    )
    assert " or after it" not in leaflet(made("within: 2 weeks of complaint_received"))


def test_a_picture_says_that_the_time_of_a_band_is_agreed() -> None:
    settles = "agreed_by: customer, sets_time_of: report_sent"
    drawn = "within 10 to 20 working<br>days after the day the<br>complaint was received<br>as {}"
    assert drawn.format("agreed") in mermaid(made(BAND, settles))
    assert drawn.format("settled") in mermaid(made(BAND, "sets_time_of: report_sent"))
    assert drawn.format("settled") in mermaid(made(BAND))


# What settles a time


def test_what_settles_a_time_says_for_what_and_within_what() -> None:
    law = made(BAND, "agreed_by: customer, sets_time_of: report_sent")
    assert says(law, "time_agreed") == (
        "The Officer must agree the time with you. This settles the time for the Officer to send the "
        "report, from 10 to 20 working days after the day on which your complaint was received."
    )


def test_what_settles_an_aim_says_so() -> None:
    law = made("aim_within: 1 to 2 weeks of complaint_received", "sets_time_of: report_sent")
    assert "This settles the aim for the Officer to send the report, from 1 to 2 weeks" in says(
        law, "time_agreed"
    )


def test_a_day_that_is_planned_moves_no_limit() -> None:
    law = made("within: 2 weeks of complaint_received", "sets_time_of: [report_sent, noted]")
    assert says(law, "time_agreed") == (
        "The Officer must agree to the time. This settles the day for the Officer to send the report; "
        "it moves no time limit. This settles the day for the Chair to note your complaint."
    )


# More time

MORE = "more: {by: officer, agreed_by: customer, up_to: 30 working days of complaint_received%s}"


def extended(way: str, times: str = "within: 2 weeks of complaint_received") -> Procedure:
    return made(f"{times}, may_extend: {{{way}}}")


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ("", ""),
        (", once: true", " More time is possible only once."),
        (", before_time_is_up: true", " More time is possible only before the time is up."),
        (", before_time_is_up: true, once: true", " More time is possible only once and only before the time is up."),
    ],
)  # fmt: skip
def test_more_time_says_who_with_whom_how_far_and_how_often(flags: str, said: str) -> None:
    assert says(extended(MORE % flags), "more") == (
        "The Officer may, with your agreement, take more time to send the report. It must then be done "
        f"within 30 working days of the day on which your complaint was received.{said}"
    )


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("more: {by: chair}", "The Chair may give the Officer more time to send the report. It must then be done by the day that is settled."),
        ("more: {by: chair, to: customer, with: friend, how: letter, if: rare}", "The Chair may give the Officer more time to send the report with your friend and tell you by letter, if the case is rare. It must then be done by the day that is settled."),
        ("more: {by: officer, agreed_by: [customer, chair], up_to: 9 weeks of more}", "The Officer may, with the agreement of you and the Chair, take more time to send the report. It must then be done within 9 weeks of the day on which the Officer took more time to send the report."),
    ],
)  # fmt: skip
def test_more_time_is_taken_or_given(way: str, said: str) -> None:
    assert says(extended(way), "more") == said


def test_more_time_for_an_aim_leaves_it_an_aim_and_for_a_window_a_right() -> None:
    law = extended(MORE % "", "aim_within: 2 weeks of complaint_received")
    assert "The aim is then to do so within 30 working days" in says(law, "more")
    moved = f"within: 2 weeks of complaint_received, may_extend: {{{MORE % ''}}}"
    assert "It may then be done within 30 working days" in says(made(moved=moved), "more")


def test_more_time_is_told_below_the_step_that_gets_it_and_nowhere_else() -> None:
    law = extended(
        "more: {by: officer, agreed_by: customer, if: rare, up_to: 9 weeks of complaint_received}"
    )
    lines = leaflet(law).splitlines()
    [at] = [n for n, line in enumerate(lines) if "take more time" in line]
    assert lines[at - 1].startswith("- The Officer must send the report")
    assert lines[at].startswith("  - The Officer may, with your agreement, take more time")
    assert lines[at + 1] == "  - It is for the Chair to say whether the case is rare."


def test_the_duty_list_tells_more_time_with_the_step_and_to_whoever_gives_it() -> None:
    law = extended("more: {by: chair, up_to: 9 weeks of complaint_received}")
    listed = {each.role: [(t.charge, t.name) for t in each.tasks] for each in duties(law).roles}
    must, may = Charge.MUST, Charge.MAY
    assert (may, "more") in listed["chair"]
    officer = listed["officer"]
    assert officer[officer.index((must, "report_sent")) + 1] == (must, "more")
    page = " ".join(str(duties(law)).split())
    assert "- The Chair may give the Officer more time to send the report." in page
    assert "- Give the Officer more time to send the report." in page
    own = extended(MORE % "")
    names = [t.name for each in duties(own).roles for t in each.tasks]
    assert names.count("more") == 1


def test_a_picture_says_that_there_may_be_more_time() -> None:
    assert "or longer, if agreed" in mermaid(extended(MORE % ""))
    both = f"{MORE % ''}, other: {{by: chair}}"
    assert "or longer, if allowed" in mermaid(extended(both))


def test_how_far_more_time_reaches_has_its_way_of_counting_explained() -> None:
    law = extended("more: {by: officer, up_to: 72 hours of complaint_received}")
    assert "Hours are counted day and night" in leaflet(law)


# Receipts, what was missed, one of several


@pytest.mark.parametrize(
    ("step", "received"),
    [
        ("report_sent", "you received the report"),
        ("answer", "you received the answer"),
        ("offer_made", "you received the offer"),
        ("customer_copied", "you received a copy"),
        ("told", "you received word that the Officer told you"),
        ("answered", "you received word that the Officer answered your complaint"),
        ("xyz", "you received word that the Officer took the step “xyz”"),
    ],
)
def test_a_time_from_receipt_says_what_was_received(step: str, received: str) -> None:
    text = MADE.replace(
        "report_sent: {by: officer, to: customer, TIMES}", f"{step}: {{by: officer, to: customer}}"
    )
    text = text.replace("SETTLES", f"within: 2 weeks of receipt of {step}").replace("MOVED", "")
    assert says(policy(text), "time_agreed") == (
        f"The Officer must agree to the time within 2 weeks of the day on which {received}."
    )


def test_a_time_from_receipt_stands_behind_what_must_come_first() -> None:
    law = made(moved="after: report_sent, within: 2 weeks of receipt of report_sent")
    assert says(law, "moved_on").startswith(
        "You may take the step “moved on”, once the Officer has sent the report, and within 2 weeks of "
        "the day on which you received the report. After that it is too late."
    )


def test_what_was_received_may_have_to_come_first() -> None:
    law = made(moved="after: [receipt of report_sent, time_agreed]")
    assert ", once you have received the report and the Officer has agreed to the time." in says(
        law, "moved_on"
    )


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("missed report_sent", "once the Officer has not sent the report in time"),
        ("report_sent or missed report_sent", "once the Officer has sent the report or has not done so in time"),
        ("missed report_sent or report_sent", "once the Officer has not sent the report in time or the Officer has sent the report"),
        ("time_agreed or urgent or missed report_sent", "once the Officer has agreed to the time, the Officer has said whether it is urgent or the Officer has not sent the report in time"),
        ("[urgent, report_sent or end of first]", "once the Officer has said whether it is urgent and either the Officer has sent the report or the stage “First” has ended"),
    ],
)  # fmt: skip
def test_what_was_missed_and_one_of_several_come_first(after: str, said: str) -> None:
    law = made("within: 2 weeks of complaint_received", moved=f"after: {after}")
    assert says(law, "moved_on").startswith(f"You may take the step “moved on”, {said}.")


def test_whoever_was_named_is_they_in_what_was_missed() -> None:
    text = MADE.replace(
        "moved_on: {by: customer, MOVED then: shut}",
        "delay_explained: {by: officer, after: report_sent or missed report_sent}",
    )
    law = policy(
        text.replace("SETTLES", "to: chair").replace(
            "TIMES", "within: 2 weeks of complaint_received"
        )
    )
    assert says(law, "delay_explained") == (
        "The Officer may explain the delay, once they have sent the report or have not done so in time."
    )


# Agreements, signatures, again and again


def test_an_agreement_is_said_where_the_verb_does_not_say_it() -> None:
    law = made("agreed_by: customer, signed_by: [customer, chair]")
    said = "The Officer must, with your agreement, send the report to you."
    assert says(law, "report_sent") == f"{said} You and the Chair are asked to sign it."
    asked = step_asked(Voice(law, to_complainant=False), law.steps["report_sent"])
    assert asked.startswith("With the agreement of the customer, send the report to the customer.")


def test_one_person_is_asked_to_sign() -> None:
    assert "The Chair is asked to sign it." in says(made("signed_by: chair"), "report_sent")


def test_what_is_never_done_is_not_done_with_an_agreement_either() -> None:
    never = "    never: {put_off: {by: officer, agreed_by: customer}}\n"
    law = policy(
        MADE.replace("    title: First\n", "    title: First\n" + never)
        .replace("SETTLES", "to: chair")
        .replace("TIMES", "how: writing")
        .replace("MOVED", "")
    )
    assert says(law, "put_off") == (
        "The Officer must never put your complaint off, even with your agreement."
    )


def test_what_is_done_again_and_again_says_that_its_interval_is_not_said() -> None:
    law = made("every: unstated")
    assert says(law, "report_sent") == (
        "The Officer must send the report to you again and again. How often is not said."
    )
    assert "Send the report, again and<br>again" in mermaid(law)


# What is said of ceilings, stand-stills, what recurs and what is counted back


def test_a_ceiling_says_by_when_it_must_be_done_even_with_more_time() -> None:
    law = extended(
        "put_off: {by: officer}",
        "within: 2 weeks of complaint_received, at_latest: 2 months of complaint_received",
    )
    assert "Even with more time, it must be done within 2 months of the day on which" in says(
        law, "report_sent"
    )
    page = " ".join(mermaid(law).replace("<br>", " ").split())
    assert "at the latest within 2 months of the day the complaint was received" in page
    law = made(
        moved="within: 2 weeks of complaint_received, at_latest: 2 months of complaint_received"
    )
    assert "Even with more time, it may be done only within 2 months" in says(law, "moved_on")


STILL = (
    "within: 2 weeks of complaint_received, stands_still: {first_day: day after time_agreed, "
    "last_day: day before moved_on%s}"
)


@pytest.mark.parametrize(
    ("more", "runs_on", "said"),
    [
        ("", "", "are left out of this time."),
        (", at_latest: 2 months of complaint_received", "", "of this time and of the longest one."),
        (
            ", at_latest: 2 months of complaint_received",
            ", ceiling: runs on",
            "but not of the longest one.",
        ),
    ],
)
def test_days_that_stand_still_say_which_is_the_first_and_which_the_last(
    more: str, runs_on: str, said: str
) -> None:
    law = made(STILL % runs_on + more)
    text = says(law, "report_sent")
    assert (
        "The days from the day after that on which the Officer agreed to the time up to and including the "
        "day before that on which you took the step “moved on” are left out"
    ) in text
    assert text.endswith(said)
    assert "some days are left out" in mermaid(law)


def test_the_clause_of_a_stand_still_stands_with_its_step() -> None:
    law = policy(
        MADE.replace("SETTLES", "to: chair")
        .replace("TIMES", STILL % ", cites: S-1" + ", cites: S-2")
        .replace("MOVED", "")
        + 'clauses: {S-1: {at: "1", says: "they stand still"}, S-2: {at: "2", says: "two weeks"}}\n'
    )
    [line] = [each for each in leaflet(law).splitlines() if "must send the report" in each]
    assert line.endswith("*(S-2, S-1)*")
    [officer] = [each for each in duties(law).roles if each.role == "officer"]
    [task] = [each for each in officer.tasks if each.name == "report_sent"]
    assert task.clauses == ("S-2", "S-1")


def test_what_recurs_says_how_often_and_until_when() -> None:
    law = made("every: 2 weeks of time_agreed, until: moved_on")
    text = says(law, "report_sent")
    assert text.endswith(
        "then from the day on which it was last done, until you have taken the step “moved on”."
    )
    assert "every 2 weeks" in mermaid(law)
    assert "within 2 weeks" not in mermaid(law)
    [officer] = [each for each in duties(law).roles if each.role == "officer"]
    [task] = [each for each in officer.tasks if each.name == "report_sent"]
    assert task.by_when == ("every 2 weeks",)


def test_what_is_counted_back_is_counted_from_what_is_to_be_done() -> None:
    law = made("at_latest: 5 clear working days before moved_on")
    assert says(law, "report_sent") == (
        "The Officer must send the report to you at least 5 clear working days before the day on which "
        "you are to take the step “moved on”."
    )
    page = " ".join(mermaid(law).replace("<br>", " ").split())
    assert "at least 5 clear working days before the day to take the step “moved on”" in page
    assert "“Clear” days leave out both ends" in leaflet(law)


def test_as_soon_as_possible_stands_after_what_happened() -> None:
    page = " ".join(
        mermaid(made("within: as soon as possible after complaint_received"))
        .replace("<br>", " ")
        .split()
    )
    assert "as soon as possible after the complaint was received" in page


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (
            "",
            (
                "report to you as soon as possible after your complaint was received, and at the latest "
                "within 2 weeks of the day on which your complaint was received."
            ),
        ),
        (", after: time_agreed", "once they have agreed to the time."),
    ],
)
def test_as_soon_as_possible_may_have_a_last_day(after: str, said: str) -> None:
    soon = "within: as soon as possible after complaint_received, at_latest: 2 weeks of complaint_received"
    law = made(soon + after)
    assert said in says(law, "report_sent")
    assert "and at the latest within 2 weeks" in says(law, "report_sent")
    page = " ".join(mermaid(law).replace("<br>", " ").split())
    assert (
        "as soon as possible after the complaint was received at the latest within 2 weeks" in page
    )
