"""A step as sentences: who must or may do it, to whom, how, by when, on what condition.

Every key of a step is in one of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from complaintflow.procedure import (
    Anchor,
    Deadline,
    Duty,
    EndOf,
    Extension,
    FirstOf,
    Happened,
    Kind,
    Missed,
    PlaceKind,
    Procedure,
    ReceiptOf,
    StartOf,
    Step,
    Work,
)
from complaintflow.render.acts import act_of, complainers, did, do, has_done
from complaintflow.render.days import day_of, day_of_that, instant
from complaintflow.render.lexicon import VERBS
from complaintflow.render.ways import goes_back, onward
from complaintflow.render.words import (
    Voice,
    all_of,
    all_who,
    all_whom,
    any_of,
    any_who,
    any_whom,
    bare,
    conditions,
    forms,
    have,
    in_list,
    is_pronoun,
    named,
    question,
    sentence,
    stage,
    the_complaint,
    title,
    who,
    whom,
)


def deadlines_of(procedure: Procedure, step: Step) -> tuple[Deadline, ...]:
    """The clocks of a step."""
    return tuple(each for each in procedure.deadlines if each.step == step.name)


def bounds_of(procedure: Procedure, step: Step) -> tuple[Deadline, ...]:
    """The clocks of a step that bind; where nothing does, its aim."""
    clocks = deadlines_of(procedure, step)
    return tuple(each for each in clocks if each.kind is not Kind.AIM) or clocks


def step_text(voice: Voice, step: Step) -> str:
    """A step in full, in as many sentences as it takes."""
    subject = any_who(voice, step.by) or "somebody"
    kinds = {each.kind for each in deadlines_of(voice.procedure, step)}
    modal = "should" if kinds == {Kind.AIM} else "must" if step.duty is Duty.MUST else "may"
    return _text(voice, step, f"{subject} {modal} ", step)


def step_asked(voice: Voice, step: Step) -> str:
    """A step in full, as somebody is asked to do it: `Send the report to the complainant.`"""
    return _text(voice, step, "", None)


def _text(voice: Voice, step: Step, lead: str, told_of: Step | None) -> str:
    if step.duty is Duty.NEVER:
        said = _forbidden(voice, step)
    else:
        said = lead + _done_by_when(voice, step, told_of)
    wanted = conditions(voice, step.if_, step.unless)
    first = f"{said}, {wanted}" if wanted else said
    return " ".join(sentence(each) for each in (first, *_after(voice, step)))


def period(voice: Voice, deadline: Deadline, told_of: Step | None = None) -> str:
    """A period with its start: `within 2 weeks of the day on which the Manager sent the report`."""
    return day_of(voice, deadline, happened(voice, deadline.of, told_of))


def happened(voice: Voice, anchor: Anchor, told_of: Step | None = None) -> str:
    """What an anchor waits for, as it is told afterwards: `the Manager sent the report`.

    Whoever does `told_of` too is "they", because the sentence has just named them.
    """
    match anchor:
        case StartOf() | EndOf():
            return instant(voice, anchor)
        case ReceiptOf(step=name, by=by):
            sent = act_of(voice, voice.procedure.steps[name])
            what = f"word of “{named(name)}”" if sent.quoted else sent.object or named(name)
            return f"{who(voice, by)} received {what}"
        case Missed(step=name):
            other = voice.procedure.steps[name]
            return f"the time for {any_whom(voice, other.by)} to {do(voice, other)} was over"
        case FirstOf(anchors=anchors):
            return any_of(happened(voice, each, told_of) for each in anchors)
        case Happened():
            pass
    fact = voice.procedure.facts.get(anchor.name)
    if fact is not None:
        return f"{any_who(voice, fact.decided_by)} said {question(fact)}"
    step = voice.procedure.steps[anchor.name]
    return did(voice, step, by=_they(voice, step, told_of))


def once(voice: Voice, anchors: Iterable[Anchor], told_of: Step | None = None) -> str:
    """What must have happened: `once you have sent the form and the chair has held the panel`."""
    said = []
    for anchor in anchors:
        match anchor:
            case Happened(name=name) if name in voice.procedure.steps:
                step = voice.procedure.steps[name]
                said.append(has_done(voice, step, by=_they(voice, step, told_of)))
            case Happened(name=name):
                fact = voice.procedure.facts[name]
                has = have(voice, fact.decided_by)
                said.append(f"{any_who(voice, fact.decided_by)} {has} said {question(fact)}")
            case StartOf() | EndOf():
                said.append(instant(voice, anchor, has=True))
            case Missed(step=name):
                other = voice.procedure.steps[name]
                said.append(
                    f"the time for {any_whom(voice, other.by)} to {do(voice, other)} is over"
                )
            case ReceiptOf(by=by):
                received = happened(voice, anchor).replace(
                    " received ", f" {have(voice, (by,))} received ", 1
                )
                said.append(received)
            case FirstOf(anchors=several):  # pragma: no branch
                each = [once(voice, (one,), told_of).removeprefix("once ") for one in several]
                said.append(any_of(each))
    return f"once {all_of(said)}"


def _they(voice: Voice, step: Step, told_of: Step | None) -> str | None:
    if told_of is None or told_of.by != step.by or is_pronoun(title(voice, step.by[0])):
        return None
    return "they"


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
    if step.agreed_by and "agree" not in act.infinitive:
        parts.append(f"with the agreement of {all_whom(voice, step.agreed_by)}")
    if step.repeats:
        parts.append("again and again")
    clocks = bounds_of(voice.procedure, step)
    parts += [period(voice, each, told_of) for each in clocks if each.of not in step.after]
    said = " ".join(parts)
    if step.after:
        said += f", {once(voice, step.after, told_of)}"
    for each in clocks:
        if each.of in step.after:
            alone = len(step.after) == 1
            said += f", and {day_of_that(voice, each) if alone else period(voice, each, told_of)}"
    return said


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
        said += f" {period(voice, each)}"
    return f"{said}, {once(voice, step.after)}" if step.after else said


def _has_verb(name: str) -> bool:
    """Whether a name that is no sentence has a word that looks like a verb all the same."""
    return any(word in VERBS or word.endswith("ed") for word in name.split("_"))


def _after(voice: Voice, step: Step) -> Iterator[str]:
    yield from _timed(voice, step)
    if step.appoints is not None and whom(voice, step.appoints) not in do(voice, step):
        yield f"this appoints {whom(voice, step.appoints)}"
    if step.from_:
        yield f"this may be {any_whom(voice, step.from_)}"
    if step.signed_by:
        yield f"it is to be signed by {all_whom(voice, step.signed_by)}"
    if step.copies_to:
        yield f"a copy goes to {all_whom(voice, step.copies_to)}"
    if step.open_to:
        yield f"{all_who(voice, step.open_to)} may attend"
    if step.must_include:
        yield f"this must include: {', '.join(_included(voice, each) for each in step.must_include)}"
    if step.recorded_in:
        where = all_of(f"the {named(each)}" for each in step.recorded_in)
        yield f"this must be written down in {where}"
    if step.counts_as == {Work.ADVISE}:
        yield "this is advice, and binds nobody"
    kinds = {each.kind for each in deadlines_of(voice.procedure, step)}
    if Kind.WINDOW in kinds and step.duty is not Duty.NEVER:
        yield "after that it is too late"
    if step.then is not None:
        yield leads_to(voice, step)


def _timed(voice: Voice, step: Step) -> Iterator[str]:
    """What is said of the time of a step: its aim, what it settles or extends, how often it is due."""
    law = voice.procedure
    clocks = deadlines_of(law, step)
    for each in clocks if step.duty is not Duty.NEVER else ():
        if each.kind is Kind.AIM and each in bounds_of(law, step):
            yield "this is an aim, and no promise"
        elif each.kind is Kind.AIM:
            yield f"the aim is to do so {period(voice, each, step)}"
    if step.repeats:
        yield "how often is not said"
    for name in step.sets_time_of:
        other = law.steps[name]
        bands = [each for each in deadlines_of(law, other) if each.period.least is not None]
        within = f", from {bands[0].period.length}," if bands else ""
        what = "the time" if bands else "the day or hour"
        yield f"this settles {what}{within} for {any_whom(voice, other.by)} to {do(voice, other)}"
    for extended, extension in extensions_of(law, step):
        yield from _more_time(voice, extended, extension)


def extensions_of(procedure: Procedure, step: Step) -> tuple[tuple[Deadline, Extension], ...]:
    """The clock that a step extends, and how; nothing where it extends none."""
    return tuple(
        (deadline, extension)
        for deadline in procedure.deadlines
        for extension in deadline.extensions
        if extension.step == step.name
    )


def _more_time(voice: Voice, extended: Deadline, extension: Extension) -> Iterator[str]:
    other = voice.procedure.steps[extended.step]
    gives = f"this gives {any_whom(voice, other.by)} more time to {do(voice, other)}"
    if extension.up_to is None:
        yield f"{gives}, until the day that is named"
    else:
        as_clock = replace(extended, period=extension.up_to, settled_by=())
        yield f"{gives}: {period(voice, as_clock)}, and no longer"
    if extension.before_time_is_up:
        yield "that is possible only before the time is up"
    if extension.once:
        yield "that is possible once"


def _included(voice: Voice, what: str) -> str:
    return in_list(voice, what) if what in voice.procedure.roles else named(what)


def leads_to(voice: Voice, step: Step) -> str:
    """Where a step with `then` leads."""
    assert step.then is not None
    law = voice.procedure
    place, here = law.places[step.then], law.place_of(step)
    ours = the_complaint(voice)
    if place.kind is PlaceKind.END:
        ways = onward(law, place)
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
    listed = [step for step in ways if ours.issuperset(step.by)] or ways
    said = []
    for duty, modal in ((Duty.MUST, "must"), (Duty.MAY, "may")):
        for by in dict.fromkeys(step.by for step in listed if step.duty is duty):
            acts = any_of(do(voice, s) for s in listed if s.duty is duty and s.by == by)
            said.append(f"{any_who(voice, by) or 'somebody'} {modal} still {acts}")
    return all_of(said)
