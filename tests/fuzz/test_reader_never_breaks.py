"""Whatever a file holds, reading it gives a tree or mistakes with places, and nothing else.

The texts are made of the pieces that YAML, JSON and our own masks give a meaning to, put
together by chance and in place of parts of a sound document. `FUZZED` in the environment sets
how many of each kind are read; a normal run takes some seconds.
"""

import json
import os
import re
import tracemalloc
from collections.abc import Iterator
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaintflow.diagnostics import Place, Severity, concise, render
from complaintflow.language.limits import MOST_BYTES
from complaintflow.language.reader import read, read_file
from complaintflow.language.tree import Entries, Items, Node, Scalar
from complaintflow.reports import as_json, github, sarif

FUZZED = int(os.environ.get("FUZZED", "600"))

bounded = settings(
    max_examples=FUZZED,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

SOUND = """\
complaintflow: 1
policy: {id: house, title: "House rules: complaints", version: "2"}

clauses:
  H-01: {at: "1", says: 'the complainant''s letter opens it'}
  H-02: {at: "2", says: an answer in 5 working days}

stages:
  first:
    must:
      answer_sent:
        by: officer
        to: [complainant, supporter]
        within: 5 working days of letter_received   # not counted: the day itself
        cites: H-02
    may:
      - closed
      - |
        text of several
          lines
      - >-
        folded
        text
"""

PIECES = [
    *["\n", "\r\n", "\r", "\n  ", "\n    ", "\n\n", " ", "  ", "\t", "\n\t"],
    *[": ", ":", "- ", "-", "? ", "?", ", ", ",", "[", "]", "{", "}", "#", " # "],
    *["'", '"', "''", "\\", "\\u", "\\x4", "\\ud83d", "\\ude00", "\\u0041", "\\U00110000", "\\\n"],
    *["&a ", "*a ", "!", "!!str ", "!<x", "|\n", ">-\n", "|9", "%", "@", "`", "<<: "],
    *["---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "~", "null", "on", "12:30", "0b_", "1_0", "="],
    *["a", "b: ", "c", "é", "e\u0301", "😀", "\ue000", "\ufffd", "word", "H-01", "x y"],
    *["\x00", "\x1b[31m", "\x85", "\xa0", "\u200b", "\u2028", "\u202e", "\ufeff", "\ud800", "\uffff"],
]  # fmt: skip

pieces = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
cuts = st.tuples(st.integers(0, len(SOUND)), st.integers(0, 40), pieces)


def spoiled(changes: list[tuple[int, int, str]]) -> str:
    """Put pieces in the place of parts of the sound document."""
    text = SOUND
    for at, length, piece in changes:
        text = text[:at] + piece[:6] + text[at + length :]
    return text


texts = pieces | st.lists(cuts, min_size=1, max_size=3).map(spoiled) | st.text()


def nodes(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        match node:
            case Entries():
                waiting.extend([*node.keys(), *node.values()])
            case Items():
                waiting.extend(node)
            case Scalar():
                pass


def must_stand(place: Place, lines: list[str]) -> None:
    assert place.line is not None
    assert place.column is not None
    assert place.end_line is not None
    assert place.end_column is not None
    assert place.source == lines[place.line - 1]
    assert 1 <= place.column <= len(place.source) + 2
    assert (place.line, place.column) <= (place.end_line, place.end_column)
    assert place.end_line <= len(lines)


def must_be_read(text: str, *, compiled: bool = True) -> Entries | None:
    """Read a text and hold what comes out against what is promised of it."""
    root, mistakes = read(text, "f.yaml", compiled=compiled)
    assert root is not None or mistakes
    lines = re.split(r"\r\n?|\n", text.removeprefix("\ufeff"))
    for mistake in mistakes:
        assert mistake.severity is Severity.ERROR
        assert mistake.help
        must_stand(mistake.place, lines)
        for related in mistake.related:
            must_stand(related.place, lines)
        shown = render(mistake)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", shown)
        assert shown.startswith(concise(mistake))
        assert "\n" not in github(mistake)
    json.dumps([as_json(mistakes, files=1), sarif(mistakes)])
    for node in nodes(root) if root is not None else ():
        must_stand(node.place, lines)
        if isinstance(node, Scalar):
            must_stand(node.part(0, len(node)), lines)
            must_stand(node.part(len(node) // 2, len(node)), lines)
    return root


@bounded
@given(texts)
def test_any_text_gives_a_tree_or_mistakes_with_places(text: str) -> None:
    must_be_read(text)


@bounded
@given(texts)
def test_both_parsers_read_the_same(text: str) -> None:
    # the one in Python refuses a tab wherever a space may stand
    text = text.replace("\t", " ")
    root = must_be_read(text)
    pure = must_be_read(text, compiled=False)
    if root is not None and pure is not None and "!" not in text:
        assert root == pure


@bounded
@given(st.binary(max_size=60) | texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_file_gives_a_tree_or_mistakes(
    tmp_path_factory: pytest.TempPathFactory, octets: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed.yaml"
    path.write_bytes(octets)
    root, mistakes = read_file(path)
    assert root is not None or mistakes
    for mistake in mistakes:
        assert render(mistake).startswith(str(path))


json_values = st.recursive(
    st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@bounded
@given(st.dictionaries(st.text(max_size=8), json_values, max_size=4))
@pytest.mark.parametrize("indent", [None, "\t"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_is_read_as_json_is(
    indent: str | None, ascii_only: bool, value: dict[str, object]
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    # raw DEL, C1 controls and the like may stand in JSON, but are no text to us
    if re.search("[\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]", text):
        return
    for compiled in (True, False):
        assert must_be_read(text, compiled=compiled) == value


@bounded
@given(st.text(alphabet=st.sampled_from("ab '\"\\\n\t\u2028\x85é😀"), max_size=20))
def test_a_text_in_double_quotes_keeps_the_place_of_each_character(text: str) -> None:
    root = must_be_read(f"a: {json.dumps(text)}")
    assert root is not None
    value = root[Scalar("a")]
    assert isinstance(value, Scalar)
    for at, character in enumerate(value):
        place = value.part(at, at + 1)
        assert place.column is not None
        assert place.end_column is not None
        written = place.source[place.column - 1 : place.end_column - 1]
        assert json.loads(f'"{written}"') == character


SIZE = MOST_BYTES // 4
BOMBS = {
    "brackets": "[" * SIZE,
    "braces": "{a: " * (SIZE // 4),
    "hyphens": "- " * (SIZE // 2),
    "question marks": "? " * (SIZE // 2),
    "anchors": "a: &x b\n" * (SIZE // 8),
    "aliases": "a: &a [x]\n" + "b: [*a, *a, *a, *a]\n" * 10_000,
    "merges": "a: &a {b: c}\n" + "d: {<<: [*a, *a]}\n" * 12_000,
    "one key again and again": "a: 1\n" * (SIZE // 5),
    "nothing but spaces": "a:" + " " * (SIZE - 2),
    "a long text": "a: " + "x" * (SIZE - 3),
    "a long key": "x" + " " * (SIZE - 7) + ": y: z",
    "backslashes": 'a: "' + "\\" * (SIZE - 4),
    "half characters": 'a: "' + "\\ud83d" * (SIZE // 6 - 1) + '"',
    "control characters": "\x00a" * (SIZE // 2),
    "tabs": "\t" * (SIZE - 1) + "x",
    "empty lines": "\n" * SIZE,
    "separators": "a: [" + "\u2028" * (SIZE // 3 - 2),
    "instructions": "%\n" * (SIZE // 2),
    "open quotation marks": "".join(f"a{n}: 'x\n" for n in range(20_000)),
    "mistakes": "".join(f"a{n}: b: c\n" for n in range(20_000)),
    "a long number": "a: 1" + ":1" * 9_000,
    "stairs": "".join(" " * depth + "a:\n" for depth in range(1_400)),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_no_text_within_the_limit_takes_long_or_fills_the_memory(bomb: str) -> None:
    begun = perf_counter()
    must_be_read(bomb)
    took = perf_counter() - begun
    assert took < 10, "a quadratic step somewhere: this takes well below a second"
    tracemalloc.start()
    read(bomb, "f.yaml")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 1024 * 1024
