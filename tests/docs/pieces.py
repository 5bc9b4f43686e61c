"""A YAML file that a page makes piece by piece, as its reader would put the pieces in."""

import re
from collections.abc import Iterator

TAKEN_OUT = "  # take this line out"


def with_piece(held: str, piece: str) -> str:
    """Give a file with a piece put in: a key with keys below it is entered, else written anew.

    A line that the piece marks to be taken out is in the file no longer.
    """
    old, new = ([line for line in text.splitlines() if line] for text in (held, piece))
    return "\n".join(spaced(merged(old, new))) + "\n"


def entries(lines: list[str]) -> dict[str, list[str]]:
    """Give the lines of each key of a mapping in YAML; nothing where the lines are no mapping."""
    found: dict[str, list[str]] = {}
    for line in lines:
        key = re.match(r" *([\w-]+):(?: |$)", line)
        if len(line) - len(line.lstrip()) == len(lines[0]) - len(lines[0].lstrip()):
            if key is None:
                return {}
            found[key[1]] = [line]
        else:
            found[list(found)[-1]].append(line)
    return found


def merged(held: list[str], new: list[str]) -> list[str]:
    """Give the lines with new ones put in: a key with keys below it is entered, else replaced."""
    old, added = entries(held), entries(new)
    if not old or not added:
        return new
    order = added if old.keys() <= added.keys() else old | added
    lines: list[str] = []
    for key in order:
        [head, *below] = added.get(key) or old[key]
        if head.endswith(TAKEN_OUT):
            continue
        lines += [head, *(merged(old[key][1:], below) if key in old and below else below)]
    return lines


def spaced(lines: list[str], levels: int = 2) -> Iterator[str]:
    """Give the lines with an empty one around each entry of several, on the upper levels."""
    parts = list(entries(lines).values()) if levels else []
    for number, part in enumerate(parts):
        if number and (len(part) > 1 or len(parts[number - 1]) > 1):
            yield ""
        yield part[0]
        yield from spaced(part[1:], levels - 1)
    yield from [] if parts else lines
