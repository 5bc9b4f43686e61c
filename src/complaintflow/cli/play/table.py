"""What lies on the table in a game of `play`, and the words that move it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from complaintflow.case import Person, Tie
from complaintflow.cli.play.board import Choice
from complaintflow.cli.play.game import Game, is_act
from complaintflow.cli.play.page import NOBODY, Page, Talk, ask
from complaintflow.cli.play.story import show_people
from complaintflow.cli.wording import listed
from complaintflow.diagnostics import nearest
from complaintflow.ledger import NAME
from complaintflow.procedure import Procedure
from complaintflow.rulings import Ruling
from complaintflow.vocabulary import events_named

PROMPT = ">"

HELP = (
    ("3, or a name", "do what has that number, or any step or question by its name"),
    ("look", "the list again: where the case stands and what may come next"),
    ("day +5", "let time pass: +5 days, +3w weeks, +4wd working days, or to a date: day 26 Mar"),
    ("why 3", "explain it: the days that were counted, or every reason against it"),
    ("deadlines", "every deadline, met ones too"),
    ("people", "who is who; tell of somebody new, or of a tie"),
    ("story", "what happened so far"),
    ("undo", "take back the last thing that was done"),
    ("back to 4", "go back to what is number 4 in the story, and go on from there"),
    ("save FILE", "keep it: as a file of events, or as a scenario for `complaintflow test`"),
    ("quit", "end; so do Ctrl-D and Ctrl-C"),
    ("at any question", "`help` says what may be typed, `back` leads to the list"),
)


@dataclass(slots=True)
class Table:
    """What lies on the table: the game, the ones before it, and what the last numbers meant."""

    game: Game
    policy: str
    page: Page = field(default_factory=Page)
    earlier: list[Game] = field(default_factory=list)
    choices: tuple[Choice, ...] = ()
    refused: Ruling | None = None
    saved: Game | None = None

    def put(self, game: Game) -> None:
        """Go on with another game; the one before it can be had back."""
        self.earlier.append(self.game)
        self.game = game


def meant(table: Table, said: str) -> Choice | None:
    """What a number of the board or a name means; None where it means nothing, which is told."""
    page, law = table.page, table.game.law
    if said.isdecimal():
        if 0 < int(said) <= len(table.choices):
            return table.choices[int(said) - 1]
        page.line((f"there is no number {said} in the list; `look` shows it", "yellow"))
        return None
    name = said.replace(" ", "_").replace("-", "_")
    if is_act(law, name):
        return Choice(name)
    words = (*events_named(law), *(left.split()[0] for left, _ in HELP[1:-1]))
    near = nearest(said, words)
    hint = f"did you mean {near!r}?" if near else "`look` shows what may happen, `help` the words"
    page.line((f"{said!r} means nothing here; {hint}", "yellow"))
    return None


NOBODY_ELSE = (NOBODY, "no", "n", "none", "done")

PEOPLE_HELP = "type the name of somebody new, or of one of those above to tell more; - for nobody"


def is_command(law: Procedure, said: str) -> bool:
    """Whether a line would be a word, a number or an act at the list, and is no person's name."""
    words = {left.split()[0] for left, _ in HELP[1:-1]} | {"help", "?", "h", "l"}
    name = said.replace(" ", "_").replace("-", "_")
    return said.isdecimal() or said.split()[0].lower() in words or is_act(law, name)


def tell_people(table: Table) -> Talk[str]:
    """Who is who; then whoever is named is told of, new or known. Another word for the list leaves.

    Returns:
        The line that was typed instead of a name; empty where nobody else was to be told of.
    """
    page, law = table.page, table.game.law
    while True:
        show_people(page, table.game)
        question = "Somebody else, or something more of one of them? A name"
        name = yield from ask(page, question, NOBODY, about=PEOPLE_HELP)
        if name.lower() in NOBODY_ELSE:
            return ""
        if is_command(law, name):
            return name
        if not NAME.fullmatch(name) or name in (*law.roles, "yes", "y"):
            said = "a name has small letters, digits and _, and is that of nothing else"
            page.line((said, "yellow"))
            continue
        page.line(("the offices are " + listed(law.roles), "dim"))
        held = yield from several(page, f"Which does {name} hold (commas between)", [*law.roles])
        page.table([(relation, "bold"), each.says] for relation, each in law.relations.items())
        flat = [n for n, relation in law.relations.items() if not relation.between_people]
        told = [*map(Tie, (yield from several(page, f"Which is true of {name}", flat)))]
        others = [each for each in table.game.course().people if each != name]
        for relation, each in law.relations.items() if others else ():
            if each.between_people:
                question = f"Of whom is it so that {name} {each.says}"
                named = yield from several(page, question, others)
                told += [Tie(relation, other) for other in named]
        table.put(table.game.told(name, Person(holds=held, is_=told)))


def several(page: Page, question: str, known: Sequence[str]) -> Talk[list[str]]:
    """Names from a list, with commas between them; none for none."""
    few = ", ".join(known) or "there is none"
    about = f"type names with commas between them, - for none: {few}"
    while True:
        said = yield from ask(page, question, NOBODY, about=about)
        names = [each.strip().replace(" ", "_") for each in said.split(",")]
        if said.lower() in NOBODY_ELSE:
            return []
        wrong = next((name for name in names if name not in known), None)
        if wrong is None:
            return list(dict.fromkeys(names))
        near = nearest(wrong, known)
        hint = f"did you mean {near!r}?" if near else "there are " + listed(known)
        page.line((f"there is no {wrong!r}; {hint}", "yellow"), indent=2)
