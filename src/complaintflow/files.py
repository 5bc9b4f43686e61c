"""Files: find documents and their bases, read them into procedures, read records of events.

The only module of the library that looks for files. Everything else is given values.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from complaintflow import bank_holidays, ledger, public_holidays
from complaintflow.calendars import Calendar
from complaintflow.case import Case
from complaintflow.diagnostics import (
    DefinitionError,
    Diagnostic,
    Place,
    Severity,
    in_order,
    nearest,
)
from complaintflow.errors import InputError
from complaintflow.language.calendar_file import CalendarFile, calendars_of
from complaintflow.language.checks import checked
from complaintflow.language.counting import Calendars
from complaintflow.language.document import Doc, Document
from complaintflow.language.linker import Linked, link
from complaintflow.language.mutants import MutantFile
from complaintflow.language.mutants import check_names as check_mutant_names
from complaintflow.language.operators import mutants
from complaintflow.language.reader import read, read_file
from complaintflow.language.records import Reading, Record, RecordDoc
from complaintflow.language.scenario import ScenarioFile
from complaintflow.language.tree import Entries, Scalar
from complaintflow.language.validation import mended, validate, without_echoes
from complaintflow.language.writing import as_yaml
from complaintflow.procedure import Procedure

SCENARIOS = ".scenarios.yaml"
"""How the name of a scenario file ends; it stands beside the policy whose name it shares."""

MUTANTS = ".mutants.yaml"
"""How the name of a file of equivalent mutants ends; it stands beside its policy too."""

CALENDAR = ".calendar.yaml"
"""How the name of a calendar file ends."""

BESIDE = (SCENARIOS, MUTANTS, CALENDAR)
"""How the names of files end that stand beside a policy and are none."""

UNREADABLE = "unreadable-file"
"""The code of a file that is missing or is no UTF-8 text."""

PathLike = str | os.PathLike[str]

_M = TypeVar("_M", bound=Doc)


def shipped() -> Path:
    """The folder of the procedures that come with the library."""
    inside = Path(__file__).with_name("procedures")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "procedures"


def load(policy: PathLike, *, calendars: Mapping[str, Calendar] | None = None) -> Procedure:
    """Read a policy into a procedure.

    Args:
        policy: a path, or the name of a shipped procedure such as `fusion-care`. A name
            with a slash or ending in `.yaml` is a path.
        calendars: calendars by the names that documents may use under `counting`, for working days
            and for kinds of day of their own; those of the United Kingdom and of other
            countries are known besides.

    Raises:
        DefinitionError: the document or a base of it cannot be used; every mistake is in it.
        InputError: the document is a base, which only others build on.
    """
    path = policy_path(policy)
    result = link_file(path, calendars=calendars)
    errors = [d for d in (*result.problems, *result.lacking) if d.severity is Severity.ERROR]
    if errors:
        raise DefinitionError(errors)
    if result.linked is None or result.linked.procedure is None:
        raise InputError(
            f"{os.fspath(policy)!r} is a base, which other policies build on; load one of those"
        )
    return result.linked.procedure


def policy_path(policy: PathLike) -> Path:
    """Where a policy stands that is named as for `load`.

    Raises:
        InputError: none of that name comes with the library.
    """
    text = os.fspath(policy)
    if (
        isinstance(policy, Path)
        or os.sep in text
        or "/" in text
        or text.endswith((".yaml", ".yml"))
    ):
        return Path(text)
    found = shipped() / f"{text}.yaml"
    if found.is_file() and not found.name.endswith(BESIDE):
        return found
    known = sorted(p.stem for p in shipped().glob("*.yaml") if not p.name.endswith(BESIDE))
    near = nearest(text, known)
    raise InputError(
        f"no procedure called {text!r} comes with the library; "
        + (f"did you mean {near!r}?" if near else f"there are {', '.join(known)}")
        + " (a path has a slash or ends in .yaml)"
    )


@dataclass(frozen=True, slots=True)
class Sources:
    """What a policy was linked from: its documents as trees, bases first, and the calendars."""

    trees: tuple[Entries, ...]
    documents: tuple[Document, ...]
    calendars: Calendars = field(repr=False)

    def relinked(self, changed: Mapping[int, Entries]) -> Linked | None:
        """The policy with other trees in the place of some; None where it cannot be loaded.

        They are validated and linked as the files themselves are.
        """
        documents = list(self.documents)
        for position, tree in changed.items():
            document, wrong = validate(tree, Document)
            if document is None or wrong:
                return None
            documents[position] = document
        linked = link(documents, self.calendars)
        return None if linked.problems else linked


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: what it means, if it reads, and everything that is wrong.

    `sources` are there where the documents read, whatever the names in them mean. `lacking` says
    which calendars must be given before days can be counted; no document is wrong for that.
    """

    linked: Linked | None
    problems: tuple[Diagnostic, ...]
    sources: Sources | None = field(default=None, repr=False)

    @property
    def lacking(self) -> tuple[Diagnostic, ...]:
        """What must be given besides, before a case can be judged."""
        return () if self.linked is None else self.linked.lacking


