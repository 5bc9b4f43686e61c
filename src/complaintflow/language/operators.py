"""Rule mutants: the documents of a policy with one rule changed, each under a name of its own.

Stories that still come true after a rule was changed do not prove that rule. What is changed is
the tree that the reader gives, so that a mutant is validated and linked as any document is, and
every change has its line. Nothing here asks whether a mutant loads, or which story catches it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from complaintflow.language.alterations import Mutant, Operator, Policy, Rule, Trees
from complaintflow.language.edits import Edit, as_yaml, items, listed, rewritten
from complaintflow.language.edits import at as tree_at
from complaintflow.language.other_bodies import of_body
from complaintflow.language.other_counting import of_counting
from complaintflow.language.other_periods import act_of, of_length, of_period
from complaintflow.language.other_stills import of_stills
from complaintflow.language.tree import Entries, Items, Node, Scalar


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
        yield from fact.dropped(Operator.DROP_FOR_EACH, "for_each")
        yield from fact.one_of(Operator.DROP_ANSWER, "answers")
        yield from fact.each(Operator.DROP_WORK, "counts_as")
        yield from of_period(policy, fact, "within", Operator.DROP_WITHIN)
    for moment in policy.named("moments"):
        yield from _of_moment(moment)
    for role in policy.named("roles"):
        yield from role.dropped(Operator.DROP_STAND_IN, "stand_in")
        yield from role.dropped(Operator.DROP_ELIGIBILITY, "may_be")
        yield from role.one_of(Operator.DROP_ELIGIBILITY, "may_be")
        yield from role.dropped(Operator.DROP_REQUIREMENT, "must_be")
        yield from role.one_of(Operator.DROP_REQUIREMENT, "must_be")
        yield from _of_ties(role, "must_be")
        yield from of_body(role)
    for relation in policy.named("relations"):
        yield from relation.dropped(Operator.DROP_BOTH_WAYS, "both_ways")
    for conflict in policy.named("conflicts"):
        yield from _of_conflict(policy, conflict)
    yield from of_counting(policy)


def _of_step(policy: Policy, step: Rule) -> Iterator[Mutant]:
    yield from _moved(step)
    if step.path[-2] == "never":
        return  # its particulars forbid nothing more
    promise = step.path[-2] == "must"
    drop = Operator.DROP_WITHIN if promise else Operator.DROP_WINDOW
    yield from of_period(policy, step, "within", drop)
    yield from of_period(policy, step, "aim_within", Operator.DROP_WITHIN)
    yield from of_period(policy, step, "at_latest", Operator.DROP_LATEST)
    yield from of_period(policy, step, "every", Operator.DROP_REPEATING)
    yield from step.dropped(Operator.DROP_UNTIL, "until")
    yield from of_stills(policy, step)
    yield from step.one_of(Operator.DROP_MEETING, "met_by")
    yield from step.each(Operator.DROP_WAIVER, "late_if")
    yield from _of_act(policy, step)
    yield from step.each(Operator.DROP_SETTLING, "sets_time_of")
    yield from step.dropped(Operator.DROP_APPOINTMENT, "appoints")
    yield from step.dropped(Operator.DROP_ORIGIN, "from")
    yield from step.one_of(Operator.DROP_ORIGIN, "from")
    then = step.at("then")
    if isinstance(then, Scalar):
        yield step.put(Operator.REDIRECT, "drop", None, "then")
        for place in (*policy.stages, *policy.ends):
            if place != then:
                changed = rewritten(then, place)
                yield step.put(Operator.REDIRECT, f"-> {place}", changed, "then")
    for extension in step.extensions():
        yield from _of_extension(policy, extension)


def _of_extension(policy: Policy, extension: Rule) -> Iterator[Mutant]:
    yield extension.gone(Operator.DROP_EXTENSION)
    yield from of_period(policy, extension, "up_to", Operator.DROP_CEILING)
    yield from of_length(policy, extension, "adds", Operator.DROP_ADDED)
    yield from extension.dropped(Operator.DROP_BEFORE, "before_time_is_up")
    yield from extension.dropped(Operator.DROP_ONCE, "once")
    yield from extension.each(Operator.DROP_REASON, "because")
    yield from _of_act(policy, extension)


def _of_act(policy: Policy, act: Rule) -> Iterator[Mutant]:
    """What every act says of itself, whatever it leads to; of a name for others only when it is owed."""
    yield from act.each(Operator.DROP_AFTER, "after")
    for anchor in items(act.at("after")):
        yield from _of_anchor(act, anchor)
    yield from act.each(Operator.DROP_IF, "if")
    yield from act.each(Operator.DROP_UNLESS, "unless")
    if act.at("met_by") is not None:
        return  # nobody ever does it
    yield from _who(policy, act, "by")
    yield from act.each(Operator.DROP_AGREEMENT, "agreed_by")
    for key in ("to", "with", "copies_to", "open_to"):
        yield from act.each(Operator.DROP_RECIPIENT, key)
    yield from act.each(Operator.DROP_SIGNATURE, "signed_by")
    for key in ("must_include", "recorded_in"):
        yield from act.each(Operator.DROP_CONTENT, key)
    yield from act.dropped(Operator.DROP_HOW, "how")
    yield from act.one_of(Operator.DROP_HOW, "how")
    yield from act.each(Operator.DROP_WORK, "counts_as")


def _of_anchor(act: Rule, anchor: Scalar) -> Iterator[Mutant]:
    """One of several with `or` between them taken out; a step in the place of its receipt or date."""
    several = re.split(r"\s+or\s+", anchor.strip())

    def instead(text: str) -> Node:
        return listed([rewritten(a, text) if a == anchor else a for a in items(act.at("after"))])

    for each in several if len(several) > 1 else ():
        rest = instead(" or ".join(other for other in several if other != each))
        yield act.put(Operator.DROP_AFTER, f"drop {each}", rest, "after", at=anchor)
    for each in several:
        if (itself := act_of(each)) is not None:
            operator, done = itself
            rest = instead(" or ".join(done if other == each else other for other in several))
            yield act.put(operator, f"{each} -> {done}", rest, "after", at=anchor)


def _of_moment(moment: Rule) -> Iterator[Mutant]:
    """One of several anchors taken out, a step in the place of its receipt or date, the last in the
    place of the first; a row or a part of one."""
    for key, other in (("first_of", "last_of"), ("last_of", "first_of")):
        several = items(moment.at(key))
        yield from moment.one_of(Operator.DROP_ALTERNATIVE, key)
        for each in several:
            if (itself := act_of(each)) is not None:
                operator, done = itself
                now = listed([rewritten(a, done) if a == each else a for a in several])
                yield moment.put(operator, f"{each} -> {done}", now, key, at=each)
        by_time = any(re.search(r"\bmissed\b", each) for each in several)
        if len(several) > 1 and not by_time:
            gone = moment.put(Operator.FIRST_OR_LAST, f"-> {other}", None, key)
            there = Edit(moment.document, (*moment.path, other), moment.at(key))
            becomes = f"{other}: {as_yaml(listed(several))}"
            yield replace(gone, becomes=becomes, edits=(*gone.edits, there))
    found = moment.at("rows")
    rows = found if isinstance(found, Items) else Items()
    for at, row in enumerate(rows):
        if at < len(rows) - 1:
            rest = Items([*rows[:at], *rows[at + 1 :]])
            yield moment.put(Operator.DROP_ROW, f"drop row {at + 1}", rest, "rows", at=row)
        yield from _of_row(moment, rows, at)


def _of_row(moment: Rule, rows: Items, at: int) -> Iterator[Mutant]:
    """One of several conditions of a row taken out; a step in the place of its receipt or date."""
    row = rows[at]
    assert isinstance(row, Entries)  # or the document does not validate

    def changed(operator: Operator, said: str, key: str, node: Node | None) -> Mutant:
        twin = Entries({k: v for k, v in row.items() if k != key})
        if node is not None:
            twin[Scalar(key)] = node
        rest = Items([*rows[:at], twin, *rows[at + 1 :]])
        return moment.put(operator, f"row {at + 1} {said}", rest, "rows", at=row)

    keys = {"if": Operator.DROP_IF, "unless": Operator.DROP_UNLESS, "after": Operator.DROP_AFTER}
    where = [(key, each) for key in keys for each in items(tree_at(row, key))]
    for key, each in where if len(where) > 1 else ():
        rest = [other for other in items(tree_at(row, key)) if other != each]
        yield changed(keys[key], f"drop {each}", key, listed(rest) if rest else None)
    for key in ("from", "otherwise"):
        for each in items(tree_at(row, key)):
            if (itself := act_of(each)) is not None:
                operator, done = itself
                yield changed(operator, f"{each} -> {done}", key, rewritten(each, done))


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
    """Anybody may, one of several no longer may, somebody else may instead, or as well."""
    by = items(rule.at(key))
    if not by:
        return  # it is whoever does the step above
    everybody = Items(rewritten(by[0], role) for role in policy.roles)
    yield rule.put(Operator.ANYBODY, "anybody", everybody, key, said="[every role]")
    yield from rule.one_of(Operator.ANYBODY, key)
    for role in policy.actors_near(rule):
        if role not in by:
            yield rule.put(Operator.SOMEBODY_ELSE, f"-> {role}", rewritten(by[0], role), key)
            yield rule.one_more(Operator.ONE_MORE, role, key)
            return


def _of_conflict(policy: Policy, conflict: Rule) -> Iterator[Mutant]:
    yield conflict.gone(Operator.DROP_CONFLICT)
    yield from conflict.one_of(Operator.DROP_BAR, "who")
    yield from conflict.one_of(Operator.ADD_BAR, "only")
    for key in ("may_not", "may"):
        yield from conflict.one_of(Operator.DROP_BAR, key)
        more = _one_more_work(policy, conflict, key)
        if more is not None:
            yield conflict.one_more(Operator.ADD_BAR, more, key)
    for key in ("who", "only"):
        yield from _of_ties(conflict, key)
    for key in ("different_people", "same_person"):
        if len(items(conflict.at(key))) > 2:
            yield from conflict.each(Operator.DROP_BAR, key)
    yield from of_length(policy, conflict, "within_last", Operator.DROP_LOOKING_BACK)
    yield from _other_sign(conflict)
    yield from conflict.dropped(Operator.DROP_EXCEPTION, "except")
    yield from conflict.dropped(Operator.WIDEN_EXCEPTION, "except", "in")
    yield from conflict.one_of(Operator.WIDEN_EXCEPTION, "except", "if")


SIGNS = {"only": "who", "may": "may_not", "same_person": "different_people"}
"""What a rule says of those who alone may, and what it would say were they those who may not."""


def _other_sign(conflict: Rule) -> Iterator[Mutant]:
    """Those who alone may do it, as those who may not; the other way round any story would show it."""
    changed = {key: other for key, other in SIGNS.items() if conflict.at(key) is not None}
    edits: list[Edit] = []
    for key, other in changed.items():
        edits += conflict.put(Operator.OTHER_SIGN, "", None, key).edits
        edits.append(Edit(conflict.document, (*conflict.path, other), conflict.at(key)))
        if (cited := conflict.at("cites", key)) is not None:
            edits.append(Edit(conflict.document, (*conflict.path, "cites", other), cited))
    for key in ("only", "same_person"):
        node = conflict.at(key)
        if node is not None:
            gone = conflict.put(Operator.OTHER_SIGN, f"-> {changed[key]}", None, key)
            becomes = f"{changed[key]}: {as_yaml(node)}"
            yield replace(gone, becomes=becomes, edits=tuple(edits))


def _of_ties(rule: Rule, key: str) -> Iterator[Mutant]:
    for each in items(rule.at(key)):
        yield from _of_tie(rule, key, each)


def _of_tie(rule: Rule, key: str, tie: Scalar) -> Iterator[Mutant]:
    """Whoever is meant in the place of whoever is related to that one; any work for one kind of it."""
    whos = items(rule.at(key))
    found = re.fullmatch(r"\s*(?:(\S+\s+of\s+(?:whoever\s+)?))?(?:(\S+)\s+in\s+(\S+)|.*?)\s*", tie)
    assert found is not None  # it takes any text
    relation, done, stage = found.groups()
    becomes = {Operator.DROP_JOINT: tie[found.end(1) :].strip() if relation else None}
    if done not in (None, "acted"):
        becomes[Operator.ANY_WORK] = f"{relation or ''}acted in {stage}"
    for operator, text in becomes.items():
        if text is not None and text not in whos:
            there = listed([rewritten(tie, text) if each == tie else each for each in whos])
            yield rule.put(operator, f"{tie} -> {text}", there, key, at=tie)


def _one_more_work(policy: Policy, conflict: Rule, key: str) -> Scalar | None:
    """The nearest work from which it keeps nobody: of those who do what it keeps people from."""
    barred = {*items(conflict.at(key))}
    acts = [*policy.acts, *policy.named("facts")]

    def actors(act: Rule) -> set[Scalar]:
        return {*items(act.at("by")), *items(act.at("decided_by"))}

    kept = [each for each in acts if barred & {each.name, *actors(each), *_works(each)}]
    near = {role for each in kept for role in actors(each)}
    free = (each for each in acts if each not in kept and near & actors(each))
    return next((work for each in free for work in _works(each)), None)


def _works(act: Rule) -> tuple[Scalar, ...]:
    return items(act.at("counts_as"))
