"""Calendars as files: what they make, what they build on, and how commands take them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import complaintflow as cf
from complaintflow.files import read_calendars
from complaintflow.scenarios import run as run_scenarios

GOOD = Path("tests/language/good")
HEAD = (
    "complaintflow: 1\ncalendar: {{name: {name}, builds_on: {on}, source: a letter, version: v2}}\n"
)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(body: str = "", *, name: str = "own", on: str = "scotland", file: str = "") -> Path:
        path = tmp_path / (file or f"{name}.calendar.yaml".replace(" ", "-"))
        path.write_text(HEAD.format(name=name, on=on) + body, "utf-8")
        return path

    return written


def test_closures_and_extra_days_on_a_known_calendar() -> None:
    own = cf.read_calendar(GOOD / "larkfield.calendar.yaml")
    assert own.name == "larkfield"
    assert own.why_not(date(2026, 12, 30)) == "winter closure"
    assert own.why_not(date(2026, 12, 25)) == "Christmas Day"
    assert own.why_extra(date(2026, 10, 10)) == "open day"
    assert (own.first, own.last) == (date(2026, 9, 1), date(2027, 8, 31))
    base = cf.uk("england-and-wales")
    assert own.source == f"{base.source}; letter to staff of 1 September 2026"
    assert own.version == f"{base.version}, 1"


def test_it_is_the_calendar_that_a_program_makes_of_the_same_days() -> None:
    made = cf.with_days(
        "larkfield",
        cf.uk("england-and-wales"),
        closed={
            "winter closure": (date(2026, 12, 29), date(2026, 12, 31)),
            "moving house": [date(2026, 10, 2), date(2026, 10, 5)],
        },
        open={"open day": date(2026, 10, 10)},
        source="letter to staff of 1 September 2026",
        version="1",
        first=date(2026, 9, 1),
        last=date(2027, 8, 31),
    )
    assert cf.read_calendar(GOOD / "larkfield.calendar.yaml") == made


def test_files_build_on_one_another_in_any_order(tmp_path: Path) -> None:
    text = (GOOD / "school.calendar.yaml").read_text("utf-8")
    school_file = tmp_path / "school.calendar.yaml"
    school_file.write_text(text.replace("england-and-wales", "larkfield"), "utf-8")
    larkfield = tmp_path / "larkfield.calendar.yaml"
    larkfield.write_text((GOOD / "larkfield.calendar.yaml").read_text("utf-8"), "utf-8")
    for given in ([school_file, larkfield], [larkfield, school_file], [tmp_path]):
        found = read_calendars(given)
        assert found.problems == ()
        assert set(found.calendars) == {"larkfield", "school days"}
        school = found.calendars["school days"]
        assert school.why_not(date(2026, 10, 2)) == "moving house"
        assert school.why_not(date(2026, 12, 21)) == "not in term"
        assert school.why_not(date(2026, 9, 2)) == "training day"
        assert (school.first, school.last) == (date(2026, 9, 2), date(2027, 3, 25))


def test_what_is_wrong_below_is_told_once(write: Write) -> None:
    wrong = write("closd: {}\n")
    above = write(name="above", on="own")
    told = read_calendars([above, wrong]).problems
    assert [each.code for each in told] == ["unknown-key"]


def test_a_calendar_that_is_given_by_a_program_may_be_built_on(write: Write) -> None:
    base = cf.with_days("larkfield", cf.uk("scotland"), source="x", version="1")
    path = write(on="larkfield")
    assert cf.read_calendar(path, calendars={"larkfield": base}).version.endswith("1, v2")
    with pytest.raises(cf.DefinitionError, match="larkfield"):
        cf.read_calendar(path)


def test_of_several_a_day_off_in_any_is_a_day_off(write: Write) -> None:
    both = cf.read_calendar(write(on="[scotland, ireland]"))
    assert both.why_not(date(2026, 3, 17)) == "Saint Patrick's Day (ireland)"
    assert both.why_not(date(2026, 11, 30)) == "Saint Andrew's Day (scotland)"
    assert both.source.endswith("from the Python package holidays; a letter")


def test_a_week_of_its_own_and_nothing_below(write: Write) -> None:
    market = cf.read_calendar(write("week: [saturday, wednesday]\n", on="none"))
    assert market.week == (2, 5)
    assert market.counts(date(2026, 12, 26))
    assert (market.source, market.version) == ("a letter", "v2")
    assert market.last == date.max  # no closures are told, so none can be missing


def test_open_days_are_kept_outside_the_terms(write: Write) -> None:
    """A day on which the school says that it is open is no guess."""
    body = (
        "covers: 2026-09-01 to 2026-12-31\nterms: {autumn: 2026-09-02 to 2026-12-18}\n"
        "open: {fair: 2026-12-19}\n"
    )
    assert cf.read_calendar(write(body)).why_extra(date(2026, 12, 19)) == "fair"


def test_a_weekday_outside_the_terms_can_be_opened(write: Write) -> None:
    body = "terms: {a: 2026-09-02 to 2026-10-23, b: 2026-11-02 to 2026-12-18}\nopen: {fair: 2026-10-28}\n"
    own = cf.read_calendar(write(body))
    assert own.counts(date(2026, 10, 28))
    assert own.why_not(date(2026, 10, 29)) == "not in term"


def test_bases_without_a_common_weekday_are_refused(write: Write) -> None:
    one, other = (
        cf.Calendar(str(day), (day,), (), date.min, date.max, None, "x", "1") for day in (0, 1)
    )
    with pytest.raises(cf.DefinitionError, match="no day of the week counts in all of these"):
        cf.read_calendar(
            write(on="[mondays, tuesdays]"), calendars={"mondays": one, "tuesdays": other}
        )


def test_two_files_of_one_name_are_refused(write: Write) -> None:
    found = read_calendars([write(), write(file="second.calendar.yaml")])
    assert [each.code for each in found.problems] == ["name-clash"]


def test_a_circle_of_files_is_refused(write: Write) -> None:
    found = read_calendars([write(name="a", on="b"), write(name="b", on="a")])
    assert [each.code for each in found.problems] == ["unknown-calendar", "unknown-calendar"]
    assert not found.calendars


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    found = read_calendars([tmp_path / "none.calendar.yaml"])
    assert [each.code for each in found.problems] == ["unreadable-file"]


def test_check_knows_the_calendar_files_among_its_paths(tmp_path: Path, write: Write) -> None:
    policy = tmp_path / "own-days.yaml"
    text = (GOOD / "own-days.yaml").read_text("utf-8")
    policy.write_text(text.replace("england-and-wales", "own"), "utf-8")
    assert [d.code for d in cf.check(policy).diagnostics] == ["unknown-calendar"]
    calendar = write("covers: 2026-09-01 to 2027-08-31\nclosed: {moving: 2026-10-02}\n")
    assert cf.check([policy, calendar]).diagnostics == ()
    assert cf.check(tmp_path).diagnostics == ()
    assert cf.check(tmp_path).files == 2
    calendar.write_text(calendar.read_text("utf-8") + "opne: {}\n", "utf-8")
    assert [d.code for d in cf.check(calendar).diagnostics] == ["unknown-key"]


def test_scenarios_are_told_with_the_calendars_that_are_given() -> None:
    calendars = read_calendars([GOOD]).calendars
    report = run_scenarios(GOOD / "own-days.scenarios.yaml", calendars=calendars)
    assert report.passed
    assert [each.name for each in report.scenarios] == ["a_time_in_school_days"]
