"""The examples of the explanations of codes, run as a user would run them."""

import re
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from complaintflow import codes, engine, files, scenarios
from complaintflow.codes import About, Example, Explanation
from complaintflow.diagnostics import Diagnostic
from complaintflow.engine import Admitted
from complaintflow.scenarios import Report
from complaintflow.scenarios.trials import try_mutants

POLICY, EVENTS = "library.yaml", "events.yaml"
STORIES, MUTANTS = "library.scenarios.yaml", "library.mutants.yaml"


def text_of(example: Example) -> str:
    """The whole file of an example: most change the small policy."""
    if example.words == ("yaml",):
        return codes.changed(codes.small_policy(), example.text)
    return example.text


def diagnostics(example: Example) -> tuple[Diagnostic, ...]:
    """What `check` and `test` say of the example of a mistake, in the file that it is in."""
    with TemporaryDirectory() as folder, chdir(folder):
        Path(POLICY).write_text(codes.small_policy(), "utf-8")
        match example.words:
            case ("sh",):
                command, verb, *paths = example.text.split()
                assert (command, verb) == ("complaintflow", "check")
                return files.check(paths).diagnostics
            case ("yaml", "scenarios"):
                Path(STORIES).write_text(example.text, "utf-8")
                return _failures(scenarios.run(Path(STORIES)))
            case ("yaml", "mutants"):
                stories = codes.explanation(scenarios.FAILS).right.text
                Path(STORIES).write_text(stories, "utf-8")
                Path(MUTANTS).write_text(example.text, "utf-8")
                report = scenarios.run(Path(STORIES))
                tried = try_mutants(report, on_mutant=lambda *_: None)
                return (*_failures(report), *tried.problems)
            case _:
                Path(POLICY).write_text(text_of(example), "utf-8")
                return files.check([POLICY]).diagnostics


def _failures(report: Report) -> tuple[Diagnostic, ...]:
    return (*report.problems, *(f for told in report.scenarios for f in told.failures))


def admitted(told: Explanation, example: Example) -> Admitted:
    """What becomes of the events of an example of a reason."""
    assert told.about is About.REASON
    policy = codes.small_policy()
    if told.policy is not None:
        policy = codes.changed(policy, told.policy.text)
    with TemporaryDirectory() as folder, chdir(folder):
        Path(POLICY).write_text(policy, "utf-8")
        Path(EVENTS).write_text(example.text, "utf-8")
        found = files.check([POLICY]).diagnostics
        assert found == (), found
        law = files.load(POLICY)
        record = files.read_record(EVENTS, law)
        assert record.at is not None
        case = engine.begin(law, at=record.at, people=record.people, facts=record.facts)
        return engine.admit(law, case, record.events)


def marked(text: str) -> tuple[int, int, int] | None:
    """The line, the first column and the end column that carets in a comment point at.

    A comment begins at the left edge; carets that follow its sign at once begin there too.
    """
    lines = text.splitlines()
    for number, line in enumerate(lines):
        found = re.fullmatch(r"# *\^+|#\^+", line)
        if found:
            first = 1 if line[1] == "^" else line.index("^") + 1
            return number, first, len(line) + 1
    return None


def as_on_the_page(found: Diagnostic, example: Example) -> Diagnostic:
    """The same, its line counted in the example and not in the whole file."""
    place = found.place
    if place.line is None or example.words != ("yaml",):
        return found
    shift = text_of(example).splitlines().index(place.source) - example.text.splitlines().index(
        place.source
    )
    moved = replace(place, line=place.line - shift, end_line=(place.end_line or place.line) - shift)
    return replace(found, place=moved)
