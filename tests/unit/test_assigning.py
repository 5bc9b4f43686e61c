"""Who does what. People are called by letters, a to h, and are the bits of a number in that order."""

import pytest

from complaintflow.assigning import (
    Bar,
    Body,
    Cut,
    Only,
    OutOfBound,
    People,
    Problem,
    Slot,
    breaking,
    irreducible,
    irreplaceable,
    solve,
)

A, B, C, D, E = range(5)


def people(letters: str) -> People:
    return sum(1 << "abcdefgh".index(letter) for letter in letters)


def ties(**tied: str) -> dict[int, People]:
    return {"abcdefgh".index(person): people(others) for person, others in tied.items()}


def slot(letters: str, *rules: Cut | Bar | Only) -> Slot:
    return Slot(
        people(letters),
        tuple(rule for rule in rules if isinstance(rule, Cut)),
        tuple(rule for rule in rules if isinstance(rule, Bar)),
        tuple(rule for rule in rules if isinstance(rule, Only)),
    )


def plan(*slots: Slot, bodies: tuple[Body, ...] = (), bound: int = 100) -> str | None:
    """Who does what, as letters."""
    found = solve(Problem(slots, bodies), bound=bound)
    return None if found is None else "".join("abcdefgh"[person] for person in found)


def all_different(many: int, letters: str) -> Problem:
    slots = (slot(letters, *(Bar("differ", n) for n in range(number))) for number in range(many))
    return Problem(tuple(slots))


# --- the rules ------------------------------------------------------------------------------------


def test_nothing_to_be_filled_is_filled_by_nobody() -> None:
    assert solve(Problem(())) == ()


def test_where_nobody_could_at_all_there_is_no_plan() -> None:
    assert plan(slot("ab"), slot("")) is None


def test_a_cut_keeps_people_from_its_slot_alone() -> None:
    assert plan(slot("a", Cut("aside", people("b"))), slot("b")) == "ab"
    assert plan(slot("ab", Cut("aside", people("a"))), slot("a")) == "ba"
    assert plan(slot("ab", Cut("aside", people("a")), Cut("other", people("b")))) is None


def test_a_bar_without_a_table_makes_two_people_of_two_slots() -> None:
    assert plan(slot("a"), slot("ab", Bar("differ", 0))) == "ab"
    assert plan(slot("ab"), slot("a", Bar("differ", 0))) == "ba"
    assert plan(slot("a"), slot("a", Bar("differ", 0))) is None


def test_a_bar_may_speak_of_a_slot_that_comes_later() -> None:
    assert plan(slot("ab", Bar("differ", 1)), slot("a")) == "ba"


def test_a_bar_with_a_table_keeps_away_whoever_is_tied_to_the_one_chosen() -> None:
    kin = Bar("kin", 0, ties(a="bc"))
    assert plan(slot("a"), slot("abc", kin)) == "aa"  # tied to others, not to himself
    assert plan(slot("a"), slot("bcd", kin)) == "ad"
    assert plan(slot("ad"), slot("bc", kin)) == "db"
    assert plan(slot("a"), slot("bc", kin)) is None
    # b is tied to nobody: of whom a tie is told is not the one who has it
    assert plan(slot("b"), slot("a", kin)) == "ba"


def test_the_same_person_does_both() -> None:
    same = Only("same", people("abc"), ((0, None),))
    assert plan(slot("abc"), slot("bc", same)) == "bb"
    assert plan(slot("a"), slot("bc", same)) is None


def test_an_only_lets_in_by_a_tie_and_is_followed_back() -> None:
    managed = Only("manager", people("abcd"), ((0, ties(a="c", b="d")),))
    assert plan(slot("ab"), slot("d", managed)) == "bd"
    assert plan(slot("a"), slot("d", managed)) is None
    assert plan(slot("c"), slot("d", managed)) is None  # c has no manager
    assert solve(Problem((slot("ab"), slot("d", managed))), bound=2) == (B, D)


def test_a_bar_is_followed_back() -> None:
    kin = Bar("kin", 0, ties(a="c"))
    assert plan(slot("ab"), slot("c", kin), bound=2) == "bc"


def test_an_only_has_nothing_to_say_to_whom_it_does_not_bind() -> None:
    managed = Only("manager", people("c"), ((0, ties(a="d")),))
    assert plan(slot("a"), slot("cd", managed)) == "ad"
    assert plan(slot("a"), slot("c", managed)) is None


