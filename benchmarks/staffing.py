"""Who could lead a complaint to an end: what remains of one under the shipped policy, over 200 people."""

from collections.abc import Callable
from datetime import date
from functools import cache

import complaintflow as cf
from benchmarks.days import OURS
from benchmarks.measuring import Row, Timed

AS_OF = date(2026, 3, 2)
OFFICES = ("senior_staff", "complaints_panel", "support_worker", "social_worker")
ROUNDS = 5


@cache
def asked(*, panel: bool) -> tuple[cf.Procedure, cf.Case, dict[str, cf.Person]]:
    """A complaint about the manager that goes to a panel, and the staff; without a panel it is blocked."""
    policy = cf.load("fusion-care")
    told = {"ann": cf.Person(holds="complainant", is_="child"), "mo": cf.Person(is_="subject")}
    offices = OFFICES if panel else ("senior_staff",)
    staff = {
        "mo": cf.Person(holds=["manager", "management", "organisation"]),
        "dee": cf.Person(holds="managing_director"),
        **{f"p{n}": cf.Person(holds=offices[n % len(offices)]) for n in range(198)},
    }
    return policy, cf.begin(policy, at=AS_OF, people=told), staff


def answered(*, panel: bool) -> cf.Plan | cf.Blocked | cf.Undecided:
    """The way through the panel, thirteen acts long."""
    policy, case, staff = asked(panel=panel)
    return cf.staffing(policy, case, staff, as_of=AS_OF, via="second_formal")


def timed(work: str, target: float, *, panel: bool, kind: type) -> Row:
    """How long one answer takes, of which it is seen that it is of that kind."""
    assert isinstance(answered(panel=panel), kind)

    def run() -> None:
        for _ in range(ROUNDS):
            answered(panel=panel)

    return Row(work, Timed(OURS, run, ROUNDS), "ms", target)


def planned(work: str) -> Row:
    """A plan."""
    return timed(work, 50e-3, panel=True, kind=cf.Plan)


def blocked(work: str) -> Row:
    """Which rules and offices block it."""
    return timed(work, 500e-3, panel=False, kind=cf.Blocked)


ROWS: tuple[tuple[str, Callable[[str], Row]], ...] = (
    ("what remains staffed from 200 people", planned),
    ("  which rules and offices block it", blocked),
)
