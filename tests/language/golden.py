"""What `check` prints for every file in `bad`, kept beside it.

`python -m tests.language.golden` writes the `.out` files anew; read the difference before you
keep it.
"""

import shutil
from collections.abc import Iterable
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from complaintflow.diagnostics import DefinitionError, Diagnostic, Place, render
from complaintflow.files import check, load, read_calendars, read_record

HERE = Path(__file__).parent
BAD, GOOD = HERE / "bad", HERE / "good"


def policy_of(path: Path) -> Path:
    """The policy of events, scenarios or equivalent mutants in `bad`: `# under NAME`, or small."""
    first = path.read_text("utf-8", "replace").partition("\n")[0]
    return (
        GOOD / f"{first.removeprefix('# under ') if first.startswith('# under ') else 'small'}.yaml"
    )


def policies() -> list[Path]:
    return sorted(BAD.glob("*.yaml"))


def events() -> list[Path]:
    return sorted((BAD / "events").glob("*.yaml"))


def scenarios() -> list[Path]:
    return sorted((BAD / "scenarios").glob("*.yaml"))


def equivalents() -> list[Path]:
    return sorted((BAD / "mutants").glob("*.yaml"))


def calendars() -> list[Path]:
    return sorted((BAD / "calendars").glob("*.yaml"))


def found_in(path: Path) -> tuple[Diagnostic, ...]:
    """Everything that is told of a file, the files called by their names alone."""
    if path.parent.name in ("scenarios", "mutants"):
        return _beside(path, path.parent.name)
    with chdir(path.parent):
        if path.parent.name == "calendars":
            return read_calendars([path.name]).problems
        if path.parent.name == "bad":
            return check([path.name]).diagnostics
        try:
            read_record(path.name, load(policy_of(path)))
        except DefinitionError as wrong:
            return wrong.diagnostics
    return ()


def _beside(path: Path, kind: str) -> tuple[Diagnostic, ...]:
    """What stands beside a policy has its name, and so is read in such a place."""

    def renamed(place: Place) -> Place:
        return replace(place, file=path.name if kind in place.file else place.file)

    with TemporaryDirectory() as folder, chdir(folder):
        policy = policy_of(path)
        shutil.copy(policy, policy.name)
        shutil.copy(path, f"{policy.stem}.{kind}.yaml")
        found = check([f"{policy.stem}.{kind}.yaml"]).diagnostics
    return tuple(
        replace(
            each,
            place=renamed(each.place),
            related=tuple(replace(r, place=renamed(r.place)) for r in each.related),
        )
        for each in found
    )


def shown(found: Iterable[Diagnostic]) -> str:
    return "\n\n".join(render(each) for each in found) + "\n"


if __name__ == "__main__":
    for each in (*policies(), *events(), *scenarios(), *equivalents(), *calendars()):
        each.with_suffix(".out").write_text(shown(found_in(each)), "utf-8")
