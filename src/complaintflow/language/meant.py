"""What was probably meant by a word or a date that is spelt as people spell it."""

import re
from datetime import date

MEANT = {
    "phone": "telephone",
    "call": "telephone",
    "phone_call": "telephone",
    "post": "letter",
    "mail": "letter",
    "e-mail": "email",
    "written": "writing",
    "in writing": "writing",
    "spoken": "speech",
    "oral": "speech",
    "verbal": "speech",
    "verbally": "speech",
    "meeting": "in_person",
    "face to face": "in_person",
    "in person": "in_person",
    "zoom": "video",
    "teams": "video",
}
"""Words that people write for a form."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPELT_DAY = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:[ ./-]+(?:of )?)(?P<month>\d{1,2}|[a-z]{3,9})[ ./,-]+(?P<year>\d{4})"
    r"|(?P<month_first>[a-z]{3,9}) (?P<its_day>\d{1,2})(?:st|nd|rd|th)?,? (?P<its_year>\d{4})",
    re.IGNORECASE | re.ASCII,
)


def day_meant(text: str) -> date | None:
    """The day that was probably meant by another spelling: the day before the month, as here.

    >>> str(day_meant("1 January 2026")), str(day_meant("26/03/2026")), day_meant("soon")
    ('2026-01-01', '2026-03-26', None)
    """
    found = _SPELT_DAY.fullmatch(text.strip())
    if found is None:
        return None
    month = (found["month"] or found["month_first"]).lower()
    number = int(month) if month.isdecimal() else 0
    if not number and month[:3] in _MONTHS:
        number = _MONTHS.index(month[:3]) + 1
    try:
        return date(
            int(found["year"] or found["its_year"]), number, int(found["day"] or found["its_day"])
        )
    except ValueError:
        return None


_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_UNIT_WORD = r"(?:(?:working|calendar)\s+days?|weeks?|months?|years?|hours?)\b"
_IN_WORDS = re.compile(rf"\s*(?:(an?|each|every|{'|'.join(_NUMBERS)})\s+)?({_UNIT_WORD}.*)")


def in_figures(text: str) -> str | None:
    """A length of time whose number is put in words, or left out where it is one.

    >>> in_figures("six months of asked"), in_figures("month of asked"), in_figures("soon")
    ('6 months of asked', '1 month of asked', None)
    """
    found = _IN_WORDS.fullmatch(text)
    if found is None:
        return None
    number = _NUMBERS.index(found[1]) + 1 if found[1] in _NUMBERS else 1
    return f"{number} {found[2]}"
