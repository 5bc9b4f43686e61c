"""Small policies made for one test each, and short words to live a case under them.

All small cases happen in June 2026: the first is a Monday, and England has no bank holiday
in it. `day(3)` is the third, `hour(3, 14)` two in the afternoon of it in London.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from complaintflow import engine, files
from complaintflow.calendars import Calendar
from complaintflow.case import Action, Case, Person
from complaintflow.deadlines import Clock
from complaintflow.procedure import Procedure
from complaintflow.rulings import Ruling

LONDON = ZoneInfo("Europe/London")

HEADER = """\
complaintflow: 1
policy: {id: small, title: A small policy, version: "1", in_force_from: 2024-01-01}
counting: {working_days: england-and-wales, day_one: day after, time_zone: Europe/London}
"""


def policy(text: str, *, calendars: Mapping[str, Calendar] | None = None) -> Procedure:
    """The procedure that a document means; the text needs no header."""
    return whole_policy(HEADER + text, calendars=calendars)


def whole_policy(text: str, *, calendars: Mapping[str, Calendar] | None = None) -> Procedure:
    """The procedure that a document with its header means."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.yaml"
        path.write_text(text, encoding="utf-8")
        return files.load(path, calendars=calendars)


@cache
def fusion_care() -> Procedure:
    """The shipped policy of Fusion Care."""
    return files.load("fusion-care")


@cache
def round_and_round() -> Procedure:
    """A policy that leads back again and again, with clocks from every kind of anchor."""
    return policy(LOOPS)


LOOPS = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer:  {title: An officer, stand_in: deputy}
  deputy:   {title: The deputy}
  chair:    {title: The chair, holders: one}
facts:
  agreed: {means: it is agreed, decided_by: customer}
  waived: {means: it is waived, decided_by: chair, counts_as: decide}
begins:
  noted: {by: customer}
  came:  {by: customer, within: 9 working days of noted, then: first}
stages:
  first:
    title: First
    must:
      asked:   {by: officer, counts_as: consider, within: 3 working days of start of first}
      replied: {by: officer, to: customer, after: asked, within: 2 working days of asked}
      settled: {by: chair, if: agreed, then: second}
    may:
      pushed:   {by: customer, then: second}
      objected: {by: customer, within: 4 calendar days of asked}
  second:
    title: Second
    must:
      heard:   {by: officer, within: 2 working days of end of first}
      written: {by: officer, within: 3 working days of asked}
      repeats: {by: officer, within: 2 working days of heard}
      recalls: {by: officer, within: 2 weeks of first asked}
      phoned:  {by: officer, within: 24 hours of agreed}
    may:
      sent_back: {by: officer, then: first}
      closed_by: {by: customer, then: shut}
throughout:
  must: {logged: {by: chair, recorded_in: log, within: 1 working day of came}}
  may:
    chair_named: {by: officer, appoints: chair}
    gave_up:     {by: customer, then: shut}
ends:
  shut:
    title: Shut
    must: {filed: {by: chair, within: 5 working days of start of shut}}
    may: {reopened: {by: customer, then: first}}
conflicts:
  aside:     {who: subject, may_not: consider, except: {in: first, if: waived}}
  not_alone: {who: subject, may_not: waived}
"""


@cache
def times() -> Procedure:
    """A policy of bands, aims, ways to more time, receipts, and rights that open when one is missed."""
    return policy(TIMES)


TIMES = """
roles:
  customer: {title: You}
  officer:  {title: An officer, stand_in: deputy}
  deputy:   {title: The deputy}
  chair:    {title: The chair, holders: one}
  adviser:  {title: The adviser}
facts:
  urgent: {means: it cannot wait, decided_by: officer}
begins:
  came: {by: customer, then: first}
