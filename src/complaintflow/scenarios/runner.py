"""Run the scenarios of a policy: stories whose every row says what must come of it.

A row that happens must be permitted, or refused for exactly the reasons that it names; a
row with `as_of` must describe the case exactly. What fails is told under its row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from complaintflow.calendars import Calendar
from complaintflow.diagnostics import Diagnostic
from complaintflow.files import Scenarios, read_scenarios
from complaintflow.language.scenario import ScenarioDoc, ScenarioFile
from complaintflow.procedure import Procedure
from complaintflow.scenarios.teller import Teller


@dataclass(frozen=True, slots=True)
class Told:
    """One scenario told to its end: what failed, how many rows it has, what it touched.

    `touched` are names of rules, `RULE` or `RULE.KEY`, and of places that were entered.
    """

    name: str
    rows: int
    failures: tuple[Diagnostic, ...]
    proves: tuple[str, ...]
    touched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """The scenarios of one file. `problems` are mistakes that keep them from being told."""

    path: Path
    policy: str | None
    problems: tuple[Diagnostic, ...]
    scenarios: tuple[Told, ...] = field(default=())
    found: Scenarios | None = field(default=None, repr=False)

    @property
    def passed(self) -> bool:
        """Whether the file reads and every row came out as it says."""
        return not self.problems and not any(told.failures for told in self.scenarios)


def run(path: Path, *, calendars: Mapping[str, Calendar] | None = None) -> Report:
    """Tell every scenario of a file under the policy beside it; `calendars` are as for `load`."""
    found = read_scenarios(path, calendars=calendars)
    if found.procedure is None or found.doc is None:
        return Report(path, None, found.problems)
    told = tuple(
        tell(found.procedure, found.doc, name, scenario)
        for name, scenario in found.doc.scenarios.items()
    )
    return Report(path, found.procedure.id, (), told, found)


def tell(procedure: Procedure, doc: ScenarioFile, name: str, scenario: ScenarioDoc) -> Told:
    """Tell one scenario row by row, and note every row that came out otherwise."""
    teller = Teller(procedure, doc, scenario)
    failures = tuple(failure for row in scenario.story for failure in teller.row(row))
    return Told(
        str(name),
        len(scenario.story),
        failures,
        tuple(str(c) for c in scenario.proves),
        frozenset(teller.touched),
    )
