"""The command line as its users meet it: what is typed, what is printed, what is exited with."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from complaintflow import engine
from complaintflow.__main__ import guarded, main
from complaintflow.bank_holidays import uk
from complaintflow.cli.clock_view import name_of, style_of
from tests.policies import day, done, people, policy

ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "procedures" / "fusion-care.yaml"
COMMAND = Path(sys.executable).with_name("complaintflow")

PEOPLE = """\
people:
  ann: {holds: complainant, is: child}
  mo:  {holds: [manager, management], is: subject}
  max: {holds: manager}
  sue: {holds: [senior_staff, management]}
  dee: {holds: managing_director}
  pat: {holds: complaints_panel}
  org: {holds: organisation}
facts: {complains_for_another: false, child_concerned: true, authority_concerned: false}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]
Write = Callable[..., Path]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*words: str | Path) -> Answer:
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return run


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file and give its path."""

    def write(name: str, text: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


@pytest.fixture
def record(write: Write) -> Callable[..., Path]:
    """Write a file of events about the usual people."""

    def record(*rows: str) -> Path:
        events = "\n".join(f"  - {{{row}}}" for row in rows)
        return write("events.yaml", f"{PEOPLE}events:\n{events or '  []'}\n")

    return record


def shell(*words: str | Path, env: Mapping[str, str] | None = None) -> Answer:
    """Run the command in a process of its own."""
    done = subprocess.run(
        [COMMAND, *words],
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def terminal(
    *words: str | Path,
    columns: int = 100,
    env: Mapping[str, str] | None = None,
    command: tuple[str | Path, ...] = (COMMAND,),
) -> str:
    """Run the command as on a terminal, and give what it shows there."""
    steering = ("NO_COLOR", "FORCE_COLOR", "TTY_", "COLUMNS", "LINES")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(steering)}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*command, *words],
        env={**clean, "COLUMNS": str(columns), "TERM": "xterm-256color", **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # that is how the end of a terminal is told
            pass
        process.wait()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def without_colour(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


# -- the command itself --------------------------------------------------------------------


def test_the_version_is_shown(run: Run) -> None:
    from importlib.metadata import version

    assert run("--version") == Answer(0, f"complaintflow {version('complaintflow')}\n", "")


@pytest.mark.parametrize("words", [(), ("check",), ("count",), ("case",), ("test",)])
def test_every_verb_explains_itself_with_examples(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words, "--help")
    assert answer.code == 0
    assert "Examples:" in answer.out
    assert "Exit codes:" in answer.out


def test_without_a_verb_the_help_goes_to_standard_error(run: Run) -> None:
    answer = run()
    assert (answer.code, answer.out) == (2, "")
    assert "Commands:" in answer.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["chek"], "did you mean 'check'?"),
        (["dance"], "there are check, count"),
        (["check"], "Missing argument 'PATH...'"),
        (["case", "fusion-care"], "Missing argument 'EVENTS'"),
        (["check", "--format", "xml", "a.yaml"], "is not one of 'text', 'concise'"),
        (["test", "--fast", "a.yaml"], "No such option"),
        (["count", "1 week"], "from when? Add the day to the command, as --from 2026-03-23"),
        (["count", "1 week of Easter"], "from when? Add the day to the command, as --from"),
        (["count", "2 days of 2026-03-02"], "write '2 working days' or '2 calendar days'"),
    ],
)
def test_a_mistake_of_usage_is_told_with_a_hint(run: Run, words: list[str], hint: str) -> None:
    answer = run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert hint in answer.err
    assert "--help" in answer.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("typed", "advised", "due"),
    [
        (
            "20 working days of 2026-03-02",
            "20 working days --from 2026-03-02 --calendar england-and-wales",
            "2026-03-30",
        ),
        (
            "20 working days of 2026-03-02 --calendar scotland --day-one same-day",
            "20 working days --from 2026-03-02 --calendar scotland --day-one same-day",
            "2026-03-27",
        ),
        (
            "20 calendar days after 2026-03-02 --before",
            "20 calendar days --from 2026-03-02 --before",
            "2026-02-10",
        ),
        (
            "3 clear working days before 2026-06-01 --calendar uk-any",
            "3 working days --from 2026-06-01 --before --clear --calendar uk-any",
            "2026-05-26",
        ),
        (
            "1 month beginning with 2026-03-02",
            "1 month --from 2026-03-02 --day-one same-day",
            "2026-04-01",
        ),
        (
            "1 month beginning with 2026-03-02 --day-one day-after",
            "1 month --from 2026-03-02 --day-one day-after",
            "2026-04-02",
        ),
        (
            "24 hours after 2026-03-02 17:30",
            "24 hours --from 2026-03-02T17:30",
            "2026-03-03T17:30:00+00:00",
        ),
    ],
)
def test_a_period_with_its_start_is_told_as_it_is_typed_here(
    run: Run, typed: str, advised: str, due: str
) -> None:
    answer = run("count", *typed.split())
    assert (answer.code, answer.out) == (2, "")
    assert f"from when? Type: complaintflow count {advised}" in answer.err.splitlines()[0]
    counted = run("count", *advised.split(), "--format", "json")
    assert counted.code == 0
    assert f'"due": "{due}"' in counted.out


def test_what_was_typed_is_shown_without_its_control_characters(run: Run) -> None:
    answer = run("check\x1b[31m")
    assert answer.code == 2
    assert "\x1b" not in answer.err


def test_a_fault_of_ours_is_one_line_that_asks_for_a_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert guarded(lambda: 1 // 0) == 3
    [line] = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError at test_cli.py:" in line
    assert "Please report" in line


def test_a_fault_that_quotes_a_file_shows_no_control_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> int:
        raise RuntimeError("\x1b[31m\nsecond line\u202e")

    assert guarded(fail) == 3
    [line] = capsys.readouterr().err.splitlines()
    assert line.isprintable()


def test_a_broken_installation_is_a_fault_and_no_traceback(write: Write) -> None:
    package = write("click/__init__.py", "raise RuntimeError('half installed')\n").parent
    answer = shell("check", POLICY, env={"PYTHONPATH": str(package.parent)})
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("complaintflow has a fault of its own, RuntimeError")
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_extra_it_says_what_to_install(missing: str) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from complaintflow.__main__ import main; sys.exit(main(['check', 'x.yaml']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "complaintflow[cli]"' in done.stderr
    assert f"needs {missing} for" in done.stderr


def test_an_interrupt_ends_it_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    assert guarded(interrupted) == 130
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_told_and_is_no_fault_of_ours() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [COMMAND, "count", "1 weeks", "--from", "2026-01-01"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("complaintflow cannot go on:")
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_goes_away_ends_it_quietly(record: Callable[..., Path]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [COMMAND, "case", "fusion-care", record(), "--format", "json"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, "")


def test_it_runs_as_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "complaintflow", "check", POLICY],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# -- check ---------------------------------------------------------------------------------

BROKEN = "complaintflow: 1\npolicy:\n  id: ours\n  titel: Café – ☎\n"


def test_a_clean_folder_is_checked_in_silence(run: Run) -> None:
    assert run("check", ROOT / "procedures") == Answer(0, "", "")


def test_the_json_of_a_clean_check(run: Run) -> None:
    assert run("check", POLICY, "--format", "json").json == {"diagnostics": [], "files": 1}


def test_the_json_of_a_check_has_these_keys_in_this_order(run: Run, write: Write) -> None:
    path = write("ours.yaml", BROKEN)
    answer = run("check", path, "--format", "json")
    assert answer.code == 1
    assert list(answer.json) == ["diagnostics", "files"]
    keys = ["code", "severity", "message", "file", "line", "column"]
    keys += ["end_line", "end_column", "help", "related", "witness"]
    assert all(list(each) == keys for each in answer.json["diagnostics"])
    [typo] = [each for each in answer.json["diagnostics"] if each["code"] == "unknown-key"]
    assert (typo["file"], typo["line"], typo["column"]) == (str(path), 4, 3)
    assert (typo["end_line"], typo["end_column"], typo["severity"]) == (4, 8, "error")
    assert "title" in typo["help"]


def test_the_text_of_a_check_underlines_the_place(run: Run, write: Write) -> None:
    answer = run("check", write("ours.yaml", BROKEN))
    assert answer.code == 1
    assert "4 |   titel: Café – ☎\n  |   ^^^^^\nhelp: did you mean `title`?\n" in answer.out
    assert "errors in" not in answer.out  # the closing line is for a person who watches


def test_concise_and_github_have_a_line_for_each(run: Run, write: Write) -> None:
    path = write("ours.yaml", BROKEN)
    n = len(run("check", path, "--format", "json").json["diagnostics"])
    concise = run("check", path, "--format", "concise")
    github = run("check", path, "--format", "github")
    assert (concise.code, len(concise.out.splitlines())) == (1, n)
    assert f"{path}:4:3: error[unknown-key]: " in concise.out
    assert (github.code, len(github.out.splitlines())) == (1, n)
    assert all(line.startswith("::error file=") for line in github.out.splitlines())


def test_sarif_names_the_rules(run: Run, write: Write) -> None:
    answer = run("check", write("ours.yaml", BROKEN), "--format", "sarif")
    assert answer.code == 1
    [sarif] = answer.json["runs"]
    assert {"id": "unknown-key"} in sarif["tool"]["driver"]["rules"]


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (None, "there is no such file"),
        (b"policy: caf\xe9\n", "not UTF-8 text: byte 0xe9 on line 1"),
        ("policy: a\n".encode("utf-16"), "UTF-16"),
    ],
)
@pytest.mark.parametrize("verb", ["check", "case", "events", "test"])
def test_an_unreadable_file_exits_with_2(
    run: Run, write: Write, tmp_path: Path, verb: str, octets: bytes | None, says: str
) -> None:
    path = tmp_path / ("a.scenarios.yaml" if verb == "test" else "a.yaml")
    if octets is not None:
        write(path.name, octets)
    words: dict[str, list[str | Path]] = {
        "check": ["check", path, POLICY, "--format", "json"],
        "case": ["case", path, path, "--format", "json"],
        "events": ["case", POLICY, path, "--format", "json"],
        "test": ["test", path],
    }
    answer = run(*words[verb])
    assert answer.code == 2
    assert says in answer.out
    assert answer.err == ""
    if verb != "test":
        assert list(answer.json) == ["diagnostics", "files"]
        [problem] = answer.json["diagnostics"]
        assert (problem["code"], problem["file"]) == ("unreadable-file", str(path))
        assert problem["line"] is problem["column"] is problem["end_line"] is None


def test_an_unreadable_file_outweighs_a_mistake(run: Run, write: Write, tmp_path: Path) -> None:
    assert run("check", write("ours.yaml", BROKEN), tmp_path / "none.yaml").code == 2


def test_a_mark_at_the_beginning_of_a_file_does_no_harm(run: Run, write: Write) -> None:
    path = write("ours.yaml", b"\xef\xbb\xbf" + POLICY.read_bytes())
    assert run("check", path) == Answer(0, "", "")


@pytest.mark.parametrize("octets", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_an_empty_file_is_no_document(run: Run, write: Write, octets: bytes) -> None:
    answer = run("check", write("empty.yaml", octets), "--format", "concise")
    assert answer.code == 1
    assert "error[not-a-document]" in answer.out


def test_a_folder_without_files_is_no_success(run: Run, tmp_path: Path) -> None:
    answer = run("check", tmp_path, "--format", "json")
    assert (answer.code, answer.json) == (2, {"diagnostics": [], "files": 0})
    assert "there is no YAML file" in answer.err


# -- count ---------------------------------------------------------------------------------

COUNT_KEYS = ["period", "from", "due", "unrolled", "earliest", "latest", "calendar", "assumed"]


def counted(run: Run, *words: str) -> Any:
    answer = run("count", *words, "--format", "json")
    assert (answer.code, answer.err) == (0, "")
    assert list(answer.json) == [*COUNT_KEYS, "days"]
    return answer.json


def test_the_json_of_a_count_across_easter(run: Run) -> None:
    words = ["20 working days", "--from", "2026-03-23", "--calendar", "england-and-wales"]
    found = counted(run, *words)
    days = found.pop("days")
    version = found["calendar"].pop("version")
    assert found["calendar"].pop("digest") == uk("england-and-wales").digest
    assert found == {
        "period": "20 working days",
        "from": "2026-03-23",
        "due": "2026-04-22",
        "unrolled": "2026-04-22",
        "earliest": "2026-04-22",
        "latest": "2026-04-22",
        "calendar": {
            "name": "england-and-wales",
            "source": "UK bank holidays from the Python package holidays",
            "projected": False,
        },
        "assumed": ["--day-one day-after", "--roll none"],
    }
    assert re.fullmatch(r"\d+\.\d+.*", version)
    assert days[0] == {"date": "2026-03-24", "counted": True, "n": 1, "why": None}
    assert days[-1] == {"date": "2026-04-22", "counted": True, "n": 20, "why": None}
    assert len(days) == 30
    named = {
        day["date"]: day["why"] for day in days if day["why"] not in (None, "Saturday", "Sunday")
    }
    assert named == {"2026-04-03": "Good Friday", "2026-04-06": "Easter Monday"}


def test_a_period_may_be_several_words(run: Run) -> None:
    tail = ["--from", "2026-03-23", "--calendar", "scotland"]
    assert counted(run, "20", "working", "days", *tail) == counted(run, "20 working days", *tail)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        # Saturday 3 July 2021, as two systems of government count it
        (["3 working days", "--from", "2021-07-03"], "2021-07-07"),
        (["3 working days", "--from", "2021-07-03", "--day-one", "next-working-day"], "2021-07-08"),
        (["3 working days", "--from", "2021-07-05", "--day-one", "same-day"], "2021-07-07"),
        (["1 month", "--from", "2019-04-06", "--roll", "next"], "2019-05-07"),
        (["1 month", "--from", "2019-04-06", "--roll", "previous"], "2019-05-03"),
        (["3 calendar days", "--from", "2017-10-20", "--before", "--clear"], "2017-10-16"),
        (["10 working days", "--from", "2023-12-04", "--before"], "2023-11-20"),
    ],
)
def test_conventions_move_the_end(run: Run, words: list[str], due: str) -> None:
    assert counted(run, *words, "--calendar", "england-and-wales")["due"] == due


def test_a_roll_keeps_where_the_end_was(run: Run) -> None:
    words = ["1 month", "--from", "2019-04-06", "--roll", "next", "--calendar", "scotland"]
    found = counted(run, *words)
    assert (found["unrolled"], found["due"]) == ("2019-05-06", "2019-05-07")
    assert found["days"][-1]["why"] == "the end is moved to this working day"


def test_clear_days_leave_out_both_ends(run: Run) -> None:
    found = counted(run, "3 calendar days", "--from", "2017-10-20", "--before", "--clear")
    assert [(day["date"], day["n"]) for day in found["days"]] == [
        ("2017-10-19", 1),
        ("2017-10-18", 2),
        ("2017-10-17", 3),
        ("2017-10-16", None),
    ]


def test_hours_run_on_while_the_clocks_go_back(run: Run) -> None:
    found = counted(run, "24 hours", "--from", "2026-10-24T15:00")
    assert found["from"] == "2026-10-24T15:00:00+01:00"
    assert found["due"] == found["earliest"] == found["latest"] == "2026-10-25T14:00:00+00:00"
    assert found["days"] == []
    assert found["assumed"] == ["--calendar none", "--roll none", "--zone Europe/London"]


def test_hours_from_a_bare_date_are_a_range(run: Run) -> None:
    found = counted(run, "24 hours", "--from", "2026-10-24")
    assert found["due"] is found["unrolled"] is None
    assert found["earliest"] == "2026-10-25T00:00:00+01:00"
    assert found["latest"] == "2026-10-25T23:00:00+00:00"


def test_the_midnight_that_ends_a_day_lets_the_next_one_count(run: Run) -> None:
    tail = ["--calendar", "england-and-wales"]
    found = counted(run, "5 working days", "--from", "2026-03-23T24:00", *tail)
    assert found["from"] == "2026-03-24T00:00:00+00:00"
    assert found["days"][0] == {"date": "2026-03-24", "counted": True, "n": 1, "why": None}
    assert counted(run, "5 working days", "--from", "2026-03-24T09:00", *tail)["due"] > found["due"]


def test_the_zone_says_whose_day_it_is(run: Run) -> None:
    words = ["1 weeks", "--from", "2026-07-01T23:30Z", "--zone"]
    assert counted(run, *words, "Europe/London")["due"] == "2026-07-09"
    assert counted(run, *words, "UTC")["due"] == "2026-07-08"


def test_days_that_nobody_has_announced_yet_are_marked(run: Run) -> None:
    words = ["20 working days", "--calendar", "uk-any", "--from"]
    assert counted(run, *words, "2026-03-23")["calendar"]["projected"] is False
    assert counted(run, *words, "2031-03-23")["calendar"]["projected"] is True
    assert "projected" in run("count", *words, "2031-03-23").out


def test_what_is_given_is_not_assumed(run: Run) -> None:
    found = counted(
        run,
        *("3 weeks", "--from", "2026-01-02T10:00", "--calendar", "none", "--day-one", "same-day"),
        *("--roll", "none", "--zone", "Europe/London"),
    )
    assert found["assumed"] == []


def test_beyond_the_calendar_there_is_no_answer(run: Run) -> None:
    words = ["20 working days", "--from", "2099-12-15", "--calendar", "scotland"]
    for format_ in ("text", "json"):
        answer = run("count", *words, "--format", format_)
        assert (answer.code, answer.out) == (1, "")
        assert "covers only 1990-01-01 to 2099-12-31" in answer.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["20 days", "--from", "2026-03-23"], "'20 working days' or '20 calendar days'"),
        (["20 working days", "--from", "2026-03-23"], "add --calendar with one of england"),
        (["1 month", "--from", "2026-03-23", "--roll", "next"], "add --calendar with one of"),
        (
            ["1 month", "--from", "2026-03-23", "--day-one", "next-working-day"],
            "add --calendar with one of",
        ),
        (["1 month", "--from", "tomorrow"], "write 2026-03-23"),
        (["1 month", "--from", "2026-02-30"], "does not exist"),
        (["1 hour", "--from", "2026-03-29T01:30"], "clocks go forward"),
        (["1 hour", "--from", "2026-10-25T01:30"], "happens twice"),
        (["1 month", "--from", "2026-03-23", "--zone", "Europe/Lodnon"], "'Europe/London'"),
        (["1 month", "--from", "2026-03-23", "--zone", ""], "there is no time zone"),
        (["1 month", "--from", "2026-03-23", "--zone", "../zone"], "there is no time zone"),
        (["3 hours", "--from", "2026-03-23T10:00", "--clear"], "no clear days"),
        (
            ["1 month", "--from", "2026-03-23", "--calendar", "uk"],
            "each nation of the United Kingdom has",
        ),
    ],
)
def test_a_count_that_cannot_be_understood_is_a_usage_error(
    run: Run, words: list[str], hint: str
) -> None:
    answer = run("count", *words, "--format", "json")
    assert (answer.code, answer.out) == (2, "")
    assert hint in answer.err


def test_the_text_of_a_count_tells_each_run_of_days(run: Run) -> None:
    answer = run("count", "20 working days", "--from", "2026-03-23", "--calendar", "scotland")
    first, *lines = answer.out.splitlines()
    assert first == "Tue 21 Apr 2026"  # Easter Monday is no holiday in Scotland
    assert "  1 to 4        Tue 24 Mar to Fri 27 Mar 2026" in lines
    assert "  not counted   Sat 28 Mar to Sun 29 Mar        Saturday, Sunday" in lines
    assert lines[-1] == "assumed    --day-one day-after, --roll none"


def test_the_text_of_a_range_says_why_it_is_one(run: Run) -> None:
    answer = run("count", "24 hours", "--from", "2026-10-24")
    assert answer.out.startswith("Sun 25 Oct 2026, 00:00 BST to Sun 25 Oct 2026, 23:00 GMT\n")
    assert "the hour of the start is not known" in answer.out


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--day-one", "same-day"], "1 month from Sat 6 Apr 2019, beginning with that day"),
        (
            ["--day-one", "next-working-day"],
            "1 month from Sat 6 Apr 2019, or the next working day if that is none",
        ),
        (["--before", "--clear"], "1 clear month before Sat 6 Apr 2019"),
        (
            ["--roll", "next"],
            "It would be Mon 6 May 2019 (May Day), and is moved to a working day.",
        ),
        (
            ["--roll", "previous"],
            (
                "It would be Mon 6 May 2019 (May Day), and is moved to a working day, since Sun 5 May 2019 (Sunday) "
                "and Sat 4 May 2019 (Saturday) are no working days."
            ),
        ),
    ],
)
def test_the_text_of_a_count_says_how_it_was_counted(run: Run, words: list[str], line: str) -> None:
    answer = run("count", "1 month", "--from", "2019-04-06", "--calendar", "scotland", *words)
    assert line in answer.out.splitlines()


def test_a_year_is_told_where_it_changes(run: Run) -> None:
    words = ["6 working days", "--from", "2026-12-29", "--calendar", "england-and-wales"]
    assert [line.rstrip() for line in run("count", *words).out.splitlines()[3:7]] == [
        "  1 to 2        Wed 30 Dec to Thu 31 Dec 2026",
        "  not counted   Fri  1 Jan to Sun  3 Jan 2027   New Year's Day, Saturday, Sunday",
        "  3 to 6        Mon  4 Jan to Thu  7 Jan",
        "",
    ]
    back = run("count", "5 calendar days", "--from", "2027-01-03", "--before").out.splitlines()
    assert back[3] == "  1 to 5   Tue 29 Dec 2026 to Sat  2 Jan 2027"


@pytest.mark.parametrize("name", ["england-and-wales", "scotland", "northern-ireland", "uk-any"])
def test_counts_agree_with_numpy(run: Run, name: str) -> None:
    off = [day for day, _ in uk(name).off]
    for start in (date(2025, 12, 1) + timedelta(days=11 * n) for n in range(20)):
        for n in (1, 20):
            due = np.busday_offset(start, n, roll="backward", holidays=off)
            found = counted(run, f"{n} working days", "--from", str(start), "--calendar", name)
            assert found["due"] == str(due), (start, n)


# -- case ----------------------------------------------------------------------------------

CASE_KEYS = ["procedure", "as_of", "known_on"]
CASE_KEYS += ["stages", "clocks", "refused", "overridden", "open", "owed", "forecast", "who_may"]
CLOCK_KEYS = [
    *("step", "stage", "kind", "start", "due", "earliest", "latest", "status"),
    *("remaining", "late", "clauses", "readings", "planned", "unsettled", "granted"),
    *("stands_still", "capped"),
]

FORMAL = "at: 2026-03-23, by: ann, event: formal_complaint_received, how: writing"


def judged(run: Run, path: Path, as_of: str, code: int = 0) -> Any:
    answer = run("case", "fusion-care", path, "--as-of", as_of, "--format", "json")
    assert (answer.code, answer.err) == (code, "")
    assert list(answer.json) == CASE_KEYS
    return answer.json


def clock(found: Any, step: str) -> Any:
    [clock] = [each for each in found["clocks"] if each["step"] == step]
    assert list(clock) == CLOCK_KEYS
    return clock


def test_the_json_of_a_case_across_easter(run: Run, record: Callable[..., Path]) -> None:
    found = judged(run, record(FORMAL), "2026-04-17")
    assert found["procedure"] == "fusion-care"
    assert found["as_of"] == "2026-04-17"
    assert found["stages"] == [{"stage": "first_formal", "since": "2026-03-23", "parts": []}]
    assert clock(found, "report_sent") == {
        "step": "report_sent",
        "stage": "first_formal",
        "kind": "promise",
        "start": "2026-03-23",
        "due": "2026-04-22",
        "earliest": "2026-04-22",
        "latest": "2026-04-22",
        "status": "running",
        "remaining": {"n": 3, "unit": "working days"},
        "late": None,
        "clauses": ["FC-17"],
        "readings": clock(found, "report_sent")["readings"],
        "planned": None,
        "unsettled": False,
        "granted": [],
        "stands_still": [],
        "capped": False,
    }
    assert "start_of_stage" in clock(found, "report_sent")["readings"]
    assert found["refused"] == found["overridden"] == []


@pytest.mark.parametrize(
    ("as_of", "status", "remaining", "late"),
    [
        ("2026-04-21", "running", 1, None),
        ("2026-04-22", "running", 0, None),
        ("2026-04-23", "overdue", None, 1),
        ("2026-04-27", "overdue", None, 3),
    ],
)
def test_the_day_before_on_it_and_after(
    run: Run,
    record: Callable[..., Path],
    as_of: str,
    status: str,
    remaining: int | None,
    late: int | None,
) -> None:
    found = clock(judged(run, record(FORMAL), as_of), "report_sent")
    assert found["status"] == status
    assert (found["remaining"] or {}).get("n") == remaining
    assert (found["late"] or {}).get("n") == late


def test_a_clock_runs_over_christmas_and_new_year(run: Run, record: Callable[..., Path]) -> None:
    # counted are 29, 30, 31 December, 4 and 5 January; Boxing Day is on Monday the 28th
    path = record("at: 2026-12-24, by: ann, event: complaint_received, how: telephone")
    assert clock(judged(run, path, "2026-12-24"), "reply_sent")["due"] == "2027-01-05"


def test_cases_agree_with_numpy(run: Run, record: Callable[..., Path]) -> None:
    off = [day for day, _ in uk("england-and-wales").off]
    for start in (date(2026, 3, 2) + timedelta(days=23 * n) for n in range(14)):
        path = record(f"at: {start}, by: ann, event: formal_complaint_received, how: letter")
        due = np.busday_offset(start, 20, roll="backward", holidays=off)
        assert clock(judged(run, path, str(start)), "report_sent")["due"] == str(due)


TO_THE_PANEL = (
    "at: 2026-09-01, by: ann, event: formal_complaint_received, how: writing",
    "at: 2026-09-21, by: max, event: investigation",
    "at: 2026-09-22, by: max, event: report_sent, to: ann, how: writing, copies_to: dee",
    "at: 2026-09-28, by: ann, event: resolution_rejected",
)


def test_a_waiting_clock_has_no_start_and_no_due(run: Run, record: Callable[..., Path]) -> None:
    found = clock(judged(run, record(*TO_THE_PANEL), "2026-09-30"), "panel_outcome_given")
    assert found["status"] == "waiting"
    assert found["start"] is found["due"] is found["earliest"] is found["latest"] is None


def test_hours_from_a_moment_carry_their_offset(run: Run, record: Callable[..., Path]) -> None:
    path = record(*TO_THE_PANEL, "at: 2026-10-24T15:00, by: pat, event: panel_held, with: ann")
    found = clock(judged(run, path, "2026-10-24T16:00"), "panel_outcome_given")
    assert found["start"] == "2026-10-24T15:00:00+01:00"
    assert found["due"] == "2026-10-25T14:00:00+00:00"
    assert found["remaining"] == {"n": 23, "unit": "hours"}


def test_hours_from_a_bare_day_are_a_range(run: Run, record: Callable[..., Path]) -> None:
    path = record(*TO_THE_PANEL, "at: 2026-10-24, by: pat, event: panel_held, with: ann")
    found = clock(judged(run, path, "2026-10-24"), "panel_outcome_given")
    assert found["due"] is None
    assert found["earliest"] == "2026-10-25T00:00:00+01:00"
    assert found["latest"] == "2026-10-25T23:00:00+00:00"


def test_a_refusal_names_its_row_its_rule_and_its_clause(
    run: Run, record: Callable[..., Path]
) -> None:
    found = judged(
        run, record(FORMAL, "at: 2026-03-25, by: mo, event: investigation"), "2026-03-25", 1
    )
    [refused] = found["refused"]
    assert list(refused) == ["index", "event", "at", "by", "reasons"]
    assert (refused["index"], refused["event"]) == (1, "investigation")
    assert (refused["at"], refused["by"]) == ("2026-03-25", "mo")
    [reason] = refused["reasons"]
    assert list(reason) == ["code", "rule", "clauses", "message", "mend", "who_else"]
    assert (reason["code"], reason["rule"]) == ("barred", "subject_stands_aside")
    assert (reason["clauses"], reason["who_else"]) == (["FC-07"], ["max"])
    assert "mo" in reason["message"]
    assert reason["mend"]


def test_what_comes_later_is_judged_but_not_shown(run: Run, record: Callable[..., Path]) -> None:
    path = record(
        FORMAL,
        "at: 2026-04-10, by: max, event: investigation",
        "at: 2026-04-13, by: ann, event: withdrawn",
        "at: 2026-04-14, by: mo, event: investigation",
    )
    found = judged(run, path, "2026-03-31", 1)
    assert [stage["stage"] for stage in found["stages"]] == ["first_formal"]
    assert "investigation" in [owed["duty"] for owed in found["owed"]]
    assert [refused["index"] for refused in found["refused"]] == [3]


def test_an_override_is_shown_for_ever(run: Run, record: Callable[..., Path]) -> None:
    path = record(
        FORMAL,
        "at: 2026-03-25, by: sue, event: investigation, override: {by: dee, why: nobody was there}",
    )
    [overridden] = judged(run, path, "2026-03-25")["overridden"]
    assert list(overridden) == ["index", "event", "by", "why", "own", "reasons"]
    assert (overridden["index"], overridden["event"]) == (1, "investigation")
    assert (overridden["by"], overridden["why"]) == ("dee", "nobody was there")
    assert [reason["rule"] for reason in overridden["reasons"]] == ["investigation.by"]


def test_what_is_open_and_owed(run: Run, record: Callable[..., Path]) -> None:
    path = record(
        FORMAL,
        "at: 2026-04-10, by: max, event: investigation",
        "at: 2026-04-13, by: max, event: report_sent, to: ann, how: writing",
    )
    found = judged(run, path, "2026-04-14")
    keys = ["event", "by", "who", "from", "due", "lacks", "last", "for"]
    assert all(list(move) == keys for move in found["open"])
    moves = {move["event"]: move for move in found["open"]}
    assert moves["resolution_accepted"]["who"] == ["ann"]
    assert moves["resolution_accepted"]["by"] == ["complainant"]
    assert moves["plan_change_discussed"]["lacks"] == ["plan_change_discussed.if"]
    assert all(list(owed) == ["duty", "by", "to", "what", "clauses"] for owed in found["owed"])
    owed = {owed["duty"]: owed for owed in found["owed"]}
    assert owed["report_sent.copies_to"]["to"] == ["managing_director"]
    assert owed["report_sent.copies_to"]["clauses"] == ["FC-18"]
    assert owed["support_offered"]["what"] is None
    assert "report_sent" not in owed


def test_an_end_says_that_it_is_one(run: Run, record: Callable[..., Path]) -> None:
    path = record(FORMAL, "at: 2026-04-13, by: ann, event: withdrawn")
    [stage] = judged(run, path, "2026-04-14")["stages"]
    assert stage == {
        "stage": "withdrawn_by_complainant",
        "since": "2026-04-13",
        "parts": [],
        "ended": True,
    }


def test_a_case_without_events_has_not_begun(run: Run, write: Write) -> None:
    path = write("none.yaml", "events: []\n")
    found = judged(run, path, "2026-04-14")
    assert found["stages"] == found["clocks"] == found["owed"] == []
    assert "not begun" in run("case", "fusion-care", path).out


def test_a_file_of_events_may_be_json(run: Run, write: Write) -> None:
    event = {"at": "2026-03-23", "by": "ann", "event": "formal_complaint_received", "how": "letter"}
    people = {"ann": {"holds": "complainant", "is": "child"}}
    path = write("events.json", json.dumps({"people": people, "events": [event]}))
    assert judged(run, path, "2026-03-23")["stages"][0]["stage"] == "first_formal"


def test_without_as_of_today_is_meant_and_echoed(run: Run, record: Callable[..., Path]) -> None:
    before = datetime.now(ZoneInfo("Europe/London")).date()
    found = run("case", "fusion-care", record(FORMAL), "--format", "json").json
    after = datetime.now(ZoneInfo("Europe/London")).date()
    assert str(before) <= found["as_of"] <= str(after)


def test_a_procedure_is_a_path_or_the_name_of_a_shipped_one(
    run: Run, record: Callable[..., Path]
) -> None:
    path, tail = record(FORMAL), ["--as-of", "2026-03-24"]
    assert run("case", POLICY, path, *tail) == run("case", "fusion-care", path, *tail)


def test_events_that_do_not_read_are_told_as_check_tells_them(run: Run, write: Write) -> None:
    path = write("events.yaml", PEOPLE + "events:\n  - {at: 2026-03-23, by: ann, event: formal}\n")
    answer = run("case", "fusion-care", path, "--format", "json")
    assert answer.code == 1
    [problem] = answer.json["diagnostics"]
    assert (problem["code"], problem["line"]) == ("unknown-name", 11)
    assert answer.json["files"] == 2
    text = run("case", "fusion-care", path)
    assert text.code == 1
    assert "error[unknown-name]" in text.out


def test_a_procedure_that_does_not_read_is_told_as_check_tells_it(run: Run, write: Write) -> None:
    ours, none = write("ours.yaml", BROKEN), "none.yaml"
    answer = run("case", ours, write("events.yaml", "events: []"), "--format", "json")
    assert answer.code == 1
    expected = run("check", ours, "--format", "json").json["diagnostics"]
    errors = [each for each in expected if each["severity"] == "error"]
    assert answer.json["diagnostics"] == errors
    both = run("case", ours, none, "--format", "json")
    assert both.code == 2
    assert both.json["diagnostics"][0]["code"] in {"unreadable-file", "unknown-key", "wrong-shape"}
    assert "unreadable-file" in {each["code"] for each in both.json["diagnostics"]}


def test_an_unknown_shipped_name_is_a_file_that_is_missing(
    run: Run, record: Callable[..., Path]
) -> None:
    answer = run("case", "fusion-car", record(), "--format", "json")
    assert answer.code == 2
    [problem] = answer.json["diagnostics"]
    assert (problem["code"], problem["line"]) == ("unreadable-file", None)
    assert "'fusion-care'" in problem["message"]


def test_a_base_is_no_procedure(run: Run, record: Callable[..., Path]) -> None:
    answer = run("case", ROOT / "procedures/bases/provider.yaml", record(), "--format", "json")
    assert answer.code == 1
    [problem] = answer.json["diagnostics"]
    assert problem["code"] == "not-a-document"


def test_an_id_that_the_record_does_not_have_is_a_mistake_of_the_file(
    run: Run, record: Callable[..., Path]
) -> None:
    path = record(FORMAL, "at: 2026-03-24, by: max, event: investigation, corrects: '99'")
    answer = run("case", "fusion-care", path, "--format", "json")
    assert answer.code == 1
    [problem] = answer.json["diagnostics"]
    assert (problem["file"], problem["line"]) == (str(path), 12)
    assert '"99"' in problem["message"]


def test_a_clock_beyond_the_calendar_is_an_error(run: Run, record: Callable[..., Path]) -> None:
    path = record("at: 2099-12-20, by: ann, event: formal_complaint_received, how: writing")
    answer = run("case", "fusion-care", path, "--as-of", "2099-12-20", "--format", "json")
    assert (answer.code, answer.out) == (1, "")
    assert "covers only" in answer.err


@pytest.mark.parametrize("as_of", ["tomorrow", "2026-02-30", "2026-03-29T01:30", ""])
def test_a_day_that_does_not_read_is_a_usage_error(
    run: Run, record: Callable[..., Path], as_of: str
) -> None:
    for option in ("--as-of", "--known-on"):
        answer = run("case", "fusion-care", record(FORMAL), option, as_of)
        assert (answer.code, answer.out) == (2, "")


LATER = (
    f"{FORMAL}, id: letter",
    f"{FORMAL.replace('23', '20')}, corrects: letter, known_at: 2026-03-30",
    "at: 2026-03-25, by: mo, event: investigation, known_at: 2026-04-01",
)


@pytest.mark.parametrize(
    ("known_on", "due", "refused"),
    [
        ("2026-03-29", "2026-04-22", 0),
        ("2026-03-30", "2026-04-21", 0),
        ("2026-04-01", "2026-04-21", 1),
    ],
)
def test_a_case_as_it_could_be_known(
    run: Run, record: Callable[..., Path], known_on: str, due: str, refused: int
) -> None:
    """The letter had come earlier, which was learnt on the 30th; two days later, who had looked."""
    path = record(*LATER)
    answer = run("case", "fusion-care", path, "--known-on", known_on, "--format", "json")
    found = answer.json
    assert (answer.code, list(found)) == (min(refused, 1), CASE_KEYS)
    assert (found["as_of"], found["known_on"]) == (known_on, known_on)
    assert clock(found, "report_sent")["due"] == due
    assert len(found["refused"]) == refused


def test_a_case_as_of_one_day_and_as_known_on_another(
    run: Run, record: Callable[..., Path]
) -> None:
    path = record(*LATER)
    words = ("--known-on", "2026-03-29T12:00", "--as-of", "2026-04-22")
    found = run("case", "fusion-care", path, *words, "--format", "json").json
    assert (found["as_of"], found["known_on"]) == ("2026-04-22", "2026-03-29T12:00:00+01:00")
    assert clock(found, "report_sent")["status"] == "running"  # late, as is known today
    told = run("case", "fusion-care", path, *words).out.splitlines()[1]
    assert told.startswith("On Wed 22 Apr 2026, as known on Sun 29 Mar 2026, 12:00 BST: First")
    assert judged(run, path, "2026-04-22", code=1)["known_on"] is None


def test_the_text_of_a_case(run: Run, record: Callable[..., Path]) -> None:
    path = record(
        FORMAL,
        "at: 2026-03-25, by: mo, event: investigation",
        "at: 2026-03-26, by: sue, event: investigation, override: {by: dee, why: nobody was there}",
    )
    lines = run("case", "fusion-care", path, "--as-of", "2026-04-17").out.splitlines()
    assert lines[:2] == [
        "Fusion Care complaints policy (fusion-care, version 2)",
        "On Fri 17 Apr 2026: First formal stage, since Mon 23 Mar 2026",
    ]
    assert "  report_sent   Wed 22 Apr 2026   running, 3 working days left   FC-17" in lines
    assert "  events[1] investigation by mo, Wed 25 Mar 2026" in lines
    assert lines[lines.index("Refused") + 2].startswith("    FC-07   mo is complained about")
    assert "    allowed by dee: nobody was there" in lines
    assert "  must   report_sent            by max   due Wed 22 Apr 2026" in lines
    late = run("case", "fusion-care", path, "--as-of", "2026-04-24").out
    assert "overdue, by 2 working days" in late
    on_the_day = run("case", "fusion-care", path, "--as-of", "2026-04-22").out
    assert "running, the last day" in on_the_day


def test_the_text_of_a_clock_that_waits_says_for_what(
    run: Run, record: Callable[..., Path]
) -> None:
    path = record(*TO_THE_PANEL)
    lines = run("case", "fusion-care", path, "--as-of", "2026-09-30").out.splitlines()
    [line] = [line for line in lines if "waiting" in line]
    assert line.split("   ")[:2] == ["  panel_outcome_given", "24 hours from panel_held"]


# -- test ----------------------------------------------------------------------------------


def copied(write: Write, scenarios: str | bytes | None = None) -> Path:
    """The policy and its base in a folder of their own, with other scenarios beside it."""
    policy = write("fusion-care.yaml", POLICY.read_bytes())
    write("bases/provider.yaml", (POLICY.parent / "bases/provider.yaml").read_bytes())
    own = POLICY.with_name("fusion-care.scenarios.yaml").read_bytes()
    write("fusion-care.scenarios.yaml", own if scenarios is None else scenarios)
    return policy


@pytest.mark.parametrize("name", ["", "fusion-care.yaml", "fusion-care.scenarios.yaml"])
def test_the_shipped_scenarios_come_out(run: Run, name: str) -> None:
    answer = run("test", ROOT / "procedures" / name)
    assert (answer.code, answer.err) == (0, "")
    assert "ok   report_in_time_across_easter" in answer.out
    assert re.fullmatch(r"\d+ scenarios in [12] files?", answer.out.splitlines()[-1])


def test_a_row_that_fails_is_shown_in_its_place(run: Run, write: Write) -> None:
    own = POLICY.with_name("fusion-care.scenarios.yaml").read_text("utf-8")
    policy = copied(
        write, own.replace("due: {report_sent: 2026-04-22}", "due: {report_sent: 2026-04-23}")
    )
    answer = run("test", policy)
    assert answer.code == 1
    assert "FAILS   report_in_time_across_easter" in answer.out
    assert 'error[scenario-fails]: "report_sent" is due 2026-04-22' in answer.out
    assert answer.out.splitlines()[-1].endswith("1 failing")


def test_scenarios_that_do_not_read_fail(run: Run, write: Write) -> None:
    answer = run("test", copied(write, "complaintflow: 1\npolicy: fusion-care\nscenario: {}\n"))
    assert answer.code == 1
    assert "error[unknown-key]" in answer.out
    assert "1 file that cannot be used" in answer.out


def test_scenarios_that_are_missing_or_unreadable_exit_with_2(run: Run, write: Write) -> None:
    assert run("test", copied(write, b"\xff")).code == 2
    assert run("test", write("alone.yaml", POLICY.read_bytes())).code == 2


def test_a_folder_without_scenarios_is_no_success(run: Run, tmp_path: Path) -> None:
    answer = run("test", tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "there are no scenarios" in answer.err


# -- on a terminal -------------------------------------------------------------------------


def test_a_closing_line_is_for_a_person_who_watches(write: Write) -> None:
    assert without_colour(terminal("check", POLICY)) == "1 file, nothing to report\n"
    shown = without_colour(terminal("check", write("ours.yaml", BROKEN)))
    assert "  |   ^^^^^\nhelp: did you mean `title`?\n" in shown
    closing = r"\d+ errors in 1 file; complaintflow explain CODE tells more"
    assert re.fullmatch(closing, shown.splitlines()[-1])


def test_an_empty_line_is_empty_on_a_terminal_too() -> None:
    shown = without_colour(terminal("explain", "bare-days", columns=200))
    assert "bare-days, a mistake in a file\n\nA period says" in shown
    assert "\n\nWhat to type\n" in shown


def test_colours_are_for_terminals_and_can_be_refused() -> None:
    words = ["count", "20 working days", "--from", "2026-03-23", "--calendar", "scotland"]
    assert "\x1b[" in terminal(*words)
    assert "\x1b[3" not in terminal(*words, env={"NO_COLOR": "1"})
    assert "\x1b" not in terminal(*words, env={"TERM": "dumb"})
    assert "\x1b" not in shell(*words).out


def test_a_person_who_watches_is_told_what_takes_long() -> None:
    program = (
        "from pathlib import Path; from complaintflow.cli.screen import Progress\n"
        "with Progress('checking', patience=0) as progress:\n"
        "    progress.on_file(Path('one.yaml')); progress.on_file(Path('t\x1bwo.yaml'))\n"
    )
    shown = without_colour(terminal(command=(sys.executable, "-c", program)))
    assert "checking" in shown
    piped = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (piped.returncode, piped.stdout, piped.stderr) == (0, "", "")
    to_a_file = "import sys, os; sys.stdout = open(os.devnull, 'w')\n" + program
    shown = without_colour(terminal(command=(sys.executable, "-c", to_a_file)))
    assert "checking" in shown  # it stands on standard error


def test_a_person_who_watches_is_told_which_mutant_is_tried(write: Write) -> None:
    text = PLANS.partition("      met:")[0] + "      met: {by: officer}\n"
    law = write("plans.yaml", text + "clauses: {A-1: {at: page 1, says: somebody meets you}}\n")
    write(
        "plans.scenarios.yaml",
        "complaintflow: 1\npolicy: plans\ncalendar: england-and-wales\n"
        "people: {ann: {holds: you}, ola: {holds: officer}}\nscenarios:\n  one:\n    proves: [A-1]\n    story:\n"
        "      - {at: 2026-06-01, by: ann, event: came}\n",
    )
    shown = without_colour(terminal("test", law, "--mutate"))
    assert re.search(r"trying mutant \d+ of \d+ of plans", shown)
    assert "trying" not in shell("test", law, "--mutate").err


BARNSLEY = """\
people:
  cat: {holds: complainant}
  tia: {holds: team}
  hal: {holds: handler}
  sam: {holds: service_director}
  pan: {holds: review_panel}
  ian: {holds: investigator}
  ida: {holds: independent_person}
