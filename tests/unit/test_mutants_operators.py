"""Rule mutants: every key of the language that refuses, owes or dates is changed, under a name."""

from collections import Counter
from collections.abc import Sequence

import pytest

from complaintflow.language.alterations import Mutant, Operator
from complaintflow.language.document import Document
from complaintflow.language.edits import as_yaml, at, edited
from complaintflow.language.operators import mutants
from complaintflow.language.reader import read
from complaintflow.language.tree import Entries, Node
from complaintflow.language.validation import validate
from tests.language.golden import GOOD
from tests.policies import HEADER

BASE = """\
complaintflow: 1
policy: {id: base, title: A base, version: "1", in_force_from: 2024-01-01}
clauses: {B1: {at: p. 1, says: it}}
relations: {subject: is complained about}
roles: {officer: {title: The officer}}
facts: {allowed: {means: it is allowed, decided_by: officer, counts_as: decide, cites: B1}}
throughout: {never: {reprisal: {by: officer, cites: B1}}}
conflicts:
  aside: {who: subject, may_not: [consider, decide], except: {in: first, if: allowed}, cites: {may_not: B1, except: B1}}
expects: {first: the first stage}
"""

TOP = (
    HEADER.replace(
        "}\ncounting",
        ", builds_on: base, adopts: {aside: {may_not: C1, except: C1}, reprisal: C1}}\ncounting",
    )
    + """\
clauses: {C1: {at: p. 1, says: it}}
roles:
  customer: {title: You, may_be: [subject, member]}
  deputy:   {title: The deputy, stand_in: officer}
relations: {member: is a member}
facts:
  agreed: {means: it is agreed, decided_by: [customer, officer], asked_if: urgent}
  urgent: {means: it is urgent, answers: [very, somewhat], decided_by: customer}
begins: {came: {by: customer, how: [speech, writing], then: first}}
stages:
  first:
    title: First
    if: urgent is very
    must:
      looked: {by: officer, counts_as: consider, within: 5 working days of came, cites: {by: C1, within: C1}}
      answered:
        by: [officer, deputy]
        to: customer
        with: customer
        copies_to: deputy
        open_to: deputy
        how: writing
        must_include: [findings, advice]
        recorded_in: book
        after: looked
        unless: agreed
        within: 1 calendar day after looked
    may:
      named:  {by: customer, appoints: deputy, from: [officer, customer]}
      pushed: {by: customer, if: agreed, within: 2 weeks beginning with last came, then: shut}
ends: {shut: {title: Shut}}
readings:
  alone: {bears_on: aside, unclear: what, taken_as: that}
  both:  {bears_on: [reprisal, came], unclear: what, taken_as: that}
"""
)


def trees() -> tuple[Entries, ...]:
    read_ = [read(BASE, "base.yaml"), read(TOP, "top.yaml")]
    assert [problems for _, problems in read_] == [[], []]
    return tuple(tree for tree, _ in read_ if tree is not None)


