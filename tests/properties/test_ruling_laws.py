"""Laws of rulings: permitted or refused and never both, by rules that stand in the document;
`moves` says the same as `decide`; conflicts of interest only grow with what is told.

The letters in the docstrings name paragraphs of the language, `promise` those of the design.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Person, Tie
from complaintflow.conflicts import Bar
from complaintflow.conventions import Span, Unit
from complaintflow.deadlines import Status
from complaintflow.errors import InputError
from complaintflow.explanation import explain, mend, message
from complaintflow.moments import local_day
from complaintflow.procedure import (
    PERSON_TOLD,
    Cites,
    Duty,
    Kind,
    Procedure,
    Step,
)
from complaintflow.rulings import (
    ActionRefused,
    Barred,
    LaterBarred,
    NotAgreed,
    NotEligible,
    Ruling,
    StandsIn,
    WrongRole,
    WrongTime,
)
from complaintflow.vocabulary import bodies_of, settles_a_time
from tests.properties.lives import course, examples, lives, ruled
from tests.strategies import Walk

OFTEN, SOMETIMES = examples(40), examples(25)


def attempts(lived: Walk) -> Iterator[Action]:
    """Every step and fact of the policy by somebody or nobody, each on some day of the case."""
    around = (lived.today + timedelta(days=n) for n in (-9, 0, 30))
    days = (*around, lived.moment())
    for name in (*lived.law.steps, *lived.law.facts):
        by = lived.pick((None, *lived.people()))
        yield Action(name, at=lived.pick(days), by=by, **lived.said(name))


def rules(law: Procedure) -> dict[str, Cites]:
    """Every rule that may refuse, by the name that D11 gives its reasons, with its clauses."""
    found: dict[str, Cites] = {}
    for name, fact in law.facts.items():
        found[f"{name}.decided_by"] = fact.cites
        found[f"{name}.for_each"] = fact.cites
    for place in law.places.values():
        found |= {f"{place.name}.if": place.cites} if place.if_ else {}
        found |= {f"{place.name}.unless": place.cites} if place.unless else {}
    for name, role in law.roles.items():
        found |= {f"{name}.may_be": role.cites} if role.may_be else {}
        if role.body is not None:
            found |= {f"{name}.{key}": role.cites for key in ("members", "of_whom", "chair")}
    found |= {name: conflict.cites for name, conflict in law.conflicts.items()}
    windows: dict[str, set[str]] = {}
    for deadline in law.deadlines:
        if deadline.kind is Kind.WINDOW:
            windows.setdefault(deadline.step, set()).add(deadline.key)
    capped = {d.step for d in law.deadlines if d.at_latest is not None}
    extensions = {e.step: e for d in law.deadlines for e in d.extensions}
    for name, step in law.steps.items():
        if step.duty is Duty.NEVER:
            found[name] = step.cites
            continue
        has = {
            "place": True,
            "by": True,
            "after": step.after,
            "if": step.if_,
            "unless": step.unless,
            "how": step.how and step.then is not None,
            "within": "within" in windows.get(name, ()),
            "at_latest": "at_latest" in windows.get(name, ()) or name in capped,
            "from": step.from_,
            "agreed_by": step.agreed_by,
        }
        if name in extensions:
            way = extensions[name]
            has["may_extend"] = True
            has["up_to" if way.up_to is not None else "settles"] = True
            has |= {"before_time_is_up": way.before_time_is_up, "once": way.once}
            has["because"] = way.because
        found |= {f"{name}.{key}": step.cites for key, there in has.items() if there}
        if step.sets_time_of:
            bands = [c for d in law.deadlines if d.step in step.sets_time_of for c in d.cites]
            found[f"{name}.sets_time_of"] = Cites((*step.cites.clauses, *bands), step.cites.by_key)
    return found


# --- one or the other -------------------------------------------------------------------


@OFTEN
@given(lives())
def test_every_action_of_everybody_is_permitted_or_refused_and_recorded_or_raised(
    lived: Walk,
) -> None:
    """Promise 2: a refusal lists every reason; `apply` raises exactly where there is one."""
    for action in attempts(lived):
        try:
            ruling = engine.decide(lived.law, lived.case, action)
        except (InputError, OutsideCalendar) as error:
            with pytest.raises(type(error), match=re.escape(str(error))):
                engine.apply(lived.law, lived.case, action)
            continue
        assert ruling.permitted is bool(ruling) is not bool(ruling.reasons)
        if ruling.permitted:
            recorded = engine.apply(lived.law, lived.case, action).events[-1].action
            assert recorded == ruling.action
            # but for whom an answer is that names nobody, nothing is written down that was not said
            assert recorded == action.saying(person=recorded.particulars.person)
        else:
            with pytest.raises(ActionRefused) as raised:
                engine.apply(lived.law, lived.case, action)
            assert raised.value.ruling == ruling


@OFTEN
@given(lives())
def test_every_reason_names_a_rule_of_the_document_and_cites_its_clauses(lived: Walk) -> None:
    """D11, promise 3: a reason is named after its rule and the key that refuses, on its clause."""
    known = rules(lived.law)
    for action in attempts(lived):
        ruling = ruled(lived, lived.case, action)
        if ruling is None:
            continue
        assert all(ruling.reasons.count(reason) == 1 for reason in ruling.reasons), ruling.reasons
        for reason in ruling.reasons:
            assert reason.rule in known
            cites = known[reason.rule]
            allowed = {*cites.clauses, *(c for key in cites.by_key.values() for c in key)}
            kept = reason.kept if isinstance(reason, NotAgreed) else ()
            allowed |= {clause for bar in kept for clause in bar.cites}
            assert set(reason.cites) <= allowed
            assert {bar.rule for bar in kept} <= known.keys()
            assert bool(reason.cites) is bool(allowed)
            assert all(lived.law.clauses[c.id] == c for c in reason.cites)
            assert set(reason.who_else) <= set(lived.people())
            assert action.by not in reason.who_else
            assert set(reason.by_appointment) <= set(lived.law.steps)
        assert set(ruling.clauses) <= set(lived.law.clauses)


RAW = re.compile(
    r"[A-Z][A-Za-z]+\(|\b(None|True|False)\b|0x[0-9a-f]+|frozenset|<[A-Za-z_.]+|[{}\[(]'|\(\)|\['"
    r"|datetime|zoneinfo|\b(is|for|until|from|by|needs|and|or) (?=[;,.\]]|$)",
    re.MULTILINE,
)
"""What a sentence never has: how Python writes a value, or a gap where a name should stand."""


@OFTEN
@given(lives())
def test_every_ruling_is_told_in_sentences_and_shows_nothing_raw(lived: Walk) -> None:
    """Promise 2: every answer explains itself: every reason, its clause, what would mend it."""
    for action in attempts(lived):
        ruling = ruled(lived, lived.case, action)
        if ruling is None:
            continue
        text = explain(ruling)
        assert not RAW.search(text), RAW.search(text)
        for reason in ruling.reasons:
            assert f"- {message(reason)} [{reason.rule}]" in text
            assert mend(reason) in text
            assert all(f"{clause.id} ({clause.at})" in text for clause in reason.cites)
    for clock in engine.clocks(lived.law, lived.case):
        assert not RAW.search(explain(clock)), RAW.search(explain(clock))
    for person in lived.people():
        for bar in engine.conflicts_of(lived.law, lived.case, person):
            assert not RAW.search(explain(bar)), RAW.search(explain(bar))


@OFTEN
@given(lives())
def test_whoever_is_said_to_be_able_instead_has_no_reason_of_his_or_her_own(lived: Walk) -> None:
    """Promise 2: a refusal says who else could, and names everybody against whom nothing speaks."""
    personal = (WrongRole, Barred, NotEligible)
    for action in attempts(lived):
        ruling = ruled(lived, lived.case, action)
        own = [r for r in ruling.reasons if isinstance(r, personal)] if ruling is not None else []
        own = [r for r in own if not r.appointed]
        if not own:
            continue
        free = []
        for person in lived.people():
            other = ruled(
                lived, lived.case, Action(action.name, at=action.at, by=person, **_answer(action))
            )
            assert other is not None
            if person != action.by and not any(isinstance(r, personal) for r in other.reasons):
                free.append(person)
        assert all(set(reason.who_else) == set(free) for reason in own)


def _answer(action: Action) -> dict[str, Any]:
    return {"answer": action.particulars.answer}


@OFTEN
@given(lives(), st.integers(-20, 40))
def test_a_window_refuses_once_it_is_closed_and_not_before(lived: Walk, on: int) -> None:
    """D7: one that has not begun refuses nothing; only a closed one refuses."""
    law, day = lived.law, lived.today + timedelta(days=on)
    now = {c.step: c for c in engine.clocks_as_of(law, lived.case, as_of=day)}
    for name, clock in now.items():
        if clock.kind is not Kind.WINDOW:
            continue
        by = lived.pick(lived.people())
        ruling = engine.decide(law, lived.case, Action(name, at=day, by=by, **all_said(law, name)))
        refused = f"{name}.{clock.deadline.key}" in {reason.rule for reason in ruling.reasons}
        late_if = law.steps[name].late_if
        answers = [course(lived).answer(each.fact) == each.answer for each in late_if]
        if late_if and all(answers):
            assert not refused
            continue
        status, eve = clock.status(as_of=day), clock.status(as_of=day - timedelta(days=1))
        if status in (Status.WAITING, Status.OPEN):
            assert not refused
        if status is Status.CLOSED and eve is Status.CLOSED:
            assert refused
        if refused:
            assert clock.latest is not None
            assert local_day(clock.latest.due, law.zone) <= day


# --- moves ------------------------------------------------------------------------------


def all_said(law: Procedure, name: str) -> dict[str, Any]:
    """All that a step asks for but whom it appoints, or some answer to a fact."""
    if name in law.facts:
        return {"answer": law.facts[name].answers[0]}
    step = law.steps[name]
    return {
        "how": step.how[0].value if step.how else None,
        "to": step.to,
        "with_": step.with_,
        "copies_to": step.copies_to,
        "signed_by": step.signed_by,
        "agreed_by": [office for role in step.agreed_by for office in _with_stand_in(law, role)],
        "includes": step.must_include,
        "recorded_in": step.recorded_in,
        "settles": _some_time(law, step),
    }


def _with_stand_in(law: Procedure, role: str) -> Iterator[str]:
    stand_in = law.roles[role].stand_in
    yield from (role,) if stand_in is None else (role, stand_in)


def _some_time(law: Procedure, step: Step) -> Span | None:
    """A time that a step may settle: the shortest of the band, or any where there is none."""
    if not settles_a_time(step):
        return None
    bands = [d for d in law.deadlines if step.name in d.settled_by]
    least = next((d.least for d in bands if d.least is not None), None)
    has_ceiling = any(
        e.step == step.name and e.up_to is not None for d in law.deadlines for e in d.extensions
    )
    return None if has_ceiling else least or Span(1, Unit.WEEKS)


def permitted(ruling: Ruling) -> bool:
    """Whether it may be done with some time, for all that is known as of its day.

    Of two bands no one time may lie in both; what somebody did later stands against him or her too.
    """
    return all(isinstance(reason, WrongTime | LaterBarred) for reason in ruling.reasons)


@OFTEN
@given(lives(), st.integers(-20, 20))
def test_moves_say_of_everything_who_may_do_it_and_only_that(lived: Walk, on: int) -> None:
    """D11: `who` are those whom `decide` permits once all is said; `lacks` is why nobody could.

    What is not among the moves is permitted to nobody, but for late work of a place once entered
    and for the answer to a question that is not asked. What a body does is permitted if it is in some company.
    """
    law, case, day = lived.law, lived.case, lived.today + timedelta(days=on)
    now = engine.moves(law, case, as_of=day)
    moves = {move.event: move for move in now}
    assert len(moves) == len(now)
    possible = tuple(move.event for move in now if move.duty is Duty.MAY and move.who)
    assert engine.possible(law, case, as_of=day) == possible
    entered = {visit.place for visit in course(lived).visits}
    then = [p for p in lived.people() if _told_by(lived, p, day)]
    for name in (*law.steps, *law.facts):
        said = all_said(law, name)
        may = {
            person
            for person in then
            if any(
                permitted(engine.decide(law, case, Action(name, at=day, by=person, **said, **sits)))
                for sits in every_company(law, name, person, then)
            )
        }
        could = {p for p in then if engine.could(law, case, name, p, as_of=day).permitted}
        assert may == could
        move = moves.get(name)
        if move is not None:
            assert set(move.who) == could
            assert bool(move.who) is not bool(move.lacks)
            assert set(move.lacks) <= set(rules(law))
        elif may and name in law.steps:
            step = law.steps[name]
            assert step.duty is Duty.MUST
            assert step.place in entered


def every_company(
    law: Procedure, name: str, person: str, people: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Nobody else, and of what a body does everybody who could sit with somebody, in every way; of an
    answer that is given for each of some people, for anybody."""
    yield {}
    fact = law.facts.get(name)
    yield from ({"person": p} for p in people if fact is not None and fact.for_each is not None)
    bodies = [
        law.roles[name].body for name in bodies_of(law, law.steps.get(name) or law.facts[name])
    ]
    chaired = any(body is not None and body.chaired for body in bodies)
    others = [each for each in people if each != person]
    for size in range(len(others) + 1) if bodies else ():
        for company in combinations(others, size):
            sat = (person, *company)
            yield {"sat": sat}
            yield from ({"sat": sat, "chair": chair} for chair in sat if chaired)


