"""Records of events, as they are written in YAML or JSON; their words are the words of the step."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
)

from complaintflow.case import Action, Event, Override, Person, Tie, alike
from complaintflow.conventions import Span
from complaintflow.diagnostics import Diagnostic, Place, nearest, quoted
from complaintflow.errors import InputError
from complaintflow.language.document import Doc, text_or_keys
from complaintflow.language.meant import day_meant
from complaintflow.language.names import Unknown, told_once
from complaintflow.language.names import listed as listed_names
from complaintflow.language.sentences import Misread, Word
from complaintflow.language.spans import length
from complaintflow.language.tree import Scalar
from complaintflow.language.values import (
    Day,
    Name,
    PersonName,
    Text,
    Written,
    listed,
    listed_mapping,
    no_doubles,
    one_of,
    shape_of,
    wrong_shape,
)
from complaintflow.moments import Moment, local_day
from complaintflow.procedure import (
    PERSON_TOLD,
    RETRACTED,
    Answers,
    Form,
    Procedure,
    Step,
    Value,
    answer_text,
)
from complaintflow.telling import told_to_be
from complaintflow.vocabulary import (
    bodies_of,
    events_named,
    settles_a_time,
    sorts_of_events,
    wrong_tie,
)
from complaintflow.written import parse_when

Said = Annotated[list[Name], AfterValidator(no_doubles), BeforeValidator(listed)]
"""Names that a record says; programs write an empty list where there is none."""

Whom = Annotated[list[PersonName], AfterValidator(no_doubles), BeforeValidator(listed)]
"""People, or roles that nobody in the case holds."""


class SpellDoc(Doc):
    """From when to when a relation is true, and of one between two people with whom."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "from": "write `since` for the first day",
        "to": "write `until` for the last day, and `of` for the other person",
        "till": "write `until` for the last day",
    }

    of: Whom = Field(default_factory=list)
    since: Day | None = None
    until: Day | None = None


def _in_order(spell: SpellDoc) -> SpellDoc:
    """Refuse what says no days, and a last day before the first."""
    if spell.since is None and spell.until is None:
        raise wrong_shape("it is not said from when, or until when", _DATES)
    if spell.since is not None and spell.until is not None and spell.until < spell.since:
        raise wrong_shape(
            f"it ends on {spell.until}, before it begins on {spell.since}",
            f"write `since: {spell.until}, until: {spell.since}`, or mend the one that is wrong",
        )
    return spell


_DATES = "add `since: DATE`, `until: DATE` or both; where it has no dates, write the name alone"


SpellOf = Annotated[
    Annotated[Whom, Tag("list")] | Annotated[SpellDoc, AfterValidator(_in_order), Tag("map")],
    Discriminator(shape_of),
]
"""With whom a relation is held, or from when to when."""

OneTie = Annotated[
    Annotated[Name, Tag("list")] | Annotated[dict[Name, SpellOf], Tag("map")],
    Discriminator(shape_of),
]
Ties = Annotated[
    list[OneTie],
    BeforeValidator(listed_mapping),
    BeforeValidator(listed),
    Field(examples=["{line_manager: ann}"]),
]
"""Relations: by name, or each with the people to whom it is held."""


When = Annotated[
    Text,
    Written(
        "a date or moment",
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.,+Z-]+)?$",
        "write 2026-03-23, or 2026-03-23T17:30 for a moment",
    ),
]
"""A date, or a moment in the policy's time zone."""


Settled = Annotated[
    Text,
    Written(
        "a period, a date or a moment",
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.,+Z-]+)?$|^\s*[1-9][0-9]*\s+\S",
        "write 15 working days, or 2026-03-23",
    ),
]
"""The time that an event settles for another step."""


class PersonDoc(Doc):
    """Who somebody is: offices, relations, relations known to be absent."""

    holds: Said = Field(default_factory=list)
    is_: Ties = Field(default_factory=list, alias="is")
    is_not: Ties = Field(default_factory=list)


