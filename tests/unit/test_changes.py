"""When an answer changes though nothing is recorded. All of it happens in June 2026."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Event, Override, Person
from complaintflow.changes import SHORTEST, Turn, next_change
from complaintflow.course import read
from complaintflow.errors import InputError
from complaintflow.moments import Moment
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Kind, Procedure
from tests.policies import LONDON, day, done, hour, people, policy, statuses, whole_policy

LAW = """
roles: {customer: {title: You}, officer: {title: An officer}}
facts: {agreed: {means: it is agreed, decided_by: customer}}
clauses: {P-1: {at: line 1, says: an answer in five working days}}
begins: {came: {by: customer, then: open}}
stages:
  open:
    title: Open
    must:
      answered: {by: officer, within: 5 working days of came, cites: P-1}
      called:   {by: officer, within: 24 hours of agreed}
    may:
      objected: {by: customer, within: 7 calendar days of came}
      hurried:  {by: customer, within: 6 hours of agreed}
      closed:   {by: officer, then: shut}
ends: {shut: {title: Shut}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(LAW)


@pytest.fixture
def begun(law: Procedure) -> Case:
    return engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))


@pytest.fixture
def opened(law: Procedure, begun: Case) -> Case:
    """Came on Monday the first: to be answered by Monday the eighth."""
    return done(law, begun, "came", day(1), "cy")


def change(law: Procedure, case: Case, after: Moment) -> tuple[datetime, list[str]] | None:
    """The next change: its instant, and what turns there."""
    found = next_change(law, case, after=after)
    return None if found is None else (found.at, [f"{why.name} {why.turn}" for why in found.whys])


def changes(law: Procedure, case: Case, after: Moment) -> list[str]:
    """Every change from then on, a line each."""
    lines: list[str] = []
    while (found := next_change(law, case, after=after)) is not None:
        after = found.at
        lines += [f"{found.at:%d %H:%M:%S.%f %z} {why.name} {why.turn}" for why in found.whys]
    return lines


def just_after(moment: datetime) -> datetime:
    return moment + SHORTEST


def test_the_due_day_begins_at_its_midnight_and_is_missed_just_after_it_has_ended(
    law: Procedure, opened: Case
) -> None:
    """Grammar D10: due on D, overdue from D+1."""
    case = done(law, opened, "objected", day(1), "cy")
    assert change(law, case, day(1)) == (hour(8, 0), ["answered due"])
    at = just_after(hour(9, 0))
    assert change(law, case, hour(8, 0)) == (
        at,
        ["answered missed", "objected shut"],
    )
    assert statuses(law, case, "answered", hour(9, 0)) == ["running"]
    assert statuses(law, case, "answered", at) == ["overdue"]
    assert change(law, case, at) is None


def test_everything_that_turns_at_one_instant_is_told_with_its_clock_and_clauses(
    law: Procedure, opened: Case
) -> None:
    found = next_change(law, opened, after=day(1))
    assert found is not None
    assert [(why.name, why.turn, why.clauses) for why in found.whys] == [
        ("answered", Turn.DUE, ("P-1",)),
        ("objected", Turn.DUE, ()),
    ]
    for why in found.whys:
        assert why.event is None
        assert why.clock is not None
        assert why.clock.step == why.name


def test_an_instant_is_told_in_the_zone_of_the_procedure(law: Procedure, opened: Case) -> None:
    found = next_change(law, opened, after=datetime(2026, 6, 3, tzinfo=UTC))
    assert found is not None
    assert found.at.tzinfo == law.zone
    assert found.at.isoformat() == "2026-06-08T00:00:00+01:00"


def test_the_midnight_that_begins_the_due_day_is_after_the_day_before_and_not_after_itself(
    law: Procedure, opened: Case
) -> None:
    """A date given as `after` means its end, and the midnight that ends it is the next day's."""
    assert change(law, opened, day(7)) == (hour(8, 0), ["answered due", "objected due"])
    assert change(law, opened, hour(8, 0) - SHORTEST) == (
        hour(8, 0),
        ["answered due", "objected due"],
    )
    assert change(law, opened, hour(8, 0)) != change(law, opened, day(7))


