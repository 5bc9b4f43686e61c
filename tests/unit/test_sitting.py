"""Bodies: who sits, who counts, and every way round the quorum that was tried."""

from itertools import combinations, product
from random import Random
from typing import Any

import pytest

from complaintflow import asking, engine, knowing, ledger
from complaintflow.auditing import Verdict, audit
from complaintflow.case import Action, Case, Event, Override, Person, Tie
from complaintflow.errors import InputError
from complaintflow.explanation import explain, mend, message
from complaintflow.forecasting import forecast
from complaintflow.procedure import Number, Procedure
from complaintflow.rulings import (
    ActionRefused,
    Barred,
    LaterUnmade,
    NoChair,
    NoQuorum,
    NotAgreed,
    NotEligible,
    SharedOffice,
    TieNotKnown,
    WrongMembers,
    WrongRole,
    WrongShare,
)
from complaintflow.sitting import (
    Seats,
    against_number,
    against_sitting,
    companies,
    not_known_of,
)
from tests.policies import day, done, policy, refused, ruling

PANEL = """
relations:
  involved: was directly involved
  outside: is independent of the school
  kin: {says: is related to, between: two people, both_ways: true}
roles:
  parent: {title: You}
  head: {title: The head}
  clerk: {title: The clerk}
  panel:
    title: The panel
    members: at least 3
    of_whom: at least 1 outside
    chair: one
    appointed_by: clerk
    without_quorum: adjourned
facts:
  upheld: {means: it is upheld, decided_by: panel}
begins:
  came: {by: parent, then: first}
stages:
  first:
    title: First
    must: {answered: {by: head, counts_as: decide}}
    may:
      asked: {by: parent, then: second}
  second:
    title: Second
    must:
      heard: {by: panel, counts_as: decide}
      found: {by: panel, after: [heard, upheld], then: over}
    may:
      named: {by: clerk, appoints: panel}
      adjourned: {by: panel}
      postponed: {by: clerk, agreed_by: panel}
      consulted: {by: [clerk, panel]}
ends:
  over: {title: Over, may: {again: {by: parent, then: second}}}
conflicts:
  nobody_involved: {who: [involved, kin of parent], may_not: panel}
  nobody_twice: {who: acted in first, may_not: [decide, named]}
"""

PEOPLE = {
    "ann": Person(holds="parent"),
    "pru": Person(holds="head"),
    "cal": Person(holds="clerk"),
    "bob": Person(holds="panel", is_not=["involved", "outside"]),
    "cy": Person(holds="panel", is_not="involved"),
    "eve": Person(holds="panel", is_="outside"),
    "gus": Person(),
}

FORCE = Override("the trust", "it had happened")


def hearing(text: str = PANEL, **people: Person) -> tuple[Procedure, Case]:
    law = policy(text)
    case = engine.begin(law, at=day(1), people={**PEOPLE, **people})
    case = done(law, case, "came", day(1), "ann")
    case = done(law, case, "answered", day(2), "pru")
    return law, done(law, case, "asked", day(3), "ann")


SAT = ("bob", "cy", "eve")


def sits(*sat: str, chair: str | None = "bob") -> dict[str, Any]:
    return {"sat": sat, "chair": chair}


def against(law: Procedure, case: Case, by: str = "bob", n: int = 10, **said: Any) -> list[str]:
    return refused(law, case, "heard", day(n), by, **said)


# --- who counts ---------------------------------------------------------------------------------


def test_enough_members_with_a_chair_are_the_body() -> None:
    law, case = hearing()
    assert against(law, case, **sits(*SAT)) == []
    case = done(law, case, "heard", day(10), "bob", **sits(*SAT))
    assert refused(law, case, "upheld", day(11), "eve", answer=True, **sits(*SAT)) == []


def test_one_member_alone_is_no_body_and_nobody_is_filled_in() -> None:
    law, case = hearing()
    found = ruling(law, case, "heard", day(10), "bob", chair="bob")
    few, share = found.reasons
    assert isinstance(few, NoQuorum)
    assert (few.needs, few.counted, few.absent) == (3, ("bob",), ("cy", "eve"))
    assert isinstance(share, WrongShare)
    assert share.counted == ()
    said = explain(found)
    assert "panel needs 3, and 1 (bob) sat and counts [panel.members]" in said
    assert "let cy and eve sit too" in said
    assert "panel needs at least 1 who is independent of the school" in said


def test_who_sat_and_is_no_member_is_a_reason_and_does_not_count() -> None:
    law, case = hearing()
    found = ruling(law, case, "heard", day(10), "bob", **sits("bob", "eve", "gus", "cal"))
    strangers, few = found.reasons
    assert isinstance(strangers, WrongMembers)
    assert strangers.strangers == ("gus", "cal")
    assert isinstance(few, NoQuorum)
    assert few.counted == ("bob", "eve")
    assert "gus and cal sat and are no members of panel" in explain(found)


def test_whoever_did_it_must_have_sat() -> None:
    law, case = hearing(jo=Person(holds="panel"))
    (reason,) = ruling(law, case, "heard", day(10), "jo", **sits(*SAT)).reasons
    assert isinstance(reason, WrongMembers)
    assert reason.away == "jo"
    assert "jo did it and is not among those who sat" in explain(
        ruling(law, case, "heard", day(10), "jo", **sits(*SAT))
    )


def test_nobody_sits_twice() -> None:
    law, case = hearing()
    with pytest.raises(InputError, match="names 'bob' twice"):
        ruling(law, case, "heard", day(10), "bob", **sits("bob", "bob", "eve"))


def test_a_member_whom_a_conflict_keeps_away_counts_for_nothing_and_is_named() -> None:
    law, case = hearing(cy=Person(holds="panel", is_="involved"))
    bar, few = ruling(law, case, "heard", day(10), "bob", **sits(*SAT)).reasons
    assert isinstance(bar, Barred)
    assert (bar.person, bar.rule, bar.act) == ("cy", "nobody_involved", "panel")
    assert isinstance(few, NoQuorum)
    assert (few.counted, few.barred, few.names) == (("bob", "eve"), ("cy",), ("named",))
    said = explain(ruling(law, case, "heard", day(10), "bob", **sits(*SAT)))
    assert "cy may not sit" in said
    assert "name one more member who sits too, by named" in said


