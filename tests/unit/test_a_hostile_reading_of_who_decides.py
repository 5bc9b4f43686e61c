"""What somebody tried with the offices by which things are decided, and what came of it.

An exception by a body that was none, an answer that nobody gave, an agreement of nobody, a body
named by one of those who name it.
"""

from typing import Any

import pytest

from complaintflow import engine
from complaintflow.asking import asks
from complaintflow.case import Case, Override, Person, Tie
from complaintflow.explanation import explain
from complaintflow.procedure import PERSON_TOLD, Procedure
from complaintflow.rulings import Barred, NotAgreed, TieNotKnown
from tests.policies import day, done, policy, refused, ruling

LET = Override("the trust", "there was no time")

# --- an exception by a body ---------------------------------------------------------------------

BY_A_PANEL = """
relations: {subject: is complained about, outside: is independent of the school}
roles:
  parent: {title: You}
  teacher: {title: A teacher}
  clerk: {title: The clerk}
  panel:
    title: The panel
    members: exactly 3
    of_whom: at least 1 outside
    chair: one
    without_quorum: urgent
facts:
  allowed: {means: the subject may take part, decided_by: panel, counts_as: decide}
  urgent: {means: it may be looked into at once, decided_by: panel, counts_as: decide}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      looked: {by: teacher, counts_as: investigate}
      visited: {by: teacher, counts_as: consider}
      met: {by: panel}
    may:
      named: {by: clerk, appoints: panel}
      shut: {by: clerk, then: over}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: investigate, except: {if: allowed}}
  not_there: {who: subject, may_not: consider, except: {if: urgent}}
  own: {who: subject, may_not: [allowed, urgent]}
"""

MEMBERS = {
    "ann": Person(holds="parent"),
    "cal": Person(holds="clerk"),
    "mo": Person(holds=["teacher", "panel"]),
    "tim": Person(holds="teacher", is_="subject"),
    "ada": Person(holds="panel", is_="outside"),
    "ben": Person(holds="panel"),
    "cy": Person(holds="panel"),
    "eve": Person(),
}
SAT: dict[str, Any] = {"sat": ["ada", "ben", "cy"], "chair": "ben", "answer": True}


@pytest.fixture(scope="module")
def panel() -> Procedure:
    return policy(BY_A_PANEL)


def begun(law: Procedure, people: dict[str, Person]) -> Case:
    case = engine.begin(law, at=day(1), people=people)
    return done(law, case, "came", day(1), next(n for n in people if "parent" in people[n].holds))


def test_an_exception_that_the_body_decided_as_it_must_sit_holds(panel: Procedure) -> None:
    case = done(panel, begun(panel, MEMBERS), "allowed", day(2), "ada", **SAT)
    assert refused(panel, case, "looked", day(3), "tim") == []


@pytest.mark.parametrize(
    "said",
    [
        {"sat": None},  # one member alone
        {"sat": ["ada", "ben"]},  # too few
        {"sat": ["ada", "ben", "cy", "mo"]},  # too many
        {"sat": ["ada", "ben", "eve"]},  # a stranger
        {"sat": ["mo", "ben", "cy"]},  # whoever did it did not sit
        {"chair": None},
        {"chair": "eve"},
    ],
)
def test_without_the_body_it_must_be_no_exception_holds(
    panel: Procedure, said: dict[str, Any]
) -> None:
    given = {key: value for key, value in {**SAT, **said}.items() if value is not None}
    case = begun(panel, MEMBERS)
    assert refused(panel, case, "allowed", day(2), "ada", **given)
    case = done(panel, case, "allowed", day(2), "ada", record={"override": LET}, **given)
    assert refused(panel, case, "looked", day(3), "tim") == ["aside"]


def test_whoever_writes_it_down_without_having_sat_has_not_decided_it(panel: Procedure) -> None:
    """The three who sat are the body; it was recorded as done by a fourth."""
    case = begun(panel, {**MEMBERS, "mo": Person(holds=["teacher", "panel"], is_="outside")})
    given: dict[str, Any] = {**SAT, "sat": ["ben", "cy", "mo"]}
    case = done(panel, case, "allowed", day(2), "ada", record={"override": LET}, **given)
    assert refused(panel, case, "looked", day(3), "tim") == ["aside"]


