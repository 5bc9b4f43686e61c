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
    may: {closed: {by: customer, counts_as: decide, then: shut, cites: C2}}
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
NAMED = """\
complaintflow: 1
policy: small
equivalent:
  closed.counts_as drop decide: no conflict points at deciding
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "small.mutants.yaml").write_text(NAMED, encoding="utf-8")
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
    assert "rule mutants of small: one rule changed at a time\n\n  change " in out
    lines = [line.split() for line in out.splitlines()]
    assert ["change", "made", "caught", "survived", "named"] in lines
    assert ["drop", "`counts_as`", "1", "-", "-", "1"] in lines
    assert ["redirect", "`then`", "6", "6", "-", "-"] in lines
    assert ["all", "10", "9", "-", "1"] in lines
    assert "  caught   C1:4, C2:5\n" in out
    assert (
        "named by you as changing nothing\n"
        "  closed.counts_as drop decide   no conflict points at deciding\n"
    ) in out
    assert out.endswith("\n100 %: 9 of 10 caught, 1 named as changing nothing\n")
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
        f"    would be caught in `one`, after the row at line {last}, by:\n"
        "      - {as_of: 2026-06-02, ended: shut}\n"
    ) in out
    score = "66 %: 6 of 10 caught, 1 named as changing nothing, 3 survived\n"
    assert f"rule mutants of small: one rule changed at a time\n\n  {score}" in out
    assert out.endswith(f"\n{score}")


def test_a_survivor_for_which_no_row_is_found_is_offered_as_an_equivalent(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "small.mutants.yaml").unlink()
    code, out = run(capsys, "test", folder, "--mutate")
    assert code == 1
    assert (
        "    no row was found that would catch it; tell a story in which it matters; or, if it"
        " changes nothing, say why under `equivalent` in small.mutants.yaml:\n"
        "  closed.counts_as drop decide: the reason why\n"
    ) in out


def test_the_changes_to_a_rule_that_no_story_shows_at_work_stand_on_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, FIRST.replace(", closed by gus: [closed.by, closed.place]", ""))
    (folder / "small.mutants.yaml").unlink()
    code, out = run(capsys, "test", folder, "--mutate")
    assert code == 1
    line = next(n for n, text in enumerate(POLICY.splitlines(), 1) if "closed:" in text)
    assert (
        "\nchanges to rules that no story shows at work; tell such a story\n"
        f"  no story comes to `closed`: 6 changes   {folder}/small.yaml:{line}\n"
    ) in out
    assert "survived: closed" not in out
    assert "the reason why" not in out


def test_what_is_named_in_order_to_be_rid_of_it_is_not_believed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, FIRST + CAME)
    cheat = "".join(f"  closed.then {to}: no time\n" for to in ("drop", "-> open", "-> lost"))
    (folder / "small.mutants.yaml").write_text(NAMED + cheat, encoding="utf-8")
    code, out = run(capsys, "test", folder, "--mutate")
    assert code == 1
    last = len((TOP + FIRST + CAME).splitlines())
    assert (
        '"closed.then drop", "closed.then -> open", "closed.then -> lost" are named as changing'
        " nothing, and a row would catch them\n"
    ) in out
    assert (
        f"help: take them out; in `one`, after the row at line {last}, put "
        "`{at: 2026-06-01, by: cy, event: closed}`, then `{as_of: 2026-06-01, ended: shut}`\n"
    ) in out
    assert "survived: " not in out
    score = "66 %: 6 of 10 caught, 1 named as changing nothing, 3 survived, all of them named and"
    assert out.endswith(f"\n{score} not believed\n")


def test_rows_that_catch_most_come_first_and_those_of_a_shut_step_last(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = POLICY.replace("then: open, cites", "how: [speech, writing], then: open, cites")
    policy = policy.replace("title: Lost}", "title: Lost, may: {found: {by: guest, cites: C2}}}")
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    write(folder, CAME.replace("event: came", "event: came, how: speech") + CLOSED)
    _, out = run(capsys, "test", folder, "--mutate")
    rows = [line.strip() for line in out.splitlines() if line.startswith("      - ")]
    assert rows == [
        "- {as_of: 2026-06-02, ended: shut}",
        "- {as_of: 2026-06-01, refuses: {came by gus: came.by}}",
        "- {as_of: 2026-06-01, refuses: {closed by gus: closed.by}}",
        "- {at: 2026-06-01, by: cy, event: came, how: writing}",
    ]
    assert "  no story comes to `found`: 4 changes " in out


def test_a_stale_equivalent_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = NAMED + "  closed.then drop: so\n"
    (folder / "small.mutants.yaml").write_text(text, encoding="utf-8")
    code, out = run(capsys, "test", folder, "--mutate")
    assert code == 1
    assert 'error[stale-equivalent]: "closed.then drop" is named as equivalent' in out
    assert "help: take it out\n" in out
    assert out.endswith("\n100 %: 9 of 10 caught, 1 named as changing nothing\n")


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


def test_a_scenario_that_says_it_proves_more_than_it_touches_is_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = POLICY.replace(
        "C2: {at: p. 2, says: it}}", "C2: {at: p. 2, says: it}, C3: {at: p. 3, says: it}}"
    )
    policy += "information: {what: {says: it, cites: C3}}\n"
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    write(folder, CAME)
    top = TOP.replace("[C1, C2]", "[C1, C2, C3]")
    (folder / "small.scenarios.yaml").write_text(top + CAME, encoding="utf-8")
    code, out = run(capsys, "test", folder, "--coverage")
    assert code == 0
    assert (
        "  said to be proved by a scenario that touches nothing of it\n"
        "    one   C2, C3 (information)\n"
    ) in out
    write(folder, CAME + CLOSED)
    assert "said to be proved" not in run(capsys, "test", folder, "--coverage")[1]


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
    assert "  not tried, since the file would then be wrong: closed.within -1\n" in out


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
        "    would be caught in a story of its own, like `one` but for its rows, by:\n"
        "      - {at: 2026-06-01, by: cy, event: came, how: writing}\n"
    ) in out
