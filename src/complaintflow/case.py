"""What happened: people, actions and the record of events. A case knows no law.

A case is only its events. People, ties, facts and appointments are events too, so that a
correction of any of them changes every answer at once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any
from unicodedata import normalize

from complaintflow.conventions import Span
from complaintflow.errors import InputError
from complaintflow.moments import Moment, in_zone, require_moment
from complaintflow.written import parse_span

Names = str | Iterable[str]
"""One name, or several."""


def names(value: Names | None) -> tuple[str, ...]:
    """One name or several as a tuple, in the order given."""
    if value is None or value == ():
        return ()
    if isinstance(value, str):
        return (value,)
    try:
        given = tuple(value)
    except TypeError:
        given = (require_text(value, "a name"),)
    for each in given:
        require_text(each, "a name")
    return given


def require_text(value: object, word: str) -> str:
    """Give back a text; refuse anything else, naming `word`.

    Raises:
        InputError: it is no text.
    """
    if not isinstance(value, str):
        raise InputError(f"{word} must be a text, not {value!r}; write {str(value)!r}")
    return value


def is_person(name: str) -> bool:
    """Whether a text can name a person in a record: no blanks, no commas, all of it printable."""
    return bool(name) and name.isprintable() and not any(c.isspace() or c == "," for c in name)


def alike(name: str, among: Iterable[str]) -> str | None:
    """The first of some other names that differs from a name in capitals alone, or in how its accents
    are encoded; two people are not told apart by that."""
    folded = _folded(name)
    return next((each for each in among if each != name and _folded(each) == folded), None)


def _folded(name: str) -> str:
    return normalize("NFC", normalize("NFC", name).casefold())


LONGEST_TEXT = 20_000
"""Characters in a text of a record: what is longer no file of ours could say."""


def require_words(value: object, word: str) -> str:
    """Give back a text that a record can say; refuse anything else, naming `word`.

    Raises:
        InputError: it is no text, an empty one, too long, or no Unicode text.
    """
    text = require_text(value, word)
    if not text.strip():
        raise InputError(f"{word} is empty; leave it out, or say it")
    if len(text) > LONGEST_TEXT:
        raise InputError(f"{word} is longer than {LONGEST_TEXT} characters; say it in short")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise InputError(f"{word} holds half a character; read it as UTF-8")
    return text


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation of a person, to the case or to somebody else.

    `since` and `until` are the first and the last day on which it is true, whenever it was told; without
    either it is true from its telling on. As one that is known to be absent, a relation between two
    people without `to` is held to nobody, and none has dates.

    Raises:
        InputError: a day that is no date, or a last day before the first.
    """

    relation: str
    to: str | None = None
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        for word, day in (("since", self.since), ("until", self.until)):
            given: object = day
            if given is not None and type(given) is not date:
                said = self.relation if self.to is None else f"{self.relation} of {self.to}"
                raise InputError(f"{word} of {said!r} must be a date, not {given!r}")
        if self.since is not None and self.until is not None and self.until < self.since:
            said = self.relation if self.to is None else f"{self.relation} of {self.to}"
            raise InputError(
                f"{said!r} is said to end on {self.until}, before it begins on "
                f"{self.since}; change the two about, or mend the one that is wrong"
            )

    def __str__(self) -> str:
        said = self.relation if self.to is None else f"{self.relation} of {self.to}"
        first = "" if self.since is None else f" since {self.since}"
        return said + first + ("" if self.until is None else f" until {self.until}")

    @property
    def dated(self) -> bool:
        """Whether it says itself when it is true."""
        return self.since is not None or self.until is not None

    @property
    def bare(self) -> "Tie":
        """The same without its dates."""
        return Tie(self.relation, self.to) if self.dated else self

    def true_on(self, day: date) -> bool:
        """Whether it is true on a day, as far as its dates say; both days are included."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def denies(self, other: "Tie") -> bool:
        """Whether `other` is untrue once this is known to be absent."""
        return self.relation == other.relation and self.to in (None, other.to)


Ties = str | Tie | Iterable["str | Tie"] | Mapping[str, Names]
"""Relations; as a mapping, each with the person, or the people, to whom it is held."""


@dataclass(frozen=True, slots=True, init=False)
class Person:
    """Who somebody is in this case: offices held, relations, relations known to be absent.

    A relation that is given in neither list is not known, and not known is not absent.
    """

    holds: tuple[str, ...]
    is_: tuple[Tie, ...]
    is_not: tuple[Tie, ...]
    relations: frozenset[str] = field(init=False, repr=False, compare=False)
    """The relations of `is_`, whoever they are to."""
    denied: frozenset[str] = field(init=False, repr=False, compare=False)
    """The same of `is_not`."""

    def __init__(
        self,
        *,
        holds: Names | None = None,
        is_: Ties | None = None,
        is_not: Ties | None = None,
    ) -> None:
        object.__setattr__(self, "holds", names(holds))
        object.__setattr__(self, "is_", _ties(is_))
        object.__setattr__(self, "is_not", _ties(is_not))
        for key, ties in (("relations", self.is_), ("denied", self.is_not)):
            object.__setattr__(self, key, frozenset(tie.relation for tie in ties))


def _ties(value: Ties | None) -> tuple[Tie, ...]:
    if value is None:
        return ()
    if isinstance(value, Mapping):
        return tuple(
            Tie(require_text(relation, "a relation"), other)
            for relation, others in value.items()
            for other in names(others)
        )
    try:
        given = (value,) if isinstance(value, str | Tie) else tuple(value)
    except TypeError:
        given = (require_text(value, "a relation"),)
    return tuple(
        tie if isinstance(tie, Tie) else Tie(require_text(tie, "a relation")) for tie in given
    )


NOBODY = Person()
"""Somebody of whom nothing is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an event says of itself; what a rule asks for and is not said here is owed.

    `to`, `with_`, `copies_to`, `signed_by` and `agreed_by` name people, or roles that nobody in the
    case holds; `received` says when each addressee had it in hand. `settles` is the time that it
    settles for another step: a period, counted as that step's own, or a date or moment.
    `sat` are the members of a body who sat, and `chair` the one of them in the chair;
    `in_place_of` is who gives up the office that the event gives to `holder`.
    """

    how: str | None = None
    with_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    recorded_in: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ()
    settles: Span | Moment | None = None
    received: tuple[tuple[str, Moment], ...] = ()
    answer: bool | str | None = None
    holder: str | None = None
    person: str | None = None
    who: Person | None = None
    because: str | None = None
    sat: tuple[str, ...] = ()
    chair: str | None = None
    in_place_of: str | None = None


@dataclass(frozen=True, slots=True, init=False)
class Action:
    """What is proposed: a step, an answer to a fact, or telling who a person is.

    Args:
        name: the step or fact.
        at: a date, or a datetime with a time zone; in a record its clock shows that of the policy.
        by: the person who does it.
        role: in which office, where the person holds several that fit.
        for_: on whose behalf; for the record, it opens no gate.
        parts: the issues concerned; empty means all.
        settles: the time that it settles: a `Span` or its text, `15 working days`, counted as
            the step's own time is; or a date or moment.
        received: when each addressee, a person or a role, had it in hand.
        sat: of a body that acts, the members who sat; nothing is filled in.
        chair: which of them was in the chair.
        in_place_of: of an appointment, who gives up the office for `holder`.

    Raises:
        InputError: `at` is no date, or a datetime without a time zone; a word is no text;
            `settles` is no period, or one of more than 9999.
    """

    name: str
    at: Moment
    by: str | None
    role: str | None
    for_: str | None
    parts: frozenset[str]
    particulars: Particulars

    def __init__(
        self,
        name: str,
        *,
        at: Moment,
        by: str | None = None,
        role: str | None = None,
        for_: str | None = None,
        parts: Names = (),
        how: str | None = None,
        with_: Names | None = None,
        to: Names | None = None,
        copies_to: Names | None = None,
        includes: Names | None = None,
        recorded_in: Names | None = None,
        signed_by: Names | None = None,
        agreed_by: Names | None = None,
        settles: Span | Moment | str | None = None,
        received: Mapping[str, Moment] | None = None,
        answer: bool | str | None = None,
        holder: str | None = None,
        person: str | None = None,
        who: Person | None = None,
        because: str | None = None,
        sat: Names | None = None,
        chair: str | None = None,
        in_place_of: str | None = None,
    ) -> None:
        said = Particulars(
            how=how,
            with_=names(with_),
            to=names(to),
            copies_to=names(copies_to),
            includes=names(includes),
            recorded_in=names(recorded_in),
            signed_by=names(signed_by),
            agreed_by=names(agreed_by),
            settles=_settled(settles, name),
            received=_receipts(received, name),
            answer=answer,
            holder=holder,
            person=person,
            who=who,
            because=because,
            sat=names(sat),
            chair=chair,
            in_place_of=in_place_of,
        )
        for word, text in (("by", by), ("role", role), ("for_", for_), ("how", how)):
            if text is not None:
                require_text(text, f"{word} of {name!r}")
        for word, text in (
            ("holder", holder),
            ("person", person),
            ("because", because),
            ("chair", chair),
            ("in_place_of", in_place_of),
        ):
            if text is not None:
                require_words(text, f"{word} of {name!r}")
        if who is not None and not isinstance(who, Person):
            raise InputError(f"who {person!r} is must be a Person, not {type(who).__name__}")
        put = object.__setattr__
        put(self, "name", require_text(name, "the name of an action"))
        put(self, "at", require_moment(at, f"at of {name!r}"))
        put(self, "by", by)
        put(self, "role", role)
        put(self, "for_", for_)
        put(self, "parts", frozenset(names(parts)))
        put(self, "particulars", said)

    def saying(self, *, by: str | None = None, **particulars: Any) -> "Action":
        """The same action by whoever did it or somebody else, of which some particulars are others."""
        new = object.__new__(Action)
        for name in ("name", "at", "role", "for_", "parts"):
            object.__setattr__(new, name, getattr(self, name))
        object.__setattr__(new, "by", self.by if by is None else by)
        object.__setattr__(new, "particulars", replace(self.particulars, **particulars))
        return new

    def by_the_clocks_of(self, zone: tzinfo) -> "Action":
        """The same action, each of its moments as the clocks of a zone show it; one that lies beyond all
        dates there stays as it was told."""
        said = self.particulars
        at, settles = _shown(self.at, zone), said.settles
        if not isinstance(settles, Span | None):
            settles = _shown(settles, zone)
        received = tuple((who, _shown(when, zone)) for who, when in said.received)
        pairs = ((at, self.at), (settles, said.settles))
        same = all(one is other for one, other in pairs) and all(
            one is other for (_, one), (_, other) in zip(received, said.received, strict=True)
        )
        if same:
            return self
        new = self.saying(settles=settles, received=received)
        object.__setattr__(new, "at", at)
        return new


def _shown(moment: Moment, zone: tzinfo) -> Moment:
    if not isinstance(moment, datetime) or moment.tzinfo is zone:
        return moment
    try:
        return in_zone(moment, zone)
    except InputError:  # whoever counts with it says so
        return moment


LONGEST_SETTLED = 9999
"""The greatest amount of a period that a record can say, as in the rules themselves."""


def _settled(given: Span | Moment | str | None, name: str) -> Span | Moment | None:
    if isinstance(given, str) and re.match(r"[0-9]{4}-", given):
        raise InputError(
            f"settles of {name!r} is the text {given!r}; give a date or a moment, as parse_when reads it"
        )
    span = parse_span(given) if isinstance(given, str) else given
    if isinstance(span, Span) and span.amount > LONGEST_SETTLED:
        raise InputError(f"settles of {name!r} is longer than {LONGEST_SETTLED} {span.unit}")
    if given is None or isinstance(span, Span):
        return span
    return require_moment(given, f"settles of {name!r}")


def _receipts(given: Mapping[str, Moment] | None, name: str) -> tuple[tuple[str, Moment], ...]:
    if given is None:
        return ()
    if not isinstance(given, Mapping):
        raise InputError(
            f"received of {name!r} must say when each had it, as {{'ann': date(2026, 3, 23)}}, "
            f"not {type(given).__name__}"
        )
    return tuple(
        (require_text(who, "whoever received it"), require_moment(at, f"received of {name!r}"))
        for who, at in given.items()
    )


def doers(action: Action) -> tuple[str, ...]:
    """Who took part in an act as those who did it: whoever is said to have sat, else whoever did it."""
    sat = action.particulars.sat
    return sat or (() if action.by is None else (action.by,))


@dataclass(frozen=True, slots=True)
class Override:
    """Who let an event stand against the rules, and why. It stays visible for ever."""

    by: str
    why: str

    def __post_init__(self) -> None:
        require_words(self.by, "by of an override")
        require_words(self.why, "why of an override")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What was recorded: an action, its id, and how it bears on an earlier record.

    `id` is its number among the events after what was told at the beginning, from 1, as text,
    unless one was given. `known_at` is
    when it became known; without it, at once.
    """

    action: Action
    id: str
    known_at: Moment | None = None
    adds_to: str | None = None
    corrects: str | None = None
    retracts: str | None = None
    override: Override | None = None

    @property
    def slot(self) -> str:
        """The id by which what adds to it knows it, which for a correction is the original's."""
        return self.corrects or self.id


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint's life: its events, in the order in which they were recorded.

    Make one with `begin` or `replay`, grow it with `apply`. Equal records are equal cases.
    """

    events: tuple[Event, ...]
    _kept: Any = field(default=None, compare=False, repr=False)

    def __reduce__(self) -> tuple[type["Case"], tuple[tuple[Event, ...]]]:
        """A case is stored as its events alone; the procedure is kept by whoever loads it."""
        return Case, (self.events,)

    def event(self, id: str) -> Event:  # noqa: A002 - the word of the record
        """The event of that id.

        Raises:
            InputError: there is none.
        """
        for event in self.events:
            if event.id == id:
                return event
        ids = ", ".join(event.id for event in self.events[-5:])
        raise InputError(f"no event has the id {id!r}; the last ones are {ids or 'none'}")


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The record as it is read: corrections in the place of what they correct, and nothing
    that was taken back.

    Taking back a correction brings back what it corrected; taking back a retraction, what that
    took back. What names another event (`corrects`, `adds_to`) here names the one that first stood in its
    place: a correction of a correction, and a supplement of either, belong to the original.
    """
    slots, _ = _slots(events)
    kept = [versions[-1] for versions in slots.values() if versions]
    places = {event.slot for event in kept}
    return tuple(e for e in kept if e.adds_to is None or e.adds_to in places)


