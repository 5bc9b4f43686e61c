"""What happens and nobody does: recorded with its date alone, and times count from it.

The dates are those of a grievance that must be raised within three months of the last of a series.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from complaintflow import engine, files
from complaintflow.asking import asks
from complaintflow.case import Action, Case
from complaintflow.diagnostics import DefinitionError
from complaintflow.errors import InputError
from complaintflow.language.stored import case_of
from complaintflow.ledger import rows
from complaintflow.moving import Move
from complaintflow.procedure import Procedure
from complaintflow.render.leaflet import leaflet
from complaintflow.rulings import RestsOn
from tests.policies import clocks_of, done, people, policy, refused, ruling, statuses

GRIEVANCE = """
clauses:
  G-1: {at: "1", says: "three months from the last of a series"}
  G-2: {at: "2", says: "heard once the inquiry is over, in ten working days of its end"}
roles: {employee: {title: You}, manager: {title: The line manager}}
happenings:
  incident: {says: something that you complain of happened., cites: G-1}
  inquiry_ended: {says: the inquiry came to an end, cites: G-2}
begins:
  grievance_raised: {by: employee, within: 3 months of last incident, then: informal, cites: G-1}
stages:
  informal:
    title: The informal stage
    must:
      heard: {by: manager, to: employee, after: inquiry_ended, within: 10 working days of inquiry_ended, then: closed, cites: G-2}
