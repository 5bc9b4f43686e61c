"""Judging and recording. Letters such as A1 or D6 name paragraphs of the language."""

import pickle
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Event, Override, Person, Tie
from complaintflow.deadlines import Clock
from complaintflow.engine import Refusal
from complaintflow.errors import InputError
from complaintflow.explanation import message
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure
from complaintflow.rulings import ActionRefused, LaterUnmade
from tests.policies import clocks_of, day, done, fusion_care, hour, owed, people, policy, refused

ANYHOW = Override("the chair", "it happened")


@pytest.fixture(scope="module")
def law() -> Procedure:
    return fusion_care()


@pytest.fixture
def begun(law: Procedure) -> Case:
    return engine.begin(
        law,
        at=day(1),
        people={
            "ann": Person(holds="complainant", is_="child"),
            "mo": Person(holds=["manager", "management"], is_not="subject"),
            "dee": Person(holds="managing_director"),
            "org": Person(holds="organisation"),
        },
        facts={"complains_for_another": False, "child_concerned": True},
    )


@pytest.fixture
def opened(law: Procedure, begun: Case) -> Case:
    return done(law, begun, "formal_complaint_received", day(1), "ann", how="writing")


# --- beginning ------------------------------------------------------------------------


def test_a_case_begins_with_what_the_application_tells(begun: Case) -> None:
    """D2: `begin` writes the first events, dated `at=`."""
    assert [(e.id, e.action.name, e.action.at) for e in begun.events] == [
        ("people.ann", "person_told", day(1)),
        ("people.mo", "person_told", day(1)),
        ("people.dee", "person_told", day(1)),
        ("people.org", "person_told", day(1)),
        ("facts.complains_for_another", "complains_for_another", day(1)),
        ("facts.child_concerned", "child_concerned", day(1)),
    ]
    assert all(e.action.by is None for e in begun.events)


def test_a_case_may_begin_with_nothing(law: Procedure) -> None:
    case = engine.begin(law, at=day(1))
    assert case == Case(())
    assert engine.stage_of(law, case, as_of=day(30)) is None
    assert engine.clocks(law, case) == ()
    assert engine.owed(law, case, as_of=day(30)) == ()


def test_a_decision_that_a_conflict_can_bar_cannot_be_told_at_the_beginning(
    law: Procedure,
) -> None:
    """D2: it is recorded with its decider."""
    for fact in ("management_allows_subject", "sufficient_interest"):
        with pytest.raises(ActionRefused, match=rf"{fact}\.decided_by"):
            engine.begin(law, at=day(1), facts={fact: True})


BODY = """
relations:
  kin: {says: is of the family of, between: two people}
  employed: is employed by us
roles:
  parent: {title: You}
  clerk:  {title: The clerk}
  panel:  {title: The panel, members: at least 2}
facts:
  leave: {means: they may come, decided_by: clerk, for_each: panel}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must:
      heard:    {by: panel}
      answered: {by: clerk, to: parent, within: 5 working days of came}
      excused:  {by: clerk, within: 3 working days of missed answered}
    may: {named: {by: clerk, appoints: panel}}
ends: {shut: {title: Shut}}
conflicts: {apart: {who: employed, may_not: heard}}
"""
PANEL = people(ann="parent", cal="clerk", bob="panel", cy="panel") | {"jo": Person()}


def test_a_case_begins_with_what_is_answered_for_each_of_some_people() -> None:
    law = policy(BODY)
    facts = {"leave": {"bob": True, "cy": False}}
    case = engine.begin(law, at=day(1), people=PANEL, facts=facts)
    assert case.events[-2:] == (
        Event(action=Action("leave", at=day(1), answer=True, person="bob"), id="facts.leave.bob"),
        Event(action=Action("leave", at=day(1), answer=False, person="cy"), id="facts.leave.cy"),
    )


def test_nobody_is_tied_at_the_beginning_to_somebody_who_is_not_told_of() -> None:
    """It is told before anything is recorded, and of the whole list, in whatever order it stands."""
    law = policy(BODY)
    with pytest.raises(InputError, match=r"'jo' is said to be 'kin' of 'an', .* mean 'ann'"):
        engine.begin(law, at=day(1), people={**PANEL, "jo": Person(is_={"kin": "an"})})
    case = engine.begin(law, at=day(1), people={**PANEL, "bob": Person(is_={"kin": "jo"})})
    assert len(case.events) == len(PANEL)


def test_a_case_does_not_begin_without_a_zone(law: Procedure) -> None:
    """Design 4."""
    with pytest.raises(InputError, match="has no time zone"):
        engine.begin(law, at=datetime(2026, 6, 1), people=people(ann="complainant"))  # noqa: DTZ001


