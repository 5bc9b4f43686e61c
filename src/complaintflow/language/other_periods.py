"""Rule mutants of a period: longer and shorter, of other days, from another start, or none at all."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from complaintflow.conventions import KindOfDay, Span, Unit
from complaintflow.language.alterations import Mutant, Operator, Policy, Rule
from complaintflow.language.edits import items, rewritten
from complaintflow.language.sentences import (
    AnchorForm,
    AnchorPhrase,
    Misread,
)
from complaintflow.language.spans import (
    PeriodPhrase,
    Preposition,
    SoonPhrase,
    ceiling,
    recurring,
    time_limit,
    up_to,
)
from complaintflow.language.spans import (
    length as read_length,
)
from complaintflow.language.tree import Scalar
from complaintflow.language.values import UNSTATED

RECEIPT = f"{AnchorForm.RECEIPT_OF} "
"""How an anchor begins that waits until something is received."""


def act_of(anchor: str) -> tuple[Operator, str] | None:
    """The step itself, for what waits until it is received or for the date that it sets."""
    if anchor.startswith(RECEIPT):
        return Operator.DROP_RECEIPT, anchor.removeprefix(RECEIPT).partition(" ")[0]
    date = re.fullmatch(r"(?:(?:first|last)\s+)?date\s+set\s+by\s+(\S+)", anchor)
    return None if date is None else (Operator.DROP_DATE, date[1])


def of_period(policy: Policy, act: Rule, key: str, drop: Operator) -> Iterator[Mutant]:
    """The mutants of the time under a key of an act; `drop` is to take it out."""
    yield from act.dropped(drop, key, along=tuple(_means_nothing_without(act, key)))
    written = act.at(key)
    if not isinstance(written, Scalar):
        return
    try:
        phrase = _READ.get(key, time_limit)(written, policy.own_days)
    except Misread:
        return  # it recurs at no interval that is said, or the document does not link either
    if isinstance(phrase, SoonPhrase):
        for start in _other_anchors(policy, act, key, phrase.anchors):
            text = rewritten(written, f"as soon as possible after {start}")
            yield act.put(Operator.OTHER_ANCHOR, f"after {start}", text, key)
        return
    now, lead = anchors_text(phrase.anchors), phrase.preposition

    def changed(
        operator: Operator, said: str, *, length: str = "", lead: str = lead, start: str = now
    ) -> Mutant:
        length = length or _length(phrase, unit=phrase.span.unit)
        end = SCHEDULED if phrase.by_schedule is not (operator is Operator.BY_SCHEDULE) else ""
        return act.put(operator, said, rewritten(written, f"{length} {lead} {start}{end}"), key)

    for operator, said, length in _other_lengths(policy, phrase):
        yield changed(operator, said, length=length)
    if phrase.clear:
        yield changed(Operator.DROP_CLEAR, "drop clear", length=_length(phrase, clear=False))
    if key == "every":
        said = "from the last time" if phrase.by_schedule else SCHEDULED.strip()
        yield changed(Operator.BY_SCHEDULE, said)
    if lead is Preposition.BEFORE:
        yield changed(Operator.OTHER_ANCHOR, f"after {now}", lead=Preposition.AFTER)
    other_lead = Preposition.OF if lead is Preposition.BEGINNING_WITH else lead
    for start in _other_anchors(policy, act, key, phrase.anchors):
        yield changed(Operator.OTHER_ANCHOR, f"{other_lead} {start}", lead=other_lead, start=start)


def of_length(policy: Policy, act: Rule, key: str, drop: Operator) -> Iterator[Mutant]:
    """The mutants of a length of time under a key: none, one more, one less, of other days."""
    yield from act.dropped(drop, key)
    written = act.at(key)
    if not isinstance(written, Scalar):
        return
    try:
        span = read_length(written, policy.own_days)
    except Misread:
        return  # the document does not link either
    others = [(Operator.LONGER, "+1", span.amount + 1, span.unit)]
    if span.amount > 1:
        others.append((Operator.SHORTER, "-1", span.amount - 1, span.unit))
    days = _other_days(policy, span.unit)
    others += [(Operator.OTHER_DAYS, f"in {unit}", span.amount, unit) for unit in days]
    for operator, said, amount, unit in others:
        yield act.put(operator, said, rewritten(written, str(Span(amount, unit))), key)


SCHEDULED = " from the schedule"
"""How a period ends that recurs from when it was due."""

_READ: dict[str, Callable[[str, Sequence[KindOfDay]], PeriodPhrase | SoonPhrase]] = {
    "at_latest": ceiling,
    "up_to": up_to,
    "every": recurring,
}
"""How the text under a key is read, where that is not as `within` is."""

TIMES = ("within", "aim_within", "at_latest", "every")
"""The keys that give a step a time."""


def _means_nothing_without(act: Rule, key: str) -> Iterator[str]:
    """The keys that speak of the time under a key alone, and go with it."""
    if key == "every":
        yield "until"
    others = [other for other in TIMES if other != key and act.at(other) not in (None, UNSTATED)]
    if key in ("within", "at_latest") and not {"within", "at_latest"} & {*others}:
        yield "late_if"
    if not others:
        yield "stands_still"


def _other_lengths(policy: Policy, phrase: PeriodPhrase) -> Iterator[tuple[Operator, str, str]]:
    """One more and one less, of a band at each end; and as many days of another kind.

    Working days are taken for calendar days and for days of the organisation's own, both of those
    for working days.
    """
    yield Operator.LONGER, "+1", _length(phrase, longer=1)
    yield Operator.SHORTER, "-1", _length(phrase, longer=-1)
    if phrase.least is not None:
        yield Operator.LONGER, "least +1", _length(phrase, least_longer=1)
        if phrase.least.amount > 1:
            yield Operator.SHORTER, "least -1", _length(phrase, least_longer=-1)
    for other in _other_days(policy, phrase.span.unit):
        yield Operator.OTHER_DAYS, f"in {other}", _length(phrase, unit=other)


def _other_days(policy: Policy, unit: Unit | KindOfDay) -> tuple[Unit | KindOfDay, ...]:
    if unit is Unit.WORKING_DAYS:
        return (Unit.CALENDAR_DAYS, *policy.own_days)
    is_days = unit is Unit.CALENDAR_DAYS or isinstance(unit, KindOfDay)
    return (Unit.WORKING_DAYS,) if is_days else ()


def _length(
    phrase: PeriodPhrase,
    *,
    longer: int = 0,
    least_longer: int = 0,
    unit: Unit | KindOfDay | None = None,
    clear: bool | None = None,
) -> str:
    """How long a period is in words, with so many more at its end, or at the shorter of a band."""
    is_clear = phrase.clear if clear is None else clear
    amount, unit = phrase.span.amount + longer, unit or phrase.span.unit
    units = str(unit) if amount != 1 else str(unit).removesuffix("s")
    band = "" if phrase.least is None else f"{phrase.least.amount + least_longer} to "
    return f"{band}{amount} {'clear ' if is_clear else ''}{units}"


def anchors_text(anchors: Sequence[AnchorPhrase]) -> str:
    """Anchors as they are written, with `or` between them."""
    return " or ".join(map(_anchor_text, anchors))


def _anchor_text(anchor: AnchorPhrase) -> str:
    lead = "" if anchor.form is AnchorForm.NAME else f"{anchor.form} "
    return f"{lead}{anchor.name.text}" + ("" if anchor.by is None else f" by {anchor.by.text}")


def _starts(policy: Policy, step: Rule, *keys: str) -> Iterator[str]:
    """From what the times of a step are counted."""
    for key in keys:
        written = step.at(key)
        with suppress(Misread):
            if isinstance(written, Scalar):
                yield anchors_text(_READ.get(key, time_limit)(written, policy.own_days).anchors)


def other_readings(policy: Policy, anchors: Sequence[AnchorPhrase]) -> Iterator[str]:
    """What else anchors could have meant: of each what lies beside it, and all of them but one."""
    texts = [*map(_anchor_text, anchors)]
    for at, anchor in enumerate(anchors):
        for other in (each for each in _beside(policy, anchor) if each not in texts):
            yield " or ".join([*texts[:at], other, *texts[at + 1 :]])
    for at in range(len(texts)) if len(texts) > 1 else ():
        yield " or ".join(texts[:at] + texts[at + 1 :])


def _other_anchors(
    policy: Policy, act: Rule, key: str, anchors: Sequence[AnchorPhrase]
) -> tuple[str, ...]:
    """From when it could have been counted: what was sent rather than received, the place's start
    or a way into it, as the time is that is extended or capped, what is waited for, the step above;
    of a question, what brings a case in."""
    place, now = act.place, anchors_text(anchors)
    found = [*other_readings(policy, anchors)]
    if place[:1] in (("stages",), ("ends",)):
        found.append(f"start of {place[-1]}")
        found += (s.name for s in policy.steps if s.at("then") == place[-1])
    waits = [*items(act.at("after"))]
    if act.path != act.of_step:
        step = policy.rule(act.document, act.of_step, act.name)
        found += _starts(policy, step, "within", "aim_within")
        waits += items(step.at("after"))
    elif key in ("at_latest", "every"):
        found += _starts(policy, act, "within")
    found += (each for each in waits if " or " not in each and "missed " not in each)
    group = [
        s for s in policy.steps if s.document == act.document and s.path[:-1] == act.of_step[:-1]
    ]
    paths = [s.path for s in group]
    if act.of_step in paths:
        found += [s.name for s in group[: paths.index(act.of_step)]][-1:]
    else:
        found += (s.name for s in policy.steps if s.path[:1] == ("begins",))
    return tuple(dict.fromkeys(each for each in map(str, found) if each != now))


def _beside(policy: Policy, anchor: AnchorPhrase) -> Iterator[str]:
    """What else one anchor could have meant: what was sent, or its receipt by another to whom it
    went, for a receipt; for what is missed, and for a date, the step itself; for the first date the
    last one; nothing for the others."""
    sent = anchor.name.text
    if anchor.form in (AnchorForm.MISSED, AnchorForm.DATE_SET_BY, AnchorForm.LAST_DATE):
        yield sent
    if anchor.form is AnchorForm.FIRST_DATE:
        yield f"{AnchorForm.DATE_SET_BY} {sent}"
    if anchor.form is AnchorForm.RECEIPT_OF:
        yield sent
        to = [role for s in policy.acts if s.name == sent for role in items(s.at("to"))]
        by = None if anchor.by is None else anchor.by.text
        others = (role for role in to if len(to) > 1 and role != by)
        yield from (f"{RECEIPT}{sent} by {role}" for role in others)
