"""What is true of a person: a tie that was told, one that the history makes, or one through another.

Three things can be: it is so, it is not so, or nobody has told. What nobody has told bars nobody, and
is not enough where only those may of whom it is so.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import assert_never

from complaintflow.case import NOBODY, Tie, doers
from complaintflow.course import Course
from complaintflow.dated import lately
from complaintflow.moments import local_day
from complaintflow.procedure import (
    ActedIn,
    Did,
    Direct,
    Held,
    Holds,
    Is,
    Keeping,
    Of,
    Procedure,
    Role,
    Told,
    Who,
)
from complaintflow.ties import DONE


class Known(Enum):
    """Whether something is true of a person, as far as anybody has told."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not known"


YES, NO, NOT_KNOWN = Known


@dataclass(frozen=True, slots=True)
class Related:
    """Whether a tie is true of a person; `through` is the other person through whom it is.

    `until`: the last day on which it was, of a tie that counts though it is true no longer.
    """

    who: Who
    known: Known
    through: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Untold:
    """What nobody has told: whether a person stands in a relation.

    `to` is the other person, if it is held to one; `to_anybody`: it is not known whether it is held
    to anybody at all.
    """

    person: str
    relation: str
    to: str | None = None
    to_anybody: bool = False


@dataclass(frozen=True, slots=True)
class Denial:
    """A tie that was told of a person and denied later; `told` and `denied` are the ids of the events."""

    person: str
    tie: Tie
    told: str
    denied: str


@dataclass(frozen=True, slots=True)
class NotThen:
    """A tie that was told of a person, with dates by which it is not true at the moment of the act:
    it is `over`, or has not begun."""

    person: str
    tie: Tie
    over: bool


def related(procedure: Procedure, course: Course, who: Who, person: str) -> Related:
    """Whether a tie is true of a person, as things stand. What is looked at are the people told of."""
    if not isinstance(who, Of):
        return Related(who, _direct(procedure, course, who, person))
    other = _through(procedure, course, who, person)
    if other is not None:
        return Related(who, Known.YES, other)
    known = next(_untold_through(procedure, course, who, person), None) is None
    return Related(who, Known.NO if known else Known.NOT_KNOWN)


def kinds(course: Course) -> Sequence[tuple[str, ...]]:
    """The people of a case, together who cannot be told apart by any rule about who acts.

    They hold the same offices, stand in the same relations to the case and to the same others,
    whichever of the two that was told of, and have done and been the same in this case. For whom a
    question was answered is of a kind alone, and so is who gave an answer: it may not count for that one. They may
    differ in what is not known, which bars nobody. In a view they have also been and done all that at the
    same times. It is found once for each course.
    """
    if not course.kinds:
        past: dict[str, list[Hashable]] = {}
        for act, people in course.did.items():
            for name in people:
                past.setdefault(name, []).append(act)
        for role, name in course.left:  # no role has the name of an act
            past.setdefault(name, []).append(role)
        for answer in (each for fact in course.answers for each in course.times(fact)):
            action = answer.event.action
            for each in dict.fromkeys((action.by, *doers(action))):
                if each is not None:
                    past.setdefault(each, []).append(answer.position)
            if answer.of is not None:
                past.setdefault(answer.of, []).append(("for", answer.position))
        found: dict[Hashable, list[str]] = {}
        for name, known in course.people.items():
            to_others = [tie for tie in known.is_ if tie.to is not None]
            to_others += course.mirrors.get(name, ())
            told = known.holds, known.relations, known.denied
            kind = *told, *to_others, *past.get(name, ()), *_times_of(course, name)
            found.setdefault(kind, []).append(name)
        course.kinds.extend(tuple(names) for names in found.values())
    return course.kinds


