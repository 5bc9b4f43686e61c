"""Who may do a step, for a person: everybody of the case, and what keeps whom from it."""

from complaintflow.cli.screen import Cell, Screen
from complaintflow.cli.wording import listed
from complaintflow.entitled import WhoMay
from complaintflow.explanation import message, note
from complaintflow.rulings import Reason


def show_who(page: Screen, found: WhoMay) -> None:
    """Write what keeps it from everybody, who may, and who may not and why."""
    page.heading(f"Who may do {found.act}")
    if found.shut:
        page.line(("Against everybody:", "yellow"), indent=2)
        page.table((_why(reason) for reason in found.shut), indent=4)
    may: list[list[Cell]] = [[(name, "bold green"), "may", ""] for name in found.may]
    page.table([*may, *_may_not(found)])
    if not found.may:
        page.line("Nobody of the case may.", indent=2)
    for remark in found.notes:
        page.line((note(remark), "dim"), indent=2)


def _may_not(found: WhoMay) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for name, reasons in found.may_not.items():
        for number, reason in enumerate(reasons):
            rows.append(["" if number else (name, "bold red"), *_why(reason)])
    return rows


def _why(reason: Reason) -> list[Cell]:
    return [message(reason), (listed(reason.clauses) or reason.rule, "dim")]
