"""The document as it is written: one pydantic model a shape, every scalar still with its place.

Scalars stay text until a model wants something else of them, so that `version: 2` is the
text "2" and no YAML type is ever guessed. A key that this version does not read is an error.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    InstanceOf,
    Tag,
)
from pydantic_core import PydanticCustomError

from complaintflow.diagnostics import nearest, quoted
from complaintflow.language.tree import Scalar
from complaintflow.periods import DayOne
from complaintflow.procedure import Form, Work


def wrong_shape(message: str, help: str) -> PydanticCustomError:  # noqa: A002
    """The error of a validator: what is wrong, and what to write instead."""
    return PydanticCustomError("wrong-shape", "{said}", {"said": message, "help": help})


def _name(value: Scalar) -> Scalar:
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", value):
        raise wrong_shape(
            f"{quoted(value)} is no name: small letters, digits and _ only", _tidied(value, "_")
        )
    return value


def _tidied(value: str, joint: str) -> str:
    """What to write instead of a text that is to be a name."""
    tidy = re.sub(r"[^a-z0-9]+", joint, value.lower()).strip(joint)
    return f"write `{tidy}`" if re.match("[a-z]", tidy) else "begin it with a letter from a to z"


def _text(value: Scalar) -> Scalar:
    if not value.strip() and not value.plain:
        raise wrong_shape(
            "nothing stands between the quotation marks", "write it, or take the key out"
        )
    return value


def listed(value: Any) -> Any:
    """A single value stands for a list of one."""
    return [value] if isinstance(value, Scalar) else value


def no_doubles(value: list[Scalar]) -> list[Scalar]:
    """Refuse a list in which something stands twice."""
    seen: set[str] = set()
    for item in value:
        if item in seen:
            raise wrong_shape(f"{quoted(item)} stands twice in the list", "take one of them out")
        seen.add(item)
    return value


def _not_empty(value: list[Scalar]) -> list[Scalar]:
    if not value:
        raise wrong_shape("the list is empty", "name at least one, or take the key out")
    return no_doubles(value)


def shape_of(value: Any) -> str:
    """The tag by which a union of a list and a mapping is told apart."""
    return "map" if isinstance(value, dict) else "list"


def _day(value: Any) -> Any:
    if isinstance(value, Scalar):
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            raise wrong_shape(
                f"{quoted(value)} does not exist", "look at the day and the month"
            ) from None
        raise wrong_shape(f"{quoted(value)} is no date", "write it as 2026-03-23")
    return value


def _choices(words: Sequence[str]) -> str:
    return "the words are " + ", ".join(words) if len(words) > 1 else f"write `{words[0]}`"


def one_of(*choices: str) -> AfterValidator:
    """A scalar that must be one of some words."""

    def check(value: Scalar) -> Scalar:
        if value not in choices:
            near = nearest(value, choices)
            raise wrong_shape(
                f"{quoted(value)} is not one of the words that may stand here",
                f"did you mean `{near}`?" if near else _choices(choices),
            )
        return value

    return AfterValidator(check)


def _id(value: Scalar) -> Scalar:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", value):
        raise wrong_shape(
            f"{quoted(value)} is no id of a policy: small letters, digits and - only",
            _tidied(value, "-"),
        )
    return value


def _version(value: Scalar) -> Scalar:
    if value != "1":
        raise wrong_shape(
            f"{quoted(value)} is no version of the language that is read here",
            "write `complaintflow: 1`; the version of the policy stands under `policy`",
        )
    return value


Text = Annotated[InstanceOf[Scalar], AfterValidator(_text)]
Version = Annotated[InstanceOf[Scalar], AfterValidator(_version), Field(examples=["1"])]
Day = Annotated[date, BeforeValidator(_day), Field(examples=["2026-03-23"])]
Id = Annotated[InstanceOf[Scalar], AfterValidator(_id)]
Ids = Annotated[list[Id], AfterValidator(_not_empty), BeforeValidator(listed)]
Name = Annotated[InstanceOf[Scalar], AfterValidator(_name)]
Texts = Annotated[list[Text], AfterValidator(_not_empty), BeforeValidator(listed)]
NameList = Annotated[list[Name], AfterValidator(_not_empty), BeforeValidator(listed)]
Works = Annotated[
    list[Annotated[Text, one_of(*Work)]], AfterValidator(_not_empty), BeforeValidator(listed)
]
Forms = Annotated[
    list[Annotated[Text, one_of(*Form)]], AfterValidator(_not_empty), BeforeValidator(listed)
]
Citation = Annotated[
    Annotated[Texts, Tag("list")] | Annotated[dict[Text, Texts], Tag("map")],
    Discriminator(shape_of),
]


class Doc(BaseModel):
    """A mapping of the document. `later` are keys of the language that are not read yet."""

    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)
    later: ClassVar[frozenset[str]] = frozenset()


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

    later = frozenset({"own_days", "cut_off", "roll"})

    working_days: Text | None = None
    day_one: Annotated[Text, one_of(*DayOne)] = Field(examples=[DayOne.DAY_AFTER.value])
    time_zone: Text = Field(examples=["Europe/London"])


class RoleDoc(Doc):
    """An office."""

    later = frozenset({"must_be", "members", "of_whom", "chair", "appointed_by"})

    title: Text
    holders: Annotated[Text, one_of("one")] | None = None
    stand_in: Name | None = None
    may_be: NameList = Field(default_factory=list)
    reach: Text | None = None
    cites: Citation | None = None


class FactDoc(Doc):
    """A question about the case."""

    later = frozenset({"within"})

    means: Text
    decided_by: NameList
    answers: NameList | None = None
    asked_if: Text | None = None
    counts_as: Works = Field(default_factory=list)
    cites: Citation | None = None


class StepDoc(Doc):
    """An act: who, to whom, when, and where it leads."""

    later = frozenset(
        {
            "agreed_by",
            "signed_by",
            "aim_within",
            "at_latest",
            "sets_time_of",
            "may_extend",
            "stands_still",
            "met_by",
            "every",
            "until",
            "late_if",
            "each",
        }
    )

    by: NameList
    to: NameList = Field(default_factory=list)
    with_: NameList = Field(default_factory=list, alias="with")
    copies_to: NameList = Field(default_factory=list)
    open_to: NameList = Field(default_factory=list)
    how: Forms = Field(default_factory=list)
    must_include: NameList = Field(default_factory=list)
    recorded_in: NameList = Field(default_factory=list)
    counts_as: Works = Field(default_factory=list)
    after: Texts = Field(default_factory=list)
    if_: Texts = Field(default_factory=list, alias="if")
    unless: Texts = Field(default_factory=list)
    within: Text | None = None
    appoints: Name | None = None
    from_: NameList = Field(default_factory=list, alias="from")
    then: Name | None = None
    cites: Citation | None = None


Steps = dict[Name, StepDoc]


class PlaceDoc(Doc):
    """A stage, or an end in which a case rests."""

    later = frozenset({"tell_of"})

    title: Text
    if_: Texts = Field(default_factory=list, alias="if")
    unless: Texts = Field(default_factory=list)
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
    if_: Texts = Field(alias="if")


class ConflictDoc(Doc):
    """Who is kept from what."""

    later = frozenset({"different_people", "same_person"})

    who: Texts
    may_not: NameList
    except_: ExceptDoc | None = Field(default=None, alias="except")
    cites: Citation | None = None


class DutyDoc(Doc):
    """A duty outside any case."""

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
    cites: Citation | None = None


class Document(Doc):
    """A whole file."""

    later = frozenset({"happenings", "moments", "issues"})

    complaintflow: Version
    policy: PolicyDoc
    expects: dict[Name, Text] = Field(default_factory=dict)
    counting: CountingDoc | None = None
    clauses: dict[Text, ClauseDoc] = Field(default_factory=dict)
    relations: dict[Name, Text] = Field(default_factory=dict)
    roles: dict[Name, RoleDoc] = Field(default_factory=dict)
    facts: dict[Name, FactDoc] = Field(default_factory=dict)
    begins: Steps = Field(default_factory=dict)
    stages: dict[Name, PlaceDoc] = Field(default_factory=dict)
    throughout: ThroughoutDoc = Field(default_factory=ThroughoutDoc)
    ends: dict[Name, PlaceDoc] = Field(default_factory=dict)
    conflicts: dict[Name, ConflictDoc] = Field(default_factory=dict)
    standing_duties: dict[Name, DutyDoc] = Field(default_factory=dict)
    information: dict[Name, InformationDoc] = Field(default_factory=dict)
    readings: dict[Name, ReadingDoc] = Field(default_factory=dict)
    left_out: dict[Text, Text] = Field(default_factory=dict)

    @property
    def is_base(self) -> bool:
        """Whether others build on it: it has no way for a case to come in."""
        return not self.begins and not self.stages

    def all_steps(self) -> Iterator[Steps]:
        """Every group of steps, place by place."""
        yield self.begins
        for stage in self.stages.values():
            yield from (stage.must, stage.may, stage.never)
        yield from (self.throughout.must, self.throughout.may, self.throughout.never)
        for end in self.ends.values():
            yield from (end.must, end.may, end.never)
