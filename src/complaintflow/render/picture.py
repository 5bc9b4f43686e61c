"""The course of a complaint as a drawing: places, and the steps that lead from one to another.

What may happen in every stage leaves a place of its own, so that it is drawn once and not from
each stage. Deadlines stand in the place in which they run, or on the way whose window they are.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from complaintflow.procedure import (
    Anchor,
    DateSetBy,
    Deadline,
    Duty,
    EndOf,
    FirstOf,
    Happened,
    Kind,
    Missed,
    MomentNamed,
    Period,
    Place,
    PlaceKind,
    Procedure,
    ReceiptOf,
    Soon,
    StartOf,
    Step,
)
from complaintflow.render.acts import act_of, do, thing, was_done
from complaintflow.render.days import SAME_DAY, in_hours, is_same_day, link_of, ordinal_of
from complaintflow.render.times import deadlines_of, happened, ways_to_more_time
from complaintflow.render.ways import onward
from complaintflow.render.words import Voice, any_of, any_who, bare, capital, conditions, forms

WIDTH = 26
"""Characters of a line; Mermaid breaks longer ones once more, wherever it likes."""

MOST_SHOWN = 6
"""So much is said of one place; what has a date is always said."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place: an id that is safe everywhere, its title in lines, and what is due in it.

    `last`: it is an end, and nothing leads on from it.
    """

    id: str
    kind: PlaceKind
    last: bool
    title: tuple[str, ...]
    due: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """What leads from one place to another, in lines."""

    start: str
    end: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The places and ways of a procedure, in the order of the document."""

    title: str
    nodes: tuple[Node, ...]
    ways: tuple[Way, ...]


def picture(procedure: Procedure) -> Picture:
    """The drawing of a procedure; a place in which nothing leads on and nothing is due is left out.

    Stages and ends are always drawn.
    """
    voice = Voice(procedure, to_complainant=False)
    places = [place for place in procedure.places.values() if _is_drawn(procedure, place)]
    ids = {place.name: f"p{number}" for number, place in enumerate(places)}
    return Picture(
        title=f"{procedure.title}, version {procedure.version}",
        nodes=tuple(_node(voice, place, ids[place.name]) for place in places),
        ways=tuple(
            Way(ids[step.place], ids[step.then], tuple(_way_lines(voice, step)))
            for step in procedure.steps.values()
            if step.then is not None
        ),
    )


def _is_drawn(procedure: Procedure, place: Place) -> bool:
    if place.kind in (PlaceKind.STAGE, PlaceKind.END):
        return True
    steps = (procedure.steps[name] for name in (*place.must, *place.may))
    return any(
        step.then is not None or step.duty is Duty.MUST or deadlines_of(procedure, step)
        for step in steps
    )


def _node(voice: Voice, place: Place, id_: str) -> Node:
    law = voice.procedure
    steps = [law.steps[name] for name in (*place.must, *place.may)]
    timed = [step for step in steps if step.then is None and deadlines_of(law, step)]
    musts = [s for s in steps if s.then is None and s.duty is Duty.MUST and s not in timed]
    kept = max(MOST_SHOWN - len(timed), 0)
    shown = {step.name for step in (*timed, *musts[:kept])}
    due = [tuple(_due(voice, step)) for step in steps if step.name in shown]
    if len(musts) > kept:
        due.append((f"and {len(musts) - kept} more without a date",))
    last = place.kind is PlaceKind.END and not onward(law, place)
    return Node(id_, place.kind, last, _cut(capital(_called(place)), WIDTH - 4), tuple(due))


def _called(place: Place) -> str:
    match place.kind:
        case PlaceKind.BEGINS:
            return "A complaint begins"
        case PlaceKind.THROUGHOUT:
            return "In every stage"
        case PlaceKind.STAGE | PlaceKind.END:  # pragma: no branch
            return bare(place.title)


def _due(voice: Voice, step: Step) -> Iterator[str]:
    """What is to be done in a place, on what condition and by when."""
    again = ", again and again" if step.repeats else ""
    if act_of(voice, step).rest:
        lead = "may: " if step.duty is Duty.MAY else ""
    else:  # a verb alone, such as *meet*, says little without who does it
        lead = f"{any_who(voice, step.by) or 'somebody'} {_modal(step)} "
    yield from _cut(capital(f"{lead}{do(voice, step)}{again}"))
    yield from _conditions(voice, step)
    yield from _limits(voice, step)


def _conditions(voice: Voice, step: Step) -> Iterator[str]:
    wanted = conditions(voice, step.if_, step.unless)
    yield from _cut(wanted) if wanted else ()


def _way_lines(voice: Voice, step: Step) -> Iterator[str]:
    how = f" {forms(step.how)}" if step.how else ""
    subject = capital(any_who(voice, step.by) or "somebody")
    yield from _cut(f"{subject} {_modal(step)} {do(voice, step)}{how}", WIDTH - 2)
    yield from _conditions(voice, step)
    yield from _limits(voice, step)


