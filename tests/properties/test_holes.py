"""An office that `check` says is emptied is so in every small world, and no other one is.

Policies that are shipped, written for the tests, changed by rule mutants, or made at random.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from complaintflow import procedure as law
from complaintflow.diagnostics import DefinitionError
from complaintflow.files import BESIDE, link_file, load, shipped
from complaintflow.language.edits import edited
from complaintflow.language.holes import dead_exceptions, empty_offices
from complaintflow.language.operators import mutants
from complaintflow.procedure import Procedure
from tests.docs.pages import ROOT
from tests.policies import barnsley, policy
from tests.properties.everybody import Seen, everywhere, somewhere
from tests.properties.sizes import SIZES


def people_only(seed: int, *, leave: bool = False, alone: bool = False) -> str:
    """A policy in which only who acts is a rule, and what comes first: at random.

    With `leave` one rule has an exception, and another one is about granting it; with `alone` one says
    who alone may.
    """
    chance = Random(seed)
    roles = ["b", "c", "d"]
    lines = [
        "clauses: {c0: {at: x, says: it}}",
        "relations: {tied: is tied, kin: {says: is kin of, between: two people}}",
        "roles:",
    ]
    lines += ["  a: {title: A}"]
    for role in roles:
        keys = [f"title: {role.upper()}"]
        if chance.randrange(3):
            keys.append("holders: one")
        if not chance.randrange(3):
            other = chance.choice([each for each in roles if each != role])
            keys.append(f"stand_in: {other}, cites: c0")
        lines.append(f"  {role}: {{{', '.join(keys)}}}")

    def by() -> str:
        return f"[{', '.join(chance.sample(roles, 1 + (not chance.randrange(4))))}]"

    lines += ["facts:"]
    lines += [
        f"  {f}: {{means: it, decided_by: {by()}, counts_as: {chance.choice(['advise', 'review'])}, cites: c0}}"
        for f in ("let",)
    ]
    acts: list[str] = []
    places = {"one": 3, "two": 1}
    lines += ["begins: {came: {by: a, then: one, cites: c0}}", "stages:"]
    for place, many in places.items():
        lines += [f"  {place}:", f"    title: {place}"]
        steps: dict[str, list[str]] = {"must": [], "may": []}
        for n in range(many):
            name = f"{place}_{n}"
            keys = [f"by: {by()}", f"counts_as: {chance.choice(['consider', 'decide', 'review'])}"]
            if acts and chance.randrange(3) == 0:
                keys.append(f"after: {chance.choice(acts)}")
            if not chance.randrange(6):
                keys.append("if: let")
            if not chance.randrange(5):
                keys.append(f"appoints: {chance.choice(roles)}")
                if not chance.randrange(3):
                    keys.append(f"from: {chance.choice(roles)}")
            if n == many - 1:
                keys.append(f"then: {'two' if place == 'one' else 'over'}")
            acts.append(name)
            steps["must" if chance.randrange(4) else "may"].append(
                f"      {name}: {{{', '.join(keys)}, cites: c0}}"
            )
        for duty, some in steps.items():
            lines += [f"    {duty}:", *some] if some else []
    lines += ["ends: {over: {title: Over}}", "conflicts:"]
    for n in range(1 + chance.randrange(2)):
        lines.append(f"  rule_{n}: {{{_rule(chance, roles, acts)}, cites: c0}}")
    if leave:
        kept = chance.choice([*roles, "tied", f"held {chance.choice(roles)}", f"did {acts[0]}"])
        lines.append(
            f"  leave: {{who: {kept}, may_not: {acts[-1]}, except: {{if: let}}, cites: c0}}"
        )
        kept = chance.choice([kept, *roles])
        lines.append(f"  no_leave: {{who: {kept}, may_not: let, cites: c0}}")
    if alone:
        wanted = chance.choice([*roles, "tied", f"held {chance.choice(roles)}", f"did {acts[0]}"])
        targets = chance.choice([acts[-1], acts[-2], "decide", "review", chance.choice(roles)])
        same = f"same_person: [{', '.join(chance.sample(acts, 2))}]"
        rule = chance.choice([same, f"only: {wanted}, may: {targets}"])
        lines.append(f"  these_alone: {{{rule}, cites: c0}}")
    return "\n".join(lines) + "\n"


def _rule(chance: Random, roles: list[str], acts: list[str]) -> str:
    if not chance.randrange(5):
        return f"different_people: [{', '.join(chance.sample(acts, 2))}]"
    ties = ["tied", "tied", "tied", f"did {chance.choice(acts)}", "did let", "acted in one"]
    ties += [chance.choice(roles), f"held {chance.choice(roles)}", "considered in one"]
    ties += [
        f"kin of whoever did {chance.choice(acts)}",
        "kin of tied",
        f"kin of {chance.choice(roles)}",
    ]
    targets = ["consider", "decide", "review", "let", chance.choice(roles), chance.choice(acts)]
    who = ", ".join(dict.fromkeys(chance.sample(ties, 1 + (not chance.randrange(4)))))
    may_not = ", ".join(dict.fromkeys(chance.sample(targets, 1 + chance.randrange(2))))
    text = f"who: [{who}], may_not: [{may_not}]"
    if not chance.randrange(3):
        where = chance.choice(["", "in: one, ", "in: two, "])
        text += f", except: {{{where}if: let}}"
    return text


@cache
def made(seed: int, *, leave: bool = False, alone: bool = False) -> Procedure:
    try:
        return policy(people_only(seed, leave=leave, alone=alone))
    except DefinitionError:
        return made(seed + 1000, leave=leave, alone=alone)  # an exception that waited for itself


def worlds(procedure: Procedure) -> Iterator[tuple[str | None, law.Who | None]]:
    """Which office of one is unlucky, and by which tie that is told; none, first."""
    yield None, None
    named = dict.fromkeys(who for conflict in procedure.conflicts.values() for who in conflict.who)
    for role in procedure.roles.values():
        for tie in named if role.one else ():
            if isinstance(tie, law.Is | law.Of):
                yield role.name, tie


def some_alone_may(procedure: Procedure) -> bool:
    """Whether a rule says who alone may: whether there is anybody, `check` cannot know, and is silent."""
    return any(keeping.only for rule in procedure.conflicts.values() for keeping in rule.keeps)


def agrees(procedure: Procedure, seen: Seen, office: str | None, tie: law.Who | None) -> int:
    """How many steps are said to be nobody's in one world; none of them was permitted there."""
    whole = seen.whole and not some_alone_may(procedure)
    holes = empty_offices(procedure)
    alone = [
        hole
        for hole in holes
        if isinstance(hole.tie, law.Holds | law.Held)
        or ((hole.role, hole.tie) == (office, tie) and hole.did is None)
    ]
    for hole in alone:
        assert not seen.permitted.intersection(hole.steps)
        assert not whole or hole.steps[0] in seen.owed
    by_doing = {
        (hole.did, step)
        for hole in holes
        if hole.did is not None
        and (isinstance(hole.tie, law.Did | law.ActedIn) or (hole.role, hole.tie) == (office, tie))
        for step in hole.steps
    }
    for did, step in by_doing:
        assert step not in seen.of(did).permitted
    said = {step for hole in alone for step in hole.steps}
    # An appointment from an office of one may put two offices into one person: not looked for.
    together = any(step.from_ for step in procedure.steps.values())
    if whole and not together:
        assert seen.owed - seen.permitted <= said | {step for _, step in by_doing}
    return len(said) + len(by_doing)


