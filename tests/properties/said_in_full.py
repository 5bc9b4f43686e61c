"""Everything that the library says of some fixed cases, as one text: run it to get its digest.

It is run by itself, as `python -m tests.properties.said_in_full`, under other hash seeds, zones
and locales.
"""

import hashlib
import locale
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from complaintflow import engine, scenarios
from complaintflow.__main__ import main
from complaintflow.bank_holidays import NAMES, uk
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action
from complaintflow.derived import intersection
from complaintflow.errors import InputError
from complaintflow.explanation import explain
from complaintflow.files import read_calendar, shipped
from complaintflow.public_holidays import country
from tests.properties.lives import LAW, LAWS, ROUND, course, written_walk
from tests.properties.rows import record, story, text_of
from tests.strategies import ROUND_CAST, Walk, walk

ROOT = Path(__file__).resolve().parents[2]


def walks() -> Iterator[Walk]:
    """Some of each policy: 36 in all, times `LAWS`."""
    for seed in range(12 * LAWS):
        yield walk(LAW, seed, 10)
        yield walk(ROUND, seed, 10, cast=ROUND_CAST)
        yield written_walk(seed, seed, 10)


def said_of(lived: Walk) -> Iterator[str]:
    """Every view of a case, and what is said of it in words."""
    law, case, day = lived.law, lived.case, lived.today
    yield from map(repr, case.events)
    yield repr(course(lived))
    yield from map(repr, engine.moves(law, case, as_of=day))
    yield from map(repr, engine.owed(law, case, as_of=day))
    for clock in engine.clocks(law, case):
        yield explain(clock)
        yield f"{clock.status(as_of=day)} {clock.remaining(as_of=day)} {clock.late(as_of=day)}"
    for person in course(lived).people:
        yield from (explain(bar) for bar in engine.conflicts_of(law, case, person))
    for action in (lived.lawful(), lived.noise(), lived.noise()):
        yield _ruling_told(lived, action)


def _ruling_told(lived: Walk, action: Action) -> str:
    try:
        return explain(engine.decide(lived.law, lived.case, action))
    except (InputError, OutsideCalendar) as unknown:
        return str(unknown)


def printed(*words: str) -> str:
    """What a command prints, and its exit code."""
    out = StringIO()
    with redirect_stdout(out):
        code = main(words)
    return f"{out.getvalue()}{code}"


def commands(lived: Walk, folder: Path) -> Iterator[str]:
    """What the commands print of a case and of its policy; the folder's name is left out."""
    policy, events = folder / f"{lived.law.id}.yaml", folder / "events.yaml"
    policy.write_text(text_of(lived.law), encoding="utf-8")
    events.write_text(record(lived), encoding="utf-8")
    as_of = lived.today.isoformat()
    given = ("case", str(policy), str(events), "--as-of", as_of)
    for said in (
        printed(*given, "--format", "json"),
        printed(*given),
        printed("check", str(policy), "--format", "json"),
    ):
        yield said.replace(str(folder), "")


def everything() -> Iterator[str]:
    """All of it, piece by piece."""
    told = scenarios.run(shipped() / "fusion-care.scenarios.yaml")
    yield repr((told.policy, told.problems))
    yield from (f"{s.name} {s.rows} {s.failures} {s.proves}" for s in told.scenarios)
    yield from calendars()
    for lived in walks():
        yield from said_of(lived)
    for seed in range(4):
        for lived in (walk(LAW, seed, 12), written_walk(seed, seed, 12)):
            with TemporaryDirectory() as folder:
                yield from commands(lived, Path(folder))
            yield story(lived)
    for form in ("text", "concise", "json", "github", "sarif"):
        for folder in ("procedures", "docs/examples"):
            yield printed("check", str(ROOT / folder), "--format", form)
    yield printed("check", str(ROOT / "tests/language/bad"))


def calendars() -> Iterator[str]:
    """What tells one calendar from another, of every way in which one is made."""
    nations = [uk(name) for name in NAMES]
    made = (
        intersection("shared", *nations),
        country("CN"),
        country("US-NY"),
        read_calendar(ROOT / "tests/language/good/larkfield.calendar.yaml"),
    )
    for each in (*nations, *made):
        yield f"{each.name} {each.digest} {each.source} {each.version}"


def digest() -> tuple[int, str]:
    """How much was said, and its digest."""
    said = "\n".join(everything())
    return len(said), hashlib.sha256(said.encode()).hexdigest()


if __name__ == "__main__":
    with suppress(locale.Error):  # one that is not installed here
        locale.setlocale(locale.LC_ALL, "")
    sys.stdout.write("{} {}\n".format(*digest()))
