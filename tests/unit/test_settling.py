"""What is agreed about time: bands, agreements, plans, ways to more time, receipts, what is missed."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from complaintflow import audit, begin, clocks, decide, explain, message, moves, owed
from complaintflow.case import Action, Case, Override, Person
from complaintflow.conventions import Span, Unit
from complaintflow.deadlines import Clock, Status
from complaintflow.engine import apply
from complaintflow.errors import InputError
from complaintflow.procedure import Kind, Procedure
from complaintflow.rulings import NotAgreed, NothingToExtend, Ruling, TooLate, UsedUp, WrongTime
from tests.policies import day, hour, policy

BAND = policy(
    """
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
begins:
  came: {by: customer, then: open_stage}
stages:
  open_stage:
    title: Open
    must:
      time_agreed: {by: officer, agreed_by: [customer, chair], sets_time_of: answered}
      answered:    {by: officer, to: customer, within: 3 to 6 working days of came}
      met_up:      {by: officer, with: customer, within: 10 working days of came}
      date_fixed:  {by: officer, sets_time_of: met_up}
    may:
      ended: {by: customer, then: closed}
ends:
  closed: {title: Closed}
"""
)

PEOPLE = {
    "ann": Person(holds="customer"),
    "ole": Person(holds="officer"),
    "kim": Person(holds="chair"),
}


def acting(name: str, on: int, by: str | None = None, **said: Any) -> Action:
    return Action(name, at=day(on), by=by, **said)


def begun(law: Procedure) -> Case:
    people = {n: who for n, who in PEOPLE.items() if {*who.holds} <= law.roles.keys()}
    return begin(law, at=day(1), people=people)


def lived(law: Procedure, case: Case, *actions: Action) -> Case:
    for action in actions:
        case = apply(law, case, action)
    return case


def ruling(law: Procedure, case: Case, action: Action) -> Ruling:
    return decide(law, case, action)


def clock_of(law: Procedure, case: Case, step: str) -> Clock:
    return [each for each in clocks(law, case) if each.step == step][-1]


def due(law: Procedure, case: Case, step: str) -> tuple[object, object]:
    clock = clock_of(law, case, step)
    assert clock.earliest is not None
    assert clock.latest is not None
    return clock.earliest.due, clock.latest.due


def opened(law: Procedure = BAND) -> Case:
    return lived(law, begun(law), acting("came", 1, "ann"))


def agreed(settles: Any, on: int = 2, **said: Any) -> Action:
    words: dict[str, Any] = {"agreed_by": ["ann", "kim"], "settles": settles, **said}
    return acting("time_agreed", on, "ole", **words)


def test_until_a_time_is_settled_a_band_is_due_from_its_shortest_to_its_longest() -> None:
    case = opened()
    assert due(BAND, case, "answered") == (day(4), day(9))
    clock = clock_of(BAND, case, "answered")
    assert clock.due is None
    assert clock.unsettled
    assert clock.status(as_of=day(4)) is Status.RUNNING
    assert clock.status(as_of=day(5)) is Status.PERHAPS_OVERDUE
    assert clock.status(as_of=day(9)) is Status.PERHAPS_OVERDUE
    assert clock.status(as_of=day(10)) is Status.OVERDUE
    assert "its time is not settled yet" in explain(clock)


@pytest.mark.parametrize(("n", "end"), [(3, 4), (4, 5), (5, 8), (6, 9)])
def test_a_time_within_the_band_is_one_date_counted_as_the_band_is(n: int, end: int) -> None:
    case = lived(BAND, opened(), agreed(f"{n} working days"))
    assert due(BAND, case, "answered") == (day(end), day(end))
    clock = clock_of(BAND, case, "answered")
    assert not clock.unsettled
    assert clock.days()[-1].n == n
    assert clock.status(as_of=day(end)) is Status.RUNNING
    assert clock.status(as_of=day(end + 1)) is Status.OVERDUE


@pytest.mark.parametrize("settles", ["2 working days", "7 working days", "9 calendar days"])
def test_a_period_outside_the_band_is_refused(settles: str) -> None:
    found = ruling(BAND, opened(), agreed(settles))
    [reason] = found.reasons
    assert isinstance(reason, WrongTime)
    assert reason.rule == "time_agreed.sets_time_of"
    assert (reason.earliest, reason.latest) == (day(4), day(9))


def test_a_period_in_another_unit_is_within_the_band_where_its_day_is() -> None:
    assert ruling(BAND, opened(), agreed("8 calendar days")).permitted  # the ninth
    case = lived(BAND, opened(), agreed("1 week"))
    assert due(BAND, case, "answered") == (day(8), day(8))


@pytest.mark.parametrize(
    ("on", "permitted"), [(3, False), (4, True), (6, True), (9, True), (10, False)]
)
def test_a_date_is_within_the_band_from_its_first_day_to_its_last(on: int, permitted: bool) -> None:
    assert ruling(BAND, opened(), agreed(day(on))).permitted is permitted


def test_a_date_that_is_settled_is_due_whatever_day_it_is() -> None:
    case = lived(BAND, opened(), agreed(day(6)))  # a Saturday
    clock = clock_of(BAND, case, "answered")
    assert clock.due == clock.planned == day(6)
    assert clock.days()[-1] == (day(6), False, None, "Saturday")


WAITS = policy(
    """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: open_stage}}
