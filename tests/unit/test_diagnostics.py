import pickle
from itertools import permutations

import pytest

from complaintflow.diagnostics import (
    NEAR,
    WIDTH,
    DefinitionError,
    Diagnostic,
    Place,
    Related,
    Severity,
    concise,
    in_order,
    nearest,
    quoted,
    render,
    visible,
)
from complaintflow.errors import ComplaintflowError


def place(source: str, underlined: str, line: int = 1, file: str = "policy.yaml") -> Place:
    """Make the place of a piece of a line."""
    start = source.index(underlined)
    return Place(file, line, start + 1, line, start + len(underlined) + 1, source)


def unknown_key(source: str = "  copys_to: ann", word: str = "copys_to") -> Diagnostic:
    return Diagnostic(
        "unknown-key",
        f'a step has no key "{word}"',
        place(source, word, 7),
        help='did you mean "copies_to"?',
    )


def underlined(source: str, start: int, end: int) -> str:
    """Show a place and give what stands above the carets."""
    at = Place("policy.yaml", 1, start + 1, 1, end + 1, source)
    _, shown, carets = render(Diagnostic("syntax", "x", at)).split("\n")
    first = carets.index("^")
    return shown[first : first + carets.count("^")]


# -- as text


def test_a_diagnostic_is_shown_with_its_line_the_place_underlined_and_help() -> None:
    assert render(unknown_key()) == (
        'policy.yaml:7:3: error[unknown-key]: a step has no key "copys_to"\n'
        "7 |   copys_to: ann\n"
        "  |   ^^^^^^^^\n"
        'help: did you mean "copies_to"?'
    )


def test_related_places_are_shown_after_the_help() -> None:
    first = Related(place("by: ann", "by", 12), "it is first written here")
    diagnostic = Diagnostic("duplicate-key", "twice", place("by: mo", "by", 13), related=(first,))
    assert render(diagnostic) == (
        "policy.yaml:13:1: error[duplicate-key]: twice\n"
        "13 | by: mo\n"
        "   | ^^\n"
        "note: policy.yaml:12:1: it is first written here\n"
        "12 | by: ann\n"
        "   | ^^"
    )


def test_what_concerns_a_whole_file_is_shown_without_a_line() -> None:
    diagnostic = Diagnostic("unreadable-file", "there is no such file", Place("gone.yaml"))
    assert render(diagnostic) == "gone.yaml: error[unreadable-file]: there is no such file"


def test_a_place_without_its_source_is_shown_by_its_numbers_alone() -> None:
    diagnostic = Diagnostic("syntax", "odd", Place("a.yaml", 3, 4, 3, 5), Severity.WARNING)
    assert render(diagnostic) == concise(diagnostic) == "a.yaml:3:4: warning[syntax]: odd"


def test_a_place_without_a_column_underlines_the_line() -> None:
    at = Place("a.yaml", 1, source="by: ann  ")
    assert render(Diagnostic("x", "m", at)).endswith("1 | by: ann\n  | ^^^^^^^")
    assert str(at) == "a.yaml:1"


def test_of_a_place_of_several_lines_the_first_is_underlined_to_its_end() -> None:
    at = Place("a.yaml", 2, 5, 4, 3, "by: [ann,  ")
    assert render(Diagnostic("x", "m", at)).endswith("2 | by: [ann,\n  |     ^^^^^")


def test_an_empty_place_gets_one_caret_even_past_the_end_of_its_line() -> None:
    assert render(Diagnostic("x", "m", Place("f", 1, 5, 1, 5, "by: "))).endswith("\n  |     ^")
    assert render(Diagnostic("x", "m", Place("f", 1, 9, 1, 9, "by: "))).endswith("\n  |     ^")


def test_tabs_are_shown_as_spaces_and_the_carets_still_fit() -> None:
    text = render(Diagnostic("x", "m", place("a\tb: c", "b")))
    assert text.split("\n")[1:] == ["1 | a   b: c", "  |     ^"]


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    text = render(Diagnostic("x", "m", place("說: cafe\u0301 x", "x")))
    assert text.split("\n")[1:] == ["1 | 說: cafe\u0301 x", "  |          ^"]
    text = render(Diagnostic("x", "m", place("😀😀 b", "😀 b")))
    assert text.split("\n")[2] == "  |   ^^^^"


def test_a_mark_that_encloses_takes_no_column() -> None:
    text = render(Diagnostic("x", "m", place("1\u20dd x", "x")))
    assert text.split("\n")[2] == "  |   ^"


def test_a_long_line_is_cut_to_what_is_around_the_place() -> None:
    source = "a" * 300 + " HERE " + "b" * 300
    text = render(Diagnostic("x", "m", place(source, "HERE")))
    _, shown, carets = text.split("\n")
    assert shown.startswith("1 | …aaa")
    assert shown.endswith("bbb…")
    assert len(shown) <= WIDTH + len("1 | ……")
    assert shown[carets.index("^") :].startswith("HERE ")
    assert carets.count("^") == 4


def test_the_end_of_a_long_line_is_shown_up_to_its_last_character() -> None:
    source = "a" * 300 + " HERE"
    _, shown, carets = render(Diagnostic("x", "m", place(source, "HERE"))).split("\n")
    assert shown.endswith("aaa HERE")
    assert len(shown) == WIDTH + len("1 | …")
    assert shown[carets.index("^") :] == "HERE"


def test_the_beginning_of_a_long_line_is_shown_from_its_first_character() -> None:
    source = "HERE " + "a" * 300
    _, shown, carets = render(Diagnostic("x", "m", place(source, "HERE"))).split("\n")
    assert shown.startswith("1 | HERE aaa")
    assert shown.endswith("a…")
    assert carets == "  | ^^^^"