def _times_of(view: Course, person: str) -> Iterator[Hashable]:
    """All that a rule that looks back can ask of somebody beside what is so at the moment of a view."""
    whole = view.whole
    if whole is None:
        return
    yield from (*whole.people[person].is_, *whole.mirrors.get(person, ()))
    for (name, tie), ids in whole.denied.items():
        if person in (name, tie.to):
            yield tie, ids
    for act, people in whole.did.items():
        if person in people:
            yield from (
                o.position
                for o in whole.times(act)
                if person in (*doers(o.event.action), o.event.action.by)
            )
    yield from ((role, at) for (role, name), at in whole.left.items() if name == person)


def certain(
    procedure: Procedure, course: Course, who: Who, names: Iterable[str]
) -> tuple[str, ...]:
    """Those of some people of whom a tie is known to be true."""
    return tuple(n for n in names if related(procedure, course, who, n).known is Known.YES)


def eligible(course: Course, person: str, role: Role) -> bool:
    """Whether somebody may be in an office: not where all that he or she might be is known to be untrue."""
    denied = course.people.get(person, NOBODY).denied
    return not role.may_be or not denied.issuperset(role.may_be)


def has_anybody(procedure: Procedure, course: Course, who: Who) -> bool:
    """Whether a tie can be asked about yet: one that the history makes, once something made it.

    What is told of people, a relation or an office, can be asked about from the first.
    """
    whom = who.whom if isinstance(who, Of) else who
    match whom:
        case Held(role):
            return any(course.has_held(role, name) for name in course.people)
        case Did(act):
            return bool(course.times(act))
        case ActedIn():
            return any(course.times(name) for name in acts_in(procedure, whom))
        case Is() | Holds():  # pragma: no branch
            return True


def to_be_told(procedure: Procedure, course: Course, who: Who) -> Tie | None:
    """What to tell of somebody so that a tie is true; None where it is not for anybody to tell."""
    match who:
        case Is(relation):
            return Tie(relation)
        case Of(relation, whom):
            other = next(_whoever(procedure, course, whom), None)
            return None if other is None else Tie(relation, other)
        case _:
            return None


def first_related(
    procedure: Procedure, course: Course, whos: tuple[Who, ...], person: str
) -> Related | None:
    """The first of some ties that is true of a person, if any is."""
    if person not in course.people:
        return None
    for who in whos:
        if isinstance(who, Of):
            other = _through(procedure, course, who, person)
            if other is not None:
                return Related(who, Known.YES, other)
        elif _direct(procedure, course, who, person) is Known.YES:
            return Related(who, Known.YES)
    return None


def meant_by(procedure: Procedure, course: Course, keeping: Keeping, person: str) -> Related | None:
    """The first tie of a rule that is true of a person, or was within the time by which it looks back."""
    if keeping.within_last is None:
        return first_related(procedure, course, keeping.who, person)
    for day, then in lately(procedure, course, keeping.within_last):
        found = first_related(procedure, then, keeping.who, person)
        if found is not None:
            return replace(found, until=day)
    return None


def concerned(
    procedure: Procedure, course: Course, keeping: Keeping, person: str, whose: Told
) -> tuple[str, ...]:
    """For whom a question must be answered that is answered for each of some people, so that it is
    about the ties by which a rule touches a person: the person, and all of them through whom a tie leads.

    A rule that keeps away those who lack a tie touches the person alone.
    """
    if keeping.only:
        return (person,)
    views = [course]
    if keeping.within_last is not None:
        views = [then for _, then in lately(procedure, course, keeping.within_last)]
    found: dict[str, None] = {}
    for then in views:
        for who in keeping.who:
            if not isinstance(who, Of):
                if _direct(procedure, then, who, person) is Known.YES:
                    found[person] = None
            elif who.whom == whose:
                found |= dict.fromkeys(_others_meant(procedure, then, who, person))
    return tuple(found)


