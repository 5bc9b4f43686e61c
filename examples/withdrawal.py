"""A complaint that is withdrawn by word of mouth, by the advocate, in the middle of stage one.

Run it with `python examples/withdrawal.py`. The rule is the base's, that of every council: at any
stage, spoken or written, and confirmed in writing to both. A letter that comes after it moves
nothing, and the audit tells what was left undone.
"""

from collections.abc import Iterator
from datetime import date

from telling import day, tell

import complaintflow as cf

PEOPLE = {
    "cat": cf.Person(holds="complainant"),
    "ada": cf.Person(holds="advocate"),
    "tia": cf.Person(holds="team"),
    "hal": cf.Person(),
    "meg": cf.Person(holds="complaints_manager"),
}
QUESTIONS = ("child_at_risk", "adult_at_risk", "others_needed", "for_another", "friend_acts")


def story() -> Iterator[cf.Action]:
    """What people do, in order."""
    do = cf.Action
    yield do("complaint_received", at=date(2026, 3, 30), by="cat")  # the Monday before Easter
    yield do("concerns_reviewed", at=date(2026, 3, 30), by="tia")
    yield do("complaint_accepted", at=date(2026, 3, 30), by="tia")
    yield do("acknowledged", at=date(2026, 4, 2), by="tia", to="cat", how="email")
    yield do("resolution_offered", at=date(2026, 4, 7), by="tia", with_="cat")
    yield do("early_resolution_ended", at=date(2026, 4, 7), by="cat")
    settled = date(2026, 4, 24)
    yield do("timescale_agreed", at=date(2026, 4, 8), by="tia", agreed_by="cat", settles=settled)
    yield do("handler_allocated", at=date(2026, 4, 8), by="tia", holder="hal")
    yield do("withdrawn", at=date(2026, 4, 14), by="ada")  # nobody says how
    yield do("withdrawn", at=date(2026, 4, 14), by="ada", how="telephone")
    yield do("withdrawal_confirmed", at=date(2026, 4, 15), by="meg", to="cat", how="letter")
    yield do(
        "stage_one_response_sent", at=date(2026, 4, 20), by="hal", to="cat", how="letter"
    )  # late work


def main() -> None:
    """Live the case, then audit it."""
    policy = cf.load("barnsley-childrens-social-care")
    facts = dict.fromkeys(QUESTIONS, False)
    case = tell(policy, cf.begin(policy, at=date(2026, 3, 30), people=PEOPLE, facts=facts), story())
    end = date(2026, 4, 30)
    print(f"\nOn {day(end)} the case is in {cf.stage_of(policy, case, as_of=end)}.")
    audit = cf.audit(policy, case, as_of=end)
    for owed in audit.owed:
        print(f"    still owed: {owed} ({', '.join(owed.clauses)})")
    for owed in audit.left_undone:
        print(f"    left undone: {owed} ({', '.join(owed.clauses)})")
    print(f"    breaches: {len(audit.breaches)}, missed promises: {len(audit.missed)}")


if __name__ == "__main__":
    main()