def test_a_case_in_which_nothing_runs_never_changes_by_itself(law: Procedure, begun: Case) -> None:
    assert next_change(law, begun, after=day(1)) is None
    assert next_change(law, Case(()), after=day(1)) is None
    shut = done(law, done(law, begun, "came", day(1), "cy"), "closed", day(2), "ola")
    assert next_change(law, shut, after=day(2)) is None


def test_hours_after_a_bare_date_are_missed_perhaps_and_then_certainly(
    law: Procedure, opened: Case
) -> None:
    """Grammar A5: past the earliest end of a range, not the latest."""
    case = done(law, opened, "agreed", day(2), "cy", answer=True)
    assert changes(law, case, day(2))[:2] == [
        "03 00:00:00.000001 +0100 called perhaps missed",
        "03 06:00:00.000001 +0100 hurried shut",
    ]
    assert change(law, case, hour(2, 3)) == (just_after(hour(3, 0)), ["called perhaps missed"])
    assert changes(law, case, hour(3, 7))[:1] == ["04 00:00:00.000001 +0100 called missed"]


def test_hours_after_a_moment_are_missed_at_the_first_instant_beyond_it(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "agreed", hour(2, 10), "cy", answer=True)
    assert change(law, case, hour(2, 10)) == (just_after(hour(2, 16)), ["hurried shut"])
    assert change(law, case, hour(2, 16)) == (just_after(hour(2, 16)), ["hurried shut"])
    assert change(law, case, hour(2, 17)) == (just_after(hour(3, 10)), ["called missed"])


def test_a_window_that_was_used_shuts_all_the_same(law: Procedure, opened: Case) -> None:
    """What may be done again may be done until the window closes, and `moves` says so."""
    case = done(law, opened, "objected", day(3), "cy")
    case = done(law, case, "answered", day(3), "ola")
    at = just_after(hour(9, 0))
    assert change(law, case, day(3)) == (at, ["objected shut"])
    assert "objected" in _possible(law, case, hour(9, 0))
    assert "objected" not in _possible(law, case, at)


def test_only_the_last_of_several_windows_of_a_step_shuts_once_more() -> None:
    """The last one refuses; an earlier one that was used says nothing any more."""
    law = policy("""
roles: {customer: {title: You}}
begins: {came: {by: customer, then: open}}
stages:
  open:
    title: Open
    may:
      asked:    {by: customer}
      objected: {by: customer, within: 4 calendar days of asked}
""")
    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "asked", day(2), "cy")
    case = done(law, case, "objected", day(3), "cy")
    case = done(law, case, "asked", day(4), "cy")
    assert changes(law, case, day(4)) == [
        "08 00:00:00.000000 +0100 objected due",
        "09 00:00:00.000001 +0100 objected shut",
    ]


def test_a_window_of_a_place_that_was_left_shuts_nothing(law: Procedure, opened: Case) -> None:
    case = done(law, opened, "objected", day(3), "cy")
    case = done(law, case, "closed", day(4), "ola")
    assert next_change(law, case, after=day(4)) is None


def test_a_window_of_hours_that_ends_in_a_day_is_shut_when_that_day_is_over(
    law: Procedure, opened: Case
) -> None:
    """What is done on that day, at an hour not said, may still be in time; the day after not."""
    case = done(law, opened, "agreed", hour(2, 10), "cy", answer=True)
    assert "hurried" in _possible(law, case, day(2))
    assert "hurried" not in _possible(law, case, hour(3, 0))
    assert change(law, case, day(2)) == (hour(3, 0), ["hurried shut"])