stages:
  open_stage:
    title: Open
    must:
      time_agreed: {by: officer, sets_time_of: answered}
      answered:
        by: officer
        within: 3 to 6 working days of came
        stands_still: {first_day: day of asked, last_day: day before told}
    may: {asked: {by: officer}, told: {by: customer}}
ends: {closed: {title: Closed}}
"""
)


def test_what_is_agreed_while_a_band_stands_still_is_held_against_it_as_if_that_were_over() -> None:
    """Three to six working days of the 1st; from the 2nd on it stands still. If that is over on the 3rd, the 2nd alone is
    left out, or the 3rd as well: the 5th to the 11th."""
    case = lived(WAITS, opened(WAITS), acting("asked", 2, "ole"))
    act = partial(acting, "time_agreed", 3, "ole")
    permitted = [n for n in range(3, 15) if decide(WAITS, case, act(settles=day(n))).permitted]
    assert permitted == [5, 6, 7, 8, 9, 10, 11]
    [reason] = decide(WAITS, case, act(settles=day(12))).reasons
    assert message(reason) == (
        "Friday 12 June 2026 for answered is outside 3 to 6 working days "
        "(Friday 5 June 2026 to Thursday 11 June 2026)"
    )
    settled = lived(WAITS, case, act(settles=day(8)), acting("told", 11, "ann"))
    assert clock_of(WAITS, settled, "answered").due == day(15)  # the 4th, 5th, 8th, 9th and 10th


def test_what_settles_a_time_must_say_which() -> None:
    [reason] = ruling(BAND, opened(), agreed(None)).reasons
    assert isinstance(reason, WrongTime)
    assert (reason.code, reason.settles) == ("wrong-time", None)


def test_each_whose_agreement_it_needs_must_have_agreed() -> None:
    found = ruling(BAND, opened(), agreed("4 working days", agreed_by=["ann"]))
    [reason] = found.reasons
    assert isinstance(reason, NotAgreed)
    assert (reason.rule, reason.needs) == ("time_agreed.agreed_by", ("chair",))
    assert ruling(BAND, opened(), agreed("4 working days", agreed_by=["ann", "chair"])).permitted
    strangers = ruling(BAND, opened(), agreed("4 working days", agreed_by=["ole"]))
    assert [r.code for r in strangers.reasons] == ["not-agreed"]


def test_the_last_agreement_holds_and_one_after_the_answer_bears_on_nothing() -> None:
    case = lived(BAND, opened(), agreed("6 working days"), agreed("4 working days", 3))
    assert due(BAND, case, "answered") == (day(5), day(5))
    case = lived(BAND, case, acting("answered", 8, "ole"), agreed("6 working days", 8))
    clock = clock_of(BAND, case, "answered")
    assert clock.due == day(5)
    assert clock.status(as_of=day(9)) is Status.MET_LATE


def test_an_agreement_that_is_taken_back_leaves_the_band() -> None:
    case = apply(BAND, opened(), agreed("4 working days"), id="deal")
    assert due(BAND, case, "answered") == (day(5), day(5))
    case = apply(BAND, case, acting("retracted", 3, "ole"), retracts="deal")
    assert due(BAND, case, "answered") == (day(4), day(9))


def test_the_clock_believes_an_override_and_the_audit_tells_it() -> None:
    let = Override(by="kim", why="both wanted it")
    case = apply(BAND, opened(), agreed("9 working days"), override=let)
    assert due(BAND, case, "answered") == (day(12), day(12))
    [breach] = audit(BAND, case).breaches
    assert breach.now is not None
    assert [r.code for r in breach.now.reasons] == ["wrong-time"]


def test_nothing_is_settled_by_adding_to_an_agreement() -> None:
    case = lived(BAND, opened(), agreed("4 working days"))
    with pytest.raises(InputError, match="a time is settled anew"):
        apply(BAND, case, agreed("6 working days", 3), adds_to="last")


def test_only_what_settles_a_time_takes_one() -> None:
    with pytest.raises(InputError, match="came settles no time"):
        ruling(BAND, begun(BAND), acting("came", 1, "ann", settles="3 working days"))
    with pytest.raises(InputError, match="does not say which days count"):
        agreed("3 days")


def test_a_date_for_a_step_without_a_band_is_a_plan_and_moves_nothing() -> None:
    fixed = acting("date_fixed", 2, "ole", settles=hour(25, 10))
    case = lived(BAND, opened(), fixed)
    clock = clock_of(BAND, case, "met_up")
    assert clock.due == day(15)
    assert clock.planned == hour(25, 10)


def test_it_says_the_time_or_is_refused_also_where_it_is_a_plan() -> None:
    [reason] = ruling(BAND, opened(), acting("date_fixed", 2, "ole")).reasons
    assert reason.rule == "date_fixed.sets_time_of"


MORE = policy(
    """
