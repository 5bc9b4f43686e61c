"""What is told of a model of the language and of each of its keys, to whoever writes the YAML."""

from collections.abc import Mapping
from dataclasses import dataclass

from complaintflow.language.document import Doc


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does, in a sentence or two, and a value as it is written after the colon."""

    says: str
    example: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping of the language: what it is called, what it is, and what each key of it means."""

    model: type[Doc]
    name: str
    says: str
    keys: Mapping[str, Key]
