"""A tree held against a model, and the guess at it with which more mistakes are looked for."""

import pytest

from complaintflow.diagnostics import Diagnostic, Place
from complaintflow.language.document import Document, RoleDoc
from complaintflow.language.reader import read
from complaintflow.language.records import RecordDoc
from complaintflow.language.scenario import ScenarioFile
from complaintflow.language.tree import Entries, Scalar
from complaintflow.language.validation import mended, validate, without_echoes
from tests.language.golden import GOOD

HEADER = """\
complaintflow: 1
policy: {id: a, title: A, version: "1", in_force_from: 2026-01-01}
"""


def tree(text: str) -> Entries:
    found, _ = read(text, "a.yaml")
    assert found is not None
    return found


def guess(text: str) -> Document:
    found, _ = mended(tree(text), Document)
    assert found is not None
    return found


def role(text: str, name: str) -> RoleDoc:
    return guess(text).roles[Scalar(name)]


def lost(text: str) -> frozenset[str]:
    return mended(tree(text), Document)[1]


def test_what_is_right_needs_no_mending() -> None:
    text = (GOOD / "everything.yaml").read_text("utf-8")
    found, problems = validate(tree(text), Document)
    assert problems == []
    assert mended(tree(text), Document) == (found, frozenset())


def test_the_tree_that_is_mended_stays_as_it_is() -> None:
    given = tree(HEADER + "rolse: {a: {titel: A}}\n")
    mended(given, Document)
    assert list(given) == ["complaintflow", "policy", "rolse"]
    assert given[Scalar("rolse")] == {"a": {"titel": "A"}}


def test_a_misspelt_key_is_taken_for_the_one_that_was_meant() -> None:
    found = guess(HEADER + "rolse: {a: {titel: A}}\n")
    assert found.roles[Scalar("a")].title == "A"


@pytest.mark.parametrize("key", ["in", "strange_word"])
def test_a_key_of_which_nobody_knows_what_it_means_is_left_out(key: str) -> None:
    text = HEADER + f"roles: {{a: {{title: A, {key}: [b, {{c: d}}]}}}}\n"
    assert role(text, "a").title == "A"
    assert lost(text) == {key, "b", "c", "d"}


def test_a_key_that_is_there_already_keeps_its_value() -> None:
    text = HEADER + "roles: {a: {title: A, titel: B}}\n"
    assert role(text, "a").title == "A"
    assert lost(text) == {"titel", "title", "B"}


def test_a_value_of_the_wrong_shape_is_left_out_with_all_that_needs_it() -> None:
    text = HEADER + "roles: {a: {title: {b: c}}, d: {title: D}}\n"
    assert list(guess(text).roles) == ["d"]
    assert lost(text) == {"title", "b", "c", "a"}


def test_an_entry_of_a_list_that_is_wrong_is_left_out() -> None:
    text = HEADER + "roles: {a: {title: A, may_be: [b, [c], d]}, e: {title: E, may_be: [[f]]}}\n"
    assert role(text, "a").may_be == ["b", "d"]
    assert role(text, "e").may_be == []
    assert lost(text) == {"c", "f", "may_be"}


def test_nothing_is_made_of_a_tree_without_what_must_be_there() -> None:
    assert mended(tree("complaintflow: 1\n"), Document) == (None, frozenset())
    assert mended(tree("complaintflow: 1\npolicy: {id: a}\n"), Document)[0] is None


