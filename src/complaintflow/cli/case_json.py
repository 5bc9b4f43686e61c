"""A case as JSON. The keys and their order are a fixed contract."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from complaintflow.cli.clock_explained import explained_as_json
from complaintflow.cli.standing import Standing
from complaintflow.cli.wording import iso
from complaintflow.conventions import Span
from complaintflow.deadlines import Amount, Clock, Grant, Stop
from complaintflow.engine import Refusal
from complaintflow.entitled import WhoMay
from complaintflow.explanation import mend, message, note
from complaintflow.forecasting import Forecast, Foreseen
from complaintflow.moments import Moment
from complaintflow.moving import Move
from complaintflow.procedure import PlaceKind
from complaintflow.rulings import Owed, Reason


def as_json(standing: Standing, *, explained: Sequence[Clock] = ()) -> dict[str, Any]:
    """What `--format json` prints; of each clock in `explained` also how its date comes about."""
    zone, as_of = standing.procedure.zone, standing.as_of

    def told(clock: Clock) -> dict[str, Any]:
        said = clock_as_json(clock, as_of, zone)
        return (
            {**said, "explained": explained_as_json(clock, zone, as_of)}
            if clock in explained
            else said
        )

    return {
        "procedure": standing.procedure.id,
        "as_of": iso(standing.as_of, zone),
        "known_on": iso(standing.known_on, zone),
        "stages": _stages(standing, zone),
        "clocks": [told(clock) for clock in standing.clocks],
        "refused": [_refused(refusal, zone) for refusal in standing.admitted.refused],
        "overridden": [_overridden(refusal) for refusal in standing.admitted.overridden],
        "open": [_move(move, zone) for move in standing.moves],
        "owed": [owed_as_json(owed) for owed in standing.owed],
        "forecast": None if standing.forecast is None else _forecast(standing.forecast, zone),
        "who_may": None if standing.who_may is None else _who_may(standing.who_may),
    }


def _forecast(forecast: Forecast, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Each way on, the steps on it with their days, and what was supposed for it."""
    return [
        {
            "leads": list(way.leads),
            "places": list(way.places),
            "steps": [_foreseen(each, zone) for each in way.foreseen],
            "holders": list(way.holders),
            "answers": {condition.fact: condition.answer for condition in way.answers},
            "receipts": list(way.receipts),
            "branches": [
                {"stage": branch.place, "event": branch.step, "then": branch.then}
                for branch in way.branches
            ],
            "shut": None if way.shut is None else _shut(way.shut),
            "broken_off": way.broken_off,
            "again": list(way.again),
        }
        for way in forecast.ways
    ]


def _foreseen(each: Foreseen, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "step": each.step,
        "stage": each.place,
        "earliest": iso(each.earliest, zone),
        "expected": iso(each.expected, zone),
        "latest": iso(each.latest, zone),
        "rests_on": list(each.rests_on),
        "still_until": list(each.still_until),
        "late": each.late,
        "clauses": list(each.clauses),
    }


def _who_may(found: WhoMay) -> dict[str, Any]:
    return {
        "event": found.act,
        "may": list(found.may),
        "may_not": {
            name: [reason_as_json(reason) for reason in reasons]
            for name, reasons in found.may_not.items()
        },
        "shut": [reason_as_json(reason) for reason in found.shut],
        "not_known": [
            {"person": each.person, "is": each.relation, "to": each.to, "rule": each.rule}
            for each in found.not_known
        ],
        "notes": [note(each) for each in found.notes],
    }


def _shut(shut: tuple[str, tuple[Reason, ...]]) -> dict[str, Any]:
    return {"event": shut[0], "reasons": [reason_as_json(reason) for reason in shut[1]]}


def _stages(standing: Standing, zone: ZoneInfo) -> list[dict[str, Any]]:
    visit = standing.visit
    if visit is None:
        return []
    stage: dict[str, Any] = {"stage": visit.place, "since": iso(visit.since, zone), "parts": []}
    ended = standing.procedure.places[visit.place].kind is PlaceKind.END
    return [{**stage, "ended": True} if ended else stage]


def clock_as_json(clock: Clock, as_of: Moment, zone: ZoneInfo) -> dict[str, Any]:
    """A clock as of a moment."""
    status = clock.status(as_of=as_of)
    return {
        "step": clock.step,
        "stage": clock.deadline.place,
        "kind": clock.kind.value,
        "start": iso(clock.start, zone) if clock.has_started(as_of=as_of) else None,
        "due": iso(clock.due, zone),
        "earliest": None if clock.earliest is None else iso(clock.earliest.due, zone),
        "latest": None if clock.latest is None else iso(clock.latest.due, zone),
        "status": status.value,
        "remaining": _amount(clock.remaining(as_of=as_of)),
        "late": _amount(clock.late(as_of=as_of)),
        "clauses": list(clock.clauses),
        "readings": list(clock.readings),
        "planned": iso(clock.planned, zone),
        "unsettled": clock.unsettled,
        "granted": [_granted(clock, grant, zone) for grant in clock.grants],
        "stands_still": [_stood_still(stop, zone) for stop in clock.stops],
        "capped": clock.capped,
    }


def _stood_still(stop: Stop, zone: ZoneInfo) -> dict[str, Any]:
    """Days that were left out of the time of a clock; `last` is null while nobody knows it."""
    return {
        "first": iso(stop.still.first, zone),
        "last": iso(stop.still.last, zone),
        "clauses": [clause.id for clause in stop.rule.cites],
    }


def _granted(clock: Clock, grant: Grant, zone: ZoneInfo) -> dict[str, Any]:
    """What settled the time of a clock, or gave more of it."""
    said = grant.settles
    return {
        "event": grant.step,
        "at": iso(grant.at, zone),
        "extends": grant in clock.tape.extensions,
        "settles": str(said) if isinstance(said, Span) else iso(said, zone),
        "agreed_by": list(grant.agreed_by),
        "clauses": [clause.id for clause in grant.cites],
    }


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    return None if amount is None else {"n": amount.n, "unit": amount.unit}


def _refused(refusal: Refusal, zone: ZoneInfo) -> dict[str, Any]:
    action = refusal.event.action
    return {
        "index": refusal.index,
        "event": action.name,
        "at": iso(action.at, zone),
        "by": action.by,
        "reasons": [reason_as_json(reason) for reason in refusal.ruling.reasons],
    }


def _overridden(refusal: Refusal) -> dict[str, Any]:
    override = refusal.event.override
    return {
        "index": refusal.index,
        "event": refusal.event.action.name,
        "by": None if override is None else override.by,
        "why": None if override is None else override.why,
        "own": refusal.own is not None,
        "reasons": [reason_as_json(reason) for reason in refusal.ruling.reasons],
    }


def reason_as_json(reason: Reason) -> dict[str, Any]:
    """A reason against an event, with what would mend it."""
    return {
        "code": reason.code,
        "rule": reason.rule,
        "clauses": list(reason.clauses),
        "message": message(reason),
        "mend": mend(reason),
        "who_else": list(reason.who_else),
    }


def _move(move: Move, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "event": move.event,
        "by": list(move.by),
        "who": list(move.who),
        "from": iso(move.from_, zone),
        "due": iso(move.due, zone),
        "lacks": list(move.lacks),
        "last": iso(move.last, zone),
        "for": list(move.for_),
    }


def owed_as_json(owed: Owed) -> dict[str, Any]:
    """Something that is owed."""
    return {
        "duty": owed.duty,
        "by": list(owed.by),
        "to": list(owed.to),
        "what": owed.what,
        "clauses": list(owed.clauses),
    }
