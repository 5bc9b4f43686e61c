"""When an anchor was reached. Letters such as A3 name paragraphs of the language.

Clocks have a page of their own in `test_deadlines`, what is agreed about time in `test_settling`.
"""

from datetime import timedelta

import pytest

from complaintflow import engine
from complaintflow.case import Case
from complaintflow.course import Course
from complaintflow.moments import Moment
from complaintflow.procedure import (
    Anchor,
    EndOf,
    FirstOf,
    Happened,
    Missed,
    Procedure,
    ReceiptOf,
    StartOf,
    Which,
)
from complaintflow.rulings import TooEarly
from complaintflow.timing import happened, open_since
from tests.policies import (
    FORTH_AND_BACK,
    day,
    done,
    hour,
    lived,
    people,
    policy,
    refused,
    ruling,
    statuses,
)


def reached(law: Procedure, course: Course, anchor: Anchor, now: int = 30) -> Moment | None:
    """When an anchor was reached, as of the end of a day."""
    found = happened(law, course, anchor, now=day(now))
    return None if found is None else found.at


@pytest.fixture(scope="module")
def loop() -> Procedure:
    return policy(FORTH_AND_BACK)


@pytest.fixture
def opened(loop: Procedure) -> Case:
    case = engine.begin(loop, at=day(1), people=people(cy="customer", ola="officer"))
    return done(loop, done(loop, case, "noted", day(1), "cy"), "came", day(2), "cy")


# --- what happened ----------------------------------------------------------------------


def test_after_asks_for_what_happened_in_this_visit(loop: Procedure, opened: Case) -> None:
    """A3, A6: since the place that declares the name was last entered."""
    assert refused(loop, opened, "told", day(3), "ola") == ["told.after"]
    case = lived(loop, opened, (3, "seen"))
    assert refused(loop, case, "told", day(3), "ola") == []
    case = lived(loop, case, (4, "pushed"), (5, "sent_back"))
    assert refused(loop, case, "told", day(5), "ola") == ["told.after"]


def test_what_another_place_declares_may_have_happened_before(
    loop: Procedure, opened: Case
) -> None:
    """A6: or before it, when declared elsewhere."""
    case = lived(loop, opened, (3, "seen"), (4, "pushed"))
    assert refused(loop, case, "now_seen", day(4), "ola") == []
    assert refused(loop, case, "early", day(4), "ola") == []
    case = lived(loop, case, (5, "sent_back"), (6, "pushed"))
    assert refused(loop, case, "now_seen", day(6), "ola") == ["now_seen.after"]


def test_first_and_last_look_at_the_whole_history(loop: Procedure, opened: Case) -> None:
    """A3."""
    case = lived(loop, opened, (3, "pushed"))
    assert refused(loop, case, "once", day(3), "ola") == ["once.after"]
    assert refused(loop, case, "latest", day(3), "ola") == ["latest.after"]
    case = lived(loop, opened, (3, "seen"), (4, "seen"), (5, "pushed"), (6, "sent_back"))
    now = engine.course_of(loop, case)
    assert reached(loop, now, Happened("seen", Which.FIRST)) == day(3)
    assert reached(loop, now, Happened("seen", Which.LAST)) == day(4)
    assert reached(loop, now, Happened("seen")) is None
    case = lived(loop, case, (7, "pushed"))
    assert refused(loop, case, "once", day(7), "ola") == []
    assert refused(loop, case, "latest", day(7), "ola") == []


def test_a_name_means_the_first_time_in_this_visit(loop: Procedure, opened: Case) -> None:
    """A3."""
    case = lived(loop, opened, (3, "seen"), (4, "seen"))
    assert reached(loop, engine.course_of(loop, case), Happened("seen")) == day(3)
    case = lived(loop, case, (5, "pushed"), (6, "sent_back"), (8, "seen"), (9, "seen"))
    assert reached(loop, engine.course_of(loop, case), Happened("seen")) == day(8)


def test_start_and_end_of_a_stage_are_those_of_its_latest_visit(
    loop: Procedure, opened: Case
) -> None:
    """A3."""
    now = engine.course_of(loop, opened)
    assert reached(loop, now, StartOf("first")) == day(2)
    assert reached(loop, now, EndOf("first")) is None
    assert reached(loop, now, StartOf("second")) is None
    assert reached(loop, now, EndOf("second")) is None
    case = lived(loop, opened, (4, "pushed"))
    assert reached(loop, engine.course_of(loop, case), EndOf("first")) == day(4)
    case = lived(loop, case, (6, "sent_back"))
    now = engine.course_of(loop, case)
    assert reached(loop, now, StartOf("first")) == day(6)
    assert reached(loop, now, EndOf("first")) is None  # this visit has not ended yet
    assert reached(loop, now, EndOf("second")) == day(6)


