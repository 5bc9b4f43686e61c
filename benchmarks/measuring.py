"""Time things in turn, round after round, so that all of them meet the same machine.

Each round times everything once; what is told is the median of the rounds. It is the time of the
processor, of every thread and of what was started, so that other programs on the machine matter
less; on a quiet one it is the time that passes. A call that is too short for the clock is repeated
within the round. The garbage collector rests meanwhile, as in `timeit`.
"""

import gc
import resource
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from time import process_time, sleep

SHORTEST = 0.01
"""Seconds that one round of one thing takes at least: so short that another program seldom cuts in."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Something to time: `run` does `amount` pieces of work."""

    name: str
    run: Callable[[], object] = field(repr=False)
    amount: int = 1


@dataclass(frozen=True, slots=True)
class Peer:
    """What somebody else offers for the same work, and on how many questions it answers otherwise.

    `beat` is how many times as long as ours it should take.
    """

    timed: Timed
    beat: float | None = None
    asked: int = 0
    otherwise: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A work, the time that is to be reached for a piece of it, and what else does it.

    `target` is in seconds a piece, or in times of `over` where that is given. From `less`, what
    the time of it is taken off.
    """

    work: str
    ours: Timed
    unit: str
    target: float | None = None
    peers: tuple[Peer, ...] = ()
    less: Timed | None = None
    over: Timed | None = None

    def all(self) -> tuple[Timed, ...]:
        """Everything that is timed for it."""
        beside = (each for each in (self.less, self.over) if each is not None)
        return (self.ours, *beside, *(peer.timed for peer in self.peers))


@dataclass(frozen=True, slots=True)
class Missing:
    """A work that cannot be measured here, and why."""

    work: str
    why: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A row with its seconds a piece: ours, and each peer's in their order."""

    row: Row
    ours: float
    peers: tuple[float, ...]

    @property
    def reached(self) -> bool | None:
        """Whether our own time is the one to be reached; None where none is set."""
        return None if self.row.target is None else self.ours <= self.row.target

    def ratio(self, index: int) -> float:
        """How many times as long as ours a peer takes."""
        return self.peers[index] / self.ours

    def beaten(self, index: int) -> bool | None:
        """Whether a peer takes as many times as long as is to be reached; None where none is set."""
        beat = self.row.peers[index].beat
        return None if beat is None else self.ratio(index) >= beat


def measure(
    rows: Iterable[Row], *, rounds: int, told: Callable[[int], None] = lambda _: None
) -> list[Figure]:
    """Time all rows, so many rounds; `told` hears which round begins, from 1."""
    measured = list(rows)
    repeats = {timed.run: _repeats(timed) for row in measured for timed in row.all()}
    seconds: dict[Callable[[], object], list[float]] = {run: [] for run in repeats}
    for number in range(rounds):
        told(number + 1)
        for row in measured:
            for timed in row.all():
                spent = _seconds(timed.run, repeats[timed.run])
                seconds[timed.run].append(spent / repeats[timed.run] / timed.amount)
    return [
        _figure(row, {run: median(spent) for run, spent in seconds.items()}) for row in measured
    ]


def _figure(row: Row, medians: dict[Callable[[], object], float]) -> Figure:
    ours = medians[row.ours.run]
    if row.less is not None:
        ours -= medians[row.less.run]
    if row.over is not None:
        ours = ours * row.ours.amount / (medians[row.over.run] * row.over.amount)
    return Figure(row, ours, tuple(medians[peer.timed.run] for peer in row.peers))


def _repeats(timed: Timed) -> int:
    """How often it must run for a round to be long enough; run twice to find out."""
    timed.run()
    once = _seconds(timed.run, 1)
    return max(1, round(SHORTEST / max(once, 1e-9)))


def _seconds(run: Callable[[], object], repeats: int) -> float:
    resting = gc.isenabled()
    gc.disable()
    _settle()
    try:
        begun = _spent()
        for _ in range(repeats):
            run()
        return _spent() - begun
    finally:
        if resting:
            gc.enable()


def _settle() -> None:
    """Wait, a tenth of a second at most, until what ran before has come to rest.

    Threads of another library may go on for a while, looking for more work, and the processor's time
    is that of all threads of the program.
    """
    for _ in range(50):
        begun = process_time()
        sleep(0.002)
        if process_time() - begun < 0.0002:
            return


def _spent() -> float:
    """Seconds of the processor so far, our own and those of programs that have ended."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + started.ru_utime + started.ru_stime
