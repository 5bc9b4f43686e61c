"""Answers as text. Letters such as A6 name paragraphs of the language."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from complaintflow import engine
from complaintflow.case import Case, Override, Person
from complaintflow.clock_text import ledger
from complaintflow.conventions import DayOne, Span, Unit
from complaintflow.explanation import explain, mend, message, note
from complaintflow.periods import reach
from complaintflow.phrasing import clause_text, day_text
from complaintflow.procedure import (
    Clause,
    Condition,
    Fact,
    FirstOf,
    Form,
    Happened,
    Is,
    Missed,
    Procedure,
    ReceiptOf,
    StartOf,
)
from complaintflow.rulings import (
    Barred,
    ConditionNotMet,
    Forbidden,
    HadTooEarly,
    Note,
    NotEligible,
    NotOpen,
    NotRecorded,
    Reason,
    RestsOn,
    SharedOffice,
    StandsIn,
    TieNotKnown,
    TooEarly,
    TooLate,
    Unanswered,
    WrongForm,
    WrongRole,
)
from tests.policies import (
    LONDON,
    clocks_of,
    day,
    done,
    fusion_care,
    hour,
    people,
    policy,
    ruling,
)

ANYHOW = {"override": Override("the chair", "it happened")}
RULE = "some.rule"


def not_open(place: str, stage: str | None) -> NotOpen:
    return NotOpen(rule=RULE, step="sent", place=place, stage=stage)


def wrong_role(
    person: str | None,
    holds: tuple[str, ...] = (),
    *,
    else_: tuple[str, ...] = (),
    naming: tuple[str, ...] = (),
    appointed: bool = False,
) -> WrongRole:
    return WrongRole(
        rule=RULE,
        who_else=else_,
        by_appointment=naming,
        person=person,
        holds=holds,
        needs=("manager", "chair"),
        appointed=appointed,
    )


def not_met(answer: bool | str | None, wanted: bool | str = True, *, negated: bool) -> Reason:
    condition = Condition("agreed", wanted)
    return ConditionNotMet(rule=RULE, condition=condition, answer=answer, negated=negated)


def bar(
    *conditions: Condition,
    deciders: tuple[str, ...] = (),
    spoilt: tuple[str, ...] = (),
    else_: tuple[str, ...] = (),
    appointed: bool = False,
) -> Barred:
    return Barred(
        rule=RULE,
        who_else=else_,
        act="sent",
        person="mo",
        tie=Is("subject"),
        says="is complained about",
        except_if=conditions,
        deciders=deciders,
        spoilt=spoilt,
        appointed=appointed,
    )


QUESTION = Fact("agreed", "both agree", ("customer", "chair"))


@pytest.mark.parametrize(
    ("reason", "said", "mended"),
    [
        (
            not_open("first", None),
            "sent belongs to first, and nothing has opened a case yet",
            "record first how the complaint came in",
        ),
        (
            not_open("begins", "first"),
            "sent opens a case, and this one is in first already",
            "begin another case for another complaint",
        ),
        (
            not_open("throughout", "shut"),
            "sent leads on from a stage, and the case rests in shut",
            "nothing leads on from where a case rests",
        ),
        (
            not_open("second", "first"),
            "sent belongs to second, and the case is in first",
            "it can be recorded while the case is in second",
        ),
        (
            NotRecorded(rule=RULE, other="sent (events[0])"),
            "it bears on sent (events[0]), which was refused and so is not in the record",
            "mend what keeps sent (events[0]) out first",
        ),
        (
            HadTooEarly(rule=RULE, step="sent", person="mo", had=day(5), sent=day(9)),
            "mo cannot have had sent on Friday 5 June 2026: it is of Tuesday 9 June 2026",
            "correct the day on which it was received, or that of sent",
        ),
        (
            wrong_role(None, else_=("mo",)),
            "it is not said who does it; it is for manager or chair",
            "let somebody do it who holds manager or chair; mo could",
        ),
        (
            wrong_role("cy", ("customer",), else_=("mo", "di", "ed")),
            "cy holds customer; it is for manager or chair",
            "let somebody do it who holds manager or chair; mo, di or ed could",
        ),
        (
            wrong_role("cy"),
            "cy holds no office in this case; it is for manager or chair",
            "let somebody do it who holds manager or chair; nobody else in the case could",
        ),
        (
            wrong_role("cy", naming=("manager_named", "chair_named")),
            "cy holds no office in this case; it is for manager or chair",
            (
                "let somebody do it who holds manager or chair; nobody else in the case could "
                "until manager_named or chair_named names somebody"
            ),
        ),
        (
            wrong_role("cy", ("customer", "friend"), appointed=True),
            "cy holds customer and friend; the choice is from manager or chair",
            "name somebody who holds manager or chair",
        ),
        (
            TooEarly(rule=RULE, waits_for=(Happened("asked"), StartOf("second"))),
            "asked and start of second must come first",
            "record asked and start of second first, if it has happened",
        ),
        (
            TooEarly(
                rule=RULE,
                waits_for=(FirstOf((Happened("replied"), Missed("replied"))), Happened("asked")),
            ),
            "asked must come first, and replied must come first, or the time for replied must have run out",
            (
                "record asked first, if it has happened, and record replied first, if it has happened, "
                "or wait until the time for replied has run out"
            ),
        ),
        (
            TooEarly(rule=RULE, waits_for=(ReceiptOf("sent", "chair"), Missed("sent"))),
            "chair must have received sent, and the time for sent must have run out",
            (
                "record sent, and under received when chair had it, and "
                "wait until the time for sent has run out"
            ),
        ),
        (
            not_met(None, negated=False),
            "it depends on agreed, which is not asked in this case",
            "it is only for cases in which agreed is asked",
        ),
        (
            not_met(None, negated=True),
            "it depends on agreed, which is not asked in this case",
            "it is only for cases in which agreed is asked",
        ),
        (
            not_met("long", "long", negated=True),
            "it is shut while agreed is long holds",
            "it opens if agreed is answered otherwise",
        ),
        (
            not_met(False, negated=False),
            "it needs agreed, and the answer is false",
            "it opens if agreed is answered with true",
        ),
        (
            not_met("long", "short", negated=False),
            "it needs agreed is short, and the answer is long",
            "it opens if agreed is answered with short",
        ),
        (
            Unanswered(rule=RULE, fact=QUESTION),
            "agreed has not been answered (both agree)",
            "let customer or chair answer agreed",
        ),
        (
            WrongForm(rule=RULE, needs=(Form.SPEECH, Form.EMAIL), given=None),
            "it is not said how it was made; only speech or email leads on",
            "record it with how: speech, once that is so",
        ),
        (
            WrongForm(rule=RULE, needs=(Form.WRITING,), given="telephone"),
            "it was made by telephone; only writing leads on",
            "record it with how: writing, once that is so",
        ),
        (
            TooLate(rule=RULE, due=day(3)),
            "the time for it ended on Wednesday 3 June 2026",
            "it can only be recorded with an override, which says who allowed it and why",
        ),
        (
            NotEligible(rule=RULE, person="ed", role="customer", may_be=("child", "parent")),
            "ed cannot be customer: none of child and parent is true of this person",
            "tell which of child and parent is true, if one is",
        ),
        (
            bar(else_=("amy",)),
            "mo is complained about, and is kept from sent",
            "somebody else must do it; amy could",
        ),
        (
            bar(),
            "mo is complained about, and is kept from sent",
            "somebody else must do it; nobody else in the case could",
        ),
        (
            bar(appointed=True),
            "mo is complained about, and is kept from sent",
            "name somebody else",
        ),
        (
            bar(Condition("agreed"), Condition("kind", "quiet"), deciders=("sue", "di")),
            "mo is complained about, and is kept from sent",
            "allowed here once sue or di records agreed: true and kind: quiet",
        ),
        (
            bar(Condition("agreed"), spoilt=("mo",)),
            "mo is complained about, and is kept from sent",
            "allowed here once somebody unbarred records agreed: true (mo may not decide that)",
        ),
        (
            Forbidden(rule=RULE, step="mocked"),
            "mocked is forbidden",
            "nothing allows it; recorded by an override it is a breach",
        ),
    ],
)
def test_every_reason_says_what_stands_against_it_and_what_would_mend_it(
    reason: Reason, said: str, mended: str
) -> None:
    """Design 2: every reason, and what would make it allowed."""
    assert message(reason) == said
    assert mend(reason) == mended


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        (TieNotKnown("mo", "subject", "aside"), "nobody has told whether mo is subject (aside)"),
        (StandsIn("amy", "acting_manager"), "amy stands in as acting_manager"),
        (SharedOffice("chair", ("di", "ed")), "chair is an office of one, and di and ed hold it"),
        (RestsOn("which_days"), "rests on the reading which_days"),
    ],
)
def test_every_note_is_a_line(remark: Note, said: str) -> None:
    assert note(remark) == said


@pytest.mark.skipif(shutil.which("localedef") is None, reason="no other locale can be made here")
def test_a_day_is_told_in_english_whatever_locale_a_program_has_set(tmp_path: Path) -> None:
    """Design 9: the same bytes across locales."""
    made = subprocess.run(
        ["localedef", "-i", "de_DE", "-f", "UTF-8", str(tmp_path / "de_DE.UTF-8")],
        capture_output=True,
        check=False,
    )
    script = (
        "import locale; locale.setlocale(locale.LC_ALL, ''); from datetime import date\n"
        "from complaintflow.phrasing import day_text; print(day_text(date(2026, 5, 27)))"
    )
    env = {**os.environ, "LOCPATH": str(tmp_path), "LC_ALL": "de_DE.UTF-8"}
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=env, check=False
    )
    if made.returncode or told.returncode:
        pytest.skip("no other locale can be made here")
    assert told.stdout.strip() == "Wednesday 27 May 2026"


def test_a_day_is_told_as_in_a_letter() -> None:
    assert day_text(date(2026, 4, 2)) == "Thursday 2 April 2026"
    assert day_text(hour(3, 9, 5)) == "Wednesday 3 June 2026 at 09:05"
    clause = Clause("C1", "p. 1", "be quick", "small")
    assert clause_text(clause) == "C1 (p. 1): be quick"


# --- whole texts ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def law() -> Procedure:
    return fusion_care()


@pytest.fixture
def begun(law: Procedure) -> Case:
    return engine.begin(
        law,
        at=date(2026, 3, 23),
        people={
            "ann": Person(holds="complainant", is_="child"),
            "mo": Person(holds=["manager", "management"], is_="subject"),
            "sue": Person(holds=["senior_staff", "management"], is_not="subject"),
            "dee": Person(holds="managing_director"),
        },
        facts={"complains_for_another": False},
    )


def test_the_refusal_of_a_subject_in_full(law: Procedure, begun: Case) -> None:
    """Design 2: a refusal lists every reason, the clause behind each, and who else could."""
    at = date(2026, 3, 23)
    case = done(law, begun, "formal_complaint_received", at, "ann", how="writing")
    found = ruling(law, case, "report_sent", datetime(2026, 3, 25, 15, 30, tzinfo=LONDON), "mo")
    assert explain(found) == dedent("""\
        report_sent by mo on Wednesday 25 March 2026 at 15:30 is refused.
        - investigation must come first [report_sent.after]
          FC-16 (First formal, 3): the manager investigates
          What would mend it: record investigation first, if it has happened.
        - mo is complained about in this case, and is kept from report_sent [subject_stands_aside]
          FC-07 (The complaints procedure, 2): the subject of a complaint or representation neither considers nor investigates it
          What would mend it: somebody else must do it; nobody else in the case could until acting_manager_named names somebody.
        - rests on the reading which_days
        - rests on the reading start_of_stage""")


def test_a_permission_in_full_tells_what_will_be_owed(law: Procedure, begun: Case) -> None:
    case = done(law, begun, "formal_complaint_received", date(2026, 3, 23), "ann", how="writing")
    case = done(
        law, case, "person_told", date(2026, 3, 23), person="o", who=Person(holds="organisation")
    )
    found = ruling(law, case, "support_offered", date(2026, 3, 25), "o", includes="advocate")
    assert explain(found) == dedent("""\
        support_offered by o on Wednesday 25 March 2026 is permitted.
        - still owed once recorded: support_offered.to complainant
        - still owed once recorded: support_offered.must_include independent_supporter
        - rests on the reading offer""")
    told = ruling(law, case, "about", date(2026, 3, 25), answer="quality")
    assert explain(told) == "about on Wednesday 25 March 2026 is permitted."


def test_a_clock_in_full_shows_every_day_across_a_bank_holiday(law: Procedure, begun: Case) -> None:
    """Design 2: each day counted and not counted, and why."""
    case = done(law, begun, "complaint_received", date(2026, 4, 1), "ann", how="speech")
    (clock,) = clocks_of(law, case, "reply_sent")
    version = law.calendar.version
    assert explain(clock) == dedent(f"""\
        reply_sent is due on Friday 10 April 2026.
        FC-10 (Informal, 2): the manager writes back inside 5 working days
        Counted: 5 working days from complaint_received, which was Wednesday 1 April 2026.
        Calendar: england-and-wales (UK bank holidays from the Python package holidays, version {version}).
          1  Thu  2 Apr 2026
          -  Fri  3 Apr 2026  Good Friday
          -  Sat  4 Apr 2026  Saturday
          -  Sun  5 Apr 2026  Sunday
          -  Mon  6 Apr 2026  Easter Monday
          2  Tue  7 Apr 2026
          3  Wed  8 Apr 2026
          4  Thu  9 Apr 2026
          5  Fri 10 Apr 2026
        It rests on the readings which_days, received_by and order_informal.""")


HOURS = """
roles: {customer: {title: You}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      asked: {by: customer}
      rang:  {by: customer, within: 24 hours of asked}
      soon:  {by: customer, within: 3 calendar days of asked}
conflicts: {apart: {who: customer, may_not: rang}}
"""


def test_a_clock_of_hours_from_a_bare_date_tells_its_range() -> None:
    """Design 4: the answer is a range and says so."""
    law = policy(HOURS)
    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    case = done(law, case, "came", day(1), "cy")
    (waiting,) = clocks_of(law, case, "rang")
    assert explain(waiting) == (
        "rang has no due date yet: 24 hours from asked, which has not happened."
    )
    case = done(law, case, "asked", day(2), "cy")
    (ranged,) = clocks_of(law, case, "rang")
    assert explain(ranged) == dedent("""\
        rang is due between Wednesday 3 June 2026 at 00:00 and Thursday 4 June 2026 at 00:00: the hour of the start is not known.
        Counted: 24 hours from asked, which was Tuesday 2 June 2026.""")
    (soon,) = clocks_of(law, case, "soon")
    assert explain(soon) == dedent("""\
        soon is due on Friday 5 June 2026.
        Counted: 3 calendar days from asked, which was Tuesday 2 June 2026.
          1  Wed  3 Jun 2026
          2  Thu  4 Jun 2026
          3  Fri  5 Jun 2026""")


def test_a_start_that_is_day_one_is_said_to_be_so() -> None:
    law = policy(HOURS.replace("3 calendar days of asked", "3 calendar days beginning with asked"))
    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    case = done(law, done(law, case, "came", day(1), "cy"), "asked", day(2), "cy")
    (soon,) = clocks_of(law, case, "soon")
    assert "Counted: 3 calendar days beginning with asked, which was" in explain(soon)


def test_a_bar_in_full_tells_its_exception(law: Procedure, begun: Case) -> None:
    at = date(2026, 3, 23)
    case = done(law, begun, "complaint_received", at, "ann", how="speech")
    case = done(law, case, "management_allows_subject", at, "sue", answer=True)
    bars = {bar.rule: bar for bar in engine.conflicts_of(law, case, "mo")}
    aside, own, meeting = (
        bars[name]
        for name in (
            "subject_stands_aside",
            "subject_does_not_excuse_himself",
            "meeting_is_by_another",
        )
    )
    assert explain(aside) == dedent("""\
        mo is complained about in this case, and may not consider or investigate [subject_stands_aside]
          FC-07 (The complaints procedure, 2): the subject of a complaint or representation neither considers nor investigates it
          Kept from: reply_sent, meeting_held, meeting_reported, investigation, report_sent, report_talked_through, panel_held, panel_outcome_given, authority_copied, advocacy_copied, plan_change_discussed, interest_refused and sufficient_interest.
          An exception has been decided for informal.""")
    assert explain(own).splitlines()[-1] == "  Kept from: management_allows_subject."
    assert explain(meeting).startswith(
        "mo holds the office of The Manager, and must stand aside [meeting_is_by_another]"
    )


def test_a_count_in_full_forwards_and_back() -> None:
    calendar = fusion_care().calendar
    words = {"calendar": calendar, "day_one": DayOne.DAY_AFTER, "zone": LONDON}
    back = reach(date(2031, 4, 8), Span(2, Unit.WORKING_DAYS), backwards=True, **words)  # type: ignore[arg-type]
    assert explain(back) == dedent(f"""\
        2 working days before Tuesday 8 April 2031: Friday 4 April 2031.
        Calendar: england-and-wales (UK bank holidays from the Python package holidays, version {calendar.version}).
          1  Mon  7 Apr 2031
          -  Sun  6 Apr 2031  Sunday
          -  Sat  5 Apr 2031  Saturday
          2  Fri  4 Apr 2031
        The bank holidays of these days have not been announced yet; they are projected.""")
    ahead = reach(day(1), Span(1, Unit.WORKING_DAYS), **words)  # type: ignore[arg-type]
    assert explain(ahead) == dedent("""\
        1 working day from Monday 1 June 2026: Tuesday 2 June 2026.
          1  Tue  2 Jun 2026""")
    assert list(ledger(())) == []


def test_a_calendar_without_a_version_is_named_alone() -> None:
    from dataclasses import replace

    calendar = replace(fusion_care().calendar, name="ours", version="")
    law = policy(HOURS.replace("3 calendar days", "5 working days"))
    words = {"calendar": calendar, "day_one": DayOne.DAY_AFTER, "zone": law.zone}
    reached = reach(day(5), Span(1, Unit.WORKING_DAYS), **words)  # type: ignore[arg-type]
    assert explain(reached).splitlines()[1] == "Calendar: ours."


def test_a_moment_of_a_record_and_a_due_moment_are_local() -> None:
    """As `explain` says of itself."""
    law = policy(HOURS)
    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "asked", datetime(2026, 6, 2, 23, 30, tzinfo=UTC), "cy")
    (clock,) = clocks_of(law, case, "rang")
    assert explain(clock) == dedent("""\
        rang is due on Thursday 4 June 2026 at 00:30.
        Counted: 24 hours from asked, which was Wednesday 3 June 2026 at 00:30.""")


def test_a_bar_from_an_office_says_from_what_it_keeps() -> None:
    law = policy(HOURS.replace("may_not: rang", "may_not: customer"))
    case = engine.begin(law, at=day(1), people=people(cy="customer"))
    (bar_,) = engine.conflicts_of(law, case, "cy")
    assert "Kept from: ." not in explain(bar_)


def test_who_is_barred_from_an_office_is_told_so_when_appointed_to_it() -> None:
    law = policy("""
relations: {subject: is complained about}
roles: {customer: {title: You}, referee: {title: The referee}}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, may: {referee_named: {by: customer, appoints: referee}}}}
conflicts: {aside: {who: subject, may_not: referee}}
""")
    who = {"cy": Person(holds="customer"), "sub": Person(is_="subject")}
    case = done(law, engine.begin(law, at=day(1), people=who), "came", day(1), "cy")
    (reason,) = ruling(law, case, "referee_named", day(2), "cy", holder="sub").reasons
    assert message(reason) == "sub is complained about, and is kept from referee"


# --- what is agreed about time ----------------------------------------------------------

TIMED = """
roles: {customer: {title: You}, officer: {title: The officer}, chair: {title: The chair}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      time_agreed: {by: officer, agreed_by: [customer, chair], sets_time_of: answered}
      answered:
        by: officer
        to: chair
        within: 3 to 6 working days of came
        may_extend:
          more_agreed: {by: officer, agreed_by: customer, up_to: 8 working days of came, before_time_is_up: true, once: true}
          put_back:    {by: officer, up_to: 4 calendar days of seen}
      acknowledged: {by: officer, aim_within: 2 working days of came}
      met:          {by: officer, within: 9 working days of came}
      date_fixed:   {by: officer, sets_time_of: met}
      seen:         {by: officer}
      rang:         {by: officer, aim_within: 24 hours of seen}
      read:         {by: chair, within: 1 working day of receipt of answered}
    may: {moved_on: {by: customer, after: answered or missed answered}}
conflicts:
  two_people: {different_people: [seen, met]}
"""
WHO = {"cy": Person(holds="customer"), "ole": Person(holds="officer"), "kim": Person(holds="chair")}
DAYS = Span(4, Unit.WORKING_DAYS)


@pytest.fixture(scope="module")
def timed() -> Procedure:
    return policy(TIMED)


@pytest.fixture
def came(timed: Procedure) -> Case:
    return done(timed, engine.begin(timed, at=day(1), people=WHO), "came", day(1), "cy")


def agree(law: Procedure, case: Case, settles: object) -> Case:
    return done(law, case, "time_agreed", day(2), "ole", agreed_by=["cy", "kim"], settles=settles)


def text_of(law: Procedure, case: Case, step: str) -> str:
    (clock,) = clocks_of(law, case, step)
    return explain(clock)


def test_a_band_says_that_its_time_is_open_and_who_settles_it(timed: Procedure, came: Case) -> None:
    first, counted, *days = text_of(timed, came, "answered").splitlines()
    assert first == (
        "answered is due between Thursday 4 June 2026 and Tuesday 9 June 2026: its time is not settled "
        "yet; time_agreed is to settle it."
    )
    assert counted == "Counted: 3 to 6 working days from came, which was Monday 1 June 2026."
    assert days[-1] == "  6  Tue  9 Jun 2026"


def test_a_band_that_nobody_settles_is_open_all_the_same() -> None:
    law = policy(TIMED.replace(", sets_time_of: answered", ""))
    case = done(law, engine.begin(law, at=day(1), people=WHO), "came", day(1), "cy")
    assert "June 2026: its time is not settled yet.\n" in text_of(law, case, "answered")


def test_a_band_that_is_settled_is_counted_by_what_was_settled(
    timed: Procedure, came: Case
) -> None:
    assert text_of(timed, agree(timed, came, DAYS), "answered") == dedent("""\
        answered is due on Friday 5 June 2026.
        Settled by time_agreed on Tuesday 2 June 2026: 4 working days, agreed by cy and kim.
        Counted: 4 working days from came, which was Monday 1 June 2026.
          1  Tue  2 Jun 2026
          2  Wed  3 Jun 2026
          3  Thu  4 Jun 2026
          4  Fri  5 Jun 2026""")
    by_day = text_of(timed, agree(timed, came, day(8)), "answered").splitlines()
    assert by_day[:3] == [
        "answered is due on Monday 8 June 2026.",
        "Settled by time_agreed on Tuesday 2 June 2026: Monday 8 June 2026, agreed by cy and kim.",
        "Counted: the days from came, which was Monday 1 June 2026.",
    ]


def test_more_time_is_counted_as_far_as_it_reaches(timed: Procedure, came: Case) -> None:
    case = agree(timed, came, DAYS)
    case = done(timed, case, "more_agreed", day(4), "ole", agreed_by="cy")
    said = text_of(timed, case, "answered").splitlines()
    assert said[0] == "answered is due on Thursday 11 June 2026."
    assert said[2:4] == [
        "Extended by more_agreed on Thursday 4 June 2026, agreed by cy.",
        "Counted: 8 working days from came, which was Monday 1 June 2026.",
    ]
    assert said[-1] == "  8  Thu 11 Jun 2026"


def test_more_time_from_another_day_is_counted_from_that_day(timed: Procedure, came: Case) -> None:
    case = done(timed, agree(timed, came, DAYS), "seen", day(5), "ole")
    case = done(timed, case, "put_back", day(5), "ole")
    said = text_of(timed, case, "answered").splitlines()
    assert said[0] == "answered is due on Tuesday 9 June 2026."
    assert "Extended by put_back on Friday 5 June 2026." in said
    assert "Counted: 4 calendar days from seen, which was Friday 5 June 2026." in said


def test_a_day_that_is_planned_is_no_due_day(timed: Procedure, came: Case) -> None:
    case = done(timed, came, "date_fixed", day(2), "ole", settles=day(4))
    assert text_of(timed, case, "met").splitlines()[:3] == [
        "met is due on Friday 12 June 2026.",
        "Planned by date_fixed on Tuesday 2 June 2026: Thursday 4 June 2026.",
        "Counted: 9 working days from came, which was Monday 1 June 2026.",
    ]


def test_an_aim_is_never_called_due(timed: Procedure, came: Case) -> None:
    said = text_of(timed, came, "acknowledged").splitlines()
    assert said[0] == "acknowledged is aimed at for Wednesday 3 June 2026; later is no breach."
    assert text_of(timed, came, "rang") == (
        "rang has no date to aim at yet: 24 hours from seen, which has not happened."
    )
    case = done(timed, came, "seen", day(2), "ole")
    assert text_of(timed, case, "rang").splitlines()[0] == (
        "rang is aimed at for a time between Wednesday 3 June 2026 at 00:00 and Thursday 4 June 2026 "
        "at 00:00: the hour of the start is not known; later is no breach."
    )


def test_a_time_from_receipt_waits_for_the_record_to_say_so(timed: Procedure, came: Case) -> None:
    case = done(timed, agree(timed, came, DAYS), "answered", day(3), "ole", to="kim")
    assert text_of(timed, case, "read") == (
        "read has no due date yet: 1 working day from receipt of answered, and the record does not "
        "say when chair received it."
    )
    case = done(
        timed, case, "answered", day(4), "ole", received={"kim": day(4)}, record={"adds_to": "last"}
    )
    assert "read is due on Friday 5 June 2026." in text_of(timed, case, "read")


def refusal(law: Procedure, case: Case, name: str, at: date, by: str, **said: object) -> list[str]:
    found = ruling(law, case, name, at, by, **said)
    return [line for reason in found.reasons for line in (message(reason), mend(reason))]


def test_what_is_agreed_needs_those_who_agree(timed: Procedure, came: Case) -> None:
    assert refusal(timed, came, "time_agreed", day(2), "ole", settles=DAYS) == [
        "customer and chair must agree to it, and the record does not say so",
        "record it with agreed_by, once customer and chair have agreed",
    ]
    agreed = refusal(timed, came, "time_agreed", day(2), "ole", settles=DAYS, agreed_by="cy")
    assert agreed[1] == "record it with agreed_by, once chair has agreed"


def test_a_time_that_may_not_be_settled_is_told_with_what_may(timed: Procedure, came: Case) -> None:
    said = {"agreed_by": ["cy", "kim"]}
    assert refusal(timed, came, "time_agreed", day(2), "ole", **said) == [
        "it does not say which time it settles for answered",
        "say the time under settles: a period or a date",
    ]
    nine = Span(9, Unit.WORKING_DAYS)
    assert refusal(timed, came, "time_agreed", day(2), "ole", settles=nine, **said) == [
        "9 working days for answered is outside 3 to 6 working days (Thursday 4 June 2026 to Tuesday 9 June 2026)",
        "settle 3 to 6 working days",
    ]
    assert refusal(timed, came, "more_agreed", day(2), "ole", settles=day(30), agreed_by="cy") == [
        "Tuesday 30 June 2026 for answered is beyond 8 working days (Thursday 11 June 2026)",
        "settle 8 working days at most",
    ]


def test_more_time_is_refused_once_the_time_is_up_or_used(timed: Procedure, came: Case) -> None:
    case = agree(timed, came, DAYS)
    late = refusal(timed, case, "more_agreed", day(8), "ole", agreed_by="cy")
    assert late[0] == "the time that it would extend was up on Friday 5 June 2026"
    case = done(timed, case, "more_agreed", day(4), "ole", agreed_by="cy")
    assert refusal(timed, case, "more_agreed", day(5), "ole", agreed_by="cy") == [
        "more_agreed may happen once, and did on Thursday 4 June 2026",
        "more time than that needs an override, which says who allowed it and why",
    ]
    case = done(timed, case, "answered", day(5), "ole")
    assert refusal(timed, case, "put_back", day(5), "ole") == [
        "answered was done on Friday 5 June 2026, so there is nothing to extend",
        "leave it out; what is done needs no more time",
    ]


def test_what_time_must_bring_is_waited_for(timed: Procedure, came: Case) -> None:
    case = agree(timed, came, DAYS)
    assert refusal(timed, case, "moved_on", day(5), "cy") == [
        "answered must come first, or the time for answered must have run out",
        "record answered first, if it has happened, or wait until the time for answered has run out",
    ]


def test_who_did_one_of_two_things_stands_aside_from_the_other(
    timed: Procedure, came: Case
) -> None:
    case = done(timed, came, "seen", day(2), "ole")
    (bar_,) = engine.conflicts_of(timed, case, "ole")
    assert explain(bar_) == dedent("""\
        ole did seen in this case, and must stand aside [two_people]
          Kept from: met.""")
