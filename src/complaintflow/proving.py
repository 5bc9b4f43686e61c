"""Proving that nobody could lead a case along a route, in whatever order, however often, and whatever is answered.

A skeleton does everything once, in one order and with one answer to each question; that nobody can be found
for it proves nothing of other histories. So it is asked here what every history along a route has in common: the
steps that lead on, what must be done in its places whatever is answered, and what these wait for. For that
people are sought, and each rule says only what it says in any order: whom a tie keeps away that will not end,
who must differ whichever of them comes first, whom somebody could ever be. What lets more pass than the law
would do is no mistake here; what keeps away more would be one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

from complaintflow.assigning import Bar, OutOfBound, People, Problem, Slot, Table, solve
from complaintflow.conflicts import in_scope
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.gates import Truth, done_here, truth
from complaintflow.moments import Moment
from complaintflow.procedure import (
    ActedIn,
    Condition,
    Conflict,
    DateSetBy,
    Did,
    Duty,
    Fact,
    Happened,
    Held,
    Holds,
    Is,
    Keeping,
    Of,
    Procedure,
    ReceiptOf,
    Role,
    Step,
    Who,
)
from complaintflow.relating import acts_in, first_related, has_anybody, held_to, meant_by
from complaintflow.skeletons import Skeleton
from complaintflow.timing import has_happened
from complaintflow.vocabulary import offices_of

BEFORE = "before"
"""The name of a slot's rule that is no rule of the procedure: members of a body differ."""


def impossible(
    procedure: Procedure,
    course: Course,
    bare: Skeleton,
    route: Sequence[str],
    people: Sequence[str],
    *,
    at: Moment,
    given: Mapping[str, Collection[str]],
    bound: int,
) -> bool:
    """Whether no history along a route is permitted, whoever of these people does what; False where that is
    not proven.

    Args:
        procedure: the law.
        course: how things stand, everybody being told of.
        bare: what is to be done on the route, once and in one order.
        route: the steps that lead on.
        people: who is there.
        at: the day of it all. Whether somebody is free on a later one is not asked.
        given: who is to do a step, or whom an office is to go to.
        bound: how many choices are tried at once.
    """
    forced = _Forced(procedure, course, at, frozenset(act.name for act in bare.acts))
    forced.along(route)
    one_day = all(act.event.action.at == at for act in bare.acts)
    seen = as_at(procedure, course, at)
    able = _Able(procedure, seen, tuple(people), given, forced.before, one_day)
    able.grow()
    try:
        return solve(able.problem(), bound=bound) is None
    except OutOfBound:
        return False


@dataclass(slots=True)
class _Forced:
    """What every history along a route does, and what of it certainly comes before what.

    `before` has by act the acts that were done before it was done the first time that counts.
    """

    procedure: Procedure
    course: Course
    now: Moment
    supposed: frozenset[str]
    before: dict[str, frozenset[str]] = field(default_factory=dict)

    def along(self, route: Sequence[str]) -> None:
        place, gone = self.course.stage or "begins", frozenset[str]()
        for name in route:
            step = self.procedure.steps[name]
            duties = self._duties(place, gone)
            self._act(step, gone | duties)
            gone |= duties | {name}
            place = step.then or place
        self._duties(place, gone)
        if place != "begins":
            self._duties("throughout", frozenset())

    def _duties(self, place: str, gone: frozenset[str]) -> frozenset[str]:
        """What must be done in a place whatever is answered; names of it that will be done by its end."""
        found = self.procedure.places[place]
        if found.if_ or found.unless:
            return frozenset()
        done: set[str] = set()
        for name in found.must:
            step = self.procedure.steps[name]
            if self._is_owed(step, gone | done):
                self._act(step, gone)
                done.add(name)
        return frozenset(done)

    def _is_owed(self, step: Step, gone: Collection[str]) -> bool:
        again = any(d.step == step.name and d.again for d in self.procedure.deadlines)
        return not (
            step.then is not None
            or step.met_by
            or step.if_
            or step.unless
            or again
            or step.name not in self.supposed
            or (
                self.course.visit_of(step.place) >= 0
                and done_here(self.procedure, self.course, step)
            )
            or not all(isinstance(each, Happened) and each.name in gone for each in step.after)
        )

    def _act(self, act: Step | Fact, gone: frozenset[str]) -> None:
        """An act that is done after some others, and what it waits for."""
        if act.name in self.before:  # twice on the way, once is enough here
            self.before[act.name] &= gone
            return
        self.before[act.name] = gone
        if isinstance(act, Fact):
            return
        waits = frozenset(self._waits(act))
        self.before[act.name] = gone | waits
        for name in waits - gone:
            self._act(self.procedure.steps.get(name) or self.procedure.facts[name], frozenset())

    def _waits(self, step: Step) -> Iterator[str]:
        """The steps and questions without which a step cannot be done, as far as they are still to come."""
        for anchor in step.after:
            match anchor:
                case Happened(name) | ReceiptOf(name) | DateSetBy(name):
                    each = self.procedure.steps.get(name)
                    known = name in self.procedure.facts or (each is not None and not each.met_by)
                    if known and not has_happened(
                        self.procedure, self.course, anchor, now=self.now
                    ):
                        yield name
                case _:
                    pass
        place = self.procedure.places[step.place]
        gates = (*place.if_, *place.unless) if step.duty is Duty.MUST else ()
        for condition in (*step.if_, *step.unless, *gates):
            fact = self.procedure.facts[condition.fact]
            if (
                fact.asked_if is None
                and fact.for_each is None
                and truth(self.procedure, self.course, condition) is Truth.OPEN
            ):
                yield fact.name


