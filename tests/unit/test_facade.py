"""The facade: every name leads home, and importing it costs nothing."""

import ast
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

import complaintflow as cf

SOURCE = ast.parse(Path(cf.__file__).read_text(encoding="utf-8"))


def table() -> dict[str, str]:
    """The names of the TYPE_CHECKING block, each with the module that it comes from."""
    block = next(node for node in SOURCE.body if isinstance(node, ast.If))
    found = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        assert node.module is not None
        for alias in node.names:
            assert alias.asname == alias.name, "explicit re-export"
            found[alias.name] = node.module.removeprefix("complaintflow.")
    return found


def test_the_table_and_what_the_type_checker_sees_are_one() -> None:
    """Design 6: a test holds them equal."""
    assert table() == cf._HOME
    assert list(cf._HOME) == sorted(cf._HOME)
    assert cf.__all__ == tuple(cf._HOME)


@pytest.mark.parametrize("name", cf._HOME)
def test_every_name_is_the_one_of_its_module(name: str) -> None:
    home = import_module(f"complaintflow.{cf._HOME[name]}")
    assert getattr(cf, name) is getattr(home, name)
    assert getattr(cf, name) is getattr(cf, name)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'complaintflow' has no attribute 'aply'"):
        cf.aply  # noqa: B018


def test_the_version_is_that_of_the_package() -> None:
    assert cf.__version__ == version("complaintflow")
    assert {"__version__", *cf.__all__} <= set(dir(cf))


def test_a_star_gives_what_the_facade_lists() -> None:
    script = "from complaintflow import *; import complaintflow as c; print(all(n in globals() for n in c.__all__))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "True\n"


def test_deciding_a_case_needs_neither_pydantic_nor_yaml() -> None:
    """Design 9: the facade is lazy."""
    script = (
        "import sys, complaintflow as cf\n"
        "assert not [m for m in sys.modules if m.startswith('complaintflow.')]\n"
        "cf.Action, cf.decide, cf.explain\n"
        "print([m for m in ('pydantic', 'yaml', 'holidays') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