roles: {customer: {title: You}, officer: {title: An officer}}
begins:
  came: {by: customer, then: open_stage}
stages:
  open_stage:
    title: Open
    must:
      answered:
        by: officer
        to: customer
        aim_within: 2 working days of came
        within: 5 working days of came
        may_extend:
          more_agreed: {by: officer, agreed_by: customer, up_to: 8 working days of came, before_time_is_up: true, once: true}
          more_taken:  {by: officer, up_to: 3 working days of more_taken}
          more_named:  {by: officer}
    may:
      ended: {by: customer, then: closed}
ends:
  closed: {title: Closed}
"""
)


def two(case: Case) -> tuple[Clock, Clock]:
    aim, promise = [each for each in clocks(MORE, case) if each.step == "answered"]
    assert (aim.kind, promise.kind) == (Kind.AIM, Kind.PROMISE)
    return aim, promise


def test_an_aim_stands_beside_the_promise_and_to_miss_it_is_no_breach() -> None:
    case = opened(MORE)
    aim, promise = two(case)
    assert (aim.due, promise.due) == (day(3), day(8))
    case = lived(MORE, case, acting("answered", 5, "ole", to="ann"))
    aim, promise = two(case)
    assert aim.status(as_of=day(5)) is Status.MET_LATE
    assert promise.status(as_of=day(5)) is Status.MET
    assert audit(MORE, case).missed == ()


def test_more_time_moves_the_promise_as_far_as_it_may_and_not_the_aim() -> None:
    case = lived(MORE, opened(MORE), acting("more_agreed", 2, "ole", agreed_by="ann"))
    aim, promise = two(case)
    assert (aim.due, promise.due) == (day(3), day(11))
    assert promise.days()[-1].n == 8
    assert "more_agreed on Tuesday 2 June 2026, agreed by ann" in explain(promise)


def test_more_time_that_names_a_day_moves_the_promise_there() -> None:
    more = acting("more_agreed", 2, "ole", agreed_by="ann", settles=day(10))
    assert two(lived(MORE, opened(MORE), more))[1].due == day(10)


def test_more_time_than_there_may_be_is_refused() -> None:
    for settles in (day(12), "9 working days"):
        more = acting("more_agreed", 2, "ole", agreed_by="ann", settles=settles)
        [reason] = ruling(MORE, opened(MORE), more).reasons
        assert isinstance(reason, WrongTime)
        assert (reason.rule, reason.latest) == ("more_agreed.up_to", day(11))


def test_more_time_never_makes_it_less() -> None:
    more = acting("more_agreed", 2, "ole", agreed_by="ann", settles="2 working days")
    assert two(lived(MORE, opened(MORE), more))[1].due == day(8)


def test_before_the_time_is_up_is_up_to_the_last_day_and_not_the_day_after() -> None:
    on_the_day = acting("more_agreed", 8, "ole", agreed_by="ann")
    assert ruling(MORE, opened(MORE), on_the_day).permitted
    [reason] = ruling(MORE, opened(MORE), acting("more_agreed", 9, "ole", agreed_by="ann")).reasons
    assert isinstance(reason, TooLate)
    assert (reason.rule, reason.due) == ("more_agreed.before_time_is_up", day(8))


def test_the_time_that_may_be_up_is_the_one_that_holds_by_then() -> None:
    case = lived(MORE, opened(MORE), acting("more_named", 8, "ole", settles=day(10)))
    assert ruling(MORE, case, acting("more_agreed", 10, "ole", agreed_by="ann")).permitted
    assert not ruling(MORE, case, acting("more_agreed", 11, "ole", agreed_by="ann")).permitted


def test_once_is_once() -> None:
    case = lived(MORE, opened(MORE), acting("more_agreed", 2, "ole", agreed_by="ann"))
    [reason] = ruling(MORE, case, acting("more_agreed", 3, "ole", agreed_by="ann")).reasons
    assert isinstance(reason, UsedUp)
    assert (reason.rule, reason.used) == ("more_agreed.once", day(2))


def test_more_time_counts_from_the_very_event_that_gives_it() -> None:
    case = lived(MORE, opened(MORE), acting("more_taken", 5, "ole"))
    assert two(case)[1].due == day(10)
    case = lived(MORE, case, acting("more_taken", 8, "ole"))
    assert two(case)[1].due == day(11)


def test_more_time_after_the_time_was_up_is_given_all_the_same_where_nothing_forbids_it() -> None:
    case = opened(MORE)
    assert two(case)[1].status(as_of=day(9)) is Status.OVERDUE
    case = lived(MORE, case, acting("more_taken", 9, "ole"))
    assert two(case)[1].status(as_of=day(9)) is Status.RUNNING


def test_without_a_ceiling_more_time_must_say_until_when() -> None:
    [reason] = ruling(MORE, opened(MORE), acting("more_named", 2, "ole")).reasons
    assert (reason.rule, reason.code) == ("more_named.settles", "wrong-time")
    case = lived(MORE, opened(MORE), acting("more_named", 2, "ole", settles=day(30)))
    assert two(case)[1].due == day(30)


def test_what_is_done_has_nothing_to_extend() -> None:
    case = lived(MORE, opened(MORE), acting("answered", 5, "ole", to="ann"))
    [reason] = ruling(MORE, case, acting("more_taken", 5, "ole")).reasons
    assert isinstance(reason, NothingToExtend)
    assert (reason.rule, reason.done) == ("more_taken.may_extend", day(5))


def test_ways_to_more_time_stand_among_what_may_be_done() -> None:
    found = {move.event: move for move in moves(MORE, opened(MORE), as_of=day(9))}
    assert found["more_agreed"].lacks == ("more_agreed.before_time_is_up",)
    assert found["more_taken"].who == ("ole",)


RECEIPT = policy(
    """
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
begins:
  came: {by: customer, then: open_stage}
