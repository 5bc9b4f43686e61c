"""The tables of docs/who-may.md: for each tie and each duty, who may and who may not.

They are asked of the engine, by `who_may`, about small worlds: everybody holds one office, and one
person is tied. `make pages` writes them into the page, and a test fails where they are stale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from complaintflow import engine
from complaintflow.case import Person
from complaintflow.procedure import Duty, Fact, Held, Holds, Is, Procedure, Role, Step
from complaintflow.rulings import Barred, NotEligible, Reason, WrongRole
from tests.docs.pages import ROOT
from tests.docs.reference import table
from tests.docs.variants import Variant, variants

PAGE = ROOT / "docs" / "who-may.md"

TODAY = date(2026, 3, 2)
TIED = "somebody"
YES = "yes"
AS_EVER = "as without"
"""In a cell: the tie makes no difference to what is refused without it."""


@dataclass(frozen=True, slots=True)
class Tied:
    """Who somebody is besides the office in which he or she acts, as the head of a column."""

    head: str
    holds: tuple[str, ...] = ()
    is_: tuple[str, ...] = ()
    is_not: tuple[str, ...] = ()


PLAIN = Tied("no tie told")


def ties(law: Procedure) -> tuple[Tied, ...]:
    """Everything by which a rule of a policy tells people apart before anything has happened."""
    found: dict[Tied, None] = {PLAIN: None}
    for conflict in law.conflicts.values():
        for who in conflict.who:
            match who:
                case Is(relation):
                    found[Tied(law.relations[relation].says, is_=(relation,))] = None
                case Holds(role) | Held(role):
                    found[Tied(f"is {_title(law, role)} too", holds=(role,))] = None
                case _:
                    raise AssertionError(f"{conflict.name}: tell the table how {who} comes about")
    for each in law.roles.values():
        if each.may_be:
            head = f"is none of those who may be {_title(law, each.name)}"
            found[Tied(head, is_not=each.may_be)] = None
    return tuple(found)


def duties(law: Procedure) -> Iterator[tuple[Step | Fact, str]]:
    """Every step and every answer that somebody gives, with each office in which it is done."""
    acts: list[Step | Fact] = [
        *(s for s in law.steps.values() if s.duty is not Duty.NEVER and not s.met_by),
        *law.facts.values(),
    ]
    for act in acts:
        for office in act.by if isinstance(act, Step) else act.decided_by:
            yield act, office


def cell(law: Procedure, act: Step | Fact, office: str, tied: Tied) -> str:
    """Whether somebody who holds an office may do an act once tied so; else the rules against it."""
    people = {
        f"the_{role}": Person(holds=role)
        for role in law.roles
        if role != office and role not in tied.holds
    }
    holds = dict.fromkeys((office, *tied.holds))
    people[TIED] = Person(holds=holds, is_=tied.is_, is_not=tied.is_not)
    case = engine.begin(law, at=TODAY, people=people)
    found = engine.who_may(law, case, act.name, as_of=TODAY)
    if TIED in found.may:
        return YES
    against = "; ".join(_against(reason) for reason in found.may_not[TIED])
    offices = [office for name in found.may for office in people[name].holds]
    instead = " and ".join(_title(law, each) for each in offices)
    return f"**no**: {against}" + (f". {instead[0].upper()}{instead[1:]} may" if instead else "")


def _against(reason: Reason) -> str:
    assert isinstance(reason, Barred | NotEligible | WrongRole), reason
    clauses = ", ".join(reason.clauses)
    excepted = reason.except_if if isinstance(reason, Barred) else ()
    unless = f", unless {' and '.join(f'`{each}`' for each in excepted)}" if excepted else ""
    return f"`{reason.rule}` ({clauses}){unless}"


def _title(law: Procedure, office: str) -> str:
    role: Role = law.roles[office]
    title = "the complainant" if role.title == "You" else role.title.replace("Your ", "the ")
    return title[0].lower() + title[1:]


def truths(each: Variant) -> str:
    """A row for all duties of an office with the same answers, a column for each tie.

    What no tie makes a difference to follows, by office.
    """
    law = each.procedure
    columns = ties(law)
    rows: dict[tuple[str, ...], list[str]] = {}
    for act, office in duties(law):
        cells = [cell(law, act, office, tied) for tied in columns]
        told = (AS_EVER if each == cells[0] != YES else each for each in cells[1:])
        rows.setdefault((office, cells[0], *told), []).append(f"`{act.name}`")
    alike = {YES}
    made = table(
        ("office", "duty", *(tied.head for tied in columns)),
        (
            (_title(law, office), ", ".join(names), *cells)
            for (office, *cells), names in rows.items()
            if {*cells} != alike
        ),
    )
    always = table(
        ("office", "whatever the tie"),
        (
            (_title(law, office), ", ".join(names))
            for (office, *cells), names in rows.items()
            if {*cells} == alike
        ),
    )
    return f"{made}\n\n{always}"


def made_anew(page: str, both: Sequence[Variant] | None = None) -> str:
    """The page with its tables as they are now."""
    for each, words in zip(both or variants(), ("provider", "council"), strict=True):
        begin, end = f"<!-- who may: {words} -->", "<!-- end -->"
        head, found, rest = page.partition(begin)
        assert found, f"put {begin} and {end} where that table belongs"
        tail = rest.partition(end)[2]
        page = f"{head}{begin}\n\n{truths(each)}\n\n{end}{tail}"
    return page


def write() -> None:
    """Write the tables into the page."""
    PAGE.write_text(made_anew(PAGE.read_text("utf-8")), "utf-8")
