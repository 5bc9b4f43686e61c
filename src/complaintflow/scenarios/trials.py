"""Rule mutants put on trial: which of them some story catches, and which come out unseen.

A mutant is caught by the first row that comes out otherwise under it. One that no row sees
survives, unless the file beside the scenarios names it as equivalent and says why, and nothing
speaks against that: no row is found that would tell it apart, and some story shows its rule at work.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaintflow.diagnostics import Diagnostic, in_order
from complaintflow.errors import ComplaintflowError
from complaintflow.files import Sources, mutants_beside, read_mutants
from complaintflow.language.alterations import Mutant
from complaintflow.language.edits import edited
from complaintflow.language.linker import Linked
from complaintflow.language.operators import mutants
from complaintflow.language.scenario import ScenarioDoc, ScenarioFile
from complaintflow.language.tree import Scalar
from complaintflow.procedure import Procedure
from complaintflow.scenarios.clauses import Proved, proved
from complaintflow.scenarios.named import caught, disbelieved, unloaded
from complaintflow.scenarios.reached import Reached, reached
from complaintflow.scenarios.rows import missing_row
from complaintflow.scenarios.runner import Report
from complaintflow.scenarios.states import Missing
from complaintflow.scenarios.teller import Teller, not_begun


class Fate(StrEnum):
    """What became of a mutant."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    NOT_LOADED = "does not load"


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant and its fate: what caught it, why it is equivalent, or which row is missing.

    `reason` is what a person gave who named it, believed or not. `lacks` says of a survivor what
    no story does that would show its rule at work; `advice` what kind of story to tell where
    one does, and no row was found that would catch it.
    """

    mutant: Mutant
    fate: Fate
    caught_by: Diagnostic | None = None
    reason: str | None = None
    missing: Missing | None = None
    lacks: str | None = None
    advice: str | None = None


@dataclass(frozen=True, slots=True)
class Trials:
    """Every mutant of one policy on trial, in the order of the operators.

    `problems` are names of equivalents that no mutant bears, that some story catches, or that
    are not believed.
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
    def unseen(self) -> tuple[Trial, ...]:
        """Survivors whose rule no story shows at work."""
        return tuple(trial for trial in self._unnamed if trial.lacks is not None)

    @property
    def offered(self) -> tuple[Trial, ...]:
        """Survivors whose rule some story shows at work."""
        return tuple(trial for trial in self._unnamed if trial.lacks is None)

    @property
    def _unnamed(self) -> tuple[Trial, ...]:
        """Survivors but for those that are wrongly named: `problems` tell of these."""
        return tuple(trial for trial in self.of(Fate.SURVIVED) if trial.reason is None)

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
        read = read_mutants(beside, calendars=found.sources.calendars.own)
        named, problems = ({} if read.doc is None else read.doc.equivalent), read.problems
    assert found.procedure is not None  # it has a document and sources
    court = _Court(found.sources, found.procedure, found.doc, report, named, reached(report))
    trials = tuple(court.all(on_mutant))
    return Trials(
        report,
        (*problems, *in_order(_wrongly_named(named, trials))),
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
    reached: Reached

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
        named = self.named.get(Scalar(mutant.name))
        reason = None if named is None else str(named)
        row = missing_row(self.procedure, linked.procedure, self.doc, stories, mutant)
        lacks = self.reached.lacks(mutant)
        if row is None and lacks is None and reason is not None:
            return Trial(mutant, Fate.EQUIVALENT, reason=reason)
        advice = self._advice(mutant) if row is None and lacks is None else None
        return Trial(mutant, Fate.SURVIVED, None, reason, row, lacks, advice)

    def _advice(self, mutant: Mutant) -> str:
        """What kind of story is missing, where no row of those that there are would do."""
        last = mutant.name.split()[-1]
        if last in self.procedure.relations:
            return (
                f"no story tells of somebody who is `{last}` and is known to be none of the others"
            )
        return "no row was found that would catch it; tell a story in which it matters"

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
            try:
                teller = Teller(procedure, self.doc, story, readings=False)
            except ComplaintflowError as refused:  # what is told at its beginning is refused now
                return not_begun(story, refused)
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


def _wrongly_named(
    named: Mapping[Scalar, Scalar], trials: tuple[Trial, ...]
) -> Iterator[Diagnostic]:
    """Names of equivalents that are none, and those that are not believed."""
    by_name = {trial.mutant.name: trial for trial in trials}
    told_apart: dict[Missing, list[Scalar]] = {}
    unreached: dict[str, list[Scalar]] = {}
    for name in named:
        trial = by_name[name]
        if trial.caught_by is not None:
            yield caught(name, trial.caught_by)
        elif trial.fate is Fate.NOT_LOADED:
            yield unloaded(name)
        elif trial.missing is not None and not (trial.missing.shut and trial.lacks):
            told_apart.setdefault(trial.missing, []).append(name)
        elif trial.lacks is not None:
            unreached.setdefault(trial.lacks, []).append(name)
    yield from disbelieved(told_apart, unreached)
