"""Policies written at random: small, valid, and of every construct that is read so far.

A policy is text, as its owner would write it, and is read by the real reader. What it means
makes no sense to anybody; that is the point: the laws of the engine hold all the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from random import Random
from typing import TypeVar

from complaintflow.case import Person, Tie
from complaintflow.procedure import Procedure
from tests.policies import whole_policy

_T = TypeVar("_T")

ROLES = ("customer", "officer", "deputy", "chair", "friend")
STOOD_IN_FOR, SUBSTITUTES = ("officer", "chair"), ("deputy", "friend")
RELATIONS = ("subject", "kin", "neighbour")
TIES = ("married", "boss")
"""Relations between two people, the first of which goes both ways."""

WORKS = ("consider", "investigate", "decide", "review")
DONE = ("considered", "investigated", "decided", "reviewed")
FORMS = ("speech", "writing", "letter", "telephone", "email")
CLAUSES = ("W-1", "W-2", "W-3", "W-4")
ZONES = ("Europe/London", "America/St_Johns", "Pacific/Kiritimati")
UNITS = ("working days", "calendar days", "weeks", "months", "years", "hours")
LONGEST = {"working days": 12, "calendar days": 15, "weeks": 3, "months": 3, "years": 2}

WRITTEN_CAST: Mapping[str, Person] = {
    "cy": Person(holds="customer", is_="kin"),
    "ola": Person(holds="officer"),
    "bo": Person(
        holds=["officer", "deputy"],
        is_=Tie("subject", since=date(2026, 3, 18), until=date(2026, 3, 24)),
    ),
    "di": Person(holds="chair", is_not="subject"),
    "ed": Person(
        holds=["deputy", "customer"],
        is_=[Tie("boss", "ola", until=date(2026, 4, 1)), Tie("married", "di")],
    ),
    "fay": Person(is_="neighbour"),
}
"""Those who take part under any of these policies."""

Keys = dict[str, str]


@dataclass(slots=True)
class Pen:
    """What has been written so far, and the chance that says what comes next."""

    random: Random
    aside: Random
    """Another chance, so that what was written before a word was there is written still."""
    sign: Random
    """The same for the sign of a conflict rule: who may not, or who alone may."""
    late: Random
    """The same for how long a conflict rule looks back."""
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stages: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    steps: dict[str, list[str]] = field(default_factory=dict)
    """The names of the steps of each place, all given before the first of them is written."""
    counted: dict[str, str] = field(default_factory=dict)
    """As what work the answer to a question counts."""
    deciders: dict[str, list[str]] = field(default_factory=dict)
    """The roles that answer a question, and those that may stand in for them."""
    to: dict[str, list[str]] = field(default_factory=dict)
    """To whom each step goes, as far as it goes to anybody."""
    timed: dict[str, list[str]] = field(default_factory=dict)
    """The steps with a deadline, each with the ways to more time below it."""
    settlers: dict[str, list[str]] = field(default_factory=dict)
    """By step, the steps and moments whose time it settles."""
    happenings: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    """Steps with a deadline whose time hangs on that of no other step, so that others' may on theirs."""
    hangs: bool = False
    """Whether what is written now may hang on the time of another step."""

    def chance(self, of: int) -> bool:
        return self.random.randrange(of) == 0

    def pick(self, among: Sequence[_T]) -> _T:
        return among[self.random.randrange(len(among))]

    def some(self, among: Sequence[_T], least: int = 0) -> list[_T]:
        """A few of them, in their order."""
        many = min(len(among), least + self.random.randrange(3))
        kept = sorted(self.random.sample(range(len(among)), many))
        return [among[index] for index in kept]

    def acts(self, place: str | None) -> list[str]:
        """What an anchor may name: most often something of the same place."""
        here = self.steps.get(place or "", [])
        if here and not self.chance(3):
            return here
        steps = [name for names in self.steps.values() for name in names]
        return [*steps, *self.facts, *self.happenings]

    def awaited(self, place: str) -> str:
        """What may stand under `after`: an anchor, what is missed, or either of two."""
        match self.random.randrange(8):
            case 0 if self.timed:
                return f"missed {self.pick(tuple(self.timed))}"
            case 1:
                one, other = self.awaited(place), self.anchor(place)
                new = [each for each in other.split(" or ") if each not in one.split(" or ")]
                return " or ".join([one, *new])
            case 2 if self.to:
                return self.receipt()
            case _:
                return self.anchor(place)

    def receipt(self) -> str:
        """The receipt of a step that goes to somebody, by name where it goes to several."""
        step = self.pick(tuple(self.to))
        roles = self.to[step]
        silent = len(roles) == 1 and self.chance(2)
        return f"receipt of {step}" + ("" if silent else f" by {self.pick(roles)}")

    def of_time(self) -> str | None:
        """An anchor behind which others stand, or the time of another step; None where there is none."""
        dates = [f"date set by {each}" for each in self.settlers]
        either = [f"{self.pick(self.acts(None))} or missed {each}" for each in self.free]
        among = [*self.moments, *dates, *(f"missed {each}" for each in self.free), *either]
        return self.pick(among) if among and self.hangs else None

    def anchor(self, place: str | None = None) -> str:
        of_time = self.of_time() if self.hangs and self.chance(4) else None
        if of_time is not None:
            return of_time
        match self.random.randrange(9):
            case 8 if self.to:
                return self.receipt()
            case 0:
                return f"start of {self.pick((*self.stages, *self.ends))}"
            case 1:
                return f"end of {self.pick(self.stages)}"
            case 2:
                return f"{self.pick(('first', 'last'))} {self.pick(self.acts(place))}"
            case _:
                return self.pick(self.acts(place))

    def period(self, place: str, *, of: str | None = None, band: bool = False) -> str:
        """A period from an anchor, or a band; `of` is the anchor where it is known."""
        unit = self.pick(UNITS)
        n = self.random.choice((24, 48, 5)) if unit == "hours" else 0
        n = n or 1 + self.random.randrange(LONGEST[unit])
        least = f"{n} to " if band else ""
        n += 1 + self.random.randrange(4) if band else 0
        word = unit if n != 1 else unit.removesuffix("s").replace("days", "day")
        start = of or self.anchor(place)
        return f"{least}{n} {word} {self.pick(('of', 'of', 'after', 'beginning with'))} {start}"

    def condition(self, facts: Sequence[str] | None = None) -> str:
        fact = self.pick(tuple(self.facts) if facts is None else facts)
        answers = self.facts[fact]
        if "true" in answers:
            return self.pick((fact, f"{fact} is false"))
        return f"{fact} is {self.pick(answers)}"

    def cites(self, keys: Keys) -> str:
        """A clause for all of it, several, or one for each key."""
        match self.random.randrange(3):
            case 0 if keys:
                return flow({key: self.pick(CLAUSES) for key in keys})
            case 1:
                return listed(self.some(CLAUSES, least=1))
            case _:
                return self.pick(CLAUSES)


