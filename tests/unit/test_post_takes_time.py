"""A letter is sent on one day and in hand on another, and each moment of a case is told by its own day."""

from typing import Any

from complaintflow import engine
from complaintflow.auditing import audit
from complaintflow.case import Action, Case, Person
from complaintflow.deadlines import Clock
from complaintflow.explanation import explain
from complaintflow.moments import Moment
from complaintflow.procedure import Procedure
from tests.policies import day, hour, policy

PEOPLE = {
    "ann": Person(holds="reader"),
    "amy": Person(holds="reader"),
    "bob": Person(holds="staff"),
}
FRAME = """
roles: {reader: {title: You}, staff: {title: Staff}}
begins: {came: {by: reader, then: open_}}
MOMENTS
stages:
  open_:
    title: Open
    must:
      told: {by: reader, to: staff}
      letter: {by: staff, to: reader}
      held: {by: staff}
      MUST
    may:
      asked: {by: staff}
      called: {by: reader}
      fixed: {by: staff, sets_time_of: held}
ends: {over: {title: Over}}
"""


def written(must: str, moments: str = "") -> Procedure:
    return policy(FRAME.replace("MUST", must).replace("MOMENTS", moments))


def lived(law: Procedure, *events: tuple[Any, ...], start: Moment | None = None) -> Case:
    """A case that came in on the first; each event is its name, when it was, and what it says."""
    start = day(1) if start is None else start
    case = engine.begin(law, at=start, people=PEOPLE)
    case = engine.apply(law, case, Action("came", at=start, by="ann"))
    for name, at, *said in events:
        by = "ann" if name in ("told", "called") else "bob"
        words = said[0] if said else {}
        case = engine.apply(law, case, Action(name, at=at, by=by, **words))
    return case


def clocks(law: Procedure, case: Case, step: str, at: int) -> list[tuple[Moment | None, str]]:
    """The due day and the status of each clock of a step."""
    found = [c for c in engine.clocks_as_of(law, case, as_of=day(at)) if c.step == step]
    return [(due(each), str(each.status(as_of=day(at)))) for each in found]


def due(clock: Clock) -> Moment | None:
    return None if clock.latest is None else clock.latest.due


def in_hand(at: Moment, by: str = "bob") -> dict[str, Any]:
    return {"to": by, "received": {by: at}}


LAST = written(
    "answer: {by: staff, within: 5 working days of begun}",
    "moments: {begun: {last_of: [came, receipt of told]}}",
)


def test_what_was_missed_before_a_letter_came_stays_missed() -> None:
    """0027: each that comes moves it, as long as what counts from it was neither done nor missed."""
    case = lived(LAST, ("told", day(5), in_hand(day(10))))
    assert clocks(LAST, case, "answer", 9)[0] == (day(8), "overdue")
    assert clocks(LAST, case, "answer", 10) == [(day(8), "overdue"), (day(17), "running")]
    late = engine.apply(LAST, case, Action("answer", at=day(9), by="bob"))
    assert clocks(LAST, late, "answer", 12)[0] == (day(8), "met late")
    assert len(audit(LAST, case, as_of=day(11)).missed) == 1


def test_what_was_not_missed_is_moved_by_the_letter() -> None:
    case = lived(LAST, ("told", day(2), in_hand(day(4))))
    assert clocks(LAST, case, "answer", 4) == [(day(11), "running")]


def test_what_is_done_again_and_again_until_a_receipt_is_met_before_it() -> None:
    law = written("news: {by: staff, every: 1 week of came, until: receipt of letter}")
    case = lived(law, ("letter", day(5), in_hand(day(9), "ann")), ("news", day(8)))
    assert clocks(law, case, "news", 11) == [(day(8), "met"), (day(15), "discharged")]


def test_a_stand_still_ends_on_the_day_set_for_a_hearing_though_it_is_held_minutes_early() -> None:
    """0035: whole days stand still."""
    law = written(
        "answer: {by: staff, within: 10 working days of came,"
        " stands_still: {first_day: day of date set by fixed, last_day: day of held}}"
    )
    for held in (hour(9, 13, 55), hour(9, 14), hour(9, 14, 1), day(9)):
        case = lived(law, ("fixed", day(2), {"settles": hour(9, 14)}), ("held", held))
        assert clocks(law, case, "answer", 30) == [(day(16), "overdue")]


def test_a_stand_still_is_ended_by_a_letter_that_crossed_the_question() -> None:
    law = written(
        "answer: {by: staff, within: 10 working days of came,"
        " stands_still: {first_day: day of asked, last_day: day of receipt of told}}"
    )
    by_the_hour = lived(
        law, ("told", day(3), in_hand(hour(4, 17))), ("asked", hour(4, 9)), start=hour(1, 9)
    )
    by_the_day = lived(law, ("told", day(3), in_hand(day(4))), ("asked", day(4)))
    before = lived(law, ("told", day(2), in_hand(day(3))), ("asked", day(4)))
    for case in (by_the_hour, by_the_day):
        assert clocks(law, case, "answer", 30) == [(day(16), "overdue")]
    assert clocks(law, before, "answer", 30) == [(None, "standing still")]


EITHER = "answer: {by: staff, within: 24 hours of receipt of told or called}"
LATER = written(
    "answer: {by: staff, within: 24 hours of begun}",
    "moments: {begun: {last_of: [receipt of told, called]}}",
)


