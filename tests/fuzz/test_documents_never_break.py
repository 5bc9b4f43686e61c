"""Whatever shape a document, a base, a file of scenarios or of events takes: only our own errors.

The real files are changed by chance: a part is put in the place of another, left out, doubled,
buried, or replaced by something odd. `SHUFFLED` in the environment sets how many are tried.
"""

import json
import os
import random
import string
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from complaintflow import files, scenarios
from complaintflow.diagnostics import DefinitionError, Diagnostic, Severity, render
from complaintflow.errors import ComplaintflowError, InputError
from complaintflow.language.reader import read
from complaintflow.language.tree import Entries, Items
from complaintflow.reports import as_json

SHUFFLED = int(os.environ.get("SHUFFLED", "100"))

POLICY, STORIES, BASE, EVENTS = (
    "fusion-care.yaml",
    "fusion-care.scenarios.yaml",
    "bases/provider.yaml",
    "events.json",
)
COUNCIL, COUNCIL_STORIES, COUNCIL_BASE, COUNCIL_EVENTS = (
    "barnsley-childrens-social-care.yaml",
    "barnsley-childrens-social-care.scenarios.yaml",
    "bases/council.yaml",
    "council_events.json",
)

ODD: list[Any] = [
    *["", " ", "\n", "~", "null", "true", "no", "0", "1", "-1", "1e9", "12:30", "010", "last"],
    *[
        "begins",
        "throughout",
        "time",
        "decide",
        "by",
        "first",
        "start of",
        "end of x",
        "a is",
        "is",
    ],
    *[
        "0 working days of x",
        "9999 years of complaint_received",
        "99999 hours of x",
        "20 days of x",
    ],
    *[
        "9999 working days beginning with start of informal",
        "5 working days of",
        "5",
        "to",
        "x to y",
    ],
    *[
        "10 to 20 working days of complaint_received",
        "20 to 10 weeks of x",
        "10-20 days of x",
        "5 to",
    ],
    *["x or y", "or", "x or", "missed x", "missed complaint_received", "receipt of x by y"],
    *["receipt of response_one", "receipt of suggestions_made by team", "did x", "held team"],
    *["acted in stage_one", "unstated", "10 working days", "15 weeks", "1 to 9999 years of x"],
    *["1 month of start of begins", "of of of of of", "FC-01", "FC-99", "informal", "manager"],
    *["subject", "complaint_received", "reprisal", "Europe/London", "Europe", "../x", "a\x00b"],
    *[
        "localtime",
        "scotland",
        "none",
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
        "2026-03-29T01:30",
    ],
    *[
        "2026-03-23T24:00",
        "9999-12-31T24:00",
        "0001-01-01T00:00Z",
        "2026-03-23T25:00",
        "x by",
        "by by by",
    ],
    *[
        "x.y",
        "x.",
        ".",
        "..",
        "report_sent.",
        "report_sent.to",
        "report_sent.to  ",
        ".to complainant",
    ],
    *[
        "fusion-care",
        "provider",
        "fusion-care.scenarios",
        "[key]",
        "list",
        "map",
        "told",
        "expected",
    ],
    *[
        "ann",
        "mo",
        "ein Wört",
        "\u202e",
        "\ud83d\ude00",
        "x" * 500,
        "y " * 200,
        "{}",
        "'",
        '"',
        "`",
    ],
    *[[], {}, [[]], [{}], {"": ""}, {"a": []}, {"[key]": {"[key]": {}}}, {"list": {"map": "x"}}],
    *[
        {"told": {"override": {"told": {"x": "y"}}}},
        {"as_of": {}},
        {"at": []},
        ["a", "a"],
        ["a", []],
    ],
]
"""Things to find where something else belongs."""


def plain(node: Any) -> Any:
    """A tree without its places, to be changed and written out as JSON."""
    if isinstance(node, Entries):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, Items):
        return [plain(each) for each in node]
    return str(node)