class OverrideDoc(Doc):
    """Who let an event stand against the rules, and why; it need not be a person of the case."""

    by: Text
    why: Text


class EventDoc(PersonDoc):
    """What happened, and what is said of it."""

    at: When = Field(examples=["2026-03-23"])
    event: Name | None = None
    by: PersonName | None = None
    role: Name | None = None
    for_: PersonName | None = Field(default=None, alias="for")
    parts: Said = Field(default_factory=list)
    how: Annotated[Text, one_of(*Form)] | None = None
    with_: Whom = Field(default_factory=list, alias="with")
    to: Whom = Field(default_factory=list)
    copies_to: Whom = Field(default_factory=list)
    includes: Said = Field(default_factory=list)
    recorded_in: Said = Field(default_factory=list)
    signed_by: Whom = Field(default_factory=list)
    agreed_by: Whom = Field(default_factory=list)
    settles: Settled | None = None
    received: dict[PersonName, When] = Field(default_factory=dict, examples=["{ann: 2026-03-23}"])
    answer: Text | None = None
    holder: PersonName | None = None
    person: PersonName | None = None
    sat: Whom = Field(default_factory=list)
    chair: PersonName | None = None
    in_place_of: PersonName | None = None
    known_at: When | None = None
    id: Text | None = None
    adds_to: Text | None = None
    corrects: Text | None = None
    retracts: Text | None = None
    because: Text | None = None
    override: OverrideDoc | None = None


People = dict[PersonName, PersonDoc]


def _of_somebody(value: dict[Any, Any]) -> dict[Any, Any]:
    """Refuse answers for nobody."""
    if not value:
        raise wrong_shape("no answer stands here", "write `NAME: ANSWER` for each, or leave it out")
    return value


Answer = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[dict[PersonName, Text], AfterValidator(_of_somebody), Tag("keys")],
    Discriminator(text_or_keys),
]
Facts = dict[Name, Answer]


class RecordDoc(Doc):
    """A file of events."""

    people: People = Field(default_factory=dict)
    facts: Facts = Field(default_factory=dict)
    events: list[EventDoc]


@dataclass(frozen=True, slots=True)
class Record:
    """What was told at the beginning, and the events in the order of the file.

    `at` is the earliest day on which any of them happened, None where there is none.
    """

    at: Moment | None
    people: Mapping[str, Person] = field(default_factory=dict)
    facts: Mapping[str, Answers] = field(default_factory=dict)
    events: tuple[Event, ...] = ()


