"""The moments of a policy linked to what they mean: first of, last of, rows."""

from collections.abc import Iterator, Sequence

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, Place, quoted
from complaintflow.language import sentences
from complaintflow.language.clauses import Clauses
from complaintflow.language.document import Document, MomentDoc, RowDoc
from complaintflow.language.names import Sort
from complaintflow.language.phrases import Phrases
from complaintflow.language.sentences import AnchorForm
from complaintflow.language.tree import Scalar

Hang = tuple[str, str, Place]
"""Whose time hangs on that of which other step or moment, and where that is written."""


class Moments:
    """The moments of a policy, by name; `hangs` are those that hang on another time."""

    def __init__(self, phrases: Phrases, clauses: Clauses, documents: Sequence[Document]) -> None:
        self.phrases = phrases
        self.problems = phrases.problems
        self.hangs: list[Hang] = []
        written = {n: doc for each in documents for n, doc in each.moments.items()}
        self.linked = {
            str(name): self._moment(name, doc, clauses.cites(name, doc.cites, doc.written()))
            for name, doc in written.items()
        }
        for name, doc in written.items():
            self._by_time(name, doc)

    def _moment(self, name: Scalar, doc: MomentDoc, cites: law.Cites) -> law.NamedMoment:
        return law.NamedMoment(
            name=str(name),
            first_of=tuple(self._anchors(name, doc.first_of)),
            last_of=tuple(self._anchors(name, doc.last_of)),
            rows=tuple(self._rows(name, doc.rows)),
            cites=cites,
        )

    def _rows(self, name: Scalar, rows: Sequence[RowDoc]) -> Iterator[law.Row]:
        early = any(row.otherwise is not None for row in rows[:-1])
        for number, row in enumerate(rows, 1):
            at = row.from_ or row.otherwise or name
            last = number == len(rows)
            if last and row.otherwise is None and not early:
                help_ = "end the rows with `- {otherwise: ANCHOR}`"
                self._wrong(
                    f"the last row of {quoted(name)} does not always apply", at.place, help_
                )
            elif not last and row.otherwise is not None:
                help_ = "put `otherwise` last, or write `{if: FACT, from: ANCHOR}`"
                self._wrong(f"no row after this one of {quoted(name)} applies", at.place, help_)
            of = [*self._anchors(name, [x for x in (row.from_, row.otherwise) if x is not None])]
            after = tuple(self._anchors(name, row.after))
            if_, unless = self.phrases.conditions(row.if_), self.phrases.conditions(row.unless)
            if of:
                yield law.Row(of[0], after, if_, unless)

    def _anchors(self, name: Scalar, given: Sequence[Scalar]) -> Iterator[law.Anchor]:
        for scalar in given:
            phrases = self.phrases.read(scalar, sentences.anchors)
            if phrases is not None:
                self.hangs += hanging(self.phrases, str(name), scalar, phrases)
                yield self.phrases.anchor_of(scalar, phrases)

    def _by_time(self, name: Scalar, doc: MomentDoc) -> None:
        """Which is last, and whether a row applies, must be told by events alone."""
        law_ = self.linked
        rows = [each for row in doc.rows for each in row.after]
        for scalar in (*doc.last_of, *rows):
            try:
                phrases = sentences.anchors(scalar)
            except sentences.Misread:
                continue
            for phrase in phrases:
                word = phrase.name
                if phrase.form is AnchorForm.MISSED or (
                    phrase.form is AnchorForm.NAME and _hangs_on_time(law_, word.text, {str(name)})
                ):
                    message = (
                        f"{quoted(scalar)} comes by time alone, so that {quoted(name)} would move "
                        "though nothing is recorded"
                    )
                    help_ = "put it under `first_of`, or name a step that is recorded then"
                    self._wrong(message, scalar.part(word.start, word.end), help_)

    def _wrong(self, message: str, place: Place, help_: str) -> None:
        self.problems.append(Diagnostic("wrong-shape", message, place, help=help_))


def _hangs_on_time(moments: dict[str, law.NamedMoment], name: str, seen: set[str]) -> bool:
    """Whether a moment may come by time alone."""
    if name not in moments or name in seen:
        return False
    return any(
        isinstance(each, law.Missed)
        or (isinstance(each, law.MomentNamed) and _hangs_on_time(moments, each.name, seen | {name}))
        for anchor in moments[name].anchors
        for each in (anchor.anchors if isinstance(anchor, law.FirstOf) else (anchor,))
    )


def hanging(
    phrases: Phrases, name: str, scalar: Scalar, given: Sequence[sentences.AnchorPhrase]
) -> Iterator[Hang]:
    """What a time hangs on that counts from some anchors: a step that is missed, another moment."""
    moments = phrases.names.of(Sort.MOMENT)
    for each in given:
        named = each.form is AnchorForm.NAME and each.name.text in moments
        if each.form is AnchorForm.MISSED or named:
            yield name, each.name.text, scalar.part(each.name.start, each.name.end)