def _modal(step: Step) -> str:
    return "must" if step.duty is Duty.MUST else "may"


def _limits(voice: Voice, step: Step) -> Iterator[str]:
    """When it is due, and that more time may be given."""
    clocks = deadlines_of(voice.procedure, step)
    for deadline in clocks:
        soon = any(isinstance(each.period, Soon) for each in clocks)
        if soon and deadline.key == "at_latest" and isinstance(deadline.period, Period):
            yield from _cut(f"at the latest {_within(voice, deadline, deadline.period)}")
        else:
            yield from _limit(voice, deadline)
    if ways := ways_to_more_time(voice.procedure, step):
        agreed = all(way.agreed_by for way in ways)
        yield f"or longer, if {'agreed' if agreed else 'allowed'}"
    for deadline in clocks:
        if deadline.at_latest is not None:
            yield from _cut(f"at the latest {_within(voice, deadline, deadline.at_latest)}")
    if any(deadline.stills for deadline in clocks):
        yield "some days are left out"


def _limit(voice: Voice, deadline: Deadline) -> Iterator[str]:
    """A period with its start, in few words: `within 2 weeks` `of the day the report was sent`."""
    aim, period = ("aim: " if deadline.kind is Kind.AIM else ""), deadline.period
    if isinstance(period, Soon):
        yield from _cut(f"{aim}{period.length} after {_start(voice, deadline)}")
        return
    if deadline.again is not None:
        yield f"every {period.length}"
        return
    if period.backwards:
        yield from _cut(_within(voice, deadline, period))
        return
    if is_same_day(period) and isinstance(period.of, Happened) and not ordinal_of(period):
        yield from _cut(f"{aim}{SAME_DAY} as {_happened(voice, period.of)}")
        return
    within = f"{aim}within {period.length}"
    started = f"{link_of(voice, period)} {_start(voice, deadline)}"
    if period.least is None:
        yield from (*_cut(within), *_cut(started))
        return
    yield from _cut(f"{within} {started}")
    yield _settled(voice, deadline)


def _within(voice: Voice, deadline: Deadline, period: Period) -> str:
    """A period that is no band, with its start, on one line: also how far back it is counted."""
    if not period.backwards:
        link = link_of(voice, period)
        return f"within {period.length} {link} {_moment(voice, deadline, period.of)}"
    at_least = f"at least {period.length} before"
    if isinstance(period.of, Happened) and period.of.name in voice.procedure.steps:
        return f"{at_least} the day to {do(voice, voice.procedure.steps[period.of.name])}"
    return f"{at_least} {_moment(voice, deadline, period.of)}"


def _settled(voice: Voice, deadline: Deadline) -> str:
    """Of a band, that one time in it is settled."""
    steps = [voice.procedure.steps[name] for name in deadline.settled_by]
    return "as agreed" if steps and all(step.agreed_by for step in steps) else "as settled"


def _start(voice: Voice, deadline: Deadline) -> str:
    return _moment(voice, deadline, deadline.period.of)


def _moment(voice: Voice, deadline: Deadline, of: Anchor) -> str:
    period = deadline.period
    match of:
        case FirstOf(anchors=anchors):
            return any_of(_moment(voice, deadline, each) for each in anchors)
        case MomentNamed(name=name):
            moment = voice.procedure.moments[name]
            some = (*moment.first_of, *moment.last_of, *(row.of for row in moment.rows))
            return any_of(dict.fromkeys(_moment(voice, deadline, each) for each in some))
        case DateSetBy():
            return f"the day on which {happened(voice, of)}"
        case Missed(step=name):
            return f"the end of the time to {do(voice, voice.procedure.steps[name])}"
        case Happened() as anchor:
            if isinstance(period, Soon):
                return _happened(voice, anchor)
            time = "time" if in_hours(period) else "day"
            return f"the {ordinal_of(period)}{time} {_happened(voice, anchor)}"
        case StartOf(stage=stage):
            return f"the start of {_this(voice, deadline, stage)}"
        case EndOf(stage=stage):
            return f"the end of {_this(voice, deadline, stage)}"
        case ReceiptOf(step=name):  # pragma: no branch
            return f"the receipt of {thing(voice, voice.procedure.steps[name])}"


def _happened(voice: Voice, anchor: Happened) -> str:
    step = voice.procedure.steps.get(anchor.name)
    return happened(voice, anchor) if step is None else was_done(voice, step)


def _this(voice: Voice, deadline: Deadline, stage: str) -> str:
    if stage != deadline.place:
        return bare(voice.procedure.places[stage].title)
    return "this end" if voice.procedure.places[stage].kind is PlaceKind.END else "this stage"


def _cut(text: str, width: int = WIDTH) -> tuple[str, ...]:
    """The text in lines; a word that is longer than a line is cut, so that no label is wider."""
    return tuple(textwrap.wrap(" ".join(text.split()), width)) or ("…",)
