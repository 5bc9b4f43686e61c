"""What a refusal of a body says would mend it, followed to the letter, and what is said then."""

from typing import Any, TypeVar

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Person
from complaintflow.explanation import mend, message
from complaintflow.procedure import PERSON_TOLD, RETRACTED
from complaintflow.rulings import (
    ActionRefused,
    NoChair,
    NoQuorum,
    Reason,
    Ruling,
    WrongMembers,
    WrongShare,
)
from tests.policies import day, done, policy, ruling

LAW = policy("""
relations:
  subject: is complained about
  outside: is independent of the school
  staff: works for the school
roles:
  parent: {title: You}
  clerk: {title: The clerk}
  teacher: {title: A teacher}
  panel:
    title: The panel
    members: 3 to 4
    of_whom: [at least 2 outside, at most 1 staff, at most 1 did taught]
    chair: one
  board: {title: The board, members: exactly 3}
  jury: {title: The jury, members: at least 3, of_whom: at least 1 did taught}
  pair: {title: Two officers, holders: exactly 2}
  trust: {title: The trust, members: exactly 3, appointed_by: clerk}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      met: {by: panel}
      sat_on: {by: board}
      noted: {by: board}
      tried: {by: jury}
      taught: {by: teacher}
      seen: {by: pair}
      closed: {by: trust, then: over}
    may:
      panel_named: {by: clerk, appoints: panel}
      board_named: {by: clerk, appoints: board}
      jury_named: {by: clerk, appoints: jury}
      pair_named: {by: clerk, appoints: pair}
      trust_named: {by: clerk, appoints: trust}
ends: {over: {title: Over}}
conflicts: {own: {who: subject, may_not: [met, sat_on, tried]}}
""")

OUT, STAFF, SUBJECT = Person(holds="panel", is_="outside"), ["panel", "teacher"], "subject"
PEOPLE: dict[str, Person] = {
    "ann": Person(holds="parent"),
    "cal": Person(holds="clerk"),
    "tea": Person(holds=STAFF, is_="staff"),
    "tim": Person(holds=STAFF, is_="staff"),
    "tom": Person(holds=STAFF, is_="staff"),
    "oda": OUT,
    "oli": OUT,
    "ora": OUT,
    "sue": Person(holds="panel", is_="subject"),
    "ba": Person(holds="board"),
    "bo": Person(holds="board"),
    "bu": Person(holds="board", is_="subject"),
    "ja": Person(holds="jury"),
    "jo": Person(holds="jury"),
    "pia": Person(holds="pair"),
    "new": Person(),
}


R = TypeVar("R", NoQuorum, WrongMembers, WrongShare, NoChair)


@pytest.fixture
def case() -> Case:
    case = engine.begin(LAW, at=day(1), people=PEOPLE)
    return done(LAW, case, "came", day(1), "ann")


def only(found: Ruling, kind: type[R]) -> R:
    """The one reason of a kind."""
    (reason,) = (each for each in found.reasons if isinstance(each, kind))
    return reason


def what(reason: Reason) -> tuple[object, ...]:
    """Of what a reason speaks, whatever it says of it."""
    return type(reason), reason.rule, reason.share if isinstance(reason, WrongShare) else None


