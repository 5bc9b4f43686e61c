"""Checks of bodies: what is asked of those who sit and can never be, whoever they are."""

from collections.abc import Collection, Iterable, Iterator

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, Place, Related, Severity, quoted
from complaintflow.language.document import RoleDoc
from complaintflow.language.linker import Linked
from complaintflow.language.small_worlds import for_good
from complaintflow.language.tree import Scalar
from complaintflow.language.ways import Ways, ways
from complaintflow.relating import acts_in


def impossible_body(linked: Linked) -> Iterator[Diagnostic]:
    """A body that can never sit as its policy asks, or a step that it may do and does not."""
    procedure = linked.procedure
    if procedure is None:
        return
    usual: Ways | None = None
    for document in linked.documents:
        for name, doc in document.roles.items():
            role = procedure.roles[str(name)]
            if role.body is not None:
                yield from _too_many(name, doc, role.body)
                yield from _idle(procedure, doc, role)
                yield from _kept_out(linked, procedure, doc, role, role.body)
                yield from _contrary(linked, procedure, doc, role, role.body)
                usual = usual or ways(procedure)
                yield from _never_done(procedure, usual, doc, role, role.body)


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
    alone = [act.name for act in _alone(procedure, role, body)]
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


def _contrary(
    linked: Linked, procedure: law.Procedure, doc: RoleDoc, role: law.Role, body: law.Body
) -> Iterator[Diagnostic]:
    """More of those who sit must be somebody than may be: by the quorum, where all of them must, or by
    another share."""
    alone = {act.name for act in _alone(procedure, role, body)}
    shares = [*zip(doc.of_whom, body.of_whom, strict=True)]
    for text, share in shares:
        most = share.number.most
        if most is None:
            continue
        for conflict in procedure.conflicts.values() if most < body.quorum else ():
            for keeping in conflict.keeps:
                wanted = _all_are(keeping, {role.name, *alone})
                if wanted and all(_covers(procedure, share.who, who) for who in wanted):
                    yield _impossible(
                        text,
                        f"{body.quorum} sit as {quoted(role.name)}, and all of them are "
                        f"`{wanted[0]}` by {quoted(conflict.name)}: never {share.number}",
                        "take the one or the other out, or say more closely who is meant",
                        [role.name, conflict.name.partition(".")[0]],
                        Related(_said_in(linked, conflict.name), "this says who all are"),
                    )
        for other_text, other in shares:
            if other.number.least > most and _covers(procedure, share.who, other.who):
                yield _impossible(
                    text,
                    f"of {quoted(role.name)} {share.number} may be `{share.who}`, and "
                    f"{other.number.least} must be `{other.who}`",
                    "change one of the two numbers, or say more closely who is meant",
                    [role.name],
                    Related(other_text.place, "this many must be"),
                )


def _all_are(keeping: law.Keeping, targets: Collection[str]) -> tuple[law.Who, ...]:
    """The ties of which one is true of everybody who sits, from the first, by a rule of who alone may."""
    if not keeping.only or keeping.within_last is not None:
        return ()
    if keeping.targets.isdisjoint(targets):
        return ()
    whom = (who.whom if isinstance(who, law.Of) else who for who in keeping.who)
    return keeping.who if all(isinstance(each, law.Is | law.Holds) for each in whom) else ()


def _never_done(
    procedure: law.Procedure, usual: Ways, doc: RoleDoc, role: law.Role, body: law.Body
) -> Iterator[Diagnostic]:
    """Somebody must sit who did what can only be done once the body has sat."""
    needing = _alone(procedure, role, body)
    shares = [
        (text, s) for text, s in zip(doc.of_whom, body.of_whom, strict=True) if s.number.least
    ]
    if not needing or not shares:
        return
    # Where somebody stands in for all of it, that may be done before the body ever sits.
    before = usual if role.stand_in else ways(procedure, without=[act.name for act in needing])
    for text, share in shares:
        deeds = _deeds(procedure, share.who)
        first = [name for name in deeds if _done_in(procedure, before, name, needing)]
        too_late = [
            act.name
            for act in needing
            if isinstance(act, law.Step) and act.duty is not law.Duty.NEVER
            if usual.done.get(act.name)
            if not any(_could_follow(usual, act, name) for name in first)
        ]
        if deeds and too_late:
            yield _impossible(
                text,
                f"{quoted(role.name)} needs {share.number.least} who are `{share.who}`, and nothing of "
                f"that can be done before {quoted(too_late[0])}",
                "name what is done before, or take it out",
                [role.name, too_late[0]],
            )


def _deeds(procedure: law.Procedure, who: law.Who) -> list[str]:
    """The steps and questions that make a tie true of somebody; none of what is told."""
    match who.whom if isinstance(who, law.Of) else who:
        case law.Did(act):
            return [act]
        case law.ActedIn() as acted:
            return [*acts_in(procedure, acted)]
        case _:
            return []


def _done_in(
    procedure: law.Procedure,
    found: Ways,
    name: str,
    needing: Collection[law.Step | law.Fact],
) -> bool:
    """Whether something can be done on some way of a case; what is forbidden happens all the same."""
    step = procedure.steps.get(name)
    if step is None or step.duty is law.Duty.NEVER:
        return all(act.name != name for act in needing)
    return bool(found.done.get(name) or found.late.get(name))


def _could_follow(usual: Ways, act: law.Step, name: str) -> bool:
    """Whether an act could come after something was done at any time, in its place or late."""
    after = usual.holds_in(law.Happened(name, law.Which.FIRST))
    return not after.isdisjoint(
        usual.done.get(act.name, frozenset()) | usual.late.get(act.name, frozenset())
    )


def _alone(procedure: law.Procedure, role: law.Role, body: law.Body) -> list[law.Step | law.Fact]:
    """What nobody but the body does, and not without its quorum."""
    return [
        act
        for act in _acts(procedure, role)
        if _roles(act) == (role.name,) and act.name not in body.without_quorum
    ]


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
        case law.Held(role) | law.Holds(role), law.Did(act):
            step = procedure.steps.get(act)
            lost = isinstance(who, law.Holds) and procedure.roles[role].appointed_by_steps
            return step is not None and {*_in_which(procedure, step)} == {role} and not lost
        case law.ActedIn() as wide, law.Did(act):
            return act in acts_in(procedure, wide)
        case law.ActedIn() as wide, law.ActedIn() as narrow:
            return {*acts_in(procedure, narrow)} <= {*acts_in(procedure, wide)}
        case law.Of(relation, whom), law.Of(other_relation, other_whom):
            return relation == other_relation and _covers(procedure, whom, other_whom)
        case _:
            return who == other


def _in_which(procedure: law.Procedure, act: law.Step | law.Fact) -> Iterator[str]:
    """The offices in which somebody may do an act, those that stand in among them."""
    for name in _roles(act):
        stand_in = procedure.roles[name].stand_in
        yield from (name,) if stand_in is None else (name, stand_in)


def _said_in(linked: Linked, rule: str) -> Place:
    """Where a conflict rule is given its name, or what must be true of all in a role."""
    name, _, of_role = rule.partition(".")
    if not of_role:
        return _given(linked, name).place
    docs = (doc for document in linked.documents for n, doc in document.roles.items() if n == name)
    return next(docs).must_be[0].place


def _given(linked: Linked, name: str) -> Scalar:
    """Where a conflict rule is given its name."""
    given = (each for document in linked.documents for each in document.conflicts)
    return next(each for each in given if each == name)
