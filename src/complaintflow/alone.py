"""Who alone may: what a supposed history must make of people, so that somebody can.

Where a rule says *only*, it matters who acts long before: of those who may hear a case one should be
able to decide it too. And a newcomer is one of those who may, or would be of no use.
"""

from collections.abc import Iterator

from complaintflow.case import Tie
from complaintflow.course import Course
from complaintflow.procedure import NOTHING_KEPT, ActedIn, Did, Fact, Keeping, Procedure, Step, Who
from complaintflow.relating import acts_in, has_anybody, meant_by, to_be_told


def ties_wanted(procedure: Procedure, course: Course, *targets: str) -> tuple[Tie, ...]:
    """What must be told of a newcomer, so that a rule lets him or her through to acts or offices.

    Nothing where that is not for anybody to tell: what somebody must have done, or held.
    """
    found = (
        next((tie for who in keeping.who if (tie := to_be_told(procedure, course, who))), None)
        for keeping in _only(procedure, targets)
    )
    return tuple(dict.fromkeys(tie for tie in found if tie is not None))


def meant(procedure: Procedure, course: Course, *targets: str) -> tuple[str, ...]:
    """The people whom every rule lets through that says who alone may do acts or hold offices; none without one."""
    asked = [
        keeping
        for keeping in _only(procedure, targets)
        if any(has_anybody(procedure, course, who) for who in keeping.who)
    ]
    return tuple(
        name
        for name in (course.people if asked else ())
        if all(meant_by(procedure, course, keeping, name) is not None for keeping in asked)
    )


def wanted_for(procedure: Procedure, act: Step | Fact) -> tuple[tuple[str, ...], ...]:
    """The offices of each act that only whoever does this one may do."""
    acts: dict[str, Step | Fact] = {**procedure.steps, **procedure.facts}
    later = dict.fromkeys(
        name
        for conflict in procedure.conflicts.values()
        for keeping in conflict.keeps
        if keeping.only and any(_is_made_by(procedure, who, act) for who in keeping.who)
        for name in sorted(keeping.bars)
    )
    others = (acts[name] for name in later if name != act.name)
    return tuple(each.by if isinstance(each, Step) else each.decided_by for each in others)


def _is_made_by(procedure: Procedure, who: Who, act: Step | Fact) -> bool:
    """Whether a tie is true of whoever does an act."""
    match who:
        case Did(name):
            return name == act.name
        case ActedIn():
            return act.name in acts_in(procedure, who)
        case _:
            return False


def _only(procedure: Procedure, targets: tuple[str, ...]) -> Iterator[Keeping]:
    for target in dict.fromkeys(targets):
        for _, keeping in procedure.kept_from.get(target, NOTHING_KEPT).only:
            yield keeping
