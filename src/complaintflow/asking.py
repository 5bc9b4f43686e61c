"""What a form for an event needs: its fields, their choices, and what happens without them.

A form that fills every field which gates is not refused for want of one; a form that fills those
which are owed as well leaves nothing owed. Whether the event may happen at all is for `decide`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from complaintflow.answered import to_be_answered_for
from complaintflow.case import Action, Case, require_text
from complaintflow.conflicts import nobody_left
from complaintflow.conventions import Span
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.engine import course_of
from complaintflow.gates import plain
from complaintflow.judging import PERSONAL, against_holder, reasons_against
from complaintflow.moments import Moment, require_moment
from complaintflow.offices import holds
from complaintflow.owing import addressee
from complaintflow.procedure import (
    Clause,
    Deadline,
    Extension,
    Fact,
    Form,
    Happening,
    Procedure,
    ReceiptOf,
    Role,
    Step,
    Told,
    Value,
    answer_text,
)
from complaintflow.relating import Known, related, says
from complaintflow.settling import agreeing, free_to_agree
from complaintflow.sitting import companies, free_to_sit, seated_in
from complaintflow.vocabulary import (
    act_called,
    events_named,
    offices_of,
    sorts_of_events,
    unknown,
)


class Need(StrEnum):
    """What becomes of an event in which a field is left empty."""

    GATE = "gate"  # it is refused
    OWED = "owed"  # it is recorded, and the particular is owed until a record supplies it
    OPEN = "open"  # nothing: it may be said


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a field can take, and how to show it."""

    value: Value
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks.

    `key` is the keyword of `Action` that takes the answer; where several fields have the same
    key (each addressee is one, and each thing that must be included), their answers go into
    one list, and under `received` into one mapping by whom they are of. `wants` names the role
    or the thing. One choice alone is a box to tick; none, on a field that is not `free`, means
    that nobody can be chosen as the case stands. Of a body each member who may sit is a box, `sat`, and those
    of one company gate together: where it is a large one, fewer of them may do.
    """

    key: str
    need: Need
    label: str
    choices: tuple[Choice, ...] = ()
    wants: str | None = None
    clauses: tuple[str, ...] = ()

    @property
    def free(self) -> bool:
        """Whether it takes what is in no list of choices: a date or moment, a length of time."""
        return self.key in ("at", "settles", "received")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form for one event needs, in the order in which a person would fill it in."""

    event: str
    label: str
    fields: tuple[Field, ...]

    def field(self, key: str) -> tuple[Field, ...]:
        """The fields of one keyword of `Action`."""
        return tuple(field for field in self.fields if field.key == key)


def asks(procedure: Procedure, case: Case, name: str, *, at: Moment | None = None) -> Asked:
    """What a form for a step, a fact or a happening needs, as the case stands after its last event.

    The choices under `by` are the people of the case who hold an office that may do it and whom
    nothing that is their own keeps from it; under `holder`, those who may be appointed. Ties with
    dates are seen as of `at`, without it as of the last event.

    Raises:
        InputError: the procedure has no step, fact or happening of that name.
    """
    require_text(name, "the name of an event")
    if name not in events_named(procedure):
        raise unknown(sorts_of_events(procedure), name, events_named(procedure))
    course = course_of(procedure, case)
    if at is not None:
        course = as_at(procedure, course, require_moment(at, "at"))
    elif course.events:
        course = as_at(procedure, course, _now(course))
    act = act_called(procedure, name)
    if isinstance(act, Step):
        # Two offices may have one substitute, who is told once.
        fields = dict.fromkeys(_of_step(procedure, course, act))
        return Asked(name, spoken(name), tuple(fields))
    if isinstance(act, Happening):
        return Asked(name, act.says, (Field("at", Need.GATE, "when it happened"),))
    return Asked(name, act.means, tuple(_of_fact(procedure, course, act)))


def spoken(name: str) -> str:
    """A name of the document as words."""
    return name.replace("_", " ")


def _of_fact(procedure: Procedure, course: Course, fact: Fact) -> Iterator[Field]:
    clauses = _ids(fact, "decided_by")
    answers = tuple(Choice(answer, _answer_label(answer)) for answer in fact.answers)
    yield Field("answer", Need.GATE, fact.means, answers, clauses=_ids(fact, "answers"))
    if fact.for_each is not None:
        yield from _for_whom(procedure, course, fact, fact.for_each)
    yield Field("at", Need.GATE, "when it was answered")
    need = Need.OPEN if fact.told else Need.GATE
    yield Field("by", need, "who decides it", _signers(procedure, course, fact), clauses=clauses)
    yield from _office(procedure, course, fact)
    yield from _seats(procedure, course, fact)


