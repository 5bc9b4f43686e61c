"""What a reader who wished the clocks ill once found in them, and what holds since."""

from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Any

import pytest

from complaintflow import engine, explain, next_change
from complaintflow.case import Action, Case, Override, Person
from complaintflow.conventions import Span, Unit
from complaintflow.deadlines import Status
from complaintflow.errors import InputError
from complaintflow.procedure import Kind, Procedure
from tests.policies import day, policy, times

PEOPLE = {
    "ann": Person(holds="customer"),
    "ole": Person(holds="officer"),
    "kim": Person(holds="chair"),
}


def acting(name: str, on: int, by: str, **said: Any) -> Action:
    return Action(name, at=day(on), by=by, **said)


def agreed(on: int, settles: Any) -> Action:
    return acting("time_agreed", on, "ole", agreed_by=["ann", "kim"], settles=settles)


def lived(law: Procedure, *actions: Action) -> Case:
    told = {name: who for name, who in PEOPLE.items() if {*who.holds} <= law.roles.keys()}
    case = engine.begin(law, at=day(1), people=told)
    for action in actions:
        case = engine.apply(law, case, action)
    return case


def promises(law: Procedure, case: Case, step: str) -> list[tuple[object, object]]:
    """The earliest and the latest due day of each clock that is no aim."""
    return [
        (clock.earliest and clock.earliest.due, clock.latest and clock.latest.due)
        for clock in engine.clocks(law, case)
        if clock.step == step and clock.kind is not Kind.AIM
    ]


def standing(law: Procedure, case: Case, step: str, as_of: date) -> list[Status]:
    return [
        clock.status(as_of=as_of)
        for clock in engine.clocks(law, case)
        if clock.step == step and clock.kind is not Kind.AIM
    ]


# --- a second stay ----------------------------------------------------------------------------


def test_a_time_that_is_agreed_in_a_second_stay_leaves_the_clock_of_the_first_alone() -> None:
    law = times()
    first = (acting("came", 1, "ann"), agreed(2, "3 working days"), acting("pushed", 8, "ann"))
    case = lived(law, *first, acting("sent_back", 9, "ole"))
    assert standing(law, case, "answered", day(9))[0] is Status.OVERDUE
    case = engine.apply(law, case, agreed(10, "8 working days"))
    assert promises(law, case, "answered") == [(day(4), day(4)), (day(11), day(11))]
    assert standing(law, case, "answered", day(10)) == [Status.OVERDUE, Status.RUNNING]


def test_more_time_that_is_given_in_a_second_stay_leaves_the_clock_of_the_first_alone() -> None:
    law = times()
    first = (acting("came", 1, "ann"), agreed(2, "3 working days"), acting("pushed", 8, "ann"))
    case = lived(law, *first, acting("sent_back", 9, "ole"), acting("longer_at", 10, "kim"))
    assert promises(law, case, "answered") == [(day(4), day(4)), (day(26), day(26))]


ELSEWHERE = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must: {answered: {by: officer, within: 3 to 6 working days of start of first}}
    may:  {pushed: {by: customer, then: second}}
  second:
    title: Second
    may: {sent_back: {by: customer, then: first}}
throughout:
  must: {time_agreed: {by: officer, sets_time_of: answered}}
ends: {shut: {title: Shut}}
"""


def test_between_two_stays_a_date_is_not_held_against_the_band_of_the_one_that_is_over() -> None:
    law = policy(ELSEWHERE)
    case = lived(law, acting("came", 1, "ann"), acting("pushed", 2, "ann"))
    on_a_day = acting("time_agreed", 3, "ole", settles=day(5))  # within the band that is over
    [reason] = engine.decide(law, case, on_a_day).reasons
    assert reason.code == "wrong-time"
    in_days = acting("time_agreed", 3, "ole", settles="4 working days")
    case = lived(
        law,
        *(acting("came", 1, "ann"), acting("pushed", 2, "ann"), in_days),
        acting("sent_back", 10, "ann"),
    )
    assert promises(law, case, "answered") == [(day(4), day(9)), (day(16), day(16))]


# --- a clock that each time starts anew -------------------------------------------------------


@cache
def renewed() -> Procedure:
    return policy("""
roles: {customer: {title: You}, officer: {title: An officer}}
begins:
  came: {by: customer, then: open_stage}
