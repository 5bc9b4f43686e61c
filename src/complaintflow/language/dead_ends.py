"""Checks of the ways of a case: what never begins, is never reached, never ends, never happens.

A warning here is certain: no lawful history in order of time goes there. One mistake gives one
report; what only follows from it is left for the next time.
"""

from collections.abc import Collection, Iterator, Sequence

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, Related, Severity, quoted
from complaintflow.gates import plain
from complaintflow.language.document import ActDoc
from complaintflow.language.linker import Linked
from complaintflow.language.tree import Scalar
from complaintflow.language.ways import BEGINS, THROUGHOUT, Ways, events_of, ways


def nothing_begins(linked: Linked) -> Iterator[Diagnostic]:
    """No step under `begins` leads into a stage, so no complaint ever opens one."""
    if linked.procedure is None or not _never_begins(linked.procedure):
        return
    top = linked.documents[-1]
    steps = list(top.begins)
    places = [str(name) for name in (*top.stages, *top.ends)]
    into = places[0] if places else "STAGE"
    if steps:
        message = "nothing under `begins` has a `then`, so no complaint ever opens a stage"
        help_ = f"add `then: {into}` to the step with which a complaint comes in"
    else:
        message = "this policy has stages and no `begins`, so no complaint ever opens one"
        help_ = "add `begins:` with the step by which a complaint comes in, and its `then`"
    at = steps[0] if steps else next(iter(top.stages), top.policy.id)
    yield Diagnostic("nothing-begins", message, at.place, help=help_)


def _never_begins(procedure: law.Procedure) -> bool:
    return not any(s.place == BEGINS and s.then is not None for s in procedure.steps.values())


def unreachable(linked: Linked) -> Iterator[Diagnostic]:
    """A stage or an end that no `then` leads to on any way that a case can take."""
    procedure = linked.procedure
    if procedure is None or _never_begins(procedure):
        return
    for name in _unreached(procedure):
        what = "stage" if procedure.places[name].kind is law.PlaceKind.STAGE else "end"
        if any(s.then == name and s.place != name for s in _acts(procedure)):
            message = f"{quoted(name)} is led to only from where no complaint ever comes"
            help_ = f"add `then: {name}` to a step on the way there"
        else:
            message = f"no `then` leads to {quoted(name)}"
            help_ = f"add `then: {name}` to the step that leads there, or take the {what} out"
        yield _warning("unreachable", message, _places(linked)[name], help_)


def _unreached(procedure: law.Procedure) -> Iterator[str]:
    """The places that nothing leads to; those that are only led to from there are left out."""
    places = [place.name for place in (*procedure.stages, *procedure.ends)]
    led_to = {step.then for step in _acts(procedure) if step.place != step.then}
    given: set[str] = set()
    while missing := [name for name in places if name not in _led_to(procedure, given)]:
        roots = [name for name in missing if name not in led_to] or missing[:1]
        yield from roots
        given |= set(roots)


def _acts(procedure: law.Procedure) -> list[law.Step]:
    return [step for step in procedure.steps.values() if step.duty is not law.Duty.NEVER]


def _led_to(procedure: law.Procedure, given: Collection[str] = ()) -> frozenset[str]:
    """The places that a `then` leads to; what waits in vain is told by itself."""
    return frozenset(ways(procedure, forgiven=procedure.steps.keys(), given=given).reached)


def no_way_out(linked: Linked) -> Iterator[Diagnostic]:
    """A stage that nothing leaves: a complaint that comes there stays there for ever."""
    procedure = linked.procedure
    if procedure is None or _never_begins(procedure):
        return
    ends = [place.name for place in procedure.ends]
    to = f"`then: {ends[0]}`" if ends else "`then: END`, with an end given under `ends`"
    for name in _never_left(procedure):
        yield Diagnostic(
            "no-way-out",
            f"nothing leads out of {quoted(name)}, so a complaint that comes there never ends",
            _places(linked)[name].place,
            severity=Severity.WARNING,
            help=f"add a step to it that has {to}",
            about=(name,),
        )


def _never_left(procedure: law.Procedure) -> Iterator[str]:
    """The stages that are reached and that no step leads out of."""
    reached = _led_to(procedure)
    leading = [step for step in _acts(procedure) if step.then is not None]
    for name in (stage.name for stage in procedure.stages if stage.name in reached):
        if not any(s.place in (name, THROUGHOUT) and s.then != name for s in leading):
            yield name