stages:
  open_stage:
    title: Open
    must:
      advised:  {by: officer, to: [chair, customer], signed_by: chair}
      answered: {by: chair, within: 3 working days after receipt of advised by chair}
      updated:  {by: officer, to: customer, every: unstated}
    may:
      appealed: {by: customer, within: 2 working days after receipt of advised by customer, then: closed}
      pressed:  {by: customer, after: answered or missed answered, then: closed}
ends:
  closed:
    title: Closed
    may:
      back: {by: customer, then: open_stage}
throughout:
  must:
    kept_posted: {by: officer, to: customer, every: unstated}
"""
)


def test_a_receipt_is_never_presumed_and_counts_for_each_office_by_itself() -> None:
    case = lived(RECEIPT, opened(RECEIPT), acting("advised", 2, "ole", to=["kim", "ann"]))
    assert clock_of(RECEIPT, case, "answered").start is None
    told = acting("advised", 4, "kim", received={"kim": day(3)})
    case = apply(RECEIPT, case, told, adds_to="last")  # whoever received it knows best
    assert clock_of(RECEIPT, case, "answered").due == day(8)
    assert clock_of(RECEIPT, case, "appealed").start is None
    assert ruling(RECEIPT, case, acting("appealed", 29, "ann")).permitted
    case = apply(
        RECEIPT, case, acting("advised", 5, "ann", received={"ann": day(4)}), adds_to="last"
    )
    assert clock_of(RECEIPT, case, "appealed").due == day(8)
    assert not ruling(RECEIPT, case, acting("appealed", 9, "ann")).permitted


def test_nobody_receives_what_has_not_been_sent() -> None:
    early = acting("advised", 3, "ole", to="kim", received={"kim": day(2)})
    with pytest.raises(InputError, match="cannot have had advised on 2026-06-02"):
        lived(RECEIPT, opened(RECEIPT), early)


def test_a_right_opens_once_the_time_for_an_answer_is_over() -> None:
    sent = acting("advised", 2, "ole", to="kim", received={"kim": day(2)})
    case = lived(RECEIPT, opened(RECEIPT), sent)
    assert clock_of(RECEIPT, case, "answered").due == day(5)
    assert not ruling(RECEIPT, case, acting("pressed", 5, "ann")).permitted
    assert ruling(RECEIPT, case, acting("pressed", 6, "ann")).permitted
    answered = lived(RECEIPT, case, acting("answered", 3, "kim"))
    assert ruling(RECEIPT, answered, acting("pressed", 3, "ann")).permitted


def test_what_was_missed_stays_missed_though_it_comes_late() -> None:
    sent = acting("advised", 2, "ole", to="kim", received={"kim": day(2)})
    case = lived(RECEIPT, opened(RECEIPT), sent, acting("answered", 9, "kim"))
    [pressed] = [m for m in moves(RECEIPT, case, as_of=day(9)) if m.event == "pressed"]
    assert pressed.from_ == day(6)
    assert pressed.who == ("ann",)


def test_a_signature_is_owed_and_refuses_nothing() -> None:
    case = lived(RECEIPT, opened(RECEIPT), acting("advised", 2, "ole", to=["kim", "ann"]))
    assert "advised.signed_by chair" in {str(each) for each in owed(RECEIPT, case, as_of=day(2))}
    case = apply(RECEIPT, case, acting("advised", 3, "ole", signed_by="kim"), adds_to="last")
    assert not any("signed_by" in str(each) for each in owed(RECEIPT, case, as_of=day(3)))


def test_what_repeats_is_owed_until_it_was_done_once_and_rests_with_the_case() -> None:
    case = opened(RECEIPT)
    assert {"updated", "kept_posted"} <= {str(o) for o in owed(RECEIPT, case, as_of=day(1))}
    case = lived(RECEIPT, case, acting("updated", 2, "ole", to="ann"))
    assert "updated" not in {str(o) for o in owed(RECEIPT, case, as_of=day(2))}
    sent = acting("advised", 2, "ole", to=["kim", "ann"], signed_by="kim", received={"ann": day(2)})
    rests = lived(RECEIPT, case, sent, acting("appealed", 3, "ann"))
    assert {str(o) for o in owed(RECEIPT, rests, as_of=day(3))} == set()
    back = lived(RECEIPT, rests, acting("back", 8, "ann"))
    assert {"updated", "kept_posted"} <= {str(o) for o in owed(RECEIPT, back, as_of=day(8))}


def test_a_span_and_its_text_settle_the_same() -> None:
    assert agreed("4 working days") == agreed(Span(4, Unit.WORKING_DAYS))


def test_a_band_of_hours_from_a_day_is_a_range_of_moments() -> None:
    law = policy(
        """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: open_stage}}
