"""When what remains will happen. 1 June 2026 is a Monday, and the month has no day off but weekends."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from complaintflow import engine, explain
from complaintflow.__main__ import main
from complaintflow.auditing import audit
from complaintflow.case import Case, Override, Person
from complaintflow.errors import InputError
from complaintflow.forecasting import Forecast, Foreseen, Way, forecast
from complaintflow.procedure import Condition, Procedure
from complaintflow.rulings import Barred, ConditionNotMet
from complaintflow.supposed import Mood
from complaintflow.supposing import MOST_EVENTS
from tests.policies import HEADER, day, done, policy

LAW = """
relations: {subject: is complained about}
clauses: {C1: {at: p. 1, says: sending}, C2: {at: p. 2, says: looking}}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair, holders: one}
  visitor:  {title: A visitor}
facts:
  serious: {means: it is serious, decided_by: officer}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      looked: {by: officer, cites: C2}
      sent:
        by: officer
        to: customer
        how: writing
        after: looked
        aim_within: 2 working days of came
        within: 5 working days of came
        cites: {by: C1, to: C1, how: C1, after: C1, aim_within: C1, within: C1}
    may:
      accepted: {by: customer, after: sent, then: shut}
      refused:  {by: customer, after: sent, how: writing, then: second}
      raised:   {by: officer, if: serious, then: second}
  second:
    title: Second
    must:
      visitor_named: {by: chair, appoints: visitor}
      visited:       {by: visitor, within: 10 working days of start of second}
      time_agreed:   {by: chair, agreed_by: customer, sets_time_of: decided}
      decided:       {by: chair, to: customer, counts_as: decide, after: visited, within: 3 to 8 working days of visited, then: shut}
throughout:
  must: {logged: {by: officer, within: 15 working days of came}}
  may:  {gave_up: {by: customer, then: dropped}}
ends:
  shut:    {title: Shut, must: {filed: {by: officer}}, may: {reopened: {by: customer, then: first}}}
  dropped: {title: Dropped}
conflicts: {aside: {who: subject, may_not: decide}}
"""

PEOPLE = {
    "cy": Person(holds="customer"),
    "ola": Person(holds="officer"),
    "kim": Person(holds="chair"),
}


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(LAW)


def opened(law: Procedure, **people: Person) -> Case:
    case = engine.begin(law, at=day(1), people={**PEOPLE, **people})
    return done(law, case, "came", day(1), "cy")


def way(found: Forecast, lead: str) -> Way:
    [wanted] = [each for each in found.ways if each.leads[:1] == (lead,)]
    return wanted


def days(way: Way) -> dict[str, tuple[object, object, object]]:
    return {each.step: (each.earliest, each.expected, each.latest) for each in way.foreseen}


def of(way: Way, step: str) -> Foreseen:
    [wanted] = [each for each in way.foreseen if each.step == step]
    return wanted


# --- days ---------------------------------------------------------------------------------------


def test_what_has_a_time_has_three_days_and_what_comes_before_it_has_its_last_one(
    law: Procedure,
) -> None:
    found = forecast(law, opened(law), as_of=day(2))
    assert (found.place, found.as_of) == ("first", day(2))
    assert days(way(found, "accepted")) == {
        "looked": (day(2), day(2), day(8)),
        "sent": (day(2), day(3), day(8)),
        "accepted": (day(2), day(3), None),
        "filed": (day(2), day(3), None),
        "logged": (day(2), day(22), day(22)),
    }
    assert of(way(found, "accepted"), "sent").clauses == ("C1",)
    assert of(way(found, "accepted"), "looked").clauses == ("C1",)  # whose time it has


def test_what_has_no_time_has_no_last_day_nor_has_what_is_counted_from_it(law: Procedure) -> None:
    refused = way(forecast(law, opened(law), as_of=day(2)), "refused")
    assert refused.places == ("second", "shut")
    assert (of(refused, "refused").latest, of(refused, "refused").rests_on) == (None, ("refused",))
    visited = of(refused, "visited")
    assert (visited.earliest, visited.expected, visited.latest) == (day(2), day(17), None)
    assert visited.rests_on == ("refused",)
    # the band of what is decided: the shortest time, and the longest
    decided = of(refused, "decided")
    assert (decided.earliest, decided.expected) == (day(2), day(29))
    assert decided.rests_on == ("refused",)
    assert refused.end == decided


def test_once_it_has_happened_there_is_a_last_day(law: Procedure) -> None:
    case = done(law, opened(law), "looked", day(2), "ola")
    case = done(law, case, "sent", day(4), "ola", to="cy", how="letter")
    case = done(law, case, "refused", day(5), "cy", how="letter")
    [only] = forecast(law, case, as_of=day(8)).ways
    assert only.leads == ("decided",)
    assert days(only)["visited"] == (day(8), day(19), day(19))
    assert days(only)["decided"] == (day(8), date(2026, 7, 1), date(2026, 7, 1))
    assert days(only)["time_agreed"] == (day(8), day(8), None)
    assert only.holders == ("visitor",)


def test_a_time_that_was_agreed_is_kept_and_a_plan_is_what_is_expected(law: Procedure) -> None:
    case = done(law, opened(law), "looked", day(2), "ola")
    case = done(law, case, "sent", day(4), "ola", to="cy", how="letter")
    case = done(law, case, "refused", day(5), "cy", how="letter")
    case = done(law, case, "time_agreed", day(8), "kim", agreed_by="cy", settles="4 working days")
    [only] = forecast(law, case, as_of=day(8)).ways
    assert days(only)["decided"] == (day(8), day(25), day(25))


PLANNED = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      day_fixed: {by: officer, sets_time_of: met_up}
      met_up:    {by: officer, within: 10 working days of came, then: shut}
ends: {shut: {title: Shut}}
"""


