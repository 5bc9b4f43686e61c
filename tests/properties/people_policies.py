"""Policies about people, written at random: few steps, and every rule there is about who does them."""

from collections.abc import Mapping
from functools import lru_cache
from random import Random

from complaintflow.case import Person, Tie
from complaintflow.procedure import Procedure
from tests.policies import policy

ROLES = ("officer", "deputy", "chair", "friend")
WORKS = ("consider", "investigate", "decide")
MUST = ("looked", "named", "heard", "decided")
ACTS = ("came", *MUST, "shut_it")
TIES = (
    *("subject", "kin", "boss of subject", "boss of did looked", "married of did heard"),
    *("did looked", "did heard", "did came", "acted in second", "considered in first"),
    *("held chair", "held friend", "chair", "friend", "boss of chair", "boss of held friend"),
)
SHARES = ("did looked", "did came", "acted in first", "considered in first", "held chair", "friend")
"""Of whom a body may need one, by what was done before."""


def written_about_people(seed: int, *, often: bool = False) -> str:
    """The text of the policy of that number, without its header; `often` with more that must be agreed to, and
    with shares of a body that hang on what was done before."""
    random = Random(seed)

    def some(among: tuple[str, ...], most: int) -> str:
        found = dict.fromkeys(random.sample(among, 1 + random.randrange(most)))
        return f"[{', '.join(found)}]"

    body = random.random() < (0.6 if often else 0.3)
    """Whether the friend is a body, whose act no other office does."""

    leave = Random(f"leave of {seed}")
    for_each = leave.choice((None, None, "subject", "kin", "chair" if body else "deputy"))
    """For each of whom it is answered that it is allowed, where it is not for the case."""

    more = Random(f"more of {seed}")
    agreeing = {
        name: more.choice((*ROLES, "[chair, deputy]"))
        for name in MUST
        if often and more.random() < 0.25
    }
    """Who must agree to what is done."""

    def role(name: str) -> str:
        keys = [f"title: The {name}", "cites: C"]
        if name == "friend" and body:
            keys.append(f"members: {random.choice(('exactly 2', 'at least 2', 'at least 1'))}")
            if random.random() < 0.6:
                share = random.choice(("kin", "chair", "did looked"))
                if often:
                    share = more.choice((share, *SHARES))
                word = "at most" if often and more.random() < 0.15 else "at least"
                keys.append(f"of_whom: {word} 1 {share}")
            if random.random() < 0.5:
                keys.append("chair: one")
        elif random.random() < 0.3:
            keys.append("holders: one")
        if name == "officer" and random.random() < 0.6:
            keys.append("stand_in: deputy")
        if random.random() < 0.15:
            keys.append(f"may_be: {some(('subject', 'kin'), 2)}")
        if random.random() < 0.15:
            keys.append(f"must_be: {some(TIES, 1)}")
        return f"  {name}: {{{', '.join(keys)}}}"

    def step(name: str, *keys_besides: str) -> str:
        by = some(ROLES, 2)
        by = "friend" if body and "friend" in by else by
        keys = [f"by: {by}", f"counts_as: {some(WORKS, 2)}", "cites: C", *keys_besides]
        if name in agreeing and not any("agreed_by" in key for key in keys_besides):
            keys.append(f"agreed_by: {agreeing[name]}")
        return f"{name}: {{{', '.join(keys)}}}"

    def conflict(number: int) -> str:
        sign = random.random()
        if sign < 0.3:
            apart = some((*ACTS, *ROLES) if random.random() < 0.3 else ACTS, 3)
            if "," not in apart:
                apart = "[looked, decided]"
            word = "different_people" if random.random() < 0.7 else "same_person"
            return f"  rule_{number}: {{{word}: {apart}, cites: C}}"
        who, what = ("who", "may_not") if sign < 0.8 else ("only", "may")
        excepted = number == 0 and random.random() < 0.5
        offices = ("officer", "deputy") if excepted else ROLES  # else it would wait for itself
        targets = some((*WORKS, *WORKS, *MUST, *offices), 2)
        whos = some(TIES, 2)
        if excepted and for_each is not None:  # of a rule that keeps away others it is no exception
            tied = [for_each, f"boss of {for_each}", f"married of {for_each}"]
            whos = f"[{', '.join(leave.sample(tied, leave.randrange(1, 3)))}]"
        keys = [f"{who}: {whos}", f"{what}: {targets}", "cites: C"]
        if excepted:
            where = ", in: second" if random.random() < 0.5 else ""
            keys.append(f"except: {{if: allowed{where}}}")
        return f"  rule_{number}: {{{', '.join(keys)}}}"

    came = step("came", "then: first").replace("by: [", "by: [customer, ")
    came = came.replace("by: friend", "by: customer")
    named = random.choice(("friend", "deputy", "chair"))
    chosen = [f"from: {some(ROLES, 2)}"] if random.random() < 0.4 else []
    agreed = ["agreed_by: chair"] if random.random() < 0.2 else []
    second = random.random() < 0.6
    each = "" if for_each is None else f", for_each: {for_each}"
    lines = [
        "relations:",
        "  subject: is complained about",
        "  kin: is kin",
        "  boss: {says: is the boss of, between: two people}",
        "  married: {says: is married to, between: two people, both_ways: true}",
        "clauses: {C: {at: p. 1, says: all of it}}",
        "roles:",
        "  customer: {title: You}",
        *map(role, ROLES),
        f"facts: {{allowed: {{means: it is allowed, decided_by: {'friend' if body else '[chair, friend]'}, counts_as: review, cites: C{each}}}}}",
        f"begins: {{{came}}}",
        "stages:",
        f"  first: {{title: First, must: {{{step('looked')}, {step('named', f'appoints: {named}', *chosen)}}}, may: {{moved: {{by: customer, after: looked, then: {'second' if second else 'done'}, cites: C}}}}}}",
    ]
    if second:
        lines += [
            f"  second: {{title: Second, must: {{{step('heard', 'after: named', *agreed)}, {step('decided', 'after: heard')}}}, may: {{{step('shut_it', 'after: decided', 'then: done')}}}}}",
        ]
    else:
        lines.append(
            f"  second: {{title: Second, must: {{{step('heard')}, {step('decided')}}}, may: {{{step('shut_it', 'then: first')}}}}}"
        )
    if random.random() < 0.6:
        also = random.choice(("deputy", "officer", "chair"))
        lines.append(f"throughout: {{may: {{{step('also_named', f'appoints: {also}')}}}}}")
    lines += ["ends: {done: {title: Done}}", "conflicts:"]
    lines += [conflict(number) for number in range(1 + random.randrange(4))]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=64)
def policy_about_people(seed: int, *, often: bool = False) -> Procedure:
    """The procedure that the policy of that number means."""
    return policy(written_about_people(seed, often=often))


def staff(seed: int) -> Mapping[str, Person]:
    """A few people with offices and ties."""
    random = Random(seed)
    names = ["ann", "bo", "cy", "di"][: 2 + random.randrange(3)]
    found: dict[str, Person] = {}
    for name in names:
        holds = random.sample(ROLES, random.randrange(3)) or [random.choice(ROLES)]
        others = [other for other in names if other != name]
        is_ = [Tie("subject")] if random.random() < 0.3 else []
        if random.random() < 0.3:
            is_.append(Tie("boss", random.choice(others)))
        if random.random() < 0.2:
            is_.append(Tie("married", random.choice(others)))
        denied = random.random()
        found[name] = Person(
            holds=holds,
            is_=is_,
            is_not=["subject", "kin"] if denied < 0.2 and Tie("subject") not in is_ else [],
        )
    return found