stages:
  open_stage:
    title: Open
    must:
      agreed:   {by: officer, sets_time_of: answered}
      answered: {by: officer, within: 24 to 48 hours after came}
    may: {ended: {by: customer, then: closed}}
ends: {closed: {title: Closed}}
"""
    )
    case = opened(law)
    assert due(law, case, "answered") == (hour(2, 0), hour(4, 0))
    case = lived(law, case, acting("agreed", 1, "ole", settles="30 hours"))
    assert due(law, case, "answered") == (hour(2, 6), hour(3, 6))


def test_days_of_a_settled_date_tile_the_days_from_the_start_to_it() -> None:
    case = lived(BAND, opened(), agreed(day(9)))
    days = [each.date for each in clock_of(BAND, case, "answered").days()]
    assert days == [date(2026, 6, 2) + timedelta(days=n) for n in range(8)]


def test_no_more_time_is_given_before_the_receipt_from_which_the_time_runs() -> None:
    law = policy(
        """
roles: {customer: {title: You}, officer: {title: An officer}}
begins: {came: {by: customer, then: open}}
stages:
  open:
    title: Open
    must:
      sent: {by: officer, to: customer}
      answered:
        by: customer
        within: 3 working days of receipt of sent
        may_extend: {longer: {by: officer, up_to: 5 working days of receipt of sent}}
