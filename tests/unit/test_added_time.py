"""More time that is added each time: so many days on from where the time ended.

Barnsley's stage one is ten working days "and a further ten" (regulation 14(5) of the 2006
regulations); other procedures add a fixed time again and again.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Person
from complaintflow.diagnostics import DefinitionError
from complaintflow.procedure import Procedure
from tests.policies import whole_policy

TEXT = """
complaintflow: 1
policy: {{id: small, title: Small, version: "1", in_force_from: 2020-01-01}}
counting: {{working_days: england-and-wales, day_one: day after, time_zone: Europe/London{counting}}}
clauses: {{C-1: {{at: "1", says: when}}}}
roles: {{customer: {{title: You}}, officer: {{title: An officer}}}}
begins:
  came: {{by: customer, then: looking, cites: C-1}}
stages:
  looking:
    title: Looking
    must:
      answered:
        by: officer
        within: {within} of came
        may_extend:
          longer: {{by: officer, {way}, cites: C-1}}
        stands_still: {{first_day: day of paused, last_day: day of resumed}}
        cites: C-1
    may:
      paused: {{by: officer, cites: C-1}}
      resumed: {{by: officer, cites: C-1}}
      over: {{by: customer, then: done, cites: C-1}}
ends:
  done: {{title: Done}}
