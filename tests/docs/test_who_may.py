"""The tables of who may do what say what the engine answers; `make pages`."""

from collections.abc import Sequence

import pytest

from tests.docs.variants import Variant, variants
from tests.docs.who_may import AS_EVER, PAGE, PLAIN, YES, cell, made_anew, ties, truths
from tests.policies import policy


@pytest.fixture(scope="module")
def both() -> tuple[Variant, Variant]:
    """The provider and the council."""
    return variants()


def test_the_page_is_not_stale(both: Sequence[Variant]) -> None:
    page = PAGE.read_text("utf-8")
    assert made_anew(page, both) == page, "make pages"


def test_a_page_without_a_place_for_a_table_is_told_so(both: Sequence[Variant]) -> None:
    with pytest.raises(AssertionError, match="put <!-- who may: provider -->"):
        made_anew("# No tables\n", both)


def test_a_tie_that_comes_of_what_was_done_must_be_told_to_the_table() -> None:
    law = policy(SMALL.replace("who: subject", "who: did came"))
    with pytest.raises(AssertionError, match="tell the table how did came comes about"):
        ties(law)


SMALL = """
relations: {subject: is complained about}
roles:
  customer: {title: You}
  officer: {title: An officer, stand_in: deputy}
  deputy: {title: A deputy}
begins: {came: {by: customer, then: first}}
stages: {first: {title: First, must: {looked: {by: officer, counts_as: consider}}}}
ends: {shut: {title: Shut}}
conflicts: {aside: {who: subject, may_not: consider}}
"""


def test_a_cell_says_whether_one_may_and_who_may_instead() -> None:
    law = policy(SMALL)
    plain, subject = ties(law)
    assert plain is PLAIN
    assert cell(law, law.steps["looked"], "officer", plain) == YES
    assert cell(law, law.steps["looked"], "officer", subject) == "**no**: `aside` (). A deputy may"


def test_every_rule_that_keeps_somebody_from_an_act_stands_in_its_table(
    both: Sequence[Variant],
) -> None:
    missing = {
        name
        for each in both
        for name in each.procedure.conflicts
        if f"`{name}`" not in truths(each)
    }
    assert missing == {"subject_is_no_stand_in"}  # of an office that acts only when it is named


def test_every_duty_stands_in_a_table_once_for_each_office(both: Sequence[Variant]) -> None:
    for each in both:
        told = truths(each)
        assert told.count("`withdrawn`") == len(each.procedure.steps["withdrawn"].by)
        assert told.count("`panel_held`") == 1
        assert "`reprisal`" not in told  # which is nobody's
    assert AS_EVER in truths(both[1])
