"""Phrases in English: who, where, and on what condition.

All are grammatical with any title and any name, because the sentences that they stand in have
`must` and `may`, which are the same for one and for many, and past tenses. A title keeps its own
capitals and gets an article only where it plainly lacks one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from complaintflow.procedure import Condition, Fact, Form, PlaceKind, Procedure
from complaintflow.render.lexicon import CARRIED_OUT, HELD, QUESTIONS, word_set


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose name a procedure speaks.

    `to_complainant`: "you" are the role whose title is You, as in a leaflet. Otherwise that role
    and what is "Your" are called by their names, as staff would.
    """

    procedure: Procedure
    to_complainant: bool


FORMS = {
    Form.SPEECH: "by word of mouth",
    Form.IN_PERSON: "in person",
    Form.TELEPHONE: "by telephone",
    Form.VIDEO: "by video",
    Form.WRITING: "in writing",
    Form.LETTER: "by letter",
    Form.EMAIL: "by email",
}

_PRONOUNS = {"you": "you", "we": "us", "they": "them", "i": "me"}
"""Titles that are pronouns, each with the form that it has as an object."""

_POSSESSIVES = {"you": "your", "we": "our", "they": "their", "i": "my"}

_DETERMINERS = word_set(
    "a all an any anybody anyone each every her his its nobody one our somebody someone the their "
    "whoever your"
)
"""How a title begins that needs no article."""

OFFICES = word_set(
    "adviser advocate authority board chair clerk commission commissioner committee department "
    "director inspector manager officer ombudsman panel secretary service team"
)
"""How the noun of a title ends that needs one, also where it is written with capitals."""


def named(name: str) -> str:
    """The words of a name: `report_sent` is `report sent`."""
    return " ".join(name.replace("_", " ").split()) or name


