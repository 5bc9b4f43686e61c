"""The clocks of real cases under Fusion Care's policy, against numpy's business days.

What numpy is told stands in `days_by_numpy`.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from complaintflow import engine
from complaintflow.case import Action, Case, Person
from complaintflow.testing import days
from tests.policies import fusion_care
from tests.properties.days_by_numpy import AROUND, due_by_numpy

LAW = fusion_care()
PEOPLE = {
    "ann": Person(holds="complainant", is_="child"),
    "mo": Person(holds="manager", is_not="subject"),
}


def due(case: Case, step: str) -> date:
    (clock,) = (c for c in engine.clocks(LAW, case) if c.step == step)
    assert clock.start is not None
    assert clock.due is not None
    assert clock.due == clock.days()[-1].date
    assert clock.deadline.span is not None
    assert clock.days()[-1].n == clock.deadline.span.amount
    return clock.due


def recorded(case: Case, *actions: Action) -> Case:
    for action in actions:
        case = engine.apply(LAW, case, action)
    return case


def begun(at: date) -> Case:
    return engine.begin(LAW, at=at, people=PEOPLE, facts={"complains_for_another": False})


def informal(at: date) -> date:
    came = Action("complaint_received", at=at, by="ann", how="speech")
    return due(recorded(begun(at), came), "reply_sent")


def formal(at: date) -> date:
    came = Action("formal_complaint_received", at=at, by="ann", how="writing")
    return due(recorded(begun(at), came), "report_sent")


def taken_further(at: date) -> date:
    """The formal stage after an informal one: the clock runs from the start of the stage."""
    came = Action("complaint_received", at=at - timedelta(days=9), by="ann", how="speech")
    asked = Action("taken_further", at=at, by="ann", how="speech")
    written = Action("in_writing", at=at, answer=True)
    return due(recorded(begun(at - timedelta(days=9)), came, written, asked), "report_sent")


def panel(at: date) -> date:
    came = at - timedelta(days=40)
    return due(
        recorded(
            begun(came),
            Action("formal_complaint_received", at=came, by="ann", how="writing"),
            Action("investigation", at=came, by="mo"),
            Action("report_sent", at=at - timedelta(days=3), by="mo", how="writing"),
            Action("resolution_rejected", at=at, by="ann"),
        ),
        "panel_held",
    )


CLOCKS = {"reply_sent": (informal, 5), "report_sent": (formal, 20), "panel_held": (panel, 20)}


@pytest.mark.parametrize("step", CLOCKS)
def test_every_day_of_four_years_has_numpys_due_date(step: str) -> None:
    """2022 to 2025: a jubilee, a funeral, a coronation, four Easters, five Christmases."""
    lived, n = CLOCKS[step]
    starts = [date(2021, 12, 1) + timedelta(days=number) for number in range(4 * 365 + 32)]
    assert [lived(start) for start in starts] == due_by_numpy(starts, n)


@settings(max_examples=150, deadline=None)
@given(days(first=date(2018, 3, 1), last=date(2031, 10, 1)))
def test_any_day_has_numpys_due_date_whichever_way_the_stage_was_entered(start: date) -> None:
    five, twenty = due_by_numpy([start], 5)[0], due_by_numpy([start], 20)[0]
    assert informal(start) == five
    assert formal(start) == taken_further(start) == panel(start) == twenty


@pytest.mark.parametrize("name", AROUND)
def test_every_day_around_a_bank_holiday_has_numpys_due_date(name: str) -> None:
    first, last = AROUND[name]
    starts = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for step, (lived, n) in CLOCKS.items():
        assert [lived(start) for start in starts] == due_by_numpy(starts, n), step


@pytest.mark.parametrize(
    ("start", "five", "twenty"),
    [
        (date(2022, 5, 31), date(2022, 6, 9), date(2022, 6, 30)),
        (date(2022, 9, 16), date(2022, 9, 26), date(2022, 10, 17)),
        (date(2023, 5, 5), date(2023, 5, 15), date(2023, 6, 6)),
        (date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 22)),
        (date(2026, 8, 28), date(2026, 9, 7), date(2026, 9, 28)),
        (date(2026, 12, 24), date(2027, 1, 5), date(2027, 1, 26)),
    ],
)
def test_due_dates_counted_by_hand(start: date, five: date, twenty: date) -> None:
    """So that no common mistake of the two packages goes unseen."""
    assert (informal(start), formal(start), panel(start)) == (five, twenty, twenty)


def test_the_one_off_holidays_are_not_counted_in_the_ledger() -> None:
    came = Action("formal_complaint_received", at=date(2022, 5, 31), by="ann", how="writing")
    (clock,) = (
        c
        for c in engine.clocks(LAW, recorded(begun(date(2022, 5, 31)), came))
        if c.step == "report_sent"
    )
    off = {d.date: d.why for d in clock.days() if d.why and d.date.weekday() < 5}
    assert off == {
        date(2022, 6, 2): "Spring Bank Holiday",
        date(2022, 6, 3): "Platinum Jubilee of Elizabeth II",
    }