def test_a_place_wider_than_what_is_shown_is_underlined_as_far_as_that_goes() -> None:
    source = "by: " + "a" * 3 * NEAR
    for start in (4, 4 + NEAR):
        at = Place("f", 1, start + 1, 1, len(source) + 1, source)
        _, shown, carets = render(Diagnostic("x", "m", at)).split("\n")
        assert carets.rstrip() == carets
        assert len(carets) == len(shown) - len("…")


def test_a_very_long_line_is_cut_on_both_sides_of_a_place_in_its_middle() -> None:
    source = "a" * 10 * NEAR + "HERE" + "b" * 10 * NEAR
    start = 10 * NEAR
    assert underlined(source, start, start + 4) == "HERE"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, naïve and 說", "plain text, naïve and 說"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("bell\x07, delete\x7f, \x9bcsi", r"bell\x07, delete\x7f, \x9bcsi"),
        ("turned \u202eround\u2069", r"turned \u202eround\u2069"),
        ("two\nlines\r\tand a tab", r"two\nlines\r\tand a tab"),
        ("half \ud800", r"half \ud800"),
        ("hidden\u200bspace\u2028line", r"hidden\u200bspace\u2028line"),
        ("tag \U000e0041", r"tag \U000e0041"),
        ("a fixed\u00a0space stays", "a fixed\u00a0space stays"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_nothing_from_a_file_reaches_a_terminal_unescaped() -> None:
    evil = "\x1b]0;x\x07\u202e\r\n::error::\x9b"
    source = f"a: {evil} b"
    at = Place(f"a{evil}.yaml", 1, 4, 1, 4 + len(evil), source)
    text = render(Diagnostic("x", evil, at, help=evil, related=(Related(at, evil),)))
    assert all(character == "\n" or character.isprintable() for character in text)
    assert len(text.split("\n")) == 7
    assert concise(Diagnostic("x", evil, at)) in text


def test_the_carets_fit_below_an_escaped_character() -> None:
    text = render(Diagnostic("x", "m", place("a: \x1b b", "\x1b")))
    assert text.split("\n")[1:] == [r"1 | a: \x1b b", "  |    ^^^^"]


def test_text_is_quoted_for_a_message_and_cut_where_it_is_long() -> None:
    assert quoted("by") == '"by"'
    assert quoted("x" * 60) == '"' + "x" * 60 + '"'
    assert quoted("x" * 61) == '"' + "x" * 59 + '…"'


# -- many at once


def test_diagnostics_stand_in_the_order_of_file_line_and_column() -> None:
    ordered = [
        Diagnostic("x", "m", Place("a.yaml")),
        Diagnostic("x", "m", Place("a.yaml", 2, 9, 2, 10)),
        Diagnostic("x", "m", Place("a.yaml", 10, 1, 10, 2)),
        Diagnostic("x", "m", Place("a.yaml", 10, 1, 10, 3)),
        Diagnostic("x", "n", Place("a.yaml", 10, 1, 10, 3)),
        Diagnostic("x", "m", Place("b.yaml", 1, 1, 1, 2)),
    ]
    for shuffled in permutations(ordered):
        assert in_order(shuffled) == tuple(ordered)


def test_a_definition_error_holds_every_mistake_in_order_and_shows_them_all() -> None:
    late, early = unknown_key(), Diagnostic("syntax", "odd", Place("policy.yaml", 2, 1, 2, 2))
    error = DefinitionError([late, early])
    assert isinstance(error, ComplaintflowError)
    assert error.diagnostics == (early, late)
    assert str(error) == f"{render(early)}\n\n{render(late)}"
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics


def test_two_places_are_equal_whatever_their_source_line() -> None:
    assert Place("a", 1, 1, 1, 2, "x") == Place("a", 1, 1, 1, 2)
    assert hash(Place("a", 1, 1, 1, 2, "x")) == hash(Place("a", 1, 1, 1, 2))


# -- did you mean

KEYS = ["by", "to", "how", "copies_to", "cites", "within", "with", "must_include", "facts", "each"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("copys_to", "copies_to"),
        ("copies-to", "copies_to"),
        ("Copies To", "copies_to"),
        ("copie_to", "copies_to"),
        ("to_copies", "copies_to"),
        ("to_copy", "copies_to"),
        ("copies", "copies_to"),
        ("wihtin", "within"),
        ("withi", "within"),
        ("withinn", "within"),
        ("wthin", "within"),
        ("cite", "cites"),
        ("fact", "facts"),
        ("includes", "must_include"),
        ("yb", "by"),
        ("hwo", "how"),
        ("each_issue", "each"),
    ],
)
def test_the_word_that_was_meant_is_found(written: str, meant: str) -> None:
    assert nearest(written, KEYS) == meant
    assert nearest(written, list(reversed(KEYS))) == meant


@pytest.mark.parametrize("word", ["colour", "z", "", "xyz", "deadline", "w" * 61])
def test_nothing_is_offered_where_nothing_is_near(word: str) -> None:
    assert nearest(word, KEYS) is None


def test_a_word_is_never_offered_for_itself() -> None:
    assert nearest("cites", ["cites"]) is None
    assert nearest("Cites", ["Cites", "cites"]) == "cites"


def test_a_short_word_is_not_taken_for_a_part_of_another() -> None:
    assert nearest("to", ["copies_to"]) is None


def test_words_of_the_same_letters_are_told_apart_by_how_they_end() -> None:
    assert nearest("stag", ["stage", "stag_"]) == "stage"
