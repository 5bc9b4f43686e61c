"""`complaintflow show`: what is printed, and what is exited with."""

from pathlib import Path

import pytest

from complaintflow.__main__ import main
from complaintflow.files import shipped
from complaintflow.render.leaflet import leaflet
from tests.policies import fusion_care
from tests.render.golden import FORMS
from tests.unit.test_cli import terminal, without_colour

MISSPELT = Path(__file__).parents[2] / "docs" / "examples" / "misspelt.yaml"


@pytest.mark.parametrize(
    ("as_", "ending"),
    [
        ("duties", "duties.txt"),
        ("markdown", "md"),
        ("mermaid", "mmd"),
        ("dot", "dot"),
    ],
)
def test_show_prints_each_form(capsys: pytest.CaptureFixture[str], as_: str, ending: str) -> None:
    assert main(["show", "fusion-care", "--as", as_]) == 0
    assert capsys.readouterr().out == FORMS[ending](fusion_care())


def test_show_gives_the_duty_list_if_nothing_else_is_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", "fusion-care"]) == 0
    assert capsys.readouterr().out.startswith("Duties under Fusion Care complaints policy")


def test_a_procedure_with_mistakes_gives_those_of_check(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", str(MISSPELT)]) == 1
    found = capsys.readouterr().out
    assert main(["show", str(MISSPELT), "--as", "dot"]) == 1
    assert capsys.readouterr().out == found


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("fusion-car", 2, "did you mean 'fusion-care'?"),
        ("nowhere.yaml", 2, "there is no such file"),
        (str(shipped() / "bases" / "provider.yaml"), 1, "is a base, which other policies build on"),
    ],
)
def test_what_cannot_be_shown_says_why(
    capsys: pytest.CaptureFixture[str], name: str, code: int, told: str
) -> None:
    assert main(["show", name]) == code
    assert told in capsys.readouterr().out


def test_an_unknown_form_is_a_mistake_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "fusion-care", "--as", "pdf"]) == 2
    assert "'pdf' is not one of 'duties', 'markdown', 'mermaid', 'dot'" in capsys.readouterr().err


@pytest.mark.parametrize("columns", [80, 100])
def test_the_duty_list_fits_the_terminal(columns: int) -> None:
    shown = terminal("show", "fusion-care", columns=columns)
    assert "\x1b[1;36mThe Manager" in shown
    plain = without_colour(shown)
    assert max(map(len, plain.splitlines())) <= columns
    assert "Carry out the investigation." in plain


def test_the_leaflet_is_the_same_on_a_terminal() -> None:
    assert terminal("show", "fusion-care", "--as", "markdown") == leaflet(fusion_care())
