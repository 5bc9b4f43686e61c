"""Ties with dates, and rules that look back. Letters name paragraphs of the language."""

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from complaintflow import engine, ledger
from complaintflow.asking import asks
from complaintflow.auditing import Verdict, audit
from complaintflow.case import Action, Case, Event, Person, Tie
from complaintflow.changes import Turn, next_change
from complaintflow.conventions import Span, Unit
from complaintflow.course import read
from complaintflow.dated import as_at, earliest
from complaintflow.errors import InputError
from complaintflow.explanation import explain, message, note
from complaintflow.files import check
from complaintflow.language.stored import case_of
from complaintflow.procedure import Procedure
from complaintflow.rulings import Barred, TieNotThen
from tests.policies import HEADER, LONDON, day, done, hour, policy, refused, ruling

BASE = """
relations:
  subject: is complained about
  staff: is employed by us
  boss: {says: is the boss of, between: two people}
  partner: {says: is married to, between: two people, both_ways: true}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair, holders: one}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      heard: {by: [officer, chair], counts_as: consider}
      judged: {by: [officer, chair], counts_as: decide}
    may: {chair_named: {by: customer, appoints: chair}}
ends: {shut: {title: Shut}}
"""
NAMED = "    may: {chair_named: {by: customer, appoints: chair}}\n"
YEAR = Span(12, Unit.MONTHS)


def of(rule: str) -> Procedure:
    return policy(f"{BASE}conflicts: {{rule: {{{rule}}}}}\n")


def begun(law: Procedure, **is_: Any) -> Case:
    """Ola and Ben are officers, Cy the customer; of each of them, and of others, what is given."""
    offices = {"cy": "customer", "ola": "officer", "ben": "officer"}
    people = {n: Person(holds=offices.get(n), is_=is_.get(n)) for n in {**offices, **is_}}
    return done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")


def rules(law: Procedure, case: Case, name: str, at: Any, by: str = "ola") -> list[str]:
    return [reason.rule for reason in ruling(law, case, name, at, by).reasons]


# --- a tie with dates -------------------------------------------------------------------------


def test_a_tie_is_true_on_both_of_its_days_and_on_those_between() -> None:
    """Whatever the hour: a day is enough to tell."""
    law = of("who: staff, may_not: decide")
    case = begun(law, ola=Tie("staff", since=day(3), until=day(5)))
    assert [bool(rules(law, case, "judged", day(n))) for n in range(1, 8)] == [
        *(False, False, True, True, True, False, False)
    ]
    assert rules(law, case, "judged", hour(5, 23)) == ["rule"]
    assert rules(law, case, "judged", hour(6, 0)) == []
    assert rules(law, case, "judged", hour(3, 0)) == ["rule"]


def test_without_a_first_day_it_was_always_true_and_without_a_last_it_stays_true() -> None:
    law = of("who: staff, may_not: decide")
    assert rules(law, begun(law, ola=Tie("staff", until=day(2))), "judged", day(2)) == ["rule"]
    since = begun(law, ola=Tie("staff", since=day(3)))
    assert rules(law, since, "judged", day(2)) == []
    assert rules(law, since, "judged", date(2036, 1, 1)) == ["rule"]


def test_what_is_over_or_has_not_begun_is_known_to_be_untrue_and_the_ruling_says_so() -> None:
    """D9: it is no longer not known."""
    law = of("who: staff, may_not: decide")
    case = begun(law, ola=Tie("staff", until=day(2)), ben=Tie("staff", since=day(5)))
    over, coming = (ruling(law, case, "judged", day(3), by) for by in ("ola", "ben"))
    assert over.permitted
    assert over.notes == (TieNotThen("ola", "staff", "rule", until=day(2)),)
    assert note(over.notes[0]) == "ola was staff until Tuesday 2 June 2026, and is no longer (rule)"
    assert coming.notes == (TieNotThen("ben", "staff", "rule", since=day(5), over=False),)
    assert note(coming.notes[0]) == "ben is staff only from Friday 5 June 2026 on (rule)"
    assert ruling(law, case, "judged", day(2), "ola").notes == ()
    assert (
        ruling(law, begun(law, ola=Tie("staff", until=day(2))), "heard", day(3), "ola").notes == ()
    )


