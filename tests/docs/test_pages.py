"""Every example of the README and of the documentation is run.

- ```python: the blocks of a page share their names and run in order; one with `>>>` is run as
  a doctest; a ```text output block that follows holds what the Python printed.
- ```console: each `$ complaintflow ...` is run in the root of the repository and must print
  what follows it; `# exit 1` after the command says that it fails.
- ```yaml: a whole document (`complaintflow: 1`) must check clean, a fragment must be readable.
- `not-run` after the language keeps a block from being run.
"""

import contextlib
import doctest
import io
import re
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintflow.diagnostics import Severity, render
from complaintflow.language.reader import read
from tests.docs.pages import (
    NOT_RUN,
    OUTPUT,
    ROOT,
    RUN,
    SHOWN,
    Block,
    Command,
    Page,
    commands,
    pages_that_run,
    rewritten,
    run,
)

each_page = pytest.mark.parametrize("page", pages_that_run(), ids=lambda page: page.name)


def run_as_doctest(block: Block, names: dict[str, object], page: Page) -> None:
    test = doctest.DocTestParser().get_doctest(
        block.text, names, page.name, str(page.path), block.line - 1
    )
    report: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    assert not report, "".join(report)


def run_python(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("page")
    monkeypatch.setitem(sys.modules, "page", module)
    names = module.__dict__
    printed = ""
    for block in page.blocks():
        if block.language == "text" and OUTPUT in block.words:
            assert printed.rstrip() == block.text.rstrip(), f"{page.name}:{block.line}"
        if block.language != "python" or NOT_RUN in block.words:
            continue
        if re.search(r"^\s*>>> ", block.text, re.MULTILINE):
            run_as_doctest(block, names, page)
        else:
            code = compile("\n" * (block.line - 1) + block.text, page.path, "exec")
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(code, names)
            printed = output.getvalue()


def run_console(page: Page) -> None:
    shown: list[str] = []
    printed: list[str] = []
    for block in page.to_run("console"):
        for command in commands(block):
            if command.ours:
                head = f"{page.name}:{command.line} $ {command.written}"
                shown.append(f"{head}\n{command.prints}\n(exit {command.exits})")
                output, code = run(command)
                printed.append(f"{head}\n{output}\n(exit {code})")
    assert "\n".join(printed) == "\n".join(shown)


def read_yaml(page: Page, folder: Path) -> None:
    for block in page.to_run("yaml"):
        text = "\n" * (block.line - 1) + block.text
        if re.match(r"(\s|#.*)*complaintflow: 1\b", text):
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
def test_the_commands_of_the_page_print_what_it_shows(page: Page) -> None:
    run_console(page)


@each_page
def test_the_yaml_of_the_page_is_sound(page: Page, tmp_path: Path) -> None:
    read_yaml(page, tmp_path)


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


def test_a_command_that_prints_something_else_fails(write: Callable[[str], Page]) -> None:
    with pytest.raises(AssertionError):
        run_console(write(f"~~~console\n$ {COUNT}\nsomething else\n~~~\n"))


def test_a_command_that_exits_otherwise_fails(write: Callable[[str], Page]) -> None:
    page = write(f"~~~console\n$ {COUNT}\nsomething else\n~~~\n")
    page = write(rewritten(page).replace(COUNT, f"{COUNT}  # exit 1"))
    with pytest.raises(AssertionError, match="exit 1"):
        run_console(page)


def test_a_page_is_brought_up_to_date(write: Callable[[str], Page]) -> None:
    page = write(f"- a list\n\n  ~~~console\n  $ {COUNT}\n  something else\n  ~~~\n\nThe end.\n")
    page = write(rewritten(page))
    run_console(page)
    assert page.path.read_text("utf-8").endswith("\n  ```\n\nThe end.\n")


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