# --- deciding and applying --------------------------------------------------------------


def test_deciding_changes_nothing_and_applying_gives_a_new_case(
    law: Procedure, opened: Case
) -> None:
    """Design 2: `decide` judges, `apply` records; nothing else makes a case."""
    events = opened.events
    action = Action("investigation", at=day(2), by="mo")
    assert engine.decide(law, opened, action).permitted
    assert opened.events is events
    grown = engine.apply(law, opened, action)
    assert opened.events is events
    assert grown.events == (*events, Event(action=action, id="2"))


def test_nobody_is_asked_about_a_letter_that_was_had_before_it_was_sent() -> None:
    """It is refused alike where it is only asked about, and not yet recorded."""
    law = policy(BODY)
    case = done(law, engine.begin(law, at=day(1), people=PANEL), "came", day(1), "ann")
    early = Action("answered", at=day(3), by="cal", to="ann", received={"ann": day(2)})
    for ask in (engine.decide, engine.apply):
        with pytest.raises(InputError, match="received: 'ann' cannot have had answered on"):
            ask(law, case, early)


def test_a_late_record_unseats_nobody_who_sat() -> None:
    """Judged on its own day nothing is against it; it is what the body did since that would fall."""
    law = policy(BODY)
    case = done(law, engine.begin(law, at=day(1), people=PANEL), "came", day(1), "ann")
    case = done(law, case, "heard", day(10), "bob", sat=["bob", "cy"])
    said: dict[str, Any] = {"holder": "jo", "in_place_of": "cy"}
    late = engine.decide(law, case, Action("named", at=day(9), by="cal", **said))
    assert {type(reason) for reason in late.reasons} == {LaterUnmade}
    assert refused(law, case, "named", day(11), "cal", **said) == []


def test_a_refused_action_is_raised_with_its_ruling_and_changes_nothing(
    law: Procedure, opened: Case
) -> None:
    action = Action("investigation", at=day(2), by="ann")
    with pytest.raises(
        ActionRefused, match=r"'investigation' is refused: investigation\.by"
    ) as raised:
        engine.apply(law, opened, action)
    assert raised.value.ruling == engine.decide(law, opened, action)
    assert len(opened.events) == 7


def test_an_override_records_what_was_refused_and_stays_visible(
    law: Procedure, opened: Case
) -> None:
    """A1; design 2: reality wins."""
    action = Action("resolution_accepted", at=day(2), by="ann")
    assert not engine.decide(law, opened, action).permitted
    case = engine.apply(law, opened, action, override=ANYHOW)
    assert case.events[-1].override == ANYHOW
    assert engine.stage_of(law, case, as_of=day(2)) == "closed"
    assert engine.replay(law, case.events).events[-1].override == ANYHOW


def test_an_override_does_not_admit_a_name_that_means_nothing(law: Procedure, opened: Case) -> None:
    with pytest.raises(InputError, match="did you mean 'investigation'"):
        engine.apply(law, opened, Action("investigatoin", at=day(2), by="mo"), override=ANYHOW)


def test_a_later_answer_is_judged_under_the_procedure_that_is_given(
    law: Procedure, opened: Case
) -> None:
    """Design 6: one case can be judged under another year's policy."""
    other = policy("""
roles: {complainant: {title: You}, manager: {title: M}, management: {title: M}}
facts: {complains_for_another: {means: it is, decided_by: complainant}}
begins: {formal_complaint_received: {by: complainant, then: elsewhere}}
stages: {elsewhere: {title: Elsewhere}}
""")
    with pytest.raises(InputError, match="no event is called 'child_concerned'"):
        engine.stage_of(other, opened, as_of=day(2))
    case = engine.begin(law, at=day(1), people=people(ann="complainant", mo="manager"))
    case = done(law, case, "formal_complaint_received", day(1), "ann", how="writing")
    assert engine.stage_of(other, case, as_of=day(1)) == "elsewhere"
    assert engine.stage_of(law, case, as_of=day(1)) == "first_formal"


def test_two_loads_of_one_policy_read_a_case_alike(opened: Case) -> None:
    from complaintflow import files

    again = files.load("fusion-care")
    assert engine.course_of(again, opened) == engine.course_of(fusion_care(), opened)


# --- ids, words of the record -----------------------------------------------------------


def test_an_event_is_named_by_its_position_unless_an_id_is_given(
    law: Procedure, opened: Case
) -> None:
    """Design 6: the position in the record from 1, as text, unless given."""
    case = done(law, opened, "investigation", day(2), "mo", record={"id": "inv"})
    case = done(law, case, "investigation", day(3), "mo")
    assert [e.id for e in case.events[-3:]] == ["1", "inv", "3"]


