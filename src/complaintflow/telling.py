"""Telling who somebody is: the people of a case once more has been told of one of them.

What is told now replaces its opposite told before, and other dates of the same relation. A relation that goes both ways is one of two
people: whichever of them it was told of, or denied of, it is true or untrue of both.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from complaintflow.case import Person, Tie
from complaintflow.procedure import Holds, Procedure, Told

_T = TypeVar("_T")


def told_of(
    procedure: Procedure, people: Mapping[str, Person], name: str, new: Person
) -> dict[str, Person]:
    """The people once `new` has been told of one of them. Offices and relations add up."""
    old = people.get(name, Person())
    told = {
        **people,
        name: Person(
            holds=union(old.holds, new.holds),
            is_=union(_not_dated_anew(_left(old.is_, new.is_not), new.is_), new.is_),
            is_not=union(_in_force(old.is_not, new.is_), new.is_not),
        ),
    }
    for tie in new.is_:
        if tie.to is not None and tie.to in people and procedure.relations[tie.relation].both_ways:
            other = told[tie.to]
            mirrors = [_mirror(each, name) for each in new.is_ if each.bare == tie.bare]
            denied = _in_force(other.is_not, mirrors)
            still = _not_dated_anew(other.is_, mirrors)
            told[tie.to] = Person(holds=other.holds, is_=still, is_not=denied)
    for denial in new.is_not:
        if procedure.relations[denial.relation].both_ways:
            untrue = Tie(denial.relation, name)
            for each in people if denial.to is None else {denial.to} & people.keys():
                other = told[each]
                if any(untrue == tie.bare for tie in other.is_):
                    ties = (tie for tie in other.is_ if tie.bare != untrue)
                    told[each] = Person(holds=other.holds, is_=ties, is_not=other.is_not)
    return told


def goes_both_ways(procedure: Procedure, who: Person) -> bool:
    """Whether what is told of somebody tells, or denies, something of others too."""
    return any(procedure.relations[tie.relation].both_ways for tie in (*who.is_, *who.is_not))


def mirrored(procedure: Procedure, people: Mapping[str, Person]) -> dict[str, tuple[Tie, ...]]:
    """By person, the ties that go both ways and were told of the other."""
    found: dict[str, tuple[Tie, ...]] = {}
    for name, who in people.items():
        for tie in who.is_:
            if tie.to is not None and procedure.relations[tie.relation].both_ways:
                found[tie.to] = (*found.get(tie.to, ()), _mirror(tie, name))
    return found


def told_to_be(known: Person, who: Told) -> bool:
    """Whether a tie was told of somebody, on whatever days it is true."""
    if isinstance(who, Holds):
        return who.role in known.holds
    return who.relation in known.relations


def union(first: Iterable[_T], second: Iterable[_T]) -> tuple[_T, ...]:
    """Both, in that order, each once."""
    return tuple(dict.fromkeys((*first, *second)))


def _mirror(tie: Tie, of: str) -> Tie:
    """A tie that goes both ways, as the other of the two has it to the person `of`."""
    return Tie(tie.relation, of, tie.since, tie.until)


def _not_dated_anew(ties: Iterable[Tie], told: Iterable[Tie]) -> Iterable[Tie]:
    """The ties that are not told once more with other dates, or with none."""
    said = frozenset(told)
    again = frozenset(tie.bare for tie in said)
    return (tie for tie in ties if tie in said or tie.bare not in again)


def _left(ties: Iterable[Tie], denied: Iterable[Tie]) -> Iterable[Tie]:
    """The ties of which nothing denied is the opposite."""
    return (tie for tie in ties if not any(each.denies(tie) for each in denied))


def _in_force(denied: Iterable[Tie], ties: Iterable[Tie]) -> Iterable[Tie]:
    """The denials of which no tie is the opposite."""
    return (each for each in denied if not any(each.denies(tie) for tie in ties))
