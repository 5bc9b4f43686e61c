"""Circles: names of which each waits for the next, so that none of them can be told first."""

from collections.abc import Iterator, Mapping, Sequence


def circles(waits_for: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Every circle of names in which each waits for the next."""
    reached: dict[str, set[str]] = {}
    for name in waits_for:
        found: set[str] = set()
        ahead = list(waits_for[name])
        while ahead:
            following = ahead.pop()
            if following not in found:
                found.add(following)
                ahead += waits_for.get(following, ())
        reached[name] = found
    told: set[str] = set()
    for name in waits_for:
        if name in reached[name] and name not in told:
            circle = [o for o in waits_for if o in reached[name] and name in reached[o]]
            told.update(circle)
            yield circle
