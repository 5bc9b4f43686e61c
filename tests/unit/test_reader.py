import copy
import json
import pickle
from pathlib import Path

import pytest

from complaintflow.diagnostics import Diagnostic, Place, render
from complaintflow.language.limits import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_MISTAKES,
    MOST_NODES,
)
from complaintflow.language.reader import read, read_file
from complaintflow.language.tree import Entries, Items, Scalar


@pytest.fixture(params=[True, False], ids=["in C", "in Python"])
def compiled(request: pytest.FixtureRequest) -> bool:
    """Which of the two parsers is used; where PyYAML has no compiled one, both are the same."""
    return bool(request.param)


def tree(text: str, compiled: bool) -> Entries:
    """Read a text that has no mistakes."""
    root, mistakes = read(text, "policy.yaml", compiled=compiled)
    assert mistakes == []
    assert root is not None
    return root


def told(text: str, compiled: bool) -> list[tuple[str, str, str, str | None]]:
    """Give code, underlined text, message and help of each mistake."""
    _, mistakes = read(text, "policy.yaml", compiled=compiled)
    return [(each.code, underlined(each.place), each.message, each.help) for each in mistakes]


def one(text: str, compiled: bool) -> tuple[str, str, str, str | None]:
    """Give the only mistake of a text."""
    (only,) = told(text, compiled)
    return only


def underlined(place: Place) -> str:
    """Give the text that a place covers on its first line, as long as it ends there."""
    assert place.column is not None
    end = place.end_column if place.end_line == place.line else None
    return place.source[place.column - 1 : None if end is None else end - 1]


def numbers(place: Place) -> tuple[int | None, ...]:
    return (place.line, place.column, place.end_line, place.end_column)


def scalar(text: str, compiled: bool) -> Scalar:
    """Read the value of the only key."""
    (value,) = tree(text, compiled).values()
    assert isinstance(value, Scalar)
    return value


# -- the tree


def test_mappings_lists_and_text_are_read_with_their_places(compiled: bool) -> None:
    root = tree("by: [ann, 'mo']\nto:\n  - sue\nhow: {form: \"x\"}\n", compiled)
    assert root == {"by": ["ann", "mo"], "to": ["sue"], "how": {"form": "x"}}
    by = root[Scalar("by")]
    assert isinstance(by, Items)
    assert [underlined(each.place) for each in by] == ["ann", "'mo'"]
    assert [underlined(key.place) for key in root] == ["by", "to", "how"]
    assert underlined(by.place) == "[ann, 'mo']"
    assert underlined(root[Scalar("to")].place) == "- sue"
    assert underlined(root[Scalar("how")].place) == '{form: "x"}'
    assert numbers(root.place) == (1, 1, 4, 17)


def test_a_block_ends_with_the_last_thing_in_it(compiled: bool) -> None:
    root = tree("a:\n  b: c\n  d: |\n    text\n\n\n# remark\ne: f\n", compiled)
    assert numbers(root[Scalar("a")].place) == (2, 3, 4, 9)


def test_every_scalar_stays_text_and_knows_whether_it_had_quotes(compiled: bool) -> None:
    text = (
        "a: true\nb: 12\nc: 2024-01-01\nd: 1.5\ne: '5'\nf: |\n  x\ng: 2026-03-23T17:30\nh: False\n"
    )
    root = tree(text, compiled)
    values = {str(key): value for key, value in root.items() if isinstance(value, Scalar)}
    assert list(values.values()) == [
        *["true", "12", "2024-01-01", "1.5", "5", "x\n", "2026-03-23T17:30", "False"]
    ]
    assert [key for key, value in values.items() if not value.plain] == ["e", "f"]
    assert all(key.plain for key in root)


def test_a_key_can_be_asked_for_with_its_place(compiled: bool) -> None:
    root = tree("by: ann\nto: mo\n", compiled)
    assert numbers(root.key("to").place) == (2, 1, 2, 3)
    with pytest.raises(KeyError, match="copies_to"):
        root.key("copies_to")


def test_scalars_and_trees_can_be_made_by_hand_copied_and_kept(compiled: bool) -> None:
    made = Scalar("by")
    assert (made, made.plain, numbers(made.place)) == ("by", True, (1, 1, 1, 1))
    assert numbers(Entries().place) == numbers(Items().place) == (1, 1, 1, 1)
    root = tree("by: [ann, {mo: sue}]", compiled)
    for copied in (copy.deepcopy(root), pickle.loads(pickle.dumps(root))):
        assert copied == root
        assert copied.place == root.place
        assert copied.key("by").place == root.key("by").place


def test_json_is_read_too_with_its_escapes_and_surrogate_pairs(compiled: bool) -> None:
    value = {"a": ["é😀", 'q"\\/\t\n', "1", {"b\u2028": "😀x😁"}], "": "\x85"}
    for indent in (None, 2, "\t"):
        for ascii_only in (True, False):
            text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
            assert tree(text, compiled) == value
    assert tree('{"a":"\\/\\ud83D\\uDE00"}', compiled) == {"a": "/😀"}


def test_what_looks_like_half_a_character_outside_of_double_quotes_is_text(compiled: bool) -> None:
    text = r"""a: C:\ud83d\u0041
b: '\ud83d\u0041\udE00'
c: "\\ud83d\ud83d\ude00\u0041"
d: |  # \ud83d
  \ud83d\u0041 x
"""
    assert tree(text, compiled) == {
        "a": r"C:\ud83d\u0041",
        "b": r"\ud83d\u0041\udE00",
        "c": r"\ud83d" + "😀A",
        "d": "\\ud83d\\u0041 x\n",
    }


