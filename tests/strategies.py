"""Random cases: walks over a policy that are lawful, nearly lawful, and now and then neither.

A walk is steered by a seed, which repeats it; Hypothesis makes it shorter where a law fails.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case, Override, Person, Tie
from complaintflow.conventions import Span, Unit
from complaintflow.errors import InputError
from complaintflow.gates import plain
from complaintflow.moving import Move
from complaintflow.procedure import (
    PERSON_TOLD,
    RETRACTED,
    Duty,
    Form,
    PlaceKind,
    Procedure,
    ReceiptOf,
    Step,
)
from complaintflow.rulings import ActionRefused
from complaintflow.telling import told_to_be
from complaintflow.vocabulary import events_named, settles_a_time

_T = TypeVar("_T")

FIRST_DAY = date(2026, 3, 16)
"""Walks begin about here: Easter is near, and a clock of 20 working days crosses it."""

TIME_PASSES = (0, 0, 0, 0, 1, 1, 2, 3, 5, 9, 28)
TIME_TURNS_BACK = (0, 0, 0, 0, 0, 0, 0, -1, -4, -30)


@dataclass(slots=True, repr=False)
class Walk:
    """A case on its way. `tried` are the actions so far, each with the words of its record."""

    law: Procedure
    random: Random
    case: Case
    today: date
    plain: bool = False
    tried: list[tuple[Action, dict[str, Any]]] = field(default_factory=list)
    aside: Random = field(default_factory=lambda: Random(0))
    """Another chance, so that walks go as they went before people were tied to one another."""

    def __repr__(self) -> str:
        told = (e.id for e in self.case.events if e.id.startswith(("people.", "facts.")))
        rows = (
            f"{action.name} {action.at} by {action.by} {words or ''}"
            for action, words in self.tried
        )
        return f"<{self.law.id}, {', '.join(told)}: {'; '.join(rows)}>"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """How Hypothesis prints it; field by field it would be a book."""
        printer.text(repr(self))

    def pick(self, among: Sequence[_T]) -> _T:
        return among[self.random.randrange(len(among))]

    def some(self, among: Sequence[_T]) -> list[_T]:
        return [item for item in among if self.random.randrange(2)]

    def moment(self) -> date | datetime:
        """Today, most often without an hour; now and then earlier than what was recorded."""
        if self.plain:
            return self.today
        day = self.today + timedelta(days=self.pick(TIME_TURNS_BACK))
        if self.random.randrange(4):
            return day
        hours = self.pick((0, 9, 12, 15, 23))
        return datetime(day.year, day.month, day.day, hours, tzinfo=self.law.zone)

    def people(self) -> Sequence[str]:
        course = engine.course_of(self.law, self.case)
        return tuple(course.people)

    def said(self, name: str) -> dict[str, Any]:
        """Particulars of a step, or an answer, that mean something and may be lacking."""
        people = self.people()
        if name in self.law.happenings:
            return {}
        if name in self.law.facts:
            said: dict[str, Any] = {"answer": self.pick(self.law.facts[name].answers)}
            if self.law.facts[name].for_each is not None:
                said["person"] = self.aside.choice((None, *people))
            return said
        step = self.law.steps[name]
        told = [*step.to, *step.with_, *step.copies_to, *people[:3]]
        return self._of_time(step) | {
            "how": self._how(step),
            "to": self.some(told),
            "with_": self.some(step.with_),
            "copies_to": self.some(step.copies_to),
            "includes": self.some(step.must_include),
            "recorded_in": self.some(step.recorded_in),
            "holder": self.pick(people) if step.appoints and people else None,
        }

    def _of_time(self, step: Step) -> dict[str, Any]:
        """Who agrees and signs, the time that is settled, and when what is sent will be received."""
        said: dict[str, Any] = {}
        for key, offices in (("agreed_by", step.agreed_by), ("signed_by", step.signed_by)):
            if offices:
                willing = offices if self.random.randrange(4) else self.some(offices)
                said[key] = list(dict.fromkeys(map(self._somebody_of, willing)))
        if settles_a_time(step) and self.random.randrange(6):
            said["settles"] = self._settles(step)
        if step.to and is_received(self.law, step) and self.random.randrange(3):
            said["received"] = {
                self._somebody_of(office): self.today + timedelta(days=self.random.randrange(9))
                for office in self.some(step.to)
            }
        return said

    def _somebody_of(self, office: str) -> str:
        return next((n for n in self.people() if self.holds(n, office)), office)

    def holds(self, name: str, office: str) -> bool:
        return name in engine.course_of(self.law, self.case).holders(office)

    def _settles(self, step: Step) -> Span | date | datetime:
        """A time near what may be settled: most often in the unit of what it is settled for."""
        names = {*step.sets_time_of, step.extends}
        periods = [d for d in self.law.deadlines if d.step in names and d.span is not None]
        if not periods or self.random.randrange(3) == 0:
            day = self.today + timedelta(days=self.pick((0, 1, 2, 3, 5, 8, 20, 45)))
            if self.random.randrange(4):
                return day
            hours = self.pick((1, 9, 23))
            return datetime(day.year, day.month, day.day, hours, tzinfo=self.law.zone)
        period = self.pick(periods)
        most = period.span
        assert most is not None
        least = most.amount if period.least is None else period.least.amount
        amount = (
            least + self.random.randrange(most.amount - least + 1) + self.pick((0, 0, 0, 1, -1))
        )
        unit = most.unit if self.random.randrange(8) else self.pick(tuple(Unit))
        return Span(max(1, amount), unit)

    def _how(self, step: Step) -> str | None:
        if step.how and self.random.randrange(8):
            return self.pick(step.how).value
        form = self.pick((None, *Form))
        return None if form is None else form.value

    def lawful(self) -> Action:
        """A move of somebody who could, most often one that gets the case on."""
        moves = engine.moves(self.law, self.case, as_of=self.today)
        weighed = [
            move
            for move in moves
            if move.who or move.event in self.law.happenings
            for _ in range(self._weight(move))
        ]
        if not weighed:
            return self.noise()
        move = self.pick(weighed)
        by = self.pick(move.who) if move.who else None
        return Action(move.event, at=self.moment(), by=by, **self.said(move.event))

    def _weight(self, move: Move) -> int:
        """What must be done comes before what may, and a stage before an end."""
        if move.event not in self.law.steps or move.done:
            return 1
        then = self.law.steps[move.event].then
        if then is None:
            return 8 if move.duty is Duty.MUST else 2
        return 6 if self.law.places[then].kind is PlaceKind.STAGE else 1

    def noise(self) -> Action:
        """Any step, fact or happening of the policy, by anybody or nobody."""
        name = self.pick(events_named(self.law))
        by = self.pick((None, *self.people()))
        role = None if self.random.randrange(6) else self.pick(tuple(self.law.roles))
        return Action(name, at=self.moment(), by=by, role=role, **self.said(name))

    def telling(self) -> Action:
        name = self.pick(("pip", *self.people()))
        return Action(PERSON_TOLD, at=self.moment(), person=name, who=somebody(self, name))

    def correction(self) -> tuple[Action, dict[str, Any]]:
        """What is said anew of an event that was recorded."""
        wrong = self.pick(self.case.events)
        name, person = wrong.action.name, wrong.action.particulars.person
        words = {"corrects": wrong.id, "known_at": self.today, "adds_to": wrong.adds_to}
        if name == RETRACTED:
            return self.noise(), words
        if name == PERSON_TOLD and person is not None:
            who = somebody(self, person)
            return Action(name, at=self.moment(), person=person, who=who), words
        by = self.pick((wrong.action.by, wrong.action.by, *self.people()))
        return Action(name, at=self.moment(), by=by, **self.said(name)), words

    def action(self) -> Action:
        lawful = (self.lawful,) * 8
        return self.pick((*lawful, self.noise, self.telling))()

    def step(self) -> None:
        """One more action, and the case with it where it can be recorded."""
        self.today += timedelta(days=self.pick(TIME_PASSES) + self.plain)
        action = self.action()
        words: dict[str, Any] = {}
        ids = ["none", *(event.id for event in self.case.events)]
        kind = 0 if self.plain else self.random.randrange(16)
        if kind == 1:
            action, words = Action(RETRACTED, at=self.moment()), {"retracts": self.pick(ids)}
        elif kind == 2:
            action, words = self.correction()
        elif kind == 3:
            same = [e.id for e in self.case.events if e.action.name == action.name]
            words = {"adds_to": self.pick((*same, "last"))}
        elif kind in (4, 5):
            words = {"override": Override("the chair", "it happened")}
        self.tried.append((action, words))
        with suppress(ActionRefused, InputError, OutsideCalendar):
            self.case = engine.apply(self.law, self.case, action, **words)


def is_received(law: Procedure, step: Step) -> bool:
    """Whether it matters when the step is received: for a clock, or for what comes after it."""
    anchors = [d.period.of for d in law.deadlines]
    anchors += [e.up_to.of for d in law.deadlines for e in d.extensions if e.up_to is not None]
    after = [anchor for each in law.steps.values() for anchor in each.after]
    single = plain(law, (*anchors, *after))
    return any(isinstance(a, ReceiptOf) and a.step == step.name for a in single)


def somebody(walk: Walk, name: str) -> Person:
    """Random offices and relations, told or denied; now and then one between two people."""
    flat = tuple(n for n, each in walk.law.relations.items() if not each.between_people)
    told = walk.some(flat) if not walk.random.randrange(3) else []
    denied = [r for r in walk.some(flat) if r not in told]
    roles = tuple(walk.law.roles)
    held = dict.fromkeys((walk.pick(roles), walk.pick(roles)))
    between = [
        (Tie(relation, other), walk.aside.randrange(8))
        for relation, each in walk.law.relations.items()
        for other in walk.people()
        if each.between_people and other != name
    ]
    return Person(
        holds=held,
        is_=[*told, *(tie for tie, drawn in between if drawn < 2)],
        is_not=[*denied, *(tie for tie, drawn in between if drawn == 2)],
    )


CAST: Mapping[str, Person] = {
    "ann": Person(holds="complainant", is_="child"),
    "mo": Person(holds=["manager", "management"]),
    "sue": Person(holds=["senior_staff", "management"]),
    "dee": Person(holds="managing_director"),
    "pat": Person(holds="complaints_panel"),
    "ivy": Person(holds="independent_visitor"),
    "org": Person(holds="organisation"),
}
"""Those who take part under the policy of Fusion Care."""

ROUND_CAST: Mapping[str, Person] = {
    "cy": Person(holds="customer"),
    "ola": Person(holds="officer"),
    "bo": Person(holds=["officer", "deputy"]),
    "di": Person(holds="chair"),
}
"""Those who take part under the policy that leads back again."""


TIMES_CAST: Mapping[str, Person] = {
    "cy": Person(holds="customer"),
    "ola": Person(holds="officer"),
    "bo": Person(holds=["officer", "deputy"]),
    "di": Person(holds="chair"),
    "al": Person(),
}
"""Those who take part under the policy of bands and receipts."""

BARNSLEY_CAST: Mapping[str, Person] = {
    "cat": Person(holds="complainant"),
    "tia": Person(holds="team"),
    "rob": Person(holds="representative", is_="family_or_friend"),
    "hal": Person(holds="handler"),
    "ian": Person(holds="investigator"),
    "ida": Person(holds="independent_person"),
    "sam": Person(holds="service_director"),
    "eva": Person(holds="executive_director"),
    "pan": Person(holds="review_panel"),
    "meg": Person(holds="complaints_manager"),
}
"""Those who take part under the policy of Barnsley."""


def _for_each(law: Procedure, fact: str, people: Mapping[str, Person]) -> list[str]:
    """For whom of some people a question is answered, if it is for each of some."""
    each = law.facts[fact].for_each
    return [n for n, who in people.items() if each is not None and told_to_be(who, each)]


def walk(
    law: Procedure,
    seed: int,
    steps: int,
    *,
    plain: bool = False,
    cast: Mapping[str, Person] = CAST,
) -> Walk:
    """So many steps on from a beginning. `plain`: in order of time, each day its own, with no
    corrections, additions or overrides."""
    random = Random(seed)
    start = FIRST_DAY + timedelta(days=random.randrange(400))
    subject = ("subject",) if "subject" in law.relations else ()
    people = {
        name: Person(holds=who.holds, is_=subject or who.is_) if random.randrange(8) == 0 else who
        for name, who in cast.items()
        if random.randrange(12) or name == next(iter(cast))
    }
    for name, who in people.items():
        here = [tie for tie in who.is_ if tie.to is None or tie.to in people]
        people[name] = Person(holds=who.holds, is_=here, is_not=who.is_not)
    told = [name for name, fact in law.facts.items() if fact.told]
    facts = {
        name: law.facts[name].answers[random.randrange(8) // 7]
        for name in told
        if random.randrange(4)
    }
    if "complains_for_another" in law.facts:
        facts["complains_for_another"] = random.randrange(6) == 0
    told_for = {name: _for_each(law, name, people) for name in facts}
    by_name = {
        name: dict.fromkeys(told_for[name], answer) if len(told_for[name]) > 1 else answer
        for name, answer in facts.items()
    }
    case = engine.begin(law, at=start, people=people, facts=by_name)
    on_the_way = Walk(law, random, case, start, plain=plain, aside=Random(seed))
    for _ in range(steps):
        on_the_way.step()
    return on_the_way


def histories(
    law: Procedure, *, plain: bool = False, cast: Mapping[str, Person] = CAST
) -> st.SearchStrategy[Walk]:
    """Lawful and nearly lawful walks under a policy in which a cast may act."""
    return st.builds(
        walk,
        st.just(law),
        st.integers(0, 2**32 - 1),
        st.integers(0, 16),
        plain=st.just(plain),
        cast=st.just(cast),
    )