def cannot_happen(linked: Linked) -> Iterator[Diagnostic]:
    """A step that waits for what cannot have happened while it is open."""
    procedure = linked.procedure
    if procedure is None or _never_begins(procedure):
        return
    written = _acts_written(linked)
    for group, found in _waiting_in_vain(procedure):
        step = procedure.steps[group[0]]
        anchors = written[step.name][1].after
        index = _which_fails(found, step)
        if len(group) > 1:
            others = ", ".join(quoted(name) for name in group[1:])
            message = f"{quoted(step.name)} and {others} wait for one another"
            help_ = "take one `after` of the circle out"
        else:
            message, help_ = _why(found, step, index)
        related = tuple(
            Related(written[name][0].place, "this is part of the circle") for name in group[1:]
        )
        at = anchors[index if index is not None else 0]
        yield Diagnostic(
            "cannot-happen",
            message,
            at.place,
            severity=Severity.WARNING,
            help=help_,
            related=related,
        )


def _waiting_in_vain(procedure: law.Procedure) -> Iterator[tuple[Sequence[str], Ways]]:
    """Steps that cannot happen while open; those that wait for one another together.

    Those are given that would wait in vain though all the others did not, then what remains:
    circles. With each stand the ways without those given before. Every place counts as reached
    here; one that is not is told by itself.
    """
    places = [place.name for place in (*procedure.stages, *procedure.ends)]
    forgiven: set[str] = set()
    circles = 0
    while circles < MOST_CIRCLES and (
        vain := _in_vain(before := ways(procedure, forgiven=forgiven, given=places))
    ):
        if_not = ways(procedure, forgiven=forgiven | set(vain), given=places)
        roots = [name for name in vain if _is_root(if_not, procedure.steps[name])]
        for name in roots:
            yield (name,), if_not
        if not roots:
            circles += 1
            roots = _circle(procedure, vain)
            yield roots, before
        forgiven |= set(roots)


MOST_CIRCLES = 20
"""Circles that are told in one policy."""


def _is_root(found: Ways, step: law.Step) -> bool:
    """Whether a step waits in vain though no other one does."""
    if any(_itself_alone(found.procedure, anchor, step) for anchor in step.after):
        return True
    return not found.open_in(step).intersection(*map(found.holds_in, step.after))


def _in_vain(found: Ways) -> list[str]:
    return [
        step.name
        for step in _acts(found.procedure)
        if step.name not in found.forgiven and found.open_in(step) and not found.done[step.name]
    ]


def _circle(procedure: law.Procedure, vain: Sequence[str]) -> list[str]:
    """Those of some steps that wait for one another, from one on that waits for no others."""
    waits = {
        name: [each for a in procedure.steps[name].after for each in events_of(procedure, a)]
        for name in vain
    }

    def ahead(name: str) -> set[str]:
        seen: set[str] = set()
        todo = [name]
        while todo:
            new = [each for each in waits.get(todo.pop(), ()) if each in waits and each not in seen]
            seen.update(new)
            todo += new
        return seen

    reach = {name: ahead(name) for name in vain}
    first = min(vain, key=lambda name: (name not in reach[name], len(reach[name])))
    return [first, *(n for n in vain if n != first and n in reach[first] and first in reach[n])]


def _which_fails(found: Ways, step: law.Step) -> int | None:
    """The anchor that cannot have been reached while the step is open, None if they only clash."""
    open_ = found.open_in(step)
    fails = (
        i
        for i, anchor in enumerate(step.after)
        if _itself_alone(found.procedure, anchor, step) or not open_ & found.holds_in(anchor)
    )
    return next(fails, None)


def _itself_alone(procedure: law.Procedure, anchor: law.Anchor, step: law.Step) -> bool:
    """Whether a step waits for nothing but itself."""
    several = isinstance(anchor, law.FirstOf | law.MomentNamed)
    return not several and step.name in events_of(procedure, anchor)