def test_a_plan_is_what_is_expected_and_binds_nobody() -> None:
    law = policy(PLANNED)
    case = engine.begin(law, at=day(1), people={"cy": PEOPLE["cy"], "ola": PEOPLE["ola"]})
    case = done(law, case, "came", day(1), "cy")
    [before] = forecast(law, case, as_of=day(2)).ways
    assert days(before)["met_up"] == (day(2), day(15), day(15))
    case = done(law, case, "day_fixed", day(2), "ola", settles=day(9))
    [after] = forecast(law, case, as_of=day(2)).ways
    assert days(after) == {"met_up": (day(2), day(9), day(15))}


def test_what_waits_for_a_time_to_be_missed_is_what_cannot_be_done_where_that_is_kept() -> None:
    """On each way every duty is done: what is told as shut is not the answer, which is foreseen beside it."""
    law = policy(
        """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {answered: {by: officer, within: 5 working days of came}}
    may: {gone_on: {by: customer, after: missed answered, then: shut}}
ends: {shut: {title: Shut}}
"""
    )
    case = engine.begin(law, at=day(1), people={"cy": PEOPLE["cy"], "ola": PEOPLE["ola"]})
    case = done(law, case, "came", day(1), "cy")
    [only] = forecast(law, case, as_of=day(2)).ways
    assert days(only) == {"answered": (day(2), day(8), day(8))}
    assert only.shut is not None
    step, reasons = only.shut
    assert (step, [each.rule for each in reasons]) == ("gone_on", ["gone_on.after"])
    assert "It is shut: gone_on cannot be done (gone_on.after)." in explain(
        forecast(law, case, as_of=day(2))
    )


HEARING = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      hearing_set:  {by: officer, sets_time_of: hearing_held}
      papers_sent:  {by: officer, at_latest: 5 working days before hearing_held}
      hearing_held: {by: officer, then: shut}