def not_then(procedure: Procedure, course: Course, who: Who, person: str) -> Iterator[NotThen]:
    """What was told with dates and would make a tie true of a person, were it true at that moment."""
    whole = course.whole
    if whole is None or not isinstance(who, Is | Of):
        return
    if related(procedure, course, who, person).known is Known.YES:
        return
    # of the whole, where all that was told counts, whatever its dates
    told = related(procedure, whole, who, person)
    if told.known is not Known.YES:
        return
    assert course.seen_at is not None  # it is a view
    today = local_day(course.seen_at, procedure.zone)
    wanted = [(person, who.relation, told.through)]
    if isinstance(who, Of) and isinstance(who.whom, Is) and told.through is not None:
        wanted.append((told.through, who.whom.relation, None))
    for name, relation, other in wanted:
        now = (*course.people[name].is_, *course.mirrors.get(name, ()))
        for tie in (*whole.people[name].is_, *whole.mirrors.get(name, ())):
            same = (tie.relation, tie.to) == (relation, other)
            if same and tie.bare not in now:  # and so it has dates
                yield NotThen(name, tie, tie.since is None or tie.since <= today)


def _through(procedure: Procedure, course: Course, who: Of, person: str) -> str | None:
    """The first to whom the relation is held and who is meant, if anybody is."""
    return next(_others_meant(procedure, course, who, person), None)


def _others_meant(procedure: Procedure, course: Course, who: Of, person: str) -> Iterator[str]:
    """Everybody to whom the relation is held and who is meant."""
    for other in held_to(course, who.relation, person):
        if _direct(procedure, course, who.whom, other) is Known.YES:
            yield other


def untold(procedure: Procedure, course: Course, who: Who, person: str) -> tuple[Untold, ...]:
    """What nobody has told, so that it is not known whether a tie is true of a person."""
    match who:
        case Is(relation) if _direct(procedure, course, who, person) is Known.NOT_KNOWN:
            return (Untold(person, relation),)
        case Of() if _through(procedure, course, who, person) is None:
            return tuple(_untold_through(procedure, course, who, person))
        case _:
            return ()


def _untold_through(procedure: Procedure, course: Course, who: Of, person: str) -> Iterator[Untold]:
    """What is not known of a tie through another person that is not known to be true.

    Of those to whom the relation is held, whether they are meant; of those who are meant, whether it
    is held to them. Only where neither can be said of anybody, whether it is held to anybody.
    """
    found = False
    if isinstance(who.whom, Is):
        for other in held_to(course, who.relation, person):
            if _direct(procedure, course, who.whom, other) is Known.NOT_KNOWN:
                found = True
                yield Untold(other, who.whom.relation)
    for other in _whoever(procedure, course, who.whom):
        if other != person and _tie(procedure, course, who.relation, person, other) is None:
            found = True
            yield Untold(person, who.relation, other)
    if not found and isinstance(who.whom, Is) and _may_be_tied(procedure, course, who, person):
        yield Untold(person, who.relation, to_anybody=True)


def _may_be_tied(procedure: Procedure, course: Course, who: Of, person: str) -> bool:
    """Whether there is anybody who may be meant, and to whom the relation may be held."""
    return any(
        _direct(procedure, course, who.whom, other) is Known.NOT_KNOWN
        and _tie(procedure, course, who.relation, person, other) is None
        for other in course.people
        if other != person
    )


def denials(procedure: Procedure, course: Course, who: Who, person: str) -> Iterator[Denial]:
    """What was told and denied later, but for which a tie would be true of a person, as it is not."""
    if not isinstance(who, Is | Of) or related(procedure, course, who, person).known is Known.YES:
        return
    for (name, tie), ids in course.denied.items():
        if isinstance(who, Is):
            lifts = name == person and tie.relation == who.relation
        else:
            lifts = _lifts(procedure, course, who, person, name, tie)
        if lifts:
            yield Denial(name, tie, *ids)


