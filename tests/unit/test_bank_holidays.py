import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import govuk_bank_holidays
import holidays
import pytest

from complaintflow import bank_holidays
from complaintflow.bank_holidays import NAMES, calendar_from, snapshot_from_holidays, uk
from complaintflow.calendars import OutsideCalendar
from complaintflow.errors import InputError

NATIONS = ("england-and-wales", "scotland", "northern-ireland")
# Proclaimed for Scotland in February 2026, after the list of gov.uk in the package was made.
LATER_THAN_GOVUK = {("scotland", date(2026, 6, 15))}


def of_govuk(nation: str) -> dict[date, str]:
    path = Path(govuk_bank_holidays.__file__).with_name("bank-holidays.json")
    events = json.loads(path.read_text(encoding="utf-8"))[nation]["events"]
    return {date.fromisoformat(event["date"]): event["title"] for event in events}


def test_the_shipped_days_are_those_that_the_package_gives() -> None:
    shipped = bank_holidays._shipped()
    made = snapshot_from_holidays()
    assert shipped["made_from"] == made["made_from"], "make the snapshot anew"
    assert shipped == made


def test_a_written_snapshot_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "days.json"
    shipped = bank_holidays._shipped()
    bank_holidays.write_snapshot(shipped, path)
    assert json.loads(path.read_text(encoding="utf-8")) == shipped
    assert path.read_bytes() == bank_holidays._SNAPSHOT.read_bytes()
    assert path.stat().st_size < 150_000


@pytest.mark.parametrize("nation", NATIONS)
def test_working_days_are_those_of_govuk_where_it_has_announced_them(nation: str) -> None:
    announced = of_govuk(nation)
    calendar = uk(nation)
    years = {day.year for day in announced}
    assert calendar.projected_from == date(max(years) + 1, 1, 1)
    for ordinal in range(date(min(years), 1, 1).toordinal(), calendar.projected_from.toordinal()):
        day = date.fromordinal(ordinal)
        if day.weekday() < 5 and (nation, day) not in LATER_THAN_GOVUK:
            assert calendar.counts(day) == (day not in announced), day


@pytest.mark.parametrize(("nation", "day"), sorted(LATER_THAN_GOVUK))
def test_a_day_that_is_said_to_be_later_than_the_list_of_govuk_is(nation: str, day: date) -> None:
    assert day not in of_govuk(nation)
    assert not uk(nation).counts(day)


OTHER_NAMES = {
    "2nd January": {"New Year Holiday"},
    "Bank Holiday for the State Funeral of Queen Elizabeth II": {
        "State Funeral of Queen Elizabeth II"
    },
    "Bank holiday for the coronation of King Charles III": {"Coronation of Charles III"},
    "Battle of the Boyne (Orangemen’s Day)": {"Battle of the Boyne"},
    "Early May bank holiday": {"May Day"},
    "Early May bank holiday (VE day)": {"May Day"},
    # in Scotland, where both days have a substitute, the two are told apart in another order
    "New Year’s Day": {"New Year's Day", "New Year Holiday"},
    "Platinum Jubilee bank holiday": {"Platinum Jubilee of Elizabeth II"},
    "Queen’s Diamond Jubilee": {"Diamond Jubilee of Elizabeth II"},
    "Spring bank holiday": {"Spring Bank Holiday"},
    "St Andrew’s Day": {"Saint Andrew's Day"},
    "St Patrick’s Day": {"Saint Patrick's Day"},
    "Summer bank holiday": {"Late Summer Bank Holiday", "Summer Bank Holiday"},
}
"""By the name that gov.uk gives a day, what the package calls it where that is another."""


def test_days_are_called_otherwise_than_by_govuk_in_these_cases_alone() -> None:
    found: dict[str, set[str]] = {}
    for nation in NATIONS:
        ours = dict(uk(nation).off)
        for day, theirs in of_govuk(nation).items():
            name, *_ = ours[day].replace(" (substitute day)", "").split("; ")
            if name != theirs:
                found.setdefault(theirs, set()).add(name)
    assert found == OTHER_NAMES


def test_a_day_proclaimed_for_scotland_alone_is_off_there() -> None:
    day = date(2026, 6, 15)
    assert uk("scotland").why_not(day) == "Scotland's participation in the FIFA World Cup final"
    assert uk("england-and-wales").counts(day)
    assert not uk("uk-any").counts(day)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(1999, 12, 31), "Millennium Celebrations"),
        (date(2002, 6, 3), "Golden Jubilee of Elizabeth II"),
        (date(2002, 6, 4), "Spring Bank Holiday"),
        (date(2011, 4, 29), "Wedding of William and Catherine"),
        (date(2012, 6, 4), "Spring Bank Holiday"),
        (date(2012, 6, 5), "Diamond Jubilee of Elizabeth II"),
        (date(2020, 5, 8), "May Day"),
        (date(2020, 12, 28), "Boxing Day (substitute day)"),
        (date(2022, 6, 2), "Spring Bank Holiday"),
        (date(2022, 6, 3), "Platinum Jubilee of Elizabeth II"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2022, 12, 27), "Christmas Day (substitute day)"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2026, 4, 3), "Good Friday"),
    ],
)
def test_a_day_off_in_all_nations_is_off_in_each_by_its_english_name(day: date, why: str) -> None:
    assert {uk(name).why_not(day) for name in NAMES} == {why}


