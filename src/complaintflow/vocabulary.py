"""The names that an action may use: a typing error is told with a suggestion, not refused."""

from collections.abc import Collection, Iterable, Mapping

from complaintflow.case import Action, Person, Tie, alike, is_person
from complaintflow.course import Course
from complaintflow.diagnostics import nearest, quoted
from complaintflow.errors import InputError
from complaintflow.gates import plain
from complaintflow.procedure import (
    FORMS,
    PERSON_TOLD,
    RETRACTED,
    Anchor,
    Fact,
    Form,
    Happening,
    Procedure,
    ReceiptOf,
    Step,
    Value,
    answer_text,
)


def act_called(procedure: Procedure, name: str) -> Step | Fact | Happening:
    """The step, fact or happening of that name, which has been checked to exist."""
    return procedure.steps.get(name) or procedure.facts.get(name) or procedure.happenings[name]


def settles_a_time(step: Step) -> bool:
    """Whether a step settles the time of another: its date, or how much more it gets."""
    return bool(step.sets_time_of) or step.extends is not None


def received_by(procedure: Procedure, step: str) -> tuple[str, ...]:
    """The offices on whose receipt of a step some time, or some other step, waits."""
    anchors: list[Anchor] = [a for each in procedure.steps.values() for a in each.after]
    for deadline in procedure.deadlines:
        ceilings = (extension.up_to for extension in deadline.extensions)
        anchors += [deadline.of, *(each.of for each in ceilings if each is not None)]
        if deadline.at_latest is not None:
            anchors.append(deadline.at_latest.of)
        if deadline.again is not None and deadline.again.until is not None:
            anchors.append(deadline.again.until)
        for rule in deadline.stills:
            anchors += [rule.first_day.of, rule.last_day.of]
    found = (
        each.by
        for each in plain(procedure, anchors)
        if isinstance(each, ReceiptOf) and each.step == step
    )
    return tuple(dict.fromkeys(found))


def all_names(procedure: Procedure) -> tuple[str, ...]:
    """Every name that an event can have."""
    return (*events_named(procedure), PERSON_TOLD, RETRACTED)


def events_named(procedure: Procedure) -> tuple[str, ...]:
    """The names of all steps that are recorded, facts and happenings, in that order."""
    recorded = (name for name, step in procedure.steps.items() if not step.met_by)
    return (*recorded, *procedure.facts, *procedure.happenings)


def sorts_of_events(procedure: Procedure) -> str:
    """What those names are names of, in the reader's words."""
    return "step, fact or happening" if procedure.happenings else "step or fact"


def unknown(kind: str, name: str, among: Iterable[str]) -> InputError:
    """The error for a name that means nothing, with what was probably meant."""
    near = nearest(name, among)
    return InputError(
        f"no {kind} is called {name!r}" + (f"; did you mean {near!r}?" if near else "")
    )


def _is_known(procedure: Procedure, name: str) -> bool:
    """Whether something other than a step is recorded by that name."""
    known = procedure.facts, procedure.happenings, (PERSON_TOLD, RETRACTED)
    return any(name in names for names in known)


def require_known(
    procedure: Procedure,
    course: Course,
    action: Action,
    *,
    supposed: bool = False,
    beginning: bool = False,
) -> None:
    """Every name in an action must mean something: a typing error is not a refusal.

    Args:
        procedure: the law.
        course: the case so far.
        action: what is to be judged or recorded.
        supposed: its answer is not asked for.
        beginning: it is one of several that tell at once who people are, of people among whom any
            may be named.

    Raises:
        InputError: a name that the procedure or the case does not know, an impossible answer.
    """
    step = procedure.steps.get(action.name)
    if step is not None and step.met_by:
        raise InputError(
            f"{action.name} is a name for what meets it and is not recorded itself; "
            f"record {' or '.join(step.met_by)}"
        )
    if not (step or _is_known(procedure, action.name)):
        raise unknown("event", action.name, all_names(procedure))
    if action.parts:
        raise InputError(f"{procedure.id} has no issues, so its complaints have no parts")
    if action.role is not None and action.role not in procedure.roles:
        raise unknown("role", action.role, procedure.roles)
    said = action.particulars
    if action.name == PERSON_TOLD:
        require_person_told(procedure, said.person, said.who)
        for tie in () if beginning or said.who is None else (*said.who.is_, *said.who.is_not):
            if tie.to is not None and tie.to != said.person:
                require_person(procedure, course, tie.to, tie.relation)
        return
    if action.name in procedure.happenings:
        _require_nobody(action)
        return
    if action.by is not None:
        require_person(procedure, course, action.by, "by")
    for word, given in (
        ("to", said.to),
        ("with_", said.with_),
        ("copies_to", said.copies_to),
        ("signed_by", said.signed_by),
        ("agreed_by", said.agreed_by),
        ("received", tuple(who for who, _ in said.received)),
    ):
        for name in given:
            if name not in procedure.roles:
                require_person(procedure, course, name, word)
    _require_time(procedure, action)
    _require_seats(procedure, course, action)
    _require_for_whom(procedure, course, action)
    appoints = action.name in procedure.steps and procedure.steps[action.name].appoints
    if said.holder is not None and not appoints:
        raise InputError(f"{action.name} appoints nobody, and takes no holder")
    if said.holder is not None:
        require_person(procedure, course, said.holder, "holder")
    if said.in_place_of is not None:
        if said.holder is None:
            raise InputError(
                "in_place_of says whose office it was; say under holder who has it now"
            )
        require_person(procedure, course, said.in_place_of, "in_place_of")
        if said.in_place_of == said.holder:
            raise InputError(f"{said.holder!r} cannot be named in his or her own place")
    if said.how is not None and said.how not in FORMS:
        raise unknown("form", said.how, [form.value for form in Form])
    if action.for_ is not None:
        require_person(procedure, course, action.for_, "for_")
    _require_contents(procedure, action)
    if action.name in procedure.facts and not supposed:
        _require_answer(procedure.facts[action.name], said.answer)
    elif said.answer is not None:
        raise InputError(f"{action.name} is no fact, and takes no answer")


