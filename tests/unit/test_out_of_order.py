"""Which times a cut-off puts out of order, what `check` says of them, and that its advice mends it.

The policy is in force from Thursday 1 January 2026, a bank holiday, so the first day that is looked at
is Friday the 2nd.
"""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from complaintflow import engine
from complaintflow.__main__ import main
from complaintflow.bank_holidays import uk
from complaintflow.calendars import EVERY_DAY, Calendar
from complaintflow.diagnostics import Diagnostic, Severity
from complaintflow.files import link_file
from complaintflow.language.out_of_order import Overtaking, overtaking
from complaintflow.procedure import Period, Procedure
from tests.policies import LONDON, done, people, whole_policy

POLICY = """\
complaintflow: 1
policy: {id: small, title: A small policy, version: "1", in_force_from: 2026-01-01}
counting: {working_days: england-and-wales, day_one: day after, cut_off: "16:00", time_zone: Europe/London}
clauses: {c: {at: x, says: it}}
roles: {a: {title: A}}
happenings: {hurt: {says: it hurt, cites: c}, found: {says: it was found, cites: c}}
moments: {known: {last_of: [hurt, found], cites: c}}
begins: {came: {by: a, then: s, cites: c}, late: {by: a, after: known, cites: c}}
stages:
  s:
    title: S
    must:
      seen: {by: a, within: 2 hours of came, cites: c}
      day_set: {by: a, sets_time_of: heard, cites: c}
      heard: {by: a, cites: c}
      done: {by: a, WITHIN, then: e, cites: c}
ends: {e: {title: E}}
"""


def policy(within: str, counting: str = "") -> str:
    """The policy with a time, and one key of `counting` that says otherwise, or more."""
    text = POLICY.replace("WITHIN", within)
    key = counting.partition(":")[0]
    if not key:
        return text
    if f"{key}: " not in text:
        return text.replace("time_zone:", f"{counting}, time_zone:")
    return re.sub(f"{key}: [^,]*", counting, text, count=1)


def told(folder: Path, text: str, calendars: dict[str, Calendar] | None = None) -> list[Diagnostic]:
    path = folder / "small.yaml"
    path.write_text(text, "utf-8")
    return list(link_file(path, calendars=calendars).problems)


def seen(within: str, counting: str = "", **calendars: Calendar) -> Overtaking | None:
    """What the check sees of a time under `within`."""
    given = {name.replace("_", " "): calendar for name, calendar in calendars.items()}
    law = whole_policy(policy(f"within: {within}", counting), calendars=given)
    [deadline] = [each for each in law.deadlines if each.step == "done"]
    assert isinstance(deadline.period, Period)
    return overtaking(law, deadline.period)


def due(law: Procedure, at: datetime) -> object:
    """When it is due in a case that begins then."""
    case = engine.begin(law, at=at, people=people(ann="a"))
    clocks = engine.clocks(law, done(law, case, "came", at, "ann"))
    return next(each.due for each in clocks if each.step == "done")


NEXT = "day_one: next working day"
SAME = "day_one: same day"


@pytest.mark.parametrize(
    ("within", "counting"),
    [
        *((f"{n} {unit} of came", "") for n in (1, 10) for unit in
          ("working days", "clear working days", "calendar days", "weeks", "months", "years")),
        ("3 working days after came", NEXT),
        ("3 clear working days of came", SAME),
        ("2 weeks of came", SAME),
        ("10 calendar days beginning with came", NEXT),
        ("1 month beginning with came", ""),
        ("10 to 20 working days of came", ""),
        ("10 working days of start of s", ""),
        ("10 working days of known", ""),
        ("10 working days of came or missed seen", ""),
    ],
)  # fmt: skip
def test_these_are_out_of_order(within: str, counting: str) -> None:
    found = seen(within, counting)
    assert found is not None
    assert (found.day, found.counts_as) == (date(2026, 1, 2), date(2026, 1, 5))
    assert found.due > found.due_of_next


