"""What stands in a Markdown page that can be run or followed: blocks, commands, links, headings.

`python -m tests.docs.pages` writes into every page what it prints now, and into
docs/examples/ the files that a page makes piece by piece. The pages of docs/reference are made
anew as a whole, and so are the tables of docs/provider-and-council.md and docs/who-may.md. Read the difference before
you keep it.
"""

import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
import types
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.docs.pieces import with_piece

ROOT = Path(__file__).resolve().parents[2]

RUN = ("python", "console", "yaml")
SHOWN = ("text", "json", "jsonl", "toml", "sh", "make", "diff", "html", "mermaid", "dot")
NOT_RUN = "not-run"
OUTPUT = "output"
INTO = "into"
WHOLE = "whole"
TYPED = "typed"
"""Info strings: ```python not-run; ```text output after the Python that prints it; ```yaml into
garden.yaml for a piece of a file that the page makes, in whose folder its commands then run;
```yaml whole garden.yaml for that file as it then stands, to compare with; and
```console typed 2026-03-26 ENTER quit for what is typed into the command, a line a word."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; `line` is the page's line that its first line of text stands on."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int
    indent: str

    @property
    def into(self) -> str | None:
        """The file of which this is a piece."""
        return self.words[1] if self.words[:1] == (INTO,) else None

    @property
    def whole(self) -> str | None:
        """The file that this shows as it then stands."""
        return self.words[1] if self.words[:1] == (WHOLE,) else None

    @property
    def typed(self) -> str | None:
        """The lines that a person types while the command runs."""
        if self.words[:1] != (TYPED,):
            return None
        return "".join(f"{'' if word == 'ENTER' else word}\n" for word in self.words[1:])


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console block, and what the page says it prints and exits with."""

    written: str
    line: int
    prints: str
    exits: int

    @property
    def words(self) -> list[str]:
        bare = re.sub(r"\s+# exit \d+$", "", self.written.replace("\\\n", " "))
        return shlex.split(bare)

    @property
    def ours(self) -> bool:
        return self.words[:1] == ["complaintflow"]


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page and its parts."""

    path: Path

    @property
    def name(self) -> str:
        inside = self.path.is_relative_to(ROOT)
        return (self.path.relative_to(ROOT) if inside else self.path).as_posix()

    def tokens(self) -> list[Token]:
        return MarkdownIt().enable("table").parse(self.path.read_text("utf-8"))

    def blocks(self) -> Iterator[Block]:
        lines = self.path.read_text("utf-8").splitlines()
        for token in self.tokens():
            if token.type == "fence" and token.map:
                start = token.map[0]
                language, *words = token.info.split() or [""]
                indent = lines[start].partition(token.markup)[0]
                yield Block(language, tuple(words), token.content, start + 2, indent)

    def to_run(self, language: str) -> list[Block]:
        return [
            block
            for block in self.blocks()
            if block.language == language and NOT_RUN not in block.words
        ]

    def headings(self) -> set[str]:
        """Give what a link may name after `#`, formed as code hosting sites form it."""
        found: set[str] = set()
        tokens = self.tokens()
        for opening, inline in pairwise(tokens):
            if opening.type == "heading_open":
                children = inline.children or []
                text = "".join(child.content for child in children).lower()
                slug = re.sub(r"[^\w\- ]", "", text).strip().replace(" ", "-")
                repeats = (slug, *(f"{slug}-{n}" for n in range(1, 100)))
                found.add(next(name for name in repeats if name not in found))
        text = self.path.read_text("utf-8")
        return found | set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))

    def links(self) -> Iterator[tuple[int, str]]:
        """Give the line and the target of every link and picture."""
        for token in self.tokens():
            for child in token.children or []:
                target = child.attrs.get("href", child.attrs.get("src"))
                if target is not None:
                    yield (token.map or [0])[0] + 1, str(target)


def pages_that_run() -> list[Page]:
    """The README and the documentation: their examples are tests."""
    return [Page(path) for path in (ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md")))]


def all_pages() -> list[Page]:
    folders = ("docs", "procedures", "examples", "benchmarks", "tests")
    found = [
        *ROOT.glob("*.md"),
        *(path for name in folders for path in ROOT.glob(f"{name}/**/*.md")),
    ]
    return [Page(path) for path in sorted(found)]


def commands(block: Block) -> list[Command]:
    """Split a console block at its prompts; a backslash continues a command on the next line."""
    found: list[Command] = []
    for part in re.split(r"^(?=\$ )", block.text, flags=re.MULTILINE):
        if part.startswith("$ "):
            match = re.match(r"\$ ((?:.*\\\n)*.*)(?:\n|\Z)", part)
            assert match, part
            written = match[1]
            exits = re.search(r"\s# exit (\d+)$", written)
            line = block.line + block.text.count("\n", 0, block.text.index(part))
            prints = part[match.end() :].rstrip("\n")
            found.append(Command(written, line, prints, int(exits[1]) if exits else 0))
        else:
            assert not part.strip(), f"line {block.line}: a console block begins with `$ `"
    return found


def run(command: Command, cwd: Path = ROOT, typed: str | None = None) -> tuple[str, int]:
    """Run a command of ours as from a script: no terminal, 100 columns.

    Where it offers today's date to somebody who types, the page says `today`.
    """
    words = command.words
    wrong = {"|", "||", "&&", ";", ">", ">>", "<"}.intersection(words)
    assert not wrong, f"no shell runs this: {', '.join(wrong)} in `{command.written}`"
    steered = ("FORCE_COLOR", "CLICOLOR", "NO_COLOR", "TTY_", "GITHUB_", "LINES", "PYTEST")
    env = {name: value for name, value in os.environ.items() if not name.startswith(steered)}
    env |= {"COLUMNS": "100", "TERM": "dumb", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [Path(sys.executable).with_name(words[0]), *words[1:]],
        cwd=cwd,
        env=env,
        input=typed or "",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    printed = done.stdout.rstrip("\n")
    if typed is not None:
        printed = re.sub(r"^(On .*\[)\d{4}-\d\d-\d\d\]", r"\1today]", printed, flags=re.MULTILINE)
        printed = re.sub(r" +$", "", printed, flags=re.MULTILINE)
    return printed, done.returncode


def put(piece: Block, folder: Path) -> None:
    """Put a piece into the file that a page makes."""
    assert piece.into is not None
    path = folder / piece.into
    held = path.read_text("utf-8") if path.exists() else ""
    path.write_text(with_piece(held, piece.text), "utf-8")


def ran(page: Page, folder: Path) -> Iterator[tuple[Block, Command, str, int]]:
    """Run the commands of a page in their order: what each is, prints and exits with.

    A page that makes files of its own has them in the folder; its commands run there, those
    of any other page in the root of the repository.
    """
    blocks = list(page.blocks())
    cwd = folder if any(block.into for block in blocks) else ROOT
    for block in blocks:
        if block.into:
            put(block, folder)
        elif block.language == "console" and NOT_RUN not in block.words:
            for command in commands(block):
                if command.ours:
                    yield block, command, *run(command, cwd, block.typed)
                else:
                    yield block, command, command.prints, command.exits


def shown_whole(page: Page) -> Iterator[tuple[Block, str]]:
    """Give each block that shows a file whole, and the file as its pieces have made it by then."""
    made: dict[str, str] = {}
    for block in page.blocks():
        if block.into:
            made[block.into] = with_piece(made.get(block.into, ""), block.text)
        elif block.whole:
            yield block, made[block.whole]


def run_as_doctest(block: Block, names: dict[str, object], page: Page) -> None:
    test = doctest.DocTestParser().get_doctest(
        block.text, names, page.name, str(page.path), block.line - 1
    )
    report: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    assert not report, "".join(report)


def told(page: Page) -> Iterator[tuple[Block, str]]:
    """Run the Python of a page in its order: each block of output, and what was printed."""
    module = types.ModuleType("page")
    sys.modules["page"] = module
    names = module.__dict__
    printed = ""
    for block in page.blocks():
        if block.language == "text" and OUTPUT in block.words:
            yield block, printed.rstrip()
        if block.language != "python" or NOT_RUN in block.words:
            continue
        if re.search(r"^\s*>>> ", block.text, re.MULTILINE):
            run_as_doctest(block, names, page)
        else:
            code = compile("\n" * (block.line - 1) + block.text, page.path, "exec")
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(code, names)
            printed = output.getvalue()


def rewritten(page: Page, folder: Path) -> str:
    """Give the text of a page with what its commands and its Python print now."""
    lines = page.path.read_text("utf-8").split("\n")
    shown: dict[Block, list[str]] = {}
    for block, command, printed, code in ran(page, folder):
        written = re.sub(r"\s+# exit \d+$", "", command.written)
        prompt = f"$ {written}  # exit {code}" if code else f"$ {written}"
        new = [*prompt.split("\n"), *(printed.split("\n") if printed else [])]
        shown[block] = shown.get(block, []) + new
    with contextlib.chdir(ROOT):
        shown |= {block: printed.split("\n") for block, printed in told(page)}
    shown |= {block: text.rstrip().split("\n") for block, text in shown_whole(page)}
    for block, new in sorted(shown.items(), key=lambda item: -item[0].line):
        end = block.line - 1 + block.text.count("\n")
        lines[block.line - 1 : end] = [(block.indent + line).rstrip() for line in new]
    return "\n".join(lines)


def rewrite(page: Page) -> None:
    """Write into a page what it prints now, and keep the files that it makes."""
    with tempfile.TemporaryDirectory() as folder:
        page.path.write_text(rewritten(page, Path(folder)), "utf-8")
        for made in Path(folder).iterdir():
            (ROOT / "docs" / "examples" / made.name).write_text(made.read_text("utf-8"), "utf-8")


if __name__ == "__main__":
    from tests.docs import reference, variants, who_may

    reference.write()
    variants.write()
    who_may.write()
    for each in pages_that_run():
        rewrite(each)
