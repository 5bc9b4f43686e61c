"""Why, in a game of `play`: the counted days of a deadline, the reasons against a step."""

from complaintflow import engine
from complaintflow.cli.play.board import clock_row, show_reasons
from complaintflow.cli.play.game import against
from complaintflow.cli.play.page import Page
from complaintflow.cli.play.table import Table, meant
from complaintflow.explanation import explain
from complaintflow.vocabulary import act_called


def explain_it(table: Table, said: str) -> None:
    """The days of a deadline, the reasons against a step; without a name, the last refusal."""
    page, game = table.page, table.game
    if not said:
        if table.refused is None:
            page.line(("why what? `why 3`, or `why` and a name", "yellow"))
            return
        _explained(page, explain(table.refused))
        return
    choice = meant(table, said)
    if choice is None:
        return
    step = game.law.steps.get(choice.event)
    timed = {choice.event} if step is None else {step.name, step.extends, *step.sets_time_of}
    clocks = engine.clocks_as_of(game.law, game.case, as_of=game.day)
    for clock in clocks:
        if clock.step in timed:
            _explained(page, explain(clock, as_of=game.day))
    reasons = against(game, choice.event)
    if choice.lacks is not None:
        page.line("A rule asks for it:")
        _clauses(table, choice.lacks.clauses)
    elif reasons:
        page.line((choice.event, "bold"), " cannot happen now:")
        show_reasons(page, reasons)
        _clauses(table, tuple(c for reason in reasons for c in reason.clauses))
    else:
        act = act_called(game.law, choice.event)
        page.line((choice.event, "bold"), " can happen now. It rests on:")
        _clauses(table, tuple(clause.id for clause in act.cites.clauses))
    for name in game.law.readings_on.get(choice.event, ()):
        reading = game.law.readings[name]
        page.line(
            f"Reading {name}. Unclear: {reading.unclear}. Taken as: {reading.taken_as}", indent=2
        )


def _explained(page: Page, text: str) -> None:
    for line in text.splitlines():
        page.line(line, indent=2)


def _clauses(table: Table, ids: tuple[str, ...]) -> None:
    clauses = table.game.law.clauses
    table.page.table(
        [(i, "dim"), (f"{clauses[i].at}: {clauses[i].says}", "dim")]
        for i in dict.fromkeys(ids)
        if i in clauses
    )


def show_deadlines(table: Table) -> None:
    """Every deadline, met and waiting ones too."""
    game = table.game
    clocks = engine.clocks_as_of(game.law, game.case, as_of=game.day)
    if not clocks:
        table.page.line(("there are none yet", "dim"))
    table.page.table(clock_row(game, clock) for clock in clocks)
