"""Cases: clocks, rulings and replays under `policy.yaml`, beside state machines that check no rule.

The life that is lived leads from the enquiry to the review and back again, ten events in a week.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache, partial
from itertools import count, islice
from pathlib import Path

from benchmarks.days import OURS, installed
from benchmarks.measuring import Peer, Row, Timed
from complaintflow import engine, files, timing
from complaintflow.case import Action, Case, Event, Person
from complaintflow.deadlines import Clock
from complaintflow.procedure import Procedure
from complaintflow.rulings import Ruling

POLICY = Path(__file__).with_name("policy.yaml")
BEGUN = date(1995, 1, 2)
"""A Monday, long ago, so that ten thousand events find room in the calendar."""

THOUSAND = 1_000
"""Events of the replay; it is replayed with ten times as many, too."""

PAST = 200
"""Events before the ruling."""


@cache
def law() -> Procedure:
    """The policy that is measured."""
    return files.load(POLICY)


def people() -> dict[str, Person]:
    """Fifty people: some are tied to whoever is complained about, most are known not to be."""
    ties = ("subject", "relative", "friend", "business", "line_manager", "witness")
    cast = {"cat": Person(holds="customer"), "hel": Person(holds="head", is_not=ties)}
    for number, tie in enumerate(ties):
        others = [other for other in ties if other != tie]
        cast[f"tied_{number}"] = Person(holds=["officer", "reviewer"], is_=tie, is_not=others)
    for role in ("officer", "reviewer", "adviser"):
        for number in range(14):
            cast[f"{role}_{number}"] = Person(holds=role, is_not=ties)
    return cast


def life() -> Iterator[Action]:
    """What happens, without an end: one enquiry and one review a week."""
    do = Action
    yield do("complaint_made", at=BEGUN, by="cat")
    for week in count():
        day = [BEGUN + timedelta(days=7 * week + number) for number in range(5)]
        officer, other = f"officer_{week % 7}", f"officer_{7 + week % 7}"
        reviewer, adviser = f"reviewer_{week % 14}", f"adviser_{week % 14}"
        yield do("enquiry_opened", at=day[0], by=officer, to="cat", how="letter")
        yield do("advice_given", at=day[0], by=adviser)
        yield do("evidence_taken", at=day[1], by=officer)
        yield do("time_agreed", at=day[1], by=officer, agreed_by="cat", settles="15 working days")
        yield do("time_added", at=day[1], by=officer, agreed_by="cat", settles="22 working days")
        yield do("enquiry_answered", at=day[2], by=other, to="cat", how="letter")
        yield do("review_asked", at=day[2], by="cat", to="hel")
        yield do("review_opened", at=day[3], by=reviewer)
        yield do("review_written", at=day[4], by=reviewer, to=["cat", "hel"], how="letter")
        yield do("sent_back", at=day[4], by=reviewer, to=officer)


def lived(events: int) -> Case:
    """A case after so many events of that life; its fifty people were told at the beginning."""
    case = engine.begin(law(), at=BEGUN, people=people())
    for action in islice(life(), events):
        case = engine.apply(law(), case, action)
    return case


def record(events: int) -> tuple[Event, ...]:
    """The record of that case."""
    return lived(events).events


# --- clocks ---------------------------------------------------------------------------------------

ANSWERED = "enquiry_answered"


def clock_of_the_answer(case: Case) -> Clock:
    """The clock of the first answer, read off the course: a band, settled, then extended."""
    deadline = next(each for each in law().deadlines if each.step == ANSWERED)
    return next(timing.clocks_of(law(), engine.course_of(law(), case), deadline))


def settled_and_extended() -> Case:
    """A case in which the time of the answer was settled, and then extended."""
    return lived(6)


# --- rulings --------------------------------------------------------------------------------------

ASKED_ON = BEGUN + timedelta(days=7 * 19 + 4)


@cache
def long_case() -> Case:
    """A case after two hundred events, in which a review has been opened."""
    updates = PAST - (1 + 19 * 10 + 8)
    case = lived(PAST - updates)
    for _ in range(updates):
        update = Action("update_given", at=ASKED_ON, by="officer_0", to="cat")
        case = engine.apply(law(), case, update)
    return case


def review_by(person: str) -> Ruling:
    """The ruling on a review that somebody is about to write, with all ten rules at stake."""
    action = Action("review_written", at=ASKED_ON, by=person, to=["cat", "hel"], how="letter")
    return engine.decide(law(), long_case(), action)


PERMITTED, REFUSED = "reviewer_5", "tied_0"


# --- replay ---------------------------------------------------------------------------------------

Replay = Callable[[], str]
"""Tells an event after the other; answers with the stage in which the case then stands."""

STAGES = ("begins", "enquiry", "review_stage", "closed")
LEADS = (
    ("complaint_made", "begins", "enquiry"),
    ("review_asked", "enquiry", "review_stage"),
    ("sent_back", "review_stage", "enquiry"),
    ("matter_closed", "review_stage", "closed"),
)
"""What leads from stage to stage; all a state machine knows of the policy."""

INSIDE = (
    ("enquiry_opened", "enquiry"),
    ("advice_given", "enquiry"),
    ("evidence_taken", "enquiry"),
    ("time_agreed", "enquiry"),
    ("time_added", "enquiry"),
    ("enquiry_answered", "enquiry"),
    ("review_opened", "review_stage"),
    ("review_written", "review_stage"),
)
"""What happens within a stage."""


def replay(events: tuple[Event, ...]) -> Case:
    """By `replay`: every rule is asked about every event."""
    return engine.replay(law(), events)


def sismic_replays(names: list[str]) -> Replay:
    """By sismic: a chart of the same stages, with no rule in it."""
    from sismic.interpreter import Interpreter
    from sismic.model import BasicState, CompoundState, Statechart, Transition

    chart = Statechart("measured")
    chart.add_state(CompoundState("root", initial=STAGES[0]), None)
    for stage in STAGES:
        chart.add_state(BasicState(stage), "root")
    for name, source, target in LEADS:
        chart.add_transition(Transition(source, target, event=name))
    for name, stage in INSIDE:
        chart.add_transition(Transition(stage, None, event=name))

    def run() -> str:
        interpreter = Interpreter(chart)
        for name in names:
            interpreter.queue(name)
            interpreter.execute()
        return next(stage for stage in STAGES if stage in interpreter.configuration)

    return run


def statemachine_replays(names: list[str]) -> Replay:
    """By python-statemachine: a machine of the same stages, with no rule in it."""
    from statemachine import State, StateMachine
    from statemachine.factory import StateMachineMetaclass

    states = {
        stage: State(initial=stage == STAGES[0], final=stage == STAGES[-1]) for stage in STAGES
    }
    events = {name: states[source].to(states[target]) for name, source, target in LEADS}
    events |= {name: states[stage].to.itself(internal=True) for name, stage in INSIDE}
    machine = StateMachineMetaclass("Measured", (StateMachine,), {**states, **events})

    def run() -> str:
        running = machine()
        for name in names:
            running.send(name)
        return str(running.current_state.id)

    return run


REPLAYING: tuple[tuple[str, float, Callable[[list[str]], Replay]], ...] = (
    ("sismic, no rules", 2, sismic_replays),
    ("python-statemachine, no rules", 5, statemachine_replays),
)


def clock(work: str) -> Row:
    """A clock that was settled and extended."""
    case = settled_and_extended()
    return Row(work, Timed(OURS, partial(clock_of_the_answer, case)), "us", 25e-6)


def permitted(work: str) -> Row:
    """A ruling that permits."""
    return Row(work, Timed(OURS, partial(review_by, PERMITTED)), "us", 50e-6)


def refused(work: str) -> Row:
    """A ruling that refuses, and says who else could."""
    return Row(work, Timed(OURS, partial(review_by, REFUSED)), "us")


@cache
def _thousand() -> Timed:
    events = record(THOUSAND)
    return Timed(OURS, partial(replay, events), len(events))


def replaying(work: str) -> Row:
    """A replay beside state machines."""
    events = record(THOUSAND)
    return Row(work, _thousand(), "events/s", 20e-6, tuple(_machines(events)))


def growing(work: str) -> Row:
    """Ten times as many events, in times of the first."""
    many = record(10 * THOUSAND)
    timed = Timed(OURS, partial(replay, many), len(many))
    return Row(work, timed, "times", 12, over=_thousand())


ROWS: tuple[tuple[str, Callable[[str], Row]], ...] = (
    ("a clock, settled and extended", clock),
    ("a ruling, permitted", permitted),
    ("a ruling, refused, with who else could", refused),
    ("replay, every rule checked", replaying),
    ("replay of ten times as many events", growing),
)


def _machines(events: tuple[Event, ...]) -> Iterator[Peer]:
    names = [event.action.name for event in events if event.action.particulars.person is None]
    stage = engine.course_of(law(), replay(events)).stage
    for name, beat, make in REPLAYING:
        machine = installed(partial(make, names))
        if machine is not None:
            yield Peer(Timed(name, machine, len(names)), beat, 1, int(machine() != stage))
