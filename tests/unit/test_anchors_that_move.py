"""Times of an anchor that moves: when it moves, what starts it again, and what an earlier stay is to it.

1 June 2026 is a Monday, and the month has no day off but weekends.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.case import Case, Person
from complaintflow.changes import next_change
from complaintflow.deadlines import Clock
from complaintflow.procedure import Procedure
from tests.policies import day, done, policy, refused

TEXT = """
roles: {reader: {title: You}, staff: {title: Staff}}
moments:
  firstly: {first_of: [asked, date set by fixed]}
  lastly:  {last_of: [came, asked, date set by fixed]}
  rowed:   {rows: [{after: date set by fixed, from: date set by fixed}, {otherwise: asked}]}
begins: {came: {by: reader, then: one}}
stages:
  one:
    title: One
    must: {x: {by: staff, within: 5 working days of ANCHOR}, held: {by: staff}}
    may:
      asked:  {by: reader}
      begged: {by: reader}
      fixed:  {by: staff, sets_time_of: held}
      gate:   {by: reader, after: date set by fixed}
      left:   {by: reader, then: two}
  two: {title: Two, may: {back: {by: reader, then: one}, shut: {by: reader, then: over}}}
ends: {over: {title: Over}}
"""
PEOPLE = {"ann": Person(holds="reader"), "bob": Person(holds="staff")}
MOVING = ("asked or date set by fixed", "asked or last begged", "firstly", "lastly", "rowed")


def law_of(anchor: str) -> Procedure:
    return policy(TEXT.replace("ANCHOR", anchor))


def lived(law: Procedure, *events: tuple[int, str] | tuple[int, str, Mapping[str, Any]]) -> Case:
    """What happened in June: on which day, and what."""
    case = done(law, engine.begin(law, at=day(1), people=PEOPLE), "came", day(1), "ann")
    for at, name, *said in events:
        by = "bob" if name in ("x", "fixed", "held") else "ann"
        case = done(law, case, name, day(at), by, **(said[0] if said else {}))
    return case


def clocks(law: Procedure, case: Case, at: int) -> list[tuple[Any, Any, str]]:
    """Start, due day and status of each clock of `x`, as of a day in June."""
    found: tuple[Clock, ...] = engine.clocks_as_of(law, case, as_of=day(at))
    return [(c.start, c.due, str(c.status(as_of=day(at)))) for c in found if c.step == "x"]


def on(n: int) -> dict[str, Any]:
    return {"settles": day(n)}


@pytest.mark.parametrize("anchor", ["asked", *MOVING])
def test_what_comes_again_once_it_was_met_starts_another_time(anchor: str) -> None:
    """Clocks: who is asked a second time has the days again, also where something else might have moved the first."""
    law = law_of(anchor)
    case = lived(law, (3, "asked"), (4, "x"), (8, "asked"))
    assert clocks(law, case, 16) == [
        (day(3), day(10), "met"),
        (day(8), day(15), "overdue"),
    ]
    assert "x" in [each.duty for each in engine.owed(law, case, as_of=day(16))]


@pytest.mark.parametrize("anchor", ["asked or date set by fixed", "firstly", "lastly", "rowed"])
def test_a_day_that_was_set_before_starts_another_time_when_it_comes(anchor: str) -> None:
    """0022: of either of two what comes once it was met starts it anew, be it a day."""
    law = law_of(anchor)
    case = lived(law, (2, "fixed", on(15)), (3, "asked"), (4, "x"))
    assert clocks(law, case, 16)[-1] == (day(15), day(22), "running")
    assert clocks(law, case, 16)[0] == (day(3), day(10), "met")


@pytest.mark.parametrize("anchor", ["lastly", "rowed"])
def test_a_day_that_was_set_has_come_on_that_day(anchor: str) -> None:
    """0027: `last_of` is the last that has come, and a row asks what has come, as `after` does."""
    law = law_of(anchor)
    case = lived(law, (1, "asked"), (2, "fixed", on(15)))
    first, second = (day(1), day(8)), (day(15), day(22))
    assert clocks(law, case, 1) == [(*first, "running")]
    for at, status in ((2, "running"), (9, "overdue"), (14, "overdue")):
        assert clocks(law, case, at) == [(*first, status), (*second, "waiting")]
        assert refused(law, case, "gate", day(at), "ann") == ["gate.after"]
    assert clocks(law, case, 15) == [(*first, "overdue"), (*second, "running")]
    assert refused(law, case, "gate", day(15), "ann") == []
    done_in_time = lived(law, (1, "asked"), (2, "fixed", on(15)), (4, "x"))
    assert clocks(law, done_in_time, 4) == [(*first, "met"), (*second, "waiting")]


@pytest.mark.parametrize("anchor", ["lastly", "rowed"])
def test_a_day_that_was_put_off_before_it_came_never_came(anchor: str) -> None:
    law = law_of(anchor)
    case = lived(law, (1, "asked"), (2, "fixed", on(5)), (4, "fixed", on(12)))
    assert clocks(law, case, 30) == [(day(1), day(8), "overdue"), (day(12), day(19), "overdue")]
    sooner = lived(law, (1, "asked"), (2, "fixed", on(15)), (4, "fixed", on(5)))
    assert clocks(law, sooner, 9) == [(day(5), day(12), "running")]


@pytest.mark.parametrize(
    "anchor", ["asked", "date set by fixed", "asked or date set by fixed", "firstly", "rowed"]
)
def test_what_came_in_an_earlier_stay_starts_nothing_in_a_later_one(anchor: str) -> None:
    """Anchors: a name counts since its place was last entered; so does what moves, and the last date that was set."""
    law = law_of(anchor)
    case = lived(law, (2, "asked"), (2, "fixed", on(3)), (3, "left"), (15, "back"))
    assert clocks(law, case, 15)[-1] == (None, None, "waiting")
    asked = done(law, case, "asked", day(16), "ann")
    if "asked" in anchor:
        assert clocks(law, asked, 16)[-1] == (day(16), day(23), "running")


def test_of_the_last_of_several_that_which_is_of_the_whole_case_counts_on() -> None:
    """`came` opens the case and is of no stage that is entered again, so it stays what it was."""
    law = law_of("lastly")
    case = lived(law, (2, "asked"), (3, "left"), (15, "back"))
    assert clocks(law, case, 15)[-1] == (day(1), day(8), "overdue")
    assert clocks(law, done(law, case, "asked", day(16), "ann"), 16)[-1] == (
        day(16),
        day(23),
        "running",
    )


def test_what_is_counted_back_from_what_moves_is_met_by_what_was_done_at_all() -> None:
    """A time before a hearing is kept by what was done at any time before it, also once another day was set for it."""
    back = (
        "within: 5 working days of ANCHOR",
        "at_latest: 2 working days before last date set by fixed",
    )
    law = policy(TEXT.replace(*back))
    case = lived(law, (2, "fixed", on(15)), (4, "x"), (8, "fixed", on(22)))
    assert [each[1:] for each in clocks(law, case, 23)] == [(day(11), "met"), (day(18), "met")]
    assert "x" not in [each.duty for each in engine.owed(law, case, as_of=day(23))]


@pytest.mark.parametrize(
    ("cap", "due"),
    [("told_two", None), ("last told_two", 15), ("start of one", 19), ("counts", 19)],
)
def test_a_ceiling_that_moved_before_a_stay_began_was_not_missed_in_it(
    cap: str, due: int | None
) -> None:
    """0036: what moves bears on a ceiling until its day is missed; in a stay that has not begun nothing is."""
    law = policy(
        """
