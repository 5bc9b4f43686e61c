"""Judging: every reason against an action, each with the rule and the clause behind it.

What is asked of an action stands here in one place, so that its order can be read; what a question takes more than
a few lines to answer is in a module of its own below (`sitting`, `settling`, `conflicts`, `timing`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from complaintflow import conflicts, noting, timing
from complaintflow.answered import each_of, ever_of
from complaintflow.case import Action, Event, Particulars
from complaintflow.course import Course, advance, is_open
from complaintflow.dated import as_at
from complaintflow.deadlines import Clock
from complaintflow.gates import Truth, asked, truth, unanswered
from complaintflow.offices import holds, offices
from complaintflow.owing import missing, right_form
from complaintflow.procedure import (
    PERSON_TOLD,
    RETRACTED,
    Cites,
    Condition,
    Duty,
    Fact,
    Happening,
    Kind,
    Procedure,
    Role,
    Step,
)
from complaintflow.relating import kinds, says
from complaintflow.rulings import (
    Barred,
    ConditionNotMet,
    Forbidden,
    ForWhom,
    NotEligible,
    NotOpen,
    Owed,
    Reason,
    RestsOn,
    Ruling,
    TooEarly,
    TooLate,
    Unanswered,
    WrongForm,
    WrongRole,
)
from complaintflow.settling import against_agreement, against_extension, against_settled_time
from complaintflow.sitting import (
    Seats,
    against_eligibility,
    against_number,
    against_sitting,
)
from complaintflow.tapes import asked_first
from complaintflow.vocabulary import act_called

PERSONAL = (WrongRole, Barred, NotEligible)
"""The reasons that speak of who acts; somebody else might be free of them."""


def judge(
    procedure: Procedure,
    course: Course,
    action: Action,
    *,
    supposed: bool = False,
    alone: bool = False,
    adds: bool = False,
) -> Ruling:
    """Every reason against an action. `supposed`: its particulars are not held against it;
    `alone`: nobody asks who else could;
    `adds`: it only supplies what an event lacks, and passes `by` and the ties alone; where it
    says no more than where something is recorded, the ties; where it says whom the event
    appoints, all that is asked of the people of an appointment."""
    reasons = reasons_against(procedure, course, action, supposed=supposed, adds=adds)
    if action.name in (PERSON_TOLD, RETRACTED):
        return Ruling(action, (), tuple(noting.shared_offices(procedure, course)))
    act = act_called(procedure, action.name)
    if isinstance(act, Happening):
        rests_on = map(RestsOn, procedure.readings_on.get(act.name, ()))
        return Ruling(action, (), (*noting.shared_offices(procedure, course), *rests_on))
    whole, course = course, as_at(procedure, course, action.at)
    if reasons and not alone:
        reasons = tuple(_with_others(procedure, course, act, action, reasons))
    lacks: tuple[Owed, ...] = ()
    if isinstance(act, Step) and not supposed and not adds:
        event = Event(action=action, id="")
        # Whoever it appoints may be one who must be told.
        done = course if act.appoints is None else advance(procedure, whole, event)
        lacks = tuple(missing(procedure, done, act, event, len(course.events)))
    notes = tuple(dict.fromkeys(noting.notes(procedure, course, act, action, reasons)))
    return Ruling(action, reasons, notes, lacks)


def reasons_against(
    procedure: Procedure,
    course: Course,
    action: Action,
    *,
    supposed: bool = False,
    adds: bool = False,
) -> tuple[Reason, ...]:
    """The reasons of `judge` alone: nobody asks who else could, nor what is taken for granted, nor what is missing."""
    if action.name in (PERSON_TOLD, RETRACTED):
        return ()
    act = act_called(procedure, action.name)
    if isinstance(act, Happening):
        return ()
    course = as_at(procedure, course, action.at)
    if isinstance(act, Fact):
        found = _against_answer(procedure, course, act, action, supposed=supposed)
    else:
        found = _against_step(procedure, course, act, action, supposed, adds)
    # Two conditions may wait for one and the same answer.
    return tuple(dict.fromkeys(found))


def judge_people(
    procedure: Procedure, course: Course, action: Action, *, was: Action, adds: bool = False
) -> tuple[Reason, ...]:
    """The reasons against whom an action names in the place of those whom it named before.

    They are asked of whoever does it, of those who sat, of whom it appoints and of who agrees, each
    where another is named than `was`; nothing is asked of its day, its place or what must come first.
    """
    act = act_called(procedure, action.name)
    if isinstance(act, Happening):
        return ()
    said, before = action.particulars, was.particulars
    course = as_at(procedure, course, action.at)
    found: list[Reason] = []
    supplies = adds and said.holder is not None and said.holder != before.holder
    if who_did(action) != who_did(was) or supplies:
        if isinstance(act, Fact):
            found += _against_who_answers(procedure, course, act, action, Seats.SAID)
        elif adds and _only_writes_down(action):
            found += _kept_from(procedure, course, act, action.by, doing=False)
        else:
            seats = Seats.LEFT_OUT if adds and said.holder is None else Seats.SAID
            found += _against_person(procedure, course, act, action, seats)
    named, had = (said.holder, said.in_place_of), (before.holder, before.in_place_of)
    if isinstance(act, Step) and named != had:
        found += against_holder(procedure, course, act, action)
    agreed = {*said.agreed_by} != {*before.agreed_by} and (not adds or said.holder is not None)
    if isinstance(act, Step) and (agreed or supplies):
        found += against_agreement(procedure, course, act, action)
    reasons = list(dict.fromkeys(found))
    return tuple(_with_others(procedure, course, act, action, reasons)) if reasons else ()


def who_did(action: Action) -> tuple[object, ...]:
    """All that an action says of those who do it: who, in which office, who sat and in the chair."""
    said = action.particulars
    return action.by, action.role, {*said.sat}, said.chair


def seats_of(*, supposed: bool) -> Seats:
    """Which members are looked at where it is only supposed that somebody acts."""
    return Seats.COULD if supposed else Seats.SAID


def _with_others(
    procedure: Procedure,
    course: Course,
    act: Step | Fact,
    action: Action,
    reasons: Iterable[Reason],
) -> list[Reason]:
    """The reasons, and in those that are somebody's own who else could, or who would name somebody."""
    others = _who_else(procedure, course, act, action)
    namings = () if others else appointments(procedure, act)
    return with_others(reasons, action.by, others, namings)


