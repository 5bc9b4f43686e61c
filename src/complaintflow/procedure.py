"""What a policy means: places, steps, facts, roles, conflicts and clauses, linked by name.

A procedure knows no case. It is made by `complaintflow.language` from YAML, and every
name in it has been checked to mean something. All mappings keep the order of the document.
Anchors and ties, of which its rules are made, stand next door and are to be had here too.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaintflow.anchors import Anchor as Anchor
from complaintflow.anchors import DateSetBy as DateSetBy
from complaintflow.anchors import Edge as Edge
from complaintflow.anchors import EndOf as EndOf
from complaintflow.anchors import FirstOf as FirstOf
from complaintflow.anchors import Happened as Happened
from complaintflow.anchors import Missed as Missed
from complaintflow.anchors import MomentNamed as MomentNamed
from complaintflow.anchors import Period as Period
from complaintflow.anchors import Plain as Plain
from complaintflow.anchors import ReceiptOf as ReceiptOf
from complaintflow.anchors import Single as Single
from complaintflow.anchors import Soon as Soon
from complaintflow.anchors import Start as Start
from complaintflow.anchors import StartOf as StartOf
from complaintflow.anchors import Which as Which
from complaintflow.bodies import Body as Body
from complaintflow.bodies import Number as Number
from complaintflow.bodies import Share as Share
from complaintflow.calendars import Calendar
from complaintflow.conventions import DayOne, KindOfDay, Roll, Span
from complaintflow.ties import ActedIn as ActedIn
from complaintflow.ties import Did as Did
from complaintflow.ties import Direct as Direct
from complaintflow.ties import Held as Held
from complaintflow.ties import Holds as Holds
from complaintflow.ties import Is as Is
from complaintflow.ties import Keeping as Keeping
from complaintflow.ties import Of as Of
from complaintflow.ties import Told as Told
from complaintflow.ties import Who as Who
from complaintflow.ties import Work as Work

Value = bool | str
"""The answer to a fact: true or false, or one of the names that the document lists."""

Answers = Value | Mapping[str, Value]
"""The answer to a question; or of one that is answered for each of some people, by name."""

PERSON_TOLD = "person_told"
"""The reserved event by which an application tells who somebody is."""

RETRACTED = "retracted"
"""The reserved event that takes back an earlier record."""


class Form(StrEnum):
    """How something was said: speech or writing, or a kind of one of them."""

    SPEECH = "speech"
    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    VIDEO = "video"
    WRITING = "writing"
    LETTER = "letter"
    EMAIL = "email"

    def is_a(self, other: "Form") -> bool:
        """Whether it is `other` or a kind of it: a telephone call is speech."""
        return self is other or _KIND_OF.get(self) is other


_KIND_OF = {
    Form.IN_PERSON: Form.SPEECH,
    Form.TELEPHONE: Form.SPEECH,
    Form.VIDEO: Form.SPEECH,
    Form.LETTER: Form.WRITING,
    Form.EMAIL: Form.WRITING,
}


FORMS: Mapping[str, Form] = {form.value: form for form in Form}
"""The forms by the word that says them."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a source: its id, where it stands there, what it says in our words."""

    id: str
    at: str
    says: str
    document: str


@dataclass(frozen=True, slots=True)
class Cites:
    """The clauses that a rule rests on, as a whole and key by key."""

    clauses: tuple[Clause, ...] = ()
    by_key: Mapping[str, tuple[Clause, ...]] = field(default_factory=dict, hash=False)

    def of(self, key: str) -> tuple[Clause, ...]:
        """The clauses of one key of the rule; those of the whole rule where it names none."""
        return self.by_key.get(key, self.clauses)


@dataclass(frozen=True, slots=True)
class Condition:
    """`FACT` or `FACT is ANSWER`."""

    fact: str
    answer: Value = True

    def __str__(self) -> str:
        if self.answer is True:
            return self.fact
        return f"{self.fact} is {answer_text(self.answer)}"


