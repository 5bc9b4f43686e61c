"""What was tried behind the back of a body, and of whoever names and supplies, and what came of it.

Each is refused, or an error says what to write.
"""

from collections.abc import Callable
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.case import Case, Person, standing
from complaintflow.errors import InputError
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.rulings import ActionRefused
from tests.policies import day, done, hour, policy, refused

HANDS = """
relations: {subject: is complained about, head_of: {says: is the head of, between: two people}}
roles:
  customer: {title: You}
  officer:  {title: Officer}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked:   {by: officer, must_include: letter}
      reviewed: {by: officer}
ends: {shut: {title: Shut}}
conflicts:
  aside: {who: subject, may_not: looked}
  above: {only: head_of of whoever did looked, may: reviewed}
"""


@pytest.fixture(scope="module")
def hands() -> Procedure:
    return policy(HANDS)


def opened(law: Procedure, **people: Person) -> Case:
    """A complaint that Cy sent on the first; Ola and Bo are officers, unless they are told otherwise."""
    told = {
        "cy": Person(holds="customer"),
        "ola": Person(holds="officer"),
        "bo": Person(holds="officer"),
        **people,
    }
    return done(law, engine.begin(law, at=day(1), people=told), "came", day(1), "cy")


def against(attempt: Callable[[], Case]) -> list[str]:
    """The rules that an attempt was refused by; none where it was recorded."""
    try:
        attempt()
    except ActionRefused as refusal:
        return [reason.rule for reason in refusal.ruling.reasons]
    return []


# --- who frees himself, by dates ----------------------------------------------------------------


SUBJECT: dict[str, Any] = {"person": "ola", "who": Person(is_="subject")}


def test_nobody_moves_in_his_own_name_the_day_since_when_he_is_kept_away(hands: Procedure) -> None:
    """Decision 0049: not even where nothing was recorded in between."""
    case = done(hands, opened(hands), PERSON_TOLD, day(3), "bo", record={"id": "tie"}, **SUBJECT)
    right = {"corrects": "tie"}

    def moved(to: Any, by: str | None) -> Case:
        return done(hands, case, PERSON_TOLD, to, by, record=right, **SUBJECT)

    assert against(lambda: moved(day(20), "ola")) == ["aside"]
    assert against(lambda: moved(day(4), "ola")) == ["aside"]
    assert against(lambda: moved(hour(3, 18), "ola")) == ["aside"]  # free until six that day
    for at, by in ((day(3), "ola"), (day(2), "ola"), (day(20), "bo"), (day(20), None)):
        assert moved(at, by).events[-1].action.at == at
    assert refused(hands, moved(day(20), "bo"), "looked", day(10), "ola") == []


def test_nobody_denies_in_his_own_name_between_two_tellings(hands: Procedure) -> None:
    case = opened(hands, ola=Person(holds="officer", is_="subject"))
    case = done(hands, case, PERSON_TOLD, day(9), "bo", **SUBJECT)
    denial = {"person": "ola", "who": Person(is_not="subject")}
    assert refused(hands, case, PERSON_TOLD, day(5), "ola", **denial) == ["aside"]
    assert refused(hands, case, PERSON_TOLD, day(5), "bo", **denial) == []
    told = done(hands, case, PERSON_TOLD, day(5), "bo", record={"id": "no"}, **denial)
    # nor does he bring back, or move, what freed him for those days
    gone = done(hands, told, RETRACTED, day(9), "ola", record={"id": "gone", "retracts": "no"})
    back = {"retracts": "gone"}
    assert against(lambda: done(hands, gone, RETRACTED, day(9), "ola", record=back)) == ["aside"]
    assert done(hands, gone, RETRACTED, day(9), "bo", record=back).events[-1].retracts == "gone"


def test_nobody_is_in_his_own_name_earlier_than_told_who_alone_may(hands: Procedure) -> None:
    """Decision 0053: to be one of those who alone may is freed as well."""
    case = done(hands, opened(hands), "looked", day(2), "bo")
    head: dict[str, Any] = {"person": "ola", "who": Person(is_={"head_of": "bo"})}
    case = done(hands, case, PERSON_TOLD, day(20), **head)
    assert refused(hands, case, "reviewed", day(7), "ola") == ["above"]
    assert refused(hands, case, PERSON_TOLD, day(6), "ola", **head) == ["above"]
    assert refused(hands, case, PERSON_TOLD, day(6), "bo", **head) == []
    assert refused(hands, case, PERSON_TOLD, day(21), "ola", **head) == []  # he was told already


