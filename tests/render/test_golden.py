"""The wording and the pictures of the shipped policies are as they were read and kept."""

import re
from pathlib import Path

import pytest

from complaintflow.render.acts import do
from complaintflow.render.lexicon import PARTICLES, PREPOSITIONS
from complaintflow.render.words import Voice
from tests.policies import policy
from tests.render.golden import POLICIES, shown
from tests.render.names_page import PAGE, made_anew


@pytest.mark.parametrize(
    ("path", "text"),
    [pytest.param(*each, id=each[0].name) for name in POLICIES for each in shown(name)],
)
def test_what_is_shown_of_a_policy_is_what_was_kept(path: Path, text: str) -> None:
    assert text == path.read_text("utf-8")


def test_the_page_on_names_has_the_sentences_and_the_verbs_of_today() -> None:
    page = PAGE.read_text("utf-8")
    assert page == made_anew(page), "python -m tests.render.golden writes it anew"


def test_the_page_on_names_has_every_small_word() -> None:
    [item] = re.findall(r"- A small word.*?(?=\n- )", PAGE.read_text("utf-8"), re.DOTALL)
    words = {word for word in re.findall(r"`(\w+)`", item) if "_" not in word}
    assert words == PARTICLES | PREPOSITIONS


def test_the_page_on_names_says_how_the_poor_ones_read() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w[^|]*) \| `(\w+)`", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 4
    for name, reads, better in rows:
        steps = f"{name}: {{by: o}}, {better}: {{by: o}}"
        law = policy(
            "roles: {o: {title: The officer}}\n"
            f"begins: {{came: {{by: o, then: s}}}}\nstages: {{s: {{title: S, must: {{{steps}}}}}}}\n"
        )
        voice = Voice(law, to_complainant=True)
        assert do(voice, law.steps[name]) == reads
        assert "“" not in do(voice, law.steps[better])
