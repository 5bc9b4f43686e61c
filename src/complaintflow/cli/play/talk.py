"""The conversation of `play`: what is asked, what the words mean, and what becomes of each."""

from collections.abc import Generator
from dataclasses import replace

from complaintflow.cli.play.board import show_board
from complaintflow.cli.play.cast import cast, ties_at_once, with_tie
from complaintflow.cli.play.event import pass_time, try_event
from complaintflow.cli.play.form import ask_when
from complaintflow.cli.play.game import Game
from complaintflow.cli.play.page import Back, Quit, Talk, Turn, ask
from complaintflow.cli.play.saving import save
from complaintflow.cli.play.story import show_story
from complaintflow.cli.play.table import HELP, PROMPT, Table, several, tell_people
from complaintflow.cli.play.why import explain_it, show_deadlines
from complaintflow.errors import ComplaintflowError
from complaintflow.moments import Moment
from complaintflow.procedure import Procedure


def played(law: Procedure, policy: str, today: Moment) -> Generator[Turn, str, None]:
    """A whole conversation, a turn for each question; lines are sent into it.

    Args:
        law: the policy that is tried.
        policy: how it was named, a path or the name of a shipped one.
        today: the day that is proposed for the beginning.
    """
    return _whole(Table(Game(law, today), policy))


def _whole(table: Table) -> Talk[None]:
    page, law = table.page, table.game.law
    page.line((law.title, "bold"), (f" ({law.id}, version {law.version})", "dim"))
    page.line("Try the policy with a case of your own. ENTER takes what stands in brackets.")
    try:
        yield from _seated(table)
        while True:
            yield from _word(table)
    except Quit:
        if table.game.events and table.saved is not table.game:
            page.line(("Nothing of this was saved.", "dim"))
        yield Turn(page.taken(), "")


def _seated(table: Table) -> Talk[None]:
    """The beginning: the day, the people, and who is complained about."""
    page, law = table.page, table.game.law
    while True:
        try:
            table.game = replace(
                table.game,
                day=(yield from ask_when(page, table.game, "On which day does it begin")),
            )
            table.game = table.game.seated(cast(law))
            page.line()
            page.line("These people take part; ENTER if they will do:")
            while (yield from tell_people(table)):
                page.line(("the case comes first: ENTER if these people will do", "yellow"))
            people = dict(table.game.people)
            for relation in ties_at_once(law):
                question = f"Who {law.relations[relation].says}? (names, commas between)"
                named = yield from several(page, question, [*people])
                people = with_tie(people, relation, named)
            table.game = table.game.seated(people)
            table.earlier.clear()
            table.choices = show_board(page, table.game)
            return
        except Back:
            page.line(("from the beginning, then; `quit` ends it", "dim"))


def _word(table: Table) -> Talk[None]:
    """One word of the person, and what comes of it."""
    page = table.page
    try:
        said = yield from ask(page, PROMPT)
    except Back:
        _undo(table)
        return
    yield from _obeyed(table, said)


def _obeyed(table: Table, said: str) -> Talk[None]:
    page = table.page
    word, _, rest = said.partition(" ")
    rest = rest.strip()
    try:
        match word.lower():
            case "":
                page.line(("type a number, a name, or `help`", "dim"))
            case "help" | "?" | "h":
                page.table([(left, "bold"), right] for left, right in HELP)
            case "look" | "l":
                table.choices = show_board(page, table.game)
            case "day":
                yield from pass_time(table, rest)
            case "why":
                explain_it(table, rest)
            case "deadlines":
                show_deadlines(table)
            case "people":
                instead = yield from tell_people(table)
                if instead:
                    yield from _obeyed(table, instead)
            case "story":
                show_story(page, table.game)
            case "undo":
                _undo(table)
            case "back":
                _back_to(table, rest.removeprefix("to").strip())
            case "save":
                yield from save(page, table.game, table.policy, rest)
                table.saved = table.game
            case _:
                yield from try_event(table, said)
    except Back:
        page.line(("back at the list; nothing was recorded", "dim"))
    except (ComplaintflowError, OSError, UnicodeDecodeError) as wrong:
        for line in str(wrong).splitlines():
            page.line((line, "yellow"))


def _undo(table: Table) -> None:
    if not table.earlier:
        table.page.line(("there is nothing to undo", "yellow"))
        return
    table.game = table.earlier.pop()
    table.page.line(("Undone.", "green"))
    table.choices = show_board(table.page, table.game)


def _back_to(table: Table, said: str) -> None:
    """Keep the story up to a number, that one included."""
    events = table.game.events
    if not said.isdecimal() or int(said) > len(events):
        table.page.line((f"back to which? 0 to {len(events)}, as `story` numbers them", "yellow"))
        return
    table.put(table.game.cut(int(said)))
    table.choices = show_board(table.page, table.game)
