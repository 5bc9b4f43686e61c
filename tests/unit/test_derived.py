from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from complaintflow.bank_holidays import uk
from complaintflow.calendars import EVERY_DAY, Calendar, OutsideCalendar
from complaintflow.derived import from_terms, intersection, union, with_days
from complaintflow.errors import InputError

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
MONDAY_TO_SATURDAY = (0, 1, 2, 3, 4, 5)


def calendar(
    *off: tuple[date, str],
    name: str = "office",
    week: tuple[int, ...] = MONDAY_TO_FRIDAY,
    first: date = date(2026, 1, 1),
    last: date = date(2026, 12, 31),
    projected_from: date | None = None,
    source: str = "a test",
    version: str = "1",
    extra: tuple[tuple[date, str], ...] = (),
) -> Calendar:
    return Calendar(name, week, off, first, last, projected_from, source, version, extra)


# Several together


def test_in_a_union_a_day_counts_only_where_it_counts_in_all() -> None:
    both = union(
        "both",
        calendar((date(2026, 3, 17), "St Patrick's Day"), (date(2026, 4, 3), "Good Friday")),
        calendar((date(2026, 4, 3), "Good Friday"), name="shop", week=(0, 1, 2, 3, 4, 5)),
    )
    assert both.name == "both"
    assert both.week == MONDAY_TO_FRIDAY
    assert both.why_not(date(2026, 3, 17)) == "St Patrick's Day (office)"
    assert both.why_not(date(2026, 4, 3)) == "Good Friday"
    assert both.why_not(date(2026, 4, 4)) == "Saturday"


def test_a_union_names_each_reason_of_a_day_with_those_who_have_it() -> None:
    both = union(
        "both",
        calendar((date(2026, 1, 2), "2nd January")),
        calendar((date(2026, 1, 2), "closed"), name="shop"),
        calendar((date(2026, 1, 2), "closed"), name="club"),
    )
    assert both.why_not(date(2026, 1, 2)) == "2nd January (office); closed (shop, club)"


def test_a_union_covers_what_all_cover_and_is_projected_as_soon_as_one_is() -> None:
    both = union(
        "both",
        calendar(first=date(2026, 3, 1), projected_from=date(2026, 9, 1), version="2"),
        calendar(last=date(2026, 10, 31), projected_from=date(2026, 8, 1), version="3"),
        calendar(),
    )
    assert (both.first, both.last) == (date(2026, 3, 1), date(2026, 10, 31))
    assert both.projected_from == date(2026, 8, 1)
    assert (both.source, both.version) == ("a test", "2, 3, 1")


def test_a_union_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="no calendars"):
        union("nothing")


def test_a_union_in_which_no_weekday_counts_is_refused() -> None:
    with pytest.raises(InputError, match="at least one"):
        union("none left", calendar(week=(0,)), calendar(week=(1,)))


def test_an_extra_day_is_one_of_a_union_only_if_it_counts_in_all() -> None:
    saturday, sunday = date(2026, 10, 10), date(2026, 10, 11)
    shop = calendar(name="shop", week=MONDAY_TO_SATURDAY)
    office = calendar(extra=((saturday, "open day"), (sunday, "open day")))
    both = union("both", office, shop)
    assert both.counts(saturday)
    assert both.why_extra(saturday) == "open day (office)"
    assert both.why_not(sunday) == "Sunday"
    closed = union("both", office, replace(shop, off=((saturday, "stocktaking"),)))
    assert closed.why_not(saturday) == "Saturday"


def test_in_an_intersection_a_day_is_off_only_if_it_is_off_in_all() -> None:
    border = intersection("border", uk("england-and-wales"), uk("scotland"))
    assert border.counts(date(2026, 4, 6))  # Easter Monday, off in England and Wales
    assert border.counts(date(2026, 1, 2))  # off in Scotland
    assert border.why_not(date(2026, 4, 3)) == "Good Friday"
    assert border.why_not(date(2026, 4, 4)) == "Saturday"


def test_an_intersection_names_each_reason_with_those_who_have_it() -> None:
    day = date(2026, 1, 2)
    either = intersection(
        "either", calendar((day, "2nd January")), calendar((day, "closed"), name="b")
    )
    assert either.why_not(day) == "2nd January (office); closed (b)"


def test_in_an_intersection_one_that_is_open_on_saturdays_opens_them_for_all() -> None:
    saturday, sunday = date(2026, 10, 10), date(2026, 10, 11)
    shop = calendar((saturday, "stocktaking"), name="shop", week=MONDAY_TO_SATURDAY)
    either = intersection("either", calendar(extra=((sunday, "open day"),)), shop)
    assert either.week == MONDAY_TO_SATURDAY
    assert either.why_not(saturday) == "stocktaking"
    assert either.counts(date(2026, 10, 17))
    assert either.why_extra(sunday) == "open day (office)"
    opened = intersection("either", calendar(extra=((saturday, "open day"),)), shop)
    assert opened.counts(saturday)


