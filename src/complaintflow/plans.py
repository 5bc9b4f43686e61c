"""What becomes of the question who could lead a case to an end: a plan, what blocks, or that it is not decided."""

from collections.abc import Callable
from dataclasses import dataclass, field

from complaintflow.case import Event
from complaintflow.moments import Moment
from complaintflow.routes import Route
from complaintflow.rulings import Reason


@dataclass(frozen=True, slots=True)
class Assigned:
    """One act of a plan: who does it, who of a body sits, and whom it appoints to which office.

    `person` is None for what the application tells by itself, or what is only received. `for_` is the
    person for whom a question is answered that is answered for each of some.
    """

    name: str
    at: Moment
    person: str | None
    holder: str | None = None
    office: str | None = None
    sat: tuple[str, ...] = ()
    for_: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who does what, in order, so that nothing is refused.

    `leads` are the steps that lead on, `end` is where they come to. `events` are what could be
    recorded, with those told of who were not known in the case: of people of whom the same is told,
    only as many as could be needed.
    """

    leads: Route
    end: str
    assigned: tuple[Assigned, ...]
    events: tuple[Event, ...]
    _is_needed: Callable[[str], bool] = field(repr=False, compare=False)
    _others: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has something to do in it, each once."""
        named = (n for each in self.assigned for n in (each.person, *each.sat, each.holder))
        return tuple(dict.fromkeys(n for n in named if n is not None))

    @property
    def irreplaceable(self) -> tuple[str, ...]:
        """Those without whom there is no plan at all, as far as that can be proven. A search for each."""
        who = dict.fromkeys((*self.people, *self._others))
        return tuple(name for name in who if self._is_needed(name))


@dataclass(frozen=True, slots=True)
class Blocking:
    """A rule about people that blocks, its clauses, and whom it takes away from something."""

    rule: str
    clauses: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vacant:
    """An office that blocks because too few hold it, and those who do."""

    role: str
    title: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """There is no plan on any route. For the shortest one that people can help, why.

    `rules` and `vacant` together leave nobody, in whatever order things are done; without any one of them,
    without a rule or with others in an office besides, that is so no longer. `routes` are all that were tried; `shut`
    those that no people can help, each with the step that cannot be done and what stands against it.
    """

    leads: Route
    rules: tuple[Blocking, ...]
    vacant: tuple[Vacant, ...]
    routes: tuple[Route, ...]
    shut: tuple[tuple[Route, str, tuple[Reason, ...]], ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither a plan was found nor what blocks it.

    `unforeseen` are the routes that cannot be foreseen, each with the step at which it breaks off: it waits
    for what nobody does or is done no more, or is too long. Where there are none, a search was
    given up after `bound`, or there are more routes, or more that could be done besides, than are tried.
    `unproven` are the routes along which no plan was found where everything is done in some order, and where
    it is not proven that there is none in any other order, with something done again or answered otherwise.
    """

    bound: int
    unforeseen: tuple[tuple[Route, str], ...] = ()
    unproven: tuple[Route, ...] = ()
