"""An audit for a person and for a program: what was against the rules, late, or not done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from complaintflow.auditing import Audit, Judged, Verdict
from complaintflow.case import Case, Event, taken_back
from complaintflow.cli.case_json import clock_as_json, owed_as_json, reason_as_json
from complaintflow.cli.case_view import against, owed_row
from complaintflow.cli.clock_view import style_of
from complaintflow.cli.screen import Cell, Screen
from complaintflow.cli.wording import counted, iso, listed, when
from complaintflow.deadlines import Clock
from complaintflow.explanation import allowed_by, message, note
from complaintflow.procedure import Procedure
from complaintflow.resting import Resting


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit, how many of the records stand before the first of the file's events, and what rests on
    each event that is against the rules, by its id."""

    procedure: Procedure
    audit: Audit
    told: int
    case: Case
    resting: Mapping[str, tuple[Resting, ...]]

    def index(self, event: Event) -> int | None:
        """The position of an event in the file from 0; None for who people are."""
        return self.index_of(event.id)

    def index_of(self, id: str) -> int | None:  # noqa: A002 - the word of the record
        """The same of the event of that id."""
        ids = [each.id for each in self.case.events]
        position = ids.index(id) - self.told
        return position if position >= 0 else None

    def of_file(self) -> int:
        """How many of the events of the file were judged."""
        told = {event.id for event in self.case.events[: self.told]}
        return sum(1 for each in self.audit.judged if each.event.id not in told)

    def replaced_by(self, event: Event) -> Event | None:
        """The last record that corrects an event or takes it back."""
        undone = taken_back(self.case.events)
        naming = [e for e in self.case.events if event.id in (e.corrects, e.retracts)]
        return next((e for e in reversed(naming) if e.id not in undone), None)


def as_json(found: Audited) -> dict[str, Any]:
    """What `--format json` prints: every event of the file that is not in order, and why."""
    audit, zone = found.audit, found.procedure.zone
    assert audit.as_of is not None  # the command always says when
    return {
        "procedure": found.procedure.id,
        "as_of": iso(audit.as_of, zone),
        "judged": found.of_file(),
        "events": [_judged_as_json(found, each) for each in _told_of(audit)],
        "missed": [clock_as_json(clock, audit.as_of, zone) for clock in audit.missed],
        "late_since": [clock_as_json(c, audit.as_of, zone) for c in audit.late_since],
        "in_time_since": [clock_as_json(c, audit.as_of, zone) for c in audit.in_time_since],
        "owed": [owed_as_json(owed) for owed in audit.owed],
        "left_undone": [owed_as_json(owed) for owed in audit.left_undone],
        "denied": [
            {
                "person": each.person,
                "relation": each.relation,
                "to": each.to,
                "rule": each.rule,
                "told": found.index_of(each.told),
                "denied": found.index_of(each.denied),
            }
            for each in audit.denied
        ],
    }


def _told_of(audit: Audit) -> Iterable[Judged]:
    return (
        each
        for each in audit.judged
        if each.verdict is not Verdict.IN_ORDER or each.event.override is not None
    )


def _judged_as_json(found: Audited, each: Judged) -> dict[str, Any]:
    action, override = each.event.action, each.event.override
    by_what = found.replaced_by(each.event) if each.now is None else None
    return {
        "index": found.index(each.event),
        "event": action.name,
        "at": iso(action.at, found.procedure.zone),
        "by": action.by,
        "verdict": each.verdict.value,
        "replaced_by": None if by_what is None else found.index(by_what),
        "override": None
        if override is None
        else {"by": override.by, "why": override.why, "own": each.own is not None},
        "then": [reason_as_json(reason) for reason in each.then.reasons],
        "now": None
        if each.now is None
        else [reason_as_json(reason) for reason in each.now.reasons],
        "rests_on_it": [
            {
                "index": found.index(resting.event),
                "event": resting.event.action.name,
                "reasons": [reason_as_json(reason) for reason in resting.reasons],
            }
            for resting in found.resting.get(each.event.id, ())
        ],
    }


HEADINGS = {
    Verdict.BREACH: "Against the rules",
    Verdict.COME_TO_LIGHT: "Come to light: in order as known then, against the rules as known now",
    Verdict.CLEARED: "Cleared: against the rules as known then, in order as known now",
    Verdict.REPLACED: "Replaced: corrected or taken back since",
    Verdict.IN_ORDER: "Overridden, and no rule was against it",
}


