"""The rules of a policy as they are written, and one of them changed: a mutant.

What only speaks of a rule goes with it: the clause that it cites key by key, the line by which
a policy adopts it, a reading that bears on it alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from complaintflow.calendars import EVERY_DAY
from complaintflow.conventions import KindOfDay
from complaintflow.diagnostics import Place
from complaintflow.language.edits import Edit, Path, as_yaml, at, entries, items, listed, rewritten
from complaintflow.language.tree import Entries, Node, Scalar

Trees = Sequence[Entries]
"""The documents of a policy as the reader gives them, bases first."""


class Operator(StrEnum):
    """What is done to a rule, in the reader's words."""

    DROP_WITHIN = "drop `within`"
    DROP_WINDOW = "drop a window"
    DROP_LATEST = "drop `at_latest`"
    LONGER = "one more in a period"
    SHORTER = "one less in a period"
    OTHER_DAYS = "working or calendar days"
    OTHER_ANCHOR = "count from another anchor"
    DROP_CLEAR = "drop `clear`"
    OTHER_DAY_ONE = "another day one"
    OTHER_ROLL = "another roll, or none"
    OTHER_HOUR = "another hour of the day, or none"
    ANYBODY = "drop who acts"
    SOMEBODY_ELSE = "swap who acts"
    ONE_MORE = "add who acts"
    DROP_AGREEMENT = "drop an agreement"
    DROP_AFTER = "drop `after`"
    DROP_RECEIPT = "drop `receipt of`"
    DROP_DATE = "drop `date set by`"
    DROP_IF = "drop `if`"
    DROP_UNLESS = "drop `unless`"
    DROP_ASKED_IF = "drop `asked_if`"
    DROP_FOR_EACH = "drop `for_each`"
    DROP_ANSWER = "drop an answer"
    DROP_RECIPIENT = "drop a recipient"
    DROP_SIGNATURE = "drop a signature"
    DROP_CONTENT = "drop a content or record"
    DROP_HOW = "drop `how`"
    DROP_WORK = "drop `counts_as`"
    DROP_SETTLING = "drop `sets_time_of`"
    DROP_REPEATING = "drop `every`"
    BY_SCHEDULE = "from the schedule or the last time"
    DROP_UNTIL = "drop `until`"
    DROP_STILL = "drop a stand-still"
    OTHER_EDGE = "another end of a stand-still"
    RUNS_ON = "whether ceilings run on"
    DROP_MEETING = "drop one of `met_by`"
    DROP_WAIVER = "drop `late_if`"
    DROP_ALTERNATIVE = "drop one of several moments"
    FIRST_OR_LAST = "the first or the last of several"
    DROP_ROW = "drop a row"
    DROP_EXTENSION = "drop a way to more time"
    DROP_CEILING = "drop `up_to`"
    DROP_ADDED = "drop `adds`"
    DROP_BEFORE = "drop `before_time_is_up`"
    DROP_ONCE = "drop `once`"
    DROP_REASON = "drop `because`"
    REDIRECT = "redirect `then`"
    MUST_OR_MAY = "`must` or `may`"
    DROP_NEVER = "drop a `never`"
    DROP_CONFLICT = "drop a conflict"
    DROP_BAR = "narrow a conflict"
    ADD_BAR = "widen a conflict"
    OTHER_SIGN = "`only` or `may_not`"
    DROP_JOINT = "drop `... of`"
    ANY_WORK = "any work in a stage"
    DROP_LOOKING_BACK = "drop `within_last`"
    DROP_BOTH_WAYS = "drop `both_ways`"
    WIDEN_EXCEPTION = "widen an exception"
    DROP_EXCEPTION = "drop an exception"
    DROP_APPOINTMENT = "drop `appoints`"
    DROP_ORIGIN = "drop `from`"
    DROP_ELIGIBILITY = "drop `may_be`"
    DROP_REQUIREMENT = "drop `must_be`"
    DROP_STAND_IN = "drop `stand_in`"
    MORE_PEOPLE = "one more of the people"
    FEWER_PEOPLE = "one fewer of the people"
    DROP_QUORUM = "drop `quorum`"
    DROP_MAKE_UP = "drop `of_whom`"
    DROP_CHAIR = "drop `chair`"
    DROP_LENIENCE = "drop `without_quorum`"
    DROP_APPOINTER = "drop `appointed_by`"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one rule: its name, where it is made, what stood there and what stands now.

    `becomes` is None where the rule is taken out. `key` is the key of the rule that is changed,
    None where that is the rule itself.
    """

    name: str
    operator: Operator
    rule: str
    key: str | None
    place: Place
    was: str
    becomes: str | None
    edits: tuple[Edit, ...] = field(repr=False)


class Policy:
    """The documents of a policy, and the names that a change may put in the place of others."""

    def __init__(self, trees: Trees) -> None:
        self.trees = trees
        self.roles = tuple(name for tree in trees for name, _ in entries(tree, "roles"))
        self.stages = tuple(name for tree in trees for name, _ in entries(tree, "stages"))
        self.ends = tuple(name for tree in trees for name, _ in entries(tree, "ends"))
        own_days = (at(tree, "counting", "own_days") for tree in trees)
        names = [str(name) for each in own_days if isinstance(each, Entries) for name in each]
        # which days they are makes no difference to a change
        self.own_days = tuple(KindOfDay(name, EVERY_DAY) for name in dict.fromkeys(names))
        self.steps = tuple(step for number in range(len(trees)) for step in self._steps(number))
        self.acts = tuple(act for step in self.steps for act in (step, *step.extensions()))

    def _steps(self, document: int) -> Iterator["Rule"]:
        tree = self.trees[document]
        for name, _ in entries(tree, "begins"):
            yield self.rule(document, ("begins", name), name)
        places: list[Path] = [("stages", name) for name, _ in entries(tree, "stages")]
        places += [("throughout",), *(("ends", name) for name, _ in entries(tree, "ends"))]
        for place in places:
            for duty in ("must", "may", "never"):
                for name, _ in entries(tree, *place, duty):
                    yield self.rule(document, (*place, duty, name), name)

    def rule(self, document: int, path: Path, name: Scalar) -> "Rule":
        """The rule of that name at a path of one of the documents."""
        node = at(self.trees[document], *path)
        assert isinstance(node, Entries)  # rules are mappings, or the document does not validate
        return Rule(self, document, path, name, node)

    def named(self, key: str) -> Iterator["Rule"]:
        """The rules that stand by name under a key at the top of the documents."""
        for document, tree in enumerate(self.trees):
            for name, _ in entries(tree, key):
                yield self.rule(document, (key, name), name)

    def actors_near(self, rule: "Rule") -> tuple[Scalar, ...]:
        """The roles that act in some step: those of the same place first."""
        near = sorted(self.acts, key=lambda act: act.place != rule.place)
        return tuple(dict.fromkeys(role for act in near for role in items(act.at("by"))))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is written, and where."""

    policy: Policy
    document: int
    path: Path
    name: Scalar
    node: Entries

    @property
    def of_step(self) -> Path:
        """The path of the step: its own, or that of the one for which it gives more time."""
        return self.path[:-2] if self.path[-2:-1] == ("may_extend",) else self.path

    @property
    def place(self) -> Path:
        """The path of the place in which it stands."""
        return self.of_step[:-2]

    def extensions(self) -> Iterator["Rule"]:
        """The ways to more time that stand under a step."""
        for name, _ in entries(self.node, "may_extend"):
            path = (*self.path, "may_extend", name)
            yield self.policy.rule(self.document, path, name)

    def at(self, *keys: str) -> Node | None:
        """What stands at these keys of the rule, if anything does."""
        return at(self.node, *keys)

    def put(
        self,
        operator: Operator,
        name: str,
        node: Node | None,
        *keys: str,
        at: Node | None = None,
        said: str | None = None,
    ) -> Mutant:
        """The mutant in which something else, or nothing, stands at these keys of the rule.

        `at` is the part of what stands there that is meant; `said` how the new value is told.
        """
        old = self.at(*keys)
        assert old is not None  # only what stands there is changed
        edits = [Edit(self.document, (*self.path, *keys), node)]
        if node is None:
            edits += self._no_longer_cites(keys[0]) if len(keys) == 1 else ()
        key, place = keys[-1], (at if at is not None else old).place
        if node is not None:
            said = f"{key}: {as_yaml(node) if said is None else said}"
        return Mutant(
            name=f"{self.name}.{'.'.join(keys)} {name}",
            operator=operator,
            rule=str(self.name),
            key=keys[0],
            place=place,
            was=f"{key}: {as_yaml(old)}",
            becomes=said,
            edits=tuple(edits),
        )

    def without(self, operator: Operator, item: Scalar, *keys: str) -> Mutant:
        """The mutant in which one value of a list is taken out, with the key if it is the last."""
        rest = [each for each in items(self.at(*keys)) if each != item]
        return self.put(operator, f"drop {item}", listed(rest) if rest else None, *keys, at=item)

    def one_more(self, operator: Operator, name: str, *keys: str) -> Mutant:
        """The mutant in which a list has one more value."""
        had = items(self.at(*keys))
        return self.put(operator, f"+ {name}", listed([*had, rewritten(had[0], name)]), *keys)

    def each(self, operator: Operator, *keys: str) -> Iterator[Mutant]:
        """A mutant for every value of a list, in which it is taken out."""
        for item in items(self.at(*keys)):
            yield self.without(operator, item, *keys)

    def one_of(self, operator: Operator, *keys: str) -> Iterator[Mutant]:
        """The same where something is left; of a single value none."""
        if len(items(self.at(*keys))) > 1:
            yield from self.each(operator, *keys)

    def dropped(
        self, operator: Operator, *keys: str, along: Sequence[str] = ()
    ) -> Iterator[Mutant]:
        """The mutant without the key, if it stands there; what means nothing without it goes along."""
        if self.at(*keys) is not None:
            gone = self.put(operator, "drop", None, *keys)
            edits = [*gone.edits]
            for key in along:
                if self.at(key) is not None:
                    edits.append(Edit(self.document, (*self.path, key), None))
                    edits += self._no_longer_cites(key)
            yield replace(gone, edits=tuple(edits))

    def gone(self, operator: Operator) -> Mutant:
        """The mutant without the rule, and without what only speaks of it."""
        edits = [*self._gone(), *self._spoken_of()]
        was = f"{self.name}: {as_yaml(self.node)}"
        name = f"{self.name} drop"
        return Mutant(
            name, operator, str(self.name), None, self.name.place, was, None, tuple(edits)
        )

    def _gone(self) -> Iterator[Edit]:
        """The last way to more time takes its key along, and what is cited for that."""
        if self.path == self.of_step:
            yield Edit(self.document, self.path, None)
            return
        step = self.policy.rule(self.document, self.of_step, Scalar(self.of_step[-1]))
        if len([*step.extensions()]) > 1:
            yield Edit(self.document, self.path, None)
            return
        yield Edit(self.document, self.path[:-1], None)
        yield from step._no_longer_cites("may_extend")

    def _no_longer_cites(self, key: str) -> Iterator[Edit]:
        """A key that is gone cites nothing, here and where the rule is adopted."""
        if at(self.node, "cites", key) is not None:
            yield Edit(self.document, (*self.path, "cites", key), None)
        for document, tree in enumerate(self.policy.trees):
            adopted = ("policy", "adopts", str(self.name), key)
            if at(tree, *adopted) is not None:
                yield Edit(document, adopted, None)

    def _spoken_of(self) -> Iterator[Edit]:
        for document, tree in enumerate(self.policy.trees):
            adopted = ("policy", "adopts", str(self.name))
            if at(tree, *adopted) is not None:
                yield Edit(document, adopted, None)
            for reading, node in entries(tree, "readings"):
                bears_on = items(at(node, "bears_on"))
                rest = [each for each in bears_on if each != self.name]
                if not rest:
                    yield Edit(document, ("readings", reading), None)
                elif len(rest) < len(bears_on):
                    yield Edit(document, ("readings", reading, "bears_on"), listed(rest))