def _require_for_whom(procedure: Procedure, course: Course, action: Action) -> None:
    """A person is named by what tells who somebody is, and by an answer that is given for each."""
    said, fact = action.particulars, procedure.facts.get(action.name)
    if said.who is not None or (said.person is not None and fact is None):
        raise InputError(f"only {PERSON_TOLD} says who a person is, not {action.name}")
    if said.person is None or fact is None:
        return
    if fact.for_each is None:
        raise InputError(f"{action.name} is answered for the case, not for {said.person!r}")
    require_person(procedure, course, said.person, "person")


def _require_nobody(action: Action) -> None:
    """Nobody does what happens, and nothing is said of it but when."""
    said = Action(action.name, at=action.at, because=action.particulars.because)
    if action != said:
        raise InputError(
            f"{action.name} is a happening, which nobody does: record it with its date alone"
        )


def with_stand_ins(procedure: Procedure, roles: Iterable[str]) -> tuple[str, ...]:
    """Some offices, then those that stand in for them."""
    roles = tuple(roles)
    stand_ins = (procedure.roles[role].stand_in for role in roles)
    return tuple(dict.fromkeys((*roles, *(each for each in stand_ins if each is not None))))


def offices_of(procedure: Procedure, act: Step | Fact) -> tuple[str, ...]:
    """The offices in which an act may be done, those that stand in included."""
    return with_stand_ins(procedure, act.by if isinstance(act, Step) else act.decided_by)


def bodies_of(procedure: Procedure, act: Step | Fact) -> tuple[str, ...]:
    """The bodies whose act it is, their substitutes among them."""
    offices = offices_of(procedure, act)
    return tuple(each for each in offices if procedure.roles[each].body is not None)


def _require_seats(procedure: Procedure, course: Course, action: Action) -> None:
    """Who sat is said of what a body does, and of each once; the chair only of a body that has one."""
    sat, chair = action.particulars.sat, action.particulars.chair
    if not sat and chair is None:
        return
    act = act_called(procedure, action.name)
    bodies = () if isinstance(act, Happening) else bodies_of(procedure, act)
    if not bodies:
        word = "sat" if sat else "chair"
        raise InputError(f"{act.name} is no act of a body, so nobody sits; leave out {word}")
    for name in sat:
        if sat.count(name) > 1:
            raise InputError(f"sat names {name!r} twice; everybody sits once")
        require_person(procedure, course, name, "sat")
    if chair is not None:
        require_person(procedure, course, chair, "chair")
        chaired = [b for b in bodies if (body := procedure.roles[b].body) and body.chaired]
        if not chaired:
            raise InputError(f"{' and '.join(bodies)} has no chair; leave out chair")


def _require_time(procedure: Procedure, action: Action) -> None:
    """Only some steps settle a time for another."""
    step = procedure.steps.get(action.name)
    if action.particulars.settles is not None and (step is None or not settles_a_time(step)):
        raise InputError(f"{action.name} settles no time; leave out settles")


def _require_contents(procedure: Procedure, action: Action) -> None:
    """Contents and records are words of the procedure: one misspelt would stay owed for ever."""
    said_of = action.particulars
    if not (said_of.includes or said_of.recorded_in):
        return
    steps = procedure.steps.values()
    for said, known, sort in (
        (said_of.includes, [n for s in steps for n in s.must_include], "content"),
        (said_of.recorded_in, [n for s in steps for n in s.recorded_in], "record"),
    ):
        for name in said:
            if name not in known:
                raise unknown(sort, name, known)