facts: {friend_acts: false}
events:
  - {at: 2026-04-01, by: cat, event: complaint_received}
  - {at: 2026-04-01, by: tia, event: concerns_reviewed}
  - {at: 2026-04-01, by: tia, event: complaint_accepted}
  - {at: 2026-04-01, by: cat, event: early_resolution_declined}
  - {at: 2026-04-07, by: tia, event: timescale_agreed, agreed_by: cat, settles: 2026-04-20}
  - {at: 2026-04-20, by: hal, event: stage_one_response_sent, to: cat, how: writing}
  - {at: 2026-04-21, by: cat, event: formal_investigation_requested}
  - {at: 2026-05-05, by: ian, event: investigation_report_sent, to: sam, with: ida}
  - {at: 2026-05-05, by: ida, event: independent_report_sent, to: sam}
  - {at: 2026-05-06, by: sam, event: next_steps_decided}
  - {at: 2026-05-07, by: sam, event: stage_two_response_sent, to: cat, how: writing}
  - {at: 2026-05-08, by: cat, event: review_panel_requested}
  - {at: 2026-05-11, by: tia, event: panel_arranged, settles: 2026-06-01}
  - {at: 2026-06-01, by: pan, event: panel_held, with: cat}
"""


def test_a_case_tells_an_aim_from_a_promise_and_a_plan_from_what_is_due(
    run: Run, write: Write
) -> None:
    path = write("events.yaml", BARNSLEY)

    def deadline(name: str, as_of: str) -> str:
        out = run("case", "barnsley-childrens-social-care", path, "--as-of", as_of).out
        line = next(line for line in out.splitlines() if line.startswith(f"  {name}  "))
        return " ".join(line.split())

    assert deadline("acknowledged (aim)", "2026-04-09").endswith("overdue, by 1 working day BC-12")
    planned = deadline("panel_held", "2026-05-11")
    assert "Mon 22 Jun 2026 running" in planned
    assert ", planned for Mon 1 Jun 2026" in planned
    assert "planned" not in deadline("panel_held", "2026-06-01")
    settled = deadline("stage_one_response_sent", "2026-04-07")
    assert "Mon 20 Apr 2026 running" in settled
    assert "planned" not in settled


EARLY = """\
people: {cat: {holds: complainant}, tia: {holds: team}, hal: {holds: handler}}
facts: {friend_acts: false}
events:
  - {at: 2026-04-01, by: cat, event: complaint_received}
  - {at: 2026-04-01, by: tia, event: concerns_reviewed}
  - {at: 2026-04-01, by: tia, event: complaint_accepted}
  - {at: 2026-04-02, by: tia, event: more_time_agreed, agreed_by: cat}
  - {at: 2026-04-02, by: tia, event: updates_given, to: cat}
  - {at: 2026-04-07, by: tia, event: updates_given, to: cat}
  - {at: 2026-04-09, by: tia, event: resolution_offered, with: cat}
  - {at: 2026-04-09, by: cat, event: early_resolution_ended}
  - {at: 2026-04-21, by: tia, event: timescale_agreed, agreed_by: cat, settles: 15 working days}
