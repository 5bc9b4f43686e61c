"""When a step is due, as clauses and sentences: what must come first, limits, aims, more time."""

from collections.abc import Callable, Iterable, Iterator

from complaintflow.procedure import (
    Again,
    Anchor,
    DateSetBy,
    Deadline,
    Duty,
    Edge,
    EndOf,
    Extension,
    FirstOf,
    Happened,
    Kind,
    Missed,
    MomentNamed,
    NamedMoment,
    Period,
    Procedure,
    ReceiptOf,
    Single,
    Soon,
    StandStill,
    StartOf,
    Step,
    Which,
)
from complaintflow.render.acts import did, do, has_done, thing
from complaintflow.render.days import SETTLED, band_of, day_of, day_of_that, instant
from complaintflow.render.words import (
    Voice,
    all_of,
    all_whom,
    any_of,
    any_who,
    any_whom,
    are,
    bare,
    have,
    holds,
    is_pronoun,
    question,
    title,
    who,
)


def deadlines_of(procedure: Procedure, step: Step) -> tuple[Deadline, ...]:
    """The clocks of a step."""
    return tuple(each for each in procedure.deadlines if each.step == step.name)


def bounds_of(procedure: Procedure, step: Step) -> tuple[Deadline, ...]:
    """The clocks of a step that bind, so without its aim, and without what comes again."""
    clocks = deadlines_of(procedure, step)
    return tuple(each for each in clocks if each.kind is not Kind.AIM and each.again is None)


def ways_to_more_time(procedure: Procedure, step: Step) -> tuple[Step, ...]:
    """The steps that give a step more time."""
    return tuple(each for each in procedure.steps.values() if each.extends == step.name)


# --- what happened, and what must have ----------------------------------------------------


def happened(voice: Voice, anchor: Anchor, told_of: Step | None = None) -> str:
    """What a period starts with, as it is told after `the day on which`: `the Manager sent the report`.

    Whoever does `told_of` too is "they", because the sentence has just named them.
    """
    law = voice.procedure
    match anchor:
        case StartOf() | EndOf():
            return instant(voice, anchor)
        case ReceiptOf(step=name, by=by):
            return f"{who(voice, by)} received {thing(voice, law.steps[name])}"
        case Missed(step=name):
            step = law.steps[name]
            whom = any_whom(voice, step.by) if _they(voice, step, told_of) is None else "them"
            return f"the time ran out for {whom} to {do(voice, step)}"
        case DateSetBy(step=name, which=which):
            [*others] = law.steps[name].sets_time_of or (law.steps[name].extends or "",)
            first = ", as first fixed" if which is Which.FIRST else ""
            return f"{all_of(_was_to_be(voice, each) for each in others)}{first}"
        case FirstOf(anchors=anchors):
            return _first_of(voice, anchors, told_of)
        case MomentNamed(name=name):
            return _moment(voice, law.moments[name], told_of)
        case Happened(name=name) if name in law.facts:
            fact = law.facts[name]
            return f"{any_who(voice, fact.decided_by)} said {question(fact)}"
        case Happened(name=name) if name in law.happenings:
            return bare(law.happenings[name].says)
        case Happened(name=name):  # pragma: no branch
            return did(voice, law.steps[name], by=_they(voice, law.steps[name], told_of))


def _first_of(voice: Voice, anchors: Iterable[Anchor], told_of: Step | None) -> str:
    return f"{any_of(happened(voice, a, told_of) for a in anchors)}, whichever comes first"


def _was_to_be(voice: Voice, name: str) -> str:
    """What a date was set for, after `the day on which`: `the Manager was to meet you`."""
    step = voice.procedure.steps.get(name)
    if step is None:
        return f"it was to be that {_moment(voice, voice.procedure.moments[name], None)}"
    was = "were" if have(voice, step.by) == "have" else "was"
    return f"{any_who(voice, step.by)} {was} to {do(voice, step)}"


def _moment(voice: Voice, moment: NamedMoment, told_of: Step | None) -> str:
    """What a moment is, after `the day on which`."""
    if moment.first_of:
        return _first_of(voice, moment.first_of, told_of)
    if moment.last_of:
        ways = any_of(happened(voice, each, told_of) for each in moment.last_of)
        return f"{ways}, whichever came last"
    return _rows(voice, moment, lambda of: happened(voice, of, told_of))


def _rows(voice: Voice, moment: NamedMoment, said: Callable[[Anchor], str]) -> str:
    """The rows of a moment, each with what must be so for it: `you wrote if ..., or otherwise ...`."""
    *rows, otherwise = moment.rows
    ways = []
    for row in rows:
        so = [f"if {all_of(holds(voice, each) for each in row.if_)}"] if row.if_ else []
        so += [f"unless {any_of(holds(voice, each) for each in row.unless)}"] if row.unless else []
        so += [once(voice, row.after)] if row.after else []
        ways.append(f"{said(row.of)} {all_of(so)}")
    return f"{', or '.join(ways)}, or otherwise {said(otherwise.of)}"