ends: {shut: {title: Shut, must: {told: {by: officer, within: 2 working days of hearing_held}}}}
"""


def test_what_has_no_time_is_expected_on_the_day_that_was_set_for_it() -> None:
    """What is counted back from that day is not foreseen to come on the day of it, nor after it."""
    law = policy(HEARING)
    case = engine.begin(law, at=day(1), people={"cy": PEOPLE["cy"], "ola": PEOPLE["ola"]})
    case = done(law, case, "came", day(1), "cy")
    case = done(law, case, "hearing_set", day(2), "ola", settles=day(24))
    case = done(law, case, "hearing_set", day(3), "ola", settles=day(22))
    [only] = forecast(law, case, as_of=day(3)).ways
    assert days(only) == {
        "papers_sent": (day(3), day(15), day(15)),
        "hearing_held": (day(3), day(22), None),
        "told": (day(3), day(24), None),
    }
    [passed] = forecast(law, case, as_of=day(23)).ways
    assert days(passed)["hearing_held"] == (day(23), day(23), None)


def test_what_is_late_is_foreseen_at_once_and_said_to_be_late(law: Procedure) -> None:
    sent = of(way(forecast(law, opened(law), as_of=day(10)), "accepted"), "sent")
    assert (sent.earliest, sent.expected, sent.latest, sent.late) == (day(10),) * 3 + (True,)
    on_time = of(way(forecast(law, opened(law), as_of=day(8)), "accepted"), "sent")
    assert (on_time.latest, on_time.late) == (day(8), False)


def test_it_may_be_asked_at_an_hour_and_leaves_out_what_happens_later(law: Procedure) -> None:
    now = datetime(2026, 6, 2, 15, tzinfo=law.zone)
    case = done(law, opened(law), "looked", day(4), "ola")
    sent = of(way(forecast(law, case, as_of=now), "accepted"), "sent")
    assert (sent.earliest, sent.expected) == (now, day(3))
    assert of(way(forecast(law, case, as_of=now), "accepted"), "looked").earliest == now


# --- ways ---------------------------------------------------------------------------------------


def test_each_step_that_leads_on_begins_a_way_and_the_shortest_comes_first(law: Procedure) -> None:
    found = forecast(law, opened(law), as_of=day(2))
    assert [each.leads for each in found.ways] == [
        ("accepted",),
        ("refused", "decided"),
        ("raised", "decided"),
    ]
    branches = [(each.place, each.step, each.then) for each in way(found, "refused").branches]
    assert branches == [("first", "gave_up", "dropped"), ("second", "gave_up", "dropped")]


def test_a_question_that_holds_a_way_back_is_supposed_to_be_answered(law: Procedure) -> None:
    raised = way(forecast(law, opened(law), as_of=day(2)), "raised")
    assert raised.answers == (Condition("serious"),)
    assert raised.shut is None


def test_an_answer_that_was_given_is_not_supposed_to_change(law: Procedure) -> None:
    case = done(law, opened(law), "serious", day(1), answer=False)
    raised = forecast(law, case, as_of=day(2)).ways[-1]
    assert raised.leads == ("raised", "decided")
    assert raised.shut is not None
    step, [reason] = raised.shut
    assert (step, type(reason)) == ("raised", ConditionNotMet)
    assert raised.end is None


def test_a_conflict_bars_in_a_forecast_as_it_does_in_the_case() -> None:
    several = policy(LAW.replace("The chair, holders: one", "A chair"))
    tied = {"kim": Person(holds="chair", is_="subject")}
    refused = way(forecast(several, opened(several, **tied), as_of=day(2)), "refused")
    assert refused.holders == ("visitor", "chair")  # somebody else must hold the office then
    barred = policy(LAW.replace("who: subject", "who: chair"))
    shut = way(forecast(barred, opened(barred), as_of=day(2)), "refused").shut
    assert shut is not None
    assert (shut[0], [type(reason) for reason in shut[1]]) == ("decided", [Barred])


def test_an_office_of_one_that_is_held_has_no_room_for_a_newcomer(law: Procedure) -> None:
    tied = opened(law, kim=Person(holds="chair", is_="subject"))
    refused = way(forecast(law, tied, as_of=day(2)), "refused")
    assert refused.holders == ("visitor",)
    assert refused.shut is not None
    step, [reason] = refused.shut
    assert isinstance(reason, Barred)
    assert (step, reason.person, reason.rule) == ("decided", "kim", "aside")
    told = engine.begin(law, at=day(1), people={"cy": PEOPLE["cy"], "ola": PEOPLE["ola"]})
    nobody = done(law, told, "came", day(1), "cy")
    assert way(forecast(law, nobody, as_of=day(2)), "refused").holders == ("visitor", "chair")


def test_where_the_holder_of_an_office_of_one_is_barred_a_newcomer_stands_in() -> None:
    text = LAW.replace("The chair, holders: one", "The chair, holders: one, stand_in: deputy")
    for deputy in ("deputy: {title: A deputy}", "deputy: {title: The deputy, holders: one}"):
        law = policy(text.replace("visitor:  {", f"{deputy}\n  visitor:  {{"))
        tied = opened(law, kim=Person(holds="chair", is_="subject"))
        refused = way(forecast(law, tied, as_of=day(2)), "refused")
        assert (refused.shut, refused.holders) == (None, ("visitor", "deputy"))
        both = opened(
            law,
            kim=Person(holds="chair", is_="subject"),
            lou=Person(holds="deputy", is_="subject"),
        )
        again = way(forecast(law, both, as_of=day(2)), "refused")
        assert (again.shut is None) is ("one" not in deputy)


def test_a_newcomer_may_decide_a_question_only_where_there_is_room() -> None:
    text = LAW.replace("decided_by: officer}", "decided_by: chair, counts_as: decide}")
    law = policy(text)
    tied = opened(law, kim=Person(holds="chair", is_="subject"))
    shut = way(forecast(law, tied, as_of=day(2)), "raised").shut
    assert shut is not None
    assert shut[0] == "serious"
    assert way(forecast(law, opened(law), as_of=day(2)), "raised").shut is None


def test_before_anything_has_come_in_the_way_begins_with_that(law: Procedure) -> None:
    case = engine.begin(law, at=day(1), people={})
    [only] = forecast(law, case, as_of=day(2)).ways
    assert only.leads == ("came", "accepted")
    assert only.holders == ("customer", "officer")
    assert of(only, "sent").rests_on == ("came",)


def test_where_a_case_rests_what_is_left_there_is_foreseen(law: Procedure) -> None:
    case = done(law, opened(law), "gave_up", day(2), "cy")
    [only] = forecast(law, case, as_of=day(3)).ways
    assert (only.leads, only.places, only.end) == ((), (), None)
    assert days(only) == {"logged": (day(3), day(22), day(22))}


def test_a_way_may_be_asked_for_through_a_place(law: Procedure) -> None:
    found = forecast(law, opened(law), as_of=day(2), via="second")
    assert [each.leads for each in found.ways] == [("refused", "decided"), ("raised", "decided")]
    assert forecast(law, opened(law), as_of=day(2), via="first") == forecast(
        law, opened(law), as_of=day(2)
    )
    shut = done(law, opened(law), "looked", day(2), "ola")
    shut = done(law, shut, "sent", day(2), "ola", to="cy", how="letter")
    shut = done(law, shut, "accepted", day(2), "cy")
    again = forecast(law, shut, as_of=day(3), via="second")
    assert [each.leads for each in again.ways] == [("reopened", "refused", "decided")]
    with pytest.raises(
        InputError, match="no stage or end is called 'secnd'; did you mean 'second'"
    ):
        forecast(law, shut, as_of=day(3), via="secnd")
    with pytest.raises(
        InputError, match="no stage or end is called 'x'; there are first, second, shut"
    ):
        forecast(law, shut, as_of=day(3), via="x")
    dropped = done(law, opened(law), "gave_up", day(2), "cy")
    with pytest.raises(InputError, match="no way leads from dropped through 'second'"):
        forecast(law, dropped, as_of=day(3), via="second")


def test_a_stage_that_only_what_may_always_be_done_leads_out_of_ends_by_that() -> None:
    law = policy("""
