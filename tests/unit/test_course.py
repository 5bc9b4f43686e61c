"""The history read under a procedure. Letters such as A2 or D1 name paragraphs of the language."""

from datetime import UTC, date, datetime

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Override, Person, Tie
from complaintflow.course import Course, as_of, before, follows, in_order, leads_on
from complaintflow.procedure import Procedure
from tests.policies import LONDON, day, done, hour, owed, people, policy, refused, statuses

ANYHOW = {"override": Override("the chair", "it happened")}

LOOP = """
roles: {customer: {title: You}, officer: {title: An officer}}
facts: {urgent: {means: it is urgent, decided_by: officer}}
begins:
  noted: {by: customer}
  came:  {by: customer, then: first}
stages:
  first:
    title: First
    must:
      seen:     {by: officer, within: 3 working days of start of first}
      answered: {by: officer, after: seen, to: customer, then: second}
    may: {pushed: {by: customer, then: second}}
  second:
    title: Second
    must: {heard: {by: officer}}
    may:
      sent_back: {by: officer, then: first}
      closed_by: {by: customer, then: shut}
  third:
    title: Third, which nothing leads to
    must: {pondered: {by: officer, then: shut}}
throughout:
  must: {logged: {by: officer}}
  may:
    remarked:  {by: customer}
    gave_up:   {by: customer, then: shut}
ends:
  shut:
    title: Shut
    must: {filed: {by: officer}}
    may: {reopened: {by: customer, then: second}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(LOOP)


@pytest.fixture
def begun(law: Procedure) -> Case:
    return engine.begin(law, at=day(1), people=people(cy="customer", ola="officer"))


@pytest.fixture
def opened(law: Procedure, begun: Case) -> Case:
    return done(law, begun, "came", day(1), "cy")


def course(law: Procedure, case: Case) -> Course:
    return engine.course_of(law, case)


def read_order(law: Procedure, case: Case) -> list[str]:
    return [event.id for event in course(law, case).events]


# --- order of reading -----------------------------------------------------------------


def remarks(law: Procedure, case: Case, **at: object) -> Case:
    for name, moment in at.items():
        case = done(law, case, "remarked", moment, "cy", record={"id": name})  # type: ignore[arg-type]
    return case


def tail(law: Procedure, case: Case, n: int) -> str:
    return "".join(read_order(law, case)[-n:])


def test_events_are_read_by_day_whatever_the_order_of_recording(
    law: Procedure, opened: Case
) -> None:
    """D1."""
    case = remarks(law, opened, a=day(5), b=day(3), c=day(4))
    assert tail(law, case, 3) == "bca"
    assert [event.id for event in case.events[-3:]] == ["a", "b", "c"]


def test_events_of_one_day_without_hours_stand_as_they_were_recorded(
    law: Procedure, opened: Case
) -> None:
    """D1."""
    assert tail(law, remarks(law, opened, b=day(3), a=day(3), c=day(3)), 3) == "bac"


def test_events_of_one_day_with_hours_stand_by_the_hour(law: Procedure, opened: Case) -> None:
    """D1."""
    case = remarks(law, opened, a=hour(3, 15), b=hour(3, 9), c=hour(3, 12))
    assert tail(law, case, 3) == "bca"


def test_an_event_stands_before_the_first_that_is_certainly_later_and_else_last(
    law: Procedure, opened: Case
) -> None:
    """D1: a bare date is certainly before or after nothing of its day."""
    case = remarks(law, opened, a=hour(3, 15), x=day(3), b=hour(3, 9), y=day(3), c=hour(3, 12))
    assert tail(law, case, 5) == "bcaxy"


def test_no_record_changes_the_order_of_two_others(law: Procedure, opened: Case) -> None:
    """D1."""
    names: dict[str, date | datetime] = {
        "a": hour(3, 15),
        "x": day(3),
        "b": hour(3, 9),
        "y": day(3),
        "c": hour(3, 12),
        "z": day(2),
    }
    case, before_ = opened, ""
    for name, at in names.items():
        case = remarks(law, case, **{name: at})
        now = "".join(n for n in read_order(law, case) if n in names)
        assert now.replace(name, "") == before_
        before_ = now


def test_hours_of_other_zones_fall_on_the_day_of_the_procedures_zone(
    law: Procedure, opened: Case
) -> None:
    """Design 4."""
    after_midnight = datetime(2026, 6, 3, 23, 30, tzinfo=UTC)  # 00:30 on the 4th in London
    case = remarks(law, opened, a=after_midnight, b=day(3), c=hour(4, 0, 15))
    assert tail(law, case, 3) == "bca"


def test_the_hour_that_comes_twice_is_read_in_its_order(law: Procedure, begun: Case) -> None:
    """D1, design 4."""
    second = datetime(2026, 10, 25, 1, 15, tzinfo=LONDON, fold=1)
    first = datetime(2026, 10, 25, 1, 45, tzinfo=LONDON)
    opened = done(law, begun, "came", day(1), "cy")
    assert tail(law, remarks(law, opened, a=second, b=first), 2) == "ba"


def test_an_action_is_judged_on_what_stands_before_it(law: Procedure, opened: Case) -> None:
    """D1: an action before the last event knows nothing of what came later."""
    case = done(law, opened, "pushed", day(10), "cy")
    assert refused(law, case, "pushed", day(10), "cy") == ["pushed.place"]
    assert refused(law, case, "pushed", day(9), "cy") == []
    assert refused(law, case, "closed_by", day(9), "cy") == ["closed_by.place"]
    assert refused(law, case, "closed_by", day(10), "cy") == []


def test_an_earlier_hour_is_judged_on_what_stands_before_that_hour(
    law: Procedure, opened: Case
) -> None:
    """D1."""
    case = done(law, opened, "pushed", hour(10, 12), "cy")
    assert refused(law, case, "pushed", hour(10, 11), "cy") == []
    assert refused(law, case, "closed_by", hour(10, 11), "cy") == ["closed_by.place"]
    assert refused(law, case, "closed_by", hour(10, 12), "cy") == []
    assert refused(law, case, "closed_by", day(10), "cy") == []


def test_an_hour_before_one_that_was_recorded_takes_its_place_before_a_bare_date(
    law: Procedure, opened: Case
) -> None:
    """D1: 15:00, then a bare date, then 14:00 is read 14:00, the bare date, 15:00."""
    case = remarks(law, opened, a=hour(10, 15))
    case = done(law, case, "pushed", day(10), "cy")
    early = Action("closed_by", at=hour(10, 14), by="cy")
    assert before(law, course(law, case), early).stage == "first"
    later = Action("closed_by", at=hour(10, 16), by="cy")
    assert before(law, course(law, case), later).stage == "second"


def test_what_is_told_at_the_beginning_holds_for_what_happened_before_it_was_told(
    law: Procedure, opened: Case
) -> None:
    """D2: `begin` says who people are, not when they came to be."""
    assert refused(law, opened, "noted", day(1).replace(month=5), "cy") == []
    case = done(law, opened, "noted", day(1).replace(month=5), "cy")
    assert read_order(law, case) == ["people.cy", "people.ola", "2", "1"]
    later = done(law, opened, "person_told", day(5), person="al", who=Person(holds="customer"))
    assert refused(law, later, "remarked", day(4), "al") == ["remarked.by"]


def test_an_answer_told_later_is_later_though_nobody_acted_before_it_was_told(
    law: Procedure, begun: Case
) -> None:
    """D1, D10: the last answer in order of happening holds, and later ones are left out."""
    case = done(law, begun, "urgent", day(10), answer=False)
    case = done(law, case, "urgent", day(5), "ola", answer=True)
    assert course(law, case).answer("urgent") is False
    assert as_of(law, course(law, case), day(7)).answer("urgent") is True


def test_before_anything_happened_there_is_nothing_to_stand_on(
    law: Procedure, opened: Case
) -> None:
    """D1."""
    empty = Case(())
    assert before(law, course(law, empty), Action("noted", at=day(1))) == Course()
    assert follows(law, Course(), opened.events[0])


def test_what_is_recorded_out_of_order_gives_the_course_of_the_order_of_happening(
    law: Procedure, opened: Case
) -> None:
    """D1."""
    late = done(law, done(law, opened, "pushed", day(10), "cy"), "seen", day(8), "ola")
    straight = done(law, done(law, opened, "seen", day(8), "ola"), "pushed", day(10), "cy")
    assert [e.action for e in course(law, late).events] == [
        e.action for e in course(law, straight).events
    ]
    assert course(law, late).visits == course(law, straight).visits


# --- places and visits ----------------------------------------------------------------


def test_begins_is_open_until_the_first_then_and_never_after(law: Procedure, begun: Case) -> None:
    """D3."""
    assert refused(law, begun, "noted", day(1), "cy") == []
    assert refused(law, begun, "came", day(1), "cy") == []
    opened = done(law, begun, "came", day(1), "cy")
    assert refused(law, opened, "noted", day(2), "cy") == ["noted.place"]
    assert refused(law, opened, "came", day(2), "cy") == ["came.place"]


def test_throughout_is_open_from_the_first_then_on(law: Procedure, begun: Case) -> None:
    """D3."""
    assert refused(law, begun, "remarked", day(1), "cy") == ["remarked.place"]
    assert refused(law, begun, "logged", day(1), "ola") == ["logged.place"]
    opened = done(law, begun, "came", day(1), "cy")
    assert refused(law, opened, "remarked", day(1), "cy") == []


def test_a_step_before_the_beginning_opens_nothing_and_belongs_to_the_case(
    law: Procedure, begun: Case
) -> None:
    """B, begins: a step without `then` may come before, and opens nothing."""
    case = done(law, begun, "noted", day(1), "cy")
    assert course(law, case).stage is None
    case = done(law, case, "came", day(2), "cy")
    now = course(law, case)
    assert now.stage == "first"
    assert [o.visit for o in now.times("noted")] == [now.visit_of("begins")] == [0]
    assert [(v.place, v.since, v.until) for v in now.visits] == [
        ("begins", day(1), day(2)),
        ("throughout", day(2), None),
        ("first", day(2), None),
    ]


def test_in_an_end_throughout_stays_open_but_for_what_leads_on(
    law: Procedure, opened: Case
) -> None:
    """A6, D3."""
    case = done(law, opened, "gave_up", day(2), "cy")
    assert course(law, case).stage == "shut"
    assert refused(law, case, "remarked", day(3), "cy") == []
    assert refused(law, case, "logged", day(3), "ola") == []
    assert refused(law, case, "gave_up", day(3), "cy") == ["gave_up.place"]
    assert owed(law, case, day(3)) == ["logged", "filed"]


def test_an_end_is_left_again_by_its_own_then(law: Procedure, opened: Case) -> None:
    """B, ends: left again by `may` with `then`."""
    case = done(law, opened, "gave_up", day(2), "cy")
    case = done(law, case, "reopened", day(3), "cy")
    assert course(law, case).stage == "second"
    assert refused(law, case, "gave_up", day(4), "cy") == []


def test_a_stage_entered_twice_is_two_visits_each_with_its_own_work(
    law: Procedure, opened: Case
) -> None:
    """A2: from the event that led in until the next `then` runs one visit."""
    case = done(law, opened, "seen", day(2), "ola")
    case = done(law, case, "pushed", day(3), "cy")
    case = done(law, case, "sent_back", day(8), "ola")
    assert owed(law, case, day(8)) == ["logged", "seen"]  # done before is not done this time
    assert refused(law, case, "answered", day(8), "ola") == ["answered.after"]
    assert statuses(law, case, "seen", day(12)) == ["met", "overdue"]
    case = done(law, case, "seen", day(9), "ola")
    assert statuses(law, case, "seen", day(12)) == ["met", "met"]
    now = course(law, case)
    assert now.visits_of("first") == (2, 4)
    assert now.visit_of("first") == 4
    assert [o.visit for o in now.times("seen")] == [2, 4]


def test_a_place_never_entered_admits_nothing_not_even_its_musts(
    law: Procedure, opened: Case
) -> None:
    """D4."""
    assert refused(law, opened, "heard", day(2), "ola") == ["heard.place"]
    assert refused(law, opened, "pondered", day(2), "ola") == ["pondered.place"]
    assert course(law, opened).visit_of("third") == -1


def test_late_work_of_a_place_left_is_never_refused_and_counts(
    law: Procedure, opened: Case
) -> None:
    """D4: late work counts for anchors, particulars and clocks."""
    case = done(law, opened, "pushed", day(10), "cy")
    assert refused(law, case, "answered", day(11), "ola") == ["answered.after"]
    case = done(law, case, "seen", day(11), "ola")
    assert statuses(law, case, "seen", day(12)) == ["met late"]
    assert refused(law, case, "answered", day(12), "ola") == []


def test_the_then_of_late_work_is_ignored(law: Procedure, opened: Case) -> None:
    """D4."""
    case = done(law, opened, "seen", day(2), "ola")
    case = done(law, case, "pushed", day(3), "cy")
    case = done(law, case, "closed_by", day(4), "cy")
    case = done(law, case, "answered", day(5), "ola", to="cy")
    assert course(law, case).stage == "shut"
    assert [v.place for v in course(law, case).visits].count("second") == 1


def test_the_then_of_late_work_is_ignored_even_when_overridden(
    law: Procedure, opened: Case
) -> None:
    """D4: an override lets late work stand, and late work moves nothing."""
    case = done(law, opened, "pushed", day(3), "cy")
    case = done(law, case, "closed_by", day(4), "cy")
    assert refused(law, case, "answered", day(5), "ola") == ["answered.after"]
    case = done(law, case, "answered", day(5), "ola", record=ANYHOW)
    assert course(law, case).stage == "shut"


def test_a_right_of_a_place_left_is_gone(law: Procedure, opened: Case) -> None:
    """A6: only a must of a place already left may still be recorded."""
    case = done(law, opened, "pushed", day(3), "cy")
    assert refused(law, case, "pushed", day(4), "cy") == ["pushed.place"]


def test_an_override_of_a_closed_place_moves_the_case(law: Procedure, opened: Case) -> None:
    """A1: an override admits what was refused."""
    case = done(law, opened, "closed_by", day(2), "cy", record=ANYHOW)
    assert course(law, case).stage == "shut"
    case = done(law, case, "pondered", day(3), "ola", record=ANYHOW)
    assert [visit.place for visit in course(law, case).visits[2:]] == ["first", "shut", "shut"]
    case = done(law, case, "gave_up", day(4), "cy", record=ANYHOW)
    assert course(law, case).visits[-1].since == day(4)


def test_work_overridden_in_a_place_never_entered_is_not_done_there_later(
    law: Procedure, opened: Case
) -> None:
    """A2."""
    case = done(law, opened, "heard", day(2), "ola", record=ANYHOW)
    assert course(law, case).times("heard")[0].visit == -1
    case = done(law, case, "pushed", day(3), "cy")
    assert owed(law, case, day(3)) == ["logged", "heard"]


def test_whether_a_then_takes_effect_can_be_asked_without_an_event(
    law: Procedure, opened: Case
) -> None:
    """A2."""
    now = course(law, opened)
    assert leads_on(law, now, law.steps["pushed"])
    assert not leads_on(law, now, law.steps["closed_by"])


# --- people ---------------------------------------------------------------------------

OFFICES = """
relations: {subject: is complained about, child: is a child, kin: {says: is a relative of, between: two people}}
roles:
  customer: {title: You}
  boss:     {title: The boss, holders: one}
  helper:   {title: A helper}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    may:
      boss_named:   {by: customer, appoints: boss}
      helper_named: {by: customer, appoints: helper}