def test_what_speaks_of_a_lost_word_may_be_an_echo() -> None:
    place = Place("a.yaml", 1, 1)
    of_lost = Diagnostic("unknown-name", 'there is no role "a"', place)
    of_other = Diagnostic("unknown-name", 'there is no role "b"', place)
    days = Diagnostic("unknown-calendar", "the document does not say how days are counted", place)
    told = [of_lost, of_other, days]
    assert without_echoes(told, frozenset("a")) == [of_other, days]
    assert without_echoes(told, frozenset(["counting"])) == [of_lost, of_other]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{as_off: 2026-01-01, open: s}", '"as_off" is no key of an entry of `story`'),
        ("{open: s, owed: []}", "an entry of `story` has no `as_of`"),
        ("{event: s, by: a}", "an entry of `story` has no `at`"),
        ("{by: a, open: s}", '"open" is no key of an entry of `story`'),
        ("{at: 2026-01-01, as_of: 2026-01-01}", '"as_of" is no key of an entry of `story`'),
        ("[a]", "an entry of `story` must be keys with values, not a list"),
        ("{as_of: 2026-01-01, due: {a: [b]}}", "`a` must be text, not a list"),
    ],
)
def test_a_row_is_held_against_the_kind_of_row_that_it_looks_like(row: str, message: str) -> None:
    text = f"complaintflow: 1\npolicy: a\ncalendar: c\nscenarios: {{s: {{proves: p, story: [{row}]}}}}\n"
    _, problems = validate(tree(text), ScenarioFile)
    assert message in [each.message for each in problems]


@pytest.mark.parametrize("key", ["[key]", "list", "map", "told", "expected"])
def test_a_key_may_look_like_a_word_of_the_tool_below(key: str) -> None:
    text = HEADER + f'roles: {{"{key}": {{title: A, cites: {{"{key}": [[x]]}}}}}}\n'
    _, problems = validate(tree(text), Document)
    assert all(each.place.line == 3 for each in problems)
    assert problems


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{different_people: [a, b], who: c, may_not: d}", '"different_people" is no key of `x`'),
        ("{different_peple: [a, b]}", '"different_peple" is no key of `x`'),
        ("{different_people: [a, b], except: {if: f}}", '"except" is no key of `x`'),
        ("{different_people: a}", "one alone is kept apart from nothing"),
        ("{whoo: a, may_not: b}", '"whoo" is no key of `x`'),
        ("{who: a, different_people: [a, b]}", '"different_people" is no key of `x`'),
        ("{cites: a}", "`x` has no `who`"),
        ("[a, b]", "`x` must be keys with values, not a list"),
    ],
)
def test_a_conflict_is_held_against_the_kind_of_rule_that_it_looks_like(
    rule: str, message: str
) -> None:
    _, problems = validate(tree(HEADER + f"conflicts: {{x: {rule}}}\n"), Document)
    assert message in [each.message for each in problems]


def test_the_keys_of_a_way_to_more_time_without_its_name_are_told_once() -> None:
    step = "{by: a, within: 1 week of b, may_extend: {by: a, up_to: 2 weeks of b, cites: c}}"
    (wrong,) = validate(tree(HEADER + f"begins: {{b: {step}}}\n"), Document)[1]
    assert wrong.message == "this way to more time has no name"
    assert wrong.help is not None
    assert "below a name" in wrong.help


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("true", None),
        ("True", '"True" cannot stand here'),
        ("false", '"false" cannot stand here'),
        ("twice", '"twice" cannot stand here'),
        ("[true]", "`once` must be text, not a list"),
    ],
)
def test_what_is_said_or_left_out_is_said_with_true(value: str, message: str | None) -> None:
    way = f"{{w: {{by: a, once: {value}}}}}"
    text = HEADER + f"begins: {{b: {{by: a, within: 1 week of b, may_extend: {way}}}}}\n"
    problems = validate(tree(text), Document)[1]
    assert [each.message for each in problems] == ([] if message is None else [message])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("unstated", None),
        ("10 working days of b", None),
        ("weekly", "wrong-shape"),
        ("two months", "wrong-shape"),
        ("often", "wrong-shape"),
        ("as needed", "wrong-shape"),
    ],
)
def test_how_often_is_read_where_the_source_does_not_say(value: str, code: str | None) -> None:
    text = HEADER + f"begins: {{b: {{by: a, every: {value}}}}}\n"
    problems = validate(tree(text), Document)[1]
    assert [each.code for each in problems] == ([] if code is None else [code])


def test_a_person_may_stand_in_relations_to_others() -> None:
    text = (
        "people: {a: {is: {friend: b}}, c: {is: [x, {friend: b}, {friend: [d, e]}]}}\nevents: []\n"
    )
    doc, problems = validate(tree(text), RecordDoc)
    assert not problems
    assert doc is not None
