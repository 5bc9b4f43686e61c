"""People with ties, and cases that lived under a policy: lawful ones, and one act that is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.answered import each_of, unanswered_for
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Person, Tie
from complaintflow.course import Course
from complaintflow.dated import as_at
from complaintflow.errors import InputError
from complaintflow.gates import Truth, asked, open_steps
from complaintflow.procedure import Duty, Fact, Form, Procedure, Step
from complaintflow.rulings import Reason, Ruling, WrongRole
from complaintflow.sitting import companies
from complaintflow.vocabulary import bodies_of

FIRST = date(2026, 9, 14)
DAYS_BETWEEN = (0, 0, 1, 1, 3, 10)
TRIES = (2, 5, 10, 20)
MUCH_LATER = timedelta(days=400)


def people(
    procedure: Procedure, *, more: int = 2, tied: bool = True
) -> st.SearchStrategy[dict[str, Person]]:
    """Everybody of a case: one person in each office, and some more, tied to the case and one another.

    Whoever holds an office is called `the_ROLE`, the others `person_1` and so on, in any office that
    has room. Of each relation it is told that it is so, that it is not so, or nothing; one between
    two people is told of some of the others. The plainest have no ties.

    Args:
        procedure: whose roles and relations are meant.
        more: how many people there may be besides those of the offices.
        tied: whether anybody has ties.

    >>> import complaintflow as cf
    >>> from hypothesis import find
    >>> plain = find(people(cf.load("fusion-care")), lambda people: True)
    >>> plain["the_manager"]
    Person(holds=('manager',), is_=(), is_not=())
    """

    @st.composite
    def drawn(draw: st.DrawFn) -> dict[str, Person]:  # in here, for its name to print as one line
        return _people(draw, procedure, more, tied)

    return drawn()


def _people(draw: st.DrawFn, procedure: Procedure, more: int, tied: bool) -> dict[str, Person]:
    offices: dict[str, str | None] = {f"the_{role}": role for role in procedure.roles}
    roomy = [None, *(role.name for role in procedure.roles.values() if role.most is None)]
    for number in range(draw(st.integers(0, more))):
        offices[f"person_{number + 1}"] = draw(st.sampled_from(roomy))
    return {
        name: Person(holds=office, **(_ties(draw, procedure, name, tuple(offices)) if tied else {}))
        for name, office in offices.items()
    }


def _ties(
    draw: st.DrawFn, procedure: Procedure, name: str, everybody: tuple[str, ...]
) -> dict[str, list[Tie]]:
    """What is told of somebody: mostly nothing, else one tie or two, true or denied."""
    said: dict[str, list[Tie]] = {"is_": [], "is_not": []}
    if not procedure.relations or not draw(st.booleans()):
        return said
    for relation in draw(
        st.lists(st.sampled_from([*procedure.relations]), max_size=2, unique=True)
    ):
        others = [other for other in everybody if other != name]
        between = procedure.relations[relation].between_people
        if not between or others:
            to = draw(st.sampled_from(others)) if between else None
            said[draw(st.sampled_from(("is_not", "is_")))].append(Tie(relation, to))
    return said


def lawful(
    procedure: Procedure, *, people: st.SearchStrategy[Mapping[str, Person]] | None = None
) -> st.SearchStrategy[Case]:
    """Lawful cases: whatever happened in them was permitted, on its day, to whoever did it.

    They begin in September 2026 and go on for up to twenty acts, in the stages to which they came.
    What an act must say it says. Acts that settle a time are left out.

    Args:
        procedure: under which they live.
        people: who they are; `people(procedure)` if it is not said.
    """
    who = _everybody(procedure) if people is None else people

    @st.composite
    def drawn(draw: st.DrawFn) -> Case:
        return _case(draw, procedure, draw(who))

    return drawn()


_everybody = people


def _case(draw: st.DrawFn, procedure: Procedure, people: Mapping[str, Person]) -> Case:
    """A case that goes on as far as the acts that are tried lead it."""
    case, today = engine.begin(procedure, at=FIRST, people=people), FIRST
    for _ in range(draw(st.sampled_from(TRIES))):
        today += timedelta(days=draw(st.sampled_from(DAYS_BETWEEN)))
        action = _act(draw, procedure, case, today)
        if action is not None:
            case = engine.apply(procedure, case, action)
    return case


def _act(draw: st.DrawFn, procedure: Procedure, case: Case, today: date) -> Action | None:
    """What somebody of a case may do now, saying all that it must say; None if it may not be done."""
    course = engine.course_of(procedure, case)
    acts: list[Step | Fact] = [
        *(s for s in open_steps(procedure, course, Duty.MUST, Duty.MAY) if not s.met_by),
        *(f for f in procedure.facts.values() if asked(procedure, course, f.name) is Truth.HOLDS),
    ]
    able = [
        (act, name)
        for act in acts
        for role in (act.by if isinstance(act, Step) else act.decided_by)
        for office in (role, procedure.roles[role].stand_in)
        if office is not None
        for name in course.holders(office)
    ]
    if not able:
        return None
    act, name = able[draw(st.integers(0, len(able) - 1))]
    action = _said(procedure, course, act, name, today)
    ruling = _ruled(procedure, case, action)
    return action if ruling is not None and ruling.permitted else None


def _said(procedure: Procedure, course: Course, act: Step | Fact, by: str, at: date) -> Action:
    """An act with all that it must say; the first answer, form or person will do."""
    if isinstance(act, Fact):
        words: dict[str, Any] = {"answer": act.answers[0]}
        if act.for_each is not None:
            among = each_of(procedure, course, act.for_each, at)
            words["person"] = next(iter((*unanswered_for(course, act), *among)), None)
    else:
        words = {
            "how": act.how[0] if act.how else None,
            "to": act.to,
            "with_": act.with_,
            "copies_to": act.copies_to,
            "signed_by": act.signed_by,
            "includes": act.must_include,
            "recorded_in": act.recorded_in,
            "agreed_by": [(course.holders(role) or (role,))[0] for role in act.agreed_by],
        }
        if act.appoints is not None:
            chosen = [n for role in act.from_ for n in course.holders(role)]
            words["holder"] = (chosen or [*course.people])[0]
    for office in bodies_of(procedure, act):
        seen = as_at(procedure, course, at)
        sat = next(companies(procedure, seen, act, office, including=by), None)
        if sat is not None:
            body = procedure.roles[office].body
            chaired = body is not None and body.chaired
            words |= {"sat": sat, "chair": sat[0] if chaired else None}
    return Action(act.name, at=at, by=by, **words)


def _ruled(procedure: Procedure, case: Case, action: Action) -> Ruling | None:
    """The ruling, if there can be one: some words mean nothing, some days are too far off."""
    try:
        return engine.decide(procedure, case, action)
    except (InputError, OutsideCalendar):
        return None


@dataclass(frozen=True, slots=True)
class NearlyLawful:
    """A lawful case, an act that is permitted in it, and that act changed so that one rule refuses it."""

    case: Case
    permitted: Action
    refused: Action
    reason: Reason


def nearly_lawful(
    procedure: Procedure, *, people: st.SearchStrategy[Mapping[str, Person]] | None = None
) -> st.SearchStrategy[NearlyLawful]:
    """Lawful cases, each with one act more that is refused for one reason, and permitted but for that.

    Somebody else does it, or says it in another form, or much later, or without whoever must agree, or for
    somebody else or nobody in particular.

    Args:
        procedure: under which they live.
        people: who they are; `people(procedure)` if it is not said.
    """
    cases = lawful(procedure, people=people)

    @st.composite
    def drawn(draw: st.DrawFn) -> NearlyLawful:
        return _nearly_lawful(draw, procedure, draw(cases))

    return drawn()


def _nearly_lawful(draw: st.DrawFn, procedure: Procedure, case: Case) -> NearlyLawful:
    today = case.events[-1].action.at if case.events else FIRST
    permitted = _act(draw, procedure, case, today)
    assume(permitted is not None)
    assert permitted is not None
    found: dict[str, tuple[Action, Reason]] = {}
    for action in _changed(procedure, case, permitted):
        ruling = _ruled(procedure, case, action)
        if ruling is not None and len(ruling.reasons) == 1:
            found.setdefault(ruling.reasons[0].rule, (action, ruling.reasons[0]))
    assume(found)
    # That somebody has no office for it is what everybody tries; anything else goes first.
    ways = sorted(found.values(), key=lambda way: isinstance(way[1], WrongRole))
    refused, reason = ways[draw(st.integers(0, len(ways) - 1))]
    return NearlyLawful(case, permitted, refused, reason)


def _changed(procedure: Procedure, case: Case, action: Action) -> Iterator[Action]:
    """An action with one thing changed, each in turn."""
    said = action.particulars
    words: dict[str, Any] = {
        key: getattr(said, key)
        for key in ("how", "to", "with_", "copies_to", "signed_by", "includes", "recorded_in")
    }
    words |= {
        key: getattr(said, key)
        for key in ("agreed_by", "holder", "answer", "sat", "chair", "person")
    }
    words |= {"at": action.at, "by": action.by}
    people = engine.course_of(procedure, case).people
    others: dict[str, list[Any]] = {
        "by": [name for name in people if name != action.by],
        "at": [action.at + MUCH_LATER],
        "how": [form.value for form in Form if said.how not in (None, form.value)],
        "agreed_by": [()] if said.agreed_by else [],
        "holder": [name for name in people if said.holder not in (None, name)],
        "person": [] if said.person is None else [None, *(n for n in people if n != said.person)],
    }
    for key, values in others.items():
        for value in values:
            yield Action(action.name, **(words | {key: value}))