def test_somebody_may_have_been_so_twice() -> None:
    law = of("who: staff, may_not: decide")
    case = begun(law, ola=[Tie("staff", until=day(2)), Tie("staff", since=day(4), until=day(5))])
    assert [rules(law, case, "judged", day(n)) != [] for n in (2, 3, 4, 5, 6)] == [
        *(True, False, True, True, False)
    ]


def test_only_lets_through_those_of_whom_it_is_true_then() -> None:
    law = of("only: staff, may: decide")
    case = begun(law, ola=Tie("staff", until=day(2)))
    assert rules(law, case, "judged", day(2)) == []
    said = ruling(law, case, "judged", day(3), "ola")
    (bar,) = said.reasons
    assert isinstance(bar, Barred)
    assert bar.untold == ()
    assert bar.says == "is not somebody who is employed by us"
    assert said.notes == (TieNotThen("ola", "staff", "rule", until=day(2)),)


def test_both_ties_behind_of_are_those_of_the_moment() -> None:
    law = of("who: boss of subject, may_not: decide")
    case = begun(
        law, ola=Tie("boss", "ben", until=day(4)), ben=Tie("subject", since=day(3), until=day(8))
    )
    assert [rules(law, case, "judged", day(n)) for n in (2, 3, 4, 5)] == [
        [],
        ["rule"],
        ["rule"],
        [],
    ]
    remarks = ruling(law, case, "judged", day(5), "ola").notes
    assert TieNotThen("ola", "boss", "rule", "ben", until=day(4)) in remarks
    remark = ruling(law, case, "judged", day(2), "ola").notes[-1]
    assert note(remark) == "ben is subject only from Wednesday 3 June 2026 on (rule)"


def test_what_goes_both_ways_begins_and_ends_for_both() -> None:
    law = of("who: partner of subject, may_not: decide")
    case = begun(law, ben=["subject", Tie("partner", "ola", since=day(3), until=day(4))])
    assert [rules(law, case, "judged", day(n)) for n in (2, 3, 4, 5)] == [
        [],
        ["rule"],
        ["rule"],
        [],
    ]
    notes = ruling(law, case, "judged", day(5), "ola").notes
    assert TieNotThen("ola", "partner", "rule", "ben", day(3), day(4)) in notes
    # told anew of the other, it has the dates that were told last
    case = done(
        law, case, "person_told", day(4), person="ola", who=Person(is_=Tie("partner", "ben"))
    )
    assert rules(law, case, "judged", day(5)) == ["rule"]


def test_what_is_told_of_a_relation_later_has_the_dates_told_then() -> None:
    """It is a denial of nothing, and the ruling says until when it was so."""
    law = of("who: staff, may_not: decide")
    case = begun(law, ola="staff")
    assert rules(law, case, "judged", day(3)) == ["rule"]
    who = Person(is_=Tie("staff", until=day(2)))
    case = done(law, case, "person_told", day(2), person="ola", who=who)
    assert [type(each) for each in ruling(law, case, "judged", day(3), "ola").notes] == [TieNotThen]
    case = done(law, case, "person_told", day(3), person="ola", who=Person(is_="staff"))
    assert rules(law, case, "judged", day(4)) == ["rule"]
    case = done(law, case, "person_told", day(4), person="ola", who=Person(is_not="staff"))
    assert rules(law, case, "judged", day(5)) == []
    assert engine.course_of(law, case).people["ola"].is_ == ()


def test_who_may_hold_an_office_is_asked_as_of_the_act() -> None:
    law = policy(BASE.replace("holders: one}", "holders: one, may_be: staff}", 1))
    case = begun(law, eve=Tie("staff", until=day(3)))
    assert refused(law, case, "chair_named", day(3), "cy", holder="eve") == []
    assert refused(law, case, "chair_named", day(4), "cy", holder="eve") == ["chair.may_be"]


