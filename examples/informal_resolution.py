"""A complaint that is settled informally, over Christmas: who may do what next, day by day.

Run it with `python examples/informal_resolution.py`. After each event the case system asks
what must and may happen now, by whom and until when: its list of tasks is `moves` and `owed`.
"""

from datetime import date

import complaintflow as cf

PEOPLE = {
    "ann": cf.Person(holds="complainant", is_="parent_or_carer"),
    "sid": cf.Person(holds="supporter"),
    "mo": cf.Person(holds=["manager", "management"], is_not="subject"),
    "sue": cf.Person(holds=["senior_staff", "management"], is_not="subject"),
    "org": cf.Person(holds="organisation"),
}
FACTS = {"complains_for_another": False, "child_concerned": True, "authority_concerned": False}

STORY = [
    cf.Action("complaint_received", at=date(2026, 12, 23), by="ann", how="telephone"),
    cf.Action("complaint_logged", at=date(2026, 12, 23), by="org", recorded_in="complaints_log"),
    cf.Action("meeting_held", at=date(2026, 12, 29), by="mo", with_=["ann", "sid"]),
    cf.Action("meeting_held", at=date(2026, 12, 30), by="sue", with_=["ann", "sid"]),
    cf.Action("reply_sent", at=date(2027, 1, 4), by="mo", to="ann", how="letter"),
    cf.Action("meeting_reported", at=date(2027, 1, 4), by="sue", to="mo"),
    cf.Action("issue_resolved", at=date(2027, 1, 6), by="ann"),
]


def tasks(policy: cf.Procedure, case: cf.Case, today: date) -> list[str]:
    """What must still be done, and what may be done now, as a case worker would list it."""
    lacks = [owed for owed in cf.owed(policy, case, as_of=today) if owed.event is not None]
    lines = [f"still to be said of {owed.event}: {owed}" for owed in lacks]
    for move in cf.moves(policy, case, as_of=today):
        if move.duty is None or not move.who or move.done:
            continue  # a question to answer; nobody could do it now; done already
        until = "" if move.due is None else f", until {move.due:%a %d %b %Y}"
        lines.append(f"{move.duty}: {move.event} by {' or '.join(move.who)}{until}")
    return lines


def main() -> None:
    """Live the case, and show the tasks after each event."""
    policy = cf.load("fusion-care")
    case = cf.begin(policy, at=STORY[0].at, people=PEOPLE, facts=FACTS)
    for action in STORY:
        print(f"\n{action.at:%a %d %b %Y}: {action.name} by {action.by}")
        ruling = cf.decide(policy, case, action)
        if not ruling:
            for reason in ruling.reasons:
                print(f"    refused: {cf.message(reason)} ({', '.join(reason.clauses)})")
                print(f"             {cf.mend(reason)}")
            continue
        case = cf.apply(policy, case, action)
        for line in tasks(policy, case, action.at):
            print(f"    {line}")

    [reply] = cf.clocks(policy, case)
    end = STORY[-1].at
    print(f"\nThe case is in {cf.stage_of(policy, case, as_of=end)}.\n")
    print(cf.explain(reply))


if __name__ == "__main__":
    main()
