"""Every page can be reached from the index, and the page of the API has every name of the facade.

`make docs` holds the same with Sphinx; this needs nothing but the pages.
"""

import inspect
import re
import runpy
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import complaintflow
from tests.docs.pages import ROOT

API = ROOT / "docs" / "api.md"


@pytest.fixture(scope="module")
def conf() -> dict[str, Any]:
    """What docs/conf.py defines."""
    return runpy.run_path(str(ROOT / "docs" / "conf.py"))


def test_every_page_is_reached_from_the_index(conf: dict[str, Any]) -> None:
    links: Callable[[str], dict[str, str]] = conf["links"]
    lists = [ROOT / f"{name}.md" for name in conf["LISTS_OF_PAGES"]]
    listed = {
        (page.parent / f"{name}.md").resolve()
        for page in lists
        for name in links(page.read_text("utf-8"))
    }
    pages: set[Path] = {path for pattern in conf["include_patterns"] for path in ROOT.glob(pattern)}
    missing = {path.relative_to(ROOT).as_posix() for path in pages - listed - {lists[0]}}
    assert missing == set(), "name these in docs/index.md"


WITH_EXTRAS = ("bulk", "testing")
"""The modules that an extra makes usable; their names stand on the page with the module before them."""

PUBLIC: dict[str, Any] = {name: getattr(complaintflow, name) for name in complaintflow.__all__} | {
    f"{module}.{name}": getattr(import_module(f"complaintflow.{module}"), name)
    for module in WITH_EXTRAS
    for name in import_module(f"complaintflow.{module}").__all__
}


def first_line(name: str) -> str:
    value = PUBLIC[name]
    doc = inspect.getdoc(value) if inspect.isclass(value) or inspect.isfunction(value) else None
    return (doc or "").partition("\n")[0]


def test_the_page_of_the_api_has_every_name_once_with_its_first_line() -> None:
    items = re.findall(r"^- `([\w.]+)`: (.*)$", API.read_text("utf-8"), re.MULTILINE)
    wrong = [f"take out `{name}`" for name, _ in items if name not in PUBLIC]
    known = [item for item in items if item[0] in PUBLIC]
    wrong += [f"`{name}` stands there twice" for name, _ in known if known.count((name, _)) > 1]
    for name in PUBLIC:
        said, right = dict(known).get(name), first_line(name)
        if said is None or (right and said != right):
            wrong.append(f"- `{name}`: {right}")
    assert wrong == [], "in docs/api.md, under the heading that fits:\n" + "\n".join(wrong)


def test_sections_become_parts_of_the_navigation(conf: dict[str, Any]) -> None:
    text = "# T\n\n[no](no.md)\n\n## A\n\n[b\n  b](b.md#x) [`c`](../c.md) [b again](b.md) [d](https://e/f.md)\n\n## B\n"
    assert conf["with_navigation"](text) == text.replace(
        "\n## B\n",
        "\n\n```{toctree}\n:hidden:\n:caption: A\n\nb b <b>\nc <../c>\n```\n\n## B\n",
    )


def test_a_list_without_sections_is_a_part_as_it_stands(conf: dict[str, Any]) -> None:
    text = "# T\n\n[b](b.md)\n"
    assert conf["with_navigation"](text) == text + "\n```{toctree}\n:hidden:\n\nb <b>\n```\n\n"


def test_names_become_their_docstrings(conf: dict[str, Any]) -> None:
    text = "## A\n\n- `decide`: x\n- `Case`: y\n- `testing.days`: z\n\nThe `end`.\n"
    assert conf["with_docstrings"](text) == (
        "## A\n\n```{eval-rst}\n.. autofunction:: complaintflow.decide\n\n"
        ".. autoclass:: complaintflow.Case\n   :members:\n\n"
        ".. autofunction:: complaintflow.testing.days\n```\n\nThe `end`.\n"
    )


def test_a_piece_of_a_file_is_headed_by_its_name(conf: dict[str, Any]) -> None:
    assert conf["with_captions"]("```yaml into a.yaml\nb: 1\n```\n") == (
        "```{code-block} yaml\n:caption: a.yaml\n\nb: 1\n```\n"
    )