"""


def council(run: Run, path: Path, as_of: str, *more: str) -> Answer:
    return run("case", "barnsley-childrens-social-care", path, "--as-of", as_of, *more)


def test_a_case_says_that_a_time_is_not_settled_and_what_settled_or_extended_it(
    run: Run, write: Write
) -> None:
    path = write("events.yaml", EARLY)
    more = (
        "more_time_agreed on Thu 2 Apr 2026 gave more time for resolution_offered, agreed by cat."
    )
    not_settled = (
        "Nobody has settled the time for stage_one_response_sent yet "
        "(10 to 20 working days from complaint_received); timescale_agreed settles it."
    )
    assert more not in council(run, path, "2026-04-01").out
    assert more in council(run, path, "2026-04-02").out
    assert not_settled not in council(run, path, "2026-04-02").out
    told = council(run, path, "2026-04-09").out
    assert not_settled in told
    assert (
        "Fri 17 Apr 2026 to Fri 1 May 2026   running, 6 working days left of the shorter time"
        in told
    )
    assert "running, the last day of the shorter time" in council(run, path, "2026-04-17").out
    assert not_settled in council(run, path, "2026-04-20").out
    told = council(run, path, "2026-04-21").out
    assert not_settled not in told
    settled = "timescale_agreed on Tue 21 Apr 2026 settled the time for stage_one_response_sent: "
    assert f"{settled}15 working days, agreed by cat." in told


def test_what_repeats_stays_possible_with_the_day_of_the_last_time(run: Run, write: Write) -> None:
    path = write("events.yaml", EARLY)

    def row(name: str, as_of: str) -> str:
        possible = council(run, path, as_of).out.partition("Possible now")[2]
        lines = [line for line in possible.splitlines() if f" {name} " in line]
        return " ".join(lines[0].split()) if lines else ""

    assert row("updates_given", "2026-04-01") == "must updates_given by tia"
    assert row("updates_given", "2026-04-02").endswith("by tia last done on Thu 2 Apr 2026")
    assert row("updates_given", "2026-04-07").endswith("by tia last done on Tue 7 Apr 2026")
    assert row("complaint_accepted", "2026-04-01") == ""
    way = "more time for resolution_offered, up to 5 working days from complaint_received"
    assert row("more_time_agreed", "2026-04-01") == f"may more_time_agreed by tia {way}"
    assert row("more_time_agreed", "2026-04-02").endswith(f"{way}, last done on Thu 2 Apr 2026")
    assert row("more_time_agreed", "2026-04-09") == ""


def test_the_json_of_a_case_tells_plans_and_what_settled_or_extended_a_time(
    run: Run, write: Write
) -> None:
    path = write("early.yaml", EARLY)
    found = council(run, path, "2026-04-09", "--format", "json").json
    one = clock(found, "stage_one_response_sent")
    assert (one["due"], one["unsettled"], one["granted"]) == (None, True, [])
    offered = clock(found, "resolution_offered")
    assert (offered["kind"], offered["unsettled"], offered["planned"]) == ("aim", False, None)
    assert offered["granted"] == [
        {
            "event": "more_time_agreed",
            "at": "2026-04-02",
            "extends": True,
            "settles": None,
            "agreed_by": ["cat"],
            "clauses": ["BC-09"],
        }
    ]
    moves = {move["event"]: move for move in found["open"]}
    assert (moves["updates_given"]["last"], moves["formal_investigation_requested"]["last"]) == (
        "2026-04-07",
        None,
    )
    found = council(run, path, "2026-04-21", "--format", "json").json
    one = clock(found, "stage_one_response_sent")
    assert (one["due"], one["unsettled"]) == ("2026-04-24", False)
    assert [grant["settles"] for grant in one["granted"]] == ["15 working days"]
    late = write("late.yaml", BARNSLEY)
    found = council(run, late, "2026-05-11", "--format", "json").json
    held = clock(found, "panel_held")
    assert (held["due"], held["planned"]) == ("2026-06-22", "2026-06-01")
    assert [grant["settles"] for grant in held["granted"]] == ["2026-06-01"]
    one = clock(found, "stage_one_response_sent")
    assert (one["due"], one["planned"]) == ("2026-04-20", "2026-04-20")


PLANS = """\
complaintflow: 1
policy: {id: plans, title: Plans, version: "1", in_force_from: 2024-01-01}
counting: {working_days: england-and-wales, day_one: day after, time_zone: Europe/London}
roles: {you: {title: You}, officer: {title: An officer}}
begins: {came: {by: you, then: open}}
stages:
  open:
    title: Open
    must:
      met:  {by: officer, aim_within: 2 working days of came, within: 5 working days of came, may_extend: {longer: {by: officer}}}
      set:  {by: officer, sets_time_of: met}
      rung: {by: officer, within: 10 to 20 hours of came}
    may:
      objected: {by: you, within: 1 to 2 weeks of came}