def flow(keys: Keys) -> str:
    """A mapping in braces."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


def listed(names: Sequence[str]) -> str:
    """One name, or several in brackets."""
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


FOR_EACH = "fact_2"
"""The question that is answered for each of some people; of a rule that keeps away others it is no exception."""


@dataclass(frozen=True, slots=True)
class Leave:
    """A question that is answered for each of some people, and whatever hangs on it."""

    facts: Sequence[str] = ()
    steps: Sequence[str] = ()
    rules: Callable[[], list[str]] = list
    """The rules of which it is the exception: they are written last, once it is known what counts as what."""


def written(seed: int) -> str:
    """The text of the policy of that number."""
    random = Random(seed)
    pen = Pen(random, Random(seed), Random(seed + 7), Random(seed + 11))
    pen.stages = tuple(f"stage_{n}" for n in range(1 + random.randrange(3)))
    pen.ends = tuple(f"end_{n}" for n in range(1 + random.randrange(2)))
    pen.facts = {
        f"fact_{n}": pen.pick((("true", "false"), ("true", "false"), ("low", "middle", "high")))
        for n in range(random.randrange(5))
    }
    groups = {
        ("begins", "may"): 1 + random.randrange(2),
        **{(stage, "must"): 1 + random.randrange(3) for stage in pen.stages},
        **{(stage, "may"): 1 + random.randrange(3) for stage in pen.stages},
        ("throughout", "must"): random.randrange(2),
        ("throughout", "may"): random.randrange(3),
        ("throughout", "never"): random.randrange(2),
        **{(end, "must"): random.randrange(2) for end in pen.ends},
        **{(end, "may"): random.randrange(2) for end in pen.ends},
    }
    for (place, duty), many in groups.items():
        for name in (f"{place}_{duty}_{n}" for n in range(many)):
            pen.steps.setdefault(place, []).append(name)
            _plan(pen, place, duty, name)
    timed = tuple(pen.timed)
    for name in timed:
        if not pen.chance(3):
            settler = pen.pick([step for steps in pen.steps.values() for step in steps])
            pen.settlers.setdefault(settler, [name])  # of two bands no one time may lie in both
    pen.happenings = tuple(f"happening_{n}" for n in range(random.randrange(3)))
    pen.free = tuple(pen.some(timed))
    named = _moments(pen)
    if named and not pen.chance(3):
        settler = pen.pick(pen.steps["stage_0"][:1])
        if "_more_" not in settler:
            pen.settlers.setdefault(settler, []).append(pen.pick(pen.moments))
    day_one = pen.pick(("day after", "same day", "next working day"))
    calendar = pen.pick(("england-and-wales", "scotland", "uk-any"))
    board = _board(seed)
    leave = _leave(pen, seed)
    lines = [
        "complaintflow: 1",
        f"policy: {{id: written-{seed}, title: Written, version: v1, in_force_from: 2024-01-01}}",
        f"counting: {flow({'working_days': calendar, 'day_one': day_one, **_hours(pen)})}",
        "clauses:",
        *(f"  {clause}: {{at: page {clause[-1]}, says: what it says}}" for clause in CLAUSES),
        "relations:",
        *(f"  {relation}: is somebody who is {relation}" for relation in RELATIONS),
        "  married: {says: is married to, between: two people, both_ways: true}",
        "  boss: {says: is the boss of, between: two people}",
        *_roles(pen),
        *board[:1],
        *_facts(pen, leave.facts),
        *_happenings(pen),
        *named,
        *_places(pen, groups, [*board[1:], *leave.steps]),
        *_conflicts(pen, leave.rules()),
        *_readings(pen),
    ]
    return "\n".join(lines) + "\n"


def _board(seed: int) -> list[str]:
    """A body of every second policy, and what it does; in these cases nobody is a member of it."""
    chance = Random(f"board {seed}")
    if chance.randrange(2):
        return []
    keys: Keys = {
        "title": "The board",
        "members": chance.choice(("exactly 3", "at least 2", "2 to 4")),
    }
    if chance.randrange(2):
        keys["of_whom"] = chance.choice(
            ("at least 1 neighbour", "[exactly 1 kin, at most 2 chair]")
        )
    if chance.randrange(2):
        keys["quorum"] = "2"
    if chance.randrange(2):
        keys["chair"] = "one"
    if chance.randrange(2):
        keys["without_quorum"] = "board_adjourned"
    if chance.randrange(2):
        keys["appointed_by"] = chance.choice(("officer", "[officer, chair]"))
    return [
        f"  board: {flow({**keys, 'cites': 'W-1'})}",
        "    board_adjourned: {by: board, cites: W-1}",
        "    board_met: {by: board, counts_as: review, cites: W-1}",
    ]


def _leave(pen: Pen, seed: int) -> Leave:
    """Of every third policy: leave for each of some people, a step that hangs on it, and rules with this exception.

    No rule that has an exception keeps anybody from giving it.
    """
    chance = Random(f"leave of {seed}")
    if chance.randrange(3):
        return Leave()
    each = chance.choice(("subject", "subject", "kin", "officer", "customer", "friend"))
    fact: Keys = {
        "means": "there is leave",
        "decided_by": chance.choice(("chair", "customer", "officer", "[deputy, chair]")),
        "for_each": each,
    }
    if pen.facts and not chance.randrange(4):
        asked = chance.choice([*pen.facts])
        fact["asked_if"] = f"{asked} is {chance.choice(pen.facts[asked])}"
    gate = chance.choice(("if", "unless"))
    step: Keys = {
        "by": "[officer, deputy, customer]",
        gate: chance.choice(("leave", "leave is false")),
        "cites": "W-1",
    }

    def rules() -> list[str]:
        steps = [name for names in pen.steps.values() for name in names if "_never_" not in name]
        works = [work for work in WORKS if work not in pen.counted.values()]
        lines = []
        for number in range(1 + chance.randrange(2)):
            whos = [each, f"married of {each}", f"boss of {each}"]
            targets = chance.sample([*works, *works, *chance.sample(steps, 2)], 2)
            keys: Keys = {
                "who": listed(sorted(chance.sample(whos, 1 + chance.randrange(2)))),
                "may_not": listed([*dict.fromkeys(targets)]),
                "except": "{if: leave}",
            }
            if not chance.randrange(3):
                keys["within_last"] = f"{chance.randrange(2, 9)} {chance.choice(UNITS[:-2])}"
            if not chance.randrange(5):
                signs = {"who": "only", "may_not": "may"}
                keys = {signs.get(key, key): value for key, value in keys.items()}
            lines.append(f"  but_for_leave_{number}: {flow({**keys, 'cites': 'W-1'})}")
        if chance.randrange(2):
            lines.append(f"  none_for_oneself: {{who: {each}, may_not: leave, cites: W-1}}")
        return lines

    return Leave(
        [f"  leave: {flow({**fact, 'cites': 'W-1'})}"],
        [f"    leave_taken: {flow(step)}"],
        rules,
    )


def _happenings(pen: Pen) -> list[str]:
    lines = [f"  {name}: {{says: {name} came, cites: W-1}}" for name in pen.happenings]
    return ["happenings:", *lines] if lines else []


def _moments(pen: Pen) -> list[str]:
    """Moments that hang on those above them, and on the time of steps that hang on nothing."""
    lines = []
    for n in range(pen.random.randrange(3)):
        name = f"moment_{n}"
        plain = [pen.anchor() for _ in range(4)]
        some = list(dict.fromkeys(plain))[: 2 + pen.random.randrange(2)]
        match pen.random.randrange(3):
            case 0:
                more = [f"missed {each}" for each in pen.some(pen.free)] + [*pen.moments][:1]
                keys = {"first_of": listed([*some, *more])}
            case 1:
                keys = {"last_of": listed(some)}
            case _:
                where: Keys = {"after": some[0]} if pen.chance(2) or not pen.facts else {}
                where |= {pen.pick(("if", "unless")): pen.condition()} if not where else {}
                rows = [flow({**where, "from": some[-1]}), flow({"otherwise": plain[-1]})]
                keys = {"rows": f"[{', '.join(rows)}]"}
        pen.moments = (*pen.moments, name)
        lines.append(f"  {name}: {flow({**keys, 'cites': pen.cites({})})}")
    return ["moments:", *lines] if lines else []


def _hours(pen: Pen) -> Keys:
    """The zone, and what else a document says of how it counts."""
    keys: Keys = {"time_zone": pen.pick(ZONES)}
    if pen.chance(4):
        keys["roll"] = pen.pick(("next", "previous", "none"))
    for key in ("cut_off", "day_ends"):
        if pen.chance(6):
            keys[key] = pen.pick(('"09:00"', '"17:00"'))
    return keys


def _plan(pen: Pen, place: str, duty: str, name: str) -> None:
    """What other steps may say of this one: to whom it goes, whether it has a time, and more of it."""
    if pen.chance(3):
        pen.to[name] = pen.some(ROLES, least=1)
    leads = place == "begins" and name.endswith("_0")
    if duty == "never" or leads or not pen.chance(2 if duty == "must" else 4):
        return
    ways = [f"{name}_more_{n}" for n in range(pen.pick((0, 0, 1, 2)))]
    pen.timed[name] = ways
    pen.steps[place].extend(ways)


def _roles(pen: Pen) -> list[str]:
    lines = ["roles:"]
    for role in ROLES:
        keys: Keys = {"title": f"The {role}"}
        if pen.chance(3):
            keys["holders"] = "one"
        if role in STOOD_IN_FOR and not pen.chance(3):
            keys["stand_in"] = pen.pick(SUBSTITUTES)
        if pen.chance(5):
            keys["may_be"] = listed(pen.some(RELATIONS, least=1))
        if not pen.sign.randrange(16):
            done = pen.sign.choice(pen.steps["begins"])
            ties = ("held chair", f"did {done}", *RELATIONS)
            keys["must_be"] = listed([pen.sign.choice(ties)])
            keys["cites"] = pen.sign.choice(CLAUSES)
        if {"stand_in", "may_be"} & keys.keys():
            keys["cites"] = pen.cites({})
        lines.append(f"  {role}: {flow(keys)}")
    return lines


def _facts(pen: Pen, besides: Sequence[str]) -> list[str]:
    """Every question; `besides` is one more."""
    lines = ["facts:"] if pen.facts or besides else []
    for index, (fact, answers) in enumerate(pen.facts.items()):
        earlier = tuple(pen.facts)[:index]
        roles = pen.some(ROLES, least=1)
        substitutes = [] if {*roles}.isdisjoint(STOOD_IN_FOR) else [*SUBSTITUTES]
        pen.deciders[fact] = [*roles, *substitutes]
        keys: Keys = {"means": f"what {fact} says", "decided_by": listed(roles)}
        if "true" not in answers:
            keys["answers"] = listed(answers)
        if earlier and pen.chance(2):
            keys["asked_if"] = pen.condition(earlier)
        if pen.chance(4):
            keys["within"] = pen.period("begins")
        if fact == FOR_EACH:
            keys["for_each"] = roles[0]
        if pen.chance(3):
            keys["counts_as"] = pen.counted[fact] = pen.pick(WORKS)
        keys["cites"] = pen.cites({})
        lines.append(f"  {fact}: {flow(keys)}")
    return [*lines, *besides]


def _places(pen: Pen, groups: Mapping[tuple[str, str], int], besides: Sequence[str]) -> list[str]:
    """Every place; `besides` are steps more that may be done throughout."""
    lines = ["begins:", *_steps(pen, "begins", "may", groups, indent=2)]
    for kind, places in (("stages", pen.stages), ("ends", pen.ends)):
        lines.append(f"{kind}:")
        for place in places:
            lines += [f"  {place}:", f"    title: {place}"]
            gate = pen.pick(("if", "unless"))
            if pen.facts and pen.chance(4):
                lines += [f"    {gate}: {pen.condition()}", f"    cites: {pen.cites({})}"]
            lines += _duties(pen, place, groups, indent=4)
    everywhere = _duties(pen, "throughout", groups, indent=2)
    if besides and "  may:" not in everywhere:
        everywhere = ["  may:", *everywhere]
    at = everywhere.index("  may:") + 1 if besides else 0
    everywhere = [*everywhere[:at], *besides, *everywhere[at:]]
    return [*lines, "throughout:", *everywhere] if everywhere else lines


def _duties(
    pen: Pen, place: str, groups: Mapping[tuple[str, str], int], *, indent: int
) -> list[str]:
    lines = []
    for duty in ("must", "may", "never"):
        if groups.get((place, duty)):
            lines.append(" " * indent + f"{duty}:")
            lines += _steps(pen, place, duty, groups, indent=indent + 2)
    return lines


def _steps(
    pen: Pen, place: str, duty: str, groups: Mapping[tuple[str, str], int], *, indent: int
) -> list[str]:
    lines = []
    for n in range(groups[place, duty]):
        name = f"{place}_{duty}_{n}"
        pen.hangs = name not in pen.free
        keys = _step(pen, place, duty, name, leads=place == "begins" and n == 0)
        pen.hangs = False
        lines.append(" " * indent + f"{name}: {flow(keys)}")
    return lines


def _act(pen: Pen, place: str, own: str) -> Keys:
    """What an act says of itself; it waits for nothing whose name begins with `own`."""
    keys: Keys = {"by": listed(pen.some(ROLES, least=1))}
    for key, among, of in (
        ("agreed_by", ROLES, 8),
        ("signed_by", ROLES, 8),
        ("with", ROLES, 6),
        ("copies_to", ROLES, 6),
        ("open_to", ROLES, 8),
        ("how", FORMS, 4),
        ("must_include", ("advice", "reasons", "address"), 5),
        ("recorded_in", ("book", "log"), 6),
    ):
        if pen.chance(of):
            keys[key] = listed(pen.some(among, least=1))
    if pen.chance(2):
        keys["counts_as"] = listed(pen.some(WORKS, least=1))
    earlier = [name for name in pen.steps[place] if not name.startswith(own)]
    if place != "begins" and pen.chance(3):
        keys["after"] = pen.pick(earlier) if earlier and pen.chance(2) else pen.awaited(place)
    for gate in ("if", "unless"):
        if pen.facts and pen.chance(6):
            keys[gate] = pen.condition()
    return keys


def _times(pen: Pen, place: str, name: str) -> Keys:
    """The times of a step, who may extend them, and which it settles for others."""
    keys: Keys = {}
    if name in pen.timed:
        start = pen.anchor(place)
        kinds = pen.pick((("within",), ("within",), ("aim_within",), ("aim_within", "within")))
        keys = {kind: pen.period(place, of=start, band=pen.chance(3)) for kind in kinds}
        if "within" in keys and pen.chance(4):
            keys["at_latest"] = pen.period(place, of=pen.pick((start, None)))
        if pen.chance(3):
            keys["stands_still"] = _stills(pen, place)
        if pen.facts and "within" in keys and "_may_" in name and pen.chance(2):
            truths = [fact for fact, answers in pen.facts.items() if "true" in answers]
            keys |= {"late_if": listed(pen.some(truths, least=1))} if truths else {}
        if pen.timed[name]:
            ways = {way: flow(_way(pen, place, way, start)) for way in pen.timed[name]}
            keys["may_extend"] = flow(ways)
    if name in pen.settlers:
        keys["sets_time_of"] = listed(pen.settlers[name])
    return keys


def _stills(pen: Pen, place: str) -> str:
    """One time, or two, that a clock leaves out."""
    found = []
    for _ in range(pen.pick((1, 1, 2))):
        first, last = pen.pick(("of", "after")), pen.pick(("before", "of"))
        here = pen.steps[place]
        keys: Keys = {
            "first_day": f"day {first} {pen.anchor(place) if pen.chance(3) else pen.pick(here)}",
            "last_day": f"day {last} {pen.anchor(place) if pen.chance(3) else pen.pick(here)}",
        }
        if pen.chance(3):
            keys["ceiling"] = "runs on"
        if pen.chance(2):
            keys["cites"] = pen.pick(CLAUSES)
        found.append(flow(keys))
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"


def _untimed(pen: Pen, place: str, duty: str, name: str) -> Keys:
    """How often a step comes again, what meets it, or a time that is counted back."""
    others = [each for each in pen.steps[place] if each != name and "_more_" not in each]
    match pen.random.randrange(12):
        case 0 | 1 if duty == "must":
            return {"every": "unstated"}
        case 2 | 3 if duty == "must":
            keys = {"every": pen.period(place)}
            keys["every"] += " from the schedule" if pen.chance(2) else ""
            return keys | ({"until": pen.anchor(place)} if pen.chance(2) else {})
        case 4:
            n, unit = (
                1 + pen.random.randrange(9),
                pen.pick(("working days", "calendar days", "weeks")),
            )
            clear = "clear " if pen.chance(2) else ""
            word = unit if n != 1 else unit.removesuffix("s")
            return {"at_latest": f"{n} {clear}{word} before {pen.pick(others or [name])}"}
        case 5:
            return {"within": f"as soon as possible after {pen.anchor(place)}"}
        case _:
            return {}


def _way(pen: Pen, place: str, name: str, start: str) -> Keys:
    """A way to more time: up to so long from where the time starts, or from the way itself."""
    keys = _act(pen, place, f"{place}_")
    if pen.chance(2):
        keys["agreed_by"] = listed(pen.some(ROLES, least=1))
    if not pen.chance(3):
        of = pen.pick((start, start, name, None))
        keys["up_to"] = pen.period(place, of=of)
    if pen.facts and pen.chance(3):
        keys["because"] = pen.pick(tuple(pen.facts))
    for flag, many in (("before_time_is_up", 3), ("once", 2)):
        if pen.chance(many):
            keys[flag] = "true"
    keys["cites"] = pen.cites(keys)
    return keys


def _step(pen: Pen, place: str, duty: str, name: str, *, leads: bool) -> Keys:
    keys = _act(pen, place, f"{place}_{duty}_")
    if name in pen.to:
        keys["to"] = listed(pen.to[name])
    keys |= _times(pen, place, name)
    if duty != "never" and not leads and name not in pen.timed:
        keys |= _untimed(pen, place, duty, name)
    if pen.chance(8):
        keys["appoints"] = pen.pick(("friend", "chair", "deputy"))
        if pen.chance(2):
            keys["from"] = listed(pen.some(ROLES, least=1))
    if leads:
        keys["then"] = pen.pick(pen.stages)
    elif duty != "never" and pen.chance(8 if duty == "must" else 3):
        keys["then"] = pen.pick((*pen.stages, *pen.stages, *pen.ends))
    keys["cites"] = pen.cites(keys)
    return keys


def _conflicts(pen: Pen, besides: Sequence[str]) -> list[str]:
    """An exception is decided by a fact from which no rule with an exception keeps anybody; `besides` are
    rules more."""
    steps = [name for names in pen.steps.values() for name in names]
    lines = []
    for n in range(pen.random.randrange(4)):
        targets = [pen.pick((*WORKS, *WORKS, pen.pick(steps), pen.pick(ROLES)))]
        if pen.chance(3):
            targets.append(pen.pick([name for name in (*steps, *ROLES) if name not in targets]))
        done = f"did {pen.pick((*steps, *pen.facts))}"
        here = f"{pen.aside.choice(('acted', 'acted', *DONE))} in {pen.pick(pen.stages)}"
        ties = (*RELATIONS, "officer", "chair", f"held {pen.pick(ROLES)}", done, here)
        whos = pen.some(ties, least=1)
        for _ in range(pen.aside.randrange(3)):
            whos.append(f"{pen.aside.choice(TIES)} of {pen.aside.choice(ties)}")
        keys: Keys = {"who": listed([*dict.fromkeys(whos)]), "may_not": listed(targets)}
        free = [
            fact
            for fact in pen.facts
            if fact != FOR_EACH and not {*targets} & {pen.counted.get(fact), *pen.deciders[fact]}
        ]
        if n == 0 and free:
            exception = {"if": pen.condition(free)}
            if pen.chance(2):
                exception["in"] = pen.pick(pen.stages)
            keys["except"] = flow(exception)
        elif pen.facts and pen.chance(2):
            keys["may_not"] = listed([*targets, pen.pick(tuple(pen.facts))])
        if not pen.sign.randrange(6):
            signs = {"who": "only", "may_not": "may"}
            keys = {signs.get(key, key): value for key, value in keys.items()}
        if not pen.late.randrange(4):
            keys["within_last"] = f"{pen.late.randrange(2, 9)} {pen.late.choice(UNITS[:-2])}"
        keys["cites"] = pen.cites(keys)
        lines.append(f"  conflict_{n}: {flow(keys)}")
    if pen.chance(3):
        apart = pen.pick((ROLES, tuple(steps), (*ROLES, *steps)))
        sign = "different_people" if pen.sign.randrange(3) else "same_person"
        keys = {sign: listed(pen.some(apart, least=2))}
        keys["cites"] = pen.cites(keys)
        lines.append(f"  different_people_at_work: {flow(keys)}")
    lines += besides
    return ["conflicts:", *lines] if lines else []


def _readings(pen: Pen) -> list[str]:
    if pen.chance(2):
        return []
    bears_on = listed(pen.some([*pen.steps["begins"], *pen.steps["stage_0"]], least=1))
    return ["readings:", f"  reading: {{bears_on: {bears_on}, unclear: what, taken_as: that}}"]


@lru_cache(maxsize=64)
def written_policy(seed: int) -> Procedure:
    """The procedure that the policy of that number means."""
    return whole_policy(written(seed))