def test_more_than_the_body_has_members_except_nothing_without_a_quorum_either(
    panel: Procedure,
) -> None:
    given: dict[str, Any] = {"sat": ["ada", "ben", "cy", "mo"], "answer": True}
    case = begun(panel, MEMBERS)
    case = done(panel, case, "urgent", day(2), "ada", record={"override": LET}, **given)
    assert refused(panel, case, "visited", day(3), "tim") == ["not_there"]


def test_a_body_with_no_most_and_no_chair_excepts_however_many_sit() -> None:
    text = BY_A_PANEL.replace("members: exactly 3", "members: at least 3")
    law = policy(text.replace("    chair: one\n", ""))
    given: dict[str, Any] = {"sat": ["ada", "ben", "cy", "mo"], "answer": True}
    case = done(law, begun(law, MEMBERS), "allowed", day(2), "ada", **given)
    assert refused(law, case, "looked", day(3), "tim") == []


def test_of_two_offices_that_may_decide_whoever_lacks_the_nearer_one_is_named() -> None:
    """Ben alone is no member of the panel; that none of them is on the board is not said of all."""
    board = "  board: {title: The board}\nfacts:\n"
    text = BY_A_PANEL.replace("facts:\n", board).replace(
        "take part, decided_by: panel", "take part, decided_by: [panel, board]"
    )
    law = policy(text)
    case = begun(law, {**MEMBERS, "ben": Person()})
    case = done(law, case, "allowed", day(2), "ada", record={"override": LET}, **SAT)
    (bar,) = ruling(law, case, "looked", day(3), "tim").reasons
    assert isinstance(bar, Barred)
    assert bar.spoilt == ("ben",)


def test_without_those_of_whom_it_needs_some_no_exception_holds(panel: Procedure) -> None:
    people = {**MEMBERS, "ada": Person(holds="panel")}
    case = begun(panel, people)
    case = done(panel, case, "allowed", day(2), "ada", record={"override": LET}, **SAT)
    assert refused(panel, case, "looked", day(3), "tim") == ["aside"]


def test_what_needs_no_quorum_one_member_may_except(panel: Procedure) -> None:
    case = done(panel, begun(panel, MEMBERS), "urgent", day(2), "ben", answer=True)
    assert refused(panel, case, "visited", day(3), "tim") == []
    case = done(panel, begun(panel, MEMBERS), "urgent", day(2), "mo", answer=True)
    assert refused(panel, case, "visited", day(3), "tim") == []
    case = done(panel, case, PERSON_TOLD, day(3), None, person="mo", who=Person(is_="subject"))
    assert refused(panel, case, "visited", day(3), "tim") == ["not_there"]


@pytest.mark.parametrize("told_on", [2, 4])
def test_the_subject_who_sat_among_those_who_excuse_him_is_not_excused(
    panel: Procedure, told_on: int
) -> None:
    sat: dict[str, Any] = {"sat": ["ada", "ben", "mo"], "chair": "ben", "answer": True}
    case = done(panel, begun(panel, MEMBERS), "allowed", day(3), "ada", **sat)
    assert refused(panel, case, "looked", day(4), "tim") == []
    who: dict[str, Any] = {"person": "mo", "who": Person(is_="subject")}
    case = done(panel, case, PERSON_TOLD, day(told_on), None, record={"known_at": day(4)}, **who)
    for name in ("mo", "tim"):
        (bar,) = ruling(panel, case, "looked", day(5), name).reasons
        assert isinstance(bar, Barred)
        assert (bar.rule, bar.spoilt) == ("aside", ("mo",))
    assert "mo may not decide that" in explain(ruling(panel, case, "looked", day(5), "mo"))


def test_of_too_few_everybody_is_named_who_decided_it(panel: Procedure) -> None:
    case = begun(panel, MEMBERS)
    case = done(
        panel, case, "allowed", day(2), "ada", answer=True, chair="ada", record={"override": LET}
    )
    (bar,) = ruling(panel, case, "looked", day(3), "tim").reasons
    assert isinstance(bar, Barred)
    assert bar.spoilt == ("ada",)


def test_who_became_a_member_afterwards_did_not_sit_as_one(panel: Procedure) -> None:
    given: dict[str, Any] = {"sat": ["ada", "ben", "eve"], "chair": "ben", "answer": True}
    people = {n: p for n, p in MEMBERS.items() if n not in ("cy", "mo")}
    case = begun(panel, people)
    case = done(panel, case, "allowed", day(2), "ada", record={"override": LET}, **given)
    case = done(panel, case, "named", day(3), "cal", holder="eve")
    assert refused(panel, case, "looked", day(4), "tim") == ["aside"]
    case = done(panel, case, "allowed", day(4), "ada", **given)
    assert refused(panel, case, "looked", day(5), "tim") == []


