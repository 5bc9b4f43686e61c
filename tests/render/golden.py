"""What `show` gives for each shipped policy in each form, and for one of all words of time, kept here.

`python -m tests.render.golden` writes the files anew, and the examples and verbs of the page on
names; read the difference before you keep it.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from complaintflow import files
from complaintflow.procedure import Procedure
from complaintflow.render.dot import dot
from complaintflow.render.duties import duties
from complaintflow.render.leaflet import leaflet
from complaintflow.render.mermaid import mermaid
from tests.render.names_page import PAGE, made_anew

HERE = Path(__file__).parent


def duty_text(procedure: Procedure) -> str:
    return f"{duties(procedure)}\n"


FORMS: Mapping[str, Callable[[Procedure], str]] = {
    "duties.txt": duty_text,
    "md": leaflet,
    "mmd": mermaid,
    "dot": dot,
}
CLOCKS = HERE.parent / "language" / "good" / "clocks.yaml"
"""A policy with every word of time."""

TIES = CLOCKS.with_name("ties.yaml")
"""A policy with every word of ties between people."""

ONLY = CLOCKS.with_name("only.yaml")
"""A policy with every word of who alone may."""

BODIES = CLOCKS.with_name("bodies.yaml")
"""A policy with every word of bodies."""

DATED = CLOCKS.with_name("dated.yaml")
"""A policy with every word of ties with dates."""

ALL_WORDS = (CLOCKS, TIES, ONLY, BODIES, DATED)
POLICIES = ("barnsley-childrens-social-care", "fusion-care", *map(str, ALL_WORDS))


def shown(name: str) -> Iterator[tuple[Path, str]]:
    """Each file of a policy, and what it is to hold."""
    law = files.load(name)
    for ending, show in FORMS.items():
        yield HERE / f"{law.id}.{ending}", show(law)


if __name__ == "__main__":
    for policy in POLICIES:
        for path, text in shown(policy):
            path.write_text(text, "utf-8")
    PAGE.write_text(made_anew(PAGE.read_text("utf-8")), "utf-8")
