"""What each code means: a Markdown file a code, which `explain` shows and the docs are made of.

A file tells of its code in one line, then why it matters, shows an example that has the mistake
and one that has not, and says what to type. The tests run the examples. Most change one or more
sections of the same small policy, `library.yaml`; those of a reason of refusal are the events of
a case, of which the last one is refused.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from complaintflow.codes import words
from complaintflow.diagnostics import nearest
from complaintflow.errors import InputError

HERE = Path(__file__).parent


class About(StrEnum):
    """What a code is a code of."""

    MISTAKE = "a mistake in a file"
    REASON = "a reason of refusal"


@dataclass(frozen=True, slots=True)
class Example:
    """A block of text and what it is: `yaml`, perhaps `whole`, `scenarios` or `mutants`, or `sh`."""

    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, with an example that gets it and one that does not.

    `short` is one line; `why` and `mend` are paragraphs of Markdown. `policy` is what the
    examples of a reason add to the small policy.
    """

    code: str
    about: About
    short: str
    why: tuple[str, ...]
    policy: Example | None
    wrong: Example
    right: Example
    mend: tuple[str, ...]


def codes() -> tuple[str, ...]:
    """Every code that is explained, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in HERE.glob("*.md")))


@cache
def explanation(code: str) -> Explanation:
    """What a code means.

    Raises:
        InputError: there is no such code; it says which was probably meant.

    >>> explanation("bare-days").short
    'A period says "days" and leaves open which days count.'
    """
    known = codes()
    if code not in known:
        near = nearest(code, known)
        hint = f"did you mean {near!r}?" if near else "complaintflow explain lists them all"
        raise InputError(f"there is no code {code!r}; {hint}")
    return _read(code, (HERE / f"{code}.md").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a code, of the name of a reason, or of a word on the screen.

    `says` are paragraphs; `codes` are the codes that tell more.
    """

    asked: str
    says: tuple[str, ...]
    codes: tuple[str, ...] = ()


def answer(asked: str) -> Answer:
    """What is known of anything that stands on the screen.

    Raises:
        InputError: nothing is; it says which code or word was probably meant.

    >>> answer("answer_sent.after").codes
    ('too-early',)
    """
    rule, dot, key = asked.rpartition(".")
    spelt = " ".join(re.split(r"[\s_-]+", asked.lower()))
    word = words.WORDS.get(spelt) or words.WORDS.get(spelt.removesuffix("s"))
    if asked in codes():
        return Answer(asked, (), (asked,))
    if word is not None:
        return Answer(asked, (word,))
    if key in words.REASONS:
        of = f"`{key}` of `{rule}`" if dot else f"the `{key}` of a rule"
        what = "the place in which it stands is not open" if key == "place" else f"{of} refuses"
        return Answer(asked, (f"The name of a reason of refusal: {what}.",), words.REASONS[key])
    if dot and key in words.IN_AN_AUDIT:
        return Answer(
            asked, ("The name of a reason that only an audit gives.",), words.IN_AN_AUDIT[key]
        )
    if dot and key in words.LACKING:
        return Answer(asked, (f"Owed: under `{key}` of `{rule}`, {words.LACKS}",))
    known = (*codes(), *words.WORDS)
    near = nearest(asked, known)
    hint = f"did you mean {near!r}?" if near else "complaintflow explain lists them all"
    if not near and NAME.fullmatch(asked):
        hint = (
            "a conflict rule named alone in `refused` is explained by `barred`, and a step under "
            "`never` by `forbidden`; complaintflow explain lists all codes"
        )
    raise InputError(f"there is no code {asked!r}; {hint}")


NAME = re.compile("[a-z][a-z0-9]*_[a-z0-9_]*")


def small_policy() -> str:
    """The text of the policy that the examples change."""
    return (HERE / "library.yaml").read_text("utf-8")


def changed(policy: str, sections: str) -> str:
    """A policy in which sections stand in the place of those of the same name; new ones follow.

    >>> print(changed("a: 1\\nb: 2\\n", "b: 3\\nc:\\n  - 4\\n"))
    a: 1
    b: 3
    c:
      - 4
    <BLANKLINE>
    """
    merged = {**_sections(policy), **_sections(sections)}
    return "".join(text if text.endswith("\n") else f"{text}\n" for text in merged.values())


def _sections(text: str) -> dict[str, str]:
    """The sections of a text by the keys that begin them at the left edge."""
    pieces = re.split(r"^(?=\w)", text, flags=re.MULTILINE)
    return {piece.partition(":")[0]: piece for piece in pieces if piece}


def _read(code: str, text: str) -> Explanation:
    head, *rest = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    short, *why = _paragraphs(head.partition("\n")[2])
    about = About.REASON if "Refused" in parts else About.MISTAKE
    wrong, right = ("Refused", "Permitted") if about is About.REASON else ("Wrong", "Right")
    return Explanation(
        code=code,
        about=about,
        short=short,
        why=tuple(why),
        policy=_example(parts["The policy"]) if "The policy" in parts else None,
        wrong=_example(parts[wrong]),
        right=_example(parts[right]),
        mend=tuple(_paragraphs(parts["What to type"])),
    )


def _paragraphs(text: str) -> list[str]:
    return [" ".join(each.split()) for each in re.split(r"\n{2,}", text) if each.strip()]


def _example(text: str) -> Example:
    found = re.search(r"^```(.+)\n((?:.*\n)*?)```$", text, re.MULTILINE)
    assert found is not None  # the tests read every file
    return Example(tuple(found[1].split()), found[2])