# --- what the application tells by itself -------------------------------------------------------

TELLABLE = """
relations: {{subject: is complained about, senior: is senior}}
roles:
  parent: {{title: You}}
  manager: {{title: A manager, stand_in: deputy{manager}}}
  deputy: {{title: The deputy}}
  officer: {{title: An officer}}
facts:
  allowed: {{means: the subject may take part, decided_by: manager}}
begins: {{came: {{by: parent, then: first}}}}
stages:
  first:
    title: First
    must:
      looked: {{by: officer, counts_as: investigate, then: over}}
      noted: {{by: manager}}
ends: {{over: {{title: Over}}}}
conflicts:
  aside: {{who: subject, may_not: investigate, except: {{if: allowed}}}}
{conflict}
"""


@pytest.mark.parametrize(
    ("manager", "conflict", "told"),
    [
        ("", "", True),
        ("", "  own: {who: subject, may_not: allowed}", False),
        ("", "  office: {who: subject, may_not: manager}", False),
        ("", "  substitute: {who: subject, may_not: deputy}", False),
        ("", "  you: {who: subject, may_not: parent}", True),
        (", must_be: senior", "", False),
        (", may_be: senior", "", True),  # it refuses nobody of whom nothing is told
    ],
)
def test_what_somebody_could_be_kept_from_answering_is_not_told_without_a_name(
    manager: str, conflict: str, told: bool
) -> None:
    law = policy(TELLABLE.format(manager=manager, conflict=conflict))
    people = {"ann": Person(holds="parent"), "mo": Person(holds="officer", is_="subject")}
    case = begun(law, people)
    assert law.facts["allowed"].told is told
    wanted = [] if told else ["allowed.decided_by"]
    assert refused(law, case, "allowed", day(2), None, answer=True) == wanted
    case = done(law, case, "allowed", day(2), None, answer=True, record={"override": LET})
    assert refused(law, case, "looked", day(3), "mo") == ([] if told else ["aside"])


# --- an agreement of an office that nobody holds yet --------------------------------------------

AGREED = """
roles:
  parent: {title: You}
  head: {title: The head}
  investigator: {title: The investigator}
  independent: {title: The independent person, stand_in: other}
  other: {title: Another independent person}
  panel: {title: The panel, members: exactly 2}
  outsider: {title: The lawyer of the school}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      reported: {by: investigator, agreed_by: independent}
      closed: {by: head, agreed_by: panel}
      advised: {by: head, agreed_by: outsider}
      copied: {by: head, to: independent}
      independent_named: {by: head, appoints: independent}
      member_named: {by: head, appoints: panel}
      worked: {by: [independent, panel, outsider, other], then: over}
ends: {over: {title: Over}}
"""


@pytest.fixture(scope="module")
def agreement() -> Procedure:
    return policy(AGREED)


STAFF = {
    "ann": Person(holds="parent"),
    "hal": Person(holds="head"),
    "ivy": Person(holds="investigator"),
    "ida": Person(),
    "bob": Person(),
}


@pytest.mark.parametrize("agreed_by", [(), "independent", "ida", "ivy"])
def test_nobody_agrees_for_an_office_that_a_step_will_fill(
    agreement: Procedure, agreed_by: str
) -> None:
    case = begun(agreement, STAFF)
    found = ruling(agreement, case, "reported", day(2), "ivy", agreed_by=agreed_by)
    (reason,) = found.reasons
    assert isinstance(reason, NotAgreed)
    assert (reason.needs, reason.by_appointment) == (("independent",), ("independent_named",))
    assert "nobody else in the case could until independent_named names somebody" in explain(found)
    case = done(agreement, case, "independent_named", day(2), "hal", holder="ida")
    wanted = [] if agreed_by in ("ida", "independent") else ["reported.agreed_by"]
    assert refused(agreement, case, "reported", day(3), "ivy", agreed_by=agreed_by) == wanted


