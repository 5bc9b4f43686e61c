"""What was known of a clock, against a walk over what somebody had in hand by then.

Each event of a case becomes known when it happens or later, some of them wrongly at first, to be corrected or
taken back on a later day. What was known on a day is read here from a pile of letters: those that had come in by
then, each in the place of the one that it puts right. `walk_clock` walks over them; nothing of the library is in it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest

from complaintflow import engine
from complaintflow.case import Action, Case, Event
from complaintflow.knowing import as_known_on
from complaintflow.procedure import Procedure
from tests.properties.case_walker import Told, begins, local
from tests.properties.sizes import SIZES
from tests.properties.test_whole_cases_against_a_day_walker import (
    action_of,
    known_until,
    lived,
    mistaken,
    otherwise,
    story,
    the_clock,
    written,
)

POLICIES = max(250, SIZES.cases // 200)
BLOCKS = 5


@dataclass(frozen=True)
class Letter:
    """What somebody was told of an event, and on which day; at once where that is None.

    `place` is that of the event among all that happened; `said` is None where it was told that it did not happen.
    """

    place: int
    said: Told | None
    on: date | None


def letters(random: Random, number: int, told: tuple[Told, ...]) -> list[Letter]:
    """All that was told of a case: mostly of each event one letter, of some two, of which the second is right."""
    rule, late = written(number)[0], max(local(each.at) for each in told) + timedelta(days=9)
    found: list[Letter] = []
    for place, each in enumerate(told):
        on = local(each.at) + timedelta(days=random.randint(1, 30))
        if place == 0 or random.random() < 0.5:
            found.append(Letter(place, each, None))
        elif random.random() < 0.5:
            found.append(Letter(place, each, on))
        else:
            wrong = mistaken(random, rule, each, late, told[0].at)
            found.append(Letter(place, wrong, random.choice((None, on))))
            right = each if random.random() < 0.7 else None
            found.append(Letter(place, right, on + timedelta(days=random.randint(0, 40))))
    return sorted(found, key=lambda each: each.place)


def in_hand(pile: Sequence[Letter], day: date) -> list[Letter]:
    """The letters that had come by the end of a day; what puts something right, not before that."""
    found: list[Letter] = []
    known: dict[int, date] = {}
    for each in pile:
        on = each.on
        if on is None:
            assert each.said is not None
            on = local(each.said.at)
        known[each.place] = max(on, known.get(each.place, date.min))
        if known[each.place] <= day:
            found.append(each)
    return found


def happened(pile: Sequence[Letter]) -> tuple[Told, ...]:
    """What they tell, in the order in which it happened: of each event what was told of it last."""
    last = {each.place: each.said for each in pile}
    said = [each for each in last.values() if each is not None]
    return tuple(sorted(said, key=lambda each: begins(each.at)))


def filed(law: Procedure, begun: Case, pile: Sequence[Letter]) -> Case:
    """The case in which all these letters were recorded, those that put something right at last."""
    events: list[Event] = []
    mending: list[Event] = []
    for number, each in enumerate(pile):
        id_, first = f"{each.place}", not any(p.place == each.place for p in pile[:number])
        if each.said is None:
            back = Action("retracted", at=each.on or date.max, by="ola", because="a slip")
            mending.append(Event(action=back, id=f"{id_} back", retracts=id_, known_at=each.on))
        elif first:
            events.append(Event(action=action_of(each.said), id=id_, known_at=each.on))
        else:
            action = action_of(each.said)
            mending.append(Event(action=action, id=f"{id_} right", corrects=id_, known_at=each.on))
    return engine.restore(law, [*events, *mending], onto=begun)


def differences(number: int, random: Random) -> Iterator[str]:
    """In what the library and the walk differ about what was known of one case of a policy."""
    rule, law, begun = written(number)
    told = lived(random, rule)
    pile = letters(random, number, told)
    case = filed(law, begun, pile)
    for passed in sorted(random.sample(range(90), 4)):
        day = local(told[0].at) + timedelta(days=passed)
        known = in_hand(pile, day)
        then = as_known_on(law, case, day)
        if then != filed(law, begun, known):
            yield f"known on {day}: not the case of what had come to hand"
        as_of = day + timedelta(days=random.choice((0, 0, 1, 10, 40)))
        by_then = known_until(happened(known), as_of)
        found = otherwise(rule, the_clock(law, then, as_of), by_then, as_of)
        yield from (f"known on {day}: {each}" for each in found)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_what_was_known_of_a_clock_is_what_a_walk_finds_in_what_had_come_to_hand(
    block: int, record_property: Callable[[str, object], None]
) -> None:
    """How to correct a record, "Two times": what became known later is left out, of whatever day it tells; what
    names another is not known before that one; and what was known stays so, whatever becomes known later."""
    cases = range(block, SIZES.cases // 4, BLOCKS)
    for case in cases:
        number = case % POLICIES
        found = list(differences(number, Random(case)))
        if found:
            told = lived(Random(case), written(number)[0])
            pytest.fail("\n".join((f"case {case}", story(number, told), *found)))
    record_property("what was known against the day-walker", len(cases))