# --- what a correction does not make of an act ---------------------------------------------------


def test_a_correction_makes_no_supplement_of_an_act(hands: Procedure) -> None:
    """Decision 0049: an act so corrected would be gone, and nobody was asked who may take it back."""
    case = done(hands, opened(hands), "looked", day(2), "bo", record={"id": "one"})
    case = done(hands, case, "looked", day(2), "ola", record={"id": "two"})
    more = {"id": "more", "adds_to": "two"}
    case = done(hands, case, "looked", day(3), "ola", includes="letter", record=more)
    for wrong, to in (("one", "one"), ("one", "two"), ("one", "last"), ("one", "more")):
        with pytest.raises(InputError, match=r"'one' adds to no other.*leave adds_to out"):
            done(hands, case, "looked", day(2), "bo", record={"corrects": wrong, "adds_to": to})
    right = done(hands, case, "looked", day(4), "bo", record={"id": "right", "corrects": "one"})
    with pytest.raises(InputError, match="'right' adds to no other"):
        done(hands, right, "looked", day(2), "bo", record={"corrects": "right", "adds_to": "two"})


def test_a_supplement_that_is_corrected_adds_to_the_same_event(hands: Procedure) -> None:
    case = done(hands, opened(hands), "looked", day(2), "bo", record={"id": "one"})
    case = done(hands, case, "looked", day(2), "ola", record={"id": "two"})
    more = {"id": "more", "adds_to": "two"}
    case = done(hands, case, "looked", day(3), "ola", includes="letter", record=more)
    with pytest.raises(InputError, match="'more' adds to 'two', and so does what corrects it"):
        done(hands, case, "looked", day(3), "ola", record={"corrects": "more", "adds_to": "one"})
    for said in ({}, {"adds_to": "two"}, {"adds_to": "more"}, {"adds_to": "last"}):
        mended = done(hands, case, "looked", day(4), "ola", record={"corrects": "more", **said})
        assert standing(mended.events)[-1].adds_to == "two"
        assert len(engine.course_of(hands, mended).times("looked")) == 2


# --- what only adds appoints nobody on its own --------------------------------------------------


NAMED = policy("""
roles:
  customer: {title: You}
  officer:  {title: Officer}
  trust:    {title: Trust}
  board:    {title: Board, members: exactly 3}
  adviser:  {title: Adviser}
  friend:   {title: Friend}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      adviser_named: {by: board, appoints: adviser, recorded_in: log}
      friend_named:  {by: officer, agreed_by: trust, appoints: friend}
ends: {shut: {title: Shut}}
""")
BOARD = {name: Person(holds="board") for name in ("al", "bea", "col")}
MORE = {"adds_to": "named", "id": "more"}


def named(step: str, by: str, holder: str | None = None, **said: Any) -> Case:
    """An appointment on the second, which says or leaves out whom."""
    case = opened(NAMED, tru=Person(holds="trust"), fay=Person(), gus=Person(), **BOARD)
    return done(NAMED, case, step, day(2), by, holder=holder, record={"id": "named"}, **said)


def test_an_appointment_is_not_named_again_by_what_adds_to_it() -> None:
    case = named("friend_named", "ola", "fay", agreed_by="tru")
    again = "friend_named would name its holder twice: it does in 'named' already"
    with pytest.raises(InputError, match=again):
        done(NAMED, case, "friend_named", day(3), "ola", holder="gus", agreed_by="tru", record=MORE)
    with pytest.raises(InputError, match="correct that record with corrects="):
        done(NAMED, case, "friend_named", day(3), "ola", holder="fay", agreed_by="tru", record=MORE)
    said: dict[str, Any] = {"agreed_by": "tru", "record": {"corrects": "named"}}
    case = done(NAMED, case, "friend_named", day(2), "ola", holder="gus", **said)
    assert engine.course_of(NAMED, case).holders("friend") == ("gus",)


