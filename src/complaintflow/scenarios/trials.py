"""Rule mutants put on trial: which of them some story catches, and which come out unseen.

A mutant is caught by the first row that comes out otherwise under it. One that no row sees
survives, unless the file beside the scenarios names it as equivalent and says why.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaintflow.diagnostics import Diagnostic, quoted
from complaintflow.files import Sources, mutants_beside, read_mutants
from complaintflow.language.alterations import Mutant
from complaintflow.language.edits import edited
from complaintflow.language.linker import Linked
from complaintflow.language.operators import mutants
from complaintflow.language.scenario import ScenarioDoc, ScenarioFile
from complaintflow.language.tree import Scalar
from complaintflow.procedure import Procedure
from complaintflow.scenarios.clauses import Proved, proved
from complaintflow.scenarios.rows import Missing, missing_row
from complaintflow.scenarios.runner import Report
from complaintflow.scenarios.teller import Teller

STALE = "stale-equivalent"
"""The code of a mutant that is named as equivalent and is not."""


class Fate(StrEnum):
    """What became of a mutant."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    NOT_LOADED = "does not load"


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant and its fate: what caught it, why it is equivalent, or which row is missing.

    `advice` says what kind of story to tell where no row was found that would catch a survivor.
    """

    mutant: Mutant
    fate: Fate
    caught_by: Diagnostic | None = None
    reason: str | None = None
    missing: Missing | None = None
    advice: str | None = None


@dataclass(frozen=True, slots=True)
class Trials:
    """Every mutant of one policy on trial, in the order of the operators.

    `problems` are names of equivalents that no mutant bears, or that some story catches.
    """

    report: Report
    problems: tuple[Diagnostic, ...]
    trials: tuple[Trial, ...] = ()
    clauses: tuple[Proved, ...] = ()

    @property
    def made(self) -> tuple[Trial, ...]:
        """The changes that load, and so are mutants."""
        return tuple(trial for trial in self.trials if trial.fate is not Fate.NOT_LOADED)

    def of(self, fate: Fate) -> tuple[Trial, ...]:
        """Those of one fate."""
        return tuple(trial for trial in self.trials if trial.fate is fate)

    @property
    def passed(self) -> bool:
        """Whether every mutant is caught or is equivalent, and nothing named is stale."""
        return self.report.passed and not self.problems and not self.of(Fate.SURVIVED)


def try_mutants(report: Report, *, on_mutant: Callable[[int, int], None]) -> Trials:
    """Tell the stories of a file that passed under every mutant of its policy.

    Args:
        report: the scenarios as they came out under the policy itself.
        on_mutant: called with how many were tried and how many there are, to show progress.
    """
    found = report.found
    if not report.passed or found is None or found.doc is None or found.sources is None:
        return Trials(report, ())
    named: Mapping[Scalar, Scalar] = {}
    problems: tuple[Diagnostic, ...] = ()
    beside = mutants_beside(report.path)
    if beside.is_file():
        read = read_mutants(beside)
        named, problems = ({} if read.doc is None else read.doc.equivalent), read.problems
    assert found.procedure is not None  # it has a document and sources
    court = _Court(found.sources, found.procedure, found.doc, report, named)
    trials = tuple(court.all(on_mutant))
    return Trials(
        report,
        (*problems, *_stale(named, trials)),
        trials,
        proved(found.procedure, [t.mutant for t in trials if t.fate is Fate.CAUGHT]),
    )


@dataclass(frozen=True, slots=True)
class _Court:
    sources: Sources
    procedure: Procedure
    doc: ScenarioFile
    report: Report
    named: Mapping[Scalar, Scalar]

    def all(self, on_mutant: Callable[[int, int], None]) -> Iterator[Trial]:
        tried = mutants(self.sources.trees)
        for number, mutant in enumerate(tried):
            on_mutant(number, len(tried))
            yield self._trial(mutant)

    def _trial(self, mutant: Mutant) -> Trial:
        linked = _linked(self.sources, mutant)
        if linked is None or linked.procedure is None:
            return Trial(mutant, Fate.NOT_LOADED)
        stories = self._nearest_first(mutant)
        caught_by = self._caught_by(linked.procedure, stories)
        if caught_by is not None:
            return Trial(mutant, Fate.CAUGHT, caught_by)
        if mutant.name in self.named:
            return Trial(mutant, Fate.EQUIVALENT, reason=str(self.named[Scalar(mutant.name)]))
        row = missing_row(self.procedure, linked.procedure, self.doc, stories, mutant)
        if row is not None:
            return Trial(mutant, Fate.SURVIVED, missing=row)
        return Trial(mutant, Fate.SURVIVED, advice=self._advice(mutant))

    def _advice(self, mutant: Mutant) -> str:
        """What kind of story is missing, where no row of those that there are would do."""
        people = [self.doc.people, *(story.people for story in self.doc.scenarios.values())]
        held = {str(role) for group in people for doc in group.values() for role in doc.holds}
        touched = {name.split(".")[0] for told in self.report.scenarios for name in told.touched}
        last = mutant.name.split()[-1]
        if mutant.rule in self.procedure.steps and mutant.rule not in touched:
            return f"no story comes to `{mutant.rule}`; tell one in which it happens"
        acts = mutant.key in ("by", "decided_by", "from")
        if acts and last in self.procedure.roles and last not in held:
            return f"nobody in the stories holds `{last}`; tell of somebody who does"
        if last in self.procedure.relations:
            return (
                f"no story tells of somebody who is `{last}` and is known to be none of the others"
            )
        return "no story comes near it, nor one event more; tell one in which it matters"

    def _nearest_first(self, mutant: Mutant) -> dict[Scalar, ScenarioDoc]:
        """The stories, those first that touch the rule."""
        near = {
            told.name
            for told in self.report.scenarios
            if any(name.split(".")[0] == mutant.rule for name in told.touched)
        }
        return dict(sorted(self.doc.scenarios.items(), key=lambda story: story[0] not in near))

    def _caught_by(
        self, procedure: Procedure, stories: Mapping[Scalar, ScenarioDoc]
    ) -> Diagnostic | None:
        """The first failure that a story has under a mutant."""
        for story in stories.values():
            teller = Teller(procedure, self.doc, story, readings=False)
            for problem in teller.reading.problems:
                return problem  # what is told at its beginning means nothing any more
            for row in story.story:
                for failure in teller.row(row):
                    return failure
        return None


def _linked(sources: Sources, mutant: Mutant) -> Linked | None:
    positions = sorted({edit.document for edit in mutant.edits})
    return sources.relinked(
        {
            position: edited(
                sources.trees[position], (e for e in mutant.edits if e.document == position)
            )
            for position in positions
        }
    )


def _stale(named: Mapping[Scalar, Scalar], trials: tuple[Trial, ...]) -> Iterator[Diagnostic]:
    """Names of equivalents that are none: a story catches the mutant, or it does not load."""
    by_name = {trial.mutant.name: trial for trial in trials}
    for name in named:
        trial = by_name[name]
        if trial.caught_by is not None:
            where = f"{trial.caught_by.place.file}:{trial.caught_by.place.line}"
            message = f"{quoted(name)} is named as equivalent, and a story catches it: {where}"
        elif trial.fate is Fate.NOT_LOADED:
            message = (
                f"{quoted(name)} is named as equivalent, and does not load, so it is no mutant"
            )
        else:
            continue
        yield Diagnostic(STALE, message, name.place, help="take it out")