@pytest.mark.parametrize(
    "day",
    [date(1995, 5, 1), date(2002, 5, 27), date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)],
)
def test_the_monday_from_which_a_bank_holiday_was_moved_counts(day: date) -> None:
    assert all(uk(name).counts(day) for name in NAMES)


@pytest.mark.parametrize(
    ("day", "off_in"),
    [
        (date(2026, 1, 2), {"scotland"}),
        (date(2026, 3, 17), {"northern-ireland"}),
        (date(2026, 4, 6), {"england-and-wales", "northern-ireland"}),
        (date(2026, 7, 13), {"northern-ireland"}),
        (date(2026, 8, 3), {"scotland"}),
        (date(2026, 8, 31), {"england-and-wales", "northern-ireland"}),
        (date(2026, 11, 30), {"scotland"}),
    ],
)
def test_nations_differ_and_a_day_off_in_one_is_off_in_uk_any(day: date, off_in: set[str]) -> None:
    assert {name for name in NATIONS if not uk(name).counts(day)} == off_in
    why = uk("uk-any").why_not(day)
    assert why is not None
    assert all(name in why for name in off_in)


def test_uk_any_is_off_exactly_where_a_nation_is() -> None:
    nations = [uk(name) for name in NATIONS]
    for ordinal in range(date(1990, 1, 1).toordinal(), date(2100, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        assert uk("uk-any").counts(day) == all(nation.counts(day) for nation in nations)


def test_wales_has_the_days_of_england() -> None:
    england, wales = (
        holidays.country_holidays("GB", subdiv, years=range(1990, 2100), language="en_GB")
        for subdiv in ("ENG", "WLS")
    )
    assert dict(england.items()) == dict(wales.items())


def test_st_andrews_day_of_2006_is_the_one_day_where_the_package_is_ahead_of_the_act() -> None:
    """In force from 16 January 2007: St Andrew's Day Bank Holiday (Scotland) Act 2007."""
    assert uk("scotland").counts(date(2005, 11, 30))
    assert not uk("scotland").counts(date(2006, 11, 30))
    assert not uk("scotland").counts(date(2007, 11, 30))


@pytest.mark.parametrize("name", NAMES)
def test_a_calendar_says_what_it_covers_and_where_it_comes_from(name: str) -> None:
    calendar = uk(name)
    assert calendar.name == name
    assert (calendar.first, calendar.last) == (date(1990, 1, 1), date(2099, 12, 31))
    assert calendar.version == bank_holidays._shipped()["made_from"]
    assert calendar.source == "UK bank holidays from the Python package holidays"
    with pytest.raises(OutsideCalendar):
        calendar.counts(date(2100, 1, 1))


def test_the_same_calendar_is_given_each_time() -> None:
    assert uk("scotland") is uk("scotland")


def test_a_name_that_is_near_gets_a_suggestion() -> None:
    with pytest.raises(InputError, match="did you mean 'england-and-wales'"):
        uk("england-wales")


def test_another_name_gets_the_list() -> None:
    with pytest.raises(InputError) as raised:
        uk("GB")
    assert "did you mean" not in str(raised.value)
    assert "northern-ireland, uk-any" in str(raised.value)


def test_a_newer_package_is_asked_and_an_older_or_missing_one_is_not() -> None:
    old: bank_holidays.Snapshot = {**bank_holidays._shipped(), "made_from": "0.99"}
    for installed in (None, "0.99", "0.98.7", "0.99.dev3", "unknown"):
        assert bank_holidays._newest(old, installed) is old
    newer = bank_holidays._newest(old, "0.100")
    assert newer["made_from"] == bank_holidays._installed()
    assert calendar_from(newer, "uk-any") == uk("uk-any")


def test_a_package_that_is_not_installed_has_no_version() -> None:
    assert bank_holidays._installed("a-package-that-nobody-has-installed") is None


def test_the_package_is_not_imported_while_the_snapshot_is_as_new() -> None:
    asked = (
        "import sys; from complaintflow.bank_holidays import uk; uk('uk-any'); "
        "print([name for name in ('holidays', 'dateutil') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