def parts(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree: what holds it, and under which key or position."""
    inside = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in inside:
        yield node, key
        if isinstance(value, dict | list):
            yield from parts(value)


def other_words(text: str, chance: random.Random) -> str:
    """A sentence with one of its words left out, doubled, moved or misspelt."""
    words = text.split() or [""]
    at = chance.randrange(len(words))
    kind = chance.randrange(4)
    if kind == 0:
        del words[at]
    elif kind == 1:
        words.insert(at, words[at])
    elif kind == 2:
        chance.shuffle(words)
    else:
        words[at] = words[at][1:] + chance.choice(string.printable)
    return " ".join(words)


def shuffle(tree: Any, chance: random.Random) -> None:
    """Change a tree in one place."""
    every = list(parts(tree))
    if not every:
        return
    holder, key = chance.choice(every)
    other, other_key = chance.choice(every)
    kind = chance.randrange(9)
    if kind == 0:
        holder[key] = json.loads(json.dumps(other[other_key]))
    elif kind == 1:
        del holder[key]
    elif kind == 2:
        holder[key] = json.loads(json.dumps(chance.choice(ODD)))
    elif kind == 3 and isinstance(holder, dict):
        holder[chance.choice([o for o in ODD if isinstance(o, str)])] = holder.pop(key)
    elif kind == 4 and isinstance(holder, dict) and isinstance(other, dict):
        holder[other_key] = holder.pop(key)
    elif kind == 5:
        for _ in range(chance.choice([1, 2, 60])):
            holder[key] = [holder[key]] if chance.random() < 0.5 else {"title": holder[key]}
    elif kind == 6 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif isinstance(holder[key], str):
        holder[key] = other_words(holder[key], chance)
    elif isinstance(holder[key], dict):
        holder[key] = list(holder[key].values()) if chance.random() < 0.5 else "text"


def sound() -> dict[str, Any]:
    """The real files, and a file of events that says everything that one can say."""
    found: dict[str, Any] = {}
    for name in (POLICY, STORIES, BASE, COUNCIL, COUNCIL_STORIES, COUNCIL_BASE):
        tree, problems = read((files.shipped() / name).read_text("utf-8"), name)
        assert not problems
        found[name] = plain(tree)
    found[EVENTS] = {
        "people": {
            "ann": {"holds": "complainant", "is": ["child"], "is_not": "subject"},
            "mo": {"holds": ["manager", "management"], "is": {"subject": "ann"}},
            "sid": {"holds": "social_worker"},
        },
        "facts": {"complains_for_another": "false", "child_concerned": "true"},
        "events": [
            {"at": "2026-03-23", "event": "formal_complaint_received", "by": "ann", "how": "letter"},
            {"at": "2026-03-24T10:00", "event": "supporter_chosen", "by": "ann", "holder": "sid"},
            {"at": "2026-03-25", "event": "investigation", "by": "mo", "id": "inv", "for": "ann"},
            {"at": "2026-03-25", "event": "person_told", "person": "eve", "holds": "manager"},
            {"at": "2026-03-26", "event": "investigation", "by": "eve", "corrects": "inv",
             "known_at": "2026-03-27", "override": {"by": "mo", "why": "it was so"}},
            {"at": "2026-04-01", "event": "report_sent", "by": "mo", "to": ["ann"], "with": "sid",
             "copies_to": "managing_director", "includes": "x", "recorded_in": "y"},
            {"at": "2026-04-02", "event": "report_sent", "by": "mo", "adds_to": "last", "to": "ann"},
            {"at": "2026-04-02", "event": "about", "by": "ann", "answer": "quality"},
            {"at": "2026-04-03", "retracts": "inv", "by": "mo", "because": "it was not so"},
        ],
    }  # fmt: skip
    found[COUNCIL_EVENTS] = {
        "people": {
            "cat": {"holds": "complainant"},
            "tia": {"holds": "team"},
            "hal": {"holds": "handler"},
            "eva": {"holds": "executive_director", "is_not": "employed_by_council"},
        },
        "events": [
            {"at": "2026-03-02", "event": "complaint_received", "by": "cat"},
            {"at": "2026-03-03", "event": "more_time_agreed", "by": "tia", "agreed_by": "cat",
             "settles": "2026-03-06T12:00"},
            {"at": "2026-03-04", "event": "timescale_agreed", "by": "tia", "agreed_by": ["cat"],
             "settles": "15 working days", "id": "agreed"},
            {"at": "2026-03-05", "event": "plan_written", "by": "tia", "signed_by": "complainant",
             "copies_to": "cat", "includes": ["wishes", "timescale"]},
            {"at": "2026-03-20", "event": "response_one", "by": "hal", "to": "cat", "how": "letter",
             "received": {"cat": "2026-03-23", "complainant": "2026-03-24T09:00"}},
            {"at": "2026-03-21", "event": "suggestions_made", "by": "tia",
             "received": {"executive_director": "2026-03-24"}},
        ],
    }  # fmt: skip
    return found


def look_at(found: tuple[Diagnostic, ...]) -> None:
    """Every diagnostic can be shown, has a place, and speaks of the file."""
    for each in found:
        assert render(each)
        assert each.place.line or each.code == "unreadable-file"
    assert as_json(found, 1)["files"] == 1


def check_policy(policy: str = POLICY, base: str = BASE) -> None:
    for name in (policy, base):
        result = files.link_file(name)
        look_at(result.problems)
        errors = [d for d in result.problems if d.severity is Severity.ERROR]
        if errors or result.linked is None or result.linked.procedure is None:
            assert errors or name == base or result.linked is not None
            try:
                files.load(Path(name))
            except (DefinitionError, InputError):
                continue
            raise AssertionError("a document with mistakes was loaded")


def check_council_policy() -> None:
    check_policy(COUNCIL, COUNCIL_BASE)


def check_council_stories() -> None:
    check_stories(COUNCIL_STORIES)


def check_council_events() -> None:
    check_events(COUNCIL_EVENTS, "barnsley-childrens-social-care")


def check_stories(stories: str = STORIES) -> None:
    look_at(files.check([stories]).diagnostics)
    report = scenarios.run(Path(stories))
    look_at(report.problems)
    for told in report.scenarios:
        look_at(told.failures)


def check_events(events: str = EVENTS, policy: str = "fusion-care") -> None:
    procedure = files.load(policy)
    try:
        files.read_record(events, procedure)
    except DefinitionError as wrong:
        look_at(wrong.diagnostics)


SLOW = ((STORIES,), (COUNCIL_STORIES,))


@pytest.mark.parametrize(
    ("changed", "looked_at"),
    [
        ((POLICY,), check_policy),
        ((POLICY, BASE), check_policy),
        ((STORIES,), check_stories),
        ((EVENTS,), check_events),
        ((COUNCIL,), check_council_policy),
        ((COUNCIL, COUNCIL_BASE), check_council_policy),
        ((COUNCIL_STORIES,), check_council_stories),
        ((COUNCIL_EVENTS,), check_council_events),
    ],
    ids=[
        *("policy", "policy and base", "scenarios", "events"),
        *("council policy", "council policy and base", "council scenarios", "council events"),
    ],
)
def test_nothing_but_our_own_errors(
    changed: tuple[str, ...], looked_at: Callable[[], None], tmp_path: Path
) -> None:
    texts = {name: json.dumps(tree) for name, tree in sound().items()}
    (tmp_path / "bases").mkdir()
    chance = random.Random(" ".join(changed))
    with chdir(tmp_path):
        for name, text in texts.items():
            Path(name).write_text(text, "utf-8")
        # a file of scenarios is told as well, which takes five times as long
        for number in range(SHUFFLED // 5 if changed in SLOW else SHUFFLED):
            trees = {name: json.loads(texts[name]) for name in changed}
            for _ in range(chance.choice([1, 1, 2, 4])):
                shuffle(trees[chance.choice(changed)], chance)
            for name, tree in trees.items():
                Path(name).write_text(json.dumps(tree), "utf-8")
            try:
                looked_at()
            except ComplaintflowError as wrong:
                raise AssertionError(
                    f"number {number} is not told in its place: {wrong}"
                ) from wrong
