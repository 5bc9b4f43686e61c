"""The tables of the provider and the council say what the shipped procedures say; `make pages`."""

from collections.abc import Sequence

import pytest

from tests.docs.pages import ROOT
from tests.docs.variants import (
    NO_RULE,
    PAGE,
    TABLES,
    Variant,
    adopted,
    kept_apart,
    made_anew,
    otherwise,
    variant,
    variants,
)


@pytest.fixture(scope="module")
def both() -> tuple[Variant, Variant]:
    """The provider and the council."""
    return variants()


def rows(table: str) -> list[list[str]]:
    """The cells of a table, row by row, without its head."""
    return [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]


def test_the_page_is_not_stale() -> None:
    page = PAGE.read_text("utf-8")
    assert made_anew(page) == page, "make pages"


def test_a_page_without_a_place_for_a_table_is_told_so() -> None:
    with pytest.raises(AssertionError, match="put <!-- variants: kept apart -->"):
        made_anew("# No tables\n")


def test_every_conflict_rule_stands_in_its_own_column_once_for_each_tie(
    both: Sequence[Variant],
) -> None:
    table = rows(kept_apart(both))
    for column, each in enumerate(both, start=1):
        for conflict in each.procedure.conflicts.values():
            said = "".join(row[column] for row in table)
            assert said.count(f"(`{conflict.name}`, ") == len(conflict.who), conflict.name
            assert not any(f"`{conflict.name}`" in row[3 - column] for row in table)


def test_a_kind_of_person_has_one_row(both: Sequence[Variant]) -> None:
    people = [row[0] for row in rows(kept_apart(both))]
    assert len(people) == len(set(people))
    assert "whoever is complained about in this case" in people
    assert "whoever is or was the investigating officer" in people


def test_each_variant_alone_fills_its_own_column_only(both: Sequence[Variant]) -> None:
    filled = [[cell != NO_RULE for cell in row[1:]] for row in rows(kept_apart(both))]
    assert [True, False] in filled
    assert [False, True] in filled
    assert [False, False] not in filled


def test_a_rule_says_where_it_stands_and_on_which_clauses(both: Sequence[Variant]) -> None:
    table = kept_apart(both)
    assert "(`subject_stands_aside`, base, FC-07, FC-08)" in table
    assert "(`meeting_is_by_another`, policy, FC-12)" in table
    assert "(`independent_person_is_no_partner`, base, REG-2-independent (law))" in table
    assert "save in the stage “Informal resolution” if management thinks it appropriate" in table


def test_what_somebody_has_done_is_told_in_words() -> None:
    oakford = variant("Oakford", ROOT / "docs" / "examples" / "oakford.yaml")
    table = {row[0]: row[1] for row in rows(kept_apart([oakford]))}
    assert "`new_to_it`, policy, O-4" in table["whoever acted in the stage “First answer”"]
    assert "`panel_is_fresh`" in table["whoever is or was the team manager"]
    checked = "may not check the report (`second_pair_of_eyes`, policy, O-5)"
    assert table["whoever did this in the case: write the report"] == checked


def test_every_rule_of_a_base_is_adopted_or_said_not_to_be(both: Sequence[Variant]) -> None:
    table = {row[1].strip("`"): row for row in rows(adopted(both))}
    for each in both:
        adopts = {str(name) for name in each.policy.policy.adopts}
        stated = {*map(str, each.base.facts), *map(str, each.base.conflicts)}
        stated |= {str(name) for steps in each.base.all_steps() for name in steps}
        assert stated <= table.keys()
        assert {name for name in stated if table[name][4] != "not adopted"} == adopts
    assert table["subject_stands_aside"][3:] == ["CH-39-subject", "`may_not` FC-07, `except` FC-08"]
    assert table["two_people_at_stage_two"][3:] == ["REG-17-2", "BC-22"]


def test_what_only_one_variant_has_is_told_of_the_other_as_no_rule(both: Sequence[Variant]) -> None:
    table = {row[0]: row[1:] for row in rows(otherwise(both))}
    assert table["reprisals"][1] == NO_RULE
    assert "`withdrawn`, policy, FC-05" in table["withdrawal"][0]
    assert "`withdrawn`, base, REG-7 (law)" in table["withdrawal"][1]
    assert "BC-33" in table["who may complain"][1]
    assert "complaints log" in table["records"][0]


def test_the_page_has_a_place_for_every_table() -> None:
    page = PAGE.read_text("utf-8")
    assert [f"<!-- variants: {words} -->" in page for words in TABLES] == [True] * len(TABLES)
