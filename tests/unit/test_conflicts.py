"""Who may not act. Letters such as A7 or D2 name paragraphs of the language."""

import pytest

from complaintflow import engine
from complaintflow.case import Case, Override, Person
from complaintflow.conflicts import barred, barred_from_role, bars_of, not_known
from complaintflow.errors import InputError
from complaintflow.explanation import mend
from complaintflow.procedure import Condition, Holds, Is, Of, Procedure
from complaintflow.rulings import Barred, TieNotKnown
from tests.policies import day, done, fusion_care, policy, refused, ruling

ANYHOW = {"override": Override("the chair", "it happened")}
SUBJECT = "subject_stands_aside"


def the_bar(law: Procedure, case: Case, name: str, number: int, by: str, **said: str) -> Barred:
    (reason,) = ruling(law, case, name, day(number), by, **said).reasons
    assert isinstance(reason, Barred)
    return reason


# --- the manager is complained about, in the real policy ---------------------------------


def about_the_manager(first: str = "complaint_received") -> tuple[Procedure, Case]:
    law = fusion_care()
    case = engine.begin(
        law,
        at=day(1),
        people={
            "ann": Person(holds="complainant", is_="child"),
            "mo": Person(holds=["manager", "management"], is_="subject"),
            "sue": Person(holds=["senior_staff", "management"], is_not="subject"),
            "dee": Person(holds="managing_director"),
            "amy": Person(is_not="subject"),
        },
        facts={"complains_for_another": False, "child_concerned": True},
    )
    return law, done(law, case, first, day(1), "ann", how="writing")


def test_the_manager_as_subject_is_refused_at_the_first_formal_stage_on_fc_07_alone() -> None:
    """A7 and FC-07: takes no part in considering or investigating."""
    law, case = about_the_manager("formal_complaint_received")
    found = ruling(law, case, "investigation", day(2), "mo")
    assert not found.permitted
    assert found.clauses == ("FC-07",)
    (reason,) = found.reasons
    assert isinstance(reason, Barred)
    assert (reason.rule, reason.clauses, reason.tie) == (SUBJECT, ("FC-07",), Is("subject"))
    assert (reason.except_if, reason.deciders, reason.spoilt) == ((), (), ())
    assert reason.who_else == ()  # nobody acts for the manager until somebody is named
    assert refused(law, case, "report_sent", day(2), "mo") == ["report_sent.after", SUBJECT]


def test_an_exception_decided_informally_does_not_reach_the_formal_stage() -> None:
    """B, except in: FC-08 speaks of the informal stage alone."""
    law, case = about_the_manager()
    case = done(law, case, "management_allows_subject", day(2), "sue", answer=True)
    case = done(law, case, "in_writing", day(3), answer=True)
    case = done(law, case, "taken_further", day(3), "ann", how="speech")
    assert ruling(law, case, "investigation", day(4), "mo").clauses == ("FC-07",)


def test_at_the_informal_stage_the_manager_waits_for_somebody_elses_decision() -> None:
    """B, except; FC-08."""
    law, case = about_the_manager()
    reason = the_bar(law, case, "reply_sent", 2, "mo")
    assert reason.clauses == ("FC-07", "FC-08")
    assert reason.except_if == (Condition("management_allows_subject"),)
    assert reason.deciders == ("sue",)
    case = done(law, case, "management_allows_subject", day(2), "sue", answer=True)
    assert refused(law, case, "reply_sent", day(2), "mo") == []


def test_the_manager_does_not_excuse_himself() -> None:
    """FC-08, reading: whoever decides is not the subject."""
    law, case = about_the_manager()
    own = ruling(law, case, "management_allows_subject", day(2), "mo", answer=True)
    assert [r.rule for r in own.reasons] == ["subject_does_not_excuse_himself"]
    assert own.clauses == ("FC-08",)
    assert own.reasons[0].who_else == ("sue",)


