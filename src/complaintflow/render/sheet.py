"""How the leaflet is laid out: sections, lists, and the clauses after a statement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from complaintflow.procedure import Place, Step
from complaintflow.render.escape import markdown
from complaintflow.render.lexicon import word_set
from complaintflow.render.lines import Line, of_fact, of_notice, of_step
from complaintflow.render.times import ways_to_more_time
from complaintflow.render.verbs import complainers
from complaintflow.render.ways import asked_beside
from complaintflow.render.words import Voice


@dataclass(frozen=True, slots=True)
class Sheet:
    """Whom a leaflet speaks to, the numbers of its notes, and what belongs in which section.

    `ours` are the roles of those who complain, `you` whether they are addressed; `excepting` the
    facts that decide an exception; `outside` the information about help outside, by its name.
    """

    voice: Voice
    ours: frozenset[str]
    you: bool
    notes: dict[str, int]
    excepting: frozenset[str]
    inside: tuple[Line, ...]
    outside: tuple[Line, ...]


_OUTSIDE = word_set("contact contacts elsewhere external ombudsman outside")


def sheet(voice: Voice) -> Sheet:
    """The sheet of a procedure."""
    law = voice.procedure
    inside: list[Line] = []
    outside: list[Line] = []
    for notice in law.information.values():
        listed = outside if _OUTSIDE & set(notice.name.split("_")) else inside
        listed.append(of_notice(voice, notice))
    return Sheet(
        voice=voice,
        ours=frozenset(complainers(law)),
        you=any(role.title.casefold() == "you" for role in law.roles.values()),
        notes={name: number for number, name in enumerate(law.readings, start=1)},
        excepting=frozenset(c.fact for rule in law.conflicts.values() for c in rule.except_if),
        inside=tuple(inside),
        outside=tuple(outside),
    )


def is_limited(on: Sheet) -> bool:
    """Whether it is said of everybody who may complain who that can be."""
    return all(on.voice.procedure.roles[name].may_be for name in on.ours)


def beginning_title(on: Sheet) -> str:
    """What the section on how a complaint comes in is called."""
    return "How you can complain" if on.you else "How to complain"


def section(heading: str, lines: Iterable[str], *, level: int = 2) -> Iterator[str]:
    """A heading with what stands below it; nothing where that is nothing."""
    body = list(lines)
    if body:
        yield f"{'#' * level} {markdown(heading)}"
        yield ""
        yield from body
        yield ""


def group(lead: str, lines: Iterable[Line], on: Sheet) -> Iterator[str]:
    """A sentence with a list below it; nothing where the list is empty."""
    body = list(lines)
    if body:
        yield f"**{markdown(lead)}**"
        yield ""
        yield from bullets(body, on)
        yield ""


def bullets(lines: Iterable[Line], on: Sheet) -> Iterator[str]:
    """One item a statement."""
    for each in lines:
        yield f"- {statement(each, on)}"


def items(on: Sheet, steps: Iterable[Step]) -> Iterator[str]:
    """An item a step; below it the questions that matter for it first, and what gives it more time."""
    for step in steps:
        yield from bullets([of_step(on.voice, step)], on)
        more = ways_to_more_time(on.voice.procedure, step)
        below = [*questions(on, step)]
        for each in more:
            below += [of_step(on.voice, each), *questions(on, each)]
        yield from (f"  {each}" for each in bullets(below, on))


def questions(on: Sheet, beside: Step | Place) -> list[Line]:
    """The questions that stand beside a step or a place."""
    law = on.voice.procedure
    return [
        of_fact(on.voice, fact)
        for fact in law.facts.values()
        if fact.name not in on.excepting and asked_beside(law, fact) is beside
    ]


def statement(said: Line, on: Sheet) -> str:
    """A statement with its clauses and notes behind it."""
    lead = f"**{markdown(said.lead)}** " if said.lead else ""
    return f"{lead}{markdown(said.says)}{_mark(said, on)}"


def _mark(said: Line, on: Sheet) -> str:
    parts = [", ".join(said.clauses)] if said.clauses else []
    if numbers := sorted(on.notes[name] for name in said.readings):
        noun = "note" if len(numbers) == 1 else "notes"
        parts.append(f"{noun} {', '.join(map(str, numbers))}")
    return f" *({markdown('; '.join(parts))})*" if parts else ""
