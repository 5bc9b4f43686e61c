"""A whole history judged twice. All of it happens in June 2026."""

from datetime import date, datetime

import pytest

from complaintflow import engine
from complaintflow.auditing import Audit, Verdict, audit
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Event, Override, Person
from complaintflow.deadlines import Status
from complaintflow.errors import InputError
from complaintflow.explanation import explain
from complaintflow.knowing import as_known_on
from complaintflow.moments import Moment
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from tests.policies import day, done, hour, people, policy

LAW = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer}
  chair:    {title: The chair, holders: one}
facts:
  agreed: {means: it is agreed, decided_by: customer}
  waived: {means: it is waived, decided_by: chair, counts_as: decide}
clauses: {P-1: {at: line 1, says: an answer in five working days}}
begins: {came: {by: customer, how: writing, then: open}}
stages:
  open:
    title: Open
    must:
      looked_at: {by: officer, counts_as: consider, recorded_in: log}
      answered:
        by: officer
        to: customer
        how: writing
        counts_as: consider
        after: looked_at
        if: agreed
        within: 5 working days of came
        cites: P-1
    may:
      objected: {by: customer, within: 7 calendar days of came}
      closed:   {by: officer, then: shut}
ends:
  shut: {title: Shut, may: {reopened: {by: customer, then: open}}}
