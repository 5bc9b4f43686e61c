"""How Sphinx makes the pages; `make docs` runs it.

Its source folder is the whole repository, so that a link which leads somewhere on a code host
leads there here too: to README, to the changelog, to a YAML file. The pages stay plain Markdown.
What Sphinx wants besides, a tree of pages and directives for docstrings, is made below from the
lists of links and names that the pages themselves have.
"""

import inspect
import re
from enum import Enum
from importlib import import_module
from typing import Any

import complaintflow

ROOT_PAGES = ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
LISTS_OF_PAGES = ("docs/index", "docs/decisions/README")
"""The pages whose links are the navigation."""
LIST_OF_NAMES = "docs/api"
"""The page whose items, a name in backticks and what it is, become the docstrings."""

project = "complaintflow"
author = "The complaintflow authors"
release = complaintflow.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = [
    *ROOT_PAGES,
    "docs/*.md",
    "docs/**/*.md",
    "procedures/*.md",
    "examples/*.md",
    "examples/**/*.md",
    "benchmarks/*.md",
]
exclude_patterns = [".*", "build", "dist", "src", "tests"]

myst_heading_anchors = 6  # formed as code hosts form them; tests/docs/test_links.py holds them
suppress_warnings = ["epub.unknown_project_files"]
default_role = "code"  # docstrings put code in single backticks

napoleon_use_ivar = True
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 90
# Nothing is fetched while the pages are made, so other projects' names are not looked up.
nitpick_ignore_regex = [("py:.*", r"(?!complaintflow\.).*"), ("py:.*", r"complaintflow\.\w+\..*")]

html_theme = "furo"
html_title = f"complaintflow {release}"
html_extra_path = ["_site"]
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_copyright = False


def links(text: str) -> dict[str, str]:
    """Give the pages that a text links to, without `.md`, each with the words of its first link."""
    found: dict[str, str] = {}
    for words, page in re.findall(r"\[([^\]]+)\]\((?![a-z]+:)([^)#]+)\.md(?:#[^)]*)?\)", text):
        found.setdefault(page, " ".join(words.replace("`", "").split()))
    return found


def with_navigation(text: str) -> str:
    """Give a page with a hidden tree of the pages that each of its sections links to.

    What stands before the first section is not navigation, if there are sections.
    """
    preface, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    if not sections:
        return preface + tree("", links(preface))
    seen: set[str] = set()
    for number, section in enumerate(sections):
        new = {page: words for page, words in links(section).items() if page not in seen}
        seen.update(new)
        sections[number] += tree(section.partition("\n")[0].removeprefix("## "), new)
    return preface + "".join(sections)


def tree(caption: str, pages: dict[str, str]) -> str:
    """Give the directive that makes pages a part of the navigation, in the order of the text."""
    if not pages:
        return ""
    entries = "\n".join(f"{words} <{page}>" for page, words in pages.items())
    named = f":caption: {caption}\n" if caption else ""
    return f"\n```{{toctree}}\n:hidden:\n{named}\n{entries}\n```\n\n"


def directive(name: str, what: str) -> str:
    """Give the directive that shows the docstring of a name of the facade, or of a module with extras."""
    home, _, own = f"complaintflow.{name}".rpartition(".")
    value = getattr(import_module(home), own)
    if inspect.isclass(value):
        if issubclass(value, Enum):
            return f".. autoclass:: complaintflow.{name}()\n   :members:\n   :undoc-members:\n"
        kind = "autoexception" if issubclass(value, BaseException) else "autoclass"
        return f".. {kind}:: complaintflow.{name}\n   :members:\n"
    if inspect.isfunction(value):
        return f".. autofunction:: complaintflow.{name}\n"
    return f".. py:data:: complaintflow.{name}\n   :type: {type(value).__name__}\n\n   {what}\n"


def with_docstrings(text: str) -> str:
    """Give a page in which every item that names a name of the facade is its docstring."""

    def items(run: re.Match[str]) -> str:
        named = re.findall(r"^- `([\w.]+)`: (.*)$", run[0], flags=re.MULTILINE)
        shown = "\n".join(directive(name, what) for name, what in named)
        return f"```{{eval-rst}}\n{shown}```\n"

    return re.sub(r"(?:^- `[\w.]+`: .*\n)+", items, text, flags=re.MULTILINE)


def with_captions(text: str) -> str:
    """Give a page in which a piece of a file, and a file shown whole, is headed by its name."""
    return re.sub(
        r"^```yaml (?:into|whole) (\S+)$",
        r"```{code-block} yaml\n:caption: \1\n",
        text,
        flags=re.MULTILINE,
    )


def complete(_app: object, page: str, source: list[str]) -> None:
    """Add to a page what Sphinx wants and a code host would show as clutter."""
    if page in LISTS_OF_PAGES:
        source[0] = with_navigation(source[0])
    elif page == LIST_OF_NAMES:
        source[0] = with_docstrings(source[0])
    else:
        source[0] = with_captions(source[0])


def in_the_facade(app: Any, env: Any, node: Any, shown: Any) -> Any:
    """Lead a type that stands in an annotation to its name in the facade."""
    home, _, name = node.get("reftarget", "").rpartition(".")
    if node.get("refdomain") != "py" or not home.startswith("complaintflow."):
        return None
    return env.get_domain("py").resolve_xref(
        env, node["refdoc"], app.builder, "obj", f"complaintflow.{name}", node, shown
    )


def setup(app: Any) -> None:
    """Tell Sphinx of the functions above."""
    app.connect("source-read", complete)
    app.connect("missing-reference", in_the_facade)
