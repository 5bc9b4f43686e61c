"""What has a place of its own in a case and no event: a time that ran out, a date that was set.

Each of these was found by the law that an event in its place gives the same dates.
"""

from datetime import date

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.procedure import Procedure
from tests.policies import clocks_of, day, done, people, policy, refused


def written(steps: str = "", throughout: str = "{}") -> Procedure:
    return policy(f"""
roles: {{reader: {{title: You}}, staff: {{title: Staff}}}}
begins: {{came: {{by: reader, then: open_}}}}
happenings: {{ended: {{says: something ended}}}}
throughout:
  must: {throughout}
  may: {{shown: {{by: reader}}, fixed: {{by: staff, sets_time_of: hearing}}, hearing: {{by: staff}}}}
stages:
  open_:
    title: Open
    must:
      {steps}
    may: {{left: {{by: reader, then: rest_}}, agreed: {{by: staff, sets_time_of: meeting}}, meeting: {{by: staff}}}}
  rest_: {{title: Resting, may: {{back: {{by: reader, then: open_}}}}}}
ends: {{over: {{title: Over}}}}
""")


def lived(law: Procedure, *events: tuple[str, date] | tuple[str, date, date]) -> Case:
    """A case that came on the first; an event may settle a date."""
    case = engine.begin(law, at=day(1), people=people(ann="reader", bob="staff"))
    for name, at, *settles in (("came", day(1)), *events):
        by = "ann" if name in ("came", "shown", "wanted", "left", "back") else "bob"
        by_whom = None if name == "ended" else by
        case = done(law, case, name, at, by_whom, settles=settles[0] if settles else None)
    return case


def stand(law: Procedure, case: Case, step: str, as_of: date) -> list[tuple[object, str]]:
    """How each clock of a step stands, the first visit's first."""
    found = (each for each in engine.clocks_as_of(law, case, as_of=as_of) if each.step == step)
    return [(clock.due, str(clock.status(as_of=as_of))) for clock in found]


# --- what recurs, and is over by what comes once its place was left ------------------------------


def test_what_comes_once_a_stage_was_left_makes_no_news_late_that_was_owed_in_it() -> None:
    law = written("news: {by: staff, every: 3 calendar days of came, until: ended}")
    case = lived(law, ("left", day(3)), ("ended", day(10)))
    for as_of in (day(3), day(5), day(10), day(20)):
        assert stand(law, case, "news", as_of) == [(day(4), "discharged")]


def test_a_time_that_runs_out_once_a_stage_was_left_makes_no_news_late_that_was_owed_in_it() -> (
    None
):
    law = written(
        "news: {by: staff, every: 3 calendar days of came, until: missed answer}",
        "{answer: {by: staff, within: 10 calendar days of came}}",
    )
    case = lived(law, ("left", day(3)))
    for as_of in (day(3), day(5), day(12), day(20)):
        assert stand(law, case, "news", as_of) == [(day(4), "discharged")]


def test_what_ends_news_and_leads_on_ends_them_then() -> None:
    law = written("news: {by: staff, every: 3 calendar days of came, until: left}")
    case = lived(law, ("left", day(5)))
    assert stand(law, case, "news", day(9)) == [(day(4), "overdue")]


# --- what is missed of what stands in `throughout` -----------------------------------------------

REASON = written(
    "reason: {by: staff, within: 3 calendar days of missed answer}",
    "{answer: {by: staff, within: 5 calendar days of came}}",
)


def test_what_was_missed_in_one_stay_starts_nothing_in_the_next_one() -> None:
    """So it is with an event in its place: it falls to the stay in which it came."""
    case = lived(REASON, ("left", day(8)), ("back", day(20)))
    assert stand(REASON, case, "reason", day(7)) == [(day(9), "running")]
    assert stand(REASON, case, "reason", day(20)) == [(day(9), "discharged"), (None, "waiting")]


def test_what_was_missed_while_a_stage_was_left_starts_its_time_in_the_next_stay() -> None:
    case = lived(REASON, ("left", day(3)), ("back", day(8)))
    assert stand(REASON, case, "reason", day(8)) == [(None, "discharged"), (day(9), "running")]
    assert stand(REASON, case, "reason", day(10)) == [(None, "discharged"), (day(9), "overdue")]


# --- dates that were set -------------------------------------------------------------------------


def test_a_day_that_comes_once_a_step_was_done_begins_no_stand_still_of_it() -> None:
    law = written(
        "answer: {by: staff, within: 8 calendar days of came,"
        " stands_still: {first_day: day of date set by fixed, last_day: day of shown}}"
    )
    case = lived(law, ("fixed", day(2), day(5)), ("answer", day(3)))
    assert stand(law, case, "answer", day(6)) == [(day(9), "met")]
    [clock] = clocks_of(law, case, "answer")
    assert clock.tape.stops == ()