def test_all_that_stands_under_after_must_have_happened(loop: Procedure, opened: Case) -> None:
    """D8: after: each of."""
    case = lived(loop, opened, (4, "pushed"))
    found = ruling(loop, case, "ready", day(4), "ola").reasons
    assert [str(anchor) for reason in found for anchor in reason.waits_for] == ["agreed"]  # type: ignore[union-attr]
    assert refused(loop, case, "again", day(4), "ola") == ["again.after"]
    case = lived(loop, case, (5, "agreed"))
    assert refused(loop, case, "ready", day(5), "ola") == []


def test_a_fact_counts_since_the_case_began(loop: Procedure, opened: Case) -> None:
    """A3: declared in facts: since the case began."""
    case = lived(loop, opened, (3, "agreed"), (4, "pushed"), (5, "sent_back"), (6, "pushed"))
    assert refused(loop, case, "ready", day(6), "ola") == []


# --- when a step is open ----------------------------------------------------------------


def test_a_step_is_open_since_its_place_was_entered_and_all_before_it_had_come(
    loop: Procedure, opened: Case
) -> None:
    def since(case: Case, step: str) -> Moment | None:
        return open_since(loop, engine.course_of(loop, case), loop.steps[step], now=day(30))

    assert since(opened, "seen") == day(2)
    assert since(opened, "told") is None
    assert since(opened, "early") is None  # its place was never entered
    case = lived(loop, opened, (4, "seen"))
    assert since(case, "told") == day(4)
    case = lived(loop, case, (5, "pushed"))
    assert since(case, "early") == day(5)  # noted was before


# --- A or B, and what was missed --------------------------------------------------------

LATE = """
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
facts: {waived: {means: it is waived, decided_by: chair}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      replied:  {by: officer, to: customer, within: 3 working days of start of first}
      aimed:    {by: officer, aim_within: 2 working days of came}
      both:     {by: officer, aim_within: 2 working days of came, within: 5 working days of came}
      rung:     {by: officer, within: 24 hours of replied}
      decided:  {by: officer, to: [customer, chair], within: 2 working days after receipt of replied}
    may:
      objected: {by: customer, within: 4 working days of came}
      pressed:  {by: customer, after: replied or missed replied}
      chased:   {by: customer, after: missed aimed}
      hurried:  {by: customer, after: missed both}
      called:   {by: customer, after: missed rung}
      too_late: {by: customer, after: missed objected}
      appealed: {by: customer, after: receipt of decided by customer or waived, then: second}
      answered: {by: chair, after: receipt of decided by chair}
  second:
    title: Second
    may:
      blamed: {by: customer, after: missed replied}
      back:   {by: customer, then: first}
ends: {shut: {title: Shut}}
"""


@pytest.fixture(scope="module")
def late() -> Procedure:
    return policy(LATE)


@pytest.fixture
def come(late: Procedure) -> Case:
    case = engine.begin(late, at=day(1), people=people(cy="customer", ola="officer", di="chair"))
    return done(late, case, "came", day(1), "cy")


@pytest.mark.parametrize(
    ("step", "due"), [("pressed", 4), ("chased", 3), ("hurried", 8), ("too_late", 5)]
)
def test_what_is_missed_is_reached_on_the_day_after_it_was_due(
    late: Procedure, come: Case, step: str, due: int
) -> None:
    """A3: the first instant after X's due time; of a step with an aim and a promise, the promise's."""
    rule = f"{step}.after"
    assert refused(late, come, step, day(due), "cy") == [rule]
    assert refused(late, come, step, hour(due, 23, 59), "cy") == [rule]
    assert refused(late, come, step, day(due + 1), "cy") == []


def test_what_was_missed_has_the_day_after_as_its_date(late: Procedure, come: Case) -> None:
    now = engine.course_of(late, come)
    assert reached(late, now, Missed("replied"), now=4) is None
    assert reached(late, now, Missed("replied"), now=5) == day(5)
    assert reached(late, now, Missed("replied"), now=20) == day(5)
    assert reached(late, now, Missed("aimed"), now=20) == day(4)


def test_what_was_done_in_time_is_never_missed(late: Procedure, come: Case) -> None:
    case = done(late, come, "replied", day(4), "ola")
    assert reached(late, engine.course_of(late, case), Missed("replied")) is None


def test_what_was_missed_stays_missed_though_it_comes_late(late: Procedure, come: Case) -> None:
    """A3: it stays even if X comes late."""
    case = done(late, come, "replied", day(9), "ola")
    assert reached(late, engine.course_of(late, case), Missed("replied")) == day(5)


def test_a_time_in_hours_is_missed_the_instant_after(late: Procedure, come: Case) -> None:
    case = done(late, come, "replied", hour(3, 15), "ola")
    now = engine.course_of(late, case)
    at = hour(4, 15) + timedelta(microseconds=1)
    assert happened(late, now, Missed("rung"), now=hour(4, 15)) is None
    found = happened(late, now, Missed("rung"), now=hour(4, 15, 1))
    assert found is not None
    assert found.at == at
    assert refused(late, case, "called", hour(4, 15), "cy") == ["called.after"]
    assert refused(late, case, "called", hour(4, 15, 1), "cy") == []


