"""Rule mutants: the documents of a policy with one rule changed, each under a name of its own.

Stories that still come true after a rule was changed do not prove that rule. What is changed is
the tree that the reader gives, so that a mutant is validated and linked as any document is, and
every change has its line. Nothing here asks whether a mutant loads, or which story catches it.
"""

import re
from collections.abc import Iterator

from complaintflow.language.alterations import Mutant, Operator, Policy, Rule, Trees
from complaintflow.language.edits import Edit, at, items, listed, rewritten
from complaintflow.language.sentences import AnchorForm, Misread
from complaintflow.language.spans import Preposition, period
from complaintflow.language.tree import Items, Scalar
from complaintflow.periods import DayOne, Unit


def mutants(trees: Trees) -> tuple[Mutant, ...]:
    """Every mutant of a policy, operator by operator, for each in the order of the documents."""
    policy = Policy(trees)
    order = {operator: position for position, operator in enumerate(Operator)}
    return tuple(sorted(_all(policy), key=lambda mutant: order[mutant.operator]))


def _all(policy: Policy) -> Iterator[Mutant]:
    for step in policy.steps:
        yield from _of_step(policy, step)
    for key in ("stages", "ends"):
        for place in policy.named(key):
            yield from place.each(Operator.DROP_IF, "if")
            yield from place.each(Operator.DROP_UNLESS, "unless")
    for fact in policy.named("facts"):
        yield from _who(policy, fact, "decided_by")
        yield from fact.dropped(Operator.DROP_ASKED_IF, "asked_if")
        yield from fact.one_of(Operator.DROP_ANSWER, "answers")
        yield from fact.each(Operator.DROP_WORK, "counts_as")
    for role in policy.named("roles"):
        yield from role.dropped(Operator.DROP_STAND_IN, "stand_in")
        yield from role.dropped(Operator.DROP_ELIGIBILITY, "may_be")
        yield from role.one_of(Operator.DROP_ELIGIBILITY, "may_be")
    for conflict in policy.named("conflicts"):
        yield from _of_conflict(conflict)
    yield from _of_counting(policy)


def _of_step(policy: Policy, step: Rule) -> Iterator[Mutant]:
    yield from _moved(step)
    if step.path[-2] == "never":
        return  # its particulars forbid nothing more
    yield from _of_time(policy, step)
    yield from _of_act(policy, step)
    yield from step.each(Operator.DROP_SETTLING, "sets_time_of")
    yield from step.dropped(Operator.DROP_REPEATING, "every")
    yield from step.dropped(Operator.DROP_APPOINTMENT, "appoints")
    yield from step.dropped(Operator.DROP_ORIGIN, "from")
    yield from step.one_of(Operator.DROP_ORIGIN, "from")
    for extension in policy.extensions(step):
        yield from _of_extension(policy, step, extension)
    then = step.at("then")
    if isinstance(then, Scalar):
        yield step.put(Operator.REDIRECT, "drop", None, "then")
        for place in (*policy.stages, *policy.ends):
            if place != then:
                changed = rewritten(then, place)
                yield step.put(Operator.REDIRECT, f"-> {place}", changed, "then")


def _of_act(policy: Policy, act: Rule) -> Iterator[Mutant]:
    """What every act says of itself, also one that gives more time."""
    yield from _who(policy, act, "by")
    yield from act.each(Operator.DROP_AGREEMENT, "agreed_by")
    yield from act.each(Operator.DROP_AFTER, "after")
    yield from _alternatives(act)
    yield from act.each(Operator.DROP_IF, "if")
    yield from act.each(Operator.DROP_UNLESS, "unless")
    for key in ("to", "with", "copies_to", "open_to"):
        yield from act.each(Operator.DROP_RECIPIENT, key)
    yield from act.each(Operator.DROP_SIGNATURE, "signed_by")
    for key in ("must_include", "recorded_in"):
        yield from act.each(Operator.DROP_CONTENT, key)
    yield from act.dropped(Operator.DROP_HOW, "how")
    yield from act.one_of(Operator.DROP_HOW, "how")
    yield from act.each(Operator.DROP_WORK, "counts_as")


def _alternatives(act: Rule) -> Iterator[Mutant]:
    """One of several anchors with `or` between them taken out."""
    written = items(act.at("after"))
    for position, anchor in enumerate(written):
        parts = re.split(r"\s+or\s+", str(anchor).strip())
        for left in parts if len(parts) > 1 else ():
            rest = rewritten(anchor, " or ".join(part for part in parts if part != left))
            changed = [*written[:position], rest, *written[position + 1 :]]
            yield act.put(Operator.DROP_AFTER, f"drop {left}", listed(changed), "after", at=anchor)


def _of_extension(policy: Policy, step: Rule, extension: Rule) -> Iterator[Mutant]:
    alone = len(list(policy.extensions(step))) == 1
    yield extension.gone(Operator.DROP_EXTENSION, above=1 if alone else 0)
    yield from _of_act(policy, extension)
    yield from _of_period(policy, step, extension, "up_to", Operator.DROP_CEILING)
    yield from extension.dropped(Operator.DROP_BEFORE, "before_time_is_up")
    yield from extension.dropped(Operator.DROP_ONCE, "once")


def _moved(step: Rule) -> Iterator[Mutant]:
    """A step under another duty of its place."""
    *place, duty, _ = step.path
    other = {"must": "may", "may": "must", "never": "may"}.get(duty)
    if other is None:
        return  # what begins a case is neither owed nor forbidden
    if duty == "never":
        yield step.gone(Operator.DROP_NEVER)
    yield Mutant(
        name=f"{step.name} {duty} -> {other}",
        operator=Operator.DROP_NEVER if duty == "never" else Operator.MUST_OR_MAY,
        rule=str(step.name),
        key=None,
        place=step.name.place,
        was=f"{duty}: {step.name}",
        becomes=f"{other}: {step.name}",
        edits=(
            Edit(step.document, step.path, None),
            Edit(step.document, (*place, other, step.name), step.node),
        ),
    )


