"""One statement of a procedure with the clauses and readings that it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from complaintflow.procedure import Cites, Conflict, Fact, Notice, Procedure, Role, Step
from complaintflow.render.bodies import body_rules
from complaintflow.render.rules import conflict_text, fact_text, role_cites, role_rules
from complaintflow.render.steps import step_text
from complaintflow.render.times import deadlines_of
from complaintflow.render.words import Voice, all_who, capital, named, sentence


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in words; `clauses` are ids, `readings` names, `lead` what it is about."""

    says: str
    clauses: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    lead: str = ""


def clause_ids(cites: Cites) -> tuple[str, ...]:
    """The ids of all clauses that a rule cites, each once."""
    keyed = (clause for each in cites.by_key.values() for clause in each)
    return tuple(dict.fromkeys(clause.id for clause in (*cites.clauses, *keyed)))


def line(procedure: Procedure, says: str, name: str, cites: Cites, lead: str = "") -> Line:
    """A statement of the rule of this name."""
    return Line(says, clause_ids(cites), tuple(procedure.readings_on.get(name, ())), lead)


def of_step(voice: Voice, step: Step) -> Line:
    """A step as a statement."""
    return line(voice.procedure, step_text(voice, step), step.name, cites_of(voice, step))


def cites_of(voice: Voice, step: Step) -> Cites:
    """What a step cites, and the rules by which its time stands still."""
    stills = (rule for each in deadlines_of(voice.procedure, step) for rule in each.stills)
    still = tuple(clause for rule in stills for clause in rule.cites)
    return replace(step.cites, by_key={**step.cites.by_key, "": still}) if still else step.cites


def of_fact(voice: Voice, fact: Fact) -> Line:
    """A question as a statement."""
    return line(voice.procedure, fact_text(voice, fact), fact.name, fact.cites)


def of_conflict(voice: Voice, conflict: Conflict) -> Line:
    """A conflict of interest as a statement."""
    return line(voice.procedure, conflict_text(voice, conflict), conflict.name, conflict.cites)


def of_notice(voice: Voice, notice: Notice) -> Line:
    """A standing duty or information, in the words of the document, under whose or what it is."""
    about = all_who(voice, notice.by) or named(notice.name)
    says = sentence(" ".join(notice.says.split()))
    return line(voice.procedure, says, notice.name, notice.cites, f"{capital(about)}.")


def of_role(voice: Voice, role: Role, *, may_be: bool = True) -> Iterator[Line]:
    """The rules about a role as statements; without its relations where those are said elsewhere."""
    for key, says in (*role_rules(voice, role, may_be=may_be), *body_rules(voice, role)):
        cites = role_cites(role, key)
        if cites is None:
            yield Line(says)
        else:
            yield line(voice.procedure, says, role.name, cites)


def steps_named(procedure: Procedure, names: Iterable[str]) -> tuple[Step, ...]:
    """The steps of these names."""
    return tuple(procedure.steps[name] for name in names)
