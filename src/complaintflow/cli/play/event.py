"""What is tried in a game of `play`: an event with its particulars, and time that passes."""

from dataclasses import replace

from complaintflow.case import Action, Override, Person, Tie
from complaintflow.changes import next_change
from complaintflow.cli.play.board import show_board, show_change, show_reasons
from complaintflow.cli.play.days import when_meant
from complaintflow.cli.play.form import ask_answer, ask_for_whom, ask_when, filled_in
from complaintflow.cli.play.game import Game, kept_away, unanswered_for
from complaintflow.cli.play.page import Page, Talk, agree, ask
from complaintflow.cli.play.story import allowed_text
from complaintflow.cli.play.table import Table, meant, several
from complaintflow.cli.wording import listed, when
from complaintflow.errors import ComplaintflowError
from complaintflow.explanation import note
from complaintflow.moments import local_day
from complaintflow.procedure import PERSON_TOLD, Fact, Step
from complaintflow.rulings import Owed, Ruling, TieNotKnown
from complaintflow.vocabulary import act_called


def try_event(table: Table, said: str) -> Talk[None]:
    """What a number or a name of the board means: its questions, and what comes of the answers."""
    choice = meant(table, said)
    if choice is None:
        return
    act = act_called(table.game.law, choice.event)
    if not isinstance(act, Step):
        means = act.means if isinstance(act, Fact) else act.says
        table.page.line((choice.event, "bold"), (f"  {means}", "dim"))
    else:
        table.page.line((choice.event, "bold"), ("  `back` leads to the list", "dim"))
    action = yield from filled_in(table.page, table.game, choice.event, choice.lacks)
    yield from _judged(table, action, choice.lacks)


def _judged(table: Table, action: Action, lacks: Owed | None) -> Talk[None]:
    """Record it, or tell why not and offer to record it all the same."""
    page, game = table.page, table.game
    adds_to = None if lacks is None else lacks.event
    ruling = game.ruling(action, adds_to=adds_to)
    answered: set[str] = set()
    while facts := [f for f in unanswered_for(game, ruling) if f.name not in answered]:
        fact = facts[0]
        page.line(f"First a question, on which this depends ({fact.name}):", indent=2)
        person = yield from ask_for_whom(page, game, fact)
        answer = yield from ask_answer(page, game.law, fact.name)
        day = local_day(action.at, game.law.zone)
        game = game.recorded(Action(fact.name, at=day, answer=answer, person=person))
        ruling = game.ruling(action, adds_to=adds_to)
        answered.add(fact.name)
    while (tie := _tie_to_ask(game, ruling)) is not None:
        page.line(f"First a question, on which this depends ({tie.tie}):", indent=2)
        who = yield from _told(page, game, tie)
        day = local_day(action.at, game.law.zone)
        game = game.recorded(Action(PERSON_TOLD, at=day, person=tie.person, who=who))
        ruling = game.ruling(action, adds_to=adds_to)
        answered.add(f"{tie.person} {tie.tie}")
    override = None
    if not ruling.permitted:
        override = yield from _overridden(table, game, ruling)
        if override is None:
            if answered:
                table.put(game)
            return
    by = f" by {action.by}" if action.by is not None else ""
    word = ("Recorded against the rules: ", "bold yellow") if override else ("Recorded: ", "green")
    page.line(word, (f"{action.name}{by}", "bold"), f", {when(action.at, game.law.zone)}")
    if override is not None:
        page.line((allowed_text(game, action.name, override), "yellow"), indent=2)
    _go_on(table, game.recorded(action, adds_to=adds_to, override=override), ruling)


def _told(page: Page, game: Game, tie: TieNotKnown) -> Talk[Person]:
    """What is said of a tie that nobody has told of."""
    says = game.law.relations[tie.relation].says
    if tie.to_anybody:
        others = [name for name in game.course().people if name != tie.person]
        question = f"Of whom is it so that {tie.person} {says} (names, commas between)"
        named = yield from several(page, question, others)
        return Person(is_={tie.relation: named}) if named else Person(is_not=tie.relation)
    other = "" if tie.to is None else f" {tie.to}"
    yes = yield from agree(page, f"Is it so that {tie.person} {says}{other}", default=False)
    told = Tie(tie.relation, tie.to)
    return Person(is_=told) if yes else Person(is_not=told)


def _tie_to_ask(game: Game, ruling: Ruling) -> TieNotKnown | None:
    """A tie that would bar, of which nobody has told, where nothing else stands against it."""
    conflicts = game.law.conflicts
    ties = (n for n in ruling.notes if isinstance(n, TieNotKnown) and n.rule in conflicts)
    return next(ties, None) if ruling.permitted else None


def _overridden(table: Table, game: Game, ruling: Ruling) -> Talk[Override | None]:
    """Why it is refused, and who lets it stand nevertheless, if anybody does."""
    page, action = table.page, ruling.action
    table.refused = ruling
    by = f" by {action.by}" if action.by is not None else ""
    page.line(("Refused: ", "bold red"), (f"{action.name}{by}", "bold"))
    show_reasons(page, ruling.reasons)
    if not (yield from agree(page, "Record it all the same, as an override?", default=False)):
        return None
    while True:
        who = yield from _needed(page, "Who allows it")
        clauses = kept_away(game, action.name, who)
        if not clauses:
            break
        page.line(
            (f"that is a person who is kept away ({listed(clauses)}); ", "yellow"),
            ("somebody else should allow it", "yellow"),
            indent=2,
        )
        if (yield from agree(page, f"Does {who} allow it all the same?", default=False)):
            break
    return Override(who, (yield from _needed(page, "Why")))


def _go_on(table: Table, game: Game, ruling: Ruling | None = None) -> None:
    """Go on with another game, and tell what came of it; not where that cannot be told."""
    page, before, said = table.page, table.game, list(table.page.said)
    table.put(game)
    try:
        show_change(page, before, game)
        for remark in ruling.notes if ruling is not None else ():
            page.line((note(remark), "dim"), indent=2)
        table.choices = show_board(page, game)
    except ComplaintflowError:  # past the calendar, or past all dates
        table.game = table.earlier.pop()
        page.said = said
        page.line(("That leads too far; it was not kept.", "bold yellow"))
        raise


OVERRIDE_HELP = "type a name or a few words; they stay in the record, beside what was refused"


def _needed(page: Page, question: str) -> Talk[str]:
    while not (said := (yield from ask(page, question, about=OVERRIDE_HELP))):
        page.line(("it stays in the record, so it must be said; or `back`", "yellow"), indent=2)
    return said


def pass_time(table: Table, said: str) -> Talk[None]:
    """Let time pass, and tell what came of it; the day on which something changes is proposed."""
    page, game = table.page, table.game
    if said:
        day = when_meant(game, said)
    else:
        change = next_change(game.law, game.case, after=game.day) if game.events else None
        default = "+1" if change is None else local_day(change.at, game.law.zone).isoformat()
        day = yield from ask_when(page, game, "To which day", default)
    later = replace(game, day=day)
    _go_on(table, later if game.events else later.seated(game.people))
