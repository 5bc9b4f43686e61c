"""What the leaflet says of each place: how a complaint comes in, its stages, its ends."""

from collections.abc import Iterator

from complaintflow.procedure import Place, PlaceKind, Step
from complaintflow.render.acts import has_done
from complaintflow.render.lines import Line, line, of_fact, of_step, steps_named
from complaintflow.render.rules import place_condition
from complaintflow.render.sheet import Sheet, bullets, group, statement
from complaintflow.render.steps import deadlines_of
from complaintflow.render.words import any_of, bare


def beginning(on: Sheet) -> Iterator[str]:
    """How a complaint comes in, and what is asked about it."""
    law = on.voice.procedure
    for place in law.places.values():
        if place.kind is PlaceKind.BEGINS:
            yield from place_lines(on, place)
    asked = [
        of_fact(on.voice, fact) for fact in law.facts.values() if fact.name not in on.excepting
    ]
    yield from group("What is asked about each complaint:", asked, on)


def place_lines(on: Sheet, place: Place) -> Iterator[str]:
    """What must, may and must never be done in a place; what is yours stands apart."""
    law = on.voice.procedure
    condition = place_condition(on.voice, place)
    if condition is not None:
        yield statement(line(law, condition, place.name, place.cites), on)
        yield ""
    musts, mays = steps_named(law, place.must), steps_named(law, place.may)
    if place.kind is PlaceKind.BEGINS:
        yield from bullets((of_step(on.voice, step) for step in (*musts, *mays)), on)
        yield ""
    else:
        yield from _listed(on, "What must be done:", musts)
        yours = [step for step in mays if on.you and on.ours.issuperset(step.by)]
        until = "" if any(deadlines_of(law, step) for step in yours) else _NO_LIMIT
        yield from _listed(on, f"What you may do{until}:", yours)
        theirs = [step for step in mays if step not in yours]
        yield from _listed(on, f"What {'others may do' if on.you else 'may be done'}:", theirs)
    yield from _listed(on, "What must never be done:", steps_named(law, place.never))


_NO_LIMIT = " (the policy sets no time limit for it)"


def _listed(on: Sheet, lead: str, steps: tuple[Step, ...] | list[Step]) -> Iterator[str]:
    yield from group(lead, (of_step(on.voice, step) for step in steps), on)


def ends(on: Sheet) -> Iterator[str]:
    """Each end: what leads there, and what is to be done and may be done in it."""
    law = on.voice.procedure
    for place in law.ends:
        ways = [step for step in law.steps.values() if step.then == place.name]
        how = any_of(f"once {has_done(on.voice, step)}" for step in ways)
        says = f"A complaint ends here {how}." if ways else "No step of this procedure leads here."
        clauses = (clause.id for step in ways for clause in step.cites.of("then"))
        readings = tuple(law.readings_on.get(place.name, ()))
        lead = f"{bare(place.title)}."
        yield statement(Line(says, tuple(dict.fromkeys(clauses)), readings, lead), on)
        yield ""
        yield from place_lines(on, place)
