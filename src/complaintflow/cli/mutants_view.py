"""Rule mutants on a page: operator by operator, what survived and the row that would catch it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from complaintflow.cli import report
from complaintflow.cli.screen import Cell, Screen
from complaintflow.cli.wording import counted, listed, short_day
from complaintflow.files import MUTANTS, SCENARIOS
from complaintflow.language.alterations import Operator
from complaintflow.scenarios import Fate, Missing, Proved, Trial, Trials


def show_mutants(page: Screen, trials: Trials) -> None:
    """The counts, the names that are wrong, the survivors, the clauses, and the score."""
    page.line((f"rule mutants of {trials.report.policy}: one rule changed at a time", "bold"))
    page.line()
    if not trials.passed:
        page.line((_score(trials), "bold red"), indent=2)
        page.line()
    page.table(_counts(trials))
    if lost := trials.of(Fate.NOT_LOADED):
        names = listed(trial.mutant.name for trial in lost)
        page.line((f"not tried, since the file would then be wrong: {names}", "dim"), indent=2)
    if trials.problems:
        page.line()
        report.show(page, trials.problems)
    _show_unseen(page, trials)
    beside = trials.report.path.name.removesuffix(SCENARIOS) + MUTANTS
    for alike in _alike(trials.offered):
        page.line()
        _show_survivors(page, alike, beside)
    page.heading("clauses, and how many changes to the rules that rest on them were caught")
    page.table(_clauses(trials.clauses))
    if named := trials.of(Fate.EQUIVALENT):
        page.heading("named by you as changing nothing")
        page.table([trial.mutant.name, (trial.reason or "", "dim")] for trial in named)
    page.line()
    page.line((_score(trials), "bold green" if trials.passed else "bold red"))


def _counts(trials: Trials) -> Iterator[list[Cell]]:
    yield [
        ("change", "dim"),
        *((word, "dim") for word in ("made", *_COLUMNS.values())),
    ]
    for operator in Operator:
        of_it = [trial for trial in trials.made if trial.mutant.operator is operator]
        if of_it:
            yield [operator.value, *_row(of_it)]
    yield [("all", "bold"), *_row(trials.made)]


_COLUMNS = {Fate.CAUGHT: "caught", Fate.SURVIVED: "survived", Fate.EQUIVALENT: "named"}


def _row(trials: Sequence[Trial]) -> Iterator[Cell]:
    yield f"{len(trials):4}"
    for fate, title in _COLUMNS.items():
        n = sum(1 for trial in trials if trial.fate is fate)
        style = "bold red" if fate is Fate.SURVIVED and n else ""
        yield (f"{n or '-':>{len(title)}}", style)


def _show_unseen(page: Screen, trials: Trials) -> None:
    """The rules that no story shows at work, each with how many changes to it were not seen."""
    unseen: dict[str, list[Trial]] = {}
    for trial in trials.unseen:
        assert trial.lacks is not None  # that is why it is unseen
        unseen.setdefault(trial.lacks, []).append(trial)
    if not unseen:
        return
    page.heading("changes to rules that no story shows at work; tell such a story")
    for lacks, each in unseen.items():
        page.line(
            f"{lacks}: {counted(len(each), 'change')}", (f"   {_line(each[0])}", "dim"), indent=2
        )
        best = _alike(each)[0]
        if best[0].missing is not None and not best[0].missing.shut:
            some = len(best) if len(best) < len(each) else "all"
            of_them = f"{some} of them" if len(each) > 1 else "it"
            _show_rows(page, best[0].missing, f"{of_them} would be caught")


def _alike(survivors: Iterable[Trial]) -> list[list[Trial]]:
    """Survivors that the same rows would catch, together; those first whose rows prove most."""
    by_rows: dict[Missing | str, list[Trial]] = {}
    for trial in survivors:
        by_rows.setdefault(trial.missing or trial.mutant.name, []).append(trial)
    return sorted(by_rows.values(), key=_worth)


def _worth(alike: list[Trial]) -> tuple[bool, bool, bool, int]:
    """Rows before advice, where the step is open, in a story that there is, catching most."""
    row = alike[0].missing
    if row is None:
        return True, True, True, 0
    return False, row.shut, row.ends, -len(alike)


def _line(trial: Trial) -> str:
    return f"{trial.mutant.place.file}:{trial.mutant.place.line}"


def _show_survivors(page: Screen, alike: list[Trial], beside: str) -> None:
    for trial in alike:
        mutant = trial.mutant
        page.line(
            ("survived: ", "bold red"),
            (mutant.name, "bold"),
            (f"   {_line(trial)}", "dim"),
            indent=2,
        )
        page.line(f"{mutant.was} -> {mutant.becomes or '(taken out)'}", indent=4)
    row = alike[0].missing
    if row is None:
        page.line(
            f"{alike[0].advice}; or, if it changes nothing, say why under `equivalent` in {beside}:",
            indent=4,
        )
        page.line(f"  {alike[0].mutant.name}: the reason why", whole=True)
        return
    _show_rows(page, row, "would be caught")


def _show_rows(page: Screen, missing: Missing, what: str) -> None:
    day = missing.counts_from
    counts = "" if day is None else f", that counts from {_day(day)}"
    page.line(f"{what} {missing.where}{counts}, by:", indent=4)
    for row in missing.rows:
        page.line(f"      - {row}", whole=True)


def _day(day: date) -> str:
    return f"{short_day(day).replace('  ', ' ')} {day.year}"


def _clauses(proved: tuple[Proved, ...]) -> Iterator[list[Cell]]:
    caught = [f"{each.clause.id}:{each.caught}" for each in proved if each.caught]
    if caught:
        yield ["caught", listed(caught)]
    for what in ("standing duty", "information", "left out"):
        ids = [each.clause.id for each in proved if each.otherwise == what]
        if ids:
            yield [what, listed(ids)]
    bare = [each.clause.id for each in proved if not each.caught and each.otherwise is None]
    if bare:
        yield [("nothing caught", "bold red"), listed(bare)]


def _score(trials: Trials) -> str:
    """How many were caught of all that a person has not named, with a reason that is believed."""
    made, caught = len(trials.made), len(trials.of(Fate.CAUGHT))
    named, survived = len(trials.of(Fate.EQUIVALENT)), trials.of(Fate.SURVIVED)
    # rounded down, so that 100 % means all
    percent = 100 * caught // (made - named) if made > named else 100
    said = [f"{percent} %: {caught} of {made} caught"]
    said += [f"{named} named as changing nothing"] if named else []
    said += [f"{len(survived)} survived"] if survived else []
    disbelieved = sum(1 for trial in survived if trial.reason is not None)
    if disbelieved:
        some = "all" if disbelieved == len(survived) else str(disbelieved)
        said.append(f"{some} of them named and not believed")
    return listed(said)