def test_what_the_manager_decided_for_himself_never_holds_though_it_was_recorded() -> None:
    """A7, design 5: somebody else decided; an override records it and it stays void."""
    law, case = about_the_manager()
    case = done(law, case, "management_allows_subject", day(2), "mo", answer=True, record=ANYHOW)
    reason = the_bar(law, case, "reply_sent", 3, "mo")
    assert reason.spoilt == ("mo",)
    assert reason.deciders == ("sue",)
    case = done(law, case, "management_allows_subject", day(4), "sue", answer=True)
    assert refused(law, case, "reply_sent", day(4), "mo") == []


def test_a_decision_is_void_once_its_decider_is_known_to_be_a_subject_too() -> None:
    """A7: ties are read from the whole record."""
    law, case = about_the_manager()
    case = done(law, case, "management_allows_subject", day(2), "sue", answer=True)
    case = done(law, case, "person_told", day(3), person="sue", who=Person(is_="subject"))
    reason = the_bar(law, case, "reply_sent", 3, "mo")
    assert reason.spoilt == ("sue",)
    assert reason.deciders == ()
    assert refused(law, case, "reply_sent", day(2), "mo") == []  # as things stood that day


def test_an_exception_answered_no_keeps_the_bar_and_spoils_nothing() -> None:
    """B, except."""
    law, case = about_the_manager()
    case = done(law, case, "management_allows_subject", day(2), "sue", answer=False)
    assert the_bar(law, case, "reply_sent", 2, "mo").spoilt == ()


def test_an_exception_taken_back_bars_again() -> None:
    """A, Reductions: taking it back = a later answer."""
    law, case = about_the_manager()
    case = done(law, case, "management_allows_subject", day(2), "sue", answer=True)
    case = done(law, case, "management_allows_subject", day(3), "sue", answer=False)
    assert refused(law, case, "reply_sent", day(3), "mo") == [SUBJECT]


def test_once_an_acting_manager_is_named_that_person_may_and_the_manager_still_may_not() -> None:
    """B, stand_in; reading manager_is_subject."""
    law, case = about_the_manager("formal_complaint_received")
    assert refused(law, case, "investigation", day(2), "amy") == ["investigation.by"]
    assert refused(law, case, "acting_manager_named", day(2), "sue", holder="amy") == [
        "acting_manager_named.by"
    ]
    case = done(law, case, "acting_manager_named", day(2), "dee", holder="amy")
    assert refused(law, case, "investigation", day(2), "amy") == []
    assert refused(law, case, "investigation", day(2), "mo") == [SUBJECT]
    assert ruling(law, case, "investigation", day(2), "mo").reasons[0].who_else == ("amy",)
    case = done(law, case, "investigation", day(3), "amy")
    assert refused(law, case, "report_sent", day(3), "amy") == []


def test_a_subject_named_acting_manager_is_barred_as_well() -> None:
    """A7: conflicts are about named people, not offices."""
    law, case = about_the_manager("formal_complaint_received")
    case = done(law, case, "person_told", day(1), person="amy", who=Person(is_="subject"))
    assert refused(law, case, "acting_manager_named", day(2), "dee", holder="amy") == [
        "subject_is_no_stand_in"
    ]
    case = done(law, case, "acting_manager_named", day(2), "dee", holder="amy", record=ANYHOW)
    assert set(refused(law, case, "investigation", day(2), "amy")) == {
        "subject_is_no_stand_in",
        SUBJECT,
    }


def test_late_informal_work_keeps_the_exception_of_its_own_stage() -> None:
    """D4: the exception is of the stage of the work, not of where the case stands now."""
    law, case = about_the_manager()
    case = done(law, case, "management_allows_subject", day(2), "sue", answer=True)
    case = done(law, case, "in_writing", day(3), answer=True)
    case = done(law, case, "taken_further", day(3), "ann", how="speech")
    assert refused(law, case, "reply_sent", day(4), "mo") == []