"""


def test_a_plan_that_is_too_late_is_said_to_be_and_one_in_days_is_told_below(
    run: Run, write: Write
) -> None:
    law = write("plans.yaml", PLANS)
    events = "people: {ann: {holds: you}, ola: {holds: officer}}\nevents:\n"
    events += "  - {at: 2026-06-01T09:00, by: ann, event: came}\n"
    settle = "  - {at: 2026-06-01T10:00, by: ola, event: set, settles: WHEN}\n"
    path = write("late.yaml", events + settle.replace("WHEN", "2026-06-09"))
    out = run("case", law, path, "--as-of", "2026-06-01T12:00").out
    assert "Wed 3 Jun 2026" in out
    assert ", planned for Tue 9 Jun 2026, too late\n" in out
    assert out.count("planned") == 1  # for the promise, and not for the aim beside it
    assert "set on Mon 1 Jun 2026" not in out
    assert "Nobody has settled the time for rung yet (10 to 20 hours from came).\n" in out
    assert "Nobody has settled the time for objected yet (1 to 2 weeks from came).\n" in out
    assert "running, 7 hours left of the shorter time" in out
    path = write("days.yaml", events + settle.replace("WHEN", "4 working days"))
    out = run("case", law, path, "--as-of", "2026-06-01T19:00").out
    assert "set on Mon 1 Jun 2026, 10:00 BST planned met: 4 working days.\n" in out
    assert "its last hour of the shorter time" in out
    more = "  - {at: 2026-06-02, by: ola, event: longer, settles: 2026-06-12}\n"
    path = write("more.yaml", events + more)
    out = run("case", law, path, "--as-of", "2026-06-02").out
    assert "longer on Tue 2 Jun 2026 gave more time for met: Fri 12 Jun 2026.\n" in out
    assert "may    longer     by ola   more time for met, last done on Tue 2 Jun 2026\n" in out


def test_whom_an_act_is_owed_to_is_told_from_with_whom_it_is_held(run: Run, write: Write) -> None:
    must = """\
      met:     {by: officer, with: you}
      sent:    {by: officer, to: you}
      told:    {by: officer, to: you, with: officer}
      written: {by: officer}
