"""Small worlds, walked through the engine: every office is held by one person, and one has a tie.

It knows nothing of how `check` finds holes. It tells the engine whatever anybody may do, and keeps
what was owed while its place was open, and to whom the engine then would have permitted it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from complaintflow import engine
from complaintflow.answered import each_of
from complaintflow.case import Action, Event, Person, Tie
from complaintflow.conflicts import bars_of
from complaintflow.course import Course, advance, is_open
from complaintflow.gates import done_here
from complaintflow.judging import PERSONAL, judge
from complaintflow.procedure import ActedIn, Did, Duty, Fact, Is, Of, Procedure, Step, Who

TODAY = date(2026, 3, 2)
NEW = "somebody_new"


@dataclass
class Seen:
    """What came of walking: which steps were owed, which permitted, who did what, all while open.

    `after` has the same by what had been done before, `excepted` the rules whose exception let
    somebody through; `whole` says whether nothing was left out.
    """

    owed: set[str] = field(default_factory=set)
    permitted: set[str] = field(default_factory=set)
    doers: dict[str, set[str | None]] = field(default_factory=dict)
    after: dict[str, "Seen"] = field(default_factory=dict)
    excepted: set[str] = field(default_factory=set)
    whole: bool = True

    def of(self, act: str) -> "Seen":
        return self.after.setdefault(act, Seen())


def begun(law: Procedure, office: str | None, tie: Who | None) -> Course:
    """Everybody holds one office, two people where that may be; of the holder of `office` a tie is true.

    One through another person leads to everybody else; somebody new has what it leads through.
    """
    offices = {f"the_{role}": role for role in law.roles}
    offices |= {f"another_{role.name}": role.name for role in law.roles.values() if not role.one}
    match tie:
        case Of(relation):
            tied = tuple(
                Tie(relation, to=name) for name in (*offices, NEW) if offices.get(name) != office
            )
        case Is(relation):
            tied = (Tie(relation),)
        case _:
            tied = ()
    people = {
        name: Person(holds=role, is_=tied if role == office else ())
        for name, role in offices.items()
    }
    whom = tie.whom if isinstance(tie, Of) else None
    people[NEW] = Person(is_=(Tie(whom.relation),) if isinstance(whom, Is) else ())
    return engine.course_of(law, engine.begin(law, at=TODAY, people=people))


def acts(law: Procedure) -> Iterator[Step | Fact]:
    yield from law.steps.values()
    yield from law.facts.values()


def actions(law: Procedure, course: Course) -> Iterator[tuple[Step | Fact, Action]]:
    """All that somebody who holds an office for it could do now, and what the application tells."""
    for act in acts(law):
        roles = act.by if isinstance(act, Step) else act.decided_by
        offices = {*roles, *(law.roles[role].stand_in for role in roles)}
        people: list[str | None] = [
            name for name, known in course.people.items() if offices.intersection(known.holds)
        ]
        if isinstance(act, Fact):
            people += [None] if act.told else []
            each = () if act.for_each is None else each_of(law, course, act.for_each, TODAY)
            yield from (
                (act, Action(act.name, at=TODAY, by=by, answer=answer, person=person))
                for by in people
                for answer in act.answers
                for person in each or (None,)
            )
        elif act.duty is not Duty.NEVER and not act.met_by:
            holders = [None, *course.people] if act.appoints is not None else [None]
            yield from (
                (act, Action(act.name, at=TODAY, by=by, holder=holder))
                for by in people
                for holder in holders
            )


def look(law: Procedure, course: Course, seen: Seen) -> list[Action]:
    """What is permitted now; what is owed, and what is permitted of it, is kept."""
    may = []
    for act, action in actions(law, course):
        if isinstance(act, Step) and not is_open(law, course, act):
            continue
        reasons = judge(law, course, action, supposed=True, alone=True).reasons
        kept = [seen, *(seen.of(name) for name in course.did)]
        must = isinstance(act, Step) and act.duty is Duty.MUST and not done_here(law, course, act)
        if must and all(isinstance(reason, PERSONAL) for reason in reasons):
            for each in kept:
                each.owed.add(act.name)
        if not reasons:
            seen.excepted |= let_through(law, course, action)
            for each in kept:
                each.permitted.add(act.name)
            seen.doers.setdefault(act.name, set()).add(action.by)
            may.append(action)
    return may


def let_through(law: Procedure, course: Course, action: Action) -> set[str]:
    """The rules that touch whoever acts, and from which an exception frees him or her here."""
    if action.by is None:
        return set()
    return {
        bar.rule
        for bar in bars_of(law, course, action.by)
        if action.name in bar.kept_from and law.conflicts[bar.rule].has_exception
    }


def told(law: Procedure, course: Course, action: Action) -> Course:
    return advance(law, course, Event(action=action, id=f"e{len(course.events)}"))


def key(law: Procedure, course: Course) -> object:
    """What two courses have in common from which the same can follow.

    Who did something matters only where a rule asks for it.
    """
    ties = {
        who.whom if isinstance(who, Of) else who
        for conflict in law.conflicts.values()
        for who in conflict.who
    }
    places = {who.stage for who in ties if isinstance(who, ActedIn)}
    asked = {
        act.name
        for act in acts(law)
        if Did(act.name) in ties or (isinstance(act, Step) and act.place in places)
    }
    return (
        tuple(visit.place for visit in course.visits),
        frozenset((name, by if name in asked else None) for name, by in course.did.items()),
        frozenset(
            (name, of, event.action.particulars.answer, event.action.by)
            for name, given in course.answers.items()
            for of, event in given.items()
        ),
        frozenset((name, known.holds) for name, known in course.people.items()),
    )


def everywhere(law: Procedure, office: str | None, tie: Who | None, most: int) -> Seen:
    """Every history in which nothing is done twice by one person, so far as `most` states reach."""
    seen = Seen()
    first = begun(law, office, tie)
    ahead, known = [first], {key(law, first)}
    while ahead:
        course = ahead.pop()
        for action in look(law, course, seen):
            if len(course.visits) > 6:
                seen.whole = False
                continue
            new = told(law, course, action)
            if key(law, new) not in known:
                if len(known) >= most:
                    seen.whole = False
                    return seen
                known.add(key(law, new))
                ahead.append(new)
    return seen


def somewhere(
    law: Procedure, office: str | None, tie: Who | None, *, walks: int, seed: int
) -> Seen:
    """Some histories at random: most often what was not done yet, and what leads on last."""
    seen = Seen(whole=False)
    for number in range(walks):
        chance = Random(seed * 1000 + number)
        course = begun(law, office, tie)
        for _ in range(len(law.steps) + len(law.facts)):
            may = look(law, course, seen)
            new = [action for action in may if not course.times(action.name)]
            if chance.randrange(4):
                new = [action for action in new if action.particulars.answer is not False] or new
            here = [a for a in new if a.name in law.facts or law.steps[a.name].then is None]
            if not may:
                break
            among = (here if chance.randrange(8) else new) or new or may
            course = told(law, course, chance.choice(among))
    return seen