def test_work_that_is_done_throughout_takes_the_exception_of_the_stage_that_is_open() -> None:
    """B, except in: an act of no stage of its own."""
    law, case = about_the_manager()
    case = done(law, case, "person_told", day(1), person="sue", who=Person(is_="subject"))
    told = {"complains_for_another": True}
    for name, answer in told.items():
        case = done(law, case, name, day(1), answer=answer)
    found = ruling(law, case, "sufficient_interest", day(2), "mo", answer=False)
    (reason,) = (r for r in found.reasons if r.rule == SUBJECT)
    assert isinstance(reason, Barred)
    assert reason.except_if == (Condition("management_allows_subject"),)  # informal is open
    law, case = about_the_manager("formal_complaint_received")
    found = ruling(law, case, "sufficient_interest", day(2), "mo", answer=False)
    assert found.clauses == ("FC-07",)
    begun = engine.begin(
        law, at=day(1), people={"mo": Person(holds=["manager", "management"], is_="subject")}
    )
    assert ruling(law, begun, "sufficient_interest", day(1), "mo", answer=True).clauses == (
        "FC-07",
    )


# --- shapes of rules, in small ----------------------------------------------------------

SMALL = """
relations: {subject: is complained about, kin: is of the family}
roles:
  customer: {title: You}
  officer:  {title: The officer}
  chair:    {title: The chair}
  referee:  {title: The referee}
facts:
  waived:  {means: it is waived, decided_by: chair}
  allowed: {means: it is allowed, decided_by: chair, counts_as: decide}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked:  {by: [officer, referee], counts_as: consider}
      judged:  {by: officer, counts_as: [review, decide]}
      carried: {by: officer}
      helped:  {by: officer, counts_as: advise}
    may:
      referee_named: {by: chair, appoints: referee}
      went_on: {by: customer, then: second}
  second:
    title: Second
    must: {heard: {by: officer, counts_as: consider}}
ends:
  shut: {title: Shut}
conflicts:
"""


def small(conflicts: str, **who: Person) -> tuple[Procedure, Case]:
    law = policy(SMALL + conflicts)
    everybody = {
        "cy": Person(holds="customer"),
        "ola": Person(holds="officer", is_="subject"),
        "di": Person(holds="chair"),
        **who,
    }
    return law, done(law, engine.begin(law, at=day(1), people=everybody), "came", day(1), "cy")


def kept_from(law: Procedure, case: Case, person: str) -> list[str]:
    names = ("looked", "judged", "carried", "helped")
    return [n for n in names if refused(law, case, n, day(2), person)]


@pytest.mark.parametrize(
    ("may_not", "expected"),
    [
        ("consider", ["looked"]),
        ("decide", ["judged"]),
        ("[review, consider]", ["looked", "judged"]),
        ("administer", ["carried"]),  # what says nothing else is administration
        ("carried", ["carried"]),
        ("[advise, looked]", ["looked", "helped"]),
        ("support", []),
    ],
)
def test_a_rule_points_at_kinds_of_work_and_at_steps(may_not: str, expected: list[str]) -> None:
    """B, conflicts: `may_not`: words of `counts_as`, steps, facts or roles."""
    law, case = small(f"  aside: {{who: subject, may_not: {may_not}}}\n")
    assert kept_from(law, case, "ola") == expected


def test_any_of_several_ties_bars_and_the_first_that_a_person_has_is_named() -> None:
    """D8: `who`: any of."""
    law, case = small(
        "  aside: {who: [kin, subject, officer], may_not: looked}\n", bo=Person(holds="officer")
    )
    assert the_bar(law, case, "looked", 2, "ola").tie == Is("subject")
    reason = the_bar(law, case, "looked", 2, "bo")
    assert reason.tie == Holds("officer")
    assert reason.says == "holds the office of The officer"