def test_a_form_offers_those_who_may_at_the_moment_for_which_it_is_asked() -> None:
    law = of("who: staff, may_not: decide")
    case = begun(law, ola=Tie("staff", until=day(3)))

    def offered(at: Any = None) -> list[object]:
        (field,) = asks(law, case, "judged", at=at).field("by")
        return [choice.value for choice in field.choices]

    assert offered() == ["ben"]
    assert offered(day(4)) == ["ola", "ben"]


def test_the_moves_of_a_day_are_those_of_whoever_may_then() -> None:
    law = of("who: staff, may_not: decide")
    case = begun(law, ola=Tie("staff", until=day(3)), ben=Tie("staff", since=day(4)))

    def who(n: int) -> tuple[str, ...]:
        (move,) = (m for m in engine.moves(law, case, as_of=day(n)) if m.event == "judged")
        return move.who

    assert (who(3), who(4)) == (("ben",), ("ola",))
    (reason,) = ruling(law, case, "judged", day(3), "ola").reasons
    assert reason.who_else == ("ben",)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"until": "2026-06-02"}, "until of 'staff' must be a date, not '2026-06-02'"),
        (
            {"since": datetime(2026, 6, 2, tzinfo=LONDON)},
            "since of 'staff' must be a date, not datetime.datetime(2026, 6, 2",
        ),
        (
            {"since": day(3), "until": day(2)},
            "'staff' is said to end on 2026-06-02, before it begins on 2026-06-03; change the two",
        ),
    ],
)
def test_dates_that_are_none_are_refused(given: Any, said: str) -> None:
    with pytest.raises(InputError) as caught:
        Tie("staff", **given)
    assert str(caught.value).startswith(said)


def test_a_denial_has_no_dates() -> None:
    law = of("who: staff, may_not: decide")
    with pytest.raises(InputError, match="is denied with dates"):
        engine.begin(law, at=day(1), people={"eve": Person(is_not=Tie("staff", until=day(2)))})


def test_a_tie_with_dates_comes_back_out_of_rows() -> None:
    law = of("who: boss of subject, may_not: decide")
    given = [
        *(Tie("boss", "ben", day(1), day(2)), Tie("boss", "cy", day(1), day(2))),
        *(Tie("staff", until=day(2)), Tie("staff", since=day(4)), Tie("subject")),
    ]
    case = begun(law, ola=given)
    rows = ledger.rows(law, case)
    (row,) = (each for each in rows if each["event"] == "person_told" and each["person"] == "ola")
    assert row["is"] == [
        {"boss": {"of": ["ben", "cy"], "since": "2026-06-01", "until": "2026-06-02"}},
        {"staff": {"until": "2026-06-02"}},
        {"staff": {"since": "2026-06-04"}},
        "subject",
    ]
    assert case_of(law, rows) == case


# --- a rule that looks back -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "last"),
    [
        ("12 months", date(2025, 6, 10)),
        ("1 year", date(2025, 6, 10)),
        ("10 calendar days", date(2026, 5, 31)),
        ("2 weeks", date(2026, 5, 27)),
        ("5 working days", date(2026, 6, 3)),
    ],
)
def test_a_tie_bars_until_it_is_longer_ago_than_that(span: str, last: date) -> None:
    """Counted back from the act as every period before something: day one is the day before it."""
    law = of(f"who: staff, within_last: {span}, may_not: decide")
    for until, barred in ((last, True), (date.fromordinal(last.toordinal() - 1), False)):
        case = begun(law, ola=Tie("staff", until=until))
        assert bool(rules(law, case, "judged", day(10))) is barred, until


def test_the_refusal_says_until_when_it_was_so() -> None:
    law = of("who: staff, within_last: 12 months, may_not: decide")
    case = begun(law, ola=Tie("staff", until=date(2026, 1, 31)), ben="staff")
    (bar,) = ruling(law, case, "judged", day(3), "ola").reasons
    assert isinstance(bar, Barred)
    assert (bar.until, bar.within_last) == (date(2026, 1, 31), YEAR)
    assert message(bar) == (
        "ola was somebody who is employed by us until Saturday 31 January 2026, within the last 12 "
        "months, and is kept from judged"
    )
    (own,) = engine.conflicts_of(law, case, "ola", as_of=day(3))
    assert own.until == date(2026, 1, 31)
    assert "was somebody who is employed by us until Saturday 31 January 2026" in explain(own)
    (now,) = ruling(law, case, "judged", day(3), "ben").reasons
    assert isinstance(now, Barred)
    assert now.until is None
    assert message(now) == "ben is employed by us, and is kept from judged"
    assert engine.conflicts_of(law, case, "ola", as_of=date(2027, 2, 1)) == ()


