"""Rule mutants of how a policy counts: another day one, another roll, another hour of the day."""

from collections.abc import Iterator

from complaintflow.conventions import DayOne, Roll
from complaintflow.language.alterations import Mutant, Operator, Policy
from complaintflow.language.edits import Edit, at, rewritten
from complaintflow.language.other_periods import TIMES
from complaintflow.language.tree import Scalar


def of_counting(policy: Policy) -> Iterator[Mutant]:
    """Only the policy on top says how days are counted; a policy without periods counts none."""
    acts = (*policy.steps, *policy.named("facts"))
    if not any(act.at(key) for act in acts for key in TIMES):
        return
    for day_one in DayOne:
        yield from _instead(policy, Operator.OTHER_DAY_ONE, "day_one", day_one.value)
    yield from _dropped(policy, Operator.OTHER_ROLL, "roll", idle=Roll.NONE.value)
    for roll in Roll:
        if roll is not Roll.NONE:  # that is what dropping it comes to
            yield from _instead(policy, Operator.OTHER_ROLL, "roll", roll.value)
    for key in ("cut_off", "day_ends"):
        yield from _dropped(policy, Operator.OTHER_HOUR, key)
        for hour in _a_minute_away(_written(policy, key)):
            yield from _instead(policy, Operator.OTHER_HOUR, key, hour)


def _written(policy: Policy, key: str) -> Scalar | None:
    found = at(policy.trees[-1], "counting", key)
    return found if isinstance(found, Scalar) else None


def _dropped(
    policy: Policy, operator: Operator, key: str, idle: str | None = None
) -> Iterator[Mutant]:
    """The mutant without a key; none where it says no more than its absence does."""
    written = _written(policy, key)
    if written is not None and written != idle:
        yield _mutant(policy, operator, key, written, "drop", None)


def _instead(policy: Policy, operator: Operator, key: str, said: str) -> Iterator[Mutant]:
    written = _written(policy, key)
    if written is not None and written != said:
        yield _mutant(policy, operator, key, written, f"-> {said}", said)


def _mutant(
    policy: Policy, operator: Operator, key: str, written: Scalar, name: str, said: str | None
) -> Mutant:
    node = None if said is None else rewritten(written, said)
    return Mutant(
        name=f"counting.{key} {name}",
        operator=operator,
        rule="counting",
        key=key,
        place=written.place,
        was=f"{key}: {written}",
        becomes=None if said is None else f"{key}: {said}",
        edits=(Edit(len(policy.trees) - 1, ("counting", key), node),),
    )


def _a_minute_away(written: str | None) -> Iterator[str]:
    """The hours a minute before and after one, on the same day."""
    if written is not None:
        hours, minutes = map(int, written.split(":"))
        for minute in (hours * 60 + minutes - 1, hours * 60 + minutes + 1):
            if 0 <= minute < 24 * 60:
                yield f"{minute // 60:02}:{minute % 60:02}"
