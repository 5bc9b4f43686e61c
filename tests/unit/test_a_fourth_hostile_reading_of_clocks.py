"""What a fourth reviewer found of clocks: what is left, what is projected, and each day explained."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from complaintflow import engine, explain
from complaintflow.case import Action, Case, Person
from complaintflow.deadlines import Clock
from complaintflow.forecasting import forecast
from complaintflow.procedure import Procedure
from tests.policies import policy, whole_policy

LONDON = ZoneInfo("Europe/London")
BASE = """
roles:
  reader: {title: You}
  staff:  {title: Staff}
clauses:
  C-1: {at: "1", says: when}
  C-2: {at: "2", says: still}
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
HEADER = """\
complaintflow: 1
policy: {id: small, title: A small policy, version: "1", in_force_from: 2024-01-01}
counting: {working_days: england-and-wales, day_one: day after, time_zone: Europe/London, MORE}
"""
STILL = "stands_still: {first_day: day after asked, last_day: day of shown, cites: C-2}"
WEEKS_MORE = "may_extend: {more: {by: staff, adds: 10 working days, cites: C-1}}"


def law(rules: str, must: str = "", counting: str | None = None) -> Procedure:
    text = BASE.replace("RULES", rules).replace("MUST", must)
    return (
        policy(text) if counting is None else whole_policy(HEADER.replace("MORE", counting) + text)
    )


def lived(of: Procedure, came: date, *events: tuple[str, date, dict[str, Any]]) -> Case:
    people = {"ann": Person(holds="reader"), "bob": Person(holds="staff")}
    day = came.date() if isinstance(came, datetime) else came
    case = engine.begin(of, at=day, people=people)
    case = engine.apply(of, case, Action("came", at=came, by="ann"))
    for name, at, said in events:
        by = "ann" if name == "shown" else "bob"
        case = engine.apply(of, case, Action(name, at=at, by=by, **said))
    return case


def the_clock(of: Procedure, case: Case, step: str = "answer") -> Clock:
    (clock,) = [each for each in engine.clocks(of, case) if each.step == step]
    return clock


def left(clock: Clock, as_of: date) -> str:
    return str(clock.remaining(as_of=as_of))


MARCH = [date(2026, 3, number) for number in range(1, 32)]


def march(number: int) -> date:
    return MARCH[number - 1]


# --- what is left -------------------------------------------------------------------------------


def test_what_is_left_takes_in_the_time_before_what_was_added() -> None:
    of = law(f"within: 1 month of came, {WEEKS_MORE}")
    clock = the_clock(of, lived(of, march(2), ("more", march(5), {})))
    assert clock.due == date(2026, 4, 20)
    assert left(clock, march(6)) == "45 calendar days"


def test_what_is_left_takes_in_the_time_before_a_ceiling_of_another_day() -> None:
    rules = "within: 10 working days of came, may_extend: {more: {by: staff, up_to: 5 working days of date set by hearing_set}}"
    must = "hearing_set: {by: staff, sets_time_of: hearing}\n      hearing: {by: staff}"
    of = law(rules, must)
    case = lived(
        of,
        march(2),
        ("hearing_set", march(3), {"settles": date(2026, 5, 8)}),
        ("more", march(5), {}),
    )
    clock = the_clock(of, case)
    assert clock.due == date(2026, 5, 15)
    assert left(clock, march(6)) == "47 working days"
    assert "from date set by hearing_set, which is Friday 8 May 2026" in explain(
        clock, as_of=march(6)
    )


def test_hours_that_are_left_take_in_those_before_an_agreed_day() -> None:
    of = law(
        "within: 24 to 48 hours of came, may_extend: {more: {by: staff, adds: 24 hours}}",
        "settled: {by: staff, sets_time_of: answer}",
    )
    at = datetime(2026, 3, 2, 10, tzinfo=LONDON)
    until = datetime(2026, 3, 4, 10, tzinfo=LONDON)
    case = lived(of, at, ("settled", at, {"settles": until}), ("more", at, {}))
    assert left(the_clock(of, case), at) == "72 hours"


