"""`import complaintflow` is cheap: what it costs is paid when a name is first used."""

import subprocess
import sys

HEAVY = ("click", "dateutil", "holidays", "hypothesis", "numpy", "pydantic", "rich", "yaml")

PROGRAM = f"""
import sys
before = set(sys.modules)
import complaintflow
loaded = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(loaded.intersection({HEAVY!r})))
"""


def test_the_import_loads_no_third_party_package() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert (run.stdout.split(), run.stderr) == ([], "")
