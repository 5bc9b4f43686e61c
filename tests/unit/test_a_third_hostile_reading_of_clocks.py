"""What a third hostile reader found: what happens after a clock is over makes it neither late nor in time.

The first of June 2026 is a Monday, and England has no bank holiday in that month.
"""

from datetime import date
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Override
from complaintflow.changes import Turn, next_change
from complaintflow.deadlines import Clock
from complaintflow.explanation import explain
from complaintflow.forecasting import forecast
from complaintflow.procedure import Kind, Procedure
from complaintflow.rulings import ActionRefused
from tests.policies import HEADER, clocks_of, day, done, people, refused, whole_policy

TEXT = """
roles: {{customer: {{title: You}}, officer: {{title: An officer}}}}
begins:
  came: {{by: customer, to: officer, then: first}}
stages:
  first:
    title: First
    must:
      looked_at: {{by: officer, within: 2 working days of came}}
      heard: {{by: officer}}
      away: {{by: officer}}
      back_again: {{by: officer}}
      answered: {{by: officer, {answered}}}
    may:
      heard_on: {{by: officer, sets_time_of: heard}}
      away_from: {{by: officer, sets_time_of: away}}
      away_until: {{by: officer, sets_time_of: back_again}}
      back: {{by: officer}}
      form_sent: {{by: officer, to: customer}}
      asked: {{by: customer}}
      chased: {{by: customer}}
      appealed: {{by: customer, after: missed answered}}
      pushed: {{by: customer, then: second}}
  second:
    title: Second
    must: {{told: {{by: officer, then: shut}}}}
    may: {{sent_back: {{by: officer, then: first}}}}
throughout: {{must: {{noted: {{by: officer{noted}}}}}}}
ends: {{shut: {{title: Shut}}}}
"""


def law_of(answered: str = "within: 99 working days of came", noted: str = "") -> Procedure:
    noted = f", {noted}" if noted else ""
    return whole_policy(HEADER + TEXT.format(answered=answered, noted=noted))


Told = tuple[int, str] | tuple[int, str, dict[str, Any]]


def happened(law: Procedure, *rows: Told) -> Case:
    """A case in which this was recorded, whatever the rules say to it."""
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))
    for number, name, *more in rows:
        step = law.steps[name]
        by = "cy" if "customer" in step.by else "ola"
        said: dict[str, Any] = dict(*more)
        on = said.pop("at", day(number))
        try:
            case = done(law, case, name, on, by, **said)
        except ActionRefused:
            case = engine.apply(
                law,
                case,
                Action(name, at=on, by=by, **said),
                override=Override("me", "it happened"),
            )
    return case


def clock(law: Procedure, case: Case, step: str = "answered", n: int = -1) -> Clock:
    return clocks_of(law, case, step)[n]


def standing(law: Procedure, case: Case, on: int, step: str = "answered") -> tuple[object, str]:
    """When a step is due, and how its last clock stands on a day."""
    found = clock(law, case, step)
    return found.due, found.status(as_of=day(on)).value


# --- what moves later -----------------------------------------------------------------------------


@pytest.mark.parametrize("within", ["20 working days of came", "3 working days of asked"])
def test_a_ceiling_that_moves_once_the_step_is_done_makes_nothing_in_time(within: str) -> None:
    """Chased on the third: eight days end on Monday the 15th, and the answer is of the 17th."""
    law = law_of(f"within: {within}, at_latest: 8 working days of last chased")
    late = happened(law, (1, "came"), (3, "chased"), (17, "answered"))
    assert standing(law, late, 18) == (day(15), "met late")
    chased = happened(law, (1, "came"), (3, "chased"), (17, "answered"), (18, "chased"))
    assert standing(law, chased, 18) == (day(15), "met late")
    assert refused(law, chased, "appealed", day(18), "cy") == []
    found = audit(law, chased, as_of=day(18))
    assert "answered" in [each.step for each in found.missed]
    assert [each.step for each in found.in_time_since] == []


def test_a_ceiling_that_moves_after_it_was_missed_stays_missed() -> None:
    law = law_of("within: 20 working days of came, at_latest: 8 working days of last chased")
    missed = happened(law, (1, "came"), (3, "chased"), (16, "chased"))
    assert standing(law, missed, 16) == (day(15), "overdue")
    moved = happened(law, (1, "came"), (3, "chased"), (15, "chased"))
    assert standing(law, moved, 16) == (day(25), "running")


def test_how_far_more_time_reached_moves_no_more_once_the_step_is_done() -> None:
    """Chased on the second, five days: the ninth; chased again on the tenth, after the answer."""
    law = law_of(
        "within: 3 working days of came, "
        "may_extend: {longer: {by: officer, up_to: 5 working days of last chased}}"
    )
    rows: list[Told] = [(1, "came"), (2, "chased"), (3, "longer"), (12, "answered")]
    assert standing(law, happened(law, *rows), 12) == (day(9), "met late")
    assert standing(law, happened(law, *rows, (15, "chased")), 15) == (day(9), "met late")
    in_between = [(1, "came"), (2, "chased"), (3, "longer"), (8, "chased"), (12, "answered")]
    assert standing(law, happened(law, *in_between), 12) == (day(15), "met")


