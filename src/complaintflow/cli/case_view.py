"""A case for a person: where it stands, what is due, owed and possible, and what was refused."""

from collections.abc import Iterable

from complaintflow.cli.clock_view import (
    due_of,
    more_time_of,
    name_of,
    remarks_on,
    standing_of,
    style_of,
)
from complaintflow.cli.forecast_view import show_forecast
from complaintflow.cli.screen import Cell, Part, Screen
from complaintflow.cli.standing import Standing
from complaintflow.cli.wording import listed, when
from complaintflow.deadlines import Clock
from complaintflow.engine import Refusal
from complaintflow.explanation import allowed_by, mend, message
from complaintflow.moving import Move
from complaintflow.phrasing import any_of
from complaintflow.procedure import Duty, PlaceKind, Procedure
from complaintflow.rulings import Barred, NothingToExtend, Owed, Reason, WrongRole

PROJECTED = "Some of these days lie in years whose bank holidays have not been announced yet."


def show(page: Screen, standing: Standing) -> None:
    """Write the whole of it."""
    show_head(page, standing)
    if standing.clocks:
        page.heading("Deadlines")
        page.table(_clock(clock, standing) for clock in standing.clocks)
        for remark in remarks_on(standing.clocks, standing.as_of):
            page.line(remark, indent=2)
        readings = dict.fromkeys(name for clock in standing.clocks for name in clock.readings)
        if readings:
            page.line((f"These rest on the readings {listed(readings)}.", "dim"), indent=2)
        if any(clock.projected for clock in standing.clocks):
            page.line((PROJECTED, "yellow"), indent=2)
    if standing.owed:
        page.heading("Owed")
        page.table(owed_row(standing.procedure, owed) for owed in standing.owed)
    _possible(page, standing)
    if standing.forecast is not None:
        show_forecast(page, standing.forecast, standing.procedure)
    if standing.not_known:
        page.heading("Not known, and so held against nobody")
        page.table(_not_known(standing))
    show_refused(page, standing)


def show_refused(page: Screen, standing: Standing) -> None:
    """Write what was refused, and what was recorded all the same."""
    if standing.admitted.refused:
        page.heading("Refused")
        for refusal in standing.admitted.refused:
            _refused(page, refusal, standing)
    if standing.admitted.overridden:
        page.heading("Recorded against the rules")
        for refusal in standing.admitted.overridden:
            _refused(page, refusal, standing)


def show_head(page: Screen, standing: Standing) -> None:
    """Write of which case it is, and where that stands."""
    law, zone = standing.procedure, standing.procedure.zone
    page.line((law.title, "bold"), (f" ({law.id}, version {law.version})", "dim"))
    known = "" if standing.known_on is None else f", as known on {when(standing.known_on, zone)}"
    said: list[Part] = [f"On {when(standing.as_of, zone)}{known}: "]
    if standing.visit is None:
        said.append(("not begun", "bold yellow"))
    else:
        place = law.places[standing.visit.place]
        ended = place.kind is PlaceKind.END
        said.append((place.title, "bold green" if ended else "bold cyan"))
        said.append(f", {'ended' if ended else 'since'} {when(standing.visit.since, zone)}")
    page.line(*said)


def _clock(clock: Clock, standing: Standing) -> list[Cell]:
    as_of, zone = standing.as_of, standing.procedure.zone
    quiet = "dim" if style_of(clock, as_of) == "dim" else ""
    return [
        (name_of(clock), quiet),
        (due_of(clock, zone, clock.deadline.rule), quiet),
        standing_of(clock, as_of),
        (listed(clock.clauses), "dim"),
    ]


def owed_row(law: Procedure, owed: Owed) -> list[Cell]:
    """What is owed, by whom and by which clause."""
    what = owed.what if owed.what is not None else _of_whom(law, owed)
    by = f"by {listed(owed.by)}" if owed.by else ""
    return [owed.duty, what, by, (listed(owed.clauses), "dim")]


def _of_whom(law: Procedure, owed: Owed) -> str:
    """To whom it goes and with whom it is held; whose name an event lacks."""
    name, _, key = owed.duty.partition(".")
    if key:
        words = [({"signed_by": "of", "with": "with"}.get(key, "to"), owed.to)]
    else:
        words = [("to", law.steps[name].to), ("with", law.steps[name].with_)]
    return " ".join(f"{word} {listed(people)}" for word, people in words if people)


