"""Documents to a procedure: every name checked, every sentence read, every mistake collected.

Bases come first and add by name; lists never merge. What a base states and the policy on
top states too is adopted: the base's rule then answers with the policy's own clauses.

One class, since every part of a document is linked against the same names, clauses and list of
mistakes; what stands on its own (clauses, phrases, counting) is next door.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, Related, nearest, quoted
from complaintflow.language import spans
from complaintflow.language.clauses import Clauses
from complaintflow.language.counting import Calendars, counting_of
from complaintflow.language.document import (
    ActDoc,
    ConflictDoc,
    DifferentDoc,
    Doc,
    Document,
    ExtensionDoc,
    FactDoc,
    PlaceDoc,
    RoleDoc,
    StepDoc,
    Steps,
)
from complaintflow.language.names import Names, Sort
from complaintflow.language.phrases import Phrases, answers_of
from complaintflow.language.spans import Preposition
from complaintflow.language.tree import Scalar
from complaintflow.periods import DayOne, Unit

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Linked:
    """Linked documents: what they mean, what is wrong, and which clauses some rule claims.

    `procedure` is None where something is wrong, and for a base, which is no procedure; `used`
    are the names that some other place names rightly.
    """

    documents: tuple[Document, ...]
    procedure: law.Procedure | None
    problems: tuple[Diagnostic, ...]
    claimed: frozenset[str]
    used: frozenset[str]
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
        self.clauses = Clauses(self.documents, self.names)
        self.phrases = Phrases(self.names, self.documents, self.problems)
        self.deadlines: list[law.Deadline] = []
        self.settled_by = self._settlers()

    def link(self) -> Linked:
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
        self._circular(conflicts, facts, roles)
        self._circular_questions(facts)
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
                readings_on=_index(
                    (name, r.name) for r in readings.values() for name in r.bears_on
                ),
            )
        return Linked(
            self.documents,
            procedure,
            tuple(self.problems),
            frozenset(self.clauses.claimed),
            self.names.used,
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
        return law.Fact(
            name=str(name),
            means=str(doc.means),
            decided_by=self.phrases.roles_named(doc.decided_by),
            answers=answers_of(doc),
            asked_if=asked[0] if asked else None,
            counts_as=frozenset(law.Work(w) for w in doc.counts_as),
            cites=self.clauses.cites(name, doc.cites, _written(doc)),
        )

    def _roles(self, steps: Mapping[str, law.Step]) -> dict[str, law.Role]:
        return {
            str(name): self._role(name, role, steps)
            for document in self.documents
            for name, role in document.roles.items()
        }

    def _role(self, name: Scalar, doc: RoleDoc, steps: Mapping[str, law.Step]) -> law.Role:
        stand_in = self.phrases.roles_named([doc.stand_in]) if doc.stand_in is not None else ()
        return law.Role(
            name=str(name),
            title=str(doc.title),
            one=doc.holders is not None,
            stand_in=stand_in[0] if stand_in else None,
            may_be=self.phrases.named(doc.may_be, Sort.RELATION),
            reach=None if doc.reach is None else str(doc.reach),
            appointed_by_steps=tuple(s.name for s in steps.values() if s.appoints == name),
            cites=self.clauses.cites(name, doc.cites, _written(doc)),
        )

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
                cites=self.clauses.cites(name, doc.cites, _written(doc))
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
            sets_time_of=self.phrases.named(doc.sets_time_of, Sort.STEP),
            repeats=doc.every is not None,
            then=None
            if doc.then is None
            else self.phrases.named([doc.then], Sort.STAGE, Sort.END)[0],
        )
        yield step
        ways = tuple(
            (self._act(n, x, place, law.Duty.MAY), self._extension(n, x))
            for n, x in doc.may_extend.items()
        )
        yield from (replace(way, extends=step.name) for way, _ in ways)
        self._deadlines(doc, step, tuple(extension for _, extension in ways))

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
            cites=self.clauses.cites(name, citation, _written(doc)),
        )

    # --- time -----------------------------------------------------------------------------

    def _settlers(self) -> dict[str, tuple[str, ...]]:
        """By step, the steps that settle its time."""
        return _index(
            (str(settled), str(name))
            for document in self.documents
            for steps in document.all_steps()
            for name, step in steps.items()
            for settled in step.sets_time_of
        )

    def _extension(self, name: Scalar, doc: ExtensionDoc) -> law.Extension:
        return law.Extension(
            step=str(name),
            up_to=None if doc.up_to is None else self._period(doc.up_to, spans.plain_period),
            before_time_is_up=doc.before_time_is_up is not None,
            once=doc.once is not None,
        )

    def _deadlines(
        self, doc: StepDoc, step: law.Step, extensions: tuple[law.Extension, ...]
    ) -> None:
        """The clocks of a step: its aim, and its promise or window; the latter is extended."""
        must = step.duty is law.Duty.MUST
        written = (
            (law.Kind.AIM, doc.aim_within),
            (law.Kind.PROMISE if must else law.Kind.WINDOW, doc.within),
        )
        extended = doc.within if doc.within is not None else doc.aim_within
        for name in doc.may_extend if extended is None else ():
            message = f"{quoted(step.name)} has no time that {quoted(name)} could extend"
            help_ = f"give {quoted(step.name)} a `within` or an `aim_within`"
            self.problems.append(Diagnostic("wrong-shape", message, name.place, help=help_))
        for kind, scalar in written:
            period = None if scalar is None else self._period(scalar, spans.period)
            if period is None:
                continue
            deadline = law.Deadline(
                step=step.name,
                place=step.place,
                kind=kind,
                period=period,
                settled_by=self.settled_by.get(step.name, ()),
                extensions=extensions if scalar is extended else (),
            )
            self.deadlines.append(replace(deadline, cites=step.cites.of(deadline.key)))

    def _anchor_all_the_same(self, scalar: Scalar) -> None:
        """After days of no kind the anchor may be wrong too; both are told at once."""
        if self.problems[-1].code == "bare-days":
            phrase = self.phrases.read(scalar, spans.anchor_of)
            if phrase is not None:
                self.phrases.anchor(scalar, phrase)

    def _period(
        self, scalar: Scalar, read: Callable[[str], spans.PeriodPhrase]
    ) -> law.Period | None:
        phrase = self.phrases.read(scalar, read)
        if phrase is None:
            self._anchor_all_the_same(scalar)
            return None
        anchor = self.phrases.start(scalar, phrase.anchor)
        unit = scalar.part(phrase.unit_at.start, phrase.unit_at.end)
        counting = self.top.counting
        if (
            phrase.span.unit is Unit.WORKING_DAYS
            and counting is not None
            and counting.working_days is None
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
        return law.Period(anchor, phrase.span, day_one, phrase.least)

    # --- conflicts, readings, counting -------------------------------------------------

    def _conflict(
        self,
        name: Scalar,
        doc: ConflictDoc | DifferentDoc,
        steps: Mapping[str, law.Step],
        facts: Mapping[str, law.Fact],
    ) -> law.Conflict:
        if isinstance(doc, DifferentDoc):
            return self._different_people(name, doc)
        works = {str(target) for target in doc.may_not} & set(law.Work)
        targets = self.phrases.named(
            [t for t in doc.may_not if t not in works],
            Sort.STEP,
            Sort.FACT,
            Sort.ROLE,
            words=tuple(law.Work),
        )
        acts: dict[str, law.Step | law.Fact] = {**steps, **facts}
        bars = {
            n
            for n, act in acts.items()
            if n in targets or any(work in works for work in act.counts_as)
        }
        exception = doc.except_
        keeping = law.Keeping(
            who=tuple(who for scalar in doc.who for who in self.phrases.who(scalar)),
            bars=frozenset(bars),
            bars_roles=frozenset(t for t in targets if t in self.names.of(Sort.ROLE)),
        )
        return law.Conflict(
            name=str(name),
            keeps=(keeping,),
            may_not=tuple(str(target) for target in doc.may_not),
            different_people=False,
            has_exception=exception is not None,
            except_in=self.phrases.named(exception.in_, Sort.STAGE)
            if exception is not None
            else (),
            except_if=self.phrases.conditions(exception.if_) if exception is not None else (),
            cites=self.clauses.cites(name, doc.cites, _written(doc)),
        )

    def _different_people(self, name: Scalar, doc: DifferentDoc) -> law.Conflict:
        """Each of some steps, or roles, is kept from whoever has to do with another of them."""
        given = self.phrases.named(doc.different_people, Sort.STEP, Sort.ROLE)
        roles = {one for one in given if one in self.names.of(Sort.ROLE)}

        def ties(one: str) -> tuple[law.Who, ...]:
            return tuple(
                law.Held(other) if other in roles else law.Did(other)
                for other in given
                if other != one
            )

        return law.Conflict(
            name=str(name),
            keeps=tuple(
                law.Keeping(ties(one), frozenset({one} - roles), frozenset({one} & roles))
                for one in given
            ),
            may_not=given,
            different_people=True,
            has_exception=False,
            except_in=(),
            except_if=(),
            cites=self.clauses.cites(name, doc.cites, _written(doc)),
        )

    def _circular_questions(self, facts: Mapping[str, law.Fact]) -> None:
        """Whether a question is asked can not hang on that question itself."""
        waits_for = {
            name: [] if fact.asked_if is None else [fact.asked_if.fact]
            for name, fact in facts.items()
        }
        for first, *others in _circles(waits_for):
            self._circle(
                "circular-question",
                f"whether {quoted(first)} is asked hangs on {quoted(first)} itself",
                "take out one `asked_if` of the circle",
                first,
                others,
            )

    def _circular(
        self,
        conflicts: Mapping[str, law.Conflict],
        facts: Mapping[str, law.Fact],
        roles: Mapping[str, law.Role],
    ) -> None:
        """An exception whose own decision waits for that exception could never be judged.

        It waits for a rule that keeps people from the decision, or from an office in which they
        would take it.
        """

        def decided_by(conflict: law.Conflict) -> set[str]:
            named = {c.fact for c in conflict.except_if}
            held = {role for fact in named & facts.keys() for role in facts[fact].decided_by}
            stand_ins = {roles[role].stand_in or role for role in held & roles.keys()}
            return named | held | stand_ins

        waits_for = {
            c.name: [
                d.name
                for d in conflicts.values()
                if d.has_exception and not decided_by(c).isdisjoint(d.bars | d.bars_roles)
            ]
            for c in conflicts.values()
            if c.has_exception
        }
        for first, *others in _circles(waits_for):
            self._circle(
                "circular-exception",
                f"{quoted(first)} waits for itself: the people it touches are "
                "kept from deciding its exception, unless that exception holds already",
                "let that decision count as other work than `may_not` names, "
                "or keep people from it by a rule without `except`",
                first,
                others,
            )

    def _circle(self, code: str, message: str, help_: str, first: str, others: list[str]) -> None:
        related = tuple(
            Related(self.names[name].name.place, "this is part of the circle") for name in others
        )
        place = self.names[first].name.place
        self.problems.append(Diagnostic(code, message, place, help=help_, related=related))

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
                    ),
                )


def _written(doc: Doc) -> tuple[str, ...]:
    """The keys that stand in a mapping of the document, as they are written."""
    fields = type(doc).model_fields
    return tuple(
        fields[name].alias or name
        for name in fields
        if name in doc.model_fields_set and name != "cites"
    )


def _circles(waits_for: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Every circle of names in which each waits for the next."""
    reached: dict[str, set[str]] = {}
    for name in waits_for:
        found: set[str] = set()
        ahead = list(waits_for[name])
        while ahead:
            following = ahead.pop()
            if following not in found:
                found.add(following)
                ahead += waits_for.get(following, ())
        reached[name] = found
    told: set[str] = set()
    for name in waits_for:
        if name in reached[name] and name not in told:
            circle = [o for o in waits_for if o in reached[name] and name in reached[o]]
            told.update(circle)
            yield circle


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
