"""A complaint that goes to the panel and then outside; afterwards the whole history is audited.

Run it with `python examples/panel_and_outside.py`. The events come from another system, all at
once. What the rules refuse is reported and left out by `admit`; `restore` takes everything as it
happened, and `audit` tells what was against the rules, as known then and as known now.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import complaintflow as cf

LONDON = ZoneInfo("Europe/London")
PEOPLE = {
    "ann": cf.Person(holds="complainant", is_="child"),
    "mo": cf.Person(holds=["manager", "management"]),
    "dee": cf.Person(holds="managing_director"),
    "pat": cf.Person(holds="complaints_panel"),
    "pip": cf.Person(holds="complaints_panel"),
    "org": cf.Person(holds="organisation"),
}
FACTS = {"complains_for_another": False, "child_concerned": True, "authority_concerned": False}


def imported() -> list[cf.Event]:
    """The rows of the other system, as events."""
    sits, answers = (
        datetime(2026, 10, 24, 15, tzinfo=LONDON),
        datetime(2026, 10, 25, 13, tzinfo=LONDON),
    )
    actions = [
        cf.Action("formal_complaint_received", at=date(2026, 9, 1), by="ann", how="letter"),
        cf.Action("support_offered", at=date(2026, 9, 2), by="org", to="ann", includes="advocate"),
        cf.Action("report_sent", at=date(2026, 9, 18), by="mo", to="ann", how="email"),
        cf.Action("investigation", at=date(2026, 9, 21), by="mo"),
        cf.Action(
            "report_sent", at=date(2026, 9, 30), by="mo", to="ann", how="email", copies_to="dee"
        ),
        cf.Action("resolution_rejected", at=date(2026, 10, 1), by="ann"),
        cf.Action("invitation_sent", at=date(2026, 10, 5), by="org", to="ann"),
        cf.Action("panel_held", at=sits, by="pip", with_="ann"),
        cf.Action("panel_outcome_given", at=answers, by="pip", to="ann", how="letter"),
        cf.Action("still_dissatisfied", at=date(2026, 10, 27), by="ann"),
        cf.Action("referred_outside", at=date(2026, 10, 28), by="org", to="ann", includes="ofsted"),
    ]
    # In November it comes to light that pip, of the panel, is complained about too.
    pip = cf.Action("person_told", at=date(2026, 9, 1), person="pip", who=cf.Person(is_="subject"))
    return [
        *(cf.Event(action=action, id="") for action in actions),
        cf.Event(action=pip, id="", known_at=date(2026, 11, 9)),
    ]


def main() -> None:
    """Admit the history, then restore it whole and audit it."""
    policy = cf.load("fusion-care")
    start = cf.begin(policy, at=date(2026, 9, 1), people=PEOPLE, facts=FACTS)

    admitted = cf.admit(policy, start, imported())
    print("Refused, and left out:")
    for refusal in admitted.refused:
        for reason in refusal.ruling.reasons:
            print(f"    {refusal.event.action.name}: {cf.message(reason)}")

    case = cf.restore(policy, [*start.events, *imported()])
    print("\nAll that happened, audited:")
    audit = cf.audit(policy, case, as_of=date(2026, 11, 10))
    for judged in audit.breaches:
        action = judged.event.action
        print(f"    {action.name} by {action.by}, {action.at:%d %b}: {judged.verdict}")
        for reason in judged.now.reasons if judged.now is not None else ():
            print(f"        {cf.message(reason)} ({', '.join(reason.clauses)})")
    for clock in audit.missed:
        late = clock.late(as_of=date(2026, 11, 10))
        print(f"    {clock.step}: {clock.status(as_of=date(2026, 11, 10))}, by {late}")
    for owed in audit.owed:
        print(f"    still owed: {owed} ({', '.join(owed.clauses)})")

    then = cf.as_known_on(policy, case, date(2026, 11, 1))
    print(f"\nAs known on 1 November: {len(cf.audit(policy, then).breaches)} against the rules;")
    print(f"as known now: {len(audit.breaches)}.")
    for role in ("childrens_commissioner", "ofsted"):
        print(f"{policy.roles[role].title}: {policy.roles[role].reach}")


if __name__ == "__main__":
    main()