def test_an_id_is_given_once(law: Procedure, opened: Case) -> None:
    with pytest.raises(InputError, match="the record already has an event with the id '1'"):
        done(law, opened, "investigation", day(2), "mo", record={"id": "1"})


@pytest.mark.parametrize(
    ("word", "name"),
    [("corrects", "investigation"), ("retracts", RETRACTED), ("adds_to", "investigation")],
)
def test_a_record_cannot_bear_on_an_event_that_is_not_there(
    law: Procedure, opened: Case, word: str, name: str
) -> None:
    with pytest.raises(InputError, match="no event has the id '99'"):
        done(law, opened, name, day(2), "mo", record={word: "99"})


def test_taking_back_says_what_it_takes_back(law: Procedure, opened: Case) -> None:
    """D6: a retraction has `retracts`."""
    with pytest.raises(InputError, match="'retracted' takes back an earlier record"):
        done(law, opened, RETRACTED, day(2))
    for by in (None, "mo"):
        with pytest.raises(
            InputError, match="depends on which record it takes back; apply it with"
        ):
            engine.decide(law, opened, Action(RETRACTED, at=day(2), by=by))
        with pytest.raises(InputError, match="depends on which record it takes back"):
            engine.could(law, opened, RETRACTED, by, as_of=day(2))
    case = done(law, opened, RETRACTED, day(2), record={"retracts": "1"}, because="a mistake")
    assert engine.stage_of(law, case, as_of=day(2)) is None
    assert case.events[-1].action.particulars.because == "a mistake"


def test_a_correction_is_refused_for_its_people_alone(law: Procedure, opened: Case) -> None:
    """D6 and decision 0049: a wrong day or form is put right whatever comes of it."""
    words = {"corrects": "1"}
    case = done(law, opened, "formal_complaint_received", day(2), "ann", how="speech", record=words)
    assert engine.stage_of(law, case, as_of=day(1)) is None
    assert engine.stage_of(law, case, as_of=day(2)) == "first_formal"
    assert case.events[-1].corrects == "1"
    with pytest.raises(ActionRefused) as raised:
        done(law, opened, "formal_complaint_received", day(2), "mo", how="speech", record=words)
    assert [r.rule for r in raised.value.ruling.reasons] == ["formal_complaint_received.by"]


@pytest.mark.parametrize(
    ("name", "said", "corrects"),
    [
        ("investigation", {"by": "mo"}, "1"),
        (PERSON_TOLD, {"person": "mo", "who": Person()}, "people.ann"),
        (PERSON_TOLD, {"person": "mo", "who": Person()}, "facts.child_concerned"),
    ],
)
def test_a_correction_is_of_the_same_event_and_the_same_person(
    law: Procedure, opened: Case, name: str, said: dict[str, Any], corrects: str
) -> None:
    """D6: what never happened is taken back, not turned into something else."""
    with pytest.raises(InputError, match="is corrected by one of that name"):
        done(law, opened, name, day(2), record={"corrects": corrects}, **said)


def test_a_case_is_stored_as_its_record_alone(law: Procedure, opened: Case) -> None:
    """Design 6: what is kept beside the record is no part of the case."""
    again = pickle.loads(pickle.dumps(opened))
    assert again == opened
    assert engine.course_of(law, again) == engine.course_of(law, opened)
    assert again._kept is None


def test_what_bears_on_a_refused_event_of_the_list_is_refused_with_it(
    law: Procedure, begun: Case
) -> None:
    """C: the rest go on, and what hangs on a refused one does not."""
    opened = done(law, begun, "formal_complaint_received", day(1), "ann", how="letter")
    out = Event(action=Action("report_sent", at=day(2), by="mo"), id="out")
    more = [
        Event(action=Action("report_sent", at=day(3), by="mo", to="ann"), id="a", adds_to="out"),
        Event(action=Action("report_sent", at=day(3), by="mo", to="ann"), id="b", adds_to="last"),
        Event(action=Action("report_sent", at=day(3), by="mo"), id="c", corrects="out"),
        Event(action=Action(RETRACTED, at=day(3)), id="d", retracts="out"),
        Event(action=Action("investigation", at=day(3), by="mo"), id="e"),
    ]
    admitted = engine.admit(law, opened, [out, *more])
    assert [(r.index, r.ruling.reasons[0].code) for r in admitted.refused] == [
        (0, "too-early"),
        (1, "not-recorded"),
        (2, "not-recorded"),
        (3, "not-recorded"),
        (4, "not-recorded"),
    ]
    assert admitted.case.events[-1].id == "e"
    assert message(admitted.refused[1].ruling.reasons[0]) == (
        "it bears on report_sent (events[0]), which was refused and so is not in the record"
    )


