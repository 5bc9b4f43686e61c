"""`complaintflow play`: lines that are typed, and what the person reads."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintflow import files
from complaintflow.__main__ import main
from complaintflow.cli.play.cast import cast, ties_at_once
from complaintflow.cli.play.days import time_meant, when_meant
from complaintflow.cli.play.game import Game
from complaintflow.cli.play.page import Line, Rows, Turn
from complaintflow.cli.play.talk import played
from complaintflow.cli.screen import Cell
from complaintflow.conventions import Span, Unit
from complaintflow.errors import InputError
from tests.policies import LONDON, barnsley, fusion_care, policy

LAW = fusion_care()
PROCEDURES = Path(__file__).resolve().parents[2] / "procedures"
COMMAND = Path(sys.executable).with_name("complaintflow")

BEGUN = ["2026-03-23", "", ""]
"""The day, the people as proposed, and nobody who is complained about."""

ABOUT_MAX = ["2026-03-23", "", "max"]
CAME = ["formal_complaint_received", "", "", ""]
"""By the one who may, today, in writing."""

OFFERED = ["support_offered", "", "", "", "", "", "no"]
"""To the complainant, an advocate and a supporter; and it is made for nobody else."""

OURS = """\
complaintflow: 1
policy: {id: ours, title: Our policy, version: "1", in_force_from: 2024-01-01}
counting: {working_days: england-and-wales, day_one: day after, time_zone: Europe/London}
clauses: {A: {at: page 1, says: all of it}}
relations: {subject: is complained about}
roles: {you: {title: You}, officer: {title: An officer}}
begins: {came: {by: you, then: looked_into, cites: A}}
stages:
  looked_into: {title: Looked into, may: {helped: {by: officer, counts_as: support, cites: A}}}
conflicts: {aside: {who: subject, may_not: support, cites: A}}
"""

Play = Callable[..., str]


@pytest.fixture
def play(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Play:
    """Play with these lines, and give the transcript."""

    def play(*lines: str, policy: str | Path = "fusion-care", code: int = 0) -> str:
        monkeypatch.setattr(sys, "stdin", StringIO("".join(line + "\n" for line in lines)))
        assert main(["play", str(policy)]) == code
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return play


def last_board(transcript: str) -> str:
    """The last list that was shown, and what stands after it."""
    return transcript[transcript.rindex("What may happen next") :]


def test_the_end_of_the_lines_ends_it_wherever_that_is(play: Play) -> None:
    lines = [*BEGUN, *CAME, *OFFERED]
    for n in range(len(lines) + 1):
        play(*lines[:n])


def test_it_proposes_one_person_for_each_office_that_acts(play: Play) -> None:
    said = play("2026-03-23")
    assert re.search(r"cat +complainant +is a child or young person", said)
    assert re.search(r"max +manager\n", said)
    assert "acting_manager" not in said
    people = cast(LAW)
    steps = LAW.steps.values()
    needed = {role for step in steps for role in (*step.by, *step.to, *step.from_)}
    needed |= {role for fact in LAW.facts.values() for role in fact.decided_by}
    held = [role for who in people.values() for role in who.holds]
    assert len(held) == len(set(held))
    assert set(held) == needed - {"acting_manager", "supporter"}
    assert {"parent", "social_worker", "advocacy_service", "management"} <= set(held)


PANEL = """\
complaintflow: 1
policy: {id: panel, title: A panel, version: "1", in_force_from: 2024-01-01}
counting: {working_days: england-and-wales, day_one: day after, time_zone: Europe/London}
clauses: {A: {at: page 1, says: all of it}}
relations: {outside: is from outside}
roles:
  you: {title: You}
  panel: {title: The panel, members: exactly 2, of_whom: at least 1 outside, chair: one, cites: A}
begins: {came: {by: you, then: looked_into, cites: A}}
stages:
  looked_into: {title: Looked into, must: {heard: {by: panel, cites: A}}}
