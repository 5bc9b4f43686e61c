"""Who does what: people for slots so that no rule is broken, and what blocks it where there are none.

A slot is one thing that one person is to do, to hold or to decide. This module knows no law and no
case: people are the bits of an integer, slots are numbers, and a rule is a name. Whatever stands
already is a cut. The other rules say what the choice for one slot does to another, but for the
body, which counts.

Each rule only ever takes people away. So a rule that is left out never makes anything impossible,
and one person less never makes anything possible. `irreducible` and `breaking` rest on that.

It searches. The slot that has the fewest candidates comes first; each choice is followed up through
the rules; slots that must differ are matched with people, since ten of them cannot be filled by nine
people in any order; and people whom no rule tells apart are tried once. Where the bound is reached
nothing is known, and `OutOfBound` says so.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

People: TypeAlias = int
"""A set of people: bit 0 is the first one, bit 1 the second."""

Table: TypeAlias = Mapping[int, People]
"""The people tied to each person, as each one's line managers. Who is not in it has none."""

BOUND = 20_000
"""How many choices are tried before a search is given up."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Keeps people from a slot, whoever has the others."""

    rule: str
    people: People


@dataclass(frozen=True, slots=True)
class Bar:
    """Keeps from a slot whoever is tied to the one chosen for another slot.

    Without a table that is the very one who is chosen: the two must differ. A set of people instead of
    a table: the same, for those of them alone.
    """

    rule: str
    slot: int
    table: Table | People | None = None