def _for_whom(procedure: Procedure, course: Course, fact: Fact, each: Told) -> Iterator[Field]:
    """For whom a question is answered that is answered for each, where there are several."""
    now = [n for n in course.people if related(procedure, course, each, n).known is Known.YES]
    among = to_be_answered_for(procedure, course, each)
    if among:
        need = Need.GATE if len(now) > 1 else Need.OPEN
        choices = tuple(_person(course, name, ()) for name in among)
        label = f"for whom, of each who {says(procedure, each)}"
        yield Field("person", need, label, choices, clauses=_ids(fact, "for_each"))


def _of_step(procedure: Procedure, course: Course, step: Step) -> Iterator[Field]:
    yield Field("at", Need.GATE, "when it happened")
    signers = _signers(procedure, course, step)
    yield Field("by", Need.GATE, "who does it", signers, clauses=_ids(step, "by"))
    yield from _office(procedure, course, step)
    yield from _seats(procedure, course, step)
    yield from _time(procedure, step)
    for role in step.agreed_by:
        clauses = _ids(step, "agreed_by")
        yield _agreed(procedure, course, step, role, clauses)
    if step.how:
        need = Need.GATE if step.then is not None else Need.OWED
        forms = tuple(
            Choice(form.value, spoken(form.value))
            for form in Form
            if any(form.is_a(asked) for asked in step.how)
        )
        yield Field("how", need, "in what form", forms, clauses=_ids(step, "how"))
    for key, word, roles, said in (
        ("to", "to", step.to, "to the {}"),
        ("with_", "with", step.with_, "with the {}"),
        ("copies_to", "copies_to", step.copies_to, "copy to the {}"),
    ):
        for role in roles:
            yield _told(procedure, course, step, role, key, said, _ids(step, word))
    for role in step.open_to:
        people = _holding(course, (role,)) or (Choice(role, spoken(role)),)
        clauses = _ids(step, "open_to")
        yield Field("with_", Need.OPEN, f"with the {spoken(role)}", people, role, clauses)
    yield from _receipts(procedure, step)
    for key, word, things, said in (
        ("includes", "must_include", step.must_include, "includes {}"),
        ("recorded_in", "recorded_in", step.recorded_in, "recorded in {}"),
    ):
        for thing in things:
            box = (Choice(thing, spoken(thing)),)
            label = said.format(spoken(thing))
            yield Field(key, Need.OWED, label, box, thing, _ids(step, word))
    for role in step.signed_by:
        clauses = _ids(step, "signed_by")
        yield _told(procedure, course, step, role, "signed_by", "signed by the {}", clauses)
    if step.appoints is not None:
        named = _eligible(procedure, course, step)
        label = f"who is to be {spoken(step.appoints)}"
        yield Field("holder", Need.OWED, label, named, step.appoints, _ids(step, "appoints"))
        yield from _leaving(procedure, course, step)


def _seats(procedure: Procedure, course: Course, act: Step | Fact) -> Iterator[Field]:
    """Of a body, a box for each member who may sit, and who of them is in the chair.

    They gate where nobody but a body may do it as things stand, and it needs its quorum.
    """
    acting = _acting(procedure, course, act)
    only_bodies = all(procedure.roles[office].body is not None for office in acting)
    for office in acting:
        role = procedure.roles[office]
        if role.body is None:
            continue
        needed = only_bodies and act.name not in role.body.without_quorum
        need = Need.GATE if needed else Need.OPEN
        free = free_to_sit(procedure, course, act, office)
        # the largest company, so that whoever does it is mostly one of them
        company = (free, *companies(procedure, course, act, office))[-1]
        cites = tuple(clause.id for clause in role.cites.of("members"))
        for name in free:
            seated = need if name in company else Need.OPEN
            box = (_person(course, name, (office,)),)
            yield Field("sat", seated, f"{name} sat", box, office, cites)
        if role.body.chaired:
            first = sorted(free, key=lambda name: name not in company)
            chairs = tuple(_person(course, name, (office,)) for name in first)
            cites = tuple(clause.id for clause in role.cites.of("chair"))
            yield Field("chair", need, "who was in the chair", chairs, office, cites)


