"""How a game stands, in words: the board with its numbers, and what an event brought about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from complaintflow import engine
from complaintflow.cli.case_view import is_over
from complaintflow.cli.clock_view import (
    due_of,
    more_time_of,
    name_of,
    remarks_on,
    standing_of,
    style_of,
)
from complaintflow.cli.play.game import Game, against, matters
from complaintflow.cli.play.page import Page
from complaintflow.cli.screen import Cell, Part
from complaintflow.cli.wording import listed, when
from complaintflow.conventions import Unit
from complaintflow.deadlines import Clock, Status
from complaintflow.explanation import mend, message
from complaintflow.gates import Truth, asked, done_here, open_steps, plain, starts
from complaintflow.moments import Moment
from complaintflow.moving import Move
from complaintflow.procedure import Anchor, Duty, Kind, Place, PlaceKind, ReceiptOf, Soon
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
    unread = not_received(game)
    running = [c for c in _latest(game) if _is_running(c, game) or _waits_for(c, unread)]
    if running:
        page.heading("Deadlines")
        page.table(clock_row(game, clock) for clock in running)
        here = (clock for clock in running if clock.tape.ended is None)
        for remark in remarks_on(here, game.day):
            page.line(remark, indent=2)
    owed = engine.owed(game.law, game.case, as_of=game.day)
    moves = engine.moves(game.law, game.case, as_of=game.day)
    steps = [move for move in moves if move.duty is not None]
    undone = {each.duty for each in owed}
    now = [m for m in steps if m.who and not is_over(game.law, m)]
    now.sort(key=lambda move: (move.duty is not Duty.MUST, move.done > 0))
    lacking = [each for each in owed if "." in each.duty]
    if now or lacking or unread:
        page.heading("What may happen next")
        page.table(
            [_lacking(numbers, each) for each in lacking]
            + [_possible(numbers, game, move, undone) for move in now]
            + [_receipt(numbers, each) for each in unread]
        )
    waiting = [m for m in steps if not m.who and not m.done and not is_over(game.law, m)]
    if waiting:
        page.heading("What cannot happen yet")
        page.table(_waiting(numbers, game, move, undone) for move in waiting)
    course = game.course()
    happenings = [m for m in moves if m.event in game.law.happenings]
    if happenings:
        page.heading("What may have happened")
        page.table(_happening(numbers, game, move) for move in happenings)
    open_ = [m.event for m in moves if m.event in game.law.facts and (m.for_ or not m.done)]
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


def _is_running(clock: Clock, game: Game) -> bool:
    """Whether somebody should look at a deadline: an aim of a stage that was left is none any more."""
    aimed = clock.kind is Kind.AIM and clock.tape.ended is not None
    return not aimed and clock.status(as_of=game.day) not in SETTLED


def _waits_for(clock: Clock, unread: Iterable[Owed]) -> bool:
    """Whether a deadline waits for the receipt of something that was sent."""
    of = clock.deadline.of
    sent = {(each.duty, each.to) for each in unread}
    waits = isinstance(of, ReceiptOf) and (f"{of.step}.received", (of.by,)) in sent
    return waits and clock.start is None


def clock_row(game: Game, clock: Clock) -> list[Cell]:
    """A deadline: its step, when it is due, how it stands, and on which clauses."""
    standing = standing_of(clock, game.day)
    return [name_of(clock), due_text(game, clock), standing, (listed(clock.clauses), "dim")]


def due_text(game: Game, clock: Clock) -> str:
    """When a deadline is due, in the procedure's zone; what it waits for while it waits."""
    return due_of(clock, game.law.zone, rule_text(game, clock))


def rule_text(game: Game, clock: Clock) -> str:
    """The rule of a deadline, with the word that tells day one: `2 weeks beginning with came`."""
    period = clock.deadline.period
    if isinstance(period, Soon) or period.backwards:
        return str(period)
    word = "of" if period.span.unit is Unit.HOURS else link(game.law, period.day_one)
    return f"{period.length} {word} {period.of}"


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
        "signed_by": f"the signature of the {name}",
        "how": "a word on its form",
        "recorded_in": f"a record in {name}",
        "appoints": f"the name of the {name}",
    }
    return said.get(key, name)


def _possible(numbers: _Numbers, game: Game, move: Move, undone: set[str]) -> list[Cell]:
    law, step = game.law, game.law.steps[move.event]
    said = [f"by {' or '.join(move.who)}"]
    said += [f"due {when(move.due, law.zone)}"] if move.due is not None else []
    said += [more_time_of(law, step)] if step.extends is not None else []
    said += [f"last done on {when(move.last, law.zone)}"] if move.last is not None else []
    duty = ("owed", "bold") if move.event in undone else (str(move.duty), "dim")
    return [numbers.give(Choice(move.event)), duty, move.event, listed(said)]


