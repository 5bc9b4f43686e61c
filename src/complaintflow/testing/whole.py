"""Whole questions: a start, a length, a calendar and a way to count that go together."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from complaintflow.calendars import Calendar
from complaintflow.conventions import Roll, Span, Unit
from complaintflow.testing.dates import LONDON, moments, starts
from complaintflow.testing.lengths import Convention, conventions, spans
from complaintflow.testing.offices import calendars, kinds_of_day


class Question(Convention):
    """All the arguments of `reach`: ask `reach(**question)`."""

    start: date | datetime
    span: Span
    calendar: Calendar
    zone: ZoneInfo


def questions(
    *,
    calendar: st.SearchStrategy[Calendar] | None = None,
    span: st.SearchStrategy[Span] | None = None,
    convention: st.SearchStrategy[Convention] | None = None,
    zone: ZoneInfo = LONDON,
) -> st.SearchStrategy[Question]:
    """Whole questions to `reach`, each with an answer: ask `reach(**question)`.

    The start is one that is awkward in the calendar. Hours have no clear days, begin at a
    moment and stay where they end.

    Args:
        calendar: from which the calendar is drawn; `calendars()` if it is not said.
        span: likewise the length; `spans()`, and school days by a calendar of their own.
        convention: likewise the way to count; `conventions()`.
        zone: whose days are meant.

    >>> from hypothesis import find
    >>> from complaintflow import reach
    >>> question = find(questions(), lambda question: True)
    >>> str(reach(**question).due)
    '2026-09-15'
    """
    return _questions(
        calendars() if calendar is None else calendar,
        _spans_of_any_kind() if span is None else span,
        conventions() if convention is None else convention,
        zone,
    )


def _spans_of_any_kind() -> st.SearchStrategy[Span]:
    return spans() | kinds_of_day().flatmap(lambda kind: spans([kind]))


@st.composite
def _questions(
    draw: st.DrawFn,
    calendar: st.SearchStrategy[Calendar],
    span: st.SearchStrategy[Span],
    convention: st.SearchStrategy[Convention],
    zone: ZoneInfo,
) -> Question:
    counted_by, length, way = draw(calendar), draw(span), draw(convention)
    if length.unit is Unit.HOURS:
        way["clear"], way["roll"] = False, Roll.NONE
        start: date | datetime = draw(moments(counted_by, zone=zone))
    else:
        start = draw(starts(counted_by, zone=zone))
    return Question(start=start, span=length, calendar=counted_by, zone=zone, **way)