def _leaving(procedure: Procedure, course: Course, step: Step) -> Iterator[Field]:
    """Who gives an office up for whoever is named, where more than one may hold it."""
    role = procedure.roles[step.appoints or ""]
    if role.number is None or not course.holders(role.name):
        return
    seated = _full(procedure, course, role)
    people = tuple(_person(course, n, (role.name,)) for n in seated or course.holders(role.name))
    label = f"in whose place as {spoken(role.name)}"
    need = Need.GATE if seated else Need.OPEN
    yield Field("in_place_of", need, label, people, role.name, _ids(step, "appoints"))


def _told(
    procedure: Procedure,
    course: Course,
    step: Step,
    role: str,
    key: str,
    said: str,
    clauses: tuple[str, ...],
) -> Field:
    """The field of somebody who must be told, say: the substitute where the office stands aside."""
    named = role == step.appoints  # who is told is whoever will hold it
    office = role if named else addressee(procedure, course, role, step)
    # An office that another step fills, and that nobody holds yet, is owed nothing.
    need, wants = (Need.OPEN, role) if office is None else (Need.OWED, office)
    people = () if named else _holding(course, (wants,))
    choices = people or (Choice(wants, spoken(wants)),)
    return Field(key, need, said.format(spoken(wants)), choices, wants, clauses)


def _agreed(
    procedure: Procedure, course: Course, step: Step, role: str, clauses: tuple[str, ...]
) -> Field:
    """The field of somebody who must agree: of those who hold the office now, whoever is free to."""
    wants = agreeing(procedure, course, step, role)
    free = free_to_agree(procedure, course, step, wants)
    choices = tuple(_person(course, name, (wants,)) for name in free)
    if not course.holders(wants) and not procedure.roles[wants].appointed_by_steps:
        choices = (Choice(wants, spoken(wants)),)
    return Field("agreed_by", Need.GATE, f"agreed by the {spoken(wants)}", choices, wants, clauses)


def _time(procedure: Procedure, step: Step) -> Iterator[Field]:
    """The time that a step settles for others, or how much more of it one gets."""
    if step.sets_time_of:
        label = "; ".join(_settled(procedure, name) for name in step.sets_time_of)
        yield Field("settles", Need.GATE, label, clauses=_ids(step, "sets_time_of"))
    for deadline, extension in _extensions(procedure):
        if extension.step != step.name:
            continue
        new = f"new time for {spoken(deadline.step)}"
        if extension.adds is not None and extension.up_to is None:
            label = f"{new}, if less than {extension.adds} more: a period or a date"
            yield Field("settles", Need.OPEN, label, clauses=_ids(step, "adds"))
        elif extension.up_to is None:
            had = spoken(deadline.rule)
            label = f"{new} in place of {had}: a period from the same start, or a date"
            yield Field("settles", Need.GATE, label, clauses=_ids(step, "may_extend"))
        else:
            most = spoken(str(extension.up_to))
            label = f"{new}, if less than {most}: a period or a date"
            yield Field("settles", Need.OPEN, label, clauses=_ids(step, "up_to"))


