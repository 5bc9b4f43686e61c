"""Laws of the two signs of a conflict rule: who may not, and who alone may.

The letters in the docstrings name paragraphs of the language.
"""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.case import Case, Person, Tie
from complaintflow.conflicts import barred, barred_from_role
from complaintflow.course import Course
from complaintflow.procedure import Procedure
from complaintflow.relating import Known, has_anybody, related
from tests.policies import day, done, policy
from tests.properties.everybody import everywhere
from tests.properties.lives import examples
from tests.properties.sizes import SIZES
from tests.properties.test_holes import agrees, made, some_alone_may, worlds

OFTEN = examples(20)

TIES = (
    "senior",
    "manager of subject",
    "manager of whoever did heard",
    "manager of chair",
    "did heard",
    "considered in first",
    "held chair",
    "chair",
)
NAMES = ("cy", "ola", "ben", "max")

PLAIN = """
relations:
  subject: is complained about
  senior: is a senior officer
  manager: {says: is the manager of, between: two people}
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      heard: {by: officer, counts_as: consider}
      judged: {by: [officer, chair], counts_as: decide}
    may: {chair_named: {by: customer, appoints: chair}}
ends: {shut: {title: Shut}}
"""


def law_of(tie: str, *, only: bool) -> Procedure:
    keys = f"only: {tie}, may: [decide, chair]" if only else f"who: {tie}, may_not: [decide, chair]"
    return policy(f"{PLAIN}conflicts: {{rule: {{{keys}}}}}\n")


LAWS = {tie: (law_of(tie, only=False), law_of(tie, only=True)) for tie in TIES}

TOLD = st.sampled_from((True, False, None))
PEOPLE = st.fixed_dictionaries(
    {
        name: st.fixed_dictionaries(
            {
                "office": st.sampled_from(("customer", "officer", "chair")),
                "senior": TOLD,
                "subject": TOLD,
                "manager": st.fixed_dictionaries({other: TOLD for other in NAMES if other != name}),
            }
        )
        for name in NAMES
    }
)
HEARD = st.lists(st.sampled_from(NAMES), max_size=2)


def person(said: dict[str, object]) -> Person:
    manager = said["manager"]
    assert isinstance(manager, dict)
    told = {Tie("senior"): said["senior"], Tie("subject"): said["subject"]}
    told |= {Tie("manager", to): whether for to, whether in manager.items()}
    return Person(
        holds=["officer", str(said["office"])],
        is_=[tie for tie, whether in told.items() if whether is True],
        is_not=[tie for tie, whether in told.items() if whether is False],
    )


def cases(law: Procedure, people: dict[str, dict[str, object]], heard: list[str]) -> Iterator[Case]:
    """A case as it grows."""
    told = {name: person(said) for name, said in people.items()} | {"you": Person(holds="customer")}
    case = done(law, engine.begin(law, at=day(1), people=told), "came", day(1), "you")
    yield case
    for name in heard:
        if engine.could(law, case, "heard", name, as_of=day(2)):
            case = done(law, case, "heard", day(2), name)
            yield case


def kept(law: Procedure, course: Course, name: str) -> tuple[bool, bool]:
    """Whether somebody is kept from judging, and from the chair."""
    act = law.steps["judged"]
    return (
        bool(barred(law, course, name, act)),
        bool(barred_from_role(law, course, name, "chair", act)),
    )


@pytest.mark.parametrize("tie", TIES)
@OFTEN
@given(people=PEOPLE, heard=HEARD)
def test_each_sign_asks_the_same_three_values(
    tie: str, people: dict[str, dict[str, object]], heard: list[str]
) -> None:
    """A7: *may not* bites on yes. *Only* lets through on yes alone, once there is anybody meant."""
    may_not, only = LAWS[tie]
    (who,) = only.conflicts["rule"].who
    for one, other in zip(cases(may_not, people, heard), cases(only, people, heard), strict=True):
        course, there = engine.course_of(may_not, one), engine.course_of(only, other)
        for name in course.people:
            known = related(only, there, who, name).known
            assert kept(may_not, course, name) == (known is Known.YES,) * 2
            binds = has_anybody(only, there, who)
            assert kept(only, there, name) == (binds and known is not Known.YES,) * 2


@pytest.mark.parametrize("tie", TIES)
@OFTEN
@given(people=PEOPLE, heard=HEARD)
def test_a_refusal_says_whether_it_is_not_so_or_not_told(
    tie: str, people: dict[str, dict[str, object]], heard: list[str]
) -> None:
    """A7: what nobody told is named, and telling that of somebody lets the same person through."""
    _, law = LAWS[tie]
    (who,) = law.conflicts["rule"].who
    *_, case = cases(law, people, heard)
    course = engine.course_of(law, case)
    for name in course.people:
        for bar in barred(law, course, name, law.steps["judged"]):
            known = related(law, course, who, name).known
            assert bool(bar.untold) is (known is Known.NOT_KNOWN)
            for each in (each for each in bar.untold if not each.to_anybody):
                told = Person(is_=Tie(each.relation, each.to))
                more = done(law, case, "person_told", day(3), person=each.person, who=told)
                after = engine.course_of(law, more)
                assert kept(law, after, name) == (False, False)


@pytest.mark.parametrize(
    "tie", [each for each in TIES if each not in ("chair", "manager of chair")]
)
@OFTEN
@given(people=PEOPLE, heard=HEARD, late=st.sampled_from(NAMES))
def test_bars_grow_and_who_alone_may_grows_too(
    tie: str, people: dict[str, dict[str, object]], heard: list[str], late: str
) -> None:
    """A7: along a history, told things apart. So *may not* keeps whom it kept; *only* lets through
    whom it let through once it bound, and whoever is let through anew has come to be one of them."""
    for only in (False, True):
        law = LAWS[tie][only]
        (who,) = law.conflicts["rule"].who
        *grown, last = cases(law, people, heard)
        told = done(law, last, "person_told", day(3), person=late, who=Person(is_="subject"))
        before: set[str] = set()
        for case in (*grown, last, told):
            course = engine.course_of(law, case)
            if only and not has_anybody(law, course, who):
                continue
            found = {name for name in course.people if kept(law, course, name)[0] is not only}
            assert before <= found
            for name in found - before:
                assert related(law, course, who, name).known is Known.YES
            before = found


def test_what_only_keeps_away_may_be_let_through_later() -> None:
    """So a search for who is left may not prune by it, as it may by bars."""
    _, law = LAWS["did heard"]
    people = {n: Person(holds="officer") for n in ("ola", "ben")} | {
        "you": Person(holds="customer")
    }
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "you")
    free = [kept(law, engine.course_of(law, case), "ben")[0]]
    for name in ("ola", "ben"):
        case = done(law, case, "heard", day(2), name)
        free.append(kept(law, engine.course_of(law, case), "ben")[0])
    assert free == [False, True, False]


@pytest.mark.parametrize("seed", range(16 * SIZES.laws))
def test_where_some_alone_may_what_is_said_to_be_nobodys_is_still_nobodys(seed: int) -> None:
    """`nobody-left` knows of no *only*: it may be silent, and what it says holds all the same."""
    procedure = made(seed, alone=True)
    assert some_alone_may(procedure)
    for office, tie in worlds(procedure):
        agrees(procedure, everywhere(procedure, office, tie, most=150), office, tie)