def test_a_day_that_comes_before_a_step_is_done_begins_a_stand_still_of_it() -> None:
    law = written(
        "answer: {by: staff, within: 8 calendar days of came,"
        " stands_still: {first_day: day of date set by fixed, last_day: day of shown}}"
    )
    case = lived(law, ("fixed", day(2), day(5)), ("shown", day(6)), ("answer", day(7)))
    assert stand(law, case, "answer", day(7)) == [(day(11), "met")]


def test_a_date_that_was_set_in_one_stay_starts_nothing_in_the_next_one() -> None:
    """`date set by NAME` is the last one since its place was entered."""
    law = written("papers: {by: staff, within: 3 calendar days of date set by agreed}")
    before = lived(law, ("agreed", day(2), day(4)), ("left", day(5)), ("back", day(10)))
    assert stand(law, before, "papers", day(10)) == [(day(7), "discharged"), (None, "waiting")]
    again = done(law, before, "agreed", day(11), "bob", settles=day(13))
    assert stand(law, again, "papers", day(13)) == [(day(7), "discharged"), (day(16), "running")]


def test_what_came_in_one_stay_is_not_the_last_that_has_come_in_the_next_one() -> None:
    law = policy("""
roles: {reader: {title: You}, staff: {title: Staff}}
begins: {came: {by: reader, then: open_}}
moments: {latest: {last_of: [came, asked]}}
stages:
  open_:
    title: Open
    must: {answer: {by: staff, within: 20 calendar days of latest}}
    may: {asked: {by: reader}, left: {by: reader, then: rest_}}
  rest_: {title: Resting, may: {back: {by: reader, then: open_}}}
ends: {over: {title: Over}}
""")
    case = engine.begin(law, at=day(1), people=people(ann="reader", bob="staff"))
    for name, number in (("came", 1), ("asked", 3), ("left", 5), ("back", 8)):
        case = done(law, case, name, day(number), "ann")
    assert stand(law, case, "answer", day(8)) == [(day(23), "discharged"), (day(21), "running")]
    case = done(law, case, "asked", day(9), "ann")
    assert stand(law, case, "answer", day(9)) == [(day(23), "discharged"), (day(29), "running")]


# --- a further time that may yet run out ---------------------------------------------------------

AGAIN = policy("""
roles: {reader: {title: You}, staff: {title: Staff}}
begins: {came: {by: reader, then: open_}}
throughout:
  must:
    heard:
      by: staff
      within: 4 calendar days of came
      may_extend: {more: {by: staff, up_to: 9 calendar days of missed answer}}
    closed: {by: staff, within: 20 calendar days of came, at_latest: 10 calendar days of missed answer}
stages:
  open_:
    title: Open
    must: {answer: {by: staff, within: 3 calendar days of wanted}}
    may: {wanted: {by: reader}, left: {by: reader, then: rest_}}
  rest_: {title: Resting, may: {back: {by: reader, then: open_}}}
ends: {over: {title: Over}}
""")
MISSED_ONCE = (("wanted", day(1)), ("left", day(8)), ("back", day(9)))
"""The answer was due on the 4th. Asked for again on the 9th it is due on the 12th, and not missed by then."""


def test_a_time_that_may_yet_run_out_does_not_undo_how_far_more_time_may_reach() -> None:
    case = lived(AGAIN, *MISSED_ONCE)
    assert refused(AGAIN, case, "more", day(10), "bob") == []
    case = done(AGAIN, case, "wanted", day(9), "ann")
    assert refused(AGAIN, case, "more", day(10), "bob") == []


def test_a_time_that_may_yet_run_out_does_not_undo_a_ceiling() -> None:
    case = lived(AGAIN, *MISSED_ONCE)
    assert stand(AGAIN, case, "closed", day(10)) == [(day(14), "running")]
    case = done(AGAIN, case, "wanted", day(9), "ann")
    assert stand(AGAIN, case, "closed", day(10)) == [(day(14), "running")]


def test_a_time_that_may_yet_run_out_undoes_no_ceiling_of_a_clock_that_started_anew() -> None:
    """So it is without the second `wanted`: the ceiling is that of the time that ran out with the 4th."""
    law = policy("""
roles: {reader: {title: You}, staff: {title: Staff}}
begins: {came: {by: reader, then: open_}}
stages:
  open_:
    title: Open
    must:
      answer: {by: staff, within: 3 calendar days of wanted}
      heard: {by: staff, within: 9 calendar days of shown, at_latest: 10 calendar days of missed answer}
    may: {wanted: {by: reader}, shown: {by: reader}, closed: {by: reader, then: over}}
ends: {over: {title: Over}}
""")
    events = (
        ("wanted", day(1)),
        ("shown", day(5)),
        ("heard", day(6)),
        ("answer", day(7)),
        ("shown", day(8)),
    )
    case = lived(law, *events)
    assert stand(law, case, "heard", day(9))[-1] == (day(14), "running")
    case = done(law, case, "wanted", day(8), "ann")
    assert stand(law, case, "heard", day(9))[-1] == (day(14), "running")
    assert stand(law, case, "heard", day(11))[-1] == (day(14), "running")
    assert stand(law, case, "heard", day(12))[-1] == (day(17), "running")