def stands_in(events: Iterable[Event], id: str) -> str | None:  # noqa: A002
    """The id of the original in whose place an event stands; None where all of it was taken back."""
    slots, slot_of = _slots(events)
    slot = slot_of.get(id)
    return slot if slot is not None and slots[slot] else None


def taken_back(record: tuple[Event, ...]) -> set[str]:
    """The ids that retractions name, but for those that were themselves taken back."""
    named: set[str] = set()
    for event in reversed(record):
        if event.retracts is not None and event.id not in named:
            named.add(event.retracts)
    return named


def _slots(events: Iterable[Event]) -> tuple[dict[str, list[Event]], dict[str, str]]:
    """Every version of what stands in one place, and in whose place each event stands."""
    record = tuple(events)
    void = taken_back(record)
    slots: dict[str, list[Event]] = {}  # every version of what stands in one place
    slot_of: dict[str, str] = {}  # id of an event -> id of the one in whose place it stands
    for event in record:
        if event.retracts is not None:
            if event.id not in void and event.retracts in slot_of:
                _take_back(slots[slot_of[event.retracts]], event.retracts)
            continue
        slot = event.id
        if event.corrects is not None:
            slot = slot_of.get(event.corrects, event.corrects)
            corrected = slots.get(slot, [])[-1:]
            wrong = corrected[0] if corrected else event
            event = replace(
                event,
                corrects=slot,
                adds_to=event.adds_to or wrong.adds_to,
                override=event.override or wrong.override,  # a typo mended undoes no override
            )
        if event.adds_to is not None:
            event = replace(event, adds_to=slot_of.get(event.adds_to, event.adds_to))
        slot_of[event.id] = slot
        slots.setdefault(slot, []).append(event)
    return slots, slot_of


def _take_back(versions: list[Event], id: str) -> None:  # noqa: A002
    """Taking back a correction leaves what it corrected; taking back the original leaves nothing."""
    original = versions[0].corrects is None and versions[0].id == id if versions else True
    versions[:] = [] if original else [event for event in versions if event.id != id]