def test_neither_a_correction_nor_what_is_brought_back_names_a_second() -> None:
    case = named("friend_named", "ola", agreed_by="tru")
    said: dict[str, Any] = {"agreed_by": "tru", "record": MORE}
    case = done(NAMED, case, "friend_named", day(3), "ola", holder="fay", **said)
    right = {"corrects": "named"}
    with pytest.raises(InputError, match="it does in 'more' already"):
        done(NAMED, case, "friend_named", day(2), "ola", holder="gus", record=right)
    other = said | {"record": {"corrects": "more"}}  # whom it names is put right in what names it
    mended = done(NAMED, case, "friend_named", day(3), "ola", holder="gus", **other)
    assert engine.course_of(NAMED, mended).holders("friend") == ("gus",)
    gone = {"id": "gone", "retracts": "more"}
    case = done(NAMED, case, RETRACTED, day(4), "ola", record=gone)
    said["record"] = {"adds_to": "named", "id": "new"}
    case = done(NAMED, case, "friend_named", day(4), "ola", holder="gus", **said)
    with pytest.raises(InputError, match="it does in 'more' and 'new' already"):
        done(NAMED, case, RETRACTED, day(5), "ola", record={"retracts": "gone"})


def test_who_supplies_whom_it_appoints_needs_what_the_appointing_needs() -> None:
    """Decision 0055: one member alone is not the board, whenever he says whom it appoints."""
    board = list(BOARD)
    case = named("adviser_named", "al", sat=board)
    told = done(NAMED, case, "adviser_named", day(3), "al", recorded_in="log", record=MORE)

    def supplied(case: Case, by: str, **record: str) -> list[str]:
        return against(
            lambda: done(NAMED, case, "adviser_named", day(3), by, holder="fay", record=record)
        )

    assert supplied(case, "al", adds_to="named") == ["board.members"]
    assert supplied(case, "ola", adds_to="named") == ["adviser_named.by"]
    assert supplied(told, "al", corrects="more") == ["board.members"]
    right = {"corrects": "named"}
    case = done(NAMED, case, "adviser_named", day(2), "al", sat=board, holder="fay", record=right)
    assert engine.course_of(NAMED, case).holders("adviser") == ("fay",)


def test_who_supplies_whom_it_appoints_is_agreed_with_again() -> None:
    case = named("friend_named", "ola", agreed_by="tru")

    def supplied(agreed_by: str | None, **said: Any) -> Case:
        said = {"holder": "fay", "record": MORE, "agreed_by": agreed_by, **said}
        return done(NAMED, case, "friend_named", day(3), "ola", **said)

    assert against(lambda: supplied(None)) == ["friend_named.agreed_by"]
    case = supplied("tru")
    assert engine.course_of(NAMED, case).holders("friend") == ("fay",)
    other = {"record": {"corrects": "more"}}
    assert against(lambda: supplied(None, holder="gus", **other)) == ["friend_named.agreed_by"]
    assert against(lambda: supplied(None, **other)) == ["friend_named.agreed_by"]
    assert against(lambda: supplied("tru", holder="gus", **other)) == []


# --- who names a member, by an earlier day -------------------------------------------------------


PANEL = policy("""
relations: {outsider: is from outside}
roles:
  customer: {title: You}
  officer:  {title: Officer}
  clerk:    {title: Clerk}
  panel:    {title: Panel, members: at least 2, appointed_by: clerk}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {held: {by: panel}}
    may: {member_named: {by: clerk, appoints: panel}}
ends: {shut: {title: Shut}}
""")
MEMBER: dict[str, Any] = {"person": "dot", "who": Person(holds="panel")}


def on_panel(at: int) -> Case:
    """Dot is appointed on that day, beside Ada, who is a member from the beginning."""
    people = {"ada": "panel", "dot": "officer", "cal": "clerk"}
    case = opened(PANEL, **{name: Person(holds=role) for name, role in people.items()})
    return done(PANEL, case, "member_named", day(at), "cal", holder="dot")


@pytest.mark.parametrize("by", ["ola", "dot", "ada", None])
def test_who_is_a_member_now_is_told_to_be_one_earlier_by_whoever_names_them(
    by: str | None,
) -> None:
    """Decision 0055: it is asked who held the office on that day, not who holds it now."""
    case = on_panel(12)
    assert {*refused(PANEL, case, PERSON_TOLD, day(8), by, **MEMBER)} == {"panel.appointed_by"}
    assert refused(PANEL, case, PERSON_TOLD, day(8), "cal", **MEMBER) == []
    # what is known already, anybody tells once more, with what is new of another kind
    more = {"person": "dot", "who": Person(holds="panel", is_="outsider")}
    for at in (12, 13):
        assert refused(PANEL, case, PERSON_TOLD, day(at), by, **more) == []
    assert refused(PANEL, case, PERSON_TOLD, day(8), by, person="ada", who=MEMBER["who"]) == []