"""
    law = write("plans.yaml", PLANS.partition("      met:")[0] + must)
    events = "people: {ann: {holds: you}, ola: {holds: officer}}\nevents:\n"
    events += "  - {at: 2026-06-01, by: ann, event: came}\n"

    def owed() -> list[str]:
        out = run("case", law, write("e.yaml", events), "--as-of", "2026-06-02").out
        rows = out.partition("Owed\n")[2].partition("\n\n")[0].splitlines()
        return [" ".join(row.split()) for row in rows]

    assert owed() == [
        "met with you by officer",
        "sent to you by officer",
        "told to you with officer by officer",
        "written by officer",
    ]
    events += "  - {at: 2026-06-01, by: ola, event: met}\n"
    events += "  - {at: 2026-06-01, by: ola, event: sent}\n"
    assert "met.with with you by officer" in owed()
    assert "sent.to to you by officer" in owed()


def test_an_aim_that_was_missed_is_no_alarm() -> None:
    """Red is for what was promised; an aim is told from it by its word, and by its colour."""
    law = policy("""
roles: {you: {title: You}, officer: {title: An officer}}
begins: {came: {by: you, then: open}}
stages:
  open:
    title: Open
    must: {met: {by: officer, aim_within: 2 working days of came, within: 3 working days of came}}
