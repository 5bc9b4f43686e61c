"""A step as sentences: who must or may do it, to whom, how, by when, on what condition.

Every key of a step is in one of them.
"""

from collections.abc import Iterable, Iterator

from complaintflow.procedure import (
    Anchor,
    Deadline,
    Duty,
    Happened,
    Missed,
    PlaceKind,
    ReceiptOf,
    Soon,
    Step,
    Work,
)
from complaintflow.render.acts import act_of, do
from complaintflow.render.lexicon import VERBS
from complaintflow.render.times import (
    about_time,
    bounds_of,
    deadlines_of,
    limit,
    limit_from_then,
    once,
)
from complaintflow.render.verbs import complainers
from complaintflow.render.ways import doors_after, goes_back
from complaintflow.render.words import (
    Voice,
    all_of,
    all_who,
    all_whom,
    any_of,
    any_who,
    any_whom,
    are,
    bare,
    conditions,
    forms,
    in_list,
    named,
    own,
    sentence,
    stage,
    the_complaint,
    whom,
)


def step_text(voice: Voice, step: Step) -> str:
    """A step in full, in as many sentences as it takes."""
    subject = any_who(voice, step.by) or "somebody"
    modal = "must" if step.duty is Duty.MUST else "may"
    agreed = _agreed(voice, step)
    lead = f"{subject} {modal}, {agreed}, " if agreed else f"{subject} {modal} "
    return _text(voice, step, lead, step)


def step_asked(voice: Voice, step: Step) -> str:
    """A step in full, as somebody is asked to do it: `Send the report to the complainant.`"""
    agreed = _agreed(voice, step)
    return _text(voice, step, f"{agreed}, " if agreed else "", None)


def _agreed(voice: Voice, step: Step) -> str:
    """Whose agreement a step takes, where its verb does not say so itself."""
    act, agreed = act_of(voice, step), f"with {all_whom(voice, step.agreed_by)}"
    if not step.agreed_by or (act.infinitive == "agree" and act.tail.endswith(agreed)):
        return ""
    return f"with {own(voice, step.agreed_by, 'agreement')}"


def _text(voice: Voice, step: Step, lead: str, told_of: Step | None) -> str:
    if step.duty is Duty.NEVER:
        said = _forbidden(voice, step)
    else:
        said = lead + _done_by_when(voice, step, told_of)
    wanted = conditions(voice, step.if_, step.unless)
    first = f"{said}, {wanted}" if wanted else said
    return " ".join(sentence(each) for each in (first, *_after(voice, step)))


def _done_by_when(voice: Voice, step: Step, told_of: Step | None) -> str:
    act = act_of(voice, step)
    parts = [do(voice, step)]
    if act.to:
        parts.append(f"to {all_whom(voice, act.to)}")
    if act.with_:
        parts.append(f"with {all_whom(voice, act.with_)}")
    if act.told:
        parts.append(f"and tell {all_whom(voice, act.told)}")
    if step.how:
        parts.append(forms(step.how))
    if step.repeats:
        parts.append("again and again")
    limits = bounds_of(voice.procedure, step)
    later = [each for each in limits if _is_said_later(step, each)]
    said = " ".join(parts)
    for each in limits:
        if each not in later:
            joint = ", and at the latest" if _ends_soon(limits, each) else ""
            said += f"{joint} {limit(voice, each, told_of)}"
    if step.after:
        said += f", {once(voice, step.after, told_of)}"
    for each in later:
        alone = len(step.after) == 1 and each.of == _waits_for(step, each)
        alone = alone and not isinstance(each.of, Missed)  # that day is over when it has come
        joint = ", and at the latest" if _ends_soon(limits, each) else ", and"
        said += f"{joint} {limit_from_then(voice, each) if alone else limit(voice, each, told_of)}"
    return said


def _ends_soon(limits: Iterable[Deadline], deadline: Deadline) -> bool:
    """Whether a limit ends what is to be done as soon as possible."""
    return deadline.key == "at_latest" and any(isinstance(each.period, Soon) for each in limits)


def _is_said_later(step: Step, deadline: Deadline) -> bool:
    """Whether a limit stands after what must come first: it starts with that, or is a long one."""
    is_band = deadline.least is not None and bool(step.after)
    return is_band or _waits_for(step, deadline) is not None