def test_the_complainant_and_whoever_decided_before_do_not_sit() -> None:
    law, case = hearing(
        ann=Person(holds=["parent", "panel"], is_={"kin": "bob"}),
        pru=Person(holds=["head", "panel"]),
    )
    assert against(law, case, **sits("bob", "cy", "eve", "pru")) == [
        "nobody_involved",  # bob is of the family, and counts neither as a member nor in the chair
        "nobody_twice",
        "panel.members",
        "panel.chair",
    ]
    assert against(law, case, "cy", **sits("cy", "eve", "pru", chair="cy")) == [
        "nobody_twice",
        "panel.members",
    ]
    assert "nobody_twice" in against(law, case, "cy", **sits("cy", "eve", "ann", chair="cy"))


def test_what_is_not_known_does_not_count_and_is_said() -> None:
    law, case = hearing(eve=Person(holds="panel"))
    found = ruling(law, case, "heard", day(10), "bob", **sits(*SAT))
    assert [reason.rule for reason in found.reasons] == ["panel.of_whom"]
    untold = {(n.person, n.relation) for n in found.notes if isinstance(n, TieNotKnown)}
    assert {("cy", "outside"), ("eve", "outside")} <= untold
    assert ("bob", "outside") not in untold
    law, case = hearing()
    notes = ruling(law, case, "heard", day(10), "bob", **sits(*SAT)).notes
    assert not any(isinstance(n, TieNotKnown) and n.relation == "outside" for n in notes)
    assert TieNotKnown("eve", "involved", "nobody_involved") in notes


@pytest.mark.parametrize("chair", [None, "gus", "cal", "jo"])
def test_the_chair_is_one_of_those_who_sat(chair: str | None) -> None:
    law, case = hearing(jo=Person(holds="panel"))
    (reason,) = ruling(law, case, "heard", day(10), "bob", **sits(*SAT, chair=chair)).reasons
    assert isinstance(reason, NoChair)
    assert (reason.chair, reason.could) == (chair, SAT)
    assert "one of bob, cy or eve" in explain(
        ruling(law, case, "heard", day(10), "bob", **sits(*SAT, chair=chair))
    )


def test_what_needs_no_quorum_needs_a_member_all_the_same() -> None:
    law, case = hearing(cy=Person(holds="panel", is_="involved"))
    assert refused(law, case, "adjourned", day(10), "bob") == []
    assert refused(law, case, "adjourned", day(10), "bob", sat=["bob", "eve"]) == []
    assert refused(law, case, "adjourned", day(10), "bob", sat=["bob", "gus"]) == ["panel.members"]
    assert refused(law, case, "adjourned", day(10), "bob", sat=["bob", "cy"]) == ["nobody_involved"]
    assert refused(law, case, "adjourned", day(10), "gus") == ["adjourned.by"]


def test_what_a_body_decides_the_application_does_not_tell() -> None:
    law, case = hearing()
    assert not law.facts["upheld"].told
    assert refused(law, case, "upheld", day(10), answer=True) == ["upheld.decided_by"]
    assert refused(law, case, "upheld", day(10), "bob", answer=True, chair="bob") == [
        "panel.members",
        "panel.of_whom",
    ]


def test_another_office_acts_without_the_body_and_not_with_it() -> None:
    law, case = hearing()
    assert refused(law, case, "consulted", day(10), "cal") == []
    assert refused(law, case, "consulted", day(10), "bob") != []
    assert refused(law, case, "consulted", day(10), "bob", **sits(*SAT)) == []
    assert refused(law, case, "consulted", day(10), "cal", **sits(*SAT)) == ["consulted.by"]


def test_who_sat_is_said_of_what_a_body_does_alone() -> None:
    law, case = hearing()
    with pytest.raises(InputError, match="no act of a body, so nobody sits; leave out sat"):
        ruling(law, case, "named", day(10), "cal", sat=["bob"], holder="gus")
    with pytest.raises(InputError, match="leave out chair"):
        ruling(law, case, "named", day(10), "cal", chair="bob", holder="gus")
    with pytest.raises(InputError, match="nobody called 'eva'"):
        ruling(law, case, "heard", day(10), "bob", sat=["bob", "eva"])
    law, case = hearing(PANEL.replace("    chair: one\n", ""))
    with pytest.raises(InputError, match="panel has no chair"):
        ruling(law, case, "heard", day(10), "bob", **sits(*SAT))


def test_a_body_agrees_by_as_many_members_as_must_sit() -> None:
    law, case = hearing()
    (reason,) = ruling(law, case, "postponed", day(10), "cal", agreed_by=["bob", "cy"]).reasons
    assert isinstance(reason, NotAgreed)
    assert refused(law, case, "postponed", day(10), "cal", agreed_by=SAT) == []
    assert refused(law, case, "postponed", day(10), "cal", agreed_by="panel") == []
    law, case = hearing(cy=Person(holds="panel", is_="involved"))
    assert refused(law, case, "postponed", day(10), "cal", agreed_by="panel") == [
        "postponed.agreed_by"
    ]


def test_everybody_who_sat_did_it() -> None:
    law, case = hearing(PANEL + "  no_more: {who: did heard, may_not: consulted}\n")
    case = done(law, case, "heard", day(10), "bob", **sits(*SAT))
    assert engine.course_of(law, case).did["heard"] == {*SAT}
    assert "no_more" in refused(law, case, "consulted", day(11), "cy", **sits(*SAT))
    assert [bar.rule for bar in engine.conflicts_of(law, case, "eve")] == ["no_more"]


# --- numbers ------------------------------------------------------------------------------------


EXACT = PANEL.replace("at least 3", "exactly 3").replace("    chair: one\n", "")