def with_others(
    reasons: Iterable[Reason], by: str | None, others: tuple[str, ...], namings: tuple[str, ...]
) -> list[Reason]:
    """The same reasons; those that speak of who acts say that `others` could, or who would name one."""
    return [
        replace(r, who_else=others, by_appointment=namings)
        if isinstance(r, PERSONAL) and not r.appointed and r.person == by
        else r
        for r in reasons
    ]


def _against_step(
    procedure: Procedure, course: Course, step: Step, action: Action, supposed: bool, adds: bool
) -> Iterator[Reason]:
    if step.duty is Duty.NEVER:
        yield Forbidden(rule=step.name, cites=step.cites.clauses, step=step.name)
        return
    if not adds:
        yield from _against_place(procedure, course, step)
    if not (adds and _only_writes_down(action)):
        left_out = adds and action.particulars.holder is None
        seats = Seats.LEFT_OUT if left_out else seats_of(supposed=supposed)
        yield from _against_actor(procedure, course, step, action, seats)
    if not adds:
        yield from _against_order(procedure, course, step, action)
        yield from _against_conditions(procedure, course, step)
        if not supposed:
            yield from _against_form(step, action)
    if not adds or action.particulars.holder is not None:
        yield from against_agreement(procedure, course, step, action, supposed=supposed)
    if not adds:
        if not supposed:
            yield from against_settled_time(procedure, course, step, action)
        yield from _against_window(procedure, course, step, action)
        yield from against_extension(procedure, course, step, action, supposed=supposed)
    yield from against_holder(procedure, course, step, action)
    doing = not (adds and _only_writes_down(action))
    yield from _kept_from(procedure, course, step, action.by, doing=doing)


def _only_writes_down(action: Action) -> bool:
    """Whether a record only says where something was written down, or when it was received:
    anybody keeps the files, and whoever received it knows best."""
    said = action.particulars
    only = Particulars(recorded_in=said.recorded_in, received=said.received)
    return said == only and said != Particulars()


def _against_place(procedure: Procedure, course: Course, step: Step) -> Iterator[Reason]:
    if is_open(procedure, course, step):
        return
    late_work = step.duty is Duty.MUST and course.visit_of(step.place) >= 0
    if not late_work:
        yield NotOpen(
            rule=f"{step.name}.place",
            cites=step.cites.clauses,
            step=step.name,
            place=step.place,
            stage=course.stage,
        )


