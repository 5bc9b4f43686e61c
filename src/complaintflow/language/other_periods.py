"""Rule mutants of a period: longer and shorter, of other days, from another start, or none at all."""

from collections.abc import Iterator
from contextlib import suppress

from complaintflow.language.alterations import Mutant, Operator, Policy, Rule
from complaintflow.language.edits import items, rewritten
from complaintflow.language.sentences import (
    AnchorForm,
    AnchorPhrase,
    Misread,
)
from complaintflow.language.spans import PeriodPhrase, Preposition, period
from complaintflow.language.tree import Scalar
from complaintflow.periods import KindOfDay, Unit

RECEIPT = f"{AnchorForm.RECEIPT_OF} "
"""How an anchor begins that waits until something is received."""


def sent_of(receipt: str) -> str:
    """The step of which an anchor is the receipt."""
    return receipt.removeprefix(RECEIPT).partition(" ")[0]


def of_period(policy: Policy, act: Rule, key: str, drop: Operator) -> Iterator[Mutant]:
    """The mutants of the period or band under a key of an act; `drop` is to take it out."""
    yield from act.dropped(drop, key)
    written = act.at(key)
    if not isinstance(written, Scalar):
        return
    try:
        phrase = period(written, policy.own_days)
    except Misread:
        return  # the document does not link either
    now = _anchors_text(phrase)

    def changed(operator: Operator, said: str, length: str, lead: str, start: str) -> Mutant:
        return act.put(operator, said, rewritten(written, f"{length} {lead} {start}"), key)

    for operator, said, length in _other_lengths(policy, phrase):
        yield changed(operator, said, length, phrase.preposition, now)
    length = _length(phrase, unit=phrase.span.unit)
    for start in _other_anchors(policy, act, phrase):
        lead = phrase.preposition if phrase.preposition is not Preposition.BEGINNING_WITH else "of"
        yield changed(Operator.OTHER_ANCHOR, f"{lead} {start}", length, lead, start)


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
) -> str:
    """How long a period is in words, with so many more at its end, or at the shorter of a band."""
    amount, unit = phrase.span.amount + longer, unit or phrase.span.unit
    units = str(unit) if amount != 1 else str(unit).removesuffix("s")
    band = "" if phrase.least is None else f"{phrase.least.amount + least_longer} to "
    return f"{band}{amount} {units}"


def _anchors_text(phrase: PeriodPhrase) -> str:
    return " or ".join(map(_anchor_text, phrase.anchors))


def _anchor_text(anchor: AnchorPhrase) -> str:
    lead = "" if anchor.form is AnchorForm.NAME else f"{anchor.form} "
    return f"{lead}{anchor.name.text}" + ("" if anchor.by is None else f" by {anchor.by.text}")


def _starts(policy: Policy, step: Rule) -> Iterator[str]:
    """From what the periods of a step are counted."""
    for key in ("within", "aim_within"):
        written = step.at(key)
        with suppress(Misread):
            if isinstance(written, Scalar):
                yield _anchors_text(period(written, policy.own_days))


def _other_anchors(policy: Policy, act: Rule, phrase: PeriodPhrase) -> tuple[str, ...]:
    """From when it could have been counted: what was sent rather than received, the place's start
    or a way into it, as the time is that is extended, what is waited for, the step above."""
    place, now = act.place, _anchors_text(phrase)
    found = [
        " or ".join([*map(_anchor_text, phrase.anchors[:at]), other, *rest])
        for at, anchor in enumerate(phrase.anchors)
        for rest in [[*map(_anchor_text, phrase.anchors[at + 1 :])]]
        for other in _beside(policy, anchor)
    ]
    found += _all_but_one(phrase)
    if place[:1] in (("stages",), ("ends",)):
        found.append(f"start of {place[-1]}")
        found += (s.name for s in policy.steps if s.at("then") == place[-1])
    waits = [*items(act.at("after"))]
    if act.path != act.of_step:
        step = policy.rule(act.document, act.of_step, act.name)
        found += _starts(policy, step)
        waits += items(step.at("after"))
    found += (each for each in waits if " or " not in each and "missed " not in each)
    group = [
        s for s in policy.steps if s.document == act.document and s.path[:-1] == act.of_step[:-1]
    ]
    above = [s.name for s in group[: [s.path for s in group].index(act.of_step)]]
    found += above[-1:]
    return tuple(dict.fromkeys(each for each in map(str, found) if each != now))


def _all_but_one(phrase: PeriodPhrase) -> Iterator[str]:
    """What is left of several anchors without each of them."""
    texts = [_anchor_text(anchor) for anchor in phrase.anchors]
    for at in range(len(texts)) if len(texts) > 1 else ():
        yield " or ".join(texts[:at] + texts[at + 1 :])


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
        yield from (f"{RECEIPT}{sent} by {role}" for role in to if len(to) > 1)
