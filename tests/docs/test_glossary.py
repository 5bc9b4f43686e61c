"""The glossary has every word that a page introduces, in order, each with a way to its page."""

import re

from tests.docs.pages import ROOT, Page, pages_that_run

GLOSSARY = Page(ROOT / "docs" / "glossary.md")
TEACHING = [
    Page(ROOT / "ARCHITECTURE.md"),
    *(page for page in pages_that_run() if page.name.startswith("docs/tutorials/")),
]
"""The pages that put a word in bold where they introduce it."""


def glossary(text: str) -> dict[str, str]:
    """Give the words with what is said of them."""
    _, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in parts}


def introduced(text: str) -> list[str]:
    """Give the words in bold; what begins with a capital or ends a sentence is no single word."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    found = (" ".join(bold.split()) for bold in re.findall(r"\*\*(.+?)\*\*", prose, re.DOTALL))
    return [word for word in found if word == "YAML" or re.fullmatch(r"[a-z][\w -]*", word)]


def sentences(text: str) -> int:
    bare = re.sub(r"\]\([^)]*\)|`[^`]*`", "]", text)
    return len(re.findall(r"[.?](?:\s|$)", bare))


def unknown(text: str, known: set[str]) -> list[str]:
    """Give the words that a text introduces and that are not known, nor their singular."""
    return [w for w in introduced(text) if not {w, w.removesuffix("s")} & known]


def test_every_word_that_a_page_introduces_is_in_the_glossary() -> None:
    known = set(glossary(GLOSSARY.path.read_text("utf-8")))
    missing = {page.name: unknown(page.path.read_text("utf-8"), known) for page in TEACHING}
    assert {name: words for name, words in missing.items() if words} == {}


def test_the_words_are_in_order() -> None:
    words = list(glossary(GLOSSARY.path.read_text("utf-8")))
    assert words == sorted(words, key=str.lower)


def test_every_entry_is_two_sentences_and_leads_on() -> None:
    for word, said in glossary(GLOSSARY.path.read_text("utf-8")).items():
        assert sentences(said) == 2, word
        assert re.search(r"\]\((?!#)[^)]+\)", said), f"{word} leads to no page"


def test_a_word_in_bold_is_told_from_other_bold_text() -> None:
    text = "A **due date** and\n**clear\ndays**, **Late.** **What now?** **YAML**\n\n```text\n**no**\n```\n"
    assert introduced(text) == ["due date", "clear days", "YAML"]


def test_a_plural_is_known_by_its_singular() -> None:
    assert unknown("**errors**, **clocks**, **press**", {"error", "clock"}) == ["press"]