def answer_text(value: Value) -> str:
    """An answer as it stands in YAML."""
    return ("true" if value else "false") if isinstance(value, bool) else value


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie that the application must be able to tell of a named person.

    `between_people`: it is held to another person, and says nothing of one alone; `both_ways`: it is
    true of the two alike, whichever of them it was told of.
    """

    name: str
    says: str
    between_people: bool = False
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """An office, which a person holds in a case, or a body, in which several sit.

    `one`: whoever is appointed takes it from whoever held it. `holders` says how many may hold an
    office of several, and how many must before it acts; those of a `body` are its members.
    `appointed_by` are the offices that may name a holder once the case has begun.
    `may_be` are relations of which one must not be known to be untrue of whoever acts in it; `must_be`
    ties of which all must be known to be true, each of them an `only` of the conflict `NAME.must_be`.
    """

    name: str
    title: str
    one: bool = False
    holders: Number | None = None
    body: Body | None = None
    appointed_by: tuple[str, ...] = ()
    stand_in: str | None = None
    may_be: tuple[str, ...] = ()
    must_be: tuple[Who, ...] = ()
    reach: str | None = None
    appointed_by_steps: tuple[str, ...] = ()
    cites: Cites = Cites()

    @property
    def number(self) -> Number | None:
        """How many people hold it, of an office of several or of a body; None where it is not said."""
        return self.holders if self.body is None else self.body.members

    @property
    def counted_by(self) -> str:
        """The key under which that stands."""
        return "holders" if self.body is None else "members"

    @property
    def most(self) -> int | None:
        """How many people may hold it; None where it is not said."""
        return 1 if self.one else None if self.number is None else self.number.most


@dataclass(frozen=True, slots=True)
class Fact:
    """A question about the case, and whose it is to answer.

    `told` says whether the application may tell the answer by itself; where a conflict of
    interest can bar somebody from deciding it, or from an office that does, the decision is recorded with its decider.
    `for_each`: it is answered for each person of that sort, and an answer says for whom.
    """

    name: str
    means: str
    decided_by: tuple[str, ...]
    answers: tuple[Value, ...] = (True, False)
    asked_if: Condition | None = None
    for_each: Told | None = None
    counts_as: frozenset[Work] = frozenset()
    told: bool = True
    cites: Cites = Cites()


@dataclass(frozen=True, slots=True)
class Happening:
    """Something dated that bears on a case and that no role does: the application tells when it was."""

    name: str
    says: str
    cites: Cites = Cites()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a moment: from which anchor, where all of `after` were reached and the conditions hold."""

    of: Anchor
    after: tuple[Anchor, ...] = ()
    if_: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedMoment:
    """A moment with a name: the first of some anchors, the last of them that were reached, or that
    of the first row that applies, of which the last always does."""

    name: str
    first_of: tuple[Anchor, ...] = ()
    last_of: tuple[Anchor, ...] = ()
    rows: tuple[Row, ...] = ()
    cites: Cites = Cites()

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every anchor of which it speaks."""
        rows = (anchor for row in self.rows for anchor in (*row.after, row.of))
        return (*self.first_of, *self.last_of, *rows)


class Duty(StrEnum):
    """Whether a step is owed, a right or a power, or forbidden."""

    MUST = "must"
    MAY = "may"
    NEVER = "never"


class PlaceKind(StrEnum):
    """Where a step stands in the document."""

    BEGINS = "begins"
    STAGE = "stage"
    THROUGHOUT = "throughout"
    END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """An act that the procedure knows: who does it, to whom, when, and where it leads.

    `sets_time_of` names the steps whose time it settles, `extends` the one for which it gives
    more time. `repeats`: it is done again and again. `met_by` names the steps of which any one is
    it, so that it is never recorded itself; `late_if` what lets it be done after its window.
    """

    name: str
    place: str
    duty: Duty
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    open_to: tuple[str, ...] = ()
    how: tuple[Form, ...] = ()
    must_include: tuple[str, ...] = ()
    recorded_in: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ()
    counts_as: frozenset[Work] = frozenset({Work.ADMINISTER})
    after: tuple[Anchor, ...] = ()
    if_: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    appoints: str | None = None
    from_: tuple[str, ...] = ()
    sets_time_of: tuple[str, ...] = ()
    extends: str | None = None
    repeats: bool = False
    met_by: tuple[str, ...] = ()
    late_if: tuple[Condition, ...] = ()
    then: str | None = None
    cites: Cites = Cites()


@dataclass(frozen=True, slots=True)
class Place:
    """`begins`, a stage, an end or `throughout`, with the names of its steps."""

    name: str
    kind: PlaceKind
    title: str
    if_: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    cites: Cites = Cites()


class Kind(StrEnum):
    """What missing a deadline means: a breach, nothing, or a door that shuts."""

    PROMISE = "promise"
    AIM = "aim"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Extension:
    """A way to more time: the event that gives it, and how far it may reach.

    `up_to` is the ceiling, and what the event gives where it settles no time; without a ceiling
    the event must settle one. `adds` is how much later than before it ends, each time. `before_time_is_up`: it comes too late once the time has run out.
    `because` names the questions that must be answered first: why more time is needed.
    """

    step: str
    up_to: Period | None
    before_time_is_up: bool = False
    once: bool = False
    because: tuple[str, ...] = ()
    adds: Span | None = None

    @property
    def settles(self) -> bool:
        """Whether the event must say how long the time is then: nothing else tells."""
        return self.up_to is None and self.adds is None


@dataclass(frozen=True, slots=True)
class StandStill:
    """Days on which a clock stands still: from a first to a last day, both of them included.

    Until its last day is known it stands still without an end. Ceilings stand still with the
    clock, but where `ceiling_runs_on`.
    """

    first_day: Edge
    last_day: Edge
    ceiling_runs_on: bool = False
    cites: tuple[Clause, ...] = ()

    def __str__(self) -> str:
        return f"from the {self.first_day} to the {self.last_day}"


@dataclass(frozen=True, slots=True)
class Again:
    """That a clock starts anew whenever its step was done, until an anchor is reached.

    It then runs from that day; or, `by_schedule`, from the day on which it was due.
    """

    by_schedule: bool = False
    until: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The rule of one clock: a period for a step, who settles its time, what gives more of it.

    `key` is the key of the step under which it stands; `at_latest` a ceiling above all that
    gives more time; `again` that it starts anew. Of a question, `step` is the question.
    """

    step: str
    place: str
    kind: Kind
    period: Period | Soon
    key: str = "within"
    settled_by: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    at_latest: Period | None = None
    stills: tuple[StandStill, ...] = ()
    again: Again | None = None
    cites: tuple[Clause, ...] = ()

    @property
    def backwards(self) -> bool:
        """Whether its period is counted back, from what may be still to come."""
        return isinstance(self.period, Period) and self.period.backwards

    @property
    def of(self) -> Anchor:
        """From what its period is counted."""
        return self.period.of

    @property
    def span(self) -> Span | None:
        """How long its period is; of a band, the longest. None where it is no more than soon."""
        return None if isinstance(self.period, Soon) else self.period.span

    @property
    def least(self) -> Span | None:
        """How long the shortest time of its band is; None where it is no band."""
        return None if isinstance(self.period, Soon) else self.period.least

    @property
    def day_one(self) -> DayOne:
        """Which day is the first of its period."""
        return DayOne.DAY_AFTER if isinstance(self.period, Soon) else self.period.day_one

    @property
    def rule(self) -> str:
        """Its period with its start, in words."""
        return str(self.period)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who is kept from what, and the exception that somebody else must have decided.

    `key` is the key of the document that keeps people away: `may_not`, `only`, `different_people`,
    `same_person`, or `must_be` of a role. `words` are what it speaks of there: what they may not, or
    only they may; of `different_people` and `same_person` each of these, for whoever has to do with
    another of them. The exception holds in `except_in` (every stage where it is empty) once all of
    `except_if` hold.
    """

    name: str
    key: str
    keeps: tuple[Keeping, ...]
    words: tuple[str, ...]
    has_exception: bool
    except_in: tuple[str, ...]
    except_if: tuple[Condition, ...]
    cites: Cites

    @property
    def who(self) -> tuple[Who, ...]:
        """Every tie of which it speaks: of those whom it keeps away, and of those who alone may."""
        return tuple(dict.fromkeys(who for keeping in self.keeps for who in keeping.who))

    @property
    def barring(self) -> tuple[Keeping, ...]:
        """What it keeps from whoever has a tie, and not from whoever has none."""
        return tuple(keeping for keeping in self.keeps if not keeping.only)

    @property
    def within_last(self) -> Span | None:
        """For how long before the act it looks back; None where it asks what is so then."""
        return self.keeps[0].within_last

    @property
    def among_themselves(self) -> bool:
        """Whether it speaks of acts or offices alone: who has to do with one, and with another."""
        return self.key in ("different_people", "same_person")

    @property
    def of_a_role(self) -> bool:
        """Whether it stands under a role, and is told with that."""
        return self.key == "must_be"

    @property
    def bars(self) -> frozenset[str]:
        """Every step and fact from which it keeps somebody."""
        return frozenset().union(*(keeping.bars for keeping in self.keeps))

    @property
    def bars_roles(self) -> frozenset[str]:
        """Every role from which it keeps somebody."""
        return frozenset().union(*(keeping.bars_roles for keeping in self.keeps))


@dataclass(frozen=True, slots=True)
class KeptFrom:
    """Every part of a rule that keeps somebody from one act or role, in the order of the document.

    `relations` are those of which it is enough to know whether they were told of a person; `rest` are
    the parts that ask for more than that. So whoever has none of them is asked about the rest alone.
    `told` are those of the rest that hang on what is told of people, and so may not be known; `only` the
    parts that say who alone may.
    """

    parts: tuple[tuple[Conflict, Keeping], ...]
    relations: frozenset[str] = field(init=False)
    rest: tuple[tuple[Conflict, Keeping], ...] = field(init=False)
    told: tuple[tuple[Conflict, Keeping], ...] = field(init=False)
    only: tuple[tuple[Conflict, Keeping], ...] = field(init=False)

    def __post_init__(self) -> None:
        plain = {
            keeping: {who.relation for who in keeping.who if isinstance(who, Is)}
            for _, keeping in self.parts
            if not keeping.only
            and keeping.within_last is None
            and all(isinstance(who, Is) for who in keeping.who)
        }
        rest = tuple(part for part in self.parts if part[1] not in plain)
        told = (
            part
            for part in rest
            if not part[1].only and any(isinstance(who, Is | Of) for who in part[1].who)
        )
        put = object.__setattr__
        put(self, "relations", frozenset().union(*plain.values()))
        put(self, "rest", rest)
        put(self, "told", tuple(told))
        put(self, "only", tuple(part for part in rest if part[1].only))

    def touching(self, relations: Set[str]) -> tuple[tuple[Conflict, Keeping], ...]:
        """The parts that may bear on somebody of whom one of these relations is to be asked."""
        return self.rest if self.relations.isdisjoint(relations) else self.parts


NOTHING_KEPT = KeptFrom(())


@dataclass(frozen=True, slots=True)
class Notice:
    """A standing duty of the organisation, or information for every reader."""

    name: str
    says: str
    by: tuple[str, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class Reading:
    """What the source leaves open, and what is taken to be meant.

    `accepts` are the codes of what `check` finds there and need not tell.
    """

    name: str
    bears_on: tuple[str, ...]
    unclear: str
    taken_as: str
    cites: Cites
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnDays:
    """A kind of day of the organisation's own, as a unit with its calendar, and what it is."""

    kind: KindOfDay
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Procedure:
    """A linked policy. The same object is the same law; two loads are two procedures.

    `roll` says where an end moves that is no working day; after the hour `cut_off` of a working
    day a start counts as one on the next; `day_ends` is the hour at which a due day is over, where
    it is over before midnight. Both hours are those of `zone`. By the name of an act or a role,
    `conflicts_on` has the rules that keep somebody from it, and `kept_from` each part of a rule that does.
    `looks_back`: some rule about people speaks of what was so within some time before the act.
    """

    id: str
    title: str
    version: str
    in_force_from: date
    builds_on: tuple[str, ...]
    zone: ZoneInfo
    calendar: Calendar
    own_days: Mapping[str, OwnDays]
    roll: Roll
    cut_off: time | None
    day_ends: time | None
    places: Mapping[str, Place]
    steps: Mapping[str, Step]
    facts: Mapping[str, Fact]
    happenings: Mapping[str, Happening]
    moments: Mapping[str, NamedMoment]
    roles: Mapping[str, Role]
    relations: Mapping[str, Relation]
    conflicts: Mapping[str, Conflict]
    deadlines: tuple[Deadline, ...]
    clauses: Mapping[str, Clause]
    left_out: Mapping[str, str]
    standing_duties: Mapping[str, Notice]
    information: Mapping[str, Notice]
    readings: Mapping[str, Reading]
    conflicts_on: Mapping[str, tuple[Conflict, ...]]
    kept_from: Mapping[str, KeptFrom]
    readings_on: Mapping[str, tuple[str, ...]]
    looks_back: bool = False

    def __repr__(self) -> str:
        return f"<Procedure {self.id} version {self.version}>"

    @property
    def kinds_of_day(self) -> tuple[KindOfDay, ...]:
        """The kinds of day of the organisation's own, as units."""
        return tuple(own.kind for own in self.own_days.values())

    @property
    def stages(self) -> tuple[Place, ...]:
        """The stages, in the order of the document."""
        return tuple(p for p in self.places.values() if p.kind is PlaceKind.STAGE)

    @property
    def ends(self) -> tuple[Place, ...]:
        """The places where a case rests."""
        return tuple(p for p in self.places.values() if p.kind is PlaceKind.END)

    def place_of(self, step: Step) -> Place:
        """The place in which a step stands."""
        return self.places[step.place]
