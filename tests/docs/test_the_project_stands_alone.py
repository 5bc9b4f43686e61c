"""No file of the repository speaks of the machine, the folder or the registry it was made on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# A dot for a letter keeps this file from reporting itself.
PATTERNS = {
    "a folder beside the checkout": r"\.\./share[d]\b|\bshare[d]/(design|law|house-style|language)\b",
    "a path of one machine": (
        r"(?<![\w.-])/(wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+|op[t]/pypi\w*|op[t]/wheels|et[c]/xdg)/"
    ),
    "a hidden tool folder": r"(?<![\w/])\.librar[y]/|(?<![\w/])\.mirro[r]/",
    "a registry": (
        r"\bpyp[i]\.org\b|\bpythonhoste[d]\.org\b|\bnpmj[s]\.org\b|\bde[b]\.debian\.org\b"
        r"|\bextra-index-ur[l]\b|\bindex-ur[l]\b|\bfind-link[s]\b"
    ),
}


def mentions(text: str) -> list[str]:
    return [
        f"line {number}: {what}: {match[0]}"
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in PATTERNS.items()
        for match in re.finditer(pattern, line)
    ]


def files() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return listing.stdout.split("\0")[:-1] if listing.returncode == 0 else []


def test_no_file_names_the_place_it_was_made_in() -> None:
    names = files()
    if not names:
        pytest.skip("this is no git checkout")
    found: list[str] = []
    for name in names:
        path = ROOT / name
        if path.is_file():
            text = f"{name}\n{path.read_bytes().decode('utf-8', errors='replace')}"
            found += (f"{name}: {mention}" for mention in mentions(text))
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "see ../share" + "d/design.md",
        "in share" + "d/law.md",
        "cd /" + "work/main",
        "`/" + "root/.venv`",
        "/" + "home/ann/complaintflow",
        "https://" + "pypi" + ".org/simple",
        "pip install --index" + "-url x",
    ],
)
def test_a_mention_is_found(text: str) -> None:
    assert len(mentions(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/wo" + "rk/with-us",
        "shared decision",
        "the root/stem of a word",
        "at home/away",
        "social-work/ethics",
    ],
)
def test_an_innocent_line_is_not_reported(text: str) -> None:
    assert mentions(text) == []
