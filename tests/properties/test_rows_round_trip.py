"""Laws of writing: what is written of a case and read again is that case, whatever it holds."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from complaintflow import engine, files, ledger
from complaintflow.case import LONGEST_SETTLED, Action, Case, Event, Override, Person
from complaintflow.conventions import Span, Unit
from complaintflow.language.reader import read
from complaintflow.language.stored import case_of
from complaintflow.language.writing import as_yaml
from complaintflow.moments import Moment, in_zone
from complaintflow.procedure import PERSON_TOLD, Procedure
from complaintflow.testing import starts
from tests.policies import barnsley, fusion_care, round_and_round, times
from tests.strategies import BARNSLEY_CAST, ROUND_CAST, TIMES_CAST, Walk, histories

LAW = fusion_care()
ROUND = round_and_round()
TIMES = times()
WALKS = (
    histories(LAW)
    | histories(ROUND, cast=ROUND_CAST)
    | histories(TIMES, cast=TIMES_CAST)
    | histories(barnsley(), cast=BARNSLEY_CAST)
)
OFTEN = settings(max_examples=100, deadline=None)


def instants(case: Case) -> list[object]:
    """Every moment of a record; moments of one zone compare by the wall in Python."""
    found: list[object] = []
    for event in case.events:
        said = event.action.particulars
        received = [(who, _instant(at)) for who, at in said.received]
        moments = (event.action.at, event.known_at, said.settles)
        found.append((*map(_instant, moments), received))
    return found


def _instant(moment: Moment | Span | None) -> object:
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else moment


def through_file(law: Procedure, case: Case, name: str) -> Case:
    """The case that a file holds after it was written."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        files.write_record(path, law, case)
        return case_of(law, files.read_record(path, law))


@OFTEN
@given(WALKS)
def test_rows_kept_in_a_database_make_the_same_case_again(lived: Walk) -> None:
    """Design 2: a record never silently drops, reorders or changes an event."""
    kept = [json.dumps(row) for row in ledger.rows(lived.law, lived.case)]
    again = case_of(lived.law, map(json.loads, kept))
    assert again == lived.case
    assert instants(again) == instants(lived.case)
    assert engine.course_of(lived.law, again) == engine.course_of(lived.law, lived.case)


@OFTEN
@given(WALKS, st.sampled_from(["case.yaml", "case.json"]))
def test_a_file_of_events_that_was_written_reads_as_the_same_case(lived: Walk, name: str) -> None:
    """Grammar C: one shape for the ledger, the file and the JSON of a case."""
    again = through_file(lived.law, lived.case, name)
    assert again == lived.case
    assert instants(again) == instants(lived.case)


HARD_WORDS = st.sampled_from(
    ["no", "on", "y", "null", "~", "true", "12:30", "010", "1_000", "=", "<<", "- a", "a: b", "#", "é\u2028\x85"]
)  # fmt: skip
WORDS = HARD_WORDS | st.text(min_size=1).filter(lambda t: bool(t.strip()))


@OFTEN
@given(WORDS, WORDS, st.sampled_from(["n", "yes", "off", "null", "y", "ann"]))
def test_any_words_and_any_name_come_back_as_they_were(by: str, why: str, name: str) -> None:
    """Design 3: no value turns into something else."""
    at = date(2026, 3, 23)
    case = engine.begin(LAW, at=at, people={name: Person(holds="complainant")})
    case = engine.apply(
        LAW,
        case,
        Action("complaint_received", at=at, by=name, how="speech", because=why),
        id=by,
        override=Override(by, why),
    )
    assert case_of(LAW, json.loads(json.dumps(ledger.rows(LAW, case)))) == case
    assert through_file(LAW, case, "case.yaml") == case
    assert through_file(LAW, case, "case.json") == case


@OFTEN
@given(st.integers(0, 366 * 24 * 60), st.booleans(), st.integers(0, 59))
def test_every_minute_of_a_year_comes_back_as_the_same_instant(
    minute: int, local: bool, seconds: int
) -> None:
    """The hour that comes twice in October is carried by its offset."""
    _same_instant(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute), local, seconds)


def test_the_hour_that_comes_twice_comes_back_as_the_same_instant() -> None:
    for minute in range(0, 180, 15):
        for local in (True, False):
            _same_instant(datetime(2026, 10, 25, tzinfo=UTC) + timedelta(minutes=minute), local, 0)


def _same_instant(instant: datetime, local: bool, seconds: int) -> None:
    moment = (instant + timedelta(seconds=seconds)).astimezone(LAW.zone if local else UTC)
    telling = Event(
        action=Action(PERSON_TOLD, at=moment, person="ann", who=Person()), id="1", known_at=moment
    )
    [event] = case_of(LAW, [ledger.row_of(LAW, telling)]).events
    assert _instant(event.action.at) == _instant(event.known_at) == _instant(moment)
    assert isinstance(event.action.at, datetime)
    assert event.action.at.tzinfo is LAW.zone


MOMENTS = starts(zone=LAW.zone, first=date(1990, 1, 1), last=date(2099, 12, 31)).map(
    # in the hours that are skipped or come twice no moment of one zone equals one of another (PEP 495)
    lambda when: in_zone(in_zone(when, UTC), LAW.zone) if isinstance(when, datetime) else when
)
TIMES_SETTLED = MOMENTS | st.builds(
    Span, st.integers(1, LONGEST_SETTLED), st.sampled_from(list(Unit))
)
NAMES = st.sampled_from(["cy", "ola", "di", "customer", "officer", "chair"])


@OFTEN
@given(
    TIMES_SETTLED,
    st.dictionaries(NAMES, MOMENTS, max_size=4),
    st.lists(NAMES, unique=True, max_size=4),
    st.lists(NAMES, unique=True, max_size=4),
)
def test_any_time_any_receipt_and_any_agreement_comes_back_as_it_was(
    settles: Span | Moment,
    received: dict[str, Moment],
    agreed_by: list[str],
    signed_by: list[str],
) -> None:
    """Grammar C: a record says them in its own words, and `restore` judges none of them."""
    who = {name: Person(holds=role) for name, role in (("cy", "customer"), ("ola", "officer"))}
    case = engine.begin(TIMES, at=date(2026, 3, 23), people={**who, "di": Person(holds="chair")})
    at = date(1989, 12, 31)
    agreed = Action("time_agreed", at=at, agreed_by=agreed_by, settles=settles)
    sent = Action("answered", at=at, signed_by=signed_by, received=received)
    events = [Event(action=action, id="") for action in (agreed, sent)]
    case = engine.restore(TIMES, events, onto=case)
    again = case_of(TIMES, json.loads(json.dumps(ledger.rows(TIMES, case))))
    for read_again in (
        again,
        through_file(TIMES, case, "c.yaml"),
        through_file(TIMES, case, "c.json"),
    ):
        assert read_again == case
        assert instants(read_again) == instants(case)


TEXTS = WORDS
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@OFTEN
@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
def test_yaml_that_was_written_reads_as_the_values_that_were_written(
    document: dict[str, object],
) -> None:
    """A list of one is written as that one; nothing else changes."""
    text = as_yaml(document)
    tree, wrong = read(text, "document.yaml")
    assert wrong == []
    assert _plain(tree) == _plain(document)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    assert isinstance(value, Iterable)
    items = [_plain(each) for each in value]
    return items[0] if len(items) == 1 and isinstance(items[0], str) else items