def show(page: Screen, found: Audited) -> None:
    """Write the whole of it."""
    law, audit = found.procedure, found.audit
    assert audit.as_of is not None  # the command always says when
    page.line((law.title, "bold"), (f" ({law.id}, version {law.version})", "dim"))
    breaches = len(audit.breaches)
    missed, undone = len(audit.missed), len(audit.left_undone)
    page.line(
        f"On {when(audit.as_of, law.zone)}: {counted(found.of_file(), 'event')} judged, ",
        (f"{breaches or 'none'} against the rules", "bold red" if breaches else "bold green"),
        (f", {counted(missed, 'deadline')} missed" if missed else "", "red"),
        (f", {undone} left undone" if undone else "", "yellow"),
    )
    told_of = tuple(_told_of(audit))
    for verdict, heading in HEADINGS.items():
        of_these = [each for each in told_of if each.verdict is verdict]
        if of_these:
            page.heading(heading)
        for each in of_these:
            _judged(page, found, each)
    if audit.denied:
        page.heading("Told to be so, and denied later: held against nobody since")
        page.table([note(each)] for each in audit.denied)
    if audit.missed:
        page.heading("Deadlines missed, as known now")
        page.table(_missed(clock, found) for clock in audit.missed)
    if audit.in_time_since:
        page.heading("Late as known then, not missed as known now")
        page.table(_missed(clock, found) for clock in audit.in_time_since)
    if audit.owed:
        page.heading("Still owed")
        page.table(owed_row(found.procedure, owed) for owed in audit.owed)
    if audit.left_undone:
        page.heading("Left undone when its stage was left, and owed no more")
        page.table(owed_row(found.procedure, owed) for owed in audit.left_undone)


def _judged(page: Screen, found: Audited, each: Judged) -> None:
    action, override = each.event.action, each.event.override
    by = f" by {action.by}" if action.by is not None else ""
    subject = action.particulars.person
    about = f" of {subject}" if subject is not None else ""
    page.line(
        (f"{_place(found, each.event)} ".lstrip(), "dim"),
        (f"{action.name}{about}{by}", "bold"),
        f", {when(action.at, found.procedure.zone)}",
        indent=2,
    )
    if override is not None:
        page.line(f"allowed by {allowed_by(each.event, each.own)}: {override.why}", indent=4)
    by_what = found.replaced_by(each.event) if each.now is None else None
    if by_what is not None:
        page.line(_replaced(found, by_what), indent=4)
    against_it = each.then if each.now is None or each.now.permitted else each.now
    page.table(against(against_it.reasons, mended=False), indent=4)
    resting = found.resting.get(each.event.id, ())
    if resting:
        page.line("on it rests", indent=4)
        page.table((_rests(found, one) for one in resting), indent=6)


def _rests(found: Audited, resting: Resting) -> list[Cell]:
    """An event that rests on another, and why: what it would have lacked."""
    name, at = resting.event.action.name, resting.event.action.at
    return [
        (_place(found, resting.event), "dim"),
        f"{name}, {when(at, found.procedure.zone)}",
        message(resting.reasons[0]),
    ]


def _place(found: Audited, event: Event) -> str:
    index = found.index(event)
    return "" if index is None else f"events[{index}]"


def _replaced(found: Audited, by_what: Event) -> str:
    """By which record, and why or since when that is known."""
    what = "corrected" if by_what.retracts is None else "taken back"
    known, because = by_what.known_at, by_what.action.particulars.because
    since = "" if known is None else f", known on {when(known, found.procedure.zone)}"
    return f"{what} by {_place(found, by_what)}{since}" + (f": {because}" if because else "")


def _missed(clock: Clock, found: Audited) -> list[Cell]:
    audit = found.audit
    assert audit.as_of is not None  # the command always says when
    assert clock.latest is not None  # what has no due date is not missed
    status, late = clock.status(as_of=audit.as_of), clock.late(as_of=audit.as_of)
    then = ", in time as known then" if clock in audit.late_since else ""
    return [
        clock.step,
        when(clock.latest.due, found.procedure.zone),
        [
            (status.value, style_of(clock, audit.as_of)),
            "" if late is None else f", by {late}",
            then,
        ],
        (listed(clock.clauses), "dim"),
    ]
