"""The names in a scenario file, checked against its policy before any story is told."""

from collections.abc import Sequence

from complaintflow.deadlines import Status
from complaintflow.diagnostics import Diagnostic
from complaintflow.language.records import Reading
from complaintflow.language.scenario import ExpectedRow, ScenarioDoc, ScenarioFile
from complaintflow.language.sentences import Word, words
from complaintflow.language.tree import Scalar
from complaintflow.procedure import Duty, Fact, Place, Procedure, Role, Step

NO_DATE = ("not yet known", "not running")
"""What may stand under `due` in the place of a date."""


def check_names(procedure: Procedure, doc: ScenarioFile) -> list[Diagnostic]:
    """Every name in a scenario file that means nothing under its policy."""
    reading = Reading(procedure)
    if doc.policy != procedure.id:
        reading.wrong(
            "unknown-name",
            f"the policy beside this file is `{procedure.id}`, not `{doc.policy}`",
            doc.policy.place,
            f"write `policy: {procedure.id}`",
        )
    if doc.calendar != procedure.calendar.name:
        reading.wrong(
            "unknown-calendar",
            f"the policy counts by `{procedure.calendar.name}`, not `{doc.calendar}`",
            doc.calendar.place,
            f"write `calendar: {procedure.calendar.name}`",
        )
    reading.knows(doc.people)
    shared = reading.told(doc.people)
    reading.who = {}
    reading.facts(doc.facts)
    for scenario in doc.scenarios.values():
        reading.who = dict(shared)
        _scenario(reading, doc, scenario)
    return reading.problems


def _scenario(reading: Reading, doc: ScenarioFile, scenario: ScenarioDoc) -> None:
    reading.people = set()
    reading.knows((*doc.people, *scenario.people))
    reading.knows(reading.told_in(r for r in scenario.story if not isinstance(r, ExpectedRow)))
    reading.told(scenario.people)
    reading.facts(doc.facts if scenario.facts is None else scenario.facts)
    for clause in scenario.proves:
        reading.known(clause, reading.procedure.clauses, "clause")
    ids: list[str] = []
    for row in scenario.story:
        if isinstance(row, ExpectedRow):
            _expected(reading, row)
            continue
        reading.event(row)
        # what is told at the beginning is numbered too, so every number may be right
        numbers = (str(o) for o in (row.adds_to, row.corrects, row.retracts) if o and o.isdecimal())
        reading.stands_on(row, (*ids, *numbers))
        ids += () if row.id is None else (str(row.id),)
        for reason in row.refused or ():
            _reason(reading, reason)


def _expected(reading: Reading, row: ExpectedRow) -> None:
    procedure = reading.procedure
    reading.moment(row.as_of)
    if row.open is not None:
        reading.known(row.open, [place.name for place in procedure.stages], "stage")
    if row.ended is not None:
        reading.known(row.ended, [place.name for place in procedure.ends], "end")
    for step, status in row.status.items():
        _clocked(reading, step)
        reading.known(status, list(Status), "status")
    for step, due in row.due.items():
        _clocked(reading, step)
        if due not in NO_DATE:
            _ends(reading, due)
    for owed in row.owed or ():
        _owed(reading, owed)
    for name in (*(row.may or ()), *row.nobody_can):
        reading.known(name, procedure.steps, "step")
    for name in row.rests_on:
        reading.known(name, procedure.readings, "reading")
    for attempt, reasons in row.refuses.items():
        _attempt(reading, attempt)
        for reason in reasons:
            _reason(reading, reason)


def _clocked(reading: Reading, clock: Scalar) -> None:
    """A step with a deadline; or `STEP.KEY`, where it has two."""
    deadlines = reading.procedure.deadlines
    name, key = _split(Word(clock, 0, len(clock)))
    timed = dict.fromkeys(deadline.step for deadline in deadlines)
    if reading.known(clock, timed, "step with a deadline", of=name) and key is not None:
        keys = [deadline.key for deadline in deadlines if deadline.step == name.text]
        reading.known(clock, keys, f"time of `{name.text}` called", of=key)


