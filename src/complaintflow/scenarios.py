"""Run the scenarios of a policy: stories whose every row says what must come of it.

A row that happens must be permitted, or refused for exactly the reasons that it names; a
row with `as_of` must describe the case exactly. What fails is told under its row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from complaintflow.case import Action, Case
from complaintflow.deadlines import Clock
from complaintflow.diagnostics import Diagnostic, quoted
from complaintflow.engine import admit, begin, clocks_as_of, could, course_of, moves, owed, stage_of
from complaintflow.errors import ComplaintflowError
from complaintflow.files import read_scenarios
from complaintflow.language.records import Reading
from complaintflow.language.scenario import ExpectedRow, ScenarioDoc, ScenarioFile, ToldRow
from complaintflow.language.tree import Scalar
from complaintflow.moments import Moment
from complaintflow.procedure import Duty, Procedure, Step

FAILS = "scenario-fails"
"""The code of a row that did not come out as it says."""


@dataclass(frozen=True, slots=True)
class Told:
    """One scenario told to its end: what failed, and how many rows it has."""

    name: str
    rows: int
    failures: tuple[Diagnostic, ...]
    proves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The scenarios of one file. `problems` are mistakes that keep them from being told."""

    path: Path
    policy: str | None
    problems: tuple[Diagnostic, ...]
    scenarios: tuple[Told, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether the file reads and every row came out as it says."""
        return not self.problems and not any(told.failures for told in self.scenarios)


def run(path: Path) -> Report:
    """Tell every scenario of a file under the policy beside it."""
    found = read_scenarios(path)
    if found.procedure is None or found.doc is None:
        return Report(path, None, found.problems)
    told = tuple(
        tell(found.procedure, found.doc, name, scenario)
        for name, scenario in found.doc.scenarios.items()
    )
    return Report(path, found.procedure.id, (), told)


def tell(procedure: Procedure, doc: ScenarioFile, name: str, scenario: ScenarioDoc) -> Told:
    """Tell one scenario row by row, and note every row that came out otherwise."""
    teller = _Teller(procedure, doc, scenario)
    failures = tuple(failure for row in scenario.story for failure in teller.row(row))
    return Told(str(name), len(scenario.story), failures, tuple(str(c) for c in scenario.proves))


class _Teller:
    """A story half told: the case so far."""

    def __init__(self, procedure: Procedure, doc: ScenarioFile, scenario: ScenarioDoc) -> None:
        self.procedure = procedure
        self.reading = Reading(procedure)
        people = self.reading.told({**doc.people, **scenario.people})
        self.reading.people |= set(people)
        self.reading.people |= {
            str(row.person) for row in scenario.story if isinstance(row, ToldRow) and row.person
        }
        told = doc.facts if scenario.facts is None else scenario.facts
        first = next(r for r in scenario.story)
        at = self.reading.moment(first.as_of if isinstance(first, ExpectedRow) else first.at)
        assert at is not None  # the file has been checked
        self.case: Case = begin(procedure, at=at, people=people, facts=self.reading.facts(told))

    def row(self, row: ToldRow | ExpectedRow) -> Iterator[Diagnostic]:
        try:
            if isinstance(row, ToldRow):
                yield from self._told(row)
            else:
                yield from self._expected(row)
        except ComplaintflowError as wrong:
            place = row.at.place if isinstance(row, ToldRow) else row.as_of.place
            yield Diagnostic(FAILS, str(wrong).removeprefix("events[0]: "), place)

    # --- what happens -----------------------------------------------------------------

    def _told(self, row: ToldRow) -> Iterator[Diagnostic]:
        event = self.reading.event(row)
        assert event is not None  # the file has been checked
        admitted = admit(self.procedure, self.case, [event])
        self.case = admitted.case
        reasons = {r.rule for refusal in admitted.refused for r in refusal.ruling.reasons}
        expected = {str(reason) for reason in row.refused or ()}
        at = (row.event or row.at).place
        if row.refused is not None and not admitted.refused:
            yield Diagnostic(
                FAILS,
                f"{quoted(event.action.name)} is permitted, and the row says it is refused",
                row.refused[0].place,
            )
        elif reasons != expected:
            yield Diagnostic(
                FAILS,
                f"{quoted(event.action.name)} is refused: {_listed(reasons)}"
                + (f"; the row says {_listed(expected)}" if expected else ""),
                row.refused[0].place if row.refused else at,
                help=f"write `refused: {_as_yaml(reasons)}` if that is right",
            )
        if not admitted.refused:
            yield from self._surplus(row, event.action)

    def _surplus(self, row: ToldRow, action: Action) -> Iterator[Diagnostic]:
        """Particulars that no rule asks for or allows: so a dropped recipient does not go unseen."""
        step = self.procedure.steps.get(action.name)
        if step is None:
            return
        for key, given, allowed in (
            ("to", row.to, (*step.to, *step.open_to)),
            ("with", row.with_, (*step.with_, *step.open_to)),
            ("copies_to", row.copies_to, step.copies_to),
        ):
            for name in given:
                if not any(self._is(str(name), role) for role in allowed):
                    yield _nobody_asks(step, key, name)
        for key, given, wanted in (
            ("includes", row.includes, step.must_include),
            ("recorded_in", row.recorded_in, step.recorded_in),
        ):
            for name in given:
                if name not in wanted:
                    yield _nobody_asks(step, key, name)
        if row.how is not None and not step.how:
            yield _nobody_asks(step, "how", row.how)

    def _is(self, name: str, role: str) -> bool:
        """Whether a name told stands for a role: the role itself, a holder, or its substitute."""
        stand_in = self.procedure.roles[role].stand_in
        course = course_of(self.procedure, self.case)
        return any(
            name == office or course.has_held(office, name)
            for office in (role, stand_in)
            if office is not None
        )

    # --- how the case stands ------------------------------------------------------------

    def _expected(self, row: ExpectedRow) -> Iterator[Diagnostic]:
        as_of = self.reading.moment(row.as_of)
        assert as_of is not None  # the file has been checked
        yield from self._where(row, as_of)
        yield from self._when(row, as_of)
        if row.owed is not None:
            have = {str(o) for o in owed(self.procedure, self.case, as_of=as_of)}
            yield from _exactly("owed", row.owed, have, row)
        if row.may is not None:
            have = {
                move.event
                for move in moves(self.procedure, self.case, as_of=as_of)
                if move.duty is Duty.MAY and move.who
            }
            yield from _exactly("may", row.may, have, row)
        yield from self._attempts(row, as_of)
        yield from self._rests_on(row)

    def _where(self, row: ExpectedRow, as_of: Moment) -> Iterator[Diagnostic]:
        stage = stage_of(self.procedure, self.case, as_of=as_of)
        for wanted in (row.open, row.ended):
            if wanted is not None and wanted != stage:
                yield Diagnostic(FAILS, f"the case is in {quoted(str(stage))}", wanted.place)

    def _when(self, row: ExpectedRow, as_of: Moment) -> Iterator[Diagnostic]:
        latest: dict[str, Clock] = {}
        if row.due or row.status:
            latest = {c.step: c for c in clocks_as_of(self.procedure, self.case, as_of=as_of)}
        for step, wanted in row.due.items():
            have = due_text(latest[step]) if step in latest else "not running"
            if have != wanted:
                yield Diagnostic(FAILS, f"{quoted(step)} is due {have}", wanted.place)
        for step, wanted in row.status.items():
            clock = latest.get(step)
            have = "not running" if clock is None else clock.status(as_of=as_of).value
            if have != wanted:
                yield Diagnostic(FAILS, f"{quoted(step)} is {have}", wanted.place)

    def _attempts(self, row: ExpectedRow, as_of: Moment) -> Iterator[Diagnostic]:
        for attempt, expected in row.refuses.items():
            name, _, person = attempt.split()
            ruling = could(self.procedure, self.case, name, person, as_of=as_of)
            have = {reason.rule for reason in ruling.reasons}
            if have != {str(reason) for reason in expected}:
                said = f"refused: {_listed(have)}" if have else "permitted"
                yield Diagnostic(
                    FAILS,
                    f"{quoted(attempt)} is {said}",
                    attempt.place,
                    help=f"write `{_as_yaml(have)}` if that is right",
                )
        open_moves = {m.event: m for m in moves(self.procedure, self.case, as_of=as_of)}
        for name in row.nobody_can:
            move = open_moves.get(str(name))
            if move is None or move.who:
                who = "is not open" if move is None else "can be done by " + ", ".join(move.who)
                yield Diagnostic(FAILS, f"{quoted(name)} {who}", name.place)

    def _rests_on(self, row: ExpectedRow) -> Iterator[Diagnostic]:
        named = [*row.due, *row.status, *row.nobody_can, *(row.owed or ()), *(row.may or ())]
        bearing = {
            reading
            for name in named
            for reading in self.procedure.readings_on.get(name.split(".")[0].split()[0], ())
        }
        for reading in row.rests_on:
            if reading not in bearing:
                yield Diagnostic(
                    FAILS,
                    f"nothing in this row rests on {quoted(reading)}",
                    reading.place,
                    help="the row rests on " + (", ".join(sorted(bearing)) or "no reading"),
                )


def due_text(clock: Clock) -> str:
    """When a clock is due, as a scenario writes it: a date, a local moment, or a range."""
    if clock.earliest is None or clock.latest is None:
        return "not yet known"
    ends = [_local(reached.due) for reached in (clock.earliest, clock.latest)]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def _local(moment: Moment) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M") if isinstance(moment, datetime) else str(moment)


def _exactly(
    key: str, wanted: list[Scalar], have: set[str], row: ExpectedRow
) -> Iterator[Diagnostic]:
    for item in wanted:
        if item not in have:
            yield Diagnostic(FAILS, f"{quoted(item)} does not stand in `{key}`", item.place)
    missing = sorted(have - {str(item) for item in wanted})
    if missing:
        yield Diagnostic(
            FAILS,
            f"`{key}` has {_listed(missing)} besides",
            wanted[0].place if wanted else row.as_of.place,
            help=f"write `{key}: {_as_yaml(have)}` if that is right",
        )


def _nobody_asks(step: Step, key: str, name: Scalar) -> Diagnostic:
    return Diagnostic(
        FAILS,
        f"no rule of {quoted(step.name)} asks for `{key}: {name}`",
        name.place,
        help="leave it out, or find the rule that was dropped",
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _as_yaml(names: Iterable[str]) -> str:
    return f"[{_listed(names)}]"