def test_whoever_is_kept_away_is_not_told_of_ties_that_would_have_kept_him_away_too() -> None:
    """The note says that a tie bars nobody any more; of a rule that bars it would say the opposite."""
    law = of("who: staff, within_last: 12 months, may_not: decide")
    found = ruling(law, begun(law, ola=Tie("staff", until=day(2))), "judged", day(3), "ola")
    assert ([reason.rule for reason in found.reasons], found.notes) == (["rule"], ())
    law = of("who: [staff, subject], may_not: decide")
    both = [Tie("staff", until=day(2)), Tie("subject")]
    found = ruling(law, begun(law, ola=both), "judged", day(3), "ola")
    assert ([reason.rule for reason in found.reasons], found.notes) == (["rule"], ())


def test_what_was_longer_ago_is_said_and_bars_nobody() -> None:
    law = of("who: staff, within_last: 12 months, may_not: decide")
    case = begun(law, ola=Tie("staff", until=date(2025, 1, 31)))
    said = ruling(law, case, "judged", day(3), "ola")
    assert said.permitted
    assert said.notes == (TieNotThen("ola", "staff", "rule", until=date(2025, 1, 31)),)


def test_what_was_done_counts_no_longer_than_that() -> None:
    law = of("who: did heard, within_last: 3 calendar days, may_not: decide")
    case = done(law, begun(law), "heard", day(2), "ola")
    assert [rules(law, case, "judged", day(n)) for n in (2, 5, 6)] == [["rule"], ["rule"], []]
    again = done(law, case, "heard", day(4), "ola")
    assert rules(law, again, "judged", day(7)) == ["rule"]


def test_whoever_held_an_office_is_meant_until_it_is_longer_ago_than_that() -> None:
    """A role, and `held`: of a rule that looks back they mean the same."""
    for who in ("chair", "held chair", "acted in first, held chair"):
        law = of(f"who: [{who}], within_last: 3 calendar days, may_not: decide")
        case = done(law, begun(law), "chair_named", day(1), "cy", holder="ola")
        assert rules(law, case, "judged", day(9)) == ["rule"]
        case = done(law, case, "chair_named", day(2), "cy", holder="ben")
        assert [rules(law, case, "judged", day(n)) for n in (5, 6)] == [["rule"], []]


def test_behind_of_both_were_true_at_one_moment_within_that_time() -> None:
    law = of("who: boss of subject, within_last: 12 months, may_not: decide")
    apart = begun(law, ola=Tie("boss", "ben", until=day(1)), ben=Tie("subject", since=day(2)))
    assert rules(law, apart, "judged", day(3)) == []
    at_once = begun(law, ola=Tie("boss", "ben", until=day(2)), ben=Tie("subject", since=day(2)))
    (bar,) = ruling(law, at_once, "judged", day(9), "ola").reasons
    assert isinstance(bar, Barred)
    assert (bar.until, bar.through) == (day(2), "ben")


def test_whoever_is_tied_now_to_somebody_who_did_it_of_late_is_meant() -> None:
    law = of("who: boss of whoever did heard, within_last: 3 calendar days, may_not: decide")
    case = done(law, begun(law, ola=Tie("boss", "ben", since=day(4))), "heard", day(2), "ben")
    assert [rules(law, case, "judged", day(n)) for n in (3, 4, 5, 6)] == [
        [],
        ["rule"],
        ["rule"],
        [],
    ]


def test_what_was_denied_was_so_until_it_was_denied() -> None:
    """What was never so is a correction of the telling."""
    law = of("who: staff, within_last: 3 calendar days, may_not: decide")
    case = begun(law, ola="staff")
    case = done(law, case, "person_told", day(2), person="ola", who=Person(is_not="staff"))
    assert [rules(law, case, "judged", day(n)) for n in (4, 5, 6)] == [["rule"], ["rule"], []]