def test_the_separators_of_yaml_1_1_are_ordinary_characters(compiled: bool) -> None:
    text = "a: x\u2028y\nb: \"\x85\\ue000\u2029\"\nc: '\u2028'\nd: \ue000\n"
    root = tree(text, compiled)
    assert root == {"a": "x\u2028y", "b": "\x85\ue000\u2029", "c": "\u2028", "d": "\ue000"}
    assert [key.place.line for key in root] == [1, 2, 3, 4]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(compiled: bool, end: str) -> None:
    root = tree(end.join(["# é", "", "a: 1", "b: 2"]), compiled)
    assert [numbers(key.place) for key in root] == [(3, 1, 3, 2), (4, 1, 4, 2)]
    assert root.key("b").place.source == "b: 2"


def test_columns_count_characters_astral_ones_too(compiled: bool) -> None:
    root = tree('{"😀é": x, b: z}', compiled)
    assert underlined(root.key("b").place) == "b"
    assert numbers(root.key("b").place) == (1, 11, 1, 12)


def test_a_byte_order_mark_at_the_beginning_is_not_counted(compiled: bool) -> None:
    root = tree("\ufeffa: b", compiled)
    assert numbers(root.key("a").place) == (1, 1, 1, 2)


def test_a_question_mark_may_stand_anywhere_in_a_text(compiled: bool) -> None:
    text = (
        "a: {b: who? me, c: is it ? yes, d: what??}\ne: why?\nf: [x?, 'y?', \"z\\u003f?\"]\n?g: h\n"
    )
    assert tree(text, compiled) == {
        "a": {"b": "who? me", "c": "is it ? yes", "d": "what??"},
        "e": "why?",
        "f": ["x?", "y?", "z??"],
        "?g": "h",
    }


def test_a_version_a_first_marker_and_a_last_marker_change_nothing(compiled: bool) -> None:
    text = "# remark\n%YAML 1.2 # x\n---\na: b\n...\n"
    assert tree(text, compiled) == {"a": "b"}


def test_a_line_that_holds_only_a_tab_is_an_empty_line(compiled: bool) -> None:
    assert tree("a: b\n\t\nc: d\r\n \t \r\ne: f", compiled) == {"a": "b", "c": "d", "e": "f"}


# -- the place of a part


@pytest.mark.parametrize(
    ("text", "part", "shown", "column"),
    [
        ("a: 20 working days of x", "working", "working", 7),
        ("a: '20 days'", "days", "days", 8),
        ('a: "20 days"', "days", "days", 8),
        ("a: 'it''s late'", "s late", "s late", 9),
        ("a: 'it''s late'", "'", "''", 7),
        (r'a: "\u00e9\t\x41 late"', "late", "late", 18),
        (r'a: "\u00e9\t\x41 late"', "A", r"\x41", 13),
        (r'a: "\U0001F600 \ud83d\ude00 x"', "x", "x", 29),
        (r'a: "\N\L\P\_\0\e x"', "x", "x", 18),
    ],
)
def test_a_part_of_a_scalar_has_an_exact_place(
    compiled: bool, text: str, part: str, shown: str, column: int
) -> None:
    value = scalar(text, compiled)
    start = value.index(part)
    at = value.part(start, start + len(part))
    assert (underlined(at), at.column) == (shown, column)
    assert at.end_column == column + len(shown)


@pytest.mark.parametrize(
    "text",
    [
        "a: 20 working\n   days  \n\n of x\nb: c",
        "a: '20 working\n   days  \n\n of x'\nb: c",
        'a: "20 working\n   da\\\n   ys  \n\n of x"\nb: c',
        "a: |\n  20 working\n  days of x\nb: c",
        "a: >\n  20 working\n  days of x\nb: c",
    ],
)
def test_a_part_of_text_on_several_lines_has_its_place_too(compiled: bool, text: str) -> None:
    value = next(iter(tree(text, compiled).values()))
    assert isinstance(value, Scalar)
    start = value.index("of")
    assert underlined(value.part(start, start + 2)) == "of"


def test_an_escaped_line_break_joins_and_the_ones_after_it_stay(compiled: bool) -> None:
    value = scalar('a: "one\\\n\n\n  two three"', compiled)
    assert value == "one\n\ntwo three"
    assert numbers(value.part(6, 8)) == (4, 4, 4, 6)


def test_an_empty_part_stands_where_it_begins(compiled: bool) -> None:
    value = scalar("a: 20 days", compiled)
    assert numbers(value.part(3, 3)) == (1, 7, 1, 7)
    assert numbers(value.part(7, 7)) == (1, 11, 1, 11)


def test_a_part_that_cannot_be_found_has_the_place_of_the_whole(compiled: bool) -> None:
    block = scalar("a: |\n  x and x\n", compiled)
    assert block.part(0, 1) == block.place
    assert block.part(1, 1) == block.place
    folded = scalar("a: >\n  one\n  two\n", compiled)
    assert folded.part(2, 5) == folded.place
    assert Scalar("text").part(0, 2) == Scalar("text").place


# -- scalars that mean something else elsewhere


