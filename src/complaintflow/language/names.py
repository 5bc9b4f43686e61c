"""One name space for everything that a document names, with what each name is."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice

from complaintflow.diagnostics import Diagnostic, Place, Related, nearest, quoted
from complaintflow.language import later
from complaintflow.language.document import Doc, Document
from complaintflow.language.tree import Scalar
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Work


class Sort(StrEnum):
    """What a name is the name of, in the reader's words."""

    STAGE = "a stage"
    END = "an end"
    STEP = "a step"
    FACT = "a fact"
    HAPPENING = "a happening"
    MOMENT = "a moment"
    ROLE = "a role"
    RELATION = "a relation"
    CONFLICT = "a conflict rule"
    DUTY = "a standing duty"
    INFORMATION = "a piece of information"
    READING = "a reading"
    EXPECTED = "expected of a policy that builds on this base"


TAILS = {
    Sort.STAGE: "stage",
    Sort.END: "end",
    Sort.STEP: "done",
    Sort.FACT: "question",
    Sort.HAPPENING: "happened",
    Sort.MOMENT: "moment",
    Sort.ROLE: "role",
    Sort.RELATION: "tie",
}
"""What makes a name of a word of the language."""

RESERVED = frozenset({*Work, PERSON_TOLD, RETRACTED, "begins", "throughout", "last", "or", "time"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name, what it is, and where it was given."""

    name: Scalar
    sort: Sort


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that means nothing where it stands, and what it could have been."""

    name: str
    place: Place
    message: str
    choices: tuple[str, ...]
    help: str
    doubt: str = ""


def told_once(
    unknown: Iterable[Unknown],
    given: Mapping[str, Scalar],
    used: Collection[str],
    familiar: Callable[[str, str], bool] = lambda *_: False,
) -> Iterator[Diagnostic]:
    """One diagnostic for each name that means nothing, however often it is used.

    Where it was meant to be given, and misspelt there, that place is told.

    Args:
        unknown: every use of a name that means nothing.
        given: the names that the file gives itself.
        used: those that some other place names rightly.
        familiar: whether a name looks more at home in the file than another.
    """
    by_name: dict[str, list[Unknown]] = {}
    for each in unknown:
        by_name.setdefault(each.name, []).append(each)
    for name, uses in by_name.items():
        first = uses[0]
        near = nearest(name, first.choices)
        meant = given.get(near) if near is not None and near not in used else None
        if meant is not None and (len(uses) > 1 or familiar(name, meant)):
            yield Diagnostic(
                "unknown-name",
                f"{quoted(meant)} is given here and named nowhere, "
                f"and {quoted(name)} is named and given nowhere",
                meant.place,
                help=f"did you mean `{name}`?",
                related=_shown((each.place for each in uses), "named here"),
            )
            continue
        related = _shown((each.place for each in uses[1:]), "named here too")
        if meant is not None:
            here = Related(meant.place, f"{quoted(meant)} is given here, and named nowhere")
            related = (*related, here)
        yield Diagnostic(
            "unknown-name",
            first.message,
            first.place,
            help=first.help if near is None else f"did you mean `{near}`?{first.doubt}",
            related=related,
        )


def _shown(places: Iterable[Place], message: str) -> tuple[Related, ...]:
    return tuple(Related(place, message) for place in islice(places, SHOWN))


def at_home(documents: Iterable[Document]) -> Callable[[str, str], bool]:
    """Tell of two names which one looks more at home in some documents.

    It is the one whose parts are words that are written more often; of two ids, the one that
    is built as most others are.
    """
    words: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for text in chain.from_iterable(_texts(document) for document in documents):
        words.update(part.casefold() for part in WORDS.findall(text))
        shapes[_shape(text)] += 1

    def rarest(parts: set[str]) -> int:
        return min((words[part] for part in parts), default=0)

    def familiar(name: str, other: str) -> bool:
        parts, others = (
            {part.casefold() for part in WORDS.findall(each) if part.isalpha()}
            for each in (name, other)
        )
        mine, theirs = rarest(parts - others), rarest(others - parts)
        if mine == theirs and any(letter.isdigit() for letter in name):
            mine, theirs = shapes[_shape(name)], shapes[_shape(other)]
        return mine > theirs

    return familiar


WORDS = re.compile(r"[^\W_]+")


def _shape(id_: str) -> str:
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", id_))


def _texts(value: object) -> Iterator[Scalar]:
    """Every text of a document, its names and ids among them."""
    inside: Iterable[object] = ()
    if isinstance(value, Scalar):
        yield value
    elif isinstance(value, Doc):
        inside = (each for _, each in value)
    elif isinstance(value, dict):
        inside = (*value, *value.values())
    elif isinstance(value, list):
        inside = value
    for each in inside:
        yield from _texts(each)


MANY = 5
"""Sorts of name beyond which they are not told one by one."""

SHOWN = 3
"""Other places that are shown for one mistake."""


def _one_of(sorts: Sequence[str]) -> str:
    if len(sorts) > MANY:
        return "the name of a rule"
    *others, last = sorts
    return f"{', '.join(others)} or {last}" if others else last


def listed(choices: Sequence[str], limit: int = 8) -> str:
    """Names to choose from, as a help line gives them."""
    if not choices:
        return "none is given yet"
    shown = ", ".join(choices[:limit]) + (", ..." if len(choices) > limit else "")
    return f"there are {shown}" if len(choices) > 1 else f"there is {shown}"


class Names:
    """The names of a document and of the bases below it."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.problems: list[Diagnostic] = []
        self._known: dict[str, Named] = {}
        self._sorts: dict[str, set[Sort]] = {}
        self._used: set[str] = set()
        self._wanted: dict[str, tuple[Sort, ...]] = {}
        self.unknown: list[Unknown] = []
        expected: list[Scalar] = []
        for document in documents:
            expected.extend(document.expects)
            for name, sort in _declared(document):
                self._declare(name, sort)
        for name in expected:
            self._known.setdefault(str(name), Named(name, Sort.EXPECTED))
            self._sorts.setdefault(str(name), {Sort.EXPECTED})

    def _declare(self, name: Scalar, sort: Sort) -> None:
        first = self._known.setdefault(str(name), Named(name, sort))
        self._sorts.setdefault(str(name), set()).add(sort)
        if first.name is not name:
            self.problems.append(
                Diagnostic(
                    "name-clash",
                    f"{quoted(name)} is {first.sort} already",
                    name.place,
                    help="every name is used once, whatever it names; choose another",
                    related=(Related(first.name.place, "first given here"),),
                )
            )
        elif name in RESERVED:
            self.problems.append(
                Diagnostic(
                    "name-clash",
                    f"{quoted(name)} is a word of the language",
                    name.place,
                    help=f"choose another name, such as `{name}_{TAILS.get(sort, 'rule')}`",
                )
            )

    def __getitem__(self, name: str) -> Named:
        return self._known[name]

    def of(self, *sorts: Sort) -> tuple[str, ...]:
        """All names of some sorts."""
        return tuple(name for name, given in self._sorts.items() if not given.isdisjoint(sorts))

    def find(
        self,
        name: str,
        place: Place,
        *sorts: Sort,
        words: Iterable[str] = (),
        instead: str | None = None,
    ) -> bool:
        """Whether a name is one of the sorts wanted; if not, the mistake is noted.

        Args:
            name: the name.
            place: where it stands.
            sorts: what it may be the name of.
            words: words of the language that may stand there too.
            instead: the help where it names something else, if there is a better one than the
                names that may stand there.
        """
        self._wanted.setdefault(name, sorts)
        known = self._sorts.get(name)
        if known is not None and not known.isdisjoint((*sorts, Sort.EXPECTED)):
            self._used.add(name)
            return True
        choices = (*words, *self.of(*sorts, Sort.EXPECTED))
        wanted = _one_of((*sorts, *(["a kind of work"] if words else [])))
        if name == "time" and known is None and Sort.ROLE in sorts:
            message = later.message("`time`")
            self.problems.append(Diagnostic("not-read-yet", message, place, help=later.TIME))
            return False
        if known is None:
            message = f"{quoted(name)} names nothing; here {wanted} is needed"
            self.unknown.append(Unknown(name, place, message, choices, listed(choices)))
            return False
        found = self._known[name]
        near = nearest(name, choices)
        self.problems.append(
            Diagnostic(
                "unknown-name",
                f"{quoted(name)} is {found.sort}, and here {wanted} is needed",
                place,
                help=instead or (f"did you mean `{near}`?" if near else listed(choices)),
                related=(Related(found.name.place, "given here"),),
            )
        )
        return False

    def settle(self) -> None:
        """Add what is wrong with the names that were looked for in vain, each name once."""
        if self.unknown:
            given = {name: known.name for name, known in self._known.items()}
            familiar = at_home(self.documents)
            self.problems += told_once(self.unknown, given, self._used, familiar)

    def use(self, name: str) -> None:
        """Note that a name is used as it should be."""
        self._used.add(name)

    @property
    def used(self) -> frozenset[str]:
        """The names that some place names rightly."""
        return frozenset(self._used)

    def misspelt(self, expected: str) -> Scalar | None:
        """The name that was given in the place of one that a base expects, if one looks like it."""
        sorts = self._wanted.get(expected, ())
        near = nearest(expected, (name for name in self.of(*sorts) if name not in self._used))
        return None if near is None else self._known[near].name


def _acts(document: Document) -> Iterator[Mapping[Scalar, object]]:
    for steps in document.all_steps():
        yield steps
        for step in steps.values():
            yield step.may_extend


def _declared(document: Document) -> Iterator[tuple[Scalar, Sort]]:
    groups: list[tuple[Mapping[Scalar, object], Sort]] = [
        (document.relations, Sort.RELATION),
        (document.roles, Sort.ROLE),
        (document.facts, Sort.FACT),
        (document.happenings, Sort.HAPPENING),
        (document.moments, Sort.MOMENT),
        (document.stages, Sort.STAGE),
        (document.ends, Sort.END),
        *((acts, Sort.STEP) for acts in _acts(document)),
        (document.conflicts, Sort.CONFLICT),
        (document.standing_duties, Sort.DUTY),
        (document.information, Sort.INFORMATION),
        (document.readings, Sort.READING),
    ]
    for mapping, sort in groups:
        for name in mapping:
            yield name, sort