def _who(policy: Policy, rule: Rule, key: str) -> Iterator[Mutant]:
    """Anybody may, one of several no longer may, somebody else may instead."""
    by = items(rule.at(key))
    everybody = Items(rewritten(by[0], role) for role in policy.roles)
    yield rule.put(Operator.ANYBODY, "anybody", everybody, key, said="[every role]")
    yield from rule.one_of(Operator.ANYBODY, key)
    for role in policy.actors_near(rule):
        if role not in by:
            yield rule.put(Operator.SOMEBODY_ELSE, f"-> {role}", rewritten(by[0], role), key)
            return


def _of_time(policy: Policy, step: Rule) -> Iterator[Mutant]:
    promise = step.path[-2] == "must"
    drop = Operator.DROP_WITHIN if promise else Operator.DROP_WINDOW
    yield from _of_period(policy, step, step, "within", drop)
    yield from _of_period(policy, step, step, "aim_within", Operator.DROP_WITHIN)


def _of_period(
    policy: Policy, step: Rule, rule: Rule, key: str, drop: Operator
) -> Iterator[Mutant]:
    """A period taken out, longer, shorter, of other days, from another start; of a band each end.

    `rule` is the rule that has the period: the step itself, or a way to more time for it.
    """
    written = rule.at(key)
    if not isinstance(written, Scalar):
        return
    yield from rule.dropped(drop, key)
    try:
        phrase = period(written)
    except Misread:
        return  # the document does not link either
    amount, unit, least = phrase.span.amount, phrase.span.unit, phrase.least
    form, name = phrase.anchor.form, phrase.anchor.name.text
    by = "" if phrase.anchor.by is None else f" by {phrase.anchor.by.text}"
    anchor = f"{name if form is AnchorForm.NAME else f'{form} {name}'}{by}"

    def changed(
        operator: Operator,
        said: str,
        amount: int = amount,
        unit: Unit = unit,
        anchor: str = anchor,
        shortest: int = 0 if least is None else least.amount,
    ) -> Mutant:
        units = unit.value if amount != 1 else unit.value.removesuffix("s")
        band = f"{shortest} to " if shortest else ""
        text = f"{band}{amount} {units} {phrase.preposition} {anchor}"
        return rule.put(operator, said, rewritten(written, text), key)

    yield changed(Operator.LONGER, "+1", amount + 1)
    yield changed(Operator.SHORTER, "-1", amount - 1)
    if least is not None:
        yield changed(Operator.LONGER, "least +1", shortest=least.amount + 1)
        if least.amount > 1:
            yield changed(Operator.SHORTER, "least -1", shortest=least.amount - 1)
    days = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)
    if unit in days:
        other = days[1 - days.index(unit)]
        yield changed(Operator.OTHER_DAYS, f"in {other}", unit=other)
    others = _other_anchors(policy, step, anchor)
    if form is AnchorForm.RECEIPT_OF:
        others = tuple(dict.fromkeys((name, *others)))
    for start in others:
        lead = phrase.preposition if phrase.preposition is not Preposition.BEGINNING_WITH else "of"
        yield changed(Operator.OTHER_ANCHOR, f"{lead} {start}", anchor=start)


def _other_anchors(policy: Policy, step: Rule, anchor: str) -> tuple[str, ...]:
    """From when it could have been counted: the place's start or a way into it, what the step
    waits for, the step above it."""
    place, found = step.path[:-2], list[str]()
    if place[:1] in (("stages",), ("ends",)):
        found.append(f"start of {place[-1]}")
        found += (s.name for s in policy.steps if s.at("then") == place[-1])
    found += (a for a in items(step.at("after")) if " or " not in a and "missed " not in a)
    beside = [
        s for s in policy.steps if s.document == step.document and s.path[:-1] == step.path[:-1]
    ]
    above = [s.name for s in beside[: beside.index(step)]]
    found += above[-1:]
    return tuple(dict.fromkeys(each for each in map(str, found) if each != anchor))


def _of_conflict(conflict: Rule) -> Iterator[Mutant]:
    yield conflict.gone(Operator.DROP_CONFLICT)
    yield from conflict.one_of(Operator.DROP_BAR, "who")
    yield from conflict.one_of(Operator.DROP_BAR, "may_not")
    if len(items(conflict.at("different_people"))) > 2:  # two are needed
        yield from conflict.each(Operator.DROP_BAR, "different_people")
    yield from conflict.dropped(Operator.DROP_EXCEPTION, "except")
    yield from conflict.dropped(Operator.WIDEN_EXCEPTION, "except", "in")
    yield from conflict.one_of(Operator.WIDEN_EXCEPTION, "except", "if")


def _of_counting(policy: Policy) -> Iterator[Mutant]:
    """Only the policy on top says how days are counted; a policy without periods counts none."""
    if not any(step.at("within") or step.at("aim_within") for step in policy.steps):
        return
    document, tree = len(policy.trees) - 1, policy.trees[-1]
    written = at(tree, "counting", "day_one")
    if not isinstance(written, Scalar):
        return
    for day_one in DayOne:
        if written != day_one.value:
            yield Mutant(
                name=f"counting.day_one -> {day_one}",
                operator=Operator.OTHER_DAY_ONE,
                rule="counting",
                key="day_one",
                place=written.place,
                was=f"day_one: {written}",
                becomes=f"day_one: {day_one}",
                edits=(Edit(document, ("counting", "day_one"), rewritten(written, day_one.value)),),
            )
