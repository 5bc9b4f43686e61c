"""The document as it is written: one pydantic model a shape, every scalar still with its place.

Scalars stay text until a model wants something else of them, so that `version: 2` is the
text "2" and no YAML type is ever guessed. A key that this version does not read is an error.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
)

from complaintflow.conventions import DayOne, Roll
from complaintflow.diagnostics import nearest
from complaintflow.language.later import INSTEAD
from complaintflow.language.values import (
    TWO_PEOPLE,
    Anchor,
    Anchors,
    Answers,
    Band,
    Ceiling,
    Citation,
    Condition,
    Conditions,
    Count,
    Day,
    EdgeText,
    Every,
    Findings,
    Flag,
    Forms,
    Holders,
    Hour,
    HowMany,
    Id,
    Ids,
    KindName,
    Length,
    LookingBack,
    Name,
    NameList,
    Period,
    Shares,
    Text,
    Version,
    Whos,
    Works,
    listed_mapping,
    not_empty_list,
    one_of,
    two_or_more,
    two_or_more_alike,
    wrong_shape,
)


class Doc(BaseModel):
    """A mapping of the document. `later` are keys of the language that are not read yet;
    `elsewhere` says of some that have no meaning here what to write instead."""

    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)
    later: ClassVar[frozenset[str]] = frozenset()
    elsewhere: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def instead(cls, key: str) -> str:
        """What to write in the place of a key that is not read yet."""
        return INSTEAD[key]

    def written(self) -> tuple[str, ...]:
        """The keys that stand in the mapping, as they are written, but for `cites`."""
        fields = type(self).model_fields
        return tuple(
            fields[name].alias or name
            for name in fields
            if name in self.model_fields_set and name != "cites"
        )


class ClauseDoc(Doc):
    """Where a clause stands in its source, and what it says in our words."""

    at: Text
    says: Text


class PolicyDoc(Doc):
    """Which document this is, and on what it builds."""

    later = frozenset({"replaces", "drops"})

    id: Id
    title: Text
    version: Text
    in_force_from: Day
    builds_on: Ids = Field(default_factory=list)
    adopts: dict[Name, Citation] = Field(default_factory=dict)


class CountingDoc(Doc):
    """Which days count, which is day one, and where the clock on the wall hangs."""

    working_days: Text | None = None
    own_days: dict[KindName, Text] = Field(
        default_factory=dict, examples=["{school days: weekdays in term but training days}"]
    )
    day_one: Annotated[Text, one_of(*DayOne)] = Field(examples=[DayOne.DAY_AFTER.value])
    cut_off: Hour | None = None
    day_ends: Hour | None = None
    roll: Annotated[Text, one_of(*Roll)] | None = None
    time_zone: Text = Field(examples=["Europe/London"])


class RelationDoc(Doc):
    """A relation between two people: what it says, and whether it goes both ways."""

    says: Text
    between: Annotated[Text, one_of(TWO_PEOPLE)] = Field(examples=[TWO_PEOPLE])
    both_ways: Flag | None = None


def text_or_keys(value: Any) -> str:
    """Whether something is said in a text, or by keys of its own: what pydantic tells models apart by."""
    return "keys" if isinstance(value, dict) else "text"


AnyRelation = Annotated[
    Annotated[Text, Tag("text")] | Annotated[RelationDoc, Tag("keys")],
    Discriminator(text_or_keys),
]


class RoleDoc(Doc):
    """An office."""

    title: Text
    holders: Holders | None = None
    members: HowMany | None = None
    of_whom: Shares = Field(default_factory=list)
    quorum: Count | None = None
    chair: Annotated[Text, one_of("one")] | None = None
    without_quorum: NameList = Field(default_factory=list)
    appointed_by: NameList = Field(default_factory=list)
    stand_in: Name | None = None
    may_be: NameList = Field(default_factory=list)
    must_be: Whos = Field(default_factory=list)
    reach: Text | None = None
    cites: Citation | None = None


class FactDoc(Doc):
    """A question about the case."""

    means: Text
    decided_by: NameList
    within: Band | None = None
    answers: Answers | None = None
    asked_if: Condition | None = None
    for_each: Name | None = None
    counts_as: Works = Field(default_factory=list)
    cites: Citation | None = None


class HappeningDoc(Doc):
    """Something dated that no role does."""

    elsewhere: ClassVar[Mapping[str, str]] = {"by": "take it out; what somebody does is a step"}

    says: Text
    cites: Citation | None = None


class RowDoc(Doc):
    """A row of a moment: from when it counts, and where that is so."""

    if_: Conditions = Field(default_factory=list, alias="if")
    unless: Conditions = Field(default_factory=list)
    after: Anchors = Field(default_factory=list)
    from_: Anchor | None = Field(default=None, alias="from", examples=["complaint_received"])
    otherwise: Anchor | None = None


def _row(value: Any) -> Any:
    """Refuse a row that does not say where it applies, or from when it counts."""
    keys = set(value) if isinstance(value, dict) else set()
    where = keys & {"if", "unless", "after"}
    if not keys or keys - where - {"from", "otherwise"}:
        return value  # other words are told one by one
    if "otherwise" in keys and len(keys) > 1:
        raise wrong_shape(
            "`otherwise` stands with something else in a row",
            "give it a row of its own, the last: `{otherwise: ANCHOR}`",
        )
    if "otherwise" not in keys and not (where and "from" in keys):
        what = "where it applies" if "from" in keys else "from what it counts"
        raise wrong_shape(
            f"this row does not say {what}",
            "write `{if: FACT, from: ANCHOR}`, or `unless` or `after` in place of `if`",
        )
    return value


WAYS = frozenset({"first_of", "last_of", "rows"})
"""The keys of which one makes a moment."""


def _one_way(value: Any) -> Any:
    """Refuse a moment that is made in no way, or in several."""
    keys = set(value) if isinstance(value, dict) else set()
    if (keys & WAYS or not keys - {"cites"}) and len(keys & WAYS) != 1 and isinstance(value, dict):
        made = "is made in two ways" if keys & WAYS else "is made by nothing"
        raise wrong_shape(f"this moment {made}", "give it one of `first_of`, `last_of` and `rows`")
    return value


class MomentDoc(Doc):
    """A moment that other anchors make: the first of some, the last, or that of a row."""

    first_of: Anchors = Field(default_factory=list)
    last_of: Anchors = Field(default_factory=list)
    rows: Annotated[
        list[Annotated[RowDoc, BeforeValidator(_row)]], AfterValidator(not_empty_list)
    ] = Field(default_factory=list, examples=["[{if: FACT, from: NAME}, {otherwise: NAME}]"])
    cites: Citation | None = None


class ActDoc(Doc):
    """What an act says of itself, whatever it leads to: who, to whom, how, when it may happen."""

    by: NameList
    agreed_by: NameList = Field(default_factory=list)
    to: NameList = Field(default_factory=list)
    with_: NameList = Field(default_factory=list, alias="with")
    copies_to: NameList = Field(default_factory=list)
    open_to: NameList = Field(default_factory=list)
    signed_by: NameList = Field(default_factory=list)
    how: Forms = Field(default_factory=list)
    must_include: NameList = Field(default_factory=list)
    recorded_in: NameList = Field(default_factory=list)
    counts_as: Works = Field(default_factory=list)
    after: Anchors = Field(default_factory=list)
    if_: Conditions = Field(default_factory=list, alias="if")
    unless: Conditions = Field(default_factory=list)


class ExtensionDoc(ActDoc):
    """A way to more time: an act that gives it, and how far it reaches."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "within": "say under `up_to` how far it reaches",
        "then": "take it out: what gives more time leads nowhere",
    }

    by: NameList = Field(default_factory=list)
    because: NameList = Field(default_factory=list)
    adds: Length | None = None
    up_to: Period | None = None
    before_time_is_up: Flag | None = None
    once: Flag | None = None
    cites: Citation | None = None


