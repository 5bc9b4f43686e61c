"""Who may not act: conflicts of interest, from ties that were told and from the history.

A rule speaks of named people, not of offices: whoever holds the office of manager and is
complained about in this case is kept away from it in every office that he or she holds.

A rule has one of two signs. *May not* keeps away anybody of whom a tie is known to be true. *Only*
keeps away everybody of whom none is known to be, once there is somebody whom it means.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from complaintflow.answered import ever_of
from complaintflow.case import NOBODY, Action, doers
from complaintflow.course import Course, Occurrence, before_position
from complaintflow.dated import as_at, when_given
from complaintflow.gates import Truth, asked
from complaintflow.procedure import (
    NOTHING_KEPT,
    Clause,
    Condition,
    Conflict,
    Fact,
    Keeping,
    Of,
    PlaceKind,
    Procedure,
    Role,
    Step,
    Who,
)
from complaintflow.relating import (
    certain,
    concerned,
    denials,
    eligible,
    has_anybody,
    meant_by,
    not_then,
    says,
    untold,
)
from complaintflow.rulings import Barred, TieDenied, TieNotKnown, TieNotThen, Vacuous


@dataclass(frozen=True, slots=True)
class Bar:
    """One conflict rule as it touches one person: the tie, and what it keeps the person from.

    `through` is the other person, where the tie leads through one. `excepted_in` names the stages in which an exception has been decided and holds.
    Of a rule that says who alone may, `tie` is one that the person lacks. `until` is the last day on
    which the tie was true, where it is so no longer and the rule looks back.
    """

    rule: str
    person: str
    tie: Who
    says: str
    may_not: tuple[str, ...]
    kept_from: tuple[str, ...]
    excepted_in: tuple[str, ...]
    cites: tuple[Clause, ...]
    through: str | None = None
    until: date | None = None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that the rule rests on."""
        return tuple(clause.id for clause in self.cites)


def bars_of(procedure: Procedure, course: Course, person: str) -> tuple[Bar, ...]:
    """Every conflict rule that touches a person, whatever he or she is about to do."""
    rules = procedure.conflicts.values()
    return tuple(bar for rule in rules for bar in bars_by(procedure, course, rule, person))


def bars_by(procedure: Procedure, course: Course, conflict: Conflict, person: str) -> Iterator[Bar]:
    """The same of one conflict rule, part by part."""
    for keeping in conflict.keeps:
        bar = bar_by(procedure, course, conflict, keeping, person)
        if bar is not None:
            yield bar


def bar_by(
    procedure: Procedure, course: Course, conflict: Conflict, keeping: Keeping, person: str
) -> Bar | None:
    """How one part of a conflict rule touches a person, if it does."""
    found = _touched(procedure, course, keeping, person)
    if found is None:
        return None
    return Bar(
        rule=conflict.name,
        person=person,
        tie=found.tie,
        through=found.through,
        until=found.until,
        says=found.says,
        may_not=tuple(t for t in conflict.words if t in keeping.targets)
        if conflict.among_themselves
        else conflict.words,
        kept_from=tuple(
            name
            for name in (*procedure.steps, *procedure.facts, *procedure.roles)
            if name in keeping.targets
        ),
        excepted_in=_excepted_in(procedure, course, conflict, keeping, person),
        cites=conflict.cites.of(conflict.key),
    )


def barred(
    procedure: Procedure, course: Course, person: str, act: Step | Fact, *, doing: bool = True
) -> tuple[Barred, ...]:
    """The rules that keep a person from a step or from deciding a fact, as things stand.

    `doing`: whether the person does it. Who agrees to it, takes it back or writes down where it is
    kept need not be one of those who alone may do it.
    """
    return tuple(_barred(procedure, course, person, act, act.name, doing=doing))


def barred_from_role(
    procedure: Procedure,
    course: Course,
    person: str,
    role: str,
    act: Step | Fact,
    *,
    doing: bool = True,
) -> tuple[Barred, ...]:
    """The rules that keep a person from an office: to be appointed to it, or to act in it."""
    return tuple(_barred(procedure, course, person, act, role, doing=doing))


def nobody_left(
    procedure: Procedure, course: Course, role: str, act: Step | Fact, *, doing: bool = True
) -> bool:
    """Whether nobody holds an office, or every holder is kept from the act or from the office."""
    return all(
        barred(procedure, course, name, act, doing=doing)
        or barred_from_role(procedure, course, name, role, act, doing=doing)
        for name in course.holders(role)
    )


