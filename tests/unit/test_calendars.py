import copy
import json
import pickle
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from complaintflow.calendars import EVERY_DAY, Calendar, OutsideCalendar
from complaintflow.errors import ComplaintflowError, InputError

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


def calendar(
    *off: tuple[date, str],
    name: str = "office",
    week: tuple[int, ...] = MONDAY_TO_FRIDAY,
    first: date = date(2026, 1, 1),
    last: date = date(2026, 12, 31),
    projected_from: date | None = None,
    source: str = "a test",
    version: str = "1",
) -> Calendar:
    return Calendar(name, week, off, first, last, projected_from, source, version)


def easter() -> Calendar:
    return calendar((date(2026, 4, 3), "Good Friday"), (date(2026, 4, 6), "Easter Monday"))


def test_a_weekday_counts() -> None:
    assert easter().counts(date(2026, 4, 2))
    assert easter().why_not(date(2026, 4, 2)) is None


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 4), "Saturday"),
        (date(2026, 4, 5), "Sunday"),
        (date(2026, 4, 6), "Easter Monday"),
    ],
)
def test_a_day_that_does_not_count_says_why(day: date, why: str) -> None:
    assert not easter().counts(day)
    assert easter().why_not(day) == why


def test_every_weekday_has_its_name() -> None:
    sundays, weekdays = calendar(week=(6,)), calendar(week=(0,))
    week = [date(2026, 6, 1) + timedelta(days=n) for n in range(7)]
    assert [sundays.why_not(day) for day in week] == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", None,
    ]  # fmt: skip
    assert weekdays.why_not(week[6]) == "Sunday"


def test_with_extra_days_a_calendar_still_covers_the_first_day_of_all() -> None:
    extra = ((date(1, 1, 6), "worked"),)  # a Saturday
    first = replace(calendar(first=date.min, last=date(1, 12, 31)), extra=extra)
    assert (first.rank(date.min), first.rank(date(1, 1, 6))) == (1, 6)
    assert (first.day(1), first.after(date.min, 5)) == (date.min, date(1, 1, 6))


def test_a_day_off_at_the_weekend_is_told_by_its_weekday_and_taken_away_once() -> None:
    boxing_day = calendar((date(2026, 12, 26), "Boxing Day"))
    assert boxing_day.why_not(date(2026, 12, 26)) == "Saturday"
    assert boxing_day.after(date(2026, 12, 25), 1) == date(2026, 12, 28)


def test_the_same_day_off_counts_in_a_week_that_has_saturdays() -> None:
    shop = calendar((date(2026, 12, 26), "Boxing Day"), week=(0, 1, 2, 3, 4, 5))
    assert shop.why_not(date(2026, 12, 26)) == "Boxing Day"
    assert shop.after(date(2026, 12, 25), 1) == date(2026, 12, 28)


def test_ranks_begin_with_one_on_the_first_counted_day() -> None:
    office = calendar((date(2026, 1, 1), "New Year's Day"))
    assert office.rank(date(2026, 1, 1)) == 0
    assert office.rank(date(2026, 1, 2)) == 1
    assert office.rank(date(2026, 1, 4)) == 1
    assert office.day(1) == date(2026, 1, 2)
    assert office.day(2) == date(2026, 1, 5)


@pytest.mark.parametrize("week", [MONDAY_TO_FRIDAY, (6,), (0, 6), (1, 3, 5), tuple(range(7))])
def test_ranks_agree_with_counting_on_ones_fingers(week: tuple[int, ...]) -> None:
    off = tuple((date(2026, 1, 1) + timedelta(days=n), "closed") for n in range(3, 300, 11))
    office = calendar(*off, week=week)
    fingers = 0
    for n in range(365):
        day = date(2026, 1, 1) + timedelta(days=n)
        if day.weekday() in week and (day, "closed") not in off:
            fingers += 1
            assert office.counts(day)
            assert office.day(fingers) == day
        else:
            assert not office.counts(day)
        assert office.rank(day) == fingers
        assert office.between(day, date(2026, 12, 31)) == office.rank(date(2026, 12, 31)) - fingers
        assert office.between(date(2026, 12, 31), day) == fingers - office.rank(date(2026, 12, 31))


