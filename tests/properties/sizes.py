"""How much the long tests try, in one place: as usual, and for `make thorough`.

`make thorough` sets `THOROUGH=1`. `LAWS` alone says how many times as many cases the laws try.
"""

import os
from typing import NamedTuple


class Sizes(NamedTuple):
    """What is tried, of each kind.

    Attributes:
        laws: how many times as many cases as usual a law is tried on.
        amounts: the numbers of working days that are counted from each day of a century.
        steps: the distances, in days, over which working days are counted between two days.
        walks: counts that are compared with a walk from day to day.
        clocks: whole clocks that are compared with such walks.
        cases: whole cases of which the clock is compared with a walk from event to event.
        stride: each so many-th day of all years is counted at once, and one by one.
    """

    laws: int
    amounts: tuple[int, ...]
    steps: tuple[int, ...]
    walks: int
    clocks: int
    cases: int
    stride: int


USUAL = Sizes(
    laws=int(os.environ.get("LAWS", "1")),
    amounts=(*range(1, 31), 40, 50, 65, 100, 130, 260, 500),
    steps=(12_345,),
    walks=100_000,
    clocks=100_000,
    cases=5_000,
    stride=151,
)
THOROUGH = Sizes(
    laws=int(os.environ.get("LAWS", "5")),
    amounts=(*range(1, 401), 500),
    steps=tuple(range(1, 36_525, 365)),
    walks=2_000_000,
    clocks=2_000_000,
    cases=500_000,
    stride=5,
)
SIZES = THOROUGH if os.environ.get("THOROUGH") else USUAL