def test_an_exception_that_names_no_stage_holds_in_all() -> None:
    """B, except: `in`: default all."""
    law, case = small("  aside: {who: subject, may_not: consider, except: {if: waived}}\n")
    case = done(law, case, "waived", day(2), "di", answer=True)
    assert refused(law, case, "looked", day(2), "ola") == []
    (bar,) = engine.conflicts_of(law, case, "ola")
    assert bar.excepted_in == ("first", "second")
    case = done(law, case, "went_on", day(3), "cy")
    assert refused(law, case, "heard", day(3), "ola") == []


def test_an_exception_that_the_application_tells_holds() -> None:
    """D2: a fact that bars nobody may be told."""
    law, case = small("  aside: {who: subject, may_not: consider, except: {if: waived}}\n")
    case = done(law, case, "waived", day(2), answer=True)
    assert refused(law, case, "looked", day(2), "ola") == []


ASKED = SMALL.replace(
    "  waived:  {means: it is waived, decided_by: chair}",
    """  waived:  {means: it is waived, decided_by: chair}
  several: {means: there are several, decided_by: chair}
  leave:   {means: they may take part, asked_if: several, decided_by: chair}""",
)


@pytest.mark.parametrize("given", ["before", "after"])
def test_an_answer_to_a_question_that_is_not_asked_excepts_nobody_and_is_not_advised(
    given: str,
) -> None:
    """0009: what is said of several says nothing where there are not several."""
    rule = "  aside: {who: subject, may_not: consider, except: {if: leave}, cites: {may_not: A-1, except: A-2}}\n"
    law = policy("clauses: {A-1: {at: '1', says: one}, A-2: {at: '2', says: two}}\n" + ASKED + rule)
    people = {
        "cy": Person(holds="customer"),
        "ola": Person(holds="officer", is_="subject"),
        "di": Person(holds="chair"),
    }
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    open_ = the_bar(law, case, "looked", 2, "ola")
    assert open_.except_if == (Condition("leave", True),)
    assert mend(open_) == "allowed here once di records leave: true"
    if given == "before":
        case = done(law, case, "leave", day(2), "di", answer=True)
        assert refused(law, case, "looked", day(2), "ola") == []  # open whether it is asked
    case = done(law, case, "several", day(3), "di", answer=False)
    if given == "after":
        case = done(law, case, "leave", day(3), "di", answer=True)
    shut = the_bar(law, case, "looked", 4, "ola")
    assert (shut.except_if, shut.deciders, shut.spoilt, shut.clauses) == ((), (), (), ("A-1",))
    assert mend(shut).startswith("somebody else must do it")
    (bar,) = engine.conflicts_of(law, case, "ola")
    assert bar.excepted_in == ()
    case = done(law, case, "several", day(5), "di", answer=True)
    assert refused(law, case, "looked", day(5), "ola") == []


def test_all_conditions_of_an_exception_must_hold() -> None:
    """D8: `if`: each of."""
    law, case = small(
        "  aside: {who: subject, may_not: consider, except: {if: [waived, allowed is false]}}\n"
    )
    case = done(law, case, "waived", day(2), answer=True)
    reason = the_bar(law, case, "looked", 2, "ola")
    assert reason.except_if == (Condition("allowed", False),)
    assert reason.deciders == ("di",)
    case = done(law, case, "allowed", day(2), "di", answer=False)
    assert refused(law, case, "looked", day(2), "ola") == []


def test_a_tie_that_is_not_known_bars_nobody_and_is_said() -> None:
    """A7: not known bars nobody and is said in the answer; `is_not` tells that it is absent."""
    law, case = small(
        "  aside: {who: [subject, chair], may_not: looked}\n",
        bo=Person(holds="officer"),
        jo=Person(holds="officer", is_not="subject"),
    )
    found = ruling(law, case, "looked", day(2), "bo")
    assert found.permitted
    assert found.notes == (TieNotKnown("bo", "subject", "aside"),)
    assert ruling(law, case, "looked", day(2), "jo").notes == ()
    assert ruling(law, case, "looked", day(2), "ola").notes == ()  # known, and it bars
    assert ruling(law, case, "carried", day(2), "bo").notes == ()