def test_no_more_sit_than_there_are_members() -> None:
    law, case = hearing(EXACT, jo=Person(holds="panel"))
    found = ruling(law, case, "heard", day(10), "bob", sat=[*SAT, "jo"])
    (reason,) = found.reasons
    assert isinstance(reason, WrongMembers)
    assert (reason.sat, reason.number) == ((*SAT, "jo"), Number(3, 3))
    assert SharedOffice("panel", (*SAT, "jo"), 3) in found.notes
    assert "panel has exactly 3 members, and bob, cy, eve and jo sat" in explain(found)
    assert "panel has 3 at most, and bob, cy, eve and jo hold it" in explain(found)


def test_a_member_more_than_may_be_is_not_appointed_but_in_anothers_place() -> None:
    law, case = hearing(EXACT)
    (reason,) = ruling(law, case, "named", day(4), "cal", holder="gus").reasons
    assert isinstance(reason, WrongMembers)
    assert (reason.rule, reason.sat) == ("panel.members", (*SAT, "gus"))
    assert (reason.number, reason.appointed) == (Number(3, 3), True)
    assert "say under in_place_of who gives it up" in explain(
        ruling(law, case, "named", day(4), "cal", holder="gus")
    )
    assert refused(law, case, "named", day(4), "cal", holder="bob") == []
    assert refused(law, case, "named", day(4), "cal") == []  # whom it names is owed
    nobody = Action("named", at=day(4), by="cal")
    assert not [*against_number(law, engine.course_of(law, case), law.roles["panel"], nobody)]
    case = done(law, case, "named", day(4), "cal", holder="gus", in_place_of="cy")
    assert engine.course_of(law, case).holders("panel") == ("bob", "eve", "gus")
    assert against(law, case, sat=["bob", "eve", "gus"]) == []
    assert against(law, case, sat=SAT) == ["panel.members", "panel.members"]


def test_whoever_gives_up_an_office_must_hold_it() -> None:
    law, case = hearing(EXACT)
    found = ruling(law, case, "named", day(4), "cal", holder="gus", in_place_of="ann")
    assert [r.rule for r in found.reasons] == ["panel.members", "panel.members"]
    assert all(isinstance(r, WrongMembers) and r.appointed for r in found.reasons)
    assert "ann does not hold panel, and cannot give it up" in explain(found)
    with pytest.raises(InputError, match="in his or her own place"):
        ruling(law, case, "named", day(4), "cal", holder="gus", in_place_of="gus")
    with pytest.raises(InputError, match="say under holder"):
        ruling(law, case, "named", day(4), "cal", in_place_of="gus")


@pytest.mark.parametrize("text", [PANEL, EXACT, EXACT.replace("exactly 3", "2 to 3")])
def test_nobody_leaves_a_panel_for_whom_nobody_comes(text: str) -> None:
    law, case = hearing(text)
    found = ruling(law, case, "named", day(4), "cal", holder="bob", in_place_of="cy")
    (reason,) = found.reasons
    assert isinstance(reason, WrongMembers)
    assert (reason.rule, reason.leaver, reason.seated) == ("panel.members", "cy", "bob")
    assert message(reason) == "bob holds panel already, and comes in nobody's place"
    assert mend(reason) == "name under holder somebody who does not hold panel"
    assert refused(law, case, "named", day(4), "cal", holder="gus", in_place_of="cy") == []


def test_nor_is_one_corrected_to_leave_so() -> None:
    law, case = hearing(EXACT)
    more = {"id": "new"}
    case = done(law, case, "named", day(4), "cal", holder="gus", in_place_of="cy", record=more)
    naming = Action("named", at=day(4), by="cal", holder="bob", in_place_of="cy")
    assert "panel.members" in rules_of(law, case, naming, corrects="new")
    case = engine.apply(law, case, naming, corrects="new", override=FORCE)
    assert [each.event.action for each in audit(law, case).breaches] == [naming]


def test_whoever_is_recused_holds_no_seat() -> None:
    law, case = hearing(EXACT)
    telling = Action("person_told", at=day(4), person="cy", who=Person(is_="involved"))
    case = engine.apply(law, case, telling)
    assert refused(law, case, "named", day(5), "cal", holder="gus") == []
    case = done(law, case, "named", day(5), "cal", holder="gus")
    assert refused(law, case, "named", day(5), "cal", holder="ann") == ["panel.members"]
    assert against(law, case, sat=["bob", "eve", "gus"]) == []


@pytest.mark.parametrize(
    ("may_not", "free"),
    [
        ("[heard, found, adjourned, consulted, upheld]", True),
        ("[heard, found, adjourned, consulted]", False),  # one could still answer
        ("[heard, found, adjourned, upheld]", False),
        ("[answered, asked, named]", False),  # nothing of the panel
    ],
)
def test_whoever_may_do_nothing_of_all_that_a_body_does_holds_no_seat(
    may_not: str, free: bool
) -> None:
    """It does not matter what others do, nor what the body must never do."""
    text = EXACT.replace("may_not: panel}", f"may_not: {may_not}}}").replace(
        "      consulted:", "      consulted: {by: [clerk, panel]}\n    never:\n      leaked:"
    )
    text = text.replace("facts:\n", "facts:\n  known: {means: it is known, decided_by: head}\n")
    law, case = hearing(text)
    case = done(law, case, "person_told", day(4), person="cy", who=Person(is_="involved"))
    assert (refused(law, case, "named", day(5), "cal", holder="gus") == []) is free


@pytest.mark.parametrize("may", ["panel", "[heard, found, adjourned, consulted, upheld]"])
def test_who_is_not_one_of_those_who_alone_may_holds_a_seat_all_the_same(may: str) -> None:
    """He or she is kept away until it is told, and is no stranger to the body."""
    law, case = hearing(f"{EXACT}  those: {{only: outside, may: {may}}}\n")
    assert "panel.members" in refused(law, case, "named", day(4), "cal", holder="gus")