def test_one_of_several_ways_will_do() -> None:
    either = Only("either", people("abcd"), ((0, None), (1, ties(b="d"))))
    assert plan(slot("a"), slot("b"), slot("a", either)) == "aba"
    assert plan(slot("a"), slot("b"), slot("d", either)) == "abd"
    assert plan(slot("ac"), slot("ab"), slot("c", either)) == "cac"
    assert plan(slot("ac"), slot("ab"), slot("d", either)) == "abd"
    assert plan(slot("a"), slot("a"), slot("bcd", either)) is None


def test_every_candidate_for_a_slot_may_let_somebody_in() -> None:
    managed = Only("manager", people("cd"), ((0, ties(a="c", b="d")),))
    assert plan(slot("ab"), slot("cd", managed)) == "ac"


def test_two_onlys_hold_together() -> None:
    one = Only("one", people("b"), ((0, ties(a="b")),))
    other = Only("other", people("bc"), ((0, ties(a="c")),))
    assert plan(slot("a"), slot("bc", one, other), bound=2) == "ac"


def test_a_tie_to_nobody_who_could_lets_nobody_in() -> None:
    managed = Only("manager", people("cd"), ((0, ties(e="cd")),))
    assert plan(slot("ab"), slot("cd", managed), bound=0) is None
    some = Only("manager", people("c"), ((0, ties(e="c")),))
    assert plan(slot("abf"), slot("cd", some), bound=2) == "ad"


def test_an_only_without_a_way_lets_nobody_in() -> None:
    assert plan(slot("ab", Only("nobody", people("a"), ()))) == "b"
    assert plan(slot("ab", Only("nobody", people("ab"), ()))) is None


def test_a_body_has_at_least_so_many_of_some() -> None:
    seats = (
        slot("abc"),
        slot("abc", Bar("seats", 0)),
        slot("abc", *(Bar("seats", n) for n in (0, 1))),
    )
    for letters, least, there_is in (
        ("ab", 2, True),
        ("a", 2, False),
        ("abc", 3, True),
        ("", 0, True),
    ):
        body = Body("outside", (0, 1, 2), people(letters), least)
        assert (plan(*seats, bodies=(body,)) is not None) is there_is


def test_a_body_whose_slots_may_fall_to_one_counts_slots() -> None:
    body = Body("outside", (0, 1), people("a"), 2)
    assert plan(slot("ab"), slot("ab"), bodies=(body,)) == "aa"
    assert plan(slot("ab"), slot("b"), bodies=(body,)) is None


def test_at_most_so_many_is_at_least_so_many_others() -> None:
    at_most_one_a = Body("few", (0, 1), people("bcdefgh"), 1)
    assert plan(slot("a"), slot("ab"), bodies=(at_most_one_a,)) == "ab"


def test_the_same_is_asked_and_answered_each_time() -> None:
    problem = all_different(5, "abcdefgh")
    assert len({solve(problem) for _ in range(3)}) == 1


# --- how far it looks -----------------------------------------------------------------------------


def test_ten_slots_that_must_differ_are_not_tried_in_every_order() -> None:
    assert solve(all_different(8, "abcdefg"), bound=0) is None
    found = solve(all_different(8, "abcdefgh"), bound=8)
    assert found is not None
    assert sorted(found) == list(range(8))


def test_slots_that_must_differ_are_seen_among_others() -> None:
    """Three of the four want one of two people; the fourth is in everybody's way."""
    slots = [slot("abcd"), *(slot("ab", *(Bar("differ", m) for m in range(n))) for n in (1, 2, 3))]
    assert solve(Problem(tuple(slots)), bound=0) is None


def test_members_of_whom_there_are_too_few_are_not_looked_for_seat_by_seat() -> None:
    seats = all_different(5, "abcdefgh").slots
    body = Body("outside", (0, 1, 2, 3, 4), people("a"), 2)
    assert solve(Problem(seats, (body,)), bound=0) is None
    assert solve(Problem(seats, (body, Body("other", (0,), 0, 0))), bound=0) is None


def test_people_whom_no_rule_tells_apart_are_tried_once() -> None:
    """Whoever of two hundred does the first, nobody is left for the second."""
    crowd = (1 << 200) - 1
    for everybody in (crowd, crowd & ~0b111):
        kin = Bar("kin", 0, dict.fromkeys(range(200), everybody))
        assert solve(Problem((Slot(everybody), Slot(everybody, bars=(kin,)))), bound=1) is None


