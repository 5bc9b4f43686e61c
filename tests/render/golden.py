"""What `show` gives for Fusion Care in each form, kept beside this file.

`python -m tests.render.golden` writes the files anew, and the examples and verbs of the page on
names; read the difference before you keep it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from complaintflow.procedure import Procedure
from complaintflow.render.dot import dot
from complaintflow.render.duties import duties
from complaintflow.render.leaflet import leaflet
from complaintflow.render.mermaid import mermaid
from tests.policies import fusion_care
from tests.render.names_page import PAGE, made_anew

HERE = Path(__file__).parent


def duty_text(procedure: Procedure) -> str:
    return f"{duties(procedure)}\n"


FORMS: Mapping[str, Callable[[Procedure], str]] = {
    "fusion-care.duties.txt": duty_text,
    "fusion-care.md": leaflet,
    "fusion-care.mmd": mermaid,
    "fusion-care.dot": dot,
}

if __name__ == "__main__":
    for name, show in FORMS.items():
        (HERE / name).write_text(show(fusion_care()), "utf-8")
    PAGE.write_text(made_anew(PAGE.read_text("utf-8")), "utf-8")
