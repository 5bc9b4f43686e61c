"""The questions of one event, those of a form for it: who, when, and what else a rule asks for."""

from typing import Any

from complaintflow.answered import unanswered_for
from complaintflow.asking import Field, Need, asks
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action
from complaintflow.cli.play.days import TIME_HELP, WHEN_HELP, time_meant, when_meant
from complaintflow.cli.play.game import Game
from complaintflow.cli.play.page import NOBODY, Back, Offer, Page, Talk, agree, ask, choose
from complaintflow.conventions import Span
from complaintflow.errors import InputError
from complaintflow.ledger import when_text
from complaintflow.moments import Moment
from complaintflow.procedure import Fact, Form, Procedure, Value, answer_text
from complaintflow.rulings import Owed

KEYS = {
    "includes": "must_include",
    "recorded_in": "recorded_in",
    "with_": "with",
    "holder": "appoints",
}
"""The keys of a step by those of an action, where they differ."""


def filled_in(page: Page, game: Game, name: str, lacks: Owed | None = None) -> Talk[Action]:
    """An action of that name, every particular asked for; of a supplement only what is lacking."""
    form = asks(game.law, game.case, name)
    words: dict[str, Any] = {}
    for field in form.fields:
        if lacks is not None and not _supplies(field, lacks):
            continue
        match field.key:
            case "at":
                words["at"] = yield from ask_when(page, game, "When")
            case "by" if lacks is not None and lacks.duty.endswith(".received"):
                words["by"] = yield from _by_whom_told(page, game, lacks)
            case "by":
                words["by"] = yield from _by(page, game, field)
            case "role":
                yield from _role(page, game, field, words)
            case "answer":
                words["answer"] = yield from ask_answer(page, game.law, name)
            case "holder":
                words["holder"] = yield from _holder(page, game, field)
            case "chair" | "in_place_of" | "person":
                words[field.key] = yield from _one_of(page, game, field)
            case "sat":
                yes = yield from agree(page, field.label, default=field.need is not Need.OPEN)
                words.setdefault("sat", []).extend([str(field.choices[0].value)] if yes else [])
            case "how":
                words["how"] = yield from _how(page, field)
            case "settles":
                words["settles"] = yield from _time(page, game, name, field)
            case "received":
                yield from _received(page, game, field, words, told_now=lacks is None)
            case _:
                said = yield from _told(page, game, field)
                known = words.setdefault(field.key, [])
                known += [one for one in said if one not in known]  # one may hold two offices
    return Action(name, **words)


def _supplies(field: Field, lacks: Owed) -> bool:
    """Whether a field is one of those that a supplement fills in."""
    if field.key in ("at", "by", "role"):
        return True
    key = lacks.duty.partition(".")[2]
    wants = {lacks.what, *lacks.to} - {None}
    return KEYS.get(field.key, field.key) == key and (field.wants in wants or not wants)


def ask_when(page: Page, game: Game, question: str, default: str = "") -> Talk[Moment]:
    """A day or a moment; ENTER is the day of the game."""
    while True:
        proposed = default or when_text(game.day, game.law.zone)
        said = yield from ask(page, question, proposed, about=WHEN_HELP)
        try:
            return when_meant(game, said)
        except (InputError, OutsideCalendar) as wrong:
            page.line((str(wrong), "yellow"), indent=2)


def _by(page: Page, game: Game, field: Field) -> Talk[str | None]:
    offers = [Offer(str(choice.value), choice.label) for choice in field.choices]
    if not offers:
        page.line(("nobody in the case may; anybody can be named, to see why", "dim"), indent=2)
    people = tuple(game.course().people)
    optional = field.need is Need.OPEN
    default = offers[0].value if offers else NOBODY if optional else None
    label = field.label.capitalize()
    return (
        yield from choose(page, label, offers, default=default, besides=people, optional=optional)
    )


def _by_whom_told(page: Page, game: Game, lacks: Owed) -> Talk[str | None]:
    """Who says that something was received: whoever did knows best, and anybody may."""
    course = game.course()
    holders = [name for office in lacks.to for name in course.holders(office)]
    offers = [Offer(name, name) for name in holders[:1]]
    default = holders[0] if holders else NOBODY
    people = tuple(course.people)
    return (
        yield from choose(
            page, "Who says so", offers, default=default, besides=people, optional=True
        )
    )


def _role(page: Page, game: Game, field: Field, words: dict[str, Any]) -> Talk[None]:
    """In which office, only where the one who acts holds several of them."""
    who = game.course().people.get(words.get("by") or "")
    held = [c for c in field.choices if who is not None and c.value in who.holds]
    if len(held) > 1:
        offers = [Offer(str(choice.value), choice.label) for choice in held]
        label = field.label.capitalize()
        words["role"] = yield from choose(page, label, offers, default=offers[0].value)


