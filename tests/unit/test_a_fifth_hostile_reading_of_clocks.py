"""What a fifth reviewer found of clocks: hours that nobody knows, days that were agreed, rolls that go
back, and sentences that were not true."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaintflow import engine, explain
from complaintflow.case import Action, Case, Event, Person
from complaintflow.conventions import DayOne, Span, Unit
from complaintflow.deadlines import Clock, Status
from complaintflow.forecasting import forecast
from complaintflow.moments import Moment
from complaintflow.periods import reach
from complaintflow.procedure import Procedure
from tests.policies import whole_policy

LONDON = ZoneInfo("Europe/London")
POLICY = """\
complaintflow: 1
policy: {id: small, title: A small policy, version: "1", in_force_from: 2004-01-01}
counting: {working_days: england-and-wales, day_one: day after, time_zone: Europe/London, COUNTING}
clauses:
  C-1: {at: "1", says: when}
  C-2: {at: "2", says: still}
roles:
  reader: {title: You}
  staff:  {title: Staff}
begins:
  came: {by: reader, then: open_, cites: C-1}
stages:
  open_:
    title: Open
    must:
      answer: {by: staff, cites: C-1, RULES}
      MUST
    may:
      ended: {by: staff, then: over, cites: C-1}
      asked: {by: staff, cites: C-2}
      shown: {by: reader, cites: C-2}
ends:
  over: {title: Over}