@pytest.mark.parametrize(
    ("word", "turned"),
    [
        *((word, "true") for word in ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"]),
        *((word, "false") for word in ["n", "N", "no", "No", "NO", "off", "Off", "OFF"]),
        ("12:30", "the number 750"),
        ("-1:00", "the number -60"),
        ("1:1:1", "the number 3661"),
        ("12:30.5", "a number"),
        ("190:20:30.15", "a number"),
        ("010", "the number 8"),
        ("08", "the number 8"),
        ("0_1", "the number 1"),
        ("02077838330", "the number 2077838330"),
        ("0300123466601234", "a number"),
        ("0o17", "the number 15"),
        ("0b11", "the number 3"),
        ("0x1F", "the number 31"),
        ("1_000", "the number 1000"),
        ("1_0.5", "a number"),
        ("1.5_0", "a number"),
        ("+44", "the number 44"),
        ("+.5", "a number"),
        ("1e3", "a number"),
        ("1.5E+3", "a number"),
        ("1.e3", "a number"),
        (".inf", "a number"),
        ("-.Inf", "a number"),
        (".NaN", "a number"),
        ("=", "a sign of its own"),
    ],
)
def test_a_word_that_other_tools_turn_into_something_else_wants_quotes(
    compiled: bool, word: str, turned: str
) -> None:
    message = f'many YAML tools read "{word}" as {turned}'
    help_ = f'put it in quotes, "{word}", or choose another word'
    assert one(f"a: {word}", compiled) == ("trap-word", word, message, help_)
    assert one(f"a: [{word}]", compiled)[:2] == ("trap-word", word)
    assert one(f"{word} : b", compiled)[:2] == ("trap-word", word)
    assert tree(f"a: '{word}'", compiled) == {"a": word}
    assert tree(f'"{word}": b', compiled) == {word: "b"}
    root, _ = read(f"a: {word}", "policy.yaml", compiled=compiled)
    assert root == {"a": word}


@pytest.mark.parametrize(
    "word",
    [
        *["true", "True", "FALSE", "2024-01-01", "2026-03-23T17:30", "2026-03-23 12:30", "T24:00"],
        *[
            "5",
            "0",
            "-3",
            "1.50",
            ".5",
            "0.5",
            "24",
            "1:99",
            "0b_",
            "0x_",
            "0b2",
            "0o8",
            "0300 123",
        ],
        *["FC-01", "nobody", "yEs", "1_a", "_1", "--", "+", ".", "1.2.3", "e3", "y n"],
    ],
)
def test_other_words_numbers_dates_and_moments_are_no_traps(compiled: bool, word: str) -> None:
    assert tree(f"a: {word}", compiled) == {"a": word}


# -- nothing is written

EMPTY_HELP = "write its value, or take the key out"


@pytest.mark.parametrize(
    "text", ["a:\nb: c\n", "a:   # remark\n", "x:\n  a: \nz: z", "{a: , b: c}"]
)
def test_a_key_without_a_value_is_a_mistake(compiled: bool, text: str) -> None:
    help_ = 'what follows "#" is a comment; if it is meant, put it in quotes'
    expected = help_ if "#" in text else EMPTY_HELP
    assert one(text, compiled) == ("empty-value", "a", 'nothing is written after "a"', expected)


@pytest.mark.parametrize("word", ["~", "null", "Null", "NULL"])
def test_a_word_for_nothing_is_a_mistake_until_it_is_in_quotes(compiled: bool, word: str) -> None:
    help_ = f'write the value, or take the key out; if the word is meant, write "{word}" in quotes'
    assert one(f"a: {word}", compiled) == ("empty-value", word, f'"{word}" says nothing', help_)
    assert tree(f"a: '{word}'", compiled) == {"a": word}
    assert tree("a: ''", compiled) == {"a": ""}
    assert one(f"{word}: b", compiled) == (
        *("empty-value", word, f'"{word}" is not a name', "write the key before the colon"),
    )


def test_an_item_without_anything_in_it_is_a_mistake(compiled: bool) -> None:
    message, help_ = "nothing is written in this item of the list", "write it, or take the item out"
    assert told("a:\n  -\n  - b\n  - ~\n", compiled) == [
        ("empty-value", "-", message, help_),
        ("empty-value", "~", message, help_),
    ]


def test_a_comma_that_slipped_into_a_text_in_braces_is_asked_after(compiled: bool) -> None:
    assert one("a: {at: x, says: it is due, then done}", compiled) == (
        "empty-value",
        "then done",
        'nothing is written after "then done"',
        'did a comma slip in? put the text in quotes: says: "it is due, then done"',
    )
    long = "x" * 60
    assert one(f"{{a: {long}, then}}", compiled)[3] == "did a comma slip in? put the text in quotes"
    assert one('{a: say "so", then}', compiled)[3] == (
        "did a comma slip in? put the text in quotes: a: 'say \"so\", then'"
    )
    assert one("{a}", compiled)[3] == EMPTY_HELP


def test_a_space_that_is_missing_after_a_colon_in_braces_is_asked_for(compiled: bool) -> None:
    assert one("{by:ann}", compiled) == (
        *("empty-value", "by:ann", 'nothing is written after "by:ann"'),
        "put a space after the colon: by: ann",
    )


@pytest.mark.parametrize("text", ["{: b}", "[a, : b]", "{a: b,\n : c}"])
def test_a_colon_without_a_key_in_brackets_is_a_mistake(compiled: bool, text: str) -> None:
    message, help_ = "nothing is written before the colon", "write the key before the colon"
    assert one(text, compiled) == ("syntax", ":", message, help_)


def test_a_question_mark_without_a_key_is_a_mistake(compiled: bool) -> None:
    message, help_ = "nothing is written before the colon", "write the key before the colon"
    assert told("?\n: b\n", compiled)[0] == ("empty-value", "", message, help_)


# -- what the language has not


def test_a_key_written_twice_is_told_with_both_places_and_the_first_holds(compiled: bool) -> None:
    root, mistakes = read("by: ann\nto: x\nby: [mo, on]\n", "policy.yaml", compiled=compiled)
    assert root == {"by": "ann", "to": "x"}
    twice, trap = mistakes
    assert (twice.code, twice.message) == ("duplicate-key", 'the key "by" is written twice')
    assert twice.help == "keep one of the two; the first one holds until then"
    assert numbers(twice.place) == (3, 1, 3, 3)
    assert [(each.place.line, each.message) for each in twice.related] == [
        (1, "it is first written here")
    ]
    assert trap.code == "trap-word"


@pytest.mark.parametrize(
    ("text", "word", "what", "mend", "value"),
    [
        ("a: &b c", "&b", "names what follows, to be repeated elsewhere (an anchor)", "write out what is meant", "c"),
        ("a: &b [c]", "&b", "names what follows, to be repeated elsewhere (an anchor)", "write out what is meant", ["c"]),
        ("a: *b", "*b", "repeats what has that name (an alias)", "write out what is meant", "*b"),
        ("a: !!int 3", "!!int", "says of what kind the next thing is (a tag)", "take it out", "3"),
        ("a: !late {b: c}", "!late", "says of what kind the next thing is (a tag)", "take it out", {"b": "c"}),
        ("a: !important", "!important", "says of what kind the next thing is (a tag)", "take it out", "!important"),
    ],
)  # fmt: skip
def test_anchors_aliases_and_tags_are_refused_and_quotes_offered(
    compiled: bool, text: str, word: str, what: str, mend: str, value: object
) -> None:
    message = f'"{word}" {what}, which this language does not have'
    help_ = f'{mend}; if the "{word[0]}" belongs to a text, put the text in quotes'
    assert one(text, compiled) == ("syntax", word, message, help_)
    root, _ = read(text, "policy.yaml", compiled=compiled)
    assert root is not None
    assert root == {"a": value}
    assert underlined(root[Scalar("a")].place) == text[3:].removeprefix(f"{word} ")


def test_an_anchor_and_a_tag_before_one_value_are_both_told(compiled: bool) -> None:
    assert [each[1] for each in told("a: !t &b c", compiled)] == ["!t", "&b"]


@pytest.mark.parametrize(
    ("text", "word"), [("a: * b", "*"), ("a: &", "&"), ("a: !e!x y", "!e!x"), ("a: !<x", "!<x")]
)
def test_signs_that_only_look_like_anchors_or_tags_are_told_alike(
    compiled: bool, text: str, word: str
) -> None:
    code, shown, message, help_ = one(text, compiled)
    assert (code, shown) == ("syntax", word)
    assert message.startswith(f'"{word}" ')
    assert help_ is not None
    assert help_.endswith(f'if the "{word[0]}" belongs to a text, put the text in quotes')


def test_merge_keys_are_refused(compiled: bool) -> None:
    message = '"<<" takes over the keys of another mapping, which this language does not have'
    assert one("<<: {a: b}", compiled) == ("syntax", "<<", message, "write the keys out")
    assert tree("'<<': a", compiled) == {"<<": "a"}


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "{x}"])
def test_a_list_or_a_mapping_is_no_key(compiled: bool, key: str) -> None:
    mistake = told(f"{key}: c\nd: e", compiled)[0]
    assert mistake == (
        *("syntax", key, "a key must be a word or a short text, not a list or a mapping"),
        "write a word before the colon; if the brackets belong to a text, put it in quotes",
    )
    root, _ = read(f"{key}: c\nd: e", "policy.yaml", compiled=compiled)
    assert root == {"d": "e"}