"""
    )
    case = lived(law, begun(law), acting("came", 1, "ann"))
    case = lived(law, case, acting("sent", 2, "ole", to="ann", received={"ann": day(4)}))
    [early] = ruling(law, case, acting("longer", 3, "ole")).reasons
    assert isinstance(early, NothingToExtend)
    assert ruling(law, case, acting("longer", 4, "ole")).permitted


def test_a_reason_that_nobody_is_asked_for_holds_no_more_time_back() -> None:
    """Grammar B: a question that is not asked holds nothing back."""
    law = policy("""
clauses: {C-1: {at: "1", says: when}}
roles: {customer: {title: You}, officer: {title: An officer}}
facts:
  by_post: {means: it came by post, decided_by: officer, cites: C-1}
  post_slow: {means: the post was slow, decided_by: officer, asked_if: by_post, cites: C-1}
begins:
  came: {by: customer, then: looking, cites: C-1}
stages:
  looking:
    title: Looking
    must:
      answered:
        by: officer
        within: 10 working days of came
        may_extend:
          longer: {because: post_slow, adds: 5 working days, cites: C-1}
        cites: C-1
    may:
      over: {by: customer, then: done, cites: C-1}
ends:
  done: {title: Done}
""")
    case = begin(
        law, at=day(1), people={"cy": Person(holds="customer"), "ola": Person(holds="officer")}
    )
    case = apply(law, case, Action("came", at=day(1), by="cy"))
    longer = Action("longer", at=day(2), by="ola")
    assert [r.code for r in decide(law, case, longer).reasons] == ["unanswered"]
    by_post = apply(law, case, Action("by_post", at=day(2), by="ola", answer=True))
    assert [r.code for r in decide(law, by_post, longer).reasons] == ["unanswered"]
    by_hand = apply(law, case, Action("by_post", at=day(2), by="ola", answer=False))
    assert decide(law, by_hand, longer).permitted
