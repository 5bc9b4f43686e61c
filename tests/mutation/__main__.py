"""`python -m tests.mutation MODULE...`: which changes of a module no test sees; `make mutants`.

A change that cannot be seen is named in `equivalent.toml`, with the reason. The score is the share
of the others that some test catches.
"""

import argparse
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutating import Mutant, mutants
from tests.mutation.trying import ROOT, file_of, preload, try_all

EQUIVALENT = Path(__file__).with_name("equivalent.toml")

COUNTING = (
    "tests/unit/test_periods.py",
    "tests/unit/test_kinds_of_day.py",
    "tests/unit/test_own_days.py",
    "tests/unit/test_dated_cases.py",
    "tests/unit/test_where_the_data_end.py",
)
"""The quick tests of what counts, and of the values by which it does."""

TESTS: dict[str, tuple[str, ...]] = {
    "calendars": (
        "tests/unit/test_calendars.py",
        "tests/unit/test_derived.py",
        "tests/unit/test_periods.py",
    ),
    **dict.fromkeys(("conventions", "midnights", "counts", "periods"), COUNTING),
    "deadlines": (
        "tests/unit/test_deadlines.py",
        "tests/unit/test_clocks_that_stand_still.py",
        "tests/unit/test_timing.py",
        "tests/unit/test_settling.py",
        "tests/unit/test_own_days.py",
        "tests/unit/test_a_hostile_reading_of_time.py",
        "tests/unit/test_what_is_left.py",
        "tests/unit/test_ceilings_alone.py",
        "tests/unit/test_a_hostile_reading_of_clocks.py",
        "tests/unit/test_a_third_hostile_reading_of_clocks.py",
        "tests/unit/test_a_fourth_hostile_reading_of_clocks.py",
        "tests/unit/test_added_time.py",
        "tests/unit/test_clocks_explained.py",
        "tests/unit/test_times_that_need_not_be_kept.py",
        "tests/unit/test_anchors_that_move.py",
        "tests/properties/test_found_by_the_laws.py",
    ),
    "conflicts": (
        "tests/unit/test_conflicts.py",
        "tests/unit/test_only.py",
        "tests/unit/test_for_each.py",
        "tests/unit/test_dated.py",
        "tests/unit/test_a_hostile_reading_of_bodies.py",
        "tests/unit/test_a_hostile_reading_of_leave.py",
        "tests/unit/test_a_hostile_reading_of_who_decides.py",
        "tests/unit/test_a_hostile_reading_of_people.py",
        "tests/unit/test_a_last_hostile_reading_of_people.py",
    ),
    "engine": (
        "tests/unit/test_engine.py",
        "tests/unit/test_a_hostile_reading.py",
        "tests/unit/test_out_of_order.py",
        "tests/unit/test_happenings.py",
        "tests/unit/test_resting.py",
        "tests/unit/test_for_each.py",
        "tests/unit/test_vocabulary.py",
        "tests/unit/test_a_hostile_reading_of_people.py",
    ),
    "course": (
        "tests/unit/test_course.py",
        "tests/unit/test_dated.py",
        "tests/unit/test_for_each.py",
        "tests/unit/test_a_hostile_reading_of_people.py",
    ),
    "relating": (
        "tests/unit/test_relating.py",
        "tests/unit/test_dated.py",
        "tests/unit/test_only.py",
        "tests/unit/test_for_each.py",
        "tests/unit/test_a_hostile_reading_of_people.py",
    ),
    "answered": ("tests/unit/test_answered.py",),
    "sitting": (
        "tests/unit/test_sitting.py",
        "tests/unit/test_a_hostile_reading_of_bodies.py",
    ),
}
"""The quick tests of a module; of another one, those of its name."""

BARS = dict.fromkeys(TESTS, 95)
"""The score to reach, in percent, of the modules that are always tried; of other ones, 90."""


@dataclass(frozen=True, slots=True)
class Named:
    """A change that is believed to be equivalent, and why."""

    where: str
    change: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the mutants of a module."""

    module: str
    caught: int
    survivors: tuple[Mutant, ...]
    equivalent: int
    stale: tuple[Named, ...]

    @property
    def score(self) -> float:
        """The share that was caught of those that are not equivalent, in percent."""
        judged = self.caught + len(self.survivors)
        return 100 * self.caught / judged if judged else 100.0


def named(module: str) -> tuple[Named, ...]:
    """The mutants of a module that are believed to be equivalent."""
    with EQUIVALENT.open("rb") as file:
        return tuple(Named(**each) for each in tomllib.load(file).get(module, ()))


def split(found: Sequence[Mutant], said: Sequence[Named]) -> tuple[list[Mutant], tuple[Named, ...]]:
    """Those to try, and what is named although no mutant is so."""
    keys = {(each.where, each.change) for each in said}
    there = {(each.where, each.change) for each in found}
    to_try = [each for each in found if (each.where, each.change) not in keys]
    return to_try, tuple(each for each in said if (each.where, each.change) not in there)


def outcome(module: str, *, jobs: int) -> Outcome:
    """Try every mutant of a module, as `calendars`, that is not named."""
    name = f"complaintflow.{module}"
    found = list(mutants(name, file_of(name).read_text(encoding="utf-8")))
    to_try, stale = split(found, named(module))
    tests = TESTS.get(module, (f"tests/unit/test_{module}.py",))
    caught, survivors = 0, []
    for number, tried in enumerate(try_all(to_try, tests, jobs=jobs), start=1):
        caught += tried.caught
        if sys.stderr.isatty():
            print(f"\r{module}: {number} of {len(to_try)} ", end="", file=sys.stderr, flush=True)
        if not tried.caught:
            survivors.append(tried.mutant)
            print(_line(tried.mutant), flush=True)
    survivors.sort(key=lambda mutant: mutant.line)
    return Outcome(module, caught, tuple(survivors), len(found) - len(to_try), stale)


def _line(mutant: Mutant) -> str:
    file = file_of(mutant.module).relative_to(ROOT)
    return f"{file}:{mutant.line}: {mutant.where or 'the module'}: {mutant.change}"


def main(arguments: list[str] | None = None) -> int:
    """Print survivors as they are found, then the scores; 1 where one is below its bar."""
    options = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    options.add_argument("modules", nargs="*", default=list(TESTS), metavar="MODULE")
    options.add_argument("--jobs", type=int, default=2, help="processes at a time; 2 if not said")
    said = options.parse_args(arguments)
    preload()
    below = False
    for module in said.modules:
        result = outcome(module, jobs=said.jobs)
        bar = BARS.get(module, 90)
        below |= result.score < bar or bool(result.stale)
        print(
            f"{module}: {result.score:.1f} % of {result.caught + len(result.survivors)} mutants "
            f"caught (to reach: {bar} %), {result.equivalent} named as equivalent",
            flush=True,
        )
        for each in result.stale:
            print(f"{module}: named, but no such mutant: {each.where}: {each.change}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
