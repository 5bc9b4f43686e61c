"""Laws of ties between people: whichever of two it was told of, and that what bars goes on barring.

The letters in the docstrings name paragraphs of the language.
"""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.case import Action, Case, Event, Person, Tie
from complaintflow.course import Course, advance
from complaintflow.procedure import Holds, Of, Procedure, Who
from complaintflow.relating import Known, related
from tests.policies import day, done, policy
from tests.properties.lives import examples, lives
from tests.strategies import Walk

OFTEN, SOMETIMES = examples(40), examples(25)

PAIRS = policy(
    """
relations:
  subject: is complained about
  partner: {says: is married to, between: two people, both_ways: true}
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      looked: {by: [officer, chair], counts_as: consider}
      judged: {by: [officer, chair], counts_as: decide}
    may: {chair_named: {by: customer, appoints: chair}}
ends: {shut: {title: Shut}}
conflicts:
  of_the_subject: {who: partner of subject, may_not: consider}
  of_an_officer:  {who: partner of officer, may_not: chair}
  of_the_past:    {who: [partner of whoever considered in first, partner of whoever held chair], may_not: decide}
"""
)
NAMES = ("cy", "ola", "ben", "pat", "max")
OFFICES = st.sampled_from(("customer", "officer", "chair"))
PEOPLE = st.fixed_dictionaries({name: st.tuples(OFFICES, st.booleans()) for name in NAMES})
COUPLES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.booleans()).filter(
        lambda couple: couple[0] != couple[1]
    ),
    max_size=4,
)


def case_of(
    people: dict[str, tuple[str, bool]], couples: list[tuple[str, str, bool]], *, turned: bool
) -> Case:
    """A case in which some have acted; each couple is told of one of the two, or of the other."""
    ties: dict[str, list[Tie]] = {name: [] for name in NAMES}
    for one, other, turn in couples:
        of, to = (other, one) if turn and turned else (one, other)
        ties[of].append(Tie("partner", to))
    told = {
        name: Person(
            holds=["customer", office], is_=[*(["subject"] if subject else []), *ties[name]]
        )
        for name, (office, subject) in people.items()
    }
    case = done(PAIRS, engine.begin(PAIRS, at=day(1), people=told), "came", day(1), "cy")
    for name in ("ola", "ben"):
        if engine.could(PAIRS, case, "looked", name, as_of=day(2)):
            case = done(PAIRS, case, "looked", day(2), name)
    return case


@OFTEN
@given(PEOPLE, COUPLES)
def test_a_couple_is_barred_alike_whichever_of_the_two_it_was_told_of(
    people: dict[str, tuple[str, bool]], couples: list[tuple[str, str, bool]]
) -> None:
    """A7: a relation that goes both ways is one of two people, and has no first of them."""
    one, other = (case_of(people, couples, turned=turned) for turned in (False, True))
    assert [event.action.name for event in one.events] == [e.action.name for e in other.events]
    for name in NAMES:
        for step in ("looked", "judged", "chair_named"):
            said, turned = (
                engine.could(PAIRS, case, step, name, as_of=day(3)) for case in (one, other)
            )
            assert [reason.rule for reason in said.reasons] == [r.rule for r in turned.reasons]
            assert {*said.notes} == {*turned.notes}
        bars, turned_bars = (
            {(bar.rule, bar.tie) for bar in engine.conflicts_of(PAIRS, case, name)}
            for case in (one, other)
        )
        assert bars == turned_bars


def undenied(event: Event) -> Event:
    """The event without what it denies."""
    action, who = event.action, event.action.particulars.who
    if who is None:
        return event
    told = Person(holds=who.holds, is_=who.is_)
    person = action.particulars.person
    return replace(event, action=Action(action.name, at=action.at, person=person, who=told))


def of_the_present(who: Who) -> bool:
    """Whether a tie is that somebody holds an office now, which may end."""
    return isinstance(who, Holds) or (isinstance(who, Of) and isinstance(who.whom, Holds))


def barring(law: Procedure, course: Course) -> Iterator[tuple[str, Who, str]]:
    """Whom the rules without an exception keep away, by which tie that lasts."""
    for conflict in law.conflicts.values():
        lasting = (keeping for keeping in conflict.barring if keeping.within_last is None)
        whos = [who for keeping in lasting for who in keeping.who]
        for who in () if conflict.has_exception else whos:
            for person in () if of_the_present(who) else course.people:
                if related(law, course, who, person).known is Known.YES:
                    yield conflict.name, who, person


@SOMETIMES
@given(lives(plain=True))
def test_who_is_barred_without_exception_is_barred_at_every_later_moment(lived: Walk) -> None:
    """A7: of what was told and not denied, and of what was done or held. Not of who holds an office
    now: an office ends. Nor of a rule that looks back: it lets go."""
    law, course = lived.law, Course()
    before: set[tuple[str, Who, str]] = set()
    for event in lived.case.events:
        course = advance(law, course, undenied(event))
        now = {*barring(law, course)}
        assert before <= now, event
        before = now