def test_an_office_in_which_nothing_is_done_has_as_many_seats_as_it_says() -> None:
    law = policy(OFFICE.replace("{by: officer}", "{by: parent}"))
    names = {"ann": Person(holds="parent"), "cy": Person()}
    officers = {name: Person(holds="officer") for name in ("bob", "dee")}
    case = engine.begin(law, at=day(1), people={**names, **officers})
    case = done(law, case, "came", day(1), "ann")
    assert refused(law, case, "named", day(2), "ann", holder="cy") == ["officer.holders"]


def test_an_office_of_one_is_given_to_another_who_then_holds_it_alone() -> None:
    one = EXACT.replace("head: {title: The head}", "head: {title: The head, holders: one}")
    law, case = hearing(
        one.replace("      named:", "      head_named: {by: clerk, appoints: head}\n      named:")
    )
    case = done(law, case, "head_named", day(4), "cal", holder="gus")
    assert engine.course_of(law, case).holders("head") == ("gus",)


RANGE = EXACT.replace("exactly 3", "3 to 5\n    quorum: 2").replace(
    "at least 1 outside", "[exactly 1 outside, at most 1 head]"
)


def test_a_quorum_of_fewer_than_the_members_and_exact_shares() -> None:
    law, case = hearing(
        RANGE, jo=Person(holds=["panel", "head"]), kit=Person(holds=["panel", "head"])
    )
    body = law.roles["panel"].body
    assert body is not None
    assert [str(body.members), *map(str, body.of_whom)] == [
        "3 to 5",
        "exactly 1 outside",
        "at most 1 head",
    ]
    assert against(law, case, sat=["bob", "eve"]) == []
    assert against(law, case, sat=["bob", "cy"]) == ["panel.of_whom"]
    assert against(law, case, sat=["bob", "eve", "jo", "kit"]) == ["panel.of_whom"]
    assert against(law, case, "eve", sat=["eve"]) == ["panel.members"]


OFFICE = """
roles:
  parent: {title: You}
  officer: {title: An officer, holders: exactly 2}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must: {answered: {by: officer}}
    may: {named: {by: parent, appoints: officer}}
"""


def test_an_office_of_exactly_two_acts_once_two_hold_it_and_takes_no_third() -> None:
    law = policy(OFFICE)
    people = {"ann": Person(holds="parent"), "bob": Person(holds="officer"), "cy": Person()}
    case = engine.begin(law, at=day(1), people={**people, "dee": Person()})
    case = done(law, case, "came", day(1), "ann")
    (few,) = ruling(law, case, "answered", day(2), "bob").reasons
    assert isinstance(few, NoQuorum)
    assert (few.rule, few.needs, few.counted) == ("officer.holders", 2, ("bob",))
    said = explain(ruling(law, case, "answered", day(2), "bob"))
    assert "officer needs 2, and 1 (bob) holds it" in said
    assert "let one more hold it, by named" in said
    case = done(law, case, "named", day(2), "ann", holder="cy")
    assert refused(law, case, "answered", day(2), "bob") == []
    assert refused(law, case, "named", day(2), "ann", holder="dee") == ["officer.holders"]
    assert refused(law, case, "named", day(2), "ann", holder="cy", in_place_of="bob") == [
        "officer.holders"
    ]
    case = done(law, case, "named", day(2), "ann", holder="dee", in_place_of="bob")
    assert refused(law, case, "answered", day(2), "bob") == ["answered.by"]


# --- what the reasons rest on ------------------------------------------------------------------

CITED = (
    PANEL.replace("    title: The panel\n", "    title: The panel\n    may_be: fit\n")
    .replace("  outside:", "  fit: is fit to sit\n  outside:")
    .replace(
        "    without_quorum: adjourned\n",
        "    without_quorum: adjourned\n"
        "    cites: {title: C-0, members: C-1, of_whom: C-2, chair: C-3, may_be: C-4}\n",
    )
    .replace("facts:\n", "  usher: {title: An usher, holders: exactly 2, cites: {title: C-0, holders: C-6}}\nfacts:\n")
    .replace("{by: [clerk, panel]}", "{by: [clerk, panel]}\n      shown_in: {by: usher}\n      usher_named: {by: clerk, appoints: usher}")
    + "clauses: {"
    + ", ".join(f"C-{n}: {{at: p. {n}, says: it is so}}" for n in range(7))
    + "}\n"
)  # fmt: skip


def cited(law: Procedure, case: Case, name: str, by: str, **said: Any) -> set[tuple[str, ...]]:
    """The code, the rule and the clauses of each reason."""
    found = ruling(law, case, name, day(10), by, **said).reasons
    return {(reason.code, reason.rule, *reason.clauses) for reason in found}


def test_each_reason_rests_on_the_clause_of_its_own_key() -> None:
    unfit = Person(holds="panel", is_not="fit")
    law, case = hearing(CITED, jo=unfit, hal=Person(holds="usher"))
    few = {("no-quorum", "panel.members", "C-1")}
    share = {("wrong-members", "panel.of_whom", "C-2")}
    chair = {("wrong-members", "panel.chair", "C-3")}
    assert cited(law, case, "heard", "bob", sat=["bob"]) == few | share | chair
    assert cited(law, case, "heard", "bob", **sits(*SAT, "gus")) == {
        ("wrong-members", "panel.members", "C-1")
    }
    assert cited(law, case, "heard", "bob", **sits(*SAT, "jo")) == {
        ("not-eligible", "panel.may_be", "C-4")
    }
    assert cited(law, case, "shown_in", "hal") == {("no-quorum", "usher.holders", "C-6")}
    case = done(law, case, "usher_named", day(9), "cal", holder="cal")
    assert cited(law, case, "usher_named", "cal", holder="gus") == {
        ("wrong-members", "usher.holders", "C-6")
    }
    law, case = hearing(CITED.replace("C-1, of_whom", "C-1, quorum: C-5, of_whom").replace(
        "at least 3", "at least 3\n    quorum: 2"
    ))  # fmt: skip
    few = {("no-quorum", "panel.members", "C-5")}
    assert cited(law, case, "heard", "bob", sat=["bob"]) == few | share | chair
    law, case = hearing(CITED.replace("at least 3", "exactly 3"), jo=Person(holds="panel"))
    most = {("wrong-members", "panel.members", "C-1")}
    assert cited(law, case, "heard", "bob", **sits(*SAT, "jo")) == most
    assert cited(law, case, "named", "cal", holder="gus") == most
    assert cited(law, case, "named", "cal", holder="gus", in_place_of="ann") == most