SEEDS = range(24 * SIZES.laws)


@pytest.mark.parametrize("seed", SEEDS)
def test_in_policies_made_at_random_nobody_may_do_what_is_said(seed: int) -> None:
    procedure = made(seed)
    for office, tie in worlds(procedure):
        seen = everywhere(procedure, office, tie, most=250)
        agrees(procedure, seen, office, tie)


def test_of_policies_made_at_random_many_have_holes_and_many_have_none() -> None:
    holes = [empty_offices(made(seed)) for seed in range(200)]
    kinds = {type(hole.tie).__name__ for each in holes for hole in each}
    assert kinds == {"Is", "Holds", "Held", "Did", "ActedIn", "Of"}
    assert 30 < sum(bool(each) for each in holes) < 100


STORIES = sorted(
    path for path in (ROOT / "tests" / "stories").glob("*.yaml") if not path.name.endswith(BESIDE)
)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_in_the_policies_of_the_stories_somebody_may_do_what_must_be_done(path: Path) -> None:
    procedure = load(path)
    for office, tie in worlds(procedure):
        seen = somewhere(procedure, office, tie, walks=20, seed=1)
        assert agrees(procedure, seen, office, tie) == 0
        assert seen.owed <= seen.permitted or some_alone_may(procedure)


# --- Fusion Care, and mutants of it ---------------------------------------------------------

