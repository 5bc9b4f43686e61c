"""One complaint from beginning to end: it is about the manager, and Easter lies in between.

Run it with `python examples/complaint_about_the_manager.py`. A case system would do the same:
load the procedure once, keep the events, and ask. No due date and no stage is ever stored.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from telling import day, tell

import complaintflow as cf


def story(zone: ZoneInfo) -> Iterator[cf.Action]:
    """What people do, in order. Refusals are part of it."""
    yield cf.Action("formal_complaint_received", at=date(2026, 3, 23), by="ann", how="writing")
    yield cf.Action("investigation", at=date(2026, 3, 25), by="mo")  # the complaint is about him
    yield cf.Action("acting_manager_named", at=date(2026, 3, 26), by="dee", holder="amy")
    yield cf.Action("investigation", at=date(2026, 4, 10), by="amy")
    yield cf.Action(
        "report_sent", at=date(2026, 4, 22), by="amy", to="ann", how="letter", copies_to="dee"
    )
    yield cf.Action("resolution_rejected", at=date(2026, 4, 24), by="ann")
    sits, answers = datetime(2026, 5, 14, 15, tzinfo=zone), datetime(2026, 5, 15, 11, tzinfo=zone)
    yield cf.Action("panel_held", at=sits, by="pat", with_="ann")
    yield cf.Action("panel_outcome_given", at=answers, by="pat", to="ann", how="email")
    yield cf.Action("panel_accepted", at=date(2026, 5, 18), by="ann")


def begun(policy: cf.Procedure) -> cf.Case:
    """The case before anything happened: who the people are, and what is known at once."""
    people = {
        "ann": cf.Person(holds="complainant", is_="child"),
        "mo": cf.Person(holds=["manager", "management"], is_="subject"),
        "amy": cf.Person(holds="senior_staff", is_not="subject"),
        "dee": cf.Person(holds="managing_director"),
        "pat": cf.Person(holds="complaints_panel", is_not="subject"),
        "org": cf.Person(holds="organisation"),
    }
    facts = {"complains_for_another": False, "child_concerned": True, "authority_concerned": False}
    return cf.begin(policy, at=date(2026, 3, 23), people=people, facts=facts)


def main() -> None:
    """Live the case, and tell what every event brings."""
    policy = cf.load("fusion-care")
    actions = list(story(policy.zone))
    case = tell(policy, begun(policy), actions)
    end = actions[-1].at
    print(f"\n{policy.title}, {day(end)}: {cf.stage_of(policy, case, as_of=end)}")
    for clock in cf.clocks(policy, case):
        print(f"    {clock.step}: {clock.status(as_of=end)}")
    for owed in cf.owed(policy, case, as_of=end):
        print(f"    still owed: {owed} ({', '.join(owed.clauses)})")
    assert case == cf.replay(policy, case.events)


if __name__ == "__main__":
    main()
