"""One complaint from beginning to end: it is about the manager, and Easter lies in between.

Run it with `python examples/complaint_about_the_manager.py`. A case system would do the same:
load the procedure once, keep the events, and ask. No due date and no stage is ever stored.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

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
    }
    facts = {"complains_for_another": False, "child_concerned": True, "authority_concerned": False}
    return cf.begin(policy, at=date(2026, 3, 23), people=people, facts=facts)


def day(moment: date | datetime) -> str:
    """A day as a person reads it, with the hour where it is known."""
    hour = f", {moment:%H:%M}" if isinstance(moment, datetime) else ""
    return f"{moment:%a %d %b %Y}{hour}"


def show_due(clock: cf.Clock, due: date | datetime) -> None:
    """A due date with the days that were counted, and why the others were not."""
    print(f"    {clock.step} is due {day(due)} ({', '.join(clock.clauses)})")
    counted = [each.date for each in clock.days() if each.counted]
    skipped = [each.why for each in clock.days() if each.why is not None]
    if counted:
        named = [why for why in skipped if why not in ("Saturday", "Sunday")]
        weekends = f"{len(skipped) - len(named)} days of weekends"
        print(f"      counted:     {len(counted)} days, {day(counted[0])} to {day(counted[-1])}")
        print(f"      not counted: {', '.join([*named, weekends])}")


def main() -> None:
    """Live the case, and tell what every event brings."""
    policy = cf.load("fusion-care")
    case = begun(policy)
    actions = list(story(policy.zone))
    for action in actions:
        known = {(clock.step, clock.due) for clock in cf.clocks(policy, case)}
        try:
            case = cf.apply(policy, case, action)
            told = f"the case is in {cf.stage_of(policy, case, as_of=action.at)}"
        except cf.ActionRefused as refused:
            told = cf.explain(refused.ruling).replace("\n", "\n    ")
        print(f"\n{day(action.at)}: {action.name} by {action.by}\n    {told}")
        for clock in cf.clocks(policy, case):
            if clock.due is not None and (clock.step, clock.due) not in known:
                show_due(clock, clock.due)

    end = actions[-1].at
    print(f"\n{policy.title}, {day(end)}: {cf.stage_of(policy, case, as_of=end)}")
    for clock in cf.clocks(policy, case):
        print(f"    {clock.step}: {clock.status(as_of=end)}")
    for owed in cf.owed(policy, case, as_of=end):
        print(f"    still owed: {owed} ({', '.join(owed.clauses)})")
    assert case == cf.replay(policy, case.events)


if __name__ == "__main__":
    main()