def test_nor_for_a_body_until_as_many_are_named_as_must_sit(agreement: Procedure) -> None:
    case = begun(agreement, STAFF)
    assert refused(agreement, case, "closed", day(2), "hal", agreed_by="panel")
    case = done(agreement, case, "member_named", day(2), "hal", holder="ida")
    assert refused(agreement, case, "closed", day(3), "hal", agreed_by=["panel", "ida"])
    case = done(agreement, case, "member_named", day(3), "hal", holder="bob")
    assert refused(agreement, case, "closed", day(4), "hal") == ["closed.agreed_by"]
    assert refused(agreement, case, "closed", day(4), "hal", agreed_by=["bob", "ida"]) == []


def test_who_stands_in_agrees_while_nobody_is_named(agreement: Procedure) -> None:
    case = begun(agreement, {**STAFF, "bob": Person(holds="other")})
    assert refused(agreement, case, "reported", day(2), "ivy", agreed_by="ida")
    assert refused(agreement, case, "reported", day(2), "ivy", agreed_by="bob") == []


def test_an_office_that_no_step_fills_agrees_by_its_name_and_a_letter_is_owed_to_nobody(
    agreement: Procedure,
) -> None:
    case = begun(agreement, STAFF)
    assert refused(agreement, case, "advised", day(2), "hal") == ["advised.agreed_by"]
    assert refused(agreement, case, "advised", day(2), "hal", agreed_by="outsider") == []
    case = done(agreement, case, "copied", day(2), "hal")
    assert not any(owed.event for owed in engine.owed(agreement, case, as_of=day(3)))


def test_a_move_and_a_form_say_that_nobody_can_agree_yet(agreement: Procedure) -> None:
    case = begun(agreement, STAFF)
    moves = {move.event: move for move in engine.moves(agreement, case, as_of=day(2))}
    assert moves["reported"].lacks == ("reported.agreed_by",)
    (field,) = asks(agreement, case, "reported").field("agreed_by")
    assert field.choices == ()


# --- telling of a holder in the place of naming one ----------------------------------------------

NAMED = """
relations: {subject: is complained about}
roles:
  parent: {title: You}
  clerk: {title: The clerk}
  pool: {title: The pool}
  board: {title: The board, members: exactly 2}
  first_panel: {title: The first panel, members: exactly 2, appointed_by: board}
  second_panel: {title: The second panel, members: exactly 2, appointed_by: clerk}
  third_panel: {title: The third panel, members: exactly 2, appointed_by: clerk}
  fourth_panel: {title: The fourth panel, members: exactly 2, appointed_by: [clerk, board]}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      first_named: {by: board, appoints: first_panel}
      second_named: {by: clerk, appoints: second_panel, from: pool}
      third_named: {by: clerk, appoints: third_panel, agreed_by: board}
      met: {by: [first_panel, second_panel, third_panel, pool], then: over}
      met_last: {by: fourth_panel}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: clerk}
"""

NAMERS = {
    "ann": Person(holds="parent"),
    "cal": Person(holds="clerk"),
    "sue": Person(holds="clerk", is_="subject"),
    "b1": Person(holds="board"),
    "b2": Person(holds="board"),
    "po": Person(holds="pool"),
    "eve": Person(),
}


@pytest.mark.parametrize(
    ("by", "panel", "person", "wanted"),
    [
        ("b1", "first_panel", "eve", ["first_panel.appointed_by"]),
        ("cal", "second_panel", "eve", ["second_panel.appointed_by"]),
        ("cal", "second_panel", "po", []),
        ("cal", "third_panel", "eve", ["third_panel.appointed_by"]),
        ("cal", "fourth_panel", "eve", []),
        ("sue", "fourth_panel", "eve", ["aside"]),
        ("sue", "second_panel", "po", ["aside"]),
        ("b1", "fourth_panel", "eve", ["board.members"]),
    ],
)
def test_to_tell_of_a_holder_passes_nothing_that_naming_one_asks(
    by: str, panel: str, person: str, wanted: list[str]
) -> None:
    law = policy(NAMED)
    case = begun(law, NAMERS)
    told: dict[str, Any] = {"person": person, "who": Person(holds=panel)}
    assert refused(law, case, PERSON_TOLD, day(2), by, **told) == wanted
    if wanted == [f"{panel}.appointed_by"]:
        step = law.roles[panel].appointed_by_steps[0]
        text = explain(ruling(law, case, PERSON_TOLD, day(2), by, **told))
        assert f"a holder is named by {step}; to tell of one passes what that asks" in text
        assert f"record {step}" in text


# --- an office that was lost and gained again ----------------------------------------------------