def _lifts(procedure: Procedure, course: Course, who: Of, person: str, name: str, tie: Tie) -> bool:
    """Whether a tie through another person would be true, had one tie not been denied."""
    if isinstance(who.whom, Is) and tie.relation == who.whom.relation:
        return _tie(procedure, course, who.relation, person, name) is True
    if tie.relation != who.relation:
        return False
    mirror = procedure.relations[tie.relation].both_ways and tie.to == person
    other = tie.to if name == person else name if mirror else None
    return other is not None and (
        _direct(procedure, course, who.whom, other) is Known.YES
        or any(
            isinstance(who.whom, Is) and denied.relation == who.whom.relation and one == other
            for one, denied in course.denied
        )
    )


def _direct(procedure: Procedure, course: Course, who: Direct, person: str) -> Known:
    known = course.people.get(person, NOBODY)
    if isinstance(who, Is):
        if who.relation in known.relations:
            return YES
        return NO if who.relation in known.denied else NOT_KNOWN
    match who:
        case Holds(role):
            true = role in known.holds
        case Held(role):
            true = course.has_held(role, person)
        case Did(act):
            true = person in course.did.get(act, ())
        case ActedIn():
            true = any(person in course.did.get(name, ()) for name in acts_in(procedure, who))
        case _:
            assert_never(who)
    return YES if true else NO


def acts_in(procedure: Procedure, who: ActedIn) -> Iterator[str]:
    """The steps of a stage by which somebody acts in it; of one kind of work, where one is meant."""
    place = procedure.places[who.stage]
    for name in (*place.must, *place.may, *place.never):
        if who.work is None or who.work in procedure.steps[name].counts_as:
            yield name


def held_to(course: Course, relation: str, person: str) -> Iterator[str]:
    """To whom a person is known to stand in a relation, in the order in which it was told."""
    told = course.people.get(person, NOBODY).is_
    for tie in told:
        if tie.relation == relation and tie.to is not None:
            yield tie.to
    for tie in course.mirrors.get(person, ()):
        if tie.relation == relation and tie.to is not None and tie not in told:
            yield tie.to


def _tie(
    procedure: Procedure, course: Course, relation: str, person: str, other: str
) -> bool | None:
    """Whether a person stands in a relation to another; None where nobody has told."""
    tie, mirror = Tie(relation, other), Tie(relation, person)
    known = course.people.get(person, NOBODY)
    if other in held_to(course, relation, person):
        return True
    if any(each.denies(tie) for each in known.is_not):
        return False
    both = procedure.relations[relation].both_ways
    others = course.people.get(other, NOBODY).is_not if both else ()
    return False if any(each.denies(mirror) for each in others) else None


def _whoever(procedure: Procedure, course: Course, who: Direct) -> Iterator[str]:
    """Everybody of whom a tie is known to be true, in the order in which people were told of."""
    if isinstance(who, Is):
        for name, known in course.people.items():
            if who.relation in known.relations:
                yield name
    elif isinstance(who, Did | ActedIn):
        names = [who.act] if isinstance(who, Did) else acts_in(procedure, who)
        did: Set[str] = frozenset().union(*(course.did.get(name, ()) for name in names))
        yield from (name for name in course.people if name in did)
    else:
        for name in course.people:
            if _direct(procedure, course, who, name) is Known.YES:
                yield name


def says(procedure: Procedure, who: Who, through: str | None = None) -> str:
    """A tie in words that complete "this person ..."; `through` is the other person of it."""
    match who:
        case Is(relation):
            return procedure.relations[relation].says
        case Holds(role):
            return f"holds the office of {procedure.roles[role].title}"
        case Held(role):
            return f"holds, or has held, the office of {procedure.roles[role].title}"
        case Did(act):
            return f"did {act} in this case"
        case ActedIn(stage, work):
            done = "acted" if work is None else DONE[work]
            return f"{done} in “{procedure.places[stage].title}”"
        case Of(relation, whom):  # pragma: no branch
            other = "whoever" if through is None else f"{through}, who"
            return f"{procedure.relations[relation].says} {other} {says(procedure, whom)}"
