"""Rule mutants of how many hold an office, and of whom a body is made up: one more, one fewer, anybody."""

import re
from collections.abc import Iterator

from complaintflow.language.alterations import Mutant, Operator, Rule
from complaintflow.language.edits import items, listed, rewritten
from complaintflow.language.tree import Scalar


def of_body(role: Rule) -> Iterator[Mutant]:
    """The mutants of what a role says of those who hold it, and of who names them."""
    for key in ("holders", "members", "quorum"):
        written = role.at(key)
        if isinstance(written, Scalar):
            for operator, said, text in _other_numbers(written):
                yield role.put(operator, said, rewritten(written, text), key)
    yield from role.dropped(Operator.DROP_QUORUM, "quorum")
    shares = items(role.at("of_whom"))
    for share in shares:
        yield role.without(Operator.DROP_MAKE_UP, share, "of_whom")
        for operator, said, text in _other_numbers(share):
            there = listed([rewritten(share, text) if e == share else e for e in shares])
            yield role.put(operator, f"{share} {said}", there, "of_whom", at=share)
    yield from role.dropped(Operator.DROP_CHAIR, "chair")
    yield from role.each(Operator.DROP_LENIENCE, "without_quorum")
    yield from role.dropped(Operator.DROP_APPOINTER, "appointed_by")
    yield from role.one_of(Operator.DROP_APPOINTER, "appointed_by")


def _other_numbers(written: Scalar) -> Iterator[tuple[Operator, str, str]]:
    """A number of people with one more and one fewer, at each of its ends."""
    for found in re.finditer(r"\b[0-9]+\b", written):
        number = int(found[0])
        changes = (
            (Operator.MORE_PEOPLE, number + 1),
            (Operator.FEWER_PEOPLE, number - 1),
        )
        for operator, other in changes:
            text = f"{written[: found.start()]}{other}{written[found.end() :]}"
            if other and not _empty(text):
                yield operator, f"-> {text}", text


def _empty(text: str) -> bool:
    """Whether a range goes from a number to no more than that."""
    found = re.match(r"\s*([0-9]+)\s+to\s+([0-9]+)", text)
    return found is not None and int(found[1]) >= int(found[2])
