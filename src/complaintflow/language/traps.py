"""Scalars that other YAML tools turn into something else."""

from __future__ import annotations

import re

TURNED_WORDS = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"], "true"),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "off", "Off", "OFF"], "false"),
    "=": "a sign of its own",
}
TURNED_NUMBER = re.compile(
    r"""[-+]?(?:
        (?P<binary>0b_*[01][01_]*)
      | (?P<octal>0o[0-7]+)
      | (?P<hexadecimal>0x_*[0-9a-fA-F][0-9a-fA-F_]*)
      | (?P<sixty>[1-9][0-9_]*(?::[0-5]?[0-9])+)
      | (?P<zero>0[0-9_]+)
      | (?P<grouped>[1-9][0-9]*_[0-9_]*)
      | (?P<signed>(?<=\+)[0-9]+)
      | [0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
      | (?:[0-9]*\.)?[0-9]+[eE][-+]?[0-9]+ | [0-9]+\.[eE][-+]?[0-9]+
      | [0-9][0-9_]*_[0-9_]*\.[0-9_]* | [0-9]+\.[0-9]*_[0-9_]* | (?<=\+)[0-9]*\.[0-9]+
      | \.(?:inf|Inf|INF)
    )|\.(?:nan|NaN|NAN)""",
    re.VERBOSE | re.ASCII,
)
FIRST_OF_NUMBER = frozenset("+-.0123456789")
BASES = {"binary": 2, "octal": 8, "hexadecimal": 16, "grouped": 10, "signed": 10}
LONGEST_NUMBER = 15
"""Characters of a number beyond which its value is not told."""


def turned(value: str) -> str | None:
    """Tell what YAML 1.1 makes of a plain scalar that we read as text; None where it stays.

    Dates and moments, whole and decimal numbers, `true` and `false` are not traps: the
    language has them, or asks for quotes itself. Of numbers only those are that would come
    out looking different: in base sixty, eight or two, with signs, underscores, exponents.
    """
    if value in TURNED_WORDS:
        return TURNED_WORDS[value]
    if value[:1] not in FIRST_OF_NUMBER:
        return None
    number = TURNED_NUMBER.fullmatch(value)
    if number is None:
        return None
    kind = number.lastgroup
    if kind is None or len(value) > LONGEST_NUMBER:
        return "a number"
    digits = value.replace("_", "").lstrip("+-")
    if kind == "sixty":
        amount = 0
        for part in digits.split(":"):
            amount = amount * 60 + int(part)
    elif kind == "zero":
        amount = int(digits, 8) if set(digits) <= set("01234567") else int(digits)
    else:
        amount = int(digits, BASES[kind])
    return f"the number {-amount if value[0] == '-' else amount}"
