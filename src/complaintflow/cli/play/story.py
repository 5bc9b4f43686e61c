"""What has been told in a game of `play`: who is who, and what happened so far."""

from collections.abc import Mapping

from complaintflow.case import Override, Particulars, Person, Tie
from complaintflow.cli.play.game import Game, kept_away
from complaintflow.cli.play.page import Page
from complaintflow.cli.screen import Cell
from complaintflow.cli.wording import listed, when
from complaintflow.conventions import Span
from complaintflow.procedure import Relation, answer_text


def show_people(page: Page, game: Game) -> None:
    """Who is who: offices, and relations told or denied."""
    rows: list[list[Cell]] = []
    relations = game.law.relations
    for name, who in game.course().people.items():
        ties = [tie_text(relations, tie) for tie in who.is_]
        rows.append([(name, "bold"), listed(who.holds) or "no office", (listed(ties), "yellow")])
    page.table(rows)


def show_story(page: Page, game: Game) -> None:
    """What happened so far, numbered."""
    rows: list[list[Cell]] = []
    for number, event in enumerate(game.events, start=1):
        action = event.action
        said = action.particulars
        more = [answer_text(said.answer)] if said.answer is not None else []
        more += [f"names {said.holder}"] if said.holder else []
        more += [f"in place of {said.in_place_of}"] if said.in_place_of else []
        more += [f"{listed(said.sat)} sat"] if said.sat else []
        more += [f"{said.chair} in the chair"] if said.chair else []
        more += [_tie_text(game, said)] if said.person else []
        more += _time_texts(game, said)
        more += ["adds to what was recorded"] if event.adds_to else []
        more += [allowed_text(game, action.name, event.override)] if event.override else []
        by = f"by {action.by}" if action.by else ""
        at = when(action.at, game.law.zone)
        rows.append([(f"{number:>2}", "cyan"), at, action.name, by, (listed(more), "dim")])
    page.table(rows)


def _time_texts(game: Game, said: Particulars) -> list[str]:
    """The time that was settled, who agreed and who signed, and when who received it."""
    zone, settles = game.law.zone, said.settles
    time = settles if settles is None or isinstance(settles, Span) else when(settles, zone)
    return [
        *([] if time is None else [f"settles {time}"]),
        *(f"agreed by {name}" for name in said.agreed_by),
        *(f"signed by {name}" for name in said.signed_by),
        *(f"received by {name} on {when(at, zone)}" for name, at in said.received),
    ]


def _tie_text(game: Game, said: Particulars) -> str:
    """What was told of a person: offices, and relations that hold or do not."""
    relations, who = game.law.relations, said.who or Person()
    told = [*who.holds, *(tie_text(relations, tie) for tie in who.is_)]
    told += [f"not: {tie_text(relations, tie)}" for tie in who.is_not]
    return f"{said.person}: {listed(told)}" if told else str(said.person)


def tie_text(relations: Mapping[str, Relation], tie: Tie) -> str:
    """A relation in words, with the person to whom it is held."""
    relation = relations[tie.relation]
    other = " anybody" if relation.between_people and tie.to is None else f" {tie.to or ''}"
    days = str(tie).removeprefix(str(tie.bare))
    return f"{relation.says}{other}".rstrip() + days


def allowed_text(game: Game, name: str, override: Override) -> str:
    """Who let stand what the rules refuse, and why; also that a conflict keeps that person away."""
    clauses = kept_away(game, name, override.by)
    kept = f", who is kept away from it ({listed(clauses)})" if clauses else ""
    return f"allowed by {override.by}{kept}: {override.why}"
