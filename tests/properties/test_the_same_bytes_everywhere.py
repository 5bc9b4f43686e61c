"""Nothing that is said depends on the hash seed, the zone, the locale, how Python is run, or on
which release of dateutil counts the months."""

import os
import subprocess
import sys
from pathlib import Path

from tests.properties.said_in_full import ROOT

OTHER_DATEUTIL = Path(sys.prefix) / "dateutil-4"
"""Where `make` puts a newer dateutil than `holidays` lets in."""

PLACES: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    ((), {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}),
    (("-O",), {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8"}),
    (("-OO",), {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LANG": "en_GB.UTF-8"}),
    (
        ("-W", "error"),
        {
            "PYTHONHASHSEED": "random",
            "TZ": "Asia/Kathmandu",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        },
    ),
    ((), {"PYTHONHASHSEED": "7", "PYTHONPATH": str(OTHER_DATEUTIL)}),
)
STEERED = ("PYTHON", "LC_", "LANG", "TZ", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "COV")


def test_the_newer_dateutil_is_another_one() -> None:
    """`make .venv/.tools-installed` puts it there."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(STEERED)}
    asked = [sys.executable, "-c", "import dateutil; print(dateutil.__version__)"]
    versions = [
        subprocess.run(asked, env=env, capture_output=True, text=True, check=True).stdout
        for env in (clean, {**clean, "PYTHONPATH": str(OTHER_DATEUTIL)})
    ]
    assert [version.partition(".")[0] for version in versions] == ["2", "4"]


def test_everything_said_is_the_same_bytes_whatever_the_hash_seed_the_zone_and_the_locale() -> None:
    """Design 9: the same bytes across hash seeds, zones, locales."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(STEERED)}
    asked = [
        subprocess.Popen(
            [sys.executable, *options, "-m", "tests.properties.said_in_full"],
            cwd=ROOT,
            env={**clean, **place},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for options, place in PLACES
    ]
    told = [process.communicate() for process in asked]
    assert [process.returncode for process in asked] == [0] * len(PLACES), told
    answers = [out.split() for out, _ in told]
    assert all(answer == answers[0] for answer in answers)
    assert int(answers[0][0]) > 100_000
    assert [errors for _, errors in told] == [""] * len(PLACES)