"""


def law(
    within: str = "10 working days", way: str = "adds: 10 working days", counting: str = ""
) -> Procedure:
    return whole_policy(TEXT.format(within=within, way=way, counting=counting))


Row = tuple[date, str, dict[str, Any]]


def lived(policy: Procedure, start: date, *rows: Row) -> Case:
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    case = engine.begin(policy, at=start, people=people)
    case = engine.apply(policy, case, Action("came", at=start, by="cy"))
    for at, name, words in rows:
        case = engine.apply(policy, case, Action(name, at=at, by="ola", **words))
    return case


def due(policy: Procedure, case: Case) -> object:
    [clock] = engine.clocks(policy, case)
    return clock.due


def test_ten_and_a_further_ten_working_days_are_twenty_across_easter() -> None:
    """From 23 March 2026: 10 end on 8 April (Good Friday and Easter Monday are off), 20 on 22 April."""
    policy, start = law(), date(2026, 3, 23)
    assert due(policy, lived(policy, start)) == date(2026, 4, 8)
    case = lived(policy, start, (date(2026, 4, 1), "longer", {}))
    assert due(policy, case) == date(2026, 4, 22)
    [clock] = engine.clocks(policy, case)
    assert [day.n for day in clock.days() if day.counted] == list(range(1, 21))


def test_it_is_added_each_time_it_is_given() -> None:
    policy = law(way="adds: 3 working days")
    twice: list[Row] = [(date(2026, 6, 2), "longer", {}), (date(2026, 6, 3), "longer", {})]
    case = lived(policy, date(2026, 6, 1), *twice)
    assert due(policy, case) == date(2026, 6, 23)  # 10 + 3 + 3


def test_two_months_are_not_a_month_after_a_month() -> None:
    """Like units add: from 31 January a month ends on 28 February, and two on 31 March."""
    policy = law("1 month", "adds: 1 month")
    case = lived(policy, date(2026, 1, 31), (date(2026, 2, 2), "longer", {}))
    assert due(policy, case) == date(2026, 3, 31)


def test_unlike_units_are_counted_on_from_the_end_before_it_was_rolled() -> None:
    """A month from Wednesday 6 May 2026 ends on Saturday 6 June; five calendar days on is the 11th,
    where from Monday 8 June it would be the 13th, rolled to the 15th."""
    policy = law("1 month", "adds: 5 calendar days", ", roll: next")
    assert due(policy, lived(policy, date(2026, 5, 6))) == date(2026, 6, 8)
    case = lived(policy, date(2026, 5, 6), (date(2026, 5, 7), "longer", {}))
    assert due(policy, case) == date(2026, 6, 11)


def test_days_that_stand_still_are_left_out_of_what_is_added_too() -> None:
    """10 working days of 1 June end on the 15th, 20 on the 29th; 16 to 18 June stand still."""
    policy = law()
    paused: list[Row] = [(date(2026, 6, 16), "paused", {}), (date(2026, 6, 18), "resumed", {})]
    assert due(policy, lived(policy, date(2026, 6, 1), *paused)) == date(2026, 6, 15)
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 2), "longer", {}), *paused)
    assert due(policy, case) == date(2026, 7, 2)


def test_less_may_be_settled_and_more_is_refused() -> None:
    policy, start = law(), date(2026, 6, 1)
    less = (date(2026, 6, 2), "longer", {"settles": date(2026, 6, 20)})
    assert due(policy, lived(policy, start, less)) == date(2026, 6, 20)
    case = lived(policy, start)
    more = Action("longer", at=date(2026, 6, 2), by="ola", settles=date(2026, 6, 30))
    [reason] = engine.decide(policy, case, more).reasons
    assert (reason.rule, reason.code) == ("longer.adds", "wrong-time")


def test_it_reaches_no_further_than_it_may() -> None:
    policy = law(way="adds: 10 working days, up_to: 15 working days of came")
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 2), "longer", {}))
    assert due(policy, case) == date(2026, 6, 22)


def test_after_a_day_that_was_settled_it_counts_on_from_that_day() -> None:
    policy = law(way="adds: 5 working days")
    settled = (date(2026, 6, 2), "longer", {"settles": date(2026, 6, 17)})
    case = lived(policy, date(2026, 6, 1), settled, (date(2026, 6, 3), "longer", {}))
    assert due(policy, case) == date(2026, 6, 24)


def test_a_way_to_more_time_without_by_is_of_whoever_does_the_step() -> None:
    policy = whole_policy(
        TEXT.format(within="2 weeks", way="adds: 1 week", counting="").replace(
            "longer: {by: officer, ", "longer: {agreed_by: customer, "
        )
    )
    assert policy.steps["longer"].by == ("officer",)
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 2), "longer", {"agreed_by": "cy"}))
    assert due(policy, case) == date(2026, 6, 22)


@pytest.mark.parametrize(
    ("within", "way"), [("48 hours", "adds: 2 calendar days"), ("2 weeks", "adds: 24 hours")]
)
def test_hours_and_days_do_not_add_up(within: str, way: str) -> None:
    with pytest.raises(DefinitionError, match="are added to a time that is counted in"):
        law(within, way)


def test_hours_add_to_hours() -> None:
    policy = law("48 hours", "adds: 24 hours")
    nine = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Europe/London"))
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    case = engine.begin(policy, at=nine, people=people)
    case = engine.apply(policy, case, Action("came", at=nine, by="cy"))
    case = engine.apply(policy, case, Action("longer", at=date(2026, 6, 2), by="ola"))
    assert due(policy, case) == datetime(2026, 6, 4, 9, tzinfo=ZoneInfo("Europe/London"))


# --- with a day that was agreed, a ceiling that ran on, a stand-still without an end ---------------

LONDON = ZoneInfo("Europe/London")
RUNS_ON = "last_day: day of resumed, ceiling: runs on}"


def law_with(*changes: tuple[str, str], within: str, way: str, counting: str = "") -> Procedure:
    """The same policy with some texts in the place of others."""
    text = TEXT.format(within=within, way=way, counting=counting)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return whole_policy(text)


def test_after_an_agreed_day_it_counts_on_also_where_a_band_ends_on_that_day() -> None:
    """Two months from 31 December end on 28 February; a month after that day is 28 March, and only two
    months and a month, counted, are 31 March."""
    settles = (
        "      over:",
        "      agreed: {by: officer, sets_time_of: answered, cites: C-1}\n      over:",
    )
    policy = law_with(settles, within="1 to 2 months", way="adds: 1 month")
    for said, ends in (("2 months", date(2026, 3, 31)), (date(2026, 2, 28), date(2026, 3, 28))):
        rows: list[Row] = [
            (date(2026, 1, 2), "agreed", {"settles": said}),
            (date(2026, 1, 7), "longer", {}),
        ]
        assert due(policy, lived(policy, date(2025, 12, 31), *rows)) == ends


def test_what_is_added_is_rolled_back_past_the_end_before_it_but_never_past_the_start() -> None:
    """A month from 6 May 2026 ends on Saturday 6 June, a day later on the Sunday: each is moved to Friday."""
    policy = law("1 month", "adds: 1 calendar day", ", roll: previous")
    assert due(policy, lived(policy, date(2026, 5, 6))) == date(2026, 6, 5)
    case = lived(policy, date(2026, 5, 6), (date(2026, 5, 7), "longer", {}))
    assert due(policy, case) == date(2026, 6, 5)
    # from Saturday 6 June both Sundays roll back, the first of them no further than the start
    policy = law("1 calendar day", "adds: 7 calendar days", ", roll: previous")
    assert due(policy, lived(policy, date(2026, 6, 6))) == date(2026, 6, 7)
    case = lived(policy, date(2026, 6, 6), (date(2026, 6, 6), "longer", {}))
    assert due(policy, case) == date(2026, 6, 12)


LONGEST = "          longest: {by: officer, up_to: %s of came, cites: C-1}\n          longer:"


def test_like_units_add_to_a_ceiling_though_that_ran_on_while_the_clock_stood_still() -> None:
    """A month and three days that stand still end on 3 February, two months on 28 February, three on 31 March."""
    changes = [("last_day: day of resumed}", RUNS_ON), ("          longer:", LONGEST % "2 months")]
    policy = law_with(*changes, within="1 month", way="adds: 1 month")
    rows: list[Row] = [
        (date(2026, 1, 5), "paused", {}),
        (date(2026, 1, 7), "resumed", {}),
        (date(2026, 1, 9), "longest", {}),
        (date(2026, 1, 9), "longer", {}),
    ]
    start = date(2025, 12, 31)
    assert due(policy, lived(policy, start, *rows[:2])) == date(2026, 2, 3)
    assert due(policy, lived(policy, start, *rows[:3])) == date(2026, 2, 28)
    case = lived(policy, start, *rows)
    assert due(policy, case) == date(2026, 3, 31)
    [clock] = engine.clocks(policy, case)
    assert [str(leg.span) for leg in clock.legs] == ["3 months"]


def test_hours_go_on_from_within_a_day_that_stands_still() -> None:
    """10 hours of 1 June at 9, a ceiling of 48 hours that runs on, and 24 hours more that do not: 2 to 4
    June stand still."""
    changes = [("last_day: day of resumed}", RUNS_ON), ("          longer:", LONGEST % "48 hours")]
    policy = law_with(*changes, within="10 hours", way="adds: 24 hours")
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    nine = datetime(2026, 6, 1, 9, tzinfo=LONDON)
    case = engine.begin(policy, at=nine, people=people)
    case = engine.apply(policy, case, Action("came", at=nine, by="cy"))
    for hour, name in ((10, "longest"), (11, "longer")):
        at = nine.replace(hour=hour)
        case = engine.apply(policy, case, Action(name, at=at, by="ola"))
    assert due(policy, case) == datetime(2026, 6, 4, 9, tzinfo=LONDON)
    for day, name in ((2, "paused"), (4, "resumed")):
        case = engine.apply(policy, case, Action(name, at=date(2026, 6, day), by="ola"))
    assert due(policy, case) == datetime(2026, 6, 6, tzinfo=LONDON)


def test_the_day_that_begins_with_an_agreed_midnight_may_stand_still() -> None:
    """Agreed for the end of Tuesday 16 June 2026; the 17th stands still, and five more end on the 24th."""
    policy = law(way="adds: 5 working days")
    rows: list[Row] = [
        (date(2026, 6, 2), "longer", {"settles": datetime(2026, 6, 17, tzinfo=LONDON)}),
        (date(2026, 6, 3), "longer", {}),
        (date(2026, 6, 17), "paused", {}),
        (date(2026, 6, 17), "resumed", {}),
    ]
    case = lived(policy, date(2026, 6, 1), *rows)
    assert due(policy, case) == date(2026, 6, 24)
    [clock] = engine.clocks(policy, case)
    listed = [day.date for day in clock.days()]
    assert listed == [date(2026, 6, day) for day in range(2, 25)]


def refused(policy: Procedure, case: Case, at: date, settles: object) -> list[tuple[str, str]]:
    action = Action("longer", at=at, by="ola", settles=settles)  # type: ignore[arg-type]
    return [(each.rule, each.code) for each in engine.decide(policy, case, action).reasons]


def test_more_than_it_adds_is_refused_also_while_the_clock_stands_still() -> None:
    """A length is compared as such; of a date nobody can tell, since the wait makes the time longer."""
    policy = law()
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 2), "paused", {}))
    assert refused(policy, case, date(2026, 6, 3), "11 working days") == [
        ("longer.adds", "wrong-time")
    ]
    assert refused(policy, case, date(2026, 6, 3), "10 working days") == []
    assert refused(policy, case, date(2026, 6, 3), date(2026, 9, 1)) == []


def test_a_length_is_compared_as_such_where_both_would_be_moved_to_one_day() -> None:
    """Two and three calendar days after Thursday 11 June 2026 end at a weekend, and are moved to Monday."""
    policy = law("10 calendar days", "adds: 2 calendar days", ", roll: next")
    case = lived(policy, date(2026, 6, 1))
    assert refused(policy, case, date(2026, 6, 2), "3 calendar days") == [
        ("longer.adds", "wrong-time")
    ]
    assert refused(policy, case, date(2026, 6, 2), date(2026, 6, 15)) == []
    assert refused(policy, case, date(2026, 6, 2), date(2026, 6, 16)) != []


@pytest.mark.parametrize(
    ("within", "adds", "settles"),
    [("48 hours", "72 hours", "1 calendar day"), ("2 weeks", "1 week", "5 hours")],
)
def test_no_days_are_settled_where_hours_are_added(within: str, adds: str, settles: str) -> None:
    policy = law(within, f"adds: {adds}")
    case = lived(policy, date(2026, 6, 1))
    assert refused(policy, case, date(2026, 6, 2), settles) == [("longer.adds", "wrong-time")]


def test_what_lies_beyond_a_ceiling_that_runs_on_is_refused_while_the_clock_stands_still() -> None:
    """The ceiling of 15 working days is 22 June 2026; what is shorter so far may still be kept."""
    ceiling = (
        "        may_extend:",
        "        at_latest: 15 working days of came\n        may_extend:",
    )
    policy = law_with(
        ("last_day: day of resumed}", RUNS_ON),
        ceiling,
        within="10 working days",
        way="before_time_is_up: true",
    )
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 2), "paused", {}))
    assert due(policy, case) == date(2026, 6, 22)
    assert refused(policy, case, date(2026, 6, 3), date(2026, 6, 23)) == [
        ("answered.at_latest", "wrong-time")
    ]
    assert refused(policy, case, date(2026, 6, 3), date(2026, 6, 22)) == []


def test_a_stand_still_after_the_last_day_refuses_no_later_date() -> None:
    """Due on 15 June 2026; on the 16th the clock begins to stand still, and on the 17th more is given."""
    policy = law(way="counts_as: administer")
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 16), "paused", {}))
    assert refused(policy, case, date(2026, 6, 17), date(2026, 6, 30)) == []


def test_a_time_that_is_agreed_until_midnight_is_over_with_the_day_that_ends_then() -> None:
    """Agreed until Wednesday 17 June 2026 at midnight: due with the end of the 16th, late by a day on the 17th."""
    policy = law(way="counts_as: administer")
    midnight = datetime(2026, 6, 17, tzinfo=LONDON)
    case = lived(policy, date(2026, 6, 1), (date(2026, 6, 2), "longer", {"settles": midnight}))
    [clock] = engine.clocks(policy, case)
    left = [str(clock.remaining(as_of=date(2026, 6, day))) for day in (12, 15, 16, 17)]
    late = [str(clock.late(as_of=date(2026, 6, day))) for day in (16, 17, 18)]
    assert left == ["2 working days", "1 working day", "0 working days", "None"]
    assert late == ["None", "1 working day", "2 working days"]
