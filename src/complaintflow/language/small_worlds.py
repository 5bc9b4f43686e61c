"""Small worlds: who can do what where one person has an unlucky tie, and everybody else has none.

Every office is held. The person with the tie is the only holder of some offices that have one
holder; all the others are held by other people. Only what the document itself says can fill an
office anew: a substitute, or a step that appoints. So what nobody can do here, nobody can do in a
case in which the people are these. A rule that says who alone may do something keeps nobody away here:
whether there is such a person is not for a document to say.
"""

from collections.abc import Iterator

from complaintflow.language.ways import Ways, ways
from complaintflow.procedure import (
    ActedIn,
    Condition,
    Conflict,
    Did,
    Duty,
    Fact,
    Held,
    Holds,
    Keeping,
    Of,
    PlaceKind,
    Procedure,
    Step,
    Who,
)

Ties = frozenset[Who]


class World:
    """One person with some ties, who alone holds some offices; and what can never happen then.

    `did` is a step that has been done, from which some of the ties come.
    """

    def __init__(
        self,
        procedure: Procedure,
        usual: Ways,
        offices: frozenset[str],
        ties: Ties,
        did: str | None = None,
    ) -> None:
        self.procedure = procedure
        self.usual = usual
        self.alone = frozenset(name for name in offices if procedure.roles[name].one)
        self.ties = ties.union(*map(_in_office, offices))
        self.did = did
        self.namings: dict[str, Step] = {}
        self.shut: frozenset[str] = frozenset()
        self.ways = usual
        self._settle()

    def _settle(self) -> None:
        """Whom a step can still appoint hangs on what can be done, and the other way round."""
        acts = [s for s in self.procedure.steps.values() if s.duty is not Duty.NEVER]
        while True:
            self.shut = frozenset(
                s.name for s in acts if s.name != self.did and not (self.can(s) and self._gates(s))
            )
            self.ways = ways(self.procedure, without=self.shut) if self.shut else self.usual
            new = {s.name: s for s in acts if s.appoints is not None and self.ways.done.get(s.name)}
            if new.keys() == self.namings.keys():
                return
            self.namings = new

    # --- who can ----------------------------------------------------------------------

    def can(self, act: Step | Fact) -> bool:
        """Whether somebody can do a step, or decide a fact, as far as people go."""
        if isinstance(act, Step) and act.met_by:
            return any(self.can(self.procedure.steps[name]) for name in act.met_by)
        return any(self._acts_as(role, act) for role in roles_of(act))

    def decides(self, fact: Fact) -> bool:
        """Whether an answer can be had that counts, from somebody or told by the application."""
        return fact.told or self.can(fact)

    def decided_before(self, fact: Fact) -> bool:
        """Whether whoever held an office until a step gave it to the one person can have decided a fact."""
        roles = self.procedure.roles
        named = (roles[role].stand_in for role in fact.decided_by)
        return any(
            office in self.alone
            and any(map(self.usual.done.get, roles[office].appointed_by_steps))
            and self._free(_in_office(office), fact, office)
            for office in (*fact.decided_by, *named)
            if office is not None
        )

    def keeps(self, conflict: Conflict, act: Step | Fact, office: str) -> bool:
        """Whether a rule keeps the person with the ties from an act, or from an office for it."""
        return self._kept(conflict, self.ties, act, office)

    def keeps_holder(self, conflict: Conflict, fact: Fact, office: str) -> bool:
        """Whether a rule keeps the holder of an office, whoever it is, from deciding a fact."""
        return self._kept(conflict, self._holder(office), fact, office)

    def does(self, act: Step | Fact) -> bool:
        """Whether somebody does it on some way of a case."""
        if isinstance(act, Fact):
            return self.decides(act)
        return act.duty is not Duty.NEVER and bool(self.ways.done.get(act.name))

    def owed(self, step: Step) -> bool:
        """Whether a case can come to where a step must be done, whoever may do it."""
        return self._gates(step) and bool(self.ways.possible_in(step, self.ways.open_in(step)))

    def _holder(self, office: str) -> Ties:
        return self.ties if office in self.alone else _in_office(office)

    def _acts_as(self, role: str, act: Step | Fact) -> bool:
        """Whether somebody can act in an office: its holder, its substitute, or whoever is named."""
        stand_in = self.procedure.roles[role].stand_in
        for office in (role, stand_in) if stand_in is not None else (role,):
            if self._free(self._holder(office), act, office):
                return True
            if any(
                self._free(ties, act, office)
                for naming in self.namings.values()
                if naming.appoints == office and self._in_time(naming, act)
                for ties in self._appointed(naming, office)
            ):
                return True
        return False

    def _appointed(self, naming: Step, office: str) -> Iterator[Ties]:
        """The ties of those whom a step may appoint, but for the one person."""
        if not naming.from_:
            yield _in_office(office)
        for other in naming.from_:
            if other not in self.alone:
                yield _in_office(office) | _in_office(other)

    def _in_time(self, naming: Step, act: Step | Fact) -> bool:
        """Whether an appointment can come while there is still time for an act."""
        if isinstance(act, Fact):
            return True
        done = self.ways.done.get(naming.name, frozenset())
        return not self.usual.open_in(act).isdisjoint(self.ways.beyond(done))

    def _free(self, ties: Ties, act: Step | Fact, office: str) -> bool:
        rules = self.procedure.conflicts_on
        about = dict.fromkeys((*rules.get(act.name, ()), *rules.get(office, ())))
        return not any(self._kept(conflict, ties, act, office) for conflict in about)

    def _kept(self, conflict: Conflict, ties: Ties, act: Step | Fact, office: str) -> bool:
        return any(
            not ties.isdisjoint(for_good(keeping))
            and not {act.name, office}.isdisjoint(keeping.targets)
            for keeping in conflict.barring
        ) and not self.lets_through(conflict, act)

    # --- exceptions and gates -----------------------------------------------------------

    def lets_through(self, conflict: Conflict, act: Step | Fact) -> bool:
        """Whether the exception of a rule reaches an act, and somebody can grant it."""
        return in_scope(self.usual, conflict, act) and all(
            self.decides(self.procedure.facts[c.fact]) for c in conflict.except_if
        )

    def _gates(self, step: Step) -> bool:
        """Whether what a step must know can be answered."""
        place = self.procedure.places[step.place]
        of_place = (*place.if_, *place.unless) if step.duty is Duty.MUST else ()
        return all(map(self._answered, (*of_place, *step.if_, *step.unless)))

    def _answered(self, condition: Condition) -> bool:
        fact = self.procedure.facts[condition.fact]
        return fact.asked_if is not None or self.decides(fact)


def for_good(keeping: Keeping) -> tuple[Who, ...]:
    """The ties by which a part of a rule keeps somebody away for ever: where it looks back, not by what
    was done, since that is too long ago one day."""
    if keeping.within_last is None:
        return keeping.who
    whom = ((who, who.whom if isinstance(who, Of) else who) for who in keeping.who)
    return tuple(who for who, meant in whom if not isinstance(meant, Did | ActedIn))


def in_scope(usual: Ways, conflict: Conflict, act: Step | Fact) -> bool:
    """Whether a rule has an exception that reaches an act, wherever the case then is."""
    if not conflict.has_exception:
        return False
    if not conflict.except_in or isinstance(act, Fact):
        return True
    if usual.procedure.places[act.place].kind in (PlaceKind.STAGE, PlaceKind.END):
        return act.place in conflict.except_in
    return not usual.done.get(act.name, frozenset()).isdisjoint(conflict.except_in)


def roles_of(act: Step | Fact) -> tuple[str, ...]:
    """The offices in which somebody may do a step or decide a fact."""
    return act.by if isinstance(act, Step) else act.decided_by


def _in_office(office: str) -> Ties:
    return frozenset({Holds(office), Held(office)})