def _against_actor(
    procedure: Procedure, course: Course, act: Step | Fact, action: Action, seats: Seats
) -> Iterator[Reason]:
    """Whether the actor holds an office that may, and is eligible for it and not kept from it.

    Where members of a body are said to have sat it is the body that acts, else any of the offices.
    """
    roles, key = (act.by, "by") if isinstance(act, Step) else (act.decided_by, "decided_by")
    fitting = offices(procedure, course, roles, action, act)
    if action.particulars.sat:
        fitting = tuple(office for office in fitting if procedure.roles[office].body is not None)
    if not fitting or action.by is None:
        yield WrongRole(
            rule=f"{act.name}.{key}",
            cites=act.cites.of(key),
            person=action.by,
            holds=holds(course, action.by),
            needs=roles,
            vacant=not any(course.holders(role) for role in roles),
        )
        return
    # One office that is free of reasons is enough.
    by_office: list[list[Reason]] = [
        [
            *against_eligibility(course, action.by, procedure.roles[office]),
            *conflicts.barred_from_role(procedure, course, action.by, office, act),
            *against_sitting(procedure, course, act, action, office, seats),
        ]
        for office in fitting
    ]
    if all(by_office):
        yield from by_office[0]


def _against_order(
    procedure: Procedure, course: Course, step: Step, action: Action
) -> Iterator[Reason]:
    waits_for = tuple(
        each
        for each in step.after
        if not timing.has_happened(procedure, course, each, now=action.at)
    )
    if not waits_for:
        return
    # Before a question is answered it cannot be told from when some of them count.
    asked_ = {each: asked_first(procedure, course, each) for each in waits_for}
    for fact in dict.fromkeys(fact for facts in asked_.values() for fact in facts):
        yield Unanswered(rule=f"{step.name}.after", cites=step.cites.of("after"), fact=fact)
    waits_for = tuple(each for each in waits_for if not asked_[each])
    if waits_for:
        yield TooEarly(rule=f"{step.name}.after", cites=step.cites.of("after"), waits_for=waits_for)


def _against_conditions(procedure: Procedure, course: Course, step: Step) -> Iterator[Reason]:
    place = procedure.place_of(step)
    if step.duty is Duty.MUST:
        yield from _shut_by(procedure, course, place.name, place.cites, place.if_, "if")
        yield from _shut_by(procedure, course, place.name, place.cites, place.unless, "unless")
    yield from _shut_by(procedure, course, step.name, step.cites, step.if_, "if")
    yield from _shut_by(procedure, course, step.name, step.cites, step.unless, "unless")


def _shut_by(
    procedure: Procedure,
    course: Course,
    owner: str,
    cites: Cites,
    conditions: tuple[Condition, ...],
    gate: str,
) -> Iterator[Reason]:
    """The reasons of one `if` or `unless`; each condition that does not let it pass gives one."""
    wanted = Truth.HOLDS if gate == "if" else Truth.FAILS
    for condition in conditions:
        found = truth(procedure, course, condition)
        if found is wanted:
            continue
        is_asked = asked(procedure, course, condition.fact) is Truth.HOLDS
        answer = course.answer(condition.fact) if is_asked else None
        if found is Truth.OPEN:
            yield Unanswered(
                rule=f"{owner}.{gate}",
                cites=cites.of(gate),
                fact=unanswered(procedure, course, condition.fact),
            )
        else:
            yield ConditionNotMet(
                rule=f"{owner}.{gate}",
                cites=cites.of(gate),
                condition=condition,
                answer=answer,
                negated=gate == "unless",
            )


def _against_form(step: Step, action: Action) -> Iterator[Reason]:
    """The form is a gate only where the step leads on; elsewhere a wrong form is owed."""
    if step.then is not None and step.how and not right_form(step, action.particulars.how):
        yield WrongForm(
            rule=f"{step.name}.how",
            cites=step.cites.of("how"),
            needs=step.how,
            given=action.particulars.how,
        )


def _against_window(
    procedure: Procedure, course: Course, step: Step, action: Action
) -> Iterator[Reason]:
    """A window that has closed refuses, unless its lateness is waived; one that has not begun does
    not. A waiver is an answer that somebody gave: a question that is not asked waives nothing."""
    waived = bool(step.late_if) and all(
        c.answer in course.answers_to(c.fact)
        and asked(procedure, course, c.fact) is not Truth.FAILS
        for c in step.late_if
    )
    for clock in () if waived else _windows(procedure, course, step):
        if clock.latest is not None and clock.missed_at(action.at):
            yield TooLate(
                rule=f"{step.name}.{clock.deadline.key}",
                cites=clock.deadline.cites,
                due=clock.latest.due,
                late_if=step.late_if,
            )