def test_an_intersection_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="the intersection 'nothing' has no calendars"):
        intersection("nothing")


def some() -> list[Calendar]:
    """Calendars that differ in every way in which two can differ, on a few days."""
    friday, saturday, sunday = (date(2026, 10, day) for day in (9, 10, 11))
    return [
        calendar(name="plain"),
        calendar((friday, "fair"), name="fair", extra=((saturday, "clearing up"),)),
        calendar((saturday, "stocktaking"), name="shop", week=MONDAY_TO_SATURDAY),
        calendar((saturday, "harmless"), name="church", week=(0, 6), extra=((friday, "fast"),)),
        calendar(name="late", extra=((saturday, "sale"), (sunday, "sale")), first=date(2026, 3, 1)),
        calendar((friday, "fair"), (sunday, "rest"), name="all week", week=tuple(range(7))),
    ]


@pytest.mark.parametrize(("combine", "rule"), [(union, all), (intersection, any)])
def test_every_day_of_every_combination_is_what_its_definition_says(
    combine: Callable[..., Calendar], rule: Callable[[list[bool]], bool]
) -> None:
    for calendars in product(some(), repeat=3):
        try:
            together = combine("together", *calendars)
        except InputError:
            assert combine is union  # no weekday in all
            assert not set.intersection(*(set(c.week) for c in calendars))
            continue
        for n in range(-3, 12):
            day = date(2026, 10, 5) + timedelta(days=n)
            assert together.counts(day) == rule([c.counts(day) for c in calendars])


# An organisation's own days


def larkfield() -> Calendar:
    return with_days(
        "larkfield",
        uk("england-and-wales"),
        closed={
            "winter closure": (date(2026, 12, 24), date(2026, 12, 31)),
            "moving house": date(2026, 10, 2),
        },
        open={"in the place of 2 October": date(2026, 10, 10)},
        source="letter of 1 September 2026",
        version="2",
    )


def test_closures_do_not_count_and_extra_days_do() -> None:
    assert larkfield().why_not(date(2026, 10, 2)) == "moving house"
    assert larkfield().why_extra(date(2026, 10, 10)) == "in the place of 2 October"
    assert larkfield().after(date(2026, 10, 1), 1) == date(2026, 10, 5)
    assert larkfield().after(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert larkfield().after(date(2026, 12, 23), 1) == date(2027, 1, 4)
    assert uk("england-and-wales").counts(date(2026, 10, 2))  # the base stays as it was


def test_a_closure_leaves_the_name_of_a_bank_holiday_as_it_is() -> None:
    assert larkfield().why_not(date(2026, 12, 24)) == "winter closure"
    assert larkfield().why_not(date(2026, 12, 25)) == "Christmas Day"
    assert larkfield().why_not(date(2026, 12, 26)) == "Saturday"


def test_a_bank_holiday_can_be_worked_also_at_a_weekend() -> None:
    days = [date(2026, 12, 25), date(2026, 12, 26)]
    hospital = with_days(
        "hospital", uk("scotland"), open={"open at Christmas": days}, source="rota"
    )
    assert hospital.counts(date(2026, 12, 25))
    assert hospital.counts(date(2026, 12, 26))
    assert hospital.why_not(date(2026, 12, 28)) == "Boxing Day (substitute day)"


def test_a_closure_takes_an_extra_day_of_the_base_away() -> None:
    closed = with_days("x", larkfield(), closed={"cancelled": date(2026, 10, 10)}, source="y")
    assert closed.why_not(date(2026, 10, 10)) == "Saturday"


def test_a_calendar_with_own_days_says_where_it_all_comes_from() -> None:
    base, own = uk("england-and-wales"), larkfield()
    assert own.source == f"{base.source}; letter of 1 September 2026"
    assert own.version == f"{base.version}, 2"
    assert (own.first, own.last, own.projected_from) == (base.first, base.last, base.projected_from)
    assert with_days("x", base, source="y").version == base.version


@pytest.mark.parametrize("key", ["closed", "open"])
def test_an_own_day_in_a_year_that_is_not_covered_is_refused(key: str) -> None:
    days: dict[str, Any] = {key: {"a slip of the pen": date(2206, 12, 29)}}
    with pytest.raises(InputError, match=r"2206-12-29 in calendar 'x' lies outside .* the year"):
        with_days("x", uk("scotland"), source="y", **days)


def test_a_day_that_is_both_closed_and_open_is_refused() -> None:
    day = {"moving house": date(2026, 10, 2)}
    with pytest.raises(InputError, match="2026-10-02 is both closed and open in calendar 'x'"):
        with_days("x", uk("scotland"), closed=day, open=day, source="y")


def test_a_run_that_ends_before_it_begins_is_refused() -> None:
    run = {"winter closure": (date(2026, 12, 31), date(2026, 12, 24))}
    with pytest.raises(
        InputError, match=r"'winter closure' .* begins on 2026-12-31 and ends before"
    ):
        with_days("x", uk("scotland"), closed=run, source="y")


# Terms


TERMS = (
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
)


def school(**changed: date) -> Calendar:
    return from_terms(
        "school days",
        uk("england-and-wales"),
        TERMS,
        off={
            "half-term": (date(2026, 10, 26), date(2026, 10, 30)),
            "training day": [date(2026, 9, 2), date(2027, 1, 4)],
        },
        source="term dates 2026/27",
        version="1",
        **changed,
    )


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 9, 2), "training day"),
        (date(2026, 9, 3), None),
        (date(2026, 10, 23), None),
        (date(2026, 10, 24), "Saturday"),
        (date(2026, 10, 28), "half-term"),
        (date(2026, 11, 2), None),
        (date(2026, 12, 18), None),
        (date(2026, 12, 21), "not in term"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2027, 1, 1), "New Year's Day"),
        (date(2027, 1, 4), "training day"),
        (date(2027, 1, 5), None),
        (date(2027, 2, 12), None),
    ],
)
def test_a_day_counts_in_term_and_each_other_says_why_not(day: date, why: str | None) -> None:
    assert school().why_not(day) == why


