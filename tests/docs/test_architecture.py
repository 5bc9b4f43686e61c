"""ARCHITECTURE.md shows the layers that import-linter enforces, and no others.

The table has one row a layer of the contract `layers`, from the top; modules that stand beside each
other share a row. A package with a contract of its own has a paragraph that begins with "Inside"
and its name, its layers from the top with a slash between them.
"""

import re
import tomllib
from itertools import pairwise

import pytest

from tests.docs.pages import ROOT

Layers = list[tuple[str, ...]]


def contracts(pyproject: str) -> dict[str, Layers]:
    """Give the layers of each package, from the top; what stands side by side is sorted."""
    found: dict[str, Layers] = {}
    for contract in tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            [container] = contract["containers"]
            found[container.partition(".")[2]] = [
                tuple(sorted(re.findall(r"\w+", layer))) for layer in contract["layers"]
            ]
    return found


def named(text: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"`(\w+)`", text)))


def pictures(page: str) -> dict[str, Layers]:
    """Give the layers of each package as the page shows them."""
    section = re.split(r"^## ", page.partition("\n## The layers\n")[2], flags=re.MULTILINE)[0]
    rows = re.findall(r"^\| (`.*?) \|", section, flags=re.MULTILINE)
    found = {"": [named(row) for row in rows]}
    for part in section.split("\n\n"):
        if inside := re.match(r"Inside `([\w.]+)`", part):
            found[inside[1]] = [named(layer) for layer in part.partition(":")[2].split("/")]
    return found


def written(package: str, layers: Layers) -> str:
    """Give the paragraph that shows the layers of a package."""
    return f"Inside `{package}`: " + " / ".join(quoted(layer) for layer in layers)


def quoted(layer: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in layer)


def differences(page: str, pyproject: str) -> list[str]:
    """Say for each difference which line to write, and where."""
    shown, held = pictures(page), contracts(pyproject)
    found: list[str] = []
    gone = [row for row in shown[""] if row not in held[""]]
    for above, layer in pairwise([(), *held[""]]):
        if layer not in shown[""]:
            old = next((row for row in gone if set(row) & set(layer)), None)
            if old is not None:
                gone.remove(old)
                where = f"in the place of the row of {quoted(old)}"
            else:
                where = f"below the row of {quoted(above)}" if above else "as the first row"
            found.append(f"write `| {quoted(layer)} | what it holds |` {where}")
    found += [f"take out the row of {quoted(row)}" for row in gone]
    if not found and shown[""] != held[""]:
        found.append("order the rows: " + "; ".join(map(quoted, held[""])))
    for package in sorted({*shown, *held} - {""}):
        if package not in held:
            found.append(f"take out the paragraph that begins with `Inside `{package}``")
        elif shown.get(package) != held[package]:
            found.append(f"write the paragraph: {written(package, held[package])}")
    return found


def test_the_page_shows_the_layers_that_are_enforced() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    wrong = differences(page, (ROOT / "pyproject.toml").read_text("utf-8"))
    assert wrong == [], "in ARCHITECTURE.md, under The layers:\n" + "\n".join(wrong)


# -- the comparison itself -----------------------------------------------------------------

PYPROJECT = """
[[tool.importlinter.contracts]]
type = "layers"
containers = ["complaintflow"]
layers = ["cli", "engine | (later)", "errors"]
[[tool.importlinter.contracts]]
type = "layers"
containers = ["complaintflow.language"]
layers = ["linker", "b | a"]
[[tool.importlinter.contracts]]
type = "forbidden"
"""
PAGE = """# Architecture

## The layers

| layer | holds |
|---|---|
| `cli` | one verb; prints with `rich` |
| `engine`, `later` | judges |
| `errors` | the roots |

Inside `language`, from the top: `linker` (names to things) /
`a`, `b`

## Time

| `nothing` | here |
"""


def test_a_page_that_agrees_passes() -> None:
    assert differences(PAGE, PYPROJECT) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "| `engine`, `later` | judges |\n",
            "",
            ["write `| `engine`, `later` | what it holds |` below the row of `cli`"],
        ),
        (
            "`engine`, `later`",
            "`engine`",
            [
                "write `| `engine`, `later` | what it holds |` in the place of the row of `engine`",
            ],
        ),
        ("| `errors`", "| `old` | x |\n| `errors`", ["take out the row of `old`"]),
        (
            "| `cli` | one verb; prints with `rich` |\n| `engine`, `later` | judges |\n",
            "| `engine`, `later` | judges |\n| `cli` | one verb |\n",
            ["order the rows: `cli`; `engine`, `later`; `errors`"],
        ),
        ("`a`, `b`", "`a` / `b`", ["write the paragraph: Inside `language`: `linker` / `a`, `b`"]),
        (
            "Inside `language`",
            "In it",
            ["write the paragraph: Inside `language`: `linker` / `a`, `b`"],
        ),
        (
            "\n## Time",
            "\nInside `render`: `dot`\n\n## Time",
            ["take out the paragraph that begins with `Inside `render``"],
        ),
    ],
)
def test_a_page_that_differs_is_told_what_to_write(old: str, new: str, told: list[str]) -> None:
    assert old in PAGE
    assert differences(PAGE.replace(old, new), PYPROJECT) == told
