"""Try mutants: each in a process of its own, in which the tests that concern it are run.

The process is forked from one that has imported what the tests need but nothing of ours, so that
the mutant is what all of it imports. It ends at the first test that fails. A mutant that runs much
longer than the unchanged module, or that needs much more memory, is caught.
"""

import ast
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NoReturn

from tests.mutation.mutating import Mutant

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"

NEEDED = (
    "pytest", "hypothesis", "numpy", "holidays", "holidays.countries", "dateutil.relativedelta",
    "pydantic", "yaml", "click", "rich", "_pytest.pytester",
)  # fmt: skip

OPTIONS = (
    "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
)  # fmt: skip
"""Stop at the first failure; what was imported before the fork is imported already."""

MEMORY = 4 << 30
"""Bytes that a mutant may take."""

PATIENCE, LEAST = 5, 20.0
"""A mutant is given so many times the processor time of the unchanged module, and so many seconds
at least."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a mutant: whether a test caught it, and how long that took."""

    mutant: Mutant
    caught: bool
    seconds: float


def preload() -> None:
    """Import what the tests need, once for all mutants."""
    for name in NEEDED:
        with suppress(ImportError):
            import_module(name)
    ours = [name for name in sys.modules if name.split(".")[0] == "complaintflow"]
    assert not ours, f"{ours} must not be imported before the mutant"


def file_of(module: str) -> Path:
    """Where a module of ours stands."""
    return SOURCES.joinpath(*module.split(".")).with_suffix(".py")


def run(tests: Sequence[str], mutant: Mutant | None, *, seconds: float) -> "Running":
    """Begin to run tests on a mutant, or on what stands in the files."""
    pid = os.fork()
    if pid == 0:
        _in_the_child(tests, mutant, seconds)
    return Running(pid, mutant, time.monotonic(), seconds)


def _in_the_child(tests: Sequence[str], mutant: Mutant | None, seconds: float) -> NoReturn:
    status = 70
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        with tempfile.TemporaryDirectory() as folder:
            os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
            _quick_hypothesis()
            sys.path.insert(0, str(SOURCES))
            os.chdir(ROOT)
            if mutant is not None:
                sys.meta_path.insert(0, _Finder(mutant))
            import pytest

            status = int(pytest.main([*OPTIONS, *tests]))
    except BaseException:
        status = 1
    finally:
        os._exit(status)


def _quick_hypothesis() -> None:
    """The same examples each time, and no search for the smallest that fails."""
    from hypothesis import Phase, settings

    settings.register_profile(
        "mutants", database=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
    )
    settings.load_profile("mutants")


class Running:
    """A process in which tests run on a mutant."""

    def __init__(self, pid: int, mutant: Mutant | None, begun: float, seconds: float) -> None:
        self.pid, self.mutant, self.begun, self.seconds = pid, mutant, begun, seconds

    def ended(self, *, wait: bool = False) -> tuple[bool, float] | None:
        """Whether its tests passed, and after how many seconds; None while they run."""
        pid, status = os.waitpid(self.pid, 0 if wait else os.WNOHANG)
        spent = time.monotonic() - self.begun
        if pid == 0:
            if spent < 10 * self.seconds:
                return None
            os.killpg(self.pid, signal.SIGKILL)  # it waits for something that never comes
            os.waitpid(self.pid, 0)
            return False, spent
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1, 2) and code > 0:
            raise RuntimeError(f"pytest ended with {code} on {self.mutant and self.mutant.change}")
        return code == 0, spent


def try_all(mutants: Sequence[Mutant], tests: Sequence[str], *, jobs: int) -> Iterator[Tried]:
    """Each mutant with what became of it, in the order in which they ended.

    Raises:
        RuntimeError: the tests do not pass on the module as it stands.
    """
    ended = run(tests, None, seconds=3600).ended(wait=True)
    if ended is None or not ended[0]:
        raise RuntimeError(f"the tests do not pass on the unchanged module: {' '.join(tests)}")
    seconds = max(LEAST, PATIENCE * ended[1])
    waiting = list(reversed(mutants))
    running: list[Running] = []
    while waiting or running:
        while waiting and len(running) < jobs:
            running.append(run(tests, waiting.pop(), seconds=seconds))
        for each in tuple(running):
            result = each.ended()
            if result is not None:
                running.remove(each)
                assert each.mutant is not None
                yield Tried(each.mutant, not result[0], result[1])
        time.sleep(0.01)


class _Finder(MetaPathFinder):
    """Finds the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self,
        fullname: str,
        path: Any = None,  # noqa: ARG002 - as the import system calls it
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname != self.mutant.module:
            return None
        file = str(file_of(fullname))
        return spec_from_file_location(fullname, file, loader=_Loader(fullname, file, self.mutant))


class _Loader(SourceFileLoader):
    """Loads the tree of a mutant in the place of the file."""

    def __init__(self, fullname: str, path: str, mutant: Mutant) -> None:
        super().__init__(fullname, path)
        self.tree: ast.Module = mutant.tree

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self.tree, self.get_filename(fullname), "exec")
        return code