def test_a_tie_to_somebody_who_is_chosen_tells_nobody_apart_any_more() -> None:
    """A panel of three of twenty, apart from whoever looked into it; two of its rules cannot both be."""
    everybody = (1 << 20) - 1
    kin = {person: 1 << (person + 1) % 20 for person in range(20)}
    seats = tuple(
        Slot(everybody, bars=(Bar("kin", 0, kin), *(Bar("seats", m) for m in range(1, n))))
        for n in (1, 2, 3)
    )
    outside = Body("outside", (1, 2, 3), 0b1111, 2)
    inside = Body("inside", (1, 2, 3), everybody & ~0b1111, 2)
    assert solve(Problem((Slot(everybody), *seats), (outside, inside)), bound=1_000) is None


def test_the_slot_with_the_fewest_candidates_comes_first() -> None:
    assert plan(slot("abc"), slot("de", Bar("kin", 0, ties(a="de", b="de"))), bound=2) == "cd"


def test_whoever_is_wanted_least_elsewhere_is_taken_first() -> None:
    assert plan(slot("ab"), slot("ac")) == "ba"


def test_what_follows_from_a_choice_is_followed_in_its_turn() -> None:
    """Only c can do the last; so b does the third, a the second, and nobody is left for the first."""
    slots = (
        slot("de", Bar("kin", 1, ties(a="de"))),
        slot("ab", Bar("differ", 2)),
        slot("bc", Bar("differ", 3)),
        slot("c"),
    )
    assert solve(Problem(slots), bound=0) is None


def test_somebody_makes_room_where_he_or_she_can() -> None:
    differ = (
        slot("ab"),
        slot("bc", Bar("differ", 0)),
        slot("ab", Bar("differ", 0), Bar("differ", 1)),
    )
    assert plan(*differ) in ("acb", "bca")
    differ = (
        slot("bc"),
        slot("ab", Bar("differ", 0)),
        slot("ab", Bar("differ", 0), Bar("differ", 1)),
    )
    assert plan(*differ) in ("cab", "cba")
    assert solve(all_different(3, "ab"), bound=0) is None


# Where the first who is tried will not do, somebody who looks alike may: each time b for a.


def test_people_are_told_apart_by_what_else_they_could_do() -> None:
    """Whoever does the second must do the first or the third too, and the third must differ."""
    both = Only("both", people("abc"), ((0, None), (2, None)))
    assert plan(slot("ab"), slot("bc", both, Bar("differ", 2)), slot("cd")) == "bbc"


def test_people_are_told_apart_by_the_make_up_of_a_body() -> None:
    assert plan(slot("ab"), bodies=(Body("outside", (0,), people("b"), 1),)) == "b"


def test_people_are_told_apart_by_ties_from_either_side() -> None:
    assert plan(slot("ab"), slot("cd", Bar("kin", 0, ties(a="cd")))) == "bc"
    assert plan(slot("ab", Bar("kin", 1, ties(c="a", d="a"))), slot("cd")) == "bc"
    assert plan(slot("cde"), slot("ab", Bar("kin", 0, ties(c="a", d="a", e="a")))) == "cb"


def test_people_are_told_apart_by_whom_a_rule_binds_and_who_lets_them_in() -> None:
    kin = slot("ef", Bar("kin", 1, ties(c="ef")))
    bound = Only("only", people("a"), ((1, ties(c="ab")),))
    assert plan(slot("ab", bound), slot("cd"), kin) == "bde"
    let_in = Only("only", people("ab"), ((1, ties(c="a", d="b")),))
    assert plan(slot("ab", let_in), slot("cd"), kin) == "bde"


def test_whoever_has_a_slot_already_is_like_nobody_else() -> None:
    """Only who did the first or the second may do the third, and not who did the second."""
    either = Only("either", people("abc"), ((0, None), (1, None)))
    assert plan(slot("a"), slot("ab"), slot("ab", either, Bar("differ", 1))) == "aba"
    either = Only("either", people("bd"), ((0, None), (1, None)))
    assert plan(slot("b"), slot("bd"), slot("bd", either, Bar("differ", 1))) == "bdb"


def test_what_is_not_found_within_the_bound_is_not_known() -> None:
    problem = all_different(3, "abc")
    with pytest.raises(OutOfBound, match="not decided after 2 choices") as given:
        solve(problem, bound=2)
    assert given.value.bound == 2
    assert solve(problem, bound=3) is not None


