"""The questions of one event, those of a form for it: who, when, and what else a rule asks for."""

from typing import Any

from complaintflow.asking import Field, Need, asks
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action
from complaintflow.cli.play.days import WHEN_HELP, when_meant
from complaintflow.cli.play.game import Game
from complaintflow.cli.play.page import NOBODY, Offer, Page, Talk, agree, ask, choose
from complaintflow.errors import InputError
from complaintflow.ledger import when_text
from complaintflow.moments import Moment
from complaintflow.procedure import Form, Procedure, Value, answer_text
from complaintflow.rulings import Owed

KEYS = {
    "includes": "must_include",
    "recorded_in": "recorded_in",
    "with_": "with",
    "holder": "appoints",
}
"""The keys of a step by those of an action, where they differ."""

LISTS = ("to", "with_", "copies_to", "includes", "recorded_in")


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
            case "by":
                words["by"] = yield from _by(page, game, field)
            case "role":
                yield from _role(page, game, field, words)
            case "answer":
                words["answer"] = yield from ask_answer(page, game.law, name)
            case "holder":
                words["holder"] = yield from _holder(page, game, field)
            case "how":
                words["how"] = yield from _how(page, field)
            case _:
                said = yield from _told(page, game, field)
                words.setdefault(field.key, []).extend(said)
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
