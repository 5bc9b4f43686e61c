"""How a game stands, in words: the board with its numbers, and what an event brought about."""

from collections.abc import Iterable
from dataclasses import dataclass

from complaintflow import engine
from complaintflow.cli.case_view import STYLES
from complaintflow.cli.play.game import Game, against, matters
from complaintflow.cli.play.page import Page
from complaintflow.cli.screen import Cell, Part
from complaintflow.cli.wording import listed, when
from complaintflow.deadlines import Clock, Status
from complaintflow.explanation import mend, message
from complaintflow.gates import Truth, asked
from complaintflow.moving import Move
from complaintflow.periods import Unit
from complaintflow.procedure import Duty, Place, PlaceKind
from complaintflow.render.days import link
from complaintflow.render.ways import onward
from complaintflow.rulings import Barred, Owed, Reason, Unanswered

SETTLED = (Status.MET, Status.MET_LATE, Status.DISCHARGED, Status.WAITING, Status.USED)
"""How a deadline stands that nobody need look at any more, or yet."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a number of the board stands for: an event, or what a past event lacks."""

    event: str
    lacks: Owed | None = None


@dataclass(slots=True)
class _Numbers:
    """The numbers of a board, given out one by one."""

    choices: list[Choice]

    def give(self, choice: Choice) -> Part:
        self.choices.append(choice)
        return (f"{len(self.choices):>2}", "cyan")


def show_board(page: Page, game: Game) -> tuple[Choice, ...]:
    """Write where the case stands and what may come next; give what each number stands for."""
    numbers = _Numbers([])
    page.line()
    show_where(page, game)
    running = [c for c in _latest(game) if c.status(as_of=game.day) not in SETTLED]
    if running:
        page.heading("Deadlines")
        page.table(clock_row(game, clock) for clock in running)
    owed = engine.owed(game.law, game.case, as_of=game.day)
    moves = engine.moves(game.law, game.case, as_of=game.day)
    steps = [move for move in moves if move.duty is not None]
    undone = {each.duty for each in owed}
    now = [m for m in steps if m.who and not (m.duty is Duty.MUST and m.done)]
    now.sort(key=lambda move: move.duty is not Duty.MUST)
    lacking = [each for each in owed if "." in each.duty]
    if now or lacking:
        page.heading("What may happen next")
        page.table(
            [_lacking(numbers, each) for each in lacking]
            + [_possible(numbers, game, move, undone) for move in now]
        )
    waiting = [m for m in steps if not m.who and not m.done]
    if waiting:
        page.heading("What cannot happen yet")
        page.table(_waiting(numbers, game, move, undone) for move in waiting)
    course = game.course()
    open_ = [m.event for m in moves if m.duty is None and not m.done]
    questions = [n for n in open_ if asked(game.law, course, n) is Truth.HOLDS and matters(game, n)]
    if questions:
        page.heading("Questions not answered yet")
        cells: list[Cell] = [c for n in questions for c in (numbers.give(Choice(n)), n)]
        cells += ["", ""] if len(questions) % 2 else []
        page.table(cells[at : at + 4] for at in range(0, len(cells), 4))
    page.line()
    return tuple(numbers.choices)


def show_where(page: Page, game: Game) -> None:
    """The day, and the stage or end in which the case is."""
    zone = game.law.zone
    course = game.course()
    said: list[Part] = [(when(game.day, zone), "bold"), ": "]
    if course.stage is None:
        said.append(("no complaint has come in yet", "bold yellow"))
    else:
        place = game.law.places[course.stage]
        since = course.visits[course.visit_of(place.name)].since
        said.append(_titled(place))
        ended = place.kind is PlaceKind.END and not onward(game.law, place)
        said.append(f", {'ended' if ended else 'since'} {when(since, zone)}")
    page.line(*said)


def _titled(place: Place) -> Part:
    return (place.title, "bold green" if place.kind is PlaceKind.END else "bold cyan")


def _latest(game: Game) -> Iterable[Clock]:
    return engine.clocks_as_of(game.law, game.case, as_of=game.day)


def clock_row(game: Game, clock: Clock) -> list[Cell]:
    """A deadline: its step, when it is due, how it stands, and on which clauses."""
    status = clock.status(as_of=game.day)
    said: list[Part] = [(status.value, STYLES[status])]
    remaining, late = clock.remaining(as_of=game.day), clock.late(as_of=game.day)
    if remaining is not None:
        last = ", the last day" if clock.deadline.span.unit is not Unit.HOURS else ", its last hour"
        said.append(f", {remaining} left" if remaining.n else last)
    elif late is not None:
        said.append(f", by {late}")
    return [clock.step, due_text(game, clock), said, (listed(clock.clauses), "dim")]


