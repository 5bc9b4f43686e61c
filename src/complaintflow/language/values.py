"""What may stand after a key: text, names, dates, words to choose from, sentences, lists of them.

Each is a type with its validator, and beside it `Written`, which says how it is written to those
who describe the language. Every scalar stays text until it is asked to be something else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, InstanceOf, Tag
from pydantic_core import PydanticCustomError

from complaintflow.calendars import WEEKDAYS
from complaintflow.case import is_person
from complaintflow.conventions import Unit, names_days
from complaintflow.diagnostics import nearest, quoted
from complaintflow.language.meant import MEANT, day_meant, in_figures
from complaintflow.language.tree import Scalar
from complaintflow.procedure import Form, Work
from complaintflow.ties import DONE


def wrong_shape(message: str, help: str) -> PydanticCustomError:  # noqa: A002
    """The error of a validator: what is wrong, and what to write instead."""
    return PydanticCustomError("wrong-shape", "{said}", {"said": message, "help": help})


@dataclass(frozen=True, slots=True)
class Written:
    """How a text is written: in words for readers, as a pattern for the schema.

    It refuses nothing itself. The pattern may let pass what is refused later, never the
    other way round; `mend` is what an editor says of a text that it does not let pass. `bare`:
    without quotes other tools may take it for a number or for true or false.
    """

    words: str
    pattern: str | None = None
    mend: str | None = None
    bare: bool = False
    choices: tuple[str, ...] = ()


_NAME_MEND = "a name has small letters, digits and _ only"

NAME = "[a-z_][a-z0-9_]*"
"""How a name is written."""


def _name(value: Scalar) -> Scalar:
    if not re.fullmatch(NAME, value):
        raise wrong_shape(
            f"{quoted(value)} is no name: small letters, digits and _ only", _tidied(value, "_")
        )
    return value


def _person(value: Scalar) -> Scalar:
    if not is_person(value):
        raise wrong_shape(
            f"{quoted(value)} cannot name a person: no blanks and no commas", _tidied(value, "_")
        )
    return value


def _tidied(value: str, joint: str) -> str:
    """What to write instead of a text that is to be a name."""
    tidy = re.sub(r"[^a-z0-9]+", joint, value.lower()).strip(joint)
    return f"write `{tidy}`" if re.match("[a-z]", tidy) else "begin it with a letter from a to z"


def _kind_of_day(value: Scalar) -> Scalar:
    if not names_days(value):
        taken = str(value) in tuple(map(str, Unit))
        raise wrong_shape(
            f"{quoted(value)} is a unit of the language"
            if taken
            else f"{quoted(value)} cannot name a kind of day",
            "give your own another name, as in `school days`"
            if taken
            else "write one to three words and then `days`, as in `school days`",
        )
    return value


def _text(value: Scalar) -> Scalar:
    if not value.strip() and not value.plain:
        raise wrong_shape(
            "nothing stands between the quotation marks", "write it, or take the key out"
        )
    return value


def listed(value: Any) -> Any:
    """A single value stands for a list of one."""
    return [value] if isinstance(value, Scalar) else value


def listed_mapping(value: Any) -> Any:
    """A single mapping stands for a list of one."""
    return [value] if isinstance(value, dict) else value


def no_doubles(value: list[Scalar]) -> list[Scalar]:
    """Refuse a list in which something stands twice."""
    seen: set[str] = set()
    for item in value:
        if item in seen:
            raise wrong_shape(f"{quoted(item)} stands twice in the list", "take one of them out")
        seen.add(item)
    return value


def not_empty(value: list[Scalar]) -> list[Scalar]:
    """Refuse an empty list, and one in which something stands twice."""
    if not value:
        raise wrong_shape("the list is empty", "name at least one, or take the key out")
    return no_doubles(value)


def not_empty_list(value: list[Any]) -> list[Any]:
    """Refuse a list in which nothing stands."""
    if not value:
        raise wrong_shape("the list is empty", "name at least one, or take the key out")
    return value


def two_or_more(value: list[Scalar]) -> list[Scalar]:
    """Refuse a list of one, where only several can be kept apart."""
    if len(value) < 2:
        raise wrong_shape("one alone is kept apart from nothing", "name two or more")
    return value


def two_or_more_alike(value: list[Scalar]) -> list[Scalar]:
    """Refuse a list of one, where several must fall to one person."""
    if len(value) < 2:
        raise wrong_shape("one alone falls to one person anyway", "name two or more")
    return value


def _flag(value: Scalar) -> Scalar:
    if value != "true":
        raise wrong_shape(f"{quoted(value)} cannot stand here", "write `true`, or take the key out")
    return value


def _every(value: Scalar) -> Scalar:
    if value == UNSTATED or re.match(r"\s*[0-9]", value):
        return value
    meant = in_figures(value)
    if meant is not None:
        raise wrong_shape(f"{quoted(value)} is no interval", f"did you mean `{meant}`?")
    raise wrong_shape(
        f"{quoted(value)} is no interval",
        f"write `every: 20 working days of NAME`, or `every: {UNSTATED}` where the source says "
        "no interval",
    )


def _hour(value: Scalar) -> Scalar:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise wrong_shape(
            f"{quoted(value)} is no hour of the day", 'write it as `"17:00"`, in quotes'
        )
    return value


def _count(value: Scalar) -> Scalar:
    if not re.fullmatch(r"[1-9][0-9]?", value):
        raise wrong_shape(f"{quoted(value)} is no number of people", "write a number, such as `3`")
    return value


TWO_PEOPLE = "two people"
"""What `between` of a relation says."""

UNSTATED = "unstated"
"""What `every` says where the source asks for something again and again, and not how often."""


def shape_of(value: Any) -> str:
    """The tag by which a union of a list and a mapping is told apart."""
    return "map" if isinstance(value, dict) else "list"


def _day(value: Any) -> Any:
    return _real_day(value) if isinstance(value, Scalar) else value


def _real_day(text: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        raise wrong_shape(
            f"{quoted(text)} does not exist", "look at the day and the month"
        ) from None
    meant = day_meant(text)
    raise wrong_shape(f"{quoted(text)} is no date", f"write it as {meant or '2026-03-23'}")


def run_of(value: str) -> tuple[date, date]:
    """The first and the last day of a run of days that has been read; of one day it is both."""
    parts = re.split(r"\s+to\s+", value.strip())
    return date.fromisoformat(parts[0]), date.fromisoformat(parts[-1])


def _run(value: Scalar) -> Scalar:
    parts = re.split(r"\s+to\s+", value.strip())
    dates = re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
    if len(dates) > 1 and parts != dates[:2]:
        meant = f"did you mean `{dates[0]} to {dates[1]}`?" if len(dates) == 2 else _RUN_MEND
        raise wrong_shape(f"{quoted(value)} is no run of days", meant)
    first, last = (_real_day(parts[0]), _real_day(parts[-1]))
    if last < first:
        raise wrong_shape(
            f"{quoted(value)} ends before it begins", f"did you mean `{last} to {first}`?"
        )
    return value


_RUN_MEND = "write 2026-12-29, or 2026-12-29 to 2026-12-31"


def _choices(words: Sequence[str]) -> str:
    return "the words are " + ", ".join(words) if len(words) > 1 else f"write `{words[0]}`"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A scalar that must be one of some words."""

    choices: tuple[str, ...]

    def __call__(self, value: Scalar) -> Scalar:
        """Refuse any other word."""
        if value not in self.choices:
            meant = MEANT.get(value.strip().lower())
            near = meant if meant in self.choices else nearest(value, self.choices)
            raise wrong_shape(
                f"{quoted(value)} is not one of the words that may stand here",
                f"did you mean `{near}`?" if near else _choices(self.choices),
            )
        return value