stages:
  first:
    title: First
    must:
      looked_at:
        by: officer
        aim_within: 2 working days of came
        may_extend:
          more_time: {by: officer, agreed_by: customer, up_to: 5 working days of came, before_time_is_up: true}
      time_agreed: {by: officer, agreed_by: [customer, chair], sets_time_of: answered}
      plan_signed: {by: officer, signed_by: [customer, adviser], copies_to: customer}
      answered:
        by: officer
        to: [customer, chair]
        aim_within: 2 working days of came
        within: 3 to 8 working days of came
        may_extend:
          longer:    {by: officer, agreed_by: customer, once: true}
          longer_at: {by: chair, up_to: 12 working days of longer_at}
      called:
        by: officer
        within: 24 to 48 hours of came
        may_extend:
          called_later: {by: officer, up_to: 72 hours of came, before_time_is_up: true}
    may:
      call_fixed:    {by: officer, sets_time_of: called}
      adviser_named: {by: customer, appoints: adviser}
      pushed:        {by: customer, after: answered or missed answered, then: second}
  second:
    title: Second
    must:
      met_up:    {by: officer, with: customer, within: 10 working days of pushed}
      day_fixed: {by: officer, sets_time_of: met_up}
      replied:   {by: chair, within: 4 working days after receipt of answered by chair}
      noted:     {by: officer, after: receipt of answered by customer}
    may:
      objected:      {by: customer, within: 2 to 6 working days of pushed}
      objection_set: {by: officer, agreed_by: customer, sets_time_of: objected}
      appealed:      {by: customer, after: missed replied or missed met_up, then: shut}
      sent_back:     {by: officer, then: first}
throughout:
  must: {kept_told: {by: officer, to: customer, every: unstated}}
  may:  {gave_up: {by: customer, then: shut}}
ends:
  shut:
    title: Shut
    may: {reopened: {by: customer, after: missed answered, then: first}}
"""


@cache
def barnsley() -> Procedure:
    """The shipped policy of Barnsley on complaints about children's social care."""
    return files.load("barnsley-childrens-social-care")


FORTH_AND_BACK = """
roles: {customer: {title: You}, officer: {title: An officer}}
facts: {agreed: {means: it is agreed, decided_by: customer}}
begins:
  noted: {by: customer}
  came:  {by: customer, then: first}
stages:
  first:
    title: First
    must:
      seen: {by: officer}
      told: {by: officer, after: seen}
    may:
      pushed: {by: customer, then: second}
  second:
    title: Second
    must:
      once:     {by: officer, after: first seen}
      latest:   {by: officer, after: last seen}
      now_seen: {by: officer, after: seen}
      early:    {by: officer, after: noted}
      ready:    {by: officer, after: [agreed, end of first, start of second]}
      again:    {by: officer, after: end of second}
    may: {sent_back: {by: officer, then: first}}
ends: {shut: {title: Shut}}
"""
"""Two stages, the second of which leads back to the first; what waits there for what."""


def day(number: int) -> date:
    return date(2026, 6, number)


def hour(number: int, hours: int, minutes: int = 0) -> datetime:
    return datetime(2026, 6, number, hours, minutes, tzinfo=LONDON)


def people(**holds: str | list[str]) -> dict[str, Person]:
    """People by name, with the offices that they hold."""
    return {name: Person(holds=roles) for name, roles in holds.items()}


def done(
    law: Procedure,
    case: Case,
    name: str,
    at: date | datetime,
    by: str | None = None,
    *,
    record: Mapping[str, Any] | None = None,
    **said: Any,
) -> Case:
    """The case with one more action recorded; `record` are the words that `apply` takes."""
    return engine.apply(law, case, Action(name, at=at, by=by, **said), **(record or {}))


def lived(law: Procedure, case: Case, *steps: tuple[int, str]) -> Case:
    """Some days and nights of `FORTH_AND_BACK`: each step by Cy or Ola, whose it is."""
    for number, name in steps:
        by = "cy" if name in ("pushed", "agreed") else "ola"
        answer = True if name == "agreed" else None
        case = done(law, case, name, day(number), by, answer=answer)
    return case


def ruling(
    law: Procedure,
    case: Case,
    name: str,
    at: date | datetime,
    by: str | None = None,
    **said: Any,
) -> Ruling:
    return engine.decide(law, case, Action(name, at=at, by=by, **said))


def refused(
    law: Procedure,
    case: Case,
    name: str,
    at: date | datetime,
    by: str | None = None,
    **said: Any,
) -> list[str]:
    """The names of the reasons against an action; empty where it is permitted."""
    return [reason.rule for reason in ruling(law, case, name, at, by, **said).reasons]


def clocks_of(law: Procedure, case: Case, step: str) -> list[Clock]:
    return [clock for clock in engine.clocks(law, case) if clock.step == step]


def statuses(law: Procedure, case: Case, step: str, as_of: date | datetime) -> list[str]:
    """How each clock of a step stands, the first visit's first."""
    return [str(clock.status(as_of=as_of)) for clock in clocks_of(law, case, step)]


def owed(law: Procedure, case: Case, as_of: date | datetime) -> list[str]:
    """What is owed, as a scenario writes it."""
    return [str(owed) for owed in engine.owed(law, case, as_of=as_of)]