roles: {customer: {title: You}}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, must: {asked: {by: customer}}}}
throughout: {may: {gave_up: {by: customer, then: shut}}}
ends: {shut: {title: Shut}}
""")
    case = engine.begin(law, at=day(1), people={"cy": PEOPLE["cy"]})
    case = done(law, case, "came", day(1), "cy")
    [only] = forecast(law, case, as_of=day(2)).ways
    assert (only.leads, only.branches) == (("gave_up",), ())


def test_where_the_rules_shut_the_shortest_way_a_longer_one_is_taken() -> None:
    text = LAW.replace(
        "accepted: {by: customer, after: sent,",
        "accepted: {by: customer, after: sent, if: serious,",
    )
    changed = policy(text)
    case = engine.begin(changed, at=day(1), people=PEOPLE, facts={"serious": False})
    [only] = forecast(changed, case, as_of=day(1)).ways
    assert only.leads == ("came", "refused", "decided")


# --- what is waited for -------------------------------------------------------------------------

WAITING = """
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
facts:
  why:   {means: it is said why, decided_by: customer}
  known: {means: it is known, decided_by: officer}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {sent: {by: officer, to: chair, within: 5 working days of came}}
    may:
      asked:    {by: customer}
      complained: {by: customer, after: missed sent, then: shut}
      pushed:   {by: customer, after: [asked, why, sent or missed sent], then: second}
      closed:   {by: officer, after: receipt of sent, then: shut}
      sat:      {by: customer, after: start of second, then: shut}
  second:
    title: Second
    must: {replied: {by: chair, within: 4 working days of receipt of sent, then: shut}}
ends: {shut: {title: Shut}}
"""


@pytest.fixture(scope="module")
def waiting() -> Procedure:
    return policy(WAITING)


def came(law: Procedure) -> Case:
    return done(law, engine.begin(law, at=day(1), people=PEOPLE), "came", day(1), "cy")


def test_what_a_step_waits_for_is_done_first_a_right_and_a_question_too(waiting: Procedure) -> None:
    pushed = way(forecast(waiting, came(waiting), as_of=day(2)), "pushed")
    assert pushed.answers == (Condition("why"),)
    assert days(pushed) == {
        "sent": (day(2), day(8), day(8)),
        "asked": (day(2), day(8), None),
        "pushed": (day(2), day(8), None),
        "replied": (day(2), day(12), None),
    }
    assert of(pushed, "replied").rests_on == ("receipt of sent",)
    assert pushed.receipts == ("sent",)


def test_a_letter_is_supposed_to_be_received_on_the_day_on_which_it_is_sent(
    waiting: Procedure,
) -> None:
    case = done(waiting, came(waiting), "sent", day(2), "ola", to="kim")
    closed = way(forecast(waiting, case, as_of=day(4)), "closed")
    assert days(closed) == {"closed": (day(4), day(4), None)}
    assert closed.receipts == ("sent",)
    told = [event for event in closed.supposed[Mood.EXPECTED] if event.adds_to]
    assert [dict(event.action.particulars.received) for event in told] == [{"chair": day(4)}]


def test_a_letter_in_the_post_is_received_on_the_day_that_is_recorded(waiting: Procedure) -> None:
    """Nobody can close before the letter is in hand, and the day of that is told (0023)."""
    case = done(waiting, came(waiting), "sent", day(2), "ola", to="kim", received={"chair": day(9)})
    for today, first in ((day(4), day(9)), (day(10), day(10))):
        closed = way(forecast(waiting, case, as_of=today), "closed")
        assert days(closed) == {"closed": (first, first, None)}
        assert closed.receipts == ()


def test_what_comes_when_something_is_missed_waits_until_it_is(waiting: Procedure) -> None:
    """Every duty is done on a way, so nothing is missed on it that was not before."""
    case = came(waiting)
    shut = way(forecast(waiting, case, as_of=day(2)), "complained").shut
    assert shut is not None
    assert (shut[0], [each.rule for each in shut[1]]) == ("complained", ["complained.after"])
    late = way(forecast(waiting, case, as_of=day(9)), "complained")
    assert late.shut is None
    assert days(late)["complained"] == (day(9), day(9), None)


def test_what_can_never_come_shuts_a_way(waiting: Procedure) -> None:
    assert way(forecast(waiting, came(waiting), as_of=day(2)), "sat").shut == ("sat", ())


MISSED = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    may:
      answered: {by: officer, within: 24 hours of came}
      pushed:   {by: customer, after: missed answered, then: shut}
      settled:  {by: officer, after: thanked, then: shut}
      thanked:  {by: customer, after: settled}
      left:     {by: customer, after: elsewhere, then: shut}
  second: {title: Second, may: {elsewhere: {by: customer, then: shut}}}
ends: {shut: {title: Shut}}
"""


def test_a_right_that_nobody_uses_is_missed_the_instant_after() -> None:
    law = policy(MISSED)
    case = engine.begin(law, at=day(1), people={"cy": PEOPLE["cy"], "ola": PEOPLE["ola"]})
    case = done(law, case, "came", datetime(2026, 6, 1, 9, tzinfo=law.zone), "cy")
    pushed = of(way(forecast(law, case, as_of=day(1)), "pushed"), "pushed")
    assert pushed.earliest == datetime(2026, 6, 2, 9, 0, 0, 1, tzinfo=law.zone)
    assert pushed.latest is None


def test_what_waits_for_itself_or_for_another_place_shuts_a_way() -> None:
    law = policy(MISSED)
    case = engine.begin(law, at=day(1), people={"cy": PEOPLE["cy"], "ola": PEOPLE["ola"]})
    case = done(law, case, "came", day(1), "cy")
    found = forecast(law, case, as_of=day(1))
    assert way(found, "settled").shut == ("settled", ())
    assert way(found, "left").shut == ("elsewhere", ())