@dataclass(frozen=True, slots=True)
class Only:
    """Lets those whom it binds into a slot only by a tie to somebody chosen for another slot.

    One of the ways of `through` will do: a slot, and the ties to whoever is chosen for it. Without
    a table that is the very one who is chosen: the same person does both.
    """

    rule: str
    binds: People
    through: tuple[tuple[int, Table | None], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that one person does: who could at all, and what the rules say to that."""

    people: People
    cuts: tuple[Cut, ...] = ()
    bars: tuple[Bar, ...] = ()
    onlys: tuple[Only, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """At least so many of these slots go to some of these people.

    At most two of five to governors: at least three of the five to everybody else.
    """

    rule: str
    slots: tuple[int, ...]
    people: People
    least: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Slots to be filled. A rule may have several parts, in one slot or in many."""

    slots: tuple[Slot, ...]
    bodies: tuple[Body, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of all rules, each once, in the order of the slots."""
        names = [
            part.rule
            for slot in self.slots
            for parts in (slot.cuts, slot.bars, slot.onlys)
            for part in parts
        ]
        return tuple(dict.fromkeys((*names, *(body.rule for body in self.bodies))))

    def leaving_out(self, rules: Collection[str]) -> "Problem":
        """The same without some rules."""

        def kept(slot: Slot) -> Slot:
            return Slot(
                slot.people,
                tuple(part for part in slot.cuts if part.rule not in rules),
                tuple(part for part in slot.bars if part.rule not in rules),
                tuple(part for part in slot.onlys if part.rule not in rules),
            )

        bodies = tuple(body for body in self.bodies if body.rule not in rules)
        return Problem(tuple(map(kept, self.slots)), bodies)

    def in_absence_of(self, people: People) -> "Problem":
        """The same where some people are not there; whom a tie is to may still be one of them."""
        slots = (replace(slot, people=slot.people & ~people) for slot in self.slots)
        return Problem(tuple(slots), self.bodies)


class OutOfBound(Exception):  # noqa: N818 - no error: it is not known whether there is an answer
    """A search was given up after so many choices."""

    def __init__(self, bound: int) -> None:
        super().__init__(f"not decided after {bound} choices")
        self.bound = bound


# --- what is asked --------------------------------------------------------------------------------


def solve(problem: Problem, *, bound: int = BOUND) -> tuple[int, ...] | None:
    """A person for each slot, or None where the rules leave nobody. The same answer each time.

    Raises:
        OutOfBound: neither was found within the bound.
    """
    return _Search(problem, bound).found()


def irreducible(
    problem: Problem, rules: Sequence[str] | None = None, *, bound: int = BOUND
) -> tuple[str, ...]:
    """The rules that together leave nobody: without any one of them somebody is left.

    There may be several such sets. The rules that come first are the first to be left out, so the
    set that is told holds them only where it must.

    Args:
        problem: what cannot be solved.
        rules: those that may be told; any other one is taken to hold. All, if not said.
        bound: of each search.

    Returns:
        The rules in the order given; none where nobody is left without all of them, too.

    Raises:
        ValueError: somebody is left under all the rules.
        OutOfBound: one of the searches was given up.
    """
    if solve(problem, bound=bound) is not None:
        raise ValueError("nothing blocks: the problem has a solution")
    blocking = problem.rules if rules is None else tuple(dict.fromkeys(rules))
    for rule in blocking:
        fewer = problem.leaving_out({rule})
        if solve(fewer, bound=bound) is None:
            problem = fewer
            blocking = tuple(each for each in blocking if each != rule)
    return blocking


def irreplaceable(problem: Problem, plan: Sequence[int], *, bound: int = BOUND) -> tuple[int, ...]:
    """The people of a solution without whom there is none, in order.

    Raises:
        OutOfBound: one of the searches was given up.
    """
    in_all = set(plan)
    for person in sorted(in_all):
        if person in in_all:  # else another plan does without
            other = solve(problem.in_absence_of(1 << person), bound=bound)
            in_all &= in_all if other is None else {*other}
    return tuple(sorted(in_all))


def breaking(problem: Problem, absent: int, *, bound: int = BOUND) -> tuple[int, ...] | None:
    """The fewest people, and at most so many, in whose absence there is no solution.

    Whoever is not needed for a plan may be absent; so only absences of people of a plan are
    followed up, in each of which another plan is looked for: with ten people in a plan, at most
    ten searches for one absence and a hundred for two.

    Returns:
        Those people in order, nobody where there is no solution anyway; None where each absence of
        so many people leaves a solution.

    Raises:
        OutOfBound: one of the searches was given up.
    """
    plans: list[People] = []
    absences: list[People] = [0]
    for away in absences:  # which grows meanwhile; the fewest come first
        plan = next((plan for plan in plans if not plan & away), None)
        if plan is None:
            found = solve(problem.in_absence_of(away), bound=bound)
            if found is None:
                return tuple(_each(away))
            plan = _all(found)
            plans.append(plan)
        if away.bit_count() < absent:
            absences += [away | 1 << person for person in _each(plan)]
    return None


# --- the search -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """One way through an `only`: whom each choice for a slot lets in, and who lets each in."""

    slot: int
    lets_in: Table | People | None
    let_in_by: Table | People | None


@dataclass(frozen=True, slots=True)
class _Only:
    """An `only` of the slot `into`."""

    into: int
    binds: People
    ways: tuple[_Way, ...]


@dataclass(frozen=True, slots=True)
class _Distinct:
    """At least so many of these slots, which all must differ, go to some of these people."""

    slots: tuple[int, ...]
    people: People
    least: int


class _Search:
    """One search: the rules in the form in which they are followed up, and how much was tried."""

    def __init__(self, problem: Problem, bound: int) -> None:
        slots = problem.slots
        self.bound, self.tried = bound, 0
        self.bodies = problem.bodies
        self.first = [slot.people & ~_union(cut.people for cut in slot.cuts) for slot in slots]
        self.bars: list[list[tuple[int, Table | People | None]]] = [[] for _ in slots]
        self.onlys: list[list[_Only]] = [[] for _ in slots]
        turned = _Turned()
        for number, slot in enumerate(slots):
            for bar in slot.bars:
                self.bars[bar.slot].append((number, bar.table))
                self.bars[number].append((bar.slot, turned.of(bar.table)))
            for only in slot.onlys:
                ways = tuple(_Way(other, t, turned.of(t)) for other, t in only.through)
                for touched in {number, *(way.slot for way in ways)}:
                    self.onlys[touched].append(_Only(number, only.binds, ways))
        self.distinct = _distinct(problem)

    def found(self) -> tuple[int, ...] | None:
        """A person for each slot."""
        candidates, everywhere = list(self.first), frozenset(range(len(self.first)))
        if not self._stands(candidates, set(everywhere)):
            return None
        return self._filled(candidates, everywhere, 0)

    def _filled(
        self, candidates: list[People], left: frozenset[int], chosen: People
    ) -> tuple[int, ...] | None:
        """The slots that are left are filled, one after the other; `chosen` have a slot."""
        if not left:
            return tuple(people.bit_length() - 1 for people in candidates)
        slot = min(left, key=lambda each: (candidates[each].bit_count(), each))
        for person in self._worth_trying(slot, candidates, left, chosen):
            self.tried += 1
            if self.tried > self.bound:
                raise OutOfBound(self.bound)
            then = list(candidates)
            then[slot] = 1 << person
            if self._stands(then, {slot}):
                found = self._filled(then, left - {slot}, chosen | 1 << person)
                if found is not None:
                    return found
        return None

    def _worth_trying(
        self, slot: int, candidates: list[People], left: frozenset[int], chosen: People
    ) -> Iterator[int]:
        """Candidates for a slot, those least wanted for what is left first; of those alike, one.

        In what is left one could stand for the other, unless somebody has a slot already. Most
        often the first will do; only where not is it asked who is like whom.
        """
        wanted = sorted((candidates[each] for each in left), key=int.bit_count)
        people = candidates[slot]
        if not people:
            return
        first = _least_wanted(people, wanted)
        yield first
        kinds = _kinds(people & ~chosen, self._telling_apart(candidates, left))
        others = _union((people & chosen, *(kind & -kind for kind in kinds))) & ~(1 << first)
        while others:
            person = _least_wanted(others, wanted)
            yield person
            others ^= 1 << person

    def _telling_apart(self, candidates: list[People], left: frozenset[int]) -> Iterator[People]:
        """Sets of people: what is left treats alike whoever is in the same of them.

        A bar from a slot that is filled has been followed up, and stands in the candidates. Each
        table is looked at from both sides: who is tied to somebody, and to whom somebody is tied.
        """
        yield from (candidates[slot] for slot in left)
        yield from (body.people for body in self.bodies)
        tables: list[Table | People | None] = []
        for slot in left:
            tables += [table for other, table in self.bars[slot] if other in left]
            for only in self.onlys[slot]:
                yield only.binds
                tables += [way.lets_in for way in only.ways]
                tables += [way.let_in_by for way in only.ways]
        for table in {id(table): table for table in tables if table is not None}.values():
            yield from (table,) if isinstance(table, int) else {*table.values()}

    def _stands(self, candidates: list[People], changed: set[int]) -> bool:
        """Take away from the candidates whom the rules no longer allow; False where nobody is left."""
        while changed:
            for slot, allowed in self._followed_up(changed.pop(), candidates):
                fewer = candidates[slot] & allowed
                if not fewer:
                    return False
                if fewer != candidates[slot]:
                    candidates[slot] = fewer
                    changed.add(slot)
        return self._counted(candidates)

    def _followed_up(self, slot: int, candidates: list[People]) -> Iterator[tuple[int, People]]:
        """Whom the rules about a slot still allow, there and elsewhere; `candidates` follow meanwhile."""
        people = candidates[slot]
        if people.bit_count() == 1:
            for other, table in self.bars[slot]:
                yield other, ~_tied(people, table)
        for only in self.onlys[slot]:
            let_in = [_tied(candidates[way.slot], way.lets_in) for way in only.ways]
            yield only.into, ~only.binds | _union(let_in)
            bound = candidates[only.into]
            if bound & ~only.binds:
                continue  # it may go to somebody whom this does not bind
            able = [way for way, people in zip(only.ways, let_in, strict=True) if people & bound]
            if len(able) == 1:  # then it must be by this way
                yield able[0].slot, _tied(bound, able[0].let_in_by)

    def _counted(self, candidates: list[People]) -> bool:
        """Whether bodies, and slots that must differ, still find enough people."""
        for body in self.bodies:
            able = sum(bool(candidates[slot] & body.people) for slot in body.slots)
            if able < body.least:
                return False
        return all(
            _matched([candidates[slot] & each.people for slot in each.slots]) >= each.least
            for each in self.distinct
        )


def _distinct(problem: Problem) -> list[_Distinct]:
    """Groups of slots that all must differ, as large as they come; and bodies whose slots do.

    Two slots alone need no matching: they are followed up as any bar is.
    """
    differ: list[set[int]] = [set() for _ in problem.slots]
    for number, slot in enumerate(problem.slots):
        for bar in slot.bars:
            if bar.table is None:
                differ[number].add(bar.slot)
                differ[bar.slot].add(number)
    groups = {}
    for number, others in enumerate(differ):
        group = [number]
        for other in sorted(others, key=lambda each: (-len(differ[each]), each)):
            if differ[other].issuperset(group):
                group.append(other)
        if len(group) > 2:
            groups[frozenset(group)] = _Distinct(tuple(group), -1, len(group))
    bodies = (
        _Distinct(body.slots, body.people, body.least)
        for body in problem.bodies
        if all(differ[slot].issuperset({*body.slots} - {slot}) for slot in body.slots)
    )
    return [*groups.values(), *bodies]


def _matched(slots: Sequence[People]) -> int:
    """How many of the slots can go to different people: the largest matching, by augmenting paths."""
    holder: dict[int, int] = {}

    def finds_somebody(slot: int, asked: set[int]) -> bool:
        for person in _each(slots[slot]):
            if person not in asked:
                asked.add(person)
                if person not in holder or finds_somebody(holder[person], asked):
                    holder[person] = slot
                    return True
        return False

    return sum(finds_somebody(slot, set()) for slot in range(len(slots)))


def _least_wanted(people: People, wanted: Sequence[People]) -> int:
    """One of some people, spared by as many of these sets as can be: most of all by the first."""
    for each in wanted:
        people = people & ~each or people
    return (people & -people).bit_length() - 1


def _kinds(people: People, sets: Iterator[People]) -> list[People]:
    """People in groups of those who are in the same sets."""
    groups, alone = [people], []
    for each in sets:
        parts = [part for group in groups for part in (group & each, group & ~each) if part]
        groups = [part for part in parts if part.bit_count() > 1]
        alone += [part for part in parts if part.bit_count() == 1]
        if not groups:
            break
    return groups + alone


# --- sets of people -------------------------------------------------------------------------------


def _each(people: People) -> Iterator[int]:
    """The numbers of the people in a set, the lowest first."""
    while people:
        lowest = people & -people
        yield lowest.bit_length() - 1
        people ^= lowest


def _all(people: Sequence[int]) -> People:
    """The set of those people."""
    return _union(1 << person for person in people)


def _union(sets: Iterator[People] | Sequence[People]) -> People:
    """Everybody who is in one of the sets."""
    everybody = 0
    for each in sets:
        everybody |= each
    return everybody


def _tied(people: People, table: Table | People | None) -> People:
    """Whoever is tied to one of some people; without a table, they themselves."""
    if table is None:
        return people
    if isinstance(table, int):
        return people & table
    if people.bit_count() == 1:
        return table.get(people.bit_length() - 1, 0)
    return _union(tied for person, tied in table.items() if people >> person & 1)


class _Turned:
    """Tables seen from the other side, each turned once: the slots of a rule share theirs."""

    def __init__(self) -> None:
        self.known: dict[int, Table] = {}

    def of(self, table: Table | People | None) -> Table | People | None:
        """The same ties, from those who are tied to whom they are tied to."""
        if table is None or isinstance(table, int):
            return table
        if id(table) not in self.known:
            turned: dict[int, People] = {}
            for person, tied in table.items():
                for other in _each(tied):
                    turned[other] = turned.get(other, 0) | 1 << person
            self.known[id(table)] = turned
        return self.known[id(table)]