def test_a_member_of_whom_all_that_he_or_she_may_be_was_denied_does_not_sit() -> None:
    """Of whom it is not known, or is true of one of several, may."""
    text = CITED.replace("may_be: fit", "may_be: [fit, outside]")
    law, case = hearing(
        text,
        jo=Person(holds="panel", is_not=["fit", "outside"]),
        kit=Person(holds="panel", is_not=["outside"]),
        lou=Person(holds="panel", is_="fit", is_not="outside"),
        nan=Person(holds="panel"),
    )
    found = ruling(law, case, "heard", day(10), "bob", **sits(*SAT, "jo", "kit", "lou"))
    assert found.reasons == (
        NotEligible(
            rule="panel.may_be",
            cites=law.roles["panel"].cites.of("may_be"),
            who_else=("nan",),  # who may, and does not sit already
            by_appointment=("named",),
            person="jo",
            role="panel",
            may_be=("fit", "outside"),
        ),
    )


def test_of_whom_it_makes_a_difference_what_is_not_known_is_said() -> None:
    """Of at least so many no more need be known; of exactly so many, and of others, it does."""
    senior = PANEL.replace("  outside:", "  senior: is a senior officer\n  outside:")
    acts = Action("heard", at=day(10), by="bob", sat=[*SAT])

    def notes(of_whom: str) -> list[tuple[str, str, str]]:
        law, case = hearing(senior.replace("at least 1 outside", of_whom))
        found = not_known_of(law, engine.course_of(law, case), acts, "panel")
        return [(each.rule, each.person, each.relation) for each in found]

    rule = "panel.of_whom"
    assert notes("at least 1 outside") == []
    assert notes("at least 2 outside") == [(rule, "cy", "outside")]
    assert notes("exactly 1 outside") == [(rule, "cy", "outside")]
    assert notes("[at least 1 outside, at least 1 senior]") == [
        (rule, name, "senior") for name in SAT
    ]
    law, case = hearing()
    assert [*not_known_of(law, engine.course_of(law, case), acts, "head")] == []


def test_that_somebody_fits_in_no_company_rests_on_the_clause_of_who_must_sit() -> None:
    text = CITED.replace("at least 3", "exactly 3").replace(
        "at least 1 outside", "exactly 3 outside"
    )
    outside = Person(holds="panel", is_="outside")
    law, case = hearing(text, gus=outside, hal=outside)
    (reason,) = engine.could(law, case, "heard", "bob", as_of=day(10)).reasons
    assert isinstance(reason, WrongMembers)
    assert (reason.rule, reason.unfit, reason.clauses) == ("panel.of_whom", "bob", ("C-2",))
    assert engine.could(law, case, "heard", "gus", as_of=day(10)).permitted


def test_who_sits_is_looked_at_only_where_it_is_asked_about() -> None:
    """Of whoever could do it alone it is not said that he or she needs the others."""
    law, case = hearing()
    course, act = engine.course_of(law, case), law.steps["heard"]
    alone = Action("heard", at=day(10), by="bob")

    def found(seats: Seats, action: Action = alone) -> list[str]:
        return [r.rule for r in against_sitting(law, course, act, action, "panel", seats)]

    assert found(Seats.LEFT_OUT) == []
    assert found(Seats.COULD) == []
    assert found(Seats.SAID) == ["panel.members", "panel.of_whom", "panel.chair"]
    # whoever is no member is judged as anybody who acts, and is not said to fit in no company
    assert found(Seats.COULD, Action("heard", at=day(10), by="ann")) == []
    said = Action("heard", at=day(10), by="bob", sat=["bob", "cy"])
    assert found(Seats.COULD, said) == ["panel.members", "panel.of_whom", "panel.chair"]


# --- who names the members ----------------------------------------------------------------------


def told(name: str, *, by: str | None, n: int = 4, holds: str = "panel") -> Action:
    return Action("person_told", at=day(n), by=by, person=name, who=Person(holds=holds))


def rules_of(law: Procedure, case: Case, action: Action, **more: Any) -> list[str]:
    try:
        engine.apply(law, case, action, **more)
    except ActionRefused as refusal:
        return [reason.rule for reason in refusal.ruling.reasons]
    return []


@pytest.mark.parametrize("by", [None, "ann", "gus", "pru"])
def test_once_a_case_has_begun_nobody_else_tells_of_a_member(by: str | None) -> None:
    law, case = hearing()
    refusal = engine.decide(law, case, told("gus", by=by))
    (reason,) = refusal.reasons
    assert isinstance(reason, WrongRole)
    assert (reason.rule, reason.needs) == ("panel.appointed_by", ("clerk",))
    assert rules_of(law, case, told("gus", by=by, n=1)) == ["panel.appointed_by"]
    assert rules_of(law, case, told("gus", by=by), id="people.gus2") == ["panel.appointed_by"]
    own = ["head"] if by == "gus" else []  # nobody seats himself
    assert rules_of(law, case, told("gus", by=by, holds="head")) == own


def test_whoever_appoints_may_tell_of_a_member_if_the_member_may_be_one() -> None:
    law, case = hearing(gus=Person(is_="involved"), jo=Person())
    assert rules_of(law, case, told("jo", by="cal")) == []
    assert rules_of(law, case, told("gus", by="cal")) == ["nobody_involved"]
    assert rules_of(law, case, told("bob", by="ann")) == []  # who holds it already