@pytest.mark.parametrize("limit", ["within: 10 working days of came, ", ""])
def test_what_was_left_in_time_is_not_overdue_by_what_is_done_late(limit: str) -> None:
    """The hearing is late work of a stage that was left: what was to come before it is over."""
    law = law_of(f"{limit}at_latest: 6 working days before heard")
    left = happened(law, (1, "came"), (2, "pushed"))
    heard = happened(law, (1, "came"), (2, "pushed"), (3, "heard"))
    assert clock(law, left).status(as_of=day(2)).value == "discharged"
    assert standing(law, heard, 3) == (clock(law, left).due, "discharged")
    assert "answered" not in [each.step for each in audit(law, heard, as_of=day(3)).missed]


def test_what_was_done_before_its_hearing_was_known_does_not_meet_a_time_that_began_since() -> None:
    law = law_of("within: 3 working days of asked, at_latest: 2 working days before heard")
    missed = happened(law, (1, "came"), (2, "answered"), (3, "asked"))
    assert standing(law, missed, 9) == (day(8), "overdue")
    set_since = happened(
        law, (1, "came"), (2, "answered"), (3, "asked"), (10, "heard_on", {"settles": day(22)})
    )
    assert standing(law, set_since, 10) == (day(8), "overdue")
    known = happened(
        law, (1, "came"), (1, "heard_on", {"settles": day(22)}), (2, "answered"), (3, "asked")
    )
    assert standing(law, known, 9) == (day(8), "met")


def test_what_runs_throughout_has_the_ceiling_of_the_stage_as_it_was_last_entered() -> None:
    """Entered anew on the 18th, eight days after it are the 30th."""
    law = law_of(
        noted="within: 3 working days of asked, at_latest: 8 working days of start of first"
    )
    rows: list[Told] = [(1, "came"), (2, "asked"), (3, "noted"), (4, "pushed"), (18, "sent_back")]
    again = happened(law, *rows, (19, "asked"))
    assert standing(law, again, 19, "noted") == (day(24), "running")
    alone = happened(law, (1, "came"), (2, "pushed"), (4, "sent_back"))
    assert standing(law, alone, 4, "noted") == (day(16), "running")
    late = happened(law, (1, "came"), (2, "pushed"), (18, "sent_back"))
    assert standing(law, late, 18, "noted") == (day(11), "overdue")  # missed before


def test_an_aim_is_met_by_what_meets_its_promise() -> None:
    law = law_of(
        "aim_within: 2 working days of asked, within: 5 working days of asked, "
        "at_latest: 4 working days of came"
    )
    early = happened(law, (1, "came"), (2, "answered"))
    both = happened(law, (1, "came"), (2, "answered"), (3, "asked"))
    for case in (early, both):
        found = {
            each.kind: each.status(as_of=day(9)).value for each in clocks_of(law, case, "answered")
        }
        assert found == {Kind.AIM: "met", Kind.PROMISE: "met"}


# --- what stands still ----------------------------------------------------------------------------

SET = (
    "within: 10 working days of came, stands_still: "
    "{first_day: day of date set by away_from, last_day: day %s}"
)


@pytest.mark.parametrize("first", ["away_from", "away_until"])
def test_the_days_between_two_dates_that_were_set_stand_still(first: str) -> None:
    """Ten days end on the 15th; the eighth to the tenth are left out, whichever was set first."""
    law = law_of(SET % "of date set by away_until")
    dates = {"away_from": day(8), "away_until": day(10)}
    rows = sorted(dates, key=lambda name: name != first)
    case = happened(law, (1, "came"), *((2, name, {"settles": dates[name]}) for name in rows))
    assert clock(law, case).due == day(18)
    turned = happened(
        law,
        (1, "came"),
        (2, "away_from", {"settles": day(10)}),
        (2, "away_until", {"settles": day(8)}),
    )
    assert clock(law, turned).due == day(15)  # over before it began


def test_a_stand_still_ends_with_a_receipt_that_was_told_for_later() -> None:
    law = law_of(SET % "of receipt of form_sent")
    case = happened(
        law,
        (1, "came"),
        (2, "away_from", {"settles": day(8)}),
        (5, "form_sent", {"to": "cy", "received": {"cy": day(10)}}),
    )
    assert clock(law, case).due == day(18)


def test_what_stood_still_has_stood_still_whatever_is_set_later() -> None:
    law = law_of(SET % "before back")
    rows: list[Told] = [(1, "came"), (2, "away_from", {"settles": day(8)}), (10, "back")]
    before = happened(law, *rows, (17, "answered"))
    assert standing(law, before, 17) == (day(17), "met")
    after = happened(law, *rows, (17, "answered"), (18, "away_from", {"settles": day(22)}))
    assert standing(law, after, 18) == (day(17), "met")
    twice = happened(law, *rows, (10, "away_from", {"settles": day(12)}), (15, "back"))
    assert clock(law, twice).due == day(18)  # the eighth, the ninth and the twelfth
    put_off = happened(
        law,
        (1, "came"),
        (2, "away_from", {"settles": day(8)}),
        (5, "away_from", {"settles": day(9)}),
        (10, "back"),
    )
    assert clock(law, put_off).due == day(16)  # the ninth alone


