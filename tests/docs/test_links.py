"""Every relative link in a Markdown page leads to a file, and to a heading if it names one."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.pages import ROOT, Page, all_pages


def broken(page: Page, root: Path = ROOT) -> list[str]:
    found: list[str] = []
    for line, target in page.links():
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target):
            continue
        name, _, heading = unquote(target).partition("#")
        path = (page.path.parent / name).resolve() if name else page.path
        if name.startswith("/") or not path.is_relative_to(root):
            found.append(f"line {line}: {target} does not stay in the repository")
        elif not path.exists():
            found.append(f"line {line}: {target} is missing")
        elif heading and path.suffix == ".md" and heading not in Page(path).headings():
            found.append(f"line {line}: {target} names no heading there")
    return found


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_every_link_of_the_page_leads_somewhere(page: Page) -> None:
    assert broken(page) == []


def test_what_leads_nowhere_is_reported(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# Who `may`, who *must*?\n\n## Twice\n\n## Twice\n")
    page = Page(tmp_path / "page.md")
    page.path.write_text(
        "[a](other.md) [b](other.md#who-may-who-must) [c](other.md#twice-1) [d](#here)\n"
        "[e](https://example.org/x) [f](mailto:a@example.org)\n\n# Here\n\n"
        "[1](gone.md) [2](other.md#who) ![3](gone.png) [4](/other.md) [5](../up.md) [6][later]\n\n"
        "[later]: gone/\n"
    )
    assert broken(page, tmp_path) == [
        "line 6: gone.md is missing",
        "line 6: other.md#who names no heading there",
        "line 6: gone.png is missing",
        "line 6: /other.md does not stay in the repository",
        "line 6: ../up.md does not stay in the repository",
        "line 6: gone/ is missing",
    ]
