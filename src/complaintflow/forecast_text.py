"""A forecast as text: each way on, its steps with their days, and what was supposed for it."""

from collections.abc import Iterator

from complaintflow.forecasting import Forecast, Foreseen, Way
from complaintflow.phrasing import all_of, day_text
from complaintflow.procedure import answer_text


def forecast_lines(forecast: Forecast) -> Iterator[str]:
    """A forecast in full, a way after the other."""
    place = "nothing has opened the case" if forecast.place is None else f"in {forecast.place}"
    yield f"As of {day_text(forecast.as_of)}, {place}."
    if not forecast.ways:
        yield "No way leads on from there."
    for way in forecast.ways:
        yield from _way(way)


def _way(way: Way) -> Iterator[str]:
    yield f"{heading(way)}:"
    for each in way.foreseen:
        clauses = f" [{all_of(each.clauses)}]" if each.clauses else ""
        yield f"- {each.step}: {_days(each)}{clauses}"
    if not way.foreseen and way.shut is None:
        yield "- nothing is left to be done"
    for remark in remarks(way):
        yield f"  {remark}"


def heading(way: Way) -> str:
    """How a way leads on, and where it ends."""
    if not way.leads:
        return "What is left where the case rests"
    return f"By {all_of(way.leads)}, to {way.places[-1]}"


def _days(each: Foreseen) -> str:
    at = day_text(each.earliest)
    sooner = "" if each.earliest == each.expected == each.latest else f"{at} at the earliest, "
    expected = f"{day_text(each.expected)} as expected, " if sooner else ""
    return f"{sooner}{expected}{last_day(each)}"


def last_day(each: Foreseen) -> str:
    """At the latest when, or why that cannot be said."""
    if each.latest is None:
        return f"no last day, {why_none(each)}"
    late = ", when its time is up" if each.late else ""
    return f"{day_text(each.latest)} at the latest{late}"


def why_none(each: Foreseen) -> str:
    """What has no time, or for what its time waits, so that a step has no last day."""
    if each.still_until:
        days = all_of(f"the {day}" for day in each.still_until)
        are = "is" if len(each.still_until) == 1 else "are"
        return f"since it stands still, and {days} {are} not known yet"
    others = [name for name in each.rests_on if name != each.step]
    if not others:
        return "since it has no time"
    return f"since {all_of(others)} {'has' if len(others) == 1 else 'have'} none"


def remarks(way: Way) -> Iterator[str]:
    """What was supposed for a way, where it is shut, and what leads elsewhere from it."""
    if way.shut is not None:
        rules = [reason.rule for reason in way.shut[1]]
        yield f"It is shut: {way.shut[0]} cannot be done" + (
            f" ({all_of(rules)})." if rules else "."
        )
    if way.projected:
        yield "The bank holidays of some of these days have not been announced yet; they are projected."
    if way.again:
        recurs = "recurs" if len(way.again) == 1 else "recur"
        yield f"Of what recurs the next time alone is foreseen: {all_of(way.again)} {recurs}."
    if way.broken_off:
        yield "It is too long to be foreseen whole, and breaks off here."
    supposed = [f"somebody in {role}" for role in way.holders]
    supposed += [
        f"the answer {condition.fact}: {answer_text(condition.answer)}" for condition in way.answers
    ]
    supposed += [f"{step} received when sent" for step in way.receipts]
    if supposed:
        yield f"Supposed besides: {all_of(supposed)}."
    elsewhere: dict[tuple[str, str], list[str]] = {}
    for branch in way.branches:
        elsewhere.setdefault((branch.step, branch.then), []).append(branch.place)
    for (step, then), places in elsewhere.items():
        yield f"From {all_of(places)}, {step} leads to {then} instead."