def test_the_start_day_is_not_among_those_after_it() -> None:
    assert easter().after(date(2026, 3, 23), 20) == date(2026, 4, 22)
    assert easter().between(date(2026, 3, 23), date(2026, 4, 22)) == 20


def test_nought_after_a_day_is_the_day_or_the_last_counted_one_before_it() -> None:
    assert easter().after(date(2026, 4, 2), 0) == date(2026, 4, 2)
    assert easter().after(date(2026, 4, 6), 0) == date(2026, 4, 2)


def test_a_negative_number_after_a_day_goes_back() -> None:
    assert easter().after(date(2026, 4, 8), -2) == date(2026, 4, 2)


def test_far_steps_agree_with_near_ones() -> None:
    closed = tuple((date(2026, 1, 1) + timedelta(days=n), "closed") for n in range(0, 365, 2))
    office = calendar(*closed)
    day = date(2026, 1, 1)
    for n in range(1, 125):
        day = office.after(day, 1)
        assert office.after(date(2026, 1, 1), n) == day


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        (date(2026, 4, 8), 1, date(2026, 4, 7)),
        (date(2026, 4, 7), 1, date(2026, 4, 2)),
        (date(2026, 4, 6), 1, date(2026, 4, 2)),
        (date(2026, 4, 4), 2, date(2026, 4, 1)),
    ],
)
def test_counting_before_a_day_leaves_it_out(day: date, n: int, found: date) -> None:
    assert easter().before(day, n) == found


def test_between_is_negative_where_the_end_is_earlier() -> None:
    assert easter().between(date(2026, 4, 8), date(2026, 4, 2)) == -2
    assert easter().between(date(2026, 4, 6), date(2026, 4, 6)) == 0


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_outside_its_days_a_calendar_never_guesses(day: date) -> None:
    office, inside = calendar(), date(2026, 6, 1)
    for ask in (
        lambda: office.counts(day),
        lambda: office.why_not(day),
        lambda: office.rank(day),
        lambda: office.after(day, 1),
        lambda: office.before(day, 1),
        lambda: office.between(day, inside),
        lambda: office.between(inside, day),
    ):
        with pytest.raises(OutsideCalendar) as raised:
            ask()
        assert raised.value.day == day


