import json

import pytest

from complaintflow.diagnostics import Diagnostic, Place, Related, Severity
from complaintflow.reports import as_json, github, sarif

UNKNOWN_KEY = Diagnostic(
    "unknown-key",
    'a step has no key "copys_to"',
    Place("policy.yaml", 7, 3, 7, 11, "  copys_to: ann"),
    help='did you mean "copies_to"?',
)


def test_json_has_the_keys_of_the_contract_and_no_others() -> None:
    first = Related(Place("policy.yaml", 3, 1, 3, 3), "it is first written here")
    late = Diagnostic("duplicate-key", "twice", Place("policy.yaml", 9, 1, 9, 3), related=(first,))
    early = Diagnostic("unreadable-file", "gone", Place("gone.yaml"), Severity.INFO, help="look")
    report = as_json([late, early], files=2)
    assert json.loads(json.dumps(report)) == {
        "diagnostics": [
            {
                "code": "unreadable-file",
                "severity": "info",
                "message": "gone",
                "file": "gone.yaml",
                "line": None,
                "column": None,
                "end_line": None,
                "end_column": None,
                "help": "look",
                "related": [],
                "witness": None,
            },
            {
                "code": "duplicate-key",
                "severity": "error",
                "message": "twice",
                "file": "policy.yaml",
                "line": 9,
                "column": 1,
                "end_line": 9,
                "end_column": 3,
                "help": None,
                "related": [
                    {
                        "file": "policy.yaml",
                        "line": 3,
                        "column": 1,
                        "message": "it is first written here",
                    }
                ],
                "witness": None,
            },
        ],
        "files": 2,
    }


def test_a_workflow_command_marks_the_line_and_carries_the_help() -> None:
    assert github(UNKNOWN_KEY) == (
        "::error file=policy.yaml,line=7,col=3,endLine=7,endColumn=11,title=unknown-key::"
        'a step has no key "copys_to"%0Ahelp: did you mean "copies_to"?'
    )


def test_a_workflow_command_escapes_what_would_end_a_property_or_the_command() -> None:
    at = Place("a,b:c%.yaml")
    command = github(Diagnostic("x", "100 %\r\n::error::", at, Severity.WARNING))
    assert command == r"::warning file=a%2Cb%3Ac%25.yaml,title=x::100 %25\r\n::error::"


def test_a_remark_is_a_notice_to_github_and_a_note_in_sarif() -> None:
    remark = Diagnostic("no-clause", "m", Place("a.yaml", 1, 1, 1, 2), Severity.INFO)
    assert github(remark).startswith("::notice ")
    assert sarif([remark])["runs"][0]["results"][0]["level"] == "note"


def test_a_sarif_log_has_what_the_standard_requires() -> None:
    first = Related(Place("a b.yaml", 1, 1, 1, 3), "it is first written here")
    twice = Diagnostic("duplicate-key", "twice", Place("a b.yaml", 2, 1, 2, 3), related=(first,))
    log = sarif([twice, UNKNOWN_KEY, Diagnostic("unreadable-file", "gone", Place("gone.yaml"))])
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run = log["runs"][0]
    assert run["tool"]["driver"] == {
        "name": "complaintflow",
        "rules": [{"id": "duplicate-key"}, {"id": "unknown-key"}, {"id": "unreadable-file"}],
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][0] == {
        "ruleId": "duplicate-key",
        "level": "error",
        "message": {"text": "twice"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "a%20b.yaml"},
                    "region": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 3},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "a%20b.yaml"},
                    "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 3},
                },
                "message": {"text": "it is first written here"},
            }
        ],
    }
    assert run["results"][1]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "gone.yaml"}}}
    ]
    assert run["results"][2]["message"]["text"].endswith('\nhelp: did you mean "copies_to"?')


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("procedures/é.yaml", "procedures/%C3%A9.yaml"),
        ("/tmp/a b.yaml", "file:///tmp/a%20b.yaml"),
        (r"C:\rules\a.yaml", "file:///C:/rules/a.yaml"),
        ("half\ud800.yaml", "half%ED%A0%80.yaml"),
    ],
)
def test_a_file_name_becomes_a_uri(file: str, uri: str) -> None:
    result = sarif([Diagnostic("x", "m", Place(file))])["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
