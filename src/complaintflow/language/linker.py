"""Documents to a procedure: every name checked, every sentence read, every mistake collected.

Bases come first and add by name; lists never merge. What a base states and the policy on
top states too is adopted: the base's rule then answers with the policy's own clauses.

One class, since every part of a document is linked against the same names, clauses and list of
mistakes; what stands on its own (clauses, phrases, times, conflicts of interest, counting) is next
door.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from complaintflow import procedure as law
from complaintflow.conventions import Roll
from complaintflow.diagnostics import Diagnostic, Related, nearest, quoted
from complaintflow.language.clauses import Clauses
from complaintflow.language.counting import Calendars, counting_of, hour_of, own_days_of
from complaintflow.language.document import (
    ActDoc,
    Document,
    ExtensionDoc,
    FactDoc,
    PlaceDoc,
    RelationDoc,
    StepDoc,
    Steps,
)
from complaintflow.language.instants import Moments
from complaintflow.language.interests import Interests
from complaintflow.language.names import Names, Sort
from complaintflow.language.phrases import Phrases, answers_of
from complaintflow.language.roles import Roles
from complaintflow.language.times import Times
from complaintflow.language.tree import Scalar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Linked:
    """Linked documents: what they mean, what is wrong, and which clauses some rule claims.

    `procedure` is None where something is wrong, and for a base, which is no procedure; `used`
    are the names that some other place names rightly. `lacking` is no mistake of the documents: the
    calendars without which the procedure can be checked and not used.
    """

    documents: tuple[Document, ...]
    procedure: law.Procedure | None
    problems: tuple[Diagnostic, ...]
    claimed: frozenset[str]
    used: frozenset[str]
    conflicts: tuple[law.Conflict, ...]
    lacking: tuple[Diagnostic, ...]


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
        self.clauses = Clauses(self.documents, self.names)
        self.phrases = Phrases(self.names, self.documents, self.problems)
        self.moments = Moments(self.phrases, self.clauses, self.documents)
        self.own_days, self.lacking = own_days_of(self.documents, calendars)
        kinds = [own.kind for own in self.own_days.values()]
        self.times = Times(self.phrases, self.clauses, self.documents, kinds, self.moments)
        self.roles = Roles(self.phrases, self.clauses)
        self.interests = Interests(self.names, self.phrases, self.clauses, kinds, self.top.counting)

    def link(self) -> Linked:
        relations = {
            str(n): _relation(n, r) for d in self.documents for n, r in d.relations.items()
        }
        facts = {str(n): self._fact(n, f) for d in self.documents for n, f in d.facts.items()}
        happenings = {
            str(n): law.Happening(str(n), str(h.says), self.clauses.cites(n, h.cites))
            for d in self.documents
            for n, h in d.happenings.items()
        }
        places, steps = self._places()
        roles = self._roles(steps)
        conflicts = {
            str(n): self.interests.conflict(n, c, steps, facts)
            for d in self.documents
            for n, c in d.conflicts.items()
        }
        conflicts |= {
            rule.name: rule
            for d in self.documents
            for n, r in d.roles.items()
            if (rule := self.interests.of_role(n, r, roles[n])) is not None
        }
        self.interests.circular(conflicts, facts, roles)
        self.interests.circular_questions(facts)
        self.times.circular()
        duties = {
            str(n): law.Notice(
                str(n), str(x.says), self.phrases.roles_named(x.by), self.clauses.cites(n, x.cites)
            )
            for d in self.documents
            for n, x in d.standing_duties.items()
        }
        information = {
            str(n): law.Notice(str(n), str(x.says), (), self.clauses.cites(n, x.cites))
            for d in self.documents
            for n, x in d.information.items()
        }
        readings = {str(n): r for n, r in self._readings()}
        left_out = dict(self.clauses.left_out())
        zone, calendar = counting_of(self.top, self.calendars, self.problems)
        self._expected()
        self.names.settle()
        self.clauses.settle()
        procedure = None
        if not self.problems and not self.top.is_base:
            policy, counting = self.top.policy, self.top.counting
            procedure = law.Procedure(
                id=str(policy.id),
                title=str(policy.title),
                version=str(policy.version),
                in_force_from=policy.in_force_from,
                builds_on=tuple(str(d.policy.id) for d in self.documents[:-1]),
                zone=zone,
                calendar=calendar,
                own_days=self.own_days,
                roll=Roll.NONE if counting is None else Roll(counting.roll or Roll.NONE),
                cut_off=None if counting is None else hour_of(counting.cut_off),
                day_ends=None if counting is None else hour_of(counting.day_ends),
                places=places,
                steps=steps,
                facts=_told(facts, conflicts.values(), roles),
                happenings=happenings,
                moments=self.moments.linked,
                roles=roles,
                relations=relations,
                conflicts=conflicts,
                deadlines=tuple(self.times.deadlines),
                clauses=self.clauses.known,
                left_out=left_out,
                standing_duties=duties,
                information=information,
                readings=readings,
                conflicts_on=_index(
                    (target, c)
                    for c in conflicts.values()
                    for target in sorted(c.bars | c.bars_roles)
                ),
                kept_from={
                    target: law.KeptFrom(parts)
                    for target, parts in _index(
                        (target, (c, keeping))
                        for c in conflicts.values()
                        for keeping in c.keeps
                        for target in sorted(keeping.targets)
                    ).items()
                },
                readings_on=_index(
                    (name, r.name) for r in readings.values() for name in r.bears_on
                ),
                looks_back=any(k.within_last for c in conflicts.values() for k in c.keeps),
            )
        return Linked(
            self.documents,
            procedure,
            tuple(self.problems),
            frozenset(self.clauses.claimed),
            self.names.used,
            tuple(conflicts.values()),
            tuple(self.lacking),
        )

    # --- bases ----------------------------------------------------------------------

    def _expected(self) -> None:
        """What a base expects must be given by the policy on top, as what the base uses it for."""
        if self.top.is_base:
            return
        for base in self.documents[:-1]:
            for name, what in base.expects.items():
                if self.names[name].sort is Sort.EXPECTED:
                    near = self.names.misspelt(name)
                    at = near or next(iter(self.top.policy.builds_on), self.top.policy.id)
                    self.problems.append(
                        Diagnostic(
                            "unknown-name",
                            f"{quoted(base.policy.id)} expects {quoted(name)} of this policy: "
                            f"{what}",
                            at.place,
                            help=f"did you mean `{name}`?"
                            if near is not None
                            else self._give(name),
                            related=(Related(name.place, "expected here"),),
                        )
                    )

    def _give(self, name: str) -> str:
        near = nearest(name, self.names.of(*(sort for sort in Sort if sort is not Sort.EXPECTED)))
        doubt = f"; or does the base mean `{near}`?" if near is not None else ""
        return f"give something the name `{name}`{doubt}"

    # --- facts, roles, places --------------------------------------------------------

    def _fact(self, name: Scalar, doc: FactDoc) -> law.Fact:
        asked = tuple(self.phrases.condition(doc.asked_if)) if doc.asked_if is not None else ()
        fact = law.Fact(
            name=str(name),
            means=str(doc.means),
            decided_by=self.phrases.roles_named(doc.decided_by),
            answers=answers_of(doc),
            asked_if=asked[0] if asked else None,
            for_each=None
            if doc.for_each is None
            else self.phrases.told(
                doc.for_each,
                doc.for_each.place,
                "name a relation that says something of one person, or a role",
            ),
            counts_as=frozenset(law.Work(w) for w in doc.counts_as),
            cites=self.clauses.cites(name, doc.cites, doc.written()),
        )
        self.times.question(doc, fact)
        return fact

    def _roles(self, steps: Mapping[str, law.Step]) -> dict[str, law.Role]:
        return {
            str(name): self.roles.role(name, role, steps)
            for document in self.documents
            for name, role in document.roles.items()
        }

    def _places(self) -> tuple[dict[str, law.Place], dict[str, law.Step]]:
        places: dict[str, law.Place] = {}
        steps: dict[str, law.Step] = {}
        for name, kind, doc, groups in self._written_places():
            found = [
                (each.duty, each)
                for duty, group in groups
                for step_name, step in group.items()
                for each in self._steps(step_name, step, name, duty)
            ]
            steps.update((step.name, step) for _, step in found)
            places[name] = law.Place(
                name=name,
                kind=kind,
                title=name if doc is None else str(doc.title),
                if_=self.phrases.conditions(doc.if_) if doc is not None else (),
                unless=self.phrases.conditions(doc.unless) if doc is not None else (),
                must=tuple(step.name for duty, step in found if duty is law.Duty.MUST),
                may=tuple(step.name for duty, step in found if duty is law.Duty.MAY),
                never=tuple(step.name for duty, step in found if duty is law.Duty.NEVER),
                cites=self.clauses.cites(name, doc.cites, doc.written())
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

    def _steps(self, name: Scalar, doc: StepDoc, place: str, duty: law.Duty) -> Iterator[law.Step]:
        """A step, and as steps of their own the ways to more time that stand under it."""
        step = replace(
            self._act(name, doc, place, duty),
            appoints=None if doc.appoints is None else self.phrases.roles_named([doc.appoints])[0],
            from_=self.phrases.roles_named(doc.from_),
            sets_time_of=self.phrases.named(doc.sets_time_of, Sort.STEP, Sort.MOMENT),
            repeats=doc.every is not None,
            met_by=self.phrases.named(doc.met_by, Sort.STEP),
            late_if=tuple(law.Condition(f) for f in self.phrases.named(doc.late_if, Sort.FACT)),
            then=None
            if doc.then is None
            else self.phrases.named([doc.then], Sort.STAGE, Sort.END)[0],
        )
        yield step
        ways = tuple(
            (self._act(n, x, place, law.Duty.MAY), self.times.extension(n, x, name))
            for n, x in doc.may_extend.items()
        )
        yield from (replace(way, extends=step.name, by=way.by or step.by) for way, _ in ways)
        self.times.add(doc, step, tuple(extension for _, extension in ways))

    def _act(self, name: Scalar, doc: ActDoc, place: str, duty: law.Duty) -> law.Step:
        """What every act says of itself; `cites` stands last in each of the models."""
        citation = doc.cites if isinstance(doc, StepDoc | ExtensionDoc) else None
        return law.Step(
            name=str(name),
            place=place,
            duty=duty,
            by=self.phrases.roles_named(doc.by),
            to=self.phrases.roles_named(doc.to),
            with_=self.phrases.roles_named(doc.with_),
            copies_to=self.phrases.roles_named(doc.copies_to),
            open_to=self.phrases.roles_named(doc.open_to),
            how=tuple(law.Form(form) for form in doc.how),
            must_include=tuple(str(what) for what in doc.must_include),
            recorded_in=tuple(str(where) for where in doc.recorded_in),
            signed_by=self.phrases.roles_named(doc.signed_by),
            agreed_by=self.phrases.roles_named(doc.agreed_by),
            counts_as=frozenset(law.Work(w) for w in doc.counts_as)
            or frozenset({law.Work.ADMINISTER}),
            after=tuple(self.phrases.anchors(doc.after)),
            if_=self.phrases.conditions(doc.if_),
            unless=self.phrases.conditions(doc.unless),
            cites=self.clauses.cites(name, citation, doc.written()),
        )

    # --- readings ----------------------------------------------------------------------

    def _readings(self) -> Iterator[tuple[str, law.Reading]]:
        for document in self.documents:
            for name, doc in document.readings.items():
                yield (
                    str(name),
                    law.Reading(
                        name=str(name),
                        bears_on=self.phrases.named(
                            doc.bears_on,
                            *(s for s in Sort if s not in (Sort.READING, Sort.EXPECTED)),
                        ),
                        unclear=str(doc.unclear),
                        taken_as=str(doc.taken_as),
                        cites=self.clauses.cites(name, doc.cites),
                        accepts=tuple(map(str, doc.accepts)),
                    ),
                )


def _relation(name: Scalar, doc: Scalar | RelationDoc) -> law.Relation:
    """What can be true of a person, or of two."""
    if isinstance(doc, Scalar):
        return law.Relation(str(name), str(doc))
    return law.Relation(
        name=str(name),
        says=str(doc.says),
        between_people=True,
        both_ways=doc.both_ways is not None,
    )


def _told(
    facts: Mapping[str, law.Fact],
    conflicts: Iterable[law.Conflict],
    roles: Mapping[str, law.Role],
) -> dict[str, law.Fact]:
    """What can bar nobody from deciding it, and is for no body, the application itself may tell.

    A rule bars from the answer, or from an office in which it is given.
    """
    bodies = {name for name, role in roles.items() if role.body is not None}
    barred = {name for conflict in conflicts for name in conflict.bars | conflict.bars_roles}

    def free(fact: law.Fact) -> bool:
        stand_ins = {roles[role].stand_in for role in fact.decided_by}
        return barred.isdisjoint({fact.name, *fact.decided_by, *stand_ins})

    return {
        name: replace(
            fact,
            told=not fact.counts_as and free(fact) and bodies.isdisjoint(fact.decided_by),
        )
        for name, fact in facts.items()
    }


def _index(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    found: dict[str, tuple[_T, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found
