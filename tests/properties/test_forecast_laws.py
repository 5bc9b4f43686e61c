"""Laws of `forecast`: what is supposed could be recorded, and then has exactly the days it said.

The letters in the docstrings name paragraphs of the language, `design` those of the design.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Person
from complaintflow.course import as_of as course_as_of
from complaintflow.deadlines import Clock, Status
from complaintflow.forecasting import Forecast, Way, forecast
from complaintflow.moments import last_instant, local_day
from complaintflow.procedure import PERSON_TOLD, Kind, PlaceKind, Procedure, Role
from complaintflow.supposed import Mood
from complaintflow.supposing import MOST_EVENTS
from tests.properties.lives import LAW, TIMES, course, examples, lives, timed_lives
from tests.strategies import CAST, TIMES_CAST, Walk, walk

OFTEN = examples(20)
LIVES = lives() | timed_lives()


def last_day(lived: Walk) -> date:
    """The day after all that was recorded."""
    days = [local_day(event.action.at, lived.law.zone) for event in lived.case.events]
    return max((*days, lived.today)) + timedelta(days=1)


def foreseen(lived: Walk, day: date) -> Forecast | None:
    """The forecast as of a day; None where the calendar does not reach."""
    try:
        return forecast(lived.law, lived.case, as_of=day)
    except OutsideCalendar:
        return None


def recorded(law: Procedure, case: Case, way: Way, mood: Mood) -> Case:
    """The case in which all that was supposed has happened: each event is permitted."""
    for event in way.supposed[mood]:
        case = engine.apply(law, case, event.action, id=event.id, adds_to=event.adds_to)
    return case


@OFTEN
@given(LIVES, st.sampled_from(Mood))
def test_what_is_supposed_is_permitted_and_comes_to_the_end_it_says(
    lived: Walk, mood: Mood
) -> None:
    """Design 6: supposed histories are judged by `decide`."""
    law, day = lived.law, last_day(lived)
    found = foreseen(lived, day)
    for way in () if found is None else found.ways:
        after = recorded(law, lived.case, way, mood)
        if way.shut is None and not way.broken_off:
            stage = course(lived, after).stage
            assert stage == (way.places[-1] if way.places else found.place if found else None)
            assert stage is not None
            assert law.places[stage].kind is PlaceKind.END
        else:
            assert way.shut is None or way.shut[0] in law.steps or way.shut[0] in law.facts


@OFTEN
@given(LIVES, st.sampled_from(Mood))
def test_an_office_of_one_that_is_held_is_given_to_no_newcomer(lived: Walk, mood: Mood) -> None:
    """Decision 0040: whom the rules bar from it is not got round by a second holder."""
    law, day = lived.law, last_day(lived)
    lived.case = holders_tied(law, lived.case, day)
    found = foreseen(lived, day)
    for way in () if found is None else found.ways:
        case = lived.case
        for event in way.supposed[mood]:
            who = event.action.particulars.who
            for office in () if who is None else who.holds:
                assert not law.roles[office].one or not course(lived, case).holders(office)
            case = engine.apply(law, case, event.action, id=event.id, adds_to=event.adds_to)


def holders_tied(law: Procedure, case: Case, day: date) -> Case:
    """The case in which whoever alone holds an office is what the rules speak of."""
    alone = {n for office in law.roles.values() if office.one for n in holders(law, case, office)}
    flat = tuple(each.name for each in law.relations.values() if not each.between_people)
    for name in sorted(alone):
        tied = Action(PERSON_TOLD, at=day, person=name, who=Person(is_=flat))
        case = engine.apply(law, case, tied)
    return case


def holders(law: Procedure, case: Case, office: Role) -> tuple[str, ...]:
    return engine.course_of(law, case).holders(office.name)


@OFTEN
@given(LIVES)
def test_recording_what_was_foreseen_gives_exactly_the_days_it_said(lived: Walk) -> None:
    """Design 6: a forecast is read off the clocks of what is supposed, and counts nothing itself."""
    law, day = lived.law, last_day(lived)
    found = foreseen(lived, day)
    for way in () if found is None else found.ways:
        days = {mood: dict(done_on(way, mood)) for mood in Mood}
        after = recorded(law, lived.case, way, Mood.LATEST)
        clocks = engine.clocks(law, after)
        for number, each in enumerate(way.foreseen):
            name = (each.step, sum(e.step == each.step for e in way.foreseen[:number]))
            assert days[Mood.EARLIEST][name] == each.earliest
            assert days[Mood.EXPECTED][name] == each.expected
            assert (each.latest is None) is bool(each.rests_on)
            at = days[Mood.LATEST][name]
            if each.latest is None or each.late:
                continue
            assert last_instant(at, law.zone) <= last_instant(each.latest, law.zone)
            met = [c for c in promises(clocks, each.step) if c.tape.met == at]
            assert all(c.status(as_of=at) in (Status.MET, Status.USED) for c in met), each
            own = [c for c in met if c.deadline.cites and c.latest is not None]
            assert not own or each.latest in [c.latest.due for c in own if c.latest]


def done_on(way: Way, mood: Mood) -> Iterator[tuple[tuple[str, int], date]]:
    """When each step of a way is supposed, by its name and how often it was before."""
    names: list[str] = []
    for event in way.supposed[mood]:
        if event.adds_to is None and event.action.name != PERSON_TOLD:
            yield (event.action.name, names.count(event.action.name)), event.action.at
            names.append(event.action.name)


def promises(clocks: tuple[Clock, ...], step: str) -> list[Clock]:
    return [c for c in clocks if c.step == step and c.kind is not Kind.AIM]


@OFTEN
@given(LIVES)
def test_the_earliest_is_not_after_the_expected_nor_that_after_the_last_day(lived: Walk) -> None:
    law, day = lived.law, last_day(lived)
    found = foreseen(lived, day)
    for way in () if found is None else found.ways:
        for each in way.foreseen:
            first, then = (last_instant(m, law.zone) for m in (each.earliest, each.expected))
            assert last_instant(day, law.zone) <= first <= then
            if each.latest is not None:
                assert then <= last_instant(each.latest, law.zone)


@OFTEN
@given(LIVES, st.integers(0, 40))
def test_what_happens_later_is_left_out(lived: Walk, back: int) -> None:
    """D10: a question as of a day leaves out what happens later."""
    law, day = lived.law, lived.today - timedelta(days=back)
    known = Case(course_as_of(law, course(lived), day).record)
    with suppress(OutsideCalendar):
        assert forecast(law, lived.case, as_of=day) == forecast(law, known, as_of=day)


@OFTEN
@given(LIVES)
def test_a_forecast_is_bounded_and_begins_with_every_step_that_leads_on(lived: Walk) -> None:
    law = lived.law
    found = foreseen(lived, last_day(lived))
    if found is None:
        return
    assert found.place == course(lived).stage
    for way in found.ways:
        assert all(len(way.supposed[mood]) <= 2 * MOST_EVENTS for mood in Mood)
        assert len({*way.places}) == len(way.places)
    if found.place is None or law.places[found.place].kind is PlaceKind.STAGE:
        here = found.place or "begins"
        own = {s.name for s in law.steps.values() if s.place == here and s.then is not None}
        begun = {way.leads[0] for way in found.ways}
        assert begun <= own or not own


def test_these_laws_speak_of_every_kind_of_way() -> None:
    """A law that no forecast ever tries would hold of anything."""
    tried: set[str] = set()
    for law, cast in ((LAW, CAST), (TIMES, TIMES_CAST)):
        for seed in range(25):
            lived = walk(law, seed, Random(seed).randrange(12), cast=cast)
            found = foreseen(lived, last_day(lived))
            for way in () if found is None else found.ways:
                tried |= {"shut"} if way.shut else {"open"}
                tried |= {word for word in ("holders", "answers", "receipts") if getattr(way, word)}
                tried |= {"late"} if any(each.late for each in way.foreseen) else set()
                tried |= {"last day"} if any(each.latest for each in way.foreseen) else set()
                tried |= {"none"} if any(each.rests_on for each in way.foreseen) else set()
                tried |= {"rests"} if not way.leads else set()
    assert tried == {
        *("shut", "open", "holders", "answers", "receipts", "late", "last day", "none", "rests")
    }