def test_an_agreed_day_stands_still_only_from_the_day_after_it_was_agreed() -> None:
    of = law(f"within: 10 working days of came, may_extend: {{more: {{by: staff}}}}, {STILL}")
    agreed = ("more", march(10), {"settles": march(31)})
    still = lived(of, march(2), ("asked", march(5), {}), agreed)
    assert left(the_clock(of, still), march(11)) == "15 working days"
    shown = lived(of, march(2), ("asked", march(5), {}), agreed, ("shown", march(12), {}))
    clock = the_clock(of, shown)
    assert clock.due == date(2026, 4, 2)
    assert left(clock, march(12)) == "15 working days"
    (stop,) = clock.stops
    assert (stop.still.first, stop.still.last) == (march(11), march(12))
    assert "C-2" in clock.clauses


# --- more time ----------------------------------------------------------------------------------


def test_less_than_all_that_may_be_added_is_so_much_more() -> None:
    of = law(
        "within: 10 working days of came, may_extend: {more: {by: staff, adds: 10 working days}}"
    )
    five = lived(of, march(2), ("more", march(5), {"settles": "5 working days"}))
    assert the_clock(of, five).due == march(23)
    ten = lived(of, march(2), ("more", march(5), {"settles": "10 working days"}))
    assert the_clock(of, ten).due == march(30)
    people = lived(of, march(2))
    too_much = Action("more", at=march(5), by="bob", settles="11 working days")
    assert [r.rule for r in engine.decide(of, people, too_much).reasons] == ["more.adds"]


# --- what is projected --------------------------------------------------------------------------


def test_days_off_that_are_projected_are_told_wherever_they_bear_on_the_end() -> None:
    late = datetime(2031, 12, 24, 17, tzinfo=LONDON)
    cut_off = law("within: 2 weeks of came", counting="cut_off: '16:00'")
    assert the_clock(cut_off, lived(cut_off, late)).projected
    added = law("within: 10 working days of came, may_extend: {more: {by: staff, adds: 1 month}}")
    case = lived(added, date(2031, 12, 18), ("more", date(2031, 12, 19), {}))
    assert the_clock(added, case).projected
    assert "projected" in explain(the_clock(added, case))
    missed = law(
        "within: 10 working days of came", "why: {by: staff, within: 2 weeks of missed answer}"
    )
    assert the_clock(missed, lived(missed, date(2031, 12, 18)), "why").projected
    near = lived(missed, date(2026, 3, 2))
    assert not the_clock(missed, near, "why").projected
    ahead = law(
        "within: 10 working days of came",
        "second: {by: staff, after: answer, within: 20 working days of answer, then: over}",
    )
    ways = forecast(ahead, lived(ahead, date(2028, 12, 1)), as_of=date(2028, 12, 1)).ways
    assert any(way.projected for way in ways)
    assert "are projected" in explain(
        forecast(ahead, lived(ahead, date(2028, 12, 1)), as_of=date(2028, 12, 1))
    )


# --- each day explained -------------------------------------------------------------------------


def test_what_was_added_is_told_after_what_was_counted_first() -> None:
    of = law(f"within: 1 month of came, {WEEKS_MORE}, {STILL}")
    case = lived(
        of, march(2), ("more", march(5), {}), ("asked", march(9), {}), ("shown", march(19), {})
    )
    clock = the_clock(of, case)
    assert clock.due == date(2026, 4, 24)
    assert "C-2" in clock.clauses
    lines = explain(clock).splitlines()
    counted = lines.index("Counted: 1 month from came, which was Monday 2 March 2026.")
    added = lines.index("Added: 10 working days after Sunday 12 April 2026.")
    assert counted < lines.index(" 31  Sun 12 Apr 2026") < added
    assert lines[-1].endswith("Fri 24 Apr 2026")
    days = [day.date for day in clock.days()]
    assert days == [date.fromordinal(march(2).toordinal() + n) for n in range(1, 54)]


def test_a_cut_off_is_told_of_the_start_and_not_of_what_is_added() -> None:
    of = law(f"within: 1 month of came, {WEEKS_MORE}", counting="cut_off: '16:00'")
    early = lived(of, datetime(2026, 3, 2, 10, tzinfo=LONDON), ("more", march(5), {}))
    assert "16:00" not in explain(the_clock(of, early))
    plain = law("within: 2 weeks of came", counting="cut_off: '16:00'")
    text = explain(the_clock(plain, lived(plain, datetime(2026, 4, 2, 17, tzinfo=LONDON))))
    assert (
        "Thursday 2 April 2026 at 17:00 is after 16:00, so it counts as Tuesday 7 April 2026, since "
        "Friday 3 April 2026 (Good Friday), Saturday 4 April 2026 (Saturday), Sunday 5 April 2026 "
        "(Sunday) and Monday 6 April 2026 (Easter Monday) are none."
    ) in text


