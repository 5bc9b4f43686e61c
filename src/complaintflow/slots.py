"""Slots: what the rules about people come to for the acts of a skeleton, as sets of people.

The problem is a relaxation. Each of its rules keeps away only whom the engine would refuse, whoever is
chosen elsewhere; what it lets pass is judged all the same (`filling`). Not said here is what an
exception may lift, what a substitute may do only while nobody is left, the one who loses an office
to whoever is appointed to it, and what hangs on the day of an act: ties with dates, and rules that look back.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from complaintflow.assigning import Bar, Body, Cut, Only, People, Problem, Slot, Table
from complaintflow.conflicts import in_scope
from complaintflow.course import Course
from complaintflow.procedure import (
    ActedIn,
    Conflict,
    Did,
    Fact,
    Held,
    Holds,
    Is,
    Keeping,
    Of,
    Procedure,
    Step,
    Who,
)
from complaintflow.relating import acts_in, first_related, has_anybody, held_to
from complaintflow.skeletons import Act, Skeleton, act_of, targets_of
from complaintflow.vocabulary import bodies_of, offices_of

Made = tuple[tuple[int, Table | None], ...]
"""By what a tie comes about: a slot, and the people tied to whoever is chosen for it."""

NO_RULE = ""
"""The name of what is no rule about people: whoever acts must hold the office."""


@dataclass(frozen=True)
class _Compiler:
    """What the rules say of the slots of a skeleton, among these people.

    `course` is the real one, in which everybody is told of.
    """

    procedure: Procedure
    course: Course
    acts: tuple[Act, ...]
    people: Sequence[str]
    given: Mapping[str, Collection[str]]
    chosen_from: Collection[str] | None = None
    _true: dict[Who, People] = field(default_factory=dict)
    _tables: dict[str, Table] = field(default_factory=dict)

    # --- people -----------------------------------------------------------------------------------

    @cached_property
    def _number(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.people)}

    @cached_property
    def _everybody(self) -> People:
        return (1 << len(self.people)) - 1

    def _among(self, names: Iterable[str]) -> People:
        """Some people as a set; only those who are there."""
        return sum(1 << self._number[name] for name in {*names} if name in self._number)

    def _who(self, test: Callable[[str], bool]) -> People:
        return self._among(name for name in self.people if test(name))

    def _true_of(self, who: Who) -> People:
        """Of whom a tie is true before anything is done."""
        found = self._true.get(who)
        if found is None:
            found = self._who(
                lambda name: first_related(self.procedure, self.course, (who,), name) is not None
            )
            self._true[who] = found
        return found

    def _tied(self, relation: str) -> Table:
        """By person, who stands in a relation to him or her."""
        found = self._tables.get(relation)
        if found is None:
            by: dict[int, People] = {}
            for number, name in enumerate(self.people):
                for other in held_to(self.course, relation, name):
                    if other in self._number:
                        to = self._number[other]
                        by[to] = by.get(to, 0) | 1 << number
            found = self._tables[relation] = by
        return found

    def _holding(self, roles: Iterable[str]) -> People:
        return self._among(name for role in roles for name in self.course.holders(role))

    # --- what is done before ----------------------------------------------------------------------

    def _done(self, names: Iterable[str], index: int) -> Made:
        wanted = {*names}
        return tuple(
            (doer, None) for act in self.acts[:index] if act.name in wanted for doer in act.doers
        )

    def _appointed(self, roles: Iterable[str], index: int) -> Made:
        wanted = {*roles}
        return tuple(
            (act.holder, None)
            for act in self.acts[:index]
            if act.holder is not None and self._appoints(act) in wanted
        )

    def _appoints(self, act: Act) -> str | None:
        step = self.procedure.steps.get(act.name)
        return None if step is None else step.appoints

    def _made_by(self, who: Who, index: int) -> Made:
        """The slots before an act by whose choice a tie comes about."""
        match who:
            case Is():
                return ()
            case Did(name):
                return self._done([name], index)
            case ActedIn():
                return self._done(acts_in(self.procedure, who), index)
            case Held(role) | Holds(role):
                return self._appointed([role], index)
            case Of(relation, whom):  # pragma: no branch
                table = self._tied(relation)
                return tuple((slot, table) for slot, _ in self._made_by(whom, index))

    def _may_be_lost(self, who: Who, index: int) -> bool:
        """Whether a tie that is true may be untrue at an act: an office of one given to another."""
        whom = who.whom if isinstance(who, Of) else who
        match whom:
            case Holds(role):
                return self.procedure.roles[role].one and bool(self._appointed([role], index))
            case _:
                return False

    def _can_be_asked(self, who: Who, index: int) -> bool:
        """Whether there is anybody yet whom a tie could mean, as of an act."""
        whom = who.whom if isinstance(who, Of) else who
        before = self.acts[:index]
        match whom:
            case Did(name):
                names = {name}
            case ActedIn():
                names = {*acts_in(self.procedure, whom)}
            case Held(role):
                names = set()
                if self._appointed([role], index):
                    return True
            case _:
                names = set()
        done = any(act.name in names and act.event.adds_to is None for act in before)
        return done or has_anybody(self.procedure, self.course, who)

    def _may_be_excepted(self, conflict: Conflict, act: Step | Fact, index: int) -> bool:
        """Whether an exception to a rule may hold at an act."""
        if not conflict.has_exception:
            return False
        if not in_scope(self.procedure, self.acts[index].stage, conflict, act):
            return False
        names = {each.name for each in self.acts[:index]}
        return all(
            condition.fact in names or self.course.times(condition.fact)
            for condition in conflict.except_if
        )

    # --- the rules --------------------------------------------------------------------------------

    def problem(self) -> Problem:
        """The slots with all that keeps people from them."""
        slots: list[Slot] = []
        bodies: list[Body] = []
        for index, each in enumerate(self.acts):
            act = act_of(self.procedure, each)
            if each.seats:
                slots += self._seats(act, index, bodies)
            elif each.doer is not None:
                slots.append(self._doer(act, index))
            if each.holder is not None and isinstance(act, Step) and act.appoints is not None:
                slots.append(self._holder(act, act.appoints, index))
        return Problem(tuple(slots), tuple(bodies))

    def _doer(self, act: Step | Fact, index: int) -> Slot:
        offices = [role for role in offices_of(self.procedure, act) if self._open(role, act, index)]
        slot = self._in_office(offices, index)
        slot = self._given(slot, act.name)
        slot = self._kept(slot, act, act.name, index, self._everybody)
        appointed = {self._appoints(a) for a in self.acts[:index] if a.holder is not None}
        for role in offices:
            others = [other for other in offices if other != role]
            if appointed.isdisjoint(others):
                alone = self._everybody & ~self._holding(others)
                slot = self._kept(slot, act, role, index, alone)
                slot = self._eligible(slot, role, alone)
        return slot

    def _seats(self, act: Step | Fact, index: int, bodies: list[Body]) -> Iterator[Slot]:
        """The seats of a body that acts: for different members, and of some of them so many."""
        [*offices] = bodies_of(self.procedure, act)
        seats = self.acts[index].seats
        slot = self._kept(self._in_office(offices, index), act, act.name, index, self._everybody)
        if len(offices) == 1:
            [role] = offices
            slot = self._kept(slot, act, role, index, self._everybody)
            slot = self._eligible(slot, role, self._everybody)
            bodies += self._shares(act, role, index)
        for number, seat in enumerate(seats):
            differ = tuple(Bar(NO_RULE, other) for other in seats[:number])
            one = len(self.given.get(act.name, ())) == 1 and seat != seats[0]
            first = slot if one else self._given(slot, act.name)
            yield Slot(first.people, first.cuts, (*first.bars, *differ), first.onlys)

    def _shares(self, act: Step | Fact, role: str, index: int) -> Iterator[Body]:
        body, seats = self.procedure.roles[role].body, self.acts[index].seats
        for share in (
            body.of_whom if body is not None and act.name not in body.without_quorum else ()
        ):
            if (
                self._made_by(share.who, index)
                or self._may_be_lost(share.who, index)
                or self._hangs_on_the_day((share.who,))
            ):
                continue  # who they are is not certain yet
            true, least, most = self._true_of(share.who), share.number.least, share.number.most
            yield Body(f"{role}.of_whom", seats, true, least)
            if most is not None:
                yield Body(f"{role}.of_whom", seats, self._everybody & ~true, len(seats) - most)

    def _holder(self, step: Step, role: str, index: int) -> Slot:
        slot = self._in_office(step.from_, index) if step.from_ else Slot(self._everybody)
        slot = self._given(slot, role)
        if self.chosen_from is not None:
            among = slot.people & self._among(self.chosen_from)
            slot = Slot(among, slot.cuts, slot.bars, slot.onlys)
        slot = self._kept(slot, step, role, index, self._everybody)
        return self._eligible(slot, role, self._everybody)

    def _in_office(self, offices: Sequence[str], index: int) -> Slot:
        """Whoever holds one of some offices, or is appointed to it before."""
        holding: People = 0
        appointed: Made = ()
        for role in offices:
            made = self._appointed([role], index)
            if made and self.procedure.roles[role].one:
                made = made[-1:]  # whoever came last took it from all the others
            else:
                holding |= self._holding([role])
            appointed += made
        if not appointed:
            return Slot(holding)
        only = Only(NO_RULE, self._everybody & ~holding, appointed)
        return Slot(self._everybody, onlys=(only,))

    def _given(self, slot: Slot, name: str) -> Slot:
        wanted = self.given.get(name)
        if wanted is None:
            return slot
        return Slot(slot.people & self._among(wanted), slot.cuts, slot.bars, slot.onlys)

    def _eligible(self, slot: Slot, role: str, touched: People) -> Slot:
        may_be = {*self.procedure.roles[role].may_be}
        if not may_be:
            return slot
        denied = self._who(
            lambda name: may_be <= {tie.relation for tie in self.course.people[name].is_not}
        )
        cut = Cut(f"{role}.may_be", denied & touched)
        if not cut.people:
            return slot
        return Slot(slot.people, (*slot.cuts, cut), slot.bars, slot.onlys)

    def _open(self, role: str, act: Step | Fact, index: int) -> bool:
        """Whether anybody may act in an office; in that of a substitute, only where nobody need be left."""
        roles = act.by if isinstance(act, Step) else act.decided_by
        if role in roles:
            return True
        stood_in_for = [r for r in roles if self.procedure.roles[r].stand_in == role]
        return not all(self._somebody_free(r, act, index) for r in stood_in_for)

    def _somebody_free(self, role: str, act: Step | Fact, index: int) -> bool:
        """Whether a holder of an office is certainly free to act, whatever is chosen."""
        free = {*self.course.holders(role)}
        if self.procedure.roles[role].one and self._appointed([role], index):
            return False
        for target in (act.name, role):
            for conflict in self.procedure.conflicts_on.get(target, ()):
                for keeping in conflict.keeps:
                    if target not in keeping.targets:
                        continue
                    if (
                        keeping.only
                        or keeping.within_last is not None
                        or self._hangs_on_the_day(keeping.who)
                        or any(self._made_by(who, index) for who in keeping.who)
                    ):
                        return False
                    free -= {
                        name
                        for name in free
                        if first_related(self.procedure, self.course, keeping.who, name)
                    }
        return bool(free)

    def _kept(self, slot: Slot, act: Step | Fact, target: str, index: int, touched: People) -> Slot:
        """A slot, and whom the rules on an act or an office keep from it, of those whom they touch."""
        cuts, bars, onlys = [*slot.cuts], [*slot.bars], [*slot.onlys]
        for conflict, keeping in self._keepings(act, target, index):
            if keeping.only:
                found = self._only(conflict.name, keeping, index, touched)
                if isinstance(found, Cut):
                    cuts.append(found)
                elif found is not None:
                    onlys.append(found)
                continue
            for who in keeping.who:
                made = self._made_by(who, index)
                if self._may_be_lost(who, index):
                    made = made[-1:]  # whoever came last holds it still
                else:
                    cuts.append(Cut(conflict.name, self._true_of(who) & touched))
                bars += self._bars(conflict.name, made, touched)
        kept = tuple(cut for cut in cuts if cut.people)
        return Slot(slot.people, kept, tuple(bars), tuple(onlys))

    def _keepings(
        self, act: Step | Fact, target: str, index: int
    ) -> Iterator[tuple[Conflict, Keeping]]:
        for conflict in self.procedure.conflicts_on.get(target, ()):
            if not self._may_be_excepted(conflict, act, index):
                for keeping in conflict.keeps:
                    by_the_day = keeping.within_last is not None or self._hangs_on_the_day(
                        keeping.who
                    )
                    if target in keeping.targets and not by_the_day:
                        yield conflict, keeping

    def _hangs_on_the_day(self, whos: Iterable[Who]) -> bool:
        """Whether some ties may be true on one day and not on another, whoever is chosen."""
        return self.course.dated and any(isinstance(who, Is | Of) for who in whos)

    def _bars(self, rule: str, made: Made, touched: People) -> Iterator[Bar]:
        for slot, table in made:
            if touched == self._everybody:
                yield Bar(rule, slot, table)
            elif table is None:
                yield Bar(rule, slot, touched)
            else:
                yield Bar(rule, slot, {n: tied & touched for n, tied in table.items()})

    def _only(self, rule: str, keeping: Keeping, index: int, touched: People) -> Cut | Only | None:
        asked = [who for who in keeping.who if self._can_be_asked(who, index)]
        if not asked:
            return None
        let_in = 0
        for who in asked:
            let_in |= self._true_of(who)
        through = tuple(way for who in asked for way in self._made_by(who, index))
        binds = touched & ~let_in
        return Only(rule, binds, through) if through else Cut(rule, binds)

    # --- what a ruling depends on -----------------------------------------------------------------

    def depends(self) -> tuple[frozenset[int], ...]:
        """For each act, the slots before it on whose choice a ruling on its people may depend."""
        return tuple(frozenset(self._depends(index)) for index in range(len(self.acts)))

    def _depends(self, index: int) -> Iterator[int]:
        act = act_of(self.procedure, self.acts[index])
        before = [slot for each in self.acts[:index] for slot in each.slots]
        chosen = act.from_ if isinstance(act, Step) else ()
        targets = targets_of(self.procedure, act)
        named = act.appoints if isinstance(act, Step) else None
        if named is not None and self.procedure.roles[named].number is not None:
            yield from before  # whoever is kept from all that a body does holds no seat
        for slot, _ in self._appointed((*targets, *chosen), index):
            yield slot
        for office in bodies_of(self.procedure, act):
            body = self.procedure.roles[office].body
            for share in body.of_whom if body is not None else ():
                for slot, _ in self._made_by(share.who, index):
                    yield slot
        for target in targets:
            for conflict in self.procedure.conflicts_on.get(target, ()):
                if conflict.except_if:
                    yield from before  # whoever decided the exception may be kept from it by then
                for who in conflict.who:
                    for slot, _ in self._made_by(who, index):
                        yield slot


def problem_of(
    procedure: Procedure,
    course: Course,
    bare: Skeleton,
    people: Sequence[str],
    given: Mapping[str, Collection[str]],
    chosen_from: Collection[str] | None = None,
) -> tuple[Problem, tuple[frozenset[int], ...]]:
    """The slots of a skeleton, and for each act the slots on which a ruling on it may depend.

    `given` is who is to do an act or to hold an office, `chosen_from` out of whom people are appointed.
    """
    compiler = _Compiler(procedure, course, bare.acts, people, given, chosen_from)
    return compiler.problem(), compiler.depends()


def keeps_away(problem: Problem, rule: str) -> tuple[int, ...]:
    """Whom a rule keeps from a slot that he or she could fill else, or could, were others chosen."""
    found: People = 0
    for slot in problem.slots:
        away: People = 0
        for cut in slot.cuts:
            away |= cut.people if cut.rule == rule else 0
        for bar in slot.bars:
            if bar.rule == rule:
                others = problem.slots[bar.slot].people
                away |= _tied_to(bar.table, others)
        for only in slot.onlys:
            away |= only.binds if only.rule == rule else 0
        found |= away & slot.people
    for body in problem.bodies:
        if body.rule == rule:
            for number in body.slots:
                found |= problem.slots[number].people & ~body.people
    return tuple(n for n in range(found.bit_length()) if found >> n & 1)


def _tied_to(table: Table | People | None, people: People) -> People:
    """Everybody who is tied to one of some people, as in a bar."""
    if table is None or isinstance(table, int):
        return people if table is None else people & table
    found: People = 0
    for number, tied in table.items():
        found |= tied if people >> number & 1 else 0
    return found
