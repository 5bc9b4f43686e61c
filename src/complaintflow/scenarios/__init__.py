"""Scenarios: the stories that prove a policy, what they touch of it, and what they would miss."""

from complaintflow.scenarios.clauses import Proved
from complaintflow.scenarios.coverage import Coverage, Item, Sort, coverage
from complaintflow.scenarios.rows import Missing
from complaintflow.scenarios.runner import Report, Told, run, tell
from complaintflow.scenarios.teller import FAILS, due_text
from complaintflow.scenarios.trials import STALE, Fate, Trial, Trials, try_mutants

__all__ = [
    "FAILS",
    "STALE",
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
