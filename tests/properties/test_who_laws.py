"""Laws of who may, and of people who cannot be told apart: each as if he or she were asked alone.

The letters in the docstrings name paragraphs of the language.
"""

from hypothesis import event, given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.case import Action, Case, Override, Person, Tie
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.judging import PERSONAL, _against_person, judge
from complaintflow.procedure import Duty, Fact, Procedure, Step
from complaintflow.relating import kinds
from complaintflow.rulings import Barred
from tests.policies import day, done, policy
from tests.properties.everybody import acts
from tests.properties.lives import course as course_of
from tests.properties.lives import examples, lives
from tests.properties.test_only_laws import LAWS as SIGNS
from tests.properties.test_tie_laws import COUPLES, PAIRS, PEOPLE
from tests.properties.test_tie_laws import case_of as couples
from tests.properties.written_policies import written_policy
from tests.strategies import Walk

OFTEN, CROWDED = examples(40), examples(150)


def his_own(law: Procedure, course: Course, act: Step | Fact, name: str) -> bool:
    """Whether a reason of somebody's own speaks against an act, asked of that person alone."""
    return any(_against_person(law, course, act, Action(act.name, at=day(1), by=name)))


def recorded(law: Procedure) -> list[Step | Fact]:
    return [
        act
        for act in acts(law)
        if isinstance(act, Fact) or (not act.met_by and act.duty is not Duty.NEVER)
    ]


def agrees(law: Procedure, course: Course) -> None:
    """A9: people of one kind are judged alike, and whoever is refused hears of all who could, or who
    could decide an exception."""
    course = as_at(law, course, day(1))
    grouped = kinds(course)
    assert sorted(name for kind in grouped for name in kind) == sorted(course.people)
    event(f"{len(course.people) - len(grouped)} like another")
    for act in recorded(law):
        alone = {name: his_own(law, course, act, name) for name in course.people}
        for kind in grouped:
            assert len({alone[name] for name in kind}) == 1, (act.name, kind)
        for name in course.people:
            refused = judge(law, course, Action(act.name, at=day(1), by=name), supposed=True)
            for reason in refused.reasons:
                if isinstance(reason, PERSONAL) and reason.person == name:
                    others = (each for each, barred in alone.items() if not barred)
                    assert reason.who_else == tuple(n for n in others if n != name)
                if isinstance(reason, Barred) and reason.except_if:
                    fact = law.facts[reason.except_if[0].fact]
                    could = {n for n in course.people if not his_own(law, course, fact, n)}
                    assert {*reason.deciders} == could


@OFTEN
@given(lives())
def test_who_else_could_is_whoever_is_free_when_asked_alone(lived: Walk) -> None:
    agrees(lived.law, course_of(lived))


@OFTEN
@given(PEOPLE, COUPLES, st.booleans())
def test_so_it_is_among_couples_whichever_of_the_two_it_was_told_of(
    people: dict[str, tuple[str, bool]], pairs: list[tuple[str, str, bool]], turned: bool
) -> None:
    agrees(PAIRS, engine.course_of(PAIRS, couples(people, pairs, turned=turned)))


DENSE = policy(
    """
relations:
  subject: is complained about
  kin: is of the family
  boss: {says: manages, between: two people}
  married: {says: is married to, between: two people, both_ways: true}
roles:
  customer: {title: You, may_be: [kin, subject]}
  officer: {title: An officer}
  deputy: {title: A deputy}
  chair: {title: The chair, holders: one}
facts: {right: {means: it is right, decided_by: [officer, chair], counts_as: decide}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked: {by: [officer, deputy], counts_as: consider}
      asked: {by: [officer, deputy], counts_as: investigate}
      judged: {by: [officer, deputy], counts_as: decide}
      checked: {by: [officer, deputy], counts_as: review}
      remarked: {by: [officer, deputy], counts_as: advise}
    may:
      chair_named: {by: [customer, officer, deputy], appoints: chair}
      gave_up: {by: customer}
ends: {shut: {title: Shut}}
conflicts:
  subject_aside: {who: subject, may_not: consider}
  under_the_subject: {who: boss of subject, may_not: investigate}
  near_whoever_looked: {who: married of whoever did looked, may_not: decide}
  past_chairs: {who: held chair, may_not: review}
  alone: {only: kin, may: advise}
"""
)
"""A rule for each thing by which people can be told apart, and an act for each rule."""