def one_of(*choices: str) -> AfterValidator:
    """A scalar that must be one of some words."""
    return AfterValidator(OneOf(choices))


ACCEPTED = ("due-out-of-order", "no-way-out", "nobody-grants", "nobody-left", "unsettled-band")
"""The codes of what a source itself may leave open, so that a reading can accept it."""


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


_ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
_UNITS = "|".join(unit.value.replace(" ", r"\s+") for unit in Unit)
_ONE = "|".join(unit.value.removesuffix("s").replace(" ", r"\s+") for unit in Unit)
_DATE = r"((first|last)\s+)?date\s+set\s+by\s+\S+"
_ANCHOR = (
    rf"({_DATE}|(first|last|start\s+of|end\s+of|missed)\s+\S+|receipt\s+of\s+\S+(\s+by\s+\S+)?|\S+)"
)
_ANCHORS = rf"{_ANCHOR}(\s+or\s+{_ANCHOR})*"
_OF = rf"(of|after|beginning\s+with)\s+{_ANCHORS}"
_WORD = r"(?!(of|after|before|beginning|with|clear|to|from)\s)[^\s\d]+"
_OWN = rf"{_WORD}(\s+{_WORD}){{0,2}}\s+days?"
_AMOUNT = rf"([1-9][0-9]{{0,3}}\s+(clear\s+)?({_UNITS}|{_OWN})|1\s+(clear\s+)?({_ONE}))"
_PERIOD = rf"{_AMOUNT}\s+{_OF}"
_BAND = rf"([1-9][0-9]{{0,3}}\s+to\s+)?{_PERIOD}"
_SOON = rf"as\s+soon\s+as\s+possible\s+after\s+{_ANCHORS}"
_CEILING = rf"{_PERIOD}|{_AMOUNT}\s+before\s+{_ANCHORS}"
_ACTED = "|".join(("acted", *DONE.values()))
_PEOPLE = r"((at\s+least|exactly)\s+[1-9][0-9]?|[1-9][0-9]?\s+to\s+[1-9][0-9]?)"
_EDGE = rf"day\s+(of|after|before)\s+{_ANCHORS}"