def vacuous(procedure: Procedure, course: Course, target: str) -> tuple[Vacuous, ...]:
    """The rules that say who alone may, and keep nobody from an act or office yet."""
    return tuple(
        Vacuous(conflict.name, target, says(procedure, _whom(keeping.who[0])))
        for conflict, keeping in procedure.kept_from.get(target, NOTHING_KEPT).only
        if not any(has_anybody(procedure, course, who) for who in keeping.who)
    )


def not_known(
    procedure: Procedure, course: Course, person: str, target: str
) -> tuple[TieNotKnown, ...]:
    """The ties that would keep a person from an act or office, and of which nobody has told."""
    kept = procedure.kept_from.get(target, NOTHING_KEPT)
    known = course.people.get(person, NOBODY)
    settled = kept.relations <= known.denied | known.relations
    return tuple(
        TieNotKnown(each.person, each.relation, conflict.name, each.to, each.to_anybody)
        for conflict, keeping in (kept.told if settled else kept.parts)
        if not keeping.only
        for who in keeping.who
        for each in untold(procedure, course, who, person)
    )


def denied(procedure: Procedure, course: Course, person: str, target: str) -> tuple[TieDenied, ...]:
    """The ties that would keep a person from an act or office, told of once and denied later."""
    if not course.denied:
        return ()
    return tuple(
        TieDenied(
            each.person, each.tie.relation, conflict.name, each.told, each.denied, each.tie.to
        )
        for conflict, keeping in procedure.kept_from.get(target, NOTHING_KEPT).parts
        if not keeping.only
        for who in keeping.who
        for each in denials(procedure, course, who, person)
    )


def not_true_then(
    procedure: Procedure, course: Course, person: str, target: str
) -> tuple[TieNotThen, ...]:
    """The ties that a rule on an act or office asks about, told with dates by which they are not true."""
    if course.whole is None or not course.whole.dated:
        return ()
    return tuple(
        TieNotThen(
            person=each.person,
            relation=each.tie.relation,
            rule=conflict.name,
            to=each.tie.to,
            since=each.tie.since,
            until=each.tie.until,
            over=each.over,
        )
        for conflict, keeping in procedure.kept_from.get(target, NOTHING_KEPT).parts
        if meant_by(procedure, course, keeping, person) is None
        for who in keeping.who
        for each in not_then(procedure, course, who, person)
    )


def taken_for_granted(
    procedure: Procedure, course: Course, person: str, target: str
) -> Iterator[TieNotKnown | TieDenied | TieNotThen]:
    """What a ruling that lets a person do an act, or hold an office, takes for granted of his or her ties."""
    if target in procedure.kept_from:
        yield from not_known(procedure, course, person, target)
        yield from denied(procedure, course, person, target)
        yield from not_true_then(procedure, course, person, target)


@dataclass(frozen=True, slots=True)
class _Touched:
    """How a rule touches a person: by a tie, or by the want of one; `untold` as in `Barred`.

    `wanted` is what alone lets people through, in words.
    """

    tie: Who
    says: str
    through: str | None = None
    wanted: str | None = None
    until: date | None = None
    untold: tuple[TieNotKnown, ...] = ()


def _touched(
    procedure: Procedure, course: Course, keeping: Keeping, person: str, rule: str = ""
) -> _Touched | None:
    """How one part of a rule keeps a person away, if it does."""
    found = meant_by(procedure, course, keeping, person)
    if not keeping.only:
        if found is None:
            return None
        what = says(procedure, found.who, found.through)
        return _Touched(found.who, what, found.through, until=found.until)
    asked = [who for who in keeping.who if has_anybody(procedure, course, who)]
    if found is not None or not asked:
        return None
    wanted = " or ".join(says(procedure, who) for who in asked)
    if keeping.within_last is not None:
        wanted += f" now or within the last {keeping.within_last}"
    open_ = tuple(
        TieNotKnown(each.person, each.relation, rule, each.to, each.to_anybody)
        for who in asked
        for each in untold(procedure, course, who, person)
    )
    known = "is not known to be" if open_ else "is not"
    says_ = f"{known} somebody who {wanted}"
    return _Touched(asked[0], says_, wanted=wanted, untold=open_)


def _whom(who: Who) -> Who:
    """Of a tie through another person, who that one is."""
    return who.whom if isinstance(who, Of) else who


def _only(procedure: Procedure, wanted: str | None, target: str) -> str | None:
    """Who alone may do what, in words."""
    if wanted is None:
        return None
    verb = "be" if target in procedure.roles else "answer" if target in procedure.facts else "do"
    return f"only somebody who {wanted} may {verb} {target}"


