"""Changes to all that happens to a clock: ceilings, stand-stills, what recurs, waivers, hours of a day.

`tests/language/good/clocks.yaml` uses every word of time, and its stories see every change to it.
"""

import pytest

from complaintflow import scenarios
from complaintflow.files import SCENARIOS
from complaintflow.language.alterations import Mutant, Operator
from complaintflow.language.document import Document
from complaintflow.language.edits import as_yaml, at, edited
from complaintflow.language.operators import mutants
from complaintflow.language.reader import read
from complaintflow.language.tree import Entries
from complaintflow.language.validation import validate
from complaintflow.scenarios import Fate
from tests.language.golden import GOOD
from tests.policies import HEADER

CLOCKS = GOOD / "clocks.yaml"


def tree(text: str) -> Entries:
    found, problems = read(text, "text.yaml")
    assert found is not None
    assert problems == []
    assert validate(found, Document)[1] == []
    return found


def changes(text: str, *operators: Operator) -> dict[str, str | None]:
    """The mutants of some operators, by name, each with what becomes of the rule."""
    return {m.name: m.becomes for m in mutants([tree(text)]) if m.operator in operators}


def clocks(*operators: Operator) -> dict[str, str | None]:
    return changes(CLOCKS.read_text("utf-8"), *operators)


def named(text: str, name: str) -> Mutant:
    (found,) = (each for each in mutants([tree(text)]) if each.name == name)
    return found


def under(text: str, name: str, *path: str) -> str:
    """What stands at a path under a mutant; nothing where that is gone."""
    found = at(edited(tree(text), named(text, name).edits), *path)
    return "" if found is None else as_yaml(found)


# --- what the stories of a policy must see ------------------------------------------------------


def test_every_change_to_a_policy_of_all_words_of_time_is_seen() -> None:
    """Design 9: 100 %. What does not load leaves a way to more time, a receipt or a date of nothing."""
    report = scenarios.run(CLOCKS.with_name(f"clocks{SCENARIOS}"))
    assert report.passed
    tried = scenarios.try_mutants(report, on_mutant=lambda *_: None)
    assert [each.mutant.name for each in tried.of(Fate.SURVIVED)] == []
    assert [each.mutant.name for each in tried.of(Fate.NOT_LOADED)] == [
        "answered.within drop",
        "decided.within drop",
        "answer_sent.to drop owner",
        "hearing_called.sets_time_of drop hearing",
    ]
    assert len(tried.of(Fate.CAUGHT)) == 227


# --- each operator ------------------------------------------------------------------------------


def test_a_ceiling_is_taken_out_moved_and_counted_from_elsewhere() -> None:
    assert clocks(Operator.DROP_LATEST) == {
        "answered.at_latest drop": None,
        "papers_sent.at_latest drop": None,
    }
    found = clocks(*Operator)
    assert {n: b for n, b in found.items() if n.startswith("papers_sent.at_latest")} == {
        "papers_sent.at_latest drop": None,
        "papers_sent.at_latest +1": "at_latest: 6 clear working days before hearing",
        "papers_sent.at_latest -1": "at_latest: 4 clear working days before hearing",
        "papers_sent.at_latest in calendar days": "at_latest: 5 clear calendar days before hearing",
        "papers_sent.at_latest after hearing": "at_latest: 5 clear working days after hearing",
        "papers_sent.at_latest before start of heard": "at_latest: 5 clear working days before start of heard",
        "papers_sent.at_latest before hearing_asked": "at_latest: 5 clear working days before hearing_asked",
        "papers_sent.at_latest before hearing_called": "at_latest: 5 clear working days before hearing_called",
        "papers_sent.at_latest drop clear": "at_latest: 5 working days before hearing",
    }


def test_a_ceiling_may_count_from_where_the_time_does_that_it_caps() -> None:
    text = (
        HEADER
        + "begins: {came: {by: customer, within: 5 weeks of told, at_latest: 9 weeks of hurt}}\n"
    )
    assert changes(text, Operator.OTHER_ANCHOR) == {"came.at_latest of told": "at_latest: 9 weeks of told"}  # fmt: skip


def test_what_recurs_is_counted_otherwise_and_from_the_schedule_or_the_last_time() -> None:
    found = clocks(*Operator)
    assert {n: b for n, b in found.items() if n.startswith(("news_sent.every", "news_sent.until"))} == {
        "news_sent.every drop": None,
        "news_sent.every +1": "every: 11 working days of delay_told",
        "news_sent.every -1": "every: 9 working days of delay_told",
        "news_sent.every in calendar days": "every: 10 calendar days of delay_told",
        "news_sent.every of start of looked_into": "every: 10 working days of start of looked_into",
        "news_sent.every of entered": "every: 10 working days of entered",
        "news_sent.every of answered": "every: 10 working days of answered",
        "news_sent.every from the schedule": "every: 10 working days of delay_told from the schedule",
        "news_sent.until drop": None,
    }  # fmt: skip
    assert clocks(Operator.BY_SCHEDULE)["trustees_looked.every from the last time"] == (
        "every: 2 weeks of complaint_received"
    )
    assert found["trustees_looked.every +1"] == "every: 3 weeks of complaint_received from the schedule"  # fmt: skip