@pytest.mark.parametrize(
    ("within", "counting"),
    [
        *((f"10 {unit} of came", NEXT) for unit in
          ("working days", "clear working days", "calendar days", "weeks", "months", "years")),
        ("10 working days of came", SAME),
        ("10 working days beginning with came", ""),
        ("24 hours of came", ""),
        ("10 working days of missed seen", ""),
        ("10 working days of date set by day_set", ""),
        ("10 calendar days of came", "working_days: none"),
    ],
)  # fmt: skip
def test_these_are_in_order(within: str, counting: str) -> None:
    assert seen(within, counting) is None


def test_what_is_counted_back_knows_no_cut_off(tmp_path: Path) -> None:
    assert told(tmp_path, policy("at_latest: 5 working days before heard")) == []


def test_without_a_cut_off_nothing_is_looked_at(tmp_path: Path) -> None:
    text = policy("within: 10 working days of came")
    assert told(tmp_path, text.replace(' cut_off: "16:00",', "")) == []


def test_of_a_band_the_shorter_time_may_be_the_one() -> None:
    """The longer ends where there are no dates any more."""
    assert seen("9000 years of came") is None
    assert seen("1 to 9000 years of came") == seen("1 year of came")


def test_a_roll_hides_weeks_at_a_weekend_and_not_at_easter() -> None:
    """Two weeks from a Saturday roll to the Monday on which those from Monday end; from Good Friday
    they end on a Friday, and what comes late on Maundy Thursday counts as Tuesday's."""
    assert seen("2 weeks of came", "roll: next") == Overtaking(
        date(2026, 4, 2), date(2026, 4, 7), date(2026, 4, 21), date(2026, 4, 17)
    )


SCHOOL = "own_days: {school days: x}"


def calendar(week: tuple[int, ...], first: date = date(2020, 1, 1)) -> Calendar:
    return Calendar("own", week, (), first, date(2030, 1, 1), None, "us", "1")


@pytest.mark.parametrize(
    ("within", "week", "day"),
    [
        ("5 school days of came", (0, 1, 2, 3, 4), date(2026, 1, 2)),
        # the first that is no working day, and counted: Good Friday
        ("5 school days beginning with came", (0, 1, 2, 3, 4), date(2026, 4, 2)),
        ("5 school days beginning with came", (0, 1, 2, 3, 4, 5), date(2026, 1, 2)),
        # Tuesdays alone: what counts as coming on the one after Easter Monday has lost it
        ("5 school days of came", (1,), date(2026, 4, 2)),
    ],
)
def test_days_of_ones_own_are_out_of_order_by_their_own_calendar(
    within: str, week: tuple[int, ...], day: date
) -> None:
    found = seen(within, SCHOOL, school_days=calendar(week))
    assert found is not None
    assert found.day == day


def test_days_of_ones_own_that_are_working_days_begin_with_the_day_in_order() -> None:
    school = uk("england-and-wales")
    assert seen("5 school days beginning with came", SCHOOL, school_days=school) is None
    assert seen("5 school days of came", SCHOOL, school_days=school) is not None


def test_days_of_ones_own_without_their_calendar_are_not_counted(tmp_path: Path) -> None:
    text = policy("within: 5 school days of came", SCHOOL)
    assert told(tmp_path, text) == []
    [found] = told(tmp_path, text, {"school days": calendar((0, 1, 2, 3, 4))})
    assert found.code == "due-out-of-order"
    assert seen("5 school days of came", SCHOOL, school_days=EVERY_DAY) is None


def test_what_the_calendar_does_not_cover_is_not_told() -> None:
    begun = calendar((0, 1, 2, 3, 4), first=date(2026, 9, 1))
    found = seen("5 school days of came", SCHOOL, school_days=begun)
    assert found is not None
    assert found.day == date(2026, 9, 4)
    assert seen("9000 years of came") is None


@pytest.mark.parametrize("year", ["1900", "2098-12-20", "2099-12-31", "9999-12-31"])
def test_a_policy_may_be_in_force_outside_the_calendar(year: str, tmp_path: Path) -> None:
    day = year if "-" in year else f"{year}-01-01"
    text = policy("within: 10 working days of came").replace("2026-01-01", day)
    codes = [each.code for each in told(tmp_path, text)]
    assert codes == (["due-out-of-order"] if year in ("1900", "2098-12-20") else [])


# -- what is said --------------------------------------------------------------------------


