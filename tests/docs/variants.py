"""The tables of docs/provider-and-council.md: each base with the policy that stands on it, side by side.

They are read off the shipped procedures; `make pages` writes them into the page, and a test fails
where they are stale. The prose around them is the page's own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from complaintflow import procedure as law
from complaintflow.files import link_file
from complaintflow.language.document import Document
from complaintflow.language.values import Citation
from complaintflow.render.acts import do
from complaintflow.render.rules import WORK, WORK_DONE, fact_text, role_rules
from complaintflow.render.steps import step_text
from complaintflow.render.words import (
    Voice,
    any_of,
    bare,
    capital,
    holds,
    named,
    question,
    sentence,
    stage,
    the_complaint,
    who,
    whom,
)
from tests.docs.pages import ROOT
from tests.docs.reference import table

PAGE = ROOT / "docs" / "provider-and-council.md"

NO_RULE = "no rule"


@dataclass(frozen=True, slots=True)
class Variant:
    """A policy with its base: what the two mean together, and which of them says what."""

    title: str
    procedure: law.Procedure
    base: Document
    policy: Document

    @property
    def voice(self) -> Voice:
        return Voice(self.procedure, to_complainant=False)

    def source(self, rule: str) -> str:
        """In which of the two a rule stands."""
        of_base = {
            *self.base.roles,
            *self.base.facts,
            *self.base.conflicts,
            *(name for steps in self.base.all_steps() for name in steps),
        }
        return "base" if rule in of_base else "policy"

    def clauses(self, cited: Iterable[law.Clause]) -> str:
        """The clauses behind a rule, as they are cited; what the policy does not say is marked."""
        return ", ".join(
            each.id if each.document == self.procedure.id else f"{each.id} (law)"
            for each in dict.fromkeys(cited)
        )

    def rule(self, name: str, cited: Iterable[law.Clause]) -> str:
        """A rule by its name: where it stands, on which clauses."""
        return f"`{name}`, {self.source(name)}, {self.clauses(cited)}"


def variant(title: str, policy: Path) -> Variant:
    """A policy with its base."""
    result = link_file(policy)
    assert result.linked is not None
    assert result.linked.procedure is not None
    base, top = result.linked.documents
    return Variant(title, result.linked.procedure, base, top)


def variants() -> tuple[Variant, Variant]:
    return (
        variant("The provider", ROOT / "procedures" / "fusion-care.yaml"),
        variant("The council", ROOT / "procedures" / "barnsley-childrens-social-care.yaml"),
    )


# -- whom each keeps from what -----------------------------------------------------------------


def kept_apart(both: Sequence[Variant]) -> str:
    """A row for each kind of person: what it is kept from, in each variant."""
    cells: dict[str, list[list[str]]] = {}
    for column, each in enumerate(both):
        for person, said in _kept(each):
            cells.setdefault(person, [[] for _ in both])[column].append(said)
    rows = (
        (person, *("<br>".join(cell) or NO_RULE for cell in row)) for person, row in cells.items()
    )
    return table(("who", *(each.title for each in both)), rows)


def _kept(each: Variant) -> Iterator[tuple[str, str]]:
    """Each kind of person that a rule names, and what the rule says of it."""
    for conflict in each.procedure.conflicts.values():
        cited = conflict.cites.of(conflict.key)
        if conflict.has_exception:
            cited += conflict.cites.of("except")
        for person, says in _keepings(each.voice, conflict):
            yield person, f"{says} ({each.rule(conflict.name, cited)})"


def _keepings(voice: Voice, conflict: law.Conflict) -> Iterator[tuple[str, str]]:
    """Each kind of person that a rule names, and from what it keeps it."""
    for keeping in conflict.barring:
        names = [n for n in conflict.words if n in keeping.targets or n in WORK]
        for tie in keeping.who:
            yield _person(voice, tie), f"may not {_acts(voice, names)}{_exception(voice, conflict)}"


def _person(voice: Voice, tie: law.Who) -> str:
    """A kind of person in words."""
    match tie:
        case law.Is(relation):
            return f"whoever {bare(voice.procedure.relations[relation].says)}"
        case law.Holds(role):
            return who(voice, role)
        case law.Held(role):
            return f"whoever is or was {whom(voice, role)}"
        case law.Did(act):
            steps, facts = voice.procedure.steps, voice.procedure.facts
            done = do(voice, steps[act]) if act in steps else f"say {question(facts[act])}"
            return f"whoever did this in the case: {done}"
        case law.ActedIn(place, work):
            done = "acted" if work is None else f"{WORK_DONE[work]} {the_complaint(voice)}"
            return f"whoever {done} in {stage(voice, place)}"
        case law.Of(relation, other):
            says = bare(voice.procedure.relations[relation].says)
            return f"whoever {says} {_person(voice, other)}"


def _acts(voice: Voice, names: Sequence[str]) -> str:
    """What some names of `may_not` stand for, those of one kind in one phrase."""
    procedure = voice.procedure
    steps = [procedure.steps[n] for n in names if n in procedure.steps]
    onward = {s.name: s.then for s in steps if s.then in {p.name for p in procedure.stages}}
    works = [WORK[n] for n in names if n in WORK]
    said = [f"{any_of(works)} {the_complaint(voice)}"] if works else []
    said += [f"act as or be appointed as {whom(voice, n)}" for n in names if n in procedure.roles]
    said += [do(voice, each) for each in steps if each.name not in onward]
    said += [f"say {question(procedure.facts[n])}" for n in names if n in procedure.facts]
    if onward:
        titles = (f"“{procedure.places[place].title}”" for place in onward.values() if place)
        said.append(f"take {the_complaint(voice)} on to {any_of(titles)}")
    return any_of(said)


def _exception(voice: Voice, conflict: law.Conflict) -> str:
    if not conflict.has_exception:
        return ""
    where = any_of(stage(voice, each) for each in conflict.except_in)
    what = " and ".join(f"if {holds(voice, each)}" for each in conflict.except_if)
    return f", save {f'in {where} ' if where else ''}{what}"


# -- what is adopted -----------------------------------------------------------------------


def adopted(both: Sequence[Variant]) -> str:
    """A row for each rule of each base: its own clauses, and those with which it is adopted."""
    rows = [(str(each.base.policy.id), *row) for each in both for row in _rules(each)]
    return table(("base", "rule", "what it says", "the law's clauses", "adopted with"), rows)


def _rules(each: Variant) -> Iterator[tuple[str, str, str, str]]:
    adopts = {str(name): citation for name, citation in each.policy.policy.adopts.items()}
    for name, says, citation in _stated(each):
        own = _ids(adopts[name]) if name in adopts else "not adopted"
        yield f"`{name}`", says, _ids(citation), own


def _stated(each: Variant) -> Iterator[tuple[str, str, Citation | None]]:
    """Every rule of a base that has clauses: its name, what it says, its clauses."""
    voice, procedure = each.voice, each.procedure
    for name, fact in each.base.facts.items():
        yield str(name), fact_text(voice, procedure.facts[name]), fact.cites
    for steps in each.base.all_steps():
        for name, step in steps.items():
            yield str(name), step_text(voice, procedure.steps[name]), step.cites
    for name, doc in each.base.conflicts.items():
        conflict = procedure.conflicts[name]
        said = (sentence(f"{who_} {says}") for who_, says in _keepings(voice, conflict))
        yield str(name), " ".join(said), doc.cites


def _ids(citation: Citation | None) -> str:
    """The clauses of a citation; where it goes key by key, each with its keys."""
    if isinstance(citation, dict):
        return ", ".join(f"`{key}` {', '.join(map(str, ids))}" for key, ids in citation.items())
    return ", ".join(map(str, citation or ()))


# -- who may complain, withdrawal, records, reprisals ------------------------------------------


def otherwise(both: Sequence[Variant]) -> str:
    """A row for each other matter in which the two differ."""
    matters = (
        ("who may complain", _complaining),
        ("withdrawal", _withdrawal),
        ("records", _records),
        ("reprisals", _reprisals),
    )
    rows = (
        (matter, *("<br>".join(told(each)) or NO_RULE for each in both)) for matter, told in matters
    )
    return table(("", *(each.title for each in both)), rows)


def _complaining(each: Variant) -> Iterator[str]:
    begin = [step for step in each.procedure.steps.values() if step.place == "begins" and step.then]
    for role in dict.fromkeys(role for step in begin for role in step.by):
        office = each.procedure.roles[role]
        says = [text for key, text in role_rules(each.voice, office) if key == "may_be"]
        cited = office.cites.of("may_be")
        yield (
            f"{says[0]} ({each.rule(role, cited)})"
            if says
            else sentence(f"{who(each.voice, role)}, whoever that is")
        )


def _withdrawal(each: Variant) -> Iterator[str]:
    for step in each.procedure.steps.values():
        if step.name.startswith("withdraw"):
            says = step_text(each.voice, step)
            yield f"{says} ({each.rule(step.name, step.cites.clauses)})"


def _records(each: Variant) -> Iterator[str]:
    for step in each.procedure.steps.values():
        if step.recorded_in:
            where = any_of(f"the {named(place)}" for place in step.recorded_in)
            rule = each.rule(step.name, step.cites.of("recorded_in"))
            yield f"{capital(do(each.voice, step))}: in {where} ({rule})"


def _reprisals(each: Variant) -> Iterator[str]:
    for step in each.procedure.steps.values():
        if step.duty is law.Duty.NEVER:
            says = step_text(each.voice, step)
            yield f"{says} ({each.rule(step.name, step.cites.clauses)})"


# -- the page ------------------------------------------------------------------------------

TABLES = {"kept apart": kept_apart, "adopted": adopted, "otherwise": otherwise}
"""Each table by the words of the comment under which it stands: `<!-- variants: adopted -->`."""


def made_anew(page: str) -> str:
    """The page with its tables as they are now."""
    both = variants()
    for words, made in TABLES.items():
        begin, end = f"<!-- variants: {words} -->", "<!-- end -->"
        head, found, rest = page.partition(begin)
        assert found, f"put {begin} and {end} where that table belongs"
        tail = rest.partition(end)[2]
        page = f"{head}{begin}\n\n{made(both)}\n\n{end}{tail}"
    return page


def write() -> None:
    """Write the tables into the page."""
    PAGE.write_text(made_anew(PAGE.read_text("utf-8")), "utf-8")