"""


def office_case(**who: Person) -> tuple[Procedure, Case]:
    law = policy(OFFICES)
    everybody = {"cy": Person(holds="customer"), **who}
    return law, done(law, engine.begin(law, at=day(1), people=everybody), "came", day(1), "cy")


def tell(law: Procedure, case: Case, name: str, who: Person, number: int = 2) -> Case:
    return done(law, case, "person_told", day(number), person=name, who=who)


def test_what_is_told_of_a_person_adds_up() -> None:
    """D2."""
    law, case = office_case(bo=Person(holds="helper", is_="child"))
    case = tell(law, case, "bo", Person(holds="boss", is_=[Tie("subject"), Tie("kin", "cy")]))
    bo = course(law, case).people["bo"]
    assert bo.holds == ("helper", "boss")
    assert bo.is_ == (Tie("child"), Tie("subject"), Tie("kin", "cy"))


def test_a_relation_denied_now_replaces_what_was_told_before_and_the_other_way() -> None:
    """D2, A7: `is_not` tells that a tie is known to be absent."""
    law, case = office_case(bo=Person(is_=["subject", "child"]))
    case = tell(law, case, "bo", Person(is_not="subject"))
    bo = course(law, case).people["bo"]
    assert (bo.is_, bo.is_not) == ((Tie("child"),), (Tie("subject"),))
    case = tell(law, case, "bo", Person(is_="subject"), 3)
    bo = course(law, case).people["bo"]
    assert (bo.is_, bo.is_not) == ((Tie("child"), Tie("subject")), ())


def test_a_person_may_be_told_of_at_any_time_also_after_the_end() -> None:
    """D2."""
    law, case = office_case()
    case = tell(law, case, "bo", Person(holds="helper"), 28)
    assert course(law, case).holders("helper") == ("bo",)
    assert engine.owed(law, case, as_of=day(27)) == ()
    assert as_of(law, course(law, case), day(27)).holders("helper") == ()


def test_an_appointment_to_an_office_of_one_takes_it_from_whoever_held_it() -> None:
    """B, holders: one."""
    law, case = office_case(bo=Person(holds=["boss", "helper"], is_="child"), di=Person())
    case = done(law, case, "boss_named", day(2), "cy", holder="di")
    now = course(law, case)
    assert now.holders("boss") == ("di",)
    assert now.people["bo"] == Person(holds="helper", is_="child")
    assert now.has_held("boss", "bo")
    assert now.has_held("boss", "di")
    assert not now.has_held("boss", "cy")
    assert not now.has_held("boss", "nobody")


def test_an_appointment_to_an_office_of_several_adds_a_holder() -> None:
    """B, appoints."""
    law, case = office_case(bo=Person(holds="helper"), di=Person())
    case = done(law, case, "helper_named", day(2), "cy", holder="di")
    assert course(law, case).holders("helper") == ("bo", "di")


def test_who_is_appointed_again_still_holds_it_once() -> None:
    """B, appoints."""
    law, case = office_case(bo=Person(holds="boss"))
    case = done(law, case, "boss_named", day(2), "cy", holder="bo")
    assert course(law, case).people["bo"].holds == ("boss",)


def test_an_appointment_that_names_nobody_changes_no_office() -> None:
    """B, appoints: the name is owed."""
    law, case = office_case(bo=Person(holds="boss"))
    case = done(law, case, "boss_named", day(2), "cy")
    assert course(law, case).holders("boss") == ("bo",)
    assert owed(law, case, day(2)) == ["boss_named.appoints boss"]


# --- facts ----------------------------------------------------------------------------


def test_the_last_answer_in_order_of_happening_holds(law: Procedure, opened: Case) -> None:
    """A, Reductions: fact = event with an answer, the last one holding."""
    assert course(law, opened).answer("urgent") is None
    case = done(law, opened, "urgent", day(5), "ola", answer=True)
    case = done(law, case, "urgent", day(4), "ola", answer=False)  # recorded later, given earlier
    assert course(law, case).answer("urgent") is True
    case = done(law, case, "urgent", day(6), "ola", answer=False)
    assert course(law, case).answer("urgent") is False
    assert [o.visit for o in course(law, case).times("urgent")] == [-1, -1, -1]


# --- corrections ----------------------------------------------------------------------


def test_a_correction_moves_an_event_to_the_day_on_which_it_happened(
    law: Procedure, opened: Case
) -> None:
    """D6."""
    case = done(law, opened, "seen", day(9), "ola", record={"id": "late"})
    assert statuses(law, case, "seen", day(9)) == ["met late"]
    case = done(law, case, "seen", day(3), "ola", record={"corrects": "late"})
    assert statuses(law, case, "seen", day(9)) == ["met"]
    assert len(case.events) == 5


def test_taking_back_the_event_that_led_on_leads_back(law: Procedure, opened: Case) -> None:
    """D6."""
    case = done(law, opened, "pushed", day(3), "cy", record={"id": "push"})
    case = done(law, case, "retracted", day(4), record={"retracts": "push"})
    assert course(law, case).stage == "first"
    assert [v.until for v in course(law, case).visits] == [day(1), None, None]


def test_a_correction_of_a_person_changes_who_may_act(law: Procedure, opened: Case) -> None:
    """D6: people are events too."""
    told = next(e.id for e in opened.events if e.action.particulars.person == "ola")
    case = done(
        law,
        opened,
        "person_told",
        day(1),
        person="ola",
        who=Person(holds="customer"),
        record={"corrects": told},
    )
    assert refused(law, case, "seen", day(2), "ola") == ["seen.by"]


# --- as of ----------------------------------------------------------------------------


def test_what_happened_later_is_left_out_of_an_answer_as_of_a_day(
    law: Procedure, opened: Case
) -> None:
    """D10."""
    case = done(law, opened, "pushed", hour(10, 12), "cy")
    now = course(law, case)
    assert as_of(law, now, day(9)).stage == "first"
    assert as_of(law, now, hour(10, 11)).stage == "first"
    assert as_of(law, now, hour(10, 12)).stage == "second"
    assert as_of(law, now, day(10)) is now


def test_what_is_known_today_about_an_earlier_day_is_kept(law: Procedure, opened: Case) -> None:
    """D10: what was known then is another question."""
    case = done(law, opened, "seen", day(9), "ola", record={"id": "late"})
    case = done(law, case, "seen", day(3), "ola", record={"corrects": "late", "known_at": day(20)})
    assert statuses(law, case, "seen", day(5)) == ["met"]


def test_an_answer_as_of_an_hour_does_not_depend_on_what_came_after_it(
    law: Procedure, opened: Case
) -> None:
    """D10: events after it are left out."""
    without = remarks(law, opened, x=day(10), b=hour(10, 9))
    with_later = remarks(law, opened, a=hour(10, 15), x=day(10), b=hour(10, 9))
    now, then = (as_of(law, course(law, c), hour(10, 10)) for c in (without, with_later))
    assert [event.id for event in then.events][-2:] == [event.id for event in now.events][-2:]


def test_reading_order_can_be_asked_of_a_list_of_events(law: Procedure, opened: Case) -> None:
    """D1."""
    case = remarks(law, opened, a=hour(3, 15), b=hour(3, 9))
    assert [e.id for e in in_order(law, case.events)][-2:] == ["b", "a"]
