"""What the stories come to: the rules that some row shows at work.

A step or a fact is reached where a row records it, is refused for it while it is open, or says of
it that it is owed, may be done or can be done by nobody; a deadline where a row tells its date or
status once it runs, and a limit of more time where it does so after more was given, as what meets
or ends a time or makes it stand still where it does so after that happened; a conflict
where it refuses something that is open, or its exception lets pass; a role where somebody holds
it; a stage or an end where it is entered. A refusal because a place is not open says nothing of
the rule. Only of a rule that is reached can a person say that a change to it changes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from complaintflow.deadlines import Status
from complaintflow.language.alterations import Mutant
from complaintflow.language.scenario import ExpectedRow, ScenarioFile, ToldRow
from complaintflow.language.tree import Scalar
from complaintflow.procedure import Procedure
from complaintflow.scenarios.nearby import moved_by
from complaintflow.scenarios.runner import Report
from complaintflow.scenarios.times import deadlines_by_name

MOVED = ("until", "stands_still", "met_by")
"""The keys that say what becomes of a time."""

TIMES = ("within", "aim_within", "at_latest", "every", "up_to", "adds", *MOVED)
"""Those, and the keys that say how long something has."""

COUNTED = (".within", ".aim_within", ".at_latest", ".every")
"""How the name of a time ends of which a row told."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What the stories of one file come to in their policy, by name."""

    procedure: Procedure
    names: frozenset[str]
    people: tuple[frozenset[str], ...]
    """The roles of each person of a story."""

    def lacks(self, mutant: Mutant) -> str | None:
        """What no story does that would show the rule of a mutant at work; None where one does."""
        rule, key = mutant.rule, mutant.key
        if rule in self.procedure.steps or rule in self.procedure.facts:
            return self._act_lacks(rule, key) or self._person_lacks(mutant)
        if rule in self.procedure.conflicts:
            name = f"{rule}.except" if key == "except" else rule
            if name in self.names or (key != "except" and f"{rule}.except" in self.names):
                return None
            if key == "except":
                return f"the exception of `{rule}` lets nobody act in any story"
            return f"`{rule}` keeps nobody from anything in any story"
        if rule in self.procedure.roles:
            role = self.procedure.roles[rule]
            some = any(person & {rule, role.stand_in} for person in self.people)
            return None if some else f"nobody in the stories holds `{rule}`"
        if rule in self.procedure.places:
            return None if rule in self.names else f"no story comes to `{rule}`"
        counted = any(name.endswith(COUNTED) for name in self.names)
        return None if counted else "no story tells when anything is due"

    def _act_lacks(self, act: str, key: str | None) -> str | None:
        if (f"{act}.{key}" if key in TIMES else act) in self.names:
            return None
        if act not in self.names:
            return f"no story comes to `{act}`"
        step = self.procedure.steps.get(act)
        if step is not None and step.extends is not None:
            return f"no story tells when `{step.extends}` is due after `{act}`"
        moved = moved_by(self.procedure, act, key) if key in MOVED else ()
        after = f" after `{moved[0]}`" if moved else ""
        return f"no story tells when `{act}` is due{after}"

    def _person_lacks(self, mutant: Mutant) -> str | None:
        """Who is missing, where the change lets other people act, or be appointed."""
        act = self.procedure.steps.get(mutant.rule)
        match mutant.key:
            case "by" | "decided_by":
                roles = act.by if act is not None else self.procedure.facts[mutant.rule].decided_by
            case "from" if act is not None:
                roles = act.from_
            case _:
                return None
        change, _, role = mutant.name.partition(" ")[2].rpartition(" ")
        if change == "drop":
            others = {*roles} - {role}
            if any(role in person and not person & others for person in self.people):
                return None
            beside = " and none of the others" if others else ""
            return f"nobody in the stories holds `{role}`{beside}"
        if change == "+":
            if any(role in person and not person & {*roles} for person in self.people):
                return None
            return f"nobody in the stories holds `{role}` and none of the others"
        if change == "->":
            if any((role in person) is not bool(person & {*roles}) for person in self.people):
                return None
            return f"everybody in the stories who holds `{role}` may do `{mutant.rule}` anyway"
        if any(not person & {*roles} for person in self.people):
            return None
        return f"the stories have nobody who could be kept from `{mutant.rule}`"


def reached(report: Report) -> Reached:
    """What the stories of a report that passed come to."""
    found = report.found
    assert found is not None and found.doc is not None  # noqa: PT018 - it was told
    assert found.procedure is not None
    procedure, doc = found.procedure, found.doc
    touched = {name for told in report.scenarios for name in told.touched}
    entered = {n for n in touched if n in procedure.places or n.endswith(".except")}
    stories = doc.scenarios.values()
    said = {name for story in stories for name in _shown(procedure, story.story)}
    told = {str(name) for name in doc.facts}
    told |= {str(name) for story in doc.scenarios.values() for name in story.facts or ()}
    return Reached(procedure, frozenset(entered | said | told), tuple(_held(procedure, doc)))


def _shown(procedure: Procedure, story: Iterable[ToldRow | ExpectedRow]) -> Iterator[str]:
    """The names of all that the rows of a story show at work."""
    named = deadlines_by_name(procedure)
    given: set[str] = set()  # what gave more time
    for row in story:
        if isinstance(row, ExpectedRow):
            yield from _described(row)
            for deadline in (named[each] for each in _timed(row)):
                yield f"{deadline.step}.{deadline.key}"
                if deadline.at_latest is not None:
                    yield f"{deadline.step}.at_latest"
                for key in MOVED:
                    if given & {*moved_by(procedure, deadline.step, key)}:
                        yield f"{deadline.step}.{key}"
                used = (each.step for each in deadline.extensions if each.step in given)
                for extension in used:
                    yield from (f"{extension}.up_to", f"{extension}.adds")
        elif row.event is not None:
            yield from _tried(str(row.event), row.refused or [])
            if not row.refused:
                yield from (s.name for s in procedure.steps.values() if row.event in s.met_by)
            given |= set() if row.refused else {str(row.event)}


def _described(row: ExpectedRow) -> Iterator[str]:
    for attempt, reasons in row.refuses.items():
        yield from _tried(attempt.split()[0], reasons)
    for name in (*(row.owed or ()), *(row.may or ()), *row.nobody_can):
        yield name.split()[0].split(".")[0]


def _timed(row: ExpectedRow) -> Iterator[str]:
    """The deadlines of which a row tells a date, or the status once they run."""
    yield from (name for name, due in row.due.items() if due[:1].isdecimal())
    yield from (name for name, said in row.status.items() if said != Status.WAITING.value)


def _tried(act: str, reasons: list[Scalar]) -> Iterator[str]:
    """What an attempt shows, with the reasons against it; nothing where the place is not open."""
    if any(reason.endswith(".place") for reason in reasons):
        return
    yield act
    yield from map(str, reasons)


def _held(procedure: Procedure, doc: ScenarioFile) -> Iterator[frozenset[str]]:
    """The roles that each person of a story holds, from the beginning, by a row or appointed."""
    for story in doc.scenarios.values():
        held = {name: {*person.holds} for name, person in {**doc.people, **story.people}.items()}
        for row in story.story:
            if isinstance(row, ToldRow) and row.person is not None:
                held.setdefault(row.person, set()).update(row.holds)
            if isinstance(row, ToldRow) and row.holder is not None and not row.refused:
                assert row.event is not None  # only an event appoints
                role = procedure.steps[row.event].appoints
                held.setdefault(row.holder, set()).add(Scalar(role or ""))
        yield from (frozenset(map(str, roles)) for roles in held.values())