def test_a_clock_that_starts_on_a_later_day_than_is_asked_starts_by_itself(
    law: Procedure,
) -> None:
    """What is told at the beginning stands at once, its clock from its day on."""
    case = engine.begin(
        law, at=day(10), people=people(cy="customer", ola="officer"), facts={"agreed": True}
    )
    case = done(law, case, "came", day(1), "cy")
    assert statuses(law, case, "called", day(9)) == ["waiting"]
    at = just_after(hour(10, 0))
    assert change(law, case, hour(9, 12)) == (at, ["called starts", "hurried starts"])
    assert statuses(law, case, "called", hour(10, 0)) == ["waiting"]
    assert statuses(law, case, "called", at) == ["running"]


def test_what_is_recorded_for_a_later_day_happens_when_that_day_begins(
    law: Procedure, opened: Case
) -> None:
    """The first instant as of which it is past: a day's midnight still ends the day before."""
    case = done(law, opened, "closed", day(4), "ola")
    found = next_change(law, case, after=day(1))
    assert found is not None
    assert (found.at, [why.turn for why in found.whys]) == (
        just_after(hour(4, 0)),
        [Turn.HAPPENS],
    )
    assert found.whys[0].event == case.events[-1]
    assert (found.whys[0].name, found.whys[0].clock) == ("closed", None)
    assert engine.stage_of(law, case, as_of=hour(4, 0)) == "open"
    assert engine.stage_of(law, case, as_of=found.at) == "shut"
    assert next_change(law, case, after=found.at) is None


def test_what_is_recorded_for_a_later_hour_happens_at_that_hour(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "closed", hour(4, 0), "ola")
    assert change(law, case, day(3)) == (hour(4, 0), ["closed happens"])
    assert engine.stage_of(law, case, as_of=day(3)) == "open"
    assert engine.stage_of(law, case, as_of=hour(4, 0)) == "shut"
    assert next_change(law, case, after=hour(4, 0)) is None


def test_what_was_taken_back_or_moved_to_an_earlier_day_does_not_happen_later(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "answered", day(1), "ola")
    planned = done(law, case, "closed", day(4), "ola", record={"id": "slip"})
    back = engine.apply(law, planned, Action(RETRACTED, at=day(1)), retracts="slip")
    assert change(law, back, day(1)) == change(law, case, day(1))
    moved = done(law, planned, "closed", day(1), "ola", record={"corrects": "slip"})
    assert next_change(law, moved, after=day(1)) is None


def test_what_is_told_of_people_at_the_beginning_happens_at_no_time(law: Procedure) -> None:
    case = engine.begin(law, at=day(20), people=people(cy="customer"))
    assert next_change(law, case, after=day(1)) is None
    later = Action(PERSON_TOLD, at=day(22), person="ola", who=Person(holds="officer"))
    case = engine.apply(law, case, later)
    assert change(law, case, day(1)) == (just_after(hour(22, 0)), ["person_told happens"])


def test_the_changes_of_a_case_come_one_after_the_other_and_end(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "agreed", hour(2, 10), "cy", answer=True)
    assert changes(law, case, day(1)) == [
        "02 10:00:00.000000 +0100 agreed happens",
        "02 16:00:00.000001 +0100 hurried shut",
        "03 10:00:00.000001 +0100 called missed",
        "08 00:00:00.000000 +0100 answered due",
        "08 00:00:00.000000 +0100 objected due",
        "09 00:00:00.000001 +0100 answered missed",
        "09 00:00:00.000001 +0100 objected shut",
    ]


def test_an_event_recorded_for_later_that_meets_a_clock_spares_the_miss(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "answered", day(5), "ola")
    case = done(law, case, "objected", day(5), "cy")
    assert changes(law, case, day(1)) == [
        "05 00:00:00.000001 +0100 answered happens",
        "05 00:00:00.000001 +0100 objected happens",
        "09 00:00:00.000001 +0100 objected shut",
    ]