stages:
  open_stage:
    title: Open
    must:
      asked:  {by: officer}
      agreed: {by: officer, sets_time_of: answered}
      answered:
        by: officer
        within: 3 to 8 working days of last asked
        may_extend: {longer: {by: officer, up_to: 12 working days of last asked}}
    may: {ended: {by: customer, then: closed}}
ends: {closed: {title: Closed}}
""")


def test_a_settled_time_that_was_missed_is_not_forgotten_when_its_clock_starts_anew() -> None:
    law = renewed()
    begun = (acting("came", 1, "ann"), acting("asked", 1, "ole"))
    short = acting("agreed", 2, "ole", settles="3 working days")
    case = lived(law, *begun, short, acting("asked", 9, "ole"))
    assert promises(law, case, "answered") == [(day(4), day(4)), (day(12), day(19))]
    assert standing(law, case, "answered", day(9))[0] is Status.OVERDUE


def test_more_time_that_still_ran_was_not_missed_when_its_clock_starts_anew() -> None:
    law = renewed()
    begun = (acting("came", 1, "ann"), acting("asked", 1, "ole"))
    case = lived(law, *begun, acting("longer", 2, "ole"), acting("asked", 15, "ole"))
    assert len(promises(law, case, "answered")) == 1
    assert Status.OVERDUE not in standing(law, case, "answered", day(18))


def test_what_is_agreed_after_a_clock_started_anew_leaves_one_that_was_missed_alone() -> None:
    law = renewed()
    begun = (acting("came", 1, "ann"), acting("asked", 1, "ole"))
    again = (acting("asked", 12, "ole"), acting("agreed", 12, "ole", settles="4 working days"))
    case = lived(law, *begun, *again, acting("answered", 15, "ole"))
    assert promises(law, case, "answered") == [(day(4), day(11)), (day(18), day(18))]


# --- receipts ---------------------------------------------------------------------------------


def sent(on: int) -> Case:
    law = times()
    case = lived(law, acting("came", 1, "ann"))
    answer = acting("answered", on, "ole", to=["ann", "kim"])
    return engine.apply(law, case, answer, id="sent")


def had(on: int) -> Action:
    return acting("answered", 11, "ole", received={"kim": day(on)})


def replied(case: Case) -> list[tuple[object, object]]:
    law = times()
    return promises(law, engine.apply(law, case, acting("pushed", 12, "ann")), "replied")


def test_a_receipt_is_held_against_the_day_of_sending_as_it_was_corrected() -> None:
    law = times()
    mended = acting("answered", 3, "ole", to=["ann", "kim"])
    case = engine.apply(law, sent(10), mended, corrects="sent")
    case = engine.apply(law, case, had(5), adds_to="sent")
    assert replied(case) == [(day(11), day(11))]
    later = acting("answered", 10, "ole", to=["ann", "kim"])
    case = engine.apply(law, sent(3), later, corrects="sent")
    with pytest.raises(InputError, match="cannot have had answered on 2026-06-05"):
        engine.apply(law, case, had(5), adds_to="sent")


def test_a_receipt_that_was_told_later_is_corrected_without_saying_again_to_what_it_adds() -> None:
    law = times()
    case = engine.apply(law, sent(3), had(5), adds_to="sent", id="had")
    case = engine.apply(law, case, had(4), corrects="had")
    assert replied(case) == [(day(10), day(10))]


def test_a_correction_of_what_adds_to_an_agreement_settles_no_time_either() -> None:
    law = times()
    case = engine.apply(law, lived(law, acting("came", 1, "ann")), agreed(2, "3 working days"))
    more = acting("time_agreed", 3, "ole", agreed_by="adviser")
    case = engine.apply(law, case, more, adds_to="last", id="more")
    with pytest.raises(InputError, match="a time is settled anew"):
        engine.apply(law, case, agreed(3, "8 working days"), corrects="more")


def test_what_nobody_can_have_in_hand_yet_is_told_when_it_is_asked_as_when_it_is_recorded() -> None:
    law = times()
    case = lived(law, acting("came", 1, "ann"))
    too_soon = acting("answered", 10, "ole", to=["ann", "kim"], received={"kim": day(5)})
    for asked in (engine.decide, engine.apply):
        with pytest.raises(InputError, match="cannot have had answered on 2026-06-05"):
            asked(law, case, too_soon)


SUBSTITUTE = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair, stand_in: deputy}
  deputy:   {title: The deputy}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      sent:    {by: officer, to: chair}
      replied: {by: chair, counts_as: decide, within: 4 working days of receipt of sent}
      filed:   {by: officer, after: receipt of sent}
    may: {ended: {by: customer, then: shut}}
ends: {shut: {title: Shut}}
conflicts: {aside: {who: subject, may_not: decide}}
"""


