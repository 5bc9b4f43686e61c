"""The clocks of cases under Barnsley's page, against numpy's business days.

A band is due from its shortest to its longest time, every time that may be agreed within it on
the day of that time, and none outside it may be; more time ends where its ceiling does, whenever
it was agreed; what follows a receipt counts from it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintflow import engine, files
from complaintflow.case import Action, Case, Person
from complaintflow.procedure import Procedure
from complaintflow.testing import days
from tests.properties.days_by_numpy import AROUND, days_around, due_by_numpy

PEOPLE = {
    "cat": Person(holds="complainant"),
    "tia": Person(holds="team"),
    "hal": Person(holds="handler"),
    "ian": Person(holds="investigator"),
    "ida": Person(holds="independent_person"),
    "sam": Person(holds="service_director"),
    "eva": Person(holds="executive_director"),
    "pan": Person(holds="review_panel"),
}
QUESTIONS = ("child_at_risk", "adult_at_risk", "others_needed", "for_another", "friend_acts")


@cache
def law() -> Procedure:
    return files.load("barnsley-childrens-social-care")


def recorded(case: Case, *actions: Action) -> Case:
    for action in actions:
        case = engine.apply(law(), case, action)
    return case


def taken(at: date) -> Case:
    """A complaint that came in and was taken as one on a day."""
    facts = dict.fromkeys(QUESTIONS, False)
    return recorded(
        engine.begin(law(), at=at, people=PEOPLE, facts=facts),
        Action("complaint_received", at=at, by="cat"),
        Action("concerns_reviewed", at=at, by="tia"),
        Action("complaint_accepted", at=at, by="tia"),
    )


def at_stage_one(at: date) -> Case:
    return recorded(taken(at), Action("early_resolution_declined", at=at, by="cat"))


def at_stage_two(at: date) -> Case:
    came = at - timedelta(days=9)
    return recorded(
        at_stage_one(came),
        Action("stage_one_response_sent", at=came, by="hal", to="cat", how="letter"),
        Action("formal_investigation_requested", at=at, by="cat", to="tia"),
    )


def at_stage_three(at: date) -> Case:
    came = at - timedelta(days=20)
    return recorded(
        at_stage_two(came),
        Action("investigation_report_sent", at=came, by="ian", to="sam", with_="ida"),
        Action("independent_report_sent", at=came, by="ida", to="sam"),
        Action("next_steps_decided", at=came, by="sam"),
        Action("stage_two_response_sent", at=came, by="sam", to="cat", how="letter"),
        Action("review_panel_requested", at=at, by="cat"),
    )


def ends(case: Case, step: str) -> tuple[date, date]:
    """The earliest and the latest due day of a clock, each held against its ledger."""
    clock = [each for each in engine.clocks(law(), case) if each.step == step][-1]
    assert clock.earliest is not None
    assert clock.latest is not None
    for reached in (clock.earliest, clock.latest):
        assert reached.days()[-1].date == reached.due
        assert reached.days()[-1].n == reached.span.amount
    return clock.earliest.due, clock.latest.due


def by_numpy(start: date, n: int) -> date:
    return due_by_numpy([start], n)[0]


BANDS: dict[str, tuple[Callable[[date], Case], str, int, int]] = {
    "stage_one_response_sent": (at_stage_one, "timescale_agreed", 10, 20),
    "stage_two_response_sent": (at_stage_two, "timeline_agreed", 25, 65),
}


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize("step", BANDS)
def test_a_band_runs_from_numpys_shortest_day_to_its_longest(step: str, name: str) -> None:
    opened, _, least, most = BANDS[step]
    starts = days_around(name)
    shortest, longest = due_by_numpy(starts, least), due_by_numpy(starts, most)
    assert [ends(opened(start), step) for start in starts] == list(
        zip(shortest, longest, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(BANDS)), days(first=date(2018, 6, 1), last=date(2031, 6, 1)), st.data()
)
def test_what_is_agreed_within_a_band_is_due_on_numpys_day(
    step: str, start: date, data: st.DataObject
) -> None:
    opened, agreement, least, most = BANDS[step]
    n = data.draw(st.integers(least, most))
    deal = {"at": start, "by": "tia", "agreed_by": "cat"}
    case = opened(start)
    expected = by_numpy(start, n)
    for settles in (f"{n} working days", expected):
        agreed = recorded(case, Action(agreement, settles=settles, **deal))  # type: ignore[arg-type]
        clock = [each for each in engine.clocks(law(), agreed) if each.step == step][-1]
        assert clock.due == expected


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(BANDS)),
    days(first=date(2018, 6, 1), last=date(2031, 6, 1)),
    st.integers(1, 90),
)
def test_a_time_may_be_agreed_exactly_where_numpy_says_it_lies_within_the_band(
    step: str, start: date, days: int
) -> None:
    opened, agreement, least, most = BANDS[step]
    day = start + timedelta(days=days)
    within = by_numpy(start, least) <= day <= by_numpy(start, most)
    action = Action(agreement, at=start, by="tia", agreed_by="cat", settles=day)
    assert engine.decide(law(), opened(start), action).permitted is within


@pytest.mark.parametrize("name", AROUND)
def test_the_aims_and_their_more_time_end_on_numpys_days(name: str) -> None:
    for start in days_around(name):
        case = taken(start)
        assert ends(case, "acknowledged")[1] == by_numpy(start, 3)
        aim = by_numpy(start, 2)
        assert ends(case, "resolution_offered") == (aim, aim)
        more = recorded(case, Action("more_time_agreed", at=aim, by="tia", agreed_by="cat"))
        five = by_numpy(start, 5)
        assert ends(more, "resolution_offered") == (five, five)
        late = Action("more_time_agreed", at=aim + timedelta(days=1), by="tia", agreed_by="cat")
        assert not engine.decide(law(), case, late).permitted


@pytest.mark.parametrize("name", AROUND)
def test_the_panel_and_what_follows_it_are_due_on_numpys_days(name: str) -> None:
    for start in days_around(name):
        case = at_stage_three(start)
        assert ends(case, "panel_held")[1] == by_numpy(start, 30)
        held = Action("panel_held", at=start, by="pan", with_="cat")
        had = start + timedelta(days=3)
        made = Action("suggestions_made", at=start, by="pan", to="eva", received={"eva": had})
        case = recorded(case, held, made)
        assert ends(case, "final_response_sent")[1] == by_numpy(had, 15)


@pytest.mark.parametrize(
    ("start", "ten", "twenty"),
    [
        (date(2022, 5, 27), date(2022, 6, 14), date(2022, 6, 28)),
        (date(2026, 8, 27), date(2026, 9, 11), date(2026, 9, 25)),
        (date(2026, 12, 7), date(2026, 12, 21), date(2027, 1, 7)),
        (date(2026, 4, 1), date(2026, 4, 17), date(2026, 5, 1)),
    ],
)
def test_bands_counted_by_hand(start: date, ten: date, twenty: date) -> None:
    """So that no common mistake of the two packages goes unseen."""
    assert ends(at_stage_one(start), "stage_one_response_sent") == (ten, twenty)