@pytest.mark.parametrize(
    ("step", "by", "said", "kind", "text", "advice", "followed"),
    [
        (
            "met",
            "oda",
            {"sat": ["oda"], "chair": "oda"},
            NoQuorum,
            "panel needs 3, and 1 (oda) sat and counts; sue may not sit",
            "let 2 more of tea, tim, tom, oli and ora sit too",
            {"sat": ["oda", "oli", "ora"]},
        ),
        (
            "met",
            "oda",
            {"sat": ["oda", "oli"], "chair": "oda"},
            NoQuorum,
            "panel needs 3, and 2 (oda and oli) sat and count; sue may not sit",
            "let one more of tea, tim, tom and ora sit too",
            {"sat": ["oda", "oli", "tea"]},
        ),
        (
            "met",
            "oda",
            {"sat": ["tea", "oda", "oli", "ora", "tim"], "chair": "oda"},
            WrongMembers,
            "panel has 3 to 4 members, and tea, oda, oli, ora and tim sat",
            "let 4 of them sit, and no more",
            {"sat": ["tea", "oda", "oli", "ora"]},
        ),
        (
            "met",
            "oda",
            {"sat": ["oli", "ora", "cal", "ann"], "chair": "oli"},
            WrongMembers,
            "cal and ann sat and are no members of panel, and oda did it and is not among those who sat",
            (
                "name under sat the members of panel alone, and oda, who did it; whoever else came is "
                "named under with"
            ),
            {"sat": ["oli", "ora", "oda"]},
        ),
        (
            "met",
            "oda",
            {"sat": ["oli", "ora", "tea"], "chair": "oli"},
            WrongMembers,
            "oda did it and is not among those who sat",
            "name among sat oda, who did it",
            {"sat": ["oli", "ora", "tea", "oda"]},
        ),
        (
            "met",
            "tea",
            {"sat": ["tea", "oda", "tim"], "chair": "tea"},
            WrongShare,
            (
                "panel needs at most 1 who works for the school; "
                "of those who count it is certain of 2 (tea and tim)"
            ),
            "let somebody else sit in the place of tea or tim, of whom that is not true",
            {"sat": ["tea", "oda", "oli"]},
        ),
        (
            "met",
            "tea",
            {"sat": ["tea", "oda", "tim", "tom"], "chair": "tea"},
            WrongShare,
            (
                "panel needs at most 1 who works for the school; "
                "of those who count it is certain of 3 (tea, tim and tom)"
            ),
            "let 2 others sit in the place of 2 of tea, tim and tom, of whom that is not true",
            {"sat": ["tea", "oda", "oli", "ora"]},
        ),
        (
            "met",
            "oda",
            {"sat": ["oda", "oli", "ora"], "chair": "sue"},
            NoChair,
            "sue is not one of those who sat and count for panel, and cannot be in the chair",
            "say under chair who was in the chair, one of oda, oli or ora",
            {"sat": ["oda", "oli", "ora"], "chair": "oli"},
        ),
        (
            "met",
            "oda",
            {"sat": ["oda", "oli", "sue"], "chair": "sue"},
            NoChair,
            "sue is not one of those who sat and count for panel, and cannot be in the chair",
            "say under chair who was in the chair, one of oda or oli",
            {"sat": ["oda", "oli", "sue"], "chair": "oda"},
        ),
        (
            "sat_on",
            "ba",
            {},
            NoQuorum,
            "board needs 3, and 1 (ba) sat and counts; bu may not sit",
            "let bo sit too, and name one more member who sits too, by board_named, in the place of bu",
            None,
        ),
    ],
)
def test_who_follows_it_hears_of_that_no_more(
    case: Case,
    step: str,
    by: str,
    said: dict[str, Any],
    kind: type[Any],
    text: str,
    advice: str,
    followed: dict[str, Any] | None,
) -> None:
    found = ruling(LAW, case, step, day(2), by, **said)
    (reason,) = (each for each in found.reasons if message(each) == text)
    assert isinstance(reason, kind)
    assert mend(reason) == advice
    if followed is not None:
        after = ruling(LAW, case, step, day(2), by, **(said | followed))
        assert what(reason) not in [what(each) for each in after.reasons]


def test_a_seat_that_somebody_who_is_kept_away_holds_is_given_up(case: Case) -> None:
    """Bu is kept from one thing that the board does, and holds a seat for the other."""
    with pytest.raises(ActionRefused):
        done(LAW, case, "board_named", day(2), "cal", holder="new")
    case = done(LAW, case, "board_named", day(2), "cal", holder="new", in_place_of="bu")
    assert not ruling(LAW, case, "sat_on", day(3), "ba", sat=["ba", "bo", "new"]).reasons


def test_who_is_kept_from_all_that_a_body_does_holds_no_seat_to_give_up() -> None:
    text = {**PEOPLE, "ora": Person(), "tim": Person(), "tom": Person()}
    case = done(LAW, engine.begin(LAW, at=day(1), people=text), "came", day(1), "ann")
    sat = {"sat": ["oda", "tea"], "chair": "oda"}
    few = only(ruling(LAW, case, "met", day(2), "oda", **sat), NoQuorum)
    assert mend(few) == "let oli sit too"
    case = engine.begin(LAW, at=day(1), people={**text, "oli": Person(), "tea": Person()})
    case = done(LAW, case, "came", day(1), "ann")
    few = only(ruling(LAW, case, "met", day(2), "oda", sat="oda", chair="oda"), NoQuorum)
    assert mend(few) == "name 2 more members who sit too, by panel_named"
    for who in ("oli", "new"):
        case = done(LAW, case, "panel_named", day(2), "cal", holder=who)
    sat = {"sat": ["oda", "oli", "new"], "chair": "oda"}
    assert not [
        each
        for each in ruling(LAW, case, "met", day(2), "oda", **sat).reasons
        if isinstance(each, NoQuorum)
    ]


def test_of_a_full_table_somebody_sits_in_the_place_of_another(case: Case) -> None:
    said: dict[str, Any] = {"sat": ["oda", "tea", "tim", "tom"], "chair": "oda"}
    found = ruling(LAW, case, "met", day(2), "oda", **said)
    few = next(r for r in found.reasons if isinstance(r, WrongShare) and r.counted == ("oda",))
    assert mend(few) == (
        "let one more sit who is independent of the school, in the place of somebody else; "
        "or tell of whom it is true"
    )
    said["sat"] = ["oda", "oli", "tim", "tom"]
    after = ruling(LAW, case, "met", day(2), "oda", **said)
    assert few.share not in [r.share for r in after.reasons if isinstance(r, WrongShare)]
    told = done(LAW, case, PERSON_TOLD, day(2), person="tea", who=Person(is_="outside"))
    said["sat"] = ["oda", "tea", "tim", "tom"]
    after = ruling(LAW, told, "met", day(2), "oda", **said)
    assert few.share not in [r.share for r in after.reasons if isinstance(r, WrongShare)]