def test_last_is_not_another_one_where_the_one_that_is_meant_was_refused(
    law: Procedure, begun: Case
) -> None:
    """Promise 10: what was said of the refused meeting is not credited to an earlier one."""
    opened = done(law, begun, "formal_complaint_received", day(1), "ann", how="letter")
    case = done(law, opened, "investigation", day(2), "mo", record={"id": "inv"})
    events = [
        Event(action=Action("report_sent", at=day(2), by="ann"), id="other"),
        Event(action=Action("investigation", at=day(3), by="ann"), id="out"),
        Event(action=Action("investigation", at=day(3), by="mo"), id="in", adds_to="last"),
        Event(action=Action("investigation", at=day(3), by="mo"), id="too", adds_to="inv"),
        Event(action=Action("investigation", at=day(4), by="mo"), id="again"),
        Event(action=Action("investigation", at=day(4), by="mo"), id="more", adds_to="last"),
    ]
    admitted = engine.admit(law, case, events)
    assert [refusal.index for refusal in admitted.refused] == [0, 1, 2]
    assert [reason.rule for reason in admitted.refused[2].ruling.reasons] == [
        "investigation.adds_to"
    ]
    recorded = [(event.id, event.adds_to) for event in admitted.case.events[-3:]]
    assert recorded == [("too", "inv"), ("again", None), ("more", "again")]


@pytest.mark.parametrize(
    "override", [False, "", {}, "dee", {"by": "dee", "why": "it happened"}], ids=repr
)
def test_what_is_no_override_lets_nothing_stand(
    law: Procedure, opened: Case, override: Any
) -> None:
    action = Action("investigation", at=day(2), by="ann")
    with pytest.raises(InputError, match=r"override must be an Override\(by=\.\.\., why=\.\.\.\)"):
        engine.apply(law, opened, action, override=override)


@pytest.mark.parametrize(
    ("by", "why"), [("", "x"), ("dee", " "), (None, "x"), ("dee", "x" * 20_001)]
)
def test_an_override_says_who_and_why(by: Any, why: Any) -> None:
    with pytest.raises(InputError, match="of an override"):
        Override(by, why)


def test_the_ids_of_what_is_told_at_the_beginning_are_reserved(
    law: Procedure, opened: Case
) -> None:
    """They are read first whatever their date, and nothing that happens may be."""
    for taken in ("people.x", "facts.form"):
        with pytest.raises(InputError, match="an id that begins with"):
            done(law, opened, "investigation", day(2), "mo", record={"id": taken})


def test_when_it_became_known_is_kept_and_has_a_zone(law: Procedure, opened: Case) -> None:
    """A1, design 4: two times."""
    case = done(law, opened, "investigation", day(2), "mo", record={"known_at": hour(3, 9)})
    assert case.events[-1].known_at == hour(3, 9)
    with pytest.raises(InputError, match="known_at has no time zone"):
        done(
            law,
            opened,
            "investigation",
            day(2),
            "mo",
            record={"known_at": datetime(2026, 6, 3)},  # noqa: DTZ001
        )


@pytest.mark.parametrize(
    "ask",
    [engine.moves, engine.owed, engine.stage_of, engine.clocks_as_of],
)
def test_a_question_as_of_a_moment_without_a_zone_is_refused(
    law: Procedure, opened: Case, ask: Any
) -> None:
    """Design 4."""
    with pytest.raises(InputError, match="as_of has no time zone"):
        ask(law, opened, as_of=datetime(2026, 6, 3))  # noqa: DTZ001


# --- lists and replays --------------------------------------------------------------------


def record(*rows: tuple[str, int, str | None, dict[str, Any]]) -> list[Event]:
    return [
        Event(action=Action(name, at=day(number), by=by, **said), id="")
        for name, number, by, said in rows
    ]


def test_a_list_is_judged_in_order_and_the_refused_are_reported_and_left_out(
    law: Procedure, begun: Case
) -> None:
    """C: a refused one is reported and not applied, and the rest go on."""
    events = record(
        ("investigation", 1, "mo", {}),
        ("formal_complaint_received", 1, "ann", {"how": "writing"}),
        ("investigation", 2, "mo", {}),
        ("report_sent", 3, "dee", {}),
        ("report_sent", 3, "mo", {}),
    )
    admitted = engine.admit(law, begun, events)
    assert [(r.index, r.event, r.ruling.reasons[0].rule) for r in admitted.refused] == [
        (0, events[0], "investigation.place"),
        (3, events[3], "report_sent.by"),
    ]
    assert [e.id for e in admitted.case.events[6:]] == ["1", "2", "3"]
    assert admitted.overridden == ()


