"""Strategies for people with ties and for cases, used as whoever embeds the library would."""

from hypothesis import find, given, settings

import complaintflow as cf
from complaintflow.case import Case, Person
from complaintflow.testing import NearlyLawful, lawful, nearly_lawful, people
from tests.policies import barnsley, fusion_care

LAW = fusion_care()
SOME = settings(max_examples=25, deadline=None)


@SOME
@given(people(LAW))
def test_every_office_is_held_and_every_telling_can_be_told(who: dict[str, Person]) -> None:
    assert {f"the_{role}" for role in LAW.roles} <= who.keys()
    case = cf.begin(LAW, at=cf.parse_when("2026-09-14", LAW.zone), people=who)
    assert len(case.events) == len(who)


def test_people_may_have_no_ties() -> None:
    tied = find(people(LAW), lambda who: any(each.is_ for each in who.values()))
    assert sum(bool(each.is_) for each in tied.values()) == 1
    assert find(people(LAW, more=0, tied=False), lambda _: True).keys() == {
        f"the_{role}" for role in LAW.roles
    }


@SOME
@given(lawful(LAW) | lawful(barnsley()))
def test_nothing_in_a_lawful_case_is_refused_or_overridden(case: Case) -> None:
    law = LAW if "the_manager" in {e.action.particulars.person for e in case.events} else barnsley()
    assert cf.replay(law, case.events) == case
    assert not [event for event in case.events if event.override]


@SOME
@given(nearly_lawful(LAW))
def test_one_change_is_refused_for_one_reason(near: NearlyLawful) -> None:
    assert cf.decide(LAW, near.case, near.permitted).permitted
    assert cf.decide(LAW, near.case, near.refused).reasons == (near.reason,)
    assert near.refused.name == near.permitted.name
    assert near.refused != near.permitted


@SOME
@given(lawful(LAW, people=people(LAW, tied=False)))
def test_everybody_who_may_is_told_apart_from_those_who_may_not(case: Case) -> None:
    day = case.events[-1].action.at
    found = cf.who_may(LAW, case, "investigation", as_of=day)
    assert {*found.may} | {*found.may_not} == {
        event.action.particulars.person for event in case.events if event.id.startswith("people.")
    }