def test_a_way_that_is_too_long_breaks_off_and_says_so() -> None:
    many = MOST_EVENTS + 5
    duties = "\n".join(f"      duty_{n}: {{by: customer}}" for n in range(many))
    law = policy(f"""
roles: {{customer: {{title: You}}}}
begins: {{came: {{by: customer, then: first}}}}
stages:
  first:
    title: First
    must:
{duties}
    may: {{ended: {{by: customer, then: shut}}}}
ends: {{shut: {{title: Shut}}}}
""")
    case = engine.begin(law, at=day(1), people={"cy": PEOPLE["cy"]})
    case = done(law, case, "came", day(1), "cy")
    [only] = forecast(law, case, as_of=day(2)).ways
    assert only.broken_off
    assert len(only.foreseen) == MOST_EVENTS
    assert "breaks off" in explain(forecast(law, case, as_of=day(2)))


# --- that it could be so ------------------------------------------------------------------------


def test_what_is_supposed_can_be_recorded(law: Procedure) -> None:
    case = opened(law)
    refused = way(forecast(law, case, as_of=day(2)), "refused")
    for event in refused.supposed[Mood.LATEST]:
        case = engine.apply(law, case, event.action, id=event.id, adds_to=event.adds_to)
    later = date(2026, 7, 31)
    assert engine.stage_of(law, case, as_of=later) == "shut"
    assert engine.owed(law, case, as_of=later) == ()


STILL = """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      answered:
        by: officer
        within: 10 working days of came
        stands_still:
          - {first_day: day after asked, last_day: day of shown}
          - {first_day: day of absent, last_day: day before back}
        then: second
    may: {asked: {by: officer}, shown: {by: customer}, absent: {by: officer}, back: {by: officer}}
  second:
    title: Second
    must: {closed: {by: officer, within: 5 working days of answered, then: shut}}
ends: {shut: {title: Shut}}
"""


def test_what_stands_still_has_no_last_day_and_says_for_what_its_time_waits() -> None:
    law = policy(STILL)
    people = {"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "cy")
    [only] = forecast(law, case, as_of=day(2)).ways
    assert [(each.latest, each.still_until) for each in only.foreseen] == [
        (day(15), ()),
        (day(22), ()),
    ]
    case = done(law, case, "asked", day(2), "ola")
    found = forecast(law, case, as_of=day(3))
    [answered, closed] = found.ways[0].foreseen
    assert (answered.latest, answered.still_until) == (None, ("day of shown",))
    assert (closed.latest, closed.rests_on, closed.still_until) == (None, ("answered",), ())
    text = explain(found)
    assert "no last day, since it stands still, and the day of shown is not known yet" in text
    assert "no last day, since answered has none" in text
    case = done(law, case, "absent", day(3), "ola")
    assert (
        "since it stands still, and the day of shown and the day before back are not known yet"
    ) in explain(forecast(law, case, as_of=day(3)))


def test_the_command_line_says_for_what_a_time_waits_that_stands_still(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, events = tmp_path / "small.yaml", tmp_path / "events.yaml"
    document.write_text(HEADER + STILL, "utf-8")
    events.write_text(
        "people: {cy: {holds: customer}, ola: {holds: officer}}\n"
        "events:\n"
        "  - {at: 2026-06-01, event: came, by: cy}\n"
        "  - {at: 2026-06-02, event: asked, by: ola}\n",
        "utf-8",
    )
    ask = ["case", str(document), str(events), "--as-of", "2026-06-03", "--forecast"]
    assert main(ask) == 0
    out = capsys.readouterr().out
    assert "no last day, since it stands still, and the day of shown is not known yet" in out
    assert main([*ask, "--format", "json"]) == 0
    [way, *_] = json.loads(capsys.readouterr().out)["forecast"]
    assert [each["still_until"] for each in way["steps"]] == [["day of shown"], []]


# --- in words -----------------------------------------------------------------------------------


def test_a_forecast_in_words(law: Procedure) -> None:
    case = done(law, opened(law), "serious", day(1), answer=False)
    text = explain(forecast(law, case, as_of=day(2)))
    first, then = "Tuesday 2 June 2026 at the earliest", "Wednesday 3 June 2026 as expected"
    assert text.splitlines()[:5] == [
        "As of Tuesday 2 June 2026, in first.",
        "By accepted, to shut:",
        f"- looked: {first}, Tuesday 2 June 2026 as expected, Monday 8 June 2026 at the latest [C1]",
        f"- sent: {first}, {then}, Monday 8 June 2026 at the latest [C1]",
        f"- accepted: {first}, {then}, no last day, since it has no time",
    ]
    assert "  From first and second, gave_up leads to dropped instead." in text
    assert "no last day, since refused has none" in text
    assert "  Supposed besides: somebody in visitor." in text
    assert "  It is shut: raised cannot be done (raised.if)." in text


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (lambda law: engine.begin(law, at=day(1), people={}), "nothing has opened the case."),
        (
            lambda law: done(
                law, done(law, opened(law), "logged", day(1), "ola"), "gave_up", day(2), "cy"
            ),
            "What is left where the case rests:\n- nothing is left to be done",
        ),
        (lambda law: opened(law), "the answer serious: true"),
    ],
)
def test_what_else_a_forecast_says(law: Procedure, case: Any, said: str) -> None:
    assert said in explain(forecast(law, case(law), as_of=day(3)))


def test_what_is_late_and_what_is_sure_in_words(waiting: Procedure) -> None:
    late = explain(forecast(waiting, came(waiting), as_of=day(9)))
    assert "- sent: Tuesday 9 June 2026 at the latest, when its time is up" in late
    assert "sent received when sent" in late
    shut = explain(forecast(waiting, came(waiting), as_of=day(2)))
    assert "  It is shut: sat cannot be done." in shut


