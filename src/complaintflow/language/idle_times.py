"""The check of times that can never bite: more time that gives none, a time that its ceiling always ends.

Only what is counted from one anchor, in one kind of day and by the same conventions is compared; of
other times a case alone can tell which is the longer.
"""

from collections.abc import Iterator
from dataclasses import replace

from complaintflow import procedure as law
from complaintflow.conventions import KindOfDay, Span, Unit
from complaintflow.diagnostics import Diagnostic, Related, Severity, quoted
from complaintflow.language.dead_ends import time_written, up_to_written
from complaintflow.language.linker import Linked
from complaintflow.language.tree import Scalar


def idle_time(linked: Linked) -> Iterator[Diagnostic]:
    """A longest time below the time that it caps, and more time that reaches no further than that."""
    for deadline in () if linked.procedure is None else linked.procedure.deadlines:
        own, cap = deadline.period, deadline.at_latest
        if not isinstance(own, law.Period):
            continue
        written = time_written(linked, deadline)
        if cap is not None and _longer(own, cap):
            yield _idle(
                deadline.step,
                f"the time of {quoted(deadline.step)} is never {own.span}: it ends after {cap.span} "
                "at the latest",
                written,
                "write the longer time under `at_latest`, or take `at_latest` out",
                time_written(linked, replace(deadline, key="at_latest")),
                "the longest time",
            )
        for way in deadline.extensions:
            if way.up_to is not None and _reaches_no_further(way.up_to, own):
                yield _idle(
                    way.step,
                    f"{quoted(way.step)} gives no more time: {quoted(deadline.step)} has "
                    f"{own.length} without it",
                    up_to_written(linked, way.step),
                    "write a longer time under `up_to`; how much is added is said by `adds`",
                    written,
                    "the time without it",
                )


def _idle(name: str, message: str, at: Scalar, help_: str, beside: Scalar, what: str) -> Diagnostic:
    return Diagnostic(
        "idle-time",
        message,
        at.place,
        severity=Severity.WARNING,
        help=help_,
        related=(Related(beside.place, what),),
        about=(name,),
    )


def _longer(one: law.Period, other: law.Period) -> bool:
    return _alike(one, other) and _amount(one.span) > _amount(other.span)


def _reaches_no_further(more: law.Period, own: law.Period) -> bool:
    """Whether so much is had anyway; of a band, whatever is settled."""
    return _alike(more, own) and _amount(more.span) <= _amount(own.least or own.span)


def _alike(one: law.Period, other: law.Period) -> bool:
    """Whether the longer span of two ends later whatever the start, and neither is counted back."""
    by = ((each.of, each.day_one, each.clear, _counted_in(each.span)) for each in (one, other))
    return not one.backwards and not other.backwards and len({*by}) == 1


_LARGER: dict[Unit | KindOfDay, tuple[Unit, int]] = {
    Unit.WEEKS: (Unit.CALENDAR_DAYS, 7),
    Unit.YEARS: (Unit.MONTHS, 12),
}


def _counted_in(span: Span) -> Unit | KindOfDay:
    """The unit in which two lengths compare: weeks are days, years are months."""
    return _LARGER.get(span.unit, (span.unit, 1))[0]


def _amount(span: Span) -> int:
    return span.amount * _LARGER.get(span.unit, (span.unit, 1))[1]