def _why(found: Ways, step: law.Step, index: int | None) -> tuple[str, str]:
    """What is wrong with the anchor that fails, and what to write instead."""
    name, here = quoted(step.name), _called(step.place)
    if index is None:
        message = f"what {name} waits for cannot all have happened while it is open"
        return message, "take one of them out, or put the step where both have happened"
    anchor = step.after[index]
    match anchor:
        case law.Happened(name=other) | law.ReceiptOf(step=other) | law.DateSetBy(step=other):
            return _why_not_done(found, step, other)
        case law.Missed() | law.FirstOf() | law.MomentNamed():
            message = f"{name} waits for `{anchor}`, which cannot have come while it is open"
            return message, ELSEWHERE
        case law.StartOf(stage) | law.EndOf(stage):
            message = (
                f"{name} waits for the {anchor}, in which it stands"
                if stage == step.place
                else f"{name} waits for the {anchor}, after which no way leads to {here}"
            )
            return message, ELSEWHERE


ELSEWHERE = "put it where that has happened, or under `throughout`"


def _why_not_done(found: Ways, step: law.Step, other: str) -> tuple[str, str]:
    """Why another step is never done before this one, and what to write instead."""
    name, here = quoted(step.name), _called(step.place)
    if other == step.name:
        return f"{name} waits for itself", "name what comes before it, or take `after` out"
    act = found.procedure.steps[other]
    if not found.done[other]:
        return f"{name} waits for {quoted(other)}, which cannot happen before it", ELSEWHERE
    if act.then is not None and act.place == step.place:
        message = f"{name} waits for {quoted(other)}, which leads out of {here}"
        return message, f"put it under `{act.then}`, or under `throughout`"
    message = (
        f"{name} waits for {quoted(other)} in {_called(act.place)}, "
        f"from where no way leads to {here}"
    )
    if act.place in (BEGINS, THROUGHOUT):
        return message, ELSEWHERE
    return message, f"put it under `{act.place}`, or under `throughout`"


def counted_from_itself(linked: Linked) -> Iterator[Diagnostic]:
    """A deadline that the step itself would start, so that it has none the first time."""
    if linked.procedure is None:
        return
    for deadline in linked.procedure.deadlines:
        of = deadline.of
        if all(
            isinstance(each, law.Happened | law.ReceiptOf | law.DateSetBy)
            and deadline.step in events_of(linked.procedure, each)
            for each in plain(linked.procedure, [of])
        ):
            if isinstance(of, law.Happened) and of.which is law.Which.LAST:
                continue  # said so: again and again, so long after the last time
            yield Diagnostic(
                "counted-from-itself",
                f"the time for {quoted(deadline.step)} is counted from {quoted(deadline.step)} itself",
                time_written(linked, deadline).place,
                severity=Severity.WARNING,
                help="name what starts the time; if it is to be done again and again, "
                f"write `last {deadline.step}`",
            )


def time_written(linked: Linked, deadline: law.Deadline) -> Scalar:
    """The text under whose key a deadline stands."""
    for document in linked.documents:
        asked = document.facts.get(Scalar(deadline.step))
        steps = (s[n] for s in document.all_steps() for n in s if n == deadline.step)
        for written in (asked, *steps):
            if written is not None:
                found = getattr(written, deadline.key)
                assert isinstance(found, Scalar)  # the deadline was read from it
                return found
    raise AssertionError(deadline.step)  # pragma: no cover


def up_to_written(linked: Linked, way: str) -> Scalar:
    """The text that says how far a way to more time may reach."""
    acts = (act for each in linked.documents for name, act in each.all_acts() if name == way)
    found = getattr(next(acts), "up_to", None)
    assert isinstance(found, Scalar)  # the period was read from it
    return found


def told_of(procedure: law.Procedure) -> dict[str, list[str]]:
    """The places and steps of which these checks warn, by the code."""
    if _never_begins(procedure):
        return {"unreachable": [], "no-way-out": [], "cannot-happen": []}
    return {
        "unreachable": list(_unreached(procedure)),
        "no-way-out": list(_never_left(procedure)),
        "cannot-happen": [name for group, _ in _waiting_in_vain(procedure) for name in group],
    }


def _warning(code: str, message: str, at: Scalar, help_: str) -> Diagnostic:
    return Diagnostic(code, message, at.place, severity=Severity.WARNING, help=help_)


def _called(place: str) -> str:
    return f"`{place}`"


def _places(linked: Linked) -> dict[str, Scalar]:
    """The names of every stage and end as they are written."""
    return {str(name): name for d in linked.documents for name in (*d.stages, *d.ends)}


def _acts_written(linked: Linked) -> dict[str, tuple[Scalar, ActDoc]]:
    """Every step, and every way to more time, as it is written, by its name."""
    return {
        str(name): (name, act) for document in linked.documents for name, act in document.all_acts()
    }
