"""What a procedure says about something that is to happen: permitted, or refused and why.

A refusal is a value before it is an exception. Each kind of reason carries its evidence;
the sentences are made in `complaintflow.explain`. They stand together, long as the list is, since each is a few
lines and one union names them all.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from complaintflow.bodies import Number, Share
from complaintflow.case import Action
from complaintflow.conventions import Span
from complaintflow.errors import ComplaintflowError
from complaintflow.moments import Moment
from complaintflow.procedure import Anchor, Clause, Condition, Fact, Form, Value, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reason:
    """What every reason has: the rule (`RULE` or `RULE.KEY`), its clauses, who else could act.

    `by_appointment` are the steps that would name somebody who could, where nobody can yet.
    """

    rule: str
    cites: tuple[Clause, ...] = ()
    who_else: tuple[str, ...] = ()
    by_appointment: tuple[str, ...] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that the rule rests on."""
        return tuple(clause.id for clause in self.cites)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOpen(_Reason):
    """The place of the step is not open: `stage` is where the case stands, None before it begins."""

    code: ClassVar[str] = "not-open"
    step: str
    place: str
    stage: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRole(_Reason):
    """Whoever acts, or is appointed, holds none of the offices that may; `vacant`: nobody does.

    `steps`: it is these by which holders of an office are named, and telling of one passes what they ask.
    """

    code: ClassVar[str] = "wrong-role"
    person: str | None
    holds: tuple[str, ...]
    needs: tuple[str, ...]
    appointed: bool = False  # the reason speaks of whom an event appoints, not of who acts
    vacant: bool = False
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TooEarly(_Reason):
    """What must come before has not happened."""

    code: ClassVar[str] = "too-early"
    waits_for: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HadTooEarly(_Reason):
    """Somebody is said to have had a letter before it was sent: one of the two days was corrected.

    Only an audit says so; what is recorded so is an `InputError`.
    """

    code: ClassVar[str] = "too-early"
    step: str
    person: str
    had: Moment
    sent: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionNotMet(_Reason):
    """What is known shuts this: the answer given, or (None) that the question is not asked."""

    code: ClassVar[str] = "condition"
    condition: Condition
    answer: Value | None
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered(_Reason):
    """A question is asked and nobody has answered it yet."""

    code: ClassVar[str] = "unanswered"
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongForm(_Reason):
    """It was not made in the form that alone leads on."""

    code: ClassVar[str] = "wrong-form"
    needs: tuple[Form, ...]
    given: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLate(_Reason):
    """The window in which it could be asked for has closed; `late_if` would waive its lateness."""

    code: ClassVar[str] = "too-late"
    due: Moment
    late_if: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongTime(_Reason):
    """The time that it settles is none that may be settled; `settles` None: it settles none.

    `allowed` is what may be, in words; `earliest` and `latest` are the days of it, where they can
    be told.
    """

    code: ClassVar[str] = "wrong-time"
    of: str
    settles: Span | Moment | None
    allowed: str
    earliest: Moment | None = None
    latest: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToExtend(_Reason):
    """The time that it would extend does not run: not begun, met (`done`), or over, since what it is for no
    longer had to be done from then on (`ended`), or never had to be (`never`)."""

    code: ClassVar[str] = "nothing-to-extend"
    of: str
    done: Moment | None
    ended: Moment | None = None
    never: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedUp(_Reason):
    """It may happen once, and has happened."""

    code: ClassVar[str] = "used-up"
    step: str
    used: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEligible(_Reason):
    """Every relation that would make somebody eligible for the office is known to be absent."""

    code: ClassVar[str] = "not-eligible"
    person: str
    role: str
    may_be: tuple[str, ...]
    appointed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred(_Reason):
    """A conflict of interest keeps this person from an act, or (`act` is a role) from an office.

    `says` completes "this person ...", and says what keeps the person away. `through` is the other
    person, where the tie leads through one: whose line manager it is.
    `only`, where a rule lets through nobody else, says who alone may do what, and `tie` is the first of
    those that this person lacks; `untold` is what nobody has told and would let the person through.
    `until` is the last day on which the tie was true, where a rule that looks back `within_last` so long
    keeps the person away by it still.
    `except_if` are the conditions of an exception that could hold here and does not;
    `deciders` may decide them; `spoilt` names who decided one that he or she may not decide.
    `for_` has by condition those for whom it must be decided, where it is decided for each.
    """

    code: ClassVar[str] = "barred"
    act: str
    person: str
    tie: Who
    says: str
    through: str | None = None
    until: date | None = None
    within_last: Span | None = None
    only: str | None = None
    untold: tuple["TieNotKnown", ...] = ()
    except_if: tuple[Condition, ...] = ()
    deciders: tuple[str, ...] = ()
    spoilt: tuple[str, ...] = ()
    for_: tuple[tuple[Condition, str], ...] = ()
    appointed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForWhom(_Reason):
    """It is not said for whom a question is answered that is answered for each of several; or
    `person` is not known to be one of them, who are `among`. `says` is what they are, in words."""

    code: ClassVar[str] = "for-whom"
    fact: str
    says: str
    among: tuple[str, ...]
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoQuorum(_Reason):
    """Too few of those who sat count as members of a body; or too few hold an office of several.

    `counted` are those who count, of whom it needs `needs`; `absent` the members who are free and
    did not sit, `barred` those whom a conflict keeps away. `names` are the steps that name a member, and
    `in_place_of` those of the `barred` who hold a seat that another would need.
    `could`: nobody sat yet, and these are all who may.
    """

    code: ClassVar[str] = "no-quorum"
    role: str
    needs: int
    counted: tuple[str, ...]
    absent: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    in_place_of: tuple[str, ...] = ()
    could: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongMembers(_Reason):
    """Somebody takes part in what a body does who is none of its members, or too many do.

    `strangers` sat and are no members. `away` did it and is not among those who sat. `sat` are
    too many for `number`: members who sat, or people who would hold the office (`appointed`).
    `leaver` is to give up an office that he or she does not hold, and which is `full` or not; or to give it up for
    `seated`, who holds it already. `unfit` is
    a member with whom no company of those who may sit is made up as it must be. `told`: so it is by what is told
    or changed in the record, and not by one of `steps`, by which a holder is named.
    """

    code: ClassVar[str] = "wrong-members"
    role: str
    strangers: tuple[str, ...] = ()
    away: str | None = None
    sat: tuple[str, ...] = ()
    number: Number | None = None
    leaver: str | None = None
    seated: str | None = None
    unfit: str | None = None
    full: bool = False
    appointed: bool = False
    told: bool = False
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongShare(_Reason):
    """Of those who sat, too few or too many are somebody of whom a tie is true.

    `counted` are those of whom it is certain; `says` is the tie in words. `full`: as many sat as may.
    """

    code: ClassVar[str] = "wrong-members"
    role: str
    share: Share
    says: str
    counted: tuple[str, ...]
    full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoChair(_Reason):
    """It is not said who was in the chair, or `chair` is not one of the members who sat."""

    code: ClassVar[str] = "wrong-members"
    role: str
    chair: str | None
    could: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterUnmade(_Reason):
    """What a record changes leaves an act of `at` without the people that it needs, or with too many:
    what a body did, or an appointment. `lack` says of whom."""

    code: ClassVar[str] = "wrong-members"
    act: str
    at: Moment
    lack: "Reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAgreed(_Reason):
    """Somebody whose agreement it needs has not agreed: `needs` are the offices that lack.

    `kept` says of whom the agreement does not count, by which conflict or since they are not eligible: of those
    who were named, and of everybody who holds such an office where nobody of them may agree;
    `could`, then, who may agree in their place. An office that a step appoints and nobody holds
    does not agree by its name: `by_appointment` are the steps that name somebody.
    """

    code: ClassVar[str] = "not-agreed"
    needs: tuple[str, ...]
    kept: tuple[Barred | NotEligible, ...] = ()
    could: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden(_Reason):
    """The procedure forbids it altogether."""

    code: ClassVar[str] = "forbidden"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded(_Reason):
    """It speaks of an event of the same list, and that one was refused."""

    code: ClassVar[str] = "not-recorded"
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed(_Reason):
    """It is not said who takes a record back, and `kept` may not take it back: a conflict of
    interest keeps them from the act that it records, or would keep them from something no longer."""

    code: ClassVar[str] = "wrong-role"
    act: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterBarred(_Reason):
    """A correction names somebody who could then not have done what he or she did later: `bar`."""

    code: ClassVar[str] = "barred"
    bar: Barred
    at: Moment