@pytest.mark.parametrize(
    ("agreed_at", "missed"),
    [
        (datetime(2026, 10, 24, 20, tzinfo=LONDON), "2026-10-25T19:00:00.000001+00:00"),
        (datetime(2026, 10, 24, 1, 30, tzinfo=LONDON), "2026-10-25T01:30:00.000001+01:00"),
        (datetime(2026, 10, 24, 2, 30, tzinfo=LONDON), "2026-10-25T01:30:00.000001+00:00"),
        (datetime(2026, 3, 28, 20, tzinfo=LONDON), "2026-03-29T21:00:00.000001+01:00"),
    ],
)
def test_when_the_clocks_change_an_instant_is_still_an_instant(
    law: Procedure, agreed_at: datetime, missed: str
) -> None:
    """In the hour that comes twice, the offset tells which; hours are elapsed hours."""
    case = engine.begin(law, at=date(2026, 3, 1), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", agreed_at, "cy")
    case = done(law, case, "agreed", agreed_at, "cy", answer=True)
    found: list[Any] = [next_change(law, case, after=agreed_at)]
    while found[-1].whys[0].turn is not Turn.MISSED:
        found.append(next_change(law, case, after=found[-1].at))
    assert found[-1].at.isoformat() == missed
    before = (found[-1].at.astimezone(UTC) - SHORTEST).astimezone(law.zone)
    assert statuses(law, case, "called", before) == ["running"]
    assert statuses(law, case, "called", found[-1].at) == ["overdue"]
    later = next_change(law, case, after=found[-1].at)
    assert later is not None
    assert later.at.astimezone(UTC) > found[-1].at.astimezone(UTC)


def test_a_day_that_begins_at_one_in_the_morning_begins_then() -> None:
    """In Beirut the clocks go forward at midnight, so that the due day has no midnight."""
    law = whole_policy("""
complaintflow: 1
policy: {id: small, title: A small policy, version: "1", in_force_from: 2024-01-01}
counting: {day_one: day after, time_zone: Asia/Beirut}
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: open}}
stages: {open: {title: Open, must: {answered: {by: officer, within: 2 calendar days of came}}}}
""")
    case = engine.begin(law, at=date(2026, 3, 27), people=people(cy="customer", ola="officer"))
    case = done(law, case, "came", date(2026, 3, 27), "cy")
    found = next_change(law, case, after=date(2026, 3, 28))
    assert found is not None
    assert found.at.isoformat() == "2026-03-29T01:00:00+03:00"


def test_a_count_past_the_data_of_the_calendar_says_so(law: Procedure) -> None:
    case = engine.begin(law, at=date(2100, 1, 1), people=people(cy="customer", ola="officer"))
    case = engine.restore(
        law,
        [*case.events, Event(action=Action("came", at=date(2100, 1, 1), by="cy"), id="")],
    )
    with pytest.raises(OutsideCalendar):
        next_change(law, case, after=date(2100, 1, 1))


def test_a_moment_without_a_zone_is_refused(law: Procedure, opened: Case) -> None:
    with pytest.raises(InputError, match="after has no time zone"):
        next_change(law, opened, after=datetime(2026, 6, 1))  # noqa: DTZ001


def test_an_overridden_event_in_a_shut_window_changes_nothing_more(
    law: Procedure, opened: Case
) -> None:
    anyhow = Override("the chair", "it happened")
    case = done(law, opened, "answered", day(1), "ola")
    case = done(law, case, "objected", day(20), "cy", record={"override": anyhow})
    assert next_change(law, case, after=day(20)) is None


# --- bands, aims, more time, receipts, what is missed ---------------------------------------

TIMED = """
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
clauses: {P-1: {at: line 1, says: one}, P-2: {at: line 2, says: two}}
begins: {came: {by: customer, then: open}}
stages:
  open:
    title: Open
    must:
      looked_at:
        by: officer
        aim_within: 2 working days of came
        may_extend: {more_time: {by: officer, up_to: 4 working days of came, before_time_is_up: true, cites: P-2}}
        cites: P-1
      time_set: {by: officer, sets_time_of: answered}
      answered: {by: officer, to: [customer, chair], within: 3 to 5 working days of came, cites: P-1}
    may:
      asked_on: {by: customer, after: answered or missed answered, then: next, cites: P-2}
  next:
    title: Next
    must:
      replied:
        by: chair
        within: 3 working days of receipt of answered by chair
        may_extend: {longer: {by: chair, up_to: 9 working days of receipt of answered by chair}}
      noted:   {by: officer, after: receipt of answered by customer}
      called:
        by: officer
        within: 6 hours of asked_on
        may_extend: {called_later: {by: officer, up_to: 9 hours of asked_on, before_time_is_up: true}}
    may:
      thanked:  {by: customer, after: [receipt of answered by customer, noted]}
      appealed: {by: customer, after: [noted, missed replied], then: shut, cites: P-2}
ends: {shut: {title: Shut}}
"""


@pytest.fixture(scope="module")
def timed() -> Procedure:
    return policy(TIMED)


@pytest.fixture
def begun_timed(timed: Procedure) -> Case:
    """Came on Monday the first: aimed at for Wednesday, to be answered from Thursday to Monday."""
    who = people(cy="customer", ola="officer", di="chair")
    return done(timed, engine.begin(timed, at=day(1), people=who), "came", day(1), "cy")


def test_a_band_is_due_and_missed_at_both_of_its_ends_until_its_time_is_settled(
    timed: Procedure, begun_timed: Case
) -> None:
    case = done(timed, begun_timed, "looked_at", day(1), "ola")
    assert changes(timed, case, day(1)) == [
        "04 00:00:00.000000 +0100 answered due",
        "05 00:00:00.000001 +0100 answered perhaps missed",
        "08 00:00:00.000000 +0100 answered due",
        "09 00:00:00.000001 +0100 answered missed",
        "09 00:00:00.000001 +0100 asked_on opens",
    ]
    case = done(timed, case, "time_set", day(2), "ola", settles="4 working days")
    assert changes(timed, case, day(2)) == [
        "05 00:00:00.000000 +0100 answered due",
        "06 00:00:00.000001 +0100 answered missed",
        "06 00:00:00.000001 +0100 asked_on opens",
    ]


def test_an_aim_is_missed_as_a_promise_is_and_its_clock_says_that_it_is_one(
    timed: Procedure, begun_timed: Case
) -> None:
    found = next_change(timed, begun_timed, after=hour(4, 0))
    assert found is not None
    assert [(why.turn, why.name, why.clauses) for why in found.whys] == [
        (Turn.MISSED, "looked_at", ("P-1",)),
        (Turn.SHUT, "more_time", ("P-2",)),
    ]
    assert found.at == just_after(hour(4, 0))
    assert [why.clock.kind for why in found.whys if why.clock] == [Kind.AIM, Kind.AIM]
    assert "more_time" in _could_be_done(timed, begun_timed, hour(4, 0))
    assert "more_time" not in _could_be_done(timed, begun_timed, found.at)


def test_more_time_moves_the_instant_and_shuts_with_the_longer_time(
    timed: Procedure, begun_timed: Case
) -> None:
    case = done(timed, begun_timed, "answered", day(1), "ola")
    case = done(timed, case, "more_time", day(3), "ola")
    assert changes(timed, case, day(3)) == [
        "05 00:00:00.000000 +0100 looked_at due",
        "06 00:00:00.000001 +0100 looked_at missed",
        "06 00:00:00.000001 +0100 more_time shut",
    ]
    assert change(timed, case, hour(3, 0)) == (just_after(hour(3, 0)), ["more_time happens"])


def test_what_a_missed_step_opens_is_told_with_the_clock_that_was_missed(
    timed: Procedure, begun_timed: Case
) -> None:
    found = next_change(timed, begun_timed, after=hour(8, 9))
    assert found is not None
    opens = found.whys[-1]
    assert (opens.turn, opens.name, opens.clauses) == (Turn.OPENS, "asked_on", ("P-2",))
    assert opens.clock is not None
    assert (opens.clock.step, opens.event) == ("answered", None)
    assert "asked_on" not in _could_be_done(timed, begun_timed, hour(9, 0))
    assert "asked_on" in _could_be_done(timed, begun_timed, found.at)
    answered = done(timed, begun_timed, "answered", day(5), "ola")
    assert changes(timed, answered, hour(5, 9)) == []


@pytest.fixture
def asked_on(timed: Procedure, begun_timed: Case) -> Case:
    """Answered on the second, the chair told to have it on the ninth and the customer on the fourth."""
    said: dict[str, Any] = {"to": ["cy", "di"], "received": {"di": day(9), "cy": hour(4, 10)}}
    case = done(timed, begun_timed, "answered", day(2), "ola", **said)
    return done(timed, case, "asked_on", hour(2, 12), "cy")


def test_a_receipt_that_lies_ahead_starts_a_clock_and_opens_what_waits_for_it(
    timed: Procedure, asked_on: Case
) -> None:
    """As a day of it has begun, and at its very hour; not before, and not again."""
    case = done(timed, asked_on, "called", hour(2, 13), "ola")
    assert changes(timed, case, hour(2, 13)) == [
        "04 10:00:00.000000 +0100 answered received",
        "04 10:00:00.000000 +0100 noted opens",
        "09 00:00:00.000001 +0100 replied starts",
        "12 00:00:00.000000 +0100 replied due",
        "13 00:00:00.000001 +0100 replied missed",
    ]
    found = next_change(timed, case, after=day(3))
    assert found is not None
    assert {why.event for why in found.whys} == {case.events[4]}
    assert [owed for owed in engine.owed(timed, case, as_of=day(3)) if owed.duty == "noted"] == []
    assert "noted" in _could_be_done(timed, case, found.at)


def test_what_nobody_has_told_the_receipt_of_opens_nothing_by_itself(
    timed: Procedure, begun_timed: Case
) -> None:
    """Grammar A3: a receipt is never presumed."""
    case = done(timed, begun_timed, "answered", day(2), "ola", to=["cy", "di"])
    case = done(timed, case, "asked_on", hour(2, 12), "cy")
    case = done(timed, case, "called", hour(2, 13), "ola")
    assert next_change(timed, case, after=hour(2, 13)) is None


def test_what_waits_for_several_things_opens_with_the_last_of_them(
    timed: Procedure, asked_on: Case
) -> None:
    case = done(timed, asked_on, "called", hour(2, 13), "ola")
    noted = done(timed, case, "noted", hour(4, 11), "ola")
    assert changes(timed, noted, hour(4, 12)) == [
        "09 00:00:00.000001 +0100 replied starts",
        "12 00:00:00.000000 +0100 replied due",
        "13 00:00:00.000001 +0100 replied missed",
        "13 00:00:00.000001 +0100 appealed opens",
    ]


def test_more_time_for_hours_may_be_given_on_the_last_day_at_an_hour_not_said(
    timed: Procedure, asked_on: Case
) -> None:
    """As a window of hours: the clock is overdue as of the day, and the way shuts as it ends."""
    assert "called_later" in _could_be_done(timed, asked_on, day(2))
    assert "called_later" not in _could_be_done(timed, asked_on, hour(3, 0))
    assert change(timed, asked_on, day(2)) == (hour(3, 0), ["called_later shut"])
    assert change(timed, asked_on, hour(2, 13)) == (
        just_after(hour(2, 18)),
        ["called missed", "called_later shut"],
    )


def _could_be_done(law: Procedure, case: Case, as_of: Moment) -> list[str]:
    return [move.event for move in engine.moves(law, case, as_of=as_of) if move.who]


def _possible(law: Procedure, case: Case, as_of: Moment) -> list[str]:
    course = read(law, case.events)
    assert course.stage == "open"
    return [move.event for move in engine.moves(law, case, as_of=as_of) if move.who]