"""
STILL = "stands_still: {first_day: day after asked, last_day: day of shown, cites: C-2}"
SETTLED = "settled: {by: staff, sets_time_of: answer, cites: C-1}"


def law(rules: str, must: str = "", counting: str = "roll: none") -> Procedure:
    text = POLICY.replace("RULES", rules).replace("MUST", must)
    return whole_policy(text.replace("COUNTING", counting))


def lived(of: Procedure, came: Moment, *events: tuple[str, Moment, dict[str, Any]]) -> Case:
    people = {"ann": Person(holds="reader"), "bob": Person(holds="staff")}
    case = engine.begin(of, at=came, people=people)
    case = engine.apply(of, case, Action("came", at=came, by="ann"))
    for name, at, said in events:
        by = "ann" if name == "shown" else "bob"
        case = engine.apply(of, case, Action(name, at=at, by=by, **said))
    return case


def clocks(of: Procedure, case: Case, step: str = "answer") -> list[Clock]:
    return [each for each in engine.clocks(of, case) if each.step == step]


def due(of: Procedure, case: Case) -> list[str]:
    """When each time is due: a day or moment, or the two ends of a range."""
    found = []
    for clock in clocks(of, case):
        assert clock.earliest is not None
        assert clock.latest is not None
        ends = dict.fromkeys((clock.earliest.due, clock.latest.due))
        found.append(" to ".join(str(each) for each in ends))
    return found


def march(number: int) -> date:
    return date(2026, 3, number)


# --- moments that are told by other clocks --------------------------------------------------------


def test_a_moment_is_told_by_the_clocks_in_which_its_days_are_counted() -> None:
    """Half past eleven at night by Greenwich is half past twelve of the next day in a London summer."""
    of = law("within: 5 calendar days of came")
    case = lived(of, datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    assert due(of, case) == ["2026-06-07"]
    (clock,) = clocks(of, case)
    assert "came, which was Tuesday 2 June 2026 at 00:30." in explain(clock)
    restored = engine.restore(of, [*case.events[:2], Event(action=received(), id="again")])
    assert restored.events[-1].action.at.isoformat() == "2026-06-02T00:30:00+01:00"


def received() -> Action:
    return Action("came", at=datetime(2026, 6, 1, 23, 30, tzinfo=UTC), by="ann")


def test_what_is_after_the_cut_off_is_told_at_an_hour_after_it() -> None:
    of = law("within: 5 calendar days of came", counting='cut_off: "16:00"')
    (clock,) = clocks(of, lived(of, datetime(2026, 6, 1, 15, 30, tzinfo=UTC)))
    assert "Monday 1 June 2026 at 16:30 is after 16:00, so it counts as Tuesday" in explain(clock)


def test_a_moment_that_was_agreed_is_told_as_the_one_at_which_it_is_due() -> None:
    of = law("within: 5 to 20 calendar days of came", SETTLED)
    until = datetime(2026, 6, 12, 23, 30, tzinfo=UTC)
    case = lived(of, date(2026, 6, 1), ("settled", date(2026, 6, 2), {"settles": until}))
    text = explain(clocks(of, case)[0])
    assert text.startswith("answer is due on Saturday 13 June 2026 at 00:30.")
    assert "Settled by settled on Tuesday 2 June 2026: Saturday 13 June 2026 at 00:30." in text


def test_a_ruling_and_the_record_of_what_it_permits_have_the_same_moments() -> None:
    of = law("within: 5 calendar days of came")
    case = engine.begin(of, at=date(2026, 6, 1), people={"ann": Person(holds="reader")})
    ruling = engine.decide(of, case, received())
    recorded = engine.apply(of, case, received()).events[-1].action
    assert ruling.action.at.isoformat() == recorded.at.isoformat() == "2026-06-02T00:30:00+01:00"


def test_a_count_is_told_from_the_moment_as_its_own_clocks_show_it() -> None:
    of = law("within: 5 calendar days of came")
    counted = reach(
        datetime(2026, 6, 1, 23, 30, tzinfo=UTC),
        Span(5, Unit.CALENDAR_DAYS),
        calendar=of.calendar,
        day_one=DayOne.DAY_AFTER,
        zone=LONDON,
    )
    first = explain(counted).splitlines()[0]
    assert first == "5 calendar days from Tuesday 2 June 2026 at 00:30: Sunday 7 June 2026."


# --- a schedule of which nobody knows the hour ----------------------------------------------------


@pytest.mark.parametrize(
    ("every", "counting", "came", "expected"),
    [
        (
            "10 working days of",
            'cut_off: "16:00"',
            march(2),
            ["2026-03-16 to 2026-03-17", "2026-03-30 to 2026-03-31", "2026-04-15 to 2026-04-16"],
        ),
        (
            "1 month of",
            'cut_off: "16:00"',
            date(2026, 1, 29),
            ["2026-02-28", "2026-03-29 to 2026-03-30", "2026-04-29 to 2026-04-30"],
        ),
        (
            "1 week of",
            'cut_off: "16:00", roll: next',
            date(2026, 2, 27),
            ["2026-03-06 to 2026-03-09", "2026-03-13 to 2026-03-16", "2026-03-20 to 2026-03-23"],
        ),
        (
            "24 hours of",
            "roll: none",
            march(2),
            [
                "2026-03-03 00:00:00+00:00 to 2026-03-04 00:00:00+00:00",
                "2026-03-04 00:00:00+00:00 to 2026-03-05 00:00:00+00:00",
                "2026-03-05 00:00:00+00:00 to 2026-03-06 00:00:00+00:00",
            ],
        ),
    ],
)
def test_each_time_of_a_schedule_is_a_range_where_the_first_one_is(
    every: str, counting: str, came: date, expected: list[str]
) -> None:
    """The n-th time is due where n times the period ends, and of that only the range is known."""
    of = law(f"every: {every} came from the schedule", counting=counting)
    case = lived(of, came)
    for _ in expected[1:]:
        last = clocks(of, case)[-1].latest
        assert last is not None
        case = engine.apply(of, case, Action("answer", at=last.due, by="bob"))
    assert due(of, case) == expected


def test_a_range_of_a_schedule_is_that_of_both_hours() -> None:
    """Whatever stood still: one end is due as if it had come before the cut-off, one as if after."""
    of = law(f"every: 2 weeks of came from the schedule, {STILL}", counting='cut_off: "16:00"')
    after: list[tuple[str, Moment, dict[str, Any]]] = [
        ("answer", march(5), {}),
        ("asked", march(20), {}),
        ("shown", march(24), {}),
        ("answer", march(30), {}),
        ("asked", date(2026, 4, 7), {}),
    ]
    early, late = (
        lived(of, datetime(2026, 3, 2, hour, tzinfo=LONDON), *after[:4]) for hour in (9, 17)
    )
    assert (due(of, early), due(of, late)) == (
        ["2026-03-16", "2026-04-03", "2026-04-17"],
        ["2026-03-17", "2026-04-04", "2026-04-18"],
    )
    unknown = lived(of, march(2), *after[:4])
    both = zip(due(of, early), due(of, late), strict=True)
    assert due(of, unknown) == [" to ".join(each) for each in both]
    open_ = clocks(of, lived(of, march(2), *after))[-1]
    assert (open_.earliest, open_.latest) == (None, None)
    assert str(open_.remaining(as_of=date(2026, 4, 8))) == "10 calendar days"


def test_a_time_of_a_schedule_is_late_for_certain_only_after_its_later_end() -> None:
    of = law("every: 10 working days of came from the schedule", counting='cut_off: "16:00"')
    case = lived(of, march(2), ("answer", march(5), {}))
    clock = clocks(of, case)[-1]
    assert clock.status(as_of=march(31)) is Status.PERHAPS_OVERDUE
    assert clock.status(as_of=date(2026, 4, 1)) is Status.OVERDUE


# --- a day that was agreed, and what is added -----------------------------------------------------


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        (date(2026, 2, 27), "2026-03-27"),
        (date(2026, 2, 28), "2026-03-28"),
        (date(2026, 3, 1), "2026-04-01"),
    ],
)
def test_what_follows_a_day_that_was_agreed_counts_on_from_it_whichever_day_it_is(
    agreed: date, expected: str
) -> None:
    """The 28th, where two months would have ended anyway, was told and counted as three months."""
    more = "may_extend: {more: {by: staff, adds: 1 month, cites: C-1}}"
    of = law(f"within: 1 to 2 months of came, {more}", SETTLED)
    came = date(2025, 12, 31) if agreed.day != 1 else date(2026, 1, 1)
    settled = ("settled", date(2026, 1, 2), {"settles": agreed})
    case = lived(of, came, settled, ("more", date(2026, 1, 5), {}))
    assert due(of, case) == [expected]
    assert "Added: 1 month after" in explain(clocks(of, case)[0])


# --- an end on a day off ----------------------------------------------------------------------------


def test_what_is_added_rolls_back_as_far_as_the_day_on_which_it_all_began() -> None:
    """A month of 4 March and a day end on Easter Sunday; the working day before is the Thursday."""
    more = "may_extend: {more: {by: staff, adds: 1 calendar day, cites: C-1}}"
    of = law(f"within: 1 month of came, {more}", counting="roll: previous")
    case = lived(of, march(4), ("more", march(5), {}))
    assert due(of, case) == ["2026-04-02"]
    assert due(of, lived(of, march(4))) == ["2026-04-02"]


def test_each_day_off_that_an_end_passed_over_is_told_also_back_towards_its_start() -> None:
    """They are no lines of the ledger, which ends with the day that is due; nor was the calendar told."""
    of = law("within: 1 month of came", counting="roll: previous")
    (clock,) = clocks(of, lived(of, march(4)))
    lines = explain(clock).splitlines()
    moved = "It would be Saturday 4 April 2026, and is moved to Thursday 2 April 2026, since Friday 3 April 2026 (Good Friday) is no working day."
    assert moved in lines
    assert any(line.startswith("Calendar: england-and-wales") for line in lines)
    (leg,) = clock.legs
    assert leg.days_off == ((date(2026, 4, 4), "Saturday"), (date(2026, 4, 3), "Good Friday"))


def test_a_bank_holiday_on_which_an_end_would_be_is_told_by_its_name() -> None:
    of = law("within: 1 month of came", counting="roll: next")
    text = explain(clocks(of, lived(of, date(2019, 4, 6)))[0])
    assert "It would be Monday 6 May 2019 (May Day), and is moved to Tuesday 7 May 2019." in text


def test_an_end_that_stays_on_a_day_off_though_it_may_roll_says_why() -> None:
    of = law("within: 1 calendar day of came", counting="roll: previous")
    (clock,) = clocks(of, lived(of, date(2026, 4, 4)))
    assert clock.due == date(2026, 4, 5)
    lines = explain(clock).splitlines()
    stays = "Sunday 5 April 2026 is no working day, and stays, since none lies between it and the start."
    assert stays in lines
    assert any(line.startswith("Calendar: england-and-wales") for line in lines)
    (plain,) = clocks(of, lived(of, march(2)))
    assert "Calendar" not in explain(plain)
    assert plain.legs[0].days_off == ()


def test_why_the_earlier_of_two_ends_is_on_its_day_is_told_too() -> None:
    """The days that are listed are those up to the later end; without this the other came from nowhere."""
    of = law("within: 1 month of came", counting='cut_off: "16:00", roll: previous')
    (clock,) = clocks(of, lived(of, march(6)))
    assert clock.earliest is not None
    assert clock.latest is not None
    assert (clock.earliest.due, clock.latest.due) == (date(2026, 4, 2), date(2026, 4, 9))
    lines = explain(clock).splitlines()
    moved = "At the earliest it would be Monday 6 April 2026 (Easter Monday), and is moved to Thursday 2 April 2026"
    assert sum(line.startswith(moved) for line in lines) == 1
    assert sum(line.startswith("Calendar: england-and-wales") for line in lines) == 1
    of = law("within: 1 to 20 calendar days of came", counting="roll: previous")
    (stays,) = clocks(of, lived(of, date(2026, 4, 4)))
    stay = "At the earliest it is Sunday 5 April 2026, no working day, and stays, since none lies between"
    assert stay in explain(stays)
    (plain,) = clocks(of, lived(of, march(2)))
    assert "At the earliest" not in explain(plain)


def test_the_calendar_is_told_by_which_a_late_arrival_counts_as_a_later_day() -> None:
    of = law("within: 2 calendar days of came", counting='cut_off: "16:00"')
    (clock,) = clocks(of, lived(of, datetime(2026, 4, 2, 17, tzinfo=LONDON)))
    assert "Calendar: england-and-wales" in explain(clock)
    (on_time,) = clocks(of, lived(of, datetime(2026, 4, 2, 15, tzinfo=LONDON)))
    assert "Calendar" not in explain(on_time)


# --- what recurs, told ----------------------------------------------------------------------------


def test_months_by_the_schedule_are_told_as_those_that_were_counted() -> None:
    """From 28 February a month ends on 28 March; what is due on the 31st are two, from 31 January."""
    of = law("every: 1 month of came from the schedule")
    case = lived(of, date(2026, 1, 31), ("answer", date(2026, 2, 5), {}))
    text = explain(clocks(of, case)[1])
    assert "Counted: 2 months from Saturday 31 January 2026, on from Saturday 28 February" in text


@pytest.mark.parametrize(
    ("came", "day_one", "counted"),
    [
        (
            date(2026, 2, 1),
            "1 month beginning with came",
            "2 months beginning with Sunday 1 February",
        ),
        (date(2026, 1, 31), "1 month of came", "2 months from Monday 2 February 2026, on from"),
    ],
)
def test_months_by_the_schedule_are_told_from_the_day_from_which_they_were_counted(
    came: date, day_one: str, counted: str
) -> None:
    """A Saturday that counts as the Monday after it gives the day of the month from then on."""
    text = POLICY.replace("day_one: day after", "day_one: next working day")
    text = text.replace("RULES", f"every: {day_one} from the schedule").replace("MUST", "")
    of = whole_policy(text.replace("COUNTING", "roll: none"))
    case = lived(of, came, ("answer", date(2026, 2, 5), {}))
    assert counted in explain(clocks(of, case)[1])


def test_a_further_time_is_told_to_be_a_range_since_the_first_hour_is_not_known() -> None:
    of = law("every: 10 working days of came from the schedule", counting='cut_off: "16:00"')
    text = explain(clocks(of, lived(of, march(2), ("answer", march(5), {})))[1])
    assert text.splitlines()[0] == (
        "answer is due between Monday 30 March 2026 and Tuesday 31 March 2026: the hour of the first start is "
        "not known, and after 16:00 it counts as the next working day."
    )
    assert "10 working days from Tuesday 17 March 2026, when answer was due at the latest." in text


def test_what_stood_still_before_a_time_began_is_not_told_to_be_left_out_of_it() -> None:
    """From the sixth to the twentieth; the first time was done on the fifth, and is due on the 16th."""
    of = law(f"every: 2 weeks of came from the schedule, {STILL}")
    before: list[tuple[str, Moment, dict[str, Any]]] = [
        ("answer", march(5), {}),
        ("asked", march(5), {}),
        ("shown", march(20), {}),
    ]
    first, second = clocks(of, lived(of, march(2), *before))
    assert (first.due, second.due) == (march(16), date(2026, 4, 3))
    assert first.stops == ()
    assert [(each.still.first, each.still.last) for each in second.stops] == [
        (march(17), march(20))
    ]
    assert "Left out are the days from Tuesday 17 March 2026 to Friday 20 March 2026" in explain(
        second
    )


def test_a_forecast_says_that_of_what_recurs_the_next_time_alone_is_foreseen() -> None:
    """The answer of 15 April comes after two more letters, of which the forecast knew nothing."""
    news = "news: {by: staff, every: 2 weeks of came, until: answer, cites: C-1}"
    of = law("within: 30 working days of came, then: over", news)
    found = forecast(of, lived(of, march(2)), as_of=march(3))
    (way,) = [each for each in found.ways if each.leads == ("answer",)]
    assert way.again == ("news",)
    assert [each.step for each in way.foreseen] == ["news", "answer"]
    said = "Of what recurs the next time alone is foreseen: news recurs."
    assert explain(found).count(said) == len(found.ways)
    once = law("within: 30 working days of came, then: over")
    assert "recur" not in explain(forecast(once, lived(once, march(2)), as_of=march(3)))


def test_the_day_on_which_the_time_before_is_due_was_only_once_it_has_come() -> None:
    of = law("every: 10 working days of came from the schedule")
    further = clocks(of, lived(of, march(2), ("answer", march(3), {})))[1]
    assert "from Monday 16 March 2026, when answer is due." in explain(further, as_of=march(4))
    assert "from Monday 16 March 2026, when answer was due." in explain(further, as_of=march(16))
    assert "when answer was due." in explain(further)


def test_an_hour_that_had_passed_when_its_time_began_stands_still_for_nothing() -> None:
    """Between the start and a moment before it lies no time that could be left out. Nobody may settle such
    an hour; a record that was kept elsewhere may say it."""
    still = "stands_still: {first_day: day of asked, last_day: day of ended, cites: C-2}"
    of = law(f"within: 10 to 500 hours of shown, {still}", must=SETTLED)
    came = lived(of, datetime(2026, 6, 1, 9, tzinfo=LONDON))
    agreed = datetime(2026, 6, 10, 12, tzinfo=LONDON)
    for hour, ends in ((23, True), (11, False)):
        told = (
            Action("settled", at=date(2026, 6, 2), by="bob", settles=agreed),
            Action("asked", at=date(2026, 6, 5), by="bob"),
            Action("shown", at=datetime(2026, 6, 10, hour, tzinfo=LONDON), by="ann"),
        )
        events = [Event(action=action, id=f"{action.name}!") for action in told]
        [clock] = clocks(of, engine.restore(of, events, onto=came))
        assert (None if clock.latest is None else clock.latest.due) == (agreed if ends else None)