def test_only_those_of_late_may() -> None:
    law = of("only: staff, within_last: 12 months, may: decide")
    took = date(2025, 6, 4)
    case = begun(law, ola=Tie("staff", since=took, until=took))
    assert rules(law, case, "judged", day(4)) == []
    (bar,) = ruling(law, case, "judged", day(5), "ola").reasons
    assert message(bar) == (
        "only somebody who is employed by us now or within the last 12 months may do judged; ola is "
        "not such a person"
    )


def test_a_rule_that_looks_back_is_no_hole_where_it_lets_go() -> None:
    """Whoever did it may do the next a year later; whoever is told of is so for good."""
    text = BASE.replace("by: [officer, chair]", "by: chair").replace(NAMED, "")

    def codes(who: str, lately: str = "within_last: 12 months, ") -> set[str]:
        rule = f"conflicts: {{rule: {{who: {who}, {lately}may_not: decide}}}}\n"
        with TemporaryDirectory() as folder:
            path = Path(folder) / "small.yaml"
            path.write_text(HEADER + text + rule, encoding="utf-8")
            return {each.code for each in check(path).diagnostics}

    assert "nobody-left" in codes("staff")
    assert "nobody-left" in codes("did heard", "")
    assert "nobody-left" not in codes("did heard")


# --- time alone ---------------------------------------------------------------------------------


def test_time_alone_bars_and_frees() -> None:
    law = of("who: staff, within_last: 5 working days, may_not: decide")
    case = begun(law, ola=Tie("staff", since=day(3), until=day(4)))
    first = next_change(law, case, after=day(1))
    assert first is not None
    assert first.at == datetime(2026, 6, 3, tzinfo=LONDON)
    (why,) = first.whys
    assert (why.turn, why.name, why.person, why.clock) == (Turn.BARRED, "rule", "ola", None)
    last = next_change(law, case, after=day(5))
    assert last is not None
    assert last.at == datetime(2026, 6, 12, tzinfo=LONDON)  # the fourth is five working days before
    assert [(each.turn, each.person) for each in last.whys] == [(Turn.FREE, "ola")]
    assert rules(law, case, "judged", day(11)) == ["rule"]
    assert rules(law, case, "judged", day(12)) == []
    assert next_change(law, case, after=last.at) is None


def test_who_is_no_longer_one_who_may_hold_an_office_is_a_change() -> None:
    law = policy(BASE.replace("holders: one}", "holders: one, may_be: staff}", 1))
    change = next_change(law, begun(law, eve=Tie("staff", until=day(3))), after=day(1))
    assert change is not None
    assert [(why.turn, why.name) for why in change.whys] == [(Turn.BARRED, "chair.may_be")]


# --- what comes to light ---------------------------------------------------------------------


def test_a_tie_told_later_was_there_before_it_was_told() -> None:
    """B2: what is known now bears on what was done then, and the telling stays when it is known."""
    law = of("who: staff, may_not: decide")
    case = done(law, begun(law), "judged", day(3), "ola")
    who = Person(is_=Tie("staff", since=day(2)))
    told = done(law, case, "person_told", day(5), person="ola", who=who)
    (judged,) = (j for j in audit(law, told).judged if j.event.action.name == "judged")
    assert judged.verdict is Verdict.COME_TO_LIGHT
    assert judged.then.permitted
    undated = done(law, case, "person_told", day(5), person="ola", who=Person(is_="staff"))
    (judged,) = (j for j in audit(law, undated).judged if j.event.action.name == "judged")
    assert judged.verdict is Verdict.IN_ORDER
    over = done(
        law, case, "person_told", day(5), person="ola", who=Person(is_=Tie("staff", until=day(2)))
    )
    (judged,) = (j for j in audit(law, over).judged if j.event.action.name == "judged")
    assert judged.verdict is Verdict.IN_ORDER