def test_whoever_may_not_appoint_does_not_tell_of_a_member_either() -> None:
    law, case = hearing(cal=Person(holds=["clerk", "head"]))
    case = done(law, case, "answered", day(2), "cal", role="head")
    assert refused(law, case, "named", day(4), "cal", holder="gus") == ["nobody_twice"]
    assert rules_of(law, case, told("gus", by="cal")) == ["nobody_twice"]


def test_a_corrected_telling_names_no_member_either() -> None:
    law, case = hearing()
    fixed = Action("person_told", at=day(1), person="gus", who=Person(holds="panel"))
    assert rules_of(law, case, fixed, corrects="people.gus") == ["panel.appointed_by"]
    by_clerk = Action("person_told", at=day(1), by="cal", person="gus", who=Person(holds="panel"))
    assert rules_of(law, case, by_clerk, corrects="people.gus") == []


def test_an_audit_says_who_was_told_to_be_a_member_by_somebody_else() -> None:
    law, case = hearing()
    case = engine.restore(law, [*case.events, Event(action=told("gus", by="ann"), id="")])
    (found,) = audit(law, case).breaches
    assert found.now is not None
    assert [reason.rule for reason in found.now.reasons] == ["panel.appointed_by"]


# --- behind the back of the quorum ----------------------------------------------------------------


def heard(text: str = PANEL, **people: Person) -> tuple[Procedure, Case]:
    law, case = hearing(text, gus=Person(is_="outside"), **people)
    case = done(law, case, "named", day(9), "cal", holder="gus")
    return law, engine.apply(
        law, case, Action("heard", at=day(10), by="bob", **sits("bob", "cy", "gus")), id="sitting"
    )


def test_an_appointment_is_not_taken_back_under_those_who_sat() -> None:
    law, case = heard()
    (named,) = [e.id for e in case.events if e.action.name == "named"]
    back = Action("retracted", at=day(12), by="cal")
    with pytest.raises(ActionRefused) as refusal:
        engine.apply(law, case, back, retracts=named)
    found = refusal.value.ruling.reasons
    assert {reason.rule for reason in found} == {"panel.members", "panel.of_whom"}
    assert all(isinstance(reason, LaterUnmade) for reason in found)
    assert (
        "heard on Wednesday 10 June 2026 could not stand then: gus sat and is no member of panel"
        in explain(refusal.value.ruling)
    )
    case = engine.apply(law, case, back, retracts=named, override=FORCE)
    (breach,) = [j for j in audit(law, case).judged if j.event.id == "sitting"]
    assert breach.verdict is Verdict.COME_TO_LIGHT


def test_an_appointment_is_not_corrected_to_somebody_else_or_to_a_later_day() -> None:
    law, case = heard()
    (named,) = [e.id for e in case.events if e.action.name == "named"]
    other = Action("named", at=day(9), by="cal", holder="pru")
    assert "panel.members" in rules_of(law, case, other, corrects=named)
    later = Action("named", at=day(11), by="cal", holder="gus")
    assert "panel.members" in rules_of(law, case, later, corrects=named)
    same = Action("named", at=day(8), by="cal", holder="gus")
    assert rules_of(law, case, same, corrects=named) == []


def test_who_sat_is_not_corrected_to_fewer() -> None:
    law, case = heard()
    for sat, against_it in (
        (("bob", "gus"), ["panel.members"]),
        (("bob", "cy", "cal"), ["panel.members", "panel.members", "panel.of_whom"]),
        (("bob", "cy", "eve"), []),
    ):
        fixed = Action("heard", at=day(10), by="bob", **sits(*sat))
        assert rules_of(law, case, fixed, corrects="sitting") == against_it
    alone = Action("heard", at=day(10), by="bob")
    assert rules_of(law, case, alone, corrects="sitting") == [
        "panel.members",
        "panel.of_whom",
        "panel.chair",
    ]
    no_chair = Action("heard", at=day(10), by="bob", sat=["bob", "cy", "gus"])
    assert rules_of(law, case, no_chair, corrects="sitting") == ["panel.chair"]
    day_alone = Action("heard", at=day(8), by="bob", **sits("bob", "cy", "gus"))
    assert "panel.members" in rules_of(law, case, day_alone, corrects="sitting")


def test_who_sat_is_not_supplied_afterwards() -> None:
    law, case = hearing()
    case = done(law, case, "adjourned", day(9), "bob")
    with pytest.raises(InputError, match="who sat is said of adjourned itself"):
        engine.apply(law, case, Action("adjourned", at=day(9), by="cy", sat=["cy"]), adds_to="last")


def test_nobody_sits_before_being_appointed() -> None:
    law, case = hearing()
    case = done(law, case, "named", day(9), "cal", holder="gus")
    assert against(law, case, n=8, **sits("bob", "eve", "gus")) == [
        "panel.members",
        "panel.members",
    ]
    assert against(law, case, n=9, **sits("bob", "eve", "gus")) == []


def test_a_seat_is_not_given_away_on_an_earlier_day_than_a_sitting() -> None:
    law, case = heard()
    case = engine.apply(law, case, told("jo", by="cal", n=11, holds="clerk"))
    away = Action("named", at=day(9), by="cal", holder="jo", in_place_of="cy")
    assert rules_of(law, case, away) == ["panel.members", "panel.members"]
    later = Action("named", at=day(11), by="cal", holder="jo", in_place_of="cy")
    assert rules_of(law, case, later) == []


def test_a_sitter_is_not_written_into_an_earlier_act_that_bars_him() -> None:
    law, case = heard(cy=Person(holds=["panel", "head"]))
    late = Action("answered", at=day(3), by="cy")
    assert "nobody_twice" in rules_of(law, case, late)


def test_a_tie_that_became_known_later_is_recorded_and_the_audit_tells_both() -> None:
    law, case = heard()
    telling = Action("person_told", at=day(5), person="cy", who=Person(is_=Tie("kin", "ann")))
    case = engine.apply(law, case, telling, known_at=day(20))
    (found,) = [j for j in audit(law, case).judged if j.event.id == "sitting"]
    assert found.verdict is Verdict.COME_TO_LIGHT
    assert found.now is not None
    assert [r.rule for r in found.now.reasons] == ["nobody_involved", "panel.members"]
    early = knowing.as_known_on(law, case, day(12))
    (then,) = [j for j in audit(law, early).judged if j.event.id == "sitting"]
    assert then.verdict is Verdict.IN_ORDER


