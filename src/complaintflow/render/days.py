"""Phrases in English for when: the day on which a period starts, and how it is counted."""

from collections.abc import Iterator

from complaintflow.conventions import DayOne, Unit
from complaintflow.procedure import (
    EndOf,
    FirstOf,
    Happened,
    Missed,
    MomentNamed,
    Period,
    PlaceKind,
    Procedure,
    Soon,
    StartOf,
    Which,
)
from complaintflow.render.words import Voice, stage, the_complaint

SAME_DAY = "on the same day"

SETTLED = "that is settled"
"""What is said of the time of a band where nobody is named who settles it."""


def periods_of(procedure: Procedure) -> Iterator[Period]:
    """Every period of a procedure: of its clocks, and how far more time may reach."""
    for deadline in procedure.deadlines:
        if not isinstance(deadline.period, Soon):
            yield deadline.period
        if deadline.at_latest is not None:
            yield deadline.at_latest
        yield from (each.up_to for each in deadline.extensions if each.up_to is not None)


def instant(voice: Voice, anchor: StartOf | EndOf, *, has: bool = False) -> str:
    """What happened, or has, at the edge of a place: `the first formal stage started`."""
    place, starts = voice.procedure.places[anchor.stage], isinstance(anchor, StartOf)
    perfect = "has " if has else ""
    if place.kind is PlaceKind.STAGE:
        return f"{stage(voice, anchor.stage)} {perfect}{'started' if starts else 'ended'}"
    rests = f"{'has come' if has else 'came'} to rest at"
    leaves = f"{'has been' if has else 'was'} taken up again after"
    return f"{the_complaint(voice)} {rests if starts else leaves} {stage(voice, anchor.stage)}"


def day_of(voice: Voice, period: Period, happened: str, settled: str = SETTLED) -> str:
    """A period and its start: `within 2 weeks of the day on which you wrote`.

    Args:
        settled: what is said of the time of a band, `that is agreed between us and you`.
    """
    if is_same_day(period):
        ordinal = ordinal_of(period)
        return (
            f"on the {ordinal}day on which {happened}" if ordinal else f"{SAME_DAY} as {happened}"
        )
    if period.least is not None:
        return f"within a time {settled}, {band_of(voice, period, happened)}"
    if period.backwards:
        return f"at least {period.length} before {_start(period, happened)}"
    return f"within {period.length} {link_of(voice, period)} {_start(period, happened)}"


def band_of(voice: Voice, period: Period, happened: str) -> str:
    """The ends of a band, with its start: `from 10 to 20 days after the day on which you wrote`."""
    return f"{_ends(voice, period)} {_start(period, happened)}"


def day_of_that(voice: Voice, period: Period, settled: str = SETTLED) -> str:
    """A period that starts with what the sentence has just told: `within 2 weeks of that day`."""
    if is_same_day(period):
        return SAME_DAY
    that = "that time" if in_hours(period) else "that day"
    if period.least is not None:
        return f"within a time {settled}, {_ends(voice, period)} {that}"
    if period.backwards:
        return f"at least {period.length} before {that}"
    return f"within {period.length} {link_of(voice, period)} {that}"


def _ends(voice: Voice, period: Period) -> str:
    return f"from {period.length} {link_of(voice, period)}"


def _start(period: Period, happened: str) -> str:
    time = "time at which" if in_hours(period) else "day on which"
    if isinstance(period.of, Missed) and period.day_one is DayOne.SAME_DAY and not in_hours(period):
        # the time is up with the end of a day, and that day is over
        return f"the day after the one on which {happened}"
    return f"the {ordinal_of(period)}{time} {happened}"


def ordinal_of(period: Period) -> str:
    """Which of several happenings a period starts from: `last `, or nothing."""
    which = period.of.which if isinstance(period.of, Happened) else Which.THIS_TIME
    return "" if which is Which.THIS_TIME else f"{which} "


def is_same_day(period: Period) -> bool:
    """Whether a period is over with the very day from which it runs."""
    span = period.span
    one_day = span.amount == 1 and span.unit is Unit.CALENDAR_DAYS
    single = not isinstance(period.of, Missed | FirstOf | MomentNamed)
    return one_day and period.day_one is DayOne.SAME_DAY and single


def link_of(voice: Voice, period: Period) -> str:
    """The word between a period and its start, which tells the day with which it begins.

    A band ends *after* its start.
    """
    word = "of" if in_hours(period) else link(voice.procedure, period.day_one)
    is_after = period.day_one is DayOne.DAY_AFTER or in_hours(period)
    return "after" if period.least is not None and is_after else word


def link(procedure: Procedure, day_one: DayOne) -> str:
    """`of`, unless the procedure counts in more than one way; see `counting_text`."""
    if day_one is DayOne.SAME_DAY:
        return "beginning with"
    ways = {each.day_one for each in periods_of(procedure) if not in_hours(each)}
    return "after" if day_one is DayOne.DAY_AFTER and DayOne.NEXT_WORKING_DAY in ways else "of"


def in_hours(period: Period) -> bool:
    """Whether a period is counted in hours."""
    return period.span.unit is Unit.HOURS
