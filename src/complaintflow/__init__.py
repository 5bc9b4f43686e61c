"""Complaint procedures as rule sets: may this happen, by whom, by when, why, and what next?

    import complaintflow as cf

    policy = cf.load("fusion-care")
    case = cf.begin(policy, at=..., people={...}, facts={...})
    case = cf.apply(policy, case, cf.Action("formal_complaint_received", at=..., by="ann"))

Names are loaded when they are first used, so that importing the library costs next to
nothing: reading YAML needs pydantic and PyYAML, deciding a case needs neither.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from complaintflow.asking import Asked as Asked
    from complaintflow.asking import Field as Field
    from complaintflow.asking import Need as Need
    from complaintflow.asking import asks as asks
    from complaintflow.auditing import Audit as Audit
    from complaintflow.auditing import Judged as Judged
    from complaintflow.auditing import Verdict as Verdict
    from complaintflow.auditing import audit as audit
    from complaintflow.bank_holidays import uk as uk
    from complaintflow.calendars import EVERY_DAY as EVERY_DAY
    from complaintflow.calendars import Calendar as Calendar
    from complaintflow.calendars import OutsideCalendar as OutsideCalendar
    from complaintflow.case import Action as Action
    from complaintflow.case import Case as Case
    from complaintflow.case import Event as Event
    from complaintflow.case import Override as Override
    from complaintflow.case import Particulars as Particulars
    from complaintflow.case import Person as Person
    from complaintflow.case import Tie as Tie
    from complaintflow.changes import Change as Change
    from complaintflow.changes import Turn as Turn
    from complaintflow.changes import next_change as next_change
    from complaintflow.conflicts import Bar as Bar
    from complaintflow.conventions import DayOne as DayOne
    from complaintflow.conventions import KindOfDay as KindOfDay
    from complaintflow.conventions import Roll as Roll
    from complaintflow.conventions import Span as Span
    from complaintflow.conventions import Unit as Unit
    from complaintflow.counts import Reached as Reached
    from complaintflow.deadlines import Clock as Clock
    from complaintflow.deadlines import Status as Status
    from complaintflow.derived import from_terms as from_terms
    from complaintflow.derived import intersection as intersection
    from complaintflow.derived import union as union
    from complaintflow.derived import with_days as with_days
    from complaintflow.diagnostics import DefinitionError as DefinitionError
    from complaintflow.diagnostics import Diagnostic as Diagnostic
    from complaintflow.engine import Admitted as Admitted
    from complaintflow.engine import admit as admit
    from complaintflow.engine import apply as apply
    from complaintflow.engine import begin as begin
    from complaintflow.engine import clocks as clocks
    from complaintflow.engine import clocks_as_of as clocks_as_of
    from complaintflow.engine import conflicts_of as conflicts_of
    from complaintflow.engine import could as could
    from complaintflow.engine import decide as decide
    from complaintflow.engine import moves as moves
    from complaintflow.engine import owed as owed
    from complaintflow.engine import replay as replay
    from complaintflow.engine import restore as restore
    from complaintflow.engine import stage_of as stage_of
    from complaintflow.engine import who_may as who_may
    from complaintflow.entitled import WhoMay as WhoMay
    from complaintflow.errors import ComplaintflowError as ComplaintflowError
    from complaintflow.errors import InputError as InputError
    from complaintflow.explanation import explain as explain
    from complaintflow.explanation import mend as mend
    from complaintflow.explanation import message as message
    from complaintflow.files import check as check
    from complaintflow.files import load as load
    from complaintflow.files import read_calendar as read_calendar
    from complaintflow.files import read_record as read_record
    from complaintflow.files import write_record as write_record
    from complaintflow.forecasting import Forecast as Forecast
    from complaintflow.forecasting import Foreseen as Foreseen
    from complaintflow.forecasting import Way as Way
    from complaintflow.forecasting import forecast as forecast
    from complaintflow.knowing import as_known_on as as_known_on
    from complaintflow.language.schema import schema as schema
    from complaintflow.language.stored import case_of as case_of
    from complaintflow.ledger import rows as rows
    from complaintflow.moving import Move as Move
    from complaintflow.periods import reach as reach
    from complaintflow.planning import staffing as staffing
    from complaintflow.planning import withstands as withstands
    from complaintflow.plans import Assigned as Assigned
    from complaintflow.plans import Blocked as Blocked
    from complaintflow.plans import Blocking as Blocking
    from complaintflow.plans import Plan as Plan
    from complaintflow.plans import Undecided as Undecided
    from complaintflow.plans import Vacant as Vacant
    from complaintflow.procedure import Procedure as Procedure
    from complaintflow.public_holidays import country as country
    from complaintflow.render.dot import dot as dot
    from complaintflow.render.duties import duties as duties
    from complaintflow.render.duty_list import DutyList as DutyList
    from complaintflow.render.leaflet import leaflet as leaflet
    from complaintflow.render.mermaid import mermaid as mermaid
    from complaintflow.resting import Resting as Resting
    from complaintflow.resting import what_rests_on as what_rests_on
    from complaintflow.rulings import ActionRefused as ActionRefused
    from complaintflow.rulings import Owed as Owed
    from complaintflow.rulings import Ruling as Ruling
    from complaintflow.supposed import Mood as Mood
    from complaintflow.written import parse_when as parse_when

_HOME = {
    "Action": "case",
    "ActionRefused": "rulings",
    "Admitted": "engine",
    "Asked": "asking",
    "Assigned": "plans",
    "Audit": "auditing",
    "Bar": "conflicts",
    "Blocked": "plans",
    "Blocking": "plans",
    "Calendar": "calendars",
    "Case": "case",
    "Change": "changes",
    "Clock": "deadlines",
    "ComplaintflowError": "errors",
    "DayOne": "conventions",
    "DefinitionError": "diagnostics",
    "Diagnostic": "diagnostics",
    "DutyList": "render.duty_list",
    "EVERY_DAY": "calendars",
    "Event": "case",
    "Field": "asking",
    "Forecast": "forecasting",
    "Foreseen": "forecasting",
    "InputError": "errors",
    "Judged": "auditing",
    "KindOfDay": "conventions",
    "Mood": "supposed",
    "Move": "moving",
    "Need": "asking",
    "OutsideCalendar": "calendars",
    "Override": "case",
    "Owed": "rulings",
    "Particulars": "case",
    "Person": "case",
    "Plan": "plans",
    "Procedure": "procedure",
    "Reached": "counts",
    "Resting": "resting",
    "Roll": "conventions",
    "Ruling": "rulings",
    "Span": "conventions",
    "Status": "deadlines",
    "Tie": "case",
    "Turn": "changes",
    "Undecided": "plans",
    "Unit": "conventions",
    "Vacant": "plans",
    "Verdict": "auditing",
    "Way": "forecasting",
    "WhoMay": "entitled",
    "admit": "engine",
    "apply": "engine",
    "as_known_on": "knowing",
    "asks": "asking",
    "audit": "auditing",
    "begin": "engine",
    "case_of": "language.stored",
    "check": "files",
    "clocks": "engine",
    "clocks_as_of": "engine",
    "conflicts_of": "engine",
    "could": "engine",
    "country": "public_holidays",
    "decide": "engine",
    "dot": "render.dot",
    "duties": "render.duties",
    "explain": "explanation",
    "forecast": "forecasting",
    "from_terms": "derived",
    "intersection": "derived",
    "leaflet": "render.leaflet",
    "load": "files",
    "mend": "explanation",
    "mermaid": "render.mermaid",
    "message": "explanation",
    "moves": "engine",
    "next_change": "changes",
    "owed": "engine",
    "parse_when": "written",
    "reach": "periods",
    "read_calendar": "files",
    "read_record": "files",
    "replay": "engine",
    "restore": "engine",
    "rows": "ledger",
    "schema": "language.schema",
    "staffing": "planning",
    "stage_of": "engine",
    "uk": "bank_holidays",
    "union": "derived",
    "what_rests_on": "resting",
    "who_may": "engine",
    "with_days": "derived",
    "withstands": "planning",
    "write_record": "files",
}

__all__ = tuple(sorted(_HOME))


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("complaintflow")
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'complaintflow' has no attribute {name!r}")
    value = getattr(import_module(f"complaintflow.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*_HOME, *(name for name in globals() if name.startswith("__")), "__version__"})