def test_an_override_stays_visible_with_every_reason_and_says_that_a_sitter_gave_it() -> None:
    law, case = hearing()
    alone = Event(
        action=Action("heard", at=day(10), by="bob", sat=["bob", "cy"], chair="bob"),
        id="",
        override=Override("cy", "nobody else came"),
    )
    admitted = engine.admit(law, case, [alone])
    (over,) = admitted.overridden
    assert [r.rule for r in over.ruling.reasons] == ["panel.members", "panel.of_whom"]
    assert over.own == "cy"
    assert "cy, who sat" in explain(audit(law, admitted.case))


def test_two_sittings_on_one_day_are_each_counted_for_themselves() -> None:
    law, case = hearing()
    assert against(law, case, **sits("bob", "cy")) != []
    assert against(law, case, "eve", **sits("eve", chair="eve")) != []


# --- questions ------------------------------------------------------------------------------------


def test_moves_say_what_a_body_lacks() -> None:
    law, case = hearing(cy=Person(holds="panel", is_="involved"))
    (move,) = [m for m in engine.moves(law, case, as_of=day(10)) if m.event == "heard"]
    assert (move.who, move.lacks) == ((), ("panel.members",))
    assert message(move.reasons[0]) == "panel needs 3, and 2 (bob and eve) may sit; cy may not sit"
    (free,) = [m for m in engine.moves(law, case, as_of=day(10)) if m.event == "adjourned"]
    assert free.who == ("bob", "eve")
    law, case = hearing()
    (move,) = [m for m in engine.moves(law, case, as_of=day(10)) if m.event == "heard"]
    assert move.who == SAT


def test_a_body_that_can_never_be_made_up_of_its_members_says_so() -> None:
    law, case = hearing(eve=Person(holds="panel"))
    (move,) = [m for m in engine.moves(law, case, as_of=day(10)) if m.event == "heard"]
    assert move.lacks == ("panel.of_whom",)


def test_a_form_lists_the_members_who_may_sit() -> None:
    law, case = hearing(jo=Person(holds="panel", is_="involved"))
    asked = asking.asks(law, case, "heard")
    boxes = asked.field("sat")
    assert [(f.choices[0].value, f.need) for f in boxes] == [(n, asking.Need.GATE) for n in SAT]
    (chair,) = asked.field("chair")
    assert [choice.value for choice in chair.choices] == [*SAT]
    assert {f.need for f in asking.asks(law, case, "adjourned").field("sat")} == {asking.Need.OPEN}
    assert asking.asks(law, case, "named").field("in_place_of")[0].need is asking.Need.OPEN
    law, case = hearing(EXACT)
    assert asking.asks(law, case, "named").field("in_place_of")[0].need is asking.Need.GATE
    assert asking.asks(law, case, "heard").field("chair") == ()


def named_by(law: Procedure, case: Case, step: str = "named") -> dict[str, list[object]]:
    """Whom a form for an appointment offers, and in whose place."""
    fields = asking.asks(law, case, step).fields
    keys = ("holder", "in_place_of")
    return {f.key: [choice.value for choice in f.choices] for f in fields if f.key in keys}


def test_a_form_offers_whoever_may_come_in_the_place_of_a_member() -> None:
    """Where all are seated nobody of them is offered, and everybody else for any of them."""
    law, case = hearing(EXACT, jo=Person(is_="involved"))
    offered = named_by(law, case)
    assert offered == {"holder": ["ann", "pru", "cal", "gus"], "in_place_of": [*SAT]}
    for name, leaver in product(engine.course_of(law, case).people, SAT):
        if name != leaver:
            found = refused(law, case, "named", day(4), "cal", holder=name, in_place_of=leaver)
            assert (not found) == (name in offered["holder"])


def test_a_form_offers_a_free_seat_to_whoever_may_take_it() -> None:
    """A member who is recused holds no seat, so that nobody need give one up."""
    law, case = hearing(EXACT, cy=Person(holds="panel", is_="involved"))
    assert "gus" in named_by(law, case)["holder"]
    (place,) = asking.asks(law, case, "named").field("in_place_of")
    assert place.need is asking.Need.OPEN
    assert refused(law, case, "named", day(4), "cal", holder="gus") == []
    case = done(law, case, "named", day(4), "cal", holder="gus")
    assert named_by(law, case) == {
        "holder": ["ann", "pru", "cal"],
        "in_place_of": ["bob", "eve", "gus"],
    }


def test_a_form_for_a_full_office_of_two_offers_whoever_does_not_hold_it() -> None:
    law = policy(OFFICE)
    people = {"ann": Person(holds="parent"), "bob": Person(holds="officer"), "dee": Person()}
    case = engine.begin(law, at=day(1), people={**people, "cy": Person(holds="officer")})
    case = done(law, case, "came", day(1), "ann")
    assert named_by(law, case) == {"holder": ["ann", "dee"], "in_place_of": ["bob", "cy"]}


@pytest.mark.parametrize("text", [PANEL, EXACT, RANGE])
def test_a_form_with_every_field_that_gates_is_permitted(text: str) -> None:
    """What `asks` says of itself."""
    law, case = hearing(text, gus=Person(holds="panel", is_="outside"))
    asked = asking.asks(law, case, "heard")
    gates = [f for f in asked.fields if f.need is asking.Need.GATE and f.choices]
    sat = [str(f.choices[0].value) for f in gates if f.key == "sat"]
    (by,) = asked.field("by")
    chair = next((str(f.choices[0].value) for f in gates if f.key == "chair"), None)
    names = [str(choice.value) for choice in by.choices if choice.value in sat]
    assert [against(law, case, name, sat=sat, chair=chair) for name in names] == [[]] * len(names)
    assert len(names) >= 3


