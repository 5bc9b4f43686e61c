"""Events that could be tried next in a story: each act by each person, with all that it asks for."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from complaintflow.engine import admit, course_of
from complaintflow.errors import ComplaintflowError
from complaintflow.language.records import EventDoc
from complaintflow.language.tree import Entries, Items, Scalar
from complaintflow.moments import Moment, local_day
from complaintflow.periods import Span
from complaintflow.procedure import Fact, Step, answer_text
from complaintflow.scenarios.differences import MANY, flow, worth_a_row
from complaintflow.scenarios.teller import Teller, local_text
from complaintflow.vocabulary import act_called, all_names

Said = dict[str, tuple[str, ...]]
"""The words of a record and what stands under each."""


def events(teller: Teller, act: str, at: Moment) -> Iterator[Said]:
    """Every event of that name that could be tried at a moment, whether it is permitted or not."""
    if act not in all_names(teller.procedure):
        return
    rule = act_called(teller.procedure, act)
    people = tuple(course_of(teller.procedure, teller.case).people)
    for person, said in product(people, _particulars(teller, rule, people, at)):
        yield {"at": (local_text(at),), "by": (person,), "event": (act,), **said}


def _particulars(
    teller: Teller, rule: Step | Fact, people: tuple[str, ...], at: Moment
) -> Iterator[Said]:
    """All that a rule asks for: of what may be one thing or another, each in turn."""
    if isinstance(rule, Fact):
        for answer in rule.answers:
            yield {"answer": (answer_text(answer),)}
        return
    fixed: Said = {
        "to": rule.to,
        "with": (*rule.with_, *rule.open_to),
        "copies_to": rule.copies_to,
        "includes": rule.must_include,
        "recorded_in": rule.recorded_in,
        "signed_by": rule.signed_by,
        "agreed_by": rule.agreed_by,
    }
    said = {key: names for key, names in fixed.items() if names}
    forms = [{"how": (form.value,)} for form in rule.how] or [{}]
    if rule.then is not None and rule.how:
        forms.append({})  # said in no form at all
    holders = [{"holder": (name,)} for name in people] if rule.appoints is not None else [{}]
    times: list[Said] = [{"settles": (each,)} for each in _times(teller, rule, at)] or [{}]
    if rule.extends is not None:
        times.insert(0, {})  # as far as it may reach
    agreements: list[Said] = [{}]
    if rule.agreed_by:
        agreements.append({"agreed_by": ()})  # nobody agrees
    for form, holder, time, agreed in product(forms, holders, times, agreements):
        found = {**said, **form, **holder, **time, **agreed}
        yield {key: names for key, names in found.items() if names}


def _times(teller: Teller, rule: Step, at: Moment) -> Iterator[str]:
    """Times that a step could settle: of a band its ends and what lies just outside it."""
    law = teller.procedure
    for deadline in law.deadlines:
        least, most = deadline.period.least, deadline.period.span
        if rule.name in deadline.settled_by and least is not None:
            for n in (least.amount, most.amount, least.amount - 1, most.amount + 1):
                if n > 0:
                    yield str(Span(n, most.unit))
        for extension in deadline.extensions:
            ceiling = extension.up_to
            if extension.step == rule.name and ceiling is not None:
                yield str(Span(ceiling.span.amount + 1, ceiling.span.unit))
            elif extension.step == rule.name:
                yield str(Span(most.amount + 1, most.unit))
    if rule.sets_time_of:
        yield str(local_day(at, law.zone) + timedelta(days=7))


def with_reasons(teller: Teller, said: Said, most_reasons: int) -> str | None:
    """The event as a row, refused for what the policy has against it.

    None where it cannot be recorded at all, or for more reasons than are worth a row.
    """
    written = ", ".join(f"{key}: {flow(names)}" for key, names in said.items())
    event = teller.reading.event(_doc(said))
    if event is None:
        return None
    try:
        admitted = admit(teller.procedure, teller.case, [event])
    except ComplaintflowError:
        return None
    reasons = sorted({r.rule for refusal in admitted.refused for r in refusal.ruling.reasons})
    by_nobody = any(reason.endswith((".by", ".decided_by")) for reason in reasons)
    if not worth_a_row(reasons, most_reasons) or (most_reasons < MANY and by_nobody):
        return None  # whoever may not do it anyway shows little of how it is done
    return f"{{{written}, refused: {flow(reasons)}}}" if reasons else f"{{{written}}}"


def _doc(said: Said) -> EventDoc:
    entries = Entries()
    for key, names in said.items():
        values = [Scalar(name) for name in names]
        entries[Scalar(key)] = values[0] if len(values) == 1 else Items(values)
    return EventDoc.model_validate(entries)
