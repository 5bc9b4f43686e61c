"""Kinds of day of the organisation's own in a policy: `10 school days of NAME`."""

from datetime import date
from pathlib import Path

import pytest

import complaintflow as cf
from complaintflow.files import link_file, read_scenarios
from complaintflow.language.alterations import Operator
from complaintflow.language.operators import mutants
from complaintflow.render.leaflet import leaflet
from complaintflow.scenarios.times import count_command

POLICY = Path("tests/language/good/own-days.yaml")


def term() -> cf.Calendar:
    return cf.from_terms(
        "autumn term",
        cf.uk("england-and-wales"),
        [(date(2026, 9, 2), date(2026, 12, 18))],
        off={"half-term": (date(2026, 10, 26), date(2026, 10, 30))},
        source="term dates 2026/27",
        version="1",
    )


def policy() -> cf.Procedure:
    return cf.load(POLICY, calendars={"school days": term()})


def begun(law: cf.Procedure, *events: cf.Action) -> cf.Case:
    people = {"ann": cf.Person(holds="complainant"), "mo": cf.Person(holds="manager")}
    case = cf.begin(law, at=date(2026, 10, 20), people=people)
    received = cf.Action("complaint_received", at=date(2026, 10, 20), by="ann", how="email")
    for event in (received, *events):
        case = cf.apply(law, case, event)
    return case


def report(law: cf.Procedure, case: cf.Case) -> cf.Clock:
    return next(clock for clock in cf.clocks(law, case) if clock.step == "report_sent")


def agreed(settles: cf.Span | str) -> cf.Action:
    on = date(2026, 10, 20)
    return cf.Action("timescale_agreed", at=on, by="mo", agreed_by="ann", settles=settles)


def test_a_policy_counts_in_days_of_its_own() -> None:
    law = policy()
    clock = report(law, begun(law))
    assert clock.earliest is not None
    assert clock.latest is not None
    assert (clock.earliest.due, clock.latest.due) == (date(2026, 11, 10), date(2026, 11, 24))
    assert str(clock.deadline.period) == "10 to 20 school days from start of first_stage"
    assert law.own_days["school days"].says == "weekdays in term but training days"


def test_what_is_left_and_how_late_is_told_in_those_days() -> None:
    law = policy()
    clock = report(law, begun(law, agreed(cf.Span(12, law.own_days["school days"].kind))))
    assert clock.due == date(2026, 11, 12)
    assert str(clock.remaining(as_of=date(2026, 10, 23))) == "9 school days"
    assert str(clock.remaining(as_of=date(2026, 10, 28))) == "9 school days"
    assert str(clock.late(as_of=date(2026, 11, 13))) == "1 school day"


def test_beyond_the_terms_it_is_overdue_and_by_how_much_is_not_guessed() -> None:
    law = policy()
    clock = report(law, begun(law, agreed(cf.Span(12, law.own_days["school days"].kind))))
    assert clock.status(as_of=date(2027, 2, 1)) is cf.Status.OVERDUE
    with pytest.raises(cf.OutsideCalendar, match="calendar 'autumn term' covers only"):
        clock.late(as_of=date(2027, 2, 1))


def test_without_its_calendar_a_policy_is_right_and_cannot_be_used() -> None:
    assert cf.check(POLICY).diagnostics == ()
    assert cf.check(POLICY.with_suffix(".scenarios.yaml")).diagnostics == ()
    with pytest.raises(cf.DefinitionError) as raised:
        cf.load(POLICY)
    (lacking,) = raised.value.diagnostics
    assert lacking.code == "unknown-calendar"
    assert lacking.message == 'no calendar says which days are "school days"'
    assert lacking.help is not None
    assert 'calendars={"school days": ...}' in lacking.help
    assert (lacking.place.line, lacking.place.column) == (5, 14)
    assert read_scenarios(POLICY.with_suffix(".scenarios.yaml")).problems == (lacking,)


def test_a_text_in_days_of_its_own_is_read_where_the_policy_is_known() -> None:
    """An action knows no policy; a record is read under one."""
    with pytest.raises(cf.InputError, match="'school days' in '15 school days' is no unit"):
        agreed("15 school days")
    law = policy()
    case = begun(law, agreed(cf.Span(15, law.own_days["school days"].kind)))
    assert cf.case_of(law, cf.rows(law, case)) == case
    assert report(law, case).due == date(2026, 11, 17)


def test_the_time_that_is_settled_must_lie_in_the_band() -> None:
    law = policy()
    kind = law.own_days["school days"].kind
    assert not cf.decide(law, begun(law), agreed(cf.Span(9, kind))).permitted
    assert cf.decide(law, begun(law), agreed(cf.Span(10, kind))).permitted
    assert not cf.decide(law, begun(law), agreed(cf.Span(60, kind))).permitted  # beyond the terms


def test_a_window_in_days_of_its_own_shuts() -> None:
    law = policy()
    window = next(deadline for deadline in law.deadlines if deadline.step == "appealed")
    assert str(window.period) == "1 school day from first report_sent"


def test_readers_are_told_what_those_days_are() -> None:
    assert "School days are weekdays in term but training days." in leaflet(policy())
    law = policy()
    assert "Calendar: autumn term (" in cf.explain(report(law, begun(law)))


def test_no_command_is_offered_that_would_count_by_other_days() -> None:
    law = policy()
    assert count_command(report(law, begun(law))) is None


def test_a_mutant_counts_in_working_days_instead_and_loads() -> None:
    sources = link_file(POLICY, calendars={"school days": term()}).sources
    assert sources is not None
    changed = {
        each.name: each for each in mutants(sources.trees) if each.operator is Operator.OTHER_DAYS
    }
    assert set(changed) == {
        "report_sent.within in working days",
        "appealed.within in working days",
    }
    becomes = changed["report_sent.within in working days"].becomes
    assert becomes == "within: 10 to 20 working days of start of first_stage"


def test_a_base_and_a_policy_on_it_add_up_their_kinds_of_day(tmp_path: Path) -> None:
    base = tmp_path / "schools.yaml"
    base.write_text(
        'complaintflow: 1\npolicy: {id: schools, title: A base, version: "1", '
        "in_force_from: 2026-01-01}\n"
        "counting: {own_days: {school days: of the base, sitting days: of the court}, "
        "day_one: day after, time_zone: Europe/London}\n",
        "utf-8",
    )
    own = POLICY.read_text("utf-8").replace("2026-01-01}", "2026-01-01, builds_on: schools}")
    path = tmp_path / "own-days.yaml"
    path.write_text(own, "utf-8")
    calendars = {"school days": term(), "sitting days": cf.EVERY_DAY}
    law = cf.load(path, calendars=calendars)
    assert {name: each.says for name, each in law.own_days.items()} == {
        "school days": "weekdays in term but training days",
        "sitting days": "of the court",
    }