def test_an_overridden_one_is_recorded_and_reported_with_its_reasons(
    law: Procedure, begun: Case
) -> None:
    """C: with `override` it is recorded all the same and stays marked."""
    event = Event(
        action=Action("formal_complaint_received", at=day(1), by="ann", how="speech"),
        id="spoken",
        known_at=day(2),
        override=ANYHOW,
    )
    admitted = engine.admit(law, begun, [event])
    (refusal,) = admitted.overridden
    assert isinstance(refusal, Refusal)
    assert [r.rule for r in refusal.ruling.reasons] == ["formal_complaint_received.how"]
    assert admitted.refused == ()
    assert admitted.case.events[-1] == event


def test_corrections_retractions_and_additions_of_a_list_are_recorded(
    law: Procedure, begun: Case
) -> None:
    opened = record(("formal_complaint_received", 1, "ann", {"how": "writing"}))
    more = [
        Event(action=Action("investigation", at=day(2), by="mo"), id="inv"),
        Event(action=Action("report_sent", at=day(3), by="mo"), id="rep"),
        Event(action=Action("report_sent", at=day(4), by="mo", to="ann"), id="", adds_to="last"),
        Event(action=Action("investigation", at=day(1), by="mo"), id="", corrects="inv"),
        Event(action=Action(RETRACTED, at=day(5)), id="", retracts="rep"),
    ]
    case = engine.admit(law, begun, opened + more).case
    assert [e.adds_to for e in case.events].count("rep") == 1
    course = engine.course_of(law, case)
    assert [o.at for o in course.times("investigation")] == [day(1)]
    assert course.times("report_sent") == ()


def test_last_is_the_last_that_was_recorded_where_it_came_after_the_refused_one(
    law: Procedure, opened: Case
) -> None:
    """Neither what is refused of another name comes in between, nor what only adds, refused or not."""

    def one(name: str, by: str, id: str = "", adds_to: str | None = None) -> Event:  # noqa: A002
        return Event(action=Action(name, at=day(2), by=by), id=id, adds_to=adds_to)

    refused_one, recorded = one("investigation", "ann"), one("investigation", "mo", id="inv")
    last = one("investigation", "mo", adds_to="last")
    lists = {
        "the refused one is before it": [refused_one, recorded, last],
        "one of another name is refused": [recorded, one("report_sent", "ann"), last],
        "what adds to it is refused": [
            recorded,
            one("investigation", "ann", adds_to="last"),
            last,
        ],
    }
    for what, events in lists.items():
        admitted = engine.admit(law, opened, events)
        assert len(admitted.refused) == 1, what
        assert admitted.case.events[-1].adds_to == "inv", what
    # what adds to one of before is no later one of that name
    case = done(law, opened, "investigation", day(2), "mo", record={"id": "inv"})
    more = [refused_one, one("investigation", "mo", adds_to="inv"), last]
    assert [refusal.index for refusal in engine.admit(law, case, more).refused] == [0, 2]


def test_an_id_is_given_once_in_a_list(law: Procedure, opened: Case) -> None:
    twice = [Event(action=Action("investigation", at=day(2), by="mo"), id="x") for _ in range(2)]
    with pytest.raises(InputError, match=r"events\[1\]: the record already has .* id 'x'"):
        engine.admit(law, opened, twice)


def test_an_overridden_correction_is_reported_with_what_was_against_it(
    law: Procedure, opened: Case
) -> None:
    came = Action("formal_complaint_received", at=day(1), by="mo", how="writing")
    event = Event(action=came, id="", corrects="1", override=ANYHOW)
    (reported,) = engine.admit(law, opened, [event]).overridden
    assert [r.rule for r in reported.ruling.reasons] == ["formal_complaint_received.by"]


def test_a_replay_checks_every_rule_again(law: Procedure, opened: Case) -> None:
    case = done(law, opened, "investigation", day(2), "mo")
    assert engine.replay(law, case.events) == case
    with pytest.raises(ActionRefused, match="first_formal"):
        engine.replay(law, [e for e in case.events if e.action.name != "complains_for_another"])


def test_a_record_of_another_policy_is_an_error(law: Procedure) -> None:
    event = Event(action=Action("dismissed", at=day(1)), id="1")
    with pytest.raises(InputError, match="no event is called 'dismissed'"):
        engine.stage_of(law, Case((event,)), as_of=day(1))
    with pytest.raises(InputError, match="no event is called 'dismissed'"):
        engine.replay(law, [event])


