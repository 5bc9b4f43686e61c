"""A letter to the council that belongs elsewhere, and a child who may not be safe.

Run it with `python examples/belongs_elsewhere.py`. What is about safety is passed on beside the
complaint; a letter that is no complaint ends the case, which still owes its reply, and whoever sent
it may disagree. Then it turns out to be about schools, and goes to another procedure.
"""

from collections.abc import Iterator
from datetime import date

from telling import day, tell

import complaintflow as cf

PEOPLE = {
    "cat": cf.Person(holds="complainant"),
    "tia": cf.Person(holds="team"),
    "kay": cf.Person(holds="childrens_team"),
}
FACTS = {"adult_at_risk": False, "others_needed": False, "for_another": False, "friend_acts": False}


def story() -> Iterator[cf.Action]:
    """What people do, in order."""
    yield cf.Action("complaint_received", at=date(2026, 8, 27), by="cat")  # a Thursday
    yield cf.Action("child_at_risk", at=date(2026, 8, 27), by="tia", answer=True)
    yield cf.Action("child_referred", at=date(2026, 8, 27), by="tia", to="kay")
    yield cf.Action("concerns_reviewed", at=date(2026, 8, 28), by="tia")
    yield cf.Action("contact_set_aside", at=date(2026, 8, 28), by="tia")
    yield cf.Action("refusal_contested", at=date(2026, 9, 1), by="cat")
    yield cf.Action(
        "complaint_redirected", at=date(2026, 9, 1), by="tia", to="cat"
    )  # not reviewed anew
    yield cf.Action("concerns_reviewed", at=date(2026, 9, 2), by="tia")
    yield cf.Action("complaint_redirected", at=date(2026, 9, 2), by="tia", to="cat")
    yield cf.Action(
        "refusal_contested", at=date(2026, 9, 3), by="cat"
    )  # another procedure deals with it now


def main() -> None:
    """Live the case; then what is owed though it rests, and what may still be done."""
    policy = cf.load("barnsley-childrens-social-care")
    case = tell(policy, cf.begin(policy, at=date(2026, 8, 27), people=PEOPLE, facts=FACTS), story())
    end = date(2026, 9, 4)
    print(f"\nOn {day(end)}, though the case rests:")
    for owed in cf.owed(policy, case, as_of=end):
        print(f"    owed: {owed} ({', '.join(owed.clauses)})")
    for clock in cf.clocks(policy, case):
        late = clock.late(as_of=end)
        print(f"    {clock.step}: {clock.status(as_of=end)}" + (f", by {late}" if late else ""))


if __name__ == "__main__":
    main()
