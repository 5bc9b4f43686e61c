"""Each third-party package has one room in the source, and the core does not look outside.

Import-linter watches how our own modules import one another; this file watches what they
import from elsewhere, at the top of a module and inside a function alike.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"

ROOMS = {
    "click": {"complaintflow.cli"},
    "dateutil": {"complaintflow.periods"},
    "holidays": {"complaintflow.bank_holidays", "complaintflow.public_holidays"},
    "hypothesis": {"complaintflow.testing"},
    "numpy": {"complaintflow.bulk"},
    "pydantic": {
        "complaintflow.language.calendar_file",
        "complaintflow.language.document",
        "complaintflow.language.records",
        "complaintflow.language.scenario",
        "complaintflow.language.schema",
        "complaintflow.language.validation",
        "complaintflow.language.values",
    },
    "pydantic_core": {
        "complaintflow.language.document",
        "complaintflow.language.records",
        "complaintflow.language.scenario",
        "complaintflow.language.validation",
        "complaintflow.language.values",
    },
    "rich": {"complaintflow.cli"},
    "yaml": {"complaintflow.language.reader"},
}
"""Package -> the modules that may import it; a package that is not here may not be imported."""

SHELL = {
    "complaintflow.__main__",
    "complaintflow.bank_holidays",
    "complaintflow.cli",
    "complaintflow.codes",
    "complaintflow.files",
    "complaintflow.language.reader",
    "complaintflow.public_holidays",
    "complaintflow.scenarios",
}
"""The modules that may read files. Every other one is core: all that it needs is given to it.
The facade is shell as well, since it imports what a name needs when the name is first used."""

OUTSIDE = {
    "glob",
    "http",
    "importlib",
    "io",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "time",
    "urllib",
}
"""Modules of the standard library that read a file, a clock, a random number or the network."""

CLOCKS = {"now", "today", "utcnow"}
EVALUATORS = {"__import__", "compile", "eval", "exec"}


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give the line and the top-level package of every absolute import, wherever it stands."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield node.lineno, alias.name.partition(".")[0]
            case ast.ImportFrom(module=str(module), level=0):
                yield node.lineno, module.partition(".")[0]
            case ast.Call(
                func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield node.lineno, module.partition(".")[0]
            case _:
                pass


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give the line and the last name of every call: `date.today()` is `.today`, `open()` `open`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                yield node.lineno, name
            case ast.Call(func=ast.Attribute(attr=name)):
                yield node.lineno, "." + name
            case _:
                pass


def within(module: str, rooms: set[str]) -> bool:
    return any(module == room or module.startswith(room + ".") for room in rooms)


def trespasses(module: str, source: str) -> list[str]:
    """Say what this module imports or calls and may not."""
    tree = ast.parse(source)
    shell = module == "complaintflow" or within(module, SHELL)
    found: list[tuple[int, str]] = []
    for line, package in imports(tree):
        if package in sys.stdlib_module_names:
            if package in OUTSIDE and not shell:
                found.append((line, f"the core imports {package}"))
        elif package != "complaintflow" and not within(module, ROOMS.get(package, set())):
            rooms = ", ".join(sorted(ROOMS.get(package, ()))) or "nowhere"
            found.append((line, f"imports {package}, which belongs in {rooms}"))
    for line, name in calls(tree):
        if name in EVALUATORS:
            found.append((line, f"calls {name}()"))
        elif name.removeprefix(".") in CLOCKS and not within(module, {"complaintflow.cli"}):
            found.append((line, f"asks the clock: {name}()"))
        elif name in {"open", "input"} and not shell:
            found.append((line, f"the core calls {name}()"))
    return [f"line {line}: {what}" for line, what in sorted(found)]


def module_of(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize(
    "path", sorted(SRC.rglob("*.py")), ids=lambda path: path.relative_to(SRC).as_posix()
)
def test_every_module_stays_in_its_rooms(path: Path) -> None:
    assert trespasses(module_of(path), path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "report"),
    [
        ("course", "import yaml", "line 1: imports yaml, which belongs in "),
        ("course", "def f():\n    from yaml import nodes", "line 2: imports yaml"),
        ("files", "import attrs", "line 1: imports attrs, which belongs in nowhere"),
        ("cli.lines", "import numpy.random", "line 1: imports numpy, which belongs in "),
        ("cli", "importlib.import_module('holidays.countries')", "line 1: imports holidays"),
        ("language", "import pydantic", "line 1: imports pydantic"),
        ("periods", "import hypothesis", "line 1: imports hypothesis, which belongs in "),
        ("engine", "import os.path", "line 1: the core imports os"),
        ("engine", "text = open('x')", "line 1: the core calls open()"),
        ("engine", "today = date.today()", "line 1: asks the clock: .today()"),
        ("files", "stamp = datetime.now(UTC)", "line 1: asks the clock: .now()"),
        ("cli", "eval('1')", "line 1: calls eval()"),
    ],
)
def test_what_is_out_of_its_room_is_reported(module: str, source: str, report: str) -> None:
    [found] = trespasses(f"complaintflow.{module}", source)
    assert found.startswith(report)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("language.reader", "from yaml import CParser"),
        ("cli.printing", "import rich.table"),
        ("cli", "today = date.today()"),
        ("engine", "from datetime import time\nimport re\nword = re.compile('a')"),
        ("engine", "from . import course"),
        ("files", "import os"),
    ],
)
def test_what_is_in_its_room_is_not_reported(module: str, source: str) -> None:
    assert trespasses(f"complaintflow.{module}", source) == []
