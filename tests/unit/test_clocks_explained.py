"""What is said of a clock: what capped it, when it stood still, that it recurs, what the cut-off did."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.__main__ import main
from complaintflow.case import Action, Case, Override
from complaintflow.cli.clock_view import due_of, remarks_on
from complaintflow.deadlines import Clock, Status
from complaintflow.explanation import explain
from complaintflow.procedure import Procedure
from tests.policies import HEADER as POLICY_HEADER
from tests.policies import (
    LONDON,
    clocks_of,
    day,
    done,
    hour,
    people,
    policy,
    statuses,
    whole_policy,
)

HEADER = """\
complaintflow: 1
policy: {id: small, title: A small policy, version: "1", in_force_from: 2024-01-01}
counting: {working_days: england-and-wales, day_one: day after, cut_off: "16:00", time_zone: Europe/London}
clauses:
  A-1: {at: "1", says: "ten working days"}
  A-2: {at: "2", says: "while we wait they stand still"}
  A-3: {at: "3", says: "fifteen at most"}
roles: {customer: {title: You}, officer: {title: The Officer}}
begins: {came: {by: customer, then: first, cites: A-1}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: 10 working days of came
        at_latest: 15 working days of came
        stands_still: {first_day: day after asked, last_day: day before told, CEILING cites: A-2}
        may_extend:
          more_given: {by: officer, cites: A-3}
        cites: {by: A-1, within: A-1, at_latest: A-3}
      noted: {by: officer, within: as soon as possible after came, cites: A-1}
      rang: {by: officer, every: 2 weeks of asked SCHEDULE, until: answered, cites: A-1}
      day_set: {by: officer, sets_time_of: met, cites: A-1}
      met: {by: officer, cites: A-1}
      papers: {by: officer, at_latest: 3 clear working days before met, cites: A-1}
    may:
      asked: {by: officer, cites: A-2}
      told: {by: customer, cites: A-2}
      objected: {by: customer, within: 2 working days of answered, then: shut, cites: A-1}
ends: {shut: {title: Shut}}
"""
WHO = people(cy="customer", ole="officer")


def law_of(ceiling: str = "", schedule: str = "") -> Procedure:
    text = HEADER.replace("CEILING", ceiling and f"ceiling: {ceiling},")
    return whole_policy(text.replace("SCHEDULE", schedule))


@pytest.fixture(scope="module")
def law() -> Procedure:
    return law_of()


def begun(law: Procedure, at: Any = None) -> Case:
    at = at or hour(1, 9)
    return done(law, engine.begin(law, at=at, people=WHO), "came", at, "cy")


def said(law: Procedure, case: Case, step: str, nth: int = 0) -> list[str]:
    """What is said of a clock, without its days."""
    lines = explain(clocks_of(law, case, step)[nth]).splitlines()
    return [line for line in lines if not re.match(r" *(-|\d+)  [A-Z]", line)]


# --- the start ------------------------------------------------------------------------------


def test_what_comes_after_the_cut_off_is_said_to_count_as_the_next_day(law: Procedure) -> None:
    lines = said(law, begun(law, hour(1, 16, 1)), "answered")
    assert lines[0] == "answered is due on Tuesday 16 June 2026."
    assert lines[3] == (
        "Monday 1 June 2026 at 16:01 is after 16:00, so it counts as Tuesday 2 June 2026."
    )
    assert not any("is after" in line for line in said(law, begun(law), "answered"))


def test_where_the_hour_is_not_known_the_cut_off_is_why_it_is_a_range(law: Procedure) -> None:
    assert said(law, begun(law, day(1)), "answered")[0] == (
        "answered is due between Monday 15 June 2026 and Tuesday 16 June 2026: the hour of the start "
        "is not known, and after 16:00 it counts as the next working day."
    )


def test_what_has_no_last_day_says_since_when_it_is_asked_for(law: Procedure) -> None:
    assert said(law, begun(law), "noted")[0] == (
        "noted is to be done as soon as possible after came, which was Monday 1 June 2026 at 09:00; "
        "no day is set, so it is never overdue."
    )


def test_a_window_is_open_until_its_last_day(law: Procedure) -> None:
    waiting = said(law, begun(law), "objected")[0]
    assert waiting == (
        "objected has no last day yet: 2 working days from answered, which has not happened."
    )
    case = done(law, begun(law), "answered", hour(2, 9), "ole")
    assert said(law, case, "objected")[0] == "objected is open until Thursday 4 June 2026."


# --- days that stand still, and the ceiling --------------------------------------------------


def test_while_it_stands_still_it_says_what_is_left_and_what_it_waits_for(law: Procedure) -> None:
    case = done(law, begun(law), "asked", day(3), "ole")
    assert said(law, case, "answered") == [
        (
            "answered has no due date while it stands still; 8 working days are left of its time, and "
            "they run on after that."
        ),
        "A-1 (1): ten working days",
        "A-3 (3): fifteen at most",
        (
            "It stands still from Thursday 4 June 2026, the day after asked, on; the day before told is "
            "not known yet."
        ),
        "  A-2 (2): while we wait they stand still",
    ]


def test_days_that_were_left_out_are_told_with_their_clause(law: Procedure) -> None:
    case = done(law, begun(law), "asked", day(3), "ole")
    case = done(law, case, "told", day(9), "cy")
    lines = said(law, case, "answered")
    assert lines[0] == "answered is due on Thursday 18 June 2026."
    assert lines[3:6] == [
        (
            "Left out are the days from Thursday 4 June 2026 to Monday 8 June 2026: from the day after "
            "asked to the day before told."
        ),
        "  A-2 (2): while we wait they stand still",
        "Counted: 10 working days from came, which was Monday 1 June 2026 at 09:00.",
    ]


def test_a_day_that_was_agreed_and_moved_since_is_no_period(law: Procedure) -> None:
    case = done(law, begun(law), "more_given", day(2), "ole", settles=day(16))
    case = done(law, case, "asked", day(3), "ole")
    case = done(law, case, "told", day(5), "cy")
    lines = said(law, case, "answered")
    assert lines[0] == "answered is due on Wednesday 17 June 2026."
    assert "Counted: the days from came, which was Monday 1 June 2026 at 09:00." in lines


def test_what_its_ceiling_ends_says_so(law: Procedure) -> None:
    case = done(law, begun(law), "more_given", day(2), "ole", settles=day(22))
    assert "It would be later" not in " ".join(said(law, case, "answered"))
    beyond = Override("cy", "she insists")
    action = Action("more_given", at=day(3), by="ole", settles=day(30))
    case = engine.apply(law, case, action, override=beyond)
    [clock] = clocks_of(law, case, "answered")
    assert clock.capped
    lines = said(law, case, "answered")
    assert lines[0] == "answered is due on Monday 22 June 2026."
    at = lines.index("It would be later, but it ends 15 working days from came at the latest.")
    assert lines[at + 1] == (
        "Counted: 15 working days from came, which was Monday 1 June 2026 at 09:00."
    )


def test_a_ceiling_that_runs_on_ends_a_clock_that_stands_still_without_an_end() -> None:
    law = law_of("runs on")
    case = done(law, begun(law), "asked", day(3), "ole")
    lines = said(law, case, "answered")
    assert lines[0] == "answered is due on Monday 22 June 2026."
    assert lines[3].endswith("the day before told is not known yet; its ceiling runs on.")
    assert statuses(law, case, "answered", day(22)) == [Status.STANDING_STILL]
    assert statuses(law, case, "answered", day(23)) == [Status.OVERDUE]


def test_a_stand_still_after_the_last_day_leaves_the_date_though_the_ceiling_stands_still(
    law: Procedure,
) -> None:
    case = done(law, begun(law), "asked", day(16), "ole")
    assert said(law, case, "answered")[0] == "answered is due on Monday 15 June 2026."
    assert statuses(law, case, "answered", day(30)) == [Status.OVERDUE]


# --- again and again, and counted back --------------------------------------------------------


def test_what_recurs_says_from_which_day_it_is_counted(law: Procedure) -> None:
    case = done(law, begun(law), "asked", hour(1, 10), "ole")
    case = done(law, case, "rang", hour(10, 10), "ole")
    every = "It recurs every 2 weeks, counted from the day on which it {}, until answered."
    assert said(law, case, "rang")[2] == every.format("was last done")
    assert said(law, case, "rang", 1) == [
        "rang is due on Wednesday 24 June 2026.",
        "A-1 (1): ten working days",
        every.format("was last done"),
        "Counted: 2 weeks from Wednesday 10 June 2026 at 10:00, when rang was last done.",
        *said(law, case, "rang", 1)[4:],
    ]
    law = law_of(schedule="from the schedule")
    lines = said(law, case, "rang", 1)
    assert lines[0] == "rang is due on Monday 29 June 2026."
    assert lines[2] == every.format("was due the time before")
    assert lines[3] == "Counted: 2 weeks from Monday 15 June 2026, when rang was due."


def test_by_schedule_a_late_one_meets_each_date_that_it_was_late_for_and_no_other() -> None:
    law = law_of(schedule="from the schedule")
    case = done(law, begun(law), "asked", hour(1, 10), "ole")
    late = done(law, case, "rang", hour(16, 10), "ole")  # due on the 15th and on the 29th
    assert statuses(law, late, "rang", day(16)) == ["met late", "running"]
    very_late = done(law, case, "rang", hour(30, 10), "ole")
    assert statuses(law, very_late, "rang", day(30)) == ["met late", "met late", "running"]
    both = done(law, late, "rang", hour(20, 10), "ole")
    assert statuses(law, both, "rang", day(20)) == ["met late", "met", "waiting"]


def test_what_is_counted_back_from_a_day_to_come_is_said_to_be_planned(law: Procedure) -> None:
    case = done(law, begun(law), "day_set", day(2), "ole", settles=day(24))
    lines = said(law, case, "papers")
    assert (
        lines[0]
        == "papers is due on Thursday 18 June 2026: met is planned for Wednesday 24 June 2026."
    )
    assert (
        "Counted: 3 clear working days before met, which is planned for Wednesday 24 June 2026."
        in lines
    )


# --- on the command line ----------------------------------------------------------------------


@pytest.fixture
def files_of(tmp_path: Path) -> list[str]:
    policy, events = tmp_path / "small.yaml", tmp_path / "events.yaml"
    text = HEADER.replace("CEILING", "").replace("SCHEDULE", "")
    policy.write_text(text, "utf-8")
    events.write_text(
        "people: {cy: {holds: customer}, ole: {holds: officer}}\n"
        "events:\n"
        "  - {at: 2026-06-01T09:00, event: came, by: cy}\n"
        "  - {at: 2026-06-03, event: asked, by: ole}\n",
        "utf-8",
    )
    return [str(policy), str(events)]


def test_a_case_tells_that_a_clock_stands_still(
    files_of: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["case", *files_of, "--as-of", "2026-06-05"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert (
        "answered no date while it stands still standing still, 8 working days left A-1, A-3, A-2"
        in lines
    )
    assert "answered stands still from Thu 4 Jun 2026 on, up to the day before told (A-2)." in lines


def test_the_dates_of_one_step_are_told_in_runs_of_days(
    files_of: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(files_of[1]).write_text(
        Path(files_of[1]).read_text("utf-8") + "  - {at: 2026-06-09, event: told, by: cy}\n",
        "utf-8",
    )
    assert main(["case", *files_of, "--as-of", "2026-06-09", "--step", "answered"]) == 0
    out = capsys.readouterr().out
    assert out.count(" is due ") == 1
    assert "Deadlines" not in out
    assert "\n      not counted   Thu  4 Jun to Mon  8 Jun        stands still from the day" in out
    assert "\n    A-2" not in out
    assert "\n      A-2 (2): while we wait they stand still\n" in out
    assert main(["case", *files_of, "--as-of", "2026-06-09", "--explain"]) == 0
    whole = capsys.readouterr().out
    assert "noted is to be done" in whole
    assert out.split("\n\n")[1] in whole


def test_days_that_stand_still_on_other_grounds_are_a_run_of_their_own(
    files_of: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Told on the ninth, so until the eighth; and talks from the fifth to the tenth."""
    policy, events = map(Path, files_of)
    talks = "{first_day: day of talked, last_day: day of agreed, cites: A-3}"
    text = policy.read_text("utf-8").replace("stands_still: {", "stands_still: [{")
    text = text.replace(
        "cites: A-2}\n        may_extend", f"cites: A-2}}, {talks}]\n        may_extend"
    )
    more = "      talked: {by: officer, cites: A-3}\n      agreed: {by: officer, cites: A-3}\n"
    policy.write_text(text.replace("      told: {", f"{more}      told: {{"), "utf-8")
    events.write_text(
        events.read_text("utf-8") + "  - {at: 2026-06-05, event: talked, by: ole}\n"
        "  - {at: 2026-06-09, event: told, by: cy}\n"
        "  - {at: 2026-06-10, event: agreed, by: ole}\n",
        "utf-8",
    )
    ask = ["case", *files_of, "--as-of", "2026-06-10", "--step", "answered"]
    assert main(ask) == 0
    rows = [re.split(" {2,}", row.strip()) for row in capsys.readouterr().out.splitlines()]
    asked = "stands still from the day after asked to the day before told"
    talked = "stands still from the day of talked to the day of agreed"
    assert [row[1:] for row in rows if row[0] == "not counted"][:3] == [
        ["Thu", "4 Jun", asked],
        ["Fri", "5 Jun to Mon", "8 Jun", f"{asked}; {talked}, Saturday, Sunday"],
        ["Tue", "9 Jun to Wed 10 Jun", talked],
    ]
    assert main([*ask, "--format", "json"]) == 0
    clocks = json.loads(capsys.readouterr().out)["clocks"]
    [clock] = [each for each in clocks if "explained" in each]
    whys = {each["date"][-2:]: each["why"] for each in clock["explained"]["days"]}
    assert (whys["04"], whys["05"], whys["08"]) == (asked, *[f"{asked}; {talked}"] * 2)
    assert (whys["09"], whys["10"], whys["11"]) == (talked, talked, None)


def test_a_program_gets_each_day_with_its_reason(
    files_of: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["case", *files_of, "--as-of", "2026-06-05", "--format", "json"]
    assert main([*ask, "--step", "papers"]) == 0
    clocks = json.loads(capsys.readouterr().out)["clocks"]
    assert [each["step"] for each in clocks if "explained" in each] == ["papers"]
    assert main([*ask, "--explain"]) == 0
    clocks = json.loads(capsys.readouterr().out)["clocks"]
    [answered] = [each for each in clocks if each["step"] == "answered"]
    assert answered["stands_still"] == [{"first": "2026-06-04", "last": None, "clauses": ["A-2"]}]
    assert answered["explained"]["days"] == []
    [rang] = [each for each in clocks if each["step"] == "rang"]
    explained = rang["explained"]
    assert explained["rule"] == "2 weeks from asked"
    assert explained["text"][0].startswith("rang is due between Wednesday 17 June 2026")
    assert explained["days"][-1] == {"date": "2026-06-18", "counted": True, "n": 14, "why": None}
    assert (explained["unrolled"], explained["projected"]) == ("2026-06-18", False)


def test_a_step_without_a_date_is_told_with_those_that_have_one(
    files_of: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["case", *files_of, "--step", "anwsered"]) == 2
    assert "no date is counted for 'anwsered'; did you mean 'answered'?" in capsys.readouterr().err
    assert main(["case", *files_of, "--step", "told"]) == 2
    have = "those with one are answered, noted, objected, papers and rang"
    assert have in " ".join(capsys.readouterr().err.split())


def test_as_soon_as_possible_is_overdue_once_its_last_day_has_passed() -> None:
    soon = "within: as soon as possible after came, at_latest: 2 working days of came, cites: A-1"
    law = whole_policy(
        HEADER.replace("CEILING", "")
        .replace("SCHEDULE", "")
        .replace("within: as soon as possible after came, cites: A-1", soon)
    )
    case = begun(law)
    assert said(law, case, "noted", 1)[0] == "noted is due on Wednesday 3 June 2026."
    assert statuses(law, case, "noted", day(4)) == [Status.RUNNING, Status.OVERDUE]
    case = done(law, case, "noted", day(3), "ole")
    assert statuses(law, case, "noted", day(4)) == [Status.MET, Status.MET]


def test_a_band_whose_longer_time_stands_still_says_the_shorter_one() -> None:
    text = HEADER.replace("CEILING", "").replace("SCHEDULE", "")
    law = whole_policy(
        text.replace("within: 10 working days of came", "within: 2 to 10 working days of came")
    )
    case = done(law, begun(law), "asked", day(4), "ole")
    [clock] = clocks_of(law, case, "answered")
    assert explain(clock).splitlines()[0] == (
        "answered has no due date while it stands still; at the earliest it is Wednesday 3 June 2026."
    )
    assert due_of(clock, LONDON, "") == "Wed 3 Jun 2026 at the earliest"


def test_what_was_done_while_it_stood_still_was_never_due(law: Procedure) -> None:
    case = done(law, begun(law), "asked", day(3), "ole")
    case = done(law, case, "answered", day(5), "ole")
    [clock] = clocks_of(law, case, "answered")
    assert explain(clock).splitlines()[0] == (
        "answered had no due date when it was done on Friday 5 June 2026, for it stood still."
    )
    assert due_of(clock, LONDON, "") == "no date while it stood still"
    assert statuses(law, case, "answered", day(30)) == [Status.MET]
    assert (
        "answered stood still from Thu 4 Jun 2026 on, up to the day before told (A-2).",
        "dim",
    ) in remarks_on([clock], day(30))
    again = (
        HEADER.replace("CEILING", "")
        .replace("SCHEDULE", "")
        .replace("told: {", "shut_down: {by: officer, then: shut, cites: A-1}\n      told: {")
    )
    other = whole_policy(again)
    case = done(
        other, done(other, begun(other), "asked", day(3), "ole"), "shut_down", day(5), "ole"
    )
    assert said(other, case, "answered")[0] == (
        "answered had no due date when its place was left on Friday 5 June 2026, for it stood still."
    )


def test_a_stand_still_that_began_before_the_time_did_leaves_all_of_it() -> None:
    text = HEADER.replace("CEILING", "").replace("SCHEDULE", "")
    law = whole_policy(
        text.replace("begins: {", "begins: {asked_before: {by: officer, cites: A-2}, ", 1).replace(
            "first_day: day after asked,", "first_day: day after asked_before,"
        )
    )
    case = engine.begin(law, at=hour(1, 8), people=WHO)
    case = done(law, done(law, case, "asked_before", hour(1, 8), "ole"), "came", hour(3, 9), "cy")
    [first, *_] = said(law, case, "answered")
    assert first == (
        "answered has no due date while it stands still; 10 working days are left of its time, "
        "and they run on after that."
    )


def test_days_left_out_that_did_so_before_the_time_began_are_told_from_when_they_did() -> None:
    """Asked on Monday the first, so from the second on; the time began on the third, a Wednesday."""
    text = HEADER.replace("CEILING", "").replace("SCHEDULE", "")
    law = whole_policy(
        text.replace("begins: {", "begins: {asked_before: {by: officer, cites: A-2}, ", 1).replace(
            "first_day: day after asked,", "first_day: day after asked_before,"
        )
    )
    case = engine.begin(law, at=hour(1, 8), people=WHO)
    case = done(law, done(law, case, "asked_before", hour(1, 8), "ole"), "came", hour(3, 9), "cy")
    case = done(law, case, "told", day(9), "cy")
    assert (
        "Left out are the days from Thursday 4 June 2026 to Monday 8 June 2026: from the day after "
        "asked_before to the day before told; it stood still already from Tuesday 2 June 2026 on."
    ) in said(law, case, "answered")
    [clock] = clocks_of(law, case, "answered")
    left_out = (
        "Thu 4 Jun 2026 to Mon 8 Jun 2026, from the day after asked_before to the day before told, are "
        "left out of the time for answered, which stood still already from Tue 2 Jun 2026 on (A-2)."
    )
    assert (left_out, "dim") in remarks_on([clock], day(9))


def test_what_stands_still_on_after_a_day_was_agreed_is_told_from_when_it_began(
    law: Procedure,
) -> None:
    """Asked on the third; on the fifth the 16th is agreed, which moves by the days after the fifth."""
    case = done(law, begun(law), "asked", day(3), "ole")
    case = done(law, case, "more_given", day(5), "ole", settles=day(16))
    stands = (
        "It stands still from Thursday 4 June 2026, the day after asked, on; the day before told is "
        "not known yet."
    )
    assert stands in said(law, case, "answered")
    [clock] = clocks_of(law, case, "answered")
    stands = "answered stands still from Thu 4 Jun 2026 on, up to the day before told (A-2)."
    assert (stands, "yellow") in remarks_on([clock], day(8))


def test_a_window_that_is_a_range_is_open_until_a_day_between_two(law: Procedure) -> None:
    case = done(law, begun(law), "answered", day(2), "ole")
    assert said(law, case, "objected")[0].startswith(
        "objected is open until a day between Thursday 4 June 2026 and Friday 5 June 2026: the hour"
    )


# --- more time that is counted from a start of its own -------------------------------------------

LENGTHENED = """
clauses: {{A-1: {{at: "1", says: five working days}}}}
roles: {{customer: {{title: You}}, officer: {{title: The Officer}}}}
begins: {{came: {{by: customer, then: first, cites: A-1}}}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: 5 working days of came
        may_extend:
          longer: {{by: officer, up_to: 10 working days of {anchor}, cites: A-1}}
          more: {{by: officer, adds: {adds}, cites: A-1}}
        then: over
        cites: A-1
    may:
      asked: {{by: officer, cites: A-1}}
ends: {{over: {{title: Over}}}}
"""


def lengthened(anchor: str, asked: int, adds: str = "5 working days") -> tuple[Clock, list[str]]:
    """The clock of what came on Monday the first, was given longer on the fourth and more on the fifth;
    and what is said of it."""
    law = policy(LENGTHENED.format(anchor=anchor, adds=adds))
    case = done(law, engine.begin(law, at=day(1), people=WHO), "came", day(1), "cy")
    for name, on in (("asked", asked), ("longer", 4), ("more", 5)):
        case = done(law, case, name, day(on), "ole")
    [clock] = clocks_of(law, case, "answered")
    return clock, explain(clock).splitlines()


@pytest.mark.parametrize(
    ("anchor", "asked", "on", "first", "due"),
    [
        ("asked", 3, "Wednesday 3 June 2026", day(4), day(24)),
        ("longer", 3, "Thursday 4 June 2026", day(5), day(25)),
        ("asked", 1, "Monday 1 June 2026", day(2), day(22)),
    ],
)
def test_what_adds_to_more_time_is_told_from_where_that_was_counted(
    anchor: str, asked: int, on: str, first: date, due: date
) -> None:
    """Ten working days of what was asked or of the extension itself, and five more: fifteen from there."""
    clock, lines = lengthened(anchor, asked)
    assert clock.due == due
    assert f"Counted: 15 working days from {anchor}, which was {on}." in lines
    assert (clock.days()[0].date, clock.days()[0].n) == (first, 1)


def test_what_is_counted_on_in_another_unit_keeps_the_start_of_what_came_before_it() -> None:
    clock, lines = lengthened("asked", 3, adds="1 week")
    assert clock.due == day(24)
    assert "Counted: 10 working days from asked, which was Wednesday 3 June 2026." in lines
    assert "Added: 1 week after Wednesday 17 June 2026." in lines


def test_a_program_is_told_the_start_that_was_counted_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, events = tmp_path / "small.yaml", tmp_path / "events.yaml"
    policy.write_text(
        POLICY_HEADER + LENGTHENED.format(anchor="asked", adds="5 working days"), "utf-8"
    )
    events.write_text(
        "people: {cy: {holds: customer}, ole: {holds: officer}}\n"
        "events:\n"
        "  - {at: 2026-06-01, event: came, by: cy}\n"
        "  - {at: 2026-06-03, event: asked, by: ole}\n"
        "  - {at: 2026-06-04, event: longer, by: ole}\n"
        "  - {at: 2026-06-05, event: more, by: ole}\n",
        "utf-8",
    )
    ask = ["case", str(policy), str(events), "--as-of", "2026-06-05", "--step", "answered"]
    assert main([*ask, "--format", "json"]) == 0
    [clock] = json.loads(capsys.readouterr().out)["clocks"]
    counted = "Counted: 15 working days from asked, which was Wednesday 3 June 2026."
    assert counted in clock["explained"]["text"]
    assert clock["explained"]["days"][0]["date"] == "2026-06-04"