"""


def test_a_body_has_as_many_people_as_it_needs_and_each_is_asked_whether_he_sat(
    play: Play, tmp_path: Path
) -> None:
    path = tmp_path / "panel.yaml"
    path.write_text(PANEL, "utf-8")
    begun = ["2026-03-02", "", "came", "", ""]
    said = play(*begun, "heard", "", "", "", "", "pip", "story", policy=path)
    assert re.search(r"pat +panel +is from outside\n +pip +panel\n", said)
    assert "Recorded: heard by pat" in said
    assert "pat, pip sat, pip in the chair" in said
    said = play(*begun, "heard", "", "", "", "no", "-", policy=path)
    assert "panel needs 2, and 1 (pat) sat and counts" in said
    assert "panel has a chair, and it is not said who that was" in said


def test_an_appointment_asks_in_whose_place_it_is(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "panel.yaml"
    named = ", may: {named: {by: you, appoints: panel, cites: A}}}"
    path.write_text(PANEL.replace("cites: A}}}\n", f"cites: A}}}}{named}\n"), "utf-8")
    said = play("2026-03-02", "cy", "", "", "", "came", "", "", "named", "", "", "cy", "named", "", "", "yan", "cy", "story", policy=path)  # fmt: skip
    assert "names yan, in place of cy" in said


def test_an_office_of_several_is_held_by_the_least_of_them() -> None:
    law = policy("roles: {you: {title: You}, officer: {title: An officer, holders: exactly 2}}\nbegins: {came: {by: you, then: here}}\nstages: {here: {title: H, must: {done: {by: officer}}}}\n")  # fmt: skip
    assert [who.holds for who in cast(law).values()] == [("you",), ("officer",), ("officer",)]


def test_names_run_out_and_never_stand_for_two_things() -> None:
    roles = "".join(f"  y{n}: {{title: Them}}\n" for n in range(3))
    steps = "".join(f"  yan{n or ''}: {{by: y{n}}}\n" for n in range(3))
    law = policy(f"roles:\n{roles}begins:\n{steps}  came: {{by: y0, then: here}}\nstages: {{here: {{title: H}}}}\n")  # fmt: skip
    assert list(cast(law)) == ["y0_1", "y1_1", "y2_1"]
    assert ties_at_once(law) == ()


def test_a_step_by_its_number_tells_where_the_case_went_and_what_is_due(play: Play) -> None:
    said = play(*BEGUN, "3", "", "", "letter")
    assert "Recorded: formal_complaint_received by cat, Mon 23 Mar 2026" in said
    assert "The case is now in: First formal stage" in said
    assert "Due: report_sent Wed 22 Apr 2026 (20 working days of start of first_formal)" in said
    assert "report_sent   Wed 22 Apr 2026   running, 20 working days left   FC-17" in said
    assert "Nothing of this was saved." in said


def test_a_question_is_asked_when_something_depends_on_it(play: Play) -> None:
    said = play(*BEGUN, *CAME, *OFFERED)
    assert "First a question, on which this depends (complains_for_another)" in said
    assert "Recorded: support_offered by olu" in said
    assert "owed   investigation" in last_board(said)
    story = play(*BEGUN, *CAME, *OFFERED, "story")
    assert re.search(r"2 +Mon 23 Mar 2026 +complains_for_another +false", story)


def test_a_refusal_tells_every_reason_its_clause_and_what_would_mend_it(play: Play) -> None:
    said = play(*ABOUT_MAX, *CAME, *OFFERED, "investigation", "+2", "max", "")
    assert "Refused: investigation by max" in said
    assert "FC-07   max is complained about in this case, and is kept from investigation" in said
    assert "to mend it: somebody else must do it" in said
    assert "Recorded: investigation" not in said
    assert "nobody in the case may; anybody can be named, to see why" in said


def test_what_is_refused_can_be_recorded_as_an_override(play: Play) -> None:
    lines = [*ABOUT_MAX, *CAME, *OFFERED, "investigation", "+2", "max", "yes"]
    said = play(*lines, "", "the trustees", "", "it happened", "story")
    assert "it stays in the record, so it must be said; or `back`" in said
    assert "Recorded against the rules: investigation by max, Wed 25 Mar 2026" in said
    assert "allowed by the trustees: it happened" in said


def test_who_is_kept_away_does_not_let_it_stand_unasked(play: Play) -> None:
    """Whoever allows an override should be somebody else; where nobody is, it is seen."""
    lines = [*ABOUT_MAX, *CAME, *OFFERED, "investigation", "+2", "max", "yes"]
    said = play(*lines, "max", "", "mo", "it had to be", "story")
    assert "that is a person who is kept away (FC-07); somebody else should allow it" in said
    assert "Does max allow it all the same? [no]:" in said
    assert said.count("allowed by mo: it had to be") == 2
    said = play(*lines, "MAX", "yes", "it had to be", "story")
    kept = "allowed by MAX, who is kept away from it (FC-07): it had to be"
    assert said.count(kept) == 2
    lines = [*ABOUT_MAX, *CAME, "acting_manager_named", "", "max", "cat", "yes", "max"]
    assert "that is a person who is kept away" in play(*lines)


LATER = """\
complaintflow: 1
policy: {id: later, title: Our policy, version: "1", in_force_from: 2024-01-01}
counting: {working_days: england-and-wales, day_one: day after, time_zone: Europe/London}
clauses: {A: {at: page 1, says: all of it}}
relations: {subject: is complained about, answered_it: answered it, had_leave: had leave}
roles: {you: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
facts: {good: {means: it is good, decided_by: officer, counts_as: decide, cites: A}}
begins: {came: {by: you, then: first, cites: A}}
stages:
  first: {title: First, must: {answered: {by: officer, then: rests, cites: A}}}
  second:
    title: Second
    must: {reviewed: {by: officer, counts_as: review, within: 1 calendar day beginning with asked, then: over, cites: A}}
    may: {deputy_named: {by: officer, appoints: chair, cites: A}}
ends:
  rests: {title: Answered, may: {asked: {by: you, then: second, cites: A}}}
  over: {title: Over}
conflicts:
  aside: {who: subject, may_not: [answered, review], cites: A}
  other: {who: answered_it, may_not: [review, chair], cites: A}
  leave: {who: had_leave, may_not: good, cites: A}
"""


def test_a_tie_that_bars_in_a_later_stage_is_asked_when_it_matters(
    play: Play, tmp_path: Path
) -> None:
    path = tmp_path / "later.yaml"
    path.write_text(LATER)
    lines = ["23/03/2026", "", "", "", "came", "", "", "answered", "", "", "asked", "", ""]
    said = play(*lines, "reviewed", "", "", "yes", "no", "story", policy=path)
    assert "Who answered it?" not in said
    assert said.index("Who is complained about?") < said.index("Who had leave?")
    assert "The case rests, and may go on: Answered" in said
    assert "Due: reviewed Mon 23 Mar 2026 (1 calendar day beginning with asked)" in said
    assert "Is it so that olu answered it [no]: yes\nRefused: reviewed by olu" in said
    assert re.search(r"person_told +olu: answered it", said)
    saved = tmp_path / "later.scenarios.yaml"
    said = play(*lines, "reviewed", "", "", "", "story", f"save {saved}", "", policy=path)
    assert re.search(r"person_told +olu: not: answered it", said)
    assert "The case has ended: Over" in said
    assert "Saved, and it passes." in said
    said = play(*lines, "deputy_named", "", "", "olu", "yes", policy=path)
    assert "Is it so that olu answered it [no]: yes\nRefused: deputy_named by olu" in said


BETWEEN = OURS.replace(
    "relations: {subject: is complained about}",
    "relations: {subject: is complained about, "
    "partner: {says: is married to, between: two people, both_ways: true}}",
).replace("who: subject", "who: partner of subject")


def test_a_tie_between_two_people_is_asked_of_whom_and_told_with_that_person(
    play: Play, tmp_path: Path
) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(BETWEEN)
    begun = ["2026-03-23", "", "yan", "came", "", ""]
    said = play(*begun, "helped", "", "", "yes", "people", policy=path)
    assert "Who is complained about? (names, commas between) [-]: yan" in said
    assert "First a question, on which this depends (partner of yan)" in said
    assert "Is it so that olu is married to yan [no]: yes\nRefused: helped by olu" in said
    said = play(*begun, "helped", "", "", "no", "story", policy=path)
    assert re.search(r"person_told +olu: not: is married to yan", said)
    said = play("2026-03-23", "kim", "", "", "olu", "", "-", "came", "", "", policy=path)
    assert "Of whom is it so that kim is married to [-]: olu" in said
    assert re.search(r"kim +no office +is married to olu", said)
    later = ["2026-03-23", "", "-", "came", "", "", "people", "kim", "", "", "", ""]
    said = play(*later, "helped", "", "", "kim", "yes", policy=path)
    assert "(partner of anybody)" in said
    assert "Of whom is it so that olu is married to (names, commas between) [-]: kim" in said
    assert "Is it so that kim is complained about [no]: yes\nRefused: helped by olu" in said
    said = play(*later, "helped", "", "", "-", policy=path)
    assert "Recorded: helped by olu" in said


def test_the_whole_life_of_a_complaint_about_the_manager(play: Play, tmp_path: Path) -> None:
    lines = [*ABOUT_MAX, *CAME, *OFFERED]
    lines += ["acting manager named", "+2", "", "sue"]
    lines += ["investigation", "+3w", ""]
    lines += ["report_sent", "2026-04-22T16:30", "", "letter", "", "-"]
    lines += ["1", "+1", "", ""]  # the copy to the director, that is still lacking
    lines += ["resolution_rejected", "", ""]
    lines += ["panel_held", "2026-05-20T10:00", "", "", ""]
    lines += ["panel_outcome_given", "17:00", "", "letter", "", ""]
    lines += ["still_dissatisfied", "", ""]
    saved = tmp_path / "life.yaml"
    said = play(*lines, "save " + str(saved), "")
    assert "sue stands in as acting_manager" in said
    assert "report_sent is met, due Wed 22 Apr 2026" in said
    assert "still lacks a copy to the managing director" in said
    assert "No longer owed: report_sent.copies_to managing_director" in said
    assert "panel_outcome_given is met, due Thu 21 May 2026, 10:00 BST" in said
    assert "The case has ended: Unresolved, referred outside" in said
    assert f"Saved. Judge it with: complaintflow case fusion-care {saved}" in said
    assert "Nothing of this was saved" not in said
    assert main(["case", "fusion-care", str(saved), "--as-of", "2026-05-21"]) == 0


def test_time_passes_and_what_becomes_overdue_is_told(play: Play) -> None:
    said = play(*BEGUN, *CAME, "day +30", "deadlines")
    assert "report_sent is running" not in said
    said = play(*BEGUN, *CAME, "day 2026-04-23", "deadlines")
    assert "report_sent is overdue, due Wed 22 Apr 2026" in said
    assert "overdue, by 1 working day" in said
    assert "To which day [2026-04-22]:" in play(*BEGUN, *CAME, "day", "")
    assert "To which day [+1]: \n\nTue 24 Mar 2026: no complaint" in play(*BEGUN, "day", "")
    assert "there are none yet" in play(*BEGUN, "deadlines")


def test_why_explains_a_deadline_a_reason_and_the_last_refusal(play: Play) -> None:
    said = play(*BEGUN, *CAME, "why report_sent")
    assert "Fri  3 Apr 2026  Good Friday" in said
    assert "report_sent cannot happen now:" in said
    assert "Reading start_of_stage" in said
    assert "withdrawn can happen now. It rests on:" in play(*BEGUN, *CAME, "why withdrawn")
    assert "why what?" in play(*BEGUN, "why")
    assert "did you mean 'report_sent'?" in play(*BEGUN, "why report_snt")
    refused = play(*ABOUT_MAX, *CAME, *OFFERED, "investigation", "", "max", "no", "why")
    assert "investigation by max on Monday 23 March 2026 is refused." in refused
    lacking = play(*BEGUN, *CAME, *OFFERED[:4], "no", "no", "no", "why 1")
    assert "A rule asks for it:\n  FC-15" in lacking


def test_undo_takes_back_the_last_thing_and_back_to_several(play: Play) -> None:
    said = play(*BEGUN, "undo", *CAME, "day +5", "undo", "undo")
    assert "there is nothing to undo" in said
    assert said.count("Undone.") == 2
    assert "Mon 23 Mar 2026: no complaint has come in yet" in said[said.rindex("Undone.") :]
    said = play(*BEGUN, *CAME, *OFFERED, "back to 1", "story")
    assert "complains_for_another   " not in said[said.rindex("> story") :]
    assert "back to which? 0 to 0" in play(*BEGUN, "back to 3")
    said = play(*BEGUN, *CAME, *OFFERED, "b")
    assert "Undone." in said


def test_back_leaves_any_question_and_records_nothing(play: Play) -> None:
    for n in range(1, 7):
        said = play(*BEGUN, *CAME, *OFFERED[:n], "back", "story")
        assert "back at the list; nothing was recorded" in said
        assert "support_offered by" not in said
    assert "from the beginning, then" in play("2026-03-23", "back", *BEGUN, "quit")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("invesitgation", "did you mean 'investigation'?"),
        ("pepole", "did you mean 'people'?"),
        ("99", "there is no number 99 in the list"),
        ("0", "there is no number 0 in the list"),
        ("*!", "means nothing here; `look` shows"),
        ("", "type a number, a name, or `help`"),
        ("help", "let time pass"),
        ("look", "no complaint has come in yet"),
        ("day yesterday", "'yesterday' is no day; write 26 March 2026, 26/03/2026"),
        ("day +3q", "'q' is no unit"),
        ("day 2026-02-30", "does not exist"),
        ("day 2026-03-29T01:30", "does not exist in Europe/London"),
        ("save x.yaml", "nothing has happened yet"),
    ],
)
def test_what_means_nothing_is_told_with_what_to_type(play: Play, typed: str, hint: str) -> None:
    assert hint in play(*BEGUN, typed)


def test_every_question_has_help(play: Play) -> None:
    said = play("?", "2026-03-23", "help", "ann", "?", "", "?", "", "", "?", "", *CAME[:1], "help")
    assert said.count("write 26 March 2026") == 2
    assert said.count("`back` drops the question, `quit` ends") == 6
    assert "there is no 'help'" not in said
    assert "type the name of somebody new" in said
    assert "type names with commas between them, - for none: subject, child" in said
    said = play(*BEGUN, *CAME[:3], "help", "", *OFFERED[:6], "?", "no")
    assert "type a number of the list, or one of: writing, letter, email" in said
    assert "type yes or no" in said
    said = play(*ABOUT_MAX, *CAME, *OFFERED, "investigation", "", "max", "yes", "?", "tim", "help")
    assert said.count("they stay in the record, beside what was refused") == 2
    said = play(*BEGUN, *CAME, "save", "?", "", "?")
    assert "one that ends in .json is written as JSON" in said


@pytest.mark.parametrize("typed", ["look", "withdrawn", "2", "why withdrawn", "day +1"])
def test_another_word_of_the_list_leaves_the_people(play: Play, typed: str) -> None:
    leave = ["back"] if typed in ("withdrawn", "2") else []
    said = play(*BEGUN, *CAME, "people", typed, *leave, "people", "no", "story")
    assert f" {typed} " not in said[said.rindex("> story") :]
    assert "the offices are" not in said
    assert "the case comes first" in play("2026-03-23", typed, "", "", "look")


def test_a_question_of_a_later_stage_is_not_asked_from_the_first_minute(play: Play) -> None:
    assert "in_writing" not in last_board(play(*BEGUN, *CAME))
    informal = [*BEGUN, "complaint_received", "", "", ""]
    assert "in_writing" in last_board(play(*informal))


def test_a_wrong_answer_is_asked_again(play: Play) -> None:
    said = play(*BEGUN, *CAME[:1], "someday", "", "catt", "", "speach", "writing")
    assert "'someday' is no day" in said
    assert "there is no 'catt' here; did you mean 'cat'?" in said
    assert "there is no 'speach' here; did you mean 'speech'?" in said
    assert "Recorded: formal_complaint_received by cat" in said
    said = play(*BEGUN, *CAME, *OFFERED[:4], "perhaps", "", "", "maybe", "yes")
    assert said.count("type yes or no, or `back`") == 2
    assert "there is no 'zzz' here; type cat" in play(*BEGUN, "2", "", "zzz")


def test_a_form_in_which_it_does_not_lead_on_is_refused(play: Play) -> None:
    said = play(*BEGUN, "formal_complaint_received", "", "", "speech", "no")
    assert "it was made by speech; only writing leads on" in said


def test_questions_are_answered_by_their_names(play: Play) -> None:
    said = play(
        *BEGUN, *CAME, "about", "quality", "", "", "management_allows_subject", "yes", "", ""
    )
    assert "Recorded: about by cat" in said
    assert "Recorded: management_allows_subject by mo" in said
    assert "type one of them, or `back`" in play(*BEGUN, "about", "", "1", "", "-")
    assert "Recorded: about, Mon 23 Mar 2026" in play(*BEGUN, "about", "1", "", "-")


def test_people_are_told_of_before_the_case_and_in_it(play: Play, tmp_path: Path) -> None:
    lines = ["2026-03-23", "ann", "complainant, parent", "chld", "child", "Bo", "", "max, ann"]
    said = play(*lines, *CAME, "people", "max", "management", "", "", "story")
    assert "there is no 'chld'; did you mean 'child'?" in said
    assert "a name has small letters, digits and _" in said
    assert re.search(r"ann +complainant, parent +is a child.*is complained about", said)
    assert re.search(r"2 +Mon 23 Mar 2026 +person_told +max", said)
    saved = tmp_path / "case.yaml"
    play(*lines, *CAME, "save " + str(saved), "events")
    assert "  ann: {holds: [complainant, parent], is: [child, subject]}" in saved.read_text()


def test_whoever_could_act_in_two_offices_says_in_which(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(OURS.replace("by: officer,", "by: [officer, you],"))
    lines = ["2026-03-23", "olu", "you", "", "", "", "came", "", "olu", "helped", "", "olu", "2"]
    saved = tmp_path / "case.json"
    said = play(*lines, f"save {saved}", policy=path)
    assert "In which office [officer]: 2" in said
    assert "Recorded: helped by olu" in said
    assert json.loads(saved.read_text())["events"][1]["role"] == "you"


def test_a_day_beyond_the_calendar_is_not_kept(play: Play) -> None:
    said = play(*BEGUN, "formal_complaint_received", "2099-12-30", "", "", "look")
    assert "That leads too far; it was not kept." in said
    assert "Mon 23 Mar 2026: no complaint has come in yet" in said[said.rindex("> look") :]


def test_a_day_at_the_end_of_all_dates_is_not_kept(play: Play) -> None:
    said = play(*BEGUN, *CAME, "day 9999-12-31", "look")
    assert "That leads too far; it was not kept." in said
    assert "Mon 23 Mar 2026: First formal stage" in said[said.rindex("> look") :]


def test_what_is_forbidden_is_refused_and_can_still_be_recorded(play: Play) -> None:
    said = play(*BEGUN, *CAME, "reprisal", "", "", "", "yes", "nobody", "it happened")
    assert "reprisal is forbidden" in said
    assert "Recorded against the rules: reprisal" in said


TYPED = """\
-|b|back|yes|no|look|help|day|day +3w|day -1|why|why 2|people|deadlines|story|undo|back to 1|ann
cat|max|sue|writing|2026-04-01|+2|9:30|+1wd|manager, parent|child|\x1b[31m|\u2028|\xe9"""

WORDS = st.sampled_from(
    [*re.split(r"[|\n]", TYPED), *LAW.steps, *LAW.facts, *map(str, range(16))]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS | st.text(max_size=8), max_size=40))
def test_whatever_is_typed_there_is_an_answer(lines: list[str]) -> None:
    """Never a traceback; a game ends when the person says so, and not before."""
    talk = played(LAW, "fusion-care", date(2026, 3, 23))
    turn = next(talk)
    for line in ["", "", "", *CAME, *lines]:
        if line.strip() not in ("q", "quit", "exit") and not line.strip().startswith("save"):
            turn = talk.send(line)
            assert turn.question
    assert talk.send("quit").question == ""


COUNCIL = barnsley()
WORDS_OF_THE_COUNCIL = st.sampled_from(
    [*re.split(r"[|\n]", TYPED), *COUNCIL.steps, "15wd", "20 working days", *map(str, range(16))]
)


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS_OF_THE_COUNCIL | st.text(max_size=8), max_size=60))
def test_whatever_is_typed_of_times_there_is_an_answer(lines: list[str]) -> None:
    talk = played(COUNCIL, COUNCIL.id, date(2026, 4, 1))
    turn = next(talk)
    for line in ["", "", "complaint_received", "", "", *lines]:
        if line.strip() not in ("q", "quit", "exit") and not line.strip().startswith("save"):
            turn = talk.send(line)
            assert turn.question
    assert talk.send("quit").question == ""


# --- times that are settled, extended, planned, received -------------------------------------


class Playing:
    """A game in which every question is answered with ENTER, but for those that are named."""

    def __init__(self, policy: str, *begun: str) -> None:
        self.talk = played(files.load(policy), policy, date(2026, 4, 1))
        self.turn = next(self.talk)
        for line in begun:
            self.turn = self.talk.send(line)

    def __call__(self, name: str, **answers: str) -> str:
        """What is said from a line at the list on; `which_time` answers `Which time [...]`."""
        said = self.say(name)
        left = {key.replace("_", " "): answer for key, answer in answers.items()}
        while self.turn.question != "> ":
            asked = next((key for key in left if key in self.turn.question.lower()), None)
            said += self.say("" if asked is None else left.pop(asked))
        assert not left
        return said

    def say(self, line: str) -> str:
        self.turn = self.talk.send(line)
        told = [f"{self.turn.question}\n"]
        for each in self.turn.said:
            rows = [[[*each.parts]]] if isinstance(each, Line) else each.rows
            told += [" ".join(text for cell in row for text in texts(cell)) + "\n" for row in rows]
        return "".join(told)


def texts(cell: Cell) -> list[str]:
    """The texts of a cell, without their styles."""
    parts = cell if isinstance(cell, list) else [cell]
    joined = "".join(part if isinstance(part, str) else part[0] for part in parts)
    return [joined] if joined else []


def council() -> Playing:
    """A complaint to the council that came in on Wednesday 1 April and was taken as one."""
    play = Playing("barnsley-childrens-social-care", "01/04/2026", "")
    play("complaint_received")
    play("acknowledged", form="telephone")
    play("concerns_reviewed")
    play("complaint_accepted", relative_or_friend="no")
    return play


def test_who_agrees_and_signs_takes_part_from_the_beginning() -> None:
    law = policy("""
roles: {you: {title: You}, boss: {title: Boss}, clerk: {title: Clerk}, guest: {title: Guest}}
begins: {came: {by: you, agreed_by: boss, signed_by: clerk, open_to: guest, then: here}}
stages: {here: {title: Here}}
""")
    assert [who.holds for who in cast(law).values()] == [("you",), ("boss",), ("clerk",)]


def test_more_time_is_a_way_on_the_board_and_moves_what_is_due() -> None:
    play = council()
    board = play("look")
    assert "resolution_offered (aim) Tue 7 Apr 2026 running, 2 working days left BC-08" in board
    way = "more time for resolution_offered, up to 5 working days from complaint_received"
    assert f"may more_time_agreed by tim, {way}\n" in board
    said = play("more_time_agreed", which_time="6 working days", override="no")
    assert "New time for resolution offered, if less than 5 working days" in said
    assert "6 working days for resolution_offered is beyond 5 working days" in said
    said = play("more_time_agreed", agreed="-", override="no")
    assert "complainant must agree to it, and the record does not say so" in said
    said = play("more_time_agreed")
    assert "Now due: resolution_offered (aim) Fri 10 Apr 2026" in said
    assert "gave more time for resolution_offered, agreed by cat." in said
    assert f"{way}, last done on Wed 1 Apr 2026" in said
    said = play("day 13 Apr")
    assert "resolution_offered (aim) is overdue, due Fri 10 Apr 2026" in said
    late = council()("day 8 Apr")
    assert (
        "may more_time_agreed the time that it would extend was up on Tuesday 7 April 2026" in late
    )
    assert "more_time_agreed" not in play("resolution_offered").partition("What may happen")[2]


def test_a_band_is_shown_with_both_ends_until_its_time_is_settled() -> None:
    play = council()
    said = play("early_resolution_declined")
    band = "10 to 20 working days"
    assert (
        f"Due: stage_one_response_sent Fri 17 Apr 2026 to Fri 1 May 2026 ({band} of complaint_received)"
        in said
    )
    assert "running, 10 working days left of the shorter time BC-14" in said
    unsettled = f"Nobody has settled the time for stage_one_response_sent yet ({band} from complaint_received)"
    assert f"{unsettled}; timescale_agreed settles it." in said
    assert "the last day of the shorter time" in play("day 17 Apr")
    assert "stage_one_response_sent is perhaps overdue" in play("day 20 Apr")
    said = play("timescale_agreed", which_time="9 working days", override="no")
    assert "9 working days for stage_one_response_sent is outside 10 to 20 working days" in said
    said = play("timescale_agreed")
    assert "Which time [20 working days]" in said
    assert "stage_one_response_sent is running, due Fri 1 May 2026" in said
    assert "settled the time for stage_one_response_sent: 20 working days, agreed by cat." in said
    said = play("timescale_agreed", which_time="24 April")
    assert "stage_one_response_sent is running" not in said
    assert "Now due: stage_one_response_sent Fri 24 Apr 2026" in said
    assert "timescale_agreed by tim settles Fri 24 Apr 2026, agreed by cat" in play("story")
    assert "stage_one_response_sent is due on Friday 24 April 2026." in play("why timescale_agreed")


def test_without_a_time_it_is_refused_and_what_is_no_time_is_asked_again() -> None:
    play = council()
    play("early_resolution_declined")
    said = play("timescale_agreed", which_time="-", override="no")
    assert "it does not say which time it settles for stage_one_response_sent" in said
    play.say("timescale_agreed")
    for _ in range(2):
        play.say("")
    assert "does not say which days count" in play.say("15 days")
    assert "'soon' is no time; write a period as 15 working days" in play.say("soon")
    assert "does not exist" in play.say("30 Feb 2026")
    assert play.turn.question == "Which time [20 working days]: "
    assert "write a period as 15 working days or 15wd" in play.say("?")


def test_a_right_that_opens_because_an_answer_did_not_come_is_told() -> None:
    play = council()
    play("early_resolution_declined")
    assert (
        "formal_investigation_requested stage_one_response_sent must come first, or the time for stage_one_response_sent"
        in play("look")
    )
    said = play("day 2 May")
    assert "stage_one_response_sent is overdue, due Fri 17 Apr 2026 to Fri 1 May 2026" in said
    assert "Now possible: formal_investigation_requested\n" in said
    assert "stage_one_response_sent Fri 17 Apr 2026 to Fri 1 May 2026 overdue BC-14" in said


def test_what_repeats_stays_with_the_day_of_the_last_time() -> None:
    play = council()
    assert "owed updates_given by tim\n" in play("look")
    assert "must updates_given by tim, last done on Thu 2 Apr 2026\n" in play(
        "updates_given", when="2 Apr"
    )
    assert "last done on Tue 7 Apr 2026\n" in play("updates_given", when="7 Apr")
    assert "updates_given" not in play("withdrawn").partition("What may happen")[2]


@pytest.fixture(scope="module")
def panel() -> Playing:
    """A complaint that was asked to go to the panel on Monday 6 July."""
    play = council()
    play("early_resolution_declined")
    play("plan_written", signed="-")
    assert "still lacks the signature of the complainant" in play("look")
    assert "No longer owed: plan_written.signed_by complainant" in play("1", when="+1")
    play("handler_allocated", handler="col")
    play("stage_one_response_sent", when="20 Apr")
    assert "acknowledged" not in play("formal_investigation_requested").partition("Deadlines")[2]
    play("investigator_appointed", investigator="pat")
    play("independent_person_appointed", who_is_to="pip")
    play("investigation_report_sent", when="15 Jun")
    play("independent_report_sent")
    play("next_steps_decided")
    play("stage_two_response_sent", when="1 Jul")
    play("review_panel_requested", when="6 Jul")
    return play


def test_a_plan_is_shown_beside_what_is_due_and_moves_nothing(panel: Playing) -> None:
    said = panel("panel_arranged", which_time="20 Aug")
    assert "The day for which panel held is planned\n" in said
    assert "Planned: panel_held Thu 20 Aug 2026, too late, due Mon 17 Aug 2026" in said
    assert (
        "Mon 17 Aug 2026 running, 30 working days left, planned for Thu 20 Aug 2026, too late"
        in said
    )
    said = panel("panel_arranged", which_time="14 Aug")
    assert "Planned: panel_held Fri 14 Aug 2026, due Mon 17 Aug 2026" in said
    assert "planned for Fri 14 Aug 2026 BC-28" in said
    panel("undo")
    panel("undo")


def test_a_receipt_may_be_told_at_once_or_later_and_starts_its_clock(panel: Playing) -> None:
    panel("panel_held", when="14 Aug")
    said = panel("suggestions_made", when="17 Aug")
    assert "When the executive director received it [-]" in said
    assert (
        "final_response_sent 15 working days of receipt of suggestions_made waiting BC-31" in said
    )
    assert "may suggestions_made say when the executive director received it" in said
    number = re.findall(r"(\d+) may suggestions_made", said)[-1]
    said = panel(number, when="19 Aug", received="someday")
    assert "Who says so [eve]" in said
    assert "'someday' is no day" in said
    assert "back at the list; nothing was recorded" in said
    said = panel("look")
    assert "say when the executive director received it" in said
    said = panel(number, when="19 Aug", received="18 Aug")
    assert "Due: final_response_sent Wed 9 Sep 2026" in said
    assert "say when" not in said
    assert "received by eve on Tue 18 Aug 2026" in panel("story")
    panel("undo")
    panel("undo")
    said = panel("suggestions_made", when="17 Aug", received="16 Aug")
    assert "cannot have had suggestions_made on 2026-08-16" in said
    said = panel("suggestions_made", when="17 Aug", received="17 Aug")
    assert "Due: final_response_sent Tue 8 Sep 2026" in said
    panel("undo")
    said = panel("suggestions_made", when="17 Aug", to_the="-")
    assert "When the executive director" not in said
    panel("undo")
    panel("undo")


def test_a_game_of_times_is_saved_as_events_and_as_a_scenario(
    panel: Playing, tmp_path: Path
) -> None:
    panel("panel_arranged", which_time="14 Aug")
    panel("panel_held", when="14 Aug")
    panel("suggestions_made", when="17 Aug", received="17 Aug")
    events, scenario = tmp_path / "case.yaml", tmp_path / "mine.scenarios.yaml"
    assert "Saved. Judge it with" in panel(f"save {events}", as_what="1")
    law = files.load("barnsley-childrens-social-care")
    record = files.read_record(events, law)
    assert record.events[-1].action.particulars.received == (("eve", date(2026, 8, 17)),)
    assert main(["case", law.id, str(events), "--as-of", "2026-08-17"]) == 0
    assert "Saved, and it passes." in panel(f"save {scenario}")
    assert main(["test", str(scenario)]) == 0


def test_whoever_holds_two_offices_that_agree_is_named_once(play: Play, tmp_path: Path) -> None:
    path, saved = tmp_path / "two.yaml", tmp_path / "two.json"
    path.write_text(
        OURS.replace("by: officer,", "by: officer, agreed_by: [you, boss],").replace(
            "officer: {title: An officer}", "officer: {title: An officer}, boss: {title: A boss}"
        )
    )
    lines = ["2026-03-23", "ann", "you, boss", "", "", "", "came", "", "ann"]
    said = play(*lines, "helped", "", "", "ann", "ann", f"save {saved}", policy=path)
    assert "Saved." in said
    assert json.loads(saved.read_text())["events"][1]["agreed_by"] == ["ann"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15 working days", Span(15, Unit.WORKING_DAYS)),
        ("15wd", Span(15, Unit.WORKING_DAYS)),
        ("1 Working Day", Span(1, Unit.WORKING_DAYS)),
        ("10 calendar days", Span(10, Unit.CALENDAR_DAYS)),
        ("3w", Span(3, Unit.WEEKS)),
        ("36 hours", Span(36, Unit.HOURS)),
        ("26 Mar", date(2026, 3, 26)),
        ("26/03/2026", date(2026, 3, 26)),
        ("2026-05-01 9:30", datetime(2026, 5, 1, 9, 30, tzinfo=LONDON)),
        ("+3w", date(2026, 4, 23)),
        ("3 m", Span(3, Unit.MONTHS)),
    ],
)
def test_a_time_is_typed_as_a_period_or_a_day(typed: str, meant: object) -> None:
    assert time_meant(Game(LAW, date(2026, 4, 2)), typed) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("15 days", "does not say which days count"),
        ("15d", "does not say which days count"),
        ("0 weeks", "give a whole number from 1"),
        ("15 fortnights", "'15 fortnights' is no time; write a period as 15 working days"),
        ("15 calender days", "is no unit; did you mean 'calendar days'?"),
        ("31 April", "has no day 31"),
    ],
)
def test_a_time_that_is_none_is_told(typed: str, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        time_meant(Game(LAW, date(2026, 4, 2)), typed)


# --- saving -------------------------------------------------------------------------------


def test_a_scenario_is_saved_beside_a_copy_of_the_policy_and_passes(
    play: Play, tmp_path: Path
) -> None:
    path = tmp_path / "mine.scenarios.yaml"
    said = play(
        *ABOUT_MAX, *CAME, *OFFERED, f"save {path}", "", "the manager!", "About the manager"
    )
    assert "Saved, and it passes." in said
    assert "a name has small letters, digits and _" in said
    assert "  about_the_manager:" in path.read_text()
    assert main(["test", str(path)]) == 0
    assert main(["check", str(path)]) == 0
    again = play(*BEGUN, *CAME, f"save {path}", "another", "")
    assert "The file is there already" in again
    assert "Saved, and it passes." in again
    assert "there is a scenario 'another' already" in play(
        *BEGUN, *CAME, f"save {path}", "another", "add"
    )
    said = play(*BEGUN, *CAME, f"save {path}", "alone", "2")
    assert "Saved, and it passes." in said
    assert "another" not in path.read_text()


def test_a_scenario_that_would_come_out_otherwise_beside_others_is_not_saved(
    play: Play, tmp_path: Path
) -> None:
    """The people above are added to those of every scenario, and here one of them could help."""
    ours, path = tmp_path / "ours.yaml", tmp_path / "ours.scenarios.yaml"
    ours.write_text(OURS)
    path.write_text(
        "complaintflow: 1\npolicy: ours\ncalendar: england-and-wales\n"
        "people: {zed: {holds: officer}, zoe: {holds: you}}\n"
        "scenarios:\n  one:\n    proves: A\n    story:\n"
        "      - {at: 2026-03-23, event: came, by: zoe}\n"
    )
    before = path.read_text()
    lines = ["2026-03-23", "", "olu", "came", "", ""]
    said = play(*lines, "save", "scenario", str(path), "two", "add", policy=ours)
    assert "Not saved: told in that file it would come out otherwise." in said
    assert "`may` has helped besides" in said
    assert path.read_text() == before
    assert "Saved, and it passes." in play(*lines, "save", "2", str(path), "two", "2", policy=ours)


def test_a_scenario_stands_beside_its_policy_and_nothing_else(play: Play, tmp_path: Path) -> None:
    events = tmp_path / "played.yaml"
    scenarios = tmp_path / "played.scenarios.yaml"
    lines = [*BEGUN, *CAME]
    play(*lines, f"save {events}", "events")
    said = play(*lines, f"save {scenarios}")
    assert f"{events} is there, and is no policy that can be read" in said
    assert f"save it as {tmp_path / 'fusion-care.scenarios.yaml'}, say" in said
    events.write_text(OURS)
    assert "is the policy 'ours', not 'fusion-care'" in play(*lines, f"save {scenarios}")
    assert not scenarios.exists()


def test_nothing_is_written_over_without_asking(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("mine")
    said = play(*BEGUN, *CAME, f"save {path}", "events", "")
    assert "is there already. Write over it? [no]" in said
    assert path.read_text() == "mine"
    assert "Saved." in play(*BEGUN, *CAME, f"save {path}", "events", "yes")
    assert path.read_text().startswith("people:")


def test_what_cannot_be_written_is_told_and_the_game_goes_on(play: Play, tmp_path: Path) -> None:
    said = play(
        *BEGUN,
        *CAME,
        f"save {tmp_path}/none/case.json",
        f"save {tmp_path}/none/case.scenarios.yaml",
        f"save {tmp_path}",
        "events",
        "save",
        "events",
        "a\0.yaml",
        f"save {tmp_path}/a.scenarios.yaml",
        "no",
        "story",
    )
    assert said.count("there is no folder") == 2
    assert "is a folder; name a file" in said
    assert "a character that cannot be seen" in said
    assert "formal_complaint_received" in said[said.rindex("> story") :]
    assert not list(tmp_path.iterdir())


def test_a_policy_with_mistakes_is_told_of_as_check_does(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("complaintflow: 1\npolicy: {}\n")
    assert main(["play", str(path)]) == 1
    assert "error[" in capsys.readouterr().out
    assert main(["play", str(tmp_path / "none.yaml")]) == 2
    assert main(["play", "fusion-car"]) == 2
    assert "did you mean 'fusion-care'?" in capsys.readouterr().err


# --- without a terminal, and on one ---------------------------------------------------------


def test_a_conversation_needs_no_terminal() -> None:
    talk = played(LAW, "fusion-care", date(2026, 3, 23))
    turn = next(talk)
    assert turn.question == "On which day does it begin [2026-03-23]: "
    for line in ("", "", ""):
        turn = talk.send(line)
    assert turn == replace(turn, question="> ")
    assert all(isinstance(each, Line | Rows) for each in turn.said)
    assert talk.send("quit") == Turn((), "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", date(2026, 4, 2)),
        ("tomorrow", date(2026, 4, 3)),
        ("+0", date(2026, 4, 2)),
        ("+5", date(2026, 4, 7)),
        ("+ 5 days", date(2026, 4, 7)),
        ("+3w", date(2026, 4, 23)),
        ("+1wd", date(2026, 4, 7)),
        ("+2 working days", date(2026, 4, 8)),
        ("+1m", date(2026, 5, 2)),
        ("+1y", date(2027, 4, 2)),
        ("9:05", datetime(2026, 4, 2, 9, 5, tzinfo=LONDON)),
        ("2026-05-01", date(2026, 5, 1)),
        ("2026-05-01T17:30", datetime(2026, 5, 1, 17, 30, tzinfo=LONDON)),
        ("2026-05-01 9:30", datetime(2026, 5, 1, 9, 30, tzinfo=LONDON)),
        ("26/03/2026", date(2026, 3, 26)),
        ("26.3.2026", date(2026, 3, 26)),
        ("26-03-2026", date(2026, 3, 26)),
        ("26/03", date(2026, 3, 26)),
        ("26 March 2026", date(2026, 3, 26)),
        ("26th of march, 2026", date(2026, 3, 26)),
        ("26 Mar", date(2026, 3, 26)),
        ("1 Sept", date(2026, 9, 1)),
        ("30 Dec", date(2025, 12, 30)),
        ("29 Feb", date(2028, 2, 29)),
        ("Thu 26 Mar 2026", date(2026, 3, 26)),
        ("Thursday, 26 March", date(2026, 3, 26)),
        ("26 Mar 2026 17:30", datetime(2026, 3, 26, 17, 30, tzinfo=LONDON)),
        ("26/03/2026 9:30", datetime(2026, 3, 26, 9, 30, tzinfo=LONDON)),
        ("Today", date(2026, 4, 2)),
        ("+3W", date(2026, 4, 23)),
    ],
)
def test_a_day_is_typed_in_many_ways(typed: str, meant: date) -> None:
    assert when_meant(Game(LAW, date(2026, 4, 2)), typed) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("+", "is no day; write 26 March 2026, 26/03/2026"),
        ("5", "is no day"),
        ("+5 fortnights", "'fortnights' is no unit"),
        ("25:99", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("2026-02-30", "does not exist"),
        ("03/26/2026", "has no month 26; the day comes first, as in 26/03/2026"),
        ("26/03/26", "is no day"),
        ("30/02/2026", "does not exist: February 2026 has no day 30"),
        ("31 April", "does not exist: April has no day 31"),
        ("0 April", "has no day 0"),
        ("1 January 0000", "does not exist"),
        ("Fri 26 Mar 2026", "26 March 2026 is a Thursday"),
        ("Foo 26 Mar 2026", "is no day"),
        ("26 Foo 2026", "is no day"),
        ("26 Mar 25:99", "does not exist"),
    ],
)
def test_a_day_that_is_none_is_told(typed: str, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        when_meant(Game(LAW, date(2026, 4, 2)), typed)


@pytest.mark.parametrize("end", [b"\x03", b"\x04", b"quit\n"])
def test_on_a_terminal_it_ends_without_a_trace(end: bytes) -> None:
    """Ctrl-C and Ctrl-D at a prompt."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "LINES": "24"}
    command = [str(COMMAND), "play", "fusion-care"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True,
        preexec_fn=_take_terminal,
    ) as running:  # fmt: skip
        os.close(theirs)
        said = _read_until(ours, b"does it begin")
        for _ in range(10):  # a key that comes before its reader is ready is lost
            if running.poll() is not None:
                break
            with suppress(OSError):
                os.write(ours, end)
            for _ in range(20):  # and one that comes while it ends would interrupt that
                said += _read_for(ours, 0.2)
                if running.poll() is not None:
                    break
        running.kill()  # if it has not ended by now it never will
        assert running.wait() == 0
    os.close(ours)
    assert b"Traceback" not in said
    assert b"fault" not in said


def _take_terminal() -> None:
    import fcntl
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests may have it ignored
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _read_until(terminal: int, words: bytes) -> bytes:
    said = b""
    while words not in said:
        said += os.read(terminal, 4096)
    return said


def _read_for(terminal: int, seconds: float) -> bytes:
    """What is said until nothing more comes."""
    said = b""
    with suppress(OSError):  # how a pty tells that the other side is gone
        while select.select([terminal], [], [], seconds)[0] and (more := os.read(terminal, 4096)):
            said += more
    return said


NOTICED = OURS.replace(
    "begins: {came: {by: you, then: looked_into, cites: A}}",
    "happenings: {noticed: {says: you noticed it, cites: A}}\n"
    "begins: {came: {by: you, within: 1 week of noticed, then: looked_into, cites: A}}",
)


def test_what_nobody_does_is_listed_and_asked_for_its_day_alone(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(NOTICED)
    said = play(*BEGUN, "noticed", "2026-03-20", "why noticed", "look", "quit", policy=path)
    assert re.search(r"What may have happened\n +\d+ +noticed +you noticed it\n", said)
    assert "Recorded: noticed, Fri 20 Mar 2026" in said
    assert "noticed can happen now. It rests on:" in said
    assert "you noticed it; last done on Fri 20 Mar 2026" in said
    assert "due Fri 27 Mar 2026" in said
