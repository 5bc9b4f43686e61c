"""Who could lead a case to an end as text, or what leaves nobody."""

from collections.abc import Iterator

from complaintflow.phrasing import all_of, day_text
from complaintflow.plans import Assigned, Blocked, Blocking, Plan, Undecided, Vacant


def staffing_lines(answer: Plan | Blocked | Undecided) -> Iterator[str]:
    """The answer in full: who does what, or which rules and offices leave nobody."""
    match answer:
        case Plan():
            yield from _plan(answer)
        case Blocked(leads=(), shut=()):
            yield "No way leads to an end from there."
        case Blocked():
            yield from _blocked(answer)
        case Undecided():  # pragma: no branch
            yield from _undecided(answer)


def _plan(plan: Plan) -> Iterator[str]:
    way = f"By {all_of(plan.leads)}, to {plan.end}" if plan.leads else "What is left to be done"
    yield f"{way}, it can be done so that no rule about people is broken:"
    for each in plan.assigned:
        yield f"- {day_text(each.at)}: {_assigned(each)}"
    if not plan.assigned:
        yield "- nothing is left to be done"
    if plan.irreplaceable:
        one_of = "Not one of " if len(plan.irreplaceable) > 1 else ""
        spared = "could be spared" if one_of else "could not be spared"
        yield f"{one_of}{all_of(plan.irreplaceable)} {spared}."


def _assigned(each: Assigned) -> str:
    name = each.name if each.for_ is None else f"{each.name} for {each.for_}"
    who = f"{name}, " + ("told by the application" if each.person is None else each.person)
    others = [name for name in each.sat if name != each.person]
    if others:
        who += f" with {all_of(others)}"
    return who if each.holder is None else f"{who}, who names {each.holder} as {each.office}"


def _blocked(blocked: Blocked) -> Iterator[str]:
    if blocked.leads:
        yield f"By {all_of(blocked.leads)} it cannot be done without breaking a rule about people:"
        for rule in blocked.rules:
            yield f"- {_rule(rule)}"
        for vacant in blocked.vacant:
            yield f"- {_vacant(vacant)}"
        if not blocked.rules and not blocked.vacant:
            yield "- whoever acts"
        others = len(blocked.routes) - len(blocked.shut) - 1
        if others:
            yield f"Nor by any of {others} other ways." if others > 1 else "Nor by the other way."
    for leads, step, reasons in blocked.shut:
        rules = all_of([reason.rule for reason in reasons])
        yield f"By {all_of(leads)} it is shut for everybody: {step} cannot be done ({rules})."


def _rule(rule: Blocking) -> str:
    clauses = f" [{all_of(rule.clauses)}]" if rule.clauses else ""
    return (
        f"{rule.rule}{clauses} keeps away {all_of(rule.people)}"
        if rule.people
        else (f"{rule.rule}{clauses}")
    )


def _vacant(vacant: Vacant) -> str:
    if not vacant.holders:
        return f"nobody holds the office of {vacant.role} ({vacant.title})"
    return f"nobody but {all_of(vacant.holders)} holds the office of {vacant.role} ({vacant.title})"


def _undecided(undecided: Undecided) -> Iterator[str]:
    yield "It is not decided whether it can be done."
    for leads, step in undecided.unforeseen:
        yield f"By {all_of(leads)} it cannot be foreseen: {step} waits for what nobody can foresee."
    for leads in undecided.unproven:
        yield (
            f"By {all_of(leads)} nobody was found who could; it is not proven that nobody could in another "
            "order, or were something done again or answered otherwise."
        )
    if not undecided.unforeseen and not undecided.unproven:
        yield f"The search was given up; its bound was {undecided.bound}."