class Reading:
    """Documents of a record to values, every name checked against a procedure."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.people: set[str] = set()
        self.who: dict[str, Person] = {}
        self._wrong_things: list[Diagnostic] = []
        self._unknown: list[Unknown] = []
        self._given: dict[str, Scalar] = {}
        self._used: set[str] = set()

    @property
    def problems(self) -> list[Diagnostic]:
        """Everything that is wrong; a name that means nothing once, however often it is used."""
        return [*self._wrong_things, *told_once(self._unknown, self._given, self._used)]

    def knows(self, people: Iterable[Scalar]) -> None:
        """From now on these are the people that may be named, beside those known already."""
        for name in people:
            self.people.add(str(name))
            self._given.setdefault(str(name), name)

    def told_in(self, events: Iterable[EventDoc]) -> Iterator[Scalar]:
        """Of whom events tell, perhaps for the first time; whoever is named by an answer is known."""
        for event in events:
            if event.person is not None and event.event not in self.procedure.facts:
                yield event.person

    def record(self, doc: RecordDoc) -> Record:
        """A whole file."""
        self.knows(doc.people)
        people, facts = self.told(doc.people), self.facts(doc.facts)
        self.knows(self.told_in(doc.events))
        events = [event for event in map(self.event, doc.events) if event is not None]
        if len(events) == len(doc.events):
            events = self._numbered(doc, events)
        zone = self.procedure.zone
        return Record(
            at=min((local_day(e.action.at, zone) for e in events), default=None),
            people=people,
            facts=facts,
            events=tuple(events),
        )

    def _numbered(self, doc: RecordDoc, events: list[Event]) -> list[Event]:
        """Events with their ids: those given, else the position in the file from 1.

        What adds to, corrects or takes back another must name one that stands before it.
        """
        numbered: list[Event] = []
        earlier: list[str] = []
        told = [f"people.{name}" for name in doc.people]
        for name, said in doc.facts.items():
            people = said if isinstance(said, dict) else ()
            told += [f"facts.{name}.{person}" for person in people] or [f"facts.{name}"]
        for position, (row, event) in enumerate(zip(doc.events, events, strict=True), start=1):
            own = event.id or str(position)
            if own in earlier:
                help_ = "give every event an id of its own"
                place = (row.id or row.at).place
                self.wrong("name-clash", f"an event above has the id {quoted(own)}", place, help_)
            self.stands_on(row, (*earlier, *told))
            earlier.append(own)
            numbered.append(replace(event, id=own))
        return numbered

    def stands_on(self, row: EventDoc, earlier: Iterable[str]) -> None:
        """What a record adds to, corrects or takes back must be one of the `earlier` ids."""
        for other in (row.adds_to, row.corrects, row.retracts):
            if other is not None:
                last = ("last",) if other is row.adds_to else ()
                self.known(other, (*last, *earlier), "event above with the id")

    def told(self, people: People) -> dict[str, Person]:
        """Who everybody is."""
        for name in people:
            if name in self.procedure.roles:
                help_ = "give the person another name"
                self.wrong("name-clash", f"{quoted(name)} is a role", name.place, help_)
        among = sorted({*self.people, *map(str, people)})
        found = {str(name): self.person(name, doc, among) for name, doc in people.items()}
        self.who |= found
        return found

    def _another_name(self, name: Scalar) -> None:
        """Note a person who is told of by the name of another above, but for capitals or accents."""
        above = takewhile(lambda each: each != name, self._given)
        other = alike(name, (each for each in above if each in self.people))
        if other is not None:
            self.wrong(
                "name-clash",
                f"{quoted(name)} is {quoted(other)} but for capitals, or how accents are encoded",
                name.place,
                f"write `{other}`, or give the other person a name that differs by more",
            )

    def person(self, name: Scalar, doc: PersonDoc, among: Iterable[str]) -> Person:
        """Who somebody is; `among` are the people to whom a relation may be held."""
        self._another_name(name)
        for role in doc.holds:
            self.known(role, self.procedure.roles, "role")
        is_, is_not = [*_ties_said(doc.is_)], [*_ties_said(doc.is_not)]
        for given, told in ((is_, True), (is_not, False)):
            for number, said in enumerate(given):
                self._tie(name, said, among, told=told)
                if said.tie in [earlier.tie for earlier in given[:number]]:
                    message = f"{quoted(said.word)} stands twice in the list"
                    self.wrong("wrong-shape", message, said.word.place, "take one of them out")
        for denied in is_not:
            if any(denied.tie.denies(said.tie) for said in is_):
                message = f"{quoted(denied.word)} is both told and denied"
                self.wrong("wrong-shape", message, denied.word.place, "leave one of them out")
        return Person(
            holds=_texts(doc.holds),
            is_=[said.tie for said in is_],
            is_not=[said.tie for said in is_not],
        )

    def _tie(self, name: Scalar, said: "_TieSaid", among: Iterable[str], *, told: bool) -> None:
        """Note what is wrong with a tie: its names, and whether it has to name another person."""
        known = self.known(said.relation, self.procedure.relations, "relation")
        if said.other is not None and re.match("[0-9]{4}-", said.other):
            message = f"{quoted(said.other)} stands where the name of a person belongs"
            help_ = f"write `{{{said.relation}: {{until: {said.other}}}}}`, or `since`"
            self.wrong("wrong-shape", message, said.other.place, help_)
            return
        if said.other is not None:
            known &= self.known(said.other, among, "person")
        wrong = wrong_tie(self.procedure, said.tie, str(name), told=told) if known else None
        if wrong is not None:
            self.wrong("wrong-shape", wrong[0], said.word.place, wrong[1])

    def facts(self, facts: Facts) -> dict[str, Answers]:
        """Answers told at the beginning."""
        found: dict[str, Answers] = {}
        for name, answer in facts.items():
            if not self.known(name, self.procedure.facts, "fact"):
                continue
            if not self.procedure.facts[name].told:
                self.wrong(
                    "wrong-shape",
                    f"{quoted(name)} cannot be told: somebody may be kept from deciding it",
                    name.place,
                    "record it as an event, with `by`",
                )
            value = (
                self._answers_for(name, answer)
                if isinstance(answer, dict)
                else self._answer(name, answer)
            )
            if value is not None:
                found[str(name)] = value
                self._for_whom(name, answer)
        return found

    def _for_whom(self, fact: Scalar, answer: Scalar | Mapping[Scalar, Scalar]) -> None:
        """Of what is answered for each of some people it is said for whom, where there are several."""
        each = self.procedure.facts[fact].for_each
        if each is None:
            return
        named = str(each)
        among = [name for name, who in self.who.items() if told_to_be(who, each)]
        if isinstance(answer, Mapping):
            for person in answer:
                if str(person) in self.who and str(person) not in among:
                    message = f"{quoted(fact)} is answered for each {quoted(named)}, and {quoted(person)} is none"
                    help_ = f"name one of {', '.join(among)}" if among else "leave it out"
                    self.wrong("wrong-shape", message, person.place, help_)
        elif len(among) > 1:
            message = f"{quoted(fact)} is answered for each {quoted(named)}, and there are {len(among)} of them"
            help_ = f"write `{fact}: {{{among[0]}: {answer}}}`, for each of {', '.join(among)} who has it"
            self.wrong("wrong-shape", message, fact.place, help_)

    def _answers_for(self, fact: Scalar, answers: Mapping[Scalar, Scalar]) -> dict[str, Value]:
        """The answers to a question that is answered for each of some people."""
        found: dict[str, Value] = {}
        for person, said in answers.items():
            if self.procedure.facts[fact].for_each is None:
                message = (
                    f"{quoted(fact)} is answered for the case, and not for each of some people"
                )
                help_ = f"write `{fact}: {said}`"
                self.wrong("wrong-shape", message, person.place, help_)
            elif self.known(person, sorted(self.people), "person"):
                value = self._answer(fact, said)
                if value is not None:
                    found[str(person)] = value
        return found

    def moment(self, text: Scalar, part: Word | None = None) -> Moment | None:
        """A date, or a moment in the procedure's zone; `part` where not all of the text is one."""
        word = str(text) if part is None else part.text
        try:
            return parse_when(word, self.procedure.zone)
        except InputError as wrong:
            place = text.place if part is None else text.part(part.start, part.end)
            message, _, help_ = str(wrong).replace(repr(word), quoted(word)).partition("; ")
            if not help_:  # what Python says of a 30 February is not for our readers
                message, help_ = f"{quoted(word)} does not exist", "look at the day and the month"
            elif (meant := day_meant(word)) is not None:
                help_ = f"write {meant}"
            self.wrong("wrong-shape", message, place, help_)
            return None

    def event(self, doc: EventDoc) -> Event | None:
        """One event; None where its name or its moment does not read."""
        at = self.moment(doc.at)
        known_at = self.moment(doc.known_at) if doc.known_at is not None else None
        name = self._event_name(doc)
        for who in (doc.by, doc.holder, doc.for_, *doc.sat, doc.chair, doc.in_place_of):
            if who is not None:
                self.known(who, sorted(self.people), "person")
        if doc.role is not None:
            self.known(doc.role, self.procedure.roles, "role")
        named = (*doc.to, *doc.with_, *doc.copies_to, *doc.signed_by, *doc.agreed_by)
        for told in (*named, *doc.received):
            self.known(told, (*sorted(self.people), *self.procedure.roles), "person or role")
        for part in doc.parts[:1]:
            message = f"{self.procedure.id} has no issues, so its complaints have no parts"
            self.wrong("wrong-shape", message, part.place, "leave `parts` out")
        step = None if name is None else self.procedure.steps.get(name)
        if name is not None and name in self.procedure.happenings:
            self._only_when(doc, name)
        if step is not None:
            self._no_slip(doc.includes, "must_include", step)
            self._no_slip(doc.recorded_in, "recorded_in", step)
        if name is not None:
            self._seats(doc, name)
        settles = None if doc.settles is None else self._settled(doc, name)
        received = {str(who): self.moment(when) for who, when in doc.received.items()}
        answer = self._event_answer(doc, name)
        who_ = self._person_told(doc, name)
        if at is None or name is None:
            return None
        action = Action(
            str(name),
            at=at,
            by=_text(doc.by),
            role=_text(doc.role),
            for_=_text(doc.for_),
            how=_text(doc.how),
            with_=_texts(doc.with_),
            to=_texts(doc.to),
            copies_to=_texts(doc.copies_to),
            includes=_texts(doc.includes),
            recorded_in=_texts(doc.recorded_in),
            signed_by=_texts(doc.signed_by),
            agreed_by=_texts(doc.agreed_by),
            settles=settles,
            received={who: when for who, when in received.items() if when is not None},
            answer=answer,
            holder=_text(doc.holder),
            person=_text(doc.person),
            who=who_,
            because=_text(doc.because),
            sat=_texts(doc.sat),
            chair=_text(doc.chair),
            in_place_of=_text(doc.in_place_of),
        )
        override = doc.override
        return Event(
            action=action,
            id=_text(doc.id) or "",
            known_at=known_at,
            adds_to=_text(doc.adds_to),
            corrects=_text(doc.corrects),
            retracts=_text(doc.retracts),
            override=None if override is None else Override(str(override.by), str(override.why)),
        )

    def _seats(self, doc: EventDoc, name: str) -> None:
        """Who sat is said of what a body does, and who was in the chair of one that has a chair."""
        act = self.procedure.steps.get(name) or self.procedure.facts.get(name)
        bodies = () if act is None else bodies_of(self.procedure, act)
        chaired = [b for b in bodies if (body := self.procedure.roles[b].body) and body.chaired]
        said = (*doc.sat, doc.chair) if act is not None and not bodies else ()
        for who in [each for each in said if each is not None][:1]:
            word = "sat" if who in doc.sat else "chair"
            message = f"{quoted(name)} is no act of a body, so nobody sits"
            self.wrong("wrong-shape", message, who.place, f"leave `{word}` out")
        if doc.chair is not None and bodies and not chaired:
            message = f"{quoted(bodies[0])} has no chair"
            self.wrong("wrong-shape", message, doc.chair.place, "leave `chair` out")
        if doc.sat and doc.adds_to is not None:
            message = f"who sat is said of {quoted(name)} itself, and not supplied"
            help_ = "correct that record: leave `adds_to` out, and add `corrects: ID`"
            self.wrong("wrong-shape", message, doc.sat[0].place, help_)
        self._leaving(doc, name)

    def _leaving(self, doc: EventDoc, name: str) -> None:
        """Who gives an office up is said of an appointment that says who has it now."""
        if doc.in_place_of is None or (doc.holder is not None and doc.holder != doc.in_place_of):
            return
        step = self.procedure.steps.get(name)
        if step is None or not step.appoints:
            message, help_ = f"{quoted(name)} appoints nobody", "leave `in_place_of` out"
        else:
            message = f"it is not said who has the office of {quoted(doc.in_place_of)} now"
            help_ = "add `holder: NAME`, with the name of somebody else"
        self.wrong("wrong-shape", message, doc.in_place_of.place, help_)

    def _settled(self, doc: EventDoc, name: str | None) -> Span | Moment | None:
        """The time that an event settles: a period, or a date or moment."""
        said = doc.settles
        assert said is not None  # the caller asked
        step = self.procedure.steps.get(name or "")
        if name is not None and (step is None or not settles_a_time(step)):
            message = f"{quoted(name)} settles no time"
            self.wrong("wrong-shape", message, said.place, "leave `settles` out")
            return None
        if re.match(r"[0-9]{4}-", said):
            return self.moment(said)
        meant = day_meant(said)
        if meant is not None:
            message = f"{quoted(said)} is no date and no period"
            self.wrong("wrong-shape", message, said.place, f"write {meant}")
            return None
        try:
            return length(said, self.procedure.kinds_of_day)
        except Misread as wrong:
            place = said.part(wrong.start, wrong.end)
            self.wrong(wrong.code, wrong.message, place, wrong.help)
            return None

    def _event_name(self, doc: EventDoc) -> str | None:
        if doc.event is None:
            if doc.retracts is not None:
                return RETRACTED
            self.wrong("wrong-shape", "the record names no event", doc.at.place, "add `event: ...`")
            return None
        known = (*events_named(self.procedure), PERSON_TOLD)
        sorts = sorts_of_events(self.procedure)
        return str(doc.event) if self.known(doc.event, known, sorts) else None

    def _only_when(self, doc: EventDoc, name: str) -> None:
        """Of a happening only its date is told: whatever else was said is shown."""
        given = (
            ("by", doc.by),
            ("role", doc.role),
            ("for", doc.for_),
            ("how", doc.how),
            ("holder", doc.holder),
            *(("with", each) for each in doc.with_),
            *(("to", each) for each in (*doc.to, *doc.received)),
            *(("copies_to", each) for each in doc.copies_to),
            *(("includes", each) for each in doc.includes),
            *(("recorded_in", each) for each in doc.recorded_in),
            *(("signed_by", each) for each in doc.signed_by),
            *(("agreed_by", each) for each in doc.agreed_by),
            *(("sat", each) for each in doc.sat),
            ("chair", doc.chair),
            ("in_place_of", doc.in_place_of),
        )
        for key, said in given:
            if said is not None:
                message = f"{quoted(name)} is a happening, which nobody does"
                help_ = f"leave `{key}` out: only its date is recorded"
                self.wrong("wrong-shape", message, said.place, help_)

    def _no_slip(self, said: Iterable[Scalar], key: str, step: Step) -> None:
        """Contents and records are words of the policy; those of another step may be said too."""
        asked: tuple[str, ...] = getattr(step, key)
        anywhere = {word for s in self.procedure.steps.values() for word in getattr(s, key)}
        for what in said:
            if what not in asked and (what not in anywhere or nearest(what, asked) is not None):
                message = f"{quoted(what)} is not what is asked for"
                choices = tuple(asked) or tuple(sorted(anywhere))
                help_ = "the words here are " + ", ".join(choices) if choices else "leave it out"
                self._unknown.append(Unknown(what, what.place, message, choices, help_))

    def _event_answer(self, doc: EventDoc, name: str | None) -> Value | None:
        if name is None:
            return None
        if name not in self.procedure.facts:
            if doc.answer is not None:
                message = f"{quoted(name)} is no fact and takes no answer"
                self.wrong("wrong-shape", message, doc.answer.place, "leave `answer` out")
            return None
        if doc.answer is None:
            message = f"{quoted(name)} is recorded without an answer"
            help_ = "add `answer: ...`, one of " + ", ".join(self._answers(name))
            self.wrong("wrong-shape", message, (doc.event or doc.at).place, help_)
            return None
        return self._answer(name, doc.answer)

    def _person_told(self, doc: EventDoc, name: str | None) -> Person | None:
        if name == PERSON_TOLD:
            if doc.person is None:
                self.wrong(
                    "wrong-shape",
                    f"{PERSON_TOLD} does not say who",
                    doc.at.place,
                    "add `person: NAME`",
                )
                return None
            return self.person(doc.person, doc, sorted(self.people))
        fact = self.procedure.facts.get(name or "")
        answered = fact is not None and fact.for_each is not None
        if answered and doc.person is not None:
            self.known(doc.person, sorted(self.people), "person")
        ties = (said.word for said in _ties_said([*doc.is_, *doc.is_not]))
        person = [] if answered or doc.person is None else [doc.person]
        for word in (*person, *doc.holds, *ties):
            self.wrong(
                "wrong-shape",
                f"{quoted(str(name))} does not say who somebody is",
                word.place,
                f"add `event: {PERSON_TOLD}` as a record of its own, or name a `holder`",
            )
        step = self.procedure.steps.get(name or "")
        if doc.holder is not None and name is not None and (step is None or not step.appoints):
            self.wrong(
                "wrong-shape",
                f"{quoted(name)} appoints nobody",
                doc.holder.place,
                "leave `holder` out",
            )
        return None

    def _answers(self, fact: str) -> list[str]:
        return [answer_text(answer) for answer in self.procedure.facts[fact].answers]

    def _answer(self, fact: str, said: Scalar) -> Value | None:
        for answer in self.procedure.facts[fact].answers:
            if answer_text(answer) == said:
                return answer
        choices = self._answers(fact)
        near = nearest(said, choices)
        self.wrong(
            "unknown-name",
            f"{quoted(said)} is no answer to {quoted(fact)}",
            said.place,
            f"did you mean `{near}`?" if near else "write one of " + ", ".join(choices),
        )
        return None

    def known(
        self, name: Scalar, among: Iterable[str], sort: str, *, of: Word | None = None
    ) -> bool:
        """Whether a name is among those of its sort; if not, the mistake is noted.

        Args:
            name: what is written.
            among: the names that mean something there.
            sort: what they are, in the reader's words.
            of: the word of `name` that is meant, where not all of it is.
        """
        word = str(name) if of is None else of.text
        choices = tuple(among)
        if word in choices:
            self._used.add(word)
            return True
        place = name.place if of is None else name.part(of.start, of.end)
        message = f"there is no {sort} {quoted(word)}"
        self._unknown.append(Unknown(word, place, message, choices, listed_names(choices, 12)))
        return False

    def wrong(self, code: str, message: str, place: Place, help: str | None) -> None:  # noqa: A002
        """Note a mistake, once."""
        found = Diagnostic(code, message, place, help=help)
        if found not in self._wrong_things:
            self._wrong_things.append(found)


@dataclass(frozen=True, slots=True)
class _TieSaid:
    """A tie with the words that say it."""

    relation: Scalar
    other: Scalar | None
    tie: Tie

    @property
    def word(self) -> Scalar:
        """The word that tells it from the others: the other person, or else the relation."""
        return self.relation if self.other is None else self.other


def _ties_said(
    given: Iterable[Scalar | dict[Scalar, list[Scalar] | SpellDoc]],
) -> Iterator[_TieSaid]:
    """Each relation, once for every person to whom it is held."""
    for each in given:
        if isinstance(each, Scalar):
            yield _TieSaid(each, None, Tie(str(each)))
        else:
            for relation, others in each.items():
                if isinstance(others, SpellDoc):
                    for other in others.of or (None,):
                        tie = Tie(str(relation), _text(other), others.since, others.until)
                        yield _TieSaid(relation, other, tie)
                    continue
                for other in others:
                    yield _TieSaid(relation, other, Tie(str(relation), str(other)))


def _text(value: Scalar | None) -> str | None:
    return None if value is None else str(value)


def _texts(values: Iterable[Scalar]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