# --- questions --------------------------------------------------------------------------


def test_where_a_case_stands_is_asked_as_of_a_day(law: Procedure, begun: Case) -> None:
    """D10."""
    case = done(law, begun, "formal_complaint_received", hour(5, 12), "ann", how="letter")
    assert engine.stage_of(law, case, as_of=day(4)) is None
    assert engine.stage_of(law, case, as_of=hour(5, 11)) is None
    assert engine.stage_of(law, case, as_of=day(5)) == "first_formal"


def test_time_alone_moves_nothing(law: Procedure, opened: Case) -> None:
    """Design 2: a case moves only by a recorded event."""
    far = day(1).replace(year=2050)
    assert engine.stage_of(law, opened, as_of=far) == "first_formal"
    assert {m.event for m in engine.moves(law, opened, as_of=day(1))} == {
        m.event for m in engine.moves(law, opened, as_of=far)
    }


def test_a_corrected_receipt_changes_the_due_date_at_once(law: Procedure, opened: Case) -> None:
    """Design 2: dates are derived, never stored."""
    assert [c.due for c in clocks_of(law, opened, "report_sent")] == [day(29)]
    case = done(
        law,
        opened,
        "formal_complaint_received",
        day(3),
        "ann",
        how="writing",
        record={"corrects": "1", "known_at": day(10)},
    )
    (clock,) = clocks_of(law, case, "report_sent")
    assert clock.due == day(1).replace(month=7)


def test_what_is_owed_is_asked_as_of_a_day(law: Procedure, opened: Case) -> None:
    """D10."""
    case = done(law, opened, "investigation", day(5), "mo")
    assert "investigation" in owed(law, case, day(4))
    assert "investigation" not in owed(law, case, day(5))


def test_what_counts_from_a_time_that_may_yet_be_kept_has_no_dates_before_that() -> None:
    """Without a day it is foreseen; as of a day on which it can still be in time it waits."""
    law = policy(BODY)
    case = done(law, engine.begin(law, at=day(1), people=PANEL), "came", day(1), "ann")

    def due(clocks: tuple[Clock, ...]) -> date | None:
        [clock] = [each for each in clocks if each.step == "excused"]
        return clock.due

    assert due(engine.clocks(law, case)) == day(11)
    assert due(engine.clocks_as_of(law, case, as_of=day(8))) is None
    assert due(engine.clocks_as_of(law, case, as_of=day(9))) == day(11)


def test_the_conflicts_of_a_person_are_those_of_the_last_day_in_the_record() -> None:
    """Of the day, not of what stands last: what is told at the beginning stands first."""
    law = policy(BODY)
    told = {**PANEL, "bob": Person(holds="panel", is_=Tie("employed", until=day(3)))}
    begun = engine.begin(law, at=day(3), people=told)
    case = done(law, begun, "came", day(2), "ann")
    assert [bar.rule for bar in engine.conflicts_of(law, case, "bob")] == ["apart"]
    case = done(law, case, "answered", day(4), "cal")
    assert engine.conflicts_of(law, case, "bob") == ()
    assert [bar.rule for bar in engine.conflicts_of(law, case, "bob", as_of=day(3))] == ["apart"]
    early = done(law, engine.begin(law, at=day(1), people=told), "came", hour(4, 0), "ann")
    late = done(law, early, "heard", day(3), "cy", sat=["cy", "jo"], record={"override": ANYHOW})
    assert engine.conflicts_of(law, late, "bob") == ()  # the midnight that ends the third is later


def test_who_could_answer_is_asked_without_an_answer() -> None:
    """Nor for whom of several it would be."""
    law = policy(BODY)
    case = done(law, engine.begin(law, at=day(1), people=PANEL), "came", day(1), "ann")
    assert engine.could(law, case, "leave", "cal", as_of=day(2)).permitted
    assert not engine.could(law, case, "leave", "ann", as_of=day(2)).permitted
    who = engine.who_may(law, case, "leave", as_of=day(2))
    assert (who.may, {"ann", "bob"} <= {*who.may_not}) == (("cal",), True)
    assert engine.who_may(law, case, "answered", as_of=day(2)).may == ("cal",)
    with pytest.raises(InputError, match="person_told is nobody's act"):
        engine.who_may(law, case, PERSON_TOLD, as_of=day(2))
    with pytest.raises(InputError, match="no event is called 'herd'; did you mean 'heard'"):
        engine.could(law, case, "herd", "cal", as_of=day(2))


