"""The questions of the benchmarks are right, and who answers otherwise is told; nothing is timed."""

import json
from datetime import date
from functools import partial

import pytest

from benchmarks import assigning, bulk, cases, days, documents, table
from benchmarks.__main__ import main
from benchmarks.measuring import Figure, Missing, Peer, Row, Timed, measure
from complaintflow import engine, files
from complaintflow.assigning import irreducible
from complaintflow.procedure import Procedure
from complaintflow.rulings import Barred

STARTS = days.FIVE_YEARS[::11]


def test_ours_and_numpy_and_holidays_give_the_same_dates() -> None:
    for add in (days.core_adds, days.checked_adds, days.listed_adds, days.holidays_adds()):
        assert [add(start) for start in STARTS] == [days.numpy_adds()(start) for start in STARTS]


def test_ours_and_numpy_and_holidays_give_the_same_counts() -> None:
    pairs = [(start, start + days.STRETCH) for start in STARTS]
    for count in (days.core_counts, days.holidays_counts()):
        assert [count(*pair) for pair in pairs] == [days.numpy_counts()(*pair) for pair in pairs]


def test_many_dates_are_those_of_the_calendar_one_by_one() -> None:
    many = bulk.starts(500)
    one_by_one = [days.core_adds(start) for start in many.tolist()]
    assert bulk.by_numpy(many)().tolist() == one_by_one
    assert bulk.otherwise(bulk.by_numpy(many), lambda: bulk.by_numpy(many)() + 1) == 500
    assert bulk.ours(many)().tolist() == one_by_one


def test_a_package_that_is_not_installed_is_left_out() -> None:
    def wanting() -> None:
        raise ImportError

    assert days.installed(wanting) is None
    assert days.installed(lambda: 1) == 1


def test_the_starts_that_are_timed_fall_on_every_weekday() -> None:
    assert {day.weekday() for day in days.TIMED} == set(range(7))
    assert days.FIVE_YEARS[0] == date(2024, 1, 1)
    assert days.FIVE_YEARS[-1] == date(2028, 12, 31)


def test_the_policy_that_is_measured_is_faultless_and_has_ten_rules() -> None:
    assert files.check(cases.POLICY).diagnostics == ()
    assert len(cases.law().conflicts) == 10


def test_the_clock_is_a_band_that_was_settled_and_then_extended() -> None:
    clock = cases.clock_of_the_answer(cases.settled_and_extended())
    assert [grant.step for grant in clock.grants] == ["time_agreed", "time_added"]
    # 22 working days after 2 January 1995, itself a bank holiday
    assert clock.due == date(1995, 2, 1)


def test_the_rulings_have_the_past_that_they_say() -> None:
    case = cases.long_case()
    assert len(case.events) == cases.PAST + len(cases.people()) == 250
    assert cases.review_by(cases.PERMITTED).permitted
    (barred,) = cases.review_by(cases.REFUSED).reasons
    assert isinstance(barred, Barred)
    assert barred.rule == "subject_aside"
    assert len(barred.who_else) == 14  # the reviewers


def test_a_replay_ends_where_the_life_ended() -> None:
    events = cases.record(30)
    case = cases.replay(events)
    assert case.events == events
    course = engine.course_of(cases.law(), case)
    assert course.stage == "review_stage"


def test_the_state_machines_are_told_of_every_step_of_that_life() -> None:
    told = {name for name, *_ in (*cases.LEADS, *cases.INSIDE)}
    lived = {event.action.name for event in cases.record(30)[len(cases.people()) :]}
    assert lived <= told
    law: Procedure = cases.law()
    assert all(law.steps[name].then == target for name, _, target in cases.LEADS)
    assert all(law.steps[name].then is None for name, _ in cases.INSIDE)


def test_the_document_is_read_whole_and_has_nothing_wrong() -> None:
    assert documents.read_and_link().steps == files.load(documents.DOCUMENT).steps
    assert documents.checked() == 0
    assert 250 < documents.lines() < 350