def test_no_way_leads_on_from_a_stage_without_a_way_out() -> None:
    law = policy("""
roles: {customer: {title: You}}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, must: {asked: {by: customer}}}}
ends: {shut: {title: Shut}}
""")
    case = engine.begin(law, at=day(1), people={"cy": PEOPLE["cy"]})
    case = done(law, case, "came", day(1), "cy")
    found = forecast(law, case, as_of=day(2))
    assert found.ways == ()
    assert explain(found).endswith("No way leads on from there.")


# --- odd turns ------------------------------------------------------------------------------------

ODD = """
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair}
  expert:   {title: An expert}
relations: {subject: is complained about}
facts: {agreed: {means: it is agreed, decided_by: customer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      spoken:     {by: officer, met_by: [wrote, called]}
      read:       {by: officer, counts_as: decide, within: 3 working days of came}
      checked:    {by: officer, after: read, within: 2 working days of came}
      prepared:   {by: officer, within: 2 working days of came}
      handed_in:  {by: officer, after: prepared, within: 9 working days of came}
      expert_set: {by: chair, appoints: expert, from: chair}
    may:
      wrote:  {by: officer, if: agreed, unless: agreed}
      called: {by: officer}
      moved:  {by: customer, after: agreed, then: shut}
      turned: {by: customer, after: end of first or moved_on or receipt of letter, then: shut}
      opened: {by: customer, after: receipt of note, then: shut}
  second:
    title: Second
    may:
      moved_on: {by: customer, then: shut}
      letter:   {by: officer, to: chair}
throughout:
  may: {note: {by: officer, to: chair, counts_as: decide}}
ends: {shut: {title: Shut}}
conflicts: {aside: {who: subject, may_not: decide}}
"""


@pytest.fixture(scope="module")
def odd() -> Procedure:
    return policy(ODD)


def begun(law: Procedure, **people: Person) -> Case:
    told = {"cy": PEOPLE["cy"], "ola": PEOPLE["ola"], **people}
    return done(law, engine.begin(law, at=day(1), people=told), "came", day(1), "cy")


def test_a_step_that_others_are_is_done_by_the_first_of_them_that_can_be(odd: Procedure) -> None:
    moved = way(forecast(odd, begun(odd), as_of=day(2)), "moved")
    assert "called" in days(moved)
    assert not {"spoken", "wrote"} & {*days(moved)}


def test_of_two_last_days_the_one_of_what_comes_later_counts_where_it_is_sooner(
    odd: Procedure,
) -> None:
    moved = days(way(forecast(odd, begun(odd), as_of=day(1)), "moved"))
    assert (moved["read"][2], moved["checked"][2]) == (day(3), day(3))
    assert (moved["prepared"][2], moved["handed_in"][2]) == (day(3), day(12))


def test_a_later_duty_that_is_late_already_hurries_nothing(odd: Procedure) -> None:
    moved = days(way(forecast(odd, begun(odd), as_of=day(4)), "moved"))
    assert (moved["read"][2], moved["checked"][2]) == (day(4), day(4))


def test_a_duty_that_nobody_can_do_is_left_and_the_way_goes_on() -> None:
    law = policy(ODD.replace("who: subject", "who: officer"))
    moved = way(forecast(law, begun(law), as_of=day(2)), "moved")
    assert moved.shut is None
    assert not {"read", "checked"} & {*days(moved)}


def test_what_waits_for_an_answer_supposes_one(odd: Procedure) -> None:
    moved = way(forecast(odd, begun(odd), as_of=day(2)), "moved")
    assert moved.answers == (Condition("agreed"),)


def test_where_none_of_several_can_come_the_way_is_shut(odd: Procedure) -> None:
    assert way(forecast(odd, begun(odd), as_of=day(2)), "turned").shut == ("letter", ())


def test_a_letter_that_must_be_received_is_sent_first(odd: Procedure) -> None:
    found = way(forecast(odd, begun(odd), as_of=day(2)), "opened")
    assert days(found)["note"] == (day(2), day(12), None)
    assert found.receipts == ("note",)


def test_a_receipt_is_told_by_nobody_and_so_nobody_is_barred_from_it() -> None:
    law = policy(ODD.replace("who: subject", "who: officer"))
    case = begun(law)
    case = done(
        law,
        case,
        "note",
        day(1),
        "ola",
        to="chair",
        record={"override": Override("the board", "it was sent")},
    )
    found = way(forecast(law, case, as_of=day(2)), "opened")
    assert (found.shut, found.receipts) == (None, ("note",))  # nobody told it, and nobody is barred


def test_whom_an_act_appoints_is_who_may_be_chosen(odd: Procedure) -> None:
    moved = way(forecast(odd, begun(odd, kim=Person(holds="chair")), as_of=day(2)), "moved")
    named = [e for e in moved.supposed[Mood.EXPECTED] if e.action.name == "expert_set"]
    assert [event.action.particulars.holder for event in named] == ["kim"]
    alone = way(forecast(odd, begun(odd), as_of=day(2)), "moved")
    named = [e for e in alone.supposed[Mood.EXPECTED] if e.action.name == "expert_set"]
    assert [event.action.particulars.holder for event in named] == ["somebody_in_chair"]


def test_a_newcomer_is_called_as_nobody_else_is(odd: Procedure) -> None:
    case = begun(odd, somebody_in_chair=Person())
    moved = way(forecast(odd, case, as_of=day(2)), "moved")
    named = [e for e in moved.supposed[Mood.EXPECTED] if e.action.name == "expert_set"]
    assert [event.action.particulars.holder for event in named] == ["somebody_in_chair_2"]