def test_an_end_told_later_clears_what_was_against_the_rules() -> None:
    law = of("who: staff, may_not: decide")
    case = begun(law, ola="staff")
    act = Event(action=Action("judged", at=day(3), by="ola"), id="late")
    case = engine.restore(law, (*case.events, act))
    told = Person(is_=Tie("staff", until=day(2)))
    case = done(law, case, "person_told", day(5), person="ola", who=told)
    (judged,) = (j for j in audit(law, case).judged if j.event.action.name == "judged")
    assert judged.verdict is Verdict.CLEARED


def test_a_late_record_is_judged_by_a_tie_with_dates_told_after_its_day() -> None:
    law = of("who: staff, may_not: decide")
    who = Person(is_=Tie("staff", since=day(2)))
    case = done(law, begun(law), "person_told", day(5), person="ola", who=who)
    assert rules(law, case, "judged", day(3)) == ["rule"]
    assert rules(law, case, "judged", day(1)) == []


def test_nobody_frees_himself_by_an_end_to_his_tie() -> None:
    """Decision 0049: neither at once nor on a day to come."""
    law = of("who: staff, may_not: decide")
    case = begun(law, ola="staff")
    for until in (day(1), day(30)):
        who = Person(is_=Tie("staff", until=until))
        own = {"person": "ola", "who": who}
        assert refused(law, case, "person_told", day(2), "ola", **own) == ["rule"]
        assert refused(law, case, "person_told", day(2), "ben", **own) == []


# --- the view ------------------------------------------------------------------------------------


def test_where_nobody_told_dates_the_view_is_the_course_itself() -> None:
    """No ruling of a policy without dates costs more for it."""
    law = of("who: staff, may_not: decide")
    course = read(law, begun(law, ola="staff").events)
    assert as_at(law, course, day(3)) is course
    dated = read(law, begun(law, ola=Tie("staff", until=day(2))).events)
    view = as_at(law, dated, day(3))
    assert view.people["ola"] == Person(holds="officer", is_not="staff")
    assert view.people["ben"] is dated.people["ben"]
    assert as_at(law, view, day(3)) is view
    assert as_at(law, view, day(2)).people["ola"] == Person(holds="officer", is_="staff")


def test_a_period_is_counted_back_to_the_end_of_a_short_month() -> None:
    law = of("who: staff, within_last: 12 months, may_not: decide")
    assert earliest(law, date(2028, 2, 29), YEAR) == date(2027, 2, 28)
    assert earliest(law, hour(3, 14), YEAR) == date(2025, 6, 3)


SPOUSES = policy("""
relations: {spouse: {says: is the spouse of, between: two people, both_ways: true}}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair, holders: one}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: officer}, checked: {by: officer}}
    may: {chair_named: {by: customer, appoints: chair}}
ends: {shut: {title: Shut}}
conflicts:
  apart: {who: spouse of chair, may_not: looked, within_last: 12 months}
  alone: {only: spouse of chair, may: checked, within_last: 12 months}
""")


@pytest.mark.parametrize(
    ("until", "at_first", "both"),
    [
        (9, False, True),
        (5, False, True),  # the day on which he became the chair
        (4, False, False),
        (4, True, True),
    ],
)
def test_behind_of_both_must_have_been_true_at_one_moment(
    until: int, at_first: bool, both: bool
) -> None:
    """Decision 0054: an office counts from when it was held, also for a rule that looks back."""
    people = {
        "cy": Person(holds="customer"),
        "pat": Person(holds="officer", is_=[Tie("spouse", "neo", until=day(until))]),
        "neo": Person(holds="chair" if at_first else ()),
        "sam": Person(),
    }
    case = engine.begin(SPOUSES, at=day(1), people=people)
    case = done(SPOUSES, case, "came", day(1), "cy")
    if not at_first:
        case = done(SPOUSES, case, "chair_named", day(5), "cy", holder="neo")
    for later in ((), ("sam",), ("sam", "neo")):  # what becomes of the office since changes nothing
        for holder in later[-1:]:
            case = done(SPOUSES, case, "chair_named", day(12), "cy", holder=holder)
        assert (refused(SPOUSES, case, "looked", day(20), "pat") == ["apart"]) is both
        assert (refused(SPOUSES, case, "checked", day(20), "pat") == []) is both