def _waits_for(step: Step, deadline: Deadline) -> Anchor | None:
    """What comes first under `after` of a step and starts the clock as well, or lets it start."""
    start = deadline.of
    made = Happened(start.step) if isinstance(start, ReceiptOf) else start
    return next((each for each in step.after if each in (start, made)), None)


def _forbidden(voice: Voice, step: Step) -> str:
    act, subject = act_of(voice, step), any_who(voice, step.by) or "anybody"
    goes_to = all_whom(voice, (*act.to, *act.told))
    if act.quoted and not _has_verb(step.name):
        by = any_whom(voice, step.by) or "anybody"
        said = f"there must never be any {named(step.name)} by {by}"
        said += f" towards {goes_to}" if goes_to else ""
    else:
        said = f"{subject} must never {do(voice, step)}" + (f" to {goes_to}" if goes_to else "")
    if act.with_:
        said += f" with {all_whom(voice, act.with_)}"
    if step.how:
        said += f" {forms(step.how)}"
    for each in deadlines_of(voice.procedure, step):
        said += f" {limit(voice, each)}"
    if agreed := _agreed(voice, step):
        said += f", even {agreed}"
    return f"{said}, {once(voice, step.after)}" if step.after else said


def _has_verb(name: str) -> bool:
    """Whether a name that is no sentence has a word that looks like a verb all the same."""
    return any(word in VERBS or word.endswith("ed") for word in name.split("_"))


def _after(voice: Voice, step: Step) -> Iterator[str]:
    yield from about_time(voice, step)
    if step.appoints is not None and voice.procedure.roles[step.appoints].body is not None:
        yield f"this appoints a member of {whom(voice, step.appoints)}"
    elif step.appoints is not None and whom(voice, step.appoints) not in do(voice, step):
        yield f"this appoints {whom(voice, step.appoints)}"
    if step.from_:
        yield f"this may be {any_whom(voice, step.from_)}"
    if step.copies_to:
        yield f"a copy goes to {all_whom(voice, step.copies_to)}"
    if step.signed_by:
        asked = all_who(voice, step.signed_by)
        yield f"{asked} {are(voice, step.signed_by)} asked to sign it"
    if step.open_to:
        yield f"{all_who(voice, step.open_to)} may attend"
    if step.must_include:
        yield f"this must include: {', '.join(_included(voice, each) for each in step.must_include)}"
    if step.recorded_in:
        where = all_of(f"the {named(each)}" for each in step.recorded_in)
        yield f"this must be written down in {where}"
    if step.counts_as == {Work.ADVISE}:
        yield "this is advice, and binds nobody"
    if step.then is not None:
        yield leads_to(voice, step)


def _included(voice: Voice, what: str) -> str:
    return in_list(voice, what) if what in voice.procedure.roles else named(what)


def leads_to(voice: Voice, step: Step) -> str:
    """Where a step with `then` leads."""
    assert step.then is not None
    law = voice.procedure
    place, here = law.places[step.then], law.place_of(step)
    ours = the_complaint(voice)
    if place.kind is PlaceKind.END:
        ways = doors_after(law, step)
        if not ways:
            return f"{ours} then ends as “{bare(place.title)}”"
        return f"{ours} then rests as “{bare(place.title)}”; {_still(voice, ways)}"
    if here.kind is PlaceKind.BEGINS:
        return f"this starts {stage(voice, step.then)}"
    if here is place:
        return f"{stage(voice, step.then)} then starts again"
    verb = "goes back" if goes_back(law, step) else "goes on"
    return f"{ours} then {verb} to {stage(voice, step.then)}"


def _still(voice: Voice, ways: tuple[Step, ...]) -> str:
    """What may still be done in an end: by those who complain, where there is anything."""
    ours = set(complainers(voice.procedure))
    listed = [step for step in ways if not ours.isdisjoint(step.by)] or ways
    said = []
    for duty, modal in ((Duty.MUST, "must"), (Duty.MAY, "may")):
        for by in dict.fromkeys(step.by for step in listed if step.duty is duty):
            acts = any_of(do(voice, s) for s in listed if s.duty is duty and s.by == by)
            said.append(f"{any_who(voice, by) or 'somebody'} {modal} still {acts}")
    return all_of(said)