def test_each_last_time_that_something_began_stands_still() -> None:
    law = law_of(
        "within: 10 working days of came, "
        "stands_still: {first_day: day of last chased, last_day: day before back}"
    )
    rows: list[Told] = [(1, "came"), (3, "chased"), (5, "back")]
    assert clock(law, happened(law, *rows)).due == day(17)
    assert clock(law, happened(law, *rows, (17, "answered"), (18, "chased"))).due == day(17)
    assert clock(law, happened(law, *rows, (9, "chased"), (10, "back"))).due == day(18)


def test_days_that_stop_no_ceiling_do_not_make_it_stand_still() -> None:
    law = law_of(
        "within: 3 working days of asked, at_latest: 8 working days of came, "
        "stands_still: {first_day: day of chased, last_day: day before back, ceiling: runs on}"
    )
    chased = happened(law, (1, "came"), (2, "chased"))
    assert standing(law, chased, 3) == (day(11), "running")
    asked = happened(law, (1, "came"), (2, "chased"), (3, "asked"))
    assert clock(law, asked).status(as_of=day(4)).value == "standing still"


# --- one answer for one question ------------------------------------------------------------------


STOPPED_BY_A_MISS = (
    "within: 10 working days of came, stands_still: "
    "{first_day: day of missed looked_at, last_day: day before back}"
)


@pytest.mark.parametrize(
    ("answered", "due"),
    [
        ("within: 3 working days of missed looked_at, at_latest: 8 working days of came", day(11)),
        ("within: 20 working days of came, at_latest: 4 working days of missed looked_at", day(29)),
        (STOPPED_BY_A_MISS, day(15)),
    ],
)
def test_a_move_and_a_forecast_have_the_day_of_the_clock(answered: str, due: date) -> None:
    """The look may yet be in time, so what counts from its being missed has not begun."""
    law = law_of(answered)
    case = happened(law, (1, "came"))
    [as_of] = [c for c in engine.clocks_as_of(law, case, as_of=day(2)) if c.step == "answered"]
    [move] = [each for each in engine.moves(law, case, as_of=day(2)) if each.event == "answered"]
    assert as_of.due == move.due == due
    ways = forecast(law, case, as_of=day(2)).ways
    last = {each.latest for way in ways for each in way.foreseen if each.step == "answered"}
    assert due in last


def test_the_time_that_begins_after_its_ceiling_is_a_change_of_its_own() -> None:
    law = law_of(
        "within: 3 working days of date set by heard_on, at_latest: 9 working days of came"
    )
    case = happened(law, (1, "came"), (10, "heard_on", {"settles": day(15)}))
    change = next_change(law, case, after=day(13))
    assert change is not None
    turns = {(why.turn, why.name) for why in change.whys}
    assert (change.at.date(), (Turn.STARTS, "answered") in turns) == (day(15), True)


# --- said -----------------------------------------------------------------------------------------


def test_a_ceiling_that_waits_is_told_of() -> None:
    law = law_of(
        "within: 20 working days of came, at_latest: 8 working days of receipt of form_sent"
    )
    lines = explain(clock(law, happened(law, (1, "came")))).splitlines()
    assert (
        "No longest time runs yet: 8 working days from receipt of form_sent, "
        "and the record does not say when customer received it."
    ) in lines


def test_a_ceiling_that_is_only_to_come_is_not_told_as_a_fact() -> None:
    law = law_of("within: 20 working days of came, at_latest: 4 working days of missed looked_at")
    said = explain(clock(law, happened(law, (1, "came"))))
    assert "which was" not in said
    assert (
        "4 working days from missed looked_at, if that comes: the time is up "
        "with the end of Wednesday 3 June 2026."
    ) in said


def test_what_stood_still_from_before_its_start_says_what_is_left() -> None:
    law = law_of(
        "within: 3 working days of asked, "
        "stands_still: {first_day: day of chased, last_day: day before back}"
    )
    case = happened(law, (1, "came"), (2, "chased"), (4, "asked"))
    assert "3 working days are left of its time" in explain(clock(law, case))


def test_a_range_of_hours_has_nothing_to_do_with_a_cut_off() -> None:
    text = TEXT.format(
        answered="within: 9 working days of asked, at_latest: 48 hours of came", noted=""
    )
    cut_off = HEADER.replace("Europe/London}", 'Europe/London, cut_off: "16:00"}')
    law = whole_policy(cut_off + text)
    said = explain(clock(law, happened(law, (1, "came"))))
    assert "the hour of the start is not known" in said
    assert "16:00" not in said