CROWD = tuple(f"p{number}" for number in range(9))
TELLING = st.fixed_dictionaries(
    {
        "holds": st.sampled_from(("officer", "deputy", "chair", "customer")),
        "is_": st.lists(st.sampled_from(("subject", "kin")), max_size=1),
        "is_not": st.lists(st.sampled_from(("subject", "kin")), max_size=2),
        "boss": st.none() | st.sampled_from(CROWD),
        "married": st.none() | st.sampled_from(CROWD),
    }
)


def told(name: str, said: dict[str, object]) -> Person:
    ties = [Tie(str(relation)) for relation in said["is_"]]  # type: ignore[attr-defined]
    ties += [
        Tie(relation, str(said[relation]))
        for relation in ("boss", "married")
        if said[relation] not in (None, name)
    ]
    denied = [r for r in said["is_not"] if Tie(r) not in ties]  # type: ignore[attr-defined]
    return Person(holds=str(said["holds"]), is_=ties, is_not=denied)


@CROWDED
@given(
    st.just(DENSE) | st.builds(written_policy, st.integers(0, 2**20)),
    st.lists(TELLING, min_size=9, max_size=9),
    st.lists(st.integers(0, 99), max_size=6),
)
def test_so_it_is_in_a_crowd_tied_to_one_another(
    law: Procedure, tellings: list[dict[str, object]], chances: list[int]
) -> None:
    """A7: of many people some are alike, others are tied to somebody who did something."""
    people = {name: told(name, said) for name, said in zip(CROWD, tellings, strict=True)}
    case = engine.begin(law, at=day(1), people=people)
    for chance in chances:
        case = _goes_on(law, case, chance)
    agrees(law, engine.course_of(law, case))


def _goes_on(law: Procedure, case: Case, chance: int) -> Case:
    """One act more, whether anybody may do it or not."""
    act = recorded(law)[chance % len(recorded(law))]
    answer = act.answers[0] if isinstance(act, Fact) else None
    appoints = isinstance(act, Step) and act.appoints is not None
    holder = CROWD[-1 - chance % len(CROWD)] if appoints else None
    by = CROWD[chance % len(CROWD)]
    action = Action(act.name, at=day(1), by=by, answer=answer, holder=holder)
    return engine.apply(law, case, action, override=Override("them", "to go on"))


@OFTEN
@given(lives(), st.integers(0, 40))
def test_who_may_agrees_with_everybody_asked_alone(lived: Walk, later: int) -> None:
    """A6: whoever may do it now is permitted, and nobody else."""
    law, case = lived.law, lived.case
    people = engine.course_of(law, case).people
    for act in recorded(law)[later % 3 :: 3]:
        found = engine.who_may(law, case, act.name, as_of=lived.today)
        alone = {
            name: engine.could(law, case, act.name, name, as_of=lived.today) for name in people
        }
        known = {*found.may, *found.may_not}
        assert known <= people.keys()
        assert set(found.now) == {n for n, ruling in alone.items() if ruling and n in known}
        for name in known:
            own = set(found.may_not.get(name, ()))
            assert len(alone[name].reasons) == len(own) + len(found.shut)
            assert {r.rule for r in alone[name].reasons} == {r.rule for r in (*own, *found.shut)}
            assert not any(isinstance(r, PERSONAL) and r.person == name for r in found.shut)


def test_the_laws_see_people_who_are_alike() -> None:
    law, _ = SIGNS["senior"]
    people = {name: Person(holds="officer", is_not="senior") for name in ("a", "b", "c")}
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer"), **people})
    case = done(law, case, "came", day(1), "cy")
    assert kinds(engine.course_of(law, case)) == [("cy",), ("a", "b", "c")]
    case = done(law, case, "heard", day(1), "b")
    assert kinds(engine.course_of(law, case)) == [("cy",), ("a", "c"), ("b",)]
