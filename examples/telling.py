"""How the examples tell a case: each event, where the case stands, a strip of the calendar, what is next.

A strip has a column for each Monday to Friday, weeks apart; it ends with the due date.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import complaintflow as cf

DUE, EARLIEST, COUNTED, OFF, START, QUIET = "▲", "△", "■", "○", "S", "·"
COLOURS = {DUE: 31, EARLIEST: 33, COUNTED: 32, OFF: 35, START: 36, QUIET: 90}


def day(moment: date | datetime) -> str:
    """A day as a person reads it, with the hour where it is known."""
    hour = f", {moment:%H:%M}" if isinstance(moment, datetime) else ""
    return f"{moment:%a} {moment.day} {moment:%b} {moment.year}{hour}"


def due_text(clock: cf.Clock) -> str:
    """When a clock is due: a day, or from when to when while nobody has settled it."""
    if clock.earliest is None or clock.latest is None:
        return "waits: " + clock.deadline.rule
    earliest, latest = day(clock.earliest.due), day(clock.latest.due)
    return earliest if earliest == latest else f"{earliest} to {latest}"


def strip(clock: cf.Clock) -> Iterator[str]:
    """The weeks of a clock, a sign a day; then which days off were left out."""
    if clock.start is None or clock.earliest is None or clock.latest is None or not clock.days():
        return
    signs = {each.date: COUNTED if each.counted else OFF for each in clock.days()}
    signs |= {clock.start: START, clock.earliest.due: EARLIEST, clock.latest.due: DUE}
    first = clock.start - timedelta(days=clock.start.weekday())
    weeks = range((clock.latest.due - first).days // 7 + 1)
    mondays = [first + timedelta(weeks=week) for week in weeks]
    yield "".join(f"{f'{each.day} {each:%b}':<12}" for each in mondays[::2]).rstrip()
    yield " ".join("".join(_signs(each, signs)) for each in mondays)
    named = [
        each.why for each in clock.days() if each.why and each.why not in ("Saturday", "Sunday")
    ]
    yield "not counted: " + ", ".join([*named, "weekends"])


def _signs(monday: date, signs: dict[date, str]) -> Iterator[str]:
    for sign in (signs.get(monday + timedelta(days=d), QUIET) for d in range(5)):
        yield f"\033[{COLOURS[sign]}m{sign}\033[0m" if sys.stdout.isatty() else sign


def next_steps(policy: cf.Procedure, case: cf.Case, at: date | datetime) -> Iterator[str]:
    """What must be done and by whom, what may be done, and why the rest must wait."""
    moves = [move for move in cf.moves(policy, case, as_of=at) if move.duty and not move.done]
    for move in moves:
        if move.duty == "must" and move.who:
            yield f"must     {move.event} by {' or '.join(move.who)}"
    may = [f"{m.event} by {' or '.join(m.who)}" for m in moves if m.duty == "may" and m.who]
    yield f"may      {', '.join(may)}"
    for move in moves:
        if not move.who and not any(reason.code == "condition" for reason in move.reasons):
            yield f"not yet  {move.event}: {'; '.join(map(cf.message, move.reasons))}"


def tell(policy: cf.Procedure, case: cf.Case, actions: Iterable[cf.Action]) -> cf.Case:
    """Live a case and print it; what is refused is told with its clauses and left out."""
    stage = None
    for action in actions:
        known = {(clock.step, due_text(clock)) for clock in cf.clocks(policy, case)}
        print(f"\n{day(action.at)}: {action.name} by {action.by}")
        try:
            case = cf.apply(policy, case, action)
        except cf.ActionRefused as refused:
            for reason in refused.ruling.reasons:
                print(f"    refused  {cf.message(reason)} ({', '.join(reason.clauses)})")
                print(f"    mend     {cf.mend(reason)}")
            continue
        for clock in cf.clocks(policy, case):
            if (clock.step, due_text(clock)) not in known:
                print(f"    due      {clock.step}: {due_text(clock)} ({', '.join(clock.clauses)})")
                print("".join(f"             {line}\n" for line in strip(clock)), end="")
        if stage != (stage := cf.stage_of(policy, case, as_of=action.at)):
            print(f"    stage    {policy.places[stage].title if stage else 'none yet'}")
            for line in next_steps(policy, case, action.at):
                print(f"    {line}")
    return case