def test_it_is_a_remark_at_the_cut_off_and_fails_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [found] = told(tmp_path, policy("within: 10 working days of came"))
    assert found.severity is Severity.INFO
    assert found.message == (
        '"done" is due on Monday 19 January 2026 for what comes on Friday 2 January 2026 after 16:00, '
        "and already on Friday 16 January 2026 for what comes on the Saturday"
    )
    assert str(found.place).endswith(":3:74")
    [related] = found.related
    assert related.place.line == 16
    assert main(["check", str(tmp_path / "small.yaml")]) == 0
    assert "info[due-out-of-order]" in capsys.readouterr().out


def test_the_days_that_it_shows_are_those_of_a_case() -> None:
    law = whole_policy(policy("within: 10 working days of came"))

    friday = datetime.combine(date(2026, 1, 2), time(16, 1), LONDON)
    assert (
        due(law, friday - timedelta(minutes=1))
        == due(law, friday + timedelta(days=1))
        == date(2026, 1, 16)
    )
    assert due(law, friday) == due(law, friday + timedelta(days=3, hours=-2)) == date(2026, 1, 19)


WAY = "{more: {by: a, up_to: 15 working days after came, cites: c}}"


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ("aim_within: 5 working days of came", "; so it is with 1 more time"),
        (f"at_latest: 20 working days of came, may_extend: {WAY}", "; so it is with 2 more times"),
        ("may_extend: {more: {by: a, once: true, cites: c}}", ""),
    ],
)
def test_it_says_of_how_many_other_times_it_is_so(others: str, said: str, tmp_path: Path) -> None:
    [found] = told(tmp_path, policy(f"within: 10 working days of came, {others}"))
    assert found.message.endswith(f"for what comes on the Saturday{said}")


@pytest.mark.parametrize(
    ("within", "counting", "advice", "mended", "mended_counting"),
    [
        ("10 working days of came", "", "`day_one: next working day`,", "of", NEXT),
        ("2 weeks of came", SAME, "`day_one: next working day`,", "of", NEXT),
        ("10 working days after came", NEXT, "`of` in the place of `after`,", "of", NEXT),
        (
            "1 month beginning with came",
            "",
            "`of` in the place of `beginning with`, with `day_one: next working day`,",
            "of",
            NEXT,
        ),
    ],
)
def test_its_advice_is_followed_and_both_are_due_on_one_day(
    within: str, counting: str, advice: str, mended: str, mended_counting: str, tmp_path: Path
) -> None:
    [found] = told(tmp_path, policy(f"within: {within}", counting))
    assert found.help is not None
    assert found.help.startswith(f"write {advice} and both count as coming on the Monday")
    head = within.replace("after", mended).replace("beginning with", mended)
    text = policy(f"within: {head}", mended_counting)
    assert told(tmp_path, text) == []
    law = whole_policy(text)

    friday = datetime.combine(date(2026, 1, 2), time(17), LONDON)
    assert (
        due(law, friday)
        == due(law, friday + timedelta(days=1))
        == due(law, friday + timedelta(days=2, hours=20))
    )


def test_a_time_of_a_base_is_told_at_the_cut_off_of_the_policy_on_top(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        'complaintflow: 1\npolicy: {id: base, title: B, version: "1", in_force_from: 2024-01-01}\n'
        "expects: {a: somebody, s: a stage}\nclauses: {B-1: {at: x, says: it}}\n"
        "throughout: {must: {told: {by: a, within: 5 weeks of start of s, "
        "may_extend: {more: {by: a, up_to: 9 weeks of start of s, cites: B-1}}, cites: B-1}}}\n",
        "utf-8",
    )
    text = policy("within: 2 hours of came").replace(
        'version: "1"', 'version: "1", builds_on: base'
    )
    [found] = told(tmp_path, text)
    assert Path(found.place.file).name == "small.yaml"
    assert [Path(each.place.file).name for each in found.related] == ["base.yaml"]
    assert found.message.endswith("; so it is with 1 more time")


def test_where_the_day_ends_at_an_hour_that_is_said(tmp_path: Path) -> None:
    [found] = told(tmp_path, policy("within: 10 working days of came", 'day_ends: "17:00"'))
    assert "Monday 19 January 2026 at 17:00" in found.message