def test_somebody_of_whom_nothing_is_told_has_no_known_tie() -> None:
    """A7."""
    law, case = small("  aside: {who: [subject, chair], may_not: looked}\n")
    now = engine.course_of(law, case)
    assert barred(law, now, "stranger", law.steps["looked"]) == ()
    assert not_known(law, now, "stranger", "looked") == (
        TieNotKnown("stranger", "subject", "aside"),
    )
    assert bars_of(law, now, "stranger") == ()


def test_a_rule_on_an_office_bars_from_acting_in_it_and_not_from_acting_in_another() -> None:
    """A7: a conflict on a role bars the actor who acts in it."""
    law, case = small(
        "  aside: {who: subject, may_not: officer}\n",
        ray=Person(holds=["officer", "referee"], is_="subject"),
    )
    assert kept_from(law, case, "ola") == ["looked", "judged", "carried", "helped"]
    assert refused(law, case, "looked", day(2), "ray") == []
    assert refused(law, case, "looked", day(2), "ray", role="officer") == ["aside"]
    assert refused(law, case, "looked", day(2), "ray", role="referee") == []


def test_a_rule_on_an_office_bars_whoever_is_appointed_to_it() -> None:
    """A7: and, in an event that appoints to it, the person named."""
    law, case = small("  aside: {who: subject, may_not: referee}\n")
    reason = the_bar(law, case, "referee_named", 2, "di", holder="ola")
    assert (reason.person, reason.act, reason.appointed) == ("ola", "referee", True)
    assert refused(law, case, "referee_named", day(2), "di", holder="di") == []
    now = engine.course_of(law, case)
    step = law.steps["referee_named"]
    assert [b.rule for b in barred_from_role(law, now, "ola", "referee", step)] == ["aside"]


def test_a_role_bar_excepted_in_a_stage_is_excepted_for_its_steps() -> None:
    """A7, B: except."""
    law, case = small(
        "  aside: {who: subject, may_not: officer, except: {in: first, if: waived}}\n"
    )
    case = done(law, case, "waived", day(2), answer=True)
    assert refused(law, case, "looked", day(2), "ola") == []
    case = done(law, case, "went_on", day(3), "cy")
    assert refused(law, case, "heard", day(3), "ola") == ["aside"]


def test_of_what_is_lacking_the_first_is_said_with_who_decides_it() -> None:
    """One thing after the other: whoever decides what comes next is told once it is that."""
    two = SMALL.replace("means: it is allowed, decided_by: chair", "means: x, decided_by: referee")
    law = policy(
        f"{two}  aside: {{who: subject, may_not: consider, except: {{if: [waived, allowed]}}}}\n"
    )
    people = {
        "cy": Person(holds="customer"),
        "ola": Person(holds="officer", is_="subject"),
        "di": Person(holds="chair"),
        "ref": Person(holds="referee"),
    }
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    reason = the_bar(law, case, "looked", 2, "ola")
    assert reason.except_if == (Condition("waived"), Condition("allowed"))
    assert reason.deciders == ("di",)
    case = done(law, case, "waived", day(2), "di", answer=True)
    assert the_bar(law, case, "looked", 2, "ola").deciders == ("ref",)


def test_a_step_of_no_stage_takes_the_exception_of_the_stage_that_is_open() -> None:
    """B, except in: what is done throughout is excepted while that stage lasts, and not after it."""
    logged = "throughout: {must: {logged: {by: officer, counts_as: consider}}}\nconflicts:\n"
    law = policy(
        SMALL.replace("conflicts:\n", logged)
        + "  aside: {who: subject, may_not: consider, except: {in: first, if: waived}}\n"
    )
    people = {
        "cy": Person(holds="customer"),
        "ola": Person(holds="officer", is_="subject"),
        "di": Person(holds="chair"),
    }
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    case = done(law, case, "waived", day(2), "di", answer=True)
    assert refused(law, case, "logged", day(2), "ola") == []
    case = done(law, case, "went_on", day(3), "cy")
    assert refused(law, case, "logged", day(3), "ola") == ["aside"]


