"""What has a place of its own in a case is as much a moment of it as anything that is recorded.

Every policy here is written twice, as in `test_receipt_laws`. In the one, rules speak of a time that ran out, of a
date that was set, of what happens and nobody does, or of a moment that others make; in the other of an event in its
place. Both must give the same dates, whatever counts from it, is capped by it, stands still from it or until it, or is
over with it, and in stages that are entered again.

What the documents say of the one alone no life here asks for. A date is known from when it was set: what is done
before it came may count from it already, and a date set anew moves it at once (0027). A time that ran out falls to
the stay of its own step (0024), and starts a further clock that waits until then (0026).
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.case import Action, Case, Event, Person
from complaintflow.deadlines import Clock, Status
from complaintflow.moments import Moment, certainly_after, local_day
from complaintflow.procedure import Procedure
from tests.policies import LONDON, policy
from tests.properties.lives import examples

FRAME = """
roles: {reader: {title: You}, staff: {title: Staff}}
begins: {came: {by: reader, then: open_}}
happenings: {HAPPENINGS}
moments:
  first_come: {first_of: [shown, ANCHOR]}
  MOMENTS
throughout:
  must:
    all_:    {by: staff, within: 5 working days of ANCHOR}
    tells:   {by: staff, every: 3 calendar days of asked, until: ANCHOR}
    told_of: {by: staff, every: 3 calendar days of ANCHOR, until: shown}
    reach:   {by: staff, within: 9 working days of came, at_latest: 2 calendar days of ANCHOR}
    final:   {by: staff, within: 30 calendar days of came, at_latest: 12 calendar days of ANCHOR}
    most:    {by: staff, within: 4 working days of came, may_extend: {more: {by: staff, up_to: 3 working days of ANCHOR}}}
    stopped:
      by: staff
      within: 6 working days of came
      stands_still: {first_day: day after asked, last_day: day of ANCHOR}
    halted:
      by: staff
      within: 6 working days of came
      stands_still: {first_day: day after ANCHOR, last_day: day before shown}
    THROUGHOUT
  may:
    asked: {by: staff}
    shown: {by: reader}
    ANYWHERE
stages:
  open_:
    title: Open
    must:
      plain:   {by: staff, within: 5 working days of ANCHOR}
      month_:  {by: staff, within: 1 month of ANCHOR}
      either:  {by: staff, within: 30 hours of ANCHOR or shown}
      sooner:  {by: staff, within: 4 working days of first_come}
      capped:  {by: staff, within: 9 working days of came, at_latest: 4 calendar days of ANCHOR}
      alone:   {by: staff, within: 3 calendar days of shown, at_latest: 4 calendar days of ANCHOR}
      rested:
        by: staff
        within: 6 working days of came
        stands_still: {first_day: day of ANCHOR, last_day: day of shown}
      walled:
        by: staff
        within: 6 working days of came
        at_latest: 9 calendar days of came
        stands_still: {first_day: day of ANCHOR, last_day: day after ANCHOR, ceiling: runs on}
      news:    {by: staff, every: 3 calendar days of came, until: ANCHOR}
      waits:
        by: staff
        every: 3 calendar days of came
        until: ANCHOR
        stands_still: {first_day: day after asked, last_day: day of shown}
      reports: {by: staff, every: 4 calendar days of ANCHOR from the schedule, until: shown}
      chain:   {by: staff, within: 3 working days of missed plain}
      longest: {by: staff, within: 4 working days of came, may_extend: {longer: {by: staff, up_to: 7 working days of ANCHOR}}}
      MUST
    may:
      MAY
      pressed: {by: reader, within: 5 calendar days of ANCHOR}
      left:    {by: reader, then: rest_}
      closed:  {by: reader, then: over}
  rest_:
    title: Resting
    must: {there: {by: staff, within: 3 working days of ANCHOR}}
    may: {back: {by: reader, then: open_}}
