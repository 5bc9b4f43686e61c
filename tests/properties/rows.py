"""Cases as text: the rows of a story and the record of events, written from a walk.

A story is told together with the engine's own answers; a record is what happened alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Override, Person, Tie
from complaintflow.conventions import Span
from complaintflow.course import Course
from complaintflow.errors import InputError
from complaintflow.files import shipped
from complaintflow.moments import Moment
from complaintflow.procedure import Duty, PlaceKind, Procedure, Value, answer_text
from complaintflow.rulings import ActionRefused
from complaintflow.scenarios import due_text
from complaintflow.vocabulary import received_by
from tests.policies import HEADER, LOOPS, TIMES
from tests.properties import lives
from tests.properties.written_policies import flow, listed, written
from tests.strategies import Walk

CHAIR = Override("chair_of_all", "it happened")
NO_CLAUSE = "R-1"
"""A story proves some clause; small policies have none of their own."""


def text_of(law: Procedure) -> str:
    """The document of a policy."""
    small = {id(lives.ROUND): LOOPS, id(lives.TIMES): TIMES}.get(id(law))
    if small is not None:
        return f"{HEADER}clauses: {{{NO_CLAUSE}: {{at: page 1, says: all of it}}}}\n{small}"
    if law in (lives.LAW, lives.BARNSLEY):
        return (shipped() / f"{law.id}.yaml").read_text(encoding="utf-8")
    return written(int(law.id.removeprefix("written-")))


# --- rows as they are written -----------------------------------------------------------


def when(moment: date | datetime, law: Procedure) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(law.zone):%Y-%m-%dT%H:%M}"
    return moment.isoformat()


def names(among: Iterable[str]) -> str:
    """A list, the empty one too."""
    return "[" + ", ".join(among) + "]"


def tie(told: Tie) -> str:
    if told.since is None and told.until is None:
        return told.relation if told.to is None else flow({told.relation: told.to})
    said = {"of": told.to, "since": told.since, "until": told.until}
    return flow({told.relation: flow({k: str(v) for k, v in said.items() if v is not None})})


def person(who: Person) -> dict[str, str]:
    said = {
        "holds": who.holds,
        "is": tuple(map(tie, who.is_)),
        "is_not": tuple(map(tie, who.is_not)),
    }
    return {key: listed(value) for key, value in said.items() if value}


def answer(value: Value | None) -> str:
    return "" if value is None else answer_text(value)


def told(action: Action, words: dict[str, Any], law: Procedure) -> dict[str, str]:
    """The row of an event."""
    said = action.particulars
    row: dict[str, str | tuple[str, ...] | None] = {
        "at": when(action.at, law),
        "event": action.name,
        "by": action.by,
        "role": action.role,
        "how": said.how,
        "with": said.with_,
        "to": said.to,
        "copies_to": said.copies_to,
        "signed_by": said.signed_by,
        "agreed_by": said.agreed_by,
        "includes": said.includes,
        "recorded_in": said.recorded_in,
        "settles": time_text(said.settles, law),
        "received": flow({who: when(at, law) for who, at in said.received})
        if said.received
        else "",
        "answer": answer(said.answer),
        "holder": said.holder,
        "person": said.person,
    }
    row |= {key: words.get(key) for key in ("adds_to", "corrects", "retracts")}
    if "known_at" in words:
        row["known_at"] = when(words["known_at"], law)
    if "override" in words:
        row["override"] = flow({"by": CHAIR.by, "why": CHAIR.why})
    if words.get("retracts") is not None:
        del row["event"]
    if said.who is not None:
        row.update(person(said.who))
    return {
        k: v if isinstance(v, str) else listed([*dict.fromkeys(v)]) for k, v in row.items() if v
    }


def time_text(settles: Span | Moment | None, law: Procedure) -> str:
    """A time that is settled, as a row says it."""
    if settles is None:
        return ""
    return str(settles) if isinstance(settles, Span) else when(settles, law)


def asked_for(action: Action, law: Procedure, course: Course) -> Action:
    """The action without what no rule asks for: a story that says more is flagged."""
    step = law.steps.get(action.name)
    if step is None:
        return action
    said = action.particulars
    kept = replace(
        said,
        to=_only(said.to, (*step.to, *step.open_to)),
        with_=_only(said.with_, (*step.with_, *step.open_to)),
        copies_to=_only(said.copies_to, step.copies_to),
        signed_by=_of(said.signed_by, step.signed_by, course),
        agreed_by=_of(said.agreed_by, step.agreed_by, course),
        includes=_only(said.includes, step.must_include),
        recorded_in=_only(said.recorded_in, step.recorded_in),
        how=said.how if step.how else None,
    )
    offices = received_by(law, step.name)
    stand_ins = [s for office in offices if (s := law.roles[office].stand_in) is not None]
    counts = _of(tuple(who for who, _ in said.received), (*offices, *stand_ins), course)
    return _with(action, kept, received=counts)


def _only(said: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(said) if name in asked)


def _of(said: tuple[str, ...], asked: tuple[str, ...], course: Course) -> tuple[str, ...]:
    """Those offices, and people who hold or held one of them."""
    return tuple(
        name
        for name in dict.fromkeys(said)
        if name in asked or any(course.has_held(office, name) for office in asked)
    )


def _with(action: Action, particulars: Any, *, received: tuple[str, ...]) -> Action:
    fields = {k: getattr(particulars, k) for k in type(particulars).__dataclass_fields__}
    fields["received"] = {who: at for who, at in particulars.received if who in received}
    return Action(action.name, at=action.at, by=action.by, role=action.role, **fields)


# --- the story --------------------------------------------------------------------------


def stood(lived: Walk, case: Case, day: date) -> dict[str, str]:
    """The row that says how a case stands, in the engine's own words."""
    law = lived.law
    stage = engine.stage_of(law, case, as_of=day)
    moves = engine.moves(law, case, as_of=day)
    latest = {c.step: c for c in engine.clocks_as_of(law, case, as_of=day)}
    row = {"as_of": when(day, law)}
    if stage is not None:
        row["ended" if law.places[stage].kind is PlaceKind.END else "open"] = stage
    row["due"] = flow({step: due_text(clock) for step, clock in latest.items()})
    row["status"] = flow({s: str(clock.status(as_of=day)) for s, clock in latest.items()})
    row["owed"] = names(dict.fromkeys(str(o) for o in engine.owed(law, case, as_of=day)))
    row["may"] = names(m.event for m in moves if m.duty is Duty.MAY and m.who)
    more = {
        "nobody_can": [m.event for m in moves if m.event in law.steps and not m.who],
        "rests_on": dict.fromkeys(r for step in latest for r in law.readings_on.get(step, ())),
    }
    row |= {key: names(value) for key, value in more.items() if value}
    refuses = {}
    for name in lived.some(tuple(law.steps)):
        by = lived.pick(tuple(engine.course_of(law, case).people))
        reasons = engine.could(law, case, name, by, as_of=day).reasons
        refuses[f"{name} by {by}"] = names(dict.fromkeys(r.rule for r in reasons))
    row["refuses"] = flow(refuses)
    return row


