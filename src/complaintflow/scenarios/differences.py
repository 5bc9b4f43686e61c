"""Two procedures side by side: the first thing that a row of a story could say of one alone.

The answers are those of the first procedure, written as the keys of a row with `as_of`.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from complaintflow.case import Action
from complaintflow.course import as_of, is_open
from complaintflow.deadlines import Clock
from complaintflow.engine import course_of
from complaintflow.errors import ComplaintflowError
from complaintflow.gates import Truth, asked
from complaintflow.judging import reasons_against
from complaintflow.language.writing import flow
from complaintflow.moments import Moment
from complaintflow.moving import possible_in
from complaintflow.owing import owed_in
from complaintflow.procedure import Duty, PlaceKind
from complaintflow.scenarios.teller import Teller
from complaintflow.scenarios.times import clocks_by_name, due_text, local_text
from complaintflow.timing import clocks


def difference(
    one: Teller,
    other: Teller,
    at: Moment,
    acts: Sequence[str],
    *,
    most_reasons: int,
    later: bool = True,
) -> str | None:
    """A row with `as_of` that holds under `one` and not under `other`; None where there is none.

    Looks at the moment itself and, if `later`, at the due days of every clock that lie ahead and
    at the day after each.

    Args:
        one: the story so far under the policy itself.
        other: the same story under the mutant.
        at: the moment of the row.
        acts: the steps and facts that are tried with every person.
        most_reasons: an attempt against which more speaks is not worth a row.
        later: whether to look at the due days too.
    """
    try:
        for moment in (at, *(_around_due(one, other, at) if later else ())):
            said = _said(_View(one, moment), _View(other, moment), acts, most_reasons)
            if said is not None:
                return f"{{as_of: {local_text(moment)}, {said}}}"
    except ComplaintflowError:
        pass  # a day that the calendar does not cover
    return None


def _said(mine: "_View", others: "_View", acts: Sequence[str], most_reasons: int) -> str | None:
    for aspect in (_place, _due, _status, _owed):
        known = set(aspect(others))
        for said in aspect(mine):
            if said not in known:
                return said
    for act in acts:
        if mine.might(act) is not others.might(act):
            return f"may: [{', '.join(mine.may())}]"
        if mine.stuck(act) and not others.stuck(act):
            return f"nobody_can: {act}"
    for act in acts:
        for person in mine.course.people:
            reasons = mine.reasons(act, person)
            if reasons is None or not worth_a_row(reasons, most_reasons):
                continue
            if reasons != others.reasons(act, person):
                return f"refuses: {{{act} by {person}: {flow(sorted(reasons))}}}"
    return None


class _View:
    """A story so far as it stands at a moment under one procedure."""

    def __init__(self, teller: Teller, at: Moment) -> None:
        self.procedure = teller.procedure
        self.at = at
        self.course = as_of(self.procedure, course_of(self.procedure, teller.case), at)
        self._reasons: dict[tuple[str, str], set[str] | None] = {}

    def reasons(self, act: str, person: str) -> set[str] | None:
        """The reasons against an attempt; None where there is no such act."""
        if act not in self.procedure.steps and act not in self.procedure.facts:
            return None
        if (act, person) not in self._reasons:
            action = Action(act, at=self.at, by=person)
            reasons = reasons_against(self.procedure, self.course, action, supposed=True)
            self._reasons[act, person] = {reason.rule for reason in reasons}
        return self._reasons[act, person]

    def _able(self, act: str) -> bool:
        return any(self.reasons(act, person) == set() for person in self.course.people)

    def might(self, act: str) -> bool:
        """Whether it stands under `may` and somebody could do it now."""
        step = self.procedure.steps.get(act)
        if step is None or step.duty is not Duty.MAY:
            return False
        return is_open(self.procedure, self.course, step) and self._able(act)

    def stuck(self, act: str) -> bool:
        """Whether it is open and nobody could do it."""
        step = self.procedure.steps.get(act)
        if step is not None:
            stands_open = step.duty is not Duty.NEVER and is_open(self.procedure, self.course, step)
        else:
            known = act in self.procedure.facts
            stands_open = known and asked(self.procedure, self.course, act) is not Truth.FAILS
        return stands_open and not self._able(act)

    def may(self) -> tuple[str, ...]:
        """All that somebody might do now."""
        return possible_in(self.procedure, self.course, self.at)

    @cached_property
    def clocks(self) -> dict[str, Clock]:
        """The latest clock of each deadline, by each name that a row may give it."""
        return clocks_by_name(self.procedure, clocks(self.procedure, self.course))


_Aspect = Callable[[_View], Iterator[str]]
"""What a row could say of a view, each as the key and value of the row."""


def _place(view: _View) -> Iterator[str]:
    stage = view.course.stage
    if stage is not None:
        is_end = view.procedure.places[stage].kind is PlaceKind.END
        yield f"{'ended' if is_end else 'open'}: {stage}"


def _due(view: _View) -> Iterator[str]:
    for step, clock in view.clocks.items():
        yield f"due: {{{step}: {due_text(clock)}}}"


def _status(view: _View) -> Iterator[str]:
    for step, clock in view.clocks.items():
        yield f"status: {{{step}: {clock.status(as_of=view.at)}}}"


def _owed(view: _View) -> Iterator[str]:
    owed = {str(each) for each in owed_in(view.procedure, view.course, now=view.at)}
    yield f"owed: [{', '.join(sorted(owed))}]"


def _around_due(one: Teller, other: Teller, at: Moment) -> Iterator[Moment]:
    """The due days of the clocks that lie ahead, and the day or minute after each."""
    found: list[Moment] = []
    for teller in (one, other):
        for clock in clocks(teller.procedure, course_of(teller.procedure, teller.case)):
            if clock.latest is not None:
                due = clock.latest.due
                found.append(due)
                is_hour = isinstance(due, datetime)
                found.append(due + (timedelta(minutes=1) if is_hour else timedelta(days=1)))
    for moment in dict.fromkeys(found):
        if _day(moment) > _day(at):
            yield moment


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


MANY = 99
"""More reasons than can speak against an attempt."""


def worth_a_row(reasons: Collection[str], most_reasons: int) -> bool:
    """Whether so few reasons speak against an attempt that a row about it shows what it proves.

    That a place is not open says nothing of the rule itself, unless nothing better is found.
    """
    if most_reasons < MANY and any(reason.endswith(".place") for reason in reasons):
        return False
    return len(reasons) <= most_reasons
