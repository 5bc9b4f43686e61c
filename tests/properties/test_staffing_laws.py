"""Laws of `staffing`: a plan is permitted, and what is blocked is blocked whoever does what.

The other side is written here, and knows nothing of sets of people: every choice of somebody for every act
is recorded with `apply`, one after the other, until one is permitted to the end.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from random import Random

from hypothesis import assume, event, given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.alone import ties_wanted
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Event, Person, Tie
from complaintflow.course import Course
from complaintflow.moments import local_day
from complaintflow.planning import staffing, withstands
from complaintflow.plans import Blocked, Plan, Undecided
from complaintflow.procedure import PERSON_TOLD, Fact, KeptFrom, PlaceKind, Procedure, Step
from complaintflow.routes import routes
from complaintflow.rulings import ActionRefused
from complaintflow.skeletons import Act, Skeleton, all_besides, skeleton
from complaintflow.supposed import Besides
from complaintflow.vocabulary import offices_of
from tests.properties.lives import examples, lives, written_walk
from tests.properties.people_policies import policy_about_people, staff
from tests.strategies import Walk

OFTEN = examples(40)
MOST_OFTEN = examples(150)
DAY = date(2026, 6, 1)
MOST = 4_000
"""How many records are tried before a case is left to others."""

WRITTEN = st.builds(
    written_walk,
    st.integers(0, 2**20),
    st.integers(0, 2**32 - 1),
    st.integers(0, 6),
    plain=st.just(True),
)

STAFF: Mapping[str, Person] = {
    "gus": Person(holds="officer"),
    "hal": Person(holds=["chair", "friend"], is_not=["kin", "neighbour"]),
    "ivo": Person(holds="deputy", is_="subject"),
    "jo": Person(holds="officer", is_={"boss": "gus"}),
}
"""Some who could be called in under a policy written at random."""


def last_day(lived: Walk) -> date:
    """The day after all that was recorded."""
    days = [local_day(each.action.at, lived.law.zone) for each in lived.case.events]
    return max((*days, lived.today)) + timedelta(days=1)


def staffed(
    law: Procedure, case: Case, people: Mapping[str, Person], day: date
) -> Plan | Blocked | Undecided:
    """The answer; a calendar that does not reach is nothing to be looked at here."""
    try:
        return staffing(law, case, people, as_of=day)
    except OutsideCalendar:
        assume(False)
        raise


# --- every choice of everybody -------------------------------------------------------------------


class Everything:
    """Whether anybody may do what a skeleton says, by trying everybody for everything."""

    def __init__(self, law: Procedure, people: tuple[str, ...]) -> None:
        self.law, self.people, self.tried = law, people, 0

    def possible(self, case: Case, acts: tuple[Act, ...]) -> bool:
        """Whether acts can be recorded one after the other."""
        return not acts or any(self.possible(then, acts[1:]) for then in self.each(case, acts[0]))

    def each(self, case: Case, act: Act) -> Iterator[Case]:
        """The case after an act, by each who may do it."""
        before = [""] * min(act.slots, default=0)
        for chosen in product(self.people, repeat=len(act.slots)):
            if len({chosen[act.slots.index(seat)] for seat in act.seats}) == len(act.seats):
                self.tried += 1
                assume(self.tried < MOST)
                try:
                    yield self.recorded(case, act.done_by([*before, *chosen]))
                except ActionRefused:
                    continue

    def recorded(self, case: Case, done: Event) -> Case:
        """The case with an event; an answer that is given for each is given for whomever it can be."""
        fact = self.law.facts.get(done.action.name)
        found = case
        if fact is not None and fact.for_each is not None:
            for person in engine.course_of(self.law, case).people:
                with suppress(ActionRefused):
                    found = engine.apply(self.law, found, done.action.saying(person=person))
        if found is not case:
            return found
        return engine.apply(self.law, case, done.action, id=done.id, adds_to=done.adds_to)


def told(law: Procedure, case: Case, people: Mapping[str, Person], day: date) -> Case:
    """The case once everybody has been told of; first that there are such people."""
    for name in people:
        case = engine.apply(law, case, Action(PERSON_TOLD, at=day, person=name, who=Person()))
    for name, who in people.items():
        case = engine.apply(law, case, Action(PERSON_TOLD, at=day, person=name, who=who))
    return case


def skeletons(law: Procedure, stood: Course, day: date) -> Iterator[Skeleton]:
    """Everything that could be done from where a case stands to an end."""
    for beginning in routes(law, stood.stage, None):
        for route in beginning:
            bare = skeleton(law, stood, route, day, Besides())
            for besides in all_besides(law, bare) or ():
                yield skeleton(law, stood, route, day, besides)


def by_trying(law: Procedure, case: Case, people: Mapping[str, Person], day: date) -> bool:
    """Whether there is a plan at all."""
    there = told(law, case, people, day)
    names = tuple(engine.course_of(law, there).people)
    everything = Everything(law, names)
    stood = engine.course_of(law, case)
    return any(
        everything.possible(there, bare.acts)
        for bare in skeletons(law, stood, day)
        if bare.shut is None and not bare.broken_off
    )


def without(law: Procedure, rule: str) -> Procedure:
    """The procedure without a rule about people."""
    roles = {
        name: replace(role, may_be=()) if rule == f"{name}.may_be" else role
        for name, role in law.roles.items()
    }
    role = law.roles.get(rule.removesuffix(".of_whom"))
    if role is not None and role.body is not None:
        roles[role.name] = replace(role, body=replace(role.body, of_whom=()))
    conflicts = {name: each for name, each in law.conflicts.items() if name != rule}
    on = {
        target: tuple(each for each in rules if each.name != rule)
        for target, rules in law.conflicts_on.items()
    }
    kept = {
        target: KeptFrom(tuple(part for part in each.parts if part[0].name != rule))
        for target, each in law.kept_from.items()
    }
    return replace(law, roles=roles, conflicts=conflicts, conflicts_on=on, kept_from=kept)


# --- the laws ------------------------------------------------------------------------------------


@OFTEN
@given(lives(), st.booleans())
def test_every_event_of_a_plan_is_permitted_after_the_one_before(lived: Walk, more: bool) -> None:
    """A plan is what could be recorded, without an override."""
    day = last_day(lived)
    people = (
        STAFF if more and "officer" in lived.law.roles and "boss" in lived.law.relations else {}
    )
    found = staffed(lived.law, lived.case, people, day)
    event(type(found).__name__)
    if isinstance(found, Plan):
        require_recorded(lived.law, lived.case, found)


def require_recorded(law: Procedure, case: Case, plan: Plan) -> None:
    """That a plan is permitted event by event, and comes to an end."""
    for each in plan.events:
        case = engine.apply(law, case, each.action, id=each.id, adds_to=each.adds_to)
    stage = engine.course_of(law, case).stage
    assert stage == plan.end
    assert stage is not None
    assert law.places[stage].kind is PlaceKind.END


class Lived(tuple[Procedure, Case, Mapping[str, Person]]):
    """A case with its law and those who could be called in; too long to be printed whole."""

    __slots__ = ()

    def __repr__(self) -> str:
        law, case, people = self
        return f"<{law!r}, {len(case.events)} events, {', '.join(people)}>"


def about_people(seed: int, chance: int, steps: int, often: bool = False) -> Lived:
    """A case under a policy about people, as far as that many random acts lead it; and its staff."""
    law, people, random = policy_about_people(seed, often=often), staff(chance), Random(chance)
    case = engine.begin(law, at=DAY, people={"eve": Person(holds="customer")})
    known = people if random.random() < 0.5 else {}
    case = told(law, case, known if steps else {}, DAY)
    for _ in range(steps * 8):
        names = (*engine.course_of(law, case).people,)
        name, by = random.choice((*law.steps, "allowed")), random.choice(names)
        appoints = name in law.steps and law.steps[name].appoints
        action = Action(
            name,
            at=DAY,
            by=by,
            holder=random.choice(names) if appoints else None,
            answer=random.random() < 0.7 if name == "allowed" else None,
            person=random.choice(names) if name in law.facts and law.facts[name].for_each else None,
        )
        with suppress(ActionRefused):
            case = engine.apply(law, case, action)
    return Lived((law, case, people))


ABOUT_PEOPLE = st.builds(
    about_people,
    st.integers(0, 2**20),
    st.integers(0, 2**20),
    st.sampled_from((0, 0, 1, 2)),
    st.booleans(),
)


@OFTEN
@given(WRITTEN, st.sampled_from([{}, STAFF]))
def test_there_is_a_plan_where_trying_everybody_finds_one(
    lived: Walk, people: Mapping[str, Person]
) -> None:
    """Each answer but that it was not decided is the one that every choice of everybody gives."""
    day = last_day(lived)
    found = staffed(lived.law, lived.case, people, day)
    event(type(found).__name__)
    if isinstance(found, Blocked):
        assert not by_trying(lived.law, lived.case, people, day)
    elif isinstance(found, Plan):
        require_recorded(lived.law, lived.case, found)


@MOST_OFTEN
@given(ABOUT_PEOPLE)
def test_of_people_there_is_a_plan_where_trying_everybody_finds_one(
    lived: Lived,
) -> None:
    """The same under policies of which nearly every rule is about people; and a plan can be recorded."""
    law, case, people = lived
    found = staffing(law, case, people, as_of=DAY)
    event(type(found).__name__)
    if isinstance(found, Blocked):
        assert not by_trying(law, case, people, DAY)
    elif isinstance(found, Plan):
        require_recorded(law, case, found)


@OFTEN
@given(ABOUT_PEOPLE)
def test_without_any_one_of_the_rules_that_block_there_is_a_plan(
    lived: Lived,
) -> None:
    """What blocks is irreducible, and blocks by itself."""
    law, case, people = lived
    found = staffing(law, case, people, as_of=DAY)
    assume(isinstance(found, Blocked) and found.leads)
    assert isinstance(found, Blocked)
    named = {each.rule for each in found.rules}
    offices = {each.role for each in found.vacant}
    event(f"{len(named)} rules, {len(offices)} offices")
    bare = law
    for rule in all_rules(law):
        bare = bare if rule in named else without(bare, rule)
    on_the_way = offices_on_the_way(law, case)
    others = [role for role in on_the_way if role not in offices]
    assert not possible(bare, case, others_in(bare, case, people, others))
    for rule in named:
        fewer = without(bare, rule)
        assert possible(fewer, case, others_in(fewer, case, people, others))
    for office in offices:
        free = [role for role in on_the_way if role not in offices or role == office]
        assert possible(bare, case, others_in(bare, case, people, free))


def offices_on_the_way(law: Procedure, case: Case) -> list[str]:
    """The offices in which something is done or agreed to, or to which somebody is appointed, before the end."""
    found: set[str] = set()
    for bare in skeletons(law, engine.course_of(law, case), DAY):
        for act in bare.acts:
            step = law.steps.get(act.name)
            if act.doer is not None:
                found |= {*(step.by if step is not None else law.facts[act.name].decided_by)}
            if step is not None:
                found |= {*step.agreed_by}
            if step is not None and step.appoints is not None:
                found |= {step.appoints, *step.from_}
    stand_ins = {law.roles[role].stand_in for role in found}
    return [role for role in law.roles if role in found | stand_ins]


def all_rules(law: Procedure) -> list[str]:
    """The names of all rules about people."""
    roles = law.roles.values()
    return [
        *law.conflicts,
        *(f"{role.name}.may_be" for role in roles if role.may_be),
        *(f"{role.name}.of_whom" for role in roles if role.body is not None),
    ]


def others_in(
    law: Procedure, case: Case, people: Mapping[str, Person], offices: list[str]
) -> Mapping[str, Person]:
    """The people, and in some offices others besides, of whom is told what a rule wants told."""
    more, stood = dict(people), engine.course_of(law, case)
    on_the_way = dict.fromkeys(a.name for bare in skeletons(law, stood, DAY) for a in bare.acts)
    ahead: list[Step | Fact] = [law.steps.get(name) or law.facts[name] for name in on_the_way]
    for role in (law.roles[name] for name in offices):
        acts = [act.name for act in ahead if role.name in offices_of(law, act)]
        steps = [act for act in ahead if isinstance(act, Step) and role.name in act.from_]
        named = [name for step in steps for name in (step.name, step.appoints) if name]
        ties = ties_wanted(law, stood, role.name, *named, *acts)
        shares = role.body.of_whom if role.body is not None else ()
        kin = [Tie("kin")] if any(str(share.who) == "kin" for share in shares) else []
        holding = {
            n for n, who in (*people.items(), *known(law, case).items()) if role.name in who.holds
        }
        room = 3 if role.most is None or role.one else max(0, role.most - len(holding))
        who = Person(holds=role.name, is_=[*dict.fromkeys((*ties, *kin))])
        more |= {f"new_{role.name}_{n}": who for n in range(room)}
    return more


def possible(law: Procedure, case: Case, people: Mapping[str, Person]) -> bool:
    """Whether there is a plan; where there is one, it is permitted."""
    found = staffing(law, case, people, as_of=DAY)
    assume(not isinstance(found, Undecided))
    for each in found.events if isinstance(found, Plan) else ():
        case = engine.apply(law, case, each.action, id=each.id, adds_to=each.adds_to)
    return isinstance(found, Plan)


@OFTEN
@given(ABOUT_PEOPLE, st.integers(1, 2))
def test_no_fewer_people_than_those_told_leave_nobody_by_their_absence(
    lived: Lived, absences: int
) -> None:
    """Every absence of so many is asked about, by leaving those people out."""
    law, case, people = lived
    people = {name: who for name, who in people.items() if name not in known(law, case)}
    found = withstands(law, case, people, as_of=DAY, absences=absences)
    assume(not isinstance(found, Undecided))
    assert not isinstance(found, Undecided)
    event("none" if found is None else str(len(found)))
    answers = {
        away: staffing(law, case, left(people, away), as_of=DAY)
        for many in range(absences + 1)
        for away in combinations(people, many)
    }
    assume(not any(isinstance(each, Undecided) for each in answers.values()))
    breaking = [away for away, each in answers.items() if isinstance(each, Blocked)]
    assert (found is None) == (not breaking)
    if found is not None:
        assert len(found) == len(breaking[0])
        assert found in breaking


def known(law: Procedure, case: Case) -> Mapping[str, Person]:
    """Everybody of whom a case has told."""
    return engine.course_of(law, case).people


def left(people: Mapping[str, Person], away: tuple[str, ...]) -> Mapping[str, Person]:
    """Those who are there, with the ties to one another alone."""

    def there(ties: tuple[Tie, ...]) -> list[Tie]:
        return [tie for tie in ties if tie.to not in away]

    return {
        name: Person(holds=who.holds, is_=there(who.is_), is_not=there(who.is_not))
        for name, who in people.items()
        if name not in away
    }


@OFTEN
@given(ABOUT_PEOPLE)
def test_who_is_irreplaceable_leaves_no_plan_by_being_away(
    lived: Lived,
) -> None:
    """Last person left: those without whom there is no plan, be they of the one that was found or not, and nobody else."""
    law, case, people = lived
    people = {name: who for name, who in people.items() if name not in known(law, case)}
    found = staffing(law, case, people, as_of=DAY)
    if isinstance(found, Plan):
        event(str(len(found.irreplaceable)))
        for name in people:
            without_one = staffing(law, case, left(people, (name,)), as_of=DAY)
            assert (name in found.irreplaceable) is isinstance(without_one, Blocked)


@OFTEN
@given(ABOUT_PEOPLE, st.randoms(use_true_random=False))
def test_who_is_given_does_it(lived: Lived, random: Random) -> None:
    """A plan holds to what was given, and what another plan shows can be had is not refused."""
    law, case, people = lived
    first = staffing(law, case, people, as_of=DAY)
    if isinstance(first, Plan):
        named = {each.name: each.person for each in first.assigned if each.person is not None}
        once = [n for n in named if sum(each.name == n for each in first.assigned) == 1]
        assume(once)  # where a case rests already there is nothing to be given to anybody
        name = random.choice(once)
        again = staffing(law, case, people, as_of=DAY, given={name: named[name]})
        assert isinstance(again, Plan)
        other = random.choice([*people, *known(law, case)])
        changed = staffing(law, case, people, as_of=DAY, given={name: other})
        if isinstance(changed, Plan):
            assert {each.person for each in changed.assigned if each.name == name} <= {other}


def test_a_search_is_seldom_given_up() -> None:
    """Of eighty small cases at most two; what cannot be foreseen is another matter."""
    found = [
        staffing(law, case, people, as_of=DAY)
        for seed in range(80)
        for law, case, people in [about_people(seed, seed, seed % 3)]
    ]
    assert sum(isinstance(each, Undecided) and not each.unforeseen for each in found) <= 2