# --- moments, dates and what only happens -----------------------------------------------------

NAMED = """
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
facts: {early: {means: it is early, decided_by: officer}}
happenings: {snow: {says: it snows}}
moments:
  heard: {first_of: [spoken, end of second]}
  never: {first_of: end of second}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {answered: {by: officer, within: 5 working days of heard}}
    may:
      spoken:   {by: customer}
      fixed:    {by: officer, sets_time_of: met_up}
      met_up:   {by: officer}
      told:     {by: customer, after: heard, then: shut}
      came_by:  {by: customer, after: date set by fixed, then: shut}
      froze:    {by: customer, after: snow, then: shut}
      lost:     {by: customer, after: never, then: shut}
      gone:     {by: customer, after: date set by set_off, then: shut}
      settled:  {by: customer, after: date set by timed, then: shut}
      timed:    {by: officer, sets_time_of: answered}
  second: {title: Second, may: {left: {by: customer, then: shut}, set_off: {by: officer, sets_time_of: left}}}
ends: {shut: {title: Shut}}
"""


@pytest.fixture(scope="module")
def named() -> Procedure:
    return policy(NAMED)


def test_a_moment_comes_with_what_it_is_made_of_and_is_counted_from(named: Procedure) -> None:
    told = way(forecast(named, came(named), as_of=day(2)), "told")
    assert days(told)["spoken"] == (day(2), day(2), None)
    assert days(told)["told"] == (day(2), day(2), None)


def test_a_date_that_is_set_comes_on_its_day(named: Procedure) -> None:
    case = done(named, came(named), "fixed", day(1), "ola", settles=day(9))
    came_by = way(forecast(named, case, as_of=day(2)), "came_by")
    assert days(came_by)["came_by"] == (day(9), day(9), None)
    supposed = way(forecast(named, came(named), as_of=day(2)), "came_by")
    assert days(supposed)["came_by"] == (day(2), day(2), None)


def test_what_only_happens_or_never_can_shuts_a_way(named: Procedure) -> None:
    found = forecast(named, came(named), as_of=day(2))
    assert way(found, "froze").shut == ("snow", ())
    assert way(found, "lost").shut == ("lost", ())
    assert way(found, "gone").shut == ("set_off", ())
    periods = done(named, came(named), "timed", day(1), "ola", settles="3 working days")
    assert way(forecast(named, periods, as_of=day(2)), "settled").shut == ("timed", ())


# --- offices of which somebody names the holder -------------------------------------------------

NAMERS = """
roles:
  customer: {title: You}
  officer:  {title: An officer, appointed_by: chair}
  chair:    {title: The chair, holders: one}
begins: {came: {by: customer, then: first}}
stages:
  first: {title: First, must: {looked: {by: officer}}, may: {told: {by: officer, then: shut}NAMED}}
ends: {shut: {title: Shut}}
"""


def tellings(found: Way) -> list[tuple[str | None, str | None]]:
    """By whom it is supposed to be told of whom."""
    supposed = [e.action for e in found.supposed[Mood.EXPECTED] if e.action.name == "person_told"]
    return [(each.by, each.particulars.person) for each in supposed]


def told_way(law: Procedure, **people: Person) -> Way:
    everybody = {"cy": Person(holds="customer"), **people}
    case = done(law, engine.begin(law, at=day(1), people=everybody), "came", day(1), "cy")
    return way(forecast(law, case, as_of=day(2)), "told")


def test_of_a_newcomer_it_is_told_by_whoever_names_the_holders_of_the_office() -> None:
    """0040: what is supposed could be recorded; so nobody is supposed in an office whom nobody could name."""
    law = policy(NAMERS.replace("NAMED", ""))
    told = told_way(law, chas=Person(holds="chair"))
    assert tellings(told) == [("chas", "somebody_in_officer")]
    assert told.holders == ("officer",)
    told = told_way(law)
    chair, officer = "somebody_in_chair", "somebody_in_officer"
    assert tellings(told) == [(None, chair), (chair, officer)]
    assert told.holders == ("chair", "officer")


def test_where_telling_would_pass_what_a_step_asks_the_step_names_somebody() -> None:
    """0055: telling of a holder passes nothing that the naming step asks."""
    asks = ", named: {by: chair, appoints: officer, agreed_by: customer, after: told}"
    law = policy(NAMERS.replace("NAMED", asks.replace(", after: told", "")))
    told = told_way(law)
    assert list(days(told)) == ["named", "looked", "told"]
    assert told.shut is None
    assert tellings(told) == [(None, "somebody_in_officer"), (None, "somebody_in_chair")]
    waits = told_way(policy(NAMERS.replace("NAMED", asks)))
    assert waits.shut is not None
    assert waits.shut[0] == "told"


def test_two_offices_that_name_each_other_name_nobody() -> None:
    one = "The chair, holders: one"
    law = policy(NAMERS.replace(one, f"{one}, appointed_by: officer").replace("NAMED", ""))
    told = told_way(law)
    assert told.shut is not None
    assert (told.shut[0], tellings(told), told.holders) == ("told", [], ())