def substituted(*receipts: tuple[int, str, int], chair: Person) -> tuple[Procedure, Case]:
    """Each sending: on which day, who had it in hand, and when."""
    law = policy(SUBSTITUTE)
    people = {**PEOPLE, "kim": chair, "dee": Person(holds="deputy")}
    case = engine.begin(law, at=day(1), people=people)
    case = engine.apply(law, case, acting("came", 1, "ann"))
    for on, who, had_on in receipts:
        paper = acting("sent", on, "ole", to=who, received={who: day(had_on)})
        case = engine.apply(law, case, paper)
    return law, case


def test_a_receipt_by_the_substitute_who_must_be_told_is_a_receipt_of_the_office() -> None:
    aside = Person(holds="chair", is_="subject")
    law, case = substituted((2, "dee", 3), chair=aside)
    assert not engine.decide(law, case, acting("filed", 2, "ole")).permitted
    assert engine.decide(law, case, acting("filed", 3, "ole")).permitted
    assert promises(law, case, "replied") == [(day(9), day(9))]


def test_of_two_sendings_it_is_received_once_either_is() -> None:
    law, case = substituted((2, "kim", 20), (3, "kim", 5), chair=Person(holds="chair"))
    assert not engine.decide(law, case, acting("filed", 4, "ole")).permitted
    assert engine.decide(law, case, acting("filed", 5, "ole")).permitted
    change = next_change(law, case, after=day(3))
    assert change is not None
    assert change.at.date() == day(5)
    assert [why.name for why in change.whys] == ["replied", "sent", "filed"]
    assert promises(law, case, "replied") == [(day(11), day(11))]


# --- times that nobody can count --------------------------------------------------------------

FAR_WEST, FAR_EAST = timezone(timedelta(hours=-12)), timezone(timedelta(hours=12))


@pytest.mark.parametrize(
    "name", ["longer", "longer_at", "call_fixed", "called_later", "time_agreed"]
)
@pytest.mark.parametrize(
    "settles",
    [
        "9999 years",
        date.max,
        date(2400, 1, 1),  # no calendar knows its days off
        datetime(9999, 12, 31, 23, tzinfo=FAR_WEST),
    ],
)
def test_a_time_that_nobody_can_count_is_refused_and_stops_no_clock(
    name: str, settles: Any
) -> None:
    law = times()
    case = lived(law, acting("came", 1, "ann"))
    by = "kim" if name == "longer_at" else "ole"
    whose = {"time_agreed": ["ann", "kim"], "longer": "ann"}
    said = {"agreed_by": whose[name]} if name in whose else {}
    ruling = engine.decide(law, case, acting(name, 2, by, settles=settles, **said))
    assert [reason.code for reason in ruling.reasons] == ["wrong-time"]
    assert "settle" in explain(ruling)


def test_a_moment_before_all_dates_is_told_in_our_words() -> None:
    law = times()
    case = lived(law, acting("came", 1, "ann"))
    early = agreed(2, datetime(1, 1, 1, tzinfo=FAR_EAST))
    assert [reason.code for reason in engine.decide(law, case, early).reasons] == ["wrong-time"]
    case = engine.apply(law, case, early, override=Override(by="kim", why="a slip"))
    with pytest.raises(InputError, match="past the dates that can be counted"):
        engine.clocks(law, case)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(5, "working days"), (5, "fortnights"), (2.5, Unit.WORKING_DAYS), ("5", Unit.WEEKS)],
)
def test_a_span_is_a_whole_number_and_a_unit_and_no_text_that_looks_like_one(
    amount: Any, unit: Any
) -> None:
    """`Span(5, "working days")` was once counted as five calendar days."""
    with pytest.raises(InputError):
        Span(amount, unit)
