"""Names and sentences of a document linked to what they mean, mistakes under the wrong word."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, Place, nearest, quoted
from complaintflow.language import sentences
from complaintflow.language.document import FactDoc
from complaintflow.language.names import Names, Sort
from complaintflow.language.sentences import AnchorForm, AnchorPhrase, Misread
from complaintflow.language.tree import Scalar

_T = TypeVar("_T")


class Phrases:
    """Reads the names and sentences of a policy against all that it names."""

    def __init__(
        self, names: Names, facts: Mapping[str, FactDoc], problems: list[Diagnostic]
    ) -> None:
        self.names = names
        self.facts = facts
        self.problems = problems

    def named(
        self, given: Iterable[Scalar], *sorts: Sort, words: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Names that must be of some sort; `words` of the language may stand among them."""
        for name in given:
            self.names.find(name, name.place, *sorts, words=words)
        return tuple(str(name) for name in given)

    def roles_named(self, given: Iterable[Scalar]) -> tuple[str, ...]:
        """Names of roles."""
        return self.named(given, Sort.ROLE)

    def read(self, scalar: Scalar, read: Callable[[str], _T]) -> _T | None:
        """A sentence, or None and a diagnostic under the word that is wrong."""
        try:
            return read(scalar)
        except Misread as wrong:
            place = scalar.part(wrong.start, wrong.end)
            self.problems.append(Diagnostic(wrong.code, wrong.message, place, help=wrong.help))
            return None

    def anchor(self, scalar: Scalar, phrase: AnchorPhrase) -> law.Anchor:
        """An anchor that has been read; `scalar` is the text in which it stands."""
        place = scalar.part(phrase.name.start, phrase.name.end)
        name = phrase.name.text
        match phrase.form:
            case AnchorForm.START_OF | AnchorForm.END_OF:
                alone = f"write `{name}` alone: the moment at which it happens"
                acts = self.names.of(Sort.STEP, Sort.FACT)
                instead = alone if name in acts else None
                self.names.find(name, place, Sort.STAGE, Sort.END, instead=instead)
                start = phrase.form is AnchorForm.START_OF
                return law.StartOf(name) if start else law.EndOf(name)
            case AnchorForm.NAME:
                self._happening(name, place)
                return law.Happened(name)
            case AnchorForm.FIRST | AnchorForm.LAST:
                self._happening(name, place)
                return law.Happened(name, law.Which(phrase.form.value))

    def _happening(self, name: str, place: Place) -> None:
        edges = f"write `start of {name}` or `end of {name}`"
        instead = edges if name in self.names.of(Sort.STAGE, Sort.END) else None
        self.names.find(name, place, Sort.STEP, Sort.FACT, instead=instead)

    def anchors(self, given: Iterable[Scalar]) -> Iterator[law.Anchor]:
        """Anchors that stand alone, as under `after`."""
        for scalar in given:
            phrase = self.read(scalar, sentences.anchor)
            if phrase is not None:
                yield self.anchor(scalar, phrase)

    def conditions(self, given: Iterable[Scalar]) -> tuple[law.Condition, ...]:
        """The conditions of an `if` or `unless`."""
        return tuple(c for scalar in given for c in self.condition(scalar))

    def condition(self, scalar: Scalar) -> Iterator[law.Condition]:
        """One condition; nothing where it does not read."""
        phrase = self.read(scalar, sentences.condition)
        if phrase is None:
            return
        fact = phrase.fact
        place = scalar.part(fact.start, fact.end)
        if not self.names.find(fact.text, place, Sort.FACT):
            return
        known = self.facts.get(fact.text)
        if known is None:
            return  # expected of the policy on top
        answers = answers_of(known)
        said = "true" if phrase.answer is None else phrase.answer.text
        for answer in answers:
            if law.answer_text(answer) == said:
                yield law.Condition(fact.text, answer)
                return
        choices = [law.answer_text(answer) for answer in answers]
        at = phrase.answer or fact
        near = nearest(said, choices)
        self.problems.append(
            Diagnostic(
                "unknown-name",
                f"{quoted(said)} is no answer to {quoted(fact.text)}",
                scalar.part(at.start, at.end),
                help=f"did you mean `{near}`?"
                if near
                else f"write `{fact.text} is ANSWER` with one of " + ", ".join(choices),
            )
        )

    def who(self, scalar: Scalar) -> Iterator[law.Who]:
        """One who; nothing where it does not read."""
        word = self.read(scalar, sentences.who)
        if word is None:
            return
        place = scalar.part(word.start, word.end)
        if self.names.find(word.text, place, Sort.RELATION, Sort.ROLE):
            is_role = word.text in self.names.of(Sort.ROLE)
            yield law.Holds(word.text) if is_role else law.Is(word.text)


def answers_of(doc: FactDoc) -> tuple[law.Value, ...]:
    """The answers that a question can have."""
    return (True, False) if doc.answers is None else tuple(str(answer) for answer in doc.answers)
