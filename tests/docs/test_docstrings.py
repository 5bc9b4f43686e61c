"""Every example in a docstring of the package is run."""

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from hypothesis import settings

import complaintflow

MODULES = [
    "complaintflow",
    *(
        module.name
        for module in pkgutil.walk_packages(complaintflow.__path__, "complaintflow.")
        if not module.name.endswith("__main__")
    ),
]


@pytest.fixture(autouse=True)
def _find_begins_anew() -> Iterator[None]:
    """What `find` gives in an example depends neither on chance nor on what it found before."""
    before = settings.get_current_profile_name()
    settings.register_profile("examples", derandomize=True, database=None)
    settings.load_profile("examples")
    yield
    settings.load_profile(before)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_module_are_right(name: str) -> None:
    module = importlib.import_module(name)
    finder = doctest.DocTestFinder(exclude_empty=True)
    report: list[str] = []
    for test in finder.find(module, name):
        doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not report, "".join(report)