Reason = (
    NotOpen
    | NotRecorded
    | WrongRole
    | TooEarly
    | HadTooEarly
    | ConditionNotMet
    | Unanswered
    | WrongForm
    | TooLate
    | NotAgreed
    | WrongTime
    | NothingToExtend
    | UsedUp
    | NotEligible
    | Barred
    | ForWhom
    | Unnamed
    | LaterBarred
    | NoQuorum
    | WrongMembers
    | WrongShare
    | NoChair
    | LaterUnmade
    | Forbidden
)


@dataclass(frozen=True, slots=True)
class TieNotKnown:
    """Nobody has told whether a person has a tie that would bar: not known is not absent.

    `to` is the other person of a relation between two; `to_anybody`: whether it is held to anybody is
    what nobody has told.
    """

    person: str
    relation: str
    rule: str
    to: str | None = None
    to_anybody: bool = False

    @property
    def tie(self) -> str:
        """The relation with the person to whom it is held, as a rule writes it."""
        to = "anybody" if self.to_anybody else self.to
        return self.relation if to is None else f"{self.relation} of {to}"


@dataclass(frozen=True, slots=True)
class Vacuous:
    """A rule that says who alone may do `act` keeps nobody from it: there is nobody yet whom it means.

    `says` completes "nobody ... yet": what nobody has done in this case, or held.
    """

    rule: str
    act: str
    says: str


