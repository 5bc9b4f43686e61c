"""Scenarios as they are written: stories made of records of events, and of what must come of them."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, InstanceOf, Tag

from complaintflow.deadlines import Status
from complaintflow.diagnostics import nearest, quoted
from complaintflow.language.document import Doc
from complaintflow.language.records import EventDoc, Facts, People, When
from complaintflow.language.tree import Scalar
from complaintflow.language.values import (
    NAME,
    Id,
    Name,
    NameList,
    Text,
    Texts,
    Version,
    Written,
    listed,
    wrong_shape,
)

Exactly = Annotated[list[Text], BeforeValidator(listed)]
"""A list that is the whole answer; it may be empty."""

Standing = Annotated[Text, Written("a status", choices=tuple(Status))]
"""How a clock stands; `stories` refuses another word."""


def _clocked(value: Scalar) -> Scalar:
    if not re.fullmatch(rf"{NAME}(\.{NAME})?", value):
        raise wrong_shape(
            f"{quoted(value)} is no step", "write `STEP`, or `STEP.aim_within` for its aim"
        )
    return value


Clocked = Annotated[
    InstanceOf[Scalar],
    AfterValidator(_clocked),
    Written("a step", rf"^{NAME}(\.{NAME})?$", "write `STEP`, or `STEP.aim_within` for its aim"),
]
"""A step with a deadline; of two, the promise, unless its aim is named."""


class ToldRow(EventDoc):
    """A row of a story that happens, or is refused for exactly these reasons."""

    refused: Texts | None = None


class ExpectedRow(Doc):
    """A row of a story that says how the case stands as of a date."""

    as_of: When
    open: Name | None = None
    ended: Name | None = None
    due: dict[Clocked, Text] = Field(default_factory=dict)
    status: dict[Clocked, Standing] = Field(default_factory=dict)
    owed: Exactly | None = None
    may: Exactly | None = None
    refuses: dict[Text, Exactly] = Field(default_factory=dict)
    nobody_can: NameList = Field(default_factory=list)
    rests_on: NameList = Field(default_factory=list)


def _row(value: Any) -> str:
    """Which of the two kinds of row it is, also where a key of it is misspelt."""
    if not isinstance(value, dict) or "at" in value:
        return "told"
    if "as_of" in value:
        return "expected"
    like = {nearest(key, ("at", "as_of")) or key for key in value}
    told = {field.alias or name for name, field in ToldRow.model_fields.items()}
    return "expected" if len(like & set(ExpectedRow.model_fields)) > len(like & told) else "told"


Row = Annotated[
    Annotated[ToldRow, Tag("told")] | Annotated[ExpectedRow, Tag("expected")],
    Discriminator(_row),
]


def told_at_all(rows: list[Any]) -> list[Any]:
    """Refuse a story without rows."""
    if not rows:
        raise wrong_shape("the story has no rows", "write what happens, a row an event")
    return rows


class ScenarioDoc(Doc):
    """One story, the clauses that it proves, and who is in it."""

    proves: Texts
    people: People = Field(default_factory=dict)
    facts: Facts | None = None
    story: Annotated[list[Row], AfterValidator(told_at_all)]


class ScenarioFile(Doc):
    """The scenarios of one policy."""

    complaintflow: Version
    policy: Id
    calendar: Text
    people: People = Field(default_factory=dict)
    facts: Facts = Field(default_factory=dict)
    scenarios: dict[Name, ScenarioDoc]