def test_a_roll_is_told_also_where_it_goes_back() -> None:
    of = law("within: 2 weeks of came", counting="roll: previous")
    text = explain(the_clock(of, lived(of, march(1))))
    moved = "It would be Sunday 15 March 2026, and is moved to Friday 13 March 2026"
    assert f"{moved}, since Saturday 14 March 2026 (Saturday) is no working day." in text


def test_what_moved_the_earlier_of_two_ends_is_told() -> None:
    still = STILL.replace("cites", "ceiling: runs on, cites")
    of = law(
        f"within: 10 to 20 working days of came, at_latest: 22 working days of came, {still}",
        "settled: {by: staff, sets_time_of: answer}",
    )
    clock = the_clock(of, lived(of, march(2), ("asked", march(4), {}), ("shown", march(11), {})))
    assert clock.earliest is not None
    assert clock.earliest.due == march(23)
    assert [stop.rule.cites[0].id for stop in clock.stops] == ["C-2"]


def test_a_band_that_nobody_settled_is_why_there_are_two_ends_whatever_was_added() -> None:
    of = law(
        "within: 10 to 20 working days of came, may_extend: {more: {by: staff, adds: 5 working days}}",
        "settled: {by: staff, sets_time_of: answer}",
    )
    text = explain(the_clock(of, lived(of, march(2), ("more", march(5), {}))))
    assert "its time is not settled yet; settled is to settle it" in text.splitlines()[0]


def test_what_has_come_was_and_what_is_to_come_is() -> None:
    of = law("within: 5 working days of came", "why: {by: staff, within: 2 weeks of missed answer}")
    clock = the_clock(of, lived(of, march(2)), "why")
    assert ", if missed answer comes: that time is up" in explain(clock, as_of=march(6))
    assert ", if missed answer comes" not in explain(clock, as_of=march(23))


def test_an_hour_that_comes_twice_is_told_with_its_time_zone() -> None:
    of = law("within: 24 hours of came", "second: {by: staff, within: 25 hours of came}")
    case = lived(of, datetime(2026, 10, 24, 1, 30, tzinfo=LONDON))
    first, second = (explain(the_clock(of, case, step)) for step in ("answer", "second"))
    assert "due on Sunday 25 October 2026 at 01:30 BST." in first
    assert "due on Sunday 25 October 2026 at 01:30 GMT." in second


def test_what_counts_from_a_later_day_waits_while_it_stands_still() -> None:
    rules = (
        "within: 2 weeks of came, may_extend: {more: {by: staff, up_to: 24 calendar days of more}}"
    )
    of = law(f"{rules}, {STILL}")
    clock = the_clock(of, lived(of, march(2), ("asked", march(2), {}), ("more", march(4), {})))
    assert clock.latest is None
    assert left(clock, march(6)) == "24 calendar days"
    ended = lived(
        of, march(2), ("asked", march(2), {}), ("more", march(4), {}), ("shown", march(9), {})
    )
    assert the_clock(of, ended).due == date(2026, 4, 2)
    assert left(the_clock(of, ended), march(9)) == "24 calendar days"


def test_only_what_falls_into_the_count_is_told_to_be_left_out() -> None:
    of = law(f"within: 10 working days of came, {STILL}")
    once: list[tuple[str, date, dict[str, Any]]] = [
        ("asked", march(13), {}),
        ("shown", march(17), {}),
    ]
    after: list[tuple[str, date, dict[str, Any]]] = [
        ("asked", march(23), {}),
        ("shown", march(24), {}),
    ]
    clock = the_clock(of, lived(of, march(2), *once, *after))
    assert clock.due == march(18)
    assert [(each.still.first, each.still.last) for each in clock.stops] == [(march(14), march(17))]
    on_the_last_day = lived(
        of, march(2), ("asked", march(15), {}), ("shown", march(16), {}), *after
    )
    clock = the_clock(of, on_the_last_day)
    assert clock.due == march(17)
    assert [(each.still.first, each.still.last) for each in clock.stops] == [(march(16), march(16))]
