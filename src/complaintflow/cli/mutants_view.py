"""Rule mutants on a page: operator by operator, what survived and the row that would catch it."""

from collections.abc import Iterable, Iterator

from complaintflow.cli.screen import Cell, Screen
from complaintflow.cli.wording import counted, listed
from complaintflow.files import MUTANTS, SCENARIOS
from complaintflow.language.alterations import Operator
from complaintflow.scenarios import Fate, Missing, Proved, Trial, Trials


def show_mutants(page: Screen, trials: Trials) -> None:
    """The counts, the survivors, the clauses, the equivalents, and the score."""
    page.line((f"rule mutants of {trials.report.policy}", "bold"))
    page.line()
    page.table(_counts(trials))
    lost = trials.of(Fate.NOT_LOADED)
    if lost:
        names = listed(trial.mutant.name for trial in lost)
        page.line((f"no mutants, since they do not load: {names}", "dim"), indent=2)
    beside = trials.report.path.name.removesuffix(SCENARIOS) + MUTANTS
    for alike in _alike(trials.of(Fate.SURVIVED)):
        page.line()
        _show_survivors(page, alike, beside)
    page.heading("clauses, and how many changes to the rules that rest on them were caught")
    page.table(_clauses(trials.clauses))
    if named := trials.of(Fate.EQUIVALENT):
        page.heading("equivalent: these change nothing")
        page.table([trial.mutant.name, (trial.reason or "", "dim")] for trial in named)
    page.line()
    page.line((_score(trials), "bold green" if trials.passed else "bold red"))


def _counts(trials: Trials) -> Iterator[list[Cell]]:
    yield [
        ("change", "dim"),
        *((word, "dim") for word in ("made", "caught", "survived", "equivalent")),
    ]
    for operator in Operator:
        of_it = [trial for trial in trials.made if trial.mutant.operator is operator]
        if of_it:
            yield [operator.value, *_row(of_it)]
    yield [("all", "bold"), *_row(trials.made)]


def _row(trials: list[Trial] | tuple[Trial, ...]) -> Iterator[Cell]:
    yield f"{len(trials):4}"
    for fate in (Fate.CAUGHT, Fate.SURVIVED, Fate.EQUIVALENT):
        n = sum(1 for trial in trials if trial.fate is fate)
        style = "bold red" if fate is Fate.SURVIVED and n else ""
        yield (f"{n or '-':>{len(fate)}}", style)


def _alike(survivors: Iterable[Trial]) -> Iterator[list[Trial]]:
    """Survivors that the same rows would catch, together."""
    by_rows: dict[Missing | str, list[Trial]] = {}
    for trial in survivors:
        by_rows.setdefault(trial.missing or trial.mutant.name, []).append(trial)
    yield from by_rows.values()


def _show_survivors(page: Screen, alike: list[Trial], beside: str) -> None:
    for trial in alike:
        mutant = trial.mutant
        where = f"{mutant.place.file}:{mutant.place.line}"
        page.line(
            ("survived: ", "bold red"), (mutant.name, "bold"), (f"   {where}", "dim"), indent=2
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
    page.line(f"would be caught {_where(row)}, by:", indent=4)
    for each in row.rows:
        page.line(f"      - {each}", whole=True)


def _where(row: Missing) -> str:
    at = None if row.after is None else f"the row at line {row.after.line}"
    if row.ends:
        so_far = f"up to {at}" if at is not None else "but for its rows"
        return f"in a story of its own, like {row.story} {so_far}"
    return f"in {row.story}, " + (f"after {at}" if at is not None else "at its beginning")


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
    caught, named = len(trials.of(Fate.CAUGHT)), len(trials.of(Fate.EQUIVALENT))
    of = len(trials.made) - named
    # rounded down, so that 100 % means all
    percent = 100 * caught // of if of else 100
    said = f"{percent} %: {caught} of {counted(of, 'mutant')} caught"
    return said + (f", {named} equivalent" if named else "")
