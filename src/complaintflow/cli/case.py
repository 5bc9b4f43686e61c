"""`complaintflow case`: how a case stands under a procedure, from a file of its events."""

import click

from complaintflow.cli import history, screen
from complaintflow.cli.case_json import as_json
from complaintflow.cli.case_view import show, show_head, show_refused
from complaintflow.cli.clock_explained import show_explained
from complaintflow.cli.exits import CLEAN, FOUND
from complaintflow.cli.forecast_view import show_forecast
from complaintflow.cli.history import Answer, History
from complaintflow.cli.screen import Screen
from complaintflow.cli.standing import Standing, judged, with_forecast, with_who_may
from complaintflow.cli.who_view import show_who
from complaintflow.diagnostics import nearest
from complaintflow.errors import InputError
from complaintflow.phrasing import all_of
from complaintflow.procedure import Procedure

EPILOG = """\b
Examples:
  complaintflow case fusion-care events.yaml
  complaintflow case procedures/ours.yaml events.json --as-of 2026-04-17 --format json
  complaintflow case procedures/ours.yaml events.yaml --known-on 2026-04-17
  complaintflow case procedures/ours.yaml events.yaml --forecast --via second_formal
  complaintflow case procedures/ours.yaml events.yaml --as-of 2026-04-17 --explain
  complaintflow case procedures/ours.yaml events.yaml --who-may investigation

\b
A file of events:
  people: {ann: {holds: complainant, is: child}, mo: {holds: manager}}
  facts: {complains_for_another: false}
  events:
    - {at: 2026-03-23, by: ann, event: formal_complaint_received, how: writing}

\b
Exit codes: 0 every event was permitted, also where something is overdue or owed;
1 an event was refused, a file has mistakes, or the calendar does not reach;
2 wrong usage, or a file that is missing or is no UTF-8 text."""


@click.command(epilog=EPILOG, short_help="Judge the events of a case.")
@history.options(
    "The day or local moment to look at the case; a day means its end. "
    "[default: today in the procedure's time zone]"
)
@click.option(
    "--known-on",
    metavar="WHEN",
    help="Leave out what became known after this day or local moment: the case as staff could "
    "know it then, as of that day unless --as-of names another.",
)
@click.option(
    "--forecast", is_flag=True, help="Tell when what remains will happen, on each way on."
)
@click.option("--via", metavar="PLACE", help="With --forecast: the ways through a stage or an end.")
@click.option(
    "--explain",
    "explained",
    is_flag=True,
    help="Tell instead how each date comes about: clauses, days counted and not counted and why, "
    "the calendar.",
)
@click.option(
    "--step",
    "steps",
    metavar="STEP",
    multiple=True,
    help="Tell how the dates of this step come about, and no others. May be said several times.",
)
@click.option(
    "--who-may",
    "who_may",
    metavar="STEP",
    help="Tell instead who of the case may do this step, or answer this fact, and who may not and why.",
)
def case(
    procedure: str,
    events: str,
    calendar_files: tuple[str, ...],
    as_of: str | None,
    known_on: str | None,
    explained: bool,
    steps: tuple[str, ...],
    format_: str,
    forecast: bool,
    via: str | None,
    who_may: str | None,
) -> int:
    """Judge a file of EVENTS under a PROCEDURE, and show how the case stands.

    PROCEDURE is a path, or the name of one that comes with the library. Every event is judged
    in order; one that is refused is reported and left out, and the rest go on. What happened
    after --as-of is judged as well, but not shown in how the case stands; what became known
    later, about earlier days, is.
    """
    if via is not None and not forecast:
        raise click.UsageError("--via goes with --forecast")
    if who_may is not None and (explained or steps or forecast):
        raise click.UsageError("--who-may is a question of its own; ask it without the others")

    def answer(told: History) -> Answer:
        standing = judged(told)
        with screen.usage_errors():
            _require_dates(told.procedure, steps)
            standing = with_forecast(standing, via) if forecast else standing
            standing = standing if who_may is None else with_who_may(standing, who_may)
        return _answer(standing, steps, explained=explained or bool(steps))

    return history.told(
        procedure, events, calendar_files, as_of, format_, answer, known_on=known_on
    )


def _require_dates(procedure: Procedure, steps: tuple[str, ...]) -> None:
    """A step that was asked for by name must have a date.

    Raises:
        InputError: it has none.
    """
    dated = {deadline.step for deadline in procedure.deadlines}
    for step in steps:
        if step not in dated:
            near = nearest(step, dated)
            mend = (
                f"did you mean {near!r}?" if near else f"those with one are {all_of(sorted(dated))}"
            )
            raise InputError(f"no date is counted for {step!r}; {mend}")


def _answer(standing: Standing, steps: tuple[str, ...], *, explained: bool) -> Answer:
    code = FOUND if standing.admitted.refused else CLEAN
    clocks = [clock for clock in standing.clocks if not steps or clock.step in steps]

    def show_it(page: Screen) -> None:
        if not explained and standing.who_may is None:
            return show(page, standing)
        show_head(page, standing)
        if standing.who_may is not None:
            show_who(page, standing.who_may)
        else:
            show_explained(page, clocks, standing.as_of)
        show_refused(page, standing)
        if standing.forecast is not None:
            show_forecast(page, standing.forecast, standing.procedure)
        return None

    return Answer(lambda: as_json(standing, explained=clocks if explained else ()), show_it, code)
