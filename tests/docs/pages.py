"""What stands in a Markdown page that can be run or followed: blocks, commands, links, headings.

`python -m tests.docs.pages` writes into every page what its commands print now; read the
difference before you keep it.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[2]

RUN = ("python", "console", "yaml")
SHOWN = ("text", "json", "jsonl", "toml", "sh", "make", "diff", "html", "mermaid", "dot")
NOT_RUN = "not-run"
OUTPUT = "output"
"""Info strings: ```python not-run, and ```text output after the Python that prints it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; `line` is the page's line that its first line of text stands on."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int
    indent: str


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


def run(command: Command, cwd: Path = ROOT) -> tuple[str, int]:
    """Run a command of ours as from a script: no terminal, 100 columns."""
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
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.rstrip("\n"), done.returncode


def rewritten(page: Page) -> str:
    """Give the text of a page with what its commands print now."""
    lines = page.path.read_text("utf-8").split("\n")
    for block in reversed(page.to_run("console")):
        new: list[str] = []
        for command in commands(block):
            printed, code = run(command) if command.ours else (command.prints, command.exits)
            written = re.sub(r"\s+# exit \d+$", "", command.written)
            prompt = f"$ {written}  # exit {code}" if code else f"$ {written}"
            new += [*prompt.split("\n"), *(printed.split("\n") if printed else [])]
        end = block.line - 1 + block.text.count("\n")
        lines[block.line - 1 : end] = [(block.indent + line).rstrip() for line in new]
    return "\n".join(lines)


if __name__ == "__main__":
    for each in pages_that_run():
        each.path.write_text(rewritten(each), "utf-8")
