"""Nothing that is said depends on the hash seed, the zone, the locale or how Python is run."""

import os
import subprocess
import sys

from tests.properties.said_in_full import ROOT

PLACES = (
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
)
STEERED = ("PYTHON", "LC_", "LANG", "TZ", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "COV")


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
