"""Every example in a docstring of the package is run."""

import doctest
import importlib
import pkgutil

import pytest

import complaintflow

MODULES = [
    "complaintflow",
    *(
        module.name
        for module in pkgutil.walk_packages(complaintflow.__path__, "complaintflow.")
        if not module.name.endswith("__main__")
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_module_are_right(name: str) -> None:
    module = importlib.import_module(name)
    finder = doctest.DocTestFinder(exclude_empty=True)
    report: list[str] = []
    for test in finder.find(module, name):
        doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not report, "".join(report)