def due_text(game: Game, clock: Clock) -> str:
    """When a deadline is due, in the procedure's zone; what it waits for while it waits."""
    zone = game.law.zone
    if clock.earliest is None or clock.latest is None:
        return rule_text(game, clock)
    earliest, latest = when(clock.earliest.due, zone), when(clock.latest.due, zone)
    return latest if earliest == latest else f"{earliest} to {latest}"


def rule_text(game: Game, clock: Clock) -> str:
    """The rule of a deadline, with the word that tells day one: `2 weeks beginning with came`."""
    deadline = clock.deadline
    word = "of" if deadline.span.unit is Unit.HOURS else link(game.law, deadline.day_one)
    return f"{deadline.span} {word} {deadline.of}"


def _lacking(numbers: _Numbers, owed: Owed) -> list[Cell]:
    step, _, _key = owed.duty.partition(".")
    return [
        numbers.give(Choice(step, owed)),
        ("owed", "bold"),
        step,
        f"still lacks {lack_text(owed)}",
    ]


def lack_text(owed: Owed) -> str:
    """What an event does not say and should: `copy to the managing director`."""
    key = owed.duty.partition(".")[2]
    name = (owed.what or listed(owed.to)).replace("_", " ")
    said = {
        "to": f"telling the {name}",
        "with": f"the {name}'s part in it",
        "copies_to": f"a copy to the {name}",
        "how": "a word on its form",
        "recorded_in": f"a record in {name}",
        "appoints": f"the name of the {name}",
    }
    return said.get(key, name)


def _possible(numbers: _Numbers, game: Game, move: Move, undone: set[str]) -> list[Cell]:
    due = f", due {when(move.due, game.law.zone)}" if move.due is not None else ""
    duty = ("owed", "bold") if move.event in undone else (str(move.duty), "dim")
    return [numbers.give(Choice(move.event)), duty, move.event, f"by {' or '.join(move.who)}{due}"]


def _waiting(numbers: _Numbers, game: Game, move: Move, undone: set[str]) -> list[Cell]:
    duty = ("owed", "bold") if move.event in undone else (str(move.duty), "dim")
    bars = set(move.lacks) & set(game.law.conflicts)
    first, *rest = sorted(against(game, move.event), key=lambda reason: reason.rule not in bars)
    why = _short(first) + (f"; {len(rest)} more" if rest else "")
    return [numbers.give(Choice(move.event)), duty, move.event, (why, "yellow" if bars else "dim")]


def _short(reason: Reason) -> str:
    """What stands against it, as short as a list wants it; `why` gives the whole."""
    match reason:
        case Unanswered(fact=fact):
            return f"needs an answer to {fact.name}"
        case Barred(person=person, says=says):
            return f"{person} {says}"
        case _:
            return message(reason)


def show_reasons(page: Page, reasons: Iterable[Reason]) -> None:
    """Every reason with its clause, and what would mend it."""
    rows: list[list[Cell]] = []
    for reason in reasons:
        rows.append([(listed(reason.clauses) or reason.rule, "bold red"), message(reason)])
        rows.append(["", (f"to mend it: {mend(reason)}", "green")])
    page.table(rows)


def show_change(page: Page, before: Game, after: Game) -> None:
    """What became of the case: where it went, which deadlines began or were met, what is owed."""
    stage = after.course().stage
    if stage is not None and stage != before.course().stage:
        place = after.law.places[stage]
        ended = place.kind is PlaceKind.END
        word = "The case has ended: " if ended else "The case is now in: "
        if ended and onward(after.law, place):
            word = "The case rests, and may go on: "
        page.line(word, _titled(place), indent=2)
    stood = {(c.step, c.tape.visit, c.start): c.status(as_of=before.day) for c in _latest(before)}
    for clock in _latest(after):
        was = stood.get((clock.step, clock.tape.visit, clock.start))
        status = clock.status(as_of=after.day)
        if clock.start is None or status is was:
            continue
        due = due_text(after, clock)
        if was in (None, Status.WAITING) and status in (Status.RUNNING, Status.OPEN):
            span = f" ({rule_text(after, clock)})"
            page.line("Due: ", (clock.step, "bold"), f" {due}{span}", _clauses(clock), indent=2)
        else:
            style = STYLES[status]
            page.line((f"{clock.step} is {status.value}", style), f", due {due}", indent=2)
    had = {str(each) for each in engine.owed(before.law, before.case, as_of=before.day)}
    owed = dict.fromkeys(str(o) for o in engine.owed(after.law, after.case, as_of=after.day))
    new = [name for name in owed if name not in had]
    done = sorted(had - set(owed))
    if new:
        page.line("Now owed: ", listed(new), indent=2)
    if done:
        page.line(("No longer owed: " + listed(done), "dim"), indent=2)


def _clauses(clock: Clock) -> Part:
    return (f"  {listed(clock.clauses)}", "dim")