@dataclass(slots=True)
class _Able:
    """Who could ever do an act or hold an office. Both grow from what is so now, until nothing comes to it."""

    procedure: Procedure
    course: Course
    people: tuple[str, ...]
    given: Mapping[str, Collection[str]]
    before: Mapping[str, frozenset[str]]
    one_day: bool
    acts: dict[str, People] = field(default_factory=dict)
    offices: dict[str, People] = field(default_factory=dict)
    _number: dict[str, int] = field(default_factory=dict)

    def grow(self) -> None:
        self._number = {name: number for number, name in enumerate(self.people)}
        self.offices = {
            name: self._among(self.course.holders(name)) for name in self.procedure.roles
        }
        every: list[Step | Fact] = [*self.procedure.steps.values(), *self.procedure.facts.values()]
        self.acts = dict.fromkeys((act.name for act in every), 0)
        grown = True
        while grown:
            grown = False
            for act in every:
                able = self._doers(act)
                if able & ~self.acts[act.name]:
                    self.acts[act.name] |= able
                    grown = True
                if isinstance(act, Step) and act.appoints and act.duty is not Duty.NEVER and able:
                    named = self._holders(act, self.procedure.roles[act.appoints])
                    if named & ~self.offices[act.appoints]:
                        self.offices[act.appoints] |= named
                        grown = True

    # --- sets of people ---------------------------------------------------------------------------

    @property
    def _everybody(self) -> People:
        return (1 << len(self.people)) - 1

    def _among(self, names: Collection[str]) -> People:
        return sum(1 << self._number[name] for name in {*names} if name in self._number)

    def _given(self, name: str) -> People:
        wanted = self.given.get(name)
        return self._everybody if wanted is None else self._among(wanted)

    def _doers(self, act: Step | Fact) -> People:
        """Who could do an act at some time."""
        found: People = 0
        for office in offices_of(self.procedure, act):
            found |= self._acting(office, act)
        return found & ~self._kept(act.name, act) & self._given(act.name)

    def _acting(self, office: str, act: Step | Fact) -> People:
        role, holding = self.procedure.roles[office], self.offices[office]
        least = 0 if role.number is None else role.number.least
        if role.body is not None and act.name in role.body.without_quorum:
            least = 0
        if holding.bit_count() < least:
            return 0
        return holding & ~self._kept(office, act) & ~self._denied(role)

    def _holders(self, step: Step, role: Role) -> People:
        """Whom a step could appoint at some time."""
        found = self._everybody
        if step.from_:
            found = 0
            for office in step.from_:
                found |= self.offices[office]
        return found & ~self._kept(role.name, step) & ~self._denied(role) & self._given(role.name)

    def _denied(self, role: Role) -> People:
        """Of whom all that is untrue of which an office wants one."""
        may_be = {*role.may_be}
        if not may_be:
            return 0
        return self._among(
            [
                name
                for name in self.people
                if may_be <= {tie.relation for tie in self.course.people[name].is_not}
            ]
        )

    # --- rules ------------------------------------------------------------------------------------

    def _kept(self, target: str, act: Step | Fact, *, doing: bool = True) -> People:
        """Whom the rules keep from an act or an office for good, whatever is done. `doing`: who agrees need not
        be one of those who alone may."""
        found: People = 0
        for keeping in self._keepings(target, act):
            if keeping.only:
                if doing and self._is_asked(keeping, act):
                    found |= self._everybody & ~self._ever_one(keeping, target, act)
                continue
            for who in keeping.who:
                if self._lasts(who):
                    found |= self._true_of(replace(keeping, who=(who,)))
        return found

    def _keepings(self, target: str, act: Step | Fact) -> Iterator[Keeping]:
        for conflict in self.procedure.conflicts_on.get(target, ()):
            if self._may_be_excepted(conflict, act):
                continue
            for keeping in conflict.keeps:
                dated = keeping.within_last is not None or self.course.dated
                if target in keeping.targets and (self.one_day or not dated):
                    yield keeping

    def _may_be_excepted(self, conflict: Conflict, act: Step | Fact) -> bool:
        if not conflict.has_exception:
            return False
        if isinstance(act, Step) and not in_scope(self.procedure, None, conflict, act):
            return act.place == "throughout"
        return all(self._may_be_answered(condition) for condition in conflict.except_if)

    def _may_be_answered(self, condition: Condition) -> bool:
        fact = self.procedure.facts[condition.fact]
        answered = bool(self.course.times(fact.name))
        return fact.told or answered or bool(self.acts[fact.name])

    def _true_of(self, keeping: Keeping) -> People:
        return self._among(
            [
                name
                for name in self.people
                if meant_by(self.procedure, self.course, keeping, name) is not None
            ]
        )

    def _lasts(self, who: Who) -> bool:
        """Whether a tie that is true stays so, whatever is done."""
        whom = who.whom if isinstance(who, Of) else who
        match whom:
            case Holds(role):
                return not self.procedure.roles[role].appointed_by_steps
            case _:
                return True

    def _is_asked(self, keeping: Keeping, act: Step | Fact) -> bool:
        """Whether there is certainly somebody whom a rule means, when an act is done."""
        done = self.before.get(act.name, frozenset())
        return any(
            has_anybody(self.procedure, self.course, who) or self._comes_before(who, done)
            for who in keeping.who
        )

    def _comes_before(self, who: Who, done: frozenset[str]) -> bool:
        whom = who.whom if isinstance(who, Of) else who
        match whom:
            case Did(name):
                return name in done
            case ActedIn():
                return not done.isdisjoint(acts_in(self.procedure, whom))
            case _:
                return False

    def _ever_one(self, keeping: Keeping, target: str, act: Step | Fact) -> People:
        """Of whom one of the ties of a rule is true, or could come to be, and does not keep away as well."""
        barred = [
            who
            for each in self._keepings(target, act)
            for who in each.who
            if not each.only and each.within_last is None and self._lasts(who)
        ]
        found = self._true_of(keeping)
        for who in keeping.who:
            if not any(self._is_part_of(who, each) for each in barred):
                found |= self._ever(who)
        return found

    def _is_part_of(self, who: Who, other: Who) -> bool:
        """Whether of whomever one tie is true, another one is, too."""
        if isinstance(who, Did) and isinstance(other, ActedIn):
            return who.act in acts_in(self.procedure, other)
        return who == other

    def _ever_of(self, who: Who) -> People:
        """Of whom a tie is true, or could come to be."""
        now = [n for n in self.people if first_related(self.procedure, self.course, (who,), n)]
        return self._everybody if self.course.dated else self._among(now) | self._ever(who)

    def _ever(self, who: Who) -> People:
        match who:
            case Is():
                return 0
            case Did(name):
                return self.acts.get(name, 0)
            case ActedIn():
                found: People = 0
                for name in acts_in(self.procedure, who):
                    found |= self.acts[name]
                return found
            case Held(role) | Holds(role):
                return self.offices[role]
            case Of(relation, whom):  # pragma: no branch
                able, table = self._ever(whom), self._tied(relation)
                found = 0
                for number, tied in table.items():
                    found |= tied if able >> number & 1 else 0
                return found

    def _tied(self, relation: str) -> Table:
        """By person, who stands in a relation to him or her."""
        by: dict[int, People] = {}
        for number, name in enumerate(self.people):
            for other in held_to(self.course, relation, name):
                if other in self._number:
                    to = self._number[other]
                    by[to] = by.get(to, 0) | 1 << number
        return by

    # --- what every history has in common ---------------------------------------------------------

    def problem(self) -> Problem:
        """A slot for each who is certainly needed."""
        slots: list[Slot] = []
        taken: dict[str, list[int]] = {}
        wanted = [self.procedure.steps.get(n) or self.procedure.facts[n] for n in self.before]
        for act in wanted:
            for group in self._seats(act):
                begun = len(slots)
                for people in group:
                    differ = tuple(Bar(BEFORE, other) for other in range(begun, len(slots)))
                    taken.setdefault(act.name, []).append(len(slots))
                    slots.append(Slot(people, bars=differ))
        agreeing: dict[str, list[int]] = {}
        for act in wanted:
            if isinstance(act, Step):
                if act.appoints is not None:
                    slots.append(Slot(self._holders(act, self.procedure.roles[act.appoints])))
                for role in act.agreed_by:
                    could = self._agreeing(act, role)
                    if could is not None:
                        agreeing.setdefault(act.name, []).append(len(slots))
                        slots.append(Slot(could))
        for first, act in permutations(wanted, 2):  # what is done once keeps nobody from itself
            for other in taken.get(first.name, ()):
                for slot in taken.get(act.name, ()):
                    bars = self._bars(first, act, self._targets(act), self._back(first))
                    _bar(slots, slot, other, bars)
                for slot in agreeing.get(act.name, ()):  # who has agreed has done nothing
                    _bar(slots, slot, other, self._bars(first, act, (act.name,), ()))
        return Problem(tuple(slots))

    def _seats(self, act: Step | Fact) -> Iterator[list[People]]:
        """Of those who are needed to do an act, who could; those of one list are different people."""
        if isinstance(act, Fact) and act.told:
            return
        offices = offices_of(self.procedure, act)
        body = self.procedure.roles[offices[0]].body if len(offices) == 1 else None
        if body is None or act.name in body.without_quorum:
            yield [self._doers(act)]
            return
        among = self._acting(offices[0], act) & ~self._kept(act.name, act)
        given = self._given(act.name)
        if len(self.given.get(act.name, ())) == 1:  # he or she sits, with whomever else
            yield [among & given]
        else:
            among &= given
        yield [among] * body.quorum
        for share in body.of_whom:
            yield [among & self._ever_of(share.who)] * share.number.least

    def _agreeing(self, step: Step, role: str) -> People | None:
        """Who could agree for an office; None where it may agree by its name."""
        found: People = 0
        stand_in = self.procedure.roles[role].stand_in
        for office in (role, stand_in):
            if office is None:
                continue
            named = self.procedure.roles[office].appointed_by_steps
            here = self.course.holders(office)
            if (not named and not here) or not {*here} <= {*self.people}:
                return None  # by its name, or by somebody who is away
            could = self.offices[office] & ~self._kept(office, step, doing=False)
            found |= could & ~self._denied(self.procedure.roles[office])
        return found & ~self._kept(step.name, step, doing=False)

    def _back(self, act: Step | Fact) -> tuple[Who, ...]:
        """The ties by which somebody is kept from an act who does another one before."""
        return tuple(self._barred(act, self._targets(act)))

    def _bars(
        self, first: Step | Fact, act: Step | Fact, targets: Sequence[str], back: Sequence[Who]
    ) -> Iterator[Table | None]:
        """How whoever does one act is kept from another: it certainly comes before, or the other one keeps `back`
        from it as well."""
        before = first.name in self.before[act.name]
        for who in self._barred(act, targets):
            if isinstance(who, Of):
                if before and self._is_by(who.whom, first):
                    yield self._tied(who.relation)
            elif self._is_by(who, first) and (before or any(self._is_by(w, act) for w in back)):
                yield None

    def _targets(self, act: Step | Fact) -> tuple[str, ...]:
        """What a rule may keep from everybody who does an act: the act, and its office where it has but one."""
        offices = offices_of(self.procedure, act)
        return (act.name, *offices) if len(offices) == 1 else (act.name,)

    def _barred(self, act: Step | Fact, targets: Sequence[str]) -> Iterator[Who]:
        for target in targets:
            for keeping in self._keepings(target, act):
                if not keeping.only and keeping.within_last is None:
                    yield from keeping.who

    def _is_by(self, who: Who, act: Step | Fact) -> bool:
        match who:
            case Did(name):
                return name == act.name
            case ActedIn():
                return act.name in acts_in(self.procedure, who)
            case _:
                return False


def _bar(slots: list[Slot], slot: int, other: int, tables: Iterator[Table | None]) -> None:
    """A slot is kept from whoever is tied to the one chosen for another."""
    bars = tuple(Bar(BEFORE, other, table) for table in tables if slot != other)
    slots[slot] = replace(slots[slot], bars=(*slots[slot].bars, *bars))