def test_no_telling_is_moved_to_before_the_appointment() -> None:
    case = done(PANEL, on_panel(12), PERSON_TOLD, day(13), "ola", record={"id": "told"}, **MEMBER)

    def moved(at: int, by: str, wrong: str = "told") -> list[str]:
        record = {"corrects": wrong}
        return against(lambda: done(PANEL, case, PERSON_TOLD, day(at), by, record=record, **MEMBER))

    assert moved(8, "ola") == ["panel.appointed_by"]
    assert moved(8, "cal") == []
    assert moved(14, "ola") == []
    # what was told at the beginning is read first, whatever day is said of its correction
    assert moved(20, "ola", "people.dot") == ["panel.appointed_by"]
    assert moved(20, "cal", "people.dot") == []
    member = {"person": "ada", "who": Person(holds="panel", is_="outsider")}
    right = {"corrects": "people.ada"}
    assert (
        against(lambda: done(PANEL, case, PERSON_TOLD, day(9), "ola", record=right, **member)) == []
    )


# --- one member who was the body, and said of nobody that he sat -----------------------------------

ONE_SITS = policy("""
roles:
  customer: {title: You}
  clerk:    {title: Clerk}
  officer:  {title: Officer}
  panel:    {title: Panel, members: exactly 3, quorum: 1, appointed_by: clerk}
  board:    {title: Board, members: exactly 2, without_quorum: adjourned}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      heard:     {by: [panel, clerk]}
      adjourned: {by: board}
      noted:     {by: [officer, panel]}
    may:
      panel_named:   {by: clerk, appoints: panel}
      board_named:   {by: clerk, appoints: board}
      officer_named: {by: clerk, appoints: officer}
ends: {shut: {title: Shut}}
""")


@pytest.mark.parametrize("said", [{}, {"sat": "bo"}])
@pytest.mark.parametrize(
    ("office", "step", "rules"),
    [
        ("panel", "heard", ["heard.by"]),
        ("board", "adjourned", ["adjourned.by"]),
        ("panel", "noted", ["noted.by"]),
    ],
)
def test_nor_is_one_member_unseated_who_was_the_body_alone(
    office: str, step: str, rules: list[str], said: dict[str, Any]
) -> None:
    """Decision 0055: whether or not the event says who sat."""
    people = {"cy": Person(holds="customer"), "cal": Person(holds="clerk"), "bo": Person()}
    case = engine.begin(ONE_SITS, at=day(1), people=people | {"eve": Person()})
    case = done(ONE_SITS, case, "came", day(1), "cy")
    named = f"{office}_named"
    case = done(ONE_SITS, case, named, day(2), "cal", holder="bo", record={"id": "named"})
    sat = done(ONE_SITS, case, step, day(3), "bo", **said)
    back, right = {"retracts": "named"}, {"corrects": "named"}
    assert against(lambda: done(ONE_SITS, sat, RETRACTED, day(4), "cal", record=back)) == rules
    for at, holder in ((day(2), "eve"), (day(4), "bo")):
        mended: dict[str, Any] = {"holder": holder, "record": right}
        assert against(lambda: done(ONE_SITS, sat, named, at, "cal", **mended)) == rules  # noqa: B023
    assert against(lambda: done(ONE_SITS, case, RETRACTED, day(4), "cal", record=back)) == []


def test_what_was_done_in_an_office_that_is_no_body_unmakes_nothing() -> None:
    people = {"cy": Person(holds="customer"), "cal": Person(holds="clerk"), "bo": Person()}
    case = done(ONE_SITS, engine.begin(ONE_SITS, at=day(1), people=people), "came", day(1), "cy")
    record = {"id": "named"}
    case = done(ONE_SITS, case, "officer_named", day(2), "cal", holder="bo", record=record)
    case = done(ONE_SITS, case, "noted", day(3), "bo")
    back = {"retracts": "named"}
    assert against(lambda: done(ONE_SITS, case, RETRACTED, day(4), "cal", record=back)) == []