RECURS = (
    HEADER
    + """
roles: {officer: {title: The officer}}
throughout:
  must:
    told:
      by: officer
      every: 2 weeks of came
      until: answered
      stands_still: {first_day: day of paused, last_day: day of resumed}
      cites: {by: C1, until: C1, stands_still: C1}
"""
)


def test_what_ends_or_stops_a_repetition_goes_with_it() -> None:
    told = ("throughout", "must", "told")
    assert under(RECURS, "told.every drop", *told) == "{by: officer, cites: {by: C1}}"
    stays = RECURS.replace("every: 2", "within: 9 weeks of came\n      every: 2")
    assert "stands_still" in under(stays, "told.every drop", *told)
    assert "until" not in under(stays, "told.every drop", *told)


def test_a_duty_at_no_stated_interval_can_only_be_asked_for_once() -> None:
    text = HEADER + "throughout: {must: {told: {by: officer, every: unstated}}}\n"
    assert changes(text, Operator.DROP_REPEATING, Operator.BY_SCHEDULE, Operator.LONGER) == {
        "told.every drop": None
    }


def test_soon_is_taken_out_or_counts_from_elsewhere() -> None:
    found = clocks(*Operator)
    assert {n: b for n, b in found.items() if n.startswith("decision_told.within")} == {
        "decision_told.within drop": None,
        "decision_told.within after start of heard": "within: as soon as possible after start of heard",
        "decision_told.within after hearing_asked": "within: as soon as possible after hearing_asked",
    }


def test_the_time_for_a_question_is_changed_as_that_of_a_step_is() -> None:
    found = clocks(*Operator)
    assert {n: b for n, b in found.items() if n.startswith("for_us.within")} == {
        "for_us.within drop": None,
        "for_us.within +1": "within: 6 working days of complaint_received",
        "for_us.within -1": "within: 4 working days of complaint_received",
        "for_us.within in calendar days": "within: 5 calendar days of complaint_received",
        "for_us.within of entered": "within: 5 working days of entered",
    }


def test_what_is_added_each_time_is_more_or_less_or_in_other_days_or_nothing() -> None:
    found = clocks(*Operator)
    assert {n: b for n, b in found.items() if n.startswith("more_days_taken.adds")} == {
        "more_days_taken.adds drop": None,
        "more_days_taken.adds +1": "adds: 3 working days",
        "more_days_taken.adds -1": "adds: 1 working day",
        "more_days_taken.adds in calendar days": "adds: 2 calendar days",
    }


def test_of_several_stand_stills_each_is_taken_out_or_has_other_days() -> None:
    dive = "{first_day: day after dive_ordered, last_day: day of dive_reported, ceiling: runs on, cites: H-5}"
    court = "{first_day: day of court_began, last_day: day before court_ended, cites: H-6}"

    def becomes(one: str, other: str) -> str:
        return f"stands_still: [{one}, {other}]"

    assert clocks(Operator.DROP_STILL, Operator.OTHER_EDGE, Operator.RUNS_ON) == {
        "answered.stands_still drop 1": f"stands_still: [{court}]",
        "answered.stands_still drop 2": f"stands_still: [{dive}]",
        "answered.stands_still 1 first_day -> day of dive_ordered": becomes(dive.replace("day after", "day of"), court),
        "answered.stands_still 1 last_day -> day before dive_reported": becomes(dive.replace("last_day: day of", "last_day: day before"), court),
        "answered.stands_still 2 first_day -> day after court_began": becomes(dive, court.replace("day of", "day after")),
        "answered.stands_still 2 last_day -> day of court_ended": becomes(dive, court.replace("day before", "day of")),
        "answered.stands_still 1 drop ceiling": becomes(dive.replace("ceiling: runs on, ", ""), court),
        "answered.stands_still 2 + ceiling": becomes(dive, court[:-1] + ", ceiling: runs on}"),
    }  # fmt: skip


STILL = (
    HEADER
    + """
roles: {officer: {title: The officer}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: 5 weeks of came
        stands_still: {first_day: day before paused or date set by pause_planned, last_day: day after receipt of resumed by chair}
        cites: {by: C1, stands_still: C1}
"""
)


