"""A game of `play` as it stands: the people, what happened so far, and what day it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from complaintflow import engine
from complaintflow.case import Action, Case, Event, Override, Person
from complaintflow.course import Course
from complaintflow.course import as_of as course_as_of
from complaintflow.moments import Moment, certainly_after, local_day
from complaintflow.procedure import PERSON_TOLD, Fact, Place, Procedure
from complaintflow.render.ways import asked_beside, gated_steps
from complaintflow.rulings import Reason, Ruling, Unanswered, WrongRole
from complaintflow.telling import told_of
from complaintflow.vocabulary import events_named


@dataclass(frozen=True, slots=True)
class Game:
    """A case that is being tried. Every change makes a new one, so that any can be undone."""

    law: Procedure
    day: Moment
    people: Mapping[str, Person] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    case: Case = field(default_factory=lambda: Case(()))

    def seated(self, people: Mapping[str, Person]) -> "Game":
        """The game with these people from the beginning on.

        Raises:
            InputError: a role or relation that the procedure does not know.
        """
        return replace(self, people=people)._again()

    def course(self) -> Course:
        """The case as it stands today."""
        return course_as_of(self.law, engine.course_of(self.law, self.case), self.day)

    def ruling(self, action: Action, *, adds_to: str | None = None) -> Ruling:
        """What the procedure says of an action, or of a record that only adds to another.

        Raises:
            InputError: a name that means nothing.
        """
        if adds_to is None:
            return engine.decide(self.law, self.case, action)
        event = Event(action=action, id="", adds_to=adds_to)
        refused = engine.admit(self.law, self.case, [event]).refused
        return refused[0].ruling if refused else Ruling(action, ())

    def recorded(
        self, action: Action, *, adds_to: str | None = None, override: Override | None = None
    ) -> "Game":
        """The game with an action recorded; its day is today, if that is later.

        Raises:
            InputError: a name that means nothing.
        """
        day = self.day
        if certainly_after(action.at, day, self.law.zone):
            day = local_day(action.at, self.law.zone)
        event = Event(
            action=action, id=str(len(self.events) + 1), adds_to=adds_to, override=override
        )
        return replace(self, events=(*self.events, event), day=day)._again()

    def told(self, name: str, who: Person) -> "Game":
        """The game with somebody told of: from the beginning while nothing has happened."""
        if not self.events:
            return self.seated(told_of(self.law, self.people, name, who))
        return self.recorded(Action(PERSON_TOLD, at=self.day, person=name, who=who))

    def cut(self, length: int) -> "Game":
        """The game with the first so many events alone, on the day of the last of them."""
        events = self.events[:length]
        days = [local_day(event.action.at, self.law.zone) for event in events]
        return replace(self, events=events, day=max(days, default=self.day))._again()

    def _again(self) -> "Game":
        """The case made anew: what is told at the beginning is told on the first day."""
        days = [local_day(event.action.at, self.law.zone) for event in self.events]
        at = min(days, default=self.day)
        begun = engine.begin(self.law, at=at, people=self.people)
        return replace(self, case=engine.restore(self.law, (*begun.events, *self.events)))


def against(game: Game, name: str) -> tuple[Reason, ...]:
    """What keeps everybody from a step or an answer today: the reasons against whoever is nearest."""
    if name in game.law.happenings:
        return ()  # nobody does it, so nothing stands against anybody
    course = game.course()
    rulings = [
        engine.could(game.law, game.case, name, person, as_of=game.day) for person in course.people
    ]
    fitting = [r for r in rulings if not any(isinstance(x, WrongRole) for x in r.reasons)]
    if not fitting:
        fitting = [engine.could(game.law, game.case, name, None, as_of=game.day)]
    return min((ruling.reasons for ruling in fitting), key=len)


def unanswered_for(game: Game, ruling: Ruling) -> tuple[Fact, ...]:
    """The questions that alone stand against it, of those that anybody may tell the answer to."""
    facts = [reason.fact for reason in ruling.reasons if isinstance(reason, Unanswered)]
    if len(facts) < len(ruling.reasons):
        return ()
    return tuple(game.law.facts[name] for name in dict.fromkeys(f.name for f in facts if f.told))


def is_act(law: Procedure, name: str) -> bool:
    """Whether something of that name can be recorded."""
    return name in events_named(law)


def kept_away(game: Game, name: str, person: str) -> tuple[str, ...]:
    """The clauses of the conflicts of interest that keep a person from an act, as things stand.

    Whoever is kept from an office is kept from naming its holder and from being named too.
    """
    law, course = game.law, game.course()
    known = next((each for each in course.people if each.lower() == person.lower()), None)
    if known is None:
        return ()
    step = law.steps.get(name)
    targets = {name} | ({step.appoints} if step is not None and step.appoints else set())
    found = [
        bar
        for bar in engine.conflicts_of(law, game.case, known)
        if targets & set(bar.kept_from) and course.stage not in bar.excepted_in
    ]
    return tuple(dict.fromkeys(i for bar in found for i in bar.clauses or (bar.rule,)))


def matters(game: Game, fact: str) -> bool:
    """Whether a question matters now: not while it counts for steps of other places alone."""
    law = game.law
    beside = asked_beside(law, law.facts[fact])
    if beside is None or isinstance(beside, Place) or law.facts[fact].asked_if is not None:
        return True
    return any(step.place == game.course().stage for step in gated_steps(law, fact))
