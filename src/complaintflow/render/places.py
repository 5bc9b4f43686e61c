"""What the leaflet says of each place: how a complaint comes in, its stages, its ends."""

from collections.abc import Iterable, Iterator

from complaintflow.procedure import Place, PlaceKind, Step
from complaintflow.render.acts import has_done
from complaintflow.render.escape import markdown
from complaintflow.render.lines import Line, line, of_fact, steps_named
from complaintflow.render.people import helps
from complaintflow.render.rules import place_condition
from complaintflow.render.sheet import Sheet, group, items, questions, statement
from complaintflow.render.times import deadlines_of
from complaintflow.render.ways import asked_beside, doors_after, onward, rests_after
from complaintflow.render.words import any_of, bare, capital, the_complaint


def beginning(on: Sheet) -> Iterator[str]:
    """How a complaint comes in, and what is asked about it at once."""
    law = on.voice.procedure
    for place in law.places.values():
        if place.kind is PlaceKind.BEGINS:
            yield from place_lines(on, place)
    asked = [
        of_fact(on.voice, fact)
        for fact in law.facts.values()
        if fact.name not in on.excepting and asked_beside(law, fact) is None
    ]
    about = the_complaint(on.voice) if on.you else "each complaint"
    yield from group(f"What is asked about {about}:", asked, on)


def place_lines(on: Sheet, place: Place) -> Iterator[str]:
    """What must, may and must never be done in a place; what is yours stands apart.

    A question that matters for nothing before stands beside the first step or place for which
    it does.
    """
    law = on.voice.procedure
    condition = place_condition(on.voice, place)
    if condition is not None:
        yield statement(line(law, condition, place.name, place.cites), on)
        yield ""
        for question in questions(on, place):
            yield statement(question, on)
            yield ""
    musts = steps_named(law, place.must)
    # What gives a step more time is told with that step.
    mays = tuple(step for step in steps_named(law, place.may) if step.extends is None)
    if place.kind is PlaceKind.BEGINS:
        yield from items(on, (*musts, *mays))
        yield ""
    else:
        if place.kind is PlaceKind.THROUGHOUT:  # help has a section of its own
            musts, mays = (tuple(s for s in each if not helps(on, s)) for each in (musts, mays))
        yield from _listed(on, "What must be done:", musts)
        yours = [step for step in mays if on.you and not on.ours.isdisjoint(step.by)]
        until = "" if any(deadlines_of(law, step) for step in yours) else _NO_LIMIT
        yield from _listed(on, f"What you may do{until}:", yours)
        theirs = [step for step in mays if step not in yours]
        yield from _listed(on, f"What {'others may do' if on.you else 'may be done'}:", theirs)
    yield from _listed(on, "What must never be done:", steps_named(law, place.never))


_NO_LIMIT = " (the policy sets no time limit for it)"


def _listed(on: Sheet, lead: str, steps: Iterable[Step]) -> Iterator[str]:
    body = list(items(on, steps))
    if body:
        yield f"**{markdown(lead)}**"
        yield ""
        yield from body
        yield ""


def resting(on: Sheet, place: Place) -> Iterator[str]:
    """An end from which a step leads on: how a complaint comes to it, and what may be done."""
    yield statement(_how(on, place, "rests here"), on)
    yield ""
    yield from place_lines(on, place)


def ends(on: Sheet) -> Iterator[str]:
    """Each end: what leads there, and what is to be done and may be done in it."""
    law = on.voice.procedure
    told = {end.name for listed in rests_after(law).values() for end in listed}
    for place in law.ends:
        called = bare(place.title)
        if place.name in told:
            yield f"**{markdown(called)}.** {markdown(_pointer(on, called))}"
            yield ""
            continue
        word = "rests here" if onward(law, place) else "ends here"
        yield statement(_how(on, place, word, f"{called}."), on)
        yield ""
        yield from place_lines(on, place)


def _pointer(on: Sheet, called: str) -> str:
    stays = f"{the_complaint(on.voice)} stays here unless it is taken further"
    return f"{capital(stays)}: see “{called}” above."


def _how(on: Sheet, place: Place, word: str, lead: str = "") -> Line:
    """What leads to an end."""
    law = on.voice.procedure
    ways = [step for step in law.steps.values() if step.then == place.name]
    how = any_of(dict.fromkeys(f"once {has_done(on.voice, step)}" for step in ways))
    subject = capital(the_complaint(on.voice)) if on.you else "A complaint"
    says = f"{subject} {word} {how}." if ways else "No step of this procedure leads here."
    if ways and all(doors_after(law, step) for step in ways):
        says += " It can be taken up again."
    clauses = (clause.id for step in ways for clause in step.cites.of("then"))
    readings = tuple(law.readings_on.get(place.name, ()))
    return Line(says, tuple(dict.fromkeys(clauses)), readings, lead)