def test_what_the_history_makes_nobody_tells(case: Case) -> None:
    case = done(LAW, case, "jury_named", day(2), "cal", holder="tea")
    tried: dict[str, Any] = {"sat": ["ja", "jo", "tea"]}
    few = only(ruling(LAW, case, "tried", day(2), "ja", **tried), WrongShare)
    assert mend(few) == "let somebody sit who did taught in this case"
    case = done(LAW, case, "taught", day(2), "tea")
    assert not ruling(LAW, case, "tried", day(3), "ja", **tried).reasons


def test_nobody_who_counts_is_said_in_english(case: Case) -> None:
    few = only(ruling(LAW, case, "sat_on", day(2), "bu"), NoQuorum)
    assert message(few) == "board needs 3, and nobody sat who counts; bu may not sit"
    few = only(ruling(LAW, case, "seen", day(2), "pia"), NoQuorum)
    assert message(few) == "pair needs 2, and 1 (pia) holds it"
    assert mend(few) == "let one more hold it, by pair_named"
    case = done(LAW, case, "pair_named", day(2), "cal", holder="new")
    assert not ruling(LAW, case, "seen", day(2), "pia").reasons
    few = only(engine.could(LAW, case, "tried", "ja", as_of=day(2)), NoQuorum)
    assert message(few) == "jury needs 3, and 2 (ja and jo) may sit"
    assert mend(few) == "name one more member, by jury_named"
    case = done(LAW, case, "jury_named", day(2), "cal", holder="new")
    found = engine.could(LAW, case, "tried", "ja", as_of=day(2)).reasons
    assert not [each for each in found if isinstance(each, NoQuorum)]


def test_who_gives_a_seat_up_holds_it(case: Case) -> None:
    def named(panel: str, **said: Any) -> tuple[Reason, ...]:
        return ruling(LAW, case, f"{panel}_named", day(2), "cal", holder="new", **said).reasons

    (wrong,) = named("jury", in_place_of="ann")
    assert mend(wrong) == "name under in_place_of somebody who holds jury, or leave in_place_of out"
    assert named("jury", in_place_of="ja") == named("jury") == ()
    leaver, many = named("board", in_place_of="ann")
    assert mend(leaver) == "name under in_place_of somebody who holds board"
    assert mend(many) == "say under in_place_of who gives it up"
    assert named("board", in_place_of="ba") == ()


def test_with_whom_no_company_is_made_up_another_does_it() -> None:
    people = {n: who for n, who in PEOPLE.items() if n not in ("tom", "ora")}
    people |= {"oda": Person(holds="panel", is_=["outside", "staff"]), "tim": Person(holds="panel")}
    case = done(LAW, engine.begin(LAW, at=day(1), people=people), "came", day(1), "ann")
    unfit = only(engine.could(LAW, case, "met", "tea", as_of=day(3)), WrongMembers)
    assert mend(unfit) == "let another member do it"
    assert not engine.could(LAW, case, "met", "oda", as_of=day(3)).reasons


def trust(case: Case) -> Case:
    for who in ("ba", "bo", "bu"):
        case = done(LAW, case, "trust_named", day(2), "cal", holder=who, record={"id": who})
    return case


def test_a_holder_too_many_is_not_told_but_named(case: Case) -> None:
    case = trust(case)
    told: dict[str, Any] = {"person": "new", "who": Person(holds="trust")}
    many = only(ruling(LAW, case, PERSON_TOLD, day(3), "cal", **told), WrongMembers)
    assert message(many) == "trust has exactly 3, and ba, bo, bu and new would hold it"
    assert mend(many) == "record trust_named, and say under in_place_of who gives it up"
    named: dict[str, Any] = {"holder": "new", "in_place_of": "ba"}
    assert not ruling(LAW, case, "trust_named", day(3), "cal", **named).reasons


def test_a_change_of_the_record_by_which_too_many_hold_it_needs_an_override(
    case: Case,
) -> None:
    case = trust(case)
    case = done(
        LAW, case, "trust_named", day(3), "cal", holder="new", in_place_of="ba", record={"id": "on"}
    )
    corrected = Action("trust_named", at=day(3), by="cal", holder="new")
    with pytest.raises(ActionRefused) as raised:
        engine.apply(LAW, case, corrected, corrects="on")
    mends = [mend(reason) for reason in raised.value.ruling.reasons]
    assert "say under in_place_of who gives it up" in mends
    assert "if it was so, an override records it, and who allowed that" in mends
    gone = done(LAW, case, RETRACTED, day(4), "cal", record={"retracts": "on"})
    assert engine.course_of(LAW, gone).holders("trust") == ("ba", "bo", "bu")
