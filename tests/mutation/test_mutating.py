"""The mutants are those that are meant, and what is named as equivalent has a reason."""

import ast

import pytest

from tests.mutation.__main__ import TESTS, Named, named, split
from tests.mutation.mutating import mutants
from tests.mutation.trying import ROOT, file_of

SMALL = '''\
"""A module."""
__all__ = ["add"]
LIMIT = 3

def add(one: int | None, other: int = 0, *, name: str = "x") -> int:
    """Add."""
    assert one is not None
    if one <= LIMIT and not other:
        raise ValueError(f"no {one}", name=name)
    return [each for each in (one, other) if each][0] - other
'''


def changes(source: str) -> list[str]:
    return [mutant.change for mutant in mutants("small", source)]


def test_each_part_is_changed_in_its_own_way() -> None:
    assert changes("a < b") == ["a < b -> pass", "a < b -> a <= b", "a < b -> a >= b"]
    assert changes("x = a + 1") == ["a + 1 -> a - 1", "1 -> 2"]
    assert changes("x = 4") == ["4 -> 5", "4 -> 3"]
    assert changes("x = a or b") == ["a or b -> a and b", "a or b -> b", "a or b -> a"]
    assert changes("x = -a if b else not c") == [
        "-a if b else not c -> -a",
        "-a if b else not c -> not c",
        "-a -> a",
        "not c -> c",
    ]
    assert changes("f(a, key=True)") == [
        "f(a, key=True) -> pass",
        "f(a, key=True) -> f(a)",
        "key=True -> key=False",
    ]
    assert changes("while f():\n    continue") == [
        "while f(): -> while not f():",
        "continue -> break",
    ]


def test_docstrings_annotations_and_asserts_are_left_alone() -> None:
    found = changes(SMALL)
    assert "'x' -> 'XX'" in found
    assert "f'no {one}' -> 'XX'" in found
    assert not any("Add." in each or "A module" in each or "'add'" in each for each in found)
    assert not any("is not None ->" in each or "int | None" in each for each in found)
    assert len(found) == len(set(found))


def test_a_mutant_says_where_it_is_and_changes_nothing_else() -> None:
    for mutant in mutants("small", SMALL):
        assert mutant.where in ("LIMIT", "add")
        assert ast.unparse(mutant.tree) != ast.unparse(ast.parse(SMALL))
    again = ast.unparse(ast.parse(SMALL))
    lines = {
        len(set(ast.unparse(mutant.tree).splitlines()) - set(again.splitlines()))
        for mutant in mutants("small", SMALL)
    }
    assert lines == {1}


def test_equal_changes_in_one_function_are_told_apart() -> None:
    assert changes("x = (1, 1)") == ["1 -> 2", "1 -> 2 (2)"]


@pytest.mark.parametrize("module", TESTS)
def test_what_is_named_as_equivalent_has_a_reason(module: str) -> None:
    assert file_of(f"complaintflow.{module}").is_file()
    assert all(each.why and each.change.count(" -> ") == 1 for each in named(module))


def test_what_is_named_in_vain_is_told() -> None:
    found = list(mutants("small", "x = 4"))
    said = (Named("x", "4 -> 5", "because"), Named("x", "4 -> 6", "because"))
    to_try, stale = split(found, said)
    assert [mutant.change for mutant in to_try] == ["4 -> 3"]
    assert stale == (said[1],)


def test_the_tests_that_are_run_on_mutants_are_there() -> None:
    assert all((ROOT / each).is_file() for tests in TESTS.values() for each in tests)
