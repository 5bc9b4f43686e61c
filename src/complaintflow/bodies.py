"""Bodies: an office of several people, who act only together; and how many may hold an office."""

from collections.abc import Iterable
from dataclasses import dataclass

from complaintflow.ties import Who


@dataclass(frozen=True, slots=True)
class Number:
    """How many people: at least so many, and no more than `most`; None says that it has no end."""

    least: int
    most: int | None = None

    def __str__(self) -> str:
        if self.most is None:
            return f"at least {self.least}"
        if self.most == self.least:
            return f"exactly {self.least}"
        return f"{self.least} to {self.most}" if self.least else f"at most {self.most}"

    def fits(self, number: int) -> bool:
        """Whether so many people are as many as it asks for."""
        return self.least <= number and (self.most is None or number <= self.most)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those who sit must be somebody of whom a tie is true."""

    number: Number
    who: Who

    def __str__(self) -> str:
        return f"{self.number} {self.who}"


@dataclass(frozen=True, slots=True)
class Body:
    """Of whom a body is made up, and how many of them must sit.

    `chaired`: one of those who sit is the chair. `without_quorum` names the steps and questions that
    those who sit may do however few they are, and whoever they are of the members.
    """

    members: Number
    quorum: int
    of_whom: tuple[Share, ...] = ()
    chaired: bool = False
    without_quorum: frozenset[str] = frozenset()

    def fits(self, sat: int, of_whom: Iterable[int]) -> bool:
        """Whether so many who sit, with so many for each share, are as many as it needs, and no more."""
        enough = self.quorum <= sat and (self.members.most is None or sat <= self.members.most)
        pairs = zip(self.of_whom, of_whom, strict=True)
        return enough and all(share.number.fits(number) for share, number in pairs)