def _told_by(lived: Walk, person: str, day: date) -> bool:
    """Whether it had been told by then who a person is."""
    try:
        engine.conflicts_of(lived.law, lived.case, person, as_of=day)
    except InputError:
        return False
    return True


# --- who may not ------------------------------------------------------------------------


def told(lived: Walk, person: str, who: Person) -> Case:
    return engine.apply(
        lived.law, lived.case, Action(PERSON_TOLD, at=lived.today, person=person, who=who)
    )


def barred_by(ruling: Ruling, act: str) -> set[str]:
    """The rules that keep the actor from the act itself."""
    return {r.rule for r in ruling.reasons if isinstance(r, Barred) and r.act == act}


@OFTEN
@given(lives())
def test_a_tie_that_is_told_never_lifts_a_rule_that_keeps_somebody_from_an_act(
    lived: Walk,
) -> None:
    """Grammar 7, D9: a tie not given bars nobody; told, it can only bar.

    Only where an exception has been decided may a tie undo a decision, and with it let an
    earlier one count; such rules are left out. So are those that say who alone may: a tie lets through.
    """
    law, case = lived.law, lived.case
    if not law.relations:
        return
    answered = {c.name for c in law.conflicts.values() if _exception_answered(lived, c.except_if)}
    answered |= {c.name for c in law.conflicts.values() if not c.barring}
    person, relation = lived.pick(lived.people()), lived.pick(tuple(law.relations))
    others = [None] if not law.relations[relation].between_people else [*lived.people()]
    tie = Tie(relation, lived.pick([other for other in others if other != person] or ["pip"]))
    if tie.to == "pip":
        return
    more = told(lived, person, Person(is_=tie))
    for name in (*law.steps, *law.facts):
        action = Action(name, at=lived.today, by=person, **all_said(law, name))
        before = engine.decide(law, case, action)
        after = engine.decide(law, more, action)
        assert barred_by(before, name) - answered <= barred_by(after, name)
        if after.permitted and not before.permitted:
            gone = [r for r in before.reasons if r.rule not in answered]
            stands_in = any(isinstance(note, StandsIn) for note in after.notes)
            assert stands_in or all(isinstance(r, NotEligible) for r in gone)