def names(found: Sequence[Mutant], operator: Operator) -> list[str]:
    return [mutant.name for mutant in found if mutant.operator is operator]


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Operator.DROP_WITHIN, ["looked.within drop", "answered.within drop"]),
        (Operator.DROP_WINDOW, ["pushed.within drop"]),
        (Operator.LONGER, ["looked.within +1", "answered.within +1", "pushed.within +1"]),
        (Operator.SHORTER, ["looked.within -1", "answered.within -1", "pushed.within -1"]),
        (
            Operator.OTHER_DAYS,
            ["looked.within in calendar days", "answered.within in working days"],
        ),
        (
            Operator.OTHER_ANCHOR,
            [
                "looked.within of start of first",
                "answered.within after start of first",
                "answered.within after came",
                "pushed.within of start of first",
                "pushed.within of came",
                "pushed.within of named",
            ],
        ),
        (
            Operator.OTHER_DAY_ONE,
            ["counting.day_one -> same day", "counting.day_one -> next working day"],
        ),
        (
            Operator.ANYBODY,
            [
                "came.by anybody",
                "looked.by anybody",
                "answered.by anybody",
                "answered.by drop officer",
                "answered.by drop deputy",
                "named.by anybody",
                "pushed.by anybody",
                "allowed.decided_by anybody",
                "agreed.decided_by anybody",
                "agreed.decided_by drop customer",
                "agreed.decided_by drop officer",
                "urgent.decided_by anybody",
            ],
        ),
        (
            Operator.SOMEBODY_ELSE,
            [
                "came.by -> officer",
                "looked.by -> deputy",
                "answered.by -> customer",
                "named.by -> officer",
                "pushed.by -> officer",
                "allowed.decided_by -> customer",
                "agreed.decided_by -> deputy",
                "urgent.decided_by -> officer",
            ],
        ),
        (
            Operator.ONE_MORE,
            [
                "came.by + officer",
                "looked.by + deputy",
                "answered.by + customer",
                "named.by + officer",
                "pushed.by + officer",
                "allowed.decided_by + customer",
                "agreed.decided_by + deputy",
                "urgent.decided_by + officer",
            ],
        ),
        (Operator.DROP_AFTER, ["answered.after drop looked"]),
        (Operator.DROP_IF, ["pushed.if drop agreed", "first.if drop urgent is very"]),
        (Operator.DROP_UNLESS, ["answered.unless drop agreed"]),
        (Operator.DROP_ASKED_IF, ["agreed.asked_if drop"]),
        (Operator.DROP_ANSWER, ["urgent.answers drop very", "urgent.answers drop somewhat"]),
        (
            Operator.DROP_RECIPIENT,
            [
                "answered.to drop customer",
                "answered.with drop customer",
                "answered.copies_to drop deputy",
                "answered.open_to drop deputy",
            ],
        ),
        (
            Operator.DROP_CONTENT,
            [
                "answered.must_include drop findings",
                "answered.must_include drop advice",
                "answered.recorded_in drop book",
            ],
        ),
        (
            Operator.DROP_HOW,
            ["came.how drop", "came.how drop speech", "came.how drop writing", "answered.how drop"],
        ),
        (
            Operator.DROP_WORK,
            ["looked.counts_as drop consider", "allowed.counts_as drop decide"],
        ),
        (
            Operator.REDIRECT,
            ["came.then drop", "came.then -> shut", "pushed.then drop", "pushed.then -> first"],
        ),
        (
            Operator.MUST_OR_MAY,
            [
                "looked must -> may",
                "answered must -> may",
                "named may -> must",
                "pushed may -> must",
            ],
        ),
        (Operator.DROP_NEVER, ["reprisal drop", "reprisal never -> may"]),
        (Operator.DROP_CONFLICT, ["aside drop"]),
        (Operator.DROP_BAR, ["aside.may_not drop consider", "aside.may_not drop decide"]),
        (Operator.WIDEN_EXCEPTION, ["aside.except.in drop"]),
        (Operator.DROP_EXCEPTION, ["aside.except drop"]),
        (Operator.DROP_APPOINTMENT, ["named.appoints drop"]),
        (Operator.DROP_ORIGIN, ["named.from drop", "named.from drop officer", "named.from drop customer"]),
        (
            Operator.DROP_ELIGIBILITY,
            ["customer.may_be drop", "customer.may_be drop subject", "customer.may_be drop member"],
        ),
        (Operator.DROP_STAND_IN, ["deputy.stand_in drop"]),
    ],
)  # fmt: skip
def test_a_rule_is_changed_in_these_ways(operator: Operator, expected: list[str]) -> None:
    """Design 3, rule mutants."""
    assert names(mutants(trees()), operator) == expected


TIMES = (
    HEADER
    + """\
roles: {customer: {title: You}, officer: {title: The officer}, chair: {title: The chair}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      time_agreed: {by: officer, agreed_by: [customer, chair], sets_time_of: answered}
      written:     {by: officer, to: [customer, chair], signed_by: chair, counts_as: advise}
      updated:     {by: officer, every: unstated}
      answered:
        by: officer
        aim_within: 2 working days of came
        within: 3 to 5 working days of receipt of written by chair
        may_extend:
          more_agreed: {by: officer, agreed_by: customer, up_to: 9 calendar days of came, before_time_is_up: true, once: true}
          more_taken:  {by: chair, if: urgent}
    may:
      pressed: {by: customer, after: [written, answered or missed answered], then: shut}
      thanked: {by: customer, after: receipt of written by chair or pressed}
facts: {urgent: {means: it is urgent, decided_by: chair}}
ends: {shut: {title: Shut}}
conflicts:
  apart: {different_people: [time_agreed, written, answered]}
  fresh: {who: [did written, held chair], may_not: answered}
"""
)