WITHOUT = "manager.stand_in drop"


@cache
def fusion(*names: str) -> Procedure:
    """The shipped policy of Fusion Care with some rule mutants applied, one upon another."""
    found = link_file(shipped() / "fusion-care.yaml")
    sources, linked = found.sources, found.linked
    for name in names:
        assert sources is not None
        mutant = next(each for each in mutants(sources.trees) if each.name == name)
        trees = [
            edited(tree, (edit for edit in mutant.edits if edit.document == position))
            for position, tree in enumerate(sources.trees)
        ]
        linked = sources.relinked(dict(enumerate(trees)))
        assert linked is not None
        sources = replace(sources, trees=tuple(trees), documents=linked.documents)
    assert linked is not None
    assert linked.procedure is not None
    return linked.procedure


MANAGERS = (
    "investigation",
    "report_sent",
    "report_talked_through",
    "authority_copied",
    "advocacy_copied",
)


def of(*without: str, more: tuple[str, ...] = ()) -> set[str]:
    return {*MANAGERS, *more} - {*without}


@pytest.mark.parametrize(
    ("names", "office", "nobodys"),
    [
        ((), "manager", set()),
        ((), "managing_director", set()),
        ((WITHOUT,), "manager", of()),
        ((WITHOUT,), "managing_director", set()),
        ((WITHOUT, "subject_stands_aside.except drop"), "manager", of(more=("reply_sent",))),
        ((WITHOUT, "report_sent.by + organisation"), "manager", of("report_sent")),
        (
            (WITHOUT, "interest_refused.then -> informal"),  # where the exception holds
            "manager",
            of("authority_copied", "advocacy_copied"),
        ),
        (
            (WITHOUT, "subject_stands_aside.may_not drop consider"),
            "manager",
            of("report_talked_through"),
        ),
        (("meeting_held.by -> manager",), None, {"meeting_held"}),
        (
            ("meeting_is_by_another.may_not + consider",),
            None,
            {"reply_sent", "report_talked_through"},
        ),
        (("acting_manager_named may -> must",), "managing_director", {"acting_manager_named"}),
    ],
)
def test_of_fusion_care_and_mutants_of_it_that_is_said_which_the_engine_refuses(
    names: tuple[str, ...], office: str | None, nobodys: set[str]
) -> None:
    procedure = fusion(*names)
    tie = None if office is None else law.Is("subject")
    seen = somewhere(procedure, office, tie, walks=3 * SIZES.laws, seed=2)
    assert agrees(procedure, seen, office, tie) == len(nobodys)
    assert not seen.permitted & nobodys
    assert seen.owed - seen.permitted <= nobodys
    assert bool(seen.owed & nobodys) == bool(nobodys)


def test_of_barnsley_nothing_is_said() -> None:
    procedure = barnsley()
    assert empty_offices(procedure) == ()
    assert dead_exceptions(procedure) == ()
    outside = law.Is("employed_by_council")
    for office, tie in ((None, None), ("complaints_manager", outside)):
        seen = somewhere(procedure, office, tie, walks=2 * SIZES.laws, seed=1)
        assert agrees(procedure, seen, office, tie) == 0
        assert seen.owed <= seen.permitted


# --- exceptions ------------------------------------------------------------------------------


def test_an_exception_that_is_said_to_be_nobodys_lets_nobody_through() -> None:
    """Whoever is touched by the rule is refused by it, whatever was answered, by whomever."""
    freed = []
    for seed in range(24 * SIZES.laws):
        procedure = made(seed, leave=True)
        dead = {each.rule for each in dead_exceptions(procedure)}
        seen = [everywhere(procedure, o, r, most=150) for o, r in worlds(procedure)]
        excepted = set().union(*(each.excepted for each in seen))
        assert not dead & excepted
        freed.append((bool(dead), bool(excepted)))
    assert sum(dead for dead, _ in freed) >= 3
    assert sum(let for _, let in freed) >= 5