def _possible(page: Screen, standing: Standing) -> None:
    law = standing.procedure
    steps = [move for move in standing.moves if move.duty is not None]
    now = [m for m in steps if m.who and not is_over(law, m)]
    if now:
        page.heading("Possible now")
        now.sort(key=lambda move: (move.duty is not Duty.MUST, move.done > 0))
        page.table(_move(move, standing) for move in now)
    waiting = [m for m in steps if not m.who and not m.done and not is_over(law, m)]
    if waiting:
        page.heading("Not possible yet")
        page.table(row for move in waiting for row in _lacks(move))
    unanswered = [m for m in standing.moves if m.event in law.facts and (m.for_ or not m.done)]
    if unanswered:
        page.heading("Not answered yet")
        page.table(
            [m.event, f"by {listed(m.by)}" + (f", for {listed(m.for_)}" if m.for_ else "")]
            for m in unanswered
        )


def is_over(law: Procedure, move: Move) -> bool:
    """Whether nothing is to come of a step: a duty that was done and has no time that began anew, more time
    for what was done."""
    if move.duty is Duty.MUST and move.done:
        return not law.steps[move.event].repeats and move.due is None
    return any(isinstance(r, NothingToExtend) and r.done is not None for r in move.reasons)


def _move(move: Move, standing: Standing) -> list[Cell]:
    zone, step = standing.procedure.zone, standing.procedure.steps[move.event]
    undone = move.duty is Duty.MUST and not move.done
    remarks = [f"due {when(move.due, zone)}"] if move.due is not None else []
    remarks += [more_time_of(standing.procedure, step)] if step.extends is not None else []
    remarks += [f"last done on {when(move.last, zone)}"] if move.last is not None else []
    duty = (str(move.duty), "bold" if undone else "dim")
    return [duty, move.event, f"by {listed(move.who)}", listed(remarks)]


def _lacks(move: Move) -> list[list[Cell]]:
    """What stands against it; a conflict of interest does not pass with time, and stands out."""
    names: list[Cell] = [(move.event, "dim"), *[""] * len(move.reasons)]
    told: list[Cell] = [
        (_nobody(reason) or message(reason), "yellow" if isinstance(reason, Barred) else "dim")
        for reason in move.reasons
    ]
    return [[name, why] for name, why in zip(names, told, strict=False)]


def _nobody(reason: Reason) -> str | None:
    """What it means for everybody that nobody is fit."""
    if isinstance(reason, WrongRole) and reason.person is None:
        return f"nobody in the case holds {any_of(reason.needs)}"
    return None


def _not_known(standing: Standing) -> list[list[Cell]]:
    """A line for each relation: of whom nobody has told whether it is so."""
    people: dict[str, list[str]] = {}
    rules: dict[str, set[str]] = {}
    for tie in standing.not_known:
        other = "anybody" if tie.to_anybody else tie.to or ""
        says = f"{standing.procedure.relations[tie.relation].says} {other}".rstrip()
        people.setdefault(says, []).append(tie.person)
        rules.setdefault(says, set()).add(tie.rule)
    return [
        [f"whether {any_of(names)} {says}", (listed(sorted(rules[says])), "dim")]
        for says, names in people.items()
    ]


def _refused(page: Screen, refusal: Refusal, standing: Standing) -> None:
    action, override = refusal.event.action, refusal.event.override
    by = f" by {action.by}" if action.by is not None else ""
    page.line(
        (f"events[{refusal.index}] ", "dim"),
        (f"{action.name}{by}", "bold"),
        f", {when(action.at, standing.procedure.zone)}",
        indent=2,
    )
    if override is not None:
        page.line(f"allowed by {allowed_by(refusal.event, refusal.own)}: {override.why}", indent=4)
    page.table(against(refusal.ruling.reasons, mended=override is None), indent=4)


def against(reasons: Iterable[Reason], *, mended: bool) -> list[list[Cell]]:
    """The reasons against an event, a row each; where they can still be mended, how."""
    rows: list[list[Cell]] = []
    for reason in reasons:
        rows.append([(listed(reason.clauses) or reason.rule, "bold red"), message(reason)])
        if mended:
            rows.append(["", (mend(reason), "green")])
    return rows
