"""The wheel, built as a release is built and installed where the checkout is out of sight.

The source distribution is built from the checkout and the wheel from the source
distribution. The wheel is then installed into two empty environments, one with the extra
`cli` and one without, in the versions that these tests run with.
"""

import fcntl
import json
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Release:
    """A built release, and the two environments that it is installed in."""

    home: Path

    @property
    def sdist(self) -> Path:
        [path] = (self.home / "dist").glob("*.tar.gz")
        return path

    @property
    def wheel(self) -> Path:
        [path] = (self.home / "dist").glob("*.whl")
        return path

    @property
    def with_cli(self) -> Path:
        return self.home / "with-cli" / "bin"

    @property
    def without_cli(self) -> Path:
        return self.home / "without-cli" / "bin"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that sees nothing of the checkout or of this environment."""
    hidden = ("PYTHON", "COV", "VIRTUAL_ENV", "PYTEST")
    env = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


def succeed(*command: str | Path, cwd: Path) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def only_one_worker(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_release(home: Path) -> None:
    succeed(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", home / "dist", ROOT, cwd=home
    )
    pins = home / "constraints.txt"
    pins.write_text(
        "".join(
            f"{distribution.name}=={distribution.version}\n"
            for distribution in metadata.distributions()
            if distribution.name != "complaintflow"
        ),
        encoding="utf-8",
    )
    release = Release(home)
    for bin_, extra in ((release.with_cli, "[cli]"), (release.without_cli, "")):
        venv.create(bin_.parent, symlinks=True)
        succeed(
            *(sys.executable, "-m", "pip", "--python", bin_ / "python"),
            *("--disable-pip-version-check", "install", "--quiet", "--constraint", pins),
            f"complaintflow{extra} @ {release.wheel.as_uri()}",
            cwd=home,
        )


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build and install once, however many workers run the tests."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    home = base / "release"
    with only_one_worker(base / "release.lock"):
        if not home.exists():
            home.mkdir()
            make_release(home)
            (home / "made").touch()
        assert (home / "made").exists(), "the other worker's failure says why there is no release"
    return Release(home)


def files_under(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_package_and_the_procedures_and_nothing_else(release: Release) -> None:
    with zipfile.ZipFile(release.wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {f"complaintflow/{name}" for name in files_under(ROOT / "src" / "complaintflow")}
    procedures = {f"complaintflow/procedures/{name}" for name in files_under(ROOT / "procedures")}
    assert names == package | procedures


@pytest.mark.parametrize(
    "name",
    [
        "py.typed",
        "bank_holidays.json",
        "procedures/fusion-care.yaml",
        "procedures/fusion-care.scenarios.yaml",
        "procedures/bases/provider.yaml",
    ],
)
def test_the_wheel_holds_what_a_user_relies_on(release: Release, name: str) -> None:
    with zipfile.ZipFile(release.wheel) as archive:
        assert f"complaintflow/{name}" in archive.namelist()


def test_the_wheel_asks_for_no_tool_of_the_tests(release: Release) -> None:
    with zipfile.ZipFile(release.wheel) as archive:
        [name] = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(name).decode().splitlines()
    asked = {
        re.split(r"[^\w.-]", line.removeprefix("Requires-Dist: "), maxsplit=1)[0].lower()
        for line in lines
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    }
    assert asked == {"holidays", "pydantic", "python-dateutil", "pyyaml", "tzdata"}


def test_the_source_distribution_holds_what_its_tests_need(release: Release) -> None:
    with tarfile.open(release.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"Makefile", "constraints.txt", "pyproject.toml", "LICENSE", "README.md"}
    wanted |= {f"tests/{name}" for name in files_under(ROOT / "tests") if name.endswith(".py")}
    assert wanted <= names


@pytest.mark.parametrize("extra", ["with_cli", "without_cli"])
def test_a_shipped_procedure_loads_by_its_name(
    release: Release, tmp_path: Path, extra: str
) -> None:
    program = "import complaintflow as cf; cf.load('fusion-care'); print(cf.__file__)"
    python = getattr(release, extra) / "python"
    place = Path(succeed(python, "-c", program, cwd=tmp_path).strip())
    assert place.is_relative_to(release.home), "this is the checkout, not the wheel"


def test_a_copied_policy_is_checked_in_silence(release: Release, tmp_path: Path) -> None:
    policy = tmp_path / "ours.yaml"
    policy.write_bytes((ROOT / "procedures" / "fusion-care.yaml").read_bytes())
    done = run(release.with_cli / "complaintflow", "check", policy, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_working_days_are_counted_across_easter(release: Release, tmp_path: Path) -> None:
    output = succeed(
        *(release.with_cli / "complaintflow", "count", "20 working days", "--from", "2026-03-23"),
        *("--calendar", "england-and-wales", "--format", "json"),
        cwd=tmp_path,
    )
    assert json.loads(output)["due"] == "2026-04-22"


def test_a_code_is_explained_by_what_the_wheel_holds(release: Release, tmp_path: Path) -> None:
    output = succeed(release.with_cli / "complaintflow", "explain", "bare-days", cwd=tmp_path)
    assert "10 working days" in output


def test_the_example_of_the_readme_runs(release: Release, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    example = re.search(r"^```python\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert example, "README.md has no block that starts with ```python"
    program = tmp_path / "example.py"
    program.write_text(example[1], encoding="utf-8")
    succeed(release.with_cli / "python", "-W", "error", program, cwd=tmp_path)


@pytest.mark.parametrize("command", [("complaintflow",), ("python", "-m", "complaintflow")])
def test_without_the_extra_the_command_says_what_to_install(
    release: Release, tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = run(release.without_cli / command[0], *command[1:], "check", "x.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "complaintflow[cli]" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("module", "extra"), [("complaintflow.testing", "testing"), ("complaintflow.bulk", "bulk")]
)
def test_without_its_extra_a_module_says_what_to_install(
    release: Release, tmp_path: Path, module: str, extra: str
) -> None:
    done = run(release.with_cli / "python", "-c", f"import {module}", cwd=tmp_path)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"ModuleNotFoundError: {module} needs ")
    assert last.endswith(f"; type: pip install 'complaintflow[{extra}]'")