def _barred(
    procedure: Procedure,
    course: Course,
    person: str,
    act: Step | Fact,
    target: str,
    *,
    doing: bool,
) -> Iterator[Barred]:
    kept = procedure.kept_from.get(target)
    if kept is None:
        return
    said: Conflict | None = None
    for conflict, keeping in kept.touching(course.people.get(person, NOBODY).relations):
        if conflict is said or (keeping.only and not doing):
            continue
        found = _touched(procedure, course, keeping, person, conflict.name)
        if found is None:
            continue
        said = conflict
        lacking: tuple[Condition, ...] = ()
        could_be_excepted = conflict.has_exception and in_scope(
            procedure, course.stage, conflict, act
        )
        if could_be_excepted:
            lacking = _lacking(procedure, course, conflict, keeping, person)
            if not lacking:
                continue
            if not all(_can_be_decided(procedure, course, keeping, person, c) for c in lacking):
                could_be_excepted, lacking = False, ()
        open_ = [
            (condition, of)
            for condition in lacking
            for of in _for_whom(procedure, course, keeping, person, condition)
            if not _decided_well(procedure, course, condition, of, person)
        ]
        exception = conflict.cites.of("except") if could_be_excepted else ()
        yield Barred(
            rule=conflict.name,
            act=target,
            cites=tuple(dict.fromkeys((*conflict.cites.of(conflict.key), *exception))),
            person=person,
            tie=found.tie,
            through=found.through,
            says=found.says,
            until=found.until,
            within_last=conflict.within_last,
            only=_only(procedure, found.wanted, target),
            untold=found.untold,
            except_if=lacking,
            deciders=tuple(
                dict.fromkeys(
                    name
                    for condition in lacking[:1]
                    for name in deciders(procedure, course, procedure.facts[condition.fact])
                )
            ),
            spoilt=tuple(
                dict.fromkeys(
                    name
                    for condition, of in open_
                    for name in _spoilt_by(procedure, course, condition, of, person)
                )
            ),
            for_=tuple((condition, of) for condition, of in open_ if of is not None),
        )


def deciders(procedure: Procedure, course: Course, fact: Fact) -> Iterator[str]:
    """Who may answer a question: whoever holds the office, is eligible for it, and is kept neither from it nor
    from the answer; its substitutes, where everybody is kept away who holds it."""
    for role in fact.decided_by:
        stand_in = procedure.roles[role].stand_in
        for office in (role,) if stand_in is None else (role, stand_in):
            left = [
                name
                for name in course.holders(office)
                if not barred(procedure, course, name, fact)
                and not barred_from_role(procedure, course, name, office, fact)
            ]
            yield from (n for n in left if eligible(course, n, procedure.roles[office]))
            if left:
                break


def in_scope(
    procedure: Procedure, open_now: str | None, conflict: Conflict, act: Step | Fact
) -> bool:
    """Whether the exception speaks of the stage of the act: its own, or else the one open now."""
    if not conflict.except_in:
        return True
    own = (PlaceKind.STAGE, PlaceKind.END)
    if isinstance(act, Step) and procedure.places[act.place].kind in own:
        return act.place in conflict.except_in
    return open_now in conflict.except_in


def _lacking(
    procedure: Procedure, course: Course, conflict: Conflict, keeping: Keeping, person: str
) -> tuple[Condition, ...]:
    """The conditions of an exception that nobody entitled and unbarred decided in its favour, for
    this person."""
    return tuple(
        condition
        for condition in conflict.except_if
        if not all(
            _decided_well(procedure, course, condition, of, person)
            for of in _for_whom(procedure, course, keeping, person, condition)
        )
    )


def _for_whom(
    procedure: Procedure, course: Course, keeping: Keeping, person: str, condition: Condition
) -> tuple[str | None, ...]:
    """For whom a condition must be decided: for nobody in particular, unless it is decided for each."""
    each = procedure.facts[condition.fact].for_each
    return (None,) if each is None else concerned(procedure, course, keeping, person, each)


def _can_be_decided(
    procedure: Procedure, course: Course, keeping: Keeping, person: str, condition: Condition
) -> bool:
    """Whether a condition can be decided for a person: its question may not be asked in this case, and who
    lacks a tie may be none of those for whom it is decided."""
    if asked(procedure, course, condition.fact) is Truth.FAILS:
        return False
    each = procedure.facts[condition.fact].for_each
    return each is None or not keeping.only or person in ever_of(course.whole or course, each)