def link_file(path: PathLike, *, calendars: Mapping[str, Calendar] | None = None) -> FileResult:
    """Read and link a document with its bases; all checks are run, nothing is raised."""
    found = _Found()
    documents = list(_with_bases(Path(path), found, ()))
    if not documents or not found.whole:
        return FileResult(None, in_order(set(found.problems)))
    known = _calendars(calendars or {})
    linked = link(documents, known)
    if found.problems:
        found.add(linked.problems)
        return FileResult(None, in_order(set(found.problems)))
    remarks = [*checked(linked)] if not linked.problems else ()
    trees = tuple(found.trees[document.complaintflow.page.file] for document in documents)
    sources = Sources(trees, tuple(documents), known)
    return FileResult(linked, in_order({*linked.problems, *remarks}), sources)


_ALL_IS_THERE = frozenset({"trap-word", "empty-value", "typographic-quotes", "duplicate-key"})
"""Mistakes of the form after which all that is written stands in the tree."""


@dataclass(slots=True)
class _Found:
    """What is wrong so far in files that are read together.

    `lost` are words that were left out of a document to read on; `whole` says whether enough
    is known for a look at the names. No place is told of twice.
    """

    problems: list[Diagnostic] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    whole: bool = True
    seen: set[str] = field(default_factory=set)
    trees: dict[str, Entries] = field(default_factory=dict)

    def add(self, problems: Iterable[Diagnostic]) -> None:
        told = {(d.place.file, d.place.line, d.place.column) for d in self.problems}
        self.problems += (
            d
            for d in without_echoes(problems, frozenset(self.lost))
            if (d.place.file, d.place.line, d.place.column) not in told
        )

    def read(self, path: Path, model: type[_M]) -> tuple[_M | None, bool]:
        """A file as a model, or a guess at it, and whether it is more than a guess."""
        tree, problems = read_file(path)
        self.problems += problems
        self.whole &= all(d.code in _ALL_IS_THERE for d in problems)
        if tree is None:
            self.whole = False
            return None, False
        self.trees[os.fspath(path)] = tree
        doc, wrong = validate(tree, model)
        self.add(wrong)
        if doc is not None:
            return doc, not problems
        doc, lost = mended(tree, model)
        self.lost |= lost
        self.whole &= doc is not None
        return doc, False


def _calendars(given: Mapping[str, Calendar]) -> Calendars:
    def find(name: str) -> Calendar | None:
        return given[name] if name in given else public_holidays.find(name)

    def meant(name: str) -> str | None:
        return public_holidays.meant(name, *given)

    return Calendars((*given, *bank_holidays.NAMES), find, meant, given)


DEEPEST_BASE = 20
"""How many bases may stand on one another below a policy."""