def _settled(procedure: Procedure, name: str) -> str:
    """What may be settled for a step: of a band what lies within it, of others a day to plan for."""
    bands = [
        (d.rule, d.least, d.span)
        for d in procedure.deadlines
        if d.step == name and d.settled_by and d.least is not None and d.span is not None
    ]
    if not bands:
        return f"the day for which {spoken(name)} is planned"
    _, least, most = bands[0]
    such = Span((least.amount + most.amount) // 2, most.unit)
    within = " and ".join(dict.fromkeys(spoken(rule) for rule, _, _ in bands))
    return f"time for {spoken(name)}, {within}: {such}, say, or a date"


def _extensions(procedure: Procedure) -> Iterator[tuple[Deadline, Extension]]:
    """Every way to more time, with the deadline that it moves."""
    return ((each, way) for each in procedure.deadlines for way in each.extensions)


def _receipts(procedure: Procedure, step: Step) -> Iterator[Field]:
    """When each addressee had it in hand, where something counts from that or comes after it."""
    counts: dict[str, list[str]] = {}
    for receipt, cites in from_receipts(procedure):
        if receipt.step == step.name:
            counts.setdefault(receipt.by, []).extend(clause.id for clause in cites)
    for role in step.to if counts else ():
        label = f"when the {spoken(role)} received it"
        clauses = tuple(dict.fromkeys(counts.get(role, ())))
        yield Field("received", Need.OPEN, label, wants=role, clauses=clauses)


def from_receipts(procedure: Procedure) -> Iterator[tuple[ReceiptOf, tuple[Clause, ...]]]:
    """The receipts that matter, and the clauses of what counts from each or comes after it."""
    rules = [(deadline.of, deadline.cites) for deadline in procedure.deadlines]
    for _, extension in _extensions(procedure):
        if extension.up_to is not None:
            cites = procedure.steps[extension.step].cites.of("up_to")
            rules.append((extension.up_to.of, cites))
    for step in procedure.steps.values():
        rules += [(anchor, step.cites.of("after")) for anchor in step.after]
    for of, cites in rules:
        for anchor in plain(procedure, [of]):
            if isinstance(anchor, ReceiptOf):
                yield anchor, cites


def _signers(procedure: Procedure, course: Course, act: Step | Fact) -> tuple[Choice, ...]:
    named = offices_of(procedure, act)
    return tuple(
        _person(course, name, named)
        for name in course.people
        if _free(procedure, course, act, name)
    )


def _office(procedure: Procedure, course: Course, act: Step | Fact) -> Iterator[Field]:
    """In which office, where somebody could act in two."""
    fitting = [
        [
            role
            for role in offices_of(procedure, act)
            if role in holds(course, name) and _free(procedure, course, act, name, role)
        ]
        for name in course.people
    ]
    if any(len(roles) > 1 for roles in fitting):
        choices = tuple(
            Choice(role, spoken(role))
            for role in offices_of(procedure, act)
            if any(role in roles for roles in fitting)
        )
        key = "by" if isinstance(act, Step) else "decided_by"
        yield Field("role", Need.OPEN, "in which office", choices, clauses=_ids(act, key))


def _acting(procedure: Procedure, course: Course, act: Step | Fact) -> tuple[str, ...]:
    """The offices whose act it is as things stand: where nobody is left in one, its substitute."""
    roles = act.by if isinstance(act, Step) else act.decided_by
    substitutes = {
        role: procedure.roles[role].stand_in
        for role in roles
        if nobody_left(procedure, course, role, act)
    }
    return tuple(dict.fromkeys(substitutes.get(role) or role for role in roles))


def _free(
    procedure: Procedure, course: Course, act: Step | Fact, name: str, role: str | None = None
) -> bool:
    """Whether nothing that is a person's own keeps him or her from it."""
    action = Action(act.name, at=_now(course), by=name, role=role)
    reasons = reasons_against(procedure, course, action, supposed=True)
    return not any(isinstance(reason, PERSONAL) for reason in reasons)


def _full(procedure: Procedure, course: Course, role: Role) -> tuple[str, ...]:
    """Who holds a seat of a body, or of an office of several, in which no seat is free; else nobody."""
    seated = () if role.number is None else seated_in(procedure, course, role)
    return seated if role.most is not None and len(seated) >= role.most else ()


def _eligible(procedure: Procedure, course: Course, step: Step) -> tuple[Choice, ...]:
    """Who may be appointed: where no seat is free, in the place of somebody, whoever that is."""
    role = procedure.roles[step.appoints or ""]
    leaver = next(iter(_full(procedure, course, role)), None)

    def naming(name: str) -> Action:
        return Action(step.name, at=_now(course), holder=name, in_place_of=leaver)

    return tuple(
        _person(course, name, step.from_)
        for name in course.people
        if not any(against_holder(procedure, course, step, naming(name)))
    )


def _now(course: Course) -> Moment:
    """The moment at which people are seen, else that of the last event."""
    return course.events[-1].action.at if course.seen_at is None else course.seen_at


def _holding(course: Course, roles: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(_person(course, name, (role,)) for role in roles for name in course.holders(role))


def _person(course: Course, name: str, roles: Iterable[str]) -> Choice:
    """A person by name, with the offices that matter here."""
    held = [spoken(role) for role in roles if role in holds(course, name)]
    return Choice(name, f"{name} ({', '.join(held)})" if held else name)


def _ids(act: Step | Fact, key: str) -> tuple[str, ...]:
    return tuple(clause.id for clause in act.cites.of(key))


def _answer_label(answer: Value) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return spoken(answer_text(answer))
