"""Scenarios: the stories that prove a policy, what they touch of it, and what they would miss."""

from complaintflow.scenarios.clauses import Proved
from complaintflow.scenarios.coverage import Claim, Coverage, Item, Sort, coverage
from complaintflow.scenarios.named import NOT_EQUIVALENT, STALE
from complaintflow.scenarios.runner import Report, Told, run, tell
from complaintflow.scenarios.states import Missing
from complaintflow.scenarios.teller import FAILS
from complaintflow.scenarios.times import due_text
from complaintflow.scenarios.trials import Fate, Trial, Trials, try_mutants

__all__ = [
    "FAILS",
    "NOT_EQUIVALENT",
    "STALE",
    "Claim",
    "Coverage",
    "Fate",
    "Item",
    "Missing",
    "Proved",
    "Report",
    "Sort",
    "Told",
    "Trial",
    "Trials",
    "coverage",
    "due_text",
    "run",
    "tell",
    "try_mutants",
]
