"""Every mistake that is told: one file a mistake in `bad`, with what is printed beside it.

What is in `good` must be silent, but for what is remarked of one that is meant so.
"""

import re
from pathlib import Path

import pytest

from complaintflow.calendars import EVERY_DAY
from complaintflow.diagnostics import Diagnostic, Severity
from complaintflow.files import BESIDE, check, load
from tests.language.golden import (
    BAD,
    GOOD,
    calendars,
    equivalents,
    events,
    found_in,
    policies,
    scenarios,
    shown,
)

ALL = [*policies(), *events(), *scenarios(), *equivalents(), *calendars()]

CODES = {
    "bare-days",
    "cannot-happen",
    "circular-exception",
    "circular-question",
    "circular-time",
    "counted-from-itself",
    "due-out-of-order",
    "duplicate-key",
    "empty-value",
    "idle-acceptance",
    "idle-conflict",
    "idle-time",
    "impossible-body",
    "name-clash",
    "no-clause",
    "no-way-out",
    "nobody-grants",
    "nobody-left",
    "not-a-document",
    "not-read-yet",
    "nothing-begins",
    "syntax",
    "too-large",
    "trap-word",
    "typographic-quotes",
    "unclaimed-clause",
    "unknown-calendar",
    "unknown-key",
    "unknown-name",
    "unreachable",
    "unreadable-file",
    "unsettled-band",
    "unused",
    "wrong-shape",
}

FOREIGN = re.compile(
    r"[pP]ydantic|[pP]ython|Traceback|validat|instance|\bdict|\btuple|\bmodel\b|\bNone\b|\bstr\b"
    r"|\bint\b|\bTrue\b|\bFalse\b|\binput\b|sequence|scalar|regex|'\w+'"
)
"""Words of programmers, which the keepers of a policy need not know."""


def name_of(path: Path) -> str:
    return path.relative_to(BAD).with_suffix("").as_posix()


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_a_mistake_is_told_in_these_words(path: Path) -> None:
    assert shown(found_in(path)) == path.with_suffix(".out").read_text("utf-8")


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_every_mistake_says_what_to_do_and_where(path: Path) -> None:
    for each in found_in(path):
        assert each.help
        assert each.place.line or each.code == "unreadable-file"
        assert not FOREIGN.search(each.message + " " + each.help)


@pytest.mark.parametrize("path", [p for p in ALL if not p.name.startswith("several-")], ids=name_of)
def test_one_mistake_gives_one_report(path: Path) -> None:
    assert len(found_in(path)) == 1


@pytest.mark.parametrize("path", [p for p in ALL if p.name.startswith("several-")], ids=name_of)
def test_several_mistakes_are_told_together_in_the_order_of_the_file(path: Path) -> None:
    found = found_in(path)
    places = [(each.place.line, each.place.column) for each in found]
    assert len(found) > 1
    assert places == sorted(places, key=lambda place: (place[0] or 0, place[1] or 0))


def test_there_is_a_file_for_every_code() -> None:
    def codes(found: tuple[Diagnostic, ...]) -> set[str]:
        return {each.code for each in found}

    assert set().union(*(codes(found_in(path)) for path in ALL)) == CODES


REMARKS = {"clocks": [("due-out-of-order", Severity.INFO)]}
"""By policy in `good`, what `check` tells though it is right: its leaflet has a cut-off and day one
the day after, word for word."""


@pytest.mark.parametrize("path", sorted(GOOD.rglob("*.yaml")), ids=lambda path: path.stem)
def test_what_is_right_is_silent(path: Path) -> None:
    told = [(each.code, each.severity) for each in check([path]).diagnostics]
    assert told == REMARKS.get(path.stem, [])


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(GOOD.glob("*.yaml")) if not p.name.endswith(BESIDE)],
    ids=lambda path: path.stem,
)
def test_what_is_right_can_be_used(path: Path) -> None:
    assert load(path, calendars={"school days": EVERY_DAY}).id == path.stem


def test_every_out_file_belongs_to_a_file() -> None:
    assert {path.with_suffix(".yaml") for path in BAD.rglob("*.out")} == set(ALL)