def _decided_well(
    procedure: Procedure, course: Course, condition: Condition, of: str | None, person: str
) -> bool:
    """Whether the last answer that was given by somebody who may give it lets a person through.

    An answer of anybody else counts for nothing, however it got into the record. What nobody
    could be kept from deciding the application may also tell by itself. Of what is decided for each, an answer
    that was given for nobody in particular frees nobody; if it is against, it is against all. What is not
    asked in this case has no answer that counts.
    """
    if asked(procedure, course, condition.fact) is Truth.FAILS:
        return False
    fact = procedure.facts[condition.fact]
    for occurrence in reversed(course.times(condition.fact)):
        action = occurrence.event.action
        favourable = action.particulars.answer == condition.answer
        freed = person if favourable else None
        if (
            fact.told
            if action.by is None
            else _entitled(procedure, course, fact, occurrence, freed)
        ):
            if occurrence.of == of:
                return favourable
            if occurrence.of is None and not favourable:
                return False
    return False


def _entitled(
    procedure: Procedure, course: Course, fact: Fact, given: Occurrence, person: str | None
) -> bool:
    """Whether those who gave an answer held the right to decide the fact when they gave it, free of
    any conflict; of a body, whether everybody who sat did, and whether that was the body. `person` is
    whom the answer would let through; None where it lets nobody."""
    action = given.event.action
    if action.by not in doers(action):
        return False
    then = when_given(procedure, course, given)
    return any(
        not any(_not_entitled(procedure, course, then, fact, office, action, person))
        and _made_up(procedure, then, fact, procedure.roles[office], action)
        and (office == role or _stands_in(procedure, course, role, fact, given))
        for role in fact.decided_by
        for office in (role, procedure.roles[role].stand_in)
        if office is not None
    )


def _stands_in(
    procedure: Procedure, course: Course, role: str, fact: Fact, given: Occurrence
) -> bool:
    """Whether nobody was left in an office when an answer was given, so that a substitute could give it."""
    whole = course.whole or course
    stood = before_position(procedure, whole, given.position)
    return nobody_left(procedure, as_at(procedure, stood, given.at), role, fact)


def _not_entitled(
    procedure: Procedure,
    course: Course,
    then: Course,
    fact: Fact,
    office: str,
    action: Action,
    person: str | None,
) -> Iterator[str]:
    """Those who gave an answer and did not hold an office then, or were kept from it or from the answer.

    Whom it is to let through must be free to give it by now as well: nobody excuses himself beforehand.
    """
    for name in dict.fromkeys(doers(action)):
        if (
            name not in then.holders(office)
            or not eligible(then, name, procedure.roles[office])
            or any(
                barred(procedure, each, name, fact)
                or barred_from_role(procedure, each, name, office, fact)
                for each in ((then, course) if name == person else (then,))
            )
        ):
            yield name


def _made_up(procedure: Procedure, then: Course, fact: Fact, role: Role, action: Action) -> bool:
    """Whether those who gave an answer are as many as an office needs, with those of whom it needs some."""
    body, sat = role.body, tuple(dict.fromkeys(doers(action)))
    if role.holders is not None and len(then.holders(role.name)) < role.holders.least:
        return False
    if body is None:
        return not action.particulars.sat
    most = body.members.most
    if most is not None and len(sat) > most:
        return False
    if fact.name in body.without_quorum:
        return True
    counts = (len(certain(procedure, then, share.who, sat)) for share in body.of_whom)
    return body.fits(len(sat), counts) and (not body.chaired or action.particulars.chair in sat)


def _spoilt_by(
    procedure: Procedure, course: Course, condition: Condition, of: str | None, person: str
) -> tuple[str, ...]:
    """Who decided an exception without the right to: of those who sat, whoever had none, else all."""
    times = [each for each in course.times(condition.fact) if each.of == of]
    if not times or times[-1].event.action.particulars.answer != condition.answer:
        return ()
    fact, action = procedure.facts[condition.fact], times[-1].event.action
    then = when_given(procedure, course, times[-1])
    had_none = (
        _not_entitled(procedure, course, then, fact, role, action, person)
        for role in fact.decided_by
    )
    return min(map(tuple, had_none), key=len) or doers(action)


def _excepted_in(
    procedure: Procedure, course: Course, conflict: Conflict, keeping: Keeping, person: str
) -> tuple[str, ...]:
    if not conflict.has_exception or _lacking(procedure, course, conflict, keeping, person):
        return ()
    return conflict.except_in or tuple(place.name for place in procedure.stages)
