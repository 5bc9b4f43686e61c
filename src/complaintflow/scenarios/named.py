"""The changes that a person has named as changing nothing, and why some are not believed.

A name is stale where a story catches the change, or it does not load. It is not believed where a row is found
that would catch it, or where no story shows the rule at work: nobody has looked then.
"""

from collections.abc import Iterator, Mapping, Sequence

from complaintflow.diagnostics import Diagnostic, quoted
from complaintflow.language.tree import Scalar
from complaintflow.scenarios.states import Missing

STALE = "stale-equivalent"
"""The code of a mutant that is named as equivalent and is none: caught, or it does not load."""

NOT_EQUIVALENT = "not-equivalent"
"""The code of a mutant that is named as equivalent and not believed."""

FEW = 3
"""How many names are told one by one."""


def caught(name: Scalar, by: Diagnostic) -> Diagnostic:
    """Of a name whose change makes a story fail."""
    where = f"{by.place.file}:{by.place.line}"
    message = f"{quoted(name)} is named as equivalent, and a story catches it: {where}"
    return Diagnostic(STALE, message, name.place, help="take it out")


def unloaded(name: Scalar) -> Diagnostic:
    """Of a name whose change makes a document that is wrong."""
    message = f"{quoted(name)} is named as equivalent, and does not load, so it is no mutant"
    return Diagnostic(STALE, message, name.place, help="take it out")


def disbelieved(
    told_apart: Mapping[Missing, Sequence[Scalar]], unreached: Mapping[str, Sequence[Scalar]]
) -> Iterator[Diagnostic]:
    """Of the names that are not believed, those together that the same row or story would settle.

    Args:
        told_apart: by the row that would catch them.
        unreached: by what no story does, as `Reached.lacks` says it.
    """
    for missing, names in told_apart.items():
        rows = ", then ".join(f"`{row}`" for row in missing.rows)
        yield _disbelieved(
            names,
            "a row would catch " + _it(names),
            f"take {_it(names)} out; {missing.where}, put {rows}",
        )
    for lacks, names in unreached.items():
        yield _disbelieved(names, lacks, f"tell such a story, or take {_it(names)} out")


def _disbelieved(names: Sequence[Scalar], why: str, mend: str) -> Diagnostic:
    said = ", ".join(map(quoted, names[:FEW]))
    more = len(names) - FEW
    said += f" and {more} more" if more > 0 else ""
    are = "is" if len(names) == 1 else "are"
    message = f"{said} {are} named as changing nothing, and {why}"
    return Diagnostic(NOT_EQUIVALENT, message, names[0].place, help=mend)


def _it(names: Sequence[Scalar]) -> str:
    return "it" if len(names) == 1 else "them"
