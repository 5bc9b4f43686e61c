"""Phrases in English for when: the day on which a period starts, and how it is counted."""

from complaintflow.periods import DayOne, Unit
from complaintflow.procedure import (
    Deadline,
    EndOf,
    Happened,
    PlaceKind,
    Procedure,
    StartOf,
    Which,
)
from complaintflow.render.words import Voice, stage, the_complaint

SAME_DAY = "on the same day"


def instant(voice: Voice, anchor: StartOf | EndOf, *, has: bool = False) -> str:
    """What happened, or has, at the edge of a place: `the first formal stage started`."""
    place, starts = voice.procedure.places[anchor.stage], isinstance(anchor, StartOf)
    perfect = "has " if has else ""
    if place.kind is PlaceKind.STAGE:
        return f"{stage(voice, anchor.stage)} {perfect}{'started' if starts else 'ended'}"
    rests = f"{'has come' if has else 'came'} to rest at"
    leaves = f"{'has been' if has else 'was'} taken up again after"
    return f"{the_complaint(voice)} {rests if starts else leaves} {stage(voice, anchor.stage)}"


def day_of(voice: Voice, deadline: Deadline, happened: str) -> str:
    """A period and its start: `within 2 weeks of the day on which you wrote`."""
    ordinal = ordinal_of(deadline)
    if is_same_day(deadline):
        return (
            f"on the {ordinal}day on which {happened}" if ordinal else f"{SAME_DAY} as {happened}"
        )
    time = "time at which" if in_hours(deadline) else "day on which"
    return f"within {length_of(deadline)} {link_of(voice, deadline)} the {ordinal}{time} {happened}"


def day_of_that(voice: Voice, deadline: Deadline) -> str:
    """A period that starts with what the sentence has just told: `within 2 weeks of that day`."""
    if is_same_day(deadline):
        return SAME_DAY
    time = "time" if in_hours(deadline) else "day"
    return f"within {length_of(deadline)} {link_of(voice, deadline)} that {time}"


def length_of(deadline: Deadline) -> str:
    """How long a period is: `2 weeks`; of a band, that the time between is one to be settled."""
    settled = ", as agreed or settled," if deadline.settled_by else ""
    return deadline.period.length + (settled if deadline.period.least is not None else "")


def ordinal_of(deadline: Deadline) -> str:
    """Which of several happenings a period starts from: `last `, or nothing."""
    which = deadline.of.which if isinstance(deadline.of, Happened) else Which.THIS_TIME
    return "" if which is Which.THIS_TIME else f"{which} "


def is_same_day(deadline: Deadline) -> bool:
    """Whether a period is over with the very day from which it runs."""
    span = deadline.span
    one_day = span.amount == 1 and span.unit is Unit.CALENDAR_DAYS
    return one_day and deadline.day_one is DayOne.SAME_DAY


def link_of(voice: Voice, deadline: Deadline) -> str:
    """The word between a period and its start, which tells the day with which it begins."""
    return "of" if in_hours(deadline) else link(voice.procedure, deadline.day_one)


def link(procedure: Procedure, day_one: DayOne) -> str:
    """`of`, unless the procedure counts in more than one way; see `counting_text`."""
    if day_one is DayOne.SAME_DAY:
        return "beginning with"
    ways = {each.day_one for each in procedure.deadlines if not in_hours(each)}
    return "after" if day_one is DayOne.DAY_AFTER and DayOne.NEXT_WORKING_DAY in ways else "of"


def in_hours(deadline: Deadline) -> bool:
    """Whether a period is counted in hours."""
    return deadline.span.unit is Unit.HOURS