def test_of_each_make_up_one_company_is_tried_the_fewest_first() -> None:
    law, case = hearing(gus=Person(holds="panel"))
    course, heard = engine.course_of(law, case), law.steps["heard"]
    found = [*companies(law, course, heard, "panel")]
    assert found == [("bob", "cy", "eve"), ("bob", "cy", "eve", "gus")]
    with_gus = [*companies(law, course, heard, "panel", including="gus")]
    assert with_gus == [("bob", "eve", "gus"), ("bob", "cy", "eve", "gus")]
    assert not [*companies(law, course, heard, "panel", including="cal")]
    assert not [*companies(law, course, heard, "head")]


def test_the_fewest_are_tried_first_whoever_of_them_is_told_of_first() -> None:
    outside = Person(holds="panel", is_="outside")
    text = PANEL.replace("at least 3", "at least 3\n    quorum: 2")
    law, case = hearing(text, gus=outside, hal=outside, jo=outside)
    found = [*companies(law, engine.course_of(law, case), law.steps["heard"], "panel")]
    assert [len(company) for company in found] == [2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6]


def test_for_what_needs_no_quorum_all_members_are_alike_and_no_more_than_there_may_be() -> None:
    law, case = hearing(EXACT, jo=Person(holds="panel"))
    course = engine.course_of(law, case)
    one, two, three = ("bob",), ("bob", "cy"), SAT
    assert [*companies(law, course, law.steps["adjourned"], "panel")] == [one, two, three]
    law, case = hearing()
    course = engine.course_of(law, case)
    assert [*companies(law, course, law.steps["adjourned"], "panel")] == [one, two, three]
    with_eve = [*companies(law, course, law.steps["adjourned"], "panel", including="eve")]
    assert with_eve == [("eve",), ("bob", "eve"), three]


MADE_UP = PANEL.replace("members: at least 3", "members: 3 to 4").replace(
    "of_whom: at least 1 outside", "of_whom: [exactly 2 outside, at most 1 senior, exactly 1 lay]"
)
MADE_UP = MADE_UP.replace(
    "  outside: is", "  senior: is senior\n  lay: is a lay person\n  outside: is"
)


@pytest.mark.parametrize("seed", range(40))
def test_there_is_a_company_where_one_of_all_combinations_is_permitted(seed: int) -> None:
    """For the body, and with each of its members, whatever is known of them."""
    random = Random(seed)
    members = {
        f"m{n}": Person(
            holds="panel",
            is_=[r for r in ("outside", "senior", "lay") if random.random() < 0.45],
        )
        for n in range(random.randint(2, 6))
    }
    law, case = hearing(MADE_UP, bob=Person(), cy=Person(), eve=Person(), **members)
    course = engine.course_of(law, case)
    able = {
        name
        for size in (3, 4)
        for sat in combinations(members, size)
        if against(law, case, sat[0], **sits(*sat, chair=sat[0])) == []
        for name in sat
    }
    for name in members:
        [*found] = companies(law, course, law.steps["heard"], "panel", including=name)
        assert bool(found) is (name in able)
        for sat in found:
            assert name in sat
            assert against(law, case, name, **sits(*sat, chair=name)) == []
        assert engine.could(law, case, "heard", name, as_of=day(10)).permitted is (name in able)


def test_a_member_who_fits_in_no_company_is_told_so() -> None:
    """Two who are independent and one lay person: there is no seat for a third kind."""
    text = MADE_UP.replace("members: 3 to 4", "members: exactly 3")
    law, case = hearing(
        text,
        bob=Person(holds="panel", is_="outside"),
        cy=Person(holds="panel", is_="lay"),
        gus=Person(holds="panel"),
    )
    assert engine.could(law, case, "heard", "eve", as_of=day(10)).permitted
    [reason] = engine.could(law, case, "heard", "gus", as_of=day(10)).reasons
    assert isinstance(reason, WrongMembers)
    assert (reason.rule, reason.unfit) == ("panel.of_whom", "gus")
    assert message(reason) == "with gus those who may sit are never made up as panel must be"
    [move] = [m for m in engine.moves(law, case, as_of=day(10)) if m.event == "heard"]
    assert move.who == ("bob", "cy", "eve")


def test_of_many_members_every_make_up_is_tried() -> None:
    crowd = {f"m{n}": Person(holds="panel", is_="outside") for n in range(30)}
    law, case = hearing(MADE_UP, bob=Person(), cy=Person(holds="panel", is_="lay"), **crowd)
    [move] = [m for m in engine.moves(law, case, as_of=day(10)) if m.event == "heard"]
    assert {*move.who} == {"cy", "eve", *crowd}
    sat = ("m7", "m8", "cy")
    assert against(law, case, "cy", **sits(*sat, chair="cy")) == []


def test_a_forecast_supposes_a_whole_panel() -> None:
    text = PANEL.replace(
        "heard: {by: panel, ", "heard: {by: panel, within: 5 working days of asked, "
    )
    law = policy(text)
    people = {
        "ann": Person(holds="parent"),
        "pru": Person(holds="head"),
        "cal": Person(holds="clerk"),
    }
    case = engine.begin(law, at=day(1), people=people)
    case = done(law, case, "came", day(1), "ann")
    case = done(law, case, "asked", day(1), "ann")
    assert any("panel" in way.holders for way in forecast(law, case, as_of=day(1)).ways)


def test_a_case_with_a_sitting_is_the_same_from_its_rows() -> None:
    law, case = heard()
    case = engine.apply(law, case, told("jo", by="cal", n=11, holds="clerk"))
    case = done(law, case, "named", day(12), "cal", holder="jo", in_place_of="cy")
    rows = ledger.rows(law, case)
    assert [row["sat"] for row in rows if "sat" in row] == [["bob", "cy", "gus"]]
    assert [row["chair"] for row in rows if "chair" in row] == ["bob"]
    assert [row["in_place_of"] for row in rows if "in_place_of" in row] == ["cy"]
    assert engine.replay(law, case.events) == case