def _each_named(value: Any) -> Any:
    """Refuse the keys of a way to more time where its name belongs."""
    if isinstance(value, dict) and {"by", "up_to"} & value.keys():
        raise wrong_shape(
            "this way to more time has no name",
            "put its keys below a name, the event that gives it: `{longer_agreed: {by: ROLE, ...}}`",
        )
    return value


class StillDoc(Doc):
    """Days on which a clock stands still: which is the first of them, and which the last."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "from": "write `first_day: day of NAME`, or `first_day: day after NAME`",
        "until": "write `last_day: day before NAME`, or `last_day: day of NAME`",
        "to": "write `last_day: day before NAME`, or `last_day: day of NAME`",
    }

    first_day: EdgeText = Field(examples=["day after NAME"])
    last_day: EdgeText = Field(examples=["day before NAME"])
    ceiling: Annotated[Text, one_of("runs on")] | None = None
    cites: Citation | None = None


Stills = Annotated[list[StillDoc], BeforeValidator(listed_mapping)]


class StepDoc(ActDoc):
    """An act: who, to whom, when, and where it leads."""

    later = frozenset({"each"})
    elsewhere: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("at_least", "not_before", "no_earlier_than"),
        "no key says that it is too early for a step by so many days; what must have come first "
        "stands under `after`",
    )

    within: Band | None = None
    aim_within: Band | None = None
    at_latest: Ceiling | None = None
    stands_still: Stills = Field(default_factory=list)
    may_extend: Annotated[dict[Name, ExtensionDoc], BeforeValidator(_each_named)] = Field(
        default_factory=dict,
        examples=["{longer_agreed: {by: ROLE, up_to: 20 working days of NAME}}"],
    )
    sets_time_of: NameList = Field(default_factory=list)
    met_by: NameList = Field(default_factory=list)
    late_if: NameList = Field(default_factory=list)
    every: Every | None = None
    until: Anchor | None = None
    appoints: Name | None = None
    from_: NameList = Field(default_factory=list, alias="from")
    then: Name | None = None
    cites: Citation | None = None


Steps = dict[Name, StepDoc]


class PlaceDoc(Doc):
    """A stage, or an end in which a case rests."""

    later = frozenset({"tell_of"})

    title: Text
    if_: Conditions = Field(default_factory=list, alias="if")
    unless: Conditions = Field(default_factory=list)
    must: Steps = Field(default_factory=dict)
    may: Steps = Field(default_factory=dict)
    never: Steps = Field(default_factory=dict)
    cites: Citation | None = None


class ThroughoutDoc(Doc):
    """The place that is always open."""

    must: Steps = Field(default_factory=dict)
    may: Steps = Field(default_factory=dict)
    never: Steps = Field(default_factory=dict)


class ExceptDoc(Doc):
    """When a conflict of interest does not keep somebody away."""

    in_: NameList = Field(default_factory=list, alias="in")
    if_: Conditions = Field(alias="if")


_OF_ITS_OWN = "give it a rule of its own; this one says"


_GIVES_WAY = {
    "if": "a rule gives way under `except`; one that holds only if FACT is true gives way if it is "
    "not: `except: {if: FACT is false}`",
    "unless": "a rule gives way under `except`: `except: {if: FACT}`",
}


class ConflictDoc(Doc):
    """Who is kept from what."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "different_people": f"{_OF_ITS_OWN} `who` may not do what",
        "same_person": f"{_OF_ITS_OWN} `who` may not do what",
        "only": "write `who` with `may_not`, or `only` with `may`, each in a rule of its own",
        "may": "write `may_not` for what they may not do; who alone may do it stands under `only`",
        **_GIVES_WAY,
    }

    who: Whos
    may_not: NameList
    within_last: LookingBack | None = None
    except_: ExceptDoc | None = Field(default=None, alias="except")
    cites: Citation | None = None


