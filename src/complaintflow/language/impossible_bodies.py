"""Checks of bodies: what is asked of those who sit and can never be, whoever they are."""

from collections.abc import Iterable, Iterator

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, Related, Severity, quoted
from complaintflow.language.document import RoleDoc
from complaintflow.language.linker import Linked
from complaintflow.language.small_worlds import for_good
from complaintflow.language.tree import Scalar
from complaintflow.relating import acts_in


def impossible_body(linked: Linked) -> Iterator[Diagnostic]:
    """A body that can never sit as its policy asks, or a step that it may do and does not."""
    procedure = linked.procedure
    if procedure is None:
        return
    for document in linked.documents:
        for name, doc in document.roles.items():
            role = procedure.roles[str(name)]
            if role.body is not None:
                yield from _too_many(name, doc, role.body)
                yield from _idle(procedure, doc, role)
                yield from _kept_out(linked, procedure, doc, role, role.body)


def _impossible(
    at: Scalar, message: str, help_: str, about: Iterable[str], *related: Related
) -> Diagnostic:
    return Diagnostic(
        "impossible-body",
        message,
        at.place,
        severity=Severity.WARNING,
        help=help_,
        related=related,
        about=tuple(about),
    )


def _too_many(name: Scalar, doc: RoleDoc, body: law.Body) -> Iterator[Diagnostic]:
    """More are asked for than there are members."""
    most = body.members.most
    if most is None:
        return
    if doc.quorum is not None and body.quorum > most:
        yield _impossible(
            doc.quorum,
            f"{quoted(name)} has {body.members} members, so {body.quorum} never sit",
            f"write `quorum: {body.members.least}`, or leave it out",
            [name],
        )
    for text, share in zip(doc.of_whom, body.of_whom, strict=True):
        if share.number.least > most:
            yield _impossible(
                text,
                f"{quoted(name)} has {body.members} members, so {share.number.least} of them are "
                f"never `{share.who}`",
                f"ask for {most} at most, or for more members",
                [name],
            )


def _idle(procedure: law.Procedure, doc: RoleDoc, role: law.Role) -> Iterator[Diagnostic]:
    """What it may do without its quorum is none of its acts."""
    own = {act.name for act in _acts(procedure, role)}
    for name in doc.without_quorum:
        if name not in own:
            yield _impossible(
                name,
                f"{quoted(name)} is no act of {quoted(role.name)}, so it needs no quorum anyway",
                f"name a step that is `by: {role.name}`, or take it out",
                [role.name],
            )


def _kept_out(
    linked: Linked, procedure: law.Procedure, doc: RoleDoc, role: law.Role, body: law.Body
) -> Iterator[Diagnostic]:
    """A rule keeps away everybody of whom the body needs one."""
    alone = [
        act.name
        for act in _acts(procedure, role)
        if _roles(act) == (role.name,) and act.name not in body.without_quorum
    ]
    for text, share in zip(doc.of_whom, body.of_whom, strict=True):
        for conflict in procedure.conflicts.values() if share.number.least else ():
            for keeping in () if conflict.has_exception else conflict.barring:
                if not any(_covers(procedure, who, share.who) for who in for_good(keeping)):
                    continue
                kept = [role.name] if role.name in keeping.bars_roles else []
                kept += [act for act in alone if act in keeping.bars]
                if kept:
                    yield _impossible(
                        text,
                        f"{quoted(role.name)} needs {share.number.least} who are `{share.who}`, and "
                        f"{quoted(conflict.name)} keeps everybody away who is",
                        "take the one or the other out, or say more closely who is meant",
                        [role.name, conflict.name],
                        Related(
                            _given(linked, conflict.name).place, f"this keeps them from `{kept[0]}`"
                        ),
                    )


def _acts(procedure: law.Procedure, role: law.Role) -> Iterator[law.Step | law.Fact]:
    """What a body does: alone, beside others, or in the place of one for which it stands in."""
    every: tuple[law.Step | law.Fact, ...] = (
        *procedure.steps.values(),
        *procedure.facts.values(),
    )
    for act in every:
        stand_ins = {procedure.roles[each].stand_in for each in _roles(act)}
        if role.name in {*_roles(act), *stand_ins}:
            yield act


def _roles(act: law.Step | law.Fact) -> tuple[str, ...]:
    return act.by if isinstance(act, law.Step) else act.decided_by


def _covers(procedure: law.Procedure, who: law.Who, other: law.Who) -> bool:
    """Whether everybody of whom one tie is true is somebody of whom another is."""
    match who, other:
        case law.Held(role), law.Holds(other_role):
            return role == other_role
        case law.ActedIn() as wide, law.Did(act):
            return act in acts_in(procedure, wide)
        case law.ActedIn() as wide, law.ActedIn() as narrow:
            return {*acts_in(procedure, narrow)} <= {*acts_in(procedure, wide)}
        case law.Of(relation, whom), law.Of(other_relation, other_whom):
            return relation == other_relation and _covers(procedure, whom, other_whom)
        case _:
            return who == other


def _given(linked: Linked, name: str) -> Scalar:
    """Where a conflict rule is given its name."""
    given = (each for document in linked.documents for each in document.conflicts)
    return next(each for each in given if each == name)