@dataclass(frozen=True, slots=True)
class StandsIn:
    """A substitute acts, since every holder of the office is barred or there is none."""

    person: str
    role: str


@dataclass(frozen=True, slots=True)
class SharedOffice:
    """An office is held by more people than the document says, which are `most`."""

    role: str
    people: tuple[str, ...]
    most: int = 1


@dataclass(frozen=True, slots=True)
class RestsOn:
    """The answer rests on a reading: what the source leaves open and what is taken as meant."""

    reading: str


@dataclass(frozen=True, slots=True)
class TieDenied:
    """A person was told to have a tie that would bar, and that was denied later.

    `told` and `denied` are the ids of the two events; `to` is the other person of a relation between
    two. It bars no more from the denial on.
    """

    person: str
    relation: str
    rule: str
    told: str
    denied: str
    to: str | None = None

    @property
    def tie(self) -> str:
        """The relation with the person to whom it was held, as a rule writes it."""
        return self.relation if self.to is None else f"{self.relation} of {self.to}"


@dataclass(frozen=True, slots=True)
class TieNotThen:
    """A person was told to have a tie of which a rule speaks, and by its dates it is not true then.

    `since` and `until` are its first and last day, None where nobody told; it is `over`, or has not
    begun. `to` is the other person of a
    relation between two.
    """

    person: str
    relation: str
    rule: str
    to: str | None = None
    since: date | None = None
    until: date | None = None
    over: bool = True

    @property
    def tie(self) -> str:
        """The relation with the person to whom it is held, as a rule writes it."""
        return self.relation if self.to is None else f"{self.relation} of {self.to}"


Note = TieNotKnown | TieDenied | TieNotThen | Vacuous | StandsIn | SharedOffice | RestsOn


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that the procedure asks for and that is not there yet.

    `duty` is `STEP` for a step not done, `STEP.KEY` for what an event lacks; then `event` is
    its id, and the missing name stands in `to` (people told) or `what` (contents, records).
    """

    duty: str
    by: tuple[str, ...]
    to: tuple[str, ...] = ()
    what: str | None = None
    event: str | None = None
    cites: tuple[Clause, ...] = field(default=(), repr=False)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that ask for it."""
        return tuple(clause.id for clause in self.cites)

    def __str__(self) -> str:
        """As a scenario writes it: `STEP`, or `STEP.KEY NAME`."""
        lacks = self.what or (self.to[0] if "." in self.duty and self.to else None)
        return self.duty if lacks is None else f"{self.duty} {lacks}"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The judgement of one action: permitted where there is no reason against it.

    `owed` is what the event would still lack once recorded; it refuses nothing.
    """

    action: Action
    reasons: tuple[Reason, ...]
    notes: tuple[Note, ...] = ()
    owed: tuple[Owed, ...] = ()

    @property
    def permitted(self) -> bool:
        """Whether the action may be recorded as it is."""
        return not self.reasons

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of all clauses behind the reasons, each once."""
        return tuple(dict.fromkeys(c for reason in self.reasons for c in reason.clauses))

    def __bool__(self) -> bool:
        """True where it is permitted, so that `if decide(...):` means what it says."""
        return self.permitted


class ActionRefused(ComplaintflowError):  # noqa: N818 - what is caught reads as a sentence
    """An action was refused; `ruling` says by which rules, on which clauses, and what mends it."""

    def __init__(self, ruling: Ruling) -> None:
        self.ruling = ruling
        rules = ", ".join(
            f"{r.rule} ({', '.join(r.clauses)})" if r.cites else r.rule for r in ruling.reasons
        )
        super().__init__(f"{ruling.action.name!r} is refused: {rules}")
