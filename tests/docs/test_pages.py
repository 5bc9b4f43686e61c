"""Every example of the README and of the documentation is run.

- ```python: the blocks of a page share their names and run in order; one with `>>>` is run as
  a doctest; a ```text output block that follows holds what the Python printed.
- ```console: each `$ complaintflow ...` is run in the root of the repository and must print
  what follows it; `# exit 1` after the command says that it fails.
- ```yaml: a whole document (`complaintflow: 1`) must check clean, a fragment must be readable.
- ```yaml into garden.yaml: a piece of a file that the page makes. A key with keys below it is
  entered, any other is put in or written anew. The commands run beside the file, which in the
  end is the one in docs/examples/.
- ```yaml whole garden.yaml: that file as it stands there, to compare with.
- ```console typed 2026-03-26 ENTER quit: those lines are typed into the command.
- `not-run` after the language keeps a block from being run.
"""

import re
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintflow.diagnostics import Severity, render
from complaintflow.language.reader import read
from tests.docs.pages import (
    ROOT,
    RUN,
    SHOWN,
    Command,
    Page,
    commands,
    pages_that_run,
    ran,
    rewritten,
    run,
    shown_whole,
    told,
)

each_page = pytest.mark.parametrize("page", pages_that_run(), ids=lambda page: page.name)


def run_python(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "page", types.ModuleType("page"))
    for block, printed in told(page):
        assert printed == block.text.rstrip(), f"{page.name}:{block.line}"


def run_console(page: Page, folder: Path) -> None:
    shown: list[str] = []
    printed: list[str] = []
    for _, command, output, code in ran(page, folder):
        head = f"{page.name}:{command.line} $ {command.written}"
        shown.append(f"{head}\n{command.prints}\n(exit {command.exits})")
        printed.append(f"{head}\n{output}\n(exit {code})")
    assert "\n".join(printed) == "\n".join(shown)


def read_yaml(page: Page, folder: Path) -> None:
    for block in page.to_run("yaml"):
        text = "\n" * (block.line - 1) + block.text
        if not (block.into or block.whole) and re.match(r"(\s|#.*)*complaintflow: 1\b", text):
            path = folder / "page.yaml"
            path.write_text(text, "utf-8")
            command = Command(f"complaintflow check {path}", block.line, "", 0)
            assert run(command) == ("", 0), f"{page.name}:{block.line}"
        else:
            if re.match(r"(\s|#.*\n)*- ", text):  # a list: the reader wants a mapping around it
                text = "\n" * (block.line - 2) + "fragment:\n" + block.text
            _, diagnostics = read(text, page.name)
            errors = [each for each in diagnostics if each.severity is Severity.ERROR]
            assert not errors, "\n".join(map(render, errors))


@each_page
def test_the_python_of_the_page_runs(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    run_python(page, monkeypatch)


@each_page
def test_the_commands_of_the_page_print_what_it_shows(page: Page, tmp_path: Path) -> None:
    run_console(page, tmp_path)
    made = {path.name: path.read_text("utf-8") for path in sorted(tmp_path.iterdir())}
    kept = {name: ROOT / "docs" / "examples" / name for name in made}
    assert {name: path.is_file() and path.read_text("utf-8") for name, path in kept.items()} == made


@each_page
def test_the_yaml_of_the_page_is_sound(page: Page, tmp_path: Path) -> None:
    read_yaml(page, tmp_path)


@each_page
def test_a_file_shown_whole_is_what_its_pieces_make(page: Page) -> None:
    for block, text in shown_whole(page):
        assert block.text == text, f"{page.name}:{block.line}"


@each_page
def test_every_block_of_the_page_says_what_it_is(page: Page) -> None:
    unknown = [
        f"{page.name}:{block.line}: {block.language or 'no language'}"
        for block in page.blocks()
        if block.language not in {*RUN, *SHOWN}
    ]
    assert unknown == [], f"known are {', '.join((*RUN, *SHOWN))}"


# -- the runner itself ---------------------------------------------------------------------


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Page]:
    """Write a page in which ~~~ stands for the fence."""

    def write(text: str) -> Page:
        path = tmp_path / "page.md"
        path.write_text(text.replace("~~~", "```"), "utf-8")
        return Page(path)

    return write