@pytest.mark.parametrize("there", range(3))
@pytest.mark.parametrize("number", ["members: exactly 3", "holders: exactly 3"])
def test_as_many_are_named_as_an_office_needs(number: str, there: int) -> None:
    """0055: of a body so many sit, and an office of several is held by so many before one of them acts."""
    text = NAMERS.replace(
        "{title: An officer, appointed_by: chair}",
        f"{{title: Panel, {number}, appointed_by: chair, cites: C-1}}",
    )
    text = text.replace("NAMED", ", named: {by: chair, appoints: officer, agreed_by: customer}")
    law = policy(f"clauses: {{C-1: {{at: p. 1, says: three}}}}\n{text.lstrip()}")
    members = {f"m{n}": Person(holds="officer") for n in range(there)}
    told = told_way(law, chas=Person(holds="chair"), **members)
    assert told.shut is None
    names = [e.action.name for e in told.supposed[Mood.LATEST]]
    assert names.count("named") == 3 - there


def test_who_must_agree_and_is_not_there_is_supposed_or_named() -> None:
    """0040: somebody in an office that nobody holds; whoever a step names, since an office agrees to nothing by its name."""
    agreed = NAMERS.replace("looked: {by: officer}", "looked: {by: chair, agreed_by: officer}")
    for asks, names in ((", agreed_by: customer", ["named"]), ("", [])):
        named = f", named: {{by: chair, appoints: officer{asks}}}"
        told = told_way(policy(agreed.replace("NAMED", named)), chas=Person(holds="chair"))
        assert told.shut is None
        assert "officer" in told.holders
        assert [name for name in days(told) if name == "named"] == names


def test_offices_that_name_one_another_are_tried_once_each() -> None:
    """However many ways lead around, a forecast ends: with each of them anew it would not before tomorrow."""
    names = [f"office_{n}" for n in range(12)]
    roles = "\n".join(
        f"  {name}: {{title: Office, holders: one, appointed_by: [{', '.join(o for o in names if o != name)}]}}"
        for name in names
    )
    text = NAMERS.replace("  officer:  {title: An officer, appointed_by: chair}", roles)
    text = text.replace("by: officer", f"by: [{', '.join(names)}]").replace("NAMED", "")
    told = told_way(policy(text))
    assert told.shut is not None
    assert (told.shut[0], told.holders) == ("told", ())


@pytest.mark.parametrize("anchor", ["sent", "sent or talked", "receipt of sent", "early"])
def test_what_counts_from_another_duty_is_done_after_it_on_its_last_day(anchor: str) -> None:
    """0040: what is foreseen keeps every promise, also one whose time begins with another duty of the stage."""
    law = policy(
        """
roles: {customer: {title: You}, officer: {title: An officer}}
moments: {early: {first_of: [sent, talked]}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      noted:  {by: officer, within: 3 calendar days of ANCHOR}
      sent:   {by: officer, to: customer, within: 10 calendar days of came}
      talked: {by: officer, within: 12 calendar days of noted}
    may: {told: {by: officer, then: shut}}
ends: {shut: {title: Shut}}
""".replace("ANCHOR", anchor)
    )
    told = told_way(law, ola=Person(holds="officer"))
    assert list(days(told)) == ["sent", "noted", "talked", "told"]
    last = [each.latest for each in told.foreseen][:3]
    assert last == [
        day(11),
        None if "receipt" in anchor else day(14),
        None if "receipt" in anchor else day(26),
    ]
    case = done(
        law,
        engine.begin(
            law, at=day(1), people={"cy": Person(holds="customer"), "ola": Person(holds="officer")}
        ),
        "came",
        day(1),
        "cy",
    )
    for mood in Mood:
        lived = engine.restore(law, (*case.events, *told.supposed[mood]))
        assert audit(law, lived).missed == ()


SHARED = """
relations: {kin: is kin}
roles:
  customer: {title: You}
  clerk: {title: Clerk}
  panel: {title: P, members: exactly 2, of_whom: at least 1 kin, appointed_by: clerk}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    may: {named: {by: clerk, appoints: panel, agreed_by: customer}, told: {by: panel, then: shut}}
ends: {shut: {title: Shut}}
"""


@pytest.mark.parametrize("there", [0, 1])
def test_whom_a_step_names_to_a_body_is_as_its_members_must_be(there: int) -> None:
    """0055: of those who sit some must be of a kind; so is a newcomer, be he told of or named."""
    law = policy(SHARED)
    members = {f"m{n}": Person(holds="panel") for n in range(there)}
    told = told_way(law, cal=Person(holds="clerk"), **members)
    assert told.shut is None
    assert list(days(told)) == ["named", "told"]


ALONE = """
roles:
  customer: {title: You}
  officer: {title: Officer}
  clerk: {title: Clerk}
  chair: {title: ChairAPPOINTED}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: officer}}
    may: {told: {by: chair, then: shut}NAMED}
ends: {shut: {title: Shut}}
conflicts: {fresh: {only: did looked, may: TARGET}}
"""
NAMES = ", chair_named: {by: clerk, appoints: chair, agreed_by: customer}"


@pytest.mark.parametrize("target", ["told", "chair", "[told, chair]"])
@pytest.mark.parametrize(("appointed", "named"), [("", ""), (", appointed_by: clerk", NAMES)])
def test_whoever_alone_may_is_put_or_named_into_the_office(
    target: str, appointed: str, named: str
) -> None:
    """0053: a forecast puts whoever alone may into an office that is free, be the rule one about the act or the office."""
    text = ALONE.replace("APPOINTED", appointed).replace("NAMED", named).replace("TARGET", target)
    told = told_way(policy(text), mo=Person(holds="officer"), cal=Person(holds="clerk"))
    assert told.shut is None
    [last] = [e.action for e in told.supposed[Mood.LATEST] if e.action.name == "told"]
    assert last.by == "mo"
