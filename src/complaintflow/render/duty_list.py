"""The duty list as values, and as text in lines that a terminal may colour."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from complaintflow.render.escape import flat
from complaintflow.render.words import capital

WIDTH = 96
"""Columns of the text."""


class Charge(StrEnum):
    """What kind of duty it is."""

    MUST = "must"
    ANSWERS = "answers"
    STANDING = "always"
    MAY = "may"
    NEVER = "must never"
    STANDS_ASIDE = "stands aside"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the duty list.

    `name` is the step, fact, standing duty or conflict, `place` the title of the stage or end in
    which it is due, if it is of one; `by_when` the time limits in words; `clauses` ids and
    `readings` names.
    """

    charge: Charge
    name: str
    says: str
    place: str = ""
    by_when: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleDuties:
    """What one role has to do: its name and title, what rules the office, and its tasks."""

    role: str
    title: str
    rules: tuple[Task, ...]
    tasks: tuple[Task, ...]
    reach: str | None


@dataclass(frozen=True, slots=True)
class DutyList:
    """The duties of a procedure by role.

    `everybody` has the conflicts that may concern anybody, `conditions` the stages and ends whose
    duties are owed on a condition. As text it is for a terminal or a notice board.
    """

    title: str
    version: str
    roles: tuple[RoleDuties, ...]
    everybody: tuple[Task, ...]
    conditions: tuple[Task, ...]

    def __str__(self) -> str:
        return "\n".join(line for each in text_lines(self) for line in _wrapped(each))


HEADINGS = {
    Charge.MUST: "Must",
    Charge.ANSWERS: "Must answer, where it is asked",
    Charge.STANDING: "Always",
    Charge.MAY: "May",
    Charge.NEVER: "Never",
    Charge.STANDS_ASIDE: "Stands aside",
    Charge.OFFICE: "The office",
}


class Tone(StrEnum):
    """What a line is, for whoever gives it a colour."""

    TITLE = "title"
    ROLE = "role"
    CHARGE = "charge"
    PLACE = "place"
    TASK = "task"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the list, not yet wrapped; `quiet` is what stands after it in a low voice."""

    tone: Tone
    indent: int = 0
    text: str = ""
    quiet: str = ""


def text_lines(listed: DutyList) -> Iterator[TextLine]:
    """The lines of the list, from its title to those who have no duty."""
    yield TextLine(
        Tone.TITLE, 0, f"Duties under {flat(listed.title)}", f"version {flat(listed.version)}"
    )
    for role in listed.roles:
        if role.tasks or role.rules:
            yield from _role(role)
    if listed.everybody:
        yield from _heading("Whoever it may be", "")
        yield from _tasks(listed.everybody)
    if listed.conditions:
        yield from _heading("What is owed on a condition", "")
        for task in listed.conditions:
            yield TextLine(Tone.PLACE, 2, capital(flat(task.place)))
            yield _task(task)
    idle = [role for role in listed.roles if not role.tasks and not role.rules]
    if idle:
        yield from _heading("Others who are named, without a duty of their own", "")
        for role in idle:
            reach = f": {role.reach}" if role.reach else ""
            yield TextLine(Tone.TASK, 2, flat(f"{role.title}{reach}"), role.role)


def _role(role: RoleDuties) -> Iterator[TextLine]:
    yield from _heading(role.title, role.role)
    if role.reach:
        yield TextLine(Tone.TASK, 2, flat(role.reach))
    yield from _tasks((*role.tasks, *role.rules))


def _heading(text: str, quiet: str) -> Iterator[TextLine]:
    yield TextLine(Tone.EMPTY)
    yield TextLine(Tone.ROLE, 0, capital(flat(text)), quiet)


def _tasks(tasks: tuple[Task, ...]) -> Iterator[TextLine]:
    for charge, of_charge in groupby(tasks, key=lambda task: task.charge):
        yield TextLine(Tone.CHARGE, 2, HEADINGS[charge])
        for place, of_place in groupby(of_charge, key=lambda task: task.place):
            if place:
                yield TextLine(Tone.PLACE, 4, capital(flat(place)))
            for task in of_place:
                yield _task(task, 6 if place else 4)


def _task(task: Task, indent: int = 4) -> TextLine:
    return TextLine(Tone.TASK, indent, flat(task.says), flat(", ".join(task.clauses)))


def _wrapped(line: TextLine) -> list[str]:
    if line.tone is Tone.EMPTY:
        return [""]
    bullet = "- " if line.tone is Tone.TASK else ""
    quiet = f"  ({line.quiet})" if line.quiet else ""
    margin = " " * line.indent
    return textwrap.wrap(
        f"{line.text}{quiet}",
        width=WIDTH,
        initial_indent=margin + bullet,
        subsequent_indent=margin + " " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )
