"""Routes: the steps by which a case could be led from a place to an end.

They are read off the procedure alone; whether somebody may take them is another question.
"""

from collections import deque
from collections.abc import Iterator

from complaintflow.diagnostics import nearest
from complaintflow.errors import InputError
from complaintflow.procedure import Duty, PlaceKind, Procedure, Step

Route = tuple[str, ...]
"""The steps that lead on, from a place to an end."""


def routes(procedure: Procedure, stage: str | None, via: str | None) -> Iterator[Iterator[Route]]:
    """For each step that leads on from a place, the ways that begin with it, the shortest first.

    Where a case rests it has one way, and that leads nowhere.
    """
    if stage is not None and procedure.places[stage].kind is PlaceKind.END and via in (None, stage):
        yield iter([()])
        return
    for step in _leads(procedure, stage or "begins"):
        yield _beginning_with(procedure, step, None if via == stage else via)


def require_place(procedure: Procedure, via: str) -> None:
    """That a way can lead through it.

    Raises:
        InputError: no stage or end is called so.
    """
    places = [place.name for place in (*procedure.stages, *procedure.ends)]
    if via not in places:
        near = nearest(via, places)
        hint = f"; did you mean {near!r}?" if near else f"; there are {', '.join(places)}"
        raise InputError(f"no stage or end is called {via!r}{hint}")


def reachable(procedure: Procedure, place: str) -> frozenset[str]:
    """A place, and all that a case could come to from there, by what may be done in any stage, too."""
    found = [place]
    for here in found:  # which grows meanwhile
        leads = (s for s in procedure.steps.values() if s.place in (here, "throughout"))
        found += {step.then for step in leads if step.then is not None} - {*found}
    return frozenset(found)


def _beginning_with(procedure: Procedure, step: Step, via: str | None) -> Iterator[Route]:
    ends = {place.name for place in procedure.ends}
    for middle in _paths(procedure, _then(step), {_then(step) if via is None else via}):
        last = procedure.steps[middle[-1]] if middle else step
        for rest in _paths(procedure, _then(last), ends):
            yield (step.name, *middle, *rest)


def _then(step: Step) -> str:
    assert step.then is not None  # it leads on
    return step.then


def _leads(procedure: Procedure, place: str) -> tuple[Step, ...]:
    """The steps that lead on from a place; what may be done in any stage, only where it has none."""
    leads = [s for s in procedure.steps.values() if s.then is not None and s.duty is not Duty.NEVER]
    own = tuple(step for step in leads if step.place == place)
    if own or place == "begins" or procedure.places[place].kind is PlaceKind.END:
        return own
    return tuple(step for step in leads if step.place == "throughout")


def _paths(procedure: Procedure, place: str, wanted: set[str]) -> Iterator[Route]:
    """The steps that lead from a place to one of those wanted, the fewest first.

    No place is come to twice, and no end is left again on the way.
    """
    queue: deque[tuple[str, Route, frozenset[str]]] = deque([(place, (), frozenset({place}))])
    while queue:
        here, way, seen = queue.popleft()
        if here in wanted:
            yield way
        elif procedure.places[here].kind is not PlaceKind.END:
            for step in _leads(procedure, here):
                if _then(step) not in seen:
                    queue.append((_then(step), (*way, step.name), seen | {_then(step)}))
