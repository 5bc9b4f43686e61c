"""A letter dropped, doubled, changed or swapped is told on its line, with the word that was meant.

Every word of the shipped files is mistyped that the language checks: keys, names, the words
of sentences, ids of clauses. Left alone is free text (titles, what a clause says), what is asked
to be in a letter or in which book a thing is written, and a slip that makes another word that is
right there (FC-17 for FC-18): those nobody can see. `TYPOS` in the environment sets how many
are tried; 0 tries all.
"""

import os
import random
import re
import string
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from complaintflow import files
from complaintflow.diagnostics import Diagnostic
from complaintflow.language.reader import read
from complaintflow.language.tree import Items, Node, Scalar

TYPOS = int(os.environ.get("TYPOS", "300"))


@dataclass(frozen=True, slots=True)
class Family:
    """A shipped policy, its stories and its base."""

    policy: str
    stories: str
    base: str

    @property
    def files(self) -> tuple[str, str, str]:
        return self.policy, self.stories, self.base


FAMILIES = [
    Family(f"{policy}.yaml", f"{policy}.scenarios.yaml", f"bases/{base}.yaml")
    for policy, base in (("fusion-care", "provider"), ("barnsley-childrens-social-care", "council"))
]

FREE = frozenset({"title", "version", "at", "says", "means", "unclear", "taken_as", "reach", "why"})
"""Keys under which text stands that nothing is held against."""

UNHEARD = frozenset({"must_include", "recorded_in", "includes", "answers", "answer"})
"""Keys under which names stand that are only compared with what is recorded."""

NAMED_BY_THE_FILE = ("clauses", "relations", "roles", "facts", "stages", "ends", "expects")


NAMED_BELOW = ("must", "may", "never", "begins", "may_extend", "people", "scenarios")
"""Keys below which names are given wherever they stand."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is checked: where it stands in the text, and whether it gives a name."""

    text: str
    start: int
    line: int
    gives: bool


def shipped() -> dict[str, str]:
    folder = files.shipped()
    names = (name for family in FAMILIES for name in family.files)
    return {name: (folder / name).read_text("utf-8") for name in names}


def checked_words(text: str) -> list[Word]:
    """The words of a file that the language holds against something."""
    tree, problems = read(text, "")
    assert tree is not None
    assert not problems
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found: list[Word] = []
    for scalar, gives in scalars(tree, ()):
        for match in re.finditer(r"[A-Za-z_][\w/-]*", scalar):
            place = scalar.part(*match.span())
            assert place.line is not None
            assert place.column is not None
            start = starts[place.line - 1] + place.column - 1
            assert text.startswith(match.group(), start)
            found.append(Word(match.group(), start, place.line, gives))
    return found


def scalars(node: Node, path: tuple[str, ...]) -> Iterator[tuple[Scalar, bool]]:
    """Every scalar that is checked, and whether it is the name that an entry is given."""
    key = path[-1] if path else ""
    if isinstance(node, Scalar):
        free = key in FREE or key in UNHEARD or path[0] in ("relations", "expects")
        dated = re.match(r"\d{4}-", node) is not None
        if not free and not dated and path != ("policy", "id"):
            yield node, False
        return
    if isinstance(node, Items):
        for each in node:
            yield from scalars(each, path)
        return
    for name, value in node.items():
        yield name, gives_a_name(path)
        yield from scalars(value, (*path, str(name)))


def gives_a_name(path: tuple[str, ...]) -> bool:
    """Whether the keys of the mapping at a path are names that the file chooses."""
    if path[-1:] in [(key,) for key in NAMED_BELOW]:
        return path[0] != "scenarios" or path[-1] in ("people", "scenarios")
    chosen = (*NAMED_BY_THE_FILE, "conflicts", "standing_duties", "information", "readings")
    return len(path) == 1 and path[0] in chosen


def misspellings(word: str, chance: random.Random) -> Iterator[str]:
    """One of each kind of slip that makes another word."""
    at = chance.randrange(len(word))
    letter = chance.choice(string.digits if word[at].isdigit() else string.ascii_lowercase)
    yield word[:at] + word[at + 1 :]
    yield word[:at] + word[at] + word[at:]
    yield word[:at] + letter + word[at + 1 :]
    if at + 1 < len(word):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@dataclass(frozen=True, slots=True)
class Typo:
    """A slip in a word of a file."""

    family: Family
    file: str
    word: Word
    written: str

    def __str__(self) -> str:
        return f"{self.file}:{self.word.line}: {self.word.text} -> {self.written}"


def typos(texts: dict[str, str], family: Family, name: str) -> list[Typo]:
    """Every slip that can be seen, in the order of the file."""
    chance = random.Random(name)
    right = {word.text for each in family.files for word in checked_words(texts[each])}
    read_with_it = [name] if name == family.stories else [family.policy, family.base]
    named = Counter(word.text for each in read_with_it for word in checked_words(texts[each]))
    return [
        Typo(family, name, word, written)
        for word in checked_words(texts[name])
        if not word.gives or named[word.text] > 1
        for written in misspellings(word.text, chance)
        if written not in right and len(written) > 1
    ]


def told(texts: dict[str, str], typo: Typo) -> tuple[Diagnostic, ...]:
    """What is told of a file with a slip."""
    text, word = texts[typo.file], typo.word
    end = word.start + len(word.text)
    Path(typo.file).write_text(text[: word.start] + typo.written + text[end:], "utf-8")
    try:
        family = typo.family
        found = files.check(
            {typo.file, family.stories if typo.file == family.stories else family.policy}
        )
    finally:
        Path(typo.file).write_text(text, "utf-8")
    return found.diagnostics


def is_told_there(found: tuple[Diagnostic, ...], typo: Typo) -> bool:
    """Whether the line of the slip is told, as the place or as the other place of a mistake."""
    places = [each.place for each in found]
    places += [related.place for each in found for related in each.related]
    return any(place.line == typo.word.line and place.file == typo.file for place in places)


def is_put_right(found: tuple[Diagnostic, ...], typo: Typo) -> bool:
    """Whether the first thing that a help line offers to type is the right word."""
    for each in found:
        offered = re.findall(r"`([^`]*)`", each.help or "")[:1]
        if offered and typo.word.text in offered[0].replace("`", "").split():
            return True
    return False


def test_a_slip_is_told_on_its_line_once_with_the_right_word(tmp_path: Path) -> None:
    texts = shipped()
    every = [
        typo for family in FAMILIES for name in family.files for typo in typos(texts, family, name)
    ]
    tried = random.Random(7).sample(every, min(TYPOS or len(every), len(every)))
    (tmp_path / "bases").mkdir()
    unseen: list[str] = []
    unhelpful: list[str] = []
    echoed: list[str] = []
    with chdir(tmp_path):
        for file, text in texts.items():
            Path(file).write_text(text, "utf-8")
        for typo in tried:
            found = told(texts, typo)
            shown = f"{typo}: " + "; ".join(f"{d.message} ({d.help})" for d in found)
            if not is_told_there(found, typo):
                unseen.append(shown)
            elif not is_put_right(found, typo):
                unhelpful.append(shown)
            if (
                len(found) > 1 and typo.file != typo.family.base
            ):  # a base is checked by itself and below a policy
                echoed.append(shown)
    for what, which in (("unseen", unseen), ("unhelpful", unhelpful), ("echoed", echoed)):
        print(f"{len(which)} of {len(tried)} {what}", *which, sep="\n  ")  # noqa: T201
    assert len(unseen) <= 0.01 * len(tried)
    assert len(unhelpful) <= 0.05 * len(tried)
    assert len(echoed) <= 0.01 * len(tried)
