"""A case written out as plain values: a row an event, in the words of a record of events.

The inverse of reading a record. Everything is text, lists and mappings, ready for JSON, for a
database that keeps one row an event, or for YAML. Moments are written in the procedure's zone,
without an offset but in the hour that the clocks show twice; there the offset says which.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby, takewhile
from zoneinfo import ZoneInfo

from complaintflow.case import Action, Case, Event, Person, Tie, is_person
from complaintflow.conventions import Span
from complaintflow.errors import InputError
from complaintflow.moments import Moment, local_day
from complaintflow.procedure import PERSON_TOLD, RETRACTED, Procedure, answer_text
from complaintflow.telling import told_to_be

Text = str
Written = Text | list["Written"] | dict[str, "Written"]
"""A value as it stands in JSON; numbers and truth values are text too."""

Row = dict[str, Written]
"""One event."""

NAME = re.compile(r"[a-z_][a-z0-9_]*")
"""A name as documents have them: that of a scenario, for one."""


def rows(procedure: Procedure, case: Case) -> list[Row]:
    """Every event of a case as a row, in the order of the record, to be stored one by one.

    A row is complete: it has its id, and what was told at the beginning is a row as well.
    `case_of` makes the case of them again. Storing a growing case means storing the rows
    that are new.

    Raises:
        InputError: something in it cannot stand in a record: a name that has blanks or
            capitals, an empty text, something listed twice.
    """
    return [row_of(procedure, event) for event in case.events]


def record(procedure: Procedure, case: Case) -> dict[str, Written]:
    """A case as a file of events holds it: `people` and `facts` as told, then `events`.

    What was told at the beginning stands under `people` and `facts` if it was told on the
    day of the earliest event, as a file is read; otherwise it stands in rows of its own. An id
    that is the position of its row is left out.

    Raises:
        InputError: as `rows`.
    """
    told, later = _told_at_once(procedure, case)
    written: dict[str, Written] = {}
    if told:
        written["people"] = people_of(told)
        written["facts"] = facts_of(told)
    found: list[Written] = []
    for position, event in enumerate(later, start=1):
        row = row_of(procedure, event)
        if row["id"] == str(position):
            del row["id"]
        found.append(row)
    return {**{key: value for key, value in written.items() if value}, "events": found}


def _told_at_once(procedure: Procedure, case: Case) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """What `begin` wrote if a file can say so, and the other events."""
    told = told_by_begin(procedure, case)
    later = case.events[len(told) :]
    days = [local_day(event.action.at, procedure.zone) for event in later]
    if told and days and told[0].action.at == min(days):
        return told, later
    return (), case.events


def told_by_begin(procedure: Procedure, case: Case) -> tuple[Event, ...]:
    """The events at the beginning of a record that `begin` can write again, all of one moment."""
    at = case.events[0].action.at if case.events else None
    found: list[Event] = []
    for event in takewhile(lambda each: _is_told(procedure, each), case.events):
        is_person = event.action.name == PERSON_TOLD
        if type(event.action.at) is not type(at) or event.action.at != at:
            break
        if is_person and found and found[-1].action.name != PERSON_TOLD:
            break  # `begin` tells of people first
        if not is_person and not _would_be_read(procedure, found, event):
            break
        found.append(event)
    return tuple(found)


def _would_be_read(procedure: Procedure, told: list[Event], event: Event) -> bool:
    """Whether an answer told at the beginning is read for the same person again, after what is told.

    A file says one answer to a question, or one for each by name; one that names nobody is for the
    only one there is.
    """
    name, person = event.action.name, event.action.particulars.person
    before = [each for each in told if each.action.name == name]
    if not _by_name(event):
        each = procedure.facts[name].for_each
        said = (event.action.particulars for event in told)
        there = [
            of.person
            for of in said
            if of.who is not None and each is not None and told_to_be(of.who, each)
        ]
        return not before and (person is None or there == [person])
    return all(map(_by_name, before))


def _by_name(event: Event) -> bool:
    """Whether an answer that was told at the beginning is told for somebody by name."""
    return event.id != f"facts.{event.action.name}"


def _is_told(procedure: Procedure, event: Event) -> bool:
    """Whether an event is one that `begin` writes, to the letter."""
    action, said = event.action, event.action.particulars
    if action.name == PERSON_TOLD:
        person, who = said.person, said.who
        plain = Action(PERSON_TOLD, at=action.at, person=person, who=who)
        return event == Event(action=plain, id=f"people.{person}")
    fact = procedure.facts.get(action.name)
    if fact is None or not fact.told or said.answer is None:
        return False
    plain = Action(action.name, at=action.at, answer=said.answer, person=said.person)
    ids = (f"facts.{action.name}", f"facts.{action.name}.{said.person}")
    return event.id in ids and event == Event(action=plain, id=event.id)


def people_of(told: Iterable[Event]) -> dict[str, Written]:
    """Who everybody is, of the events that tell it at the beginning."""
    found: dict[str, Written] = {}
    for event in told:
        said = event.action.particulars
        if said.person is not None and said.who is not None:
            found[_name(said.person, "a person")] = dict(_person(said.person, said.who))
    return found


def facts_of(told: Iterable[Event]) -> dict[str, Written]:
    """The answers, of the events that tell them at the beginning."""
    found: dict[str, Written] = {}
    for event in told:
        name, said = event.action.name, event.action.particulars
        if said.answer is None:
            continue
        if said.person is None or not _by_name(event):
            found[name] = answer_text(said.answer)
        else:
            by = found.setdefault(name, {})
            assert isinstance(by, dict)  # it was told for each, and once
            by[_name(said.person, "a person")] = answer_text(said.answer)
    return found


def row_of(procedure: Procedure, event: Event) -> Row:
    """One event as a row; what it does not say is left out.

    Raises:
        InputError: as `rows`.
    """
    return dict(_row(event, procedure.zone))


def _row(event: Event, zone: ZoneInfo) -> Iterator[tuple[str, Written]]:
    action, said = event.action, event.action.particulars
    yield "at", when_text(action.at, zone)
    if action.name != RETRACTED:
        yield "event", action.name
    for key, name in (("by", action.by), ("role", action.role), ("for", action.for_)):
        if name is not None:
            yield key, _name(name, f"{key!r} of {action.name}")
    for key, given in (
        ("parts", sorted(action.parts)),
        ("how", said.how),
        ("with", said.with_),
        ("to", said.to),
        ("copies_to", said.copies_to),
        ("includes", said.includes),
        ("recorded_in", said.recorded_in),
        ("signed_by", said.signed_by),
        ("agreed_by", said.agreed_by),
        ("sat", said.sat),
    ):
        if isinstance(given, str):
            yield key, given
        elif given:
            yield key, _names(given, f"{key!r} of {action.name}")
    if said.settles is not None:
        settles = said.settles
        yield "settles", str(settles) if isinstance(settles, Span) else when_text(settles, zone)
    if said.received:
        where = f"'received' of {action.name}"
        _names([who for who, _ in said.received], where)
        yield "received", {who: when_text(at, zone) for who, at in said.received}
    if said.answer is not None:
        yield "answer", answer_text(said.answer)
    if said.holder is not None:
        yield "holder", _name(said.holder, f"'holder' of {action.name}")
    for key, name in (("chair", said.chair), ("in_place_of", said.in_place_of)):
        if name is not None:
            yield key, _name(name, f"{key!r} of {action.name}")
    if said.person is not None:
        yield "person", _name(said.person, "a person")
    if said.person is not None and said.who is not None:
        yield from _person(said.person, said.who)
    if event.known_at is not None:
        yield "known_at", when_text(event.known_at, zone)
    for key, text in (
        ("id", event.id),
        ("adds_to", event.adds_to),
        ("corrects", event.corrects),
        ("retracts", event.retracts),
        ("because", said.because),
    ):
        if text is not None:
            yield key, _text(text, f"{key!r} of {action.name}")
    if event.override is not None:
        by = _text(event.override.by, "'by' of an override")
        yield "override", {"by": by, "why": _text(event.override.why, "'why' of an override")}


def _person(name: str, who: Person) -> Iterator[tuple[str, Written]]:
    if who.holds:
        yield "holds", _names(who.holds, f"what {name} holds")
    if who.is_:
        yield "is", _ties(who.is_, f"what {name} is")
    if who.is_not:
        yield "is_not", _ties(who.is_not, f"what {name} is not")


def _ties(ties: tuple[Tie, ...], where: str) -> Written:
    """Relations as a list of names, of names with people, or of both."""
    if len(set(ties)) < len(ties):
        said = ", ".join(map(str, ties))
        raise InputError(f"{where} lists something twice: {said}; leave one out")
    found: list[Written] = []
    alike = groupby(ties, key=lambda t: (t.relation, t.to is None, t.since, t.until))
    for (relation, alone, since, until), each in alike:
        others: list[Written] = [_name(t.to, where) for t in each if t.to is not None]
        name = _name(relation, where)
        of = others[0] if len(others) == 1 else others
        if since is None and until is None:
            found.append(name if alone else {name: of})
            continue
        days = (("since", since), ("until", until))
        spell = {word: day.isoformat() for word, day in days if day is not None}
        found.append({name: spell if alone else {"of": of, **spell}})
    relations = {tie.relation for tie in ties}
    if len(relations) < len(found) or not all(isinstance(each, dict) for each in found):
        return found
    return {name: others for each in found for name, others in each.items()}  # type: ignore[union-attr]


def when_text(moment: Moment, zone: ZoneInfo) -> str:
    """A date, or a moment as the clocks of the zone show it: `2026-04-22T16:30`.

    With its offset in the hour that comes twice: `2026-10-25T01:30:00+01:00`.
    """
    if not isinstance(moment, datetime):
        return moment.isoformat()
    local = moment.astimezone(UTC).astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    exact = "auto" if local.second or local.microsecond else "minutes"
    return (local if twice else local.replace(tzinfo=None)).isoformat(timespec=exact)


def _names(given: Iterable[str], where: str) -> list[Written]:
    found = [_name(name, where) for name in given]
    if len(set(found)) < len(found):
        raise InputError(f"{where} lists something twice: {', '.join(found)}; leave one out")
    return list(found)


def _name(name: str, where: str) -> str:
    if not is_person(name):
        raise InputError(
            f"{name!r} cannot stand in a record ({where}): a name has no blanks and no commas"
        )
    return name


def _text(text: str, where: str) -> str:
    if not text.strip():
        raise InputError(f"{where} is empty, and cannot stand in a record")
    return text