Text = Annotated[
    InstanceOf[Scalar],
    AfterValidator(_text),
    Written("text", r"\S", "nothing is written here", bare=True),
]
Version = Annotated[
    InstanceOf[Scalar],
    AfterValidator(_version),
    Field(examples=["1"]),
    Written("`1`", bare=True, choices=("1",)),
]
Day = Annotated[
    date,
    BeforeValidator(_day),
    Field(examples=["2026-03-23"]),
    Written("a date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "write a date as 2026-03-23"),
]
Run = Annotated[
    Text,
    AfterValidator(_run),
    Field(examples=["2026-12-29 to 2026-12-31"]),
    Written(
        "a day or a run of days",
        r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}(\s+to\s+[0-9]{4}-[0-9]{2}-[0-9]{2})?\s*$",
        _RUN_MEND,
    ),
]
"""`2026-12-29`, or `2026-12-29 to 2026-12-31` with the last day in it."""
Weekdays = Annotated[
    list[Annotated[Text, one_of(*(day.lower() for day in WEEKDAYS))]],
    AfterValidator(not_empty),
    BeforeValidator(listed),
]
Id = Annotated[
    InstanceOf[Scalar],
    AfterValidator(_id),
    Written("an id", f"^{_ID}$", "an id has small letters, digits and - only"),
]
Ids = Annotated[list[Id], AfterValidator(not_empty), BeforeValidator(listed)]
Name = Annotated[
    InstanceOf[Scalar], AfterValidator(_name), Written("a name", f"^{NAME}$", _NAME_MEND)
]
KindName = Annotated[
    InstanceOf[Scalar],
    AfterValidator(_kind_of_day),
    Written(
        "a name of days",
        rf"^(?!(working|calendar) days$){_WORD}( {_WORD}){{0,2}} days$",
        "write it as `school days`",
    ),
]
"""What an organisation calls a kind of day of its own."""
PersonName = Annotated[
    InstanceOf[Scalar],
    AfterValidator(_person),
    Written("a person", r"^[^\s,]+$", "a person is named without blanks and commas", bare=True),
]
"""What the application calls a person: `ann`, or an id of its own such as `u-4711`."""
Flag = Annotated[Text, AfterValidator(_flag), Written("`true`", choices=("true",), bare=True)]
"""What is said or left out."""
Every = Annotated[
    Text,
    AfterValidator(_every),
    Written(
        f"`{UNSTATED}` or a period",
        rf"^\s*({UNSTATED}|{_PERIOD}(\s+from\s+the\s+schedule)?)\s*$",
        f"write it as `20 working days of NAME`, or `{UNSTATED}`",
    ),
]
"""How often something recurs; counted from when it was last done, or from the schedule."""
Hour = Annotated[
    Text,
    AfterValidator(_hour),
    Field(examples=["17:00"]),
    Written("an hour", "^([01][0-9]|2[0-3]):[0-5][0-9]$", 'write it as "17:00", in quotes'),
]
"""An hour of the day, by the clocks of the procedure's zone."""
Texts = Annotated[list[Text], AfterValidator(not_empty), BeforeValidator(listed)]
NameList = Annotated[list[Name], AfterValidator(not_empty), BeforeValidator(listed)]
Answers = Annotated[
    list[Annotated[Name, Written("a name", f"^{NAME}$", _NAME_MEND, bare=True)]],
    AfterValidator(not_empty),
    BeforeValidator(listed),
]
"""Names, `true` and `false` among them."""
Works = Annotated[
    list[Annotated[Text, one_of(*Work)]], AfterValidator(not_empty), BeforeValidator(listed)
]
Forms = Annotated[
    list[Annotated[Text, one_of(*Form)]], AfterValidator(not_empty), BeforeValidator(listed)
]
Findings = Annotated[
    list[Annotated[Text, one_of(*ACCEPTED)]], AfterValidator(not_empty), BeforeValidator(listed)
]
Citation = Annotated[
    Annotated[Texts, Tag("list")] | Annotated[dict[Text, Texts], Tag("map")],
    Discriminator(shape_of),
]