@pytest.mark.parametrize("ask", [engine.conflicts_of, engine.who_may])
def test_a_question_about_what_nobody_knows_is_answered_with_what_may_be_meant(ask: Any) -> None:
    law = policy(BODY)
    case = engine.begin(law, at=day(1), people=PANEL)
    meant, word = ("anm", "person: nobody called") if ask is engine.conflicts_of else ("haerd", "")
    with pytest.raises(InputError, match=f"{word}.*did you mean '(ann|heard)'"):
        ask(law, case, meant, as_of=day(1))


def test_whether_somebody_could_supposes_that_all_would_be_said(
    law: Procedure, begun: Case
) -> None:
    assert refused(law, begun, "formal_complaint_received", day(1), "ann") == [
        "formal_complaint_received.how"
    ]
    could = engine.could(law, begun, "formal_complaint_received", "ann", as_of=day(1))
    assert (could.permitted, could.owed) == (True, ())
    nobody = engine.could(law, begun, "formal_complaint_received", None, as_of=day(1))
    assert [r.rule for r in nobody.reasons] == ["formal_complaint_received.by"]
    assert nobody.reasons[0].who_else == ("ann",)


def test_the_reserved_telling_is_always_permitted(law: Procedure, opened: Case) -> None:
    """D2: may be recorded at any time."""
    action = Action(PERSON_TOLD, at=day(2), person="pip", who=Person(holds="supporter"))
    assert engine.decide(law, opened, action).permitted


def test_an_event_without_an_id_can_always_be_recorded(law: Procedure, begun: Case) -> None:
    """Design 6: id: the position in the record, unless given."""
    case = done(
        law, begun, "formal_complaint_received", day(1), "ann", how="letter", record={"id": "2"}
    )
    done(law, case, "investigation", day(2), "mo")


def test_an_id_is_not_empty(law: Procedure, opened: Case) -> None:
    with pytest.raises(InputError):
        done(law, opened, "investigation", day(2), "mo", record={"id": ""})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("investigation", {"retracts": "1"}),
        (RETRACTED, {"retracts": "1", "corrects": "people.ann"}),
        (RETRACTED, {"retracts": "1", "adds_to": "people.ann"}),
        (RETRACTED, {"corrects": "1"}),
    ],
)
def test_a_record_either_happens_or_corrects_or_takes_back(
    law: Procedure, opened: Case, name: str, words: dict[str, str]
) -> None:
    """D6: a retraction has no event; design 2: a record never silently drops one."""
    with pytest.raises(InputError):
        done(law, opened, name, day(2), "mo", record=words)


def test_a_correction_of_what_was_taken_back_is_not_silently_dropped(
    law: Procedure, opened: Case
) -> None:
    """Design 2: a record of events never silently drops one."""
    case = done(law, opened, "investigation", day(2), "mo", record={"id": "inv"})
    case = done(law, case, RETRACTED, day(3), record={"retracts": "inv"})
    with pytest.raises(InputError, match="event 'inv' was taken back; record it anew instead"):
        done(law, case, "investigation", day(4), "mo", record={"corrects": "inv"})


def test_an_overridden_addition_is_reported_with_the_reasons_that_it_met(
    law: Procedure, opened: Case
) -> None:
    """D5: it passes only `by` and ties."""
    event = Event(
        action=Action("formal_complaint_received", at=day(2), by="ann"),
        id="",
        adds_to="last",
        override=ANYHOW,
    )
    (reported,) = engine.admit(law, opened, [event]).overridden
    assert reported.ruling.reasons == ()


# --- restoring ----------------------------------------------------------------------------


def test_a_history_is_restored_as_it_happened_lawful_or_not(law: Procedure, begun: Case) -> None:
    """Promise 8: reality wins; `audit` judges it afterwards."""
    came = Action("formal_complaint_received", at=day(1), by="ann", how="writing")
    wrong = Action("investigation", at=day(2), by="ann")
    history = [*begun.events, Event(action=came, id=""), Event(action=wrong, id="inv")]
    with pytest.raises(ActionRefused):
        engine.replay(law, history)
    case = engine.restore(law, history)
    assert case.events[-2:] == (Event(action=came, id="1"), history[-1])
    assert engine.stage_of(law, case, as_of=day(2)) == "first_formal"