""")
    case = engine.begin(law, at=day(1), people=people(ann="you", ola="officer"))
    case = done(law, case, "came", day(1), "ann")
    aim, promise = engine.clocks(law, case)
    assert [name_of(clock) for clock in (aim, promise)] == ["met (aim)", "met"]
    assert [style_of(clock, day(5)) for clock in (aim, promise)] == ["yellow", "bold red"]
    assert style_of(aim, day(2)) == style_of(promise, day(2)) == "cyan"
    aim, promise = engine.clocks(law, done(law, case, "met", day(5), "ola"))
    assert [style_of(clock, day(5)) for clock in (aim, promise)] == ["yellow", "red"]


@pytest.mark.parametrize("columns", [80, 100])
def test_a_case_fits_the_terminal(record: Callable[..., Path], columns: int) -> None:
    path = record(
        *TO_THE_PANEL,
        "at: 2026-10-24, by: pat, event: panel_held, with: ann",
        "at: 2026-10-25, by: mo, event: panel_outcome_given",
    )
    words: list[str | Path] = ["case", "fusion-care", path, "--as-of", "2026-10-25"]
    shown = without_colour(terminal(*words, columns=columns))
    assert max(map(len, shown.splitlines())) <= columns
    assert "…" not in shown
    assert "report_sent" in shown


def test_text_from_a_file_is_neither_obeyed_nor_read_as_markup(
    write: Write, record: Callable[..., Path]
) -> None:
    title = r'"[bold]x[/bold] \e[31mred\u202e \x9b31m :smile:"'
    copied(write)
    hostile = POLICY.read_text("utf-8").replace(
        "title: Fusion Care complaints policy", f"title: {title}"
    )
    policy = write("hostile.yaml", hostile)
    words: list[str | Path] = ["case", policy, record(FORMAL), "--as-of", "2026-03-23"]
    expected = r"[bold]x[/bold] \x1b[31mred\u202e \x9b31m :smile: (fusion-care, version 2)"
    assert without_colour(terminal(*words)).splitlines()[0] == expected
    assert shell(*words).out.splitlines()[0] == expected


def test_json_hides_nothing_and_obeys_nothing(run: Run, write: Write) -> None:
    answer = run("check", write("a\u202e\x9b.yaml", "é: –\n"), "--format", "json")
    assert all(c.isprintable() or c == "\n" for c in answer.out)
    assert answer.json["diagnostics"][0]["file"].endswith("a\u202e\x9b.yaml")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_locale_without_unicode_does_no_harm(write: Write, encoding: str) -> None:
    env = {
        "LC_ALL": "C",
        "PYTHONIOENCODING": encoding,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    path = write("ours.yaml", BROKEN)
    answer = shell("check", path, "--format", "text", env=env)
    assert (answer.code, answer.err) == (1, "")
    assert "titel: Café – ☎" in answer.out


def test_a_count_too_long_to_list_is_a_mistake_of_usage(run: Run) -> None:
    answer = run("count", "3600000 calendar days", "--from", "0001-01-01", "--calendar", "none")
    assert (answer.code, answer.out) == (2, "")
    assert "count a shorter period" in answer.err


def test_an_empty_path_is_a_mistake_of_usage_and_not_the_folder_here(run: Run) -> None:
    answer = run("check", "")
    assert (answer.code, answer.out) == (2, "")
    assert "a path is empty" in answer.err


def test_a_clock_over_days_that_nobody_has_announced_yet_says_so(
    run: Run, record: Callable[..., Path]
) -> None:
    later = record("at: 2030-03-25, by: ann, event: formal_complaint_received, how: writing")
    assert (
        "have not been announced yet"
        in run("case", "fusion-care", later, "--as-of", "2030-03-26").out
    )
    now = record(FORMAL)
    assert "announced" not in run("case", "fusion-care", now, "--as-of", "2026-03-26").out


def test_a_tie_that_nobody_told_of_is_said(run: Run, tmp_path: Path) -> None:
    """Promise 4: not known is not absent, and the answer says so."""
    events = tmp_path / "events.yaml"
    events.write_text(
        "people: {ann: {holds: complainant, is: child}, mo: {holds: manager}}\n"
        "facts: {complains_for_another: false}\n"
        "events:\n"
        "  - {at: 2026-03-23, by: ann, event: formal_complaint_received, how: writing}\n"
        "  - {at: 2026-03-25, by: mo, event: investigation}\n",
        encoding="utf-8",
    )
    words = ("case", "fusion-care", str(events), "--as-of", "2026-03-27")
    told = run(*words).out
    assert (
        "Not known, and so held against nobody\n  whether mo is complained about in this case"
        in told
    )
    told_of = events.read_text("utf-8").replace(
        "{holds: manager}", "{holds: manager, is_not: subject}"
    )
    events.write_text(told_of, encoding="utf-8")
    assert "Not known" not in run(*words).out


# -- case --who-may --------------------------------------------------------------------------


def test_who_may_as_json(run: Run, record: Callable[..., Path]) -> None:
    words = ("--as-of", "2026-03-25", "--who-may", "investigation", "--format", "json")
    answer = run("case", "fusion-care", record(FORMAL), *words)
    found = answer.json["who_may"]
    assert answer.code == 0
    assert list(found) == ["event", "may", "may_not", "shut", "not_known", "notes"]
    assert (found["event"], found["may"]) == ("investigation", ["max"])
    assert found["not_known"] == [
        {"person": "max", "is": "subject", "to": None, "rule": "subject_stands_aside"}
    ]
    [reason] = found["may_not"]["ann"]
    assert (reason["code"], reason["clauses"]) == ("wrong-role", ["FC-16"])
    assert judged(run, record(FORMAL), "2026-03-25")["who_may"] is None


def test_who_may_as_text(run: Run, record: Callable[..., Path]) -> None:
    words = ("--as-of", "2026-03-25", "--who-may", "investigation")
    printed = run("case", "fusion-care", record(FORMAL), *words).out.splitlines()
    assert printed[3] == "Who may do investigation"
    rows = [" ".join(line.split()) for line in printed[4:]]
    assert "max may" in rows
    assert "ann ann holds complainant; it is for manager FC-16" in rows
    assert "Possible now" not in printed


def test_who_may_is_a_question_of_its_own(run: Run, record: Callable[..., Path]) -> None:
    answer = run("case", "fusion-care", record(FORMAL), "--who-may", "investigation", "--explain")
    assert answer.code == 2
    assert "--who-may is a question of its own" in answer.err


def test_who_may_do_what_is_no_step(run: Run, record: Callable[..., Path]) -> None:
    answer = run("case", "fusion-care", record(FORMAL), "--who-may", "investigaton")
    assert answer.code == 2
    assert "did you mean 'investigation'?" in answer.err


# -- case --forecast -------------------------------------------------------------------------


def test_a_forecast_as_json(run: Run, record: Callable[..., Path]) -> None:
    words = ("--as-of", "2026-03-25", "--forecast", "--via", "second_formal")
    answer = run("case", "fusion-care", record(FORMAL), *words, "--format", "json")
    [way] = answer.json["forecast"]
    assert answer.code == 0
    assert way["leads"] == ["resolution_rejected", "panel_accepted"]
    assert way["places"] == ["second_formal", "closed"]
    assert way["holders"] == []
    [report] = [each for each in way["steps"] if each["step"] == "report_sent"]
    assert report == {
        "step": "report_sent",
        "stage": "first_formal",
        "earliest": "2026-03-25",
        "expected": "2026-04-22",
        "latest": "2026-04-22",
        "rests_on": [],
        "still_until": [],
        "late": False,
        "clauses": ["FC-17"],
    }
    [outcome] = [each for each in way["steps"] if each["step"] == "panel_outcome_given"]
    assert (outcome["expected"], outcome["latest"]) == ("2026-05-23T00:00:00+01:00", None)
    assert way["shut"] is None
    assert judged(run, record(FORMAL), "2026-03-25")["forecast"] is None


def test_a_way_that_is_shut_as_json(run: Run, record: Callable[..., Path]) -> None:
    path = record("at: 2026-03-23, by: ann, event: complaint_received, how: telephone")
    found = run(
        "case", "fusion-care", path, "--as-of", "2026-03-23", "--forecast", "--format", "json"
    )
    shut = [way["shut"] for way in found.json["forecast"] if way["shut"]]
    assert all(each["reasons"] for each in shut)


def test_a_forecast_as_text(run: Run, record: Callable[..., Path]) -> None:
    printed = run("case", "fusion-care", record(FORMAL), "--as-of", "2026-04-23", "--forecast").out
    lines = printed[printed.index("\nForecast\n") :].splitlines()
    assert lines[2] == "  resolution_accepted: Closed"
    assert lines[3].split() == ["at", "the", "earliest", "as", "expected", "at", "the", "latest"]
    [report] = [line for line in lines[:12] if line.startswith("    report_sent ")]
    assert "Thu 23 Apr 2026, when its time is up   FC-17" in report
    assert "   no last day   FC-20" in re.sub(" +FC", "   FC", printed)
    assert "no last day, since resolution_rejected has none" in printed
    assert "  resolution_rejected: Second formal stage, then Closed" in lines


def test_a_forecast_where_a_case_rests_and_where_nothing_leads_on(
    run: Run, record: Callable[..., Path], write: Write
) -> None:
    path = record(FORMAL, "at: 2026-03-24, by: ann, event: withdrawn, how: writing")
    printed = run("case", "fusion-care", path, "--as-of", "2026-03-25", "--forecast").out
    assert "  What is left where the case rests\n" in printed
    stuck = write(
        "stuck.yaml",
        """\
complaintflow: 1
policy: {id: stuck, title: Stuck, version: "1", in_force_from: 2026-01-01}
counting: {working_days: england-and-wales, day_one: day after, time_zone: Europe/London}
clauses: {C: {at: p. 1, says: all}}
roles: {ann: {title: You}}
begins: {came: {by: ann, then: first, cites: C}}
stages: {first: {title: First, must: {asked: {by: ann, cites: C}}}}
""",
    )
    events = write(
        "events.yaml",
        "people: {a: {holds: ann}}\nevents:\n  - {at: 2026-03-02, by: a, event: came}\n",
    )
    printed = run("case", stuck, events, "--as-of", "2026-03-03", "--forecast").out
    assert "Forecast\n  No way leads on from here." in printed


def test_a_place_that_is_not_there_is_a_usage_error(run: Run, record: Callable[..., Path]) -> None:
    for words in (["--forecast", "--via", "second_forml"], ["--via", "second_formal"]):
        answer = run("case", "fusion-care", record(FORMAL), *words)
        assert (answer.code, answer.out) == (2, "")