ends: {closed: {title: Closed}}
readings: {which: {bears_on: incident, unclear: which one, taken_as: the last of all, cites: G-1}}
"""


@pytest.fixture(scope="module")
def law() -> Procedure:
    return policy(GRIEVANCE)


@pytest.fixture
def begun(law: Procedure) -> Case:
    case = engine.begin(law, at=date(2026, 1, 5), people=people(eve="employee", mo="manager"))
    return done(law, case, "incident", date(2026, 1, 12))


def moved(law: Procedure, case: Case, name: str, as_of: date) -> Move:
    [found] = [each for each in engine.moves(law, case, as_of=as_of) if each.event == name]
    return found


def test_a_time_counts_from_the_last_of_a_series(law: Procedure, begun: Case) -> None:
    """Three months of 12 January end on 12 April; of 20 February on 20 May."""
    assert [clock.due for clock in clocks_of(law, begun, "grievance_raised")] == [date(2026, 4, 12)]
    assert refused(law, begun, "grievance_raised", date(2026, 4, 12), "eve") == []
    too_late = refused(law, begun, "grievance_raised", date(2026, 4, 13), "eve")
    assert too_late == ["grievance_raised.within"]
    again = done(law, begun, "incident", date(2026, 2, 20))
    assert refused(law, again, "grievance_raised", date(2026, 5, 20), "eve") == []
    too_late = refused(law, again, "grievance_raised", date(2026, 5, 21), "eve")
    assert too_late == ["grievance_raised.within"]


def test_a_step_comes_after_it_and_its_time_runs_from_it(law: Procedure, begun: Case) -> None:
    """Ten working days of Thursday 2 April 2026, over Easter, end on Monday 20 April."""
    case = done(law, begun, "grievance_raised", date(2026, 3, 2), "eve")
    assert statuses(law, case, "heard", date(2026, 3, 30)) == ["waiting"]
    assert refused(law, case, "heard", date(2026, 3, 30), "mo", to="eve") == ["heard.after"]
    assert engine.owed(law, case, as_of=date(2026, 3, 30)) == ()
    case = done(law, case, "inquiry_ended", date(2026, 4, 2))
    assert [clock.due for clock in clocks_of(law, case, "heard")] == [date(2026, 4, 20)]
    assert statuses(law, case, "heard", date(2026, 4, 20)) == ["running"]
    assert statuses(law, case, "heard", date(2026, 4, 21)) == ["overdue"]
    assert [str(each) for each in engine.owed(law, case, as_of=date(2026, 4, 2))] == ["heard"]


def test_it_may_be_told_at_any_time_and_corrected(law: Procedure, begun: Case) -> None:
    """An incident of February that is told in March is one of February."""
    late = done(law, begun, "grievance_raised", date(2026, 3, 2), "eve")
    late = done(law, late, "incident", date(2026, 2, 20), record={"known_at": date(2026, 3, 9)})
    assert len(clocks_of(law, late, "grievance_raised")) == 1
    closed = done(law, late, "inquiry_ended", date(2026, 3, 10))
    closed = done(law, closed, "heard", date(2026, 3, 11), "mo", to="eve")
    assert ruling(law, closed, "incident", date(2026, 6, 1)).permitted
    moved_on = done(law, late, "incident", date(2026, 2, 21), record={"corrects": "3"})
    [clock] = clocks_of(law, moved_on, "grievance_raised")
    assert clock.start == date(2026, 2, 21)


def test_nothing_is_said_of_it_but_when(law: Procedure, begun: Case) -> None:
    """Grammar B: dated events that no role does."""
    for said in ({"by": "eve"}, {"to": "eve"}, {"answer": True}, {"how": "letter"}):
        with pytest.raises(InputError, match="nobody does: record it with its date alone"):
            engine.decide(law, begun, Action("incident", at=date(2026, 2, 2), **said))
    with pytest.raises(InputError, match="nothing adds to it"):
        done(law, begun, "incident", date(2026, 2, 2), record={"adds_to": "last"})


def test_it_is_listed_among_what_may_be_recorded_and_owed_by_nobody(
    law: Procedure, begun: Case
) -> None:
    move = moved(law, begun, "incident", date(2026, 3, 2))
    assert (move.duty, move.by, move.who, move.lacks) == (None, (), (), ())
    assert (move.done, move.last) == (1, date(2026, 1, 12))
    assert moved(law, begun, "inquiry_ended", date(2026, 3, 2)).done == 0


def test_a_form_for_it_asks_when(law: Procedure, begun: Case) -> None:
    asked = asks(law, begun, "inquiry_ended")
    assert (asked.label, [field.key for field in asked.fields]) == (
        "the inquiry came to an end",
        ["at"],
    )


def test_a_row_of_it_makes_the_same_case(law: Procedure, begun: Case) -> None:
    written = rows(law, begun)
    assert written[-1] == {"at": "2026-01-12", "event": "incident", "id": "1"}
    assert case_of(law, written) == begun


def test_the_readings_that_bear_on_it_are_noted(law: Procedure, begun: Case) -> None:
    assert RestsOn("which") in ruling(law, begun, "incident", date(2026, 2, 2)).notes


def test_the_leaflet_says_it_where_the_time_counts_from_it(law: Procedure) -> None:
    text = " ".join(leaflet(law).split())
    assert (
        "within 3 months of the last day on which something that you complain of happened" in text
    )
    assert "once the inquiry came to an end" in text


def test_the_day_before_the_day_and_the_day_after(law: Procedure, begun: Case) -> None:
    last = date(2026, 4, 12)
    for shift, closed in ((-1, False), (0, False), (1, True)):
        day = last + timedelta(days=shift)
        assert bool(refused(law, begun, "grievance_raised", day, "eve")) is closed


def test_in_a_file_whatever_else_is_said_of_it_is_shown(law: Procedure, tmp_path: Path) -> None:
    written = tmp_path / "events.yaml"
    written.write_text(
        "people: {eve: {holds: employee}}\n"
        "events:\n"
        "  - {at: 2026-01-12, event: incident, by: eve}\n"
        "  - {at: 2026-01-12, event: inquiry_ended, to: eve, includes: findings}\n"
        "  - {at: 2026-01-12, event: incidnet}\n"
    )
    with pytest.raises(DefinitionError) as caught:
        files.read_record(written, law)
    told = [(each.place.line, each.message, each.help) for each in caught.value.diagnostics]
    assert told == [
        (
            3,
            '"incident" is a happening, which nobody does',
            "leave `by` out: only its date is recorded",
        ),
        (
            4,
            '"inquiry_ended" is a happening, which nobody does',
            "leave `to` out: only its date is recorded",
        ),
        (
            4,
            '"inquiry_ended" is a happening, which nobody does',
            "leave `includes` out: only its date is recorded",
        ),
        (
            5,
            'there is no step, fact or happening "incidnet"',
            "did you mean `incident`?",
        ),
    ]
