"""Ties: who somebody is in a case, as a rule about conflicts of interest tells people apart.

Some ties the application tells, the others are read from the history.
"""

from dataclasses import dataclass


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
    """Whoever did a step of this stage, in this case."""

    stage: str

    def __str__(self) -> str:
        return f"acted in {self.stage}"


Who = Is | Holds | Held | Did | ActedIn


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whom a conflict of interest keeps from what.

    `bars` names every step and fact that the words of `may_not` point at; `bars_roles` the
    roles that such a person may neither act in nor be appointed to.
    """

    who: tuple[Who, ...]
    bars: frozenset[str]
    bars_roles: frozenset[str]

    @property
    def targets(self) -> frozenset[str]:
        """Every name from which it keeps somebody."""
        return self.bars | self.bars_roles
