"""Diagnostics for programs: JSON, what GitHub Actions marks lines by, SARIF.

Messages keep nothing that a terminal would obey, should one come to be shown there, and
nothing in a file ends a workflow command before its end. Only JSON carries the text as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from complaintflow.diagnostics import Diagnostic, Place, Severity, Witness, in_order, visible


def as_json(diagnostics: Iterable[Diagnostic], files: int) -> dict[str, Any]:
    """Give what `check --format json` prints; the keys are a fixed contract.

    Args:
        diagnostics: in any order; they come out sorted.
        files: how many files were looked at.
    """
    return {"diagnostics": [_as_dict(each) for each in in_order(diagnostics)], "files": files}


def _as_dict(diagnostic: Diagnostic) -> dict[str, Any]:
    at = diagnostic.place
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "help": diagnostic.help,
        "related": [
            {
                "file": related.place.file,
                "line": related.place.line,
                "column": related.place.column,
                "message": related.message,
            }
            for related in diagnostic.related
        ],
        "witness": None if diagnostic.witness is None else _witness(diagnostic.witness),
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "holds": list(witness.holds),
        "is": list(witness.is_),
        "did": list(witness.did),
        "stage": witness.stage,
        "event": witness.event,
    }


GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def github(diagnostic: Diagnostic) -> str:
    """Give the workflow command by which GitHub Actions marks the line in a pull request.

    >>> print(github(Diagnostic("syntax", "a quote is never closed", Place("a.yaml", 2, 5, 2, 9))))
    ::error file=a.yaml,line=2,col=5,endLine=2,endColumn=9,title=syntax::a quote is never closed
    """
    at = diagnostic.place
    pairs = {
        "file": at.file,
        "line": at.line,
        "col": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
        "title": diagnostic.code,
    }
    written = (
        f"{key}={_property(str(value))}" for key, value in pairs.items() if value is not None
    )
    text = _in_full(diagnostic)
    return f"::{GITHUB_LEVELS[diagnostic.severity]} {','.join(written)}::{_command_text(text)}"


def _in_full(diagnostic: Diagnostic) -> str:
    """Give message, help and witness a line each, for programs that know no more than one text."""
    lines = [visible(diagnostic.message)]
    if diagnostic.help is not None:
        lines.append(f"help: {visible(diagnostic.help)}")
    if diagnostic.witness is not None:
        lines.append(f"witness: {visible(str(diagnostic.witness))}")
    return "\n".join(lines)


def _command_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command_text(visible(text)).replace(":", "%3A").replace(",", "%2C")


def sarif(diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """Give a log in SARIF 2.1.0, which code hosts and editors read.

    Columns count characters there too (`columnKind`), so an astral character counts as one.
    """
    ordered = in_order(diagnostics)
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "complaintflow",
                        "rules": [{"id": code} for code in sorted({each.code for each in ordered})],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(each) for each in ordered],
            }
        ],
    }


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": SARIF_LEVELS[diagnostic.severity],
        "message": {"text": _in_full(diagnostic)},
        "locations": [{"physicalLocation": _location(diagnostic.place)}],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(related.place),
                "message": {"text": visible(related.message)},
            }
            for number, related in enumerate(diagnostic.related, 1)
        ]
    return result


def _location(place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    if place.line is not None:
        location["region"] = {key: value for key, value in region.items() if value is not None}
    return location


URI_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def _uri(file: str) -> str:
    # urllib.parse would do this, at the price of importing it wherever a diagnostic is made
    path = file.replace("\\", "/")
    drive = path[1:3] == ":/"
    root = "file://" if path.startswith("/") else f"file:///{path[:2]}" if drive else ""
    octets = (path[2:] if drive else path).encode("utf-8", "surrogatepass")
    return root + "".join(chr(o) if chr(o) in URI_LETTERS else f"%{o:02X}" for o in octets)
