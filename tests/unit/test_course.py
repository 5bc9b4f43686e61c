"""The history read under a procedure. Letters such as A2 or D1 name paragraphs of the language."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Event, Override, Person, Tie
from complaintflow.course import (
    Course,
    Times,
    Visit,
    as_of,
    before,
    before_event,
    between,
    follows,
    in_order,
    in_visit,
    is_open,
    leads_on,
    one_by_one,
    read,
)
from complaintflow.procedure import Procedure
from complaintflow.relating import kinds
from tests.policies import LONDON, day, done, hour, owed, people, policy, refused, statuses, times

ANYHOW = {"override": Override("the chair", "it happened")}

LOOP = """
roles: {customer: {title: You}, officer: {title: An officer}}
facts: {urgent: {means: it is urgent, decided_by: officer}}
happenings: {snowed: {says: it snowed}}
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
    last = Action("closed_by", at=day(11), by="cy")
    assert before(law, course(law, case), last) is course(law, case)  # nothing is read anew


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


def test_what_comes_after_all_that_was_recorded_is_added_and_nothing_read_anew(
    law: Procedure, opened: Case
) -> None:
    """D1: but an hour may stand before a bare date of its day, and a correction anywhere."""

    def may_be_added(last: date | datetime, at: date | datetime) -> bool:
        now = course(law, remarks(law, opened, a=last))
        event = Event(action=Action("remarked", at=at, by="cy"), id="b")
        assert not follows(law, now, replace(event, corrects="a"))
        assert not follows(law, now, replace(event, adds_to="a"))
        return follows(law, now, event)

    assert [may_be_added(day(10), at) for at in (day(9), hour(10, 9), day(10), hour(11, 9))] == [
        *(False, False, True, True)
    ]
    assert [may_be_added(hour(10, 12), at) for at in (hour(10, 11), day(10), hour(10, 13))] == [
        *(False, True, True)
    ]


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


def test_what_no_rule_admitted_and_nobody_overrode_moves_nothing(
    law: Procedure, opened: Case
) -> None:
    """A2: the history of another system is read as it is, and `audit` judges it."""
    shut = Event(action=Action("closed_by", at=day(2), by="cy"), id="")
    case = engine.restore(law, [*opened.events, shut])
    assert course(law, case).stage == "first"
    assert len(course(law, case).times("closed_by")) == 1


def test_what_is_done_again_and_again_ends_with_the_case() -> None:
    """D3: in an end `throughout` is open, but for what repeats: it is owed no more."""
    each = times()
    case = engine.begin(each, at=day(1), people=people(cy="customer", ola="officer"))
    case = done(each, case, "came", day(1), "cy")
    told = each.steps["kept_told"]
    assert is_open(each, course(each, case), told)
    assert "kept_told" in owed(each, case, day(2))
    case = done(each, case, "gave_up", day(2), "cy")
    assert not is_open(each, course(each, case), told)
    assert "kept_told" not in owed(each, case, day(3))


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


def test_a_stay_that_lasts_was_left_at_no_position(law: Procedure, opened: Case) -> None:
    begins, throughout, first = course(law, opened).visits
    assert (begins.position, begins.left_at) == (0, 2)  # cy and ola were told of first
    assert (throughout.position, throughout.left_at) == (2, -1)
    assert (first.position, first.left_at) == (2, -1)


def test_the_stay_that_had_last_begun_by_a_position(law: Procedure, opened: Case) -> None:
    """A2: of several stays in one stage, that of the work that was done at the time."""
    case = done(law, opened, "seen", day(2), "ola")
    case = done(law, case, "pushed", day(3), "cy")
    case = done(law, case, "sent_back", day(8), "ola")
    now = course(law, case)
    assert now.visits[0].until == day(1)
    assert now.visits[2:] == (
        Visit("first", since=day(1), position=2, until=day(3), left_at=4),
        Visit("second", since=day(3), position=4, until=day(8), left_at=5),
        Visit("first", since=day(8), position=5),
    )
    assert [now.visit_at("first", n) for n in range(7)] == [-1, -1, 2, 2, 2, 4, 4]
    assert [now.visit_at("second", n) for n in range(7)] == [-1, -1, -1, -1, 3, 3, 3]
    assert now.visit_at("third", 6) == -1


