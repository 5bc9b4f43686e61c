"""`complaintflow case`: how a case stands under a procedure, from a file of its events."""

from zoneinfo import ZoneInfo

import click

from complaintflow.calendars import OutsideCalendar
from complaintflow.cli import screen
from complaintflow.cli.case_json import as_json
from complaintflow.cli.case_view import show
from complaintflow.cli.exits import CLEAN, FOUND
from complaintflow.cli.report import report
from complaintflow.cli.screen import Screen, print_json
from complaintflow.cli.standing import judged, loaded, today
from complaintflow.diagnostics import DefinitionError
from complaintflow.errors import InputError
from complaintflow.written import parse_when

EPILOG = """\b
Examples:
  complaintflow case fusion-care events.yaml
  complaintflow case procedures/ours.yaml events.json --as-of 2026-04-17 --format json

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
@click.argument("procedure", metavar="PROCEDURE")
@click.argument("events", metavar="EVENTS")
@click.option(
    "--as-of",
    metavar="WHEN",
    help="The day or local moment to look at the case; a day means its end. "
    "[default: today in the procedure's time zone]",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
def case(procedure: str, events: str, as_of: str | None, format_: str) -> int:
    """Judge a file of EVENTS under a PROCEDURE, and show how the case stands.

    PROCEDURE is a path, or the name of one that comes with the library. Every event is judged
    in order; one that is refused is reported and left out, and the rest go on. What happened
    after --as-of is judged as well, but not shown in how the case stands.
    """
    with screen.usage_errors():
        if as_of is not None:
            parse_when(as_of, ZoneInfo("UTC"))  # a mistake of usage, whatever the files hold
    try:
        law, record = loaded(procedure, events)
        with screen.usage_errors():
            moment = today(law.zone) if as_of is None else parse_when(as_of, law.zone)
        standing = judged(law, record, events, moment)
    except DefinitionError as wrong:
        return report(wrong.diagnostics, 2, format_)
    except (OutsideCalendar, InputError) as beyond:
        screen.error(str(beyond))
        return FOUND
    if format_ == "json":
        print_json(as_json(standing))
    else:
        show(Screen(), standing)
    return FOUND if standing.admitted.refused else CLEAN
