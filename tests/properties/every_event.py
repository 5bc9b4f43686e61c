"""Whether a case can come to an end, by recording everything that anybody may record, one event after the other.

It knows of the engine only `decide`, `apply` and `owed`. It has no skeleton and no order of its own: any
step, any answer, again and again, by whoever is permitted, as long as something new comes of it. Small
policies about people are written for it, too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import combinations
from random import Random

from complaintflow import engine
from complaintflow.case import Action, Case, Person
from complaintflow.procedure import PERSON_TOLD, Duty, Fact, PlaceKind, Procedure, Step
from tests.policies import policy

DAY = date(2026, 6, 1)
ROLES = ("officer", "chair", "clerk")


@dataclass
class Search:
    """Every history of a case on one day, until one has come to an end with every duty done.

    `whole` is False once something was left out, because there were more states than `most` or a history
    had more events than `deepest`. `given` says who alone does a step or answers a question.
    """

    law: Procedure
    most: int = 1_500
    deepest: int = 14
    whole: bool = True
    given: Mapping[str, str] = field(default_factory=dict)
    seen: set[object] = field(default_factory=set)

    def way(self, case: Case) -> Case | None:
        """The shortest history that has come to an end, if one was found."""
        ahead, base = [case], len(case.events)
        self.seen.add(self.key(case))
        for then in ahead:  # which grows meanwhile
            if self.is_over(then):
                return then
            if len(then.events) - base >= self.deepest:
                self.whole = False
                continue
            for action in self.actions(then):
                if self.leaves_undone(then, action):
                    continue
                if self.given.get(action.name, action.by) != action.by:
                    continue
                if not engine.decide(self.law, then, action).permitted:
                    continue
                after = engine.apply(self.law, then, action)
                key = self.key(after)
                if key not in self.seen:
                    if len(self.seen) >= self.most:
                        self.whole = False
                        return None
                    self.seen.add(key)
                    ahead.append(after)
        return None

    # --- where a case stands ----------------------------------------------------------------------

    def duties(self, case: Case) -> set[str]:
        """What is owed and leads nowhere."""
        owed = engine.owed(self.law, case, as_of=DAY)
        names = {each.duty for each in owed if each.duty in self.law.steps}
        return {name for name in names if self.law.steps[name].then is None}

    def is_over(self, case: Case) -> bool:
        """Whether a case rests in an end, and nothing is left to be done."""
        stage = engine.stage_of(self.law, case, as_of=DAY)
        at_rest = stage is not None and self.law.places[stage].kind is PlaceKind.END
        return at_rest and not self.duties(case)

    def leaves_undone(self, case: Case, action: Action) -> bool:
        """Whether a step leads on while something is still owed where the case is."""
        step = self.law.steps.get(action.name)
        if step is None or step.then is None:
            return False
        stage = engine.stage_of(self.law, case, as_of=DAY)
        return any(self.law.steps[name].place == stage for name in self.duties(case))

    def key(self, case: Case) -> object:
        """What two histories have in common from which the same can follow: where it is, what was done in all
        and in this stay, which appointments in which order, and the last answers."""
        moves = [each.action for each in case.events if each.action.name != PERSON_TOLD]
        leads = [n for n, a in enumerate(moves) if self.then(a) is not None]
        stay = moves[leads[-1] + 1 :] if leads else moves
        answers = {(a.name, a.particulars.person): a for a in moves if a.name in self.law.facts}
        return (
            engine.stage_of(self.law, case, as_of=DAY),
            frozenset(map(said, moves)),
            frozenset(map(said, stay)),
            tuple(said(a) for a in moves if a.particulars.holder is not None),
            frozenset((name, said(a)) for name, a in answers.items()),
        )

    def then(self, action: Action) -> str | None:
        step = self.law.steps.get(action.name)
        return None if step is None else step.then

    # --- what anybody could do --------------------------------------------------------------------

    def actions(self, case: Case) -> Iterator[Action]:
        """All that could be recorded next; whether it may is asked of the engine."""
        people = tuple(told_of(case))
        stage = engine.stage_of(self.law, case, as_of=DAY)
        for step in self.law.steps.values():
            if step.place in (stage or "begins", "throughout") and step.duty is not Duty.NEVER:
                for by, sat in self.doers(step, people):
                    yield from self.of_step(step, by, sat, people)
        for fact in self.law.facts.values():
            everybody: list[tuple[str | None, tuple[str, ...]]] = [*self.doers(fact, people)]
            for who, company in ((None, ()), *everybody):
                for answer in fact.answers:
                    yield Action(fact.name, at=DAY, by=who, answer=answer, sat=company)

    def doers(
        self, act: Step | Fact, people: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Everybody, alone or with any others."""
        roles = act.by if isinstance(act, Step) else act.decided_by
        bodies = any(self.law.roles[role].body is not None for role in roles)
        for by in people:
            yield by, ()
            others = [name for name in people if name != by]
            for many in range(len(people)) if bodies else ():
                for company in combinations(others, many):
                    yield by, (by, *company)

    def of_step(
        self, step: Step, by: str, sat: tuple[str, ...], people: tuple[str, ...]
    ) -> Iterator[Action]:
        stand_ins = [s for role in step.agreed_by if (s := self.law.roles[role].stand_in)]
        agreed = (*step.agreed_by, *stand_ins)
        bare = Action(step.name, at=DAY, by=by, sat=sat, agreed_by=agreed)
        if step.appoints is None:
            yield bare
            return
        for holder in people:
            yield bare.saying(holder=holder)
            for leaver in people:
                if leaver != holder:
                    yield bare.saying(holder=holder, in_place_of=leaver)


def said(action: Action) -> tuple[object, ...]:
    """An action without its day."""
    told = action.particulars
    return (
        action.name,
        action.by,
        frozenset(told.sat),
        told.holder,
        told.in_place_of,
        told.answer,
        told.person,
    )


