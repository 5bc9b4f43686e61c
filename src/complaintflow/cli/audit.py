"""`complaintflow audit`: judge a whole history, as known then and as known now."""

import click

from complaintflow import engine
from complaintflow.auditing import audit as audited
from complaintflow.cli import history
from complaintflow.cli.audit_view import Audited, as_json, show
from complaintflow.cli.exits import CLEAN, FOUND
from complaintflow.cli.history import Answer, History
from complaintflow.resting import what_rests_on

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
@history.options(
    "Leave out what happened after this day or local moment; a day means its end. "
    "[default: today in the procedure's time zone]"
)
def audit(
    procedure: str,
    events: str,
    calendar_files: tuple[str, ...],
    as_of: str | None,
    format_: str,
) -> int:
    """Take a file of EVENTS as they happened, and tell what was against the PROCEDURE.

    `case` leaves out what it refuses; here every event stands as it was recorded. Each is
    judged twice: by what was known when it became known (`known_at`, else its own date), and by
    all that is known now, corrections and retractions in their places. Under what was against the
    rules stands what rests on it: what would have been refused, had that not happened.
    """
    return history.told(procedure, events, calendar_files, as_of, format_, _answer)


def _answer(told: History) -> Answer:
    law, as_of = told.procedure, told.as_of
    with told.misnamed():
        begun = told.begun()
        case = engine.restore(law, told.record.events, onto=begun)
    judged = audited(law, case, as_of=as_of)
    breaches = [each.event.id for each in judged.breaches]
    resting = {id_: what_rests_on(law, case, id_, as_of=as_of) for id_ in breaches}
    found = Audited(law, judged, len(begun.events), case, resting)
    for clock in (*found.audit.missed, *found.audit.in_time_since):
        clock.late(as_of=as_of)  # here, and not halfway through a page
    code = FOUND if found.audit.breaches else CLEAN
    return Answer(lambda: as_json(found), lambda page: show(page, found), code)