def ask_answer(page: Page, law: Procedure, name: str) -> Talk[Value]:
    """The answer to a fact; truth is yes or no."""
    fact = law.facts[name]
    if isinstance(fact.answers[0], bool):
        while True:
            question = f"{_sentence(fact.means)} yes or no"
            said = (yield from ask(page, question, about="type yes or no")).lower()
            if said in ("yes", "y", "true", "no", "n", "false"):
                return said[0] in "yt"
            page.line(("type yes or no, or `back`", "yellow"), indent=2)
    offers = [Offer(answer_text(a), answer_text(a).replace("_", " ")) for a in fact.answers]
    said_ = yield from choose(page, _sentence(fact.means), offers)
    return said_ or fact.answers[0]


def ask_for_whom(page: Page, game: Game, fact: Fact) -> Talk[str | None]:
    """For whom a question is answered that is answered for each of some people, where there are several."""
    there = unanswered_for(game.course(), fact)
    if len(there) < 2:
        return there[0] if there else None
    offers = [Offer(name, name) for name in there]
    return (yield from choose(page, "For whom", offers, default=there[0]))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}:" if not text.endswith((".", "?")) else text


def _holder(page: Page, game: Game, field: Field) -> Talk[str | None]:
    offers = [Offer(str(choice.value), choice.label) for choice in field.choices]
    people = tuple(game.course().people)
    label = field.label.capitalize()
    default = offers[0].value if len(offers) == 1 else None
    return (
        yield from choose(
            page, label, offers, default=default, besides=people, optional=not default
        )
    )


def _one_of(page: Page, game: Game, field: Field) -> Talk[str | None]:
    """One of several people, or nobody."""
    offers = [Offer(str(choice.value), choice.label) for choice in field.choices]
    default = offers[0].value if field.need is not Need.OPEN and offers else NOBODY
    people = tuple(game.course().people)
    label = field.label.capitalize()
    return (yield from choose(page, label, offers, default=default, besides=people, optional=True))


def _how(page: Page, field: Field) -> Talk[str | None]:
    offers = [Offer(str(choice.value), choice.label) for choice in field.choices]
    forms = [form.value for form in Form]
    return (
        yield from choose(
            page,
            field.label.capitalize(),
            offers,
            default=offers[0].value,
            besides=forms,
            optional=True,
        )
    )


def _time(page: Page, game: Game, name: str, field: Field) -> Talk[Span | Moment | None]:
    """The time that is settled, or how much more is given; ENTER is the longest of a band."""
    proposed = _proposed(game, name)
    page.line((f"{field.label[:1].upper()}{field.label[1:]}", "dim"), indent=2)
    while True:
        said = yield from ask(page, "Which time", proposed or NOBODY, about=TIME_HELP)
        if said == NOBODY:
            return None
        try:
            return time_meant(game, said)
        except (InputError, OutsideCalendar) as wrong:
            page.line((str(wrong), "yellow"), indent=2)


def _proposed(game: Game, name: str) -> str:
    """The longest time of the band that a step settles; nothing for a plan, or for more time."""
    settled = game.law.steps[name].sets_time_of
    bands = (d.span for d in game.law.deadlines if d.step in settled and d.least is not None)
    return next((str(longest) for longest in bands), "")


def _received(
    page: Page, game: Game, field: Field, words: dict[str, Any], *, told_now: bool
) -> Talk[None]:
    """When an addressee had it in hand; not asked of one whom the event does not reach.

    Raises:
        Back: nothing is said, and there was nothing else to say.
    """
    course, office = game.course(), str(field.wants)
    told = words.get("to", []) if told_now else (*course.holders(office), office)
    holders = course.holders(office)
    who = next((name for name in told if name == office or name in holders), None)
    while who is not None:
        said = yield from ask(page, field.label.capitalize(), NOBODY, about=WHEN_HELP)
        if said == NOBODY and told_now:
            return
        if said == NOBODY:
            raise Back
        try:
            words.setdefault("received", {})[who] = when_meant(game, said)
            return
        except (InputError, OutsideCalendar) as wrong:
            page.line((str(wrong), "yellow"), indent=2)


def _told(page: Page, game: Game, field: Field) -> Talk[list[str]]:
    """Who is told, or what is in it: a box to tick, or one of several people."""
    label = field.label.capitalize()
    if field.key in ("includes", "recorded_in"):
        yes = yield from agree(page, label, default=True)
        return [str(choice.value) for choice in field.choices] if yes else []
    offers = [Offer(str(choice.value), choice.label) for choice in field.choices]
    default = offers[0].value if field.need is not Need.OPEN and offers else NOBODY
    besides = (*game.course().people, *game.law.roles)
    said = yield from choose(page, label, offers, default=default, besides=besides, optional=True)
    return [] if said is None else [said]
