"""Checks of a linked document: one function a code. They stop nothing from being loaded.

A reading accepts by its code what is left as it is found; an acceptance of nothing is told itself.
"""

from collections.abc import Callable, Iterator

from complaintflow.diagnostics import Diagnostic, Severity, quoted
from complaintflow.language.dead_ends import (
    cannot_happen,
    counted_from_itself,
    no_way_out,
    nothing_begins,
    time_written,
    unreachable,
)
from complaintflow.language.document import (
    ActDoc,
    ConflictDoc,
    Document,
    ExtensionDoc,
    OnlyDoc,
    ReadingDoc,
    RoleDoc,
    RuleDoc,
    StepDoc,
)
from complaintflow.language.holes import nobody_grants, nobody_left
from complaintflow.language.idle_times import idle_time
from complaintflow.language.impossible_bodies import impossible_body
from complaintflow.language.linker import Linked
from complaintflow.language.out_of_order import due_out_of_order
from complaintflow.language.tree import Scalar
from complaintflow.language.values import Citation
from complaintflow.procedure import ActedIn, Of, Procedure, Work
from complaintflow.relating import acts_in

RULING_KEYS = frozenset(
    {
        "by",
        "agreed_by",
        "to",
        "with",
        "copies_to",
        "open_to",
        "signed_by",
        "how",
        "must_include",
        "recorded_in",
        "after",
        "if",
        "unless",
        "within",
        "aim_within",
        "at_latest",
        "stands_still",
        "met_by",
        "late_if",
        "sets_time_of",
        "every",
        "until",
        "from",
        "because",
        "adds",
        "up_to",
        "before_time_is_up",
        "once",
    }
)
"""The keys of a step that refuse, owe or date something, and so rest on a clause."""


def no_clause(linked: Linked) -> Iterator[Diagnostic]:
    """Every rule cites a clause, and where it cites key by key, every key that rules."""
    document = linked.documents[-1]
    for name, cites in _rules(document):
        if cites is None:
            yield Diagnostic(
                "no-clause",
                f"{quoted(name)} rests on no clause of the source",
                name.place,
                severity=Severity.WARNING,
                help="add `cites: CLAUSE`, or move what the source leaves open to `readings`",
            )
    for name, step in _steps(document):
        if isinstance(step.cites, dict):
            fields = type(step).model_fields
            written = {fields[field].alias or field for field in step.model_fields_set}
            missing = [key for key in fields_in_order(step) if key in written & RULING_KEYS]
            missing = [key for key in missing if key not in step.cites]
            if isinstance(step, StepDoc) and all(each.cites for each in step.stands_still):
                missing = [key for key in missing if key != "stands_still"]
            if missing:
                yield Diagnostic(
                    "no-clause",
                    f"{quoted(name)} does not say on which clause `{missing[0]}` rests",
                    name.place,
                    severity=Severity.WARNING,
                    help=f"add `{missing[0]}: CLAUSE` to its `cites`",
                )


def fields_in_order(step: ActDoc) -> list[str]:
    """The keys of a step in the order of the language."""
    return [field.alias or name for name, field in type(step).model_fields.items()]


def unclaimed_clause(linked: Linked) -> Iterator[Diagnostic]:
    """Every clause is claimed by a rule, adopted from a base, or left out with a reason."""
    for id_ in linked.documents[-1].clauses:
        if id_ not in linked.claimed:
            yield Diagnostic(
                "unclaimed-clause",
                f"no rule rests on clause {quoted(id_)}",
                id_.place,
                severity=Severity.WARNING,
                help="cite it where it is the reason for a rule, or say under `left_out` why not",
            )


WORDS = frozenset(str(work) for work in Work)
"""The words of `counts_as`."""


def idle_conflict(linked: Linked) -> Iterator[Diagnostic]:
    """A conflict rule that points at a kind of work which nothing in the policy counts as."""
    if linked.procedure is None:
        return
    there_is = {str(w) for step in linked.procedure.steps.values() for w in step.counts_as}
    there_is |= {str(w) for fact in linked.procedure.facts.values() for w in fact.counts_as}
    for document in linked.documents:
        rules: list[tuple[Scalar, RuleDoc | RoleDoc]] = [*document.roles.items()]
        for name, rule in (*rules, *document.conflicts.items()):
            for said, tie in _idle_work(linked.procedure, name, rule):
                yield Diagnostic(
                    "idle-conflict",
                    f"nothing in {quoted(tie.stage)} counts as {quoted(str(tie.work))}, so "
                    f"{quoted(said)} is true of nobody",
                    said.place,
                    severity=Severity.WARNING,
                    help=f"add `counts_as: {tie.work}` to the steps that are meant, "
                    f"or write `acted in {tie.stage}`",
                )
            for target in _targets(rule):
                if str(target) in WORDS and str(target) not in there_is:
                    yield Diagnostic(
                        "idle-conflict",
                        f"nothing in this policy counts as {quoted(target)}, so "
                        f"{quoted(name)} keeps nobody from it",
                        target.place,
                        severity=Severity.WARNING,
                        help=f"add `counts_as: {target}` to the steps that are meant",
                    )


def _idle_work(
    procedure: Procedure, name: Scalar, rule: RuleDoc | RoleDoc
) -> Iterator[tuple[Scalar, ActedIn]]:
    """Each work in a stage of which a rule speaks and which no step there counts as."""
    match rule:
        case ConflictDoc(who=written) | OnlyDoc(only=written):
            meant = procedure.conflicts[name].who
        case RoleDoc(must_be=written):
            meant = procedure.roles[name].must_be
        case _:
            return
    for said, who in zip(written, meant, strict=True):
        tie = who.whom if isinstance(who, Of) else who
        if isinstance(tie, ActedIn) and tie.work and not any(acts_in(procedure, tie)):
            yield said, tie


