"""Rows that an application kept, and files of events, back to the case that they make."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from complaintflow.case import Case, Event
from complaintflow.diagnostics import DefinitionError
from complaintflow.engine import begin, restore
from complaintflow.errors import InputError
from complaintflow.language.reader import read
from complaintflow.language.records import EventDoc, Reading, Record
from complaintflow.language.validation import validate
from complaintflow.procedure import Procedure


def case_of(procedure: Procedure, kept: Record | Iterable[Mapping[str, Any]]) -> Case:
    """The case that rows or a file of events make, as it was recorded; nothing is judged.

    `replay` judges a record again, `admit` one that may hold what is refused.

    Args:
        procedure: the law under which the names in it mean something.
        kept: rows, as `rows` gives them, in their order; or what `read_record` read.

    Raises:
        DefinitionError: a row does not read, or names what the procedure does not know; its
            place counts rows from 0, `rows[3]`.
        InputError: a text instead of rows; an id that is there twice or not at all; people of whom a file tells, and no
            event that would give the day.
    """
    if isinstance(kept, str | bytes | Mapping):
        raise InputError(
            "case_of takes rows, one mapping an event; read JSON with json.loads first"
        )
    if not isinstance(kept, Record):
        return restore(procedure, _events(procedure, kept))
    told: tuple[Event, ...] = ()
    if kept.people or kept.facts:
        if kept.at is None:
            raise InputError("nothing has happened in this record, so nobody knows since when")
        told = begin(procedure, at=kept.at, people=kept.people, facts=kept.facts).events
    return restore(procedure, (*told, *kept.events))


def _events(procedure: Procedure, kept: Iterable[Mapping[str, Any]]) -> list[Event]:
    """Events of rows; each is read by itself, so that a record may be of any length."""
    reading = Reading(procedure)
    problems = []
    docs = []
    for index, row in enumerate(kept):
        tree, wrong = read(json.dumps(row), f"rows[{index}]")
        problems += wrong
        doc = None
        if tree is not None and not wrong:
            doc, wrong = validate(tree, EventDoc)
            problems += wrong
        docs.append(doc)
    reading.knows(doc.person for doc in docs if doc is not None and doc.person is not None)
    events = [reading.event(doc) for doc in docs if doc is not None]
    if problems or reading.problems:
        raise DefinitionError({*problems, *reading.problems})
    return [event for event in events if event is not None]