def _happening(numbers: _Numbers, game: Game, move: Move) -> list[Cell]:
    says = game.law.happenings[move.event].says
    last = f"; last done on {when(move.last, game.law.zone)}" if move.last is not None else ""
    return [numbers.give(Choice(move.event)), move.event, (f"{says}{last}", "dim")]


def _receipt(numbers: _Numbers, lacks: Owed) -> list[Cell]:
    step = lacks.duty.partition(".")[0]
    to = listed(lacks.to).replace("_", " ")
    return [
        numbers.give(Choice(step, lacks)),
        ("may", "dim"),
        step,
        f"say when the {to} received it",
    ]


def _awaited(clock: Clock) -> Iterator[Anchor]:
    """From what a deadline is to be counted, and its ceiling, as far as that has not come."""
    if clock.start is None:
        yield clock.deadline.of
    if clock.deadline.at_latest is not None and clock.tape.capped_since is None:
        yield clock.deadline.at_latest.of


def not_received(game: Game) -> list[Owed]:
    """What was sent, and of which nobody has said when it was received, where something waits for that.

    Nothing of it is owed: a receipt is never presumed, and may be told later.
    """
    law, course = game.law, game.course()
    anchors = [anchor for clock in _latest(game) for anchor in _awaited(clock)]
    for step in open_steps(law, course, Duty.MUST, Duty.MAY):
        anchors += step.after
    found: dict[ReceiptOf, Owed] = {}
    for anchor in plain(law, anchors):
        if isinstance(anchor, ReceiptOf) and not any(starts(law, course, anchor, None)):
            for sent in done_here(law, course, law.steps[anchor.step])[-1:]:
                to, by = (anchor.by,), law.steps[anchor.step].by
                duty = f"{anchor.step}.received"
                found[anchor] = Owed(duty=duty, by=by, to=to, event=sent.event.id)
    return list(found.values())


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
    stood = {_key(clock): clock for clock in _latest(before)}
    for clock in _latest(after):
        if not clock.waits:
            old = stood.get(_key(clock)) or stood.get((*_key(clock)[:3], None))
            _show_turn(page, before, after, old, clock)
    if before.events == after.events and (
        opened := sorted(_possible_in(after) - _possible_in(before))
    ):
        page.line("Now possible: ", (listed(opened), "bold"), indent=2)
    had = {str(each) for each in engine.owed(before.law, before.case, as_of=before.day)}
    owed = dict.fromkeys(str(o) for o in engine.owed(after.law, after.case, as_of=after.day))
    new = [name for name in owed if name not in had]
    done = sorted(had - set(owed))
    if new:
        page.line("Now owed: ", listed(new), indent=2)
    if done:
        page.line(("No longer owed: " + listed(done), "dim"), indent=2)


def _possible_in(game: Game) -> set[str]:
    """What somebody could do on the day of the game."""
    moves = engine.moves(game.law, game.case, as_of=game.day)
    return {move.event for move in moves if move.who}


def _key(clock: Clock) -> tuple[str, str, int, Moment | None]:
    return clock.step, clock.deadline.key, clock.tape.visit, clock.start


def _show_turn(page: Page, before: Game, after: Game, old: Clock | None, clock: Clock) -> None:
    """What became of a deadline: it began, its day was settled or moved, it was met or missed."""
    was = None if old is None else old.status(as_of=before.day)
    status = clock.status(as_of=after.day)
    due, name = due_text(after, clock), name_of(clock)
    began = was in (None, Status.WAITING) and status in (Status.RUNNING, Status.OPEN)
    moved = old is not None and due != due_text(before, old)
    planned = old is not None and clock.planned not in (None, old.planned)
    if began:
        rule = f" ({rule_text(after, clock)})"
        page.line("Due: ", (name, "bold"), f" {due}{rule}", _clauses(clock), indent=2)
    elif status is not was:
        said = f"{name} is {status.value}"
        page.line((said, style_of(clock, after.day)), f", due {due}", indent=2)
    elif moved:
        page.line("Now due: ", (name, "bold"), f" {due}", _clauses(clock), indent=2)
    if planned and not moved and clock.planned is not None:
        day = when(clock.planned, after.law.zone)
        late = ", too late" if clock.missed_at(clock.planned) else ""
        page.line("Planned: ", (clock.step, "bold"), f" {day}{late}, due {due}", indent=2)


def _clauses(clock: Clock) -> Part:
    return (f"  {listed(clock.clauses)}", "dim")