def _ends(reading: Reading, due: Scalar) -> None:
    """A date or a moment, or the two ends of a range: `EARLIEST to LATEST`."""
    earliest, to, latest = due.partition(" to ")
    reading.moment(due, Word(earliest, 0, len(earliest)))
    if to:
        reading.moment(due, Word(latest, len(earliest) + len(to), len(due)))


def _owed(reading: Reading, owed: Scalar) -> None:
    """`STEP`, or `STEP.KEY WHAT` for something that a step lacks."""
    duty, *what = words(owed)
    name, key = _split(duty)
    known = reading.known(owed, reading.procedure.steps, "step", of=name)
    if not known or (key is None and not what):
        return
    key = key or duty
    step = reading.procedure.steps[name.text]
    lacks: dict[str, Sequence[str]] = {
        "to": step.to,
        "with": step.with_,
        "copies_to": step.copies_to,
        "signed_by": step.signed_by,
        "must_include": step.must_include,
        "recorded_in": step.recorded_in,
        "appoints": (step.appoints,) if step.appoints is not None else (),
    }
    asked = [*(k for k in lacks if lacks[k]), *(["how"] if step.how else [])]
    if not reading.known(owed, asked, f"particular of `{step.name}` called", of=key):
        return
    roles = reading.procedure.roles
    said = lacks.get(key.text, ())
    choices = [*said, *(r for each in said if each in roles and (r := roles[each].stand_in))]
    for word in what:
        reading.known(owed, choices, f"`{key.text}` of `{step.name}` called", of=word)


def _split(word: Word) -> tuple[Word, Word | None]:
    """`RULE` or `RULE.KEY` in its two words."""
    rule, dot, key = word.text.partition(".")
    end = word.start + len(rule)
    return Word(rule, word.start, end), Word(key, end + 1, word.end) if dot else None


def _attempt(reading: Reading, attempt: Scalar) -> None:
    given = words(attempt)
    if len(given) != 3 or given[1].text != "by":
        reading.wrong(
            "wrong-shape",
            f"`{attempt}` does not read as STEP by PERSON",
            attempt.place,
            "write it like `report_sent by mo`",
        )
        return
    procedure = reading.procedure
    acts = (*procedure.steps, *procedure.facts)
    reading.known(attempt, acts, "step or fact", of=given[0])
    reading.known(attempt, sorted(reading.people), "person", of=given[2])


def _reason(reading: Reading, reason: Scalar) -> None:
    """`RULE` or `RULE.KEY`."""
    procedure = reading.procedure
    rules = {
        **procedure.steps,
        **procedure.facts,
        **procedure.conflicts,
        **procedure.roles,
        **{place.name: place for place in (*procedure.stages, *procedure.ends)},
    }
    rule, key = _split(Word(reason, 0, len(reason)))
    if reading.known(reason, rules, "rule", of=rule) and key is not None:
        keys = keys_of(rules[rule.text])
        if keys:
            reading.known(reason, keys, f"reason of `{rule.text}` called", of=key)
        else:
            message = f"`{rule.text}` refuses as a whole"
            place = reason.part(key.start - 1, key.end)
            reading.wrong("wrong-shape", message, place, f"write `{rule.text}` alone")


ACT_KEYS = ("place", "by", "agreed_by", "after", "if", "unless", "how")
"""The keys of any act that refuse."""


def keys_of(rule: object) -> tuple[str, ...]:
    """The keys of a rule that refuse; none of a conflict rule, which refuses as a whole."""
    match rule:
        case Step(duty=Duty.NEVER):
            return ()
        case Step(extends=str()):
            given = (
                "may_extend",
                "because",
                "adds",
                "up_to",
                "settles",
                "before_time_is_up",
                "once",
            )
            return (*ACT_KEYS, *given)
        case Step():
            return (*ACT_KEYS, "from", "sets_time_of", "within", "at_latest")
        case Place():
            return ("if", "unless")
        case Fact():
            return ("decided_by", "for_each")
        case Role():
            return (
                "may_be",
                "must_be",
                "holders",
                "members",
                "of_whom",
                "chair",
                "appointed_by",
            )
        case _:
            return ()