def told_of(case: Case) -> dict[str, None]:
    """Everybody of whom a case has told."""
    events = (each.action for each in case.events if each.action.name == PERSON_TOLD)
    return dict.fromkeys(a.particulars.person for a in events if a.particulars.person is not None)


# --- small policies ------------------------------------------------------------------------------


def written_small(seed: int) -> str:
    """The text of a policy of two to four steps with questions, appointments and agreement."""
    random = Random(seed)

    def one_of(*among: str) -> str:
        return random.choice(among)

    body = random.random() < 0.25
    answers = random.random() < 0.3
    question = "q is a" if answers else "q"
    other = one_of("q is b", "q is c") if answers else "q is false"

    def by() -> str:
        found = one_of("officer", "chair", "clerk", "[officer, chair]", "officer", "chair")
        return "chair" if body and "chair" in found else found

    def step(name: str, *, lead: bool = False) -> str:
        keys = [f"by: {by()}", "cites: C"]
        chance = random.random()
        if chance < 0.2:
            keys.append(f"{one_of('if', 'unless')}: {one_of(question, other)}")
        elif chance < 0.35 and not lead:
            keys.append(f"appoints: {one_of(*ROLES)}")
        elif chance < 0.5:
            keys.append(f"agreed_by: {one_of(*ROLES)}")
        return f"{name}: {{{', '.join(keys)}}}"

    def with_(text: str, more: str) -> str:
        return f"{text[:-1]}, {more}}}"

    two = random.random() < 0.5
    first = [step("looked"), step("heard")][: 1 + random.randrange(2)]
    if len(first) == 2 and random.random() < 0.4:
        first[1] = with_(first[1], "after: looked")
    lead = with_(step("moved", lead=True), "then: second" if two else "then: done")
    if random.random() < 0.4:
        lead = with_(
            lead,
            f"after: {one_of('looked', 'looked', 'looked or heard' if len(first) > 1 else 'looked')}",
        )
    duties = [each for each in first if random.random() < 0.75]
    free = [each for each in first if each not in duties]
    must = f"must: {{{', '.join(duties)}}}, " if duties else ""
    gate = f"if: {one_of(question, other)}, cites: C, " if duties and random.random() < 0.2 else ""
    lines = [
        "relations: {subject: is complained about, boss: {says: is the boss of, between: two people}}",
        "clauses: {C: {at: p. 1, says: all of it}}",
        "roles:",
        "  customer: {title: You}",
        f"  officer: {{title: An officer{one_of('', '', ', stand_in: clerk, cites: C', ', holders: one')}}}",
    ]
    members = f", members: {one_of('exactly 2', 'at least 1', 'at least 2')}, cites: C"
    share = f", of_whom: at least 1 {one_of('did looked', 'subject', 'held clerk')}"
    asked = [
        "means: it is so",
        f"decided_by: {one_of('officer', 'chair', 'customer', 'clerk')}",
        "cites: C",
    ]
    asked += ["answers: [c, a, b]"] if answers else []
    asked += ["counts_as: review"] if random.random() < 0.6 else []
    lines += [
        f"  chair: {{title: The chair{members + one_of('', share) if body else ''}}}",
        "  clerk: {title: A clerk}",
        f"facts: {{q: {{{', '.join(asked)}}}}}",
        "begins: {came: {by: customer, then: first, cites: C}}",
        "stages:",
        f"  first: {{title: First, {gate}{must}may: {{{', '.join([*free, lead])}}}}}",
    ]
    if two:
        last = with_(step("closed", lead=True), f"then: {one_of('done', 'done', 'done', 'first')}")
        end = [last] if "then: done" in last else [last, "ended: {by: chair, then: done, cites: C}"]
        lines.append(f"  second: {{title: Second, may: {{{', '.join(end)}}}}}")
    if random.random() < 0.3:
        lines.append(
            f"throughout: {{may: {{named: {{by: {by()}, appoints: {one_of(*ROLES)}, cites: C}}}}}}"
        )
    lines += ["ends: {done: {title: Done}}", "conflicts:"]
    acts = ["looked", "moved", *(["heard"] if len(first) > 1 else []), *(["closed"] if two else [])]
    for number in range(1 + random.randrange(2)):
        tie = one_of(
            "subject",
            "did looked",
            "held clerk",
            "boss of subject",
            "chair",
            "did moved",
            "did came",
        )
        target = one_of(*acts, *acts, "officer", "chair")
        kept = random.random() < 0.8 or target in ROLES  # an office may be the one that decides it
        excepted = "" if kept else f", except: {{if: {question}}}"
        rule = one_of(
            f"who: {tie}, may_not: {target}{excepted}",
            f"who: {tie}, may_not: {target}",
            f"only: {tie}, may: {target}",
            f"{one_of('different_people', 'different_people', 'same_person')}: [looked, moved]",
        )
        lines.append(f"  rule_{number}: {{{rule}, cites: C}}")
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=64)
def small_policy(seed: int) -> Procedure:
    """The procedure that the small policy of that number means."""
    return policy(written_small(seed))


def few(seed: int) -> Mapping[str, Person]:
    """One to three people with offices and ties."""
    random = Random(seed)
    names = ["ann", "bo", "cy"][: 1 + random.randrange(3)]
    found = {}
    for name in names:
        holds = random.sample(ROLES, 1 + random.randrange(2)) if random.random() < 0.85 else []
        others = [other for other in names if other != name]
        is_: dict[str, str] | list[str] = ["subject"] if random.random() < 0.25 else []
        if others and random.random() < 0.2:
            is_ = {"boss": random.choice(others)}
        found[name] = Person(holds=holds, is_=is_)
    return found
