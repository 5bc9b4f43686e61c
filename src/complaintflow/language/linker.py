"""Documents to a procedure: every name checked, every sentence read, every mistake collected.

Bases come first and add by name; lists never merge. What a base states and the policy on
top states too is adopted: the base's rule then answers with the policy's own clauses.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from complaintflow import procedure as law
from complaintflow.calendars import EVERY_DAY, Calendar
from complaintflow.diagnostics import Diagnostic, Related, nearest, quoted
from complaintflow.language import sentences
from complaintflow.language.document import (
    Citation,
    ConflictDoc,
    CountingDoc,
    Document,
    FactDoc,
    PlaceDoc,
    RoleDoc,
    StepDoc,
    Steps,
)
from complaintflow.language.names import Names, Sort
from complaintflow.language.reader import Scalar
from complaintflow.language.sentences import AnchorForm, AnchorPhrase, Misread, Preposition
from complaintflow.periods import DayOne, Unit

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars that a document may name."""

    names: tuple[str, ...]
    find: Callable[[str], Calendar]


@dataclass(frozen=True, slots=True)
class Linked:
    """Linked documents: what they mean, what is wrong, and which clauses some rule claims.

    `procedure` is None where something is wrong, and for a base, which is no procedure.
    """

    documents: tuple[Document, ...]
    procedure: law.Procedure | None
    problems: tuple[Diagnostic, ...]
    claimed: frozenset[str]
    conflicts: tuple[law.Conflict, ...]


def link(documents: Sequence[Document], calendars: Calendars) -> Linked:
    """Link the documents of one policy, bases first; the last is the one that is asked for."""
    return _Linker(documents, calendars).link()


