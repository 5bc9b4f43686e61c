"""A case driven by forms or webhooks: plain JSON in and out, one timer, no framework.

Run it with `python examples/driven_by_a_form.py`. The three functions are what a web application
needs: `form` for a GET, `submit` for a POST, and `timer` to know when to look again. Copy them.
"""

import json
from datetime import date, datetime
from typing import Any

import complaintflow as cf


def form(policy: cf.Procedure, case: cf.Case, event: str) -> dict[str, Any]:
    """What a form for an event shows: each field, whether it must be filled, and its choices."""
    asked = cf.asks(policy, case, event)
    fields = [
        {
            "name": field.key,
            "label": field.label,
            "without_it": field.need,  # gate: refused; owed: recorded, and asked for later
            "choices": [{"value": c.value, "label": c.label} for c in field.choices],
            "clauses": field.clauses,
        }
        for field in asked.fields
    ]
    return {"event": asked.event, "title": asked.label, "fields": fields}


def submit(
    policy: cf.Procedure, case: cf.Case, event: str, filled_in: dict[str, Any]
) -> tuple[cf.Case, int, dict[str, Any]]:
    """Record what was filled in, or say why not; the new case, a status and a body."""
    try:
        said = {"at": cf.parse_when(filled_in["at"], policy.zone)}  # so too settles, received
        action = cf.Action(event, **{**filled_in, **said})
        ruling = cf.decide(policy, case, action)
    except (cf.ComplaintflowError, KeyError, TypeError) as wrong:
        return case, 400, {"error": f"{type(wrong).__name__}: {wrong}"}
    if not ruling:
        told = [{"why": cf.message(r), "clauses": r.clauses} for r in ruling.reasons]
        return case, 409, {"refused": told}
    case = cf.apply(policy, case, action)
    return (
        case,
        201,
        {"owed": [str(owed) for owed in ruling.owed], "timer": timer(policy, case, action.at)},
    )


def timer(policy: cf.Procedure, case: cf.Case, now: date | datetime) -> dict[str, Any] | None:
    """When to look at the case again though nobody has done anything, and why; None for never."""
    change = cf.next_change(policy, case, after=now)
    if change is None:
        return None
    return {"at": change.at.isoformat(), "why": [f"{why.name} {why.turn}" for why in change.whys]}


def main() -> None:
    """A form is shown, filled in wrongly, filled in well; then time passes."""
    policy = cf.load("fusion-care")
    people = {
        "ann": cf.Person(holds="complainant", is_="child"),
        "mo": cf.Person(holds=["manager", "management"], is_not="subject"),
        "dee": cf.Person(holds="managing_director"),
    }
    facts = {"complains_for_another": False, "child_concerned": True, "authority_concerned": False}
    case = cf.begin(policy, at=date(2026, 3, 23), people=people, facts=facts)

    posts: list[tuple[str, dict[str, Any]]] = [
        ("formal_complaint_received", {"at": "2026-03-23", "by": "ann", "how": "email"}),
        ("report_sent", {"at": "2026-03-27", "by": "mo", "to": "ann", "how": "email"}),
        ("investigation", {"at": "2026-04-01", "by": "mo"}),
        ("report_sent", {"at": "2026-04-10", "by": "moe", "to": "ann", "how": "email"}),
        ("report_sent", {"at": "2026-04-10", "by": "mo", "to": ["ann"], "how": "email"}),
    ]
    print("GET report_sent", json.dumps(form(policy, case, "report_sent"), indent=1))
    for event, filled_in in posts:
        print(f"\nPOST {event} {json.dumps(filled_in)}")
        case, status, body = submit(policy, case, event, filled_in)
        print(status, json.dumps(body))

    waiting = cf.replay(policy, case.events[:-1])  # had the report not been sent
    for now in (date(2026, 4, 10), date(2026, 4, 22), date(2026, 4, 23)):
        print(f"\ntimer after {now}: {json.dumps(timer(policy, waiting, now))}")


if __name__ == "__main__":
    main()