def _exception_answered(lived: Walk, conditions: Any) -> bool:
    return any(course(lived).times(condition.fact) for condition in conditions)


@SOMETIMES
@given(lives())
def test_somebody_of_whom_nothing_is_told_may_do_nothing_that_is_somebodys(lived: Walk) -> None:
    """Grammar 6: its actor fits `by`. Nobody is anybody by accident."""
    law = lived.law
    case = told(lived, "zoe", Person())
    for name, act in (*law.steps.items(), *law.facts.items()):
        said = all_said(law, name)
        for by in ("nobody_at_all", "zoe"):
            for on in (0, 30):
                action = Action(name, at=lived.today + timedelta(days=on), by=by, **said)
                if by != "zoe":
                    with pytest.raises(InputError, match="nobody_at_all"):
                        engine.decide(law, case, action)
                    continue
                ruling = engine.decide(law, case, action)
                assert not ruling.permitted
                if not (isinstance(act, Step) and act.duty is Duty.NEVER):
                    assert any(isinstance(r, WrongRole) for r in ruling.reasons)


@SOMETIMES
@given(lives())
def test_what_is_told_of_one_person_bars_nobody_else_from_an_act(lived: Walk) -> None:
    """Grammar 7: conflicts are about named people; a tie is one person's, but one that goes both ways.

    Whoever stands in a relation to that person may be barred by what is told of her. Where only some
    may, it may come to be known of others that they are not those.
    """
    law, case, other = lived.law, lived.case, lived.pick(lived.people())
    now = course(lived)
    for name, relation in law.relations.items():
        if relation.between_people and other == "pip":
            continue
        tie = Tie(name, other if relation.between_people else None)
        more = told(lived, "pip", Person(is_=tie))
        for person in lived.people():
            ties = (*now.people[person].is_, *now.mirrors.get(person, ()))
            if person in ("pip", tie.to) or any(each.to == "pip" for each in ties):
                continue
            before = engine.conflicts_of(law, case, person)
            after = engine.conflicts_of(law, more, person)
            assert [_apart(law, bar) for bar in before] == [_apart(law, bar) for bar in after]


def _apart(law: Procedure, bar: Bar) -> Bar:
    """A bar without its exceptions, and without what is known of somebody else."""
    says = bar.says if law.conflicts[bar.rule].barring else ""
    return replace(bar, excepted_in=(), says=says)
