"""The pages of docs/reference are what the program says now; `make pages` writes them."""

import pytest

from tests.docs.reference import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_not_stale(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == PAGES[name]() + "\n", "make pages"


def test_no_page_stands_there_that_nothing_makes() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(PAGES)