def once(voice: Voice, anchors: Iterable[Anchor], told_of: Step | None = None) -> str:
    """What must have happened: `once you have sent the form and the chair has held the panel`."""
    listed = tuple(anchors)
    either = "either " if len(listed) > 1 else ""
    said = [
        f"{either}{any_of(_ways(voice, each, told_of))}"
        if isinstance(each, FirstOf)
        else _has(voice, each, told_of)
        for each in listed
    ]
    return f"once {all_of(said)}"


def _ways(voice: Voice, first_of: FirstOf, told_of: Step | None) -> Iterator[str]:
    """Each of several things of which one is enough; `has not done so in time` follows `has done`."""
    before: Anchor | None = None
    for anchor in first_of.anchors:
        if isinstance(anchor, Missed) and before == Happened(anchor.step):
            by = voice.procedure.steps[anchor.step].by
            has = "have" if _they(voice, voice.procedure.steps[anchor.step], told_of) else None
            yield f"{has or have(voice, by)} not done so in time"
        else:
            yield _has(voice, anchor, told_of)
        before = anchor


def _has(voice: Voice, anchor: Single, told_of: Step | None) -> str:
    law = voice.procedure
    match anchor:
        case StartOf() | EndOf():
            return instant(voice, anchor, has=True)
        case ReceiptOf(step=name, by=by):
            received = thing(voice, law.steps[name])
            return f"{who(voice, by)} {have(voice, (by,))} received {received}"
        case Missed(step=name):
            step = law.steps[name]
            done = has_done(voice, step, by=_they(voice, step, told_of), word="not")
            return f"{done} in time"
        case DateSetBy():
            return f"the day has come on which {happened(voice, anchor, told_of)}"
        case MomentNamed(name=name):
            moment = law.moments[name]
            some = (*moment.first_of, *moment.last_of)
            if moment.rows:
                return _rows(voice, moment, lambda of: _has_any(voice, of, told_of))
            return any_of(_has_any(voice, each, told_of) for each in some)
        case Happened(name=name) if name in law.facts:
            fact = law.facts[name]
            has = have(voice, fact.decided_by)
            return f"{any_who(voice, fact.decided_by)} {has} said {question(fact)}"
        case Happened(name=name) if name in law.happenings:
            return bare(law.happenings[name].says)
        case Happened(name=name):  # pragma: no branch
            return has_done(voice, law.steps[name], by=_they(voice, law.steps[name], told_of))


def _has_any(voice: Voice, anchor: Anchor, told_of: Step | None) -> str:
    if isinstance(anchor, FirstOf):
        return any_of(_ways(voice, anchor, told_of))
    return _has(voice, anchor, told_of)


def _they(voice: Voice, step: Step, told_of: Step | None) -> str | None:
    if told_of is None or told_of.by != step.by or is_pronoun(title(voice, step.by[0])):
        return None
    return "they"


# --- by when ------------------------------------------------------------------------------


def limit(voice: Voice, deadline: Deadline, told_of: Step | None = None) -> str:
    """A limit with its start: `within 2 weeks of the day on which the Manager sent the report`."""
    period = deadline.period
    started = _to_come(voice, period, told_of)
    if isinstance(period, Soon):
        return f"{period.length} after {started}"
    return day_of(voice, period, started, _settled(voice, deadline))


def _to_come(voice: Voice, period: Period | Soon, told_of: Step | None = None) -> str:
    """What a period starts with; what is counted back starts with what is still to be done."""
    back, of = isinstance(period, Period) and period.backwards, period.of
    if back and isinstance(of, Happened) and of.name in voice.procedure.steps:
        step = voice.procedure.steps[of.name]
        return f"{any_who(voice, step.by)} {are(voice, step.by)} to {do(voice, step)}"
    return happened(voice, of, told_of)


def limit_from_then(voice: Voice, deadline: Deadline) -> str:
    """A limit that starts with what the sentence has just told: `within 2 weeks of that day`."""
    period = deadline.period
    if isinstance(period, Soon):
        return f"{period.length} after that"
    return day_of_that(voice, period, _settled(voice, deadline))


def _settled(voice: Voice, deadline: Deadline) -> str:
    """Of the time of a band who settles it: `that is agreed between the Manager and you`."""
    steps = (voice.procedure.steps[name] for name in deadline.settled_by)
    ways = dict.fromkeys(_settled_by(voice, each) for each in steps)
    return f"that is {any_of(ways)}" if ways else SETTLED


def _settled_by(voice: Voice, step: Step) -> str:
    if not step.agreed_by:
        return f"settled by {any_whom(voice, step.by)}"
    if len(step.by) == 1:
        return f"agreed between {all_whom(voice, (*step.by, *step.agreed_by))}"
    return f"agreed between {any_whom(voice, step.by)} and {all_whom(voice, step.agreed_by)}"