def test_each_question_has_the_bound_that_it_is_given() -> None:
    problem = all_different(3, "abc")
    blocked = Problem((*problem.slots, slot("a", Cut("aside", people("a")))))
    with pytest.raises(OutOfBound):
        irreducible(problem, bound=2)
    with pytest.raises(OutOfBound):
        irreducible(blocked, bound=2)  # once nobody stands aside
    with pytest.raises(OutOfBound):
        irreplaceable(all_different(3, "abcd"), (A, B, C), bound=2)
    with pytest.raises(OutOfBound):
        breaking(problem, 1, bound=2)


# --- what blocks it -------------------------------------------------------------------------------

STEPS = Problem(
    (
        slot("abc", Cut("looked.by", people("c"))),
        slot("abc", Cut("sent.by", people("bc")), Cut("aside", people("a")), Bar("differ", 0)),
    )
)
"""Only a may send, and a stands aside; b could look into it, and c can do nothing."""


def test_a_problem_names_its_rules_once_in_the_order_of_the_slots() -> None:
    assert STEPS.rules == ("looked.by", "sent.by", "aside", "differ")
    body = (Body("aside", (0,), 0, 0), Body("seats", (0,), 0, 0))
    assert Problem(STEPS.slots, body).rules == (*STEPS.rules, "seats")
    only = Problem((slot("a", Only("same", people("a"), ())),))
    assert only.rules == ("same",)


def test_what_blocks_is_told_without_what_does_not() -> None:
    assert irreducible(STEPS) == ("sent.by", "aside")


def test_of_several_sets_the_one_of_the_rules_that_come_last_is_told() -> None:
    """b may send if it is not his office, or if a need not stand aside: the cuts are two ways to say so."""
    blocked = Problem((slot("a", Cut("one", people("a")), Cut("two", people("a"))),))
    assert irreducible(blocked) == ("two",)
    assert irreducible(blocked, ["two", "one"]) == ("one",)
    assert irreducible(blocked, ["two", "one", "two"]) == ("one",)


def test_a_rule_is_left_out_in_all_its_parts() -> None:
    both = Problem((slot("a", Cut("aside", people("a"))), slot("a", Cut("aside", people("a")))))
    assert irreducible(both) == ("aside",)
    parts = (Only("aside", people("a"), ()), Bar("aside", 0))
    assert irreducible(Problem((slot("a"), slot("a", *parts)))) == ("aside",)
    body = Problem((slot("a"),), (Body("aside", (0,), people("b"), 1),))
    assert irreducible(body) == ("aside",)


def test_rules_that_are_not_asked_about_are_taken_to_hold() -> None:
    assert irreducible(STEPS, ["sent.by", "looked.by"]) == ("sent.by",)
    assert irreducible(STEPS, ["looked.by"]) == ()  # nobody is left without it, too


def test_where_there_is_nobody_at_all_no_rule_blocks() -> None:
    assert irreducible(Problem((slot("", Cut("aside", people("a"))),))) == ()


def test_what_has_a_solution_is_not_blocked() -> None:
    with pytest.raises(ValueError, match="nothing blocks"):
        irreducible(all_different(2, "ab"))


# --- who is missed --------------------------------------------------------------------------------


def test_whoever_is_in_every_plan_is_irreplaceable() -> None:
    problem = Problem((slot("ab"), slot("b", Bar("differ", 0)), slot("cd")))
    assert solve(problem) == (A, B, C)
    assert irreplaceable(problem, (A, B, C)) == (A, B)
    assert irreplaceable(all_different(2, "abc"), (A, B)) == ()


def test_a_tie_to_somebody_who_is_away_is_still_a_tie() -> None:
    managed = Only("manager", people("abcd"), ((0, ties(a="c", b="c")),))
    problem = Problem((slot("ab"), slot("c", managed)))
    assert solve(problem.in_absence_of(people("a"))) == (B, C)
    assert solve(problem.in_absence_of(people("ab"))) is None


def test_the_fewest_absences_that_break_it_are_told() -> None:
    problem = Problem((slot("abc"), slot("de")))
    assert breaking(problem, 0) is None
    assert breaking(problem, 1) is None
    assert breaking(problem, 2) == (D, E)
    assert breaking(problem, 3) == (D, E)


def test_what_is_broken_already_needs_no_absence() -> None:
    assert breaking(STEPS, 2) == ()


def test_nobody_is_missed_where_nothing_is_to_be_done() -> None:
    assert breaking(Problem(()), 5) is None
    assert irreplaceable(Problem(()), ()) == ()