def test_whoever_does_what_is_found_or_it_is_told_what_blocks_it() -> None:
    for each in assigning.problems():
        assert len(each.slots) == assigning.SLOTS
        assert assigning.ours(each)
    for each in assigning.problems(blocked=True):
        assert irreducible(each) == ("step_3.by", "aside")
    assert not assigning.ours(assigning.crowded())


# --- the table ------------------------------------------------------------------------------------


def quick(work: str = "nothing") -> Row:
    peers = (
        Peer(Timed("slow", lambda: None, 2), beat=2, asked=10, otherwise=3),
        Peer(Timed("quick", lambda: None), beat=2, asked=10),
    )
    return Row(work, Timed("ours", lambda: None), "us", 1e-6, peers)


def test_a_figure_says_what_was_reached() -> None:
    figure = Figure(quick(), 1e-6, (3e-6, 1e-6))
    assert figure.reached is True
    assert [figure.beaten(0), figure.beaten(1)] == [True, False]
    assert Figure(quick(), 2e-6, (3e-6, 1e-6)).reached is False


def test_the_table_has_a_line_for_each_and_says_who_answers_otherwise() -> None:
    figures: list[Figure | Missing] = [
        Figure(quick(), 1e-6, (3e-6, 1e-6)),
        Missing("a million", "not installed"),
    ]
    written = table.text(figures, rounds=3).splitlines()
    assert [line.split() for line in written[2:6]] == [
        ["nothing", "1.00", "us", "1.00", "us", "yes"],
        ["slow", "3.0", "us", "2", "x", "yes", "3.0", "x", "3", "of", "10", "differ"],
        ["quick", "1.00", "us", "2", "x", "no", "1.00", "x", "the", "same"],
        ["a", "million", "not", "installed"],
    ]
    assert "the median of 3 rounds" in written[7]


def test_the_page_and_the_program_are_told_the_same() -> None:
    figures: list[Figure | Missing] = [
        Figure(quick(), 1e-6, (3e-6, 1e-6)),
        Missing("a million", "not installed"),
    ]
    old = f"before\n{table.BEGINNING}old\n{table.END}after\n"
    new = table.in_page(old, figures, rounds=3, measured_on=date(2026, 6, 1))
    page = new.splitlines()
    assert [page[0], page[1], page[-2], page[-1]] == [
        "before",
        table.BEGINNING.strip(),
        table.END.strip(),
        "after",
    ]
    assert "| &emsp;slow | 3.0 us | 2 x | yes | 3.0 x | 3 of 10 differ |" in page
    assert "old" not in page
    assert "Measured on 1 June 2026: processor time, the median of 3 rounds" in new
    assert table.in_page(new, figures, rounds=3, measured_on=date(2026, 6, 1)) == new
    with pytest.raises(ValueError, match="no place for the table"):
        table.in_page("nothing\n", figures, rounds=3, measured_on=date(2026, 6, 1))
    said = json.loads(table.as_json(figures, rounds=3))
    assert said["rows"][1] == {"work": "a million", "missing": "not installed"}
    assert said["rows"][0]["seconds"] == 1e-6
    assert [peer["differ"] for peer in said["rows"][0]["peers"]] == [3, 0]
    assert said["versions"]["numpy"]


def test_a_rate_and_a_ratio_are_written_as_such() -> None:
    assert table.amount(20e-6, "events/s") == "50 000 /s"
    assert table.amount(11.5, "times") == "11.5 x"
    assert table.amount(0.3, "ms") == "300 ms"


def test_everything_is_run_in_every_round_and_what_is_said_is_taken_off() -> None:
    runs: list[str] = []
    ours, bare = (Timed(name, partial(runs.append, name)) for name in ("ours", "bare"))
    heard: list[int] = []
    (figure,) = measure([Row("it", ours, "ms", less=bare)], rounds=2, told=heard.append)
    assert heard == [1, 2]
    assert set(runs) == {"ours", "bare"}
    assert figure.ours < 1


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "with each day", "--rounds", "1", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["work"] == "with each day and why it counts"
    assert row["seconds"] > 0
