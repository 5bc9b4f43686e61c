"""Events that could be tried next in a story: each act by each person, with all that it asks for."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations, product

from complaintflow.conventions import LONGEST, Span
from complaintflow.dated import as_at
from complaintflow.engine import admit, course_of
from complaintflow.errors import ComplaintflowError
from complaintflow.language.records import EventDoc
from complaintflow.language.tree import Entries, Items, Scalar
from complaintflow.language.writing import flow
from complaintflow.moments import Moment, local_day
from complaintflow.procedure import Fact, Happening, Procedure, Step, answer_text
from complaintflow.scenarios.differences import MANY, worth_a_row
from complaintflow.scenarios.teller import Teller
from complaintflow.scenarios.times import local_text
from complaintflow.sitting import companies
from complaintflow.vocabulary import act_called, all_names, bodies_of, received_by

Said = dict[str, tuple[str, ...] | dict[str, str]]
"""The words of a record and what stands under each."""


def events(teller: Teller, act: str, at: Moment) -> Iterator[Said]:
    """Every event of that name that could be tried at a moment, whether it is permitted or not."""
    if act not in all_names(teller.procedure):
        return
    rule = act_called(teller.procedure, act)
    if isinstance(rule, Happening):
        yield {"at": (local_text(at),), "event": (act,)}
        return
    people = tuple(course_of(teller.procedure, teller.case).people)
    said = tuple(_particulars(teller.procedure, rule, people, at))
    for person in people:
        for sits in _seats(teller, rule, person, at):
            for each in said:
                yield {"at": (local_text(at),), "by": (person,), "event": (act,), **sits, **each}


def _seats(teller: Teller, rule: Step | Fact, person: str, at: Moment) -> Iterator[Said]:
    """Who could sit with a member of a body: enough, one too few, all of them, with nobody in the chair."""
    course = as_at(teller.procedure, course_of(teller.procedure, teller.case), at)
    bodies = [b for b in bodies_of(teller.procedure, rule) if person in course.holders(b)]
    for office in bodies:
        body = teller.procedure.roles[office].body
        found = companies(teller.procedure, course, rule, office, including=person)
        company = next(found, (person,))
        chair: Said = {"chair": (person,)} if body is not None and body.chaired else {}
        others = [name for name in company if name != person]
        fewer = (person, *others[:-1])
        for sat in dict.fromkeys((company, fewer, course.holders(office))):
            yield {"sat": sat, **chair}
        if chair:
            yield {"sat": company}
    if not bodies:
        yield {}


def _particulars(
    procedure: Procedure, rule: Step | Fact, people: tuple[str, ...], at: Moment
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
        "signed_by": rule.signed_by,
        "includes": rule.must_include,
        "recorded_in": rule.recorded_in,
    }
    said = {key: names for key, names in fixed.items() if names}
    forms: list[Said] = [{"how": (form.value,)} for form in rule.how] or [{}]
    if rule.then is not None and rule.how:
        forms.append({})  # said in no form at all
    holders: list[Said] = [{"holder": (name,)} for name in people] if rule.appoints else [{}]
    if rule.appoints and procedure.roles[rule.appoints].most not in (None, 1):
        pairs = permutations(people, 2)
        holders += [{"holder": (name,), "in_place_of": (other,)} for name, other in pairs]
    for form, holder, agreed in product(forms, holders, _agreed(procedure, rule, at)):
        yield {**said, **form, **holder, **agreed}


def _agreed(procedure: Procedure, step: Step, at: Moment) -> Iterator[Said]:
    """What is settled, agreed and received: all in turn, then without agreement, then unreceived."""
    agreed: Said = {"agreed_by": step.agreed_by} if step.agreed_by else {}
    received: Said = {}
    if offices := received_by(procedure, step.name):
        received = {"received": dict.fromkeys(offices, local_text(at))}
    times = [*dict.fromkeys(_times(procedure, step, at))] or [None]
    settled: list[Said] = [{} if time is None else {"settles": (time,)} for time in times]
    for each in settled:
        yield {**agreed, **each, **received}
    if agreed:
        yield {**settled[0], **received}
    if received:
        yield {**agreed, **settled[0]}


def _times(procedure: Procedure, step: Step, at: Moment) -> Iterator[str | None]:
    """What a step could settle: at both ends of a band, and beyond them; of a plan, a day in a week."""
    timed = {deadline.step for deadline in procedure.deadlines}
    if {*step.sets_time_of} - timed:
        yield str(local_day(at, procedure.zone) + timedelta(days=7))
    for deadline in procedure.deadlines:
        if deadline.step in step.sets_time_of:
            least, most = deadline.least, deadline.span
            if least is None or most is None:
                yield str(local_day(at, procedure.zone) + timedelta(days=7))
                continue
            yield from (_so_many(most, more) for more in (0, 1))
            yield from (_so_many(least, more) for more in (0, -1))
        for extension in deadline.extensions:
            if extension.step != step.name:
                continue
            if deadline.at_latest is not None:
                yield from (_so_many(deadline.at_latest.span, more) for more in (0, 1))
            if extension.adds is not None:
                yield None
            if extension.up_to is None:
                if deadline.span is not None:
                    yield _so_many(deadline.span, 1)
                continue
            yield None  # as far as it may
            yield from (_so_many(extension.up_to.span, more) for more in (0, 1))


def _so_many(span: Span, more: int) -> str:
    return str(Span(min(max(1, span.amount + more), LONGEST), span.unit))


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
        if isinstance(names, dict):
            days = {Scalar(who): Scalar(day) for who, day in names.items()}
            entries[Scalar(key)] = Entries(days)
            continue
        values = [Scalar(name) for name in names]
        entries[Scalar(key)] = values[0] if len(values) == 1 else Items(values)
    return EventDoc.model_validate(entries)
