"""Which rules must cite a clause, and which clauses a rule must claim."""

from pathlib import Path

import pytest

from complaintflow.diagnostics import Severity
from complaintflow.files import link_file
from tests.policies import HEADER

SOUND = HEADER + (
    "clauses: {c: {at: x, says: it}}\n"
    "relations: {friend: is a friend}\n"
    "roles: {a: {title: A}, b: {title: B, may_be: friend, cites: c}, d: {title: D, stand_in: a, cites: c}}\n"
    "facts: {f: {means: f, decided_by: a, cites: c}}\n"
    "begins: {x: {by: a, to: [b, d], counts_as: decide, then: s, cites: {by: c, to: c}}}\n"
    "stages: {s: {title: S, if: f, cites: c, may: {z: {by: a, then: e, cites: c}}}}\n"
    "ends: {e: {title: E, unless: f, cites: c}}\n"
    "conflicts: {k: {who: friend, may_not: x, cites: c}}\n"
    "standing_duties: {h: {by: a, says: h, cites: c}}\n"
    "information: {i: {says: i, cites: c}}\n"
    "readings: {r: {bears_on: x, unclear: u, taken_as: t}}\n"
)


def told(folder: Path, text: str) -> list[str]:
    path = folder / "small.yaml"
    path.write_text(text, "utf-8")
    found = link_file(path).problems
    assert all(each.severity is Severity.WARNING for each in found)
    return [f"{each.code}: {each.message}" for each in found]


def test_a_policy_that_cites_all_is_silent(tmp_path: Path) -> None:
    assert told(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("rule", "uncited"),
    [
        ("b", "may_be: friend"),
        ("d", "stand_in: a"),
        ("f", "decided_by: a"),
        ("z", "then: e"),
        ("s", "if: f"),
        ("e", "unless: f"),
        ("k", "may_not: x"),
        ("h", "says: h"),
        ("i", "says: i"),
    ],
)
def test_every_rule_cites_a_clause(rule: str, uncited: str, tmp_path: Path) -> None:
    text = SOUND.replace(f"{uncited}, cites: c", uncited)
    assert told(tmp_path, text) == [f'no-clause: "{rule}" rests on no clause of the source']


def test_a_question_that_is_to_be_answered_in_time_needs_nothing_that_hangs_on_it(
    tmp_path: Path,
) -> None:
    text = SOUND.replace("facts: {", "facts: {g: {means: g, decided_by: a, cites: c}, ")
    assert told(tmp_path, text) == ['unused: nothing names the question "g"']
    assert told(tmp_path, text.replace("means: g,", "means: g, within: 2 weeks of x,")) == []


def test_a_role_and_a_stage_that_rule_nothing_need_no_clause(tmp_path: Path) -> None:
    text = SOUND.replace("{title: A}", '{title: A, holders: one, reach: "1"}')
    assert told(tmp_path, text.replace("E, unless: f, cites: c", "E")) == []


@pytest.mark.parametrize("key", ["by", "to"])
def test_every_key_that_rules_has_its_clause_where_keys_are_cited(key: str, tmp_path: Path) -> None:
    text = SOUND.replace(f"{key}: c, ", "").replace(f", {key}: c", "")
    assert told(tmp_path, text) == [f'no-clause: "x" does not say on which clause `{key}` rests']


def test_a_clause_of_a_base_need_not_be_claimed_by_the_policy(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        'complaintflow: 1\npolicy: {id: base, title: B, version: "1", in_force_from: 2024-01-01}\n'
        "clauses: {B-1: {at: x, says: it}}\nroles: {m: {title: M}}\n"
        "facts: {g: {means: g, decided_by: m}}\n",
        "utf-8",
    )
    text = SOUND.replace('version: "1"', 'version: "1", builds_on: base')
    assert told(tmp_path, text) == []
    assert [each.code for each in link_file(tmp_path / "base.yaml").problems] == [
        "unclaimed-clause",
        "no-clause",
    ]


def test_a_clause_that_is_left_out_with_a_reason_is_accounted_for(tmp_path: Path) -> None:
    text = SOUND.replace("clauses: {", "clauses: {d-1: {at: x, says: it}, ")
    assert told(tmp_path, text) == ['unclaimed-clause: no rule rests on clause "d-1"']
    assert told(tmp_path, text + "left_out: {d-1: it is advice}\n") == []


def test_a_policy_with_errors_is_not_told_of_its_clauses(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SOUND.replace("decided_by: a, cites: c", "decided_by: q"), "utf-8")
    assert [each.code for each in link_file(path).problems] == ["unknown-name"]


BAND = SOUND.replace(
    "may: {z: {by: a, then: e, cites: c}}",
    "must: {v: {by: a, WITHIN, cites: c}}, may: {z: {by: a, sets_time_of: v, then: e, cites: c}}",
)