@pytest.mark.parametrize("text", ["? a\n: b", "x:\n  ?   a\n  : b", "{? a: b}", "- ? a\n  : b"])
def test_a_key_behind_a_question_mark_is_refused(compiled: bool, text: str) -> None:
    assert told(text, compiled)[-1] == (
        *("syntax", "?", '"?" begins a key of several lines, which this language does not have'),
        'write the key and its colon on one line; if the "?" belongs to a text, put it in quotes',
    )


def test_a_second_document_is_refused_and_the_first_is_given(compiled: bool) -> None:
    root, (mistake,) = read("---\na: b\n---\nc: on\n", "policy.yaml", compiled=compiled)
    assert root == {"a": "b"}
    assert (mistake.code, underlined(mistake.place), mistake.place.line) == ("syntax", "---", 3)
    assert mistake.message == "a second document begins here, and a file holds one"
    assert mistake.help == 'take the "---" out, or put what follows into a file of its own'


@pytest.mark.parametrize("line", ["%TAG ! tag:x,2000:", "%YAML 1.3", "%YAML 2.0", "%FOO", "%"])
def test_instructions_to_yaml_are_refused(compiled: bool, line: str) -> None:
    assert one(f"# remark\n{line}\n---\na: b", compiled) == (
        "syntax",
        line,
        'a line that begins with "%" is an instruction to YAML, and only "%YAML 1.2" is known',
        "take the line out",
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# remark\n", "---\n", "\ufeff", "--- # x"])
def test_an_empty_file_is_no_document(compiled: bool, text: str) -> None:
    assert one(text, compiled) == (
        *("not-a-document", "", "nothing is written in this file"),
        'write it as lines of the form "key: value"',
    )


@pytest.mark.parametrize(
    ("text", "what"), [("- a\n", "a list"), ("[a]", "a list"), ("hello", "text"), ("'a'", "text")]
)
def test_a_list_or_a_text_is_no_document(compiled: bool, text: str, what: str) -> None:
    root, mistakes = read(text, "policy.yaml", compiled=compiled)
    assert root is None
    assert [(each.code, each.message) for each in mistakes] == [
        ("not-a-document", f"this file is {what}, not a document of keys and values")
    ]


def test_a_text_with_a_colon_lacks_only_a_space(compiled: bool) -> None:
    assert one("complaintflow:1", compiled)[3] == "write it as complaintflow: 1"


# -- characters


@pytest.mark.parametrize(
    ("character", "name"),
    [
        *[("\x00", "U+0000"), ("\x07", "U+0007"), ("\x1b", "U+001B"), ("\x7f", "U+007F")],
        *[
            ("\ud800", "U+D800"),
            ("\uffff", "U+FFFF"),
            ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ],
    ],
)
def test_a_character_that_is_not_text_is_told_where_it_stands(
    compiled: bool, character: str, name: str
) -> None:
    for quote in ("", "'", '"'):
        text = f"a: {quote}b{character}{quote}\nc: d"
        root, (mistake,) = read(text, "policy.yaml", compiled=compiled)
        assert root == {"a": "b\ufffd", "c": "d"}
        assert (mistake.code, underlined(mistake.place)) == ("syntax", character)
        assert mistake.message == f"a character that is not text stands here ({name})"
        assert mistake.help == "delete it"


def test_an_unreadable_character_beside_a_hidden_separator_is_told_too(compiled: bool) -> None:
    root, (mistake,) = read('a: "\u2028\x00"', "policy.yaml", compiled=compiled)
    assert (root, mistake.code) == ({"a": "\u2028\ufffd"}, "syntax")


@pytest.mark.parametrize("escape", [r"\ud83d", r"\ude00", r"\ude00\ud83d"])
def test_half_a_character_is_refused(compiled: bool, escape: str) -> None:
    code, shown, message, help_ = one(f'a: "x{escape}"', compiled)
    assert (code, shown) == ("syntax", escape[:6])
    assert message == f"half a character stands here (U+{escape[2:6].upper()})"
    assert help_ == "write the character itself"


@pytest.mark.parametrize(
    ("space", "name"), [("\xa0", "U+00A0 NO-BREAK SPACE"), ("\u200b", "U+200B ZERO WIDTH SPACE")]
)
def test_an_invisible_character_before_a_key_is_told(compiled: bool, space: str, name: str) -> None:
    assert one(f"{space}{space}a: b\n", compiled) == (
        *("syntax", space, f"an invisible character stands here ({name})"),
        "delete it; only ordinary spaces may stand before a key or a value",
    )
    assert tree(f"a: b{space}c\nd: '{space}'\n", compiled)


# -- where the structure is lost


@pytest.mark.parametrize(
    ("text", "shown", "message", "help_"),
    [
        pytest.param(
            "a:\n\t- b\n", "\t", "a tab stands where only spaces may",
            "put two spaces in the place of each tab", id="a tab",
        ),
        pytest.param(
            "a:\n\tb: c\n  \td: e", "\t", "a tab stands where only spaces may",
            "put two spaces in the place of each tab; 2 lines of this file begin with one",
            id="two tabs",
        ),
        pytest.param(
            "-\ta: b\n", "\t", "a tab stands where only spaces may",
            "put two spaces in the place of each tab", id="a tab after a hyphen",
        ),
        pytest.param(
            "says: Note: it is due  # soon\n", ":",
            "a colon and a space stand inside a text without quotes",
            'put the text in quotes: says: "Note: it is due"', id="a colon in a text",
        ),
        pytest.param(
            "- x: y\n  says: he said \"a: b\"\n", ":",
            "a colon and a space stand inside a text without quotes",
            "put the text in quotes: says: 'he said \"a: b\"'", id="quotes in a text",
        ),
        pytest.param(
            "stages: informal: x\n", ":", "a colon and a space stand inside a text without quotes",
            'put the text in quotes: stages: "informal: x"; or begin a new line with informal, '
            "if that is a key", id="a key after a key",
        ),
        pytest.param(
            "says: " + "x " * 30 + "x: y", ":",
            "a colon and a space stand inside a text without quotes", "put the text in quotes",
            id="a long text",
        ),
        pytest.param(
            "{says: Note: x, b: c}", ":", "a colon and a space stand inside a text without quotes",
            'put the text in quotes: says: "Note: x"', id="a colon in braces",
        ),
        pytest.param(
            'a: "x": y\n', ":", "the text goes on after its closing quotation mark",
            r"write \" for a quotation mark in double quotes, or put the text in single quotes",
            id="a colon after quotes",
        ),
        pytest.param(
            "a: 'it's late'\n", "s", "the text goes on after its closing quotation mark",
            "write an apostrophe twice ('') in single quotes, or put the text in double quotes",
            id="an apostrophe",
        ),
        pytest.param(
            'a: "x" y\n', "y", "the text goes on after its closing quotation mark",
            r"write \" for a quotation mark in double quotes, or put the text in single quotes",
            id="after quotes",
        ),
        pytest.param(
            'a: "x\nb: "y"\n', "y", "the text goes on after its closing quotation mark",
            "if a quotation mark is missing where that text ends, put it there",
            id="a quotation mark missing above",
        ),
        pytest.param(
            "a: 'abc\nd: e\n", "'", "this quotation mark is never closed",
            "put another ' where the text ends", id="an open quotation mark",
        ),
        pytest.param(
            'a: "abc\n---\n', '"', "this quotation mark is never closed",
            'put another " where the text ends', id="an open quotation mark before a marker",
        ),
        pytest.param(
            'a: "C:\\quotes"\n', r"\q", r'"\q" is not a way to write a character',
            r"in double quotes a backslash is written twice (\\); "
            "in single quotes it is written as it is", id="a backslash",
        ),
        pytest.param(
            'a: "\\xg0"\n', r"\xg0", r'"\xg0" is not a way to write a character',
            r"in double quotes a backslash is written twice (\\); "
            "in single quotes it is written as it is", id="a wrong escape",
        ),
        pytest.param(
            'a: "\\U99999999"\n', r"\U99999999", r'"\U99999999" is not a way to write a character',
            r"in double quotes a backslash is written twice (\\); "
            "in single quotes it is written as it is", id="an escape for no character",
        ),
        pytest.param(
            "a: b\n  c: d\n", "c: d",
            "this line is indented further than the line above, which has its value already",
            "begin a new key below the key above; "
            "if the line goes on with the text above, put the whole text in quotes",
            id="indented too far",
        ),
        pytest.param(
            "a:\n  b: c\n d: e\n", "d: e",
            "this line is indented unlike the lines above that it could belong to",
            "indent it by 0 or 2 spaces, not by 1", id="indented between",
        ),
        pytest.param(
            "s:\n  - at: x\n    by: z\n   to: w\n", "to: w",
            "this line is indented unlike the lines above that it could belong to",
            "indent it by 4 spaces, not by 3", id="indented between in a list",
        ),
        pytest.param(
            " a: b\n# remark\n\nc: d\n", "c: d",
            "this line is indented unlike the lines above that it could belong to",
            "indent it by 1 space, not by 0", id="indented too little",
        ),
        pytest.param(
            "a: 1\nb\nc: d\n", "b",
            "this line is neither a key with a colon nor part of the text above",
            'write it as "key: value"; if it goes on with the text above, put all of it in quotes',
            id="no colon",
        ),
        pytest.param(
            "a\nb: c\n", "a",
            "this line is neither a key with a colon nor part of the text above",
            'write it as "key: value"; if it goes on with the text above, put all of it in quotes',
            id="no colon at first",
        ),
        pytest.param(
            "a:b\nc: d\n", ":", "a space is missing after the colon", "write it as a: b",
            id="no space after a colon",
        ),
        pytest.param(
            '"a":b\n', ":", "a space is missing after the colon", 'write it as "a": b',
            id="no space after a colon and quotes",
        ),
        pytest.param(
            "a:\n- b\n-c\n", "-", "a space is missing after the hyphen", "write it as - c",
            id="no space after a hyphen",
        ),
        pytest.param(
            "a: - b\n", "-", "an item of a list cannot begin here",
            'begin each item on a line of its own; if the "-" belongs to a text, '
            "put the text in quotes", id="an item after a key",
        ),
        pytest.param(
            "a: [b, - c]\n", "-", "an item of a list cannot begin here",
            'begin each item on a line of its own; if the "-" belongs to a text, '
            "put the text in quotes", id="a hyphen in brackets",
        ),
        pytest.param(
            "a: b\n- c\n", "- c", "an item of a list stands among keys",
            "indent all items of one list alike, below their key", id="an item among keys",
        ),
        pytest.param(
            "a:\n  - b\n  c: d\n", "c: d", "a key stands among the items of a list",
            'begin it with "- ", or indent it as the key that the list belongs to',
            id="a key among items",
        ),
        pytest.param(
            ": b\n", ":", "nothing is written before the colon", "write the key before the colon",
            id="no key",
        ),
        pytest.param(
            "a: @b # c\n", "@", 'text without quotes cannot begin with "@"',
            'put the text in quotes: a: "@b"', id="an at sign",
        ),
        pytest.param(
            "- `b`\n", "`", 'text without quotes cannot begin with "`"',
            'put the text in quotes: "`b`"', id="a backtick",
        ),
        pytest.param(
            "a: %b\n", "%", 'text without quotes cannot begin with "%"',
            'put the text in quotes: a: "%b"', id="a per cent sign",
        ),
        pytest.param(
            "a: b\n%c: d\n", "%", 'text without quotes cannot begin with "%"',
            'put the text in quotes: "%c: d"', id="a per cent sign before a key",
        ),
        pytest.param(
            "a: ? b\n", "?", 'text without quotes cannot begin with "?"',
            'put the text in quotes: a: "? b"', id="a question mark",
        ),
        pytest.param(
            "a: > 5 days\n", ">", 'text without quotes cannot begin with ">"',
            'put the text in quotes: a: "> 5 days"', id="a sign for a block",
        ),
        pytest.param(
            "a: ,b\n", ",", 'text without quotes cannot begin with ","',
            'put the text in quotes: a: ",b"', id="a comma",
        ),
        pytest.param(
            "a: [b, , c]\n", ",", 'nothing is written before this ","',
            "take it out; if it belongs to a text, put the text in quotes", id="two commas",
        ),
        pytest.param(
            "a: [b]]\n", "]", 'nothing is open before this "]"',
            "take it out; if it belongs to a text, put the text in quotes", id="two brackets",
        ),
        pytest.param(
            "}\n", "}", 'nothing is open before this "}"',
            "take it out; if it belongs to a text, put the text in quotes", id="only a brace",
        ),
        pytest.param(
            "a: [b] c\n", "c", "the text goes on after its closing bracket",
            "put the whole text in quotes, or begin a new line", id="after a bracket",
        ),
        pytest.param(
            "a: [b, c}\n", "}", '"[" is closed by "}"',
            'close it with "]"; if the brackets belong to a text, put it in quotes',
            id="brackets that do not fit",
        ),
        pytest.param(
            "a: {b: c\n", "{", '"{" is never closed', 'put "}" where it ends', id="an open brace",
        ),
        pytest.param(
            "a: [b, c\nd: e\n", "[", '"[" is never closed', 'put "]" where it ends',
            id="an open bracket",
        ),
        pytest.param(
            "a: {b: 'x' c: d}\n", "c",
            "a comma is missing, or the text goes on after its closing quotation mark",
            "put a comma between two entries, or the whole text in quotes", id="no comma",
        ),
        pytest.param(
            "a: [[b] c]\n", "c", "a comma is missing before this", "put a comma between two entries",
            id="no comma after a bracket",
        ),
        pytest.param(
            "a: {b: c\n  d: e}\n", "d: e}", "a comma is missing at the end of the line above",
            'put a comma between two entries, or "}" where they end', id="no comma at a line's end",
        ),
        pytest.param(
            "a" * 1100 + ": b", "a" * 1100 + ": b",
            "this key is too long; it may have 1000 characters", "shorten it", id="a long key",
        ),
        pytest.param(
            "'a'\nb c\n", "b c", "this line cannot be read",
            "look at the quotation marks, brackets and indentation here and on the line above",
            id="anything else on a line of its own",
        ),
        pytest.param(
            "a: *b c\n", "a: *b c", "this line cannot be read",
            "look at the quotation marks, brackets and indentation here and on the line above",
            id="anything else within a line",
        ),
        pytest.param(
            "a: {\n}: b\n", "}: b", "this line cannot be read",
            "look at the quotation marks, brackets and indentation here and on the line above",
            id="anything else after a bracket",
        ),
        pytest.param(
            "--- a: b\n", "--- a: b", "this line cannot be read",
            "look at the quotation marks, brackets and indentation here and on the line above",
            id="anything else with a colon",
        ),
        pytest.param(
            "\xa0a: b: c\n", ":", "a colon and a space stand inside a text without quotes",
            'put the text in quotes: \xa0a: "b: c"; or begin a new line with b, if that is a key',
            id="a colon in a text behind an invisible space",
        ),
    ],
)  # fmt: skip
def test_what_stops_the_reading_is_told_in_plain_words(
    compiled: bool, text: str, shown: str, message: str, help_: str
) -> None:
    root, mistakes = read(text, "policy.yaml", compiled=compiled)
    assert root is None
    first = [each for each in mistakes if each.message == message]
    assert first, [each.message for each in mistakes]
    assert (first[0].code, underlined(first[0].place), first[0].help) == ("syntax", shown, help_)


def related(text: str, compiled: bool) -> list[tuple[str, int | None, str]]:
    _, mistakes = read(text, "policy.yaml", compiled=compiled)
    return [(underlined(each.place), each.place.line, each.message) for each in mistakes[0].related]


def test_where_a_bracket_was_opened_is_told_beside_where_it_is_missed(compiled: bool) -> None:
    assert related("a: [b, c\nd: e\n", compiled) == [(":", 2, "this was read as part of it")]
    assert related("a: [b, c}\n", compiled) == [("[", 1, "it is opened here")]
    assert related("a: {b: c\n  d: e}\n", compiled) == [("{", 1, '"{" is opened here')]
    assert related("a: {b: c\n", compiled) == []
    assert related('a: "x\nb: "y"\n', compiled) == [('"', 1, "the text begins here")]


def test_a_pair_in_a_list_has_no_bracket_of_its_own(compiled: bool) -> None:
    assert one("a: [b: c", compiled)[1:3] == ("[", '"[" is never closed')


def test_reading_goes_on_at_the_next_key_that_begins_a_line(compiled: bool) -> None:
    text = "a: 'it's'\nb: [c\nd: e: f\n  g: h\ni: on\ni: j\n"
    root, mistakes = read(text, "policy.yaml", compiled=compiled)
    assert root is None
    assert [(each.place.line, each.code) for each in mistakes] == [
        *[(1, "syntax"), (2, "syntax"), (3, "syntax"), (5, "trap-word"), (6, "duplicate-key")]
    ]


def test_reading_goes_on_only_so_often(compiled: bool) -> None:
    _, mistakes = read("a: b: c\n" * 50, "policy.yaml", compiled=compiled)
    assert [each.place.line for each in mistakes] == list(range(1, 22))


def test_a_mistake_on_the_last_line_ends_the_reading(compiled: bool) -> None:
    assert [each[0] for each in told("a: b\nc: d: e", compiled)] == ["syntax"]


def test_the_lines_above_are_searched_only_so_far(compiled: bool) -> None:
    text = "a:\n" + "".join(f"    b{n}: c\n" for n in range(300)) + "  d: e\n"
    (mistake,) = told(text, compiled)
    assert mistake[1:] == (
        "d: e",
        "this line is indented unlike the lines above that it could belong to",
        "indent it by 4 spaces, not by 2",
    )


# -- limits


def test_a_text_that_is_too_long_is_not_read(compiled: bool) -> None:
    for text in ("a: " + "x" * MOST_BYTES, "a: " + "é" * (MOST_BYTES // 2)):
        root, (mistake,) = read(text, "policy.yaml", compiled=compiled)
        assert root is None
        assert (mistake.code, mistake.place) == ("too-large", Place("policy.yaml"))
        assert (
            mistake.message == f"this file is longer than {MOST_BYTES} bytes, the most that is read"
        )
        assert mistake.help == "split it into several files"


def test_lists_and_mappings_nest_only_so_deep(compiled: bool) -> None:
    assert tree("a: " + "[" * (MOST_DEPTH - 1) + "x" + "]" * (MOST_DEPTH - 1), compiled)
    for text in ("a: " + "[" * 5000, "{a: " * 5000, "- " * 5000, "? " * 5000):
        root, mistakes = read(text, "policy.yaml", compiled=compiled)
        assert root is None
        assert [(each.code, each.message, each.help) for each in mistakes] == [
            (
                "too-large",
                f"lists and mappings stand more than {MOST_DEPTH} deep in one another",
                "lift the inner ones out",
            )
        ]


def test_a_file_holds_only_so_many_nodes(compiled: bool) -> None:
    items = MOST_NODES - 3
    assert len(tree("a: [" + "x," * items + "]", compiled)[Scalar("a")]) == items
    root, (mistake,) = read("a: [" + "x," * (items + 1) + "]", "policy.yaml", compiled=compiled)
    assert root is None
    assert (mistake.code, mistake.help) == ("too-large", "split it into several files")
    assert mistake.message == f"this file holds more than {MOST_NODES} keys and values"


def test_a_value_that_is_too_long_is_cut_and_told(compiled: bool) -> None:
    assert len(scalar("a: " + "x" * MOST_CHARACTERS, compiled)) == MOST_CHARACTERS
    for long in ("x" * (MOST_CHARACTERS + 1), "x" * 13 * MOST_CHARACTERS):
        root, (mistake,) = read(f"a: {long}\nb: c", "policy.yaml", compiled=compiled)
        assert root == {"a": "x" * MOST_CHARACTERS, "b": "c"}
        assert (mistake.code, underlined(mistake.place)) == ("too-large", "x")
        assert mistake.message == f"this text is longer than {MOST_CHARACTERS} characters"
        assert mistake.help == "shorten it, or split it"
        value = root[Scalar("a")]
        assert isinstance(value, Scalar)
        assert value.part(0, 1) == value.place


def test_after_so_many_mistakes_reading_stops(compiled: bool) -> None:
    for text in ("a: [" + "~, " * 500 + "]", "a: b\x00c\n" * 500, "%x\n" * 500 + "---\na: b\n"):
        root, mistakes = read(text, "policy.yaml", compiled=compiled)
        assert root is None
        last = [each for each in mistakes if each.code == "too-large"]
        assert [(each.message, each.help) for each in last] == [
            (
                f"there are {MOST_MISTAKES} mistakes or more; the rest is not read",
                "mend the first ones and try again",
            )
        ]
        assert len(mistakes) == MOST_MISTAKES + 1


# -- files


def test_a_file_is_read_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_bytes("\ufeffby: ann é\r\n".encode())
    root, mistakes = read_file(path)
    assert (root, mistakes) == ({"by": "ann é"}, [])
    assert root is not None
    assert root.place.file == str(path)
    assert read_file(str(path))[0] == root


def unreadable(path: Path | str) -> Diagnostic:
    root, (mistake,) = read_file(path)
    assert root is None
    assert mistake.place == Place(str(path))
    assert render(mistake)
    return mistake


def test_a_file_that_is_missing_or_no_file_is_unreadable(tmp_path: Path) -> None:
    missing = unreadable(tmp_path / "gone.yaml")
    assert (missing.code, missing.message) == ("unreadable-file", "there is no such file")
    assert missing.help == "check the name and the directory"
    directory = unreadable(tmp_path)
    assert directory.message == "this is a directory, not a file"
    assert directory.help == "name a file in it"
    assert unreadable("a\0b").message == "this file cannot be read"
    assert unreadable("a\0b").help == "check the name, and that you may read it"
    assert unreadable("x" * 5000).message == "this file cannot be read"


def test_a_file_in_another_encoding_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_bytes(b"a: b\r\nc: d \x96 e\n")
    mistake = unreadable(path)
    assert mistake.message == "this file is not UTF-8 text: byte 0x96 on line 2"
    assert mistake.help == "save it again with the encoding UTF-8"
    path.write_bytes("a: b\n".encode("utf-16"))
    assert unreadable(path).message == "this file is not UTF-8 text but UTF-16"


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_bytes(b"\xff" * (MOST_BYTES + 1))
    assert unreadable(path).code == "too-large"
