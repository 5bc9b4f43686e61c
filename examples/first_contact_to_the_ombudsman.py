"""A complaint to a council, from first contact over three stages to the ombudsman.

Run it with `python examples/first_contact_to_the_ombudsman.py`. A friend complains, and the
complainant takes the permission back; more time is refused, timescales are agreed, and nobody who
is tied to the council becomes the independent person. Christmas lies in between.
"""

from collections.abc import Iterator
from datetime import date

from telling import day, due_text, tell

import complaintflow as cf

PEOPLE = {
    "cat": cf.Person(holds="complainant"),
    "fay": cf.Person(holds="representative", is_="family_or_friend"),
    "tia": cf.Person(holds="team", is_="employed_by_council"),
    "hal": cf.Person(is_="employed_by_council"),
    "vic": cf.Person(is_="employed_by_council"),
    "may": cf.Person(is_="partner_of_either", is_not=["employed_by_council", "member_of_council"]),
    "ida": cf.Person(is_not=["employed_by_council", "member_of_council", "partner_of_either"]),
    "sam": cf.Person(holds="service_director", is_="employed_by_council"),
    "eva": cf.Person(holds="executive_director", is_="employed_by_council"),
    "pan": cf.Person(holds="review_panel"),
}
FACTS = {"child_at_risk": False, "adult_at_risk": False, "for_another": False, "friend_acts": True}


def story() -> Iterator[cf.Action]:
    """What people do, in order. Refusals are part of it."""
    do = cf.Action
    yield do("complaint_received", at=date(2026, 12, 1), by="fay")
    yield do("concerns_reviewed", at=date(2026, 12, 1), by="tia")
    yield do("complaint_accepted", at=date(2026, 12, 1), by="tia")  # nobody has asked cat yet
    yield do("permission_given", at=date(2026, 12, 2), by="cat", answer=True)
    yield do("complaint_accepted", at=date(2026, 12, 2), by="tia")
    yield do("acknowledged", at=date(2026, 12, 2), by="tia", to="cat", how="telephone")
    yield do("more_time_agreed", at=date(2026, 12, 7), by="tia", agreed_by="cat")  # too late
    yield do("permission_given", at=date(2026, 12, 7), by="cat", answer=False)
    yield do("early_resolution_declined", at=date(2026, 12, 7), by="fay")  # no longer for her
    yield do("early_resolution_declined", at=date(2026, 12, 7), by="cat")
    agreed = date(2026, 12, 8)
    yield do("timescale_agreed", at=agreed, by="tia", agreed_by="cat", settles="21 working days")
    yield do("timescale_agreed", at=agreed, by="tia", agreed_by="cat", settles="20 working days")
    yield do("handler_allocated", at=date(2026, 12, 8), by="tia", holder="hal")
    yield do("stage_one_response_sent", at=date(2026, 12, 31), by="hal", to="cat", how="letter")
    yield do("formal_investigation_requested", at=date(2027, 1, 7), by="cat", to="tia")
    yield do("investigator_appointed", at=date(2027, 1, 8), by="tia", holder="vic")
    for holder in (
        "vic",
        "may",
        "ida",
    ):  # the investigator, an officer's wife, somebody from outside
        yield do("independent_person_appointed", at=date(2027, 1, 11), by="tia", holder=holder)
    agreed = date(2027, 1, 12)
    yield do("timeline_agreed", at=agreed, by="tia", agreed_by="cat", settles="65 working days")
    yield do("investigation_report_sent", at=date(2027, 3, 22), by="vic", with_="ida", to="sam")
    yield do("independent_report_sent", at=date(2027, 3, 24), by="ida", to="sam")
    yield do("next_steps_decided", at=date(2027, 4, 1), by="sam")
    yield do("stage_two_response_sent", at=date(2027, 4, 15), by="sam", to="cat", how="letter")
    yield do("review_panel_requested", at=date(2027, 4, 20), by="cat")
    yield do("panel_arranged", at=date(2027, 4, 27), by="tia", settles=date(2027, 5, 28))
    yield do("panel_held", at=date(2027, 5, 28), by="pan", with_=["cat", "sam"])
    received = {"eva": date(2027, 6, 3)}
    yield do("suggestions_made", at=date(2027, 6, 1), by="pan", to="eva", received=received)
    yield do("final_response_sent", at=date(2027, 6, 24), by="eva", to="cat", how="letter")
    yield do("ombudsman_asked", at=date(2027, 6, 28), by="cat", to="ombudsman")


def main() -> None:
    """Live the case, then say how every clock came out and what is still owed."""
    policy = cf.load("barnsley-childrens-social-care")
    case = tell(policy, cf.begin(policy, at=date(2026, 12, 1), people=PEOPLE, facts=FACTS), story())
    end = date(2027, 6, 28)
    print(f"\n{policy.title}, {day(end)}")
    for clock in cf.clocks(policy, case):
        print(f"    {clock.step}, {due_text(clock)}: {clock.kind} {clock.status(as_of=end)}")
    for owed in cf.owed(policy, case, as_of=end):
        print(f"    still owed: {owed} ({', '.join(owed.clauses)})")
    assert case == cf.replay(policy, case.events)


if __name__ == "__main__":
    main()