def any_of(phrases: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return _joined(tuple(phrases), "or")


def all_of(phrases: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return _joined(tuple(phrases), "and")


def _joined(phrases: tuple[str, ...], word: str) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} {word} {phrases[-1]}"


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """Text of the document as part of a sentence: on one line, without the full stop."""
    return " ".join(text.split()).rstrip(".") or "…"


def sentence(text: str) -> str:
    """The text with a capital, and a full stop where it ends without a mark."""
    return capital(text) + ("" if text.endswith((".", "!", "?", ".”", "!”", "?”")) else ".")


def is_many(title: str) -> bool:
    """Whether a noun is plural, as well as its last letters tell."""
    plural = r"[^su'’i]s$|ies$|\b(people|children|staff|police)$"
    return bool(re.search(plural, _head(title)))


def _head(title: str) -> str:
    """The noun of a title, with what stands before it."""
    ends = r" (?:of|for|in|at|on|from|by|to|who|and) "
    return re.split(ends, title, maxsplit=1)[0].lower()


def title(voice: Voice, role: str) -> str:
    """What a role is called where it stands alone, as in a list."""
    given = " ".join(voice.procedure.roles[role].title.split())
    of_you = given.casefold() == "you" or given.casefold().startswith("your ")
    if not given or (of_you and not voice.to_complainant):
        return f"The {'complainant' if role == 'you' else named(role)}"
    return given


def who(voice: Voice, role: str) -> str:
    """What a role is called within a sentence: `you`, `the Manager`, `the Social worker`."""
    called = title(voice, role)
    first, _, rest = called.partition(" ")
    if is_pronoun(called):
        return "I" if called == "I" else called.lower()
    if first.casefold() in _DETERMINERS:
        return called[:1].lower() + called[1:]
    if first.casefold() == "who":
        return f"whoever {rest}"
    is_common = bool(rest) and rest == rest.lower() and not first.endswith(("'s", "’s"))
    is_office = _head(called).rpartition(" ")[2] in OFFICES
    return f"the {called}" if is_office or (is_common and not is_many(called)) else called


def is_pronoun(called: str) -> bool:
    """Whether a title is a word such as You or We."""
    return called.casefold() in _PRONOUNS


def whom(voice: Voice, role: str) -> str:
    """What a role is called as an object: `you`, `us`, `the Manager`."""
    called = title(voice, role)
    return _PRONOUNS[called.casefold()] if is_pronoun(called) else who(voice, role)


def in_list(voice: Voice, role: str) -> str:
    """What a role is called in a list after a colon: `the Manager`, `Social worker`."""
    called = title(voice, role)
    if is_pronoun(called):
        return whom(voice, role)
    lowered = called[:1].lower() + called[1:]
    return lowered if called.partition(" ")[0].casefold() in _DETERMINERS else called


def any_who(voice: Voice, roles: Iterable[str]) -> str:
    """Any of these roles, within a sentence."""
    return any_of(who(voice, role) for role in roles)


def all_who(voice: Voice, roles: Iterable[str]) -> str:
    """Each of these roles, within a sentence."""
    return all_of(who(voice, role) for role in roles)


def any_whom(voice: Voice, roles: Iterable[str]) -> str:
    """Any of these roles, as an object."""
    return any_of(whom(voice, role) for role in roles)


def all_whom(voice: Voice, roles: Iterable[str]) -> str:
    """Each of these roles, as an object."""
    return all_of(whom(voice, role) for role in roles)


def the_complaint(voice: Voice) -> str:
    """`your complaint` where the complainant is addressed, else `the complaint`."""
    roles = voice.procedure.roles.values()
    you = voice.to_complainant and any(role.title.casefold() == "you" for role in roles)
    return "your complaint" if you else "the complaint"


def have(voice: Voice, roles: tuple[str, ...]) -> str:
    """`have` for you, for us and for many, `has` for one."""
    last = title(voice, roles[-1])
    return "have" if is_pronoun(last) or is_many(last) else "has"


def are(voice: Voice, roles: tuple[str, ...]) -> str:
    """`are` for you, for us and for many, `is` for one; all of the roles are spoken of."""
    called = title(voice, roles[0])
    return "are" if len(roles) > 1 or is_pronoun(called) or is_many(called) else "is"


def own(voice: Voice, roles: tuple[str, ...], noun: str) -> str:
    """What these roles have: `your agreement`, `the agreement of the Manager`."""
    called = title(voice, roles[0]).casefold()
    if len(roles) == 1 and called in _POSSESSIVES:
        return f"{_POSSESSIVES[called]} {noun}"
    return f"the {noun} of {all_whom(voice, roles)}"


def stage(voice: Voice, name: str) -> str:
    """A stage within a sentence: `the first formal stage`, `the stage “Informal resolution”`."""
    place = voice.procedure.places[name]
    called = bare(place.title)
    words = called.split()
    last = words[-1].casefold()
    if last == "stage" and words[0].casefold() != "the":
        return "the " + called[:1].lower() + called[1:]
    is_noun = last == "stage" or last in HELD or last.endswith(CARRIED_OUT)
    if words[0].casefold() == "stage" or (words[0].casefold() == "the" and is_noun):
        return called[:1].lower() + called[1:]
    return f"{'the end' if place.kind is PlaceKind.END else 'the stage'} “{called}”"


def forms(how: Iterable[Form]) -> str:
    """By what means: `by word of mouth or in writing`."""
    return any_of(FORMS[form] for form in how)


def conditions(voice: Voice, if_: tuple[Condition, ...], unless: tuple[Condition, ...]) -> str:
    """`if there is a child and if it is urgent, unless it is settled`; empty without any.

    A question that is not asked lets `if` pass, and does not let `unless` pass.
    """
    wanted = [f"if {holds(voice, each)}{_asked(voice, each, PASSES, if_)}" for each in if_]
    against = [f"unless {holds(voice, each)}{_asked(voice, each, SHUTS, if_)}" for each in unless]
    return ", ".join(part for part in (all_of(wanted), all_of(against)) if part)


PASSES, SHUTS = "needed only", "and only"


def _asked(voice: Voice, condition: Condition, word: str, if_: tuple[Condition, ...]) -> str:
    """When a question is asked, and what becomes of the condition where it is not.

    Nothing where that it is asked is a condition (`if_`) itself.
    """
    asked = voice.procedure.facts[condition.fact].asked_if
    return "" if asked is None or asked in if_ else f" ({word} where {holds(voice, asked)})"


def holds(voice: Voice, condition: Condition) -> str:
    """A condition as a clause: `there is a placing authority`."""
    means = bare(voice.procedure.facts[condition.fact].means)
    means = means.removeprefix("whether ")
    asks = means.partition(" ")[0].casefold() in QUESTIONS
    match condition.answer:
        case True if not asks:
            return means
        case False if not asks:
            return f"it is not so that {means}"
        case bool(answer):
            return f"the answer to “{means}” is {'yes' if answer else 'no'}"
        case str(answer):  # pragma: no branch
            return f"the answer to “{means}” is “{named(answer)}”"


def question(fact: Fact) -> str:
    """What is asked: `whether there is a placing authority`, `what it is about`."""
    means = bare(fact.means)
    if means.partition(" ")[0].casefold() in QUESTIONS:
        return means[:1].lower() + means[1:]
    if fact.answers == (True, False):
        return f"whether {means}"
    return f"the answer to “{means}”"