def times() -> tuple[Entries, ...]:
    tree, problems = read(TIMES, "times.yaml")
    assert tree is not None
    assert problems == []
    assert validate(tree, Document)[1] == []
    return (tree,)


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Operator.DROP_WITHIN, ["answered.within drop", "answered.aim_within drop"]),
        (
            Operator.LONGER,
            [
                "answered.within +1",
                "answered.within least +1",
                "answered.aim_within +1",
                "more_agreed.up_to +1",
            ],
        ),
        (
            Operator.SHORTER,
            [
                "answered.within -1",
                "answered.within least -1",
                "answered.aim_within -1",
                "more_agreed.up_to -1",
            ],
        ),
        (
            Operator.OTHER_DAYS,
            [
                "answered.within in calendar days",
                "answered.aim_within in calendar days",
                "more_agreed.up_to in working days",
            ],
        ),
        (
            Operator.OTHER_ANCHOR,
            [
                "answered.within of written",
                "answered.within of receipt of written by customer",
                "answered.within of start of first",
                "answered.within of came",
                "answered.within of updated",
                "answered.aim_within of start of first",
                "answered.aim_within of updated",
                "more_agreed.up_to of start of first",
                "more_agreed.up_to of receipt of written by chair",
                "more_agreed.up_to of updated",
            ],
        ),
        (
            Operator.DROP_AGREEMENT,
            [
                "time_agreed.agreed_by drop customer",
                "time_agreed.agreed_by drop chair",
                "more_agreed.agreed_by drop customer",
            ],
        ),
        (
            Operator.DROP_AFTER,
            [
                "pressed.after drop written",
                "pressed.after drop answered or missed answered",
                "pressed.after drop answered",
                "pressed.after drop missed answered",
                "thanked.after drop receipt of written by chair or pressed",
                "thanked.after drop receipt of written by chair",
                "thanked.after drop pressed",
            ],
        ),
        (Operator.DROP_RECEIPT, ["thanked.after receipt of written by chair -> written"]),
        (Operator.DROP_IF, ["more_taken.if drop urgent"]),
        (Operator.DROP_SIGNATURE, ["written.signed_by drop chair"]),
        (Operator.DROP_SETTLING, ["time_agreed.sets_time_of drop answered"]),
        (Operator.DROP_REPEATING, ["updated.every drop"]),
        (Operator.DROP_EXTENSION, ["more_agreed drop", "more_taken drop"]),
        (Operator.DROP_CEILING, ["more_agreed.up_to drop"]),
        (Operator.DROP_BEFORE, ["more_agreed.before_time_is_up drop"]),
        (Operator.DROP_ONCE, ["more_agreed.once drop"]),
        (Operator.DROP_CONFLICT, ["apart drop", "fresh drop"]),
        (
            Operator.DROP_BAR,
            [
                "apart.different_people drop time_agreed",
                "apart.different_people drop written",
                "apart.different_people drop answered",
                "fresh.who drop did written",
                "fresh.who drop held chair",
            ],
        ),
        (Operator.ADD_BAR, ["fresh.may_not + advise"]),
    ],
)
def test_what_is_agreed_about_time_is_changed_in_these_ways(
    operator: Operator, expected: list[str]
) -> None:
    assert names(mutants(times()), operator) == expected


def test_the_shorter_end_of_a_band_moves_by_itself() -> None:
    by_name = {mutant.name: mutant for mutant in mutants(times())}
    assert by_name["answered.within least +1"].becomes == (
        "within: 4 to 5 working days of receipt of written by chair"
    )
    assert by_name["answered.within +1"].becomes == (
        "within: 3 to 6 working days of receipt of written by chair"
    )


def test_one_side_of_or_becomes_what_was_sent() -> None:
    by_name = {mutant.name: mutant for mutant in mutants(times())}
    sent = by_name["thanked.after receipt of written by chair -> written"]
    assert sent.becomes == "after: written or pressed"
    assert by_name["thanked.after drop pressed"].becomes == "after: receipt of written by chair"


def test_the_last_way_to_more_time_takes_its_key_and_what_is_cited_for_it_along() -> None:
    text = TIMES.replace("          more_taken:  {by: chair, if: urgent}\n", "")
    text = text.replace(
        "        may_extend:", "        cites: {by: C1, may_extend: C1}\n        may_extend:"
    )
    tree, _ = read(text + "clauses: {C1: {at: p. 1, says: it}}\n", "times.yaml")
    assert tree is not None
    (mutant,) = (each for each in mutants([tree]) if each.name == "more_agreed drop")
    answered = at(edited(tree, mutant.edits), "stages", "first", "must", "answered")
    assert "may_extend" not in shown(answered)
    assert shown(answered).endswith("cites: {by: C1}}")


def test_who_is_near_a_way_to_more_time_acts_in_the_same_place() -> None:
    names_ = [mutant.name for mutant in mutants(times())]
    assert "more_taken.by + officer" in names_
    assert "more_agreed.by + chair" in names_


