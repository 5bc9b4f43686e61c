"""Hypothesis strategies for tests of your own rules: days, starts, periods, calendars, tapes.

They give what is asked of a calendar every day and what goes wrong once a year: midnight, the hour
that comes twice, the last day of February, the eve of a bank holiday. What fails is made plainer
until it fails no more, and the plainest of all is a working day from an ordinary Monday: 14
September 2026, with no month's end, bank holiday or change of the clocks near, in a week of five days.

All that they give fits together: whatever period from `spans` is counted from whatever start from
`starts`, on or back, ends within whatever calendar from `calendars`.

It needs the extra `testing`: `pip install "complaintflow[testing]"`.
"""

try:
    import hypothesis as _  # noqa: F401 - asked for first, to say what to install
except ModuleNotFoundError as missing:
    if missing.name != "hypothesis":
        raise
    raise ModuleNotFoundError(
        "complaintflow.testing needs hypothesis; type: pip install 'complaintflow[testing]'",
        name="hypothesis",
    ) from None

from complaintflow.testing.cases import NearlyLawful, lawful, nearly_lawful, people
from complaintflow.testing.dates import days, moments, starts
from complaintflow.testing.histories import tapes
from complaintflow.testing.lengths import Convention, conventions, periods, spans
from complaintflow.testing.offices import calendars, kinds_of_day
from complaintflow.testing.whole import Question, questions

__all__ = [
    "Convention",
    "NearlyLawful",
    "Question",
    "calendars",
    "conventions",
    "days",
    "kinds_of_day",
    "lawful",
    "moments",
    "nearly_lawful",
    "people",
    "periods",
    "questions",
    "spans",
    "starts",
    "tapes",
]