REGAINED = """
relations: {subject: is complained about}
roles:
  parent: {title: You}
  officer: {title: An officer}
  clerk: {title: The clerk}
  director: {title: The director, holders: one}
  deputy: {title: The deputies}
facts:
  allowed: {means: the subject may take part, decided_by: [director, deputy], counts_as: decide}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      named: {by: clerk, appoints: director}
      deputy_named: {by: clerk, appoints: deputy}
      looked: {by: officer, counts_as: investigate, then: over}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: investigate, except: {if: allowed}}
  own: {who: subject, may_not: allowed}
"""


def steered() -> tuple[Procedure, Case]:
    """A case in which d1 is the director, and d3 a deputy."""
    people = {
        "ann": Person(holds="parent"),
        "mo": Person(holds="officer", is_="subject"),
        "cal": Person(holds="clerk"),
        "d1": Person(holds="director"),
        "d2": Person(),
        "d3": Person(holds="deputy"),
    }
    law = policy(REGAINED)
    return law, begun(law, people)


def test_an_office_gained_again_makes_no_decision_good_that_was_given_in_between() -> None:
    law, case = steered()
    case = done(law, case, "named", day(2), "cal", holder="d2")
    case = done(law, case, "allowed", day(3), "d1", answer=True, record={"override": LET})
    assert refused(law, case, "looked", day(4), "mo") == ["aside"]
    case = done(law, case, "named", day(5), "cal", holder="d1")
    assert refused(law, case, "looked", day(6), "mo") == ["aside"]
    case = done(law, case, "allowed", day(6), "d1", answer=True)
    assert refused(law, case, "looked", day(7), "mo") == []


@pytest.mark.parametrize("later", [["d1"], ["d2"], ["d2", "d1"], ["d2", "d1", "d2"]])
def test_what_the_holder_decided_holds_whatever_becomes_of_the_office(later: list[str]) -> None:
    law, case = steered()
    case = done(law, case, "allowed", day(2), "d1", answer=True)
    for days, name in enumerate(later):
        case = done(law, case, "named", day(3 + days), "cal", holder=name)
    assert refused(law, case, "looked", day(8), "mo") == []


def test_the_seat_of_one_of_several_is_lost_and_gained_in_turn() -> None:
    law, case = steered()
    case = done(law, case, "deputy_named", day(2), "cal", holder="d2", in_place_of="d3")
    case = done(law, case, "allowed", day(3), "d3", answer=True, record={"override": LET})
    case = done(law, case, "deputy_named", day(4), "cal", holder="d3")
    assert refused(law, case, "looked", day(5), "mo") == ["aside"]
    case = done(law, case, PERSON_TOLD, day(5), None, person="d3", who=Person(holds="deputy"))
    case = done(law, case, "allowed", day(6), "d3", answer=True)
    assert refused(law, case, "looked", day(7), "mo") == []


# --- who excuses himself beforehand -------------------------------------------------------------

BEFOREHAND = """
roles: {parent: {title: You}, head: {title: The head}, chair: {title: The chair, holders: one}}
facts: {allowed: {means: the chair may take part, decided_by: head, counts_as: advise}}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      named:  {by: parent, appoints: chair}
      looked: {by: head, then: over}
ends: {over: {title: Over}}
conflicts:
  aside: {who: chair, may_not: looked, except: {if: allowed}}
  own: {who: chair, may_not: allowed}
"""


def test_who_excused_himself_before_he_was_touched_is_not_excused() -> None:
    """Hal was free to decide it while he was not the chair; it lets others through, and not him."""
    law = policy(BEFOREHAND)
    people = {name: Person(holds="head") for name in ("hal", "hope")}
    case = engine.begin(law, at=day(1), people={**people, "ann": Person(holds="parent")})
    case = done(law, case, "came", day(1), "ann")
    case = done(law, case, "allowed", day(2), "hal", answer=True)
    for name, rules in (("hal", ["aside"]), ("hope", [])):
        chaired = done(law, case, "named", day(3), "ann", holder=name)
        assert refused(law, chaired, "looked", day(4), name) == rules
    chaired = done(law, case, "named", day(3), "ann", holder="hal")
    (bar,) = ruling(law, chaired, "looked", day(4), "hal").reasons
    assert isinstance(bar, Barred)
    assert (bar.spoilt, bar.deciders) == (("hal",), ("hope",))
    chaired = done(law, chaired, "allowed", day(4), "hope", answer=True)
    assert refused(law, chaired, "looked", day(4), "hal") == []