@pytest.mark.parametrize(
    ("written", "band"),
    [
        ("within: 5 to 9 weeks of x", "5 to 9 weeks"),
        ("aim_within: 5 to 9 weeks of x", "5 to 9 weeks"),
        ("aim_within: 2 to 3 weeks of x, within: 9 weeks of x", "2 to 3 weeks"),
    ],
)
def test_a_band_that_nothing_settles_stays_one(written: str, band: str, tmp_path: Path) -> None:
    text = BAND.replace("WITHIN", written)
    assert told(tmp_path, text) == []
    assert told(tmp_path, text.replace("sets_time_of: v, ", "")) == [
        f'unsettled-band: nothing settles the time of "v", so it stays {band}'
    ]


def test_one_time_needs_nobody_to_settle_it(tmp_path: Path) -> None:
    text = BAND.replace("WITHIN", "within: 9 weeks of x").replace("sets_time_of: v, ", "")
    assert told(tmp_path, text) == []


def test_a_band_of_a_base_is_settled_by_the_policy_on_top(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        'complaintflow: 1\npolicy: {id: base, title: B, version: "1", in_force_from: 2024-01-01}\n'
        "expects: {a: somebody}\nclauses: {B-1: {at: x, says: it}}\n"
        "throughout: {must: {v: {by: a, within: 5 to 9 weeks of start of s, cites: B-1}}}\n".replace(
            "{a: somebody}", "{a: somebody, s: a stage}"
        ),
        "utf-8",
    )
    text = SOUND.replace('version: "1"', 'version: "1", builds_on: base')
    assert told(tmp_path, text) == [
        'unsettled-band: nothing settles the time of "v", so it stays 5 to 9 weeks'
    ]
    settled = text.replace("then: e,", "sets_time_of: v, then: e,")
    assert told(tmp_path, settled) == []


WAY = SOUND.replace(
    "may: {z: {by: a, then: e, cites: c}}",
    "must: {v: {by: a, within: 9 weeks of x, may_extend: {w: {by: a, once: true, cites: c}}, "
    "cites: c}}, may: {z: {by: a, then: e, cites: c}}",
)


def test_a_way_to_more_time_cites_a_clause_and_each_of_its_keys_does(tmp_path: Path) -> None:
    assert told(tmp_path, WAY) == []
    uncited = WAY.replace("once: true, cites: c", "once: true")
    assert told(tmp_path, uncited) == ['no-clause: "w" rests on no clause of the source']
    by_key = WAY.replace("once: true, cites: c", "once: true, cites: {by: c}")
    assert told(tmp_path, by_key) == ['no-clause: "w" does not say on which clause `once` rests']


TIMED = WAY.replace("once: true, cites: c", "once: true, UP_TO cites: c").replace(
    "within: 9 weeks of x,", "WITHIN"
)


@pytest.mark.parametrize(
    ("within", "up_to"),
    [
        ("within: 9 weeks of x", "up_to: 64 calendar days of x"),
        ("within: 11 months of x", "up_to: 1 year of x"),
        ("within: 9 weeks of x", "up_to: 9 working days of x"),
        ("within: 9 weeks of x", "up_to: 9 weeks of w"),
        ("within: 9 weeks beginning with x", "up_to: 9 weeks of x"),
        ("within: 9 clear calendar days of x", "up_to: 9 calendar days of x"),
        ("within: 9 weeks of x, at_latest: 9 weeks of x", ""),
        ("within: 9 weeks of x, at_latest: 8 weeks of z", ""),
    ],
)
def test_times_that_may_each_be_the_longer_draw_no_remark(
    within: str, up_to: str, tmp_path: Path
) -> None:
    text = TIMED.replace("WITHIN", f"{within},").replace("UP_TO", f"{up_to}," if up_to else "")
    assert told(tmp_path, text) == []


@pytest.mark.parametrize(
    ("within", "longest"),
    [("9 weeks of x", "62 calendar days of x"), ("2 years of x", "23 months of x")],
)
def test_a_time_beyond_its_longest_is_told_in_any_units_that_compare(
    within: str, longest: str, tmp_path: Path
) -> None:
    text = TIMED.replace("WITHIN", f"within: {within}, at_latest: {longest},").replace("UP_TO", "")
    own, most = (each.removesuffix(" of x") for each in (within, longest))
    assert told(tmp_path, text) == [
        f'idle-time: the time of "v" is never {own}: it ends after {most} at the latest'
    ]


@pytest.mark.parametrize("up_to", ["9 weeks of x", "63 calendar days of x", "8 weeks of x"])
def test_more_time_that_reaches_no_further_gives_none(up_to: str, tmp_path: Path) -> None:
    text = TIMED.replace("WITHIN", "within: 9 weeks of x,").replace("UP_TO", f"up_to: {up_to},")
    assert told(tmp_path, text) == ['idle-time: "w" gives no more time: "v" has 9 weeks without it']


def test_more_time_within_a_band_may_lengthen_its_shorter_end(tmp_path: Path) -> None:
    text = BAND.replace(
        "cites: c}}, may",
        "may_extend: {w: {by: a, up_to: 8 weeks of x, cites: c}}, cites: c}}, may",
        1,
    )
    assert told(tmp_path, text.replace("WITHIN", "within: 5 to 9 weeks of x")) == []
    assert told(tmp_path, text.replace("WITHIN", "within: 8 to 9 weeks of x")) == [
        'idle-time: "w" gives no more time: "v" has 8 to 9 weeks without it'
    ]
