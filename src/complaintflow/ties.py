"""Ties: who somebody is in a case, as a rule about conflicts of interest tells people apart.

Some ties the application tells, the others are read from the history. One tie may lead through
one other person: the line manager of whoever decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaintflow.conventions import Span


class Work(StrEnum):
    """What a step is, for the conflicts of interest that point at it."""

    CONSIDER = "consider"
    INVESTIGATE = "investigate"
    DECIDE = "decide"
    REVIEW = "review"
    ADVISE = "advise"
    SUPPORT = "support"
    ADMINISTER = "administer"


DONE: Mapping[Work, str] = {
    Work.CONSIDER: "considered",
    Work.INVESTIGATE: "investigated",
    Work.DECIDE: "decided",
    Work.REVIEW: "reviewed",
    Work.ADVISE: "advised",
    Work.SUPPORT: "supported",
    Work.ADMINISTER: "administered",
}
"""Each kind of work as what somebody has done: `considered in STAGE`."""


@dataclass(frozen=True, slots=True)
class Is:
    """Whoever stands in this relation to the case."""

    relation: str

    def __str__(self) -> str:
        return self.relation


@dataclass(frozen=True, slots=True)
class Holds:
    """Whoever holds this role."""

    role: str

    def __str__(self) -> str:
        return self.role


@dataclass(frozen=True, slots=True)
class Held:
    """Whoever holds this role or held it before, in this case."""

    role: str

    def __str__(self) -> str:
        return f"held {self.role}"


@dataclass(frozen=True, slots=True)
class Did:
    """Whoever did this step, or decided this fact, in this case."""

    act: str

    def __str__(self) -> str:
        return f"did {self.act}"


@dataclass(frozen=True, slots=True)
class ActedIn:
    """Whoever did a step of this stage, in this case; with `work`, a step that counts as that."""

    stage: str
    work: Work | None = None

    def __str__(self) -> str:
        return f"{'acted' if self.work is None else DONE[self.work]} in {self.stage}"


Direct = Is | Holds | Held | Did | ActedIn
"""A tie that somebody has through nobody else."""


Told = Is | Holds
"""A tie that is told of somebody, and not made by what was done in a case."""


@dataclass(frozen=True, slots=True)
class Of:
    """Whoever stands in a relation between two people to somebody of whom another tie is true."""

    relation: str
    whom: Direct

    def __str__(self) -> str:
        joint = "of" if isinstance(self.whom, Is | Holds) else "of whoever"
        return f"{self.relation} {joint} {self.whom}"


Who = Is | Holds | Held | Did | ActedIn | Of


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whom a conflict of interest keeps from what: anybody of whom one tie is true, or with `only`
    everybody of whom none is.

    `within_last`: whoever a tie was true of at any moment within so long before the act counts too, and
    of what the history makes, only what is no longer ago.
    `bars` names every step and fact that the words of `may_not` or `may` point at; `bars_roles` the
    roles that whoever is kept away may neither act in nor be appointed to.
    """

    who: tuple[Who, ...]
    bars: frozenset[str]
    bars_roles: frozenset[str]
    only: bool = False
    within_last: Span | None = None

    @property
    def targets(self) -> frozenset[str]:
        """Every name from which it keeps somebody."""
        return self.bars | self.bars_roles
