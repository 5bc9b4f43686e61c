"""Moments that a document names, dates that are set, and what is planned.

The first of June 2026 is a Monday, and England has no bank holiday in that month.
"""

from datetime import date

import pytest

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.changes import Turn, next_change
from complaintflow.explanation import explain
from complaintflow.moments import Moment
from complaintflow.procedure import (
    Anchor,
    DateSetBy,
    FirstOf,
    Happened,
    Missed,
    MomentNamed,
    Procedure,
    Which,
)
from complaintflow.render.leaflet import leaflet
from complaintflow.render.mermaid import mermaid
from complaintflow.tapes import planned_in, reached_in
from tests.policies import clocks_of, day, done, hour, people, policy, refused, ruling, statuses

NAMED = """
clauses: {C-1: {at: "1", says: one}, C-2: {at: "2", says: two}, C-3: {at: "3", says: three}}
roles: {customer: {title: You}, officer: {title: The officer}}
facts:
  urgent: {means: it cannot wait, decided_by: officer, cites: C-1}
  spoken: {means: it was said and not written, decided_by: officer, asked_if: urgent, cites: C-1}
happenings: {trial_ended: {says: the trial ended, cites: C-1}}
moments:
  either: {first_of: [answered, trial_ended, missed answered], cites: C-2}
  both:   {last_of: [came, forwarded], cites: C-2}
  counted:
    rows:
      - {if: urgent, unless: spoken, from: came}
      - {after: forwarded, from: forwarded}
      - {otherwise: receipt of written}
    cites: [C-2, C-3]
  nested: {rows: [{if: urgent, from: either}, {otherwise: both}], cites: C-3}
  hearing: {first_of: [heard, trial_ended], cites: C-3}
begins: {came: {by: customer, then: first, cites: C-1}}
stages:
  first:
    title: First
    must:
      written:  {by: officer, to: customer, cites: C-1}
      answered: {by: officer, to: customer, within: 5 working days of came, cites: C-1}
      told:     {by: officer, within: 3 working days of either, cites: C-1}
      closed_up: {by: officer, within: 10 working days of both, cites: C-1}
      counted_up: {by: officer, within: 2 working days of counted, cites: C-1}
      nested_up: {by: officer, within: 1 week of nested, cites: C-1}
      filed:    {by: officer, after: counted, cites: C-1}
      readied:  {by: officer, after: date set by fixed, cites: C-1}
      minuted:  {by: officer, within: 2 working days of date set by fixed, cites: C-1}
      noted:    {by: officer, within: 2 working days of first date set by fixed, cites: C-1}
    may:
      forwarded: {by: officer, cites: C-1}
      fixed:    {by: officer, sets_time_of: [heard, hearing], cites: C-1}
      heard:    {by: officer, cites: C-1}
      pushed:   {by: customer, then: second, cites: C-1}
  second:
    title: Second
    must: {looked_at: {by: officer, within: 4 working days of either or pushed, cites: C-1}}
    may: {sent_back: {by: officer, then: first, cites: C-1}}
ends: {shut: {title: Shut}}
readings: {which: {bears_on: either, unclear: which, taken_as: the first, cites: C-3}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(NAMED)


@pytest.fixture
def came(law: Procedure) -> Case:
    """It came on Monday the first; the answer is due on Monday the eighth."""
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    return done(law, case, "came", day(1), "cy")


def starts(law: Procedure, case: Case, step: str) -> list[Moment | None]:
    return [clock.start for clock in clocks_of(law, case, step)]


def at(law: Procedure, case: Case, anchor: Anchor) -> tuple[Moment, bool] | None:
    """Where an anchor lies, as what counts back from it sees it, and whether it is only planned."""
    found = planned_in(law, engine.course_of(law, case), anchor, None)
    return None if found is None else (found.at, found.planned)


# --- the first of some ------------------------------------------------------------------------


def test_the_first_of_some_makes_a_moment(law: Procedure, came: Case) -> None:
    assert starts(law, came, "told") == [hour(9, 0)]  # unless something comes before
    ended = done(law, came, "trial_ended", day(3))
    assert starts(law, ended, "told") == [day(3)]
    answered = done(law, ended, "answered", day(4), "ola", to="cy")
    assert starts(law, answered, "told") == [day(3)]
    first = done(law, ended, "answered", day(2), "ola", to="cy")  # told later, and it was before
    assert starts(law, first, "told") == [day(2)]


def test_a_later_one_starts_a_new_clock_once_the_first_was_met(law: Procedure, came: Case) -> None:
    case = done(law, came, "trial_ended", day(2))
    case = done(law, case, "told", day(3), "ola")
    case = done(law, case, "answered", day(4), "ola", to="cy")
    assert starts(law, case, "told") == [day(2), day(4)]


def test_the_moment_cites_and_its_readings_are_told(law: Procedure, came: Case) -> None:
    [clock] = clocks_of(law, came, "told")
    assert clock.clauses == ("C-1", "C-2")
    assert clock.readings == ("which",)
    [nested] = clocks_of(law, came, "nested_up")
    assert (nested.clauses, nested.readings) == (("C-1", "C-3", "C-2"), ("which",))


# --- the last of those that have come -----------------------------------------------------------


def test_the_last_of_those_that_have_come_makes_a_moment(law: Procedure, came: Case) -> None:
    """Ten working days of the first end on the 15th, of the fourth on the 18th."""
    assert [clock.due for clock in clocks_of(law, came, "closed_up")] == [day(15)]
    case = done(law, came, "forwarded", day(4), "ola")
    assert [clock.due for clock in clocks_of(law, case, "closed_up")] == [day(18)]
    again = done(law, case, "forwarded", day(5), "ola")  # NAME is the first of this stay
    assert starts(law, again, "closed_up") == [day(4)]


def test_what_was_met_or_missed_before_it_moved_stays(law: Procedure, came: Case) -> None:
    met = done(law, came, "closed_up", day(3), "ola")
    met = done(law, met, "forwarded", day(4), "ola")
    assert starts(law, met, "closed_up") == [day(1), day(4)]
    assert statuses(law, met, "closed_up", day(5)) == ["met", "running"]
    missed = done(law, came, "forwarded", day(16), "ola")
    assert statuses(law, missed, "closed_up", day(16)) == ["overdue", "running"]
    in_time = done(law, came, "forwarded", day(15), "ola")
    assert statuses(law, in_time, "closed_up", day(16)) == ["running"]


def test_what_moves_it_after_its_place_was_left_starts_nothing() -> None:
    loose = policy(
        NAMED.replace(
            "forwarded: {by: officer, cites: C-1}", "x: {by: officer, cites: C-1}"
        ).replace(
            "ends: {shut", "throughout: {may: {forwarded: {by: officer, cites: C-1}}}\nends: {shut"
        )
    )
    case = engine.begin(loose, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(loose, case, "came", day(1), "cy")
    case = done(loose, case, "pushed", day(3), "cy")
    case = done(loose, case, "forwarded", day(4), "ola")
    assert starts(loose, case, "closed_up") == [day(1)]


# --- rows ---------------------------------------------------------------------------------------


def test_a_question_without_an_answer_leaves_it_open(law: Procedure, came: Case) -> None:
    """Grammar A6: an asked fact without an answer shuts, and names who must answer."""
    [clock] = clocks_of(law, came, "counted_up")
    assert (clock.start, clock.tape.asked) == (None, ("urgent",))
    assert explain(clock).splitlines()[0] == (
        "counted_up has no due date yet: 2 working days from counted, and urgent must be answered "
        "first."
    )
    assert refused(law, came, "filed", day(2), "ola") == ["filed.after"]
    [reason] = ruling(law, came, "filed", day(2), "ola").reasons
    assert reason.code == "unanswered"


def test_the_first_row_that_applies_counts(law: Procedure, came: Case) -> None:
    urgent = done(law, came, "urgent", day(2), "ola", answer=True)
    [clock] = clocks_of(law, urgent, "counted_up")
    assert (clock.start, clock.tape.asked) == (None, ("spoken",))
    written = done(law, urgent, "spoken", day(2), "ola", answer=False)
    assert starts(law, written, "counted_up") == [day(1)]
    assert refused(law, written, "filed", day(2), "ola") == []
    spoken = done(law, urgent, "spoken", day(2), "ola", answer=True)
    assert starts(law, spoken, "counted_up") == [None]
    forwarded = done(law, spoken, "forwarded", day(3), "ola")
    assert starts(law, forwarded, "counted_up") == [day(3)]


def test_otherwise_is_what_is_left(law: Procedure, came: Case) -> None:
    calm = done(law, came, "urgent", day(2), "ola", answer=False)
    assert starts(law, calm, "counted_up") == [None]
    assert [each.code for each in ruling(law, calm, "filed", day(2), "ola").reasons] == [
        "too-early"
    ]
    sent = done(law, calm, "written", day(3), "ola", to="cy", received={"cy": day(5)})
    assert starts(law, sent, "counted_up") == [day(5)]
    case = done(law, sent, "forwarded", day(8), "ola")  # due on the ninth, so it is still running
    assert starts(law, case, "counted_up") == [day(8)]
    late = done(law, sent, "forwarded", day(10), "ola")
    assert starts(law, late, "counted_up") == [day(5), day(10)]  # a missed one stays


def test_a_moment_may_be_made_of_others(law: Procedure, came: Case) -> None:
    calm = done(law, came, "urgent", day(2), "ola", answer=False)
    assert starts(law, calm, "nested_up") == [day(1)]
    urgent = done(law, came, "urgent", day(2), "ola", answer=True)
    urgent = done(law, urgent, "answered", day(3), "ola", to="cy")
    assert starts(law, urgent, "nested_up") == [day(3)]


def test_a_moment_counts_in_the_place_that_follows(law: Procedure, came: Case) -> None:
    late = done(law, came, "pushed", day(10), "cy")
    assert starts(law, late, "looked_at") == [hour(9, 0)]
    early = done(law, came, "pushed", day(5), "cy")
    assert starts(law, early, "looked_at") == [day(5)]


# --- the date set by a step -----------------------------------------------------------------------


def test_a_time_counts_from_the_date_that_was_last_set(law: Procedure, came: Case) -> None:
    """Two working days of Friday the 12th end on Tuesday the 16th."""
    case = done(law, came, "fixed", day(2), "ola", settles=day(12))
    [clock] = clocks_of(law, case, "minuted")
    assert (clock.start, clock.due) == (day(12), day(16))
    assert statuses(law, case, "minuted", day(11)) == ["waiting"]
    assert statuses(law, case, "minuted", day(12)) == ["running"]
    moved = done(law, case, "fixed", day(10), "ola", settles=day(18))
    assert [c.start for c in clocks_of(law, moved, "minuted")] == [day(18)]
    assert [c.start for c in clocks_of(law, moved, "noted")] == [day(12)]  # the first one


def test_a_time_that_had_run_out_stays_missed_when_the_date_is_set_anew(
    law: Procedure, came: Case
) -> None:
    case = done(law, came, "fixed", day(2), "ola", settles=day(12))
    case = done(law, case, "fixed", day(17), "ola", settles=day(25))
    assert statuses(law, case, "minuted", day(25)) == ["overdue", "running"]


def test_a_length_of_time_sets_no_date(law: Procedure, came: Case) -> None:
    case = done(law, came, "fixed", day(2), "ola", settles="2 weeks")
    assert starts(law, case, "minuted") == [None]
    assert explain(clocks_of(law, case, "minuted")[0]).splitlines()[0] == (
        "minuted has no due date yet: 2 working days from date set by fixed, and none is set."
    )


def test_a_step_may_wait_for_the_date(law: Procedure, came: Case) -> None:
    case = done(law, came, "fixed", day(2), "ola", settles=day(12))
    assert refused(law, case, "readied", day(11), "ola") == ["readied.after"]
    assert refused(law, case, "readied", day(12), "ola") == []
    answered = done(law, case, "answered", day(2), "ola", to="cy")
    change = next_change(law, answered, after=day(11))
    assert change is not None
    assert (Turn.OPENS, "readied") in {(why.turn, why.name) for why in change.whys}
    assert change.at.date() == day(12)


# --- what is planned -------------------------------------------------------------------------------


def test_what_was_settled_and_has_not_happened_is_planned(law: Procedure, came: Case) -> None:
    """A3: a NAME whose time was settled but that has not happened is at its settled time, planned."""
    assert at(law, came, Happened("heard")) is None
    case = done(law, came, "fixed", day(2), "ola", settles=day(12))
    assert at(law, case, Happened("heard")) == (day(12), True)
    assert reached_in(law, engine.course_of(law, case), Happened("heard"), None) is None
    moved = done(law, case, "fixed", day(3), "ola", settles=hour(15, 10))
    assert at(law, moved, Happened("heard")) == (hour(15, 10), True)
    heard = done(law, moved, "heard", day(16), "ola")
    assert at(law, heard, Happened("heard")) == (day(16), False)


def test_a_plan_of_an_earlier_stay_is_none(law: Procedure, came: Case) -> None:
    case = done(law, came, "fixed", day(2), "ola", settles=day(12))
    case = done(law, case, "pushed", day(3), "cy")
    case = done(law, case, "sent_back", day(4), "ola")
    assert at(law, case, Happened("heard")) is None


def test_a_moment_may_be_planned_itself_or_by_what_makes_it(law: Procedure, came: Case) -> None:
    case = done(law, came, "fixed", day(2), "ola", settles=day(12))
    assert at(law, case, MomentNamed("hearing")) == (day(12), True)
    ended = done(law, case, "trial_ended", day(5))
    assert at(law, ended, MomentNamed("hearing")) == (day(5), False)
    either = FirstOf((Happened("heard"), Happened("trial_ended")))
    assert at(law, case, either) == (day(12), True)
    assert at(law, case, DateSetBy("fixed", Which.FIRST)) == (day(12), False)
    assert at(law, came, Missed("answered")) == (hour(9, 0), True)
    assert at(law, came, MomentNamed("both")) == (day(1), False)
    assert at(law, came, MomentNamed("nested")) is None  # a question is open
    calm = done(law, came, "urgent", day(2), "ola", answer=False)
    assert at(law, calm, MomentNamed("nested")) == (day(1), False)


# --- said -------------------------------------------------------------------------------------------


def test_the_leaflet_says_what_makes_a_moment(law: Procedure) -> None:
    text = " ".join(leaflet(law).split())
    first = "whichever comes first"
    ended = "the trial ended or the time ran out for them to answer your complaint"
    assert f"of the day on which they answered your complaint, {ended}, {first}" in text
    for said in (
        "whichever came last",
        "or otherwise",
        "once the day has come on which the officer was to",
        "as first fixed",
    ):
        assert said in text, said
    drawn = " ".join(mermaid(law).replace("<br>", " ").split())
    assert "the day on which the officer was to" in drawn


def test_every_day_of_a_story_has_the_same_answer_however_it_was_recorded(
    law: Procedure, came: Case
) -> None:
    """Clocks are the same in any order of recording, for distinct moments."""
    acts = [
        ("forwarded", date(2026, 6, 4), "ola"),
        ("trial_ended", date(2026, 6, 3), None),
        ("told", date(2026, 6, 5), "ola"),
    ]
    one, other = came, came
    for name, when, by in acts:
        one = done(law, one, name, when, by)
    for name, when, by in reversed(acts):
        other = done(law, other, name, when, by)
    found = [
        [(c.step, c.start, c.due, c.tape.met) for c in engine.clocks(law, each)]
        for each in (one, other)
    ]
    assert found[0] == found[1]
