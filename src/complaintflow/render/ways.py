"""The ways through a procedure: what lies before what, where it leads on, where a question counts.

Conditions are not weighed: a way that is there on a condition is a way.
"""

from collections.abc import Mapping

from complaintflow.procedure import (
    Condition,
    Duty,
    Fact,
    Happened,
    Place,
    PlaceKind,
    Procedure,
    Step,
)


def goes_back(law: Procedure, step: Step) -> bool:
    """Whether a step leads to a place through which every way to its own place has gone."""
    assert step.then is not None
    here = law.place_of(step)
    if here.kind is PlaceKind.THROUGHOUT:
        stages = [stage.name for stage in law.stages if stage.name in _reached(law)]
    else:
        stages = [here.name]
    with_it, without_it = _reached(law), _reached(law, closed=step.then)
    return bool(stages) and all(s in with_it and s not in without_it for s in stages)


def _reached(law: Procedure, closed: str = "") -> set[str]:
    """Every place to which steps lead from the beginning, where one place is closed."""
    leads: dict[PlaceKind | str, list[str]] = {}
    for step in law.steps.values():
        if step.then is not None and step.then != closed and step.duty is not Duty.NEVER:
            kind = law.place_of(step).kind
            named = kind in (PlaceKind.STAGE, PlaceKind.END)
            leads.setdefault(step.place if named else kind, []).append(step.then)
    found: set[str] = set()
    waiting = list(leads.get(PlaceKind.BEGINS, ()))
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += leads.get(place, ())
            if law.places[place].kind is PlaceKind.STAGE:
                waiting += leads.get(PlaceKind.THROUGHOUT, ())
    return found


def onward(law: Procedure, place: Place) -> tuple[Step, ...]:
    """The steps of an end that lead on from it, so that it is not the end of every complaint."""
    steps = (law.steps[name] for name in (*place.must, *place.may))
    return tuple(step for step in steps if step.then is not None)


def doors_after(law: Procedure, step: Step) -> tuple[Step, ...]:
    """The steps that lead on from the end to which a step leads, once it was that step.

    What waits for another step that leads to the same end is for those who came by that one.
    """
    others = {
        Happened(other.name)
        for other in law.steps.values()
        if other.then == step.then and other is not step
    }
    place = law.places[str(step.then)]
    return tuple(way for way in onward(law, place) if others.isdisjoint(way.after))


def rests_after(law: Procedure) -> Mapping[str, tuple[Place, ...]]:
    """The ends that lead on, by the stage after which a reader looks for them.

    That is the last stage that leads there; but it stands before the stage to which the end
    leads on.
    """
    order = [stage.name for stage in law.stages]
    found: dict[str, tuple[Place, ...]] = {}
    for end in law.ends:
        ways = onward(law, end)
        sources = sorted(
            order.index(step.place)
            for step in law.steps.values()
            if step.then == end.name and step.place in order
        )
        if ways and sources:
            targets = [order.index(str(step.then)) for step in ways if step.then in order]
            limit = min((t for t in targets if t > sources[0]), default=len(order))
            after = order[max(s for s in sources if s < limit)]
            found[after] = (*found.get(after, ()), end)
    return found


def gated_steps(law: Procedure, fact: str) -> tuple[Step, ...]:
    """The steps of which the answer to a question is a condition."""
    steps = law.steps.values()
    return tuple(step for step in steps if _names(fact, (*step.if_, *step.unless)))


def gated_places(law: Procedure, fact: str) -> tuple[Place, ...]:
    """The stages and ends of which the answer to a question is a condition."""
    places = law.places.values()
    return tuple(place for place in places if _names(fact, (*place.if_, *place.unless)))


def asked_beside(law: Procedure, fact: Fact) -> Step | Place | None:
    """The step or the place beside which a question stands, if not at the beginning.

    A question stands there that is asked on a condition, and one that counts for nothing but
    steps of a stage or an end.
    """
    steps, places = gated_steps(law, fact.name), gated_places(law, fact.name)
    if fact.asked_if is not None:
        return places[0] if places else steps[0] if steps else None
    others = any(_names(fact.name, each.except_if) for each in law.conflicts.values()) or any(
        each.asked_if and each.asked_if.fact == fact.name for each in law.facts.values()
    )
    late = all(law.place_of(s).kind in (PlaceKind.STAGE, PlaceKind.END) for s in steps)
    return steps[0] if steps and late and not places and not others else None


def _names(fact: str, conditions: tuple[Condition, ...]) -> bool:
    return any(condition.fact == fact for condition in conditions)