class OnlyDoc(Doc):
    """Who alone may do what."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "different_people": f"{_OF_ITS_OWN} what `only` some may do",
        "same_person": f"{_OF_ITS_OWN} what `only` some may do",
        "may_not": "write `may` for what only they may do; who may not do it stands under `who`",
        **_GIVES_WAY,
    }

    only: Whos
    may: NameList
    within_last: LookingBack | None = None
    except_: ExceptDoc | None = Field(default=None, alias="except")
    cites: Citation | None = None


class DifferentDoc(Doc):
    """Steps, or roles, that must not fall to one person."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "except": "take it out, or write the rule as `who: did STEP` with `may_not`",
        "within_last": "take it out, or write the rule as `who: did STEP` with `may_not`",
        "same_person": f"{_OF_ITS_OWN} what must not fall to one person",
    }

    different_people: Annotated[NameList, AfterValidator(two_or_more)]
    cites: Citation | None = None


class SameDoc(Doc):
    """Steps, or roles, that must fall to one person."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "except": "take it out, or write the rule as `only: did STEP` with `may`",
        "within_last": "take it out, or write the rule as `only: did STEP` with `may`",
    }

    same_person: Annotated[NameList, AfterValidator(two_or_more_alike)]
    cites: Citation | None = None


RuleDoc = ConflictDoc | OnlyDoc | DifferentDoc | SameDoc
"""A conflict rule of any kind."""

_KINDS = {
    "who": "who",
    "may_not": "who",
    "only": "only",
    "may": "only",
    "different_people": "different",
    "same_person": "same",
}
"""What kind of conflict rule a key makes; of several the first."""


def _conflict(value: Any) -> str:
    """Which kind of conflict rule it is, also where a key of it is misspelt."""
    keys = value if isinstance(value, dict) else ()
    meant = {key if key in _KINDS else nearest(key, _KINDS) for key in keys}
    if "only" in meant and "who" not in meant:
        return "only"
    return next((kind for key, kind in _KINDS.items() if key in meant), "who")


AnyConflict = Annotated[
    Annotated[ConflictDoc, Tag("who")]
    | Annotated[OnlyDoc, Tag("only")]
    | Annotated[DifferentDoc, Tag("different")]
    | Annotated[SameDoc, Tag("same")],
    Discriminator(_conflict),
]


class DutyDoc(Doc):
    """A duty outside any case."""

    elsewhere = dict.fromkeys(
        ("every", "until", "within"), "put the time into `says`; nothing counts it outside a case"
    )

    by: NameList
    says: Text
    cites: Citation | None = None


class InformationDoc(Doc):
    """What every reader is told and nobody does."""

    says: Text
    cites: Citation | None = None


class ReadingDoc(Doc):
    """What the source leaves open, and what is taken as meant."""

    bears_on: NameList
    unclear: Text
    taken_as: Text
    accepts: Findings = Field(default_factory=list)
    cites: Citation | None = None


class Document(Doc):
    """A whole file."""

    later = frozenset({"issues"})

    complaintflow: Version
    policy: PolicyDoc
    expects: dict[Name, Text] = Field(default_factory=dict)
    counting: CountingDoc | None = None
    clauses: dict[Text, ClauseDoc] = Field(default_factory=dict)
    relations: dict[Name, AnyRelation] = Field(default_factory=dict)
    roles: dict[Name, RoleDoc] = Field(default_factory=dict)
    facts: dict[Name, FactDoc] = Field(default_factory=dict)
    happenings: dict[Name, HappeningDoc] = Field(default_factory=dict)
    moments: dict[Name, Annotated[MomentDoc, BeforeValidator(_one_way)]] = Field(
        default_factory=dict
    )
    begins: Steps = Field(default_factory=dict)
    stages: dict[Name, PlaceDoc] = Field(default_factory=dict)
    throughout: ThroughoutDoc = Field(default_factory=ThroughoutDoc)
    ends: dict[Name, PlaceDoc] = Field(default_factory=dict)
    conflicts: dict[Name, AnyConflict] = Field(default_factory=dict)
    standing_duties: dict[Name, DutyDoc] = Field(default_factory=dict)
    information: dict[Name, InformationDoc] = Field(default_factory=dict)
    readings: dict[Name, ReadingDoc] = Field(default_factory=dict)
    left_out: dict[Text, Text] = Field(default_factory=dict)

    @property
    def is_base(self) -> bool:
        """Whether others build on it: it has no way for a case to come in."""
        return not self.begins and not self.stages

    def between_people(self) -> frozenset[str]:
        """The relations that are between two people."""
        found = self.relations.items()
        return frozenset(str(n) for n, r in found if isinstance(r, RelationDoc))

    def all_acts(self) -> Iterator[tuple[Name, ActDoc]]:
        """Every step by name, each with the ways to more time that stand under it."""
        for steps in self.all_steps():
            for name, step in steps.items():
                yield name, step
                yield from step.may_extend.items()

    def all_steps(self) -> Iterator[Steps]:
        """Every group of steps, place by place."""
        yield self.begins
        for stage in self.stages.values():
            yield from (stage.must, stage.may, stage.never)
        yield from (self.throughout.must, self.throughout.may, self.throughout.never)
        for end in self.ends.values():
            yield from (end.must, end.may, end.never)