def _with_bases(path: Path, found: _Found, above: tuple[str, ...]) -> Iterator[Document]:
    """The documents of a policy, its bases first, each read once."""
    here = os.path.realpath(path)
    if here in found.seen:
        return
    found.seen.add(here)
    document, _ = found.read(path, Document)
    if document is None:
        return
    for name in document.policy.builds_on:
        base = _base(name, path)
        circular = base is not None and os.path.realpath(base) in (*above, here)
        if base is None or circular or len(above) >= DEEPEST_BASE:
            found.problems.append(_no_base(name, path, circular=circular, found=base is not None))
            found.whole = False
            continue
        yield from _with_bases(base, found, (*above, here))
    yield document


def _base_folders(path: Path) -> tuple[Path, ...]:
    return (path.parent, path.parent / "bases", shipped(), shipped() / "bases")


def _base(name: str, path: Path) -> Path | None:
    """Beside the file, in `bases` beside it, then among the shipped ones; never elsewhere."""
    places = (folder / f"{name}.yaml" for folder in _base_folders(path))
    return next((place for place in places if os.path.isfile(place)), None)  # noqa: PTH113


def _no_base(name: Scalar, path: Path, *, circular: bool, found: bool) -> Diagnostic:
    if circular:
        message = f'"{name}" builds on this document in its turn'
        return Diagnostic(
            "unknown-name", message, name.place, help="a base stands below, not above"
        )
    if found:
        message = f"more than {DEEPEST_BASE} bases stand on one another here"
        return Diagnostic("unknown-name", message, name.place, help="build on fewer")
    known = {
        p.stem
        for folder in _base_folders(path)
        for p in folder.glob("*.yaml")
        if not p.name.endswith(BESIDE) and p != path
    }
    near = nearest(name, known)
    return Diagnostic(
        "unknown-name",
        f'there is no base "{name}" beside this file, in bases/ beside it or in the library',
        name.place,
        help=f"did you mean `{near}`?" if near else "there are " + ", ".join(sorted(known)),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """Every diagnostic of some files, in order, and how many files were judged.

    `left_out` are files of events in the folders named: what happened is no document.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: int
    left_out: int = 0


def check(
    paths: PathLike | Iterable[PathLike],
    *,
    calendars: Mapping[str, Calendar] | None = None,
    on_file: Callable[[Path], None] = lambda _: None,
) -> Checked:
    """Check documents and the files beside them; of a folder, all that it holds.

    A calendar file among them is known to the documents. Files of events in a folder are left out:
    what happened is judged under a policy, by `audit`.

    Args:
        paths: files or folders, or one alone.
        calendars: as for `load`.
        on_file: called with each file before it is read, to show progress.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    named = {Path(path) for path in given}
    among = [*_yaml_files(given)]
    read_ = read_calendars([p for p in among if p.name.endswith(CALENDAR)], calendars=calendars)
    calendars = {**(calendars or {}), **read_.calendars}
    found = set(read_.problems)
    files = left_out = 0
    for path in among:
        on_file(path)
        files += 1
        if path.name.endswith(CALENDAR):
            continue
        if path.name.endswith(SCENARIOS):
            found.update(read_scenarios(path, calendars=calendars, to_tell=False).problems)
        elif path.name.endswith(MUTANTS):
            found.update(read_mutants(path, calendars=calendars).problems)
        else:
            result = link_file(path, calendars=calendars)
            events = _events_in(path) if result.linked is None else None
            if events is None:
                found.update(result.problems)
            elif path in named:
                found.add(_no_policy(path, events))
            else:
                left_out += 1
    return Checked(in_order(found), files - left_out, left_out)


def _events_in(path: Path) -> Scalar | None:
    """The first key of a file of events, as an application or `play` writes it; else None."""
    tree, _ = read_file(path)
    if tree is None or {"complaintflow", "policy"} & set(tree):
        return None
    return next((key for key in tree if key in ("people", "events")), None)


def _no_policy(path: Path, key: Scalar) -> Diagnostic:
    return Diagnostic(
        "not-a-document",
        "this is a file of events, which is judged under a policy",
        key.place,
        severity=Severity.INFO,
        help=f"type `complaintflow case POLICY {path}`, or `audit` in the place of `case`",
    )


def _yaml_files(paths: Iterable[PathLike]) -> Iterator[Path]:
    """The files named, and those in the folders named; each once, in the order given."""
    once: dict[str, Path] = {}
    for given in paths:
        for file in _in(given):
            once.setdefault(os.path.realpath(file), file)
    return iter(once.values())


def _in(given: PathLike) -> list[Path]:
    """A file that is named, whatever it is; of a folder the files that it holds."""
    if not os.fspath(given):
        raise InputError("a path is empty; name a file or a folder")
    path = Path(given)
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir refuses a name that is too long
        return [path]
    return sorted(
        Path(folder, name)
        for folder, _, names in os.walk(path)
        for name in names
        if name.endswith((".yaml", ".yml")) and _may_be_read(os.path.join(folder, name))  # noqa: PTH118
    )


def _may_be_read(path: str) -> bool:
    """Whether a name in a folder is a file, or a broken link to one: not a pipe or a device."""
    return os.path.isfile(path) or os.path.islink(path)  # noqa: PTH113, PTH114


def scenario_files(paths: Iterable[PathLike]) -> Iterator[Path]:
    """The scenario files among some paths, each once.

    Of a folder those that it holds; a policy that is named stands for the one beside it.
    """
    seen: set[str] = set()
    for given in paths:
        for path in _in(given):
            is_named = path == Path(given)
            file = path if path.name.endswith(SCENARIOS) or not is_named else _beside(path)
            if file.name.endswith(SCENARIOS) and os.path.realpath(file) not in seen:
                seen.add(os.path.realpath(file))
                yield file


def _beside(policy: Path) -> Path:
    return policy.with_name(policy.stem + SCENARIOS)


@dataclass(frozen=True, slots=True)
class Scenarios:
    """A scenario file and the policy beside it; both None where something is wrong."""

    path: Path
    procedure: Procedure | None
    doc: ScenarioFile | None
    problems: tuple[Diagnostic, ...]
    sources: Sources | None = field(default=None, repr=False)


def read_scenarios(
    path: PathLike,
    *,
    calendars: Mapping[str, Calendar] | None = None,
    to_tell: bool = True,
) -> Scenarios:
    """Read a scenario file, with the policy that stands beside it.

    Args:
        path: where it stands.
        calendars: as for `load`.
        to_tell: whether its stories are to be told, which takes every calendar of the policy.
    """
    from complaintflow.language.stories import check_names

    path = Path(path)
    found = _Found()
    doc, sound = found.read(path, ScenarioFile)
    policy = path.with_name(path.name.removesuffix(SCENARIOS) + ".yaml")
    result = link_file(policy, calendars=calendars)
    wrong = (*result.problems, *(result.lacking if to_tell else ()))
    errors = [d for d in wrong if d.severity is Severity.ERROR]
    if errors or result.linked is None or result.linked.procedure is None:
        return Scenarios(path, None, None, in_order({*found.problems, *errors}))
    procedure = result.linked.procedure
    if doc is not None and found.whole:
        found.add(check_names(procedure, doc))
    if found.problems or not sound:
        return Scenarios(path, None, None, in_order(set(found.problems)))
    return Scenarios(path, procedure, doc, (), result.sources)


@dataclass(frozen=True, slots=True)
class Equivalents:
    """A file of equivalent mutants, None where it is missing or something in it is wrong."""

    path: Path
    doc: MutantFile | None
    problems: tuple[Diagnostic, ...]


def read_mutants(path: PathLike, *, calendars: Mapping[str, Calendar] | None = None) -> Equivalents:
    """Read the mutants that are named as equivalent, with the policy that stands beside them."""
    path = Path(path)
    found = _Found()
    doc, sound = found.read(path, MutantFile)
    result = link_file(
        path.with_name(path.name.removesuffix(MUTANTS) + ".yaml"), calendars=calendars
    )
    errors = [d for d in result.problems if d.severity is Severity.ERROR]
    if doc is not None and found.whole and result.sources is not None and not errors:
        names = [mutant.name for mutant in mutants(result.sources.trees)]
        found.add(check_mutant_names(doc, result.sources.documents[-1].policy.id, names))
    problems = in_order({*found.problems, *errors})
    return Equivalents(path, doc if sound and not problems else None, problems)


@dataclass(frozen=True, slots=True)
class CalendarFiles:
    """The calendars of some files by their names, and all that is wrong in the files."""

    calendars: Mapping[str, Calendar]
    problems: tuple[Diagnostic, ...]


def read_calendar(path: PathLike, *, calendars: Mapping[str, Calendar] | None = None) -> Calendar:
    """Read a calendar file.

    Args:
        path: where it stands.
        calendars: calendars on which it may build, by name; those of the United Kingdom and of other
            countries are known besides.

    Raises:
        DefinitionError: it cannot be used; every mistake is in it.
    """
    read_ = read_calendars([path], calendars=calendars)
    if read_.problems:
        raise DefinitionError(read_.problems)
    return next(iter(read_.calendars.values()))


def read_calendars(
    paths: Iterable[PathLike], *, calendars: Mapping[str, Calendar] | None = None
) -> CalendarFiles:
    """Read calendar files, of a folder all that it holds; they may build on one another."""
    found = _Found()
    paths = {os.path.realpath(p): p for given in paths for p in _calendars_in(given)}
    read_ = [found.read(path, CalendarFile) for path in paths.values()]
    sound = [doc for doc, is_sound in read_ if doc is not None and is_sound]
    unsound = [doc for doc, is_sound in read_ if doc is not None and not is_sound]
    made, problems = calendars_of(
        sound,
        lambda above: _calendars({**(calendars or {}), **above}),
        broken={str(doc.calendar.name) for doc in unsound},
    )
    found.add(problems)
    return CalendarFiles(made, in_order(set(found.problems)))


def _calendars_in(given: PathLike) -> list[Path]:
    """A file that is named, whatever it is called; of a folder its calendar files."""
    found = _in(given)
    return found if found == [Path(given)] else [p for p in found if p.name.endswith(CALENDAR)]


def mutants_beside(scenarios: Path) -> Path:
    """Where the equivalent mutants of the policy of a scenario file stand, if there are any."""
    return scenarios.with_name(scenarios.name.removesuffix(SCENARIOS) + MUTANTS)


def read_record(path: PathLike, procedure: Procedure) -> Record:
    """Read a file of events, YAML or JSON, for a case under a procedure.

    Raises:
        DefinitionError: it does not read, or names what the procedure does not know.
    """
    found = _Found()
    doc, _ = found.read(Path(path), RecordDoc)
    if doc is None or not found.whole:
        raise DefinitionError(set(found.problems))
    reading = Reading(procedure)
    record = reading.record(doc)
    found.add(reading.problems)
    if found.problems:
        raise DefinitionError(set(found.problems))
    return record


def write_record(
    path: PathLike, procedure: Procedure, case: Case, *, overwrite: bool = False
) -> None:
    """Write a case as a file of events, JSON where the name ends in `.json`, else YAML.

    `read_record` reads it, and `case_of` makes the same case of that. Nothing is written that
    would not read.

    Raises:
        FileExistsError: the file is there, and is not to be overwritten.
        InputError: something in the case cannot stand in a record, as for `rows`.
        DefinitionError: the file would be longer than those that are read.
    """
    document = ledger.record(procedure, case)
    name = os.fspath(path)
    if name.endswith(".json"):
        laid_out = json.dumps(document, ensure_ascii=False, indent=2)
        text = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in laid_out)
    else:
        text = as_yaml(document)
    write_text(path, text, overwrite=overwrite)


def write_text(path: PathLike, text: str, *, overwrite: bool = False) -> None:
    """Write a file of ours, once its text has been seen to read.

    Raises:
        FileExistsError: the file is there, and is not to be overwritten.
        DefinitionError: the text does not read.
    """
    _, problems = read(text, os.fspath(path))
    if problems:
        raise DefinitionError(problems)
    with Path(path).open("w" if overwrite else "x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def unreadable(path: PathLike, why: str) -> Diagnostic:
    """The diagnostic of a file that is missing or is no text."""
    return Diagnostic(UNREADABLE, why, Place(os.fspath(path)))