roles: {reader: {title: You}, staff: {title: Staff}}
moments: {counts: {last_of: [came, start of one]}}
begins: {came: {by: reader, then: one}}
stages:
  one:
    title: One
    must: {x: {by: staff, within: 60 calendar days of came, at_latest: 4 calendar days of CAP}}
    may: {asked: {by: reader, after: missed x}, left: {by: reader, then: two}}
  two: {title: Two, may: {told_two: {by: reader}, back: {by: reader, then: one}}}
ends: {over: {title: Over}}
""".replace("CAP", cap)
    )
    again = ((10, "left"), (11, "told_two"), (15, "back"))
    case = lived(law, (2, "left"), (3, "told_two"), (4, "back"), (5, "x"), *again)
    start, ends, status = clocks(law, case, 15)[-1]
    assert (start, status) == (day(1), "running")
    assert due is None or ends == day(due)
    assert refused(law, case, "asked", day(15), "ann") == ["asked.after"]


BOUND = TEXT.replace(
    "held: {by: staff}}",
    """held: {by: staff}, more: {by: staff, within: 1 working day of came, may_extend: {longer: {by: staff, up_to: 5 working days of ANCHOR}}},
           cap: {by: staff, within: 60 working days of came, at_latest: 5 working days of ANCHOR}}""",
)


@pytest.mark.parametrize("anchor", ["lastly", "rowed"])
def test_until_a_day_that_was_set_comes_all_is_as_it_was(anchor: str) -> None:
    """0027: a day has come on that day; until then the time runs that ran, and bounds what it bounded."""
    law = policy(BOUND.replace("ANCHOR", anchor))
    case = done(law, lived(law, (1, "asked")), "longer", day(1), "bob")
    case = done(law, case, "fixed", day(2), "bob", settles=day(5))

    def bounds(at: int) -> dict[str, Any]:
        found = engine.clocks_as_of(law, case, as_of=day(at))
        return {each.step: each.due for each in found if each.step in ("cap", "more")}

    for at in (2, 4):
        assert clocks(law, case, at) == [(day(1), day(8), "running"), (day(5), day(12), "waiting")]
        assert bounds(at) == {"cap": day(8), "more": day(8)}
        assert "x" in [each.duty for each in engine.owed(law, case, as_of=day(at))]
    assert clocks(law, case, 5) == [(day(5), day(12), "running")]
    assert bounds(5) == {"cap": day(12), "more": day(12)}
    change = next_change(law, case, after=day(4))
    assert change is not None
    assert change.at.date() == day(5)