def test_of_a_letter_and_a_call_of_one_day_the_first_is_the_earlier_in_that_day() -> None:
    law = written(EITHER)
    for sent in (day(2), hour(4, 10)):
        events = [("told", sent, in_hand(hour(4, 17))), ("called", hour(4, 9))]
        case = lived(law, *events, start=hour(1, 9))
        assert clocks(law, case, "answer", 4) == [(hour(5, 9), "running")]
        case = lived(LATER, *events, start=hour(1, 9))
        assert clocks(LATER, case, "answer", 4) == [(hour(5, 17), "running")]


def test_an_hour_of_one_holder_does_not_stand_for_another_whose_hour_nobody_knows() -> None:
    """Of several who hold an office the first has the letter in hand for it; nobody knows at what hour that was."""
    law = written("answer: {by: reader, within: 24 hours of receipt of letter}")
    both = {"to": ["ann", "amy"], "received": {"ann": day(4), "amy": hour(4, 17)}}
    case = lived(law, ("letter", day(2), both))
    [clock] = [c for c in engine.clocks(law, case) if c.step == "answer"]
    assert clock.earliest is not None
    assert clock.latest is not None
    assert clock.earliest.due == hour(5, 0)
    assert clock.latest.due > hour(5, 17)
    earlier = {"to": ["ann", "amy"], "received": {"ann": day(4), "amy": hour(3, 17)}}
    [clock] = [
        c for c in engine.clocks(law, lived(law, ("letter", day(2), earlier))) if c.step == "answer"
    ]
    assert due(clock) == hour(4, 17)
    assert "17:00" in explain(clock)


def test_of_two_letters_the_first_in_hand_starts_the_clock() -> None:
    law = written("answer: {by: staff, within: 5 working days of receipt of told}")
    case = lived(law, ("told", day(2), in_hand(day(12))), ("told", day(3), in_hand(day(4))))
    assert clocks(law, case, "answer", 5) == [(day(11), "running")]


def test_what_is_done_between_the_sending_and_the_receipt_meets_the_time() -> None:
    law = written("answer: {by: staff, within: 5 working days of receipt of told}")
    case = lived(law, ("told", day(2), in_hand(day(12))), ("answer", day(8)))
    assert clocks(law, case, "answer", 12) == [(day(19), "met")]


# --- what time and the post bring, with no event between ---------------------------------------------


def test_what_is_done_again_and_again_ends_though_nothing_else_happens() -> None:
    law = written(
        "answer: {by: staff, within: 3 working days of came}\n"
        "      news: {by: staff, every: 1 week of came, until: missed answer}"
    )
    case = lived(law)
    assert clocks(law, case, "news", 20) == [(day(8), "discharged")]
    assert "news" not in {str(each) for each in engine.owed(law, case, as_of=day(20))}


def test_a_letter_ends_what_was_asked_for_while_it_was_in_the_post() -> None:
    law = written("news: {by: staff, every: 1 week of called, until: receipt of letter}")
    case = lived(law, ("letter", day(2), in_hand(day(5), "ann")), ("called", day(3)))
    assert clocks(law, case, "news", 20) == [(day(10), "discharged")]


def test_what_stood_still_before_a_letter_ended_it_did() -> None:
    law = written(
        "news: {by: staff, every: 3 calendar days of came, until: receipt of letter,"
        " stands_still: {first_day: day after asked, last_day: day of called}}"
    )
    case = lived(law, ("letter", day(2), in_hand(day(10), "ann")), ("asked", day(3)))
    assert clocks(law, case, "news", 9) == [(None, "standing still")]
    assert clocks(law, case, "news", 20) == [(None, "discharged")]
    assert audit(law, case, as_of=day(20)).missed == ()


STAGES = policy("""
roles: {reader: {title: You}, staff: {title: Staff}}
begins: {came: {by: reader, then: open_}}
throughout: {may: {told: {by: reader, to: staff}}}
stages:
  open_:
    title: Open
    must:
      answer: {by: staff, within: 5 working days of receipt of told}
      reply: {by: staff, within: 3 working days of last told}
    may: {left: {by: staff, then: rest_}}
  rest_: {title: Resting, may: {back: {by: staff, then: open_}}}
ends: {over: {title: Over}}
""")


def test_a_letter_in_the_post_while_a_stage_is_left_is_in_hand_in_the_next_stay() -> None:
    case = lived(STAGES, ("told", day(2), in_hand(day(5))), ("left", day(3)), ("back", day(4)))
    assert clocks(STAGES, case, "answer", 20) == [(None, "discharged"), (day(12), "overdue")]


def test_in_a_stage_entered_again_only_the_last_time_counts_of_what_happened_before() -> None:
    """Of `last NAME` the one of before that was met in another stay is missed in none."""
    case = lived(
        STAGES,
        ("told", day(1), in_hand(day(1))),
        ("reply", day(2)),
        ("told", day(8), in_hand(day(8))),
        ("left", day(8)),
        ("back", day(9)),
    )
    assert clocks(STAGES, case, "reply", 9) == [
        (day(4), "met"),
        (day(11), "discharged"),
        (day(11), "running"),
    ]
    assert audit(STAGES, case, as_of=day(9)).missed == ()
