"""Names and sentences of a document linked to what they mean, mistakes under the wrong word."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, Place, nearest, quoted
from complaintflow.language import sentences
from complaintflow.language.document import Document, FactDoc, StepDoc
from complaintflow.language.names import Names, Sort
from complaintflow.language.sentences import (
    AnchorForm,
    AnchorPhrase,
    Misread,
    WhoForm,
    WhoPhrase,
    Word,
)
from complaintflow.language.tree import Scalar

_T = TypeVar("_T")

_WHICH = {
    AnchorForm.DATE_SET_BY: law.Which.THIS_TIME,
    AnchorForm.FIRST_DATE: law.Which.FIRST,
    AnchorForm.LAST_DATE: law.Which.LAST,
}

EVENTS = (Sort.STEP, Sort.FACT, Sort.HAPPENING)
"""What is recorded, so that a name of it is a moment."""


class Phrases:
    """Reads the names and sentences of a policy against all that it names."""

    def __init__(
        self,
        names: Names,
        documents: Iterable[Document],
        problems: list[Diagnostic],
    ) -> None:
        documents = tuple(documents)
        acts = [(str(name), act) for each in documents for name, act in each.all_acts()]
        self.names = names
        self.facts = {str(n): f for each in documents for n, f in each.facts.items()}
        self.addressees = {name: tuple(map(str, act.to)) for name, act in acts}
        self.timed = {
            name for name, act in acts if isinstance(act, StepDoc) and any(_last_days(act))
        }
        self.settling = {
            name
            for name, act in acts
            if not isinstance(act, StepDoc) or act.sets_time_of  # a way to more time settles it too
        }
        self.meeting = {
            name: tuple(map(str, act.met_by))
            for name, act in acts
            if isinstance(act, StepDoc) and act.met_by
        }
        self.between = frozenset[str]().union(*(each.between_people() for each in documents))
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

    def anchor(self, scalar: Scalar, phrase: AnchorPhrase) -> law.Single:
        """An anchor that has been read; `scalar` is the text in which it stands."""
        place = scalar.part(phrase.name.start, phrase.name.end)
        name = phrase.name.text
        match phrase.form:
            case AnchorForm.MISSED:
                if self.names.find(name, place, Sort.STEP) and name not in self.timed:
                    self._untimed(name, place)
                return law.Missed(name)
            case AnchorForm.NAME:
                self._happening(name, place, Sort.MOMENT)
                moment = name in self.names.of(Sort.MOMENT)
                return law.MomentNamed(name) if moment else law.Happened(name)
            case AnchorForm.DATE_SET_BY | AnchorForm.FIRST_DATE | AnchorForm.LAST_DATE:
                if self.names.find(name, place, Sort.STEP) and name not in self.settling:
                    self._settles_nothing(name, place)
                return law.DateSetBy(name, _WHICH[phrase.form])
            case AnchorForm.FIRST | AnchorForm.LAST:
                self._happening(name, place)
                return law.Happened(name, law.Which(phrase.form.value))
            case AnchorForm.RECEIPT_OF:
                return self._receipt(scalar, phrase, place)
            case AnchorForm.START_OF | AnchorForm.END_OF:
                alone = f"write `{name}` alone: the moment at which it happens"
                acts = self.names.of(*EVENTS)
                instead = alone if name in acts else None
                self.names.find(name, place, Sort.STAGE, Sort.END, instead=instead)
                start = phrase.form is AnchorForm.START_OF
                return law.StartOf(name) if start else law.EndOf(name)

    def anchor_of(self, scalar: Scalar, phrases: Iterable[AnchorPhrase]) -> law.Anchor:
        """An anchor, of several the first that is reached."""
        found = tuple(self.anchor(scalar, phrase) for phrase in phrases)
        return found[0] if len(found) == 1 else law.FirstOf(found)

    def _settles_nothing(self, name: str, place: Place) -> None:
        message = f"{quoted(name)} settles no time, so it sets no date"
        help_ = f"add `sets_time_of: STEP` to {quoted(name)}, or name a step that has it"
        self.problems.append(Diagnostic("wrong-shape", message, place, help=help_))

    def _untimed(self, name: str, place: Place) -> None:
        message = f"{quoted(name)} has no deadline, so it is never missed"
        help_ = f"give {quoted(name)} a `within`, or name a step that has one"
        self.problems.append(Diagnostic("wrong-shape", message, place, help=help_))

    def _receipt(self, scalar: Scalar, phrase: AnchorPhrase, place: Place) -> law.ReceiptOf:
        """Whose receipt is meant: where a step goes to several, one of them must be named."""
        name, by = phrase.name.text, phrase.by
        receipt = law.ReceiptOf(name, "" if by is None else by.text, said=by is not None)
        if not self.names.find(name, place, Sort.STEP):
            return receipt
        to = self.addressees.get(name, ())
        if by is not None:
            at = scalar.part(by.start, by.end)
            if self.names.find(by.text, at, Sort.ROLE) and by.text not in to:
                message = f"{quoted(name)} does not go to {quoted(by.text)}"
                help_ = (
                    f"write one of those to whom it goes: {', '.join(to)}"
                    if to
                    else f"add `to: {by.text}` to {quoted(name)}"
                )
                self.problems.append(Diagnostic("wrong-shape", message, at, help=help_))
            return receipt
        if len(to) == 1:
            return law.ReceiptOf(name, to[0])
        if to:
            message = f"{quoted(name)} goes to several, and each receives it on a day of its own"
            each = " or ".join(f"`receipt of {name} by {role}`" for role in to)
            help_ = f"write whose receipt is meant: {each}"
        else:
            message = f"{quoted(name)} goes to nobody, so nobody receives it"
            help_ = f"add `to: ROLE` to {quoted(name)}, with the role to which it goes"
        self.problems.append(Diagnostic("wrong-shape", message, place, help=help_))
        return receipt

    def _happening(self, name: str, place: Place, *more: Sort) -> None:
        instead = None
        if name in self.names.of(Sort.STAGE, Sort.END):
            instead = f"write `start of {name}` or `end of {name}`"
        elif name in self.names.of(Sort.MOMENT):
            instead = f"write `{name}` alone: it is what stands under `moments`"
        self.names.find(name, place, *EVENTS, *more, instead=instead)

    def anchors(self, given: Iterable[Scalar]) -> Iterator[law.Anchor]:
        """Anchors that stand alone, as under `after`."""
        for scalar in given:
            phrases = self.read(scalar, sentences.anchors)
            if phrases is not None:
                yield self.anchor_of(scalar, phrases)

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
        phrase = self.read(scalar, sentences.who)
        if phrase is not None:
            yield from self.who_of(scalar, phrase)

    def who_of(self, scalar: Scalar, phrase: WhoPhrase) -> Iterator[law.Who]:
        """One who that has been read; `scalar` is the text in which it stands."""
        for whom in self._direct(scalar, phrase):
            if phrase.relation is None:
                yield whom
            elif self._is_between(scalar, phrase.relation):
                yield law.Of(phrase.relation.text, whom)

    def _direct(self, scalar: Scalar, phrase: WhoPhrase) -> Iterator[law.Direct]:
        """A who that leads through nobody else; nothing where its name means nothing."""
        name = phrase.name.text
        place = scalar.part(phrase.name.start, phrase.name.end)
        match phrase.form:
            case WhoForm.NAME:
                told = self.told(name, place)
                if told is not None:
                    yield told
            case WhoForm.DID:
                if self.names.find(name, place, Sort.STEP, Sort.FACT):
                    self.done_itself(name, place, "did ")
                    yield law.Did(name)
            case WhoForm.HELD:
                if self.names.find(name, place, Sort.ROLE):
                    yield law.Held(name)
            case WhoForm.ACTED_IN:
                if self.names.find(name, place, Sort.STAGE):
                    yield law.ActedIn(name, phrase.work)

    def done_itself(self, name: str, place: Place, did: str = "") -> None:
        """Note that nobody does a step, whoever is to be meant by it, if it is a name for others."""
        if name in self.meeting:
            others = ", ".join(f"`{did}{each}`" for each in self.meeting[name])
            message = f"{quoted(name)} is a name for what meets it, so nobody ever did it"
            self.problems.append(Diagnostic("wrong-shape", message, place, help=f"write {others}"))

    def told(self, name: str, place: Place, help_: str | None = None) -> law.Told | None:
        """A relation to the case, or an office; nothing where the name means neither."""
        if not self.names.find(name, place, Sort.RELATION, Sort.ROLE):
            return None
        if name in self.names.of(Sort.ROLE):
            return law.Holds(name)
        return None if self._stands_alone(name, place, help_) else law.Is(name)

    def relations_alone(self, given: Iterable[Scalar]) -> tuple[str, ...]:
        """Names of relations that say something of one person."""
        found = self.named(given, Sort.RELATION)
        for name in given:
            of_whom = _of_whom(name)
            self._stands_alone(name, name.place, f"under `who` or `must_be` {of_whom}")
        return found

    def _stands_alone(self, name: str, place: Place, help_: str | None = None) -> bool:
        """Note that a relation between two people does not say to whom it is held, if it is one."""
        if name not in self.between:
            return False
        message = f"{quoted(name)} is between two people, and here it does not say of whom"
        help_ = help_ or _of_whom(name)
        self.problems.append(Diagnostic("wrong-shape", message, place, help=help_))
        return True

    def _is_between(self, scalar: Scalar, relation: Word) -> bool:
        """Whether a relation may stand before `of`; if not, the mistake is noted."""
        name, place = relation.text, scalar.part(relation.start, relation.end)
        if not self.names.find(name, place, Sort.RELATION):
            return False
        if name in self.names.of(Sort.RELATION) and name not in self.between:
            message = f"{quoted(name)} is not between two people, so nobody is it of another"
            help_ = (
                f"give it under `relations` as `{name}: {{says: ..., between: two people}}`, "
                f"or write `{name}` alone"
            )
            self.problems.append(Diagnostic("wrong-shape", message, place, help=help_))
            return False
        return True


def _of_whom(relation: str) -> str:
    """How to say to whom a relation between two people is held."""
    return f"write `{relation} of whoever did STEP`, `{relation} of ROLE` or the like"


def answers_of(doc: FactDoc) -> tuple[law.Value, ...]:
    """The answers that a question can have."""
    return (True, False) if doc.answers is None else tuple(str(answer) for answer in doc.answers)


def _last_days(act: StepDoc) -> Iterator[bool]:
    """Of each time that a step has, whether it has a last day, so that it can be missed."""
    for limit in (act.within, act.aim_within, act.at_latest, act.every):
        yield limit is not None and limit.strip()[:1].isdigit()
