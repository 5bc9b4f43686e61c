"""A story told row by row: what happens is recorded, and what a row says is held against it.

What the rows touched of the policy is noted on the way, by name: `STEP`, `STEP.within`,
`CONFLICT`, `CONFLICT.except`, `STAGE`; coverage is made of it.
"""

from collections.abc import Callable, Iterable, Iterator

from complaintflow.case import Action, Case
from complaintflow.course import as_of as course_as_of
from complaintflow.diagnostics import Diagnostic, quoted
from complaintflow.engine import (
    Refusal,
    admit,
    begin,
    clocks_as_of,
    conflicts_of,
    could,
    course_of,
    moves,
    owed,
    possible,
    stage_of,
)
from complaintflow.errors import ComplaintflowError
from complaintflow.gates import done_here
from complaintflow.language.records import Reading
from complaintflow.language.scenario import ExpectedRow, ScenarioDoc, ScenarioFile, ToldRow
from complaintflow.language.stories import NO_DATE
from complaintflow.language.tree import Scalar
from complaintflow.moments import Moment, certainly_after
from complaintflow.procedure import Duty, Procedure, Step
from complaintflow.rulings import NotOpen, WrongTime
from complaintflow.scenarios.times import (
    clocks_by_name,
    count_command,
    deadlines_by_name,
    due_text,
    local_text,
)
from complaintflow.vocabulary import events_named, received_by, settles_a_time

FAILS = "scenario-fails"
"""The code of a row that did not come out as it says."""