MOMENTS = """
moments:
  either: {first_of: [came, answered], cites: C1}
  late:   {first_of: [came, missed answered]}
  both:   {last_of: [came, told, receipt of answered]}

  counted:
    rows:
      - {if: [urgent, told_of], unless: said, from: receipt of answered by chair}
      - {after: came, from: came}
      - {otherwise: receipt of answered}
"""


def moments() -> tuple[Entries, ...]:
    tree, problems = read(HEADER + MOMENTS, "moments.yaml")
    assert tree is not None
    assert problems == []
    return (tree,)


def test_a_moment_is_made_of_fewer_of_the_last_or_of_other_rows() -> None:
    found = mutants(moments())
    assert {each.name: each.becomes for each in found} == {
        "either.first_of drop came": "first_of: answered",
        "either.first_of drop answered": "first_of: came",
        "either.first_of -> last_of": "last_of: [came, answered]",
        "late.first_of drop came": "first_of: missed answered",
        "late.first_of drop missed answered": "first_of: came",
        "both.last_of drop came": "last_of: [told, receipt of answered]",
        "both.last_of drop told": "last_of: [came, receipt of answered]",
        "both.last_of drop receipt of answered": "last_of: [came, told]",
        "both.last_of receipt of answered -> answered": "last_of: [came, told, answered]",
        "both.last_of -> first_of": "first_of: [came, told, receipt of answered]",
        "counted.rows drop row 1": "rows: [{after: came, from: came}, {otherwise: receipt of answered}]",
        "counted.rows row 1 drop urgent": "rows: [{unless: said, from: receipt of answered by chair, "
        "if: told_of}, {after: came, from: came}, {otherwise: receipt of answered}]",
        "counted.rows row 1 drop told_of": "rows: [{unless: said, from: receipt of answered by chair, "
        "if: urgent}, {after: came, from: came}, {otherwise: receipt of answered}]",
        "counted.rows row 1 drop said": "rows: [{if: [urgent, told_of], from: receipt of answered by "
        "chair}, {after: came, from: came}, {otherwise: receipt of answered}]",
        "counted.rows row 1 receipt of answered by chair -> answered": "rows: [{if: [urgent, told_of], "
        "unless: said, from: answered}, {after: came, from: came}, {otherwise: receipt of answered}]",
        "counted.rows drop row 2": "rows: [{if: [urgent, told_of], unless: said, from: receipt of "
        "answered by chair}, {otherwise: receipt of answered}]",
        "counted.rows row 3 receipt of answered -> answered": "rows: [{if: [urgent, told_of], unless: "
        "said, from: receipt of answered by chair}, {after: came, from: came}, {otherwise: answered}]",
    }
    changed = edited(moments()[0], next(e for e in found if e.name.endswith("-> last_of")).edits)
    assert as_yaml(changed).find("either: {cites: C1, last_of: [came, answered]}") > 0


def test_a_period_from_several_is_counted_from_each_alone_and_from_what_is_missed() -> None:
    text = (
        HEADER
        + """
begins: {came: {by: customer, within: 2 weeks of told or missed answered or receipt of sent}}
"""
    )
    tree, _ = read(text, "several.yaml")
    assert tree is not None
    assert names(mutants((tree,)), Operator.OTHER_ANCHOR) == [
        "came.within of told or answered or receipt of sent",
        "came.within of told or missed answered or sent",
        "came.within of missed answered or receipt of sent",
        "came.within of told or receipt of sent",
        "came.within of told or missed answered",
    ]


def test_there_is_no_operator_without_a_mutant() -> None:
    clocks, _ = read((GOOD / "clocks.yaml").read_text("utf-8"), "clocks.yaml")
    ties, _ = read((GOOD / "ties.yaml").read_text("utf-8"), "ties.yaml")
    only, _ = read((GOOD / "only.yaml").read_text("utf-8"), "only.yaml")
    bodies, _ = read((GOOD / "bodies.yaml").read_text("utf-8"), "bodies.yaml")
    dated, _ = read((GOOD / "dated.yaml").read_text("utf-8"), "dated.yaml")
    assert clocks is not None
    assert dated is not None
    assert ties is not None
    assert only is not None
    assert bodies is not None
    found = (*mutants(trees()), *mutants(times()), *mutants(moments()))
    found += (*mutants([clocks]), *mutants([ties]), *mutants([only]), *mutants([bodies]))
    found += mutants([dated])
    assert {mutant.operator for mutant in found} == set(Operator)