def test_blocks_of_one_page_share_their_names(
    write: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write(
        "~~~python\na = 1\n~~~\n\n~~~python\n>>> a + 1\n2\n>>> b = 3\n~~~\n\n~~~python\nprint(b)\n~~~\n\n~~~text output\n3\n~~~\n"
    )
    run_python(page, monkeypatch)


@pytest.mark.parametrize(
    "text",
    [
        "~~~python\nassert False\n~~~\n",
        "~~~python\n>>> 1 + 1\n3\n~~~\n",
        "~~~python\nprint(1)\n~~~\n\n~~~text output\n2\n~~~\n",
        "- a list\n\n  ~~~python\n  assert 1 == 2\n  ~~~\n",
    ],
)
def test_python_that_is_wrong_fails(
    text: str, write: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(AssertionError):
        run_python(write(text), monkeypatch)


def test_a_failure_names_the_line_of_the_page(
    write: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write("# Title\n\n~~~python\na = 1\nb = a / 0\n~~~\n")
    with pytest.raises(ZeroDivisionError) as caught:
        run_python(page, monkeypatch)
    assert caught.traceback[-1].lineno + 1 == 5


def test_a_marked_block_is_not_run(
    write: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write("~~~python not-run\nassert False\n~~~\n\n~~~yaml not-run\na: [\n~~~\n")
    run_python(page, monkeypatch)
    assert page.to_run("yaml") == []


def test_a_console_block_is_split_at_its_prompts(write: Callable[[str], Page]) -> None:
    page = write(
        "~~~console\n$ pip install complaintflow\n$ complaintflow check \\\n    a.yaml  # exit 1\n"
        "a.yaml:1:1: error\n\nhelp: x\n$ complaintflow explain syntax\n~~~\n"
    )
    [block] = page.blocks()
    install, check, explain = commands(block)
    assert not install.ours
    assert check == Command(
        "complaintflow check \\\n    a.yaml  # exit 1", 3, "a.yaml:1:1: error\n\nhelp: x", 1
    )
    assert check.words == ["complaintflow", "check", "a.yaml"]
    assert (explain.words, explain.line, explain.prints) == (
        ["complaintflow", "explain", "syntax"],
        8,
        "",
    )


COUNT = "complaintflow count '2 weeks' --from 2026-03-23 --format json"


def test_a_command_that_prints_something_else_fails(
    write: Callable[[str], Page], tmp_path: Path
) -> None:
    with pytest.raises(AssertionError):
        run_console(write(f"~~~console\n$ {COUNT}\nsomething else\n~~~\n"), tmp_path)


def test_a_command_that_exits_otherwise_fails(write: Callable[[str], Page], tmp_path: Path) -> None:
    page = write(f"~~~console\n$ {COUNT}\nsomething else\n~~~\n")
    page = write(rewritten(page, tmp_path).replace(COUNT, f"{COUNT}  # exit 1"))
    with pytest.raises(AssertionError, match="exit 1"):
        run_console(page, tmp_path)


def test_a_page_is_brought_up_to_date(write: Callable[[str], Page], tmp_path: Path) -> None:
    page = write(
        f"- a list\n\n  ~~~console\n  $ {COUNT}\n  something else\n  $ {COUNT}\n  ~~~\n\nThe end.\n"
    )
    page = write(rewritten(page, tmp_path))
    run_console(page, tmp_path)
    assert page.path.read_text("utf-8").endswith("\n  ```\n\nThe end.\n")


def test_the_output_of_python_is_brought_up_to_date(
    write: Callable[[str], Page], tmp_path: Path
) -> None:
    page = write(
        "~~~python\nfor n in (1, 2):\n    print(n)\n~~~\n\n~~~text output\n3\n~~~\n\nThe end.\n"
    )
    assert rewritten(page, tmp_path).endswith("```text output\n1\n2\n```\n\nThe end.\n")


def test_the_commands_of_a_page_see_its_file_as_it_then_is(
    write: Callable[[str], Page], tmp_path: Path
) -> None:
    check = "~~~console\n$ complaintflow check a.yaml\n~~~\n"
    page = write(f"~~~yaml into a.yaml\na: 1\n~~~\n{check}~~~yaml into a.yaml\nb: 1\n~~~\n{check}")
    first, second = (printed for _, _, printed, _ in ran(page, tmp_path))
    assert '"a"' in first
    assert '"b"' not in first
    assert '"b"' in second


def test_a_file_is_shown_whole_as_it_then_is(write: Callable[[str], Page], tmp_path: Path) -> None:
    page = write(
        "~~~yaml into a.yaml\na: 1\n~~~\n\n~~~yaml whole a.yaml\nold\n~~~\n\n"
        "~~~yaml into a.yaml\nb: 1\n~~~\n\n~~~yaml whole a.yaml\n~~~\n"
    )
    assert [text for _, text in shown_whole(page)] == ["a: 1\n", "a: 1\nb: 1\n"]
    page = write(rewritten(page, tmp_path))
    assert [block.text for block, _ in shown_whole(page)] == ["a: 1\n", "a: 1\nb: 1\n"]


def test_what_a_page_types_is_typed(write: Callable[[str], Page], tmp_path: Path) -> None:
    page = write("~~~console typed 2026-03-26 ENTER quit\n$ complaintflow play fusion-care\n~~~\n")
    [(block, _, printed, code)] = ran(page, tmp_path)
    assert block.typed == "2026-03-26\n\nquit\n"
    assert "[today]: 2026-03-26\n" in printed
    assert code == 0


@pytest.mark.parametrize(
    "text",
    [
        "~~~yaml\na: {b: c\n~~~\n",
        "~~~yaml\n- a\n b\n- c: [\n~~~\n",
        "~~~yaml\ncomplaintflow: 1\n~~~\n",
    ],
)
def test_yaml_that_is_wrong_fails(text: str, write: Callable[[str], Page], tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        read_yaml(write(text), tmp_path)


@pytest.mark.parametrize(
    "text", ["~~~yaml\na: {b: c}\n~~~\n", "~~~yaml\n# people\n- ann\n- {name: mo}\n~~~\n"]
)
def test_a_fragment_of_yaml_may_be_a_mapping_or_a_list(
    text: str, write: Callable[[str], Page], tmp_path: Path
) -> None:
    read_yaml(write(text), tmp_path)