def test_a_restored_case_is_the_one_that_was_kept_and_goes_on(law: Procedure, opened: Case) -> None:
    """Promise 10; what was refused at its time by no rule stays as it was recorded."""
    case = done(law, opened, "investigation", day(2), "ann", record={"override": ANYHOW})
    case = done(law, case, "support_offered", day(2), "org", to="ann", record={"known_at": day(3)})
    case = done(
        law, case, "support_offered", day(3), "org", includes="advocate", record={"adds_to": "last"}
    )
    case = done(law, case, "investigation", day(3), "mo", record={"corrects": "2"})
    case = done(law, case, RETRACTED, day(4), record={"retracts": "2"})
    restored = engine.restore(law, pickle.loads(pickle.dumps(case)).events)
    assert restored == case
    assert engine.course_of(law, restored) == engine.course_of(law, case)
    assert done(law, restored, "investigation", day(5), "mo") == done(
        law, case, "investigation", day(5), "mo"
    )


def test_a_restored_history_is_still_one_of_names_that_mean_something(
    law: Procedure, begun: Case
) -> None:
    """Promise 10: bad input gets a clear error, with its place in the list from 0."""
    at = len(begun.events)
    for event, wrong in (
        (Event(action=Action("investigatoin", at=day(2), by="mo"), id=""), "did you mean"),
        (Event(action=Action("investigation", at=day(2), by="moe"), id=""), "nobody called 'moe'"),
        (
            Event(
                action=Action("about", at=day(2), by="ann", answer="delivery"),
                id="facts.child_concerned",
            ),
            "already has",
        ),
        (Event(action=Action(RETRACTED, at=day(2)), id="", retracts="99"), "no event has the id"),
        (
            Event(
                action=Action("investigation", at=day(2), by="mo"),
                id="",
                known_at=datetime(2026, 6, 3),  # noqa: DTZ001
            ),
            "known_at has no time zone",
        ),
    ):
        with pytest.raises(InputError, match=wrong) as raised:
            engine.restore(law, [*begun.events, event])
        assert str(raised.value).startswith(f"events[{at}]: ")


def test_a_restored_case_is_read_once(law: Procedure, opened: Case) -> None:
    """However often it is asked about: the course is kept with it, as with what `apply` gives."""
    case = engine.restore(law, opened.events)
    assert engine.course_of(law, case) is engine.course_of(law, case)


def test_nothing_restored_is_the_empty_case(law: Procedure) -> None:
    assert engine.restore(law, []) == Case(())


def test_a_history_is_restored_onto_a_case_that_has_begun(law: Procedure, begun: Case) -> None:
    """Positions in an error are those of the list that was given."""
    came = Event(
        action=Action("formal_complaint_received", at=day(1), by="ann", how="writing"), id=""
    )
    case = engine.restore(law, [came], onto=begun)
    assert case == engine.restore(law, [*begun.events, came])
    with pytest.raises(InputError, match=r"^events\[1\]: no event is called"):
        engine.restore(law, [came, Event(action=Action("going", at=day(2)), id="")], onto=begun)


# --- a newcomer's first mistakes ---------------------------------------------------------


WRONG: tuple[Any, ...] = ({}, 7, ["email"])


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda law, case: engine.owed(case, law, as_of=day(1)), "the procedure comes first"),
        (lambda law, _: engine.owed(law, law, as_of=day(1)), "not Procedure and Procedure"),
        (lambda _, case: engine.owed(case, case, as_of=day(1)), "not Case and Case"),
        (lambda law, _: engine.begin(law, at=day(1), people={"x": WRONG[0]}), "must be a Person"),
        (
            lambda law, _: engine.begin(law, at=day(1), people={WRONG[1]: Person()}),
            "the name of a person must be a text, not 7",
        ),
        (
            lambda law, _: engine.begin(law, at=day(1), people=WRONG[2]),
            "people must be a mapping by name, not list",
        ),
        (
            lambda law, _: engine.begin(law, at=day(1), facts=WRONG[2]),
            "facts must be a mapping by name, not list",
        ),
        (
            lambda *_: Action("investigation", at=day(1), by=WRONG[1]),
            "by of 'investigation' must be",
        ),
        (
            lambda *_: Action("investigation", at=day(1), to=[WRONG[1]]),
            "a name must be a text, not 7",
        ),
        (lambda *_: Action("report_sent", at=day(1), how=WRONG[2]), "how of 'report_sent'"),
        (
            lambda law, case: engine.apply(law, case, Action("about", at=day(1)), id=WRONG[1]),
            "an id must be a text, not 7",
        ),
    ],
)
def test_a_wrong_kind_of_argument_is_told_by_name(
    law: Procedure, opened: Case, attempt: Callable[[Any, Any], object], message: str
) -> None:
    """An error tells the reader what to type, also the first that he or she meets."""
    with pytest.raises(InputError, match=message):
        attempt(law, opened)