# Sentences are read by `sentences`, word by word; here they are still text.
Period = Annotated[
    Text, Written("a period", rf"^\s*{_PERIOD}\s*$", "write it as `20 working days of NAME`")
]
Band = Annotated[
    Text,
    Written(
        "a period or band",
        rf"^\s*({_BAND}|{_SOON})\s*$",
        "write it as `20 working days of NAME`, `10 to 20 working days of NAME`, or "
        "`as soon as possible after NAME`",
    ),
]
"""A period; a shortest and a longest one, between which somebody settles the time; or soon."""
Ceiling = Annotated[
    Text,
    Written(
        "a period",
        rf"^\s*({_CEILING})\s*$",
        "write it as `65 working days of NAME`, or `5 working days before NAME`",
    ),
]
"""A period that is counted on from what has happened, or back from what is to come."""
Length = Annotated[
    Text, Written("a length of time", rf"^\s*{_AMOUNT}\s*$", "write it as `10 working days`")
]
"""So much time, without from when."""
LookingBack = Annotated[
    Text,
    Written(
        "a length of time in days or longer",
        rf"^(?!.*\shours?\s*$)\s*{_AMOUNT}\s*$",
        "write it as `12 months`",
    ),
]
"""So much time before an act."""
EdgeText = Annotated[
    Text,
    Written("an end day", rf"^\s*{_EDGE}\s*$", "write `day of NAME`, or `day after NAME`"),
]
"""The first or the last of the days that stand still."""
Condition = Annotated[
    Text, Written("a condition", r"^\s*\S+(\s+is\s+\S+)?\s*$", "write `FACT`, or `FACT is ANSWER`")
]
HowMany = Annotated[
    Text,
    Field(examples=["at least 3"]),
    Written(
        "a number of people",
        rf"^\s*{_PEOPLE}\s*$",
        "write it as `exactly 3`, `at least 3` or `3 to 5`",
    ),
]
"""How many people."""
Holders = Annotated[
    Text,
    Field(examples=["one"]),
    Written(
        "`one` or a number of people",
        rf"^\s*(one|{_PEOPLE})\s*$",
        "write it as `one`, `exactly 2`, `at least 2` or `2 to 4`",
    ),
]
"""How many people may hold an office."""
Count = Annotated[
    Text,
    AfterValidator(_count),
    Field(examples=["3"]),
    Written("a number", "^[1-9][0-9]?$", "write it as `3`", bare=True),
]
"""A number of people that is one number."""
Shares = Annotated[
    list[
        Annotated[
            Text,
            Field(examples=["at least 1 NAME"]),
            Written(
                "how many of whom",
                r"^\s*((at\s+least|at\s+most|exactly)\s+[1-9][0-9]?|[1-9][0-9]?\s+to\s+[1-9][0-9]?)\s+\S.*$",
                "write it as `at least 1 WHO`, or `exactly 1 WHO`",
            ),
        ]
    ],
    AfterValidator(not_empty),
    BeforeValidator(listed),
]
"""How many of those who sit must be whom."""
Conditions = Annotated[list[Condition], AfterValidator(not_empty), BeforeValidator(listed)]
Anchor = Annotated[
    Text,
    Written(
        "an anchor",
        rf"^\s*{_ANCHORS}\s*$",
        "write `NAME`, `first NAME`, `last NAME`, `start of STAGE`, `end of STAGE`, "
        "`receipt of STEP`, `missed STEP` or `date set by STEP`; several with `or` between them",
    ),
]
Anchors = Annotated[list[Anchor], AfterValidator(not_empty), BeforeValidator(listed)]
Whos = Annotated[
    list[
        Annotated[
            Text,
            Written(
                "a relation or role",
                rf"^\s*(\S+\s+of\s+(whoever\s+)?)?((did|held|({_ACTED})\s+in)\s+)?\S+\s*$",
                "write the name of one relation or role, or `did STEP`, `held ROLE`, "
                "`acted in STAGE`, `considered in STAGE`; or `RELATION of` one of these",
            ),
        ]
    ],
    AfterValidator(not_empty),
    BeforeValidator(listed),
]