def test_a_bank_holiday_in_a_term_does_not_count() -> None:
    summer = from_terms(
        "school days",
        uk("england-and-wales"),
        [(date(2026, 4, 20), date(2026, 7, 22))],
        source="term dates",
        version="1",
    )
    assert summer.why_not(date(2026, 5, 4)) == "May Day"


@pytest.mark.parametrize("day", [date(2026, 9, 1), date(2027, 2, 13)])
def test_before_the_first_term_and_after_the_last_nothing_is_known(day: date) -> None:
    with pytest.raises(OutsideCalendar):
        school().counts(day)


def test_days_that_are_known_to_be_in_no_term_can_be_given() -> None:
    known = school(first=date(2026, 8, 1), last=date(2027, 2, 19))
    assert known.why_not(date(2026, 8, 3)) == "not in term"
    assert known.why_not(date(2027, 2, 19)) == "not in term"
    assert known.after(date(2026, 8, 20), 1) == date(2026, 9, 3)


def test_an_extra_day_of_the_base_counts_in_term_alone() -> None:
    days = {"open day": date(2026, 10, 10), "fair": date(2026, 12, 19)}
    base = with_days("lessons", uk("england-and-wales"), open=days, source="x")
    own = from_terms("school days", base, TERMS, source="term dates", version="1")
    assert own.why_extra(date(2026, 10, 10)) == "open day"
    assert own.why_not(date(2026, 12, 19)) == "Saturday"


def test_terms_keep_only_the_days_that_they_cover() -> None:
    assert {day.year for day, _ in school().off} == {2026, 2027}
    assert school().version == f"{uk('scotland').version}, 1"
    assert school().source.endswith("; term dates 2026/27")


def test_every_day_can_be_the_base_of_terms() -> None:
    own = from_terms("days", EVERY_DAY, TERMS, source="x", version="1")
    assert own.counts(date(2026, 10, 17))
    assert own.why_not(date(2026, 10, 24)) == "not in term"


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ([], "has no terms"),
        ([(date(2026, 9, 2), date(2026, 9, 1))], "begins on 2026-09-02 and ends before that"),
        ([TERMS[1], TERMS[0]], "give the terms in order"),
        ([TERMS[0], (date(2026, 10, 23), date(2026, 12, 1))], "give the terms in order"),
        ([(date(2099, 9, 2), date(2100, 1, 20))], "2100-01-20 .* lies outside what is covered"),
    ],
)
def test_terms_that_cannot_be_are_refused(terms: list[tuple[date, date]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_terms("x", uk("scotland"), terms, source="y", version="1")


def test_a_training_day_outside_all_that_is_covered_is_refused() -> None:
    off = {"training day": date(2025, 9, 1)}
    with pytest.raises(InputError, match="2025-09-01 in calendar 'x' lies outside"):
        from_terms("x", uk("scotland"), TERMS, off=off, source="y", version="1")


@pytest.mark.parametrize(
    "changed", [{"first": date(2026, 9, 3)}, {"last": date(2027, 2, 11)}], ids=["first", "last"]
)
def test_to_cover_less_than_the_terms_is_refused(changed: dict[str, date]) -> None:
    with pytest.raises(InputError, match="which is less than its terms"):
        school(**changed)


def test_a_list_may_hold_days_and_runs_and_the_first_name_of_a_day_holds() -> None:
    own = with_days(
        "x",
        uk("scotland"),
        closed={
            "works": [date(2026, 10, 5), (date(2026, 10, 7), date(2026, 10, 8))],
            "holiday": (date(2026, 10, 5), date(2026, 10, 9)),
        },
        source="y",
    )
    week = [own.why_not(date(2026, 10, day)) for day in range(5, 10)]
    assert week == ["works", "holiday", "works", "works", "holiday"]
