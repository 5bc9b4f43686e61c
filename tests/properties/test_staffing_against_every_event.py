"""Staffing against a search that records whatever anybody may record, and knows of nothing but `decide`.

The search has no routes, no skeletons, no sets of people: what the library and it agree on is not agreed on because
the one is made of the other.
"""

from collections.abc import Mapping
from itertools import combinations

from hypothesis import assume, event, given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.case import Action, Case, Person
from complaintflow.planning import staffing, withstands
from complaintflow.plans import Blocked, Plan, Undecided
from complaintflow.procedure import PERSON_TOLD, Procedure
from tests.properties.every_event import DAY, Search, few, small_policy
from tests.properties.lives import examples
from tests.properties.sizes import SIZES, THOROUGH

STATES = 400 if SIZES is THOROUGH else 120
"""How many states of a case are looked at before the search is given up."""

POLICIES = st.integers(0, 2**20)
STAFFS = st.integers(0, 2**20)


def begun(law: Procedure) -> Case:
    return engine.begin(law, at=DAY, people={"eve": Person(holds="customer")})


def told(law: Procedure, case: Case, people: Mapping[str, Person]) -> Case:
    """The case once all are told of; first that there are such people."""
    for each in ({name: Person() for name in people}, people):
        for name, who in each.items():
            case = engine.apply(law, case, Action(PERSON_TOLD, at=DAY, person=name, who=who))
    return case


def left(people: Mapping[str, Person], away: tuple[str, ...]) -> dict[str, Person]:
    """Those who are there, with the ties to one another alone."""
    return {
        name: Person(holds=who.holds, is_=[tie for tie in who.is_ if tie.to not in away])
        for name, who in people.items()
        if name not in away
    }


def searched(
    law: Procedure, people: Mapping[str, Person], by: Mapping[str, str] | None = None
) -> bool | None:
    """Whether the search finds a way; None where it was given up."""
    search = Search(law, most=STATES, given=by or {})
    way = search.way(told(law, begun(law), people))
    return True if way is not None else False if search.whole else None


def require_agreement(law: Procedure, found: Plan | Blocked | Undecided, way: bool | None) -> None:
    """A plan is no plan where the search has none, nothing is blocked where it has one."""
    event(f"{type(found).__name__}, {'given up' if way is None else way}")
    if isinstance(found, Blocked):
        assert way is not True
    elif isinstance(found, Plan):
        assert way is not False
        case = begun(law)
        for each in found.events:
            ruling = engine.decide(law, case, each.action) if each.adds_to is None else None
            assert ruling is None or ruling.permitted
            case = engine.apply(law, case, each.action, id=each.id, adds_to=each.adds_to)
        assert Search(law).is_over(case)


@examples(40)
@given(POLICIES, STAFFS)
def test_no_case_is_blocked_that_comes_to_an_end_in_some_order(policy: int, staff: int) -> None:
    """Where the search finds a way there is a plan, or it is not decided; where it finds none, no plan."""
    law, people = small_policy(policy), few(staff)
    require_agreement(law, staffing(law, begun(law), people, as_of=DAY), searched(law, people))


@examples(25)
@given(POLICIES, STAFFS, st.data())
def test_what_is_given_to_somebody_who_can_do_it_is_not_blocked(
    policy: int, staff: int, data: st.DataObject
) -> None:
    """`given` is who does a step whenever it is done."""
    law, people = small_policy(policy), few(staff)
    step = data.draw(st.sampled_from([s.name for s in law.steps.values()]))
    by = {step: data.draw(st.sampled_from([*people, "eve"]))}
    found = staffing(law, begun(law), people, as_of=DAY, given={n: [who] for n, who in by.items()})
    require_agreement(law, found, searched(law, people, by))


@examples(25)
@given(POLICIES, STAFFS, st.integers(1, 2))
def test_whose_absence_is_told_leaves_no_way_and_nobody_elses_of_fewer(
    policy: int, staff: int, absences: int
) -> None:
    """Resilience against so many absences, by searching in each of them."""
    law, people = small_policy(policy), few(staff)
    found = withstands(law, begun(law), people, as_of=DAY, absences=absences)
    assume(not isinstance(found, Undecided))
    assert not isinstance(found, Undecided)
    event(str(found and len(found)))
    for many in range(absences + 1):
        for away in combinations(people, many):
            way = searched(law, left(people, away))
            if found is None or many < len(found):
                assert way is not False
            elif away == found:
                assert way is not True


@examples(25)
@given(POLICIES, STAFFS)
def test_the_last_who_is_left_is_one_without_whom_there_is_no_way(policy: int, staff: int) -> None:
    """Whoever is irreplaceable is missed by the search, too."""
    law, people = small_policy(policy), few(staff)
    found = staffing(law, begun(law), people, as_of=DAY)
    if isinstance(found, Plan):
        event(str(len(found.irreplaceable)))
        for name in found.irreplaceable:
            if name in people:
                assert searched(law, left(people, (name,))) is not True