def test_an_exception_to_one_rule_is_none_to_the_next() -> None:
    law, case = small(
        "  aside: {who: subject, may_not: consider, except: {if: waived}}\n"
        "  apart: {who: officer, may_not: consider}\n"
    )
    case = done(law, case, "waived", day(2), "di", answer=True)
    assert refused(law, case, "looked", day(2), "ola") == ["apart"]


def test_a_refusal_cites_the_ban_and_its_exception_and_not_who_is_meant() -> None:
    clauses = "".join(f"S-{n}: {{at: p. {n}, says: it is so}}, " for n in (1, 2, 3))
    law = policy(
        SMALL.replace("conflicts:\n", f"clauses: {{{clauses}}}\nconflicts:\n")
        + "  aside: {who: subject, may_not: consider, except: {if: waived},"
        " cites: {who: S-1, may_not: S-2, except: S-3}}\n"
    )
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer", is_="subject")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    assert the_bar(law, case, "looked", 2, "ola").clauses == ("S-2", "S-3")


def test_what_somebody_decided_in_an_office_that_he_or_she_may_not_act_in_does_not_hold() -> None:
    """0009: free of any conflict, of those on the office in which it was decided as well."""
    law, case = small(
        "  aside: {who: subject, may_not: consider, except: {if: waived}}\n"
        "  no_chair: {who: kin, may_not: chair}\n",
        di=Person(holds="chair", is_="kin"),
    )
    case = done(law, case, "waived", day(2), "di", answer=True, record=ANYHOW)
    reason = the_bar(law, case, "looked", 3, "ola")
    assert (reason.rule, reason.spoilt) == ("aside", ("di",))


def test_several_rules_each_give_their_reason() -> None:
    """Design 2: a refusal lists every reason."""
    law, case = small(
        "  aside: {who: subject, may_not: looked}\n  apart: {who: officer, may_not: consider}\n"
    )
    assert refused(law, case, "looked", day(2), "ola") == ["aside", "apart"]


# --- the conflicts of one person -------------------------------------------------------


def test_the_conflicts_of_a_person_say_what_he_or_she_is_kept_from() -> None:
    """A7, FC-07."""
    law, case = about_the_manager()
    bars = {bar.rule: bar for bar in engine.conflicts_of(law, case, "mo")}
    assert list(bars) == [
        SUBJECT,
        "subject_does_not_excuse_himself",
        "subject_is_no_stand_in",
        "subject_names_no_stand_in",
        "subject_judges_no_interest",
        "meeting_is_by_another",
    ]
    assert bars["subject_is_no_stand_in"].kept_from == ("acting_manager",)
    aside = bars[SUBJECT]
    assert (aside.says, aside.clauses) == ("is complained about in this case", ("FC-07",))
    assert aside.may_not == ("consider", "investigate")
    assert aside.kept_from == (
        "reply_sent",
        "meeting_held",
        "meeting_reported",
        "investigation",
        "report_sent",
        "report_talked_through",
        "panel_held",
        "panel_outcome_given",
        "authority_copied",
        "advocacy_copied",
        "plan_change_discussed",
        "interest_refused",
        "sufficient_interest",
    )
    assert aside.excepted_in == ()
    assert engine.conflicts_of(law, case, "ann") == ()