def _windows(procedure: Procedure, course: Course, step: Step) -> tuple[Clock, ...]:
    """The last clock of a window of a step; of several windows, that of the last."""
    windows = [d for d in procedure.deadlines if d.step == step.name and d.kind is Kind.WINDOW]
    for deadline in reversed(windows):
        for visit in reversed(course.visits_of(deadline.place)):
            clock = timing.last_clock(procedure, course, deadline, visit)
            if clock is not None:
                return (clock,)
    return ()


def against_holder(
    procedure: Procedure, course: Course, step: Step, action: Action
) -> Iterator[Reason]:
    """Whom an appointment names: from which offices, and eligible for and not kept from it."""
    holder, role = action.particulars.holder, step.appoints
    if holder is None or role is None:
        return
    if step.from_ and not any(office in holds(course, holder) for office in step.from_):
        yield WrongRole(
            rule=f"{step.name}.from",
            cites=step.cites.of("from"),
            person=holder,
            holds=holds(course, holder),
            needs=step.from_,
            appointed=True,
        )
    yield from against_becoming(procedure, course, procedure.roles[role], step, holder)
    yield from against_number(procedure, course, procedure.roles[role], action)


def against_becoming(
    procedure: Procedure, course: Course, role: Role, act: Step | Fact, holder: str
) -> Iterator[Reason]:
    """Whether somebody who is named by an act, or for one, may hold an office: eligible, not kept from it."""
    found: list[NotEligible | Barred] = [
        *against_eligibility(course, holder, role),
        *conflicts.barred_from_role(procedure, course, holder, role.name, act),
    ]
    for reason in found:
        yield replace(reason, appointed=True)


def _against_answer(
    procedure: Procedure, course: Course, fact: Fact, action: Action, *, supposed: bool
) -> Iterator[Reason]:
    seats = seats_of(supposed=supposed)
    yield from _against_who_answers(procedure, course, fact, action, seats)
    if fact.for_each is None:
        return
    named, among = action.particulars.person, each_of(procedure, course, fact.for_each, action.at)
    # Whoever it was true of once may be kept away by that still.
    unknown = named is not None and named not in ever_of(course.whole or course, fact.for_each)
    if unknown or (named is None and len(among) > 1 and not supposed):
        yield ForWhom(
            rule=f"{fact.name}.for_each",
            cites=fact.cites.of("for_each"),
            fact=fact.name,
            says=says(procedure, fact.for_each),
            among=among,
            person=named,
        )


def _against_who_answers(
    procedure: Procedure, course: Course, fact: Fact, action: Action, seats: Seats
) -> Iterator[Reason]:
    if action.by is not None or not fact.told:
        yield from _against_person(procedure, course, fact, action, seats)


def _who_else(
    procedure: Procedure, course: Course, act: Step | Fact, action: Action
) -> tuple[str, ...]:
    """Who else could: everybody against whom no reason speaks that is his or her own."""
    free: set[str] = set()
    fitting = frozenset(_could_fit(procedure, act))
    for kind in kinds(course):  # what is true of the first is true of them all
        if fitting.isdisjoint(holds(course, kind[0])):
            continue
        supposed = Action(act.name, at=action.at, by=kind[0])
        if not any(_against_person(procedure, course, act, supposed)):
            free.update(kind)
    return tuple(name for name in course.people if name in free and name != action.by)


def _against_person(
    procedure: Procedure,
    course: Course,
    act: Step | Fact,
    action: Action,
    seats: Seats = Seats.LEFT_OUT,
) -> Iterator[Reason]:
    """The reasons that speak of who acts, and of nothing else."""
    yield from _against_actor(procedure, course, act, action, seats)
    yield from _kept_from(procedure, course, act, action.by, doing=True)


def _kept_from(
    procedure: Procedure, course: Course, act: Step | Fact, person: str | None, *, doing: bool
) -> tuple[Barred, ...]:
    return () if person is None else conflicts.barred(procedure, course, person, act, doing=doing)


def _could_fit(procedure: Procedure, act: Step | Fact) -> Mapping[str, None]:
    """The offices in which somebody could act: those of the act, each with its substitute."""
    roles = act.by if isinstance(act, Step) else act.decided_by
    both = (office for role in roles for office in (role, procedure.roles[role].stand_in))
    return dict.fromkeys(office for office in both if office is not None)


def appointments(procedure: Procedure, act: Step | Fact) -> tuple[str, ...]:
    """The steps that appoint to an office, or to its substitute, in which somebody could act."""
    offices_ = _could_fit(procedure, act)
    return tuple(step for each in offices_ for step in procedure.roles[each].appointed_by_steps)