conflicts: {aside: {who: subject, may_not: consider, except: {if: waived}}}
"""

CHAIR = Override("the chair", "it happened")


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(LAW)


@pytest.fixture
def begun(law: Procedure) -> Case:
    who = people(cy="customer", ola="officer", bo="officer", di="chair")
    return engine.begin(law, at=day(1), people=who, facts={"agreed": True})


@pytest.fixture
def opened(law: Procedure, begun: Case) -> Case:
    return done(law, begun, "came", day(1), "cy", how="letter")


def event(
    name: str,
    at: Moment,
    by: str | None = None,
    *,
    id: str = "",  # noqa: A002
    known_at: Moment | None = None,
    adds_to: str | None = None,
    corrects: str | None = None,
    retracts: str | None = None,
    override: Override | None = None,
    answer: bool | None = None,
    how: str | None = None,
    to: str | None = None,
    recorded_in: str | None = None,
) -> Event:
    """A record as another system gives it."""
    return Event(
        action=Action(name, at=at, by=by, answer=answer, how=how, to=to, recorded_in=recorded_in),
        id=id,
        known_at=known_at,
        adds_to=adds_to,
        corrects=corrects,
        retracts=retracts,
        override=override,
    )


def subject(at: Moment, name: str = "ola", *, known_at: Moment | None = None) -> Event:
    """Somebody tells that a person is complained about."""
    action = Action(PERSON_TOLD, at=at, person=name, who=Person(is_="subject"))
    return Event(action=action, id="", known_at=known_at)


def restored(law: Procedure, case: Case, *events: Event) -> Case:
    return engine.restore(law, [*case.events, *events])


def verdicts(found: Audit) -> list[str]:
    """The verdicts on what happened, without who people are and what was told first."""
    return [
        f"{j.event.action.name} {j.verdict}"
        for j in found.judged
        if not j.event.id.startswith(("people.", "facts."))
    ]


def breaches(found: Audit) -> list[str]:
    """The rules that the events are against as far as is known now."""
    return [
        f"{j.event.action.name}: {reason.rule}"
        for j in found.breaches
        for reason in (j.now.reasons if j.now is not None else ())
    ]


# --- then and now -----------------------------------------------------------------------


def test_what_was_lawful_is_in_order(law: Procedure, opened: Case) -> None:
    case = done(law, opened, "looked_at", day(2), "ola", recorded_in="log")
    found = audit(law, case)
    assert verdicts(found) == ["came in order", "looked_at in order"]
    assert found.breaches == found.overridden == ()
    assert found.missed == ()
    assert found.as_of == day(2)
    assert [j.event for j in found.judged] == list(case.events)


def test_what_was_against_the_rules_then_and_now_is_a_breach(law: Procedure, opened: Case) -> None:
    """Promise 8: audit raises nothing; it tells."""
    found = audit(law, restored(law, opened, event("looked_at", day(2), "cy")))
    assert verdicts(found) == ["came in order", "looked_at breach"]
    assert breaches(found) == ["looked_at: looked_at.by"]
    assert [j.then == j.now for j in found.breaches] == [True]


def test_a_tie_that_was_there_and_told_later_comes_to_light(law: Procedure, opened: Case) -> None:
    """`at` is since when it is so, `known_at` when it was told."""
    looked = event("looked_at", day(2), "ola")
    case = restored(law, opened, looked, subject(day(1), known_at=day(9)))
    found = audit(law, case)
    assert verdicts(found) == [
        "came in order",
        "looked_at come to light",
        "person_told in order",
    ]
    assert breaches(found) == ["looked_at: aside"]
    assert found.breaches[0].then.permitted


def test_a_tie_told_as_of_its_own_day_says_nothing_of_the_days_before(
    law: Procedure, opened: Case
) -> None:
    """Who is told of on the ninth without more was nothing of the sort on the second."""
    case = restored(law, opened, event("looked_at", day(2), "ola"), subject(day(9)))
    assert audit(law, case).breaches == ()


def test_what_was_known_and_not_heeded_is_a_breach_and_nothing_new(
    law: Procedure, opened: Case
) -> None:
    case = restored(law, opened, subject(day(1)), event("looked_at", day(2), "ola"))
    assert verdicts(audit(law, case))[-1] == "looked_at breach"


def test_what_happened_before_a_tie_was_known_and_was_recorded_after_it_is_judged_by_what_its_recorder_knew(
    law: Procedure, opened: Case
) -> None:
    """Known at once, if nothing else is said: it was known on the second, and the tie was not."""
    told = subject(day(1), known_at=day(9))
    in_time = restored(law, opened, told, event("looked_at", day(2), "ola"))
    assert verdicts(audit(law, in_time))[-1] == "looked_at come to light"
    late = restored(law, opened, told, event("looked_at", day(2), "ola", known_at=day(10)))
    assert verdicts(audit(law, late))[-1] == "looked_at breach"


def test_what_became_known_on_the_same_day_counts_in_the_order_of_recording(
    law: Procedure, opened: Case
) -> None:
    told = subject(day(1), known_at=day(2))
    looked = event("looked_at", day(2), "ola")
    assert verdicts(audit(law, restored(law, opened, told, looked)))[-1] == "looked_at breach"
    after = restored(law, opened, looked, told)
    assert verdicts(audit(law, after))[-2] == "looked_at come to light"


def test_what_became_known_at_an_earlier_hour_was_known_whatever_the_order_of_recording(
    law: Procedure, opened: Case
) -> None:
    looked = event("looked_at", hour(2, 12), "ola")
    early = restored(law, opened, looked, subject(day(1), known_at=hour(2, 9)))
    assert verdicts(audit(law, early))[-2] == "looked_at breach"
    later = restored(law, opened, subject(day(1), known_at=hour(2, 15)), looked)
    assert verdicts(audit(law, later))[-1] == "looked_at come to light"


def test_a_corrected_receipt_can_put_an_answer_out_of_its_window(
    law: Procedure, opened: Case
) -> None:
    """Promise 5 and 8: lawful as known then, too late as known now."""
    case = done(law, opened, "objected", day(8), "cy")
    assert verdicts(audit(law, case))[-1] == "objected in order"
    came = opened.events[-1]
    earlier = event(
        "came", date(2026, 5, 28), "cy", how="letter", corrects=came.id, known_at=day(15)
    )
    found = audit(law, restored(law, case, earlier))
    assert verdicts(found) == ["came replaced", "objected come to light", "came in order"]
    assert breaches(found) == ["objected: objected.within"]


def test_a_corrected_receipt_can_put_an_answer_in_its_window(law: Procedure, begun: Case) -> None:
    case = restored(
        law,
        begun,
        event("came", day(1), "cy", how="letter", id="receipt"),
        event("objected", day(9), "cy"),
        event("came", day(3), "cy", how="letter", corrects="receipt", known_at=day(15)),
    )
    found = audit(law, case)
    assert verdicts(found) == ["came replaced", "objected cleared", "came in order"]
    assert found.breaches == ()
    (cleared,) = (j for j in found.judged if j.verdict is Verdict.CLEARED)
    assert [reason.rule for reason in cleared.then.reasons] == ["objected.within"]
    assert "as known then" in explain(found)


def test_what_was_replaced_is_judged_then_and_no_more_now(law: Procedure, opened: Case) -> None:
    case = restored(
        law,
        opened,
        event("looked_at", day(2), "cy", id="slip"),
        event("looked_at", day(2), "ola", corrects="slip", known_at=day(3)),
    )
    found = audit(law, case)
    assert verdicts(found) == ["came in order", "looked_at replaced", "looked_at in order"]
    slip = found.judged[-2]
    assert slip.now is None
    assert not slip.then.permitted
    assert found.breaches == ()


def test_what_was_taken_back_is_replaced_and_its_taking_back_is_in_order(
    law: Procedure, opened: Case
) -> None:
    case = restored(
        law,
        opened,
        event("looked_at", day(2), "cy", id="slip"),
        event(RETRACTED, day(3), retracts="slip"),
    )
    assert verdicts(audit(law, case)) == [
        "came in order",
        "looked_at replaced",
        "retracted in order",
    ]


def test_a_retraction_that_was_itself_taken_back_is_replaced(law: Procedure, opened: Case) -> None:
    """It no longer stands, and what it had taken back stands again."""
    case = restored(
        law,
        opened,
        event("looked_at", day(2), "ola", id="looked"),
        event(RETRACTED, day(3), retracts="looked", id="slip"),
        event(RETRACTED, day(4), retracts="slip"),
    )
    found = audit(law, case)
    assert verdicts(found) == [
        "came in order",
        "looked_at in order",
        "retracted replaced",
        "retracted in order",
    ]
    assert found.judged[-2].now is None


def test_what_was_taken_back_did_not_happen_and_its_taking_back_did(
    law: Procedure, opened: Case
) -> None:
    """Every record is judged; the audit is as of the last that happened."""
    case = restored(
        law,
        opened,
        event("looked_at", day(5), "ola", id="slip"),
        event(RETRACTED, day(3), retracts="slip"),
    )
    found = audit(law, case)
    assert [j.event for j in found.judged] == list(case.events)
    assert verdicts(found) == ["came in order", "looked_at replaced", "retracted in order"]
    assert found.as_of == day(3)


def test_a_slip_of_the_year_that_was_corrected_puts_no_deadline_in_the_past(
    law: Procedure, opened: Case
) -> None:
    slip = event("looked_at", date(2062, 6, 2), "ola", id="slip")
    right = event("looked_at", day(2), "ola", corrects="slip", known_at=day(3))
    case = restored(law, opened, slip, right)
    found = audit(law, case)
    assert (found.as_of, found.missed) == (day(2), ())
    assert verdicts(found) == ["came in order", "looked_at replaced", "looked_at in order"]
    assert audit(law, case, as_of=day(2)) == found


def test_an_answer_that_was_recorded_too_late_clears_what_rested_on_it(
    law: Procedure, begun: Case
) -> None:
    """What had been answered, and nobody had told."""
    case = engine.restore(
        law,
        [
            *(e for e in begun.events if e.id != "facts.agreed"),
            event("came", day(1), "cy", how="letter"),
            event("looked_at", day(2), "ola"),
            event("answered", day(3), "ola", to="cy", how="email"),
            event("agreed", day(2), "cy", answer=True, known_at=day(5)),
        ],
    )
    assert verdicts(audit(law, case)) == [
        "came in order",
        "looked_at in order",
        "answered cleared",
        "agreed in order",
    ]


# --- records that bear on others ----------------------------------------------------------


def test_a_supplement_is_judged_as_one_then_and_now(law: Procedure, opened: Case) -> None:
    """Grammar D5: it passes only `by` and ties."""
    case = done(law, opened, "looked_at", day(2), "ola")
    case = done(law, case, "closed", day(3), "ola")
    adds = {"adds_to": "last"}
    case = done(law, case, "looked_at", day(4), "ola", record=adds, recorded_in="log")
    assert verdicts(audit(law, case))[-1] == "looked_at in order"
    wrong = restored(law, case, event("looked_at", day(5), "cy", adds_to="last", to="cy"))
    assert breaches(audit(law, wrong)) == ["looked_at: looked_at.by"]


def test_a_supplement_of_a_corrected_event_is_a_supplement_still(
    law: Procedure, opened: Case
) -> None:
    case = restored(
        law,
        opened,
        event("looked_at", day(2), "ola", id="looked"),
        event("closed", day(3), "ola"),
        event("looked_at", day(4), "ola", adds_to="looked", recorded_in="log"),
        event("looked_at", day(2), "bo", corrects="looked", known_at=day(5)),
    )
    found = audit(law, case)
    assert verdicts(found)[1:] == [
        "looked_at replaced",
        "closed in order",
        "looked_at in order",
        "looked_at in order",
    ]
    assert [str(o) for o in found.owed] == []


def test_a_corrected_supplement_is_judged_as_a_supplement(law: Procedure, opened: Case) -> None:
    """A correction stands in the place of what it corrects, and adds to what that added to."""
    case = restored(
        law,
        opened,
        event("objected", day(2), "cy"),
        event("closed", day(3), "ola"),
        event("objected", day(4), "cy", adds_to="last", id="more"),
        event("objected", day(4), "cy", corrects="more", known_at=day(5)),
    )
    found = audit(law, case)
    assert verdicts(found)[-2:] == ["objected replaced", "objected in order"]
    assert found.judged[-1].then.permitted


def test_a_supplement_of_what_was_taken_back_is_replaced_with_it(
    law: Procedure, opened: Case
) -> None:
    case = restored(
        law,
        opened,
        event("looked_at", day(2), "ola", id="looked"),
        event("looked_at", day(3), "ola", adds_to="looked", recorded_in="log"),
        event(RETRACTED, day(4), retracts="looked"),
    )
    assert verdicts(audit(law, case))[1:] == [
        "looked_at replaced",
        "looked_at replaced",
        "retracted in order",
    ]


def test_an_override_stays_visible_whether_it_was_needed_or_not(
    law: Procedure, opened: Case
) -> None:
    case = restored(
        law,
        opened,
        event("looked_at", day(2), "cy", override=CHAIR),
        event("looked_at", day(2), "ola", override=CHAIR),
    )
    found = audit(law, case)
    assert [j.verdict for j in found.overridden] == [Verdict.BREACH, Verdict.IN_ORDER]
    assert "recorded all the same by the chair: it happened" in explain(found)


def test_an_override_that_was_taken_back_is_told_and_is_no_breach(
    law: Procedure, opened: Case
) -> None:
    case = restored(
        law,
        opened,
        event("looked_at", day(2), "cy", override=CHAIR, id="forced"),
        event(RETRACTED, day(3), retracts="forced"),
    )
    found = audit(law, case)
    assert [j.verdict for j in found.overridden] == [Verdict.REPLACED]
    assert found.breaches == ()


def test_a_tie_told_by_correcting_the_beginning_was_not_known_before_it_was_learnt(
    law: Procedure, begun: Case
) -> None:
    """What was told at the beginning was known from the start; what corrects it was not."""
    ola = Action(PERSON_TOLD, at=day(1), person="ola", who=Person(holds="officer", is_="subject"))
    correction = Event(action=ola, id="", corrects="people.ola", known_at=day(9))
    case = restored(
        law,
        begun,
        correction,
        event("came", day(1), "cy", how="letter"),
        event("looked_at", day(2), "ola"),
    )
    assert verdicts(audit(law, case)) == [
        "person_told in order",
        "came in order",
        "looked_at come to light",
    ]


def test_what_corrects_another_was_not_known_before_that_one(law: Procedure, begun: Case) -> None:
    """A correction without `known_at` cannot have been known before what it corrects."""
    case = restored(
        law,
        begun,
        event("came", day(4), "cy", how="letter", id="receipt", known_at=day(6)),
        event("looked_at", day(5), "ola"),
        event("came", day(3), "cy", how="letter", corrects="receipt"),
    )
    found = audit(law, case)
    assert verdicts(found) == ["came replaced", "looked_at cleared", "came in order"]
    known = as_known_on(law, case, day(5))
    assert [e.action.name for e in known.events][-1] == "looked_at"


# --- the shape of an audit ------------------------------------------------------------------


def test_a_record_out_of_order_is_judged_in_the_order_of_happening(
    law: Procedure, begun: Case
) -> None:
    case = restored(
        law,
        begun,
        event("looked_at", day(3), "ola"),
        event("came", day(2), "cy", how="letter"),
    )
    assert verdicts(audit(law, case)) == ["looked_at in order", "came in order"]
    late = restored(
        law,
        begun,
        event("looked_at", day(3), "ola"),
        event("came", day(2), "cy", how="letter", known_at=day(4)),
    )
    assert verdicts(audit(law, late)) == ["looked_at cleared", "came in order"]


def test_an_empty_case_has_nothing_to_judge(law: Procedure) -> None:
    assert audit(law, Case(())) == Audit(None, (), (), (), (), (), ())
    assert explain(audit(law, Case(()))) == "Nothing has happened yet."
    found = audit(law, Case(()), as_of=day(3))
    assert (found.as_of, found.judged) == (day(3), ())


def test_a_case_of_which_only_the_people_were_told_is_judged_as_of_then(
    law: Procedure, begun: Case
) -> None:
    found = audit(law, begun)
    assert (found.as_of, len(found.judged), found.breaches) == (day(1), 5, ())


def test_an_audit_as_of_a_day_leaves_out_what_happened_later(law: Procedure, opened: Case) -> None:
    """Grammar D10: a date means its end; what is known today about earlier ones is kept."""
    case = restored(
        law,
        opened,
        event("looked_at", day(2), "ola"),
        event("closed", day(4), "ola"),
        subject(day(1), known_at=day(9)),
    )
    found = audit(law, case, as_of=day(3))
    assert verdicts(found) == ["came in order", "looked_at come to light", "person_told in order"]
    assert found.as_of == day(3)
    assert [j.event.action.name for j in audit(law, case, as_of=hour(4, 0)).judged][-2:] == [
        "looked_at",
        "person_told",
    ]


def test_what_was_known_to_have_been_moved_to_a_later_day_was_known_then(
    law: Procedure, begun: Case
) -> None:
    """The receipt was thought to be of the first and is of the twentieth; that was known."""
    case = restored(
        law,
        begun,
        event("came", day(1), "cy", how="letter", id="receipt"),
        event("came", day(20), "cy", how="letter", corrects="receipt", known_at=day(10)),
        event("looked_at", day(12), "ola"),
    )
    for when in (day(15), day(20)):
        found = audit(law, case, as_of=when)
        assert verdicts(found)[0] == "came replaced"
        assert verdicts(found)[-1] == "looked_at breach"


def test_a_corrected_receipt_makes_late_what_was_in_time_as_known_then(
    law: Procedure, opened: Case
) -> None:
    """Promise 8: judged twice; nobody could know of the earlier receipt when the answer went."""
    case = done(law, opened, "looked_at", day(2), "ola", recorded_in="log")
    case = done(law, case, "answered", day(8), "ola", to="cy", how="letter")
    assert audit(law, case).missed == ()
    receipt = next(event for event in case.events if event.action.name == "came")
    earlier = Action("came", at=date(2026, 5, 20), by="cy", how="letter")
    case = engine.apply(law, case, earlier, corrects=receipt.id, known_at=day(20))
    found = audit(law, case)
    assert [clock.step for clock in found.missed] == ["answered"]
    assert found.late_since == found.missed
    assert "met late, in time as known then [P-1]" in explain(found)


def test_a_corrected_receipt_clears_what_was_late_as_known_then(
    law: Procedure, opened: Case
) -> None:
    """Promise 8, the other way round."""
    case = done(law, opened, "looked_at", day(4), "ola", recorded_in="log")
    case = done(law, case, "answered", day(10), "ola", to="cy", how="letter")
    receipt = next(event for event in case.events if event.action.name == "came")
    later = Action("came", at=day(4), by="cy", how="letter")
    case = engine.apply(law, case, later, corrects=receipt.id, known_at=day(20))
    found = audit(law, case)
    assert found.missed == ()
    assert [clock.step for clock in found.in_time_since] == ["answered"]
    assert "answered: late as known then, not missed as known now [P-1]" in explain(found)


def test_what_was_late_then_and_now_is_neither_come_to_light_nor_cleared(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "looked_at", day(2), "ola", recorded_in="log")
    case = done(law, case, "answered", day(10), "ola", to="cy", how="letter")
    found = audit(law, case)
    assert [clock.step for clock in found.missed] == ["answered"]
    assert (found.late_since, found.in_time_since) == ((), ())


def test_what_was_met_late_and_taken_back_since_is_overdue_and_not_cleared(
    law: Procedure, opened: Case
) -> None:
    """An audit does not say of one deadline that it was missed and that it was not."""
    case = done(law, opened, "looked_at", day(2), "ola", recorded_in="log")
    late = done(law, case, "answered", day(10), "ola", to="cy", how="letter", record={"id": "out"})
    gone = done(law, late, RETRACTED, day(12), record={"retracts": "out"}, because="never sent")
    found = audit(law, gone)
    assert ([c.step for c in found.missed], found.in_time_since) == (["answered"], ())
    later = Action("answered", at=day(11), by="ola", to="cy", how="letter")
    moved = audit(law, engine.apply(law, late, later, corrects="out", known_at=day(12)))
    assert ([c.step for c in moved.missed], moved.in_time_since) == (["answered"], ())
    assert moved.late_since == ()


def test_a_corrected_answer_is_late_as_known_now_and_was_in_time_as_known_then(
    law: Procedure, opened: Case
) -> None:
    case = done(law, opened, "looked_at", day(2), "ola", recorded_in="log")
    case = done(law, case, "answered", day(8), "ola", to="cy", how="letter", record={"id": "out"})
    late = Action("answered", at=day(10), by="ola", to="cy", how="letter")
    found = audit(law, engine.apply(law, case, late, corrects="out", known_at=day(12)))
    assert [c.step for c in found.late_since] == ["answered"]


def test_the_midnight_that_ends_a_day_is_later_than_the_day(law: Procedure, opened: Case) -> None:
    """Without `as_of` nothing is left out."""
    case = done(law, opened, "looked_at", day(2), "ola", recorded_in="log")
    case = done(law, case, "looked_at", hour(3, 0), "ola", recorded_in="log")
    assert [j.verdict for j in audit(law, case).judged[-2:]] == [Verdict.IN_ORDER] * 2


def test_a_mistyped_year_that_was_corrected_spoils_no_audit(law: Procedure, begun: Case) -> None:
    """Promise 8: it raises nothing."""
    case = done(law, begun, "came", date(1926, 6, 1), "cy", how="letter", record={"id": "in"})
    case = done(law, case, "looked_at", day(2), "ola", recorded_in="log")
    case = done(law, case, "answered", day(3), "ola", to="cy", how="letter")
    right = Action("came", at=day(1), by="cy", how="letter")
    case = engine.apply(law, case, right, corrects="in", known_at=day(4))
    assert audit(law, case).missed == ()
    far = done(law, case, "looked_at", date.max, "ola", record={"id": "far"})
    far = done(law, far, RETRACTED, day(5), record={"retracts": "far"}, because="a slip")
    assert audit(law, far).breaches == ()


def test_a_record_taken_back_by_whoever_is_kept_from_the_act_is_a_breach(
    law: Procedure, opened: Case
) -> None:
    """Decision 0049: it needs an override, which mends nothing."""
    case = done(law, opened, "looked_at", day(2), "bo", record={"id": "look"})
    case = done(law, case, "person_told", day(3), person="ola", who=Person(is_="subject"))
    words = {"retracts": "look", "override": Override("di", "she was asked to")}
    case = done(law, case, RETRACTED, day(4), "ola", record=words, because="no")
    (found,) = audit(law, case).breaches
    assert (found.event.action.name, found.then.reasons[0].rule) == (RETRACTED, "aside")


def test_what_was_owed_when_its_stage_was_left_is_told_unless_it_was_done_late(
    law: Procedure, opened: Case
) -> None:
    """A6: owed is what is open; an audit tells also what was never done."""
    assert audit(law, opened, as_of=day(3)).left_undone == ()
    case = done(law, opened, "looked_at", day(2), "ola", recorded_in="log")
    shut = done(law, case, "closed", day(3), "ola")
    found = audit(law, shut)
    assert ([str(o) for o in found.left_undone], found.owed) == (["answered"], ())
    late = done(law, shut, "answered", day(4), "ola", to="cy", how="letter")
    assert audit(law, late).left_undone == ()


def test_an_override_by_whoever_acts_is_told_as_that(law: Procedure, opened: Case) -> None:
    case = done(law, opened, "person_told", day(2), person="ola", who=Person(is_="subject"))
    own = {"override": Override("ola", "nobody else was there")}
    case = done(law, case, "looked_at", day(2), "ola", record=own)
    assert "recorded all the same by ola, who did it: nobody else was there" in explain(
        audit(law, case)
    )


def test_missed_are_the_promises_that_are_overdue_or_were_met_late(
    law: Procedure, opened: Case
) -> None:
    """A window that closed unused is no breach; what was done late was done late for ever."""
    case = done(law, opened, "looked_at", day(2), "ola", recorded_in="log")
    assert audit(law, case, as_of=day(8)).missed == ()
    overdue = audit(law, case, as_of=day(9))
    assert [(c.step, c.status(as_of=day(9))) for c in overdue.missed] == [
        ("answered", Status.OVERDUE)
    ]
    assert [str(o) for o in overdue.owed] == ["answered"]
    case = done(law, case, "answered", day(10), "ola", to="cy", how="letter")
    late = audit(law, case)
    assert [(c.step, c.status(as_of=day(10))) for c in late.missed] == [
        ("answered", Status.MET_LATE)
    ]
    assert late.owed == ()
    assert late.breaches == ()
    assert "answered (due Monday 8 June 2026): met late [P-1]" in explain(late)


def test_a_case_is_audited_under_another_version_of_its_policy(opened: Case) -> None:
    """Design 6: the procedure is the first argument, never an attribute of a case."""
    stricter = policy(LAW.replace("by: officer, then: shut", "by: chair, then: shut"))
    looser = policy(LAW.replace("after: looked_at", "after: came"))
    rest = (event("answered", day(2), "ola", to="cy", how="email"), event("closed", day(3), "ola"))
    assert breaches(audit(stricter, restored(stricter, opened, *rest))) == [
        "answered: answered.after",
        "closed: closed.by",
    ]
    assert breaches(audit(looser, restored(stricter, opened, *rest))) == []


def test_a_policy_that_does_not_know_an_event_cannot_judge_it(opened: Case) -> None:
    other = policy("""