def test_no_two_mutants_have_one_name_and_their_order_is_always_the_same() -> None:
    for documents in (trees(), times()):
        first, second = mutants(documents), mutants(documents)
        assert [m.name for m in first] == [m.name for m in second]
        assert [n for n, often in Counter(m.name for m in first).items() if often > 1] == []


def named(name: str) -> Mutant:
    (found,) = (mutant for mutant in mutants(trees()) if mutant.name == name)
    return found


@pytest.mark.parametrize(
    ("name", "file", "was", "becomes"),
    [
        ("looked.within +1", "top.yaml", "within: 5 working days of came", "within: 6 working days of came"),
        ("answered.within +1", "top.yaml", "within: 1 calendar day after looked", "within: 2 calendar days after looked"),
        ("answered.within -1", "top.yaml", "within: 1 calendar day after looked", "within: 0 calendar days after looked"),
        ("answered.must_include drop advice", "top.yaml", "must_include: [findings, advice]", "must_include: findings"),
        ("answered.to drop customer", "top.yaml", "to: customer", None),
        ("looked.by anybody", "top.yaml", "by: officer", "by: [every role]"),
        ("looked must -> may", "top.yaml", "must: looked", "may: looked"),
        ("pushed.then -> first", "top.yaml", "then: shut", "then: first"),
        ("aside.except.in drop", "base.yaml", "in: first", None),
        ("counting.day_one -> same day", "top.yaml", "day_one: day after", "day_one: same day"),
    ],
)  # fmt: skip
def test_a_mutant_says_where_it_is_made_and_how_that_reads(
    name: str, file: str, was: str, becomes: str | None
) -> None:
    mutant = named(name)
    assert (mutant.place.file, mutant.was, mutant.becomes) == (file, was, becomes)
    line = (BASE if file == "base.yaml" else TOP).splitlines()[(mutant.place.line or 0) - 1]
    assert mutant.place.source == line


def shown(node: Node | None) -> str:
    assert node is not None
    return as_yaml(node)


def changed(name: str) -> tuple[Entries, ...]:
    mutant = named(name)
    return tuple(
        edited(tree, (e for e in mutant.edits if e.document == number))
        for number, tree in enumerate(trees())
    )


def test_what_only_speaks_of_a_rule_goes_with_it() -> None:
    base, top = changed("aside drop")
    assert at(base, "conflicts", "aside") is None
    assert at(top, "policy", "adopts", "aside") is None
    assert at(top, "readings", "alone") is None
    _, top = changed("reprisal drop")
    assert shown(at(top, "readings", "both", "bears_on")) == "came"


def test_a_key_that_is_gone_cites_nothing_any_more() -> None:
    _, top = changed("looked.within drop")
    looked = at(top, "stages", "first", "must", "looked")
    assert shown(looked) == "{by: officer, counts_as: consider, cites: {by: C1}}"
    base, top = changed("aside.except drop")
    assert shown(at(base, "conflicts", "aside", "cites")) == "{may_not: B1}"
    assert shown(at(top, "policy", "adopts", "aside")) == "{may_not: C1}"


def test_a_step_moves_with_all_that_it_says() -> None:
    _, top = changed("named may -> must")
    before = at(trees()[1], "stages", "first", "may", "named")
    assert at(top, "stages", "first", "must", "named") == before
    assert at(top, "stages", "first", "may", "named") is None


def test_a_change_leaves_the_policy_itself_alone() -> None:
    documents = trees()
    texts = [as_yaml(tree) for tree in documents]
    for mutant in mutants(documents):
        for edit in mutant.edits:
            edited(documents[edit.document], [edit])
    assert [as_yaml(tree) for tree in documents] == texts


def test_every_mutant_differs_from_the_policy() -> None:
    texts = [as_yaml(tree) for tree in trees()]
    same = [
        mutant.name
        for mutant in mutants(trees())
        if [as_yaml(tree) for tree in changed(mutant.name)] == texts
    ]
    assert same == []


def test_every_mutant_but_of_an_impossible_period_is_a_document() -> None:
    wrong = [
        mutant.name
        for mutant in mutants(trees())
        for tree in changed(mutant.name)
        if validate(tree, Document)[1]
    ]
    assert wrong == []


def test_a_policy_that_counts_no_days_has_no_other_day_one() -> None:
    assert [m for m in mutants(trees()[:1]) if m.rule == "counting"] == []


def test_a_period_that_does_not_read_has_no_mutants_but_its_absence() -> None:
    tree, _ = read(TOP.replace("5 working days of came", "5 days of came"), "top.yaml")
    assert tree is not None
    assert [m.name for m in mutants([tree]) if m.name.startswith("looked.within")] == [
        "looked.within drop"
    ]