def test_a_single_stand_still_is_told_without_a_number() -> None:
    last = "last_day: day after receipt of resumed by chair"
    either = "paused or date set by pause_planned"
    found = changes(STILL, Operator.DROP_STILL, Operator.OTHER_EDGE, Operator.RUNS_ON)
    assert found == {
        "answered.stands_still drop": None,
        **{
            f"answered.stands_still first_day -> {day}": f"stands_still: {{first_day: {day}, {last}}}"
            for day in (
                f"day of {either}",
                "day before paused or pause_planned",
                "day before date set by pause_planned",
                "day before paused",
            )
        },
        **{
            f"answered.stands_still last_day -> {day}": f"stands_still: {{first_day: day before {either}, last_day: {day}}}"
            for day in ("day of receipt of resumed by chair", "day after resumed")
        },
    }
    step = under(STILL, "answered.stands_still drop", "stages", "first", "must", "answered")
    assert step == "{by: officer, within: 5 weeks of came, cites: {by: C1}}"


@pytest.mark.parametrize(
    ("beside", "capped"),
    [
        ("at_latest: 9 weeks of came", True),
        ("may_extend: {longer: {by: officer, up_to: 8 weeks of came}}", True),
        ("may_extend: {longer: {by: officer}}", False),
        ("aim_within: 2 weeks of came", False),
    ],
)
def test_a_ceiling_that_could_run_on_is_one_that_there_is(beside: str, capped: bool) -> None:
    text = STILL.replace("        cites:", f"        {beside}\n        cites:")
    assert bool(changes(text, Operator.RUNS_ON)) is capped


def test_a_ceiling_alone_could_run_on_too() -> None:
    found = changes(STILL.replace("within: 5", "at_latest: 5"), Operator.RUNS_ON)
    assert [*found] == ["answered.stands_still + ceiling"]


def test_what_meets_waives_and_explains_is_taken_out_one_by_one() -> None:
    assert clocks(Operator.DROP_MEETING, Operator.DROP_WAIVER, Operator.DROP_REASON) == {
        "answered.met_by drop answer_sent": "met_by: offer_accepted",
        "answered.met_by drop offer_accepted": "met_by: answer_sent",
        "complaint_received.late_if drop good_reason": "late_if: can_be_seen",
        "complaint_received.late_if drop can_be_seen": "late_if: good_reason",
        "longer_needed.because drop hard": "because: at_sea",
        "longer_needed.because drop at_sea": "because: hard",
    }


def test_the_only_waiver_and_reason_go_with_their_keys_and_the_only_name_stays() -> None:
    text = (
        HEADER
        + """
begins: {came: {by: customer, within: 5 weeks of hurt, late_if: good, met_by: written}}
stages: {first: {title: First, must: {answered: {by: officer, within: 5 weeks of came, may_extend: {longer: {by: officer, because: hard}}}}}}
"""
    )
    one_by_one = (Operator.DROP_MEETING, Operator.DROP_WAIVER, Operator.DROP_REASON)
    assert changes(text, *one_by_one) == {
        "came.late_if drop good": None,
        "longer.because drop hard": None,
    }


def test_the_waiver_of_a_window_goes_with_the_window() -> None:
    text = (
        HEADER
        + "begins: {came: {by: customer, within: 5 weeks of hurt, late_if: good, cites: {by: C1, late_if: C1}}}\n"
    )
    gone = "{by: customer, cites: {by: C1}}"
    assert under(text, "came.within drop", "begins", "came") == gone
    assert (
        under(text.replace("within", "at_latest"), "came.at_latest drop", "begins", "came") == gone
    )
    both = text.replace("late_if: good", "at_latest: 9 weeks of hurt, late_if: good")
    assert "late_if: good" in under(both, "came.within drop", "begins", "came")


def test_nobody_does_what_is_a_name_for_others_so_nobody_else_could() -> None:
    text = (
        HEADER
        + "begins: {came: {by: customer, to: officer, how: writing, after: hurt, if: urgent, unless: late, met_by: [written, called]}}\n"
    )
    assert [*changes(text, *Operator)] == [
        "came.after drop hurt",
        "came.if drop urgent",
        "came.unless drop late",
        "came.met_by drop written",
        "came.met_by drop called",
    ]