def about_time(voice: Voice, step: Step) -> Iterator[str]:
    """What is said of time after the sentence on a step: its aim, and what it means for others."""
    if step.duty is Duty.NEVER:
        return
    law = voice.procedure
    clocks = deadlines_of(law, step)
    if any(each.kind is Kind.WINDOW for each in clocks):
        waived = all_of(f"if {holds(voice, each)}" for each in step.late_if)
        yield (
            f"after that it is too late, but {waived} it may still be done"
            if waived
            else ("after that it is too late")
        )
    if step.repeats and all(each.again is None for each in clocks):
        yield "how often is not said"
    yield from (_again(voice, each, each.again) for each in clocks if each.again is not None)
    if step.met_by:
        ways = (has_done(voice, law.steps[name]) for name in step.met_by)
        yield f"this is done once {any_of(ways)}"
    for each in clocks:
        if each.at_latest is not None:
            lead = "even with more time" if each.extensions else "in any case"
            yield f"{lead}, {_AT_LATEST[each.kind]} {_cap(voice, each.at_latest)}"
    yield from dict.fromkeys(
        _left_out(voice, each, rule) for each in clocks for rule in each.stills
    )
    for each in clocks:
        if each.kind is Kind.AIM:
            yield f"the aim, which is no promise, is to do so {limit(voice, each, step)}"
        if each.least is not None and not each.settled_by:
            yield "who settles the time is not said"
    for name in step.sets_time_of:
        if name in law.moments:
            yield f"this settles the day on which {_was_to_be(voice, name)}"
        else:
            yield from _settles(voice, law.steps[name])
    for deadline in law.deadlines:
        for extension in deadline.extensions:
            if extension.step == step.name:
                yield from _more_time(voice, deadline, extension)


def _again(voice: Voice, deadline: Deadline, again: Again) -> str:
    """How often something is done again, from which day on, and until when."""
    period, started = deadline.period, happened(voice, deadline.of)
    since = "it was due the time before" if again.by_schedule else "it was last done"
    ended = "" if again.until is None else f", until {_has_any(voice, again.until, None)}"
    return (
        f"it is done every {period.length}, counted first from the day on which {started} and then "
        f"from the day on which {since}{ended}"
    )


def _cap(voice: Voice, period: Period) -> str:
    return day_of(voice, period, _to_come(voice, period))


_AT_LATEST = {
    Kind.PROMISE: "it must be done",
    Kind.AIM: "the aim is to do so",
    Kind.WINDOW: "it may be done only",
}


def _left_out(voice: Voice, deadline: Deadline, rule: StandStill) -> str:
    """Which days a time leaves out, and whether the longest time that it may take leaves them out."""
    first, last = (_edge(voice, each) for each in (rule.first_day, rule.last_day))
    days = f"the days from {first}, up to and including {last},"
    up_to = [each for each in deadline.extensions if each.up_to is not None]
    capped = deadline.at_latest is not None or up_to
    if not capped:
        return f"{days} are left out of this time"
    if rule.ceiling_runs_on:
        return f"{days} are left out of this time, but not of the longest one"
    return f"{days} are left out of this time and of the longest one"


def _edge(voice: Voice, edge: Edge) -> str:
    that = {0: "the day", 1: "the day after that", -1: "the day before that"}[edge.next_to]
    return f"{that} on which {happened(voice, edge.of)}"


def _settles(voice: Voice, other: Step) -> Iterator[str]:
    """What is settled for another step: its time in a band, or the day for which it is planned."""
    act = f"for {any_whom(voice, other.by) or 'somebody'} to {do(voice, other)}"
    clocks = deadlines_of(voice.procedure, other)
    bands = [each for each in clocks if each.least is not None]
    for each in bands:
        what = "aim" if each.kind is Kind.AIM else "time"
        started = happened(voice, each.of)
        assert not isinstance(each.period, Soon)  # a band is none
        yield f"this settles the {what} {act}, {band_of(voice, each.period, started)}"
    if not bands:
        unmoved = "; it moves no time limit" if clocks else ""
        yield f"this settles the day {act}{unmoved}"


_THEN = {
    Kind.PROMISE: "it must then be done",
    Kind.AIM: "the aim is then to do so",
    Kind.WINDOW: "it may then be done",
}


def _more_time(voice: Voice, deadline: Deadline, extension: Extension) -> Iterator[str]:
    """How far more time reaches, when it may be given, and how often."""
    up_to = extension.up_to
    capped = "" if up_to is None else day_of(voice, up_to, happened(voice, up_to.of))
    if extension.adds is not None:
        reach = f"{extension.adds} later than before"
        reach += f", and {capped} at the latest" if capped else ""
    else:
        reach = capped or "by the day that is settled"
    yield f"{_THEN[deadline.kind]} {reach}"
    reasons = [voice.procedure.facts[name] for name in extension.because]
    for by in dict.fromkeys(fact.decided_by for fact in reasons):
        asked = all_of(question(fact) for fact in reasons if fact.decided_by == by)
        yield f"{any_who(voice, by)} must first say {asked}"
    limits = [
        "only once" if extension.once else "",
        "only before the time is up" if extension.before_time_is_up else "",
    ]
    if any(limits):
        yield f"more time is possible {all_of(each for each in limits if each)}"
