"""Keeping a game: as a file of events, or as a scenario beside the policy."""

import os
from pathlib import Path

from complaintflow import files, ledger, public_holidays, scenarios
from complaintflow.calendars import Calendar
from complaintflow.cli.play.game import Game
from complaintflow.cli.play.page import Back, Offer, Page, Talk, agree, ask, choose
from complaintflow.diagnostics import DefinitionError, concise
from complaintflow.errors import InputError
from complaintflow.procedure import Procedure
from complaintflow.scenarios import retelling

EVENTS, SCENARIO = "events", "scenario"

EVENTS_HELP = "type the name of a file; one that ends in .json is written as JSON, others as YAML"
SCENARIO_HELP = f"type the name of a file; it will end in {files.SCENARIOS}, beside its policy"
NAME_HELP = "type a name of small letters, digits and _, one that says what the case is about"


def save(page: Page, game: Game, policy: str, said: str) -> Talk[None]:
    """Ask what is missing, write the file, and tell the command that reads it."""
    if not game.events:
        raise InputError("nothing has happened yet that could be saved")
    kind = _kind_of(said)
    if kind is None:
        offers = (
            Offer(EVENTS, "a file of events, which `complaintflow case` judges"),
            Offer(SCENARIO, "a scenario, which `complaintflow test` tells beside the policy"),
        )
        kind = yield from choose(page, "As what", offers, default=EVENTS)
    if kind == SCENARIO:
        yield from _save_scenario(page, game, policy, said)
    else:
        yield from _save_events(page, game, policy, said)


def _kind_of(path: str) -> str | None:
    """What the name of a file says of what it holds."""
    if path.endswith(files.SCENARIOS):
        return SCENARIO
    return EVENTS if path.endswith(".json") else None


def _save_events(page: Page, game: Game, policy: str, said: str) -> Talk[None]:
    path = _path(said or (yield from ask(page, "Which file", "events.yaml", about=EVENTS_HELP)))
    yield from _may_write(page, path)
    files.write_record(path, game.law, game.case, overwrite=True)
    options = _options(game.law)
    page.line(("Saved. ", "green"), f"Judge it with: complaintflow case {policy} {path}{options}")


def _may_write(page: Page, path: Path) -> Talk[None]:
    """Leave the question of a file that is there to the person."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file")
    if path.exists() and not (
        yield from agree(page, f"{path} is there already. Write over it?", default=False)
    ):
        raise Back


def _save_scenario(page: Page, game: Game, policy: str, said: str) -> Talk[None]:
    source = files.policy_path(policy)
    beside = str(source.with_name(source.stem + files.SCENARIOS))
    own = source.parent != files.shipped()
    default = beside if own else f"{source.stem}{files.SCENARIOS}"
    proposed = os.path.relpath(default)
    path = _named(said or (yield from ask(page, "Which file", proposed, about=SCENARIO_HELP)))
    beside_it = path.with_name(path.name.removesuffix(files.SCENARIOS) + ".yaml")
    copy = not beside_it.exists()
    if not copy:
        _must_be_policy(beside_it, game.law)
    if copy and not (
        yield from agree(
            page, f"It stands beside its policy. Copy that to {beside_it}?", default=True
        )
    ):
        raise Back
    name = yield from _scenario_name(page)
    scenario = retelling.retold(game.law, game.case, as_of=game.day)
    text = retelling.as_file(game.law, name, scenario)
    if path.exists():
        offers = (
            Offer("add", f"add it to the scenarios in {path}"),
            Offer("write over", "write over them"),
        )
        what = yield from choose(page, "The file is there already", offers, default="add")
        if what == "add":
            text = retelling.added_to(path.read_text(encoding="utf-8"), name, scenario)
    wrong = retelling.wrong_in(game.law, text, name, file=str(path))
    if wrong:
        page.line(("Not saved: told in that file it would come out otherwise.", "bold red"))
        for each in wrong[:3]:
            page.line(concise(each), indent=2)
        page.line("Save it to a file of its own, or as events.", indent=2)
        raise Back
    if copy:
        files.write_text(beside_it, source.read_text(encoding="utf-8"))
    files.write_text(path, text, overwrite=True)
    failing = _failing(path, name, game.law)
    if failing:
        page.line((f"Saved, but it fails: {failing}", "bold red"))
        return
    command = f"complaintflow test {path}{_options(game.law)}"
    page.line(("Saved, and it passes. ", "green"), f"Run it with: {command}")


def _must_be_policy(path: Path, law: Procedure) -> None:
    """What stands where the policy of a scenario file does must be that policy."""
    wanted = law.id
    other = path.with_name(f"{wanted}{files.SCENARIOS}")
    say = f"a file of scenarios stands beside its policy; save it as {other}, say"
    try:
        found = files.load(path, calendars=_calendars(law)).id
    except (InputError, DefinitionError):
        raise InputError(f"{path} is there, and is no policy that can be read; {say}") from None
    if found != wanted:
        raise InputError(f"{path} is there, and is the policy {found!r}, not {wanted!r}; {say}")


def _scenario_name(page: Page) -> Talk[str]:
    while True:
        said = yield from ask(page, "What is the scenario called", "as_played", about=NAME_HELP)
        name = said.lower().replace(" ", "_").replace("-", "_")
        if ledger.NAME.fullmatch(name):
            return name
        page.line(("a name has small letters, digits and _", "yellow"), indent=2)


def _calendars(law: Procedure) -> dict[str, Calendar]:
    """The calendars of a policy, by the names that it gives them."""
    own = {name: each.kind.calendar for name, each in law.own_days.items()}
    return {law.calendar.name: law.calendar, **own}


def _options(law: Procedure) -> str:
    """What a command needs besides, where the policy counts by calendars of files."""
    of_files = law.own_days or not public_holidays.is_known(law.calendar)
    return " --calendars FILE" if of_files else ""


def _failing(path: Path, name: str, law: Procedure) -> str:
    """What is wrong with the scenario under the policy that stands beside it."""
    told = scenarios.run(path, calendars=_calendars(law))
    failures = [f for each in told.scenarios if each.name == name for f in each.failures]
    return next((each.message for each in (*told.problems, *failures)), "")


def _named(said: str) -> Path:
    """A path that ends as a file of scenarios does."""
    stem = said.removesuffix(files.SCENARIOS).removesuffix(".yaml").removesuffix(".yml")
    return _path(stem + files.SCENARIOS)


def _path(said: str) -> Path:
    """A path in a folder that is there."""
    if not said.isprintable():
        raise InputError("the name of the file has a character that cannot be seen")
    path = Path(said)
    if not path.parent.is_dir():
        raise InputError(f"there is no folder {path.parent}")
    return path
