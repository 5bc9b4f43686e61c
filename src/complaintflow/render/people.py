"""What the leaflet says of people: who helps, who stands aside, whom to turn to outside."""

from collections.abc import Iterator

from complaintflow.procedure import Duty, PlaceKind, Step, Work
from complaintflow.render.escape import markdown
from complaintflow.render.lexicon import word_set
from complaintflow.render.lines import of_conflict, of_fact, of_notice, of_role
from complaintflow.render.sheet import (
    Sheet,
    beginning_title,
    bullets,
    group,
    is_limited,
    items,
    statement,
)
from complaintflow.render.words import all_of, bare, title

_HELP = word_set("advocacy advocate help helped helping support supported supporter")


def helping(on: Sheet) -> Iterator[str]:
    """Who may be chosen to help; and where else help, and who may come along, is spoken of."""
    law = on.voice.procedure
    steps = [step for step in law.steps.values() if step.extends is None and helps(on, step)]
    here = [step for step in steps if law.place_of(step).kind is PlaceKind.THROUGHOUT]
    if here:
        yield from items(on, here)
        yield ""
    places = dict.fromkeys(step.place for step in steps if step not in here)
    kinds = {name: law.places[name].kind for name in places}
    titles = [f"“{bare(law.places[n].title)}”" for n in places if kinds[n] in _TITLED]
    if PlaceKind.BEGINS in kinds.values():
        titles.insert(0, f"“{beginning_title(on)}”")
    if titles:
        lead = "More about help stands" if here else "Help is spoken of"
        yield f"{lead} under {markdown(all_of(titles))}."
        yield ""


_TITLED = (PlaceKind.STAGE, PlaceKind.END)


def helps(on: Sheet, step: Step) -> bool:
    """Whether a step puts somebody at the side of whoever complains, or lets one come along."""
    if step.duty is Duty.NEVER:
        return False
    for_ours = not on.ours.isdisjoint((*step.by, *step.to, *step.with_))
    if for_ours and not _HELP.isdisjoint(step.name.split("_")):
        return True
    chosen = step.appoints is not None and not on.ours.isdisjoint(step.by)
    support = for_ours and not {Work.SUPPORT, Work.ADVISE}.isdisjoint(step.counts_as)
    return chosen or support or any(_is_at_ones_side(on, role) for role in step.open_to)


def _is_at_ones_side(on: Sheet, role: str) -> bool:
    """Whether a role is of somebody who helps, and not of one who deals with the complaint."""
    law = on.voice.procedure
    chosen = (law.steps[name].by for name in law.roles[role].appointed_by_steps)
    yours = law.roles[role].title.casefold().startswith("your ")
    helps_by_name = not _HELP.isdisjoint(role.split("_"))
    return yours or helps_by_name or any(not on.ours.isdisjoint(by) for by in chosen)


def aside(on: Sheet) -> Iterator[str]:
    """Who is kept from what, and who decides an exception."""
    law = on.voice.procedure
    rules = [each for each in law.conflicts.values() if not each.of_a_role]
    stakes = [of_conflict(on.voice, each) for each in rules if each.barring]
    yield from group("Somebody with a stake in a complaint must stand aside:", stakes, on)
    alone = [of_conflict(on.voice, each) for each in rules if not each.barring]
    yield from group("Some things only certain people may do:", alone, on)
    exceptions = [of_fact(on.voice, law.facts[name]) for name in law.facts if name in on.excepting]
    yield from group("An exception must be decided:", exceptions, on)


def offices(on: Sheet) -> Iterator[str]:
    """Who may hold an office, and who acts where its holder cannot."""
    told = on.ours if is_limited(on) else frozenset[str]()
    rules = [
        line
        for role in on.voice.procedure.roles.values()
        for line in of_role(on.voice, role, may_be=role.name not in told)
    ]
    yield from bullets(rules, on)


def standing(on: Sheet) -> Iterator[str]:
    """The standing duties, each under whose it is."""
    duties = on.voice.procedure.standing_duties.values()
    yield from bullets((of_notice(on.voice, each) for each in duties), on)


def outside(on: Sheet) -> Iterator[str]:
    """What is said about going outside, and how to reach whoever can be reached."""
    for each in on.outside:
        yield statement(each, on)
        yield ""
    for role in on.voice.procedure.roles.values():
        if role.reach is not None:
            yield f"- **{markdown(title(on.voice, role.name))}**: {markdown(role.reach)}"