def test_the_first_and_the_last_day_are_inside() -> None:
    office = calendar()
    assert office.counts(date(2026, 1, 1))
    assert office.counts(date(2026, 12, 31))
    assert office.after(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert office.before(date(2026, 1, 2), 1) == date(2026, 1, 1)
    assert office.after(date(2026, 1, 1), 260) == date(2026, 12, 31)


@pytest.mark.parametrize(("start", "n"), [(date(2026, 12, 31), 1), (date(2026, 1, 1), 261)])
def test_an_answer_after_the_last_day_is_refused(start: date, n: int) -> None:
    with pytest.raises(OutsideCalendar) as raised:
        calendar().after(start, n)
    assert raised.value.day == date(2027, 1, 1)


def test_an_answer_before_the_first_day_is_refused() -> None:
    with pytest.raises(OutsideCalendar) as raised:
        calendar().before(date(2026, 1, 1), 1)
    assert raised.value.day == date(2025, 12, 31)


@pytest.mark.parametrize("rank", [0, -5, 262, 10**12])
def test_a_rank_that_no_day_has_is_refused(rank: int) -> None:
    assert calendar().day(261) == date(2026, 12, 31)
    with pytest.raises(OutsideCalendar):
        calendar().day(rank)


def test_the_refusal_carries_what_is_covered() -> None:
    with pytest.raises(ComplaintflowError) as raised:
        calendar().counts(date(2030, 5, 1))
    refusal = raised.value
    assert isinstance(refusal, OutsideCalendar)
    assert (refusal.calendar, refusal.day) == ("office", date(2030, 5, 1))
    assert (refusal.first, refusal.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert str(refusal) == (
        "2030-05-01 is needed, but calendar 'office' covers only 2026-01-01 to 2026-12-31; "
        "give a calendar that covers it, or a shorter period"
    )
    assert str(pickle.loads(pickle.dumps(refusal))) == str(refusal)


@pytest.mark.parametrize(
    ("first", "last"), [(date.min, date(2026, 12, 31)), (date(2026, 1, 1), date.max)]
)
def test_a_calendar_that_is_open_on_one_side_still_says_what_it_covers(
    first: date, last: date
) -> None:
    with pytest.raises(OutsideCalendar, match=f"covers only {first} to {last}"):
        calendar(first=first, last=last).day(0 if last == date.max else 10**7)


def test_a_day_that_no_date_can_hold_is_refused_in_words() -> None:
    with pytest.raises(OutsideCalendar) as raised:
        calendar().after(date(2026, 1, 1), 10**9)
    assert raised.value.day is None
    assert "a day outside the years 1 to 9999 is needed" in str(raised.value)


@pytest.mark.parametrize(("start", "n"), [(date.max, 1), (date.min, -1), (date.min, 10**8)])
def test_every_day_ends_with_the_dates(start: date, n: int) -> None:
    with pytest.raises(OutsideCalendar, match="leaves the years 1 to 9999"):
        EVERY_DAY.after(start, n)


def test_every_day_counts_from_year_1_to_year_9999() -> None:
    assert EVERY_DAY.counts(date.min)
    assert EVERY_DAY.counts(date.max)
    assert EVERY_DAY.rank(date.min) == 1
    assert EVERY_DAY.day(EVERY_DAY.rank(date.max)) == date.max
    assert EVERY_DAY.after(date(2026, 2, 28), 1) == date(2026, 3, 1)
    assert EVERY_DAY.between(date.min, date.max) == 3652058
    assert EVERY_DAY.name == "none"


def test_days_from_the_projected_one_on_are_projected() -> None:
    office = calendar(projected_from=date(2026, 7, 1))
    assert not office.is_projected(date(2026, 6, 30))
    assert office.is_projected(date(2026, 7, 1))
    assert not calendar().is_projected(date(2026, 12, 31))


def test_calendars_are_values() -> None:
    assert easter() == easter()
    assert hash(easter()) == hash(easter())
    assert easter() != calendar()
    assert replace(easter(), week=(0, 1)) != easter()
    assert pickle.loads(pickle.dumps(easter())) == easter()
    assert copy.deepcopy(easter()).after(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert "Good Friday" not in repr(easter())  # a century of them would flood a screen
    assert "_line" not in repr(easter())


def test_replacing_the_days_off_changes_the_count() -> None:
    assert replace(easter(), off=()).after(date(2026, 4, 2), 1) == date(2026, 4, 3)


@pytest.mark.parametrize("week", [(), (0, 0), (1, 0), (-1, 2), (3, 7)])
def test_a_week_that_cannot_be_is_refused(week: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="from 0 \\(Monday\\) to 6 \\(Sunday\\)"):
        calendar(week=week)


def test_a_calendar_that_covers_no_day_is_refused() -> None:
    with pytest.raises(InputError, match="covers no day"):
        calendar(first=date(2026, 1, 2), last=date(2026, 1, 1))
    assert calendar(first=date(2026, 1, 2), last=date(2026, 1, 2)).rank(date(2026, 1, 2)) == 1


@pytest.mark.parametrize("second", [date(2026, 4, 3), date(2026, 4, 2)])
def test_days_off_out_of_order_or_twice_are_refused(second: date) -> None:
    with pytest.raises(InputError, match=f"day off {second} .* twice or out of order"):
        calendar((date(2026, 4, 3), "Good Friday"), (second, "again"))


def test_days_off_outside_the_coverage_do_no_harm() -> None:
    office = calendar((date(2025, 12, 25), "Christmas"), (date(2027, 1, 1), "New Year's Day"))
    assert office.rank(date(2026, 12, 31)) == calendar().rank(date(2026, 12, 31))


def test_days_off_given_as_a_mapping_are_told_how_to_be_given() -> None:
    with pytest.raises(InputError, match=r"tuple\(sorted\(off.items\(\)\)\)"):
        replace(easter(), off={date(2026, 4, 3): "Good Friday"})  # type: ignore[arg-type]


def test_extra_days_given_as_a_mapping_are_told_how_to_be_given() -> None:
    with pytest.raises(InputError, match=r"extra days .* tuple\(sorted\(extra.items\(\)\)\)"):
        replace(easter(), extra={date(2026, 4, 4): "open"})  # type: ignore[arg-type]


def saturdays() -> Calendar:
    """An office that is open on two Saturdays, one of them behind Easter."""
    extra = ((date(2026, 3, 28), "stocktaking"), (date(2026, 4, 11), "open day"))
    return replace(easter(), extra=extra)


def test_an_extra_day_counts_and_says_by_which_name() -> None:
    open_day = date(2026, 4, 11)
    assert saturdays().counts(open_day)
    assert saturdays().why_not(open_day) is None
    assert saturdays().why_extra(open_day) == "open day"
    assert saturdays().why_extra(date(2026, 4, 10)) is None
    assert easter().why_extra(open_day) is None
    assert saturdays().why_not(date(2026, 4, 4)) == "Saturday"
    assert saturdays().why_not(date(2026, 4, 6)) == "Easter Monday"


def test_an_extra_day_is_one_of_those_that_are_counted() -> None:
    assert saturdays().after(date(2026, 4, 10), 1) == date(2026, 4, 11)
    assert saturdays().after(date(2026, 4, 11), 1) == date(2026, 4, 13)
    assert saturdays().before(date(2026, 4, 13), 1) == date(2026, 4, 11)
    assert saturdays().between(date(2026, 3, 23), date(2026, 4, 13)) == 15
    assert saturdays().between(date(2026, 4, 13), date(2026, 3, 23)) == -15


@pytest.mark.parametrize("week", [MONDAY_TO_FRIDAY, (6,), (0, 6), (1, 3, 5), tuple(range(7))])
@pytest.mark.parametrize("every", [1, 5, 17])
def test_ranks_with_extra_days_agree_with_counting_on_ones_fingers(
    week: tuple[int, ...], every: int
) -> None:
    first = date(2026, 1, 1)
    off = {first + timedelta(days=n) for n in range(3, 365, 11)}
    extra = {first + timedelta(days=n) for n in range(0, 365, every)} - off
    office = replace(
        calendar(*((day, "closed") for day in sorted(off)), week=week),
        extra=tuple((day, "open") for day in sorted(extra)),
    )
    counted = []
    for n in range(365):
        day = first + timedelta(days=n)
        if day in extra or (day.weekday() in week and day not in off):
            counted.append(day)
        assert office.counts(day) == (counted[-1:] == [day])
        assert office.rank(day) == len(counted)
    for place, day in enumerate(counted):
        assert office.day(place + 1) == day
        for n in (-70, -2, -1, 0, 1, 2, 70):
            if 0 <= place + n < len(counted):
                assert office.after(day, n) == counted[place + n]
                assert office.between(day, counted[place + n]) == n
            else:
                with pytest.raises(OutsideCalendar):
                    office.after(day, n)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_with_extra_days_too_a_calendar_never_guesses_outside_its_days(day: date) -> None:
    office, inside = saturdays(), date(2026, 6, 1)
    for ask in (
        lambda: office.counts(day),
        lambda: office.rank(day),
        lambda: office.after(day, 1),
        lambda: office.before(day, 1),
        lambda: office.between(day, inside),
        lambda: office.between(inside, day),
    ):
        with pytest.raises(OutsideCalendar) as raised:
            ask()
        assert (raised.value.day, raised.value.calendar) == (day, "office")


def test_extra_days_that_count_anyway_or_lie_outside_do_no_harm() -> None:
    extra = ((date(2025, 12, 27), "sales"), (date(2026, 4, 2), "open"), (date(2027, 1, 2), "sales"))
    office = replace(easter(), extra=extra)
    assert office.rank(date(2026, 12, 31)) == easter().rank(date(2026, 12, 31))
    assert office.why_extra(date(2026, 4, 2)) is None


def test_a_day_that_is_both_off_and_extra_is_refused() -> None:
    with pytest.raises(InputError, match="2026-04-03 is both off and an extra day"):
        replace(easter(), extra=((date(2026, 4, 3), "open"),))


def test_extra_days_out_of_order_are_refused() -> None:
    twice = ((date(2026, 4, 4), "open"), (date(2026, 4, 4), "again"))
    with pytest.raises(InputError, match=r"extra day 2026-04-04 .* twice or out of order"):
        replace(easter(), extra=twice)


def test_calendars_with_extra_days_are_values() -> None:
    assert saturdays() == saturdays()
    assert hash(saturdays()) == hash(saturdays())
    assert saturdays() != easter()
    assert replace(saturdays(), extra=()) == easter()
    copied = pickle.loads(pickle.dumps(saturdays()))
    assert copied == saturdays()
    assert copied.after(date(2026, 4, 10), 1) == date(2026, 4, 11)
    assert "open day" not in repr(saturdays())


@pytest.mark.parametrize(
    "value",
    [easter(), saturdays(), EVERY_DAY, calendar(projected_from=date(2026, 7, 1))],
    ids=["easter", "saturdays", "every day", "projected"],
)
def test_a_calendar_comes_back_from_its_plain_values(value: Calendar) -> None:
    written = json.loads(json.dumps(value.to_json()))
    back = Calendar.from_json(written)
    assert back == value
    assert back.digest == value.digest
    shuffled = {key: written[key] for key in sorted(written, reverse=True)}
    assert Calendar.from_json(shuffled) == value


@pytest.mark.parametrize(
    "changed",
    [
        {"off": {"2026-02-30": "none such"}},
        {"off": {"2026-04-03": 7}},
        {"off": ["2026-04-03"]},
        {"first": None},
        {"first": "20260101"},
        {"version": 1},
        {"more": "than asked"},
    ],
)
def test_other_values_are_no_calendar(changed: dict[str, object]) -> None:
    values = {**saturdays().to_json(), **changed}
    with pytest.raises(InputError, match="give what `to_json` wrote"):
        Calendar.from_json(values)


def test_a_value_that_is_left_out_is_missed() -> None:
    for key in easter().to_json():
        values = {k: v for k, v in easter().to_json().items() if k != key}
        with pytest.raises(InputError, match="with no key more and none less"):
            Calendar.from_json(values)


def test_what_cannot_be_a_calendar_is_told_as_when_it_is_made() -> None:
    with pytest.raises(InputError, match="covers no day"):
        Calendar.from_json({**easter().to_json(), "first": "2027-01-01"})


EASTER = "sha256:91f0c6f361e343a1b870b2ab26780d0317cfae2e302767776b4b2817b048fb6d"
SATURDAYS = "sha256:e2e2b1a821056fcca3f7d87f3dceca2cc29993ea590b08bff0d0afac37b3a937"


def test_the_digest_tells_calendars_apart_and_stays_as_it_is() -> None:
    """The texts below were written down once; whoever stored one must find it again."""
    assert easter().digest == EASTER
    assert saturdays().digest == SATURDAYS
    others = [
        replace(easter(), name="b"),
        replace(easter(), version="2"),
        replace(easter(), off=()),
        replace(easter(), week=(0,)),
        replace(easter(), projected_from=date(2026, 7, 1)),
    ]
    digests = {each.digest for each in (easter(), saturdays(), *others)}
    assert len(digests) == 7


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_day_of_all_are_named_where_they_are_not_covered(day: date) -> None:
    with pytest.raises(OutsideCalendar, match=f"^{day} is needed") as caught:
        calendar().counts(day)
    assert caught.value.day == day


def test_days_that_are_no_pairs_are_told_by_what_they_are() -> None:
    wrong: Any = {date(2026, 4, 3): "Good Friday"}
    with pytest.raises(InputError, match=r"^the days off of calendar 'office' .*off\.items\(\)"):
        replace(calendar(), off=wrong)
    with pytest.raises(InputError, match=r"^the extra days of calendar .*extra\.items\(\)"):
        replace(calendar(), extra=wrong)


def test_days_off_at_both_ends_of_the_coverage_are_taken_away() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    office = calendar((first, "closed"), (last, "closed"))
    assert (office.rank(first), office.rank(date(2026, 1, 2))) == (0, 1)
    assert office.rank(last) == office.rank(date(2026, 12, 30))
    assert office.between(date(2026, 12, 30), last) == 0


def test_the_calendar_of_every_day_says_what_it_is() -> None:
    assert (EVERY_DAY.name, EVERY_DAY.source, EVERY_DAY.version) == (
        "none",
        "every day counts",
        "1",
    )
