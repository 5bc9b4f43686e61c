"""`complaintflow audit`: judge a whole history, as known then and as known now."""

from zoneinfo import ZoneInfo

import click

from complaintflow import engine
from complaintflow.auditing import audit as audited
from complaintflow.calendars import OutsideCalendar
from complaintflow.cli import screen
from complaintflow.cli.audit_view import Audited, as_json, show
from complaintflow.cli.exits import CLEAN, FOUND
from complaintflow.cli.report import report
from complaintflow.cli.screen import Screen, print_json
from complaintflow.cli.standing import begun, loaded, misnamed, today
from complaintflow.diagnostics import DefinitionError
from complaintflow.errors import InputError
from complaintflow.written import parse_when

EPILOG = """\b
Examples:
  complaintflow audit fusion-care events.yaml
  complaintflow audit procedures/ours.yaml events.json --as-of 2026-04-17 --format json

\b
A tie that was there before it was told of, and the correction of a receipt:
  - {at: 2026-03-23, event: person_told, person: mo, is: subject, known_at: 2026-05-01}
  - {at: 2026-03-16, event: formal_complaint_received, by: ann, how: email,
     corrects: receipt, known_at: 2026-05-02}

\b
Exit codes: 0 nothing was against the rules, also where something was late or is owed;
1 an event was against the rules, a file has mistakes, or the calendar does not reach;
2 wrong usage, or a file that is missing or is no UTF-8 text."""


@click.command(epilog=EPILOG, short_help="Judge a whole history, then and now.")
@click.argument("procedure", metavar="PROCEDURE")
@click.argument("events", metavar="EVENTS")
@click.option(
    "--as-of",
    metavar="WHEN",
    help="Leave out what happened after this day or local moment; a day means its end. "
    "[default: today in the procedure's time zone]",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
def audit(procedure: str, events: str, as_of: str | None, format_: str) -> int:
    """Take a file of EVENTS as they happened, and tell what was against the PROCEDURE.

    `case` leaves out what it refuses; here every event stands as it was recorded. Each is
    judged twice: by what was known when it became known (`known_at`, else its own date), and by
    all that is known now, corrections and retractions in their places.
    """
    with screen.usage_errors():
        if as_of is not None:
            parse_when(as_of, ZoneInfo("UTC"))  # a mistake of usage, whatever the files hold
    try:
        law, record = loaded(procedure, events)
        with screen.usage_errors():
            moment = today(law.zone) if as_of is None else parse_when(as_of, law.zone)
        with misnamed(events):
            told = begun(law, record, moment)
            case = engine.restore(law, record.events, onto=told)
        found = Audited(law, audited(law, case, as_of=moment), len(told.events), case)
        for clock in found.audit.missed:  # here, and not halfway through a page
            clock.late(as_of=moment)
    except DefinitionError as wrong:
        return report(wrong.diagnostics, 2, format_)
    except (OutsideCalendar, InputError) as beyond:
        screen.error(str(beyond))
        return FOUND
    if format_ == "json":
        print_json(as_json(found))
    else:
        show(Screen(), found)
    return FOUND if found.audit.breaches else CLEAN