def require_person(procedure: Procedure, course: Course, name: str, word: str) -> None:
    """Refuse a person of whom nobody has told.

    Raises:
        InputError: naming `word`, the part of the action in which the name stands.
    """
    if name not in course.people:
        near = nearest(name, (*course.people, *procedure.roles))
        raise InputError(
            f"{word}: nobody called {name!r} has been told of"
            + (f"; did you mean {near!r}?" if near else "; tell who it is first, with person_told")
        )


def require_told_of(people: Mapping[str, object]) -> None:
    """Whoever somebody stands in a relation to must be told of too.

    Raises:
        InputError: he or she is not.
    """
    for name, person in people.items():
        ties = (*person.is_, *person.is_not) if isinstance(person, Person) else ()
        for tie in ties:
            if tie.to is not None and tie.to not in people:
                near = nearest(tie.to, people)
                raise InputError(
                    f"{name!r} is said to be {tie.relation!r} of {tie.to!r}, who is not told of; "
                    + (f"did you mean {near!r}?" if near else f"add {tie.to!r}: Person()")
                )


def require_another_name(people: Collection[str], name: str) -> None:
    """Somebody of whom nobody has told yet has a name that is nobody else's in other letters.

    Raises:
        InputError: it is, but for its capitals or how its accents are encoded.
    """
    other = None if name in people else alike(name, people)
    if other is not None:
        raise InputError(
            f"{name!r} has not been told of, and {other!r} has: write {other!r}, or give the other "
            "person a name that differs by more than capitals and accents"
        )


def require_person_told(procedure: Procedure, name: str | None, who: Person | None) -> None:
    """Somebody who is told of has a name, and only offices and relations that there are.

    Raises:
        InputError: he or she has not.
    """
    if not name or who is None:
        raise InputError(f"{PERSON_TOLD} needs the person's name and who he or she is")
    if not is_person(name):
        raise InputError(
            f"a person cannot be called {name!r}: leave out blanks and commas, or take an id"
        )
    if name in procedure.roles:
        raise InputError(f"a person cannot be called {name!r}: that is a role of {procedure.id}")
    for role in who.holds:
        if role not in procedure.roles:
            raise unknown("role", role, procedure.roles)
    for tie in (*who.is_, *who.is_not):
        if tie.relation not in procedure.relations:
            raise unknown("relation", tie.relation, procedure.relations)
        wrong = wrong_tie(procedure, tie, name, told=tie in who.is_)
        if wrong is not None:
            raise InputError("; ".join(wrong))
    for tie in who.is_:
        if any(each.denies(tie) for each in who.is_not):
            raise InputError(f"{name!r} cannot both be and not be {str(tie)!r}")


def wrong_tie(procedure: Procedure, tie: Tie, person: str, *, told: bool) -> tuple[str, str] | None:
    """What is wrong with a tie of somebody, if anything is, and what to write instead.

    Args:
        procedure: the law.
        tie: of a relation that it knows.
        person: whose it is.
        told: that it is so, and not that it is absent.
    """
    name = tie.relation
    if tie.dated and not told:
        return (
            f"{quoted(str(tie.bare))} is denied with dates",
            f"leave them out; if it was so for a time, tell it under `is`, as `{{{name}: {{until: DATE}}}}`",
        )
    if procedure.relations[name].between_people:
        if tie.to is None and told:
            whom = f"{{of: NAME, {_dates(tie)}}}" if tie.dated else "NAME"
            return f"{quoted(name)} is between two people", f"say of whom: `{{{name}: {whom}}}`"
        if tie.to == person:
            message = f"{quoted(person)} is said to be {quoted(name)} of himself or herself"
            return message, "name the other person"
    elif tie.to is not None:
        return (
            f"{quoted(name)} is not between two people, and {quoted(tie.to)} stands beside it",
            f"write `{_alone(tie)}` alone; {procedure.id} would have to say `between: two people` of it",
        )
    return None


def _alone(tie: Tie) -> str:
    return f"{{{tie.relation}: {{{_dates(tie)}}}}}" if tie.dated else tie.relation


def _dates(tie: Tie) -> str:
    """The dates of a tie as they are written."""
    days = (("since", tie.since), ("until", tie.until))
    return ", ".join(f"{word}: {day}" for word, day in days if day is not None)


def _require_answer(fact: Fact, answer: Value | None) -> None:
    if answer not in fact.answers or isinstance(answer, bool) != isinstance(fact.answers[0], bool):
        said = "nothing" if answer is None else repr(answer)
        choices = ", ".join(answer_text(a) for a in fact.answers)
        raise InputError(f"{fact.name} is answered with one of {choices}, not {said}")
