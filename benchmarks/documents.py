"""Documents: reading, linking and checking; importing the library; the command from the shell.

The document is the shipped policy of Barnsley Council with its base. Beside us stands
`yaml.safe_load`, which knows nothing of what it reads, keeps no places, and checks nothing.
"""

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.days import OURS
from benchmarks.measuring import Peer, Row, Timed
from complaintflow import files
from complaintflow.language.counting import Calendars
from complaintflow.language.document import Document
from complaintflow.language.linker import link
from complaintflow.language.reader import read_file
from complaintflow.language.validation import validate
from complaintflow.procedure import Procedure

DOCUMENT = files.shipped() / "barnsley-childrens-social-care.yaml"
BASE = files.shipped() / "bases" / "council.yaml"


@cache
def calendars() -> Calendars:
    """Those that come with the library."""
    sources = files.link_file(DOCUMENT).sources
    assert sources is not None
    return sources.calendars


def lines() -> int:
    """How many lines both have."""
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in (DOCUMENT, BASE))


def read_and_link() -> Procedure:
    """Both files, read from the disk and linked into a procedure; `load` makes all checks besides."""
    documents = []
    for path in (BASE, DOCUMENT):
        tree, _ = read_file(path)
        assert tree is not None
        document, _ = validate(tree, Document)
        assert document is not None
        documents.append(document)
    procedure = link(documents, calendars()).procedure
    assert procedure is not None
    return procedure


def by_yaml(loader: type[Any]) -> Callable[[], list[Any]]:
    """Both files, read from the disk by PyYAML."""

    def run() -> list[Any]:
        return [
            yaml.load(path.read_text(encoding="utf-8"), Loader=loader) for path in (DOCUMENT, BASE)
        ]

    return run


def names_read(documents: list[Any]) -> set[str]:
    """The stages and ends that PyYAML has read."""
    return {name for each in documents for key in ("stages", "ends") for name in each.get(key, ())}


def checked() -> int:
    """How many diagnostics the document gets: none. Reading and linking it is part of this."""
    return len(files.check(DOCUMENT).diagnostics)


def bare_python() -> None:
    """Python that does nothing."""
    subprocess.run([sys.executable, "-c", ""], check=True)


def imports() -> None:
    """Python that imports the library."""
    subprocess.run([sys.executable, "-c", "import complaintflow"], check=True)


def check_from_the_shell() -> None:
    """The command, as the shell runs it."""
    command = Path(sys.executable).with_name("complaintflow")
    subprocess.run([command, "check", DOCUMENT], check=True)


def reading(work: str) -> Row:
    """From the files to the procedure."""
    places = {place.name for place in read_and_link().places.values()}
    peers = tuple(
        Peer(Timed(name, run), beat, 1, int(not names_read(run()) <= places), "names only")
        for name, run, beat in (
            ("yaml.safe_load", by_yaml(yaml.SafeLoader), 5.0),
            ("yaml.load by CSafeLoader", by_yaml(yaml.CSafeLoader), None),
        )
    )
    return Row(work, Timed(OURS, read_and_link), "ms", 5e-3, peers)


ROWS: tuple[tuple[str, Callable[[str], Row]], ...] = (
    ("read and link 300 lines", reading),
    ("  and all checks of them", lambda work: Row(work, Timed(OURS, checked), "ms", 100e-3)),
    (
        "import, over bare Python",
        lambda work: Row(
            work, Timed(OURS, imports), "ms", 30e-3, less=Timed("python", bare_python)
        ),
    ),
    (
        "check them from the shell",
        lambda work: Row(work, Timed(OURS, check_from_the_shell), "ms", 300e-3),
    ),
)
