"""`test --mutate` and `test --coverage`: what is printed, and what the exit code says."""

from pathlib import Path

import pytest

from complaintflow.__main__ import main
from tests.policies import HEADER

POLICY = (
    HEADER
    + """\
clauses: {C1: {at: p. 1, says: it}, C2: {at: p. 2, says: it}}
roles: {customer: {title: You}, guest: {title: A guest}}
begins: {came: {by: customer, then: open, cites: C1}}
stages:
  open:
    title: Open
    may: {closed: {by: customer, then: shut, cites: C2}}
ends: {shut: {title: Shut}, lost: {title: Lost}}
"""
)

TOP = """\
complaintflow: 1
policy: small
calendar: england-and-wales
people: {cy: {holds: customer}, gus: {holds: guest}}
scenarios:
  one:
    proves: [C1, C2]
    story:
"""

FIRST = "      - {as_of: 2026-06-01, refuses: {came by gus: came.by, closed by gus: [closed.by, closed.place]}}\n"
CAME = "      - {at: 2026-06-01, by: cy, event: came}\n      - {as_of: 2026-06-01, open: open, may: closed, owed: []}\n"
CLOSED = "      - {at: 2026-06-02, by: cy, event: closed}\n"
ENDED = "      - {as_of: 2026-06-02, ended: shut}\n"
NO_CLOCK = """\
complaintflow: 1
policy: small
equivalent:
  counting.day_one -> same day: no clock runs
  counting.day_one -> next working day: no clock runs
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "small.mutants.yaml").write_text(NO_CLOCK, encoding="utf-8")
    write(tmp_path, FIRST + CAME + CLOSED + ENDED)
    return tmp_path


def write(folder: Path, story: str) -> None:
    (folder / "small.scenarios.yaml").write_text(TOP + story, encoding="utf-8")


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = main([str(word) for word in words])
    told = capsys.readouterr()
    assert told.err == ""
    return code, told.out


def test_where_every_mutant_is_caught_or_equivalent_all_is_well(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Design 7."""
    code, out = run(capsys, "test", folder, "--mutate")
    assert code == 0
    assert "rule mutants of small" in out
    lines = [line.split() for line in out.splitlines()]
    assert ["change", "made", "caught", "survived", "equivalent"] in lines
    assert ["another", "day", "one", "2", "-", "-", "2"] in lines
    assert ["redirect", "`then`", "6", "6", "-", "-"] in lines
    assert ["all", "11", "9", "-", "2"] in lines
    assert "  caught   C1:4, C2:5\n" in out
    assert ["counting.day_one", "->", "same", "day", "no", "clock", "runs"] in lines
    assert out.endswith("100 %: 9 of 9 mutants caught, 2 equivalent\n")
    assert "survived: " not in out


def test_survivors_are_shown_with_the_rows_that_would_catch_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, FIRST + CAME + CLOSED)
    code, out = run(capsys, "test", folder / "small.yaml", "--mutate")
    assert code == 1
    line = next(n for n, text in enumerate(POLICY.splitlines(), 1) if "closed:" in text)
    last = len((TOP + FIRST + CAME + CLOSED).splitlines())
    assert (
        f"  survived: closed.then drop   {folder}/small.yaml:{line}\n"
        "    then: shut -> (taken out)\n"
        f"  survived: closed.then -> open   {folder}/small.yaml:{line}\n"
        "    then: shut -> then: open\n"
        f"  survived: closed.then -> lost   {folder}/small.yaml:{line}\n"
        "    then: shut -> then: lost\n"
        f"    would be caught in one, after the row at line {last}, by:\n"
        "      - {as_of: 2026-06-02, ended: shut}\n"
    ) in out
    assert out.endswith("66 %: 6 of 9 mutants caught, 2 equivalent\n")


def test_a_survivor_that_no_story_comes_near_is_offered_as_an_equivalent(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "small.mutants.yaml").unlink()
    code, out = run(capsys, "test", folder, "--mutate")
    assert code == 1
    assert "say why under `equivalent` in small.mutants.yaml:\n" in out
    assert "\n  counting.day_one -> same day: the reason why\n" in out


def test_a_stale_equivalent_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = NO_CLOCK + "  closed.then drop: so\n"
    (folder / "small.mutants.yaml").write_text(text, encoding="utf-8")
    code, out = run(capsys, "test", folder, "--mutate")
    assert code == 1
    assert 'error[stale-equivalent]: "closed.then drop" is named as equivalent' in out
    assert out.endswith("help: take it out\n")


def test_equivalents_that_cannot_be_read_exit_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "small.mutants.yaml").write_bytes(b"\xff")
    code, out = run(capsys, "test", folder, "--mutate")
    assert code == 2
    assert "error[unreadable-file]" in out


def test_mutants_are_not_tried_while_a_scenario_fails(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, FIRST + CAME + CLOSED + ENDED.replace("shut", "lost"))
    code, out = run(capsys, "test", folder, "--mutate")
    assert code == 1
    assert out.endswith("mutants are tried once every scenario comes out\n")
    assert "rule mutants" not in out


def test_without_the_option_nothing_is_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, FIRST + CAME + CLOSED)
    code, out = run(capsys, "test", folder)
    assert (code, "mutant" in out) == (0, False)


def test_coverage_shows_what_is_not_touched_and_leaves_the_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, CAME)
    code, out = run(capsys, "test", folder, "--coverage")
    assert code == 0
    assert "  steps     1 of 2\n" in out
    assert "  clauses   1 of 2\n" in out
    assert f"    closed   step   {folder}/small.yaml:10\n" in out
    assert f"    shut     end    {folder}/small.yaml:11\n" in out
    assert "  clauses not touched: C2\n" in out
    write(folder, FIRST + CAME + CLOSED + ENDED.replace("shut", "lost"))
    assert run(capsys, "test", folder, "--coverage")[0] == 1


def test_where_all_is_touched_nothing_is_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = POLICY.replace(", lost: {title: Lost}", "")
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    _, out = run(capsys, "test", folder, "--coverage")
    assert "  ends      1 of 1\n" in out
    assert "not touched" not in out


def test_a_change_that_does_not_load_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = POLICY.replace(
        "closed: {by: customer", "closed: {by: customer, within: 1 week of came"
    )
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    _, out = run(capsys, "test", folder, "--mutate")
    assert "  no mutants, since they do not load: closed.within -1\n" in out


def test_every_clause_is_accounted_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = "C2: {at: p. 2, says: it}, C3: {at: p. 3, says: it}, C4: {at: p. 4, says: it}, C5: {at: p. 5, says: it}}"
    policy = POLICY.replace("C2: {at: p. 2, says: it}}", more)
    policy += "left_out: {C3: it is no rule}\ninformation: {what: {says: it, cites: C4}}\n"
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    _, out = run(capsys, "test", folder, "--mutate")
    assert "  caught           C1:4, C2:5\n" in out
    assert "  information      C4\n" in out
    assert "  left out         C3\n" in out
    assert "  nothing caught   C5\n" in out


def test_a_row_after_which_a_story_cannot_go_on_ends_one_of_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = POLICY.replace(
        "by: customer, then: open", "by: customer, how: [speech, writing], then: open"
    )
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    write(folder, FIRST + CAME.replace("event: came", "event: came, how: speech") + CLOSED + ENDED)
    _, out = run(capsys, "test", folder, "--mutate")
    assert (
        "    would be caught in a story of its own, like one but for its rows, by:\n"
        "      - {at: 2026-06-01, by: cy, event: came, how: writing}\n"
    ) in out