def test_what_he_decided_before_lets_others_through() -> None:
    law = policy(BEFOREHAND.replace("chair, holders: one", "chair"))
    people = {name: Person(holds="head") for name in ("hal", "hope")}
    case = engine.begin(law, at=day(1), people={**people, "ann": Person(holds="parent")})
    case = done(law, done(law, case, "came", day(1), "ann"), "allowed", day(2), "hal", answer=True)
    for name in ("hope", "hal"):
        case = done(law, case, "named", day(3), "ann", holder=name)
    assert refused(law, case, "looked", day(4), "hope") == []
    assert refused(law, case, "looked", day(4), "hal") == ["aside"]


def test_whoever_takes_a_leave_back_takes_it_back_for_himself_too() -> None:
    law = policy(BEFOREHAND)
    people = {name: Person(holds="head") for name in ("hal", "hope")}
    case = engine.begin(law, at=day(1), people={**people, "ann": Person(holds="parent")})
    case = done(law, done(law, case, "came", day(1), "ann"), "allowed", day(2), "hope", answer=True)
    case = done(law, case, "allowed", day(3), "hal", answer=False)
    for name in ("hope", "hal"):
        chaired = done(law, case, "named", day(4), "ann", holder=name)
        assert refused(law, chaired, "looked", day(5), name) == ["aside"]


@pytest.mark.parametrize("order", [("hope", "hal"), ("hal", "hope")])
def test_who_else_could_is_told_of_those_whom_their_own_answers_let_through(
    order: tuple[str, str],
) -> None:
    """Both are head and chair and have decided it, and only Hal, by whose answer neither is let through now."""
    law = policy(BEFOREHAND.replace("chair, holders: one", "chair"))
    people = {name: Person(holds="head") for name in order}
    case = engine.begin(law, at=day(1), people={**people, "ann": Person(holds="parent")})
    case = done(law, done(law, case, "came", day(1), "ann"), "allowed", day(2), "hal", answer=True)
    for name in ("hal", "hope"):
        case = done(law, case, "named", day(3), "ann", holder=name)
    case = done(law, case, "allowed", day(4), "hope", answer=True, record={"override": LET})
    may = engine.who_may(law, case, "looked", as_of=day(5)).may
    assert may == ("hope",)
    (wrong,) = ruling(law, case, "looked", day(5), "ann").reasons
    assert wrong.who_else == may


# --- who alone may, unless it is allowed --------------------------------------------------------

ALONE = """
relations: {subject: is complained about, kin: is kin, near: is near}
roles: {you: {title: You}, officer: {title: The officer}, head: {title: The head}}
facts: {let: {means: it may be, decided_by: head, for_each: subject, counts_as: advise}}
begins: {came: {by: you, then: first}}
stages: {first: {title: First, must: {looked: {by: officer, then: over}}}}
ends: {over: {title: Over}}
conflicts:
  alone: {only: [kin, near], may: looked, except: {if: let}}
  own: {who: subject, may_not: let}
"""


@pytest.mark.parametrize(
    ("tie", "could"),
    [
        (Tie("subject"), ("hal",)),
        (Tie("subject", since=day(1), until=day(3)), ("hal",)),
        (Tie("subject", since=day(20)), ("hal",)),
        (Tie("kin", since=day(20)), ()),
    ],
)
def test_it_can_be_allowed_for_whoever_was_ever_one_of_those_for_whom_it_is(
    tie: Tie, could: tuple[str, ...]
) -> None:
    law = policy(ALONE)
    people = {"ann": Person(holds="you"), "hal": Person(holds="head")}
    people["ola"] = Person(holds="officer", is_=[tie])
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    (bar,) = ruling(law, case, "looked", day(5), "ola").reasons
    assert isinstance(bar, Barred)
    assert bar.deciders == could
    assert [each.fact for each in bar.except_if] == (["let"] if could else [])


def test_of_whom_one_tie_is_true_that_lets_him_in_the_other_is_not_asked() -> None:
    """Whether he is complained about is not known, and matters."""
    law = policy(ALONE.replace("may_not: let", "may_not: [let, looked]"))
    people = {"ann": Person(holds="you"), "ola": Person(holds="officer", is_="kin")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    said = ruling(law, case, "looked", day(5), "ola")
    assert said.reasons == ()
    assert [each.relation for each in said.notes if isinstance(each, TieNotKnown)] == ["subject"]