def test_the_conflicts_of_a_person_say_through_whom_a_tie_leads() -> None:
    """Di's boss is not told that Di is complained about, but of whom he or she is the boss."""
    with_boss = SMALL.replace(
        "kin: is of the family",
        "kin: is of the family, boss: {says: is the boss of, between: two people}",
    )
    law = policy(f"{with_boss}  aside: {{who: boss of subject, may_not: looked}}\n")
    people = {
        "ola": Person(holds="officer", is_="subject"),
        "bo": Person(holds="officer", is_={"boss": "ola"}),
    }
    (bar,) = engine.conflicts_of(law, engine.begin(law, at=day(1), people=people), "bo")
    assert (bar.tie, bar.through) == (Of("boss", Is("subject")), "ola")
    assert bar.says == "is the boss of ola, who is complained about"
    assert bar.excepted_in == ()  # a rule without an exception


def test_the_conflicts_of_a_person_leave_out_what_only_others_of_a_rule_may_not() -> None:
    """Whoever looked may still look again, but not judge or carry."""
    law, case = small("  apart: {different_people: [looked, judged, carried]}\n")
    case = done(law, case, "looked", day(2), "ola")
    (bar,) = [b for b in engine.conflicts_of(law, case, "ola") if "judged" in b.may_not]
    assert (bar.may_not, bar.kept_from) == (("judged",), ("judged",))
    assert [b.may_not for b in engine.conflicts_of(law, case, "ola")] == [
        ("judged",),
        ("carried",),
    ]


def test_the_conflicts_of_a_person_as_of_a_day_know_only_what_happened_by_then() -> None:
    """D10."""
    law, case = about_the_manager()
    case = done(law, case, "management_allows_subject", day(5), "sue", answer=True)
    before, after = (engine.conflicts_of(law, case, "mo", as_of=at)[0] for at in (day(4), day(5)))
    assert before.excepted_in == ()
    assert after.excepted_in == ("informal",)
    told = done(law, case, "person_told", day(7), person="pip", who=Person(is_="subject"))
    assert engine.conflicts_of(law, told, "pip", as_of=day(6)) == ()
    assert SUBJECT in [bar.rule for bar in engine.conflicts_of(law, told, "pip", as_of=day(7))]


def test_the_conflicts_of_somebody_unknown_are_an_error_with_a_suggestion() -> None:
    law, case = about_the_manager()
    with pytest.raises(InputError, match=r"person: nobody called 'suee' .*did you mean 'sue'"):
        engine.conflicts_of(law, case, "suee")


@pytest.mark.parametrize("name", ["looked", "referee_named"])
def test_a_tie_not_known_that_would_bar_from_an_office_is_said_too(name: str) -> None:
    """A7: said in the answer, for the actor in an office and for whom an event appoints."""
    law, case = small(
        "  aside: {who: subject, may_not: [officer, referee]}\n", bo=Person(holds="officer")
    )
    by, holder = ("bo", None) if name == "looked" else ("di", "bo")
    found = ruling(law, case, name, day(2), by, holder=holder)
    assert found.notes.count(TieNotKnown("bo", "subject", "aside")) == 1


def test_that_one_appointed_is_barred_is_not_mended_by_another_who_appoints() -> None:
    """Design 2: what would make it allowed, and who else could."""
    law, case = small("  aside: {who: subject, may_not: referee}\n", di2=Person(holds="chair"))
    reason = the_bar(law, case, "referee_named", 2, "di", holder="ola")
    assert reason.who_else == ()


def test_an_office_gained_after_the_decision_does_not_make_it_good() -> None:
    """0009: somebody entitled must have decided the exception, then and not afterwards."""
    law, case = about_the_manager()
    case = done(law, case, "person_told", day(1), person="eve", who=Person())
    anyhow = {"override": Override("dee", "she was asked")}
    case = done(law, case, "management_allows_subject", day(2), "eve", answer=True, record=anyhow)
    case = done(law, case, "person_told", day(3), person="eve", who=Person(holds="management"))
    assert refused(law, case, "reply_sent", day(4), "mo") == [SUBJECT]
    case = done(law, case, "management_allows_subject", day(4), "eve", answer=True)
    assert refused(law, case, "reply_sent", day(5), "mo") == []
