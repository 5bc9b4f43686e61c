"""One name space for everything that a document names, with what each name is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaintflow.diagnostics import Diagnostic, Place, Related, nearest, quoted
from complaintflow.language.document import Document
from complaintflow.language.reader import Scalar
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Work


class Sort(StrEnum):
    """What a name is the name of, in the reader's words."""

    STAGE = "a stage"
    END = "an end"
    STEP = "a step"
    FACT = "a fact"
    ROLE = "a role"
    RELATION = "a relation"
    CONFLICT = "a conflict rule"
    DUTY = "a standing duty"
    INFORMATION = "a piece of information"
    READING = "a reading"
    EXPECTED = "expected of a policy that builds on this base"


RESERVED = frozenset({*Work, PERSON_TOLD, RETRACTED, "begins", "throughout", "last", "time"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name, what it is, and where it was given."""

    name: Scalar
    sort: Sort


class Names:
    """The names of a document and of the bases below it."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.problems: list[Diagnostic] = []
        self._known: dict[str, Named] = {}
        expected: list[Scalar] = []
        for document in documents:
            expected.extend(document.expects)
            for name, sort in _declared(document):
                self._declare(name, sort)
        for name in expected:
            self._known.setdefault(str(name), Named(name, Sort.EXPECTED))

    def _declare(self, name: Scalar, sort: Sort) -> None:
        if name in RESERVED:
            self.problems.append(
                Diagnostic(
                    "name-clash",
                    f"{quoted(name)} is a word of the language",
                    name.place,
                    help="choose another name",
                )
            )
            return
        first = self._known.get(name)
        if first is not None:
            self.problems.append(
                Diagnostic(
                    "name-clash",
                    f"{quoted(name)} is {first.sort} already",
                    name.place,
                    help="every name is used once, whatever it names; choose another",
                    related=(Related(first.name.place, "first given here"),),
                )
            )
            return
        self._known[str(name)] = Named(name, sort)

    def __getitem__(self, name: str) -> Named:
        return self._known[name]

    def of(self, *sorts: Sort) -> tuple[str, ...]:
        """All names of some sorts."""
        return tuple(name for name, named in self._known.items() if named.sort in sorts)

    def find(self, name: str, place: Place, *sorts: Sort) -> bool:
        """Whether a name is one of the sorts wanted; if not, the mistake is noted."""
        found = self._known.get(name)
        if found is not None and found.sort in (*sorts, Sort.EXPECTED):
            return True
        self.problems.append(self._unknown(name, place, found, sorts))
        return False

    def _unknown(
        self, name: str, place: Place, found: Named | None, sorts: tuple[Sort, ...]
    ) -> Diagnostic:
        wanted = " or ".join(sorts)
        if found is not None:
            return Diagnostic(
                "unknown-name",
                f"{quoted(name)} is {found.sort}, and here {wanted} is needed",
                place,
                help=self._suggest(name, sorts),
                related=(Related(found.name.place, "given here"),),
            )
        return Diagnostic(
            "unknown-name",
            f"{quoted(name)} names nothing; here {wanted} is needed",
            place,
            help=self._suggest(name, sorts),
        )

    def _suggest(self, name: str, sorts: tuple[Sort, ...]) -> str:
        choices = self.of(*sorts, Sort.EXPECTED)
        near = nearest(name, choices)
        if near is not None:
            return f"did you mean `{near}`?"
        if not choices:
            return "the document gives none yet"
        shown = ", ".join(choices[:8]) + (", ..." if len(choices) > 8 else "")
        return f"there are {shown}" if len(choices) > 1 else f"there is {shown}"


def _declared(document: Document) -> Iterator[tuple[Scalar, Sort]]:
    groups: list[tuple[Mapping[Scalar, object], Sort]] = [
        (document.relations, Sort.RELATION),
        (document.roles, Sort.ROLE),
        (document.facts, Sort.FACT),
        (document.stages, Sort.STAGE),
        (document.ends, Sort.END),
        *((steps, Sort.STEP) for steps in document.all_steps()),
        (document.conflicts, Sort.CONFLICT),
        (document.standing_duties, Sort.DUTY),
        (document.information, Sort.INFORMATION),
        (document.readings, Sort.READING),
    ]
    for mapping, sort in groups:
        for name in mapping:
            yield name, sort