def test_hours_from_a_bare_day_are_missed_only_where_that_is_certain(
    late: Procedure, come: Case
) -> None:
    """A3: of a range, its latest."""
    case = done(late, come, "replied", day(3), "ola")
    assert refused(late, case, "called", day(4), "cy") == ["called.after"]
    assert refused(late, case, "called", hour(5, 0), "cy") == ["called.after"]
    assert refused(late, case, "called", day(5), "cy") == []


def test_what_waits_for_its_start_is_not_missed(late: Procedure, come: Case) -> None:
    assert statuses(late, come, "rung", day(30)) == ["waiting"]
    assert refused(late, come, "called", day(30), "cy") == ["called.after"]


def test_what_was_missed_in_one_stage_is_missed_in_the_next(late: Procedure, come: Case) -> None:
    case = done(late, come, "waived", day(2), "di", answer=True)
    in_time = done(late, case, "appealed", day(3), "cy")
    assert statuses(late, in_time, "replied", day(20)) == ["discharged"]
    assert refused(late, in_time, "blamed", day(20), "cy") == ["blamed.after"]
    too_late = done(late, case, "appealed", day(8), "cy")
    assert refused(late, too_late, "blamed", day(8), "cy") == []


def test_a_stage_entered_again_has_missed_nothing_yet(late: Procedure, come: Case) -> None:
    """A2: each visit of a place is one of its own."""
    case = done(late, come, "waived", day(2), "di", answer=True)
    case = done(late, case, "appealed", day(8), "cy")
    case = done(late, case, "back", day(9), "cy")
    now = engine.course_of(late, case)
    assert reached(late, now, Missed("replied"), now=12) is None
    assert reached(late, now, Missed("replied"), now=13) == day(13)


def test_of_two_anchors_either_will_do_and_the_first_that_came_counts(
    late: Procedure, come: Case
) -> None:
    either = FirstOf((Happened("replied"), Missed("replied")))
    now = engine.course_of(late, come)
    assert reached(late, now, either, now=4) is None
    assert reached(late, now, either, now=5) == day(5)
    in_time = engine.course_of(late, done(late, come, "replied", day(3), "ola"))
    assert reached(late, in_time, either) == day(3)
    after = engine.course_of(late, done(late, come, "replied", day(9), "ola"))
    assert reached(late, after, either) == day(5)


def test_what_must_come_first_is_told_as_it_is_written(late: Procedure, come: Case) -> None:
    (reason,) = ruling(late, come, "pressed", day(2), "cy").reasons
    assert isinstance(reason, TooEarly)
    assert [str(anchor) for anchor in reason.waits_for] == ["replied or missed replied"]


# --- receipts ---------------------------------------------------------------------------


def test_a_receipt_is_the_day_that_is_recorded_and_none_is_presumed(
    late: Procedure, come: Case
) -> None:
    """A3: unknown: not yet. Never presumed."""
    receipt = ReceiptOf("decided", "customer", said=True)
    case = done(late, come, "decided", day(3), "ola", to=["cy", "di"])
    assert reached(late, engine.course_of(late, case), receipt) is None
    case = done(
        late, case, "decided", day(8), "ola", received={"cy": day(5)}, record={"adds_to": "last"}
    )
    assert reached(late, engine.course_of(late, case), receipt) == day(5)
    assert reached(late, engine.course_of(late, case), receipt, now=4) is None


def test_each_office_has_its_own_receipt(late: Procedure, come: Case) -> None:
    case = done(late, come, "decided", day(3), "ola", received={"chair": day(4)})
    assert refused(late, case, "answered", day(4), "di") == []
    assert refused(late, case, "appealed", day(4), "cy") == ["appealed.after"]


def test_an_office_has_it_once_the_first_who_holds_it_has(late: Procedure) -> None:
    case = engine.begin(
        late, at=day(1), people=people(cy="customer", cal="customer", ola="officer", di="chair")
    )
    case = done(late, case, "came", day(1), "cy")
    received = {"cy": day(6), "cal": day(5), "di": day(4)}
    case = done(late, case, "decided", day(3), "ola", received=received)
    receipt = ReceiptOf("decided", "customer", said=True)
    assert reached(late, engine.course_of(late, case), receipt) == day(5)


def test_a_receipt_starts_a_clock(late: Procedure, come: Case) -> None:
    case = done(late, come, "replied", day(3), "ola", received={"cy": day(4)})
    assert statuses(late, case, "decided", day(3)) == ["waiting"]
    assert statuses(late, case, "decided", day(8)) == ["running"]
    assert statuses(late, case, "decided", day(9)) == ["overdue"]
