"""Calendars of other countries: what the package says of single days, and of which years it is silent."""

import subprocess
import sys
from datetime import date
from importlib.metadata import version

import holidays
import pytest

from complaintflow.bank_holidays import uk
from complaintflow.calendars import EVERY_DAY, OutsideCalendar
from complaintflow.errors import InputError
from complaintflow.public_holidays import country, find, meant, names


@pytest.mark.parametrize(
    ("place", "code", "part"),
    [
        ("ireland", "IE", None),
        ("US-NY", "US", "NY"),
        ("DE-BY", "DE", "BY"),
        ("CN", "CN", None),
        ("AE", "AE", None),
        ("IL", "IL", None),
        ("IN", "IN", None),
        ("HU", "HU", None),
        ("JP", "JP", None),
        ("NP", "NP", None),
    ],
)
def test_every_day_is_what_the_package_says_of_it(place: str, code: str, part: str | None) -> None:
    calendar = country(place)
    years = range(calendar.first.year, min(calendar.last.year, 2040) + 1)
    theirs = holidays.country_holidays(code, part, years=years)
    for ordinal in range(calendar.first.toordinal(), date(years[-1], 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        assert calendar.counts(day) == theirs.is_working_day(day), day


@pytest.mark.parametrize(
    ("place", "day", "why"),
    [
        ("ireland", date(2026, 3, 17), "Saint Patrick's Day"),
        ("IE", date(2026, 6, 1), "June Bank Holiday"),
        ("US", date(2026, 7, 3), "Independence Day (observed)"),
        ("DE-BY", date(2026, 1, 6), "Epiphany"),
        ("DE", date(2026, 1, 6), None),
        ("FR", date(2026, 7, 14), "National Day"),
        ("AE", date(2026, 12, 4), None),  # a Friday, half worked since 2022
        ("IL", date(2026, 12, 4), "Friday"),
        ("IL", date(2026, 12, 6), None),  # a Sunday
        ("IR", date(2026, 12, 5), None),  # a Saturday
        ("CN", date(2026, 2, 14), None),  # a Saturday that is worked
        ("CN", date(2026, 2, 23), "Day off (substituted from 02/28/2026)"),
    ],
)
def test_days_off_and_the_week_are_those_of_the_place(
    place: str, day: date, why: str | None
) -> None:
    assert country(place).why_not(day) == why


def test_a_day_at_a_weekend_that_is_worked_counts_and_says_so() -> None:
    saturday = date(2026, 2, 14)
    assert country("CN").why_extra(saturday) == "worked in the place of another day"
    assert country("CN").after(date(2026, 2, 13), 1) == saturday


@pytest.mark.parametrize(
    ("place", "first", "last"),
    [
        ("ireland", date(1990, 1, 1), date(2099, 12, 31)),
        ("DE", date(1991, 1, 1), date(2099, 12, 31)),  # the country as it is
        ("IN", date(2001, 1, 1), date(2035, 12, 31)),  # Diwali stands in a table
        ("LK", date(2003, 1, 1), date(2026, 12, 31)),  # the package names its years
        ("ES", date(2008, 1, 1), date(2099, 12, 31)),
        ("AE", date(2022, 1, 1), date(2099, 12, 31)),  # the weekend was another before
        ("SA", date(2013, 6, 28), date(2099, 12, 31)),  # so here, in the middle of a year
        ("UA", date(1991, 1, 1), date(2022, 12, 31)),  # no day off since, says the package
    ],
)
def test_only_years_are_covered_of_which_all_is_known(place: str, first: date, last: date) -> None:
    calendar = country(place)
    assert (calendar.first, calendar.last) == (first, last)
    with pytest.raises(OutsideCalendar):
        calendar.counts(date.fromordinal(first.toordinal() - 1))


@pytest.mark.parametrize(
    ("place", "projected_from"),
    [
        ("ireland", date(2027, 1, 1)),
        ("TW", date(2026, 1, 1)),  # which Saturdays are worked is decided from year to year
        ("CN", date(2027, 1, 1)),
        ("BG", date(2027, 1, 1)),  # it was, until 2016
        ("NG", date(2026, 1, 1)),  # the feasts of 2026 are estimates
        ("MA", date(1990, 1, 1)),  # those of all years are
        ("LK", None),  # nothing is covered that is not published
    ],
)
def test_what_nobody_has_announced_is_projected(place: str, projected_from: date | None) -> None:
    assert country(place).projected_from == projected_from


def test_estimates_of_the_past_are_not_covered() -> None:
    """The package has the feasts of the United Arab Emirates as announced, then as estimated."""
    for place in ("EG", "SG", "AL"):
        calendar = country(place)
        assert calendar.projected_from is not None
        announced = [name for day, name in calendar.off if day < calendar.projected_from]
        assert announced
        assert not [name for name in announced if "estimated" in name]
        assert any("estimated" in name for _, name in calendar.off)


@pytest.mark.parametrize(("place", "same"), [("IRL", "IE"), ("ireland", "IE"), ("USA-NY", "US-NY")])
def test_a_place_has_several_names_and_keeps_the_one_that_it_is_asked_by(
    place: str, same: str
) -> None:
    assert country(place).off == country(same).off
    assert (country(place).name, country(same).name) == (place, same)


def test_it_says_where_it_comes_from_and_is_given_again() -> None:
    new_york = country("US-NY")
    assert (
        new_york.source == "public holidays of United States, NY, from the Python package holidays"
    )
    assert new_york.version == version("holidays")
    assert country("US-NY") is new_york


def test_other_categories_of_days_can_be_days_off() -> None:
    both = country("DE-BY", categories=["public", "catholic"])
    assert both.name == "DE-BY (catholic, public)"
    assert both.why_not(date(2023, 8, 15)) == "Assumption Day"
    assert country("DE-BY").counts(date(2023, 8, 15))
    assert country("IE", categories="public") is country("IE")


@pytest.mark.parametrize("place", ["GB", "UK", "GBR", "united-kingdom"])
def test_the_united_kingdom_as_a_whole_is_nobodys_calendar(place: str) -> None:
    with pytest.raises(InputError, match=r"each nation .* write england-and-wales, scotland"):
        country(place)
    with pytest.raises(InputError, match="is no calendar"):
        find(place)


@pytest.mark.parametrize(
    ("place", "nation"),
    [
        ("GB-ENG", "england-and-wales"),
        ("GB-WLS", "england-and-wales"),
        ("UK-SCT", "scotland"),
        ("GB-NIR", "northern-ireland"),
    ],
)
def test_a_nation_of_the_united_kingdom_is_the_one_of_the_snapshot(place: str, nation: str) -> None:
    assert country(place) is uk(nation)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("irland", "there is no country 'irland' .* did you mean 'ireland'"),
        ("XX-YY", "there is no country 'XX-YY' .* write its code, as in 'IE'"),
        ("US-NZ", "'US-NZ' names no calendar: there is no part US-NZ; did you mean 'US-"),
        ("IE-D", "there is no part IE-D; it has none, leave out the part"),
        ("BV", "has no days of 'BV'; make a calendar of your own, or take 'none'"),
    ],
)
def test_what_the_package_does_not_know_is_refused_with_help(place: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        country(place)


def test_a_category_that_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match="there is no category publc; did you mean 'public'"):
        country("IE", categories="publc")


def test_find_knows_every_calendar_by_its_name() -> None:
    assert find("uk-any") is uk("uk-any")
    assert find("none") is EVERY_DAY
    assert find("ireland") is country("ireland")
    assert find("US-NY") is country("US-NY")
    assert find("larkfield") is None
    assert find("lark-field") is None
    assert {"scotland", "none", "ireland", "IE", "IRL", "guinea-bissau"} <= set(names())
    assert not {"GB", "united-kingdom"} & set(names())  # each of them is refused


def test_the_nations_are_found_without_the_package() -> None:
    asked = (
        "import sys; from complaintflow.public_holidays import find; find('uk-any'); find('none'); "
        "print('holidays' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("name", "found"),
    [("ie", "IE"), ("irland", "ireland"), ("scotlnd", "scotland"), ("qq", None), ("utopia", None)],
)
def test_what_was_probably_meant(name: str, found: str | None) -> None:
    assert find(name) is None
    assert meant(name) == found


def test_a_name_of_ones_own_may_be_meant() -> None:
    assert meant("larkfeild", "larkfield") == "larkfield"


def test_the_united_kingdom_in_small_letters_is_refused_too() -> None:
    with pytest.raises(InputError, match="'UK' is no calendar"):
        find("uk")
