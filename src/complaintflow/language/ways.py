"""The ways that a case can take under a procedure: which places it reaches, what can happen there.

Only the order of things is looked at: places, `then` and `after`. Who acts, what is answered and
how late it is are left out. So more seems possible here than is; what does not, is not.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from complaintflow.gates import plain
from complaintflow.procedure import (
    Anchor,
    DateSetBy,
    Duty,
    EndOf,
    FirstOf,
    Happened,
    Missed,
    MomentNamed,
    PlaceKind,
    Procedure,
    ReceiptOf,
    StartOf,
    Step,
    Which,
)

BEGINS, THROUGHOUT = "begins", "throughout"


@dataclass(frozen=True, slots=True)
class Ways:
    """Which places can be entered, which follow which, and where the case stands at each step.

    `leads` has the places that a `then` leads to from each place. `done` has, by step, the
    places in which the case can be when it is done; `late` those in which it can only be
    recorded late, after its own place was left.
    """

    procedure: Procedure
    reached: AbstractSet[str]
    leads: Mapping[str, frozenset[str]]
    done: Mapping[str, frozenset[str]]
    late: Mapping[str, frozenset[str]]
    forgiven: frozenset[str] = field(default=frozenset())

    def beyond(self, places: Iterable[str], *, but: str | None = None) -> frozenset[str]:
        """Some places and all that can follow them; `but` is a place that is not entered."""
        found = set(places)
        ahead = list(found)
        while ahead:
            new = self.leads.get(ahead.pop(), frozenset()) - found - {but}
            found |= new
            ahead += new
        return frozenset(found)

    def after(self, place: str, *, but: str | None = None) -> frozenset[str]:
        """The places in which a case can be once a place was left; `but` is not entered."""
        return self.beyond(self.leads.get(place, frozenset()) - {but}, but=but)

    def open_in(self, step: Step) -> frozenset[str]:
        """The places in which the case can be while a step's own place is open for it."""
        match self.procedure.places[step.place].kind:
            case PlaceKind.THROUGHOUT:
                resting = PlaceKind.STAGE if step.then is not None else PlaceKind.END
                kinds = (PlaceKind.STAGE, resting)
                places = self.procedure.places
                return frozenset(p for p in self.reached if places[p].kind in kinds)
            case PlaceKind.BEGINS | PlaceKind.STAGE | PlaceKind.END:
                return frozenset(self.reached & {step.place})

    def late_in(self, step: Step) -> frozenset[str]:
        """The places in which it can be done late; only what must be done can."""
        if step.duty is not Duty.MUST or not self.open_in(step):
            return frozenset()
        if step.place == THROUGHOUT:
            return frozenset(self.reached - {BEGINS} - self.open_in(step))
        return self.after(step.place) - {step.place}

    def holds_in(self, anchor: Anchor) -> frozenset[str]:
        """The places in which the case can be while an anchor has been reached."""
        match anchor:
            case StartOf(stage):
                return self.beyond(self.reached & {stage})
            case EndOf(stage):
                return self.after(stage, but=stage) if stage in self.reached else frozenset()
            case Happened(name, which):
                step = self.procedure.steps.get(name)
                if step is None or step.duty is Duty.NEVER:
                    return frozenset(self.reached)  # what is forbidden happens all the same
                again = which is not Which.THIS_TIME or step.place == THROUGHOUT
                return self._once_done(step, None if again else step.place)
            case ReceiptOf(name):
                return self.holds_in(Happened(name))
            case Missed(name):
                # what is open for it may run out there, and stays missed afterwards
                return self.beyond(self.open_in(self.procedure.steps[name]))
            case DateSetBy(name):
                return self.holds_in(Happened(name))
            case FirstOf(anchors):
                return frozenset().union(*map(self.holds_in, anchors))
            case MomentNamed(name):  # pragma: no branch
                moment = self.procedure.moments[name]
                some = (*moment.first_of, *moment.last_of, *(row.of for row in moment.rows))
                return frozenset().union(*map(self.holds_in, some))

    def _once_done(self, step: Step, but: str | None) -> frozenset[str]:
        """Where a case can be once a step was done; entering `but` makes it undone."""
        done = self.done.get(step.name, frozenset())
        if step.then is not None:
            done = frozenset({step.then}) - {but} if done else done
        return self.beyond(done | self.late.get(step.name, frozenset()), but=but)

    def possible_in(self, step: Step, open_: frozenset[str]) -> frozenset[str]:
        """Those of some places in which all that a step waits for can have happened."""
        if step.name in self.forgiven:
            return open_
        for anchor in step.after:
            open_ &= self.holds_in(anchor)
        return open_


def events_of(procedure: Procedure, anchor: Anchor) -> Iterator[str]:
    """The events by which an anchor is reached; none of an edge of a place, or of what is missed."""
    for each in plain(procedure, [anchor]):
        match each:
            case Happened(name) | ReceiptOf(name) | DateSetBy(name):
                yield name
            case StartOf() | EndOf() | Missed():
                pass


def ways(
    procedure: Procedure,
    *,
    forgiven: Collection[str] = (),
    given: Collection[str] = (),
    without: Collection[str] = (),
) -> Ways:
    """Every way that a case can take.

    Args:
        procedure: the law.
        forgiven: steps that are taken to wait for nothing.
        given: places that are taken to be reached, though nothing may lead to them.
        without: steps that are taken never to be done.
    """
    acts = {
        step.name: step
        for step in procedure.steps.values()
        if step.duty is not Duty.NEVER and step.name not in without
    }
    waiting: dict[str, list[str]] = {}
    for step in acts.values():
        for anchor in step.after:
            for name in events_of(procedure, anchor):
                waiting.setdefault(name, []).append(step.name)
    reached, leads = {BEGINS, *given}, dict[str, frozenset[str]]()
    done, late = dict[str, frozenset[str]](), dict[str, frozenset[str]]()
    found = Ways(procedure, reached, leads, done, late, frozenset(forgiven))
    ahead = dict.fromkeys(acts)  # what is to be looked at, each once, in this order
    led_on = False  # whether there are more ways since all was looked at
    while ahead or led_on:
        if not ahead:
            ahead, led_on = dict.fromkeys(acts), False
        step = acts[next(iter(ahead))]
        del ahead[step.name]
        before = done.get(step.name), late.get(step.name)
        done[step.name] = found.possible_in(step, found.open_in(step))
        late[step.name] = found.possible_in(step, found.late_in(step))
        if before == (done[step.name], late[step.name]):
            continue
        ahead |= dict.fromkeys(name for name in waiting.get(step.name, ()) if name in acts)
        if step.then is not None and done[step.name]:
            new = [p for p in done[step.name] if step.then not in leads.get(p, frozenset())]
            for place in new:
                leads[place] = leads.get(place, frozenset()) | {step.then}
            if new or step.then not in reached:
                reached.add(step.then)
                led_on = True
    return found