def rows(lived: Walk) -> Iterator[dict[str, str]]:
    """The story: what was tried, and how the case stood in between."""
    law = lived.law
    begun = [e for e in lived.case.events if e.id.startswith(("people.", "facts."))]
    case = engine.replay(law, begun)
    day = begun[0].action.at
    assert not isinstance(day, datetime)
    yield stood(lived, case, day)
    for action_, words_ in lived.tried:
        if any(str(named).startswith(("people", "facts", "none")) for named in words_.values()):
            continue  # no row of the story names those
        words: dict[str, Any] = {
            k: CHAIR if k == "override" else v for k, v in words_.items() if v is not None
        }
        action = asked_for(action_, law, engine.course_of(law, case))
        try:
            case = engine.apply(law, case, action, **words)
        except ActionRefused as refused:
            reasons = dict.fromkeys(r.rule for r in refused.ruling.reasons)
            yield told(action, words, law) | {"refused": names(reasons)}
        except (InputError, OutsideCalendar):
            continue
        else:
            yield told(action, words, law)
        if lived.random.randrange(3) == 0:
            yield stood(lived, case, lived.today)
    yield stood(lived, case, lived.today)
    yield stood(lived, case, lived.today + timedelta(days=30))


def story(lived: Walk) -> str:
    """The scenario file."""
    law = lived.law
    lines = (
        "complaintflow: 1",
        f"policy: {law.id}",
        f"calendar: {law.calendar.name}",
        *_beginning(lived),
        "scenarios:",
        "  walked:",
        f"    proves: {next(iter(law.clauses), NO_CLAUSE)}",
        "    story:",
        *(f"      - {flow(row)}" for row in rows(lived)),
    )
    return "\n".join(lines) + "\n"


def _beginning(lived: Walk) -> tuple[str, str]:
    """Who is in a case, and what was told of it, as `begin` wrote it."""
    begun = [e.action for e in lived.case.events if e.id.startswith(("people.", "facts."))]
    people = {
        str(a.particulars.person): flow(person(a.particulars.who))
        for a in begun
        if a.particulars.who is not None
    }
    facts: dict[str, str] = {}
    for name in dict.fromkeys(a.name for a in begun if a.name in lived.law.facts):
        told = [e for e in lived.case.events if e.id.split(".")[:2] == ["facts", name]]
        by_name = {
            e.id.split(".")[2]: answer(e.action.particulars.answer)
            for e in told
            if e.id != f"facts.{name}"
        }
        facts[name] = flow(by_name) if by_name else answer(told[-1].action.particulars.answer)
    return f"people: {flow(people)}", f"facts: {flow(facts)}"


def record(lived: Walk) -> str:
    """The file of events of a case: who is in it, what was told, and what happened."""
    law, case = lived.law, lived.case
    lines = [*_beginning(lived), "events:"]
    for event in case.events:
        if event.id.startswith(("people.", "facts.")):
            continue
        words = {
            "adds_to": event.adds_to,
            "corrects": event.corrects,
            "retracts": event.retracts,
        }
        row = {"id": event.id} | told(event.action, words, law)
        if event.known_at is not None:
            row["known_at"] = when(event.known_at, law)
        if event.override is not None:
            row["override"] = flow({"by": CHAIR.by, "why": CHAIR.why})
        lines.append(f"  - {flow(row)}")
    return "\n".join(lines).removesuffix("events:") + (
        "\n" if "  - " in lines[-1] else "events: []\n"
    )