class Teller:
    """A story half told: the case so far.

    Under a mutant `readings` is False: what a row rests on is no rule, and a reading that
    goes with its rule must not pass for a story that proves it.
    """

    def __init__(
        self,
        procedure: Procedure,
        doc: ScenarioFile,
        scenario: ScenarioDoc,
        *,
        readings: bool = True,
    ) -> None:
        self.procedure = procedure
        self.readings = readings
        self.touched: set[str] = set()
        self._acts = {*events_named(procedure)}
        self.reading = Reading(procedure)
        people = self.reading.told({**doc.people, **scenario.people})
        self.reading.people |= set(people)
        self.reading.knows(
            self.reading.told_in(row for row in scenario.story if isinstance(row, ToldRow))
        )
        told = doc.facts if scenario.facts is None else scenario.facts
        at = self.moment_of(scenario.story[0])
        facts = self.reading.facts(told)
        self.case: Case = begin(procedure, at=at, people=people, facts=facts)
        self.touched.update(facts)

    def moment_of(self, row: ToldRow | ExpectedRow) -> Moment:
        """When a row happens, or as of when it is told."""
        at = self.reading.moment(row.as_of if isinstance(row, ExpectedRow) else row.at)
        assert at is not None  # the file has been checked
        return at

    def row(self, row: ToldRow | ExpectedRow) -> Iterator[Diagnostic]:
        """Tell one more row; what came out otherwise than it says."""
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
        if event is None:  # only under a mutant: the file has been checked under its policy
            yield self.reading.problems[-1]
            return
        admitted = admit(self.procedure, self.case, [event])
        self.case = admitted.case
        reasons = {r.rule for refusal in admitted.refused for r in refusal.ruling.reasons}
        self._touch(event.action.name, event.action.by, reasons)
        self.touched.update(self._out_of_time(admitted.refused))
        expected = {str(reason) for reason in row.refused or ()}
        at = (row.event or row.at).place
        if row.refused is not None and not admitted.refused:
            yield Diagnostic(
                FAILS,
                f"{quoted(event.action.name)} is permitted, and the row says it is refused",
                row.refused[0].place,
            )
        elif reasons != expected:
            early = self._dated_before(event.action, admitted.refused)
            yield Diagnostic(
                FAILS,
                f"{quoted(event.action.name)} is refused: {_listed(reasons)}"
                + (f"; the row says {_listed(expected)}" if expected else "")
                + (f"; {early}" if early else ""),
                row.refused[0].place if row.refused else at,
                help=("look at the date; " if early else "")
                + f"write `refused: {_as_yaml(reasons)}` if that is right",
            )
        if not admitted.refused:
            yield from self._surplus(row, event.action)

    def _dated_before(self, action: Action, refused: Iterable[Refusal]) -> str | None:
        """Why a place was not open: the row is dated before the one above that opened it."""
        zone = self.procedure.zone
        for reason in (r for each in refused for r in each.ruling.reasons):
            if not isinstance(reason, NotOpen):
                continue
            for visit in course_of(self.procedure, self.case).visits:
                if visit.place == reason.place and certainly_after(visit.since, action.at, zone):
                    since, at = local_text(visit.since), local_text(action.at)
                    return f"it is dated {at}, and a row above opens {visit.place} on {since}"
        return None

    def _surplus(self, row: ToldRow, action: Action) -> Iterator[Diagnostic]:
        """Particulars that no rule asks for or allows: so a dropped recipient does not go unseen."""
        step = self.procedure.steps.get(action.name)
        if step is None:
            return
        for key, given, allowed in (
            ("to", row.to, (*step.to, *step.open_to)),
            ("with", row.with_, (*step.with_, *step.open_to)),
            ("copies_to", row.copies_to, step.copies_to),
            ("signed_by", row.signed_by, step.signed_by),
            ("agreed_by", row.agreed_by, step.agreed_by),
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
        if row.settles is not None and not settles_a_time(step):
            yield _nobody_asks(step, "settles", row.settles)
        offices = received_by(self.procedure, step.name)
        for name in row.received:
            if not any(self._is(str(name), role) for role in offices):
                yield _nobody_asks(step, "received", name)

    def _is(self, name: str, role: str) -> bool:
        """Whether a name told stands for a role: the role itself, a holder, or its substitute."""
        stand_in = self.procedure.roles[role].stand_in
        course = course_of(self.procedure, self.case)
        return any(
            name == office or course.has_held(office, name)
            for office in (role, stand_in)
            if office is not None
        )

    def _touch(self, name: str, person: str | None, reasons: set[str]) -> None:
        """Note what a row touched: the rules that refused it, else the act and what let it pass."""
        for rule in reasons:
            act = rule.split(".")[0]
            self.touched.update((rule, act) if act in self._acts else (rule,))
        if reasons:
            return
        stage = course_of(self.procedure, self.case).stage
        self.touched.update((name,) if stage is None else (name, stage))
        self.touched.update(self._excepted(name, person))

    def _out_of_time(self, refused: Iterable[Refusal]) -> Iterator[str]:
        """The deadlines beyond which somebody tried to settle a time."""
        named = deadlines_by_name(self.procedure)
        for reason in (r for each in refused for r in each.ruling.reasons):
            if isinstance(reason, WrongTime) and reason.settles is not None:
                yield f"{reason.of}.{named[reason.of].key}"

    def _attempted(self, name: str, person: str, reasons: set[str]) -> None:
        """Note what an attempt touched; one that is only supposed records no step."""
        if reasons:
            self._touch(name, person, reasons)
        else:
            self.touched.update(self._excepted(name, person))

    def _excepted(self, name: str, person: str | None) -> Iterator[str]:
        """The exceptions without which a conflict would have kept a person from this."""
        if person is not None and name in self._acts:
            for bar in conflicts_of(self.procedure, self.case, person):
                if name in bar.kept_from and bar.excepted_in:
                    yield f"{bar.rule}.except"

    # --- how the case stands ------------------------------------------------------------

    def _expected(self, row: ExpectedRow) -> Iterator[Diagnostic]:
        as_of = self.moment_of(row)
        yield from self._where(row, as_of)
        yield from self._when(row, as_of)
        if row.owed is not None:
            have = {str(o) for o in owed(self.procedure, self.case, as_of=as_of)}
            yield from _exactly("owed", row.owed, have, row, lambda o: self._fell_away(o, as_of))
        if row.may is not None:
            have = {*possible(self.procedure, self.case, as_of=as_of)}
            yield from _exactly("may", row.may, have, row)
        yield from self._attempts(row, as_of)
        if self.readings:
            yield from self._rests_on(row, as_of)

    def _where(self, row: ExpectedRow, as_of: Moment) -> Iterator[Diagnostic]:
        stage = stage_of(self.procedure, self.case, as_of=as_of)
        for wanted in (row.open, row.ended):
            if wanted is None or wanted == stage:
                continue
            if stage is None:
                message = "no complaint has come in yet, so no stage is open"
                yield Diagnostic(FAILS, message, wanted.place, help=self._opening())
            else:
                yield Diagnostic(FAILS, f"the case is in {quoted(stage)}", wanted.place)

    def _opening(self) -> str:
        """Which steps let a complaint come in."""
        steps = self.procedure.steps.values()
        opening = [s.name for s in steps if s.place == "begins" and s.then is not None]
        return f"begin the story with a row of the event {' or '.join(opening)}"

    def _fell_away(self, owed_: str, as_of: Moment) -> str | None:
        """Why something is owed no longer that was not done: its place was left."""
        step = self.procedure.steps.get(owed_)
        known = course_as_of(self.procedure, course_of(self.procedure, self.case), as_of)
        visits = [] if step is None else [v for v in known.visits if v.place == step.place]
        if step is None or step.duty is not Duty.MUST or not visits or visits[-1].until is None:
            return None
        if done_here(self.procedure, known, step):
            return None
        left = visits[-1]
        by = known.events[left.left_at].action.name
        assert left.until is not None  # seen above
        return (
            f"{step.place} was left on {local_text(left.until)} by {quoted(by)}, "
            f"and what is not done then is owed no more"
        )

    def _when(self, row: ExpectedRow, as_of: Moment) -> Iterator[Diagnostic]:
        if not row.due and not row.status:
            return
        clocks = clocks_as_of(self.procedure, self.case, as_of=as_of)
        latest = clocks_by_name(self.procedure, clocks)
        named = deadlines_by_name(self.procedure)
        for deadline in (named[each] for each in (*row.due, *row.status) if each in named):
            self.touched.add(f"{deadline.step}.{deadline.key}")
        for step, wanted in row.due.items():
            have = due_text(latest[step]) if step in latest else "not running"
            if have != wanted:
                counted = count_command(latest[step]) if step in latest else None
                yield Diagnostic(
                    FAILS,
                    f"{quoted(step)} has no due date: it is {have}"
                    if have in NO_DATE
                    else f"{quoted(step)} is due {have}",
                    wanted.place,
                    help=f"see each day of it with `{counted}`" if counted else None,
                )
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
            self._attempted(name, person, have)
            if have != {str(reason) for reason in expected}:
                said = f"refused: {_listed(have)}" if have else "permitted"
                yield Diagnostic(
                    FAILS,
                    f"{quoted(attempt)} is {said}",
                    attempt.place,
                    help=f"write `{_as_yaml(have)}` if that is right",
                )
        if not row.nobody_can:
            return
        open_moves = {m.event: m for m in moves(self.procedure, self.case, as_of=as_of)}
        for name in row.nobody_can:
            move = open_moves.get(str(name))
            if move is not None and move.reasons:
                self._touch(move.event, None, {reason.rule for reason in move.reasons})
            if move is None or move.who:
                who = "is not open" if move is None else "can be done by " + ", ".join(move.who)
                yield Diagnostic(FAILS, f"{quoted(name)} {who}", name.place)

    def _rests_on(self, row: ExpectedRow, as_of: Moment) -> Iterator[Diagnostic]:
        named = [*row.due, *row.status, *row.nobody_can, *(row.owed or ()), *(row.may or ())]
        bearing = {
            reading
            for name in named
            for reading in self.procedure.readings_on.get(name.split(".")[0].split()[0], ())
        }
        timed = {name.split(".")[0] for name in (*row.due, *row.status)}
        for clock in clocks_as_of(self.procedure, self.case, as_of=as_of) if timed else ():
            bearing.update(clock.readings if clock.step in timed else ())
        for reading in row.rests_on:
            if reading not in bearing:
                yield Diagnostic(
                    FAILS,
                    f"nothing in this row rests on {quoted(reading)}",
                    reading.place,
                    help="the row rests on " + (", ".join(sorted(bearing)) or "no reading"),
                )


def _exactly(
    key: str,
    wanted: list[Scalar],
    have: set[str],
    row: ExpectedRow,
    why_not: Callable[[str], str | None] = lambda _: None,
) -> Iterator[Diagnostic]:
    for item in wanted:
        if item not in have:
            why = why_not(item)
            message = f"{quoted(item)} does not stand in `{key}`" + (f": {why}" if why else "")
            yield Diagnostic(FAILS, message, item.place)
    missing = sorted(have - {str(item) for item in wanted})
    if missing:
        yield Diagnostic(
            FAILS,
            f"`{key}` has {_listed(missing)} besides",
            wanted[0].place if wanted else row.as_of.place,
            help=f"write `{key}: {_as_yaml(have)}` if that is right",
        )


def not_begun(story: ScenarioDoc, refused: ComplaintflowError) -> Diagnostic:
    """That what a story tells of its beginning is refused."""
    first = story.story[0]
    at = first.at if isinstance(first, ToldRow) else first.as_of
    return Diagnostic(FAILS, str(refused), at.place)


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
