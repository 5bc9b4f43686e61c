"""Rule mutants of what stands still: no such days, one day more or fewer, ceilings that run on."""

from collections.abc import Iterator
from contextlib import suppress

from complaintflow.language.alterations import Mutant, Operator, Policy, Rule
from complaintflow.language.edits import at, rewritten
from complaintflow.language.other_periods import anchors_text, other_readings
from complaintflow.language.sentences import Misread
from complaintflow.language.spans import edge
from complaintflow.language.tree import Entries, Items, Node, Scalar

STILL = "stands_still"


def of_stills(policy: Policy, step: Rule) -> Iterator[Mutant]:
    """The mutants of every rule by which the time of a step stands still."""
    written = step.at(STILL)
    rules = written if isinstance(written, Items) else Items([] if written is None else [written])
    if len(rules) == 1:
        yield from step.dropped(Operator.DROP_STILL, STILL)
    for number, rule in enumerate(rules):
        assert isinstance(rule, Entries)  # or the document does not validate
        if len(rules) > 1:
            rest = Items([*rules[:number], *rules[number + 1 :]])
            yield step.put(Operator.DROP_STILL, f"drop {number + 1}", rest, STILL, at=rule)
        yield from _of_still(policy, step, rules, number, rule)


def _of_still(
    policy: Policy, step: Rule, rules: Items, number: int, rule: Entries
) -> Iterator[Mutant]:
    several = f"{number + 1} " if len(rules) > 1 else ""

    def changed(operator: Operator, said: str, key: str, node: Node | None, place: Node) -> Mutant:
        twin = Entries({k: v for k, v in rule.items() if k != key or node is not None})
        if node is not None:
            twin[Scalar(key)] = node
        rest = Items([*rules[:number], twin, *rules[number + 1 :]])
        now = rest if several else twin
        return step.put(operator, f"{several}{said}", now, STILL, at=place)

    for key in ("first_day", "last_day"):
        written = at(rule, key)
        if isinstance(written, Scalar):
            for other in _other_edges(policy, written, key):
                text = rewritten(written, other)
                yield changed(Operator.OTHER_EDGE, f"{key} -> {other}", key, text, written)
    runs_on = at(rule, "ceiling")
    if runs_on is not None:
        yield changed(Operator.RUNS_ON, "drop ceiling", "ceiling", None, runs_on)
    elif _has_ceiling(step):
        text, first = Scalar("runs on"), next(iter(rule.values()))
        yield changed(Operator.RUNS_ON, "+ ceiling", "ceiling", text, first)


_BESIDE = {"first_day": 1, "last_day": -1}
"""Which day is taken for the very day of an anchor: the one by which fewer stand still."""

_DAYS = {-1: "day before", 0: "day of", 1: "day after"}


def _other_edges(policy: Policy, written: Scalar, key: str) -> Iterator[str]:
    """Another day beside the same anchors, and the same day beside others."""
    with suppress(Misread):  # the document does not link either
        phrase = edge(written)
        other = 0 if phrase.next_to else _BESIDE[key]
        yield f"{_DAYS[other]} {anchors_text(phrase.anchors)}"
        for anchors in other_readings(policy, phrase.anchors):
            yield f"{_DAYS[phrase.next_to]} {anchors}"


def _has_ceiling(step: Rule) -> bool:
    """Whether something caps the time of a step, or what gives it more."""
    extended = any(each.at("up_to") is not None for each in step.extensions())
    return extended or step.at("at_latest") is not None