roles: {customer: {title: You}}
facts: {agreed: {means: it is agreed, decided_by: customer}}
begins: {arrived: {by: customer, then: open}}
stages: {open: {title: Open}}
""")
    with pytest.raises(InputError, match="no event is called 'came'"):
        audit(other, opened)


def test_a_policy_that_knows_fewer_offices_and_people_judges_all_the_same(opened: Case) -> None:
    """Whom it does not know holds nothing of it."""
    other = policy("""
roles: {customer: {title: You}, clerk: {title: A clerk}}
facts: {agreed: {means: it is agreed, decided_by: customer}}
begins: {came: {by: clerk, then: open}}
stages: {open: {title: Open}}
""")
    assert breaches(audit(other, opened)) == ["came: came.by"]


def test_an_audit_past_the_data_of_the_calendar_says_so(law: Procedure, begun: Case) -> None:
    case = restored(law, begun, event("came", date(2100, 1, 1), "cy", how="letter"))
    with pytest.raises(OutsideCalendar):
        audit(law, case)


def test_a_moment_without_a_zone_is_refused(law: Procedure, opened: Case) -> None:
    naive = datetime(2026, 6, 1)  # noqa: DTZ001
    with pytest.raises(InputError, match="as_of has no time zone"):
        audit(law, opened, as_of=naive)
    with pytest.raises(InputError, match="moment has no time zone"):
        as_known_on(law, opened, naive)


# --- what was known -----------------------------------------------------------------------


def test_a_case_as_known_on_a_day_lacks_what_became_known_later(
    law: Procedure, opened: Case
) -> None:
    case = restored(
        law,
        opened,
        event("looked_at", day(2), "ola"),
        subject(day(1), known_at=day(9)),
    )
    then = as_known_on(law, case, day(8))
    assert then.events == case.events[:-1]
    assert as_known_on(law, case, day(9)) == case
    assert audit(law, then).breaches == ()


def test_what_was_recorded_as_planned_was_known_when_it_was_recorded(
    law: Procedure, opened: Case
) -> None:
    planned = event("closed", day(12), "ola", known_at=day(2))
    case = restored(law, opened, planned)
    assert as_known_on(law, case, day(3)) == case
    assert as_known_on(law, restored(law, opened, event("closed", day(12), "ola")), day(3)) == (
        opened
    )


def test_what_bears_on_another_is_not_known_before_that_one(law: Procedure, begun: Case) -> None:
    case = restored(
        law,
        begun,
        event("came", day(1), "cy", how="letter", id="receipt", known_at=day(5)),
        event("came", day(2), "cy", how="letter", corrects="receipt"),
        event("came", day(3), "cy", adds_to="receipt", how="letter"),
        event(RETRACTED, day(4), retracts="receipt"),
    )
    assert as_known_on(law, case, day(4)) == begun
    assert as_known_on(law, case, day(5)) == case


def test_who_people_are_was_known_from_the_start_whatever_its_date(
    law: Procedure,
) -> None:
    """As in an audit: it says who somebody is, not when."""
    case = engine.begin(law, at=day(10), people=people(cy="customer"))
    case = done(law, case, "came", day(2), "cy", how="letter")
    assert as_known_on(law, case, day(5)) == case
    assert as_known_on(law, case, day(1)).events == case.events[:1]


# --- in words -----------------------------------------------------------------------------


def test_an_audit_in_words_names_each_event_and_its_clauses(law: Procedure, opened: Case) -> None:
    case = restored(law, opened, event("looked_at", day(2), "ola"), event("closed", day(3), "cy"))
    assert explain(audit(law, case, as_of=day(9))).splitlines() == [
        "8 records judged, as of Tuesday 9 June 2026.",
        "- closed by cy on Wednesday 3 June 2026: against the rules",
        "  cy holds customer; it is for officer [closed.by]",
        "- still owed: looked_at.recorded_in log",
        "- left undone when its stage was left: answered [P-1]",
    ]


def test_an_audit_with_nothing_to_tell_says_so(law: Procedure, opened: Case) -> None:
    assert explain(audit(law, opened)).splitlines() == [
        "6 records judged, as of Monday 1 June 2026.",
        "Every event was in order, as known then and as known now.",
        "- still owed: looked_at",
    ]


def test_nothing_was_known_before_what_was_told_at_the_beginning() -> None:
    """Design 4: whoever is told of at the beginning is named by nobody, whatever day is said of when something else was known."""
    law = policy(
        LAW.replace("title: An officer}", "title: An officer, appointed_by: chair, cites: P-1}")
    )
    case = engine.begin(law, at=day(5), people=people(cy="customer", ola="officer", di="chair"))
    known = day(2)
    case = engine.restore(
        law, [event("came", day(1), "cy", known_at=known, how="letter")], onto=case
    )
    assert [str(each.verdict) for each in audit(law, case).judged] == ["in order"] * 4