def test_times_are_told_apart_by_the_stay_and_by_what_came_before(
    law: Procedure, opened: Case
) -> None:
    """A2: what was done in another stay is not done in this one."""
    case = done(law, opened, "seen", day(2), "ola", record={"id": "a"})
    case = done(law, case, "pushed", day(3), "cy")
    case = done(law, case, "sent_back", day(8), "ola")
    case = done(law, case, "seen", day(9), "ola", record={"id": "b"})
    case = done(law, case, "seen", day(9), "ola", record={"id": "c"})
    seen = course(law, case).times("seen")
    assert [each.position for each in seen] == [3, 6, 7]

    def ids(found: Times) -> str:
        return "".join(each.event.id for each in found)

    assert [ids(in_visit(seen, visit)) for visit in range(1, 6)] == ["", "a", "", "bc", ""]
    assert [ids(between(seen, n)) for n in (2, 3, 5, 6, 7)] == ["abc", "bc", "bc", "c", ""]
    assert [ids(between(seen, 2, until)) for until in (2, 3, 5, 6, 7)] == [
        "",
        "a",
        "a",
        "ab",
        "abc",
    ]


# --- people ---------------------------------------------------------------------------

OFFICES = """
relations:
  subject: is complained about
  child: is a child
  kin: {says: is a relative of, between: two people}
  wed: {says: is married to, between: two people, both_ways: true}
roles:
  customer: {title: You}
  boss:     {title: The boss, holders: one}
  helper:   {title: A helper}
facts: {leave: {means: they may come, decided_by: customer, for_each: subject}}
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
    assert [course(law, case).holders(role) for role in ("helper", "boss")] == [("bo",), ("bo",)]
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


def test_what_was_denied_is_kept_with_who_told_it_and_who_denied_it() -> None:
    """A7: until it is told once more; of one person, and of one relation, apart from the others."""
    law, case = office_case(bo=Person(is_=["subject", "child"]), di=Person())

    def told(case: Case, id: str, name: str, **who: str) -> Case:  # noqa: A002
        said = Action("person_told", at=day(2), person=name, who=Person(**who))
        return engine.apply(law, case, said, id=id)

    def denied(case: Case) -> dict[tuple[str, str], tuple[str, str]]:
        kept = course(law, case).denied
        return {(name, tie.relation): ids for (name, tie), ids in kept.items()}

    case = told(case, "a", "di", is_="subject")
    case = told(case, "b", "bo", holds="helper")
    case = done(law, case, "leave", day(2), "cy", person="bo", answer=True)
    assert denied(case) == {}
    case = told(case, "c", "bo", is_not="subject")
    assert denied(case) == {("bo", "subject"): ("people.bo", "c")}
    case = told(case, "d", "di", is_not="subject")
    case = told(case, "e", "bo", is_not="child")
    every = {
        ("bo", "subject"): ("people.bo", "c"),
        ("di", "subject"): ("a", "d"),
        ("bo", "child"): ("people.bo", "e"),
    }
    assert denied(case) == every
    again = denied(told(case, "f", "bo", is_="subject"))
    assert again == {key: ids for key, ids in every.items() if key != ("bo", "subject")}
    assert denied(told(case, "g", "bo", holds="boss")) == every


def test_what_goes_both_ways_and_is_told_of_the_other_now_was_not_denied() -> None:
    law, case = office_case(bo=Person(is_={"wed": "di"}), di=Person())
    case = tell(law, case, "di", Person(is_=Tie("wed", "bo", until=day(20))))
    now = course(law, case)
    assert (now.people["bo"].is_, now.denied) == ((), {})
    case = tell(law, case, "bo", Person(is_not={"wed": "di"}), 3)
    assert [*course(law, case).denied] == [("di", Tie("wed", "bo", until=day(20)))]


def test_a_person_may_be_told_of_at_any_time_also_after_the_end() -> None:
    """D2."""
    law, case = office_case()
    case = tell(law, case, "bo", Person(holds="helper"), 28)
    assert course(law, case).holders("helper") == ("bo",)
    assert engine.owed(law, case, as_of=day(27)) == ()
    assert as_of(law, course(law, case), day(27)).holders("helper") == ()


def test_an_appointment_to_an_office_of_one_takes_it_from_whoever_held_it() -> None:
    """B, holders: one."""
    bo = Person(holds=["boss", "helper"], is_="child", is_not="subject")
    law, case = office_case(bo=bo, di=Person(is_="child", is_not="subject"))
    case = done(law, case, "boss_named", day(2), "cy", holder="di")
    now = course(law, case)
    assert now.holders("boss") == ("di",)
    assert now.people["bo"] == Person(holds="helper", is_="child", is_not="subject")
    assert now.people["di"] == Person(holds="boss", is_="child", is_not="subject")
    assert now.has_held("boss", "bo")
    assert now.has_held("boss", "di")
    assert not now.has_held("boss", "cy")
    assert not now.has_held("boss", "nobody")


def test_an_appointment_to_an_office_of_several_adds_a_holder() -> None:
    """B, appoints."""
    law, case = office_case(bo=Person(holds="helper"), di=Person())
    case = done(law, case, "helper_named", day(2), "cy", holder="di")
    assert course(law, case).holders("helper") == ("bo", "di")


def test_since_when_an_office_was_held_is_asked_by_position() -> None:
    """Lost at a position is held by then, and not afterwards, until it is gained again."""
    law, case = office_case(bo=Person(holds="boss"), di=Person())
    for holder in ("di", "bo", "di"):
        case = done(law, case, "boss_named", day(2), "cy", holder=holder)
    now = course(law, case)
    assert [e.action.particulars.holder for e in now.events] == [*[None] * 4, "di", "bo", "di"]
    assert [now.held_at("boss", "bo", n) for n in range(7)] == [
        *(False, True, True, True, False, True, False)
    ]
    assert [now.held_at("boss", "di", n) for n in range(7)] == [
        *(False, False, False, False, True, False, True)
    ]
    assert [now.has_held("boss", "bo", since=n) for n in (5, 6, 7)] == [True, True, False]
    assert now.has_held("boss", "di", since=7)
    again = course(law, tell(law, case, "di", Person(holds="boss"), 3))
    assert again.held_at("boss", "di", 7)  # who holds it gains nothing


def test_people_by_kind_are_those_of_the_course_that_is_asked() -> None:
    """They are found once for each, and make it no other than an equal one that was not asked."""
    law, case = office_case(bo=Person(holds="helper"), di=Person(holds="helper"))
    first = course(law, case)
    assert sorted(kinds(first)) == [("bo", "di"), ("cy",)]
    assert first == read(law, case.events)
    grown = course(law, tell(law, case, "al", Person(holds="helper")))
    assert sorted(kinds(grown)) == [("bo", "di", "al"), ("cy",)]


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


def test_what_is_told_at_the_beginning_is_read_first_facts_too(law: Procedure) -> None:
    """D2: of what was known from the start the day does not matter."""
    who = people(cy="customer", ola="officer")
    case = engine.begin(law, at=day(9), people=who, facts={"urgent": True})
    case = done(law, case, "came", day(1), "cy")
    assert read_order(law, case) == ["people.cy", "people.ola", "facts.urgent", "1"]
    assert as_of(law, course(law, case), day(2)).answer("urgent") is True


def test_what_names_a_holder_and_appoints_nobody_changes_no_office(law: Procedure) -> None:
    """A history is read whatever stands in it; to record such a one is refused."""
    said = Action("seen", at=day(1), by="ola", holder="cy")
    assert read(law, [Event(action=said, id="1")]).people == {}


def test_an_answer_that_says_nothing_is_none(law: Procedure) -> None:
    """A history is read whatever stands in it; to record such a one is refused."""
    now = read(law, [Event(action=Action("urgent", at=day(1)), id="1")])
    assert (now.answer("urgent"), now.answers_to("urgent")) == (None, ())


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


def test_what_stood_before_has_each_event_once_and_the_dates_told_later() -> None:
    """A tie with dates says itself when it is true, whoever tells of it when; what else was told
    later is not known yet."""
    law, case = office_case(bo=Person(), di=Person())

    def told(case: Case, name: str, number: int) -> Case:
        ties = [Tie("subject", until=day(number + 20)), Tie("child")]
        person = Person(holds="helper", is_=ties)
        said = Action("person_told", at=day(number), person=name, who=person)
        return engine.apply(law, case, said, id=f"{name}{number}")

    for name, number in (("bo", 3), ("di", 5), ("bo", 6), ("di", 9)):
        case = told(case, name, number)
    now = course(law, case)
    for event, then in one_by_one(law, now):
        assert then == before_event(law, case.events, event.id), event.id
    begun = ["people.cy", "people.bo", "people.di", "1"]

    def ids(found: Course) -> list[str]:
        return [event.id for event in found.events]

    between_ = before(law, now, Action("boss_named", at=day(4), by="cy", holder="di"))
    assert ids(between_) == [*begun, "bo3", "di5", "bo6", "di9"]
    assert [between_.people[name].holds for name in ("bo", "di")] == [("helper",), ()]
    assert between_.people["di"].is_ == (Tie("subject", until=day(29)),)
    itself = Action(
        "person_told", at=day(4), person="cy", who=Person(is_=Tie("subject", since=day(2)))
    )
    assert before(law, now, itself).people["cy"].is_ == ()
    earlier = before_event(law, case.events, "di5")
    assert ids(earlier) == [*begun, "bo3", "bo6", "di9"]
    assert ids(before_event(law, case.events, "bo6")) == [*begun, "bo3", "di5", "di9"]
    assert ids(before_event(law, case.events, "nothing")) == ids(now)


def test_a_receipt_told_later_has_its_own_day_and_nothing_else_that_is_supplied(
    law: Procedure, opened: Case
) -> None:
    """The letter of the fifth was had on the sixth, which somebody tells on the eighth."""
    case = done(law, opened, "seen", day(2), "ola")
    case = done(law, case, "answered", day(5), "ola", record={"id": "a"})
    case = remarks(law, case, r=day(7))
    told: dict[str, Any] = {"record": {"adds_to": "a", "id": "b"}}
    case = done(law, case, "answered", day(8), "ola", to="cy", received={"cy": day(6)}, **told)
    case = done(law, case, "answered", day(9), "ola", to="cy", record={"adds_to": "a", "id": "c"})
    case = done(law, case, "person_told", day(9), person="al", who=Person())
    now = course(law, case)
    assert [e.id for e in now.supplied["a"]] == ["b", "c"]

    def stood(number: int) -> Course:
        return before(law, now, Action("remarked", at=day(number), by="cy"))

    assert "a" not in stood(4).supplied
    assert "al" not in stood(4).people
    assert stood(4).record == stood(4).events
    (receipt,) = stood(7).supplied["a"]
    assert receipt.action == Action("answered", at=day(8), by="ola", received={"cy": day(6)})
    assert [e.id for e in stood(7).events][-3:] == ["a", "r", "b"]
    assert as_of(law, now, day(7)) == stood(7)
    assert [e.id for e in stood(4).events] == ["people.cy", "people.ola", "1", "2"]
    assert "a" not in before_event(law, case.events, "b").supplied
    for event, then in one_by_one(law, now):
        assert then == before_event(law, case.events, event.id), event.id


def test_what_adds_to_a_correction_adds_to_what_was_corrected(law: Procedure, opened: Case) -> None:
    """D5, D6: a supplement belongs to the event, in whichever words it stands now."""
    case = done(law, opened, "seen", day(2), "ola")
    case = done(law, case, "answered", day(5), "ola", record={"id": "a"})
    case = done(law, case, "answered", day(4), "ola", record={"corrects": "a", "id": "b"})
    case = done(law, case, "answered", day(6), "ola", to="cy", record={"adds_to": "b", "id": "c"})
    assert [e.id for e in course(law, case).supplied["a"]] == ["c"]
    assert course(law, case) == read(law, case.events)


def test_what_happens_belongs_to_the_case_whatever_is_open(law: Procedure, opened: Case) -> None:
    case = done(law, opened, "snowed", day(3))
    now = course(law, case)
    (snowed,) = now.times("snowed")
    assert (snowed.at, snowed.visit, snowed.position) == (day(3), -1, 3)
    assert [event.action.name for event in now.events][-1] == "snowed"
    assert now.record == now.events
    assert now.did == course(law, opened).did  # nobody did it


def test_reading_order_can_be_asked_of_a_list_of_events(law: Procedure, opened: Case) -> None:
    """D1."""
    case = remarks(law, opened, a=hour(3, 15), b=hour(3, 9))
    assert [e.id for e in in_order(law, case.events)][-2:] == ["b", "a"]