def test_a_date_that_is_set_becomes_the_day_on_which_it_was() -> None:
    assert clocks(Operator.DROP_DATE, Operator.DROP_RECEIPT) == {
        "free_to_ask.first_of receipt of answer_sent -> answer_sent": "first_of: [answer_sent, offer_accepted, missed answered]",
        "all_heard.rows row 2 date set by hearing_called -> hearing_called": "rows: [{if: paper_promised, after: hearing_called, from: last_paper_sent}, {otherwise: hearing_called}]",
    }  # fmt: skip
    text = (
        HEADER
        + "begins: {came: {by: customer, after: [last  date set by called or hurt], within: 2 weeks of date set by called}}\n"
    )
    assert changes(text, Operator.DROP_DATE, Operator.OTHER_ANCHOR) == {
        "came.within of called": "within: 2 weeks of called",
        "came.after last  date set by called -> called": "after: called or hurt",
    }


# --- how a policy counts --------------------------------------------------------------------


COUNTING = HEADER.replace("day_one: day after, ", "day_one: day after, ROLL")
TIMED = "begins: {came: {by: customer, TIME}}\n"


def counted(said: str, time: str = "within: 2 weeks of hurt") -> dict[str, str | None]:
    text = COUNTING.replace("ROLL", said) + TIMED.replace("TIME", time)
    return changes(text, Operator.OTHER_ROLL, Operator.OTHER_HOUR)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", {}),
        ("roll: next, ", {"counting.roll drop": None, "counting.roll -> previous": "roll: previous"}),
        ("roll: previous, ", {"counting.roll drop": None, "counting.roll -> next": "roll: next"}),
        ("roll: none, ", {"counting.roll -> next": "roll: next", "counting.roll -> previous": "roll: previous"}),
        ('cut_off: "16:00", ', {"counting.cut_off drop": None, "counting.cut_off -> 15:59": "cut_off: 15:59", "counting.cut_off -> 16:01": "cut_off: 16:01"}),
        ('day_ends: "00:00", ', {"counting.day_ends drop": None, "counting.day_ends -> 00:01": "day_ends: 00:01"}),
        ('day_ends: "23:59", ', {"counting.day_ends drop": None, "counting.day_ends -> 23:58": "day_ends: 23:58"}),
    ],
)  # fmt: skip
def test_how_ends_are_rolled_and_when_days_are_over_is_changed(
    said: str, expected: dict[str, str | None]
) -> None:
    assert counted(said) == expected


@pytest.mark.parametrize(
    "time",
    ["at_latest: 2 weeks of hurt", "every: 2 weeks of hurt", "aim_within: 2 weeks of hurt"],
)
def test_any_time_is_counted(time: str) -> None:
    assert len(counted("roll: next, ", time)) == 2
    assert counted("roll: next, ", "to: officer") == {}


def test_the_time_for_a_question_is_counted_too() -> None:
    text = COUNTING.replace("ROLL", "roll: next, ")
    fact = "facts: {urgent: {means: it is urgent, decided_by: chair, within: 2 weeks of came}}\n"
    assert len(changes(text + fact, Operator.OTHER_ROLL)) == 2


# --- all of them --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CLOCKS.read_text("utf-8"), RECURS, STILL])
def test_every_change_is_a_document_has_one_name_and_stands_on_its_line(text: str) -> None:
    found = mutants([tree(text)])
    assert len({mutant.name for mutant in found}) == len(found)
    lines = text.splitlines()
    for mutant in found:
        changed = edited(tree(text), mutant.edits)
        assert as_yaml(changed) != as_yaml(tree(text)), mutant.name
        assert validate(changed, Document)[1] == [], mutant.name
        place = mutant.place
        assert place.source == lines[(place.line or 0) - 1]
        if place.end_line == place.line:
            shown = place.source[(place.column or 0) - 1 : (place.end_column or 0) - 1]
            assert shown.replace('"', "") in mutant.was, mutant.name


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("answered.stands_still drop 2", "- {first_day: day of court_began, last_day: day before court_ended, cites: H-6}"),
        ("answered.stands_still 1 last_day -> day before dive_reported", "- {first_day: day after dive_ordered, last_day: day of dive_reported, ceiling: runs on, cites: H-5}"),
        ("answered.stands_still 1 drop ceiling", "- {first_day: day after dive_ordered, last_day: day of dive_reported, ceiling: runs on, cites: H-5}"),
        ("answered.stands_still 2 + ceiling", "- {first_day: day of court_began, last_day: day before court_ended, cites: H-6}"),
        ("counting.cut_off drop", "cut_off: \"16:00\"      # what comes after four o'clock has come on the next working day"),
        ("news_sent.until drop", "until: answered"),
        ("longer_needed.because drop at_sea", "longer_needed: {by: master, because: [hard, at_sea], up_to: 35 working days of complaint_received, cites: H-4}"),
    ],
)  # fmt: skip
def test_a_change_is_shown_where_it_is_made(name: str, line: str) -> None:
    assert (named(CLOCKS.read_text("utf-8"), name).place.source or "").strip() == line