ends: {over: {title: Over}}
"""
MOVING = """last_come: {last_of: [came, shown, ANCHOR]}
  by_row: {rows: [{after: ANCHOR, from: ANCHOR}, {otherwise: came}]}
  MOMENTS"""
MOVED = """moved: {by: staff, within: 5 working days of last_come}
      rowed: {by: staff, within: 6 calendar days of by_row}
      lastly: {by: staff, within: 9 working days of came, at_latest: 8 calendar days of last_come}
      before: {by: staff, at_latest: 3 working days before ANCHOR}
      MUST"""
PLACES = ("HAPPENINGS", "MOMENTS", "THROUGHOUT", "ANYWHERE", "MUST", "MAY")
PEOPLE = {"ann": Person(holds="reader"), "bob": Person(holds="staff")}
BY_ANN = {"came", "shown", "left", "back", "closed", "pressed"}
BEGUN = datetime(2026, 3, 2, 9, tzinfo=LONDON)

Told = tuple[object, ...]


class Twins(NamedTuple):
    """One policy, written twice: with an anchor that has a place of its own, and with an event there."""

    own: Procedure
    event: Procedure


def written(anchor: str, moving: bool = False, /, **more: str) -> Procedure:
    text = FRAME
    if moving:  # what time alone brings may not stand there
        text = text.replace("MOMENTS", MOVING).replace("MUST", MOVED)
    for place in PLACES:
        text = text.replace(place, more.get(place.lower(), ""))
    return policy(text.replace("ANCHOR", anchor))


def twins(own: str, event: str, **more: str) -> Twins:
    return Twins(written(own, **more), written(event, **more))


# --- lives --------------------------------------------------------------------------------------


def lived_days(random: Random, many: int) -> list[Moment]:
    """Moments in order, several of a day: of all the hour is known, or of none."""
    if random.random() < 0.5:
        hours = sorted(random.sample(range(1, 24 * 20), many))
        return [BEGUN + timedelta(hours=hour) for hour in hours]
    days = sorted(random.randrange(20) for _ in range(many))
    return [BEGUN.date() + timedelta(days=number) for number in days]


def lived_names(random: Random, law: Procedure, *must: str, stays: bool = False) -> list[str]:
    """What happens, in any order, with those names among it; `stays` where no stage is left."""
    steps = sorted({each.step for each in law.deadlines} & set(law.steps))
    often = ("asked", "shown", "longer", "more")
    names = [random.choice((*often, *often, *steps)) for _ in range(random.randrange(6, 16))]
    free = random.sample(range(len(names)), len(names))
    for name in must:
        names[free.pop()] = name
    if not stays and random.random() < 0.6:
        away, back = sorted((free.pop(), free.pop()))
        names[away], names[back] = "left", "back"
    return names


def event(name: str, at: Moment, number: int, settles: date | None = None) -> Event:
    by = "ann" if name in BY_ANN else "bob"
    return Event(action=Action(name, at=at, by=by, settles=settles), id=f"{name} {number}")


def case_of(law: Procedure, events: Iterable[Event]) -> Case:
    happen = (
        Event(action=Action(each.action.name, at=each.action.at), id=each.id)
        if each.action.name in law.happenings
        else each
        for each in (event("came", BEGUN, -1), *events)
    )
    return engine.restore(law, happen, onto=engine.begin(law, at=BEGUN, people=PEOPLE))


def with_event(events: list[Event], name: str, at: Moment, *, after: bool = True) -> list[Event]:
    """The events with one more, after all that had certainly happened before it, and `after` what did at that very moment."""
    before = sum(
        certainly_after(at, each.action.at, LONDON)
        or (after and isinstance(at, datetime) and each.action.at == at)
        for each in events
    )
    return [*events[:before], event(name, at, len(events)), *events[before:]]


# --- what is compared -----------------------------------------------------------------------------


def told(law: Procedure, case: Case, as_of: date, but: Collection[str]) -> list[str]:
    clocks = engine.clocks_as_of(law, case, as_of=as_of)
    compared = (clock for clock in clocks if clock.step not in but)
    return sorted(" ".join(map(str, said)) for clock in compared for said in _said(clock, as_of))


def _said(clock: Clock, as_of: date) -> Iterator[Told]:
    """What is told of a clock; of one that waits nothing, and of one that is over in time no dates."""
    status = clock.status(as_of=as_of)
    if status is Status.DISCHARGED:
        yield clock.step, clock.kind, status
    elif status is not Status.WAITING:
        due = None if clock.latest is None else clock.latest.due
        yield clock.step, clock.kind, status, due, clock.tape.start, clock.tape.met


def assert_the_same(
    laws: Twins,
    own: Iterable[Event],
    twin: Iterable[Event],
    *,
    since: date,
    until: date,
    but: Collection[str] = (),
) -> None:
    """Both tell the same as of every third day of some, and long after."""
    case, other = case_of(laws.own, own), case_of(laws.event, twin)
    days = range(0, (until - since).days + 1, 3)
    for as_of in (*(since + timedelta(days=number) for number in days), until + timedelta(days=40)):
        assert told(laws.own, case, as_of, but) == told(laws.event, other, as_of, but)


SEEDS = st.integers(0, 2**32 - 1)

# --- times that ran out ---------------------------------------------------------------------------

MISSED = [
    twins(
        "missed answer",
        "late",
        must=f"answer: {{by: staff, within: {within}}}",
        may="late: {by: staff}\n      wanted: {by: staff}",
    )
    for within in ("4 calendar days of wanted", "60 hours of wanted")
] + [
    twins(
        "missed answer",
        "late",
        throughout=f"answer: {{by: staff, within: {within}}}",
        anywhere="late: {by: staff}\n    wanted: {by: staff}",
    )
    for within in ("3 working days of last wanted", "60 hours of wanted", "4 calendar days of came")
]


@examples(24)
@given(SEEDS)
def test_what_was_missed_is_an_event_of_the_moment_at_which_the_time_was_up(seed: int) -> None:
    random = Random(seed)
    laws = random.choice(MISSED)
    names = lived_names(random, laws.own, *["wanted"] * random.randrange(1, 4))
    names = ["asked" if name == "late" else name for name in names]
    days = lived_days(random, len(names))
    events = [event(name, at, n) for n, (name, at) in enumerate(zip(names, days, strict=True))]
    last = local_day(days[-1], LONDON)
    case = case_of(laws.own, events)
    twin = events
    long_after = last + timedelta(days=40)
    for clock in engine.clocks_as_of(laws.own, case, as_of=long_after):
        status = clock.status(as_of=long_after)
        if clock.step == "answer" and status in (Status.OVERDUE, Status.MET_LATE):
            assert clock.latest is not None
            due = (
                clock.latest.due
            )  # what happens at the stroke that ends a due day is of the next one
            by_the_hour = isinstance(due, datetime)
            twin = with_event(twin, "late", midnight_after(due), after=by_the_hour)
    assume(not any(_due_before(laws.event, twin, each) for each in twin if each not in events))
    assert_the_same(laws, events, twin, since=BEGUN.date(), until=last)


def _due_before(law: Procedure, events: list[Event], late: Event) -> bool:
    """Whether the time of what is missed ran out in the very instant in which another did that it would move: an event
    at that midnight comes when a day is just over, and is not certainly later."""
    kept = [each for each in events if each.id != late.id]
    day = local_day(late.action.at, LONDON) - timedelta(days=1)
    capped = (c for c in engine.clocks(law, case_of(law, kept)) if c.step in CAPPED)
    return any(c.latest is not None and local_day(c.latest.due, LONDON) == day for c in capped)


CAPPED = frozenset({"reach", "final", "capped", "alone", "most", "longest", "walled"})
"""The steps of whose time it says the end."""


def midnight_after(due: Moment) -> datetime:
    """When a time was up: a due day is over with the midnight that ends it."""
    if isinstance(due, datetime):
        return due
    return datetime.combine(due + timedelta(days=1), datetime.min.time(), LONDON)


# --- dates that were set --------------------------------------------------------------------------

SETS = (
    "fixed: {{by: staff, sets_time_of: hearing}}\n{0}held: {{by: staff}}\n{0}hearing: {{by: staff}}"
)
DATED = [
    twins(own, twin, **{place: SETS.format(indent)})
    for place, indent in (("may", " " * 6), ("anywhere", " " * 4))
    for own, twin in (
        ("last date set by fixed", "last held"),
        ("first date set by fixed", "first held"),
        ("date set by fixed", "held"),
    )
]


EARLY = ("shown", "alone", "capped", "reach", "final", "longest", "most")
"""What may count from a date that was set though it has not come, or gives up what was to begin with it."""
WHICHEVER = ("either", "sooner")
"""What counts from a date or something else: of a date as it was set this time the first stays the first, and of an
event a further one starts a further clock (0027, 0026)."""


@examples(60)
@given(SEEDS)
def test_a_date_that_was_set_is_an_event_of_that_day(seed: int) -> None:
    random = Random(seed)
    which = random.randrange(len(DATED))
    laws, is_this_time = DATED[which], which % 3 == 2
    names = lived_names(random, laws.own, "fixed")
    days = lived_days(random, len(names))
    came = names.index("fixed")
    if is_this_time:
        assume("left" not in names[:came] or "back" in names[:came])
    set_for = local_day(days[came], LONDON) + timedelta(days=random.randrange(1, 9))
    events = []
    for number, (name, at) in enumerate(zip(names, days, strict=True)):
        between = number > came and local_day(at, LONDON) <= set_for
        assume(not (between and name in ("left", "back")))
        is_set = number == came
        other = (between and name in EARLY) or (name in ("fixed", "held", "hearing") and not is_set)
        events.append(event("asked" if other else name, at, number, set_for if is_set else None))
    twin = with_event(events, "held", set_for)
    last = max(set_for, local_day(days[-1], LONDON))
    but = WHICHEVER if is_this_time else ()
    assert_the_same(laws, events, twin, since=last, until=last + timedelta(days=9), but=but)


# --- what happens and nobody does -----------------------------------------------------------------

GREW = "grew: {says: it grew}"
HAPPENED = [
    Twins(
        written(anchor, True, happenings=GREW),
        written(anchor, True, anywhere="grew: {by: staff}"),
    )
    for anchor in ("first grew", "last grew", "grew")
]


@examples(16)
@given(SEEDS)
def test_what_happens_counts_as_what_somebody_does_at_any_time(seed: int) -> None:
    """Of what happens any time in the case is meant, and of a step those since its stage was left: so NAME alone is
    compared where none is."""
    random = Random(seed)
    number = random.randrange(len(HAPPENED))
    laws, many = HAPPENED[number], random.randrange(1, 4)
    names = lived_names(random, laws.own, *["grew"] * many, stays=number == 2)
    days = lived_days(random, len(names))
    events = [event(name, at, n) for n, (name, at) in enumerate(zip(names, days, strict=True))]
    last = local_day(days[-1], LONDON)
    assert_the_same(laws, events, events, since=BEGUN.date(), until=last)


# --- moments --------------------------------------------------------------------------------------


class Made(NamedTuple):
    """The twins of a moment, and at what of `one` and `two` the event in its place is recorded: at each, at
    none, or as a row says."""

    laws: Twins
    marks: str = "none"


def made(moments: str, event: str, marks: str = "none") -> Made:
    steps = "one: {by: staff}\n    mark: {by: staff}"
    laws = twins("it", event, moments=moments, anywhere=steps, may="two: {by: staff}")
    return Made(laws, marks)


MADE = [
    made("it: {first_of: [one, two]}", "one or two"),
    made("it: {first_of: [two, last one]}", "two or last one"),
    made("it: {rows: [{otherwise: two}]}", "two"),
    made("it: {last_of: [last one]}", "last one"),
    made("it: {last_of: [last one, last two]}", "last mark", "each"),
    made(
        "it: {rows: [{after: first two, from: first two}, {otherwise: first one}]}",
        "last mark",
        "row",
    ),
]


@examples(24)
@given(SEEDS)
def test_a_moment_is_what_makes_it(seed: int) -> None:
    random = Random(seed)
    laws, marks = random.choice(MADE)
    some = ("one", "two", "one", "two")[: random.randrange(2, 5)]
    names = lived_names(random, laws.own, *some)
    days = lived_days(random, len(names))
    events: list[Event] = []
    twin: list[Event] = []
    seen: set[str] = set()
    for number, (name, at) in enumerate(zip(names, days, strict=True)):
        events.append(event("asked" if name == "mark" else name, at, number))
        twin.append(events[-1])
        is_row = name not in seen and (name == "two" or (name == "one" and "two" not in seen))
        if name in some and (marks == "each" or (marks == "row" and is_row)):
            twin.append(event("mark", at, number))
        seen.add(name)
    last = local_day(days[-1], LONDON)
    assert_the_same(laws, events, twin, since=BEGUN.date(), until=last)