class _Linker:
    """The state of one linking: what is known so far, and what went wrong."""

    def __init__(self, documents: Sequence[Document], calendars: Calendars) -> None:
        self.documents = tuple(documents)
        self.top = self.documents[-1]
        self.calendars = calendars
        self.names = Names(self.documents)
        self.problems = self.names.problems
        self.claimed: set[str] = set()
        self.clauses = dict(self._clauses())
        self.facts = {str(n): f for d in self.documents for n, f in d.facts.items()}
        self.adopted = dict(self._adopted())
        self.deadlines: list[law.Deadline] = []

    def link(self) -> Linked:
        self._expected()
        relations = {
            str(n): law.Relation(str(n), str(says))
            for d in self.documents
            for n, says in d.relations.items()
        }
        facts = {str(n): self._fact(n, f) for d in self.documents for n, f in d.facts.items()}
        places, steps = self._places()
        roles = self._roles(steps)
        conflicts = {
            str(n): self._conflict(n, c, steps, facts)
            for d in self.documents
            for n, c in d.conflicts.items()
        }
        duties = {
            str(n): law.Notice(
                str(n), str(x.says), self._roles_named(x.by), self._cites(n, x.cites)
            )
            for d in self.documents
            for n, x in d.standing_duties.items()
        }
        information = {
            str(n): law.Notice(str(n), str(x.says), (), self._cites(n, x.cites))
            for d in self.documents
            for n, x in d.information.items()
        }
        readings = {str(n): r for n, r in self._readings()}
        left_out = dict(self._left_out())
        zone, calendar = self._counting()
        procedure = None
        if not self.problems and not self.top.is_base:
            policy = self.top.policy
            procedure = law.Procedure(
                id=str(policy.id),
                title=str(policy.title),
                version=str(policy.version),
                in_force_from=policy.in_force_from,
                builds_on=tuple(str(d.policy.id) for d in self.documents[:-1]),
                zone=zone,
                calendar=calendar,
                places=places,
                steps=steps,
                facts=_told(facts, conflicts.values()),
                roles=roles,
                relations=relations,
                conflicts=conflicts,
                deadlines=tuple(self.deadlines),
                clauses=self.clauses,
                left_out=left_out,
                standing_duties=duties,
                information=information,
                readings=readings,
                conflicts_on=_index(
                    (target, c)
                    for c in conflicts.values()
                    for target in sorted(c.bars | c.bars_roles)
                ),
                readings_on=_index(
                    (name, r.name) for r in readings.values() for name in r.bears_on
                ),
            )
        return Linked(
            self.documents,
            procedure,
            tuple(self.problems),
            frozenset(self.claimed),
            tuple(conflicts.values()),
        )

    # --- bases ----------------------------------------------------------------------

    def _expected(self) -> None:
        """What a base expects must be given by the policy on top, as what the base uses it for."""
        if self.top.is_base:
            return
        for base in self.documents[:-1]:
            for name, what in base.expects.items():
                if self.names[name].sort is Sort.EXPECTED:
                    at = next(iter(self.top.policy.builds_on), self.top.policy.id)
                    self.problems.append(
                        Diagnostic(
                            "unknown-name",
                            f"{base.policy.id} expects {quoted(name)} of this policy: {what}",
                            at.place,
                            help=f"give something the name `{name}`",
                            related=(Related(name.place, "expected here"),),
                        )
                    )

    def _adopted(self) -> Iterator[tuple[str, Citation]]:
        for position, document in enumerate(self.documents):
            below = {
                str(name) for base in self.documents[:position] for name in Names([base]).of(*Sort)
            }
            for name, citation in document.policy.adopts.items():
                if name in below:
                    yield str(name), citation
                    continue
                near = nearest(name, below)
                self.problems.append(
                    Diagnostic(
                        "unknown-name",
                        f"{quoted(name)} is no rule of a base that this policy builds on",
                        name.place,
                        help=f"did you mean `{near}`?" if near else "adopt rules of a base only",
                    )
                )

    # --- clauses --------------------------------------------------------------------

    def _clauses(self) -> Iterator[tuple[str, law.Clause]]:
        first: dict[str, Scalar] = {}
        for document in self.documents:
            for id_, clause in document.clauses.items():
                if id_ in first:
                    self.problems.append(
                        Diagnostic(
                            "name-clash",
                            f"clause {quoted(id_)} is given in a base already",
                            id_.place,
                            help="choose another id",
                            related=(Related(first[id_].place, "first given here"),),
                        )
                    )
                first.setdefault(str(id_), id_)
                yield (
                    str(id_),
                    law.Clause(str(id_), str(clause.at), str(clause.says), str(document.policy.id)),
                )

    def _clause(self, id_: Scalar) -> Iterator[law.Clause]:
        found = self.clauses.get(id_)
        if found is not None:
            self.claimed.add(found.id)
            yield found
            return
        near = nearest(id_, self.clauses)
        self.problems.append(
            Diagnostic(
                "unknown-name",
                f"there is no clause {quoted(id_)}",
                id_.place,
                help=f"did you mean `{near}`?" if near else "give it under `clauses`",
            )
        )

    def _cites(self, name: str, citation: Citation | None, keys: Iterable[str] = ()) -> law.Cites:
        """The clauses of a rule; those of the policy on top where it adopts a base's rule."""
        own = self._own_cites(name, citation, tuple(keys))
        adopted = self.adopted.get(name)
        return own if adopted is None else self._own_cites(name, adopted, tuple(keys))

    def _own_cites(self, name: str, citation: Citation | None, keys: tuple[str, ...]) -> law.Cites:
        if citation is None:
            return law.Cites()
        if isinstance(citation, list):
            return law.Cites(tuple(c for id_ in citation for c in self._clause(id_)))
        by_key: dict[str, tuple[law.Clause, ...]] = {}
        for key, ids in citation.items():
            if key not in keys:
                near = nearest(key, keys)
                self.problems.append(
                    Diagnostic(
                        "unknown-key",
                        f"`{name}` has no {quoted(key)} that could rest on a clause",
                        key.place,
                        help=f"did you mean `{near}`?"
                        if near
                        else "its keys are " + ", ".join(keys),
                    )
                )
            by_key[str(key)] = tuple(c for id_ in ids for c in self._clause(id_))
        return law.Cites(tuple(dict.fromkeys(c for cs in by_key.values() for c in cs)), by_key)

    def _left_out(self) -> Iterator[tuple[str, str]]:
        for document in self.documents:
            for id_, why in document.left_out.items():
                for clause in self._clause(id_):
                    yield clause.id, str(why)

    # --- names and sentences ---------------------------------------------------------

    def _named(self, given: Iterable[Scalar], *sorts: Sort) -> tuple[str, ...]:
        for name in given:
            self.names.find(name, name.place, *sorts)
        return tuple(str(name) for name in given)

    def _roles_named(self, given: Iterable[Scalar]) -> tuple[str, ...]:
        return self._named(given, Sort.ROLE)

    def _read(self, scalar: Scalar, read: Callable[[str], _T]) -> _T | None:
        """A sentence, or None and a diagnostic under the word that is wrong."""
        try:
            return read(scalar)
        except Misread as wrong:
            place = scalar.part(wrong.start, wrong.end)
            self.problems.append(Diagnostic(wrong.code, wrong.message, place, help=wrong.help))
            return None

    def _anchor(self, scalar: Scalar, phrase: AnchorPhrase) -> law.Anchor:
        place = scalar.part(phrase.name.start, phrase.name.end)
        name = phrase.name.text
        match phrase.form:
            case AnchorForm.START_OF | AnchorForm.END_OF:
                self.names.find(name, place, Sort.STAGE, Sort.END)
                start = phrase.form is AnchorForm.START_OF
                return law.StartOf(name) if start else law.EndOf(name)
            case AnchorForm.NAME:
                self.names.find(name, place, Sort.STEP, Sort.FACT)
                return law.Happened(name)
            case AnchorForm.FIRST | AnchorForm.LAST:
                self.names.find(name, place, Sort.STEP, Sort.FACT)
                return law.Happened(name, law.Which(phrase.form.value))

    def _anchors(self, given: Iterable[Scalar]) -> Iterator[law.Anchor]:
        for scalar in given:
            phrase = self._read(scalar, sentences.anchor)
            if phrase is not None:
                yield self._anchor(scalar, phrase)

    def _conditions(self, given: Iterable[Scalar]) -> tuple[law.Condition, ...]:
        return tuple(c for scalar in given for c in self._condition(scalar))

    def _condition(self, scalar: Scalar) -> Iterator[law.Condition]:
        phrase = self._read(scalar, sentences.condition)
        if phrase is None:
            return
        fact = phrase.fact
        place = scalar.part(fact.start, fact.end)
        if not self.names.find(fact.text, place, Sort.FACT):
            return
        known = self.facts.get(fact.text)
        if known is None:
            return  # expected of the policy on top
        answers = _answers(known)
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

    # --- facts, roles, places --------------------------------------------------------

    def _fact(self, name: Scalar, doc: FactDoc) -> law.Fact:
        asked = tuple(self._condition(doc.asked_if)) if doc.asked_if is not None else ()
        return law.Fact(
            name=str(name),
            means=str(doc.means),
            decided_by=self._roles_named(doc.decided_by),
            answers=_answers(doc),
            asked_if=asked[0] if asked else None,
            counts_as=frozenset(law.Work(w) for w in doc.counts_as),
            cites=self._cites(name, doc.cites, _written(doc)),
        )

    def _roles(self, steps: Mapping[str, law.Step]) -> dict[str, law.Role]:
        return {
            str(name): self._role(name, role, steps)
            for document in self.documents
            for name, role in document.roles.items()
        }

    def _role(self, name: Scalar, doc: RoleDoc, steps: Mapping[str, law.Step]) -> law.Role:
        stand_in = self._roles_named([doc.stand_in]) if doc.stand_in is not None else ()
        return law.Role(
            name=str(name),
            title=str(doc.title),
            one=doc.holders is not None,
            stand_in=stand_in[0] if stand_in else None,
            may_be=self._named(doc.may_be, Sort.RELATION),
            reach=None if doc.reach is None else str(doc.reach),
            appointed_by_steps=tuple(s.name for s in steps.values() if s.appoints == name),
            cites=self._cites(name, doc.cites, _written(doc)),
        )

    def _places(self) -> tuple[dict[str, law.Place], dict[str, law.Step]]:
        places: dict[str, law.Place] = {}
        steps: dict[str, law.Step] = {}
        for name, kind, doc, groups in self._written_places():
            found = [
                (duty, self._step(step_name, step, name, duty))
                for duty, group in groups
                for step_name, step in group.items()
            ]
            steps.update((step.name, step) for _, step in found)
            places[name] = law.Place(
                name=name,
                kind=kind,
                title=name if doc is None else str(doc.title),
                if_=self._conditions(doc.if_) if doc is not None else (),
                unless=self._conditions(doc.unless) if doc is not None else (),
                must=tuple(step.name for duty, step in found if duty is law.Duty.MUST),
                may=tuple(step.name for duty, step in found if duty is law.Duty.MAY),
                never=tuple(step.name for duty, step in found if duty is law.Duty.NEVER),
                cites=self._cites(name, doc.cites, _written(doc))
                if doc is not None
                else law.Cites(),
            )
        return places, steps

    def _written_places(
        self,
    ) -> Iterator[tuple[str, law.PlaceKind, PlaceDoc | None, list[tuple[law.Duty, Steps]]]]:
        """Every place in the order of the leaflet: begins, stages, throughout, ends."""
        must, may, never = law.Duty.MUST, law.Duty.MAY, law.Duty.NEVER
        yield (
            "begins",
            law.PlaceKind.BEGINS,
            None,
            [(may, document.begins) for document in self.documents],
        )
        for document in self.documents:
            for name, doc in document.stages.items():
                groups = [(must, doc.must), (may, doc.may), (never, doc.never)]
                yield str(name), law.PlaceKind.STAGE, doc, groups
        everywhere = [d.throughout for d in self.documents]
        yield (
            "throughout",
            law.PlaceKind.THROUGHOUT,
            None,
            [(duty, getattr(t, duty)) for t in everywhere for duty in (must, may, never)],
        )
        for document in self.documents:
            for name, doc in document.ends.items():
                groups = [(must, doc.must), (may, doc.may), (never, doc.never)]
                yield str(name), law.PlaceKind.END, doc, groups

    def _step(self, name: Scalar, doc: StepDoc, place: str, duty: law.Duty) -> law.Step:
        step = law.Step(
            name=str(name),
            place=place,
            duty=duty,
            by=self._roles_named(doc.by),
            to=self._roles_named(doc.to),
            with_=self._roles_named(doc.with_),
            copies_to=self._roles_named(doc.copies_to),
            open_to=self._roles_named(doc.open_to),
            how=tuple(law.Form(form) for form in doc.how),
            must_include=tuple(str(what) for what in doc.must_include),
            recorded_in=tuple(str(where) for where in doc.recorded_in),
            counts_as=frozenset(law.Work(w) for w in doc.counts_as)
            or frozenset({law.Work.ADMINISTER}),
            after=tuple(self._anchors(doc.after)),
            if_=self._conditions(doc.if_),
            unless=self._conditions(doc.unless),
            appoints=None if doc.appoints is None else self._roles_named([doc.appoints])[0],
            from_=self._roles_named(doc.from_),
            then=None if doc.then is None else self._named([doc.then], Sort.STAGE, Sort.END)[0],
            cites=self._cites(name, doc.cites, _written(doc)),
        )
        if doc.within is not None:
            self._deadline(doc.within, step)
        return step

    def _deadline(self, scalar: Scalar, step: law.Step) -> None:
        phrase = self._read(scalar, sentences.period)
        if phrase is None:
            return
        anchor = self._anchor(scalar, phrase.anchor)
        unit = scalar.part(phrase.unit_at.start, phrase.unit_at.end)
        counting = self.top.counting
        if phrase.span.unit is Unit.WORKING_DAYS and (
            counting is None or counting.working_days is None
        ):
            self.problems.append(
                Diagnostic(
                    "unknown-calendar",
                    "the document does not say which working days these are",
                    unit,
                    help="add `working_days: england-and-wales` under `counting`",
                )
            )
        day_one = {
            Preposition.OF: DayOne(counting.day_one) if counting else DayOne.DAY_AFTER,
            Preposition.AFTER: DayOne.DAY_AFTER,
            Preposition.BEGINNING_WITH: DayOne.SAME_DAY,
        }[phrase.preposition]
        promise = step.duty is law.Duty.MUST
        self.deadlines.append(
            law.Deadline(
                step=step.name,
                place=step.place,
                kind=law.Kind.PROMISE if promise else law.Kind.WINDOW,
                of=anchor,
                span=phrase.span,
                day_one=day_one,
                cites=step.cites.of("within"),
            )
        )

    # --- conflicts, readings, counting -------------------------------------------------

    def _conflict(
        self,
        name: Scalar,
        doc: ConflictDoc,
        steps: Mapping[str, law.Step],
        facts: Mapping[str, law.Fact],
    ) -> law.Conflict:
        works = {str(target) for target in doc.may_not} & set(law.Work)
        targets = self._named(
            [t for t in doc.may_not if t not in works], Sort.STEP, Sort.FACT, Sort.ROLE
        )
        acts: dict[str, law.Step | law.Fact] = {**steps, **facts}
        bars = {
            n
            for n, act in acts.items()
            if n in targets or any(work in works for work in act.counts_as)
        }
        exception = doc.except_
        return law.Conflict(
            name=str(name),
            who=tuple(who for scalar in doc.who for who in self._who(scalar)),
            may_not=tuple(str(target) for target in doc.may_not),
            bars=frozenset(bars),
            bars_roles=frozenset(t for t in targets if t in self.names.of(Sort.ROLE)),
            has_exception=exception is not None,
            except_in=self._named(exception.in_, Sort.STAGE) if exception is not None else (),
            except_if=self._conditions(exception.if_) if exception is not None else (),
            cites=self._cites(name, doc.cites, _written(doc)),
        )

    def _who(self, scalar: Scalar) -> Iterator[law.Who]:
        word = self._read(scalar, sentences.who)
        if word is None:
            return
        place = scalar.part(word.start, word.end)
        if self.names.find(word.text, place, Sort.RELATION, Sort.ROLE):
            is_role = word.text in self.names.of(Sort.ROLE)
            yield law.Holds(word.text) if is_role else law.Is(word.text)

    def _readings(self) -> Iterator[tuple[str, law.Reading]]:
        for document in self.documents:
            for name, doc in document.readings.items():
                yield (
                    str(name),
                    law.Reading(
                        name=str(name),
                        bears_on=self._named(doc.bears_on, *(s for s in Sort if s != Sort.READING)),
                        unclear=str(doc.unclear),
                        taken_as=str(doc.taken_as),
                        cites=self._cites(name, doc.cites),
                    ),
                )

    def _counting(self) -> tuple[ZoneInfo, Calendar]:
        counting = self.top.counting
        if counting is None:
            if not self.top.is_base:
                self.problems.append(
                    Diagnostic(
                        "unknown-calendar",
                        "the document does not say how days are counted",
                        self.top.policy.id.place,
                        help="add `counting: {working_days: england-and-wales, "
                        "day_one: day after, time_zone: Europe/London}`",
                    )
                )
            return ZoneInfo("UTC"), EVERY_DAY
        return self._zone(counting), self._calendar(counting)

    def _zone(self, counting: CountingDoc) -> ZoneInfo:
        name = counting.time_zone
        if name in available_timezones():
            return ZoneInfo(name)
        near = nearest(name, available_timezones())
        self.problems.append(
            Diagnostic(
                "unknown-name",
                f"there is no time zone {quoted(name)}",
                name.place,
                help=f"did you mean `{near}`?" if near else "write it as Europe/London",
            )
        )
        return ZoneInfo("UTC")

    def _calendar(self, counting: CountingDoc) -> Calendar:
        name = counting.working_days
        if name is None:
            return EVERY_DAY
        if name in self.calendars.names:
            return self.calendars.find(name)
        near = nearest(name, self.calendars.names)
        self.problems.append(
            Diagnostic(
                "unknown-calendar",
                f"there is no calendar {quoted(name)}",
                name.place,
                help=f"did you mean `{near}`?"
                if near
                else "there are " + ", ".join(self.calendars.names),
            )
        )
        return EVERY_DAY


def _answers(doc: FactDoc) -> tuple[law.Value, ...]:
    return (True, False) if doc.answers is None else tuple(str(answer) for answer in doc.answers)


def _written(doc: StepDoc | FactDoc | RoleDoc | PlaceDoc | ConflictDoc) -> tuple[str, ...]:
    """The keys that stand in a mapping of the document, as they are written."""
    fields = type(doc).model_fields
    return tuple(
        fields[name].alias or name
        for name in fields
        if name in doc.model_fields_set and name != "cites"
    )


def _told(facts: Mapping[str, law.Fact], conflicts: Iterable[law.Conflict]) -> dict[str, law.Fact]:
    """What can bar nobody from deciding it may be told by the application itself."""
    barred = {name for conflict in conflicts for name in conflict.bars}
    return {
        name: replace(fact, told=not fact.counts_as and name not in barred)
        for name, fact in facts.items()
    }


def _index(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    found: dict[str, tuple[_T, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found