def _targets(rule: RuleDoc | RoleDoc) -> list[Scalar]:
    """What a rule says that some may not do, or only some may."""
    match rule:
        case ConflictDoc(may_not=targets) | OnlyDoc(may=targets):
            return targets
        case _:
            return []


def unused(linked: Linked) -> Iterator[Diagnostic]:
    """A role, a relation, a question, a happening or a moment that nothing in the policy names.

    A role under which only contact details stand is there to be read, and a question with a time of its
    own is to be answered whatever hangs on it. What a base gives is for those who build on it.
    """
    if linked.procedure is None:
        return
    top = linked.documents[-1]
    written = {word for step in linked.procedure.steps.values() for word in step.must_include}
    written |= {word for step in linked.procedure.steps.values() for word in step.recorded_in}
    written |= {str(name) for document in linked.documents for name in document.expects}
    sorts: tuple[tuple[str, str, list[Scalar]], ...] = (
        (
            "relation",
            "name it under `may_be` or `must_be` of a role, or `who` or `only` of a conflict rule",
            list(top.relations),
        ),
        (
            "role",
            "name it where it acts or is told",
            [name for name, role in top.roles.items() if role.reach is None],
        ),
        (
            "question",
            "name it in an `if`, an `unless` or an `except`",
            [name for name, fact in top.facts.items() if fact.within is None],
        ),
        ("moment", "count a time from it, or name it under `after`", list(top.moments)),
        ("happening", "count a time from it, or name it under `after`", list(top.happenings)),
    )
    for what, use, names in sorts:
        for name in names:
            if name not in linked.used and name not in written:
                yield Diagnostic(
                    "unused",
                    f"nothing names the {what} {quoted(name)}",
                    name.place,
                    severity=Severity.WARNING,
                    help=f"{use}, or take it out",
                )


def unsettled_band(linked: Linked) -> Iterator[Diagnostic]:
    """A time from so long to so long of which nothing ever settles how long it is."""
    if linked.procedure is None:
        return
    for deadline in linked.procedure.deadlines:
        if deadline.least is None or deadline.settled_by:
            continue
        yield Diagnostic(
            "unsettled-band",
            f"nothing settles the time of {quoted(deadline.step)}, so it stays "
            f"{deadline.period.length}",
            time_written(linked, deadline).place,
            severity=Severity.WARNING,
            help=f"add `sets_time_of: {deadline.step}` to the step by which it is agreed, "
            "or write one time",
            about=(deadline.step,),
        )


CHECKS: tuple[Callable[[Linked], Iterator[Diagnostic]], ...] = (
    nothing_begins,
    no_clause,
    unclaimed_clause,
    idle_conflict,
    unused,
    unreachable,
    no_way_out,
    cannot_happen,
    counted_from_itself,
    unsettled_band,
    idle_time,
    due_out_of_order,
    nobody_left,
    nobody_grants,
    impossible_body,
)


def checked(linked: Linked) -> Iterator[Diagnostic]:
    """What all checks find, but for what a reading accepts; and what is accepted in vain.

    A reading accepts what has one of the codes in `accepts` and speaks of a name on which it bears.
    One of a base may wait for a policy in which there is something to accept.
    """
    found = [each for check in CHECKS for each in check(linked)]
    accepting = [
        (reading, code)
        for document in linked.documents
        for reading in document.readings.values()
        for code in reading.accepts
    ]
    for each in found:
        if not any(_accepts(reading, code, each) for reading, code in accepting):
            yield each
    if linked.procedure is not None:
        for name, reading in linked.documents[-1].readings.items():
            for code in reading.accepts:
                if not any(_accepts(reading, code, each) for each in found):
                    yield _accepted_in_vain(name, code, found)


def _accepts(reading: ReadingDoc, code: str, found: Diagnostic) -> bool:
    return code == found.code and not set(found.about).isdisjoint(reading.bears_on)


def _accepted_in_vain(name: Scalar, code: Scalar, found: list[Diagnostic]) -> Diagnostic:
    """Whatever else has the code may be what is meant."""
    others = dict.fromkeys(each.about[0] for each in found if each.code == code)
    instead = (
        f"name {' or '.join(f'`{n}`' for n in others)} under `bears_on`, or " if others else ""
    )
    return Diagnostic(
        "idle-acceptance",
        f"{quoted(name)} accepts {quoted(code)}, and there is none in what it bears on",
        code.place,
        severity=Severity.WARNING,
        help=f"{instead}take it out of `accepts`",
    )


def _rules(document: Document) -> Iterator[tuple[Scalar, Citation | None]]:
    for mapping in (
        document.facts,
        document.happenings,
        document.moments,
        document.conflicts,
        document.standing_duties,
        document.information,
    ):
        for name, rule in mapping.items():
            yield name, rule.cites
    for name, role in document.roles.items():
        said = (role.stand_in, role.members, role.appointed_by or None, role.must_be or None)
        if role.may_be or any(each is not None for each in said):
            yield name, role.cites
    for name, place in (*document.stages.items(), *document.ends.items()):
        if place.if_ or place.unless:
            yield name, place.cites
    for name, step in _steps(document):
        yield name, step.cites


def _steps(document: Document) -> Iterator[tuple[Scalar, StepDoc | ExtensionDoc]]:
    for name, act in document.all_acts():
        assert isinstance(act, StepDoc | ExtensionDoc)  # there are no others
        yield name, act
