"""What a second hostile reader found in the clocks: dates worked out by hand, and what holds since.

The first of June 2026 is a Monday, and England has no bank holiday in that month.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.changes import Turn, next_change
from complaintflow.diagnostics import DefinitionError
from complaintflow.explanation import explain
from complaintflow.language.sentences import Misread
from complaintflow.language.spans import ceiling, recurring, time_limit
from complaintflow.procedure import Procedure
from tests.policies import (
    HEADER,
    clocks_of,
    day,
    done,
    hour,
    owed,
    people,
    refused,
    statuses,
    whole_policy,
)

CLOCKS = """
roles: {{customer: {{title: You}}, officer: {{title: An officer}}}}
facts:
  reason: {{means: there is a reason, decided_by: customer}}
  {facts}
begins:
  came: {{by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked_at: {{by: officer, within: 2 working days of came}}
      answered: {answered}
    may:
      agreed: {{by: officer, sets_time_of: answered}}
      agreed_on: {{by: officer, sets_time_of: looked_at}}
      paused: {{by: officer}}
      resumed: {{by: officer}}
      asked: {asked}
      pushed: {{by: customer, then: shut}}
ends: {{shut: {{title: Shut}}}}
"""


def law_of(
    answered: str = "{by: officer}",
    *,
    counting: str = "",
    asked: str = "{by: customer}",
    facts: str = "",
) -> Procedure:
    """A policy of one stage; `answered` is its step that has a time, `counting` what is added there."""
    header = (
        HEADER.replace("Europe/London}", f"Europe/London, {counting}}}") if counting else HEADER
    )
    return whole_policy(header + CLOCKS.format(answered=answered, asked=asked, facts=facts))


def came(law: Procedure, at: date | datetime, **told: Any) -> Case:
    case = engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"), facts=told)
    return done(law, case, "came", at, "cy")


def due(law: Procedure, case: Case, step: str = "answered") -> object:
    """When a step is due, of which there is one clock: a day or moment, or the two ends of a range."""
    [clock] = clocks_of(law, case, step)
    if clock.earliest is None or clock.latest is None:
        return None
    ends = clock.earliest.due, clock.latest.due
    return ends[0] if ends[0] == ends[1] else ends


# --- an end that is rolled to a working day ---------------------------------------------------

ROLLED = "{by: officer, within: 5 calendar days of came, may_extend: {longer: {by: officer}}}"


@pytest.mark.parametrize("settles", [day(6), day(7), day(8)])
def test_more_time_to_a_day_off_never_shortens_a_time_that_is_rolled_past_it(settles: date) -> None:
    """Five days from Monday the first end on Saturday the sixth, and so on Monday the eighth. More
    time to the weekend gives no more: never less than there was."""
    law = law_of(ROLLED, counting="roll: next")
    case = came(law, day(1))
    assert due(law, case) == day(8)
    assert due(law, done(law, case, "longer", day(2), "ola", settles=settles)) == day(8)


def test_more_time_to_a_day_off_that_is_more_is_due_on_that_very_day() -> None:
    law = law_of(ROLLED, counting="roll: next")
    longer = done(law, came(law, day(1)), "longer", day(2), "ola", settles=day(13))
    assert due(law, longer) == day(13)


def test_a_ceiling_reaches_as_far_as_the_day_to_which_it_is_rolled() -> None:
    """The ceiling of Saturday the sixth is Monday the eighth, whether or not that day is named."""
    text = (
        "{by: officer, within: 2 calendar days of came, "
        "may_extend: {longer: {by: officer, up_to: 5 calendar days of came}}}"
    )
    law = law_of(text, counting="roll: next")
    case = came(law, day(1))
    assert due(law, done(law, case, "longer", day(2), "ola")) == day(8)
    assert refused(law, case, "longer", day(2), "ola", settles=day(8)) == []
    assert due(law, done(law, case, "longer", day(2), "ola", settles=day(8))) == day(8)
    assert refused(law, case, "longer", day(2), "ola", settles=day(9)) == ["longer.up_to"]


def test_a_ceiling_that_is_rolled_never_makes_a_day_later_that_was_agreed() -> None:
    """Agreed for Sunday the seventh; the ceiling of Saturday is rolled past it, to Monday."""
    text = (
        "{by: officer, within: 2 calendar days of came, at_latest: 5 calendar days of came, "
        "may_extend: {longer: {by: officer}}}"
    )
    law = law_of(text, counting="roll: next")
    longer = done(law, came(law, day(1)), "longer", day(2), "ola", settles=day(7))
    assert due(law, longer) == day(7)


def test_a_band_reaches_as_far_as_the_days_that_it_shows() -> None:
    law = law_of("{by: officer, within: 2 to 5 calendar days of came}", counting="roll: next")
    case = came(law, day(1))
    assert due(law, case) == (day(3), day(8))
    assert refused(law, case, "agreed", day(2), "ola", settles=day(8)) == []
    assert refused(law, case, "agreed", day(2), "ola", settles=day(9)) == ["agreed.sets_time_of"]


# --- a due day that is over before midnight -----------------------------------------------------


def test_a_day_that_was_agreed_is_over_at_the_hour_at_which_every_due_day_is() -> None:
    law = law_of("{by: officer, within: 2 to 5 working days of came}", counting='day_ends: "17:00"')
    case = came(law, day(1))
    assert due(law, case) == (hour(3, 17), hour(8, 17))
    agreed = done(law, case, "agreed", day(2), "ola", settles=day(5))
    assert due(law, agreed) == hour(5, 17)
    assert due(law, done(law, case, "agreed", day(2), "ola", settles=hour(5, 9))) == hour(5, 9)
    late = done(law, agreed, "answered", hour(5, 17, 1), "ola")
    [clock] = clocks_of(law, late, "answered")
    assert str(clock.status(as_of=day(5))) == "met late"


# --- a day that is agreed for what is counted in hours ----------------------------------------


def test_a_day_agreed_for_what_is_counted_in_hours_moves_by_the_days_that_stand_still() -> None:
    """Agreed for Thursday the fourth; Tuesday the second stands still, so it is Friday the fifth."""
    text = (
        "{by: officer, within: 24 to 96 hours of came, "
        "stands_still: {first_day: day of paused, last_day: day before resumed}}"
    )
    law = law_of(text)
    case = done(law, came(law, hour(1, 10)), "agreed", hour(1, 11), "ola", settles=day(4))
    case = done(law, case, "paused", hour(2, 11), "ola")
    assert due(law, case) is None
    assert due(law, done(law, case, "resumed", hour(3, 11), "ola")) == day(5)


# --- after the hour of a working day ------------------------------------------------------------

FIVE_DAYS = "{by: officer, within: 5 working days of came}"


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        (hour(1, 16), day(8)),
        (hour(1, 16, 1), day(9)),
        (hour(1, 23, 59), day(9)),
        (hour(2, 0), day(9)),  # the stroke that ends Monday, long after its cut-off
        (hour(2, 0, 1), day(9)),
        (hour(6, 0), day(15)),  # that ends Friday: as if on Monday the eighth
        (hour(7, 0), day(12)),  # that ends a Saturday, which has no cut-off
        (hour(8, 0), day(12)),
    ],
)
def test_the_stroke_of_midnight_comes_after_the_cut_off_of_the_day_that_it_ends(
    at: datetime, ends: date
) -> None:
    """What comes in a minute before midnight, at midnight and a minute after cannot be due in turn
    on the ninth, the eighth and the ninth."""
    law = law_of(FIVE_DAYS, counting='cut_off: "16:00"')
    assert due(law, came(law, at)) == ends


UP_AT_FIVE = 'day_ends: "17:00", cut_off: "16:00"'


def test_no_cut_off_applies_to_when_another_time_ran_out() -> None:
    """Nothing came in at 17:00 on Wednesday the third, when that time was up: Thursday is day one."""
    law = law_of("{by: officer, within: 3 working days of missed looked_at}", counting=UP_AT_FIVE)
    assert due(law, came(law, hour(1, 10))) == hour(8, 17)


def test_no_cut_off_applies_to_what_is_due_by_the_schedule() -> None:
    text = "{by: officer, every: 5 working days of came from the schedule}"
    law = law_of(text, counting=UP_AT_FIVE)
    case = came(law, hour(1, 10))
    for told in (3, 9, 16):
        case = done(law, case, "answered", day(told), "ola")
    ends = [clock.due for clock in clocks_of(law, case, "answered")]
    assert ends == [hour(8, 17), hour(15, 17), hour(22, 17), hour(29, 17)]


def test_no_cut_off_applies_to_a_day_that_was_set() -> None:
    text = "{by: officer, within: 3 working days of date set by agreed_on}"
    law = law_of(text, counting='cut_off: "16:00"')
    case = done(law, came(law, hour(1, 10)), "agreed_on", hour(1, 18), "ola", settles=day(10))
    assert due(law, case) == day(15)


# --- questions that are not asked -----------------------------------------------------------------

WAIVED = "waived: {means: it is waived, decided_by: officer, asked_if: reason}"


def test_a_waiver_that_is_not_asked_for_waives_nothing() -> None:
    """Who says that there is no reason has not been let in late by anybody."""
    asked = "{by: customer, within: 5 working days of came, late_if: waived}"
    law = law_of(asked=asked, facts=WAIVED)
    case = came(law, day(1))
    assert refused(law, case, "asked", day(9), "cy") == ["asked.within"]
    no_reason = done(law, case, "reason", day(9), "cy", answer=False)
    assert refused(law, no_reason, "asked", day(9), "cy") == ["asked.within"]
    reason = done(law, case, "reason", day(9), "cy", answer=True)
    assert refused(law, reason, "asked", day(9), "cy") == ["asked.within"]
    for answer, reasons in ((False, ["asked.within"]), (True, [])):
        answered = done(law, reason, "waived", day(9), "ola", answer=answer)
        assert refused(law, answered, "asked", day(9), "cy") == reasons


def test_a_waiver_that_is_not_asked_for_any_more_waives_nothing() -> None:
    """There turned out to be no reason, so that nobody asks whether it lets anything in late."""
    asked = "{by: customer, within: 5 working days of came, late_if: waived}"
    law = law_of(asked=asked, facts=WAIVED)
    case = done(law, came(law, day(1)), "reason", day(9), "cy", answer=True)
    case = done(law, case, "waived", day(9), "ola", answer=True)
    assert refused(law, case, "asked", day(9), "cy") == []
    no_reason = done(law, case, "reason", day(9), "cy", answer=False)
    assert refused(law, no_reason, "asked", day(9), "cy") == ["asked.within"]


WITHIN = (
    "waived: {means: it is waived, decided_by: officer, asked_if: reason, "
    "within: 3 working days of came}"
)


def test_a_question_that_is_not_asked_is_never_overdue() -> None:
    law = law_of(facts=WITHIN)
    case = came(law, day(1))
    assert statuses(law, case, "waived", day(9)) == ["waiting"]
    [clock] = clocks_of(law, case, "waived")
    assert (clock.due, clock.tape.asked) == (None, ("reason",))
    assert explain(clock).startswith(
        "waived has no due date yet: 3 working days from came, and reason must be answered first."
    )
    no_reason = done(law, case, "reason", day(2), "cy", answer=False)
    assert clocks_of(law, no_reason, "waived") == []
    reason = done(law, case, "reason", day(2), "cy", answer=True)
    assert statuses(law, reason, "waived", day(4)) == ["running"]
    assert statuses(law, reason, "waived", day(5)) == ["overdue"]
    assert statuses(law, reason, "reason", day(5)) == []


def test_a_question_that_was_answered_before_it_was_asked_is_answered_in_time() -> None:
    facts = "waived: {means: it is waived, decided_by: officer, within: 3 working days of came}"
    law = law_of(facts=facts)
    told = came(law, day(1), waived=True)
    assert statuses(law, told, "waived", day(9)) == ["met"]
    again = done(law, told, "waived", day(9), "ola", answer=False)
    assert statuses(law, again, "waived", day(9)) == ["met"]
    late = done(law, came(law, day(1)), "waived", day(9), "ola", answer=False)
    assert statuses(law, late, "waived", day(9)) == ["met late"]


# --- what counts from a time that may yet be kept ---------------------------------------------


def due_as_of(law: Procedure, case: Case, as_of: date) -> object:
    [clock] = [c for c in engine.clocks_as_of(law, case, as_of=as_of) if c.step == "answered"]
    return clock.due


def test_a_ceiling_caps_nothing_before_its_time_has_run_out() -> None:
    """Two days for a look end on Wednesday the third; the ceiling, three days after, on the eighth."""
    law = law_of(
        "{by: officer, within: 20 working days of came, "
        "at_latest: 3 working days after missed looked_at}"
    )
    case = came(law, day(1))
    assert [due_as_of(law, case, day(n)) for n in (1, 3, 4)] == [day(29), day(29), day(8)]
    kept = done(law, case, "looked_at", day(3), "ola")
    assert due_as_of(law, kept, day(4)) == day(29)


def test_nothing_stands_still_before_the_time_has_run_out_from_which_it_does() -> None:
    law = law_of(
        "{by: officer, within: 20 working days of came, "
        "stands_still: {first_day: day of missed looked_at, last_day: day before looked_at}}"
    )
    case = came(law, day(1))
    assert [due_as_of(law, case, day(n)) for n in (3, 4)] == [day(29), None]
    late = done(law, case, "looked_at", day(8), "ola")
    assert due_as_of(law, late, day(8)) == date(2026, 7, 1)  # Thursday and Friday were left out


def test_more_time_up_to_when_a_time_runs_out_waits_until_it_has() -> None:
    law = law_of(
        "{by: officer, within: 5 working days of came, "
        "may_extend: {longer: {by: officer, up_to: 10 working days of missed looked_at}}}"
    )
    case = came(law, day(1))
    assert refused(law, case, "longer", day(3), "ola") == ["longer.up_to"]
    assert refused(law, case, "longer", day(4), "ola") == []
    assert due(law, done(law, case, "longer", day(4), "ola")) == day(17)


# --- said -----------------------------------------------------------------------------------------

BY_THE_HOUR = 'cut_off: "16:00", day_ends: "17:00", roll: next'


def said(law: Procedure, case: Case) -> str:
    [clock] = clocks_of(law, case, "answered")
    return explain(clock)


def test_what_the_cut_off_does_is_said_also_where_the_hour_is_not_known() -> None:
    """Twenty days end on Sunday the 21st or Monday the 22nd, and so on Monday either way. The days
    that are listed begin after Tuesday the second."""
    law = law_of("{by: officer, within: 20 calendar days of came}", counting=BY_THE_HOUR)
    assert due(law, came(law, day(1))) == hour(22, 17)
    text = said(law, came(law, day(1)))
    assert (
        "After 16:00 Monday 1 June 2026 counts as Tuesday 2 June 2026, and the hour is not known."
        in text.splitlines()
    )
    text = said(law, came(law, hour(3, 0)))
    assert (
        "Wednesday 3 June 2026 at 00:00 ends Tuesday 2 June 2026, so it is after 16:00, and counts "
        "as Wednesday 3 June 2026." in text.splitlines()
    )


def test_a_day_that_was_agreed_is_said_to_be_one_also_where_it_is_over_at_an_hour() -> None:
    law = law_of(
        "{by: officer, within: 5 calendar days of came, may_extend: {longer: {by: officer}}}",
        counting=BY_THE_HOUR,
    )
    case = done(law, came(law, hour(1, 9)), "longer", day(2), "ola", settles=day(13))
    assert "Counted: the days from came, which was Monday 1 June 2026 at 09:00." in said(law, case)


def test_a_ceiling_before_what_is_planned_says_that_it_is_planned() -> None:
    law = law_of(
        "{by: officer, within: 20 working days of came, "
        "at_latest: 5 clear working days before looked_at}",
        counting='cut_off: "16:00"',
    )
    case = done(law, came(law, hour(1, 9)), "agreed_on", day(2), "ola", settles=day(24))
    assert due(law, case) == day(16)
    text = said(law, case)
    assert "5 clear working days before looked_at, which is planned for Wednesday 24 June" in text
    assert "16:00" not in text


# --- by the schedule ------------------------------------------------------------------------------


def test_what_was_done_is_not_owed_again_before_the_next_of_the_schedule_begins() -> None:
    """Due on Monday the eighth and done on the third; the next one runs from the eighth on."""
    law = law_of("{by: officer, every: 5 working days of came from the schedule}")
    case = came(law, day(1))
    assert "answered" in owed(law, case, day(1))
    case = done(law, case, "answered", day(3), "ola")
    assert "answered" not in owed(law, case, day(3))
    assert "answered" not in owed(law, case, day(7))
    assert "answered" in owed(law, case, day(8))
    change = next_change(law, case, after=day(4))
    assert change is not None
    assert [(each.turn, each.name) for each in change.whys] == [(Turn.STARTS, "answered")]
    assert change.at.date() == day(8)


# --- standing still without an end ----------------------------------------------------------------

STILL = "stands_still: {first_day: day of paused, last_day: day before resumed}"


def test_a_time_that_was_settled_and_over_before_it_stood_still_keeps_its_day() -> None:
    """The band of 20 days would stand still; agreed was Monday the eighth, before that."""
    law = law_of(f"{{by: officer, within: 3 to 20 working days of came, {STILL}}}")
    case = done(law, came(law, day(1)), "agreed", day(2), "ola", settles=day(8))
    case = done(law, case, "paused", day(10), "ola")
    assert due(law, case) == day(8)
    assert statuses(law, case, "answered", day(10)) == ["overdue"]


def test_a_shorter_time_that_was_over_before_it_stood_still_is_perhaps_overdue() -> None:
    """The third of 3 to 20 days is Thursday the fourth. It was left at -2 days that still ran."""
    law = law_of(f"{{by: officer, within: 3 to 20 working days of came, {STILL}}}")
    case = done(law, came(law, day(1)), "paused", day(8), "ola")
    [clock] = clocks_of(law, case, "answered")
    assert clock.due is None
    assert str(clock.status(as_of=day(9))) == "perhaps overdue"
    assert clock.remaining(as_of=day(9)) is None
    assert "-" not in explain(clock).splitlines()[0]
    early = done(law, came(law, day(1)), "paused", day(4), "ola")
    assert statuses(law, early, "answered", day(9)) == ["standing still"]


def test_a_ceiling_that_runs_on_ends_a_band_and_leaves_its_shorter_time() -> None:
    """Three days end on the fourth, twenty stand still, and the ceiling of ten is the fifteenth."""
    still = STILL.replace("}", ", ceiling: runs on}")
    law = law_of(
        f"{{by: officer, within: 3 to 20 working days of came, {still}, "
        "at_latest: 10 working days of came}"
    )
    case = done(law, came(law, day(1)), "paused", day(8), "ola")
    assert due(law, case) == (day(4), day(15))


def test_more_time_up_to_a_day_that_runs_on_has_that_day_while_the_rest_stands_still() -> None:
    still = STILL.replace("}", ", ceiling: runs on}")
    law = law_of(
        f"{{by: officer, within: 3 working days of came, {still}, "
        "may_extend: {longer: {by: officer, up_to: 10 working days of came}}}"
    )
    case = done(law, came(law, day(1)), "longer", day(2), "ola", settles="9 working days")
    case = done(law, case, "paused", day(8), "ola")
    assert due(law, case) == day(15)


def test_a_day_off_that_was_agreed_is_moved_by_none_that_begins_after_the_last_day_that_counts() -> (
    None
):
    """Agreed for Sunday the seventh, from which on it stands still: no day that counts was lost."""
    still = "stands_still: {first_day: day before paused, last_day: day of resumed}"
    law = law_of(
        f"{{by: officer, within: 2 working days of came, {still}, may_extend: {{longer: {{by: officer}}}}}}"
    )
    case = done(law, came(law, day(1)), "longer", day(2), "ola", settles=day(7))
    case = done(law, case, "paused", day(8), "ola")
    assert due(law, case) == day(7)
    assert due(law, done(law, case, "resumed", day(10), "ola")) == day(7)


def test_a_moment_agreed_at_the_stroke_of_midnight_is_moved_as_the_day_that_it_ends() -> None:
    """Agreed for the end of Thursday the 11th; Tuesday the ninth stands still, so the end of Friday."""
    law = law_of(
        f"{{by: officer, within: 2 to 9 working days of came, {STILL}}}", counting="roll: next"
    )
    case = done(law, came(law, day(1)), "agreed", day(2), "ola", settles=hour(12, 0))
    assert due(law, case) == hour(12, 0)
    case = done(law, case, "paused", day(9), "ola")
    assert due(law, done(law, case, "resumed", day(10), "ola")) == hour(13, 0)


def test_hours_that_are_up_at_midnight_are_not_met_by_a_day_that_then_begins_to_stand_still() -> (
    None
):
    law = law_of(f"{{by: officer, within: 48 hours of came, {STILL}}}")
    case = done(law, came(law, hour(1, 0)), "paused", day(3), "ola")
    assert due(law, case) == hour(3, 0)


def test_days_about_one_event_stand_still_for_it_alone_and_not_until_the_next() -> None:
    """From the day of a pause to the day after: Wednesday and Thursday. The next pause is another."""
    still = "stands_still: {first_day: day of paused, last_day: day after paused}"
    law = law_of(f"{{by: officer, within: 10 working days of came, {still}}}")
    case = done(law, came(law, day(1)), "paused", day(3), "ola")
    assert due(law, case) == day(17)
    assert due(law, done(law, case, "paused", day(9), "ola")) == day(19)


def test_more_time_up_to_a_day_names_the_day_from_which_that_counts_and_what_the_cut_off_did() -> (
    None
):
    """Ten days of a look at 16:30 on Tuesday count as if it were of Wednesday: Wednesday the 17th."""
    law = law_of(
        "{by: officer, within: 3 working days of came, "
        "may_extend: {longer: {by: officer, up_to: 10 working days of looked_at}}}",
        counting='cut_off: "16:00"',
    )
    case = done(law, came(law, hour(1, 9)), "looked_at", hour(2, 16, 30), "ola")
    case = done(law, case, "longer", hour(3, 9), "ola")
    assert due(law, case) == day(17)
    text = said(law, case)
    assert (
        "Tuesday 2 June 2026 at 16:30 is after 16:00, so it counts as Wednesday 3 June 2026."
        in text.splitlines()
    )
    assert "10 working days from looked_at, which was Tuesday 2 June 2026 at 16:30." in text


# --- read -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "text", "code", "help_"),
    [
        (time_limit, "asap after came", "wrong-shape", "write `as soon as possible after came`"),
        (
            time_limit,
            "as soon as practicable after came",
            "wrong-shape",
            "write `as soon as possible after came`",
        ),
        (
            time_limit,
            "as soon as practicable",
            "wrong-shape",
            "write `as soon as possible after NAME`",
        ),
        (
            ceiling,
            "5 working days prior to heard",
            "wrong-shape",
            "write `5 working days before heard`",
        ),
        (
            ceiling,
            "5 clear days before heard",
            "bare-days",
            "write `5 clear working days` or `5 clear calendar days`",
        ),
        (
            recurring,
            "5 working days of came by schedule",
            "wrong-shape",
            "write `5 working days of came from the schedule`",
        ),
    ],
)
def test_a_time_that_is_spelt_otherwise_is_told_with_what_to_write(
    read: Callable[[str], object], text: str, code: str, help_: str
) -> None:
    with pytest.raises(Misread) as found:
        read(text)
    assert (found.value.code, found.value.help) == (code, help_)


def test_a_step_that_is_a_name_for_others_cannot_lead_on() -> None:
    """It is never recorded itself: the case would never have been closed, and nobody told."""
    with pytest.raises(DefinitionError) as found:
        law_of(
            "{by: officer, within: 5 working days of came, met_by: [looked_at, paused], then: shut}"
        )
    told = [(each.message, each.help) for each in found.value.diagnostics]
    assert told == [
        (
            '"answered" is never recorded itself, so its `then` does nothing',
            'write `then` under "looked_at", or take `met_by` out',
        )
    ]


def test_what_recurs_until_a_day_that_was_set_is_owed_until_that_day() -> None:
    law = law_of("{by: officer, every: 3 working days of came, until: date set by agreed_on}")
    case = done(law, came(law, day(1)), "agreed_on", day(2), "ola", settles=day(20))
    assert "answered" in owed(law, case, day(2))
    assert "answered" in owed(law, case, day(19))
    assert "answered" not in owed(law, case, day(20))
