"""Dates and moments compared. Letters such as A3 or D10 name paragraphs of the language."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from complaintflow.errors import InputError
from complaintflow.moments import (
    certainly_after,
    first_instant,
    has_hour,
    is_past,
    last_instant,
    local_day,
    require_moment,
)
from tests.policies import LONDON, day, hour

FIRST_0145 = datetime(2026, 10, 25, 1, 45, tzinfo=LONDON)
SECOND_0115 = datetime(2026, 10, 25, 1, 15, tzinfo=LONDON, fold=1)  # half an hour later


def test_a_moment_without_a_zone_is_refused_and_the_message_says_how_to_give_one() -> None:
    """Design 4: moments in the library carry an offset, a naive one is refused."""
    naive = datetime(2026, 3, 23, 17, 30)  # noqa: DTZ001
    with pytest.raises(InputError) as raised:
        require_moment(naive, "at of 'report_sent'")
    assert str(raised.value) == (
        "at of 'report_sent' has no time zone: 2026-03-23T17:30:00; "
        "give it one, as in datetime(..., tzinfo=ZoneInfo('Europe/London'))"
    )


@pytest.mark.parametrize("given", ["2026-03-23", 20260323, None])
def test_what_is_no_date_is_refused_with_its_type(given: object) -> None:
    with pytest.raises(InputError, match=f"known_at must be .* not {type(given).__name__}$"):
        require_moment(given, "known_at")


def test_a_date_and_a_moment_with_an_offset_are_given_back_as_they_are() -> None:
    moment = datetime(2026, 3, 23, tzinfo=timezone(timedelta(hours=5)))
    assert require_moment(day(1), "at") is not None
    assert require_moment(moment, "at") is moment
    assert (has_hour(day(1)), has_hour(moment)) == (False, True)


def test_a_moment_falls_on_the_day_that_it_is_in_the_procedures_zone() -> None:
    """Design 4: in files moments are local to the procedure's zone."""
    late = datetime(2026, 6, 3, 23, 30, tzinfo=UTC)
    assert local_day(late, LONDON) == day(4)
    assert local_day(late, ZoneInfo("UTC")) == day(3)
    assert local_day(day(3), LONDON) == day(3)


@pytest.mark.parametrize(
    ("of", "hours"),
    [(day(3), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)],
)
def test_a_day_runs_from_midnight_to_midnight_also_when_the_clocks_change(
    of: date, hours: int
) -> None:
    assert last_instant(of, LONDON) - first_instant(of, LONDON) == timedelta(hours=hours)
    assert last_instant(of, LONDON) == first_instant(of + timedelta(days=1), LONDON)


def test_a_moment_is_its_own_first_and_last_instant() -> None:
    noon = hour(3, 12)
    assert first_instant(noon, LONDON) == last_instant(noon, LONDON) == noon
    assert first_instant(noon, LONDON).tzinfo is UTC


def test_two_events_of_one_day_are_in_no_certain_order_unless_both_have_an_hour() -> None:
    """Design 4: an order rule is broken only where that is certain."""
    assert certainly_after(hour(3, 12), hour(3, 11), LONDON)
    assert not certainly_after(hour(3, 11), hour(3, 11), LONDON)
    assert not certainly_after(hour(3, 12), day(3), LONDON)
    assert not certainly_after(day(3), hour(3, 12), LONDON)
    assert certainly_after(day(4), hour(3, 23), LONDON)
    assert not certainly_after(day(3), day(3), LONDON)


def test_hours_of_different_zones_are_compared_as_instants() -> None:
    noon_in_tokyo = datetime(2026, 6, 3, 12, tzinfo=ZoneInfo("Asia/Tokyo"))  # four in London
    assert certainly_after(hour(3, 5), noon_in_tokyo, LONDON)
    assert is_past(noon_in_tokyo, hour(3, 5), LONDON)


def test_a_date_as_a_question_means_the_end_of_that_day() -> None:
    """D10."""
    assert is_past(hour(3, 23, 59), day(3), LONDON)
    assert is_past(day(3), day(3), LONDON)
    assert not is_past(hour(4, 0), day(3), LONDON)
    assert not is_past(day(3), hour(3, 0), LONDON)  # the midnight that ends the second
    assert is_past(day(3), hour(3, 0, 1), LONDON)
    assert is_past(hour(3, 12), hour(3, 12), LONDON)
    assert not is_past(hour(3, 12), hour(3, 11, 59), LONDON)


def test_the_edge_of_the_calendar_is_an_error_and_no_overflow() -> None:
    """Design 2: bad input gets a clear error."""
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    east, west = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/St_Johns")
    for moment, zone in ((last, east), (first, west)):
        with pytest.raises(InputError, match="lies past the dates that can be counted"):
            local_day(moment, zone)
    with pytest.raises(InputError, match=r"^9999-12-31 lies past the dates"):
        last_instant(date.max, LONDON)
    with pytest.raises(InputError, match=r"^0001-01-01.* lies past the dates"):
        first_instant(date.min, ZoneInfo("Asia/Tokyo"))
    assert local_day(date.max, east) == date.max


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    """Design 4: the order of happening, across daylight saving."""
    assert SECOND_0115.astimezone(UTC) > FIRST_0145.astimezone(UTC)
    assert certainly_after(SECOND_0115, FIRST_0145, LONDON)
    assert not certainly_after(FIRST_0145, SECOND_0115, LONDON)
    assert is_past(FIRST_0145, SECOND_0115, LONDON)
    assert not is_past(SECOND_0115, FIRST_0145, LONDON)
